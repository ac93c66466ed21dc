//! Choice of the ARMA orders by BIC2 with the preference for balanced and small models
//! (`regarima.md` 10.3).

use crate::toolkit::arima::SarimaOrders;

/// Number of candidates kept.
const KEPT: usize = 5;

/// A candidate with its criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    orders: SarimaOrders,
    bic: f64,
}

impl Candidate {
    fn has_no_parameter(&self) -> bool {
        self.orders.parameter_count() == 0
    }
}

/// Differencing orders and options that the choice depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArmaSelection {
    /// Periods per year.
    pub period: usize,
    /// Regular differencing order.
    pub d: usize,
    /// Seasonal differencing order.
    pub bd: usize,
    /// Models with both AR and MA parts are allowed.
    pub mixed: bool,
    /// Balanced models are preferred.
    pub balanced: bool,
}

impl ArmaSelection {
    /// The chosen orders. `bic2` gives the criterion of a zero-mean stationary model on the differenced
    /// series.
    ///
    /// # Errors
    /// The first error of `bic2`: a candidate that cannot be estimated ends the search.
    pub fn select<E>(&self, mut bic2: impl FnMut(SarimaOrders) -> Result<f64, E>) -> Result<SarimaOrders, E> {
        let seasonal = self.period > 1;
        let mut evaluate = |p, q, bp, bq| -> Result<Option<Candidate>, E> {
            if !self.mixed && ((p > 0 && q > 0) || (bp > 0 && bq > 0)) {
                return Ok(None);
            }
            let orders = self.stationary(p, q, bp, bq);
            Ok(Some(Candidate { orders, bic: bic2(orders)? }))
        };

        let (mut bp, mut bq) = (0, 0);
        if seasonal {
            let p = if self.period == 2 { 1 } else { 3 };
            let mut best = f64::INFINITY;
            for (cp, cq) in pairs(1, 1) {
                if let Some(c) = evaluate(p, 0, cp, cq)?
                    && c.bic < best
                {
                    (best, bp, bq) = (c.bic, cp, cq);
                }
            }
        }
        let mut list = Vec::with_capacity(9);
        for (p, q) in pairs(2, 2) {
            list.extend(evaluate(p, q, bp, bq)?);
        }
        sort_and_keep(&mut list);
        let Some(first) = list.first().copied() else {
            return Ok(self.stationary(0, 0, bp, bq));
        };
        if !seasonal {
            let chosen = if first.has_no_parameter() { list.get(1).unwrap_or(&first) } else { &first };
            return Ok(chosen.orders);
        }
        let mut last = Vec::with_capacity(4);
        for (cp, cq) in pairs(if self.bd == 1 { 0 } else { 1 }, 1) {
            last.extend(evaluate(first.orders.p, first.orders.q, cp, cq)?);
        }
        sort_and_keep(&mut last);
        merge(&mut list, &last);
        Ok(self.preferred(&list))
    }

    fn stationary(&self, p: usize, q: usize, bp: usize, bq: usize) -> SarimaOrders {
        SarimaOrders::new(self.period, (p, 0, q), (bp, 0, bq))
    }

    /// The preference step over the candidates in ascending order of BIC2.
    fn preferred(&self, list: &[Candidate]) -> SarimaOrders {
        let (Some(first), Some(worst)) = (list.first(), list.last()) else {
            return self.stationary(0, 0, 0, 0);
        };
        let gap = worst.bic - first.bic;
        let f = if gap < 0.003 {
            0.0625
        } else if gap < 0.03 {
            0.25
        } else {
            1.0
        };
        let mut limits = Limits { balance: 0.01 * f, size: 0.0025 * f, ar: 0.0075 * f };
        let mut old = 0;
        for i in 1..list.len() {
            let difference = list[i].bic - list[old].bic;
            if self.prefers(list[i].orders, list[old].orders, i, difference, &limits) {
                limits.reduce(list[i].bic - first.bic);
                old = i;
            }
        }
        if list[old].has_no_parameter() && old + 1 < list.len() {
            old += 1;
        }
        list[old].orders
    }

