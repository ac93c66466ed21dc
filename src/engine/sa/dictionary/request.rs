//! Requests for items: a name, an argument where the item takes one, patterns.

use super::{Arguments, Entry, Item, entries};
use crate::sa::Adjustment;

/// An item asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// The line of the dictionary.
    pub entry: &'static Entry,
    /// Element of a list from 1; or length of forecasts: k periods, for k < 0 years, for 0 none. Without argument a
    /// list is the list, and forecasts have their default length.
    pub argument: Option<i32>,
}

impl Request {
    /// `name`, `name(k)`, `name(*)` or `name(?)`, the forecasts of the model in their default length; none when there is no such item or it takes no such argument.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((name, rest)) = text.split_once('(') else {
            return Some(Self { entry: Entry::named(text)?, argument: None });
        };
        let entry = Entry::named(name)?;
        let argument = match (rest.strip_suffix(')')?, entry.arguments()) {
            (_, Arguments::None) => return None,
            ("*", Arguments::Element { .. }) => None,
            ("?", Arguments::Length) => entry.length_of_model(),
            (k, Arguments::Element { .. }) => Some(k.parse().ok().filter(|k| *k > 0)?),
            (k, Arguments::Length) => Some(k.parse().ok()?),
        };
        Some(Self { entry, argument })
    }

    /// The requests that `pattern` stands for: that of [`parse`](Self::parse), or every item whose name has its form,
    /// `*` being any text and `?` any character.
    pub fn matching(pattern: &str) -> Vec<Self> {
        match Self::parse(pattern) {
            Some(request) => vec![request],
            None => entries()
                .filter(|e| matches(pattern, e.name))
                .map(|entry| Self { entry, argument: None })
                .collect(),
        }
    }

    /// The name with its argument.
    pub fn name(&self) -> String {
        match self.argument {
            Some(k) => format!("{}({k})", self.entry.name),
            None => self.entry.name.to_string(),
        }
    }

    /// The name as the dictionary announces it: that of a whole list is `name(*)`.
    pub fn announced_name(&self) -> String {
        match (self.entry.arguments(), self.argument) {
            (Arguments::Element { .. }, None) => format!("{}(*)", self.entry.name),
            _ => self.name(),
        }
    }

    /// The value; none when the adjustment has no such result.
    pub fn item(&self, adjustment: &Adjustment) -> Option<Item> {
        self.entry.item(adjustment, self.argument)
    }
}

/// Whether `name` has the form of `pattern`, in which `*` is any text and `?` any character.
fn matches(pattern: &str, name: &str) -> bool {
    // whether the part of the pattern read so far fits the first characters of the name, by their number
    let characters: Vec<char> = name.chars().collect();
    let mut fits = vec![false; characters.len() + 1];
    fits[0] = true;
    for p in pattern.chars() {
        if p == '*' {
            let from = fits.iter().position(|&f| f).unwrap_or(fits.len());
            fits.iter_mut().skip(from).for_each(|f| *f = true);
        } else {
            for n in (0..characters.len()).rev() {
                fits[n + 1] = fits[n] && (p == '?' || p == characters[n]);
            }
            fits[0] = false;
        }
    }
    fits.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, name, expected) in [
            ("*", "sa", true),
            ("sa", "sa", true),
            ("sa", "sa_f", false),
            ("sa*", "sa_f", true),
            ("decomposition.*", "decomposition.d10", true),
            ("decomposition.d1?", "decomposition.d10", true),
            ("decomposition.d1?", "decomposition.d1", false),
            ("*.d1*", "decomposition.d10", true),
            ("*a*b", "xaxbxab", true),
            ("*a*b", "xaxbxabc", false),
            ("", "sa", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn forecasts_of_the_model() {
        let argument = |text| Request::parse(text).unwrap().argument;
        assert_eq!((argument("y_f"), argument("y_f(?)"), argument("y_b(?)")), (None, Some(-1), Some(0)));
        assert_eq!((argument("cal_f(?)"), argument("sa_f(?)")), (None, None));
    }

    #[test]
    fn arguments() {
        let parsed = |text| Request::parse(text).map(|r| (r.name(), r.argument));
        assert_eq!(parsed("sa"), Some(("sa".into(), None)));
        assert_eq!(parsed("sa_f(12)"), Some(("sa_f(12)".into(), Some(12))));
        assert_eq!(parsed("cal_f(-2)"), Some(("cal_f(-2)".into(), Some(-2))));
        assert_eq!(parsed("cal_f(?)"), Some(("cal_f".into(), None)));
        assert_eq!(parsed("arima.phi(2)"), Some(("arima.phi(2)".into(), Some(2))));
        assert_eq!(parsed("arima.phi(*)"), Some(("arima.phi".into(), None)));
        let announced = |text| Request::parse(text).map(|r| r.announced_name());
        assert_eq!(announced("arima.phi"), Some("arima.phi(*)".into()));
        assert_eq!(announced("arima.phi(2)"), Some("arima.phi(2)".into()));
        assert_eq!(announced("sa_f"), Some("sa_f".into()));
        for wrong in ["sa(1)", "arima.phi(0)", "arima.phi(x)", "sa_f(1", "nothing(1)", "nothing", "sa_f(1)x"]
        {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
        assert_eq!(Request::matching("sa_f(3)").len(), 1);
        assert!(Request::matching("cal*").len() >= 3);
        assert!(Request::matching("no-such*").is_empty());
    }
}
