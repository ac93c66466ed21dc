//! Format 1 of the workspace file.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};
use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::Spec;
use solstice_engine::toolkit::calendars::Calendar;
use solstice_engine::toolkit::timeseries::{TsData, TsPeriod};

use super::super::{Document, DocumentId, Item, ItemId, Refreshed, SeriesId, Workspace};
use super::error::FileError;
use crate::data::{Moniker, Series};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Workspace", deny_unknown_fields)]
pub(super) struct WorkspaceV1 {
    format: u64,
    name: String,
    next_id: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    calendars: BTreeMap<String, Calendar>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    variables: Vec<VariableV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    specs: Vec<NamedSpecV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    series: Vec<SeriesV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    documents: Vec<DocumentV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "NamedSpec", deny_unknown_fields)]
struct NamedSpecV1 {
    name: String,
    spec: Spec,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Variable", deny_unknown_fields)]
struct VariableV1 {
    name: String,
    start: TsPeriod,
    values: Vec<f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Series", deny_unknown_fields)]
struct SeriesV1 {
    id: u64,
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<SourceV1>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    metadata: BTreeMap<String, String>,
    start: TsPeriod,
    /// `NaN` where missing.
    values: Vec<f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Source", deny_unknown_fields)]
struct SourceV1 {
    provider: String,
    path: String,
    key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    options: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Document", deny_unknown_fields)]
struct DocumentV1 {
    id: u64,
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    items: Vec<ItemV1>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Item", deny_unknown_fields)]
struct ItemV1 {
    id: u64,
    series: u64,
    spec: Spec,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refreshed: Option<RefreshedV1>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    comment: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Refreshed", deny_unknown_fields)]
struct RefreshedV1 {
    policy: RefreshPolicy,
    spec: Spec,
}

impl From<&Workspace> for WorkspaceV1 {
    fn from(workspace: &Workspace) -> Self {
        let context = &workspace.context;
        Self {
            format: 1,
            name: workspace.name.clone(),
            next_id: workspace.next_id,
            calendars: context.calendars.iter().map(|(name, c)| (name.to_owned(), c.clone())).collect(),
            variables: (context.variables.iter())
                .map(|(name, data)| VariableV1 { name, start: data.start(), values: data.values().to_vec() })
                .collect(),
            specs: workspace
                .specs
                .iter()
                .map(|(name, spec)| NamedSpecV1 { name: name.clone(), spec: spec.clone() })
                .collect(),
            series: workspace.series.iter().map(|(id, s)| SeriesV1::new(*id, s)).collect(),
            documents: workspace.documents.iter().map(|d| DocumentV1::from(&**d)).collect(),
        }
    }
}

impl SeriesV1 {
    fn new(id: SeriesId, series: &Series) -> Self {
        Self {
            id: id.0,
            name: series.name.clone(),
            source: series.moniker.clone().map(|m| SourceV1 {
                provider: m.provider,
                path: m.path,
                key: m.key,
                options: m.options,
            }),
            metadata: series.metadata.clone(),
            start: series.data.start(),
            values: series.data.values().to_vec(),
        }
    }
}

impl From<&Document> for DocumentV1 {
    fn from(document: &Document) -> Self {
        let item = |i: &Arc<Item>| ItemV1 {
            id: i.id.0,
            series: i.series.0,
            spec: i.spec.clone(),
            refreshed: i.refreshed.clone().map(|r| RefreshedV1 { policy: r.policy, spec: r.spec }),
            comment: i.comment.clone(),
        };
        Self {
            id: document.id.0,
            name: document.name.clone(),
            items: document.items.iter().map(item).collect(),
        }
    }
}

impl WorkspaceV1 {
    /// One field of a series and one section of a specification per line, whatever is inside on that line: long
    /// enough to keep files short, short enough to compare them.
    pub(super) fn to_text(&self) -> Result<String, ron::Error> {
        let mut text = String::from("Workspace(\n");
        // formatting into a string cannot fail
        let _ = writeln!(text, "  format: {},", self.format);
        let _ = writeln!(text, "  name: {},", lines(&self.name, 0)?);
        let _ = writeln!(text, "  next_id: {},", self.next_id);
        if !self.calendars.is_empty() {
            let calendars = lines(&self.calendars, 4)?.replace('\n', "\n  ");
            let _ = writeln!(text, "  calendars: {calendars},");
        }
        list(&mut text, 1, "variables", &self.variables, |variable| lines(variable, 1))?;
        list(&mut text, 1, "specs", &self.specs, |spec| lines(spec, 2))?;
        list(&mut text, 1, "series", &self.series, |series| lines(series, 1))?;
        list(&mut text, 1, "documents", &self.documents, |document| {
            let mut text = format!("(\n  id: {},\n  name: {},\n", document.id, lines(&document.name, 0)?);
            list(&mut text, 1, "items", &document.items, |item| lines(item, 2))?;
            text.push(')');
            Ok(text)
        })?;
        text.push_str(")\n");
        Ok(text)
    }

