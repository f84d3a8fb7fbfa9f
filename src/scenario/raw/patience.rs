//! Drivers who give up.

use super::dist::Dist;
use super::gate::OtherGate;
use super::{BasisKeys, DirectionWord, VehicleWord, When};
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Problems;
use crate::scenario::reader::{FromNode, Shape};
use crate::scenario::units::Duration;
use crate::{keys, words};

keys! {
    /// Drivers who give up after they have waited too long, from wherever they stand in line. Each draws his patience once for each
    /// state in which he waits; time in service and on the way uses none up. Whoever has crossed, or has a booking, is patient.
    pub struct PatienceKeys("patience.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ drivers = \"impatient\" }";
        /// At these gates; one, or a list.
        gates: OneOrMany<Name>, default "all", example "[\"tan-thanh\"]";
        /// Goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// These classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// These goods groups.
        goods: OneOrMany<Name>, optional, example "[\"watermelon\"]";
        /// Vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// Vehicles that come loaded, or empty ones.
        loaded: bool, optional, example "true";
        /// How long one waits in all while it stands in no yard. At least one of the three times must be given.
        outside: Dist<Duration>, default "for ever", example "{ exponential = \"10 d\" }";
        /// How long one waits in all while it stands in a yard.
        in_yard: Dist<Duration>, default "for ever", example "{ exponential = \"20 d\" }";
        /// How long one waits in all for the causes *closed-holiday* and *class-barred*, wherever it stands. The two above do not run then.
        closed: Dist<Duration>, default "such time is like any other", example "{ exponential = \"4.6 d\" }";
        /// What one does that gives up: turns back, or goes to another gate.
        then: GivesUpTo, default "turn-back", example "{ gate = \"hai-yen\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ derived = \"39 of about 201 in a day\", range = [\"3.6 d\", \"6.2 d\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ outside = { assumed = \"not published\", range = [\"5 d\", \"20 d\"] } }";
    }
}

/// What a vehicle does that gives up.
#[derive(Debug, Clone, PartialEq)]
pub enum GivesUpTo {
    /// One of the words.
    Word(GivesUpWord),
    /// It goes to another gate.
    Other(OtherGate),
}

words! {
    /// What a vehicle does that gives up.
    pub enum GivesUpWord {
        /// It turns back.
        TurnBack = "turn-back",
    }
}

impl FromNode for GivesUpTo {
    const SHAPE: Shape = Shape::Either(&[GivesUpWord::SHAPE, OtherGate::SHAPE]);
    const KIND: &'static str = "`turn-back` or `{ gate = \"...\" }`";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Table(_) => OtherGate::read(node, problems).map(Self::Other),
            _ => GivesUpWord::read(node, problems).map(Self::Word),
        }
    }
}
