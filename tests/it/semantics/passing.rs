//! Who passes first at a gate: by priority, by what spoils first, in turns.

use super::world::{World, source};

/// A gate with these keys and hours, an optional quota, and a route that is nothing but the line; Monday to Wednesday. Fish keeps a
/// day, fruit three, tea for ever. All come on Monday.
fn gate(hours: &str, keys: &str, quota: &str, lorries: &[(&str, &str)]) -> World {
    let sources: String = lorries
        .iter()
        .map(|(class, timetable)| {
            source(
                class,
                class,
                &format!("timetable = {{ Mon = {timetable} }}"),
            )
        })
        .collect();
    World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            r#"
            [class.fish]
            shelf-life = "1 d"
            [class.fruit]
            shelf-life = "3 d"
            [class.tea]
            [gate.bridge]
            hours = "{hours}"
            {keys}
            {quota}
            {sources}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#
        ),
    )
}

const ONE_A_DAY: &str = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"1 / day\"";
const FOUR_A_DAY: &str = "[quota.daily]\ngates = \"bridge\"\nvehicles = \"4 / day\"";

/// Monday's one place goes to whoever is there; Tuesday's to the fish, who joined last.
#[test]
fn priority_under_a_quota() {
    let lorries = [("fish", r#"["10:00"]"#), ("tea", r#"["08:00", "09:00"]"#)];
    gate("always", "priority = [\"fish\"]", ONE_A_DAY, &lorries).runs_as(
        "
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; at once
        09:00 tea.2 joins line
        10:00 fish.1 joins line
        Tue 4 Mar
        00:00 fish.1 crosses to-china
        00:00 fish.1 leaves; quota-used-up 14 h
        Wed 5 Mar
        00:00 tea.2 crosses to-china
        00:00 tea.2 leaves; quota-used-up 1 d 15 h
        ",
    );
}

/// Without a quota all pass when the gate opens: in this order, which is the order in which they come to what is behind it.
#[test]
fn at_the_opening_all_pass_in_the_order_of_the_gate() {
    let keys = "priority = [[\"fish\", \"fruit\"]]";
    let lorries = [
        ("fish", r#"["07:40"]"#),
        ("fruit", r#"["07:20"]"#),
        ("tea", r#"["07:00"]"#),
    ];
    gate("08:00-17:00", keys, "", &lorries).runs_as(
        "
        07:00 tea.1 joins line
        07:20 fruit.1 joins line
        07:40 fish.1 joins line
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; closed-night 40 min
        08:00 fish.1 crosses to-china
        08:00 fish.1 leaves; closed-night 20 min
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; closed-night 1 h
        ",
    );
}

/// Fruit that came on Monday at nine spoils on Thursday, fish on Tuesday, tea never.
#[test]
fn what_spoils_first_passes_first() {
    let lorries = [
        ("fish", r#"["07:40"]"#),
        ("fruit", r#"["07:20", "07:50"]"#),
        ("tea", r#"["07:00"]"#),
    ];
    gate("08:00-17:00", "order = \"earliest-spoilage\"", "", &lorries).runs_as(
        "
        07:00 tea.1 joins line
        07:20 fruit.1 joins line
        07:40 fish.1 joins line
        07:50 fruit.2 joins line
        08:00 fish.1 crosses to-china
        08:00 fish.1 leaves; closed-night 20 min
        08:00 fruit.1 crosses to-china
        08:00 fruit.1 leaves; closed-night 40 min
        08:00 fruit.2 crosses to-china
        08:00 fruit.2 leaves; closed-night 10 min
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; closed-night 1 h
        ",
    );
}

/// One fish, then three others. On Monday four pass: fish.1, tea.1, tea.2, tea.3; it is fish's turn then, and stays so overnight. On
/// Tuesday fish.2 passes, and tea.4, tea.5; then nobody is left.
#[test]
fn groups_pass_in_turn() {
    let keys = r#"cycle = [{ class = "fish", turns = 1 }, { turns = 3 }]"#;
    let lorries = [
        ("fish", r#"["07:40", "07:41"]"#),
        ("tea", r#"["07:00", "07:01", "07:02", "07:03", "07:04"]"#),
    ];
    let log = gate("08:00-17:00", keys, FOUR_A_DAY, &lorries).log();
    let passes: Vec<&str> = log
        .iter()
        .filter(|line| line.contains("crosses") || line.starts_with("Tue"))
        .filter_map(|line| line.split(' ').nth(1))
        .collect();
    assert_eq!(
        passes.join(" "),
        "fish.1 tea.1 tea.2 tea.3 4 fish.2 tea.4 tea.5"
    );
}

/// A class whose own quota is used up is passed over, and loses the turn: it holds up nobody.
#[test]
fn who_may_not_pass_has_no_turn() {
    let keys = r#"cycle = [{ class = "fish", turns = 1 }, { turns = 1 }]"#;
    let quota = "[quota.fish]\ngates = \"bridge\"\nclass = \"fish\"\nvehicles = \"1 / day\"";
    let lorries = [
        ("fish", r#"["07:40", "07:41"]"#),
        ("tea", r#"["07:00", "07:01"]"#),
    ];
    gate("08:00-17:00", keys, quota, &lorries).runs_as(
        "
        07:00 tea.1 joins line
        07:01 tea.2 joins line
        07:40 fish.1 joins line
        07:41 fish.2 joins line
        08:00 fish.1 crosses to-china
        08:00 fish.1 leaves; closed-night 20 min
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; closed-night 1 h
        08:00 tea.2 crosses to-china
        08:00 tea.2 leaves; closed-night 59 min
        Tue 4 Mar
        08:00 fish.2 crosses to-china
        08:00 fish.2 leaves; closed-night 15 h 19 min, quota-used-up 9 h
        ",
    );
}

/// On Tuesday only booked vehicles pass, and there is one place. When the gate closes on Monday they ask in the order in which they
/// would pass: the fish gets the place, and tea, who joined before it, waits for Wednesday.
#[test]
fn they_ask_for_slots_in_the_order_in_which_they_would_pass() {
    let keys = r#"
        priority = ["fish"]
        [gate.bridge.notice.tuesday]
        from = 2025-03-04
        to = 2025-03-04
        state = "appointment"
        slots = "1 / day"
        "#;
    let quota = "[quota.none]\ngates = \"bridge\"\nvehicles = \"0 / day\"\n\
                 dated = [{ from = 2025-03-04, to = 2025-03-05, vehicles = \"9 / day\" }]";
    let lorries = [("fish", r#"["10:00"]"#), ("tea", r#"["09:00"]"#)];
    gate("08:00-17:00", keys, quota, &lorries).runs_as(
        "
        09:00 tea.1 joins line
        10:00 fish.1 joins line
        17:00 fish.1 books Tue 08:00
        Tue 4 Mar
        08:00 fish.1 crosses to-china
        08:00 fish.1 leaves; closed-night 15 h, quota-used-up 7 h
        Wed 5 Mar
        08:00 tea.1 crosses to-china
        08:00 tea.1 leaves; closed-night 1 d 6 h, no-slot 9 h, quota-used-up 8 h
        ",
    );
}
