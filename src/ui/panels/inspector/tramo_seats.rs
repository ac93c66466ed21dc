//! The whole specification of TRAMO-SEATS as a table.

use std::sync::LazyLock;

use solstice_engine::sa::spec::{
    ApproximationMode, Parameter, SeatsBiasCorrection, SeatsMethod, SeatsSpec, Spec, TradingDays,
    TradingDaysCriterion, TradingDaysSelection, TradingDaysTest, TramoAutoModelSpec, TramoEasterKind,
    TramoEasterSpec, TramoEstimateSpec, TramoOutlierSpec, TramoSeatsSpec, TramoSpec, TramoTradingDaysSpec,
    TramoTransformSpec, Transformation,
};
use solstice_engine::toolkit::calendars::DayClustering;

use super::common::{
    self, FUNCTIONS, Search, easter_coefficient, function_word, length_adjustment, section_under,
    series_fields, under,
};
use super::trading_days::HasDays;
use super::{arima, benchmarking, quality, span, trading_days, variables};
use crate::ui::form::{Access, Field, Lens, Section, at, choice, flag, number, part};

/// The table.
pub(super) fn sections() -> &'static [Section<Spec>] {
    static SECTIONS: LazyLock<Vec<Section<Spec>>> =
        LazyLock::new(|| all().into_iter().map(|s| s.of(WHOLE)).collect());
    &SECTIONS
}

const WHOLE: Lens<Spec, TramoSeatsSpec> = Lens {
    get: |s| match s {
        Spec::TramoSeats(spec) => Some(spec),
        Spec::X13(_) => None,
    },
    get_mut: |s| match s {
        Spec::TramoSeats(spec) => Some(spec),
        Spec::X13(_) => None,
    },
};

/// The variables that the specification gives.
const GIVEN: variables::Given<TramoSpec> = variables::Given {
    outliers: part!(TramoSpec: regression.outliers),
    ramps: part!(TramoSpec: regression.ramps),
    interventions: part!(TramoSpec: regression.interventions),
    users: part!(TramoSpec: regression.users),
};

fn all() -> Vec<Section<TramoSeatsSpec>> {
    let model = part!(TramoSeatsSpec: tramo);
    let mut sections = vec![series()];
    sections.extend(
        [
            transformation().of(part!(TramoSpec: transform)),
            trading_days().of(part!(TramoSpec: regression.trading_days)),
            easter().of(part!(TramoSpec: regression.easter)),
            arima_model(),
            outlier_detection().of(part!(TramoSpec: outliers)),
        ]
        .into_iter()
        .chain(variables::given_sections(GIVEN))
        .chain([estimation().of(part!(TramoSpec: estimate))])
        .map(|s| s.of(model)),
    );
    sections.push(seats());
    sections.push(benchmarking::section().of(part!(TramoSeatsSpec: benchmarking)));
    sections.push(quality::section(quality::seats()).of(part!(TramoSeatsSpec: quality)));
    sections
}

fn series() -> Section<TramoSeatsSpec> {
    let fields = series_fields().map(|f| f.of(part!(TramoSeatsSpec: series))).collect();
    Section::new(
        "Series",
        "What is adjusted, and whether it is checked first.",
        |s: &TramoSeatsSpec, env| {
            Some(span::summary(s.series.span, env).unwrap_or_else(|| "all periods".to_owned()))
        },
        fields,
    )
    .folded()
}

fn transformation() -> Section<TramoTransformSpec> {
    type Transform = TramoTransformSpec;
    let automatic = |s: &Transform| s.function == Transformation::Auto;
    let fields = vec![
        choice(
            [
                "function",
                "Function",
                "function, lam",
                "Logarithms make proportional seasonal effects additive. Automatic compares the likelihoods of both.",
            ],
            &FUNCTIONS,
            at!(Transform: function),
        ),
        number(
            [
                "log_bias",
                "Log bias",
                "fct",
                "Bias of the automatic choice: below 1 favours logarithms, above 1 levels.",
            ],
            "",
            at!(Transform: log_bias),
        )
        .when(automatic),
        flag(
            [
                "outliers_correction",
                "Correct outliers first",
                "outliersCorrection",
                "Takes large outliers out before the automatic choice.",
            ],
            at!(Transform: outliers_correction),
        )
        .when(automatic),
        length_adjustment(at!(Transform: adjust), |s| s.function),
    ];
    section_under("transform", "Transformation", "Level or logarithms.", fields, |s: &Transform, _| {
        Some(function_word(s.function).to_owned())
    })
}

