//! The X-11 kernel: steps B, C and D on plain values (`x11.md` sections 11 and 12).

use super::X11Error;
use super::extremes::{ExtremeDetector, replace};
use super::msr;
use super::scale::Scale;
use super::seasonal::{SeasonalEstimator, StageFilters};
use super::tables::{Column, Columns, MsrTable, X11Table};
use super::trend::{IC_LIMITS, TrendEstimator, TrendStage};
use crate::sa::decision::{Decision, Monitor, Step};
use crate::sa::spec::{DecompositionMode, SeasonalFilter, X11Spec};
use crate::toolkit::math::linear_filters::{SymmetricFilter, centred_average};

/// Smallest difference between modified and unmodified SI that D9 shows.
const D9_THRESHOLD: f64 = 1e-9;

/// What the kernel decomposes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    /// Finite values, backcasts and forecasts included.
    pub(super) values: &'a [f64],
    /// Values per year.
    pub(super) period: usize,
    /// Position of the first value in the year, 0-based.
    pub(super) position: usize,
    /// Values at the start that are not observations.
    pub(super) backcasts: usize,
    /// Values at the end that are not observations.
    pub(super) forecasts: usize,
}

/// What the kernel found; the tables of the log-additive mode are those of the logarithms.
#[derive(Debug)]
pub(super) struct Output {
    pub(super) columns: Columns,
    pub(super) ic_ratio: f64,
    pub(super) henderson_length: usize,
    pub(super) d7_henderson_length: usize,
    pub(super) seasonal_filters: Vec<SeasonalFilter>,
    pub(super) msr: Option<MsrTable>,
    pub(super) msr_filter: Option<SeasonalFilter>,
}

/// Decomposes `input` as `spec` asks; at least three years of values.
pub(super) fn run(input: Input<'_>, spec: &X11Spec, monitor: &mut dyn Monitor) -> Result<Output, X11Error> {
    let mut kernel = Kernel::new(input, spec, monitor);
    let b = kernel.step_b()?;
    let c = kernel.step_c(&b)?;
    kernel.step_d(b, c)
}

struct Kernel<'a> {
    y: &'a [f64],
    period: usize,
    position: usize,
    backcasts: usize,
    forecasts: usize,
    mode: DecompositionMode,
    scale: Scale,
    year: SymmetricFilter,
    filters: StageFilters,
    /// None when no seasonal component is estimated.
    seasonals: Option<SeasonalEstimator>,
    extremes: ExtremeDetector<'a>,
    trends: TrendEstimator,
    spec: &'a X11Spec,
    monitor: &'a mut dyn Monitor,
}

struct StepB {
    b2: Vec<f64>,
    b3: Vec<f64>,
    b4: Vec<f64>,
    b5: Vec<f64>,
    b6: Vec<f64>,
    b7: Vec<f64>,
    b8: Vec<f64>,
    b9: Vec<f64>,
    b10: Vec<f64>,
    b11: Vec<f64>,
    b13: Vec<f64>,
    b17: Vec<f64>,
    b20: Vec<f64>,
}

struct StepC {
    c1: Vec<f64>,
    c2: Vec<f64>,
    c4: Vec<f64>,
    c5: Vec<f64>,
    c6: Vec<f64>,
    c7: Vec<f64>,
    c9: Vec<f64>,
    c10: Vec<f64>,
    c11: Vec<f64>,
    c13: Vec<f64>,
    c17: Vec<f64>,
    c20: Vec<f64>,
}

/// The series corrected for extremes and what its first seasonal adjustment needs (tables 1, 2, 4 to 6).
struct Corrected {
    t1: Vec<f64>,
    t2: Vec<f64>,
    t4: Vec<f64>,
    t5: Vec<f64>,
    t6: Vec<f64>,
}

