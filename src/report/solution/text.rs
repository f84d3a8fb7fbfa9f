//! The solution for people: the points, then the sentence that answers.

use crate::experiment::solve::{Answer, End, Shape};
use crate::measures::Estimator;
use crate::measures::quantity::Expectation;
use crate::report::Stopped;
use crate::report::cells::period;
use crate::report::number::{MoneyUnit, digits, fixed};
use crate::report::row::Value;
use crate::report::table::{Cell, Table};
use crate::report::text::Style;
use crate::report::words;
use crate::scenario::expression::Relation;
use crate::scenario::lever::Setting;

use super::{Found, Nearest, PointRun, Solution, Solved, Verdict, proof};

/// The solution as text.
pub fn text(solution: &Solution, solved: &Solved, style: Style) -> String {
    let mut text = heading(solved);
    text.push_str(&table(solved, style));
    if let Found::Proven(proven) = &solved.found {
        text.push_str(&proof::table(proven, style));
    }
    text.push('\n');
    for line in &solution.says {
        text.push_str(&format!("{line}\n"));
    }
    if let Some(command) = &solution.command {
        text.push_str(&format!("see it: {command}\n"));
    }
    text
}

/// The answer in sentences.
pub(super) fn says(solved: &Solved) -> Vec<String> {
    let mut says = match &solved.found {
        Found::Proven(proven) => vec![
            format!(
                "No value of {} can be enough, whatever is drawn: proven from the calendar.",
                range(solved)
            ),
            format!(
                "Even at {} {}.",
                proven.setting.label(),
                proof::sentence(proven)
            ),
        ],
        Found::Searched {
            answer, stopped, ..
        } => match answer {
            Answer::Found(point) => found(solved, *point),
            Answer::None => not_found(solved),
            Answer::Unsure { holds, fails } => unsure(solved, *holds, *fails),
            Answer::BrokenOff => vec![format!(
                "{} before it was known: above is what was tried.",
                match stopped {
                    Stopped::MaxTime => "The time allowed was over",
                    _ => "Interrupted",
                }
            )],
        },
    };
    says.extend(shape(solved));
    says.extend(locked(solved));
    says
}

fn heading(solved: &Solved) -> String {
    let span = solved.scenario.period;
    let mut text = format!("{}\n", solved.scenario.title.en);
    text.push_str(&format!(
        " find: the {} of {}\n",
        wanted(solved),
        solved.lever.text
    ));
    text.push_str(&format!(
        " such that: {}, {}\n",
        solved.wanted.condition(),
        about(solved.wanted)
    ));
    let tried = solved.points.iter().filter(|run| run.point.is_some());
    let tried = tried.count();
    let of = match &solved.found {
        Found::Proven(_) => "no replications".to_owned(),
        Found::Searched { .. } => format!(
            "up to {} replications at {tried} of {} values · seed {}, paired vehicle by vehicle · right with {} %",
            solved.replications,
            solved.lever.len(),
            solved.seed,
            percent(solved.confidence)
        ),
    };
    let drawn = solved.points.iter().find_map(|point| point.run.inputs);
    let drawn = drawn.map_or_else(String::new, |inputs| {
        format!(
            " · {} uncertain inputs drawn, what is moved is not",
            inputs.uncertain().inputs().len()
        )
    });
    text.push_str(&format!("{} · {of}{drawn}\n", period(span.from, span.to)));
    text
}

