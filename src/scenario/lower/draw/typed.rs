//! A rule's values for people: between the ends of its range, in the units of the file, with as many digits as mean something.

use jiff::civil::Date;

use super::{Rule, SHARE, Way, triangular};
use crate::scenario::calendar::date_of;
use crate::scenario::lower::basis::Kind;
use crate::scenario::node::{Node, Value};

impl Rule {
    /// Whether its values vary by degrees, so that one lies between two others.
    pub fn is_by_degrees(&self) -> bool {
        !matches!(self.way, Way::Either(..)) && self.low < self.high
    }

    /// Where between the ends of the range, 0 to 1, the quantile `u` of that law lies.
    pub fn place(&self, u: f64) -> f64 {
        let drawn = triangular(self.low, self.stated, self.high, u);
        ((drawn - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Where between the ends the stated value lies, 0 to 1.
    pub fn stated_place(&self) -> f64 {
        ((self.stated - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// The quantile of that law at a place between the ends: its distribution function.
    pub fn quantile(&self, place: f64) -> f64 {
        let mode = (self.stated - self.low) / (self.high - self.low);
        let place = place.clamp(0.0, 1.0);
        if place < mode {
            place * place / mode
        } else if mode < 1.0 {
            1.0 - (1.0 - place) * (1.0 - place) / (1.0 - mode)
        } else {
            1.0
        }
    }

    /// The size at a place between the ends, in the unit of the range as it was typed, which is the second.
    pub fn size(&self, place: f64, range: &(String, String)) -> (f64, Option<String>) {
        let size = self.at(place);
        let unit = self
            .kind()
            .and_then(|kind| unit_of(kind, &range.0).or_else(|| unit_of(kind, &range.1)));
        match unit {
            Some((length, suffix)) => (size / length, Some(suffix)),
            None => (size, None),
        }
    }

    /// The value at a place between the ends, for people: in the unit of the range, to a two-hundredth of it.
    pub fn shown(&self, place: f64, range: &(String, String)) -> String {
        let size = self.at(place);
        match (&self.way, self.kind()) {
            (Way::Hours([low, stated, high]), _) => self.hours(size, low, stated, high).to_string(),
            (_, Some(Kind::Day)) => {
                let date: Option<Date> = date_of(libm::round(size) as i64);
                date.map_or_else(String::new, |date| date.to_string())
            }
            (_, Some(kind)) => {
                let unit = unit_of(kind, &range.0).or_else(|| unit_of(kind, &range.1));
                let (length, suffix) = unit.unwrap_or((1.0, String::new()));
                let whole = self.whole || matches!(self.way, Way::Counts);
                let places = if whole {
                    0
                } else {
                    places((self.high - self.low) / length)
                };
                format!("{}{suffix}", short(size / length, places))
            }
            _ => range.0.clone(),
        }
    }

    /// The value at a place between the ends, in the place of `node` and in the units of what stands there, as a planner
    /// would write it.
    pub fn typed(&self, node: &Node, place: f64, range: &(String, String)) -> Node {
        let mut size = self.at(place);
        if let (Way::FirstShare, per_mille) = (&self.way, SHARE / 10.0) {
            size = libm::round(size / per_mille) * per_mille;
        }
        let mut typed = self.put(node, size, self.quantile(place));
        match (&self.way, &node.value) {
            (Way::Plain(kind), Value::Text(_)) if *kind != Kind::Day => {
                typed.value = Value::Text(self.shown(place, range));
            }
            (Way::Mean(kind), _) => in_units_of(&mut typed, node, *kind),
            (Way::Shares, _) => in_units_of(&mut typed, node, Kind::Share),
            _ => {}
        }
        typed
    }

    fn at(&self, place: f64) -> f64 {
        self.low + place * (self.high - self.low)
    }

    fn kind(&self) -> Option<Kind> {
        match self.way {
            Way::Plain(kind) | Way::Mean(kind) => Some(kind),
            Way::FirstShare | Way::Shares => Some(Kind::Share),
            Way::FirstNumber | Way::Counts => Some(Kind::Number),
            Way::Hours(_) | Way::Either(..) => None,
        }
    }
}

/// The unit of a quantity as it was typed: its size, and what stands behind the number. None where it is made of several.
fn unit_of(kind: Kind, text: &str) -> Option<(f64, String)> {
    let text = text.trim().trim_start_matches(['-', '\u{2212}']);
    let number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
    let suffix = text.trim_start_matches(number);
    if suffix.contains(|c: char| c.is_ascii_digit()) || suffix.len() == text.len() {
        return None;
    }
    let length = kind.size(&format!("1{suffix}"))??;
    (length > 0.0).then(|| (length, suffix.to_owned()))
}

/// How many decimals tell a two-hundredth of a width.
fn places(width: f64) -> usize {
    let (mut step, mut places) = (width / 200.0, 0);
    while step < 1.0 && places < 6 {
        step *= 10.0;
        places += 1;
    }
    places
}

/// A number with at most so many decimals, and none that say nothing.
fn short(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    if text == "-0" { "0" } else { text }.to_owned()
}

/// Writes the quantities of a kind in the units in which `like` has them, to five digits.
fn in_units_of(node: &mut Node, like: &Node, kind: Kind) {
    match (&mut node.value, &like.value) {
        (Value::Array(members), Value::Array(likes)) => members
            .iter_mut()
            .zip(likes)
            .for_each(|(member, like)| in_units_of(member, like, kind)),
        (Value::Table(table), Value::Table(likes)) => {
            for (key, entry) in &mut table.entries {
                if let Some(like) = likes.get(key) {
                    in_units_of(&mut entry.node, like, kind);
                }
            }
        }
        (Value::Text(text), Value::Text(like)) => {
            let size = kind.size(text).flatten();
            if let Some((size, (length, suffix))) = size.zip(unit_of(kind, like)) {
                let number = size / length;
                let digits = places(number.abs() / 50.0);
                *text = format!("{}{suffix}", short(number, digits));
            }
        }
        _ => {}
    }
}
