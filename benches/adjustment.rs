//! X-13 and TRAMO-SEATS as a whole, pre-processing included, on the simulated series, in one thread.

#![allow(missing_docs, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use flate2::read::GzDecoder;
use serde::Deserialize;
use solstice_engine::sa::spec::{Spec, tramo_seats, x13};
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
    let specifications = [
        ("x13", "rsa0", x13("rsa0")),
        // logarithms and outlier detection with an airline model
        ("x13", "rsa1", x13("rsa1")),
        ("x13", "rsa3", x13("rsa3")),
        ("x13", "rsa5c", x13("rsa5c")),
        ("tramo-seats", "rsafull", tramo_seats("rsafull")),
    ];
    let mut group = c.benchmark_group("adjustment");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for (method, name, spec) in specifications {
        let spec = spec.unwrap();
        // those that are refused cost nothing: they are left out of the number of series
        let accepted: Vec<&TsData> = all.values().filter(|s| run(s, &spec).is_ok()).collect();
        group.throughput(Throughput::Elements(accepted.len() as u64));
        group.bench_function(format!("{method} {name}, {} simulated series", accepted.len()), |b| {
            b.iter(|| accepted.iter().filter(|s| run(s, &spec).is_ok()).count());
        });
    }
    let spec = x13("rsa5c").unwrap();
    for name in ["sim_airline_06_04", "sim_outliers", "sim_td_easter", "sim_airline_q"] {
        group.bench_function(format!("x13 rsa5c {name}"), |b| b.iter(|| run(&all[name], &spec)));
    }
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
