//! Charts as PNG: the SVG drawn with the bundled font, equal on every machine.

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};

use super::{Chart, font, svg};

/// Why a picture could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The size is zero or beyond what fits into memory.
    #[error("a picture of {width} x {height} pixels cannot be drawn; choose a smaller size or scale")]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// The drawing could not be read back.
    #[error("the chart could not be drawn: {0}")]
    Drawing(String),
}

/// A picture, 8 bits each of red, green, blue and alpha, row by row.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pixels.
    pub rgba: Vec<u8>,
    png: Vec<u8>,
}

impl Picture {
    /// The file.
    pub fn png(&self) -> &[u8] {
        &self.png
    }
}

/// The chart of `size` points at `scale` pixels per point, as [`svg::write`] draws it.
///
/// # Errors
/// [`PictureError`] when the size is out of bounds.
pub fn draw(
    chart: &Chart,
    size: [f32; 2],
    range: Option<[f64; 2]>,
    scale: f32,
) -> Result<Picture, PictureError> {
    let text = svg::write(chart, size, range);
    let options =
        usvg::Options { font_family: font::FAMILY.to_owned(), fontdb: fonts(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(&text, &options).map_err(|e| PictureError::Drawing(e.to_string()))?;
    let (width, height) = ((size[0] * scale).round() as u32, (size[1] * scale).round() as u32);
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or(PictureError::Size { width, height })?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|e| PictureError::Drawing(e.to_string()))?;
    // the ground is opaque, so premultiplied and plain colours are the same
    Ok(Picture { width, height, rgba: pixels.take(), png })
}

fn fonts() -> Arc<usvg::fontdb::Database> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut db = usvg::fontdb::Database::new();
        db.load_font_data(font::REGULAR.to_vec());
        db.load_font_data(font::SEMI_BOLD.to_vec());
        Arc::new(db)
    };
    Arc::clone(FONTS.get_or_init(load))
}
