//! Ljung-Box test at the multiples of any period, with optional pre-whitening (`diagnostics.md` 3.5).

use super::{
    Autocorrelations, StatisticalTest,
    autocovariance::{autocorrelation_given, autocovariance},
};

/// The lags trunc(i P + 0.5), i = 1..`count`, of a period that need not be an integer.
pub fn periodic_lags(period: f64, count: usize) -> Vec<usize> {
    (1..=count).map(|i| (i as f64 * period + 0.5).trunc().max(0.0) as usize).collect()
}

/// Ljung-Box statistic of the autocorrelations about 0 at `lags` that pass the filter (without rule on the
/// first one). With k lags and h parameters: Chi2(k) if k > h, else Chi2(k - h), as the reference has it.
///
/// `prewhitening` is the order of an autoregression by Burg's method, the residuals of which are tested; 0 for
/// none. None for an empty list, a lag 0, or n equal to one of the lags.
pub fn periodic_ljung_box(
    x: &[f64],
    lags: &[usize],
    prewhitening: usize,
    sign: Autocorrelations,
    hyper_parameters: usize,
) -> Option<StatisticalTest> {
    if lags.contains(&0) {
        return None;
    }
    let k = lags.len() as f64;
    let df = if lags.len() > hyper_parameters { k } else { k - hyper_parameters as f64 };
    let whitened;
    let x = if prewhitening > 0 {
        whitened = autoregression_residuals(x, &burg(x, prewhitening)?);
        &whitened
    } else {
        x
    };
    let n = x.len() as f64;
    let c0 = autocovariance(x, 0.0, 0);
    let sum: f64 = lags
        .iter()
        .map(|&lag| (lag, autocorrelation_given(x, 0.0, lag, c0)))
        .filter(|&(_, r)| sign.keep(r))
        .map(|(lag, r)| r * r / (n - lag as f64))
        .sum();
    StatisticalTest::chi2(n * (n + 2.0) * sum, df)
}

/// Autoregressive coefficients phi of order `order` by Burg's method: x_t = sum_j phi_j x_{t-j} + e_t. The mean
/// is not removed. None for too short, missing or zero data.
pub fn burg(x: &[f64], order: usize) -> Option<Vec<f64>> {
    let last = x.len().checked_sub(1)?;
    if order > last {
        return None;
    }
    let (mut forward, mut backward) = (x.to_vec(), x.to_vec());
    let square = |v: Option<&f64>| v.map_or(0.0, |v| v * v);
    let mut denominator = 2.0 * x.iter().map(|v| v * v).sum::<f64>() - square(x.first()) - square(x.last());
    // prediction polynomial 1 + a_1 B + ...
    let mut a = vec![1.0];
    for k in 0..order {
        let numerator: f64 = forward.iter().skip(k + 1).zip(&backward).map(|(f, b)| f * b).sum();
        let mu = -2.0 * numerator / denominator;
        if !mu.is_finite() {
            return None;
        }
        a.push(0.0);
        let reversed: Vec<f64> = a.iter().rev().copied().collect();
        a.iter_mut().zip(reversed).for_each(|(a, r)| *a += mu * r);
        for (f, b) in forward.iter_mut().skip(k + 1).zip(backward.iter_mut()) {
            (*f, *b) = (*f + mu * *b, *b + mu * *f);
        }
        denominator =
            (1.0 - mu * mu) * denominator - square(forward.get(k + 1)) - square(backward.get(last - k - 1));
    }
    Some(a.iter().skip(1).map(|v| -v).collect())
}

/// e_t = x_t - sum_j phi_j x_{t-j}, the sum truncated to the available lags at the beginning.
fn autoregression_residuals(x: &[f64], phi: &[f64]) -> Vec<f64> {
    x.iter()
        .enumerate()
        .map(|(t, v)| {
            let past = x.iter().take(t).rev();
            v - phi.iter().zip(past).map(|(phi, p)| phi * p).sum::<f64>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lags_of_a_real_period() {
        assert_eq!(periodic_lags(365.25 / 7.0, 3), vec![52, 104, 157]);
        assert_eq!(periodic_lags(12.0, 2), vec![12, 24]);
    }

    #[test]
    fn burg_by_hand() {
        // order 1: mu = -2 (2 + 6) / (2 * 14 - 1 - 9)
        let phi = burg(&[1.0, 2.0, 3.0], 1).unwrap();
        assert!((phi[0] - 16.0 / 18.0).abs() < 1e-15);
        assert!(burg(&[0.0; 5], 1).is_none());
        assert!(burg(&[1.0], 1).is_none());
        assert!(burg(&[], 0).is_none());
    }

    #[test]
    fn burg_finds_a_deterministic_recursion() {
        // a sine satisfies x_t = 2 cos(w) x_{t-1} - x_{t-2}
        let x: Vec<f64> = (0..400).map(|t| (0.3 * f64::from(t)).sin()).collect();
        let phi = burg(&x, 2).unwrap();
        assert!((phi[0] - 2.0 * 0.3f64.cos()).abs() < 1e-2 && (phi[1] + 1.0).abs() < 1e-2, "{phi:?}");
        let e = autoregression_residuals(&x, &phi);
        assert!(e.iter().skip(2).all(|e| e.abs() < 0.02));
    }

    #[test]
    fn no_test() {
        assert_eq!(periodic_ljung_box(&[1.0, 2.0], &[0], 0, Autocorrelations::All, 0), None);
        assert_eq!(periodic_ljung_box(&[1.0, 2.0], &[], 0, Autocorrelations::All, 0), None);
        assert_eq!(periodic_ljung_box(&[1.0, 2.0, 1.0], &[3], 0, Autocorrelations::All, 0), None);
    }
}
