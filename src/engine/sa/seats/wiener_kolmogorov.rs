//! Wiener-Kolmogorov estimators of components in infinite samples: filters, innovations form, errors
//! (`seats.md` section 11; Bell 1984; Maravall and Planas 1999).

use crate::toolkit::arima::autocovariance::autocovariances_of_acgf;
use crate::toolkit::arima::rational_filter::{LaurentPolynomial, RationalFilter};
use crate::toolkit::arima::spectrum::cosine_series;
use crate::toolkit::arima::symmetric_filter::SymmetricFilter;
use crate::toolkit::arima::weights::series;
use crate::toolkit::arima::{ArimaError, ArimaModel, UcarimaModel};
use crate::toolkit::math::polynomial::Polynomial;

/// What is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// A component of the compact decomposition.
    Component(usize),
    /// Everything but a component.
    Complement(usize),
}

/// The estimators of the components of a decomposition.
#[derive(Clone, Debug, PartialEq)]
pub struct WienerKolmogorov {
    decomposition: UcarimaModel,
    ar: Polynomial,
    theta: Polynomial,
    variance: f64,
}

impl WienerKolmogorov {
    /// Estimators for the components of `decomposition`, whose model has one innovation per period.
    ///
    /// # Errors
    /// [`ArimaError::NegativeSpectrum`] when the model has no innovation variance.
    pub fn new(decomposition: &UcarimaModel) -> Result<Self, ArimaError> {
        let model = decomposition.model();
        let (theta, variance) = model.moving_average()?;
        if variance <= 0.0 {
            return Err(ArimaError::NegativeSpectrum);
        }
        Ok(Self { decomposition: decomposition.clone(), ar: model.full_ar(), theta, variance })
    }

    /// The decomposition.
    pub fn decomposition(&self) -> &UcarimaModel {
        &self.decomposition
    }

    /// Moving average polynomial of the model and its innovation variance.
    pub fn innovations(&self) -> (&Polynomial, f64) {
        (&self.theta, self.variance)
    }

    /// `n(B)`: the autoregressive operator of the model without the roots of `signal`.
    pub fn noise_ar(&self, signal: &ArimaModel) -> Polynomial {
        let own = signal.full_ar();
        let degree = self.ar.degree().saturating_sub(own.degree());
        Polynomial::new(series(self.ar.coefficients(), own.coefficients(), degree + 1))
    }

    /// The estimator of a signal; none when the signal is null.
    ///
    /// # Errors
    /// [`ArimaError::SharedRoots`] when the model cannot be inverted.
    pub fn estimator(&self, signal: Signal) -> Result<Option<Estimator>, ArimaError> {
        let model = &self.decomposition;
        let component = |i: usize| model.components().get(i).cloned().unwrap_or_else(ArimaModel::null);
        let (signal, noise) = match signal {
            Signal::Component(i) => (component(i), model.complement(i)),
            Signal::Complement(i) => (model.complement(i), component(i)),
        };
        if signal.is_null() {
            return Ok(None);
        }
        let noise_ar = self.noise_ar(&signal);
        let numerator = LaurentPolynomial::from(&signal.acgf().scaled(1.0 / self.variance));
        let psi = RationalFilter::new(&numerator.times_forward(&noise_ar), &signal.full_ar(), &self.theta)?;
        Ok(Some(Estimator {
            signal,
            noise,
            noise_ar,
            theta: self.theta.clone(),
            variance: self.variance,
            psi,
        }))
    }
}

/// The optimal linear estimator of a signal s from y = s + n, all past and future being known:
/// `nu(B, F) y_t = psi(B, F) a_t`, with `psi = gamma_s n(F) / [v (phi_s delta_s)(B) theta(F)]`, a the innovations of y,
/// v their variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimator {
    signal: ArimaModel,
    noise: ArimaModel,
    noise_ar: Polynomial,
    theta: Polynomial,
    variance: f64,
    psi: RationalFilter,
}

impl Estimator {
    /// The model of the signal.
    pub fn signal(&self) -> &ArimaModel {
        &self.signal
    }

    /// Innovation variance of y, v.
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// `n(B)`: the autoregressive operator of y without the roots of the signal.
    pub fn noise_ar(&self) -> &Polynomial {
        &self.noise_ar
    }

    /// Moving average polynomial of y.
    pub fn theta(&self) -> &Polynomial {
        &self.theta
    }

