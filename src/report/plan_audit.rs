//! `plan --audit`: days on which gates were open, by published totals and their averages a day, beside those of calendars.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::plan::{Audit, Candidate, Notices, Week};
use crate::scenario::model::{Fact, Scenario};

use super::listing::listing;
use super::number::fixed;
use super::text::Style;
use super::words;

/// The whole text. Plain style gives one record a line, with tabs.
pub fn text(scenario: &Scenario, audits: &[Audit], style: Style) -> String {
    let mut parts = vec![format!(
        "{}: days on which gates were open, by totals and their averages a day\n",
        scenario.title.en
    )];
    parts.extend(audits.iter().map(|audit| one(scenario, audit, style)));
    let together = together(scenario, audits);
    if !together.is_empty() {
        parts.push(together);
    }
    parts.push(summary(audits));
    parts.join("\n")
}

fn one(scenario: &Scenario, audit: &Audit, style: Style) -> String {
    let Some(fact) = scenario.facts.get(audit.fact) else {
        return String::new();
    };
    let mut text = format!("{}: {}\n", fact.name, fact.title);
    let _ = writeln!(
        text,
        "  {} at {}, {} to {}, {}",
        words::fact_measure(fact.measure),
        gates(scenario, fact),
        date(audit.span.from),
        date(audit.span.to),
        days(audit.span_days)
    );
    let _ = writeln!(text, "  {}", figures(fact, audit));
    let header = ["calendar", "notices", "open days", "verdict"];
    let rows: Vec<Vec<String>> = candidates(audit)
        .map(|candidate| {
            vec![
                week(candidate).to_owned(),
                notices(candidate.notices).to_owned(),
                candidate.days().to_string(),
                verdict(candidate),
            ]
        })
        .collect();
    text += &listing(&header, &[2], &rows, style);
    let _ = writeln!(text, "{}", sentence(fact, audit));
    text
}

/// The scenario's own calendar and all that were tried.
fn candidates(audit: &Audit) -> impl Iterator<Item = &Candidate> {
    std::iter::once(&audit.own).chain(&audit.weekly)
}

fn gates(scenario: &Scenario, fact: &Fact) -> String {
    let gates = fact
        .gates
        .iter()
        .filter_map(|&gate| scenario.gates.get(gate));
    let names: Vec<&str> = gates.map(|gate| gate.name.as_str()).collect();
    if names.is_empty() {
        "all gates".to_owned()
    } else {
        names.join(", ")
    }
}

/// "6,942 at 114 a day: 60.89 days, 60.63 to 61.16 as the figures are rounded; so 61 days".
fn figures(fact: &Fact, audit: &Audit) -> String {
    let average = fact.per_day.as_ref().map_or("", |per_day| &per_day.text);
    let range = if audit.high.is_finite() {
        format!("{} to {}", fixed(audit.low, 2), fixed(audit.high, 2))
    } else {
        format!("{} or more", fixed(audit.low, 2))
    };
    let whole = match audit.days {
        None => "no whole number of days".to_owned(),
        Some((first, last)) if first == last => format!("so {}", days(first)),
        Some((first, last)) => format!("so {first} to {last} days"),
    };
    format!(
        "{} at {average} a day: {} days, {range} as the figures are rounded; {whole}",
        fact.text,
        fixed(audit.quotient, 2)
    )
}

fn verdict(candidate: &Candidate) -> String {
    match candidate.excess {
        Some(0) => "fits".to_owned(),
        None => "does not fit".to_owned(),
        Some(excess) => format!("does not fit: {}", too(excess)),
    }
}

/// "9 days too many", "1 day too few".
fn too(excess: i64) -> String {
    let word = if excess > 0 { "many" } else { "few" };
    format!("{} too {word}", days(excess.abs()))
}

/// What follows, in words.
fn sentence(fact: &Fact, audit: &Audit) -> String {
    let Some((first, _)) = audit.days else {
        return nothing_whole(fact, audit);
    };
    if !audit.is_possible() {
        return format!(
            "No calendar has {first} days in {}: total, average or span is of something else.",
            audit.span_days
        );
    }
    let fitting: Vec<String> = audit.fitting().map(named).collect();
    let which = match fitting.as_slice() {
        [] => "None of these weekly calendars fits.".to_owned(),
        [only] => format!("Only one weekly calendar fits: {only}."),
        several => format!(
            "{} weekly calendars fit and are not told apart: {}.",
            several.len(),
            several.join("; ")
        ),
    };
    let same = audit
        .weekly
        .iter()
        .find(|weekly| weekly.open == audit.own.open);
    let own = match audit.own.excess {
        Some(0) => "This scenario's calendar fits".to_owned(),
        excess => format!(
            "This scenario's calendar does not fit, it has {}",
            too(excess.unwrap_or_default())
        ),
    };
    let same = same.map_or_else(String::new, |same| {
        format!("; its days are those of {}", named(same))
    });
    format!("{which} {own}{same}.")
}

fn nothing_whole(fact: &Fact, audit: &Audit) -> String {
    let Some(per_day) = &fact.per_day else {
        return String::new();
    };
    // Between these two neighbours lies the whole interval.
    let below = audit.low.floor().max(1.0);
    let on = |days: f64| {
        format!(
            "on {} {} a day",
            self::days(days as i64),
            fixed(per_day.total.value as f64 / 1e6 / days, 2)
        )
    };
    format!(
        "No calendar fits: the total is {} and {}. The figures disagree: one is rounded more, or counts something else.",
        on(below),
        on(below + 1.0)
    )
}

