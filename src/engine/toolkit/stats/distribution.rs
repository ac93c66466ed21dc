//! Probability distributions of test statistics.

use serde::{Deserialize, Serialize};
use statrs::function::{beta, erf, gamma};

/// A continuous distribution with its parameters.
///
/// Displayed as `Normal(0,1)`, `T(112)`, `Chi2(22)`, `F(11,130)`. Degrees of freedom may be real.
/// A distribution with invalid parameters (degrees of freedom that are not positive, a standard
/// deviation that is not positive, anything not finite) has no probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Distribution {
    /// Normal distribution.
    Normal {
        /// Expectation.
        mean: f64,
        /// Standard deviation.
        stdev: f64,
    },
    /// Student's distribution.
    T {
        /// Degrees of freedom.
        df: f64,
    },
    /// Chi-square distribution.
    Chi2 {
        /// Degrees of freedom.
        df: f64,
    },
    /// Fisher's distribution of a ratio of variances.
    F {
        /// Degrees of freedom of the numerator.
        numerator: f64,
        /// Degrees of freedom of the denominator.
        denominator: f64,
    },
}

impl Distribution {
    /// The standard normal distribution.
    pub const STANDARD_NORMAL: Distribution = Distribution::Normal { mean: 0.0, stdev: 1.0 };

    /// Whether the parameters define a distribution.
    pub fn is_valid(&self) -> bool {
        let positive = |x: f64| x > 0.0 && x.is_finite();
        match *self {
            Distribution::Normal { mean, stdev } => mean.is_finite() && positive(stdev),
            Distribution::T { df } | Distribution::Chi2 { df } => positive(df),
            Distribution::F { numerator, denominator } => positive(numerator) && positive(denominator),
        }
    }

    /// Centre of symmetry of the normal and Student distributions; none for the others.
    pub fn centre(&self) -> Option<f64> {
        match *self {
            Distribution::Normal { mean, .. } => Some(mean),
            Distribution::T { .. } => Some(0.0),
            _ => None,
        }
    }

    /// P(D > x), computed directly in the tail. None if `x` is NaN or the distribution is invalid.
    pub fn upper(&self, x: f64) -> Option<f64> {
        if x.is_nan() || !self.is_valid() {
            return None;
        }
        match *self {
            Distribution::Normal { mean, stdev } => Some(normal_upper((x - mean) / stdev)),
            Distribution::T { df } => t_upper(x, df),
            Distribution::Chi2 { .. } | Distribution::F { .. } if x <= 0.0 => Some(1.0),
            Distribution::Chi2 { .. } | Distribution::F { .. } if x.is_infinite() => Some(0.0),
            Distribution::Chi2 { df } => gamma::checked_gamma_ur(0.5 * df, 0.5 * x).ok(),
            Distribution::F { numerator: d1, denominator: d2 } => f_tails(x, d1, d2).map(|(_, upper)| upper),
        }
        .map(|p| p.clamp(0.0, 1.0))
    }

    /// P(D < x), computed directly in the tail. None if `x` is NaN or the distribution is invalid.
    pub fn lower(&self, x: f64) -> Option<f64> {
        if x.is_nan() || !self.is_valid() {
            return None;
        }
        match *self {
            Distribution::Normal { mean, stdev } => Some(normal_upper((mean - x) / stdev)),
            Distribution::T { df } => t_upper(-x, df),
            Distribution::Chi2 { .. } | Distribution::F { .. } if x <= 0.0 => Some(0.0),
            Distribution::Chi2 { .. } | Distribution::F { .. } if x.is_infinite() => Some(1.0),
            Distribution::Chi2 { df } => gamma::checked_gamma_lr(0.5 * df, 0.5 * x).ok(),
            Distribution::F { numerator: d1, denominator: d2 } => f_tails(x, d1, d2).map(|(lower, _)| lower),
        }
        .map(|p| p.clamp(0.0, 1.0))
    }

    /// The value q with P(D < q) = `p`, 0 < p < 1, to about twelve digits.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        if !(p > 0.0 && p < 1.0 && self.is_valid()) {
            return None;
        }
        if let Distribution::Normal { mean, stdev } = *self {
            return Some(mean + stdev * normal_quantile(p));
        }
        if let Distribution::T { .. } = *self
            && p < 0.5
        {
            return self.quantile(1.0 - p).map(|q| -q);
        }
        // bisection on the smaller tail, which keeps its relative precision
        let below = |q: f64| {
            if p <= 0.5 {
                self.lower(q).is_some_and(|l| l < p)
            } else {
                self.upper(q).is_some_and(|u| u > 1.0 - p)
            }
        };
        let (mut low, mut high) = (0.0, 1.0);
        while below(high) && high < 1e300 {
            low = high;
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if below(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(0.5 * (low + high))
    }
}

impl std::fmt::Display for Distribution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Distribution::Normal { mean, stdev } => write!(f, "Normal({mean},{stdev})"),
            Distribution::T { df } => write!(f, "T({df})"),
            Distribution::Chi2 { df } => write!(f, "Chi2({df})"),
            Distribution::F { numerator, denominator } => write!(f, "F({numerator},{denominator})"),
        }
    }
}

