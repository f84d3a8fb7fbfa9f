//! Published outcomes: what was counted, over which span, and the band of true values that the words allow.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use jiff::civil::DateTime;

use super::backtest::{because, purpose};
use super::basis;
use super::context::Context;
use super::filter::FilterKeys;
use super::per_day::per_day;
use super::written::text_of;
use crate::scenario::band::{Band, BandUnit};
use crate::scenario::calendar::{Clocks, DAY_MINUTES, Period, instant};
use crate::scenario::kinds::{Name, OneOrMany};
use crate::scenario::model::{Fact, FactMeasure, FactUse};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw::{DayValue, MeasureWord, Observed, Root};
use crate::scenario::reader::Located;
use crate::scenario::source::{Place, SourceMap};

/// The facts that exist, by name. A ratio exists where both of its parts do.
pub(super) fn facts(
    root: &Root,
    cx: &Context,
    sources: &SourceMap,
    problems: &mut Problems,
) -> Vec<Fact> {
    let all: Vec<(&str, &Located<Observed>)> = root
        .observed
        .iter()
        .flat_map(|table| &table.value.0)
        .map(|(name, observed)| (name.as_str(), observed))
        .collect();
    let mut facts: BTreeMap<&str, Fact> = BTreeMap::new();
    for (name, observed) in &all {
        let raw = &observed.value;
        let exists = cx.exists(raw.when.as_ref(), problems);
        if raw.ratio.is_none()
            && let Some(fact) = counted(name, observed, root, cx, sources, problems)
            && exists
        {
            facts.insert(name, fact);
        }
    }
    let mut ratios: Vec<(&str, [&str; 2], Fact)> = Vec::new();
    for (name, observed) in &all {
        let raw = &observed.value;
        let Some(parts) = raw
            .ratio
            .as_ref()
            .and_then(|parts| parts_of(parts, raw, &all, problems))
        else {
            continue;
        };
        if let (true, Some(num), Some(den)) = (
            cx.exists(raw.when.as_ref(), problems),
            facts.get(parts[0]),
            facts.get(parts[1]),
        ) {
            let because = because(observed, problems);
            ratios.push((name, parts, ratio(name, raw, root, [num, den], because)));
        }
    }
    let names: BTreeSet<&str> = facts
        .keys()
        .copied()
        .chain(ratios.iter().map(|(name, ..)| *name))
        .collect();
    let index = |name: &str| names.iter().position(|known| *known == name);
    for (name, [num, den], mut fact) in ratios {
        if let (Some(num), Some(den)) = (index(num), index(den)) {
            fact.measure = FactMeasure::Ratio(num, den);
            facts.insert(name, fact);
        }
    }
    facts.into_values().collect()
}

/// A fact that was counted.
fn counted(
    name: &str,
    observed: &Located<Observed>,
    root: &Root,
    cx: &Context,
    sources: &SourceMap,
    problems: &mut Problems,
) -> Option<Fact> {
    let raw = &observed.value;
    let filter = FilterKeys {
        direction: raw.direction,
        bound: raw.bound,
        class: raw.class.as_ref(),
        vehicle: raw.vehicle,
        ..FilterKeys::default()
    }
    .lower(cx, problems);
    let gates = gates(raw.gates.as_ref(), cx, problems);
    let Some(measure) = &raw.measure else {
        let problem = Problem::error(
            observed.place,
            format!("what `{name}` counts is not said"),
            "a published value needs a `measure`",
        );
        problems.push(problem.help("such as `measure = \"vehicles-crossed\"`"));
        return None;
    };
    let yard = yard(observed, measure.value, cx, problems);
    let span = span(observed, measure.value, cx, problems);
    let per_day = per_day(raw, measure, span, cx, sources, problems);
    let value = raw.value.as_ref()?;
    let (low, high) = band(value, measure, problems)?;
    let (from, to) = span?;
    Some(Fact {
        name: name.to_owned(),
        title: title(name, raw),
        measure: match measure.value {
            MeasureWord::VehiclesCrossed => FactMeasure::VehiclesCrossed,
            MeasureWord::Crossings => FactMeasure::Crossings,
            MeasureWord::TonnesCrossed => FactMeasure::TonnesCrossed,
            MeasureWord::VehiclesArrived => FactMeasure::VehiclesArrived,
            MeasureWord::VehiclesTurnedBack => FactMeasure::VehiclesTurnedBack,
            MeasureWord::Stock => FactMeasure::Stock,
            MeasureWord::YardOccupancy => FactMeasure::YardOccupancy(yard?),
        },
        gates,
        filter,
        from,
        to,
        text: text_of(value.place, sources),
        low,
        high,
        references: references(raw, root),
        per_day,
        purpose: purpose(raw),
        outside_because: because(observed, problems),
        identity: Vec::new(),
    })
}

