//! Ticks of the axes.

use solstice_engine::toolkit::timeseries::{Chrono, TsPeriod, TsUnit};

use super::XAxis;
use crate::report::number;

/// Short names of the months.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, as the axis counts.
    pub at: f64,
    /// What is written there; empty for a line without text.
    pub text: String,
}

/// A period as it is written in the window and in charts: `Mar 2000`, `2000 Q1`, `2000`.
pub fn period_label(period: TsPeriod) -> String {
    match period.unit.annual_frequency() {
        Some(1) => format!("{}", period.year()),
        Some(12) => format!("{} {}", month_name(period), period.year()),
        Some(f) => {
            let letter = match f {
                2 => 'H',
                4 => 'Q',
                _ => 'P',
            };
            format!("{} {letter}{}", period.year(), period.annual_position() + 1)
        }
        None => period.to_string(),
    }
}

/// The `position`-th (0-based) period of a year with `frequency` periods: `Jan`, `Q1`.
pub fn position_label(frequency: u32, position: usize) -> String {
    match frequency {
        12 => MONTHS.get(position).copied().unwrap_or_default().to_owned(),
        4 => format!("Q{}", position + 1),
        2 => format!("H{}", position + 1),
        _ => format!("P{}", position + 1),
    }
}

fn month_name(period: TsPeriod) -> &'static str {
    MONTHS.get(period.month() as usize - 1).copied().unwrap_or_default()
}

/// Round values between `low` and `high`, about `count` of them, with the decimals they need.
pub fn value_ticks(low: f64, high: f64, count: usize) -> Vec<Tick> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return Vec::new();
    }
    let rough = span / count.max(1) as f64;
    let magnitude = 10f64.powf(rough.log10().floor());
    // a step that is short by rounding only is long enough
    let enough = rough * (1.0 - 1e-9);
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|k| k * magnitude).into_iter().find(|s| *s >= enough);
    let step = step.unwrap_or(10.0 * magnitude);
    let decimals = (0..=9).find(|&d| is_whole(step * 10f64.powi(d))).unwrap_or(9) as usize;
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last.min(first + 50))
        .map(|k| k as f64 * step)
        .map(|at| Tick { at, text: number::display(at, decimals) })
        .collect()
}

fn is_whole(x: f64) -> bool {
    (x - x.round()).abs() < 1e-6 * x.abs().max(1.0)
}

/// Ticks of the horizontal axis on `range`, drawn `width` points wide.
pub fn time_ticks(axis: &XAxis, range: [f64; 2], width: f32) -> Vec<Tick> {
    match axis {
        XAxis::Columns { labels, .. } => labels
            .iter()
            .enumerate()
            .map(|(k, label)| Tick { at: k as f64 + 0.5, text: label.clone() })
            .filter(|t| t.at >= range[0] && t.at <= range[1])
            .collect(),
        XAxis::Values { ticks, .. } => {
            ticks.iter().filter(|t| t.at >= range[0] && t.at <= range[1]).cloned().collect()
        }
        XAxis::Time { unit, .. } => match unit.annual_frequency() {
            Some(frequency) => calendar_ticks(*unit, i64::from(frequency), range, width),
            None => plain_ticks(*unit, range, width),
        },
    }
}

/// Years at a round distance; months or quarters when few years are in sight.
fn calendar_ticks(unit: TsUnit, frequency: i64, range: [f64; 2], width: f32) -> Vec<Tick> {
    let years = (range[1] - range[0]) / frequency as f64;
    let room = (f64::from(width) / 56.0).max(1.0);
    let within = |id: i64| id as f64 >= range[0] && id as f64 <= range[1];
    let first_year = 1970 + (range[0].ceil() as i64).div_euclid(frequency);
    let last_year = 1970 + (range[1].floor() as i64).div_euclid(frequency);
    if years * frequency as f64 <= room && frequency > 1 && unit.chrono == Chrono::Month {
        let ids = (range[0].ceil() as i64)..=(range[1].floor() as i64);
        return ids.map(|id| Tick { at: id as f64, text: period_label(TsPeriod { unit, id }) }).collect();
    }
    let quarters = frequency == 12 && years * 4.0 <= room;
    if quarters {
        let ids = (range[0].ceil() as i64)..=(range[1].floor() as i64);
        return ids
            .filter(|id| id.rem_euclid(3) == 0)
            .map(|id| Tick { at: id as f64, text: period_label(TsPeriod { unit, id }) })
            .collect();
    }
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|&s| years / s as f64 <= room).unwrap_or(200);
    (first_year..=last_year)
        .filter(|year| year.rem_euclid(step) == 0)
        .map(|year| (year, (year - 1970) * frequency))
        .filter(|&(_, id)| within(id))
        .map(|(year, id)| Tick { at: id as f64, text: year.to_string() })
        .collect()
}

fn plain_ticks(unit: TsUnit, range: [f64; 2], width: f32) -> Vec<Tick> {
    let count = (f64::from(width) / 90.0).max(1.0);
    let step = ((range[1] - range[0]) / count).ceil().max(1.0) as i64;
    let first = (range[0].ceil() as i64).div_euclid(step) * step;
    (0..=count as i64 + 1)
        .map(|k| first + k * step)
        .filter(|&id| id as f64 >= range[0] && id as f64 <= range[1])
        .map(|id| Tick { at: id as f64, text: TsPeriod { unit, id }.to_string() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.text.as_str()).collect()
    }

    fn monthly(first: i64, last: i64) -> XAxis {
        XAxis::Time { unit: TsUnit::MONTH, first, last }
    }

    #[test]
    fn values_are_round() {
        assert_eq!(texts(&value_ticks(96.0, 104.0, 4)), ["96", "98", "100", "102", "104"]);
        assert_eq!(texts(&value_ticks(0.97, 1.03, 3)), ["0.98", "1.00", "1.02"]);
        assert!(value_ticks(f64::NAN, 1.0, 4).is_empty());
        assert!(value_ticks(1.0, 1.0, 4).is_empty());
    }

    #[test]
    fn years_thin_out_and_months_appear() {
        let axis = monthly(0, 479);
        assert_eq!(
            texts(&time_ticks(&axis, [0.0, 479.0], 500.0)),
            ["1970", "1975", "1980", "1985", "1990", "1995", "2000", "2005"]
        );
        assert_eq!(
            texts(&time_ticks(&axis, [0.0, 5.0], 500.0)),
            ["Jan 1970", "Feb 1970", "Mar 1970", "Apr 1970", "May 1970", "Jun 1970"]
        );
        assert_eq!(texts(&time_ticks(&axis, [0.0, 20.0], 500.0))[..2], ["Jan 1970", "Apr 1970"]);
    }

    #[test]
    fn periods_have_readable_names() {
        let label = |f, y, m| period_label(TsPeriod::of_month(f, y, m).unwrap());
        assert_eq!(label(12, 2001, 3), "Mar 2001");
        assert_eq!(label(4, 2001, 4), "2001 Q2");
        assert_eq!(label(1, 1969, 4), "1969");
    }
}
