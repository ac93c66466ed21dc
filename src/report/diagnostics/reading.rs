//! The figures behind the verdict of a check.

use solstice_engine::sa::diagnostics::{Against, Check, QualityDiagnostic};

use super::verdict_meaning;
use crate::report::residuals::distribution_name;

/// The figure that is judged in a few characters: `p 0.0123` or `0.8`; empty without one.
pub fn figure(diagnostic: &QualityDiagnostic) -> String {
    match (diagnostic.test, diagnostic.value.is_finite()) {
        (_, false) => String::new(),
        (Some(_), true) if diagnostic.value < 0.000_05 => "p <0.0001".to_owned(),
        (Some(_), true) => format!("p {:.4}", diagnostic.value),
        (None, true) => significant(diagnostic.value),
    }
}

/// What a verdict comes from, each figure with its name: statistic, distribution, p-value or value, limits, verdict.
pub fn facts(diagnostic: &QualityDiagnostic) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    match diagnostic.test {
        Some(test) => facts.extend([
            ("Statistic", significant(test.value)),
            ("Distribution", distribution_name(test.distribution)),
            ("p-value", significant(diagnostic.value)),
        ]),
        None if diagnostic.value.is_finite() => facts.push(("Value", significant(diagnostic.value))),
        None => {}
    }
    facts.extend(Some(("Limits", limits(diagnostic))).filter(|(_, text)| !text.is_empty()));
    let quality = diagnostic.quality;
    facts.push(("Verdict", format!("{}. {}", quality.name(), verdict_meaning(quality))));
    facts
}

/// The verdict of a diagnostic with its figures in one line: `p-value 0.0123 (2.841, F(6, 136)), uncertain below 0.05,
/// bad below 0.01: Uncertain`.
pub fn reading(diagnostic: &QualityDiagnostic) -> String {
    let figure = match (&diagnostic.test, diagnostic.value.is_nan()) {
        (Some(test), false) => Some(format!(
            "p-value {} ({}, {})",
            significant(diagnostic.value),
            significant(test.value),
            distribution_name(test.distribution)
        )),
        (None, false) => Some(significant(diagnostic.value)),
        (_, true) => None,
    };
    let name = diagnostic.quality.name();
    let limits = Some(limits(diagnostic)).filter(|l| !l.is_empty());
    match (figure, limits) {
        (None, _) => name.to_owned(),
        (Some(figure), None) => format!("{figure}: {name}"),
        (Some(figure), Some(limits)) => format!("{figure}, {limits}: {name}"),
    }
}

/// `uncertain below 0.05, bad below 0.01`; empty without limits.
pub(super) fn limits(diagnostic: &QualityDiagnostic) -> String {
    let Some(limits) = &diagnostic.limits else { return String::new() };
    // identities that do not hold are not a matter of degree
    let severe = if diagnostic.check == Check::Definition { "error" } else { "severe" };
    let side = match limits.against {
        Against::Large => "above",
        Against::Small => "below",
    };
    let each = [("uncertain", limits.uncertain), ("bad", limits.bad), (severe, limits.severe)];
    let each: Vec<String> = each
        .into_iter()
        .filter_map(|(name, limit)| Some(format!("{name} {side} {}", significant(limit?))))
        .collect();
    each.join(", ")
}

/// `x` with four significant digits, without exponent down to 0.0001.
fn significant(x: f64) -> String {
    const DIGITS: i32 = 4;
    match x.abs() {
        size if size == 0.0 || (1e-4..1e15).contains(&size) => {
            let whole = if size == 0.0 { 1 } else { size.log10().floor() as i32 + 1 };
            let text = format!("{x:.*}", (DIGITS - whole).max(0) as usize);
            match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').into(),
                false => text,
            }
        }
        _ => format!("{x:.1e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::diagnostics::{Limits, Quality};
    use solstice_engine::toolkit::stats::StatisticalTest;

    #[test]
    fn four_digits() {
        let texts = [0.05, 0.0, 2.8406, 123456.0, 0.0001236, 1.2e-9, -3.0, 1.0].map(significant);
        assert_eq!(texts, ["0.05", "0", "2.841", "123456", "0.0001236", "1.2e-9", "-3", "1"]);
    }

    #[test]
    fn the_figures_are_named() {
        let test = StatisticalTest::f(2.8406, 6.0, 136.0);
        let d = QualityDiagnostic {
            check: Check::TradingDaysAdjusted,
            value: test.unwrap().p_value,
            test,
            limits: Some(Limits {
                against: Against::Small,
                uncertain: Some(0.05),
                bad: Some(0.01),
                severe: None,
            }),
            quality: Quality::Uncertain,
        };
        let text = reading(&d);
        assert!(text.starts_with("p-value 0.0122") && text.contains("F(6, 136)"), "{text}");
        assert!(text.ends_with("uncertain below 0.05, bad below 0.01: Uncertain"), "{text}");
        let names: Vec<&str> = facts(&d).iter().map(|f| f.0).collect();
        assert_eq!(names, ["Statistic", "Distribution", "p-value", "Limits", "Verdict"]);
    }
}
