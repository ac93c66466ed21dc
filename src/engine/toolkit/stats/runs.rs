//! Tests of randomness based on runs (`diagnostics.md` 1.4; Kendall and Stuart, *The Advanced Theory
//! of Statistics*). Missing values are skipped.
//!
//! The tests on lengths compare every length with its expectation, without grouping of classes:
//! their p-value is practically always 1.

use super::{StatisticalTest, descriptive};

/// Runs above and below a reference value; a value equal to the reference is above.
#[derive(Clone, Debug)]
pub struct Runs {
    above: usize,
    below: usize,
    lengths: RunLengths,
}

impl Runs {
    /// Runs about the mean; none for an empty sequence.
    pub fn about_mean(x: &[f64]) -> Option<Self> {
        Some(Self::about(x, descriptive::mean(x)?))
    }

    /// Runs about the median; none for an empty sequence.
    pub fn about_median(x: &[f64]) -> Option<Self> {
        Some(Self::about(x, descriptive::median(x)?))
    }

    fn about(x: &[f64], reference: f64) -> Self {
        let above = descriptive::finite(x).filter(|&v| v >= reference).count();
        let lengths = RunLengths::of(descriptive::finite(x).map(|v| v >= reference));
        Self { above, below: descriptive::finite(x).count() - above, lengths }
    }

    /// Number of runs against its expectation 1 + 2 n+ n-/n, Normal(0,1), two-sided.
    pub fn number(&self) -> Option<StatisticalTest> {
        let (above, below) = (self.above as f64, self.below as f64);
        let n = above + below;
        let product = 2.0 * above * below;
        let variance = product * (product - n) / (n * n * (n - 1.0));
        if variance.is_nan() {
            return None;
        }
        let expected = 1.0 + product / n;
        StatisticalTest::normal((self.lengths.total as f64 - expected) / variance.max(1e-9).sqrt())
    }

    /// Lengths of the runs against their expectations, Chi2(n); none when all values are on one side.
    pub fn length(&self) -> Option<StatisticalTest> {
        let (above, below) = (self.above as f64, self.below as f64);
        let n = above + below;
        let (fa, fb) = (above / n, below / n);
        let scale = n / (above / below + below / above);
        if self.above == 0 || self.below == 0 {
            return None;
        }
        let expected =
            (1..=self.above + self.below).map(|l| scale * (fb * fa.powi(l as i32) + fa * fb.powi(l as i32)));
        StatisticalTest::chi2(self.lengths.distance(expected), n)
    }
}

/// Runs up and down: a value not below its predecessor continues an upward run.
#[derive(Clone, Debug)]
pub struct UpDownRuns {
    count: usize,
    lengths: RunLengths,
}

impl UpDownRuns {
    /// The runs; none for fewer than two finite values.
    pub fn of(x: &[f64]) -> Option<Self> {
        let values: Vec<f64> = descriptive::finite(x).collect();
        if values.len() < 2 {
            return None;
        }
        let lengths = RunLengths::of(values.windows(2).map(|w| matches!(w, [a, b] if b >= a)));
        Some(Self { count: values.len(), lengths })
    }

    /// Number of runs against its expectation (2n-1)/3, variance (16n-29)/90, Normal(0,1), two-sided.
    pub fn number(&self) -> Option<StatisticalTest> {
        let n = self.count as f64;
        let expected = (2.0 * n - 1.0) / 3.0;
        let variance = (16.0 * n - 29.0) / 90.0;
        StatisticalTest::normal((self.lengths.total as f64 - expected) / variance.sqrt())
    }

