//! Runs of changes of the same sign.

/// Number of runs up and down in `x`; unchanged values do not end a run.
pub(super) fn count(x: &[f64]) -> usize {
    let mut runs = 0;
    let mut direction = 0.0;
    for (before, now) in x.iter().zip(x.get(1..).unwrap_or_default()) {
        let change = now - before;
        if change != 0.0 && change.signum() != direction {
            direction = change.signum();
            runs += 1;
        }
    }
    runs
}

/// Average duration of run, (n - 1) / runs.
pub(super) fn average_duration(x: &[f64]) -> f64 {
    x.len().saturating_sub(1) as f64 / count(x) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        assert_eq!(count(&[1.0, 2.0, 2.0, 3.0, 1.0, 0.0, 1.0]), 3);
        assert_eq!(average_duration(&[1.0, 2.0, 2.0, 3.0, 1.0, 0.0, 1.0]), 2.0);
        assert_eq!(count(&[1.0, 1.0]), 0);
    }
}
