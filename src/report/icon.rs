//! The picture that stands for the program.

use resvg::{tiny_skia, usvg};

const DRAWING: &str = include_str!("../../assets/icon.svg");

/// The icon of `size` x `size` pixels: 8 bits each of red, green, blue and alpha, not premultiplied, row by row. None
/// for a size of 0.
pub fn pixels(size: u32) -> Option<Vec<u8>> {
    let tree = usvg::Tree::from_str(DRAWING, &usvg::Options::default()).ok()?;
    let mut picture = tiny_skia::Pixmap::new(size, size)?;
    let scale = size as f32 / tree.size().width();
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut picture.as_mut());
    let plain = picture.pixels().iter().map(|p| p.demultiply());
    Some(plain.flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_are_empty_and_the_middle_is_not() {
        let size = 64;
        let all = pixels(size).unwrap();
        assert_eq!(all.len(), 64 * 64 * 4);
        let alpha = |x: usize, y: usize| all[(y * 64 + x) * 4 + 3];
        assert_eq!((alpha(0, 0), alpha(63, 63), alpha(32, 27)), (0, 0, 255));
        assert!(pixels(0).is_none());
    }
}
