//! Every colour of the program, by role, for the light and the dark theme. No other module names a colour.

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// This colour over `under` with `share` (0 to 1) of this one.
    #[must_use]
    pub fn over(self, under: Self, share: f32) -> Self {
        let mix = |a: u8, b: u8| (f32::from(a) * share + f32::from(b) * (1.0 - share)).round() as u8;
        Self(mix(self.0, under.0), mix(self.1, under.1), mix(self.2, under.2))
    }

    /// Contrast ratio of two colours (WCAG 2.1, relative luminance), 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |c: Self| 0.2126 * channel(c.0) + 0.7152 * channel(c.1) + 0.0722 * channel(c.2);
        let (a, b) = (luminance(self), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident $field:ident $light:literal $dark:literal),* $(,)?) => {
        /// What a colour stands for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $($(#[$doc])* $role),* }

        impl Role {
            /// All roles.
            pub const ALL: &'static [Self] = &[$(Self::$role),*];
        }

        /// A colour for each role.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct Palette { $($(#[$doc])* pub $field: Rgb),* }

        impl Palette {
            /// The light theme, also that of every export.
            pub const LIGHT: Self = Self { $($field: rgb($light)),* };
            /// The dark theme.
            pub const DARK: Self = Self { $($field: rgb($dark)),* };

            /// The colour of `role`.
            pub fn get(&self, role: Role) -> Rgb {
                match role { $(Role::$role => self.$field),* }
            }
        }
    };
}

const fn rgb(hex: u32) -> Rgb {
    Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

roles! {
    /// Behind the panes.
    Background background 0xF7F7F5 0x15171A,
    /// Panes and charts.
    Panel panel 0xFFFFFF 0x1B1E22,
    /// Rows under the pointer, quiet buttons.
    Raised raised 0xEFEFEC 0x262A30,
    /// Lines between panes, table lines.
    Hairline hairline 0xE2E2DE 0x2C3036,
    /// Outline of input fields and buttons.
    Outline outline 0xC4C6C4 0x464C55,
    /// Text.
    Text text 0x1C1F23 0xE6E7E9,
    /// Secondary text, axis labels.
    Secondary secondary 0x5C6675 0x98A1AD,
    /// Selection, focus, changed options.
    Accent accent 0x2F6FDE 0x6EA0FF,
    /// Behind selected rows and text.
    Selection selection 0xDCE8FB 0x263B5E,
    /// The series as given.
    Raw raw 0x8A9099 0x8A9099,
    /// Seasonally adjusted series.
    Adjusted adjusted 0x0062A3 0x58B4EE,
    /// Trend.
    Trend trend 0xD1580A 0xFF9448,
    /// Seasonal component.
    Seasonal seasonal 0x00875F 0x3CC79A,
    /// Irregular component.
    Irregular irregular 0x8C5A9E 0xC79BD6,
    /// Calendar effects.
    Calendar calendar 0xB07B00 0xE8B53B,
    /// Verdict good.
    Good good 0x2E7D32 0x6CC070,
    /// Verdict uncertain.
    Uncertain uncertain 0x8F6B00 0xE3B341,
    /// Verdict bad.
    Bad bad 0xC24A00 0xFF8A50,
    /// Verdict severe, errors.
    Severe severe 0xB3261E 0xFF6B63,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_verdicts_are_legible_in_both_themes() {
        for palette in [Palette::LIGHT, Palette::DARK] {
            for role in [
                Role::Text,
                Role::Secondary,
                Role::Accent,
                Role::Good,
                Role::Uncertain,
                Role::Bad,
                Role::Severe,
            ] {
                for ground in [Role::Panel, Role::Background] {
                    let contrast = palette.get(role).contrast(palette.get(ground));
                    assert!(contrast >= 4.4, "{role:?} on {ground:?}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn lines_stand_out_from_the_panel() {
        for palette in [Palette::LIGHT, Palette::DARK] {
            for role in
                [Role::Raw, Role::Adjusted, Role::Trend, Role::Seasonal, Role::Irregular, Role::Calendar]
            {
                assert!(palette.get(role).contrast(palette.panel) >= 3.0, "{role:?}");
            }
        }
    }
}
