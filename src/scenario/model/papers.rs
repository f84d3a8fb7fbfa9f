//! Papers beside wheels.

/// Papers that are made while their vehicle goes on.
#[derive(Clone, Debug)]
pub struct Papers {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// The route by which they are made: only `Serve`, `Delay` and `Branch`, and no vehicle takes it.
    pub route: usize,
    /// How long they hold from when they are ready, microseconds, positive; `None` is for ever.
    pub valid_for: Option<i64>,
    /// Who has them lodged before arriving; `None` is nobody.
    pub ahead: Option<Ahead>,
}

/// Papers lodged before the vehicle arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// How long before it arrives, microseconds.
    pub lead: i64,
    /// Share of the vehicles of each class (index), in parts per 10^12.
    pub share: Vec<u64>,
}
