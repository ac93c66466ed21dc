//! Centred moving average over one year.

use super::SymmetricFilter;

/// The centred moving average over `period` values: 2 x p terms when p is even (1/(2p) at both ends, 1/p
/// inside), p equal weights when it is odd, the identity for p <= 1 (`x11.md` 6.1).
pub fn centred_average(period: usize) -> SymmetricFilter {
    let p = period.max(1);
    let mut half = vec![1.0 / p as f64; p / 2 + 1];
    if p.is_multiple_of(2) {
        half[p / 2] = 0.5 / p as f64;
    }
    SymmetricFilter::new(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights() {
        assert_eq!(centred_average(2).weights(), [0.25, 0.5, 0.25]);
        assert_eq!(centred_average(1).weights(), [1.0]);
        assert_eq!(centred_average(3).weights(), [1.0 / 3.0; 3]);
        assert_eq!(centred_average(4).weights(), [0.125, 0.25, 0.25, 0.25, 0.125]);
    }
}
