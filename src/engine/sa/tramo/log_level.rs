//! Logarithms or levels by the likelihood (`tramo.md` 8).

use super::differencing::default_orders;
use super::{Procedure, outlier_detection};
use crate::sa::Decision;
use crate::sa::modelling::{Context, ModelDescription, ModelError, cancelled_only};
use crate::toolkit::arima::SarimaModel;
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::math::logarithm;
use crate::toolkit::regarima::{GlsEstimator, RegArimaModel};

const ESTIMATOR: GlsEstimator = GlsEstimator { precision: 1e-5, domain: ParameterDomain::Stable };

/// Chooses logarithms when their likelihood, biased, is larger; when it cannot be computed the model stays in
/// levels.
pub(super) fn choose(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let cleaned = procedure.spec.transform.outliers_correction
        && cancelled_only(outlier_detection::detect_largest(procedure, model))?;
    let log = cancelled_only(prefers_log(procedure, model.description()))?;
    if cleaned {
        model.remove_detected_outliers();
    }
    if log {
        model.change(|d| d.set_log(true));
    }
    Ok(())
}

fn prefers_log(procedure: &mut Procedure<'_>, model: &ModelDescription) -> Result<bool, ModelError> {
    let mut y = model.transformed()?;
    if y.iter().any(|&y| y <= 0.0) {
        procedure.record(Decision::LogImpossible);
        return Ok(false);
    }
    let orders = default_orders(model.orders().period, procedure.seasonal);
    let assembled = model.assemble()?;
    let deviance = |y: &[f64]| -> Result<f64, ModelError> {
        let regression = RegArimaModel::new(y, SarimaModel::zero(orders))?
            .with_mean(true)
            .with_regressors(assembled.model.regressors())?;
        let estimation = ESTIMATOR.process(&regression)?;
        let likelihood = estimation.likelihood();
        Ok(likelihood.ssq().ln() + likelihood.log_determinant() / likelihood.observations() as f64)
    };
    let level = deviance(&y)?;
    y.iter_mut().for_each(|y| *y = logarithm::ln(*y));
    let log = deviance(&y)? + 2.0 * y.iter().sum::<f64>() / y.len() as f64;
    let bias = procedure.spec.transform.log_bias.ln();
    let chosen_log = log + bias < level;
    procedure.record(Decision::LogLevelDeviance { level, log, bias, chosen_log });
    Ok(chosen_log)
}
