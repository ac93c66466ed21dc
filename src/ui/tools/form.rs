//! The options of the stand-alone tools.

use solstice_engine::sa::spec::Transformation as Scale;
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::OutlierCode;
use solstice_engine::toolkit::spectrum::{AutoregressiveMethod, Window};
use solstice_engine::toolkit::trading_days::Movement;
use solstice_engine::tools::{
    CanovaHansenOptions, CheckLastOptions, DifferencingOptions, ModelSpec, OutlierOptions, SeasonalModel,
    SeasonalityOptions, SpectrumMethod, SpectrumOptions, TestedDifferences, Tool, TradingDaysOptions,
    Transformation,
};

use crate::ui::form::{Access, Field, Problem, at, choice, flag, number, part, set, text};

/// A tool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ToolKind {
    /// Seasonality tests.
    #[default]
    Seasonality,
    /// Spectra.
    Spectrum,
    /// Differencing.
    Differencing,
    /// Canova-Hansen test.
    CanovaHansen,
    /// Trading days.
    TradingDays,
    /// Outliers.
    Outliers,
    /// Check of the last observations.
    CheckLast,
}

impl ToolKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Seasonality,
        Self::Spectrum,
        Self::Differencing,
        Self::CanovaHansen,
        Self::TradingDays,
        Self::Outliers,
        Self::CheckLast,
    ];

    /// Title of the tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Seasonality => "Seasonality",
            Self::Spectrum => "Spectrum",
            Self::Differencing => "Differencing",
            Self::CanovaHansen => "Canova-Hansen",
            Self::TradingDays => "Trading days",
            Self::Outliers => "Outliers",
            Self::CheckLast => "Last observations",
        }
    }

    /// What it answers.
    pub fn question(self) -> &'static str {
        match self {
            Self::Seasonality => "Is there seasonality in the series?",
            Self::Spectrum => "At which frequencies does the series move?",
            Self::Differencing => "How often must the series be differenced to be stationary?",
            Self::CanovaHansen => "Is the seasonality stable over time?",
            Self::TradingDays => "Are there trading-day effects, and do they move over time?",
            Self::Outliers => "Which observations does an automatic model not explain?",
            Self::CheckLast => "Are the last observations what the model of those before expects?",
        }
    }
}

/// Estimators of a spectrum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpectrumKind {
    /// Periodogram.
    Periodogram,
    /// Autoregressive spectrum.
    Autoregressive,
    /// Tukey spectrum.
    Tukey,
}

/// Options of all estimators of a spectrum.
#[derive(Clone, Debug, PartialEq)]
pub struct SpectrumForm {
    kind: SpectrumKind,
    log: bool,
    order: usize,
    lag: usize,
    last_years: usize,
    logarithm: bool,
    autoregression: usize,
    window: Window,
    length: usize,
    taper: f64,
}

impl Default for SpectrumForm {
    fn default() -> Self {
        Self {
            kind: SpectrumKind::Periodogram,
            log: false,
            order: 1,
            lag: 1,
            last_years: 0,
            logarithm: false,
            autoregression: 0,
            window: Window::Tukey,
            length: 0,
            taper: 0.0,
        }
    }
}

impl SpectrumForm {
    fn options(&self) -> SpectrumOptions {
        let method = match self.kind {
            SpectrumKind::Periodogram => SpectrumMethod::Periodogram { logarithm: self.logarithm },
            SpectrumKind::Autoregressive => SpectrumMethod::Autoregressive {
                order: self.autoregression,
                resolution: 5,
                estimation: AutoregressiveMethod::Ols,
            },
            SpectrumKind::Tukey => {
                SpectrumMethod::Tukey { window: self.window, length: self.length, taper: self.taper }
            }
        };
        let transformation = Transformation {
            log: self.log,
            order: self.order,
            lag: self.lag,
            last_years: self.last_years,
            ..SpectrumOptions::new(method).transformation
        };
        SpectrumOptions { transformation, method }
    }
}

/// The chosen tool and the options of all.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolForm {
    /// The chosen tool.
    pub kind: ToolKind,
    seasonality: SeasonalityOptions,
    spectrum: SpectrumForm,
    differencing: DifferencingOptions,
    canova_hansen: CanovaHansenOptions,
    trading_days: TradingDaysOptions,
    outliers: OutlierOptions,
    outlier_model: &'static str,
    check_last: CheckLastOptions,
    check_model: &'static str,
}

