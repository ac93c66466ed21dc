//! `solstice refresh`: new data of the series of workspaces, and what is estimated again with them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use solstice_engine::sa::refresh::RefreshPolicy;

use super::Outcome;
use super::adjust::to_terminal;
use crate::data::read_again;
use crate::jobs::{
    NewData, Refreshed, Threads, Watch, items_to_refresh, refresh_command, refresh_items, sources_of,
};
use crate::report::refresh::words;
use crate::report::stability::policy_words;
use crate::workspace::file::{self, FileError, WorkspaceLock};
use crate::workspace::{ItemId, Workspace, apply};

#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub(super) struct RefreshArgs {
    /// Workspaces.
    #[arg(required = true, value_name = "WORKSPACES")]
    workspaces: Vec<PathBuf>,
    /// What is estimated again, see below.
    #[arg(long, value_name = "POLICY", default_value = RefreshPolicy::default().name())]
    policy: String,
    /// Names of the series, separated by commas; all when not given.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    series: Vec<String>,
    /// Workspace to write instead of the one that is read.
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Tells what would change, and writes nothing.
    #[arg(long, conflicts_with = "output")]
    dry_run: bool,
    /// Number of threads; all processors when not given. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

fn after_help() -> String {
    let mut text = "Examples:\n  solstice refresh office.solstice.ron\n  solstice refresh office.solstice.ron --policy LastOutliers --output may.solstice.ron\n\nPolicies:\n".to_owned();
    for policy in RefreshPolicy::ALL {
        let _ = writeln!(text, "  {:22} {}", policy.name(), policy_words(policy).1);
    }
    text
}

pub(super) fn run(args: &RefreshArgs) -> Outcome {
    let policy = super::policy(&args.policy)?;
    if args.output.is_some() && args.workspaces.len() > 1 {
        return Err("--output takes one workspace; refresh the others one by one, or without it".to_owned());
    }
    if let Some(other) = args.workspaces.iter().find(|p| !file::is_workspace_path(p)) {
        let name = other.display();
        return Err(format!("{name} is no workspace; its name must end with .solstice.ron"));
    }
    let threads = Threads::new(args.threads.map(usize::from)).map_err(|e| e.to_string())?;
    let mut failed = 0;
    for path in &args.workspaces {
        failed += refresh(path, args, policy, &threads)?;
    }
    Ok(failed)
}

/// Refreshes one workspace; the number of series that were not.
fn refresh(path: &Path, args: &RefreshArgs, policy: RefreshPolicy, threads: &Threads) -> Outcome {
    let target = args.output.as_deref().map_or_else(|| path.to_owned(), file::with_extension);
    // nobody else may write what is written here
    let _lock = if args.dry_run { None } else { lock(&target)? };
    let (workspace, stamp) = file::read(path).map_err(|e| e.to_string())?;
    let mut items = chosen(&workspace, &args.series)?;
    let count = items.len();
    let sources = sources_of(&workspace, &items);
    let (ids, monikers): (Vec<_>, Vec<_>) = sources.into_iter().unzip();
    let new = NewData::of(&workspace, ids.into_iter().zip(read_again(&monikers)));
    let mut text = String::new();
    for (id, reason) in &new.failures {
        items.retain(|item| workspace.item(*item).is_none_or(|i| i.series != *id));
        let name = workspace.series(*id).map_or("", |s| s.name.as_str());
        eprintln!("{name} was not refreshed: {reason}");
    }
    let tasks = items_to_refresh(&workspace, &items, &new.series);
    let watch = Watch::unwatched();
    let results = threads.run(|| refresh_items(&tasks, policy, &workspace.context, &watch));
    let mut refreshed = Vec::new();
    for (task, (id, result)) in tasks.iter().zip(results) {
        let name = workspace.item_name(id);
        match result {
            Ok(Refreshed { spec, before, after, .. }) => {
                let data = [&task.old.data, &task.new.data];
                let mut lines = words(policy, data, before.as_deref(), &after);
                if task.old.moniker.is_none() {
                    lines.insert(1, "It has no source file and keeps its data.".to_owned());
                }
                let _ = writeln!(text, "{name}: {}", lines.join(" "));
                refreshed.push((id, spec));
            }
            Err(error) => eprintln!("{name} was not refreshed: {error}"),
        }
    }
    let done = refreshed.len();
    let _ = writeln!(text, "{}: {done} of {count} series refreshed.", path.display());
    if done > 0 && !args.dry_run {
        let command = refresh_command(&workspace, policy, new.series, refreshed);
        let after = apply(&workspace, &command).map_err(|e| e.to_string())?;
        let expected = (target == path).then_some(&stamp);
        let replaces = target.exists();
        file::save(&target, &after, expected).map_err(|e| e.to_string())?;
        let _ = write!(text, "Saved {}", target.display());
        if replaces {
            let _ = write!(text, "; the file before is {}", file::backup_path(&target).display());
        }
        text.push_str(".\n");
    }
    to_terminal(&text)?;
    Ok(count - done)
}

/// The lock on the workspace; none where locks cannot be made, as on a drive without them.
fn lock(path: &Path) -> Result<Option<WorkspaceLock>, String> {
    match WorkspaceLock::acquire(path) {
        Ok(lock) => Ok(Some(lock)),
        Err(error @ FileError::Locked { .. }) => Err(error.to_string()),
        Err(_) => Ok(None),
    }
}

/// The items of the series called `names`, or all.
fn chosen(workspace: &Workspace, names: &[String]) -> Result<Vec<ItemId>, String> {
    let all = || workspace.items().map(|i| (i.id, workspace.item_name(i.id)));
    if let Some(unknown) = names.iter().find(|n| all().all(|(_, name)| name != n.as_str())) {
        let known: Vec<&str> = all().map(|(_, name)| name).collect();
        return Err(format!(
            "the workspace adjusts no series \"{unknown}\"; choose from: {}",
            known.join(", ")
        ));
    }
    let wanted = |name: &str| names.is_empty() || names.iter().any(|n| n == name);
    let items: Vec<ItemId> = all().filter(|(_, name)| wanted(name)).map(|(id, _)| id).collect();
    if items.is_empty() {
        return Err("the workspace adjusts no series; open it in the window and add some".to_owned());
    }
    Ok(items)
}
