//! What the docked panels show, and how their tabs look.

use egui::Ui;
use egui_tiles::{TileId, Tiles, UiResponse};

use crate::report::chart::palette::Role;
use crate::ui::action::Actions;
use crate::ui::layout::Pane;
use crate::ui::panels::{
    inspector,
    log::{self, Message},
    sources, workspace,
};
use crate::ui::session::Session;
use crate::ui::theme;
use crate::ui::views::{self, Scope, decisions};

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
            Pane::Messages => log::messages(ui, self.messages),
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        pane.title().into()
    }

    fn tab_bar_height(&self, _style: &egui::Style) -> f32 {
        28.0
    }

    fn tab_title_spacing(&self, _visuals: &egui::Visuals) -> f32 {
        6.0
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