    /// Lengths of the runs against their expectations, Chi2(n-1).
    ///
    /// For L < n-1, `2 [n(L²+3L+1) - (L³+3L²-L-4)]/(L+3)!`; for L = n-1, `2/n!`.
    pub fn length(&self) -> Option<StatisticalTest> {
        let n = self.count as f64;
        let mut factorial = 6.0; // (L+3)! is built up; its inverse underflows to 0 for long runs
        let last = self.count - 1;
        let expected = (1..=last).map(|length| {
            let l = length as f64;
            factorial *= l + 3.0;
            if length == last {
                2.0 * (n + 1.0) * (n + 2.0) / factorial
            } else {
                2.0 * (n * (l * l + 3.0 * l + 1.0) - (l * l * l + 3.0 * l * l - l - 4.0)) / factorial
            }
        });
        StatisticalTest::chi2(self.lengths.distance(expected), n - 1.0)
    }
}

/// Numbers of runs by length.
#[derive(Clone, Debug)]
struct RunLengths {
    total: usize,
    /// Entry i: runs of length i + 1.
    counts: Vec<usize>,
}

impl RunLengths {
    fn of(sides: impl Iterator<Item = bool>) -> Self {
        let mut runs = Self { total: 0, counts: Vec::new() };
        let mut current: Option<(bool, usize)> = None;
        for side in sides {
            current = match current {
                Some((s, length)) if s == side => Some((s, length + 1)),
                Some((_, length)) => {
                    runs.add(length);
                    Some((side, 1))
                }
                None => Some((side, 1)),
            };
        }
        if let Some((_, length)) = current {
            runs.add(length);
        }
        runs
    }

    fn add(&mut self, length: usize) {
        self.total += 1;
        if self.counts.len() < length {
            self.counts.resize(length, 0);
        }
        if let Some(count) = self.counts.get_mut(length - 1) {
            *count += 1;
        }
    }

    /// Sum over the lengths of (O - E)²/E; E itself when nothing was observed, 999999 for an
    /// observation without expectation.
    fn distance(&self, expected: impl Iterator<Item = f64>) -> f64 {
        expected
            .enumerate()
            .map(|(i, e)| match self.counts.get(i).copied().unwrap_or(0) {
                0 => e,
                _ if e == 0.0 => 999_999.0,
                o => (o as f64 - e) * (o as f64 - e) / e,
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hand_case() {
        // above, above, below, below, above about the mean 3: three runs
        let runs = Runs::about_mean(&[4.0, 5.0, 1.0, 2.0, f64::NAN, 3.0]).unwrap();
        assert_eq!((runs.above, runs.below, runs.lengths.total), (3, 2, 3));
        assert_eq!(runs.lengths.counts, vec![1, 2]);
        // E = 1 + 12/5, V = 12*7/(25*4)
        let z = runs.number().unwrap().value;
        assert!((z - (3.0 - 3.4) / 0.84f64.sqrt()).abs() < 1e-14);
        let updown = UpDownRuns::of(&[1.0, 2.0, 3.0, 2.0]).unwrap();
        assert_eq!(updown.lengths.counts, vec![1, 1]);
    }

    #[test]
    fn short_constant_or_empty() {
        assert!(Runs::about_mean(&[]).is_none());
        assert!(UpDownRuns::of(&[1.0]).is_none());
        let constant = Runs::about_mean(&[2.0; 10]).unwrap();
        assert!(constant.length().is_none());
        assert!(Runs::about_mean(&[2.0]).unwrap().number().is_none());
        assert!(UpDownRuns::of(&[2.0, 1.0]).unwrap().number().is_some());
    }

    proptest! {
        #[test]
        fn lengths_add_up(x in prop::collection::vec(-10i32..10, 2..300)) {
            let x: Vec<f64> = x.into_iter().map(f64::from).collect();
            let total = |r: &RunLengths| r.counts.iter().enumerate().map(|(i, c)| (i + 1) * c).sum::<usize>();
            prop_assert_eq!(total(&Runs::about_median(&x).unwrap().lengths), x.len());
            let updown = UpDownRuns::of(&x).unwrap();
            prop_assert_eq!(total(&updown.lengths), x.len() - 1);
            prop_assert!(updown.length().is_none_or(|t| t.value.is_finite()));
        }
    }
}
