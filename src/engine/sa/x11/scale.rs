//! Ratios or differences: how the kernel removes one component from another.

/// The operation of a decomposition (`x11.md` section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Multiplicative and pseudo-additive.
    Ratio,
    /// Additive; log-additive on logarithms.
    Difference,
}

impl Scale {
    /// The value of a component without effect.
    pub(crate) fn neutral(self) -> f64 {
        match self {
            Self::Ratio => 1.0,
            Self::Difference => 0.0,
        }
    }

    /// `a` without `b`.
    pub(crate) fn remove(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Ratio => a / b,
            Self::Difference => a - b,
        }
    }

    /// `a` without `b`, value by value, for the common length.
    pub(crate) fn remove_all(self, a: &[f64], b: &[f64]) -> Vec<f64> {
        let pairs = a.iter().zip(b);
        match self {
            Self::Ratio => pairs.map(|(a, b)| a / b).collect(),
            Self::Difference => pairs.map(|(a, b)| a - b).collect(),
        }
    }

    /// Mean absolute change from one value to the next, relative to the (signed) earlier one in a ratio
    /// scale. NaN for fewer than two values.
    pub(crate) fn mean_change(self, x: &[f64]) -> f64 {
        let n = x.len().saturating_sub(1) as f64;
        let pairs = x.iter().zip(x.get(1..).unwrap_or_default());
        let total: f64 = match self {
            Self::Ratio => pairs.map(|(a, b)| ((b - a) / a).abs()).sum(),
            Self::Difference => pairs.map(|(a, b)| (b - a).abs()).sum(),
        };
        total / n
    }
}
