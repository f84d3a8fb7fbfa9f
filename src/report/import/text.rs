//! A log for people: what was read, which rows were not used, what the rows say.

use super::Import;
use super::units::{Unit, digits, p, shares};
use crate::gatelog::arrivals::Arrivals;
use crate::gatelog::bad::by_reason;
use crate::gatelog::findings::{Load, Step};
use crate::gatelog::fit::{Fit, MOST_TESTED, Verdict};
use crate::gatelog::stamps::{DayOrder, Proof};
use crate::report::listing::listing;
use crate::report::number::count;
use crate::report::strip::bars;
use crate::report::text::Style;

/// All of it.
pub fn text(import: &Import<'_>, style: Style) -> String {
    let mut parts = vec![file(import, style), rows(import, style)];
    for source in &import.findings.sources {
        parts.push(arrivals(&source.id, &source.arrivals, style));
    }
    parts.push(mix(import, style));
    let loads = import.findings.loads.iter();
    for load in loads {
        let title = match class_name(import, load) {
            Some(id) => format!("Load of {id}"),
            None => "Load".to_owned(),
        };
        parts.push(fit(&title, &load.fit, Unit::Mass, style));
    }
    parts.extend(import.findings.steps.iter().map(|step| times(step, style)));
    parts.push(rest(import));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn class_name<'a>(import: &'a Import<'_>, load: &Load) -> Option<&'a str> {
    let class = import.findings.classes.get(load.class?)?;
    Some(class.id.as_str())
}

fn file(import: &Import<'_>, style: Style) -> String {
    let log = import.log;
    let mut text = format!(
        "{}: {}, columns separated by {}, heading on line {}\n",
        import.file,
        log.encoding.name(),
        log.separator.name(),
        log.heading_line
    );
    let order = match log.day_order.0 {
        DayOrder::DayFirst => "day before month",
        DayOrder::MonthFirst => "month before day",
    };
    text += &match log.day_order.1 {
        Proof::Proven => format!("dates: {order}, proven by numbers above 12\n"),
        Proof::Declared => format!("dates: {order}, as declared\n"),
        Proof::Ambiguous => format!(
            "dates: {order} is assumed: no number above 12 proves it; `--dates mdy` says the other\n"
        ),
        Proof::NotNeeded => "dates: the year is first\n".to_owned(),
    };
    let known: Vec<Vec<String>> = log
        .columns
        .iter()
        .filter_map(|column| Some((column, column.role.as_ref()?)))
        .map(|(column, role)| vec![role.word(), column.heading.clone()])
        .collect();
    text += &listing(&["taken for", "column"], &[], &known, style);
    let unknown: Vec<String> = log
        .columns
        .iter()
        .filter(|column| column.role.is_none() && !column.heading.is_empty())
        .map(|column| format!("`{}`", column.heading))
        .collect();
    if !unknown.is_empty() {
        text += &format!("not used: {}\n", unknown.join(", "));
    }
    for step in &log.half_steps {
        text += &format!("not used: `{step}` has only a start or only an end\n");
    }
    text
}

fn rows(import: &Import<'_>, style: Style) -> String {
    let log = import.log;
    let mut text = format!("{}, {}", import.rows(), import.days());
    let reasons = by_reason(&log.bad);
    if log.bad.is_empty() {
        text += " are used\n";
    } else {
        let said: Vec<String> = reasons
            .iter()
            .map(|(reason, rows)| format!("{} {}", count(*rows as f64), reason.words()))
            .collect();
        text += &format!(
            " are used; {} are not: {}\n",
            count(log.bad.len() as f64),
            said.join(", ")
        );
        let shown: Vec<Vec<String>> = log
            .bad
            .iter()
            .take(import.show)
            .map(|row| {
                vec![
                    row.line.to_string(),
                    row.column.clone(),
                    row.value.clone(),
                    row.reason.words().to_owned(),
                ]
            })
            .collect();
        text += &listing(
            &["line", "column", "value", "why it is not used"],
            &[0],
            &shown,
            style,
        );
        if log.bad.len() > import.show {
            text += &format!(
                "and {} more: `--show`, or all with `--json`\n",
                count((log.bad.len() - import.show) as f64)
            );
        }
    }
    if log.empty > 0 {
        text += &format!(
            "left out as no rows: {}\n",
            plural(log.empty as usize, "empty line")
        );
    }
    if log.past_midnight > 0 {
        text += &format!(
            "{} times alone are read as of the next day: they are before what went before them\n",
            count(log.past_midnight as f64)
        );
    }
    text
}

fn arrivals(id: &str, arrivals: &Arrivals, style: Style) -> String {
    let days = arrivals.counts.len();
    let (rate, interval) = arrivals.rate;
    let text = format!(
        "Source {id}: {} vehicles on {}\n",
        count(arrivals.vehicles() as f64),
        plural(days, "day")
    );
    let said = interval.map_or_else(String::new, |(low, high)| {
        format!(" (95 %: {} to {})", digits(low.max(0.0)), digits(high))
    });
    let mut lines = vec![vec![
        "vehicles a day".to_owned(),
        format!("{}{said}", digits(rate)),
    ]];
    let hours: Vec<Option<f64>> = arrivals.hours.iter().map(|&n| Some(n as f64)).collect();
    lines.push(vec!["hours 0 to 23".to_owned(), bars(&hours)]);
    if let (Some(p_value), Some(factors)) = (arrivals.weekdays_p, arrivals.weekdays) {
        let factors: Vec<String> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            .iter()
            .zip(factors)
            .map(|(day, factor)| format!("{day} {factor:.2}"))
            .collect();
        let verdict = if arrivals.weekdays_differ() {
            "differ"
        } else {
            "do not differ more than chance"
        };
        lines.push(vec![
            "weekdays".to_owned(),
            format!("{verdict}, p {}: {}", p(p_value), factors.join(", ")),
        ]);
    } else {
        lines.push(vec![
            "weekdays".to_owned(),
            "not told apart: the log has fewer than two weeks, or not all weekdays".to_owned(),
        ]);
    }
    if let Some(p_value) = arrivals.hours_p {
        let verdict = if p_value < crate::gatelog::arrivals::SIGNIFICANT {
            "other hours than Monday to Friday: a source has one profile, so write two sources"
        } else {
            "the same hours as Monday to Friday"
        };
        lines.push(vec![
            "Saturday, Sunday".to_owned(),
            format!("{verdict}, p {}", p(p_value)),
        ]);
    }
    let spread = match (arrivals.dispersion, arrivals.dispersion_p) {
        (Some(ratio), Some(p_value)) => {
            let factor = match arrivals.factor {
                Some((cv, (low, high))) => format!(
                    "more than Poisson counts: a factor with cv {} ({} to {})",
                    digits(cv),
                    digits(low),
                    digits(high)
                ),
                None => "like Poisson counts".to_owned(),
            };
            format!(
                "{factor}; variance over mean {}, p {}",
                digits(ratio),
                p(p_value)
            )
        }
        _ => "too few days to tell".to_owned(),
    };
    lines.push(vec!["from day to day".to_owned(), spread]);
    if !arrivals.without.is_empty() {
        let listed: Vec<String> = arrivals
            .without
            .iter()
            .take(8)
            .map(ToString::to_string)
            .collect();
        let more = arrivals.without.len().saturating_sub(8);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        lines.push(vec![
            "days without any".to_owned(),
            format!(
                "{}: {}{more}; they count in the rate",
                arrivals.without.len(),
                listed.join(", ")
            ),
        ]);
    }
    text + &listing(&["", ""], &[], &lines, style)
}

fn plural(n: usize, noun: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {noun}{s}", count(n as f64))
}

fn mix(import: &Import<'_>, style: Style) -> String {
    let mut lines = Vec::new();
    for source in &import.findings.sources {
        let counts: Vec<u64> = source.mix.iter().map(|&(_, count)| count).collect();
        for (&(class, rows), share) in source.mix.iter().zip(shares(&counts)) {
            let class = import.findings.classes.get(class);
            lines.push(vec![
                source.id.clone(),
                class.map_or_else(String::new, |class| class.id.clone()),
                class.map_or_else(String::new, |class| class.values.join(", ")),
                count(rows as f64),
                format!("{share} %"),
            ]);
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    let head = ["source", "class", "in the log", "vehicles", "share"];
    format!("Classes\n{}", listing(&head, &[3, 4], &lines, style))
}

fn fit(title: &str, fit: &Fit, unit: Unit, style: Style) -> String {
    let interval = fit.mean.1.map_or_else(String::new, |interval| {
        format!(" (95 %: {})", unit.interval(interval))
    });
    let [low, median, high] = fit.quantiles.map(|value| unit.written(value));
    let mut text = format!(
        "{title}: n = {}, mean {}{interval}, sd {}, 5 % {low}, half {median}, 95 % {high}\n",
        count(fit.n as f64),
        unit.written(fit.mean.0),
        unit.written(fit.sd),
    );
    text += &format!("rounded to {}", unit.written(fit.resolution));
    if fit.zeros > 0 {
        text += &format!(
            "; {} of 0, which count as a quarter of that",
            count(fit.zeros as f64)
        );
    }
    text.push('\n');
    let least = fit.candidates.first().map_or(0.0, |best| best.aic);
    let chosen = fit.chosen().map(|candidate| candidate.family);
    let rows: Vec<Vec<String>> = fit
        .candidates
        .iter()
        .map(|candidate| {
            let parameters = candidate.law.parameters();
            let said: Vec<String> = parameters
                .iter()
                .zip(&candidate.intervals)
                .map(|(&(name, value, has_unit), &(low, high))| {
                    if has_unit {
                        format!(
                            "{name} {} ({})",
                            unit.written(value),
                            unit.interval((low, high))
                        )
                    } else {
                        format!(
                            "{name} {} ({} to {})",
                            digits(value),
                            digits(low),
                            digits(high)
                        )
                    }
                })
                .collect();
            let verdict = match chosen == Some(candidate.family) {
                true => "chosen",
                false if candidate.p < crate::gatelog::fit::REFUSED => "refused",
                false => "",
            };
            vec![
                candidate.family.word().to_owned(),
                said.join(", "),
                format!("{:.1}", candidate.aic - least),
                digits(candidate.statistic),
                p(candidate.p),
                verdict.to_owned(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let head = [
            "law",
            "parameters (95 %)",
            "AIC",
            "Anderson-Darling",
            "p",
            "",
        ];
        text += &listing(&head, &[2, 3, 4], &rows, style);
    }
    if fit.tested < fit.n && fit.tested > 0 {
        text += &format!(
            "tested on {} values drawn from them\n",
            count(MOST_TESTED as f64)
        );
    }
    match fit.verdict {
        Verdict::Fits => {}
        Verdict::NoneFits => {
            text += &format!(
                "{}; quantiles of the values are written in their place\n",
                fit.verdict.words()
            );
        }
        other => text += &format!("{}\n", other.words()),
    }
    text
}

fn times(step: &Step, style: Style) -> String {
    let title = match crate::gatelog::headings::identifier(&step.name) == step.id {
        true => format!("Step {}", step.id),
        false => format!("Step {} (`{}` in the log)", step.id, step.name),
    };
    let mut text = match &step.fit {
        Some(found) => fit(&title, found, Unit::Time, style),
        None => format!("{title}: no row has both a start and an end\n"),
    };
    if let Some(waiting) = step.waiting {
        let [mean, median, high] = waiting.map(|value| Unit::Time.written(value));
        text += &format!(
            "waiting before it, which is no service: mean {mean}, half {median}, 95 % {high}\n"
        );
    }
    if step.unfinished > 0 {
        text += &format!(
            "{} rows have a start and no end: still there when the log ends, or not noted; without them the times may look too short\n",
            count(step.unfinished as f64)
        );
    }
    if step.no_start > 0 {
        text += &format!(
            "{} rows have an end and no start\n",
            count(step.no_start as f64)
        );
    }
    text
}

fn rest(import: &Import<'_>) -> String {
    let mut text = String::new();
    let findings = import.findings;
    let counts: Vec<u64> = findings
        .channels
        .iter()
        .map(|channel| channel.rows)
        .collect();
    if !counts.is_empty() {
        let said: Vec<String> = findings
            .channels
            .iter()
            .zip(shares(&counts))
            .map(|(channel, share)| {
                let values = channel.values.join(", ");
                format!("{values} {} ({share} %)", count(channel.rows as f64))
            })
            .collect();
        text += &format!("Channels: {}\n", said.join(", "));
    }
    if let Some(rows) = findings.not_crossed.filter(|&rows| rows > 0) {
        text += &format!(
            "{} rows have no crossing: inside when the log ends, turned back, or not noted\n",
            count(rows as f64)
        );
    }
    text
}
