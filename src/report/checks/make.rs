//! The words of checks: each says on one line what was required, what came out, and by how much it holds or does not.

use crate::experiment::{FEWEST_DATES, Judgement, judge};
use crate::measures::quantity::Expectation;
use crate::scenario::expression::Relation;
use crate::scenario::model::Threshold;
use crate::stats::{Estimate, ORDER_STATISTICS_FROM};

use super::{Check, Kind, Status};
use crate::report::baseline::{Comparison, Origin, Verdict};
use crate::report::cells::{figure, named, next, places, verdict};
use crate::report::facts::{self, FactRow};
use crate::report::number::{TimeUnit, digits, fixed};
use crate::report::row::{Value, row};
use crate::report::{InputMode, Report, Run};

/// What became of the thresholds of a scenario. Their estimators must have been asked for before the run.
pub fn thresholds(run: &Run, thresholds: &[(Threshold, Expectation)]) -> Vec<Check> {
    let checks = thresholds.iter();
    checks
        .map(|(threshold, expectation)| self::threshold(run, threshold, expectation))
        .collect()
}

/// What became of the published facts of a scenario.
pub fn facts(report: &Report) -> Vec<Check> {
    let facts = report.facts.iter();
    facts
        .map(|fact| self::fact(&report.manifest.file, fact))
        .collect()
}

/// What became of the results since a baseline. An exact check passes only where all rows are the same bits.
pub fn baseline(file: &str, path: &str, comparison: Comparison, exact: Option<&Origin>) -> Check {
    let rows = comparison.changes.len();
    let status = match (exact, comparison.identical) {
        (_, true) => Status::Passed,
        (Some(_), false) => Status::Failed,
        (None, false) => comparison.judgement().into(),
    };
    let mut check = Check::new(file, Kind::Baseline, path, status);
    check.message = if comparison.identical {
        "identical: all results are the same bits".to_owned()
    } else if exact.is_some() {
        match changed(&comparison) {
            0 => format!("not identical, though the {rows} headline rows are: other rows changed"),
            n => format!("not identical: {n} of {rows} headline rows changed"),
        }
    } else {
        tally(&comparison)
    };
    if comparison.identical {
        return check;
    }
    check.detail = lines(&comparison, exact.is_some());
    check.detail.extend(comparison.remarks);
    if let Some(origin) = exact {
        check.detail.push(format!(
            "exactly the same needs the baseline's own run: --reps {} --seed {}{}",
            origin.replications,
            origin.seed,
            match origin.inputs {
                InputMode::Stated => "",
                InputMode::Drawn => " --uncertainty inputs",
            }
        ));
    } else if status == Status::Inconclusive {
        check
            .detail
            .push("more replications (--reps), here and in the baseline, would tell".to_owned());
    }
    check.changes = comparison.changes;
    check
}

/// A baseline was written; `before` is what it changed, where there was one, and `unreadable` what was wrong with the one that
/// was there.
pub fn baseline_written(
    file: &str,
    path: &str,
    before: Option<Comparison>,
    unreadable: Option<&str>,
) -> Check {
    let mut check = Check::new(file, Kind::Baseline, path, Status::Passed);
    match before {
        None => {
            check.message = match unreadable {
                None => "written: there was none".to_owned(),
                Some(why) => format!("rewritten: the one before {why}"),
            };
        }
        Some(before) if before.identical => {
            check.message = "up to date: all results are the same bits".to_owned();
            check.detail = before.remarks;
        }
        Some(before) => {
            check.message = match changed(&before) {
                0 => "rewritten: no headline row changed, but others did".to_owned(),
                n => format!(
                    "rewritten: {n} of {} headline rows changed",
                    before.changes.len()
                ),
            };
            check.detail = lines(&before, true);
            check.detail.extend(before.remarks);
            check.changes = before.changes;
        }
    }
    check
}

/// A run that was made again; `differences` is empty where it gave the same bits.
pub fn reproduction(
    file: &str,
    replications: u64,
    digest: &str,
    differences: Vec<String>,
) -> Check {
    let (status, message) = if differences.is_empty() {
        (
            Status::Passed,
            format!("reproduced bit for bit: {replications} replications, digest {digest}"),
        )
    } else {
        (
            Status::NotReproduced,
            format!("{replications} replications give other results than they gave"),
        )
    };
    Check {
        message,
        detail: differences,
        ..Check::new(file, Kind::Manifest, file, status)
    }
}

/// A check that could not be made, and why.
pub fn problem(file: &str, kind: Kind, name: &str, status: Status, why: String) -> Check {
    Check {
        message: why,
        ..Check::new(file, kind, name, status)
    }
}

impl Check {
    fn new(file: &str, kind: Kind, name: &str, status: Status) -> Self {
        Self {
            file: file.to_owned(),
            kind,
            name: name.to_owned(),
            status,
            message: String::new(),
            requirement: None,
            unit: None,
            value: None,
            low: None,
            high: None,
            distance: None,
            n: None,
            changes: Vec::new(),
            detail: Vec::new(),
            fact: None,
        }
    }
}

