//! Detection of outliers, forward by approximate statistics and backward by t-statistics
//! (`tramo.md` 12.5).

use super::{ApproximateSearch, Candidate, SearchSpace};
use crate::toolkit::arima::domain::stabilized;
use crate::toolkit::arima::hannan_rissanen::HannanRissanen;
use crate::toolkit::arima::whitening::WhiteningFilter;
use crate::toolkit::regarima::{
    ConcentratedLikelihood, DifferencedModel, GlsEstimator, RegArimaError, RegArimaModel,
};
use crate::toolkit::regression::{OutlierCode, OutlierShape};

/// Most searches in one detection.
const MOST_ROUNDS: usize = 30;
/// Most outliers found in one detection.
const MOST_OUTLIERS: usize = 50;

/// How the ARMA parameters are estimated in each round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RoundEstimation {
    /// By Hannan-Rissanen on the residuals of the regression.
    #[default]
    HannanRissanen,
    /// By maximum likelihood, from Hannan-Rissanen.
    MaximumLikelihood,
}

/// Options of the detection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlierDetection {
    /// Smallest absolute statistic of an outlier.
    pub critical: f64,
    /// Estimation in each round.
    pub rounds: RoundEstimation,
    /// The maximum likelihood estimator, also used when the first Hannan-Rissanen estimates are not stable.
    pub estimator: GlsEstimator,
}

/// An outlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// Its type.
    pub code: OutlierCode,
    /// Its position in the series, 0-based.
    pub position: usize,
}

/// What happened in the course of a detection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DetectionStep {
    /// An outlier with this approximate statistic was added.
    Added(Detected, f64),
    /// An outlier with this t-statistic was removed.
    Removed(Detected, f64),
}

impl OutlierDetection {
    /// The outliers of the series of `model` in the order of their detection, and every step. The model gives
    /// the regressors and the orders; its ARMA parameters are estimated anew in the rounds. The missing values
    /// of the model are forbidden in `space`, whose length is that of the series.
    ///
    /// # Errors
    /// A regression or an estimation failed, in whatever round.
    pub fn detect(
        &self,
        model: &RegArimaModel,
        space: &mut SearchSpace,
    ) -> Result<(Vec<Detected>, Vec<DetectionStep>), RegArimaError> {
        for &position in model.missing() {
            space.forbid_position(position);
        }
        if !space.is_searchable() || space.periods() != model.len() {
            return Ok((Vec::new(), Vec::new()));
        }
        let mut run = Run {
            options: *self,
            model: model.clone(),
            space,
            found: Vec::new(),
            coefficients: Vec::new(),
            t: Vec::new(),
            ordinary: true,
            arma: true,
            added: false,
            last_removed: None,
            rounds: 0,
            steps: Vec::new(),
        };
        run.detect()?;
        let found = run.found.iter().map(|f| f.outlier).collect();
        Ok((found, run.steps))
    }
}

/// An outlier with the index of its type.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    outlier: Detected,
    kind: usize,
}

struct Run<'a> {
    options: OutlierDetection,
    /// Regressors, then one column for each outlier found.
    model: RegArimaModel,
    space: &'a mut SearchSpace,
    found: Vec<Found>,
    /// Coefficients of all columns, missing values first; none before the first regression.
    coefficients: Vec<f64>,
    /// t-statistics of the outliers found.
    t: Vec<f64>,
    /// The next residuals are those of ordinary least squares.
    ordinary: bool,
    /// The next estimation includes the ARMA parameters.
    arma: bool,
    /// The last change was an addition.
    added: bool,
    last_removed: Option<Found>,
    rounds: usize,
    steps: Vec<DetectionStep>,
}

/// Outcome of the backward step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Backward {
    AllSignificant,
    Removed,
    /// The same outlier was removed twice in succession.
    Cycling,
}

