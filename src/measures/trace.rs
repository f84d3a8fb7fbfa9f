//! The visit log: every stay of every vehicle of one replication, as integers.
//!
//! [`Tracer`] listens to the loop and hands each stay on as soon as it is over, so a log of any length needs memory only
//! for the vehicles that are inside. A stay is a stretch of time in one place, or an instant at which something happened;
//! the stays of a vehicle follow one another without gap from its arrival to its leaving (or to the end of the period).
//! What it books or misses before it arrives is told when it does.
//!
//! The causes of a stay are exact: the loop settles a vehicle's causes whenever it changes its place, and every hook is
//! called while they are settled, so the difference between two hooks is what the time between them was spent on.
//! Listening changes nothing: a traced replication is bit for bit the one that is simulated otherwise.

use std::collections::HashMap;

use crate::des::clock::{Span, Time};
use crate::des::keyed::EntityId;
use crate::plan::cause::{CAUSES, Cause};
use crate::plan::{Crossing, Op, Plan};
use crate::sim::{Exit, Observer, Place, Reason, Vehicle};

/// A vehicle as the log knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Its source or backlog (index into `plan.names.origins`).
    pub origin: u32,
    /// Civil day number on which its source made it; 0 for backlogs and renewal sources.
    pub day: i32,
    /// Its number among the vehicles of this origin and day, from 1, in the order in which they arrived.
    pub number: u64,
    /// What it is now (index into `plan.kinds`).
    pub kind: u32,
    /// When it arrived.
    pub arrived: Time,
    /// Microseconds by cause so far, the stay that is told included.
    pub causes: [Span; CAUSES],
}

/// What a stay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It arrives (an instant).
    Arrive,
    /// Time before the period, which was not observed.
    BeforeStart,
    /// Waits in line.
    Wait(Place),
    /// Is served at a station, or was until its service stopped.
    Service(u32),
    /// Travels.
    Travel,
    /// Waits for a result.
    Result,
    /// Stands still while several work on it.
    Together,
    /// Takes a place in a yard (an instant).
    Park(u32),
    /// Gives back its place in a yard (an instant).
    LeaveYard(u32),
    /// Stands aside before a bridge that it is too heavy for; the line as at [`Place::Bridge`].
    Aside(u32),
    /// Drives over a bridge.
    Drive(u32),
    /// Is too heavy for a bridge and goes to another step (an instant).
    TooHeavy(u32),
    /// Takes a driver of a pool (an instant).
    Seize(u32),
    /// Lets its driver of a pool go (an instant).
    Free(u32),
    /// Gathers residents for its consignment (an instant).
    Gather {
        /// Which.
        residents: u32,
        /// How many at this instant.
        persons: u64,
    },
    /// Takes the option of a branch with this label (an instant).
    Choose(u32),
    /// Gets a booking for this interval (an instant, which may lie before it arrives).
    Book(u32),
    /// Has missed this interval (an instant, which may lie before it arrives).
    Miss(u32),
    /// Sees so many in line as it comes and will not join them (an instant).
    See(u32),
    /// Reads how many stand at the gate of this kind, which was its own, and at another, and goes there (an instant before it arrives).
    Redirect {
        /// The kind that it was.
        from: u32,
        /// How many were published of either gate.
        read: [u32; 2],
    },
    /// Takes a place of this interval without a booking (an instant).
    WalkIn(u32),
    /// Passes a holding point, which may be the line (an instant).
    Pass {
        /// The lane in which it stood.
        lane: u32,
        /// How it crossed, where the holding point is the line.
        crossing: Option<Crossing>,
    },
    /// Begins papers, for the first time or again (an instant).
    File {
        /// Which.
        papers: u32,
        /// Whether it had them before.
        again: bool,
    },
    /// Arrives with papers that were lodged ahead, ready or not (an instant).
    Lodged(u32),
    /// Has all papers of a list, an index into `plan.paper_lists` (an instant).
    Collect(u32),
    /// Its stay of this name was too long (an instant).
    Overstay(u32),
    /// Its goods are released (an instant).
    Release,
    /// Goes to another gate; the kind it was (an instant).
    Transfer(u32, Reason),
    /// Leaves (an instant).
    Leave(Exit),
    /// Is inside when the period ends (an instant).
    Inside,
}

