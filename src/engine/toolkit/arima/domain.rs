//! Domains of the parameters: stability, stabilisation, steps, fixed parameters (`arima.md`, 2.6
//! and 9).

use serde::{Deserialize, Serialize};

use super::{SarimaModel, SarimaOrders, SarimaPolynomial};
use crate::toolkit::math::levenberg_marquardt::Validity;
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::math::roots;

/// Step of numerical derivatives, relative for parameters beyond 1: the square root of 2.220446e-16.
pub const DERIVATIVE_STEP: f64 = 1.490_116_102_859_102_7e-8;

/// Largest inverse modulus of autoregressive roots in the bounded domain.
const AR_LIMIT: f64 = 0.99999;
/// Largest inverse modulus of moving average roots in the bounded domain.
const MA_LIMIT: f64 = 1.0;
/// Distance kept from the limit by what is moved inside.
const INSIDE: f64 = 1e-9;
/// Inverse modulus around which autoregressive roots are moved when some parameter is fixed.
const FIXED_AR_LIMIT: f64 = 0.99;

/// Where the optimiser may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ParameterDomain {
    /// Inverse roots of the autoregressive polynomials below 0.99999, of the moving average ones
    /// below 1: all estimations made on a complete model.
    Bounded,
    /// Inverse roots below 1: starting values and auxiliary estimations.
    Stable,
}

impl ParameterDomain {
    /// Whether the packed parameters lie strictly inside.
    pub fn contains(self, orders: SarimaOrders, p: &[f64]) -> bool {
        orders.blocks().into_iter().all(|(kind, range)| {
            let c = &p[range];
            match self {
                Self::Bounded => is_within(c, limit(kind)),
                Self::Stable => is_stable(c),
            }
        })
    }

    /// Moves the packed parameters inside, polynomial by polynomial.
    pub fn validate(self, orders: SarimaOrders, p: &mut [f64]) -> Validity {
        let mut validity = Validity::Unchanged;
        for (kind, range) in orders.blocks() {
            let c = &mut p[range];
            let v = match self {
                Self::Bounded => bound(c, limit(kind)),
                Self::Stable => stabilize(c),
            };
            match v {
                Validity::Unchanged => {}
                Validity::Changed => validity = Validity::Changed,
                Validity::Invalid => return Validity::Invalid,
            }
        }
        validity
    }
}

fn limit(kind: SarimaPolynomial) -> f64 {
    if kind.is_autoregressive() { AR_LIMIT } else { MA_LIMIT }
}

/// Signed step of the numerical derivative with respect to `p[i]`, towards 0: the first of
/// `e, e/2, e/4, -e, -e/2, -e/4` that stays where `inside` holds, 0 when none does.
pub fn derivative_step(p: &[f64], i: usize, mut inside: impl FnMut(&[f64]) -> bool) -> f64 {
    let x = p[i];
    let size = DERIVATIVE_STEP * x.abs().max(1.0);
    let step = if x < 0.0 { size } else { -size };
    let mut trial = p.to_vec();
    for factor in [1.0, 0.5, 0.25, -1.0, -0.5, -0.25] {
        trial[i] = x + factor * step;
        if inside(&trial) {
            return factor * step;
        }
    }
    0.0
}

/// Coefficients without trailing exact zeros.
fn significant(c: &[f64]) -> &[f64] {
    &c[..c.iter().rposition(|&x| x != 0.0).map_or(0, |i| i + 1)]
}

/// Whether all roots of `1 + c_1 z + c_2 z^2 + ...` are outside the unit circle, by formula up to
/// order 2, by the Schur-Cohn recursion beyond.
pub fn is_stable(c: &[f64]) -> bool {
    match significant(c) {
        [] => true,
        [c1] => c1.abs() < 1.0,
        [c1, c2] => {
            if c1 * c1 - 4.0 * c2 < 0.0 {
                c2.abs() < 1.0
            } else {
                roots::quadratic(1.0, *c1, *c2).iter().all(|z| (1.0 / z.re).abs() < 1.0)
            }
        }
        c => is_schur(c),
    }
}

/// Whether the Schur-Cohn recursion finds all roots of `1 + c_1 z + ...` outside the unit circle.
pub fn is_schur(c: &[f64]) -> bool {
    let mut a = c.to_vec();
    let mut next = Vec::with_capacity(c.len());
    while let Some(&r) = a.last() {
        if r.abs() >= 1.0 || r.is_nan() {
            return false;
        }
        let k = a.len();
        next.clear();
        next.extend((0..k - 1).map(|j| (a[j] - r * a[k - 2 - j]) / (1.0 - r * r)));
        std::mem::swap(&mut a, &mut next);
    }
    true
}

/// Whether all roots of `1 + c_1 z + ...` have an inverse modulus below `limit`.
fn is_within(c: &[f64], limit: f64) -> bool {
    match significant(c) {
        [] => true,
        [c1] => c1.abs() < limit,
        [c1, c2] => {
            if c1 * c1 - 4.0 * c2 > 0.0 {
                roots::quadratic(1.0, *c1, *c2).iter().all(|z| (1.0 / z.re).abs() < limit)
            } else {
                c2.sqrt() < limit
            }
        }
        c => {
            let p = [&[1.0], c].concat();
            let z = roots::of(&p);
            z.len() == c.len() && z.iter().all(|z| 1.0 / z.norm() < limit)
        }
    }
}

