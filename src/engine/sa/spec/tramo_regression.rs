//! Regression variables in a TRAMO specification (`tramo.md` 3.1 and 3.2).

use serde::{Deserialize, Serialize};

use super::{
    InterventionTerm, MeanSpec, OutlierTerm, RampTerm, SpecError, TradingDays, UserTerm, is_default,
};
use crate::toolkit::regression::{LengthOfPeriod, Parameter};

/// How given trading days are tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TradingDaysTest {
    /// Kept without a test.
    #[default]
    None,
    /// By the t-statistics of the columns.
    Separate,
    /// By the joint F test of the columns.
    Joint,
}

/// Criterion of the automatic choice of the groups of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TradingDaysCriterion {
    /// F tests of TD7 and TD2 against no trading days.
    #[default]
    FTest,
    /// Nested Wald tests of TD2, TD3, TD4 and TD7.
    Wald,
    /// Smallest BIC.
    Bic,
    /// Smallest AICc.
    Aic,
}

/// Automatic choice of the groups of days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TradingDaysSelection {
    /// Criterion.
    #[serde(skip_serializing_if = "is_default")]
    pub criterion: TradingDaysCriterion,
    /// Significance level of the tests.
    pub probability: f64,
}

impl Default for TradingDaysSelection {
    fn default() -> Self {
        Self { criterion: TradingDaysCriterion::FTest, probability: 0.01 }
    }
}

/// Trading days and length of period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoTradingDaysSpec {
    /// The regressor. With the automatic choice its groups of days are replaced; without any regressor the
    /// automatic choice is among groups of days without holidays.
    #[serde(skip_serializing_if = "is_default")]
    pub days: TradingDays,
    /// Length of period beside it.
    #[serde(skip_serializing_if = "is_default")]
    pub length_of_period: Option<LengthOfPeriod>,
    /// Test of both.
    #[serde(skip_serializing_if = "is_default")]
    pub test: TradingDaysTest,
    /// In logs a positive leap-year effect becomes a pre-adjustment.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_adjust: bool,
    /// Automatic choice of the groups of days; then there is no test.
    #[serde(skip_serializing_if = "is_default")]
    pub automatic: Option<TradingDaysSelection>,
    /// Coefficients of the regressor, none when free.
    #[serde(skip_serializing_if = "is_default")]
    pub coefficients: Vec<Parameter>,
    /// Coefficient of the length of period.
    #[serde(skip_serializing_if = "is_default")]
    pub length_of_period_coefficient: Parameter,
}

impl TramoTradingDaysSpec {
    /// Whether there are trading days; a length of period alone does not count (`tramo.md` 3.2).
    pub fn is_used(&self) -> bool {
        self.automatic.is_some() || self.days != TradingDays::None
    }

    /// Whether something of it is in the model: the regressor, or a length of period that stood alone in an earlier
    /// estimation and brings its coefficient with it.
    pub fn is_in_model(&self) -> bool {
        let coefficient = self.length_of_period_coefficient != Parameter::Undefined;
        self.is_used() || (self.length_of_period.is_some() && coefficient)
    }

    /// Whether the variables are decided by tests and not simply put in the model.
    pub fn is_decided(&self) -> bool {
        self.automatic.is_some() || self.test != TradingDaysTest::None
    }

    fn validate(&self) -> Vec<SpecError> {
        let mut errors = Vec::new();
        let fixed = self.coefficients.iter().chain([&self.length_of_period_coefficient]);
        if self.is_decided() && fixed.into_iter().any(|c| c.is_fixed()) {
            let remedy = "a tested effect cannot have a fixed coefficient; use no test";
            errors.push(SpecError::new("regression.trading_days.coefficients", "fixed", remedy));
        }
        if self.automatic.is_some() && self.test != TradingDaysTest::None {
            let remedy = "use no test with the automatic choice";
            errors.push(SpecError::new("regression.trading_days.test", format!("{:?}", self.test), remedy));
        }
        if self.test != TradingDaysTest::None && !self.is_used() {
            let remedy = "choose trading days, or no test: a length of period alone is not tested";
            errors.push(SpecError::new("regression.trading_days.test", format!("{:?}", self.test), remedy));
        }
        if let TradingDays::Stock(day) = self.days
            && (day == 0 || !(-31..=31).contains(&day))
        {
            let remedy = "use a day from -31 to 31, not 0";
            errors.push(SpecError::new("regression.trading_days.days", day, remedy));
        }
        if let Some(TradingDaysSelection { probability, .. }) = self.automatic
            && !(probability > 0.0 && probability < 1.0)
        {
            errors.push(SpecError::new(
                "regression.trading_days.automatic",
                probability,
                "use a probability between 0 and 1",
            ));
        }
        errors
    }
}

/// Days that count for the Easter effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TramoEasterKind {
    /// No Easter effect.
    #[default]
    Unused,
    /// The days before Easter Sunday.
    Standard,
    /// The days up to Easter Sunday.
    IncludeEaster,
    /// The days up to Easter Monday.
    IncludeEasterMonday,
}

/// The Easter effect.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoEasterSpec {
    /// Which days.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: TramoEasterKind,
    /// Number of days, 1 to 15.
    pub duration: usize,
    /// Julian instead of Gregorian Easter; the days are those before Easter whatever the kind.
    #[serde(skip_serializing_if = "is_default")]
    pub julian: bool,
    /// Whether it is tested.
    #[serde(skip_serializing_if = "is_default")]
    pub test: bool,
    /// Coefficient; fixed only without a test.
    #[serde(skip_serializing_if = "is_default")]
    pub coefficient: Parameter,
}

impl Default for TramoEasterSpec {
    fn default() -> Self {
        Self {
            kind: TramoEasterKind::Unused,
            duration: 6,
            julian: false,
            test: false,
            coefficient: Parameter::Undefined,
        }
    }
}

impl TramoEasterSpec {
    /// Whether there is an Easter effect that is tested.
    pub fn is_tested(&self) -> bool {
        self.test && self.kind != TramoEasterKind::Unused
    }

    fn validate(&self) -> Vec<SpecError> {
        let mut errors = Vec::new();
        if !(1..=15).contains(&self.duration) {
            errors.push(SpecError::new("regression.easter.duration", self.duration, "use 1 to 15 days"));
        }
        if self.test && self.coefficient.is_fixed() {
            let remedy = "a tested effect cannot have a fixed coefficient; use no test";
            errors.push(SpecError::new("regression.easter.test", self.test, remedy));
        }
        errors
    }
}

/// All regression variables of a specification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoRegressionSpec {
    /// Mean.
    pub mean: MeanSpec,
    /// Trading days and length of period.
    #[serde(skip_serializing_if = "is_default")]
    pub trading_days: TramoTradingDaysSpec,
    /// Easter.
    #[serde(skip_serializing_if = "is_default")]
    pub easter: TramoEasterSpec,
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

impl Default for TramoRegressionSpec {
    /// A mean that is not tested, nothing else.
    fn default() -> Self {
        Self {
            mean: MeanSpec::Used,
            trading_days: TramoTradingDaysSpec::default(),
            easter: TramoEasterSpec::default(),
            outliers: Vec::new(),
            users: Vec::new(),
            interventions: Vec::new(),
            ramps: Vec::new(),
        }
    }
}

impl TramoRegressionSpec {
    pub(super) fn validate(&self) -> Vec<SpecError> {
        let mut errors = self.trading_days.validate();
        errors.extend(self.easter.validate());
        errors
    }
}
