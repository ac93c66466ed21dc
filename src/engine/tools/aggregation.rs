//! The sum of series (`diagnostics.md` 13.1).

use super::ToolError;
use crate::toolkit::timeseries::TsData;

/// The sum of all that are not empty, on the periods that they have in common. A period in which one is missing is
/// missing.
///
/// # Errors
/// [`ToolError::NoData`] when all are empty, [`ToolError::DifferentUnits`], [`ToolError::NoCommonPeriod`].
pub fn sum<'a>(series: impl IntoIterator<Item = &'a TsData>) -> Result<TsData, ToolError> {
    let mut all = series.into_iter().filter(|x| !x.is_empty());
    let mut total = all.next().ok_or(ToolError::NoData)?.clone();
    for x in all {
        let units = [total.unit(), x.unit()];
        total = total.add(x).map_err(|_| ToolError::DifferentUnits { units })?;
        if total.is_empty() {
            return Err(ToolError::NoCommonPeriod);
        }
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(frequency: u32, year: i32, month: u32, values: &[f64]) -> TsData {
        TsData::of(frequency, year, month, values.to_vec()).unwrap()
    }

    #[test]
    fn common_periods_are_added() {
        let a = series(12, 2000, 1, &[1.0, 2.0, f64::NAN, 4.0, 5.0]);
        let b = series(12, 2000, 2, &[10.0, 20.0, 30.0]);
        let empty = series(4, 1990, 1, &[]);
        let total = sum([&a, &empty, &b]).unwrap();
        assert_eq!(total.start(), b.start());
        assert_eq!(total.values()[0], 12.0);
        assert!(total.values()[1].is_nan());
        assert_eq!(total.values()[2], 34.0);
        assert_eq!(sum([&b]).unwrap(), b);
    }

    #[test]
    fn what_cannot_be_added_is_said() {
        let monthly = series(12, 2000, 1, &[1.0, 2.0]);
        assert!(matches!(sum([]), Err(ToolError::NoData)));
        let later = series(12, 2005, 1, &[1.0]);
        assert!(matches!(sum([&monthly, &later, &monthly]), Err(ToolError::NoCommonPeriod)));
        let quarterly = series(4, 2000, 1, &[1.0]);
        let error = sum([&monthly, &quarterly]).unwrap_err();
        assert!(error.to_string().contains("same length"), "{error}");
    }
}
