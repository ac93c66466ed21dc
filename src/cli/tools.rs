//! `solstice tools`: stand-alone tools over every series of the inputs, in parallel.

use std::io::{self, Write};

use serde_json::{Value, json};
use solstice_engine::ENGINE;
use solstice_engine::sa::ModellingContext;
use solstice_engine::tools::{Tool, ToolResult};

use super::adjust::{Failures, to_output};
use super::input::{self, Input, Task};
use super::tools_args::{Format, ToolVerb};
use super::{Outcome, tools_json};
use crate::data::Series;
use crate::data::csv::{DecimalSign, TableFormat};
use crate::jobs::{Threads, run_tool_on_all};
use crate::report::tools::{tables, title};

/// Series whose results are held at a time.
const PART: usize = 512;
const TABLE: TableFormat = TableFormat { delimiter: ',', decimal: DecimalSign::Point };

pub(super) fn run(verb: &ToolVerb) -> Outcome {
    let (common, tool) = (verb.common(), verb.tool()?);
    let input = input::read(&common.inputs, None)?;
    for reason in &input.unreadable {
        eprintln!("error: {reason}");
    }
    let threads = Threads::new(common.threads.map(usize::from)).map_err(|e| e.to_string())?;
    let failed = to_output(common.output.as_deref(), |out| match common.format {
        Format::Text => text(&tool, &input, &threads, out),
        Format::Json => json(&tool, &input, &threads, out),
        Format::Csv => csv(&tool, &input, &threads, out),
    })?;
    Ok(failed + input.unreadable.len())
}

/// Runs `tool` on all series and hands each result to `sink`, in the order of the input. The number that failed.
fn each(
    tool: &Tool,
    input: &Input,
    threads: &Threads,
    mut sink: impl FnMut(&str, Result<&ToolResult, &str>) -> io::Result<()>,
) -> io::Result<usize> {
    let mut failures = Failures::default();
    for part in input.tasks.chunks(PART) {
        let work = part.iter().filter_map(|t| t.work.as_ref().ok());
        let work: Vec<(&Series, &ModellingContext)> = work.map(|w| (&*w.series, &*w.context)).collect();
        let mut results = run_tool_on_all(&work, tool, threads).into_iter();
        for Task { name, work } in part {
            let result = match work {
                Ok(_) => results
                    .next()
                    .map_or_else(|| Err("no result".to_owned()), |r| r.map_err(|e| e.to_string())),
                Err(reason) => Err(reason.clone()),
            };
            failures.note(name, result.as_ref().err().map(String::as_str));
            sink(name, result.as_ref().map_err(String::as_str))?;
        }
    }
    Ok(failures.finish(input.tasks.len()))
}

fn text(tool: &Tool, input: &Input, threads: &Threads, out: &mut dyn Write) -> io::Result<usize> {
    let failed = each(tool, input, threads, |name, result| {
        writeln!(out, "== {name}: {} ==\n", title(tool).to_lowercase())?;
        match result {
            Ok(result) => tables(tool, result).iter().try_for_each(|sheet| writeln!(out, "{}", sheet.text())),
            Err(reason) => writeln!(out, "failed: {reason}\n"),
        }
    })?;
    out.flush()?;
    Ok(failed)
}

fn json(tool: &Tool, input: &Input, threads: &Threads, out: &mut dyn Write) -> io::Result<usize> {
    let name = Value::from(tool.name());
    write!(out, "{{\"format\":1,\"engine\":{},\"tool\":{name},\"series\":{{", Value::from(ENGINE))?;
    let mut separator = "\n";
    let failed = each(tool, input, threads, |name, result| {
        let value = match result {
            Ok(result) => tools_json::result(result),
            Err(reason) => json!({"status": "failed", "error": reason}),
        };
        write!(out, "{separator}{}:{value}", Value::from(name))?;
        separator = ",\n";
        Ok(())
    })?;
    writeln!(out, "\n}}}}")?;
    out.flush()?;
    Ok(failed)
}

fn csv(tool: &Tool, input: &Input, threads: &Threads, out: &mut dyn Write) -> io::Result<usize> {
    out.write_all(TABLE.line(["series", "item", "period", "value"]).as_bytes())?;
    let failed = each(tool, input, threads, |name, result| {
        let Ok(result) = result else { return Ok(()) };
        rows("", &tools_json::result(result), &mut |item, period, value| {
            out.write_all(TABLE.line([name, item, period, value]).as_bytes())
        })
    })?;
    out.flush()?;
    Ok(failed)
}

/// Calls `row` with item, period or position, and value of every value inside `value`: fields are joined by dots,
/// elements of lists numbered from 1; the values of a series have their periods.
fn rows(
    item: &str,
    value: &Value,
    row: &mut dyn FnMut(&str, &str, &str) -> io::Result<()>,
) -> io::Result<()> {
    let inside = |key: &str| if item.is_empty() { key.to_owned() } else { format!("{item}.{key}") };
    match value {
        Value::Null => row(item, "", ""),
        Value::String(text) => row(item, "", text),
        Value::Object(fields) => match (tools_json::periods(value), fields.get("values")) {
            (Some(periods), Some(Value::Array(values))) => {
                periods.iter().zip(values).try_for_each(|(period, v)| row(item, period, &plain(v)))
            }
            _ => fields.iter().try_for_each(|(key, v)| rows(&inside(key), v, row)),
        },
        Value::Array(values) => values.iter().enumerate().try_for_each(|(k, v)| match v {
            Value::Object(_) | Value::Array(_) => rows(&format!("{item}({})", k + 1), v, row),
            v => row(item, &(k + 1).to_string(), &plain(v)),
        }),
        other => row(item, "", &plain(other)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_a_row() {
        let value = json!({
            "status": "ok",
            "data": {"start": "1999-11", "freq": 12, "values": [1.5, null, 2]},
            "test": {"value": 3.25, "p": 0.5},
            "items": [{"a": 1}, {"a": null}],
            "lags": [0.1, 0.2],
        });
        let mut found = Vec::new();
        rows("", &value, &mut |item, period, value| {
            found.push(format!("{item}|{period}|{value}"));
            Ok(())
        })
        .unwrap();
        found.sort();
        let expected = [
            "data|1999-11|1.5",
            "data|1999-12|",
            "data|2000-01|2",
            "items(1).a||1",
            "items(2).a||",
            "lags|1|0.1",
            "lags|2|0.2",
            "status||ok",
            "test.p||0.5",
            "test.value||3.25",
        ];
        assert_eq!(found, expected);
    }
}
