//! Result of a statistical test.

use super::Distribution;
use serde::{Deserialize, Serialize};

/// Which values of a statistic speak against the hypothesis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Large values: p = P(D > x).
    Upper,
    /// Small values: p = P(D < x).
    Lower,
    /// Both (symmetric distributions): p = 2 P(D < x) under the centre, 2 P(D > x) above.
    TwoSided,
}

/// Value of a statistic, its distribution under the hypothesis and its p-value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatisticalTest {
    /// The statistic.
    pub value: f64,
    /// Probability of a value at least as extreme under the hypothesis, in [0, 1].
    pub p_value: f64,
    /// Distribution under the hypothesis.
    pub distribution: Distribution,
}

impl StatisticalTest {
    /// The test of `value`; none when the statistic is NaN, the distribution is invalid (no degree
    /// of freedom left) or a two-sided test is asked for an asymmetric distribution.
    pub fn new(value: f64, distribution: Distribution, tail: Tail) -> Option<Self> {
        let p_value = match tail {
            Tail::Upper => distribution.upper(value)?,
            Tail::Lower => distribution.lower(value)?,
            Tail::TwoSided if value < distribution.centre()? => 2.0 * distribution.lower(value)?,
            Tail::TwoSided => 2.0 * distribution.upper(value)?,
        };
        Some(Self { value, p_value, distribution })
    }

    /// Upper tail test of a chi-square statistic.
    pub fn chi2(value: f64, df: f64) -> Option<Self> {
        Self::new(value, Distribution::Chi2 { df }, Tail::Upper)
    }

    /// Upper tail test of a ratio of variances.
    pub fn f(value: f64, numerator: f64, denominator: f64) -> Option<Self> {
        Self::new(value, Distribution::F { numerator, denominator }, Tail::Upper)
    }

    /// Two-sided test of a Student statistic.
    pub fn t(value: f64, df: f64) -> Option<Self> {
        Self::new(value, Distribution::T { df }, Tail::TwoSided)
    }

    /// Two-sided test of a standard normal statistic.
    pub fn normal(value: f64) -> Option<Self> {
        Self::new(value, Distribution::STANDARD_NORMAL, Tail::TwoSided)
    }

    /// Whether the hypothesis is rejected: p-value strictly below `level`.
    pub fn is_significant(&self, level: f64) -> bool {
        self.p_value < level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_result_without_a_number() {
        assert!(StatisticalTest::chi2(f64::NAN, 2.0).is_none());
        assert!(StatisticalTest::f(1.0, 3.0, 0.0).is_none());
        assert!(StatisticalTest::new(1.0, Distribution::Chi2 { df: 2.0 }, Tail::TwoSided).is_none());
    }

    #[test]
    fn two_sided_is_symmetric() {
        let (a, b) = (StatisticalTest::normal(-1.3).unwrap(), StatisticalTest::normal(1.3).unwrap());
        assert_eq!(a.p_value, b.p_value);
        assert!((StatisticalTest::t(0.0, 7.0).unwrap().p_value - 1.0).abs() < 1e-15);
    }
}