impl<'a> Kernel<'a> {
    fn new(input: Input<'a>, spec: &'a X11Spec, monitor: &'a mut dyn Monitor) -> Self {
        let Input { values, period, position, backcasts, forecasts } = input;
        let scale = match spec.mode {
            DecompositionMode::Multiplicative | DecompositionMode::PseudoAdditive => Scale::Ratio,
            _ => Scale::Difference,
        };
        let filters = StageFilters::new(&spec.seasonal_filters, period);
        Self {
            y: values,
            period,
            position,
            backcasts,
            forecasts,
            mode: spec.mode,
            scale,
            year: centred_average(period),
            seasonals: spec.seasonal.then(|| SeasonalEstimator::new(period, scale, &filters)),
            filters,
            extremes: ExtremeDetector::new(spec, scale, period, backcasts, forecasts),
            trends: TrendEstimator::new(period, scale, backcasts, forecasts, spec.henderson_length),
            spec,
            monitor,
        }
    }

    fn begin(&mut self, step: Step) -> Result<(), X11Error> {
        if self.monitor.is_cancelled() {
            return Err(X11Error::Cancelled);
        }
        self.monitor.begin(step);
        Ok(())
    }

    fn step_b(&mut self) -> Result<StepB, X11Error> {
        self.begin(Step::X11B)?;
        let (y, p, scale) = (self.y, self.period, self.scale);
        let d = self.year.half_length();
        let (start, inner) = (self.position + d, &y[d..y.len() - d]);
        let (first, later) = (self.filters.first.clone(), self.filters.later.clone());

        let b2 = self.year.inside(y);
        let b3 = scale.remove_all(inner, &b2);
        // for odd periods the reference looks for stable periods d positions before the true one
        let label = self.position + 2 * p - d;
        let b4_seasonal = match &mut self.seasonals {
            Some(s) => s.estimate_labelled(&b3, start, label, &first, 0),
            None => vec![scale.neutral(); b3.len()],
        };
        let b4_irregular = self.irregular(&b3, &b4_seasonal);
        self.choose_deviations("B4", &b4_irregular);
        let weights = self.extremes.weights(&b4_irregular, start);
        let b4 = replace(&b3, &weights, p, 0..b3.len());
        let b5 = self.seasonal(&b4.series, start, &first, d);
        let b6 = self.first_adjusted(y, &b2, &b5);
        let b7 = self.trend("B7", &b6, TrendStage::First)?.values;
        let b8 = scale.remove_all(y, &b7);
        let b9_seasonal = self.seasonal(&b8, self.position, &later, 0);
        let b9_irregular = self.irregular(&b8, &b9_seasonal);
        let weights = self.extremes.weights(&b9_irregular, self.position);
        let b9 = replace(&b8, &weights, p, 0..b8.len());
        let b10 = self.seasonal(&b9.series, self.position, &later, 0);
        let b11 = self.adjusted(y, &b7, &b10);
        let b13 = scale.remove_all(&b11, &b7);
        self.choose_deviations("B13", &b13);
        let b17 = self.extremes.weights(&b13, self.position);
        self.report_extremes("B17", &b17);
        let b20 = self.extremes.corrections(&b13, &b17);
        let (b4, b9) = (b4.replacements, b9.replacements);
        Ok(StepB { b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b13, b17, b20 })
    }

    fn step_c(&mut self, b: &StepB) -> Result<StepC, X11Error> {
        self.begin(Step::X11C)?;
        let (y, scale) = (self.y, self.scale);
        let later = self.filters.later.clone();

        let c1 = self.without_extremes(&b.b7, &b.b13, &b.b20);
        let Corrected { t1: c1, t2: c2, t4: c4, t5: c5, t6: c6 } = self.corrected(c1);
        let c7 = self.trend("C7", &c6, TrendStage::Later)?.values;
        let c9 = scale.remove_all(&c1, &c7);
        let c10 = self.seasonal(&c9, self.position, &later, 0);
        let c11 = self.adjusted(y, &c7, &c10);
        let c13 = scale.remove_all(&c11, &c7);
        let c17 = self.extremes.weights(&c13, self.position);
        self.report_extremes("C17", &c17);
        let c20 = self.extremes.corrections(&c13, &c17);
        Ok(StepC { c1, c2, c4, c5, c6, c7, c9, c10, c11, c13, c17, c20 })
    }

