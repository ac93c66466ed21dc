//! The documentation names things that exist.

use std::collections::BTreeSet;
use std::path::Path;

use solstice::workspace::file::from_text;
use solstice_engine::sa::dictionary;
use solstice_engine::sa::spec::Spec;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_documented_item_exists() {
    let known: BTreeSet<&str> = dictionary::entries().map(|e| e.name).collect();
    let text = read("docs/items.md");
    let rows = text.lines().filter(|l| l.starts_with("| `"));
    let names = rows.flat_map(|l| l.split('|').nth(1).unwrap_or_default().split(','));
    let names: Vec<&str> = names.map(|n| n.trim().trim_matches('`')).collect();
    assert!(names.len() > 100);
    for name in names {
        assert!(known.contains(name), "{name}");
    }
}

#[test]
fn the_example_of_the_workspace_format_reads() {
    let text = read("docs/workspace-format.md");
    let example = text.split("```ron\n").nth(1).unwrap().split("```").next().unwrap();
    let workspace = from_text(example, Path::new("example")).unwrap();
    assert_eq!(workspace.items().count(), 1);
}

#[test]
fn the_specification_of_the_guide_reads() {
    let text = read("docs/guide.md");
    let example = text.split("```ron\n").nth(1).unwrap().split("```").next().unwrap();
    let spec: Spec = ron::from_str(example).unwrap();
    assert_eq!(spec.validate(12), []);
}
