//! Which notice decides, and what it decides.

use bordergate::scenario::calendar::{
    Category, ClassWord, Days, Direction, Filter, GateCalendar, Notice, NoticeState, Restriction,
    SegmentState, View, Weekly, deciding_notice, resolve,
};

use super::{at, clocks, day, export, gate, hours, period, story, timeline};

const DAY: &str = "2022-03-02"; // a Wednesday

fn notice(name: &str, from: &str, to: &str, state: NoticeState) -> Notice {
    Notice::new(name, day(from), day(to), state)
}

fn with(notices: Vec<Notice>) -> GateCalendar {
    GateCalendar {
        notices,
        ..gate("07:00-19:00", "08:00-20:00")
    }
}

/// The day of all notices here, for an export of class 0.
fn seen(gate: &GateCalendar) -> String {
    story(
        &timeline(gate, export(0), period("2022-02-20", "2022-03-20"), None),
        DAY,
    )
}

const OPEN: &str = "night, 07:00 open, 19:00 night";
const BOOKED: &str = "night, 07:00 booked, 19:00 night";

#[test]
fn the_notice_announced_last_decides() {
    let early = Notice {
        announced: Some(day("2022-02-01")),
        ..notice("early", DAY, DAY, NoticeState::Closed)
    };
    let late = Notice {
        announced: Some(day("2022-02-02")),
        ..notice("late", "2022-03-01", "2022-03-09", NoticeState::Appointment)
    };
    let never = notice("never", DAY, DAY, NoticeState::Closed);
    for order in [
        [&early, &late, &never],
        [&never, &late, &early],
        [&late, &never, &early],
    ] {
        assert_eq!(seen(&with(order.map(Notice::clone).to_vec())), BOOKED);
    }
    assert_eq!(seen(&with(vec![never, early])), "holiday");
}

#[test]
fn then_the_one_of_fewest_days() {
    let long = notice("long", "2022-03-01", "2022-03-09", NoticeState::Closed);
    let short = notice(
        "short",
        "2022-03-01",
        "2022-03-08",
        NoticeState::Appointment,
    );
    assert_eq!(seen(&with(vec![long.clone(), short.clone()])), BOOKED);
    assert_eq!(seen(&with(vec![short, long])), BOOKED);
}

#[test]
fn then_the_one_whose_filter_says_most() {
    let all = notice("all", DAY, DAY, NoticeState::Closed);
    let exports = Notice {
        filter: Filter {
            direction: Some(Direction::Export),
            ..Filter::default()
        },
        ..notice("exports", DAY, DAY, NoticeState::Appointment)
    };
    let loaded_exports = Notice {
        filter: Filter {
            loaded: Some(true),
            ..exports.filter.clone()
        },
        ..notice("loaded-exports", DAY, DAY, NoticeState::Normal)
    };
    assert_eq!(seen(&with(vec![exports.clone(), all.clone()])), BOOKED);
    assert_eq!(
        seen(&with(vec![loaded_exports, exports.clone(), all.clone()])),
        OPEN
    );
    // A filter that does not fit keeps out of it.
    let imports = Notice {
        filter: Filter {
            direction: Some(Direction::Import),
            ..Filter::default()
        },
        ..exports
    };
    assert_eq!(seen(&with(vec![imports, all])), "holiday");
}

#[test]
fn a_tie_between_notices_that_differ_is_refused_by_name() {
    let closed = notice("talks", DAY, DAY, NoticeState::Closed);
    let booked = notice("telegram", DAY, DAY, NoticeState::Appointment);
    let gate = with(vec![closed, booked]);
    let month = period("2022-03-01", "2022-03-31");
    let error = resolve(&gate, &export(0), &clocks(), &month, None).unwrap_err();
    assert_eq!((error.day, error.first, error.second), (day(DAY), 0, 1));
    assert_eq!(
        error.to_string(),
        "notices `talks` and `telegram` both decide 2022-03-02 and differ; announce one later, \
         shorten one, give one a narrower filter, or put them in different versions"
    );
    // It is nobody's concern on other days, or beneath a notice that decides over both.
    assert!(
        resolve(
            &gate,
            &export(0),
            &clocks(),
            &period("2022-03-03", "2022-03-31"),
            None
        )
        .is_ok()
    );
    let mut settled = gate;
    settled.notices.push(Notice {
        announced: Some(day("2022-03-01")),
        ..notice("settled", "2022-03-01", "2022-03-05", NoticeState::Normal)
    });
    assert_eq!(seen(&settled), OPEN);
}

