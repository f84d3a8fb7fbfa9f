//! Laws that hold in every scenario, tried on scenarios made at random.

mod auditor;
mod bridges;
mod censuses;
mod closer;
pub mod generator;
mod most;
mod outages;
mod residents;
pub mod rows;

use bordergate::measures::{Dims, Measures, Row};
use bordergate::plan::Serving;
use bordergate::sim::Engine;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::oracle::visits::Visits;
use crate::worlds::{World, go};
use auditor::Auditor;
use generator::{Draft, Limits, Tape, draft};
use rows::{all, column, named};

const ANY: Limits = Limits {
    gates: 3,
    shared: true,
};
const APART: Limits = Limits {
    gates: 3,
    shared: false,
};

/// The same cases on every run: what was green yesterday is green today.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2022),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..ProptestConfig::default()
    }
}

fn tapes() -> impl Strategy<Value = Vec<u16>> {
    vec(any::<u16>(), 0..400)
}

/// The world of a tape, where `check` accepts it.
fn world(tape: &[u16], limits: Limits) -> Option<(Draft, World)> {
    let draft = draft(&mut Tape::new(tape), limits);
    let world = World::try_new(&draft.text()).ok()?;
    Some((draft, world))
}

proptest! {
    #![proptest_config(cases(256))]

    /// Conservation, causes, servers, places, quotas, calendar: everything that one replication must obey.
    #[test]
    fn a_replication_obeys_the_laws(tape in tapes(), seed: u64) {
        let Some((_, world)) = world(&tape, ANY) else { return Ok(()) };
        let mut observers = (Auditor::new(&world), Measures::new(&world.plan, &world.catalogue));
        let mut engine = Engine::new(&world.plan);
        for replication in 0..2 {
            go(&mut engine, seed, replication, &mut observers);
            let row = observers.1.row(replication);
            stations_add_up(&world, &observers.0, &row);
            yards_add_up(&world, &observers.0, &row);
            bridges::add_up(&world, &observers.0.bridges, &row);
            pools_add_up(&world, &observers.0, &row);
            residents::add_up(&world, &observers.0.residents, &row);
            bulletins_close(&world, &row);
        }
    }

    /// The order of tables in a file has no meaning, and a replication is a function of its seed and index.
    #[test]
    fn only_the_meaning_counts(tape in tapes(), seed: u64, order: u64) {
        let Some((mut draft, world)) = world(&tape, ANY) else { return Ok(()) };
        let mut engine = Engine::new(&world.plan);
        let mut measures = Measures::new(&world.plan, &world.catalogue);
        let mut rows = |replication| {
            go(&mut engine, seed, replication, &mut measures);
            same(&measures.row(replication))
        };
        let (second, first, again) = (rows(1), rows(0), rows(1));
        prop_assert_eq!(&second, &again, "the same engine twice");
        prop_assert_eq!(&first, &same(&world.row(seed, 0)), "a fresh engine");
        prop_assert_eq!(&second, &same(&world.row(seed, 1)), "another order of replications");

        draft.tables.sort_by_key(|table| {
            bordergate::des::keyed::mix(order ^ bordergate::des::keyed::name_hash(table))
        });
        let shuffled = World::new(&draft.text());
        prop_assert_eq!(&first, &same(&shuffled.row(seed, 0)), "another order of tables");
    }

    /// A station that nobody visits has its own rows and changes no other.
    #[test]
    fn an_unused_station_changes_nothing(tape in tapes(), seed: u64) {
        let Some((draft, world)) = world(&tape, ANY) else { return Ok(()) };
        let more = draft.text() + "[station.an-unused-one]\nservers = [{ count = 2 }]\nbasis = { assumed = \"a test\" }\n";
        let more = World::new(&more);
        let unused = more.plan.names.stations.iter().position(|name| name == "an-unused-one").unwrap() as u32;
        let without = named(&more, &more.row(seed, 0), |dims| dims.station != Some(unused));
        prop_assert_eq!(all(&world, &world.row(seed, 0)), without);
    }

    /// Terms of a book that speak of nothing are as if they were not there: a horizon beyond all days, no grace, as many
    /// rebookings as one likes, walk-ins refused.
    #[test]
    fn terms_that_say_nothing_change_nothing(tape in tapes(), seed: u64) {
        let Some((mut draft, world)) = world(&tape, ANY) else { return Ok(()) };
        for table in &mut draft.tables {
            if !table.contains("state = \"appointment\"") {
                continue;
            }
            for (key, term) in [
                ("horizon", "horizon = \"60 d\"\n"),
                ("early", "early = \"0 min\"\n"),
                ("grace", "grace = \"0 min\"\n"),
                ("walk-ins", "walk-ins = \"refused\"\n"),
                ("rebook", "rebook = 1000000\n"),
            ] {
                if !(table.contains(key) || key == "rebook" && table.contains("other-days")) {
                    *table += term;
                }
            }
        }
        let said = World::new(&draft.text());
        prop_assert_eq!(same(&world.row(seed, 0)), same(&said.row(seed, 0)));
    }

    /// What happens at another gate, with which nothing is shared, stays there.
    #[test]
    fn another_gate_keeps_to_itself(tape in tapes(), seed: u64) {
        let Some((mut draft, world)) = world(&tape, APART) else { return Ok(()) };
        if draft.gates < 2 {
            return Ok(());
        }
        for table in &mut draft.tables {
            if table.starts_with("[station.") && table.contains("gate = \"g1\"") {
                *table = table.replace("servers = [", "servers = [{ count = 3, hours = \"always\" }, ");
            }
        }
        draft.tables.push(
            "[source.more]\ngate = \"g1\"\nroute = \"r1-0\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"a\"\n\
             rate = \"90 / day\"\nbasis = { assumed = \"a test\" }\n".to_owned(),
        );
        let busier = World::new(&draft.text());
        let at_first = |dims: &Dims| dims.gate == Some(0);
        prop_assert_eq!(
            named(&world, &world.row(seed, 0), at_first),
            named(&busier, &busier.row(seed, 0), at_first)
        );
    }

    /// At a single line in order of arrival, no vehicle waits longer because there is one more server.
    #[test]
    fn one_more_server_never_hurts(
        seed: u64, servers in 1_u32..5, interval in 1_u32..20, mean in 1_u32..40, cv in 1_u32..30, batch in 1_u32..4,
        night: bool,
    ) {
        let hours = if night { ", hours = \"06:00-21:00\"" } else { "" };
        let waits = |servers: u32| {
            let world = World::new(&format!(
                "[scenario]\ntitle = \"One line\"\nfrom = 2025-03-03\nto = 2025-03-09\nclock = \"UTC\"\n\
                 [class.a]\nname = \"a\"\n[gate.g]\nhours = \"always\"\nbasis = {{ assumed = \"a test\" }}\n\
                 [source.s]\ngate = \"g\"\ndirection = \"export\"\nvehicle = \"chinese\"\nclass = \"a\"\nroute = \"r\"\n\
                 interarrival = {{ gamma = {{ mean = \"{interval} min\", cv = 1.2 }} }}\n\
                 convoy = {{ uniform = [1, {batch}] }}\nbasis = {{ assumed = \"a test\" }}\n\
                 [station.d]\nservers = [{{ count = {servers}{hours} }}]\nbasis = {{ assumed = \"a test\" }}\n\
                 [[route.r]]\nstep = \"desk\"\nserve = {{ station = \"d\", time = {{ lognormal = {{ mean = \"{mean} min\", \
                 cv = {} }} }} }}\nbasis = {{ assumed = \"a test\" }}\n",
                f64::from(cv) / 10.0
            ));
            Visits::of(&world, seed, 0).remove(0)
        };
        let (few, more) = (waits(servers), waits(servers + 1));
        prop_assert_eq!(few.customers.len(), more.customers.len());
        for (few, more) in few.customers.iter().zip(&more.customers) {
            prop_assert!(few.wait.is_none() || more.wait <= few.wait && more.wait.is_some(), "{:?} but {:?}", few, more);
        }
    }
}

