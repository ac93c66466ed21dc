//! Cholette's method: yearly totals are met by a smooth adjustment (`diagnostics.md` 11.3; Dagum, Cholette 2006).

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use crate::toolkit::timeseries::{TsData, TsUnit};

/// Correction of the mean discrepancy before the adjustment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BiasCorrection {
    /// None.
    #[default]
    None,
    /// The difference of the mean yearly totals is added to every period (a yearly amount, as the reference has
    /// it).
    Additive,
    /// The series is multiplied by the ratio of the sums of the complete years of the target and of the series.
    Multiplicative,
}

/// Options of the method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CholetteSpec {
    /// Autoregressive parameter of the adjustment, above -1, at most 1. 1 keeps movements, less lets the
    /// adjustment vanish away from the constraints.
    pub rho: f64,
    /// Power of the level the adjustment is proportional to: 1 proportional, 0 additive.
    pub lambda: f64,
    /// Correction of the bias.
    pub bias: BiasCorrection,
}

impl Default for CholetteSpec {
    /// rho 1, lambda 1 (proportional Denton), no bias correction.
    fn default() -> Self {
        Self { rho: 1.0, lambda: 1.0, bias: BiasCorrection::None }
    }
}

/// Why a series cannot be benchmarked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CholetteError {
    /// The autoregressive parameter.
    #[error("benchmarking: rho is {rho}; choose a value above -1 and at most 1")]
    Rho {
        /// The value given.
        rho: f64,
    },
    /// The power.
    #[error("benchmarking: lambda is {lambda}; choose a number between 0 and 1")]
    Lambda {
        /// The value given.
        lambda: f64,
    },
    /// The series to adjust has missing values.
    #[error("benchmarking: the series to adjust has no value in {period}; interpolate it first")]
    MissingValue {
        /// First period without value.
        period: String,
    },
    /// Series and target have different units, or units that do not divide the year.
    #[error(
        "benchmarking: series of {series} cannot take the yearly totals of a target of {target}; use the same part of the year for both"
    )]
    Units {
        /// Unit of the series.
        series: TsUnit,
        /// Unit of the target.
        target: TsUnit,
    },
    /// The system of the constraints has no solution.
    #[error("benchmarking: the yearly constraints have no solution; check the target for extreme values")]
    Unsolvable,
}

/// `series` adjusted so that its sums over the complete calendar years are those of `target`.
///
/// With x the normalised series (mean absolute value 1), w_t = |x_t|^lambda and z_t = b_t/w_t, the adjustment b
/// minimises `(1 - rho²) z_1² + sum (z_t - rho z_{t-1})²` (the first term absent for rho = 1) under the
/// constraints. Years that are incomplete in the series, absent from the target or with a missing value are free:
/// the adjustment is extrapolated. A year where all weights are 0 cannot be adjusted. Without constraint the
/// series comes back, corrected for the bias.
///
/// # Errors
/// [`CholetteError`] for parameters out of range, different units, missing values in `series`.
pub fn cholette(series: &TsData, target: &TsData, spec: CholetteSpec) -> Result<TsData, CholetteError> {
    if !(spec.rho > -1.0 && spec.rho <= 1.0) {
        return Err(CholetteError::Rho { rho: spec.rho });
    }
    if !(0.0..=1.0).contains(&spec.lambda) {
        return Err(CholetteError::Lambda { lambda: spec.lambda });
    }
    let units = || CholetteError::Units { series: series.unit(), target: target.unit() };
    let period =
        series.annual_frequency().filter(|_| series.unit() == target.unit()).ok_or_else(units)? as usize;
    if let Some(t) = series.values().iter().position(|v| !v.is_finite()) {
        return Err(CholetteError::MissingValue { period: series.domain().period(t).to_string() });
    }
    let years = complete_years(series, period);
    let targets = complete_years(target, period);
    let mut values = series.values().to_vec();
    correct_bias(&mut values, &years, &targets, spec.bias);

    let size = values.iter().map(|v| v.abs()).sum::<f64>() / values.len() as f64;
    let factor = if size > 0.0 { 1.0 / size } else { 1.0 };
    let x: Vec<f64> = values.iter().map(|v| factor * v).collect();
    let weights: Vec<f64> =
        x.iter().map(|v| if spec.lambda == 0.0 { 1.0 } else { v.abs().powf(spec.lambda) }).collect();
    let constraints: Vec<Constraint<'_>> = years
        .iter()
        .filter_map(|year| {
            let total = targets.iter().find(|t| t.year == year.year)?.sum;
            let span = year.first..year.first + period;
            let weights = weights.get(span.clone())?;
            let discrepancy = factor * total - x.get(span)?.iter().sum::<f64>();
            (discrepancy.is_finite() && weights.iter().any(|w| *w > 0.0)).then_some(Constraint {
                first: year.first,
                weights,
                discrepancy,
            })
        })
        .collect();
    if constraints.is_empty() {
        return Ok(TsData::new(series.start(), values));
    }
    let z = adjustment(x.len(), &constraints, spec.rho).ok_or(CholetteError::Unsolvable)?;
    let adjusted = x.iter().zip(&weights).zip(&z).map(|((x, w), z)| (x + w * z) / factor).collect();
    Ok(TsData::new(series.start(), adjusted))
}

