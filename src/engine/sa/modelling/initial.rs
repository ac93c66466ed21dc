//! What the initial models of both methods have in common: SARIMA part, fixed mean, given variables
//! (`regarima.md` 3.1, `tramo.md` 4.6).

use super::{ModelDescription, ModelError, variables};
use crate::sa::ModellingContext;
use crate::sa::spec::{ArimaSpec, InterventionTerm, OutlierTerm, RampTerm, UserTerm};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::regression::{Outlier, Parameter, Regressor, TrendConstant, Variable};

/// The variables that a specification gives.
pub(in crate::sa) struct GivenTerms<'a> {
    pub(in crate::sa) outliers: &'a [OutlierTerm],
    /// Rate of the given transitory changes.
    pub(in crate::sa) tc_rate: f64,
    pub(in crate::sa) users: &'a [UserTerm],
    pub(in crate::sa) interventions: &'a [InterventionTerm],
    pub(in crate::sa) ramps: &'a [RampTerm],
}

impl ArimaSpec {
    /// The orders; without seasonal part for annual series.
    pub(in crate::sa) fn orders(&self, frequency: usize) -> SarimaOrders {
        let regular = (self.phi.len(), self.d, self.theta.len());
        SarimaOrders::new(frequency, regular, (self.bphi.len(), self.bd, self.btheta.len()))
    }

    /// The packed parameters of [`orders`](Self::orders).
    pub(in crate::sa) fn packed_parameters(&self, frequency: usize) -> Vec<Parameter> {
        if frequency > 1 {
            [&self.phi[..], &self.bphi, &self.theta, &self.btheta].concat()
        } else {
            [&self.phi[..], &self.theta].concat()
        }
    }
}

impl ModelDescription {
    /// A mean with a fixed coefficient, a variable whose differences of the given orders are constant.
    pub(in crate::sa) fn add_fixed_mean(
        &mut self,
        coefficient: Parameter,
        orders: SarimaOrders,
    ) -> Result<(), ModelError> {
        let reference = Some(self.series().estimation_domain().start);
        let constant = TrendConstant { d: orders.d, seasonal_d: orders.bd, reference };
        let constant = Variable::new("const", Regressor::TrendConstant(constant));
        self.add(constant.with_coefficients(vec![coefficient])?)
    }

    /// Adds the given variables; user variables that `context` does not hold are left out.
    pub(in crate::sa) fn add_given(
        &mut self,
        terms: &GivenTerms<'_>,
        context: &ModellingContext,
    ) -> Result<(), ModelError> {
        let unit = self.series().domain().unit();
        for term in terms.outliers {
            let name = Outlier::new(term.code, term.date, terms.tc_rate).name(unit);
            self.add(variables::outlier(term, terms.tc_rate, name)?)?;
        }
        for term in terms.users {
            if let Some(variable) = variables::user(term, context)? {
                self.add(variable)?;
            }
        }
        for term in terms.interventions {
            self.add(variables::intervention(term)?)?;
        }
        for term in terms.ramps {
            self.add(variables::ramp(term)?)?;
        }
        Ok(())
    }
}
