//! Items of the RegARIMA model (`diagnostics.md` 14.2); missing without pre-processing.

use super::{Entry, Item, ItemKind, entry};
use crate::sa::Adjustment;
use crate::sa::modelling::RegArimaResult;
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::regarima::LikelihoodStatistics;
use crate::toolkit::regression::{LengthOfPeriod, OutlierCode, Regressor, RegressorClass};

fn model(a: &Adjustment) -> Option<&RegArimaResult> {
    a.preprocessing.as_ref()
}

fn statistics(a: &Adjustment) -> Option<LikelihoodStatistics> {
    model(a).map(RegArimaResult::statistics)
}

fn double(a: &Adjustment, f: impl Fn(&LikelihoodStatistics) -> f64) -> Option<Item> {
    statistics(a).as_ref().map(f).map(Item::Double)
}

fn integer(n: usize) -> Item {
    Item::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

fn order(a: &Adjustment, f: impl Fn(SarimaOrders) -> usize) -> Option<Item> {
    Some(integer(f(model(a)?.description().orders())))
}

/// Number of columns of the variables of some classes.
fn columns(a: &Adjustment, of: impl Fn(RegressorClass) -> bool) -> Option<Item> {
    let variables = model(a)?.description().variables();
    Some(integer(variables.filter(|v| of(v.regressor.class())).map(|v| v.dim()).sum()))
}

fn outliers(a: &Adjustment, code: OutlierCode) -> Option<Item> {
    columns(a, |class| class == RegressorClass::Outlier(code))
}

pub(super) static REGARIMA: &[Entry] = &[
    entry("likelihood.ll", ItemKind::Double, |a| double(a, |s| s.log_likelihood)),
    entry("likelihood.adjustedll", ItemKind::Double, |a| {
        double(a, LikelihoodStatistics::adjusted_log_likelihood)
    }),
    entry("likelihood.ssqerr", ItemKind::Double, |a| double(a, |s| s.ssq)),
    entry("likelihood.nparams", ItemKind::Integer, |a| Some(integer(statistics(a)?.parameters))),
    entry("likelihood.nobs", ItemKind::Integer, |a| Some(integer(statistics(a)?.observations))),
    entry("likelihood.neffectiveobs", ItemKind::Integer, |a| {
        Some(integer(statistics(a)?.effective_observations))
    }),
    entry("likelihood.df", ItemKind::Integer, |a| {
        let s = statistics(a)?;
        Some(Item::Integer(s.effective_observations as i64 - s.parameters as i64))
    }),
    entry("likelihood.aic", ItemKind::Double, |a| double(a, LikelihoodStatistics::aic)),
    entry("likelihood.aicc", ItemKind::Double, |a| double(a, LikelihoodStatistics::aicc)),
    entry("likelihood.bic", ItemKind::Double, |a| double(a, LikelihoodStatistics::bic)),
    entry("likelihood.bicc", ItemKind::Double, |a| double(a, LikelihoodStatistics::bicc)),
    entry("likelihood.bic2", ItemKind::Double, |a| double(a, LikelihoodStatistics::bic2)),
    entry("likelihood.hannanquinn", ItemKind::Double, |a| double(a, LikelihoodStatistics::hannan_quinn)),
    entry("full_res", ItemKind::Series, |a| Some(Item::Series(model(a)?.residuals()))),
    entry("log", ItemKind::Integer, |a| Some(Item::Integer(i64::from(model(a)?.is_log())))),
    entry("adjust", ItemKind::Text, |a| {
        let adjustment = match model(a)?.adjustment() {
            None => "None",
            Some(LengthOfPeriod::LeapYear) => "LeapYear",
            Some(LengthOfPeriod::LengthOfPeriod) => "LengthOfPeriod",
        };
        Some(Item::Text(adjustment.into()))
    }),
    entry("arima.p", ItemKind::Integer, |a| order(a, |o| o.p)),
    entry("arima.d", ItemKind::Integer, |a| order(a, |o| o.d)),
    entry("arima.q", ItemKind::Integer, |a| order(a, |o| o.q)),
    entry("arima.bp", ItemKind::Integer, |a| order(a, |o| o.bp)),
    entry("arima.bd", ItemKind::Integer, |a| order(a, |o| o.bd)),
    entry("arima.bq", ItemKind::Integer, |a| order(a, |o| o.bq)),
    entry("regression.mean", ItemKind::Integer, |a| {
        Some(Item::Integer(i64::from(model(a)?.description().has_mean())))
    }),
    entry("regression.nlp", ItemKind::Integer, |a| columns(a, |c| c == RegressorClass::LengthOfPeriod)),
    entry("regression.ntd", ItemKind::Integer, |a| columns(a, |c| c == RegressorClass::TradingDays)),
    entry("regression.nmh", ItemKind::Integer, |a| columns(a, RegressorClass::is_moving_holiday)),
    entry("regression.nout", ItemKind::Integer, |a| columns(a, RegressorClass::is_outlier)),
    entry("regression.nao", ItemKind::Integer, |a| outliers(a, OutlierCode::AO)),
    entry("regression.nls", ItemKind::Integer, |a| outliers(a, OutlierCode::LS)),
    entry("regression.ntc", ItemKind::Integer, |a| outliers(a, OutlierCode::TC)),
    entry("regression.nso", ItemKind::Integer, |a| outliers(a, OutlierCode::SO)),
    entry("regression.leaster", ItemKind::Integer, |a| {
        let window = model(a)?.description().variables().find_map(|v| match &v.regressor {
            Regressor::Easter(easter) => Some(easter.window() as usize),
            _ => None,
        });
        Some(integer(window.unwrap_or(0)))
    }),
    entry("regression.details.coefficients", ItemKind::Array, |a| {
        Some(Item::Array(model(a)?.regression().iter().map(|r| r.coefficient.value).collect()))
    }),
    entry("regression.details.description", ItemKind::TextArray, |a| {
        Some(Item::TextArray(model(a)?.regression().into_iter().map(|r| r.coefficient.name).collect()))
    }),
    entry("regression.ml.parameters", ItemKind::Array, |a| {
        Some(Item::Array(model(a)?.estimated().parameters().to_vec()))
    }),
];
