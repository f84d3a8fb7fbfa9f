//! Priority: a free server takes the first of the lowest level that has one. Nobody is interrupted for it.

use super::world::{World, comes};

#[test]
fn classes_named_come_in_their_order_and_all_others_last_together() {
    let dry = comes("dry", r#"["08:00", "08:01"]"#);
    let tea = comes("tea", r#"["08:02"]"#);
    let fruit = comes("fruit", r#"["08:03"]"#);
    let live = comes("live", r#"["08:04", "08:05"]"#);
    let world = World::monday(&format!(
        r#"
        [class.dry]
        [class.fruit]
        [class.live]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {dry}
        {tea}
        {fruit}
        {live}
        [station.desk]
        servers = [{{ count = 1 }}]
        priority = ["live", "fruit"]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ));
    world.runs_as(
        "
        08:00 dry.1 starts at desk
        08:01 dry.2 joins desk
        08:02 tea.1 joins desk
        08:03 fruit.1 joins desk
        08:04 live.1 joins desk
        08:05 live.2 joins desk
        08:10 dry.1 finishes at desk
        08:10 dry.1 leaves; processing 10 min
        08:10 live.1 starts at desk
        08:20 live.1 finishes at desk
        08:20 live.1 leaves; processing 10 min, waiting-server 6 min
        08:20 live.2 starts at desk
        08:30 live.2 finishes at desk
        08:30 live.2 leaves; processing 10 min, waiting-server 15 min
        08:30 fruit.1 starts at desk
        08:40 fruit.1 finishes at desk
        08:40 fruit.1 leaves; processing 10 min, waiting-server 27 min
        08:40 dry.2 starts at desk
        08:50 dry.2 finishes at desk
        08:50 dry.2 leaves; processing 10 min, waiting-server 39 min
        08:50 tea.1 starts at desk
        09:00 tea.1 finishes at desk
        09:00 tea.1 leaves; processing 10 min, waiting-server 48 min
        ",
    );
}

/// Arrivals of one instant come before its starts, so among them priority decides and not who was first.
#[test]
fn priority_decides_among_those_who_come_together() {
    let dry = comes("dry", r#"["08:00"]"#);
    let live = comes("live", r#"["08:00"]"#);
    let world = World::monday(&format!(
        r#"
        [class.dry]
        [class.live]
        [gate.bridge]
        hours = "always"
        {dry}
        {live}
        [station.desk]
        servers = [{{ count = 1 }}]
        priority = ["live"]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ));
    world.runs_as(
        "
        08:00 dry.1 joins desk
        08:00 live.1 starts at desk
        08:10 live.1 finishes at desk
        08:10 live.1 leaves; processing 10 min
        08:10 dry.1 starts at desk
        08:20 dry.1 finishes at desk
        08:20 dry.1 leaves; processing 10 min, waiting-server 10 min
        ",
    );
}
