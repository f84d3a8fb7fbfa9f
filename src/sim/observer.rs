//! What happens, told to whoever listens.
//!
//! The loop tells an observer every change and takes nothing back, so listening cannot change a result. Observers are
//! statically dispatched and compose as tuples; a hook that is not implemented costs nothing.

use crate::des::clock::{Span, Time};
use crate::plan::{Crossing, Plan};

use super::vehicle::Vehicle;

/// How a vehicle left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It came to the end of its route.
    Completed,
    /// It turned back.
    TurnedBack,
}

/// Where a vehicle stands in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a station.
    Station(u32),
    /// In a lane of a holding point.
    Lane(u32),
    /// Before a yard.
    Yard(u32),
}

/// Hooks of the loop. `now` is the instant of the event.
pub trait Observer {
    /// A replication begins.
    #[inline]
    fn begin(&mut self, _plan: &Plan) {}
    /// The instant `plan.ticks[tick]`, before anything else that happens at it.
    #[inline]
    fn tick(&mut self, _now: Time, _tick: usize) {}
    /// A vehicle arrives; those in line at the start arrive when the period begins.
    #[inline]
    fn arrive(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// A vehicle joins a line.
    #[inline]
    fn join(&mut self, _now: Time, _vehicle: &Vehicle, _place: Place) {}
    /// A vehicle leaves a station's line for a server, for the first time or again.
    #[inline]
    fn start(&mut self, _now: Time, _vehicle: &Vehicle, _station: u32, _waited: Span) {}
    /// A service stops short of its end (pause or restart), after this long in service.
    #[inline]
    fn interrupt(&mut self, _now: Time, _vehicle: &Vehicle, _station: u32, _served: Span) {}
    /// A service ends; `served` is the time since it was last started.
    #[inline]
    fn finish(&mut self, _now: Time, _vehicle: &Vehicle, _station: u32, _served: Span) {}
    /// A vehicle begins to travel.
    #[inline]
    fn depart(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// A vehicle has travelled.
    #[inline]
    fn reach(&mut self, _now: Time, _vehicle: &Vehicle, _travelled: Span) {}
    /// A vehicle takes a place in a yard.
    #[inline]
    fn park(&mut self, _now: Time, _vehicle: &Vehicle, _yard: u32, _waited: Span) {}
    /// A vehicle gives back its place in a yard.
    #[inline]
    fn leave_yard(&mut self, _now: Time, _vehicle: &Vehicle, _yard: u32) {}
    /// A vehicle takes an option of a branch.
    #[inline]
    fn choose(&mut self, _now: Time, _vehicle: &Vehicle, _label: u32) {}
    /// A vehicle in line gets a booking for the interval.
    #[inline]
    fn book(&mut self, _now: Time, _vehicle: &Vehicle, _interval: u32) {}
    /// A vehicle passes a holding point. `first` is true the first time it crosses with what it came with.
    #[inline]
    fn pass(
        &mut self,
        _now: Time,
        _vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<Crossing>,
        _first: bool,
        _waited: Span,
    ) {
    }
    /// The goods of a vehicle are released.
    #[inline]
    fn release(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// Several begin to work on a vehicle. What happens to the records that stand for it meanwhile is told as of vehicles with its
    /// identity, at the ops that [`Plan::by_tokens`] names.
    #[inline]
    fn split(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// All of them are done with the vehicle.
    #[inline]
    fn unite(&mut self, _now: Time, _vehicle: &Vehicle, _spent: Span) {}
    /// A vehicle goes to another gate; its kind is the new one, `from` the old.
    #[inline]
    fn transfer(&mut self, _now: Time, _vehicle: &Vehicle, _from: u32) {}
    /// A vehicle leaves.
    #[inline]
    fn leave(&mut self, _now: Time, _vehicle: &Vehicle, _exit: Exit) {}
    /// A vehicle is inside when the period ends; its causes are settled to that instant.
    #[inline]
    fn inside(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// The period ends, after all `inside`.
    #[inline]
    fn end(&mut self, _now: Time) {}
}

impl Observer for () {}

/// Calls both, left first.
macro_rules! both {
    ($($hook:ident($($name:ident: $type:ty),*);)*) => {
        impl<A: Observer, B: Observer> Observer for (A, B) {
            $(#[inline]
            fn $hook(&mut self, $($name: $type),*) {
                self.0.$hook($($name),*);
                self.1.$hook($($name),*);
            })*
        }
    };
}

both! {
    begin(plan: &Plan);
    tick(now: Time, tick: usize);
    arrive(now: Time, vehicle: &Vehicle);
    join(now: Time, vehicle: &Vehicle, place: Place);
    start(now: Time, vehicle: &Vehicle, station: u32, waited: Span);
    interrupt(now: Time, vehicle: &Vehicle, station: u32, served: Span);
    finish(now: Time, vehicle: &Vehicle, station: u32, served: Span);
    depart(now: Time, vehicle: &Vehicle);
    reach(now: Time, vehicle: &Vehicle, travelled: Span);
    park(now: Time, vehicle: &Vehicle, yard: u32, waited: Span);
    leave_yard(now: Time, vehicle: &Vehicle, yard: u32);
    choose(now: Time, vehicle: &Vehicle, label: u32);
    book(now: Time, vehicle: &Vehicle, interval: u32);
    pass(now: Time, vehicle: &Vehicle, lane: u32, crossing: Option<Crossing>, first: bool, waited: Span);
    release(now: Time, vehicle: &Vehicle);
    split(now: Time, vehicle: &Vehicle);
    unite(now: Time, vehicle: &Vehicle, spent: Span);
    transfer(now: Time, vehicle: &Vehicle, from: u32);
    leave(now: Time, vehicle: &Vehicle, exit: Exit);
    inside(now: Time, vehicle: &Vehicle);
    end(now: Time);
}
