//! What the docked panels show, and how their tabs look.

use egui::containers::menu::MenuButton;
use egui::{Button, RichText, TextStyle, Ui};
use egui_tiles::{Tabs, TileId, Tiles, UiResponse};

use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::layout::{self, Pane};
use crate::ui::panels::{
    inspector,
    log::{self, Message},
    sources, workspace,
};
use crate::ui::session::Session;
use crate::ui::views::{self, Scope, decisions};
use crate::ui::{theme, widgets};

/// Space on either side of the title of a tab.
const TAB_SPACING: f32 = 6.0;

/// Width of a tab.
pub(super) fn tab_width(ui: &Ui, title: &str) -> f32 {
    let font = TextStyle::Button.resolve(ui.style());
    let galley = ui.painter().layout_no_wrap(title.to_owned(), font, egui::Color32::PLACEHOLDER);
    galley.size().x + 2.0 * TAB_SPACING
}

/// Connects the panels with what they show.
pub(super) struct Docking<'a> {
    pub(super) scope: Scope<'a>,
    pub(super) session: &'a mut Session,
    pub(super) messages: &'a [Message],
    pub(super) actions: &'a mut Actions,
}

impl egui_tiles::Behavior<Pane> for Docking<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _id: TileId, pane: &mut Pane) -> UiResponse {
        ui.painter().rect_filled(ui.max_rect(), 0.0, theme::color(ui, Role::Panel));
        match *pane {
            Pane::Workspace => workspace::show(ui, self.scope, self.session, self.actions),
            Pane::Sources => sources::show(ui, self.scope, self.actions),
            Pane::View(view) => views::show(ui, view, self.scope, self.session, self.actions),
            Pane::Specification => inspector::show(ui, self.scope, self.session, self.actions),
            Pane::Decisions => decisions::show(ui, self.scope.results.shown(), self.actions),
            Pane::Messages => log::messages(ui, self.scope, self.messages, self.actions),
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        pane.title().into()
    }

    /// Outlines the tab that has the keyboard.
    fn on_tab_button(&mut self, _: &mut Tiles<Pane>, _: TileId, response: egui::Response) -> egui::Response {
        if response.has_focus() {
            let painter = response.ctx.layer_painter(response.layer_id);
            let color = response.ctx.global_style().visuals.selection.stroke.color;
            let rect = response.rect.shrink2(egui::vec2(1.0, 3.0));
            painter.rect_stroke(rect, 3.0, egui::Stroke::new(1.0, color), egui::StrokeKind::Inside);
        }
        response
    }

    fn tab_bar_height(&self, _style: &egui::Style) -> f32 {
        28.0
    }

    fn tab_title_spacing(&self, _visuals: &egui::Visuals) -> f32 {
        TAB_SPACING
    }

    /// The menu of the tabs that do not fit.
    fn tab_bar_trailing_ui(&mut self, tiles: &Tiles<Pane>, ui: &mut Ui, _id: TileId, tabs: &Tabs) {
        let hidden = layout::hidden_tabs(tiles, tabs);
        if hidden.is_empty() {
            return;
        }
        ui.add_space(TAB_SPACING);
        // room for the arrow
        let title = format!("{}    ", layout::MORE);
        let title = RichText::new(title).color(theme::color(ui, Role::Secondary));
        let button = MenuButton::from_button(Button::new(title).frame(false));
        let (response, _) = button.ui(ui, |ui| {
            ui.set_min_width(200.0);
            for pane in hidden {
                let shortcut = match pane {
                    Pane::View(view) => UiCommand::Show(view).shortcut_text(),
                    _ => String::new(),
                };
                if ui.add(Button::new(pane.title()).shortcut_text(shortcut)).clicked() {
                    self.actions.push(Action::ShowPane(pane));
                    ui.close();
                }
            }
        });
        let arrow = response.rect.right_center() - egui::vec2(TAB_SPACING + 4.0, 0.0);
        widgets::fold_mark(ui, arrow, true);
        let name = format!("{} views", layout::MORE);
        let enabled = ui.is_enabled();
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &name));
        widgets::focus_mark(ui, &response);
        response.on_hover_text("Views that do not fit beside the others");
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        1.0
    }

    fn min_size(&self) -> f32 {
        160.0
    }

    fn simplification_options(&self) -> egui_tiles::SimplificationOptions {
        egui_tiles::SimplificationOptions { all_panes_must_have_tabs: true, ..Default::default() }
    }

    fn tab_bar_color(&self, visuals: &egui::Visuals) -> egui::Color32 {
        visuals.faint_bg_color
    }

    fn tab_bg_color(
        &self,
        visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _id: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active { visuals.panel_fill } else { visuals.faint_bg_color }
    }

    fn tab_outline_stroke(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _id: TileId,
        _state: &egui_tiles::TabState,
    ) -> egui::Stroke {
        egui::Stroke::NONE
    }

    fn tab_text_color(
        &self,
        visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _id: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active { visuals.text_color() } else { visuals.weak_text_color() }
    }
}
