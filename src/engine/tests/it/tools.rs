//! Stand-alone tools against the figures of JDemetra+ (`tools.json.gz`: TRAMO 3.5.0, RegARIMA 3.8.0; the others 3.8.0),
//! from the series on. Tolerance 1e-9 where no parameter is estimated.

use proptest::prelude::*;
use serde_json::Value;
use solstice_engine::sa::{ModellingContext, Silent};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::TradingDays;
use solstice_engine::toolkit::spectrum::{AutoregressiveMethod, Window};
use solstice_engine::toolkit::stats::StatisticalTest;
use solstice_engine::toolkit::timeseries::TsData;
use solstice_engine::toolkit::trading_days::Movement;
use solstice_engine::tools::{
    CanovaHansenOptions, CheckLastOptions, DifferencingOptions, ModelSpec, OutlierOptions, SeasonalModel,
    SeasonalityOptions, SpectrumMethod, SpectrumOptions, StabilityStatistic, TestedDifferences, Tool,
    ToolError, ToolResult, TradingDaysOptions, Transformation, canova_hansen, check_last, detect_outliers,
    differencing, seasonality_tests, spectrum, trading_days,
};

use crate::data::{self, assert_close, number, numbers};
use crate::stats::{cases, check};

/// Options of a case.
struct Input<'a>(&'a Value);

impl Input<'_> {
    fn text(&self, key: &str) -> Option<&str> {
        self.0[key].as_str()
    }

    fn number<T: std::str::FromStr>(&self, key: &str, default: T) -> T {
        self.text(key).and_then(|t| t.parse().ok()).unwrap_or(default)
    }

    fn is(&self, key: &str) -> bool {
        self.text(key) == Some("1")
    }

    fn series(&self, all: &Value) -> TsData {
        data::series(all, self.text("series").unwrap())
    }

    fn window(&self, default: Window) -> Window {
        match self.text("kernel") {
            None => default,
            Some("Square") => Window::Square,
            Some("Welch") => Window::Welch,
            Some("Bartlett") => Window::Bartlett,
            Some("Tukey") => Window::Tukey,
            Some("Hamming") => Window::Hamming,
            Some("Parzen") => Window::Parzen,
            Some(other) => panic!("{other}"),
        }
    }
}

fn all_series() -> Value {
    data::json("series.json.gz")
}

#[test]
fn seasonality() {
    let all = all_series();
    for (input, result) in cases("seasonality_tests.json.gz", "seasonality") {
        let (input, id) = (Input(&input), input["id"].as_str().unwrap());
        let delta: i64 = input.number("delta", 1);
        let differences = usize::try_from(delta).map_or(TestedDifferences::Automatic, |order| {
            TestedDifferences::Given { order, mean: order <= 1 }
        });
        let options =
            SeasonalityOptions { log: input.is("log"), differences, last_years: input.number("years", 0) };
        let report = seasonality_tests(&input.series(&all), &options).unwrap();
        assert_eq!(report.order as u64, result["order"].as_u64().unwrap(), "{id}");
        assert_eq!(report.mean, result["mean"].as_bool().unwrap(), "{id}");
        assert_eq!(
            report.data.start().annual_position() as u64,
            result["start_position"].as_u64().unwrap(),
            "{id}"
        );
        assert_close(id, report.data.values(), &numbers(&result["x"]), 1e-9);
        let tests: [(&str, Option<StatisticalTest>); 8] = [
            ("qs", report.qs),
            ("friedman", report.friedman),
            ("kruskal_wallis", report.kruskal_wallis),
            ("f_wn", report.dummies_white_noise),
            ("f_ar", report.dummies_autoregressive),
            ("f_d1", report.dummies_differenced),
            ("periodogram", report.periodogram),
            ("periodic_lb", report.periodic_ljung_box),
        ];
        for (name, test) in tests {
            check(&format!("{id} {name}"), test, &result[name]);
        }
        assert_close(id, &[report.modified_qs.unwrap()], &[number(&result["modified_qs"])], 1e-9);
        let combined = report.combined.unwrap();
        assert_close(id, &[report.stable.unwrap().f()], &[number(&result["stable"]["f"])], 1e-9);
        assert_close(id, &[report.evolutive.unwrap().f()], &[number(&result["evolutive"]["f"])], 1e-9);
        assert_eq!(combined.verdict().name(), result["combined"]["summary"].as_str().unwrap(), "{id}");
    }
}