fn table(solved: &Solved, style: Style) -> String {
    let mut table = Table {
        head: vec!["value", "estimate (interval)", "verdict", "replications"],
        names: 1,
        rows: Vec::new(),
    };
    for point in &solved.points {
        let failed = point.run.fold.progress().failed;
        let failed = match failed {
            0 => String::new(),
            failed => format!(" ({failed} failed)"),
        };
        let beyond = if point.point.is_none() {
            " (beyond the range)"
        } else {
            ""
        };
        let cells = [
            format!("{}{beyond}", point.setting.label()),
            estimate(solved, point),
            Verdict::from(point.tried.judgement).words().to_owned(),
            format!("{}{failed}", point.run.fold.progress().done),
        ];
        table.rows.push(cells.map(Cell::text).to_vec());
    }
    let quantity = solved.wanted.condition().quantity.text.clone();
    let title = match solved.wanted {
        Expectation::Expected(_) => quantity,
        Expectation::Chance { of, .. } => format!("share of periods with {of}"),
    };
    let errors = solved.points.iter().map(|point| point.tried.error);
    let least = errors.fold(f64::INFINITY, f64::min);
    let note = if least.is_finite() {
        format!(
            "intervals: wide enough for all looks together, the widest {} % each\n",
            percent(1.0 - 2.0 * least)
        )
    } else {
        String::new()
    };
    style.section(&title, &table, &note)
}

fn found(solved: &Solved, point: usize) -> Vec<String> {
    let (wanted, path) = (wanted(solved), solved.lever.path());
    let value = label(solved, point);
    let there = solved
        .point(point)
        .map_or_else(String::new, |run| estimate(solved, run));
    let neighbour = match solved.end {
        End::Smallest => point.checked_sub(1),
        End::Largest => Some(point + 1).filter(|&next| next < solved.lever.len()),
    };
    let all = (0..solved.lever.len()).all(|point| {
        let run = solved.point(point);
        run.is_some_and(|run| Verdict::from(run.tried.judgement) == Verdict::Holds)
    });
    let beside = match neighbour.and_then(|neighbour| solved.point(neighbour)) {
        Some(next) => format!(
            "; at {} it is {} and does not",
            next.setting.label(),
            estimate(solved, next)
        ),
        None if all => "; it holds at every value of the range".to_owned(),
        None => "; that is the end of the range".to_owned(),
    };
    vec![format!(
        "The {wanted} value of {path} is {value}: there {} is {there} and holds{beside}.",
        quantity(solved)
    )]
}

fn not_found(solved: &Solved) -> Vec<String> {
    let mut says = vec![format!(
        "No value of {} was found at which it holds. That is not proven: it is what was simulated.",
        range(solved)
    )];
    let Some(nearest) = &solved.nearest else {
        return says;
    };
    says.push(format!(
        "Nearest is {}: it misses by {}{}.",
        label(solved, nearest.point),
        missed(solved, nearest.misses),
        relaxed(solved, nearest)
    ));
    let beyond = solved.points.iter().find(|run| run.point.is_none());
    says.extend(beyond.map(|run| {
        let estimate = estimate(solved, run);
        let label = run.setting.label();
        match Verdict::from(run.tried.judgement) {
            Verdict::Holds => format!("Beyond the range it holds at {label}: {estimate}."),
            Verdict::Fails => {
                format!("Beyond the range it does not hold at {label} either: {estimate}.")
            }
            Verdict::CannotTell => {
                format!("Beyond the range, at {label}, it cannot be told: {estimate}.")
            }
        }
    }));
    says
}

fn relaxed(solved: &Solved, nearest: &Nearest) -> String {
    let condition = solved.wanted.condition();
    let limit = nearest.limit.and_then(|limit| {
        let outward = outward(condition.quantity.unit, condition.relation, limit);
        solved.value_in(condition.quantity.unit, outward)
    });
    let words = match limit {
        Some(Value::Number(limit)) => number(condition.quantity.unit, limit, None),
        Some(Value::Day(day)) => day.to_string(),
        None => return String::new(),
    };
    format!(
        "; with {} {words} instead of {} it would hold there",
        condition.relation,
        limit_text(solved)
    )
}

/// The limit as it stands in the condition.
fn limit_text(solved: &Solved) -> String {
    let condition = solved.wanted.condition();
    let before = format!("{} {} ", condition.quantity, condition.relation);
    let text = condition.text.strip_prefix(&before);
    text.unwrap_or(&condition.text).to_owned()
}

