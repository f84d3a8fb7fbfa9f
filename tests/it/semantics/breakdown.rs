//! Outages by chance: when they begin and end, in which season, and what is counted.

use bordergate::measures::{Catalogue, Estimator};
use bordergate::sim::Observer;

use super::world::{World, comes};

/// Two days of a booth and a pontoon, hit together every eleven hours for one hour, and what else is said.
fn typhoon(rest: &str) -> World {
    let lorries = comes("fruit", r#"["10:50", "11:30", "22:30"]"#);
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[station.booth]\nservers = [{{ count = 1 }}]\n\
             [bridge.pontoon]\n\
             [outage.typhoon]\nstations = \"booth\"\nbridges = \"pontoon\"\nevery = \"11 h\"\nlasts = \"1 h\"\n{rest}\n\
             [[route.out]]\nstep = \"desk\"\nserve = {{ station = \"booth\", time = \"5 min\" }}\n\
             [[route.out]]\nstep = \"over\"\nbridge = {{ bridge = \"pontoon\", bound = \"to-china\", time = \"10 min\" }}\n"
        ),
    )
}

/// Beginnings and ends of outages as they are told: hours since the start.
#[derive(Default)]
struct Told(i64, Vec<(i64, bool)>);

impl Observer for Told {
    fn begin(&mut self, plan: &bordergate::plan::Plan) {
        self.0 = plan.start;
    }
    fn outage(&mut self, now: i64, _outage: u32, on: bool) {
        self.1.push(((now - self.0) / 3_600_000_000, on));
    }
}

fn told(world: &World) -> Vec<(i64, bool)> {
    let mut told = Told::default();
    world.run(&mut told);
    told.1
}

/// From 11 to 12, 23 to 24 and so on: the time to the next runs from the end of the last.
#[test]
fn the_time_to_the_next_runs_from_the_end_of_the_last() {
    let expected = [
        (11, true),
        (12, false),
        (23, true),
        (24, false),
        (35, true),
        (36, false),
        (47, true),
    ];
    assert_eq!(told(&typhoon("")), expected);
}

/// Only on Tuesday, and counted from its beginning: at 11 and 23 of that day.
#[test]
fn a_season_has_outages_of_its_own() {
    let season = "season = { from = 2025-03-04, to = 2025-03-04 }";
    let expected = [(24 + 11, true), (24 + 12, false), (24 + 23, true)];
    assert_eq!(told(&typhoon(season)), expected);
}

/// One that began within the season ends when it ends; none begins later.
#[test]
fn none_begins_after_the_season() {
    let season = "season = { from = 2025-03-03, to = 2025-03-03 }";
    let world = typhoon(season);
    assert_eq!(
        told(&world),
        [(11, true), (12, false), (23, true), (24, false)]
    );
}

#[test]
fn all_that_is_hit_is_hit_together() {
    typhoon("season = { from = 2025-03-03, to = 2025-03-03 }").runs_as(
        "
        10:50 fruit.1 starts at booth
        10:55 fruit.1 finishes at booth
        10:55 fruit.1 drives onto pontoon
        11:05 fruit.1 is over pontoon
        11:05 fruit.1 leaves; processing 5 min, travelling 10 min
        11:30 fruit.2 joins booth
        12:00 fruit.2 starts at booth
        12:05 fruit.2 finishes at booth
        12:05 fruit.2 drives onto pontoon
        12:15 fruit.2 is over pontoon
        12:15 fruit.2 leaves; processing 5 min, travelling 10 min, outage 30 min
        22:30 fruit.3 starts at booth
        22:35 fruit.3 finishes at booth
        22:35 fruit.3 drives onto pontoon
        22:45 fruit.3 is over pontoon
        22:45 fruit.3 leaves; processing 5 min, travelling 10 min
        Tue 4 Mar
        10:50 fruit.4 starts at booth
        10:55 fruit.4 finishes at booth
        10:55 fruit.4 drives onto pontoon
        11:05 fruit.4 is over pontoon
        11:05 fruit.4 leaves; processing 5 min, travelling 10 min
        11:30 fruit.5 starts at booth
        11:35 fruit.5 finishes at booth
        11:35 fruit.5 drives onto pontoon
        11:45 fruit.5 is over pontoon
        11:45 fruit.5 leaves; processing 5 min, travelling 10 min
        22:30 fruit.6 starts at booth
        22:35 fruit.6 finishes at booth
        22:35 fruit.6 drives onto pontoon
        22:45 fruit.6 is over pontoon
        22:45 fruit.6 leaves; processing 5 min, travelling 10 min
        ",
    );
}

