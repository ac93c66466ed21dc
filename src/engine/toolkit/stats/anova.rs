//! Analysis of variance.

use serde::Serialize;

use super::StatisticalTest;

/// An F test on two sums of squares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AnovaTest {
    /// Sum of squares explained.
    pub explained: f64,
    /// Its degrees of freedom.
    pub explained_df: f64,
    /// Residual sum of squares.
    pub residual: f64,
    /// Its degrees of freedom.
    pub residual_df: f64,
}

impl AnovaTest {
    /// (explained / its degrees of freedom) / (residual / its degrees of freedom). NaN when both sums are 0.
    pub fn f(&self) -> f64 {
        (self.explained / self.explained_df) / (self.residual / self.residual_df)
    }

    /// The F test; none when the ratio is undefined.
    pub fn test(&self) -> Option<StatisticalTest> {
        StatisticalTest::f(self.f(), self.explained_df, self.residual_df)
    }
}

/// One-way analysis of variance of `groups` (`diagnostics.md` 1.6): SSM = sum n_g (mean_g - mean)² on G - 1
/// degrees of freedom against SSR = SSQ - SSM on n - G. Empty groups do not count. None with fewer than two
/// groups or no degree of freedom left.
pub fn one_way_anova<'a>(groups: impl IntoIterator<Item = &'a [f64]>) -> Option<AnovaTest> {
    let groups: Vec<&[f64]> = groups.into_iter().filter(|g| !g.is_empty()).collect();
    let n: usize = groups.iter().map(|g| g.len()).sum();
    if groups.len() < 2 || n <= groups.len() {
        return None;
    }
    let mean = groups.iter().flat_map(|g| g.iter()).sum::<f64>() / n as f64;
    let square = |d: f64| d * d;
    let total: f64 = groups.iter().flat_map(|g| g.iter()).map(|v| square(v - mean)).sum();
    let explained: f64 =
        groups.iter().map(|g| g.len() as f64 * square(g.iter().sum::<f64>() / g.len() as f64 - mean)).sum();
    Some(AnovaTest {
        explained,
        explained_df: (groups.len() - 1) as f64,
        residual: non_negative(total - explained),
        residual_df: (n - groups.len()) as f64,
    })
}

/// 0 for negative values (rounding of a difference of sums of squares); NaN stays.
pub(super) fn non_negative(x: f64) -> f64 {
    if x < 0.0 { 0.0 } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // means 2 and 6 about 4: SSM = 16, SSR = 4
        let test = one_way_anova([&[1.0, 3.0][..], &[], &[5.0, 7.0]]).unwrap();
        assert_eq!((test.explained, test.residual, test.f()), (16.0, 4.0, 8.0));
        assert_eq!(test.test().unwrap().distribution.to_string(), "F(1,2)");
        assert_eq!(one_way_anova([&[1.0][..], &[2.0]]), None);
        assert_eq!(one_way_anova([&[1.0, 1.0][..], &[1.0]]).unwrap().test(), None);
    }
}
