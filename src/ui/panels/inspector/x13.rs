//! The whole specification of X-13 as a table.

use std::sync::LazyLock;

use solstice_engine::sa::spec::{
    AutoModelSpec, AutomaticTradingDays, DecompositionMode, EasterKind, EasterSpec, EstimateSpec,
    OutlierSpec, Parameter, RegArimaSpec, RegressionTest, Spec, TradingDaysSpec, TransformSpec,
    Transformation, X11Spec, X13Spec, x13,
};
use solstice_engine::toolkit::calendars::DayClustering;

use super::common::{
    self, FUNCTIONS, Search, easter_coefficient, function_word, length_adjustment, section_under,
    series_fields,
};
use super::{arima, benchmarking, quality, span, trading_days, variables, x11};
use crate::ui::form::{Access, Field, Lens, Section, at, choice, flag, number, part};

/// The table.
pub(super) fn sections() -> &'static [Section<Spec>] {
    static SECTIONS: LazyLock<Vec<Section<Spec>>> =
        LazyLock::new(|| all().into_iter().map(|s| s.of(WHOLE)).collect());
    &SECTIONS
}

const WHOLE: Lens<Spec, X13Spec> = Lens {
    get: |s| match s {
        Spec::X13(x13) => Some(x13),
        Spec::TramoSeats(_) => None,
    },
    get_mut: |s| match s {
        Spec::X13(x13) => Some(x13),
        Spec::TramoSeats(_) => None,
    },
};

const MODEL: Lens<X13Spec, RegArimaSpec> =
    Lens { get: |s| s.preprocessing.as_ref(), get_mut: |s| s.preprocessing.as_mut() };

/// The variables that the specification gives.
const GIVEN: variables::Given<RegArimaSpec> = variables::Given {
    outliers: part!(RegArimaSpec: regression.outliers),
    ramps: part!(RegArimaSpec: regression.ramps),
    interventions: part!(RegArimaSpec: regression.interventions),
    users: part!(RegArimaSpec: regression.users),
};

fn all() -> Vec<Section<X13Spec>> {
    let mut sections = vec![series()];
    sections.extend(
        [
            transformation().of(part!(RegArimaSpec: transform)),
            trading_days(),
            easter().of(part!(RegArimaSpec: regression.easter)),
            arima_model(),
            outlier_detection().of(part!(RegArimaSpec: outliers)),
        ]
        .into_iter()
        .chain(variables::given_sections(GIVEN))
        .chain([estimation().of(part!(RegArimaSpec: estimate))])
        .map(|s| s.of(MODEL)),
    );
    sections.extend(x11::sections().into_iter().map(|s| {
        let mut section = s.of(part!(X13Spec: x11));
        section.fields = section.fields.into_iter().map(|f| f.under("x11")).collect();
        section
    }));
    sections.push(benchmarking::section().of(part!(X13Spec: benchmarking)));
    sections.push(quality::section(quality::x11()).of(part!(X13Spec: quality)));
    sections
}

fn series() -> Section<X13Spec> {
    let mut fields: Vec<Field<X13Spec>> = series_fields().map(|f| f.of(part!(X13Spec: series))).collect();
    fields.push(flag(
        ["preprocessing", "RegARIMA model", "preprocessing", "A regression model with ARIMA errors before the decomposition: calendar effects, outliers, forecasts."],
        Access::new(|s: &X13Spec| s.preprocessing.is_some(), set_preprocessing),
    ));
    Section::new(
        "Series",
        "What is adjusted, and whether a model comes first.",
        |s: &X13Spec, env| {
            let model = if s.preprocessing.is_some() { "with model" } else { "without model" };
            let span = span::summary(s.series.span, env);
            Some(span.map_or_else(|| model.to_owned(), |span| format!("{span}, {model}")))
        },
        fields,
    )
    .folded()
}

/// The model of the richest predefined specification comes with the options of X-11 behind a model.
fn set_preprocessing(spec: &mut X13Spec, on: bool) {
    if on == spec.preprocessing.is_some() {
        return;
    }
    let alone = X11Spec { mode: DecompositionMode::Multiplicative, ..X11Spec::default() };
    let (from, to) =
        if on { (alone, X11Spec::after_preprocessing()) } else { (X11Spec::after_preprocessing(), alone) };
    if spec.x11.mode == from.mode {
        spec.x11.mode = to.mode;
    }
    if spec.x11.forecast_horizon == from.forecast_horizon {
        spec.x11.forecast_horizon = to.forecast_horizon;
    }
    spec.preprocessing = match x13("rsa5c") {
        Some(Spec::X13(rsa5c)) if on => rsa5c.preprocessing,
        _ => None,
    };
}

