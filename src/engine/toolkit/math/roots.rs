//! Roots of real polynomials (`arima.md`, 2.2).

use nalgebra::Complex;

use super::polynomial::value_at_complex;

type Root = Complex<f64>;

/// Roots of `c[0] + c[1] z + ... + c[k] z^k`.
///
/// Degrees 1 and 2 by formula, higher ones as the eigenvalues of the balanced companion matrix
/// (QR algorithm with double shifts, Francis 1961), polished by Newton steps as long as they
/// diminish the value of the polynomial. Complex roots come as exact conjugates side by side (the
/// one with positive imaginary part first), real roots have an imaginary part of exactly 0.
///
/// Trailing coefficients that are zero, or next to which the others are infinite, are ignored: their roots are infinite. A
/// constant, or a polynomial that is not finite, has no roots.
pub fn of(c: &[f64]) -> Vec<Root> {
    if !c.iter().all(|x| x.is_finite()) {
        return Vec::new();
    }
    let leads = |lead: f64| lead != 0.0 && c.iter().all(|x| (x / lead).is_finite());
    let degree = c.iter().rposition(|&x| leads(x)).unwrap_or(0);
    let Some(c) = c.get(..=degree) else { return Vec::new() };
    match degree {
        0 => Vec::new(),
        1 => vec![Root::new(-c[0] / c[1], 0.0)],
        2 => quadratic(c[0], c[1], c[2]).to_vec(),
        _ => {
            let mut roots = companion_eigenvalues(c);
            polish(c, &mut roots);
            roots
        }
    }
}

/// Inverses of the roots of `1 + c[0] z + c[1] z^2 + ...`: the roots of `z^k + c[0] z^(k-1) + ...`.
pub fn inverse(c: &[f64]) -> Vec<Root> {
    let reversed: Vec<f64> = c.iter().rev().copied().chain([1.0]).collect();
    of(&reversed)
}

/// Both roots of `a + b z + c z^2`, c not 0: `(-b +- sqrt(b^2 - 4ac)) / 2c`.
pub fn quadratic(a: f64, b: f64, c: f64) -> [Root; 2] {
    let discriminant = b * b - 4.0 * c * a;
    let twice = 2.0 * c;
    if discriminant < 0.0 {
        let z = Root::new(-b / twice, (-discriminant).sqrt() / twice);
        return if z.im < 0.0 { [z.conj(), z] } else { [z, z.conj()] };
    }
    let root = discriminant.sqrt();
    [Root::new((-b + root) / twice, 0.0), Root::new((-b - root) / twice, 0.0)]
}

/// `1/z` without overflow of `|z|^2` (Smith 1962).
pub fn reciprocal(z: Root) -> Root {
    if z.re.abs() >= z.im.abs() {
        let scale = 1.0 / (z.re + z.im * (z.im / z.re));
        Root::new(scale, scale * (-z.im / z.re))
    } else {
        let scale = 1.0 / (z.re * (z.re / z.im) + z.im);
        Root::new(scale * (z.re / z.im), -scale)
    }
}

/// The k roots of `1 + c z^k`, c not 0: `(-1/c)^{1/k}` in analytical form.
pub fn of_binomial(c: f64, k: usize) -> Vec<Root> {
    of_power(Root::new(-1.0 / c, 0.0), k)
}

/// The k roots of `z^k = x`; those of a real x come as exact conjugates and exact reals.
pub fn of_power(x: Root, k: usize) -> Vec<Root> {
    let modulus = x.norm().powf(1.0 / k as f64);
    let step = std::f64::consts::TAU / k as f64;
    if x.im != 0.0 {
        let start = x.arg() / k as f64;
        return (0..k).map(|j| Root::from_polar(modulus, start + step * j as f64)).collect();
    }
    let mut roots = Vec::with_capacity(k);
    let offset = if x.re >= 0.0 {
        roots.push(Root::new(modulus, 0.0));
        step
    } else {
        step / 2.0
    };
    let mut pair = 0;
    while roots.len() + 2 <= k {
        let z = Root::from_polar(modulus, offset + step * pair as f64);
        roots.push(z);
        roots.push(z.conj());
        pair += 1;
    }
    if roots.len() < k {
        roots.push(Root::new(-modulus, 0.0));
    }
    roots
}