fn threshold(run: &Run, threshold: &Threshold, expectation: &Expectation) -> Check {
    let (estimate, judgement) = judge(run.fold, expectation);
    let condition = expectation.condition();
    let (unit, relation, limit) = match expectation {
        Expectation::Expected(condition) => {
            (condition.quantity.unit, condition.relation, condition.limit)
        }
        Expectation::Chance {
            relation, limit, ..
        } => ("share", *relation, *limit),
    };
    let mut shown = row(
        run.scenario,
        run.plan,
        &condition.quantity.spec(),
        &estimate,
    );
    if matches!(expectation, Expectation::Chance { .. }) {
        // The chance of a date is a number.
        let number = |value: Option<f64>| value.map(Value::Number);
        (shown.value, shown.low, shown.high) = (
            number(estimate.value),
            number(estimate.low),
            number(estimate.high),
        );
    }
    let distance = estimate.value.map(|value| distance(relation, limit, value));
    let mut message = String::new();
    if !threshold.title.is_empty() && threshold.title != threshold.name {
        message += &format!("{}: ", threshold.title);
    }
    message += &format!(
        "{expectation}: {}{}, {}",
        interval(unit, (shown.value, shown.low, shown.high)),
        distance.map_or_else(String::new, |distance| side(unit, distance)),
        replications(estimate.n)
    );
    Check {
        message,
        requirement: Some(expectation.to_string()),
        unit: Some(unit.to_owned()),
        value: shown.value,
        low: shown.low,
        high: shown.high,
        distance,
        n: Some(estimate.n),
        detail: match judgement {
            Judgement::Inconclusive => vec![undecided(run, unit, &estimate)],
            _ => Vec::new(),
        },
        ..Check::new(run.file, Kind::Threshold, &threshold.name, judgement.into())
    }
}

fn fact(file: &str, fact: &FactRow) -> Check {
    let status = match fact.verdict {
        // The interval of few periods rests on a normal law, and is wide: the fewer, the easier it would be to pass.
        facts::Verdict::Inside if fact.next_n < ORDER_STATISTICS_FROM => Status::Inconclusive,
        facts::Verdict::Unknown => Status::Inconclusive,
        facts::Verdict::Inside | facts::Verdict::Outside if fact.is_as_stated() => Status::Passed,
        facts::Verdict::Inside | facts::Verdict::Outside => Status::Failed,
    };
    let places = places(fact);
    let mut detail = Vec::new();
    match (status, &fact.outside_because) {
        (Status::Inconclusive, _) => detail.push(format!(
            "a fact is judged by {ORDER_STATISTICS_FROM} periods or more (--reps), each with a value and inputs of its own, and these are {}: the interval of fewer rests on a normal law, and is wide",
            fact.next_n
        )),
        (Status::Failed, Some(because)) => detail.push(format!(
            "it was stated to be outside, because {because}; if that is mended, drop `expect` and `because`"
        )),
        (Status::Failed, None) if !fact.assumptions.is_empty() => {
            detail.push(format!("hangs on {}", first_of(&fact.assumptions, "assumption")));
        }
        (Status::Passed, Some(because)) => detail.push(format!("because {because}")),
        (Status::Passed, None) if !fact.identity.is_empty() => detail.push(format!(
            "no test: the same source gave {}",
            first_of(&fact.identity, "input")
        )),
        _ => {}
    }
    let ends = fact.next_low.zip(fact.next_high);
    Check {
        message: format!(
            "{}: published {}, one such period {}: {}, {}",
            named(&fact.title, &fact.fact),
            figure(fact),
            next(fact, places),
            verdict(fact, places),
            replications(fact.n)
        ),
        requirement: Some(figure(fact)),
        unit: Some(fact.unit.to_owned()),
        value: fact.value.map(Value::Number),
        low: fact.next_low.map(Value::Number),
        high: fact.next_high.map(Value::Number),
        distance: ends.map(|_| fact.distance.map_or(0.0, |distance| -distance.abs())),
        n: Some(fact.n),
        detail,
        fact: Some(fact.clone()),
        ..Check::new(file, Kind::Fact, &fact.fact, status)
    }
}

/// The first three of some, and how many there are besides.
fn first_of(all: &[String], what: &str) -> String {
    let first: Vec<&str> = all.iter().take(3).map(String::as_str).collect();
    let first = first.join(", ");
    match all.len().saturating_sub(3) {
        0 => first,
        1 => format!("{first} and 1 more {what}"),
        more => format!("{first} and {more} more {what}s"),
    }
}

/// What to do where nothing was decided.
fn undecided(run: &Run, unit: &str, estimate: &Estimate) -> String {
    let has_interval = match unit {
        // An end of it may be later than the period.
        "date" => run.fold.has_dates(),
        _ => estimate.low.is_some(),
    };
    let needs = |least: usize| match run.inputs {
        None => format!("{least} replications or more (--reps)"),
        Some(inputs) => format!(
            "{least} draws of the inputs or more, which are {} replications (--reps)",
            (least as u64 - 1) * inputs.per_draw() + 1
        ),
    };
    if has_interval {
        "the interval lies on both sides of the limit: more replications (--reps) would narrow it"
            .to_owned()
    } else if unit == "date" {
        format!(
            "there is no interval to judge by: that of a median date needs {}",
            needs(FEWEST_DATES)
        )
    } else if estimate.value.is_none() {
        "there is no interval to judge by: nothing was observed".to_owned()
    } else {
        format!("there is no interval to judge by: it needs {}", needs(2))
    }
}

