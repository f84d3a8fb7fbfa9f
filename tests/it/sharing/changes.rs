//! What two scenarios differ in, thing by thing: any part of it is a scenario, or is joined with what it needs.

use bordergate::report::digest;
use bordergate::scenario::changes::{Changes, Group};
use bordergate::scenario::model::Scenario;
use bordergate::scenario::read_text;
use bordergate::scenario::{Read, read};

use crate::worlds::scenarios;

const HEAD: &str = r#"
    [scenario]
    title = "a world"
    from = 2025-03-03
    to = 2025-03-09
    clock = "Asia/Ho_Chi_Minh"
    partner-clock = "Asia/Shanghai"
    [class.fruit]
    "#;

const BASE: &str = r#"
    [gate.bridge]
    hours = "08:00-17:00"
    [gate.bridge.notice.shut]
    from = 2025-03-04
    to = 2025-03-05
    state = "closed"
    [source.fruit]
    gate = "bridge"
    direction = "export"
    vehicle = "vietnamese"
    class = "fruit"
    route = "out"
    rate = "40 / day"
    [station.desk]
    basis = { assumed = "The desk" }
    servers = [{ count = 1 }]
    [[route.out]]
    step = "desk"
    serve = { station = "desk", time = "30 min" }
    [[route.out]]
    step = "line"
    cross = { bound = "to-china" }
    "#;

fn text(rest: &str) -> Read {
    let read = read_text("world.toml", &format!("{HEAD}{rest}"), &[]);
    assert!(
        read.scenario.is_some(),
        "{}",
        read.problems.render(&read.sources, false)
    );
    read
}

fn between(base: &Read, alternative: &Read) -> Changes {
    let of = |read: &'_ Read| -> (bordergate::scenario::node::Table, _) {
        (read.root.clone(), read.sources.clone())
    };
    let (ours, theirs) = (of(base), of(alternative));
    Changes::new((&ours.0, &ours.1), (&theirs.0, &theirs.1), "between")
}

fn names(changes: &Changes) -> Vec<String> {
    changes.groups().iter().map(Group::name).collect()
}

/// None is the base, all is the alternative, as far as anything is counted.
fn ends_are_the_two(changes: &Changes, base: &Read, alternative: &Read) {
    // Published outcomes are no part of it.
    let digest = |mut scenario: Scenario| {
        scenario.facts.clear();
        digest::scenario(&scenario)
    };
    let of = |set: usize| digest(changes.with(set).unwrap());
    let meant = |read: &Read| digest(read.scenario.clone().unwrap());
    assert_eq!(of(0), meant(base));
    assert_eq!(of((1 << changes.groups().len()) - 1), meant(alternative));
}

#[test]
fn values_are_grouped_by_the_thing_they_belong_to() {
    let base = text(BASE);
    let alternative = text(
        &BASE
            .replace("08:00-17:00", "07:00-19:00")
            .replace("2025-03-05", "2025-03-06")
            .replace("count = 1", "count = 2")
            .replace("The desk", "Another reason")
            .replace("30 min", "0.5 h"),
    );
    let changes = between(&base, &alternative);
    // A basis is no change, and half an hour is 30 minutes.
    assert_eq!(
        names(&changes),
        ["gate.bridge", "gate.bridge.notice.shut", "station.desk"]
    );
    let values: Vec<_> = changes.groups()[1].values().collect();
    assert_eq!(values.len(), 1);
    assert_eq!(values[0].path, "gate.bridge.notice.shut.to");
    assert_eq!(values[0].base.as_deref(), Some("2025-03-05"));
    assert_eq!(values[0].alternative.as_deref(), Some("2025-03-06"));
    ends_are_the_two(&changes, &base, &alternative);
    // The notice alone: the hours stay.
    let shut = changes.with(0b010).unwrap();
    let calendar = &shut.gates[0].calendar;
    assert_eq!(calendar.notices[0].to.to_string(), "2025-03-06");
    assert_eq!(
        calendar.own.hours(jiff::civil::Weekday::Monday).to_string(),
        "08:00-17:00"
    );
    assert_eq!(shut.stations[0].servers[0].count, 1);
    // The hours alone: the notice stays.
    let hours = changes.with(0b001).unwrap();
    let calendar = &hours.gates[0].calendar;
    assert_eq!(calendar.notices[0].to.to_string(), "2025-03-05");
    assert_eq!(
        calendar.own.hours(jiff::civil::Weekday::Monday).to_string(),
        "07:00-19:00"
    );
}

/// What is new and what is gone are changes as wholes.
#[test]
fn things_come_and_go() {
    let base = text(BASE);
    let quota = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"20 / day\"\n";
    let without = BASE
        .split("[gate.bridge.notice.shut]")
        .flat_map(|part| part.split("state = \"closed\""))
        .collect::<Vec<_>>();
    let alternative = text(&format!("{}{}{quota}", without[0], without[2]));
    let changes = between(&base, &alternative);
    assert_eq!(names(&changes), ["gate.bridge.notice.shut", "quota.daily"]);
    ends_are_the_two(&changes, &base, &alternative);
    assert!(
        changes.with(0b01).unwrap().gates[0]
            .calendar
            .notices
            .is_empty()
    );
    assert_eq!(changes.with(0b10).unwrap().quotas.len(), 1);
    let gone: Vec<_> = changes.groups()[0].values().collect();
    assert!(gone.iter().all(|value| value.alternative.is_none()));
    // And the other way round.
    let back = between(&alternative, &base);
    assert_eq!(names(&back), names(&changes));
    ends_are_the_two(&back, &alternative, &base);
}

