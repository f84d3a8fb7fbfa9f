//! `plan` in text: the resolved calendar, what comes and what is accepted, load, remarks, and where every number is from.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::plan::{Analysis, QuotaBalance};
use crate::scenario::calendar::{ClassWord, clock};
use crate::scenario::model::{Arrivals, BasisKind, Flow, Scenario};
use crate::scenario::problem::Severity;

use super::choices;
use super::days::{Block, Day};
use super::listing::listing;
use super::number::{count, fixed};
use super::orders::orders;
use super::plan_json::counts;
use super::plan_outages;
use super::plan_patience;
use super::strip::{Strip, drawn, legend, sign};
use super::text::Style;
use super::words;

/// The whole text. Plain style gives one record a line, with tabs.
pub fn text(scenario: &Scenario, analysis: &Analysis, blocks: &[Block], style: Style) -> String {
    let parts = [
        head(scenario, analysis, style),
        calendar(scenario, blocks, style),
        classes(scenario, style),
        demand(scenario, analysis, style),
        choices::text(scenario, style),
        choices::days(scenario, analysis, style),
        quotas(scenario, analysis, style),
        plan_patience::text(scenario, style),
        stations(scenario, analysis, style),
        orders(scenario, style),
        plan_outages::text(scenario, style),
        remarks(analysis),
        provenance(scenario, style),
        observed(scenario, style),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn head(scenario: &Scenario, analysis: &Analysis, style: Style) -> String {
    let mut text = String::new();
    for title in [
        Some(&scenario.title.en),
        scenario.title.vi.as_ref(),
        scenario.title.zh.as_ref(),
    ]
    .into_iter()
    .flatten()
    {
        let _ = writeln!(text, "{title}");
    }
    let (from, to) = (scenario.period.from, scenario.period.to);
    let name = |zone: &jiff::tz::TimeZone| zone.iana_name().unwrap_or("fixed offset").to_owned();
    let mut rows = vec![
        vec![
            "period".to_owned(),
            format!(
                "{} to {} {}, {} days",
                date(from),
                date(to),
                to.year(),
                scenario.period.days().count()
            ),
        ],
        vec![
            "clocks".to_owned(),
            format!(
                "{} (own), {} (partner)",
                name(&scenario.clocks.own),
                name(&scenario.clocks.partner)
            ),
        ],
    ];
    if !scenario.versions.is_empty() {
        let chosen = scenario
            .calendar
            .and_then(|index| scenario.versions.get(index));
        let chosen = chosen.map_or("none", String::as_str);
        rows.push(vec![
            "calendar".to_owned(),
            format!("{chosen} (of {})", scenario.versions.join(", ")),
        ]);
    }
    for switch in &scenario.switches {
        let options = switch.options.join(", ");
        rows.push(vec![
            format!("switch {}", switch.name),
            format!("{} (of {options}): {}", switch.value, switch.title),
        ]);
    }
    rows.push(vec![
        "vehicles".to_owned(),
        format!("about {} expected a replication", count(analysis.vehicles)),
    ]);
    format!("{text}\n{}", listing(&["", ""], &[], &rows, style))
}

/// A date without its year: "Mon 31 Jan".
fn date(date: Date) -> String {
    format!(
        "{} {} {}",
        words::weekday(date.weekday()),
        date.day(),
        words::month(date.month())
    )
}

fn calendar(scenario: &Scenario, blocks: &[Block], style: Style) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        let gate = &scenario.gates[block.gate];
        let mut text = format!(
            "{} ({})\n  {}\n",
            gate.title,
            gate.name,
            words::categories(scenario, &block.vehicles)
        );
        text += &strip(&block.days, style);
        text += &days(&block.days, style);
        parts.push(text);
    }
    parts.join("\n")
}

