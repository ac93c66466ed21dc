//! Numbers in texts.

use super::DecimalSign;

/// Texts that stand for a missing value, in lower case.
const MISSING: [&str; 15] =
    ["", "na", "n/a", "#n/a", "nan", "null", "none", "nd", ".", "..", "...", "-", "--", ":", "#num!"];

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    Missing,
    Unreadable,
}

/// Reads a cell. Blanks, apostrophes and the other sign may part thousands.
pub(super) fn number(text: &str, decimal: DecimalSign) -> Cell {
    let text = text.trim();
    if decimal == DecimalSign::Point
        && let Ok(x) = text.parse::<f64>()
        && x.is_finite()
    {
        return Cell::Number(x);
    }
    if MISSING.iter().any(|m| m.eq_ignore_ascii_case(text)) {
        return Cell::Missing;
    }
    let (point, thousands) = match decimal {
        DecimalSign::Point => ('.', ','),
        DecimalSign::Comma => (',', '.'),
    };
    let (whole, fraction) = text.split_once(point).map_or((text, None), |(w, f)| (w, Some(f)));
    let Some(mut plain) = without_groups(whole, thousands) else { return Cell::Unreadable };
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    let plain = plain.replace('\u{2212}', "-");
    match plain.parse::<f64>() {
        Ok(x) if x.is_finite() => Cell::Number(x),
        _ => Cell::Unreadable,
    }
}

/// The whole part without the signs between groups of three digits.
fn without_groups(whole: &str, sign: char) -> Option<String> {
    let is_sign = |c: char| c == sign || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let mut groups = whole.split(is_sign);
    let mut plain = groups.next()?.to_owned();
    for group in groups {
        if group.len() != 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain)
}

/// The decimal sign of the cells, and whether they leave no doubt: `1,234` alone can be both.
pub(super) fn decimal_sign<'a>(cells: impl Iterator<Item = &'a str>) -> (DecimalSign, bool) {
    let (mut points, mut commas, mut open) = (0usize, 0usize, 0usize);
    for cell in cells {
        match (cell.rfind('.'), cell.rfind(',')) {
            (Some(p), Some(c)) if p > c => points += 1,
            (Some(_), Some(_)) => commas += 1,
            (Some(_), None) => match single_sign(cell, '.') {
                Some(true) => points += 1,
                Some(false) => commas += 1,
                None => open += 1,
            },
            (None, Some(_)) => match single_sign(cell, ',') {
                Some(true) => commas += 1,
                Some(false) => points += 1,
                // a point is the usual decimal sign, a comma the usual sign between thousands
                None => open += 1,
            },
            (None, None) => {}
        }
    }
    let sign = if commas > points { DecimalSign::Comma } else { DecimalSign::Point };
    (sign, points + commas > 0 || open == 0)
}

/// Whether `sign`, the only kind in the cell, is decimal: no when it occurs twice, open before three digits.
fn single_sign(cell: &str, sign: char) -> Option<bool> {
    let (whole, after) = cell.rsplit_once(sign)?;
    if whole.contains(sign) {
        return Some(false);
    }
    let digits = after.bytes().all(|b| b.is_ascii_digit());
    let group = after.len() == 3 && digits && (1..=3).contains(&whole.trim_start_matches(['-', '+']).len());
    if group && !whole.trim_start_matches(['-', '+']).starts_with('0') { None } else { Some(true) }
}
