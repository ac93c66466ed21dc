//! Seasonal ARIMA models with parameters (`arima.md`, 3).

use serde::{Deserialize, Serialize};

use super::{SarimaOrders, SarimaPolynomial};
use crate::toolkit::math::polynomial::{COEFFICIENT_TOLERANCE, Polynomial};

/// Autoregressive parameter taken when nothing is known.
pub const DEFAULT_AR: f64 = -0.1;
/// Moving average parameter taken when nothing is known.
pub const DEFAULT_MA: f64 = -0.2;

/// A seasonal ARIMA model with innovation variance 1.
///
/// The parameters are packed as `phi, PHI, theta, THETA` with their true signs: the polynomials
/// are `1 + c_1 B + ...`, so that an autoregression with positive autocorrelation has a negative
/// coefficient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SarimaModel {
    orders: SarimaOrders,
    parameters: Vec<f64>,
}

impl SarimaModel {
    /// The model with the given packed parameters; missing ones are 0, superfluous ones dropped.
    pub fn new(orders: SarimaOrders, parameters: &[f64]) -> Self {
        let mut parameters = parameters.to_vec();
        parameters.resize(orders.parameter_count(), 0.0);
        Self { orders, parameters }
    }

    /// All parameters 0.
    pub fn zero(orders: SarimaOrders) -> Self {
        Self::new(orders, &[])
    }

    /// [`DEFAULT_AR`] and [`DEFAULT_MA`] for all parameters.
    pub fn with_defaults(orders: SarimaOrders) -> Self {
        let mut parameters = vec![DEFAULT_MA; orders.parameter_count()];
        parameters[..orders.p + orders.bp].fill(DEFAULT_AR);
        Self { orders, parameters }
    }

    /// The model with the four polynomials given by their coefficients (constant 1 left out); the
    /// orders p, bp, q, bq are the lengths.
    pub fn from_polynomials(
        period: usize,
        (d, bd): (usize, usize),
        phi: &[f64],
        bphi: &[f64],
        theta: &[f64],
        btheta: &[f64],
    ) -> Self {
        let orders = SarimaOrders::new(period, (phi.len(), d, theta.len()), (bphi.len(), bd, btheta.len()));
        let seasonal = orders.period > 1;
        let parts = [phi, if seasonal { bphi } else { &[] }, theta, if seasonal { btheta } else { &[] }];
        Self { orders, parameters: parts.concat() }
    }

    /// Orders of the model.
    pub fn orders(&self) -> SarimaOrders {
        self.orders
    }

    /// Packed parameters.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// The same orders with other packed parameters.
    #[must_use]
    pub fn with_parameters(&self, parameters: &[f64]) -> Self {
        Self::new(self.orders, parameters)
    }

    /// The model of the differenced series: d = bd = 0.
    #[must_use]
    pub fn stationary(&self) -> Self {
        Self { orders: self.orders.stationary(), parameters: self.parameters.clone() }
    }

    /// Coefficients of one polynomial, constant left out.
    pub fn part(&self, polynomial: SarimaPolynomial) -> &[f64] {
        self.parameters.get(self.orders.range(polynomial)).unwrap_or_default()
    }

    /// `phi_1, ..., phi_p`.
    pub fn phi(&self) -> &[f64] {
        self.part(SarimaPolynomial::Phi)
    }

    /// `PHI_1, ..., PHI_bp`.
    pub fn bphi(&self) -> &[f64] {
        self.part(SarimaPolynomial::Bphi)
    }

    /// `theta_1, ..., theta_q`.
    pub fn theta(&self) -> &[f64] {
        self.part(SarimaPolynomial::Theta)
    }

    /// `THETA_1, ..., THETA_bq`.
    pub fn btheta(&self) -> &[f64] {
        self.part(SarimaPolynomial::Btheta)
    }

    /// `phi(B) PHI(B^s)`, with the roots of both factors found separately.
    pub fn ar(&self) -> Polynomial {
        self.product(self.phi(), self.bphi())
    }

    /// `theta(B) THETA(B^s)`.
    pub fn ma(&self) -> Polynomial {
        self.product(self.theta(), self.btheta())
    }

    /// `(1-B)^d (1-B^s)^bd`.
    pub fn differencing(&self) -> Polynomial {
        Polynomial::differencing(self.orders.d, self.orders.bd, self.orders.period)
    }

