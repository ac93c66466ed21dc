//! Each controller alone against JDemetra+ 3.5.0, on models of given orders.

use std::cell::Cell;

use super::{benchmarking, control_seasonality, trading_days, under_differencing};
use crate::sa::modelling::{Context, Fit, ModelError};
use crate::sa::spec::{TradingDaysSelection, TramoSpec};
use crate::sa::tramo::Procedure;
use crate::sa::tramo::reference_tests::{compare, integers, model, numbers, orders_of, run};
use crate::toolkit::regression::OutlierCode;

type Controller = fn(&mut Procedure<'_>, &mut Context) -> Result<(), ModelError>;

const CONTROLLERS: [Controller; 7] = [
    |procedure, model| control_seasonality(procedure, model).map(|_| ()),
    under_differencing::control_regular,
    under_differencing::control_seasonal,
    benchmarking::control,
    trading_days::control,
    under_differencing::control_seasonal_again,
    under_differencing::control_regular_again,
];

#[test]
fn controllers() {
    let mut spec = TramoSpec::default();
    spec.outliers.types = vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC];
    spec.regression.trading_days.automatic = Some(TradingDaysSelection::default());
    let compared = Cell::new(0);
    let (share, different) = compare("controllers", |series, case| {
        let orders = orders_of(case, series.frequency());
        // the reference corrects missing values with the wrong sign there
        let wrong = !series.missing().is_empty() && (orders.d + orders.bd) % 2 == 1;
        if case["error"].is_string() || wrong {
            return Ok(());
        }
        let mut model = Context::new(model(series, case, orders));
        let estimated = model.estimate(Fit::HannanRissanen(1e-7)).map_err(|e| e.to_string())?;
        let expected = numbers(&case["parameters"]);
        // 3.5 keeps autoregressive roots below 0.99
        if estimated.parameters().iter().zip(&expected).any(|(a, e)| (a - e).abs() > 1e-4) {
            return Ok(());
        }
        compared.set(compared.get() + 1);
        let seasonal = case["seasonal"].as_bool().unwrap();
        let controller = CONTROLLERS[case["controller"].as_u64().unwrap() as usize];
        let (result, seasonal, score) = run(&spec, (seasonal, 3.5), &mut model, |procedure, model| {
            procedure.original_seasonality = 2;
            let result = controller(procedure, model);
            (result, procedure.seasonal, procedure.original_seasonality)
        });
        let d = model.description();
        let o = d.orders();
        let found = vec![o.p, o.d, o.q, o.bp, o.bd, o.bq];
        let mut names: Vec<&str> = d.variables().map(|v| v.name.as_str()).collect();
        let mut expected: Vec<&str> =
            case["variables"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        names.sort_unstable();
        expected.sort_unstable();
        let same = found == integers(&case["found"])
            && case["mean_found"] == d.has_mean()
            && names == expected
            && case["seasonal_found"] == seasonal
            && case["score"] == score;
        if same {
            Ok(())
        } else {
            Err(format!("{result:?} {found:?} {} {names:?} {seasonal} {score}", d.has_mean()))
        }
    });
    assert!(compared.get() > 1500, "{} models estimated alike", compared.get());
    assert!(share >= 0.99, "{share}: {different:#?}");
}
