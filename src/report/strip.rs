//! Strips of one character a day: bars of a series, signs of a calendar. The look of days at a glance, never its only form.
//!
//! Strips that are drawn together have the same days in the same columns, below one ruler of dates. Where the terminal is narrower
//! than the days are many, all are broken at the same day, after whole weeks.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::scenario::lunar::{Side, to_lunar};

use super::number::{count, digits, fixed};
use super::width::{Keep, width, wrap};
use super::words;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// States of a calendar day, and their signs: letters of one column everywhere, so that no colour and no wide character is needed.
const SIGNS: [(&str, char); 7] = [
    ("normal", 'n'),
    ("extended", 'e'),
    ("appointment", 'a'),
    ("barred", 'b'),
    ("wrong direction", 'w'),
    ("rest day", '-'),
    ("closed", 'x'),
];

/// Days from one date of the ruler to the next.
const WEEK: usize = 7;
/// Days in a row where the terminal sets no limit: 18 weeks.
const MOST_DAYS: usize = 18 * WEEK;
/// What marks the lunar new year, over its day.
const NEW_YEAR: &str = "v mùng 1 Tết";

/// One character a day, and what they show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    /// A character of one column a day.
    pub days: String,
    /// What it is.
    pub label: String,
}

/// One bar a value, from nothing (`·`) to the greatest (`█`); a value that is not known is a question mark.
pub fn bars(values: &[Option<f64>]) -> String {
    let known = values.iter().flatten().copied();
    bars_up_to(
        values,
        known.filter(|value| value.is_finite()).fold(0.0, f64::max),
    )
}

/// The same on the scale of several series, of which this value is the greatest.
pub fn bars_up_to(values: &[Option<f64>], greatest: f64) -> String {
    values
        .iter()
        .map(|value| match value {
            Some(value) if value.is_finite() => {
                let step = (value / greatest * BARS.len() as f64).ceil() as usize;
                match *value <= 0.0 || greatest <= 0.0 {
                    true => '·',
                    false => BARS[step.clamp(1, BARS.len()) - 1],
                }
            }
            _ => '?',
        })
        .collect()
}

/// The greatest value of a series in words: a mean below one is not nothing.
pub fn most(greatest: f64) -> String {
    if greatest < 1.0 {
        fixed(greatest, digits(greatest))
    } else {
        count(greatest)
    }
}

/// The sign of a state, as `days` names it.
pub fn sign(state: &str) -> char {
    let known = SIGNS.iter().find(|(word, _)| *word == state);
    known.map_or('?', |&(_, sign)| sign)
}

/// What the signs of some strips mean: "n normal, x closed".
pub fn legend<'a>(strips: impl IntoIterator<Item = &'a str>) -> String {
    let strips: Vec<&str> = strips.into_iter().collect();
    let occurs = |sign: char| strips.iter().any(|days| days.contains(sign));
    let known = SIGNS.iter().filter(|&&(_, sign)| occurs(sign));
    let words: Vec<String> = known.map(|(word, sign)| format!("{sign} {word}")).collect();
    words.join(", ")
}

/// The strips below a ruler of dates, with their labels beside or, where there is no room, above them. All have as many days, of
/// which `first` is the first; lines take at most so many columns.
pub fn drawn(strips: &[Strip], first: Date, columns: Option<usize>) -> String {
    let days = strips.first().map_or(0, |strip| strip.days.chars().count());
    let labels = strips.iter().map(|strip| width(&strip.label));
    let beside = days + 2 + labels.max().unwrap_or(0);
    let is_beside = days <= MOST_DAYS && columns.is_none_or(|columns| beside <= columns);
    let most = columns.unwrap_or(MOST_DAYS).min(MOST_DAYS);
    let chunk = if days <= most {
        days.max(1)
    } else {
        (most / WEEK * WEEK).max(WEEK)
    };
    let mut text = String::new();
    for from in (0..days).step_by(chunk) {
        let to = (from + chunk).min(days);
        let dates: Vec<Option<Date>> = (from..to).map(|day| later(first, day)).collect();
        text += &ruler(&dates, columns);
        for strip in strips {
            let part: String = strip.days.chars().skip(from).take(chunk).collect();
            let room = columns.unwrap_or(usize::MAX);
            if is_beside {
                text += &format!("{part}  {}", strip.label);
                text.truncate(text.trim_end().len());
                text.push('\n');
                continue;
            }
            if !strip.label.is_empty() {
                for line in wrap(&strip.label, room, room, Keep::Units) {
                    text += &format!("{line}\n");
                }
            }
            text += &format!("{part}\n");
        }
    }
    text
}

fn later(first: Date, days: usize) -> Option<Date> {
    first.checked_add(i64::try_from(days).ok()?.days()).ok()
}

/// The date of every seventh day, its first character over the day; and where the lunar year begins.
fn ruler(dates: &[Option<Date>], columns: Option<usize>) -> String {
    let fits = |text: &str| columns.is_none_or(|columns| width(text) <= columns);
    let mut line = String::new();
    for (at, date) in dates.iter().enumerate().step_by(WEEK) {
        let Some(date) = date else { continue };
        let gap = " ".repeat(at.saturating_sub(width(&line)));
        let day = format!("{line}{gap}{}", date.day());
        let dated = format!("{day} {}", words::month(date.month()));
        // At the edge there may be room for the day alone, or not even for that.
        line = match (fits(&dated) || at == 0, fits(&day)) {
            (true, _) => dated,
            (false, true) => day,
            (false, false) => break,
        };
    }
    line.push('\n');
    let is_new_year = |date: &Option<Date>| {
        let lunar = date.and_then(|date| to_lunar(Side::Vietnam, date).ok());
        lunar.is_some_and(|lunar| (lunar.month, lunar.leap, lunar.day) == (1, false, 1))
    };
    if let Some(at) = dates.iter().position(is_new_year) {
        let marked = format!("{}{NEW_YEAR}", " ".repeat(at));
        // Beyond the edge the words stand before the mark.
        let (mark, words) = NEW_YEAR.split_at(1);
        let before = at.saturating_sub(words.trim().chars().count() + 1);
        line += &match fits(&marked) {
            true => marked,
            false => format!("{}{} {mark}", " ".repeat(before), words.trim()),
        };
        line.push('\n');
    }
    line
}
