//! Results of the stand-alone tools as JSON.

use serde_json::{Map, Value, json};
use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::toolkit::stats::{AnovaTest, StatisticalTest};
use solstice_engine::toolkit::timeseries::{TsPeriod, TsUnit};
use solstice_engine::tools::{
    CanovaHansenReport, CheckedSeries, DetectedOutliers, DifferencingReport, SeasonalityReport, Spectrum,
    StabilityStatistic, ToolResult, TradingDaysReport,
};

use super::json::{number, numbers, series};

/// The result of a tool.
pub(super) fn result(result: &ToolResult) -> Value {
    let value = match result {
        ToolResult::Seasonality(r) => seasonality(r),
        ToolResult::Spectrum(s) => spectrum(s),
        ToolResult::Differencing(r) => differencing(r),
        ToolResult::CanovaHansen(r) => canova_hansen(r),
        ToolResult::TradingDays(r) => trading_days(r),
        ToolResult::Outliers(r) => outliers(r),
        ToolResult::CheckLast(r) => check_last(r),
    };
    let mut all = Map::new();
    all.insert("status".into(), "ok".into());
    if let Value::Object(fields) = value {
        all.extend(fields);
    }
    Value::Object(all)
}

/// The first months of the periods of a series as [`series`] writes it; none for any other value.
pub(super) fn periods(value: &Value) -> Option<Vec<String>> {
    let (year, month) = value["start"].as_str()?.split_once('-')?;
    let unit = TsUnit::from_annual_frequency(u32::try_from(value["freq"].as_u64()?).ok()?).ok()?;
    let start = first_period(unit, year, month)?;
    let n = value["values"].as_array()?.len() as i64;
    Some((0..n).map(|k| month_of(start.plus(k))).collect())
}

fn first_period(unit: TsUnit, year: &str, month: &str) -> Option<TsPeriod> {
    let frequency = unit.annual_frequency()?;
    TsPeriod::of_month(frequency, year.parse().ok()?, month.parse().ok()?).ok()
}

fn month_of(period: TsPeriod) -> String {
    format!("{:04}-{:02}", period.year(), period.month())
}

fn test(test: Option<StatisticalTest>) -> Value {
    test.map_or(
        Value::Null,
        |t| json!({"value": number(t.value), "p": number(t.p_value), "dist": t.distribution.to_string()}),
    )
}

fn anova(a: Option<AnovaTest>) -> Value {
    test(a.and_then(|a| a.test()))
}

fn seasonality(r: &SeasonalityReport) -> Value {
    json!({
        "data": series(&r.data),
        "differences": r.order,
        "mean": r.mean,
        "qs": test(r.qs),
        "modified_qs": r.modified_qs.map_or(Value::Null, number),
        "periodic_ljung_box": test(r.periodic_ljung_box),
        "friedman": test(r.friedman),
        "kruskal_wallis": test(r.kruskal_wallis),
        "periodogram": test(r.periodogram),
        "dummies_white_noise": test(r.dummies_white_noise),
        "dummies_autoregressive": test(r.dummies_autoregressive),
        "dummies_differenced": test(r.dummies_differenced),
        "stable": anova(r.stable),
        "evolutive": anova(r.evolutive),
        "combined": r.combined.map(|c| c.verdict().name()),
        "spectral_peaks": r.spectral_peaks.as_ref().map(ToString::to_string),
    })
}

fn spectrum(s: &Spectrum) -> Value {
    json!({
        "data": series(&s.data),
        "frequencies": numbers(&s.frequencies),
        "ordinates": numbers(&s.values),
        "size": s.size,
        "limit": s.limit.map_or(Value::Null, number),
        "seasonal_frequencies": numbers(&s.seasonal),
        "trading_day_frequencies": numbers(&s.trading_days),
    })
}

fn differencing(r: &DifferencingReport) -> Value {
    let fast = r.fast.as_ref();
    json!({
        "differenced": series(&r.differenced),
        "autocorrelations": numbers(&r.autocorrelations),
        "partial_autocorrelations": numbers(&r.partial_autocorrelations),
        "bound": number(r.bound),
        "periodogram": r.periodogram.as_ref().map_or(Value::Null, |p| numbers(&p.values)),
        "automatic": {"regular": r.automatic.order, "mean": r.automatic.mean},
        "fast": fast.map(|f| json!({"regular": f.regular, "seasonal": f.seasonal, "mean": f.mean})),
    })
}

fn statistic(s: Option<StabilityStatistic>) -> Value {
    s.map_or(
        Value::Null,
        |s| json!({"value": number(s.value), "critical": s.critical.map_or(Value::Null, number)}),
    )
}

fn canova_hansen(r: &CanovaHansenReport) -> Value {
    let periods = r.periods.iter().map(|p| {
        json!({"period": number(p.period), "joint": statistic(p.joint), "simplified": statistic(p.simplified)})
    });
    json!({
        "data": series(&r.data),
        "truncation": r.truncation,
        "items": r.items.iter().copied().map(statistic).collect::<Value>(),
        "joint": statistic(r.joint),
        "seasonality": test(r.seasonality),
        "periods": periods.collect::<Value>(),
    })
}

fn trading_days(r: &TradingDaysReport) -> Value {
    let moving = r.moving.as_ref().map(|m| {
        json!({
            "test": test(Some(m.test)),
            "deviation": number(m.deviation),
            "constant": numbers(&m.constant),
            "effects": m.effects.iter().map(series).collect::<Value>(),
        })
    });
    json!({
        "data": series(&r.data),
        "effect": test(r.effect),
        "effect_airline": test(r.effect_airline),
        "stability": r.stability.iter().copied().map(statistic).collect::<Value>(),
        "joint_stability": statistic(r.joint_stability),
        "moving": moving,
    })
}

fn model(model: &RegArimaResult) -> Value {
    json!({"arima": model.description().orders().to_string(), "log": model.is_log()})
}

fn outliers(r: &DetectedOutliers) -> Value {
    let rows = r.outliers.iter().map(|o| {
        let c = &o.coefficient;
        json!({
            "type": o.code.to_string(),
            "period": month_of(o.period),
            "coef": number(c.value),
            "se": number(c.standard_error),
            "t": number(c.t),
        })
    });
    json!({"model": model(&r.model), "outliers": rows.collect::<Value>()})
}

fn check_last(r: &CheckedSeries) -> Value {
    let rows = r.observations.iter().map(|o| {
        json!({
            "period": month_of(o.period),
            "value": number(o.value),
            "forecast": number(o.forecast),
            "error": number(o.error),
            "score": number(o.score),
            "alarm": o.alarm().name(),
            "transformed": number(o.transformed),
            "transformed_forecast": number(o.transformed_forecast),
            "standard_error": number(o.standard_error),
        })
    });
    json!({"model": model(&r.model), "alarm": r.alarm().name(), "observations": rows.collect::<Value>()})
}
