//! Background runs: a thread pool, progress, cancellation, panic isolation.

mod pool;
mod run;
mod stability;
mod threads;

pub use pool::{Job, Outcome, Pool, Priority, Progress};
pub use run::{JobError, adjust_all, adjust_guarded, default_threads};
pub use stability::StabilityRun;
pub use threads::Threads;