impl HasDays for TramoTradingDaysSpec {
    fn days(&self) -> &TradingDays {
        &self.days
    }

    fn coefficients(&self) -> &Vec<Parameter> {
        &self.coefficients
    }

    fn coefficients_mut(&mut self) -> &mut Vec<Parameter> {
        &mut self.coefficients
    }

    fn is_decided(&self) -> bool {
        TramoTradingDaysSpec::is_decided(self)
    }
}

const SELECTION: Lens<TramoTradingDaysSpec, TradingDaysSelection> =
    Lens { get: |s| s.automatic.as_ref(), get_mut: |s| s.automatic.as_mut() };

fn trading_days() -> Section<TramoTradingDaysSpec> {
    type Days = TramoTradingDaysSpec;
    let parts = trading_days::Parts {
        days: part!(Days: days),
        length_of_period: part!(Days: length_of_period),
        length_coefficient: at!(Days: length_of_period_coefficient),
        consistent: consistent_days,
        decided: |td| match (td.automatic, td.test) {
            (Some(_), _) => ", automatic",
            (None, TradingDaysTest::None) => "",
            (None, _) => ", tested",
        },
    };
    let automatic = vec![
        choice(
            ["automatic", "Automatic choice", "autotd", "Chooses among nested groups of days by tests or an information criterion."],
            &[(None, "No"), (Some(TradingDaysCriterion::FTest), "F tests"), (Some(TradingDaysCriterion::Wald), "Wald tests"), (Some(TradingDaysCriterion::Bic), "BIC"), (Some(TradingDaysCriterion::Aic), "AICc")],
            Access::new(
                |s: &Days| s.automatic.map(|a| a.criterion),
                |s: &mut Days, criterion| {
                    let now = s.automatic.unwrap_or_default();
                    s.automatic = criterion.map(|criterion| TradingDaysSelection { criterion, ..now });
                    if criterion.is_some() {
                        trading_days::set_clustering(&mut s.days, DayClustering::TD7);
                    }
                },
            ),
        )
        .when(|s: &Days| trading_days::takes_length(&s.days))
        .then(consistent_days),
        number(["probability", "Significance", "pftd", "Significance level of the tests of the automatic choice."], "", at!(TradingDaysSelection: probability))
            .of(SELECTION)
            .when(|s| matches!(s.automatic, Some(a) if matches!(a.criterion, TradingDaysCriterion::FTest | TradingDaysCriterion::Wald)))
            .at_path("automatic.probability".to_owned()),
    ];
    let test = vec![
        choice(
            ["test", "Test", "test, itrad", "Keeps trading days when they are significant: by the t-values of the columns, or by their joint F test."],
            &[(TradingDaysTest::None, "No"), (TradingDaysTest::Separate, "t-values"), (TradingDaysTest::Joint, "Joint F")],
            at!(Days: test),
        )
        .when(|s: &Days| s.is_used() && s.automatic.is_none())
        .then(consistent_days),
        flag(["auto_adjust", "Pre-adjust leap year", "autoAdjust", "In logarithms a positive leap-year effect is taken out before the model."], at!(Days: auto_adjust))
            .when(|s: &Days| s.is_used() && s.length_of_period.is_some()),
    ];
    trading_days::section(parts, automatic, test)
}

/// What cannot stand together is undone: a test with an automatic choice, fixed coefficients with either.
fn consistent_days(td: &mut TramoTradingDaysSpec) {
    if !trading_days::takes_length(&td.days) {
        td.automatic = None;
        td.length_of_period = None;
    }
    if !td.is_used() || td.automatic.is_some() {
        td.test = TradingDaysTest::None;
    }
    trading_days::fit_coefficients(td);
    if td.is_decided() {
        td.length_of_period_coefficient = Parameter::Undefined;
    }
}