/// Averages over the same days of the same vehicles, where they say more together than one of them alone.
fn together(scenario: &Scenario, audits: &[Audit]) -> String {
    let subject = |audit: &Audit| {
        let fact = scenario.facts.get(audit.fact)?;
        Some((audit.span, &fact.gates, &fact.filter))
    };
    let name = |audit: &Audit| scenario.facts.get(audit.fact).map_or("", |fact| &fact.name);
    let mut groups: Vec<Vec<&Audit>> = Vec::new();
    for audit in audits.iter().filter(|audit| audit.is_possible()) {
        let group = groups
            .iter_mut()
            .find(|group| group.iter().any(|other| subject(other) == subject(audit)));
        match group {
            Some(group) => group.push(audit),
            None => groups.push(vec![audit]),
        }
    }
    let mut text = String::new();
    for group in groups {
        let fits_all = |candidate: &&Candidate| {
            let same = |other: &Candidate| {
                (other.week, other.notices) == (candidate.week, candidate.notices)
            };
            group.iter().all(|audit| audit.fitting().any(same))
        };
        let [first, .., last] = group.as_slice() else {
            continue;
        };
        let fitting: Vec<String> = first.fitting().filter(fits_all).map(named).collect();
        if group
            .iter()
            .all(|audit| audit.fitting().count() == fitting.len())
        {
            continue;
        }
        let others: Vec<&str> = group[..group.len() - 1]
            .iter()
            .map(|audit| name(audit))
            .collect();
        let left = match fitting.as_slice() {
            [] => "no weekly calendar".to_owned(),
            left => left.join("; "),
        };
        let _ = writeln!(
            text,
            "{} and {}, over the same days, together leave: {left}.",
            others.join(", "),
            name(last)
        );
    }
    text
}

/// How all averages ended, in one line.
fn summary(audits: &[Audit]) -> String {
    let fit = audits.iter().filter(|audit| audit.own.fits()).count();
    let impossible = audits.iter().filter(|audit| !audit.is_possible()).count();
    let differ = audits.len() - fit - impossible;
    let parts = [
        (fit, "this scenario's calendar fits"),
        (differ, "it does not fit"),
        (impossible, "no calendar can fit"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, what)| format!("{count} that {what}"))
        .collect();
    let averages = if audits.len() == 1 {
        "average"
    } else {
        "averages"
    };
    format!("{} {averages} a day: {}\n", audits.len(), parts.join(", "))
}

fn week(candidate: &Candidate) -> &'static str {
    use jiff::civil::Weekday;
    match candidate.week {
        None => "this scenario's",
        Some(Week::Every) => "every day",
        Some(Week::WeekendOff) => "Saturdays and Sundays off",
        Some(Week::Off(day)) => match day {
            Weekday::Monday => "Mondays off",
            Weekday::Tuesday => "Tuesdays off",
            Weekday::Wednesday => "Wednesdays off",
            Weekday::Thursday => "Thursdays off",
            Weekday::Friday => "Fridays off",
            Weekday::Saturday => "Saturdays off",
            Weekday::Sunday => "Sundays off",
        },
    }
}

fn notices(notices: Notices) -> &'static str {
    match notices {
        Notices::With => "with",
        Notices::Without => "without",
        Notices::Either => "either",
    }
}

/// A weekly calendar in a sentence.
fn named(candidate: &Candidate) -> String {
    match candidate.notices {
        Notices::Either => week(candidate).to_owned(),
        held => format!("{}, {} the notices", week(candidate), notices(held)),
    }
}

fn days(days: i64) -> String {
    if days == 1 {
        "1 day".to_owned()
    } else {
        format!("{days} days")
    }
}

fn date(date: Date) -> String {
    format!(
        "{} {} {}",
        date.day(),
        words::month(date.month()),
        date.year()
    )
}

/// The rows of `plan --audit --json`: one an average, with its calendars, the scenario's own first.
pub fn json(scenario: &Scenario, audits: &[Audit]) -> Value {
    let rows = audits.iter().filter_map(|audit| {
        let fact = scenario.facts.get(audit.fact)?;
        let gates = fact
            .gates
            .iter()
            .filter_map(|&gate| scenario.gates.get(gate));
        let calendars = candidates(audit).map(|candidate| {
            json!({
                "calendar": week(candidate),
                "notices": notices(candidate.notices),
                "open-days": candidate.days(),
                "fits": candidate.fits(),
                "excess-days": candidate.excess,
            })
        });
        Some(json!({
            "fact": fact.name,
            "gates": gates.map(|gate| &gate.name).collect::<Vec<_>>(),
            "from": audit.span.from.to_string(),
            "to": audit.span.to.to_string(),
            "span-days": audit.span_days,
            "total": fact.text,
            "per-day": fact.per_day.as_ref().map(|per_day| &per_day.text),
            "implied": audit.quotient,
            "implied-low": audit.low,
            "implied-high": audit.high.is_finite().then_some(audit.high),
            "days-low": audit.days.map(|(first, _)| first),
            "days-high": audit.days.map(|(_, last)| last),
            "possible": audit.is_possible(),
            "fits": audit.own.fits(),
            "calendars": calendars.collect::<Vec<_>>(),
        }))
    });
    rows.collect()
}
