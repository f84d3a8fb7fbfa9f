//! Rules of choice in `plan`: balking, published queues, diversions and bans, and what demand they leave by day.

use serde_json::{Value, json};

use crate::plan::Analysis;
use crate::scenario::model::{Answer, Ban, Counts, Published, Scenario, Sees, Who};
use crate::scenario::units::{Duration, Share};

use super::listing::listing;
use super::number::count;
use super::plan_json::reaction;
use super::text::Style;
use super::words;

/// The rules, one a line; nothing where there are none.
pub fn text(scenario: &Scenario, style: Style) -> String {
    let mut rows = Vec::new();
    for rule in &scenario.balking {
        let seen = match rule.sees {
            Sees::Stock => "stock",
            Sees::Line => "line",
        };
        let then = match rule.elsewhere {
            None => "turns back".to_owned(),
            Some((other, Share::WHOLE)) => format!("goes to {}", gate(scenario, other)),
            Some((other, share)) => {
                format!(
                    "goes to {} ({}), else turns back",
                    gate(scenario, other),
                    percent(share)
                )
            }
        };
        let what = if rule.from == rule.all {
            format!("at {seen} {} {then}", rule.all)
        } else {
            format!("at {seen} {}-{} {then}", rule.from, rule.all)
        };
        rows.push(row("balking", &rule.name, who(scenario, &rule.who), what));
    }
    for published in &scenario.published {
        let gates: Vec<&str> = published
            .gates
            .iter()
            .map(|&at| gate(scenario, at))
            .collect();
        let what = format!(
            "{}, readable after {}",
            counted(published),
            Duration(published.delay)
        );
        rows.push(row("published", &published.name, gates.join(", "), what));
    }
    for rule in &scenario.diversions {
        let what = format!(
            "{} read {} {} ahead, go elsewhere if more than {} longer, {} later",
            percent(rule.share),
            scenario.published[rule.published].name,
            Duration(rule.ahead),
            rule.more_than,
            Duration(rule.takes),
        );
        rows.push(row("diversion", &rule.name, who(scenario, &rule.who), what));
    }
    for ban in &scenario.bans {
        rows.push(row("ban", &ban.name, who(scenario, &ban.who), held(ban)));
    }
    if rows.is_empty() {
        return String::new();
    }
    listing(&["rule", "name", "who", "what"], &[], &rows, style)
}

/// Expected arrivals of every day, where bans or answers by share make the days differ; nothing elsewhere.
pub fn days(scenario: &Scenario, analysis: &Analysis, style: Style) -> String {
    let by_choice = scenario.sources.iter().any(|source| {
        let answers = &source.when_closed;
        answers.only().is_none() || answers.has(Answer::ComesBefore)
    });
    if scenario.bans.is_empty() && !by_choice {
        return String::new();
    }
    let rows: Vec<Vec<String>> = scenario
        .period
        .days()
        .enumerate()
        .map(|(day, date)| {
            let sources = analysis.arrivals.iter().take(scenario.sources.len());
            let of_day = |expected: &Vec<f64>| expected.get(day).copied().unwrap_or(0.0);
            let mut row = vec![date.to_string()];
            row.extend(sources.map(|expected| count(of_day(expected))));
            row
        })
        .collect();
    let mut head = vec!["expected arrivals"];
    head.extend(scenario.sources.iter().map(|source| source.name.as_str()));
    let right: Vec<usize> = (1..head.len()).collect();
    listing(&head, &right, &rows, style)
}

