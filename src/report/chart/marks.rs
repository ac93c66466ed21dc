//! What is inside a pane: the shapes of marks and events.

use super::palette::Role;
use super::scene::{Area, PlotArea, Shape};
use super::{Event, Mark, Pane, Style, Symbol};

/// Half the size of a symbol, in points.
const HALF: f32 = 4.5;
/// Least distance between the labels of events.
const LABEL_WIDTH: f32 = 22.0;

/// Share of the colour in areas.
pub(super) fn strength(style: Style) -> f32 {
    if style == Style::Band { 0.15 } else { 0.5 }
}

/// Draws `mark` of `pane`.
pub(super) fn draw(mark: &Mark, pane: &Pane, plot: &PlotArea, shapes: &mut Vec<Shape>) {
    let clip = plot.area;
    let circle = |p: &[f64; 2], radius: f32, filled: bool| Shape::Circle {
        at: plot.position(p[0], p[1]),
        radius,
        role: mark.role,
        filled,
        clip: wider(clip),
    };
    let line = |points: Vec<[f32; 2]>, width: f32, dashed: bool| Shape::Line {
        points,
        role: mark.role,
        width,
        dashed,
        clip,
    };
    let fill =
        |strip: Vec<[f32; 2]>| Shape::Fill { strip, role: mark.role, strength: strength(mark.style), clip };
    // two more points on either side, so that lines and bands run to the edge
    let from = mark.points.partition_point(|p| p[0] < plot.x[0]).saturating_sub(2);
    let from = if mark.style == Style::Band { from - from % 2 } else { from };
    let to = (mark.points.partition_point(|p| p[0] <= plot.x[1]) + 2).min(mark.points.len());
    let near = mark.points.get(from..to).unwrap_or_default();
    let inside = near.iter().filter(|p| p[1].is_finite() && p[0] >= plot.x[0] && p[0] <= plot.x[1]);
    let base = pane.reference.unwrap_or(0.0).clamp(plot.y[0], plot.y[1]);
    match mark.style {
        Style::Line { width, dashed } => {
            for run in near.split(|p| !p[1].is_finite()).filter(|run| run.len() > 1) {
                let points = run.iter().map(|p| plot.position(p[0], p[1])).collect();
                shapes.push(line(points, width, dashed));
            }
        }
        Style::Stems => {
            for p in near.iter().filter(|p| p[1].is_finite()) {
                let points = vec![plot.position(p[0], base), plot.position(p[0], p[1])];
                shapes.push(line(points, 1.5, false));
            }
        }
        Style::Dots { radius } => shapes.extend(inside.map(|p| circle(p, radius, true))),
        Style::Rings { radius } => shapes.extend(inside.map(|p| circle(p, radius, false))),
        Style::Band => {
            for run in near.split(|p| !p[1].is_finite()).filter(|run| run.len() > 3) {
                shapes.push(fill(run.iter().map(|p| plot.position(p[0], p[1])).collect()));
            }
        }
        Style::Bars { width } => {
            for p in near.iter().filter(|p| p[1].is_finite()) {
                let corner = |x: f64, y: f64| plot.position(x, y);
                let (left, right) = (p[0] - 0.5 * width, p[0] + 0.5 * width);
                let strip =
                    vec![corner(left, base), corner(left, p[1]), corner(right, base), corner(right, p[1])];
                shapes.push(fill(strip));
            }
        }
        Style::Verticals => {
            for x in near.iter().map(|p| p[0]).filter(|x| *x >= plot.x[0] && *x <= plot.x[1]) {
                let at = plot.position(x, plot.y[0])[0];
                shapes.push(line(vec![[at, clip.y], [at, clip.bottom()]], 1.0, true));
            }
        }
    }
}

