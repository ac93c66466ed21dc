//! Choice between two models by BIC and residual tests (`tramo.md` 16.2).

use super::model_statistics::ModelStatistics;

/// One of two models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preferred {
    /// The first.
    First,
    /// The second.
    Second,
}

/// The model with the smaller BIC, the first when they are equal, unless the other one is not much worse and has
/// clearly better residuals.
pub(super) fn compare(first: &ModelStatistics, second: &ModelStatistics) -> Preferred {
    let (base, other, smaller, larger) = if second.bic < first.bic {
        (second, first, Preferred::Second, Preferred::First)
    } else {
        (first, second, Preferred::First, Preferred::Second)
    };
    if is_acceptable(other, base) && is_better(other, base) { larger } else { smaller }
}

fn is_acceptable(other: &ModelStatistics, base: &ModelStatistics) -> bool {
    let share = 0.05 * other.periods as f64;
    other.bic - base.bic < 0.03 * base.bic.abs()
        && (other.ljung_box.value < 1.1 * base.ljung_box.value || other.ljung_box.p_value > 0.01)
        && (other.outliers < base.outliers + 3 || (other.outliers as f64) < share)
        && (other.skewness.value < 1.25 * base.skewness.value || other.skewness.p_value > 0.01)
        && (other.seasonal_ljung_box.value < 1.1 * base.seasonal_ljung_box.value
            || other.seasonal_ljung_box.p_value > 0.01)
}

fn is_better(other: &ModelStatistics, base: &ModelStatistics) -> bool {
    let share = 0.05 * base.periods as f64;
    (base.ljung_box.p_value < 0.01 && base.ljung_box.value > 1.1 * other.ljung_box.value)
        || (base.outliers as f64 > share && base.outliers > other.outliers + 2)
        || (base.seasonal_ljung_box.p_value < 0.01
            && base.seasonal_ljung_box.value > 1.1 * other.seasonal_ljung_box.value)
        || (base.skewness.p_value < 0.01 && base.skewness.value > 1.25 * other.skewness.value)
        || base.instability() > other.instability()
}

#[cfg(test)]
mod tests {
    use super::super::model_statistics::Significance;
    use super::super::model_statistics::tests::good;
    use super::*;

    const BAD: Significance = Significance { value: 50.0, p_value: 0.001 };

    #[test]
    fn the_smaller_bic_wins_among_good_models() {
        let better = ModelStatistics { bic: -5.1, ..good() };
        assert_eq!(compare(&good(), &better), Preferred::Second);
        assert_eq!(compare(&better, &good()), Preferred::First);
        assert_eq!(compare(&good(), &good()), Preferred::First);
    }

    #[test]
    fn residuals_count_when_the_bic_is_close() {
        let rough = ModelStatistics { bic: -5.1, ljung_box: BAD, ..good() };
        assert_eq!(compare(&good(), &rough), Preferred::First);
        let much_smaller = ModelStatistics { bic: -6.0, ljung_box: BAD, ..good() };
        assert_eq!(compare(&good(), &much_smaller), Preferred::Second);
        let unstable = ModelStatistics { bic: -5.1, variance_stability: BAD, ..good() };
        assert_eq!(compare(&good(), &unstable), Preferred::First);
        let many = ModelStatistics { bic: -5.1, outliers: 6, ..good() };
        assert_eq!(compare(&many, &ModelStatistics { outliers: 2, ..good() }), Preferred::Second);
    }
}
