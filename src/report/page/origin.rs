//! Where the numbers come from: the manifest of each run, and the command that makes them again.

use maud::{Markup, html};

use crate::report::{InputMode, Manifest};

use super::Section;
use super::chart::table;
use super::locale::Locale;

/// The manifests of the runs on the page.
pub(super) fn section(say: &Locale, manifests: &[&Manifest], command: &str) -> Section {
    let tables: Vec<Markup> = manifests
        .iter()
        .map(|manifest| of_run(say, manifest))
        .collect();
    Section {
        id: "origin",
        title: say.word("origin-title"),
        body: html! {
            p { (say.word("origin-command")) }
            div.scroll role="region" aria-label=(say.word("origin-command")) tabindex="0" { pre { code #command { (command) } } }
            p { (say.word("origin-note")) }
            @for table in &tables { (table) }
        },
    }
}

fn of_run(say: &Locale, manifest: &Manifest) -> Markup {
    let from = say.count(manifest.from as f64);
    let to = say.count((manifest.from + manifest.replications.saturating_sub(1)) as f64);
    let inputs = match manifest.inputs {
        InputMode::Stated => "inputs-stated",
        InputMode::Drawn => "inputs-drawn",
    };
    let facts = [
        ("manifest-file", manifest.file.clone()),
        ("manifest-changes", manifest.set.join(", ")),
        (
            "manifest-version",
            format!("bordergate {} ({})", manifest.version, manifest.target),
        ),
        ("manifest-generator", manifest.generator.to_owned()),
        ("manifest-seed", manifest.seed.to_string()),
        ("manifest-replications", say.range(&from, &to)),
        ("manifest-inputs", say.word(inputs)),
        (
            "manifest-scenario",
            format!("{} {}", manifest.hash, manifest.scenario_digest),
        ),
        (
            "manifest-calendar",
            format!("{} {}", manifest.hash, manifest.calendar_digest),
        ),
        (
            "manifest-measures",
            format!("{} {}", manifest.hash, manifest.measures_digest),
        ),
    ];
    let rows: Vec<(Markup, Vec<Markup>)> = (facts.into_iter())
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let value = html! { code { (value) } };
            (html! { (say.word(key)) }, vec![value])
        })
        .collect();
    let caption = say.say("manifest-of", &[("name", (&manifest.scenario).into())]);
    let heads = [say.word("what"), say.word("value")];
    table(&caption, &heads, &rows)
}
