//! The law of the calendar once more, minute by minute and without any cleverness, against
//! generated calendars.

use std::cmp::Reverse;

use bordergate::scenario::calendar::{
    Bound, Category, ClassWord, Days, Direction, Filter, GateCalendar, Hours, MINUTE, Nationality,
    Notice, NoticeState, Period, Regard, Restriction, Segment, SegmentState, View, Weekly, clock,
    date_of, day_number, day_table, resolve,
};
use jiff::civil::{Date, Weekday};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{clocks, day, hours};

/// The state that the law gives an instant, or nothing where two notices are at odds.
fn state_at(
    gate: &GateCalendar,
    who: &Category,
    version: Option<usize>,
    minute: i64,
) -> Option<SegmentState> {
    // Minutes since 1970 on each clock; neither zone has changed since 1991.
    let (ours, theirs) = (minute + 7 * 60, minute + 8 * 60);
    let today = date_of(ours.div_euclid(1440)).unwrap();
    let there = date_of(theirs.div_euclid(1440)).unwrap();
    let (now, now_there) = (ours.rem_euclid(1440), theirs.rem_euclid(1440));
    let has = |hours: &Hours, minute: i64| {
        hours
            .windows()
            .iter()
            .any(|&(a, b)| a <= minute && minute < b)
    };

    let words = |words: &[ClassWord]| words.iter().any(|word| word.matches(who));
    let holds = |n: &&Notice| {
        n.from <= today
            && today <= n.to
            && n.filter.matches(who)
            && (n.version.is_none() || n.version == version)
    };
    let (parts, whole): (Vec<&Notice>, Vec<&Notice>) =
        gate.notices.iter().filter(holds).partition(|n| {
            n.state == NoticeState::Closed && (n.hours.is_some() || n.partner_hours.is_some())
        });
    let effect = |n: &Notice| {
        let admitted = n.admitted.as_ref().is_none_or(|list| words(list));
        let state = match n.state {
            NoticeState::Closed => SegmentState::ClosedHoliday,
            _ if !admitted || words(&n.barred) => SegmentState::ClassBarred,
            NoticeState::Appointment if !words(&n.exempt) => SegmentState::Booked,
            _ => SegmentState::Open,
        };
        let adds =
            n.state == NoticeState::Extended && (n.hours.is_some() || n.partner_hours.is_some());
        (state, adds, n.hours.clone(), n.partner_hours.clone())
    };
    let rank = |n: &Notice| {
        (
            n.announced,
            Reverse(day_number(n.to) - day_number(n.from)),
            n.filter.given(),
        )
    };
    let top = whole.iter().map(|n| rank(n)).max();
    let deciding: Vec<&&Notice> = whole.iter().filter(|n| Some(rank(n)) == top).collect();
    if deciding
        .windows(2)
        .any(|pair| effect(pair[0]) != effect(pair[1]))
    {
        return None;
    }

    let shut = |n: &&Notice| {
        n.hours.as_ref().is_some_and(|h| has(h, now))
            || n.partner_hours.as_ref().is_some_and(|h| has(h, now_there))
    };
    if parts.iter().any(shut) {
        return Some(SegmentState::ClosedHoliday);
    }
    let working = |week: &Weekly, day: Weekday| -> Hours {
        let monday_first = Weekday::Monday.cycle_forward().take(7);
        let mut candidates = std::iter::once(day)
            .chain(monday_first)
            .map(|day| week.hours(day).clone());
        candidates
            .find(|hours| !hours.is_closed())
            .unwrap_or_default()
    };
    let (our_day, their_day) = (today.weekday(), there.weekday());
    let (rest, open, when_open) = match deciding.first() {
        None => {
            let ours = gate.own.hours(our_day).clone();
            let theirs = gate
                .partner
                .as_ref()
                .map_or(Hours::always(), |week| week.hours(their_day).clone());
            let rest = ours.is_closed() || theirs.is_closed();
            (
                rest,
                has(&ours, now) && has(&theirs, now_there),
                SegmentState::Open,
            )
        }
        Some(n) if n.state == NoticeState::Closed => (true, false, SegmentState::Open),
        Some(n) if n.state == NoticeState::Extended => {
            let ours = working(&gate.own, our_day).union(&n.hours.clone().unwrap_or_default());
            let theirs = gate
                .partner
                .as_ref()
                .map_or(Hours::always(), |week| working(week, their_day));
            let theirs = theirs.union(&n.partner_hours.clone().unwrap_or_default());
            let agreed = n.partner_hours.is_none() && n.hours.as_ref().is_some_and(|h| has(h, now));
            let rest = ours.is_closed() || theirs.is_closed();
            (
                rest && !agreed,
                agreed || has(&ours, now) && has(&theirs, now_there),
                effect(n).0,
            )
        }
        Some(n) => {
            let ours = n
                .hours
                .clone()
                .unwrap_or_else(|| working(&gate.own, our_day));
            let week = gate.partner.as_ref().map(|week| working(week, their_day));
            let theirs = n.partner_hours.clone().or(week).unwrap_or(Hours::always());
            let rest = ours.is_closed() || theirs.is_closed();
            (
                rest,
                has(&ours, now) && has(&theirs, now_there),
                effect(n).0,
            )
        }
    };
    let wrong = gate.restrictions.iter().any(|r| {
        r.days.contains(our_day)
            && r.from.is_none_or(|from| from <= today)
            && r.to.is_none_or(|to| today <= to)
            && has(&r.hours, now)
            && !r.only.matches(who)
    });
    Some(match (rest, open, wrong) {
        (true, ..) => SegmentState::ClosedHoliday,
        (_, false, _) => SegmentState::ClosedNight,
        (_, _, true) => SegmentState::WrongDirection,
        _ => when_open,
    })
}

