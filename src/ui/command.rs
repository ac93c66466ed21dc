//! The one table of what the user can ask for: menus, tooltips, shortcuts and the palette come from it.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::layout::View;
use super::tools::ToolKind;

/// Something the user can ask for by menu, key or palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum UiCommand {
    New,
    Open,
    OpenSample,
    Paste,
    Save,
    SaveAs,
    ExportTable,
    ExportSvg,
    ExportPng,
    ExportReport,
    Quit,
    Undo,
    Redo,
    CopyTable,
    CopyChart,
    Show(View),
    ResetZoom,
    ToggleCalendar,
    ToggleWorkspace,
    ToggleSpecification,
    ToggleLog,
    FindOption,
    ResetLayout,
    ThemeLight,
    ThemeDark,
    ThemeSystem,
    Palette,
    NextSeries,
    PreviousSeries,
    /// Give the selected series the predefined specification of this method and name.
    Predefined(&'static str, &'static str),
    /// Bring a stand-alone tool to the front.
    Tool(ToolKind),
    RenameItem,
    CommentItem,
    MoveUp,
    MoveDown,
    ResetSpecification,
    Calendars,
    Refresh,
    RemoveItem,
    SumSeries,
    RunAll,
    Cancel,
    Shortcuts,
    About,
}

/// The menus in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Menu {
    File,
    Edit,
    View,
    Series,
    Run,
    Tools,
    Help,
}

impl Menu {
    /// All menus.
    pub const ALL: [Self; 7] =
        [Self::File, Self::Edit, Self::View, Self::Series, Self::Run, Self::Tools, Self::Help];