    fn step_d(mut self, b: StepB, c: StepC) -> Result<Output, X11Error> {
        self.begin(Step::X11D)?;
        let (y, p, scale) = (self.y, self.period, self.scale);
        let observed = self.backcasts..y.len() - self.forecasts;
        let pseudo = self.mode == DecompositionMode::PseudoAdditive;

        let d1 = self.without_extremes(&c.c7, &c.c13, &c.c20);
        let Corrected { t1: d1, t2: d2, t4: d4, t5: d5, t6: d6 } = self.corrected(d1);
        let d7 = self.trend("D7", &d6, TrendStage::Later)?;
        let modified = scale.remove_all(&d1, &d7.values);
        let d8: Vec<f64> = if pseudo {
            modified.iter().zip(&c.c20).map(|(g, c)| g * c).collect()
        } else {
            scale.remove_all(y, &d7.values)
        };
        let (d9, si) = if self.extremes.is_by_period_on_request() {
            let replaced = replace(&d8, &c.c17, p, observed.clone());
            (replaced.replacements, replaced.series)
        } else {
            let changed = |(&g, &x): (&f64, &f64)| if (g - x).abs() < D9_THRESHOLD { f64::NAN } else { g };
            (modified.iter().zip(&d8).map(changed).collect(), modified)
        };

        let si_position = (self.position + self.backcasts) % p;
        let observed_si = &si[observed];
        let mut msr_filter = None;
        let seasonal_filters = match (&self.seasonals, &self.filters.last) {
            (None, _) => Vec::new(),
            (Some(_), Some(filters)) => filters.clone(),
            (Some(_), None) => {
                let filter = msr::select(observed_si, si_position, p, self.mode, self.monitor);
                msr_filter = Some(filter);
                vec![filter; p]
            }
        };
        let msr = self.seasonals.is_some().then(|| msr::table(observed_si, si_position, p, self.mode));
        let d10 = self.seasonal(&si, self.position, &seasonal_filters, 0);
        let without_extremes = self.adjusted(&d1, &d7.values, &d10);
        let d12 = self.trend("D12", &without_extremes, TrendStage::Later)?;
        let d11 = self.adjusted(y, &d12.values, &d10);
        let d13 = scale.remove_all(&d11, &d12.values);

        let d = self.year.half_length();
        let mut columns = Columns::default();
        use X11Table as T;
        let whole = [
            (T::B1, y.to_vec()),
            (T::B5, b.b5),
            (T::B6, b.b6),
            (T::B7, b.b7),
            (T::B8, b.b8),
            (T::B9, b.b9),
            (T::B10, b.b10),
            (T::B11, b.b11),
            (T::B13, b.b13),
            (T::B17, b.b17),
            (T::B20, b.b20),
            (T::C1, c.c1),
            (T::C5, c.c5),
            (T::C6, c.c6),
            (T::C7, c.c7),
            (T::C9, c.c9),
            (T::C10, c.c10),
            (T::C11, c.c11),
            (T::C13, c.c13),
            (T::C17, c.c17),
            (T::C20, c.c20),
            (T::D1, d1),
            (T::D5, d5),
            (T::D6, d6),
            (T::D7, d7.values),
            (T::D8, d8),
            (T::D9, d9),
            (T::D10, d10),
            (T::D11, d11),
            (T::D12, d12.values),
            (T::D13, d13),
        ];
        let short = [
            (T::B2, b.b2),
            (T::B3, b.b3),
            (T::B4, b.b4),
            (T::C2, c.c2),
            (T::C4, c.c4),
            (T::D2, d2),
            (T::D4, d4),
        ];
        for (table, values) in whole {
            columns.set(table, Column { offset: 0, values });
        }
        for (table, values) in short {
            columns.set(table, Column { offset: d, values });
        }
        Ok(Output {
            columns,
            ic_ratio: d12.ic_ratio,
            henderson_length: d12.length,
            d7_henderson_length: d7.length,
            seasonal_filters,
            msr,
            msr_filter,
        })
    }

