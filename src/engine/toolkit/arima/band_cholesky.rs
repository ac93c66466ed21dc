//! Whitening by the Cholesky decomposition of a band matrix (Ansley 1979; `arima.md`, 6.1).
//!
//! With z the values `AR(B) u_t` from the p-th period on and u itself before, the covariance matrix of (u, z) has
//! r = max(p, q + 1) diagonals: autocovariances of u, of the moving average, and between both. The result is that of
//! [`WhiteningFilter`](super::whitening::WhiteningFilter) but for rounding.

use super::ArimaError;
use super::autocovariance::autocovariances;
use super::spectrum::auto_product;
use super::weights::series;
use crate::toolkit::math::polynomial::lagged_terms;

/// The decomposition for one model and one length.
#[derive(Clone, Debug)]
pub struct BandCholesky {
    /// Degree p and (lag, coefficient) of the autoregressive polynomial.
    degree: usize,
    ar_lags: Vec<(usize, f64)>,
    /// Number r of diagonals.
    band: usize,
    /// Column i of the lower triangle from its diagonal element on, r elements each; empty for white noise.
    columns: Vec<f64>,
}

impl BandCholesky {
    /// The decomposition for `ar(B) u = ma(B) a` (coefficients with the constants 1, unit innovation variance) and
    /// `n` values.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`], or [`ArimaError::InvalidVariance`] when the matrix is not positive definite.
    pub fn of(ar: &[f64], ma: &[f64], n: usize) -> Result<Self, ArimaError> {
        let (p, q) = (ar.len().saturating_sub(1), ma.len().saturating_sub(1));
        let band = p.max(q + 1);
        let mut decomposition = Self { degree: p, ar_lags: lagged_terms(ar), band, columns: Vec::new() };
        if p == 0 && q == 0 {
            return Ok(decomposition);
        }
        let mut columns = vec![0.0; band * n];
        if p > 0 {
            let gamma = autocovariances(ar, ma, 1.0, band)?;
            let psi = series(ma, ar, q + 1);
            let mixed = |lag: usize| (lag..=q).fold(0.0, |s, j| s + ma[j] * psi[j - lag]);
            for (j, column) in columns.chunks_exact_mut(band).take(p).enumerate() {
                for (lag, x) in column.iter_mut().enumerate() {
                    *x = if lag < p - j { gamma[lag] } else { mixed(lag) };
                }
            }
        }
        let product = auto_product(ma);
        for column in columns.chunks_exact_mut(band).skip(p) {
            column[..=q].copy_from_slice(&product[..=q]);
        }
        decomposition.columns = columns;
        decomposition.decompose()?;
        Ok(decomposition)
    }

    /// Column by column, each less the products with those before it, the nearest one first.
    fn decompose(&mut self) -> Result<(), ArimaError> {
        let band = self.band;
        for i in 0..self.columns.len() / band {
            let (before, column) = self.columns.split_at_mut(i * band);
            let column = &mut column[..band];
            for (distance, other) in (1..band).zip(before.rchunks_exact(band)) {
                let x = other[distance];
                if x != 0.0 {
                    column.iter_mut().zip(&other[distance..]).for_each(|(c, o)| *c -= x * o);
                }
            }
            if column[0].is_nan() || column[0] <= 0.0 {
                return Err(ArimaError::InvalidVariance);
            }
            column[0] = column[0].sqrt();
            let diagonal = column[0];
            column[1..].iter_mut().for_each(|x| *x /= diagonal);
        }
        Ok(())
    }

    /// The whitened values of `u`, which has the length of the decomposition.
    pub fn filter(&self, u: &[f64]) -> Vec<f64> {
        let mut e = u.to_vec();
        for t in (self.degree..e.len()).rev() {
            let past = self.ar_lags.iter().fold(0.0, |s, &(lag, c)| s + c * e[t - lag]);
            e[t] += past;
        }
        for (i, column) in self.columns.chunks_exact(self.band).enumerate().take(e.len()) {
            let x = e[i] / column[0];
            e[i] = x;
            e[i + 1..].iter_mut().zip(&column[1..]).for_each(|(e, l)| *e -= x * l);
        }
        e
    }
}

#[cfg(test)]
mod tests {
    use super::super::whitening::WhiteningFilter;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whitens_as_the_recursions_do(
            ar in prop::collection::vec(-0.2..0.2f64, 0..5),
            ma in prop::collection::vec(-0.3..0.3f64, 0..8),
            u in prop::collection::vec(-3.0..3.0f64, 40),
        ) {
            let polynomial = |c: &[f64]| -> Vec<f64> { std::iter::once(1.0).chain(c.iter().copied()).collect() };
            let (ar, ma) = (polynomial(&ar), polynomial(&ma));
            let e = BandCholesky::of(&ar, &ma, u.len()).unwrap().filter(&u);
            let expected = WhiteningFilter::of(&ar, &ma, u.len()).unwrap().filter(&u);
            for (a, b) in e.iter().zip(&expected) {
                prop_assert!((a - b).abs() < 1e-10, "{} {}", a, b);
            }
        }
    }

    #[test]
    fn moving_average_of_two_values() {
        // covariance matrix (1.25, 0.5; 0.5, 1.25)
        let e = BandCholesky::of(&[1.0], &[1.0, 0.5], 2).unwrap().filter(&[1.0, 1.0]);
        let l = 1.25f64.sqrt();
        assert!((e[0] - 1.0 / l).abs() < 1e-15);
        assert!((e[1] - (1.0 - 0.4) / (1.25f64 - 0.2).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn a_process_that_is_not_stationary_is_refused() {
        assert!(BandCholesky::of(&[1.0, -1.0], &[1.0], 5).is_err());
    }
}
