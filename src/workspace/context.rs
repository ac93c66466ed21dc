//! Calendars and user variables of a workspace: who uses them, and what follows when they change.

use std::collections::BTreeSet;
use std::sync::Arc;

use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::{Spec, TradingDays, UserTerm};
use solstice_engine::toolkit::calendars::{Calendar, Calendars};
use solstice_engine::toolkit::timeseries::TsData;

use super::{CommandError, Workspace};

/// A change of the calendars and variables.
#[derive(Clone, Debug, PartialEq)]
pub enum ContextCommand {
    /// Add a calendar, or replace the one of that name.
    PutCalendar {
        /// Its name.
        name: String,
        /// Its definition.
        calendar: Calendar,
    },
    /// Name a calendar; specifications and calendars that refer to it follow.
    RenameCalendar {
        /// Present name.
        from: String,
        /// New name.
        to: String,
    },
    /// Remove a calendar.
    RemoveCalendar(String),
    /// Add a user variable, or replace the one of that name.
    PutVariable {
        /// Its full name, `family.name`.
        name: String,
        /// Its values.
        data: Arc<TsData>,
    },
    /// Name a user variable; specifications that refer to it follow.
    RenameVariable {
        /// Present full name.
        from: String,
        /// New full name.
        to: String,
    },
    /// Remove a user variable.
    RemoveVariable(String),
}

impl ContextCommand {
    /// What it does, for the undo menu.
    pub(super) fn label(&self, workspace: &Workspace) -> String {
        let verb = |known: bool| if known { "Change" } else { "Add" };
        match self {
            Self::PutCalendar { name, .. } => {
                format!("{} calendar {name}", verb(workspace.context.calendars.get(name).is_some()))
            }
            Self::RenameCalendar { from, to } => format!("Rename calendar {from} to {to}"),
            Self::RemoveCalendar(name) => format!("Remove calendar {name}"),
            Self::PutVariable { name, .. } => {
                format!("{} variable {name}", verb(workspace.context.variables.get(name).is_some()))
            }
            Self::RenameVariable { from, to } => format!("Rename variable {from} to {to}"),
            Self::RemoveVariable(name) => format!("Remove variable {name}"),
        }
    }

    /// Successive changes of one calendar are one step of undo.
    pub(super) fn group(&self) -> Option<String> {
        match self {
            Self::PutCalendar { name, .. } => Some(format!("calendar {name}")),
            _ => None,
        }
    }

    /// Carries it out.
    pub(super) fn apply(&self, workspace: &mut Workspace) -> Result<(), CommandError> {
        let context = Arc::make_mut(&mut workspace.context);
        match self {
            Self::PutCalendar { name, calendar } => {
                let name = free_name(name)?;
                put(&mut context.calendars, name, calendar.clone())
            }
            Self::RenameCalendar { from, to } => {
                let to = free_name(to)?;
                if to != *from && context.calendars.get(&to).is_some() {
                    return Err(CommandError::CalendarTaken(to));
                }
                let calendar =
                    context.calendars.remove(from).ok_or_else(|| CommandError::NoCalendar(from.clone()))?;
                put(&mut context.calendars, to.clone(), calendar)?;
                rename_references(&mut context.calendars, from, &to)?;
                workspace.change_specs(|spec| rename_calendar(spec, from, &to));
                Ok(())
            }
            Self::RemoveCalendar(name) => context
                .calendars
                .remove(name)
                .map(|_| ())
                .ok_or_else(|| CommandError::NoCalendar(name.clone())),
            Self::PutVariable { name, data } => {
                context.variables.insert(&full_name(name)?, TsData::clone(data));
                Ok(())
            }
            Self::RenameVariable { from, to } => {
                let to = full_name(to)?;
                if to != *from && context.variables.get(&to).is_some() {
                    return Err(CommandError::VariableTaken(to));
                }
                let data =
                    context.variables.remove(from).ok_or_else(|| CommandError::NoVariable(from.clone()))?;
                context.variables.insert(&to, TsData::clone(&data));
                workspace.change_specs(|spec| rename_variable(spec, from, &to));
                Ok(())
            }
            Self::RemoveVariable(name) => context
                .variables
                .remove(name)
                .map(|_| ())
                .ok_or_else(|| CommandError::NoVariable(name.clone())),
        }
    }
}

