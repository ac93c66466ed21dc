//! The command line as a user meets it: the binary with arguments.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample(name: &str) -> PathBuf {
    root().join("assets/samples").join(name)
}

fn solstice(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_solstice"))
        .args(args)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn json_of_a_table() {
    let output = solstice(&["adjust", sample("long.csv").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let result = json(&output);
    assert_eq!(result["format"], 1);
    assert_eq!((&result["method"], &result["spec"]), (&"x13".into(), &"x11".into()));
    assert!(result["engine"].as_str().unwrap().starts_with("solstice "));
    let gas = &result["series"]["UKgas"];
    assert_eq!(gas["status"], "ok");
    let sa = &gas["items"]["sa"];
    assert_eq!((&sa["start"], &sa["freq"]), (&"1960-01".into(), &4.into()));
    assert_eq!(sa["values"].as_array().unwrap().len(), 108);
    assert!(gas["items"]["decomposition.d10"].is_object());
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let path = root().join("workspaces/sample.solstice.ron");
    let run = |n: &str| solstice(&["adjust", path.to_str().unwrap(), "--threads", n]);
    let one = run("1");
    assert_eq!(one.status.code(), Some(0), "{}", text(&one.stderr));
    assert_eq!(one.stdout, run("4").stdout);
}

#[test]
fn every_sample_and_the_sample_workspace_are_adjusted() {
    let folder = root().join("assets/samples");
    let workspace = root().join("workspaces/sample.solstice.ron");
    let output = solstice(&[
        "adjust",
        folder.to_str().unwrap(),
        workspace.to_str().unwrap(),
        "--items",
        "sa,m-statistics.q",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let result = json(&output);
    let series = result["series"].as_object().unwrap();
    assert_eq!(series.len(), 5 + 6);
    assert!(series.contains_key("AirPassengers (2)"), "a name that occurs again is numbered");
    assert!(series.values().all(|s| s["status"] == "ok" && s["items"].as_object().unwrap().len() == 2));
}

/// A specification of a file is that of the options, and names are looked up in the workspace of `--context`.
#[test]
fn specifications_of_files_and_workspaces() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.ron");
    fs::write(&own, "X13((x11: (henderson_length: 17)))").unwrap();
    let workspace = folder.path().join("w.solstice.ron");
    fs::write(
        &workspace,
        "Workspace(format: 1, name: \"w\", next_id: 0, specs: [(name: \"long\", spec: X13((x11: (henderson_length: 17))))])",
    )
    .unwrap();
    let table = sample("long.csv");
    let run = |more: &[&str]| {
        let mut args = vec!["adjust", table.to_str().unwrap(), "--items", "decomposition.trend-filter"];
        args.extend(more);
        solstice(&args)
    };
    for more in [
        &["--spec", own.to_str().unwrap()][..],
        &["--spec", "long", "--context", workspace.to_str().unwrap()],
    ] {
        let output = run(more);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(json(&output)["series"]["UKgas"]["items"]["decomposition.trend-filter"], 17);
    }
    fs::write(&own, "X13((x11: (henderson: 17)))").unwrap();
    let output = run(&["--spec", own.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("henderson"), "{}", text(&output.stderr));
}

/// Calendars and user variables come from the workspace of `--context`; what is not there is said.
#[test]
fn calendars_and_variables_of_the_context() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let all = fs::read_to_string(sample("long.csv")).unwrap();
    let monthly: Vec<&str> =
        all.lines().filter(|l| l.starts_with("series") || l.starts_with("AirPassengers")).collect();
    let table = path("air.csv", &monthly.join("\n"));
    let values: Vec<String> = (0..180).map(|t| format!("{}.0", t * 37 % 11)).collect();
    let context = path(
        "w.solstice.ron",
        &format!(
            "Workspace(format: 1, name: \"w\", next_id: 0, \
             calendars: {{\"XX\": National((holidays: [(rule: Fixed(month: 5, day: 1))]))}}, \
             variables: [(name: \"weather.frost\", start: \"1948-01/P1M\", values: [{}])])",
            values.join(", ")
        ),
    );
    let guide = fs::read_to_string(root().join("docs/guide.md")).unwrap();
    let example = guide.split("```ron\n").nth(1).unwrap().split("```").next().unwrap();
    let spec = path("own.ron", &example.replace("\"DE\"", "\"XX\"").replace("test: Remove", "test: None"));
    let run =
        |spec: &str| solstice(&["adjust", &table, "--items", "sa", "--context", &context, "--spec", spec]);
    let output = run(&spec);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let result = json(&output);
    let regression = result["series"]["AirPassengers"]["model"]["regression"].as_array().unwrap().clone();
    let names: Vec<&str> = regression.iter().map(|r| r["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"mon") && names.contains(&"frost"), "{names:?}");
    let absent =
        path("absent.ron", &example.replace("\"DE\"", "\"XX\"").replace("weather.frost", "weather.snow"));
    let output = run(&absent);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("no user variable \"weather.snow\""), "{}", text(&output.stderr));
    let output = run(&path("calendar.ron", example));
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("calendar \"DE\" is not defined"), "{}", text(&output.stderr));
}

#[test]
fn csv_has_a_row_per_value() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.csv");
    let output = solstice(&[
        "adjust",
        sample("long.csv").to_str().unwrap(),
        "--format",
        "csv",
        "--items",
        "s?,decomposition.d9-msr,mode",
        "--output",
        out.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    let table = fs::read_to_string(out).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "series,item,period,value");
    assert!(lines[1].starts_with("AirPassengers,sa,1949-01,"));
    assert!(lines.contains(&"UKgas,mode,,Multiplicative"));
    assert!(lines.iter().any(|l| l.starts_with("UKgas,decomposition.d9-msr,4,")));
    assert_eq!(lines.len(), 1 + 144 + 12 + 1 + 108 + 4 + 1);
}

#[test]
fn failures_are_reported_in_place() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.csv"),
        "series,period,freq,value\nshort,2000-01,12,1\nshort,2000-02,12,2\ndup,2000-01,12,1\ndup,2000-01,12,1\n",
    )
    .unwrap();
    fs::write(folder.path().join("b.csv"), [0xff, 0x00, 0x22, 0x0a]).unwrap();
    fs::copy(sample("long.csv"), folder.path().join("c.csv")).unwrap();
    let output = solstice(&["adjust", folder.path().to_str().unwrap(), "--items", "sa"]);
    assert_eq!(output.status.code(), Some(1));
    let result = json(&output);
    assert_eq!(result["series"]["short"]["status"], "failed");
    assert!(result["series"]["short"]["error"].as_str().unwrap().contains("not enough data: 2"));
    assert!(result["series"]["dup"]["error"].as_str().unwrap().contains("Duplicated observations"));
    assert_eq!(result["series"]["AirPassengers"]["status"], "ok");
    let errors = text(&output.stderr);
    assert!(errors.contains("b.csv") && errors.contains("2 of 4 series failed"), "{errors}");
}

#[test]
fn bad_use_has_status_2_and_a_remedy() {
    let long = sample("long.csv");
    let long = long.to_str().unwrap();
    let empty = tempfile::tempdir().unwrap();
    let damaged = empty.path().join("w.solstice.ron");
    fs::write(&damaged, "Workspace(\n  format: 1,\n  name: \"x").unwrap();
    let newer = empty.path().join("n.solstice.ron");
    fs::write(&newer, "Workspace(format: 99, future: {})").unwrap();
    for (args, expected) in [
        (vec!["adjust"], "FILES_OR_FOLDERS"),
        (vec!["adjust", "no-such-file.csv"], "no-such-file.csv: cannot find it"),
        (vec!["adjust", empty.path().to_str().unwrap()], "the folder has no .csv or .tsv file"),
        (vec!["adjust", damaged.to_str().unwrap()], "w.solstice.ron, line 3, column"),
        (vec!["adjust", newer.to_str().unwrap()], "open it with a newer version"),
        (
            vec!["adjust", long, "--method", "x14"],
            "there is no method \"x14\"; choose one of: x13, tramoseats",
        ),
        (vec!["adjust", long, "--spec", "rsa9"], "choose one of: x11"),
        (vec!["adjust", long, "--items", "decomposition.d111"], "near it are decomposition.d1"),
        (vec!["adjust", long, "--threads", "0"], "0 is not in 1..=1024"),
        (vec!["adjust", long, "--output", "/no/such/folder/x.json"], "cannot write the file"),
        (vec!["open"], "no file was given"),
    ] {
        let output = solstice(&args);
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {errors}");
        assert!(errors.contains(expected), "{args:?}: {errors}");
    }
    assert_eq!(fs::read_to_string(&newer).unwrap(), "Workspace(format: 99, future: {})");
}

#[test]
fn help_shows_examples_and_the_exit_status() {
    let output = solstice(&["adjust", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = text(&output.stdout);
    for part in ["Examples:", "Exit status: 0", "--items", "row:column"] {
        assert!(help.contains(part), "{part}\n{help}");
    }
    let items = solstice(&["items", "sa*"]);
    let first =
        text(&items.stdout).lines().next().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
    assert_eq!(first.as_deref(), Some("sa series"));
}

#[test]
fn without_a_display_a_report_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = root().join("workspaces/sample.solstice.ron");
    let output =
        solstice(&["open", workspace.to_str().unwrap(), "--output", folder.path().to_str().unwrap()]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}{}", text(&output.stderr));
    assert!(said.contains("adjusting without the window") && said.contains("6 series of "), "{said}");
    let report = fs::read_to_string(folder.path().join("sample/report.html")).unwrap();
    for part in ["<svg", "AirPassengers", "Automatic decisions", "Quality statistics", "R datasets: UKgas"] {
        assert!(report.contains(part), "{part}");
    }
    assert!(
        !report.contains("<script") && !report.contains("src=\"http"),
        "nothing is loaded from elsewhere"
    );
    let mut ids: Vec<&str> = report.split(" id=\"").skip(1).map(|s| s.split('"').next().unwrap()).collect();
    let names = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), names, "a page has each name once");
    let table = fs::read_to_string(folder.path().join("sample/tables/UKgas.csv")).unwrap();
    assert!(table.starts_with("period,y,sa,t,s,i\n1960-01,160.1,"), "{}", &table[..60]);
    assert_eq!(fs::read_dir(folder.path().join("sample/tables")).unwrap().count(), 6);
}

#[test]
fn stability_of_a_table() {
    let path = sample("long.csv");
    let run = |threads: &str| {
        solstice(&["stability", path.to_str().unwrap(), "--spec", "rsa1", "--threads", threads])
    };
    let output = run("1");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(output.stdout, run("3").stdout);
    let gas = &json(&output)["series"]["UKgas"];
    assert_eq!(gas["sliding_spans"]["spans"].as_array().unwrap().len(), 4);
    assert_eq!(gas["sliding_spans"]["seasonal.RelativeDifference"]["by_period"].as_array().unwrap().len(), 4);
    assert_eq!(
        gas["revision_history"]["sa"]["revision.RelativeDifference"]["values"].as_array().unwrap().len(),
        16
    );
    assert!(gas["moving_windows"]["arima.theta(1)"].as_array().unwrap().len() > 10);
    let wrong = solstice(&["stability", path.to_str().unwrap(), "--policy", "perhaps"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("LastOutliers"));
}

/// A table with the first `n` observations of two series.
fn write_table(path: &Path, n: u32, names: [&str; 2]) {
    let mut table = format!("date,{},{}\n", names[0], names[1]);
    for t in 0..n {
        let season = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
        let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
        let value = (100.0 + 0.5 * f64::from(t)) * (1.0 + 0.15 * season.sin() + 0.02 * unrest);
        table += &format!("{}-{:02},{value},{}\n", 2010 + t / 12, t % 12 + 1, 3.0 * value);
    }
    fs::write(path, table).unwrap();
}

/// Series are read again and estimated by the policy; what cannot be read stays as it is, the file before is kept, and
/// nothing is written on request.
#[test]
fn workspaces_are_refreshed() {
    use solstice::data::csv::{self, CsvOptions};
    use solstice::workspace::{Command, Workspace, apply, file};
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("sales.csv");
    write_table(&table, 108, ["Sales", "Orders"]);
    let import = csv::read_file(&table, &CsvOptions::default()).unwrap();
    let mut series: Vec<std::sync::Arc<solstice::data::Series>> =
        import.series.into_iter().map(std::sync::Arc::new).collect();
    let kept = solstice::data::Series { name: "Kept".into(), moniker: None, ..series[0].as_ref().clone() };
    series.push(std::sync::Arc::new(kept));
    let spec = solstice_engine::sa::spec::x13("rsa1").unwrap();
    let import = Command::Import { series, document: "Monthly".to_owned(), spec: spec.clone() };
    let workspace = apply(&Workspace::named("Office"), &import).unwrap();
    let path = folder.path().join("office.solstice.ron");
    file::save(&path, &workspace, None).unwrap();
    let before = fs::read(&path).unwrap();
    let run = |more: &[&str]| solstice(&[&["refresh", path.to_str().unwrap()], more].concat());
    let lengths = |path: &Path| -> Vec<usize> {
        let (workspace, _) = file::read(path).unwrap();
        workspace.series.iter().map(|(_, s)| s.data.len()).collect()
    };

    write_table(&table, 111, ["Sales", "Orders"]);
    let output = run(&["--policy", "FixedParameters", "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(
        said.contains(
            "Sales: Refreshed, estimated again: coefficients; 3 new observations, Jan 2019 to Mar 2019."
        ),
        "{said}"
    );
    assert!(
        said.contains(
            "Kept: Refreshed, estimated again: coefficients; no new observations. It has no source"
        ),
        "{said}"
    );
    assert!(said.contains("3 of 3 series refreshed") && said.contains("is kept."), "{said}");
    assert_eq!(fs::read(&path).unwrap(), before);

    let other = folder.path().join("may.solstice.ron");
    let output = run(&["--series", "Sales", "--output", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!((lengths(&path), lengths(&other)), (vec![108; 3], vec![111, 108, 108]));

    // a series that is not in its file any more
    write_table(&table, 112, ["Sales", "Other"]);
    let output = run(&["--policy", "FreeParameters"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("Orders was not refreshed"), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(
        said.contains("2 of 3 series refreshed") && said.contains("Saved") && said.contains(".bak"),
        "{said}"
    );
    assert_eq!(lengths(&path), [112, 108, 108]);
    assert_eq!(fs::read(file::backup_path(&path)).unwrap(), before);
    let (after, _) = file::read(&path).unwrap();
    let items: Vec<_> = after.items().collect();
    assert!(items.iter().all(|i| i.spec == spec));
    let policies: Vec<_> = items.iter().map(|i| i.refreshed.as_ref().map(|r| r.policy.name())).collect();
    assert_eq!(policies, [Some("FreeParameters"), None, Some("FreeParameters")]);

    let locked = file::WorkspaceLock::acquire(&path).unwrap();
    assert_eq!(run(&[]).status.code(), Some(2));
    drop(locked);
    for (wrong, reason) in [
        (["--policy", "perhaps"], "LastOutliers"),
        (["--series", "Profits"], "choose from: Sales, Orders, Kept"),
    ] {
        let output = run(&wrong);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
    }
    let no_workspace = solstice(&["refresh", table.to_str().unwrap()]);
    assert!(text(&no_workspace.stderr).contains("is no workspace"), "{}", text(&no_workspace.stderr));
    assert!(text(&solstice(&["refresh", "--help"]).stdout).contains("LastOutliers"));
}

/// Every tool works on every series of a folder, in words, as JSON and as rows.
#[test]
fn stand_alone_tools() {
    let table = sample("long.csv");
    let table = table.to_str().unwrap();
    for tool in
        ["seasonality", "spectrum", "differencing", "canova-hansen", "trading-days", "outliers", "check-last"]
    {
        let output = solstice(&["tools", tool, table, "--format", "json", "--threads", "2"]);
        assert_eq!(output.status.code(), Some(0), "{tool}: {}", text(&output.stderr));
        let result = json(&output);
        assert_eq!(result["tool"], tool);
        assert!(result["series"].as_object().unwrap().values().all(|s| s["status"] == "ok"), "{tool}");
        assert_eq!(
            output.stdout,
            solstice(&["tools", tool, table, "--format", "json", "--threads", "1"]).stdout
        );
        let words = text(&solstice(&["tools", tool, table]).stdout);
        assert!(words.contains("== UKgas: "), "{words}");
        let rows = text(&solstice(&["tools", tool, table, "--format", "csv"]).stdout);
        assert!(rows.starts_with("series,item,period,value"), "{rows}");
        assert!(rows.lines().all(|l| l.split(',').count() >= 4));
    }
}

/// The sum of series can be read again; series of different lengths of periods are refused.
#[test]
fn sum_of_series() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("sales.csv");
    write_table(&table, 30, ["Sales", "Orders"]);
    let table = table.to_str().unwrap();
    let total = folder.path().join("total.csv");
    let output = solstice(&[
        "tools",
        "sum",
        table,
        "--name",
        "All",
        "--format",
        "csv",
        "--output",
        total.to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let import = solstice::data::csv::read_file(&total, &solstice::data::csv::CsvOptions::default()).unwrap();
    let json_of =
        |args: &[&str]| json(&solstice(&[&["tools", "sum", table, "--format", "json"], args].concat()));
    let sum = &json_of(&[])["series"]["Sum"];
    assert_eq!(sum["of"], serde_json::json!(["Sales", "Orders"]));
    let values = import.series[0].data.values();
    assert_eq!((import.series[0].name.as_str(), values.len()), ("All", 30));
    assert_eq!(sum["data"]["values"][7].as_f64(), Some(values[7]));
    // Orders is three times Sales
    let one = &json_of(&["--series", "Sales"])["series"]["Sum"]["data"]["values"][7];
    assert!((4.0 * one.as_f64().unwrap() - values[7]).abs() < 1e-9);
    let words = text(&solstice(&["tools", "sum", table]).stdout);
    assert!(words.starts_with("== Sum: sum of Sales, Orders\nJan 2010 "), "{words}");
    for (args, reason) in [
        (&["--series", "Profits"][..], "there is no series \"Profits\""),
        (&[sample("long.csv").to_str().unwrap()][..], "no period in common"),
        (&["missing.csv"][..], "missing.csv"),
    ] {
        let output = solstice(&[&["tools", "sum", table], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
    }
}

/// The figures are those of the reference for AirPassengers (`tests/data/probes`).
#[test]
fn options_of_tools() {
    let table = sample("long.csv");
    let table = table.to_str().unwrap();
    let run = |args: &[&str]| json(&solstice(&[&["tools"], args, &[table, "--format", "json"]].concat()));
    let last = run(&["check-last", "--back", "3"]);
    let checked = &last["series"]["UKgas"]["observations"];
    assert_eq!(checked.as_array().unwrap().len(), 3);
    assert!((checked[1]["score"].as_f64().unwrap() - 1.87387551459).abs() < 1e-5, "{checked}");
    let tests = run(&["seasonality", "--log", "--differences", "1"]);
    assert_eq!(tests["series"]["UKgas"]["qs"]["dist"], "Chi2(2)");
    let spectrum = run(&["spectrum", "--kind", "autoregressive"]);
    assert_eq!(spectrum["series"]["UKgas"]["frequencies"].as_array().unwrap().len(), 301);
    let refused = solstice(&["tools", "outliers", table, "--model", "rsa3"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("choose one of: tr0"), "{}", text(&refused.stderr));
    let failed = solstice(&["tools", "spectrum", table, "--kind", "tukey", "--length", "5000"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stdout).contains("failed: not enough data"), "{}", text(&failed.stdout));
}
