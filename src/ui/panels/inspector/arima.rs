//! The ARIMA model, as both methods have it: chosen automatically, or orders and coefficients; and its mean.

use solstice_engine::sa::spec::{ArimaSpec, MeanSpec, Parameter};

use super::common::under;
use crate::ui::form::{Access, Environment, Field, Lens, Section, choice, coefficient, flag, number};

type Coefficients = fn(&ArimaSpec) -> &Vec<Parameter>;
type CoefficientsMut = fn(&mut ArimaSpec) -> &mut Vec<Parameter>;

/// One of the four polynomials: order and coefficients.
struct Polynomial {
    /// Texts of the order.
    order: [&'static str; 4],
    /// Path and label of the coefficients.
    coefficient: [&'static str; 2],
    get: Coefficients,
    get_mut: CoefficientsMut,
    most: usize,
    seasonal: bool,
}

const POLYNOMIALS: [Polynomial; 4] = [
    Polynomial {
        order: ["p", "AR order p", "p, model", "Number of regular autoregressive coefficients."],
        coefficient: ["phi", "phi"],
        get: |s| &s.phi,
        get_mut: |s| &mut s.phi,
        most: 6,
        seasonal: false,
    },
    Polynomial {
        order: ["q", "MA order q", "q, model", "Number of regular moving average coefficients."],
        coefficient: ["theta", "theta"],
        get: |s| &s.theta,
        get_mut: |s| &mut s.theta,
        most: 6,
        seasonal: false,
    },
    Polynomial {
        order: ["bp", "Seasonal AR P", "bp, model", "Number of seasonal autoregressive coefficients."],
        coefficient: ["bphi", "Phi"],
        get: |s| &s.bphi,
        get_mut: |s| &mut s.bphi,
        most: 1,
        seasonal: true,
    },
    Polynomial {
        order: ["bq", "Seasonal MA Q", "bq, model", "Number of seasonal moving average coefficients."],
        coefficient: ["btheta", "Theta"],
        get: |s| &s.btheta,
        get_mut: |s| &mut s.btheta,
        most: 1,
        seasonal: true,
    },
];

/// Orders and coefficients, with the words of the models of the literature: p, d, q, P, D, Q.
fn fields() -> Vec<Field<ArimaSpec>> {
    let [ar, ma, seasonal_ar, seasonal_ma] = &POLYNOMIALS;
    let mut fields = vec![
        ar.order(),
        number(
            ["d", "Differences d", "d, model", "How often the series is differenced: 0 to 2."],
            "",
            Access::new(|s: &ArimaSpec| s.d, |s, d| s.d = d),
        ),
        ma.order(),
        seasonal_ar.order(),
        seasonal(number(
            [
                "bd",
                "Seasonal diff. D",
                "bd, model",
                "How often the series is differenced over a year: 0 or 1.",
            ],
            "",
            Access::new(|s: &ArimaSpec| s.bd, |s, d| s.bd = d),
        )),
        seasonal_ma.order(),
    ];
    for polynomial in &POLYNOMIALS {
        fields.extend((0..polynomial.most).map(|k| polynomial.coefficient(k)));
    }
    fields
}

fn seasonal(field: Field<ArimaSpec>) -> Field<ArimaSpec> {
    field.in_environment(|env| env.period > 1)
}

impl Polynomial {
    fn order(&self) -> Field<ArimaSpec> {
        let (get, get_mut) = (self.get, self.get_mut);
        let most = self.most;
        let order = number(
            self.order,
            "",
            Access::new(
                move |s| get(s).len(),
                // a number out of range stays in its field: one entry more than allowed is enough to be refused
                move |s, n: usize| get_mut(s).resize(n.min(most + 1), Parameter::Undefined),
            ),
        );
        if self.seasonal { seasonal(order) } else { order }
    }

    fn coefficient(&self, k: usize) -> Field<ArimaSpec> {
        let (get, get_mut) = (self.get, self.get_mut);
        let [path, label] = self.coefficient;
        let (path, label) = (format!("{path}[{k}]"), format!("{label} {}", k + 1));
        let field = coefficient(
            [
                "",
                "",
                "ar, ma",
                "Coefficient, written with a plus sign: free, free from a start value, or fixed.",
            ],
            true,
            Access::new(
                move |s| get(s).get(k).copied().unwrap_or_default(),
                move |s, value| {
                    if let Some(slot) = get_mut(s).get_mut(k) {
                        *slot = value;
                    }
                },
            ),
        );
        let field = field.when(move |s| k < get(s).len());
        let field = field.labelled(move |_, _| label.clone()).at_path(path);
        if self.seasonal { seasonal(field) } else { field }
    }
}

/// `(0,1,1)(0,1,1)`.
fn summary(arima: &ArimaSpec, env: &Environment) -> String {
    let regular = format!("({},{},{})", arima.phi.len(), arima.d, arima.theta.len());
    let fixed = [&arima.phi, &arima.theta, &arima.bphi, &arima.btheta]
        .iter()
        .flat_map(|c| c.iter())
        .any(|p| p.is_fixed());
    let fixed = if fixed { " fixed" } else { "" };
    match env.period {
        1 => format!("{regular}{fixed}"),
        _ => format!("{regular}({},{},{}){fixed}", arima.bphi.len(), arima.bd, arima.btheta.len()),
    }
}

/// Where a specification `M` keeps its ARIMA model, and the options `A` of its automatic choice.
pub(super) struct Parts<M, A> {
    pub(super) automatic: Lens<M, Option<A>>,
    pub(super) arima: Lens<M, ArimaSpec>,
    pub(super) mean: Lens<M, MeanSpec>,
}

/// The section of the ARIMA model, chosen automatically with the options `automatic` or given. `standard` is the name of
/// the automatic choice in the literature.
pub(super) fn section<M: 'static, A: Clone + Default + 'static>(
    Parts { automatic, arima, mean }: Parts<M, A>,
    standard: &'static str,
    options: Vec<Field<A>>,
) -> Section<M> {
    let is_automatic = move |s: &M| (automatic.get)(s).is_some_and(Option::is_some);
    let switch = flag(
        [
            "auto_model",
            "Automatic model",
            standard,
            "Chooses differences and orders by unit roots, BIC and tests of the residuals.",
        ],
        Access::new(Option::is_some, |s: &mut Option<A>, on| *s = on.then(|| s.take().unwrap_or_default())),
    );
    let some = Lens { get: Option::as_ref, get_mut: Option::as_mut };
    let options = under("auto_model", options).map(|f| f.of(some));
    let given = under("arima", fields()).map(|f| f.of(arima).when(move |s| !is_automatic(s)));
    let fields = std::iter::once(switch).chain(options).map(|f| f.of(automatic)).chain(given);
    let fields = fields.chain(under("regression.mean", self::mean()).map(|f| f.of(mean)));
    Section::new(
        "ARIMA model",
        "The model of the part that the regression does not explain.",
        move |s, env| {
            if is_automatic(s) { Some("automatic".to_owned()) } else { Some(summary((arima.get)(s)?, env)) }
        },
        fields.collect(),
    )
}

/// The mean of the differenced series.
fn mean() -> Vec<Field<MeanSpec>> {
    vec![
        choice(
            [
                "",
                "Mean",
                "mu, trend constant",
                "Mean of the differenced series. With the automatic model it is tested in any case.",
            ],
            &[
                (MeanSpec::Unused, "No"),
                (MeanSpec::Used, "Yes"),
                (MeanSpec::Tested, "Tested"),
                (MeanSpec::Coefficient(Parameter::Fixed(0.0)), "Fixed"),
            ],
            Access::new(
                |s: &MeanSpec| match *s {
                    MeanSpec::Coefficient(p) if p.is_fixed() => MeanSpec::Coefficient(Parameter::Fixed(0.0)),
                    MeanSpec::Coefficient(_) => MeanSpec::Used,
                    other => other,
                },
                |s, mean| *s = mean,
            ),
        ),
        number(
            ["value", "Value of the mean", "", "The fixed mean of the differenced series."],
            "",
            Access::new(
                |s: &MeanSpec| match s {
                    MeanSpec::Coefficient(p) => p.value().unwrap_or(0.0),
                    _ => 0.0,
                },
                |s, x| *s = MeanSpec::Coefficient(Parameter::Fixed(x)),
            ),
        )
        .when(|s| matches!(s, MeanSpec::Coefficient(p) if p.is_fixed())),
    ]
}
