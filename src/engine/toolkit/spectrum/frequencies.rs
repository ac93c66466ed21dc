//! Seasonal and trading-day frequencies (`diagnostics.md` 4.1), radians per period.

use std::f64::consts::PI;

/// 2 pi i/p, i = 1..trunc(p/2).
pub fn seasonal_frequencies(period: usize) -> Vec<f64> {
    (1..=period / 2).map(|i| 2.0 * PI * i as f64 / period as f64).collect()
}

/// Frequencies of the weekly cycle seen through periods of 365.25/p days, increasing: the alias of 2 pi/7 and,
/// for quarterly series, three more. None for p = 0.
pub fn trading_day_frequencies(period: usize) -> Vec<f64> {
    if period == 0 {
        return Vec::new();
    }
    let days = 365.25 / period as f64;
    let f = 2.0 * PI / 7.0 * (days - 7.0 * (days / 7.0).floor());
    let first = if f > PI { 2.0 * PI - f } else { f };
    if period == 4 { vec![first, 1.292, 1.850, 2.128] } else { vec![first] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_specification() {
        for (period, expected) in [
            (12, 2.187894884),
            (4, 0.280499344),
            (6, 1.907395540),
            (3, 2.468394228),
            (2, 0.560998688),
            (1, 1.121997376),
        ] {
            assert!((trading_day_frequencies(period)[0] - expected).abs() < 1e-9);
        }
        assert_eq!(trading_day_frequencies(4).len(), 4);
        assert_eq!(seasonal_frequencies(12).len(), 6);
        assert!(seasonal_frequencies(1).is_empty() && trading_day_frequencies(0).is_empty());
    }
}
