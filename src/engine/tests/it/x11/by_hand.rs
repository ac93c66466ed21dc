//! Worked examples of `x11.md` section 21.

use solstice_engine::sa::spec::{DecompositionMode, SeasonalFilter, Spec, X11Spec, X13Spec};
use solstice_engine::sa::x11::{X11Decomposition, X11Table};
use solstice_engine::sa::{Adjustment, Decision, Decomposition, ModellingContext, Silent, adjust};
use solstice_engine::toolkit::timeseries::TsData;

const QUARTERLY: [f64; 30] = [
    174.600, 217.413, 195.700, 229.900, 186.984, 232.523, 213.313, 245.531, 199.584, 235.967, 211.945,
    261.426, 216.648, 301.140, 225.302, 264.110, 229.896, 266.185, 243.713, 279.873, 226.980, 267.866,
    257.754, 295.900, 244.800, 282.975, 272.023, 318.373, 258.156, 298.337,
];

fn run(y: &TsData, mode: DecompositionMode) -> Adjustment {
    let x11 = X11Spec { mode, ..X11Spec::default() };
    let spec = Spec::X13(X13Spec { x11, ..X13Spec::default() });
    adjust(y, &spec, &ModellingContext::default(), &mut Silent).unwrap()
}

fn x11(result: &Adjustment) -> &X11Decomposition {
    match &result.decomposition {
        Decomposition::X11(x11) => x11,
        #[allow(unreachable_patterns)]
        _ => panic!("not X-11"),
    }
}

fn close(what: &str, actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() < tolerance, "{what}: {actual} instead of {expected}");
}

/// x_t = round3((100 + t/2) s_t (1 + 0.004 (((7t + 3 floor(t/5)) mod 11) - 5))), two outliers.
fn monthly() -> TsData {
    let s = [0.92, 0.95, 1.04, 0.99, 1.02, 1.10, 0.88, 0.80, 1.03, 1.06, 1.05, 1.16];
    let values: Vec<f64> = (0..96usize)
        .map(|t| {
            let noise = ((7 * t + 3 * (t / 5)) % 11) as f64 - 5.0;
            let x = (100.0 + t as f64 / 2.0) * s[t % 12] * (1.0 + 0.004 * noise);
            let x = x * match t {
                40 => 1.15,
                71 => 0.93,
                _ => 1.0,
            };
            (x * 1000.0).round() / 1000.0
        })
        .collect();
    assert!((values.iter().sum::<f64>() - 11896.575).abs() < 1e-9);
    TsData::of(12, 2000, 1, values).unwrap()
}

