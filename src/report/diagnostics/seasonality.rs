//! The seasonality tests of all analysed series side by side, on the whole series and on the last years.

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::diagnostics::{
    COMBINED_LAST_YEARS, CombinedSeasonality, IdentifiableSeasonality, LAST_YEARS, SeasonalityTests, Subject,
};
use solstice_engine::toolkit::stats::StatisticalTest;

use super::Analysed;
use crate::report::quality::Verdict;
use crate::report::residuals::distribution_name;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// Level of a test.
const LEVEL: f64 = 0.01;
/// Below this, unwanted seasonality is not excluded.
const DOUBT: f64 = 0.05;

/// Overviews of the p-values of the whole series and of the last ten years, the combined tests, and every test with
/// its statistic and distribution.
pub fn seasonality(adjustment: &Adjustment) -> Vec<Sheet> {
    let all: Vec<(Analysed, [Option<SeasonalityTests>; 2])> =
        Analysed::ALL.iter().filter_map(|a| Some((*a, tests(*a, adjustment)?))).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let last = format!("Seasonality tests, p-values of the last {LAST_YEARS} years");
    let mut sheets = vec![
        overview("Seasonality tests, p-values of the whole series", &all, 0),
        overview(&last, &all, 1),
        combined(adjustment),
        details(&all),
    ];
    sheets.retain(|s| !s.rows.is_empty());
    sheets
}

/// On the whole series and on its last years; none where there is no such series.
fn tests(analysed: Analysed, adjustment: &Adjustment) -> Option<[Option<SeasonalityTests>; 2]> {
    let series = analysed.of(adjustment)?;
    let whole = match analysed.subject() {
        Some(subject) => adjustment.seasonality_tests(subject).cloned(),
        None => Some(SeasonalityTests::of(&series.values, series.period)),
    };
    let enough = series.values.len() > LAST_YEARS * series.period;
    let last = enough.then(|| SeasonalityTests::of_last_years(&series.values, series.period, LAST_YEARS));
    Some([whole, last])
}

type TestOf = fn(&SeasonalityTests) -> Option<StatisticalTest>;

const TESTS: [(&str, TestOf, &str); 5] = [
    ("QS", |t| t.qs, "Positive autocorrelations at one and two years"),
    ("Seasonal dummies (F)", |t| t.dummies, "Means of the periods differ, beside an autoregression"),
    ("Kruskal-Wallis", |t| t.kruskal_wallis, "Ranks of the periods differ, over all years"),
    ("Friedman", |t| t.friedman, "Ranks of the periods differ, within the years"),
    ("Periodogram", |t| t.periodogram, "Ordinates at the seasonal frequencies stand out"),
];

/// A row per test, a column per series.
fn overview(title: &str, all: &[(Analysed, [Option<SeasonalityTests>; 2])], span: usize) -> Sheet {
    let heads = all.iter().map(|(analysed, _)| figures(analysed.name(), 124.0));
    let mut sheet = Sheet::new(title, std::iter::once(words("Test", 180.0)).chain(heads).collect::<Vec<_>>());
    let of = |k: usize| all.iter().map(move |(a, t)| (*a, t[k].as_ref()));
    for (name, test, _) in TESTS {
        let cells: Vec<Cell> = of(span)
            .map(|(analysed, tests)| match tests.and_then(test) {
                Some(test) if test.p_value.is_finite() => {
                    Cell::Judged(test.p_value, judge(analysed, test.p_value))
                }
                _ => Cell::Weak(String::new()),
            })
            .collect();
        if cells.iter().any(|c| matches!(c, Cell::Judged(..))) {
            sheet.rows.push(std::iter::once(Cell::from(name)).chain(cells).collect());
        }
    }
    let peaks: Vec<Option<String>> =
        of(span).map(|(_, tests)| tests?.spectral_peaks.as_ref().map(ToString::to_string)).collect();
    if peaks.iter().flatten().any(|p| !p.is_empty()) {
        let cells = peaks.into_iter().map(|p| Cell::Weak(p.unwrap_or_default()));
        sheet.rows.push(std::iter::once(Cell::from("Spectral peaks")).chain(cells).collect());
    }
    sheet.note =
        "A small p (below 0.01) means seasonality: expected in the original and the linearised series, \
                  unwanted in the others. Peaks have a letter for each seasonal frequency: A or a in the \
                  autoregressive spectrum, T or t in the Tukey spectrum, capital when highly significant."
            .to_owned();
    sheet
}

