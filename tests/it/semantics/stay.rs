//! The longest stay: from one step to another, and what follows where it was too long.

use bordergate::measures::{Catalogue, Dims, Estimator};

use super::world::{World, comes};

/// Lorries go to China for as long as their class says, may stay two hours, and pay a penalty where they stayed longer.
fn abroad(end: &str) -> World {
    let lorries = comes("fruit", r#"["08:00"]"#) + &comes("tea", r#"["09:00"]"#);
    World::monday(&format!(
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "always"
        {lorries}
        [[route.out]]
        step = "over"
        cross = {{ bound = "to-china" }}
        [[route.out]]
        step = "enters"
        begin-stay = "abroad"
        [[route.out]]
        step = "unloads"
        delay = {{ time = "2 h", class = {{ tea = "2 h 30 min" }} }}
        [[route.out]]
        step = "judged"
        end-stay = {{ stay = "abroad", most = "2 h"{end} }}
        [[route.out]]
        step = "home"
        cross = {{ bound = "to-vietnam", loaded = false }}
        then = "exit"
        [[route.out]]
        step = "penalty"
        delay = {{ time = "1 h" }}
        then = "home"
        "#
    ))
}

/// Two hours are in time, half an hour more is not.
#[test]
fn who_stays_too_long_takes_the_other_step() {
    let world = abroad(", past = \"penalty\"");
    world.runs_as(
        "
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 begins unloads
        09:00 tea.1 crosses to-china
        09:00 tea.1 begins unloads
        10:00 fruit.1 ends unloads
        10:00 fruit.1 crosses to-vietnam, not counted
        10:00 fruit.1 leaves; travelling 2 h
        11:30 tea.1 ends unloads
        11:30 tea.1 overstays abroad by 30 min
        11:30 tea.1 begins penalty
        12:30 tea.1 ends penalty
        12:30 tea.1 crosses to-vietnam, not counted
        12:30 tea.1 leaves; travelling 3 h 30 min
        ",
    );
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let overstays = |by: &str, dims: Dims| {
        let spec = catalogue
            .specs
            .iter()
            .find(|spec| (spec.measure, spec.by, spec.dims) == ("overstays", by, dims));
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, .. }) => Some(row.columns[column]),
            _ => None,
        }
    };
    assert_eq!(overstays("total", Dims::default()), Some(1));
    let exports = Dims {
        gate: Some(0),
        import: Some(false),
        ..Dims::default()
    };
    assert_eq!(overstays("gate-direction", exports), Some(1));
}

/// Without a step for those who are late they are counted, and go on as all others.
#[test]
fn who_stays_too_long_may_only_be_counted() {
    abroad("").runs_as(
        "
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 begins unloads
        09:00 tea.1 crosses to-china
        09:00 tea.1 begins unloads
        10:00 fruit.1 ends unloads
        10:00 fruit.1 crosses to-vietnam, not counted
        10:00 fruit.1 leaves; travelling 2 h
        11:30 tea.1 ends unloads
        11:30 tea.1 overstays abroad by 30 min
        11:30 tea.1 crosses to-vietnam, not counted
        11:30 tea.1 leaves; travelling 2 h 30 min
        ",
    );
}

/// Each lorry has its own clock, and one that comes back begins anew: two rounds of an hour each, at most 90 minutes, are in time.
#[test]
fn a_stay_that_begins_again_counts_from_there() {
    let lorries = comes("fruit", r#"["08:00", "08:20"]"#);
    World::monday(&format!(
        r#"
        [class.fruit]
        [gate.bridge]
        hours = "always"
        {lorries}
        [[route.out]]
        step = "first"
        begin-stay = "round"
        [[route.out]]
        step = "drive"
        delay = {{ time = "1 h" }}
        [[route.out]]
        step = "second"
        begin-stay = "round"
        [[route.out]]
        step = "drive-on"
        delay = {{ time = "1 h" }}
        [[route.out]]
        step = "judged"
        end-stay = {{ stay = "round", most = "90 min", past = "exit" }}
        "#
    ))
    .runs_as(
        "
        08:00 fruit.1 begins drive
        08:20 fruit.2 begins drive
        09:00 fruit.1 ends drive
        09:00 fruit.1 begins drive-on
        09:20 fruit.2 ends drive
        09:20 fruit.2 begins drive-on
        10:00 fruit.1 ends drive-on
        10:00 fruit.1 leaves; travelling 2 h
        10:20 fruit.2 ends drive-on
        10:20 fruit.2 leaves; travelling 2 h
        ",
    );
}
