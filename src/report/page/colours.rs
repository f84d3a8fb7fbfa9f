//! The colours of the National Single Window, each with its word and its count.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::report::colours::{Colours, Morning, USUAL_HOUR};

use super::Section;
use super::chart::scroll;
use super::sheet::Sheet;

/// The table of mornings.
pub(super) fn section(sheet: &Sheet) -> Option<Section> {
    let say = sheet.say;
    let made;
    let colours = match &sheet.report.colours {
        Some(colours) => colours,
        None => {
            made = ordinary(sheet)?;
            &made
        }
    };
    let hour = &colours.hour;
    let caption = say.say("colours-caption", &[("hour", hour.into())]);
    let heads = [
        "day",
        "lunar-day",
        "colour",
        "vehicles",
        "one-such-morning",
        "of-single-periods",
    ];
    let drawn = html! {
        table {
            caption { (caption) }
            thead { tr { @for head in heads { th scope="col" { (say.word(head)) } } } }
            tbody { @for morning in &colours.days { (row(sheet, morning)) } }
        }
    };
    Some(Section {
        id: "colours",
        title: say.word("colours-title"),
        body: html! {
            p.takeaway { (takeaway(sheet, colours)) }
            p { (say.word("colours-note")) }
            (scroll(&caption, drawn))
        },
    })
}

/// The colours at the usual hour, or at the first at which somebody counts.
fn ordinary(sheet: &Sheet) -> Option<Colours> {
    let run = sheet.run;
    if !Colours::is_counted(run.catalogue) {
        return None;
    }
    let hours = Colours::hours(run.scenario);
    let hour = hours
        .iter()
        .find(|hour| *hour == USUAL_HOUR)
        .or(hours.first())?;
    let colours = Colours::new(run, hour);
    (!colours.days.is_empty()).then_some(colours)
}

fn row(sheet: &Sheet, morning: &Morning) -> Markup {
    let say = sheet.say;
    let date: Option<Date> = morning.day.parse().ok();
    let name = date.map_or_else(
        || morning.day.clone(),
        |date| format!("{} {}", say.weekday(date), sheet.short_date(date)),
    );
    let next = morning.next_low.zip(morning.next_high);
    let next = next.map(|(low, high)| say.range(&say.count(low), &say.count(high)));
    let word = |colour: &str| say.word(&format!("colour-{colour}"));
    let shares = morning.shares.iter();
    let shares = shares.map(|of| format!("{} {}", word(of.colour), say.percent(of.share, 0)));
    html! {
        tr {
            th scope="row" { (name) }
            td { (date.map(|date| say.lunar(date)).unwrap_or_default()) }
            td { span.{"colour colour-" (morning.colour)} { (word(morning.colour)) } }
            td { (say.count(morning.vehicles)) }
            td { (next.unwrap_or_default()) }
            td { (say.list(&shares.collect::<Vec<_>>())) }
        }
    }
}

/// On how many mornings which colour is the usual one.
fn takeaway(sheet: &Sheet, colours: &Colours) -> String {
    let say = sheet.say;
    let told = ["green", "yellow", "orange", "red"]
        .into_iter()
        .filter_map(|colour| {
            let days = colours
                .days
                .iter()
                .filter(|day| day.colour == colour)
                .count();
            let word = say.word(&format!("colour-{colour}"));
            let shown = say.count(days as f64);
            let values = [
                ("colour", (&word).into()),
                ("n", (days as f64).into()),
                ("days", (&shown).into()),
            ];
            (days > 0).then(|| say.say("colours-days", &values))
        });
    let told = say.list(&told.collect::<Vec<_>>());
    let hour = &colours.hour;
    say.say(
        "colours-takeaway",
        &[("hour", hour.into()), ("days", (&told).into())],
    )
}
