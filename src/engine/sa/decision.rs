//! Typed records of the automatic decisions, and the monitor that receives them.

use serde::Serialize;

use super::spec::SeasonalFilter;
use crate::toolkit::arima::{SarimaOrders, SarimaPolynomial};

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
    /// SEATS: decomposition of the model.
    SeatsModel,
    /// SEATS: estimation of the components.
    SeatsComponents,
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
    /// Logarithms are impossible: the series has values that are not positive.
    LogImpossible,
    /// Levels or logarithms by AICc (`regarima.md` 6).
    LogLevel {
        /// AICc of the model in levels; none when it cannot be estimated.
        level: Option<f64>,
        /// AICc of the model in logarithms.
        log: Option<f64>,
        /// Logarithms are chosen when the first exceeds the second plus this.
        difference: f64,
        /// Whether logarithms were chosen.
        chosen_log: bool,
    },
    /// Seasonality of the first differences before any model (`tramo.md` 7).
    InitialSeasonality {
        /// p-value of the QS test.
        qs_p: f64,
        /// p-value of the Friedman test.
        friedman_p: f64,
        /// Whether the default model is seasonal.
        seasonal: bool,
    },
    /// Levels or logarithms by the likelihood (`tramo.md` 8).
    LogLevelDeviance {
        /// `ln S + ldet/n` in levels.
        level: f64,
        /// The same in logarithms, with the Jacobian of the transformation.
        log: f64,
        /// Logarithms are chosen when the second plus this is smaller than the first.
        bias: f64,
        /// Whether logarithms were chosen.
        chosen_log: bool,
    },
    /// Test of given trading days (`tramo.md` 9.1).
    TradingDaysTest {
        /// t-statistics of the columns.
        t: Vec<f64>,
        /// p-value of the joint F test, when that decides.
        joint_p: Option<f64>,
        /// Whether they are kept.
        kept: bool,
    },
    /// F tests of two groupings of trading days (`tramo.md` 9.2).
    TradingDaysFTest {
        /// 1 - p of the seven days.
        td7: f64,
        /// 1 - p of working days against the week-end.
        td2: f64,
        /// The smallest significant value.
        limit: f64,
        /// The choice.
        chosen: String,
    },
    /// Seasonal AR and MA coefficients that cancel were removed (`tramo.md` 13.1).
    CommonSeasonalFactor {
        /// The new orders.
        orders: SarimaOrders,
    },
    /// Trading days and length of period by AICc (`regarima.md` 7.1).
    CalendarTest {
        /// AICc without calendar effects.
        without: f64,
        /// AICc with them.
        with: f64,
        /// They are kept when the second is below the first minus this.
        difference: f64,
        /// Whether they were kept.
        kept: bool,
    },
    /// Automatic choice of the grouping of trading days (`regarima.md` 7.2).
    TradingDaysChoice {
        /// The choice.
        chosen: String,
    },
    /// Easter effect by AICc (`regarima.md` 7.3).
    EasterTest {
        /// AICc without Easter.
        without: f64,
        /// Windows tried and their AICc.
        candidates: Vec<(usize, f64)>,
        /// The best window is kept when its AICc is below the first minus this.
        difference: f64,
        /// Window kept.
        chosen: Option<usize>,
    },
    /// t-test of a variable (`regarima.md` 7.4).
    Significance {
        /// Name of the variable.
        variable: String,
        /// t-statistic, the largest of its columns.
        t: f64,
        /// Limit.
        limit: f64,
        /// Whether it is significant.
        kept: bool,
    },
    /// t-test of the mean (`regarima.md` 7.5).
    MeanTest {
        /// t-statistic.
        t: f64,
        /// Limit.
        limit: f64,
        /// Whether the mean is in the model.
        kept: bool,
    },
    /// An outlier was found (`regarima.md` 8).
    OutlierFound {
        /// Type and period.
        outlier: String,
        /// Its statistic.
        statistic: f64,
        /// Critical value.
        critical: f64,
    },
    /// An outlier was not significant any more and removed.
    OutlierRemoved {
        /// Type and period.
        outlier: String,
        /// Its statistic.
        statistic: f64,
        /// Critical value.
        critical: f64,
    },
    /// Differencing orders and mean (`regarima.md` 10.2).
    Differencing {
        /// Regular order.
        d: usize,
        /// Seasonal order.
        bd: usize,
        /// Whether there is a mean.
        mean: bool,
        /// Statistic of the mean.
        mean_t: f64,
        /// Its limit.
        mean_limit: f64,
    },
    /// ARMA orders by BIC (`regarima.md` 10.3).
    ArmaOrders {
        /// Orders tried, in this order, and their BIC2.
        candidates: Vec<(SarimaOrders, f64)>,
        /// Orders chosen, with the differences.
        chosen: SarimaOrders,
    },
    /// Comparison of the identified model with the reference model (`regarima.md` 9.4).
    ModelComparison {
        /// Rule that preferred the reference model.
        rule: Option<u8>,
        /// Orders of the model kept.
        orders: SarimaOrders,
        /// 1 - p-value of its Ljung-Box test.
        ljung_box: f64,
        /// Largest value accepted.
        limit: f64,
        /// Whether it was accepted.
        accepted: bool,
    },
    /// The critical value of outliers was reduced after a rejected model.
    CriticalValueReduced {
        /// The new value.
        critical: f64,
    },
    /// No model was accepted: a large one is taken.
    LastResort {
        /// Its orders.
        orders: SarimaOrders,
    },
    /// An autoregressive unit root became a difference.
    UnitRoot {
        /// The new orders.
        orders: SarimaOrders,
    },
    /// A difference that the moving average cancels was removed.
    OverDifferenced {
        /// The new orders.
        orders: SarimaOrders,
    },
    /// The residuals have a positive mean: the mean was put in.
    ResidualMean {
        /// t-statistic.
        t: f64,
        /// Limit.
        limit: f64,
    },
    /// Seasonality of the linearised series and of the residuals of the model (`tramo.md` 15.0).
    SeasonalityScore {
        /// Number of tests that find seasonality, 0 to 4.
        score: usize,
        /// Whether the series counts as seasonal.
        seasonal: bool,
    },
    /// An alternative to the final model (`tramo.md` 15).
    Alternative {
        /// Why it was tried.
        reason: AlternativeModel,
        /// Its orders.
        orders: SarimaOrders,
        /// Whether it replaced the model.
        accepted: bool,
    },
    /// The last coefficient of a polynomial is insignificant: its order was reduced (`regarima.md` 9.5).
    OrderReduced {
        /// The polynomial.
        polynomial: SarimaPolynomial,
        /// t-statistic of its last coefficient.
        t: f64,
        /// Limit.
        limit: f64,
        /// The new orders.
        orders: SarimaOrders,
    },
    /// SEATS removed vanishing parameters or brought moving average roots inside the boundary (`seats.md` 5).
    ParametersCutOff {
        /// Largest modulus of the inverse roots.
        boundary: f64,
    },
    /// The model has no admissible decomposition (`seats.md` 7.1).
    NotDecomposable {
        /// Its orders.
        orders: SarimaOrders,
    },
    /// SEATS replaced the model (`seats.md` 7).
    ModelApproximated {
        /// Orders of the new model.
        orders: SarimaOrders,
    },
}

/// Why TRAMO tries an alternative to its final model (`tramo.md` 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AlternativeModel {
    /// The model is seasonal, the series is not.
    NoSeasonality,
    /// The residuals of a model without seasonal part are autocorrelated.
    ResidualSeasonality,
    /// A regular difference may be lacking.
    RegularDifference,
    /// A seasonal difference may be lacking.
    SeasonalDifference,
    /// The residuals are not good enough: the default model is tried.
    Benchmark,
    /// The residuals depend on the number of working days.
    TradingDays,
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
