//! The trading-day regressor, as both methods have it.

use solstice_engine::sa::spec::{Parameter, TradingDays, TradingDaysSpec};
use solstice_engine::toolkit::calendars::{Calendars, DayClustering};
use solstice_engine::toolkit::regression::LengthOfPeriod;

use super::common::{section_under, under};
use crate::ui::form::{
    Access, Environment, Field, Lens, Section, choice, choice_of, coefficient, number, text,
};

const NO: &str = "No";
const GENERIC: &str = "Weekdays";
const HOLIDAYS: &str = "Holidays";
const USER: &str = "User variables";
const STOCK: &str = "Stock";
const KINDS: [&str; 5] = [NO, GENERIC, HOLIDAYS, USER, STOCK];

const CLUSTERINGS: [(DayClustering, &str); 9] = [
    (DayClustering::TD7, "TD7: each day"),
    (DayClustering::TD6, "TD6: Mon, ..., Fri"),
    (DayClustering::TD4, "TD4: Mon-Thu, Fri, Sat"),
    (DayClustering::TD4C, "TD4c: Mon, Tue-Fri, Sat"),
    (DayClustering::TD3, "TD3: Mon-Fri, Sat"),
    (DayClustering::TD3C, "TD3c: Mon-Thu, Fri-Sat"),
    (DayClustering::TD2, "TD2: Mon-Fri"),
    (DayClustering::TD2C, "TD2c: Mon-Sat"),
    (DayClustering::TD2D, "TD2d: Mon-Thu"),
];

/// Effects of the length of the period.
pub(super) const LENGTHS: [(Option<LengthOfPeriod>, &str); 3] = [
    (None, "No"),
    (Some(LengthOfPeriod::LeapYear), "Leap year"),
    (Some(LengthOfPeriod::LengthOfPeriod), "Length of period"),
];

/// Largest number of columns of a regressor with a field of its own.
const COLUMNS: usize = 14;

/// Where a specification `D` of trading days keeps what both methods have.
pub(super) struct Parts<D> {
    pub(super) days: Lens<D, TradingDays>,
    pub(super) length_of_period: Lens<D, Option<LengthOfPeriod>>,
    pub(super) length_coefficient: Access<D, Parameter>,
    /// Undoes what cannot stand together.
    pub(super) consistent: fn(&mut D),
    /// How the regressor is decided on, for the summary.
    pub(super) decided: fn(&D) -> &'static str,
}

/// The section, with the options of the method for an automatic choice and for a test.
pub(super) fn section<D: HasDays>(
    parts: Parts<D>,
    automatic: Vec<Field<D>>,
    test: Vec<Field<D>>,
) -> Section<D> {
    let Parts { days, length_of_period, length_coefficient, consistent, decided } = parts;
    let mut fields: Vec<Field<D>> =
        under("days", self::days()).map(|f| f.of(days).then(consistent)).collect();
    fields.extend(automatic);
    let length = choice(
        [
            "length_of_period",
            "Length of period",
            "lp, leap year",
            "Effect of the leap year or of the number of days, beside the days of the week.",
        ],
        &LENGTHS,
        Access::new(|length: &Option<LengthOfPeriod>| *length, |slot, length| *slot = length),
    );
    fields.push(length.of(length_of_period).when(|d| takes_length(d.days())));
    fields.extend(test);
    fields.extend(coefficients());
    let coefficient = coefficient(
        [
            "length_of_period_coefficient",
            "Coefficient lp",
            "fixed coefficient",
            "Coefficient of the length of the period: estimated or fixed.",
        ],
        false,
        length_coefficient,
    );
    fields.push(coefficient.when(move |d| {
        let there = (length_of_period.get)(d).is_some_and(Option::is_some);
        there && *d.days() != TradingDays::None && !d.is_decided()
    }));
    section_under(
        "regression.trading_days",
        "Trading days",
        "Effects of the days of the week and of the length of the period.",
        fields,
        move |d: &D, _| {
            let days = summary(d.days()).unwrap_or_else(|| "no".to_owned());
            Some(format!("{days}{}", decided(d)))
        },
    )
}