fn free_name(name: &str) -> Result<String, CommandError> {
    match name.trim() {
        "" => Err(CommandError::EmptyName),
        Calendars::DEFAULT => Err(CommandError::CalendarTaken(Calendars::DEFAULT.to_owned())),
        name => Ok(name.to_owned()),
    }
}

/// Family and name, without blanks: they part the names of a list.
fn full_name(name: &str) -> Result<String, CommandError> {
    match name.trim().split_once('.') {
        Some((family, name))
            if !family.is_empty()
                && !name.is_empty()
                && !format!("{family}{name}").contains([' ', ',', ';']) =>
        {
            Ok(format!("{family}.{name}"))
        }
        _ => Err(CommandError::VariableName(name.trim().to_owned())),
    }
}

fn put(calendars: &mut Calendars, name: String, calendar: Calendar) -> Result<(), CommandError> {
    calendars.insert(name, calendar).map_err(|e| CommandError::Calendar(e.to_string()))
}

fn rename_references(calendars: &mut Calendars, from: &str, to: &str) -> Result<(), CommandError> {
    let changed: Vec<(String, Calendar)> = calendars
        .iter()
        .filter(|(_, c)| parts(c).any(|p| p == from))
        .map(|(name, calendar)| {
            let renamed = |name: &String| if name == from { to.to_owned() } else { name.clone() };
            let mut calendar = calendar.clone();
            match &mut calendar {
                Calendar::National(_) => {}
                Calendar::Chained { first, second, .. } => {
                    *first = renamed(first);
                    *second = renamed(second);
                }
                Calendar::Composite(all) => all.iter_mut().for_each(|p| p.calendar = renamed(&p.calendar)),
            }
            (name.to_owned(), calendar)
        })
        .collect();
    changed.into_iter().try_for_each(|(name, calendar)| put(calendars, name, calendar))
}

/// The calendars that a calendar refers to itself.
fn parts(calendar: &Calendar) -> impl Iterator<Item = &str> {
    let names: Vec<&str> = match calendar {
        Calendar::National(_) => Vec::new(),
        Calendar::Chained { first, second, .. } => vec![first, second],
        Calendar::Composite(parts) => parts.iter().map(|p| p.calendar.as_str()).collect(),
    };
    names.into_iter()
}

/// The parts of a specification that refer to calendars and variables.
fn regressors(spec: &Spec) -> Option<(&TradingDays, &Vec<UserTerm>)> {
    match spec {
        Spec::X13(x13) => {
            let regression = &x13.preprocessing.as_ref()?.regression;
            Some((&regression.trading_days.days, &regression.users))
        }
        Spec::TramoSeats(spec) => {
            let regression = &spec.tramo.regression;
            Some((&regression.trading_days.days, &regression.users))
        }
    }
}

fn regressors_mut(spec: &mut Spec) -> Option<(&mut TradingDays, &mut Vec<UserTerm>)> {
    match spec {
        Spec::X13(x13) => {
            let regression = &mut x13.preprocessing.as_mut()?.regression;
            Some((&mut regression.trading_days.days, &mut regression.users))
        }
        Spec::TramoSeats(spec) => {
            let regression = &mut spec.tramo.regression;
            Some((&mut regression.trading_days.days, &mut regression.users))
        }
    }
}

fn rename_calendar(spec: &mut Spec, from: &str, to: &str) {
    if let Some((TradingDays::Holidays { calendar, .. }, _)) = regressors_mut(spec)
        && calendar == from
    {
        to.clone_into(calendar);
    }
}

