//! Stability of the seasonality of a series: the Canova-Hansen test (`diagnostics.md` 3.9).

use super::ToolError;
use super::error::{logarithm, prepared_seasonal};
use crate::toolkit::spectrum::{Window, seasonal_frequencies};
use crate::toolkit::stats::{
    CanovaHansen, CanovaHansenSpec, SeasonalRegressors, StatisticalTest, canova_hansen_frequency,
};
use crate::toolkit::timeseries::TsData;

/// 5 % critical values of the statistics of 1 to 11 columns (Canova, Hansen 1995).
pub const CANOVA_HANSEN_CRITICAL_VALUES: [f64; 11] =
    [0.470, 0.749, 1.01, 1.24, 1.47, 1.68, 1.90, 2.11, 2.32, 2.54, 2.75];

/// What stands for the seasons in the regression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeasonalModel {
    /// One dummy per season.
    Dummies,
    /// Contrasts of the seasons with the last one.
    Contrasts,
    /// Sines and cosines of the seasonal frequencies.
    Trigonometric,
}

impl SeasonalModel {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Dummies, Self::Contrasts, Self::Trigonometric];

    /// `dummies`, `contrasts`, `trigonometric`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dummies => "dummies",
            Self::Contrasts => "contrasts",
            Self::Trigonometric => "trigonometric",
        }
    }

    fn regressors(self) -> SeasonalRegressors {
        match self {
            Self::Dummies => SeasonalRegressors::Dummies,
            Self::Contrasts => SeasonalRegressors::Contrasts,
            Self::Trigonometric => SeasonalRegressors::Trigonometric,
        }
    }
}

/// Options of the test.
#[derive(Clone, Debug, PartialEq)]
pub struct CanovaHansenOptions {
    /// Takes logarithms.
    pub log: bool,
    /// Number of differences at lag 1 before the test.
    pub order: usize,
    /// Seasonal regressors.
    pub model: SeasonalModel,
    /// Whether the lagged series is a regressor.
    pub lagged: bool,
    /// Kernel of the long-run covariance.
    pub kernel: Window,
    /// Autocovariances in the long-run covariance; none: floor(0.75 sqrt(n)).
    pub truncation: Option<usize>,
    /// Periods, in observations, whose cycles are tested one by one besides; they need not be whole numbers.
    pub periods: Vec<f64>,
}

impl Default for CanovaHansenOptions {
    /// Sines and cosines in the first differences, with the lagged series, Bartlett kernel.
    fn default() -> Self {
        Self {
            log: false,
            order: 1,
            model: SeasonalModel::Trigonometric,
            lagged: true,
            kernel: Window::Bartlett,
            truncation: None,
            periods: Vec::new(),
        }
    }
}

/// A statistic with its 5 % critical value: above it the effect is not stable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StabilityStatistic {
    /// The statistic; its distribution is not a usual one.
    pub value: f64,
    /// 5 % critical value for its number of columns; none beyond 11 columns.
    pub critical: Option<f64>,
}

impl StabilityStatistic {
    pub(super) fn new(value: Option<f64>, columns: usize) -> Option<Self> {
        let critical = columns.checked_sub(1).and_then(|k| CANOVA_HANSEN_CRITICAL_VALUES.get(k)).copied();
        value.map(|value| Self { value, critical })
    }

    /// Whether stability is rejected at 5 %.
    pub fn is_unstable(&self) -> Option<bool> {
        self.critical.map(|c| self.value > c)
    }
}

/// Stability of the cycle of one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodStability {
    /// The period, in observations.
    pub period: f64,
    /// Joint statistic of its sine and cosine as regressors.
    pub joint: Option<StabilityStatistic>,
    /// The simplified statistic with a scalar long-run variance.
    pub simplified: Option<StabilityStatistic>,
}

/// Stability of the seasonality.
#[derive(Clone, Debug, PartialEq)]
pub struct CanovaHansenReport {
    /// The differenced series that is tested.
    pub data: TsData,
    /// Autocovariances in the long-run covariance.
    pub truncation: usize,
    /// Statistic of each season, 0-based position in the year, with dummies and contrasts; that of the last season
    /// with contrasts is derived from the others. Of each seasonal frequency otherwise, the annual one first.
    pub items: Vec<Option<StabilityStatistic>>,
    /// Joint statistic of all seasons or frequencies.
    pub joint: Option<StabilityStatistic>,
    /// F test of the seasonal coefficients, with a robust covariance: is there seasonality at all?
    pub seasonality: Option<StatisticalTest>,
    /// The periods asked for.
    pub periods: Vec<PeriodStability>,
}

