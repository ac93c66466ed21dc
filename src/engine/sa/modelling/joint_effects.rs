//! What follows from the coefficients of several columns together: the effect of the contrast group of trading
//! days and the joint tests of variables (`regarima.md` 11), and the correlations of the estimates.

use super::{CoefficientEstimate, RegArimaResult, regarima_result::estimate};
use crate::toolkit::arima::SarimaPolynomial;
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{ContrastWeights, Regressor, RegressorClass};
use crate::toolkit::stats::StatisticalTest;

/// A variable with several estimated columns.
#[derive(Clone, Debug, PartialEq)]
pub struct JointEffect {
    /// Class of the variable.
    pub class: RegressorClass,
    /// F test that all its coefficients are 0, F(columns, degrees of freedom); none when their covariance is
    /// singular.
    pub test: Option<StatisticalTest>,
    /// Effect of the contrast group, minus the sum of the coefficients weighted with the days of their groups
    /// relative to the contrast group; only for contrasts by the number of days, all of them estimated.
    pub derived: Option<CoefficientEstimate>,
}

/// Correlations of estimates that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlations {
    /// Names of the coefficients.
    pub names: Vec<String>,
    /// Rows of the symmetric matrix.
    pub rows: Vec<Vec<f64>>,
}

impl Correlations {
    fn of(names: Vec<String>, covariance: impl Fn(usize, usize) -> f64) -> Self {
        let n = names.len();
        let correlation = |i: usize, j: usize| {
            if i == j { 1.0 } else { covariance(i, j) / (covariance(i, i) * covariance(j, j)).sqrt() }
        };
        let rows = (0..n).map(|i| (0..n).map(|j| correlation(i, j)).collect()).collect();
        Self { names, rows }
    }
}

/// Groups of a regressor that is a contrast by the number of days.
fn contrasts(regressor: &Regressor) -> Option<DayClustering> {
    match regressor {
        Regressor::TradingDays(td) => Some(td.clustering),
        Regressor::HolidayTradingDays(td) if td.weights == ContrastWeights::Days => Some(td.clustering),
        Regressor::StockTradingDays(_) => Some(DayClustering::TD7),
        _ => None,
    }
}

impl RegArimaResult {
    /// The variables with more than one estimated column, or with a contrast group, in model order.
    pub fn joint_effects(&self) -> Vec<JointEffect> {
        let estimated = self.estimated();
        let likelihood = estimated.estimation().likelihood();
        let hyper = self.description().free_parameter_count();
        let df = likelihood.degrees_of_freedom(hyper);
        let mut effects = Vec::new();
        for (k, variable) in self.description().variables().enumerate() {
            let places = estimated.places(k);
            let clustering = contrasts(&variable.regressor).filter(|_| places.len() == variable.dim());
            let Some(&first) = places.first().filter(|_| places.len() > 1 || clustering.is_some()) else {
                continue;
            };
            let test = (likelihood.f_statistic(first, places.len(), hyper))
                .and_then(|(f, numerator, denominator)| StatisticalTest::f(f, numerator, denominator));
            let derived = clustering.map(|groups| {
                let weight = |g: usize| -(groups.size(g + 1) as f64) / groups.size(0) as f64;
                let (b, v) = (likelihood.coefficients(), likelihood.unscaled_covariance());
                let value: f64 = places.iter().enumerate().map(|(g, &i)| weight(g) * b[i]).sum();
                let pairs = places.iter().enumerate().flat_map(|(g, &i)| {
                    places.iter().enumerate().map(move |(h, &j)| weight(g) * weight(h) * v[(i, j)])
                });
                let variance = pairs.sum::<f64>() * likelihood.variance(hyper);
                estimate(contrast_name(groups), value, variance.sqrt(), df)
            });
            effects.push(JointEffect { class: variable.regressor.class(), test, derived });
        }
        effects
    }

    /// Correlations of the estimated ARMA parameters; none when fewer than two were estimated or their
    /// information matrix is singular.
    pub fn arma_correlations(&self) -> Option<Correlations> {
        use SarimaPolynomial::{Bphi, Btheta, Phi, Theta};
        let parameters = self.estimated().estimation().parameters()?;
        let covariance = parameters.covariance().filter(|v| v.nrows() > 1)?;
        let orders = self.description().orders();
        let mut packed = vec![String::new(); orders.parameter_count()];
        for polynomial in [Phi, Bphi, Theta, Btheta] {
            for (i, coefficient) in orders.range(polynomial).zip(self.arma(polynomial)) {
                if let Some(name) = packed.get_mut(i) {
                    *name = coefficient.name;
                }
            }
        }
        let names = parameters.free().iter().map(|&i| packed.get(i).cloned().unwrap_or_default());
        Some(Correlations::of(names.collect(), |i, j| covariance[(i, j)]))
    }

