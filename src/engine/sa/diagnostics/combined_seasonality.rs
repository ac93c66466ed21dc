//! The combined test for identifiable seasonality (Lothian, Morry 1978; `diagnostics.md` 3.8, `x11.md` 16).

use serde::Serialize;

use crate::toolkit::stats::{
    AnovaTest, StatisticalTest, evolutive_seasonality, kruskal_wallis, stable_seasonality,
};

/// Levels of the tests of stable seasonality and of Kruskal-Wallis, and of evolutive seasonality.
const STABLE_LEVEL: f64 = 0.001;
const EVOLUTIVE_LEVEL: f64 = 0.05;
const KRUSKAL_WALLIS_LEVEL: f64 = 0.001;
/// Largest value of the two terms of the M value.
const MAX_TERM: f64 = 9.0;

/// Verdict of the combined test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum IdentifiableSeasonality {
    /// No identifiable seasonality.
    None,
    /// Probably no identifiable seasonality.
    ProbablyNone,
    /// Identifiable seasonality.
    Present,
}

impl IdentifiableSeasonality {
    /// `None`, `ProbablyNone`, `Present`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::ProbablyNone => "ProbablyNone",
            Self::Present => "Present",
        }
    }
}

/// The three tests behind the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CombinedSeasonality {
    /// One-way analysis of variance.
    pub stable: AnovaTest,
    /// Two-way analysis of variance; none with fewer than two complete years.
    pub evolutive: Option<AnovaTest>,
    /// Kruskal-Wallis test.
    pub kruskal_wallis: StatisticalTest,
}

/// The tests of `x` about `centre`, the first value at `position` in the year. None for annual series and
/// when there is not more than one value per period.
pub fn combined_seasonality(
    x: &[f64],
    position: usize,
    period: usize,
    centre: f64,
) -> Option<CombinedSeasonality> {
    Some(CombinedSeasonality {
        stable: stable_seasonality(x, period)?,
        evolutive: evolutive_seasonality(x, position, period, centre),
        kruskal_wallis: kruskal_wallis(x, period)?,
    })
}

/// T1 = 7 / FS and T2 = 3 FM / FS, at most 9 each; T2 is 9 when FS is 0.
fn terms(stable: &AnovaTest, evolutive: Option<&AnovaTest>) -> (f64, f64) {
    let fs = stable.f();
    let fm = evolutive.map_or(f64::NAN, AnovaTest::f);
    let limited = |x: f64| if x > MAX_TERM { MAX_TERM } else { x };
    (limited(7.0 / fs), if fs == 0.0 { MAX_TERM } else { limited(3.0 * fm / fs) })
}

/// Moving against stable seasonality: `sqrt((T1 + T2) / 2)`, T1 = 7 / FS, T2 = 3 FM / FS, each at most 9; M7 when
/// the tests are those of the SI. NaN without evolutive test.
pub fn m_value(stable: &AnovaTest, evolutive: Option<&AnovaTest>) -> f64 {
    let (t1, t2) = terms(stable, evolutive);
    ((t1 + t2) / 2.0).sqrt()
}

impl CombinedSeasonality {
    /// [`m_value`] of the two analyses of variance.
    pub fn m_value(&self) -> f64 {
        m_value(&self.stable, self.evolutive.as_ref())
    }

    /// The verdict.
    pub fn verdict(&self) -> IdentifiableSeasonality {
        let significant = |a: AnovaTest, level| a.test().is_some_and(|t| t.is_significant(level));
        let (t1, t2) = terms(&self.stable, self.evolutive.as_ref());
        let evolutive = self.evolutive.is_some_and(|e| significant(e, EVOLUTIVE_LEVEL));
        // a test that is undefined is no evidence
        if !significant(self.stable, STABLE_LEVEL) || (evolutive && self.m_value() >= 1.0) {
            IdentifiableSeasonality::None
        } else if t1 >= 1.0 || t2 >= 1.0 || !self.kruskal_wallis.is_significant(KRUSKAL_WALLIS_LEVEL) {
            IdentifiableSeasonality::ProbablyNone
        } else {
            IdentifiableSeasonality::Present
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clear_cases() {
        let wave = |t: usize| [5.0, -1.0, 2.0, -6.0][t % 4];
        let noise = |t: usize| ((t * 7919 + 13) % 101) as f64 / 100.0 - 0.5;
        let seasonal: Vec<f64> = (0..60).map(|t| wave(t) + noise(t)).collect();
        let test = combined_seasonality(&seasonal, 0, 4, 0.0).unwrap();
        assert_eq!(test.verdict(), IdentifiableSeasonality::Present);
        assert!(test.m_value() < 0.5);
        let white: Vec<f64> = (0..60).map(noise).collect();
        assert_eq!(combined_seasonality(&white, 0, 4, 0.0).unwrap().verdict(), IdentifiableSeasonality::None);
        assert_eq!(combined_seasonality(&white, 0, 1, 0.0), None);
    }

    #[test]
    fn constants_are_not_seasonal() {
        let test = combined_seasonality(&[1.0; 40], 0, 4, 1.0).unwrap();
        assert_eq!(test.verdict(), IdentifiableSeasonality::None);
    }
}
