//! simrs 0.2: boxed events to components, from a heap.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use peers::{Draws, Model, Tally};
use simrs::{Component, ComponentId, Execute, Executor, Scheduler, Simulation, State};

/// What happens.
#[derive(Debug)]
enum Event {
    /// A customer comes.
    Arrive,
    /// A service ends.
    Finish {
        /// The station.
        at: u32,
        /// When that customer came into the system.
        came: Duration,
    },
}

struct Station {
    line: VecDeque<Duration>,
    free: usize,
    service: f64,
}

/// The whole model is one component, with its state inside: fewer events and no look-ups in the engine's store.
struct Network {
    inside: RefCell<Inside>,
    tally: Rc<Cell<Tally>>,
}

struct Inside {
    stations: Vec<Station>,
    interval: f64,
    coming: u64,
    draws: Draws,
}

/// The engine's time of one minute: a second.
fn minutes(minutes: f64) -> Duration {
    Duration::from_nanos((minutes * 1e9) as u64)
}

impl Inside {
    fn join(&mut self, at: u32, came: Duration, me: ComponentId<Event>, scheduler: &mut Scheduler) {
        let station = &mut self.stations[at as usize];
        if station.free > 0 {
            station.free -= 1;
            self.serve(at, came, me, scheduler);
        } else {
            station.line.push_back(came);
        }
    }

    fn serve(
        &mut self,
        at: u32,
        came: Duration,
        me: ComponentId<Event>,
        scheduler: &mut Scheduler,
    ) {
        let service = self.draws.exponential(self.stations[at as usize].service);
        scheduler.schedule(minutes(service), me, Event::Finish { at, came });
    }
}

impl Component for Network {
    type Event = Event;

    fn process_event(
        &self,
        me: ComponentId<Event>,
        event: &Event,
        scheduler: &mut Scheduler,
        _: &mut State,
    ) {
        let inside = &mut *self.inside.borrow_mut();
        match *event {
            Event::Arrive => {
                inside.join(0, scheduler.time(), me, scheduler);
                inside.coming -= 1;
                if inside.coming > 0 {
                    let interval = inside.draws.exponential(inside.interval);
                    scheduler.schedule(minutes(interval), me, Event::Arrive);
                }
            }
            Event::Finish { at, came } => {
                let station = &mut inside.stations[at as usize];
                match station.line.pop_front() {
                    Some(next) => inside.serve(at, next, me, scheduler),
                    None => station.free += 1,
                }
                if (at as usize) + 1 < inside.stations.len() {
                    inside.join(at + 1, came, me, scheduler);
                } else {
                    let spent = (scheduler.time() - came).as_secs_f64();
                    Tally::record_in(&self.tally, spent);
                }
            }
        }
    }
}

fn simulate(model: Model, customers: u64) -> Tally {
    let tally = Rc::new(Cell::new(Tally::default()));
    let stations = model.stations.iter().map(|station| Station {
        line: VecDeque::new(),
        free: station.servers,
        service: station.service,
    });
    let mut simulation = Simulation::default();
    let network = simulation.add_component(Network {
        inside: RefCell::new(Inside {
            stations: stations.collect(),
            interval: model.interval,
            coming: customers,
            draws: Draws::new(0),
        }),
        tally: Rc::clone(&tally),
    });
    simulation.schedule(Duration::ZERO, network, Event::Arrive);
    Executor::unbound().execute(&mut simulation);
    tally.get()
}

fn main() -> ExitCode {
    peers::main(simulate)
}
