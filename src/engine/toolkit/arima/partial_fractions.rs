//! Decomposition of a pseudo-spectrum in partial fractions (`arima.md`, 16.4).

use super::symmetric_filter::SymmetricFilter;
use super::{ArimaError, ArimaModel};
use crate::toolkit::math::linear_system::solve_in_place;
use crate::toolkit::math::polynomial::Polynomial;

/// One part of an autoregressive operator: stationary and unit roots.
#[derive(Clone, Debug, PartialEq)]
pub struct ArPart {
    /// Stationary polynomial.
    pub ar: Polynomial,
    /// Polynomial of the unit roots.
    pub delta: Polynomial,
}

impl ArPart {
    fn filter(&self) -> SymmetricFilter {
        SymmetricFilter::of(&self.ar.times(&self.delta), 1.0)
    }
}

/// Splits `model` into a signal with the roots of `signal` and a noise with those of `noise`, whose
/// product is the autoregressive operator of the model: symmetric numerators with
/// `g = n_s D_n + n_n D_s`, the signal strictly proper, what is left of a numerator of higher degree
/// in the noise. The numerators need not have positive spectra.
///
/// Without a root of the signal this is null and the noise is the model.
///
/// # Errors
/// [`ArimaError::SharedRoots`] when both parts have a root in common.
pub fn split(
    model: &ArimaModel,
    signal: ArPart,
    noise: ArPart,
) -> Result<(ArimaModel, ArimaModel), ArimaError> {
    let (ds, dn) = (signal.filter(), noise.filter());
    if ds.degree() == 0 {
        return Ok((ArimaModel::null(), model.clone()));
    }
    let g = model.acgf();
    let signal_terms = ds.degree();
    let noise_terms = if g.degree() < ds.degree() + dn.degree() {
        dn.degree().max(1)
    } else {
        g.degree() - ds.degree() + 1
    };
    let n = signal_terms + noise_terms;
    // coefficient of lag k in the product of the unknown filter and d
    let entry = |d: &SymmetricFilter, k: usize, i: usize| {
        if i == 0 { d.get(k) } else { d.get(k.abs_diff(i)) + d.get(k + i) }
    };
    let mut matrix = vec![0.0; n * n];
    for (k, row) in matrix.chunks_exact_mut(n).enumerate() {
        for i in 0..signal_terms {
            row[i] = entry(&dn, k, i);
        }
        for i in 0..noise_terms {
            row[signal_terms + i] = entry(&ds, k, i);
        }
    }
    let mut x: Vec<f64> = (0..n).map(|k| g.get(k)).collect();
    if !solve_in_place(&mut matrix, &mut x) {
        return Err(ArimaError::SharedRoots);
    }
    let noise_numerator = SymmetricFilter::new(x.split_off(signal_terms));
    let part = |p: ArPart, numerator: SymmetricFilter| {
        if numerator.is_null() { ArimaModel::null() } else { ArimaModel::with_acgf(p.ar, p.delta, numerator) }
    };
    Ok((part(signal, SymmetricFilter::new(x)), part(noise, noise_numerator)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::{SarimaModel, SarimaOrders};

    #[test]
    fn parts_of_the_airline_model_add_up() {
        let model = ArimaModel::of_sarima(&SarimaModel::new(SarimaOrders::airline(12), &[-0.6, -0.4]));
        let trend = ArPart { ar: Polynomial::one(), delta: Polynomial::differencing(2, 0, 1) };
        let seasonal = ArPart { ar: Polynomial::one(), delta: Polynomial::new(vec![1.0; 12]) };
        let (s, n) = split(&model, trend, seasonal).unwrap();
        assert_eq!(s.acgf().degree(), 1);
        for w in [0.3, 1.1, 2.0, 3.0] {
            let sum = s.spectrum().value(w) + n.spectrum().value(w);
            let expected = model.spectrum().value(w);
            assert!((sum - expected).abs() < 1e-9 * expected, "{sum} {expected}");
        }
        let none = ArPart { ar: Polynomial::one(), delta: Polynomial::one() };
        let all = ArPart { ar: Polynomial::one(), delta: model.delta().clone() };
        assert!(split(&model, none, all).unwrap().0.is_null());
        let walk = ArPart { ar: Polynomial::one(), delta: Polynomial::differencing(1, 0, 1) };
        assert_eq!(split(&model, walk.clone(), walk), Err(ArimaError::SharedRoots));
    }
}
