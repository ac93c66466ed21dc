//! The decomposition by SEATS as it is shown: models of the components, their errors, and what the estimates say
//! about the models.

use solstice_engine::sa::seats::{
    Estimator, IRREGULAR, SEASONAL, SeatsDecomposition, Signal, TRANSITORY, TREND, TestedItem,
    WienerKolmogorov, model_tests,
};
use solstice_engine::toolkit::arima::{ArimaError, ArimaModel};
use solstice_engine::toolkit::math::polynomial::Polynomial;

use super::quality::Verdict;
use super::sheet::{Cell, Sheet, figures, words};

/// Years over which the decrease of revisions is shown.
const YEARS: usize = 5;

/// What is estimated, with its name.
pub const SIGNALS: [(&str, Signal); 4] = [
    ("Trend", Signal::Component(TREND)),
    ("Seasonally adjusted", Signal::Complement(SEASONAL)),
    ("Seasonal", Signal::Component(SEASONAL)),
    ("Irregular", Signal::Component(TRANSITORY)),
];

/// The model that was decomposed and those of the components.
pub fn models(seats: &SeatsDecomposition) -> Vec<Sheet> {
    let yes = |condition: bool| Cell::from(if condition { "yes" } else { "no" });
    let facts = [
        ("Model given", Cell::Text(seats.initial_model.orders().to_string())),
        ("Model decomposed", Cell::Text(seats.final_model.orders().to_string())),
        ("Changed by SEATS", yes(seats.model_changed)),
        ("Parameters cut off", yes(seats.parameters_cut_off)),
        ("Mean", yes(seats.mean)),
        ("Innovation variance", Cell::Number(seats.innovation_variance, 8)),
    ];
    let columns = [
        words("Component", 150.0),
        figures("Innovation variance", 130.0),
        words("Autoregressive", 150.0),
        words("Differences", 190.0),
        words("Moving average", 420.0),
    ];
    let mut components = Sheet::new("Models of the components", columns);
    let parts = seats.canonical.components();
    let adjusted = seats.compact.complement(SEASONAL);
    let named = [
        ("Series", Some(seats.canonical.model())),
        ("Trend", parts.get(TREND)),
        ("Seasonal", parts.get(SEASONAL)),
        ("Transitory", parts.get(TRANSITORY)),
        ("Irregular", parts.get(IRREGULAR)),
        ("Seasonally adjusted", Some(&adjusted)),
    ];
    let rows = named.into_iter().filter_map(|(name, model)| Some(model_row(name, model?)));
    components.rows.extend(rows);
    components.note =
        "Variances in units of the innovation variance of the series; B is the lag of one period.".into();
    vec![Sheet::facts("Decomposition by SEATS", facts), components]
}

fn model_row(name: &str, model: &ArimaModel) -> Vec<Cell> {
    if model.is_null() {
        return vec![name.into(), Cell::Weak("none".into()), "".into(), "".into(), "".into()];
    }
    let (ma, variance) = match model.moving_average() {
        Ok((ma, variance)) => (polynomial(&ma), variance),
        Err(_) => ("not invertible".to_owned(), f64::NAN),
    };
    vec![
        name.into(),
        Cell::Number(variance, 6),
        polynomial(model.ar()).into(),
        polynomial(model.delta()).into(),
        ma.into(),
    ]
}

/// `1 - 0.4B + B^12`.
fn polynomial(p: &Polynomial) -> String {
    let mut text = String::from("1");
    for (k, &c) in p.coefficients().iter().enumerate().skip(1).filter(|(_, c)| c.abs() > 5e-5) {
        let sign = if c < 0.0 { '\u{2212}' } else { '+' };
        let size = c.abs();
        let whole = (size - size.round()).abs() < 5e-5;
        let size = match size {
            size if whole && size.round() == 1.0 => String::new(),
            size => format!("{size:.*}", if whole { 0 } else { 4 }),
        };
        let power = if k == 1 { String::new() } else { format!("^{k}") };
        text.push_str(&format!(" {sign} {size}B{power}"));
    }
    if text == "1" { String::new() } else { text }
}

/// Errors of the estimators and of growth rates.
///
/// # Errors
/// The model cannot be inverted.
pub fn errors(seats: &SeatsDecomposition) -> Result<Vec<Sheet>, ArimaError> {
    let theory = WienerKolmogorov::new(&seats.compact)?;
    let period = seats.final_model.orders().period.max(1);
    let head = |title: &str, heads: &[String]| {
        let columns = heads.iter().map(|h| figures(h, 88.0));
        Sheet::new(title, std::iter::once(words("Estimate of", 220.0)).chain(columns).collect::<Vec<_>>())
    };
    let mut sizes = head("Error variances", &["Final error", "Revision", "Total error"].map(str::to_owned));
    let heads: Vec<String> =
        (0..=YEARS).map(|k| if k == 1 { "1 year".into() } else { format!("{k} years") }).collect();
    let mut revisions = head("Revision variance left after years, %", &heads);
    let heads = ["Concurrent", "After 1 year", "Final"].map(str::to_owned);
    let mut growth = head("Standard errors of growth", &heads);
    let scale =
        if seats.mode == solstice_engine::sa::spec::DecompositionMode::Additive { 1.0 } else { 100.0 };
    for (name, signal) in SIGNALS {
        let Some(estimator) = theory.estimator(signal)? else { continue };
        let last = estimator.final_error_autocovariances(1)?.first().copied().unwrap_or(f64::NAN);
        let variances = estimator.revision_variances(YEARS * period + 1)?;
        let first = variances.first().copied().unwrap_or(f64::NAN);
        sizes.rows.push(line(name, [last, first, last + first], 4));
        let left = variances.iter().step_by(period).map(|v| 100.0 * v / first);
        revisions.rows.push(line(name, left, 2));
        if matches!(signal, Signal::Component(TREND) | Signal::Complement(_)) {
            for (what, lag) in [("per period", 1), ("per year", period)] {
                let errors = growth_errors(&estimator, lag, period)?;
                let errors = errors.map(|v| scale * (v * seats.innovation_variance).sqrt());
                growth.rows.push(line(&format!("{name}, {what}"), errors, 3));
            }
        }
    }
    sizes.note =
        "In units of the innovation variance; the revision is that of the concurrent estimate.".into();
    growth.note = if scale == 1.0 { "In units of the series." } else { "In percentage points." }.to_owned();
    Ok(vec![sizes, revisions, growth])
}

