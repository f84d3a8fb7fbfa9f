//! Whether calendars make sense as a whole: no day is decided in two ways, and no gate stays shut throughout.
//!
//! The checks ask the same resolver that later decides who may pass, so that what is accepted here cannot be refused
//! there. They do so only where it can matter: for days on which two notices of the same rank meet, and for classes that
//! some notice names, since the others are all alike.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use crate::scenario::calendar::{
    Ambiguity, Bound, Category, ClassWord, Clocks, Direction, Filter, GateCalendar, Hours,
    Nationality, Notice, Period, SegmentState, View, Weekly, clock, day_number, deciding_notice,
    resolve,
};
use crate::scenario::model::Gate;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::source::Place;

use super::context::Context;

/// Where the parts of a gate were written.
pub(super) struct Places {
    /// Its table.
    pub gate: Place,
    /// `hours`.
    pub hours: Option<Place>,
    /// `partner`.
    pub partner: Option<Place>,
    /// The notices of its calendar, by index.
    pub notices: Vec<Place>,
}

/// Reports ambiguous notices and gates that never open. `places` has the same length as `gates`.
pub(super) fn check(gates: &[Gate], places: &[Places], cx: &Context, problems: &mut Problems) {
    let (Some(period), Some(clocks)) = (cx.period, &cx.clocks) else {
        return;
    };
    let views = views(gates, period, cx.calendar);
    for (gate, at) in gates.iter().zip(places) {
        let categories = categories(&gate.calendar, cx.classes.len());
        let found = ambiguities(&gate.calendar, &categories, period, &views);
        for (ambiguity, view) in found.values() {
            report_ambiguity(ambiguity, view, at, problems);
        }
        if found.is_empty() && opens(gate, &categories, clocks, period, cx.calendar) == Some(false)
        {
            report_shut(gate, at, clocks, period, cx, problems);
        }
    }
}

/// The calendar as it comes to pass, and as it is known on the way there.
fn views(gates: &[Gate], period: Period, chosen: Option<usize>) -> Vec<View> {
    let notices = || gates.iter().flat_map(|gate| &gate.calendar.notices);
    let news: BTreeSet<Date> = notices()
        .filter_map(|notice| notice.announced)
        .filter(|&day| period.from < day && day <= period.to)
        .chain([period.from])
        .collect();
    let known = news
        .into_iter()
        .map(|day| View::known_on(notices(), chosen, day));
    [View::of(chosen)].into_iter().chain(known).collect()
}

/// Every kind of vehicle that the calendar can tell apart: all classes that it names, and one that it does not.
fn categories(calendar: &GateCalendar, classes: usize) -> Vec<Category> {
    let mut named: BTreeSet<usize> = BTreeSet::new();
    let mut add = |words: &[ClassWord]| {
        named.extend(words.iter().filter_map(|word| match word {
            ClassWord::Class(class) => Some(*class),
            _ => None,
        }));
    };
    let of_filter = |filter: &Filter| filter.class.clone().unwrap_or_default();
    for notice in &calendar.notices {
        add(&of_filter(&notice.filter));
        add(&notice.barred);
        add(notice.admitted.as_deref().unwrap_or_default());
        add(&notice.exempt);
    }
    for restriction in &calendar.restrictions {
        add(&of_filter(&restriction.only));
    }
    let other = (0..classes).find(|class| !named.contains(class));
    named.extend(other);

    let mut categories = Vec::new();
    for class in named {
        for direction in [Direction::Export, Direction::Import] {
            for bound in [Bound::ToChina, Bound::ToVietnam] {
                for vehicle in [Nationality::Vietnamese, Nationality::Chinese] {
                    for (loaded, backlog) in
                        [(true, false), (false, false), (true, true), (false, true)]
                    {
                        categories.push(Category {
                            direction,
                            bound,
                            class,
                            vehicle,
                            loaded,
                            backlog,
                        });
                    }
                }
            }
        }
    }
    categories
}

/// After so many looks at a notice the search ends; what it has not found is refused when the plan is made.
const MOST_LOOKS: usize = 50_000_000;

