//! Refreshes: which are under way, and what the last ones changed.

use std::collections::HashMap;
use std::sync::Arc;

use solstice_engine::sa::refresh::RefreshPolicy;

use crate::data::Series;
use crate::jobs::{
    Ending, Progress, RefreshError, Refreshed, Task, TaskPool, items_to_refresh, refresh_command,
    refresh_items,
};
use crate::report::refresh::words;
use crate::workspace::{Command, ItemId, SeriesId, Workspace, result_key};

/// What was asked for: items, and what is estimated again.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The items.
    pub items: Vec<ItemId>,
    /// What is estimated again.
    pub policy: RefreshPolicy,
}

type Outcomes = Vec<(ItemId, Result<Refreshed, RefreshError>)>;

#[derive(Debug)]
struct Running {
    asked: Asked,
    series: Vec<(SeriesId, Arc<Series>)>,
    /// The workspace that the items were taken from.
    workspace: Arc<Workspace>,
    task: Task<Outcomes>,
}

/// What came of a refresh.
#[derive(Debug)]
pub struct Finished {
    /// The change of the workspace.
    pub command: Command,
    /// Number of items refreshed.
    pub count: usize,
    /// Items that were not refreshed, and why.
    pub failures: Vec<(String, String)>,
}

/// Runs refreshes and remembers what they changed.
#[derive(Debug)]
pub struct Refreshes {
    tasks: Arc<TaskPool>,
    /// Waits for the data.
    reading: Option<Asked>,
    running: Option<Running>,
    /// What changed, for the result with this key.
    notes: HashMap<ItemId, (u64, Vec<String>)>,
}

impl Refreshes {
    /// None yet.
    pub fn new(tasks: Arc<TaskPool>) -> Self {
        Self { tasks, reading: None, running: None, notes: HashMap::new() }
    }

    /// Waits for the data of what is asked for; whatever was under way is given up.
    pub fn wait_for_data(&mut self, asked: Asked) {
        self.running = None;
        self.reading = Some(asked);
    }

    /// What waits for data.
    pub fn take_asked(&mut self) -> Option<Asked> {
        self.reading.take()
    }

    /// Estimates with the new data.
    pub fn start(&mut self, asked: Asked, workspace: Arc<Workspace>, series: Vec<(SeriesId, Arc<Series>)>) {
        let items = items_to_refresh(&workspace, &asked.items, &series);
        let (context, policy) = (Arc::clone(&workspace.context), asked.policy);
        let task = self.tasks.start(move |watch| refresh_items(&items, policy, &context, watch));
        self.running = Some(Running { asked, series, workspace, task });
    }

    /// How far the refresh under way is; none when there is none.
    pub fn progress(&self) -> Option<Progress> {
        let waiting = Progress { done: 0, total: 1 };
        match &self.running {
            Some(running) => {
                let p = running.task.progress();
                Some(Progress { done: p.done, total: p.total.max(running.asked.items.len()).max(p.done + 1) })
            }
            None => self.reading.as_ref().map(|_| waiting),
        }
    }

    /// Gives up what is under way.
    pub fn cancel(&mut self) {
        self.reading = None;
        self.running = None;
    }

    /// The refresh that has ended since the last call; `present` is the workspace now.
    pub fn take(&mut self, present: &Workspace) -> Option<Finished> {
        let outcomes = match self.running.as_ref()?.task.take() {
            Ending::Running => return None,
            Ending::Lost => {
                self.running = None;
                return None;
            }
            Ending::Done(outcomes) => outcomes,
        };
        let running = self.running.take()?;
        let mut items = Vec::new();
        let mut failures = Vec::new();
        for (id, result) in outcomes {
            // removed while it was refreshed
            if present.item(id).is_none() {
                continue;
            }
            match result {
                Ok(refreshed) => {
                    self.note(&running, &refreshed);
                    items.push((id, refreshed.spec));
                }
                Err(error) => failures.push((present.item_name(id).to_owned(), error.to_string())),
            }
        }
        let count = items.len();
        let command = refresh_command(present, running.asked.policy, running.series, items);
        Some(Finished { command, count, failures })
    }

    fn note(&mut self, running: &Running, refreshed: &Refreshed) {
        let workspace = &running.workspace;
        let Some(item) = workspace.item(refreshed.item) else { return };
        let Some(old) = workspace.series_of(item) else { return };
        let new = running.series.iter().find(|(id, _)| *id == item.series).map_or(old, |(_, s)| s);
        let before = refreshed.before.as_deref();
        let lines = words(running.asked.policy, [&old.data, &new.data], before, &refreshed.after);
        let spec = refreshed.spec.as_ref().unwrap_or(&item.spec);
        let key = result_key(&new.data, spec, &workspace.context);
        self.notes.insert(refreshed.item, (key, lines));
    }

    /// What the last refresh of an item changed, while its result is that of the refresh.
    pub fn note_of(&self, item: ItemId, key: Option<u64>) -> Option<&[String]> {
        self.notes.get(&item).filter(|(k, _)| Some(*k) == key).map(|(_, lines)| lines.as_slice())
    }

    /// Hides what the last refresh of an item changed.
    pub fn forget(&mut self, item: ItemId) {
        self.notes.remove(&item);
    }
}
