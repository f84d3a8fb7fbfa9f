//! All integration tests in one binary: one link, and tests run through public boundaries only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, and computes what it expects as it likes"
)]

mod allocation;
mod architecture;
mod calendar;
mod calibrating;
mod choice;
mod cli;
mod closeup;
mod comparing;
mod consumers;
mod des;
mod docs;
mod explaining;
mod exporting;
mod expression;
mod fetching;
mod front;
mod generate;
mod giving_up;
mod importing;
mod lang_son;
mod laws;
mod lower;
mod messages;
mod month;
mod oracle;
mod orders;
mod page;
mod people;
mod pontoon;
mod regimes;
mod semantics;
mod sharing;
mod shipped;
mod solving;
mod stats;
mod store;
mod sweeping;
mod testing;
mod theory;
mod worlds;
