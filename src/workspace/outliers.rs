//! Changes of the outliers of one item, as the chart asks for them.

use chrono::NaiveDate;
use solstice_engine::sa::spec::{OutlierTerm, Spec};
use solstice_engine::toolkit::regression::{OutlierCode, Parameter};
use solstice_engine::toolkit::timeseries::TsPeriod;

use super::CommandError;

/// Type and period of an outlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutlierAt {
    /// Type.
    pub code: OutlierCode,
    /// Period.
    pub period: TsPeriod,
}

impl std::fmt::Display for OutlierAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.code, self.period)
    }
}

/// A change of the outliers of a specification.
#[derive(Clone, Debug, PartialEq)]
pub enum OutlierEdit {
    /// Name the outlier in the specification; its coefficient is estimated.
    Add(OutlierAt),
    /// The same with a coefficient that is not estimated.
    Fix(OutlierAt, f64),
    /// Take an outlier out of the specification; detection may find it again.
    Remove(OutlierAt),
    /// Take out an outlier that was detected: the others found are named in the specification and detection is
    /// switched off, otherwise it would come back.
    Dismiss {
        /// The outlier.
        outlier: OutlierAt,
        /// The other outliers that were detected.
        others: Vec<OutlierAt>,
    },
}

impl OutlierEdit {
    /// What it does, for the undo menu, to the item called `name`.
    pub(super) fn label(&self, name: &str) -> String {
        match self {
            Self::Add(outlier) => format!("Add {outlier} to {name}"),
            Self::Fix(outlier, _) => format!("Fix coefficient of {outlier} in {name}"),
            Self::Remove(outlier) => format!("Remove {outlier} from {name}"),
            Self::Dismiss { outlier, .. } => format!("Remove {outlier} from {name} and stop detection"),
        }
    }

    /// The specification after the change.
    pub(super) fn apply(&self, spec: &Spec) -> Result<Spec, CommandError> {
        let mut after = spec.clone();
        let mut model = preprocessing(&mut after).ok_or(CommandError::NoPreprocessing)?;
        match self {
            Self::Add(outlier) => put(&mut model, *outlier, Parameter::Undefined),
            Self::Fix(outlier, value) => put(&mut model, *outlier, Parameter::Fixed(*value)),
            Self::Remove(outlier) => remove(&mut model, *outlier),
            Self::Dismiss { outlier, others } => {
                remove(&mut model, *outlier);
                for other in others {
                    put(&mut model, *other, Parameter::Undefined);
                }
                model.types.clear();
            }
        }
        Ok(after)
    }
}

/// What a specification says about outliers.
struct Outliers<'a> {
    terms: &'a mut Vec<OutlierTerm>,
    /// Types that are searched.
    types: &'a mut Vec<OutlierCode>,
}

fn preprocessing(spec: &mut Spec) -> Option<Outliers<'_>> {
    match spec {
        Spec::X13(x13) => {
            let model = x13.preprocessing.as_mut()?;
            Some(Outliers { terms: &mut model.regression.outliers, types: &mut model.outliers.types })
        }
        Spec::TramoSeats(spec) => {
            let model = &mut spec.tramo;
            Some(Outliers { terms: &mut model.regression.outliers, types: &mut model.outliers.types })
        }
    }
}

fn is_at(term: &OutlierTerm, outlier: OutlierAt) -> bool {
    let period = |date: NaiveDate| TsPeriod::containing(outlier.period.unit, date);
    term.code == outlier.code && period(term.date) == outlier.period
}

/// Replaces the term in its place, or appends it.
fn put(model: &mut Outliers<'_>, outlier: OutlierAt, coefficient: Parameter) {
    let terms = &mut *model.terms;
    match terms.iter_mut().find(|t| is_at(t, outlier)) {
        Some(term) => term.coefficient = coefficient,
        None => terms.push(OutlierTerm {
            code: outlier.code,
            date: outlier.period.start(),
            component: None,
            coefficient,
        }),
    }
}

fn remove(model: &mut Outliers<'_>, outlier: OutlierAt) {
    model.terms.retain(|t| !is_at(t, outlier));
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;

    fn at(code: OutlierCode, month: u32) -> OutlierAt {
        OutlierAt { code, period: TsPeriod::of_month(12, 2014, month).unwrap() }
    }

    fn terms(spec: &Spec) -> Vec<OutlierTerm> {
        preprocessing(&mut spec.clone()).unwrap().terms.clone()
    }

    #[test]
    fn an_outlier_is_added_fixed_and_removed() {
        let spec = x13("rsa1").unwrap();
        let outlier = at(OutlierCode::AO, 5);
        let added = OutlierEdit::Add(outlier).apply(&spec).unwrap();
        assert_eq!(terms(&added).len(), 1);
        assert_eq!(OutlierEdit::Add(outlier).label("Retail sales"), "Add AO (2014-05) to Retail sales");
        let fixed = OutlierEdit::Fix(outlier, 0.25).apply(&added).unwrap();
        assert_eq!(terms(&fixed)[0].coefficient, Parameter::Fixed(0.25));
        assert_eq!(terms(&fixed).len(), 1);
        assert_eq!(OutlierEdit::Remove(outlier).apply(&fixed).unwrap(), spec);
    }

    #[test]
    fn dismissing_keeps_the_others_and_stops_detection() {
        let spec = x13("rsa1").unwrap();
        let edit =
            OutlierEdit::Dismiss { outlier: at(OutlierCode::LS, 3), others: vec![at(OutlierCode::AO, 5)] };
        let after = edit.apply(&spec).unwrap();
        assert_eq!(terms(&after)[0].code, OutlierCode::AO);
        assert!(preprocessing(&mut after.clone()).unwrap().types.is_empty());
    }

    #[test]
    fn without_preprocessing_there_are_no_outliers() {
        let spec = x13("x11").unwrap();
        let edit = OutlierEdit::Add(at(OutlierCode::AO, 5));
        assert_eq!(edit.apply(&spec), Err(CommandError::NoPreprocessing));
    }
}
