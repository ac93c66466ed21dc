//! The command line: the same floors as the window, without it.
//!
//! Exit status: 0 all series adjusted, 1 some series failed, 2 bad use or nothing to work on.

mod adjust;
mod batch;
mod csv;
mod input;
mod items;
mod json;
mod model_json;
mod open;
mod refresh;
mod specification;
mod stability;
mod sum;
mod tools;
mod tools_args;
mod tools_json;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use solstice_engine::sa::refresh::RefreshPolicy;

use tools_args::AnyTool;

/// Bad use, or nothing to work on.
const BAD_USE: u8 = 2;
/// Some series failed.
const SOME_FAILED: u8 = 1;

#[derive(Debug, Parser)]
#[command(
    name = "solstice",
    version,
    about = "Workbench for seasonal adjustment",
    long_about = "Workbench for seasonal adjustment.\n\nWithout a subcommand the window opens on FILES: workspaces (.solstice.ron) and tables (.csv, .tsv).",
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  solstice sales.csv                          open a table in the window\n  solstice adjust sales.csv --format csv      X-11, result to the terminal\n  solstice tools check-last sales.csv         are the last observations credible?\n  solstice items \"decomposition.d1*\"          names that can be exported"
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Verb>,
    /// Workspaces and tables to open in the window.
    files: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Adjust series and write the results.
    #[command(
        long_about = "Adjust series and write the results.\n\nInput are tables (.csv, .tsv: a row per observation with the headings series, period, freq, value; or dates in the first column or row), folders of them, and workspaces (.solstice.ron), whose items keep their own specifications unless --method or --spec is given. A name that occurs twice is written as \"name (2)\".\n\nExit status: 0 all series adjusted; 1 some failed (reported in place and on the terminal); 2 bad use or no series."
    )]
    Adjust(AdjustArgs),
    /// Judge the stability of adjustments: sliding spans, revision history, moving windows.
    #[command(
        long_about = "Judge the stability of adjustments.\n\nEvery series is adjusted; then the model found is estimated again on parts of the series: on spans of eight years a year apart (spans), on the data known at each of the last four years' periods (revisions), on moving windows (windows). The result is JSON; null stands for a series that is too short."
    )]
    Stability(StabilityArgs),
    /// Read the series of workspaces again and estimate them again with the new data.
    #[command(
        long_about = "Read the series of workspaces again and estimate them again with the new data.\n\nThe series come from the files they were imported from; series without a file keep their data. The policy says what is chosen and estimated again and what is kept of the last estimation. What changed is told in words; the workspace is replaced as a whole, and the file before kept as .bak.\n\nExit status: 0 all series refreshed; 1 some were not (they stay as they are); 2 bad use, or nothing was written."
    )]
    Refresh(refresh::RefreshArgs),
    /// Look at series without adjusting them: tests, spectra, outliers, last observations.
    #[command(
        long_about = "Look at series without adjusting them.\n\nEvery tool works on all series of the inputs: tables (.csv, .tsv), folders of them, and workspaces (.solstice.ron). solstice tools TOOL --help lists the options of a tool.\n\nExit status: 0 all series done; 1 some failed (reported in place and on the terminal); 2 bad use or no series."
    )]
    Tools {
        /// The tool.
        #[command(subcommand)]
        tool: tools_args::AnyTool,
    },
    /// Open files in the window; without a display, adjust them and write reports.
    Open {
        /// Workspaces (.solstice.ron) and tables (.csv, .tsv).
        files: Vec<PathBuf>,
        /// Folder of the reports that are written when there is no display.
        #[arg(long, value_name = "FOLDER", default_value = "solstice-output")]
        output: PathBuf,
    },
    /// List the names of result items with their types.
    Items {
        /// Names; * stands for any text, ? for one character.
        #[arg(default_value = "*")]
        patterns: Vec<String>,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  solstice adjust sales.csv --format csv --items sa,t,s,i\n  solstice adjust data/ more/exports.csv --format json --output result.json\n  solstice adjust office.solstice.ron --items \"sa,decomposition.d1*\" --output -\n\nJSON holds per series its status, and items as numbers, texts or {start, freq, values}; null is missing.\n\nCSV has the columns series,item,period,value: a row per observation (period: its first month), an empty period for single values, the position from 1 for lists and row:column for matrices. Series that failed have no rows."
)]
struct AdjustArgs {
    /// Tables, folders of tables, workspaces.
    #[arg(required = true, value_name = "FILES_OR_FOLDERS")]
    inputs: Vec<PathBuf>,
    /// Method: x13, tramoseats.
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Predefined specification (x11, rsa0 to rsa5c), file with a specification (.ron) or specification of the
    /// workspace given with --context.
    #[arg(long, value_name = "NAME_OR_FILE")]
    spec: Option<String>,
    /// Workspace whose calendars, user variables and specifications are used with series of tables.
    #[arg(long, value_name = "WORKSPACE")]
    context: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// File to write; "-" or nothing: the terminal.
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Names of the items to write, separated by commas, with * and ?; all when not given (see: solstice items).
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    items: Vec<String>,
    /// Number of threads; all processors when not given. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  solstice stability sales.csv --spec rsa3 --tools spans,revisions --output stability.json"
)]
struct StabilityArgs {
    /// Tables, folders of tables, workspaces.
    #[arg(required = true, value_name = "FILES_OR_FOLDERS")]
    inputs: Vec<PathBuf>,
    /// Method.
    #[arg(long, value_name = "METHOD", default_value = input::METHOD)]
    method: String,
    /// Predefined specification.
    #[arg(long, value_name = "NAME", default_value = "rsa3")]
    spec: String,
    /// Tools, separated by commas; all when not given.
    #[arg(long, value_enum, value_delimiter = ',')]
    tools: Vec<StabilityTool>,
    /// What is estimated again for revisions and windows: the refresh policy.
    #[arg(long, value_name = "NAME", default_value = "FreeParameters")]
    policy: String,
    /// Length of the moving windows in years.
    #[arg(long, value_name = "YEARS", default_value_t = 8, value_parser = clap::value_parser!(u8).range(3..=50))]
    years: u8,
    /// File to write; "-" or nothing: the terminal.
    #[arg(long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Number of threads; all processors when not given. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StabilityTool {
    /// Sliding spans.
    Spans,
    /// Revision history.
    Revisions,
    /// Moving windows.
    Windows,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Csv,
}

/// Runs the program with `args` (program name first).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { BAD_USE } else { 0 });
        }
    };
    let result = match cli.command {
        Some(Verb::Adjust(args)) => adjust::run(&args),
        Some(Verb::Stability(args)) => stability::run(&args),
        Some(Verb::Refresh(args)) => refresh::run(&args),
        Some(Verb::Tools { tool: AnyTool::Each(tool) }) => tools::run(&tool),
        Some(Verb::Tools { tool: AnyTool::Sum(args) }) => sum::run(&args),
        Some(Verb::Open { files, output }) => open::run(files, &output),
        Some(Verb::Items { patterns }) => items::list(&patterns),
        None => open::run(cli.files, std::path::Path::new("solstice-output")),
    };
    match result {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(SOME_FAILED),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(BAD_USE)
        }
    }
}

/// Number of series that failed, or why nothing could be done.
type Outcome = Result<usize, String>;

/// The refresh policy called `name`.
fn policy(name: &str) -> Result<RefreshPolicy, String> {
    RefreshPolicy::of_name(name).ok_or_else(|| {
        let names: Vec<&str> = RefreshPolicy::ALL.iter().map(|p| p.name()).collect();
        format!("there is no policy \"{name}\"; choose one of: {}", names.join(", "))
    })
}