/// Newton steps on each root while they diminish |p(z)|; one of each pair of conjugates is treated.
fn polish(c: &[f64], roots: &mut [Root]) {
    let derivative: Vec<f64> = c.iter().enumerate().skip(1).map(|(i, x)| x * i as f64).collect();
    let mut i = 0;
    while i < roots.len() {
        let mut z = roots[i];
        let mut value = value_at_complex(c, z);
        for _ in 0..4 {
            let next = z - value / value_at_complex(&derivative, z);
            let next_value = value_at_complex(c, next);
            if next_value.norm() < value.norm() {
                (z, value) = (next, next_value);
            } else {
                break;
            }
        }
        roots[i] = z;
        if z.im != 0.0 && i + 1 < roots.len() {
            roots[i + 1] = z.conj();
            i += 1;
        }
        i += 1;
    }
}

fn companion_eigenvalues(c: &[f64]) -> Vec<Root> {
    let n = c.len() - 1;
    let lead = c[n];
    let mut h = vec![0.0; n * n];
    for i in 1..n {
        h[i * n + i - 1] = 1.0;
    }
    for i in 0..n {
        h[i * n + n - 1] = -c[i] / lead;
    }
    balance(&mut h, n);
    hessenberg_eigenvalues(&mut h, n)
}

/// Scales rows and columns by powers of two so that their norms get close (Parlett, Reinsch 1969).
fn balance(h: &mut [f64], n: usize) {
    const RADIX: f64 = 2.0;
    for _ in 0..100 {
        let mut done = true;
        for i in 0..n {
            let (mut row, mut column) = (0.0, 0.0);
            for j in (0..n).filter(|&j| j != i) {
                column += h[j * n + i].abs();
                row += h[i * n + j].abs();
            }
            let sum = row + column;
            // a norm that is infinite has no scale
            if row == 0.0 || column == 0.0 || !sum.is_finite() {
                continue;
            }
            let mut f = 1.0;
            while column < row / RADIX {
                f *= RADIX;
                column *= RADIX * RADIX;
            }
            while column > row * RADIX {
                f /= RADIX;
                column /= RADIX * RADIX;
            }
            if (row + column) / f < 0.95 * sum {
                done = false;
                for j in 0..n {
                    h[i * n + j] /= f;
                }
                for j in 0..n {
                    h[j * n + i] *= f;
                }
            }
        }
        if done {
            break;
        }
    }
}