/// The ambiguities by the indices of the two notices, each with the first view in which it arises.
fn ambiguities(
    calendar: &GateCalendar,
    categories: &[Category],
    period: Period,
    views: &[View],
) -> BTreeMap<(usize, usize), (Ambiguity, View)> {
    let mut found = BTreeMap::new();
    let mut looks = 0;
    for day in contested_days(calendar, period) {
        for &view in views {
            for category in categories {
                looks += calendar.notices.len();
                if looks > MOST_LOOKS {
                    return found;
                }
                if let Err(ambiguity) = deciding_notice(calendar, category, day, view) {
                    let pair = (ambiguity.first, ambiguity.second);
                    found.entry(pair).or_insert((ambiguity, view));
                }
            }
        }
    }
    found
}

/// Days that stand for all on which two notices of the same rank meet. Between two such days no notice begins or ends.
fn contested_days(calendar: &GateCalendar, period: Period) -> BTreeSet<Date> {
    let notices = &calendar.notices;
    let mut starts: BTreeSet<Date> = notices.iter().map(|notice| notice.from).collect();
    starts.extend(
        notices
            .iter()
            .filter_map(|notice| notice.to.tomorrow().ok()),
    );
    let mut days = BTreeSet::new();
    for (index, a) in notices.iter().enumerate() {
        for b in notices.iter().skip(index + 1).filter(|b| rivals(a, b)) {
            let from = a.from.max(b.from).max(period.from);
            let to = a.to.min(b.to).min(period.to);
            if from <= to {
                days.insert(from);
                days.extend(starts.range(from..=to));
            }
        }
    }
    days
}

/// Whether neither of two notices outranks the other and both may hold at once.
fn rivals(a: &Notice, b: &Notice) -> bool {
    let length = |notice: &Notice| day_number(notice.to) - day_number(notice.from);
    let versions = a.version.is_none() || b.version.is_none() || a.version == b.version;
    versions
        && !a.is_micro_closure()
        && !b.is_micro_closure()
        && a.announced == b.announced
        && length(a) == length(b)
        && a.filter.given() == b.filter.given()
}

fn report_ambiguity(ambiguity: &Ambiguity, view: &View, at: &Places, problems: &mut Problems) {
    let Ambiguity {
        day,
        first,
        second,
        first_name,
        second_name,
    } = ambiguity;
    let (one, other) = (at.notices.get(*first), at.notices.get(*second));
    let (Some(&one), Some(&other)) = (one, other) else {
        return;
    };
    // The caret goes to the one that was written later.
    let ((here, name), (there, other_name)) = if one > other {
        ((one, first_name), (other, second_name))
    } else {
        ((other, second_name), (one, first_name))
    };
    let known = view.known_on.map_or_else(String::new, |known| {
        format!(", as the calendar is known on {known}")
    });
    problems.push(
        Problem::error(
            here,
            format!("notices `{other_name}` and `{name}` both decide {day} and differ"),
            format!("neither comes before the other{known}"),
        )
        .extra(there, "the other notice")
        .help(
            "announce one later, shorten one, give one a narrower filter, or put them in different versions",
        ),
    );
}

/// After so many days without an opening a gate counts as shut.
const DAYS_TRIED: usize = 1_000;

/// Whether anybody may pass on any day; `None` if that cannot be said.
fn opens(
    gate: &Gate,
    categories: &[Category],
    clocks: &Clocks,
    period: Period,
    chosen: Option<usize>,
) -> Option<bool> {
    for day in period.days().take(DAYS_TRIED) {
        let day = Period { from: day, to: day };
        for category in categories {
            let timeline = resolve(&gate.calendar, category, clocks, &day, chosen).ok()?;
            let mut segments = timeline.segments().iter();
            if segments.any(|segment| segment.state.is_open()) {
                return Some(true);
            }
        }
    }
    // Without classes or days nothing was asked.
    (!categories.is_empty() && period.from <= period.to).then_some(false)
}