/// A complete calendar year: position of its first value and sum (NaN with a missing value).
struct Year {
    year: i32,
    first: usize,
    sum: f64,
}

fn complete_years(series: &TsData, period: usize) -> Vec<Year> {
    let skipped = (period - series.start().annual_position()) % period;
    let values = series.values().get(skipped..).unwrap_or_default();
    let year = series.domain().period(skipped).year();
    values
        .chunks_exact(period)
        .enumerate()
        .map(|(i, v)| Year { year: year + i as i32, first: skipped + i * period, sum: v.iter().sum() })
        .collect()
}

/// The sums run over the complete years of each series, whatever the years.
fn correct_bias(values: &mut [f64], years: &[Year], targets: &[Year], bias: BiasCorrection) {
    let total = |y: &[Year]| y.iter().map(|y| y.sum).filter(|s| s.is_finite()).sum::<f64>();
    let mean = |y: &[Year]| total(y) / y.iter().filter(|y| y.sum.is_finite()).count() as f64;
    match bias {
        BiasCorrection::None => {}
        BiasCorrection::Multiplicative => {
            let ratio = total(targets) / total(years);
            if ratio.is_finite() {
                values.iter_mut().for_each(|v| *v *= ratio);
            }
        }
        BiasCorrection::Additive => {
            let difference = mean(targets) - mean(years);
            if difference.is_finite() {
                values.iter_mut().for_each(|v| *v += difference);
            }
        }
    }
}

/// `sum_i weights_i z_{first + i} = discrepancy`.
struct Constraint<'a> {
    first: usize,
    weights: &'a [f64],
    discrepancy: f64,
}

/// The optimal z: with S the covariance of the autoregression and C the constraints, z = S C' m, C S C' m = D. For
/// rho = 1, z is a random walk from an unknown level a: z = a + S C' m, C S C' m + a C 1 = D, 1'C' m = 0.
fn adjustment(n: usize, constraints: &[Constraint<'_>], rho: f64) -> Option<Vec<f64>> {
    let k = constraints.len();
    let walk = rho == 1.0;
    let responses: Vec<Vec<f64>> = constraints.iter().map(|c| covariance_times(n, c, rho)).collect();
    let dot = |c: &Constraint<'_>, z: &[f64]| {
        z.get(c.first..).map_or(0.0, |z| c.weights.iter().zip(z).map(|(w, z)| w * z).sum::<f64>())
    };
    let size = k + usize::from(walk);
    let mut system = DMatrix::zeros(size, size);
    let mut right = DVector::zeros(size);
    for (i, c) in constraints.iter().enumerate() {
        for (j, response) in responses.iter().enumerate() {
            system[(i, j)] = dot(c, response);
        }
        if walk {
            let total: f64 = c.weights.iter().sum();
            system[(i, k)] = total;
            system[(k, i)] = total;
        }
        right[i] = c.discrepancy;
    }
    let solution = system.lu().solve(&right).filter(|s| s.iter().all(|v| v.is_finite()))?;
    let level = if walk { *solution.get(k)? } else { 0.0 };
    let mut z = vec![level; n];
    for (response, multiplier) in responses.iter().zip(solution.iter()) {
        z.iter_mut().zip(response).for_each(|(z, r)| *z += multiplier * r);
    }
    Some(z)
}

