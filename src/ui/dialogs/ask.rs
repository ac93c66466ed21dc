//! Questions with a few answers.

use egui::{Context, Layout};

use super::modal;
use crate::ui::widgets;

/// A question.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Title.
    pub title: &'a str,
    /// What is at stake.
    pub text: &'a str,
    /// Answers, the one that is meant first.
    pub answers: &'a [&'a str],
}

/// Shows the question; the index of the answer, and whether it was closed without one.
pub fn show(ctx: &Context, question: Question<'_>) -> (Option<usize>, bool) {
    modal(ctx, question.title, 460.0, |ui| {
        ui.label(question.text);
        ui.add_space(12.0);
        let mut answer = None;
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            for (k, text) in question.answers.iter().enumerate() {
                let response = ui.add(widgets::answer(ui, text, k == 0));
                if k == 0 {
                    widgets::focus_first(&response);
                }
                if response.clicked() {
                    answer = Some(k);
                }
            }
        });
        answer
    })
}
