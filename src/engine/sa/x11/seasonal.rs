//! Seasonal filters period by period, and the normalisation of the result (`x11.md` section 7).

use std::sync::LazyLock;

use super::scale::Scale;
use crate::sa::spec::SeasonalFilter;
use crate::toolkit::math::linear_filters::{FilterWithEnds, SymmetricFilter, centred_average};

/// Years below which every period is stable.
const STABLE_YEARS: usize = 5;
/// Years (begun) below which a 3x15 filter is replaced by a stable one.
const S3X15_YEARS: usize = 20;

static S3X1: LazyLock<FilterWithEnds> = LazyLock::new(|| bank(&[1.0, 1.0], 3.0, &[&[0.39, 0.61]], 1.0));
static S3X3: LazyLock<FilterWithEnds> =
    LazyLock::new(|| bank(&[3.0, 2.0, 1.0], 9.0, &[&[5.0, 11.0, 11.0], &[3.0, 7.0, 10.0, 7.0]], 27.0));
static S3X5: LazyLock<FilterWithEnds> = LazyLock::new(|| {
    let ends: [&[f64]; 3] =
        [&[9.0, 17.0, 17.0, 17.0], &[4.0, 11.0, 15.0, 15.0, 15.0], &[4.0, 8.0, 13.0, 13.0, 13.0, 9.0]];
    bank(&[3.0, 3.0, 2.0, 1.0], 15.0, &ends, 60.0)
});
static S3X9: LazyLock<FilterWithEnds> = LazyLock::new(|| {
    let ends: [&[f64]; 5] = [
        &[0.051, 0.112, 0.173, 0.197, 0.221, 0.246],
        &[0.028, 0.092, 0.144, 0.160, 0.176, 0.192, 0.208],
        &[0.032, 0.079, 0.123, 0.133, 0.143, 0.154, 0.163, 0.173],
        &[0.034, 0.075, 0.113, 0.117, 0.123, 0.128, 0.132, 0.137, 0.141],
        &[0.034, 0.073, 0.111, 0.113, 0.114, 0.116, 0.117, 0.118, 0.120, 0.084],
    ];
    bank(&[3.0, 3.0, 3.0, 3.0, 2.0, 1.0], 27.0, &ends, 1.0)
});
static S3X15: LazyLock<FilterWithEnds> = LazyLock::new(|| {
    // first weight, weight of the last five; between them 0.04444 and 0.06667 as often as needed
    let short = [
        (0.02222, 0.16),
        (0.0222, 0.14667),
        (0.02223, 0.13333),
        (0.02221, 0.12),
        (0.02219, 0.10667),
        (0.02222, 0.09333),
        (0.0222, 0.08),
    ];
    let mut ends: Vec<Vec<f64>> = (0..)
        .zip(short)
        .map(|(q, (first, last))| {
            let mut end = vec![first, 0.04444];
            end.extend(std::iter::repeat_n(0.06667, 2 + q));
            end.extend([last; 5]);
            end
        })
        .collect();
    let mut nearly = vec![0.0222, 0.04444];
    nearly.extend([0.06667; 9]);
    nearly.extend([0.07111, 0.07111, 0.07111, 0.07111, 0.04889]);
    ends.push(nearly);
    let ends: Vec<&[f64]> = ends.iter().map(Vec::as_slice).collect();
    bank(&[3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 2.0, 1.0], 45.0, &ends, 1.0)
});

fn bank(half: &[f64], divisor: f64, ends: &[&[f64]], end_divisor: f64) -> FilterWithEnds {
    let divided = |w: &[f64], by: f64| w.iter().map(|w| w / by).collect();
    FilterWithEnds::new(
        SymmetricFilter::new(divided(half, divisor)),
        ends.iter().map(|e| divided(e, end_divisor)).collect(),
    )
}

/// The moving average of `filter` with its end filters (`x11.md` 7.1); none where the values are averaged
/// ([`SeasonalFilter::Stable`]) or the filter is still to be chosen.
pub fn seasonal_filter(filter: SeasonalFilter) -> Option<&'static FilterWithEnds> {
    match filter {
        SeasonalFilter::S3X1 => Some(&S3X1),
        SeasonalFilter::S3X3 => Some(&S3X3),
        SeasonalFilter::S3X5 => Some(&S3X5),
        SeasonalFilter::S3X9 => Some(&S3X9),
        SeasonalFilter::S3X15 => Some(&S3X15),
        SeasonalFilter::Stable | SeasonalFilter::X11Default | SeasonalFilter::Msr => None,
    }
}

