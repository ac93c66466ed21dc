//! Preference among ARMA models by BIC, for balanced and small ones (Gomez and Maravall 2001;
//! `regarima.md` 10.3, `tramo.md` 11.5 and 11.6).

use crate::toolkit::arima::SarimaOrders;

/// Number of candidates kept.
const KEPT: usize = 5;

/// A candidate with its criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::sa) struct ArmaCandidate {
    /// Stationary orders.
    pub(in crate::sa) orders: SarimaOrders,
    /// The criterion.
    pub(in crate::sa) bic: f64,
}

impl ArmaCandidate {
    /// Whether this is white noise.
    pub(in crate::sa) fn has_no_parameter(&self) -> bool {
        self.orders.parameter_count() == 0
    }
}

/// (a, b) for a = 0..=most_a (outer), b = 0..=most_b.
pub(in crate::sa) fn order_pairs(most_a: usize, most_b: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..=most_a).flat_map(move |a| (0..=most_b).map(move |b| (a, b)))
}

/// The best five models, in ascending order of the criterion.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sa) struct ArmaTable(Vec<ArmaCandidate>);

/// What is preferred among models of nearly the same criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::sa) struct Preference {
    /// Regular differencing order.
    pub(in crate::sa) d: usize,
    /// Seasonal differencing order.
    pub(in crate::sa) bd: usize,
    /// Balanced models are preferred, not only small ones.
    pub(in crate::sa) balanced: bool,
}

impl ArmaTable {
    /// The models in ascending order of the criterion.
    pub(in crate::sa) fn models(&self) -> &[ArmaCandidate] {
        &self.0
    }

    /// Merges the best five of a list in ascending order: each goes into the first free place or before the
    /// first model with a strictly larger criterion, the search resuming after the last insertion or match; no
    /// orders twice.
    pub(in crate::sa) fn merge(&mut self, list: &[ArmaCandidate]) {
        let mut from = 0;
        for candidate in list.iter().take(KEPT) {
            for i in from..KEPT {
                match self.0.get(i) {
                    Some(model) if model.orders == candidate.orders => {}
                    Some(model) if model.bic <= candidate.bic => continue,
                    _ => self.0.insert(i.min(self.0.len()), *candidate),
                }
                from = i + 1;
                break;
            }
            self.0.truncate(KEPT);
        }
    }

    /// Place of the model preferred; 0 for an empty table.
    pub(in crate::sa) fn preferred(&self, preference: Preference) -> usize {
        let (Some(first), Some(worst)) = (self.0.first(), self.0.last()) else { return 0 };
        let gap = worst.bic - first.bic;
        let f = if gap < 0.003 {
            0.0625
        } else if gap < 0.03 {
            0.25
        } else {
            1.0
        };
        let mut limits = Limits { balance: 0.01 * f, size: 0.0025 * f, ar: 0.0075 * f };
        let (mut place, mut old) = (0, first);
        for (i, new) in self.0.iter().enumerate().skip(1) {
            if preference.prefers(new.orders, old.orders, i, new.bic - old.bic, &limits) {
                limits.reduce(new.bic - first.bic);
                (place, old) = (i, new);
            }
        }
        place
    }
}

impl Preference {
    /// Whether `new`, the `i`-th candidate (0-based), is preferred to `old`: conditions 1 to 11 of
    /// `regarima.md` 10.3, 1 to 10 of `tramo.md` 11.6.
    fn prefers(&self, new: SarimaOrders, old: SarimaOrders, i: usize, difference: f64, v: &Limits) -> bool {
        let (rn, ro) = (new.p + new.q, old.p + old.q);
        let (sn, so) = (new.bp + new.bq, old.bp + old.bq);
        self.balanced && self.prefers_balance(new, old, difference, v)
            || (i == 1 && ro == 0 && rn == 1 && sn == so && difference < v.size)
            || (0 < rn && rn < ro && sn == so && difference < v.size)
            || (0 < sn && sn < so && rn == ro && difference < v.size)
            || (new.p < old.p && new.q == old.q && rn > 0 && sn == so && difference < v.ar)
    }