fn easter() -> Section<TramoEasterSpec> {
    type Easter = TramoEasterSpec;
    let used = |s: &Easter| s.kind != TramoEasterKind::Unused;
    let consistent = |s: &mut Easter| {
        s.test &= s.kind != TramoEasterKind::Unused;
        if s.test {
            s.coefficient = Parameter::Undefined;
        }
    };
    let fields = vec![
        choice(
            [
                "kind",
                "Easter",
                "easter, ieast",
                "Days that count: those before Easter Sunday, with Easter Sunday, or with Easter Monday.",
            ],
            &[
                (TramoEasterKind::Unused, "No"),
                (TramoEasterKind::Standard, "Before Easter"),
                (TramoEasterKind::IncludeEaster, "With Sunday"),
                (TramoEasterKind::IncludeEasterMonday, "With Monday"),
            ],
            at!(Easter: kind),
        )
        .then(consistent),
        number(
            ["duration", "Duration", "duration, idur", "Number of days, 1 to 15."],
            "",
            at!(Easter: duration),
        )
        .when(used),
        flag(
            [
                "julian",
                "Julian calendar",
                "julian",
                "Easter of the Julian calendar; the days are those before it.",
            ],
            at!(Easter: julian),
        )
        .when(used),
        flag(["test", "Easter test", "test", "Keeps the effect when it is significant."], at!(Easter: test))
            .when(used)
            .then(consistent),
        easter_coefficient(at!(Easter: coefficient), |s| s.kind != TramoEasterKind::Unused && !s.test),
    ];
    section_under(
        "regression.easter",
        "Easter",
        "Effect of the moving holiday.",
        fields,
        |easter: &Easter, _| {
            if easter.kind == TramoEasterKind::Unused {
                return Some("no".to_owned());
            }
            let julian = if easter.julian { "Julian, " } else { "" };
            Some(format!("{julian}{} days{}", easter.duration, if easter.test { ", tested" } else { "" }))
        },
    )
}

fn arima_model() -> Section<TramoSpec> {
    let parts = arima::Parts {
        automatic: part!(TramoSpec: auto_model),
        arima: part!(TramoSpec: arima),
        mean: part!(TramoSpec: regression.mean),
    };
    arima::section(parts, "inic, idif", automatic_model())
}

fn automatic_model() -> Vec<Field<TramoAutoModelSpec>> {
    type Auto = TramoAutoModelSpec;
    vec![
        number(
            [
                "first_unit_root_limit",
                "First unit root limit",
                "ub1",
                "Inverse roots of larger modulus are unit roots in the first step of differencing, 0.8 to 1.",
            ],
            "",
            at!(Auto: first_unit_root_limit),
        ),
        number(
            [
                "second_unit_root_limit",
                "Second unit root limit",
                "ub2",
                "The same in the later steps, 0.8 to 1.",
            ],
            "",
            at!(Auto: second_unit_root_limit),
        ),
        number(
            [
                "cancel",
                "Cancellation limit",
                "cancel",
                "Autoregressive and moving average roots that are closer than this cancel, 0 to 0.3.",
            ],
            "",
            at!(Auto: cancel),
        ),
        number(
            [
                "ljung_box_limit",
                "Ljung-Box limit",
                "pcr",
                "A model is accepted when 1 - p of the Ljung-Box test of its residuals is not above this, 0.8 to 1.",
            ],
            "",
            at!(Auto: ljung_box_limit),
        ),
        number(
            [
                "critical_value_reduction",
                "Reduce critical value",
                "pc",
                "Relative reduction of the critical value of outliers after a rejected model, 0.1 to 0.3.",
            ],
            "",
            at!(Auto: critical_value_reduction),
        ),
        number(
            [
                "mean_limit",
                "Mean limit",
                "tsig",
                "Limit of the t-value of the mean in the last test, above 0.5.",
            ],
            "",
            at!(Auto: mean_limit),
        ),
        flag(
            [
                "accept_default",
                "Accept default",
                "fal",
                "Keeps the airline model when its Ljung-Box statistic is good.",
            ],
            at!(Auto: accept_default),
        ),
        flag(
            [
                "compare",
                "Compare with default",
                "amiCompare",
                "Compares the final model with the airline model.",
            ],
            at!(Auto: compare),
        ),
    ]
}

fn outlier_detection() -> Section<TramoOutlierSpec> {
    type Outliers = TramoOutlierSpec;
    let search = Search {
        types: part!(Outliers: types),
        critical_value: at!(Outliers: critical_value),
        span: part!(Outliers: span),
        standard: ["aio", "va"],
    };
    let own = vec![
        number(
            [
                "tc_rate",
                "TC rate",
                "deltatc",
                "Share of a transitory change that is left after a period: 0, or 0.3 to 1.",
            ],
            "",
            at!(Outliers: tc_rate),
        ),
        flag(
            [
                "maximum_likelihood",
                "Exact likelihood",
                "eml",
                "Estimates the model by maximum likelihood in every round of the search.",
            ],
            at!(Outliers: maximum_likelihood),
        ),
    ];
    common::outlier_detection(search, own)
}

