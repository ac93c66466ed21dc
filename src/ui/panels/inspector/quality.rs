//! Which diagnostics are made, and the limits of their verdicts.

use solstice_engine::sa::diagnostics::{QualitySpec, Thresholds};

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
    let mut fields = basic_checks();
    fields.extend(residuals());
    fields.extend(out_of_sample());
    fields.extend(outliers());
    fields.extend(visual());
    fields.extend(of_the_method);
    fields.extend(combined());
    fields.extend(residual_seasonality());
    fields.extend(residual_trading_days());
    let fields = fields.into_iter().map(|f| f.under("quality")).collect();
    Section::new(
        "Quality",
        "Diagnostics that are made, and from where on their verdict is uncertain, bad or severe. They judge the result and do not change it.",
        |s: &Spec, _| Some(if *s == Spec::default() { "usual limits" } else { "own limits" }.to_owned()),
        fields,
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
    [made].into_iter().chain(options).map(|f| f.under(prefix).of(lens)).collect()
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

fn limit<S: 'static>(
    path: &'static str,
    label: &'static str,
    tip: &'static str,
    access: Access<S, f64>,
) -> Field<S> {
    number([path, label, "", tip], "", access)
}

/// The three limits of a p-value: labels and explanations of severe, bad and uncertain.
fn p_values<S: 'static>(
    lens: Lens<S, Thresholds>,
    prefix: &'static str,
    [severe, bad, uncertain]: [[&'static str; 2]; 3],
) -> Vec<Field<S>> {
    [
        limit("severe", severe[0], severe[1], at!(Thresholds: severe)),
        limit("bad", bad[0], bad[1], at!(Thresholds: bad)),
        limit("uncertain", uncertain[0], uncertain[1], at!(Thresholds: uncertain)),
    ]
    .into_iter()
    .map(|f| f.under(prefix).of(lens))
    .collect()
}

const BELOW: [[&str; 2]; 3] = [
    ["Severe below", "Severe when the p-value is below; the result should not be used as it is."],
    ["Bad below", "Bad when the p-value is below."],
    ["Uncertain below", "Uncertain when the p-value is below; good from here on."],
];

/// Always made.
fn basic_checks() -> Vec<Field<Spec>> {
    vec![
        limit(
            "coherence.tolerance",
            "Identity tolerance",
            "Largest difference between the series and what its components make up, relative to the level of the series; a larger one is an error.",
            at!(Spec: coherence.tolerance),
        ),
        limit(
            "coherence.severe",
            "Totals: severe",
            "Yearly totals of series and adjusted series: verdict when their difference is above, relative to the level of the series.",
            at!(Spec: coherence.severe),
        ),
        limit(
            "coherence.bad",
            "Totals: bad",
            "Yearly totals of series and adjusted series: verdict when their difference is above, relative to the level of the series.",
            at!(Spec: coherence.bad),
        ),
        limit(
            "coherence.uncertain",
            "Totals: uncertain",
            "Yearly totals of series and adjusted series: verdict when their difference is above, relative to the level of the series.",
            at!(Spec: coherence.uncertain),
        ),
        number(
            [
                "coherence.short_years",
                "Short series, years",
                "",
                "A series of fewer years is called short in the warnings.",
            ],
            "",
            at!(Spec: coherence.short_years),
        ),
    ]
}

fn residuals() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::ResidualsSpec;
    let mut options = vec![
        limit("bad", "Bad below", "Normality and independence: bad when the p-value is below.", at!(S: bad)),
        limit(
            "good",
            "Good above",
            "Normality and independence: good when the p-value is above, uncertain between both.",
            at!(S: good),
        ),
    ];
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
    let options = vec![
        flag(
            ["mean", "Mean", "mean", "Whether forecasts that are too high or too low on the whole count."],
            at!(S: mean),
        ),
        flag(["mse", "Variance", "mse", "Whether forecasts that are worse than the fit count."], at!(S: mse)),
        limit(
            "years",
            "Years",
            "Length of the test at the end of the series, in years; at least five observations. The estimates are made without them.",
            at!(S: years),
        ),
        limit("bad", "Bad below", "Bad when the p-value is below.", at!(S: bad)),
        limit(
            "uncertain",
            "Uncertain below",
            "Uncertain when the p-value is below; good from here on.",
            at!(S: uncertain),
        ),
    ];
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
    let options = vec![
        limit("severe", "Severe above", TIP, at!(S: severe)),
        limit("bad", "Bad above", TIP, at!(S: bad)),
        limit("uncertain", "Uncertain above", TIP, at!(S: uncertain)),
    ];
    group!(OUTLIERS, outliers, "Outliers as a share of the observations.", options)
}

fn visual() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::VisualSpec;
    let options = vec![
        limit(
            "sensitivity",
            "Stars of a peak",
            "How far a peak stands out of its neighbours, in stars: 52 of them are the range of the spectrum; at least 3.",
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
    let options = vec![
        limit("severe", "Severe from", "Severe when Q is this or more.", at!(S: severe)),
        limit("bad", "Bad from", "Bad when Q is this or more.", at!(S: bad)),
    ];
    group!(M_STATISTICS, m_statistics, "Q and Q without M2.", options)
}

/// The diagnostics of SEATS.
pub(super) fn seats() -> Vec<Field<Spec>> {
    type S = solstice_engine::sa::diagnostics::SeatsSpec;
    let options = vec![
        limit("bad", "Bad up to", "Bad when the p-value is this or less.", at!(S: bad)),
        limit(
            "uncertain",
            "Uncertain up to",
            "Uncertain when the p-value is this or less; good beyond.",
            at!(S: uncertain),
        ),
    ];
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
