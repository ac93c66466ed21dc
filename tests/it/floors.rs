//! Each floor uses only those below it; the crates for one purpose stay in one place.

use std::fs;
use std::path::{Path, PathBuf};

/// Floors of the program with those they must not use.
const FORBIDDEN: [(&str, &[&str]); 5] = [
    ("data", &["workspace", "jobs", "report", "cli", "ui"]),
    ("workspace", &["jobs", "report", "cli", "ui"]),
    ("jobs", &["report", "cli", "ui"]),
    ("report", &["jobs", "cli", "ui"]),
    ("ui", &["cli"]),
];

/// What the engine must not know.
const NOT_IN_THE_ENGINE: [&str; 9] =
    ["polars", "egui", "eframe", "rfd", "ron::", "rayon", "std::fs", "std::thread", "solstice::"];

/// Crates with the folders of `src` that may use them.
const PLACES: [(&str, &[&str]); 6] = [
    ("polars", &["data"]),
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("rfd", &["ui"]),
    ("rayon", &["jobs"]),
    ("resvg", &["report"]),
];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The Rust files under `folder` with their text, comments left out.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
            found.push((path, text.lines().map(code).collect::<Vec<_>>().join("\n")));
        }
    }
    found
}

/// Whether `code` has `path` as the beginning of a path, not as the end of a longer word.
fn mentions(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + path.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !word(before) && (path.ends_with(':') || !word(after))
    })
}

/// Whether `code` uses the floor, also in lists such as `use crate::{data, ui}`.
fn uses_floor(code: &str, floor: &str) -> bool {
    let in_list = code.match_indices("crate::{").any(|(at, start)| {
        let list = code[at + start.len()..].split(';').next().unwrap_or_default();
        list.split(['{', '}', ',']).any(|part| part.trim().split("::").next() == Some(floor))
    });
    in_list || mentions(code, &format!("crate::{floor}")) || mentions(code, &format!("solstice::{floor}"))
}

#[test]
fn no_floor_uses_one_above() {
    for (floor, above) in FORBIDDEN {
        for (path, code) in files(&source().join(floor)) {
            for name in above {
                assert!(!uses_floor(&code, name), "{} uses {name}", path.display());
            }
        }
    }
}

#[test]
fn the_engine_knows_numbers_only() {
    for (path, code) in files(&source().join("engine")) {
        let is_test = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_tests"));
        if is_test || path.components().any(|c| c.as_os_str() == "tests" || c.as_os_str() == "benches") {
            continue;
        }
        for name in NOT_IN_THE_ENGINE {
            assert!(!mentions(&code, name), "{} uses {name}", path.display());
        }
    }
}

#[test]
fn each_crate_in_its_place() {
    for (name, places) in PLACES {
        for (path, code) in files(&source()) {
            let inside = path.strip_prefix(source()).unwrap();
            if places.iter().any(|place| inside.starts_with(place)) {
                continue;
            }
            assert!(!mentions(&code, &format!("{name}::")), "{} uses {name}", path.display());
        }
    }
}

#[test]
fn colours_come_from_the_theme() {
    for (path, code) in files(&source().join("ui")) {
        if path.ends_with("theme.rs") || path.components().any(|c| c.as_os_str() == "theme") {
            continue;
        }
        assert!(!code.contains("Color32::from_"), "{} makes a colour of its own", path.display());
    }
}

#[test]
fn the_rules_see_what_they_should() {
    assert!(uses_floor("use crate::ui::theme;", "ui"));
    assert!(uses_floor("use crate::{data::Series, ui};", "ui"));
    assert!(!uses_floor("use crate::uix;", "ui"));
    assert!(!uses_floor("use super::gui;", "ui"));
    assert!(mentions("let x = polars::prelude::col();", "polars::"));
    assert!(!mentions("mypolars::x", "polars::"));
}
