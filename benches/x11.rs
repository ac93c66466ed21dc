//! Time of X-11 alone and of the whole adjustment without pre-processing, on monthly series.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use solstice_engine::sa::spec::{Spec, X11Spec, X13Spec};
use solstice_engine::sa::x11::{Extension, decompose};
use solstice_engine::sa::{ModellingContext, Silent, adjust};
use solstice_engine::toolkit::timeseries::{TsData, TsPeriod, TsUnit};

/// A growing series with seasonal pattern, noise and an outlier every 50 months.
fn series(n: usize) -> TsData {
    let pattern = [0.92, 0.95, 1.04, 0.99, 1.02, 1.10, 0.88, 0.80, 1.03, 1.06, 1.05, 1.16];
    let value = |t: usize| {
        let noise = 1.0 + 0.004 * (((7 * t + 3 * (t / 5)) % 11) as f64 - 5.0);
        let outlier = if t % 50 == 40 { 1.15 } else { 1.0 };
        (100.0 + t as f64 / 2.0) * pattern[t % 12] * noise * outlier
    };
    TsData::new(TsPeriod { unit: TsUnit::MONTH, id: 241 }, (0..n).map(value).collect())
}

fn x11(c: &mut Criterion) {
    let mut group = c.benchmark_group("x11");
    for n in [120, 240, 600] {
        let y = series(n);
        let spec = X11Spec::default();
        group.bench_with_input(BenchmarkId::new("decompose", n), &y, |b, y| {
            b.iter(|| decompose(black_box(y), Extension::default(), &spec, &mut Silent));
        });
        let spec = Spec::X13(X13Spec::default());
        group.bench_with_input(BenchmarkId::new("adjust", n), &y, |b, y| {
            b.iter(|| adjust(black_box(y), &spec, &ModellingContext::default(), &mut Silent));
        });
    }
    group.finish();
}

criterion_group!(benches, x11);
criterion_main!(benches);