#[test]
fn quarterly_example() {
    let result = run(&TsData::of(4, 2000, 4, QUARTERLY.to_vec()).unwrap(), DecompositionMode::Multiplicative);
    let x11 = x11(&result);
    let at = |table, t: usize| x11.table(table).unwrap().values()[t];
    for (table, expected) in [
        (X11Table::D10, [0.891994637, 1.056736407, 1.035689147]),
        (X11Table::D11, [195.741087154, 284.971728169, 288.056509001]),
        (X11Table::D12, [196.491960359, 257.821650311, 287.108179643]),
    ] {
        for (t, e) in [0, 13, 29].into_iter().zip(expected) {
            close(&format!("{table:?} {t}"), at(table, t), e, 1e-8);
        }
    }
    for table in [X11Table::B17, X11Table::C17] {
        for t in 0..30 {
            assert_eq!(at(table, t), if (12..15).contains(&t) { 0.0 } else { 1.0 }, "{table:?} {t}");
        }
    }
    close("B4", at(X11Table::B4, 7), 1.043754, 1e-6);
    assert!(at(X11Table::B4, 6).is_nan());

    let trends: Vec<_> = result
        .decisions
        .iter()
        .filter_map(|d| match d {
            Decision::Henderson { table, ic_ratio, length, .. } => Some((*table, *ic_ratio, *length)),
            _ => None,
        })
        .collect();
    let expected = [("B7", 3.1611654531), ("C7", 1.3217627447), ("D7", 1.3369148239), ("D12", 1.4808874843)];
    assert_eq!(trends.len(), 4);
    for ((table, ratio, length), (t, r)) in trends.into_iter().zip(expected) {
        assert_eq!((table, length), (t, 5));
        close(table, ratio, r, 1e-9);
    }
    let ratios: Vec<_> = result
        .decisions
        .iter()
        .filter_map(|d| match d {
            Decision::MovingSeasonalityRatio { years, ratio, filter, .. } => Some((*years, *ratio, *filter)),
            _ => None,
        })
        .collect();
    assert_eq!(ratios.len(), 3);
    close("first MSR", ratios[0].1, 2.9755892435, 1e-9);
    close("second MSR", ratios[1].1, 3.4911614543, 1e-9);
    assert_eq!((ratios[0].2, ratios[1].2, ratios[2].2), (None, None, Some(SeasonalFilter::S3X5)));
    assert_eq!(ratios[2].0, 4);

    let msr = x11.msr.as_ref().unwrap();
    close("global MSR", msr.global, 3.1374284808, 1e-9);
    for (a, e) in msr.ratios.iter().zip([12.1107234427, 5.0525113406, 1.0995049796, 2.6035553428]) {
        close("MSR", *a, e, 1e-8);
    }
    let m = result.m_statistics.as_ref().unwrap();
    let expected = [
        0.0370444534,
        0.0552502860,
        0.2404437421,
        0.5778263073,
        0.6723368958,
        0.3450286077,
        0.3519346953,
        0.3718959985,
        0.3216655237,
        0.4407596160,
        0.4159003587,
    ];
    for (i, e) in expected.into_iter().enumerate() {
        close(&format!("M{}", i + 1), m.m[i].unwrap(), e, 1e-9);
    }
    close("Q", m.q, 0.3346763256, 1e-9);
    close("Q-M2", m.q_without_m2, 0.3692121282, 1e-9);
    let v = &m.variances;
    for (a, e) in [v.cycle, v.seasonality, v.irregular, v.calendar, v.others].into_iter().zip([
        0.0884273159,
        0.8505561573,
        0.0055250286,
        0.0,
        0.0,
    ]) {
        close("variance", a, e, 1e-9);
    }
    let d = result.f2_tables().unwrap().durations;
    for (a, e) in [d.adjusted, d.irregular, d.trend].into_iter().zip([2.2307692308, 1.2608695652, 2.9]) {
        close("ADR", a, e, 1e-9);
    }
}

