//! Automatic choice of the differencing orders and of the mean (`regarima.md` 10.2).

use crate::toolkit::arima::domain::{is_schur, stabilized};
use crate::toolkit::arima::{SarimaModel, SarimaOrders};
use crate::toolkit::math::roots;

/// The fits that the choice needs, all on the linearised series.
pub trait Fits {
    /// Why a fit failed.
    type Error;

    /// Hannan-Rissanen estimates, not stabilised, on the series differenced as in `orders` and then
    /// demeaned; none when they cannot be computed.
    fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Option<SarimaModel>;

    /// Maximum likelihood from the stable model `start`, without mean.
    ///
    /// # Errors
    /// The fit failed.
    fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, Self::Error>;

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

const MAX_D: usize = 2;
const MAX_BD: usize = 1;
const STEPS: usize = 6;

/// State of the search.
struct Search<'a, F> {
    options: Differencing,
    fits: &'a mut F,
    d: usize,
    bd: usize,
    /// Largest inverse root below the unit root limit, regular and seasonal.
    rmax: f64,
    rsmax: f64,
    /// The next fit must be by maximum likelihood.
    use_ml: bool,
    /// The last fit was by maximum likelihood.
    ml_used: bool,
}

impl Differencing {
    /// Chooses d, D and the mean.
    ///
    /// # Errors
    /// The first fit that fails.
    pub fn choose<F: Fits>(&self, fits: &mut F) -> Result<DifferencingChoice, F::Error> {
        let mut search = Search {
            options: *self,
            fits,
            d: 0,
            bd: 0,
            rmax: 0.0,
            rsmax: 0.0,
            use_ml: false,
            ml_used: false,
        };
        search.first_step()?;
        let mut cancel = self.cancel;
        for i in 0..STEPS {
            cancel -= 0.002;
            if !search.step(i, cancel)? {
                break;
            }
        }
        search.mean()
    }
}

