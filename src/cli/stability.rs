//! `solstice stability`: sliding spans, revision history and moving windows as JSON.

use std::io::{self, Write};
use std::sync::atomic::AtomicBool;

use serde_json::{Map, Value, json};
use solstice_engine::ENGINE;
use solstice_engine::sa::Adjustment;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::stability::{
    GroupSummary, HistoryLength, Measure, MovingCoefficient, RevisedItem, RevisionHistory, SPAN_YEARS,
    SlidingSpans, SpanView,
};

use super::adjust::{self, Failures};
use super::input::{self, Input, Work};
use super::json::{number, numbers, series as series_value};
use super::{Outcome, StabilityArgs, StabilityTool, batch};
use crate::jobs::{StabilityRun, Threads};

pub(super) fn run(args: &StabilityArgs) -> Outcome {
    let policy = super::policy(&args.policy)?;
    let spec = input::predefined(&args.method, &args.spec)?;
    let input = input::read(&args.inputs, Some(&spec))?;
    for reason in &input.unreadable {
        eprintln!("error: {reason}");
    }
    let failed = adjust::to_output(args.output.as_deref(), |out| write(args, policy, &input, out))?;
    Ok(failed + input.unreadable.len())
}

fn write(
    args: &StabilityArgs,
    policy: RefreshPolicy,
    input: &Input,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let threads = args.threads.map(usize::from);
    let pool = Threads::new(threads)?;
    let mut failures = Failures::default();
    let mut separator = "\n";
    let head = |text: &str| Value::from(text).to_string();
    write!(
        out,
        "{{\"format\":1,\"engine\":{},\"method\":{},\"spec\":{},\"policy\":{},\"series\":{{",
        head(ENGINE),
        head(&args.method),
        head(&args.spec),
        head(policy.name())
    )?;
    batch::run(&input.tasks, threads, |task, result| {
        failures.note(&task.name, result.err());
        let value = match (result, &task.work) {
            (Ok(adjustment), Ok(work)) => {
                pool.run(|| tools(&args.tools, args.years.into(), policy, work, adjustment))
            }
            (Err(error), _) => json!({"status": "failed", "error": error}),
            (_, Err(error)) => json!({"status": "failed", "error": error}),
        };
        write!(out, "{separator}{}:{value}", Value::from(task.name.as_str()))?;
        separator = ",\n";
        io::Result::Ok(())
    })?;
    writeln!(out, "\n}}}}")?;
    out.flush()?;
    Ok(failures.finish(input.tasks.len()))
}

fn tools(
    tools: &[StabilityTool],
    years: usize,
    policy: RefreshPolicy,
    work: &Work,
    adjustment: &Adjustment,
) -> Value {
    let never = AtomicBool::new(false);
    let (series, context) = (&work.series.data, &*work.context);
    let run = StabilityRun { series, adjustment, context, cancel: &never, progress: &|_, _| {} };
    let mut map = Map::new();
    map.insert("status".into(), "ok".into());
    let wanted = |tool| tools.is_empty() || tools.contains(&tool);
    // nothing here cancels; a series that is too short for a tool has null
    if wanted(StabilityTool::Spans) {
        let spans = run.sliding_spans(SPAN_YEARS).ok().flatten();
        map.insert("sliding_spans".into(), spans.as_ref().map_or(Value::Null, sliding_spans));
    }
    if wanted(StabilityTool::Revisions) {
        let history = run.revision_history(policy, HistoryLength::default()).ok().flatten();
        map.insert("revision_history".into(), history.as_ref().map_or(Value::Null, revision_history));
    }
    if wanted(StabilityTool::Windows) {
        let windows = run.moving_windows(years, policy).unwrap_or_default();
        map.insert("moving_windows".into(), moving_windows(&windows));
    }
    Value::Object(map)
}

fn sliding_spans(spans: &SlidingSpans) -> Value {
    let mut map = Map::new();
    let parts = spans.spans.iter().map(|s| {
        json!({
            "start": s.domain.start.to_string(),
            "n": s.domain.len,
            "seasonal_means": numbers(&s.seasonal_means()),
            "seasonality": s.seasonality.map(|t| t.verdict().name()),
        })
    });
    map.insert("spans".into(), parts.collect());
    for view in SpanView::ALL {
        let Some(s) = spans.view(view) else { continue };
        let item = match view {
            SpanView::Seasonal => "seasonal",
            SpanView::TradingDays => "td",
            SpanView::AdjustedChanges | SpanView::AdjustedAnnualChanges => "sa",
        };
        let value = json!({
            "statistics": series_value(&s.statistics),
            "threshold": number(s.threshold),
            "n": s.count(),
            "average": number(s.average()),
            "abnormal": s.abnormal(),
            "by_period": groups(&s.by_period(), "position"),
            "by_year": groups(&s.by_year(), "year"),
        });
        map.insert(format!("{item}.{}", s.measure.name()), value);
    }
    Value::Object(map)
}

fn groups(groups: &[GroupSummary], name: &str) -> Value {
    let value =
        |g: &GroupSummary| json!({name: g.group, "abnormal": g.abnormal, "average": number(g.average)});
    groups.iter().map(value).collect()
}

fn revision_history(history: &RevisionHistory) -> Value {
    let mut map = Map::new();
    for item in RevisedItem::ALL {
        let mut values = Map::new();
        values.insert("first".into(), series_value(&history.first_estimates(item)));
        values.insert("final".into(), series_value(&history.last(item).fit_to(history.domain())));
        for measure in Measure::ALL {
            let revisions = history.revisions(item, measure);
            let value = json!({
                "mean": number(revisions.mean()),
                "rmse": number(revisions.rmse()),
                "values": numbers(revisions.values.values()),
            });
            values.insert(format!("revision.{}", revisions.measure.name()), value);
        }
        let name = match item {
            RevisedItem::Adjusted => "sa",
            RevisedItem::Trend => "t",
            RevisedItem::Seasonal => "s",
        };
        map.insert(name.into(), Value::Object(values));
    }
    Value::Object(map)
}

fn moving_windows(coefficients: &[MovingCoefficient]) -> Value {
    let windows = |c: &MovingCoefficient| -> Value {
        c.estimates
            .iter()
            .map(|(start, x)| json!({"start": start.to_string(), "value": number(*x)}))
            .collect()
    };
    Value::Object(coefficients.iter().map(|c| (c.name.clone(), windows(c))).collect())
}
