//! Changes of a workspace as data: what undo, scripts and the window all go through.

use std::sync::Arc;

use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::Spec;

use super::context::ContextCommand;
use super::outliers::OutlierEdit;
use super::predefined::predefined_name;
use super::spec_change::{NamedChange, option_changes};
use super::{Document, DocumentId, Item, ItemId, Refreshed, SeriesId, Workspace};
use crate::data::Series;

/// One change of a workspace.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Name the workspace.
    RenameWorkspace(String),
    /// Append series to the pool.
    AddSeries(Vec<Arc<Series>>),
    /// Append series to the pool and a document that adjusts each of them.
    Import {
        /// The series.
        series: Vec<Arc<Series>>,
        /// Name of the document.
        document: String,
        /// The specification of every item.
        spec: Spec,
    },
    /// Replace a series, e.g. by newer values from its source.
    ReplaceSeries {
        /// Which.
        id: SeriesId,
        /// What takes its place.
        series: Arc<Series>,
    },
    /// Take newer data of series, and keep of the last estimation of items what the policy says.
    Refresh {
        /// What is estimated again.
        policy: RefreshPolicy,
        /// Series that are replaced.
        series: Vec<(SeriesId, Arc<Series>)>,
        /// Items with the specifications that are estimated from now on; none for that of the user.
        items: Vec<(ItemId, Option<Spec>)>,
    },
    /// Name a series.
    RenameSeries {
        /// Which.
        id: SeriesId,
        /// New name.
        name: String,
    },
    /// Remove series and the items that adjust them.
    RemoveSeries(Vec<SeriesId>),
    /// Move a series to another place of the pool.
    MoveSeries {
        /// Which.
        id: SeriesId,
        /// Index afterwards; beyond the end means last.
        to: usize,
    },
    /// Append a document that adjusts some series of the pool.
    AddDocument {
        /// Its name.
        name: String,
        /// The series of its items; may be empty.
        series: Vec<SeriesId>,
        /// The specification of every item.
        spec: Spec,
    },
    /// Name a document.
    RenameDocument {
        /// Which.
        id: DocumentId,
        /// New name.
        name: String,
    },
    /// Remove documents with their items; the series stay.
    RemoveDocuments(Vec<DocumentId>),
    /// Move a document to another place of the tree.
    MoveDocument {
        /// Which.
        id: DocumentId,
        /// Index afterwards; beyond the end means last.
        to: usize,
    },
    /// Append items to a document.
    AddItems {
        /// Where.
        document: DocumentId,
        /// The series, one item each.
        series: Vec<SeriesId>,
        /// The specification of every item.
        spec: Spec,
    },
    /// Append new series to the pool, and items that adjust them to a document.
    AddTo {
        /// Where.
        document: DocumentId,
        /// The series, one item each.
        series: Vec<Arc<Series>>,
        /// The specification of every item.
        spec: Spec,
    },
    /// Remove items; the series stay.
    RemoveItems(Vec<ItemId>),
    /// Move items, in their present order, to a place of a document.
    MoveItems {
        /// Which.
        items: Vec<ItemId>,
        /// Where.
        document: DocumentId,
        /// Index of the first of them among the items that stay; beyond the end means last.
        to: usize,
    },
    /// Give items specifications.
    SetSpecs(Vec<(ItemId, Spec)>),
    /// Change the outliers in the specification of an item.
    EditOutliers {
        /// Which.
        item: ItemId,
        /// How.
        edit: OutlierEdit,
    },
    /// Change one option of items.
    ChangeOption {
        /// Which, with their specifications afterwards.
        specs: Vec<(ItemId, Spec)>,
        /// What is changed, in words.
        change: NamedChange,
    },
    /// Comment on items.
    SetComment {
        /// Which.
        items: Vec<ItemId>,
        /// The text.
        comment: String,
    },
    /// Add a user specification, or replace the one of that name.
    PutSpec {
        /// Its name.
        name: String,
        /// What it asks.
        spec: Spec,
    },
    /// Name a user specification.
    RenameSpec {
        /// Present name.
        from: String,
        /// New name.
        to: String,
    },
    /// Remove a user specification; items keep what they were given.
    RemoveSpec(String),
    /// Change calendars or user variables.
    Context(ContextCommand),
}

