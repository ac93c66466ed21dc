//! Starting values of the ARMA parameters (`arima.md`, 12.1, 12.7 and 13.2).

use super::DifferencedModel;
use crate::toolkit::arima::domain::stabilized;
use crate::toolkit::arima::hannan_rissanen::HannanRissanen;
use crate::toolkit::arima::{SarimaModel, SarimaOrders, SarimaPolynomial};
use crate::toolkit::math::householder::{HouseholderQr, dot};

/// Rank tolerance of the regression that precedes the preliminary estimation.
const RANK_TOLERANCE: f64 = 1e-9;
/// Below this root mean square the series counts as zero.
const SMALLEST_RMS: f64 = 1e-9;
/// A series of smaller norm cannot be regressed on anything.
const SMALLEST_NORM: f64 = 1.110_223_024_625_156_5e-16;

/// Stabilised Hannan-Rissanen estimates on the residuals of the differenced regression; zeros when
/// these vanish, the default values (-0.1 for autoregressive, -0.2 for moving average parameters)
/// when there are no estimates.
pub(super) fn hannan_rissanen(model: &DifferencedModel, orders: SarimaOrders) -> SarimaModel {
    let Some(residuals) = regression_residuals(model) else {
        return SarimaModel::with_defaults(orders);
    };
    let rms = (dot(&residuals, &residuals) / residuals.len() as f64).sqrt();
    if rms < SMALLEST_RMS {
        return SarimaModel::zero(orders);
    }
    match HannanRissanen::default().model(orders, &residuals) {
        Ok(model) if model.parameters().iter().all(|c| c.is_finite()) => stabilized(&model).0,
        _ => SarimaModel::with_defaults(orders),
    }
}

/// Residuals of the ordinary least squares regression of the differenced series on its design.
pub(super) fn regression_residuals(model: &DifferencedModel) -> Option<Vec<f64>> {
    let (m, k) = (model.rows(), model.columns());
    let w = model.series();
    if k == 0 {
        return Some(w.to_vec());
    }
    if dot(w, w).sqrt() < SMALLEST_NORM {
        return None;
    }
    let mut x = [model.design(), w].concat();
    let mut qr = HouseholderQr::new();
    qr.factorize(&mut x, m, k, 0);
    let rank = qr.rank(RANK_TOLERANCE);
    let (x, qty) = x.split_at(m * k);
    let mut b = vec![0.0; k];
    if !qr.solve(x, qty, rank, &mut b) {
        return None;
    }
    Some(model.residuals(&b))
}

/// The second start of mixed models: no autoregressive part and a moving average parameter of 0.9
/// with the sign opposite to the one found first; seasonal parameters as found. For other models
/// the parameters found.
pub(super) fn opposite(found: &SarimaModel) -> SarimaModel {
    let orders = found.orders();
    if orders.p == 0 || orders.q == 0 {
        return found.clone();
    }
    let mut p = found.parameters().to_vec();
    p[orders.range(SarimaPolynomial::Phi)].fill(0.0);
    let theta = &mut p[orders.range(SarimaPolynomial::Theta)];
    let first = if theta[0] < 0.0 { 0.9 } else { -0.9 };
    theta.fill(0.0);
    theta[0] = first;
    found.with_parameters(&p)
}

/// Near-common root of both regular polynomials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommonRoot {
    PlusOne,
    MinusOne,
}

/// Largest value at the root at which a regular polynomial counts as divisible.
const NEAR_ROOT: f64 = 0.1;

/// The model with both regular polynomials divided by `1 - B` (or `1 + B`), last coefficients 0,
/// when both are close to having this factor (`arima.md`, 13.3).
pub(super) fn cancelled(model: &SarimaModel, root: CommonRoot) -> Option<SarimaModel> {
    let orders = model.orders();
    let differenced = match root {
        CommonRoot::PlusOne => orders.differencing_degree() > 0,
        CommonRoot::MinusOne => orders.bd > 0,
    };
    if orders.p == 0 || orders.q == 0 || !differenced {
        return None;
    }
    let z = if root == CommonRoot::PlusOne { 1.0 } else { -1.0 };
    let mut p = model.parameters().to_vec();
    for kind in [SarimaPolynomial::Phi, SarimaPolynomial::Theta] {
        let c = &mut p[orders.range(kind)];
        let value = 1.0 + c.iter().rev().fold(0.0, |v, x| (v + x) * z);
        if value.abs() > NEAR_ROOT {
            return None;
        }
        // c_{i+1} = q_{i+1} - z q_i, from the end
        let mut above = 0.0;
        for x in c.iter_mut().rev() {
            let q = above;
            above = z * (above - *x);
            *x = q;
        }
    }
    Some(model.with_parameters(&p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_roots_are_divided_out() {
        let m = SarimaModel::from_polynomials(12, (0, 1), &[-1.5, 0.5], &[], &[-0.98], &[-0.5]);
        let c = cancelled(&m, CommonRoot::PlusOne).unwrap();
        assert_eq!(c.phi(), &[-0.5, 0.0]);
        assert_eq!((c.theta(), c.btheta()), (&[0.0][..], &[-0.5][..]));
        assert!(cancelled(&m, CommonRoot::MinusOne).is_none());
        let m = SarimaModel::from_polynomials(12, (0, 1), &[1.5, 0.5], &[], &[1.02], &[]);
        let c = cancelled(&m, CommonRoot::MinusOne).unwrap();
        assert_eq!((c.phi(), c.theta()), (&[0.5, 0.0][..], &[0.0][..]));
        let undifferenced = SarimaModel::from_polynomials(12, (0, 0), &[-1.0], &[], &[-1.0], &[]);
        assert!(cancelled(&undifferenced, CommonRoot::PlusOne).is_none());
    }

    #[test]
    fn the_second_start_of_mixed_models() {
        let m = SarimaModel::from_polynomials(12, (1, 1), &[-0.5], &[], &[-0.3, 0.1], &[-0.6]);
        assert_eq!(opposite(&m).parameters(), &[0.0, 0.9, 0.0, -0.6]);
        let airline = SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.3], &[-0.6]);
        assert_eq!(opposite(&airline), airline);
    }
}
