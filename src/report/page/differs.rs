//! What differs in meaning between the base and each alternative, value by value. Days that differ are seen in the calendars.

use maud::{Markup, html};

use crate::report::comparison::differences::{Differences, ValueDifference};

use super::Section;
use super::chart::table;
use super::locale::Locale;
use super::sheet::nothing;

/// The tables.
pub(super) fn section(say: &Locale, differences: &[Differences]) -> Option<Section> {
    if differences.is_empty() {
        return None;
    }
    let told = differences.iter().map(|differences| of(say, differences));
    let told: Vec<Markup> = told.collect();
    Some(Section {
        id: "differs",
        title: say.word("differs-title"),
        body: html! { @for told in &told { (told) } },
    })
}

fn of(say: &Locale, differences: &Differences) -> Markup {
    let n = differences.values.len() as f64;
    let shown = say.count(n);
    let values = [
        ("alternative", (&differences.alternative).into()),
        ("n", n.into()),
        ("values", (&shown).into()),
    ];
    if differences.same_meaning {
        return html! { p.takeaway { (say.say("differs-not", &values)) } };
    }
    let rows: Vec<(Markup, Vec<Markup>)> =
        differences.values.iter().map(|of| row(say, of)).collect();
    let caption = say.say("differs-caption", &values);
    let heads = ["input", "base", "alternative"].map(|key| say.word(key));
    html! {
        p.takeaway { (say.say("differs-count", &values)) }
        details {
            summary { (caption) }
            (table(&caption, &heads, &rows))
        }
    }
}

fn row(say: &Locale, value: &ValueDifference) -> (Markup, Vec<Markup>) {
    let side = |value: &Option<String>, basis: Option<&str>| match value {
        None => nothing(),
        Some(value) => html! {
            (value)
            @if let Some(basis) = basis { br; small { (say.word(&format!("basis-{basis}"))) } }
        },
    };
    let cells = vec![
        side(&value.base, value.base_basis),
        side(&value.alternative, value.alternative_basis),
    ];
    (html! { code { (value.path) } }, cells)
}