    /// `gamma_s n(B) n(F) / v`, the numerator of the filter over theta(B) theta(F).
    fn filter_numerator(&self) -> SymmetricFilter {
        let (gamma, v) = normalised(self.signal.acgf());
        gamma.times(&SymmetricFilter::of(&self.noise_ar, 1.0)).scaled(v / self.variance)
    }

    /// Weights of the symmetric filter at distances 0, ..., n - 1.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when theta has roots on the unit circle.
    pub fn weights(&self, n: usize) -> Result<Vec<f64>, ArimaError> {
        autocovariances_of_acgf(self.theta.coefficients(), &self.filter_numerator(), n)
    }

    /// Frequency response of the filter at w: spectrum of the signal over that of y, between 0 and 1. The
    /// published gain is its square.
    pub fn gain(&self, w: f64) -> f64 {
        let theta = self.theta.value_at_frequency(w).norm_sqr();
        cosine_series(self.signal.acgf().coefficients(), w) * self.noise_ar.value_at_frequency(w).norm_sqr()
            / (self.variance * theta)
    }

    /// `psi_0, psi_{-1}, ..., psi_{-(n-1)}`: weights of the present and the past innovations.
    pub fn past_psi(&self, n: usize) -> Vec<f64> {
        self.psi.past(n)
    }

    /// `psi_1, ..., psi_n`: weights of the future innovations.
    pub fn future_psi(&self, n: usize) -> Vec<f64> {
        self.psi.future(n)
    }

    /// Autocovariances of the final error, signal less estimator, at lags 0, ..., n - 1.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when theta has roots on the unit circle.
    pub fn final_error_autocovariances(&self, n: usize) -> Result<Vec<f64>, ArimaError> {
        let ((signal, v), (noise, w)) = (normalised(self.signal.acgf()), normalised(self.noise.acgf()));
        let mut g = signal.times(&noise);
        // the noise may have been freed of factors that its operator and moving average had in common
        let own = self.noise.full_ar();
        if own.degree() < self.noise_ar.degree() {
            let degree = self.noise_ar.degree() - own.degree();
            let rest = series(self.noise_ar.coefficients(), own.coefficients(), degree + 1);
            g = g.times(&SymmetricFilter::of(&Polynomial::new(rest), 1.0));
        }
        autocovariances_of_acgf(self.theta.coefficients(), &g.scaled(v * w / self.variance), n)
    }

    /// Autocovariances of the revision from the estimate with `ahead` future observations to the final one, at
    /// lags 0, ..., n - 1: `v sum_{j > ahead} psi_j psi_{j+k}`.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when theta has roots on the unit circle.
    pub fn revision_autocovariances(&self, ahead: usize, n: usize) -> Result<Vec<f64>, ArimaError> {
        let numerator = Polynomial::new(self.revision_numerator(ahead));
        let g = SymmetricFilter::of(&numerator, self.variance);
        autocovariances_of_acgf(self.theta.coefficients(), &g, n)
    }

    /// r(F) such that the revision is `F^{ahead + 1} r(F) / theta(F) a_t`.
    pub(super) fn revision_numerator(&self, ahead: usize) -> Vec<f64> {
        let theta = self.theta.coefficients();
        let terms = (theta.len() - 1).max(self.psi.future_numerator().len().saturating_sub(1)).max(1);
        let psi = self.future_psi(ahead + terms);
        let tail = &psi[ahead..];
        (0..terms).map(|k| theta.iter().zip(tail[..=k].iter().rev()).map(|(t, p)| t * p).sum()).collect()
    }

    /// Variances of the revisions: with 0, ..., n - 1 observations after the period, the first being that of the
    /// concurrent estimate. Rounding below 0 is 0 from there on.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when theta has roots on the unit circle.
    pub fn revision_variances(&self, n: usize) -> Result<Vec<f64>, ArimaError> {
        let numerator = Polynomial::new(self.psi.future_numerator().to_vec());
        let g = SymmetricFilter::of(&numerator, self.variance);
        let mut variance = autocovariances_of_acgf(self.theta.coefficients(), &g, 1)?[0];
        let mut variances = Vec::with_capacity(n);
        variances.push(variance);
        for psi in self.future_psi(n.saturating_sub(1)) {
            variance -= self.variance * psi * psi;
            if variance <= 0.0 {
                break;
            }
            variances.push(variance);
        }
        variances.resize(n, 0.0);
        Ok(variances)
    }

