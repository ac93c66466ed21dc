//! Quality statistics of X-11: M1 to M11, Q, and the F2 tables (`x11.md` section 15;
//! Lothian, Morry 1978).

mod changes;
mod components;
mod f2;
mod quality;
mod runs;
mod variance;

pub use f2::{Contributions, Durations, F2Tables, MeanChanges, SignedChanges};
pub use variance::VarianceDecomposition;

use super::X11Decomposition;
use crate::sa::preadjustment::Preadjustment;
use crate::sa::result::Finals;
use components::Components;

/// M statistics and Q (`x11.md` 15). NaN where a statistic could not be computed.
#[derive(Clone, Debug, PartialEq)]
pub struct MStatistics {
    /// M1 to M11 limited to [0, 3]; none where the statistic is not used for this series.
    pub m: [Option<f64>; 11],
    /// Weighted mean of the M statistics.
    pub q: f64,
    /// The same without M2.
    pub q_without_m2: f64,
    /// Contributions of the components to the variance of the stationary part of the series (F2.F).
    pub variances: VarianceDecomposition,
}

/// The statistics of a decomposition; none when a table is missing (never after X-11).
pub fn m_statistics(
    preadjustment: &Preadjustment,
    finals: &Finals,
    x11: &X11Decomposition,
) -> Option<MStatistics> {
    let components = Components::new(preadjustment, finals, x11)?;
    let variances = variance::decompose(&components);
    let m = quality::m_values(&components, x11, &variances);
    let used_m6 = x11.msr_filter == Some(crate::sa::spec::SeasonalFilter::S3X5);
    let (q, q_without_m2) = quality::weighted_means(&m, components.is_short(), used_m6);
    Some(MStatistics { m: m.map(|m| m.map(quality::limited)), q, q_without_m2, variances })
}

/// The tables of the F2 group; for display, not needed for the statistics. None as [`m_statistics`].
pub fn f2_tables(preadjustment: &Preadjustment, finals: &Finals, x11: &X11Decomposition) -> Option<F2Tables> {
    Some(f2::tables(&Components::new(preadjustment, finals, x11)?, x11))
}
