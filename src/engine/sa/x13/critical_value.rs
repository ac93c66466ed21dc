//! Critical value of automatic outliers from the length of the series (Ljung 1993; `regarima.md` 8.2).

use crate::toolkit::math::linear_system::solve_in_place;
use crate::toolkit::stats::Distribution;

/// Smallest value used.
pub(super) const SMALLEST: f64 = 2.8;
const ALPHA: f64 = 0.05;
/// Lengths at which the interpolation is exact.
const KNOTS: [f64; 3] = [2.0, 100.0, 200.0];

/// `max(2.8, cv(n))` for a series of `n` periods, missing ones included.
pub(super) fn default_critical_value(n: usize) -> f64 {
    critical_value(n).max(SMALLEST)
}

/// `cv(n) = b0 + b1 B(n) + b2 A(n)`, exact at 2, 100 and 200.
fn critical_value(n: usize) -> f64 {
    let normal = |p| Distribution::STANDARD_NORMAL.quantile(p).unwrap_or(f64::NAN);
    if n <= 1 {
        return normal(0.975);
    }
    let g = -(-0.5 * (2.0 - (1.0 + ALPHA).sqrt()).ln()).ln();
    let y = KNOTS
        .map(|x| if x <= 2.0 { normal((1.0 + (1.0 - ALPHA).sqrt()) / 2.0) } else { a(x) - b(x) + g / a(x) });
    let mut matrix = [0.0; 9];
    for (i, x) in KNOTS.iter().enumerate() {
        matrix[3 * i..3 * i + 3].copy_from_slice(&[1.0, b(*x), a(*x)]);
    }
    let mut solution = y;
    if !solve_in_place(&mut matrix, &mut solution) {
        return f64::NAN;
    }
    let n = n as f64;
    solution[0] + solution[1] * b(n) + solution[2] * a(n)
}

fn a(x: f64) -> f64 {
    (2.0 * x.ln()).sqrt()
}

fn b(x: f64) -> f64 {
    (x.ln().ln() + (4.0 * std::f64::consts::PI).ln()) / (2.0 * a(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check values of `regarima.md` 8.2 (JDemetra+ 3.8.0).
    #[test]
    fn check_values() {
        let known = [
            (24, 3.4194153980889),
            (36, 3.5458005429705),
            (100, 3.8100875720055),
            (144, 3.8898377639),
            (200, 3.9564582926504),
            (600, 4.1499674881570),
        ];
        for (n, value) in known {
            assert!((critical_value(n) - value).abs() < 1e-9, "{n}: {}", critical_value(n));
        }
        assert_eq!(default_critical_value(2), SMALLEST);
    }
}
