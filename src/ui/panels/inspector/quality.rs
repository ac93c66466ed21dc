//! Which diagnostics are made, and the limits of their verdicts.

use solstice_engine::sa::diagnostics::{QualitySpec, Thresholds};

use super::common::under;
use crate::ui::form::{Access, Field, Lens, Section, at, flag, number, part};

type Spec = QualitySpec;

const RESIDUALS: &str = "Model residuals";
const OUT_OF_SAMPLE: &str = "Out-of-sample test";
const OUTLIERS: &str = "Number of outliers";
const VISUAL: &str = "Visual spectra";
const M_STATISTICS: &str = "M statistics";
const SEATS: &str = "SEATS tests";
const COMBINED: &str = "Combined tests";
const RESIDUAL_SEASONALITY: &str = "Residual seasonality";
const RESIDUAL_TRADING_DAYS: &str = "Residual TD";

/// Stars into which the range of a spectrum is divided.
const STARS: f64 = 52.0;

/// The section with the diagnostics of the decomposition of one method.
pub(super) fn section(of_the_method: Vec<Field<Spec>>) -> Section<Spec> {
    let fields = [
        basic_checks(),
        residuals(),
        out_of_sample(),
        outliers(),
        visual(),
        of_the_method,
        combined(),
        residual_seasonality(),
        residual_trading_days(),
    ];
    Section::new(
        "Quality",
        "Diagnostics that are made, and from where on their verdict is uncertain, bad or severe. They judge the result and do not change it.",
        |s: &Spec, _| Some(if *s == Spec::default() { "usual limits" } else { "own limits" }.to_owned()),
        fields.into_iter().flat_map(|fields| under("quality", fields)).collect(),
    )
    .folded()
}

/// The group of options below the option that makes a diagnostic.
fn group<P: 'static>(
    name: &'static str,
    prefix: &'static str,
    lens: Lens<Spec, P>,
    active: fn(&P) -> bool,
    set_active: fn(&mut P, bool),
    tip: &'static str,
    options: Vec<Field<P>>,
) -> Vec<Field<Spec>> {
    let made = flag(["active", name, "enabled", tip], Access::new(active, set_active));
    let options = options.into_iter().map(|f| f.when(active).within(name));
    under(prefix, std::iter::once(made).chain(options)).map(|f| f.of(lens)).collect()
}

/// `group!(RESIDUALS, Spec: residuals, "tip", fields)`.
macro_rules! group {
    ($name:expr, $part:ident, $tip:literal, $options:expr) => {
        group(
            $name,
            stringify!($part),
            part!(Spec: $part),
            |s| s.active,
            |s, on| s.active = on,
            $tip,
            $options,
        )
    };
}

/// `numbers!(OutliersSpec: severe "label" "tip", bad "label" "tip")`: options with the names of their fields as paths.
macro_rules! numbers {
    ($whole:ty: $($field:ident $label:literal $tip:expr),+ $(,)?) => {
        vec![$(number([stringify!($field), $label, "", $tip], "", at!($whole: $field))),+]
    };
}

/// The three limits of a p-value: labels and explanations of severe, bad and uncertain.
fn p_values<S: 'static>(
    lens: Lens<S, Thresholds>,
    prefix: &'static str,
    [severe, bad, uncertain]: [[&'static str; 2]; 3],
) -> impl Iterator<Item = Field<S>> {
    let limit = |path, [label, tip]: [&'static str; 2], access| number([path, label, "", tip], "", access);
    let limits = [
        limit("severe", severe, at!(Thresholds: severe)),
        limit("bad", bad, at!(Thresholds: bad)),
        limit("uncertain", uncertain, at!(Thresholds: uncertain)),
    ];
    under(prefix, limits).map(move |f| f.of(lens))
}

const BELOW: [[&str; 2]; 3] = [
    ["Severe below", "Severe when the p-value is below; the result should not be used as it is."],
    ["Bad below", "Bad when the p-value is below."],
    ["Uncertain below", "Uncertain when the p-value is below; good from here on."],
];

/// Always made.
fn basic_checks() -> Vec<Field<Spec>> {
    const TOTALS: &str = "Yearly totals of series and adjusted series: verdict when their difference is above, relative to the level of the series.";
    let options = numbers!(solstice_engine::sa::diagnostics::CoherenceSpec:
        tolerance "Identity tolerance" "Largest difference between the series and what its components make up, relative to the level of the series; a larger one is an error.",
        severe "Totals: severe" TOTALS,
        bad "Totals: bad" TOTALS,
        uncertain "Totals: uncertain" TOTALS,
        short_years "Short series, years" "A series of fewer years is called short in the warnings.",
    );
    under("coherence", options).map(|f| f.of(part!(Spec: coherence))).collect()
}

fn residuals() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::ResidualsSpec;
    let mut options = numbers!(S:
        bad "Bad below" "Normality and independence: bad when the p-value is below.",
        good "Good above" "Normality and independence: good when the p-value is above, uncertain between both.",
    );
    options.extend(p_values(
        part!(S: trading_day_peaks),
        "trading_day_peaks",
        [
            ["TD severe", "Peaks at trading-day frequencies: severe when the p-value is below."],
            ["TD bad", "Peaks at trading-day frequencies: bad when the p-value is below."],
            ["TD uncertain", "Peaks at trading-day frequencies: uncertain when the p-value is below."],
        ],
    ));
    options.extend(p_values(
        part!(S: seasonal_peaks),
        "seasonal_peaks",
        [
            ["Seasonal severe", "Peaks at seasonal frequencies: severe when the p-value is below."],
            ["Seasonal bad", "Peaks at seasonal frequencies: bad when the p-value is below."],
            ["Seas. uncertain", "Peaks at seasonal frequencies: uncertain when the p-value is below."],
        ],
    ));
    group!(
        RESIDUALS,
        residuals,
        "Normality, independence and spectral peaks of the residuals of the model.",
        options
    )
}

fn out_of_sample() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::OutOfSampleSpec;
    let mut options = vec![
        flag(
            ["mean", "Mean", "mean", "Whether forecasts that are too high or too low on the whole count."],
            at!(S: mean),
        ),
        flag(["mse", "Variance", "mse", "Whether forecasts that are worse than the fit count."], at!(S: mse)),
    ];
    options.extend(numbers!(S:
        years "Years" "Length of the test at the end of the series, in years; at least five observations. The estimates are made without them.",
        bad "Bad below" "Bad when the p-value is below.",
        uncertain "Uncertain below" "Uncertain when the p-value is below; good from here on.",
    ));
    group!(
        OUT_OF_SAMPLE,
        out_of_sample,
        "One-step-ahead forecasts of the last years by the model of those before.",
        options
    )
}

