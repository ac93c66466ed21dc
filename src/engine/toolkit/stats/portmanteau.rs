//! Ljung-Box and Box-Pierce tests of independence (`diagnostics.md` 1.3).

use super::{
    StatisticalTest,
    autocovariance::{autocorrelation_given, autocovariance},
    descriptive,
};

/// Which autocorrelations enter a portmanteau statistic; exact zeros pass no sign filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autocorrelations {
    /// All of them.
    All,
    /// The positive ones.
    Positive,
    /// The negative ones.
    Negative,
}

impl Autocorrelations {
    /// Whether `r` is kept.
    pub fn keep(self, r: f64) -> bool {
        match self {
            Autocorrelations::All => true,
            Autocorrelations::Positive => r > 0.0,
            Autocorrelations::Negative => r < 0.0,
        }
    }
}

/// What the portmanteau tests use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portmanteau {
    /// Distance between the lags: 1, or the seasonal period. 0 gives no test.
    pub step: usize,
    /// Number K of autocorrelations, at lags step, 2 step, ..., K step.
    pub count: usize,
    /// Number h of estimated parameters, taken off the degrees of freedom when `step` is 1.
    pub hyper_parameters: usize,
    /// Sign filter.
    pub sign: Autocorrelations,
}

impl Portmanteau {
    /// Autocorrelations 1 to `count`, all signs.
    pub fn regular(count: usize, hyper_parameters: usize) -> Self {
        Self { step: 1, count, hyper_parameters, sign: Autocorrelations::All }
    }

    /// The first two positive autocorrelations at multiples of `period`.
    pub fn seasonal(period: usize) -> Self {
        Self { step: period, count: 2, hyper_parameters: 0, sign: Autocorrelations::Positive }
    }

    /// Ljung and Box (1978): N(N+2) sum r(il)²/(N-il), autocorrelations about 0.
    ///
    /// N is the length, missing values included. With a sign filter the statistic is 0 when the first
    /// autocorrelation does not pass. Chi2(K-h) if the step is 1, else Chi2(K). None when no degree
    /// of freedom is left or N equals one of the lags (the term is 0/0).
    pub fn ljung_box(&self, x: &[f64]) -> Option<StatisticalTest> {
        self.ljung_box_about(x, 0.0, x.len())
    }

    /// Box and Pierce (1970): N sum r(il)², autocorrelations about 0; no rule on the first one.
    pub fn box_pierce(&self, x: &[f64]) -> Option<StatisticalTest> {
        self.box_pierce_about(x, 0.0, x.len())
    }

    /// [`Self::ljung_box`] with autocorrelations about the mean and N = n - 1.
    pub fn ljung_box_centred(&self, x: &[f64]) -> Option<StatisticalTest> {
        self.ljung_box_about(x, descriptive::mean(x)?, x.len().checked_sub(1)?)
    }

    /// [`Self::box_pierce`] with autocorrelations about the mean and N = n - 1.
    pub fn box_pierce_centred(&self, x: &[f64]) -> Option<StatisticalTest> {
        self.box_pierce_about(x, descriptive::mean(x)?, x.len().checked_sub(1)?)
    }

    /// Ljung-Box statistic about `centre` for `count` observations.
    pub(crate) fn ljung_box_about(&self, x: &[f64], centre: f64, count: usize) -> Option<StatisticalTest> {
        let df = self.degrees_of_freedom()?;
        let n = count as f64;
        let mut sum = 0.0;
        for (i, r) in self.correlations(x, centre).enumerate() {
            if !self.sign.keep(r) {
                if i == 0 {
                    return StatisticalTest::chi2(0.0, df);
                }
                continue;
            }
            sum += r * r / (n - ((i + 1) * self.step) as f64);
        }
        StatisticalTest::chi2(n * (n + 2.0) * sum, df)
    }

    /// Box-Pierce statistic about `centre` for `count` observations.
    pub(crate) fn box_pierce_about(&self, x: &[f64], centre: f64, count: usize) -> Option<StatisticalTest> {
        let df = self.degrees_of_freedom()?;
        let sum: f64 = self.correlations(x, centre).filter(|&r| self.sign.keep(r)).map(|r| r * r).sum();
        StatisticalTest::chi2(count as f64 * sum, df)
    }

    fn degrees_of_freedom(&self) -> Option<f64> {
        let lost = if self.step == 1 { self.hyper_parameters } else { 0 };
        (self.step > 0 && self.count > lost).then(|| (self.count - lost) as f64)
    }

    fn correlations<'a>(&'a self, x: &'a [f64], centre: f64) -> impl Iterator<Item = f64> + 'a {
        let c0 = autocovariance(x, centre, 0);
        (1..=self.count).map(move |i| autocorrelation_given(x, centre, i * self.step, c0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hand_case() {
        // c(0) = 14, c(1) = 2 + 6 = 8, c(2) = 3 (all over 3)
        let x = [1.0, 2.0, 3.0];
        let (r1, r2): (f64, f64) = (8.0 / 14.0, 3.0 / 14.0);
        let lb = Portmanteau::regular(2, 0).ljung_box(&x).unwrap();
        assert!((lb.value - 15.0 * (r1 * r1 / 2.0 + r2 * r2)).abs() < 1e-14);
        let bp = Portmanteau::regular(2, 1).box_pierce(&x).unwrap();
        assert!((bp.value - 3.0 * (r1 * r1 + r2 * r2)).abs() < 1e-14);
        assert_eq!(bp.distribution.to_string(), "Chi2(1)");
    }

    #[test]
    fn a_first_negative_autocorrelation_stops_the_filtered_ljung_box_only() {
        let x = [1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0];
        let filtered = Portmanteau { sign: Autocorrelations::Positive, ..Portmanteau::regular(2, 0) };
        let lb = filtered.ljung_box(&x).unwrap();
        assert_eq!((lb.value, lb.p_value), (0.0, 1.0));
        assert!(filtered.box_pierce(&x).unwrap().value > 0.0);
    }

    #[test]
    fn short_constant_or_empty() {
        // N equal to a lag: 0/0
        assert!(Portmanteau::regular(24, 0).ljung_box(&[1.0, -2.0, 1.5]).is_none());
        assert!(Portmanteau::regular(2, 2).ljung_box(&[1.0, -2.0, 1.5]).is_none());
        assert_eq!(Portmanteau::regular(2, 0).ljung_box(&[0.0; 9]).unwrap().value, 0.0);
        assert!(Portmanteau::seasonal(0).ljung_box(&[1.0, 2.0]).is_none());
        assert!(Portmanteau::regular(4, 0).ljung_box_centred(&[]).is_none());
        let _ = Portmanteau::regular(4, 0).ljung_box(&[]);
    }

    proptest! {
        #[test]
        fn box_pierce_is_below_ljung_box(x in prop::collection::vec(-10.0..10.0f64, 40..80)) {
            let p = Portmanteau::regular(24, 0);
            prop_assert!(p.box_pierce(&x).unwrap().value <= p.ljung_box(&x).unwrap().value);
        }
    }
}