    /// Whether `new`, the `i`-th candidate (0-based), is preferred to `old`: conditions 1 to 11 of 10.3.
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

/// How much worse the BIC2 of a preferred model may be.
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

/// (a, b) for a = 0..=most_a (outer), b = 0..=most_b.
fn pairs(most_a: usize, most_b: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..=most_a).flat_map(move |a| (0..=most_b).map(move |b| (a, b)))
}

fn sort_and_keep(list: &mut Vec<Candidate>) {
    list.sort_by(|a, b| a.bic.total_cmp(&b.bic));
    list.truncate(KEPT);
}

/// Inserts `more` (sorted) into `list` (sorted): each new model goes before the first member with a
/// strictly larger criterion, the search resuming after the last insertion or match; no orders twice.
fn merge(list: &mut Vec<Candidate>, more: &[Candidate]) {
    let mut from = 0;
    for candidate in more {
        for i in from..list.len() {
            if list[i].orders == candidate.orders {
                from = i + 1;
                break;
            }
            if list[i].bic > candidate.bic {
                list.insert(i, *candidate);
                list.truncate(KEPT);
                from = i + 1;
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn airline() -> ArmaSelection {
        ArmaSelection { period: 12, d: 1, bd: 1, mixed: true, balanced: false }
    }

    /// The list of five of the worked example (`regarima.md` 16.1): airline passengers in logs.
    #[test]
    fn airline_passengers_give_the_airline_model() {
        let known = |o: SarimaOrders| match (o.p, o.q, o.bp, o.bq) {
            (0, 1, 0, 1) => -3.6241784804,
            (1, 0, 0, 1) => -3.6096048457,
            (1, 1, 0, 1) => -3.5907801592,
            (0, 2, 0, 1) => -3.5886223455,
            (2, 0, 0, 1) => -3.5764661298,
            (3, 0, 0, 1) => -3.55,
            _ => -3.0,
        };
        let chosen = airline().select(|o| Ok::<_, ()>(known(o))).unwrap();
        assert_eq!(chosen, SarimaOrders::new(12, (0, 0, 1), (0, 0, 1)));
    }

    #[test]
    fn a_smaller_model_wins_within_the_limit() {
        let c = |p, q, bic| Candidate { orders: airline().stationary(p, q, 0, 1), bic };
        // gap 0.04: f = 1, limit 0.0025 for fewer regular parameters
        let close = [c(1, 1, -3.0), c(0, 1, -2.998), c(2, 2, -2.96)];
        assert_eq!(airline().preferred(&close).p, 0);
        let far = [c(1, 1, -3.0), c(0, 1, -2.997), c(2, 2, -2.96)];
        // condition 11 (fewer AR, same MA) has the wider limit 0.0075
        assert_eq!(airline().preferred(&far).p, 0);
        let other = [c(2, 0, -3.0), c(0, 1, -2.997), c(2, 2, -2.96)];
        assert_eq!(airline().preferred(&other).p, 2);
    }

    #[test]
    fn merging_keeps_order_and_orders_once() {
        let c = |p, bq, bic| Candidate { orders: airline().stationary(p, 0, 0, bq), bic };
        let mut list = vec![c(0, 1, -5.0), c(1, 1, -4.0), c(2, 1, -3.0)];
        merge(&mut list, &[c(0, 1, -5.0), c(0, 0, -4.5), c(3, 0, -1.0)]);
        let bics: Vec<f64> = list.iter().map(|c| c.bic).collect();
        assert_eq!(bics, [-5.0, -4.5, -4.0, -3.0]);
    }

    #[test]
    fn pure_models_only_without_mixed() {
        let selection = ArmaSelection { mixed: false, ..airline() };
        let chosen = selection
            .select(|o| {
                assert!(o.p.min(o.q) == 0 && o.bp.min(o.bq) == 0);
                Ok::<_, ()>(-((o.p + o.q) as f64))
            })
            .unwrap();
        assert!(chosen.p == 0 || chosen.q == 0);
    }
}
