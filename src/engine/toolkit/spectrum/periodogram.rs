//! Periodogram (`diagnostics.md` 4.1).

use std::f64::consts::PI;

/// Ordinates of the periodogram of a sequence, relative to its sum of squares; their sum is the length (without
/// missing values). Under white noise an inner ordinate is Chi2(2), the one at pi Chi2(1).
#[derive(Clone, Debug, PartialEq)]
pub struct Periodogram {
    /// Ordinate i belongs to the frequency 2 pi i/T, i = 0..floor(T/2).
    pub ordinates: Vec<f64>,
    /// Number T of values given.
    pub length: usize,
    /// 2 pi/(m-1), m the number of non-missing values: the step by which several diagnostics of the reference
    /// locate ordinates. The true step is 2 pi/T.
    pub reported_step: f64,
}

impl Periodogram {
    /// With S2 = sum x², without centring:
    /// `P[0] = (sum x)²/S2`, `P[i] = 2 [(sum x_t cos(2 pi i t/T))² + (sum x_t sin(2 pi i t/T))²]/S2`,
    /// `P[T/2] = (sum (-1)^t x_t)²/S2` for even T. Missing values contribute nothing. None for an empty or zero
    /// sequence.
    pub fn of(x: &[f64]) -> Option<Self> {
        let length = x.len();
        let values: Vec<f64> = x.iter().map(|v| if v.is_finite() { *v } else { 0.0 }).collect();
        let squares: f64 = values.iter().map(|v| v * v).sum();
        if !(squares > 0.0 && squares.is_finite()) {
            return None;
        }
        let observed = x.iter().filter(|v| v.is_finite()).count();
        // all angles are multiples of 2 pi/T
        let table: Vec<(f64, f64)> =
            (0..length).map(|k| (2.0 * PI * k as f64 / length as f64).sin_cos()).collect();
        let ordinates = (0..=length / 2)
            .map(|i| {
                let (mut c, mut s, mut k) = (0.0, 0.0, 0);
                for v in &values {
                    let (sin, cos) = table.get(k).copied().unwrap_or((0.0, 1.0));
                    c += v * cos;
                    s += v * sin;
                    k += i;
                    if k >= length {
                        k -= length;
                    }
                }
                if i == 0 || 2 * i == length { c * c / squares } else { 2.0 * (c * c + s * s) / squares }
            })
            .collect();
        Some(Self { ordinates, length, reported_step: 2.0 * PI / (observed as f64 - 1.0) })
    }

    /// True frequency of ordinate `i`, in radians per period.
    pub fn frequency(&self, i: usize) -> f64 {
        2.0 * PI * i as f64 / self.length as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pure_wave() {
        let x: Vec<f64> = (0..24).map(|t| (2.0 * PI * 3.0 * f64::from(t) / 24.0).cos()).collect();
        let p = Periodogram::of(&x).unwrap();
        assert_eq!(p.ordinates.len(), 13);
        for (i, v) in p.ordinates.iter().enumerate() {
            assert!((v - if i == 3 { 24.0 } else { 0.0 }).abs() < 1e-12);
        }
        let alternating = Periodogram::of(&[1.0, -1.0, 1.0, -1.0]).unwrap();
        assert!((alternating.ordinates[2] - 4.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_to_decompose() {
        assert!(Periodogram::of(&[]).is_none());
        assert!(Periodogram::of(&[0.0; 6]).is_none());
        assert!(Periodogram::of(&[f64::NAN; 6]).is_none());
        assert_eq!(Periodogram::of(&[2.0]).unwrap().ordinates, vec![1.0]);
    }

    proptest! {
        #[test]
        fn ordinates_sum_to_the_length(x in prop::collection::vec(-10.0..10.0f64, 1..80)) {
            if let Some(p) = Periodogram::of(&x) {
                prop_assert!((p.ordinates.iter().sum::<f64>() - x.len() as f64).abs() < 1e-9);
            }
        }
    }
}
