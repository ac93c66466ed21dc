//! Tables and scalars of X-11 (`diagnostics.md` 14.5).

use super::{Entry, Item, ItemKind, Matrix, Scope, entry, first, horizon, last, mode_name, seats, series};
use crate::sa::result::{Adjustment, Decomposition, Finals};
use crate::sa::spec::SeasonalFilter;
use crate::sa::x11::{MStatistics, VarianceDecomposition, X11Decomposition, X11Table};
use crate::toolkit::timeseries::TsData;

fn x11(adjustment: &Adjustment) -> Option<&X11Decomposition> {
    adjustment.decomposition.x11()
}

/// An item of X-13 only.
const fn own(name: &'static str, kind: ItemKind, extract: fn(&Adjustment) -> Option<Item>) -> Entry {
    entry(name, kind, extract).only(Scope::X13)
}

/// Final components of X-13.
fn x13(adjustment: &Adjustment) -> Option<&Finals> {
    x11(adjustment).map(|_| &adjustment.finals)
}

macro_rules! finals {
    ($($name:literal $field:ident;)*) => { &[
        $(
            own(concat!("finals.", $name), ItemKind::Series, |a| series(Some(&x13(a)?.$field.values))),
            own(concat!("finals.", $name, "a"), ItemKind::Series, |a| {
                series(x13(a)?.$field.forecasts.as_ref())
            }),
            own(concat!("finals.", $name, "b"), ItemKind::Series, |a| {
                series(x13(a)?.$field.backcasts.as_ref())
            }),
        )*
        own("finals.d13", ItemKind::Series, |a| series(Some(&x13(a)?.i.values))),
        own("finals.d18", ItemKind::Series, |a| series(x13(a)?.calendar.as_ref().map(|c| &c.values))),
        own("finals.d18a", ItemKind::Series, |a| series(x13(a)?.calendar.as_ref()?.forecasts.as_ref())),
        own("finals.d18b", ItemKind::Series, |a| series(x13(a)?.calendar.as_ref()?.backcasts.as_ref())),
        own("finals.e1", ItemKind::Series, |a| series(x13(a)?.modified.as_ref().map(|m| &m.e1))),
        own("finals.e2", ItemKind::Series, |a| series(x13(a)?.modified.as_ref().map(|m| &m.e2))),
        own("finals.e3", ItemKind::Series, |a| series(x13(a)?.modified.as_ref().map(|m| &m.e3))),
        own("finals.e11", ItemKind::Series, |a| series(x13(a)?.modified.as_ref().map(|m| &m.e11))),
    ] };
}

pub(super) static FINALS: &[Entry] = finals!("d11" sa; "d12" t; "d16" s;);

macro_rules! preadjustment {
    ($($name:literal $field:ident),*) => { &[
        entry("preadjustment.a1", ItemKind::Series, |a| series(Some(&a.preadjustment.a1))),
        $(entry(concat!("preadjustment.", $name), ItemKind::Series, |a| series(a.preadjustment.$field.as_ref())),)*
    ] };
}

pub(super) static PREADJUSTMENT: &[Entry] = preadjustment!(
    "a1a" a1a, "a1b" a1b, "a6" a6, "a7" a7, "a8" a8, "a8i" a8i, "a8s" a8s, "a8t" a8t, "a9" a9, "a9sa" a9sa,
    "a9u" a9u, "a9ser" a9ser, "a9cal" a9cal
);

macro_rules! tables {
    ($($name:literal $table:ident),*) => { &[
        $(own(concat!("decomposition.", $name), ItemKind::Series, |a| series(x11(a)?.table(X11Table::$table))),)*
    ] };
}

pub(super) static TABLES: &[Entry] = tables!(
    "b1" B1, "b2" B2, "b3" B3, "b4" B4, "b5" B5, "b6" B6, "b7" B7, "b8" B8, "b9" B9, "b10" B10, "b11" B11,
    "b13" B13, "b17" B17, "b20" B20, "c1" C1, "c2" C2, "c4" C4, "c5" C5, "c6" C6, "c7" C7, "c9" C9, "c10" C10,
    "c11" C11, "c13" C13, "c17" C17, "c20" C20, "d1" D1, "d2" D2, "d4" D4, "d5" D5, "d6" D6, "d7" D7, "d8" D8,
    "d9" D9, "d10" D10, "d11" D11, "d12" D12, "d13" D13
);

