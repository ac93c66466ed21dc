//! Regression variables in a specification: mean, calendar effects, pre-specified outliers,
//! interventions, ramps and user variables (`regarima.md` 2, `timeseries-calendars-regressors.md` 23).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{SpecError, is_default};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{Component, LengthOfPeriod, OutlierCode, Parameter};

/// Whether a regression effect is tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RegressionTest {
    /// Kept without a test.
    #[default]
    None,
    /// Starts outside the model, added when significant.
    Add,
    /// Starts in the model, removed when not significant.
    Remove,
}

/// The mean of the differenced series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum MeanSpec {
    /// No mean, unless automatic model selection finds one.
    #[default]
    Unused,
    /// In the model.
    Used,
    /// Kept when significant.
    Tested,
    /// In the model with this coefficient.
    Coefficient(Parameter),
}

/// The trading-day regressor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum TradingDays {
    /// None.
    #[default]
    None,
    /// Contrasts of groups of days.
    Generic(DayClustering),
    /// The same, corrected for the holidays of a calendar of the context (counted as Sundays).
    Holidays {
        /// Name of the calendar.
        calendar: String,
        /// Groups of days.
        clustering: DayClustering,
    },
    /// User variables of the context.
    User(Vec<String>),
    /// End-of-period stock: day of the month, negative counted from the end; 31 is the last day.
    Stock(i32),
}

/// Automatic choice among nested groupings of days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum AutomaticTradingDays {
    /// Wald tests: `p1` accepts a restriction, `p2` prefers a smaller model.
    Wald {
        /// Smallest p-value of a simplification.
        p1: f64,
        /// Smallest p-value between two accepted models.
        p2: f64,
    },
    /// Smallest BIC.
    Bic,
    /// Smallest AICc.
    Aic,
}

/// Trading days and length of period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TradingDaysSpec {
    /// The regressor.
    #[serde(skip_serializing_if = "is_default")]
    pub days: TradingDays,
    /// Length of period beside it.
    #[serde(skip_serializing_if = "is_default")]
    pub length_of_period: Option<LengthOfPeriod>,
    /// Whether both are tested together by AICc.
    #[serde(skip_serializing_if = "is_default")]
    pub test: RegressionTest,
    /// In logs the leap-year effect is a pre-adjustment, not a regressor.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_adjust: bool,
    /// Automatic choice of the grouping; then there is no test.
    #[serde(skip_serializing_if = "is_default")]
    pub automatic: Option<AutomaticTradingDays>,
    /// Coefficients of the regressor, none when free.
    #[serde(skip_serializing_if = "is_default")]
    pub coefficients: Vec<Parameter>,
    /// Coefficient of the length of period.
    #[serde(skip_serializing_if = "is_default")]
    pub length_of_period_coefficient: Parameter,
}

impl TradingDaysSpec {
    /// Tested at the start in the model, leap year pre-adjusted in logs, as in the predefined specifications.
    pub fn tested(clustering: DayClustering) -> Self {
        Self {
            days: TradingDays::Generic(clustering),
            length_of_period: Some(LengthOfPeriod::LeapYear),
            test: RegressionTest::Remove,
            auto_adjust: true,
            ..Self::default()
        }
    }

    /// Whether there is a regressor; a length of period alone does not count (`regarima.md` 2.2).
    pub fn is_used(&self) -> bool {
        self.days != TradingDays::None
    }

    /// Whether something of it is in the model: the regressor, or a length of period that stood alone in an earlier
    /// estimation and brings its coefficient with it.
    pub fn is_in_model(&self) -> bool {
        let coefficient = self.length_of_period_coefficient != Parameter::Undefined;
        self.is_used() || (self.length_of_period.is_some() && coefficient)
    }
}

/// Easter calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EasterKind {
    /// No Easter effect.
    #[default]
    Unused,
    /// Gregorian Easter.
    Easter,
    /// Julian Easter.
    JulianEaster,
}

/// The Easter effect.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EasterSpec {
    /// Which Easter.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: EasterKind,
    /// Days before Easter that are affected, 1 to 20. With the test Add the windows 1, 8 and 15 are tried.
    pub duration: usize,
    /// Whether it is tested by AICc.
    #[serde(skip_serializing_if = "is_default")]
    pub test: RegressionTest,
    /// Coefficient; fixed only without a test.
    #[serde(skip_serializing_if = "is_default")]
    pub coefficient: Parameter,
}

impl Default for EasterSpec {
    fn default() -> Self {
        Self {
            kind: EasterKind::Unused,
            duration: 8,
            test: RegressionTest::None,
            coefficient: Parameter::Undefined,
        }
    }
}

/// A pre-specified outlier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutlierTerm {
    /// Type.
    pub code: OutlierCode,
    /// A day of its period.
    pub date: NaiveDate,
    /// Component of the effect; none: the usual one of its type.
    #[serde(default, skip_serializing_if = "is_default")]
    pub component: Option<Component>,
    /// Coefficient.
    #[serde(default, skip_serializing_if = "is_default")]
    pub coefficient: Parameter,
}

