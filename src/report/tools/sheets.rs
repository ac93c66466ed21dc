//! The tables of the stand-alone tools.

use solstice_engine::sa::diagnostics::IdentifiableSeasonality;
use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::toolkit::stats::{AnovaTest, MODIFIED_QS_CRITICAL_VALUES, StatisticalTest};
use solstice_engine::toolkit::timeseries::TsData;
use solstice_engine::tools::{
    Alarm, CanovaHansenOptions, CanovaHansenReport, CheckedSeries, DetectedOutliers, DifferencingReport,
    SeasonalModel, SeasonalityReport, Spectrum, SpectrumMethod, StabilityStatistic, Tool, ToolResult,
};

use super::charts::{frequency_label, season_label};
use super::days;
use crate::report::chart::axis::period_label;
use crate::report::number::{decimals_for, display};
use crate::report::quality::Verdict;
use crate::report::residuals::distribution_name;
use crate::report::sheet::{Cell, Column, Sheet, figures, words};

/// Levels of a clear and of a probable rejection.
const CLEAR: f64 = 0.01;
const PROBABLE: f64 = 0.05;
/// Largest ordinates listed of a spectrum.
const LARGEST: usize = 10;

pub(super) fn sheets(tool: &Tool, result: &ToolResult) -> Vec<Sheet> {
    match (tool, result) {
        (_, ToolResult::Seasonality(r)) => seasonality(r),
        (Tool::Spectrum(options), ToolResult::Spectrum(s)) => spectrum(options.method, s),
        (_, ToolResult::Differencing(r)) => differencing(r),
        (Tool::CanovaHansen(options), ToolResult::CanovaHansen(r)) => canova_hansen(options, r),
        (Tool::TradingDays(options), ToolResult::TradingDays(r)) => days::sheets(options, r),
        (_, ToolResult::Outliers(r)) => outliers(r),
        (_, ToolResult::CheckLast(r)) => check_last(r),
        // a result belongs to its tool
        _ => Vec::new(),
    }
}

pub(super) fn span(data: &TsData) -> Cell {
    let ends = data.domain().last().map(|last| {
        format!("{} to {}, {} values", period_label(data.start()), period_label(last), data.len())
    });
    Cell::Text(ends.unwrap_or_else(|| "none".to_owned()))
}

/// What a test for an effect says.
fn presence(p: f64) -> Cell {
    Cell::from(match p {
        p if p < CLEAR => "present",
        p if p < PROBABLE => "perhaps",
        _ => "not present",
    })
}

pub(super) fn test_columns(first: &str, verdict: &str) -> [Column; 5] {
    [
        words(first, 228.0),
        figures("Statistic", 68.0),
        words("Distribution", 92.0),
        figures("p", 54.0),
        words(verdict, 92.0),
    ]
}

pub(super) fn test_row(name: &str, test: Option<StatisticalTest>) -> Vec<Cell> {
    match test {
        Some(t) => vec![
            name.into(),
            Cell::Number(t.value, 3),
            distribution_name(t.distribution).into(),
            Cell::P(t.p_value),
            presence(t.p_value),
        ],
        None => vec![name.into(), "".into(), "".into(), "".into(), Cell::Weak("not computed".into())],
    }
}

fn seasonality(r: &SeasonalityReport) -> Vec<Sheet> {
    let mut tests = Sheet::new("Seasonality tests", test_columns("Test", "Seasonality"));
    let anova = |a: Option<AnovaTest>| a.and_then(|a| a.test());
    for (name, test) in [
        ("QS, seasonal autocorrelations", r.qs),
        ("Periodic Ljung-Box", r.periodic_ljung_box),
        ("Friedman", r.friedman),
        ("Kruskal-Wallis", r.kruskal_wallis),
        ("Periodogram, seasonal frequencies", r.periodogram),
        ("Seasonal dummies, white noise", r.dummies_white_noise),
        ("Seasonal dummies, autoregression", r.dummies_autoregressive),
        ("Seasonal dummies, differences", r.dummies_differenced),
        ("Stable seasonality, variances", anova(r.stable)),
        ("Moving seasonality, variances", anova(r.evolutive)),
    ] {
        tests.rows.push(test_row(name, test));
    }
    if let Some(qs) = r.modified_qs {
        let beyond = MODIFIED_QS_CRITICAL_VALUES.iter().filter(|c| qs > c.1).map(|c| c.0).fold(0.0, f64::max);
        let says = if beyond >= 0.99 {
            "present"
        } else if beyond >= 0.95 {
            "perhaps"
        } else {
            "not present"
        };
        let row = vec![
            "Modified QS".into(),
            Cell::Number(qs, 3),
            Cell::Weak("tabulated".into()),
            "".into(),
            says.into(),
        ];
        tests.rows.insert(1, row);
    }
    tests.note =
        "Present: p below 0.01; perhaps: p below 0.05. The dummies are those of the levels but for white noise. Moving seasonality speaks against a stable pattern."
            .to_owned();
    let combined = r.combined.map_or(Cell::Weak("not computed".into()), |c| {
        Cell::from(match c.verdict() {
            IdentifiableSeasonality::Present => "identifiable seasonality present",
            IdentifiableSeasonality::ProbablyNone => "probably no identifiable seasonality",
            IdentifiableSeasonality::None => "no identifiable seasonality",
        })
    });
    let peaks = r.spectral_peaks.as_ref().map_or(Cell::Weak("series too short".into()), |p| {
        Cell::Text(format!("{p}{}", if p.show_seasonality() { ", seasonality" } else { "" }))
    });
    let differences = format!("{}{}", r.order, if r.mean { ", mean removed" } else { "" });
    let facts = [
        ("Values tested", span(&r.data)),
        ("Differences", Cell::Text(differences)),
        ("Combined test", combined),
        ("Spectral peaks", peaks),
    ];
    let mut summary = Sheet::facts("Summary", facts);
    summary.note =
        "Spectral peaks: for each seasonal frequency A or a of the autoregressive, T or t of the Tukey \
                    spectrum; capitals at 1 %, small letters at 10 %."
            .to_owned();
    vec![summary, tests]
}

