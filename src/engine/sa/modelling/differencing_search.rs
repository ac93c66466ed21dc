//! Search for the differencing orders that automatic identification starts from (Gomez and Maravall 2001;
//! `regarima.md` 10.2, `tramo.md` 10.3 and 10.4).

use crate::toolkit::arima::domain::{is_schur, stabilized};
use crate::toolkit::arima::hannan_rissanen::HannanRissanen;
use crate::toolkit::arima::{ArimaError, SarimaModel, SarimaOrders};
use crate::toolkit::math::roots;
use crate::toolkit::regarima::RegArimaError;

/// The fits that the search needs, all on one series.
pub(in crate::sa) trait Fits {
    /// Why a fit failed.
    type Error;

    /// Hannan-Rissanen estimates, not stabilised, on the series differenced as in `orders` and then
    /// demeaned; none when they cannot be computed.
    ///
    /// # Errors
    /// The series is too short for them, when that ends the search.
    fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Result<Option<SarimaModel>, Self::Error>;

    /// Maximum likelihood from the stable model `start`.
    ///
    /// # Errors
    /// The fit failed.
    fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, Self::Error>;
}

/// Hannan-Rissanen estimates of `w`; none when the regressions are singular.
///
/// # Errors
/// The series is too short for one of the regressions.
pub(in crate::sa) fn hannan_rissanen_estimates(
    orders: SarimaOrders,
    w: &[f64],
) -> Result<Option<SarimaModel>, RegArimaError> {
    match HannanRissanen::default().model(orders, w) {
        Ok(model) => Ok(Some(model)),
        Err(ArimaError::NotEnoughObservations { observations, .. }) => {
            Err(RegArimaError::NotEnoughObservations { observations, orders, coefficients: 0 })
        }
        Err(_) => Ok(None),
    }
}

/// Limits of a pair of coefficients or roots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::sa) struct Pair {
    /// Of the regular polynomial.
    pub(in crate::sa) regular: f64,
    /// Of the seasonal polynomial.
    pub(in crate::sa) seasonal: f64,
}

/// Options of the search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::sa) struct DifferencingSearch {
    /// Periods per year.
    pub(in crate::sa) period: usize,
    /// Largest seasonal order: 0 for models without seasonal part.
    pub(in crate::sa) max_bd: usize,
    /// Regular and seasonal order to start from.
    pub(in crate::sa) start: (usize, usize),
    /// Limit of the inverse roots of the first step.
    pub(in crate::sa) first_limit: f64,
    /// AR and MA coefficients nearer than this cancel; decreases with every step.
    pub(in crate::sa) cancel: f64,
    /// AR coefficients nearer to -1 than this are candidates for a difference, after Hannan-Rissanen.
    pub(in crate::sa) near_one: Pair,
    /// The same after maximum likelihood.
    pub(in crate::sa) near_one_ml: Pair,
    /// Further evidence for a first difference: AR coefficients of the first step this near to -1, and inverse
    /// roots of the initial fit of at least this size.
    pub(in crate::sa) evidence: &'static [(Pair, Pair)],
    /// AR coefficients this near to -1 bring a first difference in any step.
    pub(in crate::sa) undifferenced: Option<Pair>,
}

/// What the search found.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sa) struct DifferencingOrders {
    /// Regular order.
    pub(in crate::sa) d: usize,
    /// Seasonal order.
    pub(in crate::sa) bd: usize,
    /// The model of the last fit; its differencing orders are those before the last step.
    pub(in crate::sa) model: SarimaModel,
}

const MAX_D: usize = 2;
const STEPS: usize = 6;
const CANCEL_STEP: f64 = 0.002;
/// Inverse roots of the initial fit from here on may bring the first difference.
const LARGE_ROOT: f64 = 0.9;

/// State of the search.
struct Search<'a, F> {
    options: DifferencingSearch,
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

impl DifferencingSearch {
    /// The differencing orders.
    ///
    /// # Errors
    /// The first fit that fails.
    pub(in crate::sa) fn run<F: Fits>(&self, fits: &mut F) -> Result<DifferencingOrders, F::Error> {
        let (d, bd) = self.start;
        let mut search =
            Search { options: *self, fits, d, bd, rmax: 0.0, rsmax: 0.0, use_ml: false, ml_used: false };
        search.first_step()?;
        let mut cancel = self.cancel;
        let mut i = 0;
        loop {
            cancel -= CANCEL_STEP;
            let (model, more) = search.step(i, cancel)?;
            i += 1;
            if !more || i == STEPS {
                return Ok(DifferencingOrders { d: search.d, bd: search.bd, model });
            }
        }
    }
}

