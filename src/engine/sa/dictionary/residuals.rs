//! Items of the residuals (`diagnostics.md` 2.2, 2.3 and 14.2); missing without pre-processing.

use super::regarima::{integer, model};
use super::{Entry, Item, ItemKind, entry};
use crate::sa::Adjustment;
use crate::toolkit::stats::{ResidualTests, StatisticalTest};

fn test(a: &Adjustment, test: impl Fn(&ResidualTests) -> Option<StatisticalTest>) -> Option<Item> {
    test(a.residual_tests()?).map(Item::Test)
}

fn full(a: &Adjustment) -> Option<Item> {
    Some(Item::Series(model(a)?.residuals()))
}

/// `sqrt(S / n)`; not a number without degrees of freedom.
fn standard_error(ssq: f64, n: f64) -> Item {
    Item::Double(if n > 0.0 { (ssq / n).sqrt() } else { f64::NAN })
}

pub(super) static RESIDUALS: &[Entry] = &[
    entry("residuals.type", ItemKind::Text, |a| model(a).map(|_| Item::Text("QR_Transformed".into()))),
    entry("residuals.res", ItemKind::Array, |a| {
        Some(Item::Array(model(a)?.estimated().estimation().likelihood().residuals().to_vec()))
    }),
    entry("residuals.tsres", ItemKind::Series, full),
    entry("full_res", ItemKind::Series, full),
    entry("residuals.n", ItemKind::Integer, |a| {
        Some(integer(model(a)?.estimated().estimation().likelihood().observations()))
    }),
    entry("residuals.df", ItemKind::Integer, |a| {
        Some(Item::Integer(model(a)?.estimated().estimation().likelihood().degrees_of_freedom(0) as i64))
    }),
    entry("residuals.dfc", ItemKind::Integer, |a| {
        let (model, likelihood) = (model(a)?, model(a)?.estimated().estimation().likelihood());
        let parameters = model.description().free_parameter_count();
        Some(Item::Integer(likelihood.degrees_of_freedom(parameters) as i64))
    }),
    entry("residuals.ser", ItemKind::Double, |a| {
        let (model, likelihood) = (model(a)?, model(a)?.estimated().estimation().likelihood());
        let parameters = model.description().free_parameter_count();
        Some(standard_error(likelihood.ssq(), likelihood.degrees_of_freedom(parameters)))
    }),
    entry("residuals.ser_ml", ItemKind::Double, |a| {
        let likelihood = model(a)?.estimated().estimation().likelihood();
        Some(standard_error(likelihood.ssq(), likelihood.observations() as f64))
    }),
    entry("residuals.mean", ItemKind::Test, |a| test(a, |t| t.mean)),
    entry("residuals.doornikhansen", ItemKind::Test, |a| test(a, |t| t.doornik_hansen)),
    entry("residuals.skewness", ItemKind::Test, |a| test(a, |t| t.skewness)),
    entry("residuals.kurtosis", ItemKind::Test, |a| test(a, |t| t.kurtosis)),
    entry("residuals.lb", ItemKind::Test, |a| test(a, |t| t.ljung_box)),
    entry("residuals.bp", ItemKind::Test, |a| test(a, |t| t.box_pierce)),
    entry("residuals.seaslb", ItemKind::Test, |a| test(a, |t| t.seasonal_ljung_box)),
    entry("residuals.seasbp", ItemKind::Test, |a| test(a, |t| t.seasonal_box_pierce)),
    entry("residuals.lb2", ItemKind::Test, |a| test(a, |t| t.ljung_box_squares)),
    entry("residuals.bp2", ItemKind::Test, |a| test(a, |t| t.box_pierce_squares)),
    entry("residuals.nruns", ItemKind::Test, |a| test(a, |t| t.runs_number)),
    entry("residuals.lruns", ItemKind::Test, |a| test(a, |t| t.runs_length)),
    entry("residuals.nudruns", ItemKind::Test, |a| test(a, |t| t.up_down_runs_number)),
    entry("residuals.ludruns", ItemKind::Test, |a| test(a, |t| t.up_down_runs_length)),
];
