//! The floor below every engine: no event list at all.
//!
//! A station that serves first come first served is a transformer of a stream of arrivals into a stream of departures. It
//! keeps when each server becomes free, sorted: the earliest of them serves who comes next (Lindley 1952 for one server,
//! Kiefer and Wolfowitz 1955 for several), and, as nobody who comes later can leave before it, it also is the next
//! departure in the order of time, ready for the station behind.

use std::process::ExitCode;

use peers::{Draws, Model, Tally};

/// A station with `C` servers: its arrivals come in the order of time, and so do its departures.
struct Stage<const C: usize> {
    /// When the servers become free, ascending; infinitely long ago where one has not served yet.
    free: [f64; C],
    /// Mean service time.
    service: f64,
    /// What all who came have spent here.
    spent: f64,
}

impl<const C: usize> Stage<C> {
    fn of(model: Model, station: usize) -> Stage<C> {
        let station = model.stations[station];
        assert_eq!(station.servers, C);
        Stage {
            free: [f64::NEG_INFINITY; C],
            service: station.service,
            spent: 0.0,
        }
    }

    /// Takes an arrival, and returns the departure that the server taken had made before, if it had served already.
    #[inline]
    fn pass(&mut self, arrival: f64, draws: &mut Draws) -> Option<f64> {
        let departure = self.free[0];
        let end = later(departure, arrival) + draws.exponential(self.service);
        // Out goes the first, in goes `end` at its place: without a branch, as the place is a matter of chance.
        for place in 0..C - 1 {
            self.free[place] = later(self.free[place], earlier(self.free[place + 1], end));
        }
        self.free[C - 1] = later(self.free[C - 1], end);
        self.spent += end - arrival;
        (departure > f64::NEG_INFINITY).then_some(departure)
    }
}

/// The earlier of two times: one instruction, as neither is ever undefined.
#[inline]
fn earlier(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

/// The later of two times.
#[inline]
fn later(one: f64, other: f64) -> f64 {
    if one > other { one } else { other }
}

/// One station: every customer's time in the system is known as he comes.
fn single<const C: usize>(model: Model, customers: u64) -> Tally {
    let mut draws = Draws::new(0);
    let mut stage = Stage::<C>::of(model, 0);
    let mut now = 0.0;
    for _ in 0..customers {
        now += draws.exponential(model.interval);
        stage.pass(now, &mut draws);
    }
    Tally {
        count: customers,
        sum: stage.spent,
    }
}

/// The tandem: a departure of one stage is the arrival at the next, and the sum of the times in the system is that over
/// the stages. The ten at most who are between stages at the end are not counted.
fn tandem(model: Model, customers: u64) -> Tally {
    let mut draws = Draws::new(0);
    let mut first = Stage::<1>::of(model, 0);
    let mut second = Stage::<2>::of(model, 1);
    let mut third = Stage::<4>::of(model, 2);
    let mut fourth = Stage::<3>::of(model, 3);
    let mut fifth = Stage::<1>::of(model, 4);
    let mut count = 0;
    let mut now = 0.0;
    for _ in 0..customers {
        now += draws.exponential(model.interval);
        let at_fifth = first
            .pass(now, &mut draws)
            .and_then(|time| second.pass(time, &mut draws))
            .and_then(|time| third.pass(time, &mut draws))
            .and_then(|time| fourth.pass(time, &mut draws));
        if let Some(time) = at_fifth {
            fifth.pass(time, &mut draws);
            count += 1;
        }
    }
    Tally {
        count,
        sum: first.spent + second.spent + third.spent + fourth.spent + fifth.spent,
    }
}

fn simulate(model: Model, customers: u64) -> Tally {
    match model.stations {
        [one] if one.servers == 1 => single::<1>(model, customers),
        [_] => single::<4>(model, customers),
        _ => tandem(model, customers),
    }
}

fn main() -> ExitCode {
    peers::main(simulate)
}
