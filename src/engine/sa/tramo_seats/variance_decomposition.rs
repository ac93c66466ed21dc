//! Contributions of the components to the variance of the series about its long-term trend (`seats.md` 15.4).

use std::f64::consts::TAU;

use crate::sa::modelling::RegArimaResult;
use crate::sa::seats::SeatsDecomposition;
use crate::sa::spec::DecompositionMode;
use crate::sa::x11::VarianceDecomposition;
use crate::sa::{Adjustment, Decomposition, FinalComponent};
use crate::toolkit::math::hodrick_prescott::hodrick_prescott;
use crate::toolkit::regression::EffectSet;
use crate::toolkit::timeseries::TsData;

/// Length of the cycles that the long-term trend leaves out, years.
const CYCLE: f64 = 8.0;
/// Effects that are smaller everywhere do not count.
const NEGLIGIBLE: f64 = 1e-12;

impl Adjustment {
    /// Shares of the components in the variance of the series, a trend removed: for X-11 the table F2.F, for SEATS
    /// population variances over that of the series less the Hodrick-Prescott trend of its trend, logarithms of
    /// factors; their sum is about 1.
    pub fn variance_decomposition(&self) -> Option<VarianceDecomposition> {
        match &self.decomposition {
            Decomposition::X11(_) => self.m_statistics.as_ref().map(|m| m.variances),
            Decomposition::Seats(seats) => {
                let y = &self.preadjustment.a1;
                // user variables on the calendar component are among the others
                let effect = |model: &RegArimaResult| {
                    model.effect_with_length_of_period(EffectSet::Calendar, y.domain()).ok()
                };
                let calendar = self.preprocessing.as_ref().and_then(effect);
                Some(decompose(seats, y, calendar.as_ref()))
            }
        }
    }
}

fn decompose(seats: &SeatsDecomposition, y: &TsData, calendar: Option<&TsData>) -> VarianceDecomposition {
    let multiplicative = seats.mode == DecompositionMode::Multiplicative;
    let scaled = |x: &TsData| -> Vec<f64> {
        x.values().iter().map(|x| if multiplicative { x.ln() } else { *x }).collect()
    };
    let none = vec![0.0; y.len()];
    let component =
        |c: &Option<FinalComponent>| c.as_ref().map_or_else(|| none.clone(), |c| scaled(&c.values));
    let (t, s, i) =
        (component(&seats.components.t), component(&seats.components.s), component(&seats.components.i));
    let y = scaled(y);
    let calendar = calendar.map_or_else(|| none.clone(), scaled);
    let others: Vec<f64> = (0..y.len()).map(|k| y[k] - t[k] - s[k] - i[k] - calendar[k]).collect();

    let period = seats.final_model.orders().period as f64;
    let gain = 1.0 - (TAU / (CYCLE * period)).cos();
    let long_term = hodrick_prescott(&t, 0.75 / (gain * gain));
    let less = |x: &[f64]| -> Vec<f64> { x.iter().zip(&long_term).map(|(x, l)| x - l).collect() };
    let whole = variance(&less(&y));
    let share = |x: &[f64]| variance(x) / whole;
    let effect = |x: &[f64]| if x.iter().all(|x| x.abs() < NEGLIGIBLE) { 0.0 } else { share(x) };
    VarianceDecomposition {
        cycle: share(&less(&t)),
        seasonality: share(&s),
        irregular: share(&i),
        calendar: effect(&calendar),
        others: effect(&others),
    }
}

/// Mean of the squared distances from the mean.
fn variance(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n
}