#[test]
fn a_tie_between_notices_that_come_to_the_same_is_no_matter() {
    let booked = notice("booked", DAY, DAY, NoticeState::Appointment);
    let exempting = Notice {
        exempt: vec![ClassWord::Class(7)],
        ..notice("booked-too", DAY, DAY, NoticeState::Appointment)
    };
    let gate = with(vec![booked, exempting]);
    assert_eq!(seen(&gate), BOOKED);
    let decides = deciding_notice(&gate, &export(0), day(DAY), View::default());
    assert_eq!(decides, Ok(Some(0)));
    // For the exempted class it does matter.
    assert!(deciding_notice(&gate, &export(7), day(DAY), View::default()).is_err());
}

#[test]
fn the_same_hours_added_or_instead_are_not_the_same() {
    let with_hours = |name: &str, state| Notice {
        hours: Some(hours("12:00-22:00")),
        ..notice(name, DAY, DAY, state)
    };
    let (normal, extended) = (NoticeState::Normal, NoticeState::Extended);
    let tied = with(vec![
        with_hours("instead", normal),
        with_hours("added", extended),
    ]);
    assert!(deciding_notice(&tied, &export(0), day(DAY), View::default()).is_err());
    // Without hours there is nothing to add.
    let alike = with(vec![
        notice("n", DAY, DAY, normal),
        notice("e", DAY, DAY, extended),
    ]);
    assert_eq!(seen(&alike), OPEN);
}

#[test]
fn words_that_cut_across_classes() {
    let empty = Category {
        loaded: false,
        ..export(0)
    };
    let stuck = Category {
        backlog: true,
        ..export(1)
    };
    for (word, expected) in [
        ("empty", [true, false, false]),
        ("loaded", [false, true, true]),
        ("backlog", [false, true, false]),
    ] {
        let word = ClassWord::across_classes(word).unwrap();
        assert_eq!(
            [empty, stuck, export(2)].map(|who| word.matches(&who)),
            expected
        );
    }
    assert_eq!(ClassWord::across_classes("fruit"), None);
}

#[test]
fn versions_do_not_meet() {
    let version = |version, state| Notice {
        version,
        ..notice("n", DAY, DAY, state)
    };
    let gate = with(vec![
        version(Some(0), NoticeState::Closed),
        version(Some(1), NoticeState::Appointment),
        Notice {
            hours: Some(hours("12:00-13:00")),
            ..version(None, NoticeState::Closed)
        },
    ]);
    let seen = |chosen| {
        story(
            &timeline(&gate, export(0), period("2022-03-01", "2022-03-03"), chosen),
            DAY,
        )
    };
    // The closure at noon belongs to every version.
    assert_eq!(seen(Some(0)), "holiday");
    assert_eq!(
        seen(Some(1)),
        "night, 07:00 booked, 12:00 holiday, 13:00 booked, 19:00 night"
    );
    let plain = "night, 07:00 open, 12:00 holiday, 13:00 open, 19:00 night";
    assert_eq!(seen(Some(2)), plain);
    assert_eq!(seen(None), plain);
}

#[test]
fn a_notice_opens_a_rest_day_with_its_hours_or_ordinary_ones() {
    let mut gate = with(vec![notice(
        "overtime",
        "2022-03-05",
        "2022-03-06",
        NoticeState::Normal,
    )]);
    let weekdays = Days::parse("Tue-Sat").unwrap();
    gate.own = Weekly::on(weekdays, &hours("07:00-18:00"));
    gate.partner = Some(Weekly::on(weekdays, &hours("09:00-20:00")));
    let month = period("2022-03-01", "2022-03-31");
    // Without the notice, Sunday 6 March rests; with it, 09:00 in China opens it.
    let story_of = |gate: &GateCalendar, date| story(&timeline(gate, export(0), month, None), date);
    assert_eq!(
        story_of(&gate, "2022-03-06"),
        "night, 08:00 open, 18:00 night"
    );
    assert_eq!(story_of(&gate, "2022-03-13"), "holiday");
    gate.notices[0].hours = Some(hours("10:00-12:00"));
    assert!(story_of(&gate, "2022-03-06").starts_with("night, 10:00 open, 12:00 night"));
    gate.notices[0].partner_hours = Some(hours("11:00-12:00"));
    assert!(story_of(&gate, "2022-03-06").starts_with("night, 10:00 open, 11:00 night"));
    gate.notices[0].hours = Some(hours("closed"));
    assert_eq!(story_of(&gate, "2022-03-06"), "holiday");
}