/// Moves the roots of `1 + c_1 z + ...` to inverse moduli below `limit` (`arima.md`, 9.1).
fn bound(c: &mut [f64], limit: f64) -> Validity {
    if let [x] = c {
        let size = x.abs();
        if size < limit {
            return Validity::Unchanged;
        }
        *x = if size > 1.0 / limit { 1.0 / *x } else { x.signum() * (limit - INSIDE) };
        return if x.is_finite() { Validity::Changed } else { Validity::Invalid };
    }
    move_roots(c, |z| {
        let modulus = z.norm();
        if modulus >= 1.0 / limit {
            return None;
        }
        let mut moved = if modulus < 1.0 { roots::reciprocal(z) } else { z };
        if modulus > limit {
            moved /= limit - INSIDE;
        }
        Some(moved)
    })
}

/// Inverts the roots of `1 + c_1 z + ...` that are inside the unit circle (`arima.md`, 9.2); a
/// coefficient of exactly +-1 in a polynomial of order 1 is left alone.
fn stabilize(c: &mut [f64]) -> Validity {
    if is_stable(c) {
        return Validity::Unchanged;
    }
    if let [x] = c {
        if x.abs() > 1.0 {
            *x = 1.0 / *x;
            return Validity::Changed;
        }
        return if x.is_nan() { Validity::Invalid } else { Validity::Unchanged };
    }
    move_roots(c, |z| (z.norm() < 1.0).then(|| roots::reciprocal(z)))
}

type Root = nalgebra::Complex<f64>;

/// Rebuilds the polynomial after `rule` has moved its roots; a polynomial whose last coefficient
/// is negligible cannot be rebuilt.
fn move_roots(c: &mut [f64], rule: impl Fn(Root) -> Option<Root>) -> Validity {
    if c.is_empty() {
        return Validity::Unchanged;
    }
    if !c.iter().all(|x| x.is_finite()) {
        return Validity::Invalid;
    }
    let p = Polynomial::from_lags(c, 1);
    let mut changed = false;
    let roots: Vec<Root> = p
        .roots()
        .into_iter()
        .map(|z| {
            rule(z).map_or(z, |moved| {
                changed = true;
                moved
            })
        })
        .collect();
    if !changed {
        return Validity::Unchanged;
    }
    match Polynomial::from_roots(&roots) {
        Some(rebuilt) if rebuilt.degree() == c.len() => {
            c.copy_from_slice(&rebuilt.coefficients()[1..]);
            Validity::Changed
        }
        _ => Validity::Invalid,
    }
}

/// The model with its four polynomials stabilised (roots inside the unit circle inverted), and
/// whether anything changed. A polynomial that cannot be treated is left as it is.
pub fn stabilized(model: &SarimaModel) -> (SarimaModel, bool) {
    let mut p = model.parameters().to_vec();
    let mut changed = false;
    for (_, range) in model.orders().blocks() {
        changed |= stabilize(&mut p[range]) == Validity::Changed;
    }
    (model.with_parameters(&p), changed)
}

/// Moves the completed vector `p` inside when some parameters are fixed (`arima.md`, 9.4); only
/// the entries with `fixed` false change.
pub fn validate_with_fixed(orders: SarimaOrders, p: &mut [f64], fixed: &[bool]) -> Validity {
    if ParameterDomain::Stable.contains(orders, p) {
        return Validity::Unchanged;
    }
    let mut validity = Validity::Unchanged;
    for (kind, range) in orders.blocks() {
        let c = &mut p[range.clone()];
        if is_stable(c) {
            continue;
        }
        let fixed = &fixed[range];
        let v = if fixed.contains(&true) {
            search_stable(c, fixed)
        } else if kind.is_autoregressive() {
            stabilize_below(c, FIXED_AR_LIMIT)
        } else {
            stabilize(c)
        };
        match v {
            Validity::Unchanged => {}
            Validity::Changed => validity = Validity::Changed,
            Validity::Invalid => return Validity::Invalid,
        }
    }
    validity
}

/// As [`stabilize`], but roots with an inverse modulus within `1 - limit` of 1 get the modulus `limit`.
fn stabilize_below(c: &mut [f64], limit: f64) -> Validity {
    if let [x] = c {
        let size = x.abs();
        *x = if (size - 1.0).abs() <= 1.0 - limit { x.signum() * limit } else { 1.0 / *x };
        return if x.is_finite() { Validity::Changed } else { Validity::Invalid };
    }
    move_roots(c, |z| {
        let inverse = 1.0 / z.norm();
        if (inverse - 1.0).abs() <= 1.0 - limit {
            Some(z * (inverse / limit))
        } else {
            (inverse > 1.0).then(|| roots::reciprocal(z))
        }
    })
}

