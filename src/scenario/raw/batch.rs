//! What is shared in numbers: batches of a station, and pools of drivers.

use super::BasisKeys;
use super::dist::Dist;
use crate::scenario::calendar::Days;
use crate::scenario::kinds::{Name, Named};
use crate::scenario::units::Duration;
use crate::{keys, words};

keys! {
    /// Vehicles that are served together: `most` of any kind, or so many of each side.
    pub struct BatchKeys("station.ID.batch") {
        /// One server serves up to so many vehicles of any kind together.
        most: u32, optional, example "4";
        /// With `most`: it begins when at least so many are in line.
        least: u32, default "1", example "2";
        /// With `most`: whether later comers join a batch under way while it has room, and finish with it.
        joins: bool, default "false", example "true";
        /// Vietnamese vehicles of a batch. A batch of sides is formed only when all are there.
        vietnamese: u32, optional, example "2";
        /// Chinese vehicles of a batch.
        chinese: u32, optional, example "2";
        /// What the vehicles of a batch have in common.
        same: SameWord, default "nothing", example "\"class\"";
    }

    /// A pool of drivers. A vehicle waits in its line, and holds one driver from `seize` to `free`.
    pub struct DriverPool("pool.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"relay drivers\"";
        /// The gate to which it belongs.
        gate: Name, default "none", example "\"kim-thanh\"";
        /// Groups of drivers and when they work.
        drivers: Vec<DriversKeys>, required, example "[{ count = 100, hours = \"07:00-19:00\" }]";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"vnexpress-4056416\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ drivers = { assumed = \"not known\" } }";
    }

    /// Some drivers.
    pub struct DriversKeys("pool.ID.drivers[]") {
        /// How many.
        count: u32, required, example "100";
        /// When they work: hours on the scenario's clock, `always`, or `gate`: whenever the gate is open to anybody. A trip under way
        /// at the end of the hours is finished.
        hours: String, default "gate, or always where the pool has no gate", example "\"07:00-19:00\"";
        /// On these weekdays, where `hours` are hours.
        days: Days, default "Mon-Sun", example "\"Mon-Sat\"";
    }

    /// The end of a driver's trip.
    pub struct FreeKeys("route.ID[].free") {
        /// The pool.
        pool: Name, required, example "\"relay-drivers\"";
        /// His way back, before he can take the next vehicle.
        after: Dist<Duration>, default "none", example "\"25 min\"";
    }
}

words! {
    /// What the vehicles of a batch have in common.
    pub enum SameWord {
        /// Their class: the same goods.
        Class = "class",
    }
}
