//! Gates: hours of both sides, notices, restrictions.

use crate::scenario::calendar::{Filter, GateCalendar, Notice, NoticeState, Restriction, Weekly};
use crate::scenario::kinds::Name;
use crate::scenario::model::{Book, Gate};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw::{self, StateWord};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;

use super::book::{book, refuse_booking};
use super::context::Context;
use super::days::{DaySpan, day, day_span};
use super::filter::{FilterKeys, class_words};
use super::hours::weekly;
use super::openings::{self, Places};
use super::order::OrderKeys;

/// All gates, in the order of their names, with the notices and restrictions that exist under the switches in force.
/// Those that do not are checked as well.
pub(super) fn gates(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Gate> {
    let (mut gates, mut places) = (Vec::new(), Vec::new());
    for (name, keys) in root.gate.iter().flat_map(|named| &named.value.0) {
        if let Some((gate, at)) = gate(name, keys, root, cx, problems) {
            gates.push(gate);
            places.push(at);
        }
    }
    openings::check(&gates, &places, cx, problems);
    gates
}

fn gate(
    name: &Name,
    keys: &Located<raw::Gate>,
    root: &raw::Root,
    cx: &Context,
    problems: &mut Problems,
) -> Option<(Gate, Places)> {
    let mut at = Places {
        gate: keys.place,
        hours: keys.value.hours.as_ref().map(|hours| hours.place),
        partner: keys.value.partner.as_ref().map(|partner| partner.place),
        notices: Vec::new(),
    };
    let keys = &keys.value;
    let order = OrderKeys::of_gate(keys).lower(root, cx, problems);
    let own = keys
        .hours
        .as_ref()
        .and_then(|hours| weekly(hours, keys.days.as_ref(), problems));
    let partner = match &keys.partner {
        None => Some(None),
        Some(partner) => partner_week(&partner.value, problems).map(Some),
    };

    let (mut notices, mut books) = (Vec::new(), Vec::new());
    for (id, notice) in keys.notice.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(notice.value.when.as_ref(), problems);
        let lowered = self::notice(name, id, notice, cx, problems);
        if let Some((lowered, book)) = lowered.filter(|_| exists) {
            notices.push(lowered);
            books.push(book);
            at.notices.push(notice.place);
        }
    }
    let mut restrictions = Vec::new();
    for (id, restriction) in keys.restriction.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(restriction.value.when.as_ref(), problems);
        let lowered = self::restriction(id, &restriction.value, cx, problems);
        if let Some(lowered) = lowered.filter(|_| exists) {
            let place = restriction
                .value
                .hours
                .as_ref()
                .map_or(restriction.place, |h| h.place);
            if let Some(own) = &own {
                warn_idle(&lowered, place, own, &notices, problems);
            }
            restrictions.push(lowered);
        }
    }
    let calendar = GateCalendar {
        own: own?,
        partner: partner?,
        notices,
        restrictions,
    };
    let title = keys
        .name
        .as_ref()
        .map_or_else(|| name.to_string(), |title| title.value.clone());
    let gate = Gate {
        name: name.to_string(),
        title,
        calendar,
        books,
        order: (!order.is_of_joining()).then_some(order),
    };
    Some((gate, at))
}

fn partner_week(keys: &raw::Partner, problems: &mut Problems) -> Option<Weekly> {
    let hours = keys.hours.as_ref()?;
    weekly(hours, keys.days.as_ref(), problems)
}