impl<F: Fits> Search<'_, F> {
    fn is_seasonal(&self) -> bool {
        self.options.period > 1
    }

    /// Unit roots of an autoregressive model.
    fn first_step(&mut self) -> Result<(), F::Error> {
        let p = if self.options.period == 2 { 1 } else { 2 };
        let bp = usize::from(self.is_seasonal());
        let orders = SarimaOrders::new(self.options.period, (p, 0, 0), (bp, 0, 0));
        let fitted = self.fits.hannan_rissanen(orders).filter(|m| {
            let explosive = |c: &[f64]| c.iter().any(|c| c.abs() > 1.02);
            is_schur(m.phi()) && is_schur(m.bphi())
                || orders.p == 1 && !explosive(m.phi()) && !explosive(m.bphi())
        });
        let model = match fitted {
            Some(model) => {
                self.ml_used = false;
                stabilized(&model).0
            }
            None => self.maximum_likelihood(SarimaModel::with_defaults(orders))?,
        };
        (self.d, self.rmax) = self.unit_roots(model.phi());
        (self.bd, self.rsmax) = self.unit_roots(model.bphi());
        Ok(())
    }

    /// Number of inverse roots that count as 1, and the largest of the other positive ones.
    fn unit_roots(&self, ar: &[f64]) -> (usize, f64) {
        let (mut count, mut largest) = (0, 0.0_f64);
        for root in roots::inverse(ar) {
            let modulus = root.norm();
            if modulus >= self.options.first_limit && root.im.abs() <= 0.05 && root.re > 0.0 {
                count += 1;
            } else if root.im.abs() <= 0.02 && root.re > 0.0 {
                largest = largest.max(modulus);
            }
        }
        (count, largest)
    }

    fn maximum_likelihood(&mut self, start: SarimaModel) -> Result<SarimaModel, F::Error> {
        self.ml_used = true;
        self.fits.maximum_likelihood(&stabilized(&start).0)
    }

    fn mixed_orders(&self) -> SarimaOrders {
        let s = usize::from(self.is_seasonal());
        SarimaOrders::new(self.options.period, (1, self.d, 1), (s, self.bd, s))
    }

    /// Fits (1,d,1)(1,D,1).
    fn fit_mixed(&mut self) -> Result<SarimaModel, F::Error> {
        let orders = self.mixed_orders();
        let model = match self.fits.hannan_rissanen(orders) {
            Some(model) if !self.use_ml => {
                self.ml_used = false;
                model
            }
            Some(model) => self.maximum_likelihood(model)?,
            None => self.maximum_likelihood(SarimaModel::with_defaults(orders))?,
        };
        self.use_ml = false;
        Ok(model)
    }

    /// The `i`-th later step; whether another one is needed.
    fn step(&mut self, i: usize, cancel: f64) -> Result<bool, F::Error> {
        let fitted = self.fit_mixed()?;
        let seasonal = self.is_seasonal();
        let first = |c: &[f64]| c.first().copied().unwrap_or(0.0);
        let (a, m) = (first(fitted.phi()), first(fitted.theta()));
        let (ba, bm) = (first(fitted.bphi()), first(fitted.btheta()));
        let near_one = if !self.ml_used && self.options.second_limit >= 0.869 {
            0.136
        } else {
            1.005 - self.options.second_limit
        };
        // the number of changes of this step ("icon")
        let mut changes = 0_u32;

        if (a + 1.0).abs() <= near_one {
            if -a > 1.02 {
                changes = 1;
                self.use_ml = true;
            } else if (a - m).abs() > cancel {
                changes += 1;
                self.d += 1;
            }
        } else if a.abs() > 1.12 {
            changes = 1;
            self.use_ml = true;
        }
        if seasonal {
            if (ba + 1.0).abs() <= 0.19 {
                if -ba > 1.02 {
                    self.use_ml = true;
                    changes = 1;
                } else if self.bd == 0 && (ba - bm).abs() > cancel {
                    changes += 1;
                    self.bd += 1;
                    if self.use_ml {
                        changes -= 1;
                        self.use_ml = false;
                    }
                }
            } else if ba.abs() > 1.12 {
                changes = 1;
                self.use_ml = true;
            }
        }
        if i == 0 && self.d + self.bd == 0 && self.is_near_unit_root(a, m, ba, bm, cancel) {
            if self.use_ml && changes == 1 {
                self.use_ml = false;
            } else {
                changes += 1;
            }
            if self.rmax > self.rsmax { self.d += 1 } else { self.bd += 1 }
        }
        if self.d + self.bd == 0 {
            if !seasonal {
                if (a + 1.0).abs() <= 0.15 {
                    self.d += 1;
                }
            } else if (a + 1.0).abs() <= 0.15 || (ba + 1.0).abs() <= 0.25 {
                self.rmax = -a;
                self.rsmax = -ba;
                if a < ba { self.d += 1 } else { self.bd += 1 }
            }
        }
        if changes == 2 {
            self.undo_one(a, ba);
        }
        if self.d > MAX_D {
            self.d = MAX_D;
            changes = 0;
        }
        if self.bd > MAX_BD {
            self.bd = MAX_BD;
            changes = 0;
        }
        Ok(changes != 0)
    }

    /// Whether a first step without differences deserves one because of the roots of the initial fit.
    fn is_near_unit_root(&self, a: f64, m: f64, ba: f64, bm: f64, cancel: f64) -> bool {
        let seasonal = self.is_seasonal();
        let cancels = (a - m).abs() < cancel || (seasonal && (ba - bm).abs() < cancel);
        let near =
            |regular: f64, other: f64| (a + 1.0).abs() <= regular || (seasonal && (ba + 1.0).abs() <= other);
        cancels && (self.rmax >= 0.9 || self.rsmax >= 0.9)
            || near(0.15, 0.16) && (self.rmax >= 0.9 || self.rsmax >= 0.88)
            || near(0.16, 0.17) && (self.rmax >= 0.91 || self.rsmax >= 0.89)
    }

    /// Two changes in one step: keeps the one with the larger root.
    fn undo_one(&mut self, a: f64, ba: f64) {
        self.d = self.d.saturating_sub(1);
        self.bd = self.bd.saturating_sub(1);
        if self.ml_used {
            if a < ba { self.d += 1 } else { self.bd += 1 }
        } else if self.rmax > self.rsmax {
            if self.rmax > 0.0 {
                self.d += 1;
            }
        } else if self.rsmax > 0.0 {
            self.bd += 1;
        }
    }

    fn mean(&mut self) -> Result<DifferencingChoice, F::Error> {
        let n = self.fits.series().len();
        let (mean_t, mean_limit) = if self.d + self.bd == 0 {
            let x = self.fits.series();
            let sum: f64 = x.iter().sum();
            let squares: f64 = x.iter().map(|x| x * x).sum();
            let limit = match n {
                0..=80 => 1.96,
                81..=200 => 2.0,
                _ => 2.55,
            };
            (if squares > 0.0 { sum / squares.sqrt() } else { 0.0 }, limit)
        } else {
            let limit = match n {
                0..=80 => 1.96,
                81..=155 => 1.98,
                156..=230 => 2.1,
                231..=350 => 2.3,
                _ => 2.5,
            };
            (self.fits.mean_t(self.mixed_orders())?, limit)
        };
        let mean = mean_t.abs() > mean_limit;
        Ok(DifferencingChoice { d: self.d, bd: self.bd, mean, mean_t, mean_limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fits read from a list.
    struct Script {
        hannan_rissanen: Vec<SarimaModel>,
        mean_t: f64,
        series: Vec<f64>,
    }

    impl Fits for Script {
        type Error = ();
        fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Option<SarimaModel> {
            let model = self.hannan_rissanen.remove(0);
            assert_eq!(orders, model.orders());
            Some(model)
        }
        fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, ()> {
            Ok(start.clone())
        }
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

    #[test]
    fn roots_of_the_worked_initial_fit() {
        let largest = roots::inverse(&[-0.6666001118, -0.2904219331])
            .iter()
            .map(|r| r.re)
            .fold(f64::NEG_INFINITY, f64::max);
        assert!((largest - 0.9669489022).abs() < 1e-10);
    }
}
