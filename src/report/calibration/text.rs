//! A calibration for people.

use crate::report::Stopped;
use crate::report::cells::{period, range};
use crate::report::facts::VALIDATION;
use crate::report::number::{count, digits, fixed};
use crate::report::table::{Cell, Table};
use crate::report::text::Style;

use super::{Calibrated, CalibratedFact, Calibration, UnknownRow};

/// Inputs that are named one by one where they are not asked for.
const NAMED: usize = 5;

/// The calibration as text.
pub fn text(calibration: &Calibration, calibrated: &Calibrated, style: Style) -> String {
    let page = Page {
        calibration,
        calibrated,
        style,
    };
    [
        page.heading(),
        page.unknowns(),
        page.facts("Facts it was calibrated with", |fact| fact.used),
        page.unexplained(),
        page.left_out(),
        page.facts("Facts kept for validation", |fact| {
            fact.r#use == VALIDATION && fact.identity.is_empty()
        }),
        page.check(),
    ]
    .concat()
}

/// A share in percent, without decimals that say nothing.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.2}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

struct Page<'a> {
    calibration: &'a Calibration,
    calibrated: &'a Calibrated<'a>,
    style: Style,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let (scenario, manifest) = (self.calibrated.run.scenario, &self.calibration.manifest);
        let method = &self.calibration.method;
        let title = if scenario.title.en.is_empty() {
            &scenario.id
        } else {
            &scenario.title.en
        };
        let span = period(scenario.period.from, scenario.period.to);
        let mut text = format!(
            "{}\n{span} · {} draws of {} inputs, seed {}\n",
            self.style.bold(title),
            count(method.draws as f64),
            method.drawn,
            manifest.seed
        );
        if !manifest.set.is_empty() {
            text.push_str(&format!("changed: {}\n", manifest.set.join(", ")));
        }
        if manifest.partial {
            let why = match manifest.stopped {
                Stopped::MaxTime => "the time allowed was over",
                _ => "interrupted",
            };
            text.push_str(&format!(
                "PARTIAL: {why} after {} of {} draws\n",
                manifest.replications, self.calibrated.run.asked
            ));
        }
        let used = self
            .calibration
            .facts
            .iter()
            .filter(|fact| fact.used)
            .count();
        let facts = if used == 1 {
            "1 fact".to_owned()
        } else {
            format!("{used} facts")
        };
        text.push_str(&format!(
            "{} effective draws agree with {facts}, allowing a discrepancy of {} %\n",
            count(method.effective.floor()),
            percent(method.discrepancy)
        ));
        if method.widening > 0.0 {
            text.push_str(&format!(
                "with that alone {} would; so a second error of {} times what is not known of each figure was added, and taken out again by regression\n",
                count(method.effective_stated.floor()),
                method.widening
            ));
        }
        text
    }

    fn unknowns(&self) -> String {
        let cells = |row: &UnknownRow| {
            let quantiles = |[median, low, high]: &[String; 3]| Cell {
                mean: median.clone(),
                next: range(bare(low, high), high, self.style),
            };
            let width = row.width.zip(row.width_error).map_or_else(
                || "-".to_owned(),
                |(width, error)| format!("{:.0} % ± {:.0}", 100.0 * width, 200.0 * error),
            );
            vec![
                Cell::text(&row.path),
                Cell::text(row.verdict.words()),
                quantiles(&row.prior),
                row.posterior
                    .as_ref()
                    .map_or_else(|| Cell::text("-"), quantiles),
                Cell::text(width),
            ]
        };
        let table = Table {
            head: vec!["unknown", "verdict", "before", "given the facts", "width"],
            names: 2,
            rows: self.calibration.unknowns.iter().map(cells).collect(),
        };
        let mut notes = String::new();
        for pair in &self.calibration.together {
            notes.push_str(&format!(
                "known better together than each: {} and {} (correlation {:.2})\n",
                pair.unknown, pair.with, pair.correlation
            ));
        }
        let also = &self.calibration.also;
        if !also.is_empty() {
            let more = match also.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let named: Vec<&str> = also.iter().take(NAMED).map(String::as_str).collect();
            notes.push_str(&format!(
                "the facts also speak of inputs that were not asked for: {}{more}\n",
                named.join(", ")
            ));
        }
        self.style
            .section("Unknowns: median and 90 % interval", &table, &notes)
    }

    fn facts(&self, title: &str, of: impl Fn(&CalibratedFact) -> bool) -> String {
        let cells = |fact: &CalibratedFact| {
            let simulated = |median: Option<f64>, low: Option<f64>, high: Option<f64>| match (
                median, low, high,
            ) {
                (Some(median), Some(low), Some(high)) => {
                    let places = digits((high - low) / 20.0);
                    Cell {
                        mean: fixed(median, places),
                        next: range(&fixed(low, places), &fixed(high, places), self.style),
                    }
                }
                _ => Cell::text("-"),
            };
            let verdict = match (fact.within_reach, fact.counts_as_one) {
                (false, _) => format!("{}: out of reach of every draw", fact.verdict.words()),
                (true, Some(many @ 2..)) => {
                    format!("{}; {many} count as one", fact.verdict.words())
                }
                _ => fact.verdict.words().to_owned(),
            };
            vec![
                Cell::text(&fact.title),
                Cell::text(verdict),
                Cell::text(published(fact)),
                simulated(fact.prior_median, fact.prior_low, fact.prior_high),
                simulated(
                    fact.posterior_median,
                    fact.posterior_low,
                    fact.posterior_high,
                ),
            ]
        };
        let facts = self.calibration.facts.iter().filter(|fact| of(fact));
        let table = Table {
            head: vec!["fact", "verdict", "published", "before", "given the facts"],
            names: 2,
            rows: facts.map(cells).collect(),
        };
        let title = format!("{title}: simulated median and 95 % interval");
        self.style.section(&title, &table, "")
    }

    fn unexplained(&self) -> String {
        let facts: Vec<&str> = self
            .calibration
            .unexplained()
            .map(|fact| fact.fact.as_str())
            .collect();
        if facts.is_empty() {
            return String::new();
        }
        self.style.indented(&format!(
            "NOTHING IN THE RANGES EXPLAINS {}: no draw comes to it, and only the discrepancy lets any agree. Look for what the scenario lacks\n",
            facts.join(", ")
        ))
    }

    fn left_out(&self) -> String {
        let facts = &self.calibrated.run.scenario.facts;
        let lines = self.calibrated.evidence.left_out.iter().filter_map(|left| {
            let (named, name) = (left.identity.join(", "), &facts.get(left.fact)?.name);
            Some(match left.identity.len() {
                1 => format!("left out: {name}, from which {named} was taken\n"),
                _ => format!("left out: {name}, from which these were taken: {named}\n"),
            })
        });
        self.style.indented(&lines.collect::<String>())
    }

    fn check(&self) -> String {
        let Some(check) = &self.calibration.check else {
            return String::new();
        };
        let rows = check.unknowns.iter().map(|row| {
            let share = match (row.covered, row.low, row.high) {
                (Some(share), Some(low), Some(high)) => Cell {
                    mean: format!("{} %", fixed(100.0 * share, 1)),
                    next: range(&fixed(100.0 * low, 1), &fixed(100.0 * high, 1), self.style),
                },
                _ => Cell::text("-"),
            };
            vec![
                Cell::text(&row.path),
                Cell::text(row.verdict.words()),
                share,
                Cell::text(format!(
                    "{} ({})",
                    fixed(row.chi_square, 1),
                    if row.uniform {
                        "uniform"
                    } else {
                        "not uniform"
                    }
                )),
            ]
        });
        let table = Table {
            head: vec![
                "unknown",
                "90 % intervals",
                "covered",
                "ranks, chi-square of 9",
            ],
            names: 2,
            rows: rows.collect(),
        };
        let note = match check.left_out {
            0 => String::new(),
            1 => "1 more was left out: too few other draws agree with it\n".to_owned(),
            n => format!("{n} more were left out: too few other draws agree with them\n"),
        };
        let title = format!(
            "Do the intervals hold? {} draws taken for the truth",
            check.truths
        );
        self.style.section(&title, &table, &note)
    }
}

/// The figure as published; of a ratio, which nobody published as such, its band.
fn published(fact: &CalibratedFact) -> String {
    if !fact.published.contains('/') {
        return fact.published.clone();
    }
    if fact.band_high.is_finite() {
        format!(
            "{} to {}",
            fixed(fact.band_low, 2),
            fixed(fact.band_high, 2)
        )
    } else {
        format!("over {}", fixed(fact.band_low, 2))
    }
}

/// The lower end of a range without its unit, where the upper end has the same.
fn bare<'a>(low: &'a str, high: &str) -> &'a str {
    let number = |text: &str| {
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')))
            .unwrap_or(text.len())
    };
    let (end, other) = (number(low), number(high));
    if end > 0 && low[end..] == high[other..] {
        &low[..end]
    } else {
        low
    }
}
