use std::fs;
use std::sync::Arc;

use proptest::prelude::*;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::{Spec, x13};
use solstice_engine::toolkit::timeseries::{TsData, TsPeriod};

use super::*;
use crate::data::{Moniker, Series};
use crate::workspace::history_tests::any_command;
use crate::workspace::{Command, History, apply};

const FIXTURE: &str = include_str!("../../../tests/data/workspaces/format1.solstice.ron");

fn here() -> &'static Path {
    Path::new("w.solstice.ron")
}

fn trade() -> Workspace {
    let series = Series {
        name: "Retail \"sales\"".into(),
        moniker: Some(Moniker {
            provider: "csv".into(),
            path: "data/sales.csv".into(),
            key: "sales".into(),
            options: String::new(),
        }),
        metadata: [("unit".to_owned(), "EUR\nmillion".to_owned())].into(),
        data: TsData::of(12, 1999, 11, vec![1.5, f64::NAN, -0.0, 1e-300, 100.0]).unwrap(),
    };
    let plain = Series {
        name: "Exports".into(),
        moniker: None,
        metadata: [].into(),
        data: TsData::of(4, 2000, 4, vec![1.0]).unwrap(),
    };
    let spec: Spec =
        serde_json::from_str(r#"{"X13":{"x11":{"mode":"Additive","henderson_length":13}}}"#).unwrap();
    let import = Command::Import {
        series: vec![Arc::new(series), Arc::new(plain)],
        document: "Trade".into(),
        spec: x13("x11").unwrap(),
    };
    let mut w = apply(&Workspace::named("Sample"), &import).unwrap();
    let item = w.items().nth(1).unwrap().id;
    for command in [
        Command::PutSpec { name: "additive".into(), spec: spec.clone() },
        Command::set_spec([item], &spec),
        Command::SetComment { items: vec![item], comment: "checked".into() },
    ] {
        w = apply(&w, &command).unwrap();
    }
    w
}

/// What a refresh keeps is in the file, and another specification forgets it.
#[test]
fn refreshed_items_are_kept_until_they_are_specified_anew() {
    let before = trade();
    let item = before.items().next().unwrap().clone();
    let kept = x13("rsa1").unwrap();
    let data = before.series_of(&item).unwrap().as_ref().clone();
    let longer = Series { data: TsData::of(12, 1999, 11, vec![1.5; 8]).unwrap(), ..data };
    let refresh = Command::Refresh {
        policy: RefreshPolicy::FixedParameters,
        series: vec![(item.series, Arc::new(longer))],
        items: vec![(item.id, Some(kept.clone()))],
    };
    let mut history = History::new(before.clone());
    history.apply(&refresh).unwrap();
    let label = history.undo_label().unwrap();
    assert_eq!(label, "Refresh Retail \"sales\" (FixedParameters)");
    let after = Arc::clone(history.workspace());
    let refreshed = after.item(item.id).unwrap();
    assert_eq!((refreshed.estimated_spec(), &refreshed.spec), (&kept, &item.spec));
    assert_ne!(after.item_key(refreshed), before.item_key(&item));
    assert_eq!(from_text(&to_text(&after, here()).unwrap(), here()).unwrap(), *after);
    history.apply(&Command::set_spec([item.id], &x13("rsa3").unwrap())).unwrap();
    assert_eq!(history.workspace().item(item.id).unwrap().refreshed, None);
    history.undo();
    history.undo();
    assert_eq!(**history.workspace(), before);
}

#[test]
fn format_1_reads() {
    assert_eq!(from_text(FIXTURE, here()).unwrap(), trade());
}

#[test]
fn defaults_are_omitted_and_a_series_is_one_line() {
    let series = trade().series[1].1.clone();
    let import = Command::Import { series: vec![series], document: "D".into(), spec: x13("x11").unwrap() };
    let w = apply(&Workspace::named("w"), &import).unwrap();
    let expected = r#"Workspace(
  format: 1,
  name: "w",
  next_id: 3,
  series: [
    (
      id: 0,
      name: "Exports",
      start: "2000-04/P3M",
      values: [1.0],
    ),
  ],
  documents: [
    (
      id: 1,
      name: "D",
      items: [
        (
          id: 2,
          series: 0,
          spec: X13(()),
        ),
      ],
    ),
  ],
)
"#;
    assert_eq!(to_text(&w, here()).unwrap(), expected);
}