const FIRST: &str = "2026-02-12";
const DAYS: i64 = 12;

fn date_near() -> impl Strategy<Value = Date> {
    (-3i64..DAYS + 3).prop_map(|offset| date_of(day_number(day(FIRST)) + offset).unwrap())
}

/// Hours as gates keep them, and odd ones.
fn some_hours() -> impl Strategy<Value = Hours> {
    let texts = [
        "07:00-19:00",
        "08:00-11:00, 14:00-17:00",
        "06:30-22:00",
        "12:00-20:30",
        "00:00-05:30, 22:00-24:00",
        "always",
        "closed",
    ];
    select(texts.to_vec()).prop_map(hours)
}

fn some_days() -> impl Strategy<Value = Days> {
    let texts = ["daily", "daily", "Mon-Fri", "Sat-Thu"];
    select(texts.to_vec()).prop_map(|text| Days::parse(text).unwrap())
}

fn some_week() -> impl Strategy<Value = Weekly> {
    (some_days(), some_hours()).prop_map(|(days, hours)| Weekly::on(days, &hours))
}

fn some_words() -> impl Strategy<Value = Vec<ClassWord>> {
    let words = [
        ClassWord::Class(0),
        ClassWord::Class(1),
        ClassWord::Empty,
        ClassWord::Loaded,
        ClassWord::Backlog,
    ];
    let list = prop::collection::vec(select(words.to_vec()), 1..3);
    option::weighted(0.3, list).prop_map(Option::unwrap_or_default)
}

fn some_filter() -> impl Strategy<Value = Filter> {
    let direction = option::weighted(0.1, select(vec![Direction::Export, Direction::Import]));
    let bound = option::weighted(0.1, select(vec![Bound::ToChina, Bound::ToVietnam]));
    let vehicle = option::weighted(
        0.2,
        select(vec![Nationality::Vietnamese, Nationality::Chinese]),
    );
    let class = option::weighted(0.1, some_words());
    let rest = (
        option::weighted(0.1, any::<bool>()),
        option::weighted(0.1, any::<bool>()),
    );
    (direction, bound, class, vehicle, rest).prop_map(
        |(direction, bound, class, vehicle, (loaded, homeward))| Filter {
            direction,
            bound,
            class,
            vehicle,
            loaded,
            homeward,
        },
    )
}

fn some_notice() -> impl Strategy<Value = Notice> {
    let states = select(vec![
        NoticeState::Closed,
        NoticeState::Appointment,
        NoticeState::Appointment,
        NoticeState::Normal,
        NoticeState::Extended,
    ]);
    let when = (
        date_near(),
        select(vec![0i64, 2, 5]),
        option::weighted(0.4, select(vec![day("2026-01-30"), day("2026-02-10")])),
        option::weighted(0.3, 0usize..2),
    );
    let what = (
        states,
        option::weighted(0.4, some_hours()),
        option::weighted(0.3, some_hours()),
        some_filter(),
    );
    let who = (
        some_words(),
        option::weighted(0.2, some_words()),
        some_words(),
    );
    (when, what, who).prop_map(|(when, what, (barred, admitted, exempt))| {
        let (from, length, announced, version) = when;
        let (state, hours, partner_hours, filter) = what;
        let to = date_of(day_number(from) + length).unwrap();
        let notice = Notice::new(format!("{from}+{length}"), from, to, state);
        Notice {
            hours,
            partner_hours,
            filter,
            barred,
            admitted,
            exempt,
            version,
            announced,
            ..notice
        }
    })
}

