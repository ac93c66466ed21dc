//! All tests made on an adjustment, with their sums of squares, against JDemetra+ (X-13: 3.8.0, TRAMO-SEATS: 3.5.0).

use serde_json::Value;
use solstice_engine::sa::diagnostics::{CombinedSeasonality, LAST_YEARS, SeasonalityTests, Subject};
use solstice_engine::sa::spec::{Spec, tramo_seats, x13};
use solstice_engine::sa::{Adjustment, ModellingContext, Silent, adjust};
use solstice_engine::toolkit::stats::{AnovaTest, StatisticalTest};

use crate::data::{json, number, series};

/// Figures that follow from estimates, which end where the optimiser stops, and without a model.
const ESTIMATED: f64 = 1e-5;
const EXACT: f64 = 1e-9;
/// P-values less than this are rounding where the reference takes the complement.
const COMPLEMENT: f64 = 1e-14;
/// Statistics below are squares of small figures, whose relative precision is half.
const SMALL: f64 = 1e-2;
/// Sums of squares below this part of the residual one are rounding errors.
const NOTHING: f64 = 1e-6;

struct Case {
    label: String,
    method: String,
    spec: String,
    series: String,
    adjustment: Adjustment,
    expected: Value,
    tolerance: f64,
}

fn cases() -> Vec<Case> {
    let all = json("series.json.gz");
    let reference = json("adjustment_tests.json.gz");
    let case = |(label, expected): (&String, &Value)| {
        let mut words = label.split(' ').map(str::to_owned);
        let [method, spec, name] = [(); 3].map(|()| words.next().unwrap());
        let predefined: fn(&str) -> Option<Spec> = if method == "x13" { x13 } else { tramo_seats };
        let y = series(&all, &name);
        let settings = predefined(&spec).unwrap();
        let adjustment = adjust(&y, &settings, &ModellingContext::default(), &mut Silent).unwrap();
        let tolerance = if spec == "x11" { EXACT } else { ESTIMATED };
        Case {
            label: label.clone(),
            method,
            spec,
            series: name,
            adjustment,
            expected: expected.clone(),
            tolerance,
        }
    };
    reference.as_object().unwrap().iter().map(case).collect()
}

impl Case {
    /// Whether there are residuals, the same as those of the reference: without regressors that has one for each
    /// observation where there is one for each differenced period here (docs/differences.md).
    fn has_comparable_residuals(&self) -> bool {
        self.spec != "x11" && (self.series.as_str(), self.spec.as_str()) != ("co2_missing", "rsa3")
    }

    /// Whether the ranks of the irregular are worth comparing: SEATS gives 0, up to rounding, where there is
    /// an additive outlier or no observation.
    fn has_irregular_ranks(&self) -> bool {
        self.method == "x13"
    }

    fn test(&self, what: &str, actual: Option<StatisticalTest>, expected: &Value) {
        let what = format!("{} {what}", self.label);
        let test = actual.unwrap_or_else(|| panic!("{what} is absent, {expected}"));
        let (value, p) = (number(&expected["value"]), number(&expected["p"]));
        assert!(
            (test.value - value).abs() <= self.tolerance * value.abs().max(SMALL),
            "{what}: {test:?}, {expected}"
        );
        assert!(
            (test.p_value - p).abs() <= COMPLEMENT + 100.0 * self.tolerance * p,
            "{what}: {test:?}, {expected}"
        );
        assert_eq!(test.distribution.to_string(), expected["dist"].as_str().unwrap(), "{what}");
    }

    fn anova(&self, what: &str, actual: &AnovaTest, expected: &Value) {
        let what = format!("{} {what}", self.label);
        for (name, value) in [
            ("ssm", actual.explained),
            ("dfm", actual.explained_df),
            ("ssr", actual.residual),
            ("dfr", actual.residual_df),
            ("f", actual.f()),
        ] {
            let expected = number(&expected[name]);
            // what the seasons explain of an adjusted series is the difference of two sums of squares
            let size = expected.abs().max(NOTHING * actual.residual);
            assert!(
                (value - expected).abs() <= 10.0 * self.tolerance * size,
                "{what} {name}: {value}, {expected}"
            );
        }
    }

