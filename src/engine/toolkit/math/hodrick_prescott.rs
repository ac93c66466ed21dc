//! Trend of Hodrick and Prescott (1997).

/// The x that minimises `sum (y_t - x_t)^2 + lambda sum (x_{t+1} - 2 x_t + x_{t-1})^2`; y itself when it has fewer
/// than three values. The pentadiagonal equations are solved by a banded Cholesky factorisation.
pub fn hodrick_prescott(y: &[f64], lambda: f64) -> Vec<f64> {
    let n = y.len();
    if n < 3 {
        return y.to_vec();
    }
    // I + lambda D'D by diagonals: each second difference adds (1, -2, 1)(1, -2, 1)'
    let (mut main, mut first, mut second) = (vec![1.0; n], vec![0.0; n], vec![0.0; n]);
    for t in 0..n - 2 {
        main[t] += lambda;
        main[t + 1] += 4.0 * lambda;
        main[t + 2] += lambda;
        first[t] -= 2.0 * lambda;
        first[t + 1] -= 2.0 * lambda;
        second[t] += lambda;
    }
    // L D L': in place, first and second become the columns of L
    let mut x = y.to_vec();
    for t in 0..n {
        let d = main[t];
        let (a, b) = (first[t] / d, second[t] / d);
        if t + 1 < n {
            main[t + 1] -= a * first[t];
            first[t + 1] -= b * first[t];
            x[t + 1] -= a * x[t];
        }
        if t + 2 < n {
            main[t + 2] -= b * second[t];
            x[t + 2] -= b * x[t];
        }
        (first[t], second[t]) = (a, b);
    }
    for t in (0..n).rev() {
        x[t] /= main[t];
        if t + 1 < n {
            x[t] -= first[t] * x[t + 1];
        }
        if t + 2 < n {
            x[t] -= second[t] * x[t + 2];
        }
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_its_own_trend() {
        let y: Vec<f64> = (0..20).map(|t| 3.0 - 0.5 * f64::from(t)).collect();
        let x = hodrick_prescott(&y, 1600.0);
        assert!(x.iter().zip(&y).all(|(a, b)| (a - b).abs() < 1e-9));
        assert_eq!(hodrick_prescott(&[1.0, 5.0], 10.0), [1.0, 5.0]);
    }

    #[test]
    fn first_order_conditions_hold() {
        let y: Vec<f64> = (0..40).map(|t| ((t * 7919) % 101) as f64).collect();
        let lambda = 5.0;
        let x = hodrick_prescott(&y, lambda);
        let d = |t: usize| x[t] - 2.0 * x[t + 1] + x[t + 2];
        for t in 2..38 {
            let gradient = x[t] - y[t] + lambda * (d(t) - 2.0 * d(t - 1) + d(t - 2));
            assert!(gradient.abs() < 1e-9);
        }
    }
}