#[test]
fn monthly_example_in_four_modes() {
    use X11Table::{B7, C20, D7, D8, D10, D11, D12, D13};
    let y = monthly();
    let cases = [
        (
            DecompositionMode::Multiplicative,
            3.3587324668,
            SeasonalFilter::S3X9,
            7.1092722041,
            [
                (B7, [99.9916586761, 124.1123169613, 132.6235653057, 147.9349207903]),
                (C20, [1.0, 1.1309862752, 0.9249710831, 1.0]),
                (D7, [99.9783543550, 122.2178545989, 135.2526936569, 148.3724066983]),
                (D8, [0.9017951994, 1.1609269404, 1.0591582033, 1.1624061632]),
                (D10, [0.9108376465, 1.0194003316, 1.1531862470, 1.1524758031]),
                (D11, [98.9858075702, 139.1857502940, 124.2245130603, 149.6508642778]),
                (D12, [100.0468331095, 122.5724807148, 135.3861974941, 148.4193120419]),
                (D13, [0.9893947114, 1.1355383320, 0.9175567034, 1.0082977897]),
            ],
        ),
        (
            DecompositionMode::Additive,
            3.2945493770,
            SeasonalFilter::S3X5,
            4.2392044555,
            [
                (B7, [100.6393302056, 124.1105566568, 132.6978870070, 150.2879154276]),
                (C20, [0.0, 16.2615815774, -11.0297946173, 0.1287124426]),
                (D7, [100.5083490722, 122.1524148404, 135.2215085594, 149.7477031765]),
                (D8, [-10.3483490722, 19.7335851596, 8.0324914406, 22.7212968235]),
                (D10, [-9.8100660284, 2.4938099201, 20.0092023676, 20.5440521961]),
                (D11, [99.9700660284, 139.3921900799, 123.2447976324, 151.9249478039]),
                (D12, [100.4710473465, 122.3666960813, 135.3269493553, 149.7055169589]),
                (D13, [-0.5009813181, 17.0254939986, -12.0821517229, 2.2194308450]),
            ],
        ),
        (
            DecompositionMode::LogAdditive,
            3.3627199412,
            SeasonalFilter::S3X9,
            7.1157941003,
            [
                (B7, [99.5159609383, 123.3632504285, 131.8727536861, 147.1546957332]),
                (C20, [1.0, 1.1322760986, 0.9251791460, 1.0]),
                (D7, [99.5023649846, 121.5843526206, 134.5700585101, 147.6131678383]),
                (D8, [0.9061091162, 1.1669758233, 1.0645310078, 1.1683849248]),
                (D10, [0.9109208854, 1.0190824746, 1.1534222570, 1.1527160916]),
                (D11, [98.9767623619, 139.2291630386, 124.1990945934, 149.6196689304]),
                (D12, [99.9865225817, 122.4549051119, 135.2770090746, 148.2924249142]),
                (D13, [0.9899010367, 1.1369831442, 0.9181094071, 1.0089501808]),
            ],
        ),
        (
            DecompositionMode::PseudoAdditive,
            3.2838085362,
            SeasonalFilter::S3X9,
            7.1110345264,
            [
                (B7, [100.0345294302, 124.0588717765, 132.3798398631, 148.0922147154]),
                (C20, [1.0, 1.1334821736, 0.9157280695, 1.0]),
                (D7, [99.9911840728, 122.2487443449, 135.1587676767, 148.4230504989]),
                (D8, [0.9016794914, 1.1636076933, 1.0475078298, 1.1620095357]),
                (D10, [0.9107027692, 1.0194462994, 1.1528088579, 1.1520897173]),
                (D11, [99.0953183392, 139.5018797206, 122.5808656955, 149.8832099106]),
                (D12, [100.0626588630, 122.6002041467, 135.2875389216, 148.5030710600]),
                (D13, [0.9903326522, 1.1378600932, 0.9060765439, 1.0092936721]),
            ],
        ),
    ];
    for (mode, ratio, filter, msr, tables) in cases {
        let result = run(&y, mode);
        let x11 = x11(&result);
        for (table, expected) in tables {
            for (t, e) in [0, 40, 71, 95].into_iter().zip(expected) {
                close(&format!("{mode:?} {table:?} {t}"), x11.table(table).unwrap().values()[t], e, 1e-9);
            }
        }
        assert_eq!((x11.henderson_length, x11.msr_filter), (13, Some(filter)), "{mode:?}");
        close("I/C", x11.ic_ratio, ratio, 1e-9);
        close("MSR", x11.msr.as_ref().unwrap().global, msr, 1e-9);
    }
}

#[test]
fn monthly_example_quality() {
    let result = run(&monthly(), DecompositionMode::Multiplicative);
    let c17 = x11(&result).table(X11Table::C17).unwrap().values();
    let below = [
        (22, 0.1716972631),
        (38, 0.0),
        (40, 0.0),
        (41, 0.0),
        (64, 0.7691017828),
        (71, 0.0),
        (77, 0.9870374647),
        (81, 0.9985539177),
        (91, 0.9407145343),
    ];
    for (t, w) in c17.iter().enumerate() {
        let expected = below.iter().find(|(u, _)| *u == t).map_or(1.0, |(_, w)| *w);
        close(&format!("C17 {t}"), *w, expected, 1e-9);
    }
    let m = result.m_statistics.as_ref().unwrap();
    let expected = [
        0.0439296356,
        0.1118976139,
        1.1793662334,
        0.2528825967,
        0.9124269676,
        1.2437088816,
        0.1597907728,
        0.0856697087,
        0.0777253020,
        0.0877523284,
        0.0817653964,
    ];
    for (i, e) in expected.into_iter().enumerate() {
        close(&format!("M{}", i + 1), m.m[i].unwrap(), e, 1e-9);
    }
    close("Q", m.q, 0.3357962194, 1e-9);
    close("Q-M2", m.q_without_m2, 0.3669719746, 1e-9);
}
