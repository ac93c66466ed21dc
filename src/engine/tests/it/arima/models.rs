//! Probes of autocovariances, weights, spectra, stabilisation and preliminary estimates.

use solstice_engine::toolkit::arima::autocovariance::autocovariances;
use solstice_engine::toolkit::arima::domain::stabilized;
use solstice_engine::toolkit::arima::hannan_rissanen::HannanRissanen;
use solstice_engine::toolkit::arima::spectrum::Spectrum;
use solstice_engine::toolkit::arima::weights::series;
use solstice_engine::toolkit::arima::{SarimaModel, SarimaOrders};

use crate::data::{assert_close, json, number, numbers};
use serde_json::Value;

/// The model of a probe whose input is text.
fn model(input: &Value) -> SarimaModel {
    let list = |name: &str| -> Vec<f64> {
        input[name].as_str().map_or(Vec::new(), |t| t.split(',').map(|x| x.parse().unwrap()).collect())
    };
    let o: Vec<usize> = list("orders").iter().map(|x| *x as usize).collect();
    let orders = SarimaOrders::new(list("period")[0] as usize, (o[0], o[1], o[2]), (o[3], o[4], o[5]));
    SarimaModel::new(orders, &[list("phi"), list("bphi"), list("theta"), list("btheta")].concat())
}

#[test]
fn autocovariances_weights_and_spectra() {
    let file = json("probes/arima.json.gz");
    for case in file.as_array().unwrap().iter().filter(|c| c["kind"] == "acf") {
        let m = model(&case["input"]);
        let id = case["input"]["id"].as_str().unwrap();
        let (ar, full, ma) = (m.ar(), m.full_ar(), m.ma());
        let r = &case["result"];
        let acf = autocovariances(ar.coefficients(), ma.coefficients(), 1.0, 41).unwrap();
        assert_close(&format!("{id} acf"), &acf, &numbers(&r["acf"]), 1e-12);
        let psi = series(ma.coefficients(), full.coefficients(), 41);
        assert_close(&format!("{id} psi"), &psi, &numbers(&r["psi"]), 1e-12);
        let pi = series(full.coefficients(), ma.coefficients(), 41);
        assert_close(&format!("{id} pi"), &pi, &numbers(&r["pi"]), 1e-12);
        let s = Spectrum::of_arima(full.coefficients(), ma.coefficients(), 1.0);
        let values: Vec<f64> =
            numbers(&r["frequencies"]).iter().map(|w| s.value(*w) / std::f64::consts::TAU).collect();
        for (v, e) in values.iter().zip(numbers(&r["spectrum"])) {
            assert!((v - e).abs() <= 1e-9 * e.abs(), "{id} spectrum: {v} instead of {e}");
        }
    }
}

#[test]
fn stabilisation() {
    let file = json("probes/arima.json.gz");
    for case in file.as_array().unwrap().iter().filter(|c| c["kind"] == "stabilize") {
        let (s, changed) = stabilized(&model(&case["input"]));
        let r = &case["result"];
        assert_eq!(changed, r["stable"] == false);
        let expected = &r["stabilized"];
        let parts = ["phi", "bphi", "theta", "btheta"].map(|k| numbers(&expected[k])).concat();
        assert_close(case["input"]["id"].as_str().unwrap(), s.parameters(), &parts, 1e-14);
    }
}

#[test]
fn preliminary_estimates() {
    for case in json("probes/hannan_rissanen.json.gz").as_array().unwrap() {
        let o = numbers(&case["orders"]);
        let period = number(&case["period"]) as usize;
        let orders =
            SarimaOrders::new(period, (o[0] as usize, 0, o[1] as usize), (o[2] as usize, 0, o[3] as usize));
        let z = numbers(&case["x"]);
        for (name, bias_correction, final_correction) in
            [("Levinson", false, false), ("Levinson.bias", true, false), ("Levinson.bias.final", true, true)]
        {
            let hr = HannanRissanen { bias_correction, final_correction };
            let e = hr.estimate(orders, &z).unwrap();
            let what = format!("{} {name}", case["id"]);
            assert_close(&what, e.model.parameters(), &numbers(&case[name]["parameters"]), 1e-9);
            assert_close(&what, &[e.bic], &[number(&case[name]["bic"])], 1e-11);
        }
    }
}

#[test]
fn factorisation_of_moving_averages() {
    use solstice_engine::toolkit::arima::spectral_factorization::factorize;
    use solstice_engine::toolkit::arima::symmetric_filter::SymmetricFilter;
    let file = json("probes/arima.json.gz");
    for case in file.as_array().unwrap().iter().filter(|c| c["kind"] == "ma_factor") {
        let id = case["input"]["id"].as_str().unwrap();
        let w: Vec<f64> =
            case["input"]["w"].as_str().unwrap().split(',').map(|x| x.parse().unwrap()).collect();
        let r = &case["result"];
        match factorize(&SymmetricFilter::new(w)) {
            Ok((ma, v)) => {
                assert_close(id, ma.coefficients(), &numbers(&r["ma"]), 1e-9);
                assert_close(id, &[v], &[number(&r["var"])], 1e-9);
            }
            Err(e) => panic!("{id}: {e}, reference {r}"),
        }
    }
}
