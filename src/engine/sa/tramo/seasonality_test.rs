//! Whether the default model is seasonal (`tramo.md` 7).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::{Context, ModelError};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::stats::{StatisticalTest, descriptive, friedman, qs};

/// Strong and ordinary significance.
const LEVELS: [f64; 2] = [0.01, 0.05];

/// Sets the seasonal flag. With automatic model selection QS and Friedman tests of the first differences decide,
/// and a series that is not seasonal starts from (0,1,1).
pub(super) fn initial(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let orders = model.description().orders();
    let period = orders.period;
    if procedure.spec.auto_model.is_none() {
        procedure.seasonal = orders.bp > 0 || orders.bq > 0 || orders.bd == 1;
        return Ok(());
    }
    procedure.seasonal = false;
    if period == 1 {
        return Ok(());
    }
    let y = model.description().transformed()?;
    let differences: Vec<f64> = y.iter().zip(y.iter().skip(1)).map(|(before, now)| now - before).collect();
    let x = descriptive::centred(&differences);
    let p = |test: Option<StatisticalTest>| test.map_or(f64::NAN, |t| t.p_value);
    let (qs_p, friedman_p) = (p(qs(&x, period)), p(friedman(&x, period)));
    procedure.original_seasonality = evidence(qs_p, friedman_p);
    procedure.seasonal = procedure.original_seasonality >= 2;
    procedure.record(Decision::InitialSeasonality { qs_p, friedman_p, seasonal: procedure.seasonal });
    if !procedure.seasonal {
        model.change(|d| d.set_orders(SarimaOrders::new(period, (0, 1, 1), (0, 0, 0))));
    }
    Ok(())
}

/// 3 strong, 2 moderate, 1 weak, 0 none.
fn evidence(qs_p: f64, friedman_p: f64) -> usize {
    let [strong, ordinary] = LEVELS;
    if qs_p < strong {
        3
    } else if qs_p < ordinary && friedman_p < ordinary {
        2
    } else {
        usize::from(qs_p < ordinary || friedman_p < ordinary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn friedman_alone_is_weak() {
        assert_eq!(evidence(0.009, 1.0), 3);
        assert_eq!(evidence(0.04, 0.04), 2);
        assert_eq!(evidence(0.04, 0.06), 1);
        assert_eq!(evidence(0.05, 0.0), 1);
        assert_eq!(evidence(0.05, 0.05), 0);
        assert_eq!(evidence(f64::NAN, f64::NAN), 0);
    }
}
