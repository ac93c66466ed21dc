//! Undo over random commands, grouping, labels.

use std::sync::Arc;

use proptest::prelude::*;
use solstice_engine::sa::spec::{Spec, x13};
use solstice_engine::toolkit::timeseries::TsData;

use super::*;
use crate::data::Series;

pub(super) fn series(name: &str) -> Arc<Series> {
    let data = TsData::of(12, 2000, 1, vec![1.0, f64::NAN, 3.0]).unwrap();
    Arc::new(Series { name: name.into(), moniker: None, metadata: [].into(), data })
}

fn x11(henderson_length: usize, lower_sigma: f64) -> Spec {
    let Some(Spec::X13(mut spec)) = x13("x11") else { unreachable!() };
    spec.x11.henderson_length = henderson_length;
    spec.x11.lower_sigma = lower_sigma;
    Spec::X13(spec)
}

fn history() -> History {
    let mut history = History::new(Workspace::named("w"));
    let import = Command::Import {
        series: vec![series("Retail sales"), series("Exports"), series("Imports")],
        document: "Trade".into(),
        spec: x11(0, 1.5),
    };
    history.apply(&import).unwrap();
    history
}

#[test]
fn labels_say_what_changed() {
    let history = history();
    let w = history.workspace();
    let items: Vec<ItemId> = w.items().map(|i| i.id).collect();
    let label = |c: Command| c.label(w);
    assert_eq!(history.undo_label(), Some("Import 3 series"));
    assert_eq!(
        label(Command::set_spec([items[0]], &x11(13, 1.5))),
        "Set Henderson length of Retail sales to 13"
    );
    assert_eq!(label(Command::set_spec(items.clone(), &x11(0, 1.8))), "Set Lower sigma of 3 items to 1.8");
    assert_eq!(label(Command::set_spec([items[1]], &x11(13, 1.8))), "Set specification of Exports");
    assert_eq!(label(Command::RemoveItems(vec![items[2]])), "Remove Imports");
    assert_eq!(
        label(Command::RenameSeries { id: w.series[0].0, name: "Retail".into() }),
        "Rename Retail sales to Retail"
    );
}

#[test]
fn dragging_one_option_is_one_step() {
    let mut history = history();
    let before = Arc::clone(history.workspace());
    let item = before.items().next().unwrap().id;
    for n in [5, 7, 9, 13] {
        history.apply(&Command::set_spec([item], &x11(n, 1.5))).unwrap();
    }
    assert_eq!(history.undo_labels().count(), 2);
    assert_eq!(history.undo_label(), Some("Set Henderson length of Retail sales to 13"));
    history.seal();
    history.apply(&Command::set_spec([item], &x11(15, 1.5))).unwrap();
    history.apply(&Command::set_spec([item], &x11(15, 1.6))).unwrap();
    assert_eq!(history.undo_labels().count(), 4, "another option is another step");
    for _ in 0..3 {
        history.undo();
    }
    assert_eq!(*history.workspace(), before);
    assert_eq!(history.redo(), Some("Set Henderson length of Retail sales to 13"));
}

#[test]
fn dirty_is_the_distance_from_the_saved_state() {
    let mut history = history();
    assert!(history.is_dirty());
    history.mark_saved();
    assert!(!history.is_dirty());
    let document = history.workspace().documents[0].id;
    history.apply(&Command::RenameDocument { id: document, name: "T".into() }).unwrap();
    assert!(history.is_dirty());
    history.undo();
    assert!(!history.is_dirty());
    history.apply(&Command::RenameDocument { id: document, name: "Trade".into() }).unwrap();
    assert!(!history.is_dirty(), "what changes nothing is no step");
    history.redo();
    assert!(history.is_dirty());
    history.undo();
    history.undo();
    history.apply(&Command::RenameWorkspace("v".into())).unwrap();
    assert!(history.is_dirty(), "the saved state cannot be reached any more");
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut history = history();
    let before = Arc::clone(history.workspace());
    let items: Vec<ItemId> = before.items().map(|i| i.id).collect();
    let bad = Command::RemoveItems(vec![items[0], ItemId(999)]);
    assert_eq!(history.apply(&bad), Err(CommandError::NoItem(ItemId(999))));
    assert_eq!(history.apply(&Command::RenameWorkspace("  ".into())), Err(CommandError::EmptyName));
    assert_eq!(*history.workspace(), before);
    assert_eq!(history.undo_labels().count(), 1);
}

#[test]
fn the_oldest_steps_are_forgotten() {
    let mut history = History::new(Workspace::named("w"));
    for i in 0..UNDO_LIMIT + 50 {
        history.apply(&Command::AddSeries(vec![series(&i.to_string())])).unwrap();
    }
    assert_eq!(history.undo_labels().count(), UNDO_LIMIT);
    while history.undo().is_some() {}
    assert_eq!(history.workspace().series.len(), 50);
}