/// The world of a tape of its own number, where `check` accepts it.
pub fn generated(index: u64) -> Option<World> {
    world(&tape(index), ANY).map(|(_, world)| world)
}

fn tape(index: u64) -> Vec<u16> {
    let mut stream = bordergate::des::keyed::Key::root(7).child(index).stream();
    let length = stream.next_u64() as usize % 400;
    (0..length).map(|_| stream.next_u64() as u16).collect()
}

/// The generator is worth something only if most of its texts are accepted and all kinds of things happen in them.
#[test]
fn the_generator_reaches_what_the_laws_speak_of() {
    let (mut over, mut aside) = (0, 0);
    let mut preempted = 0;
    let (mut accepted, mut passes, mut bookings, mut transfers, mut blocked) = (0, 0, 0, 0, 0);
    let (mut papers, mut broken, mut refused) = (0, 0, Vec::new());
    let mut consignments = 0;
    let mut appointments = [0; 4];
    let mut gave_up = [0; 7];
    for index in 0..600 {
        let draft = draft(&mut Tape::new(&tape(index)), ANY);
        let world = match World::try_new(&draft.text()) {
            Ok(world) => world,
            Err(problems) => {
                refused.push(problems);
                continue;
            }
        };
        accepted += 1;
        let mut auditor = Auditor::new(&world);
        world.observe(1, 1, &mut auditor);
        passes += auditor.passes;
        preempted += auditor.preempted;
        bookings += auditor.bookings;
        transfers += auditor.transfers;
        for (sum, of_this) in appointments.iter_mut().zip([
            auditor.from_afar,
            auditor.missed,
            auditor.walk_ins,
            auditor.stayed_home,
        ]) {
            *sum += of_this;
        }
        blocked += auditor.blocked;
        for (sum, of_this) in gave_up.iter_mut().zip(auditor.gave_up) {
            *sum += of_this;
        }
        for side in &auditor.bridges.sides {
            over += side.over;
            aside += u32::from(side.stood_aside > 0);
        }
        papers += auditor.papers;
        let pooled = auditor.residents.iter();
        consignments += pooled.map(|books| books.consignments).sum::<i128>();
        broken += auditor.broken.begun;
    }
    assert!(
        accepted > 450,
        "{accepted} of 600 accepted; refused:\n{}",
        refused.join("\n")
    );
    assert!(passes > 1_000, "{passes} passes");
    assert!(preempted > 100, "{preempted} services interrupted");
    assert!(bookings > 300, "{bookings} bookings in line");
    assert!(
        appointments.iter().all(|&count| count > 50),
        "booked from afar, missed, walked in, stayed at home: {appointments:?}"
    );
    assert!(
        gave_up.iter().all(|&count| count > 20),
        "gave up before stations, lanes, yards, bridges, pools, papers, residents: {gave_up:?}"
    );
    assert!(transfers > 10, "{transfers} transfers");
    assert!(blocked > 200, "{blocked} vehicles before a full yard");
    assert!(over > 1_000, "{over} vehicles over bridges");
    assert!(aside > 10, "{aside} bridges that are too weak for somebody");
    assert!(papers > 1_000, "{papers} papers made");
    assert!(consignments > 500, "{consignments} consignments");
    assert!(broken > 1_000, "{broken} outages");
}

