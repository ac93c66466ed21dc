//! One search for the most significant outlier over all positions and types (`regarima.md` 8.3).
//!
//! With the ARMA parameters given, the statistic of an outlier is its generalised least squares
//! t-ratio with a robust scale. Whitening is linear, so the whitened outliers follow from the whitened
//! unit impulses: a transitory change is its first impulse plus `rate` times the one that starts a period
//! later, a level shift likewise with rate 1, a seasonal outlier repeats every `s` periods.

use pulp::{Simd, WithSimd};

use super::outlier_ties::most_significant_of;
use crate::toolkit::arima::SarimaModel;
use crate::toolkit::arima::autocovariance::autocovariances;
use crate::toolkit::arima::whitening::WhiteningFilter;
use crate::toolkit::math::householder::HouseholderQr;
use crate::toolkit::math::lanes::{Four, LANES, Load, Vector, add_in_order, dispatch};
use crate::toolkit::regarima::outliers::SearchSpace;
use crate::toolkit::regarima::x12_residuals::x12_residuals;
use crate::toolkit::regression::OutlierCode;

/// Rank tolerance of the regression.
const RANK_TOLERANCE: f64 = 1e-12;
/// Statistics that differ by less, relatively, tie but for rounding.
const TIE: f64 = 1e-9;
/// 75 % quantile of the standard normal distribution.
const NORMAL_QUARTILE: f64 = 0.674_489_750_196_081_7;

/// The pair of a type and a position with its statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Index of the type in the list searched.
    pub kind: usize,
    /// Position in the estimation domain, 0-based.
    pub position: usize,
    /// Statistic, signed.
    pub tau: f64,
}

/// The regression in which an outlier is searched, differenced.
#[derive(Clone, Copy, Debug)]
pub struct DifferencedRegression<'a> {
    /// Model with its current parameters.
    pub model: &'a SarimaModel,
    /// Differenced series, of length `m`.
    pub y: &'a [f64],
    /// Differenced regressors, column-major, `m` rows.
    pub x: &'a [f64],
}

/// Largest absolute statistic over the allowed pairs, types in their order and positions in time order, a
/// later one only when strictly larger. A pair without positive variance is forbidden for good. None when
/// the regression is rank deficient or the model cannot be filtered.
pub fn most_significant(
    regression: &DifferencedRegression<'_>,
    space: &mut SearchSpace,
) -> Option<Candidate> {
    let m = regression.y.len();
    let (ar, ma) = (regression.model.ar(), regression.model.ma());
    let mut filter = WhiteningFilter::of(ar.coefficients(), ma.coefficients(), m).ok()?;
    let whitened = Whitened::new(regression, &mut filter)?;
    let sigma = robust_scale(regression, &whitened.coefficients, ar.coefficients(), ma.coefficients())?;
    let impulses = Impulses::new(regression.model, m, &mut filter);

    let mut best: Option<Candidate> = None;
    let mut ties: Vec<Candidate> = Vec::new();
    let mut statistics = vec![f64::NAN; space.periods()];
    for kind in 0..space.types().len() {
        impulses.statistics(space.types()[kind], space.tc_rate(), &whitened, &mut statistics);
        for position in 0..space.periods() {
            if !space.is_allowed(kind, position) {
                continue;
            }
            let tau = statistics[position] / sigma;
            let candidate = Candidate { kind, position, tau };
            let largest = best.map_or(0.0, |b| b.tau.abs());
            if !tau.is_finite() {
                space.allow(kind, position, false);
            } else if best.is_none() || tau.abs() > largest {
                if tau.abs() > largest * (1.0 + TIE) {
                    ties.clear();
                }
                ties.push(candidate);
                best = Some(candidate);
            } else if tau.abs() >= largest * (1.0 - TIE) {
                ties.push(candidate);
            }
        }
    }
    if ties.len() < 2 {
        return best;
    }
    most_significant_of(&ties, regression, space).or(best)
}

/// The pivoted decomposition of whitened regressors of full rank.
pub(super) struct Factorized {
    pub qr: HouseholderQr,
    /// The factorised columns.
    pub x: Vec<f64>,
    /// `Q'y`, and the coefficients of the whitened series y.
    pub qty: Vec<f64>,
    pub coefficients: Vec<f64>,
}

