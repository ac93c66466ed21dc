//! The diagnostics of an adjustment as tables: what was checked, on which figure, with which verdict.

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::diagnostics::{Against, Quality, QualityDiagnostic, SeasonalityTests, Subject};
use solstice_engine::toolkit::stats::StatisticalTest;

use super::quality::Verdict;
use super::residuals::distribution_name;
use super::sheet::{Cell, Sheet, figures, words};

/// The verdict on the whole.
pub fn verdict(adjustment: &Adjustment) -> Verdict {
    adjustment.quality().summary.into()
}

impl From<Quality> for Verdict {
    fn from(quality: Quality) -> Self {
        match quality {
            Quality::Undefined => Self::Undefined,
            Quality::Accepted | Quality::Good => Self::Good,
            Quality::Uncertain => Self::Uncertain,
            Quality::Bad => Self::Bad,
            Quality::Severe => Self::Severe,
            Quality::Error => Self::Error,
        }
    }
}

/// The quality diagnostics, and the seasonality tests on the series they concern.
pub fn sheets(adjustment: &Adjustment) -> Vec<Sheet> {
    [quality(adjustment), seasonality(adjustment)].into_iter().filter(|s| !s.rows.is_empty()).collect()
}

fn quality(adjustment: &Adjustment) -> Sheet {
    let report = adjustment.quality();
    let columns = [
        words("Diagnostic", 176.0),
        words("Check", 236.0),
        figures("Value", 60.0),
        words("Verdict", 96.0),
        words("Limits", 300.0),
    ];
    let mut sheet = Sheet::new("Quality diagnostics", columns);
    sheet.rows.extend(report.diagnostics.iter().map(|d| {
        vec![
            Cell::Weak(d.check.category().name().to_owned()),
            d.check.name().into(),
            Cell::Number(d.value, 4),
            Cell::Verdict(d.quality.into()),
            Cell::Weak(limits(d)),
        ]
    }));
    let warnings: Vec<&str> = report.warnings.iter().map(|w| w.text()).collect();
    if !warnings.is_empty() {
        sheet.note = format!("Warnings: {}.", warnings.join("; "));
    }
    sheet
}

/// `F(11, 130), p: uncertain below 0.05, bad below 0.01`.
fn limits(diagnostic: &QualityDiagnostic) -> String {
    let test = diagnostic.test.map(|t| format!("{}, p", distribution_name(t.distribution)));
    let Some(limits) = diagnostic.limits else { return test.unwrap_or_default() };
    let side = match limits.against {
        Against::Large => "above",
        Against::Small => "below",
    };
    let each = [("uncertain", limits.uncertain), ("bad", limits.bad), ("severe", limits.severe)];
    let each: Vec<String> =
        each.iter().filter_map(|(name, limit)| Some(format!("{name} {side} {}", (*limit)?))).collect();
    match test {
        Some(test) => format!("{test}: {}", each.join(", ")),
        None => each.join(", "),
    }
}

const SUBJECTS: [(Subject, &str); 4] = [
    (Subject::Linearised, "Linearised series"),
    (Subject::Adjusted, "Adjusted series"),
    (Subject::Irregular, "Irregular"),
    (Subject::Residuals, "Residuals"),
];

type TestOf = fn(&SeasonalityTests) -> Option<StatisticalTest>;

/// p-values, a column per series.
fn seasonality(adjustment: &Adjustment) -> Sheet {
    let heads = SUBJECTS.map(|(_, name)| figures(name, 116.0));
    let mut sheet = Sheet::new(
        "Seasonality tests, p",
        std::iter::once(words("Test", 220.0)).chain(heads).collect::<Vec<_>>(),
    );
    let tests: [(&str, TestOf); 5] = [
        ("QS (seasonal autocorrelations)", |t| t.qs),
        ("Seasonal dummies (F)", |t| t.dummies),
        ("Kruskal-Wallis", |t| t.kruskal_wallis),
        ("Friedman", |t| t.friedman),
        ("Periodogram", |t| t.periodogram),
    ];
    for (name, test) in tests {
        let values = SUBJECTS.map(|(subject, _)| adjustment.seasonality_tests(subject).and_then(test));
        if values.iter().all(Option::is_none) {
            continue;
        }
        let cells = values.map(|t| t.map_or(Cell::Weak(String::new()), |t| Cell::P(t.p_value)));
        sheet.rows.push(std::iter::once(Cell::from(name)).chain(cells).collect());
    }
    sheet.note =
        "A small p means seasonality: expected in the linearised series, unwanted in the others.".to_owned();
    sheet
}
