//! Time-invariant state space models with one observation.

use nalgebra::{DMatrix, DVector};

use crate::toolkit::arima::autocovariance::autocovariances;
use crate::toolkit::arima::weights::series;
use crate::toolkit::arima::{ArimaError, ArimaModel, UcarimaModel};

/// `alpha_{t+1} = T alpha_t + eta_t`, `y_t = Z alpha_t + eps_t`, `var(eta) = V`, `var(eps) = h`.
///
/// The initial state has mean 0 and covariance `P + k A A'`, k going to infinity.
#[derive(Clone, Debug, PartialEq)]
pub struct StateSpace {
    /// Rows of T by (column, value).
    transition: Vec<Vec<(usize, f64)>>,
    loading: DVector<f64>,
    innovations: DMatrix<f64>,
    measurement: f64,
    initial: DMatrix<f64>,
    diffuse: DMatrix<f64>,
}

impl StateSpace {
    /// The model of one ARIMA process; the state holds y and its forecasts:
    /// `y_t, y_{t+1|t}, ..., y_{t+r-1|t}`, r = max(degree of the complete AR, q + 1).
    ///
    /// # Errors
    /// [`ArimaError`] when the stationary part is not stationary or the moving average does not exist.
    pub fn of_arima(model: &ArimaModel) -> Result<Self, ArimaError> {
        let (ma, v) = model.moving_average()?;
        let (ar, delta, full) = (model.ar(), model.delta(), model.full_ar());
        let nd = delta.degree();
        let r = full.degree().max(ma.degree() + 1);
        let mut transition: Vec<Vec<(usize, f64)>> = (1..r).map(|j| vec![(j, 1.0)]).collect();
        let last = (1..=full.degree()).filter(|&j| full.get(j) != 0.0).map(|j| (r - j, -full.get(j)));
        transition.push(last.collect());

        let psi = series(ma.coefficients(), full.coefficients(), r);
        let innovations = DMatrix::from_fn(r, r, |i, j| v * psi[i] * psi[j]);

        // stationary part: P(0, j) = gamma_j, P(i+1, j+1) = P(i, j) - v psi_i psi_j
        let gamma = autocovariances(ar.coefficients(), ma.coefficients(), v, r)?;
        let psi = series(ma.coefficients(), ar.coefficients(), r);
        let mut stationary = DMatrix::zeros(r, r);
        for i in 0..r {
            for j in i..r {
                let x =
                    if i == 0 { gamma[j] } else { stationary[(i - 1, j - 1)] - v * psi[i - 1] * psi[j - 1] };
                stationary[(i, j)] = x;
                stationary[(j, i)] = x;
            }
        }
        let lambda = series(&[1.0], delta.coefficients(), r);
        // sums from the first term to the last, row by row
        let half =
            DMatrix::from_fn(r, r, |i, j| (0..=i).map(|k| lambda[i - k] * stationary[(k, j)]).sum::<f64>());
        let whole = |i: usize, j: usize| (0..=j).map(|k| half[(i, k)] * lambda[j - k]).sum::<f64>();
        let initial = DMatrix::from_fn(r, r, |i, j| whole(i.max(j), i.min(j)));
        let mut diffuse = DMatrix::zeros(r, nd);
        for j in 0..nd {
            diffuse[(j, j)] = 1.0;
            for i in nd..r {
                diffuse[(i, j)] = -(1..=nd).map(|k| delta.get(k) * diffuse[(i - k, j)]).sum::<f64>();
            }
        }
        let mut loading = DVector::zeros(r);
        loading[0] = 1.0;
        Ok(Self { transition, loading, innovations, measurement: 0.0, initial, diffuse })
    }

    /// The sum of independent components: null ones are left out, the others follow one another in the
    /// state.
    ///
    /// # Errors
    /// Those of [`of_arima`](Self::of_arima).
    pub fn of_ucarima(model: &UcarimaModel) -> Result<Self, ArimaError> {
        let parts: Vec<Self> = model
            .components()
            .iter()
            .filter(|c| !c.is_null())
            .map(Self::of_arima)
            .collect::<Result<_, _>>()?;
        let n: usize = parts.iter().map(Self::dimension).sum();
        let nd: usize = parts.iter().map(Self::diffuse_dimension).sum();
        let mut sum = Self {
            transition: Vec::with_capacity(n),
            loading: DVector::zeros(n),
            innovations: DMatrix::zeros(n, n),
            measurement: 0.0,
            initial: DMatrix::zeros(n, n),
            diffuse: DMatrix::zeros(n, nd),
        };
        let (mut row, mut column) = (0, 0);
        for part in parts {
            let (r, d) = (part.dimension(), part.diffuse_dimension());
            let shifted = part.transition.iter().map(|t| t.iter().map(|&(j, x)| (row + j, x)).collect());
            sum.transition.extend(shifted);
            sum.loading.rows_mut(row, r).copy_from(&part.loading);
            sum.innovations.view_mut((row, row), (r, r)).copy_from(&part.innovations);
            sum.initial.view_mut((row, row), (r, r)).copy_from(&part.initial);
            sum.diffuse.view_mut((row, column), (r, d)).copy_from(&part.diffuse);
            row += r;
            column += d;
        }
        Ok(sum)
    }

