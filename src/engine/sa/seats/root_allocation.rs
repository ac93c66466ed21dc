//! Allocation of the autoregressive roots to trend, seasonal and transitory component (`seats.md` 6.2).

use std::f64::consts::{PI, TAU};

use nalgebra::Complex;

use crate::sa::spec::SeatsSpec;
use crate::toolkit::arima::partial_fractions::ArPart;
use crate::toolkit::arima::{ArimaError, SarimaModel};
use crate::toolkit::math::polynomial::{Polynomial, leja_order};

type Root = Complex<f64>;

/// Distance of the cycles of the trend from the first seasonal half-frequency.
const LOW_FREQUENCY: f64 = 1e-6;
/// Imaginary parts of seasonal roots that count as real.
const REAL: f64 = 1e-6;

/// The autoregressive operator of a model in three parts, whose product it is.
#[derive(Clone, Debug, PartialEq)]
pub struct AllocatedRoots {
    /// Unit roots at 1, large positive roots and long cycles.
    pub trend: ArPart,
    /// Other seasonal unit roots, roots near the seasonal frequencies.
    pub seasonal: ArPart,
    /// Everything else.
    pub transitory: ArPart,
}

/// Allocates the roots of the model: the trend chooses first, then the seasonal.
///
/// # Errors
/// [`ArimaError::NotStationary`] when a part cannot be rebuilt from its roots.
pub fn allocate(model: &SarimaModel, spec: &SeatsSpec) -> Result<AllocatedRoots, ArimaError> {
    let orders = model.orders();
    let s = orders.period;
    let ar = model.ar();
    let boundary =
        if orders.bp > 0 || orders.bd > 0 { spec.seasonal_boundary } else { spec.seasonal_boundary_at_pi };
    let tolerance = spec.seasonal_tolerance.to_radians();

    let (trend, rest): (Vec<Root>, Vec<Root>) =
        ar.roots().into_iter().partition(|z| is_trend(*z, s, spec.trend_boundary));
    let (seasonal, transitory): (Vec<Root>, Vec<Root>) =
        rest.into_iter().partition(|z| is_seasonal(*z, s, boundary, tolerance));

    let part = |roots: &[Root], delta: Polynomial| {
        let ar = if roots.is_empty() {
            Polynomial::one()
        } else if roots.len() == ar.degree() {
            ar.clone()
        } else {
            Polynomial::from_roots(&leja_order(roots)).ok_or(ArimaError::NotStationary)?
        };
        Ok(ArPart { ar, delta })
    };
    let years = if s > 1 { orders.bd } else { 0 };
    let sum = Polynomial::new(vec![1.0; s]);
    Ok(AllocatedRoots {
        trend: part(&trend, Polynomial::differencing(orders.d + years, 0, 1))?,
        seasonal: part(&seasonal, (0..years).fold(Polynomial::one(), |p, _| p.times(&sum)))?,
        transitory: part(&transitory, Polynomial::one())?,
    })
}

fn is_trend(z: Root, s: usize, boundary: f64) -> bool {
    if z.im == 0.0 {
        1.0 / z.re >= boundary
    } else {
        1.0 / z.norm() >= boundary && z.arg().abs() <= PI / s as f64 - LOW_FREQUENCY
    }
}

fn is_seasonal(z: Root, s: usize, boundary: f64, tolerance: f64) -> bool {
    if s < 2 {
        return false;
    }
    if z.im.abs() < REAL {
        return 1.0 / z.re < -boundary;
    }
    let angle = z.arg().abs();
    (1..=s / 2).any(|i| (TAU * i as f64 / s as f64 - angle).abs() <= tolerance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Number of stationary roots of the three parts.
    fn counts(s: usize, bd: usize, phi: &[f64], bphi: &[f64]) -> [usize; 3] {
        let model = SarimaModel::from_polynomials(s, (1, bd), phi, bphi, &[-0.3], &[]);
        let a = allocate(&model, &SeatsSpec::default()).unwrap();
        [&a.trend, &a.seasonal, &a.transitory].map(|p| p.ar.degree())
    }

    /// `seats.md` section 19.
    #[test]
    fn worked_allocations() {
        assert_eq!(counts(12, 1, &[-0.5], &[]), [1, 0, 0]);
        assert_eq!(counts(12, 1, &[-0.49999], &[]), [0, 0, 1]);
        assert_eq!(counts(12, 1, &[0.8], &[]), [0, 0, 1]);
        assert_eq!(counts(12, 1, &[0.81], &[]), [0, 1, 0]);
        assert_eq!(counts(12, 1, &[0.0, 0.5], &[]), [0, 2, 0]);
        assert_eq!(counts(12, 1, &[1.0, 0.5], &[]), [0, 0, 2]);
    }

    #[test]
    fn roots_of_seasonal_autoregressions() {
        assert_eq!(counts(12, 0, &[], &[0.6]), [0, 0, 12]);
        assert_eq!(counts(12, 0, &[], &[-0.6]), [1, 11, 0]);
        // 0.05^(1/12) = 0.779: the root at pi is not large enough
        assert_eq!(counts(12, 0, &[], &[-0.05]), [1, 10, 1]);
        assert_eq!(counts(3, 0, &[], &[-0.6]), [1, 2, 0]);
    }

    #[test]
    fn annual_models_have_no_seasonal() {
        assert_eq!(counts(1, 0, &[0.9], &[]), [0, 0, 1]);
        assert_eq!(counts(1, 0, &[-1.0, 0.5], &[]), [2, 0, 0]);
    }

    proptest! {
        #[test]
        fn the_parts_multiply_to_the_operator(
            s in prop::sample::select(vec![1usize, 2, 3, 4, 6, 12]),
            a in -0.95..0.95f64, b in -0.95..0.95f64, c in -0.95..0.95f64, bphi in -0.95..0.95f64,
            d in 0usize..3, bd in 0usize..2,
        ) {
            let phi = Polynomial::from_lags(&[a], 1)
                .times(&Polynomial::from_lags(&[2.0 * b * c, b * b], 1)).coefficients()[1..].to_vec();
            let seasonal: &[f64] = if s > 1 { &[bphi] } else { &[] };
            let model = SarimaModel::from_polynomials(s, (d, bd), &phi, seasonal, &[], &[]);
            let p = allocate(&model, &SeatsSpec::default()).unwrap();
            let all = [&p.trend, &p.seasonal, &p.transitory]
                .iter().fold(Polynomial::one(), |x, p| x.times(&p.ar).times(&p.delta));
            let expected = model.full_ar();
            for k in 0..=expected.degree().max(all.degree()) {
                prop_assert!((all.get(k) - expected.get(k)).abs() < 1e-9, "{:?} {:?}", all, expected);
            }
        }
    }
}
