//! The page around the sections: one document with its style and its script in it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Section;
use super::locale::Locale;

/// The chart library, as its authors ship it, and its licence, which goes wherever it goes.
const LICENCE: &str = include_str!("assets/uPlot.LICENSE");
const UPLOT: &str = include_str!("assets/uPlot.iife.min.js");
const UPLOT_STYLE: &str = include_str!("assets/uPlot.min.css");
const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");

/// What stands on a page.
pub(super) struct Document<'a> {
    pub say: &'a Locale,
    pub title: String,
    /// What was run, in a line.
    pub about: String,
    /// The sentence that answers.
    pub answer: String,
    /// What one must know before reading on.
    pub warnings: Vec<String>,
    pub sections: Vec<Section>,
}

/// The whole page.
pub(super) fn document(page: &Document) -> String {
    let say = page.say;
    let (group, decimal) = say.lang.separators();
    let markup = html! {
        (DOCTYPE)
        html lang=(say.lang.tag()) data-group=(group) data-decimal=(decimal) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("bordergate ", env!("CARGO_PKG_VERSION")));
                title { (page.title) }
                // A page from disk asks nobody for an icon.
                link rel="icon" href="data:,";
                style { (PreEscaped(UPLOT_STYLE)) (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#content" { (say.word("skip")) }
                header {
                    h1 { (page.title) }
                    p.about { (page.about) }
                    @for warning in &page.warnings {
                        p.warning { strong { (say.word("warning")) } " " (warning) }
                    }
                    p.answer #answer { (page.answer) }
                }
                (contents(page))
                main #content tabindex="-1" {
                    @for section in &page.sections {
                        section id=(section.id) aria-labelledby={(section.id) "-title"} {
                            h2 id={(section.id) "-title"} { (section.title) }
                            (section.body)
                        }
                    }
                }
                footer { p { (say.say("made-by", &[("version", env!("CARGO_PKG_VERSION").into())])) } }
                script { "/*\n" (PreEscaped(LICENCE)) "*/\n" (PreEscaped(UPLOT)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    markup.into_string()
}

fn contents(page: &Document) -> Markup {
    html! {
        nav aria-label=(page.say.word("contents")) {
            ul {
                @for section in &page.sections {
                    li { a href={"#" (section.id)} { (section.title) } }
                }
            }
        }
    }
}
