//! Background runs: a thread pool, progress, cancellation, panic isolation.

mod latest;
mod pool;
mod refresh;
mod run;
mod stability;
mod stability_task;
mod task;
mod threads;
mod tools;

pub use latest::Latest;
pub use pool::{Job, Outcome, Pool, Priority, Progress};
pub use refresh::{
    NewData, RefreshError, RefreshItem, Refreshed, items_to_refresh, refresh_command, refresh_items,
    sources_of,
};
pub use run::{JobError, adjust_all, adjust_guarded, default_threads};
pub use stability::StabilityRun;
pub use stability_task::{
    StabilityError, StabilityRequest, StabilityResult, StabilityTask, StabilityTool, start_stability,
};
pub use task::{Ending, Task, TaskPool, Watch};
pub use threads::Threads;
pub use tools::{ToolFailure, run_tool, run_tool_on_all};
