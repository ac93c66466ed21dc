//! Models that can be decomposed in place of those that cannot (`seats.md` section 7).

use crate::toolkit::arima::{SarimaModel, SarimaOrders, SarimaPolynomial};
use crate::toolkit::math::polynomial::Polynomial;

/// Moving average parameters below this vanish.
const ZERO: f64 = 1e-10;
/// Regular inverse roots above this become differences.
const NEAR_UNIT: f64 = 0.5;
/// Largest regular moving average order after the order of the autoregression was lowered.
const MAX_Q: usize = 3;

/// What takes the place of a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Approximation {
    /// A model with parameters; variance and mean stay.
    Known(SarimaModel),
    /// Orders of a model that is estimated.
    Estimated {
        /// The orders.
        orders: SarimaOrders,
        /// Whether the mean is given up.
        without_mean: bool,
    },
}

/// The approximation of `model`; `significant` says whether seasonality is significant, and is asked when needed.
pub fn approximation(model: &SarimaModel, significant: impl FnOnce() -> bool) -> Approximation {
    let orders = model.orders();
    if orders.bp == 0 && orders.bd == 1 && orders.p == 0 && orders.q <= 1 {
        return Approximation::Known(known(model));
    }
    if let Some(approximation) = seasonal(model, significant) {
        return approximation;
    }
    if orders.p > 0 {
        return lower_p(model);
    }
    let orders = if orders.q != 1 {
        SarimaOrders { q: orders.q.saturating_sub(1).max(1), ..orders }
    } else {
        SarimaOrders { bq: 0, ..orders }
    };
    Approximation::Estimated { orders, without_mean: false }
}

/// Models (0, d, q)(0, 1, Q), q at most 1 (`seats.md` 7.2). Signs of Box and Jenkins: `1 - th B`.
fn known(model: &SarimaModel) -> SarimaModel {
    let o = model.orders();
    let parameter = |p| model.part(p).first().map_or(0.0, |x| -x);
    let (th, bth) = (parameter(SarimaPolynomial::Theta), parameter(SarimaPolynomial::Btheta));
    let (th, bth) = match o.d {
        0 => (th, 0.0),
        2 => of_two_differences(o.period, th, bth),
        _ => (th, of_one_difference(o.period, th)),
    };
    let kept = |x: f64| if x.abs() > ZERO { vec![-x] } else { Vec::new() };
    SarimaModel::from_polynomials(o.period, (o.d, o.bd), &[], &[], &kept(th), &kept(bth))
}

fn of_one_difference(period: usize, th: f64) -> f64 {
    match period {
        12 if th > 0.36 && th < 0.7 => 0.2,
        12 => 0.1,
        4 if (0.0..0.2).contains(&th) => -0.3,
        4 if th > -0.2 && th < 0.0 => -0.24,
        4 if th.abs() > 0.4 => -0.1,
        4 => -0.2,
        _ => 0.0,
    }
}

fn of_two_differences(period: usize, th: f64, bth: f64) -> (f64, f64) {
    match period {
        12 if th < -0.4 => (-0.5, 0.9),
        12 if th < 0.25 => (th, (4.95 - 4.0 * th) / 7.0),
        12 if th < 0.55 && bth >= -0.3 => (th, 1.55 - 3.2 * th),
        12 if th < 0.55 => (0.55, -0.3),
        12 => (th, (th - 1.15) / 2.0),
        4 if th >= -0.4 => (th, -0.3),
        4 if bth < -0.3 => (-0.4, -0.3),
        4 => (-0.45 * bth - 0.535, bth),
        6 if th >= 0.1 => (th, -0.2),
        6 if bth < -0.3 => (0.1, -0.3),
        6 if th > -0.3 => (th, -1.5 * th - 0.05),
        6 if th >= -0.9 => (th, -th - 0.05),
        6 => (-0.9, 0.95),
        3 if th > 0.55 => (th, -0.1),
        3 if bth < -0.3 => (0.55, -0.3),
        3 if th > -0.4 && bth < 0.0 => (0.55, bth),
        3 if th > -0.4 && bth < 0.7 => (0.55 - 0.5 * bth, bth),
        3 if th > -0.4 => (2.45 - 3.21 * bth, bth),
        3 if th > -0.7 => (th, 0.95),
        3 => (-0.7, 0.95),
        2 if th >= 0.4 => (th, -0.3),
        2 => (th, 0.48 * th - 0.49),
        _ => (th, bth),
    }
}

/// Rules for the seasonal part (`seats.md` 7.3).
fn seasonal(model: &SarimaModel, significant: impl FnOnce() -> bool) -> Option<Approximation> {
    let o = model.orders();
    let bphi = model.bphi().first().copied().unwrap_or(0.0);
    let btheta = model.btheta().first().copied().unwrap_or(0.0);
    let (bp, bd, bq) = match (o.bp, o.bd, o.bq) {
        (1, 1, _) => (0, 1, 1),
        (0, 0, 1) if btheta > 0.0 => (1, 0, 0),
        (0, 0, 1) => (0, 0, 0),
        (1, 0, 1) if bphi < -0.7 && btheta > 0.0 => (0, 1, 1),
        (1, 0, 1) => (1, 0, 0),
        (1, 0, 0) if o.p == 0 && o.d == 1 && o.q > 1 => {
            let orders = SarimaOrders { q: o.q - 1, ..o };
            return Some(Approximation::Estimated { orders, without_mean: false });
        }
        (1, 0, 0) if bphi < -0.3 && significant() => (0, 1, 1),
        (1, 0, 0) => (0, 0, 0),
        _ => return None,
    };
    let orders = SarimaOrders { bp, bd, bq, ..o };
    Some(Approximation::Estimated { orders, without_mean: bd > o.bd })
}

