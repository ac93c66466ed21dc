//! What is compared between estimates of the same period.

use crate::toolkit::timeseries::TsData;

/// A quantity of a series at a period, and how two estimates of it are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The value, relative difference.
    Relative,
    /// The value, difference.
    Absolute,
    /// Growth over the period before, difference.
    Growth,
    /// Change from the period before, difference.
    Difference,
    /// Growth over the same period of the year before, difference.
    AnnualGrowth,
    /// Change from the same period of the year before, difference.
    AnnualDifference,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 6] = [
        Self::Relative,
        Self::Absolute,
        Self::Growth,
        Self::Difference,
        Self::AnnualGrowth,
        Self::AnnualDifference,
    ];

    /// The name users of JDemetra+ know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relative => "RelativeDifference",
            Self::Absolute => "AbsoluteDifference",
            Self::Growth => "PeriodToPeriodGrowthDifference",
            Self::Difference => "PeriodToPeriodDifference",
            Self::AnnualGrowth => "AnnualGrowthDifference",
            Self::AnnualDifference => "AnnualDifference",
        }
    }

    /// Whether it divides by the values, which only makes sense when they are positive.
    pub fn is_relative(self) -> bool {
        matches!(self, Self::Relative | Self::Growth | Self::AnnualGrowth)
    }

    /// The measure of the same change without division.
    #[must_use]
    pub fn absolute(self) -> Self {
        match self {
            Self::Relative => Self::Absolute,
            Self::Growth => Self::Difference,
            Self::AnnualGrowth => Self::AnnualDifference,
            other => other,
        }
    }

    /// The measure without division when some value is not positive.
    #[must_use]
    pub fn for_values(self, x: &TsData) -> Self {
        if x.values().iter().any(|x| *x <= 0.0) { self.absolute() } else { self }
    }

    /// Periods that a change looks back, `period` being those of a year.
    pub(super) fn lag(self, period: usize) -> usize {
        match self {
            Self::Relative | Self::Absolute => 0,
            Self::Growth | Self::Difference => 1,
            Self::AnnualGrowth | Self::AnnualDifference => period,
        }
    }

    /// The quantity at place `t` of `x`: value, ratio or change; NaN outside.
    pub(super) fn quantity(self, x: &[f64], t: usize, period: usize) -> f64 {
        let at = |t: Option<usize>| t.and_then(|t| x.get(t)).copied().unwrap_or(f64::NAN);
        let now = at(Some(t));
        let before = || at(t.checked_sub(self.lag(period)));
        match self {
            Self::Relative | Self::Absolute => now,
            Self::Growth | Self::AnnualGrowth => now / before(),
            Self::Difference | Self::AnnualDifference => now - before(),
        }
    }
}
