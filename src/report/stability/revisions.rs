//! Revision history: the first estimate of each period against the last one.

use solstice_engine::sa::stability::{Measure, RevisedItem, RevisionHistory, Revisions};
use solstice_engine::toolkit::timeseries::TsPeriod;

use super::{Drawn, Of};
use crate::report::chart::axis::period_label;
use crate::report::chart::stability_figures;
use crate::report::number::decimals_for;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// Most decimals of a revision.
const DECIMALS: usize = 4;

/// Name of a revised item.
pub fn item_name(item: RevisedItem) -> &'static str {
    match item {
        RevisedItem::Adjusted => "Seasonally adjusted",
        RevisedItem::Trend => "Trend",
        RevisedItem::Seasonal => "Seasonal and calendar",
    }
}

/// Name of a comparison.
pub fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Relative => "Level, %",
        Measure::Absolute => "Level",
        Measure::Growth => "Growth, points",
        Measure::Difference => "Changes",
        Measure::AnnualGrowth => "Annual growth, points",
        Measure::AnnualDifference => "Annual changes",
    }
}

/// Charts and tables of the revisions of an item; the history of `period` beside them, of the first one with a revision
/// when none is given.
pub fn revisions(
    of: Of<'_>,
    history: &RevisionHistory,
    item: RevisedItem,
    measure: Measure,
    period: Option<TsPeriod>,
) -> Drawn {
    let revisions = history.revisions(item, measure);
    let domain = history.domain();
    let period = period.filter(|p| domain.index_of(*p).is_some()).unwrap_or(domain.start);
    let rows = vec![
        vec![stability_figures::first_and_last(of, history, item)],
        vec![
            stability_figures::revisions(of, &revisions, item),
            stability_figures::history_of(of, history, item, period),
        ],
    ];
    Drawn { rows, sheets: vec![summary(history, item), table(history, item, &revisions)] }
}

/// Mean and size of the revisions by every measure that the values allow.
fn summary(history: &RevisionHistory, item: RevisedItem) -> Sheet {
    let columns = [
        words("Revision of", 190.0),
        figures("Mean", 100.0),
        figures("Root mean square", 130.0),
        figures("Largest", 100.0),
        words("In", 90.0),
        words("Bias", 150.0),
    ];
    let title = format!("Revisions: {}", item_name(item).to_lowercase());
    let mut sheet = Sheet::new(title, columns);
    let mut measures: Vec<Measure> =
        Measure::ALL.iter().map(|m| history.revisions(item, *m).measure).collect();
    measures.dedup();
    for measure in measures {
        let r = history.revisions(item, measure);
        let decimals = decimals_for(&[r.rmse()]).min(DECIMALS);
        let pairs = r.values.domain().periods().zip(r.values.values().iter().copied());
        let largest = pairs.filter(|(_, x)| x.is_finite()).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        // a mean of n revisions beyond twice its standard error is no accident
        let n = r.values.values().iter().filter(|x| x.is_finite()).count() as f64;
        let biased = r.mean().abs() > 2.0 * r.rmse() / n.sqrt();
        sheet.rows.push(vec![
            measure_name(measure).into(),
            Cell::Number(r.mean(), decimals),
            Cell::Number(r.rmse(), decimals),
            Cell::Number(largest.map_or(f64::NAN, |l| l.1), decimals),
            largest.map_or_else(String::new, |l| period_label(l.0)).into(),
            if biased { "first estimates are biased" } else { "none to be seen" }.into(),
        ]);
    }
    sheet.note =
        "Final less first estimate. Levels in percent of the final estimate, growth in percentage points."
            .to_owned();
    sheet
}

fn table(history: &RevisionHistory, item: RevisedItem, revisions: &Revisions) -> Sheet {
    let columns = [
        words("Period", 90.0),
        figures("First estimate", 120.0),
        figures("Last estimate", 120.0),
        figures(measure_name(revisions.measure), 150.0),
        words("", 180.0),
    ];
    let mut sheet = Sheet::new("Revision of every period", columns);
    let first = history.first_estimates(item);
    let last = history.last(item);
    let decimals = decimals_for(first.values());
    let revision_decimals = decimals_for(&[revisions.rmse()]).min(DECIMALS);
    for (period, value) in first.domain().periods().zip(first.values()) {
        let revision = revisions.values.get(period).unwrap_or(f64::NAN);
        let flag = match (value.is_finite(), revisions.is_large(revision)) {
            (false, _) => "no estimate with these data",
            (true, true) => "beyond twice the root mean square",
            (true, false) => "",
        };
        sheet.rows.push(vec![
            period_label(period).into(),
            Cell::Number(*value, decimals),
            Cell::Number(last.get(period).unwrap_or(f64::NAN), decimals),
            Cell::Number(revision, revision_decimals),
            Cell::Text(flag.to_owned()),
        ]);
    }
    sheet
}
