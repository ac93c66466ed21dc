//! Sample autocovariances with missing values (`diagnostics.md` section 0).

use crate::toolkit::math::lagged_products::lagged_products;

/// Products of deviations that are not larger are finite.
const LARGE: f64 = 1e150;

/// Autocovariance of order `lag` about `centre`:
/// `c(k) = sum (x_t - centre)(x_{t+k} - centre) / n`.
///
/// The divisor is the full length less the number of products skipped because a factor is missing.
/// 0 for a lag beyond the sequence.
pub fn autocovariance(x: &[f64], centre: f64, lag: usize) -> f64 {
    let Some(shifted) = x.get(lag..).filter(|s| !s.is_empty()) else { return 0.0 };
    let (mut sum, mut skipped) = (0.0, 0usize);
    for (a, b) in x.iter().zip(shifted) {
        let product = (a - centre) * (b - centre);
        if product.is_finite() {
            sum += product;
        } else {
            skipped += 1;
        }
    }
    if skipped == x.len() { 0.0 } else { sum / (x.len() - skipped) as f64 }
}

/// Autocovariances about `centre` of the orders 0 to `order`.
pub fn autocovariances(x: &[f64], centre: f64, order: usize) -> Vec<f64> {
    let deviations: Vec<f64> = x.iter().map(|x| x - centre).collect();
    if x.is_empty() || deviations.iter().any(|d| d.is_nan() || d.abs() > LARGE) {
        return (0..=order).map(|k| autocovariance(x, centre, k)).collect();
    }
    let mut covariances = lagged_products(&deviations, &deviations, order + 1);
    covariances.iter_mut().for_each(|c| *c /= x.len() as f64);
    covariances
}

/// Autocorrelation of order `lag` about `centre`, given `c(0)`; 0 when the variance is below 1e-38.
pub(crate) fn autocorrelation_given(x: &[f64], centre: f64, lag: usize, c0: f64) -> f64 {
    over_variance(autocovariance(x, centre, lag), c0)
}

fn over_variance(covariance: f64, variance: f64) -> f64 {
    if variance < 1e-38 { 0.0 } else { covariance / variance }
}

/// Autocorrelations about `centre` of the orders 1 to `order`; 0 when the variance is below 1e-38.
pub fn autocorrelations(x: &[f64], centre: f64, order: usize) -> Vec<f64> {
    let covariances = autocovariances(x, centre, order);
    covariances[1..].iter().map(|c| over_variance(*c, covariances[0])).collect()
}

/// Partial autocorrelations from the autocorrelations from lag 1 on (Durbin-Levinson).
pub fn partial_autocorrelations(acf: &[f64]) -> Vec<f64> {
    let mut phi: Vec<f64> = Vec::with_capacity(acf.len());
    let mut variance = 1.0;
    let mut partial = Vec::with_capacity(acf.len());
    for (k, r) in acf.iter().enumerate() {
        let past = phi.iter().zip(acf.iter().take(k).rev());
        let value = (r - past.map(|(p, r)| p * r).sum::<f64>()) / variance;
        let reversed: Vec<f64> = phi.iter().rev().copied().collect();
        phi.iter_mut().zip(reversed).for_each(|(p, q)| *p -= value * q);
        phi.push(value);
        variance *= 1.0 - value * value;
        partial.push(value);
    }
    partial
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn missing_products_reduce_the_divisor() {
        let x = [1.0, f64::NAN, 2.0, 3.0];
        // lag 1: only 2*3 remains, two products skipped, divisor 4 - 2
        assert_eq!(autocovariance(&x, 0.0, 1), 3.0);
        assert_eq!(autocovariance(&x, 0.0, 0), 14.0 / 3.0);
        assert_eq!(autocovariance(&x, 0.0, 4), 0.0);
        assert_eq!(autocovariance(&[], 0.0, 0), 0.0);
        assert_eq!(autocorrelations(&[0.0; 5], 0.0, 2), vec![0.0, 0.0]);
    }

    #[test]
    fn partial_autocorrelations_of_an_autoregression_stop_after_its_order() {
        let acf: Vec<f64> = (1..=6).map(|k| 0.6f64.powi(k)).collect();
        let partial = partial_autocorrelations(&acf);
        assert!((partial[0] - 0.6).abs() < 1e-12);
        assert!(partial[1..].iter().all(|p| p.abs() < 1e-12), "{partial:?}");
    }

    proptest! {
        #[test]
        fn autocorrelations_are_bounded(x in prop::collection::vec(-10.0..10.0f64, 2..60)) {
            for r in autocorrelations(&x, 0.0, x.len() + 2) {
                prop_assert!(r.abs() <= 1.0 + 1e-12);
            }
        }
    }
}
