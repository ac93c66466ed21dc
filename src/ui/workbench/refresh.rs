//! Refreshing items with the present data of their files.

use std::sync::Arc;

use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::toolkit::timeseries::TsData;

use super::Workbench;
use crate::jobs::{NewData, sources_of};
use crate::ui::panels::log::Severity;
use crate::ui::refresh::Asked;
use crate::ui::text;
use crate::ui::worker::Request;
use crate::workspace::{ItemId, SeriesId};

impl Workbench {
    /// Asks for the data of `items`; series without a source keep theirs.
    pub(super) fn refresh(&mut self, items: &[ItemId], policy: RefreshPolicy) {
        let workspace = self.document.workspace();
        let sources = sources_of(workspace, items);
        self.refreshes.wait_for_data(Asked { items: items.to_vec(), policy });
        self.worker.ask(Request::ReadAgain(sources));
    }

    /// The data are there: estimates with them.
    pub(super) fn read_again(&mut self, read: Vec<(SeriesId, Result<TsData, String>)>) {
        let Some(mut asked) = self.refreshes.take_asked() else { return };
        let workspace = Arc::clone(self.document.workspace());
        let new = NewData::of(&workspace, read);
        for (id, reason) in new.failures {
            asked.items.retain(|item| workspace.item(*item).is_none_or(|i| i.series != id));
            let name = workspace.series(id).map_or("", |s| s.name.as_str()).to_owned();
            self.report(Severity::Error, format!("{name} was not refreshed: {reason}."));
        }
        if !asked.items.is_empty() {
            self.refreshes.start(asked, workspace, new.series);
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
