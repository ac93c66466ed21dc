//! Minimum of a pseudo-spectrum (`arima.md`, 16.6; `seats.md`, 6.4).

use std::f64::consts::PI;

use super::spectrum::{Harmonics, Spectrum, cosine_series};
use crate::toolkit::math::chebyshev::ChebyshevSeries;
use crate::toolkit::math::polynomial::Polynomial;

/// Imaginary parts of roots that count as real.
const REAL: f64 = 1e-7;
/// A denominator that vanishes, in the search by roots.
const ZERO: f64 = 1e-12;
/// A denominator that vanishes, in the search by intervals.
const POLE: f64 = 1e-7;
/// The Newton search ends when it moves by less.
const STEP: f64 = 1e-12;
/// Rounding errors of `N - m D`, relative to the sum of the absolute coefficients.
const ROUNDING: f64 = 1e-13;
/// Steps of the global search; it converges quadratically.
const GLOBAL_STEPS: usize = 30;

/// Frequency and value of the minimum over [0, pi].
///
/// With an autoregressive operator of degree 2 or less by the roots of the derivative in cos w,
/// otherwise by Newton searches on intervals of the frequencies. Those can miss a sharp minimum; the
/// result is kept if it is the global minimum within rounding, and replaced by that otherwise.
pub fn minimum(spectrum: &Spectrum) -> (f64, f64) {
    if spectrum.numerator().len() == 1 && spectrum.denominator().len() == 1 {
        return (0.0, spectrum.numerator()[0] / spectrum.denominator()[0]);
    }
    let found = if spectrum.denominator().len() <= 3 { by_roots(spectrum) } else { by_intervals(spectrum) };
    global(spectrum, found)
}

/// The global minimum of N/D, from a value `m` that it takes (Dinkelbach 1967): as D is not negative,
/// m is the minimum exactly if `N - m D` is nowhere negative; otherwise N/D is less than m where
/// `N - m D` is least.
fn global(spectrum: &Spectrum, found: (f64, f64)) -> (f64, f64) {
    let num = ChebyshevSeries::of_symmetric_filter(spectrum.numerator());
    let den = ChebyshevSeries::of_symmetric_filter(spectrum.denominator());
    let mut best = found;
    for _ in 0..GLOBAL_STEPS {
        let (x, excess) = num.plus_scaled(-best.1, &den).minimum();
        let rounding = ROUNDING * (num.bound() + best.1.abs() * den.bound());
        let d = den.value_at(x);
        // near a pole the sign of the excess tells nothing
        if excess.is_nan() || excess >= -rounding || d < POLE {
            break;
        }
        best = (x.acos(), num.value_at(x) / d);
    }
    best
}

/// `c_0 + 2 sum c_k cos(kw)` as a polynomial in cos w.
fn in_cosine(c: &[f64]) -> Polynomial {
    let mut sum = vec![0.0; c.len()];
    // Chebyshev polynomials T_{k-1}, T_k
    let (mut previous, mut current) = (vec![0.0; c.len() + 1], vec![0.0; c.len() + 1]);
    previous[1] = 1.0; // T_{-1} = T_1
    current[0] = 1.0;
    for (k, x) in c.iter().enumerate() {
        let factor = if k == 0 { *x } else { 2.0 * x };
        for (s, t) in sum.iter_mut().zip(&current) {
            *s += factor * t;
        }
        let mut next: Vec<f64> = previous.iter().map(|p| -p).collect();
        for i in 0..c.len() {
            next[i + 1] += 2.0 * current[i];
        }
        (previous, current) = (current, next);
    }
    Polynomial::new(sum)
}

fn by_roots(spectrum: &Spectrum) -> (f64, f64) {
    // a common scale keeps the absolute thresholds meaningful
    let scale = spectrum.denominator()[0];
    let scaled = |c: &[f64]| in_cosine(&c.iter().map(|x| x / scale).collect::<Vec<_>>());
    let (num, den) = (scaled(spectrum.numerator()), scaled(spectrum.denominator()));
    let critical = num.derivative().times(&den).minus(&num.times(&den.derivative()));
    let inside = critical.roots().into_iter().filter(|z| z.im.abs() < REAL && z.re.abs() < 1.0).map(|z| z.re);
    let mut best = (0.0, f64::INFINITY);
    for x in [0.0, 1.0, -1.0].into_iter().chain(inside) {
        let value = ratio(&num, &den, x);
        if value < best.1 {
            best = (x, value);
        }
    }
    (best.0.acos(), best.1)
}

/// num/den at x; common roots at x are cancelled, NaN at a pole.
fn ratio(num: &Polynomial, den: &Polynomial, x: f64) -> f64 {
    let (mut num, mut den) = (num.clone(), den.clone());
    for _ in 0..10 {
        let (n, d) = (num.value_at(x), den.value_at(x));
        if d.abs() > ZERO {
            return n / d;
        }
        if n.abs() > ZERO {
            return f64::NAN;
        }
        (num, den) = (num.derivative(), den.derivative());
    }
    f64::NAN
}