/// A stretch of time that a vehicle spent in one place, or an instant of its story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// What it did.
    pub what: What,
    /// The step of its route (index into `plan.ops`).
    pub op: u32,
    /// When the stay began.
    pub start: Time,
    /// When it was over.
    pub end: Time,
    /// What the time was spent on, in microseconds: adds up to `end - start`.
    pub causes: [Span; CAUSES],
}

/// A vehicle that is inside.
struct Guest {
    visitor: Visitor,
    /// What it does, at which op and since when; `None` between two places, where no time passes.
    doing: Option<What>,
    op: u32,
    since: Time,
    /// What was decided of it while several worked on it: ops and labels.
    decided: Vec<(u32, u32)>,
}

/// The observer: hands every stay to a function, in the order in which stays end.
pub struct Tracer<F> {
    sink: F,
    inside: HashMap<EntityId, Guest>,
    /// What those did who have not arrived.
    before: HashMap<EntityId, Vec<(Time, What)>>,
    numbers: HashMap<(u32, i32), u64>,
    /// Papers lodged for vehicles that are announced.
    lodged: HashMap<EntityId, Vec<u32>>,
    /// For each op, whether who stays there waits for a result.
    results: Vec<bool>,
    /// For each op, whether others work there on a vehicle that stands still. What they do is no stay of the vehicle; what they
    /// decide is told when all are done.
    by_tokens: Vec<bool>,
}

impl<F: FnMut(&Visitor, &Stay)> Tracer<F> {
    /// An observer that hands stays to `sink`.
    pub fn new(sink: F) -> Self {
        Self {
            sink,
            inside: HashMap::new(),
            before: HashMap::new(),
            numbers: HashMap::new(),
            lodged: HashMap::new(),
            results: Vec::new(),
            by_tokens: Vec::new(),
        }
    }