/// Why a command cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The series is not in the pool.
    #[error("series {} is not in this workspace (any more)", .0.0)]
    NoSeries(SeriesId),
    /// The document does not exist.
    #[error("document {} is not in this workspace (any more)", .0.0)]
    NoDocument(DocumentId),
    /// The item does not exist.
    #[error("item {} is not in this workspace (any more)", .0.0)]
    NoItem(ItemId),
    /// The user specification does not exist.
    #[error("there is no specification called \"{0}\" in this workspace")]
    NoSpec(String),
    /// The name is taken.
    #[error("there is already a specification called \"{0}\"; choose another name")]
    NameTaken(String),
    /// The specification has no model that could have outliers.
    #[error("outliers need a specification with pre-processing; choose one in the Series menu")]
    NoPreprocessing,
    /// The calendar does not exist.
    #[error("there is no calendar called \"{0}\" in this workspace")]
    NoCalendar(String),
    /// The name is taken.
    #[error("there is already a calendar called \"{0}\"; choose another name")]
    CalendarTaken(String),
    /// The calendar cannot be used.
    #[error("{0}")]
    Calendar(String),
    /// The user variable does not exist.
    #[error("there is no variable called \"{0}\" in this workspace")]
    NoVariable(String),
    /// The name is taken.
    #[error("there is already a variable called \"{0}\"; choose another name")]
    VariableTaken(String),
    /// The name of a variable is none.
    #[error("\"{0}\" is no name of a variable; type family.name without blanks")]
    VariableName(String),
    /// The name is empty.
    #[error("the name is empty; type at least one character")]
    EmptyName,
}

/// Successive commands with the same group are one step of undo, see [`super::History`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group(String);

impl Command {
    /// Gives all of `items` the same specification.
    pub fn set_spec(items: impl IntoIterator<Item = ItemId>, spec: &Spec) -> Self {
        Self::SetSpecs(items.into_iter().map(|id| (id, spec.clone())).collect())
    }

    /// What the command does to `workspace`, for the undo menu: "Set henderson length of Retail sales to 13".
    pub fn label(&self, workspace: &Workspace) -> String {
        let series_name = |id: &SeriesId| workspace.series(*id).map_or("?", |s| s.name.as_str());
        let document_name = |id: &DocumentId| workspace.document(*id).map_or("?", |d| d.name.as_str());
        match self {
            Self::RenameWorkspace(name) => format!("Rename workspace to {name}"),
            Self::AddSeries(series) => {
                format!("Add {}", one_or_many(series.iter().map(|s| s.name.as_str()), "series"))
            }
            Self::Import { series, .. } => {
                format!("Import {}", one_or_many(series.iter().map(|s| s.name.as_str()), "series"))
            }
            Self::ReplaceSeries { id, .. } => format!("Update {}", series_name(id)),
            Self::Refresh { policy, items, .. } => {
                let names = one_or_many(items.iter().map(|(id, _)| workspace.item_name(*id)), "items");
                format!("Refresh {names} ({})", policy.name())
            }
            Self::RenameSeries { id, name } => format!("Rename {} to {name}", series_name(id)),
            Self::RemoveSeries(ids) => {
                format!("Remove {}", one_or_many(ids.iter().map(series_name), "series"))
            }
            Self::MoveSeries { id, .. } => format!("Move {}", series_name(id)),
            Self::AddDocument { name, .. } => format!("Add document {name}"),
            Self::RenameDocument { id, name } => {
                format!("Rename document {} to {name}", document_name(id))
            }
            Self::RemoveDocuments(ids) => {
                format!("Remove document {}", one_or_many(ids.iter().map(document_name), "documents"))
            }
            Self::MoveDocument { id, .. } => format!("Move document {}", document_name(id)),
            Self::AddItems { document, series, .. } => format!(
                "Add {} to {}",
                one_or_many(series.iter().map(series_name), "series"),
                document_name(document)
            ),
            Self::AddTo { document, series, .. } => format!(
                "Add {} to {}",
                one_or_many(series.iter().map(|s| s.name.as_str()), "series"),
                document_name(document)
            ),
            Self::RemoveItems(items) => format!("Remove {}", item_names(workspace, items)),
            Self::MoveItems { items, .. } => format!("Move {}", item_names(workspace, items)),
            Self::SetSpecs(specs) => specs_label(workspace, specs),
            Self::EditOutliers { item, edit } => edit.label(workspace.item_name(*item)),
            Self::ChangeOption { specs, change } => {
                let names = one_or_many(specs.iter().map(|(id, _)| workspace.item_name(*id)), "items");
                change.label(&names)
            }
            Self::SetComment { items, .. } => {
                format!("Comment on {}", item_names(workspace, items))
            }
            Self::PutSpec { name, .. } => match workspace.spec(name) {
                Some(_) => format!("Change specification {name}"),
                None => format!("Add specification {name}"),
            },
            Self::RenameSpec { from, to } => format!("Rename specification {from} to {to}"),
            Self::RemoveSpec(name) => format!("Remove specification {name}"),
            Self::Context(command) => command.label(workspace),
        }
    }

