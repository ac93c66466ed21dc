//! The window without a mouse.

use egui_kittest::kittest::{By, NodeT as _};
use solstice::ui::command::UiCommand;
use solstice::ui::layout::{self, View};

use super::*;

/// Name of what has the keyboard.
fn focused(window: &Window) -> String {
    let node = window.query_all(By::new().predicate(|n| n.is_focused())).next();
    node.and_then(|n| n.accesskit_node().label()).unwrap_or_default()
}

/// Tab leads from the tabs of the views through the view to the specification: nothing on the way keeps or loses the
/// keyboard.
#[test]
fn tab_leads_through_every_view() {
    let mut w = window_with_model();
    for view in View::ALL {
        let label = UiCommand::Show(view).label();
        press(&mut w, Modifiers::COMMAND, Key::K);
        fill(&mut w, "Search series and commands", label);
        press(&mut w, Modifiers::NONE, Key::Enter);
        w.run_steps(4);
        assert_eq!(layout::active_view(w.state().tree()), Some(view));
        w.get_by_role_and_label(Role::Button, "More views").focus();
        w.run_steps(1);
        let mut way = Vec::new();
        while way.last().is_none_or(|last| last != "Only changed options") {
            press(&mut w, Modifiers::NONE, Key::Tab);
            way.push(focused(&w));
            assert!(way.len() < 300 && !way.iter().any(|at| at == "File"), "{view:?}: {way:?}");
        }
        assert!(way.len() > 4, "{view:?}: {way:?}");
    }
}

/// The arrows move in an open list, Enter picks from it, Escape leaves it; then the closed list has the keyboard.
#[test]
fn lists_are_used_with_keys() {
    let mut w = window_with_model();
    let before = specification::model(&w).transform.function;
    let list = |w: &Window| w.get_by_role_and_label(Role::ComboBox, "Function").accesskit_node().value();
    assert_eq!(list(&w).as_deref(), Some("Automatic"));
    w.get_by_role_and_label(Role::ComboBox, "Function").focus();
    w.run_steps(1);
    press(&mut w, Modifiers::NONE, Key::Space);
    w.run_steps(2);
    assert_eq!(focused(&w), "Automatic");
    press(&mut w, Modifiers::NONE, Key::Escape);
    w.run_steps(2);
    assert_eq!(focused(&w), "Function");
    assert_eq!(specification::model(&w).transform.function, before);
    press(&mut w, Modifiers::NONE, Key::Space);
    w.run_steps(2);
    press(&mut w, Modifiers::NONE, Key::ArrowUp);
    let picked = focused(&w);
    assert_ne!(picked, "Automatic");
    press(&mut w, Modifiers::NONE, Key::Enter);
    w.run_steps(3);
    assert_eq!(list(&w), Some(picked));
    assert_eq!(focused(&w), "Function");
    assert_ne!(specification::model(&w).transform.function, before);
}
