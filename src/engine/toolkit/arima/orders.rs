//! Orders of seasonal ARIMA models.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Orders of `(p, d, q)(bp, bd, bq)_period`:
/// `phi(B) PHI(B^s) (1-B)^d (1-B^s)^bd y = theta(B) THETA(B^s) a`, s = period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SarimaOrders {
    /// Periods per year, s. With s = 1 there is no seasonal part.
    pub period: usize,
    /// Regular autoregressive order.
    pub p: usize,
    /// Regular differences.
    pub d: usize,
    /// Regular moving average order.
    pub q: usize,
    /// Seasonal autoregressive order.
    pub bp: usize,
    /// Seasonal differences.
    pub bd: usize,
    /// Seasonal moving average order.
    pub bq: usize,
}

impl SarimaOrders {
    /// `(p, d, q)(bp, bd, bq)_period`; the seasonal part is dropped when the period is below 2.
    pub fn new(period: usize, (p, d, q): (usize, usize, usize), seasonal: (usize, usize, usize)) -> Self {
        let (bp, bd, bq) = if period > 1 { seasonal } else { (0, 0, 0) };
        Self { period: period.max(1), p, d, q, bp, bd, bq }
    }

    /// The airline model `(0,1,1)(0,1,1)_period`, `(0,1,1)` when the period is 1.
    pub fn airline(period: usize) -> Self {
        Self::new(period, (0, 1, 1), (0, 1, 1))
    }

    /// Whether these are the orders of [`airline`](Self::airline) for their period.
    pub fn is_airline(self) -> bool {
        self == Self::airline(self.period)
    }

    /// The orders of the differenced series: d = bd = 0.
    #[must_use]
    pub fn stationary(self) -> Self {
        Self { d: 0, bd: 0, ..self }
    }

    /// Degree of the stationary autoregressive polynomial, `p + s bp`.
    pub fn ar_degree(self) -> usize {
        self.p + self.period * self.bp
    }

    /// Degree of the moving average polynomial, `q + s bq`.
    pub fn ma_degree(self) -> usize {
        self.q + self.period * self.bq
    }

    /// Degree of the differencing polynomial, `d + s bd`.
    pub fn differencing_degree(self) -> usize {
        self.d + self.period * self.bd
    }

    /// Number of ARMA parameters, `p + bp + q + bq`.
    pub fn parameter_count(self) -> usize {
        self.p + self.bp + self.q + self.bq
    }

    /// Places of the four polynomials in the vector of parameters, which holds
    /// `phi_1.., PHI_1.., theta_1.., THETA_1..` in this order.
    pub fn blocks(self) -> [(SarimaPolynomial, Range<usize>); 4] {
        let a = self.p;
        let b = a + self.bp;
        let c = b + self.q;
        [
            (SarimaPolynomial::Phi, 0..a),
            (SarimaPolynomial::Bphi, a..b),
            (SarimaPolynomial::Theta, b..c),
            (SarimaPolynomial::Btheta, c..c + self.bq),
        ]
    }

    /// Place of one polynomial in the vector of parameters.
    pub fn range(self, polynomial: SarimaPolynomial) -> Range<usize> {
        let [(_, phi), (_, bphi), (_, theta), (_, btheta)] = self.blocks();
        match polynomial {
            SarimaPolynomial::Phi => phi,
            SarimaPolynomial::Bphi => bphi,
            SarimaPolynomial::Theta => theta,
            SarimaPolynomial::Btheta => btheta,
        }
    }
}

impl fmt::Display for SarimaOrders {
    /// `(0,1,1)(0,1,1)12`, without the seasonal part when the period is 1.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({},{},{})", self.p, self.d, self.q)?;
        if self.period > 1 {
            write!(f, "({},{},{}){}", self.bp, self.bd, self.bq, self.period)?;
        }
        Ok(())
    }
}

/// The four polynomials of a seasonal ARMA model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SarimaPolynomial {
    /// Regular autoregressive polynomial, in B.
    Phi,
    /// Seasonal autoregressive polynomial, in B^s.
    Bphi,
    /// Regular moving average polynomial, in B.
    Theta,
    /// Seasonal moving average polynomial, in B^s.
    Btheta,
}

impl SarimaPolynomial {
    /// Whether this is an autoregressive polynomial.
    pub fn is_autoregressive(self) -> bool {
        matches!(self, Self::Phi | Self::Bphi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_and_places() {
        let o = SarimaOrders::new(12, (2, 1, 1), (1, 1, 1));
        assert_eq!((o.ar_degree(), o.ma_degree(), o.differencing_degree()), (14, 13, 13));
        assert_eq!(o.parameter_count(), 5);
        assert_eq!(o.range(SarimaPolynomial::Bphi), 2..3);
        assert_eq!(o.range(SarimaPolynomial::Btheta), 4..5);
        assert_eq!(o.to_string(), "(2,1,1)(1,1,1)12");
    }

    #[test]
    fn annual_models_have_no_seasonal_part() {
        let o = SarimaOrders::new(1, (0, 1, 1), (1, 1, 1));
        assert!(o.is_airline());
        assert_eq!(o.differencing_degree(), 1);
        assert_eq!(o.to_string(), "(0,1,1)");
    }
}
