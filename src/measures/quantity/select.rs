//! From the words of a quantity to its row: measure, then dimensions, then statistic, then the grouping that has both.

use std::collections::BTreeSet;

use super::names::Dimension;
use super::vocabulary::{PERCENTILES, percentile};
use super::{Measure, Quantity, Resolver, Wanted, histogram, quoted_list, shown};
use crate::measures::catalogue::{Estimator, Spec};
use crate::scenario::expression::{Call, Mistake, Relation, Word};
use crate::scenario::problem::{nearest, suggest};
use crate::scenario::units::{Duration, Quantity as _};

/// So many names are listed where one is to be chosen.
const MOST_LISTED: usize = 8;

/// A dimension, the name given for it as rows spell it, and where both were written.
struct Given<'a> {
    dimension: Dimension,
    name: String,
    key: &'a Word,
    value: &'a Word,
}

/// The row that a quantity names.
pub(super) fn quantity(resolver: Resolver, call: &Call) -> Result<Quantity, Mistake> {
    let (measure, rows) = measure(resolver, call)?;
    let given = given(resolver, call)?;
    let wanted = wanted(resolver, call, measure, &rows, &given)?;
    let rows: Vec<&Spec> = rows.into_iter().filter(|spec| wanted.fits(spec)).collect();
    let row = row(resolver, call, measure, wanted, &rows, &given)?;
    Ok(Quantity {
        text: text(resolver, row, wanted, measure),
        measure: measure.name,
        statistic: wanted.word(),
        unit: match wanted {
            Wanted::Share(..) => "share",
            _ => row.unit,
        },
        by: row.by,
        dims: row.dims,
        estimator: estimator(row, wanted),
    })
}

fn estimator(row: &Spec, wanted: Wanted) -> Estimator {
    match (wanted, row.estimator) {
        (
            Wanted::Quantile(_, p),
            Estimator::Quantile {
                histogram, scale, ..
            },
        ) => Estimator::Quantile {
            histogram,
            p,
            scale,
        },
        (Wanted::Share(relation, limit_us), Estimator::Quantile { histogram, .. }) => {
            Estimator::Share {
                histogram,
                relation,
                limit_us,
            }
        }
        (_, reported) => reported,
    }
}

/// The measure, and all its rows.
fn measure<'a>(
    resolver: Resolver<'a>,
    call: &Call,
) -> Result<(&'static Measure, Vec<&'a Spec>), Mistake> {
    let word = &call.measure;
    let Some(measure) = Measure::named(&word.text) else {
        return Err(unknown_measure(call));
    };
    let specs = resolver.catalogue.specs.iter();
    let rows: Vec<&Spec> = specs
        .filter(|spec| spec.measure == measure.name && spec.dims.fact.is_none())
        .collect();
    if rows.is_empty() {
        let title = format!("this scenario has no `{}`", measure.name);
        let label = format!("it needs {}", measure.needs);
        return Err(Mistake::new(word.at.clone(), title, label));
    }
    Ok((measure, rows))
}

fn unknown_measure(call: &Call) -> Mistake {
    let word = &call.measure;
    let is_statistic =
        |word: &Word| percentile(&word.text).is_some() || REPORTED.contains(&word.text.as_str());
    if call.statistic.is_none() && is_statistic(word) {
        let title = format!("`{}` is a statistic, not a measure", word.text);
        let help = format!("as in `{}(time-in-system)`", word.text);
        return Mistake::new(word.at.clone(), title, "of what?").help(help);
    }
    if let Some(statistic) = &call.statistic
        && Measure::named(&statistic.text).is_some()
        && is_statistic(word)
    {
        let (statistic, measure) = (&word.text, &statistic.text);
        let title = format!("`{measure}` is a measure, not a statistic");
        let mistake = Mistake::new(call.at.clone(), title, "these are the wrong way round");
        return mistake.help(format!("write `{statistic}({measure})`"));
    }
    let title = format!("there is no measure `{}`", shown(word));
    let names: Vec<&str> = Measure::ALL.iter().map(|measure| measure.name).collect();
    let help = suggest(&word.text, &names, "the measures are");
    Mistake::new(word.at.clone(), title, "no measure has this name").maybe_help(help)
}

/// Statistics of rows that are no quantiles, and the share.
const REPORTED: [&str; 8] = [
    "total", "mean", "sd", "max", "end", "level", "count", "share",
];

/// What others call our statistics.
const SYNONYMS: [(&str, &str); 9] = [
    ("average", "mean"),
    ("avg", "mean"),
    ("median", "p50"),
    ("sum", "total"),
    ("maximum", "max"),
    ("peak", "max"),
    ("stdev", "sd"),
    ("std", "sd"),
    ("number", "count"),
];

