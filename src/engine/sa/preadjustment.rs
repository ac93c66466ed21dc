//! What is done to a series before X-11 (A tables, `x11.md` 5.4).

use crate::toolkit::timeseries::{TsData, TsPeriod};

/// The A tables, in the scale of the series: factors or differences as the decomposition. Effects are on the
/// extended domain, and none where they are not estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Preadjustment {
    /// A1: the series on the span, missing values replaced by their estimates.
    pub a1: TsData,
    /// A1A: forecasts of the series.
    pub a1a: Option<TsData>,
    /// A1B: backcasts of the series.
    pub a1b: Option<TsData>,
    /// A6: trading days and length of period.
    pub a6: Option<TsData>,
    /// A7: moving holidays.
    pub a7: Option<TsData>,
    /// A8: outliers and other effects on trend, seasonal and irregular.
    pub a8: Option<TsData>,
    /// A8T: those on the trend.
    pub a8t: Option<TsData>,
    /// A8S: those on the seasonal.
    pub a8s: Option<TsData>,
    /// A8I: those on the irregular.
    pub a8i: Option<TsData>,
    /// A9: user variables on calendar, adjusted series and series.
    pub a9: Option<TsData>,
    /// A9cal: those on the calendar.
    pub a9cal: Option<TsData>,
    /// A9sa: those on the seasonally adjusted series.
    pub a9sa: Option<TsData>,
    /// A9ser: those on the series.
    pub a9ser: Option<TsData>,
    /// A9u: user variables without component.
    pub a9u: Option<TsData>,
}

impl Preadjustment {
    /// Without effects when all that are removed before the decomposition are differences of 0; none when one of
    /// them is not.
    pub(super) fn without_null_effects(self) -> Option<Self> {
        let is_null =
            |effect: &Option<TsData>| effect.as_ref().is_none_or(|e| e.values().iter().all(|x| *x == 0.0));
        let removed =
            [&self.a6, &self.a7, &self.a8t, &self.a8s, &self.a8i, &self.a9cal, &self.a9sa, &self.a9ser];
        removed.into_iter().all(is_null).then(|| Self {
            a1a: self.a1a,
            a1b: self.a1b,
            a9u: self.a9u,
            ..Self::none(self.a1)
        })
    }

    /// Nothing but the series.
    pub fn none(series: TsData) -> Self {
        Self {
            a1: series,
            a1a: None,
            a1b: None,
            a6: None,
            a7: None,
            a8: None,
            a8t: None,
            a8s: None,
            a8i: None,
            a9: None,
            a9cal: None,
            a9sa: None,
            a9ser: None,
            a9u: None,
        }
    }
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident $field:ident $name:literal $title:literal $get:expr),* $(,)?) => {
        /// A table of what is done to a series before its decomposition.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum PreadjustmentTable { $($(#[$doc])* $table),* }

        impl PreadjustmentTable {
            /// All tables in their order.
            pub const ALL: &'static [Self] = &[$(Self::$table),*];

            /// Name in the dictionary: `a8t`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$table => $name),* }
            }

            /// What it shows.
            pub fn title(self) -> &'static str {
                match self { $(Self::$table => $title),* }
            }
        }

        impl Preadjustment {
            /// The values of a table; none where it is not computed.
            pub fn table(&self, table: PreadjustmentTable) -> Option<&TsData> {
                match table { $(PreadjustmentTable::$table => { let $field = &self.$field; $get }),* }
            }
        }
    };
}

tables! {
    /// The series.
    A1 a1 "a1" "Series, missing values estimated" Some(a1),
    /// Forecasts.
    A1A a1a "a1a" "Forecasts" a1a.as_ref(),
    /// Backcasts.
    A1B a1b "a1b" "Backcasts" a1b.as_ref(),
    /// Trading days.
    A6 a6 "a6" "Trading days and length of period" a6.as_ref(),
    /// Moving holidays.
    A7 a7 "a7" "Moving holidays" a7.as_ref(),
    /// Outliers.
    A8 a8 "a8" "Outliers, all components" a8.as_ref(),
    /// Outliers on the trend.
    A8T a8t "a8t" "Outliers on the trend" a8t.as_ref(),
    /// Outliers on the seasonal.
    A8S a8s "a8s" "Outliers on the seasonal" a8s.as_ref(),
    /// Outliers on the irregular.
    A8I a8i "a8i" "Outliers on the irregular" a8i.as_ref(),
    /// User variables.
    A9 a9 "a9" "User variables, all components" a9.as_ref(),
    /// User variables on the calendar.
    A9Cal a9cal "a9cal" "User variables on the calendar" a9cal.as_ref(),
    /// User variables on the adjusted series.
    A9Sa a9sa "a9sa" "User variables on the adjusted series" a9sa.as_ref(),
    /// User variables on the series.
    A9Ser a9ser "a9ser" "User variables on the series" a9ser.as_ref(),
    /// User variables without component.
    A9U a9u "a9u" "User variables without component" a9u.as_ref(),
}

impl Preadjustment {
    /// The series without any deterministic effect: divided by the effects when `multiplicative`, otherwise their
    /// sum subtracted.
    pub fn linearised(&self, multiplicative: bool) -> TsData {
        let effects: Vec<&TsData> =
            [&self.a6, &self.a7, &self.a8, &self.a9, &self.a9u].into_iter().flatten().collect();
        let without = |(period, &y): (TsPeriod, &f64)| {
            let values = effects.iter().filter_map(|e| e.get(period));
            if multiplicative { values.fold(y, |y, e| y / e) } else { values.fold(y, |y, e| y - e) }
        };
        TsData::new(self.a1.start(), self.a1.domain().periods().zip(self.a1.values()).map(without).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linearised_series_has_no_effects() {
        let series = |values: Vec<f64>| TsData::of(12, 2000, 1, values).unwrap();
        let mut tables = Preadjustment::none(series(vec![10.0, 12.0]));
        assert_eq!(tables.linearised(true).values(), [10.0, 12.0]);
        tables.a6 = Some(series(vec![1.0, 2.0, 3.0]));
        tables.a8 = Some(series(vec![2.0, 3.0]));
        assert_eq!(tables.linearised(true).values(), [5.0, 2.0]);
        assert_eq!(tables.linearised(false).values(), [7.0, 7.0]);
        assert_eq!(tables.table(PreadjustmentTable::A8), tables.a8.as_ref());
    }
}
