//! Fonts, sizes and the palette as egui wants them. The only place that makes egui colours.

use std::sync::Arc;

use egui::style::{Selection, WidgetVisuals};
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke,
    Style, TextStyle, Theme, Ui, Visuals,
};

use crate::report::chart::font;
use crate::report::chart::palette::{Palette, Rgb, Role};

/// Secondary text.
pub const SMALL: f32 = 11.5;
/// Almost everything.
pub const BODY: f32 = 13.0;
/// Titles.
pub const TITLE: f32 = 16.0;
/// Height of a row in lists and tables.
pub const ROW: f32 = 22.0;
/// The grid.
pub const GRID: f32 = 4.0;

const STRONG: &str = "strong";

/// Installs fonts and both themes.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(Theme::Light, Palette::LIGHT), (Theme::Dark, Palette::DARK)] {
        ctx.style_mut_of(theme, |style| apply(style, theme, &palette));
    }
}

/// The palette of the theme in use.
pub fn palette(ui: &Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &Palette::DARK } else { &Palette::LIGHT }
}

/// The colour of `role` in the theme in use.
pub fn color(ui: &Ui, role: Role) -> Color32 {
    rgb(palette(ui).get(role))
}

/// A colour of the palette.
#[allow(clippy::disallowed_methods)]
pub const fn rgb(c: Rgb) -> Color32 {
    Color32::from_rgb(c.0, c.1, c.2)
}

/// What a dialog lays over the window behind it.
pub fn shade() -> Color32 {
    Color32::from_black_alpha(64)
}

/// The semi-bold face at `size`.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG.into()))
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, data: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
    };
    add(font::FAMILY, font::REGULAR);
    add(STRONG, font::SEMI_BOLD);
    let proportional = fonts.families.entry(FontFamily::Proportional).or_default();
    proportional.insert(0, font::FAMILY.to_owned());
    let mut semi_bold = proportional.clone();
    semi_bold.insert(0, STRONG.to_owned());
    fonts.families.insert(FontFamily::Name(STRONG.into()), semi_bold);
    fonts.families.entry(FontFamily::Monospace).or_default().push(font::FAMILY.to_owned());
    fonts
}

fn apply(style: &mut Style, theme: Theme, palette: &Palette) {
    use FontFamily::{Monospace, Proportional};
    style.text_styles = [
        (TextStyle::Small, FontId::new(SMALL, Proportional)),
        (TextStyle::Body, FontId::new(BODY, Proportional)),
        (TextStyle::Button, FontId::new(BODY, Proportional)),
        (TextStyle::Heading, strong(TITLE)),
        (TextStyle::Monospace, FontId::new(12.0, Monospace)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(8.0, GRID);
    spacing.button_padding = egui::vec2(8.0, 2.0);
    spacing.interact_size = egui::vec2(32.0, ROW);
    spacing.indent = 16.0;
    spacing.icon_width = 14.0;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = 6.0;
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(16);
    spacing.combo_width = 60.0;
    spacing.tooltip_width = 360.0;
    spacing.scroll.floating = true;
    // a thin handle tells that there is more
    spacing.scroll.dormant_handle_opacity = 0.25;
    style.animation_time = 0.0;
    style.interaction.tooltip_delay = 0.35;
    style.visuals = visuals(theme, palette);
}

fn visuals(theme: Theme, palette: &Palette) -> Visuals {
    let mut v = if theme == Theme::Dark { Visuals::dark() } else { Visuals::light() };
    let c = |role| rgb(palette.get(role));
    let line = |role| Stroke::new(1.0, c(role));
    let radius = CornerRadius::same(3);
    let widget = |fill: Role, outline: Option<Role>, text: Role| WidgetVisuals {
        bg_fill: c(fill),
        weak_bg_fill: c(fill),
        bg_stroke: outline.map_or(Stroke::NONE, line),
        corner_radius: radius,
        fg_stroke: line(text),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(Role::Panel, Some(Role::Hairline), Role::Text);
    v.widgets.inactive = widget(Role::Raised, Some(Role::Hairline), Role::Text);
    v.widgets.hovered = widget(Role::Raised, Some(Role::Outline), Role::Text);
    v.widgets.active = widget(Role::Selection, Some(Role::Accent), Role::Text);
    v.widgets.open = widget(Role::Raised, Some(Role::Outline), Role::Text);
    v.selection = Selection { bg_fill: c(Role::Selection), stroke: line(Role::Accent) };
    v.weak_text_color = Some(c(Role::Secondary));
    v.hyperlink_color = c(Role::Accent);
    v.panel_fill = c(Role::Panel);
    v.window_fill = c(Role::Panel);
    v.window_stroke = line(Role::Outline);
    v.extreme_bg_color = c(Role::Panel);
    v.text_edit_bg_color = Some(c(Role::Background));
    v.faint_bg_color = c(Role::Background);
    v.code_bg_color = c(Role::Background);
    v.warn_fg_color = c(Role::Uncertain);
    v.error_fg_color = c(Role::Severe);
    v.window_shadow = Shadow::NONE;
    v.popup_shadow = Shadow::NONE;
    v.window_corner_radius = CornerRadius::same(6);
    v.menu_corner_radius = CornerRadius::same(4);
    v.striped = false;
    v.indent_has_left_vline = false;
    v
}
