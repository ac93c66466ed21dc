//! The decomposition of a series: validation, decomposition or approximation of its model, estimation of the
//! components, back to the scale of the series (`seats.md` section 2).

use super::approximation::{Approximation, approximation};
use super::burman::{self, Problem};
use super::canonical::{canonical_decomposition, compact};
use super::error::SeatsError;
use super::significance::is_seasonality_significant;
use super::standard_errors::Horizons;
use super::validation::cut_off;
use super::wiener_kolmogorov::WienerKolmogorov;
use super::{SeatsComponents, SeatsDecomposition, SeatsModel, bias, kalman};
use crate::sa::spec::{ApproximationMode, DecompositionMode, SeatsMethod, SeatsSpec};
use crate::sa::{Decision, Monitor, Step};
use crate::toolkit::arima::{ArimaModel, SarimaModel, UcarimaModel};
use crate::toolkit::math::logarithm;
use crate::toolkit::regarima::{RegArimaEstimation, RegArimaModel, RegSarimaEstimator};

/// Rounds of decomposition and approximation.
const MAX_ROUNDS: usize = 10;
/// Years needed.
const MIN_YEARS: usize = 3;

/// Decomposes the series of `model`, which is complete.
///
/// # Errors
/// [`SeatsError`]: the series is too short or has no logarithm, the model cannot be decomposed, an estimation failed.
pub fn decompose(
    model: &SeatsModel,
    spec: &SeatsSpec,
    monitor: &mut dyn Monitor,
) -> Result<SeatsDecomposition, SeatsError> {
    let period = model.arima.orders().period;
    let y = model.series.values();
    let required = MIN_YEARS * period;
    if y.len() < required {
        return Err(SeatsError::TooShort { observations: y.len(), required });
    }
    let z: Vec<f64> = if model.log { y.iter().map(|y| logarithm::ln(*y)).collect() } else { y.to_vec() };
    if let Some(position) = z.iter().position(|z| !z.is_finite()) {
        return Err(SeatsError::InvalidObservation { position });
    }

    monitor.begin(Step::SeatsModel);
    let mut current = Current::new(model, &z)?;
    let canonical = current.decomposition(&z, spec, monitor)?;
    let compact = compact(&canonical);
    let theory = WienerKolmogorov::new(&compact)?;

    monitor.begin(Step::SeatsComponents);
    let with_noise = canonical.model() != &ArimaModel::of_sarima(&current.model);
    let noisy = if with_noise { Some(with_all_roots(&canonical, &theory, &current.model)) } else { None };
    let horizons = Horizons { forecasts: spec.forecasts(period), backcasts: spec.backcasts(period) };
    let problem = Problem {
        z: &z,
        model: noisy.as_ref().unwrap_or(&current.model),
        mean: current.mean,
        theory: &theory,
        innovation_variance: current.variance,
        horizons,
    };
    let linear = match spec.method {
        SeatsMethod::Burman => burman::estimate(&problem)?,
        SeatsMethod::KalmanSmoother => kalman::estimate(&problem)?,
    };
    let (stochastic, bias) = if model.log {
        bias::in_logarithms(&linear, y, period, spec.bias_correction)
    } else {
        (bias::in_levels(&linear, y), bias::BiasFactors::NONE)
    };
    let span = model.series.domain();
    Ok(SeatsDecomposition {
        mode: if model.log { DecompositionMode::Multiplicative } else { DecompositionMode::Additive },
        initial_model: model.arima.clone(),
        final_model: current.model,
        innovation_variance: current.variance,
        mean: current.mean,
        parameters_cut_off: current.cut_off,
        model_changed: current.changed || with_noise,
        canonical,
        compact,
        linear: SeatsComponents::new(&linear, span),
        components: SeatsComponents::new(&stochastic, span),
        bias,
    })
}

/// The model of the series with the white noise of the approximation, all its roots regular.
fn with_all_roots(canonical: &UcarimaModel, theory: &WienerKolmogorov, model: &SarimaModel) -> SarimaModel {
    let orders = model.orders();
    let (theta, _) = theory.innovations();
    let lags = |c: &[f64]| c.get(1..).unwrap_or_default().to_vec();
    let ar = lags(canonical.model().ar().coefficients());
    SarimaModel::from_polynomials(
        orders.period,
        (orders.d, orders.bd),
        &ar,
        &[],
        &lags(theta.coefficients()),
        &[],
    )
}

/// The model as it stands.
struct Current {
    model: SarimaModel,
    mean: bool,
    variance: f64,
    cut_off: bool,
    changed: bool,
}

impl Current {
    fn new(model: &SeatsModel, z: &[f64]) -> Result<Self, SeatsError> {
        let variance = match model.innovation_variance {
            Some(variance) => variance,
            None => {
                let regression = RegArimaModel::new(z, model.arima.clone())?.with_mean(model.mean);
                let estimation = RegArimaEstimation::at(&regression)?;
                let likelihood = estimation.likelihood();
                // the mean does not count
                let n = likelihood.observations() as f64 - model.arima.parameters().len() as f64;
                likelihood.ssq() / n
            }
        };
        Ok(Self { model: model.arima.clone(), mean: model.mean, variance, cut_off: false, changed: false })
    }

    /// The canonical decomposition of the model or of its approximations.
    fn decomposition(
        &mut self,
        z: &[f64],
        spec: &SeatsSpec,
        monitor: &mut dyn Monitor,
    ) -> Result<UcarimaModel, SeatsError> {
        self.validate(spec, monitor);
        for _ in 0..MAX_ROUNDS {
            if let Ok(decomposition) = canonical_decomposition(&self.model, spec) {
                return Ok(decomposition);
            }
            monitor.record(Decision::NotDecomposable { orders: self.model.orders() });
            if spec.approximation == ApproximationMode::None {
                break;
            }
            self.approximate(z, spec, monitor)?;
        }
        Err(SeatsError::NotDecomposable { orders: self.model.orders() })
    }

    fn validate(&mut self, spec: &SeatsSpec, monitor: &mut dyn Monitor) {
        if let Some(model) = cut_off(&self.model, spec.xl_boundary) {
            monitor.record(Decision::ParametersCutOff { boundary: spec.xl_boundary });
            self.model = model;
            self.cut_off = true;
        }
    }

    fn approximate(
        &mut self,
        z: &[f64],
        spec: &SeatsSpec,
        monitor: &mut dyn Monitor,
    ) -> Result<(), SeatsError> {
        let period = self.model.orders().period;
        match approximation(&self.model, || is_seasonality_significant(z, period)) {
            Approximation::Known(model) => self.model = model,
            Approximation::Estimated { orders, without_mean } => {
                self.mean &= !without_mean;
                let model = RegArimaModel::new(z, SarimaModel::zero(orders))?.with_mean(self.mean);
                let estimation = RegSarimaEstimator::default().process(&model)?;
                self.variance = estimation.innovation_variance();
                self.model = estimation.model().arima().clone();
                self.validate(spec, monitor);
            }
        }
        self.changed = true;
        monitor.record(Decision::ModelApproximated { orders: self.model.orders() });
        Ok(())
    }
}