impl Factorized {
    /// None when the columns of `x`, as long as `y`, are not of full rank.
    pub fn new(mut x: Vec<f64>, y: &[f64]) -> Option<Self> {
        let m = y.len();
        let k = x.len() / m.max(1);
        let mut qr = HouseholderQr::new();
        qr.factorize(&mut x, m, k, 0);
        if k > m || qr.rank(RANK_TOLERANCE) < k {
            return None;
        }
        let mut qty = y.to_vec();
        qr.apply_qt(&x, &mut qty);
        let mut coefficients = vec![0.0; k];
        qr.solve(&x, &qty, k, &mut coefficients).then_some(Self { qr, x, qty, coefficients })
    }
}

/// The whitened regression: orthonormal basis of the regressors, residuals and coefficients.
struct Whitened {
    m: usize,
    /// Number of vectors of the basis.
    regressors: usize,
    /// Basis, then residuals: groups of four columns, side by side in each row, the last one filled with zeros.
    columns: Vec<Four>,
    coefficients: Vec<f64>,
}

/// Groups of four columns that are multiplied at once.
const MOST_GROUPS: usize = 4;

impl Whitened {
    fn new(regression: &DifferencedRegression<'_>, filter: &mut WhiteningFilter) -> Option<Self> {
        let m = regression.y.len();
        if m == 0 {
            return None;
        }
        let k = regression.x.len() / m;
        let y = filter.filter(regression.y);
        if k == 0 {
            return Some(Self::of(m, &[], &y, Vec::new()));
        }
        let mut x = vec![0.0; regression.x.len()];
        filter.filter_columns(regression.x, m, &mut x);
        let Factorized { qr, x, qty, coefficients } = Factorized::new(x, &y)?;
        let mut basis = vec![0.0; m * k];
        let mut residuals = y;
        for (j, q) in basis.chunks_exact_mut(m).enumerate() {
            q[j] = 1.0;
            qr.apply_q(&x, q);
            let projection = qty[j];
            residuals.iter_mut().zip(q.iter()).for_each(|(e, q)| *e -= projection * q);
        }
        Some(Self::of(m, &basis, &residuals, coefficients))
    }

    fn of(m: usize, basis: &[f64], residuals: &[f64], coefficients: Vec<f64>) -> Self {
        let all: Vec<&[f64]> = basis.chunks_exact(m).chain([residuals]).collect();
        let groups = all.chunks(LANES).flat_map(|group| {
            (0..m).map(|t| Four(std::array::from_fn(|i| group.get(i).map_or(0.0, |column| column[t]))))
        });
        Self { m, regressors: all.len() - 1, columns: groups.collect(), coefficients }
    }

    /// c / sqrt(v) of a whitened outlier x that is zero before row `from`; NaN without positive variance.
    fn t_ratio(&self, x: &[f64], from: usize) -> f64 {
        let x = &x[from..];
        let Products { square, explained, series } = dispatch(ProductsOf { x, whitened: self, from });
        let v = square - explained;
        if v > 0.0 { series / v.sqrt() } else { f64::NAN }
    }
}

/// Sum of squares of a vector, sum of its squared products with the basis, and its product with the residuals.
struct Products {
    square: f64,
    explained: f64,
    series: f64,
}

/// Products of x, the rows from `from` on, with the columns of the whitened regression. Outliers tie (an additive one
/// and a level shift whose next period is taken care of), so each sum is taken in the order of the rows.
struct ProductsOf<'a> {
    x: &'a [f64],
    whitened: &'a Whitened,
    from: usize,
}

impl WithSimd for ProductsOf<'_> {
    type Output = Products;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Products {
        let Self { x, whitened: &Whitened { m, regressors, ref columns, .. }, from } = self;
        let mut products = Products { square: 0.0, explained: 0.0, series: 0.0 };
        let mut places = 0..=regressors;
        for columns in columns.chunks(MOST_GROUPS * m) {
            let mut sums = [Four::default(); MOST_GROUPS];
            products.square = match columns.len() / m {
                1 => multiply::<S, 1>(simd, x, columns, from, &mut sums),
                2 => multiply::<S, 2>(simd, x, columns, from, &mut sums),
                3 => multiply::<S, 3>(simd, x, columns, from, &mut sums),
                _ => multiply::<S, 4>(simd, x, columns, from, &mut sums),
            };
            for (product, place) in sums.iter().flat_map(|s| s.0).zip(&mut places) {
                if place < regressors {
                    products.explained += product * product;
                } else {
                    products.series = product;
                }
            }
        }
        products
    }
}