fn transformation() -> Section<TransformSpec> {
    let fields = vec![
        choice(
            ["function", "Function", "function, power", "Logarithms make proportional seasonal effects additive. Automatic compares both by AICc."],
            &FUNCTIONS,
            at!(TransformSpec: function),
        ),
        number(["aic_difference", "AICc difference", "aicdiff", "The level is chosen when its AICc is lower by more than minus this; negative values favour logarithms."], "", at!(TransformSpec: aic_difference))
            .when(|s| s.function == Transformation::Auto),
        flag(["outliers_correction", "Outlier correction", "outliersCorrection", "Large outliers are taken out of the series while levels and logarithms are compared."], at!(TransformSpec: outliers_correction))
            .when(|s| s.function == Transformation::Auto),
        length_adjustment(at!(TransformSpec: adjust), |s| s.function),
    ];
    section_under("transform", "Transformation", "Level or logarithms.", fields, |s: &TransformSpec, _| {
        Some(function_word(s.function).to_owned())
    })
}

const TESTS: [(RegressionTest, &str); 3] =
    [(RegressionTest::None, "No"), (RegressionTest::Add, "Add"), (RegressionTest::Remove, "Remove")];

fn test_word(test: RegressionTest) -> &'static str {
    if test == RegressionTest::None { "" } else { ", tested" }
}

fn trading_days() -> Section<RegArimaSpec> {
    type Days = TradingDaysSpec;
    let parts = trading_days::Parts {
        days: part!(Days: days),
        length_of_period: part!(Days: length_of_period),
        length_coefficient: at!(Days: length_of_period_coefficient),
        consistent: consistent_days,
        decided: |td| if td.automatic.is_some() { ", automatic" } else { test_word(td.test) },
    };
    let automatic = vec![
        choice(
            ["automatic", "Automatic choice", "autotd", "Chooses among nested groups of days by Wald tests or an information criterion, instead of a test."],
            &[(None, "No"), (Some(WALD), "Wald tests"), (Some(AutomaticTradingDays::Bic), "BIC"), (Some(AutomaticTradingDays::Aic), "AICc")],
            Access::new(
                |s: &Days| s.automatic.map(|a| if matches!(a, AutomaticTradingDays::Wald { .. }) { WALD } else { a }),
                |s: &mut Days, automatic| {
                    s.automatic = automatic;
                    if automatic.is_some() {
                        trading_days::set_clustering(&mut s.days, DayClustering::TD7);
                    }
                },
            ),
        )
        .when(|s: &Days| trading_days::takes_length(&s.days))
        .then(consistent_days),
        probability(["automatic_p1", "Accept a restriction", "pftd", "Smallest p-value at which a simpler grouping is accepted."], |(p1, _)| p1, |(p1, _), x| *p1 = x),
        probability(["automatic_p2", "Prefer smaller", "pftd", "Smallest p-value between two accepted groupings at which the smaller one is preferred."], |(_, p2)| p2, |(_, p2), x| *p2 = x),
    ];
    let test = vec![
        choice(
            [
                "test",
                "Test",
                "test, aictest",
                "Add starts without trading days and adds them when AICc improves; Remove starts with them.",
            ],
            &TESTS,
            at!(Days: test),
        )
        .when(|s: &Days| s.is_used() && s.automatic.is_none())
        .then(consistent_days),
        flag(
            [
                "auto_adjust",
                "Pre-adjust leap year",
                "autoAdjust",
                "In logarithms the leap-year effect is taken out before the model, not estimated.",
            ],
            at!(Days: auto_adjust),
        )
        .when(|s: &Days| s.is_used() && s.length_of_period.is_some()),
    ];
    let section = trading_days::section(parts, automatic, test);
    let mut section = section.of(part!(RegArimaSpec: regression.trading_days));
    section.fields.push(
        number(
            [
                "regression.aic_difference",
                "AICc margin of tests",
                "aicdiff",
                "AICc must improve by more than this in the tests of trading days and Easter.",
            ],
            "",
            at!(RegArimaSpec: regression.aic_difference),
        )
        .when(|s| {
            s.regression.trading_days.test != RegressionTest::None
                || s.regression.easter.test != RegressionTest::None
        }),
    );
    section
}

const WALD: AutomaticTradingDays = AutomaticTradingDays::Wald { p1: 0.01, p2: 0.1 };

/// What cannot stand together is undone: a test with an automatic choice, fixed coefficients with either.
fn consistent_days(td: &mut TradingDaysSpec) {
    if !trading_days::takes_length(&td.days) {
        td.automatic = None;
        td.length_of_period = None;
    }
    if !td.is_used() || td.automatic.is_some() {
        td.test = RegressionTest::None;
    }
    trading_days::fit_coefficients(td);
    if td.coefficients.is_empty() && trading_days::HasDays::is_decided(td) {
        td.length_of_period_coefficient = Parameter::Undefined;
    }
}