    /// Title in the menu bar.
    pub fn title(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Series => "Series",
            Self::Run => "Run",
            Self::Tools => "Tools",
            Self::Help => "Help",
        }
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What is asked for.
    pub command: UiCommand,
    /// Where it stands.
    pub menu: Menu,
    /// Its label.
    pub label: &'static str,
    /// One sentence on what it does.
    pub tip: &'static str,
    /// Its key.
    pub shortcut: Option<KeyboardShortcut>,
    /// Whether a line is drawn above it in the menu.
    pub separated: bool,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const ALT: Modifiers = Modifiers::ALT;

const fn key(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

const fn entry(
    menu: Menu,
    command: UiCommand,
    label: &'static str,
    shortcut: Option<KeyboardShortcut>,
    tip: &'static str,
) -> Entry {
    Entry { command, menu, label, tip, shortcut, separated: false }
}

const fn x13(name: &'static str, label: &'static str, tip: &'static str) -> Entry {
    entry(Menu::Series, UiCommand::Predefined("x13", name), label, None, tip)
}

const fn tramo(name: &'static str, label: &'static str, tip: &'static str) -> Entry {
    entry(Menu::Series, UiCommand::Predefined("tramoseats", name), label, None, tip)
}

const fn tool(kind: ToolKind, label: &'static str, tip: &'static str) -> Entry {
    entry(Menu::Tools, UiCommand::Tool(kind), label, None, tip)
}

const fn below_line(entry: Entry) -> Entry {
    Entry { separated: true, ..entry }
}

/// Every command. A longer combination of keys stands before a shorter one with the same key.
pub const TABLE: &[Entry] = &[
    entry(Menu::File, UiCommand::New, "New workspace", key(CTRL, Key::N), "Begin an empty workspace"),
    entry(
        Menu::File,
        UiCommand::Open,
        "Open...",
        key(CTRL, Key::O),
        "Open a workspace, or import series from a text file",
    ),
    entry(
        Menu::File,
        UiCommand::OpenSample,
        "Open sample workspace",
        None,
        "Open a workspace with example series",
    ),
    entry(
        Menu::File,
        UiCommand::Paste,
        "Paste series...",
        key(CTRL, Key::V),
        "Import series that were copied in a spreadsheet",
    ),
    entry(
        Menu::File,
        UiCommand::SaveAs,
        "Save as...",
        key(CTRL_SHIFT, Key::S),
        "Save the workspace to another file",
    ),
    below_line(entry(
        Menu::File,
        UiCommand::Save,
        "Save",
        key(CTRL, Key::S),
        "Save the workspace to its file",
    )),
    below_line(entry(
        Menu::File,
        UiCommand::ExportTable,
        "Export table as CSV...",
        None,
        "Write the table on the screen to a text file",
    )),
    entry(
        Menu::File,
        UiCommand::ExportSvg,
        "Export chart as SVG...",
        None,
        "Write the chart on the screen as a drawing for documents",
    ),
    entry(
        Menu::File,
        UiCommand::ExportPng,
        "Export chart as PNG...",
        key(CTRL, Key::E),
        "Write the chart on the screen as a picture",
    ),
    entry(
        Menu::File,
        UiCommand::ExportReport,
        "Export report of the series...",
        None,
        "Write charts, model, diagnostics and tables of the series, with the stability that was computed, as a web page",
    ),
    below_line(entry(
        Menu::File,
        UiCommand::Quit,
        "Quit",
        key(CTRL, Key::Q),
        "Close the program; unsaved changes are asked for",
    )),
    entry(Menu::Edit, UiCommand::Redo, "Redo", key(CTRL_SHIFT, Key::Z), "Do again what was undone last"),
    entry(
        Menu::Edit,
        UiCommand::Undo,
        "Undo",
        key(CTRL, Key::Z),
        "Take back the last change of the workspace",
    ),
    below_line(entry(
        Menu::Edit,
        UiCommand::CopyTable,
        "Copy table",
        key(CTRL_SHIFT, Key::C),
        "Copy the table on the screen for a spreadsheet",
    )),
    entry(
        Menu::Edit,
        UiCommand::CopyChart,
        "Copy chart",
        key(CTRL_SHIFT, Key::P),
        "Copy the chart on the screen as a picture",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Summary),
        "Summary",
        key(CTRL, Key::Num1),
        "Verdict, chart, SI ratios and quality in one look",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Chart),
        "Chart",
        key(CTRL, Key::Num2),
        "Series, adjusted series and trend",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::SiRatios),
        "SI ratios",
        key(CTRL, Key::Num3),
        "SI ratios and seasonal factors by period of the year",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Components),
        "Components",
        key(CTRL, Key::Num4),
        "Seasonal and irregular component",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Tables),
        "Tables",
        key(CTRL, Key::Num5),
        "Results and X-11 tables by year and period",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Quality),
        "Quality",
        key(CTRL, Key::Num6),
        "Every diagnostic with its explanation, seasonality tests, M statistics",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Spectrum),
        "Spectrum",
        key(CTRL_SHIFT, Key::F),
        "Periodogram, autoregressive and Tukey spectrum with seasonal and trading-day frequencies",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Stability),
        "Stability",
        key(CTRL_SHIFT, Key::Y),
        "Sliding spans, revision history and model stability",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Model),
        "Model",
        key(CTRL, Key::Num7),
        "RegARIMA model with its coefficients",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Residuals),
        "Residuals",
        key(CTRL, Key::Num8),
        "Residuals of the model: charts and tests",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Preadjustment),
        "Pre-adjustment",
        key(CTRL, Key::Num9),
        "Calendar effects, outliers and user variables that are removed before the decomposition",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Seats),
        "SEATS",
        key(CTRL_SHIFT, Key::T),
        "Decomposition by the ARIMA model: models, components, filters, errors and tests",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Compare),
        "Compare",
        key(CTRL_SHIFT, Key::K),
        "The result beside that of another specification",
    ),
    entry(
        Menu::View,
        UiCommand::ToggleCalendar,
        "Calendar effects in the chart",
        key(CTRL_SHIFT, Key::D),
        "Show or hide the calendar effects below the chart of the series",
    ),
    entry(
        Menu::View,
        UiCommand::Show(View::Tools),
        "Stand-alone tools",
        key(CTRL_SHIFT, Key::L),
        "Tests, spectra, outliers and last observations of the series as it is",
    ),
    below_line(entry(
        Menu::View,
        UiCommand::ResetZoom,
        "Show all periods",
        key(CTRL, Key::Num0),
        "Undo zoom and pan of the charts",
    )),
    below_line(entry(
        Menu::View,
        UiCommand::ToggleWorkspace,
        "Workspace panel",
        key(CTRL, Key::B),
        "Show or hide the workspace tree",
    )),
    entry(
        Menu::View,
        UiCommand::ToggleSpecification,
        "Specification panel",
        key(CTRL, Key::I),
        "Show or hide the specification",
    ),
    entry(
        Menu::View,
        UiCommand::ToggleLog,
        "Log panel",
        key(CTRL, Key::J),
        "Show or hide decisions and messages",
    ),
    entry(
        Menu::View,
        UiCommand::FindOption,
        "Find option...",
        key(CTRL, Key::F),
        "Go to an option of the specification by its name",
    ),
    entry(Menu::View, UiCommand::ResetLayout, "Reset layout", None, "Put all panels back in their places"),
    below_line(entry(Menu::View, UiCommand::ThemeLight, "Light theme", None, "Dark text on a light ground")),
    entry(Menu::View, UiCommand::ThemeDark, "Dark theme", None, "Light text on a dark ground"),
    entry(
        Menu::View,
        UiCommand::ThemeSystem,
        "Theme of the system",
        None,
        "Follow the setting of the system",
    ),
    below_line(entry(
        Menu::View,
        UiCommand::Palette,
        "Search series and commands...",
        key(CTRL, Key::K),
        "Go to a series or run a command by a few letters",
    )),
    entry(
        Menu::Series,
        UiCommand::PreviousSeries,
        "Previous series",
        key(ALT, Key::ArrowUp),
        "Go to the series above in the tree",
    ),
    entry(
        Menu::Series,
        UiCommand::NextSeries,
        "Next series",
        key(ALT, Key::ArrowDown),
        "Go to the series below in the tree",
    ),
    below_line(x13("x11", "X-13: x11", "X-11 on the series as it is, without pre-processing")),
    x13("rsa0", "X-13: rsa0", "Airline model in levels, nothing chosen automatically"),
    x13("rsa1", "X-13: rsa1", "Airline model; logarithms and outliers tested"),
    x13("rsa2c", "X-13: rsa2c", "Airline model; logarithms, working days, Easter and outliers tested"),
    x13("rsa3", "X-13: rsa3", "Automatic model; logarithms and outliers tested"),
    x13("rsa4c", "X-13: rsa4c", "Automatic model; logarithms, working days, Easter and outliers tested"),
    x13("rsa5c", "X-13: rsa5c", "Automatic model; logarithms, trading days, Easter and outliers tested"),
    tramo("rsa0", "TRAMO-SEATS: rsa0", "Airline model in levels, nothing chosen automatically"),
    tramo("rsa1", "TRAMO-SEATS: rsa1", "Airline model; logarithms and outliers tested"),
    tramo("rsa2", "TRAMO-SEATS: rsa2", "Airline model; logarithms, working days, Easter, outliers tested"),
    tramo("rsa3", "TRAMO-SEATS: rsa3", "Automatic model; logarithms and outliers tested"),
    tramo("rsa4", "TRAMO-SEATS: rsa4", "Automatic model; logarithms, working days, Easter, outliers tested"),
    tramo("rsa5", "TRAMO-SEATS: rsa5", "Automatic model; logarithms, trading days, Easter, outliers tested"),
    tramo("rsafull", "TRAMO-SEATS: rsafull", "Everything automatic, the kind of trading days too"),
    entry(
        Menu::Series,
        UiCommand::ResetSpecification,
        "Reset specification",
        None,
        "Undo every change of an option: back to the predefined specification that is nearest",
    ),
    entry(
        Menu::Series,
        UiCommand::Calendars,
        "Calendars and variables...",
        None,
        "Holidays and user variables that the specifications of the workspace refer to",
    ),
    below_line(entry(
        Menu::Series,
        UiCommand::RenameItem,
        "Rename...",
        key(Modifiers::NONE, Key::F2),
        "Give the selected series another name",
    )),
    entry(Menu::Series, UiCommand::CommentItem, "Comment...", None, "Write a comment on the selected series"),
    entry(
        Menu::Series,
        UiCommand::MoveUp,
        "Move up",
        key(CTRL_SHIFT, Key::ArrowUp),
        "Move the selected series one line up in the tree",
    ),
    entry(
        Menu::Series,
        UiCommand::MoveDown,
        "Move down",
        key(CTRL_SHIFT, Key::ArrowDown),
        "Move the selected series one line down in the tree",
    ),
    entry(
        Menu::Series,
        UiCommand::Refresh,
        "Refresh with new data...",
        key(CTRL_SHIFT, Key::R),
        "Read the series again from their files, and choose what of the last estimation is kept",
    ),
    entry(
        Menu::Series,
        UiCommand::RemoveItem,
        "Remove from document",
        None,
        "Remove the selected series from its document; the data stay",
    ),
    entry(
        Menu::Run,
        UiCommand::RunAll,
        "Run all",
        key(Modifiers::NONE, Key::F5),
        "Adjust every series of the workspace",
    ),
    entry(
        Menu::Run,
        UiCommand::Cancel,
        "Cancel run",
        key(Modifiers::NONE, Key::Escape),
        "Stop all adjustments and tools that are under way",
    ),
    tool(ToolKind::Seasonality, "Seasonality tests", "Is there seasonality in the series?"),
    tool(ToolKind::Spectrum, "Spectral analysis", "At which frequencies does the series move?"),
    tool(ToolKind::Differencing, "Differencing", "The differenced series and its autocorrelations"),
    tool(ToolKind::CanovaHansen, "Canova-Hansen test", "Is the seasonality stable over time?"),
    tool(ToolKind::TradingDays, "Trading-day tests", "Are there trading-day effects, and do they move?"),
    tool(ToolKind::Outliers, "Outlier detection", "Outliers of the series, by an automatic model"),
    tool(ToolKind::CheckLast, "Check last observations", "Are they what was to be expected?"),
    below_line(entry(
        Menu::Tools,
        UiCommand::SumSeries,
        "Sum of the selected series",
        None,
        "Add the sum of the selected series to the document as a new series; select several in the tree first",
    )),
    entry(
        Menu::Help,
        UiCommand::Shortcuts,
        "Keyboard shortcuts",
        key(Modifiers::NONE, Key::F1),
        "List every key",
    ),
    entry(Menu::Help, UiCommand::About, "About Solstice", None, "Version, licence and fonts"),
];

