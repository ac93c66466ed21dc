//! Comparison of an identified model with the reference model (`tramo.md` 14).

use super::model_statistics::ModelStatistics;
use crate::sa::modelling::{Context, ModelError};
use crate::toolkit::arima::SarimaModel;

/// Fit of a model as the comparison sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Adequacy {
    /// 1 - p-value of the Ljung-Box test.
    pub(super) ljung_box: f64,
    /// Residual standard error.
    pub(super) standard_error: f64,
}

impl Adequacy {
    /// Of an estimated model; NaN where there are no degrees of freedom.
    pub(super) fn of(model: &Context) -> Result<Self, ModelError> {
        let statistics = ModelStatistics::of(model)?;
        Ok(Self { ljung_box: 1.0 - statistics.ljung_box.p_value, standard_error: statistics.standard_error })
    }
}

/// Number of the first rule that prefers the reference model; none when no rule does.
pub(super) fn preferring_reference(
    arima: &SarimaModel,
    new: Adequacy,
    reference: Adequacy,
    pass: usize,
) -> Option<u8> {
    let (q, q0) = (new.ljung_box, reference.ljung_box);
    let larger_error = reference.standard_error < new.standard_error;
    let first = |c: &[f64]| c.first().copied().unwrap_or(0.0);
    let o = arima.orders();
    let rules = [
        q < 0.95 && q0 < 0.75 && larger_error,
        pass == 1 && q >= 0.95 && q0 < 0.95,
        q < 0.95 && q0 < 0.75 && q0 < q && larger_error,
        q >= 0.95 && q0 < 0.95 && larger_error,
        [o.d, o.bd, o.p, o.bp, o.bq] == [0, 1, 1, 0, 1] && o.q <= 1 && first(arima.phi()) <= -0.82,
        [o.d, o.bd, o.p, o.q, o.bp] == [1, 0, 0, 1, 1] && o.bq <= 1 && first(arima.bphi()) <= -0.65,
    ];
    (1..).zip(rules).find(|(_, fires)| *fires).map(|(rule, _)| rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(ljung_box: f64, standard_error: f64) -> Adequacy {
        Adequacy { ljung_box, standard_error }
    }

    #[test]
    fn rules() {
        let airline = SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.4], &[-0.5]);
        let rule = |new, reference, pass| preferring_reference(&airline, new, reference, pass);
        assert_eq!(rule(fit(0.9, 1.0), fit(0.7, 0.9), 1), Some(1));
        assert_eq!(rule(fit(0.9, 0.8), fit(0.7, 0.9), 1), None);
        assert_eq!(rule(fit(0.96, 0.8), fit(0.9, 0.9), 1), Some(2));
        assert_eq!(rule(fit(0.96, 0.8), fit(0.9, 0.9), 2), None);
        assert_eq!(rule(fit(0.96, 1.0), fit(0.9, 0.9), 2), Some(4));
        let phi = SarimaModel::from_polynomials(12, (0, 1), &[-0.82], &[], &[], &[-0.5]);
        assert_eq!(preferring_reference(&phi, fit(0.5, 1.0), fit(0.99, 2.0), 3), Some(5));
        let bphi = SarimaModel::from_polynomials(12, (1, 0), &[], &[-0.7], &[-0.1], &[]);
        assert_eq!(preferring_reference(&bphi, fit(0.5, 1.0), fit(0.99, 2.0), 3), Some(6));
    }
}