/// The filters of the stages, one per period of the year.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StageFilters {
    /// B4, B5, C5, D5.
    pub(super) first: Vec<SeasonalFilter>,
    /// B9, B10, C10.
    pub(super) later: Vec<SeasonalFilter>,
    /// D10; none when the moving seasonality ratio decides.
    pub(super) last: Option<Vec<SeasonalFilter>>,
}

impl StageFilters {
    /// From the options: one for all periods or one per period.
    pub(super) fn new(options: &[SeasonalFilter], period: usize) -> Self {
        let option = |j: usize| options.get(j).or(options.first()).copied().unwrap_or_default();
        let resolved = |automatic: SeasonalFilter| -> Vec<SeasonalFilter> {
            (0..period)
                .map(|j| match option(j) {
                    SeasonalFilter::X11Default | SeasonalFilter::Msr => automatic,
                    explicit => explicit,
                })
                .collect()
        };
        let later = resolved(SeasonalFilter::S3X5);
        let chosen = (0..period).all(|j| option(j) == SeasonalFilter::Msr);
        Self { first: resolved(SeasonalFilter::S3X3), last: (!chosen).then(|| later.clone()), later }
    }
}

/// `filter` on a series of `len` values: stable when there are too few years.
fn usable(filter: SeasonalFilter, len: usize, period: usize) -> SeasonalFilter {
    let short =
        len / period < STABLE_YEARS || filter == SeasonalFilter::S3X15 && len.div_ceil(period) < S3X15_YEARS;
    if short { SeasonalFilter::Stable } else { filter }
}

/// Estimates normalised seasonals.
#[derive(Debug)]
pub(super) struct SeasonalEstimator {
    period: usize,
    scale: Scale,
    year: SymmetricFilter,
    /// Filters that decide which periods are stable for the normalisation (those of the later seasonals).
    normalising: Vec<SeasonalFilter>,
    sub_series: Vec<f64>,
    filtered: Vec<f64>,
}

impl SeasonalEstimator {
    pub(super) fn new(period: usize, scale: Scale, filters: &StageFilters) -> Self {
        Self {
            period,
            scale,
            year: centred_average(period),
            normalising: filters.later.clone(),
            sub_series: Vec::new(),
            filtered: Vec::new(),
        }
    }

    /// The normalised seasonal of `si`, whose first value is at `position` in the year, by `filters`,
    /// extended by `extension` values at both ends.
    pub(super) fn estimate(
        &mut self,
        si: &[f64],
        position: usize,
        filters: &[SeasonalFilter],
        extension: usize,
    ) -> Vec<f64> {
        self.estimate_labelled(si, position, position, filters, extension)
    }

    /// [`Self::estimate`], with the first value counted as `label` when the normalisation looks for stable
    /// periods. (B4 labels it otherwise than it should when the period is odd.)
    pub(super) fn estimate_labelled(
        &mut self,
        si: &[f64],
        position: usize,
        label: usize,
        filters: &[SeasonalFilter],
        extension: usize,
    ) -> Vec<f64> {
        let raw = self.filter(si, position, filters);
        self.normalise(&raw, label, extension)
    }

    fn filter(&mut self, si: &[f64], position: usize, filters: &[SeasonalFilter]) -> Vec<f64> {
        let (m, p) = (si.len(), self.period);
        let mut raw = vec![0.0; m];
        for j in 0..p.min(m) {
            let option = filters.get((position + j) % p).copied().unwrap_or_default();
            self.sub_series.clear();
            self.sub_series.extend(si[j..].iter().step_by(p));
            let n = self.sub_series.len();
            self.filtered.resize(n, 0.0);
            match seasonal_filter(usable(option, m, p)) {
                Some(filter) => filter.apply(&self.sub_series, &mut self.filtered),
                None => self.filtered.fill(self.sub_series.iter().sum::<f64>() / n as f64),
            }
            for (to, from) in raw[j..].iter_mut().step_by(p).zip(&self.filtered) {
                *to = *from;
            }
        }
        raw
    }

