//! Identities of periods, domains, series and gathering.

use chrono::NaiveDate;
use proptest::prelude::*;
use solstice_engine::toolkit::timeseries::{
    Aggregation, Chrono, Coverage, ObsGathering, Span, TsData, TsDomain, TsPeriod, TsUnit,
};

fn unit() -> impl Strategy<Value = TsUnit> {
    let chrono = prop_oneof![Just(Chrono::Year), Just(Chrono::Month), Just(Chrono::Week), Just(Chrono::Day)];
    (1u32..14, chrono).prop_map(|(amount, chrono)| TsUnit::new(amount, chrono))
}

fn monthly_domain() -> impl Strategy<Value = TsDomain> {
    (-600i64..600, 0usize..80).prop_map(|(id, n)| TsDomain::new(TsPeriod { unit: TsUnit::MONTH, id }, n))
}

fn annual_unit() -> impl Strategy<Value = TsUnit> {
    prop::sample::select(vec![1u32, 2, 3, 4, 6, 12]).prop_map(|s| TsUnit::from_annual_frequency(s).unwrap())
}

fn monthly_series() -> impl Strategy<Value = TsData> {
    let value = prop_oneof![8 => -100.0..100.0f64, 1 => Just(f64::NAN)];
    (-600i64..600, prop::collection::vec(value, 0..80))
        .prop_map(|(id, values)| TsData::new(TsPeriod { unit: TsUnit::MONTH, id }, values))
}

