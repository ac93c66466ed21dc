//! The selected series: one on the screen, and those that commands apply to besides.

use std::collections::BTreeSet;

use crate::workspace::{ItemId, Workspace};

/// Items of the tree that are selected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The item on the screen.
    shown: Option<ItemId>,
    /// All that are selected; holds the one on the screen.
    all: BTreeSet<ItemId>,
}

/// How a click changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Selects this one only.
    Only,
    /// Adds it, or takes it away.
    Toggle,
    /// Selects everything from the one on the screen to this one.
    Extend,
}

impl Selection {
    /// The item on the screen.
    pub fn shown(&self) -> Option<ItemId> {
        self.shown
    }

    /// Whether an item is selected.
    pub fn contains(&self, item: ItemId) -> bool {
        self.all.contains(&item)
    }

    /// The selected items.
    pub fn all(&self) -> Vec<ItemId> {
        self.all.iter().copied().collect()
    }

    /// The selected items in the order of the tree.
    pub fn items(&self, workspace: &Workspace) -> Vec<ItemId> {
        workspace.items().map(|i| i.id).filter(|id| self.all.contains(id)).collect()
    }

    /// Selects one item, or none.
    pub fn only(&mut self, item: Option<ItemId>) {
        self.shown = item;
        self.all = item.into_iter().collect();
    }

    /// A click on `item`.
    pub fn pick(&mut self, workspace: &Workspace, item: ItemId, pick: Pick) {
        match pick {
            Pick::Only => self.only(Some(item)),
            Pick::Toggle if self.all.len() > 1 && self.all.remove(&item) => {
                if self.shown == Some(item) {
                    self.shown = self.all.first().copied();
                }
            }
            Pick::Toggle => {
                self.all.insert(item);
                self.shown = Some(item);
            }
            Pick::Extend => {
                let order: Vec<ItemId> = workspace.items().map(|i| i.id).collect();
                let at = |id: ItemId| order.iter().position(|i| *i == id);
                let Some((a, b)) = self.shown.and_then(at).zip(at(item)) else {
                    return self.only(Some(item));
                };
                self.all = order.get(a.min(b)..=a.max(b)).unwrap_or_default().iter().copied().collect();
            }
        }
    }

    /// Forgets items that are gone.
    pub fn keep(&mut self, workspace: &Workspace) {
        self.all.retain(|id| workspace.item(*id).is_some());
        if self.shown.is_some_and(|id| !self.all.contains(&id)) {
            self.shown = self.all.first().copied();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::data::Series;
    use crate::workspace::{Command, apply};
    use solstice_engine::sa::spec::x13;
    use solstice_engine::toolkit::timeseries::TsData;

    fn workspace() -> (Workspace, Vec<ItemId>) {
        let data = TsData::of(4, 2000, 1, vec![1.0; 20]).unwrap();
        let series = ["a", "b", "c", "d"].map(|n| {
            Arc::new(Series { name: n.into(), moniker: None, metadata: [].into(), data: data.clone() })
        });
        let document = "run".to_owned();
        let import = Command::Import { series: series.into(), document, spec: x13("x11").unwrap() };
        let workspace = apply(&Workspace::default(), &import).unwrap();
        let items = workspace.items().map(|i| i.id).collect();
        (workspace, items)
    }

    #[test]
    fn clicks() {
        let (workspace, items) = workspace();
        let mut s = Selection::default();
        s.pick(&workspace, items[2], Pick::Extend);
        assert_eq!(s.items(&workspace), [items[2]]);
        s.pick(&workspace, items[0], Pick::Extend);
        assert_eq!((s.items(&workspace), s.shown()), (items[..3].to_vec(), Some(items[2])));
        s.pick(&workspace, items[2], Pick::Toggle);
        assert_eq!((s.items(&workspace), s.shown()), (items[..2].to_vec(), Some(items[0])));
        s.pick(&workspace, items[3], Pick::Toggle);
        assert_eq!(s.shown(), Some(items[3]));
        s.pick(&workspace, items[1], Pick::Only);
        s.pick(&workspace, items[1], Pick::Toggle);
        assert_eq!(s.items(&workspace), [items[1]]);
        let without = apply(&workspace, &Command::RemoveItems(vec![items[1]])).unwrap();
        s.keep(&without);
        assert_eq!((s.shown(), s.contains(items[1])), (None, false));
    }
}
