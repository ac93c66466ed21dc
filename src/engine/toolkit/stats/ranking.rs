//! Ranks.

/// Calls `visit(index, rank)` for every value given with its index, ranks from 1, the mean rank for exact ties.
pub(super) fn mean_ranks(values: impl Iterator<Item = (usize, f64)>, mut visit: impl FnMut(usize, f64)) {
    let mut ordered: Vec<(usize, f64)> = values.collect();
    ordered.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut before = 0;
    for ties in ordered.chunk_by(|a, b| a.1 == b.1) {
        let rank = before as f64 + (ties.len() as f64 + 1.0) / 2.0;
        for &(index, _) in ties {
            visit(index, rank);
        }
        before += ties.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        let mut ranks = [0.0; 5];
        mean_ranks([3.0, 1.0, 3.0, -0.0, 0.0].into_iter().enumerate(), |i, r| ranks[i] = r);
        assert_eq!(ranks, [4.5, 3.0, 4.5, 1.5, 1.5]);
    }
}
