//! Layout: a [`Chart`] at a size becomes plain shapes, the same for the window and for files.

use super::axis::{self, Tick};
use super::palette::Role;
use super::{Chart, Mark, Pane, Style, XAxis, marks};

/// A rectangle in points, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Area {
    /// Right edge.
    pub fn right(&self) -> f32 {
        self.x + self.w
    }
    /// Lower edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }
    /// Whether the point lies inside.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x && x <= self.right() && y >= self.y && y <= self.bottom()
    }
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Connected points.
    Line {
        /// Corners.
        points: Vec<[f32; 2]>,
        /// Colour.
        role: Role,
        /// Width in points.
        width: f32,
        /// Dashed or solid.
        dashed: bool,
        /// Area outside of which nothing is drawn.
        clip: Area,
    },
    /// An area: a lower corner, the upper one at the same place, and so on to the right.
    Fill {
        /// Corners in pairs.
        strip: Vec<[f32; 2]>,
        /// Colour.
        role: Role,
        /// Share of the colour over what is below, 0 to 1.
        strength: f32,
        /// Area outside of which nothing is drawn.
        clip: Area,
    },
    /// A circle.
    Circle {
        /// Centre.
        at: [f32; 2],
        /// Radius.
        radius: f32,
        /// Colour.
        role: Role,
        /// Filled with the colour, or a ring filled with the panel's colour.
        filled: bool,
        /// Area outside of which nothing is drawn.
        clip: Area,
    },
    /// One line of text.
    Text {
        /// Anchor point; vertically the middle of the text.
        at: [f32; 2],
        /// Horizontal position of the anchor in the text: 0 start, 0.5 middle, 1 end.
        anchor: f32,
        /// The text.
        text: String,
        /// Size in points.
        size: f32,
        /// Semi-bold or regular.
        strong: bool,
        /// Colour.
        role: Role,
    },
}

/// Where a pane was laid out, to go between values and positions.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotArea {
    /// The rectangle inside the axes.
    pub area: Area,
    /// Values at the left and right edge.
    pub x: [f64; 2],
    /// Values at the lower and upper edge.
    pub y: [f64; 2],
}

impl PlotArea {
    /// Position of a value.
    pub fn position(&self, x: f64, y: f64) -> [f32; 2] {
        let share = |v: f64, r: [f64; 2]| ((v - r[0]) / (r[1] - r[0])) as f32;
        [self.area.x + share(x, self.x) * self.area.w, self.area.bottom() - share(y, self.y) * self.area.h]
    }

    /// Value of the horizontal axis at a position.
    pub fn value_x(&self, position: f32) -> f64 {
        self.x[0] + f64::from((position - self.area.x) / self.area.w.max(1.0)) * (self.x[1] - self.x[0])
    }
}

/// A chart laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Size in points.
    pub size: [f32; 2],
    /// Drawn in order.
    pub shapes: Vec<Shape>,
    /// One per pane.
    pub plots: Vec<PlotArea>,
}

/// How a chart is laid out.
#[derive(Clone, Copy)]
pub struct Layout<'a> {
    /// Size in points.
    pub size: [f32; 2],
    /// Part of the horizontal axis in sight.
    pub range: [f64; 2],
    /// Whether title, source and stamp are part of the picture.
    pub framed: bool,
    /// Width of a text at a size.
    pub measure: &'a dyn Fn(&str, f32) -> f32,
}

impl std::fmt::Debug for Layout<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Layout").field("size", &self.size).field("range", &self.range).finish_non_exhaustive()
    }
}

const SMALL: f32 = 11.5;
const TICK_GAP: f32 = 6.0;
const AXIS_HEIGHT: f32 = 22.0;
const LABEL_HEIGHT: f32 = 20.0;
const LINE_LABEL_STEP: f32 = 15.0;

/// Lays out `chart`.
pub fn lay_out(chart: &Chart, layout: &Layout<'_>) -> Scene {
    let mut scene = Scene { size: layout.size, shapes: Vec::new(), plots: Vec::new() };
    let mut inner = Area { x: 0.0, y: 0.0, w: layout.size[0], h: layout.size[1] };
    if layout.framed {
        inner = frame(chart, inner, &mut scene.shapes);
    }
    let extents: Vec<[f64; 2]> = chart.panes.iter().map(|p| p.extent(layout.range)).collect();
    let weights: f32 = chart.panes.iter().map(|p| p.weight).sum::<f32>().max(0.01);
    let plot_heights = (inner.h - AXIS_HEIGHT - LABEL_HEIGHT * chart.panes.len() as f32).max(10.0);
    let ticks: Vec<Vec<Tick>> = chart
        .panes
        .iter()
        .zip(&extents)
        .map(|(p, y)| axis::value_ticks(y[0], y[1], tick_count(plot_heights * p.weight / weights)))
        .collect();
    let widest =
        |texts: &mut dyn Iterator<Item = &str>| texts.map(|t| (layout.measure)(t, SMALL)).fold(0.0, f32::max);
    let left = widest(&mut ticks.iter().flatten().map(|t| t.text.as_str())).max(24.0) + TICK_GAP + 4.0;
    let names = chart.panes.iter().flat_map(|p| &p.marks).filter(|m| m.labelled);
    let right = widest(&mut names.map(|m| m.name.as_str())) + 12.0;
    let mut y = inner.y;
    for ((pane, extent), ticks) in chart.panes.iter().zip(&extents).zip(&ticks) {
        let area = Area {
            x: inner.x + left,
            y: y + LABEL_HEIGHT,
            w: (inner.w - left - right).max(10.0),
            h: plot_heights * pane.weight / weights,
        };
        y = area.bottom();
        let plot = PlotArea { area, x: layout.range, y: *extent };
        draw_pane(chart, pane, &plot, ticks, layout.measure, &mut scene.shapes);
        scene.plots.push(plot);
    }
    if let Some(last) = scene.plots.last() {
        draw_time_labels(&chart.x, last, layout.measure, &mut scene.shapes);
    }
    scene
}

