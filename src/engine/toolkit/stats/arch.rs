//! Tests for autoregressive conditional heteroskedasticity (`diagnostics.md` 1.5; Engle 1982).

use super::{Portmanteau, StatisticalTest, ols::Ols};

/// Autocorrelations of the portmanteau form.
const AUTOCORRELATIONS: usize = 4;

/// Lagrange multiplier test: regression of x_t² on a constant and its `lags` previous values, n' R², Chi2(lags).
/// None when n - lags <= lags + 1, with missing values and for constant squares.
pub fn arch_lm(x: &[f64], lags: usize) -> Option<StatisticalTest> {
    let squares: Vec<f64> = x.iter().map(|v| v * v).collect();
    let n = squares.len().checked_sub(lags).filter(|n| lags > 0 && *n > lags + 1)?;
    let y = squares.get(lags..)?;
    let mut columns = vec![1.0; n];
    for lag in (1..=lags).rev() {
        columns.extend_from_slice(squares.get(lags - lag..lags - lag + n)?);
    }
    let r2 = Ols::fit(y, &columns, lags + 1)?.r_squared(y);
    StatisticalTest::chi2(n as f64 * r2, lags as f64)
}

/// Ljung-Box test of four autocorrelations of the squares about their mean.
pub fn arch_portmanteau(x: &[f64]) -> Option<StatisticalTest> {
    let squares: Vec<f64> = x.iter().map(|v| v * v).collect();
    Portmanteau::regular(AUTOCORRELATIONS, 0).ljung_box_centred(&squares)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calm and wild spells alternate.
    fn spells(n: usize) -> Vec<f64> {
        let sign = |t: usize| if (t * 7919 + 13) % 101 > 50 { 1.0 } else { -1.0 };
        (0..n).map(|t| sign(t) * if (t / 20) % 2 == 0 { 0.1 } else { 2.0 + 0.01 * (t % 7) as f64 }).collect()
    }

    #[test]
    fn spells_are_found() {
        assert!(arch_lm(&spells(200), 1).unwrap().p_value < 1e-10);
        assert!(arch_portmanteau(&spells(200)).unwrap().p_value < 1e-10);
        // uniform numbers of a linear congruential generator
        let mut state = 1_u64;
        let mut uniform = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
        };
        let even: Vec<f64> = (0..200).map(|_| uniform()).collect();
        assert!(arch_lm(&even, 2).unwrap().p_value > 0.01);
    }

    #[test]
    fn by_hand() {
        // squares 0 1 4 1 0 1 4: regression of (1 4 1 0 1 4) on (0 1 4 1 0 1)
        let x = [0.0, 1.0, 2.0, 1.0, 0.0, 1.0, 2.0];
        let test = arch_lm(&x, 1).unwrap();
        let (y, z) = ([1.0, 4.0, 1.0, 0.0, 1.0, 4.0], [0.0, 1.0, 4.0, 1.0, 0.0, 1.0]);
        let mean = |v: &[f64]| v.iter().sum::<f64>() / 6.0;
        let cross = |a: &[f64], b: &[f64]| -> f64 {
            a.iter().zip(b).map(|(p, q)| (p - mean(a)) * (q - mean(b))).sum()
        };
        let r2 = cross(&y, &z).powi(2) / (cross(&y, &y) * cross(&z, &z));
        assert!((test.value - 6.0 * r2).abs() < 1e-12);
        assert_eq!(test.distribution.to_string(), "Chi2(1)");
    }

    #[test]
    fn too_short_or_constant() {
        for x in [&[][..], &[1.0, 2.0, 3.0], &[2.0; 40], &[f64::NAN; 40]] {
            assert_eq!(arch_lm(x, 1), None);
        }
        assert_eq!(arch_lm(&[1.0, 2.0, 3.0, 1.0, 4.0], 0), None);
    }
}
