//! Published facts that are read at an instant: who stands in a yard.

use bordergate::measures::{Catalogue, Estimator};

use super::world::{World, comes};

/// Three places, ten minutes in the yard each. The fourth lorry, of tea, waits until the first of fruit leaves at 08:10.
const YARD: &str = r#"
    [class.fruit]
    [class.tea]
    [gate.bridge]
    hours = "always"
    [yard.north]
    capacity = 3
    [[route.out]]
    step = "in"
    park = "north"
    [[route.out]]
    step = "papers"
    delay = { time = "10 min" }
    [[route.out]]
    step = "out"
    leave-yard = "north"
    "#;

/// What the yard holds at each of these times, of all vehicles and of those that carry tea.
fn held(times: &[&str]) -> Vec<(i128, i128)> {
    let fact = |name: String, time: &str, filter: &str| {
        format!(
            "[observed.{name}]\nmeasure = \"yard-occupancy\"\nyard = \"north\"\n{filter}at = 2025-03-03T{time}:00\n\
             value = \"3\"\n"
        )
    };
    let mut facts = String::new();
    for (index, time) in times.iter().enumerate() {
        facts += &fact(format!("f{index}-all"), time, "");
        facts += &fact(format!("f{index}-tea"), time, "class = \"tea\"\n");
    }
    let lorries = comes("fruit", r#"["08:00", "08:01"]"#) + &comes("tea", r#"["08:02", "08:03"]"#);
    let world = World::monday(&format!("{YARD}{facts}{lorries}"));
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let specs = catalogue.specs.iter().filter(|spec| spec.by == "fact");
    let counted: Vec<i128> = specs
        .map(|spec| match spec.estimator {
            Estimator::Mean { column, .. } => row.columns[column],
            other => panic!("{other:?}"),
        })
        .collect();
    counted
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

/// Whoever waits for a place is not in the yard; what happens at the instant itself comes after it.
#[test]
fn a_yard_is_read_before_anything_happens_at_the_instant() {
    assert_eq!(
        held(&[
            "08:00", "08:02", "08:05", "08:10", "08:11", "08:12", "08:13", "08:30"
        ]),
        [
            (0, 0), // the first lorry comes at this instant
            (2, 0),
            (3, 1), // and one in line
            (3, 1),
            (3, 2), // at 08:10 one of fruit has given its place to one of tea
            (2, 2), // at 08:11 the other of fruit has left
            (1, 1),
            (0, 0),
        ]
    );
}