impl UiCommand {
    /// Its line in the table.
    pub fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|e| e.command == self)
    }

    /// The label.
    pub fn label(self) -> &'static str {
        self.entry().map_or("", |e| e.label)
    }

    /// The key as text, empty without one.
    pub fn shortcut_text(self) -> String {
        self.entry().and_then(|e| e.shortcut).map_or_else(String::new, |s| shortcut_text(&s))
    }
}

/// `Ctrl+Shift+S`.
pub fn shortcut_text(shortcut: &KeyboardShortcut) -> String {
    let mut text = String::new();
    for (held, name) in [
        (shortcut.modifiers.command || shortcut.modifiers.ctrl, "Ctrl+"),
        (shortcut.modifiers.shift, "Shift+"),
        (shortcut.modifiers.alt, "Alt+"),
    ] {
        if held {
            text.push_str(name);
        }
    }
    text.push_str(match shortcut.logical_key {
        Key::ArrowUp => "Up",
        Key::ArrowDown => "Down",
        Key::Escape => "Esc",
        other => other.name(),
    });
    text
}

/// The commands whose keys were pressed. Keys without modifiers are left to a field that has the focus.
pub fn pressed(ctx: &egui::Context) -> Vec<UiCommand> {
    let typing = ctx.egui_wants_keyboard_input();
    let mut commands = Vec::new();
    for entry in TABLE {
        let Some(shortcut) = &entry.shortcut else { continue };
        // a field or an open menu takes the key for itself
        let of_the_field = entry.command == UiCommand::Cancel && (typing || egui::Popup::is_any_open(ctx));
        if !of_the_field && ctx.input_mut(|i| i.consume_shortcut(shortcut)) {
            commands.push(entry.command);
        }
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::{METHODS, predefined_names};

    #[test]
    fn no_two_commands_share_a_key_or_a_label() {
        for (i, a) in TABLE.iter().enumerate() {
            assert!(!a.tip.is_empty());
            for b in &TABLE[i + 1..] {
                assert_ne!(a.label, b.label);
                assert!(a.shortcut.is_none() || a.shortcut != b.shortcut, "{} and {}", a.label, b.label);
            }
        }
    }

    #[test]
    fn every_predefined_specification_has_a_command() {
        let commands: Vec<(&str, &str)> = TABLE
            .iter()
            .filter_map(|e| match e.command {
                UiCommand::Predefined(method, name) => Some((method, name)),
                _ => None,
            })
            .collect();
        let all = METHODS.iter().flat_map(|m| predefined_names(m).iter().map(|name| (*m, *name)));
        assert_eq!(commands, all.collect::<Vec<_>>());
    }

    #[test]
    fn every_menu_has_entries() {
        for menu in Menu::ALL {
            assert!(TABLE.iter().any(|e| e.menu == menu), "{menu:?}");
        }
    }
}
