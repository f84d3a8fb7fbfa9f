//! Residents: consignments pooled from daily allowances.

use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::scenario::money::{Currency, Money};
use bordergate::scenario::units::Quantity as _;
use bordergate::sim::{Observer, Stop};

use super::world::{World, comes, source};

/// A gate at which consignments of large (200,000 CNY) and small (8,000 CNY) value, and others of 60,000, gather residents with an
/// allowance of 8,000 CNY, and leave.
fn pooled(keys: &str, sources: &str, from: &str, to: &str) -> World {
    pooled_with("", keys, sources, from, to)
}

/// The same with further keys of `[scenario]`.
fn pooled_with(scenario: &str, keys: &str, sources: &str, from: &str, to: &str) -> World {
    World::days(
        from,
        to,
        &format!(
            r#"
            {scenario}
            [class]
            large = {{}}
            small = {{}}
            fruit = {{}}
            [gate.bridge]
            hours = "08:00-16:00"
            {sources}
            [residents.dongxing]
            allowance = "8,000 CNY"
            {keys}
            [[route.out]]
            step = "pool"
            gather = {{ residents = "dongxing", value = "60,000 CNY", class = {{ large = "200,000 CNY", small = "8,000 CNY" }} }}
            "#
        ),
    )
}

const TEN: &str = r#"
    persons = "10 / day"
    hours = "08:00-16:00"
    "#;

