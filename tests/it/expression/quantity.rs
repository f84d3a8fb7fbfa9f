//! What the words of an expression mean.

use bordergate::measures::Estimator;
use bordergate::measures::quantity::{Better, Expectation, Measure};
use bordergate::scenario::expression::Relation;

use super::{BARE, GATES};
use crate::worlds::{World, shipped};

/// As written, in the canonical spelling, and in which unit.
const MEANT: &[(&str, &str, &str)] = &[
    (
        "waiting-vehicle-hours",
        "waiting-vehicle-hours",
        "vehicle-h",
    ),
    (
        "total(waiting-vehicle-hours, gate = north)",
        "waiting-vehicle-hours(gate = north)",
        "vehicle-h",
    ),
    ("stock", "end(stock)", "vehicle"),
    (
        "max(stock,gate=\"Hải Yên\")",
        "max(stock, gate = hai-yen)",
        "vehicle",
    ),
    (
        "tonnes-crossed(direction = import, gate = Bắc Luân)",
        "tonnes-crossed(gate = north, direction = import)",
        "t",
    ),
    ("time-in-system", "mean(time-in-system)", "s"),
    // Only exports go through Hải Yên: which way need not be said.
    (
        "p95(time-in-system, gate = hai-yen, class = fruit)",
        "p95(time-in-system, gate = hai-yen, direction = export, class = fruit)",
        "s",
    ),
    ("p99.9(time-in-system)", "p99.9(time-in-system)", "s"),
    (
        "count(wait, station = desk)",
        "count(wait, station = desk)",
        "vehicle",
    ),
    ("wait(station = desk)", "mean(wait, station = desk)", "s"),
    (
        "max(yard-occupancy, yard = \"Sân bãi\")",
        "max(yard-occupancy, yard = apron)",
        "vehicle",
    ),
    (
        "max(drivers-busy, pool = \"Tài xế\")",
        "max(drivers-busy, pool = shunters)",
        "driver",
    ),
    // A pool says its gate, and a yard, as a station does.
    (
        "driver-line(gate = hai-yen)",
        "mean(driver-line, pool = shunters)",
        "vehicle",
    ),
    (
        "papers-time(papers = \"Giấy phép\")",
        "mean(papers-time, papers = permit)",
        "s",
    ),
    (
        "papers-renewed(papers = permit)",
        "papers-renewed(papers = permit)",
        "paper",
    ),
    (
        "yard-line(gate = hai-yen)",
        "mean(yard-line, yard = lot)",
        "vehicle",
    ),
    ("bookings", "bookings", "booking"),
    (
        "slots-used(gate = hai-yen, day = 2025-03-07)",
        "slots-used(gate = hai-yen, day = 2025-03-07)",
        "share",
    ),
    (
        "max(bridge-line, bridge = \"Cầu phao\", bound = to-china)",
        "max(bridge-line, bound = to-china, bridge = pontoon)",
        "vehicle",
    ),
    // A bridge says its gate too, but has two lines.
    (
        "bridge-crossings(gate = hai-yen, bound = to-vietnam)",
        "bridge-crossings(bound = to-vietnam, bridge = pontoon)",
        "vehicle",
    ),
    // An agency by its name or by its title.
    (
        "p90(inspection-time, agency = \"Kiểm dịch\")",
        "p90(inspection-time, agency = plant)",
        "s",
    ),
    (
        "share(vehicles-selected, channel = red)",
        "share(vehicles-selected, channel = red)",
        "share",
    ),
    (
        "time-to-release(channel = green)",
        "mean(time-to-release, channel = green)",
        "s",
    ),
    (
        "max(wait, gate = hai-yen)",
        "max(wait, station = booth)",
        "s",
    ),
    (
        "p80(wait, gate = north, station = desk)",
        "p80(wait, station = desk)",
        "s",
    ),
    (
        "utilization(station = desk)",
        "utilization(station = desk, clock = open)",
        "share",
    ),
    (
        "utilization(clock = wall, station = desk)",
        "utilization(station = desk, clock = wall)",
        "share",
    ),
    (
        "drain-date",
        "drain-date(gate = north, direction = export)",
        "date",
    ),
    (
        "first-day-over(gate = north, threshold = 1,000)",
        "first-day-over(gate = north, threshold = 1000)",
        "date",
    ),
    (
        "time-by-cause(cause = closed-night)",
        "time-by-cause(cause = closed-night)",
        "vehicle-h",
    ),
    (
        "time-by-cause(cause = no-slot, gate = hai-yen)",
        "time-by-cause(gate = hai-yen, direction = export, cause = no-slot)",
        "vehicle-h",
    ),
    (
        "stock(gate = hai-yen, day = 2025-03-04)",
        "end(stock, gate = hai-yen, direction = export, day = 2025-03-04)",
        "vehicle",
    ),
    (
        "stock(gate = hai-yen, day = 2025-03-04, hour = 8:00)",
        "level(stock, gate = hai-yen, direction = export, day = 2025-03-04, hour = 08:00)",
        "vehicle",
    ),
    (
        "crossings(gate = north, direction = import, bound = to-vietnam)",
        "crossings(gate = north, direction = import, bound = to-vietnam)",
        "crossing",
    ),
    (
        "vehicles-crossed(gate = hai-yen, vehicle = vietnamese)",
        "vehicles-crossed(gate = hai-yen, direction = export, vehicle = vietnamese)",
        "vehicle",
    ),
    ("persons-crossed", "persons-crossed", "person"),
    (
        "share(time-in-system < 180 min, gate = north)",
        "share(time-in-system < 3 h, gate = north)",
        "share",
    ),
    (
        "share(wait >= 0 s, station = desk)",
        "share(wait >= 0 s, station = desk)",
        "share",
    ),
];

