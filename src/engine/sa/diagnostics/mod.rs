//! Diagnostics of an adjustment (`diagnostics.md`).

mod cache;
mod combined_seasonality;
mod combined_tests;
mod quality;
mod seasonality_tests;
mod tested_series;

pub use cache::{DiagnosticsCache, SeriesTradingDays};
pub use combined_seasonality::{CombinedSeasonality, IdentifiableSeasonality, combined_seasonality, m_value};
pub use combined_tests::COMBINED_LAST_YEARS;
pub use quality::{
    Against, Category, Check, Coherence, CoherenceSpec, CombinedSpec, Limits, MStatisticsSpec,
    OutOfSampleSpec, OutliersSpec, Parts, Quality, QualityDiagnostic, QualityReport, QualitySpec,
    QualityWarning, ResidualSeasonalitySpec, ResidualTradingDaysSpec, ResidualsSpec, SeatsSpec, Thresholds,
    VisualSpec,
};
pub use seasonality_tests::{LAST_YEARS, SeasonalityTests};
pub use tested_series::{Subject, TestDifferencing, TestedSeries};
