//! Friedman test on seasons (`diagnostics.md` 3.4; Friedman 1937).

use super::{StatisticalTest, ranking::mean_ranks};

/// The statistic t on p - 1 degrees of freedom and the number of years.
fn statistic(x: &[f64], period: usize) -> Option<(f64, usize)> {
    if period < 2 {
        return None;
    }
    let years = x.len() / period;
    let used = x.get(x.len() - years * period..)?;
    if years == 0 || used.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let (p, y) = (period as f64, years as f64);
    let mean = (p + 1.0) / 2.0;
    let mut sums = vec![0.0; period];
    let mut squares = 0.0;
    for year in used.chunks(period) {
        mean_ranks(year.iter().copied().enumerate(), |season, rank| {
            if let Some(sum) = sums.get_mut(season) {
                *sum += rank;
            }
            squares += (rank - mean) * (rank - mean);
        });
    }
    let between = y * sums.iter().map(|s| (s / y - mean) * (s / y - mean)).sum::<f64>();
    Some((between / (squares / (y * (p - 1.0))), years))
}

/// Friedman test of equal seasons: within each of the last floor(n/p) blocks of p successive values the ranks
/// 1..p (mean ranks for exact ties); t = (Y sum_j (mean rank_j - r)²) / (sum (rank - r)² / (Y(p-1))), Chi2(p-1).
///
/// None for fewer than two seasons, less than a year, missing values or constant data.
pub fn friedman(x: &[f64], period: usize) -> Option<StatisticalTest> {
    let (t, _) = statistic(x, period)?;
    StatisticalTest::chi2(t, (period - 1) as f64)
}

/// F form of the test: (Y-1) t / (Y(p-1) - t), F(p-1, (p-1)(Y-1)); the chi-squared form when t is not below
/// Y(p-1), its largest value.
pub fn friedman_f(x: &[f64], period: usize) -> Option<StatisticalTest> {
    let (t, years) = statistic(x, period)?;
    let (y, df) = (years as f64, (period - 1) as f64);
    if t < y * df {
        StatisticalTest::f((y - 1.0) * t / (y * df - t), df, df * (y - 1.0))
    } else {
        StatisticalTest::chi2(t, df)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // the first value is left out; the same order in three years: t = Y (p-1) = 6
        let test = friedman(&[9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0, 1.0, 7.0], 3).unwrap();
        assert!((test.value - 6.0).abs() < 1e-12);
        assert_eq!(test.distribution.to_string(), "Chi2(2)");
        // orders (1,2) and (2,1): no difference
        assert_eq!(friedman(&[1.0, 2.0, 2.0, 1.0], 2).unwrap().value, 0.0);
    }

    #[test]
    fn short_constant_or_missing() {
        assert_eq!(friedman(&[], 4), None);
        assert_eq!(friedman(&[1.0, 2.0], 1), None);
        assert_eq!(friedman(&[3.0; 12], 4), None);
        assert_eq!(friedman(&[1.0, f64::NAN, 2.0, 3.0], 2), None);
        assert_eq!(friedman_f(&[3.0, 1.0], 4), None);
    }
}