/// Eigenvalues of an upper Hessenberg matrix (row-major, destroyed) by the implicit double-shift
/// QR algorithm with deflation; exceptional shifts after every ten sterile steps. What has not
/// converged after 60 steps per eigenvalue is left out.
pub fn hessenberg_eigenvalues(h: &mut [f64], n: usize) -> Vec<Root> {
    let mut values = Vec::with_capacity(n);
    let norm: f64 = h.iter().map(|x| x.abs()).sum();
    let at = |i: usize, j: usize| i * n + j;
    let mut end = n; // the active block is ..end
    let mut shift_sum = 0.0;
    let mut iterations = 0;
    while end > 0 {
        let last = end - 1;
        let mut start = last;
        while start > 0 {
            let scale = h[at(start - 1, start - 1)].abs() + h[at(start, start)].abs();
            let scale = if scale == 0.0 { norm } else { scale };
            if h[at(start, start - 1)].abs() <= f64::EPSILON * scale {
                h[at(start, start - 1)] = 0.0;
                break;
            }
            start -= 1;
        }
        if start == last {
            values.push(Root::new(h[at(last, last)] + shift_sum, 0.0));
            end -= 1;
            iterations = 0;
            continue;
        }
        let x = h[at(last, last)];
        let y = h[at(last - 1, last - 1)];
        let w = h[at(last, last - 1)] * h[at(last - 1, last)];
        if start + 1 == last {
            let p = 0.5 * (y - x);
            let q = p * p + w;
            let x = x + shift_sum;
            if q >= 0.0 {
                let z = p + if p < 0.0 { -q.sqrt() } else { q.sqrt() };
                values.push(Root::new(x + z, 0.0));
                values.push(Root::new(if z == 0.0 { x } else { x - w / z }, 0.0));
            } else {
                let z = Root::new(x + p, (-q).sqrt());
                values.push(z);
                values.push(z.conj());
            }
            end -= 2;
            iterations = 0;
            continue;
        }
        if iterations == 60 {
            break;
        }
        let (mut x, mut y, mut w) = (x, y, w);
        if iterations % 10 == 9 {
            shift_sum += x;
            for i in 0..end {
                h[at(i, i)] -= x;
            }
            let s = h[at(last, last - 1)].abs() + h[at(last - 1, last - 2)].abs();
            x = 0.75 * s;
            y = x;
            w = -0.4375 * s * s;
        }
        iterations += 1;
        double_step(h, n, start, last, (x, y, w));
    }
    values
}

