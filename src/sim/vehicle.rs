//! The record of one vehicle inside, and the clocks that say why it waits.
//!
//! A line keeps one [`CauseClock`]: how long each cause has held there. A vehicle that joins subtracts the clock's
//! readings from its own causes and adds them again when it leaves, so the difference is what it waited for, exactly,
//! and nobody is visited when a gate closes.

use crate::des::clock::{Span, Time};
use crate::des::fifo::Linked;
use crate::des::keyed::EntityId;
use crate::des::variate::Sampler;
use crate::plan::cause::{CAUSES, Cause};
use crate::plan::{NONE, Purpose};

use super::engine::{MOST_VISITS, Stop};
use super::patience::Meter;

/// Where a vehicle's time goes at the moment, when it is in no line: values of [`Vehicle::clock`].
pub const SERVING: u32 = u32::MAX - 1;
/// Travelling.
pub const TRAVELLING: u32 = u32::MAX - 2;
/// Others work on it, under causes of their own.
pub const APART: u32 = u32::MAX - 4;
/// It has been announced and has not arrived.
pub const COMING: u32 = u32::MAX - 3;
/// It has left.
pub const GONE: u32 = u32::MAX;

/// A vehicle.
#[derive(Clone, Debug, Default)]
pub struct Vehicle {
    /// Its identity in random keys.
    pub id: EntityId,
    /// Its source or backlog (index into `names.origins`).
    pub origin: u32,
    /// Civil day number on which its source made it; 0 for backlogs.
    pub day: i32,
    /// Its number on that day.
    pub row: u32,
    /// What it is.
    pub kind: u32,
    /// The class of that kind.
    pub(super) class: u32,
    /// The op it is at.
    pub op: u32,
    /// How many times its route has turned back to an earlier step.
    pub visit: u32,
    /// The next in its line.
    pub(super) next: u32,
    /// The clock of its line, or what it does instead.
    pub(super) clock: u32,
    /// Its interval, or [`NONE`].
    pub(super) booking: u32,
    /// The yard in which it stands, or [`NONE`].
    pub(super) yard: u32,
    /// The server that it keeps while it waits for a yard, or [`NONE`].
    pub(super) server: u32,
    /// Whether it has crossed with what it came with.
    pub crossed: bool,
    /// Whether its service was interrupted and is to go on, and was not begun again.
    pub resumes: bool,
    /// Whether its booked interval passes without it.
    pub(super) absent: bool,
    /// Whether a refused booking has sent it to another gate.
    pub(super) moved: bool,
    /// Order in which it joined its line.
    pub(super) order: u64,
    /// When it arrived.
    pub arrived: Time,
    /// When what it does now began.
    pub since: Time,
    /// How long its present service had lasted when it was last paused.
    pub served: i64,
    /// What is left of its service. At an ordinary station that is all of it, as it was drawn on joining, until it is paused; in an order
    /// of service it is 0 until then.
    pub(super) remaining: i64,
    /// Microseconds by cause, settled up to when it last changed its place.
    pub causes: [i64; CAUSES],
}

/// What a vehicle is when it comes into being.
#[derive(Clone, Copy, Debug)]
pub(super) struct Newcomer {
    pub id: EntityId,
    pub kind: u32,
    pub class: u32,
    pub op: u32,
    pub origin: u32,
    pub day: i32,
    pub row: u32,
    pub arrived: Time,
}

impl Vehicle {
    /// The record of a vehicle that has just arrived.
    pub(super) fn new(newcomer: Newcomer) -> Self {
        let mut vehicle = Self::default();
        vehicle.begin(newcomer);
        vehicle
    }

    /// Makes this the record of a vehicle that has just arrived, whatever it was before. It is written in place, where it would
    /// cost as much again to build it elsewhere and move it.
    #[inline(always)]
    pub(super) fn begin(&mut self, newcomer: Newcomer) {
        // Taken apart, so that no field is forgotten.
        let Self {
            id,
            origin,
            day,
            row,
            kind,
            class,
            op,
            visit,
            next,
            clock,
            booking,
            yard,
            server,
            crossed,
            resumes,
            absent,
            moved,
            order,
            arrived,
            since,
            served,
            remaining,
            causes,
        } = self;
        *id = newcomer.id;
        *origin = newcomer.origin;
        *day = newcomer.day;
        *row = newcomer.row;
        *kind = newcomer.kind;
        *class = newcomer.class;
        *op = newcomer.op;
        *visit = 0;
        *next = NONE;
        *clock = NONE;
        *booking = NONE;
        *yard = NONE;
        *server = NONE;
        *crossed = false;
        *resumes = false;
        *absent = false;
        *moved = false;
        *order = 0;
        *arrived = newcomer.arrived;
        *since = newcomer.arrived;
        *served = 0;
        *remaining = 0;
        *causes = [0; CAUSES];
    }

    /// Goes on to the next op.
    ///
    /// # Errors
    /// Where it has gone in circles for too long.
    #[inline]
    pub(super) fn step_to(&mut self, next: u32) -> Result<(), Stop> {
        if next <= self.op && next != 0 {
            self.visit += 1;
            if self.visit >= MOST_VISITS {
                return Err(Stop::EndlessRoute(self.op));
            }
        }
        self.op = next;
        Ok(())
    }

    /// Its draw for a step: of the samplers that begin at this one, a class each.
    #[inline(always)]
    pub(super) fn draw(&self, samplers: &[&Sampler], first: u32, purpose: Purpose) -> i64 {
        let sampler = samplers[(first + self.class) as usize];
        sampler.draw(&mut self.id.stream(purpose.visit(self.visit)))
    }