/// P(F < x) and P(F > x) for finite x > 0: I_{d1 x/(d2 + d1 x)}(d1/2, d2/2) and its complement, from the argument
/// below 1/2, which has not lost its digits.
fn f_tails(x: f64, d1: f64, d2: f64) -> Option<(f64, f64)> {
    let (a, b) = (0.5 * d1, 0.5 * d2);
    let upper = || beta::checked_beta_reg(b, a, d2 / (d2 + d1 * x)).ok();
    let lower = || beta::checked_beta_reg(a, b, d1 * x / (d2 + d1 * x)).ok();
    if d1 * x > d2 {
        let upper = upper()?;
        Some((1.0 - upper, upper))
    } else {
        let lower = lower()?;
        // a small upper tail of few numerator degrees of freedom must not be a complement
        if lower < 0.5 { Some((lower, 1.0 - lower)) } else { Some((lower, upper()?)) }
    }
}

/// P(Z > z) of the standard normal distribution, through the incomplete gamma function of z²/2.
fn normal_upper(z: f64) -> f64 {
    let half_square = 0.5 * z * z;
    let two_tails = if half_square == 0.0 {
        1.0
    } else if half_square.is_infinite() {
        0.0
    } else {
        gamma::checked_gamma_ur(0.5, half_square).unwrap_or(f64::NAN)
    };
    if z >= 0.0 { 0.5 * two_tails } else { 1.0 - 0.5 * two_tails }
}

/// z with P(Z < z) = `p`: the rational approximation, then a Newton step in the smaller tail.
fn normal_quantile(p: f64) -> f64 {
    let z = -std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * p);
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let error = if p <= 0.5 { normal_upper(-z) - p } else { 1.0 - p - normal_upper(z) };
    if density > 0.0 { z - error / density } else { z }
}

/// P(T > x) = I_{df/(df+x²)}(df/2, 1/2)/2 for x >= 0; near 0 through the complementary integral,
/// which does not cancel.
fn t_upper(x: f64, df: f64) -> Option<f64> {
    let x2 = x * x;
    let half = if x2.is_infinite() {
        0.0
    } else if x2 > df {
        0.5 * beta::checked_beta_reg(0.5 * df, 0.5, df / (df + x2)).ok()?
    } else {
        0.5 - 0.5 * beta::checked_beta_reg(0.5, 0.5 * df, x2 / (df + x2)).ok()?
    };
    Some(if x >= 0.0 { half } else { 1.0 - half })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn closed_forms() {
        let chi2 = Distribution::Chi2 { df: 2.0 };
        for x in [0.1, 1.0, 5.0, 60.0] {
            let exact = (-0.5f64 * x).exp();
            assert!((chi2.upper(x).unwrap() - exact).abs() <= 1e-13 * exact);
        }
        // F with two degrees of freedom in the numerator: (1 + 2x/d)^{-d/2}
        let f = Distribution::F { numerator: 2.0, denominator: 130.0 };
        for x in [0.2f64, 3.0, 40.0, 400.0] {
            let exact = (1.0 + 2.0 * x / 130.0).powf(-65.0);
            assert!((f.upper(x).unwrap() - exact).abs() <= 1e-12 * exact);
        }
        // T(1) is the Cauchy distribution
        let cauchy = Distribution::T { df: 1.0 };
        assert!((cauchy.upper(1.0).unwrap() - 0.25).abs() < 1e-15);
        assert!(
            (Distribution::STANDARD_NORMAL.quantile(0.995).unwrap() - 2.575_829_303_548_900_4).abs() < 1e-12
        );
        assert!((chi2.quantile(0.995).unwrap() - 10.596_634_733_096_073).abs() < 1e-11);
    }

    #[test]
    fn text_is_that_of_the_field() {
        assert_eq!(Distribution::F { numerator: 11.0, denominator: 130.0 }.to_string(), "F(11,130)");
        assert_eq!(Distribution::STANDARD_NORMAL.to_string(), "Normal(0,1)");
        assert_eq!(Distribution::Normal { mean: 3.0, stdev: 0.5 }.to_string(), "Normal(3,0.5)");
        assert_eq!(Distribution::T { df: 112.0 }.to_string(), "T(112)");
    }

    #[test]
    fn invalid_parameters_have_no_probability() {
        assert_eq!(Distribution::Chi2 { df: 0.0 }.upper(1.0), None);
        assert_eq!(Distribution::F { numerator: 3.0, denominator: -1.0 }.upper(1.0), None);
        assert_eq!(Distribution::T { df: f64::NAN }.lower(1.0), None);
        assert_eq!(Distribution::STANDARD_NORMAL.upper(f64::NAN), None);
        assert_eq!(Distribution::Chi2 { df: 3.0 }.upper(f64::INFINITY), Some(0.0));
    }

    fn distribution() -> impl Strategy<Value = Distribution> {
        prop_oneof![
            (-5.0..5.0f64, 0.1..3.0f64).prop_map(|(mean, stdev)| Distribution::Normal { mean, stdev }),
            (0.5..300.0f64).prop_map(|df| Distribution::T { df }),
            (0.5..300.0f64).prop_map(|df| Distribution::Chi2 { df }),
            (0.5..50.0f64, 0.5..300.0f64)
                .prop_map(|(numerator, denominator)| Distribution::F { numerator, denominator }),
        ]
    }

    proptest! {
        #[test]
        fn tails_are_complementary_and_monotone(d in distribution(), x in -20.0..200.0f64, step in 0.0..5.0f64) {
            let (l, u) = (d.lower(x).unwrap(), d.upper(x).unwrap());
            prop_assert!((l + u - 1.0).abs() < 1e-12);
            prop_assert!(d.upper(x + step).unwrap() <= u + 1e-13);
        }

        #[test]
        fn quantiles_invert_probabilities(d in distribution(), p in 0.001..0.999f64) {
            let q = d.quantile(p).unwrap();
            prop_assert!((d.lower(q).unwrap() - p).abs() < 1e-11);
        }
    }
}
