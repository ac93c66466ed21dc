//! What the arguments of the command line stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::{self, Spec};

use crate::data::{Series, csv, data_files};
use crate::workspace::{Workspace, file};

/// Method and specification of series that have none of their own.
pub(super) const METHOD: &str = "x13";
pub(super) const SPEC: &str = "x11";

/// A series to adjust, or why it cannot be.
pub(super) struct Task {
    /// Name in the output, unique.
    pub(super) name: String,
    /// What is adjusted, or the reason of its refusal.
    pub(super) work: Result<Work, String>,
}

/// A series with its specification and what that may refer to.
pub(super) struct Work {
    pub(super) series: Arc<Series>,
    pub(super) spec: Spec,
    pub(super) context: Arc<ModellingContext>,
}

/// Everything found in the inputs, in their order.
#[derive(Default)]
pub(super) struct Input {
    pub(super) tasks: Vec<Task>,
    /// Whether items of workspaces keep their own specifications.
    pub(super) own_specs: bool,
    /// Files that could not be read, with the reason.
    pub(super) unreadable: Vec<String>,
}

/// The specification called `name` of `method`.
pub(super) fn predefined(method: &str, name: &str) -> Result<Spec, String> {
    let method = method.to_ascii_lowercase();
    if !spec::METHODS.contains(&method.as_str()) {
        return Err(format!("there is no method \"{method}\"; choose one of: {}", spec::METHODS.join(", ")));
    }
    spec::predefined(&method, name).ok_or_else(|| {
        let names = spec::predefined_names(&method).join(", ");
        format!("{method} has no specification \"{name}\"; choose one of: {names}")
    })
}

/// [`read_in_context`] without calendars and user variables for tables.
pub(super) fn read(inputs: &[impl AsRef<Path>], given: Option<&Spec>) -> Result<Input, String> {
    read_in_context(inputs, given, &Arc::default())
}

/// Reads `inputs`. Series of tables are adjusted with `given` or the default, and with the calendars and variables
/// of `context`; items of workspaces with `given` or their own specification, and what their workspace holds.
pub(super) fn read_in_context(
    inputs: &[impl AsRef<Path>],
    given: Option<&Spec>,
    context: &Arc<ModellingContext>,
) -> Result<Input, String> {
    let default = predefined(METHOD, SPEC)?;
    let mut input = Input::default();
    for path in inputs {
        let path = path.as_ref();
        if file::is_workspace_path(path) {
            match file::read(path) {
                Ok((workspace, _)) => {
                    input.own_specs |= given.is_none();
                    input.add_workspace(&workspace, given);
                }
                Err(e) => input.unreadable.push(e.to_string()),
            }
            continue;
        }
        match data_files(path) {
            Ok(files) => files.iter().for_each(|f| input.add_table(f, given.unwrap_or(&default), context)),
            Err(e) => input.unreadable.push(e.to_string()),
        }
    }
    input.tell_names_apart();
    if input.tasks.is_empty() {
        let reasons = input.unreadable.join("\n");
        return Err(if reasons.is_empty() { "there are no series in the input".into() } else { reasons });
    }
    Ok(input)
}

impl Input {
    fn add_workspace(&mut self, workspace: &Workspace, given: Option<&Spec>) {
        for item in workspace.items() {
            let Some(series) = workspace.series_of(item) else { continue };
            let work = Ok(Work {
                series: Arc::clone(series),
                spec: given.unwrap_or_else(|| item.estimated_spec()).clone(),
                context: Arc::clone(&workspace.context),
            });
            self.tasks.push(Task { name: series.name.clone(), work });
        }
    }

    fn add_table(&mut self, path: &Path, spec: &Spec, context: &Arc<ModellingContext>) {
        let import = match csv::read_file(path, &csv::CsvOptions::default()) {
            Ok(import) => import,
            Err(e) => return self.unreadable.push(e.to_string()),
        };
        for warning in &import.warnings {
            eprintln!("{}: {warning}", path.display());
        }
        for series in import.series {
            let name = series.name.clone();
            let work = Work { series: Arc::new(series), spec: spec.clone(), context: Arc::clone(context) };
            self.tasks.push(Task { name, work: Ok(work) });
        }
        for (name, reason) in import.refused {
            self.tasks.push(Task { name, work: Err(format!("{}: {reason}", path.display())) });
        }
    }

    /// A name that occurs again gets the number of its occurrence.
    fn tell_names_apart(&mut self) {
        let all: BTreeSet<String> = self.tasks.iter().map(|t| t.name.clone()).collect();
        let mut uses = BTreeMap::<String, usize>::new();
        let mut made = BTreeSet::new();
        for task in &mut self.tasks {
            let n = uses.entry(task.name.clone()).or_default();
            *n += 1;
            if *n > 1 {
                let mut name = format!("{} ({n})", task.name);
                while all.contains(&name) || made.contains(&name) {
                    *n += 1;
                    name = format!("{} ({n})", task.name);
                }
                made.insert(name.clone());
                task.name = name;
            }
        }
    }
}
