#[test] fn t(){}
mod calendar;