/// The names that are given for dimensions, each once.
fn given<'a>(resolver: Resolver, call: &'a Call) -> Result<Vec<Given<'a>>, Mistake> {
    let mut given: Vec<Given> = Vec::new();
    for (key, value) in &call.dims {
        let dimension = Dimension::named(key)?;
        if given.iter().any(|other| other.dimension == dimension) {
            let title = format!("`{}` is given twice", key.text);
            return Err(Mistake::new(
                key.at.clone(),
                title,
                "this is the second time",
            ));
        }
        given.push(Given {
            dimension,
            name: resolver.names.given(dimension, value)?,
            key,
            value,
        });
    }
    Ok(given)
}

/// The statistic, spelt out or the usual one.
fn wanted(
    resolver: Resolver,
    call: &Call,
    measure: &'static Measure,
    rows: &[&Spec],
    given: &[Given],
) -> Result<Wanted, Mistake> {
    let statistics = statistics(rows);
    let quantiles = rows.iter().any(|row| histogram(row).is_some());
    let Some(word) = &call.statistic else {
        let split = |statistic: &&'static str| {
            let mut of = rows.iter().filter(|row| row.statistic == *statistic);
            of.any(|row| covers(resolver, row, given))
        };
        let usual = measure.usual.iter().copied();
        let usual = usual.clone().find(split).or(usual.clone().next());
        return Ok(Wanted::Reported(usual.unwrap_or("mean")));
    };
    let at = || word.at.clone();
    let name = measure.name;
    let known = || {
        let listed = quoted_list(&statistics, "and");
        match (quantiles, statistics.len()) {
            (true, _) => format!(
                "its statistics are {listed}, every quantile from `p1` to `p99` and `p99.9`, and `share`"
            ),
            (false, 1) => format!("its only statistic is {listed}"),
            _ => format!("its statistics are {listed}"),
        }
    };
    let has_none = || {
        let title = format!("`{name}` has no statistic `{}`", shown(word));
        Mistake::new(at(), title, format!("not a statistic of `{name}`"))
    };
    if let Some((relation, limit)) = &call.inside {
        return share(word, *relation, limit, quantiles, measure).map_err(|mistake| {
            let help = mistake.help.clone().unwrap_or_else(known);
            mistake.help(help)
        });
    }
    if word.text == "share" && quantiles {
        let title = "a share without a limit";
        let help = format!("as in `share({name} < 3 h)`");
        return Err(Mistake::new(at(), title, "the share of which durations?").help(help));
    }
    if let Some(reported) = statistics.iter().find(|known| **known == word.text) {
        return Ok(Wanted::Reported(reported));
    }
    match percentile(&word.text) {
        Some((word, p)) if quantiles => return Ok(Wanted::Quantile(word, p)),
        Some(_) => return Err(has_none().help(known())),
        None => {}
    }
    let number = word.text.strip_prefix('p').unwrap_or("");
    if quantiles && number.parse::<f64>().is_ok() {
        return Err(has_none().help("quantiles are `p1` to `p99`, in whole steps, and `p99.9`"));
    }
    let mut candidates = statistics.clone();
    if quantiles {
        candidates.extend(PERCENTILES);
        candidates.push("share");
    }
    let words = candidates
        .iter()
        .copied()
        .chain(SYNONYMS.map(|(word, _)| word));
    let near = nearest(&word.text, words).map(|near| {
        let synonym = SYNONYMS.iter().find(|(word, _)| *word == near);
        synonym.map_or(near, |(_, ours)| *ours)
    });
    let near = near.filter(|near| candidates.contains(near));
    Err(has_none().help(near.map_or_else(known, |near| format!("did you mean `{near}`?"))))
}

/// The share of durations that stand in a relation to a limit.
fn share(
    word: &Word,
    relation: Relation,
    limit: &Word,
    quantiles: bool,
    measure: &Measure,
) -> Result<Wanted, Mistake> {
    if word.text != "share" {
        let title = format!("`{}` has no limit within", shown(word));
        let label = "only `share` compares each vehicle with a limit";
        let help = format!(
            "write `share({} {relation} {})`, or put the limit behind the bracket",
            measure.name, limit.text
        );
        return Err(Mistake::new(limit.at.clone(), title, label).help(help));
    }
    if !quantiles {
        let title = format!("`{}` has no share", measure.name);
        return Err(Mistake::new(
            word.at.clone(),
            title,
            "a share is of durations",
        ));
    }
    match Duration::parse(&limit.text) {
        Ok(duration) => Ok(Wanted::Share(relation, duration.0)),
        Err(misread) => {
            let mistake = Mistake::new(limit.at.clone(), "not a duration", misread.why);
            let help = format!("as in `share({} {relation} 3 h)`", measure.name);
            Err(mistake.help(misread.help.unwrap_or(help)))
        }
    }
}

