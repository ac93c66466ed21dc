//! Seasonal peaks of the autoregressive and Tukey spectra together (`diagnostics.md` 4.7).

use super::{AutoregressivePeaks, TukeyPeaks};

/// Evidence of a peak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeakLevel {
    /// No peak.
    None,
    /// Probability above 0.90.
    Significant,
    /// Probability above 0.99.
    HighlySignificant,
}

impl PeakLevel {
    fn of(probability: f64) -> Self {
        if probability > 0.99 {
            PeakLevel::HighlySignificant
        } else if probability > 0.90 {
            PeakLevel::Significant
        } else {
            PeakLevel::None
        }
    }
}

/// Peaks of both spectra at one seasonal frequency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpectralPeak {
    /// Autoregressive spectrum.
    pub autoregressive: PeakLevel,
    /// Tukey spectrum.
    pub tukey: PeakLevel,
}

impl SpectralPeak {
    fn any(self) -> bool {
        self.autoregressive > PeakLevel::None || self.tukey > PeakLevel::None
    }

    fn any_high(self) -> bool {
        self.autoregressive == PeakLevel::HighlySignificant || self.tukey == PeakLevel::HighlySignificant
    }

    fn both_high(self) -> bool {
        self.autoregressive == PeakLevel::HighlySignificant && self.tukey == PeakLevel::HighlySignificant
    }
}

/// Peaks at the seasonal frequencies, from the lowest, 2 pi i/p for i = 1..trunc(p/2).
///
/// Displayed as `AT.at.A-.-t.--.--`: for each frequency the autoregressive then the Tukey letter, capital above
/// 0.99, small above 0.90, `-` for none. Empty for annual series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpectralPeaks(
    /// One entry for each frequency.
    pub Vec<SpectralPeak>,
);

impl SpectralPeaks {
    /// Both tests on the same (differenced) series; none when one of them has no result. Frequencies without
    /// position in the Tukey spectrum count as without peak.
    pub fn of(x: &[f64], period: usize) -> Option<Self> {
        let autoregressive = AutoregressivePeaks::of(x, period)?;
        let tukey = TukeyPeaks::of(x, period)?;
        let peak = |i: usize| SpectralPeak {
            autoregressive: autoregressive.seasonal.get(i).map_or(PeakLevel::None, |&p| PeakLevel::of(p)),
            tukey: tukey.seasonal.get(i).map_or(PeakLevel::None, |&p| PeakLevel::of(1.0 - p)),
        };
        Some(Self((0..period / 2).map(peak).collect()))
    }

    /// Whether the peaks show seasonality (used by TRAMO).
    pub fn show_seasonality(&self) -> bool {
        let peaks = self.0.iter().filter(|p| p.any()).count();
        let both = self.0.iter().filter(|p| p.both_high()).count();
        match self.0.as_slice() {
            [.., last] if self.0.len() == 6 => match peaks {
                4.. => true,
                3 => both >= 1 || !last.any(),
                2 if last.both_high() => both == 2,
                2 if !last.any() => both >= 1,
                _ => false,
            },
            [first, _] => first.both_high() || peaks == 2,
            [only] => only.any(),
            _ => false,
        }
    }

    /// The same decision on the highly significant peaks.
    pub fn show_high_seasonality(&self) -> bool {
        let peaks = self.0.iter().filter(|p| p.any_high()).count();
        let both = self.0.iter().filter(|p| p.both_high()).count();
        match self.0.as_slice() {
            [.., last] if self.0.len() == 6 => match peaks {
                4.. => true,
                3 => both >= 1 || !last.any_high(),
                2 if last.both_high() => both == 2,
                2 => both >= 1,
                _ => false,
            },
            [first, _] => first.both_high() || peaks == 2,
            [only] => only.any_high(),
            _ => false,
        }
    }
}

impl std::fmt::Display for SpectralPeaks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let letter = |level: PeakLevel, capital: char| match level {
            PeakLevel::HighlySignificant => capital,
            PeakLevel::Significant => capital.to_ascii_lowercase(),
            PeakLevel::None => '-',
        };
        for (i, peak) in self.0.iter().enumerate() {
            if i > 0 {
                write!(f, ".")?;
            }
            write!(f, "{}{}", letter(peak.autoregressive, 'A'), letter(peak.tukey, 'T'))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peaks(text: &str) -> SpectralPeaks {
        let level = |c: Option<char>| match c {
            Some('A' | 'T') => PeakLevel::HighlySignificant,
            Some('a' | 't') => PeakLevel::Significant,
            _ => PeakLevel::None,
        };
        let peak = |code: &str| {
            let mut c = code.chars();
            SpectralPeak { autoregressive: level(c.next()), tukey: level(c.next()) }
        };
        SpectralPeaks(text.split('.').map(peak).collect())
    }

    #[test]
    fn text_and_decision() {
        for (text, any, high) in [
            ("AT.AT.AT.AT.At.--", true, true),
            ("-t.-t.-t.-t.--.--", true, false),
            ("-t.-t.-t.--.--.--", true, false),
            ("-t.-t.--.--.--.-t", false, false),
            ("AT.-t.--.--.--.-t", true, false),
            ("AT.--.--.--.--.AT", true, true),
            ("A-.--.--.--.--.AT", false, false),
            ("AT.A-.--.--.--.--", true, true),
            ("AT.--.--.--.--.--", false, false),
            ("AT.--", true, true),
            ("-t.a-", true, false),
            ("a-.--", false, false),
            ("A-", true, true),
            ("AT.AT.AT", false, false),
        ] {
            let p = peaks(text);
            assert_eq!(p.to_string(), text);
            assert_eq!((p.show_seasonality(), p.show_high_seasonality()), (any, high), "{text}");
        }
    }

    #[test]
    fn annual_and_short() {
        let x: Vec<f64> = (0..60u32).map(|t| f64::from(t * t % 17)).collect();
        assert_eq!(SpectralPeaks::of(&x, 1).unwrap().to_string(), "");
        assert!(SpectralPeaks::of(&x, 12).is_none());
        assert!(SpectralPeaks::of(&[], 1).is_none());
    }
}
