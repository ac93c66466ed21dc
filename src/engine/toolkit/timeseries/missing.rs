//! Replacement of missing values before modelling (`timeseries-calendars-regressors.md`, section 6).

use super::TsError;

/// Values without missing ones, and where those were.
#[derive(Clone, Debug, PartialEq)]
pub struct Interpolated {
    /// The values, the missing ones replaced.
    pub values: Vec<f64>,
    /// 0-based positions of the replaced values, in order.
    pub missing: Vec<usize>,
}

/// Average interpolation: an inner run of missing values between y_a and y_b becomes (y_a + y_b) / 2, a leading
/// run the first valid value, a trailing run the last valid value. The values only start the estimation, which
/// has one additive outlier per missing value.
///
/// Without any NaN the values are returned as they are; with one, infinities are replaced as well.
///
/// # Errors
/// [`TsError::AllMissing`] when no value is finite.
pub fn interpolate_average(values: &[f64]) -> Result<Interpolated, TsError> {
    interpolate(values, |before, after| match (before, after) {
        (Some(a), Some(b)) => Some((a + b) / 2.0),
        (a, b) => a.or(b),
    })
}

/// Constant interpolation: every missing value becomes `constant`, or the mean of the finite values when no
/// constant is given. Infinities count as in [`interpolate_average`].
///
/// # Errors
/// [`TsError::AllMissing`] when no constant is given and no value is finite.
pub fn interpolate_constant(values: &[f64], constant: Option<f64>) -> Result<Interpolated, TsError> {
    let constant = constant.filter(|c| c.is_finite()).or_else(|| {
        let finite = values.iter().filter(|x| x.is_finite());
        let (sum, n) = finite.fold((0.0, 0), |(sum, n), x| (sum + x, n + 1));
        (n > 0).then(|| sum / f64::from(n))
    });
    interpolate(values, |_, _| constant)
}

/// Replaces each run of missing values by what `fill` gives for the finite values before and after it.
fn interpolate(
    values: &[f64],
    fill: impl Fn(Option<f64>, Option<f64>) -> Option<f64>,
) -> Result<Interpolated, TsError> {
    let mut out = Interpolated { values: values.to_vec(), missing: Vec::new() };
    if !values.iter().any(|x| x.is_nan()) {
        return Ok(out);
    }
    let mut before = None;
    let mut rest: &mut [f64] = &mut out.values;
    let mut position = 0;
    while !rest.is_empty() {
        let run = rest.iter().take_while(|x| !x.is_finite()).count();
        let (missing, valid) = rest.split_at_mut(run);
        if run > 0 {
            let value = fill(before, valid.first().copied());
            missing.fill(value.ok_or(TsError::AllMissing { n: values.len() })?);
            out.missing.extend(position..position + run);
        }
        let finite = valid.iter().take_while(|x| x.is_finite()).count();
        before = finite.checked_sub(1).and_then(|last| valid.get(last).copied());
        position += run + finite;
        rest = valid.split_at_mut(finite).1;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    #[test]
    fn average() {
        let r = interpolate_average(&[NAN, 1.0, NAN, NAN, 4.0, 5.0, NAN]).unwrap();
        assert_eq!(r.values, [1.0, 1.0, 2.5, 2.5, 4.0, 5.0, 5.0]);
        assert_eq!(r.missing, [0, 2, 3, 6]);
        assert_eq!(interpolate_average(&[NAN; 3]), Err(TsError::AllMissing { n: 3 }));
        assert_eq!(interpolate_average(&[]).unwrap().values, [0.0; 0]);
    }

    #[test]
    fn infinities_alone_are_left() {
        assert_eq!(interpolate_average(&[f64::INFINITY, 1.0]).unwrap().missing, [0usize; 0]);
        assert_eq!(interpolate_average(&[f64::INFINITY, 1.0, NAN]).unwrap().missing, [0, 2]);
    }

    #[test]
    fn constant() {
        assert_eq!(interpolate_constant(&[NAN, 1.0, 2.0], None).unwrap().values, [1.5, 1.0, 2.0]);
        assert_eq!(interpolate_constant(&[NAN, 1.0, 2.0], Some(0.0)).unwrap().values, [0.0, 1.0, 2.0]);
        assert!(interpolate_constant(&[NAN], None).is_err());
    }
}
