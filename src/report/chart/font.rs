//! The bundled text face: Inter with digits of equal width (`assets/fonts/OFL.txt`).

/// Family name in pictures and in the window.
pub const FAMILY: &str = "Solstice Sans";

/// Regular weight.
pub const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/SolsticeSans-Regular.otf");

/// Semi-bold weight.
pub const SEMI_BOLD: &[u8] = include_bytes!("../../../assets/fonts/SolsticeSans-SemiBold.otf");

/// Width of `text` at `size`, estimated from classes of letters: exact for digits, close for words.
/// Layout of exported pictures uses it; the window measures.
pub fn estimated_width(text: &str, size: f32) -> f32 {
    let em: f32 = text
        .chars()
        .map(|c| match c {
            '0'..='9' => 0.648,
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | 'I' | ' ' => 0.27,
            'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.38,
            'm' | 'w' | 'M' | 'W' => 0.88,
            'A'..='Z' => 0.68,
            _ => 0.58,
        })
        .sum();
    em * size
}
