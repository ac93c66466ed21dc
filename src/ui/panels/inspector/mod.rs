//! The specification of the selected series: every option with its default, its meaning and a way back.

mod arima;
mod benchmarking;
mod common;
mod filter;
mod quality;
mod span;
mod trading_days;
mod tramo_seats;
mod variables;
mod x11;
mod x13;

use std::collections::{HashMap, HashSet};

use egui::{ScrollArea, Ui};
use solstice_engine::sa::spec::{Spec, predefined, predefined_names};

use self::filter::Filter;
use crate::data::Series;
use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::form::{
    self, Change, Edit, Editor, Environment, Input, Line, Other, Problem, Section, Shown, Value,
};
use crate::ui::session::Session;
use crate::ui::views::Scope;
use crate::ui::{text, theme, widgets};
use crate::workspace::{
    ChangeWords, Command, Item, ItemId, NamedChange, Workspace, nearest_predefined, predefined_name,
};

/// Shows the specification; every change is a command for all selected items.
pub fn show(ui: &mut Ui, scope: Scope<'_>, session: &mut Session, actions: &mut Actions) {
    let Some((item, series)) = scope.item.zip(scope.series()) else {
        widgets::empty_state(
            ui,
            "No series selected",
            "The options of the selected series appear here.",
            |_| {},
        );
        return;
    };
    let environment = environment(scope.workspace, series);
    let selected = session.selection.items(scope.workspace);
    let Session { form: state, stored, .. } = session;
    let alike = alike(scope.workspace, &selected, item);
    let base = base(&mut state.bases, item);
    let defaults = defaults(base);
    let validate = |spec: &Spec| problems(spec, environment.period);
    let filter = Filter::new(&state.filter_line);
    let bases = &state.bases;
    let others: Vec<Other<'_, Spec>> = alike.iter().map(|a| a.other(bases)).collect();
    let mut inspector = Inspector {
        sections: sections(&item.spec),
        toggled: &mut stored.toggled_sections,
        editor: Editor {
            value: &item.spec,
            others: &others,
            defaults: &defaults,
            environment: &environment,
            validate: &validate,
            typing: &mut state.typing,
            change: None,
        },
    };
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).show(ui, |ui| {
        if selected.len() > 1 {
            let text = format!("{} series selected: a change applies to all of them", selected.len());
            ui.label(widgets::secondary(text));
        }
        method(ui, item, scope.workspace, &selected, actions);
        specification(ui, item, base, scope.workspace, &selected, actions);
        filter::show(ui, &mut state.filter_line, inspector.changed());
        ui.add_space(theme::GRID);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            inspector.show(ui, &filter);
        });
    });
    let change = inspector.editor.change;
    drop(others);
    if let Some(Change { words, value, others }) = change {
        let mut specs = vec![(item.id, value)];
        for (alike, spec) in alike.iter().zip(others) {
            let Some(spec) = spec else { continue };
            for id in &alike.items {
                // what the default of its options was is known only before the change
                let own = scope.workspace.item(*id).map(|i| self::base(&mut state.bases, i));
                specs.extend(own.map(|_| (*id, spec.clone())));
            }
        }
        let command = Command::ChangeOption { specs, change: words };
        actions.push(Action::Edit(Box::new(command)));
    }
}

/// What the options of a series refer to.
fn environment(workspace: &Workspace, series: &Series) -> Environment {
    let domain = series.data.domain();
    let context = &workspace.context;
    Environment {
        unit: domain.start.unit,
        period: domain.annual_frequency().unwrap_or(1),
        span: [domain.start, domain.last().unwrap_or(domain.start)],
        calendars: context.calendars.iter().map(|(name, _)| name.to_owned()).collect(),
        variables: context.variables.iter().map(|(name, _)| name).collect(),
    }
}

fn problems(spec: &Spec, period: u32) -> Vec<Problem> {
    spec.validate(period as usize).into_iter().map(|e| (e.field.to_owned(), e.remedy)).collect()
}

/// Other selected items of one specification and one span.
struct Alike<'a> {
    spec: &'a Spec,
    environment: Environment,
    items: Vec<ItemId>,
}

