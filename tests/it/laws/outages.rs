//! Outages at random, and the auditor's books of them.

use bordergate::plan::Plan;

use super::generator::{BASIS, Tape};

/// Outages of a gate and what belongs to it: seldom none, often several that overlap.
pub fn tables(tape: &mut Tape, gate: usize) -> String {
    let mut text = String::new();
    for index in 0..tape.below(4) {
        let hit = tape.pick(&[
            "gates = \"gG\"\n",
            "bridges = \"bG\"\npools = \"pG\"\n",
            "stations = \"wG\"\nservers = 1\n",
            "stations = [\"sG\", \"wG\"]\n",
            "stations = \"sG\"\nbridges = \"bG\"\ngates = \"gG\"\n",
            "pools = \"pG\"\nservers = 1\n",
        ]);
        let times = tape.pick(&[
            "from = 2025-03-04T07:30:00\nto = 2025-03-04T12:00:00\n",
            "from = 2025-03-03T00:00:00\nto = 2025-03-03T08:00:00\n",
            "every = { exponential = \"20 h\" }\nlasts = { exponential = \"2 h\" }\n",
            "every = { exponential = \"3 h\" }\nlasts = \"30 min\"\n",
            "every = \"12 h\"\nlasts = \"1 h\"\nseason = { from = 2025-03-04, to = 2025-03-05 }\n",
        ]);
        let hit = hit.replace('G', &gate.to_string());
        text += &format!("[outage.o{gate}-{index}]\n{hit}{times}{BASIS}");
    }
    text
}

/// How many outages hold at each thing that they take whole.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    pub stations: Vec<u32>,
    pub pools: Vec<u32>,
    pub bridges: Vec<u32>,
    pub gates: Vec<u32>,
    /// How many have begun.
    pub begun: u64,
}

impl Broken {
    pub fn new(plan: &Plan) -> Self {
        Self {
            stations: vec![0; plan.stations.len()],
            pools: vec![0; plan.pools.len()],
            bridges: vec![0; plan.bridges.len()],
            gates: vec![0; plan.names.gates.len()],
            begun: 0,
        }
    }

    /// An outage begins or ends.
    pub fn turn(&mut self, plan: &Plan, outage: u32, on: bool) {
        let hit = &plan.outages[outage as usize];
        self.begun += u64::from(on);
        let whole = hit.servers == u32::MAX;
        let mut lists = vec![
            (&mut self.bridges, &hit.bridges),
            (&mut self.gates, &hit.gates),
        ];
        if whole {
            lists.push((&mut self.stations, &hit.stations));
            lists.push((&mut self.pools, &hit.pools));
        }
        for (counts, list) in lists {
            for &index in list {
                let count = &mut counts[index as usize];
                *count = if on {
                    *count + 1
                } else {
                    count.checked_sub(1).expect("began")
                };
            }
        }
    }
}