/// What a row says, for comparison.
fn same(row: &Row) -> (Vec<i128>, Vec<String>) {
    let histograms = row.histograms.iter().map(|histogram| {
        let quantiles = [0.1, 0.5, 0.9, 0.99].map(|p| histogram.quantile_us(p));
        format!(
            "{} {:?} {quantiles:?}",
            histogram.count(),
            histogram.range_us()
        )
    });
    (row.columns.clone(), histograms.collect())
}

/// Time in line is the integral of the line's length, and time in service that of the busy servers.
fn stations_add_up(world: &World, auditor: &Auditor, row: &Row) {
    for (station, books) in auditor.stations.iter().enumerate() {
        let gate = world.plan.names.station_gates[station];
        let dims = Dims {
            station: Some(station as u32),
            gate: (gate != bordergate::plan::NONE).then_some(gate),
            ..Dims::default()
        };
        let line = column(world, row, "queue-length", "mean", "station", dims);
        assert_eq!(
            line,
            Some(books.waited),
            "time in line at station {station}"
        );
        if let Serving::Together(batch) = &world.plan.stations[station].serving {
            let of = |measure, statistic| {
                column(world, row, measure, statistic, "station", dims).unwrap()
            };
            let (batches, vehicles) = (of("batches", "total"), of("batch-size", "mean"));
            assert!(batches <= vehicles && vehicles <= batches * i128::from(batch.most));
            continue;
        }
        let wall = Dims {
            clock: Some("wall"),
            ..dims
        };
        let busy = column(world, row, "utilization", "mean", "station", wall);
        assert_eq!(
            busy,
            Some(books.served),
            "time in service at station {station}"
        );
    }
}

