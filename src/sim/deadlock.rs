//! Deadlock: vehicles that wait for each other's places, so that none of them will ever move again.
//!
//! A place is given back only when its vehicle moves; a vehicle in line for a yard moves when one of those inside does, a
//! vehicle in line at a station whose servers are all kept by vehicles that wait for a yard, when one of these does. The
//! largest set of yards and stations in which everybody waits for something of the set is found by striking out: begin
//! with all that are full, or kept, throughout, and strike whatever holds a vehicle that waits for something else, until
//! nothing changes. What is left is a deadlock, for ever: a station counts only where every server that it has at any time
//! is kept, so that no shift helps. Drivers are held as places are: a pool counts where all that it ever has are with vehicles that wait. Whoever
//! waits for the others of a batch waits, where all of a party that is missing come by way of certain yards, for these. It is looked for when a vehicle begins to wait that holds something and could close such a
//! set, and so is found at the instant at which it arises. A vehicle whose patience may run out where it stands is part of none: it gives back what it holds.

use crate::des::fifo::Fifo;
use crate::plan::{NONE, Op, Serving};

use super::engine::{Engine, Stop, Work};
use super::vehicle::GONE;

/// What a vehicle holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A place in this yard.
    Yard(u32),
    /// A server of this station.
    Station(u32),
    /// A driver of this pool.
    Pool(u32),
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
    /// The station at which it waits for the others of a batch, who need what the next one holds; [`NONE`] where it needs that itself.
    pub partners: u32,
}

