//! Costs: exchange rates, what each item is paid for and who bears it, and service levels.

use super::{BasisKeys, DirectionWord, VehicleWord, When};
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::money::{Money, Price};
use crate::scenario::units::Duration;
use crate::{keys, words};

keys! {
    /// What a unit of another currency costs. Everything is counted in đồng.
    pub struct MoneyKeys("money") {
        /// A yuan.
        cny: Money, optional, example "\"3,400 VND\"";
        /// A dollar of the United States.
        usd: Money, optional, example "\"24,000 VND\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"about the rate of early 2022\", range = [\"3,300 VND\", \"3,700 VND\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ usd = { assumed = \"about the rate of early 2022\" } }";
    }

    /// An item of costs. It changes nothing that happens: what happens is paid for. Exactly one of the first seven keys says what for.
    pub struct Cost("cost.ID") one of ["time", "yard", "overstay", "each", "service", "staff", "drivers"] {
        /// Time that vehicles spend.
        time: TimeWord, optional, example "\"waiting\"";
        /// Time for which vehicles have a place in this yard.
        yard: Name, optional, example "\"bac-luan-2\"";
        /// Time by which stays of this name are too long.
        overstay: Name, optional, example "\"abroad\"";
        /// Something that happens.
        each: EachWord, optional, example "\"crossing\"";
        /// Each service that ends at this station.
        service: Name, optional, example "\"disinfection\"";
        /// Server time that the shifts of this station provide, and work beyond them.
        staff: Name, optional, example "\"desk\"";
        /// Driver time that the shifts of this pool provide, and work beyond them.
        drivers: Name, optional, example "\"relay\"";
        /// It exists only under these options of switches.
        when: When, optional, example "{ fees = \"charged\" }";
        /// Name printed in reports.
        name: String, default "the id", example "\"waiting with refrigeration\"";
        /// How much: for a time where time is paid for, else each time or for a mass of cargo.
        amount: Price, required, example "\"400,000 VND / d\"";
        /// Other amounts for some classes.
        by_class: Named<Price>, default "none", example "{ fruit = \"1 m VND / d\" }";
        /// Whether each length of time that has begun is paid for as a whole.
        started: bool, default "`false`: in proportion", example "true";
        /// Time that is free: only what goes beyond it is paid for.
        beyond: Duration, default "0 s", example "\"24 h\"";
        /// Another amount for work outside some hours and beyond the shifts.
        overtime: OvertimeKeys, default "the same amount", example "{ outside = \"07:00-17:00\", amount = \"90,000 VND / h\" }";
        /// Who bears it; a name of your own.
        bearer: Name, required, example "\"carrier\"";
        /// At these gates.
        gates: OneOrMany<Name>, default "all", example "[\"bac-luan-2\", \"hai-yen\"]";
        /// Goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// These classes, or the words that cut across them.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// Vehicles that come loaded, or that come empty.
        loaded: bool, optional, example "true";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"hcbags-2021\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ beyond = { assumed = \"not published\" } }";
    }

    /// Pay for work outside some hours.
    pub struct OvertimeKeys("cost.ID.overtime") {
        /// The hours that are not overtime, on the scenario's clock, on every day.
        outside: String, optional, example "\"07:00-17:00\"";
        /// How much.
        amount: Price, required, example "\"90,000 VND / h\"";
    }

    /// A service level: the share of vehicles whose time stays within a target. It is reported by gate, direction and class.
    pub struct ServiceLevel("service-level.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"through in three hours\"";
        /// The target; a time of exactly this length is within it.
        within: Duration, required, example "\"3 h\"";
        /// The time that is meant.
        measure: LevelWord, default "`time-in-system`", example "\"time-to-crossing\"";
    }
}

words! {
    /// Time of vehicles that is paid for.
    pub enum TimeWord {
        /// From arriving to crossing, or to leaving for those who do not cross, without being served and travelling.
        Waiting = "waiting",
        /// From arriving to leaving.
        Inside = "inside",
    }

    /// What is paid for each time it happens.
    pub enum EachWord {
        /// A vehicle arrives.
        Arrival = "arrival",
        /// A vehicle passes the line, loaded or empty.
        Crossing = "crossing",
        /// A vehicle crosses with what it came with, once.
        Vehicle = "vehicle",
        /// Goods are released.
        Release = "release",
        /// A vehicle turns back.
        TurnBack = "turn-back",
    }

    /// Times that a service level may be about.
    pub enum LevelWord {
        /// From arriving to leaving.
        TimeInSystem = "time-in-system",
        /// From arriving to crossing.
        TimeToCrossing = "time-to-crossing",
    }
}
