//! Charts in the window: the shapes of a scene painted, with crosshair, zoom and pan of time.

use egui::{Align2, Color32, FontId, Key, Painter, Pos2, Rect, Response, Sense, Stroke, Ui, pos2, vec2};

use super::theme;
use crate::report::chart::palette::Role;
use crate::report::chart::scene::{Area, Layout, PlotArea, Scene, Shape, lay_out};
use crate::report::chart::{Chart, XAxis};
use crate::report::number;

/// What the user did to a chart: part of the session, not of the chart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Zoom {
    /// The part of the horizontal axis in sight; none shows all.
    pub range: Option<[f64; 2]>,
    /// Position of the crosshair when it is moved by keys.
    cursor: Option<f64>,
    /// Where a menu was asked for: on the horizontal axis and on the screen.
    picked: Option<(f64, Pos2)>,
    /// Where the crosshair stands on the screen.
    cursor_at: Option<Pos2>,
}

impl Zoom {
    /// Position of the crosshair that is moved by keys.
    pub fn cursor(&self) -> Option<f64> {
        self.cursor
    }

    /// Where a menu was asked for: on the horizontal axis and on the screen.
    pub fn picked(&self) -> Option<(f64, Pos2)> {
        self.picked
    }

    /// The menu is asked for at the crosshair.
    pub fn pick_cursor(&mut self) {
        self.picked = self.cursor.zip(self.cursor_at);
    }

    /// The menu is closed.
    pub fn forget_pick(&mut self) {
        self.picked = None;
    }
}

/// Shortest range that can be zoomed to, in periods.
const CLOSEST: f64 = 6.0;

/// Shows `chart` in all the space that is left. A dimmed chart is about to be replaced.
pub fn show(ui: &mut Ui, chart: &Chart, zoom: &mut Zoom, dimmed: bool) -> Response {
    let size = ui.available_size().max(vec2(80.0, 60.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let full = chart.x.extent();
    let range = visible(zoom.range, full);
    let response = name(ui, response, chart);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter_at(rect);
    let scene = scene(&painter, chart, rect, range);
    if matches!(chart.x, XAxis::Time { .. }) {
        navigate(ui, &response, &scene, full, zoom);
    }
    let scene = match visible(zoom.range, full) {
        new if new != range => self::scene(&painter, chart, rect, new),
        _ => scene,
    };
    let strength = if dimmed { 0.45 } else { 1.0 };
    for shape in &scene.shapes {
        paint(ui, &painter, rect, shape, strength);
    }
    if response.has_focus() {
        painter.rect_stroke(
            rect.shrink(1.0),
            3.0,
            Stroke::new(1.0, theme::color(ui, Role::Accent)),
            egui::StrokeKind::Inside,
        );
    }
    let under = |p: Pos2| {
        let plot = scene.plots.iter().find(|a| a.area.contains(p.x - rect.left(), p.y - rect.top()))?;
        Some(chart.x.snap(plot.value_x(p.x - rect.left())))
    };
    if response.secondary_clicked() {
        let pointer = response.interact_pointer_pos();
        zoom.picked = pointer.and_then(|p| Some((under(p)?, p)));
    }
    crosshair(ui, &painter, rect, &response, chart, &scene, zoom);
    response
}

fn scene(painter: &Painter, chart: &Chart, rect: Rect, range: [f64; 2]) -> Scene {
    let measure = |text: &str, size: f32| {
        let galley =
            painter.layout_no_wrap(text.to_owned(), FontId::proportional(size), Color32::PLACEHOLDER);
        galley.size().x
    };
    let layout = Layout { size: [rect.width(), rect.height()], range, framed: false, measure: &measure };
    lay_out(chart, &layout)
}

/// The part in sight: inside `full`, and not too short to read.
pub fn visible(range: Option<[f64; 2]>, full: [f64; 2]) -> [f64; 2] {
    range.map_or(full, |[a, b]| {
        let width = (b - a).clamp(CLOSEST.min(full[1] - full[0]), full[1] - full[0]);
        let start = a.clamp(full[0], full[1] - width);
        [start, start + width]
    })
}

/// What a screen reader says of the chart.
fn name(ui: &Ui, response: Response, chart: &Chart) -> Response {
    let text = format!("Chart of {}", chart.described());
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, enabled, &text));
    response
}

