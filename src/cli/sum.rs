//! `solstice tools sum`: several series as one.

use std::io::{self, Write};

use clap::Args;
use serde_json::{Value, json};
use solstice_engine::ENGINE;
use solstice_engine::toolkit::timeseries::TsData;
use solstice_engine::tools;

use super::adjust::to_output;
use super::tools_args::{Common, Format};
use super::{Outcome, input, json as values};
use crate::data::csv::{DecimalSign, TableFormat};
use crate::report::chart::axis::period_label;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  solstice tools sum data/ --format csv --output total.csv\n  solstice tools sum office.solstice.ron --series Food,Clothing --name Retail\n\nCSV has the columns series,period,freq,value, which solstice reads again."
)]
pub(super) struct SumArgs {
    #[command(flatten)]
    common: Common,
    /// Names of the series, separated by commas; all when not given.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    series: Vec<String>,
    /// Name of the sum.
    #[arg(long, value_name = "NAME", default_value = "Sum")]
    name: String,
}

pub(super) fn run(args: &SumArgs) -> Outcome {
    let input = input::read(&args.common.inputs, None)?;
    // the sum of some of them would be taken for that of all
    if let Some(reason) = input.unreadable.first() {
        return Err(reason.clone());
    }
    let mut parts: Vec<(&str, &TsData)> = Vec::new();
    for task in &input.tasks {
        if args.series.is_empty() || args.series.contains(&task.name) {
            let work = task.work.as_ref().map_err(|reason| format!("{}: {reason}", task.name))?;
            parts.push((&task.name, &work.series.data));
        }
    }
    if let Some(unknown) = args.series.iter().find(|n| parts.iter().all(|(name, _)| name != n)) {
        return Err(format!("there is no series \"{unknown}\" in the input"));
    }
    let total = tools::sum(parts.iter().map(|p| p.1)).map_err(|e| e.to_string())?;
    let names: Vec<&str> = parts.iter().map(|p| p.0).collect();
    to_output(args.common.output.as_deref(), |out| write(args, &names, &total, out).map(|()| 0))
}

fn write(args: &SumArgs, names: &[&str], total: &TsData, out: &mut dyn Write) -> io::Result<()> {
    let name = args.name.as_str();
    let rows = || total.domain().periods().zip(total.values());
    match args.common.format {
        Format::Text => {
            writeln!(out, "== {name}: sum of {}", names.join(", "))?;
            rows().try_for_each(|(p, x)| writeln!(out, "{:12} {}", period_label(p), plain(*x)))?;
        }
        Format::Json => {
            let sum = json!({"status": "ok", "of": names, "data": values::series(total)});
            let all = json!({"format": 1, "engine": ENGINE, "tool": "sum", "series": {name: sum}});
            writeln!(out, "{}", Value::to_string(&all))?;
        }
        Format::Csv => {
            let table = TableFormat { delimiter: ',', decimal: DecimalSign::Point };
            let frequency = total.annual_frequency().map_or_else(String::new, |f| f.to_string());
            writeln!(out, "series,period,freq,value")?;
            for (p, x) in rows() {
                let period = p.start().format("%Y-%m").to_string();
                write!(out, "{}", table.line([name, &period, &frequency, &plain(*x)]))?;
            }
        }
    }
    out.flush()
}

/// All digits; nothing where it is missing.
fn plain(x: f64) -> String {
    if x.is_finite() { x.to_string() } else { String::new() }
}
