//! Calendars and user variables.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use solstice_engine::toolkit::calendars::Calendar;

use super::specification::{choose, label, model, window_with};
use super::{Window, click, fill, press, wait_until_current};

fn open(w: &mut Window) {
    press(w, Modifiers::COMMAND, Key::K);
    fill(w, "Search series and commands", "calendars and");
    press(w, Modifiers::NONE, Key::Enter);
    w.run_steps(3);
}

#[test]
fn a_country_is_added_used_and_edited() {
    let mut w = window_with("rsa5c");
    open(&mut w);
    choose(&mut w, "Add country", "France");
    assert_eq!(label(&w), "Add calendar FR");
    fill(&mut w, "New holiday", "Good Friday: Easter -2");
    press(&mut w, Modifiers::NONE, Key::Enter);
    let holidays = |w: &Window| {
        let Some(Calendar::National(fr)) =
            w.state().document().workspace().context.calendars.get("FR").cloned()
        else {
            panic!("no national calendar");
        };
        fr.holidays.len()
    };
    assert_eq!(holidays(&w), 13);
    assert_eq!(label(&w), "Change calendar FR");
    click(&mut w, "Remove Good Friday: Easter -2");
    assert_eq!(holidays(&w), 12);
    fill(&mut w, "Name", "France");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(label(&w), "Rename calendar FR to France");
    click(&mut w, "Close");
    choose(&mut w, "Trading days", "Holidays");
    wait_until_current(&mut w);
    assert_eq!(w.state().document().workspace().users_of_calendar("France"), ["Retail sales"]);
    assert!(w.state().results().shown().is_some());
    assert_eq!(w.state().results().failures(), 0);
    open(&mut w);
    assert!(w.query_by_label("Used by Retail sales").is_some());
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("Used by Retail sales").is_none());
}

#[test]
fn a_series_becomes_a_variable_and_a_regressor() {
    let mut w = window_with("rsa1");
    open(&mut w);
    choose(&mut w, "Add from series", "Retail sales");
    assert_eq!(label(&w), "Add variable user.Retail_sales");
    fill(&mut w, "Name", "no family");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_all_by_label_contains("is no name of a variable").next().is_some());
    fill(&mut w, "Name", "user.x");
    press(&mut w, Modifiers::NONE, Key::Enter);
    click(&mut w, "Close");
    click(&mut w, "User variables options");
    choose(&mut w, "New user variable", "user.x");
    click(&mut w, "Add user variable");
    assert_eq!(model(&w).regression.users[0].variable, "user.x");
    assert_eq!(label(&w), "Add x to Retail sales");
    assert!(w.query_by_role_and_label(Role::Button, "Remove x").is_some());
}