/// A timetable of one time on one weekday.
fn on(weekday: &str, time: &str) -> String {
    format!(r#"{{ {weekday} = ["{time}"] }}"#)
}

/// 60,000 CNY are 7.5 allowances. The second finds two persons left, and keeps them.
#[test]
fn a_consignment_needs_persons_for_its_whole_value_and_waits_for_their_hours() {
    let world = pooled(
        TEN,
        &comes("fruit", r#"["07:00", "09:00"]"#),
        "2025-03-03",
        "2025-03-03",
    );
    world.runs_as(
        "
        07:00 fruit.1 joins dongxing
        08:00 fruit.1 takes 8 of dongxing
        08:00 fruit.1 has gathered 8
        08:00 fruit.1 leaves; closed-night 1 h
        09:00 fruit.2 joins dongxing
        09:00 fruit.2 takes 2 of dongxing
        Tue 4 Mar
        00:00 fruit.2 is inside; closed-night 8 h, quota-used-up 7 h
        ",
    );
}

/// 25 persons are gathered in three days. The small one would have found its person on Tuesday, and waits its turn.
fn three_days() -> World {
    let sources = [
        comes("large", &on("Mon", "09:00")),
        comes("small", &on("Mon", "10:00")),
    ];
    pooled(TEN, &sources.concat(), "2025-03-03", "2025-03-05")
}

#[test]
fn a_large_consignment_gathers_day_by_day_and_nobody_passes_it() {
    three_days().runs_as(
        "
        09:00 large.1 joins dongxing
        09:00 large.1 takes 10 of dongxing
        10:00 small.1 joins dongxing
        Tue 4 Mar
        08:00 large.1 takes 10 of dongxing
        Wed 5 Mar
        08:00 large.1 takes 5 of dongxing
        08:00 large.1 has gathered 25
        08:00 large.1 leaves; closed-night 1 d 8 h, quota-used-up 15 h
        08:00 small.1 takes 1 of dongxing
        08:00 small.1 has gathered 1
        08:00 small.1 leaves; closed-night 1 d 8 h, quota-used-up 14 h
        ",
    );
}

/// The large one gives up with 10 of its 25 persons, who have traded: the small one finds nobody left, and the first on Tuesday.
#[test]
fn persons_gathered_by_one_who_gives_up_have_traded_for_nothing() {
    let sources = [
        comes("large", &on("Mon", "09:00")),
        comes("small", &on("Mon", "10:00")),
        "[patience.drivers]\nclass = \"large\"\noutside = \"5 h\"\n".to_owned(),
    ];
    let world = pooled(TEN, &sources.concat(), "2025-03-03", "2025-03-05");
    world.runs_as(
        "
        09:00 large.1 joins dongxing
        09:00 large.1 takes 10 of dongxing
        10:00 small.1 joins dongxing
        14:00 large.1 turns back (patience-outside); quota-used-up 5 h
        Tue 4 Mar
        08:00 small.1 takes 1 of dongxing
        08:00 small.1 has gathered 1
        08:00 small.1 leaves; closed-night 16 h, quota-used-up 6 h
        ",
    );
}

/// Measuring begins at noon of Monday, when the persons of Monday have long come: whoever of them trades in the afternoon is in neither
/// number. Of Tuesday's ten, ten trade.
#[test]
fn who_came_before_measuring_began_is_no_share_of_those_who_came() {
    let sources = comes("large", &on("Mon", "13:00"));
    let world = pooled_with(
        "warm-up = \"12 h\"",
        TEN,
        &sources,
        "2025-03-03",
        "2025-03-04",
    );
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let spec = |statistic: &str| {
        let mut specs = catalogue.specs.iter();
        let spec = specs.find(|spec| {
            (spec.measure, spec.statistic, spec.dims.day) == ("residents-used", statistic, None)
        });
        spec.unwrap().estimator
    };
    let Estimator::Ratio { num, den, .. } = spec("share") else {
        panic!("a share is a ratio");
    };
    assert_eq!((row.columns[num], row.columns[den]), (10, 10));
}

/// Nobody trades on Monday: on Tuesday there are ten persons, not twenty.
#[test]
fn what_nobody_uses_on_a_day_is_lost() {
    let world = pooled(
        r#"
        persons = "20 / day"
        hours = "08:00-16:00"
        "#,
        &comes("large", &on("Tue", "09:00")),
        "2025-03-03",
        "2025-03-05",
    );
    world.runs_as(
        "
        Tue 4 Mar
        09:00 large.1 joins dongxing
        09:00 large.1 takes 20 of dongxing
        Wed 5 Mar
        08:00 large.1 takes 5 of dongxing
        08:00 large.1 has gathered 25
        08:00 large.1 leaves; closed-night 16 h, quota-used-up 7 h
        ",
    );
}

/// Saturday and Sunday have no persons, and are no nights.
#[test]
fn on_days_of_rest_nobody_is_there() {
    let world = pooled(
        r#"
        persons = "20 / day"
        hours = "08:00-16:00"
        days = "Mon-Fri"
        "#,
        &comes("large", &on("Fri", "15:00")),
        "2025-03-07",
        "2025-03-10",
    );
    world.runs_as(
        "
        15:00 large.1 joins dongxing
        15:00 large.1 takes 20 of dongxing
        Mon 10 Mar
        08:00 large.1 takes 5 of dongxing
        08:00 large.1 has gathered 25
        08:00 large.1 leaves; closed-holiday 2 d, closed-night 16 h, quota-used-up 1 h
        ",
    );
}

/// Without hours the persons of a day are there from midnight to midnight.
#[test]
fn without_hours_a_new_day_begins_at_midnight() {
    let world = pooled(
        r#"persons = "20 / day""#,
        &comes("large", &on("Mon", "22:00")),
        "2025-03-03",
        "2025-03-04",
    );
    world.runs_as(
        "
        22:00 large.1 joins dongxing
        22:00 large.1 takes 20 of dongxing
        Tue 4 Mar
        00:00 large.1 takes 5 of dongxing
        00:00 large.1 has gathered 25
        00:00 large.1 leaves; quota-used-up 2 h
        ",
    );
}

/// With the hours of their gate residents rest when a notice closes it all day, and come when it opens after a closure of part of a day,
/// which is a night to them as it is to servers. A
/// consignment keeps its place in the yard while it gathers.
#[test]
fn with_the_hours_of_the_gate_they_follow_its_calendar() {
    let fruit = comes("fruit", r#"{ Mon = ["07:30", "09:00"] }"#);
    let world = World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "08:00-16:00"
            [gate.bridge.notice.strike]
            from = 2025-03-04
            to = 2025-03-04
            state = "closed"
            [gate.bridge.notice.morning]
            from = 2025-03-05
            to = 2025-03-05
            state = "closed"
            hours = "08:00-10:00"
            {fruit}
            [yard.square]
            capacity = 1
            [residents.dongxing]
            gate = "bridge"
            persons = "10 / day"
            allowance = "8,000 CNY"
            [[route.out]]
            step = "in"
            park = "square"
            [[route.out]]
            step = "pool"
            gather = {{ residents = "dongxing", value = "120,000 CNY" }}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    );
    world.runs_as(
        "
        07:30 fruit.1 parks in square
        07:30 fruit.1 joins dongxing
        08:00 fruit.1 takes 10 of dongxing
        09:00 fruit.2 joins square
        Wed 5 Mar
        10:00 fruit.1 takes 5 of dongxing
        10:00 fruit.1 has gathered 15
        10:00 fruit.1 crosses to-china
        10:00 fruit.1 leaves square
        10:00 fruit.1 leaves; closed-holiday 1 d, closed-night 18 h 30 min, quota-used-up 8 h
        10:00 fruit.2 parks in square
        10:00 fruit.2 joins dongxing
        10:00 fruit.2 takes 5 of dongxing
        Thu 6 Mar
        00:00 fruit.2 is inside; closed-night 8 h, quota-used-up 6 h, yard-full 2 d 1 h
        ",
    );
}

/// On Monday ten of ten persons trade, on Tuesday ten, on Wednesday five and one.
#[test]
fn persons_are_counted_by_day_and_waits_by_consignment() {
    let world = three_days();
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let of = |measure: &str, statistic: &str, day: Option<u32>| -> f64 {
        let dims = Dims {
            residents: Some(0),
            day,
            ..Dims::default()
        };
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| (spec.measure, spec.statistic, spec.dims) == (measure, statistic, dims));
        match spec.unwrap().estimator {
            Estimator::Mean { column, scale } => row.columns[column] as f64 * scale,
            Estimator::Ratio { num, den, scale } => {
                row.columns[num] as f64 / row.columns[den] as f64 * scale
            }
            _ => panic!("{measure} {statistic}"),
        }
    };
    assert_eq!(of("residents-used", "total", None), 26.0);
    assert_eq!(of("residents-used", "share", None), 26.0 / 30.0);
    for (day, used) in [(0, 10.0), (1, 10.0), (2, 6.0)] {
        assert_eq!(of("residents-used", "total", Some(day)), used);
        assert_eq!(of("residents-used", "share", Some(day)), used / 10.0);
    }
    assert_eq!(of("consignments", "total", None), 2.0);
    assert_eq!(of("consignment-size", "mean", None), 13.0);
    assert_eq!(of("consignment-line", "max", None), 2.0);
    // 47 and 46 hours of vehicles in 72.
    assert!((of("consignment-line", "mean", None) - 93.0 / 72.0).abs() < 1e-12);
    assert_eq!(of("gather-time", "count", None), 2.0);
    assert_eq!(of("gather-time", "mean", None), 46.5 * 3600.0);
    assert_eq!(of("gather-time", "max", None), 47.0 * 3600.0);
}

#[derive(Default)]
struct Came(Vec<u64>);

impl Observer for Came {
    fn come_to_trade(&mut self, _now: i64, _residents: u32, persons: u64) {
        self.0.push(persons);
    }
}

/// How many come is drawn by day and name, whoever trades with them.
#[test]
fn how_many_come_does_not_depend_on_who_trades() {
    let keys = r#"
        persons = { uniform = [50, 150] }
        day-factor = { cv = 0.5 }
        "#;
    let came = |sources: &str| {
        let world = pooled(keys, sources, "2025-03-03", "2025-04-01");
        let mut came = Came::default();
        assert_eq!(world.run(&mut came), Stop::Completed);
        came.0
    };
    let few = came(&comes("small", &on("Mon", "09:00")));
    let many = came(&source("poisson", "large", r#"rate = "20 / day""#));
    assert_eq!(few, many);
    assert_eq!(few.len(), 30);
    assert!(few.iter().any(|&persons| persons != few[0]));
    let mean = few.iter().sum::<u64>() as f64 / 30.0;
    // 100 a day with a standard deviation of about 60: four standard deviations of the mean are 44.
    assert!((56.0..144.0).contains(&mean), "{mean}");
}

#[test]
fn money_is_read_exactly() {
    let read = |text: &str| {
        let money = Money::parse(text).unwrap();
        (money.hundredths(), money.currency)
    };
    assert_eq!(read("8,000 CNY"), (800_000, Currency::Cny));
    assert_eq!(read(" 0.05 CNY "), (5, Currency::Cny));
    assert_eq!(read("1.5 m VND"), (150_000_000, Currency::Vnd));
    assert_eq!(read("0.0015 bn VND"), (150_000_000, Currency::Vnd));
    assert_eq!(
        Money::parse("1.5 m VND").unwrap().to_string(),
        "1,500,000 VND"
    );
    assert_eq!(Money::parse("12.50 CNY").unwrap().to_string(), "12.5 CNY");
    for wrong in [
        "8,000",
        "8,000 EUR",
        "0.001 CNY",
        "-5 CNY",
        "5 m",
        "2 CNY 5",
        "2000000000 m VND",
    ] {
        assert!(Money::parse(wrong).is_err(), "{wrong}");
    }
}
