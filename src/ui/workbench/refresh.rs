//! Refreshing items with the present data of their files.

use std::collections::HashSet;
use std::sync::Arc;

use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::toolkit::timeseries::TsData;

use super::Workbench;
use crate::data::Series;
use crate::ui::panels::log::Severity;
use crate::ui::refresh::Asked;
use crate::ui::text;
use crate::ui::worker::Request;
use crate::workspace::{ItemId, SeriesId};

impl Workbench {
    /// Asks for the data of `items`; series without a source keep theirs.
    pub(super) fn refresh(&mut self, items: &[ItemId], policy: RefreshPolicy) {
        let workspace = self.document.workspace();
        let mut seen = HashSet::new();
        let sources = items
            .iter()
            .filter_map(|id| workspace.item(*id))
            .filter(|item| seen.insert(item.series))
            .filter_map(|item| Some((item.series, workspace.series_of(item)?.moniker.clone()?)))
            .collect();
        self.refreshes.wait_for_data(Asked { items: items.to_vec(), policy });
        self.worker.ask(Request::ReadAgain(sources));
    }

    /// The data are there: estimates with them.
    pub(super) fn read_again(&mut self, read: Vec<(SeriesId, Result<TsData, String>)>) {
        let Some(mut asked) = self.refreshes.take_asked() else { return };
        let workspace = Arc::clone(self.document.workspace());
        let mut series = Vec::new();
        for (id, data) in read {
            let Some(old) = workspace.series(id) else { continue };
            match data {
                Ok(data) if data == old.data => {}
                Ok(data) => series.push((id, Arc::new(Series { data, ..old.as_ref().clone() }))),
                Err(reason) => {
                    asked.items.retain(|item| workspace.item(*item).is_none_or(|i| i.series != id));
                    self.report(Severity::Error, format!("{} was not refreshed: {reason}.", old.name));
                }
            }
        }
        if !asked.items.is_empty() {
            self.refreshes.start(asked, workspace, series);
        }
    }

    /// Takes over a refresh that has ended: one step of undo.
    pub(super) fn take_refreshed(&mut self) {
        let workspace = Arc::clone(self.document.workspace());
        let Some(finished) = self.refreshes.take(&workspace) else { return };
        for (name, reason) in finished.failures {
            self.report(Severity::Error, format!("{name} was not refreshed: {reason}."));
        }
        if finished.count > 0 {
            self.document.history.seal();
            self.session.form.typing.forget();
            self.edit(&finished.command);
            let count = text::count(finished.count, "series", "series");
            self.report(Severity::Done, format!("Refreshed {count}."));
        }
    }
}