/// Part of a table on the observations.
fn observed(a: &Adjustment, table: X11Table) -> Option<Item> {
    let x11 = x11(a)?;
    Some(Item::Series(x11.table(table)?.fit_to(x11.observed())))
}

/// Part of a table after the observations.
fn forecasts(a: &Adjustment, table: X11Table, argument: Option<i32>) -> Option<Item> {
    let x11 = x11(a)?;
    let domain = x11.domain();
    let after = x11.table(table)?.fit_to(domain.drop(domain.len - x11.forecasts.min(domain.len), 0));
    first(Some(&after).filter(|x| !x.is_empty()), argument)
}

/// Part of a table before the observations.
fn backcasts(a: &Adjustment, table: X11Table, argument: Option<i32>) -> Option<Item> {
    let x11 = x11(a)?;
    let domain = x11.domain();
    let before = x11.table(table)?.fit_to(domain.drop(0, domain.len - x11.backcasts.min(domain.len)));
    last(Some(&before).filter(|x| !x.is_empty()), argument)
}

macro_rules! parts {
    ($($name:literal $table:ident $seats:expr),*) => { &[
        $(
            entry(concat!("decomposition.", $name), ItemKind::Series, |a| {
                observed(a, X11Table::$table).or_else(|| series(seats::level(a, $seats).map(|c| &c.values)))
            }),
            horizon(concat!("decomposition.", $name, "_f"), |a, k| {
                forecasts(a, X11Table::$table, k)
                    .or_else(|| first(seats::level(a, $seats)?.forecasts.as_ref(), k))
            }),
            horizon(concat!("decomposition.", $name, "_b"), |a, k| {
                backcasts(a, X11Table::$table, k)
                    .or_else(|| last(seats::level(a, $seats)?.backcasts.as_ref(), k))
            }),
        )*
        own("decomposition.si_cmp", ItemKind::Series, |a| observed(a, X11Table::D8)),
        // that of X-11 with forecasts and backcasts
        entry("decomposition.i_cmp", ItemKind::Series, |a| match x11(a) {
            Some(x11) => series(x11.table(X11Table::D13)),
            None => series(seats::level(a, |c| c.i.as_ref()).map(|c| &c.values)),
        }),
    ] };
}

pub(super) static PARTS: &[Entry] = parts!(
    "y_cmp" B1 |c| Some(&c.y), "s_cmp" D10 |c| c.s.as_ref(), "sa_cmp" D11 |c| Some(&c.sa),
    "t_cmp" D12 |c| c.t.as_ref()
);

pub(super) static DECOMPOSITION: &[Entry] = &[
    entry("seasonal", ItemKind::Integer, |a| {
        let seasonal = match &a.decomposition {
            Decomposition::X11(x11) => {
                let d10 = x11.table(X11Table::D10)?.values();
                d10.iter().any(|s| Some(s) != d10.first())
            }
            Decomposition::Seats(decomposition) => seats::is_seasonal(decomposition),
        };
        Some(Item::Integer(i64::from(seasonal)))
    }),
    own("decomposition.mode", ItemKind::Text, |a| Some(Item::Text(mode_name(x11(a)?.mode).to_string()))),
    own("decomposition.icratio", ItemKind::Double, |a| Some(Item::Double(x11(a)?.ic_ratio))),
    own("decomposition.trend-filter", ItemKind::Integer, |a| {
        Some(Item::Integer(x11(a)?.henderson_length as i64))
    }),
    own("decomposition.d7-trend-filter", ItemKind::Integer, |a| {
        Some(Item::Integer(x11(a)?.d7_henderson_length as i64))
    }),
    own("decomposition.seasonal-filters", ItemKind::TextArray, |a| {
        let filters = &x11(a)?.seasonal_filters;
        let first = filters.first()?;
        let shown = if filters.iter().all(|f| f == first) { &filters[..1] } else { filters };
        Some(Item::TextArray(shown.iter().map(|f| filter_name(*f).to_string()).collect()))
    }),
    own("decomposition.d9-global-msr", ItemKind::Double, |a| {
        Some(Item::Double(x11(a)?.msr.as_ref()?.global))
    }),
    own("decomposition.d9-msr", ItemKind::Array, |a| Some(Item::Array(x11(a)?.msr.as_ref()?.ratios.clone()))),
    own("decomposition.d9-msr-table", ItemKind::Matrix, |a| {
        let msr = x11(a)?.msr.as_ref()?;
        let values = [&msr.irregular, &msr.seasonal, &msr.ratios].into_iter().flatten().copied().collect();
        Some(Item::Matrix(Matrix { columns: msr.ratios.len(), values }))
    }),
    own("decomposition.x11-all", ItemKind::Matrix, |a| {
        let x11 = x11(a)?;
        let columns: Vec<TsData> =
            X11Table::ALL.iter().filter_map(|t| Some(x11.table(*t)?.fit_to(x11.domain()))).collect();
        let rows = x11.domain().len;
        let values = (0..rows).flat_map(|t| columns.iter().map(move |c| c.values()[t])).collect();
        Some(Item::Matrix(Matrix { columns: columns.len(), values }))
    }),
];