fn probability(
    texts: [&'static str; 4],
    get: fn((f64, f64)) -> f64,
    set: fn((&mut f64, &mut f64), f64),
) -> Field<TradingDaysSpec> {
    number(
        texts,
        "",
        Access::new(
            move |s: &TradingDaysSpec| match s.automatic {
                Some(AutomaticTradingDays::Wald { p1, p2 }) => get((p1, p2)),
                _ => 0.0,
            },
            move |s: &mut TradingDaysSpec, x: f64| {
                if let Some(AutomaticTradingDays::Wald { p1, p2 }) = &mut s.automatic {
                    set((p1, p2), x);
                }
            },
        ),
    )
    .when(|s| matches!(s.automatic, Some(AutomaticTradingDays::Wald { .. })))
}

fn easter() -> Section<EasterSpec> {
    let used = |s: &EasterSpec| s.kind != EasterKind::Unused;
    let consistent = |s: &mut EasterSpec| {
        if s.kind == EasterKind::Unused {
            s.test = RegressionTest::None;
        }
        if s.test != RegressionTest::None {
            s.coefficient = Parameter::Undefined;
        }
    };
    let fields = vec![
        choice(
            [
                "kind",
                "Easter",
                "easter, type",
                "Effect of the days before Easter Sunday, by the Gregorian or the Julian calendar.",
            ],
            &[
                (EasterKind::Unused, "No"),
                (EasterKind::Easter, "Gregorian"),
                (EasterKind::JulianEaster, "Julian"),
            ],
            at!(EasterSpec: kind),
        )
        .then(consistent),
        number(
            [
                "duration",
                "Duration",
                "duration, w",
                "Days before Easter that are affected, 1 to 20. The test Add tries 1, 8 and 15 instead.",
            ],
            "",
            at!(EasterSpec: duration),
        )
        .when(used),
        choice(
            [
                "test",
                "Easter test",
                "test, aictest",
                "Add starts without the effect and adds it when AICc improves; Remove starts with it.",
            ],
            &TESTS,
            at!(EasterSpec: test),
        )
        .when(used)
        .then(consistent),
        easter_coefficient(at!(EasterSpec: coefficient), |s| {
            s.kind != EasterKind::Unused && s.test == RegressionTest::None
        }),
    ];
    section_under(
        "regression.easter",
        "Easter",
        "Effect of the moving holiday.",
        fields,
        |easter: &EasterSpec, _| {
            let kind = match easter.kind {
                EasterKind::Unused => return Some("no".to_owned()),
                EasterKind::Easter => "",
                EasterKind::JulianEaster => "Julian, ",
            };
            Some(format!("{kind}{} days{}", easter.duration, test_word(easter.test)))
        },
    )
}

fn arima_model() -> Section<RegArimaSpec> {
    let parts = arima::Parts {
        automatic: part!(RegArimaSpec: auto_model),
        arima: part!(RegArimaSpec: arima),
        mean: part!(RegArimaSpec: regression.mean),
    };
    arima::section(parts, "automdl", automatic_model())
}

fn automatic_model() -> Vec<Field<AutoModelSpec>> {
    vec![
        flag(
            [
                "mixed",
                "Mixed models",
                "mixed",
                "Allow models with both autoregressive and moving average parts.",
            ],
            at!(AutoModelSpec: mixed),
        ),
        flag(
            [
                "balanced",
                "Balanced models",
                "balanced",
                "Prefer models whose autoregressive and moving average sides have equal order.",
            ],
            at!(AutoModelSpec: balanced),
        ),
        number(
            [
                "cancel",
                "Cancellation limit",
                "cancel",
                "Autoregressive and moving average roots that are closer than this cancel, 0 to 0.2.",
            ],
            "",
            at!(AutoModelSpec: cancel),
        ),
        number(
            [
                "ub1",
                "First unit root limit",
                "ub1, initial UR",
                "Roots within this modulus are unit roots in the first step of differencing; above 1.",
            ],
            "",
            at!(AutoModelSpec: ub1),
        ),
        number(
            ["ub2", "Second unit root limit", "ub2, final UR", "The same in the later steps; above 1."],
            "",
            at!(AutoModelSpec: ub2),
        ),
        number(
            [
                "ljung_box_limit",
                "Ljung-Box limit",
                "ljungboxlimit",
                "A model is accepted when 1 - p of the Ljung-Box test of its residuals is not above this.",
            ],
            "",
            at!(AutoModelSpec: ljung_box_limit),
        ),
        number(
            [
                "predcv",
                "Reduce critical value",
                "reducecv, predcv",
                "Relative reduction of the critical value of outliers after a rejected model, 0.05 to 0.3.",
            ],
            "",
            at!(AutoModelSpec: predcv),
        ),
    ]
}

fn outlier_detection() -> Section<OutlierSpec> {
    let search = Search {
        types: part!(OutlierSpec: types),
        critical_value: at!(OutlierSpec: critical_value),
        span: part!(OutlierSpec: span),
        standard: ["types", "critical, va"],
    };
    let own = vec![
        number(
            [
                "monthly_tc_rate",
                "TC rate",
                "tcrate",
                "Share of a transitory change that is left after a month, between 0 and 1.",
            ],
            "",
            at!(OutlierSpec: monthly_tc_rate),
        ),
        number(
            ["max_outliers", "Most outliers", "maxiter", "Largest number of outliers that are put in."],
            "",
            at!(OutlierSpec: max_outliers),
        ),
    ];
    common::outlier_detection(search, own)
}

fn estimation() -> Section<EstimateSpec> {
    let tip = "Relative precision of the likelihood at which the estimation stops, up to 0.01.";
    let tolerance = number(["tolerance", "Precision", "tol", tip], "", at!(EstimateSpec: tolerance));
    common::estimation(part!(EstimateSpec: span), vec![tolerance])
}
