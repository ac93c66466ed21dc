//! The tables of the selected series.

use std::borrow::Cow;

use solstice_engine::sa::seats::{SeatsComponents, SeatsDecomposition};
use solstice_engine::sa::x11::X11Table;
use solstice_engine::sa::{Adjustment, FinalComponent, PreadjustmentTable};
use solstice_engine::toolkit::timeseries::TsData;

/// A table of the selected series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// The series.
    Series,
    /// Final seasonally adjusted series.
    Adjusted,
    /// Final trend.
    Trend,
    /// Final seasonal and calendar component.
    Seasonal,
    /// Final irregular.
    Irregular,
    /// An effect that was removed before the decomposition.
    Preadjustment(PreadjustmentTable),
    /// A table of X-11.
    X11(X11Table),
    /// A component of SEATS.
    Seats(SeatsTable),
}

impl Table {
    /// The final components.
    pub const FINALS: [Self; 5] =
        [Self::Series, Self::Adjusted, Self::Trend, Self::Seasonal, Self::Irregular];

    /// Name in lists and files.
    pub fn name(self) -> String {
        match self {
            Self::Series => "y".to_owned(),
            Self::Adjusted => "sa".to_owned(),
            Self::Trend => "t".to_owned(),
            Self::Seasonal => "s".to_owned(),
            Self::Irregular => "i".to_owned(),
            Self::Preadjustment(table) => table.name().to_ascii_uppercase(),
            Self::X11(table) => table.name().to_ascii_uppercase(),
            Self::Seats(table) => table.name(),
        }
    }

    /// What it shows.
    pub fn title(self) -> Cow<'static, str> {
        let title = match self {
            Self::Series => "Series",
            Self::Adjusted => "Seasonally adjusted",
            Self::Trend => "Trend",
            Self::Seasonal => "Seasonal and calendar",
            Self::Irregular => "Irregular",
            Self::Preadjustment(table) => table.title(),
            Self::X11(table) => table.title(),
            Self::Seats(table) => return table.title().into(),
        };
        title.into()
    }

    /// The values; none where the adjustment has no such table.
    pub fn of(self, adjustment: &Adjustment) -> Option<&TsData> {
        let finals = &adjustment.finals;
        Some(match self {
            Self::Series => &finals.y.values,
            Self::Adjusted => &finals.sa.values,
            Self::Trend => &finals.t.values,
            Self::Seasonal => &finals.s.values,
            Self::Irregular => &finals.i.values,
            Self::Preadjustment(table) => return adjustment.preadjustment.table(table),
            Self::X11(table) => return adjustment.decomposition.x11()?.table(table),
            Self::Seats(table) => return table.of(adjustment.decomposition.seats()?),
        })
    }
}

/// A component of SEATS with its name in the dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SeatsTable {
    component: SeatsComponent,
    /// On the scale of the model, before exponentials are taken.
    linear: bool,
    part: SeatsPart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum SeatsComponent {
    Series,
    Adjusted,
    Trend,
    Seasonal,
    Irregular,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum SeatsPart {
    Values,
    Errors,
    Forecasts,
    ForecastErrors,
}

/// The tables of SEATS: those on the scale of the series, then those on the scale of the model.
pub const SEATS_TABLES: [SeatsTable; 40] = {
    use SeatsComponent::{Adjusted, Irregular, Seasonal, Series, Trend};
    use SeatsPart::{Errors, ForecastErrors, Forecasts, Values};
    let components = [Series, Adjusted, Trend, Seasonal, Irregular];
    let parts = [Values, Errors, Forecasts, ForecastErrors];
    let mut all = [SeatsTable { component: Series, linear: false, part: Values }; 40];
    let mut k = 0;
    while k < 40 {
        all[k] = SeatsTable { component: components[k / 4 % 5], linear: k >= 20, part: parts[k % 4] };
        k += 1;
    }
    all
};

impl SeatsTable {
    /// Whether it is on the scale of the model.
    pub fn is_linear(self) -> bool {
        self.linear
    }

    /// The final component it belongs to.
    pub fn component(self) -> Table {
        match self.component {
            SeatsComponent::Series => Table::Series,
            SeatsComponent::Adjusted => Table::Adjusted,
            SeatsComponent::Trend => Table::Trend,
            SeatsComponent::Seasonal => Table::Seasonal,
            SeatsComponent::Irregular => Table::Irregular,
        }
    }

    /// Name in the dictionary, without its prefix: `sa_lin_e`.
    pub fn name(self) -> String {
        let component = match self.component {
            SeatsComponent::Series => "y",
            SeatsComponent::Adjusted => "sa",
            SeatsComponent::Trend => "t",
            SeatsComponent::Seasonal => "s",
            SeatsComponent::Irregular => "i",
        };
        let part = match self.part {
            SeatsPart::Values => "",
            SeatsPart::Errors => "_e",
            SeatsPart::Forecasts => "_f",
            SeatsPart::ForecastErrors => "_ef",
        };
        format!("{component}_{}{part}", if self.linear { "lin" } else { "cmp" })
    }

    /// What it shows.
    pub fn title(self) -> String {
        let component = match self.component {
            SeatsComponent::Series => "Series",
            SeatsComponent::Adjusted => "Seasonally adjusted",
            SeatsComponent::Trend => "Trend",
            SeatsComponent::Seasonal => "Seasonal",
            SeatsComponent::Irregular => "Irregular",
        };
        let part = match self.part {
            SeatsPart::Values => "",
            SeatsPart::Errors => ", standard errors",
            SeatsPart::Forecasts => ", forecasts",
            SeatsPart::ForecastErrors => ", errors of forecasts",
        };
        format!("{component}{part}")
    }

    /// The values; none where the model has no such component or the method no such error.
    pub fn of(self, seats: &SeatsDecomposition) -> Option<&TsData> {
        let all: &SeatsComponents = if self.linear { &seats.linear } else { &seats.components };
        let component: &FinalComponent = match self.component {
            SeatsComponent::Series => &all.y,
            SeatsComponent::Adjusted => &all.sa,
            SeatsComponent::Trend => all.t.as_ref()?,
            SeatsComponent::Seasonal => all.s.as_ref()?,
            SeatsComponent::Irregular => all.i.as_ref()?,
        };
        let table = match self.part {
            SeatsPart::Values => Some(&component.values),
            SeatsPart::Errors => component.errors.values.as_ref(),
            SeatsPart::Forecasts => component.forecasts.as_ref(),
            SeatsPart::ForecastErrors => component.errors.forecasts.as_ref(),
        };
        table.filter(|t| !t.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::dictionary::Request;

    #[test]
    fn every_table_of_seats_is_an_item_of_the_dictionary() {
        for table in SEATS_TABLES {
            let name = format!("decomposition.{}", table.name());
            // the series is given: it has no error
            let given = table.component == SeatsComponent::Series && table.part != SeatsPart::Values;
            assert!(given || !Request::matching(&name).is_empty(), "{name}");
            assert!(!table.title().is_empty());
        }
    }
}