    /// Removes the centred moving average of the raw seasonal, prolonged at the ends by its nearest value, or
    /// for stable periods by that of the nearest year; then repeats the nearest years `extension` times.
    fn normalise(&self, raw: &[f64], label: usize, extension: usize) -> Vec<f64> {
        let (m, p, d) = (raw.len(), self.period, self.year.half_length());
        if m <= 2 * d || m < p + d {
            return vec![self.scale.neutral(); m + 2 * extension];
        }
        let mut mean = vec![0.0; m];
        self.year.apply_inside(raw, &mut mean[d..m - d]);
        let (head, tail) = (mean[d], mean[m - d - 1]);
        mean[..d].fill(head);
        mean[m - d..].fill(tail);
        let stable = |i: usize| {
            let option = self.normalising.get((label + i) % p).copied().unwrap_or_default();
            usable(option, m, p) == SeasonalFilter::Stable
        };
        for i in (0..d).filter(|&i| stable(i)) {
            mean[i] = mean[i + p];
        }
        for i in (m - d..m).rev().filter(|&i| stable(i)) {
            mean[i] = mean[i - p];
        }
        let mut out = vec![0.0; m + 2 * extension];
        for ((s, r), mean) in out[extension..].iter_mut().zip(raw).zip(&mean) {
            *s = self.scale.remove(*r, *mean);
        }
        for k in (0..extension).rev() {
            out[k] = out[k + p];
        }
        for k in m + extension..m + 2 * extension {
            out[k] = out[k - p];
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one() {
        use SeasonalFilter as F;
        for option in [F::S3X1, F::S3X3, F::S3X5, F::S3X9, F::S3X15] {
            let filter = seasonal_filter(option).unwrap();
            assert!((filter.symmetric().weights().iter().sum::<f64>() - 1.0).abs() < 1e-14);
            let h = filter.symmetric().half_length();
            assert_eq!(filter.ends().len(), h);
            for (q, end) in filter.ends().iter().enumerate() {
                assert_eq!(end.len(), h + 1 + q, "{option:?} {q}");
                assert!((end.iter().sum::<f64>() - 1.0).abs() < 1e-14, "{option:?} {q}");
            }
        }
    }

    #[test]
    fn options_by_stage() {
        use SeasonalFilter as F;
        let msr = StageFilters::new(&[F::Msr], 4);
        assert_eq!((&msr.first, &msr.later, &msr.last), (&vec![F::S3X3; 4], &vec![F::S3X5; 4], &None));
        let mixed = StageFilters::new(&[F::Msr, F::Stable, F::X11Default, F::S3X9], 4);
        assert_eq!(mixed.first, [F::S3X3, F::Stable, F::S3X3, F::S3X9]);
        assert_eq!(mixed.last, Some(vec![F::S3X5, F::Stable, F::S3X5, F::S3X9]));
    }

    #[test]
    fn short_series_are_stable() {
        assert_eq!(usable(SeasonalFilter::S3X3, 59, 12), SeasonalFilter::Stable);
        assert_eq!(usable(SeasonalFilter::S3X3, 60, 12), SeasonalFilter::S3X3);
        assert_eq!(usable(SeasonalFilter::S3X15, 19 * 12, 12), SeasonalFilter::Stable);
        assert_eq!(usable(SeasonalFilter::S3X15, 19 * 12 + 1, 12), SeasonalFilter::S3X15);
    }

    #[test]
    fn a_seasonal_pattern_is_its_own_normalised_seasonal() {
        let pattern = [1.0, -2.0, 0.5, 0.5];
        let si: Vec<f64> = (0..24).map(|t| pattern[t % 4]).collect();
        let filters = StageFilters::new(&[SeasonalFilter::S3X5], 4);
        let mut estimator = SeasonalEstimator::new(4, Scale::Difference, &filters);
        let s = estimator.estimate(&si, 0, &filters.first, 2);
        assert_eq!(s.len(), 28);
        for (i, s) in s.iter().enumerate() {
            assert!((s - pattern[(i + 2) % 4]).abs() < 1e-14);
        }
    }
}
