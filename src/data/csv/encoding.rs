//! Character sets of text files.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Character set of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16 with byte order mark, as "Unicode text" of spreadsheets.
    Utf16,
    /// ISO 8859-1, the fallback: every byte is a character.
    Latin1,
}

/// The text of `bytes`: in the given character set, otherwise by byte order mark, as UTF-8 where it is, as Latin-1
/// where it is not.
pub(super) fn decode(bytes: &[u8], given: Option<Encoding>) -> (Cow<'_, str>, Encoding) {
    let encoding = given.unwrap_or(match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Encoding::Utf16,
        _ if std::str::from_utf8(bytes).is_ok() => Encoding::Utf8,
        _ => Encoding::Latin1,
    });
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)),
        Encoding::Utf16 => {
            let big = bytes.starts_with(&[0xfe, 0xff]);
            let units = bytes.chunks_exact(2).map(|pair| match *pair {
                [a, b] if big => u16::from_be_bytes([a, b]),
                [a, b] => u16::from_le_bytes([a, b]),
                _ => 0,
            });
            let characters = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
            Cow::Owned(characters.skip_while(|c| *c == '\u{feff}').collect())
        }
        Encoding::Latin1 => Cow::Owned(bytes.iter().map(|&b| char::from(b)).collect()),
    };
    (text, encoding)
}
