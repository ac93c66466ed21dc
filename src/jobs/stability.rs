//! Sliding spans, revision history and moving windows: many runs of one series on parts of it, at the same time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::stability::{
    HistoryLength, MovingCoefficient, RevisionHistory, SlidingSpans, SpanResult, Vintage,
    moving_coefficients, span_domains, stability_specification, vintage_domains, window_domains,
    window_model,
};
use solstice_engine::sa::{AdjustError, Adjustment, ModellingContext, adjust};
use solstice_engine::toolkit::timeseries::{TsData, TsDomain};

use super::run::Cancellable;

/// What the runs need and whom they tell. `progress` is called after each run with the number done and their total.
/// The runs go to the rayon pool of the caller.
pub struct StabilityRun<'a> {
    /// The series that was adjusted.
    pub series: &'a TsData,
    /// Its adjustment.
    pub adjustment: &'a Adjustment,
    /// Calendars and user variables.
    pub context: &'a ModellingContext,
    /// Stops between runs, and between the steps of a run.
    pub cancel: &'a AtomicBool,
    /// Runs done, runs in all.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl std::fmt::Debug for StabilityRun<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StabilityRun").field("series", &self.series.domain()).finish_non_exhaustive()
    }
}

impl StabilityRun<'_> {
    /// Sliding spans of `years` years; none when the series is too short for two spans, or fewer than two have a result.
    ///
    /// # Errors
    /// [`AdjustError::Cancelled`].
    pub fn sliding_spans(&self, years: usize) -> Result<Option<SlidingSpans>, AdjustError> {
        let spec = stability_specification(self.adjustment, RefreshPolicy::FreeParameters);
        let domains = span_domains(self.adjustment.span, years);
        let spans = self.all(&domains, |data| SpanResult::new(&self.adjust(data, &spec)?))?;
        Ok(SlidingSpans::new(self.adjustment, spans))
    }

    /// Revision history with `policy`; none when the series is too short.
    ///
    /// # Errors
    /// [`AdjustError::Cancelled`].
    pub fn revision_history(
        &self,
        policy: RefreshPolicy,
        length: HistoryLength,
    ) -> Result<Option<RevisionHistory>, AdjustError> {
        let spec = stability_specification(self.adjustment, policy);
        let domains = vintage_domains(self.adjustment.span, length);
        let vintages = self.all(&domains, |data| Some(Vintage::new(&self.adjust(data, &spec)?)))?;
        Ok(RevisionHistory::new(&domains, vintages))
    }

    /// Coefficients of the model on windows of `years` years.
    ///
    /// # Errors
    /// [`AdjustError::Cancelled`].
    pub fn moving_windows(
        &self,
        years: usize,
        policy: RefreshPolicy,
    ) -> Result<Vec<MovingCoefficient>, AdjustError> {
        let spec = stability_specification(self.adjustment, policy);
        let domains = window_domains(self.adjustment.span, years);
        let estimate = |data: &TsData| window_model(data, &spec, self.context, &mut Cancellable(self.cancel));
        Ok(moving_coefficients(&self.all(&domains, estimate)?))
    }

    fn adjust(&self, data: &TsData, spec: &Spec) -> Option<Adjustment> {
        adjust(data, spec, self.context, &mut Cancellable(self.cancel)).ok()
    }

    /// `run` on the series of each domain, in the order of the domains; a defect in one run leaves it without result.
    fn all<T: Send>(
        &self,
        domains: &[TsDomain],
        run: impl Fn(&TsData) -> Option<T> + Sync,
    ) -> Result<Vec<Option<T>>, AdjustError> {
        let done = AtomicUsize::new(0);
        let one = |domain: &TsDomain| {
            if self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            let data = self.series.fit_to(*domain);
            let result = catch_unwind(AssertUnwindSafe(|| run(&data))).ok().flatten();
            (self.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, domains.len());
            result
        };
        let results = domains.par_iter().map(one).collect();
        if self.cancel.load(Ordering::Relaxed) { Err(AdjustError::Cancelled) } else { Ok(results) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::Silent;
    use solstice_engine::sa::spec::x13;
    use solstice_engine::sa::stability::{Measure, RevisedItem, SPAN_YEARS, SpanView};

    fn series() -> TsData {
        let value =
            |t: usize| 100.0 + t as f64 + [9.0, -3.0, 5.0, -11.0][t % 4] + ((t * 7919) % 13) as f64 / 4.0;
        TsData::of(4, 1995, 1, (0..80).map(value).collect()).unwrap()
    }

    #[test]
    fn results_do_not_depend_on_the_number_of_threads() {
        let series = series();
        let context = ModellingContext::default();
        let adjustment = adjust(&series, &x13("rsa1").unwrap(), &context, &mut Silent).unwrap();
        let never = AtomicBool::new(false);
        let most = AtomicUsize::new(0);
        let progress = |done: usize, total: usize| {
            assert!(done <= total);
            most.fetch_max(done, Ordering::Relaxed);
        };
        let run = StabilityRun {
            series: &series,
            adjustment: &adjustment,
            context: &context,
            cancel: &never,
            progress: &progress,
        };
        let results = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let history = run
                    .revision_history(RefreshPolicy::FreeParameters, HistoryLength::default())
                    .unwrap()
                    .unwrap();
                let spans = run.sliding_spans(SPAN_YEARS).unwrap().unwrap();
                let windows = run.moving_windows(8, RefreshPolicy::FreeParameters).unwrap();
                (history, spans, windows)
            })
        };
        let (history, spans, windows) = results(1);
        assert_eq!((history.clone(), spans.clone(), windows.clone()), results(3));
        assert_eq!(most.load(Ordering::Relaxed), 17);
        assert!(history.revisions(RevisedItem::Adjusted, Measure::Relative).rmse() > 0.0);
        assert!(spans.view(SpanView::Seasonal).is_some());
        assert!(windows.iter().any(|c| c.name == "arima.btheta(1)"));
    }

    #[test]
    fn a_cancelled_run_says_so() {
        let series = series();
        let context = ModellingContext::default();
        let adjustment = adjust(&series, &x13("rsa0").unwrap(), &context, &mut Silent).unwrap();
        let cancelled = AtomicBool::new(true);
        let run = StabilityRun {
            series: &series,
            adjustment: &adjustment,
            context: &context,
            cancel: &cancelled,
            progress: &|_, _| {},
        };
        assert_eq!(run.sliding_spans(SPAN_YEARS), Err(AdjustError::Cancelled));
    }
}
