//! Detection, replacement and correction of extreme values (`x11.md` section 9).

use super::cochran::{self, Cochran};
use super::scale::Scale;
use crate::sa::spec::{CalendarSigma, SigmaGroup, X11Spec};

/// Standard deviations below this detect nothing.
const NEGLIGIBLE_SIGMA: f64 = 1e-5;
/// By how much a limit must be exceeded.
const TOLERANCE: f64 = 1e-15;
/// Years in the window of the moving standard deviations.
const WINDOW: usize = 5;

/// How standard deviations are pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pooling {
    FiveYears,
    Position,
    Group,
}

/// Weighs irregulars by their distance from the neutral value.
#[derive(Debug)]
pub(super) struct ExtremeDetector<'a> {
    spec: &'a X11Spec,
    scale: Scale,
    period: usize,
    /// Values at both ends left out of the standard deviations.
    excluded: (usize, usize),
    pooling: Pooling,
}

impl<'a> ExtremeDetector<'a> {
    pub(super) fn new(
        spec: &'a X11Spec,
        scale: Scale,
        period: usize,
        backcasts: usize,
        forecasts: usize,
    ) -> Self {
        let excluded = if spec.exclude_forecast { (backcasts, forecasts) } else { (0, 0) };
        let pooling = match spec.calendar_sigma {
            CalendarSigma::None | CalendarSigma::Signif => Pooling::FiveYears,
            CalendarSigma::All => Pooling::Position,
            CalendarSigma::Select => Pooling::Group,
        };
        Self { spec, scale, period, excluded, pooling }
    }

    /// Whether the specification itself asks for standard deviations by period or group.
    pub(super) fn is_by_period_on_request(&self) -> bool {
        matches!(self.spec.calendar_sigma, CalendarSigma::All | CalendarSigma::Select)
    }

    /// With [`CalendarSigma::Signif`]: tests whether `irregular` has standard deviations that differ between
    /// the periods of the year, and uses one per period from now on if so.
    pub(super) fn choose(&mut self, irregular: &[f64]) -> Option<Cochran> {
        if self.spec.calendar_sigma != CalendarSigma::Signif {
            return None;
        }
        let test = cochran::test(irregular, self.period, self.scale.neutral());
        self.pooling = if test.is_some_and(|t| t.rejects()) { Pooling::Position } else { Pooling::FiveYears };
        test
    }

    /// Weights of `irregular`, whose first value is at `position` in the year: 1 regular, 0 extreme, linear
    /// between the two limits.
    pub(super) fn weights(&self, irregular: &[f64], position: usize) -> Vec<f64> {
        let neutral = self.scale.neutral();
        let distance: Vec<f64> = irregular.iter().map(|v| (v - neutral).abs()).collect();
        let mut weights = vec![1.0; irregular.len()];
        let sigmas = self.sigmas(&distance, &weights, position);
        self.weigh(&distance, &sigmas, position, &mut weights);
        if weights.iter().any(|&w| w < 1.0) {
            let sigmas = self.sigmas(&distance, &weights, position);
            self.weigh(&distance, &sigmas, position, &mut weights);
        }
        weights
    }

    fn weigh(&self, distance: &[f64], sigmas: &[f64], position: usize, weights: &mut [f64]) {
        let by_year = self.pooling == Pooling::FiveYears;
        let (mut year, mut place) = (position / self.period, position % self.period);
        for (w, &a) in weights.iter_mut().zip(distance) {
            let sigma = sigmas.get(if by_year { year } else { place }).copied().unwrap_or(f64::NAN);
            let (low, high) = (self.spec.lower_sigma * sigma, self.spec.upper_sigma * sigma);
            *w = if sigma < NEGLIGIBLE_SIGMA {
                1.0
            } else if a - high > TOLERANCE {
                0.0
            } else if a - low > TOLERANCE {
                (high - a) / (high - low)
            } else {
                1.0
            };
            place += 1;
            if place == self.period {
                (year, place) = (year + 1, 0);
            }
        }
    }

    /// Standard deviations about the neutral value, without the values of weight 0.
    fn sigmas(&self, distance: &[f64], weights: &[f64], position: usize) -> Vec<f64> {
        match self.pooling {
            Pooling::FiveYears => self.five_years(distance, weights, position),
            Pooling::Position => self.by_position(distance, weights, position),
            Pooling::Group => self.by_group(distance, weights, position),
        }
    }

    fn five_years(&self, distance: &[f64], weights: &[f64], position: usize) -> Vec<f64> {
        let (n, p) = (distance.len(), self.period);
        let years = (position + n).div_ceil(p);
        let begin = self.excluded.0.min(n);
        let end = n.saturating_sub(self.excluded.1).max(begin);
        let incomplete_first = ((p - (position + begin) % p) % p).min(end - begin);
        let incomplete_last = ((position + end) % p).min(end - begin - incomplete_first);
        let complete = (end - begin - incomplete_first - incomplete_last) / p;
        if complete < WINDOW {
            return vec![Sum::of(distance, weights, begin..end).rms(); years];
        }
        let first_start = begin + incomplete_first;
        let last_end = end - incomplete_last;
        let by_year: Vec<Sum> = (0..complete)
            .map(|y| Sum::of(distance, weights, first_start + y * p..first_start + (y + 1) * p))
            .collect();
        let window = |y: usize| by_year[y..y + WINDOW].iter().fold(Sum::default(), |a, b| a.plus(*b));
        let last_window = complete - WINDOW;
        let head = Sum::of(distance, weights, begin..first_start).plus(window(0)).rms();
        let tail = window(last_window).plus(Sum::of(distance, weights, last_end..end)).rms();
        // the year in the middle of the first window, and of the last
        let first_middle = (position + first_start) / p + WINDOW / 2;
        let last_middle = first_middle + last_window;
        (0..years)
            .map(|year| {
                if year < first_middle {
                    head
                } else if year > last_middle {
                    tail
                } else {
                    window(year - first_middle).rms()
                }
            })
            .collect()
    }

