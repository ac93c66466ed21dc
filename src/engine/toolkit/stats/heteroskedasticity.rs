//! Tests for heteroskedasticity of a linear model with a constant (`diagnostics.md` 1.7).

use super::{StatisticalTest, ols::Ols};

/// Both forms of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heteroskedasticity {
    /// n R²: Chi2, the number of regressors without the constant.
    pub lm: StatisticalTest,
    /// F of the auxiliary regression.
    pub f: StatisticalTest,
}

/// Squared `residuals` on a constant and the regressors, column after column, constant excluded (Breusch, Pagan 1979).
/// None with redundant regressors, missing values or too few observations.
pub fn breusch_pagan(residuals: &[f64], regressors: &[f64]) -> Option<Heteroskedasticity> {
    auxiliary(residuals, regressors)
}

/// Squared `residuals` on a constant, the regressors, their squares and cross products (White 1980). None as for
/// [`breusch_pagan`]; products that repeat a regressor are redundant.
pub fn white(residuals: &[f64], regressors: &[f64]) -> Option<Heteroskedasticity> {
    let n = residuals.len();
    if n == 0 || !regressors.len().is_multiple_of(n) {
        return None;
    }
    let mut x = regressors.to_vec();
    let columns: Vec<&[f64]> = regressors.chunks(n).collect();
    for (i, a) in columns.iter().enumerate() {
        for b in columns.iter().skip(i) {
            x.extend(a.iter().zip(*b).map(|(a, b)| a * b));
        }
    }
    auxiliary(residuals, &x)
}

fn auxiliary(residuals: &[f64], x: &[f64]) -> Option<Heteroskedasticity> {
    let n = residuals.len();
    if n == 0 || x.is_empty() || !x.len().is_multiple_of(n) {
        return None;
    }
    let squares: Vec<f64> = residuals.iter().map(|e| e * e).collect();
    let slopes = x.len() / n;
    let design = [vec![1.0; n].as_slice(), x].concat();
    let fit = Ols::fit(&squares, &design, slopes + 1)?;
    Some(Heteroskedasticity {
        lm: StatisticalTest::chi2(n as f64 * fit.r_squared(&squares), slopes as f64)?,
        f: fit.joint_test(1, slopes)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_variance_is_found() {
        let n = 100;
        let x: Vec<f64> = (0..n).map(f64::from).collect();
        let e: Vec<f64> =
            x.iter().map(|t| (1.0 + t / 10.0) * if (*t as u32 * 37) % 11 > 5 { 1.0 } else { -0.9 }).collect();
        let test = breusch_pagan(&e, &x).unwrap();
        assert!(test.lm.p_value < 1e-6 && test.f.p_value < 1e-6);
        assert_eq!(test.f.distribution.to_string(), "F(1,98)");
        let white = white(&e, &x).unwrap();
        assert_eq!(white.lm.distribution.to_string(), "Chi2(2)");
        assert!(white.lm.value >= test.lm.value - 1e-9);
    }

    #[test]
    fn nothing_to_test() {
        assert_eq!(breusch_pagan(&[], &[]), None);
        assert_eq!(breusch_pagan(&[1.0, 2.0, 0.5], &[1.0, 1.0, 1.0]), None);
        assert_eq!(white(&[1.0, -1.0, 2.0, 0.3], &[0.0, 1.0, 0.0, 1.0]), None);
        assert_eq!(white(&[1.0, -1.0], &[0.0, 1.0, 2.0]), None);
    }
}
