//! What decisions look at, and which steps of routes belong to which agency.

/// What a decision on a vehicle looks at besides chance: fixed when the vehicle is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Profile {
    /// Its class.
    pub class: usize,
    /// The goods group; `None` where the class has no groups.
    pub goods: Option<usize>,
    /// The declarant's record; `None` where its source or backlog tells none apart.
    pub record: Option<usize>,
}

impl Profile {
    /// The profiles of classes that have no goods groups, where nothing has records.
    pub fn of_classes(classes: usize) -> Vec<Self> {
        let plain = |class| Self {
            class,
            goods: None,
            record: None,
        };
        (0..classes).map(plain).collect()
    }
}

/// An agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
}

/// The steps of a route in which one agency does its work. Whether it inspects is decided at a branch before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The agency.
    pub agency: usize,
    /// The route.
    pub route: usize,
    /// The inspection itself, a service.
    pub serve: usize,
    /// Whether a sample is taken, a branch whose first option is that it is.
    pub sample: Option<usize>,
    /// Waiting for the result of a sample, a delay.
    pub result: Option<usize>,
    /// What is decided, a branch.
    pub outcome: Option<Outcome>,
}

/// The branch at which an agency decides: where each decision leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The branch.
    pub step: usize,
    /// Its label for vehicles that are treated.
    pub treat: Option<usize>,
    /// Its label for vehicles that are returned.
    pub sent_back: Option<usize>,
}

/// A branch whose ways are channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Channels {
    /// The route.
    pub route: usize,
    /// The step.
    pub step: usize,
}