fn spectrum(method: SpectrumMethod, s: &Spectrum) -> Vec<Sheet> {
    let period = s.data.annual_frequency().unwrap_or(1) as usize;
    let mut facts = vec![("Values analysed", span(&s.data))];
    match (method, s.size) {
        (SpectrumMethod::Autoregressive { .. }, Some(order)) => {
            facts.push(("Order of the autoregression", Cell::Number(order as f64, 0)));
        }
        (SpectrumMethod::Tukey { .. }, Some(length)) => {
            facts.push(("Length of the window", Cell::Number(length as f64, 0)));
        }
        _ => {}
    }
    if let Some(limit) = s.limit {
        facts.push(("Limit, exceeded by chance once in 200", Cell::Number(limit, 3)));
    }
    let columns = [
        figures("Frequency", 84.0),
        figures("Period", 84.0),
        figures("Ordinate", 100.0),
        words("Near", 220.0),
    ];
    let mut largest = Sheet::new("Largest ordinates", columns);
    let mut order: Vec<(f64, f64)> = s.frequencies.iter().copied().zip(s.values.iter().copied()).collect();
    order.retain(|(f, v)| *f > 0.0 && v.is_finite());
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let step = s.frequencies.get(1).copied().unwrap_or(0.0);
    for (f, v) in order.into_iter().take(LARGEST) {
        largest.rows.push(vec![
            Cell::Number(f, 4),
            Cell::Number(std::f64::consts::TAU / f, 2),
            Cell::Number(v, 3),
            Cell::Text(near(s, f, step, period)),
        ]);
    }
    largest.note = "Frequencies in radians, periods in observations.".to_owned();
    vec![Sheet::facts("Spectrum", facts), largest]
}

/// The seasonal or trading-day frequency within a step of `f`.
fn near(s: &Spectrum, f: f64, step: f64, period: usize) -> String {
    if let Some(k) = s.seasonal.iter().position(|w| (w - f).abs() <= 0.5 * step + 1e-9) {
        return format!("seasonal, {}", frequency_label(k, period));
    }
    if s.trading_days.iter().any(|w| (w - f).abs() <= 0.5 * step + 1e-9) {
        return "trading days".to_owned();
    }
    String::new()
}

fn differencing(r: &DifferencingReport) -> Vec<Sheet> {
    let automatic = format!("{}{}", r.automatic.order, if r.automatic.mean { ", with mean" } else { "" });
    let fast = r.fast.as_ref().map_or(Cell::Weak("none".into()), |f| {
        let mean = if f.mean { ", with mean" } else { "" };
        Cell::Text(format!("{} regular, {} seasonal{mean}", f.regular, f.seasonal))
    });
    let facts = [
        ("Differenced series", span(&r.differenced)),
        ("Regular differences for tests", Cell::Text(automatic)),
        ("Differences that reduce the scale", fast),
        ("5 % bound of the autocorrelations", Cell::Number(r.bound, 4)),
    ];
    let columns = [figures("Lag", 60.0), figures("Autocorrelation", 110.0), figures("Partial", 90.0)];
    let mut correlations = Sheet::new("Autocorrelations", columns);
    for (k, (a, p)) in r.autocorrelations.iter().zip(&r.partial_autocorrelations).enumerate() {
        correlations.rows.push(vec![
            Cell::Number((k + 1) as f64, 0),
            Cell::Number(*a, 4),
            Cell::Number(*p, 4),
        ]);
    }
    vec![Sheet::facts("Differencing", facts), correlations]
}

pub(super) fn stability_columns(first: &str) -> [Column; 4] {
    [words(first, 220.0), figures("Statistic", 90.0), figures("5 % limit", 90.0), words("At 5 %", 160.0)]
}

