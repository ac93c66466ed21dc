//! Approximate BIC of an ARMA model, for the comparison of many models (`arima.md`, 6.3).

use super::autocovariance::AutoCovariance;
use super::{ArimaError, SarimaModel};
use crate::toolkit::math::polynomial::lagged_terms;

/// The gains are frozen once all elements of the Chandrasekhar vector are this small.
const STEADY_STATE: f64 = 1e-12;

/// Approximate standardised innovations of `z` (stationary, zero mean) under the ARMA part of
/// `model`: exact ones for the first `max(p, q)` values (degrees of the complete polynomials), then
/// `e_t = z_t + sum phi_j z_{t-j} - sum theta_j e_{t-j}`, which takes the first, standardised ones
/// as they are.
///
/// # Errors
/// [`ArimaError::NotStationary`], [`ArimaError::InvalidVariance`].
pub fn fast_innovations(model: &SarimaModel, z: &[f64]) -> Result<Vec<f64>, ArimaError> {
    let orders = model.orders();
    let (p, q) = (orders.ar_degree(), orders.ma_degree());
    let mut ar = vec![0.0; p + 1];
    let mut ma = vec![0.0; q + 1];
    super::expand_product(model.phi(), model.bphi(), orders.period, &mut ar);
    super::expand_product(model.theta(), model.btheta(), orders.period, &mut ma);
    let exact = p.max(q).min(z.len());
    let mut e = exact_start(&ar, &ma, &z[..exact])?;
    let (ar, ma) = (lagged_terms(&ar), lagged_terms(&ma));
    for t in exact..z.len() {
        let a: f64 = ar.iter().map(|(lag, c)| c * z[t - lag]).sum();
        let b: f64 = ma.iter().map(|(lag, c)| c * e[t - lag]).sum();
        e.push(z[t] + a - b);
    }
    Ok(e)
}

/// `ln(sum e_t^2 / n) + k ln(n)/n` with the [`fast_innovations`] e; the determinant of the
/// covariance matrix is ignored.
///
/// # Errors
/// Those of [`fast_innovations`].
pub fn fast_bic(model: &SarimaModel, z: &[f64], k: usize) -> Result<f64, ArimaError> {
    let e = fast_innovations(model, z)?;
    let n = z.len() as f64;
    Ok((e.iter().map(|x| x * x).sum::<f64>() / n).ln() + k as f64 * n.ln() / n)
}

/// Exact standardised innovations by the Chandrasekhar filter in its state form.
fn exact_start(ar: &[f64], ma: &[f64], z: &[f64]) -> Result<Vec<f64>, ArimaError> {
    let r = (ar.len() - 1).max(ma.len());
    let mut workspace = AutoCovariance::new();
    let gamma = workspace.compute(ar, ma, r)?;
    let mut h = gamma[0];
    let mut gain = gamma[..r].to_vec();
    let shift = |x: &mut [f64]| {
        let last = -ar[1..].iter().enumerate().map(|(j, c)| c * x[r - 1 - j]).sum::<f64>();
        x.copy_within(1.., 0);
        x[r - 1] = last;
    };
    shift(&mut gain);
    let mut l = gain.clone();
    let mut state = vec![0.0; r];
    let mut steady = false;
    let mut e = Vec::with_capacity(z.len());
    for x in z {
        if h <= 0.0 || !h.is_finite() {
            return Err(ArimaError::InvalidVariance);
        }
        let innovation = x - state[0];
        e.push(innovation / h.sqrt());
        shift(&mut state);
        for (a, c) in state.iter_mut().zip(&gain) {
            *a += c * innovation / h;
        }
        if steady {
            continue;
        }
        let ratio = l[0] / h;
        let step = l[0] * ratio;
        shift(&mut l);
        for (c, l) in gain.iter_mut().zip(&mut l) {
            (*c, *l) = (*c - ratio * *l, *l - ratio * *c);
        }
        h = (h - step).max(1.0);
        steady = l.iter().all(|x| x.abs() <= STEADY_STATE);
    }
    Ok(e)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::whitening::WhiteningFilter;

    #[test]
    fn the_start_is_exact_and_the_rest_recursive() {
        let model = SarimaModel::from_polynomials(1, (0, 0), &[-0.8, 0.2], &[], &[-0.3, 0.5], &[]);
        let z = [1.2, -0.5, 0.3, 2.1];
        let e = fast_innovations(&model, &z).unwrap();
        let mut f = WhiteningFilter::of(&[1.0, -0.8, 0.2], &[1.0, -0.3, 0.5], 4).unwrap();
        let exact = f.filter(&z);
        assert!((e[0] - exact[0]).abs() < 1e-14 && (e[1] - exact[1]).abs() < 1e-14);
        let third = z[2] - 0.8 * z[1] + 0.2 * z[0] + 0.3 * e[1] - 0.5 * e[0];
        assert!((e[2] - third).abs() < 1e-14);
        assert!(fast_innovations(&model, &[]).unwrap().is_empty());
    }
}
