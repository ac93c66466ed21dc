//! The automatic decisions one by one: what was decided, on which figure, against which limit, and where to look.

use solstice_engine::sa::Decision;
use solstice_engine::toolkit::arima::SarimaPolynomial;

use super::narrative;
use super::sheet::{Cell, Sheet, figures, words};

/// Where the thing that was decided can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The series and its outliers.
    Series,
    /// The model.
    Model,
    /// Its residuals.
    Residuals,
    /// Calendar effects and outliers.
    Effects,
    /// Seasonal factors.
    Seasonal,
    /// The tables of the decomposition.
    Tables,
}

/// One decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow {
    /// What it was about.
    pub step: &'static str,
    /// What was decided, in a sentence.
    pub words: String,
    /// The statistic: its name and value.
    pub statistic: Option<(&'static str, f64)>,
    /// What it is compared with.
    pub threshold: Option<f64>,
    /// The outcome in a word or two.
    pub outcome: String,
    /// Where to look.
    pub topic: Topic,
}

/// The decisions in their order.
pub fn rows(decisions: &[Decision]) -> Vec<DecisionRow> {
    decisions.iter().map(row).collect()
}

/// The decisions as a table.
pub fn sheet(rows: &[DecisionRow]) -> Sheet {
    let columns = [
        words("Step", 108.0),
        words("Outcome", 150.0),
        words("Statistic", 118.0),
        figures("Value", 64.0),
        figures("Threshold", 66.0),
        words("In words", 560.0),
    ];
    let line = |r: &DecisionRow| {
        let figures = [r.statistic.map(|s| s.1), r.threshold];
        let small = figures.iter().flatten().all(|v| v.abs() < 1.0);
        let cell = |v: Option<f64>| {
            v.map_or(Cell::Weak(String::new()), |v| Cell::Number(v, if small { 4 } else { 2 }))
        };
        vec![
            r.step.into(),
            r.outcome.clone().into(),
            Cell::Weak(r.statistic.map_or("", |s| s.0).to_owned()),
            cell(r.statistic.map(|s| s.1)),
            cell(r.threshold),
            r.words.clone().into(),
        ]
    };
    Sheet { rows: rows.iter().map(line).collect(), ..Sheet::new("Automatic decisions", columns) }
}