/// Time with a place is the integral of the places taken, and time in line that of the line's length.
fn yards_add_up(world: &World, auditor: &Auditor, row: &Row) {
    for (yard, places) in auditor.yards.iter().enumerate() {
        let gate = world.plan.names.yard_gates[yard];
        let dims = Dims {
            yard: Some(yard as u32),
            gate: (gate != bordergate::plan::NONE).then_some(gate),
            ..Dims::default()
        };
        let of = |measure, statistic| column(world, row, measure, statistic, "yard", dims);
        assert_eq!(
            of("yard-occupancy", "mean"),
            Some(places.stood),
            "time in yard {yard}"
        );
        assert_eq!(
            of("yard-line", "mean"),
            Some(places.waited),
            "time before yard {yard}"
        );
        assert!(of("yard-occupancy", "max") <= Some(world.plan.yards[yard].into()));
    }
}

/// Time in line is the integral of the line's length, and every driver let go has made a trip.
fn pools_add_up(world: &World, auditor: &Auditor, row: &Row) {
    for (pool, drivers) in auditor.pools.iter().enumerate() {
        let gate = world.plan.names.pool_gates[pool];
        let dims = Dims {
            pool: Some(pool as u32),
            gate: (gate != bordergate::plan::NONE).then_some(gate),
            ..Dims::default()
        };
        let of = |measure, statistic| column(world, row, measure, statistic, "pool", dims);
        assert_eq!(of("driver-line", "mean"), Some(drivers.waited), "{pool}");
        assert_eq!(of("trips", "total"), Some(drivers.trips), "{pool}");
        assert!(of("drivers-busy", "max") <= Some(world.plan.pools[pool].drivers.into()));
    }
}

/// Opening stock + arrivals + transferred in - crossed - turned back - transferred out - left uncrossed = closing stock.
pub fn bulletins_close(world: &World, row: &Row) {
    let ways = world
        .catalogue
        .specs
        .iter()
        .filter(|spec| spec.measure == "opening-stock" && spec.by == "gate-direction");
    for way in ways {
        let total =
            |measure| column(world, row, measure, "total", "gate-direction", way.dims).unwrap();
        let mut stock = total("opening-stock");
        for day in 0..world.plan.days.len() as u32 - 1 {
            let dims = Dims {
                day: Some(day),
                ..way.dims
            };
            let of =
                |measure| column(world, row, measure, "total", "gate-direction-day", dims).unwrap();
            stock += of("vehicles-arrived") + of("vehicles-transferred-in")
                - of("vehicles-crossed")
                - of("vehicles-turned-back")
                - of("vehicles-transferred-out")
                - of("empties-crossed")
                - of("vehicles-left-uncrossed");
            let closing = column(world, row, "stock", "end", "gate-direction-day", dims).unwrap();
            assert_eq!(
                stock, closing,
                "the bulletin of day {day} for {:?}",
                way.dims
            );
        }
        assert_eq!(
            column(world, row, "stock", "end", "gate-direction", way.dims),
            Some(stock)
        );
    }
}

/// Two gates by appointment, each without room, each sending whom it refuses to the other: everybody comes to rest.
#[test]
fn two_full_gates_do_not_send_a_vehicle_to_and_fro() {
    let gate = |name: &str, other: &str| {
        format!(
            "[gate.{name}]\nhours = \"07:00-19:00\"\nbasis = {{ assumed = \"a test\" }}\n\
             [gate.{name}.notice.tet]\nfrom = 2025-03-04\nto = 2025-03-06\nstate = \"appointment\"\nslots = \"1 / day\"\n\
             if-refused = {{ gate = \"{other}\" }}\nbasis = {{ assumed = \"a test\" }}\n\
             [source.{name}]\ngate = \"{name}\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"a\"\nroute = \"out\"\n\
             rate = \"90 / day\"\nbasis = {{ assumed = \"a test\" }}\n"
        )
    };
    let world = World::new(&format!(
        "[scenario]\ntitle = \"Two full gates\"\nfrom = 2025-03-03\nto = 2025-03-07\nclock = \"UTC\"\n[class.a]\nname = \"a\"\n\
         {}{}[[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n",
        gate("east", "west"),
        gate("west", "east")
    ));
    let mut auditor = Auditor::new(&world);
    world.observe(1, 1, &mut auditor);
    assert_eq!(
        auditor.bookings, 6,
        "three days at two gates, one place each"
    );
    assert!(auditor.transfers > 100 && auditor.transfers <= auditor.created);
}