/// The days at a glance, below a ruler of dates.
fn strip(days: &[Day], style: Style) -> String {
    let (Some(first), true) = (days.first(), days.len() > 1 && !style.plain) else {
        return String::new();
    };
    let signs: String = days.iter().map(|day| sign(day.state)).collect();
    let strip = Strip {
        days: signs,
        label: String::new(),
    };
    // The indent takes a column.
    let columns = style.columns.map(|columns| columns.saturating_sub(1));
    let drawn = drawn(std::slice::from_ref(&strip), first.row.date, columns);
    style.indented(&(drawn + &legend([strip.days.as_str()])))
}

fn days(days: &[Day], style: Style) -> String {
    let books = days.iter().any(|day| day.slots.is_some());
    let mut rows = Vec::new();
    for group in days.chunk_by(Day::is_like) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let dash = |text: &str| {
            if text.is_empty() {
                "-".to_owned()
            } else {
                text.to_owned()
            }
        };
        let mut row = vec![
            between(&date(first.row.date), &date(last.row.date)),
            between(&lunar(first), &lunar(last)),
            first.state.to_owned(),
            dash(&first.hours),
            dash(&first.partner_hours),
        ];
        if books {
            row.push(
                first
                    .slots
                    .map_or_else(|| "-".to_owned(), |slots| count(slots as f64)),
            );
        }
        row.push(dash(first.row.notice.as_deref().unwrap_or("")));
        rows.push(row);
    }
    let mut header = vec!["days", "lunar", "state", "own clock", "partner's clock"];
    header.extend(books.then_some("slots a day"));
    header.push("notice");
    listing(&header, if books { &[5] } else { &[] }, &rows, style)
}

fn between(first: &str, last: &str) -> String {
    if first == last {
        first.to_owned()
    } else {
        format!("{first} - {last}")
    }
}

/// The lunar day in Vietnam; China's beside it where they differ.
fn lunar(day: &Day) -> String {
    let vietnam = day.row.lunar_vietnam.clone().unwrap_or_default();
    match &day.row.lunar_china {
        Some(china) if *china != vietnam => format!("{vietnam} (China: {china})"),
        _ => vietnam,
    }
}

fn classes(scenario: &Scenario, style: Style) -> String {
    let rows: Vec<Vec<String>> = scenario
        .classes
        .iter()
        .map(|class| {
            let load = class
                .load
                .as_ref()
                .map(|load| fixed(load.mean() / 1e3, 2) + " t");
            vec![
                class.name.clone(),
                class.title.clone(),
                if class.persons { "persons" } else { "vehicles" }.to_owned(),
                load.unwrap_or_else(|| "-".to_owned()),
            ]
        })
        .collect();
    listing(
        &["class", "name", "counted as", "mean load"],
        &[3],
        &rows,
        style,
    )
}

fn demand(scenario: &Scenario, analysis: &Analysis, style: Style) -> String {
    let mut rows = Vec::new();
    for (source, expected) in scenario.sources.iter().zip(&analysis.arrivals) {
        let kind = match source.arrivals {
            Arrivals::Poisson { .. } => "Poisson",
            Arrivals::Renewal(_) => "renewal",
            Arrivals::Timetable(_) => "timetable",
            Arrivals::Trace(_) => "trace",
        };
        rows.push(flow_row(
            scenario,
            &source.name,
            &source.flow,
            format!("{kind}, {} a day", range(expected)),
            expected,
        ));
    }
    let backlogs = analysis.arrivals.iter().skip(scenario.sources.len());
    for (backlog, expected) in scenario.backlogs.iter().zip(backlogs) {
        let since = backlog.since.map_or_else(
            || "ages unknown".to_owned(),
            |day| format!("since {}", date(day)),
        );
        rows.push(flow_row(
            scenario,
            &backlog.name,
            &backlog.flow,
            format!("in line at the start, {since}"),
            expected,
        ));
    }
    listing(
        &[
            "source or backlog",
            "gate",
            "what",
            "when",
            "vehicles",
            "classes",
        ],
        &[4],
        &rows,
        style,
    )
}