fn row(decision: &Decision) -> DecisionRow {
    let yes = |condition: bool, yes: &str, no: &str| (if condition { yes } else { no }).to_owned();
    let (step, statistic, threshold, outcome, topic) = match decision {
        Decision::LogImpossible => ("Transformation", None, None, "levels".into(), Topic::Model),
        Decision::LogLevel { level, log, difference, chosen_log } => (
            "Transformation",
            level.zip(*log).map(|(level, log)| ("AICc levels \u{2212} logs", level - log)),
            Some(*difference),
            yes(*chosen_log, "logarithms", "levels"),
            Topic::Model,
        ),
        Decision::CalendarTest { without, with, difference, kept } => (
            "Trading days",
            Some(("gain in AICc", without - with)),
            Some(*difference),
            yes(*kept, "kept", "left out"),
            Topic::Effects,
        ),
        Decision::TradingDaysChoice { chosen } => {
            ("Trading days", None, None, chosen.clone(), Topic::Effects)
        }
        Decision::EasterTest { without, candidates, difference, chosen } => (
            "Easter",
            candidates.iter().map(|c| without - c.1).reduce(f64::max).map(|gain| ("gain in AICc", gain)),
            Some(*difference),
            chosen.map_or("left out".into(), days),
            Topic::Effects,
        ),
        Decision::Significance { variable, t, limit, kept } => (
            "Significance",
            Some(("|t|", t.abs())),
            Some(*limit),
            format!("{variable} {}", if *kept { "kept" } else { "left out" }),
            Topic::Model,
        ),
        Decision::MeanTest { t, limit, kept } => {
            ("Mean", Some(("t", *t)), Some(*limit), yes(*kept, "kept", "left out"), Topic::Model)
        }
        Decision::OutlierFound { outlier, statistic, critical } => (
            "Outliers",
            Some(("|t|", statistic.abs())),
            Some(*critical),
            format!("{outlier} found"),
            Topic::Series,
        ),
        Decision::OutlierRemoved { outlier, statistic, critical } => (
            "Outliers",
            Some(("|t|", statistic.abs())),
            Some(*critical),
            format!("{outlier} removed"),
            Topic::Series,
        ),
        Decision::Differencing { d, bd, mean, mean_t, mean_limit } => (
            "Differencing",
            Some(("t of the mean", *mean_t)),
            Some(*mean_limit),
            format!("d = {d}, D = {bd}, {}", if *mean { "mean" } else { "no mean" }),
            Topic::Model,
        ),
        Decision::ArmaOrders { candidates, chosen } => (
            "ARMA orders",
            candidates.iter().map(|c| c.1).reduce(f64::min).map(|bic| ("smallest BIC", bic)),
            None,
            chosen.to_string(),
            Topic::Model,
        ),
        Decision::ModelComparison { orders, ljung_box, limit, accepted, .. } => (
            "Model check",
            Some(("1 \u{2212} p Ljung-Box", *ljung_box)),
            Some(*limit),
            format!("{orders} {}", if *accepted { "accepted" } else { "rejected" }),
            Topic::Residuals,
        ),
        Decision::CriticalValueReduced { critical } => {
            ("Outliers", Some(("critical value", *critical)), None, "searched again".into(), Topic::Series)
        }
        Decision::LastResort { orders } => ("Model check", None, None, orders.to_string(), Topic::Model),
        Decision::UnitRoot { orders } | Decision::OverDifferenced { orders } => {
            ("Final checks", None, None, orders.to_string(), Topic::Model)
        }
        Decision::ResidualMean { t, limit } => {
            ("Final checks", Some(("t", *t)), Some(*limit), "mean put in".into(), Topic::Residuals)
        }
        Decision::OrderReduced { polynomial, t, limit, orders } => (
            "Final checks",
            Some((parameter_t(*polynomial), t.abs())),
            Some(*limit),
            orders.to_string(),
            Topic::Model,
        ),
        Decision::Henderson { table, ic_ratio, length, .. } => (
            "Trend filter",
            Some(("I/C ratio", *ic_ratio)),
            None,
            format!("{table}: {length} terms"),
            Topic::Tables,
        ),
        Decision::MovingSeasonalityRatio { ratio, filter, .. } => (
            "Seasonal filter",
            Some(("moving seasonality", *ratio)),
            None,
            filter.map_or("undecided".into(), |f| narrative::filter_name(f).to_owned()),
            Topic::Seasonal,
        ),
        Decision::Cochran { table, statistic, critical, per_period } => (
            "Cochran test",
            Some(("largest share", *statistic)),
            Some(*critical),
            format!("{table}: {}", if *per_period { "by period" } else { "moving" }),
            Topic::Seasonal,
        ),
        Decision::ExtremeValues { table, lower_sigma, rejected, reduced, .. } => (
            "Extreme values",
            None,
            Some(*lower_sigma),
            format!("{table}: {rejected} rejected, {reduced} reduced"),
            Topic::Series,
        ),
        _ => ("Other", None, None, String::new(), Topic::Model),
    };
    DecisionRow { step, words: narrative::sentence(decision), statistic, threshold, outcome, topic }
}

/// `1 day`, `8 days`.
fn days(count: usize) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn parameter_t(polynomial: SarimaPolynomial) -> &'static str {
    match polynomial {
        SarimaPolynomial::Phi => "|t| of last phi",
        SarimaPolynomial::Bphi => "|t| of last bphi",
        SarimaPolynomial::Theta => "|t| of last theta",
        SarimaPolynomial::Btheta => "|t| of last btheta",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_has_statistic_threshold_and_outcome() {
        let decision = Decision::CalendarTest { without: 110.0, with: 104.5, difference: 0.0, kept: true };
        let [row] = rows(std::slice::from_ref(&decision)).try_into().unwrap();
        assert_eq!((row.step, row.outcome.as_str(), row.topic), ("Trading days", "kept", Topic::Effects));
        assert_eq!((row.statistic, row.threshold), (Some(("gain in AICc", 5.5)), Some(0.0)));
        assert!(sheet(&[row]).tsv().contains("Trading days\tkept\tgain in AICc\t5.5\t0\t"));
    }

    #[test]
    fn of_several_windows_the_best_counts() {
        let easter = Decision::EasterTest {
            without: 100.0,
            candidates: vec![(1, 99.0), (8, 93.0), (15, 97.0)],
            difference: 0.0,
            chosen: Some(8),
        };
        let rows = rows(&[easter]);
        assert_eq!(rows[0].statistic, Some(("gain in AICc", 7.0)));
        assert_eq!(rows[0].outcome, "8 days");
    }
}
