//! Who comes: vehicles in line at the start, and sources.

use jiff::civil::{Date, DateTime};

use super::choice::Answers;
use super::dist::Dist;
use super::values::{ClassMix, DayValue, Profile, Timetable, Weekdays};
use super::{BasisKeys, DirectionWord, VehicleWord, When};
use crate::scenario::kinds::{Name, Named};
use crate::scenario::units::{Count, Duration, Mass, Rate, Share};
use crate::{keys, words};

keys! {
    /// Vehicles in line when the period begins.
    pub struct Backlog("backlog.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ exception = \"barred\" }";
        /// The gate.
        gate: Name, required, example "\"bac-luan-2\"";
        /// Direction of the goods.
        direction: DirectionWord, required, example "\"export\"";
        /// Nationality of the vehicles.
        vehicle: VehicleWord, required, example "\"vietnamese\"";
        /// Whether they are loaded.
        loaded: bool, default "true", example "false";
        /// Their route.
        route: Name, required, example "\"bac-luan-2-export\"";
        /// How many.
        vehicles: Count, required, example "550";
        /// Their classes by share, or one class.
        class: ClassMix, required, example "{ cold-chain = \"73 %\", fruit = \"27 %\" }";
        /// The declarants' records by share of the vehicles: names of your own, which branches tell apart.
        records: Named<Share>, default "none: only ways without `record` are theirs", example "{ trusted = \"60 %\", ordinary = \"40 %\" }";
        /// Since when they have waited; their arrivals are spread evenly from this day to the start.
        since: Date, default "ages unknown: time counts from the start", example "2021-12-21";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"vnexpress-4419545\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ class = { assumed = \"as in December\" } }";
    }

    /// A source of vehicles.
    pub struct Source("source.ID") one of ["rate", "interarrival", "timetable", "trace"] {
        /// It exists only under these options of switches.
        when: When, optional, example "{ exception = \"barred\" }";
        /// The gate.
        gate: Name, required, example "\"bac-luan-2\"";
        /// Direction of the goods.
        direction: DirectionWord, required, example "\"export\"";
        /// Nationality of the vehicles.
        vehicle: VehicleWord, required, example "\"vietnamese\"";
        /// Whether they come loaded.
        loaded: bool, default "true", example "false";
        /// Their route.
        route: Name, required, example "\"bac-luan-2-export\"";
        /// Their classes by share, or one class.
        class: ClassMix, required, example "{ live-seafood = \"83 %\", fruit = \"17 %\" }";
        /// The declarants' records by share of the vehicles: names of your own, which branches tell apart.
        records: Named<Share>, default "none: only ways without `record` are theirs", example "{ trusted = \"60 %\", ordinary = \"40 %\" }";
        /// Poisson arrivals: how many are expected a day (or an hour), before the factors below.
        rate: Rate, optional, example "\"45 / day\"";
        /// Independent intervals between arrivals, counted from the start.
        interarrival: Dist<Duration>, optional, example "{ erlang = { k = 2, mean = \"10 min\" } }";
        /// Arrivals at fixed times of the day, for all days or by groups of weekdays.
        timetable: Timetable, optional, example "[\"07:10\", \"09:40\"]";
        /// Vehicles at the instants of a log, one a row. A row outside the period does not come.
        trace: Vec<TraceRow>, optional, example "[{ at = 2025-03-03T07:12:40, class = \"fruit\", load = \"19.6 t\" }]";
        /// Weights of the hours of the day; they spread the day's rate and do not change it.
        profile: Profile, default "all hours alike", example "{ \"05-11\" = 2.0, \"11-21\" = 1.0 }";
        /// Factors of weekdays.
        weekday: Weekdays, default "1 each", example "{ Sat = 0.5, Sun = 0 }";
        /// Factors or rates of some days.
        dated: Vec<DatedRate>, default "none", example "[{ from = \"tet-7\", to = \"tet-1\", factor = 1.5 }]";
        /// Day-to-day factor.
        day_factor: RawDayFactor, default "none", example "{ cv = 0.3, shared = \"50 %\" }";
        /// Vehicles that come together at each arrival.
        convoy: Dist<Count>, default "1", example "{ uniform = [2, 6] }";
        /// What the vehicles do on days on which the gate, as known that day, is closed to all their classes.
        /// One answer for all, or several by share.
        when_closed: Answers, default "waits", example "{ waits = \"50 %\", comes-before = \"30 %\", postpones = \"20 %\" }";
        /// Those who come before a closing come on its last so many days before, as far as it is known by then.
        surge: Duration, default "7 d", example "\"4 d\"";
        /// The vehicles ask for a slot before they come, and come for it.
        books: RawBooks, default "they ask in line", example "{ ahead = \"48 h\", if-none = \"later\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ derived = \"80-100 a day\", range = [\"40 / day\", \"50 / day\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ profile = { assumed = \"busier mornings\" } }";
    }

    /// One vehicle of a log.
    pub struct TraceRow("source.ID.trace[]") {
        /// When it arrives, on the scenario's clock.
        at: DateTime, required, example "2025-03-03T07:12:40";
        /// Its class, one of those of the source.
        class: Name, default "drawn by the shares of the source", example "\"fruit\"";
        /// Its net cargo.
        load: Mass, default "drawn by the `load` of its class", example "\"19.6 t\"";
    }

    /// Booking before coming.
    pub struct RawBooks("source.ID.books") {
        /// How long before it would arrive a vehicle asks for a slot.
        ahead: Duration, required, example "\"48 h\"";
        /// What a vehicle does that gets none.
        if_none: IfNoneWord, default "comes", example "\"stays-home\"";
        /// Where it comes from.
        basis: BasisKeys, optional, example "{ assumed = \"two days before\", range = [\"12 h\", \"96 h\"] }";
    }

    /// A factor or rate of some days.
    pub struct DatedRate("source.ID.dated[]") one of ["factor", "rate"] {
        /// First day.
        from: DayValue, required, example "\"tet-7\"";
        /// Last day, inclusive.
        to: DayValue, required, example "\"tet-1\"";
        /// Multiplies the rate.
        factor: f64, optional, example "1.5";
        /// Replaces the rate.
        rate: Rate, optional, example "\"35 / day\"";
        /// Where it comes from.
        basis: BasisKeys, optional, example "{ assumed = \"half of 40-100 a day\" }";
    }

    /// A gamma factor with mean 1 that multiplies each day.
    pub struct RawDayFactor("day-factor") {
        /// Its coefficient of variation.
        cv: f64, required, example "0.3";
        /// Share of its variance that all factors of demand (or of acceptance) have in common.
        shared: Share, default "0 %", example "\"50 %\"";
        /// Where it comes from.
        basis: BasisKeys, optional, example "{ assumed = \"from day to day\", range = [\"0.2\", \"0.4\"] }";
    }
}

words! {
    /// What a vehicle does that asked for a slot before it came and got none.
    pub enum IfNoneWord {
        /// It comes as planned, and asks in line.
        Comes = "comes",
        /// It never comes.
        StaysHome = "stays-home",
        /// It asks again every day, and comes when the appointment days are over.
        Later = "later",
    }
}
