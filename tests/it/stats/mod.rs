//! Statistics: exact laws of the tallies, known answers of the estimates, and whether intervals
//! cover what they promise.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod tally;
