//! Classes and stations.

use bordergate::scenario::model::ServerHours;

use super::{gate, meaning, refuses};

fn servers(list: &str) -> String {
    format!("station.desk.servers={list}")
}

#[test]
fn persons_carry_no_load() {
    let people = "[class.people]\ncounts = \"persons\"\nload = \"80 kg\"\nbasis = { documented = \"paper\" }";
    let title = "class `people` counts persons and has a load";
    let help = "drop `load`, or count vehicles";
    refuses(
        &gate(people, &[]),
        "\"80 kg\"",
        title,
        "persons carry no counted cargo",
        help,
    );
}

#[test]
fn a_station_needs_servers_who_work() {
    let list = "[{ count = 0 }]";
    let title = "station `desk` has no servers";
    let help = "give at least one group with `count = 1` or more";
    refuses(
        &gate("", &[&servers(list)]),
        list,
        title,
        "nobody would ever be served",
        help,
    );
    // The period is a Monday to a Friday.
    let list = "[{ count = 1, hours = \"07:00-19:00\", days = \"Sat\" }, { count = 0 }]";
    let title = "nobody ever works at station `desk`";
    let label = "on no day of the period do these hours hold";
    refuses(
        &gate("", &[&servers(list)]),
        list,
        title,
        label,
        "check `hours` and `days`",
    );
    let list = "[{ count = 600000 }, { count = 600000 }]";
    let title = "station `desk` has more than 1,000,000 servers";
    refuses(
        &gate("", &[&servers(list)]),
        list,
        title,
        "these are 1200000",
        "",
    );
}

#[test]
fn servers_work_hours_or_the_gates_or_always() {
    let scenario = meaning(gate(
        "",
        &[&servers(
            "[{ count = 1 }, { count = 2, hours = \"always\" }, { count = 3, hours = \"08:00-12:00\", days = \"Mon\" }]",
        )],
    ));
    let groups = &scenario.stations[0].servers;
    assert!(
        matches!(groups[0].hours, ServerHours::Gate),
        "the station has a gate"
    );
    assert!(matches!(groups[1].hours, ServerHours::Always));
    assert!(matches!(groups[2].hours, ServerHours::Weekly(_)));
    let title = "weekdays without hours";
    let label = "`days` needs `hours` that it can hold for";
    let help = "give `hours`, as in `hours = \"07:00-19:00\"`";
    let read = gate("", &[&servers("[{ count = 1, days = \"Mon\" }]")]);
    refuses(&read, "\"Mon\"", title, label, help);
    let hut = "[station.hut]\nservers = [{ count = 1, hours = \"gate\" }]\nbasis = { documented = \"paper\" }";
    let title = "the station belongs to no gate";
    refuses(
        &gate(hut, &[]),
        "\"gate\"",
        title,
        "whose hours are meant is not known",
        "name its `gate`",
    );
}

#[test]
fn a_line_that_is_served_to_its_end_is_not_cut_short() {
    let sets = [
        "station.desk.in-line=is-served",
        "station.desk.in-service=pause",
    ];
    let title = "the line is served to its end, but services are cut short";
    let label = "servers who stay for the line finish what they have begun";
    let help = "with `in-line = \"is-served\"` leave `in-service` out";
    refuses(&gate("", &sets), "is-served", title, label, help);
    meaning(gate("", &sets[..1]));
}

#[test]
fn classes_not_listed_come_last_together() {
    let scenario = meaning(gate("", &["station.desk.priority=[\"starch\"]"]));
    assert_eq!(scenario.stations[0].order.level, [1, 0], "fruit, starch");
    let list = "[\"fruit\", \"fruit\"]";
    let read = gate("", &[&format!("station.desk.priority={list}")]);
    let title = "class `fruit` has two priorities";
    let name = "\"fruit\"";
    refuses(&read, name, title, "each class once, the first first", "");
    let read = gate("", &["station.desk.priority=[\"fruti\"]"]);
    let title = "there is no class `fruti`";
    refuses(
        &read,
        "\"fruti\"",
        title,
        "no class has this name",
        "did you mean `fruit`?",
    );
}
