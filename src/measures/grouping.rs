//! Groupings: which kinds of vehicle are counted together.

use crate::plan::{Kind, NONE, Plan};

use super::catalogue::Dims;

/// A grouping of kinds: its name in the `by` column, the group of each kind and the dimensions of each group.
#[derive(Clone, Debug, Default)]
pub(super) struct Grouping {
    /// Value of the `by` column.
    pub by: &'static str,
    /// Group of each kind, or [`NONE`] where the kind is not counted.
    pub of_kind: Vec<u32>,
    /// Dimensions of each group.
    pub dims: Vec<Dims>,
}

impl Grouping {
    /// Groups all kinds that satisfy `counted` by the dimensions that `key` names, in the order of those dimensions.
    pub fn new(
        plan: &Plan,
        by: &'static str,
        counted: impl Fn(&Kind) -> bool,
        key: impl Fn(&Kind) -> Dims,
    ) -> Self {
        let mut dims: Vec<Dims> = plan
            .kinds
            .iter()
            .filter(|kind| counted(kind))
            .map(&key)
            .collect();
        dims.sort();
        dims.dedup();
        let group = |kind: &Kind| {
            if !counted(kind) {
                return NONE;
            }
            dims.binary_search(&key(kind))
                .map_or(NONE, |group| group as u32)
        };
        Self {
            by,
            of_kind: plan.kinds.iter().map(group).collect(),
            dims,
        }
    }

    /// Keeps only the kinds for which `can` holds, and the groups that still have any.
    pub fn keep(&mut self, can: &[bool]) {
        for (group, _) in self.of_kind.iter_mut().zip(can).filter(|(_, can)| !**can) {
            *group = NONE;
        }
        let left: Vec<u32> = (0..self.dims.len() as u32)
            .filter(|group| self.of_kind.contains(group))
            .collect();
        self.dims = left
            .iter()
            .map(|&group| self.dims[group as usize])
            .collect();
        for group in &mut self.of_kind {
            *group = left.binary_search(group).map_or(NONE, |at| at as u32);
        }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.dims.len()
    }
}

/// Everything in one group.
pub(super) fn total(plan: &Plan, counted: impl Fn(&Kind) -> bool) -> Grouping {
    Grouping::new(plan, "total", counted, |_| Dims::default())
}

/// By gate.
pub(super) fn by_gate(plan: &Plan, counted: impl Fn(&Kind) -> bool) -> Grouping {
    Grouping::new(plan, "gate", counted, |kind| Dims {
        gate: Some(kind.gate),
        ..Dims::default()
    })
}

/// By gate and direction of the goods.
pub(super) fn by_direction(plan: &Plan, counted: impl Fn(&Kind) -> bool) -> Grouping {
    Grouping::new(plan, "gate-direction", counted, direction)
}

/// By gate, direction and class.
pub(super) fn by_class(plan: &Plan, counted: impl Fn(&Kind) -> bool) -> Grouping {
    Grouping::new(plan, "gate-direction-class", counted, |kind| Dims {
        class: Some(kind.class),
        ..direction(kind)
    })
}

/// By gate, direction and nationality of the vehicle.
pub(super) fn by_vehicle(plan: &Plan, counted: impl Fn(&Kind) -> bool) -> Grouping {
    Grouping::new(plan, "gate-direction-vehicle", counted, |kind| Dims {
        chinese: Some(kind.chinese),
        ..direction(kind)
    })
}

fn direction(kind: &Kind) -> Dims {
    Dims {
        gate: Some(kind.gate),
        import: Some(kind.import),
        ..Dims::default()
    }
}

/// Persons, not vehicles.
pub(super) fn persons(kind: &Kind) -> bool {
    kind.persons
}

/// Vehicles, not persons.
pub(super) fn vehicles(kind: &Kind) -> bool {
    !kind.persons
}
