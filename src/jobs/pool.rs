//! The pool behind the window: submit jobs, drain outcomes.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::{Adjustment, ModellingContext};

use super::run::{JobError, default_threads, judge_guarded};
use crate::data::Series;
use crate::workspace::ItemId;

/// Results kept for jobs that are submitted again.
const CACHED: usize = 512;

/// An adjustment to be made.
#[derive(Clone, Debug)]
pub struct Job {
    /// For which item.
    pub item: ItemId,
    /// Generation, from [`crate::workspace::Workspace::item_key`].
    pub key: u64,
    /// The series.
    pub series: Arc<Series>,
    /// The specification.
    pub spec: Spec,
    /// Calendars and user variables.
    pub context: Arc<ModellingContext>,
}

/// Who waits for a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// The user, looking at this item: runs at once on a thread of its own.
    Interactive,
    /// One of many: in order of submission, on the other threads.
    Batch,
}

/// The end of a job.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The item.
    pub item: ItemId,
    /// The generation that the result belongs to.
    pub key: u64,
    /// The result.
    pub result: JobResult,
}

type JobResult = Result<Arc<Adjustment>, JobError>;

impl Outcome {
    /// Whether the result still belongs to an item whose key is `current` (none: the item is gone).
    pub fn is_current(&self, current: Option<u64>) -> bool {
        current == Some(self.key)
    }
}

/// Jobs of the present burst of work; both are 0 when the pool was never used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Jobs that ended, were cancelled or superseded.
    pub done: usize,
    /// Jobs submitted since the pool was last idle.
    pub total: usize,
}

impl Progress {
    /// Whether nothing is under way.
    pub fn is_idle(self) -> bool {
        self.done >= self.total
    }
}

/// Runs jobs on threads of its own.
pub struct Pool {
    batch: ThreadPool,
    interactive: ThreadPool,
    shared: Arc<Shared>,
    outcomes: Receiver<(u64, Outcome)>,
    /// The latest job of each item that has not been drained.
    pending: HashMap<ItemId, Arc<Task>>,
    next_serial: u64,
}

struct Shared {
    send: Sender<(u64, Outcome)>,
    cache: Mutex<Cache>,
    done: AtomicUsize,
    total: AtomicUsize,
    notify: Box<dyn Fn() + Send + Sync>,
}

struct Task {
    serial: u64,
    job: Job,
    cancel: AtomicBool,
    started: AtomicBool,
}

#[derive(Default)]
struct Cache {
    results: HashMap<u64, JobResult>,
    order: VecDeque<u64>,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("progress", &self.progress()).finish_non_exhaustive()
    }
}

