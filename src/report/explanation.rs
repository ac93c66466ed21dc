//! Quality diagnostics in words: what a check asks, what its verdict means, where it is seen.

use solstice_engine::sa::diagnostics::{
    Against, Category, Check, Limits, Quality, QualityDiagnostic, QualityWarning,
};

/// View in which a diagnostic can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Picture {
    /// Series, adjusted series and trend.
    Chart,
    /// SI ratios by period of the year.
    SeasonalIrregular,
    /// Residuals, their distribution and autocorrelations.
    Residuals,
    /// Spectra with seasonal and trading-day frequencies.
    Spectrum,
    /// Outliers in the series.
    Outliers,
    /// Forecasts and their errors.
    Forecasts,
    /// M statistics.
    MStatistics,
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
            Picture::Spectrum,
        ),
        Check::SeasonalPeaks => (
            "Is seasonality left in the residuals?",
            "Probability that white noise has as large an ordinate of the periodogram at the seasonal frequencies.",
            "Try other seasonal orders; annual and half-yearly series have no such frequency and always fail.",
            Picture::Spectrum,
        ),
        Check::OutOfSampleMean => (
            "Were the last forecasts too high or too low?",
            "Mean of the one-step forecast errors of the last year and a half, of the model estimated without them.",
            "Look for a level shift or a change of trend near the end.",
            Picture::Forecasts,
        ),
        Check::OutOfSampleVariance => (
            "Were the last forecasts worse than the fit?",
            "Variance of the one-step forecast errors of the last year and a half against that before.",
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
            Picture::Spectrum,
        ),
        Check::VisualTradingDayPeaks => (
            "Does the spectrum of the adjusted series show trading days?",
            "Peak at the trading-day frequency of an autoregressive spectrum that stands out of its neighbours.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum,
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
            Picture::SeasonalIrregular,
        ),
        Check::IrregularVariance => (
            "Is the estimated irregular as variable as the model says?",
            "Variance of the estimate against that of the theoretical estimator.",
            "The model may leave too much or too little to the irregular: try other orders.",
            Picture::Residuals,
        ),
        Check::SeasonalIrregularCorrelation => (
            "Are seasonal and irregular as correlated as the model says?",
            "Correlation of the estimates against that of the theoretical estimators.",
            "The model may not separate them: try other orders.",
            Picture::SeasonalIrregular,
        ),
        Check::CombinedAdjusted => (
            "Is identifiable seasonality left in the adjusted series?",
            "Combined test: stable and moving seasonality by analysis of variance, Kruskal-Wallis.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalIrregular,
        ),
        Check::CombinedAdjustedLastYears => (
            "Is identifiable seasonality left in the last three years of the adjusted series?",
            "Combined test on the last three years.",
            "The seasonality may have changed: try shorter filters or seasonal outliers.",
            Picture::SeasonalIrregular,
        ),
        Check::CombinedIrregular => (
            "Is identifiable seasonality left in the irregular?",
            "Combined test: stable and moving seasonality by analysis of variance, Kruskal-Wallis.",
            "Try shorter seasonal filters or another model.",
            Picture::SeasonalIrregular,
        ),
        Check::CombinedIrregularLastYears => (
            "Is identifiable seasonality left in the last three years of the irregular?",
            "Combined test on the last three years.",
            "The seasonality may have changed: try shorter filters or seasonal outliers.",
            Picture::SeasonalIrregular,
        ),
        Check::QsAdjusted => (
            "Is the adjusted series correlated with itself a year before?",
            "QS: positive autocorrelations at one and two years of the differenced series.",
            "Try shorter seasonal filters or another model.",
            Picture::Spectrum,
        ),
        Check::DummiesAdjusted => (
            "Do seasonal dummies explain the adjusted series?",
            "F test of seasonal dummies in an autoregression of the differenced series.",
            "Try shorter seasonal filters or another model.",
            Picture::Spectrum,
        ),
        Check::QsIrregular => (
            "Is the irregular correlated with itself a year before?",
            "QS: positive autocorrelations at one and two years.",
            "Try shorter seasonal filters or another model.",
            Picture::Spectrum,
        ),
        Check::DummiesIrregular => (
            "Do seasonal dummies explain the irregular?",
            "F test of seasonal dummies in an autoregression.",
            "Try shorter seasonal filters or another model.",
            Picture::Spectrum,
        ),
        Check::TradingDaysAdjusted => (
            "Is a trading-day effect left in the adjusted series?",
            "F test of the days of the week in a moving-average model of the changes.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum,
        ),
        Check::TradingDaysIrregular => (
            "Is a trading-day effect left in the irregular?",
            "F test of the days of the week in a moving-average model of the changes.",
            "Add trading days, or use the calendar of the country.",
            Picture::Spectrum,
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
pub fn verdict(quality: Quality) -> &'static str {
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
    }
}