impl Run<'_> {
    fn detect(&mut self) -> Result<(), RegArimaError> {
        if self.forward()? {
            self.estimate()?;
        }
        self.arma = false;
        while self.remove_insignificant() != Backward::AllSignificant {
            self.estimate()?;
        }
        Ok(())
    }

    /// The rounds; whether they ended with a model that is not estimated.
    fn forward(&mut self) -> Result<bool, RegArimaError> {
        while self.rounds < MOST_ROUNDS {
            self.estimate()?;
            if self.added {
                match self.remove_insignificant() {
                    Backward::AllSignificant => {}
                    Backward::Removed => continue,
                    Backward::Cycling => return Ok(true),
                }
            }
            let best = self.search()?;
            self.rounds += 1;
            let Some(best) = best.filter(|b| b.statistic.abs() >= self.options.critical) else {
                return Ok(false);
            };
            self.add(best)?;
            if self.found.len() == MOST_OUTLIERS {
                return Ok(true);
            }
        }
        Ok(true)
    }

    /// ARMA parameters when they are due, then coefficients and t-statistics.
    fn estimate(&mut self) -> Result<(), RegArimaError> {
        let differenced = self.model.difference()?;
        if self.arma && self.estimate_arma(&differenced)? {
            return Ok(());
        }
        if differenced.columns() > 0 {
            let likelihood = ConcentratedLikelihood::compute(&differenced, self.model.arima())?;
            self.keep(&likelihood);
        }
        Ok(())
    }

    /// Hannan-Rissanen, followed by maximum likelihood when asked for or needed; whether the latter was done.
    fn estimate_arma(&mut self, differenced: &DifferencedModel) -> Result<bool, RegArimaError> {
        let orders = self.model.arima().orders();
        let failed = RegArimaError::InvalidStart { orders };
        let residuals = if std::mem::take(&mut self.ordinary) {
            differenced.least_squares_residuals().ok_or(failed)?
        } else {
            differenced.residuals(&self.coefficients)
        };
        let maximum_likelihood = self.options.rounds == RoundEstimation::MaximumLikelihood;
        let mut stable = true;
        if orders.parameter_count() > 0 {
            // without estimates the present parameters stay
            if let Ok(model) = HannanRissanen::default().model(orders, &residuals) {
                let (start, changed) = stabilized(&model);
                stable = !changed;
                if stable || maximum_likelihood || self.rounds == 0 {
                    self.model = self.model.with_parameters(start.parameters());
                } else {
                    self.ordinary = true;
                    stable = true;
                }
            }
        }
        if stable && !maximum_likelihood {
            return Ok(false);
        }
        let estimation = self.options.estimator.optimize(&self.model)?;
        self.model = estimation.model().clone();
        self.keep(estimation.likelihood());
        Ok(true)
    }

    fn keep(&mut self, likelihood: &ConcentratedLikelihood) {
        self.coefficients = likelihood.all_coefficients();
        let parameters = self.model.arima().orders().parameter_count();
        let columns = likelihood.coefficients().len();
        let first = columns - self.found.len().min(columns);
        self.t = (first..columns).map(|i| likelihood.t_statistic(i, parameters)).collect();
    }

    /// The most significant outlier among those allowed.
    fn search(&self) -> Result<Option<Candidate>, RegArimaError> {
        let arima = self.model.arima();
        let residuals = self.model.difference()?.residuals(&self.coefficients);
        let (ar, ma) = (arima.ar(), arima.ma());
        let mut filter =
            WhiteningFilter::of(ar.coefficients(), ma.coefficients(), residuals.len()).map_err(|source| {
                RegArimaError::Likelihood { orders: arima.orders(), source: Box::new(source) }
            })?;
        let search = ApproximateSearch::new(arima, filter.filter(&residuals), self.space);
        Ok(search.and_then(|s| s.most_significant(self.space)))
    }

    fn add(&mut self, best: Candidate) -> Result<(), RegArimaError> {
        let Some(&code) = self.space.types().get(best.kind) else { return Ok(()) };
        let outlier = Detected { code, position: best.position };
        let mut column = vec![0.0; self.model.len()];
        let frequency = self.model.arima().orders().period as u32;
        let shape = OutlierShape::of(code, self.space.tc_rate());
        shape.fill(best.position as i64, frequency, &mut column);
        self.model = self.model.clone().with_regressor(&column)?;
        self.space.allow(best.kind, best.position, false);
        self.coefficients.push(best.coefficient);
        self.found.push(Found { outlier, kind: best.kind });
        self.added = true;
        self.steps.push(DetectionStep::Added(outlier, best.statistic));
        Ok(())
    }

    /// Removes the outlier with the smallest t-statistic when it is below the critical value.
    fn remove_insignificant(&mut self) -> Backward {
        self.arma = true;
        let statistics = self.t.iter().map(|t| t.abs()).enumerate();
        let least = statistics.reduce(|least, next| if next.1 < least.1 { next } else { least });
        let Some((i, t)) = least.filter(|(i, _)| *i < self.found.len()) else {
            return Backward::AllSignificant;
        };
        if t >= self.options.critical {
            return Backward::AllSignificant;
        }
        self.added = false;
        self.arma = false;
        let removed = self.found.remove(i);
        self.space.allow(removed.kind, removed.outlier.position, true);
        let behind = self.found.len() + 1 - i;
        let column = self.model.regressors().len().saturating_sub(behind);
        self.model = self.model.clone().without_regressor(column);
        if let Some(place) = self.coefficients.len().checked_sub(behind) {
            self.coefficients.remove(place);
        }
        self.steps.push(DetectionStep::Removed(removed.outlier, self.t.remove(i)));
        let cycling = self.last_removed == Some(removed);
        self.last_removed = Some(removed);
        if cycling { Backward::Cycling } else { Backward::Removed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::domain::ParameterDomain;
    use crate::toolkit::arima::{SarimaModel, SarimaOrders};
    use proptest::prelude::*;

    const TYPES: [OutlierCode; 4] = [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO];

    fn detection(critical: f64, rounds: RoundEstimation) -> OutlierDetection {
        let estimator = GlsEstimator { precision: 1e-5, domain: ParameterDomain::Bounded };
        OutlierDetection { critical, rounds, estimator }
    }

    /// Values between -1 and 1 without pattern.
    fn noise(n: usize) -> impl Iterator<Item = f64> {
        let next = |state: &mut u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Some((*state >> 11) as f64 / (1u64 << 52) as f64 - 1.0)
        };
        std::iter::repeat_n((), n).scan(7, move |state, ()| next(state))
    }

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut y: Vec<f64> = noise(120)
            .scan(0.0, |level, e| {
                *level += e;
                Some(*level)
            })
            .collect();
        y[40] += 12.0;
        y[80..].iter_mut().for_each(|y| *y -= 9.0);
        let orders = SarimaOrders::new(12, (0, 1, 1), (0, 0, 0));
        let model = RegArimaModel::new(&y, SarimaModel::with_defaults(orders)).unwrap().with_mean(true);
        for rounds in [RoundEstimation::HannanRissanen, RoundEstimation::MaximumLikelihood] {
            let mut space = SearchSpace::new(&TYPES, 0.7, y.len(), 12);
            let (found, steps) = detection(4.5, rounds).detect(&model, &mut space).unwrap();
            let expected = [(OutlierCode::AO, 40), (OutlierCode::LS, 80)];
            let mut found: Vec<_> = found.iter().map(|f| (f.code, f.position)).collect();
            found.sort_unstable();
            assert_eq!(found, expected);
            assert_eq!(steps.iter().filter(|s| matches!(s, DetectionStep::Added(..))).count(), 2);
        }
    }

    #[test]
    fn nothing_is_found_where_nothing_may_be() {
        let y: Vec<f64> = noise(60).collect();
        let orders = SarimaOrders::new(12, (0, 1, 1), (0, 0, 0));
        let model = RegArimaModel::new(&y, SarimaModel::with_defaults(orders)).unwrap();
        let mut space = SearchSpace::new(&TYPES, 0.7, y.len(), 12);
        (0..60).for_each(|t| space.forbid_position(t));
        let detection = detection(2.0, RoundEstimation::HannanRissanen);
        assert_eq!(detection.detect(&model, &mut space).unwrap(), (Vec::new(), Vec::new()));
        let mut other = SearchSpace::new(&TYPES, 0.7, 50, 12);
        assert_eq!(detection.detect(&model, &mut other).unwrap(), (Vec::new(), Vec::new()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn outliers_stay_apart_from_missing_values_and_from_each_other(
            y in prop::collection::vec(prop_oneof![9 => -10.0..10.0f64, 1 => Just(f64::NAN)], 4..70),
            (p, d, q, bd) in (0..3usize, 0..2usize, 0..2usize, 0..2usize),
            critical in 2.0..4.0f64,
        ) {
            let orders = SarimaOrders::new(4, (p, d, q), (0, bd, bd));
            let Ok(model) = RegArimaModel::new(&y, SarimaModel::with_defaults(orders)) else { return Ok(()) };
            let mut space = SearchSpace::new(&TYPES, 0.7, y.len(), 4);
            let detection = detection(critical, RoundEstimation::HannanRissanen);
            if let Ok((found, _)) = detection.detect(&model, &mut space) {
                for (i, f) in found.iter().enumerate() {
                    prop_assert!(y[f.position].is_finite() && !found[..i].contains(f));
                }
            }
        }
    }
}
