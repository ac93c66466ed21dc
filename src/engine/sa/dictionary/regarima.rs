//! Items of the RegARIMA model: span, transformation, orders, likelihood (`diagnostics.md` 14.2); missing without
//! pre-processing.

use super::{Entry, Item, ItemKind, entry, list};
use crate::sa::Adjustment;
use crate::sa::modelling::RegArimaResult;
use crate::toolkit::arima::{SarimaOrders, SarimaPolynomial};
use crate::toolkit::regarima::LikelihoodStatistics;
use crate::toolkit::regression::LengthOfPeriod;
use crate::toolkit::timeseries::TsDomain;

/// Coefficients announced for each polynomial.
const COEFFICIENTS: usize = 12;

pub(super) fn model(a: &Adjustment) -> Option<&RegArimaResult> {
    a.preprocessing.as_ref()
}

fn statistics(a: &Adjustment) -> Option<LikelihoodStatistics> {
    model(a).map(RegArimaResult::statistics)
}

fn double(a: &Adjustment, f: impl Fn(&LikelihoodStatistics) -> f64) -> Option<Item> {
    statistics(a).as_ref().map(f).map(Item::Double)
}

pub(super) fn integer(n: usize) -> Item {
    Item::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

fn order(a: &Adjustment, f: impl Fn(SarimaOrders) -> usize) -> Option<Item> {
    Some(integer(f(model(a)?.description().orders())))
}

/// Coefficients of one polynomial.
fn arma(a: &Adjustment, polynomial: SarimaPolynomial) -> Vec<Item> {
    model(a).map_or_else(Vec::new, |m| m.arma(polynomial).into_iter().map(Item::Coefficient).collect())
}

fn first_period(domain: TsDomain) -> Option<Item> {
    (!domain.is_empty()).then_some(Item::Period(domain.start))
}

fn last_period(domain: TsDomain) -> Option<Item> {
    domain.last().map(Item::Period)
}

pub(super) static MODEL: &[Entry] = &[
    entry("period", ItemKind::Integer, |a| Some(integer(model(a)?.description().series().frequency()))),
    entry("span.start", ItemKind::Period, |a| first_period(model(a)?.span())),
    entry("span.end", ItemKind::Period, |a| last_period(model(a)?.span())),
    entry("span.n", ItemKind::Integer, |a| Some(integer(model(a)?.span().len))),
    entry("span.missing", ItemKind::Integer, |a| {
        Some(integer(model(a)?.description().series().missing().len()))
    }),
    entry("log", ItemKind::Integer, |a| Some(Item::Integer(i64::from(model(a)?.is_log())))),
    entry("adjust", ItemKind::Text, |a| {
        let adjustment = match model(a)?.adjustment() {
            None => "None",
            Some(LengthOfPeriod::LeapYear) => "LeapYear",
            Some(LengthOfPeriod::LengthOfPeriod) => "LengthOfPeriod",
        };
        Some(Item::Text(adjustment.into()))
    }),
    entry("regression.espan.start", ItemKind::Period, |a| {
        first_period(model(a)?.description().series().estimation_domain())
    }),
    entry("regression.espan.end", ItemKind::Period, |a| {
        last_period(model(a)?.description().series().estimation_domain())
    }),
    entry("regression.espan.n", ItemKind::Integer, |a| {
        Some(integer(model(a)?.description().series().estimation().len()))
    }),
    entry("regression.espan.missing", ItemKind::Integer, |a| {
        Some(integer(model(a)?.description().series().missing_in_estimation().len()))
    }),
    entry("arima.p", ItemKind::Integer, |a| order(a, |o| o.p)),
    entry("arima.d", ItemKind::Integer, |a| order(a, |o| o.d)),
    entry("arima.q", ItemKind::Integer, |a| order(a, |o| o.q)),
    entry("arima.bp", ItemKind::Integer, |a| order(a, |o| o.bp)),
    entry("arima.bd", ItemKind::Integer, |a| order(a, |o| o.bd)),
    entry("arima.bq", ItemKind::Integer, |a| order(a, |o| o.bq)),
    list("arima.phi", ItemKind::Coefficient, COEFFICIENTS, |a| arma(a, SarimaPolynomial::Phi)),
    list("arima.bphi", ItemKind::Coefficient, COEFFICIENTS, |a| arma(a, SarimaPolynomial::Bphi)),
    list("arima.theta", ItemKind::Coefficient, COEFFICIENTS, |a| arma(a, SarimaPolynomial::Theta)),
    list("arima.btheta", ItemKind::Coefficient, COEFFICIENTS, |a| arma(a, SarimaPolynomial::Btheta)),
];

pub(super) static LIKELIHOOD: &[Entry] = &[
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
];
