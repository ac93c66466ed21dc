//! The residuals of the model: what the charts show, and the tests in words.

use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::toolkit::stats::{
    Distribution, ResidualTests, StatisticalTest, autocorrelation_count, autocovariance::autocorrelations,
    autocovariance::partial_autocorrelations, descriptive,
};
use solstice_engine::toolkit::timeseries::TsData;

use super::diagnostics::Spectra;
use super::quality::Verdict;
use super::sheet::{Cell, Sheet, figures, words};

/// Two-sided 5 % limit of the standard normal distribution.
const LIMIT: f64 = 1.96;

/// Everything about the residuals that is shown; computed once per result.
#[derive(Clone, Debug)]
pub struct ResidualAnalysis {
    /// The residuals.
    pub residuals: TsData,
    /// Standard deviation about 0.
    pub standard_error: f64,
    /// Autocorrelations from lag 1.
    pub acf: Vec<f64>,
    /// Partial autocorrelations from lag 1.
    pub pacf: Vec<f64>,
    /// Bound that an autocorrelation of white noise exceeds in one case of 20.
    pub bound: f64,
    /// Classes of the histogram: middle, number of residuals.
    pub histogram: Vec<[f64; 2]>,
    /// Width of the classes.
    pub class_width: f64,
    /// Their spectra.
    pub spectra: Spectra,
    /// The tests.
    pub tests: Sheet,
}

impl ResidualAnalysis {
    /// Analyses the residuals of `model`; none when there are none.
    pub fn of(model: &RegArimaResult) -> Option<Self> {
        let residuals = model.residuals();
        let values = residuals.values();
        let standard_error = descriptive::rmse(values)?;
        let period = residuals.annual_frequency().unwrap_or(1) as usize;
        let lags = (3 * period).max(autocorrelation_count(period)).min(values.len() / 2);
        let acf = autocorrelations(values, 0.0, lags);
        let n = descriptive::finite(values).count().max(1) as f64;
        let (histogram, class_width) = histogram(values, standard_error);
        let battery = ResidualTests::of(values, period, model.description().free_parameter_count());
        Some(Self {
            pacf: partial_autocorrelations(&acf),
            acf,
            bound: LIMIT / n.sqrt(),
            standard_error,
            histogram,
            class_width,
            spectra: Spectra::of(values, period),
            tests: tests(&battery),
            residuals,
        })
    }
}

/// Classes of half a standard deviation, the middle one about 0.
fn histogram(values: &[f64], standard_error: f64) -> (Vec<[f64; 2]>, f64) {
    let width = 0.5 * standard_error;
    if !(width > 0.0 && width.is_finite()) {
        return (Vec::new(), 1.0);
    }
    let class = |x: f64| (x / width).round() as i64;
    let classes: Vec<i64> = descriptive::finite(values).map(class).collect();
    let reach = classes.iter().map(|c| c.abs()).max().unwrap_or(0).clamp(6, 40);
    let count = |c: i64| classes.iter().filter(|x| **x == c).count() as f64;
    ((-reach..=reach).map(|c| [c as f64 * width, count(c)]).collect(), width)
}

/// Degrees of freedom or parameters: `T(117)`, `Chi2(22)`.
pub fn distribution_name(distribution: Distribution) -> String {
    let whole = |x: f64| super::number::display(x, if x.fract().abs() < 1e-9 { 0 } else { 2 });
    match distribution {
        Distribution::Normal { mean, stdev } => format!("N({}, {})", whole(mean), whole(stdev)),
        Distribution::T { df } => format!("T({})", whole(df)),
        Distribution::Chi2 { df } => format!("Chi\u{b2}({})", whole(df)),
        Distribution::F { numerator, denominator } => {
            format!("F({}, {})", whole(numerator), whole(denominator))
        }
    }
}

