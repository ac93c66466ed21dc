//! Sliding spans, revision history and moving windows as charts and tables.

mod revisions;
mod spans;
mod windows;

pub use revisions::{item_name, measure_name, revisions};
pub(in crate::report) use spans::scale;
pub use spans::{spans, view_name};
pub use windows::windows;

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::refresh::RefreshPolicy;

use super::chart::Chart;
use super::sheet::Sheet;

/// The adjustment that a tool was run on, with its name and source.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// Name of the series.
    pub name: &'a str,
    /// Its source line.
    pub source: &'a str,
    /// The adjustment.
    pub adjustment: &'a Adjustment,
}

/// What is shown of the result of a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// The charts, row by row.
    pub rows: Vec<Vec<Chart>>,
    /// The tables.
    pub sheets: Vec<Sheet>,
}

impl Drawn {
    /// The charts in reading order.
    pub fn charts(&self) -> impl Iterator<Item = &Chart> {
        self.rows.iter().flatten()
    }
}

/// A policy in words: its name and what it estimates again.
pub fn policy_words(policy: RefreshPolicy) -> (&'static str, &'static str) {
    match policy {
        RefreshPolicy::Complete => (
            "Everything again",
            "Transformation, calendar, outliers and model are chosen and estimated again.",
        ),
        RefreshPolicy::ArimaModel => (
            "ARIMA model and outliers",
            "Transformation and calendar effects are kept; the ARIMA model and outliers are chosen again.",
        ),
        RefreshPolicy::Outliers => (
            "All outliers",
            "The orders of the model are kept; outliers are searched again on the whole series.",
        ),
        RefreshPolicy::LastOutliers => (
            "Last outliers",
            "Orders and earlier outliers are kept; outliers are searched in the last year and the new periods.",
        ),
        RefreshPolicy::FreeParameters => {
            ("Parameters", "The model with its outliers is kept; all its parameters are estimated again.")
        }
        RefreshPolicy::FixedAutoRegressiveParameters => (
            "Moving average and coefficients",
            "Autoregressive parameters are kept; moving average parameters and coefficients are estimated again.",
        ),
        RefreshPolicy::FixedParameters => (
            "Coefficients",
            "All ARIMA parameters are kept; only the coefficients of the regression are estimated again.",
        ),
        RefreshPolicy::Fixed => {
            ("Nothing", "Model, parameters and coefficients are kept; only the decomposition is new.")
        }
        RefreshPolicy::Current => (
            "Nothing, forecast factors",
            "Model and components are kept; new observations are adjusted with forecast factors.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_its_words() {
        for policy in RefreshPolicy::ALL {
            let (name, meaning) = policy_words(policy);
            assert!(!name.is_empty() && meaning.ends_with('.'));
            assert_eq!(RefreshPolicy::ALL.iter().filter(|p| policy_words(**p).0 == name).count(), 1);
        }
    }
}
