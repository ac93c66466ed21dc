//! Critical value of outliers (`tramo.md` 12.1).

/// Smallest value used.
const SMALLEST: f64 = 2.0;

/// Default for `observations` values that are not missing in the estimation span: 3.3 up to 50, 4.3 from 450 on,
/// linear in between.
pub(super) fn default_critical_value(observations: usize) -> f64 {
    match observations {
        0..=50 => 3.3,
        51..450 => 3.3 + 0.0025 * (observations - 50) as f64,
        _ => 4.3,
    }
}

/// A smaller value after a model was rejected: less the part `reduction`, but not below 2.
pub(super) fn reduced(critical: f64, reduction: f64) -> f64 {
    if critical == SMALLEST { critical } else { (critical * (1.0 - reduction)).max(SMALLEST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_length() {
        assert_eq!(default_critical_value(50), 3.3);
        assert!((default_critical_value(144) - 3.535).abs() < 1e-12);
        assert_eq!(default_critical_value(450), 4.3);
        assert!((reduced(3.535, 0.12) - 3.1108).abs() < 1e-12);
        assert_eq!(reduced(2.1, 0.12), 2.0);
        assert_eq!(reduced(2.0, 0.12), 2.0);
    }
}
