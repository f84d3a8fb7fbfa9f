//! A log as a part of a scenario, to be laid over one.
//!
//! Only what the log says, or the command line, is written: what is missing (a route, the gate of a log of one gate) stays as it is in the
//! scenario below, and comments say so. Rates and shares are arithmetic on counts and so *derived*, with the 95 % interval as range; hours,
//! weekdays and parameters of laws are *fitted*; the rows of a trace are *documented* in the log.

use std::fmt::Write as _;

use super::Import;
use super::units::{Unit, digits, law, name, p, shares};
use crate::gatelog::findings::{Source, Step};
use crate::gatelog::fit::{Fit, Verdict};
use crate::report::number::count;
use crate::stats;

/// The text of the part.
pub fn fragment(import: &Import<'_>) -> String {
    let mut text = String::new();
    head(import, &mut text);
    classes(import, &mut text);
    for source in &import.findings.sources {
        one_source(import, source, &mut text);
    }
    steps(import, &mut text);
    text
}

// Writing to a String cannot fail, so what `write!` returns is dropped throughout.

fn head(import: &Import<'_>, text: &mut String) {
    let (rows, days) = (import.rows(), import.days());
    let _ = writeln!(text, "# {rows}, {days}.");
    let _ = writeln!(
        text,
        "# No scenario of its own: lay it over one, as in `bordergate check SCENARIO --overlay THIS-FILE`."
    );
    let (from, to) = import.findings.days;
    if import.trace {
        let _ = writeln!(
            text,
            "# The rows come on the days on which they came, so the period is that of the log.\n[scenario]\nfrom = {from}\nto = {to}"
        );
    } else {
        let _ = writeln!(
            text,
            "# The log is of {from} to {to}; what is written here is no date and holds for any period."
        );
    }
    let unused = import.log.bad.len();
    let _ = writeln!(
        text,
        "\n[reference.log]\ntitle = {}\ndetail = {}",
        quoted(import.file),
        quoted(&format!(
            "{}; {} not used; SHA-256 {}",
            rows,
            count(unused as f64),
            import.digest
        ))
    );
}

fn classes(import: &Import<'_>, text: &mut String) {
    let findings = import.findings;
    for (index, class) in findings.classes.iter().enumerate() {
        let _ = writeln!(text, "\n[class.{}]", class.id);
        if let [value] = class.values.as_slice()
            && *value != class.id
        {
            let _ = writeln!(text, "name = {}", quoted(value));
        }
        let load = findings.loads.iter().find(|load| load.class == Some(index));
        match load {
            Some(load) => {
                let said = law(&load.fit.law, Unit::Mass);
                let _ = writeln!(text, "load = {said}");
                let basis = fit_basis(import, &load.fit, Unit::Mass, "loads");
                let _ = writeln!(text, "basis-of.load = {basis}");
            }
            None => {
                let _ = writeln!(
                    text,
                    "# the log has no loads of it: `load` is that of the scenario below"
                );
            }
        }
    }
    if let Some(load) = findings.loads.iter().find(|load| load.class.is_none()) {
        let _ = writeln!(
            text,
            "\n# The log has no classes. Loads of all vehicles, for the class of the scenario below:\n# load = {}",
            law(&load.fit.law, Unit::Mass)
        );
    }
}

fn one_source(import: &Import<'_>, source: &Source, text: &mut String) {
    let _ = writeln!(text, "\n[source.{}]", source.id);
    let gate = source.gate.as_ref().map(|gate| gate.id.clone());
    let direction = source
        .import
        .map(|import| if import { "import" } else { "export" });
    let known = [
        ("gate", gate.or_else(|| import.gate.clone())),
        (
            "direction",
            direction.or(import.direction).map(str::to_owned),
        ),
        ("route", import.route.clone()),
    ];
    for (key, value) in &known {
        if let Some(value) = value {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        }
    }
    let mut open: Vec<&str> = known
        .iter()
        .filter(|(_, value)| value.is_none())
        .map(|(key, _)| *key)
        .collect();
    open.push("vehicle");
    if source.mix.is_empty() {
        open.push("class");
    }
    let _ = writeln!(
        text,
        "# not in the log, so as in the scenario below, or to be filled in here: {}",
        open.join(", ")
    );
    let rows = count(source.rows.len() as f64);
    let of = format!("{rows} rows of log, {}", import.days());
    let mut bases: Vec<(&str, String)> = Vec::new();
    if !source.mix.is_empty() {
        bases.push(("class", mix(import, source, &of, text)));
    }
    if import.trace {
        trace(import, source, text);
        bases.push(("trace", "{ documented = \"log\" }".to_owned()));
    } else {
        bases.extend(rates(source, &of, text));
    }
    for (key, basis) in bases {
        let _ = writeln!(text, "basis-of.{key} = {basis}");
    }
}

