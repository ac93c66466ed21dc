//! Items of SEATS (`diagnostics.md` 14.6, `seats.md` 16).

use super::{Entry, Item, ItemKind, Scope, series};
use crate::sa::seats::{
    IRREGULAR, SEASONAL, SeatsComponents, SeatsDecomposition, TRANSITORY, TREND, TestedItem,
};
use crate::sa::{Adjustment, FinalComponent};
use crate::toolkit::arima::autocovariance::autocovariances;
use crate::toolkit::arima::spectrum::Spectrum;
use crate::toolkit::arima::{ArimaModel, SarimaModel, SarimaPolynomial};
use crate::toolkit::math::polynomial::Polynomial;

/// Points of a spectrum on the half-circle less one.
const SPECTRUM: usize = 360;
/// Autocovariances of a model.
const AUTOCOVARIANCES: usize = 37;

/// An item of TRAMO-SEATS only.
const fn entry(name: &'static str, kind: ItemKind, extract: fn(&Adjustment) -> Option<Item>) -> Entry {
    super::entry(name, kind, extract).only(Scope::TramoSeats)
}

/// A list of TRAMO-SEATS only.
const fn list(
    name: &'static str,
    kind: ItemKind,
    announced: usize,
    extract: fn(&Adjustment) -> Vec<Item>,
) -> Entry {
    super::list(name, kind, announced, extract).only(Scope::TramoSeats)
}

fn seats(a: &Adjustment) -> Option<&SeatsDecomposition> {
    a.decomposition.seats()
}

/// A component of one of both scales.
fn component(
    a: &Adjustment,
    scale: fn(&SeatsDecomposition) -> &SeatsComponents,
    of: fn(&SeatsComponents) -> Option<&FinalComponent>,
) -> Option<&FinalComponent> {
    of(scale(seats(a)?))
}

macro_rules! component_items {
    ($name:literal $scale:ident $of:expr) => {
        [
            entry(concat!("decomposition.", $name), ItemKind::Series, |a| {
                series(component(a, |s| &s.$scale, $of).map(|c| &c.values))
            }),
            entry(concat!("decomposition.", $name, "_e"), ItemKind::Series, |a| {
                series(component(a, |s| &s.$scale, $of)?.errors.values.as_ref())
            }),
            entry(concat!("decomposition.", $name, "_f"), ItemKind::Series, |a| {
                series(component(a, |s| &s.$scale, $of)?.forecasts.as_ref())
            }),
            entry(concat!("decomposition.", $name, "_ef"), ItemKind::Series, |a| {
                series(component(a, |s| &s.$scale, $of)?.errors.forecasts.as_ref())
            }),
            entry(concat!("decomposition.", $name, "_b"), ItemKind::Series, |a| {
                series(component(a, |s| &s.$scale, $of)?.backcasts.as_ref())
            }),
            entry(concat!("decomposition.", $name, "_eb"), ItemKind::Series, |a| {
                series(component(a, |s| &s.$scale, $of)?.errors.backcasts.as_ref())
            }),
        ]
    };
}

static COMPONENTS: [[Entry; 6]; 5] = [
    component_items!("y_lin" linear |c| Some(&c.y)),
    component_items!("t_lin" linear |c| c.t.as_ref()),
    component_items!("sa_lin" linear |c| Some(&c.sa)),
    component_items!("s_lin" linear |c| c.s.as_ref()),
    component_items!("i_lin" linear |c| c.i.as_ref()),
];

/// Extensions and errors; the components themselves have the names of those of X-11.
static LEVELS: [[Entry; 6]; 5] = [
    component_items!("y_cmp" components |c| Some(&c.y)),
    component_items!("t_cmp" components |c| c.t.as_ref()),
    component_items!("sa_cmp" components |c| Some(&c.sa)),
    component_items!("s_cmp" components |c| c.s.as_ref()),
    component_items!("i_cmp" components |c| c.i.as_ref()),
];

macro_rules! errors {
    ($($name:literal $field:ident),*) => { &[
        $(
            entry(concat!($name, "_ef"), ItemKind::Series, |a| series(a.finals.$field.errors.forecasts.as_ref())),
            entry(concat!($name, "_eb"), ItemKind::Series, |a| series(a.finals.$field.errors.backcasts.as_ref())),
        )*
    ] };
}

/// Standard errors of the extensions of the final components.
static ERRORS: &[Entry] = errors!("sa" sa, "t" t, "s" s, "i" i);

