//! Who meets the holding points of a gate: those for whom its calendar says when they may pass.

use crate::scenario::calendar::Category;

use super::{NONE, Op, Plan};

/// Vehicles of one category before one gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// The gate, an index into the scenario's.
    pub gate: usize,
    /// Who they are where they wait.
    pub category: Category,
    /// The lane in which they stand.
    pub lane: u32,
}

/// What meets the holding points of a plan, in the order of its ops, each once.
pub fn met(plan: &Plan) -> Vec<Met> {
    let mut met = Vec::new();
    for op in &plan.ops {
        let Op::Hold { hold, .. } = *op else {
            continue;
        };
        let hold = &plan.holds[hold as usize];
        for (index, kind) in plan.kinds.iter().enumerate() {
            let lane = hold.lanes[index];
            if lane == NONE {
                continue;
            }
            let entry = Met {
                gate: kind.gate as usize,
                category: kind.category(hold.ahead.unwrap_or(kind.outward())),
                lane,
            };
            if !met.contains(&entry) {
                met.push(entry);
            }
        }
    }
    met
}
