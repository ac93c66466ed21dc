//! From one method to the other: what both have in common is kept, the rest gets the default of the new method.

use super::{
    ArimaSpec, AutoModelSpec, AutomaticTradingDays, EasterKind, EasterSpec, EstimateSpec, OutlierSpec,
    RegArimaSpec, RegressionSpec, RegressionTest, SeatsSpec, Spec, TradingDaysCriterion,
    TradingDaysSelection, TradingDaysSpec, TradingDaysTest, TramoAutoModelSpec, TramoEasterKind,
    TramoEasterSpec, TramoEstimateSpec, TramoOutlierSpec, TramoRegressionSpec, TramoSeatsSpec, TramoSpec,
    TramoTradingDaysSpec, TramoTransformSpec, TransformSpec, X11Spec, X13Spec, tramo_seats,
};

/// Highest regular orders of TRAMO (`tramo.md` 3.1).
const TRAMO_ORDER: usize = 3;

impl Spec {
    /// The same wishes for the method `method` ([`Spec::method`]): spans, transformation, regression variables with
    /// their coefficients, outlier detection, ARIMA model or its automatic choice, horizons, benchmarking. Where the methods name or
    /// test the same thing differently (tests of trading days and Easter, unit-root limits) the option of the other
    /// method that does the same is chosen; an option at its default gets the default of the other method. A
    /// specification of X-11 alone becomes `rsafull`. None for an unknown method.
    pub fn with_method(&self, method: &str) -> Option<Self> {
        match (self, method) {
            (Self::X13(spec), "tramoseats") => to_tramo_seats(spec),
            (Self::TramoSeats(spec), "x13") => Some(Self::X13(to_x13(spec))),
            _ if method == self.method() => Some(self.clone()),
            _ => None,
        }
    }
}

/// A changed value within the range of the other method; otherwise the default there.
fn carry(value: f64, default: f64, other: f64, [low, high]: [f64; 2]) -> f64 {
    if value != default && (low..=high).contains(&value) { value } else { other }
}

fn to_tramo_seats(spec: &X13Spec) -> Option<Spec> {
    let (x11, seats) = (X11Spec::after_preprocessing(), SeatsSpec::default());
    let Some(model) = &spec.preprocessing else {
        let Some(Spec::TramoSeats(full)) = tramo_seats("rsafull") else { return None };
        return Some(Spec::TramoSeats(TramoSeatsSpec {
            series: spec.series.clone(),
            benchmarking: spec.benchmarking,
            quality: spec.quality,
            ..full
        }));
    };
    let horizon = |k: i32, from: i32, to: i32| if k == from { to } else { k };
    let seats = SeatsSpec {
        forecast_horizon: horizon(spec.x11.forecast_horizon, x11.forecast_horizon, seats.forecast_horizon),
        backcast_horizon: spec.x11.backcast_horizon,
        ..seats
    };
    Some(Spec::TramoSeats(TramoSeatsSpec {
        series: spec.series.clone(),
        tramo: to_tramo(model),
        seats,
        benchmarking: spec.benchmarking,
        quality: spec.quality,
    }))
}

fn to_tramo(model: &RegArimaSpec) -> TramoSpec {
    let (outliers, tramo_outliers) = (OutlierSpec::default(), TramoOutlierSpec::default());
    TramoSpec {
        estimate: TramoEstimateSpec {
            span: model.estimate.span,
            tolerance: model.estimate.tolerance,
            ..TramoEstimateSpec::default()
        },
        transform: TramoTransformSpec {
            function: model.transform.function,
            adjust: model.transform.adjust,
            outliers_correction: model.transform.outliers_correction,
            ..TramoTransformSpec::default()
        },
        regression: TramoRegressionSpec {
            mean: model.regression.mean,
            trading_days: to_tramo_days(&model.regression.trading_days),
            easter: to_tramo_easter(&model.regression.easter),
            outliers: model.regression.outliers.clone(),
            users: model.regression.users.clone(),
            interventions: model.regression.interventions.clone(),
            ramps: model.regression.ramps.clone(),
        },
        outliers: TramoOutlierSpec {
            types: model.outliers.types.clone(),
            critical_value: model.outliers.critical_value,
            tc_rate: carry(
                model.outliers.monthly_tc_rate,
                outliers.monthly_tc_rate,
                tramo_outliers.tc_rate,
                [0.3, 0.999_999],
            ),
            span: model.outliers.span,
            ..tramo_outliers
        },
        auto_model: model.auto_model.as_ref().map(to_tramo_auto_model),
        arima: ArimaSpec {
            phi: model.arima.phi.iter().take(TRAMO_ORDER).copied().collect(),
            theta: model.arima.theta.iter().take(TRAMO_ORDER).copied().collect(),
            ..model.arima.clone()
        },
    }
}

