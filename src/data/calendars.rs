//! The ready-made calendars of countries, delivered with the program.

use ron::error::SpannedError;
use solstice_engine::toolkit::calendars::CountryCalendar;

/// The files of `assets/calendars`, by country code.
const FILES: [&str; 34] = [
    include_str!("../../assets/calendars/at.ron"),
    include_str!("../../assets/calendars/au.ron"),
    include_str!("../../assets/calendars/be.ron"),
    include_str!("../../assets/calendars/bg.ron"),
    include_str!("../../assets/calendars/ca.ron"),
    include_str!("../../assets/calendars/ch.ron"),
    include_str!("../../assets/calendars/cy.ron"),
    include_str!("../../assets/calendars/cz.ron"),
    include_str!("../../assets/calendars/de.ron"),
    include_str!("../../assets/calendars/dk.ron"),
    include_str!("../../assets/calendars/ee.ron"),
    include_str!("../../assets/calendars/es.ron"),
    include_str!("../../assets/calendars/fi.ron"),
    include_str!("../../assets/calendars/fr.ron"),
    include_str!("../../assets/calendars/gb.ron"),
    include_str!("../../assets/calendars/gr.ron"),
    include_str!("../../assets/calendars/hr.ron"),
    include_str!("../../assets/calendars/hu.ron"),
    include_str!("../../assets/calendars/ie.ron"),
    include_str!("../../assets/calendars/it.ron"),
    include_str!("../../assets/calendars/jp.ron"),
    include_str!("../../assets/calendars/lt.ron"),
    include_str!("../../assets/calendars/lu.ron"),
    include_str!("../../assets/calendars/lv.ron"),
    include_str!("../../assets/calendars/mt.ron"),
    include_str!("../../assets/calendars/nl.ron"),
    include_str!("../../assets/calendars/no.ron"),
    include_str!("../../assets/calendars/pl.ron"),
    include_str!("../../assets/calendars/pt.ron"),
    include_str!("../../assets/calendars/ro.ron"),
    include_str!("../../assets/calendars/se.ron"),
    include_str!("../../assets/calendars/si.ron"),
    include_str!("../../assets/calendars/sk.ron"),
    include_str!("../../assets/calendars/us.ron"),
];

/// The calendars of all delivered countries, by country code.
///
/// # Errors
/// The position and reason of the first text that is no calendar; the delivered ones are checked by a test.
pub fn country_calendars() -> Result<Vec<CountryCalendar>, SpannedError> {
    FILES.iter().map(|text| ron::from_str(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_of_the_folder_are_delivered() {
        let calendars = country_calendars().unwrap();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/calendars");
        assert_eq!(calendars.len(), std::fs::read_dir(folder).unwrap().count());
        assert!(calendars.is_sorted_by_key(|c| c.code.clone()));
    }
}
