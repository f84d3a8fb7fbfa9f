//! Turns: so many of one group, then so many of the next, and round again.

use super::world::{World, comes};

/// One server, ten minutes each, for classes `a`, `b` and `c`.
fn desk(cycle: &str, hours: &str, keys: &str, sources: &[(&str, &str)]) -> World {
    let sources: String = sources
        .iter()
        .map(|(class, timetable)| comes(class, timetable))
        .collect();
    World::monday(&format!(
        r#"
        [class.a]
        [class.b]
        [class.c]
        [gate.bridge]
        hours = "always"
        {sources}
        [station.desk]
        servers = [{{ count = 1, hours = "{hours}" }}]
        cycle = [{cycle}]
        {keys}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ))
}

/// Who starts, in order.
fn starts(world: &World) -> String {
    let log = world.log();
    let starts = log.iter().filter(|line| line.contains(" starts at "));
    let who: Vec<&str> = starts.filter_map(|line| line.split(' ').nth(1)).collect();
    who.join(" ")
}

const ONE_TWO_ONE: &str =
    r#"{ class = "a", turns = 1 }, { class = ["b"], turns = 2 }, { turns = 1 }"#;

/// All are in line at eight: one a, two b, one of the others, and round again; at last only a is there.
#[test]
fn groups_go_in_turn_by_their_weights() {
    let lorries = [
        ("a", r#"["07:50", "07:51", "07:52"]"#),
        ("b", r#"["07:53", "07:54", "07:55", "07:56"]"#),
        ("c", r#"["07:57", "07:58"]"#),
    ];
    let world = desk(ONE_TWO_ONE, "08:00-12:00", "", &lorries);
    assert_eq!(starts(&world), "a.1 b.1 b.2 c.1 a.2 b.3 b.4 c.2 a.3");
}

/// At ten past eight it is b's turn. b.1 is alone, so b's second turn is lost and a.2 goes; the next time b has both of
/// its turns again.
#[test]
fn who_is_not_there_loses_the_turn_and_holds_up_nobody() {
    let lorries = [
        ("a", r#"["08:00", "08:01", "08:02"]"#),
        ("b", r#"["08:05", "08:25", "08:26"]"#),
    ];
    desk(ONE_TWO_ONE, "always", "", &lorries).runs_as(
        "
        08:00 a.1 starts at desk
        08:01 a.2 joins desk
        08:02 a.3 joins desk
        08:05 b.1 joins desk
        08:10 a.1 finishes at desk
        08:10 a.1 leaves; processing 10 min
        08:10 b.1 starts at desk
        08:20 b.1 finishes at desk
        08:20 b.1 leaves; processing 10 min, waiting-server 5 min
        08:20 a.2 starts at desk
        08:25 b.2 joins desk
        08:26 b.3 joins desk
        08:30 a.2 finishes at desk
        08:30 a.2 leaves; processing 10 min, waiting-server 19 min
        08:30 b.2 starts at desk
        08:40 b.2 finishes at desk
        08:40 b.2 leaves; processing 10 min, waiting-server 5 min
        08:40 b.3 starts at desk
        08:50 b.3 finishes at desk
        08:50 b.3 leaves; processing 10 min, waiting-server 14 min
        08:50 a.3 starts at desk
        09:00 a.3 finishes at desk
        09:00 a.3 leaves; processing 10 min, waiting-server 48 min
        ",
    );
}

/// After b.1 the desk closes for forty minutes: it is still b's turn.
#[test]
fn over_the_closing_the_turn_is_kept() {
    let lorries = [
        ("a", r#"["07:50", "07:51"]"#),
        ("b", r#"["07:52", "07:53"]"#),
    ];
    let world = desk(ONE_TWO_ONE, "08:00-08:20, 09:00-12:00", "", &lorries);
    assert_eq!(starts(&world), "a.1 b.1 b.2 a.2");
}

/// b.1 is paused for 45 minutes; that it goes on is no new turn, so b.2 has b's second one.
#[test]
fn who_goes_on_after_a_pause_uses_no_turn() {
    let lorries = [
        ("a", r#"["07:50", "07:51"]"#),
        ("b", r#"["07:52", "07:53"]"#),
    ];
    let keys = "in-service = \"pause\"";
    let world = desk(ONE_TWO_ONE, "08:00-08:15, 09:00-12:00", keys, &lorries);
    assert_eq!(starts(&world), "a.1 b.1 b.1 b.2 a.2");
}

/// A service that is given up starts again, which takes another turn: b has used both.
#[test]
fn who_starts_again_uses_another_turn() {
    let lorries = [
        ("a", r#"["07:50", "07:51"]"#),
        ("b", r#"["07:52", "07:53"]"#),
    ];
    let keys = "in-service = \"restart\"";
    let world = desk(ONE_TWO_ONE, "08:00-08:15, 09:00-12:00", keys, &lorries);
    assert_eq!(starts(&world), "a.1 b.1 b.1 a.2 b.2");
}

/// The group that goes first is the first in the list, whoever joined first; a group may hold several classes in one line.
#[test]
fn classes_of_one_group_stand_in_one_line() {
    let lorries = [
        ("a", r#"["07:52"]"#),
        ("b", r#"["07:50", "07:53"]"#),
        ("c", r#"["07:51"]"#),
    ];
    let cycle = r#"{ class = ["a", "b"], turns = 1 }, { class = "c", turns = 1 }"#;
    let world = desk(cycle, "08:00-12:00", "", &lorries);
    assert_eq!(starts(&world), "b.1 c.1 a.1 b.2");
}
