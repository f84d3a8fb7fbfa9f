//! The stock over time, as a fan of percentiles, with closed days and days by appointment shaded.

use maud::{Markup, html};
use serde_json::json;

use crate::report::closeup::{Reading, Stock};
use crate::report::days::Block;
use crate::scenario::calendar::Direction;

use super::Section;
use super::chart::{self, Chart, key, row_at, seconds};
use super::locale::Locale;
use super::sheet::{Sheet, peak};

/// Rows of all these charts together, at most: they are most of the weight of a page.
const MOST_ROWS: usize = 1_400;

/// Every how many readings make a chart: hours that divide a day.
const STEPS: [usize; 8] = [1, 2, 3, 4, 6, 8, 12, 24];

/// Scenarios in one chart: more cannot be told apart.
const MOST_RUNS: usize = 3;

/// A chart for each gate and direction: of one run all percentiles, of several the median and the middle nine tenths of each.
pub(super) fn section(sheets: &[&Sheet]) -> Option<Section> {
    let (base, _) = sheets.split_first()?;
    let say = base.say;
    // Gates are known by their names: the same may stand elsewhere in another scenario.
    let mut ways: Vec<Way> = Vec::new();
    for sheet in sheets {
        for stock in &sheet.close.stocks {
            let is_empty = stock.readings.iter().all(|reading| reading.p95 <= 0.0);
            let Some(gate) = sheet.run.scenario.gates.get(stock.gate) else {
                continue;
            };
            let way = (gate.name.as_str(), stock.import);
            if !is_empty && !ways.contains(&way) {
                ways.push(way);
            }
        }
    }
    if ways.is_empty() || base.close.instants.len() < 2 {
        return None;
    }
    let shown = sheets.get(..MOST_RUNS).unwrap_or(sheets);
    let rows = ways.len() * base.close.instants.len();
    let step = STEPS.into_iter().find(|step| rows / step <= MOST_ROWS);
    let step = step.unwrap_or(24);
    let charts = ways.iter().enumerate();
    let charts = charts.map(|(at, &way)| chart(shown, way, at, step).markup(say));
    let charts: Vec<Markup> = charts.collect();
    Some(Section {
        id: "stock",
        title: say.word("stock-title"),
        body: html! {
            p { (note(sheets)) }
            @for chart in &charts { (chart) }
        },
    })
}

/// What the lines and bands are, and what is not seen.
fn note(sheets: &[&Sheet]) -> String {
    let base = sheets[0];
    let say = base.say;
    let mut note = vec![say.word(match (base.is_lonely(), sheets) {
        (true, _) => "lonely-note",
        (_, [_]) => "stock-note",
        _ => "stock-note-several",
    })];
    if sheets.len() > MOST_RUNS {
        note.push(say.word("first-three"));
    }
    note.extend(base.coarse());
    say.sentences(&note)
}

/// A gate by name, and the direction of the goods; true is import.
type Way<'s> = (&'s str, bool);

/// A chart of every `step`th reading, among them that at which the line is longest: so the hour of the day at which it is stays in.
fn chart(sheets: &[&Sheet], way: Way, number: usize, step: usize) -> Chart {
    let base = sheets[0];
    let say = base.say;
    let (gate, import) = way;
    let stocks: Vec<Option<&Stock>> = (sheets.iter()).map(|sheet| find(sheet, way)).collect();
    let is_single = sheets.len() == 1;
    let heads = heads(sheets);
    let longest = stocks.iter().flatten().next().and_then(|stock| {
        let readings = stock.readings.iter().map(|reading| reading.mean);
        peak(readings.enumerate())
    });
    let first = longest.map_or(0, |(at, _)| at % step);
    let instants = base.close.instants.iter().enumerate();
    let instants = instants.filter(|(at, _)| *at == 0 || at % step == first);
    let times = chart::times(instants.clone().map(|(_, &instant)| instant));
    let rows = instants.map(|(_, instant)| {
        let of = |(sheet, stock): (&&Sheet, &Option<&Stock>)| {
            let at = sheet.close.instants.binary_search(instant).ok();
            let reading = at
                .zip(*stock)
                .and_then(|(at, stock)| stock.readings.get(at));
            cells(say, reading, is_single)
        };
        let cells: Vec<String> = sheets.iter().zip(&stocks).flat_map(of).collect();
        row_at(&base.instant(*instant), &cells)
    });
    let groups: Vec<serde_json::Value> = (sheets.iter().enumerate())
        .map(|(at, sheet)| {
            // Columns behind that of time: low, low quarter, median, high quarter, high.
            let first = 1 + 3 * at;
            let columns = if is_single {
                json!([2, 3, 4, 5, 6])
            } else {
                json!([first, null, first + 1, null, first + 2])
            };
            json!({"name": sheet.name.unwrap_or_default(), "columns": columns})
        })
        .collect();
    let shades = shades(base, way);
    let here = sheets.iter().find(|sheet| find(sheet, way).is_some());
    let place = here.unwrap_or(&base).gate_named(gate);
    let title = say.say("stock-of", &[("way", (&base.way(place, import)).into())]);
    Chart {
        id: format!("stock-{}", number + 1),
        takeaway: takeaway(sheets, &stocks),
        spec: json!({
            "kind": "fan",
            "unit": say.word("vehicles"),
            "times": times,
            "days": chart::days(base),
            "shades": shades,
            "groups": groups,
        }),
        legend: legend(sheets, &shades),
        table: html! {
            table {
                caption { (title) }
                thead { tr {
                    th scope="col" { (say.word("time")) }
                    @for head in &heads { th scope="col" { (head) } }
                } }
                tbody { @for row in rows { (row) } }
            }
        },
        title,
    }
}

