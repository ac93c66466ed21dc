//! The tables of X-11 and the decomposition that holds them.

use crate::sa::spec::{DecompositionMode, SeasonalFilter};
use crate::toolkit::timeseries::TsData;

/// Why X-11 could not decompose a series.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum X11Error {
    /// Fewer than three years.
    #[error("not enough observations: {observations}, at least three years ({required}) are needed")]
    TooShort {
        /// Observations, forecasts and backcasts included.
        observations: usize,
        /// Observations needed.
        required: usize,
    },
}

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
    /// Global ratio.
    pub global: f64,
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
    /// Length of the Henderson filter of D12.
    pub henderson_length: usize,
    /// Seasonal filter by period of the year used for D10; empty without a seasonal component.
    pub seasonal_filters: Vec<SeasonalFilter>,
    /// Moving seasonality ratios of D9; none without a seasonal component.
    pub msr: Option<MsrTable>,
    pub(crate) tables: Vec<Option<TsData>>,
}

impl X11Decomposition {
    /// The table, from its first period; none where the method does not compute it.
    pub fn table(&self, table: X11Table) -> Option<&TsData> {
        self.tables.get(table as usize).and_then(Option::as_ref)
    }
}