fn flow_row(
    scenario: &Scenario,
    name: &str,
    flow: &Flow,
    when: String,
    expected: &[f64],
) -> Vec<String> {
    let mix: Vec<String> = flow
        .classes
        .iter()
        .map(|&(class, share)| {
            let class = words::class_word(scenario, ClassWord::Class(class));
            if flow.classes.len() == 1 {
                class
            } else {
                format!("{class} {} %", trimmed(share as f64 / 1e10))
            }
        })
        .collect();
    let empty = if flow.loaded { "" } else { ", empty" };
    vec![
        name.to_owned(),
        scenario
            .gates
            .get(flow.gate)
            .map_or_else(String::new, |gate| gate.name.clone()),
        format!(
            "{}, {}{empty}",
            words::direction(flow.direction),
            words::nationality(flow.vehicle)
        ),
        when,
        count(expected.iter().sum()),
        mix.join(", "),
    ]
}

/// The least and the most of several days: "35-45".
fn range(days: &[f64]) -> String {
    let low = days.iter().copied().fold(f64::INFINITY, f64::min);
    let high = days.iter().copied().fold(0.0, f64::max);
    between(&trimmed(low.min(high)), &trimmed(high)).replace(" - ", "-")
}

/// A number with at most two digits behind the point, none of them a last zero.
fn trimmed(x: f64) -> String {
    let text = fixed(x, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn quotas(scenario: &Scenario, analysis: &Analysis, style: Style) -> String {
    let mut rows = Vec::new();
    for (quota, balance) in scenario.quotas.iter().zip(&analysis.quotas) {
        let gates: Vec<&str> = quota
            .gates
            .iter()
            .filter_map(|&gate| scenario.gates.get(gate))
            .map(|gate| gate.name.as_str())
            .collect();
        let QuotaBalance {
            demand,
            amount,
            accepted,
            ..
        } = balance;
        let drawn = quota
            .day_factor
            .map_or_else(String::new, |factor| format!(", cv {}", trimmed(factor.cv)));
        rows.push(vec![
            quota.name.clone(),
            gates.join(", "),
            format!("{} a day{drawn}", range(amount)),
            count(demand.iter().sum()),
            count(accepted.iter().sum()),
        ]);
    }
    if rows.is_empty() {
        return String::new();
    }
    listing(
        &[
            "quota",
            "gates",
            "accepts",
            "vehicles expected",
            "accepted at most",
        ],
        &[3, 4],
        &rows,
        style,
    )
}

fn stations(scenario: &Scenario, analysis: &Analysis, style: Style) -> String {
    let mut rows = Vec::new();
    for (station, load) in scenario.stations.iter().zip(&analysis.stations) {
        let loads = || {
            scenario
                .period
                .days()
                .enumerate()
                .filter_map(|(index, day)| Some((day, load.load(index)?)))
        };
        let most = loads().max_by(|a, b| a.1.total_cmp(&b.1));
        let over: Vec<Date> = loads()
            .filter(|&(_, load)| load > 1.0)
            .map(|(day, _)| day)
            .collect();
        rows.push(vec![
            station.name.clone(),
            station
                .servers
                .iter()
                .map(|group| group.count)
                .sum::<u32>()
                .to_string(),
            load.mean()
                .map_or_else(|| "never works".to_owned(), |load| fixed(load, 2)),
            most.map_or_else(
                || "-".to_owned(),
                |(day, load)| format!("{} on {}", fixed(load, 2), date(day)),
            ),
            runs(&over),
        ]);
    }
    if rows.is_empty() {
        return String::new();
    }
    let header = [
        "station",
        "servers",
        "load, mean",
        "load, highest day",
        "days over 1",
    ];
    listing(&header, &[1, 2], &rows, style)
}

/// Days in words, neighbours together: "22-24 Jan, 3 Feb".
fn runs(days: &[Date]) -> String {
    let is_next = |a: &Date, b: &Date| a.tomorrow().is_ok_and(|next| next == *b);
    let runs: Vec<String> = days
        .chunk_by(is_next)
        .filter_map(|run| {
            let (first, last) = (run.first()?, run.last()?);
            let short = |day: &Date| format!("{} {}", day.day(), words::month(day.month()));
            Some(if first == last {
                short(first)
            } else if first.month() == last.month() && first.year() == last.year() {
                format!("{}-{}", first.day(), short(last))
            } else {
                format!("{} - {}", short(first), short(last))
            })
        })
        .collect();
    if runs.is_empty() {
        "none".to_owned()
    } else {
        runs.join(", ")
    }
}

fn remarks(analysis: &Analysis) -> String {
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        for remark in analysis
            .remarks
            .iter()
            .filter(|remark| remark.severity == severity)
        {
            let _ = writeln!(text, "{}: {}", severity.word(), remark.text);
            if let Some(help) = &remark.help {
                let _ = writeln!(text, "  help: {help}");
            }
        }
    }
    text
}

fn provenance(scenario: &Scenario, style: Style) -> String {
    let rows: Vec<Vec<String>> = scenario
        .parameters
        .iter()
        .map(|parameter| {
            let basis = &parameter.basis;
            let range = basis.range.as_ref();
            vec![
                parameter.path.clone(),
                parameter.value.clone(),
                words::basis(basis.kind).to_owned(),
                range.map_or_else(|| "-".to_owned(), |(low, high)| format!("{low} .. {high}")),
                basis.text.clone(),
            ]
        })
        .collect();
    let counts: Vec<String> = counts(scenario)
        .into_iter()
        .filter(|&(_, count)| count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let total = rows.len();
    let header = [
        "parameter",
        "value",
        "basis",
        "range",
        "reference or reason",
    ];
    let mut text = listing(&header, &[], &rows, style);
    let _ = writeln!(text, "{total} parameters: {}", counts.join(", "));
    let cited = |name: &str| {
        scenario.parameters.iter().any(|parameter| {
            parameter.basis.kind == BasisKind::Documented && parameter.basis.text == name
        })
    };
    for reference in scenario
        .references
        .iter()
        .filter(|reference| cited(&reference.name))
    {
        let detail = reference
            .detail
            .as_ref()
            .map_or_else(String::new, |detail| format!(" ({detail})"));
        let _ = writeln!(text, "{}: {}{detail}", reference.name, reference.title);
    }
    text
}

fn observed(scenario: &Scenario, style: Style) -> String {
    if scenario.facts.is_empty() {
        return String::new();
    }
    let at = |time: i64| {
        clock(time, &scenario.clocks.own)
            .strftime("%-d %b %H:%M")
            .to_string()
    };
    let rows: Vec<Vec<String>> = scenario
        .facts
        .iter()
        .map(|fact| {
            let gates: Vec<&str> = fact
                .gates
                .iter()
                .filter_map(|&gate| scenario.gates.get(gate))
                .map(|gate| gate.name.as_str())
                .collect();
            vec![
                fact.name.clone(),
                fact.title.clone(),
                words::fact_measure(fact.measure).to_owned(),
                if gates.is_empty() {
                    "all".to_owned()
                } else {
                    gates.join(", ")
                },
                between(&at(fact.from), &at(fact.to)),
                match &fact.per_day {
                    Some(per_day) => format!("{} ({} a day)", fact.text, per_day.text),
                    None => fact.text.clone(),
                },
                format!("{} to {}", trimmed(fact.low), trimmed(fact.high)),
                fact.references
                    .first()
                    .cloned()
                    .unwrap_or_else(|| "-".to_owned()),
            ]
        })
        .collect();
    let header = [
        "observed, never an input",
        "what was said",
        "measure",
        "gates",
        "when",
        "published",
        "band",
        "reference",
    ];
    listing(&header, &[], &rows, style)
}
