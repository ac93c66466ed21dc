//! What a text table looks like before it is cut into cells.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Delimiters in order of preference: a comma may also be a decimal sign.
const DELIMITERS: [char; 4] = ['\t', ';', '|', ','];

/// Records looked at.
const SAMPLE: usize = 200;

/// `text` with line feeds only.
pub(super) fn unified_line_ends(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The delimiter that cuts most records into the same number of cells, more than one; a comma when none does.
pub(super) fn delimiter(text: &str, quote: char) -> char {
    let score = |delimiter: char| {
        let mut widths = BTreeMap::<usize, usize>::new();
        for (_, record) in records(text, quote).filter(|(_, r)| !r.trim().is_empty()).take(SAMPLE) {
            *widths.entry(width(record, delimiter, quote)).or_default() += 1;
        }
        widths.into_iter().filter(|(width, _)| *width > 1).map(|(_, n)| n).max().unwrap_or(0)
    };
    let mut best = (',', 0);
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

/// The records with the number of their first line, from 1; a quoted line feed does not end a record.
pub(super) fn records(text: &str, quote: char) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut line = 1;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut quoted = false;
        let end = rest.bytes().position(|b| {
            quoted ^= char::from(b) == quote;
            b == b'\n' && !quoted
        });
        // a quote that is never closed ends with its line
        let end = end.or_else(|| if quoted { rest.find('\n') } else { None });
        let (record, after) = match end {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None => (rest, ""),
        };
        let first = line;
        line += record.bytes().filter(|&b| b == b'\n').count() + 1;
        rest = after;
        Some((first, record))
    })
}

/// Number of cells of a record.
pub(super) fn width(record: &str, delimiter: char, quote: char) -> usize {
    let mut quoted = false;
    1 + record
        .chars()
        .filter(|&c| {
            quoted ^= c == quote;
            c == delimiter && !quoted
        })
        .count()
}
