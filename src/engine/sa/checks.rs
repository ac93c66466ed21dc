//! Preliminary checks of a series (`x11.md` 5.1).

use super::decision::{Monitor, Recorder, Step};
use super::error::AdjustError;
use super::spec::SeriesSpec;
use crate::toolkit::timeseries::TsData;

/// Smallest number of observations, whatever the period.
const MIN_OBSERVATIONS: usize = 8;
/// Smallest number of years.
const MIN_YEARS: usize = 3;
/// Largest share of values equal to the one before, percent.
const MAX_IDENTICAL: usize = 80;
/// Largest share of missing values, percent.
const MAX_MISSING: usize = 33;

/// The part of `series` that is adjusted, checked when the specification asks for it.
///
/// # Errors
/// The run was cancelled, nothing is selected, or a check refuses the series.
pub(super) fn checked_span(
    series: &TsData,
    period: usize,
    spec: &SeriesSpec,
    recorder: &mut Recorder<'_>,
) -> Result<TsData, AdjustError> {
    if recorder.is_cancelled() {
        return Err(AdjustError::Cancelled);
    }
    recorder.begin(Step::Checks);
    let span = series.select(spec.span)?;
    if span.is_empty() {
        return Err(AdjustError::NoData);
    }
    if spec.preliminary_check {
        preliminary(span.values(), period)?;
    }
    Ok(span)
}

/// Refuses series of `period` values a year that are too short, too constant or too full of holes.
pub(crate) fn preliminary(values: &[f64], period: usize) -> Result<(), AdjustError> {
    let n = values.len();
    let required = MIN_OBSERVATIONS.max(MIN_YEARS * period);
    if n < required {
        return Err(AdjustError::TooShort { observations: n, required });
    }
    let repeats = repeats(values);
    let limit = MAX_IDENTICAL * n / 100;
    if repeats > limit {
        return Err(AdjustError::TooManyIdentical { repeats, limit });
    }
    let missing = values.iter().filter(|x| !x.is_finite()).count();
    let limit = MAX_MISSING * n / 100;
    if missing > limit {
        return Err(AdjustError::TooManyMissing { missing, observations: n, limit });
    }
    Ok(())
}

/// Number of values equal to the finite value before them.
fn repeats(values: &[f64]) -> usize {
    let mut finite = values.iter().filter(|x| x.is_finite());
    let Some(mut previous) = finite.next() else { return 0 };
    let mut repeats = 0;
    for x in finite {
        repeats += usize::from(x == previous);
        previous = x;
    }
    repeats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        let n = 40;
        let mut x: Vec<f64> = (0..n).map(f64::from).collect();
        assert_eq!(preliminary(&x, 12), Ok(()));
        assert_eq!(preliminary(&x[..35], 12), Err(AdjustError::TooShort { observations: 35, required: 36 }));
        assert_eq!(preliminary(&x[..7], 2), Err(AdjustError::TooShort { observations: 7, required: 8 }));
        x[..14].fill(f64::NAN);
        assert_eq!(
            preliminary(&x, 12),
            Err(AdjustError::TooManyMissing { missing: 14, observations: 40, limit: 13 })
        );
        let mut x = vec![1.0; 40];
        assert_eq!(preliminary(&x, 12), Err(AdjustError::TooManyIdentical { repeats: 39, limit: 32 }));
        // a hole does not interrupt a run
        x[20] = f64::NAN;
        assert_eq!(preliminary(&x, 12), Err(AdjustError::TooManyIdentical { repeats: 38, limit: 32 }));
    }
}
