//! The charts of an adjustment.

use solstice_engine::ENGINE;
use solstice_engine::sa::spec::{DecompositionMode, Spec};
use solstice_engine::sa::x11::X11Table;
use solstice_engine::sa::{Adjustment, FinalComponent};
use solstice_engine::toolkit::timeseries::{TsData, TsDomain};

use super::axis::position_label;
use super::palette::Role;
use super::{Chart, Event, Mark, Pane, Style, XAxis};
use crate::report::number::decimals_for;
use crate::report::outlier_marks;

/// Two-sided 95 % quantile of the standard normal distribution.
pub(in crate::report) const NORMAL_95: f64 = 1.959_963_984_540_054;

pub(in crate::report) const THIN: Style = Style::Line { width: 1.5, dashed: false };
pub(in crate::report) const STRONG: Style = Style::Line { width: 2.0, dashed: false };
const FORECAST: Style = Style::Line { width: 1.5, dashed: true };

/// A line that names the engine version and the specification.
pub fn stamp(spec: &Spec) -> String {
    let x13 = match spec {
        Spec::X13(x13) => x13,
        Spec::TramoSeats(spec) => {
            let seats = &spec.seats;
            return format!(
                "{ENGINE} · tramoseats · {:?} · MA roots up to {}",
                seats.method, seats.xl_boundary
            );
        }
    };
    let henderson = match x13.x11.henderson_length {
        0 => "automatic".to_owned(),
        n => format!("{n} terms"),
    };
    format!(
        "{ENGINE} · {} · {} · Henderson {henderson} · sigma limits {} to {}",
        spec.method(),
        mode_name(x13.x11.mode),
        x13.x11.lower_sigma,
        x13.x11.upper_sigma
    )
}

/// Name of a decomposition mode.
pub fn mode_name(mode: DecompositionMode) -> &'static str {
    match mode {
        DecompositionMode::Undefined => "mode from the transformation",
        DecompositionMode::Additive => "additive",
        DecompositionMode::Multiplicative => "multiplicative",
        DecompositionMode::LogAdditive => "log-additive",
        DecompositionMode::PseudoAdditive => "pseudo-additive",
    }
}

/// Value of relative components without effect: 0 in additive decompositions, 1 in the others.
pub fn neutral(mode: DecompositionMode) -> f64 {
    if mode == DecompositionMode::Additive { 0.0 } else { 1.0 }
}

/// A series alone, not yet adjusted.
pub fn series(name: &str, source: &str, data: &TsData) -> Chart {
    let marks = vec![line("Series", Role::Raw, THIN, &[data])];
    let pane = Pane {
        label: String::new(),
        decimals: decimals_for(data.values()),
        reference: None,
        weight: 1.0,
        marks,
        events: Vec::new(),
    };
    Chart {
        title: name.to_owned(),
        subtitle: source.to_owned(),
        stamp: ENGINE.to_owned(),
        x: time_axis(data.domain()),
        panes: vec![pane],
    }
}

/// Series, seasonally adjusted series and trend, with forecasts and their 95 % interval, outliers and the extreme
/// values of the irregular.
pub fn main(name: &str, source: &str, adjustment: &Adjustment) -> Chart {
    let finals = &adjustment.finals;
    let mut marks = Vec::new();
    marks.extend(forecast_interval(adjustment));
    push_component(&mut marks, "Series", Role::Raw, THIN, &finals.y);
    push_component(&mut marks, "Trend", Role::Trend, THIN, &finals.t);
    push_component(&mut marks, "Adjusted", Role::Adjusted, STRONG, &finals.sa);
    marks.extend(extremes(adjustment, &finals.y.values));
    let pane = Pane {
        label: String::new(),
        decimals: decimals_for(finals.y.values.values()),
        reference: None,
        weight: 1.0,
        marks,
        events: outlier_events(adjustment, &finals.y.values),
    };
    chart(name, source, adjustment, vec![pane])
}

/// The main chart with the calendar component below; none without calendar effects.
pub fn main_with_calendar(name: &str, source: &str, adjustment: &Adjustment) -> Option<Chart> {
    let calendar = adjustment.finals.calendar.as_ref()?;
    let neutral = neutral(adjustment.mode);
    let mut marks = Vec::new();
    push_component(&mut marks, "Calendar", Role::Calendar, THIN, calendar);
    let mut chart = main(name, source, adjustment);
    chart.panes.push(Pane {
        label: "Calendar effects".to_owned(),
        decimals: if neutral == 1.0 { 4 } else { decimals_for(adjustment.finals.y.values.values()) },
        reference: Some(neutral),
        weight: 0.35,
        marks,
        events: Vec::new(),
    });
    Some(chart)
}

