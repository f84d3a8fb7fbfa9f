//! The steps of routes as the loop goes through them: one op a step, and the tables to which they point.

use crate::des::clock::Span;
use crate::des::keyed::Use;

use super::cause::Cause;

/// One step.
#[derive(Clone, Debug)]
pub enum Op {
    /// The end of every route.
    Exit,
    /// Wait in line at a station and be served.
    Serve {
        /// Station.
        station: u32,
        /// Offset into `class_samplers`.
        times: u32,
        /// Purpose of the draw.
        purpose: Purpose,
        /// Next op.
        next: u32,
    },
    /// The same at a station that serves in batches, by groups of servers or in an order of its own: an op of its own, so that the others need not ask.
    ServeSpecial {
        /// Station.
        station: u32,
        /// What the service needs of a server: 0 nothing, `1 + skill` a skill.
        need: u32,
        /// Offset into `class_samplers`.
        times: u32,
        /// Purpose of the draw.
        purpose: Purpose,
        /// Next op.
        next: u32,
    },
    /// Wait for a driver of a pool, and take him.
    Seize {
        /// Pool.
        pool: u32,
        /// Next op.
        next: u32,
    },
    /// Let the driver of a pool go.
    Free {
        /// Pool.
        pool: u32,
        /// Sampler of his way back, or [`NONE`](super::NONE).
        after: u32,
        /// Purpose of the draw.
        purpose: Purpose,
        /// Next op.
        next: u32,
    },
    /// Wait until enough residents are gathered.
    Gather {
        /// Residents.
        residents: u32,
        /// Offset of the values of consignments into `class_samplers`.
        values: u32,
        /// Purpose of the draw.
        purpose: Purpose,
        /// Next op.
        next: u32,
    },
    /// Travel for a time, or wait as long for what needs no server.
    Travel {
        /// Which way, `0..ways`.
        way: u32,
        /// What the time is spent on.
        cause: Cause,
        /// Offset into `class_samplers`.
        times: u32,
        /// Purpose of the draw.
        purpose: Purpose,
        /// Next op.
        next: u32,
    },
    /// Wait until there is a place in a yard, and take it.
    Park {
        /// Yard.
        yard: u32,
        /// Next op.
        next: u32,
    },
    /// Give back the place in a yard.
    LeaveYard {
        /// Yard.
        yard: u32,
        /// Next op.
        next: u32,
    },
    /// Wait for a bridge and drive over it.
    Bridge {
        /// Index into `bridge_steps`.
        step: u32,
        /// Next op.
        next: u32,
    },
    /// Choose the next op by share.
    Branch {
        /// Offset into `branches`.
        table: u32,
        /// Its first label in `names.labels`.
        labels: u32,
        /// Purpose of the draw.
        purpose: Purpose,
    },
    /// Wait at a holding point until passing is allowed.
    Hold {
        /// Holding point.
        hold: u32,
        /// Next op.
        next: u32,
    },
    /// The goods are released.
    Release {
        /// Next op.
        next: u32,
    },
    /// Begin papers.
    File {
        /// Which, an index into `paper_lists`.
        papers: u32,
        /// Next op.
        next: u32,
    },
    /// Wait until papers are ready.
    Join {
        /// Which, an index into `paper_lists`.
        papers: u32,
        /// Next op.
        next: u32,
    },
    /// A stay begins.
    BeginStay {
        /// Stay, an index into `names.stays`.
        stay: u32,
        /// Next op.
        next: u32,
    },
    /// A stay ends.
    EndStay {
        /// Stay, an index into `names.stays`.
        stay: u32,
        /// The longest that is in time.
        most: Span,
        /// Next op of who stayed longer, or [`NONE`](super::NONE) where it is the same.
        past: u32,
        /// Next op.
        next: u32,
    },
    /// Let several work on a vehicle at once, each by ops of its own, which follow this one in the plan.
    Together {
        /// The first op of each: an entry of `teams`.
        team: u32,
        /// The op behind the last of theirs.
        end: u32,
        /// Next op.
        next: u32,
        /// Next op of vehicles that one of them returns.
        returned: u32,
    },
    /// One of several is done.
    Meet {
        /// Whether it returns the vehicle.
        returned: bool,
    },
    /// Leave, turned back.
    TurnBack,
}

/// What a draw is for: the hash of the step's name, and the ready-made use of the first visit.
#[derive(Clone, Copy, Debug)]
pub struct Purpose {
    /// Hash of "route/step".
    pub hash: u64,
    /// The use on the first visit.
    pub first: Use,
}

impl Purpose {
    /// The purpose of a step, by its name.
    pub fn of(hash: u64) -> Self {
        Self {
            hash,
            first: Use::new(hash, 0),
        }
    }

    /// The use on a visit (0 is the first).
    #[inline]
    pub fn visit(self, visit: u32) -> Use {
        if visit == 0 {
            self.first
        } else {
            Use::new(self.hash, u64::from(visit))
        }
    }
}

/// The options of one branch for one profile.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Cumulative thresholds over the range of a draw.
    pub cumulative: Vec<u64>,
    /// Target op and label of each option.
    pub options: Vec<(u32, u32)>,
}
