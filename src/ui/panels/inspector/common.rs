//! What the tables of both methods share.

use solstice_engine::sa::spec::{SeriesSpec, Transformation};
use solstice_engine::toolkit::regression::OutlierCode;

use super::span;
use crate::ui::form::{Environment, Field, Lens, List, Section, at, flag, part};

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
pub(super) fn under<S: 'static>(prefix: &str, fields: Vec<Field<S>>) -> impl Iterator<Item = Field<S>> {
    fields.into_iter().map(move |f| f.under(prefix))
}

/// A section whose options are those of one part.
pub(super) fn section_of<S: 'static, P: 'static>(
    title: &'static str,
    tip: &'static str,
    prefix: &'static str,
    fields: Vec<Field<P>>,
    lens: Lens<S, P>,
    summary: fn(&S, &Environment) -> Option<String>,
) -> Section<S> {
    let fields = under(prefix, fields).map(|f| f.of(lens)).collect();
    Section::new(title, tip, summary, fields)
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
