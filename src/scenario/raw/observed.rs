//! Published outcomes.

use super::values::DayValue;
use super::{BasisKeys, BoundWord, DirectionWord, VehicleWord, When};
use crate::scenario::band::{Average, Band};
use crate::scenario::kinds::{Name, OneOrMany};
use crate::{keys, words};

keys! {
    /// A published outcome: a count with its value, or the ratio of two others.
    pub struct Observed("observed.ID") one of ["value", "ratio"] {
        /// It exists only under these options of switches.
        when: When, optional, example "{ acceptance = \"shared\" }";
        /// What was counted, in your words.
        title: String, default "the id", example "\"Vehicles over both gates, 3-9 February\"";
        /// What was counted.
        measure: MeasureWord, optional, example "\"vehicles-crossed\"";
        /// Over these gates.
        gates: OneOrMany<Name>, default "all", example "[\"bac-luan-2\", \"hai-yen\"]";
        /// Goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Wheels that went this way.
        bound: BoundWord, optional, example "\"to-china\"";
        /// These classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// Beginning of the span: a day, or a local date and time.
        from: DayValue, optional, example "2022-02-03";
        /// End of the span: a day, inclusive, or a local date and time, exclusive.
        to: DayValue, optional, example "2022-02-09";
        /// The yard, where the vehicles in one were counted.
        yard: Name, optional, example "\"dongxing\"";
        /// The instant of a stock or of a yard's occupancy, as a local date and time.
        at: DayValue, optional, example "2022-02-08T20:00:00";
        /// What was published, in its own words: `over 1,000`, `about 570`, `74`, `173 t`.
        value: Band, optional, example "\"over 1,000\"";
        /// The average a day that was published beside a total of what crossed, in the same words; a plain figure counts as rounded. It is
        /// no second outcome: `plan --audit` says from the two on how many days the gates were open.
        per_day: Average, optional, example "\"114\"";
        /// Two other outcomes: the first divided by the second.
        ratio: Vec<Name>, optional, example "[\"tonnes\", \"vehicles\"]";
        /// What it is used for.
        purpose as "use": FactUseWord, default "validation", example "\"calibration\"";
        /// Which verdict is expected: `outside` where it is known that the two do not agree, and `because` says why. `test` then
        /// fails when they do.
        expect: ExpectWord, default "inside", example "\"outside\"";
        /// Why it is expected to be outside, in your words.
        because: String, optional, example "\"the mix of goods of that week is not known\"";
        /// Where it was published.
        basis: BasisKeys, optional, example "{ documented = \"003\" }";
    }
}

words! {
    /// What an outcome counts.
    pub enum MeasureWord {
        /// Vehicles that crossed loaded, each once (count basis: loaded once).
        VehiclesCrossed = "vehicles-crossed",
        /// Passes of the line, loaded or empty (count basis: crossings).
        Crossings = "crossings",
        /// Net tonnes that crossed.
        TonnesCrossed = "tonnes-crossed",
        /// Vehicles that arrived.
        VehiclesArrived = "vehicles-arrived",
        /// Vehicles that turned back.
        VehiclesTurnedBack = "vehicles-turned-back",
        /// Vehicles that have arrived and not yet crossed.
        Stock = "stock",
        /// Vehicles that stand in a yard.
        YardOccupancy = "yard-occupancy",
    }
}

words! {
    /// What a published outcome is used for.
    pub enum FactUseWord {
        /// Unknowns may be estimated from it.
        Calibration = "calibration",
        /// Nothing is estimated from it: it tests the scenario.
        Validation = "validation",
    }
}

words! {
    /// Which verdict on a published outcome is expected.
    pub enum ExpectWord {
        /// It agrees with the simulation.
        Inside = "inside",
        /// It does not, for a reason that is stated.
        Outside = "outside",
    }
}
