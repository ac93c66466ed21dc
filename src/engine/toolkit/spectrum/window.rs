//! Lag windows and tapers (`diagnostics.md` 4.2).

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// A lag window on [0, 1].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Window {
    /// 1.
    Square,
    /// 1 - x².
    Welch,
    /// (1 + cos(pi x))/2.
    #[default]
    Tukey,
    /// 1 - x.
    Bartlett,
    /// 0.54 + 0.46 cos(pi x).
    Hamming,
    /// 1 - 6x² + 6x³ up to 1/2, then 2(1-x)³.
    Parzen,
}

impl Window {
    /// Weight at x, 0 <= x <= 1; 0 beyond 1.
    pub fn weight(self, x: f64) -> f64 {
        if x > 1.0 {
            return 0.0;
        }
        match self {
            Window::Square => 1.0,
            Window::Welch => 1.0 - x * x,
            Window::Tukey => 0.5 * (1.0 + (PI * x).cos()),
            Window::Bartlett => 1.0 - x,
            Window::Hamming => 0.54 + 0.46 * (PI * x).cos(),
            Window::Parzen if x <= 0.5 => 1.0 - 6.0 * x * x * (1.0 - x),
            Window::Parzen => 2.0 * (1.0 - x) * (1.0 - x) * (1.0 - x),
        }
    }

    /// Weights w(i/L), i = 0..L-1.
    pub fn discrete(self, length: usize) -> Vec<f64> {
        (0..length).map(|i| self.weight(i as f64 / length as f64)).collect()
    }
}

/// Tukey-Hanning taper: multiplies the first and the last trunc(n r/2) values of `x` by (1 - cos(2 pi u/r))/2,
/// u = (t + 0.5)/n from the nearer end. `part` r is limited to [0, 1].
pub fn tukey_hanning_taper(x: &mut [f64], part: f64) {
    let r = part.clamp(0.0, 1.0);
    let n = x.len() as f64;
    let tapered = (n * r / 2.0) as usize;
    let weight = |t: usize| 0.5 * (1.0 - (2.0 * PI * (t as f64 + 0.5) / n / r).cos());
    for (t, v) in x.iter_mut().take(tapered).enumerate() {
        *v *= weight(t);
    }
    for (t, v) in x.iter_mut().rev().take(tapered).enumerate() {
        *v *= weight(t);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_start_at_one_and_decrease() {
        for w in
            [Window::Square, Window::Welch, Window::Tukey, Window::Bartlett, Window::Hamming, Window::Parzen]
        {
            let d = w.discrete(50);
            assert!((d[0] - 1.0).abs() < 1e-15);
            assert!(d.windows(2).all(|p| p[1] <= p[0]));
            assert_eq!(w.weight(1.5), 0.0);
        }
        assert!((Window::Parzen.weight(0.5) - 0.25).abs() < 1e-15);
        assert!(Window::Tukey.discrete(0).is_empty());
    }

    #[test]
    fn taper_is_symmetric() {
        let mut x = vec![1.0; 11];
        tukey_hanning_taper(&mut x, 0.5);
        for t in 0..11 {
            assert!((x[t] - x[10 - t]).abs() < 1e-15);
        }
        assert!(x[0] < x[1] && x[5] == 1.0);
        let mut unchanged = vec![2.0; 5];
        tukey_hanning_taper(&mut unchanged, 0.0);
        assert_eq!(unchanged, vec![2.0; 5]);
        tukey_hanning_taper(&mut [], 0.5);
    }
}