fn m(adjustment: &Adjustment, value: impl Fn(&MStatistics) -> Option<f64>) -> Option<Item> {
    adjustment.m_statistics.as_ref().and_then(value).map(Item::Double)
}

fn share(adjustment: &Adjustment, of: impl Fn(&VarianceDecomposition) -> f64) -> Option<Item> {
    adjustment.variance_decomposition().as_ref().map(of).map(Item::Double)
}

/// M8 to M11, which short series have not: published as 0, which does not enter Q.
fn seasonal_evolution(adjustment: &Adjustment, index: usize) -> Option<Item> {
    x11(adjustment).filter(|x11| x11.period > 1)?;
    m(adjustment, |m| m.m.get(index).map(|m| m.unwrap_or(0.0)))
}

macro_rules! m_statistics {
    ($($name:literal $index:literal),*; $($evolution:literal $at:literal),*) => { &[
        $(own(concat!("m-statistics.", $name), ItemKind::Double, |a| m(a, |m| m.m[$index])),)*
        $(own(concat!("m-statistics.", $evolution), ItemKind::Double, |a| seasonal_evolution(a, $at)),)*
        own("m-statistics.q", ItemKind::Double, |a| m(a, |m| Some(m.q))),
        own("m-statistics.q-m2", ItemKind::Double, |a| m(a, |m| Some(m.q_without_m2))),
        entry("variancedecomposition.cycle", ItemKind::Double, |a| share(a, |v| v.cycle)),
        entry("variancedecomposition.seasonality", ItemKind::Double, |a| share(a, |v| v.seasonality)),
        entry("variancedecomposition.irregular", ItemKind::Double, |a| share(a, |v| v.irregular)),
        entry("variancedecomposition.tdh", ItemKind::Double, |a| share(a, |v| v.calendar)),
        entry("variancedecomposition.others", ItemKind::Double, |a| share(a, |v| v.others)),
        entry("variancedecomposition.total", ItemKind::Double, |a| share(a, VarianceDecomposition::total)),
    ] };
}

pub(super) static M_STATISTICS: &[Entry] = m_statistics!(
    "m1" 0, "m2" 1, "m3" 2, "m4" 3, "m5" 4, "m6" 5, "m7" 6; "m8" 7, "m9" 8, "m10" 9,
    "m11" 10
);

fn filter_name(filter: SeasonalFilter) -> &'static str {
    match filter {
        SeasonalFilter::S3X1 => "S3X1",
        SeasonalFilter::S3X3 => "S3X3",
        SeasonalFilter::S3X5 => "S3X5",
        SeasonalFilter::S3X9 => "S3X9",
        SeasonalFilter::S3X15 => "S3X15",
        SeasonalFilter::Stable => "Stable",
        SeasonalFilter::X11Default => "X11Default",
        SeasonalFilter::Msr => "Msr",
    }
}
