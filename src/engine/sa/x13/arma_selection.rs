//! Choice of the ARMA orders by BIC2 with the preference for balanced and small models
//! (`regarima.md` 10.3).

use crate::sa::modelling::{ArmaCandidate, ArmaTable, Preference, order_pairs};
use crate::toolkit::arima::SarimaOrders;

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
        let mut evaluate = |p, q, bp, bq| -> Result<Option<ArmaCandidate>, E> {
            if !self.mixed && ((p > 0 && q > 0) || (bp > 0 && bq > 0)) {
                return Ok(None);
            }
            let orders = self.stationary(p, q, bp, bq);
            Ok(Some(ArmaCandidate { orders, bic: bic2(orders)? }))
        };

        let (mut bp, mut bq) = (0, 0);
        if seasonal {
            let p = if self.period == 2 { 1 } else { 3 };
            let mut best = f64::INFINITY;
            for (cp, cq) in order_pairs(1, 1) {
                if let Some(c) = evaluate(p, 0, cp, cq)?
                    && c.bic < best
                {
                    (best, bp, bq) = (c.bic, cp, cq);
                }
            }
        }
        let mut list = Vec::with_capacity(9);
        for (p, q) in order_pairs(2, 2) {
            list.extend(evaluate(p, q, bp, bq)?);
        }
        ascending(&mut list);
        let mut table = ArmaTable::default();
        table.merge(&list);
        let Some(first) = list.first().copied() else {
            return Ok(self.stationary(0, 0, bp, bq));
        };
        if !seasonal {
            let chosen = if first.has_no_parameter() { list.get(1).unwrap_or(&first) } else { &first };
            return Ok(chosen.orders);
        }
        let mut last = Vec::with_capacity(4);
        for (cp, cq) in order_pairs(if self.bd == 1 { 0 } else { 1 }, 1) {
            last.extend(evaluate(first.orders.p, first.orders.q, cp, cq)?);
        }
        ascending(&mut last);
        table.merge(&last);
        let place = table.preferred(Preference { d: self.d, bd: self.bd, balanced: self.balanced });
        let chosen = table.models().get(place).unwrap_or(&first);
        let next = table.models().get(place + 1).filter(|_| chosen.has_no_parameter());
        Ok(next.unwrap_or(chosen).orders)
    }

    fn stationary(&self, p: usize, q: usize, bp: usize, bq: usize) -> SarimaOrders {
        SarimaOrders::new(self.period, (p, 0, q), (bp, 0, bq))
    }
}

fn ascending(list: &mut [ArmaCandidate]) {
    list.sort_by(|a, b| a.bic.total_cmp(&b.bic));
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
