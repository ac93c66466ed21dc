//! From a diagnostic to the view that shows what it is about.

use solstice_engine::sa::diagnostics::Check;

use super::Workbench;
use crate::report::diagnostics::Picture;
use crate::ui::layout::{self, Pane, View};
use crate::ui::session::{QualityPage, SeatsPage};
use crate::ui::views::diagnostic::view_of;

impl Workbench {
    /// Brings the view of `picture` to the front, at the right page.
    pub(super) fn show_picture(&mut self, picture: Picture) {
        match picture {
            Picture::Spectrum(analysed) => self.session.spectrum = analysed,
            Picture::SeasonalityTests => self.session.quality_page = QualityPage::Seasonality,
            Picture::MStatistics => self.session.quality_page = QualityPage::MStatistics,
            Picture::ModelTests => self.session.seats_page = SeatsPage::Tests,
            Picture::Chart | Picture::Outliers | Picture::Forecasts | Picture::Residuals => {}
        }
        layout::show(&mut self.tree, Pane::View(view_of(picture)));
    }

    /// Explains a diagnostic in the view of the quality.
    pub(super) fn show_diagnostic(&mut self, check: Check) {
        self.session.check = Some(check);
        self.session.quality_page = QualityPage::Diagnostics;
        layout::show(&mut self.tree, Pane::View(View::Quality));
    }
}