/// Largest number of differences.
const MAX_ORDER: usize = 4;
const FULL: &str = "trfull";

impl Default for ToolForm {
    fn default() -> Self {
        Self {
            kind: ToolKind::default(),
            seasonality: SeasonalityOptions::default(),
            spectrum: SpectrumForm::default(),
            differencing: DifferencingOptions::default(),
            canova_hansen: CanovaHansenOptions::default(),
            trading_days: TradingDaysOptions::default(),
            outliers: OutlierOptions::default(),
            outlier_model: FULL,
            check_last: CheckLastOptions { back: 3, ..CheckLastOptions::default() },
            check_model: FULL,
        }
    }
}

impl ToolForm {
    /// What cannot be used, at its option.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut check = |path: &str, fits: bool, remedy: &str| {
            if !fits {
                problems.push((path.to_owned(), remedy.to_owned()));
            }
        };
        check("lag", self.spectrum.lag > 0, "choose at least 1");
        check("taper", (0.0..=1.0).contains(&self.spectrum.taper), "choose a part between 0 and 1");
        let critical = self.outliers.critical_value;
        check("critical", critical >= 0.0 && critical.is_finite(), "choose a positive value");
        check("back", self.check_last.back > 0, "choose at least 1");
        for (path, order) in [
            ("order", self.spectrum.order.max(self.canova_hansen.order)),
            ("regular", self.differencing.regular),
            ("seasonal", self.differencing.seasonal),
        ] {
            check(path, order <= MAX_ORDER, "choose at most 4");
        }
        problems
    }

    /// The chosen tool with its options.
    pub fn tool(&self) -> Tool {
        match self.kind {
            ToolKind::Seasonality => Tool::Seasonality(self.seasonality),
            ToolKind::Spectrum => Tool::Spectrum(self.spectrum.options()),
            ToolKind::Differencing => Tool::Differencing(self.differencing),
            ToolKind::CanovaHansen => Tool::CanovaHansen(self.canova_hansen.clone()),
            ToolKind::TradingDays => Tool::TradingDays(self.trading_days),
            ToolKind::Outliers => Tool::Outliers(self.outliers.clone()),
            ToolKind::CheckLast => Tool::CheckLast(self.check_last.clone()),
        }
    }
}

const MODELS: &[(&str, &str)] = &[
    ("tr0", "tr0"),
    ("tr1", "tr1"),
    ("tr2", "tr2"),
    ("tr3", "tr3"),
    ("tr4", "tr4"),
    ("tr5", "tr5"),
    (FULL, "trfull"),
    ("rg0", "rg0"),
    ("rg1", "rg1"),
    ("rg2c", "rg2c"),
    ("rg3", "rg3"),
    ("rg4c", "rg4c"),
    ("rg5c", "rg5c"),
];

const WINDOWS: &[(Window, &str)] = &[
    (Window::Tukey, "Tukey"),
    (Window::Parzen, "Parzen"),
    (Window::Bartlett, "Bartlett"),
    (Window::Hamming, "Hamming"),
    (Window::Welch, "Welch"),
    (Window::Square, "Square"),
];

const LOG: &str = "Takes logarithms first; the series must be positive.";

/// The options of a tool.
pub fn fields(kind: ToolKind) -> Vec<Field<ToolForm>> {
    match kind {
        ToolKind::Seasonality => {
            seasonality().into_iter().map(|f| f.of(part!(ToolForm: seasonality))).collect()
        }
        ToolKind::Spectrum => spectrum().into_iter().map(|f| f.of(part!(ToolForm: spectrum))).collect(),
        ToolKind::Differencing => {
            differencing().into_iter().map(|f| f.of(part!(ToolForm: differencing))).collect()
        }
        ToolKind::CanovaHansen => {
            canova_hansen().into_iter().map(|f| f.of(part!(ToolForm: canova_hansen))).collect()
        }
        ToolKind::TradingDays => {
            trading_days().into_iter().map(|f| f.of(part!(ToolForm: trading_days))).collect()
        }
        ToolKind::Outliers => outliers(),
        ToolKind::CheckLast => check_last(),
    }
}