/// Products of x with N groups of four columns, from row `from` on, and with itself.
#[inline(always)]
fn multiply<S: Simd, const N: usize>(
    simd: S,
    x: &[f64],
    columns: &[Four],
    from: usize,
    sums: &mut [Four; MOST_GROUPS],
) -> f64 {
    let (batches, rest) = x.as_chunks::<LANES>();
    let mut groups: [&[[Four; LANES]]; N] = [&[]; N];
    let mut group_rests: [&[Four]; N] = [&[]; N];
    for (n, group) in columns.chunks_exact(columns.len() / N).enumerate().take(N) {
        let (fours, others) = group[from..].as_chunks();
        (groups[n], group_rests[n]) = (&fours[..batches.len()], &others[..rest.len()]);
    }
    let mut products = [Vector::splat(simd, 0.0); N];
    let mut square = [0.0];
    for (i, batch) in batches.iter().enumerate() {
        let four = Four(*batch).load(simd);
        add_in_order([four * four], &mut square);
        for t in 0..LANES {
            let x = batch[t].load(simd);
            for n in 0..N {
                products[n] = products[n] + x * groups[n][i][t].load(simd);
            }
        }
    }
    let [mut square] = square;
    for (i, x) in rest.iter().enumerate() {
        square += x * x;
        for n in 0..N {
            products[n] = products[n] + x.load(simd) * group_rests[n][i].load(simd);
        }
    }
    for n in 0..N {
        sums[n] = products[n].store();
    }
    square
}

/// Multiples of impulses that are added at once.
const MOST_TERMS: usize = 4;

/// Adds the terms of the differencing polynomial times their whitened impulses: columns of `m` rows, the impulse of
/// term 0 in row `position` less the degree. A column is zero above the row of its impulse, so all are added from the
/// first of these rows on.
struct AddImpulses<'a> {
    columns: &'a [f64],
    m: usize,
    position: usize,
    degree: usize,
    terms: &'a [(usize, f64)],
    x: &'a mut [f64],
}

impl WithSimd for AddImpulses<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        for terms in self.terms.chunks(MOST_TERMS) {
            match terms.len() {
                1 => self.add::<S, 1>(simd, terms),
                2 => self.add::<S, 2>(simd, terms),
                3 => self.add::<S, 3>(simd, terms),
                _ => self.add::<S, 4>(simd, terms),
            }
        }
    }
}

impl AddImpulses<'_> {
    /// Adds N terms, one after the other in each row.
    #[inline(always)]
    fn add<S: Simd, const N: usize>(&mut self, simd: S, terms: &[(usize, f64)]) {
        let (m, start) = (self.m, self.position + terms[0].0 - self.degree);
        let (x, x_rest) = self.x[start..].as_chunks_mut::<LANES>();
        let mut factors = [Vector::splat(simd, 0.0); N];
        let mut columns: [&[[f64; LANES]]; N] = [&[]; N];
        let mut rests: [&[f64]; N] = [&[]; N];
        for n in 0..N {
            let (k, factor) = terms[n];
            let row = self.position + k - self.degree;
            let (fours, rest) = self.columns[row * m + start..(row + 1) * m].as_chunks();
            factors[n] = factor.load(simd);
            (columns[n], rests[n]) = (&fours[..x.len()], &rest[..x_rest.len()]);
        }
        for (i, x) in x.iter_mut().enumerate() {
            let mut sum = Four(*x).load(simd);
            for n in 0..N {
                sum = sum + factors[n] * Four(columns[n][i]).load(simd);
            }
            *x = sum.store().0;
        }
        for (i, x) in x_rest.iter_mut().enumerate() {
            for n in 0..N {
                *x += terms[n].1 * rests[n][i];
            }
        }
    }
}

