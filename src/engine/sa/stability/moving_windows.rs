//! Moving windows (`diagnostics.md` 12.3): the coefficients of the model on windows of the series.

use crate::sa::modelling::RegArimaResult;
use crate::sa::spec::Spec;
use crate::sa::{ModellingContext, Monitor, tramo, x13};
use crate::toolkit::arima::SarimaPolynomial;
use crate::toolkit::regression::RegressorClass;
use crate::toolkit::timeseries::{Span, TsData, TsDomain, TsPeriod};

/// Largest number of coefficients of a kind that are followed.
const MOST_TRADING_DAYS: usize = 7;
const MOST_REGULAR: usize = 4;
const MOST_SEASONAL: usize = 1;

/// Windows of `years` years, a year apart, from the start of the series on.
pub fn window_domains(domain: TsDomain, years: usize) -> Vec<TsDomain> {
    let period = domain.annual_frequency().map_or(1, |s| s as usize);
    let length = years * period;
    let starts = (0..).map(|i| i * period).take_while(|start| start + length <= domain.len);
    starts.filter(|_| length > 0).map(|start| TsDomain::new(domain.period(start), length)).collect()
}

/// The RegARIMA model of a window by the `spec` of
/// [`stability_specification`](super::stability_specification); none when it cannot be estimated.
pub fn window_model(
    window: &TsData,
    spec: &Spec,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Option<RegArimaResult> {
    let model = match spec {
        Spec::X13(spec) => x13::preprocess(window, Span::All, spec.preprocessing.as_ref()?, context, monitor),
        Spec::TramoSeats(spec) => tramo::preprocess(window, Span::All, &spec.tramo, context, monitor),
    };
    RegArimaResult::try_from(model.ok()?).ok()
}

/// A coefficient on the windows where it was estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct MovingCoefficient {
    /// Name in the result dictionary: `regression.td(1)`, `arima.theta(1)`.
    pub name: String,
    /// First period of each window and the estimate.
    pub estimates: Vec<(TsPeriod, f64)>,
}

/// The coefficients of trading days, Easter and ARMA polynomials on the windows; models are in the order of the
/// windows, none where there was no result. Missing and infinite estimates are left out.
pub fn moving_coefficients(models: &[Option<RegArimaResult>]) -> Vec<MovingCoefficient> {
    let mut all: Vec<MovingCoefficient> = Vec::new();
    for model in models.iter().flatten() {
        let start = model.description().series().domain().start;
        for (name, value) in coefficients(model).into_iter().filter(|(_, value)| value.is_finite()) {
            match all.iter_mut().find(|c| c.name == name) {
                Some(c) => c.estimates.push((start, value)),
                None => all.push(MovingCoefficient { name, estimates: vec![(start, value)] }),
            }
        }
    }
    all
}

fn coefficients(model: &RegArimaResult) -> Vec<(String, f64)> {
    let regression = model.regression();
    let of_class = |class| {
        let rows = regression.iter().filter(move |r| r.class == class);
        rows.map(|r| r.coefficient.value)
    };
    let days = of_class(RegressorClass::TradingDays).take(MOST_TRADING_DAYS).enumerate();
    let days = days.map(|(i, value)| (format!("regression.td({})", i + 1), value));
    let easter =
        of_class(RegressorClass::Easter).take(1).map(|value| ("regression.easter".to_owned(), value));
    let polynomials = [
        (SarimaPolynomial::Phi, MOST_REGULAR),
        (SarimaPolynomial::Theta, MOST_REGULAR),
        (SarimaPolynomial::Bphi, MOST_SEASONAL),
        (SarimaPolynomial::Btheta, MOST_SEASONAL),
    ];
    let arma = polynomials.into_iter().flat_map(|(polynomial, most)| {
        model.arma(polynomial).into_iter().take(most).map(|c| (format!("arima.{}", c.name), c.value))
    });
    days.chain(easter).chain(arma).collect()
}
