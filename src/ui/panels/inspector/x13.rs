//! The whole specification of X-13 as a table.

use std::sync::LazyLock;

use solstice_engine::sa::spec::{
    AutoModelSpec, AutomaticTradingDays, DecompositionMode, EasterKind, EasterSpec, EstimateSpec,
    OutlierSpec, Parameter, RegArimaSpec, RegressionTest, Spec, TradingDays, TradingDaysSpec, TransformSpec,
    Transformation, X11Spec, X13Spec, x13,
};
use solstice_engine::toolkit::calendars::DayClustering;

use super::common::{FUNCTIONS, SEARCHED, function_word, section_of, series_fields, types_word, under};
use super::trading_days::{self, LENGTHS};
use super::{arima, benchmarking, quality, span, variables, x11};
use crate::ui::form::{Access, Field, Lens, Section, at, choice, coefficient, flag, number, part, set};

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

const AUTOMATIC: Lens<RegArimaSpec, AutoModelSpec> =
    Lens { get: |s| s.auto_model.as_ref(), get_mut: |s| s.auto_model.as_mut() };

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
        [transformation(), trading_days(), easter(), arima_model(), outlier_detection()]
            .into_iter()
            .chain(variables::given_sections(GIVEN))
            .chain([estimation()])
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

fn transformation() -> Section<RegArimaSpec> {
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
        choice(["adjust", "Adjust", "adjust", "Divides by the length of the period before logarithms are taken."], &LENGTHS, at!(TransformSpec: adjust))
            .when(|s| s.function != Transformation::None),
    ];
    section_of(
        "Transformation",
        "Level or logarithms.",
        "transform",
        fields,
        part!(RegArimaSpec: transform),
        |s, _| Some(function_word(s.transform.function).to_owned()),
    )
}

const TESTS: [(RegressionTest, &str); 3] =
    [(RegressionTest::None, "No"), (RegressionTest::Add, "Add"), (RegressionTest::Remove, "Remove")];

fn test_word(test: RegressionTest) -> &'static str {
    if test == RegressionTest::None { "" } else { ", tested" }
}

