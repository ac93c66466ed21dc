//! Final components from the pre-adjustment and the decomposition (`x11.md` section 14).

use super::preadjustment::Preadjustment;
use super::result::{FinalComponent, Finals, ModifiedTables, StandardErrors};
use super::spec::DecompositionMode;
use super::x11::{X11Decomposition, X11Table};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// How effects and components combine in a mode.
#[derive(Clone, Copy, Debug)]
pub(super) struct Combination {
    multiplicative: bool,
}

impl Combination {
    pub(super) fn of(mode: DecompositionMode) -> Self {
        let multiplicative = matches!(
            mode,
            DecompositionMode::Multiplicative
                | DecompositionMode::LogAdditive
                | DecompositionMode::PseudoAdditive
        );
        Self { multiplicative }
    }

    /// `x` and each of the `effects` that exist, on the periods of `x`.
    pub(super) fn join(self, x: &TsData, effects: &[&Option<TsData>]) -> TsData {
        self.with(x, effects, |a, b| if self.multiplicative { a * b } else { a + b })
    }

    /// `x` without each of the `effects` that exist.
    pub(super) fn remove(self, x: &TsData, effects: &[&Option<TsData>]) -> TsData {
        self.with(x, effects, |a, b| if self.multiplicative { a / b } else { a - b })
    }

    /// Standard errors `x` of a component in the unit of the component with each of the `effects` that exist.
    pub(super) fn scale(self, x: &TsData, effects: &[&Option<TsData>]) -> TsData {
        if self.multiplicative { self.with(x, effects, |a, b| a * b.abs()) } else { x.clone() }
    }

    /// What changes nothing: 1 or 0.
    pub(super) fn neutral(self) -> f64 {
        if self.multiplicative { 1.0 } else { 0.0 }
    }

    fn with(self, x: &TsData, effects: &[&Option<TsData>], f: impl Fn(f64, f64) -> f64) -> TsData {
        effects.iter().filter_map(|e| e.as_ref()).fold(x.clone(), |x, effect| {
            let effect = effect.fit_to(x.domain());
            let values = x.values().iter().zip(effect.values()).map(|(a, b)| f(*a, *b)).collect();
            TsData::new(x.start(), values)
        })
    }

    /// The effects together; none when none exists.
    pub(super) fn all(self, effects: &[&Option<TsData>]) -> Option<TsData> {
        let (first, rest) = effects.split_first()?;
        match first {
            Some(x) => Some(self.join(x, rest)),
            None => self.all(rest),
        }
    }
}

/// Final components on the span of A1, and their forecasts and backcasts where A1A and A1B exist. None when
/// the decomposition lacks its tables (never after X-11).
pub(super) fn finals(a: &Preadjustment, x11: &X11Decomposition) -> Option<Finals> {
    let mode = Combination::of(x11.mode);
    let d = |table| x11.table(table);
    let (d10, d11, d12, d13) = (d(X11Table::D10)?, d(X11Table::D11)?, d(X11Table::D12)?, d(X11Table::D13)?);

    let d18 = mode.all(&[&a.a6, &a.a7, &a.a9cal]);
    let d16 = mode.join(d10, &[&a.a8s, &d18]);
    let sa = mode.join(d11, &[&a.a8t, &a.a8i, &a.a9sa]);
    let trend = mode.join(d12, &[&a.a8t]);
    let irregular = mode.join(d13, &[&a.a8i]);

    let cut = Cut::of(a);
    let neutral = match x11.mode {
        DecompositionMode::Multiplicative | DecompositionMode::LogAdditive => 1.0,
        _ => 0.0,
    };
    let no_irregular = |x: &TsData| x.map(|_| neutral);
    let (sa, t, i) = (cut.component(&sa), cut.component(&trend), cut.values(&irregular));
    let modified =
        modified(mode, a, &sa.values, &t.values, &i, &x11.table(X11Table::C17)?.fit_to(cut.span), d13);
    Some(Finals {
        y: FinalComponent {
            values: a.a1.clone(),
            forecasts: a.a1a.clone(),
            backcasts: a.a1b.clone(),
            errors: StandardErrors::default(),
        },
        i: FinalComponent {
            values: i,
            forecasts: a.a1a.as_ref().map(no_irregular),
            backcasts: a.a1b.as_ref().map(no_irregular),
            errors: StandardErrors::default(),
        },
        sa,
        t,
        s: cut.component(&d16),
        calendar: d18.as_ref().map(|x| cut.component(x)),
        modified: Some(modified),
    })
}

/// E tables (`x11.md` 14.2): series whose observations of C17 weight 0 are replaced. The same operation in all
/// tables and modes, the trend with its outliers, everything by date.
fn modified(
    mode: Combination,
    a: &Preadjustment,
    sa: &TsData,
    trend: &TsData,
    irregular: &TsData,
    weights: &TsData,
    d13: &TsData,
) -> ModifiedTables {
    let neutral = if mode.multiplicative { 1.0 } else { 0.0 };
    let choose = |regular: &TsData, extreme: &TsData| {
        let pairs = regular.values().iter().zip(extreme.values()).zip(weights.values());
        TsData::new(regular.start(), pairs.map(|((&r, &x), &w)| if w == 0.0 { x } else { r }).collect())
    };
    let series = mode.remove(&a.a1, &[&a.a8i]);
    let adjusted = mode.remove(sa, &[&a.a8i]);
    let e1 = choose(&series, &mode.remove(&a.a1, &[&Some(irregular.clone())]));
    let d13 = d13.fit_to(a.a1.domain());
    let robust = mode.join(trend, &[&Some(mode.remove(&series, &[&Some(e1.clone())]))]);
    ModifiedTables {
        e2: choose(&adjusted, trend),
        e3: choose(&d13, &d13.map(|_| neutral)),
        e11: choose(&adjusted, &robust),
        e1,
    }
}

