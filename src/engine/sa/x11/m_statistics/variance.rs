//! Contributions of the components to the variance of the stationary part of the series (table F2.F,
//! `x11.md` 15.2).

use super::components::Components;

/// Sums of squares of the components over that of the series, all without the linear trend; 0 for a component
/// that does not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceDecomposition {
    /// Trend-cycle without its linear trend.
    pub cycle: f64,
    /// Seasonal.
    pub seasonality: f64,
    /// Irregular, extremes replaced.
    pub irregular: f64,
    /// Trading days and holidays.
    pub calendar: f64,
    /// Outliers and other effects removed before X-11.
    pub others: f64,
}

impl VarianceDecomposition {
    /// Sum of the contributions; near 1.
    pub fn total(&self) -> f64 {
        self.cycle + self.seasonality + self.irregular + self.calendar + self.others
    }
}

pub(super) fn decompose(c: &Components) -> VarianceDecomposition {
    let scaled =
        |x: &[f64]| -> Vec<f64> { if c.relative { x.iter().map(|v| v.ln()).collect() } else { x.to_vec() } };
    let trend = scaled(&c.trend);
    let line = fitted_line(&trend);
    let without_line = |x: Vec<f64>| -> Vec<f64> { x.iter().zip(&line).map(|(x, l)| x - l).collect() };
    let series = squares_about_mean(&without_line(scaled(&c.modified_series)));
    let cycle = squares_about_mean(&without_line(trend));
    let optional = |x: &Option<Vec<f64>>, squares: fn(&[f64]) -> f64| {
        x.as_ref().map_or(0.0, |x| squares(&scaled(x)) / series)
    };
    VarianceDecomposition {
        cycle: cycle / series,
        seasonality: squares(&scaled(&c.seasonal)) / series,
        irregular: squares(&scaled(&c.modified_irregular)) / series,
        calendar: optional(&c.calendar, squares),
        others: optional(&c.preadjusted, squares_about_mean),
    }
}

/// Least squares line of `x` on 0, 1, ..., n - 1.
fn fitted_line(x: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let (mean_t, mean) = ((n - 1.0) / 2.0, x.iter().sum::<f64>() / n);
    let time = |t: usize| t as f64 - mean_t;
    let (cross, square) = x
        .iter()
        .enumerate()
        .fold((0.0, 0.0), |(c, s), (t, x)| (c + time(t) * (x - mean), s + time(t) * time(t)));
    let slope = if square > 0.0 { cross / square } else { 0.0 };
    (0..x.len()).map(|t| mean + slope * time(t)).collect()
}

/// Sum of squares, without what is not finite.
fn squares(x: &[f64]) -> f64 {
    x.iter().filter(|v| v.is_finite()).map(|v| v * v).sum()
}

/// Sum of squares about the mean, without what is not finite.
fn squares_about_mean(x: &[f64]) -> f64 {
    let finite = || x.iter().filter(|v| v.is_finite());
    let mean = finite().sum::<f64>() / finite().count() as f64;
    finite().map(|v| (v - mean) * (v - mean)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_fitted_exactly() {
        let x = [1.0, 3.0, 5.0, 7.0];
        assert_eq!(fitted_line(&x), x);
        assert_eq!(fitted_line(&[4.0]), [4.0]);
    }
}
