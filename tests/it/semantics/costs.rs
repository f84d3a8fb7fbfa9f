//! Costs: what is paid for what happens, to the đồng.

use bordergate::measures::quantity::Resolver;
use bordergate::measures::{Catalogue, Estimator};
use bordergate::scenario::expression::Expression;

use super::world::{World, comes, source};

/// What a quantity comes to in a world, in whole units of its column.
pub fn comes_to(world: &World, quantity: &str) -> i128 {
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let resolver = Resolver::new(&world.scenario, &world.plan, &catalogue);
    let quantity = resolver
        .quantity(&Expression::parse(quantity).unwrap())
        .unwrap();
    match quantity.estimator {
        Estimator::Mean { column, .. } => world.row(&catalogue, 1).columns[column],
        other => panic!("{other:?}"),
    }
}

/// Numerator and denominator of a quantity that is a ratio.
fn ratio(world: &World, quantity: &str) -> (i128, i128) {
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let resolver = Resolver::new(&world.scenario, &world.plan, &catalogue);
    let quantity = resolver
        .quantity(&Expression::parse(quantity).unwrap())
        .unwrap();
    let Estimator::Ratio { num, den, .. } = quantity.estimator else {
        panic!("{quantity:?}");
    };
    let row = world.row(&catalogue, 1);
    (row.columns[num], row.columns[den])
}

/// A gate from 08:00 with one desk until 17:00, half an hour a lorry, and an hour of road beyond the line.
fn gate(lorries: &str, costs: &str) -> World {
    World::monday(&format!(
        r#"
        [class.fruit]
        load = "20 t"
        [class.tea]
        [gate.bridge]
        hours = "08:00-18:00"
        [station.desk]
        gate = "bridge"
        servers = [{{ count = 1, hours = "08:00-17:00" }}]
        {lorries}
        [[route.out]]
        step = "documents"
        serve = {{ station = "desk", time = "30 min" }}
        [[route.out]]
        step = "line"
        cross = {{ bound = "to-china" }}
        [[route.out]]
        step = "road"
        delay = {{ time = "1 h" }}
        {costs}
        "#
    ))
}

