//! What comes of the period, gate by gate.

use maud::{Markup, html};

use crate::report::row::Row;

use super::Section;
use super::chart::table;
use super::sheet::Sheet;

/// The table of gates.
pub(super) fn section(sheet: &Sheet) -> Option<Section> {
    let say = sheet.say;
    let ways = sheet.rows("vehicles-crossed", "total", "gate-direction");
    let mut ways: Vec<&Row> = ways.collect();
    if ways.len() > 1 {
        ways.extend(sheet.rows("vehicles-crossed", "total", "total"));
    }
    let rows: Vec<(Markup, Vec<Markup>)> = ways.iter().map(|way| row(sheet, way)).collect();
    let persons = persons(sheet);
    if rows.is_empty() && persons.is_empty() {
        return None;
    }
    let heads = [
        "gate",
        "crossed",
        "turned-back",
        "stock-at-the-end",
        "waiting-hours",
        "time-mean",
        "time-p95",
        "starting-gone",
    ];
    let heads: Vec<String> = heads.iter().map(|key| say.word(key)).collect();
    let caption = say.word("gates-caption");
    let people = ["gate", "direction-export", "direction-import", "time-mean"];
    let people = people.map(|key| say.word(key));
    let note = if sheet.is_lonely() {
        "lonely-note"
    } else {
        "intervals-note"
    };
    Some(Section {
        id: "gates",
        title: say.word("gates-title"),
        body: html! {
            p { (say.word(note)) }
            @if !rows.is_empty() { (table(&caption, &heads, &rows)) }
            @if !persons.is_empty() { (table(&say.word("persons-caption"), &people, &persons)) }
        },
    })
}

fn row(sheet: &Sheet, way: &Row) -> (Markup, Vec<Markup>) {
    let find = |measure, statistic| {
        let mut rows = sheet.rows(measure, statistic, way.by);
        rows.find(|row| row.gate == way.gate && row.direction == way.direction)
    };
    let name = match (&way.gate, way.direction) {
        (Some(gate), Some(direction)) => {
            html! { (sheet.gate_named(gate)) br; small { (sheet.say.word(&format!("direction-{direction}"))) } }
        }
        _ => html! { (sheet.say.word("all-gates")) },
    };
    let gone = find("drain-date", "p50");
    let cells = vec![
        sheet.amount(Some(way)),
        sheet.amount(find("vehicles-turned-back", "total")),
        sheet.amount(find("stock", "end")),
        sheet.amount(find("waiting-vehicle-hours", "total")),
        sheet.duration(find("time-in-system", "mean")),
        sheet.duration(find("time-in-system", "p95")),
        sheet.day(gone),
    ];
    (name, cells)
}

/// Persons of each gate, both ways, and how long they take, which is known of both together.
fn persons(sheet: &Sheet) -> Vec<(Markup, Vec<Markup>)> {
    let gates = sheet
        .run
        .scenario
        .gates
        .iter()
        .map(|gate| gate.name.as_str());
    gates
        .filter_map(|gate| {
            let way = |direction: &str| {
                let mut ways = sheet.rows("persons-crossed", "total", "gate-direction");
                let here = |row: &&Row| {
                    row.gate.as_deref() == Some(gate) && row.direction == Some(direction)
                };
                ways.find(here)
            };
            let (export, import) = (way("export"), way("import"));
            export.or(import)?;
            let mut times = sheet.rows("persons-time", "mean", "gate");
            let time = times.find(|row| row.gate.as_deref() == Some(gate));
            let cells = vec![
                sheet.amount(export),
                sheet.amount(import),
                sheet.duration(time),
            ];
            Some((html! { (sheet.gate_named(gate)) }, cells))
        })
        .collect()
}