#[test]
fn words_have_one_meaning_and_one_canonical_spelling() {
    let world = World::new(GATES);
    for (text, canonical, unit) in MEANT {
        let quantity = world
            .quantity(text)
            .unwrap_or_else(|m| panic!("{text}: {m:?}"));
        assert_eq!(
            (quantity.text.as_str(), quantity.unit),
            (*canonical, *unit),
            "{text}"
        );
        assert_eq!(world.quantity(canonical), Ok(quantity), "{text}");
    }
}

/// Every row of a report can be asked for by the names in its columns, and is then that row.
#[test]
fn every_row_of_a_catalogue_can_be_asked_for() {
    let [here, tet] = [World::new(GATES), shipped("mong-cai-tet-2022-agreed")];
    for world in [here, tet] {
        let names = &world.plan.names;
        let rows = world.catalogue.specs.iter();
        for spec in rows.filter(|spec| spec.dims.fact.is_none()).step_by(7) {
            let dims = &spec.dims;
            let name = |names: &[String], at: Option<u32>| at.map(|at| names[at as usize].clone());
            let word = |flag: Option<bool>, no: &str, yes: &str| {
                flag.map(|flag| (if flag { yes } else { no }).to_owned())
            };
            let date = |day: u32| {
                world
                    .scenario
                    .period
                    .from
                    .saturating_add(jiff::Span::new().days(day))
            };
            let hour = |at| bordergate::scenario::calendar::clock(at, &world.scenario.clocks.own);
            let given = [
                ("gate", name(&names.gates, dims.gate)),
                ("class", name(&names.classes, dims.class)),
                ("station", name(&names.stations, dims.station)),
                ("channel", name(&names.channels, dims.channel)),
                ("agency", name(&names.agencies, dims.agency)),
                ("direction", word(dims.import, "export", "import")),
                ("bound", word(dims.to_vietnam, "to-china", "to-vietnam")),
                ("vehicle", word(dims.chinese, "vietnamese", "chinese")),
                ("day", dims.day.map(|day| date(day).to_string())),
                (
                    "hour",
                    dims.at.map(|at| hour(at).strftime("%H:%M").to_string()),
                ),
                ("cause", dims.cause.map(|cause| cause.word().to_owned())),
                ("reason", dims.reason.map(|reason| reason.word().to_owned())),
                (
                    "threshold",
                    dims.threshold.map(|threshold| threshold.to_string()),
                ),
                ("clock", dims.clock.map(str::to_owned)),
            ];
            let given = given
                .into_iter()
                .filter_map(|(key, name)| Some(format!(", {key} = '{}'", name?)));
            let text = format!(
                "{}({}{})",
                spec.statistic,
                spec.measure,
                given.collect::<String>()
            );
            let quantity = world
                .quantity(&text)
                .unwrap_or_else(|m| panic!("{text}: {m:?}"));
            assert_eq!(quantity.spec(), *spec, "{text}");
        }
    }
}

#[test]
fn quantiles_and_shares_are_of_the_histogram_of_their_row() {
    let world = World::new(GATES);
    let estimator = |text: &str| world.quantity(text).unwrap().estimator;
    let Estimator::Quantile {
        histogram,
        p,
        scale,
    } = estimator("p95(time-in-system, gate = north)")
    else {
        panic!("a quantile");
    };
    assert_eq!((p, scale), (0.95, 1e-6));
    assert_ne!(
        estimator("p95(time-in-system)"),
        estimator("p95(time-in-system, gate = north)")
    );
    for (statistic, p) in [
        ("p1", 0.01),
        ("p29", 0.29),
        ("p80", 0.8),
        ("p99", 0.99),
        ("p99.9", 0.999),
    ] {
        let text = format!("{statistic}(time-in-system, gate = north)");
        assert_eq!(
            estimator(&text),
            Estimator::Quantile {
                histogram,
                p,
                scale
            },
            "{text}"
        );
    }
    assert_eq!(
        estimator("share(time-in-system <= 1.5 h, gate = north)"),
        Estimator::Share {
            histogram,
            relation: Relation::AtMost,
            limit_us: 5_400_000_000
        }
    );
}

