//! Moving seasonality ratios, and the seasonal filter they choose (`x11.md` section 10).

use super::MsrTable;
use crate::sa::decision::{Decision, Monitor};
use crate::sa::spec::{DecompositionMode, SeasonalFilter};

/// Limits of the global ratio: below the first S3X3, between the second and the third S3X5, from the fourth
/// on S3X9, otherwise undecided.
pub const MSR_LIMITS: [f64; 4] = [2.5, 3.5, 5.5, 6.5];
/// Complete years below which nothing is decided.
const MIN_YEARS: usize = 5;

/// How SI series split into seasonal and irregular, and how changes are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Ratios, relative changes.
    Multiplicative,
    /// Ratios about 1 as sums, plain changes.
    PseudoAdditive,
    /// Differences, plain changes.
    Additive,
}

/// The table of `si`, whose first value is at `position` in the year.
pub(super) fn table(si: &[f64], position: usize, period: usize, mode: DecompositionMode) -> MsrTable {
    let kind = match mode {
        DecompositionMode::Multiplicative => Kind::Multiplicative,
        DecompositionMode::PseudoAdditive => Kind::PseudoAdditive,
        _ => Kind::Additive,
    };
    let mut table = MsrTable {
        irregular: vec![f64::NAN; period],
        seasonal: vec![f64::NAN; period],
        ratios: vec![f64::NAN; period],
        pairs: vec![0; period],
        global: f64::NAN,
    };
    let (mut numerator, mut denominator) = (0.0, 0.0);
    let (mut values, mut extended) = (Vec::new(), Vec::new());
    for j in 0..period.min(si.len()) {
        values.clear();
        values.extend(si[j..].iter().step_by(period).copied());
        let pairs = values.len() - 1;
        let (irregular, seasonal) = evolutions(&values, &mut extended, kind);
        let at = (position + j) % period;
        table.irregular[at] = irregular;
        table.seasonal[at] = seasonal;
        table.ratios[at] = irregular / seasonal;
        table.pairs[at] = pairs;
        if pairs > 0 {
            numerator += pairs as f64 * irregular;
            denominator += pairs as f64 * seasonal;
        }
    }
    table.global = numerator / denominator;
    table
}

/// The filter for all periods, from `si` on the observations; the global ratio decides, the last year is left
/// out until it does.
pub(super) fn select(
    si: &[f64],
    position: usize,
    period: usize,
    mode: DecompositionMode,
    monitor: &mut dyn Monitor,
) -> SeasonalFilter {
    let [low, middle, high, top] = MSR_LIMITS;
    let mut length = si.len() - ((position + si.len()) % period).min(si.len());
    while length / period >= MIN_YEARS {
        let ratio = table(&si[..length], position, period, mode).global;
        let filter = if ratio < low {
            Some(SeasonalFilter::S3X3)
        } else if ratio >= middle && ratio < high {
            Some(SeasonalFilter::S3X5)
        } else if (ratio >= low && ratio < middle) || (ratio >= high && ratio < top) {
            None
        } else {
            Some(SeasonalFilter::S3X9)
        };
        monitor.record(Decision::MovingSeasonalityRatio {
            years: length / period,
            ratio,
            limits: MSR_LIMITS,
            filter,
        });
        if let Some(filter) = filter {
            return filter;
        }
        length -= period;
    }
    let filter = SeasonalFilter::S3X5;
    monitor.record(Decision::MovingSeasonalityRatio {
        years: length / period,
        ratio: f64::NAN,
        limits: MSR_LIMITS,
        filter: Some(filter),
    });
    filter
}

/// Mean absolute changes from year to year of the irregular and of the seasonal of one period, scaled for the
/// bias of the seven-term average.
fn evolutions(values: &[f64], extended: &mut Vec<f64>, kind: Kind) -> (f64, f64) {
    let n = values.len();
    let k = n.min(3);
    let head = values[..k].iter().sum::<f64>() / k as f64;
    let tail = values[n - k..].iter().sum::<f64>() / k as f64;
    // the series continued by its first and last means, for the seven-term average
    extended.clear();
    extended.extend([head; 3]);
    extended.extend(values);
    extended.extend([tail; 3]);
    let irregular = |x: f64, s: f64| match kind {
        Kind::Multiplicative => x / s,
        Kind::PseudoAdditive => x - s + 1.0,
        Kind::Additive => x - s,
    };
    let change = |before: f64, after: f64| match kind {
        Kind::Multiplicative => ((after - before) / before).abs(),
        _ => (after - before).abs(),
    };
    let (mut sum_i, mut sum_s) = (0.0, 0.0);
    let mut previous = None;
    for (&x, window) in values.iter().zip(extended.windows(7)) {
        let s = window.iter().sum::<f64>() / 7.0;
        let i = irregular(x, s);
        if let Some((last_i, last_s)) = previous {
            sum_i += change(last_i, i);
            sum_s += change(last_s, s);
        }
        previous = Some((i, s));
    }
    let pairs = (n - 1) as f64;
    let (factor_i, factor_s) = factors(n - 1);
    (factor_i * sum_i / pairs, factor_s * sum_s / pairs)
}

/// c_I and c_S for n pairs.
fn factors(n: usize) -> (f64, f64) {
    match n {
        0..=2 => (1.0, 1.0),
        3 => (1.02584, 3.0),
        4 => (1.01779, 1.55291),
        5 => (1.01383, 1.30095),
        _ => {
            let n = n as f64;
            let factor = |a: f64, b: f64| a * n / (b + a * (n - 6.0));
            (factor(12.247449, 73.239334), factor(1.732051, 8.485281))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::decision::Silent;

    #[test]
    fn constant_seasonal_needs_the_longest_filter() {
        // S has no change: the ratio is infinite or NaN
        let si: Vec<f64> = (0..40).map(|t| [1.0, 2.0, -1.0, -2.0][t % 4]).collect();
        let filter = select(&si, 0, 4, DecompositionMode::Additive, &mut Silent);
        assert_eq!(filter, SeasonalFilter::S3X9);
    }

    #[test]
    fn too_short_to_decide() {
        assert_eq!(select(&[1.0; 19], 0, 4, DecompositionMode::Additive, &mut Silent), SeasonalFilter::S3X5);
        assert_eq!(select(&[], 3, 4, DecompositionMode::Additive, &mut Silent), SeasonalFilter::S3X5);
    }
}