/// Writes the class mix; returns its basis.
fn mix(import: &Import<'_>, source: &Source, of: &str, text: &mut String) -> String {
    let ids = source.mix.iter().map(|&(class, _)| {
        let class = import.findings.classes.get(class);
        class.map_or("", |class| class.id.as_str())
    });
    let counts: Vec<u64> = source.mix.iter().map(|&(_, count)| count).collect();
    let total: u64 = counts.iter().sum();
    let members: Vec<String> = ids
        .zip(shares(&counts))
        .map(|(id, share)| format!("{id} = \"{share} %\""))
        .collect();
    let _ = writeln!(text, "class = {{ {} }}", members.join(", "));
    let first = counts.first().copied().unwrap_or_default();
    let interval = stats::proportion(first as usize, total as usize);
    let range = match (interval.low, interval.high) {
        (Some(low), Some(high)) if counts.len() > 1 => format!(
            ", range = [\"{} %\", \"{} %\"]",
            digits(100.0 * low),
            digits(100.0 * high)
        ),
        _ => String::new(),
    };
    let said: Vec<String> = counts.iter().map(u64::to_string).collect();
    let label = format!("{of}: {} vehicles", said.join(", "));
    format!("{{ derived = {}{range} }}", quoted(&label))
}

/// Writes rate, profile, weekdays and day factor; returns their bases.
fn rates(source: &Source, of: &str, text: &mut String) -> Vec<(&'static str, String)> {
    let arrivals = &source.arrivals;
    let (rate, interval) = arrivals.rate;
    let _ = writeln!(text, "rate = \"{} / day\"", digits(rate));
    let hours: Vec<String> = arrivals.hours.iter().map(u64::to_string).collect();
    let _ = writeln!(
        text,
        "profile = [{}]   # vehicles in each hour",
        hours.join(", ")
    );
    let days = arrivals.counts.len();
    let range = interval.map_or_else(String::new, |(low, high)| {
        format!(
            ", range = [\"{} / day\", \"{} / day\"]",
            digits(low.max(0.0)),
            digits(high)
        )
    });
    let counted = quoted(&format!("{of}: mean of {days} days"));
    let mut bases = vec![("rate", format!("{{ derived = {counted}{range} }}"))];
    let hourly = quoted(&format!("{of}: vehicles in each hour of the day"));
    bases.push(("profile", format!("{{ fitted = {hourly} }}")));
    // Written where they do not differ too: what the scenario below says would stand else, and the log says otherwise.
    let differ = arrivals.weekdays_differ();
    let factors = arrivals.weekdays.filter(|_| differ).unwrap_or([1.0; 7]);
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let members: Vec<String> = names
        .iter()
        .zip(factors)
        .map(|(name, factor)| format!("{name} = {}", digits(factor)))
        .collect();
    let _ = writeln!(text, "weekday = {{ {} }}", members.join(", "));
    let label = match (differ, arrivals.weekdays_p) {
        (true, p) => format!(
            "{of}: means of the weekdays over the mean, permutation test p {}",
            with_sign(p.unwrap_or(1.0))
        ),
        (false, Some(p)) => format!(
            "{of}: weekdays differ no more than by chance, permutation test p {}",
            with_sign(p)
        ),
        (false, None) => format!("{of}: too few days to tell weekdays apart"),
    };
    bases.push(("weekday", format!("{{ fitted = {} }}", quoted(&label))));
    match arrivals.factor {
        Some((cv, (low, high))) => {
            let label = format!(
                "{of}: variance over mean {} of the daily counts, chi-squared p {}",
                digits(arrivals.dispersion.unwrap_or(1.0)),
                with_sign(arrivals.dispersion_p.unwrap_or(1.0))
            );
            let _ = writeln!(
                text,
                "day-factor = {{ cv = {}, basis = {{ fitted = {}, range = [\"{}\", \"{}\"] }} }}",
                digits(cv),
                quoted(&label),
                digits(low),
                digits(high)
            );
        }
        None => {
            let label = match arrivals.dispersion_p {
                Some(p) => format!(
                    "{of}: daily counts like those of Poisson, chi-squared p {}",
                    with_sign(p)
                ),
                None => format!("{of}: too few days to tell"),
            };
            let label = quoted(&label);
            let _ = writeln!(
                text,
                "day-factor = {{ cv = 0, basis = {{ fitted = {label} }} }}"
            );
        }
    }
    bases
}

