//! The options of the X-11 decomposition.

use solstice_engine::sa::spec::{
    BiasCorrection, CalendarSigma, DecompositionMode, SeasonalFilter, SigmaGroup, X11Spec,
};

use crate::report::chart::axis::position_label;
use crate::ui::form::{Access, Environment, Field, Section, at, choice, choice_of, flag, number};

const MODES: [(DecompositionMode, &str); 5] = [
    (DecompositionMode::Undefined, "Automatic"),
    (DecompositionMode::Multiplicative, "Multiplicative"),
    (DecompositionMode::Additive, "Additive"),
    (DecompositionMode::LogAdditive, "Log-additive"),
    (DecompositionMode::PseudoAdditive, "Pseudo-additive"),
];
const BIASES: [(BiasCorrection, &str); 4] = [
    (BiasCorrection::Ratio, "Ratio"),
    (BiasCorrection::Smooth, "Smooth"),
    (BiasCorrection::Legacy, "Census"),
    (BiasCorrection::None, "None"),
];
const FILTERS: [(SeasonalFilter, &str); 8] = [
    (SeasonalFilter::Msr, "By MSR"),
    (SeasonalFilter::S3X1, "3x1"),
    (SeasonalFilter::S3X3, "3x3"),
    (SeasonalFilter::S3X5, "3x5"),
    (SeasonalFilter::S3X9, "3x9"),
    (SeasonalFilter::S3X15, "3x15"),
    (SeasonalFilter::Stable, "Stable"),
    (SeasonalFilter::X11Default, "X-11 default"),
];
const SIGMAS: [(CalendarSigma, &str); 4] = [
    (CalendarSigma::None, "Over 5 years"),
    (CalendarSigma::Signif, "Cochran test"),
    (CalendarSigma::All, "Each period"),
    (CalendarSigma::Select, "Two groups"),
];
const GROUPS: [(SigmaGroup, &str); 2] = [(SigmaGroup::Group1, "Group 1"), (SigmaGroup::Group2, "Group 2")];

/// Periods of the longest year.
const PERIODS: usize = 12;

/// Both sections of X-11.
pub(super) fn sections() -> [Section<X11Spec>; 2] {
    [
        Section::new(
            "X-11 decomposition",
            "Moving averages that part the series into trend, seasonal and irregular.",
            |s, _| {
                let mode = MODES.iter().find(|(v, _)| *v == s.mode)?.1;
                Some(if s.mode == DecompositionMode::Undefined {
                    "mode automatic".into()
                } else {
                    mode.to_lowercase()
                })
            },
            decomposition(),
        ),
        Section::new(
            "Extreme values",
            "Irregulars that lose weight, and the standard deviations they are compared with.",
            |s, _| Some(format!("{} to {} sigma", s.lower_sigma, s.upper_sigma)),
            extremes(),
        ),
    ]
}