    /// The step of undo that the command belongs to: typing in one field or dragging one option of the
    /// same items; none for commands that always stand alone.
    pub fn group(&self, workspace: &Workspace) -> Option<Group> {
        let key = match self {
            Self::RenameWorkspace(_) => "name".to_owned(),
            Self::RenameSeries { id, .. } => format!("name of series {}", id.0),
            Self::RenameDocument { id, .. } => format!("name of document {}", id.0),
            Self::SetComment { items, .. } => format!("comment of {items:?}"),
            Self::PutSpec { name, spec } => {
                format!("{} of {name}", single_option(workspace.spec(name)?, spec)?)
            }
            Self::Context(command) => command.group()?,
            Self::ChangeOption { specs, change } if change.can_join() => {
                let items: Vec<u64> = specs.iter().map(|(id, _)| id.0).collect();
                format!("{} of {items:?}", change.path)
            }
            Self::SetSpecs(specs) => {
                let mut option: Option<String> = None;
                for (id, spec) in specs {
                    let path = single_option(&workspace.item(*id)?.spec, spec)?;
                    if option.get_or_insert_with(|| path.clone()) != &path {
                        return None;
                    }
                }
                let items: Vec<u64> = specs.iter().map(|(id, _)| id.0).collect();
                format!("{} of {items:?}", option?)
            }
            _ => return None,
        };
        Some(Group(key))
    }
}

fn single_option(before: &Spec, after: &Spec) -> Option<String> {
    match option_changes(before, after).as_slice() {
        [only] => Some(only.path.clone()),
        _ => None,
    }
}

fn specs_label(workspace: &Workspace, specs: &[(ItemId, Spec)]) -> String {
    let ids: Vec<ItemId> = specs.iter().map(|(id, _)| *id).collect();
    let names = item_names(workspace, &ids);
    let mut changes = specs
        .iter()
        .filter_map(|(id, spec)| Some(option_changes(&workspace.item(*id)?.spec, spec)))
        .filter(|c| !c.is_empty());
    let first = changes.next().unwrap_or_default();
    match first.as_slice() {
        [only] if changes.all(|c| c == first) => match &only.value {
            Some(value) => format!("Set {} of {names} to {value}", only.name()),
            None => format!("Set {} of {names} to its default", only.name()),
        },
        _ => {
            let name = specs.first().and_then(|(_, spec)| predefined_name(spec));
            let same = specs.windows(2).all(|w| w[0].1 == w[1].1);
            match name.filter(|_| same) {
                Some(name) => format!("Set specification of {names} to {name}"),
                None => format!("Set specification of {names}"),
            }
        }
    }
}

fn item_names(workspace: &Workspace, items: &[ItemId]) -> String {
    one_or_many(items.iter().map(|id| workspace.item_name(*id)), "items")
}

/// The name of the only one, otherwise the number of them.
fn one_or_many<'a>(mut names: impl ExactSizeIterator<Item = &'a str>, plural: &str) -> String {
    match (names.len(), names.next()) {
        (1, Some(name)) => name.to_owned(),
        (n, _) => format!("{n} {plural}"),
    }
}

