//! Typed records of the automatic decisions, and the monitor that receives them.

use serde::Serialize;

use super::spec::SeasonalFilter;

/// Part of an adjustment, for progress and for ordering decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Step {
    /// Span and preliminary checks.
    Checks,
    /// RegARIMA or TRAMO.
    Preprocessing,
    /// X-11 step B.
    X11B,
    /// X-11 step C.
    X11C,
    /// X-11 step D.
    X11D,
    /// Final components.
    Assembly,
    /// Diagnostics.
    Diagnostics,
}

/// One automatic decision: statistic, threshold, outcome. Rendered by the front ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub enum Decision {
    /// Length of a Henderson trend filter from the I/C ratio (`x11.md` 8).
    Henderson {
        /// Table that the trend was computed for: `B7`, `C7`, `D7`, `D12`.
        table: &'static str,
        /// I/C ratio.
        ic_ratio: f64,
        /// Limits of the ratio between the short, the middle and the long filter.
        limits: [f64; 2],
        /// Number of terms used.
        length: usize,
        /// Whether the length was given by the specification.
        fixed: bool,
    },
    /// One iteration of the choice of the seasonal filter by the global MSR (`x11.md` 10.3).
    MovingSeasonalityRatio {
        /// Complete years used.
        years: usize,
        /// Global moving seasonality ratio; NaN when there were too few years.
        ratio: f64,
        /// Limits of the ratio: S3X3 below the first, S3X5 between the second and the third, S3X9 from the
        /// fourth on, undecided otherwise.
        limits: [f64; 4],
        /// The filter chosen, none when undecided and a year was dropped.
        filter: Option<SeasonalFilter>,
    },
    /// Cochran's test of equal variances of the periods (`x11.md` 9.5).
    Cochran {
        /// Table analysed: `B4` or `B13`.
        table: &'static str,
        /// Largest variance over the sum.
        statistic: f64,
        /// Critical value, 5 percent.
        critical: f64,
        /// Whether standard deviations are computed per period.
        per_period: bool,
    },
    /// Extreme values found in an irregular (`x11.md` 9.2).
    ExtremeValues {
        /// Table of the weights: `B17` or `C17`.
        table: &'static str,
        /// Standard deviations from which weights fall below 1.
        lower_sigma: f64,
        /// Standard deviations from which weights are 0.
        upper_sigma: f64,
        /// Observations of weight 0.
        rejected: usize,
        /// Observations with a weight between 0 and 1.
        reduced: usize,
    },
}

/// Receives decisions and progress; tells whether to go on.
pub trait Monitor {
    /// A decision was taken.
    fn record(&mut self, decision: Decision) {
        let _ = decision;
    }
    /// A step begins.
    fn begin(&mut self, step: Step) {
        let _ = step;
    }
    /// Whether the run should stop; asked between steps.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// A monitor that ignores everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Monitor for Silent {}

/// A monitor that keeps the decisions and passes everything on.
pub struct Recorder<'a> {
    inner: &'a mut dyn Monitor,
    decisions: Vec<Decision>,
}

impl std::fmt::Debug for Recorder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").field("decisions", &self.decisions).finish_non_exhaustive()
    }
}

impl<'a> Recorder<'a> {
    /// Keeps what passes on to `inner`.
    pub fn new(inner: &'a mut dyn Monitor) -> Self {
        Self { inner, decisions: Vec::new() }
    }

    /// The decisions so far.
    pub fn into_decisions(self) -> Vec<Decision> {
        self.decisions
    }
}

impl Monitor for Recorder<'_> {
    fn record(&mut self, decision: Decision) {
        self.decisions.push(decision.clone());
        self.inner.record(decision);
    }
    fn begin(&mut self, step: Step) {
        self.inner.begin(step);
    }
    fn is_cancelled(&self) -> bool {
        self.inner.is_cancelled()
    }
}