/// S c, c being the row of a constraint: S_ij = rho^|i-j|/(1 - rho²), or min(i, j) (from 0) for a random walk.
fn covariance_times(n: usize, c: &Constraint<'_>, rho: f64) -> Vec<f64> {
    let mut row = vec![0.0; n];
    if let Some(span) = row.get_mut(c.first..c.first + c.weights.len()) {
        span.copy_from_slice(c.weights);
    }
    if rho == 1.0 {
        // min(i, j) = number of steps common to both: sums of the later values, accumulated
        let mut later = 0.0;
        for v in row.iter_mut().rev() {
            later += *v;
            *v = later;
        }
        let mut sum = 0.0;
        for (t, v) in row.iter_mut().enumerate() {
            sum += if t == 0 { 0.0 } else { *v };
            *v = sum;
        }
        return row;
    }
    let mut after = 0.0;
    let backward: Vec<f64> = row
        .iter()
        .rev()
        .map(|v| {
            let sum = rho * after;
            after = v + sum;
            sum
        })
        .collect();
    let mut before = 0.0;
    for (v, b) in row.iter_mut().zip(backward.iter().rev()) {
        before = *v + rho * before;
        *v = (before + b) / (1.0 - rho * rho);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quarterly(values: Vec<f64>) -> TsData {
        TsData::of(4, 2000, 1, values).unwrap()
    }

    #[test]
    fn one_year_is_scaled() {
        let y =
            cholette(&quarterly(vec![1.0, 2.0, 3.0, 4.0]), &quarterly(vec![5.0; 4]), CholetteSpec::default())
                .unwrap();
        for (a, e) in y.values().iter().zip([2.0, 4.0, 6.0, 8.0]) {
            assert!((a - e).abs() < 1e-12);
        }
    }

    #[test]
    fn no_constraint_and_degenerate_series() {
        let spec = CholetteSpec::default();
        let short = quarterly(vec![1.0, 2.0, 3.0]);
        assert_eq!(cholette(&short, &short, spec).unwrap(), short);
        let zero = quarterly(vec![0.0; 8]);
        assert_eq!(cholette(&zero, &quarterly(vec![1.0; 8]), spec).unwrap(), zero);
        let empty = quarterly(vec![]);
        assert_eq!(cholette(&empty, &empty, spec).unwrap().len(), 0);
        let monthly = TsData::of(12, 2000, 1, vec![1.0; 24]).unwrap();
        assert!(matches!(cholette(&zero, &monthly, spec), Err(CholetteError::Units { .. })));
        let hole = quarterly(vec![1.0, f64::NAN, 1.0, 1.0]);
        assert!(matches!(cholette(&hole, &zero, spec), Err(CholetteError::MissingValue { .. })));
        assert!(cholette(&zero, &hole, spec).is_ok());
        for rho in [-1.0, 1.5, f64::NAN] {
            assert!(matches!(
                cholette(&zero, &zero, CholetteSpec { rho, ..spec }),
                Err(CholetteError::Rho { .. })
            ));
        }
    }

    proptest! {
        #[test]
        fn totals_are_met(
            x in prop::collection::vec(1.0..100.0f64, 20..50), scale in 0.5..2.0f64,
            rho in prop::sample::select(vec![-0.5, 0.0, 0.8, 0.99, 1.0]), lambda in 0.0..1.0f64,
        ) {
            let series = TsData::of(4, 2000, 7, x.clone()).unwrap();
            let target = series.map(|v| scale * v + v.sin());
            let y = cholette(&series, &target, CholetteSpec { rho, lambda, bias: BiasCorrection::None }).unwrap();
            for (a, e) in complete_years(&y, 4).iter().zip(complete_years(&target, 4)) {
                prop_assert!((a.sum - e.sum).abs() < 1e-9 * e.sum.abs());
            }
        }
    }
}
