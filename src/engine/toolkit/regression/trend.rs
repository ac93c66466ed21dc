//! Linear trend and the regressor of the mean (`timeseries-calendars-regressors.md`, section 20).

use serde::{Deserialize, Serialize};

use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// Number of periods from `reference`.
pub(super) fn fill_linear_trend(reference: TsPeriod, domain: TsDomain, out: &mut [f64]) {
    let reference = reference.with_unit(domain.start.unit);
    let first = domain.start.id.saturating_sub(reference.id);
    out.iter_mut().zip(0..).for_each(|(x, t)| *x = first.saturating_add(t) as f64);
}

/// The effect x of the mean of a differenced series: (1 - B^d)(1 - B^s)^D x = 1, forward and backward from d + sD
/// zeros at the reference. For d = 0 the regular factor is left out.
///
/// For d = 2 the factor is 1 - B^2 and not (1 - B)^2, as in the reference; only the reported effect depends on
/// it, estimation uses a constant after differencing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendConstant {
    /// Regular differencing order d.
    pub d: usize,
    /// Seasonal differencing order D.
    pub seasonal_d: usize,
    /// First of the zeros, the start of the estimation domain; the start of the domain asked for when none.
    pub reference: Option<TsPeriod>,
}

/// Highest order of differencing followed; more is no model.
const HIGHEST_ORDER: usize = 10;

/// A reference further away than this many periods is moved to the domain.
const FURTHEST_REFERENCE: i64 = 10_000_000;

impl TrendConstant {
    /// One column.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        let s = domain.annual_frequency().unwrap_or(1) as usize;
        let delta = self.differencing(s);
        let q = delta.len() - 1;
        let n = out.len();
        let reference = self.reference.map_or(0, |p| {
            let position = p.with_unit(domain.start.unit).id.saturating_sub(domain.start.id);
            if position.abs() <= FURTHEST_REFERENCE { position } else { 0 }
        });
        // work[i] is the value at i + origin
        let origin = reference.min(0);
        let zeros = (reference - origin) as usize;
        let end = ((n as i64 - origin) as usize).max(zeros + q);
        let mut work = vec![0.0; end];
        for t in zeros + q..end {
            let past: f64 = (1..=q).map(|k| delta[k] * work[t - k]).sum();
            work[t] = 1.0 - past;
        }
        for t in (0..zeros).rev() {
            let later: f64 = (0..q).map(|k| delta[k] * work[t + q - k]).sum();
            work[t] = (1.0 - later) / delta[q];
        }
        out.iter_mut().zip(work.iter().skip(origin.unsigned_abs() as usize)).for_each(|(x, w)| *x = *w);
    }

    /// Coefficients of (1 - B^d)(1 - B^s)^D; the last one is 1 or -1.
    fn differencing(self, s: usize) -> Vec<f64> {
        let d = self.d.min(HIGHEST_ORDER);
        let regular = (d > 0).then_some(d);
        let lags = regular.into_iter().chain(std::iter::repeat_n(s, self.seasonal_d.min(HIGHEST_ORDER)));
        lags.fold(vec![1.0], |poly, lag| {
            let mut product = poly.clone();
            product.resize(poly.len() + lag, 0.0);
            poly.iter().zip(product.iter_mut().skip(lag)).for_each(|(c, p)| *p -= c);
            product
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(d: usize, seasonal_d: usize, shift: Option<i64>, n: usize) -> Vec<f64> {
        let domain = TsDomain::new(TsPeriod::of_month(4, 2000, 1).unwrap(), n);
        let reference = shift.map(|k| domain.start.plus(k));
        let mut x = vec![f64::NAN; n];
        TrendConstant { d, seasonal_d, reference }.fill(domain, &mut x);
        x
    }

    #[test]
    fn worked_examples() {
        assert_eq!(values(1, 1, None, 15), [0., 0., 0., 0., 0., 1., 2., 3., 4., 6., 8., 10., 12., 15., 18.]);
        assert_eq!(values(1, 1, Some(4), 10), [4., 3., 2., 1., 0., 0., 0., 0., 0., 1.]);
        assert_eq!(values(1, 1, Some(-5), 5), [1., 2., 3., 4., 6.]);
        assert_eq!(values(2, 1, None, 15), [0., 0., 0., 0., 0., 0., 1., 1., 2., 2., 4., 4., 6., 6., 9.]);
        assert_eq!(values(0, 0, None, 3), [1.0; 3]);
        assert_eq!(values(1, 0, Some(1), 4), [-1.0, 0.0, 1.0, 2.0]);
    }

    #[test]
    fn far_references_are_harmless() {
        assert_eq!(values(1, 1, Some(1000), 3).len(), 3);
        assert_eq!(values(1, 1, Some(i64::MAX / 2), 3).len(), 3);
        assert_eq!(values(1, 0, Some(-2), 0).len(), 0);
    }
}
