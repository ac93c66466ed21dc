//! Canonical decomposition of a model (`seats.md` 6; Hillmer and Tiao 1982).

use super::root_allocation::allocate;
use crate::sa::spec::{ApproximationMode, SeatsSpec};
use crate::toolkit::arima::partial_fractions::{ArPart, split};
use crate::toolkit::arima::{ArimaError, ArimaModel, SarimaModel, UcarimaModel};

/// Place of the trend among the components.
pub const TREND: usize = 0;
/// Place of the seasonal component.
pub const SEASONAL: usize = 1;
/// Place of the transitory component, white noise excluded.
pub const TRANSITORY: usize = 2;
/// Place of the white noise; in the compact form transitory and irregular are together at [`TRANSITORY`].
pub const IRREGULAR: usize = 3;

/// Trend, seasonal, transitory component and white noise whose sum is `model`, or `model` and white noise when the
/// approximation adds some. All but the last have a spectrum whose minimum is 0; variances for unit innovation
/// variance of the model.
///
/// # Errors
/// There is no admissible decomposition, or it cannot be computed.
pub fn canonical_decomposition(model: &SarimaModel, spec: &SeatsSpec) -> Result<UcarimaModel, ArimaError> {
    let roots = allocate(model, spec)?;
    let series = ArimaModel::of_sarima(model);
    let others = ArPart {
        ar: roots.seasonal.ar.times(&roots.transitory.ar),
        delta: roots.seasonal.delta.times(&roots.transitory.delta),
    };
    let (trend, rest) = split(&series, roots.trend, others)?;
    let (seasonal, transitory) = split(&rest, roots.seasonal, roots.transitory)?;
    let provisional = vec![trend, seasonal, transitory, ArimaModel::null()];
    UcarimaModel::new(series, provisional)
        .canonical(IRREGULAR, spec.approximation == ApproximationMode::Noisy)
}