/// One double-shift sweep on the rows and columns `start..=last`; `(x, y, w)` are the two corner
/// diagonal entries and the product of the corner off-diagonal ones.
fn double_step(h: &mut [f64], n: usize, start: usize, last: usize, (x, y, w): (f64, f64, f64)) {
    let at = |i: usize, j: usize| i * n + j;
    // two consecutive small sub-diagonal elements allow to start lower
    let mut m = last - 2;
    let (mut p, mut q, mut r);
    loop {
        let z = h[at(m, m)];
        let (a, b) = (x - z, y - z);
        p = (a * b - w) / h[at(m + 1, m)] + h[at(m, m + 1)];
        q = h[at(m + 1, m + 1)] - z - a - b;
        r = h[at(m + 2, m + 1)];
        let s = p.abs() + q.abs() + r.abs();
        if s != 0.0 {
            p /= s;
            q /= s;
            r /= s;
        }
        if m == start {
            break;
        }
        let u = h[at(m, m - 1)].abs() * (q.abs() + r.abs());
        let v = p.abs() * (h[at(m - 1, m - 1)].abs() + z.abs() + h[at(m + 1, m + 1)].abs());
        if u <= f64::EPSILON * v {
            break;
        }
        m -= 1;
    }
    for i in m + 2..=last {
        h[at(i, i - 2)] = 0.0;
        if i > m + 2 {
            h[at(i, i - 3)] = 0.0;
        }
    }
    for k in m..last {
        let three = k + 1 < last;
        if k > m {
            p = h[at(k, k - 1)];
            q = h[at(k + 1, k - 1)];
            r = if three { h[at(k + 2, k - 1)] } else { 0.0 };
        }
        let scale = p.abs() + q.abs() + r.abs();
        if scale == 0.0 {
            continue;
        }
        p /= scale;
        q /= scale;
        r /= scale;
        let s = (p * p + q * q + r * r).sqrt() * if p < 0.0 { -1.0 } else { 1.0 };
        if k > m {
            h[at(k, k - 1)] = -s * scale;
        } else if start != m {
            h[at(k, k - 1)] = -h[at(k, k - 1)];
        }
        p += s;
        let (vx, vy, vz) = (p / s, q / s, r / s);
        q /= p;
        r /= p;
        for j in k..=last {
            let mut t = h[at(k, j)] + q * h[at(k + 1, j)];
            if three {
                t += r * h[at(k + 2, j)];
                h[at(k + 2, j)] -= t * vz;
            }
            h[at(k + 1, j)] -= t * vy;
            h[at(k, j)] -= t * vx;
        }
        for i in start..=last.min(k + 3) {
            let mut t = vx * h[at(i, k)] + vy * h[at(i, k + 1)];
            if three {
                t += vz * h[at(i, k + 2)];
                h[at(i, k + 2)] -= t * r;
            }
            h[at(i, k + 1)] -= t * q;
            h[at(i, k)] -= t;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut z: Vec<Root>) -> Vec<Root> {
        z.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
        z
    }

    #[test]
    fn coefficients_next_to_nothing_and_beyond_all_bounds() {
        let close = |a: &[Root], b: &[Root]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).norm() < 1e-12)
        };
        assert!(close(&of(&[1.0, -0.5, 0.2, 1e-320]), &of(&[1.0, -0.5, 0.2])));
        assert!(close(&of(&[1e10, -0.5, 0.2, 0.1, 1e-300]), &of(&[1e10, -0.5, 0.2, 0.1])));
        // the norm of a column of the companion matrix is infinite
        assert!(of(&[1e308, -1e308, 1e308, 1.0]).len() <= 3);
        assert!(of(&[1.0, f64::INFINITY, 1.0, 1.0]).is_empty());
    }

    #[test]
    fn degrees_one_and_two_are_closed_forms() {
        assert_eq!(of(&[1.0, -0.5]), vec![Root::new(2.0, 0.0)]);
        assert_eq!(sorted(of(&[6.0, -5.0, 1.0])), vec![Root::new(2.0, 0.0), Root::new(3.0, 0.0)]);
        let z = of(&[1.0, -1.2, 0.72]);
        assert_eq!(z[0].conj(), z[1]);
        assert!((z[0].norm_sqr() - 1.0 / 0.72).abs() < 1e-15);
        assert_eq!(of(&[0.0, 0.0, 2.0]), vec![Root::new(0.0, 0.0); 2]);
    }

    #[test]
    fn reals_are_exactly_real_and_pairs_exactly_conjugate() {
        // (z^2 + 1)(z - 2)(z + 3)(z - 0.5)
        let c = [3.0, -6.5, 3.5, -5.5, 0.5, 1.0];
        let z = sorted(of(&c));
        let expected = [(-3.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.5, 0.0), (2.0, 0.0)];
        for (a, (re, im)) in z.iter().zip(expected) {
            assert!((a.re - re).abs() < 1e-14 && (a.im - im).abs() < 1e-14, "{z:?}");
        }
        assert_eq!(z.iter().filter(|x| x.im == 0.0).count(), 3);
    }

    #[test]
    fn unit_roots_of_high_degree() {
        let mut c = vec![0.0; 25];
        c[0] = -1.0;
        c[24] = 1.0;
        let z = of(&c);
        assert_eq!(z.len(), 24);
        assert!(z.iter().all(|x| (x.norm() - 1.0).abs() < 1e-13));
    }

    #[test]
    fn odd_input_has_no_roots() {
        assert!(of(&[]).is_empty() && of(&[3.0]).is_empty() && of(&[0.0, 0.0]).is_empty());
        assert!(of(&[1.0, f64::NAN, 2.0]).is_empty());
    }

    #[test]
    fn binomial_roots_are_analytical() {
        let z = of_binomial(-0.5, 12);
        assert_eq!(z.len(), 12);
        assert_eq!(z.iter().filter(|x| x.im == 0.0).count(), 2);
        for x in z {
            assert!((1.0 - 0.5 * x.powu(12)).norm() < 1e-12);
        }
        assert!(of_binomial(0.5, 12).iter().all(|x| x.im != 0.0));
        assert_eq!(of_binomial(0.5, 3).iter().filter(|x| x.im == 0.0).count(), 1);
    }

    /// Initial fit of the worked example (`regarima.md` 16.1).
    #[test]
    fn inverse_roots_of_an_autoregression() {
        let largest =
            inverse(&[-0.6666001118, -0.2904219331]).iter().map(|r| r.re).fold(f64::NEG_INFINITY, f64::max);
        assert!((largest - 0.9669489022).abs() < 1e-10);
    }
}
