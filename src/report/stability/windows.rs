//! Moving windows: the coefficients of the model as the data move on.

use solstice_engine::sa::stability::{MovingCoefficient, moving_coefficients};
use solstice_engine::toolkit::stats::descriptive;

use super::{Drawn, Of};
use crate::report::chart::axis::period_label;
use crate::report::chart::stability_figures;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// Decimals of coefficients.
const DECIMALS: usize = 4;

/// What is estimated together.
const GROUPS: [(&str, &str); 3] =
    [("arima.", "ARIMA parameters"), ("regression.td", "Trading days"), ("regression.easter", "Easter")];

/// Charts and tables of the coefficients, with their values on the whole series.
pub fn windows(of: Of<'_>, coefficients: &[MovingCoefficient]) -> Drawn {
    let whole = moving_coefficients(std::slice::from_ref(&of.adjustment.preprocessing));
    let value = |name: &str| {
        let found = whole.iter().find(|c| c.name == name).and_then(|c| c.estimates.first());
        found.map_or(f64::NAN, |e| e.1)
    };
    let groups: Vec<(&str, Vec<(&MovingCoefficient, f64)>)> = GROUPS
        .iter()
        .map(|(prefix, title)| {
            let members = coefficients.iter().filter(|c| c.name.starts_with(prefix));
            (*title, members.map(|c| (c, value(&c.name))).collect())
        })
        .filter(|(_, members): &(_, Vec<_>)| !members.is_empty())
        .collect();
    let chart = stability_figures::moving_coefficients(of, &groups);
    let all: Vec<(&MovingCoefficient, f64)> = groups.iter().flat_map(|g| g.1.iter().copied()).collect();
    Drawn { rows: vec![vec![chart]], sheets: vec![summary(&all), table(&all)] }
}

fn summary(coefficients: &[(&MovingCoefficient, f64)]) -> Sheet {
    let columns = [
        words("Coefficient", 170.0),
        figures("Whole series", 110.0),
        figures("Mean", 90.0),
        figures("Standard deviation", 130.0),
        figures("Smallest", 90.0),
        figures("Largest", 90.0),
        words("Sign", 120.0),
    ];
    let mut sheet = Sheet::new("Coefficients on the windows", columns);
    for (c, whole) in coefficients {
        let values: Vec<f64> = c.estimates.iter().map(|e| e.1).collect();
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let number = |x: f64| Cell::Number(x, DECIMALS);
        sheet.rows.push(vec![
            c.name.as_str().into(),
            number(*whole),
            number(values.iter().sum::<f64>() / values.len() as f64),
            number(descriptive::stdev(&values).unwrap_or(f64::NAN)),
            number(least),
            number(most),
            if least < 0.0 && most > 0.0 { "changes" } else { "" }.into(),
        ]);
    }
    sheet.note =
        "A coefficient that changes its sign, or drifts over the windows, is not the same over the years."
            .to_owned();
    sheet
}

fn table(coefficients: &[(&MovingCoefficient, f64)]) -> Sheet {
    let mut starts: Vec<_> = coefficients.iter().flat_map(|(c, _)| c.estimates.iter().map(|e| e.0)).collect();
    starts.sort_unstable_by_key(|p| p.id);
    starts.dedup();
    let heads = coefficients.iter().map(|(c, _)| {
        let name = c.name.split_once('.').map_or(c.name.as_str(), |(_, name)| name);
        figures(name, 84.0)
    });
    let columns: Vec<_> = std::iter::once(words("Window from", 100.0)).chain(heads).collect();
    let mut sheet = Sheet::new("Every window", columns);
    for start in starts {
        let at = |c: &MovingCoefficient| c.estimates.iter().find(|e| e.0 == start).map_or(f64::NAN, |e| e.1);
        let cells = coefficients.iter().map(|(c, _)| Cell::Number(at(c), DECIMALS));
        sheet.rows.push(std::iter::once(Cell::from(period_label(start))).chain(cells).collect());
    }
    sheet
}