/// The statistics of rows, in their order.
fn statistics(rows: &[&Spec]) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for row in rows {
        if !found.contains(&row.statistic) {
            found.push(row.statistic);
        }
    }
    found
}

/// By what a row is split. A station, a yard, a bridge, a pool or residents say their gate.
fn split_by(row: &Spec) -> Vec<Dimension> {
    let dims = &row.dims;
    let is_split = |dimension: &Dimension| match dimension {
        Dimension::Gate => {
            let of_the_gate = [
                dims.station,
                dims.yard,
                dims.bridge,
                dims.pool,
                dims.residents,
            ];
            dims.gate.is_some() && of_the_gate.iter().all(Option::is_none)
        }
        Dimension::Direction => dims.import.is_some(),
        Dimension::Bound => dims.to_vietnam.is_some(),
        Dimension::Class => dims.class.is_some(),
        Dimension::Vehicle => dims.chinese.is_some(),
        Dimension::Station => dims.station.is_some(),
        Dimension::Yard => dims.yard.is_some(),
        Dimension::Bridge => dims.bridge.is_some(),
        Dimension::Pool => dims.pool.is_some(),
        Dimension::Residents => dims.residents.is_some(),
        Dimension::Papers => dims.papers.is_some(),
        Dimension::Channel => dims.channel.is_some(),
        Dimension::Agency => dims.agency.is_some(),
        Dimension::Day => dims.day.is_some(),
        Dimension::Hour => dims.at.is_some(),
        Dimension::Cause => dims.cause.is_some(),
        Dimension::Reason => dims.reason.is_some(),
        Dimension::Item => dims.item.is_some(),
        Dimension::Bearer => dims.bearer.is_some(),
        Dimension::Target => dims.target.is_some(),
        Dimension::Threshold => dims.threshold.is_some(),
        Dimension::Clock => dims.clock.is_some(),
    };
    Dimension::ALL.into_iter().filter(is_split).collect()
}

/// Whether a row has a name in all dimensions that are given.
fn covers(resolver: Resolver, row: &Spec, given: &[Given]) -> bool {
    let mut given = given.iter();
    given.all(|given| resolver.names.of_row(given.dimension, &row.dims).is_some())
}

/// The one row that has the names given: of the coarsest grouping that is split by all of them.
fn row<'a>(
    resolver: Resolver,
    call: &Call,
    measure: &Measure,
    wanted: Wanted,
    rows: &[&'a Spec],
    given: &[Given],
) -> Result<&'a Spec, Mistake> {
    let covering = rows.iter().filter(|row| covers(resolver, row, given));
    let Some(coarsest) = covering.map(|row| split_by(row)).min_by_key(Vec::len) else {
        return Err(not_split(resolver, call, measure, wanted, rows, given));
    };
    let of_grouping: Vec<&Spec> = rows
        .iter()
        .copied()
        .filter(|row| split_by(row) == coarsest)
        .collect();
    let named = |row: &&Spec, given: &Given| {
        resolver.names.of_row(given.dimension, &row.dims).as_deref() == Some(given.name.as_str())
    };
    let matching = |without: Option<usize>| -> Vec<&'a Spec> {
        let all = of_grouping.iter().copied();
        let fits = |row: &&Spec| {
            let mut others = given.iter().enumerate();
            others.all(|(at, given)| Some(at) == without || named(row, given))
        };
        all.filter(fits).collect()
    };
    let mut found = matching(None);
    if found.is_empty() {
        return Err(nothing_there(resolver, call, measure, given, &matching));
    }
    let clock_given = given
        .iter()
        .any(|given| given.dimension == Dimension::Clock);
    if coarsest.contains(&Dimension::Clock) && !clock_given {
        // Utilization is of the time that servers are there, unless the wall clock is asked for.
        found.retain(|row| row.dims.clock == Some("open"));
    }
    let open = coarsest.iter().find_map(|&dimension| {
        let names = names_of(resolver, dimension, &found);
        (names.len() > 1).then_some((dimension, names))
    });
    match (found.first(), open) {
        (Some(row), None) => Ok(row),
        (_, Some((dimension, names))) => Err(several(call, dimension, &names)),
        (None, None) => Err(nothing_there(resolver, call, measure, given, &matching)),
    }
}

/// The names that rows have in a dimension, each once.
fn names_of(resolver: Resolver, dimension: Dimension, rows: &[&Spec]) -> Vec<String> {
    let names = rows
        .iter()
        .filter_map(|row| resolver.names.of_row(dimension, &row.dims));
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(name.clone())).collect()
}

