//! Quotas: how many crossings the partner side accepts a day.

use super::world::{World, comes, source};

/// An always open gate, quotas, and a route that is nothing but the line; Monday to Wednesday.
fn gate(quotas: &str, sources: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            r#"
            [class.fruit]
            [class.tea]
            [gate.bridge]
            hours = "always"
            {quotas}
            {sources}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

/// Lorries on Monday.
fn monday(timetable: &str) -> String {
    source(
        "lorry",
        "fruit",
        &format!("timetable = {{ Mon = {timetable} }}"),
    )
}

/// Two a day: the third waits until midnight.
#[test]
fn when_it_is_used_up_the_rest_wait_for_the_next_day() {
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"2 / day\"";
    gate(quota, &monday(r#"["08:00", "09:00", "10:00"]"#)).runs_as(
        "
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        09:00 lorry.2 crosses to-china
        09:00 lorry.2 leaves; at once
        10:00 lorry.3 joins line
        Tue 4 Mar
        00:00 lorry.3 crosses to-china
        00:00 lorry.3 leaves; quota-used-up 14 h
        ",
    );
}

/// After hours the cause is the night: it stands before the quota in the list.
#[test]
fn after_hours_it_is_night() {
    let world = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            [quota.daily]
            gates = "bridge"
            vehicles = "1 / day"
            {}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            monday(r#"["09:00", "10:00"]"#)
        ),
    );
    world.runs_as(
        "
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; at once
        10:00 lorry.2 joins line
        Tue 4 Mar
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; closed-night 15 h, quota-used-up 7 h
        ",
    );
}

/// What was not used is lost: Tuesday's two pass although nobody came on Monday, and the third waits.
#[test]
fn what_is_not_used_is_lost() {
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"2 / day\"";
    let lorries = source(
        "lorry",
        "fruit",
        r#"timetable = { Tue = ["08:00", "08:01", "08:02"] }"#,
    );
    gate(quota, &lorries).runs_as(
        "
        Tue 4 Mar
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 leaves; at once
        08:01 lorry.2 crosses to-china
        08:01 lorry.2 leaves; at once
        08:02 lorry.3 joins line
        Wed 5 Mar
        00:00 lorry.3 crosses to-china
        00:00 lorry.3 leaves; quota-used-up 15 h 58 min
        ",
    );
}

/// One number for two gates. Monday's goes to the bridge; then whoever joined first comes first, at either gate, unless he may
/// not pass: on Tuesday at midnight the ferry is shut, and the second lorry of the bridge takes the day's place.
#[test]
fn gates_share_it_in_the_order_of_joining() {
    let world = |hours: &str| {
        World::days(
            "2025-03-03",
            "2025-03-05",
            &format!(
                r#"
                [class.fruit]
                [gate.bridge]
                hours = "always"
                [gate.ferry]
                hours = "{hours}"
                [quota.both]
                gates = ["bridge", "ferry"]
                vehicles = "1 / day"
                {}
                [source.boat]
                gate = "ferry"
                direction = "export"
                vehicle = "vietnamese"
                class = "fruit"
                route = "out"
                timetable = {{ Mon = ["10:00"] }}
                [[route.out]]
                step = "line"
                cross = {{ bound = "to-china" }}
                "#,
                monday(r#"["09:00", "11:00"]"#)
            ),
        )
    };
    world("always").runs_as(
        "
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; at once
        10:00 boat.1 joins line
        11:00 lorry.2 joins line
        Tue 4 Mar
        00:00 boat.1 crosses to-china
        00:00 boat.1 leaves; quota-used-up 14 h
        Wed 5 Mar
        00:00 lorry.2 crosses to-china
        00:00 lorry.2 leaves; quota-used-up 1 d 13 h
        ",
    );
    world("08:00-12:00").runs_as(
        "
        09:00 lorry.1 crosses to-china
        09:00 lorry.1 leaves; at once
        10:00 boat.1 joins line
        11:00 lorry.2 joins line
        Tue 4 Mar
        00:00 lorry.2 crosses to-china
        00:00 lorry.2 leaves; quota-used-up 13 h
        Wed 5 Mar
        08:00 boat.1 crosses to-china
        08:00 boat.1 leaves; closed-night 1 d 16 h, quota-used-up 6 h
        ",
    );
}

/// The day begins at 07:00 in China, 06:00 here. What is left of Sunday's amount holds until then.
#[test]
fn the_day_begins_on_the_partners_clock() {
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"1 / day\"\nresets = \"07:00\"\nclock = \"partner\"";
    gate(quota, &monday(r#"["05:00", "05:30", "06:30"]"#)).runs_as(
        "
        05:00 lorry.1 crosses to-china
        05:00 lorry.1 leaves; at once
        05:30 lorry.2 joins line
        06:00 lorry.2 crosses to-china
        06:00 lorry.2 leaves; quota-used-up 30 min
        06:30 lorry.3 joins line
        Tue 4 Mar
        06:00 lorry.3 crosses to-china
        06:00 lorry.3 leaves; quota-used-up 23 h 30 min
        ",
    );
}

/// Over with goods and home empty.
fn returning(quota: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            [quota.daily]
            gates = "bridge"
            {quota}
            {}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            [[route.out]]
            step = "unloading"
            delay = {{ time = "1 h" }}
            [[route.out]]
            step = "home"
            cross = {{ bound = "to-vietnam", loaded = false }}
            "#,
            monday(r#"["08:00", "08:30"]"#)
        ),
    )
}

/// A quota counts loaded vehicles, so those who come home empty use none.
#[test]
fn it_counts_loaded_vehicles() {
    returning(r#"vehicles = "1 / day""#).runs_as(
        "
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 begins unloading
        08:30 lorry.2 joins line
        09:00 lorry.1 ends unloading
        09:00 lorry.1 crosses to-vietnam, not counted
        09:00 lorry.1 leaves; travelling 1 h
        Tue 4 Mar
        00:00 lorry.2 crosses to-china
        00:00 lorry.2 begins unloading
        01:00 lorry.2 ends unloading
        01:00 lorry.2 crosses to-vietnam, not counted
        01:00 lorry.2 leaves; travelling 1 h, quota-used-up 15 h 30 min
        ",
    );
}

#[test]
fn or_every_crossing() {
    returning("vehicles = \"2 / day\"\ncounts = \"crossings\"").runs_as(
        "
        08:00 lorry.1 crosses to-china
        08:00 lorry.1 begins unloading
        08:30 lorry.2 crosses to-china
        08:30 lorry.2 begins unloading
        09:00 lorry.1 ends unloading
        09:00 lorry.1 joins home
        09:30 lorry.2 ends unloading
        09:30 lorry.2 joins home
        Tue 4 Mar
        00:00 lorry.1 crosses to-vietnam, not counted
        00:00 lorry.1 leaves; travelling 1 h, quota-used-up 15 h
        00:00 lorry.2 crosses to-vietnam, not counted
        00:00 lorry.2 leaves; travelling 1 h, quota-used-up 14 h 30 min
        ",
    );
}

#[test]
fn zero_is_legal() {
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"0 / day\"";
    gate(quota, &monday(r#"["08:00"]"#)).runs_as(
        "
        08:00 lorry.1 joins line
        Thu 6 Mar
        00:00 lorry.1 is inside; quota-used-up 2 d 16 h
        ",
    );
}

#[test]
fn some_days_have_another_amount() {
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"5 / day\"\n\
                 dated = [{ from = 2025-03-04, to = 2025-03-04, vehicles = \"0 / day\" }]";
    let lorry = source("lorry", "fruit", r#"timetable = { Tue = ["08:00"] }"#);
    gate(quota, &lorry).runs_as(
        "
        Tue 4 Mar
        08:00 lorry.1 joins line
        Wed 5 Mar
        00:00 lorry.1 crosses to-china
        00:00 lorry.1 leaves; quota-used-up 16 h
        ",
    );
}

/// One tea a day, and two vehicles a day in all. A crossing uses every quota that speaks of it and needs all of them; who may not
/// pass holds up nobody to whom other rules apply.
#[test]
fn two_quotas_at_once() {
    let quotas = r#"
        [quota.all]
        gates = "bridge"
        vehicles = "2 / day"
        [quota.tea]
        gates = "bridge"
        class = "tea"
        vehicles = "1 / day"
        "#;
    let sources = source("tea", "tea", r#"timetable = { Mon = ["08:00", "09:00"] }"#)
        + &source(
            "fruit",
            "fruit",
            r#"timetable = { Mon = ["10:00", "11:00"] }"#,
        );
    gate(quotas, &sources).runs_as(
        "
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; at once
        09:00 tea.2 joins line
        10:00 fruit.1 crosses to-china
        10:00 fruit.1 leaves; at once
        11:00 fruit.2 joins line
        Tue 4 Mar
        00:00 tea.2 crosses to-china
        00:00 tea.2 leaves; quota-used-up 15 h
        00:00 fruit.2 crosses to-china
        00:00 fruit.2 leaves; quota-used-up 13 h
        ",
    );
}

/// Quotas act at the line and not at the barrier before the gate; people use none.
#[test]
fn who_needs_none() {
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [class.people]
        counts = "persons"
        [gate.bridge]
        hours = "always"
        [quota.nobody]
        gates = "bridge"
        vehicles = "0 / day"
        {}
        {}
        [[route.out]]
        step = "barrier"
        enter = true
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#,
        comes("fruit", r#"["08:00"]"#),
        comes("people", r#"["09:00"]"#)
    ));
    world.runs_as(
        "
        08:00 fruit.1 enters
        08:00 fruit.1 joins line
        09:00 people.1 enters
        09:00 people.1 crosses to-china
        09:00 people.1 leaves; at once
        Tue 4 Mar
        00:00 fruit.1 is inside; quota-used-up 16 h
        ",
    );
}
