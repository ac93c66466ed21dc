//! SEATS on any model and any series: a decomposition of finite figures that adds up, or an error.

use proptest::prelude::*;
use solstice_engine::sa::Silent;
use solstice_engine::sa::seats::{SeatsModel, TestedItem, decompose, model_tests};
use solstice_engine::sa::spec::{ApproximationMode, SeatsMethod, SeatsSpec};
use solstice_engine::toolkit::arima::SarimaModel;
use solstice_engine::toolkit::timeseries::TsData;

fn series(period: usize, n: usize, seed: u64) -> TsData {
    let mut state = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    let mut noise = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as f64 / f64::from(u32::MAX) - 0.25
    };
    let mut level = 100.0;
    let values = (0..n)
        .map(|t| {
            level += noise();
            level + 5.0 * ((t % period) as f64 - 0.5 * period as f64) / period as f64 + noise()
        })
        .collect();
    TsData::of(period as u32, 2000, 1, values).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_model(
        period in prop::sample::select(vec![1usize, 2, 3, 4, 6, 12]),
        years in 4usize..9,
        phi in prop::collection::vec(-0.9..0.9f64, 0..4),
        bphi in prop::collection::vec(-0.95..0.95f64, 0..2),
        theta in prop::collection::vec(-1.0..1.0f64, 0..4),
        btheta in prop::collection::vec(-1.0..1.0f64, 0..2),
        d in 0usize..3, bd in 0usize..2, mean: bool, log: bool, kalman: bool,
        approximation in prop::sample::select(vec![
            ApproximationMode::None, ApproximationMode::Legacy, ApproximationMode::Noisy]),
        backcasts in 0i32..5,
        seed: u64,
    ) {
        // stationary: the coefficients are partial autocorrelations
        let mut stable: Vec<f64> = Vec::new();
        for r in &phi {
            let previous = stable.clone();
            for (k, c) in stable.iter_mut().enumerate() {
                *c += r * previous[previous.len() - 1 - k];
            }
            stable.push(*r);
        }
        let seasonal = |c: &[f64]| if period > 1 { c.to_vec() } else { vec![] };
        let (bphi, btheta) = (seasonal(&bphi), seasonal(&btheta));
        let arima = SarimaModel::from_polynomials(period, (d, bd), &stable, &bphi, &theta, &btheta);
        let model = SeatsModel { series: series(period, period * years + 7, seed), log, mean, arima, innovation_variance: Some(0.5) };
        let method = if kalman { SeatsMethod::KalmanSmoother } else { SeatsMethod::Burman };
        let spec = SeatsSpec { approximation, method, backcast_horizon: backcasts, ..SeatsSpec::default() };
        let Ok(seats) = decompose(&model, &spec, &mut Silent) else { return Ok(()) };
        let finite = |x: &TsData| x.values().iter().all(|v| v.is_finite());
        // errors of the logarithm of some hundreds are infinite as factors
        let defined = |x: &TsData| x.values().iter().all(|v| *v >= 0.0);
        for c in [&seats.linear, &seats.components] {
            for part in [Some(&c.y), Some(&c.sa), c.t.as_ref(), c.s.as_ref(), c.i.as_ref()].into_iter().flatten() {
                prop_assert!(finite(&part.values));
                let e = &part.errors;
                for x in [&part.forecasts, &part.backcasts].into_iter().flatten() {
                    prop_assert!(finite(x), "{:?}", x);
                }
                for x in [&e.values, &e.forecasts, &e.backcasts].into_iter().flatten() {
                    prop_assert!(defined(x), "{:?}", x);
                }
                prop_assert_eq!(part.backcasts.as_ref().map_or(0, |b| b.len()), backcasts as usize);
            }
        }
        // the components of the model's scale are a sum, except for a mean without trend
        let at = |c: Option<&solstice_engine::sa::FinalComponent>, t: usize| c.map_or(0.0, |c| c.values.values()[t]);
        let l = &seats.linear;
        for (t, y) in l.y.values.values().iter().enumerate() {
            let sum = at(l.t.as_ref(), t) + at(l.s.as_ref(), t) + at(l.i.as_ref(), t);
            // digits are lost with three and more unit roots in the trend, by the smoother, and by Burman's method where
            // moving averages come close to the circle (seats.md, T9; with (3,2,1)(0,1,1) and both -0.95 the reference's
            // components miss the series by as much)
            let near_circle = |c: &[f64]| c.iter().any(|c| c.abs() > 0.9);
            let tolerance = if kalman || d + bd > 2 {
                1e-3
            } else if near_circle(seats.final_model.theta()) || near_circle(seats.final_model.btheta()) {
                1e-4
            } else {
                1e-6
            };
            prop_assert!((sum - y).abs() < tolerance * y.abs().max(1.0), "{} {}: {:?}", sum, y, seats.final_model);
        }
        if let Ok(tests) = model_tests(&seats) {
            for item in TestedItem::ALL {
                if let Some(v) = tests.variance(item) {
                    prop_assert!(v.estimator > 0.0 && v.estimate.is_finite(), "{:?} {:?} {:?}", item, v, seats.final_model);
                }
            }
        }
    }
}
