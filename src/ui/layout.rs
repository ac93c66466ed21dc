//! The docked panels: which there are, and where they stand at first.

use egui_tiles::{Container, Linear, LinearDir, Tile, TileId, Tiles, Tree};
use serde::{Deserialize, Serialize};

/// What the middle shows of the selected series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum View {
    /// Verdict, main chart, SI ratios and quality.
    Summary,
    /// Series, adjusted series, trend.
    Chart,
    /// SI ratios by period.
    SiRatios,
    /// Seasonal and irregular.
    Components,
    /// Results by year and period.
    Tables,
    /// M statistics.
    Quality,
}

impl View {
    /// All views in the order of their tabs.
    pub const ALL: [Self; 6] =
        [Self::Summary, Self::Chart, Self::SiRatios, Self::Components, Self::Tables, Self::Quality];

    /// Title of the tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Chart => "Chart",
            Self::SiRatios => "SI ratios",
            Self::Components => "Components",
            Self::Tables => "Tables",
            Self::Quality => "Quality",
        }
    }
}

/// A docked panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pane {
    /// Documents and their series.
    Workspace,
    /// The series pool and where it comes from.
    Sources,
    /// A view of the selected series.
    View(View),
    /// The specification of the selected series.
    Specification,
    /// Automatic decisions of the selected series.
    Decisions,
    /// What happened.
    Messages,
}

impl Pane {
    /// Title of the tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Workspace => "Workspace",
            Self::Sources => "Sources",
            Self::View(view) => view.title(),
            Self::Specification => "Specification",
            Self::Decisions => "Decisions",
            Self::Messages => "Messages",
        }
    }
}

/// Width of the side panels and height of the log, in points.
const SIDE: f32 = 264.0;
const INSPECTOR: f32 = 320.0;
const LOG: f32 = 172.0;

/// The layout at first, for a window of `size`.
pub fn default_tree(size: egui::Vec2) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let mut tabs = |panes: &[Pane]| {
        let ids = panes.iter().map(|p| tiles.insert_pane(*p)).collect();
        tiles.insert_tab_tile(ids)
    };
    let left = tabs(&[Pane::Workspace, Pane::Sources]);
    let views = tabs(&View::ALL.map(Pane::View));
    let log = tabs(&[Pane::Decisions, Pane::Messages]);
    let right = tabs(&[Pane::Specification]);
    let height = size.y.max(400.0);
    let middle = linear(&mut tiles, LinearDir::Vertical, &[(views, height - LOG), (log, LOG)]);
    let width = size.x.max(800.0);
    let columns = [(left, SIDE), (middle, width - SIDE - INSPECTOR), (right, INSPECTOR)];
    let root = linear(&mut tiles, LinearDir::Horizontal, &columns);
    let mut tree = Tree::new(egui::Id::unique("panels"), root, tiles);
    show(&mut tree, Pane::View(View::Summary));
    set_visible(&mut tree, Pane::Decisions, false);
    tree
}

fn linear(tiles: &mut Tiles<Pane>, dir: LinearDir, children: &[(TileId, f32)]) -> TileId {
    let mut container = Linear::new(dir, children.iter().map(|c| c.0).collect());
    for (id, share) in children {
        container.shares.set_share(*id, *share);
    }
    tiles.insert_container(Container::Linear(container))
}

/// Brings the tab of `pane` to the front.
pub fn show(tree: &mut Tree<Pane>, pane: Pane) {
    if let Some(id) = tree.tiles.find_pane(&pane) {
        set_visible(tree, pane, true);
        tree.make_active(|tile, _| tile == id);
    }
}

/// Whether the group of tabs that holds `pane` is shown.
pub fn is_visible(tree: &Tree<Pane>, pane: Pane) -> bool {
    group_of(tree, pane).is_some_and(|id| tree.is_visible(id))
}

/// Shows or hides the group of tabs that holds `pane`.
pub fn set_visible(tree: &mut Tree<Pane>, pane: Pane, visible: bool) {
    if let Some(id) = group_of(tree, pane) {
        tree.set_visible(id, visible);
    }
}

/// Whether every panel is somewhere in the tree: a layout saved by another version may lack some.
pub fn is_complete(tree: &Tree<Pane>) -> bool {
    let others = [Pane::Workspace, Pane::Sources, Pane::Specification, Pane::Decisions, Pane::Messages];
    let all = others.into_iter().chain(View::ALL.map(Pane::View));
    tree.root().is_some() && all.into_iter().all(|p| tree.tiles.find_pane(&p).is_some())
}

/// The view in front, if one is.
pub fn active_view(tree: &Tree<Pane>) -> Option<View> {
    tree.active_tiles().into_iter().find_map(|id| match tree.tiles.get(id) {
        Some(Tile::Pane(Pane::View(view))) => Some(*view),
        _ => None,
    })
}

/// The tabs that hold the pane; the pane itself when it stands alone.
fn group_of(tree: &Tree<Pane>, pane: Pane) -> Option<TileId> {
    let id = tree.tiles.find_pane(&pane)?;
    let parent = tree.tiles.parent_of(id)?;
    let is_tabs = matches!(tree.tiles.get(parent), Some(Tile::Container(Container::Tabs(_))));
    Some(if is_tabs && tree.root() != Some(parent) { parent } else { id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_layout_holds_every_panel_and_hides_the_log() {
        let mut tree = default_tree(egui::vec2(1440.0, 900.0));
        assert!(is_complete(&tree));
        assert!(is_visible(&tree, Pane::Workspace));
        assert!(!is_visible(&tree, Pane::Messages));
        set_visible(&mut tree, Pane::Messages, true);
        assert!(is_visible(&tree, Pane::Decisions));
    }
}
