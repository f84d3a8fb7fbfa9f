//! The time release study by step, channel, agency and goods, and how reliable crossing times are.

use maud::{Markup, html};

use crate::report::closeup::{ReleaseRow, ReliabilityRow};
use crate::report::titles;

use super::Section;
use super::chart::table;
use super::sheet::{Sheet, nothing};

/// The parts of the study, in the order in which they are shown.
const PARTS: [&str; 5] = ["all", "goods", "channel", "agency", "step"];

/// The study, and the reliability of times.
pub(super) fn section(sheet: &Sheet) -> Option<Section> {
    let say = sheet.say;
    let parts: Vec<Markup> = PARTS.iter().filter_map(|part| study(sheet, part)).collect();
    let reliability = reliability(sheet);
    if parts.is_empty() && reliability.is_none() {
        return None;
    }
    Some(Section {
        id: "release",
        title: say.word("release-title"),
        body: html! {
            p { (say.word("release-note")) }
            @for part in &parts { (part) }
            @if let Some(table) = reliability {
                h3 { (say.word("reliability-title")) }
                p { (say.word("reliability-note")) }
                (table)
            }
        },
    })
}

fn study(sheet: &Sheet, part: &str) -> Option<Markup> {
    let say = sheet.say;
    let rows: Vec<(Markup, Vec<Markup>)> = (sheet.close.release.iter())
        .filter(|row| row.part == part)
        .map(|row| release(sheet, row))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heads = [
        "what",
        "until",
        "vehicles",
        "mean",
        "median",
        "deviation",
        "p95",
    ];
    let heads = heads.map(|key| say.word(&format!("release-{key}")));
    let caption = say.word(&format!("release-by-{part}"));
    Some(table(&caption, &heads, &rows))
}

fn release(sheet: &Sheet, row: &ReleaseRow) -> (Markup, Vec<Markup>) {
    let say = sheet.say;
    let way = sheet.way(sheet.gate_named(&row.gate), row.direction == "import");
    let name = match (row.part, row.name.as_deref()) {
        ("all", _) => None,
        ("agency", None) => Some(say.word("no-agency")),
        ("goods", Some(class)) => Some(sheet.class_named(class).to_owned()),
        ("channel", Some(channel)) => Some(channel_word(sheet, channel)),
        ("agency", Some(agency)) => Some(titles::agency(sheet.run.scenario, agency).to_owned()),
        (_, name) => name.map(str::to_owned),
    };
    let head = match name {
        Some(name) => html! { (name) br; small { (way) } },
        None => html! { (way) },
    };
    let time = |seconds: Option<f64>| match seconds {
        Some(seconds) => html! { (say.duration(seconds)) },
        None => nothing(),
    };
    let mean = html! {
        (time(row.mean))
        @if let Some((low, high)) = row.low.zip(row.high) {
            br; small { (say.range(&say.duration(low), &say.duration(high))) }
        }
    };
    let cells = vec![
        html! { (say.word(&format!("until-{}", row.to))) },
        html! { (say.count(row.count)) },
        mean,
        time(row.median),
        time(row.sd),
        time(row.p95),
    ];
    (head, cells)
}

/// Channels that everybody knows have words in every language.
fn channel_word(sheet: &Sheet, channel: &str) -> String {
    match channel {
        "green" | "yellow" | "red" => sheet.say.word(&format!("channel-{channel}")),
        other => other.to_owned(),
    }
}

fn reliability(sheet: &Sheet) -> Option<Markup> {
    let say = sheet.say;
    let rows: Vec<(Markup, Vec<Markup>)> = (sheet.close.reliability.iter())
        .map(|row| reliable(sheet, row))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heads = [
        "gate",
        "time-mean",
        "uncongested",
        "delay",
        "time-p95",
        "buffer-time",
        "buffer-index",
    ];
    let heads = heads.map(|key| say.word(key));
    Some(table(&say.word("reliability-caption"), &heads, &rows))
}

fn reliable(sheet: &Sheet, row: &ReliabilityRow) -> (Markup, Vec<Markup>) {
    let say = sheet.say;
    let way = sheet.way(sheet.gate_named(&row.gate), row.direction == "import");
    let time = |seconds: f64| html! { (say.duration(seconds)) };
    let buffer = html! {
        (say.duration(row.buffer_time))
        @if let Some([low, high]) = row.buffer_time_interval {
            br; small { (say.range(&say.duration(low), &say.duration(high))) }
        }
    };
    let cells = vec![
        time(row.mean),
        time(row.uncongested),
        time(row.delay),
        time(row.p95),
        buffer,
        html! { (say.percent(row.buffer_index, 0)) },
    ];
    (html! { (way) }, cells)
}