fn report_shut(
    gate: &Gate,
    at: &Places,
    clocks: &Clocks,
    period: Period,
    cx: &Context,
    problems: &mut Problems,
) {
    let title = format!("gate `{}` never opens", gate.name);
    let hours = at.hours.unwrap_or(at.gate);
    let own = &gate.calendar.own;
    let Some(ours) = first_hours(own) else {
        problems.push(
            Problem::error(hours, title, "no day of the week has hours")
                .help("give the hours, as in `hours = \"07:00-19:00\"`"),
        );
        return;
    };
    let partner = gate.calendar.partner.as_ref();
    if let (Some(partner), Some(place)) = (partner, at.partner)
        && !overlap(own, partner, clocks, period)
    {
        let Some(theirs) = first_hours(partner) else {
            problems.push(
                Problem::error(place, title, "no day of the partner's week has hours")
                    .help("give the hours, or leave `partner` out"),
            );
            return;
        };
        let (our_clock, their_clock) = (clock_name(&clocks.own), clock_name(&clocks.partner));
        let shown = on_our_clock(theirs, clocks, period);
        problems.push(
            Problem::error(
                hours,
                title,
                format!("our side works {ours} on {our_clock}"),
            )
            .extra(
                place,
                format!(
                    "the partner works {theirs} on {their_clock}, which is {shown} on {our_clock}"
                ),
            )
            .help("a gate is open while both sides work: their hours and days must overlap"),
        );
        return;
    }
    let days = period.days().take(DAYS_TRIED).count();
    problems.push(
        Problem::error(
            at.gate,
            title,
            format!(
                "nobody may pass on any of {days} days: {}",
                reasons(gate, clocks, period, cx)
            ),
        )
        .help("look at the notices that cover these days, and at the gate's restrictions"),
    );
}

/// The hours of the first weekday that has any.
fn first_hours(week: &Weekly) -> Option<&Hours> {
    let hours = week.working_hours(Weekday::Monday);
    (!hours.is_closed()).then_some(hours)
}

/// Whether both sides work at the same time on some day of two weeks.
fn overlap(own: &Weekly, partner: &Weekly, clocks: &Clocks, period: Period) -> bool {
    let ends = |day: Date| [day.yesterday().ok(), Some(day), day.tomorrow().ok()];
    period.days().take(14).any(|day| {
        let ours = own.hours(day.weekday()).on(day, &clocks.own);
        ends(day).into_iter().flatten().any(|there| {
            let theirs = partner.hours(there.weekday()).on(there, &clocks.partner);
            !ours.intersect(&theirs).is_empty()
        })
    })
}

fn clock_name(zone: &jiff::tz::TimeZone) -> String {
    zone.iana_name().unwrap_or("its clock").to_owned()
}

/// The partner's hours as our clock shows them on the first day.
fn on_our_clock(theirs: &Hours, clocks: &Clocks, period: Period) -> String {
    let spans = theirs.on(period.from, &clocks.partner);
    let show = |instant| clock(instant, &clocks.own).strftime("%H:%M").to_string();
    let shown: Vec<String> = spans
        .as_slice()
        .iter()
        .map(|&(from, to)| format!("{}-{}", show(from), show(to)))
        .collect();
    shown.join(", ")
}

/// Why nobody passes: every state that the calendar has in the period.
fn reasons(gate: &Gate, clocks: &Clocks, period: Period, cx: &Context) -> String {
    let categories = categories(&gate.calendar, cx.classes.len());
    let mut states: BTreeSet<SegmentState> = BTreeSet::new();
    for day in period.days().take(DAYS_TRIED) {
        for category in &categories {
            let day = Period { from: day, to: day };
            if let Ok(timeline) = resolve(&gate.calendar, category, clocks, &day, cx.calendar) {
                states.extend(timeline.segments().iter().map(|segment| segment.state));
            }
        }
    }
    let words = states.into_iter().filter_map(|state| match state {
        SegmentState::ClosedHoliday => Some("closed for a holiday or rest day"),
        SegmentState::ClosedNight => Some("outside the hours"),
        SegmentState::WrongDirection => Some("restricted"),
        SegmentState::ClassBarred => Some("barred or not admitted"),
        SegmentState::Open | SegmentState::Booked => None,
    });
    words.collect::<Vec<_>>().join(", ")
}