/// What both methods know of trading days.
pub(super) trait HasDays: 'static {
    /// The regressor.
    fn days(&self) -> &TradingDays;
    /// Its coefficients, none when free.
    fn coefficients(&self) -> &Vec<Parameter>;
    /// The same, to be changed.
    fn coefficients_mut(&mut self) -> &mut Vec<Parameter>;
    /// Whether it is tested or chosen automatically, so that nothing can be fixed.
    fn is_decided(&self) -> bool;
}

impl HasDays for TradingDaysSpec {
    fn days(&self) -> &TradingDays {
        &self.days
    }

    fn coefficients(&self) -> &Vec<Parameter> {
        &self.coefficients
    }

    fn coefficients_mut(&mut self) -> &mut Vec<Parameter> {
        &mut self.coefficients
    }

    fn is_decided(&self) -> bool {
        self.test != solstice_engine::sa::spec::RegressionTest::None || self.automatic.is_some()
    }
}

/// The options of the regressor.
fn days() -> Vec<Field<TradingDays>> {
    vec![
        choice_of(
            [
                "kind",
                "Trading days",
                "tdType, option",
                "How the days of the week act: by their number in the period, with the holidays of a calendar counted as Sundays, by variables of your own, or, for stocks, by the day on which the stock is taken.",
            ],
            |_| KINDS.map(str::to_owned).into(),
            |s, _| kind(s).to_owned(),
            set_kind,
        ),
        choice_of(
            ["calendar", "Calendar", "holidays", "The calendar whose holidays count as Sundays; calendars are added with Series, Calendars and variables."],
            calendars,
            |s, _| match s {
                TradingDays::Holidays { calendar, .. } => calendar.clone(),
                _ => String::new(),
            },
            |s, name, _| {
                if let TradingDays::Holidays { calendar, .. } = s {
                    name.clone_into(calendar);
                }
                Ok(())
            },
        )
        .when(|s| matches!(s, TradingDays::Holidays { .. })),
        choice(
            ["clustering", "Groups of days", "td", "Days that share a coefficient; those that are not named are the contrast."],
            &CLUSTERINGS,
            Access::new(|s| clustering(s).unwrap_or(DayClustering::TD7), set_clustering),
        )
        .when(|s| clustering(s).is_some()),
        text(
            ["user", "Names", "user td", "Full names of the user variables, separated by blanks or commas."],
            "family.name",
            |s, _| match s {
                TradingDays::User(names) => names.join(", "),
                _ => String::new(),
            },
            set_users,
        )
        .when(|s| matches!(s, TradingDays::User(_))),
        number(
            ["days", "Day of the stock", "w, stocktd", "Day of the month on which the stock is taken; 31 is the last day, negative days count from the end."],
            "",
            Access::new(
                |s| match s {
                    TradingDays::Stock(day) => *day,
                    _ => 31,
                },
                |s, day| *s = TradingDays::Stock(day),
            ),
        )
        .when(|s| matches!(s, TradingDays::Stock(_)))
        // messages name the regressor, not a part of it
        .at_path(String::new()),
    ]
}

/// The coefficient of every column, where it can be fixed.
fn coefficients<S: HasDays>() -> impl Iterator<Item = Field<S>> {
    (0..COLUMNS).map(|k| {
        let field = coefficient(
            ["", "", "fixed coefficients", "Coefficient of this group of days: estimated or fixed."],
            false,
            Access::new(
                move |s: &S| s.coefficients().get(k).copied().unwrap_or_default(),
                move |s: &mut S, value| {
                    let n = columns(s.days()).len();
                    let all = s.coefficients_mut();
                    all.resize(n, Parameter::Undefined);
                    if let Some(slot) = all.get_mut(k) {
                        *slot = value;
                    }
                    if all.iter().all(|p| *p == Parameter::Undefined) {
                        all.clear();
                    }
                },
            ),
        );
        field
            .when(move |s| !s.is_decided() && k < columns(s.days()).len())
            .labelled(move |s, _| {
                let name = columns(s.days()).into_iter().nth(k).unwrap_or_default();
                format!("Coefficient {name}")
            })
            .at_path(format!("coefficients[{k}]"))
    })
}

/// Coefficients that do not belong to the regressor (any more) are forgotten.
pub(super) fn fit_coefficients<S: HasDays>(spec: &mut S) {
    if spec.is_decided() || spec.coefficients().len() != columns(spec.days()).len() {
        spec.coefficients_mut().clear();
    }
}

