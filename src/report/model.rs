//! The RegARIMA model as it is shown: the facts of a headline and its coefficients by group.

use solstice_engine::sa::modelling::{CoefficientEstimate, RegArimaResult};
use solstice_engine::toolkit::arima::SarimaPolynomial;
use solstice_engine::toolkit::regression::{LengthOfPeriod, RegressorClass};

use super::number;

/// A name and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// Coefficients that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct CoefficientGroup {
    /// What they belong to.
    pub title: &'static str,
    /// The coefficients in the order of the model.
    pub rows: Vec<CoefficientEstimate>,
}

fn fact(name: &'static str, value: impl Into<String>) -> Fact {
    Fact { name, value: value.into() }
}

/// What the model consists of.
pub fn composition(model: &RegArimaResult) -> Vec<Fact> {
    let regression = model.regression();
    let of = |wanted: &dyn Fn(RegressorClass) -> bool| -> Vec<&str> {
        let rows = regression.iter().filter(|r| wanted(r.class));
        rows.map(|r| r.coefficient.name.as_str()).collect()
    };
    let length = match model.adjustment() {
        Some(LengthOfPeriod::LeapYear) => ", adjusted for leap years",
        Some(LengthOfPeriod::LengthOfPeriod) => ", adjusted for the length of the periods",
        None => "",
    };
    let days = of(&RegressorClass::is_day_related);
    let holidays = of(&RegressorClass::is_moving_holiday);
    let outliers = of(&RegressorClass::is_outlier);
    let listed = |names: &[&str]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    vec![
        fact("Transformation", format!("{}{length}", if model.is_log() { "logarithms" } else { "levels" })),
        fact("ARIMA model", model.description().orders().to_string()),
        fact("Mean", if model.description().has_mean() { "yes" } else { "no" }),
        fact("Calendar", listed(&days)),
        fact("Moving holidays", listed(&holidays)),
        fact("Outliers", if outliers.is_empty() { "none".to_owned() } else { outliers.len().to_string() }),
    ]
}

/// Likelihood and information criteria.
pub fn likelihood(model: &RegArimaResult) -> Vec<Fact> {
    let statistics = model.statistics();
    let value = |x: f64| number::display(x, 3);
    vec![
        fact("Observations used", statistics.effective_observations.to_string()),
        fact("Parameters", statistics.parameters.to_string()),
        fact("Log-likelihood", value(statistics.adjusted_log_likelihood())),
        fact("AIC", value(statistics.aic())),
        fact("AICc", value(statistics.aicc())),
        fact("BIC", value(statistics.bic())),
    ]
}

/// The coefficients of the ARMA polynomials, those of the regression by kind of variable; no empty groups.
pub fn coefficients(model: &RegArimaResult) -> Vec<CoefficientGroup> {
    use SarimaPolynomial::{Bphi, Btheta, Phi, Theta};
    let arma = [Phi, Bphi, Theta, Btheta].into_iter().flat_map(|p| model.arma(p)).collect();
    let mut groups = vec![CoefficientGroup { title: "ARMA coefficients", rows: arma }];
    let titles = ["Mean", "Calendar", "Moving holidays", "Outliers", "User variables"];
    groups.extend(titles.map(|title| CoefficientGroup { title, rows: Vec::new() }));
    for row in model.regression() {
        let title = group_title(row.class);
        if let Some(group) = groups.iter_mut().find(|g| g.title == title) {
            group.rows.push(row.coefficient);
        }
    }
    groups.retain(|g| !g.rows.is_empty());
    groups
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

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;
    use solstice_engine::sa::{ModellingContext, Silent, adjust};
    use solstice_engine::toolkit::timeseries::TsData;

    /// Ten years of months with a seasonal pattern, unrest and an outlier in May 2014.
    fn model(spec: &str) -> RegArimaResult {
        let value = |t: u32| {
            let angle = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
            let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
            let outlier = if t == 52 { 1.4 } else { 1.0 };
            outlier * (100.0 + 0.5 * f64::from(t)) * (1.0 + 0.15 * angle.sin() + 0.02 * unrest)
        };
        let data = TsData::of(12, 2010, 1, (0..120).map(value).collect()).unwrap();
        let adjustment =
            adjust(&data, &x13(spec).unwrap(), &ModellingContext::default(), &mut Silent).unwrap();
        adjustment.preprocessing.unwrap()
    }

    fn value(facts: &[Fact], name: &str) -> String {
        facts.iter().find(|f| f.name == name).unwrap().value.clone()
    }

    #[test]
    fn the_headline_names_transformation_orders_and_outliers() {
        let facts = composition(&model("rsa0"));
        assert_eq!(value(&facts, "Transformation"), "levels");
        assert_eq!(value(&facts, "ARIMA model"), "(0,1,1)(0,1,1)12");
        assert_eq!(value(&facts, "Calendar"), "none");
        assert_eq!(value(&facts, "Outliers"), "none");
        assert_ne!(value(&composition(&model("rsa1")), "Outliers"), "none");
    }

    #[test]
    fn coefficients_stand_in_groups_and_none_is_lost() {
        let model = model("rsa1");
        let groups = coefficients(&model);
        assert_eq!(groups[0].title, "ARMA coefficients");
        assert_eq!(groups[0].rows.len(), 2);
        let outliers = groups.iter().find(|g| g.title == "Outliers").unwrap();
        assert!(outliers.rows.iter().any(|r| r.name == "AO (2014-05)"), "{outliers:?}");
        let regression: usize = groups.iter().skip(1).map(|g| g.rows.len()).sum();
        assert_eq!(regression, model.regression().len());
    }
}