/// Seasonality where it belongs and none elsewhere is good.
fn judge(analysed: Analysed, p_value: f64) -> Verdict {
    match (analysed.is_seasonal(), p_value) {
        (true, p) if p < LEVEL => Verdict::Good,
        (true, _) => Verdict::Uncertain,
        (false, p) if p < LEVEL => Verdict::Bad,
        (false, p) if p < DOUBT => Verdict::Uncertain,
        (false, _) => Verdict::Good,
    }
}

/// The combined tests of the components.
fn combined(adjustment: &Adjustment) -> Sheet {
    let last = format!("last {COMBINED_LAST_YEARS} years");
    let columns = [
        words("Series", 180.0),
        words("Years", 110.0),
        figures("Stable, F", 90.0),
        figures("Evolutive, F", 90.0),
        figures("Kruskal-Wallis", 100.0),
        words("Identifiable seasonality", 180.0),
    ];
    let mut sheet = Sheet::new("Combined seasonality tests", columns);
    let subjects = [
        (Subject::Linearised, "Linearised"),
        (Subject::SeasonalIrregular, "Seasonal and irregular"),
        (Subject::Residuals, "Residuals"),
        (Subject::Adjusted, "Adjusted"),
        (Subject::Irregular, "Irregular"),
    ];
    for (subject, name) in subjects {
        let both = [
            ("all", adjustment.combined_test(subject)),
            (last.as_str(), adjustment.combined_test_last_years(subject)),
        ];
        sheet
            .rows
            .extend(both.into_iter().filter_map(|(years, test)| Some(combined_row(name, years, test?))));
    }
    sheet.note = "Stable: the means of the periods differ. Evolutive: the seasonal pattern changes over the \
                  years. Identifiable seasonality is stable, and not blurred by its changes."
        .to_owned();
    sheet
}

fn combined_row(name: &str, years: &str, test: &CombinedSeasonality) -> Vec<Cell> {
    let word = match test.verdict() {
        IdentifiableSeasonality::None => "none",
        IdentifiableSeasonality::ProbablyNone => "probably none",
        IdentifiableSeasonality::Present => "present",
    };
    vec![
        name.into(),
        Cell::Weak(years.to_owned()),
        Cell::Number(test.stable.f(), 3),
        Cell::Number(test.evolutive.map_or(f64::NAN, |e| e.f()), 3),
        Cell::Number(test.kruskal_wallis.value, 3),
        word.into(),
    ]
}

/// Every test with statistic, distribution, p-value and what it means.
fn details(all: &[(Analysed, [Option<SeasonalityTests>; 2])]) -> Sheet {
    let columns = [
        words("Series", 90.0),
        words("Years", 80.0),
        words("Test", 160.0),
        figures("Statistic", 80.0),
        words("Distribution", 100.0),
        figures("p", 70.0),
        words("At 0.01", 100.0),
        words("What a small p says", 300.0),
    ];
    let mut sheet = Sheet::new("Seasonality tests with their statistics", columns);
    for (analysed, spans) in all {
        let last = format!("last {LAST_YEARS}");
        for (years, tests) in [("all", &spans[0]), (last.as_str(), &spans[1])] {
            for (name, test, meaning) in TESTS {
                let Some(test) = tests.as_ref().and_then(test) else { continue };
                let seasonal = test.is_significant(LEVEL);
                sheet.rows.push(vec![
                    analysed.name().into(),
                    Cell::Weak(years.to_owned()),
                    name.into(),
                    Cell::Number(test.value, 3),
                    Cell::Weak(distribution_name(test.distribution)),
                    Cell::P(test.p_value),
                    if seasonal { "seasonal" } else { "not seasonal" }.into(),
                    Cell::Weak(meaning.to_owned()),
                ]);
            }
        }
    }
    sheet
}
