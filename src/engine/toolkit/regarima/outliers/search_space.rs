//! The pairs of an outlier type and a position among which a search chooses.

use crate::toolkit::regression::OutlierCode;

/// What is searched: types, rate of transitory changes, and which pairs are still allowed.
#[derive(Clone, Debug)]
pub struct SearchSpace {
    types: Vec<OutlierCode>,
    tc_rate: f64,
    /// `allowed[kind * n + position]`.
    allowed: Vec<bool>,
    n: usize,
}

impl SearchSpace {
    /// All positions of a domain of `n` periods, `frequency` a year, but the zones of each type at its ends.
    pub fn new(types: &[OutlierCode], tc_rate: f64, n: usize, frequency: usize) -> Self {
        let mut space = Self { types: types.to_vec(), tc_rate, allowed: vec![true; types.len() * n], n };
        for (kind, code) in types.iter().enumerate() {
            let (head, tail) = code.excluded_zones(frequency);
            for position in (0..head.min(n)).chain(n.saturating_sub(tail)..n) {
                space.allow(kind, position, false);
            }
        }
        space
    }

    /// Types searched.
    pub fn types(&self) -> &[OutlierCode] {
        &self.types
    }

    /// Allows or forbids a pair.
    pub fn allow(&mut self, kind: usize, position: usize, allowed: bool) {
        if position < self.n
            && let Some(a) = self.allowed.get_mut(kind * self.n + position)
        {
            *a = allowed;
        }
    }

    /// Forbids all types at a position.
    pub fn forbid_position(&mut self, position: usize) {
        for kind in 0..self.types.len() {
            self.allow(kind, position, false);
        }
    }

    /// Whether the first type has any position left.
    pub fn is_searchable(&self) -> bool {
        self.allowed.iter().take(self.n).any(|&a| a)
    }

    /// Number of periods.
    pub fn periods(&self) -> usize {
        self.n
    }

    /// Rate of the transitory changes.
    pub fn tc_rate(&self) -> f64 {
        self.tc_rate
    }

    /// Whether a pair may be found.
    pub fn is_allowed(&self, kind: usize, position: usize) -> bool {
        self.allowed.get(kind * self.n + position).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_at_the_ends_are_closed() {
        let types = [OutlierCode::AO, OutlierCode::LS, OutlierCode::SO];
        let space = SearchSpace::new(&types, 0.7, 20, 4);
        let open = |kind| (0..20).filter(|&t| space.is_allowed(kind, t)).collect::<Vec<_>>();
        assert_eq!(open(0).len(), 20);
        assert_eq!(open(1), (1..19).collect::<Vec<_>>());
        assert_eq!(open(2), (8..12).collect::<Vec<_>>());
        assert!(!space.is_allowed(3, 0) && !space.is_allowed(0, 20));
    }

    #[test]
    fn pairs_are_closed_and_opened() {
        let mut space = SearchSpace::new(&[OutlierCode::AO, OutlierCode::TC], 0.7, 2, 1);
        space.forbid_position(0);
        assert!(space.is_searchable() && !space.is_allowed(1, 0));
        space.allow(0, 1, false);
        assert!(!space.is_searchable());
        space.allow(0, 5, true);
        assert!(!space.is_searchable());
        assert!(!SearchSpace::new(&[], 0.7, 5, 12).is_searchable());
    }
}
