//! In which order vehicles are served at a station, or pass at a gate.

/// The order among vehicles that wait at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The level of each class, lower first; with a cycle, its group. All equal: classes do not matter.
    pub level: Vec<u8>,
    /// Whether those of one level are ordered by when their goods spoil.
    pub by_spoilage: bool,
    /// How many of each group go before it is the next group's turn; empty where levels decide.
    pub cycle: Vec<u32>,
}

impl Order {
    /// First come, first served, whatever the class.
    pub fn of_joining(classes: usize) -> Self {
        Self {
            level: vec![0; classes],
            by_spoilage: false,
            cycle: Vec::new(),
        }
    }

    /// Whether nothing but the order of joining decides.
    pub fn is_of_joining(&self) -> bool {
        !self.by_spoilage && self.level.iter().all(|&level| level == 0)
    }

    /// How many levels, or groups, there are.
    pub fn levels(&self) -> u8 {
        let last = self.level.iter().max().map_or(1, |level| level + 1);
        last.max(u8::try_from(self.cycle.len()).unwrap_or(u8::MAX))
    }
}
