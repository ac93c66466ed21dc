//! Sliding spans, revision history and moving windows against JDemetra+ (X-13: 3.8.0, TRAMO-SEATS: 3.5.0).

use serde_json::Value;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::stability::{
    GroupSummary, HistoryLength, Measure, RevisedItem, RevisionHistory, SPAN_YEARS, SlidingSpans, SpanResult,
    SpanView, Vintage, moving_coefficients, span_domains, stability_specification, vintage_domains,
    window_domains, window_model,
};
use solstice_engine::sa::{Adjustment, ModellingContext, Silent, adjust, spec};
use solstice_engine::toolkit::timeseries::{TsData, TsDomain};

use crate::data;

/// Largest relative difference of components: the likelihood is maximised to 1e-7 only.
const ESTIMATES: f64 = 1e-6;
/// The same of coefficients, some of which are estimated near a unit root.
const NEAR_UNIT_ROOTS: f64 = 1e-4;

fn run(series: &TsData, domain: TsDomain, spec: &Spec) -> Option<Adjustment> {
    adjust(&series.fit_to(domain), spec, &ModellingContext::default(), &mut Silent).ok()
}

struct Case {
    label: String,
    series: TsData,
    adjustment: Adjustment,
    expected: Value,
}

fn cases() -> Vec<Case> {
    let all = data::json("series.json.gz");
    type Predefined = fn(&str) -> Option<Spec>;
    let methods: [(&str, Predefined); 2] = [("x13", spec::x13), ("tramo_seats", spec::tramo_seats)];
    let mut cases = Vec::new();
    for (method, predefined) in methods {
        let reference = data::json(&format!("{method}_stability.json.gz"));
        for (name, results) in reference.as_object().unwrap() {
            for (series_name, expected) in results.as_object().unwrap() {
                let series = data::series(&all, series_name);
                let adjustment = run(&series, series.domain(), &predefined(name).unwrap()).unwrap();
                let label = format!("{method} {name} {series_name}");
                cases.push(Case { label, series, adjustment, expected: expected.clone() });
            }
        }
    }
    cases
}

fn check_groups(what: &str, actual: &[GroupSummary], expected: &Value) {
    let expected = expected.as_array().unwrap();
    assert_eq!(actual.len(), expected.len(), "{what}");
    for (a, e) in actual.iter().zip(expected) {
        assert_eq!(a.group, e[0].as_i64().unwrap(), "{what}");
        assert_eq!(a.abnormal, e[1].as_u64().unwrap() as usize, "{what} {}", a.group);
    }
}

#[test]
fn sliding_spans() {
    for Case { label, series, adjustment, expected } in cases() {
        let spec = stability_specification(&adjustment, RefreshPolicy::FreeParameters);
        let domains = span_domains(series.domain(), SPAN_YEARS);
        let results: Vec<Option<SpanResult>> =
            domains.iter().map(|d| SpanResult::new(&run(&series, *d, &spec)?)).collect();
        let spans = SlidingSpans::new(&adjustment, results).unwrap();
        for (span, e) in spans.spans.iter().zip(expected["spans"].as_array().unwrap()) {
            let start = span.domain.start;
            let dated = format!("{:04}-{:02}", start.year(), start.month());
            assert_eq!(
                (dated.as_str(), span.domain.len as u64),
                (e["start"].as_str().unwrap(), e["n"].as_u64().unwrap())
            );
            let means = data::numbers(&e["seasonal_means"]);
            data::assert_close(&format!("{label} means"), &span.seasonal_means(), &means, ESTIMATES);
            let seasonality = span.seasonality.unwrap();
            assert_eq!(seasonality.verdict().name(), e["summary"].as_str().unwrap());
            assert!((seasonality.stable.f() / e["f"].as_f64().unwrap() - 1.0).abs() < 1e-4, "{label} F");
        }
        for view in SpanView::ALL {
            let Some(statistics) = spans.view(view) else {
                // without trading days the reference compares their constant effect
                assert_eq!(view, SpanView::TradingDays);
                continue;
            };
            let name = statistics.measure.name();
            let key = match view {
                SpanView::Seasonal => format!("seasonal.{name}"),
                SpanView::TradingDays => format!("td.{name}"),
                SpanView::AdjustedChanges | SpanView::AdjustedAnnualChanges => format!("sa.{name}"),
            };
            let e = &expected["views"][&key];
            let what = format!("{label} {key}");
            let x = data::numbers(&e["statistics"]["values"]);
            data::assert_close(&what, statistics.statistics.values(), &x, 50.0 * ESTIMATES);
            assert!((statistics.threshold / e["threshold"].as_f64().unwrap() - 1.0).abs() < 1e-6, "{what}");
            assert!(
                (statistics.average() / e["average"].as_f64().unwrap() - 1.0).abs() < 50.0 * ESTIMATES,
                "{what}"
            );
            assert_eq!(statistics.abnormal() as u64, e["abnormal"].as_u64().unwrap(), "{what}");
            check_groups(&what, &statistics.by_period(), &e["by_period"]);
            check_groups(&what, &statistics.by_year(), &e["by_year"]);
            assert!(statistics.is_informative());
        }
    }
}