/// Title above, subtitle under it, stamp below; what is left for the panes.
fn frame(chart: &Chart, area: Area, shapes: &mut Vec<Shape>) -> Area {
    let pad = 16.0;
    let mut text = |y: f32, text: &str, size: f32, strong: bool, role: Role| {
        let text = text.to_owned();
        shapes.push(Shape::Text { at: [area.x + pad, y], anchor: 0.0, text, size, strong, role });
    };
    text(area.y + 22.0, &chart.title, 16.0, true, Role::Text);
    text(area.y + 41.0, &chart.subtitle, SMALL, false, Role::Secondary);
    text(area.bottom() - 14.0, &chart.stamp, 10.0, false, Role::Secondary);
    Area { x: area.x + pad, y: area.y + 50.0, w: area.w - 2.0 * pad, h: area.h - 50.0 - 28.0 }
}

fn tick_count(height: f32) -> usize {
    ((height / 40.0) as usize).clamp(4, 8)
}

fn draw_pane(
    chart: &Chart,
    pane: &Pane,
    plot: &PlotArea,
    ticks: &[Tick],
    measure: &dyn Fn(&str, f32) -> f32,
    shapes: &mut Vec<Shape>,
) {
    let area = plot.area;
    let rule = |points: Vec<[f32; 2]>, role: Role, width: f32| Shape::Line {
        points,
        role,
        width,
        dashed: false,
        clip: Area { x: area.x - 1.0, y: area.y - 1.0, w: area.w + 2.0, h: area.h + 2.0 },
    };
    draw_head(pane, area, measure, shapes);
    for tick in ticks {
        let y = plot.position(plot.x[0], tick.at)[1];
        shapes.push(rule(vec![[area.x, y], [area.right(), y]], Role::Hairline, 1.0));
        shapes.push(text([area.x - TICK_GAP, y], 1.0, tick.text.clone(), Role::Secondary));
    }
    draw_column_lines(chart, plot, &rule, shapes);
    if let Some(reference) = pane.reference {
        let y = plot.position(plot.x[0], reference)[1];
        shapes.push(rule(vec![[area.x, y], [area.right(), y]], Role::Secondary, 1.0));
    }
    for mark in &pane.marks {
        marks::draw(mark, pane, plot, shapes);
    }
    marks::draw_events(&pane.events, plot, shapes);
    draw_line_labels(pane, plot, shapes);
}

/// What the vertical axis shows, and the signs of the marks that are not named at their end.
fn draw_head(pane: &Pane, area: Area, measure: &dyn Fn(&str, f32) -> f32, shapes: &mut Vec<Shape>) {
    let y = area.y - 11.0;
    let mut x = area.x;
    if !pane.label.is_empty() {
        let label = shortened(&pane.label, area.w, measure);
        x += measure(&label, SMALL) + 20.0;
        shapes.push(text([area.x, y], 0.0, label, Role::Secondary));
    }
    let clip = Area { x: area.x, y: y - 10.0, w: area.w, h: 20.0 };
    // a dashed line goes on with the line of its colour that is named at its end
    let continues = |m: &Mark| {
        matches!(m.style, Style::Line { dashed: true, .. })
            && pane.marks.iter().any(|other| other.labelled && other.role == m.role)
    };
    for mark in pane.marks.iter().filter(|m| !m.labelled && !m.name.is_empty() && !continues(m)) {
        let width = measure(&mark.name, SMALL);
        if x + 18.0 + width > area.right() {
            break;
        }
        let role = mark.role;
        let line = |width: f32, dashed: bool| Shape::Line {
            points: vec![[x, y], [x + 12.0, y]],
            role,
            width,
            dashed,
            clip,
        };
        let circle =
            |radius: f32, filled: bool| Shape::Circle { at: [x + 6.0, y], radius, role, filled, clip };
        shapes.push(match mark.style {
            Style::Line { width, dashed } => line(width, dashed),
            Style::Stems => line(1.5, false),
            Style::Dots { radius } => circle(radius, true),
            Style::Rings { radius } => circle(radius, false),
            Style::Verticals => line(1.0, true),
            Style::Band | Style::Bars { .. } => Shape::Fill {
                strip: vec![[x, y + 4.0], [x, y - 4.0], [x + 12.0, y + 4.0], [x + 12.0, y - 4.0]],
                role,
                strength: marks::strength(mark.style),
                clip,
            },
        });
        shapes.push(text([x + 18.0, y], 0.0, mark.name.clone(), Role::Secondary));
        x += 18.0 + width + 16.0;
    }
}