    fn combined(&self, what: &str, actual: Option<&CombinedSeasonality>, expected: &Value) {
        let test = actual.unwrap_or_else(|| panic!("{} {what} is absent", self.label));
        self.anova(&format!("{what} stable"), &test.stable, &expected["stableSeasonalityTest"]);
        self.anova(
            &format!("{what} evolutive"),
            &test.evolutive.unwrap(),
            &expected["evolutiveSeasonalityTest"],
        );
        let ranks = &expected["nonParametricTestForStableSeasonality"];
        if self.has_irregular_ranks() || !what.starts_with("irr") {
            self.test(&format!("{what} Kruskal-Wallis"), Some(test.kruskal_wallis), ranks);
        }
        assert_eq!(test.verdict().name(), expected["summary"].as_str().unwrap(), "{} {what}", self.label);
    }

    fn seasonality(&self, what: &str, actual: &SeasonalityTests, expected: &Value) {
        for (name, test) in [
            ("periodogramTest", actual.periodogram),
            ("friedmanTest", actual.friedman),
            ("kruskalWallisTest", actual.kruskal_wallis),
            ("qsTest", actual.qs),
            ("fTest", actual.dummies),
        ] {
            // another definition in 3.5.0 (diagnostics.md section 17)
            if self.method == "ts" && name == "fTest" {
                continue;
            }
            let ranks = matches!(name, "friedmanTest" | "kruskalWallisTest");
            if ranks && what.ends_with("Irregular") && !self.has_irregular_ranks() {
                continue;
            }
            self.test(&format!("{what} {name}"), test, &expected[name]);
        }
        let peaks = expected["spectralPeaks"].as_array().map(|peaks| {
            let peaks: Vec<&str> = peaks.iter().filter_map(Value::as_str).collect();
            peaks.join(".")
        });
        let found = actual.spectral_peaks.as_ref().map(ToString::to_string);
        assert_eq!(found, peaks, "{} {what}", self.label);
    }
}

#[test]
fn seasonality_on_all_and_on_the_last_years() {
    let mut compared = 0;
    for case in cases() {
        let a = &case.adjustment;
        for (key, subject) in [
            ("seasonalityTestsOnLinearized", Subject::Linearised),
            ("residualSeasonalityTestsOnSa", Subject::Adjusted),
            ("residualSeasonalityTestsOnIrregular", Subject::Irregular),
            ("residualSeasonalityTestsOnResiduals", Subject::Residuals),
        ] {
            let differenced = matches!(subject, Subject::Linearised | Subject::Adjusted);
            let older = case.method == "ts" && differenced;
            if older || (subject == Subject::Residuals && !case.has_comparable_residuals()) {
                continue;
            }
            if let Some(expected) = case.expected.get(key).filter(|e| !e.is_null()) {
                case.seasonality(key, a.seasonality_tests(subject).unwrap(), expected);
                compared += 1;
            }
            let last = key.replace("TestsOn", "TestsOnLast");
            if let Some(expected) = case.expected.get(&last).filter(|e| !e.is_null()) {
                let tested = a.tested_series().unwrap();
                let x = tested.stationary(subject).unwrap();
                let tests = SeasonalityTests::of_last_years(&x, tested.period, LAST_YEARS);
                case.seasonality(&last, &tests, expected);
                compared += 1;
            }
        }
    }
    assert!(compared > 110, "{compared}");
}

#[test]
fn combined_seasonality() {
    for case in cases() {
        let expected = &case.expected["combinedSeasonalityTests"];
        let a = &case.adjustment;
        case.combined("linearised", a.combined_test(Subject::Linearised), &expected["linearizedTest"]);
        for (name, subject) in [
            ("sa", Subject::Adjusted),
            ("irr", Subject::Irregular),
            ("si", Subject::SeasonalIrregular),
            ("residuals", Subject::Residuals),
        ] {
            if subject == Subject::Residuals && !case.has_comparable_residuals() {
                continue;
            }
            let tests = [("false", a.combined_test(subject)), ("true", a.combined_test_last_years(subject))];
            for (last, actual) in tests {
                let key = format!("{name}Test({last})");
                case.combined(&key, actual, &expected[&key]);
            }
        }
    }
}

#[test]
fn residual_trading_days() {
    for mut case in cases() {
        // the tests are those of an estimated model
        case.tolerance = ESTIMATED;
        let expected = &case.expected["residualTradingDaysTests"];
        for (name, subject) in
            [("sa", Subject::Adjusted), ("irr", Subject::Irregular), ("residuals", Subject::Residuals)]
        {
            if subject == Subject::Residuals && !case.has_comparable_residuals() {
                continue;
            }
            // "last" stands for the last 0 years, which are all of them
            for last in ["false", "true"] {
                let key = format!("{name}Test({last})");
                case.test(&key, case.adjustment.trading_days_test(subject).copied(), &expected[&key]);
            }
        }
    }
}