fn seasonality() -> Vec<Field<SeasonalityOptions>> {
    type S = SeasonalityOptions;
    const fn given(order: usize, mean: bool) -> TestedDifferences {
        TestedDifferences::Given { order, mean }
    }
    vec![
        flag(["log", "Logarithm", "", LOG], at!(S: log)),
        choice(
            [
                "differences",
                "Differences",
                "",
                "Differences at lag 1 that make the series stationary before the tests.",
            ],
            const {
                &[
                    (TestedDifferences::Automatic, "Automatic"),
                    (given(0, true), "None"),
                    (given(1, true), "One"),
                    (given(2, false), "Two"),
                ]
            },
            at!(S: differences),
        ),
        number(["last_years", "Last years", "", "Tests the last years only."], "all", at!(S: last_years)),
    ]
}

fn spectrum() -> Vec<Field<SpectrumForm>> {
    type S = SpectrumForm;
    let of = |kind: SpectrumKind| move |s: &S| s.kind == kind;
    let kinds = const {
        &[
            (SpectrumKind::Periodogram, "Periodogram"),
            (SpectrumKind::Autoregressive, "Autoregressive"),
            (SpectrumKind::Tukey, "Tukey"),
        ]
    };
    vec![
        choice(["kind", "Spectrum", "", "Estimator of the spectrum."], kinds, at!(S: kind)),
        flag(["log", "Logarithm", "", LOG], at!(S: log)),
        number(["order", "Differences", "", "Number of differences."], "", at!(S: order)),
        number(["lag", "Lag", "", "Lag of the differences: 1, or the periods of a year."], "", at!(S: lag)),
        number(["last_years", "Last years", "", "Analyses the last years only."], "all", at!(S: last_years)),
        flag(
            [
                "logarithm",
                "Logarithm of ordinates",
                "",
                "Natural logarithm of the ordinates of the periodogram.",
            ],
            at!(S: logarithm),
        )
        .when(of(SpectrumKind::Periodogram)),
        number(
            [
                "autoregression",
                "Order",
                "",
                "Order of the autoregression; two and a half years of lags when automatic.",
            ],
            "automatic",
            at!(S: autoregression),
        )
        .when(of(SpectrumKind::Autoregressive)),
        choice(["window", "Window", "", "Weights of the autocovariances."], WINDOWS, at!(S: window))
            .when(of(SpectrumKind::Tukey)),
        number(
            [
                "length",
                "Length of window",
                "",
                "Number of autocovariances used; from the length of the series when automatic.",
            ],
            "automatic",
            at!(S: length),
        )
        .when(of(SpectrumKind::Tukey)),
        number(
            ["taper", "Tapered part", "", "Part of the data that is faded in and out at the ends, 0 to 1."],
            "",
            at!(S: taper),
        )
        .when(of(SpectrumKind::Tukey)),
    ]
}

fn differencing() -> Vec<Field<DifferencingOptions>> {
    type S = DifferencingOptions;
    vec![
        flag(["log", "Logarithm", "", LOG], at!(S: log)),
        number(
            ["regular", "Regular differences", "", "Number of differences at lag 1."],
            "",
            at!(S: regular),
        ),
        number(
            ["seasonal", "Seasonal differences", "", "Number of differences at a lag of one year."],
            "",
            at!(S: seasonal),
        ),
    ]
}

fn canova_hansen() -> Vec<Field<CanovaHansenOptions>> {
    type S = CanovaHansenOptions;
    let models = const {
        &[
            (SeasonalModel::Trigonometric, "Sines and cosines"),
            (SeasonalModel::Dummies, "Dummies"),
            (SeasonalModel::Contrasts, "Contrasts"),
        ]
    };
    vec![
        flag(["log", "Logarithm", "", LOG], at!(S: log)),
        number(
            ["order", "Differences", "", "Number of differences at lag 1 before the test."],
            "",
            at!(S: order),
        ),
        choice(
            ["model", "Seasons", "", "What stands for the seasons in the regression."],
            models,
            at!(S: model),
        ),
        flag(
            ["lagged", "Lagged series", "", "Whether the series one period before is a regressor too."],
            at!(S: lagged),
        ),
        choice(["kernel", "Kernel", "", "Weights of the long-run covariance."], WINDOWS, at!(S: kernel)),
        number(
            [
                "truncation",
                "Autocovariances",
                "",
                "Autocovariances in the long-run covariance; 0.75 times the root of the length when automatic.",
            ],
            "automatic",
            Access::new(
                |s: &S| s.truncation.unwrap_or(0),
                |s: &mut S, n: usize| s.truncation = (n > 0).then_some(n),
            ),
        ),
        text(
            [
                "periods",
                "Further periods",
                "",
                "Periods in observations, separated by spaces, whose cycles are tested one by one: 2.87 is the week in months.",
            ],
            "none",
            |s: &S, _| s.periods.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            |s: &mut S, typed, _| {
                let parsed: Result<Vec<f64>, _> = typed.split_whitespace().map(str::parse).collect();
                let fits = |p: &Vec<f64>| p.iter().all(|p| *p >= 2.0 && p.is_finite());
                s.periods =
                    parsed.ok().filter(fits).ok_or("type numbers of at least 2, separated by spaces")?;
                Ok(())
            },
        ),
    ]
}

