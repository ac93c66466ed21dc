//! What a refresh changed, in words.

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::toolkit::timeseries::TsData;

use super::chart::axis::period_label;
use super::diagnostics::verdict;
use super::number;
use super::outlier_marks::outliers;
use super::stability::policy_words;

/// What a refresh of one series changed: data and policy in one line, the result in the second, if there was one before.
pub fn words(
    policy: RefreshPolicy,
    [old, new]: [&TsData; 2],
    before: Option<&Adjustment>,
    after: &Adjustment,
) -> Vec<String> {
    let policy = policy_words(policy).0.to_lowercase();
    let mut lines = vec![format!("Refreshed, estimated again: {policy}; {}.", data_words(old, new))];
    lines.extend(before.map(|before| result_words(before, after).join(" ")));
    lines
}

/// New and revised observations: `3 new observations, Jan 2020 to Mar 2020; 1 revised`.
pub fn data_words(old: &TsData, new: &TsData) -> String {
    let known = |x: Option<f64>| x.filter(|v| v.is_finite());
    let added: Vec<_> = (new.domain().periods().zip(new.values()))
        .filter(|(p, v)| v.is_finite() && known(old.get(*p)).is_none())
        .map(|(p, _)| p)
        .collect();
    let pairs = || old.domain().periods().filter_map(|p| Some((known(old.get(p))?, known(new.get(p)))));
    let revised = pairs().filter(|(before, after)| after.is_some_and(|a| a != *before)).count();
    let lost = pairs().filter(|(_, after)| after.is_none()).count();
    let mut parts = Vec::new();
    parts.push(match added.as_slice() {
        [] => "no new observations".to_owned(),
        [only] => format!("1 new observation, {}", period_label(*only)),
        [first, .., last] => {
            format!("{} new observations, {} to {}", added.len(), period_label(*first), period_label(*last))
        }
    });
    if revised > 0 {
        parts.push(format!("{revised} revised"));
    }
    if lost > 0 {
        parts.push(format!("{lost} not there any more"));
    }
    parts.join("; ")
}

/// What is different in the result: model, outliers, adjusted series, verdict; a sentence each.
pub fn result_words(before: &Adjustment, after: &Adjustment) -> Vec<String> {
    let mut words = Vec::new();
    if let Some((old, new)) = before.preprocessing.as_ref().zip(after.preprocessing.as_ref()) {
        words.push(model_words(old, new));
        words.extend(outlier_words(old, new));
    }
    words.push(revision_words(&before.finals.sa.values, &after.finals.sa.values));
    let (old, new) = (verdict(before), verdict(after));
    if old != new {
        words.push(format!("The verdict was {} and is {}.", old.word(), new.word()));
    }
    words
}

fn model_words(old: &RegArimaResult, new: &RegArimaResult) -> String {
    let text = |model: &RegArimaResult| {
        let scale = if model.is_log() { "logarithms" } else { "levels" };
        format!("{} in {scale}", model.description().orders())
    };
    let (before, after) = (text(old), text(new));
    if before == after {
        format!("The model {after} is kept.")
    } else {
        format!("The model was {before} and is {after}.")
    }
}

fn outlier_words(old: &RegArimaResult, new: &RegArimaResult) -> Vec<String> {
    let names = |model| outliers(model).iter().map(|m| m.name()).collect::<Vec<String>>();
    let (old, new) = (names(old), names(new));
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|name| !b.contains(name)).cloned().collect()
    };
    let sentence = |what: &str, names: Vec<String>| {
        (!names.is_empty()).then(|| format!("Outliers {what}: {}.", names.join(", ")))
    };
    [sentence("added", only(&new, &old)), sentence("dropped", only(&old, &new))]
        .into_iter()
        .flatten()
        .collect()
}

/// Relative to the level where all values are positive.
fn revision_words(old: &TsData, new: &TsData) -> String {
    let relative = old.values().iter().chain(new.values()).all(|x| *x > 0.0);
    let change = |a: f64, b: f64| if relative { 100.0 * (b - a).abs() / a } else { (b - a).abs() };
    let changes: Vec<_> = (old.domain().periods().zip(old.values()))
        .filter_map(|(p, a)| Some((p, change(*a, new.get(p)?))))
        .filter(|(_, c)| c.is_finite())
        .collect();
    let largest = changes.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    let Some((period, largest)) = largest.filter(|l| l.1 > 0.0) else {
        return "The adjusted series is not revised.".to_owned();
    };
    let mean = changes.iter().map(|c| c.1).sum::<f64>() / changes.len() as f64;
    let unit = if relative { " %" } else { "" };
    format!(
        "The adjusted series is revised by {}{unit} on average and by {}{unit} at most, in {}.",
        number::display(mean, 3),
        number::display(largest, 3),
        period_label(period)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_revised_and_lost_observations_are_counted() {
        let data = |values: &[f64]| TsData::of(12, 2000, 1, values.to_vec()).unwrap();
        let old = data(&[1.0, 2.0, f64::NAN, 4.0]);
        let words = |new: &[f64]| data_words(&old, &data(new));
        assert_eq!(words(&[1.0, 2.0, f64::NAN, 4.0]), "no new observations");
        assert_eq!(words(&[1.0, 2.5, 3.0, 4.0]), "1 new observation, Mar 2000; 1 revised");
        assert_eq!(
            words(&[1.0, f64::NAN, f64::NAN, 4.0, 5.0, 6.0]),
            "2 new observations, May 2000 to Jun 2000; 1 not there any more"
        );
        assert_eq!(
            revision_words(&data(&[1.0, 2.0]), &data(&[1.0, 2.0, 3.0])),
            "The adjusted series is not revised."
        );
        let words = revision_words(&data(&[1.0, 2.0]), &data(&[1.0, 2.1]));
        assert!(words.contains("2.500 % on average and by 5.000 % at most, in Feb 2000"), "{words}");
    }
}
