//! Likelihood, estimation and outlier detection of regression models with ARIMA errors.

#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use solstice_engine::toolkit::arima::hannan_rissanen::HannanRissanen;
use solstice_engine::toolkit::arima::{SarimaModel, SarimaOrders};
use solstice_engine::toolkit::regarima::outliers::{OutlierDetection, RoundEstimation, SearchSpace};
use solstice_engine::toolkit::regarima::{
    ConcentratedLikelihood, GlsEstimator, LikelihoodEvaluator, RegArimaModel, RegSarimaEstimator,
};
use solstice_engine::toolkit::regression::OutlierCode;

/// Trend, seasonality, a calendar-like cycle and noise from a linear congruential generator.
fn series(n: usize) -> Vec<f64> {
    let mut state: u64 = 12345;
    let mut level = 4.0;
    (0..n)
        .map(|t| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let noise = (state >> 40) as f64 / (1u64 << 24) as f64 - 0.5;
            level += 0.01 + 0.02 * noise;
            level + 0.2 * (t as f64 * std::f64::consts::TAU / 12.0).sin() + 0.03 * noise
        })
        .collect()
}

/// Six contrasts, three outliers and a level shift.
fn regressors(n: usize) -> Vec<Vec<f64>> {
    let mut x: Vec<Vec<f64>> = (1..=6)
        .map(|k| (0..n).map(|t| ((t * t * k + 3 * t + k) % (5 + 2 * k)) as f64 - 3.0).collect())
        .collect();
    x.extend([n / 4, n / 2, 3 * n / 4].map(|t0| (0..n).map(|t| f64::from(t == t0)).collect::<Vec<f64>>()));
    x.push((0..n).map(|t| if t < n / 3 { -1.0 } else { 0.0 }).collect());
    x
}

fn model(orders: SarimaOrders, n: usize, k: usize) -> RegArimaModel {
    let m = RegArimaModel::new(&series(n), SarimaModel::with_defaults(orders)).unwrap();
    m.with_regressors(&regressors(n)[..k]).unwrap()
}

fn benchmarks(c: &mut Criterion) {
    let airline = SarimaOrders::airline(12);
    let mixed = SarimaOrders::new(12, (3, 1, 1), (0, 1, 1));
    for (name, orders) in [("airline", airline), ("311_011", mixed)] {
        for n in [144, 300] {
            for k in [0, 10] {
                let m = model(orders, n, k);
                let d = m.difference().unwrap();
                let mut evaluator = LikelihoodEvaluator::new(&d, orders);
                let mut e = vec![0.0; d.rows()];
                let points = m.arima().parameters().repeat(4);
                c.bench_function(&format!("four likelihoods {name} n={n} k={k}"), |b| {
                    b.iter(|| {
                        evaluator.evaluate_all(black_box(&points));
                        (0..4).filter_map(|i| evaluator.evaluation(i, &mut e)).count()
                    });
                });
                c.bench_function(&format!("estimation {name} n={n} k={k}"), |b| {
                    b.iter(|| RegSarimaEstimator::default().process(black_box(&m)).unwrap());
                });
            }
        }
    }
    let m = model(airline, 144, 10);
    let d = m.difference().unwrap();
    c.bench_function("final likelihood airline n=144 k=10", |b| {
        b.iter(|| ConcentratedLikelihood::compute(black_box(&d), m.arima()).unwrap());
    });
    c.bench_function("gls 1e-5 airline n=144 k=10", |b| {
        b.iter(|| GlsEstimator { precision: 1e-5, ..Default::default() }.process(black_box(&m)).unwrap());
    });
    let detection = OutlierDetection {
        critical: 3.5,
        rounds: RoundEstimation::MaximumLikelihood,
        estimator: GlsEstimator::default(),
    };
    let types = [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC];
    let mut shocked = series(144);
    shocked[50] += 0.3;
    shocked[90..].iter_mut().for_each(|x| *x -= 0.3);
    let shocked = RegArimaModel::new(&shocked, SarimaModel::with_defaults(airline)).unwrap();
    c.bench_function("outlier detection airline n=144", |b| {
        b.iter(|| {
            let mut space = SearchSpace::new(&types, 0.7, shocked.len(), 12);
            detection.detect(black_box(&shocked), &mut space).unwrap()
        });
    });
    c.bench_function("Hannan-Rissanen airline n=144", |b| {
        b.iter(|| HannanRissanen::default().estimate(airline, black_box(d.series())).unwrap());
    });
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