/// Tests the seasonality of `series`. A statistic whose covariance is singular is absent.
///
/// # Errors
/// Annual or empty series, logarithms that do not exist, a period below 2, [`ToolError::TooShort`],
/// [`ToolError::Singular`] for missing or constant values.
pub fn canova_hansen(
    series: &TsData,
    options: &CanovaHansenOptions,
) -> Result<CanovaHansenReport, ToolError> {
    let (series, period) = prepared_seasonal(series)?;
    if let Some(bad) = options.periods.iter().find(|p| !(**p >= 2.0 && p.is_finite())) {
        let remedy = "a cycle takes two observations at least".to_owned();
        return Err(ToolError::Option { option: "period", value: bad.to_string(), remedy });
    }
    let data = logarithm(&series, options.log)?.delta_of_order(1, options.order);
    let required = 3 * period;
    if data.len() < required {
        return Err(ToolError::TooShort { observations: data.len(), required });
    }
    let x = data.values();
    let truncation = options.truncation.unwrap_or((0.75 * (x.len() as f64).sqrt()) as usize);
    let spec = |regressors| CanovaHansenSpec {
        regressors,
        lagged: options.lagged,
        window: options.kernel,
        truncation,
        position: data.start().annual_position(),
    };
    let regressors = options.model.regressors();
    let test = CanovaHansen::of(x, period, spec(regressors)).ok_or(ToolError::Singular)?;
    let single = |i: usize, count: usize| StabilityStatistic::new(test.statistic(i, count), count);
    let (items, columns) = match options.model {
        SeasonalModel::Dummies => ((0..period).map(|i| single(i, 1)).collect(), period),
        SeasonalModel::Contrasts => {
            let mut items: Vec<_> = (0..period - 1).map(|i| single(i, 1)).collect();
            items.push(StabilityStatistic::new(test.derived_statistic(), 1));
            (items, period - 1)
        }
        SeasonalModel::Trigonometric => {
            let frequencies = seasonal_frequencies(period).len();
            let width = |i: usize| if 2 * (i + 1) < period { 2 } else { 1 };
            ((0..frequencies).map(|i| single(2 * i, width(i))).collect(), period - 1)
        }
    };
    let stability = |&p: &f64| {
        let regressors = SeasonalRegressors::Specific { period: p, harmonics: 1 };
        let joint = CanovaHansen::of(x, period, spec(regressors)).and_then(|t| t.statistic_of_all());
        let columns = if p == 2.0 { 1 } else { 2 };
        PeriodStability {
            period: p,
            joint: StabilityStatistic::new(joint, columns),
            simplified: StabilityStatistic::new(canova_hansen_frequency(x, p, spec(regressors)), columns),
        }
    };
    Ok(CanovaHansenReport {
        truncation,
        items,
        joint: StabilityStatistic::new(test.statistic_of_all(), columns),
        seasonality: test.seasonality(),
        periods: options.periods.iter().map(stability).collect(),
        data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> TsData {
        let value = |t: u32| f64::from(t % 4) * 3.0 + f64::from((t * 7919 + t * t * 31) % 101) / 50.0;
        TsData::of(4, 2000, 2, (0..80).map(value).collect()).unwrap()
    }

    #[test]
    fn a_fixed_pattern_is_stable() {
        for model in SeasonalModel::ALL {
            let options = CanovaHansenOptions { model, periods: vec![2.0, 3.5], ..Default::default() };
            let report = canova_hansen(&series(), &options).unwrap();
            assert_eq!(report.items.len(), if model == SeasonalModel::Trigonometric { 2 } else { 4 });
            assert_eq!(report.joint.unwrap().is_unstable(), Some(false));
            assert!(report.seasonality.unwrap().is_significant(0.001));
            assert_eq!(report.periods.len(), 2);
            assert_eq!(report.truncation, 6);
        }
    }

    #[test]
    fn refusals() {
        let short = series().drop(0, 69);
        let options = CanovaHansenOptions::default();
        assert!(matches!(canova_hansen(&short, &options), Err(ToolError::TooShort { required: 12, .. })));
        let wrong = CanovaHansenOptions { periods: vec![f64::NAN], ..options.clone() };
        assert!(matches!(canova_hansen(&series(), &wrong), Err(ToolError::Option { option: "period", .. })));
        let constant = series().map(|_| 5.0);
        assert_eq!(canova_hansen(&constant, &options), Err(ToolError::Singular));
    }
}