fn several(call: &Call, dimension: Dimension, names: &[String]) -> Mistake {
    let word = dimension.word();
    let listed = if names.len() <= MOST_LISTED {
        quoted_list(names, "or")
    } else {
        let (shown, rest) = (&names[..MOST_LISTED - 1], names.len() + 1 - MOST_LISTED);
        let shown: Vec<String> = shown.iter().map(|name| format!("`{name}`")).collect();
        format!("{} or one of {rest} others", shown.join(", "))
    };
    let label = format!("`{word}` could be {listed}");
    let mistake = Mistake::new(call.at.clone(), "this is more than one quantity", label);
    mistake.maybe_help(
        names
            .first()
            .map(|name| format!("say which, as in `{word} = {name}`")),
    )
}

/// No grouping is split by all that is given.
fn not_split(
    resolver: Resolver,
    call: &Call,
    measure: &Measure,
    wanted: Wanted,
    rows: &[&Spec],
    given: &[Given],
) -> Mistake {
    let mut groupings: Vec<Vec<Dimension>> = Vec::new();
    for row in rows {
        let grouping = split_by(row);
        if !groupings.contains(&grouping) {
            groupings.push(grouping);
        }
    }
    groupings.sort_by_key(Vec::len);
    let listed: Vec<String> = groupings
        .iter()
        .map(|grouping| match grouping.as_slice() {
            [] => "in total".to_owned(),
            dimensions => {
                let words: Vec<&str> = dimensions
                    .iter()
                    .map(|dimension| dimension.word())
                    .collect();
                format!("by {}", quoted_list(&words, "and"))
            }
        })
        .collect();
    let statistic = wanted.word();
    let name = measure.name;
    let help = format!("`{statistic}({name})` is reported {}", listed.join("; "));
    let alone = given.iter().find(|given| {
        let mut rows = rows.iter();
        !rows.any(|row| resolver.names.of_row(given.dimension, &row.dims).is_some())
    });
    let mistake = match alone {
        Some(given) => {
            let word = given.dimension.word();
            let title = format!("`{statistic}({name})` is not reported by `{word}`");
            let at = given.key.at.start..given.value.at.end;
            Mistake::new(at, title, "no row is split by this")
        }
        None => {
            let words: Vec<&str> = given.iter().map(|given| given.dimension.word()).collect();
            let title = format!(
                "`{statistic}({name})` is not reported by {} together",
                quoted_list(&words, "and")
            );
            Mistake::new(call.at.clone(), title, "no row is split by all of these")
        }
    };
    mistake.help(help)
}

/// All names are right, and no row has them together.
fn nothing_there<'a>(
    resolver: Resolver,
    call: &Call,
    measure: &Measure,
    given: &[Given],
    matching: &dyn Fn(Option<usize>) -> Vec<&'a Spec>,
) -> Mistake {
    let title = format!("there is no `{}` there", measure.name);
    for (at, given) in given.iter().enumerate().rev() {
        let names = names_of(resolver, given.dimension, &matching(Some(at)));
        if names.is_empty() {
            continue;
        }
        let word = given.dimension.word();
        let label = format!("not with this {word}");
        let mistake = Mistake::new(given.value.at.clone(), title, label);
        let help = (names.len() <= MOST_LISTED).then(|| {
            format!(
                "with the other names, `{word}` is {}",
                quoted_list(&names, "or")
            )
        });
        return mistake.maybe_help(help);
    }
    Mistake::new(call.at.clone(), title, "these names never meet")
}

/// The canonical spelling of a row.
fn text(resolver: Resolver, row: &Spec, wanted: Wanted, measure: &Measure) -> String {
    let dims = split_by(row).into_iter().filter_map(|dimension| {
        let name = resolver.names.of_row(dimension, &row.dims)?;
        Some(format!("{} = {name}", dimension.word()))
    });
    let dims: Vec<String> = dims.collect();
    let name = measure.name;
    // A measure with one statistic needs no word for it.
    let specs = resolver.catalogue.specs.iter();
    let rows: Vec<&Spec> = specs
        .filter(|spec| spec.measure == name && spec.dims.fact.is_none())
        .collect();
    let head = match wanted {
        Wanted::Share(relation, limit) => {
            format!("share({name} {relation} {}", Duration(limit))
        }
        Wanted::Reported(_) if statistics(&rows).len() == 1 => {
            return match dims.as_slice() {
                [] => name.to_owned(),
                dims => format!("{name}({})", dims.join(", ")),
            };
        }
        _ => format!("{}({name}", wanted.word()),
    };
    let arguments = std::iter::once(head).chain(dims);
    format!("{})", arguments.collect::<Vec<_>>().join(", "))
}