impl<'a> Alike<'a> {
    fn other(&'a self, bases: &'a HashMap<ItemId, Base>) -> Other<'a, Spec> {
        let base = |id: &ItemId| known_base(bases, *id, self.spec);
        let defaults = move || self.items.first().map(|id| defaults(base(id))).unwrap_or_default();
        Other {
            value: self.spec,
            environment: &self.environment,
            sections: sections(self.spec),
            defaults: Box::new(defaults),
            validate: Box::new(|spec| problems(spec, self.environment.period)),
        }
    }
}

/// The selected items without the one on the screen, those that are alike together.
fn alike<'a>(workspace: &'a Workspace, selected: &[ItemId], shown: &Item) -> Vec<Alike<'a>> {
    let mut all: Vec<Alike<'a>> = Vec::new();
    let others = selected.iter().filter(|id| **id != shown.id).filter_map(|id| workspace.item(*id));
    for item in others {
        let Some(series) = workspace.series_of(item) else { continue };
        let environment = environment(workspace, series);
        match all.iter_mut().find(|a| *a.spec == item.spec && a.environment == environment) {
            Some(same) => same.items.push(item.id),
            None => all.push(Alike { spec: &item.spec, environment, items: vec![item.id] }),
        }
    }
    all
}

/// Method and name of a predefined specification.
type Base = (&'static str, &'static str);

/// The predefined specification an item had before its options were changed, otherwise the nearest.
fn base(known: &mut HashMap<ItemId, Base>, item: &Item) -> Base {
    let method = item.spec.method();
    if let Some(name) = predefined_name(&item.spec) {
        known.insert(item.id, (method, name));
    }
    known_base(known, item.id, &item.spec)
}

fn known_base(known: &HashMap<ItemId, Base>, item: ItemId, spec: &Spec) -> Base {
    let method = spec.method();
    let kept = known.get(&item).copied().filter(|(m, _)| *m == method);
    kept.unwrap_or_else(|| (method, nearest_predefined(spec)))
}

/// Where the default of an option is looked up: in the specification the series had, then in the richest one, then in
/// that with every diagnostic.
fn defaults((method, name): Base) -> Vec<Spec> {
    let richest = predefined_names(method).last().copied().unwrap_or_default();
    let mut all: Vec<Spec> = [name, richest].iter().filter_map(|name| predefined(method, name)).collect();
    if let Some(mut spec) = all.last().cloned() {
        let quality = match &mut spec {
            Spec::X13(spec) => &mut spec.quality,
            Spec::TramoSeats(spec) => &mut spec.quality,
        };
        quality.out_of_sample.active = true;
        quality.visual.active = true;
        all.push(spec);
    }
    all
}

fn sections(spec: &Spec) -> &'static [Section<Spec>] {
    match spec {
        Spec::X13(_) => x13::sections(),
        Spec::TramoSeats(_) => tramo_seats::sections(),
    }
}

struct Inspector<'a> {
    sections: &'static [Section<Spec>],
    toggled: &'a mut HashSet<String>,
    editor: Editor<'a, Spec>,
}

/// The method; another one keeps what both have in common.
fn method(ui: &mut Ui, item: &Item, workspace: &Workspace, selected: &[ItemId], actions: &mut Actions) {
    let shown = text::method_name(item.spec.method());
    let tip = "How the series is adjusted. Another method keeps spans, transformation, regression variables, outliers and model.";
    let names = text::METHODS.map(|(_, n)| n.to_owned());
    let items = || selected.iter().filter_map(|id| workspace.item(*id));
    let mixed = items().any(|i| i.spec.method() != item.spec.method());
    let Some(Edit::Picked(picked)) = pick(ui, "Method", tip, (shown, mixed), None, &names) else { return };
    let Some((id, name)) = text::METHODS.iter().find(|(_, n)| Value::Text((*n).to_owned()) == picked) else {
        return;
    };
    let specs: Vec<(ItemId, Spec)> = items().filter_map(|i| Some((i.id, i.spec.with_method(id)?))).collect();
    if !specs.is_empty() {
        let words = ChangeWords::Set { option: "Method".to_owned(), value: (*name).to_owned() };
        let change = NamedChange { path: "method".to_owned(), words };
        actions.push(Action::Edit(Box::new(Command::ChangeOption { specs, change })));
    }
}