/// Draws the symbols of `events`, and their labels where there is room.
pub(super) fn draw_events(events: &[Event], plot: &PlotArea, shapes: &mut Vec<Shape>) {
    let clip = wider(plot.area);
    let mut free = f32::NEG_INFINITY;
    for event in events.iter().filter(|e| e.at[0] >= plot.x[0] && e.at[0] <= plot.x[1] && e.at[1].is_finite())
    {
        let [x, y] = plot.position(event.at[0], event.at[1]);
        let line = |corners: &[[f32; 2]], role: Role, width: f32| Shape::Line {
            points: corners.iter().map(|c| [x + HALF * c[0], y + HALF * c[1]]).collect(),
            role,
            width,
            dashed: false,
            clip,
        };
        let corners: &[[f32; 2]] = match event.symbol {
            Symbol::Circle => {
                let circle =
                    |radius| Shape::Circle { at: [x, y], radius, role: event.role, filled: false, clip };
                shapes.push(circle(HALF));
                &[]
            }
            Symbol::Step => &[[-1.2, 1.0], [0.0, 1.0], [0.0, -1.0], [1.2, -1.0]],
            Symbol::Wedge => &[[-0.6, 1.0], [-0.6, -1.2], [-0.2, 0.0], [0.4, 0.7], [1.4, 1.0], [-0.6, 1.0]],
            Symbol::Square => &[[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]],
        };
        if !corners.is_empty() {
            // a halo keeps the symbol apart from the lines below it
            shapes.push(line(corners, Role::Panel, 4.5));
            shapes.push(line(corners, event.role, 2.0));
        }
        let above = y - 2.6 * HALF > plot.area.y;
        if x - 0.5 * LABEL_WIDTH >= free {
            free = x + 0.5 * LABEL_WIDTH;
            let middle = if above { y - 2.4 * HALF } else { y + 2.6 * HALF };
            let (left, right) = (x - 0.5 * LABEL_WIDTH + 2.0, x + 0.5 * LABEL_WIDTH - 2.0);
            let (low, high) = (middle + 6.0, middle - 5.0);
            shapes.push(Shape::Fill {
                strip: vec![[left, low], [left, high], [right, low], [right, high]],
                role: Role::Panel,
                strength: 0.75,
                clip,
            });
            shapes.push(Shape::Text {
                at: [x, middle],
                anchor: 0.5,
                text: event.label.clone(),
                size: 10.0,
                strong: true,
                role: event.role,
            });
        }
    }
}

/// Room for circles and symbols at the edge.
fn wider(area: Area) -> Area {
    Area { x: area.x - 5.0, y: area.y - 5.0, w: area.w + 10.0, h: area.h + 10.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot() -> PlotArea {
        PlotArea { area: Area { x: 0.0, y: 0.0, w: 100.0, h: 100.0 }, x: [0.0, 10.0], y: [0.0, 10.0] }
    }

    fn pane(style: Style, points: Vec<[f64; 2]>) -> Pane {
        let mark = Mark { name: String::new(), role: Role::Raw, style, points, labelled: false };
        Pane {
            label: String::new(),
            decimals: 1,
            reference: None,
            weight: 1.0,
            marks: vec![mark],
            events: vec![],
        }
    }

    #[test]
    fn a_band_is_one_area_and_keeps_its_pairs_when_zoomed() {
        let points = (0..20).flat_map(|k| [[f64::from(k), 2.0], [f64::from(k), 4.0]]).collect();
        let pane = pane(Style::Band, points);
        let mut plot = plot();
        plot.x = [5.5, 8.5];
        let mut shapes = Vec::new();
        draw(&pane.marks[0], &pane, &plot, &mut shapes);
        let [Shape::Fill { strip, .. }] = shapes.as_slice() else { panic!("{shapes:?}") };
        assert!(strip.chunks(2).all(|pair| pair[0][0] == pair[1][0] && pair[0][1] > pair[1][1]));
        assert!(strip[0][0] <= 0.0 && strip[strip.len() - 1][0] >= 100.0);
    }

    #[test]
    fn labels_of_close_events_do_not_overlap() {
        let event = |x: f64| Event {
            at: [x, 5.0],
            symbol: Symbol::Step,
            role: Role::Accent,
            label: "LS".into(),
            title: String::new(),
            note: String::new(),
        };
        let mut shapes = Vec::new();
        draw_events(&[event(1.0), event(1.5), event(9.0), event(20.0)], &plot(), &mut shapes);
        assert_eq!(shapes.iter().filter(|s| matches!(s, Shape::Text { .. })).count(), 2);
        assert_eq!(shapes.iter().filter(|s| matches!(s, Shape::Line { .. })).count(), 6);
    }
}
