//! X-13 with RegARIMA pre-processing on the simulated series, in one thread.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use serde::Deserialize;
use solstice_engine::sa::spec::{Spec, x13};
use solstice_engine::sa::{ModellingContext, Silent, adjust};
use solstice_engine::toolkit::timeseries::TsData;

#[derive(Deserialize)]
struct Stored {
    start: String,
    freq: u32,
    values: Vec<Option<f64>>,
}

impl Stored {
    fn series(&self) -> TsData {
        let (year, month) = self.start.split_once('-').unwrap();
        let values = self.values.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
        TsData::of(self.freq, year.parse().unwrap(), month.parse().unwrap(), values).unwrap()
    }
}

/// The simulated series by name.
fn simulated() -> BTreeMap<String, TsData> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/series.json.gz");
    let stored: BTreeMap<String, Stored> =
        serde_json::from_reader(GzDecoder::new(File::open(path).unwrap())).unwrap();
    stored.into_iter().filter(|(name, _)| name.starts_with("sim_")).map(|(n, s)| (n, s.series())).collect()
}

fn benchmarks(c: &mut Criterion) {
    let all = simulated();
    let context = ModellingContext::default();
    let run = |series: &TsData, spec: &Spec| adjust(black_box(series), spec, &context, &mut Silent);
    let mut group = c.benchmark_group("x13");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for name in ["rsa0", "rsa3", "rsa5c"] {
        let spec = x13(name).unwrap();
        // those that are refused cost nothing: they are left out of the number of series
        let accepted: Vec<&TsData> = all.values().filter(|s| run(s, &spec).is_ok()).collect();
        group.throughput(Throughput::Elements(accepted.len() as u64));
        group.bench_function(format!("{name}, {} simulated series", accepted.len()), |b| {
            b.iter(|| accepted.iter().filter(|s| run(s, &spec).is_ok()).count());
        });
    }
    let spec = x13("rsa5c").unwrap();
    for name in ["sim_airline_06_04", "sim_outliers", "sim_td_easter", "sim_airline_q"] {
        group.bench_function(format!("rsa5c {name}"), |b| b.iter(|| run(&all[name], &spec)));
    }
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