fn with_sign(value: f64) -> String {
    let text = p(value);
    if text.starts_with('<') {
        text
    } else {
        format!("= {text}")
    }
}

/// One row a line.
fn trace(import: &Import<'_>, source: &Source, text: &mut String) {
    let _ = writeln!(text, "trace = [");
    for &(index, class) in &source.rows {
        let Some(row) = import.log.rows.get(index) else {
            continue;
        };
        let class = class
            .and_then(|class| import.findings.classes.get(class))
            .map_or_else(String::new, |class| format!(", class = \"{}\"", class.id));
        let load = row.load.map_or_else(String::new, |load| {
            format!(", load = \"{} kg\"", (load + 0.5).floor())
        });
        let _ = writeln!(text, "  {{ at = {}{class}{load} }},", row.local);
    }
    let _ = writeln!(text, "]");
}

fn steps(import: &Import<'_>, text: &mut String) {
    let timed = import
        .findings
        .steps
        .iter()
        .filter_map(|step| Some((step, step.fit.as_ref()?)));
    for (step, fit) in timed {
        let _ = writeln!(text);
        if let Some(left_out) = left_out(step) {
            let _ = writeln!(text, "# {left_out}");
        }
        let (route, sign) = match &import.route {
            Some(route) => (route.as_str(), ""),
            None => {
                let _ = writeln!(
                    text,
                    "# Times of `{}`: say which route has this step (`--route`), or take the lines over.",
                    step.name
                );
                ("ROUTE", "# ")
            }
        };
        let basis = fit_basis(import, fit, Unit::Time, "times");
        for line in [
            format!("[[route.{route}]]"),
            format!("step = {}", quoted(&step.id)),
            format!("serve = {{ time = {} }}", law(&fit.law, Unit::Time)),
            format!("basis-of.serve = {basis}"),
        ] {
            let _ = writeln!(text, "{sign}{line}");
        }
    }
}

fn left_out(step: &Step) -> Option<String> {
    let parts: Vec<String> = [
        (step.unfinished, "have a start and no end"),
        (step.no_start, "have an end and no start"),
    ]
    .into_iter()
    .filter(|&(rows, _)| rows > 0)
    .map(|(rows, what)| format!("{} rows {what}", count(rows as f64)))
    .collect();
    (!parts.is_empty()).then(|| format!("{}: they are in no fit", parts.join(", ")))
}

/// The basis of a law, with the interval of its mean as its range.
fn fit_basis(import: &Import<'_>, fit: &Fit, unit: Unit, what: &str) -> String {
    let n = count(fit.n as f64);
    let how = match (fit.verdict, fit.chosen()) {
        (_, Some(candidate)) => format!(
            "maximum likelihood, {}, n = {n}, Anderson-Darling p {}",
            name(&fit.law),
            with_sign(candidate.p)
        ),
        (Verdict::NoneFits, _) => {
            format!("n = {n}, no law fits (p < 0.01): quantiles of the {what}")
        }
        (Verdict::Constant, _) => format!("n = {n}, all {what} are the same"),
        _ => format!("n = {n}, {}: the {what} themselves", fit.verdict.words()),
    };
    let label = quoted(&format!("rows of log, {}: {how}", import.days()));
    let range = fit.mean.1.filter(|(low, high)| low < high);
    let range = range.map_or_else(String::new, |(low, high)| {
        format!(
            ", range = [\"{}\", \"{}\"]",
            unit.written(low),
            unit.written(high)
        )
    });
    format!("{{ fitted = {label}{range} }}")
}

/// A text in quotes, with what would end it escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
