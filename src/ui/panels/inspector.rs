//! The specification of the selected series: every option with its default, its meaning and a way back.

use egui::{Layout, ScrollArea, Ui, vec2};
use solstice_engine::sa::spec::{
    BiasCorrection, CalendarSigma, DecompositionMode, SeasonalFilter, SigmaGroup, Spec, X11Spec, X13_NAMES,
    X13Spec,
};

use super::fields::{Field, choice, flag, number, row};
use crate::report::chart::axis::position_label;
use crate::report::chart::figures::mode_name;
use crate::report::narrative::{bias_name, filter_name, group_name, sigma_name};
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::session::Session;
use crate::ui::views::Scope;
use crate::ui::{theme, widgets};
use crate::workspace::{Command, Item, predefined_name};

/// Shows the specification; every change is a command for the selected item.
pub fn show(ui: &mut Ui, scope: Scope<'_>, session: &Session, actions: &mut Actions) {
    let Some((item, series)) = scope.item.zip(scope.series()) else {
        widgets::empty_state(
            ui,
            "No series selected",
            "The options of the selected series appear here.",
            |_| {},
        );
        return;
    };
    let period = series.data.annual_frequency().unwrap_or(1);
    let Spec::X13(spec) = &item.spec;
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let mut form = Form { item, spec, period, session, actions };
            form.predefined(ui);
            form.decomposition(ui);
            form.seasonal(ui);
            form.trend(ui);
            form.extremes(ui);
            form.extension(ui);
            form.checks(ui);
        });
    });
}

struct Form<'a> {
    item: &'a Item,
    spec: &'a X13Spec,
    period: u32,
    session: &'a Session,
    actions: &'a mut Actions,
}

const MODES: [DecompositionMode; 4] = [
    DecompositionMode::Multiplicative,
    DecompositionMode::Additive,
    DecompositionMode::LogAdditive,
    DecompositionMode::PseudoAdditive,
];
const FILTERS: [SeasonalFilter; 8] = [
    SeasonalFilter::Msr,
    SeasonalFilter::S3X1,
    SeasonalFilter::S3X3,
    SeasonalFilter::S3X5,
    SeasonalFilter::S3X9,
    SeasonalFilter::S3X15,
    SeasonalFilter::Stable,
    SeasonalFilter::X11Default,
];