/// Which predefined specification it is, or how far from one.
fn specification(
    ui: &mut Ui,
    item: &Item,
    (method, base): Base,
    workspace: &Workspace,
    selected: &[ItemId],
    actions: &mut Actions,
) {
    let name = predefined_name(&item.spec);
    let shown = name.map_or_else(|| format!("{base}, changed"), str::to_owned);
    let tip = "The predefined specification; every option can be changed below.";
    let names: Vec<String> = predefined_names(method).iter().map(|n| (*n).to_owned()).collect();
    let mixed = selected.iter().filter_map(|id| workspace.item(*id)).any(|i| i.spec != item.spec);
    let wanted = match pick(ui, "Specification", tip, (&shown, mixed), Some(base), &names) {
        Some(Edit::Picked(Value::Text(picked))) => predefined(method, &picked),
        Some(Edit::Reset) => predefined(method, base),
        _ => None,
    };
    if let Some(spec) = wanted {
        let command = Command::set_spec(selected.iter().copied(), &spec);
        actions.push(Action::Edit(Box::new(command)));
    }
}

/// A line with a list of names.
fn pick(
    ui: &mut Ui,
    label: &str,
    tip: &str,
    (value, mixed): (&str, bool),
    default: Option<&str>,
    names: &[String],
) -> Option<Edit> {
    let value = Value::Text(value.to_owned());
    let default = default.map(|d| Value::Text(d.to_owned()));
    let line = Line {
        label,
        name: label,
        tip,
        standard: "",
        value: &value,
        mixed,
        default: default.as_ref(),
        choices: names,
        problem: None,
        depth: 0,
    };
    let choice: Input<Spec> = Input::Choice(Box::new(|_, _| Vec::new()));
    form::line(ui, &choice, line)
}

impl Inspector<'_> {
    /// The number of options that differ from their default.
    fn changed(&self) -> usize {
        let fields = self.sections.iter().flat_map(|s| &s.fields);
        fields.filter_map(|f| self.editor.shown(f)).filter(Shown::is_changed).count()
    }

    fn show(&mut self, ui: &mut Ui, filter: &Filter) {
        let mut nothing = true;
        for section in self.sections {
            nothing &= !self.section(ui, section, filter);
        }
        if nothing {
            widgets::empty_state(ui, "Nothing found", "No option fits the filter.", |_| {});
        }
    }

    /// Whether anything of the section is shown.
    fn section(&mut self, ui: &mut Ui, section: &'static Section<Spec>, filter: &Filter) -> bool {
        let (spec, env) = (self.editor.value, self.editor.environment);
        let all: Vec<Shown<'_, Spec>> = section.fields.iter().filter_map(|f| self.editor.shown(f)).collect();
        let entries = section.list.as_ref().and_then(|l| l.titles(spec, env)).map(|t| t.len());
        let changed = all.iter().any(Shown::is_changed) || entries.is_some_and(|n| n > 0);
        let wanted: Vec<&Shown<'_, Spec>> =
            all.iter().filter(|s| filter.admits(section.title, &s.name(), s.field, s.is_changed())).collect();
        let list = section.list.as_ref().zip(entries);
        let list = list.filter(|(_, n)| filter.admits_list(section.title, *n > 0));
        if wanted.is_empty() && list.is_none() {
            return false;
        }
        let open = !filter.is_empty() || section.open != self.toggled.contains(section.title);
        let summary = (section.summary)(spec, env).filter(|_| !open);
        let summary = summary.map_or_else(String::new, |s| shortened(&s));
        let name = format!("{} options", section.title);
        let row = widgets::Row {
            text: section.title,
            name: &name,
            note: &summary,
            note_role: changed.then_some(Role::Accent),
            strong: true,
            fold: Some(open),
            ..Default::default()
        };
        let response = widgets::row(ui, row).on_hover_text(section.tip);
        if response.clicked() && filter.is_empty() && !self.toggled.remove(section.title) {
            self.toggled.insert(section.title.to_owned());
        }
        if open {
            for shown in wanted {
                self.editor.field(ui, shown, &shown.name(), usize::from(shown.field.group.is_some()));
            }
            if let Some((list, _)) = list {
                self.editor.list(ui, list);
            }
            ui.add_space(theme::GRID);
        }
        true
    }
}

/// As much of a summary as stands beside a title.
fn shortened(text: &str) -> String {
    const MOST: usize = 26;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
