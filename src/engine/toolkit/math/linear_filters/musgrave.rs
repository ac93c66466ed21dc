//! Musgrave end filters.

use std::f64::consts::PI;

use super::{FilterWithEnds, SymmetricFilter};

/// The end filters of `filter` that minimise the mean squared revision for a local linear trend whose slope
/// and noise give the I/C ratio `ratio` (Musgrave 1964; Doherty 2001; `x11.md` 6.3).
///
/// The q-th of the h filters serves points with q values after them; its h + 1 + q weights are in the order
/// of time. By formula for every length, never from rounded tables.
pub fn musgrave(filter: &SymmetricFilter, ratio: f64) -> Vec<Vec<f64>> {
    let h = filter.half_length();
    let w = filter.weights();
    let slope = 4.0 / (PI * ratio * ratio);
    (0..h)
        .map(|q| {
            let m = h + 1 + q;
            let centre = (m as f64 + 1.0) / 2.0;
            // the weights that fall outside, and their first moment about the centre of the others
            let (u1, u2) = w
                .iter()
                .enumerate()
                .skip(m)
                .fold((0.0, 0.0), |(u1, u2), (j, w)| (u1 + w, u2 + w * (j as f64 + 1.0 - centre)));
            let mf = m as f64;
            let tilt = slope / (1.0 + slope * mf * (mf - 1.0) * (mf + 1.0) / 12.0) * u2;
            (w.iter().take(m).enumerate())
                .map(|(i, w)| w + u1 / mf + (i as f64 + 1.0 - centre) * tilt)
                .collect()
        })
        .collect()
}

/// `filter` with its Musgrave end filters.
pub fn with_musgrave_ends(filter: SymmetricFilter, ratio: f64) -> FilterWithEnds {
    let ends = musgrave(&filter, ratio);
    FilterWithEnds::new(filter, ends)
}

#[cfg(test)]
mod tests {
    use super::super::henderson;
    use super::*;

    #[test]
    fn published_weights() {
        // x11.md 21.1
        let cases: [(usize, f64, usize, &[f64]); 5] = [
            (
                13,
                3.5,
                0,
                &[
                    -0.091860381055,
                    -0.058110257098,
                    0.012017575836,
                    0.119773415439,
                    0.243902200981,
                    0.353146490215,
                    0.421130955681,
                ],
            ),
            (
                9,
                1.0,
                1,
                &[
                    -0.049405329450,
                    -0.010556402113,
                    0.125783269774,
                    0.281867902583,
                    0.354447804828,
                    0.297862754379,
                ],
            ),
            (5, 1.0, 0, &[-0.131806242984, 0.367132867133, 0.764673375851]),
            (5, 0.001, 1, &[-0.036713295364, 0.293706290823, 0.522727275611, 0.220279728930]),
            (7, 4.5, 0, &[-0.033787300634, 0.116010293728, 0.383290405572, 0.534486601333]),
        ];
        for (length, ratio, q, expected) in cases {
            let ends = musgrave(&henderson(length).unwrap(), ratio);
            assert_eq!(ends[q].len(), expected.len());
            for (a, b) in ends[q].iter().zip(expected) {
                assert!((a - b).abs() < 1e-12, "{length} {q}: {a} {b}");
            }
        }
    }

    #[test]
    fn weights_sum_to_one() {
        for length in (5..=101).step_by(2) {
            for ratio in [0.001, 1.0, 3.5, 4.5] {
                for end in musgrave(&henderson(length).unwrap(), ratio) {
                    assert!((end.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                }
            }
        }
    }
}
