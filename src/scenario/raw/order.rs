//! In which order vehicles are served, or pass.

use crate::scenario::kinds::OneOrMany;
use crate::{keys, words};

keys! {
    /// One group of a cycle: so many of it go, then it is the next group's turn.
    pub struct CycleKeys("cycle[]") {
        /// The classes of the group.
        class: OneOrMany<String>, default "all that no other group names", example "[\"perishable\"]";
        /// How many go before it is the next group's turn.
        turns: u32, required, example "5";
    }
}

words! {
    /// The order of those to whom nothing else gives one.
    pub enum ServiceOrderWord {
        /// Whoever joined first.
        FirstCome = "first-come",
        /// Whoever's goods spoil first, by `shelf-life` from arrival; what does not spoil comes last. Then whoever joined first.
        EarliestSpoilage = "earliest-spoilage",
    }
}
