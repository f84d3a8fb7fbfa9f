//! Bridges over which vehicles of some classes drive alone.

use super::world::{World, comes};

/// A bridge of these keys, over which mining machinery drives alone in five minutes and all others in three. `machine` and `fruit` go out,
/// `cloth` and `crane` come in.
fn bridge(keys: &str, sources: &[(&str, &str)]) -> World {
    let sources: Vec<String> = sources
        .iter()
        .map(|&(class, times)| match class {
            "machine" | "fruit" => comes(class, times),
            _ => format!(
                "[source.{class}]\ngate = \"bridge\"\ndirection = \"import\"\nvehicle = \"chinese\"\nclass = \"{class}\"\n\
                 route = \"in\"\ntimetable = {times}\n"
            ),
        })
        .collect();
    World::monday(&format!(
        r#"
        [class]
        fruit = {{}}
        machine = {{}}
        cloth = {{}}
        crane = {{}}
        [gate.bridge]
        hours = "always"
        {}
        [bridge.pontoon]
        alone = ["machine", "crane"]
        {keys}
        [[route.out]]
        step = "over"
        bridge = {{ bridge = "pontoon", bound = "to-china", time = "3 min", class = {{ machine = "5 min" }} }}
        [[route.in]]
        step = "over"
        bridge = {{ bridge = "pontoon", bound = "to-vietnam", time = "3 min", class = {{ crane = "5 min" }} }}
        "#,
        sources.concat()
    ))
}

/// fruit.1 is on the bridge when the machine comes; fruit.2 and cloth.1 come while it waits or drives, and wait for it.
#[test]
fn it_waits_for_an_empty_bridge_and_nobody_follows() {
    let world = bridge(
        "",
        &[
            ("fruit", r#"["08:00", "08:02", "08:05"]"#),
            ("machine", r#"["08:01"]"#),
            ("cloth", r#"["08:04"]"#),
        ],
    );
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 machine.1 joins pontoon
        08:02 fruit.2 joins pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:03 machine.1 drives onto pontoon
        08:04 cloth.1 joins pontoon
        08:05 fruit.3 joins pontoon
        08:08 machine.1 is over pontoon
        08:08 machine.1 leaves; travelling 5 min, waiting-bridge 2 min
        08:08 fruit.2 drives onto pontoon
        08:08 cloth.1 drives onto pontoon
        08:08 fruit.3 drives onto pontoon
        08:11 fruit.2 is over pontoon
        08:11 fruit.2 leaves; travelling 3 min, waiting-bridge 6 min
        08:11 cloth.1 is over pontoon
        08:11 cloth.1 leaves; travelling 3 min, waiting-bridge 4 min
        08:11 fruit.3 is over pontoon
        08:11 fruit.3 leaves; travelling 3 min, waiting-bridge 3 min
        ",
    );
}

/// Cloth comes every two minutes, so the bridge would never be empty: whoever joined after the machine waits for it, also on the other
/// side.
#[test]
fn nobody_who_joined_later_passes_it() {
    let world = bridge(
        "",
        &[
            ("machine", r#"["08:01"]"#),
            ("cloth", r#"["08:00", "08:02", "08:04"]"#),
        ],
    );
    world.runs_as(
        "
        08:00 cloth.1 drives onto pontoon
        08:01 machine.1 joins pontoon
        08:02 cloth.2 joins pontoon
        08:03 cloth.1 is over pontoon
        08:03 cloth.1 leaves; travelling 3 min
        08:03 machine.1 drives onto pontoon
        08:04 cloth.3 joins pontoon
        08:08 machine.1 is over pontoon
        08:08 machine.1 leaves; travelling 5 min, waiting-bridge 2 min
        08:08 cloth.2 drives onto pontoon
        08:08 cloth.3 drives onto pontoon
        08:11 cloth.2 is over pontoon
        08:11 cloth.2 leaves; travelling 3 min, waiting-bridge 6 min
        08:11 cloth.3 is over pontoon
        08:11 cloth.3 leaves; travelling 3 min, waiting-bridge 4 min
        ",
    );
}

/// The machine stands behind fruit.2, which waits for the headway: cloth.1, which joined last, drives on all the same. Once the machine is first,
/// cloth.2 waits.
#[test]
fn it_holds_nobody_up_before_it_is_first_in_line() {
    let world = bridge(
        r#"headway = "4 min""#,
        &[
            ("fruit", r#"["08:00", "08:01"]"#),
            ("machine", r#"["08:02"]"#),
            ("cloth", r#"["08:03", "08:05"]"#),
        ],
    );
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 fruit.2 joins pontoon
        08:02 machine.1 joins pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:03 cloth.1 drives onto pontoon
        08:04 fruit.2 drives onto pontoon
        08:05 cloth.2 joins pontoon
        08:06 cloth.1 is over pontoon
        08:06 cloth.1 leaves; travelling 3 min
        08:07 fruit.2 is over pontoon
        08:07 fruit.2 leaves; travelling 3 min, waiting-bridge 3 min
        08:08 machine.1 drives onto pontoon
        08:13 machine.1 is over pontoon
        08:13 machine.1 leaves; travelling 5 min, waiting-bridge 6 min
        08:13 cloth.2 drives onto pontoon
        08:16 cloth.2 is over pontoon
        08:16 cloth.2 leaves; travelling 3 min, waiting-bridge 8 min
        ",
    );
}

/// One to be alone on either side: the one that joined first drives on first.
#[test]
fn of_two_the_one_that_joined_first_drives_on() {
    let world = bridge(
        "",
        &[
            ("machine", r#"["08:01"]"#),
            ("crane", r#"["08:00", "08:02"]"#),
        ],
    );
    world.runs_as(
        "
        08:00 crane.1 drives onto pontoon
        08:01 machine.1 joins pontoon
        08:02 crane.2 joins pontoon
        08:05 crane.1 is over pontoon
        08:05 crane.1 leaves; travelling 5 min
        08:05 machine.1 drives onto pontoon
        08:10 machine.1 is over pontoon
        08:10 machine.1 leaves; travelling 5 min, waiting-bridge 4 min
        08:10 crane.2 drives onto pontoon
        08:15 crane.2 is over pontoon
        08:15 crane.2 leaves; travelling 5 min, waiting-bridge 8 min
        ",
    );
}

/// Where traffic alternates the machine waits until those before it are over, and its turn does not end before it has driven on:
/// cloth.1 has asked since 08:02, the turn of one minute is over, and the machine takes the next.
#[test]
fn where_traffic_alternates_its_turn_comes() {
    let world = bridge(
        "traffic = \"alternating\"\nturn = \"1 min\"",
        &[
            ("fruit", r#"["08:00"]"#),
            ("machine", r#"["08:01"]"#),
            ("cloth", r#"["08:02"]"#),
        ],
    );
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 machine.1 joins pontoon
        08:02 cloth.1 joins pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:03 cloth.1 drives onto pontoon
        08:06 cloth.1 is over pontoon
        08:06 cloth.1 leaves; travelling 3 min, waiting-bridge 1 min
        08:06 machine.1 drives onto pontoon
        08:11 machine.1 is over pontoon
        08:11 machine.1 leaves; travelling 5 min, waiting-bridge 5 min
        ",
    );
}
