//! Texts about series and specifications.

use crate::data::Series;
use crate::report::chart::axis::period_label;

/// First and last period and number of observations: `Jan 1990 to Dec 2009, 240 observations`.
pub fn span_line(series: &Series) -> String {
    let domain = series.data.domain();
    match domain.last() {
        Some(last) => {
            let missing = series.data.values().iter().filter(|v| !v.is_finite()).count();
            let holes = if missing > 0 { format!(", {missing} missing") } else { String::new() };
            format!(
                "{} to {}, {} observations{holes}",
                period_label(domain.start),
                period_label(last),
                domain.len
            )
        }
        None => "no observations".to_owned(),
    }
}

/// Span, title, unit and source of a series, for the second line of charts.
pub fn source_line(series: &Series) -> String {
    let mut parts = vec![span_line(series)];
    for key in ["title", "unit", "source"] {
        parts.extend(series.metadata.get(key).cloned());
    }
    if let Some(moniker) = &series.moniker {
        let name = std::path::Path::new(&moniker.path).file_name();
        parts.extend(name.map(|n| format!("from {}", n.to_string_lossy())));
    }
    parts.join(" \u{b7} ")
}

/// `1 series`, `3 series`; `1 item`, `3 items`.
pub fn count(n: usize, singular: &str, plural: &str) -> String {
    format!("{n} {}", if n == 1 { singular } else { plural })
}

/// The methods, [`Spec::method`](solstice_engine::sa::spec::Spec::method), and their names.
pub const METHODS: [(&str, &str); 2] = [("x13", "X-13"), ("tramoseats", "TRAMO-SEATS")];

/// The name of a method, empty for others.
pub fn method_name(method: &str) -> &'static str {
    METHODS.iter().find(|(m, _)| *m == method).map_or("", |(_, name)| name)
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
