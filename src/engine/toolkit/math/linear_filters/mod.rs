//! Symmetric moving averages and the asymmetric filters that replace them near the ends of a series
//! (`x11.md` section 6).

mod centred;
mod filter;
mod henderson;
mod musgrave;

pub use centred::centred_average;
pub use filter::{FilterWithEnds, SymmetricFilter};
pub use henderson::henderson;
pub use musgrave::{musgrave, with_musgrave_ends};

/// What can be wrong with a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    /// A Henderson filter needs at least two terms on request (three in fact).
    #[error("a Henderson filter of length {length} does not exist; use an odd length of at least 3")]
    HendersonLength {
        /// The length asked for.
        length: usize,
    },
}