fn to_tramo_auto_model(auto: &AutoModelSpec) -> TramoAutoModelSpec {
    let (x13, tramo) = (AutoModelSpec::default(), TramoAutoModelSpec::default());
    TramoAutoModelSpec {
        // X-13 gives the modulus of roots, TRAMO that of inverse roots
        first_unit_root_limit: carry(1.0 / auto.ub1, 1.0 / x13.ub1, tramo.first_unit_root_limit, [0.8, 1.0]),
        second_unit_root_limit: carry(
            1.0 / auto.ub2,
            1.0 / x13.ub2,
            tramo.second_unit_root_limit,
            [0.8, 1.0],
        ),
        cancel: carry(auto.cancel, x13.cancel, tramo.cancel, [0.0, 0.3]),
        ljung_box_limit: carry(auto.ljung_box_limit, x13.ljung_box_limit, tramo.ljung_box_limit, [0.8, 1.0]),
        critical_value_reduction: carry(auto.predcv, x13.predcv, tramo.critical_value_reduction, [0.1, 0.3]),
        ..tramo
    }
}

fn to_tramo_days(days: &TradingDaysSpec) -> TramoTradingDaysSpec {
    let criterion = days.automatic.map(|automatic| match automatic {
        AutomaticTradingDays::Wald { .. } => TradingDaysCriterion::Wald,
        AutomaticTradingDays::Bic => TradingDaysCriterion::Bic,
        AutomaticTradingDays::Aic => TradingDaysCriterion::Aic,
    });
    TramoTradingDaysSpec {
        days: days.days.clone(),
        length_of_period: days.length_of_period,
        test: match days.test {
            RegressionTest::None => TradingDaysTest::None,
            RegressionTest::Add | RegressionTest::Remove => TradingDaysTest::Separate,
        },
        auto_adjust: days.auto_adjust,
        automatic: criterion
            .map(|criterion| TradingDaysSelection { criterion, ..TradingDaysSelection::default() }),
        coefficients: days.coefficients.clone(),
        length_of_period_coefficient: days.length_of_period_coefficient,
    }
}

/// The longest effect of TRAMO has 15 days.
fn to_tramo_easter(easter: &EasterSpec) -> TramoEasterSpec {
    let (x13, tramo) = (EasterSpec::default(), TramoEasterSpec::default());
    TramoEasterSpec {
        kind: match easter.kind {
            EasterKind::Unused => TramoEasterKind::Unused,
            EasterKind::Easter | EasterKind::JulianEaster => TramoEasterKind::Standard,
        },
        julian: easter.kind == EasterKind::JulianEaster,
        duration: if easter.duration == x13.duration { tramo.duration } else { easter.duration.min(15) },
        test: easter.test != RegressionTest::None,
        coefficient: easter.coefficient,
    }
}

fn to_x13(spec: &TramoSeatsSpec) -> X13Spec {
    let (seats, x11) = (SeatsSpec::default(), X11Spec::after_preprocessing());
    let forecast_horizon = if spec.seats.forecast_horizon == seats.forecast_horizon {
        x11.forecast_horizon
    } else {
        spec.seats.forecast_horizon
    };
    X13Spec {
        series: spec.series.clone(),
        preprocessing: Some(to_regarima(&spec.tramo)),
        x11: X11Spec { forecast_horizon, backcast_horizon: spec.seats.backcast_horizon, ..x11 },
        benchmarking: spec.benchmarking,
        quality: spec.quality,
    }
}

fn to_regarima(model: &TramoSpec) -> RegArimaSpec {
    let (outliers, tramo_outliers) = (OutlierSpec::default(), TramoOutlierSpec::default());
    RegArimaSpec {
        estimate: EstimateSpec { span: model.estimate.span, tolerance: model.estimate.tolerance },
        transform: TransformSpec {
            function: model.transform.function,
            adjust: model.transform.adjust,
            outliers_correction: model.transform.outliers_correction,
            ..TransformSpec::default()
        },
        regression: RegressionSpec {
            mean: model.regression.mean,
            trading_days: to_x13_days(&model.regression.trading_days),
            easter: to_x13_easter(&model.regression.easter),
            outliers: model.regression.outliers.clone(),
            users: model.regression.users.clone(),
            interventions: model.regression.interventions.clone(),
            ramps: model.regression.ramps.clone(),
            ..RegressionSpec::default()
        },
        outliers: OutlierSpec {
            types: model.outliers.types.clone(),
            critical_value: model.outliers.critical_value,
            monthly_tc_rate: carry(
                model.outliers.tc_rate,
                tramo_outliers.tc_rate,
                outliers.monthly_tc_rate,
                [1e-6, 0.999_999],
            ),
            span: model.outliers.span,
            ..outliers
        },
        auto_model: model.auto_model.as_ref().map(to_x13_auto_model),
        arima: model.arima.clone(),
    }
}

fn to_x13_auto_model(auto: &TramoAutoModelSpec) -> AutoModelSpec {
    let (tramo, x13) = (TramoAutoModelSpec::default(), AutoModelSpec::default());
    let limit =
        |value: f64, default: f64, other: f64| carry(1.0 / value, 1.0 / default, other, [1.000_001, 1.25]);
    AutoModelSpec {
        ub1: limit(auto.first_unit_root_limit, tramo.first_unit_root_limit, x13.ub1),
        ub2: limit(auto.second_unit_root_limit, tramo.second_unit_root_limit, x13.ub2),
        cancel: carry(auto.cancel, tramo.cancel, x13.cancel, [0.0, 0.2]),
        ljung_box_limit: carry(auto.ljung_box_limit, tramo.ljung_box_limit, x13.ljung_box_limit, [0.0, 1.0]),
        predcv: carry(auto.critical_value_reduction, tramo.critical_value_reduction, x13.predcv, [0.05, 0.3]),
        ..x13
    }
}

