//! The RegARIMA model as it is shown: what it consists of, how likely it is, its coefficients by group.

use solstice_engine::sa::modelling::{CoefficientEstimate, Correlations, RegArimaResult};
use solstice_engine::sa::{Adjustment, Decision};
use solstice_engine::toolkit::arima::SarimaPolynomial;
use solstice_engine::toolkit::regression::{LengthOfPeriod, RegressorClass};
use solstice_engine::toolkit::timeseries::TsDomain;

use super::chart::axis::period_label;
use super::number;
use super::outlier_marks::{self, OutlierMark};
use super::residuals::distribution_name;
use super::sheet::{Cell, Sheet, figures, words};

/// Everything about the model of `adjustment`; empty without pre-processing.
pub fn sheets(adjustment: &Adjustment) -> Vec<Sheet> {
    let Some(model) = &adjustment.preprocessing else { return Vec::new() };
    let mut sheets = vec![composition(adjustment, model), likelihood(model)];
    sheets.extend(coefficients(model));
    sheets.extend(fixed_outliers(model));
    let correlations = [
        ("Correlations of the ARMA coefficients", model.arma_correlations()),
        ("Correlations of the regression coefficients", model.regression_correlations()),
    ];
    sheets.extend(correlations.into_iter().filter_map(|(title, c)| Some(matrix(title, &c?))));
    sheets
}

