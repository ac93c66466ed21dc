//! Cochran's test of equal variances of the periods of the year (`x11.md` 9.5).

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// The test: the largest of the mean squares by period over their sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cochran {
    pub(super) statistic: f64,
    /// Critical value, 5 percent.
    pub(super) critical: f64,
}

impl Cochran {
    /// Whether equal variances are rejected.
    pub(super) fn rejects(self) -> bool {
        self.statistic >= self.critical
    }
}

/// Tests the squared distances of `x` from `centre`. None for annual series and when a period has fewer than
/// two values.
pub(super) fn test(x: &[f64], period: usize, centre: f64) -> Option<Cochran> {
    let smallest = x.len() / period;
    if period < 2 || smallest < 2 {
        return None;
    }
    let mean_squares = (0..period).map(|j| {
        let values = x[j..].iter().step_by(period);
        let n = values.len() as f64;
        values.map(|v| (v - centre) * (v - centre)).sum::<f64>() / n
    });
    let (largest, sum) = mean_squares.fold((0.0_f64, 0.0), |(max, sum), s| (max.max(s), sum + s));
    let statistic = if sum == 0.0 { 0.0 } else { largest / sum };
    Some(Cochran { statistic, critical: critical(period, (smallest - 2).min(39)) })
}

/// Critical value for `k + 1` degrees of freedom.
fn critical(period: usize, k: usize) -> f64 {
    let table = match period {
        12 => &MONTHLY,
        4 => &QUARTERLY,
        2 => &HALF_YEARLY,
        _ => return from_f(period as f64, k as f64),
    };
    table.get(k).copied().unwrap_or(f64::NAN)
}

/// `1 / (1 + (p - 1) / F)`, F the upper 0.05/p quantile with k + 1 and (p - 1)(k + 1) degrees of freedom.
fn from_f(p: f64, k: f64) -> f64 {
    FisherSnedecor::new(k + 1.0, (p - 1.0) * (k + 1.0))
        .map_or(f64::NAN, |f| 1.0 / (1.0 + (p - 1.0) / f.inverse_cdf(1.0 - 0.05 / p)))
}

const MONTHLY: [f64; 40] = [
    0.5410, 0.3934, 0.3264, 0.2880, 0.2624, 0.2439, 0.2299, 0.2187, 0.2098, 0.2020, 0.1980, 0.194, 0.186,
    0.182, 0.178, 0.174, 0.17, 0.166, 0.162, 0.158, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.15,
    0.15, 0.15, 0.15, 0.15, 0.15, 0.15, 0.1403, 0.14, 0.14, 0.14, 0.14,
];
const QUARTERLY: [f64; 40] = [
    0.9065, 0.7679, 0.6841, 0.6287, 0.5895, 0.5598, 0.5365, 0.5175, 0.5017, 0.4884, 0.480, 0.471, 0.463,
    0.454, 0.445, 0.4366, 0.433, 0.430, 0.427, 0.424, 0.421, 0.417, 0.414, 0.411, 0.408, 0.404, 0.401, 0.398,
    0.395, 0.391, 0.388, 0.385, 0.382, 0.379, 0.375, 0.3720, 0.369, 0.366, 0.362, 0.359,
];
const HALF_YEARLY: [f64; 40] = [
    0.9985, 0.975, 0.9392, 0.9057, 0.8772, 0.8534, 0.8332, 0.8159, 0.801, 0.788, 0.7765, 0.7662, 0.757,
    0.7487, 0.7411, 0.7341, 0.7278, 0.7219, 0.7164, 0.7114, 0.7066, 0.7022, 0.698, 0.6941, 0.6904, 0.6869,
    0.6836, 0.6805, 0.6775, 0.6747, 0.672, 0.6694, 0.6669, 0.6646, 0.6623, 0.6601, 0.658, 0.656, 0.6541,
    0.6522,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_by_formula() {
        // x11.md 21.2: degrees of freedom 4, 9, 14
        for (p, expected) in [(3, [0.745657, 0.616717, 0.561273]), (6, [0.480347, 0.368185, 0.324726])] {
            for (k, e) in [3, 8, 13].into_iter().zip(expected) {
                assert!((critical(p, k) - e).abs() < 5e-7, "{p} {k}: {}", critical(p, k));
            }
        }
    }

    #[test]
    fn unequal_variances_are_rejected() {
        let x: Vec<f64> = (0..40)
            .map(|t| if t % 4 == 1 { 3.0 } else { 0.1 } * if t % 8 < 4 { 1.0 } else { -1.0 })
            .collect();
        assert!(test(&x, 4, 0.0).unwrap().rejects());
        assert!(!test(&[0.0; 40], 4, 0.0).unwrap().rejects());
        assert_eq!(test(&[1.0; 7], 4, 0.0), None);
        assert_eq!(test(&[1.0; 7], 1, 0.0), None);
    }
}
