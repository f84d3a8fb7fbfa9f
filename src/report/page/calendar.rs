//! The calendar of the gates, day by day on both clocks, with lunar days.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::report::days::{Block, Day};
use crate::scenario::calendar::{Category, Direction};

use super::Section;
use super::chart::scroll;
use super::sheet::Sheet;

/// Longer periods are told by spans of days that are alike.
const MOST_DAYS: usize = 62;

/// A table for each scenario.
pub(super) fn section(sheets: &[&Sheet]) -> Option<Section> {
    let say = sheets.first()?.say;
    let tables: Vec<(Option<&str>, Markup)> = (sheets.iter())
        .filter_map(|sheet| Some((sheet.name, tables(sheet)?)))
        .collect();
    (!tables.is_empty()).then(|| Section {
        id: "calendar",
        title: say.word("calendar-title"),
        body: html! {
            p { (say.word("calendar-note")) }
            @for (name, tables) in &tables {
                @if let Some(name) = name { h3 { (name) } }
                (tables)
            }
        },
    })
}

fn tables(sheet: &Sheet) -> Option<Markup> {
    let blocks = &sheet.blocks;
    let first = blocks.first()?;
    let is_long = first.days.len() > MOST_DAYS;
    Some(if is_long {
        html! { @for block in blocks { (spans(sheet, block, who(sheet, blocks, block))) } }
    } else {
        by_day(sheet, blocks)
    })
}

/// One table of all days, a column for each group of vehicles.
fn by_day(sheet: &Sheet, blocks: &[Block]) -> Markup {
    let say = sheet.say;
    let caption = say.word("calendar-caption");
    let dates: Vec<Date> = (blocks.first().into_iter())
        .flat_map(|block| block.days.iter().map(|day| day.row.date))
        .collect();
    let drawn = html! {
        table.calendar {
            caption { (caption) }
            thead { tr {
                th scope="col" { (say.word("day")) }
                th scope="col" { (say.word("lunar-day")) }
                @for block in blocks {
                    th scope="col" {
                        (sheet.gate(block.gate))
                        @if let Some(who) = who(sheet, blocks, block) { br; small { (who) } }
                    }
                }
            } }
            tbody {
                @for (at, &date) in dates.iter().enumerate() {
                    tr {
                        th scope="row" { (say.weekday(date)) " " (sheet.short_date(date)) }
                        td { (say.lunar(date)) }
                        @for block in blocks {
                            @match block.days.get(at) {
                                Some(day) => { (cell(sheet, day)) }
                                None => { td {} }
                            }
                        }
                    }
                }
            }
        }
    };
    scroll(&caption, drawn)
}

/// A day of a group of vehicles: its state in a word, then its hours here and there.
fn cell(sheet: &Sheet, day: &Day) -> Markup {
    let say = sheet.say;
    html! {
        td.{"state-" (key(day.state))} {
            b { (state(sheet, day)) }
            @if !day.hours.is_empty() {
                br; (windows(sheet, &day.hours))
                @if day.partner_hours != day.hours {
                    br; small { (say.word("partner-hours")) " " (windows(sheet, &day.partner_hours)) }
                }
            }
        }
    }
}

/// A table of the spans of days that are alike.
fn spans(sheet: &Sheet, block: &Block, who: Option<String>) -> Markup {
    let say = sheet.say;
    let gate = sheet.gate(block.gate);
    let caption = who.map_or_else(|| gate.to_owned(), |who| format!("{gate}: {who}"));
    let heads = ["days", "lunar-day", "state", "own-clock", "partner-clock"];
    let heads = heads.map(|key| say.word(key));
    let ends = |group: &[Day]| Some((group.first()?.row.date, group.last()?.row.date));
    let rows = block.days.chunk_by(Day::is_like).filter_map(|group| {
        let (from, to) = ends(group)?;
        let day = group.first()?;
        let name = say.range(&say.date(from), &say.date(to));
        let cells = vec![
            html! { (say.range(&say.lunar(from), &say.lunar(to))) },
            html! { (state(sheet, day)) },
            html! { (hours(&day.hours)) },
            html! { (hours(&day.partner_hours)) },
        ];
        Some((html! { (name) }, cells))
    });
    super::chart::table(&caption, &heads, &rows.collect::<Vec<_>>())
}

/// The state in a word, with the places where one must book.
fn state(sheet: &Sheet, day: &Day) -> String {
    let word = sheet.say.word(&format!("state-{}", key(day.state)));
    match day.slots {
        Some(slots) => {
            let shown = sheet.say.count(slots as f64);
            let values = [
                ("state", (&word).into()),
                ("n", (slots as f64).into()),
                ("slots", (&shown).into()),
            ];
            sheet.say.say("state-slots", &values)
        }
        None => word,
    }
}

fn key(state: &str) -> String {
    state.replace(' ', "-")
}

/// Hours of which none is broken over two lines.
fn windows(sheet: &Sheet, text: &str) -> Markup {
    let comma = sheet.say.word("comma");
    let windows: Vec<String> = text.split(", ").map(hours).collect();
    html! {
        @for (at, window) in windows.iter().enumerate() {
            @if at > 0 { (comma) }
            span.hours { (window) }
        }
    }
}

fn hours(text: &str) -> String {
    text.replace('-', "–")
}

/// Who the vehicles of a block are, where its gate has several: directions, with classes where these tell them apart.
fn who(sheet: &Sheet, blocks: &[Block], block: &Block) -> Option<String> {
    let of_gate = blocks.iter().filter(|other| other.gate == block.gate);
    if of_gate.count() < 2 {
        return None;
    }
    let mut ways: Vec<(Direction, bool, Vec<&str>)> = Vec::new();
    for &Category {
        direction,
        loaded,
        class,
        ..
    } in &block.vehicles
    {
        let class = sheet.class(class);
        match ways
            .iter_mut()
            .find(|way| (way.0, way.1) == (direction, loaded))
        {
            Some((_, _, classes)) if classes.contains(&class) => {}
            Some((_, _, classes)) => classes.push(class),
            None => ways.push((direction, loaded, vec![class])),
        }
    }
    let told = ways.iter().map(|(direction, loaded, classes)| {
        let key = super::sheet::direction(*direction == Direction::Import);
        let mut way = sheet.say.word(key);
        if !loaded {
            way = sheet.say.say("way-empty", &[("way", (&way).into())]);
        }
        format!("{way}: {}", sheet.say.list(classes))
    });
    Some(told.collect::<Vec<_>>().join("; "))
}
