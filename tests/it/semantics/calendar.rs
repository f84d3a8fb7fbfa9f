//! The calendar at a gate: when who may pass, and the cause of waiting when nobody may.

use super::world::{World, comes, source};

/// A gate with what is given, one class `fruit` and one `tea`, and a route that is nothing but the line.
fn gate(from: &str, to: &str, head: &str, gate: &str, sources: &str) -> World {
    World::days(
        from,
        to,
        &format!(
            r#"
            {head}
            [class.fruit]
            [class.tea]
            [gate.bridge]
            {gate}
            {sources}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

fn monday(rules: &str, sources: &str) -> World {
    gate("2025-03-03", "2025-03-03", "", rules, sources)
}

/// Half-open: at 07:00 the gate is open, at 19:00 it is not. Who came before passes first.
#[test]
fn hours_are_half_open() {
    let lorries = comes("fruit", r#"["06:59", "07:00", "18:59", "19:00"]"#);
    monday(r#"hours = "07:00-19:00""#, &lorries).runs_as(
        "
        06:59 fruit.1 joins line
        07:00 fruit.1 crosses to-china
        07:00 fruit.1 leaves; closed-night 1 min
        07:00 fruit.2 crosses to-china
        07:00 fruit.2 leaves; at once
        18:59 fruit.3 crosses to-china
        18:59 fruit.3 leaves; at once
        19:00 fruit.4 joins line
        Tue 4 Mar
        00:00 fruit.4 is inside; closed-night 5 h
        ",
    );
}

/// Open when both sides are: 07:00-19:00 here, and over there 08:30-17:00 on a clock that is an hour ahead, which is
/// 07:30-16:00 here.
#[test]
fn two_clocks() {
    let rules = "hours = \"07:00-19:00\"\npartner = { hours = \"08:30-17:00\" }";
    monday(rules, &comes("fruit", r#"["07:00", "15:59", "16:00"]"#)).runs_as(
        "
        07:00 fruit.1 joins line
        07:30 fruit.1 crosses to-china
        07:30 fruit.1 leaves; closed-night 30 min
        15:59 fruit.2 crosses to-china
        15:59 fruit.2 leaves; at once
        16:00 fruit.3 joins line
        Tue 4 Mar
        00:00 fruit.3 is inside; closed-night 8 h
        ",
    );
}

/// A rest day of either side is a holiday for its whole civil day, on that side's clock: the partner's Sunday begins at
/// 23:00 here and ends an hour before ours. Our Saturday night 19:00-23:00 and our Monday 23:00 (Sunday)-07:00 are night.
#[test]
fn rest_days_of_either_side_are_holidays() {
    let lorry = source("lorry", "fruit", r#"timetable = { Sat = ["19:00"] }"#);
    let ours = "hours = \"07:00-19:00\"\ndays = \"Mon-Sat\"";
    gate("2025-03-08", "2025-03-10", "", ours, &lorry).runs_as(
        "
        19:00 lorry.1 joins line
        Mon 10 Mar
        07:00 lorry.1 crosses to-china
        07:00 lorry.1 leaves; closed-holiday 1 d, closed-night 12 h
        ",
    );
    let theirs =
        "hours = \"07:00-19:00\"\npartner = { hours = \"08:00-20:00\", days = \"Mon-Sat\" }";
    gate("2025-03-08", "2025-03-10", "", theirs, &lorry).runs_as(
        "
        19:00 lorry.1 joins line
        Mon 10 Mar
        07:00 lorry.1 crosses to-china
        07:00 lorry.1 leaves; closed-holiday 1 d, closed-night 12 h
        ",
    );
}

/// A notice replaces the weekly days: `closed` makes a holiday of a working day, `normal` opens a rest day.
#[test]
fn notices_close_and_open_days() {
    let rules = r#"
        hours = "07:00-19:00"
        days = "Mon-Fri"
        [gate.bridge.notice.shut]
        from = 2025-03-07
        to = 2025-03-07
        state = "closed"
        [gate.bridge.notice.worked]
        from = 2025-03-08
        to = 2025-03-08
        state = "normal"
        "#;
    let lorry = source("lorry", "fruit", r#"timetable = { Fri = ["12:00"] }"#);
    gate("2025-03-07", "2025-03-09", "", rules, &lorry).runs_as(
        "
        12:00 lorry.1 joins line
        Sat 8 Mar
        07:00 lorry.1 crosses to-china
        07:00 lorry.1 leaves; closed-holiday 12 h, closed-night 7 h
        ",
    );
}

/// `extended` adds hours on both sides: the partner's ordinary hours end at 18:00 here.
#[test]
fn extended_hours_hold_on_both_sides() {
    let rules = r#"
        hours = "07:00-19:00"
        partner = { hours = "08:00-19:00" }
        [gate.bridge.notice.longer]
        from = 2025-03-03
        to = 2025-03-03
        state = "extended"
        hours = "20:00-22:00"
        "#;
    monday(
        rules,
        &comes("fruit", r#"["17:59", "18:00", "21:59", "22:00"]"#),
    )
    .runs_as(
        "
        17:59 fruit.1 crosses to-china
        17:59 fruit.1 leaves; at once
        18:00 fruit.2 joins line
        20:00 fruit.2 crosses to-china
        20:00 fruit.2 leaves; closed-night 2 h
        21:59 fruit.3 crosses to-china
        21:59 fruit.3 leaves; at once
        22:00 fruit.4 joins line
        Tue 4 Mar
        00:00 fruit.4 is inside; closed-night 2 h
        ",
    );
}

/// `closed` with hours takes these hours away and decides nothing else; they are a holiday, not a night.
#[test]
fn a_closure_for_part_of_the_day() {
    let rules = r#"
        hours = "07:00-19:00"
        [gate.bridge.notice.ceremony]
        from = 2025-03-03
        to = 2025-03-03
        state = "closed"
        hours = "09:00-10:00"
        "#;
    monday(rules, &comes("fruit", r#"["09:00", "10:00"]"#)).runs_as(
        "
        09:00 fruit.1 joins line
        10:00 fruit.1 crosses to-china
        10:00 fruit.1 leaves; closed-holiday 1 h
        10:00 fruit.2 crosses to-china
        10:00 fruit.2 leaves; at once
        ",
    );
}

/// A Monday and a Tuesday on which a notice bars or admits some; on Tuesday all may pass.
fn words(words: &str) -> World {
    let rules = format!(
        r#"
        hours = "07:00-19:00"
        [gate.bridge.notice.some]
        from = 2025-03-03
        to = 2025-03-03
        state = "normal"
        {words}
        [backlog.old]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        route = "out"
        class = "fruit"
        vehicles = 1
        "#
    );
    let sources = source("tea", "tea", r#"timetable = { Mon = ["08:00"] }"#)
        + &source("fruit", "fruit", r#"timetable = { Mon = ["08:00"] }"#)
        + &source(
            "empty",
            "fruit",
            "timetable = { Mon = [\"08:00\"] }\nloaded = false",
        );
    gate("2025-03-03", "2025-03-04", "", &rules, &sources)
}

#[test]
fn a_class_is_barred() {
    words(r#"barred = ["tea"]"#).runs_as(
        "
        00:00 old.1 joins line
        07:00 old.1 crosses to-china
        07:00 old.1 leaves; closed-night 7 h
        08:00 tea.1 joins line
        08:00 empty.1 crosses to-china
        08:00 empty.1 leaves; at once
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; at once
        Tue 4 Mar
        07:00 tea.1 crosses to-china
        07:00 tea.1 leaves; closed-night 12 h, class-barred 11 h
        ",
    );
}

/// The words `empty`, `loaded` and `backlog` stand for vehicles rather than goods.
#[test]
fn those_in_line_at_the_start_are_barred() {
    words(r#"barred = ["backlog", "empty"]"#).runs_as(
        "
        00:00 old.1 joins line
        08:00 empty.1 joins line
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; at once
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; at once
        Tue 4 Mar
        07:00 old.1 crosses to-china
        07:00 old.1 leaves; closed-night 19 h, class-barred 12 h
        07:00 empty.1 crosses to-china
        07:00 empty.1 leaves; closed-night 12 h, class-barred 11 h
        ",
    );
}

#[test]
fn only_some_are_admitted() {
    words(r#"admitted = ["backlog", "tea"]"#).runs_as(
        "
        00:00 old.1 joins line
        07:00 old.1 crosses to-china
        07:00 old.1 leaves; closed-night 7 h
        08:00 empty.1 joins line
        08:00 fruit.1 joins line
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; at once
        Tue 4 Mar
        07:00 empty.1 crosses to-china
        07:00 empty.1 leaves; closed-night 12 h, class-barred 11 h
        07:00 fruit.1 crosses to-china
        07:00 fruit.1 leaves; closed-night 12 h, class-barred 11 h
        ",
    );
}

/// From 15:00 to 16:00 only vehicles on their way home: a Chinese lorry that goes to China is, a Vietnamese one is not.
#[test]
fn a_restriction_lets_only_some_pass() {
    let rules = r#"
        hours = "07:00-19:00"
        [gate.bridge.restriction.homewards]
        hours = "15:00-16:00"
        only = { homeward = true }
        [source.chinese]
        gate = "bridge"
        direction = "export"
        vehicle = "chinese"
        class = "fruit"
        route = "out"
        timetable = ["15:30"]
        "#;
    monday(rules, &comes("fruit", r#"["15:00"]"#)).runs_as(
        "
        15:00 fruit.1 joins line
        15:30 chinese.1 crosses to-china
        15:30 chinese.1 leaves; at once
        16:00 fruit.1 crosses to-china
        16:00 fruit.1 leaves; wrong-direction 1 h
        ",
    );
}

/// Both sides agreed on a closed Tuesday and kept it open: the version decides which of the two days happens.
#[test]
fn versions_agreed_and_executed() {
    let world = |version: &str| {
        let head = format!("versions = [\"agreed\", \"executed\"]\ncalendar = \"{version}\"");
        let rules = r#"
            hours = "07:00-19:00"
            [gate.bridge.notice.agreed]
            version = "agreed"
            from = 2025-03-04
            to = 2025-03-04
            state = "closed"
            [gate.bridge.notice.executed]
            version = "executed"
            from = 2025-03-04
            to = 2025-03-04
            state = "normal"
            "#;
        let lorry = source("lorry", "fruit", r#"timetable = { Mon = ["19:00"] }"#);
        gate("2025-03-03", "2025-03-05", &head, rules, &lorry)
    };
    world("agreed").runs_as(
        "
        19:00 lorry.1 joins line
        Wed 5 Mar
        07:00 lorry.1 crosses to-china
        07:00 lorry.1 leaves; closed-holiday 1 d, closed-night 12 h
        ",
    );
    world("executed").runs_as(
        "
        19:00 lorry.1 joins line
        Tue 4 Mar
        07:00 lorry.1 crosses to-china
        07:00 lorry.1 leaves; closed-night 12 h
        ",
    );
}