/// The workspace after `command`.
///
/// # Errors
/// [`CommandError`] when it refers to something that is not there; nothing is done by halves.
pub fn apply(workspace: &Workspace, command: &Command) -> Result<Workspace, CommandError> {
    let mut after = workspace.clone();
    match command {
        Command::RenameWorkspace(name) => after.name = checked_name(name)?,
        Command::AddSeries(series) => {
            add_series(&mut after, series);
        }
        Command::Import { series, document, spec } => {
            let name = checked_name(document)?;
            let ids = add_series(&mut after, series);
            add_document(&mut after, name, &ids, spec)?;
        }
        Command::ReplaceSeries { id, series } => *series_mut(&mut after, *id)? = Arc::clone(series),
        Command::Refresh { policy, series, items } => {
            for (id, series) in series {
                *series_mut(&mut after, *id)? = Arc::clone(series);
            }
            for (id, spec) in items {
                let refreshed = spec.clone().map(|spec| Refreshed { policy: *policy, spec });
                item_mut(&mut after, *id)?.refreshed = refreshed;
            }
        }
        Command::RenameSeries { id, name } => {
            Arc::make_mut(series_mut(&mut after, *id)?).name = checked_name(name)?;
        }
        Command::RemoveSeries(ids) => {
            for id in ids {
                let at = series_index(&after, *id)?;
                after.series.remove(at);
            }
            retain_items(&mut after, |item| !ids.contains(&item.series));
        }
        Command::MoveSeries { id, to } => {
            let at = series_index(&after, *id)?;
            let series = after.series.remove(at);
            after.series.insert((*to).min(after.series.len()), series);
        }
        Command::AddDocument { name, series, spec } => {
            add_document(&mut after, checked_name(name)?, series, spec)?;
        }
        Command::RenameDocument { id, name } => document_mut(&mut after, *id)?.name = checked_name(name)?,
        Command::RemoveDocuments(ids) => {
            for id in ids {
                let at = document_index(&after, *id)?;
                after.documents.remove(at);
            }
        }
        Command::MoveDocument { id, to } => {
            let at = document_index(&after, *id)?;
            let document = after.documents.remove(at);
            after.documents.insert((*to).min(after.documents.len()), document);
        }
        Command::AddItems { document, series, spec } => {
            let items = new_items(&mut after, series, spec)?;
            document_mut(&mut after, *document)?.items.extend(items);
        }
        Command::AddTo { document, series, spec } => {
            let ids = add_series(&mut after, series);
            let items = new_items(&mut after, &ids, spec)?;
            document_mut(&mut after, *document)?.items.extend(items);
        }
        Command::RemoveItems(ids) => {
            all_items_exist(&after, ids)?;
            retain_items(&mut after, |item| !ids.contains(&item.id));
        }
        Command::MoveItems { items, document, to } => {
            all_items_exist(&after, items)?;
            let moved: Vec<Arc<Item>> = after.items().filter(|i| items.contains(&i.id)).cloned().collect();
            retain_items(&mut after, |item| !items.contains(&item.id));
            let target = &mut document_mut(&mut after, *document)?.items;
            let at = (*to).min(target.len());
            target.splice(at..at, moved);
        }
        Command::SetSpecs(specs) | Command::ChangeOption { specs, .. } => {
            for (id, spec) in specs {
                item_mut(&mut after, *id)?.respecify(spec.clone());
            }
        }
        Command::EditOutliers { item, edit } => {
            let item = item_mut(&mut after, *item)?;
            item.respecify(edit.apply(&item.spec)?);
        }
        Command::SetComment { items, comment } => {
            for id in items {
                item_mut(&mut after, *id)?.comment.clone_from(comment);
            }
        }
        Command::PutSpec { name, spec } => {
            let name = checked_name(name)?;
            match after.specs.iter_mut().find(|(n, _)| *n == name) {
                Some((_, present)) => *present = spec.clone(),
                None => after.specs.push((name, spec.clone())),
            }
        }
        Command::RenameSpec { from, to } => {
            let to = checked_name(to)?;
            if to != *from && after.spec(&to).is_some() {
                return Err(CommandError::NameTaken(to));
            }
            match after.specs.iter_mut().find(|(n, _)| n == from) {
                Some((name, _)) => *name = to,
                None => return Err(CommandError::NoSpec(from.clone())),
            }
        }
        Command::RemoveSpec(name) => {
            let at = after.specs.iter().position(|(n, _)| n == name);
            after.specs.remove(at.ok_or_else(|| CommandError::NoSpec(name.clone()))?);
        }
        Command::Context(command) => command.apply(&mut after)?,
    }
    Ok(after)
}

