//! The page of all published facts and what became of them, as Markdown.

use std::fmt::Write as _;
use std::path::Path;

use super::{FactRow, Score};
use crate::report::cells::{figure, named, next, places, verdict};
use crate::report::checks::{Tested, Tests};
use crate::report::number::fixed;

/// How many inputs of an identity are named.
const NAMED: usize = 2;

/// The page. It is the same for the same results: there is no date in it and no machine.
pub fn page(tests: &Tests) -> String {
    let mut text = format!("{HEAD}\n{}\n{RULES}", score(&Score::of(tests)));
    for (file, checks) in tests.by_file() {
        let facts: Vec<&FactRow> = checks
            .iter()
            .filter_map(|check| check.fact.as_ref())
            .collect();
        if !facts.is_empty() {
            text += &section(file, &facts);
        }
    }
    text
}

const HEAD: &str = "\
# Validation: what was published, and what comes out

Every published outcome that these scenarios name (`[observed.ID]`), beside what the program gives for the same gates, direction, goods and
period, as `bordergate test --only facts FILE... --validation PATH` writes it. What does not fit stays here, with the reason as far
as it is known.

## How many hold
";

const RULES: &str = "\
How to read it:

- A published figure is one realisation in words. *over 7,300* is 7,300 up to one more unit of its second digit, *about* and *nearly* are
  5 % to either side. It is held against the 95 % interval of **one** simulated period, with what is not known about the inputs drawn from
  its ranges. *Inside*: the two meet. *Outside*: by how much they miss.
- *Identity*: an input that makes what is counted comes from the same document and holds at the same time, so agreement is arithmetic and no
  test. The program finds this out; nobody marks it.
- *As stated*: the scenario says beforehand that it cannot agree and why; `test` fails when it does.
- Facts that share a period, a gate or a sentence within a scenario are one test, and so are facts of several scenarios from one document about
  one time. It counts by the share of its facts that are inside.
- An interval that holds may be wide. How wide it is stands beside the figure.
";

fn score(score: &Score) -> String {
    let share = 100.0 * score.held / (score.independent as f64).max(1.0);
    let none = score.independent - score.whole - score.part;
    format!(
        "Of {} published facts {} are identities and {} served an estimate; {} test a scenario. **{} of these {} are inside.** As far as they \
are independent they are {}: in {} all facts are inside, in {} some, in {none} none. Counted so, the intervals hold in **{} of {}** cases ({} %); intervals that \
are right hold in 95 %.\n",
        score.facts,
        score.identities,
        score.calibration,
        score.tests,
        score.inside,
        score.tests,
        score.independent,
        score.whole,
        score.part,
        fixed(score.held, 1),
        score.independent,
        fixed(share, 0),
    )
}

fn section(file: &Tested, facts: &[&FactRow]) -> String {
    let path = Path::new(&file.file);
    let name = path.file_stem().unwrap_or(path.as_os_str());
    let mut text = format!("\n## {}\n\n", name.display());
    if let Some(manifest) = file.facts_manifest.as_ref().or(file.manifest.as_ref()) {
        let _ = writeln!(
            text,
            "{} replications, seed {}.\n",
            manifest.replications, manifest.seed
        );
    }
    text += "| published | when | figure | one such period | verdict |\n|---|---|---|---|---|\n";
    for fact in facts {
        let places = places(fact);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            cell(&titled(fact)),
            when(fact),
            cell(&figure(fact)),
            next(fact, places),
            cell(&said(fact, places)),
        );
    }
    text
}

fn titled(fact: &FactRow) -> String {
    let title = named(&fact.title, &fact.fact);
    match &fact.reference {
        Some(reference) => format!("{title} ({reference})"),
        None => title,
    }
}

/// The verdict with its reason.
fn said(fact: &FactRow, places: usize) -> String {
    let verdict = verdict(fact, places);
    match &fact.outside_because {
        Some(because) => format!("{verdict}: {because}"),
        None if fact.identity.is_empty() => verdict,
        None => {
            let inputs: Vec<String> = (fact.identity.iter().take(NAMED))
                .map(|path| format!("`{path}`"))
                .collect();
            let more = match fact.identity.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{verdict}: {}{more}", inputs.join(", "))
        }
    }
}

/// Days, the last one inclusive, or the instant.
fn when(fact: &FactRow) -> String {
    let day = |time: &str| time.split('T').next().unwrap_or(time).to_owned();
    let minute = |time: &str| time.get(..16).unwrap_or(time).replace('T', " ");
    if fact.from == fact.to {
        return minute(&fact.from);
    }
    match fact.last_day() {
        Some(last) if last == day(&fact.from) => last,
        Some(last) => format!("{} to {last}", day(&fact.from)),
        None => format!("{} to {}", minute(&fact.from), minute(&fact.to)),
    }
}

/// Text that does not end a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
