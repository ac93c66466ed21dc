//! Names of result items: selection with wildcards, and the list of them.

use solstice_engine::sa::dictionary::{self, Arguments, ItemKind, Request};

use super::Outcome;

/// Names suggested for an unknown one.
const SUGGESTED: usize = 5;

/// The requests that `patterns` stand for, each once, in the order of the patterns; all items without patterns.
pub(super) fn select(patterns: &[String]) -> Result<Vec<Request>, String> {
    let mut selected: Vec<Request> = Vec::new();
    let all = ["*".to_owned()];
    for pattern in if patterns.is_empty() { all.as_slice() } else { patterns } {
        let pattern = pattern.trim();
        let found = Request::matching(pattern);
        if found.is_empty() {
            return Err(unknown(pattern));
        }
        for request in found {
            let same = |s: &Request| s.entry.name == request.entry.name && s.argument == request.argument;
            if !selected.iter().any(same) {
                selected.push(request);
            }
        }
    }
    Ok(selected)
}

/// Writes the names that `patterns` stand for with their types; `(k)` marks those that take an argument.
pub(super) fn list(patterns: &[String]) -> Outcome {
    let requests = select(patterns)?;
    let names: Vec<(String, String)> = requests.iter().map(described).collect();
    let width = names.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: Vec<String> = names.iter().map(|(name, kind)| format!("{name:width$}  {kind}\n")).collect();
    super::adjust::to_terminal(&lines.concat()).map(|()| 0)
}

fn described(request: &Request) -> (String, String) {
    let kind = kind_name(request.entry.kind);
    match (request.entry.arguments(), request.argument) {
        (Arguments::None, _) | (_, Some(_)) => (request.name(), kind),
        (Arguments::Element { .. }, None) => {
            (format!("{}(k)", request.entry.name), format!("{kind}, element k"))
        }
        (Arguments::Length, None) => {
            (format!("{}(k)", request.entry.name), format!("{kind}, k periods or -k years"))
        }
    }
}

fn kind_name(kind: ItemKind) -> String {
    match kind {
        ItemKind::Double => "number".into(),
        ItemKind::Integer => "whole number".into(),
        ItemKind::Text => "text".into(),
        ItemKind::Array => "list of numbers".into(),
        ItemKind::TextArray => "list of texts".into(),
        ItemKind::IntegerArray => "list of whole numbers".into(),
        ItemKind::Boolean => "yes or no".into(),
        ItemKind::Missing => "missing value".into(),
        ItemKind::Complex => "complex number".into(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn unknown(name: &str) -> String {
    let mut near: Vec<(usize, &str)> =
        dictionary::entries().map(|e| (distance(name, e.name), e.name)).collect();
    near.sort();
    let near: Vec<&str> = near
        .into_iter()
        .filter(|(d, n)| *d <= name.len() / 2 || n.contains(name))
        .map(|(_, n)| n)
        .take(SUGGESTED)
        .collect();
    let hint = match near.as_slice() {
        [] => "list all with: solstice items".to_owned(),
        near => format!("near it are {}", near.join(", ")),
    };
    format!("there is no item \"{name}\"; {hint}")
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, &cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_get_suggestions() {
        let error = select(&["decomposition.d111".into()]).unwrap_err();
        assert!(
            error.starts_with("there is no item \"decomposition.d111\"; near it are decomposition.d1"),
            "{error}"
        );
        assert!(error.contains("decomposition.d11"), "{error}");
        let far = select(&["qqqqqqqqqqqqqqqqqqqq".into()]).unwrap_err();
        assert!(far.contains("solstice items"), "{far}");
    }

    #[test]
    fn each_item_once_in_the_order_asked_for() {
        let names = |p: &[&str]| {
            let patterns: Vec<String> = p.iter().map(|s| (*s).to_owned()).collect();
            select(&patterns).unwrap().iter().map(Request::name).collect::<Vec<_>>()
        };
        assert_eq!(names(&["t", "sa", "s?", "t"]), ["t", "sa"]);
        assert_eq!(names(&["sa_f(3)", "sa_f(3)", "sa_f"]), ["sa_f(3)", "sa_f"]);
        assert_eq!(names(&[]).len(), dictionary::entries().count());
    }
}
