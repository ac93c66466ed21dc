//! Whether a series is long enough for the preliminary estimation of a model (`tramo.md` 10.1).

use crate::toolkit::arima::SarimaOrders;

/// Longest preliminary autoregression.
const LONGEST: i64 = 50;

/// Degrees of freedom that the regressions of Hannan-Rissanen leave for `n` observations; negative when there
/// are too few.
pub(super) fn degrees_left(n: usize, orders: SarimaOrders) -> i64 {
    let rows = n as i64 - orders.differencing_degree() as i64;
    let (p, q) = (orders.ar_degree() as i64, orders.ma_degree() as i64);
    let mut length = ((rows * rows) as f64).ln() as i64;
    length = length.max(p.max(2 * q));
    if length >= rows {
        length = rows - rows / 4;
    }
    length = length.min(LONGEST);
    let columns = orders.p + (1 + orders.p) * orders.bp + orders.q + (1 + orders.q) * orders.bq;
    rows - length - p.max(q) - columns as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_hand() {
        // 131 rows: 2 ln 131 = 9.75, at least 2 * 13; 131 - 26 - 13 - 3
        assert_eq!(degrees_left(144, SarimaOrders::airline(12)), 89);
        // 7 rows: 26 is too long, 7 - 1 = 6; 7 - 6 - 13 - 3
        assert_eq!(degrees_left(20, SarimaOrders::airline(12)), -15);
    }

    proptest! {
        #[test]
        fn any_length(n in 0..2000usize, d in 0..3usize, bd in 0..2usize, period in 1..13usize) {
            let orders = SarimaOrders::new(period, (3, d, 3), (1, bd, 1));
            prop_assert!(degrees_left(n, orders) < n as i64);
        }
    }
}
