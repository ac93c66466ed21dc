//! X-11 of a dated series: checks, kernel, levels, dates.

use super::error::X11Error;
use super::tables::{X11Decomposition, X11Table};
use super::{bias, kernel};
use crate::sa::decision::Monitor;
use crate::sa::spec::{BiasCorrection, DecompositionMode, X11Spec};
use crate::toolkit::timeseries::{TsData, TsPeriod};

/// Values at both ends of a series that are not observations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extension {
    /// Backcasts at the start.
    pub backcasts: usize,
    /// Forecasts at the end.
    pub forecasts: usize,
}

/// Decomposes `series`, of which `extension` tells what is not observed, by X-11 (`x11.md` 11 to 13).
///
/// The horizons of `spec` play no role here. The undefined mode is additive.
///
/// # Errors
/// [`X11Error`]; among others fewer than three years, missing values, values <= 0 in the multiplicative and
/// the log-additive mode.
pub fn decompose(
    series: &TsData,
    extension: Extension,
    spec: &X11Spec,
    monitor: &mut dyn Monitor,
) -> Result<X11Decomposition, X11Error> {
    let unit = series.start().unit;
    let period = series.annual_frequency().ok_or(X11Error::UnsupportedUnit { unit })? as usize;
    let invalid = spec.validate(period);
    if !invalid.is_empty() {
        return Err(X11Error::Spec(invalid));
    }
    check_length(series.len(), period, extension)?;
    check_values(series, spec.mode)?;

    let Extension { backcasts, forecasts } = extension;
    let position = series.start().annual_position();
    let log = spec.mode == DecompositionMode::LogAdditive;
    let logs: Vec<f64>;
    let values = if log {
        logs = series.values().iter().map(|y| y.ln()).collect();
        &logs
    } else {
        series.values()
    };
    let input = kernel::Input { values, period, position, backcasts, forecasts };
    let mut output = kernel::run(input, spec, monitor)?;
    if log {
        let correction = if spec.seasonal { spec.bias } else { BiasCorrection::None };
        bias::to_levels(&mut output.columns, series.values(), period, position, correction)?;
    }
    let decomposition = X11Decomposition {
        mode: match spec.mode {
            DecompositionMode::Undefined => DecompositionMode::Additive,
            mode => mode,
        },
        period,
        backcasts,
        forecasts,
        ic_ratio: output.ic_ratio,
        henderson_length: output.henderson_length,
        d7_henderson_length: output.d7_henderson_length,
        seasonal_filters: output.seasonal_filters,
        msr_filter: output.msr_filter,
        msr: output.msr,
        tables: output.columns.dated(series.start()),
    };
    check_components(&decomposition)?;
    Ok(decomposition)
}

/// Three years in all, and enough observations for the I/C ratio.
fn check_length(values: usize, period: usize, extension: Extension) -> Result<(), X11Error> {
    if values < 3 * period {
        return Err(X11Error::TooShort { observations: values, required: 3 * period });
    }
    let Extension { backcasts, forecasts } = extension;
    let required = 2 * period.div_ceil(2) + 2;
    if values.saturating_sub(backcasts).saturating_sub(forecasts) < required {
        return Err(X11Error::HorizonsTooLong { backcasts, forecasts, values, required });
    }
    Ok(())
}

fn check_values(series: &TsData, mode: DecompositionMode) -> Result<(), X11Error> {
    let found = |bad: fn(f64) -> bool| -> Option<(usize, TsPeriod)> {
        let first = series.values().iter().position(|&y| bad(y))?;
        let count = series.values().iter().filter(|&&y| bad(y)).count();
        Some((count, series.domain().period(first)))
    };
    if let Some((count, first)) = found(|y| !y.is_finite()) {
        return Err(X11Error::MissingValues { count, first });
    }
    if matches!(mode, DecompositionMode::Multiplicative | DecompositionMode::LogAdditive)
        && let Some((count, first)) = found(|y| y <= 0.0)
    {
        return Err(X11Error::NonPositiveValues { count, first });
    }
    Ok(())
}

/// The final components are finite.
fn check_components(decomposition: &X11Decomposition) -> Result<(), X11Error> {
    for table in [X11Table::D10, X11Table::D11, X11Table::D12, X11Table::D13] {
        if let Some(data) = decomposition.table(table)
            && let Some(t) = data.values().iter().position(|v| !v.is_finite())
        {
            return Err(X11Error::NotFinite { table, period: data.domain().period(t) });
        }
    }
    Ok(())
}