#[test]
fn messages_say_where_and_what_to_do() {
    let error = |text: &str| from_text(text, here()).unwrap_err().to_string();
    let newer = error("// comment\nWorkspace ( format : 7, plot: <<<");
    assert!(newer.contains("has format 7") && newer.contains("newer version"), "{newer}");
    for text in
        ["", "hello", "{\"format\": 1}", "(name: \"x\")", "Workspace(format: x)", "Workspace(format: 0)"]
    {
        assert!(error(text).contains("not a workspace"), "{text}");
    }
    let unknown = error(&FIXTURE.replacen("  name: \"Sample\",", "  nmae: \"Sample\",", 1));
    assert!(unknown.starts_with("w.solstice.ron, line 3, column ") && unknown.contains("nmae"), "{unknown}");
    let option = error(&FIXTURE.replacen("henderson_length", "henderson", 1));
    assert!(option.contains("henderson") && option.contains("line "), "{option}");
    let twice = error(&FIXTURE.replace("id: 4", "id: 3"));
    assert!(twice.contains("the id 3 is used twice"), "{twice}");
    let lost = error(&FIXTURE.replace("series: 1,", "series: 77,"));
    assert!(lost.contains("document \"Trade\" adjusts series 77"), "{lost}");
}

#[test]
fn every_truncated_file_is_an_error() {
    let end = FIXTURE.trim_end().len();
    for n in (0..end).filter(|n| FIXTURE.is_char_boundary(*n)) {
        assert!(from_text(&FIXTURE[..n], here()).is_err(), "{n}");
    }
}

#[test]
fn saving_keeps_the_file_before_as_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.solstice.ron");
    let first = trade();
    let stamp = save(&path, &first, None).unwrap();
    assert!(!backup_path(&path).exists());
    let second = apply(&first, &Command::RenameWorkspace("Second".into())).unwrap();
    let stamp = save(&path, &second, Some(&stamp)).unwrap();
    assert_eq!(read(&path).unwrap(), (second.clone(), stamp.clone()));
    assert_eq!(read(&backup_path(&path)).unwrap().0, first);
    let third = apply(&second, &Command::RenameWorkspace("Third".into())).unwrap();
    save(&path, &third, Some(&stamp)).unwrap();
    assert_eq!(read(&backup_path(&path)).unwrap().0, second);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
}

#[test]
fn a_file_changed_by_somebody_else_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.solstice.ron");
    let stamp = save(&path, &trade(), None).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text).unwrap();
    let stamp = save(&path, &trade(), Some(&stamp)).expect("a new time alone is no change");
    let foreign = text.replace("Sample", "Sapmle");
    fs::write(&path, &foreign).unwrap();
    fs::File::open(&path).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    let error = save(&path, &trade(), Some(&stamp)).unwrap_err();
    assert!(matches!(error, FileError::ChangedOnDisk { .. }));
    assert_eq!(fs::read_to_string(&path).unwrap(), foreign);
    fs::remove_file(&path).unwrap();
    save(&path, &trade(), Some(&stamp)).expect("a file that is gone can be written again");
}

#[test]
fn a_failed_save_leaves_the_old_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.solstice.ron");
    save(&path, &trade(), None).unwrap();
    let old = fs::read(&path).unwrap();
    let other = Workspace::named("other");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = save(&path, &other, None).unwrap_err().to_string();
    assert!(error.contains("w.solstice.ron: cannot write the file"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), old);
    // a folder where the temporary file should be: no place to write, as on a full disk
    let blocked = folder.path().join("b.solstice.ron");
    save(&blocked, &trade(), None).unwrap();
    fs::create_dir(storage::sibling(&blocked, &format!(".{}.tmp", std::process::id()))).unwrap();
    assert!(matches!(save(&blocked, &other, None), Err(FileError::Io { .. })));
    assert_eq!(fs::read(&blocked).unwrap(), old);
    let nowhere = folder.path().join("no/such/folder/w.solstice.ron");
    assert!(matches!(save(&nowhere, &other, None), Err(FileError::Io { .. })));
    assert!(matches!(read(&nowhere), Err(FileError::Io { .. })));
}

#[test]
fn bytes_that_are_no_text_are_located() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.solstice.ron");
    fs::write(&path, b"Workspace(\n  format: 1,\n  name: \"\xff\"\n)").unwrap();
    let error = read(&path).unwrap_err().to_string();
    assert!(error.contains("line 3, column 10") && error.contains("UTF-8"), "{error}");
}

