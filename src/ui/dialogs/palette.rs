//! Search over series and commands.

use egui::{Context, Id, Key, Modal, ScrollArea, TextEdit, Ui};

use crate::ui::action::{Action, Actions};
use crate::ui::command::TABLE;
use crate::ui::fuzzy;
use crate::ui::theme;
use crate::ui::widgets::{Row, row};
use crate::workspace::{ItemId, Workspace};

/// Hits shown.
const LIMIT: usize = 40;
const NAME: &str = "Search series and commands";

/// The open palette.
#[derive(Debug, Default)]
pub struct Palette {
    query: String,
    marked: usize,
}

#[derive(Clone, Copy)]
enum Hit {
    Series(ItemId),
    Command(usize),
}

impl Palette {
    /// Shows it; false when it closes.
    pub fn show(
        &mut self,
        ctx: &Context,
        workspace: &Workspace,
        disabled: &dyn Fn(usize) -> bool,
        actions: &mut Actions,
    ) -> bool {
        let hits = self.hits(workspace, disabled);
        let mut chosen = None;
        let (up, down, enter) = ctx.input_mut(|i| {
            let none = egui::Modifiers::NONE;
            (
                i.consume_key(none, Key::ArrowUp),
                i.consume_key(none, Key::ArrowDown),
                i.consume_key(none, Key::Enter),
            )
        });
        if down {
            self.marked = (self.marked + 1).min(hits.len().saturating_sub(1));
        }
        if up {
            self.marked = self.marked.saturating_sub(1);
        }
        if enter {
            chosen = hits.get(self.marked).copied();
        }
        let id = Id::unique("palette");
        let area = Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 64.0));
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(8);
        let modal =
            Modal::new(id).area(area).frame(frame).backdrop_color(super::backdrop()).show(ctx, |ui| {
                ui.set_width(520.0_f32.min(ctx.content_rect().width() - 64.0));
                self.field(ui);
                ui.add_space(theme::GRID);
                ui.spacing_mut().item_spacing.y = 0.0;
                ScrollArea::vertical()
                    .max_height(16.0 * theme::ROW)
                    .min_scrolled_height(16.0 * theme::ROW)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        for (k, hit) in hits.iter().enumerate() {
                            let response = self.hit(ui, workspace, *hit, k == self.marked);
                            if k == self.marked && (up || down) {
                                response.scroll_to_me(None);
                            }
                            if response.clicked() {
                                chosen = Some(*hit);
                            }
                        }
                        if hits.is_empty() {
                            ui.label(super::super::widgets::secondary("Nothing found."));
                        }
                    });
            });
        if let Some(hit) = chosen {
            match hit {
                Hit::Series(item) => actions.push(Action::Select(item)),
                Hit::Command(k) => {
                    if let Some(entry) = TABLE.get(k) {
                        actions.push(Action::Run(entry.command));
                    }
                }
            }
        }
        chosen.is_none() && !modal.should_close()
    }

    fn field(&mut self, ui: &mut Ui) {
        let edit = TextEdit::singleline(&mut self.query)
            .hint_text(NAME)
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 6));
        let response = ui.add(edit);
        let typed = self.query.clone();
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, true, NAME);
            info.current_text_value = Some(typed.clone());
            info
        });
        if response.changed() {
            self.marked = 0;
        }
        response.request_focus();
    }

    fn hits(&self, workspace: &Workspace, disabled: &dyn Fn(usize) -> bool) -> Vec<Hit> {
        let items: Vec<ItemId> = workspace.items().map(|i| i.id).collect();
        let commands: Vec<usize> = (0..TABLE.len()).filter(|k| !disabled(*k)).collect();
        let names = items.iter().map(|id| workspace.item_name(*id));
        let labels = commands.iter().filter_map(|k| TABLE.get(*k)).map(|e| e.label);
        let found = fuzzy::search(&self.query, names.chain(labels), LIMIT);
        let hit = |k: usize| match items.get(k) {
            Some(id) => Some(Hit::Series(*id)),
            None => commands.get(k - items.len()).map(|c| Hit::Command(*c)),
        };
        found.into_iter().filter_map(hit).collect()
    }

    fn hit(&self, ui: &mut Ui, workspace: &Workspace, hit: Hit, selected: bool) -> egui::Response {
        match hit {
            Hit::Series(id) => {
                let text = workspace.item_name(id);
                let name = format!("Go to {text}");
                row(ui, Row { text, note: "series", selected, name: &name, ..Row::default() })
            }
            Hit::Command(k) => {
                let Some(entry) = TABLE.get(k) else { return row(ui, Row::default()) };
                let key = entry.command.shortcut_text();
                let name = format!("Run {}", entry.label);
                row(ui, Row { text: entry.label, note: &key, selected, name: &name, ..Row::default() })
            }
        }
    }
}