/// Tries `0.2 (-1.25)^j`, j = 0..9, for each free coefficient in turn, the other free ones being
/// 0, and takes the first stable polynomial.
fn search_stable(c: &mut [f64], fixed: &[bool]) -> Validity {
    let mut trial: Vec<f64> = c.iter().zip(fixed).map(|(&x, &f)| if f { x } else { 0.0 }).collect();
    for i in (0..c.len()).filter(|&i| !fixed[i]) {
        let mut value = 0.2;
        for _ in 0..10 {
            trial[i] = value;
            if is_stable(&trial) {
                c.copy_from_slice(&trial);
                return Validity::Changed;
            }
            value *= -1.25;
        }
        trial[i] = 0.0;
    }
    Validity::Invalid
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ar(c: &[f64]) -> (Vec<f64>, Validity) {
        let mut p = c.to_vec();
        let orders = SarimaOrders::new(12, (c.len(), 0, 0), (0, 0, 0));
        let v = ParameterDomain::Bounded.validate(orders, &mut p);
        (p, v)
    }

    fn ma(c: &[f64]) -> Vec<f64> {
        let mut p = c.to_vec();
        let orders = SarimaOrders::new(12, (0, 0, c.len()), (0, 0, 0));
        ParameterDomain::Bounded.validate(orders, &mut p);
        p
    }

    #[test]
    fn worked_examples_of_the_bounded_domain() {
        let close = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 5e-11);
        assert!(close(&ar(&[-2.5, 1.0]).0, &[-1.0, 0.25]));
        assert!(close(&ar(&[0.5, 1.6]).0, &[0.3125, 0.625]));
        assert!(close(&ar(&[-1.2, 0.2]).0, &[-1.199989999, 0.1999979998]));
        assert!(close(&ar(&[-1.99999, 0.99999]).0, &[-1.99996999810001, 0.9999699983000393]));
        assert!(close(&ar(&[-1.0]).0, &[-0.9999899990]));
        assert!(close(&ar(&[-1.2]).0, &[-0.833333333333]));
        assert!(close(&ma(&[-1.0]), &[-0.999999999]));
        assert!(close(&ma(&[-1.000005]), &[-0.999995000025]));
        assert!(close(&ma(&[2.0]), &[0.5]));
        assert_eq!(ar(&[-0.5, 0.2]).1, Validity::Unchanged);
        assert_eq!(ar(&[-2.5, 0.0]).1, Validity::Invalid);
        assert_eq!(ar(&[f64::NAN, 0.0]).1, Validity::Invalid);
    }

    #[test]
    fn steps_go_towards_zero() {
        assert_eq!(derivative_step(&[-0.5], 0, |_| true), DERIVATIVE_STEP);
        assert_eq!(derivative_step(&[0.0], 0, |_| true), -DERIVATIVE_STEP);
        assert_eq!(derivative_step(&[2.0], 0, |p| p[0] > 2.0), 2.0 * DERIVATIVE_STEP);
        assert_eq!(derivative_step(&[2.0], 0, |_| false), 0.0);
    }

    #[test]
    fn fixed_parameters_stay() {
        let orders = SarimaOrders::new(12, (2, 0, 0), (0, 0, 0));
        let mut p = [-1.9, 1.5];
        assert_eq!(validate_with_fixed(orders, &mut p, &[true, false]), Validity::Invalid);
        let mut p = [-0.5, 1.5];
        assert_eq!(validate_with_fixed(orders, &mut p, &[true, false]), Validity::Changed);
        assert_eq!(p, [-0.5, 0.2]);
        let mut p = [-1.005, 0.0];
        assert_eq!(
            validate_with_fixed(SarimaOrders::new(4, (1, 0, 1), (0, 0, 0)), &mut p, &[false, true]),
            Validity::Changed
        );
        assert_eq!(p, [-0.99, 0.0]);
    }

    proptest! {
        #[test]
        fn what_is_validated_is_inside(c in prop::collection::vec(-3.0..3.0f64, 1..5)) {
            let orders = SarimaOrders::new(12, (c.len(), 0, 0), (0, 0, 0));
            let mut p = c.clone();
            let v = ParameterDomain::Bounded.validate(orders, &mut p);
            prop_assert!(v != Validity::Invalid);
            let roots = Polynomial::from_lags(&p, 1).roots();
            prop_assert!(roots.iter().all(|z| 1.0 / z.norm() < 1.0));
            let mut p = c.clone();
            ParameterDomain::Stable.validate(orders, &mut p);
            prop_assert!(Polynomial::from_lags(&p, 1).roots().iter().all(|z| z.norm() > 1.0 - 1e-9));
        }

        #[test]
        fn stability_tests_agree(c in prop::collection::vec(-1.5..1.5f64, 1..6)) {
            let inverse = Polynomial::from_lags(&c, 1).roots().iter().fold(0.0f64, |m, z| m.max(1.0 / z.norm()));
            prop_assume!((inverse - 1.0).abs() > 1e-6);
            prop_assert_eq!(is_stable(&c), inverse < 1.0);
            prop_assert_eq!(is_schur(&c), inverse < 1.0);
            prop_assert_eq!(is_within(&c, 1.0), inverse < 1.0);
        }
    }
}
