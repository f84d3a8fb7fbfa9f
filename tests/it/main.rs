#[test] fn t(){}
mod des;