#[test]
fn removing_a_series_removes_its_items_and_moving_keeps_the_order() {
    let mut history = history();
    let w = Arc::clone(history.workspace());
    let items: Vec<ItemId> = w.items().map(|i| i.id).collect();
    let document = w.documents[0].id;
    history.apply(&Command::MoveItems { items: vec![items[2], items[0]], document, to: 9 }).unwrap();
    let order = |h: &History| h.workspace().items().map(|i| i.id).collect::<Vec<_>>();
    assert_eq!(order(&history), [items[1], items[0], items[2]]);
    history.apply(&Command::RemoveSeries(vec![w.series[1].0])).unwrap();
    assert_eq!(order(&history), [items[0], items[2]]);
}

/// Commands on small ids, so that many of them apply and some do not.
pub(super) fn any_command() -> impl Strategy<Value = Command> {
    let id = 0..24u64;
    let ids = || prop::collection::vec(0..24u64, 0..4);
    let name = "[a-c ]{0,3}";
    let spec = (0..4usize, 0..3u32).prop_map(|(h, l)| x11(2 * h + 1, 1.0 + f64::from(l) / 3.0));
    let series_ids = || ids().prop_map(|v| v.into_iter().map(SeriesId).collect::<Vec<_>>());
    let item_ids = || ids().prop_map(|v| v.into_iter().map(ItemId).collect::<Vec<_>>());
    prop_oneof![
        name.prop_map(Command::RenameWorkspace),
        prop::collection::vec(name.prop_map(|n| series(&n)), 0..3).prop_map(Command::AddSeries),
        (prop::collection::vec(name.prop_map(|n| series(&n)), 0..3), name, spec.clone())
            .prop_map(|(series, document, spec)| Command::Import { series, document, spec }),
        (id.clone(), name).prop_map(|(i, n)| Command::ReplaceSeries { id: SeriesId(i), series: series(&n) }),
        (id.clone(), name).prop_map(|(i, name)| Command::RenameSeries { id: SeriesId(i), name }),
        series_ids().prop_map(Command::RemoveSeries),
        (id.clone(), 0..9usize).prop_map(|(i, to)| Command::MoveSeries { id: SeriesId(i), to }),
        (name, series_ids(), spec.clone()).prop_map(|(name, series, spec)| Command::AddDocument {
            name,
            series,
            spec
        }),
        (id.clone(), name).prop_map(|(i, name)| Command::RenameDocument { id: DocumentId(i), name }),
        ids().prop_map(|v| Command::RemoveDocuments(v.into_iter().map(DocumentId).collect())),
        (id.clone(), 0..9usize).prop_map(|(i, to)| Command::MoveDocument { id: DocumentId(i), to }),
        (id.clone(), spec.clone()).prop_map(|(i, spec)| Command::AddTo {
            document: DocumentId(i),
            series: vec![series("Sum")],
            spec,
        }),
        (id.clone(), series_ids(), spec.clone()).prop_map(|(i, series, spec)| Command::AddItems {
            document: DocumentId(i),
            series,
            spec
        }),
        item_ids().prop_map(Command::RemoveItems),
        (item_ids(), id, 0..9usize).prop_map(|(items, i, to)| Command::MoveItems {
            items,
            document: DocumentId(i),
            to
        }),
        (item_ids(), spec.clone()).prop_map(|(items, spec)| Command::set_spec(items, &spec)),
        (item_ids(), name).prop_map(|(items, comment)| Command::SetComment { items, comment }),
        (name, spec).prop_map(|(name, spec)| Command::PutSpec { name, spec }),
        (name, name).prop_map(|(from, to)| Command::RenameSpec { from, to }),
        name.prop_map(Command::RemoveSpec),
    ]
}

proptest! {
    #[test]
    fn undone_in_full_the_first_workspace_is_back(
        commands in prop::collection::vec((any_command(), any::<bool>()), 0..60)
    ) {
        let mut history = history();
        history.mark_saved();
        let first = Arc::clone(history.workspace());
        for (command, seal) in &commands {
            let _ = history.apply(command);
            if *seal {
                history.seal();
            }
        }
        let last = Arc::clone(history.workspace());
        let mut ids: Vec<u64> = last.series.iter().map(|(id, _)| id.0)
            .chain(last.documents.iter().map(|d| d.id.0)).chain(last.items().map(|i| i.id.0)).collect();
        ids.sort_unstable();
        prop_assert!(ids.windows(2).all(|w| w[0] != w[1]), "ids are unique");
        prop_assert!(ids.last().is_none_or(|&id| id < last.next_id));
        prop_assert!(last.items().all(|i| last.series_of(i).is_some()), "no item without series");
        let mut steps = 0;
        while history.undo_labels().count() > 1 {
            history.undo();
            steps += 1;
        }
        prop_assert_eq!(&**history.workspace(), &*first);
        prop_assert!(!history.is_dirty());
        for _ in 0..steps {
            history.redo();
        }
        prop_assert_eq!(&**history.workspace(), &*last);
    }
}
