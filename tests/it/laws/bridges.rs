//! Bridges at random, and the auditor's books of them.

use std::collections::HashSet;

use bordergate::des::keyed::EntityId;
use bordergate::measures::{Dims, Row, load};
use bordergate::plan::{BridgeRules, NONE, Op, Plan};
use bordergate::sim::Vehicle;

use super::generator::{BASIS, Tape};
use super::rows::column;
use crate::worlds::World;

/// A bridge of a gate, which all may drive over that weigh at most 12 t, and on most days heavier ones.
pub fn table(tape: &mut Tape, gate: usize) -> String {
    let alternating = tape.below(2) == 1;
    let mut text = format!("[bridge.b{gate}]\ngate = \"g{gate}\"\n{BASIS}");
    if alternating {
        text += "traffic = \"alternating\"\n";
        text += tape.pick(&["", "turn = \"10 min\"\n", "turn = \"1 s\"\n"]);
    }
    text += tape.pick(&["", "headway = \"1 min\"\n", "headway = \"10 min\"\n"]);
    text += tape.pick(&[
        "heaviest = \"60 t\"\n",
        "heaviest = \"25 t\"\n",
        "heaviest = \"12 t\"\n",
    ]);
    text += tape.pick(&["", "capacity = 1\n", "capacity = 3\n"]);
    text += tape.pick(&["", "alone = [\"a\"]\n", "alone = [\"b\", \"c\"]\n"]);
    text += tape.pick(&[
        "",
        "restriction.short = { from = 2025-03-04, to = 2025-03-04, traffic = \"alternating\", heaviest = \"20 t\" }\n",
        "restriction.long = { from = 2025-03-04, to = 2025-03-20, heaviest = \"15 t\", capacity = 2 }\n",
    ]);
    text
}

/// A step over it.
pub fn step(tape: &mut Tape, gate: usize, next: &str) -> String {
    let bound = tape.pick(&["to-china", "to-vietnam"]);
    let time = tape.pick(&["\"5 min\"", "{ exponential = \"10 min\" }", "\"0 min\""]);
    let more = tape.pick(&["", ", loaded = false", ", too-heavy = \"exit\""]);
    format!(
        "bridge = {{ bridge = \"b{gate}\", bound = \"{bound}\", time = {time}{more} }}\nthen = \"{next}\"\n{BASIS}"
    )
}

/// What one side of a bridge has seen. Vehicles with their numbers in the order of joining.
#[derive(Clone, Debug, Default)]
pub struct Side {
    line: Vec<(u64, EntityId)>,
    aside: Vec<(u64, EntityId)>,
    on: Vec<EntityId>,
    drove_on: Option<i64>,
    /// Since when each waits: aside or not.
    since: Vec<(EntityId, i64)>,
    /// Sums over vehicles of the time in line, and aside.
    pub waited: i128,
    pub stood_aside: i128,
    /// How many drove over.
    pub over: i128,
}

/// The auditor's books of all bridges: two sides each.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    pub sides: Vec<Side>,
    joined: u64,
    /// Those who have stood in a line to drive over alone.
    alone: HashSet<EntityId>,
}

impl Sides {
    pub fn new(plan: &Plan) -> Self {
        Self {
            sides: vec![Side::default(); 2 * plan.bridges.len()],
            joined: 0,
            alone: HashSet::new(),
        }
    }

    pub fn join(&mut self, plan: &Plan, now: i64, vehicle: &Vehicle, line: u32) {
        self.joined += 1;
        if is_alone(plan, vehicle, line) {
            self.alone.insert(vehicle.id);
        }
        let side = &mut self.sides[line as usize];
        side.line.push((self.joined, vehicle.id));
        side.since.push((vehicle.id, now));
    }

    pub fn bar(&mut self, plan: &Plan, now: i64, vehicle: &Vehicle, line: u32, barred: bool) {
        assert_eq!(is_too_heavy(plan, now, vehicle, line), barred);
        let side = &mut self.sides[line as usize];
        let since = side.waits_since(vehicle);
        let (from, to, sum) = if barred {
            (&mut side.line, &mut side.aside, &mut side.waited)
        } else {
            (&mut side.aside, &mut side.line, &mut side.stood_aside)
        };
        *sum += i128::from(now - since);
        let at = from.iter().position(|(_, id)| *id == vehicle.id).unwrap();
        to.push(from.remove(at));
        to.sort_unstable_by_key(|&(order, _)| order);
        side.since.push((vehicle.id, now));
    }

    pub fn divert(&mut self, plan: &Plan, now: i64, vehicle: &Vehicle, line: u32) {
        assert!(is_too_heavy(plan, now, vehicle, line));
        let side = &mut self.sides[line as usize];
        side.line.retain(|(_, id)| *id != vehicle.id);
        side.waited += i128::from(now - side.waits_since(vehicle));
    }

