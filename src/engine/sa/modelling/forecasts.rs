//! Forecasts of the series by its model, with their standard errors (`arima.md` 14.2, 14.3).

use super::{ModelError, RegArimaResult};
use crate::toolkit::regarima::Forecasts;
use crate::toolkit::regression::EffectScale;
use crate::toolkit::timeseries::{TsData, TsDomain};

/// Forecasts of a series from the period after its last one.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelForecasts {
    /// On the transformed scale, without the effects that have fixed coefficients.
    pub transformed: Forecasts,
    /// In the scale of the series; in logarithms the median, without correction for the log-normal mean.
    pub values: TsData,
    /// In the scale of the series: e, or in logarithms `exp(f + e^2/2) sqrt(exp(e^2) - 1)` with f and e of
    /// [`transformed`](Self::transformed).
    pub standard_errors: TsData,
    log: bool,
}

impl ModelForecasts {
    /// Lower and upper limits that contain the observation with the probability of |N(0,1)| < `quantile`:
    /// `y - q e` and `y + q e`, in logarithms `y exp(-q e)` and `y exp(q e)`, so that they are not symmetric.
    pub fn interval(&self, quantile: f64) -> [TsData; 2] {
        [-quantile, quantile].map(|q| {
            let limits = self.values.values().iter().zip(&self.transformed.standard_errors);
            let limits = limits.map(|(y, e)| if self.log { y * (q * e).exp() } else { y + q * e });
            TsData::new(self.values.start(), limits.collect())
        })
    }
}

impl RegArimaResult {
    /// Forecasts of the next `horizon` periods; none when the estimation span ends before the series.
    ///
    /// # Errors
    /// A variable cannot be computed there, or the forecasts fail.
    pub fn forecasts(&self, horizon: usize) -> Result<Option<ModelForecasts>, ModelError> {
        let description = self.description();
        let series = description.series();
        let domain = series.domain();
        if series.estimation().end != domain.len {
            return Ok(None);
        }
        let future = TsDomain::new(domain.end(), horizon);
        let estimated = self.estimated();
        let mut columns = Vec::with_capacity(estimated.columns().len());
        for c in estimated.columns() {
            let variable = description.variables().nth(c.variable).ok_or(ModelError::NoModel)?;
            let mut values = variable.regressor.columns(future)?;
            values.drain(..c.column * horizon);
            values.truncate(horizon);
            columns.push(values);
        }
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let transformed = estimated.estimation().forecasts(horizon, &columns)?;

        let fixed = description.fixed_effects(future)?;
        let mut values: Vec<f64> = transformed.values.iter().zip(fixed).map(|(f, x)| f + x).collect();
        let log = description.is_log();
        let scale =
            if log { EffectScale::Log { adjustment: description.adjustment() } } else { EffectScale::Level };
        scale.back_transform_with_length_of_period(future, &mut values);
        let pairs = transformed.values.iter().zip(&transformed.standard_errors);
        let errors =
            pairs.map(|(f, &e)| if log { (f + 0.5 * e * e).exp() * (e * e).exp_m1().sqrt() } else { e });
        Ok(Some(ModelForecasts {
            standard_errors: TsData::new(future.start, errors.collect()),
            values: TsData::new(future.start, values),
            transformed,
            log,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::spec::x13;
    use crate::sa::{ModellingContext, Silent, adjust};

    fn adjusted(spec: &str) -> crate::sa::Adjustment {
        let value = |t: u32| {
            let angle = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
            let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
            (100.0 + 0.5 * f64::from(t)) * (1.0 + 0.15 * angle.sin() + 0.02 * unrest)
        };
        let data = TsData::of(12, 2010, 1, (0..120).map(value).collect()).unwrap();
        adjust(&data, &x13(spec).unwrap(), &ModellingContext::default(), &mut Silent).unwrap()
    }

    #[test]
    fn forecasts_are_those_of_the_decomposition_and_their_limits_widen() {
        for spec in ["rsa0", "rsa1", "rsa5c"] {
            let adjustment = adjusted(spec);
            let model = adjustment.preprocessing.as_ref().unwrap();
            let forecasts = model.forecasts(12).unwrap().unwrap();
            let a1a = adjustment.preadjustment.a1a.as_ref().unwrap();
            assert_eq!(a1a.domain(), forecasts.values.domain());
            let [low, high] = forecasts.interval(1.96);
            let width = |t: usize| high.values()[t] - low.values()[t];
            for (t, (a, b)) in a1a.values().iter().zip(forecasts.values.values()).enumerate() {
                assert!((a / b - 1.0).abs() < 1e-9, "{spec}: {a} {b}");
                assert!(low.values()[t] < *b && *b < high.values()[t]);
                let e = forecasts.standard_errors.values()[t];
                // the log-normal interval is nearly symmetric for small errors
                assert!((width(t) / (2.0 * 1.96 * e) - 1.0).abs() < 0.01, "{spec}: {} {e}", width(t));
            }
            assert!(width(11) > width(0));
            assert_eq!(model.forecasts(0).unwrap().unwrap().values.len(), 0);
        }
    }

    #[test]
    fn in_logarithms_the_interval_is_multiplicative() {
        let forecasts = ModelForecasts {
            transformed: Forecasts { values: vec![0.0], standard_errors: vec![0.1] },
            values: TsData::of(12, 2000, 1, vec![1.0]).unwrap(),
            standard_errors: TsData::of(12, 2000, 1, vec![0.1]).unwrap(),
            log: true,
        };
        let [low, high] = forecasts.interval(2.0);
        assert!((low.values()[0] * high.values()[0] - 1.0).abs() < 1e-15);
        assert!((high.values()[0] - 0.2f64.exp()).abs() < 1e-15);
    }
}