/// Wheel zooms, drag pans, a double click shows all, arrow keys move the crosshair.
fn navigate(ui: &Ui, response: &Response, scene: &Scene, full: [f64; 2], zoom: &mut Zoom) {
    let Some(plot) = scene.plots.first() else { return };
    let [a, b] = plot.x;
    let per_point = (b - a) / f64::from(plot.area.w.max(1.0));
    if response.double_clicked() {
        zoom.range = None;
    } else if response.dragged() {
        let shift = -f64::from(response.drag_delta().x) * per_point;
        if shift != 0.0 && zoom.range.is_some() {
            zoom.range = Some(visible(Some([a + shift, b + shift]), full));
        }
    }
    if let Some(pointer) = response.hover_pos() {
        let (scroll, pinch) = ui.input(|i| (i.smooth_scroll_delta(), i.zoom_delta()));
        let factor = f64::from((-scroll.y / 240.0).exp() / pinch);
        if (factor - 1.0).abs() > 1e-6 {
            let centre = plot.value_x(pointer.x - response.rect.left());
            let range = [centre + (a - centre) * factor, centre + (b - centre) * factor];
            let range = visible(Some(range), full);
            zoom.range = (range[1] - range[0] < full[1] - full[0]).then_some(range);
        }
        if scroll.x != 0.0 && zoom.range.is_some() {
            let shift = -f64::from(scroll.x) * per_point;
            zoom.range = Some(visible(Some([a + shift, b + shift]), full));
        }
    }
    if response.has_focus() {
        ui.memory_mut(|m| {
            let keep = egui::EventFilter { horizontal_arrows: true, escape: true, ..Default::default() };
            m.set_focus_lock_filter(response.id, keep);
        });
        let steps =
            ui.input(|i| i.num_presses(Key::ArrowRight) as f64 - i.num_presses(Key::ArrowLeft) as f64);
        if steps != 0.0 {
            let from = zoom.cursor.unwrap_or(b.floor());
            zoom.cursor = Some((from + steps).clamp(a.ceil(), b.floor()));
        }
        if ui.input(|i| i.key_pressed(Key::Escape)) {
            zoom.cursor = None;
            response.surrender_focus();
        }
    } else {
        zoom.cursor = None;
    }
}

fn paint(ui: &Ui, painter: &Painter, rect: Rect, shape: &Shape, strength: f32) {
    let palette = theme::palette(ui);
    let color = |role: Role| theme::rgb(palette.get(role).over(palette.panel, strength));
    let at = |p: &[f32; 2]| pos2(rect.left() + p[0], rect.top() + p[1]);
    let clipped = |clip: &Area| {
        let min = at(&[clip.x, clip.y]);
        painter.with_clip_rect(Rect::from_min_size(min, vec2(clip.w, clip.h)).intersect(rect))
    };
    match shape {
        Shape::Line { points, role, width, dashed, clip } => {
            let stroke = Stroke::new(*width, color(*role));
            let painter = clipped(clip);
            // rules of one point are put on whole pixels
            if let ([p, q], true) = (points.as_slice(), *width <= 1.0 && !dashed) {
                let (p, q) = (at(p), at(q));
                if p.y == q.y {
                    painter.hline(p.x..=q.x, painter.round_to_pixel_center(p.y), stroke);
                } else {
                    painter
                        .line_segment([p, q].map(|p| pos2(painter.round_to_pixel_center(p.x), p.y)), stroke);
                }
                return;
            }
            let points: Vec<Pos2> = points.iter().map(at).collect();
            if *dashed {
                painter.extend(egui::Shape::dashed_line(&points, stroke, 5.0, 3.0));
            } else {
                painter.add(egui::Shape::line(points, stroke));
            }
        }
        Shape::Fill { strip, role, strength: share, clip } => {
            let mut mesh = egui::Mesh::default();
            // the grid shows through
            let shade = theme::rgb(palette.get(*role)).gamma_multiply(*share * strength);
            for (k, point) in strip.iter().enumerate() {
                mesh.colored_vertex(at(point), shade);
                if k >= 2 {
                    let k = k as u32;
                    mesh.add_triangle(k - 2, k - 1, k);
                }
            }
            clipped(clip).add(mesh);
        }
        Shape::Circle { at: centre, radius, role, filled, clip } => {
            let stroke = Stroke::new(1.25, color(*role));
            let fill = if *filled { color(*role) } else { theme::rgb(palette.panel) };
            clipped(clip).circle(at(centre), *radius, fill, stroke);
        }
        Shape::Text { at: anchor, anchor: share, text, size, strong, role } => {
            let font = if *strong { theme::strong(*size) } else { FontId::proportional(*size) };
            let align = match *share {
                s if s < 0.25 => Align2::LEFT_CENTER,
                s if s < 0.75 => Align2::CENTER_CENTER,
                _ => Align2::RIGHT_CENTER,
            };
            painter.text(at(anchor), align, text, font, color(*role));
        }
    }
}

