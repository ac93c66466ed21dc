//! Canova-Hansen test at one frequency (`diagnostics.md` 3.9, second form; Busetti, Harvey 2003).

use super::{CanovaHansenSpec, SeasonalRegressors, descriptive::centred, ols::Ols};

/// Statistic of the stability of the cycle of `period` observations, which need not be a whole number:
/// `2 (sum F1_t² + sum F2_t²)/(N² R)`, F the cumulated products of cosine and sine with the residuals u of a
/// regression on a constant, cosine and sine, or, lagged, on the lagged series and a constant, and R the long-run
/// variance of u; for a period of two observations one column and factor 1. No p-value, the distribution is not
/// standard. `regressors` and `position` of the options play no role. None for data that are too short, constant or
/// missing.
pub fn canova_hansen_frequency(s: &[f64], period: f64, spec: CanovaHansenSpec) -> Option<f64> {
    let lag = usize::from(spec.lagged);
    let y = s.get(lag..)?;
    let n = y.len();
    let regressors = SeasonalRegressors::Specific { period, harmonics: 1 };
    let waves = super::canova_hansen::seasonal_columns(n, 0, lag, regressors);
    let mut x = vec![1.0; n];
    if spec.lagged {
        x.extend_from_slice(s.get(..n)?);
    } else {
        x.extend_from_slice(&waves);
    }
    let u = Ols::fit(y, &x, x.len() / n.max(1))?.residuals;
    let sum_of_squares = |column: &[f64]| {
        let products = column.iter().zip(&u).map(|(x, u)| x * u);
        let mut total = 0.0;
        products
            .map(|p| {
                total += p;
                total * total
            })
            .sum::<f64>()
    };
    let columns: Vec<f64> = waves.chunks(n.max(1)).map(sum_of_squares).collect();
    let factor = columns.len() as f64;
    let value = factor * columns.iter().sum::<f64>() / (n as f64 * n as f64 * long_run_variance(&u, spec));
    Some(value).filter(|v| v.is_finite())
}

/// Long-run variance about the mean.
fn long_run_variance(u: &[f64], spec: CanovaHansenSpec) -> f64 {
    let u = centred(u);
    let product = |lag: usize| u.iter().zip(u.iter().skip(lag)).map(|(a, b)| a * b).sum::<f64>();
    let weight = |l: usize| spec.window.weight(l as f64 / (spec.truncation + 1) as f64);
    let tail: f64 = (1..=spec.truncation).map(|l| weight(l) * product(l)).sum();
    (product(0) + 2.0 * tail) / u.len() as f64
}
