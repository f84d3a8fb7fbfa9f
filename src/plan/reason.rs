//! Why a vehicle turned back, or went to another gate: the closed list of reasons.

/// Why a vehicle turned back without being done, or went to another gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// A step of its route says so: an agency returned it, it was too heavy, it overstayed.
    Route,
    /// It asked for a slot and got none.
    NoSlot,
    /// It saw the queue when it arrived.
    QueueSeen,
    /// Its patience ran out on the road.
    PatienceOutside,
    /// Its patience ran out in a yard.
    PatienceInYard,
    /// Its patience ran out while its gate was closed to it.
    PatienceClosed,
}

impl Reason {
    /// All reasons, in the order in which they are reported.
    pub const ALL: [Reason; 6] = [
        Reason::Route,
        Reason::NoSlot,
        Reason::QueueSeen,
        Reason::PatienceOutside,
        Reason::PatienceInYard,
        Reason::PatienceClosed,
    ];

    /// The word in rows and docs.
    pub const fn word(self) -> &'static str {
        match self {
            Reason::Route => "route",
            Reason::NoSlot => "no-slot",
            Reason::QueueSeen => "queue-seen",
            Reason::PatienceOutside => "patience-outside",
            Reason::PatienceInYard => "patience-in-yard",
            Reason::PatienceClosed => "patience-closed",
        }
    }
}
