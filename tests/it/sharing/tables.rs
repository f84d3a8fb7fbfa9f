//! The tables of shares of whole scenarios: by hand for two vehicles, and adding up to the unit that is printed for shipped ones.

use bordergate::cli::sharing::{Effort, Typed, differences, removable};
use bordergate::plan::{Detail, Question};
use bordergate::report::shares::{Amount, Differences, Removable};
use bordergate::report::text::Style;
use bordergate::scenario::{Read, read_text};

use crate::worlds::{World, shipped};

/// The whole period, all vehicles.
fn question(world: &World) -> Question {
    Question {
        gates: Vec::new(),
        classes: Vec::new(),
        import: None,
        from: world.plan.start,
        to: world.plan.end,
        at: None,
        detail: Detail::All,
    }
}

fn table(world: &World, reps: u64, most: usize) -> Removable {
    let effort = Effort {
        reps,
        seed: 1,
        jobs: Some(2),
        most,
        max_time: None,
        plain: true,
    };
    removable(&world.scenario, &question(world), effort).unwrap()
}

/// A gate that opens at 08:00, a desk of one server for an hour each, and two lorries, at 06:00 and 06:30.
pub const TWO: &str = r#"
    [scenario]
    title = "Two lorries"
    from = 2025-03-03
    to = 2025-03-03
    clock = "Asia/Ho_Chi_Minh"
    partner-clock = "Asia/Shanghai"
    [class.fruit]
    [gate.bridge]
    hours = "08:00-17:00"
    [source.fruit]
    gate = "bridge"
    direction = "export"
    vehicle = "vietnamese"
    class = "fruit"
    route = "out"
    timetable = ["06:00", "06:30"]
    [station.desk]
    servers = [{ count = 1 }]
    [[route.out]]
    step = "line"
    cross = { bound = "to-china" }
    [[route.out]]
    step = "desk"
    serve = { station = "desk", time = "1 h" }
    "#;

fn value(amount: Amount) -> f64 {
    amount.value
}

/// With nothing lifted both pass at 08:00, after 2 h and 1.5 h, and the second waits an hour for the first: 4.5 h. With the gate open the
/// second waits from 06:30 to 07:00, 0.5 h. With two servers only the gate is waited for, 3.5 h. With both nobody waits.
///
/// So the open gate saves 4 h if it comes first and 3.5 h if it comes last, on average 3.75 h; the server 1 h and 0.5 h, on average 0.75 h.
#[test]
fn two_vehicles_by_hand() {
    let table = table(&World::new(TWO), 3, 8);
    assert_eq!(table.combinations, 4);
    assert_eq!(value(table.delay), 4.5);
    assert_eq!(value(table.removable), 4.5);
    assert_eq!(value(table.remainder), 0.0);
    let rows: Vec<_> = table
        .relaxations
        .iter()
        .map(|row| {
            let of = [row.saves.share, row.saves.alone, row.saves.last].map(value);
            (row.which.title.as_str(), row.which.observed, of)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("bridge open round the clock", 3.5, [3.75, 4.0, 3.5]),
            ("one more server at desk", 1.0, [0.75, 1.0, 0.5]),
        ]
    );
    // Nothing is drawn, so nothing varies; and all pass, whatever is lifted.
    assert_eq!(table.relaxations[0].saves.share.low, Some(3.75));
    assert_eq!(value(table.together.crossed), 0.0);
}

/// The printed column, cell by cell: relaxations, all of them, remainder, delay.
fn printed(table: &Removable) -> Vec<(String, f64)> {
    let style = Style {
        plain: true,
        colour: false,
        columns: None,
    };
    let text = table.text(style);
    let lines = text
        .lines()
        .filter_map(|line| line.split_once(": vehicle-h "));
    lines
        .map(|(name, rest)| {
            let number = rest.split(';').next().unwrap().replace(',', "");
            (name.to_owned(), number.parse().unwrap())
        })
        .collect()
}

