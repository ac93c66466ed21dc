//! Series of an estimated model in the scale of the data: effects, interpolated and linearised series, backcasts
//! (`timeseries-calendars-regressors.md` 25 and 26, `arima.md` 14.3).

use super::{ModelError, RegArimaResult};
use crate::toolkit::regarima::{linear_backcasts, linear_forecasts};
use crate::toolkit::regression::{EffectScale, EffectSet, deterministic_effect};
use crate::toolkit::timeseries::{TsData, TsDomain};

impl RegArimaResult {
    fn scale(&self) -> EffectScale {
        if self.is_log() { EffectScale::Log { adjustment: self.adjustment() } } else { EffectScale::Level }
    }

    /// Periods of the series.
    pub fn span(&self) -> TsDomain {
        self.description().series().domain()
    }

    /// The `n` periods after the series.
    pub fn after(&self, n: usize) -> TsDomain {
        TsDomain::new(self.span().end(), n)
    }

    /// The `n` periods before the series.
    pub fn before(&self, n: usize) -> TsDomain {
        self.span().extend(n, 0).drop(0, self.span().len)
    }

    /// Effect of a set of variables on `domain`: factors in logs, otherwise in units of the series.
    ///
    /// # Errors
    /// A variable cannot be computed there.
    pub fn effect(&self, set: EffectSet, domain: TsDomain) -> Result<TsData, ModelError> {
        let mut effect = deterministic_effect(&self.variables(), set, domain)?;
        self.scale().back_transform(&mut effect);
        Ok(TsData::new(domain.start, effect))
    }

    /// [`effect`](Self::effect) together with the adjustment for the length of the periods.
    ///
    /// # Errors
    /// A variable cannot be computed there.
    pub fn effect_with_length_of_period(
        &self,
        set: EffectSet,
        domain: TsDomain,
    ) -> Result<TsData, ModelError> {
        let mut effect = deterministic_effect(&self.variables(), set, domain)?;
        self.scale().back_transform_with_length_of_period(domain, &mut effect);
        Ok(TsData::new(domain.start, effect))
    }

    /// The series, missing values estimated.
    ///
    /// # Errors
    /// The series cannot be transformed (never after the estimation).
    pub fn interpolated_series(&self) -> Result<TsData, ModelError> {
        let series = self.description().series();
        let mut y = series.values().to_vec();
        if !series.missing().is_empty() {
            let mut z = self.interpolated()?.into_values();
            self.scale().back_transform_with_length_of_period(series.domain(), &mut z);
            for &t in series.missing() {
                y[t] = z[t];
            }
        }
        Ok(TsData::new(series.domain().start, y))
    }

    /// The series without its calendar effects; missing values stay missing.
    ///
    /// # Errors
    /// A variable cannot be computed (never after the estimation).
    pub fn calendar_adjusted(&self) -> Result<TsData, ModelError> {
        let series = self.description().series();
        let mut y = series.values().to_vec();
        for &t in series.missing() {
            y[t] = f64::NAN;
        }
        let calendar = self.effect_with_length_of_period(EffectSet::Calendar, series.domain())?;
        Ok(self.without(&TsData::new(series.domain().start, y), &calendar))
    }

    /// `x` on the transformed scale back in levels, without the adjustment for the length of the periods.
    pub fn in_levels(&self, x: &TsData) -> TsData {
        if self.is_log() { x.map(f64::exp) } else { x.clone() }
    }

    /// `x` without an effect: divided by it in logs, otherwise less it.
    pub fn without(&self, x: &TsData, effect: &TsData) -> TsData {
        let remove = |(x, e): (&f64, &f64)| if self.is_log() { x / e } else { x - e };
        TsData::new(x.start(), x.values().iter().zip(effect.values()).map(remove).collect())
    }

    /// Values in the scale of the series, of any periods, on the transformed scale: `ln(y f)` in logarithms, f the
    /// adjustment for the length of the periods.
    pub fn transformed_values(&self, y: &TsData) -> Vec<f64> {
        if !self.is_log() {
            return y.values().to_vec();
        }
        let mut unit = vec![0.0; y.len()];
        self.scale().back_transform_with_length_of_period(y.domain(), &mut unit);
        y.values().iter().zip(unit).map(|(y, f)| (y / f).ln()).collect()
    }

    /// Forecasts of the linearised series, transformed scale.
    ///
    /// # Errors
    /// Those of the likelihood.
    pub fn linearised_forecasts(&self, horizon: usize) -> Result<TsData, ModelError> {
        let linearised = self.linearised()?;
        let arima = self.estimated().estimation().model().arima();
        let values = linear_forecasts(arima, linearised.values(), false, horizon)?.values;
        Ok(TsData::new(self.after(horizon).start, values))
    }

    /// Backcasts of the linearised series, transformed scale.
    ///
    /// # Errors
    /// Those of the likelihood.
    pub fn linearised_backcasts(&self, horizon: usize) -> Result<TsData, ModelError> {
        let linearised = self.linearised()?;
        let arima = self.estimated().estimation().model().arima();
        let values = linear_backcasts(arima, linearised.values(), false, horizon)?.values;
        Ok(TsData::new(self.before(horizon).start, values))
    }

    /// Backcasts of the `horizon` periods before the series, in the order of time, with their standard errors in the
    /// scale of the series (those of [`forecasts`](Self::forecasts)); none when the estimation span starts after the
    /// series.
    ///
    /// # Errors
    /// A variable or the likelihood cannot be computed.
    pub fn backcasts(&self, horizon: usize) -> Result<Option<(TsData, TsData)>, ModelError> {
        let description = self.description();
        if description.series().estimation().start != 0 {
            return Ok(None);
        }
        let domain = self.before(horizon);
        let estimated = self.estimated();
        let mut columns = Vec::with_capacity(estimated.columns().len());
        for c in estimated.columns() {
            let variable = description.variables().nth(c.variable).ok_or(ModelError::NoModel)?;
            let mut values = variable.regressor.columns(domain)?;
            values.drain(..c.column * horizon);
            values.truncate(horizon);
            columns.push(values);
        }
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let raw = estimated.estimation().backcasts(horizon, &columns)?;
        let fixed = description.fixed_effects(domain)?;
        let mut values: Vec<f64> = raw.values.iter().zip(fixed).map(|(f, x)| f + x).collect();
        self.scale().back_transform_with_length_of_period(domain, &mut values);
        let level = |(f, &e): (&f64, &f64)| {
            if self.is_log() { (f + 0.5 * e * e).exp() * (e * e).exp_m1().sqrt() } else { e }
        };
        let errors = raw.values.iter().zip(&raw.standard_errors).map(level).collect();
        Ok(Some((TsData::new(domain.start, values), TsData::new(domain.start, errors))))
    }
}
