//! Where outliers of a described model are searched.

use super::{ModelDescription, ModelError};
use crate::toolkit::regarima::outliers::SearchSpace;
use crate::toolkit::regression::{OutlierCode, Regressor};
use crate::toolkit::timeseries::Span;

impl ModelDescription {
    /// The positions of the estimation span inside `span`, those of missing values left out, for the `types` in
    /// the order of the search: AO, LS, TC, SO. Pairs of the outliers in the model are forbidden.
    ///
    /// # Errors
    /// The span cannot be selected.
    pub(in crate::sa) fn outlier_space(
        &self,
        types: &[OutlierCode],
        tc_rate: f64,
        span: Span,
    ) -> Result<SearchSpace, ModelError> {
        let series = self.series();
        let frequency = series.frequency();
        let domain = series.estimation_domain();
        let types: Vec<OutlierCode> = [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO]
            .into_iter()
            .filter(|code| types.contains(code) && (*code != OutlierCode::SO || frequency > 1))
            .collect();
        let mut space = SearchSpace::new(&types, tc_rate, domain.len, frequency);
        let searched = span.select(series.domain())?.intersection(domain)?;
        (0..domain.len)
            .filter(|&t| searched.index_of(domain.period(t)).is_none())
            .chain(series.missing_in_estimation())
            .for_each(|t| space.forbid_position(t));
        for variable in self.variables() {
            if let Regressor::Outlier(outlier) = &variable.regressor
                && let Ok(position) = usize::try_from(domain.position_of(outlier.date))
                && let Some(kind) = types.iter().position(|t| *t == outlier.code())
            {
                space.allow(kind, position, false);
            }
        }
        Ok(space)
    }
}
