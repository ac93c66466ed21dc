//! The tables of X-11 and the decomposition that holds them.

use crate::sa::spec::{DecompositionMode, SeasonalFilter};
use crate::toolkit::timeseries::{TsData, TsDomain, TsPeriod, TsUnit};

macro_rules! x11_tables {
    ($($id:ident $title:literal),* $(,)?) => {
        /// A table of X-11 by its usual number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum X11Table { $($id),* }

        impl X11Table {
            /// All tables in order.
            pub const ALL: &'static [Self] = &[$(Self::$id),*];

            /// Number in lower case, e.g. `d10`.
            pub fn name(self) -> String {
                format!("{self:?}").to_ascii_lowercase()
            }

            /// What the table shows.
            pub fn title(self) -> &'static str {
                match self { $(Self::$id => $title),* }
            }
        }
    };
}

x11_tables! {
    B1 "Series adjusted for deterministic effects",
    B2 "Preliminary trend, centred moving average",
    B3 "Preliminary SI",
    B4 "Replacement values of extreme SI",
    B5 "Seasonal factors",
    B6 "Seasonally adjusted series",
    B7 "Trend, Henderson filter",
    B8 "SI",
    B9 "Replacement values of extreme SI",
    B10 "Seasonal factors",
    B11 "Seasonally adjusted series",
    B13 "Irregular",
    B17 "Weights of the irregular",
    B20 "Extreme values of the irregular",
    C1 "Series corrected for extreme values",
    C2 "Preliminary trend, centred moving average",
    C4 "Modified SI",
    C5 "Seasonal factors",
    C6 "Seasonally adjusted series",
    C7 "Trend, Henderson filter",
    C9 "Modified SI",
    C10 "Seasonal factors",
    C11 "Seasonally adjusted series",
    C13 "Irregular",
    C17 "Final weights of the irregular",
    C20 "Final extreme values of the irregular",
    D1 "Series corrected for extreme values",
    D2 "Preliminary trend, centred moving average",
    D4 "Modified SI",
    D5 "Seasonal factors",
    D6 "Seasonally adjusted series",
    D7 "Trend, Henderson filter",
    D8 "Unmodified SI",
    D9 "Replacement values of extreme SI",
    D10 "Final seasonal factors",
    D11 "Final seasonally adjusted series",
    D12 "Final trend, Henderson filter",
    D13 "Final irregular",
}

/// Moving seasonality ratios by period of the year (table D9A).
#[derive(Clone, Debug, PartialEq)]
pub struct MsrTable {
    /// Mean absolute change of the irregular by period of the year.
    pub irregular: Vec<f64>,
    /// Mean absolute change of the seasonal by period of the year.
    pub seasonal: Vec<f64>,
    /// Ratio of the two by period of the year.
    pub ratios: Vec<f64>,
    /// Number of changes behind each mean.
    pub pairs: Vec<usize>,
    /// Global ratio.
    pub global: f64,
}

/// Values of a table from the `offset`-th period of the extended series on.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    pub(super) offset: usize,
    pub(super) values: Vec<f64>,
}

/// The tables of one run without dates.
#[derive(Clone, Debug)]
pub(super) struct Columns(Vec<Option<Column>>);

impl Default for Columns {
    fn default() -> Self {
        Self(vec![None; X11Table::ALL.len()])
    }
}

impl Columns {
    pub(super) fn set(&mut self, table: X11Table, column: Column) {
        if let Some(place) = self.0.get_mut(table as usize) {
            *place = Some(column);
        }
    }

    /// The values of `table`; empty when it was not computed.
    pub(super) fn values(&self, table: X11Table) -> &[f64] {
        self.0.get(table as usize).and_then(Option::as_ref).map_or(&[], |c| &c.values)
    }

    /// Replaces the values of `table`.
    pub(super) fn replace(&mut self, table: X11Table, values: Vec<f64>) {
        self.set(table, Column { offset: 0, values });
    }

    /// The columns with their tables.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (X11Table, &mut Column)> {
        X11Table::ALL.iter().copied().zip(&mut self.0).filter_map(|(t, c)| c.as_mut().map(|c| (t, c)))
    }

    /// Dates the tables; `start` is the first period of the extended series.
    pub(super) fn dated(self, start: TsPeriod) -> Vec<Option<TsData>> {
        let dated = |c: Column| TsData::new(start.plus(c.offset as i64), c.values);
        self.0.into_iter().map(|c| c.map(dated)).collect()
    }
}

/// Result of X-11 on one series, extensions included.
#[derive(Clone, Debug)]
pub struct X11Decomposition {
    /// Mode used.
    pub mode: DecompositionMode,
    /// Periods per year.
    pub period: usize,
    /// Backcasts at the start of the tables.
    pub backcasts: usize,
    /// Forecasts at the end of the tables.
    pub forecasts: usize,
    /// I/C ratio of D12.
    pub ic_ratio: f64,
    /// Length of the Henderson filter of D12; 1 is the identity.
    pub henderson_length: usize,
    /// Length of the Henderson filter of D7.
    pub d7_henderson_length: usize,
    /// Seasonal filter by period of the year used for D10; empty without a seasonal component.
    pub seasonal_filters: Vec<SeasonalFilter>,
    /// The filter chosen by the moving seasonality ratio; none when the specification gave the filters.
    pub msr_filter: Option<SeasonalFilter>,
    /// Moving seasonality ratios of D9; none without a seasonal component.
    pub msr: Option<MsrTable>,
    pub(crate) tables: Vec<Option<TsData>>,
}

impl X11Decomposition {
    /// The table, from its first period; none where the method does not compute it.
    pub fn table(&self, table: X11Table) -> Option<&TsData> {
        self.tables.get(table as usize).and_then(Option::as_ref)
    }

    /// Periods that are observations: the domain of B1 without backcasts and forecasts.
    pub fn observed(&self) -> TsDomain {
        self.domain().drop(self.backcasts, self.forecasts)
    }

    /// Periods of B1, extensions included.
    pub fn domain(&self) -> TsDomain {
        self.table(X11Table::B1)
            .map_or(TsDomain::new(TsPeriod { unit: TsUnit::YEAR, id: 0 }, 0), TsData::domain)
    }
}
