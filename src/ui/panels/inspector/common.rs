//! What the tables of both methods share.

use solstice_engine::sa::spec::{Parameter, SeriesSpec, Transformation};
use solstice_engine::toolkit::regression::{LengthOfPeriod, OutlierCode};
use solstice_engine::toolkit::timeseries::Span;

use super::span;
use super::trading_days::LENGTHS;
use crate::ui::form::{
    Access, Environment, Field, Lens, List, Section, at, choice, coefficient, flag, number, part, set,
};

/// Ways to transform a series.
pub(super) const FUNCTIONS: [(Transformation, &str); 3] =
    [(Transformation::None, "None"), (Transformation::Log, "Logarithm"), (Transformation::Auto, "Automatic")];

/// Types of outliers that are searched.
pub(super) const SEARCHED: [(OutlierCode, &str); 4] =
    [(OutlierCode::AO, "AO"), (OutlierCode::LS, "LS"), (OutlierCode::TC, "TC"), (OutlierCode::SO, "SO")];

/// A transformation in a summary.
pub(super) fn function_word(function: Transformation) -> &'static str {
    match function {
        Transformation::None => "none",
        Transformation::Log => "logarithm",
        Transformation::Auto => "automatic",
    }
}

/// Types of outliers in a summary.
pub(super) fn types_word(types: &[OutlierCode]) -> String {
    let types: Vec<String> = types.iter().map(ToString::to_string).collect();
    if types.is_empty() { "no".to_owned() } else { types.join(", ") }
}

/// The fields with the path of their section in front.
pub(super) fn under<S: 'static>(
    prefix: &str,
    fields: impl IntoIterator<Item = Field<S>>,
) -> impl Iterator<Item = Field<S>> {
    fields.into_iter().map(move |f| f.under(prefix))
}

/// A section whose options have `prefix` in front of their paths.
pub(super) fn section_under<S: 'static>(
    prefix: &'static str,
    title: &'static str,
    tip: &'static str,
    fields: Vec<Field<S>>,
    summary: impl Fn(&S, &Environment) -> Option<String> + Send + Sync + 'static,
) -> Section<S> {
    Section::new(title, tip, summary, under(prefix, fields).collect())
}

/// Where a specification `S` of the search for outliers keeps what both methods have.
pub(super) struct Search<S> {
    pub(super) types: Lens<S, Vec<OutlierCode>>,
    pub(super) critical_value: Access<S, f64>,
    pub(super) span: Lens<S, Span>,
    /// Names of types and critical value in the literature.
    pub(super) standard: [&'static str; 2],
}

/// The section of the search for outliers, with the options of the method in the middle.
pub(super) fn outlier_detection<S: 'static>(search: Search<S>, own: Vec<Field<S>>) -> Section<S> {
    let Search { types, critical_value, span, standard } = search;
    let found = set(
        [
            "types",
            "Types",
            standard[0],
            "Outliers that are searched: AO one period, LS level shift, TC transitory change, SO seasonal.",
        ],
        &SEARCHED,
        Access::new(Vec::clone, |s: &mut Vec<OutlierCode>, types| *s = types),
    )
    .of(types);
    let critical_value = number(
        [
            "critical_value",
            "Critical value",
            standard[1],
            "Smallest absolute t-value of an outlier, at least 2; automatic takes it from the length of the series.",
        ],
        "automatic",
        critical_value,
    );
    let place = under("span", span::fields("Search span", "Periods in which outliers are searched."));
    let when_used = std::iter::once(critical_value).chain(own).chain(place.map(|f| f.of(span)));
    let used = move |s: &S| (types.get)(s).is_some_and(|types| !types.is_empty());
    let fields = std::iter::once(found).chain(when_used.map(|f| f.when(used)));
    section_under(
        "outliers",
        "Outlier detection",
        "Outliers that are found automatically.",
        fields.collect(),
        move |s, _| Some(types_word((types.get)(s)?)),
    )
}

/// The section of the estimation, with the options of the method after the span.
pub(super) fn estimation<S: 'static>(span: Lens<S, Span>, own: Vec<Field<S>>) -> Section<S> {
    let part = span::fields("Model span", "The part of the series from which the model is estimated.");
    let fields = under("span", part).map(|f| f.of(span)).chain(own);
    section_under(
        "estimate",
        "Estimation",
        "Span and precision of the estimation.",
        fields.collect(),
        move |s, env| Some(span::summary(*(span.get)(s)?, env).unwrap_or_else(|| "all periods".to_owned())),
    )
    .folded()
}

/// Division by the length of the period; `function` says how the series is transformed.
pub(super) fn length_adjustment<S: 'static>(
    access: Access<S, Option<LengthOfPeriod>>,
    function: fn(&S) -> Transformation,
) -> Field<S> {
    let tip = "Divides by the length of the period before logarithms are taken.";
    choice(["adjust", "Adjust", "adjust", tip], &LENGTHS, access)
        .when(move |s| function(s) != Transformation::None)
}

/// The coefficient of Easter, where `free` says that there is an effect that is not tested.
pub(super) fn easter_coefficient<S: 'static>(access: Access<S, Parameter>, free: fn(&S) -> bool) -> Field<S> {
    let tip = "Estimated or fixed; a tested effect cannot be fixed.";
    coefficient(["coefficient", "Easter coefficient", "fixed coefficient", tip], false, access).when(free)
}

/// A section with nothing but a list.
pub(super) fn list<S: 'static>(
    title: &'static str,
    tip: &'static str,
    entries: impl Fn(&S) -> usize + Send + Sync + 'static,
    list: List<S>,
) -> Section<S> {
    let summary = move |s: &S, _: &Environment| {
        let n = entries(s);
        Some(if n == 0 { "none".to_owned() } else { n.to_string() })
    };
    Section::new(title, tip, summary, Vec::new()).with_list(list)
}

/// Span and check of the series.
pub(super) fn series_fields() -> impl Iterator<Item = Field<SeriesSpec>> {
    let span = span::fields("Series span", "The part of the series that is adjusted.");
    let check = flag(
        [
            "preliminary_check",
            "Preliminary check",
            "preliminaryCheck",
            "Refuse series that are too short, too constant or too full of holes.",
        ],
        at!(SeriesSpec: preliminary_check),
    );
    let span = under("span", span).map(|f| f.of(part!(SeriesSpec: span)));
    span.chain([check]).map(|f| f.under("series"))
}
