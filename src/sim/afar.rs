//! Booking from afar: vehicles that ask for a slot before they come, and come for it.
//!
//! Such a vehicle is made when it asks. Its planned arrival says which appointment days it would meet, in the lane of the
//! first holding point of its route; outside such days it comes as planned. With a slot it arrives when it is ready for
//! it; a slot that it misses before it has arrived is missed here. Until it arrives it stands in one of two heaps: the
//! one of those who are still to act from afar, or, as soon as its arrival is settled, the one of those who come.

use crate::des::clock::{DAY, Time};
use crate::des::keyed::EntityId;
use crate::plan::{IfNone, NONE, Season};

use super::booking::Found;
use super::engine::{Engine, Rank};
use super::observer::Observer;
use super::vehicle::GONE;

/// What bookings remember of a vehicle. An entry speaks of the vehicle that it names: handles are used again.
#[derive(Clone, Copy)]
pub(super) struct Booker {
    id: Option<EntityId>,
    /// How many slots it has missed.
    pub missed: u32,
    /// When it would arrive without a booking.
    planned: Time,
    /// When it arrives although its slot is missed; `Time::MAX` where it does not appear.
    late: Time,
    /// Which season of its first lane it books in.
    season: u32,
}

impl Booker {
    const NEW: Self = Self {
        id: None,
        missed: 0,
        planned: 0,
        late: Time::MAX,
        season: NONE,
    };
}

impl<'p> Engine<'p> {
    /// What bookings remember of a vehicle.
    pub(super) fn booker(&mut self, vehicle: u32) -> &mut Booker {
        let index = vehicle as usize;
        if self.bookers.len() <= index {
            self.bookers.resize(index + 1, Booker::NEW);
        }
        let id = self.vehicles[vehicle].id;
        let booker = &mut self.bookers[index];
        if booker.id != Some(id) {
            *booker = Booker {
                id: Some(id),
                ..Booker::NEW
            };
        }
        booker
    }

    /// An announced vehicle whose source books: it asks, waits until it may ask, or comes as planned.
    #[inline(never)]
    pub(super) fn books_before_coming<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let plan = self.plan;
        let record = &self.vehicles[vehicle];
        let planned = record.arrived;
        let ahead = plan.sources[record.origin as usize]
            .books
            .map_or(0, |books| books.ahead);
        let seasons = self.seasons_ahead(vehicle);
        let met = seasons
            .iter()
            .position(|season| season.opens <= planned && planned < season.until);
        let Some(season) = met else {
            return self.will_come(vehicle, planned, observer);
        };
        let asks = (planned - ahead).max(seasons[season].known);
        let booker = self.booker(vehicle);
        booker.planned = planned;
        booker.season = season as u32;
        if asks > self.now {
            self.acts(vehicle, asks);
        } else {
            self.ask_from_afar(vehicle, observer);
        }
    }

    /// The next who acts from afar misses its slot, or asks.
    #[inline(never)]
    pub(super) fn act_from_afar<O: Observer>(&mut self, observer: &mut O) {
        let Some((_, _, vehicle)) = self.afar.pop() else {
            return;
        };
        self.schedule_afar();
        let record = &self.vehicles[vehicle];
        let interval = record.booking;
        if interval == NONE {
            return self.ask_from_afar(vehicle, observer);
        }
        let lane = self.plan.kinds[record.kind as usize].first_lane;
        self.miss(vehicle, lane, observer);
        let late = self.booker(vehicle).late;
        let end = self.plan.intervals[interval as usize].end;
        if late < Time::MAX {
            self.will_come(vehicle, late, observer);
        } else if end > self.now {
            self.acts(vehicle, end);
        } else {
            self.ask_from_afar(vehicle, observer);
        }
    }

    fn ask_from_afar<O: Observer>(&mut self, vehicle: u32, observer: &mut O) {
        let Booker {
            missed,
            planned,
            season,
            ..
        } = *self.booker(vehicle);
        let Some(season) = self.seasons_ahead(vehicle).get(season as usize) else {
            return self.will_come(vehicle, planned.max(self.now), observer);
        };
        let may_ask = missed <= season.rebook && (missed == 0 || season.other_days);
        let found = if may_ask {
            self.find_interval(season, planned)
        } else {
            Found::None
        };
        match found {
            Found::Interval(interval) => self.come_for(vehicle, season, interval, observer),
            Found::Later | Found::None => self.go_without(vehicle, season, may_ask, observer),
        }
    }

    /// A vehicle has got a slot: it comes for it, comes too late, or does not appear.
    fn come_for<O: Observer>(
        &mut self,
        vehicle: u32,
        season: &Season,
        interval: u32,
        observer: &mut O,
    ) {
        let misses = self.plan.intervals[interval as usize].misses;
        match self.reserve(vehicle, season, interval, observer) {
            Some(ready) if ready <= misses => {
                self.will_come(vehicle, ready.max(self.now), observer)
            }
            ready => {
                self.booker(vehicle).late = ready.unwrap_or(Time::MAX);
                self.acts(vehicle, misses);
            }
        }
    }

    /// A vehicle has got none.
    fn go_without<O: Observer>(
        &mut self,
        vehicle: u32,
        season: &Season,
        may_ask: bool,
        observer: &mut O,
    ) {
        let planned = self.booker(vehicle).planned;
        let record = &mut self.vehicles[vehicle];
        let books = self.plan.sources[record.origin as usize].books;
        match books.map_or(IfNone::Comes, |books| books.if_none) {
            IfNone::Comes => self.will_come(vehicle, planned.max(self.now), observer),
            IfNone::StaysHome => {
                observer.stay_home(self.now, record);
                record.clock = GONE;
                self.vehicles.remove(vehicle);
            }
            IfNone::Later if may_ask && self.now + DAY < season.until => {
                self.acts(vehicle, self.now + DAY);
            }
            IfNone::Later => {
                self.will_come(vehicle, season.until.max(planned).max(self.now), observer)
            }
        }
    }

    /// The seasons of the lane to which a vehicle that has not arrived will come first.
    fn seasons_ahead(&self, vehicle: u32) -> &'p [Season] {
        let plan = self.plan;
        let lane = plan.kinds[self.vehicles[vehicle].kind as usize].first_lane;
        plan.lanes
            .get(lane as usize)
            .map_or(&[], |lane| &lane.seasons)
    }

    /// A vehicle acts from afar then.
    fn acts(&mut self, vehicle: u32, at: Time) {
        let order = self.next_order();
        self.afar.push(at, order, vehicle);
        self.schedule_afar();
    }

    fn schedule_afar(&mut self) {
        match self.afar.peek() {
            Some((at, ..)) => self
                .events
                .schedule(self.slots.afar, at, Rank::Arrival as u8),
            None => self.events.cancel(self.slots.afar),
        }
    }
}
