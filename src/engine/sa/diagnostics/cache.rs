//! Diagnostics of an adjustment, each computed when first asked for and kept.

use std::sync::OnceLock;

use super::{
    COMBINED_LAST_YEARS, CombinedSeasonality, QualityReport, QualitySpec, SeasonalityTests, Subject,
    TestedSeries,
};
use crate::sa::Benchmarking;
use crate::sa::result::{Adjustment, Decomposition};
use crate::sa::seats::{ModelTests, model_tests};
use crate::sa::spec::Spec;
use crate::sa::x11::X11Table;
use crate::toolkit::regarima::{OneStepAheadTest, out_of_sample_length};
use crate::toolkit::stats::{ResidualTests, StatisticalTest};
use crate::toolkit::timeseries::TsData;
use crate::toolkit::trading_days::{self, ErrorModel};

/// One cell for each subject of tests.
type BySubject<T> = [OnceLock<T>; Subject::ALL.len()];

/// Results of the tests asked for so far.
#[derive(Clone, Debug, Default)]
pub struct DiagnosticsCache {
    series: OnceLock<Option<TestedSeries>>,
    seasonality: BySubject<Option<SeasonalityTests>>,
    combined: BySubject<Option<CombinedSeasonality>>,
    combined_last: BySubject<Option<CombinedSeasonality>>,
    trading_days: BySubject<Option<StatisticalTest>>,
    series_trading_days: OnceLock<SeriesTradingDays>,
    residuals: OnceLock<Option<ResidualTests>>,
    one_step_ahead: OnceLock<Option<OneStepAheadTest>>,
    quality: OnceLock<QualityReport>,
    benchmarking: OnceLock<Option<Benchmarking>>,
    model_tests: OnceLock<Option<ModelTests>>,
}

/// Trading-day tests of the transformed series itself; none without a model.
#[derive(Clone, Copy, Debug, Default)]
pub struct SeriesTradingDays {
    /// Least squares after one regular and one seasonal difference.
    pub ols: Option<StatisticalTest>,
    /// Airline model.
    pub airline: Option<StatisticalTest>,
}

impl Adjustment {
    /// The series on which the adjustment is judged.
    pub fn tested_series(&self) -> Option<&TestedSeries> {
        let of = || match &self.decomposition {
            Decomposition::X11(x11) => TestedSeries::of_x11(x11, self.preprocessing.as_ref()),
            Decomposition::Seats(seats) => TestedSeries::of_seats(seats, self.preprocessing.as_ref()),
        };
        self.diagnostics.series.get_or_init(of).as_ref()
    }

    /// Seasonality tests; none for SI and for the residuals of no model.
    pub fn seasonality_tests(&self, subject: Subject) -> Option<&SeasonalityTests> {
        let of = || {
            let tested = self.tested_series()?;
            Some(SeasonalityTests::of(&tested.stationary(subject)?, tested.period))
        };
        self.diagnostics.seasonality[subject as usize].get_or_init(of).as_ref()
    }

    /// Combined seasonality test on all years.
    pub fn combined_test(&self, subject: Subject) -> Option<&CombinedSeasonality> {
        let of = || self.tested_series()?.combined_test(subject, None);
        self.diagnostics.combined[subject as usize].get_or_init(of).as_ref()
    }

    /// Combined seasonality test on the last three years.
    pub fn combined_test_last_years(&self, subject: Subject) -> Option<&CombinedSeasonality> {
        let of = || self.tested_series()?.combined_test(subject, Some(COMBINED_LAST_YEARS));
        self.diagnostics.combined_last[subject as usize].get_or_init(of).as_ref()
    }

    /// Residual trading days in the adjusted series and in the irregular, transformed (moving-average model), and in
    /// the residuals (least squares); none for the other subjects.
    pub fn trading_days_test(&self, subject: Subject) -> Option<&StatisticalTest> {
        let moving_average = |x: &TsData| trading_days::moving_average_test(x, ErrorModel::MovingAverage);
        let of = || {
            let tested = self.tested_series()?;
            match subject {
                Subject::Adjusted => moving_average(&tested.transformed_adjusted),
                Subject::Irregular => moving_average(&tested.transformed_irregular),
                Subject::Residuals => trading_days::ols_test(tested.residuals.as_ref()?, &[]),
                Subject::Linearised | Subject::SeasonalIrregular => None,
            }
        };
        self.diagnostics.trading_days[subject as usize].get_or_init(of).as_ref()
    }

    /// Trading days in the series that is modelled: transformed, missing values estimated, effects included.
    pub fn series_trading_days(&self) -> &SeriesTradingDays {
        let of = || {
            let model = self.preprocessing.as_ref()?;
            let series = model.interpolated().ok()?;
            Some(SeriesTradingDays {
                ols: trading_days::ols_test(&series, &[1, model.description().orders().period]),
                airline: trading_days::moving_average_test(&series, ErrorModel::Airline),
            })
        };
        self.diagnostics.series_trading_days.get_or_init(|| of().unwrap_or_default())
    }

    /// Tests of the full residuals; none without a model.
    pub fn residual_tests(&self) -> Option<&ResidualTests> {
        let of = || {
            let model = self.preprocessing.as_ref()?;
            let period = model.description().orders().period;
            let parameters = model.description().free_parameter_count();
            Some(ResidualTests::of(model.residuals().values(), period, parameters))
        };
        self.diagnostics.residuals.get_or_init(of).as_ref()
    }

    /// Out-of-sample test of the years that the specification gives; none without a model and for short series.
    pub fn one_step_ahead_test(&self) -> Option<&OneStepAheadTest> {
        let of = || self.one_step_ahead_test_of(self.quality_spec().out_of_sample.years);
        self.diagnostics.one_step_ahead.get_or_init(of).as_ref()
    }

    /// Out-of-sample test of the last `years`.
    pub fn one_step_ahead_test_of(&self, years: f64) -> Option<OneStepAheadTest> {
        let model = self.preprocessing.as_ref()?;
        let errors = out_of_sample_length(years, model.description().orders().period);
        OneStepAheadTest::of(model.estimated().estimation(), errors).ok()?
    }

    /// Series and adjusted series, effects removed, with their forecasts and backcasts.
    pub fn extended_series(&self) -> Option<(TsData, TsData)> {
        match &self.decomposition {
            Decomposition::X11(x11) => {
                Some((x11.table(X11Table::B1)?.clone(), x11.table(X11Table::D11)?.clone()))
            }
            Decomposition::Seats(seats) => {
                Some((seats.components.y.extended(), seats.components.sa.extended()))
            }
        }
    }

    /// Comparison of the components of SEATS with their models; none of another method, and when their variances
    /// cannot be computed.
    pub fn model_tests(&self) -> Option<&ModelTests> {
        let of = || model_tests(self.decomposition.seats()?).ok();
        self.diagnostics.model_tests.get_or_init(of).as_ref()
    }

    /// Quality diagnostics with the settings of the specification; [`QualityReport::of`] takes others.
    pub fn quality(&self) -> &QualityReport {
        self.diagnostics.quality.get_or_init(|| QualityReport::of(self, self.quality_spec()))
    }

    pub(super) fn quality_spec(&self) -> &QualitySpec {
        match &self.spec {
            Spec::X13(spec) => &spec.quality,
            Spec::TramoSeats(spec) => &spec.quality,
        }
    }

    /// The benchmarked adjusted series; none when the specification does not ask for it.
    pub fn benchmarking(&self) -> Option<&Benchmarking> {
        self.diagnostics.benchmarking.get_or_init(|| Benchmarking::of(self)).as_ref()
    }
}
