//! Trading days: names of groups of days, and the tables of the tool.

use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::timeseries::TsData;
use solstice_engine::toolkit::trading_days::{Movement, MovingTradingDays};
use solstice_engine::tools::{TradingDaysOptions, TradingDaysReport};

use super::sheets::{span, stability_columns, stability_row, test_columns, test_row};
use crate::report::number::decimals_for;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// Names of the days.
pub(super) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Names of the groups of days, group 1 first, the contrasting group last: `Mon to Fri`, `Sat, Sun`.
pub(super) fn group_names(clustering: DayClustering) -> Vec<String> {
    let groups = clustering.groups();
    let name = |group: usize| {
        let days: Vec<usize> = (0..7).filter(|d| usize::from(groups[*d]) == group).collect();
        match days.as_slice() {
            [first, .., last] if days.len() > 2 && last - first + 1 == days.len() => {
                format!("{} to {}", DAYS[*first], DAYS[*last])
            }
            _ => days.iter().map(|d| DAYS[*d]).collect::<Vec<_>>().join(", "),
        }
    };
    (1..=clustering.contrasts()).chain([0]).map(name).collect()
}

pub(super) fn sheets(options: &TradingDaysOptions, r: &TradingDaysReport) -> Vec<Sheet> {
    let mut moving = Sheet::new("Do the effects move?", test_columns("Test", "Movement"));
    moving.rows.push(test_row("Moving effects, likelihood ratio", r.moving.as_ref().map(|m| m.test)));
    moving.note = format!(
        "{} in an airline model, against constant ones; twice the gain in the likelihood. Present: p below 0.01; perhaps: \
         p below 0.05. A variance cannot be negative, so that p is on the cautious side.{}",
        match options.movement {
            Movement::Days =>
                "Effects of the groups of days that are random walks, seen as differences from their mean,",
            Movement::Contrasts =>
                "Differences between the groups of days and the contrasting group that are random walks,",
        },
        if r.moving.is_some() {
            ""
        } else {
            " Not computed: the series has missing values or its models cannot be estimated."
        }
    );
    let mut sheets = vec![moving];
    sheets.extend(r.moving.as_ref().map(|m| effects(options, m)));
    let mut presence = Sheet::new("Are there trading days?", test_columns("Test", "Trading days"));
    presence.rows.push(test_row("Days of the week, differences", r.effect));
    presence.rows.push(test_row("Days of the week, airline model", r.effect_airline));
    presence.note = "F tests of the numbers of Mondays to Saturdays less that of Sundays.".to_owned();
    sheets.push(presence);
    let mut stability = Sheet::new("Stability by day", stability_columns("Day"));
    for (day, statistic) in DAYS.iter().zip(r.stability) {
        stability.rows.push(stability_row((*day).to_owned(), statistic));
    }
    stability.rows.push(stability_row("All together".to_owned(), r.joint_stability));
    stability.note =
        "Canova-Hansen test in the differenced series: above the limit the hypothesis of a stable effect is rejected."
            .to_owned();
    sheets.push(stability);
    sheets.push(Sheet::facts("Series", [("Values tested", span(&r.data))]));
    sheets
}

/// The effect of a day of each group: constant, and as it moved.
fn effects(options: &TradingDaysOptions, m: &MovingTradingDays) -> Sheet {
    let scale = if options.log { 100.0 } else { 1.0 };
    let title = if options.log { "Effect of a day, %" } else { "Effect of a day" };
    let columns = ["Constant", "At the start", "At the end", "Smallest", "Largest"].map(|c| figures(c, 80.0));
    let mut sheet = Sheet::new(title, [words("Days", 84.0)].into_iter().chain(columns).collect::<Vec<_>>());
    let all: Vec<f64> = m.effects.iter().flat_map(TsData::values).map(|x| scale * x).collect();
    let decimals = decimals_for(&all).max(2);
    for ((name, effect), constant) in
        group_names(options.clustering).into_iter().zip(&m.effects).zip(&m.constant)
    {
        let values = effect.values();
        let end = |x: Option<&f64>| x.copied().unwrap_or(f64::NAN);
        let figures = [
            *constant,
            end(values.first()),
            end(values.last()),
            values.iter().copied().fold(f64::INFINITY, f64::min),
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        ];
        let cells = figures.map(|x| Cell::Number(scale * x, decimals));
        sheet.rows.push([Cell::Text(name)].into_iter().chain(cells).collect());
    }
    sheet.note = "What one more day of the group adds, against the mean of all days of the week. The moving effects are those \
                  of the whole series in each period."
        .to_owned();
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_names() {
        assert_eq!(group_names(DayClustering::TD2), ["Mon to Fri", "Sat, Sun"]);
        assert_eq!(group_names(DayClustering::TD4), ["Mon to Thu", "Fri", "Sat", "Sun"]);
        assert_eq!(group_names(DayClustering::TD7), DAYS);
        let split = DayClustering::new([1, 0, 1, 0, 1, 0, 1]).unwrap();
        assert_eq!(group_names(split), ["Mon, Wed, Fri, Sun", "Tue, Thu, Sat"]);
    }
}