#[test]
fn spectra() {
    let all = all_series();
    for kind in ["periodogram", "ar_spectrum", "tukey_spectrum"] {
        for (input, result) in cases("spectrum.json.gz", kind) {
            let (input, id) = (Input(&input), input["id"].as_str().unwrap());
            // neither two lags of differences nor another resolution are options of the tool
            if input.text("diff") == Some("1,1")
                || kind == "tukey_spectrum" && input.text("resolution").is_some()
            {
                continue;
            }
            let transformation = Transformation {
                log: input.is("log"),
                order: input.number("diff", 0),
                lag: 1,
                last_years: input.number("years", 0),
                full_years: input.is("full_years"),
                centred: input.text("mean") != Some("0"),
            };
            let method = match kind {
                "periodogram" => SpectrumMethod::PERIODOGRAM,
                "ar_spectrum" => SpectrumMethod::Autoregressive {
                    order: input.number("order", 0),
                    resolution: input.number("resolution", 5),
                    estimation: AutoregressiveMethod::Ols,
                },
                _ => SpectrumMethod::Tukey {
                    window: input.window(Window::Tukey),
                    length: input.number("length", 0),
                    taper: input.number("taper", 0.0),
                },
            };
            let s = spectrum(&input.series(&all), &SpectrumOptions { transformation, method }).unwrap();
            assert_close(id, s.data.values(), &numbers(&result["x"]), 1e-9);
            let expected = if kind == "ar_spectrum" { &result["Ols"]["values"] } else { &result["values"] };
            assert_close(id, &s.values, &numbers(expected), 1e-9);
            if kind == "ar_spectrum" {
                assert_eq!(s.size.unwrap() as u64, result["order"].as_u64().unwrap(), "{id}");
            }
        }
    }
}

#[test]
fn differences() {
    let all = all_series();
    for (input, result) in cases("differencing.json.gz", "differencing") {
        let (input, id) = (Input(&input), input["id"].as_str().unwrap());
        let options = DifferencingOptions { log: input.is("log"), ..DifferencingOptions::default() };
        let series = input.series(&all);
        let report = differencing(&series, &options).unwrap();
        let expected = &result["do_stationary"];
        assert_eq!(report.automatic.order as u64, expected["order"].as_u64().unwrap(), "{id}");
        assert_close(id, &report.automatic.values, &numbers(&expected["differenced"]), 1e-9);
        let (fast, expected) = (report.fast.unwrap(), &result["fast.mad90.k1.2"]);
        assert_eq!(fast.regular as u64, expected["d"].as_u64().unwrap(), "{id}");
        assert_eq!(fast.seasonal as u64, expected["bd"].as_u64().unwrap(), "{id}");
        let lost = series.len() - report.differenced.len();
        assert_eq!(
            lost,
            1 + if series.annual_frequency() == Some(1) {
                0
            } else {
                series.annual_frequency().unwrap() as usize
            }
        );
        assert!(report.partial_autocorrelations.iter().all(|r| r.abs() < 1.0 + 1e-9), "{id}");
        assert!(report.periodogram.is_some(), "{id}");
    }
}

fn values(items: &[Option<StabilityStatistic>]) -> Option<Vec<f64>> {
    items.iter().map(|s| s.map(|s| s.value)).collect()
}