    /// Conditions 1 to 7: the better balanced model.
    fn prefers_balance(&self, new: SarimaOrders, old: SarimaOrders, difference: f64, v: &Limits) -> bool {
        let (rn, ro) = (new.p + new.q, old.p + old.q);
        let (sn, so) = (new.bp + new.bq, old.bp + old.bq);
        let regular = |c: SarimaOrders| (c.p + self.d).abs_diff(c.q);
        let seasonal = |c: SarimaOrders| (c.bp + self.bd).abs_diff(c.bq);
        let (brn, bro) = (regular(new), regular(old));
        let (bsn, bso) = (seasonal(new), seasonal(old));
        let same_size = rn == ro && sn == so;
        ((brn < bro || bsn < bso) && same_size && difference <= v.balance)
            || (brn < bro && rn <= ro && sn == so && new.p > 0 && new.q > 0 && difference <= v.size)
            || (((brn == 0 && brn < bro && self.d > 0) || (bsn == 0 && bsn < bso && self.bd > 0))
                && same_size
                && difference <= v.balance)
            || (brn == 0 && bsn == 0 && difference < v.size)
            || (rn > ro && brn == 0 && sn == so && difference < v.size)
            || (sn > so && bsn == 0 && rn == ro && difference < v.size)
            || (0 < sn && sn < so && rn == ro && bsn == 0 && difference < v.size)
    }
}

/// How much worse the criterion of a preferred model may be.
struct Limits {
    balance: f64,
    size: f64,
    ar: f64,
}

impl Limits {
    fn reduce(&mut self, by: f64) {
        self.balance -= by;
        self.size -= by;
        self.ar -= by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AIRLINE: Preference = Preference { d: 1, bd: 1, balanced: false };

    fn candidate(p: usize, q: usize, bq: usize, bic: f64) -> ArmaCandidate {
        ArmaCandidate { orders: SarimaOrders::new(12, (p, 0, q), (0, 0, bq)), bic }
    }

    fn preferred(models: &[ArmaCandidate]) -> SarimaOrders {
        let table = ArmaTable(models.to_vec());
        models[table.preferred(AIRLINE)].orders
    }

    #[test]
    fn a_smaller_model_wins_within_the_limit() {
        let c = |p, q, bic| candidate(p, q, 1, bic);
        // gap 0.04: f = 1, limit 0.0025 for fewer regular parameters
        assert_eq!(preferred(&[c(1, 1, -3.0), c(0, 1, -2.998), c(2, 2, -2.96)]).p, 0);
        // fewer AR, same MA has the wider limit 0.0075
        assert_eq!(preferred(&[c(1, 1, -3.0), c(0, 1, -2.997), c(2, 2, -2.96)]).p, 0);
        assert_eq!(preferred(&[c(2, 0, -3.0), c(0, 1, -2.997), c(2, 2, -2.96)]).p, 2);
    }

    #[test]
    fn merging_keeps_order_and_orders_once() {
        let c = |p, bq, bic| candidate(p, 0, bq, bic);
        let mut table = ArmaTable::default();
        table.merge(&[c(0, 1, -5.0), c(1, 1, -4.0), c(2, 1, -3.0)]);
        table.merge(&[c(0, 1, -5.0), c(0, 0, -4.5), c(3, 0, -1.0)]);
        let bics: Vec<f64> = table.models().iter().map(|c| c.bic).collect();
        assert_eq!(bics, [-5.0, -4.5, -4.0, -3.0, -1.0]);
        // resuming after the match: a better model that comes later in the list goes behind it
        table.merge(&[c(1, 1, -4.0), c(3, 1, -4.8)]);
        let bics: Vec<f64> = table.models().iter().map(|c| c.bic).collect();
        assert_eq!(bics, [-5.0, -4.5, -4.0, -4.8, -3.0]);
    }

    proptest! {
        #[test]
        fn a_table_has_five_models_at_most(
            lists in prop::collection::vec(prop::collection::vec((0..4usize, 0..4usize, -1.0..1.0f64), 0..20), 0..4),
        ) {
            let mut table = ArmaTable::default();
            for list in lists {
                let mut list: Vec<_> = list.into_iter().map(|(p, q, bic)| candidate(p, q, 0, bic)).collect();
                list.sort_by(|a, b| a.bic.total_cmp(&b.bic));
                table.merge(&list);
            }
            prop_assert!(table.models().len() <= KEPT);
            prop_assert!(table.preferred(AIRLINE) < table.models().len().max(1));
        }
    }
}