/// Verdict on a hypothesis that should hold: bad below 1 %, uncertain below 5 %.
pub fn judge(test: &StatisticalTest) -> Verdict {
    match test.p_value {
        p if p.is_nan() => Verdict::Undefined,
        p if p < 0.01 => Verdict::Bad,
        p if p < 0.05 => Verdict::Uncertain,
        _ => Verdict::Good,
    }
}

fn tests(battery: &ResidualTests) -> Sheet {
    let columns = [
        words("Test", 210.0),
        figures("Statistic", 80.0),
        words("Distribution", 100.0),
        figures("p", 70.0),
        words("Verdict", 90.0),
        words("In words", 330.0),
    ];
    let mut sheet = Sheet::new("Tests of the residuals", columns);
    let b = battery;
    let rows = [
        (
            "Mean",
            b.mean,
            "The residuals average to zero",
            "The residuals have a mean: the model misses a drift",
        ),
        ("Skewness", b.skewness, "Symmetric", "Not symmetric: an outlier or another transformation?"),
        ("Kurtosis", b.kurtosis, "Tails as those of the normal", "Heavy or light tails: outliers left?"),
        ("Normality (Doornik-Hansen)", b.doornik_hansen, "Normal", "Not normal: t and p are approximate"),
        ("Ljung-Box", b.ljung_box, "No autocorrelation", "Autocorrelated: the ARIMA model leaves structure"),
        (
            "Box-Pierce",
            b.box_pierce,
            "No autocorrelation",
            "Autocorrelated: the ARIMA model leaves structure",
        ),
        (
            "Ljung-Box, seasonal lags",
            b.seasonal_ljung_box,
            "No seasonality is left",
            "Seasonality is left in the residuals",
        ),
        (
            "Box-Pierce, seasonal lags",
            b.seasonal_box_pierce,
            "No seasonality is left",
            "Seasonality is left in the residuals",
        ),
        (
            "Ljung-Box, squares",
            b.ljung_box_squares,
            "Variance and form are stable",
            "Not linear, or the variance changes",
        ),
        (
            "Box-Pierce, squares",
            b.box_pierce_squares,
            "Variance and form are stable",
            "Not linear, or the variance changes",
        ),
        ("Number of runs", b.runs_number, "Signs change at random", "Signs do not change at random"),
        ("Length of runs", b.runs_length, "Signs change at random", "Signs do not change at random"),
        ("Number of up and down runs", b.up_down_runs_number, "Moves are random", "Moves are not random"),
        ("Length of up and down runs", b.up_down_runs_length, "Moves are random", "Moves are not random"),
    ];
    for (name, test, holds, fails) in rows {
        let Some(test) = test else { continue };
        let verdict = judge(&test);
        let words = if verdict == Verdict::Good { holds } else { fails };
        sheet.rows.push(vec![
            name.into(),
            Cell::Number(test.value, 3),
            Cell::Weak(distribution_name(test.distribution)),
            Cell::P(test.p_value),
            Cell::Verdict(verdict),
            words.into(),
        ]);
    }
    sheet.note =
        "Each test asks whether the residuals look like normal white noise: bad below p = 0.01, uncertain \
                  below 0.05. About one of twenty is below 0.05 by chance."
            .to_owned();
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_histogram_counts_every_residual() {
        let values: Vec<f64> = (0..101).map(|k| f64::from(k) / 25.0 - 2.0).collect();
        let (classes, width) = histogram(&values, 1.0);
        assert_eq!(width, 0.5);
        assert_eq!(classes.iter().map(|c| c[1]).sum::<f64>(), 101.0);
        assert_eq!(histogram(&[0.0; 5], 0.0).0.len(), 0);
    }

    #[test]
    fn distributions_are_written_as_in_textbooks() {
        assert_eq!(distribution_name(Distribution::Chi2 { df: 22.0 }), "Chi\u{b2}(22)");
        assert_eq!(distribution_name(Distribution::F { numerator: 6.0, denominator: 110.5 }), "F(6, 110.50)");
    }
}
