//! The diagnostics of an adjustment as they are read.
//!
//! `explanation` says in words what a check asks and where its answer is seen, `facts` and `reading` give the
//! figures behind a verdict, `tables` all checks in one table, `seasonality` the seasonality tests and `spectra`
//! the spectra of the `Analysed` series.

mod analysed;
mod explanation;
mod names;
mod reading;
mod seasonality;
mod spectra;
mod tables;

pub use analysed::{Analysed, AnalysedSeries};
pub use explanation::{Explanation, Picture, category, explanation, verdict_meaning, warning};
pub use names::{category_name, full_title, title};
pub use reading::{facts, figure, reading};
pub use seasonality::seasonality;
pub use spectra::{GRID, Spectra, peaks};
pub use tables::{quality, sheets};

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::diagnostics::Quality;

use super::quality::Verdict;

/// The verdict on the whole.
pub fn verdict(adjustment: &Adjustment) -> Verdict {
    adjustment.quality().summary.into()
}

impl From<Quality> for Verdict {
    fn from(quality: Quality) -> Self {
        match quality {
            Quality::Undefined => Self::Undefined,
            Quality::Accepted | Quality::Good => Self::Good,
            Quality::Uncertain => Self::Uncertain,
            Quality::Bad => Self::Bad,
            Quality::Severe => Self::Severe,
            Quality::Error => Self::Error,
        }
    }
}
