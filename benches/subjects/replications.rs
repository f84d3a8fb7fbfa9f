//! The loop: whole replications, bare, observing a mean, and with the standard observations.
//!
//! What is counted are *events*: a vehicle arrives, passes a holding point, gives up, or ends a service, a drive or the way over a bridge. So a
//! customer of a single server is two events, and one of five stations in a row six. Changes of calendars, shifts and quotas come on top and
//! are not counted, as no observer is told of them.

use std::sync::atomic::AtomicBool;

use bordergate::des::clock::{Span, Time};
use bordergate::measures::Measures;
use bordergate::plan::Crossing;
use bordergate::sim::{Engine, Observer, Place, Stop, Vehicle};

use super::{Model, Subject, Work};

const TO: &str = "scenario.to=2001-02-01";
/// Models, and how many replications are done at a time: enough to be measured.
const MODELS: [(Model, u64); 5] = [
    (
        Model {
            name: "m-m-1",
            file: "theory/m-m-1-rho-08.toml",
            set: &["source.customers.rate=45 / h", TO],
        },
        1,
    ),
    (
        Model {
            name: "m-m-4",
            file: "theory/m-m-1-rho-08.toml",
            set: &[
                "source.customers.rate=192 / h",
                "station.server.servers=[{ count = 4 }]",
                "scenario.to=2001-01-10",
            ],
        },
        1,
    ),
    (
        Model {
            name: "tandem",
            file: "theory/tandem-five-stations.toml",
            set: &[TO],
        },
        1,
    ),
    (
        Model {
            name: "mong-cai-tet-2022",
            file: "mong-cai-tet-2022-agreed.toml",
            set: &[],
        },
        4,
    ),
    (
        Model {
            name: "three-gates-month",
            file: "three-gates-month.toml",
            set: &[],
        },
        1,
    ),
];

/// What is observed.
#[derive(Clone, Copy)]
enum Observed {
    Nothing,
    Mean,
    All,
}

pub fn subjects() -> Vec<Subject> {
    let groups = [
        ("bare", Observed::Nothing),
        ("mean", Observed::Mean),
        ("observed", Observed::All),
    ];
    let cases = MODELS.into_iter().flat_map(|(model, replications)| {
        groups.map(|(group, observed)| Subject {
            group,
            case: model.name.to_owned(),
            unit: "events",
            prepare: Box::new(move || work(model, replications, observed)),
        })
    });
    cases.collect()
}

fn work(model: Model, replications: u64, observed: Observed) -> Work {
    let world = model.world();
    let mut engine = Engine::new(&world.plan);
    let mut events = Events(0);
    replicate(replications, |index, go| {
        engine.run(1, index, &mut events, go)
    });
    let amount = events.0;
    let catalogue = match observed {
        Observed::Nothing => {
            let mut run = move |index, go: &_| engine.run(1, index, &mut (), go);
            let once = Box::new(move || replicate(replications, &mut run));
            return Work { amount, once };
        }
        Observed::Mean => world.choosing("mean(time-in-system)"),
        Observed::All => &world.catalogue,
    };
    let mut measures = Measures::new(&world.plan, catalogue);
    let mut run = move |index, go: &_| measures.run(&mut engine, 1, index, go);
    let once = Box::new(move || replicate(replications, &mut run));
    Work { amount, once }
}

/// The first replications, the same each time, and how many of them were completed.
fn replicate(replications: u64, mut run: impl FnMut(u64, &AtomicBool) -> Stop) -> u64 {
    let keep_going = AtomicBool::new(true);
    (0..replications)
        .map(|index| run(index, &keep_going))
        .filter(|stop| *stop == Stop::Completed)
        .count() as u64
}

/// Counts events.
struct Events(u64);

impl Observer for Events {
    fn arrive(&mut self, _: Time, _: &Vehicle) {
        self.0 += 1;
    }
    fn finish(&mut self, _: Time, _: &Vehicle, _: u32, _: Span) {
        self.0 += 1;
    }
    fn reach(&mut self, _: Time, _: &Vehicle, _: Span) {
        self.0 += 1;
    }
    fn drive_off(&mut self, _: Time, _: &Vehicle, _: u32, _: Span) {
        self.0 += 1;
    }
    fn pass(&mut self, _: Time, _: &Vehicle, _: u32, _: Option<Crossing>, _: bool, _: Span) {
        self.0 += 1;
    }
    fn give_up(&mut self, _: Time, _: &Vehicle, _: Place, _: bool, _: Span) {
        self.0 += 1;
    }
}
