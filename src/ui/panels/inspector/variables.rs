//! Lists of regression variables: outliers, ramps, interventions, user variables.

use chrono::NaiveDate;
use solstice_engine::sa::spec::{InterventionTerm, OutlierTerm, Parameter, RampTerm, UserTerm};
use solstice_engine::toolkit::regression::{Component, OutlierCode, unique_name};

use super::common::list as section;
use super::trading_days::known;
use crate::ui::form::{
    Access, Environment, Field, Lens, List, Section, at, choice, choice_of, coefficient, list, number,
    parse_period, period_text, text,
};

const CODES: [(OutlierCode, &str); 5] = [
    (OutlierCode::AO, "AO additive"),
    (OutlierCode::LS, "LS level shift"),
    (OutlierCode::TC, "TC transitory change"),
    (OutlierCode::SO, "SO seasonal"),
    (OutlierCode::WO, "WO switch"),
];

const COMPONENTS: [(Option<Component>, &str); 8] = [
    (None, "Usual one"),
    (Some(Component::Undefined), "Not assigned"),
    (Some(Component::Series), "Series"),
    (Some(Component::Trend), "Trend"),
    (Some(Component::Seasonal), "Seasonal"),
    (Some(Component::SeasonallyAdjusted), "Adjusted series"),
    (Some(Component::Irregular), "Irregular"),
    (Some(Component::CalendarEffect), "Calendar"),
];

const COMPONENT: [&str; 4] = [
    "component",
    "Component",
    "regressionEffect",
    "Component of the result that gets the effect; the usual one depends on the variable. What is not assigned stays in the series that is decomposed.",
];
const COEFFICIENT: [&str; 4] = ["coefficient", "Coefficient", "fixed coefficient", "Estimated or fixed."];
const NAME: [&str; 4] = ["name", "Name", "", "Name in the results."];

/// Lags of a user variable whose coefficients have fields of their own.
const LAGS: usize = 13;

/// Where a specification keeps the variables that it gives.
pub(super) struct Given<S> {
    pub(super) outliers: Lens<S, Vec<OutlierTerm>>,
    pub(super) ramps: Lens<S, Vec<RampTerm>>,
    pub(super) interventions: Lens<S, Vec<InterventionTerm>>,
    pub(super) users: Lens<S, Vec<UserTerm>>,
}

/// A section for each kind of them; few have any but the first.
pub(super) fn given_sections<S: 'static>(given: Given<S>) -> [Section<S>; 4] {
    fn entries<S, T>(lens: Lens<S, Vec<T>>) -> impl Fn(&S) -> usize {
        move |s| (lens.get)(s).map_or(0, Vec::len)
    }
    let Given { outliers: o, ramps: r, interventions: i, users: u } = given;
    [
        section("Pre-specified outliers", "Outliers that are always in the model.", entries(o), outliers(o)),
        section("Ramps", "Linear changes from one level to another.", entries(r), ramps(r)).folded(),
        section("Interventions", "Intervals of ones, accumulated.", entries(i), interventions(i)).folded(),
        section("User variables", "Series of the workspace as regressors.", entries(u), users(u)).folded(),
    ]
}

/// Pre-specified outliers.
fn outliers<S: 'static>(lens: Lens<S, Vec<OutlierTerm>>) -> List<S> {
    list(
        ["regression.outliers", "outlier", "AO May 2003, LS 2008-10"],
        lens,
        |e, env| format!("{} {}", e.code, period_text(e.date, env)),
        parse_outlier,
        || {
            vec![
                choice(
                    [
                        "code",
                        "Type",
                        "",
                        "AO one period, LS all later periods, TC decays, SO one period of the year.",
                    ],
                    &CODES,
                    at!(OutlierTerm: code),
                ),
                date(["date", "Period", "date", "When the outlier is."], at!(OutlierTerm: date)),
                coefficient(COEFFICIENT, false, at!(OutlierTerm: coefficient)),
            ]
        },
    )
}

