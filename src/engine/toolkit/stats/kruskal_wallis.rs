//! Kruskal-Wallis test on seasons.

use super::{Distribution, StatisticalTest};

/// Kruskal-Wallis test of equal distributions of the seasons (`diagnostics.md` 3.3; Kruskal, Wallis 1952):
/// `H = 12 / (N (N + 1)) sum_j S_j^2 / n_j - 3 (N + 1)`, chi-squared with p - 1 degrees of freedom; S_j sums of
/// ranks, mean ranks for exact ties, no further correction for ties.
///
/// Missing values are left out but keep their place in the year. None with fewer than two seasons; NaN when a
/// season has no value.
pub fn kruskal_wallis(x: &[f64], period: usize) -> Option<StatisticalTest> {
    if period < 2 {
        return None;
    }
    let mut ordered: Vec<(f64, usize)> =
        x.iter().enumerate().filter(|(_, v)| v.is_finite()).map(|(t, &v)| (v, t % period)).collect();
    ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sums = vec![(0.0, 0.0); period];
    let mut rank = 0;
    for ties in ordered.chunk_by(|a, b| a.0 == b.0) {
        // ranks rank + 1 to rank + ties
        let mean_rank = rank as f64 + (ties.len() as f64 + 1.0) / 2.0;
        for &(_, season) in ties {
            sums[season].0 += mean_rank;
            sums[season].1 += 1.0;
        }
        rank += ties.len();
    }
    let n = ordered.len() as f64;
    let between: f64 = sums.iter().map(|(sum, count)| sum * sum / count).sum();
    let value = 12.0 / (n * (n + 1.0)) * between - 3.0 * (n + 1.0);
    Some(StatisticalTest::upper(value, Distribution::ChiSquared((period - 1) as f64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // ranks 1, 3 | 2.., no ties: S = 1 + 2, 3 + 4: H = 12/20 (9/2 + 49/2) - 15 = 2.4
        let test = kruskal_wallis(&[0.1, 5.0, 0.2, 7.0], 2).unwrap();
        assert!((test.value - 2.4).abs() < 1e-12);
        // all equal: every rank is the mean rank
        let test = kruskal_wallis(&[1.0; 6], 2).unwrap();
        assert!(test.value.abs() < 1e-12);
        // a missing value keeps its place
        let test = kruskal_wallis(&[0.1, 5.0, f64::NAN, 7.0, 0.2], 2).unwrap();
        assert!((test.value - 2.4).abs() < 1e-12);
        assert!(kruskal_wallis(&[1.0], 2).unwrap().value.is_nan());
        assert_eq!(kruskal_wallis(&[1.0], 1), None);
    }
}
