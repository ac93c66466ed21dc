//! Threads for work that divides itself.

use std::io;

/// A number of threads on which parallel work runs.
#[derive(Debug)]
pub struct Threads(rayon::ThreadPool);

impl Threads {
    /// As many threads; one per processor without a number.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(number: Option<usize>) -> io::Result<Self> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(number.unwrap_or(0)).build();
        pool.map(Self).map_err(io::Error::other)
    }

    /// Runs `work` on these threads.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }
}