    /// Variances of the total error of estimates with 0, ..., n - 1 observations after the period.
    ///
    /// # Errors
    /// Those of [`revision_variances`](Self::revision_variances).
    pub fn total_error_variances(&self, n: usize) -> Result<Vec<f64>, ArimaError> {
        let final_error = self.final_error_autocovariances(1)?[0];
        let mut variances = self.revision_variances(n)?;
        variances.iter_mut().for_each(|v| *v += final_error);
        Ok(variances)
    }

    /// Variances of the total error of forecasts 1, ..., n periods ahead.
    ///
    /// # Errors
    /// Those of [`revision_variances`](Self::revision_variances).
    pub fn forecast_error_variances(&self, n: usize) -> Result<Vec<f64>, ArimaError> {
        let mut variance = self.total_error_variances(1)?[0];
        let psi = self.past_psi(n);
        Ok(psi
            .iter()
            .map(|psi| {
                variance += self.variance * psi * psi;
                variance
            })
            .collect())
    }

    /// Autocovariances, at lags 0, ..., n - 1, of the estimator made stationary by the unit roots of the signal.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when theta has roots on the unit circle.
    pub fn stationary_autocovariances(&self, n: usize) -> Result<Vec<f64>, ArimaError> {
        let (gamma, v) = normalised(self.signal.acgf());
        let g = gamma.times(&gamma).times(&SymmetricFilter::of(&self.noise_ar, 1.0));
        let ar = self.signal.ar().times(&self.theta);
        autocovariances_of_acgf(ar.coefficients(), &g.scaled(v * v / self.variance), n)
    }

    /// Whether the stationary estimator depends on finitely many past innovations: neither the model has a moving
    /// average nor the signal a stationary autoregression.
    pub fn has_finite_past(&self) -> bool {
        self.signal.ar().degree() + self.theta.degree() == 0
    }

    /// Cross-covariances `E[x_t y_{t+k}]` of this estimator, x, and another of the same series, y, both made
    /// stationary: for k = 0, 1, ..., n - 1, and for k = 0, -1, ..., -(n - 1).
    ///
    /// # Errors
    /// [`ArimaError::SharedRoots`] when theta has roots on the unit circle.
    pub fn stationary_cross_covariances(
        &self,
        other: &Self,
        n: usize,
    ) -> Result<(Vec<f64>, Vec<f64>), ArimaError> {
        // x = X(B, F) a, y = Y(B, F) a: sum_k E[x_t y_{t+k}] F^k = v X(B, F) Y(F, B)
        let ((a, v), (b, w)) = (normalised(self.signal.acgf()), normalised(other.signal.acgf()));
        let gammas = a.times(&b).scaled(v * w / self.variance);
        let numerator =
            LaurentPolynomial::from(&gammas).times_forward(&self.noise_ar).times_backward(&other.noise_ar);
        let past = self.signal.ar().times(&self.theta);
        let future = other.signal.ar().times(&self.theta);
        let filter = RationalFilter::new(&numerator, &past, &future)?;
        let backward = filter.past(n);
        let mut forward = vec![backward.first().copied().unwrap_or(0.0)];
        forward.extend(filter.future(n.saturating_sub(1)));
        Ok((forward, backward))
    }
}

