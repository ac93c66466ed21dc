//! Statistics that models are compared by (`tramo.md` 16.1).

use crate::sa::modelling::{Context, ModelError};
use crate::toolkit::stats::descriptive::mean;
use crate::toolkit::stats::{
    Autocorrelations, Distribution, Portmanteau, StatisticalTest, Tail, ljung_box_lags, normality,
};

/// Statistics of an estimated model, of its independent residuals (`tramo.md` 5.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ModelStatistics {
    /// Outliers found automatically.
    pub(super) outliers: usize,
    /// Periods of the estimation span.
    pub(super) periods: usize,
    /// `ln(S/n) + (k + nx) ln(n)/n` for k free ARMA parameters and nx coefficients.
    pub(super) bic: f64,
    /// Residual standard error, with n - nx - k degrees of freedom.
    pub(super) standard_error: f64,
    /// Ljung-Box statistic.
    pub(super) ljung_box: Significance,
    /// Ljung-Box statistic of the seasonal lags s and 2s; 0 and 0 for annual series.
    pub(super) seasonal_ljung_box: Significance,
    /// Absolute skewness.
    pub(super) skewness: Significance,
    /// t-statistic of equal means of the residuals at both ends.
    pub(super) mean_stability: Significance,
    /// Ratio of the variance of the last residuals to that of the first.
    pub(super) variance_stability: Significance,
}

/// A statistic and its p-value; NaN when they cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Significance {
    /// The statistic.
    pub(super) value: f64,
    /// Its p-value.
    pub(super) p_value: f64,
}

impl From<Option<StatisticalTest>> for Significance {
    fn from(test: Option<StatisticalTest>) -> Self {
        match test {
            Some(t) => Self { value: t.value, p_value: t.p_value },
            None => Self { value: f64::NAN, p_value: f64::NAN },
        }
    }
}

impl ModelStatistics {
    /// The statistics of an estimated model.
    ///
    /// # Errors
    /// The model is not estimated.
    pub(super) fn of(model: &Context) -> Result<Self, ModelError> {
        let description = model.description();
        let likelihood = model.estimated().ok_or(ModelError::NoModel)?.estimation().likelihood();
        let residuals = likelihood.residuals();
        let parameters = description.free_parameter_count();
        let n = likelihood.observations() as f64;
        let count = (parameters + likelihood.coefficients().len()) as f64;
        let period = description.series().frequency();
        let lags = ljung_box_lags(period, residuals.len());
        let skewness: Significance = normality::skewness(residuals).into();
        let seasonal =
            Portmanteau { step: period, count: 2, hyper_parameters: 0, sign: Autocorrelations::All };
        let (first, last) = both_ends(residuals, period);
        Ok(Self {
            outliers: description.detected_outliers(),
            periods: description.series().estimation().len(),
            bic: (likelihood.ssq() / n).ln() + count * n.ln() / n,
            standard_error: likelihood.variance(parameters).sqrt(),
            ljung_box: Portmanteau::regular(lags, parameters).ljung_box(residuals).into(),
            seasonal_ljung_box: if period > 1 {
                seasonal.ljung_box(residuals).into()
            } else {
                Significance { value: 0.0, p_value: 0.0 }
            },
            skewness: Significance { value: skewness.value.abs(), ..skewness },
            mean_stability: mean_stability(first, last).into(),
            variance_stability: variance_stability(first, last).into(),
        })
    }

    /// Number of stability tests that are significant at 1 percent.
    pub(super) fn instability(&self) -> usize {
        [self.mean_stability, self.variance_stability].iter().filter(|s| s.p_value < 0.01).count()
    }
}

/// All but the last and all but the first l residuals, l half of them or ten years: the parts overlap unless l is
/// half.
fn both_ends(residuals: &[f64], period: usize) -> (&[f64], &[f64]) {
    let n = residuals.len();
    let l = n.div_ceil(2).min(10 * period);
    residuals.get(..n - l).zip(residuals.get(l..)).unwrap_or_default()
}

/// Sum of squares over the number of values.
fn mean_square(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>() / x.len() as f64
}

fn mean_stability(first: &[f64], last: &[f64]) -> Option<StatisticalTest> {
    let (a, b) = (first.len() as f64, last.len() as f64);
    let df = a + b - 2.0;
    let pooled = ((a - 1.0) * mean_square(first) + (b - 1.0) * mean_square(last)) / df;
    StatisticalTest::t((mean(last)? - mean(first)?) / (pooled / a + pooled / b).sqrt(), df)
}

fn variance_stability(first: &[f64], last: &[f64]) -> Option<StatisticalTest> {
    let numerator = last.len().checked_sub(1)? as f64;
    let denominator = first.len().checked_sub(1)? as f64;
    let ratio = mean_square(last) / mean_square(first);
    StatisticalTest::new(ratio, Distribution::F { numerator, denominator }, Tail::Upper)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Statistics of a good model.
    pub(in crate::sa::tramo) fn good() -> ModelStatistics {
        let fine = Significance { value: 1.0, p_value: 0.5 };
        ModelStatistics {
            outliers: 0,
            periods: 100,
            bic: -5.0,
            standard_error: 0.1,
            ljung_box: fine,
            seasonal_ljung_box: fine,
            skewness: fine,
            mean_stability: fine,
            variance_stability: fine,
        }
    }

    #[test]
    fn parts_of_the_residuals() {
        let e: Vec<f64> = (0..7).map(f64::from).collect();
        assert_eq!(both_ends(&e, 12), (&e[..3], &e[4..]));
        assert_eq!(both_ends(&[], 12), (&[][..], &[][..]));
        let long = vec![0.0; 31];
        let (first, last) = both_ends(&long, 1);
        assert_eq!((first.len(), last.len()), (21, 21));
    }

    #[test]
    fn stability_by_hand() {
        // variances about zero 2.5 and 10, pooled 6.25; means 1.5 and 3: 1.5 / sqrt(6.25)
        let t = mean_stability(&[1.0, 2.0], &[2.0, 4.0]).unwrap();
        assert!((t.value - 0.6).abs() < 1e-14);
        let f = variance_stability(&[1.0, 2.0], &[2.0, 4.0]).unwrap();
        assert!((f.value - 4.0).abs() < 1e-14);
        assert!(variance_stability(&[], &[]).is_none() && mean_stability(&[], &[]).is_none());
    }
}
