//! Diversion: drivers who read published queues on their way and go to another gate.

use bordergate::measures::{Catalogue, Estimator};

use super::world::World;

/// Two gates that never open, so that whoever comes stands in line: at the bridge two from the start and one more from 07:00.
/// Queues are counted as said. Lorries to the bridge read them two hours before they would arrive.
fn gates(published: &str, rule: &str, timetable: &str) -> World {
    let source = |name: &str, gate: &str, timetable: &str| {
        format!(
            r#"
            [source.{name}]
            gate = "{gate}"
            direction = "export"
            vehicle = "vietnamese"
            class = "{}"
            route = "out"
            timetable = {timetable}
            "#,
            if name == "early" { "tea" } else { "fruit" }
        )
    };
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "22:00-23:00"
        [gate.ferry]
        hours = "22:00-23:00"
        [backlog.old]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "tea"
        route = "out"
        vehicles = 2
        {}{}{}
        [quota.none]
        gates = ["bridge", "ferry"]
        vehicles = "0 / day"
        [published.board]
        gates = ["bridge", "ferry"]
        {published}
        [diversion.wary]
        published = "board"
        class = "fruit"
        gates = "bridge"
        ahead = "2 h"
        {rule}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#,
        source("lorry", "bridge", timetable),
        source("boat", "ferry", "[]"),
        source("early", "bridge", r#"["07:00"]"#),
    ))
}

/// What is read at 07:30 was counted at 06:00, when two stood there: not more than two more. At 09:30 it is that of 08:00, when
/// three did, so it is one too many. (The later lorry is heard of first: at 09:30 its announcement was scheduled before the arrival of
/// the earlier one.)
#[test]
fn they_read_the_latest_count_that_is_published() {
    let published = "at = [\"06:00\", \"08:00\"]\ndelay = \"1 h\"";
    gates(
        published,
        "more-than = 2\ntakes = \"30 min\"",
        r#"["09:30", "11:30"]"#,
    )
    .runs_as(
        "
        00:00 old.1 joins line
        00:00 old.2 joins line
        07:00 early.1 joins line
        09:30 lorry.1 reads 3 at bridge, 0 at ferry, and is diverted
        09:30 lorry.2 joins line
        12:00 lorry.1 comes
        12:00 lorry.1 joins line
        Tue 4 Mar
        00:00 old.1 is inside; closed-night 23 h, quota-used-up 1 h
        00:00 old.2 is inside; closed-night 23 h, quota-used-up 1 h
        00:00 early.1 is inside; closed-night 16 h, quota-used-up 1 h
        00:00 lorry.2 is inside; closed-night 13 h 30 min, quota-used-up 1 h
        00:00 lorry.1 is inside; closed-night 11 h, quota-used-up 1 h
        ",
    );
}

/// At 09:00 that of 08:00 is just readable; a moment before it is not. Until anything is, what stood there at the start is known:
/// two, which is more than one more. Who would come within the first two hours decides at the start.
#[test]
fn until_then_the_start_is_known() {
    let published = "at = [\"08:00\"]\ndelay = \"1 h\"";
    gates(published, "more-than = 2", r#"["10:59", "11:00"]"#).runs_as(
        "
        00:00 old.1 joins line
        00:00 old.2 joins line
        07:00 early.1 joins line
        09:00 lorry.1 reads 3 at bridge, 0 at ferry, and is diverted
        10:59 lorry.2 joins line
        11:00 lorry.1 comes
        11:00 lorry.1 joins line
        Tue 4 Mar
        00:00 old.1 is inside; closed-night 23 h, quota-used-up 1 h
        00:00 old.2 is inside; closed-night 23 h, quota-used-up 1 h
        00:00 early.1 is inside; closed-night 16 h, quota-used-up 1 h
        00:00 lorry.2 is inside; closed-night 12 h 1 min, quota-used-up 1 h
        00:00 lorry.1 is inside; closed-night 12 h, quota-used-up 1 h
        ",
    );
    gates(published, "more-than = 1", r#"["01:00"]"#).runs_as(
        "
        00:00 old.1 joins line
        00:00 old.2 joins line
        00:00 lorry.1 reads 2 at bridge, 0 at ferry, and is diverted
        01:00 lorry.1 comes
        01:00 lorry.1 joins line
        07:00 early.1 joins line
        Tue 4 Mar
        00:00 old.1 is inside; closed-night 23 h, quota-used-up 1 h
        00:00 old.2 is inside; closed-night 23 h, quota-used-up 1 h
        00:00 lorry.1 is inside; closed-night 22 h, quota-used-up 1 h
        00:00 early.1 is inside; closed-night 16 h, quota-used-up 1 h
        ",
    );
}

/// A diverted vehicle is counted at the gate to which it was going, and arrives at the other.
#[test]
fn it_is_counted_where_it_was_going() {
    let world = gates("every = \"1 h\"", "more-than = 1", r#"["09:30", "11:30"]"#);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let of_gate = |measure: &str, gate: &str| {
        let at = world.plan.names.gates.iter().position(|name| name == gate);
        let spec = catalogue.specs.iter().find(|spec| {
            spec.measure == measure && spec.by == "gate" && spec.dims.gate == at.map(|at| at as u32)
        });
        match spec?.estimator {
            Estimator::Mean { column, .. } => Some(row.columns[column]),
            _ => None,
        }
    };
    assert_eq!(of_gate("vehicles-diverted", "bridge"), Some(2));
    assert_eq!(of_gate("vehicles-diverted", "ferry"), None);
    assert_eq!(of_gate("vehicles-arrived", "bridge"), Some(1));
    assert_eq!(of_gate("vehicles-arrived", "ferry"), Some(2));
}

/// Who does not look goes where it was going.
#[test]
fn only_a_share_looks() {
    let rule = "more-than = 1\nshare = \"0 %\"";
    let log = gates("every = \"1 h\"", rule, r#"["09:30", "11:30"]"#).log();
    assert!(!log.iter().any(|line| line.contains("diverted")), "{log:?}");
}
