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
    /// Diagnostics, seasonality tests, M statistics.
    Quality,
    /// Spectra and their peaks.
    Spectrum,
    /// Sliding spans, revision history, moving windows.
    Stability,
    /// RegARIMA model.
    Model,
    /// Residuals of the model.
    Residuals,
    /// Calendar effects, outliers and user variables.
    Preadjustment,
    /// The decomposition by SEATS.
    Seats,
    /// The result beside that of another specification.
    Compare,
    /// Stand-alone tools, without adjustment.
    Tools,
}

impl View {
    /// All views in the order of their tabs.
    pub const ALL: [Self; 14] = [
        Self::Summary,
        Self::Chart,
        Self::SiRatios,
        Self::Components,
        Self::Tables,
        Self::Quality,
        Self::Spectrum,
        Self::Stability,
        Self::Model,
        Self::Residuals,
        Self::Preadjustment,
        Self::Seats,
        Self::Compare,
        Self::Tools,
    ];

    /// Title of the tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Chart => "Chart",
            Self::SiRatios => "SI ratios",
            Self::Components => "Components",
            Self::Tables => "Tables",
            Self::Quality => "Quality",
            Self::Spectrum => "Spectrum",
            Self::Stability => "Stability",
            Self::Model => "Model",
            Self::Residuals => "Residuals",
            Self::Preadjustment => "Pre-adjustment",
            Self::Seats => "SEATS",
            Self::Compare => "Compare",
            Self::Tools => "Tools",
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
/// Least size of a panel.
const LEAST: f32 = 100.0;

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

/// Keeps the widths of the side panels and the height of the log when the window or the set of visible panels
/// changes: the part with the views takes what is left. Shares count points for that.
pub fn fit(tree: &mut Tree<Pane>, size: egui::Vec2) {
    let Some(root) = tree.root() else { return };
    fit_container(tree, root, size);
}

fn fit_container(tree: &mut Tree<Pane>, id: TileId, size: egui::Vec2) {
    let Some(Tile::Container(Container::Linear(linear))) = tree.tiles.get(id) else { return };
    let horizontal = linear.dir == LinearDir::Horizontal;
    let visible: Vec<TileId> = linear.children.iter().copied().filter(|c| tree.is_visible(*c)).collect();
    let Some(elastic) = visible.iter().copied().find(|c| holds_view(tree, *c)) else { return };
    let shares: Vec<(TileId, f32)> = linear.shares.iter().map(|(id, share)| (*id, *share)).collect();
    let share_of = |id: TileId| shares.iter().find(|s| s.0 == id).map_or(0.0, |s| s.1);
    let (total, usual) = if horizontal { (size.x, SIDE) } else { (size.y, LOG) };
    let room = total - (visible.len() - 1) as f32;
    let mut left = room;
    let mut fitted = Vec::with_capacity(visible.len());
    for child in visible.iter().copied().filter(|c| *c != elastic) {
        // a panel that was docked by hand has no width of its own yet
        let share = share_of(child);
        let share = if share < LEAST { usual } else { share.min(0.45 * room) };
        left -= share;
        fitted.push((child, share));
    }
    fitted.push((elastic, left.max(LEAST)));
    if let Some(Tile::Container(Container::Linear(linear))) = tree.tiles.get_mut(id) {
        for (child, share) in fitted {
            linear.shares.set_share(child, share);
        }
    }
    let inner = if horizontal { egui::vec2(left, size.y) } else { egui::vec2(size.x, left) };
    fit_container(tree, elastic, inner);
}

/// What takes the place of tabs that do not fit.
pub const MORE: &str = "More";

/// Width of the arrow behind it.
const ARROW: f32 = 24.0;

/// Hides the tabs that do not fit beside each other, the last first but never the one in front; the menu [`MORE`] leads to
/// them. `width` is that of a tab with a title. Whether something changed.
pub fn fit_tabs(tree: &mut Tree<Pane>, width: impl Fn(&str) -> f32) -> bool {
    let groups: Vec<TileId> = tree
        .tiles
        .iter()
        .filter(|(_, tile)| matches!(tile, Tile::Container(Container::Tabs(_))))
        .map(|(id, _)| *id)
        .collect();
    let mut changed = false;
    for group in groups {
        if let Some(rect) = tree.tiles.rect(group) {
            changed |= fit_group(tree, group, rect.width(), &width);
        }
    }
    changed
}

fn fit_group(tree: &mut Tree<Pane>, group: TileId, room: f32, width: &dyn Fn(&str) -> f32) -> bool {
    let Some(Tile::Container(Container::Tabs(tabs))) = tree.tiles.get(group) else { return false };
    let active = tabs.active;
    let all: Vec<(TileId, f32)> = tabs
        .children
        .iter()
        .map(|id| match tree.tiles.get(*id) {
            Some(Tile::Pane(pane)) => (*id, width(pane.title())),
            // what is docked by hand is not counted and always there
            _ => (*id, 0.0),
        })
        .collect();
    let total: f32 = all.iter().map(|t| t.1).sum();
    let of_active: f32 = all.iter().filter(|t| Some(t.0) == active).map(|t| t.1).sum();
    let mut left = if total <= room { f32::INFINITY } else { room - of_active - width(MORE) - ARROW };
    let mut changed = false;
    for (id, width) in all {
        let fits = Some(id) == active || width <= left;
        if Some(id) != active {
            // the order is that of the menu: nothing after the first that does not fit
            left = if fits { left - width } else { -1.0 };
        }
        changed |= tree.is_visible(id) != fits;
        tree.set_visible(id, fits);
    }
    changed
}

/// Titles of the tabs of a group that are hidden by [`fit_tabs`].
pub fn hidden_tabs(tiles: &Tiles<Pane>, tabs: &egui_tiles::Tabs) -> Vec<Pane> {
    let hidden = tabs.children.iter().filter(|id| !tiles.is_visible(**id));
    hidden
        .filter_map(|id| match tiles.get(*id) {
            Some(Tile::Pane(pane)) => Some(*pane),
            _ => None,
        })
        .collect()
}

/// Whether a view is somewhere in the tile.
fn holds_view(tree: &Tree<Pane>, id: TileId) -> bool {
    match tree.tiles.get(id) {
        Some(Tile::Pane(pane)) => matches!(pane, Pane::View(_)),
        Some(Tile::Container(container)) => container.children().any(|c| holds_view(tree, *c)),
        None => false,
    }
}

/// Brings the tab of `pane` to the front.
pub fn show(tree: &mut Tree<Pane>, pane: Pane) {
    if let Some(id) = tree.tiles.find_pane(&pane) {
        set_visible(tree, pane, true);
        tree.set_visible(id, true);
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

    /// Every tab is beside the others or in the menu, in front or not.
    #[test]
    fn tabs_that_do_not_fit_are_hidden() {
        let mut tree = default_tree(egui::vec2(1440.0, 900.0));
        let group = group_of(&tree, Pane::View(View::Summary)).unwrap();
        let beside = |tree: &Tree<Pane>| -> Vec<View> {
            let shown = |v: &View| tree.is_visible(tree.tiles.find_pane(&Pane::View(*v)).unwrap());
            View::ALL.into_iter().filter(shown).collect()
        };
        let hidden = |tree: &Tree<Pane>| {
            let Some(Tile::Container(Container::Tabs(tabs))) = tree.tiles.get(group) else { panic!() };
            hidden_tabs(&tree.tiles, tabs).len()
        };
        let sized = |tree: &mut Tree<Pane>, room: f32| fit_group(tree, group, room, &|_| 100.0);
        assert!(!fit_tabs(&mut tree, |_| 100.0), "nothing was laid out yet");
        assert!(!sized(&mut tree, 1400.0));
        assert_eq!(hidden(&tree), 0);
        assert!(sized(&mut tree, 524.0));
        assert_eq!(beside(&tree), View::ALL[..4]);
        show(&mut tree, Pane::View(View::Compare));
        assert!(sized(&mut tree, 524.0));
        assert_eq!(beside(&tree), [View::Summary, View::Chart, View::SiRatios, View::Compare]);
        assert_eq!(hidden(&tree), 10);
        assert_eq!(active_view(&tree), Some(View::Compare));
        assert!(sized(&mut tree, 1500.0));
        assert_eq!(hidden(&tree), 0);
    }

    #[test]
    fn side_panels_keep_their_width() {
        let mut tree = default_tree(egui::vec2(1440.0, 900.0));
        let width = |tree: &Tree<Pane>, pane| {
            let id = group_of(tree, pane).unwrap();
            let Some(Tile::Container(Container::Linear(root))) = tree.tiles.get(tree.root().unwrap()) else {
                panic!()
            };
            root.shares.iter().find(|(c, _)| **c == id).map(|(_, s)| *s).unwrap()
        };
        for size in [egui::vec2(1000.0, 700.0), egui::vec2(2000.0, 1200.0)] {
            fit(&mut tree, size);
            assert_eq!(width(&tree, Pane::Workspace), SIDE);
            assert_eq!(width(&tree, Pane::Specification), INSPECTOR);
        }
    }
}
