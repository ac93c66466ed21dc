//! Automatic choice of the differencing orders and of the mean (`regarima.md` 10.2).

use crate::sa::modelling::{DifferencingSearch, Fits, Pair};
use crate::toolkit::arima::SarimaOrders;

/// The fits that the choice needs, all on the linearised series; maximum likelihood without mean.
pub trait MeanFits: Fits {
    /// t-statistic of the mean of the model with a mean, by maximum likelihood.
    ///
    /// # Errors
    /// The fit failed.
    fn mean_t(&mut self, orders: SarimaOrders) -> Result<f64, Self::Error>;

    /// The linearised series, undifferenced.
    fn series(&self) -> &[f64];
}

/// Options of the choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Differencing {
    /// Periods per year.
    pub period: usize,
    /// Limit of the inverse roots of the first step (0.97).
    pub first_limit: f64,
    /// Limit of the later steps (0.88).
    pub second_limit: f64,
    /// AR and MA coefficients nearer than this cancel.
    pub cancel: f64,
}

/// The orders and the mean that were chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DifferencingChoice {
    /// Regular differencing order.
    pub d: usize,
    /// Seasonal differencing order.
    pub bd: usize,
    /// Whether the differenced series has a mean.
    pub mean: bool,
    /// Statistic of the mean.
    pub mean_t: f64,
    /// Its limit.
    pub mean_limit: f64,
}

/// The seasonal coefficient is near to -1 within this.
const SEASONAL_NEAR_ONE: f64 = 0.19;
/// Further evidence for a first difference.
const EVIDENCE: &[(Pair, Pair)] = &[
    (Pair { regular: 0.15, seasonal: 0.16 }, Pair { regular: 0.9, seasonal: 0.88 }),
    (Pair { regular: 0.16, seasonal: 0.17 }, Pair { regular: 0.91, seasonal: 0.89 }),
];

impl Differencing {
    /// Chooses d, D and the mean.
    ///
    /// # Errors
    /// The first fit that fails.
    pub fn choose<F: MeanFits>(&self, fits: &mut F) -> Result<DifferencingChoice, F::Error> {
        let from_limit = 1.005 - self.second_limit;
        let pair = |regular| Pair { regular, seasonal: SEASONAL_NEAR_ONE };
        let search = DifferencingSearch {
            period: self.period,
            max_bd: usize::from(self.period > 1),
            start: (0, 0),
            first_limit: self.first_limit,
            cancel: self.cancel,
            near_one: pair(if self.second_limit >= 0.869 { 0.136 } else { from_limit }),
            near_one_ml: pair(from_limit),
            evidence: EVIDENCE,
            undifferenced: Some(Pair { regular: 0.15, seasonal: 0.25 }),
        };
        let found = search.run(fits)?;
        let (d, bd) = (found.d, found.bd);
        let (mean_t, mean_limit) = self.mean(fits, d, bd)?;
        Ok(DifferencingChoice { d, bd, mean: mean_t.abs() > mean_limit, mean_t, mean_limit })
    }

    /// Statistic of the mean of the differenced series, and its limit.
    fn mean<F: MeanFits>(&self, fits: &mut F, d: usize, bd: usize) -> Result<(f64, f64), F::Error> {
        let n = fits.series().len();
        if d + bd == 0 {
            let x = fits.series();
            let sum: f64 = x.iter().sum();
            let squares: f64 = x.iter().map(|x| x * x).sum();
            let limit = match n {
                0..=80 => 1.96,
                81..=200 => 2.0,
                _ => 2.55,
            };
            return Ok((if squares > 0.0 { sum / squares.sqrt() } else { 0.0 }, limit));
        }
        let limit = match n {
            0..=80 => 1.96,
            81..=155 => 1.98,
            156..=230 => 2.1,
            231..=350 => 2.3,
            _ => 2.5,
        };
        let s = usize::from(self.period > 1);
        Ok((fits.mean_t(SarimaOrders::new(self.period, (1, d, 1), (s, bd, s)))?, limit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::SarimaModel;

    /// Fits read from a list.
    struct Script {
        hannan_rissanen: Vec<SarimaModel>,
        mean_t: f64,
        series: Vec<f64>,
    }

    impl Fits for Script {
        type Error = ();
        fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Result<Option<SarimaModel>, ()> {
            let model = self.hannan_rissanen.remove(0);
            assert_eq!(orders, model.orders());
            Ok(Some(model))
        }
        fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, ()> {
            Ok(start.clone())
        }
    }

    impl MeanFits for Script {
        fn mean_t(&mut self, _: SarimaOrders) -> Result<f64, ()> {
            Ok(self.mean_t)
        }
        fn series(&self) -> &[f64] {
            &self.series
        }
    }

    fn mixed(d: usize, bd: usize, parameters: [f64; 4]) -> SarimaModel {
        SarimaModel::new(SarimaOrders::new(12, (1, d, 1), (1, bd, 1)), &parameters)
    }

    /// The worked example of `regarima.md` 16.1.
    #[test]
    fn airline_passengers_need_one_difference_of_each_kind() {
        let initial = SarimaModel::new(
            SarimaOrders::new(12, (2, 0, 0), (1, 0, 0)),
            &[-0.6666001118, -0.2904219331, -0.9205081103],
        );
        let mut script = Script {
            hannan_rissanen: vec![
                initial,
                mixed(0, 0, [-0.9474341390, -0.8387668722, -0.1998086592, -0.0932624073]),
                mixed(1, 0, [-0.0277561001, -0.9825388198, -0.4222775541, -0.4989367280]),
                mixed(1, 1, [0.2117523397, 0.0174146598, -0.1936682002, -0.5017834106]),
            ],
            mean_t: -0.2034027769,
            series: vec![0.0; 144],
        };
        let options = Differencing { period: 12, first_limit: 0.97, second_limit: 0.88, cancel: 0.1 };
        let choice = options.choose(&mut script).unwrap();
        assert_eq!((choice.d, choice.bd, choice.mean), (1, 1, false));
        assert_eq!(choice.mean_limit, 1.98);
        assert!(script.hannan_rissanen.is_empty());
    }
}
