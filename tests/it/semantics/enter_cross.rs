//! `enter` and `cross`: the barrier before the gate, and the line behind it.

use super::world::{World, comes, source};

/// A gate 08:00-17:00 with a barrier, a desk of 40 minutes and the line.
fn gate(lorries: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-17:00"
            {lorries}
            [station.desk]
            servers = [{{ count = 1 }}]
            [[route.out]]
            step = "barrier"
            enter = true
            [[route.out]]
            step = "papers"
            serve = {{ station = "desk", time = "40 min" }}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

/// Who is let in goes on to the desk, which works on; but at 17:00 the line is shut for those inside as well.
#[test]
fn inside_and_outside_at_closing_time() {
    let lorries = source(
        "lorry",
        "fruit",
        r#"timetable = { Mon = ["16:00", "16:50", "17:00"] }"#,
    );
    gate(&lorries).runs_as(
        "
        16:00 lorry.1 enters
        16:00 lorry.1 starts at desk
        16:40 lorry.1 finishes at desk
        16:40 lorry.1 crosses to-china
        16:40 lorry.1 leaves; processing 40 min
        16:50 lorry.2 enters
        16:50 lorry.2 starts at desk
        17:00 lorry.3 joins barrier
        17:30 lorry.2 finishes at desk
        17:30 lorry.2 joins line
        Tue 4 Mar
        08:00 lorry.3 enters
        08:00 lorry.2 crosses to-china
        08:00 lorry.2 leaves; processing 40 min, closed-night 14 h 30 min
        08:00 lorry.3 starts at desk
        08:40 lorry.3 finishes at desk
        08:40 lorry.3 crosses to-china
        08:40 lorry.3 leaves; processing 40 min, closed-night 15 h
        ",
    );
}

/// Both holding points in one instant.
#[test]
fn enter_and_cross_within_the_instant() {
    let lorries = comes("fruit", r#"["07:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "08:00-17:00"
        {lorries}
        [[route.out]]
        step = "barrier"
        enter = true
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ));
    world.runs_as(
        "
        07:00 fruit.1 joins barrier
        08:00 fruit.1 enters
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; closed-night 1 h
        ",
    );
}