#[test]
fn stability_of_the_seasonality() {
    let all = all_series();
    for (input, result) in cases("seasonality_tests.json.gz", "canova_hansen") {
        let (input, id) = (Input(&input), input["id"].as_str().unwrap());
        if input.text("diff") == Some("1,1") {
            continue;
        }
        for model in SeasonalModel::ALL {
            let expected = &result[model.name()];
            let options = CanovaHansenOptions {
                log: input.is("log"),
                order: input.number("diff", 0),
                model,
                lagged: input.text("lag1") != Some("0"),
                kernel: input.window(Window::Bartlett),
                truncation: Some(input.number("truncation", 12)),
                periods: vec![2.87, 4.0],
            };
            let series = input.series(&all);
            let report = canova_hansen(&series, &options).unwrap();
            if expected.get("error").is_some() {
                continue;
            }
            let what = format!("{id} {}", model.name());
            // the joint statistics do not depend on the season of the first value, in which the probes differ
            let joint = report.joint.map_or(f64::NAN, |s| s.value);
            assert_close(&what, &[joint], &[number(&expected["all"])], 1e-9);
            check(&what, report.seasonality, &expected["f"]);
            let found = values(&report.items).unwrap();
            let mut reference = numbers(&expected["items"]);
            match model {
                SeasonalModel::Trigonometric => assert_close(&what, &found, &reference, 1e-9),
                SeasonalModel::Contrasts => {}
                SeasonalModel::Dummies => {
                    let period = reference.len();
                    let first = report.data.start().annual_position();
                    let start: usize = input.number("start", 0);
                    reference.rotate_right((first + period - start) % period);
                    assert_close(&what, &found, &reference, 1e-9);
                }
            }
            for p in &report.periods {
                let periods = result["periods"].as_array().unwrap();
                let Some(e) = periods.iter().find(|e| e["period"].as_f64() == Some(p.period)) else {
                    continue;
                };
                if let Some(single) = e["single"].as_f64() {
                    assert_close(&what, &[p.simplified.unwrap().value], &[single], 1e-9);
                }
            }
        }
    }
}

/// The parameters of the models are estimated to a relative precision of 1e-7 of the likelihood.
#[test]
fn last_observations() {
    let all = all_series();
    let (mut agreeing, mut total) = (0, 0);
    for (input, result) in cases("tools.json.gz", "check_last") {
        let (input, id) = (Input(&input), input["id"].as_str().unwrap());
        let model = ModelSpec::predefined(input.text("spec").unwrap().split_once(':').unwrap().1).unwrap();
        let mut series = input.series(&all);
        if input.is("outlier") {
            let mut values = series.values().to_vec();
            *values.last_mut().unwrap() *= input.number("factor", 1.0);
            series = TsData::new(series.start(), values);
        }
        let options = CheckLastOptions { model, back: input.number("nback", 1) };
        let checked = check_last(&series, &options, &ModellingContext::default(), &mut Silent);
        if result["ok"] == false {
            assert!(matches!(checked, Err(ToolError::Model(_))), "{id}");
            continue;
        }
        let checked = checked.unwrap();
        total += 1;
        let description = checked.model.description();
        let orders = description.orders();
        let order = |key: &str| result["arima"][key].as_u64().unwrap() as usize;
        assert_eq!((orders.p, orders.d, orders.q), (order("p"), order("d"), order("q")), "{id}");
        assert_eq!((orders.bp, orders.bd, orders.bq), (order("bp"), order("bd"), order("bq")), "{id}");
        assert_eq!(description.is_log(), result["log"].as_bool().unwrap(), "{id}");
        let o = &checked.observations;
        for (key, found, tolerance) in [
            ("actual", o.iter().map(|o| o.value).collect::<Vec<_>>(), 1e-11),
            ("forecast", o.iter().map(|o| o.forecast).collect(), 1e-9),
            ("raw", o.iter().map(|o| o.transformed).collect(), 1e-11),
            ("raw_forecast", o.iter().map(|o| o.transformed_forecast).collect(), 1e-9),
            ("raw_forecast_se", o.iter().map(|o| o.standard_error).collect(), 1e-9),
        ] {
            assert_close(&format!("{id} {key}"), &found, &numbers(&result[key]), tolerance);
        }
        let close = |(o, e): (&solstice_engine::tools::CheckedObservation, f64)| (o.score - e).abs() < 1e-9;
        agreeing += usize::from(o.iter().zip(numbers(&result["score"])).all(close));
    }
    assert!(agreeing == total, "scores of {agreeing} of {total} series agree to 1e-9");
}

