//! The terms of an appointment book: how far ahead, how early and late, how often, and what is left to walk-ins.

use jiff::civil::Date;

use crate::scenario::model::WalkIns;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, WalkInsWord};
use crate::scenario::units::Duration;

use super::context::Context;
use super::days::day;

/// Checks the terms of a notice whose intervals have this length (a day list's is a day), and lowers what it leaves to
/// vehicles without a booking.
pub(super) fn terms(
    keys: &raw::NoticeKeys,
    interval: Option<Duration>,
    problems: &mut Problems,
) -> Option<WalkIns> {
    check_horizon(keys, interval, problems);
    check_early(keys, interval, problems);
    check_rebook(keys, problems);
    warn_unused_pools(keys, problems);
    let leftover = keys
        .walk_ins
        .is_some_and(|word| word.value == WalkInsWord::Leftover);
    let released = release(keys, interval, leftover, problems);
    Some(if leftover {
        WalkIns::Leftover {
            release_after: released?,
        }
    } else {
        WalkIns::Refused
    })
}

/// The last day of registration.
pub(super) fn register_until(
    keys: &raw::NoticeKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Option<Date>> {
    let Some(until) = &keys.register_until else {
        return Some(None);
    };
    let last = day(until, cx, problems)?;
    if let Some(announced) = keys.announced.filter(|announced| announced.value > last) {
        problems.push(
            Problem::error(
                until.place,
                "nobody can ever register",
                format!("this is {last}"),
            )
            .extra(announced.place, "and the notice is published later")
            .help("give a day on or after that of `announced`"),
        );
        return None;
    }
    if let Some(from) = cx
        .period
        .map(|period| period.from)
        .filter(|&from| last < from)
    {
        problems.push(
            Problem::error(
                until.place,
                "nobody can ever register",
                format!("this is {last}, and the period begins on {from}"),
            )
            .help("give a day of the period, or let the period begin earlier"),
        );
        return None;
    }
    Some(Some(last))
}

/// A book that can at times not be used at all.
fn check_horizon(keys: &raw::NoticeKeys, interval: Option<Duration>, problems: &mut Problems) {
    let Some(horizon) = keys.horizon else { return };
    if let Some(by) = keys.register_by.filter(|by| by.value > horizon.value) {
        problems.push(
            Problem::error(
                horizon.place,
                "nobody can ever book",
                "before this there is nothing to be booked",
            )
            .extra(by.place, "and after this registration is closed")
            .help(format!(
                "make `horizon` longer than `register-by`, as in `horizon = \"{}\"`",
                Duration(
                    by.value
                        .0
                        .saturating_add(Duration::DAY.0)
                        .min(Duration::LONGEST.0)
                )
            )),
        );
        return;
    }
    let length = interval.unwrap_or(Duration::DAY);
    if horizon.value < length {
        let label = match interval {
            Some(_) => format!("shorter than an interval of {length}"),
            None => "shorter than the day of a day list".to_owned(),
        };
        problems.push(
            Problem::error(horizon.place, "at times no interval can be booked", label)
                .help(format!("write `horizon = \"{length}\"` or longer")),
        );
    }
}

/// Passing before the beginning means nothing to those who are never early, and reaches no further than one interval.
fn check_early(keys: &raw::NoticeKeys, interval: Option<Duration>, problems: &mut Problems) {
    let Some(early) = keys.early.filter(|early| early.value.0 > 0) else {
        return;
    };
    if let Some(length) = interval
        && early.value > length
    {
        problems.push(
            Problem::error(
                early.place,
                "earlier than the interval before",
                format!("an interval is {length} long"),
            )
            .help(format!("write `early = \"{length}\"` or less")),
        );
    } else if keys.lateness.is_none() {
        problems.push(
            Problem::warning(
                early.place,
                "`early` has no effect",
                "without `lateness` all are punctual",
            )
            .help(
                "say how far from the beginning they come, as in `lateness = { sd = \"30 min\" }`, or leave `early` out",
            ),
        );
    }
}

fn check_rebook(keys: &raw::NoticeKeys, problems: &mut Problems) {
    if let (Some(rebook), Some(other)) = (keys.rebook, keys.other_days)
        && rebook.value.0 > 0
        && !other.value
    {
        problems.push(
            Problem::error(
                rebook.place,
                "nobody can book another slot",
                "who misses a slot asks for a later one",
            )
            .extra(other.place, "and later ones are not tried")
            .help("write `other-days = true`, or leave `rebook` out"),
        );
    }
}

/// The delay after which places are given to walk-ins.
fn release(
    keys: &raw::NoticeKeys,
    interval: Option<Duration>,
    leftover: bool,
    problems: &mut Problems,
) -> Option<Option<i64>> {
    let Some(after) = keys.release_after else {
        return Some(None);
    };
    if !leftover {
        let mut problem = Problem::error(
            after.place,
            "`release-after` gives places to walk-ins",
            "but walk-ins are refused",
        );
        if let Some(word) = keys.walk_ins {
            problem = problem.extra(word.place, "here");
        }
        problems
            .push(problem.help("write `walk-ins = \"leftover\"`, or leave `release-after` out"));
        return None;
    }
    if let Some(grace) = keys.grace.filter(|grace| grace.value.0 > 0) {
        problems.push(
            Problem::error(
                after.place,
                "a place is both kept and given away",
                "this gives it to walk-ins within the interval",
            )
            .extra(grace.place, "this keeps it beyond the end")
            .help("leave `grace` or `release-after` out"),
        );
        return None;
    }
    let label = if after.value.0 == 0 {
        "nobody could be in time".to_owned()
    } else if let Some(length) = interval.filter(|length| after.value >= *length) {
        format!("the interval is over after {length}")
    } else {
        return Some(Some(after.value.0));
    };
    problems.push(
        Problem::error(
            after.place,
            "`release-after` lies within the interval",
            label,
        )
        .help("give a time longer than 0 and shorter than the interval"),
    );
    None
}

/// Pools of which only exempt classes could take a place.
fn warn_unused_pools(keys: &raw::NoticeKeys, problems: &mut Problems) {
    let Some(exempt) = &keys.exempt else { return };
    for pool in keys.pools.iter().flat_map(|pools| &pools.value) {
        if let Some(class) = &pool.class
            && !class.value.0.is_empty()
            && class
                .value
                .0
                .iter()
                .all(|class| exempt.value.0.iter().any(|free| free.value == class.value))
        {
            problems.push(
                Problem::warning(
                    class.place,
                    "a pool that nobody uses",
                    "these need no booking",
                )
                .extra(exempt.place, "exempt here")
                .help("leave the pool out, or the class out of `exempt`"),
            );
        }
    }
}
