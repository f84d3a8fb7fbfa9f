//! What drivers, and those who send them, choose: to come on a closed day, to join a long queue, to drive to another gate.

use jiff::civil::Date;

use super::values::{DayValue, TimeText};
use super::{BasisKeys, DirectionWord, VehicleWord, When};
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::Problems;
use crate::scenario::reader::{FromNode, Shape};
use crate::scenario::units::{Count, Duration, Share};
use crate::{keys, words};

keys! {
    /// Vehicles that see the queue as they arrive and do not join it (balking). Whoever comes from another gate looks as well; those
    /// in line at the start do not.
    pub struct Balking("balking.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ drivers = \"wary\" }";
        /// The gates at which they arrive.
        gates: OneOrMany<Name>, default "all", example "[\"huu-nghi\"]";
        /// Only goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Only these classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Only these goods groups.
        goods: OneOrMany<Name>, optional, example "[\"dragon-fruit\"]";
        /// Only vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// What they look at.
        sees: SeesWord, default "stock", example "\"line\"";
        /// Up to this many vehicles nobody balks.
        from: Count, required, example "300";
        /// From this many on everybody does; in between the share grows evenly. Where both are equal, it is a limit.
        all: Count, required, example "800";
        /// What they do instead.
        instead: IfSeen, default "turns-back", example "{ gate = \"chi-ma\", share = \"40 %\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"nobody joins a line of a week\", range = [\"200\", \"500\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ all = { assumed = \"twice a day's work\" } }";
    }

    /// The gate to which those go who see too long a queue.
    pub struct SeenGate("balking.ID.instead") {
        /// The gate. Who sees too long a queue there too turns back.
        gate: Name, required, example "\"chi-ma\"";
        /// How many of them; the others turn back.
        share: Share, default "100 %", example "\"40 %\"";
    }

    /// Queues as they are published: by bulletin, density map or app.
    pub struct Published("published.ID") one of ["at", "every"] {
        /// The gates whose stocks are counted, by direction.
        gates: OneOrMany<Name>, required, example "[\"huu-nghi\", \"tan-thanh\"]";
        /// The times of day at which they are counted.
        at: Vec<TimeText>, optional, example "[\"08:00\", \"20:00\"]";
        /// How often they are counted, from the beginning of the period on.
        every: Duration, optional, example "\"1 h\"";
        /// How long after counting a number can be read.
        delay: Duration, default "0 s", example "\"3 h\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"langsontrade-2600\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ delay = { assumed = \"not known\" } }";
    }

    /// Drivers who read the published queues on their way and go to another gate.
    pub struct Diversion("diversion.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ drivers = \"wary\" }";
        /// What they read.
        published: Name, required, example "\"lang-son\"";
        /// The gates to which they are on their way.
        gates: OneOrMany<Name>, default "all that are published", example "[\"huu-nghi\"]";
        /// Only goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Only these classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Only these goods groups.
        goods: OneOrMany<Name>, optional, example "[\"dragon-fruit\"]";
        /// Only vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// How long before they would arrive they read and decide.
        ahead: Duration, required, example "\"6 h\"";
        /// How many of them read it.
        share: Share, default "100 %", example "\"60 %\"";
        /// They go to the published gate with the smallest queue if their own is longer by more than so many vehicles.
        more_than: Count, required, example "200";
        /// How much later they arrive there.
        takes: Duration, default "0 s", example "\"2 h\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"no survey of drivers is known\", range = [\"100\", \"500\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ takes = { derived = \"60 km\" } }";
    }

    /// Goods that are stopped inland: on these days vehicles do not set out.
    pub struct Ban("ban.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ ban = \"kept\" }";
        /// The gates to which they would go.
        gates: OneOrMany<Name>, default "all", example "[\"huu-nghi\", \"tan-thanh\"]";
        /// Only goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Only these classes.
        class: OneOrMany<String>, optional, example "[\"fresh-fruit\"]";
        /// Only these goods groups.
        goods: OneOrMany<Name>, optional, example "[\"dragon-fruit\"]";
        /// Only vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// First day.
        from: DayValue, required, example "2022-01-17";
        /// Last day, inclusive.
        to: DayValue, required, example "\"tet-1\"";
        /// The day on which it was published. Before it nobody knows, and nobody stays away.
        announced: Date, default "always known", example "2022-01-12";
        /// How many heed it; the others come all the same.
        complies: Share, default "100 %", example "\"95 %\"";
        /// Who had set out when it began still comes: arrivals of so long after its beginning.
        on_the_way: Duration, default "0 s", example "\"8 h\"";
        /// What those do who heed it: one answer, or several by share.
        instead: Answers, default "stays-away", example "{ stays-away = \"80 %\", comes-before = \"20 %\" }";
        /// Those who come before it come in so long before its first day, as far as it is announced by then.
        surge: Duration, default "7 d", example "\"4 d\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"talkvietnam\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ complies = { assumed = \"some were loaded\", range = [\"80 %\", \"100 %\"] } }";
    }
}

words! {
    /// What an arriving vehicle looks at.
    pub enum SeesWord {
        /// The stock of the gate in its direction, itself not counted.
        Stock = "stock",
        /// The line of the first place of its route where vehicles wait, without those being served.
        Line = "line",
    }

    /// What a vehicle does that sees too long a queue.
    pub enum IfSeenWord {
        /// It turns back to the domestic market.
        TurnsBack = "turns-back",
    }

    /// How demand meets days on which it cannot, or had better not, come.
    pub enum AnswerWord {
        /// The vehicles come all the same and wait outside.
        Waits = "waits",
        /// They do not come.
        StaysAway = "stays-away",
        /// They come at the same hour of the next day known to be free.
        Postpones = "postpones",
        /// They come at the same hour of a day before, all such days being equally likely.
        ComesBefore = "comes-before",
    }
}

/// What a vehicle does that sees too long a queue.
#[derive(Debug, Clone, PartialEq)]
pub enum IfSeen {
    /// The plain answer.
    Word(IfSeenWord),
    /// Some of them go to another gate.
    Other(SeenGate),
}

impl FromNode for IfSeen {
    const SHAPE: Shape = Shape::Either(&[IfSeenWord::SHAPE, SeenGate::SHAPE]);
    const KIND: &'static str = "`turns-back` or `{ gate = \"...\" }`";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Table(_) => SeenGate::read(node, problems).map(Self::Other),
            _ => IfSeenWord::read(node, problems).map(Self::Word),
        }
    }
}

/// How demand meets such days: all alike, or by share.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// All alike.
    One(AnswerWord),
    /// By share.
    Shares(Named<Share>),
}

impl FromNode for Answers {
    const SHAPE: Shape = Shape::Either(&[AnswerWord::SHAPE, <Named<Share>>::SHAPE]);
    const KIND: &'static str = "an answer, or a table of shares";

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Table(_) => <Named<Share>>::read(node, problems).map(Self::Shares),
            _ => AnswerWord::read(node, problems).map(Self::One),
        }
    }
}