/// Ramps.
fn ramps<S: 'static>(lens: Lens<S, Vec<RampTerm>>) -> List<S> {
    list(
        ["regression.ramps", "ramp", "2003-05 to 2004-02"],
        lens,
        |e, _| e.name.clone(),
        |typed, others, env| {
            let (start, end) = parse_interval(typed, env)?;
            if start >= end {
                return Err(
                    "a ramp lasts at least two periods: type the last before and the first after the change"
                        .into(),
                );
            }
            let name = named("Ramp", typed, others.iter().map(|o| o.name.as_str()));
            Ok(RampTerm { name, start, end, component: None, coefficient: Parameter::Undefined })
        },
        || {
            vec![
                name(at!(RampTerm: name)),
                date(["start", "Start", "start", "Last period before the change."], at!(RampTerm: start)),
                date(["end", "End", "end", "First period at the new level."], at!(RampTerm: end)),
                choice(COMPONENT, &COMPONENTS, at!(RampTerm: component)),
                coefficient(COEFFICIENT, false, at!(RampTerm: coefficient)),
            ]
        },
    )
}

/// Intervention variables.
fn interventions<S: 'static>(lens: Lens<S, Vec<InterventionTerm>>) -> List<S> {
    list(
        ["regression.interventions", "intervention", "2003-05 to 2003-08, 2004-01"],
        lens,
        |e, _| e.name.clone(),
        |typed, others, env| {
            Ok(InterventionTerm {
                name: named("Intervention", typed, others.iter().map(|o| o.name.as_str())),
                sequences: parse_sequences(typed, env)?,
                delta: 0.0,
                seasonal_delta: 0.0,
                component: None,
                coefficient: Parameter::Undefined,
            })
        },
        || {
            vec![
                name(at!(InterventionTerm: name)),
                text(
                    [
                        "sequences",
                        "Intervals",
                        "sequences",
                        "Intervals where the variable is 1 before it is accumulated, e.g. 2003-05 to 2003-08, 2004-01.",
                    ],
                    "",
                    |s: &InterventionTerm, env| sequences_text(&s.sequences, env),
                    |s, typed, env| {
                        s.sequences = parse_sequences(typed, env)?;
                        Ok(())
                    },
                ),
                fraction(
                    [
                        "delta",
                        "Delta",
                        "delta",
                        "Regular accumulation 1/(1 - delta B), 0 to 1: 1 turns a pulse into a level shift.",
                    ],
                    at!(InterventionTerm: delta),
                ),
                fraction(
                    ["seasonal_delta", "Seasonal delta", "deltaS", "Accumulation from year to year, 0 to 1."],
                    at!(InterventionTerm: seasonal_delta),
                ),
                choice(COMPONENT, &COMPONENTS, at!(InterventionTerm: component)),
                coefficient(COEFFICIENT, false, at!(InterventionTerm: coefficient)),
            ]
        },
    )
}

/// User variables.
fn users<S: 'static>(lens: Lens<S, Vec<UserTerm>>) -> List<S> {
    let list = list(
        ["regression.users", "user variable", "family.name"],
        lens,
        |e, _| e.name.clone(),
        |typed, others, env| {
            let variable = typed.trim();
            if !env.variables.iter().any(|v| v == variable) {
                return Err(format!("there is no variable \"{variable}\" in this workspace; {}", known(env)));
            }
            let short = variable.rsplit('.').next().unwrap_or(variable);
            Ok(UserTerm {
                name: unique_name(short, others.iter().map(|o| o.name.as_str())),
                variable: variable.to_owned(),
                lags: (0, 0),
                component: None,
                coefficients: Vec::new(),
            })
        },
        user_fields,
    );
    list.chosen_from(|env| env.variables.clone())
}

fn user_fields() -> Vec<Field<UserTerm>> {
    let mut fields = vec![
        name(at!(UserTerm: name)),
        choice_of(
            ["variable", "Variable", "id", "The series of the workspace that is the regressor."],
            |env| env.variables.clone(),
            |s: &UserTerm, _| s.variable.clone(),
            |s, name, _| {
                name.clone_into(&mut s.variable);
                Ok(())
            },
        ),
        number(
            [
                "first_lag",
                "First lag",
                "firstLag",
                "Periods by which the variable comes later; negative for leads.",
            ],
            "",
            Access::new(
                |s: &UserTerm| s.lags.0,
                |s: &mut UserTerm, n| {
                    s.lags = (n, s.lags.1.max(n));
                    fit_lags(s);
                },
            ),
        ),
        number(
            ["last_lag", "Last lag", "lastLag", "Every lag from the first to the last has a coefficient."],
            "",
            Access::new(
                |s: &UserTerm| s.lags.1,
                |s: &mut UserTerm, n| {
                    s.lags = (s.lags.0.min(n), n);
                    fit_lags(s);
                },
            ),
        ),
        choice(COMPONENT, &COMPONENTS, at!(UserTerm: component)),
    ];
    fields.extend((0..LAGS).map(|k| {
        coefficient(
            COEFFICIENT,
            false,
            Access::new(
                move |s: &UserTerm| s.coefficients.get(k).copied().unwrap_or_default(),
                move |s: &mut UserTerm, value| {
                    s.coefficients.resize(lag_count(s), Parameter::Undefined);
                    if let Some(slot) = s.coefficients.get_mut(k) {
                        *slot = value;
                    }
                    if s.coefficients.iter().all(|p| *p == Parameter::Undefined) {
                        s.coefficients.clear();
                    }
                },
            ),
        )
        .when(move |s| k < lag_count(s))
        .labelled(move |s, _| match lag_count(s) {
            1 => "Coefficient".to_owned(),
            _ => format!("Coefficient, lag {}", s.lags.0.saturating_add(k as i32)),
        })
        .at_path(format!("coefficients[{k}]"))
    }));
    fields
}