/// Whether a length of period can stand beside the regressor.
pub(super) fn takes_length(days: &TradingDays) -> bool {
    clustering(days).is_some()
}

/// `TD7, holidays of FR`; none without trading days.
fn summary(days: &TradingDays) -> Option<String> {
    let groups = |c: &DayClustering| {
        let name = CLUSTERINGS.iter().find(|(v, _)| v == c).map_or("own groups", |(_, n)| n);
        name.split(':').next().unwrap_or(name).to_owned()
    };
    match days {
        TradingDays::None => None,
        TradingDays::Generic(c) => Some(groups(c)),
        TradingDays::Holidays { calendar, clustering } => {
            Some(format!("{} of {calendar}", groups(clustering)))
        }
        TradingDays::User(names) => Some(names.join(", ")),
        TradingDays::Stock(day) => Some(format!("stock {day}")),
    }
}

fn kind(days: &TradingDays) -> &'static str {
    match days {
        TradingDays::None => NO,
        TradingDays::Generic(_) => GENERIC,
        TradingDays::Holidays { .. } => HOLIDAYS,
        TradingDays::User(_) => USER,
        TradingDays::Stock(_) => STOCK,
    }
}

fn set_kind(days: &mut TradingDays, name: &str, env: &Environment) -> Result<(), String> {
    let clustering = clustering(days).unwrap_or(DayClustering::TD7);
    *days = match name {
        NO => TradingDays::None,
        GENERIC => TradingDays::Generic(clustering),
        HOLIDAYS => {
            let first = env.calendars.first().map_or(Calendars::DEFAULT, String::as_str);
            TradingDays::Holidays { calendar: first.to_owned(), clustering }
        }
        USER => {
            let first = env.variables.first();
            let remedy =
                "there are no user variables in this workspace; add one with Series, Calendars and variables";
            TradingDays::User(vec![first.ok_or(remedy)?.clone()])
        }
        STOCK => TradingDays::Stock(31),
        other => return Err(format!("\"{other}\" is no kind of trading days")),
    };
    Ok(())
}

/// The calendars of the workspace, and the one without holidays.
fn calendars(env: &Environment) -> Vec<String> {
    let default = Calendars::DEFAULT.to_owned();
    let mut names: Vec<String> = env.calendars.iter().filter(|n| **n != default).cloned().collect();
    names.push(default);
    names
}

fn clustering(days: &TradingDays) -> Option<DayClustering> {
    match days {
        TradingDays::Generic(clustering) | TradingDays::Holidays { clustering, .. } => Some(*clustering),
        _ => None,
    }
}

/// Gives a regressor of days of the week these groups.
pub(super) fn set_clustering(days: &mut TradingDays, wanted: DayClustering) {
    if let TradingDays::Generic(clustering) | TradingDays::Holidays { clustering, .. } = days {
        *clustering = wanted;
    }
}

fn set_users(days: &mut TradingDays, typed: &str, env: &Environment) -> Result<(), String> {
    let names: Vec<String> =
        typed.split([',', ' ', ';']).filter(|n| !n.is_empty()).map(str::to_owned).collect();
    if let Some(unknown) = names.iter().find(|n| !env.variables.contains(n)) {
        return Err(format!("there is no variable \"{unknown}\" in this workspace; {}", known(env)));
    }
    if names.is_empty() {
        return Err(format!("name at least one variable; {}", known(env)));
    }
    *days = TradingDays::User(names);
    Ok(())
}

/// The variables that can be named.
pub(super) fn known(env: &Environment) -> String {
    match env.variables.as_slice() {
        [] => "it has none: add one with Series, Calendars and variables".to_owned(),
        names => format!("it has {}", names.join(", ")),
    }
}

/// Names of the columns of the regressor.
fn columns(days: &TradingDays) -> Vec<String> {
    match days {
        TradingDays::None => Vec::new(),
        TradingDays::Generic(c) | TradingDays::Holidays { clustering: c, .. } => {
            (0..c.contrasts()).map(|k| c.column_name(k)).collect()
        }
        TradingDays::Stock(_) => ["mon", "tue", "wed", "thu", "fri", "sat"].map(str::to_owned).into(),
        TradingDays::User(names) => names.clone(),
    }
}
