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
    let people = [
        say.word("gate"),
        say.word("persons-crossed"),
        say.word("time-mean"),
    ];
    Some(Section {
        id: "gates",
        title: say.word("gates-title"),
        body: html! {
            p { (say.word("intervals-note")) }
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

fn persons(sheet: &Sheet) -> Vec<(Markup, Vec<Markup>)> {
    let ways = sheet.rows("persons-crossed", "total", "gate-direction");
    ways.map(|way| {
        let time = sheet.rows("persons-time", "mean", "gate");
        let time = time.into_iter().find(|row| row.gate == way.gate);
        let gate = way.gate.as_deref().unwrap_or_default();
        let name = sheet.way(sheet.gate_named(gate), way.direction == Some("import"));
        (
            html! { (name) },
            vec![sheet.amount(Some(way)), sheet.duration(time)],
        )
    })
    .collect()
}
