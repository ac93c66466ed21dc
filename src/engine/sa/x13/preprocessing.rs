//! The overall procedure of RegARIMA pre-processing (`regarima.md` 9).

use std::sync::Arc;

use super::comparison::{self, Identified};
use super::critical_value::{SMALLEST, default_critical_value};
use super::diagnostics::{ModelDiagnostics, diagnose, diagnose_after};
use super::{
    Procedure, automatic_model, description, final_estimation, log_level, mean_test, order_checks,
    outlier_detection, significance,
};
use crate::sa::modelling::order_checks::without_unit_roots;
use crate::sa::modelling::{Context, Fit, ModelError, ModelSeries, cancelled_only};
use crate::sa::spec::{AutoModelSpec, RegArimaSpec, Transformation};
use crate::sa::{Decision, ModellingContext, Monitor};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::timeseries::{Span, TsData};

/// Passes of the identification loop.
const PASSES: usize = 5;
/// Limits of the t-statistic of the mean: at the start, after identification, after a change of differences.
const FIRST_MEAN_LIMIT: f64 = 1.96;
const LATER_MEAN_LIMIT: f64 = 1.0;
const REDONE_MEAN_LIMIT: f64 = 1.6;
/// A larger mean of the residuals puts the mean in.
const RESIDUAL_MEAN_LIMIT: f64 = 2.5;

/// The model that `spec` chooses for the part `span` of `series`, estimated.
///
/// # Errors
/// No model can be estimated, or the run was cancelled.
pub fn preprocess(
    series: &TsData,
    span: Span,
    spec: &RegArimaSpec,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Result<Context, ModelError> {
    let series = Arc::new(ModelSeries::new(series, span, spec.estimate.span)?);
    let initial = description::initial_model(series, spec, context)?;
    let mut model = Context::new(initial);
    let mut run =
        Run { procedure: Procedure { spec, context, monitor }, initial_critical: 0.0, critical: 0.0 };
    run.preprocess(&mut model)?;
    if model.estimated().is_none() {
        return Err(ModelError::NoModel);
    }
    Ok(model)
}

struct Run<'a> {
    procedure: Procedure<'a>,
    initial_critical: f64,
    critical: f64,
}

/// State of the identification loop.
struct Loop {
    /// Number of comparisons with the reference made, plus 1.
    pass: usize,
    /// Largest accepted 1 - p of the Ljung-Box test.
    ljung_box_limit: f64,
    identify: bool,
    reference: Context,
    diagnostics: ModelDiagnostics,
    /// Ljung-Box test of the last model that was diagnosed outside of comparisons: it stands for that of a model with too
    /// many parameters for one.
    ljung_box: f64,
}

impl Loop {
    fn diagnose(&mut self, model: &Context) -> Result<(), ModelError> {
        self.diagnostics = diagnose_after(model, self.ljung_box)?;
        self.ljung_box = self.diagnostics.ljung_box;
        Ok(())
    }
}

