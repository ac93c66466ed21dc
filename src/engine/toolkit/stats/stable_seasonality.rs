//! Stable seasonality.

use super::AnovaTest;
use super::anova::non_negative;

/// One-way analysis of variance of `x` by season, the position modulo `period` (`diagnostics.md` 3.1): SSM on
/// p - 1 degrees of freedom against SSR on n - p. None with fewer than two seasons or no degree of freedom
/// left. Missing values give NaN.
pub fn stable_seasonality(x: &[f64], period: usize) -> Option<AnovaTest> {
    let n = x.len();
    if period < 2 || n <= period {
        return None;
    }
    let mean = x.iter().sum::<f64>() / n as f64;
    let total: f64 = x.iter().map(|v| (v - mean) * (v - mean)).sum();
    let explained: f64 = (0..period)
        .map(|j| {
            let season = x[j..].iter().step_by(period);
            let count = season.len() as f64;
            let deviation = season.sum::<f64>() / count - mean;
            count * deviation * deviation
        })
        .sum();
    Some(AnovaTest {
        explained,
        explained_df: (period - 1) as f64,
        residual: non_negative(total - explained),
        residual_df: (n - period) as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // seasons (1, 3) and (5, 7): mean 4, SSM = 2 (4 + 4) = 16, SSR = 4 * 1
        let test = stable_seasonality(&[1.0, 5.0, 3.0, 7.0], 2).unwrap();
        assert_eq!((test.explained, test.residual), (16.0, 4.0));
        assert_eq!(test.f(), 8.0);
        assert_eq!(stable_seasonality(&[1.0, 2.0], 2), None);
        assert_eq!(stable_seasonality(&[1.0, 2.0, 3.0], 1), None);
    }
}