/// One regular autoregressive parameter less; a large positive root becomes a difference (`seats.md` 7.4).
fn lower_p(model: &SarimaModel) -> Approximation {
    let o = model.orders();
    let roots = Polynomial::from_lags(model.phi(), 1).roots();
    let positive = roots.iter().filter(|z| z.im == 0.0 && z.re > 0.0);
    let largest = positive.fold(0.0_f64, |m, z| m.max(1.0 / z.re));
    let p = o.p - 1;
    let d = if largest > NEAR_UNIT { (o.d + 1).min(2) } else { o.d };
    let q = (o.q + 1).min(d + p).min(MAX_Q);
    Approximation::Estimated { orders: SarimaOrders { p, d, q, ..o }, without_mean: d > o.d }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(d: (usize, usize), phi: &[f64], bphi: &[f64], theta: &[f64], btheta: &[f64]) -> SarimaModel {
        SarimaModel::from_polynomials(12, d, phi, bphi, theta, btheta)
    }

    fn orders(model: &SarimaModel, significant: bool) -> (SarimaOrders, bool) {
        match approximation(model, || significant) {
            Approximation::Known(m) => (m.orders(), false),
            Approximation::Estimated { orders, without_mean } => (orders, without_mean),
        }
    }

    fn sarima(regular: (usize, usize, usize), seasonal: (usize, usize, usize)) -> SarimaOrders {
        SarimaOrders::new(12, regular, seasonal)
    }

    #[test]
    fn worked_models() {
        let a = approximation(&model((1, 1), &[], &[], &[0.5], &[0.3]), || false);
        assert_eq!(a, Approximation::Known(model((1, 1), &[], &[], &[0.5], &[-0.1])));
        let m = model((1, 1), &[0.5], &[], &[-0.3, 0.5, -0.4], &[0.3]);
        assert_eq!(orders(&m, false), (sarima((0, 1, 1), (0, 1, 1)), false));
    }

    #[test]
    fn known_models() {
        let of =
            |d, th: f64, bth: f64| match approximation(&model((d, 1), &[], &[], &[-th], &[-bth]), || false) {
                Approximation::Known(m) => (m.theta().first().map(|x| -x), m.btheta().first().map(|x| -x)),
                other => panic!("{other:?}"),
            };
        assert_eq!(of(0, 0.3, 0.5), (Some(0.3), None));
        assert_eq!(of(1, 0.5, 0.5), (Some(0.5), Some(0.2)));
        assert_eq!(of(2, -0.5, 0.1), (Some(-0.5), Some(0.9)));
        assert_eq!(of(2, 0.3, -0.5), (Some(0.55), Some(-0.3)));
        assert_eq!(of(2, 0.0, 0.1).0, None);
    }

    #[test]
    fn seasonal_rules() {
        let m = |bd, bphi: &[f64], btheta: &[f64]| model((1, bd), &[], bphi, &[-0.5], btheta);
        assert_eq!(orders(&m(1, &[-0.3], &[]), false), (sarima((0, 1, 1), (0, 1, 1)), false));
        assert_eq!(orders(&m(0, &[], &[0.3]), false), (sarima((0, 1, 1), (1, 0, 0)), false));
        assert_eq!(orders(&m(0, &[], &[-0.3]), false), (sarima((0, 1, 1), (0, 0, 0)), false));
        assert_eq!(orders(&m(0, &[-0.8], &[0.3]), false), (sarima((0, 1, 1), (0, 1, 1)), true));
        assert_eq!(orders(&m(0, &[-0.8], &[-0.3]), false), (sarima((0, 1, 1), (1, 0, 0)), false));
        assert_eq!(orders(&m(0, &[-0.4], &[]), true), (sarima((0, 1, 1), (0, 1, 1)), true));
        assert_eq!(orders(&m(0, &[-0.4], &[]), false), (sarima((0, 1, 1), (0, 0, 0)), false));
        let two = model((1, 0), &[], &[-0.4], &[-0.5, 0.2], &[]);
        assert_eq!(orders(&two, true), (sarima((0, 1, 1), (1, 0, 0)), false));
    }

    #[test]
    fn regular_rules() {
        let m = model((1, 1), &[-0.9], &[], &[], &[]);
        assert_eq!(orders(&m, false), (sarima((0, 2, 1), (0, 1, 0)), true));
        let m = model((2, 1), &[-0.9, 0.0], &[], &[0.1, 0.1, 0.1], &[0.1]);
        assert_eq!(orders(&m, false).0.d, 2);
        assert_eq!(orders(&model((1, 1), &[], &[], &[0.1, 0.2], &[]), false).0.q, 1);
        assert_eq!(orders(&model((1, 0), &[], &[], &[], &[]), false).0.q, 1);
        assert_eq!(orders(&model((1, 0), &[], &[], &[0.5], &[]), false).0.bq, 0);
    }
}
