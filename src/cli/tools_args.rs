//! Arguments of `solstice tools`, and the tools they ask for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use solstice_engine::sa::spec::Transformation as Scale;
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::OutlierCode;
use solstice_engine::toolkit::spectrum::{AutoregressiveMethod, Window};
use solstice_engine::toolkit::trading_days::Movement;
use solstice_engine::tools::{
    CanovaHansenOptions, CheckLastOptions, DifferencingOptions, MODEL_NAMES, ModelSpec, OutlierOptions,
    SeasonalModel, SeasonalityOptions, SpectrumMethod, SpectrumOptions, TestedDifferences, Tool,
    TradingDaysOptions, Transformation,
};

/// A tool on every series of the input, or one on all of them together.
#[derive(Debug, Subcommand)]
pub(super) enum AnyTool {
    #[command(flatten)]
    Each(ToolVerb),
    /// The sum of the series, on the periods that they have in common.
    Sum(super::sum::SumArgs),
}

/// A tool with its arguments.
#[derive(Debug, Subcommand)]
pub(super) enum ToolVerb {
    /// Tests for seasonality.
    #[command(after_help = "Example:\n  solstice tools seasonality sales.csv --log --last-years 8")]
    Seasonality {
        #[command(flatten)]
        common: Common,
        /// Takes logarithms.
        #[arg(long)]
        log: bool,
        /// Number of differences before the tests; chosen automatically when not given.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=4))]
        differences: Option<u8>,
        /// Tests the last years only; 0 for all.
        #[arg(long, value_name = "N", default_value_t = 0)]
        last_years: u16,
    },
    /// Periodogram, autoregressive or Tukey spectrum.
    #[command(
        after_help = "Examples:\n  solstice tools spectrum sales.csv --log\n  solstice tools spectrum sales.csv --kind tukey --window Parzen --format csv"
    )]
    Spectrum {
        #[command(flatten)]
        common: Common,
        /// Estimator.
        #[arg(long, value_enum, default_value_t = SpectrumKind::Periodogram)]
        kind: SpectrumKind,
        /// Takes logarithms.
        #[arg(long)]
        log: bool,
        /// Number of differences.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=4))]
        differences: u8,
        /// Lag of the differences.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
        lag: u16,
        /// Analyses the last years only; 0 for all.
        #[arg(long, value_name = "N", default_value_t = 0)]
        last_years: u16,
        /// Periodogram: natural logarithm of the ordinates.
        #[arg(long)]
        logarithm: bool,
        /// Autoregressive spectrum: order; 0 for 30 p/12.
        #[arg(long, value_name = "N", default_value_t = 0)]
        order: u16,
        /// Autoregressive spectrum: intervals are pi/(60 N).
        #[arg(long, value_name = "N", default_value_t = 5)]
        resolution: u16,
        /// Tukey spectrum: lag window.
        #[arg(long, value_enum, default_value_t = WindowName::Tukey)]
        window: WindowName,
        /// Tukey spectrum: length of the window; 0 for the one of the length of the series.
        #[arg(long, value_name = "N", default_value_t = 0)]
        length: u16,
        /// Tukey spectrum: part of the data that is tapered, 0 to 1.
        #[arg(long, value_name = "PART", default_value_t = 0.0)]
        taper: f64,
    },
    /// Differenced series, its correlations, and the orders that make the series stationary.
    #[command(
        after_help = "Example:\n  solstice tools differencing sales.csv --log --regular 1 --seasonal 1"
    )]
    Differencing {
        #[command(flatten)]
        common: Common,
        /// Takes logarithms.
        #[arg(long)]
        log: bool,
        /// Number of differences at lag 1.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=4))]
        regular: u8,
        /// Number of seasonal differences.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=2))]
        seasonal: u8,
    },
    /// Is the seasonality stable?
    #[command(
        after_help = "Example:\n  solstice tools canova-hansen sales.csv --log --regressors contrasts --periods 2.87,4"
    )]
    CanovaHansen {
        #[command(flatten)]
        common: Common,
        /// Takes logarithms.
        #[arg(long)]
        log: bool,
        /// Number of differences.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=4))]
        differences: u8,
        /// What stands for the seasons.
        #[arg(long, value_enum, default_value_t = Regressors::Trigonometric)]
        regressors: Regressors,
        /// Leaves the lagged series out of the regression.
        #[arg(long)]
        no_lag: bool,
        /// Kernel of the long-run covariance.
        #[arg(long, value_enum, default_value_t = WindowName::Bartlett)]
        kernel: WindowName,
        /// Autocovariances in the long-run covariance; 0.75 sqrt(n) when not given.
        #[arg(long, value_name = "N")]
        truncation: Option<u16>,
        /// Further periods, in observations, to be tested one by one.
        #[arg(long, value_name = "PERIODS", value_delimiter = ',')]
        periods: Vec<f64>,
    },
    /// Are there trading days, and do their effects move?
    #[command(
        after_help = "Example:\n  solstice tools trading-days sales.csv --log --groups TD3 --format csv"
    )]
    TradingDays {
        #[command(flatten)]
        common: Common,
        /// Takes logarithms.
        #[arg(long)]
        log: bool,
        /// Groups of days whose effects may move: TD7 all days, TD6 Saturday and Sunday together, TD4 Monday to Thursday
        /// together, TD3 Monday to Friday together, TD2 the working days against the week-end.
        #[arg(long, value_enum, default_value_t = Groups::TD7)]
        groups: Groups,
        /// Moves the contrasts with the last group independently, instead of the effects of the days.
        #[arg(long)]
        contrasts: bool,
    },
    /// Outliers, found by an automatic model.
    #[command(
        after_help = "Example:\n  solstice tools outliers data/ --transformation auto --types AO,LS --format csv"
    )]
    Outliers {
        #[command(flatten)]
        common: Common,
        /// Model: tr0 to trfull (TRAMO), rg0 to rg5c (RegARIMA of X-13).
        #[arg(long, value_name = "NAME", default_value = "trfull")]
        model: String,
        /// Types searched.
        #[arg(long, value_enum, value_delimiter = ',', default_value = "AO,LS,TC")]
        types: Vec<OutlierType>,
        /// Smallest absolute t-statistic; 0 for that of the length of the series.
        #[arg(long, value_name = "T", default_value_t = 0.0)]
        critical: f64,
        /// Scale of the model.
        #[arg(long, value_enum, default_value_t = ScaleName::None)]
        transformation: ScaleName,
    },
    /// Are the last observations what the model of those before expects?
    #[command(after_help = "Example:\n  solstice tools check-last data/ --back 3 --format csv")]
    CheckLast {
        #[command(flatten)]
        common: Common,
        /// Model: tr0 to trfull (TRAMO), rg0 to rg5c (RegARIMA of X-13).
        #[arg(long, value_name = "NAME", default_value = "trfull")]
        model: String,
        /// Number of observations checked.
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
        back: u16,
    },
}

