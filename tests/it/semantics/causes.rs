//! Causes: every microsecond has one, and where several hold the first of the list counts.

use super::world::{World, source};

/// One lorry through everything. It joined the line two days before the start, and stands there on Saturday because that is a
/// rest day, on Sunday because of a notice, on Monday because fruit is barred, on Tuesday because of the hour for the way home,
/// then because the list of that day was closed before it began, and on Wednesday, when it has a place, because of Tuesday's
/// quota. Between, nights. The lorry that comes later waits for its own appointment.
#[test]
fn one_lorry_through_everything() {
    let world = World::days(
        "2025-03-08",
        "2025-03-13",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            days = "Mon-Fri"
            [gate.bridge.notice.shut]
            from = 2025-03-09
            to = 2025-03-09
            state = "closed"
            [gate.bridge.notice.no-fruit]
            from = 2025-03-10
            to = 2025-03-10
            state = "normal"
            barred = "fruit"
            [gate.bridge.notice.full]
            from = 2025-03-11
            to = 2025-03-11
            state = "appointment"
            slots = "1 / day"
            register-by = "90 h"
            [gate.bridge.notice.booked]
            from = 2025-03-12
            to = 2025-03-12
            state = "appointment"
            slots = "1 / h"
            interval = "1 h"
            register-by = "1 h"
            [gate.bridge.restriction.homewards]
            hours = "08:00-10:00"
            days = "Mon-Tue"
            only = {{ homeward = true }}
            [quota.daily]
            gates = "bridge"
            vehicles = "9 / day"
            resets = "12:00"
            dated = [{{ from = 2025-03-11, to = 2025-03-11, vehicles = "0 / day" }}]
            [backlog.old]
            gate = "bridge"
            direction = "export"
            vehicle = "vietnamese"
            class = "fruit"
            route = "out"
            vehicles = 1
            since = 2025-03-04
            {}
            [station.desk]
            servers = [{{ count = 1 }}]
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            [[route.out]]
            step = "papers"
            serve = {{ station = "desk", time = "30 min" }}
            [[route.out]]
            step = "drive"
            delay = {{ time = "20 min" }}
            "#,
            source("other", "fruit", r#"timetable = { Wed = ["12:10"] }"#)
        ),
    );
    // Before the start: half of the four days since 4 March. Sat and Sun 48 h. Monday night 0-8, then from 08:00 the
    // restriction (2 h) comes before the bar (10-17, 7 h), then night until Tuesday 08:00: 23 h of night so far. Tuesday: the
    // restriction 8-10, no slot 10-17, where the second book opens; the lorry gets the first interval of Wednesday. Night
    // 15 h more. Wednesday 08:00-12:00 Tuesday's quota of nothing holds.
    world.runs_as(
        "
        00:00 old.1 joins line
        Tue 11 Mar
        17:00 old.1 books Wed 08:00
        Wed 12 Mar
        12:00 old.1 crosses to-china
        12:00 old.1 starts at desk
        12:10 other.1 joins line
        12:10 other.1 books Wed 14:00
        12:30 old.1 finishes at desk
        12:30 old.1 begins drive
        12:50 old.1 ends drive
        12:50 old.1 leaves; processing 30 min, travelling 20 min, before-start 2 d, closed-holiday 2 d, closed-night 1 d 14 h, wrong-direction 4 h, class-barred 7 h, no-slot 7 h, quota-used-up 4 h
        14:00 other.1 crosses to-china
        14:00 other.1 starts at desk
        14:30 other.1 finishes at desk
        14:30 other.1 begins drive
        14:50 other.1 ends drive
        14:50 other.1 leaves; processing 30 min, travelling 20 min, before-appointment 1 h 50 min
        ",
    );
}

/// A gate that bars tea, lets only the homeward pass in the morning, and closes by notice for an hour at nine; with a quota
/// of nothing. A Vietnamese lorry of tea waits for each in its turn.
#[test]
fn the_first_that_holds_counts() {
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "08:00-17:00"
        [gate.bridge.notice.no-tea]
        from = 2025-03-03
        to = 2025-03-03
        state = "normal"
        barred = "tea"
        [gate.bridge.notice.ceremony]
        from = 2025-03-03
        to = 2025-03-03
        state = "closed"
        hours = "07:00-09:00"
        [gate.bridge.restriction.homewards]
        hours = "06:00-10:00"
        only = {{ homeward = true }}
        [quota.nothing]
        gates = "bridge"
        vehicles = "0 / day"
        {}
        {}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#,
        source("tea", "tea", r#"timetable = ["05:00"]"#),
        source("fruit", "fruit", r#"timetable = ["05:00"]"#)
    ));
    // Night 5-7, ceremony 7-9 (before the night, of which it takes an hour), restriction 9-10, then the bar, or for fruit the
    // quota, until 17:00, then night.
    world.runs_as(
        "
        05:00 fruit.1 joins line
        05:00 tea.1 joins line
        Tue 4 Mar
        00:00 fruit.1 is inside; closed-holiday 2 h, closed-night 9 h, wrong-direction 1 h, quota-used-up 7 h
        00:00 tea.1 is inside; closed-holiday 2 h, closed-night 9 h, wrong-direction 1 h, class-barred 7 h
        ",
    );
}
