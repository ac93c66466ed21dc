//! Symmetric filters, and their application to a finite series with end filters.

/// A symmetric moving average of `2h + 1` terms, `y_t = sum_k w_|k| x_{t+k}`, |k| <= h.
#[derive(Clone, Debug, PartialEq)]
pub struct SymmetricFilter {
    /// w_0, ..., w_h.
    half: Vec<f64>,
}

impl SymmetricFilter {
    /// The filter of weights `half` = w_0, ..., w_h; no weight at all is the identity.
    pub fn new(half: Vec<f64>) -> Self {
        Self { half: if half.is_empty() { vec![1.0] } else { half } }
    }

    /// h.
    pub fn half_length(&self) -> usize {
        self.half.len() - 1
    }

    /// Number of terms, 2h + 1.
    pub fn length(&self) -> usize {
        2 * self.half.len() - 1
    }

    /// w_0, ..., w_h.
    pub fn half_weights(&self) -> &[f64] {
        &self.half
    }

    /// w_{-h}, ..., w_h.
    pub fn weights(&self) -> Vec<f64> {
        self.half.iter().rev().chain(&self.half[1..]).copied().collect()
    }

    /// The n - 2h values that have h neighbours on both sides, filtered; empty when `x` is too short.
    pub fn inside(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; x.len().saturating_sub(2 * self.half_length())];
        self.apply_inside(x, &mut out);
        out
    }

    /// The filtered values of the points h..n-h-1 of `x`, written to the first n - 2h values of `out`.
    /// Nothing is written when `x` has fewer than 2h + 1 values. `out` must be at least n - 2h long.
    pub fn apply_inside(&self, x: &[f64], out: &mut [f64]) {
        let h = self.half_length();
        let n = x.len();
        if n <= 2 * h {
            return;
        }
        let out = &mut out[..n - 2 * h];
        for (y, &x) in out.iter_mut().zip(&x[h..]) {
            *y = self.half[0] * x;
        }
        for (k, &w) in self.half.iter().enumerate().skip(1) {
            for ((y, &before), &after) in out.iter_mut().zip(&x[h - k..]).zip(&x[h + k..]) {
                *y += w * (before + after);
            }
        }
    }
}

/// A symmetric filter with its end filters (`x11.md` 6.4).
#[derive(Clone, Debug, PartialEq)]
pub struct FilterWithEnds {
    symmetric: SymmetricFilter,
    /// `ends[q]`: h + 1 + q weights, oldest value first, for a point with q values after it, q < h.
    ends: Vec<Vec<f64>>,
}

impl FilterWithEnds {
    /// `symmetric` with `ends[q]` (oldest value first) for points that have q values after them. The mirrored
    /// filters serve the beginning. `ends` must hold h filters, the q-th of h + 1 + q weights.
    pub fn new(symmetric: SymmetricFilter, ends: Vec<Vec<f64>>) -> Self {
        debug_assert_eq!(ends.len(), symmetric.half_length());
        Self { symmetric, ends }
    }

    /// The symmetric filter.
    pub fn symmetric(&self) -> &SymmetricFilter {
        &self.symmetric
    }

    /// The end filters; the q-th (h + 1 + q weights, oldest value first) for points with q values after them.
    pub fn ends(&self) -> &[Vec<f64>] {
        &self.ends
    }

    /// Filters `x` into `out`, of the same length.
    ///
    /// With n >= 2h values, the symmetric filter on the points that have h neighbours on both sides, the end
    /// filters elsewhere. With fewer, only the n - h points nearest to each end are filtered, by the end
    /// filters; the others, in the middle, receive the mean of `x`.
    pub fn apply(&self, x: &[f64], out: &mut [f64]) {
        let h = self.symmetric.half_length();
        let n = x.len();
        let filtered = if n >= 2 * h {
            self.symmetric.apply_inside(x, &mut out[h..n - h]);
            h
        } else {
            let mean = x.iter().sum::<f64>() / n as f64;
            out.fill(mean);
            n.saturating_sub(h)
        };
        for (q, weights) in self.ends.iter().enumerate().take(filtered) {
            let m = weights.len();
            out[n - 1 - q] = dot(weights.iter(), &x[n - m..]);
            out[q] = dot(weights.iter().rev(), &x[..m]);
        }
    }
}

fn dot<'a>(weights: impl Iterator<Item = &'a f64>, x: &[f64]) -> f64 {
    weights.zip(x).map(|(w, x)| w * x).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn three_by_five() -> FilterWithEnds {
        let ends = [
            &[9.0, 17.0, 17.0, 17.0][..],
            &[4.0, 11.0, 15.0, 15.0, 15.0],
            &[4.0, 8.0, 13.0, 13.0, 13.0, 9.0],
        ];
        let ends = ends.iter().map(|e| e.iter().map(|w| w / 60.0).collect()).collect();
        FilterWithEnds::new(SymmetricFilter::new([3.0, 3.0, 2.0, 1.0].map(|w| w / 15.0).to_vec()), ends)
    }

    #[test]
    fn too_few_values_for_the_symmetric_filter() {
        // x11.md 21.2
        let mut out = [0.0; 5];
        three_by_five().apply(&[1.0, 2.0, 4.0, 3.0, 5.0], &mut out);
        let expected = [2.433333333333, 2.633333333333, 3.0, 3.433333333333, 3.7];
        for (a, b) in out.iter().zip(expected) {
            assert!((a - b).abs() < 1e-12, "{out:?}");
        }
    }

    #[test]
    fn fewer_values_than_the_half_length_give_the_mean() {
        let mut out = [0.0; 2];
        three_by_five().apply(&[1.0, 2.0], &mut out);
        assert_eq!(out, [1.5, 1.5]);
    }

    proptest! {
        #[test]
        fn mirrored_series_gives_mirrored_result(x in prop::collection::vec(-10.0..10.0f64, 0..30)) {
            let mut y = vec![0.0; x.len()];
            three_by_five().apply(&x, &mut y);
            let mirrored: Vec<f64> = x.iter().rev().copied().collect();
            let mut z = vec![0.0; x.len()];
            three_by_five().apply(&mirrored, &mut z);
            for (a, b) in y.iter().zip(z.iter().rev()) {
                prop_assert!((a - b).abs() < 1e-12);
            }
        }
    }
}