    fn by_position(&self, distance: &[f64], weights: &[f64], position: usize) -> Vec<f64> {
        let mut sums = vec![Sum::default(); self.period];
        let end = distance.len().saturating_sub(self.excluded.1);
        for t in self.excluded.0..end {
            if weights[t] > 0.0 {
                sums[(position + t) % self.period].add(distance[t]);
            }
        }
        sums.iter().map(Sum::rms).collect()
    }

    /// One per group, by position; backcasts are never left out here.
    fn by_group(&self, distance: &[f64], weights: &[f64], position: usize) -> Vec<f64> {
        let group = |j: usize| match self.spec.sigma_groups.get(j) {
            Some(SigmaGroup::Group2) => 1,
            _ => 0,
        };
        let mut sums = [Sum::default(); 2];
        for t in 0..distance.len().saturating_sub(self.excluded.1) {
            if weights[t] > 0.0 {
                sums[group((position + t) % self.period)].add(distance[t]);
            }
        }
        (0..self.period).map(|j| sums[group(j)].rms()).collect()
    }

    /// What to remove from the series: the irregular beyond its weighted part (`x11.md` 9.4); neutral for
    /// weight 1.
    pub(super) fn corrections(&self, irregular: &[f64], weights: &[f64]) -> Vec<f64> {
        irregular
            .iter()
            .zip(weights)
            .map(|(&v, &w)| match self.scale {
                _ if w == 1.0 => self.scale.neutral(),
                Scale::Ratio => v / (1.0 + w * (v - 1.0)),
                Scale::Difference => v * (1.0 - w),
            })
            .collect()
    }
}

#[derive(Clone, Copy, Default)]
struct Sum {
    squares: f64,
    count: usize,
}

impl Sum {
    /// Over the values of `range` with a positive weight.
    fn of(distance: &[f64], weights: &[f64], range: std::ops::Range<usize>) -> Self {
        let mut sum = Self::default();
        for (&a, &w) in distance[range.clone()].iter().zip(&weights[range]) {
            if w > 0.0 {
                sum.add(a);
            }
        }
        sum
    }

    fn plus(self, other: Self) -> Self {
        Self { squares: self.squares + other.squares, count: self.count + other.count }
    }

    fn add(&mut self, distance: f64) {
        self.squares += distance * distance;
        self.count += 1;
    }

    fn rms(&self) -> f64 {
        (self.squares / self.count as f64).sqrt()
    }
}

/// An SI series with its extremes replaced.
#[derive(Debug)]
pub(super) struct Replaced {
    /// The replacement values; NaN where nothing was replaced.
    pub(super) replacements: Vec<f64>,
    /// The whole series, replacements included.
    pub(super) series: Vec<f64>,
}

/// Replaces the values of `si` with a weight below 1 in `observed` by means of neighbours of weight 1 in the
/// same period of the year (`x11.md` 9.3).
pub(super) fn replace(
    si: &[f64],
    weights: &[f64],
    period: usize,
    observed: std::ops::Range<usize>,
) -> Replaced {
    let mut replacements = vec![f64::NAN; si.len()];
    let mut series = si.to_vec();
    for t in observed {
        let (Some(&w), Some(&x)) = (weights.get(t), si.get(t)) else { break };
        if w < 1.0 {
            let value = match neighbours(si, weights, period, t) {
                Some(sum) => (w * x + sum) / (4.0 + w),
                None => mean_of_period(si, period, t),
            };
            replacements[t] = value;
            series[t] = value;
        }
    }
    Replaced { replacements, series }
}

/// Sum of the two nearest values of weight 1 before and the two after, completed on the other side.
fn neighbours(si: &[f64], weights: &[f64], period: usize, t: usize) -> Option<f64> {
    let regular = |s: &usize| weights[*s] == 1.0;
    let mut before = (t % period..t).step_by(period).rev().filter(regular);
    let mut after = (t + period..si.len()).step_by(period).filter(regular);
    let (mut sum, mut found) = (0.0, 0);
    for _ in 0..2 {
        for s in [before.next(), after.next()].into_iter().flatten() {
            sum += si[s];
            found += 1;
        }
    }
    for s in before.chain(after) {
        if found == 4 {
            break;
        }
        sum += si[s];
        found += 1;
    }
    (found == 4).then_some(sum)
}

fn mean_of_period(si: &[f64], period: usize, t: usize) -> f64 {
    let values = si[t % period..].iter().step_by(period);
    let n = values.len() as f64;
    values.sum::<f64>() / n
}
