//! What happens, told to whoever listens.
//!
//! The loop tells an observer every change and takes nothing back, so listening cannot change a result. Observers are
//! statically dispatched and compose as tuples; a hook that is not implemented costs nothing.

use crate::des::clock::{Span, Time};
use crate::plan::cause::Cause;
use crate::plan::{Crossing, Plan, Reason};

use super::vehicle::Vehicle;

/// How a vehicle left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It came to the end of its route.
    Completed,
    /// It turned back.
    TurnedBack(Reason),
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
    /// Before a bridge: twice the bridge, and one more for vehicles to Vietnam.
    Bridge(u32),
    /// Before a pool of drivers.
    Pool(u32),
    /// Before residents who may trade.
    Residents(u32),
    /// In no line: its papers of this list (an index into `plan.paper_lists`) are not all ready.
    Papers(u32),
}

/// What a vehicle does at the instant of a census.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The cause to which its time goes.
    pub cause: Cause,
    /// The op at which it is; of a vehicle on which several work, that of the first of them who is not done.
    pub op: u32,
    /// Whether it stands in a line there, or waits for papers.
    pub is_waiting: bool,
    /// The yard in which it has a place, or [`NONE`](crate::plan::NONE).
    pub yard: u32,
}

/// Hooks of the loop. `now` is the instant of the event.
pub trait Observer {
    /// A replication begins.
    #[inline]
    fn begin(&mut self, _plan: &Plan) {}
    /// The instant `plan.ticks[tick]`, before anything else that happens at it.
    #[inline]
    fn tick(&mut self, _now: Time, _tick: usize) {}
    /// A vehicle is inside at the instant of a census: `vehicle` is a copy of its record, with causes up to now. All are told before the
    /// [`tick`](Self::tick) of that instant, or, at the end of the period, before the first [`inside`](Self::inside). Nothing changes by it.
    #[inline]
    fn census(&mut self, _now: Time, _vehicle: &Vehicle, _standing: Standing) {}
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
    /// The vehicle whose service has just started shares its server with others, who came to it before.
    #[inline]
    fn share_server(&mut self, _now: Time, _station: u32) {}
    /// All services of a batch of so many vehicles have ended.
    #[inline]
    fn finish_batch(&mut self, _now: Time, _station: u32, _vehicles: u32) {}
    /// A vehicle takes a driver.
    #[inline]
    fn seize(&mut self, _now: Time, _vehicle: &Vehicle, _pool: u32, _waited: Span) {}
    /// A vehicle lets its driver go.
    #[inline]
    fn free(&mut self, _now: Time, _vehicle: &Vehicle, _pool: u32) {}
    /// A driver can take the next vehicle.
    #[inline]
    fn driver_back(&mut self, _now: Time, _pool: u32) {}
    /// An outage (an index into `plan.outages`) begins or ends.
    #[inline]
    fn outage(&mut self, _now: Time, _outage: u32, _on: bool) {}
    /// From now on outages take so many of the servers of a station that its shift provides.
    #[inline]
    fn lose_servers(&mut self, _now: Time, _station: u32, _servers: u32) {}
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
    /// The load limit bars a vehicle in line before a bridge, which stands aside, or bars it no longer.
    #[inline]
    fn bar(&mut self, _now: Time, _vehicle: &Vehicle, _line: u32, _barred: bool) {}
    /// A vehicle that is too heavy for a bridge leaves its line for another step.
    #[inline]
    fn turn_aside(&mut self, _now: Time, _vehicle: &Vehicle, _line: u32, _waited: Span) {}
    /// A vehicle leaves the line before a bridge and drives on.
    #[inline]
    fn drive_on(&mut self, _now: Time, _vehicle: &Vehicle, _line: u32, _waited: Span) {}
    /// A vehicle is over the bridge.
    #[inline]
    fn drive_off(&mut self, _now: Time, _vehicle: &Vehicle, _line: u32, _travelled: Span) {}
    /// So many residents come to trade on a day; those of the day before trade no more.
    #[inline]
    fn come_to_trade(&mut self, _now: Time, _residents: u32, _persons: u64) {}
    /// So many of them trade for the consignment of a vehicle, which may need more.
    #[inline]
    fn take_persons(&mut self, _now: Time, _vehicle: &Vehicle, _residents: u32, _persons: u64) {}
    /// A vehicle has gathered all residents that its consignment needs, so many.
    #[inline]
    fn gather(
        &mut self,
        _now: Time,
        _vehicle: &Vehicle,
        _residents: u32,
        _persons: u64,
        _waited: Span,
    ) {
    }
    /// A vehicle takes an option of a branch.
    #[inline]
    fn choose(&mut self, _now: Time, _vehicle: &Vehicle, _label: u32) {}
    /// A vehicle gets a booking for the interval, in line or before it arrives.
    #[inline]
    fn book(&mut self, _now: Time, _vehicle: &Vehicle, _interval: u32) {}
    /// A vehicle has missed the interval for which it was booked, whether it has arrived or not.
    #[inline]
    fn miss(&mut self, _now: Time, _vehicle: &Vehicle, _interval: u32) {}
    /// A vehicle without a booking takes a place of the interval that is on, and passes.
    #[inline]
    fn walk_in(&mut self, _now: Time, _vehicle: &Vehicle, _interval: u32) {}
    /// A vehicle crosses, and so uses up its place of the interval; `pass` follows.
    #[inline]
    fn redeem(&mut self, _now: Time, _vehicle: &Vehicle, _interval: u32) {}
    /// A vehicle that asked for a booking before it would have arrived does not come.
    #[inline]
    fn stay_home(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// A vehicle that has just come to a gate, still known there as what it came as, sees so many in line before it and will not
    /// join them.
    #[inline]
    fn see(&mut self, _now: Time, _vehicle: &Vehicle, _seen: u32) {}
    /// A vehicle that has not arrived reads how many stand at its gate and at another, and goes there; its kind is the new one,
    /// `from` the old.
    #[inline]
    fn redirect(&mut self, _now: Time, _vehicle: &Vehicle, _from: u32, _read: [u32; 2]) {}
    /// A ban keeps a vehicle inland that would have arrived at its `arrived`; it never comes.
    #[inline]
    fn keep_inland(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// A ban puts off a vehicle that would have arrived at its `arrived`; it comes when the ban is over.
    #[inline]
    fn put_off(&mut self, _now: Time, _vehicle: &Vehicle) {}
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
    /// Papers of a vehicle are begun, for the first time or `again`. `token` is their record, which stands in the lines of stations
    /// and is known by its identity. The vehicle need not have arrived.
    #[inline]
    fn file(
        &mut self,
        _now: Time,
        _vehicle: &Vehicle,
        _papers: u32,
        _token: &Vehicle,
        _again: bool,
    ) {
    }
    /// Papers of a vehicle are ready, this long after they were begun. Not told of a vehicle that has left.
    #[inline]
    fn ready(&mut self, _now: Time, _vehicle: &Vehicle, _papers: u32, _took: Span) {}
    /// A vehicle has all papers of a list and goes on.
    #[inline]
    fn collect(&mut self, _now: Time, _vehicle: &Vehicle, _list: u32) {}
    /// A stay of a vehicle ends, by so much too late.
    #[inline]
    fn overstay(&mut self, _now: Time, _vehicle: &Vehicle, _stay: u32, _over: Span) {}
    /// Several begin to work on a vehicle. What happens to the records that stand for it meanwhile is told as of vehicles with its
    /// identity, at the ops that [`Plan::by_tokens`] names.
    #[inline]
    fn split(&mut self, _now: Time, _vehicle: &Vehicle) {}
    /// All of them are done with the vehicle.
    #[inline]
    fn unite(&mut self, _now: Time, _vehicle: &Vehicle, _spent: Span) {}
    /// A vehicle gives up after so long in the line at a place, or where it waits for papers; `is_aside`: before a bridge, it stood
    /// aside. `transfer` or `leave` follows.
    #[inline]
    fn give_up(
        &mut self,
        _now: Time,
        _vehicle: &Vehicle,
        _place: Place,
        _is_aside: bool,
        _waited: Span,
    ) {
    }
    /// A vehicle goes to another gate; its kind is the new one, `from` the old.
    #[inline]
    fn transfer(&mut self, _now: Time, _vehicle: &Vehicle, _from: u32, _reason: Reason) {}
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

/// Observers made of others: a pair calls both, left first; one that is not there hears nothing.
macro_rules! composed {
    ($($hook:ident($($name:ident: $type:ty),*);)*) => {
        impl<A: Observer, B: Observer> Observer for (A, B) {
            $(#[inline]
            fn $hook(&mut self, $($name: $type),*) {
                self.0.$hook($($name),*);
                self.1.$hook($($name),*);
            })*
        }

        impl<A: Observer> Observer for Option<A> {
            $(#[inline]
            fn $hook(&mut self, $($name: $type),*) {
                if let Some(observer) = self {
                    observer.$hook($($name),*);
                }
            })*
        }
    };
}

composed! {
    begin(plan: &Plan);
    tick(now: Time, tick: usize);
    census(now: Time, vehicle: &Vehicle, standing: Standing);
    arrive(now: Time, vehicle: &Vehicle);
    join(now: Time, vehicle: &Vehicle, place: Place);
    start(now: Time, vehicle: &Vehicle, station: u32, waited: Span);
    interrupt(now: Time, vehicle: &Vehicle, station: u32, served: Span);
    finish(now: Time, vehicle: &Vehicle, station: u32, served: Span);
    share_server(now: Time, station: u32);
    finish_batch(now: Time, station: u32, vehicles: u32);
    seize(now: Time, vehicle: &Vehicle, pool: u32, waited: Span);
    free(now: Time, vehicle: &Vehicle, pool: u32);
    driver_back(now: Time, pool: u32);
    outage(now: Time, outage: u32, on: bool);
    lose_servers(now: Time, station: u32, servers: u32);
    depart(now: Time, vehicle: &Vehicle);
    reach(now: Time, vehicle: &Vehicle, travelled: Span);
    park(now: Time, vehicle: &Vehicle, yard: u32, waited: Span);
    leave_yard(now: Time, vehicle: &Vehicle, yard: u32);
    bar(now: Time, vehicle: &Vehicle, line: u32, barred: bool);
    turn_aside(now: Time, vehicle: &Vehicle, line: u32, waited: Span);
    drive_on(now: Time, vehicle: &Vehicle, line: u32, waited: Span);
    drive_off(now: Time, vehicle: &Vehicle, line: u32, travelled: Span);
    come_to_trade(now: Time, residents: u32, persons: u64);
    take_persons(now: Time, vehicle: &Vehicle, residents: u32, persons: u64);
    gather(now: Time, vehicle: &Vehicle, residents: u32, persons: u64, waited: Span);
    choose(now: Time, vehicle: &Vehicle, label: u32);
    book(now: Time, vehicle: &Vehicle, interval: u32);
    miss(now: Time, vehicle: &Vehicle, interval: u32);
    walk_in(now: Time, vehicle: &Vehicle, interval: u32);
    redeem(now: Time, vehicle: &Vehicle, interval: u32);
    stay_home(now: Time, vehicle: &Vehicle);
    see(now: Time, vehicle: &Vehicle, seen: u32);
    redirect(now: Time, vehicle: &Vehicle, from: u32, read: [u32; 2]);
    keep_inland(now: Time, vehicle: &Vehicle);
    put_off(now: Time, vehicle: &Vehicle);
    pass(now: Time, vehicle: &Vehicle, lane: u32, crossing: Option<Crossing>, first: bool, waited: Span);
    release(now: Time, vehicle: &Vehicle);
    file(now: Time, vehicle: &Vehicle, papers: u32, token: &Vehicle, again: bool);
    ready(now: Time, vehicle: &Vehicle, papers: u32, took: Span);
    collect(now: Time, vehicle: &Vehicle, list: u32);
    overstay(now: Time, vehicle: &Vehicle, stay: u32, over: Span);
    split(now: Time, vehicle: &Vehicle);
    unite(now: Time, vehicle: &Vehicle, spent: Span);
    give_up(now: Time, vehicle: &Vehicle, place: Place, is_aside: bool, waited: Span);
    transfer(now: Time, vehicle: &Vehicle, from: u32, reason: Reason);
    leave(now: Time, vehicle: &Vehicle, exit: Exit);
    inside(now: Time, vehicle: &Vehicle);
    end(now: Time);
}