pub(super) fn stability_row(name: String, statistic: Option<StabilityStatistic>) -> Vec<Cell> {
    let Some(s) = statistic else {
        return vec![name.into(), "".into(), "".into(), Cell::Weak("not computed".into())];
    };
    let verdict = match s.is_unstable() {
        Some(true) => "not stable",
        Some(false) => "stable",
        None => "",
    };
    let critical = s.critical.map_or(Cell::from(""), |c| Cell::Number(c, 3));
    vec![name.into(), Cell::Number(s.value, 4), critical, verdict.into()]
}

fn canova_hansen(options: &CanovaHansenOptions, r: &CanovaHansenReport) -> Vec<Sheet> {
    let period = r.data.annual_frequency().unwrap_or(1) as usize;
    let trigonometric = options.model == SeasonalModel::Trigonometric;
    let mut items = Sheet::new(
        "Stability of the seasonality",
        stability_columns(if trigonometric { "Seasonal frequency" } else { "Season" }),
    );
    for (k, item) in r.items.iter().enumerate() {
        let name = if trigonometric { frequency_label(k, period) } else { season_label(period, k) };
        items.rows.push(stability_row(name, *item));
    }
    items.rows.push(stability_row("All together".to_owned(), r.joint));
    items.note = "Above the limit the hypothesis of a stable effect is rejected.".to_owned();
    let mut sheets = vec![items];
    if !r.periods.is_empty() {
        let mut periods = Sheet::new("Cycles", stability_columns("Period"));
        for p in &r.periods {
            let name = display(p.period, 2);
            periods.rows.push(stability_row(format!("{name}, joint"), p.joint));
            periods.rows.push(stability_row(format!("{name}, simplified"), p.simplified));
        }
        periods.note = "The simplified form has one long-run variance; with the lagged series its regression has no sine \
                        and cosine, so that a fixed cycle counts as unstable."
            .to_owned();
        sheets.push(periods);
    }
    let mut presence = Sheet::new("Is there seasonality?", test_columns("Test", "Seasonality"));
    presence.rows.push(test_row("Seasonal coefficients, robust", r.seasonality));
    sheets.push(presence);
    sheets.push(Sheet::facts(
        "Regression",
        [
            ("Values tested", span(&r.data)),
            ("Autocovariances in the long-run covariance", Cell::Number(r.truncation as f64, 0)),
        ],
    ));
    sheets
}

fn model_facts(model: &RegArimaResult) -> Sheet {
    let description = model.description();
    Sheet::facts(
        "Model",
        [
            ("ARIMA model", Cell::Text(description.orders().to_string())),
            ("Transformation", Cell::from(if model.is_log() { "logarithm" } else { "none" })),
            (
                "Estimated on",
                span(&TsData::new(
                    description.series().domain().start,
                    description.series().values().to_vec(),
                )),
            ),
        ],
    )
}

fn outliers(r: &DetectedOutliers) -> Vec<Sheet> {
    let columns = [
        words("Outlier", 150.0),
        figures("Coefficient", 110.0),
        figures("Std. error", 100.0),
        figures("t", 80.0),
    ];
    let mut sheet = Sheet::new("Outliers", columns);
    for o in &r.outliers {
        let c = &o.coefficient;
        let decimals = decimals_for(&[c.value]);
        sheet.rows.push(vec![
            Cell::Text(format!("{} {}", o.code, period_label(o.period))),
            Cell::Number(c.value, decimals),
            Cell::Number(c.standard_error, decimals),
            Cell::Number(c.t, 2),
        ]);
    }
    sheet.note = if r.outliers.is_empty() {
        "No outlier was found."
    } else {
        "Coefficients on the scale of the model."
    }
    .to_owned();
    vec![sheet, model_facts(&r.model)]
}

fn check_last(r: &CheckedSeries) -> Vec<Sheet> {
    let columns = [
        words("Period", 100.0),
        figures("Observation", 100.0),
        figures("Forecast", 100.0),
        figures("Error", 100.0),
        figures("Score", 80.0),
        words("Verdict", 110.0),
    ];
    let mut sheet = Sheet::new("Last observations", columns);
    let values: Vec<f64> = r.observations.iter().map(|o| o.forecast).collect();
    let decimals = decimals_for(&values);
    for o in &r.observations {
        let verdict = match o.alarm() {
            _ if o.score.is_nan() => Verdict::Undefined,
            Alarm::None => Verdict::Good,
            Alarm::Attention => Verdict::Uncertain,
            Alarm::Alarm => Verdict::Severe,
        };
        sheet.rows.push(vec![
            Cell::Text(period_label(o.period)),
            Cell::Number(o.value, decimals),
            Cell::Number(o.forecast, decimals),
            Cell::Number(o.error, decimals),
            Cell::Number(o.score, 2),
            Cell::Verdict(verdict),
        ]);
    }
    sheet.note = format!(
        "The score is the forecast error over its standard error, both on the scale of the model; from {} it deserves \
         attention, above {} it is alarming.",
        Alarm::LIMITS[0],
        Alarm::LIMITS[1]
    );
    vec![sheet, model_facts(&r.model)]
}