fn decomposition() -> Vec<Field<X11Spec>> {
    let mut fields = vec![
        choice(["mode", "Mode", "mode", "How trend, seasonal and irregular make up the series: as a product, a sum, or a mixture for series with zeros. Automatic follows the transformation."], &MODES, at!(X11Spec: mode)),
        choice(["bias", "Bias correction", "bias", "How the level of the log-additive trend is corrected."], &BIASES, at!(X11Spec: bias))
            .when(|s| s.mode == DecompositionMode::LogAdditive),
        flag(["seasonal", "Seasonal component", "seasonal", "Without it, only trend and irregular are estimated."], at!(X11Spec: seasonal)),
        choice(
            ["seasonal_filters", "Seasonal filter", "seasonalma", "Moving average over the years that gives the seasonal factors; short filters follow changes, long ones are smooth. MSR chooses by the moving seasonality ratio."],
            &FILTERS,
            Access::new(|s: &X11Spec| first_filter(s), |s, f| s.seasonal_filters = vec![f]),
        )
        .when(|s| s.seasonal && s.seasonal_filters.len() <= 1),
        choice_of(
            ["filter_per_period", "Filter per period", "seasonalma", "A seasonal filter of its own for each period of the year."],
            |_| vec!["no".to_owned(), "yes".to_owned()],
            |s: &X11Spec, _| if s.seasonal_filters.len() > 1 { "yes" } else { "no" }.to_owned(),
            |s, yes, env| {
                let n = if yes == "yes" { env.period as usize } else { 1 };
                s.seasonal_filters = vec![first_filter(s); n];
                Ok(())
            },
        )
        .when(|s| s.seasonal)
        .in_environment(|env| env.period > 1),
    ];
    fields.extend((0..PERIODS).map(|k| {
        choice(
            ["", "", "seasonalma", "Seasonal filter of this period of the year."],
            &FILTERS,
            Access::new(
                move |s: &X11Spec| s.seasonal_filters.get(k).copied().unwrap_or_default(),
                move |s, f| put(&mut s.seasonal_filters, k, f),
            ),
        )
        .when(move |s| s.seasonal && s.seasonal_filters.len() > 1 && k < s.seasonal_filters.len())
        .labelled(move |_, env| format!("Filter {}", position_label(env.period, k)))
        .at_path(format!("seasonal_filters[{k}]"))
    }));
    fields.extend([
        number(["henderson_length", "Henderson length", "trendma", "Number of terms of the trend filter, odd, 3 to 101; automatic chooses by the I/C ratio. More terms give a smoother trend."], "automatic", at!(X11Spec: henderson_length)),
        number(["forecast_horizon", "Forecasts", "fcasts, maxlead", "Periods added at the end before the decomposition; negative numbers count years."], "", at!(X11Spec: forecast_horizon)),
        number(["backcast_horizon", "Backcasts", "bcasts, maxback", "Periods added before the start; negative numbers count years."], "", at!(X11Spec: backcast_horizon)),
    ]);
    fields
}

fn extremes() -> Vec<Field<X11Spec>> {
    let mut fields = vec![
        number(
            [
                "lower_sigma",
                "Lower sigma limit",
                "lsigma, sigmalim",
                "Irregulars beyond this many standard deviations lose weight.",
            ],
            "",
            at!(X11Spec: lower_sigma),
        ),
        number(
            [
                "upper_sigma",
                "Upper sigma limit",
                "usigma, sigmalim",
                "Irregulars beyond this many standard deviations are replaced.",
            ],
            "",
            at!(X11Spec: upper_sigma),
        ),
        choice_of(
            [
                "calendar_sigma",
                "Standard deviations",
                "calendarsigma",
                "Over five moving years, or for each period of the year when its variance differs.",
            ],
            |_| SIGMAS.map(|(_, n)| n.to_owned()).into(),
            |s: &X11Spec, _| {
                SIGMAS.iter().find(|(v, _)| *v == s.calendar_sigma).map_or("", |(_, n)| n).to_owned()
            },
            set_sigma,
        ),
    ];
    fields.extend((0..PERIODS).map(|k| {
        choice(
            ["", "", "sigmavec", "Periods of one group share their standard deviation."],
            &GROUPS,
            Access::new(
                move |s: &X11Spec| s.sigma_groups.get(k).copied().unwrap_or(SigmaGroup::Group1),
                move |s, g| put(&mut s.sigma_groups, k, g),
            ),
        )
        .when(move |s| k < s.sigma_groups.len())
        .labelled(move |_, env| format!("Group of {}", position_label(env.period, k)))
        .at_path(format!("sigma_groups[{k}]"))
    }));
    fields.push(flag(
        [
            "exclude_forecast",
            "Without forecasts",
            "excludefcst",
            "Leave forecasts and backcasts out of the standard deviations.",
        ],
        at!(X11Spec: exclude_forecast),
    ));
    fields
}

fn first_filter(spec: &X11Spec) -> SeasonalFilter {
    spec.seasonal_filters.first().copied().unwrap_or_default()
}

fn put<T>(all: &mut [T], k: usize, value: T) {
    if let Some(slot) = all.get_mut(k) {
        *slot = value;
    }
}

fn set_sigma(spec: &mut X11Spec, name: &str, env: &Environment) -> Result<(), String> {
    let known = SIGMAS.iter().find(|(_, n)| *n == name);
    spec.calendar_sigma = known.ok_or_else(|| format!("\"{name}\" is no way to compute them"))?.0;
    let groups = if spec.calendar_sigma == CalendarSigma::Select { env.period as usize } else { 0 };
    spec.sigma_groups.resize(groups, SigmaGroup::Group1);
    Ok(())
}