/// X-13 tests trading days that are in the model at the start, as its predefined specifications do; its automatic
/// choice needs a regressor.
fn to_x13_days(days: &TramoTradingDaysSpec) -> TradingDaysSpec {
    TradingDaysSpec {
        days: days.days.clone(),
        length_of_period: days.length_of_period,
        test: match days.test {
            TradingDaysTest::None => RegressionTest::None,
            TradingDaysTest::Separate | TradingDaysTest::Joint => RegressionTest::Remove,
        },
        auto_adjust: days.auto_adjust,
        automatic: days.automatic.map(|automatic| match automatic.criterion {
            TradingDaysCriterion::FTest | TradingDaysCriterion::Wald => {
                AutomaticTradingDays::Wald { p1: 0.01, p2: 0.1 }
            }
            TradingDaysCriterion::Bic => AutomaticTradingDays::Bic,
            TradingDaysCriterion::Aic => AutomaticTradingDays::Aic,
        }),
        coefficients: days.coefficients.clone(),
        length_of_period_coefficient: days.length_of_period_coefficient,
    }
}

fn to_x13_easter(easter: &TramoEasterSpec) -> EasterSpec {
    let (tramo, x13) = (TramoEasterSpec::default(), EasterSpec::default());
    EasterSpec {
        kind: match (easter.kind, easter.julian) {
            (TramoEasterKind::Unused, _) => EasterKind::Unused,
            (_, false) => EasterKind::Easter,
            (_, true) => EasterKind::JulianEaster,
        },
        duration: if easter.duration == tramo.duration { x13.duration } else { easter.duration },
        test: if easter.is_tested() { RegressionTest::Add } else { RegressionTest::None },
        coefficient: easter.coefficient,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{METHODS, predefined, predefined_names, x13};
    use super::*;

    #[test]
    fn predefined_specifications_of_both_methods_correspond() {
        let ts = |name: &str| x13(name).unwrap().with_method("tramoseats").unwrap();
        // there and back
        for name in ["rsa0", "rsa1", "rsa2c", "rsa3", "rsa4c", "rsa5c"] {
            assert_eq!(ts(name).with_method("x13"), x13(name), "{name}");
        }
        let mut rsa5 = tramo_seats("rsa5").unwrap();
        let Spec::TramoSeats(spec) = &mut rsa5 else { panic!("another method") };
        spec.tramo.regression.trading_days.auto_adjust = true;
        assert_eq!(ts("rsa5c"), rsa5);
        assert_eq!(Some(ts("x11")), tramo_seats("rsafull"));
    }

    #[test]
    fn what_comes_out_is_valid() {
        for from in METHODS {
            for name in predefined_names(from) {
                let spec = predefined(from, name).unwrap();
                for to in METHODS {
                    assert_eq!(spec.with_method(to).unwrap().validate(12), [], "{from} {name} to {to}");
                }
                assert_eq!(spec.with_method("x12"), None);
            }
        }
    }

    #[test]
    fn changed_options_are_kept_where_both_have_them() {
        let text = r#"{"X13":{"series":{"span":{"Last":120}},"preprocessing":{
            "estimate":{"tolerance":1e-9},"transform":{"function":"Log","adjust":"LeapYear"},
            "regression":{"trading_days":{"days":{"Holidays":{"calendar":"FR","clustering":[1,1,1,1,1,2,0]}},"test":"None",
                "coefficients":[{"Fixed":0.1},"Undefined"]},
              "easter":{"kind":"JulianEaster","duration":20},
              "outliers":[{"code":"LS","date":"2008-10-01"}]},
            "outliers":{"types":["AO"],"critical_value":3.5},
            "auto_model":{"ub1":1.25,"cancel":0.15}},
            "x11":{"mode":"Undefined","forecast_horizon":-3}}}"#;
        let spec: Spec = serde_json::from_str(text).unwrap();
        let switched = spec.with_method("tramoseats").unwrap();
        assert_eq!(switched.validate(12), []);
        let Spec::TramoSeats(ts) = &switched else { panic!("another method") };
        assert_eq!(ts.tramo.auto_model.as_ref().unwrap().first_unit_root_limit, 0.8);
        assert_eq!(ts.tramo.regression.easter.duration, 15);
        assert!(ts.tramo.regression.easter.julian);
        assert_eq!(ts.seats.forecast_horizon, -3);
        let Some(Spec::X13(back)) = switched.with_method("x13") else { panic!("another method") };
        let Spec::X13(mut expected) = spec else { panic!("another method") };
        expected.preprocessing.as_mut().unwrap().regression.easter.duration = 15;
        assert_eq!(back, expected);
    }
}
