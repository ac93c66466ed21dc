//! Validation of a model before its decomposition: vanishing parameters, moving average roots close to the unit
//! circle (`seats.md` section 5).

use nalgebra::Complex;

use crate::toolkit::arima::SarimaModel;
use crate::toolkit::math::polynomial::{Polynomial, leja_order};

/// Last coefficients below this make the orders smaller.
const SMALL: f64 = 1e-6;
/// Distance from the unit circle under which a root is put on it, when the boundary is 1.
const UNIT_ROOT: f64 = 1e-4;

/// The model with smaller orders, or with its moving average roots inside the boundary `xl`; none when nothing had
/// to be changed. Autoregressive parameters stay as they are.
pub fn cut_off(model: &SarimaModel, xl: f64) -> Option<SarimaModel> {
    let vanishing = |c: &[f64]| c.last().is_some_and(|x| x.abs() < SMALL);
    let parts = [model.phi(), model.bphi(), model.theta(), model.btheta()];
    let simplified =
        if parts.into_iter().any(vanishing) { model.with_adjusted_orders() } else { model.clone() };
    let orders = simplified.orders();
    let (theta, btheta) = if xl < 1.0 {
        (inside(simplified.theta(), xl, xl), inside(simplified.btheta(), xl, xl))
    } else {
        let near = 1.0 - UNIT_ROOT;
        let seasonal = near.powi(i32::try_from(orders.period).unwrap_or(i32::MAX));
        (inside(simplified.theta(), near, 1.0), inside(simplified.btheta(), seasonal, 1.0))
    };
    let validated = SarimaModel::from_polynomials(
        orders.period,
        (orders.d, orders.bd),
        simplified.phi(),
        simplified.bphi(),
        &theta,
        &btheta,
    );
    (validated != *model).then_some(validated)
}

/// `1 + c_1 x + ...` with its inverse roots of modulus above `limit` brought back to the modulus `target`; the
/// coefficients as they are when there is none. At the limit 1 of unit roots, polynomials of higher degree keep
/// what is close to the circle but invertible.
fn inside(c: &[f64], limit: f64, target: f64) -> Vec<f64> {
    match c {
        [] => Vec::new(),
        [x] if x.abs() > limit => vec![target.copysign(*x)],
        [_] => c.to_vec(),
        _ => {
            let beyond = if target == 1.0 { 1.0 / limit } else { limit };
            let roots = Polynomial::from_lags(c, 1).roots();
            if roots.iter().all(|z| 1.0 / z.norm() <= beyond) {
                return c.to_vec();
            }
            let moved: Vec<Complex<f64>> = (roots.into_iter())
                .map(|z| if 1.0 / z.norm() > beyond { z / (z.norm() * target) } else { z })
                .collect();
            match Polynomial::from_roots(&leja_order(&moved)) {
                Some(p) => p.coefficients()[1..].to_vec(),
                None => c.to_vec(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn airline(theta: f64, btheta: f64) -> SarimaModel {
        SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[theta], &[btheta])
    }

    #[test]
    fn parameters_are_clamped() {
        assert_eq!(cut_off(&airline(-0.95, 0.95), 0.95), None);
        assert_eq!(cut_off(&airline(-0.98, -0.99), 0.95), Some(airline(-0.95, -0.95)));
        assert_eq!(cut_off(&airline(0.98, 0.1), 0.95), Some(airline(0.95, 0.1)));
    }

    #[test]
    fn vanishing_parameters_shrink_the_orders() {
        let m = cut_off(&airline(-0.5, 5e-7), 0.95).unwrap();
        assert_eq!((m.orders().q, m.orders().bq), (1, 0));
    }

    #[test]
    fn a_boundary_of_one_makes_unit_roots() {
        assert_eq!(cut_off(&airline(-0.999, -0.9985), 1.0), None);
        // 0.9999^12 = 0.9988
        let m = cut_off(&airline(0.999_95, -0.999), 1.0).unwrap();
        assert_eq!(m, airline(1.0, -1.0));
        let m = cut_off(&airline(-0.999_95, 0.999), 1.0).unwrap();
        assert_eq!(m, airline(-1.0, 1.0));
    }

    proptest! {
        #[test]
        fn inverse_roots_end_inside(theta in prop::collection::vec(-2.0..2.0f64, 2..4), xl in 0.9..0.98f64) {
            let m = SarimaModel::from_polynomials(4, (1, 1), &[0.3], &[], &theta, &[0.99]);
            let v = cut_off(&m, xl).unwrap();
            prop_assert_eq!(v.phi(), &[0.3]);
            prop_assert_eq!(v.btheta(), &[xl]);
            for z in Polynomial::from_lags(v.theta(), 1).roots() {
                prop_assert!(1.0 / z.norm() <= xl + 1e-7);
            }
        }
    }
}
