//! User variables and lags (`timeseries-calendars-regressors.md`, section 21).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{RegressionError, columns_of};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// A series used as a regressor.
#[derive(Clone, Debug, PartialEq)]
pub struct UserSeries {
    /// Name shown in results: that of the variable, or the full name `family.name`.
    pub name: String,
    /// The values.
    pub data: Arc<TsData>,
}

impl UserSeries {
    /// One column: the values of the series at the same periods, zero where it has none. Missing values inside
    /// the series stay missing.
    ///
    /// # Errors
    /// [`RegressionError::IncompatibleUnits`] when the unit is not that of the domain.
    pub fn fill(&self, domain: TsDomain, out: &mut [f64]) -> Result<(), RegressionError> {
        out.fill(0.0);
        let common =
            self.data.domain().intersection(domain).map_err(|_| RegressionError::IncompatibleUnits {
                variable: self.name.clone(),
                unit: self.data.unit(),
                expected: domain.start.unit,
            })?;
        let start =
            |of: TsDomain| usize::try_from(common.start.id.saturating_sub(of.start.id)).unwrap_or(usize::MAX);
        let values = self.data.values().iter().skip(start(self.data.domain()));
        out.iter_mut().skip(start(domain)).zip(values).take(common.len).for_each(|(x, v)| *x = *v);
        Ok(())
    }

    /// Whether the series has every period of the domain, so that no zero is put in.
    pub fn covers(&self, domain: TsDomain) -> bool {
        self.data.domain().intersection(domain).is_ok_and(|common| common.len == domain.len)
    }
}

/// The columns of some series.
pub(super) fn fill_all(
    series: &[UserSeries],
    domain: TsDomain,
    out: &mut [f64],
) -> Result<(), RegressionError> {
    columns_of(out, domain.len).zip(series).try_for_each(|(column, s)| s.fill(domain, column))
}

/// User series by family and name. A full name is `family.name`; without point the family is `legacy`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserSeriesFamilies {
    families: BTreeMap<String, BTreeMap<String, Arc<TsData>>>,
}

impl UserSeriesFamilies {
    /// Family of names without point.
    pub const LEGACY: &'static str = "legacy";

    fn split(full_name: &str) -> (&str, &str) {
        full_name.split_once('.').unwrap_or((Self::LEGACY, full_name))
    }

    /// Puts a series in, replacing one of the same name.
    pub fn insert(&mut self, full_name: &str, data: TsData) {
        let (family, name) = Self::split(full_name);
        self.families.entry(family.into()).or_default().insert(name.into(), Arc::new(data));
    }

    /// Takes a series out.
    pub fn remove(&mut self, full_name: &str) -> Option<Arc<TsData>> {
        let (family, name) = Self::split(full_name);
        let all = self.families.get_mut(family)?;
        let removed = all.remove(name);
        if all.is_empty() {
            self.families.remove(family);
        }
        removed
    }

    /// The regressor of a full name; none when there is no such series.
    pub fn get(&self, full_name: &str) -> Option<UserSeries> {
        let (family, name) = Self::split(full_name);
        let data = Arc::clone(self.families.get(family)?.get(name)?);
        Some(UserSeries { name: full_name.into(), data })
    }

    /// Full names and series, by family and name.
    pub fn iter(&self) -> impl Iterator<Item = (String, &TsData)> {
        self.families.iter().flat_map(|(family, all)| {
            all.iter().map(move |(name, data)| (format!("{family}.{name}"), &**data))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::timeseries::{TsPeriod, TsUnit};

    #[test]
    fn zeros_outside_the_series() {
        let mut families = UserSeriesFamilies::default();
        families.insert("x", TsData::of(12, 2000, 2, vec![1.0, f64::NAN, 3.0]).unwrap());
        let x = families.get("legacy.x").unwrap();
        assert!(families.get("other.x").is_none());
        let domain = TsDomain::new(TsPeriod::of_month(12, 2000, 1).unwrap(), 5);
        let mut out = [9.0; 5];
        x.fill(domain, &mut out).unwrap();
        assert_eq!((out[0], out[1], out[3], out[4]), (0.0, 1.0, 3.0, 0.0));
        assert!(out[2].is_nan());
        assert!(!x.covers(domain) && x.covers(domain.drop(1, 1)));
        x.fill(domain.shift(40), &mut out).unwrap();
        assert_eq!(out, [0.0; 5]);
        let quarterly = TsDomain::new(domain.start.with_unit(TsUnit::QUARTER), 5);
        assert!(x.fill(quarterly, &mut out).is_err());
    }
}
