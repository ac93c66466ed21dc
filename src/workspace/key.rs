//! Keys of results: a stable hash of what an adjustment depends on.

use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::Spec;
use solstice_engine::toolkit::timeseries::TsData;

use super::context::used;

/// Hash of the values of a series, a specification, and the calendars and variables that it refers to (FNV-1a, 64 bits): the generation that results
/// belong to. The same on every machine and in every version of the compiler.
pub fn result_key(data: &TsData, spec: &Spec, context: &ModellingContext) -> u64 {
    let mut hash = Fnv::default();
    hash.series(data);
    // plain data: the text of a specification holds all of it, and cannot fail to be written
    hash.bytes(serde_json::to_string(spec).unwrap_or_default().as_bytes());
    let (calendars, variables) = used(spec, context);
    for (name, calendar) in calendars {
        hash.bytes(name.as_bytes());
        hash.bytes(serde_json::to_string(calendar).unwrap_or_default().as_bytes());
    }
    for (name, data) in variables {
        hash.bytes(name.as_bytes());
        hash.series(&data);
    }
    hash.0
}

struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn series(&mut self, data: &TsData) {
        let start = data.start();
        self.bytes(start.unit.to_string().as_bytes());
        self.word(start.id as u64);
        self.word(data.len() as u64);
        for value in data.values() {
            self.word(value.to_bits());
        }
    }

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
        let key_of = |data: &TsData, spec: &Spec| result_key(data, spec, &ModellingContext::default());
        let key = key_of(&data(1.0, 2000), &spec);
        assert_eq!(key, key_of(&data(1.0, 2000), &spec));
        assert_ne!(key, key_of(&data(1.0 + f64::EPSILON, 2000), &spec));
        assert_ne!(key, key_of(&data(-1.0, 2000), &spec));
        assert_ne!(key, key_of(&data(1.0, 2001), &spec));
        let other: Spec = serde_json::from_str(r#"{"X13":{"x11":{"henderson_length":13}}}"#).unwrap();
        assert_ne!(key, key_of(&data(1.0, 2000), &other));
    }
}
