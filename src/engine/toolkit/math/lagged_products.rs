//! Sums of products of two sequences at many lags: covariances and effects of a pattern at each place.

use pulp::{Simd, WithSimd};

use super::lanes::{Four, LANES, Load, Vector, dispatch};

/// Vectors of lags that are summed at once: the sums do not wait for each other.
const VECTORS: usize = 4;

/// `sum_t x_t y_{t+k}` for k = 0, ..., `count` - 1, over all t that both sequences have; each sum in the order of t.
pub fn lagged_products(x: &[f64], y: &[f64], count: usize) -> Vec<f64> {
    let mut sums = vec![0.0; count];
    dispatch(LaggedProducts { x, y, sums: &mut sums });
    sums
}

struct LaggedProducts<'a> {
    x: &'a [f64],
    y: &'a [f64],
    sums: &'a mut [f64],
}

impl WithSimd for LaggedProducts<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { x, y, sums } = self;
        for (i, sums) in sums.chunks_mut(VECTORS * LANES).enumerate() {
            let y = y.get(i * VECTORS * LANES..).unwrap_or_default();
            let mut products = [Vector::splat(simd, 0.0); VECTORS];
            // as long as there are values for all lags
            let mut common = 0;
            for (x, y) in x.iter().zip(y.windows(VECTORS * LANES)) {
                let (x, (y, _)) = (x.load(simd), y.as_chunks::<LANES>());
                for v in 0..VECTORS {
                    products[v] = products[v] + x * Four(y[v]).load(simd);
                }
                common += 1;
            }
            let mut stored = [Four::default(); VECTORS];
            for v in 0..VECTORS {
                stored[v] = products[v].store();
            }
            let stored = stored.iter().flat_map(|v| v.0);
            for (lag, (sum, product)) in sums.iter_mut().zip(stored).enumerate() {
                let rest = x[common..].iter().zip(y.get(common + lag..).unwrap_or_default());
                *sum = rest.fold(product, |s, (x, y)| s + x * y);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::householder::dot;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_sum_is_a_dot_product(
            x in prop::collection::vec(-1.0..1.0f64, 0..60),
            y in prop::collection::vec(-1.0..1.0f64, 0..60),
            count in 0..70usize,
        ) {
            let sums = lagged_products(&x, &y, count);
            prop_assert_eq!(sums.len(), count);
            for (k, sum) in sums.into_iter().enumerate() {
                prop_assert_eq!(sum, dot(&x, y.get(k..).unwrap_or_default()));
            }
        }
    }

    #[test]
    fn covariances_by_hand() {
        assert_eq!(lagged_products(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], 4), [14.0, 8.0, 3.0, 0.0]);
    }
}