/// The verdict of a diagnostic with the figures it comes from: `p-value 0.0123 (2.841, F(6,136)), uncertain below
/// 0.05: Uncertain`.
pub fn reading(diagnostic: &QualityDiagnostic) -> String {
    let name = diagnostic.quality.name();
    let figure = match (&diagnostic.test, diagnostic.value.is_nan()) {
        (Some(test), false) => format!(
            "p-value {} ({}, {})",
            significant(diagnostic.value),
            significant(test.value),
            test.distribution
        ),
        (None, false) => significant(diagnostic.value),
        (_, true) => String::new(),
    };
    let limit = diagnostic.limits.and_then(|l| limit(&l, diagnostic.quality)).unwrap_or_default();
    match (figure.is_empty(), limit.is_empty()) {
        (true, _) => name.into(),
        (false, true) => format!("{figure}: {name}"),
        (false, false) => format!("{figure}, {limit}: {name}"),
    }
}

/// The limit behind a verdict; for a good one that of the next worse.
fn limit(limits: &Limits, quality: Quality) -> Option<String> {
    let worse = [("uncertain", limits.uncertain), ("bad", limits.bad), ("severe", limits.severe)];
    let (word, value) = match quality {
        Quality::Good => worse.iter().find(|(_, l)| l.is_some()).copied()?,
        Quality::Uncertain => worse[0],
        Quality::Bad => worse[1],
        Quality::Severe | Quality::Error => worse[2],
        Quality::Undefined | Quality::Accepted => return None,
    };
    let side = match limits.against {
        Against::Small => "below",
        Against::Large => "above",
    };
    Some(format!("{word} {side} {}", significant(value?)))
}

/// `x` with four significant digits, without exponent down to 0.0001.
fn significant(x: f64) -> String {
    const DIGITS: i32 = 4;
    match x.abs() {
        size if size == 0.0 || (1e-4..1e15).contains(&size) => {
            let whole = if size == 0.0 { 1 } else { size.log10().floor() as i32 + 1 };
            let text = format!("{x:.*}", (DIGITS - whole).max(0) as usize);
            match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').into(),
                false => text,
            }
        }
        _ => format!("{x:.1e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::toolkit::stats::StatisticalTest;

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
        assert!(Quality::ALL.iter().all(|q| verdict(*q).ends_with('.')));
        assert!(QualityWarning::ALL.iter().all(|w| warning(*w).ends_with('.')));
        assert!(Category::ALL.iter().all(|c| !category(*c).is_empty() && !c.name().is_empty()));
    }

    #[test]
    fn four_digits() {
        let texts = [0.05, 0.0, 2.8406, 123456.0, 0.0001236, 1.2e-9, -3.0, 1.0].map(significant);
        assert_eq!(texts, ["0.05", "0", "2.841", "123456", "0.0001236", "1.2e-9", "-3", "1"]);
    }

    #[test]
    fn the_figures_are_named() {
        let test = StatisticalTest::f(2.8406, 6.0, 136.0);
        let d = QualityDiagnostic {
            check: Check::TradingDaysAdjusted,
            value: test.unwrap().p_value,
            test,
            limits: Some(Limits {
                against: Against::Small,
                uncertain: Some(0.05),
                bad: Some(0.01),
                severe: Some(0.001),
            }),
            quality: Quality::Uncertain,
        };
        let text = reading(&d);
        assert!(text.starts_with("p-value 0.0122") && text.contains("F(6,136)"), "{text}");
        assert!(text.ends_with("uncertain below 0.05: Uncertain"), "{text}");
    }
}
