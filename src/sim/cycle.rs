//! A weighted cycle: groups that go in turn, so many of each before it is the next one's.
//!
//! Who has nobody that may go is passed over, and what was left of its turns is lost; where nobody may go at all the cycle stays where
//! it is. So no group waits for another, and each gets at least its share while it has somebody. Invariant: the group that
//! has its turn has at least one left.

/// Whose turn it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Cycle {
    group: usize,
    left: u32,
}

impl Cycle {
    /// The first group has all its turns.
    pub fn reset(&mut self, turns: &[u32]) {
        self.group = 0;
        self.left = turns.first().copied().unwrap_or(0);
    }

    /// The group that goes next, of those of which somebody `may` go.
    pub fn next(&self, turns: &[u32], mut may: impl FnMut(usize) -> bool) -> Option<usize> {
        let groups = (self.group..turns.len()).chain(0..self.group);
        groups.into_iter().find(|&group| may(group))
    }

    /// One of a group goes, which was the next.
    pub fn take(&mut self, turns: &[u32], group: usize) {
        if group != self.group {
            self.group = group;
            self.left = turns[group];
        }
        self.left -= 1;
        if self.left == 0 {
            self.group = (group + 1) % turns.len();
            self.left = turns[self.group];
        }
    }
}