fn rename_variable(spec: &mut Spec, from: &str, to: &str) {
    let Some((days, users)) = regressors_mut(spec) else { return };
    let names = if let TradingDays::User(names) = days { names.as_mut_slice() } else { &mut [] };
    for name in names.iter_mut().chain(users.iter_mut().map(|u| &mut u.variable)).filter(|n| *n == from) {
        to.clone_into(name);
    }
}

/// The calendar that `spec` names.
fn calendar_of(spec: &Spec) -> Option<&str> {
    match regressors(spec)?.0 {
        TradingDays::Holidays { calendar, .. } => Some(calendar),
        _ => None,
    }
}

/// The variables that `spec` names.
fn variables_of(spec: &Spec) -> impl Iterator<Item = &str> {
    let parts = regressors(spec);
    let days = parts.and_then(|(days, _)| match days {
        TradingDays::User(names) => Some(names),
        _ => None,
    });
    let users = parts.map(|(_, users)| users);
    let days = days.into_iter().flatten().map(String::as_str);
    days.chain(users.into_iter().flatten().map(|u| u.variable.as_str()))
}

/// Definitions with their names.
type Named<'a, T> = Vec<(&'a str, T)>;

/// What of a context the results of `spec` depend on: the definitions of its calendar and of those it refers to,
/// and its variables.
pub(super) fn used<'a>(
    spec: &'a Spec,
    context: &'a ModellingContext,
) -> (Named<'a, &'a Calendar>, Named<'a, Arc<TsData>>) {
    let mut names = BTreeSet::new();
    let mut waiting: Vec<&str> = calendar_of(spec).into_iter().collect();
    while let Some(name) = waiting.pop() {
        if names.insert(name) {
            waiting.extend(context.calendars.get(name).into_iter().flat_map(parts));
        }
    }
    let calendars = names.into_iter().filter_map(|n| Some((n, context.calendars.get(n)?))).collect();
    let variables = variables_of(spec).filter_map(|n| Some((n, context.variables.get(n)?.data))).collect();
    (calendars, variables)
}

/// The user variables that `spec` names and `context` does not hold: the adjustment leaves them out.
pub fn missing_variables(spec: &Spec, context: &ModellingContext) -> Vec<String> {
    variables_of(spec).filter(|n| context.variables.get(n).is_none()).map(str::to_owned).collect()
}

impl Workspace {
    /// Items and calendars that refer to the calendar `name` themselves, by their names.
    pub fn users_of_calendar(&self, name: &str) -> Vec<String> {
        let items = self.items().filter(|i| calendar_of(&i.spec) == Some(name));
        let specs = self.specs.iter().filter(|(_, s)| calendar_of(s) == Some(name));
        let calendars = self.context.calendars.iter().filter(|(_, c)| parts(c).any(|p| p == name));
        items
            .map(|i| self.item_name(i.id).to_owned())
            .chain(specs.map(|(n, _)| n.clone()))
            .chain(calendars.map(|(n, _)| n.to_owned()))
            .collect()
    }

    /// Items that refer to the variable `name`, by their names.
    pub fn users_of_variable(&self, name: &str) -> Vec<String> {
        let items = self.items().filter(|i| variables_of(&i.spec).any(|v| v == name));
        let specs = self.specs.iter().filter(|(_, s)| variables_of(s).any(|v| v == name));
        items.map(|i| self.item_name(i.id).to_owned()).chain(specs.map(|(n, _)| n.clone())).collect()
    }

