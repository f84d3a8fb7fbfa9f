//! Appointment books: slots, pools, and what happens to those who come late, not at all, or too many.

use crate::scenario::kinds::Name;
use crate::scenario::model::{Book, Lateness, Refused};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, IfRefused, IfRefusedWord, StateWord};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::{Decimal, Duration, Quantity, Rate};

use super::context::Context;
use super::days::{amount_in, whole_a_day, whole_in};
use super::filter::FilterKeys;
use super::terms::{register_until, terms};

/// The shortest booking interval, so that a day has no more than 1,440.
const SHORTEST_INTERVAL: Duration = Duration(60_000_000);

/// The book of an appointment notice at `gate` whose table stands at `place`.
pub(super) fn book(
    gate: &Name,
    place: Place,
    keys: &raw::NoticeKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Book> {
    let interval = match keys.interval {
        None => Some(None),
        Some(interval) => check_interval(interval, problems).map(Some),
    };
    let slots = keys
        .slots
        .as_ref()
        .map(|rate| interval.and_then(|interval| capacity(rate, interval, problems)));
    let pools: Vec<_> = keys
        .pools
        .iter()
        .flat_map(|pools| &pools.value)
        .map(|pool| {
            let filter = FilterKeys {
                direction: pool.direction,
                bound: pool.bound,
                class: pool.class.as_ref(),
                vehicle: pool.vehicle,
                loaded: pool.loaded,
                homeward: None,
            };
            let filter = filter.lower(cx, problems);
            let rate = pool.slots.as_ref()?;
            Some((filter, capacity(rate, interval?, problems)?))
        })
        .collect();
    let refused = refused(gate, keys, cx, problems);
    let lateness = match &keys.lateness {
        None => Some(None),
        Some(keys) => lateness(&keys.value, problems).map(Some),
    };

    let register_until = register_until(keys, cx, problems);
    let terms = terms(keys, interval.flatten(), problems);

    let slots = match slots {
        None => None,
        Some(slots) => Some(slots?),
    };
    let pools = pools.into_iter().collect::<Option<Vec<_>>>()?;
    let nobody = match slots {
        Some(slots) => slots == 0,
        None => pools.iter().all(|(_, slots)| *slots == 0),
    };
    if nobody {
        let given = keys.slots.as_ref().map(|slots| slots.place);
        let given = given.or(keys.pools.as_ref().map(|pools| pools.place));
        let label = if given.is_some() {
            "there are no places for anybody"
        } else {
            "needs `slots`"
        };
        let place = given.unwrap_or(keys.state.map_or(place, |state| state.place));
        problems.push(
            Problem::error(place, "appointment notice has no capacity", label).help(
                "give the places a day, as in `slots = \"100 / day\"`; to shut the gate write `state = \"closed\"`",
            ),
        );
        return None;
    }
    Some(Book {
        interval: interval?.map(|interval| interval.0),
        slots,
        pools,
        register_by: keys.register_by.map(|before| before.value.0),
        register_until: register_until?,
        horizon: keys.horizon.map(|before| before.value.0),
        lateness: lateness?,
        early: keys.early.map_or(0, |span| span.value.0),
        grace: keys.grace.map_or(0, |span| span.value.0),
        no_show: keys.no_show.map_or(0, |share| share.value.0),
        other_days: keys.other_days.is_none_or(|given| given.value),
        rebook: keys
            .rebook
            .map(|most| u32::try_from(most.value.0).unwrap_or(u32::MAX)),
        walk_ins: terms?,
        refused: refused?,
    })
}

/// Reports the keys of a book in a notice that takes no bookings.
pub(super) fn refuse_booking(
    keys: &raw::NoticeKeys,
    state: Located<StateWord>,
    problems: &mut Problems,
) {
    fn at<T>(key: Option<&Located<T>>) -> Option<Place> {
        key.map(|key| key.place)
    }
    let given = [
        ("exempt", at(keys.exempt.as_ref())),
        ("slots", at(keys.slots.as_ref())),
        ("interval", at(keys.interval.as_ref())),
        ("pools", at(keys.pools.as_ref())),
        ("horizon", at(keys.horizon.as_ref())),
        ("register-by", at(keys.register_by.as_ref())),
        ("register-until", at(keys.register_until.as_ref())),
        ("lateness", at(keys.lateness.as_ref())),
        ("early", at(keys.early.as_ref())),
        ("grace", at(keys.grace.as_ref())),
        ("no-show", at(keys.no_show.as_ref())),
        ("other-days", at(keys.other_days.as_ref())),
        ("rebook", at(keys.rebook.as_ref())),
        ("walk-ins", at(keys.walk_ins.as_ref())),
        ("release-after", at(keys.release_after.as_ref())),
        ("if-refused", at(keys.if_refused.as_ref())),
    ];
    for (key, place) in given {
        let Some(place) = place else { continue };
        let word = state.value.word();
        let title = match key {
            "slots" | "pools" => format!("a notice in state {word} has no {key}"),
            _ => format!("`{key}` belongs to bookings"),
        };
        problems.push(
            Problem::error(place, title, format!("nobody books in state {word}"))
                .extra(state.place, "the state is given here")
                .help(format!(
                    "write `state = \"appointment\"`, or leave `{key}` out"
                )),
        );
    }
}

fn check_interval(interval: Located<Duration>, problems: &mut Problems) -> Option<Duration> {
    let label = if interval.value < SHORTEST_INTERVAL {
        "this is shorter than a minute"
    } else if interval.value > Duration::DAY {
        "this is longer than a day"
    } else {
        return Some(interval.value);
    };
    problems.push(
        Problem::error(
            interval.place,
            "a booking interval is from 1 min to 1 d",
            label,
        )
        .help("for a list by day leave `interval` out"),
    );
    None
}

/// Vehicles an interval; without an interval, a day.
fn capacity(
    rate: &Located<Rate>,
    interval: Option<Duration>,
    problems: &mut Problems,
) -> Option<u64> {
    let Some(interval) = interval else {
        let remedy = format!(
            "; for places by interval add `interval = \"{}\"`",
            Duration(rate.value.per.0)
        );
        return whole_a_day(rate, "places of a day list", &remedy, problems);
    };
    let whole = whole_in(rate.value, interval);
    if whole.is_none() {
        let exact = amount_in(rate.value, interval);
        let near = exact.map_or(0, |(over, under)| over / under);
        let label = match exact {
            Some((over, under)) => format!(
                "in {interval} this comes to about {:.2}",
                over as f64 / under as f64
            ),
            None => "this has more digits than can be held".to_owned(),
        };
        let by = |count: u128| Rate {
            count: Decimal {
                digits: u64::try_from(count).unwrap_or(u64::MAX),
                scale: 0,
            },
            per: interval,
        };
        let remedy = match near {
            0 => format!("write `{}`, or a longer `interval`", by(1)),
            near => format!("write `{}` or `{}`", by(near), by(near + 1)),
        };
        problems.push(
            Problem::error(rate.place, "places of an interval are whole numbers", label)
                .help(remedy),
        );
    }
    whole
}

fn lateness(keys: &raw::LatenessKeys, problems: &mut Problems) -> Option<Lateness> {
    let mean = match &keys.mean {
        None => Some(0),
        Some(mean) => signed(mean, problems),
    };
    Some(Lateness {
        mean: mean? as f64,
        sd: keys.sd?.value.0 as f64,
    })
}

/// A duration that may have a minus before it.
fn signed(text: &Located<String>, problems: &mut Problems) -> Option<i64> {
    let trimmed = text.value.trim();
    let (sign, rest) = match trimmed.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest),
        None => (1, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    match Duration::parse(rest) {
        Ok(duration) => Some(sign * duration.0),
        Err(misread) => {
            let help = misread.help.unwrap_or_else(|| {
                "a mean lateness is written like `5 min`, or `-10 min` for early".to_owned()
            });
            problems.push(Problem::error(text.place, "not a duration", misread.why).help(help));
            None
        }
    }
}

fn refused(
    gate: &Name,
    keys: &raw::NoticeKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Refused> {
    let other = match keys.if_refused.as_ref().map(|refused| &refused.value) {
        None | Some(IfRefused::Word(IfRefusedWord::ComesAnyway)) => {
            return Some(Refused::ComesAnyway);
        }
        Some(IfRefused::Word(IfRefusedWord::TurnsBack)) => return Some(Refused::TurnsBack),
        Some(IfRefused::Other(other)) => other.gate.as_ref()?,
    };
    if other.value == *gate {
        problems.push(
            Problem::error(
                other.place,
                "the other gate is this gate",
                "refused here, the vehicle would come back here",
            )
            .help("name another gate, or write `if-refused = \"comes-anyway\"`"),
        );
        return None;
    }
    let index = cx.gate(other.value.as_str(), other.place, problems)?;
    Some(Refused::Gate(index))
}