/// The value of a row of one replication in the unit of its column.
fn value(world: &World, measure: &str, by: &str, clock: Option<&str>) -> f64 {
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let spec = catalogue.specs.iter().find(|spec| {
        spec.measure == measure
            && spec.by == by
            && clock.is_none_or(|clock| spec.dims.clock == Some(clock))
    });
    match spec.map(|spec| spec.estimator) {
        Some(Estimator::Mean { column, scale }) => row.columns[column] as f64 * scale,
        Some(Estimator::Ratio { num, den, scale }) => {
            row.columns[num] as f64 / row.columns[den] as f64 * scale
        }
        other => panic!("{measure} by {by}: {other:?}"),
    }
}

/// Four outages begin in 48 hours, of one hour each. The booth has 44 server-hours, of which six lorries take half an hour together.
#[test]
fn outages_are_counted_and_take_server_time() {
    let world = typhoon("");
    for by in ["station", "bridge"] {
        assert_eq!(value(&world, "outages", by, None), 4.0);
        assert!((value(&world, "outage-time", by, None) - 4.0).abs() < 1e-9);
        assert!((value(&world, "availability", by, None) - 44.0 / 48.0).abs() < 1e-12);
    }
    let busy = 0.5;
    assert!((value(&world, "utilization", "station", Some("open")) - busy / 44.0).abs() < 1e-12);
    assert!((value(&world, "utilization", "station", Some("wall")) - busy / 48.0).abs() < 1e-12);
}

/// Outages that overlap are one time out of order, and the first hour, a warm-up, is not counted.
#[test]
fn time_out_of_order_is_counted_once() {
    let lorries = comes("fruit", r#"["10:50"]"#);
    let world = World::monday(&format!(
        "warm-up = \"1 h\"\n[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n\
         [station.booth]\nservers = [{{ count = 2 }}]\n\
         [outage.a]\nstations = \"booth\"\nservers = 1\nfrom = 2025-03-03T00:00:00\nto = 2025-03-03T03:00:00\n\
         [outage.b]\nstations = \"booth\"\nfrom = 2025-03-03T02:00:00\nto = 2025-03-03T05:00:00\n\
         [[route.out]]\nstep = \"desk\"\nserve = {{ station = \"booth\", time = \"23 min\" }}\n"
    ));
    assert_eq!(value(&world, "outages", "station", None), 1.0);
    assert!((value(&world, "outage-time", "station", None) - 4.0).abs() < 1e-9);
    // Of 46 server-hours, a takes 1 before b, and b takes 2 for three hours.
    let busy = 23.0 / 60.0;
    assert!((value(&world, "utilization", "station", Some("open")) - busy / 39.0).abs() < 1e-12);
}

/// What begins by chance does not depend on what else there is: another outage before it in the file, more lorries.
#[test]
fn chance_is_keyed_by_name() {
    let by_chance = |more: &str| {
        let lorries = comes("fruit", r#"["10:50"]"#);
        World::days(
            "2025-03-03",
            "2025-03-30",
            &format!(
                "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[station.booth]\nservers = [{{ count = 1 }}]\n\
                 [outage.scanner]\nstations = \"booth\"\nevery = {{ exponential = \"2 d\" }}\nlasts = {{ exponential = \"3 h\" }}\n{more}\n\
                 [[route.out]]\nstep = \"desk\"\nserve = {{ station = \"booth\", time = \"5 min\" }}\n"
            ),
        )
    };
    struct Scanner(u32, Vec<(i64, bool)>);
    impl Observer for Scanner {
        fn outage(&mut self, now: i64, outage: u32, on: bool) {
            if outage == self.0 {
                self.1.push((now, on));
            }
        }
    }
    let mut alone = Scanner(0, Vec::new());
    by_chance("").run(&mut alone);
    let mut second = Scanner(1, Vec::new());
    let power = "[outage.power]\nstations = \"booth\"\nevery = { exponential = \"1 d\" }\nlasts = \"1 h\"\n\
                 [source.more]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\n\
                 route = \"out\"\nrate = \"50 / day\"\n";
    by_chance(power).run(&mut second);
    assert!(alone.1.len() > 10, "{:?}", alone.1);
    assert_eq!(alone.1, second.1);
}
