//! Quality diagnostics in words: what a check asks, what its verdict means, where it is seen.

use solstice_engine::sa::diagnostics::{Category, Check, Quality, QualityWarning};

use super::Analysed;

/// View in which a diagnostic can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Picture {
    /// Series, adjusted series and trend.
    Chart,
    /// Residuals, their distribution and autocorrelations.
    Residuals,
    /// Spectra of a series with seasonal and trading-day frequencies.
    Spectrum(Analysed),
    /// Seasonality tests of all series side by side.
    SeasonalityTests,
    /// Outliers in the series.
    Outliers,
    /// Forecasts and their errors.
    Forecasts,
    /// M statistics.
    MStatistics,
    /// Tests of the components of SEATS against their models.
    ModelTests,
}

/// A check in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What is asked.
    pub question: &'static str,
    /// How it is answered.
    pub method: &'static str,
    /// What to do when the verdict is bad.
    pub remedy: &'static str,
    /// Where to look.
    pub picture: Picture,
}

/// The words for a check.
pub fn explanation(check: Check) -> Explanation {
    let (question, method, remedy, picture) = match check {
        Check::Definition => (
            "Do the components make up the series?",
            "Largest difference between both sides of the identities of the decomposition, relative to the level of the series.",
            "Report it: the result contradicts itself.",
            Picture::Chart,
        ),
        Check::AnnualTotals => (
            "Does the adjusted series keep the yearly totals?",
            "Largest difference of the totals of complete years of series and adjusted series, relative to the level of the series.",
            "Look for calendar effects or moving seasonality that do not cancel over the year; benchmark if totals must agree.",
            Picture::Chart,
        ),
        Check::Normality => (
            "Are the residuals of the model normally distributed?",
            "Doornik-Hansen test of skewness and kurtosis.",
            "Look for outliers that were missed, or another transformation.",
            Picture::Residuals,
        ),
        Check::Independence => (
            "Are the residuals free of autocorrelation?",
            "Ljung-Box test of the first autocorrelations.",
            "Try other orders of the model, or a shorter span.",
            Picture::Residuals,
        ),
        Check::TradingDayPeaks => (
            "Is a weekly cycle left in the residuals?",
            "Probability that white noise has as large an ordinate of the periodogram at the trading-day frequency.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum(Analysed::Residuals),
        ),
        Check::SeasonalPeaks => (
            "Is seasonality left in the residuals?",
            "Probability that white noise has as large an ordinate of the periodogram at the seasonal frequencies.",
            "Try other seasonal orders; annual and half-yearly series have no such frequency and always fail.",
            Picture::Spectrum(Analysed::Residuals),
        ),
        Check::OutOfSampleMean => (
            "Were the last forecasts too high or too low?",
            "Mean of the one-step forecast errors of the last periods (a year and a half unless the specification says otherwise), of the model estimated without them.",
            "Look for a level shift or a change of trend near the end.",
            Picture::Forecasts,
        ),
        Check::OutOfSampleVariance => (
            "Were the last forecasts worse than the fit?",
            "Variance of the one-step forecast errors of the last periods (a year and a half unless the specification says otherwise) against that before.",
            "Look for a break near the end; shorten the span.",
            Picture::Forecasts,
        ),
        Check::NumberOfOutliers => (
            "Are there too many outliers?",
            "Outliers, given and found, relative to the observations.",
            "Raise the critical value, or look for a change of the process; extreme values are not all outliers.",
            Picture::Outliers,
        ),
        Check::VisualSeasonalPeaks => (
            "Does the spectrum of the adjusted series show seasonality?",
            "Peaks at the seasonal frequencies of an autoregressive spectrum that stand out of their neighbours.",
            "Try shorter seasonal filters or another model.",
            Picture::Spectrum(Analysed::Adjusted),
        ),
        Check::VisualTradingDayPeaks => (
            "Does the spectrum of the adjusted series show trading days?",
            "Peak at the trading-day frequency of an autoregressive spectrum that stands out of its neighbours.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum(Analysed::Adjusted),
        ),
        Check::Q => (
            "Is the X-11 adjustment acceptable on the whole?",
            "Weighted mean of the M statistics; below 1 is acceptable.",
            "See which M statistics are above 1.",
            Picture::MStatistics,
        ),
        Check::QWithoutM2 => (
            "Is it acceptable when the long-term movement is left out?",
            "Q without M2, which is distorted by a trend that is far from a line.",
            "See which M statistics are above 1.",
            Picture::MStatistics,
        ),
        Check::SeasonalVariance => (
            "Is the estimated seasonal as variable as the model says?",
            "Variance of the stationary transform of the estimate against that of the theoretical estimator.",
            "The model may fit the seasonality badly: try other orders.",
            Picture::ModelTests,
        ),
        Check::IrregularVariance => (
            "Is the estimated irregular as variable as the model says?",
            "Variance of the estimate against that of the theoretical estimator.",
            "The model may leave too much or too little to the irregular: try other orders.",
            Picture::ModelTests,
        ),
        Check::SeasonalIrregularCorrelation => (
            "Are seasonal and irregular as correlated as the model says?",
            "Correlation of the estimates against that of the theoretical estimators.",
            "The model may not separate them: try other orders.",
            Picture::ModelTests,
        ),
        Check::CombinedAdjusted => (
            "Is identifiable seasonality left in the adjusted series?",
            "Combined test: stable and moving seasonality by analysis of variance, Kruskal-Wallis.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalityTests,
        ),
        Check::CombinedAdjustedLastYears => (
            "Is identifiable seasonality left in the last three years of the adjusted series?",
            "Combined test on the last three years.",
            "The seasonality may have changed: try shorter filters or seasonal outliers.",
            Picture::SeasonalityTests,
        ),
        Check::CombinedIrregular => (
            "Is identifiable seasonality left in the irregular?",
            "Combined test: stable and moving seasonality by analysis of variance, Kruskal-Wallis.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalityTests,
        ),
        Check::CombinedIrregularLastYears => (
            "Is identifiable seasonality left in the last three years of the irregular?",
            "Combined test on the last three years.",
            "The seasonality may have changed: try shorter filters or seasonal outliers.",
            Picture::SeasonalityTests,
        ),
        Check::QsAdjusted => (
            "Is the adjusted series correlated with itself a year before?",
            "QS: positive autocorrelations at one and two years of the differenced series.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalityTests,
        ),
        Check::DummiesAdjusted => (
            "Do seasonal dummies explain the adjusted series?",
            "F test of seasonal dummies in an autoregression of the differenced series.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalityTests,
        ),
        Check::QsIrregular => (
            "Is the irregular correlated with itself a year before?",
            "QS: positive autocorrelations at one and two years.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalityTests,
        ),
        Check::DummiesIrregular => (
            "Do seasonal dummies explain the irregular?",
            "F test of seasonal dummies in an autoregression.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalityTests,
        ),
        Check::TradingDaysAdjusted => (
            "Is a trading-day effect left in the adjusted series?",
            "F test of the days of the week in a moving-average model of the changes.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum(Analysed::Adjusted),
        ),
        Check::TradingDaysIrregular => (
            "Is a trading-day effect left in the irregular?",
            "F test of the days of the week in a moving-average model of the changes.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum(Analysed::Irregular),
        ),
    };
    Explanation { question, method, remedy, picture }
}

