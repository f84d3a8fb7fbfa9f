//! Specialised inspection: agencies, what they inspect, and the step at which they do.

use super::BasisKeys;
use super::dist::Dist;
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::units::{Duration, Share};
use crate::{keys, words};

keys! {
    /// An agency that inspects goods: plant or animal quarantine, food safety, quality.
    pub struct Agency("agency.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"plant quarantine\"";
        /// The station whose servers inspect; several agencies may share one.
        station: Name, required, example "\"quarantine-yard\"";
        /// The skill that it takes of them: only those who have it inspect.
        skill: Name, default "none", example "\"plant\"";
        /// How long an inspection takes.
        time: Dist<Duration>, required, example "{ triangular = [\"15 min\", \"20 min\", \"60 min\"] }";
        /// Other times for some classes.
        class: Named<Dist<Duration>>, default "none", example "{ live-seafood = \"5 min\" }";
        /// Its row of the matrix: which share of the vehicles of a goods group it inspects. A class speaks of its groups that are not named.
        inspects: Named<Share>, required, example "{ dragon-fruit = \"100 %\", cassava = \"20 %\" }";
        /// Samples that go to a laboratory.
        sample: SampleKeys, default "none are taken", example "{ share = \"10 %\", result = \"24 h\" }";
        /// What the agency decides; the rest passes.
        outcome: OutcomeKeys, default "all pass", example "{ treat = \"2 %\", return = \"0.5 %\" }";
        /// What is done with those that are treated; then they pass. Needed where some are.
        treatment: TreatmentKeys, optional, example "{ station = \"fumigation\", time = \"6 h\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"not published\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ inspects = { documented = \"usaid-2018\" } }";
    }

    /// Samples that go to a laboratory. The vehicle keeps its place, wherever it stands, until the result is there.
    pub struct SampleKeys("agency.ID.sample") {
        /// Share of the inspected vehicles from which one is taken.
        share: Share, required, example "\"10 %\"";
        /// The laboratory that takes it, where it takes a server. Who is to be sampled waits there for it; while it is out of order none is taken.
        station: Name, default "it is taken at the inspection", example "\"laboratory\"";
        /// How long it takes to take one. Needed with `station`.
        time: Dist<Duration>, optional, example "\"30 min\"";
        /// How long the result takes.
        result: Dist<Duration>, required, example "{ lognormal = { mean = \"1 d\", sd = \"12 h\" } }";
    }

    /// What an agency decides of the vehicles that it has inspected.
    pub struct OutcomeKeys("agency.ID.outcome") {
        /// Share that is treated.
        treat: Share, default "0 %", example "\"2 %\"";
        /// Share that is returned.
        sent_back as "return": Share, default "0 %", example "\"0.5 %\"";
    }

    /// A treatment, such as fumigation.
    pub struct TreatmentKeys("agency.ID.treatment") {
        /// The station that treats.
        station: Name, required, example "\"fumigation\"";
        /// How long it takes.
        time: Dist<Duration>, required, example "\"6 h\"";
        /// Other times for some classes.
        class: Named<Dist<Duration>>, default "none", example "{ fruit = \"3 h\" }";
    }

    /// Specialised inspection of the goods.
    pub struct InspectKeys("route.ID[].inspect") {
        /// The agencies.
        agencies: OneOrMany<Name>, required, example "[\"plant-quarantine\", \"food-safety\"]";
        /// One after another as listed, or all at once.
        order: OrderWord, default "in-turn", example "\"together\"";
        /// The step, or `exit`, for vehicles that an agency returns. Needed where one returns any.
        returned: Name, optional, example "\"back\"";
    }
}

words! {
    /// How several agencies work at one step.
    pub enum OrderWord {
        /// One after another: who is returned is seen by none of the next.
        InTurn = "in-turn",
        /// All at once: the vehicle goes on when the last is done.
        Together = "together",
    }
}
