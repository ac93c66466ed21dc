//! Where the result is deliberately not that of the reference (`docs/differences.md`).

use solstice_engine::sa::dictionary::{Item, item};
use solstice_engine::sa::spec::{DecompositionMode, Spec, X11Spec, X13Spec};
use solstice_engine::sa::x11::{Extension, X11Error, X11Table, decompose};
use solstice_engine::sa::{AdjustError, Adjustment, Decomposition, ModellingContext, Silent, adjust};
use solstice_engine::toolkit::timeseries::TsData;

use crate::data::{json, series};

fn passengers() -> TsData {
    series(&json("series.json.gz"), "AirPassengers")
}

fn try_run(y: &TsData, x11: X11Spec) -> Result<Adjustment, AdjustError> {
    let spec = Spec::X13(X13Spec { x11, ..X13Spec::default() });
    adjust(y, &spec, &ModellingContext::default(), &mut Silent)
}

fn run(mode: DecompositionMode) -> Adjustment {
    try_run(&passengers(), X11Spec { mode, ..X11Spec::default() }).unwrap()
}

fn table(result: &Adjustment, table: X11Table) -> &[f64] {
    match &result.decomposition {
        Decomposition::X11(x11) => x11.table(table).unwrap().values(),
        #[allow(unreachable_patterns)]
        _ => panic!("not X-11"),
    }
}

#[test]
fn e_tables_of_the_log_additive_mode_are_ratios() {
    let result = run(DecompositionMode::LogAdditive);
    let f = &result.finals;
    let weights = table(&result, X11Table::C17);
    assert!(weights.contains(&0.0));
    for (t, &w) in weights.iter().enumerate() {
        let at = |x: &TsData| x.values()[t];
        let (y, sa, trend, i) = (at(&f.y.values), at(&f.sa.values), at(&f.t.values), at(&f.i.values));
        let expected = if w == 0.0 { (y / i, trend, 1.0) } else { (y, sa, i) };
        let e = f.modified.as_ref().unwrap();
        for (a, b) in
            [(at(&e.e1), expected.0), (at(&e.e2), expected.1), (at(&e.e3), expected.2), (at(&e.e11), sa)]
        {
            assert!((a - b).abs() < 1e-9 * b.abs(), "{t}: {a} instead of {b}");
        }
    }
}

#[test]
fn m_statistics_of_the_pseudo_additive_mode() {
    let pseudo = run(DecompositionMode::PseudoAdditive).m_statistics.unwrap();
    let multiplicative = run(DecompositionMode::Multiplicative).m_statistics.unwrap();
    // near those of the multiplicative mode
    for i in [0, 4] {
        let (a, b) = (pseudo.m[i].unwrap(), multiplicative.m[i].unwrap());
        assert!((a - b).abs() < 0.1, "M{}: {a} and {b}", i + 1);
    }
}

#[test]
fn autocorrelations_of_the_pseudo_additive_irregular_are_about_one() {
    let pseudo = run(DecompositionMode::PseudoAdditive).f2_tables().unwrap();
    // a series about 1 has autocorrelations of nearly 1 about 0
    assert!(pseudo.autocorrelations.iter().all(|r| r.abs() < 0.7), "{:?}", pseudo.autocorrelations);
}

#[test]
fn the_undefined_mode_is_additive_everywhere() {
    let (undefined, additive) = (run(DecompositionMode::Undefined), run(DecompositionMode::Additive));
    assert_eq!(undefined.mode, DecompositionMode::Additive);
    assert_eq!(undefined.finals, additive.finals);
    assert_eq!(undefined.m_statistics, additive.m_statistics);
    assert_eq!(item(&undefined, "mode"), item(&additive, "mode"));
}

#[test]
fn without_seasonal_component() {
    for mode in [
        DecompositionMode::Multiplicative,
        DecompositionMode::Additive,
        DecompositionMode::LogAdditive,
        DecompositionMode::PseudoAdditive,
    ] {
        let y = passengers();
        let result = try_run(&y, X11Spec { seasonal: false, mode, ..X11Spec::default() }).unwrap();
        let neutral = if mode == DecompositionMode::Additive { 0.0 } else { 1.0 };
        for t in [X11Table::B5, X11Table::C5, X11Table::D5, X11Table::B10, X11Table::C10, X11Table::D10] {
            assert_eq!(table(&result, t), vec![neutral; y.len()], "{mode:?} {t:?}");
        }
        for t in [X11Table::B6, X11Table::B11, X11Table::D11] {
            for (a, y) in table(&result, t).iter().zip(y.values()) {
                assert!((a - y).abs() < 1e-12 * y, "{mode:?} {t:?}");
            }
        }
        assert_eq!(item(&result, "decomposition.d9-global-msr"), None);
        assert_eq!(item(&result, "decomposition.seasonal-filters"), None);
        // extremes are corrected all the same
        assert!(table(&result, X11Table::C17).iter().any(|&w| w < 1.0));
    }
}

#[test]
fn a_henderson_filter_of_one_term_is_refused() {
    let error = try_run(&passengers(), X11Spec { henderson_length: 1, ..X11Spec::default() }).unwrap_err();
    assert!(error.to_string().contains("x11.henderson_length = 1"), "{error}");
}

#[test]
fn annual_series_have_a_result() {
    let y = series(&json("series.json.gz"), "Nile");
    let result = try_run(&y, X11Spec::default()).unwrap();
    assert!(table(&result, X11Table::D10).iter().all(|&s| s == 1.0));
    let m = result.m_statistics.unwrap();
    assert!(m.q.is_finite());
    assert_eq!(m.m[5..], [None; 6], "no statistic of the seasonal component");
}

#[test]
fn statistics_that_are_not_computed_are_published_as_zero() {
    let y = series(&json("series.json.gz"), "sim_short50");
    let result = try_run(&y, X11Spec::default()).unwrap();
    assert!(item(&result, "m-statistics.m7").is_some());
    assert_eq!(item(&result, "m-statistics.m8"), Some(Item::Double(0.0)));
    assert_eq!(result.m_statistics.unwrap().m[7..], [None; 4]);
}

#[test]
fn horizons_that_leave_nothing_are_refused() {
    let extension = Extension { backcasts: 100, forecasts: 40 };
    let error = decompose(&passengers(), extension, &X11Spec::default(), &mut Silent).unwrap_err();
    assert_eq!(error, X11Error::HorizonsTooLong { backcasts: 100, forecasts: 40, values: 144, required: 14 });
    let huge = Extension { backcasts: usize::MAX, forecasts: usize::MAX };
    assert!(decompose(&passengers(), huge, &X11Spec::default(), &mut Silent).is_err());
}

#[test]
fn refusals_say_where_and_what_to_do() {
    let mut values = passengers().values().to_vec();
    values[15] = -1.0;
    values[20] = 0.0;
    let y = TsData::new(passengers().start(), values.clone());
    let error = try_run(&y, X11Spec::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "X-11: 2 values are zero or negative, the first at 1950-04; use the additive or the pseudo-additive mode"
    );
    let pseudo = X11Spec { mode: DecompositionMode::PseudoAdditive, ..X11Spec::default() };
    assert!(try_run(&y, pseudo).is_ok());
    values[15] = f64::NAN;
    let y = TsData::new(passengers().start(), values);
    let error = try_run(&y, X11Spec::default()).unwrap_err();
    assert!(error.to_string().contains("1 missing values, the first at 1950-04"), "{error}");
}