/// What a group of checks is about.
pub fn category(category: Category) -> &'static str {
    match category {
        Category::BasicChecks => "The result is consistent with itself and with the series.",
        Category::Residuals => "What the model does not explain is noise.",
        Category::OutOfSample => "The model forecasts as well as it fits.",
        Category::Outliers => "Few observations are exceptional.",
        Category::VisualSpectralAnalysis => {
            "The spectrum of the adjusted series has no peak where none should be."
        }
        Category::MStatistics => "The X-11 quality statistics.",
        Category::Seats => "The estimated components behave as the model says.",
        Category::CombinedSeasonality => "No identifiable seasonality is left, by the combined test.",
        Category::ResidualSeasonality => "No seasonality is left.",
        Category::ResidualTradingDays => "No trading-day effect is left.",
    }
}

/// What a verdict means.
pub fn verdict_meaning(quality: Quality) -> &'static str {
    match quality {
        Quality::Accepted => "Accepted by the user, whatever the diagnostics say.",
        Quality::Undefined => "Cannot be judged: there are too few data, or it does not apply.",
        Quality::Error => "The result contradicts itself and must not be used.",
        Quality::Severe => "The result should not be used as it is.",
        Quality::Bad => "There is a problem to be looked at.",
        Quality::Uncertain => "Neither good nor bad; worth a look.",
        Quality::Good => "No problem.",
    }
}

/// What a warning means.
pub fn warning(warning: QualityWarning) -> &'static str {
    match warning {
        QualityWarning::ShortSeries => "Fewer than seven years: tests and filters have little to work on.",
        QualityWarning::NoSeasonalPeak => {
            "The original series shows no seasonality: it may not need an adjustment."
        }
        QualityWarning::ModelChanged => {
            "The model of TRAMO has no decomposition into components; SEATS decomposes one close to it."
        }
        QualityWarning::ParametersCutOff => {
            "Parameters of the model lie at the edge of invertibility; SEATS moved them inside."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diagnostics::reading;
    use solstice_engine::sa::diagnostics::{Against, Limits, QualityDiagnostic};

    /// Every check, category, verdict and warning has its words, and no two checks ask the same.
    #[test]
    fn everything_is_explained() {
        let mut questions = Vec::new();
        for &check in Check::ALL {
            let e = explanation(check);
            for text in [e.question, e.method, e.remedy, category(check.category())] {
                assert!(text.len() > 15, "{check:?}: {text}");
            }
            assert!(e.question.ends_with('?') && e.method.ends_with('.'), "{check:?}");
            questions.push(e.question);
            for quality in Quality::ALL {
                let limits = Limits {
                    against: Against::Small,
                    uncertain: Some(0.05),
                    bad: Some(0.01),
                    severe: Some(0.001),
                };
                for value in [0.02, f64::NAN] {
                    for limits in [Some(limits), None] {
                        let d = QualityDiagnostic { check, value, test: None, limits, quality };
                        assert!(reading(&d).contains(quality.name()));
                    }
                }
            }
        }
        let count = questions.len();
        questions.sort_unstable();
        questions.dedup();
        assert_eq!(questions.len(), count);
        assert!(Quality::ALL.iter().all(|q| verdict_meaning(*q).ends_with('.')));
        assert!(QualityWarning::ALL.iter().all(|w| warning(*w).ends_with('.')));
        assert!(Category::ALL.iter().all(|c| !category(*c).is_empty() && !c.name().is_empty()));
    }
}