fn some_restriction() -> impl Strategy<Value = Restriction> {
    (
        some_hours(),
        some_days(),
        option::of(date_near()),
        option::of(date_near()),
        some_filter(),
    )
        .prop_map(|(hours, days, from, to, only)| Restriction {
            name: "r".to_owned(),
            hours,
            days,
            from,
            to,
            only,
        })
}

fn some_gate() -> impl Strategy<Value = GateCalendar> {
    let lists = (
        prop::collection::vec(some_notice(), 0..10),
        prop::collection::vec(some_restriction(), 0..2),
    );
    (some_week(), option::weighted(0.8, some_week()), lists).prop_map(
        |(own, partner, (notices, restrictions))| GateCalendar {
            own,
            partner,
            notices,
            restrictions,
        },
    )
}

fn someone() -> impl Strategy<Value = Category> {
    (any::<[bool; 5]>(), 0usize..2).prop_map(
        |([export, out, vietnamese, loaded, backlog], class)| Category {
            direction: if export {
                Direction::Export
            } else {
                Direction::Import
            },
            bound: if out {
                Bound::ToChina
            } else {
                Bound::ToVietnam
            },
            class,
            vehicle: if vietnamese {
                Nationality::Vietnamese
            } else {
                Nationality::Chinese
            },
            loaded,
            backlog,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_timeline_is_the_law(gate in some_gate(), who in someone(), version in option::of(0usize..2)) {
        let days = Period { from: day(FIRST), to: date_of(day_number(day(FIRST)) + DAYS - 1).unwrap() };
        let start = days.start(&clocks().own);
        let halves = || (0..DAYS * 48).map(|half| start + half * 30 * MINUTE);
        let expected: Option<Vec<SegmentState>> =
            halves().map(|time| state_at(&gate, &who, version, time / MINUTE)).collect();
        let resolved = resolve(&gate, &who, &clocks(), &days, version);
        let Some(expected) = expected else {
            let error = resolved.unwrap_err();
            let at_odds = halves().find(|time| state_at(&gate, &who, version, time / MINUTE).is_none());
            prop_assert_eq!(error.day, clock(at_odds.unwrap(), &clocks().own).date());
            return Ok(());
        };
        let timeline = resolved.unwrap();
        for (time, expected) in halves().zip(&expected) {
            prop_assert_eq!(timeline.state_at(time), Some(*expected));
        }

        // Segments cover the period exactly, in order, and no two neighbours are alike.
        let segments = timeline.segments();
        prop_assert_eq!(segments[0].from, start);
        prop_assert_eq!(timeline.end(), days.end(&clocks().own));
        prop_assert!(timeline.spans().all(|(segment, end)| segment.from < end));
        let alike = |pair: &[Segment]| {
            (pair[0].state, pair[0].notice) == (pair[1].state, pair[1].notice)
        };
        prop_assert!(!segments.windows(2).any(alike));
        let total: i64 = timeline.spans().map(|(segment, end)| end - segment.from).sum();
        prop_assert_eq!(total, DAYS * 1440 * MINUTE);
        // Nothing happens between half hours, so counting them measures the open time.
        let open = expected.iter().filter(|state| state.is_open()).count() as i64;
        prop_assert_eq!(timeline.open_time(start, timeline.end()), open * 30 * MINUTE);

        // The table says the same, day by day.
        let table = day_table(&gate, &who, &clocks(), &days, View::of(version)).unwrap();
        let in_table: i64 = table.iter().flat_map(|row| row.open()).map(|span| span.to - span.from).sum();
        prop_assert_eq!(in_table, open * 30 * MINUTE);
        for row in &table {
            prop_assert_eq!(row.closed_all_day(), timeline.closed_all_day(row.date, &clocks().own));
        }
    }

    /// Which is why a plan asks once for all of them.
    #[test]
    fn who_is_regarded_alike_meets_the_same(gate in some_gate(), one in someone(), other in someone(), version in option::of(0usize..2)) {
        let days = Period { from: day(FIRST), to: date_of(day_number(day(FIRST)) + DAYS - 1).unwrap() };
        let met = |who: &Category| resolve(&gate, who, &clocks(), &days, version);
        if Regard::of(&gate, &one) == Regard::of(&gate, &other) {
            prop_assert_eq!(met(&one), met(&other));
        }
    }
}
