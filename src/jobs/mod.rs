//! Background runs: a thread pool, progress, cancellation, panic isolation.

mod pool;
mod run;
mod stability;
mod stability_task;
mod threads;

pub use pool::{Job, Outcome, Pool, Priority, Progress};
pub use run::{JobError, adjust_all, adjust_guarded, default_threads};
pub use stability::StabilityRun;
pub use stability_task::{
    StabilityError, StabilityPool, StabilityRequest, StabilityResult, StabilityTask, StabilityTool,
};
pub use threads::Threads;
