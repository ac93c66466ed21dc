//! Automatic choice of the differencing orders and of the mean (`regarima.md` 10.2).

/// Coefficients of the four polynomials `1 + c1 B + ...` of a SARMA model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coefficients {
    /// Regular autoregressive.
    pub phi: Vec<f64>,
    /// Seasonal autoregressive.
    pub bphi: Vec<f64>,
    /// Regular moving average.
    pub theta: Vec<f64>,
    /// Seasonal moving average.
    pub btheta: Vec<f64>,
}

/// Orders of a SARIMA model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Orders {
    /// (p, d, q).
    pub regular: [usize; 3],
    /// (P, D, Q).
    pub seasonal: [usize; 3],
}

/// The fits that the choice needs, all on the linearised series.
pub trait Fits {
    /// Why a fit failed.
    type Error;

    /// Hannan-Rissanen estimates, not stabilised, on the series differenced as in `orders` and then
    /// demeaned; none when they cannot be computed.
    fn hannan_rissanen(&mut self, orders: Orders) -> Option<Coefficients>;

    /// Maximum likelihood from `start` (stabilised first), without mean.
    ///
    /// # Errors
    /// The fit failed.
    fn maximum_likelihood(
        &mut self,
        orders: Orders,
        start: Coefficients,
    ) -> Result<Coefficients, Self::Error>;