    pub fn give_up(&mut self, now: i64, vehicle: &Vehicle, line: u32, aside: bool) {
        let side = &mut self.sides[line as usize];
        let span = i128::from(now - side.waits_since(vehicle));
        let (from, sum) = if aside {
            (&mut side.aside, &mut side.stood_aside)
        } else {
            (&mut side.line, &mut side.waited)
        };
        *sum += span;
        let before = from.len();
        from.retain(|(_, id)| *id != vehicle.id);
        assert_eq!(from.len() + 1, before, "stood there");
    }

    pub fn drive_on(&mut self, plan: &Plan, now: i64, vehicle: &Vehicle, line: u32) {
        assert!(!is_too_heavy(plan, now, vehicle, line));
        let rules = rules(plan, now, line);
        let other = &self.sides[(line ^ 1) as usize];
        assert!(
            !rules.alternating || other.on.is_empty(),
            "one direction at a time"
        );
        let everybody = other.on.iter().chain(&self.sides[line as usize].on);
        let alone = is_alone(plan, vehicle, line);
        for there in everybody {
            assert!(!alone && !self.alone.contains(there), "alone on the bridge");
        }
        if !rules.alternating {
            let order = |line: u32| self.sides[line as usize].line.first().copied();
            let passed = order(line ^ 1).filter(|(_, id)| self.alone.contains(id));
            let own = order(line).map(|(order, _)| order);
            assert!(
                passed.is_none_or(|(order, _)| own < Some(order)),
                "nobody passes one that is to be alone"
            );
        }
        let there = other.on.len();
        let side = &mut self.sides[line as usize];
        assert_eq!(
            side.line.remove(0).1,
            vehicle.id,
            "first come, first served"
        );
        side.on.push(vehicle.id);
        assert!(there + side.on.len() <= rules.capacity as usize);
        let before = side.drove_on.replace(now);
        assert!(before.is_none_or(|before| now >= before + rules.headway));
        side.waited += i128::from(now - side.waits_since(vehicle));
    }

    pub fn drive_off(&mut self, vehicle: &Vehicle, line: u32) {
        let side = &mut self.sides[line as usize];
        assert_eq!(side.on.remove(0), vehicle.id, "nobody overtakes");
        side.over += 1;
    }

    /// The period ends while the vehicle waits.
    pub fn inside(&mut self, now: i64, vehicle: &Vehicle, line: u32) {
        let side = &mut self.sides[line as usize];
        let span = i128::from(now - side.waits_since(vehicle));
        if side.aside.iter().any(|(_, id)| *id == vehicle.id) {
            side.stood_aside += span;
        } else {
            side.waited += span;
        }
    }
}

impl Side {
    fn waits_since(&mut self, vehicle: &Vehicle) -> i64 {
        let at = self.since.iter().position(|(id, _)| *id == vehicle.id);
        self.since.swap_remove(at.expect("waits")).1
    }
}

/// The books agree with the measures.
pub fn add_up(world: &World, sides: &Sides, row: &Row) {
    for (line, side) in sides.sides.iter().enumerate() {
        let gate = world.plan.names.bridge_gates[line / 2];
        let dims = Dims {
            bridge: Some(line as u32 / 2),
            to_vietnam: Some(line % 2 == 1),
            gate: (gate != NONE).then_some(gate),
            ..Dims::default()
        };
        let of = |measure, statistic| column(world, row, measure, statistic, "bridge", dims);
        assert_eq!(of("bridge-line", "mean"), Some(side.waited));
        assert_eq!(of("bridge-barred", "mean"), Some(side.stood_aside));
        assert_eq!(of("bridge-crossings", "total"), Some(side.over));
    }
}

fn rules(plan: &Plan, now: i64, line: u32) -> BridgeRules {
    let rules = &plan.bridges[line as usize / 2].rules;
    rules[rules.partition_point(|rules| rules.at <= now) - 1]
}

fn is_alone(plan: &Plan, vehicle: &Vehicle, line: u32) -> bool {
    let class = plan.kinds[vehicle.kind as usize].class;
    plan.bridges[line as usize / 2].is_alone(class)
}

fn is_too_heavy(plan: &Plan, now: i64, vehicle: &Vehicle, line: u32) -> bool {
    let Op::Bridge { step, .. } = plan.ops[vehicle.op as usize] else {
        panic!("at a bridge");
    };
    let kind = &plan.kinds[vehicle.kind as usize];
    // The generator never says that a vehicle is loaded which came empty.
    let cargo = match plan.bridge_steps[step as usize].loaded {
        Some(false) => 0,
        _ => load(plan, vehicle),
    };
    plan.weights[kind.class as usize].tare + cargo > rules(plan, now, line).heaviest
}