fn estimation() -> Section<TramoEstimateSpec> {
    type Estimate = TramoEstimateSpec;
    let own = vec![
        number(
            ["tolerance", "Precision", "tol", "Relative precision of the final estimations, up to 0.01."],
            "",
            at!(Estimate: tolerance),
        ),
        number(
            [
                "unit_root_limit",
                "Final unit root limit",
                "ubp",
                "Autoregressive inverse roots of larger modulus are unit roots in the final estimation.",
            ],
            "",
            at!(Estimate: unit_root_limit),
        ),
    ];
    common::estimation(part!(Estimate: span), own)
}

fn seats() -> Section<TramoSeatsSpec> {
    let fields = vec![
        choice(
            [
                "approximation",
                "Approximation",
                "admiss",
                "When the model has no admissible decomposition: refuse it, replace it by one that has, or add white noise.",
            ],
            &[
                (ApproximationMode::None, "None"),
                (ApproximationMode::Legacy, "Other model"),
                (ApproximationMode::Noisy, "Noisy model"),
            ],
            at!(SeatsSpec: approximation),
        ),
        choice(
            [
                "method",
                "Estimator",
                "method",
                "Wiener-Kolmogorov filters on the extended series (Burman), or the smoother of the state space form.",
            ],
            &[(SeatsMethod::Burman, "Burman"), (SeatsMethod::KalmanSmoother, "Kalman smoother")],
            at!(SeatsSpec: method),
        ),
        choice(
            [
                "bias_correction",
                "Bias correction",
                "bias",
                "Correction of components that are exponentials of estimates.",
            ],
            &[(SeatsBiasCorrection::None, "None"), (SeatsBiasCorrection::Legacy, "Means")],
            at!(SeatsSpec: bias_correction),
        ),
        number(
            [
                "trend_boundary",
                "Trend boundary",
                "rmod",
                "Smallest modulus of the inverse autoregressive roots that go to the trend, 0 to 1.",
            ],
            "",
            at!(SeatsSpec: trend_boundary),
        ),
        number(
            [
                "seasonal_tolerance",
                "Seasonal tolerance",
                "epsphi",
                "Half-width, in degrees, of the bands around the seasonal frequencies in which complex roots are seasonal, 0 to 10.",
            ],
            "",
            at!(SeatsSpec: seasonal_tolerance),
        ),
        number(
            [
                "seasonal_boundary",
                "Seasonal boundary",
                "smod",
                "Smallest modulus of negative roots that are seasonal, for models with seasonal differences or autoregression, 0 to 1.",
            ],
            "",
            at!(SeatsSpec: seasonal_boundary),
        ),
        number(
            [
                "seasonal_boundary_at_pi",
                "Seasonal boundary at pi",
                "stsmod",
                "The same for the other models, 0 to 1.",
            ],
            "",
            at!(SeatsSpec: seasonal_boundary_at_pi),
        ),
        number(
            [
                "xl_boundary",
                "MA boundary",
                "xl",
                "Largest modulus of the inverse roots of the moving average, 0.9 to 1.",
            ],
            "",
            at!(SeatsSpec: xl_boundary),
        ),
        number(
            ["forecast_horizon", "Forecasts", "npred", "Periods forecast; negative numbers count years."],
            "",
            at!(SeatsSpec: forecast_horizon),
        ),
        number(
            [
                "backcast_horizon",
                "Backcasts",
                "nback",
                "Periods before the start; negative numbers count years.",
            ],
            "",
            at!(SeatsSpec: backcast_horizon),
        ),
    ];
    let fields = under("seats", fields).map(|f| f.of(part!(TramoSeatsSpec: seats))).collect();
    Section::new(
        "SEATS decomposition",
        "The model is parted into models of trend, seasonal and irregular.",
        |s: &TramoSeatsSpec, _| {
            Some(if s.seats.method == SeatsMethod::Burman { "Burman" } else { "Kalman smoother" }.to_owned())
        },
        fields,
    )
}
