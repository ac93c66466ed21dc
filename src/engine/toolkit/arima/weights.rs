//! Power series of rational functions: psi and pi weights (`arima.md`, 4.1).

use crate::toolkit::math::polynomial::lagged_terms;

/// The first `n` coefficients of `numerator(B) / denominator(B)`:
/// `c_k = (num_k - sum_{j=1..k} den_j c_{k-j}) / den_0`.
///
/// psi weights: MA over AR, unit roots included; pi weights: the reverse. Not a number when the
/// constant of the denominator is 0.
pub fn series(numerator: &[f64], denominator: &[f64], n: usize) -> Vec<f64> {
    let mut c = vec![0.0; n];
    let lead = denominator.first().copied().unwrap_or(0.0);
    let terms = lagged_terms(denominator);
    for k in 0..n {
        let past: f64 = terms.iter().take_while(|(lag, _)| *lag <= k).map(|(lag, d)| d * c[k - lag]).sum();
        c[k] = (numerator.get(k).copied().unwrap_or(0.0) - past) / lead;
    }
    c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn psi_and_pi_of_an_arma() {
        let (ar, ma) = ([1.0, -0.8], [1.0, -0.3]);
        let close = |a: Vec<f64>, b: [f64; 4]| a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-15);
        assert!(close(series(&ma, &ar, 4), [1.0, 0.5, 0.4, 0.32]));
        assert!(close(series(&ar, &ma, 4), [1.0, -0.5, -0.15, -0.045]));
    }
}
