//! Division and simplification of polynomials (`arima.md`, 2.3 and 2.4).

use super::householder::HouseholderQr;
use super::polynomial::{Polynomial, trim};

/// Mean squared residual under which a least squares division is exact: the square root of the
/// unit round-off 2^-53.
const EXACT_DIVISION: f64 = 1.053_671_212_772_350_8e-8;

/// Quotient and (trimmed) remainder of the long division by decreasing powers; none for a zero
/// divisor. The division is exact when the remainder is zero.
pub fn long_division(numerator: &Polynomial, divisor: &Polynomial) -> Option<(Polynomial, Polynomial)> {
    let d = divisor.coefficients();
    let lead = *d.last()?;
    if lead == 0.0 {
        return None;
    }
    let mut rest = numerator.coefficients().to_vec();
    let n = rest.len();
    if n < d.len() {
        return Some((Polynomial::new(vec![0.0]), numerator.clone()));
    }
    let mut quotient = vec![0.0; n - d.len() + 1];
    for i in (0..quotient.len()).rev() {
        let q = rest[i + d.len() - 1] / lead;
        quotient[i] = q;
        for (r, x) in rest[i..].iter_mut().zip(d) {
            *r -= q * x;
        }
    }
    rest.truncate(d.len() - 1);
    trim(&mut rest);
    Some((Polynomial::new(quotient), Polynomial::new(rest)))
}

/// The quotient that minimises `|numerator - divisor quotient|^2` over the coefficients; none when
/// the divisor has the larger degree or the division is not exact (mean squared residual, divisor
/// `degree(divisor) + 1`, of at least 1.05e-8).
pub fn exact_quotient(numerator: &Polynomial, divisor: &Polynomial) -> Option<Polynomial> {
    let (quotient, error) = least_squares_quotient(numerator, divisor)?;
    (error < EXACT_DIVISION).then_some(quotient)
}

/// The least squares quotient and the sum of squared residuals divided by `degree(divisor) + 1`.
pub fn least_squares_quotient(numerator: &Polynomial, divisor: &Polynomial) -> Option<(Polynomial, f64)> {
    let (n, d) = (numerator.degree() + 1, divisor.degree() + 1);
    if d > n {
        return None;
    }
    let columns = n - d + 1;
    let mut matrix = vec![0.0; n * columns];
    for (j, column) in matrix.chunks_exact_mut(n).enumerate() {
        column[j..j + d].copy_from_slice(divisor.coefficients());
    }
    let mut qr = HouseholderQr::new();
    let mut rhs = numerator.coefficients().to_vec();
    qr.factorize(&mut matrix, n, columns, columns);
    qr.apply_qt(&matrix, &mut rhs);
    let mut quotient = vec![0.0; columns];
    if !qr.solve(&matrix, &rhs, columns, &mut quotient) {
        return None;
    }
    let error = rhs[columns..].iter().map(|x| x * x).sum::<f64>() / d as f64;
    quotient.iter().all(|x| x.is_finite()).then(|| (Polynomial::new(quotient), error))
}

/// `left` and `right` without their common factor, and this factor (constant term 1).
///
/// Only a full containment is removed: the polynomial of smaller degree divides the other (for
/// SARIMA components autoregressive polynomials are equal, nested or coprime). Constant terms are
/// kept. None when there is nothing to simplify.
pub fn simplify(left: &Polynomial, right: &Polynomial) -> Option<(Polynomial, Polynomial, Polynomial)> {
    if left.degree() == 0 || right.degree() == 0 {
        return None;
    }
    if left.degree() < right.degree() {
        let (r, l, common) = simplify(right, left)?;
        return Some((l, r, common));
    }
    let quotient = exact_quotient(left, right)?;
    let constant = right.get(0);
    if constant == 0.0 || quotient.get(0) == 0.0 {
        return None;
    }
    let quotient = quotient.scaled(left.get(0) / quotient.get(0));
    Some((quotient, Polynomial::one().scaled(constant), right.scaled(1.0 / constant)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_division_leaves_the_remainder() {
        let n = Polynomial::new(vec![3.0, 1.0, 0.0, 1.0]);
        let d = Polynomial::new(vec![1.0, 1.0]);
        let (q, r) = long_division(&n, &d).unwrap();
        assert!(q.is_close_to(&Polynomial::new(vec![2.0, -1.0, 1.0])));
        assert!(r.is_close_to(&Polynomial::new(vec![1.0])));
        assert!(long_division(&n, &Polynomial::new(vec![0.0])).is_none());
    }

    #[test]
    fn least_squares_division_tells_exactness() {
        let a = Polynomial::new(vec![1.0, -0.5]);
        let b = Polynomial::new(vec![1.0, 0.3, 0.2]);
        assert!(exact_quotient(&a.times(&b), &a).unwrap().is_close_to(&b));
        assert!(exact_quotient(&b, &a).is_none());
        assert!(exact_quotient(&a, &b).is_none());
    }

    #[test]
    fn a_contained_factor_is_removed() {
        let a = Polynomial::new(vec![1.0, -0.5]);
        let b = Polynomial::new(vec![1.0, 0.3, 0.2]);
        let (l, r, c) = simplify(&a, &a.times(&b)).unwrap();
        assert!(l.is_one() && r.is_close_to(&b) && c.is_close_to(&a));
        assert!(simplify(&a, &b).is_none());
        assert!(simplify(&Polynomial::one(), &b).is_none());
    }
}