#[test]
fn printed_columns_add_up() {
    for (name, most) in [
        ("hello-gate", 8),
        ("kim-thanh-relay-2020", 3),
        ("bac-phong-sinh-2025", 3),
        ("huu-nghi-tet-2026-registered", 2),
    ] {
        let table = table(&shipped(name), 3, most);
        let shares: f64 = table
            .relaxations
            .iter()
            .map(|row| value(row.saves.share))
            .sum();
        let (whole, rest) = (value(table.removable), value(table.remainder));
        assert!(
            (shares - whole).abs() <= 1e-9 * whole.abs().max(1.0),
            "{name}"
        );
        assert!(
            (whole + rest - value(table.delay)).abs() <= 1e-9 * value(table.delay),
            "{name}"
        );
        let cells = printed(&table);
        let of = |wanted: &str| cells.iter().find(|(name, _)| name == wanted).unwrap().1;
        let each: f64 = cells[..table.relaxations.len()]
            .iter()
            .map(|cell| cell.1)
            .sum();
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        assert!(near(each, of("all of them")), "{name}: {cells:?}");
        assert!(
            near(each + of("remainder"), of("delay")),
            "{name}: {cells:?}"
        );
    }
}

/// Those with less observed delay are named, with what they save alone; sharing or not, alone it is the same.
#[test]
fn who_does_not_share_is_named() {
    let world = World::new(TWO);
    let one = table(&world, 1, 1);
    assert_eq!(one.combinations, 2);
    assert_eq!(one.relaxations.len(), 1);
    assert_eq!(value(one.relaxations[0].saves.share), 4.0);
    assert_eq!(value(one.remainder), 0.5);
    let left: Vec<_> = one
        .left_out
        .iter()
        .map(|row| (row.which.relaxation, value(row.alone)))
        .collect();
    assert_eq!(left, [("one-more-server", 1.0)]);
    let text = one.text(Style::default());
    assert!(text.contains("Left out"), "{text}");
    assert!(text.contains("one more server at desk"), "{text}");
    let none = table(&world, 1, 0);
    assert_eq!((none.relaxations.len(), none.left_out.len()), (0, 2));
    assert_eq!(value(none.remainder), 4.5);
}

/// The same for any number of threads.
#[test]
fn shares_do_not_depend_on_threads() {
    let world = shipped("hello-gate");
    let of = |jobs| {
        let effort = Effort {
            reps: 4,
            seed: 7,
            jobs: Some(jobs),
            most: 4,
            max_time: None,
            plain: true,
        };
        let table = removable(&world.scenario, &question(&world), effort).unwrap();
        serde_json::to_string(&table).unwrap() + &table.text(Style::default())
    };
    assert_eq!(of(1), of(4));
}

/// Only the delay of whom the question takes is shared, and only what aims at it.
#[test]
fn a_question_narrows_the_table() {
    let world = World::new(TWO);
    let mut early = question(&world);
    early.to = early.from + 7 * 3_600_000_000;
    let effort = Effort {
        reps: 2,
        seed: 1,
        jobs: Some(1),
        most: 8,
        max_time: None,
        plain: true,
    };
    let table = removable(&world.scenario, &early, effort).unwrap();
    // Until 07:00 they wait for the gate, 1 h and 0.5 h, and nobody for a server. Opened, the second waits at the desk instead.
    let titles: Vec<&str> = table
        .relaxations
        .iter()
        .map(|row| row.which.relaxation)
        .collect();
    assert_eq!(titles, ["open-gate"]);
    assert_eq!(value(table.delay), 1.5);
    assert_eq!(value(table.removable), 1.0);
    assert_eq!(value(table.remainder), 0.5);
}

fn difference(base: &str, this: &str) -> Differences {
    let effort = Effort {
        reps: 2,
        seed: 1,
        jobs: Some(1),
        most: 8,
        max_time: None,
        plain: true,
    };
    let asked = question(&World::new(base));
    let read = [base, this].map(|text| read_text("two.toml", text, &[]));
    let [base, this] = read.each_ref().map(|read: &Read| Typed {
        scenario: read.scenario.as_ref().unwrap(),
        root: &read.root,
        sources: &read.sources,
    });
    differences(base, this, &asked, effort).unwrap()
}

