//! odem-rs 0.4: processes as coroutines over an event calendar.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::process::ExitCode;
use std::task::Waker;

use odem_rs::core::ops::{sleep, waker};
use odem_rs::prelude::{Job, Pool, Sim, Simulator};
use peers::{Draws, Model, Tally};

/// A station: who waits, by when they came into the system, and the servers that sleep.
struct Station {
    line: RefCell<VecDeque<f64>>,
    asleep: RefCell<Vec<Waker>>,
    service: f64,
}

impl Station {
    fn join(&self, came: f64) {
        self.line.borrow_mut().push_back(came);
        let sleeper = self.asleep.borrow_mut().pop();
        if let Some(sleeper) = sleeper {
            sleeper.wake();
        }
    }
}

/// A server of one station: serves who is in line and hands them on; sleeps where nobody is.
async fn server(sim: &Sim<()>, stations: &[Station], tally: &Cell<Tally>, stream: u64) {
    let mut draws = Draws::new(stream);
    let (station, behind) = (&stations[0], stations.get(1));
    loop {
        let next = station.line.borrow_mut().pop_front();
        if let Some(came) = next {
            sim.advance(draws.exponential(station.service)).await;
            match behind {
                Some(behind) => behind.join(came),
                None => Tally::record_in(tally, sim.now() - came),
            }
        } else {
            let me = waker().await;
            station.asleep.borrow_mut().push(me);
            sleep().await;
        }
    }
}

async fn run(sim: &Sim<()>, model: Model, customers: u64) -> Tally {
    let stations: Vec<Station> = model
        .stations
        .iter()
        .map(|station| Station {
            line: RefCell::default(),
            asleep: RefCell::default(),
            service: station.service,
        })
        .collect();
    let tally = Cell::new(Tally::default());
    let servers = pin!(Pool::dynamic().with(Job::new));
    let mut stream = 0;
    for (at, station) in model.stations.iter().enumerate() {
        for _ in 0..station.servers {
            stream += 1;
            servers.activate(sim, server(sim, &stations[at..], &tally, stream));
        }
    }
    let mut draws = Draws::new(0);
    for _ in 0..customers {
        sim.advance(draws.exponential(model.interval)).await;
        stations[0].join(sim.now());
    }
    // The pool of servers goes first, and no reference to any of them may be left then.
    for station in &stations {
        station.asleep.borrow_mut().clear();
    }
    tally.get()
}

fn simulate(model: Model, customers: u64) -> Tally {
    match Simulator::new(()).run(async |sim| run(sim, model, customers).await) {
        Ok(tally) => tally,
        Err(deadlock) => panic!("{deadlock:?}"),
    }
}

fn main() -> ExitCode {
    peers::main(simulate)
}
