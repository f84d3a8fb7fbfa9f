//! Booking before coming: a source's `books`, held against the appointment notices of its gate.

use crate::scenario::model::{Books, IfNone};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, IfNoneWord, StateWord};

/// How the vehicles of a source book; `None` where that cannot be said, `Some(None)` where they ask in line.
pub(super) fn books(
    keys: &raw::Source,
    root: &raw::Root,
    problems: &mut Problems,
) -> Option<Option<Books>> {
    let Some(given) = &keys.books else {
        return Some(None);
    };
    let books = &given.value;
    let ahead = books.ahead?;
    if ahead.value.0 == 0 {
        problems.push(
            Problem::error(
                ahead.place,
                "nobody books before coming",
                "this is the instant at which they come",
            )
            .help("give a time, as in `ahead = \"48 h\"`; to ask in line leave `books` out"),
        );
        return None;
    }
    let gate = keys.gate.as_ref().map(|gate| &gate.value);
    let gates = root.gate.iter().flat_map(|named| &named.value.0);
    let notices: Vec<_> = gates
        .filter(|(name, _)| Some(*name) == gate)
        .flat_map(|(_, gate)| gate.value.notice.iter())
        .flat_map(|named| &named.value.0)
        .map(|(_, notice)| &notice.value)
        .filter(|notice| {
            notice
                .state
                .is_some_and(|state| state.value == StateWord::Appointment)
        })
        .collect();
    if let (Some(gate), true) = (gate, notices.is_empty()) {
        problems.push(
            Problem::warning(
                given.place,
                "nothing can be booked",
                format!("gate `{gate}` has no appointment notice"),
            )
            .help("the vehicles come as planned: leave `books` out, or add a notice with `state = \"appointment\"`"),
        );
    }
    let mut whole = true;
    for horizon in notices.iter().filter_map(|notice| notice.horizon) {
        if ahead.value > horizon.value {
            problems.push(
                Problem::error(
                    ahead.place,
                    "they ask before anything can be booked",
                    format!("this is earlier than {} before an interval", horizon.value),
                )
                .extra(horizon.place, "the horizon of the book")
                .help(format!(
                    "write `ahead = \"{}\"` or less, or a longer `horizon`",
                    horizon.value
                )),
            );
            whole = false;
        }
    }
    whole.then_some(Some(Books {
        ahead: ahead.value.0,
        if_none: match books.if_none.map(|word| word.value) {
            None | Some(IfNoneWord::Comes) => IfNone::Comes,
            Some(IfNoneWord::StaysHome) => IfNone::StaysHome,
            Some(IfNoneWord::Later) => IfNone::Later,
        },
    }))
}
