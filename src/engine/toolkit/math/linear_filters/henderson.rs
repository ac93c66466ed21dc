//! Henderson filters.

use super::{FilterError, SymmetricFilter};

/// Weights below this are no terms of the filter; the reason why three terms are the identity.
const NEGLIGIBLE: f64 = 1e-9;

/// The Henderson filter of `length` terms (Henderson 1916; `x11.md` 6.2): the local cubic fit with weights
///
/// `k_i = ((h+1)^2 - i^2) ((h+2)^2 - i^2) ((h+3)^2 - i^2)`, h = floor(length / 2).
///
/// An even length counts as the next odd one. Length 3 gives the identity, of length 1.
///
/// # Errors
/// [`FilterError::HendersonLength`] for length 0 and 1, where no filter exists.
pub fn henderson(length: usize) -> Result<SymmetricFilter, FilterError> {
    let h = length / 2;
    if h == 0 {
        return Err(FilterError::HendersonLength { length });
    }
    let kernel: Vec<f64> = (0..=h)
        .map(|i| {
            let i2 = (i * i) as f64;
            (1..=3).map(|m| ((h + m) * (h + m)) as f64 - i2).product()
        })
        .collect();
    let moment = |order: i32| -> f64 {
        kernel
            .iter()
            .enumerate()
            .map(|(i, k)| if i == 0 { 1.0 } else { 2.0 } * (i as f64).powi(order) * k)
            .sum()
    };
    let (s0, s2, s4) = (moment(0), moment(2), moment(4));
    let scale = s0 - s2 * s2 / s4;
    let mut half: Vec<f64> =
        kernel.iter().enumerate().map(|(i, k)| k * (1.0 - (i * i) as f64 * s2 / s4) / scale).collect();
    while half.last().is_some_and(|w| w.abs() < NEGLIGIBLE) {
        half.pop();
    }
    Ok(SymmetricFilter::new(half))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_weights() {
        // x11.md 21.1
        let cases: [(usize, &[f64]); 4] = [
            (5, &[0.559440559441, 0.293706293706, -0.073426573427]),
            (7, &[0.412587412587, 0.293706293706, 0.058741258741, -0.058741258741]),
            (9, &[0.331139448787, 0.266556972439, 0.118469765529, -0.009872480461, -0.040723981900]),
            (
                13,
                &[
                    0.240057156466,
                    0.214336746844,
                    0.147356513456,
                    0.065491783758,
                    0.0,
                    -0.027863777090,
                    -0.019349845201,
                ],
            ),
        ];
        for (length, expected) in cases {
            let filter = henderson(length).unwrap();
            assert_eq!(filter.length(), length);
            for (a, b) in filter.half_weights().iter().zip(expected) {
                assert!((a - b).abs() < 1e-12, "{length}: {a} {b}");
            }
        }
    }

    #[test]
    fn same_as_the_closed_form() {
        for length in (5..=101).step_by(2) {
            let filter = henderson(length).unwrap();
            let m = (length / 2 + 2) as f64;
            let denominator =
                8.0 * m * (m * m - 1.0) * (4.0 * m * m - 1.0) * (4.0 * m * m - 9.0) * (4.0 * m * m - 25.0);
            for (i, w) in filter.half_weights().iter().enumerate() {
                let i2 = (i * i) as f64;
                let closed = 315.0
                    * ((m - 1.0).powi(2) - i2)
                    * (m * m - i2)
                    * ((m + 1.0).powi(2) - i2)
                    * (3.0 * m * m - 16.0 - 11.0 * i2)
                    / denominator;
                assert!((w - closed).abs() < 1e-13, "{length} {i}");
            }
            // a cubic passes unchanged
            let sum: f64 = filter.weights().iter().sum();
            let second: f64 = (0..)
                .zip(filter.weights())
                .map(|(j, w)| (f64::from(j) - (length / 2) as f64).powi(2) * w)
                .sum();
            assert!((sum - 1.0).abs() < 1e-13 && second.abs() < 1e-9, "{length}: {sum} {second}");
        }
    }

    #[test]
    fn short_lengths() {
        assert_eq!(henderson(3).unwrap().weights(), [1.0]);
        assert_eq!(henderson(2).unwrap().weights(), [1.0]);
        assert_eq!(henderson(4).unwrap(), henderson(5).unwrap());
        assert_eq!(henderson(1), Err(FilterError::HendersonLength { length: 1 }));
        assert!(henderson(0).is_err());
    }
}
