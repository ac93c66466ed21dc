//! Roots of unity among the roots of a polynomial (`arima.md`, 2.5).

use nalgebra::Complex;

use super::polynomial::Polynomial;
use super::polynomial_division::long_division;

/// A root of unity is a root of a polynomial whose modulus there is below this (absolute).
const AT_ROOT: f64 = 1e-9;
/// Largest coefficient admitted in the remainder of the division by unit roots.
const REMAINDER: f64 = 1e-8;

/// A product of cyclotomic polynomials: for each k the number of times the primitive k-th roots of
/// unity occur. `1 - z^12` has k = 1, 2, 3, 4, 6, 12 once each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitRoots {
    /// (k, multiplicity), by decreasing k.
    factors: Vec<(usize, usize)>,
}

impl UnitRoots {
    /// Splits `p` into its unit roots and the rest. Orders are tried from `2 degree + 1` downwards.
    ///
    /// The test is absolute: a polynomial with coefficients around 1e-9 is all unit roots.
    pub fn extract(p: &Polynomial) -> (Self, Polynomial) {
        let mut rest = p.clone();
        let mut factors = Vec::new();
        for k in (1..=2 * p.degree() + 1).rev() {
            let w = std::f64::consts::TAU / k as f64;
            let mut count = 0;
            while rest.degree() > 0 && rest.value_at_frequency(w).norm() < AT_ROOT {
                let Some(quotient) = divide(&rest, &cyclotomic(k)) else { break };
                rest = quotient;
                count += 1;
            }
            if count > 0 {
                factors.push((k, count));
            }
        }
        (Self { factors }, rest)
    }

    /// Whether there is no unit root.
    pub fn is_empty(&self) -> bool {
        self.factors.is_empty()
    }

    /// The unit roots with half the multiplicities; none when a multiplicity is odd.
    pub fn square_root(&self) -> Option<Self> {
        let factors = self.factors.iter().map(|&(k, n)| (n % 2 == 0).then_some((k, n / 2)));
        Some(Self { factors: factors.collect::<Option<_>>()? })
    }

    /// The polynomial with these roots and constant 1, its roots known analytically.
    pub fn polynomial(&self) -> Polynomial {
        let mut p = Polynomial::one();
        for &(k, n) in &self.factors {
            for _ in 0..n {
                p = p.times(&cyclotomic(k));
            }
        }
        p
    }
}

/// Quotient of a division whose remainder is at most [`REMAINDER`].
fn divide(p: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
    if p.degree() < divisor.degree() {
        return None;
    }
    let (quotient, remainder) = long_division(p, divisor)?;
    remainder.coefficients().iter().all(|x| x.abs() <= REMAINDER).then_some(quotient)
}

/// The polynomial of the primitive k-th roots of unity with constant 1 (`1 - z` for k = 1).
fn cyclotomic(k: usize) -> Polynomial {
    let root = |j: usize| {
        let w = std::f64::consts::TAU * j as f64 / k as f64;
        Complex::new(w.cos(), w.sin())
    };
    match k {
        1 => return Polynomial::from_lags(&[-1.0], 1),
        2 => return Polynomial::from_lags(&[1.0], 1),
        _ => {}
    }
    let roots: Vec<_> =
        (1..=k / 2).filter(|&j| gcd(j, k) == 1).flat_map(|j| [root(j), root(j).conj()]).collect();
    let ordered = super::polynomial::leja_order(&roots);
    let Some(p) = Polynomial::from_roots(&ordered) else { return Polynomial::one() };
    // the coefficients are integers
    let exact: Vec<f64> = p.coefficients().iter().map(|c| c.round()).collect();
    Polynomial::with_roots(exact, ordered)
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyclotomic_polynomials_multiply_to_the_binomial() {
        let p = [1, 2, 3, 4, 6, 12].iter().fold(Polynomial::one(), |p, &k| p.times(&cyclotomic(k)));
        assert!(p.is_close_to(&Polynomial::from_lags(&[-1.0], 12)));
    }

    #[test]
    fn unit_roots_are_separated_from_the_rest() {
        let stationary = Polynomial::new(vec![1.0, -0.5]);
        let delta = Polynomial::differencing(1, 1, 12);
        let (unit, rest) = UnitRoots::extract(&delta.times(&stationary));
        assert!(rest.is_close_to(&stationary), "{rest:?}");
        assert!(unit.polynomial().is_close_to(&delta));
        assert!(unit.square_root().is_none());
        let (unit, rest) = UnitRoots::extract(&delta.times(&delta));
        assert_eq!(rest.degree(), 0);
        assert!(unit.square_root().unwrap().polynomial().is_close_to(&delta));
    }

    #[test]
    fn no_unit_root() {
        let p = Polynomial::new(vec![1.0, -0.999]);
        let (unit, rest) = UnitRoots::extract(&p);
        assert!(unit.is_empty() && rest.is_close_to(&p));
        assert!(UnitRoots::extract(&Polynomial::one()).0.is_empty());
    }
}
