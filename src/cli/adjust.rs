//! `solstice adjust`: series in, JSON or CSV out.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

use solstice_engine::sa::dictionary::Request;

use super::input::{self, Input};
use super::json::JsonWriter;
use super::{AdjustArgs, Format, Outcome, batch, csv, items, specification};

/// Failures listed on the terminal before they are counted only.
const LISTED: usize = 20;

pub(super) fn run(args: &AdjustArgs) -> Outcome {
    let requests = items::select(&args.items)?;
    let given = specification::given(args)?;
    let input = input::read_in_context(&args.inputs, given.spec.as_ref(), &given.context)?;
    for reason in &input.unreadable {
        eprintln!("error: {reason}");
    }
    let written = to_output(args.output.as_deref(), |out| write(args, &input, &requests, out))?;
    Ok(written + input.unreadable.len())
}

/// Writes to the file `path`, or to the terminal when there is none or it is "-". What `write` counts.
pub(super) fn to_output(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<usize>,
) -> Outcome {
    match path.filter(|p| *p != Path::new("-")) {
        Some(path) => {
            let file = File::create(path).map_err(|e| cannot_write(path, &e))?;
            write(&mut BufWriter::new(file)).map_err(|e| cannot_write(path, &e))
        }
        None => match write(&mut BufWriter::new(io::stdout().lock())) {
            // the reader of a pipe has seen enough
            Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(0),
            other => other.map_err(|e| format!("cannot write to the terminal: {e}")),
        },
    }
}

fn write(args: &AdjustArgs, input: &Input, requests: &[Request], out: &mut dyn Write) -> io::Result<usize> {
    let mut failures = Failures::default();
    let threads = args.threads.map(usize::from);
    match args.format {
        Format::Json => {
            let method = args.method.as_deref().unwrap_or(input::METHOD);
            let default = if input.own_specs { "workspace" } else { input::SPEC };
            let spec = args.spec.as_deref().unwrap_or(default);
            let mut json = JsonWriter::begin(&mut *out, method, spec)?;
            batch::run(&input.tasks, threads, |task, result| {
                failures.note(&task.name, result.err());
                json.series(&task.name, result, requests)
            })?;
            json.end()?;
        }
        Format::Csv => {
            csv::heading(out)?;
            batch::run(&input.tasks, threads, |task, result| {
                failures.note(&task.name, result.err());
                result.map_or(Ok(()), |a| csv::series(out, &task.name, a, requests))
            })?;
        }
    }
    out.flush()?;
    Ok(failures.finish(input.tasks.len()))
}

/// Failures of a run, told at its end.
#[derive(Default)]
pub(super) struct Failures {
    listed: Vec<String>,
    count: usize,
}

impl Failures {
    pub(super) fn note(&mut self, name: &str, error: Option<&str>) {
        let Some(error) = error else { return };
        self.count += 1;
        if self.listed.len() < LISTED {
            self.listed.push(format!("{name}: {error}"));
        }
    }

    /// Writes the summary to the terminal; the number of failures.
    pub(super) fn finish(self, total: usize) -> usize {
        if self.count > 0 {
            for line in &self.listed {
                eprintln!("{line}");
            }
            if self.count > self.listed.len() {
                eprintln!("... and {} more", self.count - self.listed.len());
            }
            eprintln!("{} of {total} series failed", self.count);
        }
        self.count
    }
}

pub(super) fn to_terminal(text: &str) -> Result<(), String> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write to the terminal: {e}")),
        _ => Ok(()),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    format!("{}: cannot write the file: {error}", path.display())
}
