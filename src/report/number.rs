//! Numbers as people read them: fixed decimals, thin spaces between thousands, missing as nothing.

/// `value` with `decimals`, thousands apart by a thin space, a true minus sign; empty when missing.
pub fn display(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let zero = plain.bytes().all(|b| b == b'0' || b == b'.');
    let mut text = String::with_capacity(plain.len() + 8);
    if value < 0.0 && !zero {
        text.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// Decimals that show about five significant digits of typical values: none for thousands, four for ratios.
pub fn decimals_for(values: &[f64]) -> usize {
    let mut sizes: Vec<f64> = values.iter().map(|x| x.abs()).filter(|x| x.is_finite() && *x > 0.0).collect();
    if sizes.is_empty() {
        return 1;
    }
    let middle = sizes.len() / 2;
    let (_, typical, _) = sizes.select_nth_unstable_by(middle, f64::total_cmp);
    match *typical {
        x if x >= 10_000.0 => 0,
        x if x >= 100.0 => 1,
        x if x >= 10.0 => 2,
        x if x >= 0.5 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_signed() {
        assert_eq!(display(1234567.891, 1), "1\u{2009}234\u{2009}567.9");
        assert_eq!(display(1234.5, 1), "1234.5");
        assert_eq!(display(-0.004, 2), "0.00");
        assert_eq!(display(-12345.0, 0), "\u{2212}12\u{2009}345");
        assert_eq!(display(f64::NAN, 3), "");
    }

    #[test]
    fn decimals_follow_the_size() {
        assert_eq!(decimals_for(&[112.0, 118.0, f64::NAN]), 1);
        assert_eq!(decimals_for(&[0.98, 1.02]), 4);
        assert_eq!(decimals_for(&[]), 1);
    }
}