/// Variances of the change over `lag` periods: concurrent, with a year more, and for good.
fn growth_errors(estimator: &Estimator, lag: usize, period: usize) -> Result<[f64; 3], ArimaError> {
    let f = estimator.final_error_autocovariances(lag + 1)?;
    let last = match (f.first(), f.get(lag)) {
        (Some(a), Some(b)) => (2.0 * (a - b)).max(0.0),
        _ => f64::NAN,
    };
    Ok([estimator.growth_error_variance(0, lag)?, estimator.growth_error_variance(period, lag)?, last])
}

fn line(name: &str, values: impl IntoIterator<Item = f64>, decimals: usize) -> Vec<Cell> {
    std::iter::once(Cell::from(name)).chain(values.into_iter().map(|v| Cell::Number(v, decimals))).collect()
}

/// Whether the estimates behave as their models say.
///
/// # Errors
/// The autocovariances cannot be computed.
pub fn tests(seats: &SeatsDecomposition) -> Result<Vec<Sheet>, ArimaError> {
    let battery = model_tests(seats)?;
    let period = seats.final_model.orders().period.max(1);
    let columns = |first: &str| {
        [
            words(first, 230.0),
            figures("Component", 90.0),
            figures("Estimator", 90.0),
            figures("Estimate", 90.0),
            figures("Std. deviation", 100.0),
            figures("p", 70.0),
            words("Verdict", 100.0),
        ]
    };
    let row = |name: String, values: [f64; 4], p: f64| {
        let mut cells = line(&name, values, 4);
        cells.extend([Cell::P(p), Cell::Verdict(judge(p))]);
        cells
    };
    let name = |item: TestedItem| match item {
        TestedItem::Trend => "Trend",
        TestedItem::Adjusted => "Seasonally adjusted",
        TestedItem::Seasonal => "Seasonal",
        TestedItem::Irregular => "Irregular",
    };
    let mut variances = Sheet::new("Variances", columns("Component"));
    let mut correlations = Sheet::new("Autocorrelations", columns("Component"));
    for item in TestedItem::ALL {
        if let Some(t) = battery.variance(item) {
            let values = [t.component, t.estimator, t.estimate, t.standard_deviation];
            variances.rows.push(row(name(item).to_owned(), values, t.p_value));
        }
        let lags = battery.autocorrelations(item, period).unwrap_or_default();
        for (lag, t) in lags.iter().enumerate().map(|(k, t)| (k + 1, t)) {
            let values = [t.component, t.estimator, t.estimate, t.standard_deviation];
            correlations.rows.push(row(format!("{}, lag {lag}", name(item)), values, t.p_value));
        }
    }
    let mut cross = Sheet::new("Cross-correlations", columns("Components"));
    use TestedItem::{Adjusted, Irregular, Seasonal, Trend};
    for (a, b) in [(Trend, Seasonal), (Trend, Irregular), (Seasonal, Irregular), (Adjusted, Seasonal)] {
        if let Some(t) = battery.cross_correlation(a, b) {
            let values = [0.0, t.estimator, t.estimate, t.standard_deviation];
            cross.rows.push(row(format!("{} and {}", name(a), name(b).to_lowercase()), values, t.p_value));
        }
    }
    variances.note =
        "Of the components made stationary. Estimator is what the model implies for the estimate; a \
                      small p says that the estimate is not what the model implies."
            .to_owned();
    Ok(vec![variances, correlations, cross])
}

/// Verdict on the agreement of estimator and estimate: bad below 1 %, uncertain below 5 %.
fn judge(p: f64) -> Verdict {
    match p {
        p if p.is_nan() => Verdict::Undefined,
        p if p < 0.01 => Verdict::Bad,
        p if p < 0.05 => Verdict::Uncertain,
        _ => Verdict::Good,
    }
}

#[cfg(test)]
mod tests_of_words {
    use super::*;

    #[test]
    fn polynomials_are_written_with_their_lags() {
        assert_eq!(polynomial(&Polynomial::new(vec![1.0, -0.4, 0.0, 1.0])), "1 \u{2212} 0.4000B + B^3");
        assert_eq!(polynomial(&Polynomial::one()), "");
    }
}
