//! The daily bulletin of each gate, as a gate publishes it, and it closes: opening stock and what comes, less what goes, is closing stock.
//!
//! It begins on the day on which measuring does: nothing is counted before. The means close exactly; whole numbers rounded one by one would not. So stocks are rounded, and the movements of a day are rounded to
//! add up to the difference of its stocks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};

use crate::report::cells::number;

use super::Section;
use super::chart::table;
use super::sheet::Sheet;

/// Longer periods have no daily bulletin on the page.
const MOST_DAYS: usize = 62;

/// Movements: the measure, the key of its heading, and whether they add.
const MOVES: [(&str, &str, bool); 7] = [
    ("vehicles-arrived", "arrived", true),
    ("vehicles-transferred-in", "transferred-in", true),
    ("vehicles-crossed", "crossed", false),
    ("empties-crossed", "empties-crossed", false),
    ("vehicles-turned-back", "turned-back", false),
    ("vehicles-transferred-out", "transferred-out", false),
    ("vehicles-left-uncrossed", "left-uncrossed", false),
];

/// Means of a day: its movements in the order of [`MOVES`], and the stock at its end.
#[derive(Clone, Copy, Default)]
struct Day {
    moves: [f64; MOVES.len()],
    closing: f64,
}

/// The bulletins.
pub(super) fn section(sheet: &Sheet) -> Option<Section> {
    let days = sheet.run.plan.days.len().saturating_sub(1);
    if days > MOST_DAYS {
        return None;
    }
    let gates = sheet.run.scenario.gates.iter();
    let tables: Vec<Markup> = gates
        .filter_map(|gate| of_gate(sheet, &gate.name))
        .collect();
    (!tables.is_empty()).then(|| Section {
        id: "bulletin",
        title: sheet.say.word("bulletin-title"),
        body: html! {
            p { (sheet.say.word("bulletin-note")) }
            @for table in &tables { (table) }
        },
    })
}

fn of_gate(sheet: &Sheet, gate: &str) -> Option<Markup> {
    let say = sheet.say;
    let days = days(sheet, gate);
    let opening = sheet.rows("opening-stock", "total", "gate");
    let mut opening = opening.filter(|row| row.gate.as_deref() == Some(gate));
    let opening = opening
        .next()
        .and_then(|row| number(row.value))
        .unwrap_or(0.0);
    // What never happens here has no column; those that every bulletin has stay.
    let happens = |at: usize| days.values().any(|day| day.moves[at] > 0.0);
    let shown: Vec<usize> = (0..MOVES.len())
        .filter(|&at| happens(at) || matches!(MOVES[at].1, "arrived" | "crossed" | "turned-back"))
        .collect();
    if !(0..MOVES.len()).any(happens) {
        return None;
    }
    let mut heads = vec![say.word("day"), say.word("opening-stock")];
    heads.extend(shown.iter().map(|&at| say.word(MOVES[at].1)));
    heads.push(say.word("closing-stock"));
    let mut stock = opening.round() as i64;
    let mut rows = Vec::new();
    for (text, day) in &days {
        let closing = day.closing.round() as i64;
        let moves = closed(stock, &day.moves, closing)?;
        let date: Date = text.parse().ok()?;
        let name = format!("{} {}", say.weekday(date), sheet.short_date(date));
        let whole = |x: i64| html! { (say.count(x as f64)) };
        let mut cells = vec![whole(stock)];
        cells.extend(shown.iter().map(|&at| whole(moves[at])));
        cells.push(whole(closing));
        rows.push((html! { (name) }, cells));
        stock = closing;
    }
    let title = sheet.gate_named(gate);
    let caption = say.say("bulletin-of", &[("gate", title.into())]);
    Some(table(&caption, &heads, &rows))
}

/// The means of each day of a gate, both directions together.
fn days<'s>(sheet: &'s Sheet, gate: &str) -> BTreeMap<&'s str, Day> {
    let mut days: BTreeMap<&str, Day> = BTreeMap::new();
    let mut add = |measure, statistic, put: &dyn Fn(&mut Day, f64)| {
        let rows = sheet.rows(measure, statistic, "gate-direction-day");
        for row in rows.filter(|row| row.gate.as_deref() == Some(gate)) {
            if let (Some(day), Some(value)) = (row.day.as_deref(), number(row.value)) {
                put(days.entry(day).or_default(), value);
            }
        }
    };
    for (at, (measure, _, _)) in MOVES.iter().enumerate() {
        add(measure, "total", &|day, value| day.moves[at] += value);
    }
    add("stock", "end", &|day, value| day.closing += value);
    let measured = sheet.civil(sheet.run.plan.measure_from).date().to_string();
    days.split_off(measured.as_str())
}

/// Whole movements that lead from one stock to the other: each rounded, then one by one moved by one where that takes it least far from
/// its mean, until they close. `None` where they do not close within rounding, which would be no bulletin.
fn closed(opening: i64, moves: &[f64; MOVES.len()], closing: i64) -> Option<[i64; MOVES.len()]> {
    let sign = |at: usize| if MOVES[at].2 { 1 } else { -1 };
    let mut whole = moves.map(|x| x.round() as i64);
    let sum: i64 = whole.iter().enumerate().map(|(at, x)| sign(at) * x).sum();
    let mut missing = closing - opening - sum;
    while missing != 0 {
        let moved = |at: usize| whole[at] + sign(at) * missing.signum();
        let cost = |at: &usize| (moved(*at) as f64 - moves[*at]).abs();
        let able = (0..MOVES.len()).filter(|&at| moved(at) >= 0);
        let least = able.min_by(|a, b| cost(a).total_cmp(&cost(b)))?;
        whole[least] = moved(least);
        missing -= missing.signum();
    }
    let is_near = |at: usize| (whole[at] as f64 - moves[at]).abs() < 1.5;
    (0..MOVES.len()).all(is_near).then_some(whole)
}
