//! Arithmetic on series (`timeseries-calendars-regressors.md`, section 4). Missing values propagate as NaN.

use super::data::copy_common;
use super::{TsData, TsError, TsPeriod};

impl TsData {
    /// `f(self(t), other(t))` on the common periods; empty when there are none.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn combine(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Result<Self, TsError> {
        let common = self.domain().intersection(other.domain())?;
        let part = |x: &Self| x.domain().index_of(common.start).unwrap_or(x.len());
        let left = self.values().iter().skip(part(self));
        let right = other.values().iter().skip(part(other));
        Ok(Self::new(common.start, left.zip(right).take(common.len).map(|(&a, &b)| f(a, b)).collect()))
    }

    /// Sum on the common periods.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn add(&self, other: &Self) -> Result<Self, TsError> {
        self.combine(other, |a, b| a + b)
    }

    /// Difference on the common periods.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn subtract(&self, other: &Self) -> Result<Self, TsError> {
        self.combine(other, |a, b| a - b)
    }

    /// Product on the common periods.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn multiply(&self, other: &Self) -> Result<Self, TsError> {
        self.combine(other, |a, b| a * b)
    }

    /// Ratio on the common periods.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn divide(&self, other: &Self) -> Result<Self, TsError> {
        self.combine(other, |a, b| a / b)
    }

    /// y(t) - y(t - lag), from `lag` periods after the start.
    #[must_use]
    pub fn delta(&self, lag: usize) -> Self {
        self.against_past(lag, |now, past| now - past)
    }

    /// [`Self::delta`] repeated `order` times.
    #[must_use]
    pub fn delta_of_order(&self, lag: usize, order: usize) -> Self {
        (0..order).fold(self.clone(), |x, _| x.delta(lag))
    }

    /// 100 (y(t) / y(t - lag) - 1), from `lag` periods after the start.
    #[must_use]
    pub fn pct_variation(&self, lag: usize) -> Self {
        self.against_past(lag, |now, past| 100.0 * (now / past - 1.0))
    }

    fn against_past(&self, lag: usize, f: impl Fn(f64, f64) -> f64) -> Self {
        let past = self.values().iter();
        let now = self.values().iter().skip(lag);
        Self::new(self.start().plus(lag as i64), now.zip(past).map(|(&a, &b)| f(a, b)).collect())
    }

    /// The same values `n` periods later: the result at t is y(t - n). A negative `n` leads.
    #[must_use]
    pub fn lag(&self, n: i64) -> Self {
        Self::new(self.start().plus(n), self.values().to_vec())
    }

    /// The same values `n` periods earlier: the result at t is y(t + n).
    #[must_use]
    pub fn lead(&self, n: i64) -> Self {
        self.lag(n.saturating_neg())
    }

    /// (y - mean) / sd with sd = sqrt(sum (y - mean)^2 / n), mean and sd over all n values.
    #[must_use]
    pub fn normalize(&self) -> Self {
        let n = self.len() as f64;
        let mean = self.values().iter().sum::<f64>() / n;
        let sd = (self.values().iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
        self.map(|x| (x - mean) / sd)
    }

    /// On the hull of both series: the value of `newer` where it has a period, else that of `self`; NaN in a
    /// gap between them.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn update(&self, newer: &Self) -> Result<Self, TsError> {
        let hull = self.domain().union(newer.domain())?;
        let mut values = vec![f64::NAN; hull.len];
        for part in [self, newer] {
            copy_common(part.domain(), (part.start(), part.values()), (hull.start, &mut values));
        }
        Ok(Self::new(hull.start, values))
    }

    /// The series joined end to start; empty ones are skipped. None when all are empty.
    ///
    /// # Errors
    /// [`TsError::NotConsecutive`] when one does not start right after the previous one;
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn concatenate<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Result<Option<Self>, TsError> {
        let mut joined: Option<(TsPeriod, Vec<f64>)> = None;
        for part in parts.into_iter().filter(|p| !p.is_empty()) {
            match &mut joined {
                None => joined = Some((part.start(), part.values().to_vec())),
                Some((start, values)) => {
                    let end = start.plus(values.len() as i64);
                    if end.until(part.start())? != 0 {
                        return Err(TsError::NotConsecutive { end, start: part.start() });
                    }
                    values.extend_from_slice(part.values());
                }
            }
        }
        Ok(joined.map(|(start, values)| Self::new(start, values)))
    }

    /// Euclidean norm of the finite differences on the common periods; none when there is no finite one.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn distance(&self, other: &Self) -> Result<Option<f64>, TsError> {
        let (ssq, n) = self.squared_differences(other)?;
        Ok((n > 0).then(|| ssq.sqrt()))
    }

    /// Root mean square of the finite differences on the common periods; none when there is no finite one.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn rms_distance(&self, other: &Self) -> Result<Option<f64>, TsError> {
        let (ssq, n) = self.squared_differences(other)?;
        Ok((n > 0).then(|| (ssq / n as f64).sqrt()))
    }

    fn squared_differences(&self, other: &Self) -> Result<(f64, usize), TsError> {
        let differences = self.subtract(other)?;
        let finite = differences.values().iter().filter(|x| x.is_finite());
        Ok(finite.fold((0.0, 0), |(ssq, n), x| (ssq + x * x, n + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarterly(year: i32, quarter: u32, values: &[f64]) -> TsData {
        TsData::of(4, year, 3 * quarter - 2, values.to_vec()).unwrap()
    }

    #[test]
    fn binary_operations_act_on_the_common_periods() {
        let a = quarterly(2000, 1, &[1.0, 2.0, 3.0, 4.0]);
        let b = quarterly(2000, 3, &[10.0, f64::NAN, 30.0]);
        assert_eq!(a.add(&b).unwrap(), quarterly(2000, 3, &[13.0, f64::NAN]));
        assert_eq!(b.subtract(&a).unwrap().values()[0], 7.0);
        assert!(a.multiply(&quarterly(2010, 1, &[1.0])).unwrap().is_empty());
        assert!(a.divide(&TsData::of(12, 2000, 1, vec![1.0]).unwrap()).is_err());
    }

    #[test]
    fn differences_and_shifts() {
        let y = quarterly(2000, 1, &[1.0, 2.0, 4.0, 8.0]);
        assert_eq!(y.delta(1), quarterly(2000, 2, &[1.0, 2.0, 4.0]));
        assert_eq!(y.delta_of_order(1, 2), quarterly(2000, 3, &[1.0, 2.0]));
        assert_eq!(y.pct_variation(2), quarterly(2000, 3, &[300.0, 300.0]));
        assert!(y.delta(9).is_empty());
        assert_eq!(y.lag(1).start(), y.start().plus(1));
        assert_eq!(y.lead(1).get(y.start()), Some(2.0));
        let z = quarterly(2000, 1, &[1.0, 3.0]).normalize();
        assert_eq!(z.values(), [-1.0, 1.0]);
    }

    #[test]
    fn update_and_concatenate() {
        let a = quarterly(2000, 1, &[1.0, 2.0]);
        let b = quarterly(2000, 4, &[4.0]);
        assert_eq!(a.update(&b).unwrap(), quarterly(2000, 1, &[1.0, 2.0, f64::NAN, 4.0]));
        let c = quarterly(2000, 2, &[20.0, 30.0]);
        assert_eq!(a.update(&c).unwrap(), quarterly(2000, 1, &[1.0, 20.0, 30.0]));
        assert!(TsData::concatenate([&a, &b]).is_err());
        let d = quarterly(2000, 3, &[3.0]);
        let joined = TsData::concatenate([&a, &quarterly(1990, 1, &[]), &d, &b]).unwrap().unwrap();
        assert_eq!(joined, quarterly(2000, 1, &[1.0, 2.0, 3.0, 4.0]));
        assert_eq!(TsData::concatenate([]).unwrap(), None);
    }

    #[test]
    fn distances() {
        let a = quarterly(2000, 1, &[1.0, 2.0, f64::NAN]);
        let b = quarterly(2000, 1, &[4.0, 6.0, 1.0]);
        assert_eq!(a.distance(&b).unwrap(), Some(5.0));
        assert_eq!(a.rms_distance(&b).unwrap(), Some(12.5f64.sqrt()));
        assert_eq!(a.distance(&quarterly(2010, 1, &[1.0])).unwrap(), None);
    }
}