    /// How many vehicles of each origin and day arrived: sorted by origin, then day.
    pub fn arrivals(&self) -> Vec<((u32, i32), u64)> {
        let mut numbers: Vec<_> = self
            .numbers
            .iter()
            .map(|(&key, &last)| (key, last))
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// What the vehicle did is over; from now on it does `next`.
    fn turn(&mut self, now: Time, vehicle: &Vehicle, next: Option<What>) {
        if self.by_tokens.get(vehicle.op as usize) == Some(&true) {
            return;
        }
        let Some(guest) = self.inside.get_mut(&vehicle.id) else {
            return;
        };
        if let Some(what) = guest.doing {
            let mut causes = vehicle.causes;
            for (now, before) in causes.iter_mut().zip(&guest.visitor.causes) {
                *now -= before;
            }
            guest.visitor.causes = vehicle.causes;
            let stay = Stay {
                what,
                op: guest.op,
                start: guest.since,
                end: now,
                causes,
            };
            (self.sink)(&guest.visitor, &stay);
        }
        guest.doing = next;
        guest.op = vehicle.op;
        guest.since = now;
    }

    /// Something happened to the vehicle at this instant.
    fn tell(&mut self, now: Time, vehicle: &Vehicle, what: What) {
        if let Some(guest) = self.inside.get_mut(&vehicle.id) {
            guest.visitor.kind = vehicle.kind;
            let stay = Stay {
                what,
                op: vehicle.op,
                start: now,
                end: now,
                causes: [0; CAUSES],
            };
            (self.sink)(&guest.visitor, &stay);
        }
    }

    /// Ends what the vehicle does and tells what happened; until the next hook it is between two places.
    fn turn_and_tell(&mut self, now: Time, vehicle: &Vehicle, what: What) {
        self.turn(now, vehicle, None);
        self.tell(now, vehicle, what);
    }

    /// Something happened to a vehicle that may not have arrived yet, and that goes on with what it does.
    fn tell_in_passing(&mut self, now: Time, vehicle: &Vehicle, what: What) {
        match self.inside.get(&vehicle.id) {
            Some(&Guest { doing, .. }) => {
                self.turn(now, vehicle, doing);
                self.tell(now, vehicle, what);
            }
            None => self.before.entry(vehicle.id).or_default().push((now, what)),
        }
    }

    fn forget(&mut self, now: Time, vehicle: &Vehicle, what: What) {
        self.turn_and_tell(now, vehicle, what);
        self.inside.remove(&vehicle.id);
    }
}

impl<F: FnMut(&Visitor, &Stay)> Observer for Tracer<F> {
    fn begin(&mut self, plan: &Plan) {
        let is_result = |op: &Op| {
            matches!(
                op,
                Op::Travel {
                    cause: Cause::WaitingResult,
                    ..
                }
            )
        };
        self.results = plan.ops.iter().map(is_result).collect();
        self.by_tokens = plan.by_tokens();
        self.inside.clear();
        self.before.clear();
        self.numbers.clear();
        self.lodged.clear();
    }
    fn arrive(&mut self, now: Time, vehicle: &Vehicle) {
        let number = self
            .numbers
            .entry((vehicle.origin, vehicle.day))
            .or_insert(0);
        *number += 1;
        let visitor = Visitor {
            origin: vehicle.origin,
            day: vehicle.day,
            number: *number,
            kind: vehicle.kind,
            arrived: vehicle.arrived,
            causes: [0; CAUSES],
        };
        let guest = Guest {
            visitor,
            doing: (vehicle.arrived < now).then_some(What::BeforeStart),
            op: vehicle.op,
            since: vehicle.arrived,
            decided: Vec::new(),
        };
        self.inside.insert(vehicle.id, guest);
        for (at, what) in self.before.remove(&vehicle.id).unwrap_or_default() {
            self.tell(at, vehicle, what);
        }
        self.tell(vehicle.arrived, vehicle, What::Arrive);
        self.turn(now, vehicle, None);
        for papers in self.lodged.remove(&vehicle.id).unwrap_or_default() {
            self.tell(now, vehicle, What::Lodged(papers));
        }
    }
    fn join(&mut self, now: Time, vehicle: &Vehicle, place: Place) {
        self.turn(now, vehicle, Some(What::Wait(place)));
    }
    fn start(&mut self, now: Time, vehicle: &Vehicle, station: u32, _waited: Span) {
        self.turn(now, vehicle, Some(What::Service(station)));
    }
    fn interrupt(&mut self, now: Time, vehicle: &Vehicle, station: u32, _served: Span) {
        self.turn(now, vehicle, Some(What::Wait(Place::Station(station))));
    }
    fn finish(&mut self, now: Time, vehicle: &Vehicle, _station: u32, _served: Span) {
        self.turn(now, vehicle, None);
    }
    fn depart(&mut self, now: Time, vehicle: &Vehicle) {
        let is_result = self.results.get(vehicle.op as usize) == Some(&true);
        let what = if is_result {
            What::Result
        } else {
            What::Travel
        };
        self.turn(now, vehicle, Some(what));
    }
    fn reach(&mut self, now: Time, vehicle: &Vehicle, _travelled: Span) {
        self.turn(now, vehicle, None);
    }
    fn park(&mut self, now: Time, vehicle: &Vehicle, yard: u32, _waited: Span) {
        self.turn_and_tell(now, vehicle, What::Park(yard));
    }
    fn leave_yard(&mut self, now: Time, vehicle: &Vehicle, yard: u32) {
        self.turn_and_tell(now, vehicle, What::LeaveYard(yard));
    }
    fn bar(&mut self, now: Time, vehicle: &Vehicle, line: u32, barred: bool) {
        let next = if barred {
            What::Aside(line)
        } else {
            What::Wait(Place::Bridge(line))
        };
        self.turn(now, vehicle, Some(next));
    }
    fn turn_aside(&mut self, now: Time, vehicle: &Vehicle, line: u32, _waited: Span) {
        self.turn_and_tell(now, vehicle, What::TooHeavy(line));
    }
    fn drive_on(&mut self, now: Time, vehicle: &Vehicle, line: u32, _waited: Span) {
        self.turn(now, vehicle, Some(What::Drive(line)));
    }
    fn drive_off(&mut self, now: Time, vehicle: &Vehicle, _line: u32, _travelled: Span) {
        self.turn(now, vehicle, None);
    }
    fn seize(&mut self, now: Time, vehicle: &Vehicle, pool: u32, _waited: Span) {
        self.turn_and_tell(now, vehicle, What::Seize(pool));
    }
    fn free(&mut self, now: Time, vehicle: &Vehicle, pool: u32) {
        self.tell(now, vehicle, What::Free(pool));
    }
    fn take_persons(&mut self, now: Time, vehicle: &Vehicle, residents: u32, persons: u64) {
        self.tell_in_passing(now, vehicle, What::Gather { residents, persons });
    }
    fn gather(
        &mut self,
        now: Time,
        vehicle: &Vehicle,
        _residents: u32,
        _persons: u64,
        _waited: Span,
    ) {
        self.turn(now, vehicle, None);
    }
    fn choose(&mut self, now: Time, vehicle: &Vehicle, label: u32) {
        if self.by_tokens.get(vehicle.op as usize) != Some(&true) {
            self.tell(now, vehicle, What::Choose(label));
        } else if let Some(guest) = self.inside.get_mut(&vehicle.id) {
            guest.decided.push((vehicle.op, label));
        }
    }
    fn book(&mut self, now: Time, vehicle: &Vehicle, interval: u32) {
        self.tell_in_passing(now, vehicle, What::Book(interval));
    }
    fn miss(&mut self, now: Time, vehicle: &Vehicle, interval: u32) {
        self.tell_in_passing(now, vehicle, What::Miss(interval));
    }
    fn walk_in(&mut self, now: Time, vehicle: &Vehicle, interval: u32) {
        self.turn_and_tell(now, vehicle, What::WalkIn(interval));
    }
    fn see(&mut self, now: Time, vehicle: &Vehicle, seen: u32) {
        self.tell(now, vehicle, What::See(seen));
    }
    fn redirect(&mut self, now: Time, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        self.tell_in_passing(now, vehicle, What::Redirect { from, read });
    }
    fn stay_home(&mut self, _now: Time, vehicle: &Vehicle) {
        self.before.remove(&vehicle.id);
    }
    fn pass(
        &mut self,
        now: Time,
        vehicle: &Vehicle,
        lane: u32,
        crossing: Option<Crossing>,
        _first: bool,
        _waited: Span,
    ) {
        self.turn_and_tell(now, vehicle, What::Pass { lane, crossing });
    }
    fn release(&mut self, now: Time, vehicle: &Vehicle) {
        self.tell(now, vehicle, What::Release);
    }
    fn file(&mut self, now: Time, vehicle: &Vehicle, papers: u32, _: &Vehicle, again: bool) {
        if self.inside.contains_key(&vehicle.id) {
            self.turn_and_tell(now, vehicle, What::File { papers, again });
        } else {
            // Whoever is announced has no story yet: it begins when the vehicle arrives.
            self.lodged.entry(vehicle.id).or_default().push(papers);
        }
    }
    fn collect(&mut self, now: Time, vehicle: &Vehicle, list: u32) {
        self.turn_and_tell(now, vehicle, What::Collect(list));
    }
    fn overstay(&mut self, now: Time, vehicle: &Vehicle, stay: u32, _over: Span) {
        self.tell(now, vehicle, What::Overstay(stay));
    }
    fn split(&mut self, now: Time, vehicle: &Vehicle) {
        self.turn(now, vehicle, Some(What::Together));
    }
    fn unite(&mut self, now: Time, vehicle: &Vehicle, _spent: Span) {
        self.turn(now, vehicle, None);
        let Some(guest) = self.inside.get_mut(&vehicle.id) else {
            return;
        };
        for (op, label) in guest.decided.drain(..) {
            let stay = Stay {
                what: What::Choose(label),
                op,
                start: now,
                end: now,
                causes: [0; CAUSES],
            };
            (self.sink)(&guest.visitor, &stay);
        }
    }
    fn transfer(&mut self, now: Time, vehicle: &Vehicle, from: u32, reason: Reason) {
        self.turn_and_tell(now, vehicle, What::Transfer(from, reason));
    }
    fn leave(&mut self, now: Time, vehicle: &Vehicle, exit: Exit) {
        self.forget(now, vehicle, What::Leave(exit));
    }
    fn inside(&mut self, now: Time, vehicle: &Vehicle) {
        self.forget(now, vehicle, What::Inside);
    }
}
