//! Series whose weak seasonality is found at the end only: the identification starts again, and the orders that
//! differencing leaves remain (`tramo.md` 6.3 c). Against JDemetra+ 3.5.0.

use solstice_engine::sa::spec::TramoSpec;

use super::{Agreement, run};
use crate::data;

#[test]
fn orders_are_not_selected_again_without_outliers() {
    let all = data::json("tramo_late_season.json.gz");
    let spec = TramoSpec::predefined("trfull").unwrap();
    let mut agreement = Agreement::default();
    for (name, expected) in all.as_object().unwrap() {
        agreement.add(name, &run(&all, &spec, name).unwrap(), expected);
    }
    agreement.check(1.0, 1.0);
}
