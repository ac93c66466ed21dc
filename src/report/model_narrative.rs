//! Decisions of RegARIMA pre-processing in plain words.

use solstice_engine::sa::{AlternativeModel, Decision};
use solstice_engine::toolkit::arima::SarimaPolynomial;

/// One sentence with the figures behind the decision; none for decisions of other steps.
pub(super) fn sentence(decision: &Decision) -> Option<String> {
    let text = match decision {
        Decision::LogImpossible => "Levels: the series has values that are not positive.".into(),
        Decision::LogLevel { level, log, difference, chosen_log } => {
            let value = |x: &Option<f64>| x.map_or("not estimable".into(), |x| format!("{x:.3}"));
            format!(
                "{}: AICc {} in levels, {} in logarithms (preference {difference}).",
                if *chosen_log { "Logarithms" } else { "Levels" },
                value(level),
                value(log)
            )
        }
        Decision::InitialSeasonality { qs_p, friedman_p, seasonal } => format!(
            "The series is {} before any model: p = {qs_p:.4} of the QS test, {friedman_p:.4} of the Friedman test.",
            if *seasonal { "seasonal" } else { "not seasonal" }
        ),
        Decision::LogLevelDeviance { level, log, bias, chosen_log } => format!(
            "{}: deviance {level:.4} in levels, {log:.4} in logarithms (bias {bias:.4}).",
            if *chosen_log { "Logarithms" } else { "Levels" }
        ),
        Decision::TradingDaysTest { t, joint_p, kept } => {
            let figures = match joint_p {
                Some(p) => format!("p = {p:.4} of the joint F test"),
                None => {
                    let t: Vec<String> = t.iter().map(|t| format!("{t:.2}")).collect();
                    format!("t = {}", t.join(", "))
                }
            };
            format!("Trading days {}: {figures}.", if *kept { "kept" } else { "not kept" })
        }
        Decision::TradingDaysFTest { td7, td2, limit, chosen } => format!(
            "Trading days chosen automatically: {chosen}; 1 - p of the F test {td7:.4} for TD7, {td2:.4} for TD2 \
             (limit {limit})."
        ),
        Decision::CommonSeasonalFactor { orders } => {
            format!("Seasonal autoregressive and moving average coefficients cancel: {orders}.")
        }
        Decision::CalendarTest { without, with, difference, kept } => format!(
            "Calendar effects {}: AICc {with:.3} with them, {without:.3} without (margin {difference}).",
            if *kept { "kept" } else { "not kept" }
        ),
        Decision::TradingDaysChoice { chosen } => format!("Trading days chosen automatically: {chosen}."),
        Decision::EasterTest { without, candidates, difference, chosen } => {
            let tried: Vec<String> =
                candidates.iter().map(|(window, aicc)| format!("{window} days {aicc:.3}")).collect();
            let outcome = match chosen {
                Some(1) => "Easter effect of 1 day".into(),
                Some(window) => format!("Easter effect of {window} days"),
                None => "No Easter effect".into(),
            };
            format!("{outcome}: AICc {without:.3} without, {} (margin {difference}).", tried.join(", "))
        }
        Decision::Significance { variable, t, limit, kept } => format!(
            "{variable}: |t| = {:.2} against {limit}, {}.",
            t.abs(),
            if *kept { "significant" } else { "not significant" }
        ),
        Decision::MeanTest { t, limit, kept } => format!(
            "Mean {}: t = {t:.2} against {limit}.",
            if *kept { "in the model" } else { "not in the model" }
        ),
        Decision::OutlierFound { outlier, statistic, critical } => {
            format!("Outlier {outlier} found: statistic {statistic:.2}, critical value {critical:.2}.")
        }
        Decision::OutlierRemoved { outlier, statistic, critical } => {
            format!("Outlier {outlier} removed: statistic {statistic:.2}, critical value {critical:.2}.")
        }
        Decision::Differencing { d, bd, mean, mean_t, mean_limit } => format!(
            "Differences: {d} regular, {bd} seasonal; {} (t = {mean_t:.2}, limit {mean_limit}).",
            if *mean { "with mean" } else { "without mean" }
        ),
        Decision::ArmaOrders { candidates, chosen } => {
            let n = candidates.len();
            format!("Model {chosen}: smallest BIC of {n} candidates, small models preferred when close.")
        }
        Decision::ModelComparison { rule, orders, ljung_box, limit, accepted } => {
            let origin = match rule {
                Some(rule) => format!("Back to the reference model {orders} (rule {rule})"),
                None => format!("Model {orders}"),
            };
            format!(
                "{origin} {}: 1 - p of the Ljung-Box test {ljung_box:.3}, at most {limit:.3}.",
                if *accepted { "accepted" } else { "not accepted" }
            )
        }
        Decision::CriticalValueReduced { critical } => {
            format!("Critical value of outliers reduced to {critical:.3} and the model identified again.")
        }
        Decision::LastResort { orders } => format!("No model was accepted: {orders} is taken."),
        Decision::UnitRoot { orders } => {
            format!("Autoregressive unit root turned into a difference: {orders}.")
        }
        Decision::OverDifferenced { orders } => {
            format!("The moving average cancels a difference: {orders} with mean.")
        }
        Decision::ResidualMean { t, limit } => {
            format!("Mean put in: t = {t:.2} of the mean of the residuals, limit {limit}.")
        }
        Decision::OrderReduced { polynomial, t, limit, orders } => {
            let name = match polynomial {
                SarimaPolynomial::Phi => "phi",
                SarimaPolynomial::Bphi => "bphi",
                SarimaPolynomial::Theta => "theta",
                SarimaPolynomial::Btheta => "btheta",
            };
            format!("Last coefficient of {name} not significant (t = {t:.2}, limit {limit}): {orders}.")
        }
        Decision::SeasonalityScore { score, seasonal } => format!(
            "Seasonality of the linearised series and of the residuals: {score} of 4 tests; {}.",
            if *seasonal { "seasonal" } else { "not seasonal" }
        ),
        Decision::Alternative { reason, orders, accepted } => {
            let reason = match reason {
                AlternativeModel::NoSeasonality => "The series is not seasonal",
                AlternativeModel::ResidualSeasonality => "The residuals are autocorrelated",
                AlternativeModel::RegularDifference => "A regular difference may be lacking",
                AlternativeModel::SeasonalDifference => "A seasonal difference may be lacking",
                AlternativeModel::Benchmark => "The residuals are not good enough",
                AlternativeModel::TradingDays => "The residuals depend on the working days",
            };
            format!("{reason}: {orders} {}.", if *accepted { "is taken" } else { "is no better" })
        }
        Decision::ParametersCutOff { boundary } => {
            format!("SEATS brought moving average parameters inside {boundary} or removed vanishing ones.")
        }
        Decision::NotDecomposable { orders } => format!("SEATS: {orders} has no admissible decomposition."),
        Decision::ModelApproximated { orders } => format!("SEATS replaced the model by {orders}."),
        _ => return None,
    };
    Some(text)
}
