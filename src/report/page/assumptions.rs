//! What is assumed, and how much of the rest is documented.

use maud::{Markup, html};

use crate::scenario::model::{BasisKind, Parameter};

use super::Section;
use super::chart::table;
use super::sheet::Sheet;

/// The counts, and every assumption with its reason and range.
pub(super) fn section(sheet: &Sheet) -> Option<Section> {
    let say = sheet.say;
    let known = sheet.report.provenance;
    let counts = [
        ("documented", known.documented),
        ("derived", known.derived),
        ("assumed", known.assumed),
        ("fitted", known.fitted),
        ("unstated", known.unstated),
    ];
    let told = counts.iter().filter(|(_, n)| *n > 0).map(|(kind, n)| {
        let (word, n) = (say.word(&format!("basis-{kind}")), say.count(*n as f64));
        say.say(
            "basis-count",
            &[("n", (&n).into()), ("basis", (&word).into())],
        )
    });
    let told = say.list(&told.collect::<Vec<_>>());
    let all = say.count(known.total() as f64);
    let unknown = |parameter: &&Parameter| {
        matches!(
            parameter.basis.kind,
            BasisKind::Assumed | BasisKind::Fitted | BasisKind::Unstated
        )
    };
    let parameters = sheet.run.scenario.parameters.iter().filter(unknown);
    let rows: Vec<(Markup, Vec<Markup>)> = parameters.map(|of| row(sheet, of)).collect();
    let heads = ["input", "value", "basis", "plausible-range", "why"].map(|key| say.word(key));
    let caption = say.word("assumptions-caption");
    Some(Section {
        id: "assumptions",
        title: say.word("assumptions-title"),
        body: html! {
            p.takeaway { (say.say("assumptions-takeaway", &[("all", (&all).into()), ("told", (&told).into())])) }
            @if !rows.is_empty() {
                details {
                    summary { (caption) }
                    (table(&caption, &heads, &rows))
                }
            }
        },
    })
}

fn row(sheet: &Sheet, parameter: &Parameter) -> (Markup, Vec<Markup>) {
    let say = sheet.say;
    let basis = &parameter.basis;
    let kind = match basis.kind {
        BasisKind::Documented => "basis-documented",
        BasisKind::Derived => "basis-derived",
        BasisKind::Assumed => "basis-assumed",
        BasisKind::Fitted => "basis-fitted",
        BasisKind::Unstated => "basis-unstated",
    };
    let range = basis.range.as_ref();
    let range = range.map_or_else(String::new, |(low, high)| say.range(low, high));
    let cells = vec![
        html! { (parameter.value) },
        html! { (say.word(kind)) },
        html! { (range) },
        html! { (basis.text) },
    ];
    (html! { code { (parameter.path) } }, cells)
}