#[test]
fn outliers_of_a_list() {
    let all = all_series();
    for (input, result) in cases("tools.json.gz", "outliers") {
        let input = Input(&input);
        let name = input.text("series").unwrap();
        let context = ModellingContext::default();
        let found =
            detect_outliers(&input.series(&all), &OutlierOptions::default(), &context, &mut Silent).unwrap();
        let mut expected: Vec<&Value> = result["outliers"].as_array().unwrap().iter().collect();
        expected.sort_by_key(|o| o["date"].as_str().unwrap());
        let label = |code: &str, date: &str| format!("{code} {date}");
        let labels: Vec<String> = (expected.iter())
            .map(|o| label(o["code"].as_str().unwrap(), &o["date"].as_str().unwrap()[..7]))
            .collect();
        let mine: Vec<String> = (found.outliers.iter())
            .map(|o| {
                let start = o.period.start_time();
                label(&format!("{:?}", o.code), &start.format("%Y-%m").to_string())
            })
            .collect();
        assert_eq!(mine, labels, "{name}");
        let t: Vec<f64> = found.outliers.iter().map(|o| o.coefficient.t).collect();
        let expected: Vec<f64> = expected.iter().map(|o| o["t"].as_f64().unwrap()).collect();
        assert_close(name, &t, &expected, 1e-9);
    }
}

/// Twenty years with a working-day effect that goes from -1 to 1, or stays at 1: the first moves and the second does not,
/// and both are found.
#[test]
fn moving_trading_days() {
    let empty = TsData::of(12, 2000, 1, vec![0.0; 240]).unwrap();
    let mut contrast = vec![0.0; 240];
    TradingDays { clustering: DayClustering::TD2 }.fill(empty.domain(), &mut contrast);
    let mut state = 1u64;
    let mut unrest = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(u32::MAX >> 1) - 0.5
    };
    let noise: Vec<f64> = (0..240).map(|_| unrest()).collect();
    let series = |effect: &dyn Fn(f64) -> f64| {
        let value = |t: usize| {
            let season = (t % 12) as f64 * std::f64::consts::TAU / 12.0;
            100.0 + 0.2 * t as f64 + 5.0 * season.sin() + effect(t as f64) * contrast[t] + noise[t]
        };
        TsData::of(12, 2000, 1, (0..240).map(value).collect()).unwrap()
    };
    let options = TradingDaysOptions { clustering: DayClustering::TD2, ..TradingDaysOptions::default() };
    let moving = trading_days(&series(&|t| -1.0 + 2.0 * t / 239.0), &options).unwrap();
    let found = moving.moving.unwrap();
    assert!(found.test.p_value < 1e-6, "{:?}", found.test);
    let week = found.effects[0].values();
    assert!((week[0] + 1.0).abs() < 0.25 && (week[239] - 1.0).abs() < 0.25, "{} {}", week[0], week[239]);
    // five effects of working days against two of the week-end
    assert!((found.effects[1].values()[239] + 2.5 * week[239]).abs() < 1e-9);
    let still = trading_days(&series(&|_| 1.0), &options).unwrap();
    let found = still.moving.unwrap();
    assert!(found.test.p_value > 0.05, "{:?}", found.test);
    assert!((found.constant[0] - 1.0).abs() < 0.05, "{:?}", found.constant);
    assert!(still.effect.unwrap().p_value < 1e-6 && still.effect_airline.unwrap().p_value < 1e-6);
    assert!(still.joint_stability.unwrap().is_unstable() == Some(false));
    let short = trading_days(&series(&|_| 1.0).drop(0, 200), &options);
    assert!(matches!(short, Err(ToolError::TooShort { observations: 40, required: 48 })));
}

/// Values of any kind, missing, infinite and equal ones among them.
fn any_series() -> impl Strategy<Value = TsData> {
    let value = prop_oneof![
        8 => -1e3..1e3f64,
        4 => 1.0..200.0f64,
        1 => Just(f64::NAN),
        1 => Just(0.0),
        1 => Just(f64::INFINITY),
        1 => Just(1e300),
    ];
    let kinds = prop_oneof![
        prop::collection::vec(value, 0..150),
        prop::collection::vec(1.0..200.0f64, 0..150),
        (0usize..150, -5.0..5.0f64).prop_map(|(n, x)| vec![x; n]),
    ];
    (prop::sample::select(vec![1u32, 2, 3, 4, 6, 12]), 1u32..=12, kinds)
        .prop_map(|(frequency, month, values)| TsData::of(frequency, 2000, month, values).unwrap())
}