impl Form<'_> {
    /// The X-11 options as they are without a change: those behind a model, or those of X-11 alone.
    fn defaults(&self) -> X11Spec {
        if self.spec.preprocessing.is_some() { X11Spec::after_preprocessing() } else { X11Spec::default() }
    }

    fn predefined(&mut self, ui: &mut Ui) {
        let name = predefined_name(&self.item.spec);
        let field = Field {
            label: "Specification",
            tip: "The predefined specification; every option can be changed below.",
            changed: name.is_none(),
            default: "the predefined one that is nearest".to_owned(),
        };
        let all: Vec<(Option<&'static str>, String)> =
            X13_NAMES.iter().map(|n| (Some(*n), (*n).to_owned())).collect();
        let current = name.unwrap_or("own options");
        let picked = row(ui, &field, |ui| choice(ui, &field, current, name, &all));
        if let Some(picked) = picked {
            let command = picked.flatten().map_or(UiCommand::ResetSpecification, UiCommand::Predefined);
            self.actions.push(Action::Run(command));
        }
        if let Some(entry) = name.and_then(|n| UiCommand::Predefined(n).entry()) {
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                ui.add(egui::Label::new(widgets::secondary(entry.tip)).wrap());
            });
        }
    }

    fn decomposition(&mut self, ui: &mut Ui) {
        group(ui, "Decomposition");
        let (x11, default) = (&self.spec.x11, self.defaults());
        let field = Field {
            label: "Mode",
            tip: "How trend, seasonal and irregular make up the series: as a product, a sum, or a mixture for series with zeros.",
            changed: x11.mode != default.mode,
            default: mode_label(default.mode),
        };
        let undefined = self.spec.preprocessing.is_some().then_some(DecompositionMode::Undefined);
        let modes: Vec<_> = undefined.into_iter().chain(MODES).map(|m| (m, mode_label(m))).collect();
        let current = mode_label(x11.mode);
        let picked = row(ui, &field, |ui| choice(ui, &field, &current, x11.mode, &modes));
        self.set(picked, |x11, mode| x11.mode = mode.unwrap_or(default.mode));

        let field = Field {
            label: "Bias correction",
            tip: "How the level of the log-additive trend is corrected; used in the log-additive mode only.",
            changed: x11.bias != default.bias,
            default: bias_name(default.bias).to_owned(),
        };
        let all =
            [BiasCorrection::Ratio, BiasCorrection::Smooth, BiasCorrection::Legacy, BiasCorrection::None];
        let all = all.map(|b| (b, bias_name(b).to_owned()));
        let used = x11.mode == DecompositionMode::LogAdditive;
        let picked = row(ui, &field, |ui| {
            ui.add_enabled_ui(used, |ui| choice(ui, &field, bias_name(x11.bias), x11.bias, &all)).inner
        });
        self.set(picked, |x11, bias| x11.bias = bias.unwrap_or(default.bias));
    }

    fn seasonal(&mut self, ui: &mut Ui) {
        group(ui, "Seasonal");
        let (x11, default) = (&self.spec.x11, self.defaults());
        let field = Field {
            label: "Seasonal component",
            tip: "Without it, only trend and irregular are estimated.",
            changed: x11.seasonal != default.seasonal,
            default: "yes".to_owned(),
        };
        let picked = row(ui, &field, |ui| flag(ui, &field, x11.seasonal));
        self.set(picked, |x11, on| x11.seasonal = on.unwrap_or(default.seasonal));
        if !x11.seasonal {
            return;
        }
        let filters = FILTERS.map(|f| (f, filter_label(f)));
        let period = self.period as usize;
        let single = x11.seasonal_filters.len() <= 1;
        let first = x11.seasonal_filters.first().copied().unwrap_or_default();
        if single {
            let field = Field {
                label: "Seasonal filter",
                tip: "Moving average over the years that gives the seasonal factors; short filters follow changes, long ones are smooth. MSR chooses by the moving seasonality ratio.",
                changed: x11.seasonal_filters != default.seasonal_filters,
                default: filter_label(SeasonalFilter::Msr),
            };
            let current = filter_label(first);
            let picked = row(ui, &field, |ui| choice(ui, &field, &current, first, &filters));
            self.set(picked, |x11, f| x11.seasonal_filters = vec![f.unwrap_or_default()]);
        }
        let field = Field {
            label: "Filter per period",
            tip: "A seasonal filter of its own for each period of the year.",
            changed: !single,
            default: "no".to_owned(),
        };
        let picked = row(ui, &field, |ui| flag(ui, &field, !single));
        self.set(picked, |x11, on| {
            x11.seasonal_filters = vec![first; if on.unwrap_or(false) { period } else { 1 }];
        });
        if !single {
            for (k, &filter) in x11.seasonal_filters.iter().enumerate() {
                let label = format!("Filter {}", position_label(self.period, k));
                let field = Field {
                    label: &label,
                    tip: "Seasonal filter of this period of the year.",
                    changed: filter != SeasonalFilter::Msr,
                    default: filter_label(SeasonalFilter::Msr),
                };
                let current = filter_label(filter);
                let picked = row(ui, &field, |ui| choice(ui, &field, &current, filter, &filters));
                self.set(picked, |x11, f| {
                    if let Some(slot) = x11.seasonal_filters.get_mut(k) {
                        *slot = f.unwrap_or_default();
                    }
                });
            }
        }
    }

    fn trend(&mut self, ui: &mut Ui) {
        group(ui, "Trend");
        let (x11, default) = (&self.spec.x11, self.defaults());
        let field = Field {
            label: "Henderson length",
            tip: "Number of terms of the trend filter, odd, 3 to 101; 0 chooses by the I/C ratio. More terms give a smoother trend.",
            changed: x11.henderson_length != default.henderson_length,
            default: "0".to_owned(),
        };
        let (value, hint) = (x11.henderson_length.to_string(), "automatic");
        self.number(ui, &field, "x11.henderson_length", &value, hint, |x11, text| {
            parse(text, default.henderson_length).map(|v| x11.henderson_length = v)
        });
    }

    fn extremes(&mut self, ui: &mut Ui) {
        group(ui, "Extreme values");
        let (x11, default) = (&self.spec.x11, self.defaults());
        let field = Field {
            label: "Lower sigma limit",
            tip: "Irregulars beyond this many standard deviations lose weight.",
            changed: x11.lower_sigma != default.lower_sigma,
            default: default.lower_sigma.to_string(),
        };
        self.number(ui, &field, "x11.lower_sigma", &x11.lower_sigma.to_string(), "", |x11, text| {
            parse(text, default.lower_sigma).map(|v| x11.lower_sigma = v)
        });
        let field = Field {
            label: "Upper sigma limit",
            tip: "Irregulars beyond this many standard deviations are replaced.",
            changed: x11.upper_sigma != default.upper_sigma,
            default: default.upper_sigma.to_string(),
        };
        self.number(ui, &field, "x11.upper_sigma", &x11.upper_sigma.to_string(), "", |x11, text| {
            parse(text, default.upper_sigma).map(|v| x11.upper_sigma = v)
        });
        self.calendar_sigma(ui);
        let field = Field {
            label: "Without forecasts",
            tip: "Leave forecasts and backcasts out of the standard deviations.",
            changed: x11.exclude_forecast != default.exclude_forecast,
            default: "no".to_owned(),
        };
        let picked = row(ui, &field, |ui| flag(ui, &field, x11.exclude_forecast));
        self.set(picked, |x11, on| x11.exclude_forecast = on.unwrap_or(default.exclude_forecast));
    }

    fn calendar_sigma(&mut self, ui: &mut Ui) {
        let x11 = &self.spec.x11;
        let field = Field {
            label: "Standard deviations",
            tip: "Over five moving years, or for each period of the year when its variance differs.",
            changed: x11.calendar_sigma != CalendarSigma::None,
            default: sigma_name(CalendarSigma::None).to_owned(),
        };
        let all = [CalendarSigma::None, CalendarSigma::Signif, CalendarSigma::All, CalendarSigma::Select];
        let all = all.map(|s| (s, sigma_name(s).to_owned()));
        let period = self.period as usize;
        let picked = row(ui, &field, |ui| {
            choice(ui, &field, sigma_name(x11.calendar_sigma), x11.calendar_sigma, &all)
        });
        self.set(picked, |x11, sigma| {
            x11.calendar_sigma = sigma.unwrap_or_default();
            let groups = if x11.calendar_sigma == CalendarSigma::Select { period } else { 0 };
            x11.sigma_groups = vec![SigmaGroup::Group1; groups];
        });
        let groups = [SigmaGroup::Group1, SigmaGroup::Group2].map(|g| (g, group_name(g).to_owned()));
        for (k, &of_period) in x11.sigma_groups.iter().enumerate() {
            let label = format!("Group of {}", position_label(self.period, k));
            let field = Field {
                label: &label,
                tip: "Periods of one group share their standard deviation.",
                changed: of_period != SigmaGroup::Group1,
                default: group_name(SigmaGroup::Group1).to_owned(),
            };
            let picked = row(ui, &field, |ui| choice(ui, &field, group_name(of_period), of_period, &groups));
            self.set(picked, |x11, g| {
                if let Some(slot) = x11.sigma_groups.get_mut(k) {
                    *slot = g.unwrap_or(SigmaGroup::Group1);
                }
            });
        }
    }

    fn extension(&mut self, ui: &mut Ui) {
        group(ui, "Forecasts and backcasts");
        let (x11, default) = (&self.spec.x11, self.defaults());
        let field = Field {
            label: "Forecasts",
            tip: "Periods added at the end before the decomposition; negative numbers count years.",
            changed: x11.forecast_horizon != default.forecast_horizon,
            default: default.forecast_horizon.to_string(),
        };
        self.number(
            ui,
            &field,
            "x11.forecast_horizon",
            &x11.forecast_horizon.to_string(),
            "",
            |x11, text| parse(text, default.forecast_horizon).map(|v| x11.forecast_horizon = v),
        );
        let field = Field {
            label: "Backcasts",
            tip: "Periods added before the start; negative numbers count years.",
            changed: x11.backcast_horizon != default.backcast_horizon,
            default: default.backcast_horizon.to_string(),
        };
        self.number(
            ui,
            &field,
            "x11.backcast_horizon",
            &x11.backcast_horizon.to_string(),
            "",
            |x11, text| parse(text, default.backcast_horizon).map(|v| x11.backcast_horizon = v),
        );
    }

    fn checks(&mut self, ui: &mut Ui) {
        group(ui, "Series");
        let on = self.spec.series.preliminary_check;
        let field = Field {
            label: "Preliminary check",
            tip: "Refuse series that are too short, too constant or too full of holes.",
            changed: !on,
            default: "yes".to_owned(),
        };
        if let Some(picked) = row(ui, &field, |ui| flag(ui, &field, on)) {
            let mut spec = self.spec.clone();
            spec.series.preliminary_check = picked.unwrap_or(true);
            self.submit(spec);
        }
    }

    /// A field that is typed into: what cannot be used stays in it with the reason, and is not carried out.
    fn number(
        &mut self,
        ui: &mut Ui,
        field: &Field<'_>,
        path: &'static str,
        value: &str,
        hint: &str,
        assign: impl Fn(&mut X11Spec, &str) -> Option<()>,
    ) {
        let draft = self.session.drafts.get(path);
        let output = row(ui, field, |ui| number(ui, field, draft.map_or(value, String::as_str), value, hint));
        let try_text = |text: &str| -> Result<X13Spec, String> {
            let mut spec = self.spec.clone();
            assign(&mut spec.x11, text)
                .ok_or_else(|| format!("\"{text}\" is not a number that fits here"))?;
            let errors = Spec::X13(spec.clone()).validate(self.period as usize);
            match errors.iter().find(|e| e.field == path) {
                Some(error) => Err(error.remedy.clone()),
                None => Ok(spec),
            }
        };
        if let Some(Err(reason)) = draft.map(|d| try_text(d)) {
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                widgets::error(ui, &capital(&reason));
            });
        }
        let Some(edit) = output else { return };
        let text = edit.unwrap_or_default();
        match try_text(&text) {
            Ok(spec) => {
                self.actions.push(Action::Draft(path, None));
                self.submit(spec);
            }
            Err(_) => self.actions.push(Action::Draft(path, Some(text))),
        }
    }

    /// Carries out a choice: the outer option says whether there was one, the inner whether it is a reset.
    fn set<T>(&mut self, picked: Option<Option<T>>, assign: impl FnOnce(&mut X11Spec, Option<T>)) {
        if let Some(value) = picked {
            let mut spec = self.spec.clone();
            assign(&mut spec.x11, value);
            self.submit(spec);
        }
    }

    fn submit(&mut self, spec: X13Spec) {
        self.actions.push(Action::Edit(Box::new(Command::set_spec([self.item.id], &Spec::X13(spec)))));
    }
}

/// The number in `text`; the default for an empty text.
fn parse<T: std::str::FromStr>(text: &str, default: T) -> Option<T> {
    let text = text.trim().replace(',', ".");
    if text.is_empty() { Some(default) } else { text.parse().ok() }
}

fn mode_label(mode: DecompositionMode) -> String {
    match mode {
        DecompositionMode::Undefined => "Automatic".to_owned(),
        other => capital(mode_name(other)),
    }
}

fn filter_label(filter: SeasonalFilter) -> String {
    match filter {
        SeasonalFilter::Msr => "By MSR".to_owned(),
        other => capital(filter_name(other)),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn group(ui: &mut Ui, title: &str) {
    ui.add_space(theme::GRID);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), theme::ROW),
        Layout::left_to_right(egui::Align::Center),
        |ui| {
            ui.add_space(10.0);
            ui.label(widgets::strong(title));
        },
    );
}
