//! Series whose weak seasonality is found at the end only: the identification starts again, and the orders that
//! differencing leaves remain (`tramo.md` 6.3 c). Against JDemetra+ 3.5.0.

use solstice_engine::sa::spec::TramoSpec;
use solstice_engine::sa::{ModellingContext, Silent, tramo};
use solstice_engine::toolkit::timeseries::Span;

use crate::data;

#[test]
fn orders_are_not_selected_again_without_outliers() {
    let all = data::json("tramo_late_season.json.gz");
    for (name, expected) in all.as_object().unwrap() {
        let series = data::series(&all, name);
        let spec = TramoSpec::predefined("trfull").unwrap();
        let result =
            tramo::preprocess(&series, Span::All, &spec, &ModellingContext::default(), &mut Silent).unwrap();
        let result: solstice_engine::sa::modelling::RegArimaResult = result.try_into().unwrap();
        let o = result.description().orders();
        let orders = [o.p, o.d, o.q, o.bp, o.bd, o.bq].map(|x| x as f64);
        assert_eq!(orders.to_vec(), data::numbers(&expected["orders"]), "{name}");
        data::assert_close(
            name,
            result.estimated().parameters(),
            &data::numbers(&expected["parameters"]),
            1e-5,
        );
        let ll = expected["ll"].as_f64().unwrap();
        assert!((result.statistics().log_likelihood / ll - 1.0).abs() < 1e-6, "{name}");
    }
}
