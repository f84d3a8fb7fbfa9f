//! Outages: what is out of order, as announced or by chance.

use jiff::civil::DateTime;

use super::dist::Dist;
use super::values::DayValue;
use super::{BasisKeys, When};
use crate::keys;
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::units::{Count, Duration};

keys! {
    /// Something is out of order for a time: a system that is down, a power cut, a broken scanner, a typhoon that shuts gates and bridges
    /// at once. Either once, with `from` and `to`, or again and again by chance, with `every` and `lasts`. At least one
    /// of `stations`, `pools`, `bridges` and `gates` says what it hits.
    pub struct Outage("outage.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ outage = \"morning\" }";
        /// Stations at which nobody works meanwhile; one, or a list.
        stations: OneOrMany<Name>, default "none", example "[\"e-declaration\", \"e-payment\"]";
        /// Pools whose drivers do not set out.
        pools: OneOrMany<Name>, default "none", example "\"relay-drivers\"";
        /// Bridges onto which nobody drives.
        bridges: OneOrMany<Name>, default "none", example "\"pontoon\"";
        /// Gates whose barriers nobody passes, in or out.
        gates: OneOrMany<Name>, default "none", example "[\"hai-yen\"]";
        /// How many servers of each station, and drivers of each pool, it takes.
        servers: Count, default "all of them", example "1";
        /// Its beginning, on the scenario's clock.
        from: DateTime, optional, example "2025-03-04T09:00:00";
        /// Its end, exclusive.
        to: DateTime, optional, example "2025-03-04T15:00:00";
        /// Time from the end of one to the beginning of the next, and from the start of the period to the first.
        every: Dist<Duration>, optional, example "{ exponential = \"20 d\" }";
        /// How long one lasts.
        lasts: Dist<Duration>, optional, example "{ lognormal = { mean = \"4 h\", cv = 0.8 } }";
        /// The days on which one may begin; its time runs only on these.
        season: SeasonKeys, default "the whole period", example "{ from = 2025-07-01, to = 2025-09-30 }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"a morning without the single window\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ to = { assumed = \"not published\" } }";
    }

    /// Days on which outages may begin.
    pub struct SeasonKeys("outage.ID.season") {
        /// First day.
        from: DayValue, required, example "2025-07-01";
        /// Last day, inclusive.
        to: DayValue, required, example "2025-09-30";
    }
}
