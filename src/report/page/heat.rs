//! The line by day and hour: one table a gate and direction, darker where it is longer, with the number in every cell.

use jiff::civil::{Date, Time};
use maud::{Markup, html};

use crate::report::closeup::Stock;

use super::Section;
use super::chart::scroll;
use super::sheet::{Sheet, peak};

/// Shades of a cell, from nothing to the most.
const SHADES: f64 = 8.0;

/// The tables.
pub(super) fn section(sheet: &Sheet) -> Option<Section> {
    let say = sheet.say;
    // What is read at noon and midnight has no hours to look at.
    if sheet.coarse().is_some() {
        return None;
    }
    let is_long = |stock: &&Stock| stock.readings.iter().any(|reading| reading.mean >= 0.5);
    let tables: Vec<Markup> = (sheet.close.stocks.iter())
        .filter(is_long)
        .filter_map(|stock| table(sheet, stock))
        .collect();
    (!tables.is_empty()).then(|| Section {
        id: "hours",
        title: say.word("heat-title"),
        body: html! {
            p { (say.word("heat-note")) }
            @for table in &tables { (table) }
        },
    })
}

fn table(sheet: &Sheet, stock: &Stock) -> Option<Markup> {
    let say = sheet.say;
    let readings = sheet.close.instants.iter().zip(&stock.readings);
    let readings: Vec<(i64, Date, Time, f64)> = readings
        .map(|(&at, reading)| (at, sheet.civil(at), reading.mean))
        .filter(|(_, civil, _)| civil.date() <= sheet.run.scenario.period.to)
        .map(|(at, civil, mean)| (at, civil.date(), civil.time(), mean))
        .collect();
    let mut hours: Vec<Time> = readings.iter().map(|(_, _, hour, _)| *hour).collect();
    hours.sort_unstable();
    hours.dedup();
    let mut days: Vec<Date> = readings.iter().map(|(_, day, _, _)| *day).collect();
    days.dedup();
    // By midnights alone there is no hour to look at.
    if hours.len() < 2 || days.len() < 2 {
        return None;
    }
    let (at, most) = peak(readings.iter().map(|(at, _, _, mean)| (*at, *mean)))?;
    let way = sheet.way(sheet.gate(stock.gate), stock.import);
    let caption = say.say("heat-of", &[("way", (&way).into())]);
    let when = sheet.moment(at);
    let mean = say.count(most);
    let values = [
        ("when", (&when).into()),
        ("n", most.round().into()),
        ("mean", (&mean).into()),
    ];
    let takeaway = say.say("heat-peak", &values);
    let cell = |day: Date, hour: Time| {
        let found = readings
            .iter()
            .find(|reading| (reading.1, reading.2) == (day, hour));
        found.map(|(_, _, _, mean)| (level(*mean, most), say.count(*mean)))
    };
    let drawn = html! {
        table.heat {
            caption { (caption) }
            thead { tr {
                th scope="col" { (say.word("day")) }
                @for hour in &hours { th scope="col" { (hour.strftime("%H:%M").to_string()) } }
            } }
            tbody {
                @for &day in &days {
                    tr {
                        th { (say.weekday(day)) " " (sheet.short_date(day)) }
                        @for &hour in &hours {
                            @match cell(day, hour) {
                                Some((level, shown)) => { td.{"h" (level)} { (shown) } }
                                None => { td { "–" } }
                            }
                        }
                    }
                }
            }
        }
    };
    Some(html! {
        figure {
            figcaption { p.takeaway { strong { (way) } ": " (takeaway) } }
            (scroll(&caption, drawn))
        }
    })
}

/// How dark a cell is: 0 for nothing, then from 1 to the darkest.
pub(super) fn level(x: f64, most: f64) -> usize {
    if x < 0.5 || most <= 0.0 {
        return 0;
    }
    ((x / most * SHADES).ceil().clamp(1.0, SHADES)) as usize
}