#[test]
fn a_chance_keeps_the_condition_of_a_single_period() {
    let world = World::new(GATES);
    let text = "P( share(time-in-system<3 h) >= 0.95 ) >= 90%";
    let expectation = world.expectation(text).unwrap();
    assert_eq!(
        expectation.to_string(),
        "P(share(time-in-system < 3 h) >= 95 %) >= 90 %"
    );
    assert_eq!(
        world.expectation(&expectation.to_string()),
        Ok(expectation.clone())
    );
    let Expectation::Chance {
        of,
        relation,
        limit,
    } = &expectation
    else {
        panic!("a chance");
    };
    assert_eq!(
        (of.limit, *relation, *limit),
        (0.95, Relation::AtLeast, 0.9)
    );
    assert_eq!(expectation.condition(), of);
    let expected = world.expectation("max(stock) < 400").unwrap();
    assert_eq!(
        expected,
        Expectation::Expected(world.condition("max(stock) < 400").unwrap())
    );
    assert_eq!(expected.to_string(), "max(stock) < 400");
}

#[test]
fn which_way_is_better_is_known() {
    let world = World::new(GATES);
    for (text, better) in [
        ("waiting-vehicle-hours", Better::Lower),
        ("max(stock)", Better::Lower),
        ("p95(time-in-system)", Better::Lower),
        ("wait(station = desk)", Better::Lower),
        ("vehicles-turned-back", Better::Lower),
        ("drain-date", Better::Lower),
        ("time-by-cause(cause = no-slot)", Better::Lower),
        (
            "first-day-over(gate = north, threshold = 100)",
            Better::Higher,
        ),
        ("vehicles-crossed", Better::Higher),
        ("tonnes-crossed", Better::Higher),
        ("crossings", Better::Higher),
        ("declarations-released", Better::Higher),
        ("share(time-in-system < 3 h)", Better::Higher),
        ("share(wait > 3 h, station = desk)", Better::Lower),
        ("service(station = desk)", Better::Neither),
        ("utilization(station = desk)", Better::Neither),
        ("vehicles-arrived", Better::Neither),
        ("count(time-in-system)", Better::Neither),
    ] {
        assert_eq!(world.quantity(text).unwrap().better(), better, "{text}");
    }
    assert_eq!(Better::of("no-such-measure", "mean"), Better::Neither);
    assert_eq!(
        Better::of_share("service", Relation::Below),
        Better::Neither
    );
}

/// Vehicles that are kept from coming, or come to another gate, or gather what residents may trade.
const CHOICES: &str = r#"
[ban.starch]
class = "starch"
from  = 2025-03-05
to    = 2025-03-06
[published.lines]
gates = ["north", "hai-yen"]
at    = ["08:00"]
delay = "1 h"
[diversion.readers]
published = "lines"
class     = "starch"
ahead     = "2 h"
more-than = 5
[source.fewer]
gate      = "hai-yen"
direction = "export"
vehicle   = "vietnamese"
class     = "starch"
route     = "booth"
rate      = "0 / day"
[residents.dongzhong]
gate      = "hai-yen"
allowance = "8,000 CNY"
persons   = "100 / day"
[source.pooled]
gate      = "hai-yen"
direction = "import"
vehicle   = "chinese"
class     = "fruit"
route     = "pooled"
rate      = "1 / day"
[[route.pooled]]
step   = "gather"
gather = { residents = "dongzhong", value = "80,000 CNY" }
[[route.pooled]]
step  = "line"
cross = { bound = "to-vietnam" }
"#;

/// The vocabulary is what catalogues have: no measure without a word, none with another unit.
#[test]
fn the_vocabulary_knows_every_measure_and_its_unit() {
    for world in [
        World::new(GATES),
        World::new(BARE),
        shipped("mong-cai-tet-2022-agreed"),
    ] {
        for spec in world
            .catalogue
            .specs
            .iter()
            .filter(|spec| spec.dims.fact.is_none())
        {
            let measure =
                Measure::named(spec.measure).unwrap_or_else(|| panic!("{}", spec.measure));
            let unit = match (spec.statistic, spec.measure) {
                ("count", "papers-time") => "paper",
                ("count", "persons-time") => "person",
                ("count", _) => "vehicle",
                ("share", _) => "share",
                _ => measure.unit,
            };
            assert_eq!(spec.unit, unit, "{} {}", spec.statistic, spec.measure);
        }
    }
    // Goods that have a value and spoil, an item of costs, a service level, and choices before coming.
    let goods = "{ load = \"20 t\", value = \"3 m VND\", shelf-life = \"3 d\",";
    let priced = GATES.replacen("{ load = \"20 t\",", goods, 1);
    let world = World::new(&format!(
        "{priced}\n[cost.fee]\neach = \"vehicle\"\namount = \"1 VND\"\nbearer = \"owner\"\n[service-level.quick]\nwithin = \"3 h\"\n{CHOICES}"
    ));
    for measure in Measure::ALL {
        for usual in measure.usual {
            let mut specs = world.catalogue.specs.iter();
            assert!(
                specs.any(|spec| spec.measure == measure.name && spec.statistic == *usual),
                "{usual}({})",
                measure.name
            );
        }
    }
}
