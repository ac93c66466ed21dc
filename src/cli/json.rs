//! Results as JSON, written series by series.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use solstice_engine::ENGINE;
use solstice_engine::sa::Adjustment;
use solstice_engine::sa::dictionary::{Item, Request};
use solstice_engine::toolkit::timeseries::TsData;

use super::model_json::model;

/// Writes the document around the series, and the series one after the other.
pub(super) struct JsonWriter<W: Write> {
    out: W,
    first: bool,
}

impl<W: Write> JsonWriter<W> {
    pub(super) fn begin(mut out: W, method: &str, spec: &str) -> io::Result<Self> {
        let text = |s: &str| Value::from(s).to_string();
        write!(
            out,
            "{{\"format\":1,\"engine\":{},\"method\":{},\"spec\":{},\"series\":{{",
            text(ENGINE),
            text(method),
            text(spec)
        )?;
        Ok(Self { out, first: true })
    }

    pub(super) fn series(
        &mut self,
        name: &str,
        result: Result<&Adjustment, &str>,
        requests: &[Request],
    ) -> io::Result<()> {
        let separator = if std::mem::take(&mut self.first) { "\n" } else { ",\n" };
        write!(self.out, "{separator}{}:", Value::from(name))?;
        match result {
            Err(error) => serde_json::to_writer(&mut self.out, &json!({"status": "failed", "error": error}))?,
            Ok(adjustment) => {
                write!(self.out, "{{\"status\":\"ok\",")?;
                if let Some(result) = &adjustment.preprocessing {
                    write!(self.out, "\"model\":{},", model(result))?;
                }
                write!(self.out, "\"items\":{{")?;
                let mut separator = "";
                for request in requests.iter().filter(|r| r.entry.applies_to(adjustment)) {
                    let item = request.item(adjustment).map_or(Value::Null, |item| value(&item));
                    let name = Value::from(request.announced_name());
                    write!(self.out, "{separator}{name}:{item}")?;
                    separator = ",";
                }
                write!(self.out, "}}}}")?;
            }
        }
        Ok(())
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        writeln!(self.out, "\n}}}}")?;
        self.out.flush()
    }
}

fn value(item: &Item) -> Value {
    match item {
        Item::Double(x) => number(*x),
        Item::Integer(n) => Value::from(*n),
        Item::Text(text) => Value::from(text.as_str()),
        Item::Series(data) => series(data),
        Item::Array(values) => numbers(values),
        Item::TextArray(texts) => Value::from(texts.as_slice()),
        Item::Matrix(m) => Value::Array(m.values.chunks(m.columns.max(1)).map(numbers).collect()),
        Item::Test(test) => json!({
            "value": number(test.value),
            "p": number(test.p_value),
            "dist": test.distribution.to_string(),
        }),
        Item::Period(period) => Value::from(period.to_string()),
        Item::Boolean(x) => Value::from(*x),
        Item::IntegerArray(values) => Value::from(values.as_slice()),
        Item::Coefficient(c) => json!({
            "coef": number(c.value),
            "se": number(c.standard_error),
            "p": number(c.p_value),
            "desc": c.name,
        }),
        Item::Missing(m) => json!({
            "pos": m.position,
            "value": number(m.value),
            "se": number(m.standard_error),
        }),
        Item::Complex(z) => json!({"re": number(z.re), "im": number(z.im)}),
        Item::List(items) => items.iter().map(value).collect(),
        _ => Value::Null,
    }
}

pub(super) fn series(data: &TsData) -> Value {
    let start = data.start();
    let mut map = Map::new();
    map.insert("start".into(), Value::from(format!("{:04}-{:02}", start.year(), start.month())));
    map.insert("freq".into(), data.annual_frequency().map_or(Value::Null, Value::from));
    map.insert("values".into(), numbers(data.values()));
    Value::Object(map)
}

pub(super) fn numbers(values: &[f64]) -> Value {
    values.iter().copied().map(number).collect()
}

/// Not a number and infinite are null: JSON has neither.
pub(super) fn number(x: f64) -> Value {
    serde_json::Number::from_f64(x).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::dictionary::entries;
    use solstice_engine::sa::spec::predefined;
    use solstice_engine::sa::{ModellingContext, Silent, adjust};

    /// Names of the items and those that are null.
    fn written(method: &str, spec: &str) -> (Vec<String>, Vec<String>) {
        let y: Vec<f64> = (0..40).map(|t| 100.0 + f64::from(t * t % 17) - f64::from(t % 5)).collect();
        let annual = TsData::of(1, 1970, 1, y).unwrap();
        let spec = predefined(method, spec).unwrap();
        let adjustment = adjust(&annual, &spec, &ModellingContext::default(), &mut Silent).unwrap();
        let requests: Vec<Request> = entries().map(|entry| Request { entry, argument: None }).collect();
        let mut out = Vec::new();
        let mut json = JsonWriter::begin(&mut out, method, "test").unwrap();
        json.series("annual", Ok(&adjustment), &requests).unwrap();
        json.end().unwrap();
        let document: Value = serde_json::from_slice(&out).unwrap();
        let items = document["series"]["annual"]["items"].as_object().unwrap();
        let null = items.iter().filter(|(_, v)| v.is_null()).map(|(k, _)| k.clone()).collect();
        (items.keys().cloned().collect(), null)
    }

    #[test]
    fn items_without_value_are_null_and_those_of_the_other_method_absent() {
        let own = ["decomposition.d11", "m-statistics.q", "finals.d12"];
        let others = ["decomposition.t_lin", "seats.tvar-pvalue", "sa_ef"];
        for (method, spec, own, others) in [("x13", "x11", own, others), ("tramoseats", "rsa3", others, own)]
        {
            let (names, null) = written(method, spec);
            let has = |names: &[String], name: &str| names.iter().any(|n| n == name);
            for name in ["diagnostics.seas-sa-f", "diagnostics.seas-i-kw", "diagnostics.seas-si-combined"] {
                assert!(has(&null, name), "{method}: {name}");
            }
            for name in own {
                assert!(has(&names, name), "{method}: {name}");
            }
            for name in others {
                assert!(!has(&names, name), "{method}: {name}");
            }
            assert!(has(&names, "sa") && !has(&null, "sa"));
        }
    }
}
