//! Automatic choice of the ARMA orders (`tramo.md` 11).

use super::Procedure;
use super::differencing::{default_orders, has_default_orders};
use super::feasibility::degrees_left;
use crate::sa::Decision;
use crate::sa::modelling::{ArmaCandidate, ArmaTable, Context, ModelError, Preference, order_pairs};
use crate::toolkit::arima::domain::is_stable;
use crate::toolkit::arima::fast_filter::fast_bic;
use crate::toolkit::arima::hannan_rissanen::HannanRissanen;
use crate::toolkit::arima::{SarimaOrders, SarimaPolynomial};

/// Autoregressive order that the seasonal part is first chosen with.
const FIRST_ORDER: usize = 3;

/// Chooses the stationary orders on the residuals of the differenced regression, by Hannan-Rissanen and BIC. The
/// default orders when the series is too short; no change when no candidate can be estimated.
///
/// # Errors
/// The model cannot be built, or the run was cancelled.
pub(super) fn select(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    procedure.go_on()?;
    let (description, seasonal) = (model.description(), procedure.seasonal);
    let orders = description.orders();
    let n = description.series().estimation().len();
    let Some(most) = largest_order(n, orders, seasonal) else {
        if !has_default_orders(orders, seasonal) {
            model.change(|m| m.set_orders(default_orders(orders.period, seasonal)));
        }
        return Ok(());
    };
    let Some(series) = description.assemble()?.model.difference()?.least_squares_residuals() else {
        return Ok(());
    };
    let search = Search { series: &series, orders, most };
    let found = if seasonal { search.seasonal() } else { search.regular() };
    let Some((table, chosen)) = found else { return Ok(()) };
    let chosen = SarimaOrders { d: orders.d, bd: orders.bd, ..chosen };
    procedure.record(Decision::ArmaOrders {
        candidates: table.models().iter().map(|c| (c.orders, c.bic)).collect(),
        chosen,
    });
    if chosen != orders {
        model.change(|m| m.set_orders(chosen));
    }
    Ok(())
}

/// The largest regular order for which there are enough of the `n` observations; none below 2 (11.1).
fn largest_order(n: usize, orders: SarimaOrders, seasonal: bool) -> Option<usize> {
    let first = match orders.period {
        2 => 1,
        3 => 2,
        _ => 3,
    };
    let (bp, bq) = if seasonal { (usize::from(orders.bd == 0), 1) } else { (0, 0) };
    (2..=first).rev().find(|&i| {
        let largest = SarimaOrders::new(orders.period, (i, orders.d, i), (bp, orders.bd, bq));
        let moving_average = SarimaOrders { p: 0, bp: 0, ..largest };
        degrees_left(n, largest) >= 0
            && degrees_left(n.saturating_sub(largest.ar_degree()), moving_average) >= 0
    })
}

struct Search<'a> {
    /// Stationary series.
    series: &'a [f64],
    /// Orders of the model, for its period and differences.
    orders: SarimaOrders,
    /// Largest regular order.
    most: usize,
}

impl Search<'_> {
    /// The table of the best models and the orders chosen; none when no candidate can be estimated.
    fn seasonal(&self) -> Option<(ArmaTable, SarimaOrders)> {
        let mut table = ArmaTable::default();
        let seasonal_parts = |p, q| order_pairs(1, 1).map(move |(bp, bq)| (p, q, bp, bq));
        let mut list = self.evaluate(seasonal_parts(FIRST_ORDER, 0));
        if list.is_empty() {
            list = self.evaluate(seasonal_parts(1, 0));
        }
        let o = preferred(&list)?;
        if self.most >= FIRST_ORDER {
            table.merge(&list);
        }
        let list = self.evaluate(order_pairs(self.most, self.most).map(|(p, q)| (p, q, o.bp, o.bq)));
        let o = preferred(&list)?;
        table.merge(&list);
        let list = self.evaluate(seasonal_parts(o.p, o.q));
        preferred(&list)?;
        table.merge(&list);
        let chosen = self.preferred_of(&table)?;
        Some((table, chosen))
    }

    /// The same for models without seasonal part.
    fn regular(&self) -> Option<(ArmaTable, SarimaOrders)> {
        let list = self.evaluate(order_pairs(self.most, self.most).map(|(p, q)| (p, q, 0, 0)));
        let mut table = ArmaTable::default();
        table.merge(&list);
        let first = table.models().first()?;
        let second = table.models().get(1).filter(|_| first.has_no_parameter());
        let chosen = second.unwrap_or(first).orders;
        Some((table, chosen))
    }

    /// The choice in the table (11.6): not white noise as long as there are other places.
    fn preferred_of(&self, table: &ArmaTable) -> Option<SarimaOrders> {
        let place = table.preferred(Preference { d: self.orders.d, bd: self.orders.bd, balanced: true });
        let models = table.models();
        let chosen = models.get(place)?;
        if chosen.has_no_parameter() && models.len() > 1 && place < 4 {
            return Some(models.get(place + 1)?.orders);
        }
        Some(chosen.orders)
    }

    /// The candidates that are stable, in ascending order of BIC.
    fn evaluate(&self, candidates: impl Iterator<Item = (usize, usize, usize, usize)>) -> Vec<ArmaCandidate> {
        let mut list: Vec<ArmaCandidate> = candidates
            .filter_map(|(p, q, bp, bq)| {
                let orders = SarimaOrders::new(self.orders.period, (p, 0, q), (bp, 0, bq));
                Some(ArmaCandidate { orders, bic: self.bic(orders)? })
            })
            .collect();
        list.sort_by(|a, b| a.bic.total_cmp(&b.bic));
        list
    }

    fn bic(&self, orders: SarimaOrders) -> Option<f64> {
        let model = HannanRissanen::default().model(orders, self.series).ok()?;
        let polynomials = [
            SarimaPolynomial::Phi,
            SarimaPolynomial::Bphi,
            SarimaPolynomial::Theta,
            SarimaPolynomial::Btheta,
        ];
        if !polynomials.into_iter().all(|p| is_stable(model.part(p))) {
            return None;
        }
        fast_bic(&model, self.series, orders.parameter_count()).ok().filter(|bic| bic.is_finite())
    }
}

/// Orders of the best candidate with a parameter, or of the only one.
fn preferred(list: &[ArmaCandidate]) -> Option<SarimaOrders> {
    if let [only] = list {
        return Some(only.orders);
    }
    list.iter().find(|c| !c.has_no_parameter()).map(|c| c.orders)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_series_allow_small_models_only() {
        let airline = SarimaOrders::airline(12);
        assert_eq!(largest_order(144, airline, true), Some(3));
        assert_eq!(largest_order(60, airline, true), None);
        assert_eq!(largest_order(60, airline, false), Some(3));
        assert_eq!(largest_order(500, SarimaOrders::airline(2), true), None);
        assert_eq!(largest_order(500, SarimaOrders::airline(3), true), Some(2));
        assert_eq!(largest_order(0, airline, true), None);
    }

    proptest! {
        #[test]
        fn any_series(
            series in prop::collection::vec(-1e3..1e3f64, 0..80),
            period in prop::sample::select(vec![1usize, 3, 4, 12]),
            most in 2..4usize,
        ) {
            let search = Search { series: &series, orders: SarimaOrders::airline(period), most };
            for (table, chosen) in search.seasonal().into_iter().chain(search.regular()) {
                prop_assert!(!table.models().is_empty() && chosen.p <= 3 && chosen.q <= 3);
            }
        }
    }
}