    /// t-statistic of the mean of the model with a mean, by maximum likelihood.
    ///
    /// # Errors
    /// The fit failed.
    fn mean_t(&mut self, orders: Orders) -> Result<f64, Self::Error>;

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
        let orders = Orders { regular: [p, 0, 0], seasonal: [bp, 0, 0] };
        let fitted = self.fits.hannan_rissanen(orders).filter(|c| {
            is_stable(&c.phi) && is_stable(&c.bphi)
                || c.phi.len() == 1 && c.phi[0].abs() <= 1.02 && c.bphi.iter().all(|c| c.abs() <= 1.02)
        });
        let coefficients = match fitted {
            Some(mut c) => {
                self.ml_used = false;
                stabilise_first_order(&mut c.phi);
                stabilise_first_order(&mut c.bphi);
                c
            }
            None => self.maximum_likelihood(orders, default_coefficients(orders))?,
        };
        (self.d, self.rmax) = self.unit_roots(&coefficients.phi);
        (self.bd, self.rsmax) = self.unit_roots(&coefficients.bphi);
        Ok(())
    }

    /// Number of inverse roots that count as 1, and the largest of the other positive ones.
    fn unit_roots(&self, ar: &[f64]) -> (usize, f64) {
        let (mut count, mut largest) = (0, 0.0_f64);
        for (re, im) in inverse_roots(ar) {
            let modulus = re.hypot(im);
            if modulus >= self.options.first_limit && im.abs() <= 0.05 && re > 0.0 {
                count += 1;
            } else if im.abs() <= 0.02 && re > 0.0 {
                largest = largest.max(modulus);
            }
        }
        (count, largest)
    }

    fn maximum_likelihood(&mut self, orders: Orders, start: Coefficients) -> Result<Coefficients, F::Error> {
        self.ml_used = true;
        self.fits.maximum_likelihood(orders, start)
    }

    fn mixed_orders(&self) -> Orders {
        let s = usize::from(self.is_seasonal());
        Orders { regular: [1, self.d, 1], seasonal: [s, self.bd, s] }
    }

    /// Fits (1,d,1)(1,D,1).
    fn fit_mixed(&mut self) -> Result<Coefficients, F::Error> {
        let orders = self.mixed_orders();
        let fitted = self.fits.hannan_rissanen(orders);
        let coefficients = match fitted {
            Some(c) if !self.use_ml => {
                self.ml_used = false;
                c
            }
            Some(c) => self.maximum_likelihood(orders, c)?,
            None => self.maximum_likelihood(orders, default_coefficients(orders))?,
        };
        self.use_ml = false;
        Ok(coefficients)
    }

    /// The `i`-th later step; whether another one is needed.
    fn step(&mut self, i: usize, cancel: f64) -> Result<bool, F::Error> {
        let fitted = self.fit_mixed()?;
        let seasonal = self.is_seasonal();
        let first = |c: &[f64]| c.first().copied().unwrap_or(0.0);
        let (a, m) = (first(&fitted.phi), first(&fitted.theta));
        let (ba, bm) = (first(&fitted.bphi), first(&fitted.btheta));
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

/// -0.1 for autoregressive, -0.2 for moving average coefficients.
fn default_coefficients(orders: Orders) -> Coefficients {
    let ([p, _, q], [bp, _, bq]) = (orders.regular, orders.seasonal);
    Coefficients { phi: vec![-0.1; p], bphi: vec![-0.1; bp], theta: vec![-0.2; q], btheta: vec![-0.2; bq] }
}

/// Inverse roots (real and imaginary parts) of `1 + c1 B` or `1 + c1 B + c2 B^2`.
fn inverse_roots(c: &[f64]) -> Vec<(f64, f64)> {
    match *c {
        [c1] => vec![(-c1, 0.0)],
        [c1, c2] => {
            let discriminant = c1 * c1 - 4.0 * c2;
            if discriminant < 0.0 {
                let im = (-discriminant).sqrt() / 2.0;
                vec![(-c1 / 2.0, im), (-c1 / 2.0, -im)]
            } else {
                // the larger root first, the other from the product: no cancellation
                let r = (-c1 - discriminant.sqrt().copysign(c1)) / 2.0;
                vec![(r, 0.0), (if r == 0.0 { 0.0 } else { c2 / r }, 0.0)]
            }
        }
        _ => Vec::new(),
    }
}

fn is_stable(c: &[f64]) -> bool {
    inverse_roots(c).iter().all(|&(re, im)| re.hypot(im) < 1.0)
}

/// Inverts an unstable root of `1 + c B`.
fn stabilise_first_order(c: &mut [f64]) {
    if let [c] = c
        && c.abs() > 1.0
    {
        *c = 1.0 / *c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fits read from a list.
    struct Script {
        hannan_rissanen: Vec<(Orders, Coefficients)>,
        mean_t: f64,
        series: Vec<f64>,
    }

    impl Fits for Script {
        type Error = ();
        fn hannan_rissanen(&mut self, orders: Orders) -> Option<Coefficients> {
            let (expected, coefficients) = self.hannan_rissanen.remove(0);
            assert_eq!(orders, expected);
            Some(coefficients)
        }
        fn maximum_likelihood(&mut self, _: Orders, start: Coefficients) -> Result<Coefficients, ()> {
            Ok(start)
        }
        fn mean_t(&mut self, _: Orders) -> Result<f64, ()> {
            Ok(self.mean_t)
        }
        fn series(&self) -> &[f64] {
            &self.series
        }
    }

    fn mixed(d: usize, bd: usize, [phi, bphi, theta, btheta]: [f64; 4]) -> (Orders, Coefficients) {
        let orders = Orders { regular: [1, d, 1], seasonal: [1, bd, 1] };
        let one = |x| vec![x];
        (orders, Coefficients { phi: one(phi), bphi: one(bphi), theta: one(theta), btheta: one(btheta) })
    }

    /// The worked example of `regarima.md` 16.1.
    #[test]
    fn airline_passengers_need_one_difference_of_each_kind() {
        let initial = (
            Orders { regular: [2, 0, 0], seasonal: [1, 0, 0] },
            Coefficients {
                phi: vec![-0.6666001118, -0.2904219331],
                bphi: vec![-0.9205081103],
                ..Coefficients::default()
            },
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
        let largest = inverse_roots(&[-0.6666001118, -0.2904219331])
            .iter()
            .map(|r| r.0)
            .fold(f64::NEG_INFINITY, f64::max);
        assert!((largest - 0.9669489022).abs() < 1e-10);
        assert!(is_stable(&[-0.5, 0.9]) && !is_stable(&[-2.0, 1.0]) && !is_stable(&[-1.2]));
    }
}
