//! M1 to M11 and their weighted means (`x11.md` 15.3, 15.4).

use super::components::Components;
use super::runs;
use super::variance::VarianceDecomposition;
use crate::sa::diagnostics::m_value;
use crate::sa::spec::DecompositionMode;
use crate::sa::x11::X11Decomposition;
use crate::toolkit::stats::{evolutive_seasonality, stable_seasonality};

/// Largest value of a statistic.
const MAX: f64 = 3.0;
/// Weights of M1 to M11 in Q.
const WEIGHTS: [f64; 11] = [10.0, 11.0, 10.0, 8.0, 11.0, 10.0, 18.0, 7.0, 7.0, 4.0, 4.0];
/// Weights of M1 to M7 in Q for short series.
const SHORT_WEIGHTS: [f64; 11] = [14.0, 15.0, 10.0, 8.0, 11.0, 10.0, 32.0, 0.0, 0.0, 0.0, 0.0];

/// `x` in [0, 3]; NaN stays.
pub(super) fn limited(x: f64) -> f64 {
    if x.is_nan() { x } else { x.clamp(0.0, MAX) }
}

/// M1 to M11, unlimited; none where a statistic is not defined for the series.
pub(super) fn m_values(
    c: &Components,
    x11: &X11Decomposition,
    variances: &VarianceDecomposition,
) -> [Option<f64>; 11] {
    let seasonal = c.period > 1;
    let evolution = if seasonal && !c.is_short() { Some(seasonal_evolution(c)) } else { None };
    let m = |i: usize| evolution.map(|e| e[i]);
    [
        Some(m1(c)),
        Some(m2(variances)),
        Some((x11.ic_ratio - 1.0) / 2.0),
        Some(m4(c)),
        Some(m5(c)),
        x11.msr.as_ref().filter(|_| seasonal).map(|msr| 0.4 * (msr.global - 4.0).abs()),
        m7(c),
        m(0),
        m(1),
        m(2),
        m(3),
    ]
}

/// Q and Q without M2: weighted means of the statistics that are used; NaN counts as 0 with its weight. M6
/// enters only when the moving seasonality ratio chose S3X5.
pub(super) fn weighted_means(m: &[Option<f64>; 11], short: bool, use_m6: bool) -> (f64, f64) {
    let weights = if short { SHORT_WEIGHTS } else { WEIGHTS };
    let mean = |used: &dyn Fn(usize) -> bool| {
        let (mut sum, mut total) = (0.0, 0.0);
        for (i, (m, w)) in m.iter().zip(weights).enumerate() {
            if let Some(m) = m.filter(|_| used(i)) {
                sum += if m.is_nan() { 0.0 } else { w * limited(m) };
                total += w;
            }
        }
        sum / total
    };
    (mean(&|i| i != 5 || use_m6), mean(&|i| i != 1 && (i != 5 || use_m6)))
}

/// Irregular in the changes over three months (one period otherwise).
fn m1(c: &Components) -> f64 {
    let lag = if c.period == 12 { 3 } else { 1 };
    let square = |x: &[f64]| c.change(x, lag).powi(2);
    let optional = |x: &Option<Vec<f64>>| x.as_ref().map_or(0.0, |x| square(x));
    let irregular = square(&c.modified_irregular);
    let others = optional(&c.preadjusted);
    let total = square(&c.trend) + irregular + square(&c.seasonal) + others + optional(&c.calendar);
    10.0 * (irregular / total) / (1.0 - others / total)
}

/// Irregular in the variance of the stationary part.
fn m2(variances: &VarianceDecomposition) -> f64 {
    if variances.others >= 1.0 { MAX } else { 10.0 * variances.irregular / (1.0 - variances.others) }
}

/// Randomness of the irregular, from its average duration of run.
fn m4(c: &Components) -> f64 {
    let n = c.len() as f64;
    (3.0 * (n - 1.0) / runs::average_duration(&c.irregular) - (2.0 * n - 1.0)).abs()
        / (2.577 * (1.6 * n - 2.9).sqrt())
}

/// Periods until the trend changes more than the irregular.
fn m5(c: &Components) -> f64 {
    let p = c.period;
    let ratio = |k: usize| c.change(&c.irregular, k) / c.change(&c.trend, k);
    let per_period = (12 / p) as f64;
    // the smallest span from which on the ratio stays below 1, at most a year
    let mut span = p;
    while span > 0 && ratio(span) < 1.0 {
        span -= 1;
    }
    let months = if span < p { span + 1 } else { p };
    let crossing = if months == 1 {
        let (first, second) = (ratio(1), ratio(2));
        let m = 1.0 + (first - 1.0) / (first - second);
        if m.is_nan() { m } else { m.clamp(0.5, 1.0) }
    } else {
        let (before, at) = (ratio(months - 1), ratio(months));
        let delta = before - at;
        if delta <= 0.0 && months == p { 15.5 * per_period } else { months as f64 + (at - 1.0) / delta }
    };
    (crossing * per_period - 0.5) / 5.0
}

/// Moving against stable seasonality of the SI.
fn m7(c: &Components) -> Option<f64> {
    let logs: Vec<f64>;
    let (si, centre) = match c.mode {
        DecompositionMode::LogAdditive => {
            logs = c.si.iter().map(|v| v.ln()).collect();
            (&logs, 0.0)
        }
        DecompositionMode::Multiplicative | DecompositionMode::PseudoAdditive => (&c.si, 1.0),
        _ => (&c.si, 0.0),
    };
    let evolutive = evolutive_seasonality(si, c.position, c.period, centre);
    stable_seasonality(si, c.period).map(|stable| m_value(&stable, evolutive.as_ref()))
}

/// M8 to M11: size and linearity of the changes of the seasonal, over the whole span and over recent years.
/// At least six years.
fn seasonal_evolution(c: &Components) -> [f64; 4] {
    let (n, p) = (c.len(), c.period);
    let centre = if c.relative { 1.0 } else { 0.0 };
    let size = (c.seasonal.iter().map(|s| (s - centre) * (s - centre)).sum::<f64>() / n as f64).sqrt();
    let s: Vec<f64> = c.seasonal.iter().map(|s| s / size).collect();
    let change = |a: usize, b: usize| (s[a] - s[b]).abs();

    let m8 = 10.0 * (p..n).map(|t| change(t, t - p)).sum::<f64>() / (n - p) as f64;
    let ends = (1..=p).map(|j| {
        let (first, last) = ((n - j) % p, n - j);
        change(last, first) / ((last - first) / p) as f64
    });
    let m9 = 10.0 / p as f64 * ends.sum::<f64>();
    let recent = (1..=p).flat_map(|j| (2..=4).map(move |years| n - j - years * p));
    let m10 = 10.0 / (3 * p) as f64 * recent.map(|t| change(t, t - p)).sum::<f64>();
    let m11 = 10.0 / (3 * p) as f64 * (1..=p).map(|j| change(n - j - 2 * p, n - j - 5 * p)).sum::<f64>();
    [m8, m9, m10, m11]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights() {
        let m = [Some(1.0); 11];
        assert_eq!(weighted_means(&m, false, true), (1.0, 1.0));
        // M2 = 3 adds 2 * 11 / 90 without M6
        let mut m = m;
        m[1] = Some(5.0);
        let (q, without) = weighted_means(&m, false, false);
        assert!((q - (1.0 + 22.0 / 90.0)).abs() < 1e-15);
        assert_eq!(without, 1.0);
        // NaN counts as zero
        m[1] = Some(f64::NAN);
        assert!((weighted_means(&m, false, false).0 - 79.0 / 90.0).abs() < 1e-15);
    }
}
