//! Charts as SVG: text stays text, in the light print palette at any size.

use std::fmt::Write as _;

use super::font::{self, estimated_width};
use super::palette::{Palette, Role};
use super::scene::{Area, Layout, Scene, Shape, lay_out};
use super::{Chart, XAxis};

/// The chart as an SVG document of `size` points, with title, source and stamp. `range` is the part of
/// the horizontal axis to show; none shows all.
pub fn write(chart: &Chart, size: [f32; 2], range: Option<[f64; 2]>) -> String {
    let range = range.unwrap_or_else(|| chart.x.extent());
    let layout = Layout { size, range, framed: true, measure: &estimated_width };
    let scene = lay_out(chart, &layout);
    render(&scene, &describe(chart, range), &Palette::LIGHT)
}

fn describe(chart: &Chart, range: [f64; 2]) -> String {
    let names: Vec<&str> = chart
        .panes
        .iter()
        .flat_map(|p| &p.marks)
        .map(|m| m.name.as_str())
        .filter(|n| !n.is_empty())
        .collect();
    let span = match chart.x {
        XAxis::Time { .. } => {
            format!(", {} to {}", chart.x.describe(range[0] + 0.5), chart.x.describe(range[1] - 0.5))
        }
        XAxis::Columns { .. } => String::new(),
    };
    format!("{}: {}{span}", chart.title, names.join(", "))
}

fn render(scene: &Scene, description: &str, palette: &Palette) -> String {
    let [w, h] = scene.size;
    let mut out = String::with_capacity(32 * 1024);
    // writing to a String cannot fail
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
         font-family=\"'{}', Inter, 'Noto Sans', Arial, sans-serif\" role=\"img\">",
        font::FAMILY
    );
    let _ = writeln!(out, "<desc>{}</desc>", escape(description));
    let _ = writeln!(out, "<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>", palette.panel.hex());
    let mut clips = Clips::default();
    let mut body = String::with_capacity(32 * 1024);
    for shape in &scene.shapes {
        write_shape(&mut body, shape, palette, &mut clips);
    }
    for (k, clip) in clips.areas.iter().enumerate() {
        let _ = writeln!(
            out,
            "<clipPath id=\"c{k}\"><rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\"/></clipPath>",
            clip.x, clip.y, clip.w, clip.h
        );
    }
    out.push_str(&body);
    out.push_str("</svg>\n");
    out
}

/// The clip areas in use, each written once.
#[derive(Default)]
struct Clips {
    areas: Vec<Area>,
}

impl Clips {
    fn index(&mut self, area: Area) -> usize {
        self.areas.iter().position(|a| *a == area).unwrap_or_else(|| {
            self.areas.push(area);
            self.areas.len() - 1
        })
    }
}

fn write_shape(out: &mut String, shape: &Shape, palette: &Palette, clips: &mut Clips) {
    let color = |role: Role| palette.get(role).hex();
    let _ = match shape {
        Shape::Line { points, role, width, dashed, clip } => {
            let clip = clips.index(*clip);
            let dash = if *dashed { " stroke-dasharray=\"5 3\"" } else { "" };
            let _ = write!(
                out,
                "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dash} \
                 clip-path=\"url(#c{clip})\" points=\"",
                color(*role)
            );
            for [x, y] in points {
                let _ = write!(out, "{x:.2},{y:.2} ");
            }
            writeln!(out, "\"/>")
        }
        Shape::Circle { at, radius, role, filled, clip } => {
            let clip = clips.index(*clip);
            let fill = if *filled { color(*role) } else { palette.panel.hex() };
            writeln!(
                out,
                "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{}\" \
                 clip-path=\"url(#c{clip})\"/>",
                at[0],
                at[1],
                color(*role)
            )
        }
        Shape::Text { at, anchor, text, size, strong, role } => {
            let anchor = match *anchor {
                a if a < 0.25 => "start",
                a if a < 0.75 => "middle",
                _ => "end",
            };
            let weight = if *strong { " font-weight=\"600\"" } else { "" };
            // the middle of the text stands about a third of its size above the baseline
            writeln!(
                out,
                "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{size}\"{weight} text-anchor=\"{anchor}\" fill=\"{}\">{}</text>",
                at[0],
                at[1] + 0.36 * size,
                color(*role),
                escape(text)
            )
        }
    };
}

fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // control characters are not allowed in XML
            c if (c as u32) < 0x20 => out.push(' '),
            c => out.push(c),
        }
        out
    })
}
