//! The overall procedure of TRAMO (`tramo.md` 6).

use std::sync::Arc;

use super::comparison::{Adequacy, preferring_reference};
use super::{
    Procedure, arma_selection, automatic_trading_days, calendar_test, controllers, critical_value,
    description, differencing, final_estimation, log_level, outlier_detection, seasonality_test,
    significance,
};
use crate::sa::modelling::{Context, Fit, ModelError, ModelSeries, cancelled_only};
use crate::sa::spec::{TramoAutoModelSpec, TramoSpec, Transformation};
use crate::sa::{Decision, ModellingContext, Monitor};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::timeseries::{Span, TsData};

/// Iterations of the identification.
const ITERATIONS: usize = 10;
/// Estimations of the first model while calendar effects are removed.
const FIRST_ESTIMATIONS: usize = 6;
/// Precision of all but the final estimations.
const PRELIMINARY: Fit = Fit::HannanRissanen(1e-5);
/// Limit of the t-statistic of the mean in the first model.
const FIRST_MEAN_LIMIT: f64 = 1.96;

/// The model that `spec` chooses for the part `span` of `series`, estimated.
///
/// # Errors
/// No model can be estimated, or the run was cancelled.
pub fn preprocess(
    series: &TsData,
    span: Span,
    spec: &TramoSpec,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Result<Context, ModelError> {
    let series = Arc::new(ModelSeries::new(series, span, spec.estimate.span)?);
    let mut model = Context::new(description::initial_model(series, spec, context)?);
    if spec.is_fully_specified() {
        model.estimate(Fit::HannanRissanen(spec.estimate.tolerance))?;
        return Ok(model);
    }
    let mut procedure =
        Procedure { spec, context, monitor, seasonal: false, original_seasonality: 0, critical: 0.0 };
    prepare(&mut procedure, &mut model)?;
    let mut identification = Identification::new(procedure);
    for _ in 0..ITERATIONS {
        identification.procedure.go_on()?;
        if identification.iterate(&mut model)? == Progress::Accepted {
            break;
        }
    }
    model.estimate(Fit::HannanRissanen(spec.estimate.tolerance))?;
    Ok(model)
}

/// Seasonality, transformation and calendar effects of the initial model, critical value of outliers.
fn prepare(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let spec = procedure.spec;
    if spec.transform.function == Transformation::Log {
        // logarithms that do not exist are an error of the specification
        model.description().transformed()?;
    }
    if procedure.detects_outliers() {
        let series = model.description().series();
        let observations = series.estimation().len() - series.missing().len();
        let given = spec.outliers.critical_value;
        procedure.critical =
            if given == 0.0 { critical_value::default_critical_value(observations) } else { given };
    }
    seasonality_test::initial(procedure, model)?;
    if spec.transform.function == Transformation::Auto {
        log_level::choose(procedure, model)?;
    }
    procedure.go_on()?;
    match spec.regression.trading_days.automatic {
        Some(selection) => cancelled_only(automatic_trading_days::choose(procedure, model, selection)),
        None => calendar_test::test(procedure, model),
    }
}

/// Whether the model is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Accepted,
    Again,
}

/// Where the differencing search starts, and that outliers are removed when it changes the orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    /// The default model: no search.
    Default,
    /// From no differences.
    FromScratch,
    /// From the present differences, when there are outliers.
    FromPresent,
}

impl Round {
    fn next(self) -> Self {
        match self {
            Self::Default => Self::FromScratch,
            Self::FromScratch | Self::FromPresent => Self::FromPresent,
        }
    }
}

/// State of the identification (`tramo.md` 6.2).
struct Identification<'a> {
    procedure: Procedure<'a>,
    round: Round,
    pass: usize,
    /// Whether the seasonality controller has asked for a new identification.
    restarted: bool,
    needs_outliers: bool,
    needs_model: bool,
    /// Largest accepted 1 - p of the Ljung-Box test.
    ljung_box_limit: f64,
    reference: Option<(Context, Adequacy)>,
}