fn outliers() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::OutliersSpec;
    const TIP: &str = "Outliers, given and found, as a share of the observations.";
    let options =
        numbers!(S: severe "Severe above" TIP, bad "Bad above" TIP, uncertain "Uncertain above" TIP);
    group!(OUTLIERS, outliers, "Outliers as a share of the observations.", options)
}

fn visual() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::VisualSpec;
    let options = vec![
        number(
            [
                "sensitivity",
                "Stars of a peak",
                "",
                "How far a peak stands out of its neighbours, in stars: 52 of them are the range of the spectrum; at least 3.",
            ],
            "",
            Access::new(|s: &S| s.sensitivity * STARS, |s: &mut S, stars| s.sensitivity = stars / STARS),
        ),
        number(
            ["years", "Last years", "", "Last years of the series that are analysed, at least 6."],
            "all",
            at!(S: years),
        ),
        flag(
            [
                "strict",
                "Strict",
                "",
                "Whether seasonal and trading-day peaks together are severe instead of bad.",
            ],
            at!(S: strict),
        ),
    ];
    group!(VISUAL, visual, "Peaks in the autoregressive spectra of series and adjusted series.", options)
}

/// The diagnostics of X-11.
pub(super) fn x11() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::MStatisticsSpec;
    let options = numbers!(S:
        severe "Severe from" "Severe when Q is this or more.",
        bad "Bad from" "Bad when Q is this or more.",
    );
    group!(M_STATISTICS, m_statistics, "Q and Q without M2.", options)
}

/// The diagnostics of SEATS.
pub(super) fn seats() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::SeatsSpec;
    let options = numbers!(S:
        bad "Bad up to" "Bad when the p-value is this or less.",
        uncertain "Uncertain up to" "Uncertain when the p-value is this or less; good beyond.",
    );
    group!(
        SEATS,
        seats,
        "Variances and correlation of the estimated components against those of the model.",
        options
    )
}

fn combined() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::CombinedSpec;
    let options = vec![flag(
        ["strict", "Strict", "", "Whether identifiable seasonality that is left is severe instead of bad."],
        at!(S: strict),
    )];
    group!(
        COMBINED,
        combined,
        "Combined tests of identifiable seasonality in the adjusted series and in the irregular.",
        options
    )
}

fn residual_seasonality() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::ResidualSeasonalitySpec;
    let mut options = vec![
        flag(["qs", "QS test", "qs", "Whether autocorrelations at the seasonal lags count."], at!(S: qs)),
        flag(["f", "F test", "ftest", "Whether the test of seasonal dummies counts."], at!(S: f)),
    ];
    options.extend(p_values(part!(S: thresholds), "thresholds", BELOW));
    group!(
        RESIDUAL_SEASONALITY,
        residual_seasonality,
        "QS and F tests of the adjusted series and the irregular.",
        options
    )
}

fn residual_trading_days() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::ResidualTradingDaysSpec;
    let mut options = vec![flag(
        ["monthly_only", "Monthly series only", "", "Whether only monthly series are judged."],
        at!(S: monthly_only),
    )];
    options.extend(p_values(part!(S: thresholds), "thresholds", BELOW));
    group!(
        RESIDUAL_TRADING_DAYS,
        residual_trading_days,
        "F tests of the days of the week in the adjusted series and the irregular. With trading days in the model, severe is bad.",
        options
    )
}
