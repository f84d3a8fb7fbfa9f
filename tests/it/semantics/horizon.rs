//! The end of the period, and readings within it.

use bordergate::sim::{Exit, Observer, Stop, Vehicle};

use super::world::{World, comes, source};

/// A gate 08:00-17:00, a desk of 10 minutes, a drive of an hour, the line.
fn gate(lorries: &str) -> World {
    World::monday(&format!(
        r#"
        snapshots = ["08:00", "09:00"]
        [class.fruit]
        [gate.bridge]
        hours = "08:00-17:00"
        {lorries}
        [station.desk]
        servers = [{{ count = 1 }}]
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        [[route.out]]
        step = "drive"
        delay = {{ time = "1 h" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        "#
    ))
}

/// Whoever is inside says where its time went so far: at the line, on the way, at the desk, in line.
#[test]
fn those_inside_have_causes_up_to_the_end() {
    gate(&comes("fruit", r#"["20:00", "23:00", "23:52", "23:53"]"#)).runs_as(
        "
        20:00 fruit.1 starts at desk
        20:10 fruit.1 finishes at desk
        20:10 fruit.1 begins drive
        21:10 fruit.1 ends drive
        21:10 fruit.1 joins line
        23:00 fruit.2 starts at desk
        23:10 fruit.2 finishes at desk
        23:10 fruit.2 begins drive
        23:52 fruit.3 starts at desk
        23:53 fruit.4 joins desk
        Tue 4 Mar
        00:00 fruit.1 is inside; processing 10 min, travelling 1 h, closed-night 2 h 50 min
        00:00 fruit.2 is inside; processing 10 min, travelling 50 min
        00:00 fruit.3 is inside; processing 8 min
        00:00 fruit.4 is inside; waiting-server 7 min
        ",
    );
}

/// Nothing happens at the end or after it: a service that would end with the period has not ended, and the arrival
/// of the 24th hour does not take place.
#[test]
fn nothing_happens_at_the_end() {
    let lorries =
        comes("fruit", r#"["23:50"]"#) + &source("hourly", "fruit", "interarrival = \"24 h\"");
    gate(&lorries).runs_as(
        "
        23:50 fruit.1 starts at desk
        Tue 4 Mar
        00:00 fruit.1 is inside; processing 10 min
        ",
    );
}

/// Stock of the gate at each reading.
struct Readings<'w> {
    world: &'w World,
    stock: i64,
    read: Vec<(i64, i64)>,
}

impl Observer for Readings<'_> {
    fn tick(&mut self, now: i64, tick: usize) {
        assert_eq!(self.world.plan.ticks[tick], now);
        self.read.push((now, self.stock));
    }
    fn arrive(&mut self, _now: i64, _vehicle: &Vehicle) {
        self.stock += 1;
    }
    fn leave(&mut self, _now: i64, _vehicle: &Vehicle, _exit: Exit) {
        self.stock -= 1;
    }
}

/// A reading at 08:00 sees what was before anything else at 08:00: fruit.1 passes at that instant and is still counted,
/// fruit.2 arrives then and is not; at nine fruit.2 is there.
#[test]
fn a_reading_comes_before_all_else_at_its_instant() {
    let world = gate(&comes("fruit", r#"["06:00", "08:00"]"#));
    let mut readings = Readings {
        world: &world,
        stock: 0,
        read: Vec::new(),
    };
    world.run(&mut readings);
    assert_eq!(
        readings.read,
        [
            (world.at("2025-03-03T08:00"), 1),
            (world.at("2025-03-03T09:00"), 1)
        ]
    );
}

/// A replication that would create more vehicles than allowed stops.
#[test]
fn too_many_vehicles_stop_it() {
    let world = |limit: u32| {
        let lorries = source("lorry", "fruit", "timetable = [\"08:00\"]\nconvoy = 3");
        World::monday(&format!(
            r#"
            vehicle-limit = {limit}
            [class.fruit]
            [gate.bridge]
            hours = "always"
            {lorries}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ))
    };
    assert_eq!(world(3).run(&mut ()), Stop::Completed);
    assert_eq!(world(2).run(&mut ()), Stop::VehicleLimit);
}
