//! What is done to a series before its spectrum (`diagnostics.md` 13.3).

use super::ToolError;
use super::error::logarithm;
use crate::toolkit::stats::descriptive::centred;
use crate::toolkit::timeseries::TsData;

/// Logarithm, differences, selection of the last years and removal of the mean, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transformation {
    /// Takes logarithms.
    pub log: bool,
    /// Number of differences.
    pub order: usize,
    /// Lag of the differences.
    pub lag: usize,
    /// Keeps the last years only; 0 keeps all.
    pub last_years: usize,
    /// Without `last_years`: keeps complete years, counted from the end.
    pub full_years: bool,
    /// Removes the mean.
    pub centred: bool,
}

impl Default for Transformation {
    /// First differences of the last complete years, less their mean.
    fn default() -> Self {
        Self { log: false, order: 1, lag: 1, last_years: 0, full_years: true, centred: true }
    }
}

impl Transformation {
    /// First differences as they are.
    pub const FIRST_DIFFERENCES: Self =
        Self { log: false, order: 1, lag: 1, last_years: 0, full_years: false, centred: false };

    /// Applies it to a series with `period` values a year.
    ///
    /// # Errors
    /// [`ToolError::NotPositive`], a lag of 0, or [`ToolError::TooShort`] when nothing is left.
    pub(super) fn apply(&self, series: &TsData, period: usize) -> Result<TsData, ToolError> {
        if self.lag == 0 && self.order > 0 {
            let remedy = "differences need a lag of at least 1".to_owned();
            return Err(ToolError::Option { option: "lag", value: "0".to_owned(), remedy });
        }
        let x = logarithm(series, self.log)?.delta_of_order(self.lag, self.order);
        let n = x.len();
        let kept = match (self.last_years, self.full_years) {
            (0, false) => n,
            (0, true) => n - n % period.max(1),
            (years, _) => n.min(years.saturating_mul(period)),
        };
        let x = x.drop(n - kept, 0);
        if x.is_empty() {
            let required = self.order * self.lag + 1;
            return Err(ToolError::TooShort { observations: n, required: required.max(period) });
        }
        Ok(if self.centred { TsData::new(x.start(), centred(x.values())) } else { x })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> TsData {
        TsData::of(4, 2000, 2, (1..=10).map(|t| f64::from(t * t)).collect()).unwrap()
    }

    #[test]
    fn complete_years_are_counted_from_the_end() {
        let t = Transformation { centred: false, ..Transformation::default() };
        let x = t.apply(&series(), 4).unwrap();
        assert_eq!(x.values(), [5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 17.0, 19.0]);
        assert_eq!(x.start().annual_position(), 2);
        let x = Transformation { last_years: 1, ..t }.apply(&series(), 4).unwrap();
        assert_eq!(x.values(), [13.0, 15.0, 17.0, 19.0]);
        let x = Transformation { last_years: 1, centred: true, ..t }.apply(&series(), 4).unwrap();
        assert_eq!(x.values(), [-3.0, -1.0, 1.0, 3.0]);
        let x = Transformation { last_years: 99, ..t }.apply(&series(), 4).unwrap();
        assert_eq!(x.len(), 9);
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let short = Transformation { order: 10, ..Transformation::default() };
        assert!(matches!(short.apply(&series(), 4), Err(ToolError::TooShort { observations: 0, .. })));
        let still = Transformation { lag: 0, ..Transformation::default() };
        assert!(matches!(still.apply(&series(), 4), Err(ToolError::Option { option: "lag", .. })));
        let log = Transformation { log: true, ..Transformation::default() };
        let negative = TsData::of(4, 2000, 1, vec![1.0, 0.0, -1.0]).unwrap();
        assert!(matches!(log.apply(&negative, 4), Err(ToolError::NotPositive { count: 2, .. })));
    }
}