    /// Adds time to a cause.
    #[inline]
    pub(super) fn add(&mut self, cause: Cause, span: i64) {
        self.causes[cause as usize] += span;
    }
}

impl Linked for Vehicle {
    #[inline]
    fn next(&self) -> u32 {
        self.next
    }

    #[inline]
    fn set_next(&mut self, next: u32) {
        self.next = next;
    }
}

/// How long each cause has held in a line.
#[derive(Clone, Debug)]
pub(super) struct CauseClock {
    sums: [i64; CAUSES],
    since: Time,
    current: Cause,
    /// When it began.
    start: Time,
    /// The causes that can ever hold here, as a bit set: the others need not be looked at. Above them stands [`WATCHED`], where a
    /// walk through the set ends anyway, so that clocks which nobody watches cost nothing.
    possible: u32,
}

/// The bit of clocks whose vehicles may give up.
const WATCHED: u32 = 1 << 31;
/// The bits of the causes for which a gate is closed to those in line by a holiday or a notice.
const CLOSED: u32 = 1 << Cause::ClosedHoliday as u32 | 1 << Cause::ClassBarred as u32;

impl CauseClock {
    /// A clock at which any of `possible` may hold.
    pub fn new(possible: &[Cause]) -> Self {
        let bits = possible
            .iter()
            .fold(0, |bits, &cause| bits | 1 << cause as u32);
        Self {
            sums: [0; CAUSES],
            since: 0,
            current: Cause::WaitingServer,
            start: 0,
            possible: bits,
        }
    }

    /// Starts again from zero with a cause.
    pub fn reset(&mut self, now: Time, cause: Cause) {
        self.sums = [0; CAUSES];
        self.since = now;
        self.start = now;
        self.current = cause;
        self.possible |= 1 << cause as u32;
    }

    /// The cause that always holds, where there is but one and nobody watches.
    pub fn only_cause(&self) -> Option<Cause> {
        self.possible.is_power_of_two().then_some(self.current)
    }

    /// From now on it says of each change that it is watched.
    pub fn watch(&mut self) {
        self.possible |= WATCHED;
    }

    /// What a meter that began at zero with the clock reads now.
    pub fn reading(&self, meter: Meter, now: Time) -> Span {
        let closed = || {
            let shut = [Cause::ClosedHoliday, Cause::ClassBarred];
            let sums: Span = shut.iter().map(|&cause| self.sums[cause as usize]).sum();
            let since = if self.runs(Meter::Closed) {
                now - self.since
            } else {
                0
            };
            sums + since
        };
        match meter {
            Meter::Open => now - self.start - closed(),
            Meter::Closed => closed(),
            Meter::Both => now - self.start,
        }
    }

    /// Whether a meter runs as things are.
    pub fn runs(&self, meter: Meter) -> bool {
        let is_closed = CLOSED >> self.current as u32 & 1 == 1;
        match meter {
            Meter::Open => !is_closed,
            Meter::Closed => is_closed,
            Meter::Both => true,
        }
    }

    /// Whether a meter may ever run.
    pub fn may_run(&self, meter: Meter) -> bool {
        match meter {
            Meter::Open => self.possible & !(CLOSED | WATCHED) != 0,
            Meter::Closed => self.possible & CLOSED != 0,
            Meter::Both => true,
        }
    }

    /// From now on another cause holds; says whether the clock is watched.
    #[inline]
    pub fn turn(&mut self, now: Time, cause: Cause) -> bool {
        self.settle(now);
        self.current = cause;
        debug_assert!(
            self.possible >> cause as u32 & 1 == 1,
            "{cause:?} was not announced for this clock"
        );
        self.possible & WATCHED != 0
    }

    /// The vehicle joins the line; says whether the clock is watched.
    #[inline]
    pub fn enter(&mut self, now: Time, vehicle: &mut Vehicle) -> bool {
        if self.possible.is_power_of_two() {
            // All time is this cause's: any clock will do.
            vehicle.causes[self.current as usize] -= now;
            return false;
        }
        self.settle(now);
        let mut bits = self.possible;
        while bits != 0 {
            let cause = bits.trailing_zeros() as usize;
            let Some(sum) = self.sums.get(cause) else {
                return true;
            };
            vehicle.causes[cause] -= sum;
            bits &= bits - 1;
        }
        false
    }

    /// The vehicle leaves the line; says whether the clock is watched.
    #[inline]
    pub fn leave(&mut self, now: Time, vehicle: &mut Vehicle) -> bool {
        if self.possible.is_power_of_two() {
            vehicle.causes[self.current as usize] += now;
            return false;
        }
        self.settle(now);
        let mut bits = self.possible;
        while bits != 0 {
            let cause = bits.trailing_zeros() as usize;
            let Some(sum) = self.sums.get(cause) else {
                return true;
            };
            vehicle.causes[cause] += sum;
            bits &= bits - 1;
        }
        false
    }

    /// What [`leave`](Self::leave) would add to a vehicle's causes, and the cause that holds; the clock stays as it is.
    pub fn read(&self, now: Time, causes: &mut [i64; CAUSES]) -> Cause {
        if self.possible.is_power_of_two() {
            causes[self.current as usize] += now;
            return self.current;
        }
        let mut bits = self.possible & !WATCHED;
        while bits != 0 {
            let cause = bits.trailing_zeros() as usize;
            causes[cause] += self.sums[cause];
            bits &= bits - 1;
        }
        causes[self.current as usize] += now - self.since;
        self.current
    }

    #[inline]
    fn settle(&mut self, now: Time) {
        self.sums[self.current as usize] += now - self.since;
        self.since = now;
    }
}