fn title(name: &str, raw: &Observed) -> String {
    raw.title
        .as_ref()
        .map_or_else(|| name.to_owned(), |title| title.value.clone())
}

/// The references that its basis names: the one that documents it, or those that stand in its words.
fn references(raw: &Observed, root: &Root) -> Vec<String> {
    let Some(basis) = &raw.basis else {
        return Vec::new();
    };
    let basis = &basis.value;
    let texts = [
        &basis.documented,
        &basis.derived,
        &basis.assumed,
        &basis.note,
    ];
    let texts = texts.into_iter().flatten();
    let words = texts.flat_map(|text| basis::words(&text.value));
    let mut named: Vec<String> = Vec::new();
    for word in words {
        let mut all = root.reference.iter().flat_map(|table| &table.value.0);
        if all.any(|(name, _)| name.as_str() == word) && !named.iter().any(|known| known == word) {
            named.push(word.to_owned());
        }
    }
    named
}

pub(super) fn gates(
    listed: Option<&Located<OneOrMany<Name>>>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<usize> {
    let Some(listed) = listed else {
        return Vec::new();
    };
    if listed.value.0.is_empty() {
        let problem = Problem::error(listed.place, "no gate is named", "this list is empty");
        problems.push(problem.help("leave `gates` out to count over all gates"));
    }
    let all = listed.value.0.iter();
    let found: BTreeSet<usize> = all
        .filter_map(|name| cx.gate(name.value.as_str(), name.place, problems))
        .collect();
    found.into_iter().collect()
}

/// The interval of true values, in tonnes or in what is counted.
fn band(
    value: &Located<Band>,
    measure: &Located<MeasureWord>,
    problems: &mut Problems,
) -> Option<(f64, f64)> {
    if !has_unit_of(measure, value.value.unit, value.place, problems) {
        return None;
    }
    let end = |end: Bound<i64>, open: f64| match end {
        Bound::Included(end) | Bound::Excluded(end) => end as f64 / 1e6,
        Bound::Unbounded => open,
    };
    Some((
        end(value.value.low, 0.0),
        end(value.value.high, f64::INFINITY),
    ))
}

/// Whether a figure is in the unit of what is counted.
pub(super) fn has_unit_of(
    measure: &Located<MeasureWord>,
    unit: BandUnit,
    place: Place,
    problems: &mut Problems,
) -> bool {
    let tonnes = measure.value == MeasureWord::TonnesCrossed;
    let word = measure.value.word();
    let wrong = match (tonnes, unit) {
        (true, BandUnit::Number) => Some((
            "its unit is missing",
            "tonnes are written with `t`, as in `\"173 t\"`",
        )),
        (false, BandUnit::Tonnes) => Some((
            "these are tonnes",
            "write a number without a unit, or count `tonnes-crossed`",
        )),
        _ => None,
    };
    if let Some((label, help)) = wrong {
        let problem = Problem::error(place, format!("not a value of `{word}`"), label);
        problems.push(problem.extra(measure.place, "what is counted").help(help));
    }
    wrong.is_none()
}

/// The yard in which vehicles were counted: of a yard's occupancy, and of nothing else.
fn yard(
    observed: &Located<Observed>,
    measure: MeasureWord,
    cx: &Context,
    problems: &mut Problems,
) -> Option<usize> {
    match (measure, &observed.value.yard) {
        (MeasureWord::YardOccupancy, Some(yard)) => {
            cx.yard(yard.value.as_str(), yard.place, problems)
        }
        (MeasureWord::YardOccupancy, None) => {
            let help = match cx.yards.first() {
                Some(yard) => format!("say which: `yard = \"{yard}\"`"),
                None => "there is no yard in this scenario".to_owned(),
            };
            let problem = Problem::error(
                observed.place,
                "`yard-occupancy` needs `yard`",
                "`yard` is missing",
            );
            problems.push(problem.help(help));
            None
        }
        (_, Some(yard)) => {
            let title = format!("`yard` is not for `{}`", measure.word());
            let problem = Problem::error(yard.place, title, "this has no meaning here");
            let help = "the vehicles in a yard are counted by `measure = \"yard-occupancy\"`";
            problems.push(problem.help(help));
            None
        }
        (_, None) => None,
    }
}

/// Beginning and end as instants; of a stock, or a yard, both are the instant. It lies within the period.
fn span(
    observed: &Located<Observed>,
    measure: MeasureWord,
    cx: &Context,
    problems: &mut Problems,
) -> Option<(i64, i64)> {
    let raw = &observed.value;
    let stock = matches!(measure, MeasureWord::Stock | MeasureWord::YardOccupancy);
    let (wanted, unwanted, help) = if stock {
        (
            [("at", &raw.at)].to_vec(),
            [("from", &raw.from), ("to", &raw.to)].to_vec(),
            if measure == MeasureWord::Stock {
                "a stock is counted at an instant: `at = 2022-02-08T20:00:00`"
            } else {
                "vehicles in a yard are counted at an instant: `at = 2022-02-08T20:00:00`"
            },
        )
    } else {
        (
            [("from", &raw.from), ("to", &raw.to)].to_vec(),
            [("at", &raw.at)].to_vec(),
            "a flow is counted over a span: `from` and `to`",
        )
    };
    for (key, given) in unwanted {
        if let Some(given) = given {
            let title = format!("`{key}` is not for `{}`", measure.word());
            problems
                .push(Problem::error(given.place, title, "this has no meaning here").help(help));
        }
    }
    let missing: Vec<String> = wanted
        .iter()
        .filter(|(_, given)| given.is_none())
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    if !missing.is_empty() {
        let missing = missing.join(" and ");
        let title = format!("`{}` needs {missing}", measure.word());
        let label = format!("{missing} is missing");
        problems.push(Problem::error(observed.place, title, label).help(help));
        return None;
    }
    let (period, clocks) = (cx.period?, cx.clocks.as_ref()?);
    let (first, last) = if stock {
        (raw.at.as_ref()?, raw.at.as_ref()?)
    } else {
        (raw.from.as_ref()?, raw.to.as_ref()?)
    };
    if let (true, DayValue::Day(_)) = (stock, first.value) {
        let title = match measure {
            MeasureWord::Stock => "a stock at no hour",
            _ => "a yard's occupancy at no hour",
        };
        let problem = Problem::error(first.place, title, "this is a whole day");
        problems.push(problem.help("give date and time: `at = 2022-02-08T20:00:00`"));
        return None;
    }
    let from = moment(first, 0, period, clocks, problems);
    let to = moment(last, DAY_MINUTES, period, clocks, problems);
    let (from, to) = (from?, to?);
    if to < from || (to == from && !stock) {
        let problem = Problem::error(last.place, "the span ends before it begins", "its end");
        problems.push(problem.extra(first.place, "its beginning"));
        return None;
    }
    let (start, end) = (period.start(&clocks.own), period.end(&clocks.own));
    for (at, place) in [(from, first.place), (to, last.place)] {
        // At either end of the period nothing happens any more or yet, so what stands there would be no outcome.
        if at < start || at > end || (stock && (at == start || at == end)) {
            outside(place, period, problems);
            return None;
        }
    }
    Some((from, to))
}

fn outside(place: Place, period: Period, problems: &mut Problems) {
    problems.push(Problem::error(
        place,
        "this was not counted within the period",
        format!("the period is {} to {}, inclusive", period.from, period.to),
    ));
}

/// The instant of a local date and time, or of a minute of a day.
pub(super) fn moment(
    given: &Located<DayValue>,
    minute: i64,
    period: Period,
    clocks: &Clocks,
    problems: &mut Problems,
) -> Option<i64> {
    match given.value {
        DayValue::At(at) => Some(local(at, clocks)),
        DayValue::Day(day) => match day.resolve(period) {
            Ok(date) => Some(instant(date, minute, &clocks.own)),
            Err(why) => {
                problems.push(Problem::error(
                    given.place,
                    "this day is not clear",
                    why.to_string(),
                ));
                None
            }
        },
    }
}

/// The instant of a local date and time on the scenario's clock.
pub(super) fn local(at: DateTime, clocks: &Clocks) -> i64 {
    let minute = i64::from(at.hour()) * 60 + i64::from(at.minute());
    let rest = i64::from(at.second()) * 1_000_000 + i64::from(at.subsec_nanosecond()) / 1_000;
    instant(at.date(), minute, &clocks.own) + rest
}

/// The names of the two parts of a ratio, both of them counted facts.
fn parts_of<'a>(
    parts: &'a Located<Vec<Name>>,
    raw: &Observed,
    all: &[(&str, &Located<Observed>)],
    problems: &mut Problems,
) -> Option<[&'a str; 2]> {
    let own = [
        ("measure", raw.measure.as_ref().map(|key| key.place)),
        ("gates", raw.gates.as_ref().map(|key| key.place)),
        ("direction", raw.direction.as_ref().map(|key| key.place)),
        ("bound", raw.bound.as_ref().map(|key| key.place)),
        ("class", raw.class.as_ref().map(|key| key.place)),
        ("vehicle", raw.vehicle.as_ref().map(|key| key.place)),
        ("from", raw.from.as_ref().map(|key| key.place)),
        ("to", raw.to.as_ref().map(|key| key.place)),
        ("yard", raw.yard.as_ref().map(|key| key.place)),
        ("at", raw.at.as_ref().map(|key| key.place)),
        ("per-day", raw.per_day.as_ref().map(|key| key.place)),
        ("use", raw.purpose.as_ref().map(|key| key.place)),
    ];
    for (key, place) in own {
        if let Some(place) = place {
            let title = format!("`{key}` is not for a ratio");
            let problem = Problem::error(place, title, "its two parts say this");
            problems.push(problem.help(format!("drop `{key}`")));
        }
    }
    let [num, den] = parts.value.as_slice() else {
        let label = format!("there are {}", parts.value.len());
        problems.push(Problem::error(
            parts.place,
            "a ratio is of two outcomes",
            label,
        ));
        return None;
    };
    let counted: Vec<&str> = all
        .iter()
        .filter(|(_, other)| other.value.ratio.is_none())
        .map(|(name, _)| *name)
        .collect();
    let mut whole = true;
    for name in [num.as_str(), den.as_str()] {
        if counted.contains(&name) {
            continue;
        }
        whole = false;
        let (title, label) = if all.iter().any(|(other, _)| *other == name) {
            (
                format!("`{name}` is a ratio itself"),
                "a ratio is of two counted outcomes",
            )
        } else {
            (
                format!("there is no outcome `{name}`"),
                "not under [observed]",
            )
        };
        let problem = Problem::error(parts.place, title, label);
        problems.push(problem.maybe_help(suggest(name, &counted, "the counted outcomes are")));
    }
    whole.then_some([num.as_str(), den.as_str()])
}

/// A ratio of two facts; its measure is set when the places of all facts are known.
fn ratio(
    name: &str,
    raw: &Observed,
    root: &Root,
    [num, den]: [&Fact; 2],
    because: Option<String>,
) -> Fact {
    let low = if den.high > 0.0 {
        num.low / den.high
    } else {
        0.0
    };
    let high = if den.low > 0.0 {
        num.high / den.low
    } else {
        f64::INFINITY
    };
    Fact {
        name: name.to_owned(),
        title: title(name, raw),
        measure: FactMeasure::Ratio(0, 0),
        gates: num.gates.clone(),
        filter: num.filter.clone(),
        from: num.from.min(den.from),
        to: num.to.max(den.to),
        text: format!("{} / {}", num.text, den.text),
        low,
        high,
        references: references(raw, root),
        per_day: None,
        purpose: if [num, den]
            .iter()
            .any(|part| part.purpose == FactUse::Calibration)
        {
            FactUse::Calibration
        } else {
            FactUse::Validation
        },
        outside_because: because,
        identity: Vec::new(),
    }
}
