//! What each vehicle spent within a span, by cause: for the few replications whose vehicles are looked at one by one.
//!
//! It needs a plan of which a [`Question`](crate::plan::Question) has been asked, and reads causes where vehicles arrive, at the censuses at
//! the bounds of the span, and where they leave: the same differences as the sums over all, so they add up to these.

use std::collections::HashMap;

use crate::des::clock::Time;
use crate::des::keyed::EntityId;
use crate::plan::cause::{CAUSES, Cause};
use crate::plan::{CensusPlan, Plan};
use crate::sim::{Exit, Observer, Standing, Vehicle};

/// A vehicle that was inside at some time of the span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Its source or backlog.
    pub origin: u32,
    /// Civil day number on which its source made it.
    pub day: i32,
    /// Its number on that day, as in its name.
    pub number: u64,
    /// What it was last.
    pub kind: u32,
    /// Microseconds by cause within the span.
    pub causes: [i64; CAUSES],
}

impl Spent {
    /// Delay within the span in microseconds.
    pub fn delay(&self) -> i64 {
        let delays = Cause::ALL.into_iter().filter(|cause| cause.is_delay());
        delays.map(|cause| self.causes[cause as usize]).sum()
    }
}

/// The observer of vehicles one by one.
pub struct Spending<'p> {
    plan: &'p Plan,
    census: &'p CensusPlan,
    numbers: HashMap<(u32, i32), u64>,
    /// Those inside, with their causes when the span or their stay began.
    inside: HashMap<EntityId, Spent>,
    found: Vec<Spent>,
    /// Whether the span has begun; it is over where `is_over`.
    has_begun: bool,
    is_over: bool,
}

impl<'p> Spending<'p> {
    /// An observer; `None` for a plan without a question.
    pub fn new(plan: &'p Plan) -> Option<Self> {
        Some(Self {
            plan,
            census: plan.census.as_deref()?,
            numbers: HashMap::new(),
            inside: HashMap::new(),
            found: Vec::new(),
            has_begun: false,
            is_over: false,
        })
    }

    /// Vehicles that the question takes and that were inside at some time of the span, sorted by delay, then as they arrived in the order of
    /// their origins.
    pub fn found(mut self) -> Vec<Spent> {
        self.found
            .sort_by_key(|spent| (spent.delay(), spent.origin, spent.day, spent.number));
        self.found
    }

    fn conclude(&mut self, vehicle: &Vehicle) {
        let Some(mut spent) = self.inside.remove(&vehicle.id) else {
            return;
        };
        // What a vehicle was when the span was on is what counts, but where it went elsewhere: then that is where it is asked for.
        spent.kind = vehicle.kind;
        if self.has_begun && self.census.takes[vehicle.kind as usize] {
            for (own, now) in spent.causes.iter_mut().zip(&vehicle.causes) {
                *own = now - *own;
            }
            spent.causes[Cause::BeforeStart as usize] = 0;
            self.found.push(spent);
        }
    }
}

impl Observer for Spending<'_> {
    fn begin(&mut self, _plan: &Plan) {
        self.numbers.clear();
        self.inside.clear();
        self.found.clear();
        self.has_begun = self.census.from() == self.plan.start;
        self.is_over = false;
    }
    fn arrive(&mut self, _now: Time, vehicle: &Vehicle) {
        let number = self.numbers.entry((vehicle.origin, vehicle.day));
        let number = number.or_insert(0);
        *number += 1;
        if !self.is_over {
            let spent = Spent {
                origin: vehicle.origin,
                day: vehicle.day,
                number: *number,
                kind: vehicle.kind,
                causes: [0; CAUSES],
            };
            self.inside.insert(vehicle.id, spent);
        }
    }
    fn census(&mut self, now: Time, vehicle: &Vehicle, _standing: Standing) {
        if now == self.census.from()
            && let Some(spent) = self.inside.get_mut(&vehicle.id)
        {
            spent.causes = vehicle.causes;
        } else if now == self.census.to() {
            self.conclude(vehicle);
        }
    }
    fn tick(&mut self, now: Time, _tick: usize) {
        self.has_begun |= now == self.census.from();
        if now == self.census.to() {
            self.is_over = true;
            self.inside.clear();
        }
    }
    fn leave(&mut self, _now: Time, vehicle: &Vehicle, _exit: Exit) {
        self.conclude(vehicle);
    }
}