impl Run<'_> {
    fn tolerance(&self) -> Fit {
        Fit::HannanRissanen(self.procedure.spec.estimate.tolerance)
    }

    fn preprocess(&mut self, model: &mut Context) -> Result<(), ModelError> {
        let spec = self.procedure.spec;
        if self.procedure.detects_outliers() {
            let given = spec.outliers.critical_value;
            let length = model.description().series().domain().len;
            self.initial_critical = if given == 0.0 { default_critical_value(length) } else { given };
            self.critical = self.initial_critical;
        }
        if spec.transform.function == Transformation::Auto {
            log_level::choose(&mut self.procedure, model)?;
        }
        self.procedure.go_on()?;
        self.procedure.test_calendar(model)?;
        if spec.tests_mean() {
            mean_test::test(&mut self.procedure, model, FIRST_MEAN_LIMIT)?;
        }
        if self.procedure.detects_outliers() && self.detect(model)? {
            model.estimate(self.tolerance())?;
            significance::test(&mut self.procedure, model, FIRST_MEAN_LIMIT)?;
        }
        match &spec.auto_model {
            None => final_estimation::estimate(&mut self.procedure, model).map(|_| ()),
            Some(options) => self.identification(model, options),
        }
    }

    /// Detects outliers; a failure changes nothing.
    fn detect(&mut self, model: &mut Context) -> Result<bool, ModelError> {
        cancelled_only(outlier_detection::detect(&mut self.procedure, model, self.critical))
    }

    /// The identification loop (9.3).
    fn identification(&mut self, model: &mut Context, options: &AutoModelSpec) -> Result<(), ModelError> {
        model.estimate(self.tolerance())?;
        let diagnostics = diagnose(model)?;
        let mut state = Loop {
            pass: 1,
            ljung_box_limit: options.ljung_box_limit,
            identify: true,
            reference: model.clone(),
            diagnostics,
            ljung_box: diagnostics.ljung_box,
        };
        for _ in 0..PASSES {
            self.procedure.go_on()?;
            if self.pass(model, options, &mut state)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// One pass; whether the model is final.
    fn pass(
        &mut self,
        model: &mut Context,
        options: &AutoModelSpec,
        state: &mut Loop,
    ) -> Result<bool, ModelError> {
        let detects = self.procedure.detects_outliers();
        let mut is_default = false;
        if state.identify {
            is_default = !automatic_model::identify(&mut self.procedure, model, options)?;
            if !is_default {
                model.remove_detected_outliers();
            }
            model.estimate(self.tolerance())?;
            if !is_default || state.pass > 1 {
                self.procedure.test_calendar(model)?;
            }
        }
        if detects {
            self.detect(model)?;
            model.estimate(self.tolerance())?;
        }
        if detects && state.pass <= 2 {
            if !self.compare(model, options, state, is_default)? {
                return Ok(false);
            }
        } else {
            model.estimate(self.tolerance())?;
            state.diagnose(model)?;
        }
        if significance::test(&mut self.procedure, model, LATER_MEAN_LIMIT)? {
            state.pass = state.pass.max(3);
            model.estimate(self.tolerance())?;
            state.diagnose(model)?;
        }
        self.check_orders(model, state)?;
        if !model.description().has_mean()
            && self.procedure.spec.tests_mean()
            && state.diagnostics.mean_t > RESIDUAL_MEAN_LIMIT
        {
            self.procedure
                .record(Decision::ResidualMean { t: state.diagnostics.mean_t, limit: RESIDUAL_MEAN_LIMIT });
            model.change(|d| d.set_mean(true));
        }
        match final_estimation::estimate(&mut self.procedure, model) {
            Ok(true) => return Ok(true),
            Err(ModelError::Cancelled) => return Err(ModelError::Cancelled),
            Ok(false) | Err(_) => {}
        }
        if state.pass <= 2 && detects {
            self.critical = (self.critical * (1.0 - options.predcv)).max(SMALLEST);
            state.identify = true;
        }
        Ok(false)
    }

    /// Compares with the reference model (9.4); whether the model is accepted.
    fn compare(
        &mut self,
        model: &mut Context,
        options: &AutoModelSpec,
        state: &mut Loop,
        mut is_default: bool,
    ) -> Result<bool, ModelError> {
        let diagnostics = diagnose(model)?;
        let mut ljung_box = diagnostics.ljung_box;
        let count = |c: &Context| c.description().detected_outliers();
        let (new, old) = (model.description(), state.reference.description());
        let differs = new.orders() != old.orders() || new.has_mean() != old.has_mean();
        let rule = if count(&state.reference) <= count(model) && differs {
            let first = |c: &[f64]| c.first().copied().unwrap_or(0.0);
            let arima = model.estimated().ok_or(ModelError::NoModel)?.estimation().model().arima();
            let identified = Identified {
                orders: arima.orders(),
                phi: first(arima.phi()),
                bphi: first(arima.bphi()),
                diagnostics,
            };
            comparison::preferring_reference(&identified, &state.diagnostics, state.pass)
        } else {
            None
        };
        if rule.is_some() {
            *model = state.reference.clone();
            ljung_box = state.diagnostics.ljung_box;
            is_default = true;
        } else {
            state.diagnostics = diagnostics;
            state.reference = model.clone();
        }
        state.ljung_box_limit += if state.pass == 1 { 0.025 } else { 0.015 };
        state.pass += 1;
        let accepted = ljung_box <= state.ljung_box_limit;
        self.procedure.record(Decision::ModelComparison {
            rule,
            orders: model.description().orders(),
            ljung_box,
            limit: state.ljung_box_limit,
            accepted,
        });
        if accepted {
            return Ok(true);
        }
        let mut reduced = false;
        if state.pass == 2 && self.critical > SMALLEST {
            self.critical = (self.critical * (1.0 - options.predcv)).max(SMALLEST);
            reduced = true;
            self.procedure.record(Decision::CriticalValueReduced { critical: self.critical });
        }
        state.identify = !is_default;
        if state.pass > 2 || !reduced {
            self.last_resort(model, options, state)?;
        }
        Ok(false)
    }

    /// A large model when none was accepted.
    fn last_resort(
        &mut self,
        model: &mut Context,
        options: &AutoModelSpec,
        state: &mut Loop,
    ) -> Result<(), ModelError> {
        let o = model.description().orders();
        let p = match o.period {
            2 => 1,
            3 => 2,
            _ => 3,
        };
        let seasonal = o.period > 1;
        let orders = SarimaOrders {
            p,
            q: usize::from(options.mixed),
            bp: if o.bd > 0 || !seasonal { 0 } else { o.bp },
            bq: usize::from(seasonal),
            ..o
        };
        self.procedure.record(Decision::LastResort { orders });
        model.change(|d| d.set_orders(orders));
        model.estimate(self.tolerance())?;
        self.critical = self.initial_critical;
        state.identify = false;
        if state.pass == 2 {
            state.pass = 3;
        }
        Ok(())
    }

    /// Unit roots and over-differencing, until neither is found (9.3, step 5).
    fn check_orders(&mut self, model: &mut Context, state: &mut Loop) -> Result<(), ModelError> {
        loop {
            let arima = model.estimate(self.tolerance())?.estimation().model().arima().clone();
            let mut changed = false;
            if let Some(orders) = without_unit_roots(&arima, order_checks::UNIT_ROOT) {
                self.procedure.record(Decision::UnitRoot { orders });
                model.change(|d| d.set_orders(orders));
                self.redo(model, state)?;
                changed = true;
            }
            let arima = model.estimate(self.tolerance())?.estimation().model().arima().clone();
            if let Some(orders) = order_checks::without_over_differencing(&arima) {
                self.procedure.record(Decision::OverDifferenced { orders });
                model.change(|d| {
                    d.set_orders(orders);
                    d.set_mean(true);
                });
                self.redo(model, state)?;
                changed = true;
            }
            if !changed {
                return Ok(());
            }
        }
    }

    /// Mean and outliers again after a change of the differences.
    fn redo(&mut self, model: &mut Context, state: &mut Loop) -> Result<(), ModelError> {
        self.procedure.go_on()?;
        model.estimate(self.tolerance())?;
        if model.description().has_mean() {
            mean_test::test(&mut self.procedure, model, REDONE_MEAN_LIMIT)?;
        }
        model.remove_detected_outliers();
        model.estimate(self.tolerance())?;
        if self.procedure.detects_outliers() {
            self.detect(model)?;
            model.estimate(self.tolerance())?;
        }
        state.diagnostics = diagnose(model)?;
        state.reference = model.clone();
        Ok(())
    }
}