fn trading_days() -> Vec<Field<TradingDaysOptions>> {
    type S = TradingDaysOptions;
    let groups = const {
        &[
            (DayClustering::TD7, "All days"),
            (DayClustering::TD6, "Sat and Sun together"),
            (DayClustering::TD4, "Mon to Thu together"),
            (DayClustering::TD3, "Mon to Fri together"),
            (DayClustering::TD2, "Week and week-end"),
        ]
    };
    let movements = const { &[(Movement::Days, "Days"), (Movement::Contrasts, "Contrasts")] };
    vec![
        flag(["log", "Logarithm", "", LOG], at!(S: log)),
        choice(
            [
                "clustering",
                "Groups",
                "",
                "Days with a common effect, where effects may move; the other tests are of all days.",
            ],
            groups,
            at!(S: clustering),
        ),
        choice(
            [
                "movement",
                "What moves",
                "",
                "What moves independently: the effects of the days, seen as differences from their mean, or their contrasts with the last group.",
            ],
            movements,
            at!(S: movement),
        ),
    ]
}

fn outliers() -> Vec<Field<ToolForm>> {
    type S = ToolForm;
    let scales = const { &[(Scale::None, "None"), (Scale::Log, "Logarithm"), (Scale::Auto, "Automatic")] };
    let types = const {
        &[(OutlierCode::AO, "AO"), (OutlierCode::LS, "LS"), (OutlierCode::TC, "TC"), (OutlierCode::SO, "SO")]
    };
    let model = Access::new(
        |s: &S| s.outlier_model,
        |s: &mut S, name| {
            if let Some(model) = ModelSpec::predefined(name) {
                s.outliers.model = model;
                s.outlier_model = name;
            }
        },
    );
    vec![
        choice(
            [
                "model",
                "Model",
                "",
                "How the model of the series is found: tr0 to trfull by TRAMO, rg0 to rg5c by RegARIMA of X-13.",
            ],
            MODELS,
            model,
        ),
        choice(
            ["transformation", "Transformation", "", "Scale of the model."],
            scales,
            at!(S: outliers.transformation),
        ),
        set(["types", "Types", "", "Types of outliers that are searched."], types, at!(S: outliers.types)),
        number(
            [
                "critical",
                "Critical value",
                "",
                "Smallest absolute t-statistic of an outlier; from the length of the series when automatic.",
            ],
            "automatic",
            at!(S: outliers.critical_value),
        ),
    ]
}

fn check_last() -> Vec<Field<ToolForm>> {
    type S = ToolForm;
    let model = Access::new(
        |s: &S| s.check_model,
        |s: &mut S, name| {
            if let Some(model) = ModelSpec::predefined(name) {
                s.check_last.model = model;
                s.check_model = name;
            }
        },
    );
    vec![
        choice(
            [
                "model",
                "Model",
                "",
                "How the model of the series without these observations is found: tr0 to trfull by TRAMO, rg0 to rg5c by RegARIMA of X-13.",
            ],
            MODELS,
            model,
        ),
        number(
            ["back", "Observations", "", "Number of observations at the end that are checked."],
            "",
            at!(S: check_last.back),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::tools::MODEL_NAMES;

    #[test]
    fn every_model_can_be_chosen() {
        assert_eq!(MODELS.iter().map(|m| m.0).collect::<Vec<_>>(), MODEL_NAMES);
    }

    #[test]
    fn every_tool_has_options_with_an_explanation_each() {
        let mut names = std::collections::HashSet::new();
        for kind in ToolKind::ALL {
            let form = ToolForm { kind, ..ToolForm::default() };
            let fields = fields(kind);
            assert!(!fields.is_empty() && !kind.question().is_empty());
            assert!(fields.iter().all(|f| f.tip.ends_with('.')), "{}", kind.title());
            names.insert(form.tool().name());
        }
        assert_eq!(names.len(), ToolKind::ALL.len());
    }
}