proptest! {
    #[test]
    fn a_period_contains_its_first_and_last_day(unit in unit(), id in -2000i64..2000) {
        let period = TsPeriod { unit, id };
        prop_assert_eq!(TsPeriod::containing(unit, period.start()), period);
        prop_assert_eq!(TsPeriod::containing(unit, period.end().pred_opt().unwrap()), period);
        prop_assert!(period.days() > 0);
    }

    #[test]
    fn a_period_reads_what_it_writes(unit in unit(), id in -2000i64..2000) {
        let period = TsPeriod { unit, id };
        prop_assert_eq!(TsPeriod::parse_in(unit, &period.to_string()).unwrap(), period);
        prop_assert_eq!(String::from(period).parse::<TsPeriod>().unwrap(), period);
    }

    #[test]
    fn extreme_periods_do_not_panic(unit in unit(), id in any::<i64>(), n in any::<i64>()) {
        let period = TsPeriod { unit, id }.plus(n);
        let _ = (period.start_time(), period.days(), period.annual_position(), period.to_string());
        let _ = period.with_unit(TsUnit::MONTH).until(TsPeriod { unit: TsUnit::MONTH, id: n });
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,12}") {
        let _ = text.parse::<TsPeriod>();
        let _ = text.parse::<TsUnit>();
    }

    #[test]
    fn sizes_of_union_and_intersection(a in monthly_domain(), b in monthly_domain()) {
        let common = a.intersection(b).unwrap();
        prop_assert_eq!(common.len, b.intersection(a).unwrap().len);
        let hull = a.union(b).unwrap();
        prop_assert_eq!(hull.len, b.union(a).unwrap().len);
        prop_assert!(hull.len + common.len >= a.len + b.len);
        for p in common.periods() {
            prop_assert!(a.index_of(p).is_some() && b.index_of(p).is_some() && hull.index_of(p).is_some());
        }
    }

    #[test]
    fn domain_aggregation_agrees_with_the_calendar(d in monthly_domain(), unit in annual_unit()) {
        let partial = d.aggregate(unit, Coverage::Partial).unwrap();
        let covered = d.periods().map(|p| p.with_unit(unit).id).collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(partial.len, covered.len());
        let complete = d.aggregate(unit, Coverage::Complete).unwrap();
        let full = |id: &&i64| {
            let inside = d.periods().filter(|p| p.with_unit(unit).id == **id).count();
            inside as u32 == TsUnit::MONTH.ratio_to(unit).unwrap()
        };
        prop_assert_eq!(complete.len, covered.iter().filter(full).count());
        if let Some(first) = covered.iter().find(full) {
            prop_assert_eq!(complete.start.id, *first);
        }
    }

    #[test]
    fn sums_are_kept(y in monthly_series(), unit in annual_unit()) {
        let total = |y: &TsData| y.values().iter().filter(|x| x.is_finite()).sum::<f64>();
        let large = y.aggregate(unit, Aggregation::Sum, Coverage::Partial).unwrap();
        prop_assert!((total(&y) - total(&large)).abs() < 1e-9);
        let quarterly = y.aggregate(TsUnit::QUARTER, Aggregation::Sum, Coverage::Partial).unwrap();
        let yearly = |y: &TsData| y.aggregate(TsUnit::YEAR, Aggregation::Sum, Coverage::Partial).unwrap();
        for (a, b) in yearly(&y).values().iter().zip(yearly(&quarterly).values()) {
            prop_assert!((a - b).abs() < 1e-9 || (a.is_nan() && b.is_nan()));
        }
    }

    #[test]
    fn positions_put_together_give_the_series(y in monthly_series()) {
        let parts = (0..3).map(|q| y.aggregate_by_position(TsUnit::QUARTER, q).unwrap());
        let n: usize = parts.clone().map(|p| p.len()).sum();
        prop_assert_eq!(n, y.len());
        for (q, part) in parts.enumerate() {
            for p in part.domain().periods() {
                let month = p.with_unit(TsUnit::MONTH).plus(q as i64);
                prop_assert_eq!(part.get(p).unwrap().to_bits(), y.get(month).unwrap().to_bits());
            }
        }
    }

    #[test]
    fn differences_undone_by_sums(y in monthly_series(), lag in 0usize..15) {
        let back = y.delta(lag).add(&y.lag(lag as i64)).unwrap();
        for p in back.domain().periods() {
            let (a, b) = (back.get(p).unwrap(), y.get(p).unwrap());
            prop_assert!((a - b).abs() < 1e-9 || a.is_nan());
        }
    }

    #[test]
    fn observations_give_the_series_back(
        id in -300i64..300,
        values in prop::collection::vec(prop_oneof![4 => (-100.0..100.0f64).prop_map(Some), 1 => Just(None)], 3..60),
        day in 0u64..28,
        unit in annual_unit(),
    ) {
        let start = TsPeriod { unit, id };
        let date = |i: usize| start.plus(i as i64).start() + chrono::Days::new(day);
        let observations: Vec<_> = values.iter().enumerate().map(|(i, x)| (date(i), *x)).collect();
        let expected = TsData::new(start, values.iter().map(|x| x.unwrap_or(f64::NAN)).collect());
        let placed = ObsGathering { unit: Some(unit), include_missing: true, ..ObsGathering::default() };
        prop_assert_eq!(&TsData::from_observations(&observations, &placed).unwrap(), &expected);
        // with gaps a shorter unit may leave fewer of them, and is taken
        let complete: Vec<_> = observations.iter().map(|(date, x)| (*date, x.or(Some(0.5)))).collect();
        let guessed = TsData::from_observations(&complete, &ObsGathering::default()).unwrap();
        prop_assert_eq!(guessed, TsData::new(start, complete.iter().filter_map(|(_, x)| *x).collect()));
    }

    #[test]
    fn gathering_never_panics(
        days in prop::collection::vec((-800_000i32..2_000_000, any::<Option<f64>>()), 0..12),
        unit in prop::option::of(unit()),
        how in prop::option::of(prop::sample::select(vec![Aggregation::Sum, Aggregation::Max, Aggregation::Last])),
    ) {
        let date = |d: i32| NaiveDate::from_num_days_from_ce_opt(d).unwrap();
        let observations: Vec<_> = days.iter().map(|&(d, x)| (date(d), x)).collect();
        let gathering = ObsGathering { unit, aggregation: how, ..ObsGathering::default() };
        let _ = TsData::from_observations(&observations, &gathering);
    }

    #[test]
    fn spans_are_parts(d in monthly_domain(), a in 0usize..100, b in 0usize..100, day in -20_000i32..20_000) {
        let date = NaiveDate::from_num_days_from_ce_opt(719_163 + day).unwrap();
        for span in [Span::First(a), Span::Last(a), Span::Excluding { first: a, last: b }, Span::From(date), Span::To(date)] {
            let part = span.select(d).unwrap();
            prop_assert!(part.periods().all(|p| d.index_of(p).is_some()));
            let text = serde_json::to_string(&span).unwrap();
            prop_assert_eq!(serde_json::from_str::<Span>(&text).unwrap(), span);
        }
        prop_assert_eq!(Span::From(date).select(d).unwrap().len + Span::To(date).select(d).unwrap().len, d.len);
    }
}