/// The decomposition with transitory component and white noise together.
#[must_use]
pub fn compact(decomposition: &UcarimaModel) -> UcarimaModel {
    decomposition.compacted(TRANSITORY, 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::spectrum::cosine_series;
    use crate::toolkit::arima::symmetric_filter::SymmetricFilter;
    use proptest::prelude::*;

    fn variances(model: &UcarimaModel) -> Vec<f64> {
        model.components().iter().map(|c| c.moving_average().unwrap().1).collect()
    }

    /// `seats.md` section 19.
    #[test]
    fn worked_airline_model() {
        let model = SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.4], &[-0.6]);
        let ucm = canonical_decomposition(&model, &SeatsSpec::default()).unwrap();
        let v = variances(&ucm);
        assert!((v[0] - 0.0577304948831).abs() < 1e-12);
        assert!((v[1] - 0.044278090305).abs() < 1e-8, "{}", v[1]);
        assert!((v[3] - 0.313638910256501).abs() < 1e-14);
        let trend = ucm.components()[0].acgf();
        let expected = [0.110855555556, 0.0001, -0.0553277777778];
        for (k, e) in expected.iter().enumerate() {
            assert!((trend.get(k) - e).abs() < 1e-12);
        }
        let (ma, v) = ucm.complement(SEASONAL).moving_average().unwrap();
        assert!((v - 0.659216696548).abs() < 1e-11);
        assert!((ma.get(1) + 1.36721263524).abs() < 1e-10 && (ma.get(2) - 0.391845555234).abs() < 1e-10);
    }

    /// The spectrum of the seasonal component touches 0 at 0.3497, between two frequencies of interest: the double
    /// root of its moving average is found there.
    #[test]
    fn a_spectrum_that_touches_zero_between_two_frequencies() {
        let phi = [0.560775550977, 0.524505436024];
        let model = SarimaModel::from_polynomials(4, (1, 1), &phi, &[], &[], &[-0.465343440382]);
        let ucm = canonical_decomposition(&model, &SeatsSpec::default()).unwrap();
        let (ma, v) = ucm.components()[SEASONAL].moving_average().unwrap();
        let product = SymmetricFilter::of(&ma, v);
        let expected = [0.0711804824767, -0.0226237070221, -0.0305114318884, 0.0180844190437];
        for (k, e) in expected.iter().enumerate() {
            assert!((product.get(k) - e).abs() < 1e-8, "{k}: {}", product.get(k));
        }
    }

    #[test]
    fn worked_periods() {
        for (s, trend, seasonal, irregular) in [
            (2, 0.0763824219937, 0.0049, 0.3047),
            (3, 0.0676481474340, 0.0122662493272, 0.304118518519),
            (4, 0.0639356499354, 0.0192787562178, 0.305175),
            (6, 0.0606359861829, 0.0276786099734, 0.309529629630),
            (1, 0.09, 0.0, 0.49),
        ] {
            let model = SarimaModel::from_polynomials(s, (1, 1), &[], &[], &[-0.4], &[-0.6]);
            let v = variances(&canonical_decomposition(&model, &SeatsSpec::default()).unwrap());
            for (actual, expected) in v.iter().zip([trend, seasonal, 0.0, irregular]) {
                assert!((actual - expected).abs() < 1e-8, "{s}: {v:?}");
            }
        }
    }

    #[test]
    fn worked_allocations() {
        for (phi, expected) in [
            (vec![-0.5], [0.18095981, 0.051253782, 0.0, 0.12022717]),
            (vec![0.8], [0.024241542, 0.058909776, 0.061050730, 0.11288502]),
            (vec![0.81], [0.023974434, 0.18725453, 0.0, 0.11620307]),
            (vec![0.0, 0.5], [0.034947481, 0.27375907, 0.0, 0.12574808]),
            (vec![1.0, 0.5], [0.012573779, 0.058709037, 0.10768125, 0.075303252]),
        ] {
            let model = SarimaModel::from_polynomials(12, (1, 1), &phi, &[], &[-0.3], &[-0.6]);
            let v = variances(&canonical_decomposition(&model, &SeatsSpec::default()).unwrap());
            for (actual, e) in v.iter().zip(expected) {
                assert!((actual - e).abs() < 2e-8, "{phi:?}: {v:?}");
            }
        }
        let model = SarimaModel::from_polynomials(12, (1, 1), &[-0.49999], &[], &[-0.3], &[-0.6]);
        assert!(canonical_decomposition(&model, &SeatsSpec::default()).is_err());
    }

    proptest! {
        /// Components add up to the model, and no spectrum is negative but for rounding.
        #[test]
        fn components_are_canonical_and_add_up(
            s in prop::sample::select(vec![1usize, 2, 3, 4, 6, 12]),
            phi in prop::collection::vec(-0.6..0.6f64, 0..3),
            bphi in -0.9..0.9f64, theta in -0.95..0.95f64, btheta in -0.95..0.95f64,
            d in 0usize..3, bd in 0usize..2, noisy: bool,
        ) {
            let seasonal = |x: f64| if s > 1 { vec![x] } else { vec![] };
            let bphi = if bd == 0 { seasonal(bphi) } else { vec![] };
            let model = SarimaModel::from_polynomials(s, (d, bd), &phi, &bphi, &[theta], &seasonal(btheta));
            let approximation = if noisy { ApproximationMode::Noisy } else { ApproximationMode::None };
            let spec = SeatsSpec { approximation, ..SeatsSpec::default() };
            if let Ok(ucm) = canonical_decomposition(&model, &spec) {
                let model = ucm.model().spectrum();
                for w in [0.21, 0.77, 1.33, 1.9, 2.7] {
                    let whole = model.value(w);
                    let parts: f64 = ucm.components().iter().map(|c| c.spectrum().value(w)).sum();
                    prop_assert!((parts - whole).abs() < 1e-6 * whole.abs().max(1.0), "{} {} {}", w, parts, whole);
                }
                for spectrum in ucm.components()[..IRREGULAR].iter().map(|c| c.spectrum()) {
                    let numerator = spectrum.numerator();
                    let bound: f64 = numerator.iter().map(|x| x.abs()).sum();
                    for i in 0..=2000 {
                        let value = cosine_series(numerator, std::f64::consts::PI * f64::from(i) / 2000.0);
                        prop_assert!(value >= -1e-11 * bound.max(1.0), "{} {}: {}", i, bound, value);
                    }
                }
            }
        }
    }
}