    /// First seasonal adjustment of a series without its extremes (C1 to C6, D1 to D6).
    fn corrected(&mut self, t1: Vec<f64>) -> Corrected {
        let d = self.year.half_length();
        let first = self.filters.first.clone();
        let t2 = self.year.inside(&t1);
        let t4 = self.scale.remove_all(&t1[d..], &t2);
        let t5 = self.seasonal(&t4, self.position + d, &first, d);
        let t6 = self.first_adjusted(&t1, &t2, &t5);
        Corrected { t1, t2, t4, t5, t6 }
    }

    /// Normalised seasonal of `si`; neutral when no seasonal component is estimated.
    fn seasonal(
        &mut self,
        si: &[f64],
        position: usize,
        filters: &[SeasonalFilter],
        extension: usize,
    ) -> Vec<f64> {
        match &mut self.seasonals {
            Some(seasonals) => seasonals.estimate(si, position, filters, extension),
            None => vec![self.scale.neutral(); si.len() + 2 * extension],
        }
    }

    /// Irregular of an SI series.
    fn irregular(&self, si: &[f64], seasonal: &[f64]) -> Vec<f64> {
        if self.mode == DecompositionMode::PseudoAdditive {
            si.iter().zip(seasonal).map(|(x, s)| x - s + 1.0).collect()
        } else {
            self.scale.remove_all(si, seasonal)
        }
    }

    /// `x` without its first seasonal (B6, C6, D6); `trend` is the centred moving average.
    fn first_adjusted(&self, x: &[f64], trend: &[f64], seasonal: &[f64]) -> Vec<f64> {
        let mut adjusted = self.scale.remove_all(x, seasonal);
        if self.mode == DecompositionMode::PseudoAdditive {
            let d = self.year.half_length();
            let inner = adjusted.iter_mut().zip(x).zip(seasonal).skip(d);
            for (((a, x), s), t) in inner.zip(trend) {
                *a = x - t * (s - 1.0);
            }
        }
        adjusted
    }

    /// `x` without its seasonal; `trend` is used in the pseudo-additive mode.
    fn adjusted(&self, x: &[f64], trend: &[f64], seasonal: &[f64]) -> Vec<f64> {
        if self.mode == DecompositionMode::PseudoAdditive {
            x.iter().zip(trend).zip(seasonal).map(|((x, t), s)| x - t * (s - 1.0)).collect()
        } else {
            self.scale.remove_all(x, seasonal)
        }
    }

    /// The series without its extremes (C1, D1), from the trend, the irregular and its corrections.
    fn without_extremes(&self, trend: &[f64], irregular: &[f64], corrections: &[f64]) -> Vec<f64> {
        if self.mode == DecompositionMode::PseudoAdditive {
            let parts = self.y.iter().zip(trend).zip(irregular).zip(corrections);
            parts.map(|(((y, t), i), f)| y + t * (i / f - i)).collect()
        } else {
            self.scale.remove_all(self.y, corrections)
        }
    }

    fn trend(
        &mut self,
        table: &'static str,
        x: &[f64],
        stage: TrendStage,
    ) -> Result<super::trend::Trend, X11Error> {
        let trend = self.trends.estimate(x, stage)?;
        self.monitor.record(Decision::Henderson {
            table,
            ic_ratio: trend.ic_ratio,
            limits: IC_LIMITS,
            length: trend.length,
            fixed: self.spec.henderson_length != 0,
        });
        Ok(trend)
    }

    fn choose_deviations(&mut self, table: &'static str, irregular: &[f64]) {
        if let Some(test) = self.extremes.choose(irregular) {
            self.monitor.record(Decision::Cochran {
                table,
                statistic: test.statistic,
                critical: test.critical,
                per_period: test.rejects(),
            });
        }
    }

    fn report_extremes(&mut self, table: &'static str, weights: &[f64]) {
        self.monitor.record(Decision::ExtremeValues {
            table,
            lower_sigma: self.spec.lower_sigma,
            upper_sigma: self.spec.upper_sigma,
            rejected: weights.iter().filter(|&&w| w == 0.0).count(),
            reduced: weights.iter().filter(|&&w| w > 0.0 && w < 1.0).count(),
        });
    }
}
