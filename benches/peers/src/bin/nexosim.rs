//! NexoSim 1.0: components that send each other messages and schedule their own events, on one thread.

use std::collections::VecDeque;
use std::process::ExitCode;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_slot};
use nexosim::simulation::{Address, Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use peers::{Draws, Tally};
use serde::{Deserialize, Serialize};

/// When a customer came into the system, in nanoseconds of the engine's time: one second of it is a minute.
type Came = i64;

/// What is `minutes` away, in the engine's time: at least a nanosecond, as events lie in the future.
fn away(minutes: f64) -> Duration {
    Duration::from_nanos(((minutes * 1e9) as u64).max(1))
}

fn nanoseconds(time: MonotonicTime) -> i64 {
    time.as_secs() * 1_000_000_000 + i64::from(time.subsec_nanos())
}

#[derive(Serialize, Deserialize)]
struct Source {
    customer: Output<Came>,
    interval: f64,
    coming: u64,
    #[serde(skip)]
    draws: Draws,
}

#[Model]
impl Source {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.next(cx);
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), cx: &Context<Self>) {
        self.coming -= 1;
        if self.coming > 0 {
            self.next(cx);
        }
        self.customer.send(nanoseconds(cx.time())).await;
    }

    fn next(&mut self, cx: &Context<Self>) {
        let interval = away(self.draws.exponential(self.interval));
        let arrive = schedulable!(Self::arrive);
        cx.schedule_event(interval, arrive, ())
            .expect("it is in the future");
    }
}

#[derive(Serialize, Deserialize)]
struct Station {
    onward: Output<Came>,
    result: Output<Tally>,
    last: bool,
    customers: u64,
    tally: Tally,
    line: VecDeque<Came>,
    free: usize,
    service: f64,
    #[serde(skip)]
    draws: Draws,
}

#[Model]
impl Station {
    async fn join(&mut self, came: Came, cx: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            self.serve(came, cx);
        } else {
            self.line.push_back(came);
        }
    }

    #[nexosim(schedulable)]
    async fn finish(&mut self, came: Came, cx: &Context<Self>) {
        match self.line.pop_front() {
            Some(next) => self.serve(next, cx),
            None => self.free += 1,
        }
        if !self.last {
            self.onward.send(came).await;
            return;
        }
        self.tally
            .record((nanoseconds(cx.time()) - came) as f64 * 1e-9);
        if self.tally.count == self.customers {
            self.result.send(self.tally).await;
        }
    }

    fn serve(&mut self, came: Came, cx: &Context<Self>) {
        let service = away(self.draws.exponential(self.service));
        let finish = schedulable!(Self::finish);
        cx.schedule_event(service, finish, came)
            .expect("it is in the future");
    }
}

fn simulate(model: peers::Model, customers: u64) -> Tally {
    let mut source = Source {
        customer: Output::default(),
        interval: model.interval,
        coming: customers,
        draws: Draws::new(0),
    };
    let (sink, mut result) = event_slot(SinkState::Enabled);
    let mut bench = SimInit::with_num_threads(1);
    // From the last station to the first, as each is told where its customers go.
    let mut behind: Option<Address<Station>> = None;
    for (at, of) in model.stations.iter().enumerate().rev() {
        let mut station = Station {
            onward: Output::default(),
            result: Output::default(),
            last: behind.is_none(),
            customers,
            tally: Tally::default(),
            line: VecDeque::new(),
            free: of.servers,
            service: of.service,
            draws: Draws::new(1 + at as u64),
        };
        match &behind {
            Some(behind) => station.onward.connect(Station::join, behind),
            None => station.result.connect_sink(sink.clone()),
        }
        let mailbox = Mailbox::new();
        behind = Some(mailbox.address());
        bench = bench.add_model(station, mailbox, &format!("station {at}"));
    }
    if let Some(first) = behind {
        source.customer.connect(Station::join, first);
    }
    let mut simulation = bench
        .add_model(source, Mailbox::new(), "source")
        .init(MonotonicTime::EPOCH)
        .expect("the models are connected");
    simulation.run().expect("nobody halts it");
    result.try_read().expect("all have left")
}

fn main() -> ExitCode {
    peers::main(simulate)
}