/// Value, first and second derivative at w.
fn derivatives(spectrum: &Spectrum, w: f64) -> (f64, f64, f64) {
    let (n, d) = (spectrum.numerator(), spectrum.denominator());
    let harmonics = Harmonics::new(w, n.len().max(d.len()));
    let at = |c: &[f64], order| harmonics.derivative(c, order);
    let den = at(d, 0);
    let g = at(n, 0) / den;
    let g1 = (at(n, 1) - g * at(d, 1)) / den;
    let g2 = (at(n, 2) - 2.0 * g1 * at(d, 1) - g * at(d, 2)) / den;
    (g, g1, g2)
}

fn by_intervals(spectrum: &Spectrum) -> (f64, f64) {
    let mut best = (0.0, f64::INFINITY);
    for w in [0.0, PI] {
        let value = spectrum.value(w);
        if value.is_finite() && value < best.1 {
            best = (w, value);
        }
    }
    let count = (spectrum.numerator().len() + spectrum.denominator().len()).saturating_sub(3);
    let h = PI / count.max(1) as f64;
    let den = |w: f64| cosine_series(spectrum.denominator(), w);
    for i in 0..count {
        let (mut low, mut high) = (0.5 * h + i as f64 * h, 1.5 * h + i as f64 * h);
        while low < high && den(low) <= 0.0 {
            low += h / 7.0;
        }
        while low < high && den(high) <= 0.0 {
            high -= h / 7.0;
        }
        if low >= high {
            continue;
        }
        let (w, value) = newton(spectrum, low, high, 0.5 * (low + high));
        if value < best.1 {
            best = (w, value);
        }
    }
    best
}

/// Newton search for a stationary point in an interval from `start`; the smallest value met.
fn newton(spectrum: &Spectrum, low: f64, high: f64, start: f64) -> (f64, f64) {
    let mut w = start;
    while cosine_series(spectrum.denominator(), w) < POLE && w < high {
        w += POLE;
    }
    let (mut g, mut g1, mut g2) = derivatives(spectrum, w);
    let mut best = (w, g);
    for _ in 0..200 {
        let next = (w - g1 / g2).clamp(low, high);
        if !next.is_finite() || (next - w).abs() <= STEP {
            break;
        }
        let trial = derivatives(spectrum, next);
        w = next;
        (g, g1, g2) = trial;
        if g < best.1 {
            best = (w, g);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_noise_moving_average_and_walk() {
        assert_eq!(minimum(&Spectrum::of_arima(&[1.0], &[1.0], 2.0)).1, 2.0);
        let (w, g) = minimum(&Spectrum::of_arima(&[1.0], &[1.0, 0.5], 1.0));
        assert!((w - PI).abs() < 1e-7 && (g - 0.25).abs() < 1e-14);
        let (w, g) = minimum(&Spectrum::of_arima(&[1.0, -1.0], &[1.0], 1.0));
        assert!((w - PI).abs() < 1e-7 && (g - 0.25).abs() < 1e-14);
    }

    /// Newton searches from the middle of the intervals end in maxima here.
    #[test]
    fn a_minimum_between_two_maxima_is_found() {
        let s = Spectrum::of_arima(
            &[1.0, -0.009784980913932956, 0.6465694423499327, -0.006326669],
            &[1.0, 0.0, 0.9101379077292543],
            1.0,
        );
        let least = minimum(&s).1;
        let noise: Vec<f64> = (0..4)
            .map(|k| s.numerator().get(k).copied().unwrap_or(0.0) - least * s.denominator()[k])
            .collect();
        assert!(minimum(&Spectrum::new(noise, s.denominator().to_vec())).1.abs() < 1e-9);
    }

    #[test]
    fn both_searches_agree_with_a_fine_grid() {
        for (ar, ma) in [
            (vec![1.0, 0.6], vec![1.0, -0.4, 0.5, 0.2]),
            (vec![1.0, -1.2, 0.5, 0.3, -0.2], vec![1.0, 0.7, -0.1, 0.3]),
            (vec![1.0; 12], vec![1.0, 0.3, 0.2, 0.1, 0.05, -0.1, 0.2, 0.1]),
        ] {
            let s = Spectrum::of_arima(&ar, &ma, 1.0);
            let grid =
                (0..=20000).map(|i| s.value(PI * f64::from(i) / 20000.0)).fold(f64::INFINITY, f64::min);
            let (w, g) = minimum(&s);
            assert!(g <= grid + 1e-12 && (s.value(w) - g).abs() < 1e-9, "{g} {grid}");
            assert!(g > grid - 1e-6);
        }
    }
}
