//! Intervention variables (`timeseries-calendars-regressors.md`, sections 19 and 22.3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Component;
use crate::toolkit::timeseries::TsDomain;

/// Days from the first to the last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
}

/// The intervals' indicator e filtered: x = e / ((1 - delta B)(1 - delta_s B^s)).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InterventionVariable {
    /// Coefficient of the regular filter, usually in [0, 1].
    #[serde(default)]
    pub delta: f64,
    /// Coefficient of the seasonal filter, usually in [0, 1].
    #[serde(default)]
    pub seasonal_delta: f64,
    /// Where the indicator is 1; overlapping intervals add up.
    pub intervals: Vec<Interval>,
}

impl InterventionVariable {
    /// One column. Intervals before the domain have their full accumulated effect.
    pub fn fill(&self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        let n = out.len() as i64;
        let positions = |i: &Interval| (domain.position_of(i.start), domain.position_of(i.end));
        let Some(first) = self.intervals.iter().map(|i| positions(i).0).min().filter(|first| *first < n)
        else {
            return;
        };
        let mut x = vec![0.0; usize::try_from(n - first).unwrap_or(0)];
        for (from, to) in self.intervals.iter().map(positions) {
            let from = usize::try_from(from - first).unwrap_or(0);
            let len = usize::try_from(to.min(n - 1) - first - from as i64 + 1).unwrap_or(0);
            x.iter_mut().skip(from).take(len).for_each(|e| *e += 1.0);
        }
        filter(&mut x, self.delta, 1);
        match domain.annual_frequency() {
            Some(s) if s > 1 => filter(&mut x, self.seasonal_delta, s as usize),
            _ => {}
        }
        if first >= 0 {
            out.iter_mut().skip(first as usize).zip(&x).for_each(|(o, v)| *o = *v);
        } else {
            out.iter_mut().zip(x.iter().skip(first.unsigned_abs() as usize)).for_each(|(o, v)| *o = *v);
        }
    }

    /// Component the effect belongs to unless something else is said: a lasting change (an interval of a year
    /// or more, or delta above 0.8) to the trend, a seasonal filter to the seasonal, other changes to the
    /// irregular; undefined when both filters act.
    pub fn default_component(&self) -> Component {
        let years = |i: &Interval| (i.end - i.start).num_days() / 365;
        let long = self.intervals.iter().map(years).max().unwrap_or(0) > 0;
        match (self.delta, self.seasonal_delta) {
            (delta, seasonal) if delta > 0.0 && seasonal > 0.0 => Component::Undefined,
            (_, seasonal) if long && seasonal == 0.0 => Component::Trend,
            _ if long => Component::Undefined,
            (_, seasonal) if seasonal > 0.0 => Component::Seasonal,
            (delta, _) if delta > 0.8 => Component::Trend,
            _ => Component::Irregular,
        }
    }
}

/// x_t = e_t + delta x_{t - lag}, in place.
fn filter(x: &mut [f64], delta: f64, lag: usize) {
    if delta == 0.0 {
        return;
    }
    for t in lag..x.len() {
        let (past, now) = x.split_at_mut(t);
        if let (Some(x), Some(before)) = (now.first_mut(), past.get(t - lag)) {
            *x += delta * before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::timeseries::TsPeriod;

    fn quarterly(year: i32, n: usize, delta: f64, seasonal_delta: f64, from: &str, to: &str) -> Vec<f64> {
        let intervals = vec![Interval { start: from.parse().unwrap(), end: to.parse().unwrap() }];
        let mut x = vec![f64::NAN; n];
        let domain = TsDomain::new(TsPeriod::of_month(4, year, 1).unwrap(), n);
        InterventionVariable { delta, seasonal_delta, intervals }.fill(domain, &mut x);
        x
    }

    #[test]
    fn worked_examples() {
        let x = quarterly(2000, 8, 1.0, 0.0, "2000-07-01", "2001-01-01");
        assert_eq!(x, [0.0, 0.0, 1.0, 2.0, 3.0, 3.0, 3.0, 3.0]);
        assert_eq!(quarterly(2001, 4, 1.0, 0.0, "2000-07-01", "2001-04-01"), [3.0, 4.0, 4.0, 4.0]);
        assert_eq!(quarterly(2001, 4, 1.0, 0.0, "2000-07-01", "2009-04-01"), [3.0, 4.0, 5.0, 6.0]);
        let x = quarterly(2000, 12, 0.7, 1.0, "2000-07-01", "2000-07-01");
        let expected =
            [0.0, 0.0, 1.0, 0.7, 0.49, 0.343, 1.2401, 0.86807, 0.607649, 0.4253543, 1.29774801, 0.908423607];
        assert!(x.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9));
        assert_eq!(quarterly(2000, 2, 1.0, 1.0, "2005-07-01", "2005-07-01"), [0.0, 0.0]);
    }

    #[test]
    fn default_components() {
        let of = |delta, seasonal_delta, end: &str| {
            let interval = Interval { start: "2000-01-01".parse().unwrap(), end: end.parse().unwrap() };
            InterventionVariable { delta, seasonal_delta, intervals: vec![interval] }.default_component()
        };
        assert_eq!(of(0.5, 0.5, "2000-01-01"), Component::Undefined);
        assert_eq!(of(0.5, 0.0, "2001-01-01"), Component::Trend);
        assert_eq!(of(0.0, 1.0, "2001-01-01"), Component::Undefined);
        assert_eq!(of(0.0, 1.0, "2000-01-01"), Component::Seasonal);
        assert_eq!(of(1.0, 0.0, "2000-01-01"), Component::Trend);
        assert_eq!(of(0.7, 0.0, "2000-01-01"), Component::Irregular);
    }
}
