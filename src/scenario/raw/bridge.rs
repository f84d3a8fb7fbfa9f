//! Bridges and pontoons: what may be on them, and on which days less.

use super::dist::Dist;
use super::process::BoundWord;
use super::values::DayValue;
use super::{BasisKeys, When};
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::units::{Count, Duration, Mass};
use crate::{keys, words};

keys! {
    /// A bridge or pontoon. It has a line on either side, first come, first served.
    pub struct Bridge("bridge.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"Hải Yên pontoon\"";
        /// The gate to which it belongs.
        gate: Name, default "none", example "\"hai-yen\"";
        /// Both directions at once, or one at a time.
        traffic: TrafficWord, default "two-way", example "\"alternating\"";
        /// Least time between two vehicles that drive on in the same direction.
        headway: Duration, default "0 s", example "\"20 s\"";
        /// Load limit: whoever weighs more, cargo and `tare` together, is barred.
        heaviest: Mass, default "no limit", example "\"60 t\"";
        /// Where traffic alternates: how long one direction drives on while the other waits.
        turn: Duration, default "until its line is empty", example "\"15 min\"";
        /// Most vehicles on the bridge at once, both directions together.
        capacity: Count, default "no limit", example "4";
        /// Classes whose vehicles drive over alone: each drives on only when nobody is on the bridge, and nobody follows until it is over.
        alone: OneOrMany<Name>, default "none", example "[\"oversize\"]";
        /// What is different on some days.
        restriction: Named<BridgeRestriction>, default "none";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"vietnamplus-119587\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ headway = { assumed = \"not published\", range = [\"10 s\", \"60 s\"] } }";
    }

    /// What is different at a bridge on some days; keys that are not given stay as they are.
    pub struct BridgeRestriction("bridge.ID.restriction.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ pontoon = \"repaired\" }";
        /// First day.
        from: DayValue, required, example "2025-05-06";
        /// Last day, inclusive.
        to: DayValue, required, example "2025-05-18";
        /// Both directions at once, or one at a time.
        traffic: TrafficWord, optional, example "\"alternating\"";
        /// Least time between two vehicles that drive on in the same direction.
        headway: Duration, optional, example "\"1 min\"";
        /// Load limit.
        heaviest: Mass, optional, example "\"30 t\"";
        /// How long one direction drives on while the other waits.
        turn: Duration, optional, example "\"15 min\"";
        /// Most vehicles on the bridge at once.
        capacity: Count, optional, example "1";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"cau-phao-km3-4\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ turn = { assumed = \"not published\", range = [\"5 min\", \"30 min\"] } }";
    }

    /// Driving over a bridge.
    pub struct BridgeKeys("route.ID[].bridge") {
        /// The bridge.
        bridge: Name, required, example "\"pontoon\"";
        /// Which way the wheels go.
        bound: BoundWord, required, example "\"to-china\"";
        /// Whether the vehicle is loaded, which its weight depends on.
        loaded: bool, default "as it came", example "false";
        /// Driving time from one end to the other. Nobody overtakes.
        time: Dist<Duration>, required, example "\"3 min\"";
        /// Other times for some classes.
        class: Named<Dist<Duration>>, default "none", example "{ live-seafood = \"2 min\" }";
        /// The step to which vehicles go that are heavier than the load limit, or `exit`.
        too_heavy: Name, default "they wait until they may drive over", example "\"back\"";
    }
}

words! {
    /// Traffic on a bridge.
    pub enum TrafficWord {
        /// Both directions at once.
        TwoWay = "two-way",
        /// One direction at a time.
        Alternating = "alternating",
    }
}