/// A vertical line at the nearest period, and a small table of the values there.
fn crosshair(
    ui: &Ui,
    painter: &Painter,
    rect: Rect,
    response: &Response,
    chart: &Chart,
    scene: &Scene,
    zoom: &mut Zoom,
) {
    let pointer = response.hover_pos().map(|p| (p.x - rect.left(), p.y - rect.top()));
    let over = pointer.and_then(|(x, y)| {
        let plot = scene.plots.iter().find(|p| p.area.contains(x, y))?;
        Some(plot.value_x(x))
    });
    // while a menu is open, what it is about stays marked
    let Some(x) = zoom.picked.map(|p| p.0).or(over).or(zoom.cursor) else { return };
    let step = chart.x.step();
    let x = chart.x.snap(x);
    let Some(first) = scene.plots.first() else { return };
    let px = rect.left() + first.position(x, first.y[0])[0];
    zoom.cursor_at = Some(pos2(px, rect.top() + first.area.y + 8.0));
    let line = Stroke::new(1.0, theme::color(ui, Role::Secondary));
    let mut rows: Vec<(String, String, Role)> = Vec::new();
    for (pane, plot) in chart.panes.iter().zip(&scene.plots) {
        let vertical = rect.top() + plot.area.y..=rect.top() + plot.area.bottom();
        painter.vline(painter.round_to_pixel_center(px), vertical, line);
        for (mark, y) in pane.values_at(x, step) {
            let at = plot.position(x, y);
            let centre = pos2(rect.left() + at[0], rect.top() + at[1]);
            painter.circle(
                centre,
                3.5,
                theme::color(ui, mark.role),
                Stroke::new(1.5, theme::color(ui, Role::Panel)),
            );
            rows.push((mark.name.clone(), number::display(y, pane.decimals), mark.role));
        }
        let events = pane.events.iter().filter(|e| (e.at[0] - x).abs() < 0.5 * step);
        rows.extend(events.map(|e| (e.title.clone(), e.note.clone(), e.role)));
    }
    let head = chart.x.describe(x);
    value_table(ui, painter, rect, px, first, &head, &rows);
}

fn value_table(
    ui: &Ui,
    painter: &Painter,
    rect: Rect,
    px: f32,
    plot: &PlotArea,
    head: &str,
    rows: &[(String, String, Role)],
) {
    let small = FontId::proportional(theme::SMALL);
    let text = theme::color(ui, Role::Text);
    let head = painter.layout_no_wrap(head.to_owned(), theme::strong(theme::SMALL), text);
    let lines: Vec<_> = rows
        .iter()
        .map(|(name, value, role)| {
            let lay = |t: &str| painter.layout_no_wrap(t.to_owned(), small.clone(), text);
            (lay(name), lay(value), theme::color(ui, *role))
        })
        .collect();
    let names = lines.iter().map(|l| l.0.size().x).fold(0.0, f32::max);
    let values = lines.iter().map(|l| l.1.size().x).fold(0.0, f32::max);
    let width = (names + values + 16.0 + 14.0).max(head.size().x) + 16.0;
    let height = 16.0 * (lines.len() + 1) as f32 + 12.0;
    let right = px + 12.0 + width <= rect.right();
    let left = if right { px + 12.0 } else { px - 12.0 - width };
    let table = Rect::from_min_size(pos2(left, rect.top() + plot.area.y + 4.0), vec2(width, height));
    let outline = Stroke::new(1.0, theme::color(ui, Role::Outline));
    painter.rect(table, 4.0, theme::color(ui, Role::Panel), outline, egui::StrokeKind::Inside);
    let mut y = table.top() + 6.0;
    painter.galley(pos2(table.left() + 8.0, y), head, text);
    for (name, value, color) in lines {
        y += 16.0;
        painter.circle_filled(pos2(table.left() + 12.0, y + 8.0), 3.5, color);
        painter.galley(pos2(table.left() + 22.0, y), name, text);
        let at = table.right() - 8.0 - value.size().x;
        painter.galley(pos2(at, y), value, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_stays_inside_the_series() {
        let full = [-0.5, 119.5];
        assert_eq!(visible(None, full), full);
        assert_eq!(visible(Some([-50.0, 10.0]), full), [-0.5, 59.5]);
        assert_eq!(visible(Some([100.0, 160.0]), full), [59.5, 119.5]);
        assert_eq!(visible(Some([50.0, 50.1]), full), [50.0, 56.0]);
        assert_eq!(visible(Some([-1e9, 1e9]), full), full);
    }
}