/// A limit rounded to what is printed, so that it still holds.
fn outward(unit: &str, relation: Relation, limit: f64) -> f64 {
    let step = match unit {
        "s" if limit.abs() >= 259_200.0 => 8_640.0,
        "s" if limit.abs() >= 5_400.0 => 360.0,
        "s" if limit.abs() >= 100.0 => 6.0,
        "s" => 0.1,
        "share" => 0.001,
        "VND" | "VND/t" => MoneyUnit::of(limit).dong * 0.1,
        "date" => 1.0,
        _ if limit.abs() >= 2.0 => 1.0,
        _ => 0.01,
    };
    let steps = limit / step;
    let steps = if relation.is_upper() {
        steps.ceil()
    } else {
        steps.floor()
    };
    // A strict limit is not met by what lies on it.
    let strictly = match relation {
        Relation::Below if steps * step <= limit => 1.0,
        Relation::Above if steps * step >= limit => -1.0,
        _ => 0.0,
    };
    (steps + strictly) * step
}

fn unsure(solved: &Solved, holds: Option<usize>, fails: Option<usize>) -> Vec<String> {
    let n = solved.replications;
    let replications = match n {
        1 => "1 replication".to_owned(),
        n => format!("{n} replications"),
    };
    let known = match (fails, holds) {
        (Some(fails), Some(holds)) => format!(
            "At {} it surely holds, at {} it surely fails; what lies between cannot be told with {replications}",
            label(solved, holds),
            label(solved, fails)
        ),
        (None, Some(holds)) => format!(
            "At {} it surely holds; what is {} cannot be told with {replications}",
            label(solved, holds),
            more(solved.end)
        ),
        (Some(fails), None) => format!(
            "At {} it surely fails, and nowhere it surely holds: the rest cannot be told with {replications}",
            label(solved, fails)
        ),
        (None, None) => format!("It cannot be told with {replications} of each value"),
    };
    vec![format!("{known}.{}", help(solved))]
}

fn help(solved: &Solved) -> String {
    let has_interval = solved
        .points
        .iter()
        .any(|point| point.held.interval.is_some());
    if has_interval {
        " More replications (--reps) would narrow it.".to_owned()
    } else {
        " There is no interval to judge by: more replications (--reps) are needed.".to_owned()
    }
}

fn more(end: End) -> &'static str {
    match end {
        End::Smallest => "smaller",
        End::Largest => "larger",
    }
}

/// What was seen of the shape, where that decided how it was searched.
fn shape(solved: &Solved) -> Option<String> {
    let Found::Searched { shape, .. } = &solved.found else {
        return None;
    };
    let label = |point: usize| label(solved, point);
    match *shape {
        Shape::NotAsked | Shape::InOrder => None,
        Shape::OutOfOrder { up, down } => Some(format!(
            "Not one way: {} rises from {} to {} and falls from {} to {}, so every value was tried.",
            quantity(solved),
            label(up.0),
            label(up.1),
            label(down.0),
            label(down.1)
        )),
        Shape::Contradicted { holds, fails } => Some(format!(
            "Not one way: it holds at {} and fails at {}, so every value was tried.",
            label(holds),
            label(fails)
        )),
        Shape::CannotBeCompared => Some(
            "Values could not be compared pair by pair, because replications failed or observed nothing, so every value was tried."
                .to_owned(),
        ),
    }
}

/// Where the model locks up.
fn locked(solved: &Solved) -> Option<String> {
    let points = solved.points.iter().filter(|point| point.locked() > 0);
    let named: Vec<String> = points
        .map(|point| {
            let done = point.run.fold.progress().done;
            format!("{} ({} of {done})", point.setting.label(), point.locked())
        })
        .collect();
    (!named.is_empty()).then(|| {
        format!(
            "Where replications lock up it does not hold: {}.",
            named.join(", ")
        )
    })
}