#[test]
fn one_opener_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.solstice.ron");
    let lock = WorkspaceLock::acquire(&path).unwrap();
    assert!(!lock.previous_end_was_unclean());
    let error = WorkspaceLock::acquire(&path).unwrap_err().to_string();
    assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
    drop(lock);
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
    fs::write(storage::sibling(&path, ".lock"), "somebody").unwrap();
    assert!(WorkspaceLock::acquire(&path).unwrap().previous_end_was_unclean());
}

#[test]
fn unsaved_work_is_found_while_it_is_newer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.solstice.ron");
    let recovery = Recovery::in_folder(folder.path().join("recovery"));
    assert_eq!(recovery.all(), []);
    save(&path, &Workspace::named("saved"), None).unwrap();
    let past = std::time::SystemTime::UNIX_EPOCH;
    fs::File::open(&path).unwrap().set_modified(past).unwrap();
    recovery.keep(Some(&path), &trade()).unwrap();
    recovery.keep(None, &Workspace::named("never saved")).unwrap();
    let found = recovery.find(Some(&path)).unwrap();
    assert_eq!(found.workspace().unwrap(), trade());
    assert_eq!(found.original.as_deref(), Some(fs::canonicalize(&path).unwrap().as_path()));
    assert_eq!(recovery.find(None).unwrap().original, None);
    assert_eq!(recovery.all().len(), 2);
    let future = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    fs::File::open(&path).unwrap().set_modified(future).unwrap();
    assert_eq!(recovery.find(Some(&path)), None, "saved since");
    recovery.discard(None);
    assert_eq!(recovery.all(), []);
}

#[test]
fn names_of_files() {
    assert!(
        is_workspace_path(Path::new("a/b.solstice.ron")) && is_workspace_path(Path::new("B.Solstice.RON"))
    );
    assert!(!is_workspace_path(Path::new("solstice.ron")) && !is_workspace_path(Path::new("a.ron")));
    assert_eq!(with_extension(Path::new("a/b")), Path::new("a/b.solstice.ron"));
    assert_eq!(with_extension(Path::new("a/b.solstice.ron")), Path::new("a/b.solstice.ron"));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_to_the_bit(
        commands in prop::collection::vec(any_command(), 0..40),
        name in "\\PC{1,12}",
        comment in any::<String>(),
        bits in prop::collection::vec(any::<u64>(), 0..30),
        unit in prop::sample::select(vec!["P1M", "P3M", "P1Y", "P5M", "P1W", "P1D", "PT1H"]),
        id in -2000i64..4000,
    ) {
        let mut history = History::new(Workspace::named("w"));
        for command in &commands {
            let _ = history.apply(command);
        }
        // a NaN is a NaN, whatever its payload
        let values = bits.iter().map(|&b| f64::from_bits(b)).map(|x| if x.is_nan() { f64::NAN } else { x });
        let data = TsData::new(TsPeriod { unit: unit.parse().unwrap(), id }, values.collect());
        let metadata = [(name.clone(), comment.clone())].into();
        let series = Arc::new(Series { name: name.clone(), moniker: None, metadata, data });
        let spec = x13("x11").unwrap();
        let _ = history.apply(&Command::Import { series: vec![series], document: name, spec });
        let last = history.workspace().items().last().map(|i| i.id);
        let _ = history.apply(&Command::SetComment { items: last.into_iter().collect(), comment });
        let text = to_text(history.workspace(), here()).unwrap();
        let back = from_text(&text, here()).unwrap();
        prop_assert_eq!(&back, &**history.workspace());
        prop_assert_eq!(to_text(&back, here()).unwrap(), text);
    }

    #[test]
    fn any_damage_is_an_error_or_another_workspace(at in 0..FIXTURE.len(), with in any::<char>()) {
        prop_assume!(FIXTURE.is_char_boundary(at));
        let mut text = FIXTURE.to_owned();
        text.insert(at, with);
        let _ = from_text(&text, here());
    }
}

#[test]
fn a_large_workspace_is_written_and_read() {
    let series: Vec<Arc<Series>> = (0..3000)
        .map(|i| {
            let values = (0..168).map(|t| f64::from(i) + f64::from(t) / 7.0).collect();
            let data = TsData::of(12, 2000, 1, values).unwrap();
            Arc::new(Series { name: format!("s{i}"), moniker: None, metadata: [].into(), data })
        })
        .collect();
    let import = Command::Import { series, document: "D".into(), spec: x13("x11").unwrap() };
    let workspace = apply(&Workspace::named("w"), &import).unwrap();
    let begin = std::time::Instant::now();
    let text = to_text(&workspace, here()).unwrap();
    assert_eq!(from_text(&text, here()).unwrap(), workspace);
    assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
}