#[test]
fn revision_history() {
    for Case { label, series, adjustment, expected } in cases() {
        let spec = stability_specification(&adjustment, RefreshPolicy::FreeParameters);
        let domains = vintage_domains(series.domain(), HistoryLength::default());
        let vintages = domains.iter().map(|d| run(&series, *d, &spec).as_ref().map(Vintage::new)).collect();
        let history = RevisionHistory::new(&domains, vintages).unwrap();
        for item in [RevisedItem::Adjusted, RevisedItem::Trend] {
            let key = if item == RevisedItem::Adjusted { "sa" } else { "t" };
            let e = &expected["revisions"][key];
            let what = format!("{label} {key}");
            let tolerance = ESTIMATES;
            let first = data::numbers(&e["first"]);
            data::assert_close(
                &format!("{what} first"),
                history.first_estimates(item).values(),
                &first,
                tolerance,
            );
            let last = history.last(item).fit_to(history.domain());
            data::assert_close(
                &format!("{what} last"),
                last.values(),
                &data::numbers(&e["final"]),
                ESTIMATES,
            );
            let of_first = history.history_of(item, history.domain().start);
            data::assert_close(
                &format!("{what} history"),
                of_first.values(),
                &data::numbers(&e["history"]),
                ESTIMATES,
            );
            for measure in Measure::ALL {
                let revisions = history.revisions(item, measure);
                assert_eq!(revisions.measure, measure);
                let x = data::numbers(&e[measure.name()]);
                let name = format!("{what} {}", measure.name());
                data::assert_close(&name, revisions.values.values(), &x, 100.0 * ESTIMATES);
                assert!(revisions.rmse() >= revisions.mean().abs());
            }
        }
    }
}

#[test]
fn moving_windows() {
    for Case { label, series, adjustment, expected } in cases() {
        let spec = stability_specification(&adjustment, RefreshPolicy::FreeParameters);
        let models: Vec<_> = window_domains(series.domain(), 8)
            .into_iter()
            .map(|d| window_model(&series.fit_to(d), &spec, &ModellingContext::default(), &mut Silent))
            .collect();
        let coefficients = moving_coefficients(&models);
        let expected = expected["windows"].as_object().unwrap();
        assert_eq!(coefficients.len(), expected.len(), "{label}");
        for c in coefficients {
            let e = expected[&c.name].as_array().unwrap();
            let actual: Vec<f64> = c.estimates.iter().map(|(_, x)| *x).collect();
            let x: Vec<f64> = e.iter().map(|w| w[1].as_f64().unwrap()).collect();
            data::assert_close(&format!("{label} {}", c.name), &actual, &x, NEAR_UNIT_ROOTS);
        }
    }
}
