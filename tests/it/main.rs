#[test] fn t(){}

mod stats;
