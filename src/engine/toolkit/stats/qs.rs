//! QS tests: autocorrelation at the seasonal lags (`diagnostics.md` 3.5; Maravall 2011).

use super::{
    Portmanteau, StatisticalTest,
    autocovariance::{autocorrelation_given, autocovariance},
};

/// QS: Ljung-Box of the positive autocorrelations (about 0, the mean is not removed) at lags p and 2p, 0 unless
/// r(p) > 0; Chi2(2). None for annual series.
pub fn qs(x: &[f64], period: usize) -> Option<StatisticalTest> {
    if period < 2 {
        return None;
    }
    Portmanteau::seasonal(period).ljung_box(x)
}

/// Critical values of the modified QS at 90, 95, 99 and 99.9 %.
pub const MODIFIED_QS_CRITICAL_VALUES: [(f64, f64); 4] =
    [(0.90, 2.49), (0.95, 3.83), (0.99, 7.06), (0.999, 11.88)];

/// Modified QS: the value of [`qs`], but 0 only when r(p) is strictly negative. It follows no usual
/// distribution; see [`MODIFIED_QS_CRITICAL_VALUES`]. None for annual series and when n is p or 2p.
pub fn modified_qs(x: &[f64], period: usize) -> Option<f64> {
    if period < 2 {
        return None;
    }
    let n = x.len() as f64;
    let c0 = autocovariance(x, 0.0, 0);
    let r1 = autocorrelation_given(x, 0.0, period, c0);
    let r2 = autocorrelation_given(x, 0.0, 2 * period, c0);
    if r1 < 0.0 {
        return Some(0.0);
    }
    let mut sum = r1 * r1 / (n - period as f64);
    if r2 > 0.0 {
        sum += r2 * r2 / (n - 2.0 * period as f64);
    }
    Some(n * (n + 2.0) * sum).filter(|v| v.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_seasonal_autocorrelation_is_no_seasonality() {
        let x = [1.0, 0.5, -1.0, -0.5, 1.0, 0.5, -1.0, -0.5, 1.0, 0.5];
        assert_eq!(qs(&x, 2).unwrap().value, 0.0);
        assert_eq!(modified_qs(&x, 2), Some(0.0));
        assert!(qs(&x, 4).unwrap().value > 0.0);
        assert_eq!(Some(qs(&x, 4).unwrap().value), modified_qs(&x, 4));
    }

    #[test]
    fn annual_empty_constant() {
        assert_eq!(qs(&[1.0, 2.0], 1), None);
        assert_eq!(qs(&[0.0; 30], 12).unwrap().value, 0.0);
        assert_eq!(modified_qs(&[1.0; 4], 4), None);
    }
}
