//! What runs: a scenario compiled to flat arrays of integers.
//!
//! [`compile`] turns names into indices and civil days into instants, once. After it no name, date or
//! unit is looked at again until a report is written.

mod analyze;
mod balance;
mod bookings;
mod bridge;
mod capacity;
pub mod cause;
mod compile;
mod costs;
mod demand;
mod inspection;
mod lanes;
mod op;
mod outage;
mod papers;
mod profiles;
mod quota;
mod reason;
mod remarks;
mod serving;
mod types;
pub mod vehicle_name;
mod visits;

pub use analyze::{Analysis, Remark, StationLoad, analyze};
pub use balance::QuotaBalance;
pub use bookings::{BooksPlan, IfNone, Interval, Refusal, Season};
pub use bridge::{BridgePlan, BridgeRules, BridgeStep, Weight};
pub use compile::compile;
pub use costs::{Costs, Goods, Item, LevelPlan, Paid, StaffPlan};
pub use op::{Branch, Op, Purpose};
pub use papers::PapersPlan;
pub use reason::Reason;
pub use serving::{BatchPlan, PartyPlan, PoolPlan, Serving, SkillChange, SkillPlan};
pub use types::*;
