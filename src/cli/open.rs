//! `solstice open`: the window, or reports where there is none.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::adjust::Failures;
use super::{Outcome, batch, input};
use crate::data::csv::TableFormat;
use crate::report::html::{Part, Report};
use crate::report::table;

/// Opens `files` in the window. Without a window, or a display for it, adjusts them and writes a report and tables
/// into a folder of `output`.
pub(super) fn run(files: Vec<PathBuf>, output: &Path) -> Outcome {
    #[cfg(feature = "gui")]
    let reason = {
        if has_display() {
            return crate::ui::run(files).map(|()| 0);
        }
        "There is no display (DISPLAY and WAYLAND_DISPLAY are not set)"
    };
    #[cfg(not(feature = "gui"))]
    let reason = "This build has no window";
    if files.is_empty() {
        return Err(format!(
            "{reason} and no file was given; adjust files with: solstice adjust FILES (see solstice --help)"
        ));
    }
    println!("{reason}: adjusting without the window.");
    let mut failed = 0;
    for file in &files {
        failed += write_report(file, output)?;
    }
    Ok(failed)
}

#[cfg(feature = "gui")]
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

fn write_report(file: &Path, output: &Path) -> Outcome {
    let title = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let title = title.strip_suffix(".solstice.ron").unwrap_or(&title);
    let folder = output.join(title);
    let tables = folder.join("tables");
    let input = input::read(&[file], None)?;
    for reason in &input.unreadable {
        eprintln!("error: {reason}");
    }
    fs::create_dir_all(&tables).map_err(|e| format!("{}: cannot make the folder: {e}", tables.display()))?;
    let mut report = Report::new(title);
    let mut failures = Failures::default();
    let mut names = BTreeSet::new();
    batch::run(&input.tasks, None, |task, result| {
        failures.note(&task.name, result.err());
        let series = task.work.as_ref().ok().map(|work| &*work.series);
        report.add(&Part { name: &task.name, series, result, stability: &[] });
        let Ok(adjustment) = result else { return Ok(()) };
        let path = tables.join(file_name(&task.name, &mut names));
        fs::write(&path, table::components(adjustment, TableFormat::default()))
            .map_err(|e| format!("{}: cannot write the file: {e}", path.display()))
    })?;
    let path = folder.join("report.html");
    fs::write(&path, report.finish())
        .map_err(|e| format!("{}: cannot write the file: {e}", path.display()))?;
    let failed = failures.finish(input.tasks.len()) + input.unreadable.len();
    println!("{} series of {} adjusted.", input.tasks.len().saturating_sub(failed), file.display());
    println!("Report: {}", path.display());
    println!("Tables: {}", tables.display());
    Ok(failed)
}

/// A file name for the table of a series: letters, digits, `-` and `_` of its name, and a number where two agree.
fn file_name(name: &str, used: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    let stem: String = name.chars().take(80).map(plain).collect();
    let mut candidate = stem.clone();
    let mut n = 1;
    // names that differ in case only are one file on some systems
    while !used.insert(candidate.to_lowercase()) {
        n += 1;
        candidate = format!("{stem}_{n}");
    }
    format!("{candidate}.csv")
}
