//! Benchmarking of the adjusted series, as both methods have it.

use solstice_engine::sa::spec::{BenchmarkingSpec, BenchmarkingTarget};
use solstice_engine::toolkit::benchmarking::BiasCorrection;

use crate::ui::form::{Section, at, choice, flag, number};

/// The section.
pub(super) fn section() -> Section<BenchmarkingSpec> {
    type Benchmarking = BenchmarkingSpec;
    let used = |s: &Benchmarking| s.enabled;
    let fields = vec![
        flag(
            ["enabled", "Benchmarking", "isEnabled", "Gives the adjusted series the yearly totals of another series."],
            at!(Benchmarking: enabled),
        ),
        choice(
            ["target", "Target", "target", "Series whose yearly totals the adjusted series takes."],
            &[(BenchmarkingTarget::CalendarAdjusted, "Calendar adjusted"), (BenchmarkingTarget::Original, "Series")],
            at!(Benchmarking: target),
        )
        .when(used),
        number(
            ["method.rho", "Rho", "rho", "Autoregression of the adjustment: 1 keeps movements, less lets it fade away from the years that are met."],
            "",
            at!(Benchmarking: method.rho),
        )
        .when(used),
        number(
            ["method.lambda", "Lambda", "lambda", "Power of the level that the adjustment is proportional to: 1 proportional, 0 additive."],
            "",
            at!(Benchmarking: method.lambda),
        )
        .when(used),
        choice(
            ["method.bias", "Correction of totals", "biasCorrection", "Correction of the general level before the totals are met."],
            &[(BiasCorrection::None, "None"), (BiasCorrection::Additive, "Additive"), (BiasCorrection::Multiplicative, "Multiplicative")],
            at!(Benchmarking: method.bias),
        )
        .when(used),
        flag(
            ["forecast", "Use forecasts", "useForecast", "Whether the totals of years that are only forecast count too."],
            at!(Benchmarking: forecast),
        )
        .when(used),
    ];
    let fields = fields.into_iter().map(|f| f.under("benchmarking")).collect();
    let summary = |s: &Benchmarking| if s.enabled { "yes" } else { "no" };
    Section::new(
        "Benchmarking",
        "Yearly totals of the adjusted series.",
        move |s, _| Some(summary(s).to_owned()),
        fields,
    )
    .folded()
}
