//! Published outcomes beside simulated ones, with verdicts in words.

use maud::{Markup, html};

use crate::report::cells::{named, places};
use crate::report::facts::{FactRow, Verdict};

use super::Section;
use super::chart::table;
use super::sheet::{Sheet, nothing};

/// A table for each scenario.
pub(super) fn section(sheets: &[&Sheet]) -> Option<Section> {
    let say = sheets.first()?.say;
    let with_facts = sheets.iter().filter(|sheet| !sheet.report.facts.is_empty());
    let tables: Vec<Markup> = with_facts.map(|sheet| of_run(sheet)).collect();
    (!tables.is_empty()).then(|| Section {
        id: "facts",
        title: say.word("facts-title"),
        body: html! {
            p { (say.word("facts-note")) }
            @for table in &tables { (table) }
        },
    })
}

fn of_run(sheet: &Sheet) -> Markup {
    let say = sheet.say;
    let facts = &sheet.report.facts;
    let (identities, tests): (Vec<&FactRow>, Vec<&FactRow>) =
        facts.iter().partition(|fact| !fact.identity.is_empty());
    let inside = tests.iter().filter(|fact| fact.verdict == Verdict::Inside);
    let (inside, all) = (
        say.count(inside.count() as f64),
        say.count(tests.len() as f64),
    );
    let values = [("inside", (&inside).into()), ("all", (&all).into())];
    let mut takeaway = vec![say.say("facts-takeaway", &values)];
    if !identities.is_empty() {
        let n = say.count(identities.len() as f64);
        takeaway.push(say.say("facts-identities", &[("n", (&n).into())]));
    }
    let takeaway = say.sentences(&takeaway);
    let heads = [
        "published",
        "figure",
        "simulated-mean",
        "one-such-period",
        "verdict",
        "source",
    ];
    let heads = heads.map(|key| say.word(key));
    let rows: Vec<(Markup, Vec<Markup>)> = facts.iter().map(|fact| row(sheet, fact)).collect();
    let caption = match sheet.name {
        Some(name) => say.say("facts-of", &[("name", name.into())]),
        None => say.word("facts-caption"),
    };
    html! {
        p.takeaway { (takeaway) }
        (table(&caption, &heads, &rows))
    }
}

fn row(sheet: &Sheet, fact: &FactRow) -> (Markup, Vec<Markup>) {
    let say = sheet.say;
    let places = places(fact);
    let number = |x: f64| {
        let number = say.number(x, places);
        if fact.unit == "t" {
            say.with_unit(&number, "t")
        } else {
            number
        }
    };
    let next = fact.next_low.zip(fact.next_high);
    let cells = vec![
        html! { (band(sheet, fact)) },
        fact.value.map_or_else(nothing, |x| html! { (number(x)) }),
        next.map_or_else(nothing, |(low, high)| {
            html! { (say.range(&say.number(low, places), &number(high))) }
        }),
        html! { (verdict(sheet, fact, places)) },
        html! { (fact.source.as_deref().unwrap_or_default()) },
    ];
    (html! { (named(&fact.title, &fact.fact)) }, cells)
}

/// The figure as published; of a ratio, which nobody published as such, its band.
fn band(sheet: &Sheet, fact: &FactRow) -> String {
    let say = sheet.say;
    if !fact.published.is_empty() {
        return fact.published.clone();
    }
    let low = say.number(fact.band_low, 2);
    if fact.band_high.is_finite() {
        say.range(&low, &say.number(fact.band_high, 2))
    } else {
        say.say("over", &[("n", (&low).into())])
    }
}

fn verdict(sheet: &Sheet, fact: &FactRow, places: usize) -> String {
    let say = sheet.say;
    let word = match (fact.verdict, fact.distance) {
        (Verdict::Inside, _) if fact.identity.is_empty() => say.word("fact-inside"),
        (Verdict::Inside, _) => say.word("fact-identity"),
        (Verdict::Outside, Some(distance)) => {
            let by = say.number(distance.abs(), places);
            let key = if distance < 0.0 {
                "fact-too-low"
            } else {
                "fact-too-high"
            };
            say.say(key, &[("by", (&by).into())])
        }
        (Verdict::Outside, None) => say.word("fact-outside"),
        (Verdict::Unknown, _) => say.word("fact-unknown"),
    };
    match (fact.verdict, fact.is_as_stated()) {
        (Verdict::Outside, true) => word + &say.word("fact-as-stated"),
        (Verdict::Inside, false) => word + &say.word("fact-against"),
        _ => word,
    }
}