/// The area that contains the series in 95 of 100 cases, from its last observation on.
fn forecast_interval(adjustment: &Adjustment) -> Option<Mark> {
    let finals = &adjustment.finals;
    let horizon = finals.y.forecasts.as_ref().map_or(0, TsData::len);
    let model = adjustment.preprocessing.as_ref().filter(|_| horizon > 0)?;
    // a chart without interval is better than none
    let [low, high] = model.forecasts(horizon).ok()??.interval(NORMAL_95);
    let last = points(&finals.y.values).last().copied()?;
    let pairs = points(&low).into_iter().zip(points(&high)).flat_map(|(low, high)| [low, high]);
    let points: Vec<[f64; 2]> = [last, last].into_iter().chain(pairs).collect();
    let known = points.iter().all(|p| p[1].is_finite());
    known.then(|| Mark {
        name: "95 % interval of the forecasts".to_owned(),
        role: Role::Raw,
        style: Style::Band,
        points,
        labelled: false,
    })
}

/// The outliers of the model, on the line of `data`.
pub(super) fn outlier_events(adjustment: &Adjustment, data: &TsData) -> Vec<Event> {
    let marks = adjustment.preprocessing.as_ref().map(outlier_marks::outliers).unwrap_or_default();
    marks.iter().filter_map(|mark| Some(mark.event(data.get(mark.period)?))).collect()
}

/// Seasonal and irregular component, one above the other.
pub fn components(name: &str, source: &str, adjustment: &Adjustment) -> Chart {
    let finals = &adjustment.finals;
    let neutral = neutral(adjustment.mode);
    let mut seasonal = Vec::new();
    push_component(&mut seasonal, "Seasonal", Role::Seasonal, THIN, &finals.s);
    let irregular = Mark {
        name: "Irregular".to_owned(),
        role: Role::Irregular,
        style: Style::Stems,
        points: points(&finals.i.values),
        labelled: true,
    };
    let mut irregulars = vec![irregular];
    irregulars.extend(extremes(adjustment, &finals.i.values));
    let pane = |label: &str, marks, values: &TsData| Pane {
        label: label.to_owned(),
        decimals: decimals_for(values.values()),
        reference: Some(neutral),
        weight: 1.0,
        marks,
        events: Vec::new(),
    };
    let panes = vec![
        pane("Seasonal component", seasonal, &finals.s.values),
        pane("Irregular component", irregulars, &finals.i.values),
    ];
    chart(name, source, adjustment, panes)
}

/// SI ratios by period of the year: one column per period with the SI, the values that replace extremes, the
/// seasonal factors and their mean. None without seasonal component.
pub fn si_ratios(name: &str, source: &str, adjustment: &Adjustment) -> Option<Chart> {
    let (si, replaced, factors) = seasonal_irregular(adjustment)?;
    let period = si.annual_frequency().filter(|p| *p > 1)?;
    let first_year = adjustment.span.start.year();
    let years = (adjustment.span.last()?.year() - first_year + 1).max(1) as usize;
    let columns = Columns { period: period as usize, first_year, years };
    let mut marks = vec![
        columns.mark(
            "Mean",
            Role::Secondary,
            Style::Line { width: 1.0, dashed: false },
            &columns.means(&factors),
        ),
        columns.mark("SI", Role::Raw, Style::Dots { radius: 2.0 }, &columns.points(&si)),
    ];
    if let Some(replaced) = replaced {
        let style = Style::Rings { radius: 3.0 };
        marks.push(columns.mark("SI replaced by", Role::Bad, style, &columns.points(&replaced)));
    }
    marks.push(columns.mark("Seasonal factor", Role::Seasonal, STRONG, &columns.points(&factors)));
    let pane = Pane {
        label: "SI ratios".to_owned(),
        decimals: decimals_for(si.values()),
        reference: Some(neutral(adjustment.mode)),
        weight: 1.0,
        marks,
        events: Vec::new(),
    };
    let mut chart = chart(name, source, adjustment, vec![pane]);
    let labels = (0..columns.period).map(|k| position_label(period, k)).collect();
    chart.x = XAxis::Columns { labels, first_year, years };
    Some(chart)
}

/// SI, the values that replace its extremes, and seasonal factors on the observations.
fn seasonal_irregular(adjustment: &Adjustment) -> Option<(TsData, Option<TsData>, TsData)> {
    if let Some(x11) = adjustment.decomposition.x11() {
        let table = |t| x11.table(t).map(|data| data.fit_to(adjustment.span));
        return Some((table(X11Table::D8)?, table(X11Table::D9), table(X11Table::D10)?));
    }
    let factors = adjustment.decomposition.seats()?.components.s.as_ref()?.values.clone();
    Some((adjustment.tested_series()?.seasonal_irregular.clone(), None, factors))
}

/// A series by period of the year: dots, called `name`, and their mean; none for annual series.
pub(in crate::report) fn by_season(data: &TsData, name: &str) -> Option<(XAxis, Vec<Mark>)> {
    let period = data.annual_frequency().filter(|p| *p > 1)?;
    let first_year = data.start().year();
    let years = (data.domain().last()?.year() - first_year + 1).max(1) as usize;
    let columns = Columns { period: period as usize, first_year, years };
    let marks = vec![
        columns.mark("Mean", Role::Seasonal, STRONG, &columns.means(data)),
        columns.mark(name, Role::Raw, Style::Dots { radius: 2.0 }, &columns.points(data)),
    ];
    let labels = (0..columns.period).map(|k| position_label(period, k)).collect();
    Some((XAxis::Columns { labels, first_year, years }, marks))
}

