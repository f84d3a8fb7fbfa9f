//! Residents at random, and the auditor's books of them.

use bordergate::des::keyed::EntityId;
use bordergate::measures::{Dims, Row};
use bordergate::plan::{NONE, Plan};
use bordergate::sim::Vehicle;

use super::generator::{BASIS, Tape};
use super::rows::column;
use crate::worlds::World;

/// Residents of a gate, with an allowance of 8,000 CNY.
pub fn table(tape: &mut Tape, gate: usize) -> String {
    let persons = tape.pick(&[
        "\"40 / day\"",
        "\"7 / day\"",
        "{ uniform = [0, 30] }",
        "\"25 / day\"\nday-factor = { cv = 0.5, shared = \"50 %\" }",
    ]);
    let hours = tape.pick(&[
        "\"always\"",
        "\"06:00-20:00\"",
        "\"gate\"",
        "\"16:00-24:00\"",
    ]);
    format!(
        "[residents.n{gate}]\ngate = \"g{gate}\"\nallowance = \"8,000 CNY\"\npersons = {persons}\nhours = {hours}\n{BASIS}"
    )
}

/// A step at which they are gathered.
pub fn step(tape: &mut Tape, gate: usize, next: &str) -> String {
    let value = tape.pick(&[
        "\"8,000 CNY\"",
        "\"20,000.01 CNY\"",
        "{ exponential = \"40,000 CNY\" }",
    ]);
    format!("gather = {{ residents = \"n{gate}\", value = {value} }}\nthen = \"{next}\"\n{BASIS}")
}

/// What residents have seen.
#[derive(Clone, Debug, Default)]
pub struct Pooled {
    /// Those in line, in order of joining, and since when.
    line: Vec<(EntityId, i64)>,
    /// Persons of the day who have not traded.
    left: u64,
    /// The persons that the first in line has.
    gathered: u64,
    /// Persons who came and who traded, while measures count.
    came: i128,
    traded: i128,
    waited: i128,
    pub consignments: i128,
}

impl Pooled {
    pub fn come(&mut self, persons: u64) {
        self.left = persons;
        self.came += i128::from(persons);
    }

    pub fn join(&mut self, now: i64, vehicle: &Vehicle) {
        self.line.push((vehicle.id, now));
    }

    pub fn take(&mut self, plan: &Plan, now: i64, vehicle: &Vehicle, residents: u32, persons: u64) {
        assert_eq!(self.line[0].0, vehicle.id, "first come, first served");
        assert!((1..=self.left).contains(&persons), "persons of this day");
        let shifts = &plan.residents[residents as usize].shifts;
        let next = shifts.partition_point(|shift| shift.at <= now);
        assert!(shifts[next - 1].servers > 0, "in their hours");
        self.left -= persons;
        self.gathered += persons;
        self.traded += i128::from(persons);
    }

    /// Whoever is first takes the persons with it that it had gathered: they have traded for nothing.
    pub fn give_up(&mut self, now: i64, vehicle: &Vehicle) {
        let stands = |&(id, _): &(EntityId, i64)| id == vehicle.id;
        let at = self.line.iter().position(stands).expect("stands in line");
        let (_, since) = self.line.remove(at);
        self.waited += i128::from(now - since);
        if at == 0 {
            self.gathered = 0;
        }
    }

    pub fn gather(&mut self, now: i64, vehicle: &Vehicle, persons: u64, waited: i64) {
        let (first, since) = self.line.remove(0);
        assert_eq!((first, waited), (vehicle.id, now - since));
        assert_eq!(std::mem::take(&mut self.gathered), persons, "all it needs");
        self.waited += i128::from(waited);
        self.consignments += 1;
    }

    /// The period ends while vehicles wait.
    pub fn inside(&mut self, now: i64, since: i64) {
        self.waited += i128::from(now - since);
    }
}

/// The books agree with the measures, in a world without warm-up.
pub fn add_up(world: &World, books: &[Pooled], row: &Row) {
    if world.plan.measure_from > world.plan.start {
        return;
    }
    for (residents, books) in books.iter().enumerate() {
        let gate = world.plan.names.residents_gates[residents];
        let dims = Dims {
            residents: Some(residents as u32),
            gate: (gate != NONE).then_some(gate),
            ..Dims::default()
        };
        let of = |measure, statistic| column(world, row, measure, statistic, "residents", dims);
        assert_eq!(of("residents-used", "total"), Some(books.traded));
        assert_eq!(of("consignments", "total"), Some(books.consignments));
        assert_eq!(of("consignment-line", "mean"), Some(books.waited));
        assert!(books.traded <= books.came);
    }
}
