//! Results as one page that a browser opens from disk: no network, no other file, in three languages.
//!
//! All text and all numbers stand in the HTML, in tables, so the page says everything without a script, to a screen reader, and on paper. A
//! chart is drawn from the table below it by the one script of the page, so that a number stands once. A closer look
//! ([`CloseUp`]) gives what an ordinary run does not observe.
//!
//! A section is a function from a sheet (a run, and the language in which it is told) to its markup, or to nothing where there is
//! nothing to show. All markup is made by templates that escape what they are given; scripts get data by attributes only.

mod assumptions;
mod bulletin;
mod calendar;
mod causes;
mod changes;
mod chart;
mod colours;
mod differs;
mod facts;
mod gates;
mod headline;
mod heat;
mod locale;
mod origin;
mod release;
mod sheet;
mod shell;
mod stock;

use maud::Markup;

use super::closeup::CloseUp;
use super::comparison::differences::Differences;
use super::comparison::{Compared, Comparison};
use super::{Report, Run};

use locale::Locale;
use sheet::Sheet;
use shell::{Document, document};

pub use locale::Lang;

/// A part of a page that can be gone to.
struct Section {
    id: &'static str,
    title: String,
    body: Markup,
}

/// The page of a run; `command` makes its numbers again.
pub fn run_page(report: &Report, run: &Run, close: &CloseUp, command: &str, lang: Lang) -> String {
    let say = Locale::new(lang);
    let sheet = Sheet::new(report, run, close, &say);
    let mut sections = vec![gates::section(&sheet)];
    if sheet.has_results() {
        sections.extend([
            stock::section(&[&sheet]),
            heat::section(&sheet),
            calendar::section(&[&sheet]),
            causes::section(&[&sheet]),
            bulletin::section(&sheet),
            release::section(&sheet),
            colours::section(&sheet),
            facts::section(&[&sheet]),
        ]);
    }
    sections.extend([
        assumptions::section(&sheet),
        Some(origin::section(&say, &[&report.manifest], command)),
    ]);
    document(&Document {
        say: &say,
        title: sheet.title(),
        about: headline::about(&sheet),
        answer: headline::answer(&sheet),
        warnings: headline::warnings(&sheet),
        sections: sections.into_iter().flatten().collect(),
    })
}

/// What a page says of a comparison beside its rows.
pub struct Looked<'a> {
    /// A close look at each run, in the same order.
    pub closes: &'a [CloseUp],
    /// What differs in meaning, one for each alternative.
    pub differences: &'a [Differences],
    /// The command that makes the numbers again.
    pub command: &'a str,
}

/// The page of a comparison.
pub fn compare_page(
    comparison: &Comparison,
    compared: &Compared,
    looked: &Looked,
    lang: Lang,
) -> String {
    let say = Locale::new(lang);
    let reports: Vec<Report> = (compared.runs.iter())
        .map(|(_, run)| Report::new(run))
        .collect();
    let sheets: Vec<Sheet> = (compared.runs.iter().zip(&reports).zip(looked.closes))
        .map(|(((name, run), report), close)| Sheet::new(report, run, close, &say).named(name))
        .collect();
    let sheets: Vec<&Sheet> = sheets.iter().collect();
    let Some((&base, _)) = sheets.split_first() else {
        return String::new();
    };
    let mut sections = vec![
        changes::section(&say, comparison, compared),
        differs::section(&say, looked.differences),
    ];
    if base.has_results() {
        sections.extend([
            stock::section(&sheets),
            calendar::section(&sheets),
            causes::section(&sheets),
            facts::section(&sheets),
        ]);
    }
    let manifests: Vec<_> = comparison.manifests.iter().collect();
    sections.extend([
        assumptions::section(base),
        Some(origin::section(&say, &manifests, looked.command)),
    ]);
    document(&Document {
        say: &say,
        title: changes::title(&sheets),
        about: changes::about(&sheets, comparison),
        answer: changes::answer(&say, comparison, compared),
        warnings: headline::warnings(base),
        sections: sections.into_iter().flatten().collect(),
    })
}