/// How far a value lies on the right side of a limit.
fn distance(relation: Relation, limit: f64, value: f64) -> f64 {
    if relation.is_upper() {
        limit - value
    } else {
        value - limit
    }
}

/// An estimate with its interval in words: `6.7 h (6.3 to 7.0 h)`.
fn interval(
    unit: &str,
    (value, low, high): (Option<Value>, Option<Value>, Option<Value>),
) -> String {
    let number = |value: Option<Value>| value.and_then(Value::number);
    let (scale, word) = match unit {
        "s" => {
            let unit = TimeUnit::of(number(value).unwrap_or(0.0));
            (1.0 / unit.seconds, format!(" {}", unit.word))
        }
        "share" => (100.0, " %".to_owned()),
        "vehicle" | "date" => (1.0, String::new()),
        unit => (1.0, format!(" {unit}")),
    };
    let half = number(low)
        .zip(number(high))
        .map(|(low, high)| (high - low) / 2.0);
    let least = if unit == "s" || unit == "share" { 1 } else { 0 };
    let places = digits(half.or(number(value)).unwrap_or(0.0) * scale).max(least);
    let show = |value: Value| match value {
        Value::Number(number) => fixed(number * scale, places),
        Value::Day(day) => day.to_string(),
    };
    let value = match value {
        Some(value) => show(value) + &word,
        None if unit == "date" => "not within the period".to_owned(),
        None => "no estimate".to_owned(),
    };
    match low.zip(high) {
        Some((low, high)) => format!("{value} ({} to {}{word})", show(low), show(high)),
        None => value,
    }
}

/// How far within or beyond the limit, in words.
fn side(unit: &str, distance: f64) -> String {
    let size = distance.abs();
    let shown = match unit {
        "s" => {
            let unit = TimeUnit::of(size);
            format!("{} {}", fixed(size / unit.seconds, 1), unit.word)
        }
        "share" => format!("{} points", fixed(100.0 * size, 1)),
        "date" if size == 1.0 => "1 day".to_owned(),
        "date" => format!("{} days", fixed(size, 0)),
        "vehicle" => fixed(size, digits(size)),
        unit => format!("{} {unit}", fixed(size, digits(size))),
    };
    if distance == 0.0 {
        ", exactly at the limit".to_owned()
    } else if distance < 0.0 {
        format!(", {shown} beyond the limit")
    } else {
        format!(", {shown} within the limit")
    }
}

fn replications(n: usize) -> String {
    match n {
        1 => "1 replication".to_owned(),
        n => format!("{n} replications"),
    }
}

/// How many headline rows are not what they were.
fn changed(comparison: &Comparison) -> usize {
    let changed = comparison.changes.iter();
    changed.filter(|row| !row.untouched).count()
}

/// "1 row worse, 2 cannot tell, 11 same".
fn tally(comparison: &Comparison) -> String {
    let verdicts = [
        Verdict::Worse,
        Verdict::CannotTell,
        Verdict::Better,
        Verdict::NotWorse,
        Verdict::Same,
    ];
    let parts = verdicts.map(|verdict| (comparison.count(verdict), verdict.word()));
    let mut parts: Vec<String> = (parts.iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if !comparison.gone.is_empty() {
        parts.push(format!("{} not reported any more", comparison.gone.len()));
    }
    if parts.is_empty() {
        "there is no row to compare".to_owned()
    } else {
        format!(
            "of {} headline rows: {}",
            comparison.changes.len() + comparison.gone.len(),
            parts.join(", ")
        )
    }
}

/// A line for each row worth one: those that did not stay the same, worst first, then those that came or went. Where a gate is
/// the only one, its rows are those of the total, which are said once.
fn lines(comparison: &Comparison, all: bool) -> Vec<String> {
    let verdicts = [
        Verdict::Worse,
        Verdict::CannotTell,
        Verdict::Better,
        Verdict::NotWorse,
        Verdict::Same,
    ];
    let mut said = Vec::new();
    let mut seen: Vec<(&str, [Option<f64>; 4])> = Vec::new();
    for verdict in verdicts {
        for row in &comparison.changes {
            let quantity = row.row.split([',', ')']).next().unwrap_or_default();
            let numbers = (quantity, [row.base, row.now, row.low, row.high]);
            let told = verdict != Verdict::Same || (all && !row.untouched);
            if row.verdict == verdict && told && !seen.contains(&numbers) {
                seen.push(numbers);
                said.push(row.to_string());
            }
        }
    }
    let gone = comparison.gone.iter();
    said.extend(gone.map(|row| format!("not reported any more: {row}")));
    let new = comparison.new.iter();
    said.extend(new.map(|row| format!("not in the baseline: {row}")));
    said
}