impl<'a> Identification<'a> {
    fn new(procedure: Procedure<'a>) -> Self {
        let options = procedure.spec.auto_model.as_ref();
        Self {
            round: Round::Default,
            pass: 0,
            restarted: false,
            needs_outliers: procedure.detects_outliers(),
            needs_model: false,
            ljung_box_limit: options.map_or(f64::NAN, |o| o.ljung_box_limit),
            reference: None,
            procedure,
        }
    }

    fn needs_everything(&mut self) {
        self.needs_outliers = self.procedure.detects_outliers();
        self.needs_model = self.procedure.spec.auto_model.is_some();
    }

    /// One iteration (`tramo.md` 6.3).
    fn iterate(&mut self, model: &mut Context) -> Result<Progress, ModelError> {
        let spec = self.procedure.spec;
        model.estimate(PRELIMINARY)?;
        let changed = self.identify(model)?;
        if !self.estimate(model)? {
            return Ok(Progress::Again);
        }
        if self.round == Round::Default && (spec.auto_model.is_some() || self.procedure.detects_outliers()) {
            return self.end_of_default_round(model);
        }
        if let Some(options) = &spec.auto_model
            && self.pass <= 3
            && !self.restarted
            && self.compare(model, options, changed)? == Progress::Again
        {
            return Ok(Progress::Again);
        }
        let mean_limit = match &spec.auto_model {
            Some(options) => options.mean_limit,
            None => TramoAutoModelSpec::default().mean_limit,
        };
        if significance::test(&mut self.procedure, model, mean_limit)? {
            self.pass = 4;
            self.needs_model = false;
            self.needs_outliers = false;
            return Ok(Progress::Again);
        }
        self.control(model)
    }

    /// Whether differencing or ARMA orders are due: in the third round and after only when there are outliers, since
    /// without them the series is the same as in the round before.
    fn selects(&self, model: &Context) -> bool {
        self.needs_model && (self.round != Round::FromPresent || model.description().detected_outliers() > 0)
    }

    /// Differencing, ARMA orders and outliers, as far as they are due; whether the model changed.
    fn identify(&mut self, model: &mut Context) -> Result<bool, ModelError> {
        let spec = self.procedure.spec;
        let (orders, mean) = (model.description().orders(), model.description().has_mean());
        let mut changed = false;
        if let Some(options) = spec.auto_model.as_ref().filter(|_| self.selects(model)) {
            if orders.d < 2 || orders.bd < 1 {
                let start = if self.round == Round::FromPresent { (orders.d, orders.bd) } else { (0, 0) };
                differencing::select(&mut self.procedure, options, model, start)?;
                let degree = model.description().orders().differencing_degree();
                if self.pass == 1 && degree != orders.differencing_degree() {
                    model.remove_detected_outliers();
                    model.clear();
                }
            }
            // asked again: without outliers now, the orders that differencing has left remain
            if self.selects(model) {
                arma_selection::select(&mut self.procedure, model)?;
                changed = model.description().orders() != orders || model.description().has_mean() != mean;
            }
        }
        if self.needs_outliers {
            model.remove_detected_outliers();
            changed |= cancelled_only(outlier_detection::detect(&mut self.procedure, model))?;
        }
        Ok(changed)
    }

    /// Final estimation, in the first pass with the removal of calendar effects; false when it failed and the
    /// identification goes on.
    fn estimate(&mut self, model: &mut Context) -> Result<bool, ModelError> {
        for i in 1..=FIRST_ESTIMATIONS {
            let estimated = final_estimation::estimate(&mut self.procedure, model, self.pass <= 1);
            if !cancelled_only(estimated)? {
                if let Some(options) = &self.procedure.spec.auto_model
                    && self.pass == 1
                    && self.needs_outliers
                    && self.needs_model
                {
                    self.reduce_critical_value(options);
                }
                self.needs_everything();
                self.round = self.round.next();
                self.pass += 1;
                return Ok(false);
            }
            if self.restarted
                || self.pass != 0
                || i == FIRST_ESTIMATIONS
                || !significance::test(&mut self.procedure, model, FIRST_MEAN_LIMIT)?
            {
                return Ok(true);
            }
        }
        Ok(true)
    }

