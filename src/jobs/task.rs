//! Work in the background that is watched and cancelled one by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use super::pool::Progress;
use super::run::default_threads;

/// Threads of their own, so that neither a batch nor the item that is being edited waits.
pub struct TaskPool {
    threads: ThreadPool,
    notify: Arc<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for TaskPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskPool")
            .field("threads", &self.threads.current_num_threads())
            .finish_non_exhaustive()
    }
}

impl TaskPool {
    /// A pool of `threads` (all processors but one when none are given). `notify` is called from them whenever there
    /// is progress or a result.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(
        threads: Option<usize>,
        notify: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, ThreadPoolBuildError> {
        let threads = threads.unwrap_or_else(default_threads).max(1);
        let builder = ThreadPoolBuilder::new().num_threads(threads).thread_name(|i| format!("task-{i}"));
        Ok(Self { threads: builder.build()?, notify: Arc::new(notify) })
    }

    /// Starts `work` on the threads of the pool; it is cancelled when the task is dropped.
    pub fn start<T: Send + 'static>(&self, work: impl FnOnce(&Watch) -> T + Send + 'static) -> Task<T> {
        let state = Arc::new(State::default());
        let (send, result) = channel();
        let watch = Watch { state: Arc::clone(&state), notify: Arc::clone(&self.notify) };
        self.threads.spawn_fifo(move || {
            // the task may have been dropped
            let _ = send.send(work(&watch));
            (watch.notify)();
        });
        Task { state, result }
    }
}

#[derive(Debug, Default)]
struct State {
    cancel: AtomicBool,
    done: AtomicUsize,
    total: AtomicUsize,
}

/// What the work is told, and tells.
pub struct Watch {
    state: Arc<State>,
    notify: Arc<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("state", &self.state).finish_non_exhaustive()
    }
}

impl Watch {
    /// For work that nobody watches or stops.
    pub fn unwatched() -> Self {
        Self { state: Arc::default(), notify: Arc::new(|| ()) }
    }

    /// Set when nobody waits any more.
    pub fn cancel(&self) -> &AtomicBool {
        &self.state.cancel
    }

    /// One more part of `total` is done.
    pub fn advance(&self, total: usize) {
        self.state.total.store(total, Ordering::Release);
        self.state.done.fetch_add(1, Ordering::Release);
        (self.notify)();
    }
}

/// Work that was started.
#[derive(Debug)]
pub struct Task<T> {
    state: Arc<State>,
    result: Receiver<T>,
}

/// What is known of the end of a task.
#[derive(Debug, PartialEq)]
pub enum Ending<T> {
    /// It has not ended.
    Running,
    /// Its result.
    Done(T),
    /// There will be no result: the work failed, or its threads are gone.
    Lost,
}

impl<T> Task<T> {
    /// Parts done of all; both are 0 before the first one ends.
    pub fn progress(&self) -> Progress {
        let done = self.state.done.load(Ordering::Acquire);
        Progress { done, total: self.state.total.load(Ordering::Acquire) }
    }

    /// The result, once there is one; to be asked for once.
    pub fn take(&self) -> Ending<T> {
        match self.result.try_recv() {
            Ok(result) => Ending::Done(result),
            Err(TryRecvError::Empty) => Ending::Running,
            Err(TryRecvError::Disconnected) => Ending::Lost,
        }
    }

    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.state.cancel.store(true, Ordering::Relaxed);
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_task_tells_its_progress_and_stops_when_it_is_dropped() {
        let pool = TaskPool::new(Some(1), || ()).unwrap();
        let task = pool.start(|watch| {
            watch.advance(2);
            watch.advance(2);
            7
        });
        let begin = Instant::now();
        let mut ending = task.take();
        while ending == Ending::Running && begin.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(1));
            ending = task.take();
        }
        assert_eq!(ending, Ending::Done(7));
        assert_eq!(task.progress(), Progress { done: 2, total: 2 });
        let (send, stopped) = channel();
        let endless = pool.start(move |watch| {
            while !watch.cancel().load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(1));
            }
            let _ = send.send(());
        });
        drop(endless);
        assert!(stopped.recv_timeout(Duration::from_secs(20)).is_ok());
    }
}