fn lag_count(term: &UserTerm) -> usize {
    usize::try_from(i64::from(term.lags.1) - i64::from(term.lags.0) + 1).unwrap_or(0)
}

/// Coefficients of other lags are forgotten.
fn fit_lags(term: &mut UserTerm) {
    if term.coefficients.len() != lag_count(term) {
        term.coefficients.clear();
    }
}

fn name<S: 'static>(access: Access<S, String>) -> Field<S> {
    text(
        NAME,
        "",
        move |s, _| (access.get)(s),
        move |s, typed, _| match typed.trim() {
            "" => Err("type a name".to_owned()),
            name => {
                (access.set)(s, name.to_owned());
                Ok(())
            }
        },
    )
}

fn date<S: 'static>(texts: [&'static str; 4], access: Access<S, NaiveDate>) -> Field<S> {
    text(
        texts,
        "",
        move |s, env| period_text((access.get)(s), env),
        move |s, typed, env| {
            (access.set)(s, parse_period(typed, env)?.start());
            Ok(())
        },
    )
}

fn fraction<S: 'static>(texts: [&'static str; 4], access: Access<S, f64>) -> Field<S> {
    text(
        texts,
        "",
        move |s, _| (access.get)(s).to_string(),
        move |s, typed, _| {
            let x: Option<f64> = typed.trim().replace(',', ".").parse().ok();
            let x = x.filter(|x| (0.0..=1.0).contains(x)).ok_or("use a number from 0 to 1")?;
            (access.set)(s, x);
            Ok(())
        },
    )
}

/// The name of a new entry: what it is and what was typed.
fn named<'a>(what: &str, typed: &str, taken: impl Iterator<Item = &'a str> + Clone) -> String {
    unique_name(&format!("{what} {}", typed.trim()), taken)
}

fn parse_outlier(typed: &str, others: &[OutlierTerm], env: &Environment) -> Result<OutlierTerm, String> {
    let example = "type a kind and a period, e.g. AO 2003-05";
    let (code, period) = typed.trim().split_once([' ', '(']).ok_or(example)?;
    let code: OutlierCode = code
        .to_uppercase()
        .parse()
        .map_err(|_| format!("\"{code}\" is no type of outlier; use AO, LS, TC or SO"))?;
    let date = parse_period(period.trim_matches(['(', ')', ' ']), env)?.start();
    if others.iter().any(|o| o.code == code && period_text(o.date, env) == period_text(date, env)) {
        return Err(format!("{code} {} is in the list already", period_text(date, env)));
    }
    Ok(OutlierTerm { code, date, component: None, coefficient: Parameter::Undefined })
}

fn parse_interval(typed: &str, env: &Environment) -> Result<(NaiveDate, NaiveDate), String> {
    let (start, end) = typed.split_once(" to ").unwrap_or((typed, typed));
    let (start, end) = (parse_period(start, env)?.start(), parse_period(end, env)?.start());
    if start > end { Err("the interval ends before it begins".to_owned()) } else { Ok((start, end)) }
}

fn parse_sequences(typed: &str, env: &Environment) -> Result<Vec<(NaiveDate, NaiveDate)>, String> {
    typed.split(',').map(|one| parse_interval(one.trim(), env)).collect()
}

fn sequences_text(sequences: &[(NaiveDate, NaiveDate)], env: &Environment) -> String {
    let one = |(start, end): &(NaiveDate, NaiveDate)| match (period_text(*start, env), period_text(*end, env))
    {
        (start, end) if start == end => start,
        (start, end) => format!("{start} to {end}"),
    };
    sequences.iter().map(one).collect::<Vec<_>>().join(", ")
}
