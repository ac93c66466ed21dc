//! Comparison of the estimated components with what their models imply (`seats.md` 15.1; Maravall 1987).

use super::canonical::{SEASONAL, TRANSITORY, TREND};
use super::wiener_kolmogorov::{Estimator, Signal, WienerKolmogorov};
use super::{SeatsComponents, SeatsDecomposition};
use crate::toolkit::arima::ArimaError;
use crate::toolkit::arima::autocovariance::autocovariances_of_acgf;
use crate::toolkit::stats::Distribution;

/// Lags of Bartlett's formulas.
const LAGS: usize = 1000;

/// A series whose estimate is compared with its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestedItem {
    /// Trend.
    Trend,
    /// Seasonally adjusted series.
    Adjusted,
    /// Seasonal component.
    Seasonal,
    /// Transitory component and irregular.
    Irregular,
}

impl TestedItem {
    /// All items.
    pub const ALL: [Self; 4] = [Self::Trend, Self::Adjusted, Self::Seasonal, Self::Irregular];

    fn signal(self) -> Signal {
        match self {
            Self::Trend => Signal::Component(TREND),
            Self::Adjusted => Signal::Complement(SEASONAL),
            Self::Seasonal => Signal::Component(SEASONAL),
            Self::Irregular => Signal::Component(TRANSITORY),
        }
    }

    fn estimates(self, linear: &SeatsComponents) -> Option<&[f64]> {
        let component = match self {
            Self::Trend => linear.t.as_ref(),
            Self::Adjusted => Some(&linear.sa),
            Self::Seasonal => linear.s.as_ref(),
            Self::Irregular => linear.i.as_ref(),
        };
        component.map(|c| c.values.values())
    }
}

/// Variances of the stationary transformation of an item, in units of the innovation variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceTest {
    /// Of the component, by its model.
    pub component: f64,
    /// Of its estimator, by the model.
    pub estimator: f64,
    /// Of the estimate.
    pub estimate: f64,
    /// Standard deviation of the last by Bartlett's formula.
    pub standard_deviation: f64,
    /// Probability of a larger distance between estimator and estimate.
    pub p_value: f64,
}

/// Correlation of the stationary transformations of two items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrossCorrelationTest {
    /// Of the estimators, by the model.
    pub estimator: f64,
    /// Of the estimates.
    pub estimate: f64,
    /// Standard deviation of the last.
    pub standard_deviation: f64,
    /// Probability of a larger distance between both.
    pub p_value: f64,
}

/// Autocorrelation of the stationary transformation of an item at one lag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AutocorrelationTest {
    /// Of the component, by its model.
    pub component: f64,
    /// Of its estimator, by the model.
    pub estimator: f64,
    /// Of the estimate.
    pub estimate: f64,
    /// Standard deviation of the last.
    pub standard_deviation: f64,
    /// Probability of a larger distance between estimator and estimate.
    pub p_value: f64,
}

/// One item: its estimator and its estimate, both made stationary.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    estimator: Estimator,
    /// Autocovariances of the component and of the estimator, lags 0 to [`LAGS`] and the period.
    component: Vec<f64>,
    gamma: Vec<f64>,
    /// Estimate, its mean removed.
    x: Vec<f64>,
    variance: f64,
}

/// The tests of the items that exist.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelTests {
    items: [Option<Item>; 4],
    innovation_variance: f64,
}

/// Tests of a decomposition.
///
/// # Errors
/// The autocovariances cannot be computed (moving average roots on the unit circle).
pub fn model_tests(decomposition: &SeatsDecomposition) -> Result<ModelTests, ArimaError> {
    let theory = WienerKolmogorov::new(&decomposition.compact)?;
    let lags = LAGS + decomposition.final_model.orders().period + 1;
    let variance = decomposition.innovation_variance;
    let item = |which: TestedItem| -> Result<Option<Item>, ArimaError> {
        let Some(estimates) = which.estimates(&decomposition.linear) else { return Ok(None) };
        let Some(estimator) = theory.estimator(which.signal())? else { return Ok(None) };
        let signal = estimator.signal();
        let mut x = signal.delta().filter(estimates);
        if x.is_empty() {
            return Ok(None);
        }
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        x.iter_mut().for_each(|x| *x -= mean);
        let component = autocovariances_of_acgf(signal.ar().coefficients(), signal.acgf(), lags)?;
        let gamma = estimator.stationary_autocovariances(lags)?;
        if !are_autocovariances(&gamma) {
            return Ok(None);
        }
        Ok(Some(Item { component, gamma, x, variance, estimator }))
    };
    let [trend, adjusted, seasonal, irregular] = TestedItem::ALL;
    let items = [item(trend)?, item(adjusted)?, item(seasonal)?, item(irregular)?];
    Ok(ModelTests { items, innovation_variance: variance })
}

impl ModelTests {
    fn item(&self, which: TestedItem) -> Option<&Item> {
        self.items[which as usize].as_ref()
    }

    /// Innovation variance of the model, in whose units the variances are.
    pub fn innovation_variance(&self) -> f64 {
        self.innovation_variance
    }

    /// Variance of an item; none when it does not exist, or has no autocovariances but for rounding.
    pub fn variance(&self, item: TestedItem) -> Option<VarianceTest> {
        self.item(item).map(Item::variance_test)
    }

