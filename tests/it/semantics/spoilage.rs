//! What goods lose: by age, when they spoil, and when they are sold at home.

use super::costs::comes_to;
use super::world::World;

/// One lorry of a class stands in line when five days begin, and goes a way of its own.
fn line(class: &str, way: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-07",
        &format!(
            r#"
            [class.fruit]
            {class}
            [gate.bridge]
            hours = "always"
            [backlog.line]
            gate = "bridge"
            direction = "export"
            vehicle = "vietnamese"
            class = "fruit"
            route = "out"
            vehicles = 1
            {way}
            "#
        ),
    )
}

const FRUIT: &str = r#"
    load = "20 t"
    value = "100 m VND"
    spoilage = "10 % / d"
    shelf-life = "3 d"
    salvage = "25 %"
    "#;

fn over_after(time: &str) -> String {
    format!(
        "[[route.out]]\nstep = \"road\"\ndelay = {{ time = \"{time}\" }}\n\
         [[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n"
    )
}

/// Of 100 m a tenth a day: 81 m after two days.
#[test]
fn goods_lose_a_share_of_what_is_left() {
    let world = line(FRUIT, &over_after("2 d"));
    assert_eq!(comes_to(&world, "value-lost"), 19_000_000);
    assert_eq!(comes_to(&world, "value-lost(gate = bridge)"), 19_000_000);
    assert_eq!(comes_to(&world, "value-lost-inside"), 0);
    assert_eq!(comes_to(&world, "vehicles-spoiled"), 0);
    // Whoever crosses at once loses nothing.
    assert_eq!(comes_to(&line(FRUIT, &over_after("0 s")), "value-lost"), 0);
}

/// At the end of their shelf life goods have spoilt: a quarter is left.
#[test]
fn spoilt_goods_are_salvaged() {
    for time in ["3 d", "4 d"] {
        let world = line(FRUIT, &over_after(time));
        assert_eq!(comes_to(&world, "value-lost"), 75_000_000, "{time}");
        assert_eq!(comes_to(&world, "vehicles-spoiled"), 1, "{time}");
        assert_eq!(comes_to(&world, "tonnes-spoiled"), 20_000, "{time}");
    }
}

/// At home a quarter is paid, on whatever day.
#[test]
fn who_turns_back_sells_at_home() {
    let way = "[[route.out]]\nstep = \"back\"\nturn-back = true\n";
    let world = line(FRUIT, way);
    assert_eq!(comes_to(&world, "value-lost"), 75_000_000);
    assert_eq!(comes_to(&world, "vehicles-spoiled"), 0);
}

/// Inside when the period ends: 0.9^5 = 0.59049 is left of goods that keep, and those that do not have spoilt. It is in the total.
#[test]
fn who_is_inside_at_the_end_has_lost_so_far() {
    let keeps = FRUIT.replace("\"3 d\"", "\"10 d\"");
    let world = line(&keeps, &over_after("6 d"));
    assert_eq!(comes_to(&world, "value-lost"), 40_951_000);
    assert_eq!(comes_to(&world, "value-lost-inside"), 40_951_000);
    assert_eq!(comes_to(&world, "vehicles-spoiled"), 0);
    let world = line(FRUIT, &over_after("6 d"));
    assert_eq!(comes_to(&world, "value-lost-inside"), 75_000_000);
    assert_eq!(comes_to(&world, "vehicles-spoiled"), 1);
}

/// Nobody sells abroad what brings more at home: 0.5^3 would be an eighth.
#[test]
fn less_than_at_home_is_never_left() {
    let world = line(
        r#"
        load = "20 t"
        value = "5 m VND / t"
        spoilage = "50 % / d"
        salvage = "25 %"
        "#,
        &over_after("3 d"),
    );
    assert_eq!(comes_to(&world, "value-lost"), 75_000_000);
}

/// What does not spoil is worth as much after any wait; without `salvage` nothing is left of what is taken home.
#[test]
fn goods_without_spoilage_lose_nothing_on_the_way() {
    let class = "value = \"2 bn VND\"";
    let world = line(class, &over_after("4 d"));
    assert_eq!(comes_to(&world, "value-lost"), 0);
    let way = "[[route.out]]\nstep = \"back\"\nturn-back = true\n";
    assert_eq!(comes_to(&line(class, way), "value-lost"), 2_000_000_000);
}