/// Fruit waits from 06:00 to 08:00, tea from 08:10 to 08:30; on the road beyond the line nobody waits.
fn two(costs: &str) -> World {
    let lorries = comes("fruit", r#"["06:00"]"#) + &comes("tea", r#"["08:10"]"#);
    gate(&lorries, costs)
}

#[test]
fn waiting_is_paid_until_the_line() {
    two("").runs_as(
        "
        06:00 fruit.1 joins desk
        08:00 fruit.1 starts at desk
        08:10 tea.1 joins desk
        08:30 fruit.1 finishes at desk
        08:30 tea.1 starts at desk
        08:30 fruit.1 crosses to-china
        08:30 fruit.1 begins road
        09:00 tea.1 finishes at desk
        09:00 tea.1 crosses to-china
        09:00 tea.1 begins road
        09:30 fruit.1 ends road
        09:30 fruit.1 leaves; processing 30 min, travelling 1 h, closed-night 2 h
        10:00 tea.1 ends road
        10:00 tea.1 leaves; processing 30 min, travelling 1 h, waiting-server 20 min
        ",
    );
    let world = two(r#"
        [cost.plain]
        time = "waiting"
        amount = "240,000 VND / d"
        bearer = "carrier"
        [cost.by-class]
        time = "waiting"
        amount = "240,000 VND / d"
        by-class = { fruit = "480,000 VND / d" }
        bearer = "carrier"
        [cost.started]
        time = "waiting"
        amount = "10,000 VND / h"
        started = true
        bearer = "carrier"
        [cost.beyond]
        time = "waiting"
        amount = "10,000 VND / h"
        beyond = "30 min"
        bearer = "owner"
        [cost.inside]
        time = "inside"
        amount = "12,000 VND / h"
        bearer = "owner"
        [cost.fruit]
        time = "inside"
        class = ["fruit"]
        amount = "12,000 VND / h"
        bearer = "owner"
        [cost.imports]
        time = "inside"
        direction = "import"
        amount = "12,000 VND / h"
        bearer = "owner"
        "#);
    // 10,000 an hour: two hours, and 20 minutes, which are 3,333.33.
    assert_eq!(comes_to(&world, "cost(item = plain)"), 20_000 + 3_333);
    assert_eq!(comes_to(&world, "cost(item = by-class)"), 40_000 + 3_333);
    // Two hours are two hours; of 20 minutes an hour has begun.
    assert_eq!(comes_to(&world, "cost(item = started)"), 20_000 + 10_000);
    // An hour and a half beyond half an hour; tea did not wait that long.
    assert_eq!(comes_to(&world, "cost(item = beyond)"), 15_000);
    // 06:00 to 09:30, and 08:10 to 10:00.
    assert_eq!(comes_to(&world, "cost(item = inside)"), 42_000 + 22_000);
    assert_eq!(comes_to(&world, "cost(item = fruit)"), 42_000);
    assert_eq!(comes_to(&world, "cost(item = imports)"), 0);
    // Who bears what, of which class, and all of it.
    let carrier = 23_333 + 43_333 + 30_000;
    let owner = 15_000 + 64_000 + 42_000;
    assert_eq!(comes_to(&world, "cost(bearer = carrier)"), carrier);
    assert_eq!(comes_to(&world, "cost(bearer = owner)"), owner);
    assert_eq!(comes_to(&world, "cost"), carrier + owner);
    assert_eq!(comes_to(&world, "cost(gate = bridge)"), carrier + owner);
    let tea = 3_333 + 3_333 + 10_000 + 22_000;
    let of_class =
        |class: &str| format!("cost(gate = bridge, direction = export, class = {class})");
    assert_eq!(comes_to(&world, &of_class("tea")), tea);
    assert_eq!(comes_to(&world, &of_class("fruit")), carrier + owner - tea);
    assert_eq!(
        comes_to(&world, "cost(gate = bridge, item = beyond)"),
        15_000
    );
    // Two crossed, with 20 t between them.
    assert_eq!(ratio(&world, "cost-per-vehicle"), (carrier + owner, 2));
    assert_eq!(
        ratio(&world, "cost-per-tonne(bearer = owner)"),
        (owner, 20_000)
    );
}

/// The gate is shut by 18:00: who stands before it has waited up to the end of the period.
#[test]
fn who_is_inside_at_the_end_has_paid_so_far() {
    let lorries = comes("tea", r#"["17:30"]"#);
    let waiting = r#"
        [cost.waiting]
        time = "waiting"
        amount = "10,000 VND / h"
        bearer = "carrier"
        "#;
    let world = gate(&lorries, waiting);
    world.runs_as(
        "
        17:30 tea.1 joins desk
        Tue 4 Mar
        00:00 tea.1 is inside; closed-night 6 h 30 min
        ",
    );
    assert_eq!(comes_to(&world, "cost"), 65_000);
    assert_eq!(ratio(&world, "cost-per-vehicle"), (65_000, 0));
}

/// Nine hours of one desk, an hour of them after four; and a service that ends a quarter of an hour after the shift.
#[test]
fn staff_is_paid_by_its_shifts_and_for_work_beyond_them() {
    let lorries = comes("tea", r#"["16:45"]"#);
    let world = gate(
        &lorries,
        r#"
        [cost.plain]
        staff = "desk"
        amount = "60,000 VND / h"
        bearer = "state"
        [cost.overtime]
        staff = "desk"
        amount = "60,000 VND / h"
        overtime = { outside = "08:00-16:00", amount = "90,000 VND / h" }
        bearer = "state"
        [cost.beyond-only]
        staff = "desk"
        amount = "60,000 VND / h"
        overtime = { amount = "120,000 VND / h" }
        bearer = "state"
        "#,
    );
    assert_eq!(comes_to(&world, "cost(item = plain)"), 540_000 + 15_000);
    assert_eq!(
        comes_to(&world, "cost(item = overtime)"),
        480_000 + 90_000 + 22_500
    );
    assert_eq!(
        comes_to(&world, "cost(item = beyond-only)"),
        540_000 + 30_000
    );
    // Staff is of no class.
    assert_eq!(
        comes_to(
            &world,
            "cost(gate = bridge, direction = export, class = tea)"
        ),
        0
    );
    assert_eq!(
        comes_to(&world, "cost(gate = bridge)"),
        comes_to(&world, "cost")
    );
}

/// Without power nobody serves, and everybody is paid.
#[test]
fn staff_is_paid_in_an_outage() {
    let world = gate(
        &comes("tea", r#"["09:00"]"#),
        r#"
        [outage.power]
        stations = "desk"
        from = 2025-03-03T10:00:00
        to = 2025-03-03T12:00:00
        [cost.desk]
        staff = "desk"
        amount = "60,000 VND / h"
        bearer = "state"
        "#,
    );
    assert_eq!(comes_to(&world, "cost"), 540_000);
}

/// Two lorries share the server of a batch for 20 minutes that begin ten minutes before the shift ends: one server works beyond it.
#[test]
fn a_server_of_several_is_paid_once() {
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [station.shed]
        gate = "bridge"
        servers = [{{ count = 1, hours = "08:00-09:00" }}]
        batch = {{ most = 2 }}
        {}
        [[route.out]]
        step = "disinfection"
        serve = {{ station = "shed", time = "20 min" }}
        [cost.shed]
        staff = "shed"
        amount = "60,000 VND / h"
        bearer = "state"
        [cost.fee]
        service = "shed"
        amount = "100,000 VND"
        bearer = "carrier"
        "#,
        comes("fruit", r#"["08:50", "08:50"]"#)
    ));
    // An hour, and ten minutes beyond it.
    assert_eq!(comes_to(&world, "cost(item = shed)"), 60_000 + 10_000);
    assert_eq!(comes_to(&world, "cost(item = fee)"), 200_000);
}

/// A driver is away from 16:50 to 17:20, though his shift ends at 17:00.
#[test]
fn drivers_are_paid_like_servers() {
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        [pool.relay]
        gate = "bridge"
        drivers = [{{ count = 2, hours = "07:00-17:00" }}]
        {}
        [[route.out]]
        step = "takes"
        seize = "relay"
        [[route.out]]
        step = "drive"
        delay = {{ time = "20 min" }}
        [[route.out]]
        step = "lets-go"
        free = {{ pool = "relay", after = "10 min" }}
        [cost.relay]
        drivers = "relay"
        amount = "30,000 VND / h"
        bearer = "carrier"
        "#,
        comes("fruit", r#"["16:50"]"#)
    ));
    // Twenty hours, and 20 minutes beyond: of two drivers who might work only one is busy, and after five none should be.
    assert_eq!(comes_to(&world, "cost"), 600_000 + 10_000);
}

/// In a yard from Monday 08:00 to Tuesday 10:00, and from Tuesday 08:00 to the end.
#[test]
fn places_in_yards_are_paid_by_the_day_that_has_begun() {
    let world = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            [yard.north]
            capacity = 5
            [yard.south]
            capacity = 5
            {}
            [[route.out]]
            step = "in"
            park = "north"
            [[route.out]]
            step = "stands"
            delay = {{ time = "26 h" }}
            [[route.out]]
            step = "on"
            park = "south"
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            [cost.days]
            yard = "north"
            amount = "100,000 VND / d"
            started = true
            bearer = "carrier"
            [cost.time]
            yard = "north"
            amount = "100,000 VND / d"
            bearer = "carrier"
            [cost.south]
            yard = "south"
            amount = "100,000 VND / d"
            started = true
            bearer = "carrier"
            "#,
            comes("fruit", r#"["08:00"]"#)
        ),
    );
    assert_eq!(comes_to(&world, "cost(item = days)"), 200_000 + 100_000);
    // 26 hours are 108,333.33, and 16 hours 66,666.67.
    assert_eq!(comes_to(&world, "cost(item = time)"), 108_333 + 66_667);
    // The first drives through the other yard at one instant: no day has begun.
    assert_eq!(comes_to(&world, "cost(item = south)"), 0);
}

/// Empties fetch nothing here: they pass the line twice and carry no tonnes.
#[test]
fn what_happens_is_paid_each_time() {
    let empties = source("van", "tea", "timetable = [\"10:00\"]\nloaded = false");
    let lorries = comes("fruit", r#"["08:00", "09:00"]"#) + &empties;
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        load = "12.345 t"
        [class.tea]
        load = "10 t"
        [gate.bridge]
        hours = "always"
        {lorries}
        [[route.out]]
        step = "released"
        release = true
        [[route.out]]
        step = "over"
        cross = {{ bound = "to-china" }}
        [[route.out]]
        step = "home"
        cross = {{ bound = "to-vietnam", loaded = false }}
        [money]
        cny = "3,400 VND"
        usd = "25,123.5 VND"
        [cost.arrivals]
        each = "arrival"
        amount = "1 VND"
        bearer = "carrier"
        [cost.crossings]
        each = "crossing"
        amount = "800 CNY"
        bearer = "carrier"
        [cost.vehicles]
        each = "vehicle"
        amount = "1.5 m VND"
        by-class = {{ fruit = "4 m VND" }}
        bearer = "state"
        [cost.loaded]
        each = "vehicle"
        loaded = true
        amount = "25 USD"
        bearer = "state"
        [cost.tonnes]
        each = "vehicle"
        amount = "100 VND / t"
        bearer = "state"
        [cost.releases]
        each = "release"
        class = ["fruit"]
        gates = ["bridge"]
        amount = "20,000 VND"
        bearer = "state"
        "#
    ));
    assert_eq!(comes_to(&world, "cost(item = arrivals)"), 3);
    // Three out and three home, at 2,720,000.
    assert_eq!(comes_to(&world, "cost(item = crossings)"), 6 * 2_720_000);
    assert_eq!(
        comes_to(&world, "cost(item = vehicles)"),
        2 * 4_000_000 + 1_500_000
    );
    // 628,087.5 đồng are 628,088, once and for all.
    assert_eq!(comes_to(&world, "cost(item = loaded)"), 2 * 628_088);
    // 1,234.5 each; the empty van carries nothing.
    assert_eq!(comes_to(&world, "cost(item = tonnes)"), 2 * 1_235);
    assert_eq!(comes_to(&world, "cost(item = releases)"), 40_000);
}

#[test]
fn who_turns_back_and_who_stays_too_long_pays() {
    let world = World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {}
        {}
        [[route.out]]
        step = "enters"
        begin-stay = "abroad"
        [[route.out]]
        step = "unloads"
        delay = {{ time = "2 h", class = {{ tea = "2 h 30 min" }} }}
        [[route.out]]
        step = "judged"
        end-stay = {{ stay = "abroad", most = "2 h" }}
        [[route.out]]
        step = "gives-up"
        turn-back = true
        [cost.late]
        overstay = "abroad"
        amount = "1 m VND / h"
        bearer = "carrier"
        [cost.later]
        overstay = "abroad"
        amount = "1 m VND / h"
        beyond = "15 min"
        bearer = "carrier"
        [cost.home]
        each = "turn-back"
        amount = "3 m VND"
        bearer = "owner"
        "#,
        comes("fruit", r#"["08:00"]"#),
        comes("tea", r#"["09:00"]"#)
    ));
    assert_eq!(comes_to(&world, "cost(item = late)"), 500_000);
    assert_eq!(comes_to(&world, "cost(item = later)"), 250_000);
    assert_eq!(comes_to(&world, "cost(item = home)"), 6_000_000);
}

/// What a warm-up costs is not counted: of vehicles those who came in it, of staff its hours.
#[test]
fn a_warm_up_costs_nothing() {
    let world = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            warm-up = "1 d"
            [class.fruit]
            [gate.bridge]
            hours = "always"
            [station.desk]
            gate = "bridge"
            servers = [{{ count = 1 }}]
            {}
            [[route.out]]
            step = "documents"
            serve = {{ station = "desk", time = "2 h" }}
            [cost.inside]
            time = "inside"
            amount = "10,000 VND / h"
            bearer = "carrier"
            [cost.fee]
            service = "desk"
            amount = "1,000 VND"
            bearer = "carrier"
            [cost.desk]
            staff = "desk"
            amount = "1,000 VND / h"
            bearer = "state"
            "#,
            comes("fruit", r#"["08:00", "23:00"]"#)
        ),
    );
    // Tuesday: two hours of the first, one of the second, which is inside at the end.
    assert_eq!(comes_to(&world, "cost(item = inside)"), 30_000);
    // Monday's second ends on Tuesday at 01:00.
    assert_eq!(comes_to(&world, "cost(item = fee)"), 2_000);
    assert_eq!(comes_to(&world, "cost(item = desk)"), 24_000);
}