/// Median of the absolute X-12 residuals over the normal quartile.
pub(super) fn robust_scale(
    regression: &DifferencedRegression<'_>,
    b: &[f64],
    ar: &[f64],
    ma: &[f64],
) -> Option<f64> {
    let m = regression.y.len();
    let mut e = regression.y.to_vec();
    for (column, b) in regression.x.chunks_exact(m).zip(b) {
        e.iter_mut().zip(column).for_each(|(e, x)| *e -= b * x);
    }
    let gamma = autocovariances(ar, ma, 1.0, ar.len().saturating_sub(1)).ok()?;
    let mut residuals = x12_residuals(ar, ma, &gamma, &e)?;
    residuals.drain(..residuals.len() - m);
    residuals.iter_mut().for_each(|x| *x = x.abs());
    residuals.sort_unstable_by(f64::total_cmp);
    let middle = m / 2;
    let median =
        if m % 2 == 1 { residuals[middle] } else { (residuals[middle - 1] + residuals[middle]) / 2.0 };
    let sigma = median / NORMAL_QUARTILE;
    (sigma > 0.0 && sigma.is_finite()).then_some(sigma)
}

/// Whitened differenced unit impulses.
struct Impulses {
    m: usize,
    /// Coefficients of the differencing polynomial, and those that are not zero with their places.
    delta: Vec<f64>,
    terms: Vec<(usize, f64)>,
    period: usize,
    /// Whether a constant, and a fixed seasonal pattern, are removed by the differencing.
    removes_constant: bool,
    removes_seasonal: bool,
    /// Column j: the whitened impulse at row j of the differenced series.
    columns: Vec<f64>,
    /// Whitened differenced constant and seasonal patterns, where they are not removed.
    constant: Vec<f64>,
    seasonal: Vec<f64>,
}

impl Impulses {
    fn new(model: &SarimaModel, m: usize, filter: &mut WhiteningFilter) -> Self {
        let orders = model.orders();
        let delta = model.differencing().coefficients().to_vec();
        let terms = delta.iter().copied().enumerate().filter(|(_, d)| *d != 0.0).collect();
        let period = orders.period;
        let mut impulses = Self {
            m,
            removes_constant: orders.d + orders.bd > 0,
            removes_seasonal: orders.bd > 0,
            delta,
            terms,
            period,
            columns: filter.impulses(),
            constant: Vec::new(),
            seasonal: Vec::new(),
        };
        if !impulses.removes_constant {
            impulses.constant = filter.filter(&vec![1.0; m]);
        }
        if !impulses.removes_seasonal && period > 1 {
            impulses.seasonal = impulses.seasonal_patterns(filter);
        }
        impulses
    }

    /// For each r in 0..s the whitened difference of the pattern that is 1 at the positions t = r modulo s and
    /// -1/(s-1) elsewhere.
    fn seasonal_patterns(&self, filter: &mut WhiteningFilter) -> Vec<f64> {
        let (m, s, degree) = (self.m, self.period, self.delta.len() - 1);
        let other = -1.0 / (s - 1) as f64;
        let mut patterns = vec![0.0; m * s];
        for (r, pattern) in patterns.chunks_exact_mut(m).enumerate() {
            for (i, x) in pattern.iter_mut().enumerate() {
                let value = |t: usize| if t % s == r { 1.0 } else { other };
                *x = self.delta.iter().enumerate().map(|(k, d)| d * value(i + degree - k)).sum();
            }
        }
        let mut out = vec![0.0; m * s];
        filter.filter_columns(&patterns, m, &mut out);
        out
    }

    /// Adds the whitened additive outlier at `position` of the undifferenced series to `x`.
    fn add_impulse(&self, position: usize, x: &mut [f64]) {
        let degree = self.delta.len() - 1;
        // row i of the differenced series is period i + degree
        let start = self.terms.partition_point(|(k, _)| position + k < degree);
        let end = self.terms.partition_point(|(k, _)| position + k < degree + self.m);
        let Self { m, ref columns, .. } = *self;
        dispatch(AddImpulses { columns, m, position, degree, terms: &self.terms[start..end], x });
    }

    /// First row that an outlier starting at `position` touches.
    fn first_row(&self, position: usize) -> usize {
        position.saturating_sub(self.delta.len() - 1)
    }

