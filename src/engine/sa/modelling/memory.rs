//! What the models of one series share: logarithms and the last estimations. Tests of regressors come back to models
//! that were estimated a few steps before.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Fit;
use crate::toolkit::regarima::{RegArimaEstimation, RegArimaModel};
use crate::toolkit::regression::LengthOfPeriod;

/// Estimations that are remembered.
const ESTIMATIONS: usize = 8;

/// An adjustment, and the logarithms of the series with it.
type Logarithms = (Option<LengthOfPeriod>, Arc<[f64]>);

/// Shared by all descriptions of models of one series. Everything in it follows from its key, so that results do not
/// depend on what is remembered.
#[derive(Debug, Default)]
pub(super) struct Memory {
    logarithms: Mutex<Vec<Logarithms>>,
    estimations: Mutex<VecDeque<(Fit, RegArimaEstimation)>>,
}

impl Memory {
    /// The logarithms of the series with this adjustment, computed when they are asked for the first time.
    pub(super) fn logarithms(
        &self,
        adjustment: Option<LengthOfPeriod>,
        compute: impl FnOnce() -> Vec<f64>,
    ) -> Arc<[f64]> {
        let mut known = self.logarithms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, logarithms)) = known.iter().find(|(a, _)| *a == adjustment) {
            return logarithms.clone();
        }
        let logarithms: Arc<[f64]> = compute().into();
        known.push((adjustment, logarithms.clone()));
        logarithms
    }

    /// An estimation of the model, whose ARMA parameters are free, from among the last ones.
    pub(super) fn estimation(&self, model: &RegArimaModel, fit: Fit) -> Option<RegArimaEstimation> {
        let known = self.estimations.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .find(|(f, e)| *f == fit && e.model().is_same_but_for_parameters(model))
            .map(|(_, e)| e.clone())
    }

    /// Remembers an estimation, and forgets the oldest one when there are many.
    pub(super) fn remember(&self, fit: Fit, estimation: &RegArimaEstimation) {
        let mut known = self.estimations.lock().unwrap_or_else(PoisonError::into_inner);
        known.truncate(ESTIMATIONS - 1);
        known.push_front((fit, estimation.clone()));
    }
}