/// The same two lorries the other way round: the gate opens at 06:00 and a second server comes, which takes away what they saved above.
/// The title makes no difference.
#[test]
fn two_changes_by_hand() {
    let this = TWO
        .replace("08:00-17:00", "06:00-17:00")
        .replace("count = 1", "count = 2")
        .replace("Two lorries", "Two lorries, sooner");
    let table = difference(TWO, &this);
    assert_eq!(table.combinations, 4);
    let values = [table.base, table.this, table.difference].map(value);
    assert_eq!(values, [4.5, 0.0, -4.5]);
    let rows: Vec<_> = table
        .changes
        .iter()
        .map(|row| {
            let of = [row.adds.share, row.adds.alone, row.adds.last].map(value);
            (row.change.as_str(), of)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("gate.bridge", [-3.75, -4.0, -3.5]),
            ("station.desk", [-0.75, -1.0, -0.5]),
        ]
    );
    let hours = &table.changes[0].values[0];
    assert_eq!(hours.path, "gate.bridge.hours");
    assert_eq!(hours.base.as_deref(), Some("08:00-17:00"));
    assert_eq!(hours.this.as_deref(), Some("06:00-17:00"));
    let text = table.text(Style::default());
    for line in [
        "Which changes make the difference of -4.50 vehicle-hours",
        "delay of the base",
        "gate.bridge: gate.bridge.hours 08:00-17:00 -> 06:00-17:00",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

/// A desk that only the new route goes to means nothing without it.
#[test]
fn what_goes_only_together_is_said() {
    let this = TWO
        .replace("station = \"desk\"", "station = \"scales\"")
        .replace("[\"06:00\", \"06:30\"]", "[\"06:00\", \"07:30\"]")
        + "[station.scales]\nservers = [{ count = 1 }]\n";
    let table = difference(TWO, &this);
    let names: Vec<&str> = table
        .changes
        .iter()
        .map(|row| row.change.as_str())
        .collect();
    assert_eq!(names, ["route.out and station.scales", "source.fruit"]);
    // The second waits half an hour for the gate instead of one and a half.
    assert_eq!(value(table.changes[0].adds.share), 0.0);
    assert_eq!(value(table.changes[1].adds.share), -1.0);
    assert_eq!(table.joined.len(), 1);
    let text = table.text(Style::default());
    assert!(
        text.contains("only together: route.out and station.scales"),
        "{text}"
    );
}

#[test]
fn scenarios_that_mean_the_same_differ_in_nothing() {
    let table = difference(TWO, &TWO.replace("Two lorries", "The same two"));
    assert_eq!(table.changes.len(), 0);
    assert_eq!(value(table.difference), 0.0);
    assert!(table.text(Style::default()).contains("nothing differs"));
}

/// Two notices that contradict each other hide behind a closure announced later: nothing says what the gate would be without it.
#[test]
fn a_relaxation_that_means_nothing_is_named() {
    let notice = |name: &str, rest: &str| {
        format!("[gate.bridge.notice.{name}]\nfrom = 2025-03-03\nto = 2025-03-03\n{rest}\n")
    };
    let notices = [
        notice("usual", "state = \"normal\""),
        notice("booked", "state = \"appointment\"\nslots = \"5 / day\""),
        notice("shut", "state = \"closed\"\nannounced = 2025-03-01"),
    ];
    let days = TWO
        .replace("to = 2025-03-03", "to = 2025-03-04")
        .replace("[\"06:00\", \"06:30\"]", "{ Mon = [\"06:00\", \"06:30\"] }");
    let world = World::new(&(days + &notices.concat()));
    let table = table(&world, 1, 8);
    // Until 08:00 of Tuesday, 26 h and 25.5 h, and the second an hour more for the first.
    assert_eq!(value(table.delay), 26.0 + 25.5 + 1.0);
    assert_eq!(value(table.removable), 1.0);
    assert_eq!(value(table.remainder), 51.5);
    assert_eq!(table.impossible.len(), 1);
    assert_eq!(table.impossible[0].which.relaxation, "open-gate");
    assert_eq!(table.impossible[0].which.observed, 51.5);
    let text = table.text(Style::default());
    let line = "cannot be tried: bridge open round the clock, because notices `booked` and `usual` both decide 2025-03-03 and differ";
    assert!(text.contains(line), "{text}");
}