    /// Changes every specification; items whose specification stays are not copied.
    fn change_specs(&mut self, change: impl Fn(&mut Spec)) {
        let changed = |spec: &Spec| {
            let mut after = spec.clone();
            change(&mut after);
            (after != *spec).then_some(after)
        };
        self.specs.iter_mut().for_each(|(_, spec)| change(spec));
        for document in &mut self.documents {
            let changes: Vec<(usize, Option<Spec>, Option<Spec>)> = document
                .items
                .iter()
                .enumerate()
                .map(|(i, item)| {
                    (i, changed(&item.spec), item.refreshed.as_ref().and_then(|r| changed(&r.spec)))
                })
                .filter(|(_, spec, refreshed)| spec.is_some() || refreshed.is_some())
                .collect();
            for (i, spec, refreshed) in changes {
                let Some(item) = Arc::make_mut(document).items.get_mut(i) else { continue };
                let item = Arc::make_mut(item);
                if let Some(spec) = spec {
                    item.spec = spec;
                }
                if let Some((kept, spec)) = item.refreshed.as_mut().zip(refreshed) {
                    kept.spec = spec;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Command, History, apply};
    use super::*;
    use crate::data::country_calendars;

    fn workspace() -> Workspace {
        let mut rsa5c = solstice_engine::sa::spec::x13("rsa5c").unwrap();
        let (days, _) = regressors_mut(&mut rsa5c).unwrap();
        *days = TradingDays::Holidays {
            calendar: "FR".into(),
            clustering: solstice_engine::toolkit::calendars::DayClustering::TD7,
        };
        let import = Command::Import {
            series: vec![super::super::history_tests::series("Exports")],
            document: "D".into(),
            spec: rsa5c,
        };
        apply(&Workspace::named("w"), &import).unwrap()
    }

    fn french() -> Command {
        let france = country_calendars().unwrap().into_iter().find(|c| c.code == "FR").unwrap();
        Command::Context(ContextCommand::PutCalendar {
            name: "FR".into(),
            calendar: Calendar::National(france.calendar),
        })
    }

    #[test]
    fn names_are_followed_and_results_belong_to_definitions() {
        let mut history = History::new(workspace());
        let key = |h: &History| h.workspace().item_key(h.workspace().items().next().unwrap());
        let without = key(&history);
        history.apply(&french()).unwrap();
        assert_eq!(history.undo_label(), Some("Add calendar FR"));
        assert_ne!(key(&history), without);
        assert_eq!(history.workspace().users_of_calendar("FR"), ["Exports"]);
        let rename = ContextCommand::RenameCalendar { from: "FR".into(), to: "France".into() };
        history.apply(&Command::Context(rename)).unwrap();
        assert_eq!(history.workspace().users_of_calendar("France"), ["Exports"]);
        assert!(history.workspace().context.calendars.get("FR").is_none());
        history.undo();
        history.undo();
        assert_eq!(key(&history), without);
    }

    #[test]
    fn what_is_not_used_does_not_change_results() {
        let mut history = History::new(workspace());
        history.apply(&french()).unwrap();
        let key = |h: &History| h.workspace().item_key(h.workspace().items().next().unwrap());
        let before = key(&history);
        let data = Arc::new(TsData::of(12, 2000, 1, vec![1.0; 24]).unwrap());
        let put = |name: &str| {
            Command::Context(ContextCommand::PutVariable { name: name.into(), data: data.clone() })
        };
        history.apply(&put("user.x")).unwrap();
        assert_eq!(key(&history), before);
        assert!(matches!(history.apply(&put("x")), Err(CommandError::VariableName(_))));
        assert!(matches!(history.apply(&put("user.two words")), Err(CommandError::VariableName(_))));
        let remove = |name: &str| Command::Context(ContextCommand::RemoveVariable(name.into()));
        history.apply(&remove("user.x")).unwrap();
        assert!(matches!(history.apply(&remove("user.x")), Err(CommandError::NoVariable(_))));
    }

    #[test]
    fn calendars_and_variables_are_saved() {
        let mut w = apply(&workspace(), &french()).unwrap();
        let data = Arc::new(TsData::of(4, 2000, 1, vec![1.0, f64::MIN_POSITIVE]).unwrap());
        w = apply(&w, &Command::Context(ContextCommand::PutVariable { name: "user.x".into(), data }))
            .unwrap();
        let here = std::path::Path::new("w.solstice.ron");
        let text = super::super::file::to_text(&w, here).unwrap();
        assert_eq!(super::super::file::from_text(&text, here).unwrap(), w);
    }
}