impl Engine<'_> {
    /// A cycle of vehicles that wait for each other, after a replication that stopped with [`Stop::Deadlock`]; empty after
    /// any other.
    pub fn deadlock(&self) -> Vec<Link> {
        let mut cycle: Vec<Link> = Vec::new();
        if self.stop != Some(Stop::Deadlock) {
            return cycle;
        }
        let yard = self.yards.iter().position(|yard| yard.suspect);
        let pool = self.pools.iter().position(|pool| pool.suspect);
        let yard = yard.map(|yard| Held::Yard(yard as u32));
        let mut held = yard.or(pool.map(|pool| Held::Pool(pool as u32)));
        let mut need = 0;
        while let Some(now) = held {
            if let Some(start) = cycle.iter().position(|link| link.held == now) {
                cycle.drain(..start);
                break;
            }
            let Some(vehicle) = self.holder(now, need) else {
                break;
            };
            let wanted = self.wanted(vehicle);
            let record = &self.vehicles[vehicle];
            cycle.push(Link {
                held: now,
                origin: record.origin,
                day: record.day,
                row: record.row,
                partners: wanted.map_or(NONE, |wanted| wanted.1),
            });
            held = wanted.map(|wanted| wanted.0);
            need = self.need_at_station(vehicle);
        }
        cycle
    }

    /// Asks for a look at the end of what is done now.
    pub(super) fn suspect_deadlock(&mut self) {
        self.work.push(Work::Standstill);
    }

    /// Whether all who have a place in the yard of a vehicle, or all who have drivers of one of its pools, stand in line.
    pub(super) fn all_like_it_wait(&self, vehicle: u32) -> bool {
        let yard = self.vehicles[vehicle].yard;
        let yard = self
            .yards
            .get(yard as usize)
            .zip(self.plan.yards.get(yard as usize));
        if yard.is_some_and(|(yard, &capacity)| yard.waiting == capacity) {
            return true;
        }
        self.holds_drivers(vehicle)
            && (0..self.pools.len()).any(|pool| {
                self.held[vehicle as usize] >> pool & 1 == 1 && self.all_drivers_wait(pool)
            })
    }

    /// Whether all drivers that a pool ever has may be with vehicles that stand in line.
    pub(super) fn all_drivers_wait(&self, pool: usize) -> bool {
        let (pool, drivers) = (&self.pools[pool], self.plan.pools[pool].drivers);
        // At stations that serve each alone they are not counted: where one of these is kept, only a look can tell.
        let kept = || {
            let mut stations = self.stations.iter().zip(&self.plan.stations);
            stations.any(|(station, plan)| station.blocked == plan.people())
        };
        drivers > 0 && pool.held == drivers && (pool.waiting == drivers || kept())
    }

    /// A vehicle joins the line of a station some of whose servers are kept.
    pub(super) fn stand_at_kept(&mut self, vehicle: u32, station: u32) {
        let all = self.stations[station as usize].blocked
            == self.plan.stations[station as usize].people();
        if all && self.holds_drivers(vehicle) {
            self.suspect_deadlock();
        }
    }

    /// Stops the replication where vehicles wait for each other's places.
    pub(super) fn look_for_deadlock(&mut self) {
        for (yard, &capacity) in self.yards.iter_mut().zip(&self.plan.yards) {
            yard.suspect = yard.taken == capacity && yard.waiting == capacity;
        }
        for (pool, plan) in self.pools.iter_mut().zip(&self.plan.pools) {
            pool.suspect = plan.drivers > 0 && pool.held == plan.drivers;
        }
        for (station, plan) in self.stations.iter_mut().zip(&self.plan.stations) {
            station.suspect = is_of_one_crew(&plan.serving) && station.blocked == plan.servers;
        }
        while self.strike_out() {}
        let yards = self.yards.iter().any(|yard| yard.suspect);
        if yards || self.pools.iter().any(|pool| pool.suspect) {
            self.stop = Some(Stop::Deadlock);
        }
    }

    /// Strikes out what holds a vehicle that waits for nothing suspect; says whether there was any.
    fn strike_out(&mut self) -> bool {
        self.yards.iter_mut().for_each(|yard| yard.caught = 0);
        self.pools.iter_mut().for_each(|pool| pool.caught = 0);
        for yard in 0..self.yards.len() {
            if self.yards[yard].suspect {
                let line = self.yards[yard].line.clone();
                self.catch(&line);
            }
        }
        for pool in 0..self.pools.len() {
            if self.pools[pool].suspect {
                let line = self.pools[pool].line.clone();
                self.catch(&line);
            }
        }
        for station in 0..self.stations.len() {
            let alone = is_of_one_crew(&self.plan.stations[station].serving);
            if self.stations[station].suspect {
                let paused = self.stations[station].paused.clone();
                self.catch(&paused);
            }
            for line in 0..self.stations[station].lines.len() {
                let stuck = if alone {
                    self.stations[station].suspect
                } else {
                    self.is_stuck(station as u32, line)
                };
                if stuck {
                    let line = self.stations[station].lines[line].clone();
                    self.catch(&line);
                }
            }
        }
        let mut struck = false;
        for yard in self.yards.iter_mut().filter(|yard| yard.suspect) {
            yard.suspect = yard.caught == yard.taken;
            struck |= !yard.suspect;
        }
        for pool in self.pools.iter_mut().filter(|pool| pool.suspect) {
            pool.suspect = pool.caught == pool.held;
            struck |= !pool.suspect;
        }
        for station in 0..self.stations.len() {
            if self.stations[station].suspect && !self.is_kept_for_ever(station as u32, 0) {
                self.stations[station].suspect = false;
                struck = true;
            }
        }
        struck
    }

    /// Counts, for the yards in which they stand and the pools of which they have drivers, the vehicles of a line that does not
    /// move.
    fn catch(&mut self, line: &Fifo) {
        for vehicle in line.iter(&self.vehicles) {
            if self.may_give_up(vehicle) {
                continue;
            }
            let yard = self.vehicles[vehicle].yard;
            if let Some(yard) = self.yards.get_mut(yard as usize) {
                yard.caught += 1;
            }
            let held = self.held.get(vehicle as usize).copied().unwrap_or(0);
            for (index, pool) in self.pools.iter_mut().enumerate() {
                pool.caught += (held >> index & 1) as u32;
            }
        }
    }

    /// Whether a line of a station that serves in batches or by groups of servers never moves again, as far as is suspected.
    fn is_stuck(&self, station: u32, line: usize) -> bool {
        let lines = &self.stations[station as usize].lines;
        let Some(first) = lines.get(line).and_then(Fifo::front) else {
            return false;
        };
        let need = self.need_at_station(first);
        self.missing_party(first).is_some() || self.is_kept_for_ever(station, need)
    }

    /// What a vehicle needs that is at a step of a station whose groups of servers differ.
    fn need_at_station(&self, vehicle: u32) -> u32 {
        let Op::ServeSpecial { station, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
        else {
            return 0;
        };
        match &self.plan.stations[station as usize].serving {
            Serving::ByGroup(groups) => self.need_of(vehicle, groups),
            Serving::Alone | Serving::Together(_) | Serving::InOrder(_) => 0,
        }
    }

    /// Of a vehicle in line for a batch: the yards in which a party must stand that is missing, where all of them are suspect.
    fn missing_party(&self, vehicle: u32) -> Option<&[u32]> {
        let Op::ServeSpecial { station, .. } = self.plan.ops[self.vehicles[vehicle].op as usize]
        else {
            return None;
        };
        let Serving::Together(batch) = &self.plan.stations[station as usize].serving else {
            return None;
        };
        let mut missing = self.missing(vehicle, station, batch);
        let party = missing.find(|&party| {
            let yards = &batch.parties[party].yards;
            !yards.is_empty() && yards.iter().all(|&yard| self.yards[yard as usize].suspect)
        })?;
        Some(&batch.parties[party].yards)
    }

    /// Whether every server of a station who can do what is needed is kept by a vehicle that waits for a suspect yard.
    fn is_kept_for_ever(&self, station: u32, need: u32) -> bool {
        self.stations[station as usize].blocked > 0
            && self
                .able(station, need)
                .all(|server| self.keeper(server).is_some())
    }

    /// The servers of a station who can do what is needed.
    fn able(&self, station: u32, need: u32) -> impl Iterator<Item = u32> + '_ {
        let plan = &self.plan.stations[station as usize];
        let first = self.stations[station as usize].first_server;
        (first..first + plan.people()).filter(move |&server| match &plan.serving {
            Serving::ByGroup(groups) => {
                let (_, group) = self.group_of(server, groups);
                groups.able[need as usize].contains(&(group as u32))
            }
            Serving::Alone | Serving::Together(_) | Serving::InOrder(_) => true,
        })
    }

    /// The vehicle that keeps a server while it waits for a suspect yard.
    fn keeper(&self, server: u32) -> Option<u32> {
        // An idle server still names the last vehicle that it served, which may be of another replication.
        let waits = |&vehicle: &u32| {
            let Some(record) = self.vehicles.records().get(vehicle as usize) else {
                return false;
            };
            let keeps =
                record.clock != GONE && record.server == server && !self.may_give_up(vehicle);
            keeps
                && matches!(
                    self.plan.ops[record.op as usize],
                    Op::Park { yard, .. } if self.yards[yard as usize].suspect
                )
        };
        let station = self.servers[server as usize].station;
        match self.plan.stations[station as usize].serving {
            // Any of its crew may be the last to park.
            Serving::Together(_) => (0..self.vehicles.records().len() as u32).find(waits),
            Serving::Alone | Serving::ByGroup(_) | Serving::InOrder(_) => {
                Some(self.servers[server as usize].vehicle).filter(waits)
            }
        }
    }

    /// What a vehicle in line waits for, and the station at which it waits for others who need it.
    fn wanted(&self, vehicle: u32) -> Option<(Held, u32)> {
        match self.plan.ops[self.vehicles[vehicle].op as usize] {
            Op::Park { yard, .. } => Some((Held::Yard(yard), NONE)),
            Op::Seize { pool, .. } => Some((Held::Pool(pool), NONE)),
            Op::Serve { station, .. } => Some((Held::Station(station), NONE)),
            Op::ServeSpecial { station, .. } => match self.missing_party(vehicle) {
                Some(yards) => yards.first().map(|&yard| (Held::Yard(yard), station)),
                None => Some((Held::Station(station), NONE)),
            },
            _ => None,
        }
    }

    /// The first vehicle that holds something of a deadlock: of a station, a server who can do what is needed.
    fn holder(&self, held: Held, need: u32) -> Option<u32> {
        let records = self.vehicles.records();
        let mut inside =
            (0..records.len() as u32).filter(|&vehicle| records[vehicle as usize].clock != GONE);
        match held {
            Held::Yard(yard) => inside.find(|&vehicle| self.vehicles[vehicle].yard == yard),
            Held::Pool(pool) => inside.find(|&vehicle| {
                let held = self.held.get(vehicle as usize);
                held.is_some_and(|held| held >> pool & 1 == 1)
            }),
            Held::Station(station) => self
                .able(station, need)
                .find_map(|server| self.keeper(server)),
        }
    }
}

/// Whether any server of a station can serve whoever is in line, alone.
fn is_of_one_crew(serving: &Serving) -> bool {
    matches!(serving, Serving::Alone | Serving::InOrder(_))
}