/// Heads of the columns behind time.
fn heads(sheets: &[&Sheet]) -> Vec<String> {
    let word = |sheet: &Sheet, key: &str| sheet.say.word(&format!("stock-{key}"));
    match sheets {
        [sheet] => ["mean", "p5", "p25", "p50", "p75", "p95"]
            .map(|key| word(sheet, key))
            .to_vec(),
        several => {
            let of = |sheet: &&Sheet| {
                let name = sheet.name.unwrap_or_default();
                ["p5", "p50", "p95"].map(|key| format!("{name}: {}", word(sheet, key)))
            };
            several.iter().flat_map(of).collect()
        }
    }
}

/// The cells of one scenario below these heads; empty ones where it is not yet measured.
fn cells(say: &Locale, reading: Option<&Reading>, is_single: bool) -> Vec<String> {
    let Some(&Reading {
        mean,
        p5,
        p25,
        p50,
        p75,
        p95,
    }) = reading
    else {
        return vec![String::new(); if is_single { 6 } else { 3 }];
    };
    let numbers = if is_single {
        vec![mean, p5, p25, p50, p75, p95]
    } else {
        vec![p5, p50, p95]
    };
    numbers.into_iter().map(|x| say.count(x)).collect()
}

fn find<'s>(sheet: &'s Sheet, (gate, import): Way) -> Option<&'s Stock> {
    let at = sheet.gate_at(gate)?;
    let mut stocks = sheet.close.stocks.iter();
    stocks.find(|stock| (stock.gate, stock.import) == (at, import))
}

/// When it is longest, and how long in a bad period.
fn takeaway(sheets: &[&Sheet], stocks: &[Option<&Stock>]) -> String {
    let base = sheets[0];
    let say = base.say;
    let told = sheets.iter().zip(stocks).filter_map(|(sheet, stock)| {
        let readings = &(*stock)?.readings;
        let (at, mean) = peak(readings.iter().map(|reading| reading.mean).enumerate())?;
        let when = sheet.moment(*sheet.close.instants.get(at)?);
        let (shown, p95) = (say.count(mean), say.count(readings.get(at)?.p95));
        let values = [
            ("name", sheet.name.unwrap_or_default().into()),
            ("when", (&when).into()),
            ("n", mean.round().into()),
            ("mean", (&shown).into()),
            ("p95", (&p95).into()),
        ];
        let key = match (sheets.len() > 1, sheet.is_lonely()) {
            (true, _) => "stock-peak-of",
            (false, true) => "stock-peak-lonely",
            (false, false) => "stock-peak",
        };
        Some(say.say(key, &values))
    });
    say.sentences(&told.collect::<Vec<_>>())
}

/// Spans of days that are shaded: their bounds in seconds, what they are, and the word for it.
fn shades(sheet: &Sheet, (gate, import): Way) -> Vec<(i64, i64, &'static str, String)> {
    let Some(gate) = sheet.gate_at(gate) else {
        return Vec::new();
    };
    let direction = if import {
        Direction::Import
    } else {
        Direction::Export
    };
    let here = |block: &&Block| {
        let mut vehicles = block.vehicles.iter();
        block.gate == gate && vehicles.any(|vehicle| vehicle.direction == direction)
    };
    let blocks: Vec<&Block> = sheet.blocks.iter().filter(here).collect();
    let kind = |day: usize| {
        let states: Vec<&str> = (blocks.iter())
            .filter_map(|block| Some(block.days.get(day)?.state))
            .collect();
        let is_open = |state: &&str| matches!(*state, "normal" | "extended" | "appointment");
        if states.is_empty() || states.contains(&"normal") || states.contains(&"extended") {
            None
        } else if states.iter().any(is_open) {
            Some("appointment")
        } else {
            Some("closed")
        }
    };
    let mut shades: Vec<(i64, i64, &'static str, String)> = Vec::new();
    for (day, bounds) in sheet.run.plan.days.windows(2).enumerate() {
        let Some(kind) = kind(day) else {
            continue;
        };
        let (from, to) = (seconds(bounds[0]), seconds(bounds[1]));
        match shades.last_mut() {
            Some(last) if last.1 == from && last.2 == kind => last.1 = to,
            _ => shades.push((from, to, kind, sheet.say.word(&format!("shade-{kind}")))),
        }
    }
    shades
}

fn legend(sheets: &[&Sheet], shades: &[(i64, i64, &'static str, String)]) -> Markup {
    let say = sheets[0].say;
    let shaded = |kind: &str| shades.iter().any(|shade| shade.2 == kind);
    html! {
        @if let [_] = sheets {
            (key("line-0", &say.word("stock-p50")))
            @if !sheets[0].is_lonely() {
                (key("band-inner", &say.word("stock-half")))
                (key("band-outer", &say.word("stock-most")))
            }
        } @else {
            @for (at, sheet) in sheets.iter().enumerate() {
                (key(&format!("line-{at}"), sheet.name.unwrap_or_default()))
            }
            (key("band-outer", &say.word("stock-most")))
        }
        @for kind in ["closed", "appointment"] {
            @if shaded(kind) { (key(&format!("shade-{kind}"), &say.word(&format!("shade-{kind}")))) }
        }
    }
}
