//! Stability of an adjustment: sliding spans, revision history, moving windows (`diagnostics.md` section 12).
//!
//! The model is not identified again: every run uses the point specification of the adjustment, refreshed with a
//! policy. Each tool gives the domains to run ([`span_domains`], [`vintage_domains`], [`window_domains`]), and is
//! put together from the results, so that the runs can be made in any order and at the same time.

mod measure;
mod moving_windows;
mod revision_history;
mod sliding_spans;
mod span_statistics;

pub use measure::Measure;
pub use moving_windows::{MovingCoefficient, moving_coefficients, window_domains, window_model};
pub use revision_history::{
    HistoryLength, RevisedItem, RevisionHistory, Revisions, Vintage, vintage_domains,
};
pub use sliding_spans::{SPAN_YEARS, SlidingSpans, SpanResult, SpanView, span_domains};
pub use span_statistics::{GroupSummary, SpanStatistics};

use super::refresh::{RefreshPolicy, point_specification, refresh};
use super::result::Adjustment;
use super::spec::{DecompositionMode, Spec};
use crate::toolkit::timeseries::Span;

/// The specification of the runs on other spans: that of `adjustment` refreshed with `policy`, without its span,
/// which is that of the series handed over.
pub fn stability_specification(adjustment: &Adjustment, policy: RefreshPolicy) -> Spec {
    let mut spec = refresh(&point_specification(adjustment), &adjustment.spec, policy, None);
    match &mut spec {
        Spec::X13(x13) => x13.series.span = Span::All,
        Spec::TramoSeats(spec) => spec.series.span = Span::All,
    }
    spec
}

/// Whether the components are factors.
fn is_multiplicative(adjustment: &Adjustment) -> bool {
    matches!(adjustment.mode, DecompositionMode::Multiplicative | DecompositionMode::LogAdditive)
}