/// What the model consists of, and what of it was chosen automatically.
pub fn composition(adjustment: &Adjustment, model: &RegArimaResult) -> Sheet {
    let decided = |is: &dyn Fn(&Decision) -> bool| adjustment.decisions.iter().any(is);
    let regression = model.regression();
    let of = |wanted: &dyn Fn(RegressorClass) -> bool| -> String {
        let rows = regression.iter().filter(|r| wanted(r.class));
        let names: Vec<&str> = rows.map(|r| r.coefficient.name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let length = match model.adjustment() {
        Some(LengthOfPeriod::LeapYear) => ", adjusted for leap years",
        Some(LengthOfPeriod::LengthOfPeriod) => ", adjusted for the length of the periods",
        None => "",
    };
    let by = |automatic: bool, how: &str| if automatic { format!(" \u{b7} {how}") } else { String::new() };
    let transformation = decided(&|d| matches!(d, Decision::LogLevel { .. } | Decision::LogImpossible));
    let orders = decided(&|d| matches!(d, Decision::ArmaOrders { .. } | Decision::Differencing { .. }));
    let mean = decided(&|d| matches!(d, Decision::MeanTest { .. } | Decision::Differencing { .. }));
    let days = decided(&|d| matches!(d, Decision::CalendarTest { .. } | Decision::TradingDaysChoice { .. }));
    let easter = decided(&|d| matches!(d, Decision::EasterTest { .. }));
    let marks = outlier_marks::outliers(model);
    let series = model.description().series();
    let facts = [
        ("Series span", span(series.domain())),
        ("Estimation span", span(series.estimation_domain())),
        ("Missing values", count(series.missing().len())),
        (
            "Transformation",
            format!(
                "{}{length}{}",
                if model.is_log() { "logarithms" } else { "levels" },
                by(transformation, "tested")
            ),
        ),
        ("ARIMA model", format!("{}{}", model.description().orders(), by(orders, "chosen automatically"))),
        (
            "Mean",
            format!("{}{}", if model.description().has_mean() { "yes" } else { "no" }, by(mean, "tested")),
        ),
        ("Calendar", format!("{}{}", of(&RegressorClass::is_day_related), by(days, "tested"))),
        ("Moving holidays", format!("{}{}", of(&RegressorClass::is_moving_holiday), by(easter, "tested"))),
        ("Outliers", outlier_count(&marks)),
    ];
    Sheet::facts("Model", facts.map(|(name, text)| (name, Cell::Text(text))))
}

fn span(domain: TsDomain) -> String {
    let last = domain.last().map_or_else(String::new, period_label);
    format!("{} to {last}, {} observations", period_label(domain.start), domain.len)
}

fn count(n: usize) -> String {
    if n == 0 { "none".to_owned() } else { n.to_string() }
}

/// `3: 2 detected, 1 specified`.
fn outlier_count(marks: &[OutlierMark]) -> String {
    if marks.is_empty() {
        return "none".to_owned();
    }
    let of = |specified: bool| marks.iter().filter(|m| m.specified == specified).count();
    match (of(false), of(true)) {
        (n, 0) => format!("{n} detected"),
        (0, n) => format!("{n} specified"),
        (a, b) => format!("{a} detected, {b} specified"),
    }
}

/// Likelihood and information criteria.
pub fn likelihood(model: &RegArimaResult) -> Sheet {
    let statistics = model.statistics();
    let value = |x: f64| Cell::Number(x, 3);
    let number = |n: usize| Cell::Text(n.to_string());
    let error = model.estimated().estimation().innovation_variance().sqrt();
    let facts = [
        ("Observations used", number(statistics.effective_observations)),
        ("Parameters", number(statistics.parameters)),
        ("Log-likelihood", value(statistics.adjusted_log_likelihood())),
        ("AIC", value(statistics.aic())),
        ("AICc", value(statistics.aicc())),
        ("BIC", value(statistics.bic())),
        ("BIC corrected for length", value(statistics.bicc())),
        ("Hannan-Quinn", value(statistics.hannan_quinn())),
        ("Residual standard error", Cell::Number(error, number::decimals_for(&[error]))),
    ];
    Sheet::facts("Likelihood", facts)
}

const GROUPS: [&str; 5] = ["Mean", "Calendar", "Moving holidays", "Outliers", "User variables"];

/// The coefficients of the ARMA polynomials, those of the regression by kind of variable; no empty groups. The
/// group of the calendar ends with the effect of the remaining days and the joint test.
pub fn coefficients(model: &RegArimaResult) -> Vec<Sheet> {
    use SarimaPolynomial::{Bphi, Btheta, Phi, Theta};
    let arma: Vec<CoefficientEstimate> =
        [Phi, Bphi, Theta, Btheta].into_iter().flat_map(|p| model.arma(p)).collect();
    let mut groups = vec![group("ARMA coefficients", &arma)];
    let joint = model.joint_effects();
    let regression = model.regression();
    for title in GROUPS {
        let rows = regression.iter().filter(|r| group_title(r.class) == title);
        let mut rows: Vec<CoefficientEstimate> = rows.map(|r| r.coefficient.clone()).collect();
        let mine: Vec<_> = joint.iter().filter(|j| group_title(j.class) == title).collect();
        let derived = mine.iter().filter_map(|j| j.derived.clone()).map(|mut derived| {
            derived.name.push_str(" (derived)");
            derived
        });
        rows.extend(derived);
        let mut group = group(title, &rows);
        let tests = mine.iter().filter_map(|j| j.test).map(|test| {
            let p = Cell::P(test.p_value).text();
            format!(
                "Joint test {}: F = {}, p = {p}.",
                distribution_name(test.distribution),
                number::display(test.value, 2)
            )
        });
        group.note = tests.collect::<Vec<_>>().join(" ");
        groups.push(group);
    }
    groups.retain(|g| !g.rows.is_empty());
    groups
}

fn columns(name: &str) -> [super::sheet::Column; 5] {
    [
        words(name, 200.0),
        figures("Coefficient", 92.0),
        figures("Std. error", 92.0),
        figures("t", 92.0),
        figures("p", 92.0),
    ]
}

fn group(title: &str, rows: &[CoefficientEstimate]) -> Sheet {
    let sizes: Vec<f64> = rows.iter().map(|r| r.value).collect();
    let decimals = number::decimals_for(&sizes);
    let line = |one: &CoefficientEstimate| {
        vec![
            one.name.clone().into(),
            Cell::Number(one.value, decimals),
            Cell::Number(one.standard_error, decimals),
            Cell::Number(one.t, 2),
            Cell::P(one.p_value),
        ]
    };
    let name = if title == "ARMA coefficients" { "Parameter" } else { "Variable" };
    Sheet { rows: rows.iter().map(line).collect(), ..Sheet::new(title, columns(name)) }
}

/// Outliers whose coefficient the specification gives.
fn fixed_outliers(model: &RegArimaResult) -> Option<Sheet> {
    let marks = outlier_marks::outliers(model);
    let rows: Vec<Vec<Cell>> = (marks.iter().filter(|m| m.fixed))
        .map(|m| vec![m.name().into(), Cell::Number(m.coefficient, 5)])
        .collect();
    let columns = [words("Outlier", 200.0), figures("Coefficient", 92.0)];
    (!rows.is_empty()).then(|| Sheet { rows, ..Sheet::new("Outliers with given coefficients", columns) })
}

fn group_title(class: RegressorClass) -> &'static str {
    match class {
        RegressorClass::TrendConstant => "Mean",
        class if class.is_day_related() => "Calendar",
        class if class.is_moving_holiday() => "Moving holidays",
        class if class.is_outlier() => "Outliers",
        _ => "User variables",
    }
}

/// The lower triangle.
fn matrix(title: &str, correlations: &Correlations) -> Sheet {
    let width = |name: &str| (7.0 * name.len() as f32 + 16.0).clamp(64.0, 120.0);
    let columns = correlations.names.iter().map(|name| figures(name, width(name)));
    let columns: Vec<_> = std::iter::once(words("", 120.0)).chain(columns).collect();
    let rows = correlations.rows.iter().zip(&correlations.names).enumerate().map(|(i, (row, name))| {
        let cells = row.iter().enumerate().map(|(j, r)| match j {
            j if j > i => Cell::Weak(String::new()),
            _ => Cell::Number(*r, 3),
        });
        std::iter::once(Cell::from(name.as_str())).chain(cells).collect()
    });
    Sheet { rows: rows.collect(), ..Sheet::new(title, columns) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;
    use solstice_engine::sa::{ModellingContext, Silent, adjust};
    use solstice_engine::toolkit::timeseries::TsData;

    /// Ten years of months with a seasonal pattern, unrest and an outlier in May 2014.
    fn adjusted(spec: &str) -> Adjustment {
        let value = |t: u32| {
            let angle = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
            let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
            let outlier = if t == 52 { 1.4 } else { 1.0 };
            outlier * (100.0 + 0.5 * f64::from(t)) * (1.0 + 0.15 * angle.sin() + 0.02 * unrest)
        };
        let data = TsData::of(12, 2010, 1, (0..120).map(value).collect()).unwrap();
        adjust(&data, &x13(spec).unwrap(), &ModellingContext::default(), &mut Silent).unwrap()
    }

    fn value(sheet: &Sheet, name: &str) -> String {
        sheet.rows.iter().find(|r| r[0].text() == name).unwrap()[1].text()
    }

    #[test]
    fn the_headline_names_transformation_orders_and_outliers() {
        let adjustment = adjusted("rsa0");
        let facts = composition(&adjustment, adjustment.preprocessing.as_ref().unwrap());
        assert_eq!(value(&facts, "Transformation"), "levels");
        assert_eq!(value(&facts, "ARIMA model"), "(0,1,1)(0,1,1)12");
        assert_eq!(value(&facts, "Calendar"), "none");
        assert_eq!(value(&facts, "Outliers"), "none");
        let adjustment = adjusted("rsa3");
        let facts = composition(&adjustment, adjustment.preprocessing.as_ref().unwrap());
        assert!(value(&facts, "Outliers").ends_with("detected"));
        assert!(value(&facts, "Transformation").ends_with("tested"));
        assert!(value(&facts, "ARIMA model").ends_with("chosen automatically"));
    }

    #[test]
    fn coefficients_stand_in_groups_and_none_is_lost() {
        let adjustment = adjusted("rsa1");
        let model = adjustment.preprocessing.as_ref().unwrap();
        let groups = coefficients(model);
        assert_eq!(groups[0].title, "ARMA coefficients");
        assert_eq!(groups[0].rows.len(), 2);
        let outliers = groups.iter().find(|g| g.title == "Outliers").unwrap();
        assert!(outliers.rows.iter().any(|r| r[0].text() == "AO (2014-05)"), "{outliers:?}");
        let regression: usize = groups.iter().skip(1).map(|g| g.rows.len()).sum();
        assert_eq!(regression, model.regression().len());
        let ao = &outliers.rows[0];
        assert_eq!(ao[3].text().split('.').next_back().unwrap().len(), 2);
        assert_eq!(ao[4].text(), "<0.0001");
        let marks = outlier_marks::outliers(model);
        assert!(marks.iter().any(|m| m.name() == "AO May 2014" && m.origin() == "detected" && m.t > 5.0));
    }

    #[test]
    fn correlations_are_a_triangle() {
        let sheets = sheets(&adjusted("rsa1"));
        let matrix = sheets.iter().find(|s| s.title == "Correlations of the ARMA coefficients").unwrap();
        assert_eq!(matrix.rows[0][1].text(), "1.000");
        assert_eq!(matrix.rows[0][2].text(), "");
    }
}