/// A user variable of the context, with lags.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserTerm {
    /// Name in the model.
    pub name: String,
    /// Name of the variable in the context, `family.name`.
    pub variable: String,
    /// First and last lag; (0, 0) for the variable itself, negative for leads.
    #[serde(default, skip_serializing_if = "is_default")]
    pub lags: (i32, i32),
    /// Component of the effect; none: the usual one of such a variable.
    #[serde(default, skip_serializing_if = "is_default")]
    pub component: Option<Component>,
    /// Coefficients, one per lag; none when free.
    #[serde(default, skip_serializing_if = "is_default")]
    pub coefficients: Vec<Parameter>,
}

/// An intervention: intervals of ones, accumulated by 1/((1 - delta B)(1 - delta_s B^s)).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterventionTerm {
    /// Name in the model.
    pub name: String,
    /// Intervals, both days included.
    pub sequences: Vec<(NaiveDate, NaiveDate)>,
    /// Regular accumulation, 0 to 1.
    #[serde(default, skip_serializing_if = "is_default")]
    pub delta: f64,
    /// Seasonal accumulation, 0 to 1.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seasonal_delta: f64,
    /// Component of the effect; none: the usual one of such a variable.
    #[serde(default, skip_serializing_if = "is_default")]
    pub component: Option<Component>,
    /// Coefficient.
    #[serde(default, skip_serializing_if = "is_default")]
    pub coefficient: Parameter,
}

/// A ramp: -1 up to the start, 0 from the end on, linear between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RampTerm {
    /// Name in the model.
    pub name: String,
    /// Last period before the change.
    pub start: NaiveDate,
    /// First period at the new level.
    pub end: NaiveDate,
    /// Component of the effect; none: the usual one of such a variable.
    #[serde(default, skip_serializing_if = "is_default")]
    pub component: Option<Component>,
    /// Coefficient.
    #[serde(default, skip_serializing_if = "is_default")]
    pub coefficient: Parameter,
}

/// All regression variables of a specification.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegressionSpec {
    /// AICc must improve by more than this in the tests of calendar and Easter effects.
    #[serde(skip_serializing_if = "is_default")]
    pub aic_difference: f64,
    /// Mean.
    #[serde(skip_serializing_if = "is_default")]
    pub mean: MeanSpec,
    /// Trading days and length of period.
    #[serde(skip_serializing_if = "is_default")]
    pub trading_days: TradingDaysSpec,
    /// Easter.
    #[serde(skip_serializing_if = "is_default")]
    pub easter: EasterSpec,
    /// Pre-specified outliers.
    #[serde(skip_serializing_if = "is_default")]
    pub outliers: Vec<OutlierTerm>,
    /// User variables.
    #[serde(skip_serializing_if = "is_default")]
    pub users: Vec<UserTerm>,
    /// Interventions.
    #[serde(skip_serializing_if = "is_default")]
    pub interventions: Vec<InterventionTerm>,
    /// Ramps.
    #[serde(skip_serializing_if = "is_default")]
    pub ramps: Vec<RampTerm>,
}

impl RegressionSpec {
    pub(super) fn validate(&self) -> Vec<SpecError> {
        let mut errors = Vec::new();
        let td = &self.trading_days;
        if td.test != RegressionTest::None && !td.is_used() {
            let remedy = "choose trading days, or no test: a length of period alone is not tested";
            errors.push(SpecError::new("regression.trading_days.test", format!("{:?}", td.test), remedy));
        }
        if td.automatic.is_some() && td.test != RegressionTest::None {
            let remedy = "use no test with the automatic choice";
            errors.push(SpecError::new("regression.trading_days.test", format!("{:?}", td.test), remedy));
        }
        if let TradingDays::Stock(day) = td.days
            && !(-31..=31).contains(&day)
        {
            errors.push(SpecError::new("regression.trading_days.days", day, "use a day from -31 to 31"));
        }
        if let Some(AutomaticTradingDays::Wald { p1, p2 }) = td.automatic {
            for p in [p1, p2] {
                if !(0.0..=1.0).contains(&p) {
                    errors.push(SpecError::new("regression.trading_days.automatic", p, "use a probability"));
                }
            }
        }
        let easter = &self.easter;
        if !(1..=20).contains(&easter.duration) {
            errors.push(SpecError::new("regression.easter.duration", easter.duration, "use 1 to 20 days"));
        }
        if easter.test != RegressionTest::None && easter.coefficient.is_fixed() {
            let remedy = "a tested effect cannot have a fixed coefficient; use no test";
            errors.push(SpecError::new("regression.easter.test", format!("{:?}", easter.test), remedy));
        }
        if !self.aic_difference.is_finite() {
            errors.push(SpecError::new("regression.aic_difference", self.aic_difference, "use a number"));
        }
        errors
    }
}