fn trading_days() -> Section<RegArimaSpec> {
    type Days = TradingDaysSpec;
    let mut fields: Vec<Field<Days>> = trading_days::days()
        .into_iter()
        .map(|f| f.under("days").of(part!(Days: days)).then(consistent_days))
        .collect();
    fields.extend([
        choice(
            ["automatic", "Automatic choice", "autotd", "Chooses among nested groups of days by Wald tests or an information criterion, instead of a test."],
            &[(None, "No"), (Some(WALD), "Wald tests"), (Some(AutomaticTradingDays::Bic), "BIC"), (Some(AutomaticTradingDays::Aic), "AICc")],
            Access::new(
                |s: &Days| s.automatic.map(|a| if matches!(a, AutomaticTradingDays::Wald { .. }) { WALD } else { a }),
                |s: &mut Days, automatic| {
                    s.automatic = automatic;
                    if let (Some(_), TradingDays::Generic(c) | TradingDays::Holidays { clustering: c, .. }) = (automatic, &mut s.days) {
                        *c = DayClustering::TD7;
                    }
                },
            ),
        )
        .when(|s: &Days| trading_days::takes_length(&s.days))
        .then(consistent_days),
        probability(["automatic_p1", "Accept a restriction", "pftd", "Smallest p-value at which a simpler grouping is accepted."], |(p1, _)| p1, |(p1, _), x| *p1 = x),
        probability(["automatic_p2", "Prefer smaller", "pftd", "Smallest p-value between two accepted groupings at which the smaller one is preferred."], |(_, p2)| p2, |(_, p2), x| *p2 = x),
        choice(["length_of_period", "Length of period", "lp, leap year", "Effect of the leap year or of the number of days, beside the days of the week."], &LENGTHS, at!(Days: length_of_period))
            .when(|s: &Days| trading_days::takes_length(&s.days)),
        choice(["test", "Test", "test, aictest", "Add starts without trading days and adds them when AICc improves; Remove starts with them."], &TESTS, at!(Days: test))
            .when(|s: &Days| s.is_used() && s.automatic.is_none())
            .then(consistent_days),
        flag(["auto_adjust", "Pre-adjust leap year", "autoAdjust", "In logarithms the leap-year effect is taken out before the model, not estimated."], at!(Days: auto_adjust))
            .when(|s: &Days| s.is_used() && s.length_of_period.is_some()),
    ]);
    fields.extend(trading_days::coefficients());
    fields.push(trading_days::length_coefficient(at!(Days: length_of_period_coefficient), |s| {
        s.length_of_period.is_some()
    }));
    let mut section = section_of(
        "Trading days",
        "Effects of the days of the week and of the length of the period.",
        "regression.trading_days",
        fields,
        part!(RegArimaSpec: regression.trading_days),
        |s, _| {
            let td = &s.regression.trading_days;
            let days = trading_days::summary(&td.days).unwrap_or_else(|| "no".to_owned());
            let automatic = if td.automatic.is_some() { ", automatic" } else { "" };
            Some(format!("{days}{automatic}{}", test_word(td.test)))
        },
    );
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

fn easter() -> Section<RegArimaSpec> {
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
        coefficient(
            [
                "coefficient",
                "Easter coefficient",
                "fixed coefficient",
                "Estimated or fixed; a tested effect cannot be fixed.",
            ],
            false,
            at!(EasterSpec: coefficient),
        )
        .when(|s| s.kind != EasterKind::Unused && s.test == RegressionTest::None),
    ];
    section_of(
        "Easter",
        "Effect of the moving holiday.",
        "regression.easter",
        fields,
        part!(RegArimaSpec: regression.easter),
        |s, _| {
            let easter = &s.regression.easter;
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
    let mut fields = vec![flag(
        [
            "auto_model",
            "Automatic model",
            "automdl",
            "Chooses differences and orders by unit roots, BIC and tests of the residuals.",
        ],
        Access::new(
            |s: &RegArimaSpec| s.auto_model.is_some(),
            |s: &mut RegArimaSpec, on| s.auto_model = on.then(|| s.auto_model.clone().unwrap_or_default()),
        ),
    )];
    fields.extend(under("auto_model", automatic_model()).map(|f| f.of(AUTOMATIC)));
    fields.extend(
        under("arima", arima::fields())
            .map(|f| f.of(part!(RegArimaSpec: arima)).when(|s: &RegArimaSpec| s.auto_model.is_none())),
    );
    fields
        .extend(under("regression.mean", arima::mean()).map(|f| f.of(part!(RegArimaSpec: regression.mean))));
    Section::new(
        "ARIMA model",
        "The model of the part that the regression does not explain.",
        |s: &RegArimaSpec, env| {
            Some(if s.auto_model.is_some() { "automatic".to_owned() } else { arima::summary(&s.arima, env) })
        },
        fields,
    )
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

fn outlier_detection() -> Section<RegArimaSpec> {
    let used = |s: &OutlierSpec| !s.types.is_empty();
    let mut fields = vec![
        set(["types", "Types", "types", "Outliers that are searched: AO one period, LS level shift, TC transitory change, SO seasonal."], &SEARCHED, at!(OutlierSpec: types)),
        number(["critical_value", "Critical value", "critical, va", "Smallest absolute t-value of an outlier, at least 2; automatic takes it from the length of the series."], "automatic", at!(OutlierSpec: critical_value)).when(used),
        number(["monthly_tc_rate", "TC rate", "tcrate", "Share of a transitory change that is left after a month, between 0 and 1."], "", at!(OutlierSpec: monthly_tc_rate)).when(used),
        number(["max_outliers", "Most outliers", "maxiter", "Largest number of outliers that are put in."], "", at!(OutlierSpec: max_outliers)).when(used),
    ];
    fields.extend(
        under("span", span::fields("Search span", "Periods in which outliers are searched."))
            .map(|f| f.of(part!(OutlierSpec: span)).when(used)),
    );
    section_of(
        "Outlier detection",
        "Outliers that are found automatically.",
        "outliers",
        fields,
        part!(RegArimaSpec: outliers),
        |s, _| Some(types_word(&s.outliers.types)),
    )
}

fn estimation() -> Section<RegArimaSpec> {
    let mut fields: Vec<Field<EstimateSpec>> = under(
        "span",
        span::fields("Model span", "The part of the series from which the model is estimated."),
    )
    .map(|f| f.of(part!(EstimateSpec: span)))
    .collect();
    fields.push(number(
        [
            "tolerance",
            "Precision",
            "tol",
            "Relative precision of the likelihood at which the estimation stops, up to 0.01.",
        ],
        "",
        at!(EstimateSpec: tolerance),
    ));
    section_of(
        "Estimation",
        "Span and precision of the estimation.",
        "estimate",
        fields,
        part!(RegArimaSpec: estimate),
        |s, env| Some(span::summary(s.estimate.span, env).unwrap_or_else(|| "all periods".to_owned())),
    )
    .folded()
}
