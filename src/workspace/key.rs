//! Keys of results: a stable hash of what an adjustment depends on.

use solstice_engine::sa::spec::Spec;
use solstice_engine::toolkit::timeseries::TsData;

/// Hash of the values of a series and a specification (FNV-1a, 64 bits): the generation that results
/// belong to. The same on every machine and in every version of the compiler.
pub fn result_key(data: &TsData, spec: &Spec) -> u64 {
    let start = data.start();
    let mut hash = Fnv::default();
    hash.bytes(start.unit.to_string().as_bytes());
    hash.word(start.id as u64);
    hash.word(data.len() as u64);
    for value in data.values() {
        hash.word(value.to_bits());
    }
    // plain data: the text of a specification holds all of it, and cannot fail to be written
    hash.bytes(serde_json::to_string(spec).unwrap_or_default().as_bytes());
    hash.0
}

struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.word(u64::from(byte));
        }
    }

    fn word(&mut self, word: u64) {
        // FNV-1a by words, the high half folded in so that every bit of a double reaches the low bits
        self.0 = (self.0 ^ word).wrapping_mul(0x0000_0100_0000_01b3);
        self.0 ^= self.0 >> 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;

    #[test]
    fn key_depends_on_values_start_and_specification() {
        let spec = x13("x11").unwrap();
        let data = |first: f64, year| TsData::of(12, year, 1, vec![first, 2.0, f64::NAN]).unwrap();
        let key = result_key(&data(1.0, 2000), &spec);
        assert_eq!(key, result_key(&data(1.0, 2000), &spec));
        assert_ne!(key, result_key(&data(1.0 + f64::EPSILON, 2000), &spec));
        assert_ne!(key, result_key(&data(-1.0, 2000), &spec));
        assert_ne!(key, result_key(&data(1.0, 2001), &spec));
        let other: Spec = serde_json::from_str(r#"{"X13":{"x11":{"henderson_length":13}}}"#).unwrap();
        assert_ne!(key, result_key(&data(1.0, 2000), &other));
    }
}