/// What all tools share.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Tables, folders of tables, workspaces.
    #[arg(required = true, value_name = "FILES_OR_FOLDERS")]
    pub(super) inputs: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// File to write; "-" or nothing: the terminal.
    #[arg(long, value_name = "PATH")]
    pub(super) output: Option<PathBuf>,
    /// Number of threads; all processors when not given. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) threads: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Tables in words.
    Text,
    /// One object per series.
    Json,
    /// A row per value.
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SpectrumKind {
    Periodogram,
    Autoregressive,
    Tukey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(super) enum WindowName {
    Square,
    Welch,
    Tukey,
    Bartlett,
    Hamming,
    Parzen,
}

impl From<WindowName> for Window {
    fn from(name: WindowName) -> Self {
        match name {
            WindowName::Square => Self::Square,
            WindowName::Welch => Self::Welch,
            WindowName::Tukey => Self::Tukey,
            WindowName::Bartlett => Self::Bartlett,
            WindowName::Hamming => Self::Hamming,
            WindowName::Parzen => Self::Parzen,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Regressors {
    Dummies,
    Contrasts,
    Trigonometric,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(super) enum Groups {
    TD7,
    TD6,
    TD4,
    TD3,
    TD2,
}

impl From<Groups> for DayClustering {
    fn from(groups: Groups) -> Self {
        match groups {
            Groups::TD7 => Self::TD7,
            Groups::TD6 => Self::TD6,
            Groups::TD4 => Self::TD4,
            Groups::TD3 => Self::TD3,
            Groups::TD2 => Self::TD2,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(super) enum OutlierType {
    AO,
    LS,
    TC,
    SO,
}

impl From<&OutlierType> for OutlierCode {
    fn from(code: &OutlierType) -> Self {
        match code {
            OutlierType::AO => Self::AO,
            OutlierType::LS => Self::LS,
            OutlierType::TC => Self::TC,
            OutlierType::SO => Self::SO,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ScaleName {
    None,
    Log,
    Auto,
}

impl From<ScaleName> for Scale {
    fn from(name: ScaleName) -> Self {
        match name {
            ScaleName::None => Self::None,
            ScaleName::Log => Self::Log,
            ScaleName::Auto => Self::Auto,
        }
    }
}

fn model(name: &str) -> Result<ModelSpec, String> {
    ModelSpec::predefined(name)
        .ok_or_else(|| format!("there is no model \"{name}\"; choose one of: {}", MODEL_NAMES.join(", ")))
}

impl ToolVerb {
    /// What all tools share.
    pub(super) fn common(&self) -> &Common {
        match self {
            Self::Seasonality { common, .. }
            | Self::Spectrum { common, .. }
            | Self::Differencing { common, .. }
            | Self::CanovaHansen { common, .. }
            | Self::TradingDays { common, .. }
            | Self::Outliers { common, .. }
            | Self::CheckLast { common, .. } => common,
        }
    }

    /// The tool with its options.
    pub(super) fn tool(&self) -> Result<Tool, String> {
        Ok(match self {
            Self::Seasonality { log, differences, last_years, .. } => {
                let given = |order: u8| TestedDifferences::Given { order: order.into(), mean: order <= 1 };
                Tool::Seasonality(SeasonalityOptions {
                    log: *log,
                    differences: differences.map_or(TestedDifferences::Automatic, given),
                    last_years: (*last_years).into(),
                })
            }
            Self::Spectrum {
                kind,
                log,
                differences,
                lag,
                last_years,
                logarithm,
                order,
                resolution,
                window,
                length,
                taper,
                ..
            } => {
                let method = match kind {
                    SpectrumKind::Periodogram => SpectrumMethod::Periodogram { logarithm: *logarithm },
                    SpectrumKind::Autoregressive => SpectrumMethod::Autoregressive {
                        order: (*order).into(),
                        resolution: (*resolution).into(),
                        estimation: AutoregressiveMethod::Ols,
                    },
                    SpectrumKind::Tukey => SpectrumMethod::Tukey {
                        window: (*window).into(),
                        length: (*length).into(),
                        taper: *taper,
                    },
                };
                let options = SpectrumOptions::new(method);
                let transformation = Transformation {
                    log: *log,
                    order: (*differences).into(),
                    lag: (*lag).into(),
                    last_years: (*last_years).into(),
                    ..options.transformation
                };
                Tool::Spectrum(SpectrumOptions { transformation, method })
            }
            Self::Differencing { log, regular, seasonal, .. } => Tool::Differencing(DifferencingOptions {
                log: *log,
                regular: (*regular).into(),
                seasonal: (*seasonal).into(),
            }),
            Self::CanovaHansen {
                log, differences, regressors, no_lag, kernel, truncation, periods, ..
            } => Tool::CanovaHansen(CanovaHansenOptions {
                log: *log,
                order: (*differences).into(),
                model: match regressors {
                    Regressors::Dummies => SeasonalModel::Dummies,
                    Regressors::Contrasts => SeasonalModel::Contrasts,
                    Regressors::Trigonometric => SeasonalModel::Trigonometric,
                },
                lagged: !no_lag,
                kernel: (*kernel).into(),
                truncation: truncation.map(usize::from),
                periods: periods.clone(),
            }),
            Self::TradingDays { log, groups, contrasts, .. } => Tool::TradingDays(TradingDaysOptions {
                log: *log,
                clustering: (*groups).into(),
                movement: if *contrasts { Movement::Contrasts } else { Movement::Days },
            }),
            Self::Outliers { model: name, types, critical, transformation, .. } => {
                Tool::Outliers(OutlierOptions {
                    model: model(name)?,
                    types: types.iter().map(OutlierCode::from).collect(),
                    critical_value: *critical,
                    transformation: (*transformation).into(),
                })
            }
            Self::CheckLast { model: name, back, .. } => {
                Tool::CheckLast(CheckLastOptions { model: model(name)?, back: (*back).into() })
            }
        })
    }
}
