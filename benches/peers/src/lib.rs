//! What every engine here is given, and what it has to say: the three models, the random numbers, the command line and
//! the one mean.
//!
//! All times are minutes. A program takes the name of a model and a number of customers, and prints how many customers
//! left and their mean time in the system: nothing else is observed, by anyone.

use std::cell::Cell;
use std::process::ExitCode;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::{Distribution, Exp1};

/// A queueing model: Poisson arrivals to stations in a row, each with one line, first come first served.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// Mean time between two arrivals, in minutes.
    pub interval: f64,
    /// The stations, in the order in which they are passed.
    pub stations: &'static [Station],
}

/// A station with exponential services.
#[derive(Clone, Copy, Debug)]
pub struct Station {
    /// How many are served at a time.
    pub servers: usize,
    /// Mean service time, in minutes.
    pub service: f64,
}

/// A station with so many servers and that mean service time in minutes.
const fn station(servers: usize, service: f64) -> Station {
    Station { servers, service }
}

/// One server, load 0.75: the mean time in the system is 4 minutes.
pub const M_M_1: Model = Model {
    interval: 1.0 / 0.75,
    stations: &[station(1, 1.0)],
};

/// Four servers, load 0.8.
pub const M_M_4: Model = Model {
    interval: 1.0 / 3.2,
    stations: &[station(4, 1.0)],
};

/// Five stations in a row with 1, 2, 4, 3 and 1 servers, each with load 0.8.
pub const TANDEM: Model = Model {
    interval: 1.0 / 0.8,
    stations: &[
        station(1, 1.0),
        station(2, 2.0),
        station(4, 4.0),
        station(3, 3.0),
        station(1, 1.0),
    ],
};

/// A sequential generator of exponential variates: xoshiro256++ and the ziggurat, the same for every engine in Rust.
#[derive(Debug)]
pub struct Draws(SmallRng);

impl Draws {
    /// The draws of one stream; streams with different numbers are independent.
    pub fn new(stream: u64) -> Draws {
        Draws(SmallRng::seed_from_u64(0x7065_6572 + stream))
    }

    /// An exponential variate with this mean.
    #[inline]
    pub fn exponential(&mut self, mean: f64) -> f64 {
        let unit: f64 = Exp1.sample(&mut self.0);
        unit * mean
    }
}

/// The stream 0, for engines that want to build a component out of nothing.
impl Default for Draws {
    fn default() -> Draws {
        Draws::new(0)
    }
}

/// How many customers left, and the sum of their times in the system in minutes.
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// Customers that left.
    pub count: u64,
    /// The sum of what they spent, in minutes.
    pub sum: f64,
}

impl Tally {
    /// Counts one customer who spent so many minutes.
    #[inline]
    pub fn record(&mut self, minutes: f64) {
        self.count += 1;
        self.sum += minutes;
    }

    /// The same through a shared cell.
    #[inline]
    pub fn record_in(cell: &Cell<Tally>, minutes: f64) {
        let mut tally = cell.get();
        tally.record(minutes);
        cell.set(tally);
    }
}

/// Reads `MODEL CUSTOMERS` from the command line, simulates, and prints the count and the mean. The entry point of every
/// program here.
pub fn main(simulate: fn(Model, u64) -> Tally) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((model, customers)) = read(&arguments) else {
        eprintln!("usage: PROGRAM m-m-1|m-m-4|tandem CUSTOMERS");
        return ExitCode::from(2);
    };
    let tally = simulate(model, customers);
    println!("{} {}", tally.count, tally.sum / tally.count as f64);
    ExitCode::SUCCESS
}

/// The model and the number of customers that these arguments name.
fn read(arguments: &[String]) -> Option<(Model, u64)> {
    let [model, customers] = arguments else {
        return None;
    };
    let model = match model.as_str() {
        "m-m-1" => M_M_1,
        "m-m-4" => M_M_4,
        "tandem" => TANDEM,
        _ => return None,
    };
    Some((model, customers.parse().ok().filter(|&count| count > 0)?))
}
