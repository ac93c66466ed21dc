//! What is refreshed, and what of the last estimation is kept.

use egui::{Context, Label, Layout, Ui, vec2};
use solstice_engine::sa::refresh::RefreshPolicy;

use super::modal;
use crate::report::stability::policy_words;
use crate::ui::action::{Action, Actions};
use crate::ui::selection::Selection;
use crate::ui::{text, theme, widgets};
use crate::workspace::{ItemId, Workspace};

/// Width of the names of policies.
const NAME: f32 = 232.0;

/// Which items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Which {
    /// The selected ones.
    #[default]
    Selected,
    /// All of the document of the one on the screen.
    Document,
    /// All of the workspace.
    All,
}

/// The open dialog.
#[derive(Debug, Default)]
pub struct RefreshDialog {
    which: Which,
    policy: RefreshPolicy,
}

impl RefreshDialog {
    /// Shows the dialog; false when it closes.
    pub fn show(
        &mut self,
        ctx: &Context,
        workspace: &Workspace,
        selection: &Selection,
        actions: &mut Actions,
    ) -> bool {
        let (answer, close) = modal(ctx, "Refresh with new data", 680.0, |ui| {
            ui.label(widgets::secondary(
                "The series are read again from the files they came from. What the last estimation found is kept, or estimated again:",
            ));
            ui.add_space(8.0);
            self.policies(ui);
            ui.add_space(8.0);
            let items = self.choose_items(ui, workspace, selection);
            ui.add_space(12.0);
            let mut answer = None;
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let refresh = ui.add_enabled(!items.is_empty(), widgets::answer(ui, "Refresh", true));
                widgets::focus_first(&refresh);
                if refresh.clicked() {
                    answer = Some(Some(items));
                }
                if ui.add(widgets::answer(ui, "Cancel", false)).clicked() {
                    answer = Some(None);
                }
            });
            answer
        });
        match answer {
            Some(Some(items)) => {
                actions.push(Action::Refresh(items, self.policy));
                false
            }
            Some(None) => false,
            None => !close,
        }
    }

    fn policies(&mut self, ui: &mut Ui) {
        for policy in RefreshPolicy::ALL {
            let (name, meaning) = policy_words(policy);
            ui.horizontal(|ui| {
                let name_width = vec2(NAME, theme::ROW);
                let layout = Layout::left_to_right(egui::Align::Center);
                ui.allocate_ui_with_layout(name_width, layout, |ui| {
                    ui.set_min_width(NAME);
                    let radio = ui.radio_value(&mut self.policy, policy, name);
                    radio.on_hover_text(format!("{} in JDemetra+", policy.name()));
                });
                ui.add(Label::new(widgets::secondary(meaning)).wrap());
            });
        }
    }

    /// The items that are to be refreshed.
    fn choose_items(&mut self, ui: &mut Ui, workspace: &Workspace, selection: &Selection) -> Vec<ItemId> {
        let document = selection.shown().and_then(|id| workspace.document_of(id));
        let of = |which: Which| -> Vec<ItemId> {
            match which {
                Which::Selected => selection.items(workspace),
                Which::Document => document.iter().flat_map(|d| d.items.iter().map(|i| i.id)).collect(),
                Which::All => workspace.items().map(|i| i.id).collect(),
            }
        };
        ui.horizontal_wrapped(|ui| {
            let name = match of(Which::Selected).as_slice() {
                [only] => workspace.item_name(*only).to_owned(),
                several => format!("{} selected series", several.len()),
            };
            ui.radio_value(&mut self.which, Which::Selected, name);
            if let Some(document) = document {
                let label = format!("All of {} ({})", document.name, document.items.len());
                ui.radio_value(&mut self.which, Which::Document, label);
            }
            let label = format!("Whole workspace ({})", workspace.items().count());
            ui.radio_value(&mut self.which, Which::All, label);
        });
        let items = of(self.which);
        let pasted = items
            .iter()
            .filter_map(|id| workspace.item(*id))
            .filter(|item| workspace.series_of(item).is_some_and(|s| s.moniker.is_none()));
        let pasted = pasted.count();
        if pasted > 0 {
            let count = text::count(pasted, "series has", "series have");
            ui.label(widgets::secondary(format!(
                "{count} no source file and will be estimated again with the present data."
            )));
        }
        items
    }
}
