//! Kruskal-Wallis test on seasons.

use super::{StatisticalTest, ranking::mean_ranks};

/// Kruskal-Wallis test of equal distributions of the seasons (`diagnostics.md` 3.3; Kruskal, Wallis 1952):
/// `H = 12 / (N (N + 1)) sum_j S_j^2 / n_j - 3 (N + 1)`, chi-squared with p - 1 degrees of freedom; S_j sums of
/// ranks, mean ranks for exact ties, no further correction for ties.
///
/// Missing values are left out but keep their place in the year. None with fewer than two seasons or when a
/// season has no value.
pub fn kruskal_wallis(x: &[f64], period: usize) -> Option<StatisticalTest> {
    if period < 2 {
        return None;
    }
    let mut sums = vec![(0.0, 0.0); period];
    let mut count = 0.0;
    let finite = x.iter().copied().enumerate().filter(|(_, v)| v.is_finite());
    mean_ranks(finite, |t, rank| {
        if let Some((sum, size)) = sums.get_mut(t % period) {
            *sum += rank;
            *size += 1.0;
        }
        count += 1.0;
    });
    let between: f64 = sums.iter().map(|(sum, size)| sum * sum / size).sum();
    let value = 12.0 / (count * (count + 1.0)) * between - 3.0 * (count + 1.0);
    StatisticalTest::chi2(value, (period - 1) as f64)
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
        assert_eq!(kruskal_wallis(&[1.0], 2), None);
        assert_eq!(kruskal_wallis(&[1.0], 1), None);
    }
}