    /// The statistic times the scale for each position; NaN where the variance is not positive.
    fn statistics(&self, code: OutlierCode, tc_rate: f64, whitened: &Whitened, out: &mut [f64]) {
        let mut x = vec![0.0; self.m];
        match code {
            OutlierCode::AO => {
                for (position, tau) in out.iter_mut().enumerate() {
                    let from = self.first_row(position);
                    x[from.saturating_sub(1)..].fill(0.0);
                    self.add_impulse(position, &mut x);
                    *tau = whitened.t_ratio(&x, from);
                }
            }
            OutlierCode::TC => {
                for (position, tau) in out.iter_mut().enumerate().rev() {
                    let from = self.first_row(position);
                    x[from..].iter_mut().for_each(|x| *x *= tc_rate);
                    self.add_impulse(position, &mut x);
                    *tau = whitened.t_ratio(&x, from);
                }
            }
            OutlierCode::LS => {
                let mut zero_ended = vec![0.0; self.m];
                for (position, tau) in out.iter_mut().enumerate().rev() {
                    let from = self.first_row(position);
                    self.add_impulse(position, &mut x);
                    *tau = if self.removes_constant {
                        whitened.t_ratio(&x, from)
                    } else {
                        difference(&x, &self.constant, &mut zero_ended);
                        whitened.t_ratio(&zero_ended, 0)
                    };
                }
            }
            OutlierCode::SO => self.seasonal_statistics(whitened, out),
            OutlierCode::WO => out.fill(f64::NAN),
        }
    }

    /// Seasonal outliers: the fixed pattern less the one that starts at the position, which is
    /// `s/(s-1)` times the impulses every s periods less `1/(s-1)` times a level shift.
    fn seasonal_statistics(&self, whitened: &Whitened, out: &mut [f64]) {
        let (m, s) = (self.m, self.period);
        if s < 2 {
            return out.fill(f64::NAN);
        }
        let (repeat, shift) = (s as f64 / (s - 1) as f64, 1.0 / (s - 1) as f64);
        let mut every_s = vec![0.0; m * s];
        let mut level = vec![0.0; m];
        let mut x = vec![0.0; m];
        for (position, tau) in out.iter_mut().enumerate().rev() {
            let r = position % s;
            let repeated = &mut every_s[r * m..(r + 1) * m];
            self.add_impulse(position, repeated);
            self.add_impulse(position, &mut level);
            for ((x, a), l) in x.iter_mut().zip(repeated.iter()).zip(&level) {
                *x = shift * l - repeat * a;
            }
            let mut from = self.first_row(position);
            if !self.removes_seasonal {
                let pattern = &self.seasonal[r * m..(r + 1) * m];
                x.iter_mut().zip(pattern).for_each(|(x, p)| *x += p);
                from = 0;
            }
            *tau = whitened.t_ratio(&x, from);
        }
    }
}

