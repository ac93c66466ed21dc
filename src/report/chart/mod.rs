//! Charts: one description ([`Chart`]) that the window and the exports draw alike.
//!
//! [`figures`] makes the description from results, [`scene`] lays it out into plain shapes, [`svg`] and
//! [`png`] write the shapes to files. The window paints the same shapes.

pub mod axis;
pub mod effect_figures;
pub mod figures;
pub mod font;
mod marks;
pub mod palette;
pub mod png;
pub mod residual_figures;
pub mod scene;
pub mod seats_correlations;
pub mod seats_figures;
pub mod spectrum_figures;
pub mod stability_figures;
pub mod svg;

use super::number;
use palette::Role;
use solstice_engine::toolkit::timeseries::{TsPeriod, TsUnit};

/// What a chart shows, independent of size, theme and zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Title of the exported picture.
    pub title: String,
    /// Second line of the exported picture: unit, source.
    pub subtitle: String,
    /// Last line of the exported picture: engine version and specification.
    pub stamp: String,
    /// The horizontal axis, shared by all panes.
    pub x: XAxis,
    /// One above the other.
    pub panes: Vec<Pane>,
}

/// The horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub enum XAxis {
    /// Period numbers (`TsPeriod::id`) of a unit, `first` to `last`.
    Time {
        /// Unit of the periods.
        unit: TsUnit,
        /// First period number.
        first: i64,
        /// Last period number.
        last: i64,
    },
    /// Equal columns, column `k` from `k` to `k + 1`; within a column years go from left to right.
    Columns {
        /// One label per column.
        labels: Vec<String>,
        /// First year.
        first_year: i32,
        /// Number of years.
        years: usize,
    },
    /// Numbers: lags, frequencies, classes of values.
    Values {
        /// What they are, for the crosshair.
        name: String,
        /// Left and right end.
        range: [f64; 2],
        /// Distance of neighbouring values.
        step: f64,
        /// Decimals in the crosshair table.
        decimals: usize,
        /// The values that are written.
        ticks: Vec<axis::Tick>,
    },
}

/// One set of axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Pane {
    /// What the vertical axis shows.
    pub label: String,
    /// Decimals of values in the crosshair table.
    pub decimals: usize,
    /// Value of the reference line (1 or 0 for relative components).
    pub reference: Option<f64>,
    /// Share of the height, relative to the other panes.
    pub weight: f32,
    /// Drawn in order.
    pub marks: Vec<Mark>,
    /// Single points of interest, drawn above the marks.
    pub events: Vec<Event>,
}

/// A point of interest of a pane, e.g. an outlier: a symbol, and words for who points at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where.
    pub at: [f64; 2],
    /// Its shape; the colour alone says nothing.
    pub symbol: Symbol,
    /// Colour.
    pub role: Role,
    /// A few letters beside the symbol.
    pub label: String,
    /// What it is, for the crosshair table.
    pub title: String,
    /// Its figures, for the crosshair table.
    pub note: String,
}

/// Shapes of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A ring.
    Circle,
    /// A step up.
    Step,
    /// A peak that decays.
    Wedge,
    /// A square.
    Square,
}

/// One layer of a pane.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Shown at the line end, in the crosshair table and to screen readers.
    pub name: String,
    /// Colour.
    pub role: Role,
    /// How the points are drawn.
    pub style: Style,
    /// x as the axis counts, y in the unit of the pane; a NaN y interrupts a line.
    pub points: Vec<[f64; 2]>,
    /// Written at the right end of the line.
    pub labelled: bool,
}

/// How the points of a mark are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// Connected, `width` points wide.
    Line {
        /// Width in points.
        width: f32,
        /// Whether the line is dashed (forecasts).
        dashed: bool,
    },
    /// Thin vertical strokes from the reference value.
    Stems,
    /// Filled circles.
    Dots {
        /// Radius in points.
        radius: f32,
    },
    /// Hollow circles.
    Rings {
        /// Radius in points.
        radius: f32,
    },
    /// The area between pairs of points: a lower one, then the upper one at the same place.
    Band,
    /// Columns from the reference value, `width` wide on the horizontal axis.
    Bars {
        /// Width in units of the horizontal axis.
        width: f64,
    },
    /// Lines over the whole height of the pane; y is not used.
    Verticals,
}

