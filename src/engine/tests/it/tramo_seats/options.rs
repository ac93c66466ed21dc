//! Reading of the options of the reference runs of TRAMO-SEATS.

use solstice_engine::sa::spec::{
    self, MeanSpec, SeatsSpec, Spec, TradingDays, TradingDaysCriterion, TradingDaysSelection,
    TradingDaysTest, TramoEasterKind, TramoSeatsSpec, TramoSpec, TramoTradingDaysSpec, Transformation,
};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::OutlierCode;

use crate::variants::options::{arima, clustering, length_of_period, named, outlier, set_benchmarking, span};

/// The predefined specification `name` with these options.
pub fn with_options(name: &str, options: &str) -> TramoSeatsSpec {
    let Some(Spec::TramoSeats(mut spec)) = spec::tramo_seats(name) else { panic!("{name}") };
    for option in options.split(';').filter(|o| !o.is_empty()) {
        let (path, value) = option.split_once('=').unwrap();
        match path.split_once('.').unwrap() {
            ("seats", path) => set_seats(&mut spec.seats, path, value),
            ("tramo", "transform.span") => spec.series.span = span(value),
            ("tramo", path) => set_tramo(&mut spec.tramo, path, value),
            ("benchmarking", path) => set_benchmarking(&mut spec.benchmarking, path, value),
            _ => panic!("{option}"),
        }
    }
    spec
}

fn set_seats(seats: &mut SeatsSpec, path: &str, value: &str) {
    match path {
        "approximationMode" => seats.approximation = named(value),
        "method" => seats.method = named(value),
        "biasCorrection" => seats.bias_correction = named(value),
        "forecastCount" => seats.forecast_horizon = value.parse().unwrap(),
        "backcastCount" => seats.backcast_horizon = value.parse().unwrap(),
        "xlBoundary" => seats.xl_boundary = value.parse().unwrap(),
        "trendBoundary" => seats.trend_boundary = value.parse().unwrap(),
        "seasBoundary" => seats.seasonal_boundary = value.parse().unwrap(),
        "seasBoundaryAtPi" => seats.seasonal_boundary_at_pi = value.parse().unwrap(),
        "seasTolerance" => seats.seasonal_tolerance = value.parse().unwrap(),
        _ => panic!("seats.{path}"),
    }
}

fn set_tramo(spec: &mut TramoSpec, path: &str, value: &str) {
    let regression = &mut spec.regression;
    let mut search = |code: OutlierCode| {
        spec.outliers.types.retain(|c| *c != code);
        if value == "true" {
            spec.outliers.types.push(code);
        }
    };
    match path {
        "transform.function" => spec.transform.function = named::<Transformation>(value),
        "transform.adjust" => spec.transform.adjust = length_of_period(value),
        "estimate.span" => spec.estimate.span = span(value),
        "estimate.tol" => spec.estimate.tolerance = value.parse().unwrap(),
        // without effect in the reference
        "estimate.maximumLikelihood" => {}
        "outliers.criticalValue" => spec.outliers.critical_value = value.parse().unwrap(),
        "outliers.deltaTC" => spec.outliers.tc_rate = value.parse().unwrap(),
        "outliers.maximumLikelihood" => spec.outliers.maximum_likelihood = value.parse().unwrap(),
        "outliers.so" => search(OutlierCode::SO),
        "outliers.ls" => search(OutlierCode::LS),
        "outliers.tc" => search(OutlierCode::TC),
        "autoModel.enabled" => {
            assert_eq!(value, "false");
            spec.auto_model = None;
        }
        "autoModel.acceptDefault" => {
            spec.auto_model.as_mut().unwrap().accept_default = value.parse().unwrap()
        }
        "autoModel.amiCompare" => spec.auto_model.as_mut().unwrap().compare = value.parse().unwrap(),
        "arima" => {
            spec.arima = arima(value);
            spec.auto_model = None;
        }
        "regression.mean.trendConstant" => {
            assert_eq!(value, "false");
            regression.mean = MeanSpec::Unused;
        }
        "regression.outliers" => regression.outliers = value.split(',').map(outlier).collect(),
        "regression.calendar.tradingDays" => regression.trading_days = trading_days(value),
        "regression.calendar.easter.type" => regression.easter.kind = named::<TramoEasterKind>(value),
        "regression.calendar.easter.duration" => regression.easter.duration = value.parse().unwrap(),
        "regression.calendar.easter.test" => regression.easter.test = value.parse().unwrap(),
        _ => panic!("tramo.{path}"),
    }
}

pub fn test(name: &str) -> TradingDaysTest {
    match name {
        "None" => TradingDaysTest::None,
        "Separate_T" => TradingDaysTest::Separate,
        "Joint_F" => TradingDaysTest::Joint,
        _ => panic!("{name}"),
    }
}

pub fn automatic(method: &str, probability: f64) -> TradingDaysSelection {
    let criterion = match method {
        "FTEST" => TradingDaysCriterion::FTest,
        "WALD" => TradingDaysCriterion::Wald,
        "BIC" => TradingDaysCriterion::Bic,
        "AIC" => TradingDaysCriterion::Aic,
        _ => panic!("{method}"),
    };
    TradingDaysSelection { criterion, probability }
}

fn trading_days(text: &str) -> TramoTradingDaysSpec {
    let parts: Vec<&str> = text.split(':').collect();
    match parts[0] {
        "td" => TramoTradingDaysSpec {
            days: TradingDays::Generic(clustering(parts[1])),
            length_of_period: length_of_period(parts[2]),
            test: test(parts[3]),
            auto_adjust: parts[4].parse().unwrap(),
            ..TramoTradingDaysSpec::default()
        },
        "auto" => TramoTradingDaysSpec {
            days: TradingDays::Generic(DayClustering::TD7),
            length_of_period: length_of_period(parts[1]),
            automatic: Some(automatic(parts[2], parts[3].parse().unwrap())),
            auto_adjust: parts[4].parse().unwrap(),
            ..TramoTradingDaysSpec::default()
        },
        "stock" => TramoTradingDaysSpec {
            days: TradingDays::Stock(parts[1].parse().unwrap()),
            test: test(parts[2]),
            ..TramoTradingDaysSpec::default()
        },
        _ => panic!("{text}"),
    }
}
