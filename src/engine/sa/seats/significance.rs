//! Significance of the seasonality of a series, for the choice of an approximating model (`seats.md` 4.5).

use crate::toolkit::stats::{friedman, qs};

/// Significance of QS alone.
const STRONG: f64 = 0.01;
/// Significance of QS and Friedman together.
const BOTH: f64 = 0.05;

/// Whether the first differences of the transformed series `z`, less their mean, are seasonal: QS significant at
/// 1 %, or QS and Friedman at 5 %. Never for annual series.
pub fn is_seasonality_significant(z: &[f64], period: usize) -> bool {
    let mut w: Vec<f64> = z.windows(2).map(|x| x[1] - x[0]).collect();
    let mean = w.iter().sum::<f64>() / w.len().max(1) as f64;
    w.iter_mut().for_each(|x| *x -= mean);
    let Some(qs) = qs(&w, period) else { return false };
    qs.p_value < STRONG
        || qs.p_value < BOTH && friedman(&w, period).is_some_and(|friedman| friedman.p_value < BOTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_pattern_is_significant_and_a_line_is_not() {
        let z: Vec<f64> = (0..60).map(|t| t as f64 + [3.0, -1.0, 0.5, 2.0][t % 4]).collect();
        assert!(is_seasonality_significant(&z, 4));
        assert!(!is_seasonality_significant(&z, 1));
        assert!(!is_seasonality_significant(&(0..60).map(f64::from).collect::<Vec<_>>(), 4));
        assert!(!is_seasonality_significant(&[], 4));
    }
}