/// As much of `label` as `width` holds, with dots for the rest.
fn shortened(label: &str, width: f32, measure: &dyn Fn(&str, f32) -> f32) -> String {
    let mut shown = label.to_owned();
    let mut letters = label.to_owned();
    while measure(&shown, SMALL) > width && letters.pop().is_some() {
        shown = format!("{}\u{2026}", letters.trim_end());
    }
    shown
}

/// Vertical lines: between columns, or at the labelled times.
fn draw_column_lines(
    chart: &Chart,
    plot: &PlotArea,
    rule: &dyn Fn(Vec<[f32; 2]>, Role, f32) -> Shape,
    shapes: &mut Vec<Shape>,
) {
    let positions: Vec<f64> = match &chart.x {
        XAxis::Columns { labels, .. } => (0..=labels.len()).map(|k| k as f64).collect(),
        XAxis::Time { .. } | XAxis::Values { .. } => {
            axis::time_ticks(&chart.x, plot.x, plot.area.w).into_iter().map(|t| t.at).collect()
        }
    };
    for x in positions {
        let at = plot.position(x, plot.y[0])[0];
        shapes.push(rule(vec![[at, plot.area.y], [at, plot.area.bottom()]], Role::Raised, 1.0));
    }
}

fn draw_time_labels(x: &XAxis, plot: &PlotArea, measure: &dyn Fn(&str, f32) -> f32, shapes: &mut Vec<Shape>) {
    let mut free = f32::NEG_INFINITY;
    for tick in axis::time_ticks(x, plot.x, plot.area.w) {
        let at = plot.position(tick.at, plot.y[0])[0];
        let half = 0.5 * measure(&tick.text, SMALL);
        if at - half < free || at + half > plot.area.right() + 24.0 {
            continue;
        }
        free = at + half + 8.0;
        shapes.push(text([at, plot.area.bottom() + 11.0], 0.5, tick.text, Role::Secondary));
    }
}

fn text(at: [f32; 2], anchor: f32, text: String, role: Role) -> Shape {
    Shape::Text { at, anchor, text, size: SMALL, strong: false, role }
}

/// Names at the right end of the lines, pushed apart where they would overlap.
fn draw_line_labels(pane: &Pane, plot: &PlotArea, shapes: &mut Vec<Shape>) {
    let mut labels: Vec<(f32, &Mark)> = pane
        .marks
        .iter()
        .filter(|m| m.labelled)
        .filter_map(|mark| {
            let end = mark.points.iter().rev().find(|p| p[1].is_finite() && p[0] <= plot.x[1])?;
            let y = plot.position(end[0], end[1])[1];
            Some((y.clamp(plot.area.y, plot.area.bottom()), mark))
        })
        .collect();
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut at: Vec<f32> = labels.iter().map(|l| l.0).collect();
    spread(&mut at, LINE_LABEL_STEP, plot.area.y + 4.0, plot.area.bottom() - 4.0);
    for (y, (_, mark)) in at.into_iter().zip(labels) {
        shapes.push(text([plot.area.right() + 6.0, y], 0.0, mark.name.clone(), mark.role));
    }
}

/// Moves ascending positions as little as needed to keep `step` between them and to stay in the bounds.
fn spread(at: &mut [f32], step: f32, low: f32, high: f32) {
    let mut floor = low;
    for y in at.iter_mut() {
        *y = y.max(floor);
        floor = *y + step;
    }
    let mut ceiling = high;
    for y in at.iter_mut().rev() {
        *y = y.min(ceiling);
        ceiling = *y - step;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance() {
        let mut at = [10.0, 11.0, 12.0, 90.0];
        spread(&mut at, 15.0, 0.0, 60.0);
        assert!(at.windows(2).all(|w| w[1] - w[0] >= 14.99), "{at:?}");
        assert!(at[3] <= 60.0);
    }

    #[test]
    fn a_label_is_as_long_as_its_place() {
        let measure = |text: &str, _: f32| 10.0 * text.chars().count() as f32;
        assert_eq!(shortened("Seasonally adjusted", 190.0, &measure), "Seasonally adjusted");
        assert_eq!(shortened("Seasonally adjusted", 120.0, &measure), "Seasonally\u{2026}");
        assert_eq!(shortened("Seasonally", 5.0, &measure), "\u{2026}");
    }

    #[test]
    fn positions_and_values_agree() {
        let area = Area { x: 10.0, y: 20.0, w: 100.0, h: 50.0 };
        let plot = PlotArea { area, x: [0.0, 10.0], y: [-1.0, 1.0] };
        assert_eq!(plot.position(5.0, 0.0), [60.0, 45.0]);
        assert!((plot.value_x(60.0) - 5.0).abs() < 1e-9);
    }
}