    /// The workspace, after checking what the types cannot: that ids are unique and references lead somewhere.
    pub(super) fn into_workspace(self, path: &Path) -> Result<Workspace, FileError> {
        let contradiction = |message: String| FileError::Contradiction { path: path.to_owned(), message };
        let mut ids = HashSet::new();
        let mut used = |id: u64| match ids.insert(id) {
            true => Ok(id),
            false => Err(contradiction(format!("the id {id} is used twice"))),
        };
        let mut names = HashSet::new();
        for spec in &self.specs {
            if !names.insert(spec.name.as_str()) {
                return Err(contradiction(format!("two specifications are called \"{}\"", spec.name)));
            }
        }
        let mut context = ModellingContext::default();
        for (name, calendar) in self.calendars {
            let wrong = |e| contradiction(format!("calendar \"{name}\": {e}"));
            context.calendars.insert(name.clone(), calendar).map_err(wrong)?;
        }
        for v in self.variables {
            if context.variables.get(&v.name).is_some() {
                return Err(contradiction(format!("two variables are called \"{}\"", v.name)));
            }
            context.variables.insert(&v.name, TsData::new(v.start, v.values));
        }
        let mut series = Vec::with_capacity(self.series.len());
        for s in self.series {
            let id = SeriesId(used(s.id)?);
            let moniker = s.source.map(|m| Moniker {
                provider: m.provider,
                path: m.path,
                key: m.key,
                options: m.options,
            });
            let data = TsData::new(s.start, s.values);
            series.push((id, Arc::new(Series { name: s.name, moniker, metadata: s.metadata, data })));
        }
        let pool: HashSet<SeriesId> = series.iter().map(|(id, _)| *id).collect();
        let mut documents = Vec::with_capacity(self.documents.len());
        for d in self.documents {
            let id = DocumentId(used(d.id)?);
            let mut items = Vec::with_capacity(d.items.len());
            for i in d.items {
                let id = ItemId(used(i.id)?);
                let series = SeriesId(i.series);
                if !pool.contains(&series) {
                    return Err(contradiction(format!(
                        "item {} of document \"{}\" adjusts series {}, which is not in the file",
                        i.id, d.name, i.series
                    )));
                }
                let refreshed = i.refreshed.map(|r| Refreshed { policy: r.policy, spec: r.spec });
                items.push(Arc::new(Item { id, series, spec: i.spec, refreshed, comment: i.comment }));
            }
            documents.push(Arc::new(Document { id, name: d.name, items }));
        }
        let next_id = ids.into_iter().max().map_or(0, |id| id.saturating_add(1)).max(self.next_id);
        let specs = self.specs.into_iter().map(|s| (s.name, s.spec)).collect();
        Ok(Workspace { name: self.name, next_id, context: Arc::new(context), series, specs, documents })
    }
}

/// RON with one line per field down to `depth` levels.
fn lines<T: Serialize + ?Sized>(value: &T, depth: usize) -> Result<String, ron::Error> {
    let config = PrettyConfig::new().depth_limit(depth).indentor("  ").new_line("\n");
    ron::ser::to_string_pretty(value, config)
}

/// The field `name` with one element after the other, each indented; nothing when there is none.
fn list<T>(
    text: &mut String,
    level: usize,
    name: &str,
    elements: &[T],
    element: impl Fn(&T) -> Result<String, ron::Error>,
) -> Result<(), ron::Error> {
    if elements.is_empty() {
        return Ok(());
    }
    let indent = "  ".repeat(level);
    let _ = writeln!(text, "{indent}{name}: [");
    for e in elements {
        // strings are written with escapes: a new line of the text is one of the layout
        for line in element(e)?.lines() {
            let _ = writeln!(text, "{indent}  {line}");
        }
        text.pop();
        text.push_str(",\n");
    }
    let _ = writeln!(text, "{indent}],");
    Ok(())
}
