//! Reading of the options of the reference runs: `path=value;path=value` by the property names of JDemetra+.

use solstice_engine::sa::spec::{
    self, AutomaticTradingDays, BiasCorrection, CalendarSigma, DecompositionMode, EasterKind, MeanSpec,
    RegArimaSpec, RegressionTest, SeasonalFilter, SigmaGroup, Spec, TradingDays, TradingDaysSpec,
    Transformation, X11Spec, X13Spec,
};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::OutlierCode;

use crate::variants::options::{arima, clustering, length_of_period, named, outlier, ramp, span};

/// The predefined specification `name` with these options.
pub fn with_options(name: &str, options: &str) -> X13Spec {
    let Some(Spec::X13(mut spec)) = spec::x13(name) else { panic!("{name}") };
    for option in options.split(';').filter(|o| !o.is_empty()) {
        let (path, value) = option.split_once('=').unwrap();
        match path.split_once('.').unwrap() {
            ("x11", path) => set_x11(&mut spec.x11, path, value),
            ("regArima", "basic.span") => spec.series.span = span(value),
            ("regArima", path) => set_regarima(spec.preprocessing.as_mut().unwrap(), path, value),
            _ => panic!("{option}"),
        }
    }
    spec
}

fn set_x11(x11: &mut X11Spec, path: &str, value: &str) {
    match path {
        "filters" => {
            x11.seasonal_filters = value.split(',').map(named::<SeasonalFilter>).collect();
        }
        "hendersonFilterLength" => x11.henderson_length = value.parse().unwrap(),
        "lowerSigma" => x11.lower_sigma = value.parse().unwrap(),
        "upperSigma" => x11.upper_sigma = value.parse().unwrap(),
        "mode" => x11.mode = named::<DecompositionMode>(value),
        "bias" => x11.bias = named::<BiasCorrection>(value),
        "calendarSigma" => x11.calendar_sigma = named::<CalendarSigma>(value),
        "sigmaVec" => x11.sigma_groups = value.split(',').map(named::<SigmaGroup>).collect(),
        "forecastHorizon" => x11.forecast_horizon = value.parse().unwrap(),
        "backcastHorizon" => x11.backcast_horizon = value.parse().unwrap(),
        "excludeForecast" => x11.exclude_forecast = value.parse().unwrap(),
        "seasonal" => x11.seasonal = value.parse().unwrap(),
        _ => panic!("x11.{path}"),
    }
}

fn set_regarima(spec: &mut RegArimaSpec, path: &str, value: &str) {
    let regression = &mut spec.regression;
    match path {
        "transform.function" => spec.transform.function = named::<Transformation>(value),
        "transform.adjust" => spec.transform.adjust = length_of_period(value),
        "transform.outliersCorrection" => spec.transform.outliers_correction = value.parse().unwrap(),
        "estimate.span" => spec.estimate.span = span(value),
        "estimate.tol" => spec.estimate.tolerance = value.parse().unwrap(),
        "outliers.defaultCriticalValue" => spec.outliers.critical_value = value.parse().unwrap(),
        "outliers.types" => {
            // a critical value of one type has no effect
            let code = |item: &str| item.split(':').next().unwrap().parse::<OutlierCode>().unwrap();
            spec.outliers.types = value.split(',').map(code).collect();
        }
        "outliers.monthlyTCRate" => spec.outliers.monthly_tc_rate = value.parse().unwrap(),
        "outliers.span" => spec.outliers.span = span(value),
        "autoModel.enabled" => {
            assert_eq!(value, "false");
            spec.auto_model = None;
        }
        "autoModel.balanced" => spec.auto_model.as_mut().unwrap().balanced = value.parse().unwrap(),
        "autoModel.mixed" => spec.auto_model.as_mut().unwrap().mixed = value.parse().unwrap(),
        // without effect in the reference
        "autoModel.acceptDefault" | "autoModel.hannanRissannen" | "autoModel.order" => {}
        "arima" => spec.arima = arima(value),
        "regression.mean.trendConstant" => regression.mean = MeanSpec::Used,
        "regression.outliers" => regression.outliers = value.split(',').map(outlier).collect(),
        "regression.ramps" => regression.ramps = value.split(',').map(ramp).collect(),
        "regression.tradingDays" => regression.trading_days = trading_days(value),
        "regression.easter.type" => regression.easter.kind = named::<EasterKind>(value),
        "regression.easter.duration" => regression.easter.duration = value.parse().unwrap(),
        "regression.easter.test" => regression.easter.test = named::<RegressionTest>(value),
        _ => panic!("regArima.{path}"),
    }
}

pub fn automatic(method: &str, p1: f64, p2: f64) -> AutomaticTradingDays {
    match method {
        "WALD" => AutomaticTradingDays::Wald { p1, p2 },
        "BIC" => AutomaticTradingDays::Bic,
        "AIC" => AutomaticTradingDays::Aic,
        _ => panic!("{method}"),
    }
}

fn trading_days(text: &str) -> TradingDaysSpec {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |i: usize| parts[i].parse().unwrap();
    match parts[0] {
        "td" => TradingDaysSpec {
            days: TradingDays::Generic(clustering(parts[1])),
            length_of_period: length_of_period(parts[2]),
            test: named(parts[3]),
            auto_adjust: parts[4].parse().unwrap(),
            ..TradingDaysSpec::default()
        },
        "auto" => TradingDaysSpec {
            days: TradingDays::Generic(DayClustering::TD7),
            length_of_period: length_of_period(parts[1]),
            automatic: Some(automatic(parts[2], number(3), number(4))),
            auto_adjust: parts[5].parse().unwrap(),
            ..TradingDaysSpec::default()
        },
        "stock" => TradingDaysSpec {
            days: TradingDays::Stock(parts[1].parse().unwrap()),
            length_of_period: length_of_period(parts[2]),
            ..TradingDaysSpec::default()
        },
        _ => panic!("{text}"),
    }
}
