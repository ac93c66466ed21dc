//! What checks and their categories are called.

use solstice_engine::sa::diagnostics::{Category, Check};

/// The name of a category.
pub fn category_name(category: Category) -> &'static str {
    match category {
        Category::BasicChecks => "Basic checks",
        Category::Residuals => "Model residuals",
        Category::OutOfSample => "Out-of-sample test",
        Category::Outliers => "Outliers",
        Category::VisualSpectralAnalysis => "Visual spectra",
        Category::MStatistics => "M statistics",
        Category::Seats => "SEATS",
        Category::CombinedSeasonality => "Combined seasonality",
        Category::ResidualSeasonality => "Residual seasonality",
        Category::ResidualTradingDays => "Residual trading days",
    }
}

/// The name of a check as it begins a line under its category.
pub fn title(check: Check) -> &'static str {
    match check {
        Check::Definition => "Definition",
        Check::AnnualTotals => "Annual totals",
        Check::Normality => "Normality",
        Check::Independence => "Independence",
        Check::TradingDayPeaks | Check::VisualTradingDayPeaks => "Trading-day peaks",
        Check::SeasonalPeaks | Check::VisualSeasonalPeaks => "Seasonal peaks",
        Check::OutOfSampleMean => "Mean of the errors",
        Check::OutOfSampleVariance => "Variance of the errors",
        Check::NumberOfOutliers => "Number of outliers",
        Check::Q => "Q",
        Check::QWithoutM2 => "Q without M2",
        Check::SeasonalVariance => "Variance of the seasonal",
        Check::IrregularVariance => "Variance of the irregular",
        Check::SeasonalIrregularCorrelation => "Correlation of seasonal and irregular",
        Check::CombinedAdjusted => "Adjusted",
        Check::CombinedAdjustedLastYears => "Adjusted, last years",
        Check::CombinedIrregular => "Irregular",
        Check::CombinedIrregularLastYears => "Irregular, last years",
        Check::QsAdjusted => "QS test, adjusted",
        Check::QsIrregular => "QS test, irregular",
        Check::DummiesAdjusted | Check::TradingDaysAdjusted => "F test, adjusted",
        Check::DummiesIrregular | Check::TradingDaysIrregular => "F test, irregular",
    }
}

/// The name of a check that stands alone, with its category where the name does not tell it.
pub fn full_title(check: Check) -> String {
    let title = title(check);
    let of = match check.category() {
        Category::BasicChecks | Category::Outliers | Category::MStatistics => return title.to_owned(),
        Category::Residuals => "Residuals",
        Category::OutOfSample => "Out of sample",
        Category::VisualSpectralAnalysis => "Adjusted series",
        Category::CombinedSeasonality => "Combined test",
        Category::ResidualSeasonality | Category::ResidualTradingDays | Category::Seats => {
            category_name(check.category())
        }
    };
    format!("{of}: {}", small(title))
}

/// With a small first letter, unless it is an abbreviation.
fn small(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_check() {
        for (i, a) in Check::ALL.iter().enumerate() {
            for b in &Check::ALL[i + 1..] {
                assert_ne!(full_title(*a), full_title(*b));
                assert!(a.category() != b.category() || title(*a) != title(*b));
            }
        }
        assert_eq!(full_title(Check::QsAdjusted), "Residual seasonality: QS test, adjusted");
        assert_eq!(full_title(Check::Normality), "Residuals: normality");
        assert_eq!(full_title(Check::QWithoutM2), "Q without M2");
    }
}