fn integer(n: usize) -> Item {
    Item::Integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Spectral density for unit innovation variance, 1/(2 pi) for white noise.
fn spectrum(model: &SarimaModel) -> Item {
    let ar = model.full_ar();
    let white_noise = 1.0 / (2.0 * std::f64::consts::PI);
    let spectrum = Spectrum::of_arima(ar.coefficients(), model.ma().coefficients(), white_noise);
    let step = std::f64::consts::PI / SPECTRUM as f64;
    Item::Array((0..=SPECTRUM).map(|k| spectrum.value(step * k as f64)).collect())
}

fn coefficients(model: Option<&SarimaModel>, polynomial: SarimaPolynomial) -> Vec<Item> {
    model.map_or(Vec::new(), |m| m.part(polynomial).iter().map(|c| Item::Double(*c)).collect())
}

macro_rules! sarima_items {
    ($name:literal $model:ident) => {
        [
            entry(concat!("decomposition.", $name, ".p"), ItemKind::Integer, |a| {
                Some(integer(seats(a)?.$model.orders().p))
            }),
            entry(concat!("decomposition.", $name, ".d"), ItemKind::Integer, |a| {
                Some(integer(seats(a)?.$model.orders().d))
            }),
            entry(concat!("decomposition.", $name, ".q"), ItemKind::Integer, |a| {
                Some(integer(seats(a)?.$model.orders().q))
            }),
            entry(concat!("decomposition.", $name, ".bp"), ItemKind::Integer, |a| {
                Some(integer(seats(a)?.$model.orders().bp))
            }),
            entry(concat!("decomposition.", $name, ".bd"), ItemKind::Integer, |a| {
                Some(integer(seats(a)?.$model.orders().bd))
            }),
            entry(concat!("decomposition.", $name, ".bq"), ItemKind::Integer, |a| {
                Some(integer(seats(a)?.$model.orders().bq))
            }),
            list(concat!("decomposition.", $name, ".phi"), ItemKind::Double, 12, |a| {
                coefficients(seats(a).map(|s| &s.$model), SarimaPolynomial::Phi)
            }),
            list(concat!("decomposition.", $name, ".bphi"), ItemKind::Double, 2, |a| {
                coefficients(seats(a).map(|s| &s.$model), SarimaPolynomial::Bphi)
            }),
            list(concat!("decomposition.", $name, ".theta"), ItemKind::Double, 12, |a| {
                coefficients(seats(a).map(|s| &s.$model), SarimaPolynomial::Theta)
            }),
            list(concat!("decomposition.", $name, ".btheta"), ItemKind::Double, 2, |a| {
                coefficients(seats(a).map(|s| &s.$model), SarimaPolynomial::Btheta)
            }),
            entry(concat!("decomposition.", $name, ".spectrum"), ItemKind::Array, |a| {
                Some(spectrum(&seats(a)?.$model))
            }),
            entry(concat!("decomposition.", $name, ".ac"), ItemKind::Array, |a| {
                let model = &seats(a)?.$model;
                let (ar, ma) = (model.ar(), model.ma());
                let gamma = autocovariances(ar.coefficients(), ma.coefficients(), 1.0, AUTOCOVARIANCES);
                gamma.ok().map(Item::Array)
            }),
        ]
    };
}

static SARIMA: [[Entry; 12]; 2] =
    [sarima_items!("initialmodel" initial_model), sarima_items!("finalmodel" final_model)];

/// Polynomial without its constant.
fn lags(p: &Polynomial) -> Option<Item> {
    let c = p.coefficients().get(1..).filter(|c| !c.is_empty())?;
    Some(Item::Array(c.to_vec()))
}

/// A model of the canonical decomposition that is not null.
fn of_component(a: &Adjustment, i: usize) -> Option<ArimaModel> {
    seats(a)?.canonical.components().get(i).filter(|c| !c.is_null()).cloned()
}

fn of_adjusted(a: &Adjustment) -> Option<ArimaModel> {
    Some(seats(a)?.canonical.complement(SEASONAL)).filter(|m| !m.is_null())
}

macro_rules! arima_items {
    ($name:literal $model:expr) => {
        [
            entry(concat!("decomposition.", $name, ".ar"), ItemKind::Array, |a| {
                let model: fn(&Adjustment) -> Option<ArimaModel> = $model;
                lags(model(a)?.ar())
            }),
            entry(concat!("decomposition.", $name, ".delta"), ItemKind::Array, |a| {
                let model: fn(&Adjustment) -> Option<ArimaModel> = $model;
                lags(model(a)?.delta())
            }),
            entry(concat!("decomposition.", $name, ".ma"), ItemKind::Array, |a| {
                let model: fn(&Adjustment) -> Option<ArimaModel> = $model;
                lags(&model(a)?.moving_average().ok()?.0)
            }),
            entry(concat!("decomposition.", $name, ".var"), ItemKind::Double, |a| {
                let model: fn(&Adjustment) -> Option<ArimaModel> = $model;
                Some(Item::Double(model(a)?.moving_average().ok()?.1))
            }),
        ]
    };
}

static ARIMA: [[Entry; 4]; 6] = [
    arima_items!("model" | a | seats(a).map(|s| s.canonical.model().clone())),
    arima_items!("tmodel" | a | of_component(a, TREND)),
    arima_items!("smodel" | a | of_component(a, SEASONAL)),
    arima_items!("samodel" of_adjusted),
    arima_items!("transitorymodel" | a | of_component(a, TRANSITORY)),
    arima_items!("imodel" | a | of_component(a, IRREGULAR)),
];

/// Inverses of the roots of `1 + c_1 z + ...`.
fn inverse_roots(model: Option<&SarimaModel>, polynomial: SarimaPolynomial) -> Vec<Item> {
    let roots = model.map_or(Vec::new(), |m| Polynomial::from_lags(m.part(polynomial), 1).roots());
    roots.into_iter().map(|z| Item::Complex(z.inv())).collect()
}

static FLAGS: &[Entry] = &[
    entry("seats.parameters_cutoff", ItemKind::Boolean, |a| {
        Some(Item::Boolean(seats(a)?.parameters_cut_off))
    }),
    entry("seats.model_changed", ItemKind::Boolean, |a| Some(Item::Boolean(seats(a)?.model_changed))),
    entry("seats.seasonality", ItemKind::Boolean, |a| {
        let seasonal = seats(a)?.compact.components().get(SEASONAL);
        Some(Item::Boolean(seasonal.is_some_and(|c| !c.is_null())))
    }),
    list("seats.ar_root", ItemKind::Complex, 3, |a| {
        inverse_roots(seats(a).map(|s| &s.final_model), SarimaPolynomial::Phi)
    }),
    list("seats.ma_root", ItemKind::Complex, 3, |a| {
        inverse_roots(seats(a).map(|s| &s.final_model), SarimaPolynomial::Theta)
    }),
];

macro_rules! variance_items {
    ($name:literal $item:ident) => {
        [
            entry(concat!("seats.", $name, "var-estimator"), ItemKind::Double, |a| {
                Some(Item::Double(a.model_tests()?.variance(TestedItem::$item)?.estimator))
            }),
            entry(concat!("seats.", $name, "var-estimate"), ItemKind::Double, |a| {
                Some(Item::Double(a.model_tests()?.variance(TestedItem::$item)?.estimate))
            }),
            entry(concat!("seats.", $name, "var-pvalue"), ItemKind::Double, |a| {
                Some(Item::Double(a.model_tests()?.variance(TestedItem::$item)?.p_value))
            }),
        ]
    };
}

macro_rules! correlation_items {
    ($name:literal $a:ident $b:ident) => {
        [
            entry(concat!("seats.", $name, "corr-estimator"), ItemKind::Double, |a| {
                let test = a.model_tests()?.cross_correlation(TestedItem::$a, TestedItem::$b)?;
                Some(Item::Double(test.estimator))
            }),
            entry(concat!("seats.", $name, "corr-estimate"), ItemKind::Double, |a| {
                let test = a.model_tests()?.cross_correlation(TestedItem::$a, TestedItem::$b)?;
                Some(Item::Double(test.estimate))
            }),
            entry(concat!("seats.", $name, "corr-pvalue"), ItemKind::Double, |a| {
                let test = a.model_tests()?.cross_correlation(TestedItem::$a, TestedItem::$b)?;
                Some(Item::Double(test.p_value))
            }),
        ]
    };
}

static TESTS: [[Entry; 3]; 7] = [
    variance_items!("t" Trend),
    variance_items!("sa" Adjusted),
    variance_items!("s" Seasonal),
    variance_items!("i" Irregular),
    correlation_items!("ts" Trend Seasonal),
    correlation_items!("ti" Trend Irregular),
    correlation_items!("si" Seasonal Irregular),
];

/// Suffixes `_e`, `_ef`, `_eb`: those whose names X-11 has not.
const ERRORS_ONLY: [usize; 3] = [1, 3, 5];

/// All items of SEATS whose names are its own.
pub(super) fn entries() -> impl Iterator<Item = &'static Entry> {
    let (irregular, others) = match &LEVELS {
        [others @ .., irregular] => (irregular, others),
    };
    let levels = others.iter().flat_map(|c| ERRORS_ONLY.map(|i| &c[i]));
    (COMPONENTS.iter().flatten())
        .chain(levels)
        .chain(&irregular[1..])
        .chain(ERRORS)
        .chain(SARIMA.iter().flatten())
        .chain(ARIMA.iter().flatten())
        .chain(FLAGS)
        .chain(TESTS.iter().flatten())
}

/// The component `of` in levels, for names shared with X-11.
pub(super) fn level(
    a: &Adjustment,
    of: fn(&SeatsComponents) -> Option<&FinalComponent>,
) -> Option<&FinalComponent> {
    component(a, |s| &s.components, of)
}

/// Whether the seasonal component on the scale of the model exists and is not 0.
pub(super) fn is_seasonal(seats: &SeatsDecomposition) -> bool {
    seats.linear.s.as_ref().is_some_and(|s| s.values.values().iter().any(|x| *x != 0.0))
}