/// Days before the period are not of it, though the lorry has stood in line since.
#[test]
fn what_was_waited_before_the_period_costs_nothing() {
    let world = World::monday(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "08:00-18:00"
        [backlog.line]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        vehicles = 1
        since = 2025-03-01
        [[route.out]]
        step = "line"
        cross = { bound = "to-china" }
        [cost.waiting]
        time = "waiting"
        amount = "10,000 VND / h"
        bearer = "carrier"
        [cost.inside]
        time = "inside"
        amount = "10,000 VND / h"
        bearer = "carrier"
        "#,
    );
    assert_eq!(comes_to(&world, "cost(item = waiting)"), 80_000);
    assert_eq!(comes_to(&world, "cost(item = inside)"), 80_000);
}

/// Three lorries take ten minutes each: 10, 20 and 30. Exactly the target is within it, which the steps of a histogram cannot tell. One
/// more sees the line and turns back at once: it was not served, and is within no target.
#[test]
fn a_service_level_counts_each_by_its_own_time() {
    let lorries = comes("tea", r#"["08:00", "08:00", "08:00", "08:05"]"#);
    let levels: String = (1..=4)
        .map(|tens| format!("[service-level.in-{tens}0]\nwithin = \"{tens}0 min\"\n"))
        .collect();
    let world = World::monday(&format!(
        r#"
        [class.tea]
        [gate.bridge]
        hours = "always"
        {lorries}
        [balking.full]
        from = 3
        all = 3
        [station.desk]
        servers = [{{ count = 1 }}]
        {levels}
        [[route.out]]
        step = "papers"
        serve = {{ station = "desk", time = "10 min" }}
        "#
    ));
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    for (target, by) in (0..4).flat_map(|target| ["target", "gate-target"].map(|by| (target, by))) {
        let mut specs = catalogue.specs.iter();
        let spec = specs.find(|spec| {
            (spec.measure, spec.by, spec.dims.target) == ("service-level", by, Some(target))
        });
        let Some(Estimator::Ratio { num, den, .. }) = spec.map(|spec| spec.estimator) else {
            panic!("no row of target {target} by {by}");
        };
        let within = i128::from(target + 1).min(3);
        assert_eq!((row.columns[num], row.columns[den]), (within, 4));
    }
}

/// An item that speaks of nobody costs nothing, and the plan says so.
#[test]
fn an_item_that_speaks_of_nobody_is_remarked_on() {
    let item = |direction: &str| {
        let cost = r#"
            [cost.scanning]
            each = "vehicle"
            direction = "DIRECTION"
            amount = "100,000 VND"
            bearer = "owner"
            "#;
        let world = two(&cost.replace("DIRECTION", direction));
        let analysis = bordergate::plan::analyze(&world.scenario, &world.plan);
        let texts: Vec<String> = analysis
            .remarks
            .into_iter()
            .map(|remark| remark.text)
            .collect();
        let remark = "no vehicle that comes pays cost `scanning`".to_owned();
        (texts.contains(&remark), comes_to(&world, "cost"))
    };
    assert_eq!(item("import"), (true, 0));
    assert_eq!(item("export"), (false, 200_000));
}

/// Limits are written as amounts are, in đồng; of a tonne for what is counted by the tonne.
#[test]
fn limits_of_costs_are_amounts_of_money() {
    let cost = r#"
        [cost.parking]
        each = "arrival"
        amount = "100,000 VND"
        bearer = "owner"
        "#;
    let world = two(cost);
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let resolver = Resolver::new(&world.scenario, &world.plan, &catalogue);
    let read = |text: &str| resolver.condition(&Expression::parse(text).unwrap());
    for (text, limit, canonical) in [
        ("cost <= 1.5 bn VND", 1.5e9, "cost <= 1,500,000,000 VND"),
        (
            "cost-per-tonne(item = parking) < 25,000 VND / t",
            25_000.0,
            "cost-per-tonne(item = parking) < 25,000 VND / t",
        ),
        (
            "cost-per-tonne < 25 VND / kg",
            25_000.0,
            "cost-per-tonne < 25 VND / kg",
        ),
    ] {
        let condition = read(text).unwrap();
        assert_eq!(
            (condition.limit, condition.text.as_str()),
            (limit, canonical)
        );
        // The canonical text means the same.
        assert_eq!(read(canonical).unwrap(), condition);
    }
    for (text, title) in [
        ("cost <= 5 CNY", "not an amount of money"),
        ("cost <= 5", "not an amount of money"),
        ("cost <= 5 VND / t", "not an amount of money"),
        ("cost(bearer = ownr) <= 5 VND", "there is no bearer `ownr`"),
    ] {
        assert_eq!(read(text).unwrap_err().title, title, "{text}");
    }
}