fn checked_name(name: &str) -> Result<String, CommandError> {
    match name.trim() {
        "" => Err(CommandError::EmptyName),
        trimmed => Ok(trimmed.to_owned()),
    }
}

fn next_id(workspace: &mut Workspace) -> u64 {
    workspace.next_id += 1;
    workspace.next_id - 1
}

fn add_series(workspace: &mut Workspace, series: &[Arc<Series>]) -> Vec<SeriesId> {
    let mut ids = Vec::with_capacity(series.len());
    for s in series {
        let id = SeriesId(next_id(workspace));
        workspace.series.push((id, Arc::clone(s)));
        ids.push(id);
    }
    ids
}

fn add_document(
    workspace: &mut Workspace,
    name: String,
    series: &[SeriesId],
    spec: &Spec,
) -> Result<(), CommandError> {
    let id = DocumentId(next_id(workspace));
    let items = new_items(workspace, series, spec)?;
    workspace.documents.push(Arc::new(Document { id, name, items }));
    Ok(())
}

fn new_items(
    workspace: &mut Workspace,
    series: &[SeriesId],
    spec: &Spec,
) -> Result<Vec<Arc<Item>>, CommandError> {
    let known: std::collections::HashSet<SeriesId> = workspace.series.iter().map(|(id, _)| *id).collect();
    series
        .iter()
        .map(|&series| {
            if !known.contains(&series) {
                return Err(CommandError::NoSeries(series));
            }
            let id = ItemId(next_id(workspace));
            Ok(Arc::new(Item { id, series, spec: spec.clone(), refreshed: None, comment: String::new() }))
        })
        .collect()
}

fn series_index(workspace: &Workspace, id: SeriesId) -> Result<usize, CommandError> {
    workspace.series.iter().position(|(i, _)| *i == id).ok_or(CommandError::NoSeries(id))
}

fn series_mut(workspace: &mut Workspace, id: SeriesId) -> Result<&mut Arc<Series>, CommandError> {
    workspace.series.iter_mut().find(|(i, _)| *i == id).map(|(_, s)| s).ok_or(CommandError::NoSeries(id))
}

fn document_index(workspace: &Workspace, id: DocumentId) -> Result<usize, CommandError> {
    workspace.documents.iter().position(|d| d.id == id).ok_or(CommandError::NoDocument(id))
}

fn document_mut(workspace: &mut Workspace, id: DocumentId) -> Result<&mut Document, CommandError> {
    let found = workspace.documents.iter_mut().find(|d| d.id == id);
    found.map(Arc::make_mut).ok_or(CommandError::NoDocument(id))
}

fn item_mut(workspace: &mut Workspace, id: ItemId) -> Result<&mut Item, CommandError> {
    // look first: only the document that holds the item is copied
    for document in &mut workspace.documents {
        if let Some(at) = document.items.iter().position(|i| i.id == id)
            && let Some(item) = Arc::make_mut(document).items.get_mut(at)
        {
            return Ok(Arc::make_mut(item));
        }
    }
    Err(CommandError::NoItem(id))
}

fn all_items_exist(workspace: &Workspace, ids: &[ItemId]) -> Result<(), CommandError> {
    let known: std::collections::HashSet<ItemId> = workspace.items().map(|i| i.id).collect();
    ids.iter().find(|id| !known.contains(id)).map_or(Ok(()), |id| Err(CommandError::NoItem(*id)))
}

fn retain_items(workspace: &mut Workspace, keep: impl Fn(&Item) -> bool) {
    for document in &mut workspace.documents {
        if !document.items.iter().all(|i| keep(i)) {
            Arc::make_mut(document).items.retain(|i| keep(i));
        }
    }
}
