//! Decisions in plain words.

use solstice_engine::sa::spec::{BiasCorrection, CalendarSigma, SeasonalFilter, SigmaGroup};
use solstice_engine::sa::{Decision, Step};

use super::model_narrative;

/// One sentence that says what was decided, and on which figures.
pub fn sentence(decision: &Decision) -> String {
    match decision {
        Decision::Henderson { table, ic_ratio, length, fixed: true, .. } => {
            format!(
                "Trend {table}: Henderson filter of {length} terms, as the specification asks (I/C ratio {ic_ratio:.2})."
            )
        }
        Decision::Henderson { table, ic_ratio, length, fixed: false, limits: [low, high] } => {
            format!(
                "Trend {table}: Henderson filter of {length} terms, because the I/C ratio is {ic_ratio:.2} (limits {low} and {high})."
            )
        }
        Decision::MovingSeasonalityRatio { years, ratio, filter, .. } => match filter {
            Some(filter) if ratio.is_nan() => {
                format!(
                    "Seasonal filter {} with {years} complete years: too few for a ratio.",
                    filter_name(*filter)
                )
            }
            Some(filter) => format!(
                "Seasonal filter {}, because the global moving seasonality ratio is {ratio:.2} over {years} years.",
                filter_name(*filter)
            ),
            None => format!(
                "Moving seasonality ratio {ratio:.2} over {years} years is undecided: the last year is left out and the ratio computed again."
            ),
        },
        Decision::Cochran { table, statistic, critical, per_period } => {
            let outcome = if *per_period {
                "above it: standard deviations are computed for each period of the year"
            } else {
                "not above it: standard deviations move over five years"
            };
            format!(
                "Cochran test on {table}: {statistic:.4} against the critical value {critical:.4}, {outcome}."
            )
        }
        Decision::ExtremeValues { table, rejected, reduced, lower_sigma, upper_sigma } => format!(
            "Extreme values {table}: {} beyond {upper_sigma} standard deviations rejected, {reduced} beyond {lower_sigma} with reduced weight.",
            count(*rejected, "observation"),
        ),
        // a decision of a newer engine
        other => model_narrative::sentence(other).unwrap_or_else(|| format!("{other:?}")),
    }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// Name of a step.
pub fn step_name(step: Step) -> &'static str {
    match step {
        Step::Checks => "checks",
        Step::Preprocessing => "pre-processing",
        Step::X11B => "X-11, step B",
        Step::X11C => "X-11, step C",
        Step::X11D => "X-11, step D",
        Step::SeatsModel => "SEATS, decomposition of the model",
        Step::SeatsComponents => "SEATS, components",
        Step::Assembly => "final components",
        Step::Diagnostics => "diagnostics",
    }
}

/// Name of a seasonal filter.
pub fn filter_name(filter: SeasonalFilter) -> &'static str {
    match filter {
        SeasonalFilter::S3X1 => "3x1",
        SeasonalFilter::S3X3 => "3x3",
        SeasonalFilter::S3X5 => "3x5",
        SeasonalFilter::S3X9 => "3x9",
        SeasonalFilter::S3X15 => "3x15",
        SeasonalFilter::Stable => "stable",
        SeasonalFilter::X11Default => "X-11 default",
        SeasonalFilter::Msr => "MSR",
    }
}

/// Name of a way to compute the standard deviations.
pub fn sigma_name(sigma: CalendarSigma) -> &'static str {
    match sigma {
        CalendarSigma::None => "Over 5 years",
        CalendarSigma::Signif => "Cochran test",
        CalendarSigma::All => "Each period",
        CalendarSigma::Select => "Two groups",
    }
}

/// Name of a bias correction.
pub fn bias_name(bias: BiasCorrection) -> &'static str {
    match bias {
        BiasCorrection::None => "None",
        BiasCorrection::Legacy => "Census",
        BiasCorrection::Smooth => "Smooth",
        BiasCorrection::Ratio => "Ratio",
    }
}

/// Name of a group of periods.
pub fn group_name(group: SigmaGroup) -> &'static str {
    match group {
        SigmaGroup::Group1 => "Group 1",
        SigmaGroup::Group2 => "Group 2",
    }
}