/// A route by a station that the base does not have means nothing without the station; with it, it does.
#[test]
fn what_means_something_only_together_is_joined() {
    let base = text(BASE);
    let alternative = text(
        &(BASE
            .replace("station = \"desk\"", "station = \"scales\"")
            .replace("40 / day", "50 / day")
            + "[station.scales]\nservers = [{ count = 3 }]\n"),
    );
    let mut changes = between(&base, &alternative);
    assert_eq!(
        names(&changes),
        ["route.out", "source.fruit", "station.scales"]
    );
    let joined = changes.settle(|_| Ok(()));
    assert_eq!(
        names(&changes),
        ["route.out and station.scales", "source.fruit"]
    );
    assert_eq!(joined.len(), 1);
    assert_eq!(joined[0].name, "route.out and station.scales");
    assert!(joined[0].why.contains("scales"), "{}", joined[0].why);
    ends_are_the_two(&changes, &base, &alternative);
    for set in 0..4 {
        assert!(changes.with(set).is_ok(), "{set}");
    }
}

/// What is lowered may still be refused by whoever compiles it; where nothing goes apart, one group is left.
#[test]
fn at_last_all_changes_are_one() {
    let base = text(BASE);
    let alternative = text(
        &BASE
            .replace("count = 1", "count = 2")
            .replace("40 / day", "50 / day")
            .replace("08:00-17:00", "07:00-19:00"),
    );
    let mut changes = between(&base, &alternative);
    assert_eq!(changes.groups().len(), 3);
    let joined = changes.settle(|_| Err("never".to_owned()));
    assert_eq!(changes.groups().len(), 1);
    assert!(joined.iter().all(|joined| joined.why == "never"));
    ends_are_the_two(&changes, &base, &alternative);
}

#[test]
fn more_than_can_share_are_joined_by_what_they_are() {
    let stations = |count: u32| -> String {
        let one = |at| format!("[station.s{at}]\nservers = [{{ count = {count} }}]\n");
        (0..6).map(one).collect()
    };
    let notices = |day: u32| -> String {
        let one = |at| {
            format!(
                "[gate.bridge.notice.n{at}]\nfrom = 2025-03-0{day}\nto = 2025-03-0{day}\nstate = \"extended\"\nhours = \"1{at}:00-19:00\"\nannounced = 2025-03-0{at}\n"
            )
        };
        (1..4).map(one).collect()
    };
    let base = text(&(BASE.to_owned() + &stations(1) + &notices(6)));
    let alternative = text(&(BASE.replace("40 / day", "50 / day") + &stations(2) + &notices(7)));
    let mut changes = between(&base, &alternative);
    assert_eq!(changes.groups().len(), 10);
    changes.join(8);
    // The notices of one gate first.
    assert_eq!(
        names(&changes),
        [
            "gate.bridge.notice.n1 and 2 more",
            "source.fruit",
            "station.s0",
            "station.s1",
            "station.s2",
            "station.s3",
            "station.s4",
            "station.s5"
        ]
    );
    changes.join(7);
    assert_eq!(
        names(&changes),
        [
            "gate.bridge.notice.n1 and 2 more",
            "source.fruit",
            "station.s0 and 5 more"
        ]
    );
    changes.join(2);
    assert_eq!(
        names(&changes),
        ["gate.bridge.notice.n1 and 3 more", "station.s0 and 5 more"]
    );
    ends_are_the_two(&changes, &base, &alternative);
}

/// Shipped pairs: what was agreed and what was done, a network, and an overlay.
#[test]
fn all_changes_of_shipped_pairs_are_the_other_scenario() {
    let file = |name: &str| read(&scenarios().join(format!("{name}.toml")), &[]);
    for (base, alternative) in [
        ("mong-cai-tet-2022-agreed", "mong-cai-tet-2022-executed"),
        ("mong-cai-tet-2022-executed", "mong-cai-tet-2022-green-zone"),
        ("huu-nghi-smart-gate-2027", "huu-nghi-smart-gate-2027-on"),
        ("lang-son-fruit-ban-2022-none", "lang-son-fruit-ban-2022"),
        ("kim-thanh-relay-2020", "kim-thanh-relay-2020-ten"),
        (
            "bac-luan-2-imports",
            "bac-luan-2-imports-three-lines-merged",
        ),
    ] {
        let (base, alternative) = (file(base), file(alternative));
        let mut changes = between(&base, &alternative);
        assert!(!changes.groups().is_empty());
        ends_are_the_two(&changes, &base, &alternative);
        changes.join(8);
        assert!(changes.groups().len() <= 8);
        ends_are_the_two(&changes, &base, &alternative);
    }
}