/// A generating function over its variance, and the variance: products drop coefficients that are small in absolute
/// terms, which those of a component of small variance are altogether.
fn normalised(g: &SymmetricFilter) -> (SymmetricFilter, f64) {
    let v = g.get(0);
    if v > 0.0 { (g.scaled(1.0 / v), v) } else { (g.clone(), 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::seats::canonical::{canonical_decomposition, compact};
    use crate::sa::spec::SeatsSpec;
    use crate::toolkit::arima::SarimaModel;
    use proptest::prelude::*;

    fn airline() -> WienerKolmogorov {
        let model = SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.4], &[-0.6]);
        let ucm = canonical_decomposition(&model, &SeatsSpec::default()).unwrap();
        WienerKolmogorov::new(&compact(&ucm)).unwrap()
    }

    /// What goes through a factorisation is known to 1e-7 only (`seats.md`, T1).
    fn near(actual: f64, expected: f64) {
        assert!((actual - expected).abs() < 1e-7, "{actual} instead of {expected}");
    }

    /// `seats.md` section 19.
    #[test]
    fn worked_airline_model() {
        let wk = airline();
        let expected = [
            (0.250552853581, 0.181183582137, -0.0334385002, 0.448005509, 0.295318889, 0.523333333),
            (0.189374844868, -0.0131668248, 0.145458598308, 0.238355534, -0.107135543, 0.076666667),
            (0.560072301551, -0.168016757302, -0.112020098116, 0.313638910, -0.188183346, 0.0),
        ];
        let errors = [
            (0.119453898, 0.149964901, 0.269418800, 0.470127778),
            (0.100266094, 0.103398301, 0.203664396, 0.260477756),
            (0.137978444, 0.0772911003, 0.215269544, 0.313638910),
        ];
        for (i, (e, v)) in expected.iter().zip(errors).enumerate() {
            let estimator = wk.estimator(Signal::Component(i)).unwrap().unwrap();
            let w = estimator.weights(13).unwrap();
            near(w[0], e.0);
            near(w[1], e.1);
            near(w[12], e.2);
            near(estimator.past_psi(2)[0], e.3);
            near(estimator.future_psi(1)[0], e.4);
            near(estimator.past_psi(2)[1], e.5);
            near(estimator.final_error_autocovariances(1).unwrap()[0], v.0);
            near(estimator.revision_variances(1).unwrap()[0], v.1);
            near(estimator.total_error_variances(1).unwrap()[0], v.2);
            near(estimator.forecast_error_variances(1).unwrap()[0], v.3);
        }
    }

    /// A seasonal moving average at the boundary leaves the trend 5e-6 of the variance of the innovations.
    #[test]
    fn components_of_small_variance() {
        let model = SarimaModel::from_polynomials(12, (0, 1), &[], &[], &[0.085956968055], &[-0.95]);
        let ucm = canonical_decomposition(&model, &SeatsSpec::default()).unwrap();
        let wk = WienerKolmogorov::new(&compact(&ucm)).unwrap();
        let trend = wk.estimator(Signal::Component(0)).unwrap().unwrap();
        // JDemetra+ 3.5.0, rear seats with rsa3
        let variance = trend.stationary_autocovariances(1).unwrap()[0];
        assert!((variance - 4.36216673692e-8).abs() < 1e-17, "{variance}");
    }

    #[test]
    fn component_and_complement_have_the_same_error() {
        let wk = airline();
        for i in 0..3 {
            let a = wk.estimator(Signal::Component(i)).unwrap().unwrap();
            let b = wk.estimator(Signal::Complement(i)).unwrap().unwrap();
            near(a.total_error_variances(30).unwrap()[29], b.total_error_variances(30).unwrap()[29]);
            near(a.gain(0.3) + b.gain(0.3), 1.0);
        }
    }

    #[test]
    fn revisions_from_autocovariances_and_from_weights() {
        let wk = airline();
        let trend = wk.estimator(Signal::Component(0)).unwrap().unwrap();
        let variances = trend.revision_variances(20).unwrap();
        let psi = trend.future_psi(2000);
        for m in [0, 5, 19] {
            let a = trend.revision_autocovariances(m, 3).unwrap();
            near(a[0], variances[m]);
            near(a[2], psi[m..].iter().zip(&psi[m + 2..]).map(|(x, y)| x * y).sum());
        }
    }

    proptest! {
        #[test]
        fn weights_of_the_components_sum_to_those_of_the_series(
            s in prop::sample::select(vec![2usize, 4, 12]),
            phi in prop::collection::vec(-0.6..0.6f64, 0..3),
            theta in -0.9..0.9f64, btheta in -0.9..0.0f64, d in 0usize..3,
        ) {
            let model = SarimaModel::from_polynomials(s, (d, 1), &phi, &[], &[theta], &[btheta]);
            let Ok(ucm) = canonical_decomposition(&model, &SeatsSpec::default()) else { return Ok(()) };
            let wk = WienerKolmogorov::new(&compact(&ucm)).unwrap();
            let estimators: Vec<Estimator> =
                (0..3).filter_map(|i| wk.estimator(Signal::Component(i)).unwrap()).collect();
            let sum = |f: &dyn Fn(&Estimator) -> f64| estimators.iter().map(f).sum::<f64>();
            prop_assert!((sum(&|e| e.gain(0.4)) - 1.0).abs() < 1e-9);
            prop_assert!((sum(&|e| e.weights(3).unwrap()[0]) - 1.0).abs() < 1e-6);
            prop_assert!(sum(&|e| e.weights(3).unwrap()[2]).abs() < 1e-6);
            prop_assert!((sum(&|e| e.past_psi(1)[0]) - 1.0).abs() < 1e-6);
            prop_assert!(sum(&|e| e.future_psi(2)[1]).abs() < 1e-6);
            for e in &estimators {
                prop_assert!(e.total_error_variances(40).unwrap().iter().all(|v| *v >= -1e-9));
            }
        }
    }
}
