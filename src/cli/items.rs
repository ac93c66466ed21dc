//! Names of result items: selection with wildcards, and the list of them.

use solstice_engine::sa::dictionary::{self, Entry, ItemKind};

use super::Outcome;

/// Names suggested for an unknown one.
const SUGGESTED: usize = 5;

/// The entries that `patterns` stand for, each once, in the order of the patterns; all without patterns.
pub(super) fn select(patterns: &[String]) -> Result<Vec<&'static Entry>, String> {
    let mut selected: Vec<&'static Entry> = Vec::new();
    let all = ["*".to_owned()];
    for pattern in if patterns.is_empty() { all.as_slice() } else { patterns } {
        let pattern = pattern.trim();
        let mut found = false;
        for entry in dictionary::entries().filter(|e| matches(pattern, e.name)) {
            found = true;
            if !selected.iter().any(|s| s.name == entry.name) {
                selected.push(entry);
            }
        }
        if !found {
            return Err(unknown(pattern));
        }
    }
    Ok(selected)
}

/// Writes the names that `patterns` stand for with their types.
pub(super) fn list(patterns: &[String]) -> Outcome {
    let entries = select(patterns)?;
    let width = entries.iter().map(|e| e.name.len()).max().unwrap_or(0);
    let lines: Vec<String> =
        entries.iter().map(|e| format!("{:width$}  {}\n", e.name, kind_name(e.kind))).collect();
    super::adjust::to_terminal(&lines.concat()).map(|()| 0)
}

fn kind_name(kind: ItemKind) -> String {
    match kind {
        ItemKind::Double => "number".into(),
        ItemKind::Integer => "whole number".into(),
        ItemKind::Text => "text".into(),
        ItemKind::Array => "list of numbers".into(),
        ItemKind::TextArray => "list of texts".into(),
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

/// Whether `name` has the form of `pattern`, in which `*` is any text and `?` any character.
fn matches(pattern: &str, name: &str) -> bool {
    // whether the part of the pattern read so far fits the first characters of the name, by their number
    let characters: Vec<char> = name.chars().collect();
    let mut fits = vec![false; characters.len() + 1];
    fits[0] = true;
    for p in pattern.chars() {
        if p == '*' {
            let from = fits.iter().position(|&f| f).unwrap_or(fits.len());
            fits.iter_mut().skip(from).for_each(|f| *f = true);
        } else {
            for n in (0..characters.len()).rev() {
                fits[n + 1] = fits[n] && (p == '?' || p == characters[n]);
            }
            fits[0] = false;
        }
    }
    fits.last().copied().unwrap_or(false)
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
    fn wildcards() {
        for (pattern, name, expected) in [
            ("*", "sa", true),
            ("sa", "sa", true),
            ("sa", "sa_f", false),
            ("sa*", "sa_f", true),
            ("decomposition.*", "decomposition.d10", true),
            ("decomposition.d1?", "decomposition.d10", true),
            ("decomposition.d1?", "decomposition.d1", false),
            ("*.d1*", "decomposition.d10", true),
            ("*a*b", "xaxbxab", true),
            ("*a*b", "xaxbxabc", false),
            ("", "sa", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

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
            select(&patterns).unwrap().iter().map(|e| e.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&["t", "sa", "s?", "t"]), ["t", "sa"]);
        assert_eq!(names(&[]).len(), dictionary::entries().count());
    }
}
