//! Sums of ARIMA components (`arima.md`, 16.5).

use super::spectrum_minimum::minimum;
use super::{ArimaError, ArimaModel};

/// Innovation variances of the model that count as 1.
const UNIT_VARIANCE: f64 = 1e-6;

/// A model and independent components that add up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct UcarimaModel {
    model: ArimaModel,
    components: Vec<ArimaModel>,
}

impl UcarimaModel {
    /// The sum of the components, which the caller knows to be `model`.
    pub fn new(model: ArimaModel, components: Vec<ArimaModel>) -> Self {
        Self { model, components }
    }

    /// The model of the sum.
    pub fn model(&self) -> &ArimaModel {
        &self.model
    }

    /// The components.
    pub fn components(&self) -> &[ArimaModel] {
        &self.components
    }

    /// The sum of all components but one; the model itself for an index outside.
    #[must_use]
    pub fn complement(&self, index: usize) -> ArimaModel {
        if index >= self.components.len() {
            return self.model.clone();
        }
        let others = self.components.iter().enumerate().filter(|(i, _)| *i != index);
        others.fold(ArimaModel::null(), |sum, (_, c)| sum.plus(c, false))
    }

    /// Whether all components have a moving average part with a variance of at least 0.
    pub fn is_valid(&self) -> bool {
        self.components.iter().all(|c| c.moving_average().is_ok_and(|(_, v)| v >= 0.0))
    }

    /// Moves the white noise in the components, the minima of their spectra, to the component with
    /// index `target` (which is left as it is otherwise). The canonical decomposition has components
    /// without white noise but one.
    ///
    /// When the target would be left with negative noise, the model is given additional noise if
    /// `noisable`.
    ///
    /// # Errors
    /// [`ArimaError::NegativeSpectrum`] when the target would be left with negative noise and the
    /// model may not be changed.
    pub fn canonical(&self, target: usize, noisable: bool) -> Result<Self, ArimaError> {
        let mut noise = 0.0;
        let mut components = self.components.clone();
        for (_, c) in components.iter_mut().enumerate().filter(|(i, c)| *i != target && !c.is_null()) {
            let (_, m) = minimum(&c.spectrum());
            if m != 0.0 {
                *c = c.plus_white_noise(-m);
                noise += m;
            }
        }
        let mut model = self.model.clone();
        if noise < 0.0 {
            if !noisable {
                return Err(ArimaError::NegativeSpectrum);
            }
            model = model.plus_white_noise(-noise);
        } else if let Some(c) = components.get_mut(target) {
            *c = c.plus_white_noise(noise);
        }
        Ok(Self { model, components })
    }

    /// All variances divided by the innovation variance of the model, unless that is 1 within 1e-6.
    ///
    /// # Errors
    /// [`ArimaError::NegativeSpectrum`] when the model has no innovation variance.
    pub fn normalized(&self) -> Result<Self, ArimaError> {
        let (_, v) = self.model.moving_average()?;
        if (v - 1.0).abs() < UNIT_VARIANCE {
            return Ok(self.clone());
        }
        if v <= 0.0 {
            return Err(ArimaError::NegativeSpectrum);
        }
        let components = self.components.iter().map(|c| c.scaled(1.0 / v)).collect();
        Ok(Self { model: self.model.scaled(1.0 / v), components })
    }

    /// `count` consecutive components from `first` on replaced by their sum.
    #[must_use]
    pub fn compacted(&self, first: usize, count: usize) -> Self {
        let end = (first + count).min(self.components.len());
        let mut components = self.components.clone();
        if first + 1 < end {
            let sum = components.drain(first..end).fold(ArimaModel::null(), |s, c| s.plus(&c, false));
            components.insert(first, sum);
        }
        Self { model: self.model.clone(), components }
    }

    /// Without null components.
    #[must_use]
    pub fn simplified(&self) -> Self {
        let components = self.components.iter().filter(|c| !c.is_null()).cloned().collect();
        Self { model: self.model.clone(), components }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::partial_fractions::{ArPart, split};
    use crate::toolkit::arima::{SarimaModel, SarimaOrders};
    use crate::toolkit::math::polynomial::Polynomial;

    #[test]
    fn canonical_decomposition_of_the_airline_model() {
        let sarima = SarimaModel::new(SarimaOrders::airline(12), &[-0.6, -0.4]);
        let model = ArimaModel::of_sarima(&sarima);
        let trend = ArPart { ar: Polynomial::one(), delta: Polynomial::differencing(2, 0, 1) };
        let seasonal = ArPart { ar: Polynomial::one(), delta: Polynomial::new(vec![1.0; 12]) };
        let nothing = ArPart { ar: Polynomial::one(), delta: Polynomial::one() };
        let (t, rest) = split(&model, trend, seasonal.clone()).unwrap();
        let (s, i) = split(&rest, seasonal, nothing).unwrap();
        let ucm = UcarimaModel::new(model.clone(), vec![t, s, i]).canonical(2, false).unwrap();
        assert!(ucm.is_valid());
        assert!(ucm.components()[2].is_white_noise());
        let sum = ucm.complement(3);
        assert_eq!(sum, model);
        for w in [0.2, 0.9, 1.8, 2.9] {
            let parts: f64 = ucm.components().iter().map(|c| c.spectrum().value(w)).sum();
            assert!((parts - model.spectrum().value(w)).abs() < 1e-8 * parts);
        }
        let sa = ucm.complement(1);
        let (ma, v) = sa.moving_average().unwrap();
        assert!(v > 0.0 && ma.roots().iter().all(|z| z.norm() > 0.999_999));
        assert_eq!(ucm.compacted(1, 2).components().len(), 2);
        assert_eq!(ucm.normalized().unwrap(), ucm);
        assert_eq!(ucm.simplified().components().len(), 3);
    }
}
