//! Groups of days of the week (`timeseries-calendars-regressors.md`, section 11.2).

use serde::{Deserialize, Serialize};

use super::{CalendarError, DayRow};

/// A group number for every day of the week, Monday first. Group 0 is the contrast group; the groups
/// 1, 2, ... are the columns of the regressors, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "[u8; 7]", into = "[u8; 7]")]
pub struct DayClustering {
    groups: [u8; 7],
}

impl DayClustering {
    /// Monday, Tuesday, ..., Saturday against Sunday.
    pub const TD7: Self = Self { groups: [1, 2, 3, 4, 5, 6, 0] };
    /// Monday, ..., Friday against the week-end.
    pub const TD6: Self = Self { groups: [1, 2, 3, 4, 5, 0, 0] };
    /// Monday to Thursday, Friday, Saturday against Sunday.
    pub const TD4: Self = Self { groups: [1, 1, 1, 1, 2, 3, 0] };
    /// Monday, Tuesday to Friday, Saturday against Sunday.
    pub const TD4C: Self = Self { groups: [1, 2, 2, 2, 2, 3, 0] };
    /// Monday to Friday, Saturday against Sunday.
    pub const TD3: Self = Self { groups: [1, 1, 1, 1, 1, 2, 0] };
    /// Monday to Thursday, Friday and Saturday against Sunday.
    pub const TD3C: Self = Self { groups: [1, 1, 1, 1, 2, 2, 0] };
    /// Monday to Friday against the week-end.
    pub const TD2: Self = Self { groups: [1, 1, 1, 1, 1, 0, 0] };
    /// Monday to Saturday against Sunday.
    pub const TD2C: Self = Self { groups: [1, 1, 1, 1, 1, 1, 0] };
    /// Monday to Thursday against Friday to Sunday.
    pub const TD2D: Self = Self { groups: [1, 1, 1, 1, 0, 0, 0] };

    /// The groups 0 to G of the seven days, Monday first.
    ///
    /// # Errors
    /// [`CalendarError::InvalidClustering`] when a number between 0 and the largest one is not used or there is
    /// one group only.
    pub fn new(groups: [u8; 7]) -> Result<Self, CalendarError> {
        let last = groups.iter().copied().max().unwrap_or(0);
        if let Some(unused) = (0..=last).find(|g| !groups.contains(g)) {
            let reason = format!("no day is in group {unused}; number the groups from 0 without gap");
            return Err(CalendarError::InvalidClustering { reason });
        }
        if last == 0 {
            let reason = "all days are in one group; at least two are needed".into();
            return Err(CalendarError::InvalidClustering { reason });
        }
        Ok(Self { groups })
    }

    /// Group of each day, Monday first.
    pub fn groups(self) -> [u8; 7] {
        self.groups
    }

    /// Number of groups without the contrast group: the columns of the regressors.
    pub fn contrasts(self) -> usize {
        usize::from(self.groups.iter().copied().max().unwrap_or(0))
    }

    /// Number of days in `group`.
    pub fn size(self, group: usize) -> usize {
        self.groups.iter().filter(|&&g| usize::from(g) == group).count()
    }

    /// Sum of the values of the days in `group`.
    pub fn sum(self, group: usize, days: &DayRow) -> f64 {
        self.groups.iter().zip(days).filter(|(g, _)| usize::from(**g) == group).map(|(_, x)| x).sum()
    }

    /// Name of the column of group `column` + 1: `mon`, `sat`, `week`, `mon-thu`..., otherwise `td-1`, `td-2`...
    pub fn column_name(self, column: usize) -> String {
        const DAYS: [&str; 6] = ["mon", "tue", "wed", "thu", "fri", "sat"];
        let names: &[&str] = match self {
            Self::TD7 | Self::TD6 => &DAYS,
            Self::TD4 => &["mon-thu", "fri", "sat"],
            Self::TD4C => &["mon", "tue-fri", "sat"],
            Self::TD3 | Self::TD2 => &["week", "sat"],
            Self::TD3C => &["mon-thu", "fri-sat"],
            Self::TD2C => &["mon-sat"],
            Self::TD2D => &["mon-thu"],
            _ => &[],
        };
        names.get(column).map_or_else(|| format!("td-{}", column + 1), |name| (*name).into())
    }
}

impl TryFrom<[u8; 7]> for DayClustering {
    type Error = CalendarError;

    fn try_from(groups: [u8; 7]) -> Result<Self, CalendarError> {
        Self::new(groups)
    }
}

impl From<DayClustering> for [u8; 7] {
    fn from(clustering: DayClustering) -> Self {
        clustering.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_ones_are_valid() {
        use DayClustering as D;
        let sizes = [(D::TD7, 6), (D::TD6, 5), (D::TD4, 3), (D::TD4C, 3), (D::TD3, 2), (D::TD3C, 2)];
        for (clustering, columns) in sizes.into_iter().chain([(D::TD2, 1), (D::TD2C, 1), (D::TD2D, 1)]) {
            assert_eq!(D::new(clustering.groups()), Ok(clustering));
            assert_eq!(clustering.contrasts(), columns);
            assert_eq!((0..=columns).map(|g| clustering.size(g)).sum::<usize>(), 7);
        }
    }

    #[test]
    fn invalid_groups() {
        assert!(DayClustering::new([0; 7]).is_err());
        assert!(DayClustering::new([1; 7]).is_err());
        assert!(DayClustering::new([0, 0, 2, 2, 2, 2, 2]).is_err());
        assert_eq!(DayClustering::new([0, 1, 1, 2, 2, 3, 3]).unwrap().column_name(1), "td-2");
    }
}
