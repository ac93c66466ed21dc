//! The automatic model of the tools that need one.

use crate::sa::modelling::RegArimaResult;
use crate::sa::spec::{RegArimaSpec, TramoSpec, Transformation};
use crate::sa::{AdjustError, ModellingContext, Monitor, tramo, x13};
use crate::toolkit::regression::OutlierCode;
use crate::toolkit::timeseries::{Span, TsData};

/// Names of the predefined models: TRAMO, then RegARIMA of X-13.
pub const MODEL_NAMES: [&str; 13] =
    ["tr0", "tr1", "tr2", "tr3", "tr4", "tr5", "trfull", "rg0", "rg1", "rg2c", "rg3", "rg4c", "rg5c"];

/// How the model is found.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelSpec {
    /// By TRAMO.
    Tramo(TramoSpec),
    /// By RegARIMA of X-13.
    RegArima(RegArimaSpec),
}

impl ModelSpec {
    /// The predefined model `name`, without regard to case; the names are [`MODEL_NAMES`].
    pub fn predefined(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if let Some(number) = name.strip_prefix("rg") {
            let number = number.trim_end_matches('c').parse().ok()?;
            return RegArimaSpec::predefined(number).map(Self::RegArima);
        }
        TramoSpec::predefined(&name).map(Self::Tramo)
    }

    /// Sets the transformation.
    pub(super) fn set_transformation(&mut self, function: Transformation) {
        match self {
            Self::Tramo(spec) => spec.transform.function = function,
            Self::RegArima(spec) => spec.transform.function = function,
        }
    }

    /// Sets the detection of outliers: types and critical value, 0 for the one of the length of the series.
    pub(super) fn set_outliers(&mut self, types: &[OutlierCode], critical: f64) {
        match self {
            Self::Tramo(spec) => {
                spec.outliers.types = types.to_vec();
                spec.outliers.critical_value = critical;
            }
            Self::RegArima(spec) => {
                spec.outliers.types = types.to_vec();
                spec.outliers.critical_value = critical;
            }
        }
    }

    /// The model of `series`, estimated.
    pub(super) fn estimate(
        &self,
        series: &TsData,
        context: &ModellingContext,
        monitor: &mut dyn Monitor,
    ) -> Result<RegArimaResult, AdjustError> {
        let model = match self {
            Self::Tramo(spec) => tramo::preprocess(series, Span::All, spec, context, monitor)?,
            Self::RegArima(spec) => x13::preprocess(series, Span::All, spec, context, monitor)?,
        };
        Ok(RegArimaResult::try_from(model)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_model() {
        for name in MODEL_NAMES {
            let spec = ModelSpec::predefined(&name.to_ascii_uppercase()).unwrap();
            assert_eq!(matches!(spec, ModelSpec::Tramo(_)), name.starts_with("tr"));
        }
        for name in ["", "rg", "rg9", "trx", "rsa3"] {
            assert_eq!(ModelSpec::predefined(name), None, "{name}");
        }
    }
}
