//! Work in the background of which only the latest matters: what the user looks at now.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use rayon::{ThreadPool, ThreadPoolBuildError};

use super::run::panic_text;

/// Threads of a [`Latest`]: one for what is wanted, the others for work that is not wanted any more and has not noticed.
const THREADS: usize = 3;

/// Runs one piece of work on a thread of its own; a new one cancels the one before and does not wait for it.
pub struct Latest<T> {
    pool: ThreadPool,
    send: Sender<(u64, Result<T, String>)>,
    receive: Receiver<(u64, Result<T, String>)>,
    notify: Arc<dyn Fn() + Send + Sync>,
    serial: u64,
    cancel: Arc<AtomicBool>,
    waiting: bool,
}

impl<T> std::fmt::Debug for Latest<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Latest").field("waiting", &self.waiting).finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Latest<T> {
    /// `notify` is called from the thread whenever there is a result to take.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(notify: impl Fn() + Send + Sync + 'static) -> Result<Self, ThreadPoolBuildError> {
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(THREADS).thread_name(|i| format!("latest-{i}"));
        let (send, receive) = channel();
        let cancel = Arc::default();
        let notify = Arc::new(notify);
        Ok(Self { pool: pool.build()?, send, receive, notify, serial: 0, cancel, waiting: false })
    }

    /// Runs `work`, which may look whether it was cancelled.
    pub fn run(&mut self, work: impl FnOnce(&AtomicBool) -> T + Send + 'static) {
        self.cancel();
        self.serial += 1;
        self.waiting = true;
        self.cancel = Arc::default();
        let (serial, send) = (self.serial, self.send.clone());
        let (cancel, notify) = (Arc::clone(&self.cancel), Arc::clone(&self.notify));
        self.pool.spawn(move || {
            if cancel.load(Ordering::Relaxed) {
                return;
            }
            let result = catch_unwind(AssertUnwindSafe(|| work(&cancel)));
            // nobody receives when the window is gone
            let _ = send.send((serial, result.map_err(|payload| panic_text(payload.as_ref()))));
            notify();
        });
    }

    /// Stops the work that is under way; its result will not come.
    pub fn cancel(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.serial += 1;
        self.waiting = false;
    }

    /// The result of the latest work once it is there; a panic is the text of its message.
    pub fn take(&mut self) -> Option<Result<T, String>> {
        let current = self.receive.try_iter().filter(|(serial, _)| *serial == self.serial).last();
        self.waiting &= current.is_none();
        current.map(|(_, result)| result)
    }

    /// Whether a result is to come.
    pub fn is_waiting(&self) -> bool {
        self.waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn wait<T: Send + 'static>(latest: &mut Latest<T>) -> Result<T, String> {
        for _ in 0..2000 {
            if let Some(result) = latest.take() {
                return result;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("no result");
    }

    #[test]
    fn only_the_latest_result_comes() {
        let mut latest = Latest::new(|| {}).unwrap();
        for k in 0..5 {
            latest.run(move |_| k);
        }
        assert!(latest.is_waiting());
        assert_eq!(wait(&mut latest), Ok(4));
        assert!(!latest.is_waiting());
        assert_eq!(latest.take(), None);
    }

    #[test]
    fn work_that_does_not_notice_that_it_is_superseded_holds_nothing_up() {
        let mut latest = Latest::new(|| {}).unwrap();
        let (release, released) = channel::<()>();
        latest.run(move |_| {
            let _ = released.recv();
            1
        });
        latest.run(|_| 2);
        assert_eq!(wait(&mut latest), Ok(2));
        drop(release);
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(latest.take(), None);
    }

    #[test]
    fn work_that_is_superseded_is_told_so_and_a_panic_is_contained() {
        let mut latest = Latest::new(|| {}).unwrap();
        latest.run(|cancel| {
            while !cancel.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(1));
            }
            0
        });
        latest.run(|_| panic!("injected failure"));
        assert_eq!(wait(&mut latest), Err("injected failure".to_owned()));
        latest.run(|_| 7);
        latest.cancel();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(latest.take(), None);
    }
}
