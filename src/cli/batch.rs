//! Adjusting many series in the order of the input, a part of them at a time.

use std::io::{IsTerminal, Write};

use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::{Adjustment, ModellingContext};

use super::input::Task;
use crate::data::Series;
use crate::jobs::adjust_all;

/// Results held at a time: enough for all threads, whatever the number of series.
const PART: usize = 512;

/// Adjusts `tasks` and hands each with its result to `sink`, in order. The number that failed.
///
/// # Errors
/// What `sink` returns stops the run.
pub(super) fn run<E>(
    tasks: &[Task],
    threads: Option<usize>,
    mut sink: impl FnMut(&Task, Result<&Adjustment, &str>) -> Result<(), E>,
) -> Result<usize, E> {
    let threads = threads.or_else(|| std::thread::available_parallelism().ok().map(Into::into)).unwrap_or(1);
    let shown = std::io::stderr().is_terminal() && tasks.len() > 50;
    let mut failed = 0;
    for (part, tasks_of_part) in tasks.chunks(PART).enumerate() {
        let runnable: Vec<(&Series, &Spec, &ModellingContext)> = tasks_of_part
            .iter()
            .filter_map(|t| t.work.as_ref().ok())
            .map(|work| (&*work.series, &work.spec, &*work.context))
            .collect();
        let progress = |done: usize| {
            if shown {
                let _ = write!(std::io::stderr(), "\r{} of {} series", part * PART + done, tasks.len());
            }
        };
        let mut results = adjust_all(&runnable, threads, &progress).into_iter();
        for task in tasks_of_part {
            let result = match &task.work {
                Ok(_) => results
                    .next()
                    .map_or_else(|| Err("no result".to_owned()), |r| r.map_err(|e| e.to_string())),
                Err(reason) => Err(reason.clone()),
            };
            failed += usize::from(result.is_err());
            sink(task, result.as_ref().map_err(String::as_str))?;
        }
    }
    if shown {
        eprintln!();
    }
    Ok(failed)
}
