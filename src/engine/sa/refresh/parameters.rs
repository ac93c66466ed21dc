//! States of the parameters of a specification (`regarima.md` 14.1).

use crate::sa::spec::{ArimaSpec, Parameter};

/// Undefined, except where `reference` is fixed.
fn reset(parameters: &mut [Parameter], reference: Option<&[Parameter]>) {
    with_reference(parameters, reference, |_| Parameter::Undefined);
}

/// Initial with the present value, 0 when there is none, except where `reference` is fixed.
pub(super) fn free(parameters: &mut [Parameter], reference: Option<&[Parameter]>) {
    with_reference(parameters, reference, |p| Parameter::Initial(p.value().unwrap_or(0.0)));
}

/// Fixed at the present value; undefined ones stay undefined.
pub(super) fn fix(parameters: &mut [Parameter]) {
    for p in parameters {
        if let Some(value) = p.value() {
            *p = Parameter::Fixed(value);
        }
    }
}

fn with_reference(
    parameters: &mut [Parameter],
    reference: Option<&[Parameter]>,
    change: impl Fn(Parameter) -> Parameter,
) {
    for (i, p) in parameters.iter_mut().enumerate() {
        *p = match reference.and_then(|r| r.get(i)) {
            Some(fixed) if fixed.is_fixed() => *fixed,
            _ => change(*p),
        };
    }
}

pub(super) fn reset_arima(arima: &mut ArimaSpec, reference: Option<&ArimaSpec>) {
    reset(&mut arima.phi, reference.map(|r| &r.phi[..]));
    reset(&mut arima.theta, reference.map(|r| &r.theta[..]));
    reset(&mut arima.bphi, reference.map(|r| &r.bphi[..]));
    reset(&mut arima.btheta, reference.map(|r| &r.btheta[..]));
}

pub(super) fn free_arima(arima: &mut ArimaSpec, reference: Option<&ArimaSpec>) {
    free(&mut arima.phi, reference.map(|r| &r.phi[..]));
    free(&mut arima.theta, reference.map(|r| &r.theta[..]));
    free(&mut arima.bphi, reference.map(|r| &r.bphi[..]));
    free(&mut arima.btheta, reference.map(|r| &r.btheta[..]));
}

pub(super) fn fix_arima(arima: &mut ArimaSpec) {
    for parameters in [&mut arima.phi, &mut arima.theta, &mut arima.bphi, &mut arima.btheta] {
        fix(parameters);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Parameter::{Estimated, Fixed, Initial, Undefined};

    #[test]
    fn states() {
        let start = [Estimated(0.5), Undefined, Fixed(0.2), Estimated(0.1)];
        let reference = [Undefined, Fixed(0.3), Undefined];
        let mut p = start;
        reset(&mut p, Some(&reference));
        assert_eq!(p, [Undefined, Fixed(0.3), Undefined, Undefined]);
        let mut p = start;
        free(&mut p, Some(&reference));
        assert_eq!(p, [Initial(0.5), Fixed(0.3), Initial(0.2), Initial(0.1)]);
        let mut p = start;
        free(&mut p, None);
        assert_eq!(p, [Initial(0.5), Initial(0.0), Initial(0.2), Initial(0.1)]);
        let mut p = start;
        fix(&mut p);
        assert_eq!(p, [Fixed(0.5), Undefined, Fixed(0.2), Fixed(0.1)]);
    }
}