fn difference(a: &[f64], b: &[f64], out: &mut [f64]) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = a - b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::math::householder::dot;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_are_sums_in_the_order_of_the_rows(
            (m, k) in (1..30usize, 0..20usize),
            numbers in prop::collection::vec(-2.0..2.0f64, 22 * 30),
            from in 0..30usize,
        ) {
            let from = from.min(m);
            let (x, basis, residuals) = (&numbers[from..m], &numbers[m..(k + 1) * m], &numbers[(k + 1) * m..(k + 2) * m]);
            let whitened = Whitened::of(m, basis, residuals, Vec::new());
            let products = dispatch(ProductsOf { x, whitened: &whitened, from });
            prop_assert_eq!(products.square, dot(x, x));
            prop_assert_eq!(products.series, dot(x, &residuals[from..]));
            let explained = basis.chunks_exact(m).map(|q| dot(x, &q[from..]));
            prop_assert_eq!(products.explained, explained.fold(0.0, |s, c| s + c * c));
        }

        #[test]
        fn impulses_are_added_one_after_the_other(
            (m, position) in (1..30usize, 0..40usize),
            numbers in prop::collection::vec(-2.0..2.0f64, 31 * 30),
            delta in prop::collection::vec(prop_oneof![-2.0..2.0f64, Just(0.0)], 1..9),
        ) {
            let mut columns = numbers[..m * m].to_vec();
            columns.chunks_exact_mut(m).enumerate().for_each(|(row, column)| column[..row].fill(0.0));
            let terms = delta.iter().copied().enumerate().filter(|(_, d)| *d != 0.0).collect();
            let impulses = Impulses {
                m,
                terms,
                delta,
                period: 1,
                removes_constant: false,
                removes_seasonal: false,
                columns,
                constant: Vec::new(),
                seasonal: Vec::new(),
            };
            let mut x = numbers[m * m..(m + 1) * m].to_vec();
            let mut plain = x.clone();
            impulses.add_impulse(position, &mut x);
            for (k, d) in impulses.delta.iter().enumerate() {
                if let Some(row) = (position + k).checked_sub(impulses.delta.len() - 1).filter(|row| *row < m) {
                    let column = &impulses.columns[row * m..(row + 1) * m];
                    plain.iter_mut().zip(column).for_each(|(x, c)| *x += d * c);
                }
            }
            prop_assert_eq!(x, plain);
        }
    }
    use crate::toolkit::arima::SarimaOrders;
    use crate::toolkit::regression::OutlierShape;

    fn series(n: usize) -> Vec<f64> {
        (0..n).map(|t| ((t * t * 7 + 3 * t) % 23) as f64 / 7.0 + (t as f64 * 0.5).sin() * 2.0).collect()
    }

    fn difference_by(delta: &[f64], x: &[f64]) -> Vec<f64> {
        let degree = delta.len() - 1;
        (degree..x.len()).map(|t| delta.iter().enumerate().map(|(k, d)| d * x[t - k]).sum()).collect()
    }

    /// The statistics equal those of the outlier generated, differenced and filtered one by one.
    #[test]
    fn statistics_equal_those_of_each_outlier_alone() {
        let n = 60;
        for (d, bd) in [(1, 1), (0, 0), (1, 0), (0, 1), (2, 1)] {
            let orders = SarimaOrders::new(4, (1, d, 1), (0, bd, 1));
            let model = SarimaModel::new(orders, &[-0.4, -0.6, -0.5]);
            let delta = model.differencing().coefficients().to_vec();
            let y = difference_by(&delta, &series(n));
            let m = y.len();
            let x: Vec<f64> = (0..m).map(|t| ((t * 5) % 7) as f64 - 3.0).collect();
            let regression = DifferencedRegression { model: &model, y: &y, x: &x };
            let (ar, ma) = (model.ar(), model.ma());
            let mut filter = WhiteningFilter::of(ar.coefficients(), ma.coefficients(), m).unwrap();
            let whitened = Whitened::new(&regression, &mut filter).unwrap();
            let impulses = Impulses::new(&model, m, &mut filter);
            for code in [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO] {
                let mut fast = vec![0.0; n];
                impulses.statistics(code, 0.7, &whitened, &mut fast);
                let (head, tail) = code.excluded_zones(4);
                for position in head..n - tail {
                    // the pattern far from its ends, then the window of the series
                    let mut pattern = vec![0.0; 3 * n];
                    OutlierShape::of(code, 0.7).fill((n + position) as i64, 4, &mut pattern);
                    let alone = filter.filter(&difference_by(&delta, &pattern[n..2 * n]));
                    let slow = whitened.t_ratio(&alone, 0);
                    assert!(
                        (fast[position] - slow).abs() < 1e-9 * (1.0 + slow.abs()),
                        "{code} at {position}, d {d} {bd}: {} {slow}",
                        fast[position]
                    );
                }
            }
        }
    }

    #[test]
    fn an_obvious_outlier_is_found() {
        let model = SarimaModel::new(SarimaOrders::airline(12), &[-0.4, -0.5]);
        let delta = model.differencing().coefficients().to_vec();
        let mut y = series(120);
        y[70] += 60.0;
        let y = difference_by(&delta, &y);
        let regression = DifferencedRegression { model: &model, y: &y, x: &[] };
        let types = [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC];
        let mut space = SearchSpace::new(&types, 0.7, 120, 12);
        let best = most_significant(&regression, &mut space).unwrap();
        assert_eq!((best.kind, best.position), (0, 70));
        space.allow(0, 70, false);
        assert_ne!(most_significant(&regression, &mut space).unwrap().position, 1000);
    }
}