    /// The default model becomes the reference, and is accepted when it is good and that is asked for.
    fn end_of_default_round(&mut self, model: &Context) -> Result<Progress, ModelError> {
        self.needs_everything();
        self.round = Round::FromScratch;
        self.pass = 1;
        let Some(options) = &self.procedure.spec.auto_model else { return Ok(Progress::Again) };
        let adequacy = Adequacy::of(model)?;
        self.reference = Some((model.clone(), adequacy));
        let accepted = options.accept_default && adequacy.ljung_box < options.ljung_box_limit;
        Ok(if accepted { Progress::Accepted } else { Progress::Again })
    }

    /// Compares with the reference model (`tramo.md` 14).
    fn compare(
        &mut self,
        model: &mut Context,
        options: &TramoAutoModelSpec,
        changed: bool,
    ) -> Result<Progress, ModelError> {
        let adequacy = Adequacy::of(model)?;
        let mut ljung_box = adequacy.ljung_box;
        let outliers = model.description().detected_outliers();
        let arima = model.estimated().ok_or(ModelError::NoModel)?.estimation().model().arima();
        let preferred = self.reference.as_ref().and_then(|(reference, fit)| {
            let eligible = reference.description().detected_outliers() <= outliers;
            let rule = eligible.then(|| preferring_reference(arima, adequacy, *fit, self.pass)).flatten()?;
            Some((rule, reference.clone(), fit.ljung_box))
        });
        let rule = preferred.as_ref().map(|(rule, ..)| *rule);
        if let Some((_, reference, fit)) = preferred {
            *model = reference;
            ljung_box = fit;
        } else {
            self.reference = Some((model.clone(), adequacy));
        }
        self.ljung_box_limit += if self.pass == 1 { 0.025 } else { 0.015 };
        let accepted = ljung_box <= self.ljung_box_limit;
        self.procedure.record(Decision::ModelComparison {
            rule,
            orders: model.description().orders(),
            ljung_box,
            limit: self.ljung_box_limit,
            accepted,
        });
        if accepted {
            return Ok(Progress::Accepted);
        }
        if self.pass == 1 && self.procedure.detects_outliers() {
            self.reduce_critical_value(options);
        }
        self.round = self.round.next();
        self.pass += 1;
        self.needs_outliers = self.procedure.detects_outliers();
        if self.pass <= 2 {
            self.needs_model = changed;
        } else {
            self.last_resort(model);
        }
        Ok(Progress::Again)
    }

    /// The controllers (`tramo.md` 15); a seasonality that the model does not have asks for a new identification,
    /// once.
    fn control(&mut self, model: &mut Context) -> Result<Progress, ModelError> {
        if self.procedure.spec.auto_model.is_some()
            && !self.restarted
            && controllers::control_seasonality(&mut self.procedure, model)?
        {
            self.restarted = true;
            self.pass = 1;
            self.needs_everything();
            return Ok(Progress::Again);
        }
        controllers::run(&mut self.procedure, model)?;
        Ok(Progress::Accepted)
    }

    /// A large model when none was accepted.
    fn last_resort(&mut self, model: &mut Context) {
        let o = model.description().orders();
        let orders = SarimaOrders {
            p: 3,
            q: 1,
            bp: if o.bd > 0 { 0 } else { o.bp },
            bq: usize::from(self.procedure.seasonal),
            ..o
        };
        self.procedure.record(Decision::LastResort { orders });
        model.remove_detected_outliers();
        model.change(|d| d.set_orders(orders));
        self.round = Round::FromScratch;
        self.needs_model = false;
    }

    fn reduce_critical_value(&mut self, options: &TramoAutoModelSpec) {
        let critical = critical_value::reduced(self.procedure.critical, options.critical_value_reduction);
        self.procedure.critical = critical;
        self.procedure.record(Decision::CriticalValueReduced { critical });
    }
}