/// The estimate of a point with its interval.
fn estimate(solved: &Solved, point: &PointRun) -> String {
    let unit = solved.unit();
    let held = point.held;
    if held.value.is_none() {
        return "nothing observed".to_owned();
    }
    if unit == "date" {
        let day = |index: f64| match solved.value(index) {
            Some(Value::Day(day)) => day.to_string(),
            _ => "after the period".to_owned(),
        };
        let value = held.value.map_or_else(String::new, day);
        return match held.interval {
            Some((low, high)) => format!("{value} ({} to {})", day(low), day(high)),
            None => value,
        };
    }
    number(unit, held.value.unwrap_or(0.0), held.interval)
}

/// A number in the unit in which it reads best, with its interval.
fn number(unit: &'static str, value: f64, interval: Option<(f64, f64)>) -> String {
    let (scale, word) = match unit {
        // The quantity says what is counted.
        "vehicle" => (1.0, ""),
        unit => words::unit(unit, value),
    };
    let half = interval.map(|(low, high)| ((high - low) / 2.0).min(value.abs().max(1.0)));
    let least = usize::from(scale != 1.0);
    let places = digits(half.unwrap_or(value) / scale).max(least);
    let show = |number: f64| match number.is_finite() {
        true => fixed(number / scale, places),
        false => "no bound".to_owned(),
    };
    let ends = interval.map_or_else(String::new, |(low, high)| {
        format!(" ({} to {})", show(low), show(high))
    });
    format!("{} {word}", show(value)).trim_end().to_owned() + &ends
}

fn missed(solved: &Solved, by: f64) -> String {
    match solved.unit() {
        "date" if by == 1.0 => "1 day".to_owned(),
        "date" => format!("{} days", fixed(by, 0)),
        "share" => format!("{} points of a hundred", fixed(100.0 * by, 1)),
        unit => number(unit, by, None),
    }
}

/// What is estimated, in words.
fn quantity(solved: &Solved) -> String {
    match solved.wanted {
        Expectation::Expected(condition) => condition.quantity.text.clone(),
        Expectation::Chance { of, .. } => format!("the share of periods with {of}"),
    }
}

/// What the condition is about, in words.
fn about(wanted: &Expectation) -> String {
    match wanted {
        Expectation::Expected(condition) => match condition.quantity.estimator {
            Estimator::Mean { .. } => "on average".to_owned(),
            Estimator::Day { .. } => "in the median".to_owned(),
            _ => "over all periods together".to_owned(),
        },
        Expectation::Chance {
            relation, limit, ..
        } => {
            let word = match relation {
                Relation::AtLeast => "at least",
                Relation::Above => "more than",
                Relation::AtMost => "at most",
                Relation::Below => "fewer than",
            };
            let of = |whole: f64| {
                let part = limit * whole;
                ((part - part.round()).abs() < 1e-9).then(|| format!("{} of {whole}", part.round()))
            };
            let share = of(10.0).or_else(|| of(100.0));
            let share = share.unwrap_or_else(|| format!("{} % of", percent(*limit)));
            format!("in {word} {share} such periods")
        }
    }
}

/// Which value is wanted: of dates and hours the earliest, of values that were named one by one the first.
fn wanted(solved: &Solved) -> &'static str {
    let is_time = solved.lever.setting(0).is_some_and(is_time);
    match (solved.end, solved.lever.is_range(), is_time) {
        (End::Smallest, false, _) => "first",
        (End::Largest, false, _) => "last",
        (End::Smallest, true, true) => "earliest",
        (End::Largest, true, true) => "latest",
        (End::Smallest, true, false) => "smallest",
        (End::Largest, true, false) => "largest",
    }
}

fn is_time(setting: &Setting) -> bool {
    let date: Result<jiff::civil::Date, _> = setting.text.parse();
    date.is_ok()
}

fn label(solved: &Solved, point: usize) -> String {
    solved.lever.label(point)
}

fn range(solved: &Solved) -> String {
    let last = solved.lever.len().saturating_sub(1);
    format!(
        "{} from {} to {}",
        solved.lever.path(),
        label(solved, 0),
        label(solved, last)
    )
}

/// A share in percent, with the digits that it needs.
fn percent(share: f64) -> String {
    let text = format!("{:.4}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
