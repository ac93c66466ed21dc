//! Items of the tests (`diagnostics.md` 14.4); each test of a result is computed once, when first asked for.

use super::{Entry, Item, ItemKind, entry};
use crate::sa::Adjustment;
use crate::sa::diagnostics::{CombinedSeasonality, Subject};
use crate::toolkit::stats::StatisticalTest;

fn test(test: Option<StatisticalTest>) -> Option<Item> {
    test.map(Item::Test)
}

fn verdict(test: Option<&CombinedSeasonality>) -> Option<Item> {
    Some(Item::Text(test?.verdict().name().to_string()))
}

fn stable(a: &Adjustment, subject: Subject) -> Option<Item> {
    Some(Item::Double(a.combined_test(subject)?.stable.test()?.p_value))
}

fn evolutive(a: &Adjustment, subject: Subject) -> Option<Item> {
    Some(Item::Double(a.combined_test(subject)?.evolutive?.test()?.p_value))
}

macro_rules! combined {
    ($($name:literal $subject:ident),*) => { &[
        $(
            entry(concat!("diagnostics.seas-", $name, "-combined"), ItemKind::Text, |a| {
                verdict(a.combined_test(Subject::$subject))
            }),
            entry(concat!("diagnostics.seas-", $name, "-evolutive"), ItemKind::Double, |a| {
                evolutive(a, Subject::$subject)
            }),
            entry(concat!("diagnostics.seas-", $name, "-stable"), ItemKind::Double, |a| {
                stable(a, Subject::$subject)
            }),
        )*
        entry("diagnostics.seas-si-combined3", ItemKind::Text, |a| {
            verdict(a.combined_test_last_years(Subject::SeasonalIrregular))
        }),
        entry("diagnostics.seas-res-combined3", ItemKind::Text, |a| {
            verdict(a.combined_test_last_years(Subject::Residuals))
        }),
        entry("diagnostics.seas-i-combined3", ItemKind::Text, |a| {
            verdict(a.combined_test_last_years(Subject::Irregular))
        }),
        entry("diagnostics.seas-sa-combined3", ItemKind::Text, |a| {
            verdict(a.combined_test_last_years(Subject::Adjusted))
        }),
    ] };
}

pub(super) static COMBINED: &[Entry] = combined!(
    "lin" Linearised, "si" SeasonalIrregular, "res" Residuals, "i" Irregular, "sa" Adjusted
);

macro_rules! seasonality {
    ($($name:literal $subject:ident),*) => { &[
        $(
            entry(concat!("diagnostics.seas-", $name, "-f"), ItemKind::Test, |a| {
                test(a.seasonality_tests(Subject::$subject)?.dummies)
            }),
            entry(concat!("diagnostics.seas-", $name, "-qs"), ItemKind::Test, |a| {
                test(a.seasonality_tests(Subject::$subject)?.qs)
            }),
            entry(concat!("diagnostics.seas-", $name, "-kw"), ItemKind::Test, |a| {
                test(a.seasonality_tests(Subject::$subject)?.kruskal_wallis)
            }),
            entry(concat!("diagnostics.seas-", $name, "-friedman"), ItemKind::Test, |a| {
                test(a.seasonality_tests(Subject::$subject)?.friedman)
            }),
            entry(concat!("diagnostics.seas-", $name, "-periodogram"), ItemKind::Test, |a| {
                test(a.seasonality_tests(Subject::$subject)?.periodogram)
            }),
            entry(concat!("diagnostics.seas-", $name, "-spectralpeaks"), ItemKind::Text, |a| {
                let peaks = a.seasonality_tests(Subject::$subject)?.spectral_peaks.as_ref()?;
                Some(Item::Text(peaks.to_string()))
            }),
        )*
    ] };
}

pub(super) static SEASONALITY: &[Entry] = seasonality!(
    "lin" Linearised, "res" Residuals, "i" Irregular, "sa" Adjusted
);

fn trading_days(a: &Adjustment, subject: Subject) -> Option<Item> {
    test(a.trading_days_test(subject).copied())
}

pub(super) static OTHER_TESTS: &[Entry] = &[
    entry("quality.summary", ItemKind::Text, |a| Some(Item::Text(a.quality().summary.name().to_string()))),
    entry("diagnostics.seas-sa-ac1", ItemKind::Double, |a| {
        a.tested_series()?.adjusted_autocorrelation().map(Item::Double)
    }),
    // "last" stands for the last 0 years in the reference, which is all of them
    entry("diagnostics.td-sa-all", ItemKind::Test, |a| trading_days(a, Subject::Adjusted)),
    entry("diagnostics.td-sa-last", ItemKind::Test, |a| trading_days(a, Subject::Adjusted)),
    entry("diagnostics.td-i-all", ItemKind::Test, |a| trading_days(a, Subject::Irregular)),
    entry("diagnostics.td-i-last", ItemKind::Test, |a| trading_days(a, Subject::Irregular)),
    entry("diagnostics.td-res-all", ItemKind::Test, |a| trading_days(a, Subject::Residuals)),
    entry("diagnostics.td-res-last", ItemKind::Test, |a| trading_days(a, Subject::Residuals)),
    entry("diagnostics.td_f_ma", ItemKind::Test, |a| test(a.series_trading_days().airline)),
    entry("diagnostics.td_f_ols", ItemKind::Test, |a| test(a.series_trading_days().ols)),
    entry("diagnostics.fcast-insample-mean", ItemKind::Test, |a| {
        test(a.one_step_ahead_test()?.in_sample_mean)
    }),
    entry("diagnostics.fcast-outsample-mean", ItemKind::Test, |a| {
        test(a.one_step_ahead_test()?.out_of_sample_mean)
    }),
    entry("diagnostics.fcast-outsample-variance", ItemKind::Test, |a| {
        test(a.one_step_ahead_test()?.out_of_sample_variance)
    }),
    entry("benchmarking.original", ItemKind::Series, |a| {
        Some(Item::Series(a.benchmarking()?.original.clone()))
    }),
    entry("benchmarking.target", ItemKind::Series, |a| Some(Item::Series(a.benchmarking()?.target.clone()))),
    entry("benchmarking.result", ItemKind::Series, |a| Some(Item::Series(a.benchmarking()?.result.clone()))),
];