impl<F: Fits> Search<'_, F> {
    fn is_seasonal(&self) -> bool {
        self.options.max_bd > 0
    }

    /// Unit roots of an autoregressive model.
    fn first_step(&mut self) -> Result<(), F::Error> {
        let orders = if self.d + self.bd == 0 {
            let p = if self.options.period == 2 { 1 } else { 2 };
            let bp = usize::from(self.is_seasonal());
            SarimaOrders::new(self.options.period, (p, 0, 0), (bp, 0, 0))
        } else {
            self.mixed_orders()
        };
        let fitted = self.fits.hannan_rissanen(orders)?.filter(|m| {
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
        let (d, rmax) = self.unit_roots(model.phi());
        let (bd, rsmax) = self.unit_roots(model.bphi());
        (self.rmax, self.rsmax) = (rmax, rsmax);
        self.d += d;
        self.bd += bd;
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
        let model = match self.fits.hannan_rissanen(orders)? {
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

    /// The `i`-th later step: the model fitted, and whether another step is needed.
    fn step(&mut self, i: usize, cancel: f64) -> Result<(SarimaModel, bool), F::Error> {
        let fitted = self.fit_mixed()?;
        let seasonal = self.is_seasonal();
        let first = |c: &[f64]| c.first().copied().unwrap_or(0.0);
        let (a, m) = (first(fitted.phi()), first(fitted.theta()));
        let (ba, bm) = (first(fitted.bphi()), first(fitted.btheta()));
        let near_one = if self.ml_used { self.options.near_one_ml } else { self.options.near_one };
        // the number of changes of this step ("icon")
        let mut changes = 0_u32;

        if (a + 1.0).abs() <= near_one.regular {
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
            if (ba + 1.0).abs() <= near_one.seasonal {
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
        if self.d + self.bd == 0
            && let Some(limit) = self.options.undifferenced
        {
            self.force_first(a, ba, limit);
        }
        if changes == 2 {
            self.undo_one(a, ba);
        }
        if self.d > MAX_D {
            self.d = MAX_D;
            changes = 0;
        }
        if self.bd > self.options.max_bd {
            self.bd = self.options.max_bd;
            changes = 0;
        }
        Ok((fitted, changes != 0))
    }

    /// Whether a first step without differences deserves one because of the roots of the initial fit.
    fn is_near_unit_root(&self, a: f64, m: f64, ba: f64, bm: f64, cancel: f64) -> bool {
        let seasonal = self.is_seasonal();
        let cancels = (a - m).abs() < cancel || (seasonal && (ba - bm).abs() < cancel);
        let near = |limit: &Pair| {
            (a + 1.0).abs() <= limit.regular || (seasonal && (ba + 1.0).abs() <= limit.seasonal)
        };
        let large = |limit: &Pair| self.rmax >= limit.regular || self.rsmax >= limit.seasonal;
        cancels && large(&Pair { regular: LARGE_ROOT, seasonal: LARGE_ROOT })
            || self.options.evidence.iter().any(|(coefficients, roots)| near(coefficients) && large(roots))
    }

    /// A first difference where an AR coefficient is within `limit` of -1.
    fn force_first(&mut self, a: f64, ba: f64, limit: Pair) {
        let regular = (a + 1.0).abs() <= limit.regular;
        if !self.is_seasonal() {
            self.d += usize::from(regular);
        } else if regular || (ba + 1.0).abs() <= limit.seasonal {
            self.rmax = -a;
            self.rsmax = -ba;
            if a < ba { self.d += 1 } else { self.bd += 1 }
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fits read from a list.
    struct Script(Vec<SarimaModel>);

    impl Fits for Script {
        type Error = ();
        fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Result<Option<SarimaModel>, ()> {
            let model = self.0.remove(0);
            assert_eq!(orders, model.orders());
            Ok(Some(model))
        }
        fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, ()> {
            Ok(start.clone())
        }
    }

    const SEARCH: DifferencingSearch = DifferencingSearch {
        period: 12,
        max_bd: 1,
        start: (0, 0),
        first_limit: 0.97,
        cancel: 0.05,
        near_one: Pair { regular: 0.095, seasonal: 0.095 },
        near_one_ml: Pair { regular: 0.095, seasonal: 0.095 },
        evidence: &[],
        undifferenced: None,
    };

    fn mixed(d: usize, bd: usize, parameters: [f64; 4]) -> SarimaModel {
        SarimaModel::new(SarimaOrders::new(12, (1, d, 1), (1, bd, 1)), &parameters)
    }

    #[test]
    fn unit_roots_of_the_initial_fit_and_of_later_ones_are_counted() {
        let initial = SarimaModel::new(SarimaOrders::new(12, (2, 0, 0), (1, 0, 0)), &[-1.2, 0.21, -0.95]);
        // inverse roots 0.98 and 0.22 within the limits: one difference; then the seasonal coefficient
        let later = [mixed(1, 0, [0.1, -0.96, -0.3, -0.4]), mixed(1, 1, [0.1, 0.0, -0.3, -0.5])];
        let mut script = Script(std::iter::once(initial).chain(later).collect());
        let found = SEARCH.run(&mut script).unwrap();
        assert_eq!((found.d, found.bd), (1, 1));
        assert_eq!(found.model.orders().differencing_degree(), 13);
        assert!(script.0.is_empty());
    }

    #[test]
    fn two_differences_in_one_step_are_one_too_many() {
        let initial = SarimaModel::new(SarimaOrders::new(12, (2, 0, 0), (1, 0, 0)), &[-0.8, 0.0, -0.9]);
        let mut script = Script(vec![
            initial,
            mixed(0, 0, [-0.95, -0.95, -0.5, -0.5]),
            mixed(0, 1, [-0.5, -0.1, 0.0, -0.4]),
        ]);
        let found = SEARCH.run(&mut script).unwrap();
        assert_eq!((found.d, found.bd), (0, 1));
    }

    #[test]
    fn without_seasonal_part() {
        let search = DifferencingSearch { max_bd: 0, start: (1, 0), ..SEARCH };
        let orders = SarimaOrders::new(12, (1, 1, 1), (0, 0, 0));
        let fit = SarimaModel::new(orders, &[-0.5, 0.2]);
        let found = search.run(&mut Script(vec![fit.clone(), fit])).unwrap();
        assert_eq!((found.d, found.bd), (1, 0));
    }
}
