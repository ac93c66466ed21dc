//! Chebyshev series on [-1, 1], and their minimum.

/// Brackets of a root are narrowed until they are shorter than this.
const WIDTH: f64 = 1e-15;
/// Steps after which the search of a root ends; bisection alone needs 51.
const STEPS: usize = 100;

/// `a_0 + a_1 T_1(x) + ... + a_n T_n(x)` for x in [-1, 1]; with `x = cos w` a cosine series in w.
///
/// The basis is kept for the accuracy: powers of x lose a factor of 2.4 per degree.
#[derive(Clone, Debug, PartialEq)]
pub struct ChebyshevSeries {
    coefficients: Vec<f64>,
}

impl ChebyshevSeries {
    /// The series `c_0 + 2 sum c_k cos(kw)` of a symmetric filter (coefficients of lag 0, 1, ...).
    pub fn of_symmetric_filter(c: &[f64]) -> Self {
        Self { coefficients: c.iter().enumerate().map(|(k, x)| if k == 0 { *x } else { 2.0 * x }).collect() }
    }

    /// The sum of the absolute coefficients, which bounds the values.
    pub fn bound(&self) -> f64 {
        self.coefficients.iter().map(|x| x.abs()).sum()
    }

    /// `self + factor * other`.
    #[must_use]
    pub fn plus_scaled(&self, factor: f64, other: &Self) -> Self {
        let (a, b) = (&self.coefficients, &other.coefficients);
        let at = |c: &[f64], k: usize| c.get(k).copied().unwrap_or(0.0);
        Self { coefficients: (0..a.len().max(b.len())).map(|k| at(a, k) + factor * at(b, k)).collect() }
    }

    /// Value at `x` (Clenshaw 1955).
    pub fn value_at(&self, x: f64) -> f64 {
        let Some((first, others)) = self.coefficients.split_first() else { return 0.0 };
        let (mut current, mut previous) = (0.0, 0.0);
        for a in others.iter().rev() {
            (current, previous) = (2.0 * x * current - previous + a, current);
        }
        first + x * current - previous
    }

    /// Derivative with respect to x: `b_{k-1} = b_{k+1} + 2 k a_k`, b_0 halved.
    #[must_use]
    pub fn derivative(&self) -> Self {
        let n = self.coefficients.len();
        let mut b = vec![0.0; n + 1];
        for (k, a) in self.coefficients.iter().enumerate().skip(1).rev() {
            b[k - 1] = b[k + 1] + 2.0 * k as f64 * a;
        }
        b.truncate(n.saturating_sub(1));
        if let Some(first) = b.first_mut() {
            *first *= 0.5;
        }
        Self { coefficients: b }
    }

    /// Place and value of the minimum over [-1, 1].
    ///
    /// Between two neighbouring roots of its derivative a polynomial is monotone and has at most one
    /// root. So the roots of all derivatives are found one after the other, from the highest to the
    /// first, whose roots are the stationary points.
    pub fn minimum(&self) -> (f64, f64) {
        let mut derivatives = vec![self.derivative()];
        while let Some(last) = derivatives.last().filter(|d| d.coefficients.len() > 1) {
            derivatives.push(last.derivative());
        }
        let (mut roots, mut higher) = (Vec::new(), Vec::new());
        for pair in derivatives.windows(2).rev() {
            std::mem::swap(&mut roots, &mut higher);
            roots.clear();
            let (mut low, mut at_low) = (-1.0, pair[0].value_at(-1.0));
            for high in higher.iter().copied().chain([1.0]) {
                let at_high = pair[0].value_at(high);
                if (at_low < 0.0) != (at_high < 0.0) {
                    roots.push(pair[0].root_between(low, high, at_low < 0.0, &pair[1]));
                }
                (low, at_low) = (high, at_high);
            }
        }
        let mut best = (-1.0, self.value_at(-1.0));
        for x in roots.into_iter().chain([1.0]) {
            let value = self.value_at(x);
            if value < best.1 {
                best = (x, value);
            }
        }
        best
    }

    /// The root in a bracket where the series is monotone: Newton steps, bisection where they leave it.
    fn root_between(&self, mut low: f64, mut high: f64, increasing: bool, derivative: &Self) -> f64 {
        let mut x = 0.5 * (low + high);
        for _ in 0..STEPS {
            let value = self.value_at(x);
            if value == 0.0 {
                break;
            }
            if (value < 0.0) == increasing {
                low = x;
            } else {
                high = x;
            }
            let newton = x - value / derivative.value_at(x);
            let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
            if (next - x).abs() < WIDTH || high - low < WIDTH {
                break;
            }
            x = next;
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_and_derivative_by_hand() {
        // 1 + 2x + 3(2x^2 - 1) + 4(4x^3 - 3x) and its derivative 48x^2 + 12x - 10
        let s = ChebyshevSeries { coefficients: vec![1.0, 2.0, 3.0, 4.0] };
        let d = s.derivative();
        for x in [-1.0, -0.3, 0.0, 0.7, 1.0f64] {
            assert!((s.value_at(x) - (16.0 * x.powi(3) + 6.0 * x * x - 10.0 * x - 2.0)).abs() < 1e-14);
            assert!((d.value_at(x) - (48.0 * x * x + 12.0 * x - 10.0)).abs() < 1e-13);
        }
        assert_eq!(d.coefficients.len(), 3);
    }

    #[test]
    fn minima_by_hand() {
        let constant = ChebyshevSeries { coefficients: vec![2.0] };
        assert_eq!(constant.minimum().1, 2.0);
        let line = ChebyshevSeries { coefficients: vec![2.0, -1.0] };
        assert_eq!(line.minimum(), (1.0, 1.0));
        // 2 (x - 0.3)^2 - 1
        let parabola = ChebyshevSeries { coefficients: vec![0.18, -1.2, 1.0] };
        let (x, value) = parabola.minimum();
        assert!((x - 0.3).abs() < 1e-14 && (value + 1.0).abs() < 1e-14);
        assert_eq!(ChebyshevSeries { coefficients: vec![] }.minimum().1, 0.0);
    }

    proptest! {
        #[test]
        fn no_value_is_below_the_minimum(c in prop::collection::vec(-1.0..1.0f64, 1..32)) {
            let s = ChebyshevSeries { coefficients: c };
            let (x, least) = s.minimum();
            prop_assert!((s.value_at(x) - least).abs() < 1e-14);
            for i in 0..=4000 {
                let x = (std::f64::consts::PI * f64::from(i) / 4000.0).cos();
                prop_assert!(s.value_at(x) > least - 1e-12 * s.bound(), "{} {}", x, least);
            }
        }
    }
}
