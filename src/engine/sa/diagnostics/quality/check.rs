//! What is checked (`diagnostics.md` 9.2 to 9.11): names as in the reference.

/// Group of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// Identities and yearly totals.
    BasicChecks,
    /// Residuals of the model.
    Residuals,
    /// Forecasts of the last observations.
    OutOfSample,
    /// Number of outliers.
    Outliers,
    /// Peaks in autoregressive spectra.
    VisualSpectralAnalysis,
    /// Quality statistics of X-11.
    MStatistics,
    /// Estimated against theoretical components of SEATS.
    Seats,
    /// Combined seasonality tests.
    CombinedSeasonality,
    /// Seasonality left.
    ResidualSeasonality,
    /// Trading days left.
    ResidualTradingDays,
}

impl Category {
    /// All categories in the order of display: preliminary, modelling, decomposition, final.
    pub const ALL: [Self; 10] = [
        Self::BasicChecks,
        Self::VisualSpectralAnalysis,
        Self::Residuals,
        Self::Outliers,
        Self::OutOfSample,
        Self::ResidualSeasonality,
        Self::CombinedSeasonality,
        Self::MStatistics,
        Self::Seats,
        Self::ResidualTradingDays,
    ];

    /// Name.
    pub fn name(self) -> &'static str {
        match self {
            Self::BasicChecks => "Basic checks",
            Self::Residuals => "Regarima residuals",
            Self::OutOfSample => "Out-of-sample",
            Self::Outliers => "Outliers",
            Self::VisualSpectralAnalysis => "Visual spectral analysis",
            Self::MStatistics => "M-Statistics",
            Self::Seats => "Seats",
            Self::CombinedSeasonality => "Combined seasonality tests",
            Self::ResidualSeasonality => "Residual seasonality tests",
            Self::ResidualTradingDays => "Residual trading days tests",
        }
    }
}

macro_rules! checks {
    ($($(#[$doc:meta])* $check:ident $category:ident $name:literal;)*) => {
        /// One check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Check { $($(#[$doc])* $check,)* }

        impl Check {
            /// All checks.
            pub const ALL: &[Self] = &[$(Self::$check,)*];

            /// Its category.
            pub fn category(self) -> Category {
                match self { $(Self::$check => Category::$category,)* }
            }

            /// Name within its category.
            pub fn name(self) -> &'static str {
                match self { $(Self::$check => $name,)* }
            }
        }
    };
}

checks! {
    /// The components make up the series.
    Definition BasicChecks "definition";
    /// Yearly totals of series and adjusted series.
    AnnualTotals BasicChecks "annual totals";
    /// Residuals are normal.
    Normality Residuals "normality";
    /// Residuals are not autocorrelated.
    Independence Residuals "independence";
    /// Periodogram of the residuals at the trading-day frequencies.
    TradingDayPeaks Residuals "spectral td peaks";
    /// Periodogram of the residuals at the seasonal frequencies.
    SeasonalPeaks Residuals "spectral seas peaks";
    /// Mean of the forecast errors out of sample.
    OutOfSampleMean OutOfSample "mean";
    /// Variance of the forecast errors out of sample.
    OutOfSampleVariance OutOfSample "mse";
    /// Outliers relative to the observations.
    NumberOfOutliers Outliers "number of outliers";
    /// Seasonal peaks in the spectrum of the adjusted series.
    VisualSeasonalPeaks VisualSpectralAnalysis "spectral seas peaks";
    /// Trading-day peaks in the spectrum of the adjusted series.
    VisualTradingDayPeaks VisualSpectralAnalysis "spectral td peaks";
    /// Q.
    Q MStatistics "q";
    /// Q without M2.
    QWithoutM2 MStatistics "q2";
    /// Variance of the estimated seasonal.
    SeasonalVariance Seats "seas variance";
    /// Variance of the estimated irregular.
    IrregularVariance Seats "irregular variance";
    /// Correlation of estimated seasonal and irregular.
    SeasonalIrregularCorrelation Seats "seas/irr cross-correlation";
    /// Seasonality of the adjusted series.
    CombinedAdjusted CombinedSeasonality "Combined seasonality tests on sa";
    /// Seasonality of the last years of the adjusted series.
    CombinedAdjustedLastYears CombinedSeasonality "Combined seasonality tests on sa (last years)";
    /// Seasonality of the irregular.
    CombinedIrregular CombinedSeasonality "Combined seasonality tests on irregular";
    /// Seasonality of the last years of the irregular.
    CombinedIrregularLastYears CombinedSeasonality "Combined seasonality tests on irregular (last years)";
    /// QS of the adjusted series.
    QsAdjusted ResidualSeasonality "Qs test on SA";
    /// Seasonal dummies in the adjusted series.
    DummiesAdjusted ResidualSeasonality "F-Test on SA (seasonal dummies)";
    /// QS of the irregular.
    QsIrregular ResidualSeasonality "Qs test on I";
    /// Seasonal dummies in the irregular.
    DummiesIrregular ResidualSeasonality "F-Test on I (seasonal dummies)";
    /// Trading days in the adjusted series.
    TradingDaysAdjusted ResidualTradingDays "F-Test on SA (td)";
    /// Trading days in the irregular.
    TradingDaysIrregular ResidualTradingDays "F-Test on I (td)";
}