    /// Correlation of two items; none when one does not exist or the model leaves it undefined.
    pub fn cross_correlation(&self, a: TestedItem, b: TestedItem) -> Option<CrossCorrelationTest> {
        cross_correlation(self.item(a)?, self.item(b)?)
    }

    /// Autocorrelations of an item at the lags 1, ..., n; none when it does not exist.
    pub fn autocorrelations(&self, item: TestedItem, n: usize) -> Option<Vec<AutocorrelationTest>> {
        let item = self.item(item)?;
        (1..=n).map(|k| item.autocorrelation_test(k)).collect()
    }
}

impl Item {
    /// Bartlett: `sd^2 = (2 gamma_0^2 + 4 sum gamma_k^2) / n`.
    fn variance_test(&self) -> VarianceTest {
        let n = self.x.len() as f64;
        let estimate = self.x.iter().map(|x| x * x).sum::<f64>() / n / self.variance;
        let gamma = &self.gamma[..=LAGS];
        let sum: f64 = gamma[1..].iter().map(|g| g * g).sum();
        let standard_deviation = ((2.0 * gamma[0] * gamma[0] + 4.0 * sum) / n).sqrt();
        VarianceTest {
            component: self.component[0],
            estimator: gamma[0],
            estimate,
            standard_deviation,
            p_value: two_sided((gamma[0] - estimate) / standard_deviation),
        }
    }

    /// Autocorrelation of the estimator at any lag; 0 beyond those computed.
    fn r(&self, k: isize) -> f64 {
        self.gamma.get(k.unsigned_abs()).map_or(0.0, |g| g / self.gamma[0])
    }

    fn autocorrelation_test(&self, lag: usize) -> Option<AutocorrelationTest> {
        let (x, n) = (&self.x, self.x.len() as f64);
        let ssq: f64 = x.iter().map(|x| x * x).sum();
        let estimate = x.iter().zip(x.get(lag..)?).map(|(a, b)| a * b).sum::<f64>() / ssq;
        let k = isize::try_from(lag).ok()?;
        let rk = self.r(k);
        let term = |j: isize| {
            let (rj, before, after) = (self.r(j), self.r(j - k), self.r(j + k));
            rj * rj * (1.0 + 2.0 * rk * rk) + after * before - 2.0 * rj * rk * (after + before)
        };
        let variance = (1.0 - rk * rk + 2.0 * (1..=LAGS as isize).map(term).sum::<f64>()) / n;
        let standard_deviation = variance.max(0.0).sqrt();
        Some(AutocorrelationTest {
            component: self.component[lag] / self.component[0],
            estimator: rk,
            estimate,
            standard_deviation,
            p_value: two_sided((rk - estimate) / standard_deviation),
        })
    }
}

/// Bartlett's formula with the conventions of the published tests: `r_i` squared is where it has `r_i r_{-i}`;
/// when the innovations form of x has no denominator on the past (no moving average in the model, no stationary
/// autoregression in x) the sum and the cross-correlations begin at lag 0, and when that of y has none they end with
/// the last cross-correlation that is not zero (`seats.md` 15.1: finite bounds).
fn cross_correlation(x: &Item, y: &Item) -> Option<CrossCorrelationTest> {
    let scale = (x.gamma[0] * y.gamma[0]).sqrt();
    let (forward, backward) = x.estimator.stationary_cross_covariances(&y.estimator, LAGS + 1).ok()?;
    let first = if x.estimator.has_finite_past() { 0 } else { -(LAGS as isize) };
    let last = if y.estimator.has_finite_past() { last_covariance(&forward) } else { LAGS } as isize;
    let r = |k: isize| match k {
        k if k < first => 0.0,
        k if k < 0 => backward[k.unsigned_abs()] / scale,
        k => forward[k.unsigned_abs()] / scale,
    };
    let r0 = r(0);
    let n = x.x.len().min(y.x.len());
    let (a, b) = (&x.x[x.x.len() - n..], &y.x[y.x.len() - n..]);
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let estimate = product(a, b) / (product(a, a) * product(b, b)).sqrt();
    let term = |i: isize| {
        let (rx, ry, ri) = (x.r(i), y.r(i), r(i));
        rx * ry + ri * ri - 2.0 * r0 * (rx * ri + r(-i) * ry)
            + r0 * r0 * (ri * ri + 0.5 * rx * rx + 0.5 * ry * ry)
    };
    let variance = (first..=last).map(term).sum::<f64>() / n as f64;
    let standard_deviation = variance.max(0.0).sqrt();
    Some(CrossCorrelationTest {
        estimator: r0,
        estimate,
        standard_deviation,
        p_value: two_sided((r0 - estimate) / standard_deviation),
    })
}

/// Whether no number is larger than the first one, which is positive: what equations next to singular ones leave
/// (moving average roots next to the unit circle) need not be autocovariances.
fn are_autocovariances(gamma: &[f64]) -> bool {
    gamma.first().is_some_and(|g| *g > 0.0 && gamma.iter().all(|x| x.abs() <= g * (1.0 + 1e-6)))
}

/// Lag of the last covariance that is not zero.
fn last_covariance(covariances: &[f64]) -> usize {
    covariances.iter().rposition(|c| *c != 0.0).unwrap_or(0)
}

fn two_sided(x: f64) -> f64 {
    Distribution::STANDARD_NORMAL.upper(x.abs()).map_or(f64::NAN, |p| 2.0 * p)
}