    /// Correlations of the estimated regression coefficients, the mean included; none when fewer than two were
    /// estimated.
    pub fn regression_correlations(&self) -> Option<Correlations> {
        let names: Vec<String> = self.regression().into_iter().map(|r| r.coefficient.name).collect();
        let covariance = self.estimated().estimation().likelihood().unscaled_covariance();
        (names.len() > 1 && covariance.nrows() == names.len())
            .then(|| Correlations::of(names, |i, j| covariance[(i, j)]))
    }
}

/// The days of the contrast group: `sun`, `sat-sun`.
fn contrast_name(groups: DayClustering) -> String {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let days: Vec<&str> =
        groups.groups().iter().zip(DAYS).filter(|(g, _)| **g == 0).map(|(_, day)| day).collect();
    match days.as_slice() {
        [first, .., last] => format!("{first}-{last}"),
        days => days.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::spec::{RegArimaSpec, Spec, X13Spec};
    use crate::sa::{ModellingContext, Silent, adjust};
    use crate::toolkit::regression::TradingDays;
    use crate::toolkit::timeseries::{TsData, TsDomain};

    /// A series with an effect of 0.02 per Monday to Saturday against Sunday, adjusted with fixed trading days.
    fn model(clustering: DayClustering) -> RegArimaResult {
        let empty = TsData::of(12, 2000, 1, vec![0.0; 144]).unwrap();
        let domain: TsDomain = empty.domain();
        let mut days = vec![0.0; 144];
        TradingDays { clustering: DayClustering::TD2C }.fill(domain, &mut days);
        let value = |(t, d): (usize, &f64)| {
            let t = t as u32;
            let angle = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
            let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
            100.0 + 10.0 * angle.sin() + unrest + 0.2 * d
        };
        let data = TsData::new(domain.start, days.iter().enumerate().map(value).collect());
        let mut preprocessing = RegArimaSpec::default();
        preprocessing.regression.trading_days.days = crate::sa::spec::TradingDays::Generic(clustering);
        let spec = Spec::X13(X13Spec { preprocessing: Some(preprocessing), ..X13Spec::default() });
        adjust(&data, &spec, &ModellingContext::default(), &mut Silent).unwrap().preprocessing.unwrap()
    }

    #[test]
    fn the_effects_of_all_days_sum_to_zero_and_are_jointly_significant() {
        let model = model(DayClustering::TD7);
        let [effect] = model.joint_effects().try_into().unwrap();
        let derived = effect.derived.unwrap();
        assert_eq!(derived.name, "sun");
        let sum: f64 = model.regression().iter().map(|r| r.coefficient.value).sum();
        assert!((sum + derived.value).abs() < 1e-12);
        assert!(derived.value < -1.0 && derived.standard_error > 0.0, "{derived:?}");
        assert!(effect.test.unwrap().p_value < 1e-6);
    }

    #[test]
    fn one_contrast_has_the_t_of_its_group() {
        let model = model(DayClustering::TD2);
        let [effect] = model.joint_effects().try_into().unwrap();
        let derived = effect.derived.unwrap();
        let week = &model.regression()[0].coefficient;
        assert_eq!(derived.name, "sat-sun");
        assert!((derived.value + 2.5 * week.value).abs() < 1e-12);
        assert!((derived.t + week.t).abs() < 1e-9);
        assert!((effect.test.unwrap().value - week.t * week.t).abs() < 1e-8);
    }

    #[test]
    fn correlations_are_symmetric_with_ones() {
        let model = model(DayClustering::TD7);
        for c in [model.arma_correlations().unwrap(), model.regression_correlations().unwrap()] {
            for (i, row) in c.rows.iter().enumerate() {
                assert_eq!(row.len(), c.names.len());
                assert_eq!(row[i], 1.0);
                assert!(
                    row.iter().enumerate().all(|(j, r)| r.abs() <= 1.0 && (r - c.rows[j][i]).abs() < 1e-12)
                );
            }
        }
        assert_eq!(model.arma_correlations().unwrap().names, ["theta(1)", "btheta(1)"]);
    }
}
