#[test] fn t(){}
mod des;

mod stats;
mod calendar;
mod front;
