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
    let span = match chart.x {
        XAxis::Time { .. } => {
            format!(", {} to {}", chart.x.describe(range[0] + 0.5), chart.x.describe(range[1] - 0.5))
        }
        XAxis::Columns { .. } | XAxis::Values { .. } => String::new(),
    };
    format!("{}{span}", chart.described())
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
        Shape::Fill { strip, role, strength, clip } => {
            let clip = clips.index(*clip);
            let _ = write!(
                out,
                "<polygon fill=\"{}\" fill-opacity=\"{strength}\" clip-path=\"url(#c{clip})\" points=\"",
                color(*role)
            );
            let lower = strip.iter().step_by(2);
            let upper = strip.iter().skip(1).step_by(2);
            for [x, y] in lower.chain(upper.rev()) {
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

#[cfg(test)]
mod tests {
    use super::super::{Mark, Pane, Style, png};
    use super::*;
    use solstice_engine::toolkit::timeseries::TsUnit;

    fn chart() -> Chart {
        let points =
            (0..36).map(|t| [f64::from(t), if t == 7 { f64::NAN } else { f64::from(t * t % 11) }]).collect();
        let line = Style::Line { width: 2.0, dashed: false };
        let mark =
            Mark { name: "Adjusted".into(), role: Role::Adjusted, style: line, points, labelled: true };
        let pane = Pane {
            label: "Index".into(),
            decimals: 1,
            reference: None,
            weight: 1.0,
            marks: vec![mark],
            events: vec![],
        };
        Chart {
            title: "Bread & <butter>".into(),
            subtitle: "2020 = 100".into(),
            stamp: "engine 1".into(),
            x: XAxis::Time { unit: TsUnit::MONTH, first: 0, last: 35 },
            panes: vec![pane],
        }
    }

    #[test]
    fn title_source_and_stamp_are_text_and_equal_charts_give_equal_files() {
        let text = write(&chart(), [600.0, 320.0], None);
        assert!(text.contains(">Bread &amp; &lt;butter&gt;</text>"));
        assert!(text.contains(">2020 = 100</text>") && text.contains(">engine 1</text>"));
        assert!(text.contains("Jan 1970 to Dec 1972"));
        // the missing value cuts the line into two
        assert_eq!(text.matches("stroke-width=\"2\"").count(), 2);
        assert_eq!(text, write(&chart(), [600.0, 320.0], None));
    }

    #[test]
    fn a_picture_has_the_size_that_was_asked_for() {
        let picture = png::draw(&chart(), [300.0, 200.0], Some([0.0, 11.0]), 2.0).unwrap();
        assert_eq!((picture.width, picture.height), (600, 400));
        assert_eq!(picture.rgba.len(), 600 * 400 * 4);
        assert!(picture.png().starts_with(b"\x89PNG"));
        assert!(png::draw(&chart(), [0.0, 200.0], None, 2.0).is_err());
    }
}