    /// Index of the first state element of each component that is not null, for
    /// [`of_ucarima`](Self::of_ucarima).
    pub fn component_starts(&self) -> Vec<usize> {
        (0..self.dimension()).filter(|&i| self.loading[i] != 0.0).collect()
    }

    /// The same model with an independent measurement error of variance h.
    #[must_use]
    pub fn with_measurement_error(self, h: f64) -> Self {
        Self { measurement: h, ..self }
    }

    /// Dimension of the state.
    pub fn dimension(&self) -> usize {
        self.loading.len()
    }

    /// Number of diffuse elements.
    pub fn diffuse_dimension(&self) -> usize {
        self.diffuse.ncols()
    }

    /// Z.
    pub fn loading(&self) -> &DVector<f64> {
        &self.loading
    }

    /// V.
    pub fn innovations(&self) -> &DMatrix<f64> {
        &self.innovations
    }

    /// h.
    pub fn measurement_variance(&self) -> f64 {
        self.measurement
    }

    /// P of the initial state.
    pub fn initial_covariance(&self) -> &DMatrix<f64> {
        &self.initial
    }

    /// A of the initial state.
    pub fn diffuse_directions(&self) -> &DMatrix<f64> {
        &self.diffuse
    }

    /// `T m`.
    pub fn transition(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let mut out = DMatrix::zeros(m.nrows(), m.ncols());
        for c in 0..m.ncols() {
            for (i, row) in self.transition.iter().enumerate() {
                out[(i, c)] = row.iter().map(|&(j, x)| x * m[(j, c)]).sum();
            }
        }
        out
    }

    /// `T x`.
    pub fn transition_vector(&self, x: &DVector<f64>) -> DVector<f64> {
        DVector::from_iterator(
            x.len(),
            self.transition.iter().map(|row| row.iter().map(|&(j, v)| v * x[j]).sum()),
        )
    }

    /// Weights of the elements of the state in the next value of its last one; of a single ARIMA process, whose
    /// other elements only move up.
    pub(super) fn forecast(&self) -> &[(usize, f64)] {
        self.transition.last().map_or(&[], Vec::as_slice)
    }

    /// `T x` of a single ARIMA process, in place.
    pub(super) fn shift(&self, x: &mut [f64]) {
        let last = self.forecast().iter().map(|&(j, c)| c * x[j]).sum();
        x.copy_within(1.., 0);
        if let Some(x) = x.last_mut() {
            *x = last;
        }
    }

    /// `T' x`.
    pub fn transition_transposed(&self, x: &DVector<f64>) -> DVector<f64> {
        let mut out = DVector::zeros(x.len());
        for (i, row) in self.transition.iter().enumerate() {
            for &(j, v) in row {
                out[j] += v * x[i];
            }
        }
        out
    }

    /// `T P T'` for a symmetric P.
    pub fn propagate(&self, p: &DMatrix<f64>) -> DMatrix<f64> {
        let half = self.transition(p).transpose();
        self.transition(&half)
    }

    /// `T' N T` for any square N.
    pub fn propagate_back(&self, n: &DMatrix<f64>) -> DMatrix<f64> {
        let left = |m: &DMatrix<f64>| {
            let mut out = DMatrix::zeros(m.nrows(), m.ncols());
            for c in 0..m.ncols() {
                for (i, row) in self.transition.iter().enumerate() {
                    for &(j, v) in row {
                        out[(j, c)] += v * m[(i, c)];
                    }
                }
            }
            out
        };
        // (T' (T' N)')' = T' N T
        left(&left(n).transpose()).transpose()
    }

    /// T as a dense matrix.
    pub fn transition_matrix(&self) -> DMatrix<f64> {
        self.transition(&DMatrix::identity(self.dimension(), self.dimension()))
    }
}