#[test]
fn extended_hours_are_agreed_by_both_sides() {
    let mut gate = with(vec![Notice {
        hours: Some(hours("19:00-22:00")),
        ..notice("peak", DAY, DAY, NoticeState::Extended)
    }]);
    assert_eq!(seen(&gate), "night, 07:00 open, 22:00 night");
    // With hours for each side, each adds its own: the common part ends at 21:00 in Vietnam.
    gate.notices[0].partner_hours = Some(hours("20:00-22:00"));
    assert_eq!(seen(&gate), "night, 07:00 open, 21:00 night");
    // Hours besides the ordinary ones, whatever the other side's week says.
    gate.notices[0].partner_hours = None;
    gate.partner = Some(Weekly::daily(&hours("08:00-12:00")));
    assert_eq!(
        seen(&gate),
        "night, 07:00 open, 11:00 night, 19:00 open, 22:00 night"
    );
    gate.partner = None;
    assert_eq!(seen(&gate), "night, 07:00 open, 22:00 night");
}

#[test]
fn one_cause_holiday_before_night_before_direction_before_class() {
    let mut gate = with(vec![
        Notice {
            barred: vec![ClassWord::Loaded],
            ..notice("empties-only", DAY, DAY, NoticeState::Normal)
        },
        Notice {
            hours: Some(hours("18:00-20:00")),
            ..notice("ceremony", DAY, DAY, NoticeState::Closed)
        },
    ]);
    gate.restrictions.push(Restriction {
        name: "homeward".to_owned(),
        hours: hours("05:00-08:00, 16:00-19:00"),
        days: Days::ALL,
        from: None,
        to: None,
        only: Filter {
            homeward: Some(true),
            ..Filter::default()
        },
    });
    assert_eq!(
        seen(&gate),
        "night, 07:00 wrong way, 08:00 barred, 16:00 wrong way, 18:00 holiday, 20:00 night"
    );
}

#[test]
fn barred_beats_admitted_and_exempt() {
    let mut gate = with(vec![Notice {
        admitted: Some(vec![ClassWord::Loaded]),
        exempt: vec![ClassWord::Class(0)],
        ..notice("n", DAY, DAY, NoticeState::Appointment)
    }]);
    assert_eq!(seen(&gate), OPEN);
    gate.notices[0].barred = vec![ClassWord::Class(0)];
    assert_eq!(seen(&gate), "night, 07:00 barred, 19:00 night");
    gate.notices[0].barred = Vec::new();
    gate.notices[0].admitted = Some(Vec::new());
    assert_eq!(seen(&gate), "night, 07:00 barred, 19:00 night");
}

#[test]
fn the_closing_instant_is_closed_and_the_opening_instant_open() {
    let gate = gate("07:00-19:00", "08:00-20:00");
    let timeline = timeline(&gate, export(0), period(DAY, DAY), None);
    let state = |time| timeline.state_at(time);
    assert_eq!(state(at(DAY, 7 * 60) - 1), Some(SegmentState::ClosedNight));
    assert_eq!(state(at(DAY, 7 * 60)), Some(SegmentState::Open));
    assert_eq!(state(at(DAY, 19 * 60) - 1), Some(SegmentState::Open));
    assert_eq!(state(at(DAY, 19 * 60)), Some(SegmentState::ClosedNight));
    assert_eq!(state(at(DAY, 0) - 1), None);
    assert_eq!(state(at(DAY, 1440) - 1), Some(SegmentState::ClosedNight));
    assert_eq!(state(at(DAY, 1440)), None);
}

#[test]
fn a_partner_window_of_the_next_civil_day_falls_on_this_one() {
    // Midnight to two in China is 23:00 to 01:00 in Vietnam.
    let seen = seen(&gate("always", "00:00-02:00, 10:00-12:00"));
    assert_eq!(
        seen,
        "open, 01:00 night, 09:00 open, 11:00 night, 23:00 open"
    );
}

#[test]
fn an_empty_period_has_no_segments() {
    let gate = gate("07:00-19:00", "08:00-20:00");
    let timeline = timeline(&gate, export(0), period("2022-03-02", "2022-03-01"), None);
    assert!(timeline.segments().is_empty());
    assert_eq!(timeline.state_at(at(DAY, 0)), None);
}
