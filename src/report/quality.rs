//! The quality statistics of X-11 in words: meaning, weight and verdict.

use solstice_engine::sa::x11::MStatistics;

use super::chart::palette::Role;

/// How good a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The statistic could not be computed.
    Undefined,
    /// In order.
    Good,
    /// Near the limit.
    Uncertain,
    /// Beyond the limit.
    Bad,
    /// Far beyond the limit.
    Severe,
    /// The result contradicts itself.
    Error,
}

impl Verdict {
    /// The verdict of an M statistic or of Q: below 1 good, from 2 on severe (`x11.md` 15.4).
    pub fn of(value: f64) -> Self {
        match value {
            v if v.is_nan() => Self::Undefined,
            v if v >= 2.0 => Self::Severe,
            v if v >= 1.0 => Self::Bad,
            _ => Self::Good,
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Good => "good",
            Self::Uncertain => "uncertain",
            Self::Bad => "bad",
            Self::Severe => "severe",
            Self::Error => "error",
        }
    }

    /// The colour.
    pub fn role(self) -> Role {
        match self {
            Self::Undefined => Role::Secondary,
            Self::Good => Role::Good,
            Self::Uncertain => Role::Uncertain,
            Self::Bad => Role::Bad,
            Self::Severe | Self::Error => Role::Severe,
        }
    }
}

/// One M statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityRow {
    /// `M1` to `M11`.
    pub name: String,
    /// What it measures.
    pub meaning: &'static str,
    /// Value in [0, 3]; none where it is not used for this series.
    pub value: Option<f64>,
    /// Weight in Q; 0 where it is not used.
    pub weight: u32,
}

const MEANINGS: [&str; 11] = [
    "Irregular in the changes over a quarter of a year",
    "Irregular in the variance of the stationary series",
    "Changes of the irregular against those of the trend (I/C)",
    "Autocorrelation of the irregular (duration of runs)",
    "Periods until the trend outweighs the irregular (MCD)",
    "Changes of the irregular against the seasonal (I/S)",
    "Stable against moving seasonality",
    "Size of the changes of the seasonal, all years",
    "Linear movement of the seasonal, all years",
    "Size of the changes of the seasonal, recent years",
    "Linear movement of the seasonal, recent years",
];
const WEIGHTS: [u32; 11] = [10, 11, 10, 8, 11, 10, 18, 7, 7, 4, 4];
const SHORT_WEIGHTS: [u32; 11] = [14, 15, 10, 8, 11, 10, 32, 0, 0, 0, 0];

/// The statistics in order.
pub fn rows(statistics: &MStatistics) -> Vec<QualityRow> {
    rows_of(&statistics.m)
}

fn rows_of(m: &[Option<f64>; 11]) -> Vec<QualityRow> {
    let short = m.iter().skip(7).all(Option::is_none);
    let weights = if short { SHORT_WEIGHTS } else { WEIGHTS };
    let all = m.iter().zip(MEANINGS).zip(weights).enumerate();
    all.map(|(k, ((&value, meaning), weight))| QualityRow {
        name: format!("M{}", k + 1),
        meaning,
        value,
        weight: if value.is_some() { weight } else { 0 },
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_follow_the_limits() {
        let words = [0.99, 1.0, 1.99, 2.0, f64::NAN].map(|v| Verdict::of(v).word());
        assert_eq!(words, ["good", "bad", "bad", "severe", "undefined"]);
    }

    #[test]
    fn unused_statistics_have_no_weight() {
        let mut m = [Some(0.5); 11];
        m[5] = None;
        let rows = rows_of(&m);
        assert_eq!(rows.iter().map(|r| r.weight).collect::<Vec<_>>(), [10, 11, 10, 8, 11, 0, 18, 7, 7, 4, 4]);
    }
}