fn any_tool() -> impl Strategy<Value = Tool> {
    let differences = prop_oneof![
        Just(TestedDifferences::Automatic),
        (0usize..4, any::<bool>()).prop_map(|(order, mean)| TestedDifferences::Given { order, mean }),
    ];
    let windows = vec![Window::Square, Window::Welch, Window::Tukey, Window::Bartlett, Window::Parzen];
    let window = prop::sample::select(windows.clone());
    let method = prop_oneof![
        any::<bool>().prop_map(|logarithm| SpectrumMethod::Periodogram { logarithm }),
        (0usize..40, 0usize..8, any::<bool>()).prop_map(|(order, resolution, durbin)| {
            let estimation = if durbin { AutoregressiveMethod::Durbin } else { AutoregressiveMethod::Ols };
            SpectrumMethod::Autoregressive { order, resolution, estimation }
        }),
        (window.clone(), 0usize..80, -0.5..1.5f64)
            .prop_map(|(window, length, taper)| SpectrumMethod::Tukey { window, length, taper }),
    ];
    let seasonality = (any::<bool>(), differences, 0usize..12)
        .prop_map(|(log, differences, last_years)| SeasonalityOptions { log, differences, last_years })
        .prop_map(Tool::Seasonality);
    let spectrum = (method, any::<bool>(), 0usize..4, 0usize..13, 0usize..9, any::<bool>(), any::<bool>())
        .prop_map(|(method, log, order, lag, last_years, full_years, centred)| {
            let transformation = Transformation { log, order, lag, last_years, full_years, centred };
            Tool::Spectrum(SpectrumOptions { transformation, method })
        });
    let differencing = (any::<bool>(), 0usize..4, 0usize..3).prop_map(|(log, regular, seasonal)| {
        Tool::Differencing(DifferencingOptions { log, regular, seasonal })
    });
    let periods = prop::collection::vec(0.0..20.0f64, 0..3);
    let canova =
        (prop::sample::select(SeasonalModel::ALL.to_vec()), any::<bool>(), window, 0usize..30, periods)
            .prop_map(|(model, lagged, kernel, truncation, periods)| {
                let truncation = Some(truncation);
                let options =
                    CanovaHansenOptions { model, lagged, kernel, truncation, periods, ..Default::default() };
                Tool::CanovaHansen(options)
            });
    let outliers = (0.0..6.0f64).prop_map(|critical_value| {
        let model = ModelSpec::predefined("tr1").unwrap();
        Tool::Outliers(OutlierOptions { model, critical_value, ..OutlierOptions::default() })
    });
    let last = (0usize..20).prop_map(|back| {
        Tool::CheckLast(CheckLastOptions { model: ModelSpec::predefined("rg1").unwrap(), back })
    });
    let groups = vec![DayClustering::TD7, DayClustering::TD3, DayClustering::TD2];
    let days =
        (any::<bool>(), prop::sample::select(groups), any::<bool>()).prop_map(|(log, clustering, days)| {
            let movement = if days { Movement::Days } else { Movement::Contrasts };
            Tool::TradingDays(TradingDaysOptions { log, clustering, movement })
        });
    prop_oneof![
        4 => seasonality, 4 => spectrum, 4 => differencing, 4 => canova, 1 => days, 1 => outliers, 1 => last
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_series_and_no_options_panic(series in any_series(), tool in any_tool()) {
        match tool.run(&series, &ModellingContext::default(), &mut Silent) {
            Ok(ToolResult::Spectrum(s)) => prop_assert_eq!(s.frequencies.len(), s.values.len()),
            Ok(ToolResult::CheckLast(checked)) => {
                prop_assert!(checked.observations.iter().all(|o| o.forecast.is_finite()));
            }
            Ok(_) => {}
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    /// Differencing after logarithms does not see the unit of the series.
    #[test]
    fn tests_of_logarithms_do_not_depend_on_the_unit(
        values in prop::collection::vec(1.0..200.0f64, 60..120),
        unit in 0.001..1000.0f64,
    ) {
        let series = TsData::of(4, 2000, 1, values).unwrap();
        let options = SeasonalityOptions { log: true, ..SeasonalityOptions::default() };
        let one = seasonality_tests(&series, &options).unwrap();
        let other = seasonality_tests(&series.map(|x| x * unit), &options).unwrap();
        prop_assert_eq!(one.order, other.order);
        let (a, b) = (one.stable.unwrap().f(), other.stable.unwrap().f());
        prop_assert!((a - b).abs() <= 1e-6 * a.abs().max(1.0));
    }
}