impl Pool {
    /// A pool of `threads` for batches (all processors but one when none are given) and one thread for the
    /// item that is being edited. `notify` is called from these threads whenever there is an outcome to drain.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(
        threads: Option<usize>,
        notify: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, ThreadPoolBuildError> {
        let build = |n: usize, name: &'static str| {
            ThreadPoolBuilder::new().num_threads(n).thread_name(move |i| format!("{name}-{i}")).build()
        };
        let (send, outcomes) = channel();
        let shared = Shared {
            send,
            cache: Mutex::default(),
            done: AtomicUsize::new(0),
            total: AtomicUsize::new(0),
            notify: Box::new(notify),
        };
        Ok(Self {
            batch: build(threads.unwrap_or_else(default_threads).max(1), "batch")?,
            interactive: build(1, "interactive")?,
            shared: Arc::new(shared),
            outcomes,
            pending: HashMap::new(),
            next_serial: 0,
        })
    }

    /// Asks for `job`. A job of the same item with another key is superseded: cancelled, its result dropped.
    /// The same job again costs nothing, but may raise its priority; a result that is still known comes back
    /// at once.
    pub fn submit(&mut self, job: Job, priority: Priority) {
        let (item, key) = (job.item, job.key);
        if let Some(task) = self.pending.get(&item) {
            if task.job.key == key && !task.cancel.load(Ordering::Relaxed) {
                if priority == Priority::Interactive && !task.started.load(Ordering::Relaxed) {
                    self.spawn(Arc::clone(task), priority);
                }
                return;
            }
            task.cancel.store(true, Ordering::Relaxed);
        }
        if self.progress().is_idle() {
            self.shared.done.store(0, Ordering::Relaxed);
            self.shared.total.store(0, Ordering::Relaxed);
        }
        self.shared.total.fetch_add(1, Ordering::Relaxed);
        self.next_serial += 1;
        let serial = self.next_serial;
        let task =
            Arc::new(Task { serial, job, cancel: AtomicBool::new(false), started: AtomicBool::new(false) });
        self.pending.insert(item, Arc::clone(&task));
        match self.shared.cached(key) {
            Some(result) => self.shared.finish(serial, Outcome { item, key, result }),
            None => self.spawn(task, priority),
        }
    }

    fn spawn(&self, task: Arc<Task>, priority: Priority) {
        let pool = match priority {
            Priority::Interactive => &self.interactive,
            Priority::Batch => &self.batch,
        };
        let shared = Arc::clone(&self.shared);
        pool.spawn_fifo(move || task.run(&shared));
    }

    /// The outcomes since the last call. Superseded and cancelled jobs have none.
    pub fn drain(&mut self) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for (serial, outcome) in self.outcomes.try_iter() {
            // of a superseded or cancelled job nobody wants to hear
            if self.pending.get(&outcome.item).is_some_and(|task| task.serial == serial) {
                self.pending.remove(&outcome.item);
                outcomes.push(outcome);
            }
        }
        outcomes
    }

    /// Stops the job of `item`, if there is one, between two steps.
    pub fn cancel(&mut self, item: ItemId) {
        if let Some(task) = self.pending.remove(&item) {
            task.cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Stops everything.
    pub fn cancel_all(&mut self) {
        for task in self.pending.drain().map(|(_, task)| task) {
            task.cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Whether the item has a job whose outcome was not drained yet.
    pub fn is_pending(&self, item: ItemId) -> bool {
        self.pending.contains_key(&item)
    }

    /// How far the present burst of work is.
    pub fn progress(&self) -> Progress {
        // done first: it never exceeds a total read later
        let done = self.shared.done.load(Ordering::Acquire);
        Progress { done, total: self.shared.total.load(Ordering::Acquire) }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        // the threads end by themselves; they only have to be told that nobody waits
        self.cancel_all();
    }
}

impl Task {
    fn run(&self, shared: &Shared) {
        // a job whose priority was raised is in both queues
        if self.started.swap(true, Ordering::Relaxed) {
            return;
        }
        let Job { item, key, series, spec, context } = &self.job;
        let result = if self.cancel.load(Ordering::Relaxed) {
            Err(JobError::Adjust(solstice_engine::sa::AdjustError::Cancelled))
        } else {
            judge_guarded(series, spec, context, &self.cancel).map(Arc::new)
        };
        shared.store(*key, &result);
        shared.finish(self.serial, Outcome { item: *item, key: *key, result });
    }
}

impl Shared {
    fn cached(&self, key: u64) -> Option<JobResult> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).results.get(&key).cloned()
    }

    fn store(&self, key: u64, result: &JobResult) {
        if result.as_ref().is_err_and(JobError::is_cancelled) {
            return;
        }
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.results.insert(key, result.clone()).is_none() {
            cache.order.push_back(key);
        }
        if cache.order.len() > CACHED
            && let Some(oldest) = cache.order.pop_front()
        {
            cache.results.remove(&oldest);
        }
    }

    fn finish(&self, serial: u64, outcome: Outcome) {
        // the receiver is gone only when the pool is
        let _ = self.send.send((serial, outcome));
        self.done.fetch_add(1, Ordering::Release);
        (self.notify)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;
    use solstice_engine::toolkit::timeseries::TsData;
    use std::time::{Duration, Instant};

    fn job(item: u64, key: u64, tag: &[(&str, &str)]) -> Job {
        let metadata = tag.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let values = (0..60).map(|i| 100.0 + f64::from(i) + f64::from(i % 12)).collect();
        let data = TsData::of(12, 2000, 1, values).unwrap();
        let series = Series { name: format!("s{item}"), moniker: None, metadata, data };
        Job {
            item: ItemId(item),
            key,
            series: Arc::new(series),
            spec: x13("x11").unwrap(),
            context: Arc::default(),
        }
    }

    fn wait(pool: &mut Pool, n: usize) -> Vec<Outcome> {
        let begin = Instant::now();
        let mut all = Vec::new();
        while all.len() < n && begin.elapsed() < Duration::from_secs(20) {
            all.extend(pool.drain());
            std::thread::sleep(Duration::from_millis(2));
        }
        all
    }

    #[test]
    fn every_job_has_one_outcome_and_is_counted() {
        let woken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        let mut pool = Pool::new(Some(2), move || {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .unwrap();
        for i in 0..20 {
            pool.submit(job(i, 100 + i, &[]), Priority::Batch);
        }
        let outcomes = wait(&mut pool, 20);
        assert_eq!(outcomes.len(), 20);
        assert_eq!(pool.progress(), Progress { done: 20, total: 20 });
        assert!((0..20).all(|i| !pool.is_pending(ItemId(i))));
        assert_eq!(woken.load(Ordering::Relaxed), 20);
        pool.submit(job(0, 100, &[]), Priority::Batch);
        assert_eq!(pool.drain().len(), 1, "a known result is there at once");
        assert_eq!(pool.progress(), Progress { done: 1, total: 1 });
    }

    #[test]
    fn a_panic_is_the_error_of_its_series_only() {
        let mut pool = Pool::new(Some(1), || ()).unwrap();
        pool.submit(job(1, 1, &[("panic", "")]), Priority::Batch);
        pool.submit(job(2, 2, &[]), Priority::Batch);
        let outcomes = wait(&mut pool, 2);
        assert!(outcomes.iter().any(|o| o.item == ItemId(1)
            && matches!(&o.result, Err(JobError::Panicked(m)) if m == "injected failure")));
        assert!(
            outcomes.iter().any(|o| o.item == ItemId(2) && !matches!(&o.result, Err(JobError::Panicked(_))))
        );
    }

    #[test]
    fn the_edited_item_does_not_wait_for_the_batch() {
        let mut pool = Pool::new(Some(1), || ()).unwrap();
        for i in 0..50 {
            pool.submit(job(i, i, &[("sleep", "50")]), Priority::Batch);
        }
        pool.submit(job(99, 99, &[]), Priority::Interactive);
        // an item of the batch that the user turns to is not run twice
        pool.submit(job(49, 49, &[("sleep", "50")]), Priority::Interactive);
        let first = wait(&mut pool, 3);
        assert!(first.iter().any(|o| o.item == ItemId(99)));
        pool.cancel_all();
        assert_eq!(pool.drain().len(), 0);
    }

    #[test]
    fn a_newer_key_supersedes_and_an_old_one_can_come_back() {
        let mut pool = Pool::new(Some(1), || ()).unwrap();
        pool.submit(job(7, 70, &[("sleep", "100")]), Priority::Batch);
        pool.submit(job(1, 10, &[]), Priority::Batch);
        pool.submit(job(1, 11, &[]), Priority::Batch);
        pool.submit(job(1, 10, &[]), Priority::Batch);
        pool.submit(job(1, 10, &[]), Priority::Batch);
        let outcomes = wait(&mut pool, 2);
        let keys: Vec<u64> = outcomes.iter().map(|o| o.key).collect();
        assert_eq!(keys, [70, 10]);
        assert!(outcomes.iter().all(|o| !o.result.as_ref().is_err_and(JobError::is_cancelled)));
        assert!(outcomes[1].is_current(Some(10)) && !outcomes[1].is_current(Some(11)));
        assert!(!outcomes[1].is_current(None));
    }

    #[test]
    fn cancelled_jobs_say_nothing() {
        let mut pool = Pool::new(Some(1), || ()).unwrap();
        pool.submit(job(1, 1, &[("sleep", "60")]), Priority::Batch);
        pool.submit(job(2, 2, &[]), Priority::Batch);
        pool.cancel(ItemId(1));
        pool.cancel(ItemId(2));
        while !pool.progress().is_idle() {
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(pool.drain().is_empty());
    }
}
