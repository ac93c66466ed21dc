//! Easter effect and its window, by AICc (`regarima.md` 7.3).

use super::Procedure;
use super::description::easter_variable;
use crate::sa::Decision;
use crate::sa::modelling::{Context, Fit, ModelError, variables};
use crate::sa::spec::RegressionTest;
use crate::toolkit::regression::Origin;

/// Windows tried when the effect is to be added.
const WINDOWS: [usize; 3] = [1, 8, 15];

/// Takes the window of smallest AICc when it lowers that of the model without Easter by more than the margin.
pub(super) fn test(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    if model.description().series().frequency() <= 2 {
        return Ok(());
    }
    let easter = procedure.spec.regression.easter;
    let windows =
        if easter.test == RegressionTest::Remove { vec![easter.duration] } else { WINDOWS.to_vec() };
    let mut reference = model.description().clone();
    reference.remove(|v| v.name == variables::EASTER);
    reference.undefine_parameters();
    let without = reference.fit(Fit::Gls(1e-5))?;
    let mut candidates = Vec::with_capacity(windows.len());
    let mut best: Option<(usize, f64, Context)> = None;
    for window in windows {
        procedure.go_on()?;
        let mut with = reference.clone();
        with.undefine_parameters();
        with.add(easter_variable(&easter, window)?.by(Origin::Automatic))?;
        let estimated = with.fit(Fit::Gls(1e-5))?;
        let aicc = estimated.statistics().aicc();
        candidates.push((window, aicc));
        if best.as_ref().is_none_or(|b| aicc < b.1) {
            best = Some((window, aicc, Context::with_estimates(with, estimated)));
        }
    }
    let reference_aicc = without.statistics().aicc();
    let difference = procedure.spec.regression.aic_difference;
    let accepted = best.filter(|b| b.1 < reference_aicc - difference);
    let chosen = accepted.as_ref().map(|b| b.0);
    procedure.record(Decision::EasterTest { without: reference_aicc, candidates, difference, chosen });
    *model = match accepted {
        Some((_, _, context)) => context,
        None => Context::with_estimates(reference, without),
    };
    Ok(())
}
