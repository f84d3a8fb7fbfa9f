//! What runs: a scenario compiled to flat arrays of integers.
//!
//! [`compile`] turns names into indices and civil days into instants, once. After it no name, date or
//! unit is looked at again until a report is written.

mod analyze;
mod audit;
mod balance;
mod bookings;
mod bridge;
mod capacity;
pub mod cause;
mod census;
mod choice;
mod closer;
mod compile;
mod costs;
mod days_chosen;
mod demand;
mod inspection;
mod lanes;
mod met;
mod most;
mod op;
mod outage;
mod papers;
mod patience;
mod profiles;
mod quota;
mod reason;
pub mod relax;
mod remarks;
mod residents;
mod serving;
mod trace;
mod types;
pub mod vehicle_name;
mod visits;

pub use analyze::{Analysis, Remark, StationLoad, analyze};
pub use audit::{Audit, Candidate, Notices, Week, audit};
pub use balance::QuotaBalance;
pub use bookings::{BooksPlan, IfNone, Interval, Refusal, Season};
pub use bridge::{BridgePlan, BridgeRules, BridgeStep, Weight};
pub use census::{CensusPlan, Detail, Question, Unanswerable};
pub use choice::{BalkPlan, DiversionPlan, Look, PublishedPlan, Seen};
pub use closer::CloserPlan;
pub use compile::compile;
pub use costs::{Costs, Goods, Item, LevelPlan, Paid, StaffPlan};
pub use days_chosen::{BanPlan, DaysChosen};
pub use met::{Met, met};
pub use most::{
    Counted, MostCrossings, PartMost, SpanMost, Who, leaves_by_crossing_alone, most_crossings,
};
pub use op::{Branch, Op, Purpose};
pub use outage::{OutagePlan, OutageTimesPlan};
pub use papers::PapersPlan;
pub use patience::{PatiencePlan, WaitState};
pub use reason::Reason;
pub use residents::ResidentsPlan;
pub use serving::{BatchPlan, GroupsChange, GroupsPlan, OrderPlan, PartyPlan, PoolPlan, Serving};
pub use trace::{Pick, TracePlan, TraceRow};
pub use types::*;