fn notice(
    gate: &Name,
    id: &Name,
    keys: &Located<raw::NoticeKeys>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<(Notice, Option<Book>)> {
    let (place, keys) = (keys.place, &keys.value);
    let span = day_span(keys.from.as_ref(), keys.to.as_ref(), cx, problems);
    let filter = FilterKeys {
        direction: keys.direction,
        bound: keys.bound,
        class: keys.class.as_ref(),
        vehicle: keys.vehicle,
        loaded: keys.loaded,
        homeward: keys.homeward,
    };
    let filter = filter.lower(cx, problems);
    let mut words = |list: Option<&Located<_>>| list.map(|list| class_words(list, cx, problems));
    let barred = words(keys.barred.as_ref()).unwrap_or_default();
    let admitted = words(keys.admitted.as_ref());
    let exempt = words(keys.exempt.as_ref()).unwrap_or_default();
    check_admitted(keys, problems);
    let version = version(keys, cx, problems);
    let announced = keys.announced.map(|announced| announced.value);
    if let Some(span) = span {
        warn_late(keys, span, problems);
    }

    let state = keys.state?;
    let book = match state.value {
        StateWord::Appointment => book(gate, place, keys, cx, problems).map(Some),
        _ => {
            refuse_booking(keys, state, problems);
            Some(None)
        }
    };
    check_state(keys, state, problems);
    let span = span?;
    let notice = Notice {
        name: id.to_string(),
        from: span.from,
        to: span.to,
        state: match state.value {
            StateWord::Closed => NoticeState::Closed,
            StateWord::Appointment => NoticeState::Appointment,
            StateWord::Normal => NoticeState::Normal,
            StateWord::Extended => NoticeState::Extended,
        },
        hours: keys.hours.as_ref().map(|hours| hours.value.clone()),
        partner_hours: keys.partner_hours.as_ref().map(|hours| hours.value.clone()),
        filter,
        barred,
        admitted,
        exempt,
        version,
        announced,
    };
    Some((notice, book?))
}

fn version(keys: &raw::NoticeKeys, cx: &Context, problems: &mut Problems) -> Option<usize> {
    let version = keys.version.as_ref()?;
    if cx.versions.is_empty() {
        problems.push(
            Problem::error(
                version.place,
                format!("there is no calendar version `{}`", version.value),
                "no versions are declared",
            )
            .help(format!(
                "declare them in [scenario]: `versions = [\"{0}\"]` and `calendar = \"{0}\"`",
                version.value
            )),
        );
        return None;
    }
    let found = cx.versions.iter().position(|known| *known == version.value);
    if found.is_none() {
        let known: Vec<&str> = cx.versions.iter().map(String::as_str).collect();
        problems.push(
            Problem::error(
                version.place,
                format!("there is no calendar version `{}`", version.value),
                "not declared in [scenario]",
            )
            .maybe_help(suggest(&version.value, &known, "the versions are")),
        );
    }
    found
}

fn check_admitted(keys: &raw::NoticeKeys, problems: &mut Problems) {
    let empty = keys
        .admitted
        .as_ref()
        .filter(|admitted| admitted.value.0.is_empty());
    if let Some(admitted) = empty {
        problems.push(
            Problem::error(admitted.place, "nobody is admitted", "this list is empty").help(
                "to shut the gate write `state = \"closed\"`; to admit all leave `admitted` out",
            ),
        );
    }
}

/// Keys that mean nothing, or are missing, in this state.
fn check_state(keys: &raw::NoticeKeys, state: Located<StateWord>, problems: &mut Problems) {
    match state.value {
        StateWord::Extended if keys.hours.is_none() && keys.partner_hours.is_none() => {
            problems.push(
                Problem::error(state.place, "an extension without hours", "needs `hours`")
                    .help("give the hours that are added, as in `hours = \"19:00-21:00\"`"),
            );
        }
        StateWord::Closed => {
            let lists = [("barred", &keys.barred), ("admitted", &keys.admitted)];
            for (key, list) in lists {
                if let Some(list) = list {
                    problems.push(
                        Problem::warning(
                            list.place,
                            format!("`{key}` has no effect"),
                            "nobody passes while the gate is closed",
                        )
                        .extra(state.place, "closed here")
                        .help("to close it for some only, write `state = \"normal\"`"),
                    );
                }
            }
        }
        _ => {}
    }
}

/// Warns of a notice that nobody could have known.
fn warn_late(keys: &raw::NoticeKeys, span: DaySpan, problems: &mut Problems) {
    if let Some(announced) = keys.announced.filter(|announced| announced.value > span.to) {
        problems.push(
            Problem::warning(
                announced.place,
                "announced when it is over",
                format!("the last day of the notice is {}", span.to),
            )
            .help("the notice holds all the same, but nobody can plan with it"),
        );
    }
}

fn restriction(
    id: &Name,
    keys: &raw::RestrictionKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Restriction> {
    let from = keys.from.as_ref().map(|from| day(from, cx, problems));
    let to = keys.to.as_ref().map(|to| day(to, cx, problems));
    if let (Some(Some(first)), Some(Some(last)), Some(to)) = (from, to, &keys.to)
        && last < first
    {
        problems.push(
            Problem::error(
                to.place,
                "the last day comes before the first",
                format!("this is {last}"),
            )
            .help(format!(
                "`from` is {first}; `to` is the last day, inclusive"
            )),
        );
        return None;
    }
    let only = keys.only.as_ref().map(|only| {
        let keys = FilterKeys {
            direction: only.value.direction,
            bound: only.value.bound,
            class: only.value.class.as_ref(),
            vehicle: only.value.vehicle,
            loaded: only.value.loaded,
            homeward: only.value.homeward,
        };
        let filter = keys.lower(cx, problems);
        if filter == Filter::default() {
            problems.push(
                Problem::warning(
                    only.place,
                    "a restriction that restricts nobody",
                    "all may pass",
                )
                .help("say who alone may pass, as in `only = { homeward = true }`"),
            );
        }
        filter
    });
    Some(Restriction {
        name: id.to_string(),
        hours: keys.hours.as_ref()?.value.clone(),
        days: keys
            .days
            .map_or(crate::scenario::calendar::Days::ALL, |days| days.value),
        from: match from {
            None => None,
            Some(from) => Some(from?),
        },
        to: match to {
            None => None,
            Some(to) => Some(to?),
        },
        only: only?,
    })
}

/// Warns of a restriction at hours when the gate is shut anyhow.
fn warn_idle(
    restriction: &Restriction,
    place: Place,
    own: &Weekly,
    notices: &[Notice],
    problems: &mut Problems,
) {
    let week = jiff::civil::Weekday::Monday.cycle_forward().take(7);
    let meets_week = week
        .filter(|&day| restriction.days.contains(day))
        .any(|day| {
            !own.working_hours(day)
                .intersect(&restriction.hours)
                .is_closed()
        });
    let meets_notice = notices
        .iter()
        .filter_map(|notice| notice.hours.as_ref())
        .any(|hours| !hours.intersect(&restriction.hours).is_closed());
    if !meets_week && !meets_notice {
        problems.push(
            Problem::warning(
                place,
                "a restriction outside the gate's hours",
                "the gate is shut at these hours",
            )
            .help("compare them with the gate's `hours`"),
        );
    }
}