/// The rules as data.
pub fn json(scenario: &Scenario) -> Value {
    let balking = scenario.balking.iter().map(|rule| {
        json!({
            "balking": rule.name,
            "who": who_json(scenario, &rule.who),
            "sees": match rule.sees { Sees::Stock => "stock", Sees::Line => "line" },
            "from": rule.from,
            "all": rule.all,
            "elsewhere": rule.elsewhere.map(|(other, share)| json!({
                "gate": gate(scenario, other),
                "share": part(share),
            })),
        })
    });
    let published = scenario.published.iter().map(|published| {
        let gates = published.gates.iter().map(|&at| gate(scenario, at));
        json!({
            "published": published.name,
            "gates": gates.collect::<Vec<&str>>(),
            "counted": counted(published),
            "delay": Duration(published.delay).to_string(),
        })
    });
    let diversions = scenario.diversions.iter().map(|rule| {
        json!({
            "diversion": rule.name,
            "who": who_json(scenario, &rule.who),
            "published": scenario.published[rule.published].name,
            "ahead": Duration(rule.ahead).to_string(),
            "share": part(rule.share),
            "more-than": rule.more_than,
            "takes": Duration(rule.takes).to_string(),
        })
    });
    let bans = scenario.bans.iter().map(|ban| {
        json!({
            "ban": ban.name,
            "who": who_json(scenario, &ban.who),
            "from": ban.from.to_string(),
            "to": ban.to.to_string(),
            "announced": ban.announced.map(|day| day.to_string()),
            "complies": part(ban.complies),
            "on-the-way": Duration(ban.on_the_way).to_string(),
            "instead": reaction(&ban.instead),
            "surge": surge(ban),
        })
    });
    json!({
        "balking": balking.collect::<Value>(),
        "published": published.collect::<Value>(),
        "diversions": diversions.collect::<Value>(),
        "bans": bans.collect::<Value>(),
    })
}

fn row(rule: &str, name: &str, who: String, what: String) -> Vec<String> {
    vec![rule.to_owned(), name.to_owned(), who, what]
}

fn gate(scenario: &Scenario, index: usize) -> &str {
    scenario
        .gates
        .get(index)
        .map_or("", |gate| gate.name.as_str())
}

fn part(share: u64) -> f64 {
    share as f64 / Share::WHOLE as f64
}

fn percent(share: u64) -> String {
    Share(share).to_string()
}

/// What a ban says: "2022-01-17 to 2022-01-31, announced 2022-01-12; 95 % stay away".
fn held(ban: &Ban) -> String {
    let announced = ban
        .announced
        .map_or_else(String::new, |day| format!(", announced {day}"));
    let all = ban.instead.only().is_some();
    let answers: Vec<String> = ban
        .instead
        .answers
        .iter()
        .map(|&(answer, share)| match answer.word() {
            word if all => word.to_owned(),
            word => format!("{word} {}", percent(share)),
        })
        .collect();
    let within = surge(ban).map_or_else(String::new, |days| format!(" (within {days} d)"));
    format!(
        "{} to {}{announced}; {} heed it: {}{within}; who had set out {} before comes",
        ban.from,
        ban.to,
        percent(ban.complies),
        answers.join(", "),
        Duration(ban.on_the_way),
    )
}

/// Days before a ban within which who comes before may come; of no meaning where nobody does.
fn surge(ban: &Ban) -> Option<u32> {
    let comes_before = ban.instead.has(Answer::ComesBefore);
    comes_before.then_some(ban.instead.surge)
}

fn counted(published: &Published) -> String {
    match &published.counts {
        Counts::Every(every) => format!("every {}", Duration(*every)),
        Counts::At(times) => {
            let times = times.iter().map(|time| time.strftime("%H:%M").to_string());
            format!("at {}", times.collect::<Vec<String>>().join(", "))
        }
    }
}

/// Whom a rule speaks of, in words.
fn who(scenario: &Scenario, who: &Who) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(
        who.filter
            .direction
            .map(|way| words::direction(way).to_owned()),
    );
    parts.extend(
        who.filter
            .vehicle
            .map(|from| words::nationality(from).to_owned()),
    );
    let classes = who.filter.class.iter().flatten();
    parts.extend(classes.map(|&word| words::class_word(scenario, word)));
    let goods = who
        .goods
        .iter()
        .filter_map(|&goods| scenario.goods.get(goods));
    parts.extend(goods.cloned());
    let gates: Vec<&str> = who.gates.iter().map(|&at| gate(scenario, at)).collect();
    if !gates.is_empty() {
        parts.push(format!("to {}", gates.join(" or ")));
    }
    if parts.is_empty() {
        "all".to_owned()
    } else {
        parts.join(", ")
    }
}

fn who_json(scenario: &Scenario, who: &Who) -> Value {
    let gates: Vec<&str> = who.gates.iter().map(|&at| gate(scenario, at)).collect();
    let goods = who
        .goods
        .iter()
        .filter_map(|&goods| scenario.goods.get(goods));
    json!({
        "gates": gates,
        "goods": goods.collect::<Vec<_>>(),
        "vehicles": words::filter_json(scenario, &who.filter),
    })
}
