//! t-test of the mean of the differenced series (`regarima.md` 7.5).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::{Context, Fit, ModelError};

/// Puts the mean in when its t-statistic exceeds `limit` in absolute value, and out otherwise.
pub(super) fn test(procedure: &mut Procedure<'_>, model: &mut Context, limit: f64) -> Result<(), ModelError> {
    let present = model.description().has_mean();
    let t = if present {
        model.estimate(Fit::Gls(1e-5))?.mean_ml_t()
    } else {
        let mut with = model.description().clone();
        with.set_mean(true);
        with.fit(Fit::Gls(1e-5))?.mean_ml_t()
    };
    let t = t.unwrap_or(f64::NAN);
    let kept = t.abs() > limit;
    procedure.record(Decision::MeanTest { t, limit, kept });
    if kept != present {
        model.change(|d| d.set_mean(kept));
    }
    Ok(())
}