impl Chart {
    /// Title and what is drawn, for who does not see it.
    pub fn described(&self) -> String {
        let names = self.panes.iter().flat_map(|p| &p.marks).map(|m| m.name.as_str());
        let names: Vec<&str> = names.filter(|n| !n.is_empty()).collect();
        format!("{}: {}", self.title, names.join(", "))
    }
}

impl XAxis {
    /// Whether the axis shows time.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Time { .. })
    }

    /// Left and right end of the full axis.
    pub fn extent(&self) -> [f64; 2] {
        match self {
            Self::Time { first, last, .. } => [*first as f64 - 0.5, (*last).max(*first) as f64 + 0.5],
            Self::Columns { labels, .. } => [0.0, labels.len().max(1) as f64],
            Self::Values { range, .. } => *range,
        }
    }

    /// What stands at `x`, for the crosshair.
    pub fn describe(&self, x: f64) -> String {
        match self {
            Self::Time { unit, .. } => axis::period_label(TsPeriod { unit: *unit, id: x.round() as i64 }),
            Self::Columns { labels, first_year, years } => {
                let column = x.floor().max(0.0);
                let label = labels.get(column as usize).map_or("", String::as_str);
                let year = first_year + ((x - column) * *years as f64).floor() as i32;
                format!("{label} {year}")
            }
            Self::Values { name, decimals, .. } => format!("{name} {}", number::display(x, *decimals)),
        }
    }

    /// Distance of neighbouring observations.
    pub fn step(&self) -> f64 {
        match self {
            Self::Time { .. } => 1.0,
            Self::Columns { years, .. } => 1.0 / (*years).max(1) as f64,
            Self::Values { step, .. } => *step,
        }
    }

    /// The observation nearest to `x`.
    pub fn snap(&self, x: f64) -> f64 {
        match self {
            Self::Time { first, last, .. } => x.round().clamp(*first as f64, (*last).max(*first) as f64),
            Self::Columns { labels, years, .. } => {
                let column = x.floor().clamp(0.0, labels.len().saturating_sub(1) as f64);
                let year = ((x - column) * *years as f64).floor().clamp(0.0, years.saturating_sub(1) as f64);
                Self::column_position(column as usize, year as usize, *years)
            }
            Self::Values { range, step, .. } => {
                let last = ((range[1] - range[0]) / step).floor();
                // steps are counted from zero when that is in sight
                let origin = if range[0] <= 0.0 && range[1] >= 0.0 { 0.0 } else { range[0] };
                let first = ((range[0] - origin) / step).ceil();
                origin + step * ((x - origin) / step).round().clamp(first, first + last)
            }
        }
    }

    /// The horizontal position of year number `year` (0-based) in column `column`.
    pub fn column_position(column: usize, year: usize, years: usize) -> f64 {
        column as f64 + (year as f64 + 0.5) / years.max(1) as f64
    }
}

impl Pane {
    /// Smallest and largest value with `x` in `range`, with the reference and a margin.
    pub fn extent(&self, range: [f64; 2]) -> [f64; 2] {
        let mut low = self.reference.unwrap_or(f64::INFINITY);
        let mut high = self.reference.unwrap_or(f64::NEG_INFINITY);
        for mark in self.marks.iter().filter(|m| m.style != Style::Verticals) {
            for &[x, y] in &mark.points {
                if y.is_finite() && x >= range[0] && x <= range[1] {
                    low = low.min(y);
                    high = high.max(y);
                }
            }
        }
        if !low.is_finite() || !high.is_finite() {
            return [0.0, 1.0];
        }
        let span = high - low;
        let margin = if span > 0.0 { 0.06 * span } else { (0.1 * low.abs()).max(0.5) };
        [low - margin, high + margin]
    }

    /// The values nearest to `x` (within half a step of `step`), one per named mark that has one.
    pub fn values_at(&self, x: f64, step: f64) -> Vec<(&Mark, f64)> {
        let nearest = |mark: &Mark| {
            let i = mark.points.partition_point(|p| p[0] < x - 0.5 * step);
            mark.points.get(i).filter(|p| p[0] <= x + 0.5 * step && p[1].is_finite()).map(|p| p[1])
        };
        let named = |m: &&Mark| !m.name.is_empty() && !matches!(m.style, Style::Band | Style::Verticals);
        self.marks.iter().filter(named).filter_map(|m| nearest(m).map(|y| (m, y))).collect()
    }
}
