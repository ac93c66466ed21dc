//! Evolutive (moving) seasonality.

use super::AnovaTest;
use super::anova::non_negative;

/// Two-way analysis of variance of |x - centre| by year and by season, without interaction
/// (`diagnostics.md` 3.2; Higginson 1975): the sum of squares of the years on Y - 1 degrees of freedom against
/// the residual on (Y - 1)(p - 1).
///
/// `position` is that of the first value in the year. The incomplete first and last years are left out. None
/// with fewer than two years or two seasons. Missing values give NaN.
pub fn evolutive_seasonality(x: &[f64], position: usize, period: usize, centre: f64) -> Option<AnovaTest> {
    if period < 2 {
        return None;
    }
    let skipped = (period - position % period) % period;
    let x = x.get(skipped..)?;
    let years = x.len() / period;
    if years < 2 {
        return None;
    }
    let x = &x[..years * period];
    let value = |v: &f64| (v - centre).abs();
    let (p, y) = (period as f64, years as f64);
    let mean = x.iter().map(value).sum::<f64>() / x.len() as f64;
    let square = |v: f64| (v - mean) * (v - mean);
    let total: f64 = x.iter().map(|v| square(value(v))).sum();
    let by_year: f64 =
        p * x.chunks(period).map(|year| square(year.iter().map(value).sum::<f64>() / p)).sum::<f64>();
    let by_season: f64 = y
        * (0..period).map(|j| square(x[j..].iter().step_by(period).map(value).sum::<f64>() / y)).sum::<f64>();
    Some(AnovaTest {
        explained: by_year,
        explained_df: y - 1.0,
        residual: non_negative(total - by_season - by_year),
        residual_df: (y - 1.0) * (p - 1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // the first value is the end of an incomplete year, the last the beginning of one;
        // years (1, 3), (2, 8): mean 3.5; years 2 (2.25 + 2.25), seasons 2 (4 + 4), total 29
        let test = evolutive_seasonality(&[9.0, 1.0, -3.0, -2.0, 8.0, 100.0], 1, 2, 0.0).unwrap();
        assert_eq!((test.explained, test.explained_df), (9.0, 1.0));
        assert_eq!((test.residual, test.residual_df), (4.0, 1.0));
        assert_eq!(evolutive_seasonality(&[1.0; 7], 0, 4, 0.0), None);
        assert_eq!(evolutive_seasonality(&[], 1, 4, 0.0), None);
    }
}
