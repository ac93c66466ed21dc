//! Quality of an adjustment: diagnostics with a verdict each, and the summary of them (`diagnostics.md` section 9).
//!
//! A diagnostic is a record of what is checked ([`Check`]), the figure, the test it comes from where it is one, the
//! limits and the verdict; it says in itself all that is needed to explain it.

mod check;
mod coherence;
mod combined;
mod m_statistics;
mod out_of_sample;
mod outliers;
mod residual_seasonality;
mod residual_trading_days;
mod residuals;
mod seats;
mod spec;
mod visual;

pub use check::{Category, Check};
pub use coherence::{Coherence, Parts};
pub use spec::{
    CoherenceSpec, CombinedSpec, MStatisticsSpec, OutOfSampleSpec, OutliersSpec, QualitySpec,
    ResidualSeasonalitySpec, ResidualTradingDaysSpec, ResidualsSpec, SeatsSpec, Thresholds, VisualSpec,
};

use serde::{Deserialize, Serialize};

use crate::sa::result::Adjustment;
use crate::toolkit::stats::StatisticalTest;

/// Verdict of a diagnostic or of an adjustment, from the worst to the best after the undefined one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Quality {
    /// Accepted by the user, whatever the diagnostics say.
    Accepted,
    /// No verdict.
    Undefined,
    /// The result contradicts itself.
    Error,
    /// The result must not be used as it is.
    Severe,
    /// Bad.
    Bad,
    /// Doubtful.
    Uncertain,
    /// Good.
    Good,
}

impl Quality {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Accepted, Self::Undefined, Self::Error, Self::Severe, Self::Bad, Self::Uncertain, Self::Good];

    /// `Good`, `Uncertain`...
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted",
            Self::Undefined => "Undefined",
            Self::Error => "Error",
            Self::Severe => "Severe",
            Self::Bad => "Bad",
            Self::Uncertain => "Uncertain",
            Self::Good => "Good",
        }
    }

    /// The first `Error` or `Severe`; otherwise from the average of 3 for good, 2 for uncertain, 0 for bad: good from
    /// 2.5 on, uncertain from 1.5 on, else bad. Undefined and accepted ones do not count; undefined when none counts.
    ///
    /// The text gives 1 for bad; the summaries of the reference (JDemetra+ 3.5 and 3.8) are those of 0: 15 good, 1
    /// uncertain and 3 bad ones are uncertain, 14 good, 3 uncertain and 2 bad ones are good.
    pub fn summary(all: impl IntoIterator<Item = Self>) -> Self {
        let (mut sum, mut count) = (0usize, 0usize);
        for quality in all {
            let score = match quality {
                Self::Error | Self::Severe => return quality,
                Self::Good => 3,
                Self::Uncertain => 2,
                Self::Bad => 0,
                Self::Accepted | Self::Undefined => continue,
            };
            sum += score;
            count += 1;
        }
        match (2 * sum, count) {
            (_, 0) => Self::Undefined,
            (twice, n) if twice >= 5 * n => Self::Good,
            (twice, n) if twice >= 3 * n => Self::Uncertain,
            _ => Self::Bad,
        }
    }
}

/// What counts against an adjustment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// Large values.
    Large,
    /// Small values, as of p-values.
    Small,
}

/// Limits of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Side of bad values.
    pub against: Against,
    /// From where on the verdict is uncertain.
    pub uncertain: Option<f64>,
    /// From where on it is bad.
    pub bad: Option<f64>,
    /// From where on it is severe (an error for the identities).
    pub severe: Option<f64>,
}

/// One check of an adjustment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityDiagnostic {
    /// What is checked.
    pub check: Check,
    /// The figure that is judged: a statistic or a p-value; NaN where the verdict does not come from a figure.
    pub value: f64,
    /// The test behind it.
    pub test: Option<StatisticalTest>,
    /// Limits; none where the verdict does not come from a figure.
    pub limits: Option<Limits>,
    /// Verdict.
    pub quality: Quality,
}

impl QualityDiagnostic {
    /// A figure judged by limits.
    fn of_value(check: Check, value: f64, limits: Limits, quality: Quality) -> Self {
        Self { check, value, test: None, limits: Some(limits), quality }
    }