/// Span, forecasts and backcasts of the extended domain.
struct Cut {
    span: TsDomain,
    forecasts: Option<TsDomain>,
    backcasts: Option<TsDomain>,
}

impl Cut {
    fn of(a: &Preadjustment) -> Self {
        let domain = |x: &Option<TsData>| x.as_ref().map(TsData::domain);
        Self { span: a.a1.domain(), forecasts: domain(&a.a1a), backcasts: domain(&a.a1b) }
    }

    fn values(&self, x: &TsData) -> TsData {
        x.fit_to(self.span)
    }

    fn component(&self, x: &TsData) -> FinalComponent {
        FinalComponent {
            values: self.values(x),
            forecasts: self.forecasts.map(|d| x.fit_to(d)),
            backcasts: self.backcasts.map(|d| x.fit_to(d)),
            errors: StandardErrors::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::decision::Silent;
    use crate::sa::spec::X11Spec;
    use crate::sa::x11::{Extension, decompose};

    /// A monthly series with a level shift and a calendar effect, one year of forecasts and of backcasts.
    fn example(mode: DecompositionMode) -> (Preadjustment, X11Decomposition) {
        let n = 96;
        let clean: Vec<f64> = (0..n)
            .map(|t| {
                (100.0 + t as f64)
                    * (1.0 + 0.1 * ((t % 12) as f64 - 5.5) / 5.5)
                    * if t == 50 { 1.3 } else { 1.0 }
            })
            .collect();
        let whole = TsData::of(12, 2000, 1, clean).unwrap();
        let ratio = mode != DecompositionMode::Additive;
        let effect = |f: &dyn Fn(usize) -> f64, size: f64| {
            let values =
                (0..n).map(|t| if ratio { 1.0 + size * f(t) } else { 100.0 * size * f(t) }).collect();
            Some(TsData::of(12, 2000, 1, values).unwrap())
        };
        let shift = effect(&|t| if t < 40 { -1.0 } else { 0.0 }, 0.2);
        let days = effect(&|t| ((t * 5) % 7) as f64 - 3.0, 0.01);
        let outlier = effect(&|t| if t == 30 { 1.0 } else { 0.0 }, 0.5);
        let sales = effect(&|t| if t == 60 { 1.0 } else { 0.0 }, 0.3);
        let combination = Combination::of(mode);
        let all = combination.join(&whole, &[&shift, &days, &outlier, &sales]);
        let a = Preadjustment {
            a1a: Some(all.drop(84, 0)),
            a1b: Some(all.drop(0, 84)),
            a6: days,
            a8t: shift,
            a8i: outlier,
            a9ser: sales,
            ..Preadjustment::none(all.drop(12, 12))
        };
        let extension = Extension { backcasts: 12, forecasts: 12 };
        let spec = X11Spec { mode, ..X11Spec::default() };
        (a, decompose(&whole, extension, &spec, &mut Silent).unwrap())
    }

    #[test]
    fn the_components_make_up_the_series() {
        for mode in
            [DecompositionMode::Multiplicative, DecompositionMode::Additive, DecompositionMode::LogAdditive]
        {
            let (a, x11) = example(mode);
            let finals = finals(&a, &x11).unwrap();
            let combination = Combination::of(mode);
            let together = combination.join(&finals.sa.values, &[&Some(finals.s.values.clone()), &a.a9ser]);
            let parts = combination.join(&finals.t.values, &[&Some(finals.i.values.clone())]);
            for (t, y) in a.a1.values().iter().enumerate() {
                assert!((together.values()[t] - y).abs() < 1e-9 * y.abs(), "{mode:?} {t}");
                assert!((parts.values()[t] - finals.sa.values.values()[t]).abs() < 1e-9 * y.abs());
            }
            let forecasts = finals.sa.forecasts.unwrap();
            assert_eq!(forecasts.domain(), a.a1a.as_ref().unwrap().domain());
            assert_eq!(finals.t.backcasts.unwrap().domain(), a.a1b.unwrap().domain());
        }
    }

    #[test]
    fn e_tables_are_consistent() {
        for mode in
            [DecompositionMode::Multiplicative, DecompositionMode::Additive, DecompositionMode::LogAdditive]
        {
            let (a, x11) = example(mode);
            let weights = x11.table(X11Table::C17).unwrap().fit_to(a.a1.domain());
            assert_eq!(weights.values()[38], 0.0, "{mode:?}");
            let finals = finals(&a, &x11).unwrap();
            let e = finals.modified.as_ref().unwrap();
            for (t, w) in weights.values().iter().enumerate() {
                let at = |x: &TsData| x.values()[t];
                let combination = Combination::of(mode);
                // the modified series is the modified adjusted series with the seasonal, and without irregular
                // at extremes
                let series = combination.join(&e.e2, &[&Some(finals.s.values.clone()), &a.a9ser]);
                assert!((at(&series) - at(&e.e1)).abs() < 1e-9 * at(&e.e1).abs(), "{mode:?} {t}");
                if *w == 0.0 {
                    assert_eq!(
                        at(&e.e2),
                        at(&finals.t.values),
                        "E2 is aligned and has the level of the trend"
                    );
                    assert_eq!(at(&e.e3), if mode == DecompositionMode::Additive { 0.0 } else { 1.0 });
                }
                // removing the extreme irregular and putting it back gives the adjusted series
                let adjusted = combination.remove(&finals.sa.values, &[&a.a8i]);
                assert!((at(&e.e11) - at(&adjusted)).abs() < 1e-9 * at(&adjusted).abs(), "{mode:?} {t}");
            }
        }
    }
}
