//! F test on seasonal dummies (`diagnostics.md` 3.6).

use super::{StatisticalTest, descriptive::centred, ols::Ols};

/// What the seasonal contrasts are added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DummiesModel {
    /// y_t on a constant and y_{t-1}: F(p-1, n-1-(p+1)).
    Autoregressive,
    /// First differences less their mean: F(p-1, n-1-(p-1)). The mean is not counted.
    Differenced,
    /// y less its mean: F(p-1, n-(p-1)). The mean is not counted.
    WhiteNoise,
}

impl DummiesModel {
    /// Number of values used for the last `years`: one more than the years hold where a lag is needed.
    pub fn observations(self, years: usize, period: usize) -> usize {
        years * period + usize::from(self != DummiesModel::WhiteNoise)
    }
}

/// p - 1 seasonal contrasts (column-major, `rows` rows): column j is 1 at season j, -1 at season p-1, 0
/// elsewhere; the season of row t is (`position` + t) modulo p.
pub fn seasonal_contrasts(rows: usize, period: usize, position: usize) -> Vec<f64> {
    let mut x = Vec::with_capacity(rows * period.saturating_sub(1));
    for j in 0..period.saturating_sub(1) {
        x.extend((0..rows).map(|t| match (position + t) % period {
            s if s == j => 1.0,
            s if s == period - 1 => -1.0,
            _ => 0.0,
        }));
    }
    x
}

/// Joint test of the seasonal contrasts in the regression of `model`. Seasons are counted from the first value.
/// None for fewer than two seasons, a short or constant series, or missing values.
pub fn seasonal_dummies_test(y: &[f64], period: usize, model: DummiesModel) -> Option<StatisticalTest> {
    if period < 2 {
        return None;
    }
    let previous = y.get(..y.len().checked_sub(1)?)?;
    let current = y.get(1..)?;
    match model {
        DummiesModel::Autoregressive => {
            let rows = current.len();
            let mut x = vec![1.0; rows];
            x.extend_from_slice(previous);
            x.extend(seasonal_contrasts(rows, period, 1));
            Ols::fit(current, &x, period + 1)?.joint_test(2, period - 1)
        }
        DummiesModel::Differenced => {
            let differences: Vec<f64> = current.iter().zip(previous).map(|(a, b)| a - b).collect();
            contrasts_alone(&differences, period)
        }
        DummiesModel::WhiteNoise => contrasts_alone(y, period),
    }
}

/// [`seasonal_dummies_test`] on the last `years` years.
pub fn seasonal_dummies_test_last_years(
    y: &[f64],
    period: usize,
    model: DummiesModel,
    years: usize,
) -> Option<StatisticalTest> {
    let kept = model.observations(years, period);
    seasonal_dummies_test(y.get(y.len().saturating_sub(kept)..)?, period, model)
}

fn contrasts_alone(y: &[f64], period: usize) -> Option<StatisticalTest> {
    let x = seasonal_contrasts(y.len(), period, 0);
    Ols::fit(&centred(y), &x, period - 1)?.joint_test(0, period - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn contrasts() {
        assert_eq!(seasonal_contrasts(4, 3, 1), [0.0, -1.0, 1.0, 0.0, 1.0, -1.0, 0.0, 1.0]);
        assert!(seasonal_contrasts(4, 1, 0).is_empty());
        assert!(seasonal_contrasts(4, 0, 0).is_empty());
    }

    #[test]
    fn by_hand() {
        // means +-2 about 4, residual 4 on 3 degrees of freedom: 16 / (4/3)
        let test = seasonal_dummies_test(&[1.0, 5.0, 3.0, 7.0], 2, DummiesModel::WhiteNoise).unwrap();
        assert!((test.value - 12.0).abs() < 1e-12);
        assert_eq!(test.distribution.to_string(), "F(1,3)");
    }

    #[test]
    fn short_constant_or_missing() {
        for model in [DummiesModel::Autoregressive, DummiesModel::Differenced, DummiesModel::WhiteNoise] {
            assert_eq!(seasonal_dummies_test(&[], 4, model), None);
            assert_eq!(seasonal_dummies_test(&[1.0, 2.0], 4, model), None);
            assert_eq!(seasonal_dummies_test(&[5.0; 30], 4, model), None);
            assert_eq!(seasonal_dummies_test(&[1.0, 2.0, 3.0], 1, model), None);
            assert_eq!(seasonal_dummies_test(&[f64::NAN; 30], 4, model), None);
        }
    }

    proptest! {
        /// The test does not depend on the season of the first value nor on location and scale.
        #[test]
        fn invariances(y in prop::collection::vec(-5.0..5.0f64, 24..60), c in -9.0..9.0f64, s in 0.1..9.0f64) {
            for model in [DummiesModel::Autoregressive, DummiesModel::Differenced, DummiesModel::WhiteNoise] {
                let z: Vec<f64> = y.iter().map(|v| c + s * v).collect();
                let (a, b) = (seasonal_dummies_test(&y, 4, model).unwrap(), seasonal_dummies_test(&z, 4, model).unwrap());
                prop_assert!((a.value - b.value).abs() < 1e-8 * (1.0 + a.value));
            }
        }
    }
}