    /// `phi(B) PHI(B^s) (1-B)^d (1-B^s)^bd`.
    pub fn full_ar(&self) -> Polynomial {
        self.ar().times(&self.differencing())
    }

    fn product(&self, regular: &[f64], seasonal: &[f64]) -> Polynomial {
        let s = self.orders.period;
        let regular = Polynomial::from_lags(regular, 1).with_memorised_roots();
        let seasonal = Polynomial::from_lags(seasonal, s).with_memorised_power_roots(s);
        regular.times(&seasonal)
    }

    /// The model without trailing coefficients below 1e-6 in absolute value in each of the four
    /// polynomials.
    #[must_use]
    pub fn with_adjusted_orders(&self) -> Self {
        let shrink = |c: &[f64]| {
            let n = c.iter().rposition(|x| x.abs() >= 1e-6).map_or(0, |i| i + 1);
            c[..n].to_vec()
        };
        let o = self.orders;
        Self::from_polynomials(
            o.period,
            (o.d, o.bd),
            &shrink(self.phi()),
            &shrink(self.bphi()),
            &shrink(self.theta()),
            &shrink(self.btheta()),
        )
    }
}

/// Writes the coefficients of `a(B) b(B^s)`, constants included, given those of a and b without
/// their constants; `out` has the length `a.len() + s b.len() + 1`. As in [`Polynomial::new`], trailing
/// coefficients of at most [`COEFFICIENT_TOLERANCE`] count as 0 in both factors.
pub(crate) fn expand_product(a: &[f64], b: &[f64], s: usize, out: &mut [f64]) {
    let (a, b) = (significant(a), significant(b));
    out.fill(0.0);
    out[0] = 1.0;
    out[1..=a.len()].copy_from_slice(a);
    for (j, &c) in b.iter().enumerate() {
        let lag = (j + 1) * s;
        out[lag] += c;
        for (i, &x) in a.iter().enumerate() {
            out[lag + i + 1] += c * x;
        }
    }
}

fn significant(c: &[f64]) -> &[f64] {
    &c[..c.iter().rposition(|x| x.abs() > COEFFICIENT_TOLERANCE).map_or(0, |i| i + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::math::polynomial::leja_order;

    fn model(btheta: &[f64]) -> SarimaModel {
        SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.4], btheta)
    }

    #[test]
    fn polynomials_of_the_airline_model() {
        let m = model(&[-0.6]);
        assert!(m.orders().is_airline());
        let ma = m.ma();
        assert_eq!((ma.get(1), ma.get(12), ma.degree()), (-0.4, -0.6, 13));
        assert!((ma.get(13) - 0.24).abs() < 1e-16);
        assert_eq!(m.full_ar().degree(), 13);
        assert!(ma.roots().iter().all(|z| ma.value_at_complex(*z).norm() < 1e-12));
    }

    #[test]
    fn seasonal_polynomials_of_order_two_are_used() {
        let ma = model(&[-0.5, -0.2]).ma();
        assert_eq!(ma.degree(), 25);
        assert_eq!((ma.get(12), ma.get(24)), (-0.5, -0.2));
        assert!((ma.get(25) - 0.08).abs() < 1e-16);
        assert_eq!(ma.roots().len(), 25);
        let rebuilt = Polynomial::from_roots(&leja_order(&ma.roots())).unwrap();
        assert!(rebuilt.is_close_to(&ma));
    }

    #[test]
    fn defaults_and_adjusted_orders() {
        let o = SarimaOrders::new(12, (1, 0, 2), (1, 0, 1));
        assert_eq!(SarimaModel::with_defaults(o).parameters(), &[-0.1, -0.1, -0.2, -0.2, -0.2]);
        let m = SarimaModel::new(o, &[-0.5, 1e-7, -0.3, 5e-7, 0.0]).with_adjusted_orders();
        assert_eq!(m.orders(), SarimaOrders::new(12, (1, 0, 1), (0, 0, 0)));
    }

    #[test]
    fn expansion_in_place() {
        let mut out = [0.0; 6];
        expand_product(&[0.5], &[-0.2], 4, &mut out);
        assert_eq!(out, [1.0, 0.5, 0.0, 0.0, -0.2, -0.1]);
    }
}
