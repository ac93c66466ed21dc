//! The result of a test, and p-values.

use std::f64::consts::SQRT_2;
use std::fmt;

use serde::Serialize;
use statrs::function::{beta, erf, gamma};

/// Distribution of a statistic under the null hypothesis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Distribution {
    /// F with the degrees of freedom of the numerator and of the denominator.
    F(f64, f64),
    /// Chi-squared.
    ChiSquared(f64),
    /// Student's t.
    T(f64),
    /// Normal: mean, standard deviation.
    Normal(f64, f64),
}

impl Distribution {
    /// P(X > x). NaN for invalid degrees of freedom or a NaN `x`. Small probabilities are computed as such, not
    /// as complements.
    pub fn upper_tail(self, x: f64) -> f64 {
        match self {
            Self::F(d1, d2) => {
                if x.is_nan() || d1 <= 0.0 || d2 <= 0.0 {
                    f64::NAN
                } else if x <= 0.0 {
                    1.0
                } else {
                    beta::checked_beta_reg(d2 / 2.0, d1 / 2.0, d2 / (d2 + d1 * x)).unwrap_or(f64::NAN)
                }
            }
            Self::ChiSquared(df) => {
                if x.is_nan() || df <= 0.0 {
                    f64::NAN
                } else if x <= 0.0 {
                    1.0
                } else if x.is_infinite() {
                    0.0
                } else {
                    gamma::checked_gamma_ur(df / 2.0, x / 2.0).unwrap_or(f64::NAN)
                }
            }
            Self::T(df) => {
                if x.is_nan() || df <= 0.0 {
                    return f64::NAN;
                }
                let both = beta::checked_beta_reg(df / 2.0, 0.5, df / (df + x * x)).unwrap_or(f64::NAN);
                if x >= 0.0 { both / 2.0 } else { 1.0 - both / 2.0 }
            }
            Self::Normal(mean, sd) => 0.5 * erf::erfc((x - mean) / (sd * SQRT_2)),
        }
    }

    /// P(|X - E(X)| > |x - E(X)|) of a symmetric distribution.
    pub fn two_tails(self, x: f64) -> f64 {
        let centre = match self {
            Self::Normal(mean, _) => mean,
            _ => 0.0,
        };
        2.0 * self.upper_tail(centre + (x - centre).abs())
    }
}

impl fmt::Display for Distribution {
    /// `F(11,130)`, `Chi2(22)`, `T(131)`, `Normal(0,1)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::F(d1, d2) => write!(f, "F({d1},{d2})"),
            Self::ChiSquared(df) => write!(f, "Chi2({df})"),
            Self::T(df) => write!(f, "T({df})"),
            Self::Normal(mean, sd) => write!(f, "Normal({mean},{sd})"),
        }
    }
}

/// Value, p-value and distribution of a test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StatisticalTest {
    /// Value of the statistic.
    pub value: f64,
    /// Probability of a value at least as extreme under the null hypothesis; NaN when undefined.
    pub p_value: f64,
    /// Distribution under the null hypothesis.
    pub distribution: Distribution,
}

impl StatisticalTest {
    /// The test that rejects large values.
    pub fn upper(value: f64, distribution: Distribution) -> Self {
        Self { value, p_value: distribution.upper_tail(value), distribution }
    }

    /// The test that rejects values far from the centre of a symmetric distribution.
    pub fn two_sided(value: f64, distribution: Distribution) -> Self {
        Self { value, p_value: distribution.two_tails(value), distribution }
    }

    /// Whether the p-value is below `level`.
    pub fn is_significant(&self, level: f64) -> bool {
        self.p_value < level
    }
}

/// An F test on two sums of squares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AnovaTest {
    /// Sum of squares explained.
    pub explained: f64,
    /// Its degrees of freedom.
    pub explained_df: f64,
    /// Residual sum of squares.
    pub residual: f64,
    /// Its degrees of freedom.
    pub residual_df: f64,
}

impl AnovaTest {
    /// (explained / its degrees of freedom) / (residual / its degrees of freedom).
    pub fn f(&self) -> f64 {
        (self.explained / self.explained_df) / (self.residual / self.residual_df)
    }

    /// The F test.
    pub fn test(&self) -> StatisticalTest {
        StatisticalTest::upper(self.f(), Distribution::F(self.explained_df, self.residual_df))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails() {
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * b.abs(), "{a} {b}");
        close(Distribution::F(3.0, 102.0).upper_tail(1.4379777656983854), 0.23612047998163943);
        close(Distribution::F(3.0, 101.0).upper_tail(152.94184446471903), 2.02579338039563e-37);
        close(Distribution::ChiSquared(3.0).upper_tail(0.5651451655529058), 0.9043631279330497);
        close(Distribution::ChiSquared(2.0).upper_tail(2.0), (-1.0_f64).exp());
        close(Distribution::T(1.0).two_tails(-1.0), 0.5);
        close(Distribution::Normal(1.0, 2.0).two_tails(1.0 - 2.0 * 1.959963984540054), 0.05);
        assert!(Distribution::F(0.0, 5.0).upper_tail(1.0).is_nan());
        assert!(Distribution::F(2.0, 5.0).upper_tail(f64::NAN).is_nan());
        assert_eq!(Distribution::F(2.0, 5.0).upper_tail(f64::INFINITY), 0.0);
    }

    #[test]
    fn names() {
        let names = [
            Distribution::F(11.0, 130.0),
            Distribution::ChiSquared(22.0),
            Distribution::T(131.0),
            Distribution::Normal(0.0, 1.0),
        ]
        .map(|d| d.to_string());
        assert_eq!(names, ["F(11,130)", "Chi2(22)", "T(131)", "Normal(0,1)"]);
    }
}
