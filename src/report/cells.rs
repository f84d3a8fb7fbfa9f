//! Estimates in words: `mean ± half-width`, and where one such period lies.

use jiff::civil::Date;

use crate::scenario::calendar::day_number;

use super::facts::{FactRow, Verdict};
use super::number::{MoneyUnit, TimeUnit, count, digits, fixed};
use super::row::{Row, Value};
use super::table::Cell;
use super::text::Style;
use super::titles;

/// A number of vehicles, persons or vehicle-hours.
pub(super) fn amount(style: Style, row: Option<&Row>) -> Cell {
    let Some((row, value)) = row.and_then(|row| Some((row, number(row.value)?))) else {
        return Cell::text("-");
    };
    let half = number(row.high).map(|high| high - value);
    let places = half.map_or(0, digits);
    let next = (number(row.next_low).zip(number(row.next_high)))
        .map(|(low, high)| range(&count(low), &count(high), style));
    Cell {
        mean: match half {
            Some(half) => format!("{} ± {}", fixed(value, places), fixed(half, places)),
            None => fixed(value, places),
        },
        next: next.unwrap_or_default(),
    }
}

/// A duration in seconds, shown in the unit that fits it.
pub(super) fn duration(style: Style, row: Option<&Row>) -> Cell {
    let Some((row, value)) = row.and_then(|row| Some((row, number(row.value)?))) else {
        return Cell::text("-");
    };
    let unit = TimeUnit::of(value);
    let show = |seconds: f64| fixed(seconds / unit.seconds, 1);
    let interval = number(row.low).zip(number(row.high));
    let symmetric = row.statistic == "mean";
    let mean = match interval {
        Some((_, high)) if symmetric => {
            format!("{} ± {} {}", show(value), show(high - value), unit.word)
        }
        Some((low, high)) => {
            format!(
                "{} {} ({})",
                show(value),
                unit.word,
                range(&show(low), &show(high), style)
            )
        }
        None => format!("{} {}", show(value), unit.word),
    };
    let next = (number(row.next_low).zip(number(row.next_high)))
        .map(|(low, high)| format!("{} {}", range(&show(low), &show(high), style), unit.word));
    Cell {
        mean,
        next: next.unwrap_or_default(),
    }
}

/// An amount of money in đồng, shown in the power of ten that fits it.
pub(super) fn money(style: Style, row: Option<&Row>) -> Cell {
    let Some((row, value)) = row.and_then(|row| Some((row, number(row.value)?))) else {
        return Cell::text("-");
    };
    let (dong, word) = MoneyUnit::of(value).named(row.unit == "VND/t");
    let places = if dong > 1.0 { 2 } else { 0 };
    let show = |amount: f64| fixed(amount / dong, places);
    let half =
        number(row.high).map_or_else(String::new, |high| format!(" ± {}", show(high - value)));
    let next = (number(row.next_low).zip(number(row.next_high)))
        .map(|(low, high)| format!("{} {word}", range(&show(low), &show(high), style)));
    Cell {
        mean: format!("{}{half} {word}", show(value)),
        next: next.unwrap_or_default(),
    }
}

/// A median day.
pub(super) fn day(style: Style, row: Option<&Row>) -> Cell {
    let shown = |value: Option<Value>| match value {
        Some(Value::Day(day)) => Some(day.strftime("%-d %b").to_string()),
        _ => None,
    };
    let Some(row) = row else {
        return Cell::text("-");
    };
    let later = || "later".to_owned();
    let next = match shown(row.next_low) {
        Some(low) => range(&low, &shown(row.next_high).unwrap_or_else(later), style),
        None => String::new(),
    };
    Cell {
        mean: shown(row.value).unwrap_or_else(|| "after the period".to_owned()),
        next,
    }
}

/// The number of a value, if it is one.
pub(super) fn number(value: Option<Value>) -> Option<f64> {
    value.and_then(Value::number)
}

pub(super) fn named<'a>(title: &'a str, name: &'a str) -> String {
    titles::title(title, name).to_owned()
}

pub(super) fn range(low: &str, high: &str, style: Style) -> String {
    if low == high {
        low.to_owned()
    } else if style.plain {
        format!("{low} to {high}")
    } else {
        format!("{low}–{high}")
    }
}

/// A share of time, in percent.
pub(super) fn share(style: Style, row: Option<&Row>) -> Cell {
    let Some((row, value)) = row.and_then(|row| Some((row, number(row.value)?))) else {
        return Cell::text("-");
    };
    let percent = |share: f64| fixed(100.0 * share, 1);
    let half =
        number(row.high).map_or_else(String::new, |high| format!(" ± {}", percent(high - value)));
    let next = (number(row.next_low).zip(number(row.next_high)))
        .map(|(low, high)| format!("{} %", range(&percent(low), &percent(high), style)));
    Cell {
        mean: format!("{}{half} %", percent(value)),
        next: next.unwrap_or_default(),
    }
}

/// The figure as published; of a ratio, which nobody published as such, its band.
pub(super) fn figure(fact: &FactRow) -> String {
    if !fact.published.is_empty() {
        return fact.published.clone();
    }
    if fact.band_high.is_finite() {
        format!(
            "{} to {}",
            fixed(fact.band_low, 2),
            fixed(fact.band_high, 2)
        )
    } else {
        format!("over {}", fixed(fact.band_low, 2))
    }
}

/// How many digits the numbers of a fact need behind the point.
pub(super) fn places(fact: &FactRow) -> usize {
    if fact.measure == "ratio" {
        return 2;
    }
    let ends = [fact.next_low, fact.next_high].into_iter().flatten();
    digits(ends.fold(0.0, f64::max))
}

/// The interval of one simulated period, with its unit where that is none of vehicles.
pub(super) fn next(fact: &FactRow, places: usize) -> String {
    let unit = if fact.unit == "t" { " t" } else { "" };
    match fact.next_low.zip(fact.next_high) {
        Some((low, high)) => format!("{} to {}{unit}", fixed(low, places), fixed(high, places)),
        None => "no interval".to_owned(),
    }
}

/// The verdict: an identity where the figure went into an input, and whether it is the one that was stated.
pub(super) fn verdict(fact: &FactRow, places: usize) -> String {
    let word = fact.verdict.word();
    match (fact.verdict, fact.distance) {
        (Verdict::Inside, _) => {
            let word = if fact.identity.is_empty() {
                word
            } else {
                "identity"
            };
            let against = if fact.is_as_stated() {
                ""
            } else {
                ", against what is stated"
            };
            format!("{word}{against}")
        }
        (Verdict::Outside, Some(distance)) => {
            let side = if distance < 0.0 {
                "too low"
            } else {
                "too high"
            };
            let stated = if fact.is_as_stated() {
                ", as stated"
            } else {
                ""
            };
            format!("{word}, {} {side}{stated}", fixed(distance.abs(), places))
        }
        _ => word.to_owned(),
    }
}

pub(super) fn period(from: Date, to: Date) -> String {
    let days = day_number(to) - day_number(from) + 1;
    let first = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => from.strftime("%-d"),
        (true, false) => from.strftime("%-d %b"),
        _ => from.strftime("%-d %b %Y"),
    };
    let days = if days == 1 {
        "1 day".to_owned()
    } else {
        format!("{days} days")
    };
    format!("{first}–{} ({days})", to.strftime("%-d %b %Y"))
}
