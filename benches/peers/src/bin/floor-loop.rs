//! A simulator with nothing in it but the loop: the yardstick for an engine that keeps an event list.
//!
//! One slot of the event list for each unit that can have something coming, the source and each server, whatever stands
//! in line; the list is a winner tree over these slots, in which taking an event and putting the unit's next one is one
//! climb. Lines hold arrival times. Only the mean is kept.

use std::collections::VecDeque;
use std::process::ExitCode;

use peers::{Draws, Model, Tally};

/// Of a unit that has nothing coming.
const NEVER: u64 = u64::MAX;

/// The event list: a winner tree over `LEAVES` units, a power of two. The source is unit 0, the servers follow.
///
/// A key is the time as bits of a positive floating-point number, which compare as the number does, with the lowest four
/// bits replaced by the unit: the least key says who is next, and there are no ties.
struct Events<const LEAVES: usize> {
    /// Below `LEAVES` the winners, from the root at 1; node `n` stands above `2n` and `2n + 1`.
    winners: [u64; LEAVES],
    units: [u64; LEAVES],
}

impl<const LEAVES: usize> Events<LEAVES> {
    fn new() -> Self {
        assert!(LEAVES.is_power_of_two() && LEAVES <= 16);
        Events {
            winners: [NEVER; LEAVES],
            units: [NEVER; LEAVES],
        }
    }

    /// The time and the unit of the next event.
    #[inline]
    fn next(&self) -> (f64, usize) {
        let key = self.winners[1];
        (f64::from_bits(key & !15), (key & 15) as usize)
    }

    /// Replaces what the unit has coming.
    #[inline]
    fn put(&mut self, unit: usize, time: f64) {
        self.climb(unit, (time.to_bits() & !15) | unit as u64);
    }

    /// Takes away what the unit has coming.
    #[inline]
    fn clear(&mut self, unit: usize) {
        self.climb(unit, NEVER);
    }

    #[inline]
    fn climb(&mut self, unit: usize, key: u64) {
        let unit = unit & (LEAVES - 1);
        self.units[unit] = key;
        let mut winner = key.min(self.units[unit ^ 1]);
        let mut node = (LEAVES + unit) / 2;
        while node > 1 {
            self.winners[node] = winner;
            winner = winner.min(self.winners[node ^ 1]);
            node /= 2;
        }
        self.winners[1] = winner;
    }
}

/// A station: its line, and which of its servers are idle.
struct Station {
    line: VecDeque<f64>,
    service: f64,
    idle: Vec<usize>,
}

/// A simulation with so many leaves of its event list.
struct Loop<const LEAVES: usize> {
    events: Events<LEAVES>,
    stations: Vec<Station>,
    /// Of each unit, the station where it serves.
    station: [usize; LEAVES],
    /// Of each unit, when the customer whom it serves came into the system.
    came: [f64; LEAVES],
    draws: Draws,
    tally: Tally,
}

impl<const LEAVES: usize> Loop<LEAVES> {
    fn new(model: Model) -> Self {
        let mut station = [0; LEAVES];
        let mut unit = 1;
        let stations = model.stations.iter().enumerate().map(|(at, of)| {
            let servers = unit..unit + of.servers;
            unit = servers.end;
            station[servers.clone()].fill(at);
            Station {
                line: VecDeque::new(),
                service: of.service,
                idle: servers.rev().collect(),
            }
        });
        Loop {
            events: Events::new(),
            stations: stations.collect(),
            station,
            came: [0.0; LEAVES],
            draws: Draws::new(0),
            tally: Tally::default(),
        }
    }

    /// Until so many have left.
    fn run(mut self, model: Model, customers: u64) -> Tally {
        self.events.put(0, self.draws.exponential(model.interval));
        while self.tally.count < customers {
            let (now, unit) = self.events.next();
            if unit == 0 {
                self.events
                    .put(0, now + self.draws.exponential(model.interval));
                self.join(0, now, now);
            } else {
                self.finish(unit, now);
            }
        }
        self.tally
    }

    /// A customer who came into the system at `came` joins a station.
    #[inline]
    fn join(&mut self, at: usize, came: f64, now: f64) {
        let station = &mut self.stations[at];
        match station.idle.pop() {
            Some(unit) => {
                let service = self.draws.exponential(station.service);
                self.came[unit] = came;
                self.events.put(unit, now + service);
            }
            None => station.line.push_back(came),
        }
    }

    /// A server has finished: it takes the next in line, and its customer goes on.
    #[inline]
    fn finish(&mut self, unit: usize, now: f64) {
        let at = self.station[unit];
        let came = self.came[unit];
        let station = &mut self.stations[at];
        match station.line.pop_front() {
            Some(next) => {
                let service = self.draws.exponential(station.service);
                self.came[unit] = next;
                self.events.put(unit, now + service);
            }
            None => {
                station.idle.push(unit);
                self.events.clear(unit);
            }
        }
        if at + 1 < self.stations.len() {
            self.join(at + 1, came, now);
        } else {
            self.tally.record(now - came);
        }
    }
}

fn simulate(model: Model, customers: u64) -> Tally {
    let servers: usize = model.stations.iter().map(|station| station.servers).sum();
    match 1 + servers {
        0..=2 => Loop::<2>::new(model).run(model, customers),
        3..=8 => Loop::<8>::new(model).run(model, customers),
        _ => Loop::<16>::new(model).run(model, customers),
    }
}

fn main() -> ExitCode {
    peers::main(simulate)
}
