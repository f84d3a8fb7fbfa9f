//! Deadlock: vehicles that wait for each other's places, so that none of them will ever move again.
//!
//! A place is given back only when its vehicle moves; a vehicle in line for a yard moves when one of those inside does, a
//! vehicle in line at a station whose servers are all kept by vehicles that wait for a yard, when one of these does. The
//! largest set of yards and stations in which everybody waits for something of the set is found by striking out: begin
//! with all that are full, or kept, throughout, and strike whatever holds a vehicle that waits for something else, until
//! nothing changes. What is left is a deadlock, for ever: a station counts only where every server that it has at any time
//! is kept, so that no shift helps. It is looked for when a vehicle begins to wait that holds something and could close such a
//! set, and so is found at the instant at which it arises.

use crate::des::fifo::Fifo;
use crate::plan::Op;

use super::engine::{Engine, Stop, Work};
use super::vehicle::{GONE, Vehicle};

/// What a vehicle holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A place in this yard.
    Yard(u32),
    /// A server of this station.
    Station(u32),
}

/// One vehicle of a deadlock. It waits for what the next one holds, the last for what the first holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it holds.
    pub held: Held,
    /// Its source or backlog (index into `names.origins`).
    pub origin: u32,
    /// Civil day number on which its source made it; 0 for backlogs.
    pub day: i32,
    /// Its number on that day, from 0.
    pub row: u32,
}

impl Engine<'_> {
    /// A cycle of vehicles that wait for each other, after a replication that stopped with [`Stop::Deadlock`]; empty after
    /// any other.
    pub fn deadlock(&self) -> Vec<Link> {
        let mut cycle: Vec<Link> = Vec::new();
        if self.stop != Some(Stop::Deadlock) {
            return cycle;
        }
        let first = self.yards.iter().position(|yard| yard.suspect);
        let mut held = first.map(|yard| Held::Yard(yard as u32));
        while let Some(now) = held {
            if let Some(start) = cycle.iter().position(|link| link.held == now) {
                cycle.drain(..start);
                break;
            }
            let Some(vehicle) = self.holder(now) else {
                break;
            };
            cycle.push(Link {
                held: now,
                origin: vehicle.origin,
                day: vehicle.day,
                row: vehicle.row,
            });
            held = self.wanted(vehicle);
        }
        cycle
    }

    /// Asks for a look at the end of what is done now.
    pub(super) fn suspect_deadlock(&mut self) {
        self.work.push(Work::Standstill);
    }

    /// Stops the replication where vehicles wait for each other's places.
    pub(super) fn look_for_deadlock(&mut self) {
        for (yard, &capacity) in self.yards.iter_mut().zip(&self.plan.yards) {
            yard.suspect = yard.taken == capacity && yard.waiting == capacity;
        }
        for (station, plan) in self.stations.iter_mut().zip(&self.plan.stations) {
            station.suspect = station.blocked == plan.servers;
        }
        while self.strike_out() {}
        if self.yards.iter().any(|yard| yard.suspect) {
            self.stop = Some(Stop::Deadlock);
        }
    }

    /// Strikes out what holds a vehicle that waits for nothing suspect; says whether there was any.
    fn strike_out(&mut self) -> bool {
        self.yards.iter_mut().for_each(|yard| yard.caught = 0);
        for yard in 0..self.yards.len() {
            if self.yards[yard].suspect {
                let line = self.yards[yard].line.clone();
                self.catch(&line);
            }
        }
        for station in 0..self.stations.len() {
            if self.stations[station].suspect {
                let paused = self.stations[station].paused.clone();
                self.catch(&paused);
                for level in 0..self.stations[station].lines.len() {
                    let line = self.stations[station].lines[level].clone();
                    self.catch(&line);
                }
            }
        }
        let mut struck = false;
        for yard in self.yards.iter_mut().filter(|yard| yard.suspect) {
            yard.suspect = yard.caught == yard.taken;
            struck |= !yard.suspect;
        }
        for station in 0..self.stations.len() {
            if self.stations[station].suspect && !self.is_kept_for_ever(station) {
                self.stations[station].suspect = false;
                struck = true;
            }
        }
        struck
    }

    /// Counts, for the yards in which they stand, the vehicles of a line that does not move.
    fn catch(&mut self, line: &Fifo) {
        for vehicle in line.iter(&self.vehicles) {
            let yard = self.vehicles[vehicle].yard;
            if let Some(yard) = self.yards.get_mut(yard as usize) {
                yard.caught += 1;
            }
        }
    }

    /// Whether every server of a station is kept by a vehicle that waits for a suspect yard.
    fn is_kept_for_ever(&self, station: usize) -> bool {
        let first = self.stations[station].first_server as usize;
        let servers = first..first + self.plan.stations[station].servers as usize;
        self.servers[servers].iter().all(|server| {
            let wanted = self.wanted(&self.vehicles[server.vehicle]);
            matches!(wanted, Some(Held::Yard(yard)) if self.yards[yard as usize].suspect)
        })
    }

    /// What a vehicle in line waits for.
    fn wanted(&self, vehicle: &Vehicle) -> Option<Held> {
        match self.plan.ops[vehicle.op as usize] {
            Op::Park { yard, .. } => Some(Held::Yard(yard)),
            Op::Serve { station, .. } => Some(Held::Station(station)),
            _ => None,
        }
    }

    /// The first vehicle that holds something of a deadlock.
    fn holder(&self, held: Held) -> Option<&Vehicle> {
        match held {
            Held::Yard(yard) => {
                let mut inside = self.vehicles.records().iter();
                inside.find(|vehicle| vehicle.clock != GONE && vehicle.yard == yard)
            }
            Held::Station(station) => {
                let first = self.stations[station as usize].first_server;
                Some(&self.vehicles[self.servers[first as usize].vehicle])
            }
        }
    }
}