    /// A test judged by its p-value; not a number without a test.
    fn of_test(check: Check, test: Option<StatisticalTest>, limits: Limits, quality: Quality) -> Self {
        Self { check, value: test.map_or(f64::NAN, |t| t.p_value), test, limits: Some(limits), quality }
    }
}

/// What a user should know besides the verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QualityWarning {
    /// Fewer years than usual tests need.
    ShortSeries,
    /// The original series shows no seasonality.
    NoSeasonalPeak,
    /// SEATS decomposes another model than that of TRAMO.
    ModelChanged,
    /// SEATS moved parameters of the model to the boundary of its domain.
    ParametersCutOff,
}

impl QualityWarning {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::ShortSeries, Self::NoSeasonalPeak, Self::ModelChanged, Self::ParametersCutOff];

    /// The text of the reference.
    pub fn text(self) -> &'static str {
        match self {
            Self::ShortSeries => "Short series",
            Self::NoSeasonalPeak => "No seasonal peak in the original differenced series",
            Self::ModelChanged => "Non decomposable model. Changed by Seats",
            Self::ParametersCutOff => "Parameters cut off by Seats",
        }
    }
}

/// All diagnostics of an adjustment.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityReport {
    /// In the order in which the summary reads them.
    pub diagnostics: Vec<QualityDiagnostic>,
    /// Warnings.
    pub warnings: Vec<QualityWarning>,
    /// Verdict on the whole.
    pub summary: Quality,
}

impl QualityReport {
    /// The active diagnostics of `spec` that can be computed.
    pub fn of(adjustment: &Adjustment, spec: &QualitySpec) -> Self {
        let mut diagnostics = Vec::new();
        let mut warnings = Vec::new();
        coherence::judge(adjustment, &spec.coherence, &mut diagnostics, &mut warnings);
        if spec.residuals.active {
            residuals::judge(adjustment, &spec.residuals, &mut diagnostics);
        }
        if spec.out_of_sample.active {
            out_of_sample::judge(adjustment, &spec.out_of_sample, &mut diagnostics);
        }
        if spec.outliers.active {
            diagnostics.extend(outliers::judge(adjustment, &spec.outliers));
        }
        if spec.visual.active {
            visual::judge(adjustment, &spec.visual, &mut diagnostics, &mut warnings);
        }
        if spec.m_statistics.active {
            m_statistics::judge(adjustment, &spec.m_statistics, &mut diagnostics);
        }
        if spec.seats.active {
            seats::judge(adjustment, &spec.seats, &mut diagnostics, &mut warnings);
        }
        if spec.combined.active {
            combined::judge(adjustment, &spec.combined, &mut diagnostics);
        }
        if spec.residual_seasonality.active {
            residual_seasonality::judge(adjustment, &spec.residual_seasonality, &mut diagnostics);
        }
        if spec.residual_trading_days.active {
            residual_trading_days::judge(adjustment, &spec.residual_trading_days, &mut diagnostics);
        }
        let summary = Quality::summary(diagnostics.iter().map(|d| d.quality));
        Self { diagnostics, warnings, summary }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries() {
        use Quality::*;
        let cases: [(&[Quality], Quality); 8] = [
            (&[], Undefined),
            (&[Undefined, Accepted], Undefined),
            (&[Good, Uncertain, Good], Good),
            (&[Good, Uncertain], Good),
            (&[Good, Uncertain, Uncertain], Uncertain),
            (&[Uncertain, Uncertain, Undefined], Uncertain),
            (&[Bad, Bad, Uncertain], Bad),
            (&[Good, Severe, Error, Good], Severe),
        ];
        for (all, expected) in cases {
            assert_eq!(Quality::summary(all.iter().copied()), expected, "{all:?}");
        }
        let counted = |good, uncertain, bad| {
            let times = |q, n| std::iter::repeat_n(q, n);
            Quality::summary(times(Good, good).chain(times(Uncertain, uncertain)).chain(times(Bad, bad)))
        };
        // figures of the reference
        assert_eq!(counted(15, 1, 3), Uncertain);
        assert_eq!(counted(14, 3, 2), Good);
        assert_eq!(counted(16, 0, 3), Good);
        assert_eq!(counted(11, 1, 2), Good);
        assert_eq!(counted(9, 0, 2), Uncertain);
    }
}
