//! The outliers of a model as charts mark them.

use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::toolkit::regression::{Origin, OutlierCode, Regressor};
use solstice_engine::toolkit::timeseries::TsPeriod;

use super::chart::axis::period_label;
use super::chart::{Event, Symbol, palette::Role};
use super::number;

/// An outlier of a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlierMark {
    /// Type.
    pub code: OutlierCode,
    /// Period.
    pub period: TsPeriod,
    /// Coefficient, on the scale of the model.
    pub coefficient: f64,
    /// Its t-statistic; NaN when the coefficient is fixed.
    pub t: f64,
    /// Whether the specification names it; otherwise it was detected.
    pub specified: bool,
    /// Whether the specification gives the coefficient.
    pub fixed: bool,
}

impl OutlierMark {
    /// Type and period: `AO May 2014`.
    pub fn name(&self) -> String {
        format!("{} {}", self.code, period_label(self.period))
    }

    /// Where the coefficient comes from.
    pub fn origin(&self) -> &'static str {
        match (self.specified, self.fixed) {
            (true, true) => "fixed",
            (true, false) => "specified",
            (false, _) => "detected",
        }
    }

    /// The mark at a height of `y`.
    pub fn event(&self, y: f64) -> Event {
        let size = number::display(self.coefficient, number::decimals_for(&[self.coefficient]).min(4));
        let t =
            if self.t.is_finite() { format!(", t {}", number::display(self.t, 2)) } else { String::new() };
        Event {
            at: [self.period.id as f64, y],
            symbol: symbol(self.code),
            role: Role::Accent,
            label: self.code.to_string(),
            title: format!("{} ({})", self.code, self.origin()),
            note: format!("{size}{t}"),
        }
    }
}

fn symbol(code: OutlierCode) -> Symbol {
    match code {
        OutlierCode::AO | OutlierCode::WO => Symbol::Circle,
        OutlierCode::LS => Symbol::Step,
        OutlierCode::TC => Symbol::Wedge,
        OutlierCode::SO => Symbol::Square,
    }
}

/// The outliers of `model`, by period.
pub fn outliers(model: &RegArimaResult) -> Vec<OutlierMark> {
    let unit = model.description().series().domain().unit();
    let estimates = model.regression();
    let mut marks: Vec<OutlierMark> = model
        .description()
        .variables()
        .filter_map(|variable| {
            let Regressor::Outlier(outlier) = &variable.regressor else { return None };
            let (code, period) = (outlier.code(), TsPeriod::containing(unit, outlier.date));
            let estimate = estimates.iter().find(|e| e.outlier == Some((code, period)));
            let fixed = variable.is_preadjustment();
            Some(OutlierMark {
                code,
                period,
                coefficient: match estimate {
                    Some(estimate) => estimate.coefficient.value,
                    None => variable.coefficient(0).value().unwrap_or(f64::NAN),
                },
                t: estimate.map_or(f64::NAN, |e| e.coefficient.t),
                specified: variable.origin == Origin::Given,
                fixed,
            })
        })
        .collect();
    marks.sort_by_key(|m| (m.period.id, m.code));
    marks
}