/// Layout of the columns of a chart by period of the year.
struct Columns {
    period: usize,
    first_year: i32,
    years: usize,
}

impl Columns {
    /// One list of points per column.
    fn points(&self, data: &TsData) -> Vec<Vec<[f64; 2]>> {
        let mut columns = vec![Vec::new(); self.period];
        for (p, &y) in data.domain().periods().zip(data.values()) {
            let k = p.annual_position();
            let year = usize::try_from(p.year() - self.first_year).unwrap_or(0);
            if let Some(column) = columns.get_mut(k) {
                column.push([XAxis::column_position(k, year, self.years), y]);
            }
        }
        columns
    }

    /// The mean of each column, from its left to its right end.
    fn means(&self, data: &TsData) -> Vec<Vec<[f64; 2]>> {
        let mean = |points: &Vec<[f64; 2]>| {
            let finite: Vec<f64> = points.iter().map(|p| p[1]).filter(|y| y.is_finite()).collect();
            finite.iter().sum::<f64>() / finite.len() as f64
        };
        let level = |k: usize, y: f64| vec![[k as f64 + 0.04, y], [k as f64 + 0.96, y]];
        self.points(data).iter().enumerate().map(|(k, c)| level(k, mean(c))).collect()
    }

    /// A mark of all columns; a missing value between them interrupts lines.
    fn mark(&self, name: &str, role: Role, style: Style, columns: &[Vec<[f64; 2]>]) -> Mark {
        let mut points = Vec::new();
        for (k, column) in columns.iter().enumerate() {
            points.extend(column.iter().copied());
            points.push([(k + 1) as f64, f64::NAN]);
        }
        Mark { name: name.to_owned(), role, style, points, labelled: false }
    }
}

pub(super) fn chart(name: &str, source: &str, adjustment: &Adjustment, panes: Vec<Pane>) -> Chart {
    let finals = &adjustment.finals;
    let extended = |c: &FinalComponent| {
        let before = c.backcasts.as_ref().map_or(0, TsData::len);
        let after = c.forecasts.as_ref().map_or(0, TsData::len);
        c.values.domain().extend(before, after)
    };
    Chart {
        title: name.to_owned(),
        subtitle: source.to_owned(),
        stamp: stamp(&adjustment.spec),
        x: time_axis(extended(&finals.sa)),
        panes,
    }
}

pub(in crate::report) fn time_axis(domain: TsDomain) -> XAxis {
    let first = domain.start.id;
    XAxis::Time { unit: domain.start.unit, first, last: first + domain.len.saturating_sub(1) as i64 }
}

pub(in crate::report) fn points(data: &TsData) -> Vec<[f64; 2]> {
    data.domain().periods().zip(data.values()).map(|(p, &y)| [p.id as f64, y]).collect()
}

fn line(name: &str, role: Role, style: Style, parts: &[&TsData]) -> Mark {
    let points = parts.iter().flat_map(|part| points(part)).collect();
    Mark { name: name.to_owned(), role, style, points, labelled: true }
}

/// The estimates as one line; forecasts and backcasts as dashed lines that join it.
pub(in crate::report) fn push_component(
    marks: &mut Vec<Mark>,
    name: &str,
    role: Role,
    style: Style,
    component: &FinalComponent,
) {
    let values = points(&component.values);
    let mut dashed = |points: Vec<[f64; 2]>, what: &str| {
        if points.len() > 1 {
            let name = format!("{name}, {what}");
            marks.push(Mark { name, role, style: FORECAST, points, labelled: false });
        }
    };
    if let Some(forecasts) = &component.forecasts {
        dashed(values.last().copied().into_iter().chain(points(forecasts)).collect(), "forecast");
    }
    if let Some(backcasts) = &component.backcasts {
        dashed(points(backcasts).into_iter().chain(values.first().copied()).collect(), "backcast");
    }
    marks.push(Mark { name: name.to_owned(), role, style, points: values, labelled: true });
}

/// Observations with a final weight of the irregular below 1 (table C17), at the height of `data`.
fn extremes(adjustment: &Adjustment, data: &TsData) -> Vec<Mark> {
    let weights = adjustment.decomposition.x11().and_then(|x11| x11.table(X11Table::C17));
    let Some(weights) = weights else { return Vec::new() };
    let at = |keep: &dyn Fn(f64) -> bool| -> Vec<[f64; 2]> {
        let kept = data.domain().periods().zip(data.values());
        kept.filter(|(p, _)| weights.get(*p).is_some_and(keep)).map(|(p, &y)| [p.id as f64, y]).collect()
    };
    let mark = |name: &str, style, points| Mark {
        name: name.to_owned(),
        role: Role::Bad,
        style,
        points,
        labelled: false,
    };
    [
        mark("Extreme, weight 0", Style::Dots { radius: 3.0 }, at(&|w| w <= 0.0)),
        mark("Extreme, reduced weight", Style::Rings { radius: 3.0 }, at(&|w| w > 0.0 && w < 1.0)),
    ]
    .into_iter()
    .filter(|m| !m.points.is_empty())
    .collect()
}
