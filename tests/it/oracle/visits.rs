//! What happened at each station, as its customers saw it.

use std::collections::HashMap;

use bordergate::des::keyed::EntityId;
use bordergate::plan::Plan;
use bordergate::sim::{Observer, Place, Vehicle};

use super::recursions::FOREVER;
use crate::worlds::World;

/// One customer of a station.
#[derive(Clone, Copy, Debug)]
pub struct Customer {
    /// When it joined the line.
    pub came: i64,
    /// Its class.
    pub class: u32,
    /// How long its service took; [`FOREVER`] where the period ended first.
    pub service: i64,
    /// How long it waited, where it was served.
    pub wait: Option<i64>,
    /// How long it waited, where it gave up.
    pub gave_up: Option<i64>,
}

/// The customers of a station in the order in which they joined its line.
#[derive(Default)]
pub struct Visits {
    pub customers: Vec<Customer>,
    pub end: i64,
    index: HashMap<EntityId, usize>,
}

impl Visits {
    /// The visits of one replication, for each station.
    pub fn of(world: &World, seed: u64, replication: u64) -> Vec<Visits> {
        let mut book = Book::default();
        world.observe(seed, replication, &mut book);
        book.stations
    }
}

#[derive(Default)]
struct Book {
    stations: Vec<Visits>,
}

impl Observer for Book {
    fn begin(&mut self, plan: &Plan) {
        self.stations = plan
            .stations
            .iter()
            .map(|_| Visits {
                end: plan.end,
                ..Visits::default()
            })
            .collect();
    }
    fn join(&mut self, now: i64, vehicle: &Vehicle, place: Place) {
        let Place::Station(station) = place else {
            return;
        };
        let visits = &mut self.stations[station as usize];
        let known = visits.index.insert(vehicle.id, visits.customers.len());
        assert_eq!(
            known, None,
            "every customer comes once, under a name of its own"
        );
        visits.customers.push(Customer {
            came: now,
            class: vehicle.kind,
            service: FOREVER,
            wait: None,
            gave_up: None,
        });
    }
    fn start(&mut self, now: i64, vehicle: &Vehicle, station: u32, waited: i64) {
        let visits = &mut self.stations[station as usize];
        let customer = &mut visits.customers[visits.index[&vehicle.id]];
        assert_eq!(waited, now - customer.came);
        customer.wait = Some(waited);
    }
    fn give_up(&mut self, now: i64, vehicle: &Vehicle, place: Place, _aside: bool, waited: i64) {
        let Place::Station(station) = place else {
            return;
        };
        let visits = &mut self.stations[station as usize];
        let customer = &mut visits.customers[visits.index[&vehicle.id]];
        assert_eq!((customer.wait, waited), (None, now - customer.came));
        customer.gave_up = Some(waited);
    }
    fn finish(&mut self, now: i64, vehicle: &Vehicle, station: u32, served: i64) {
        let visits = &mut self.stations[station as usize];
        let customer = &mut visits.customers[visits.index[&vehicle.id]];
        assert_eq!(now, customer.came + customer.wait.unwrap() + served);
        customer.service = served;
    }
}
