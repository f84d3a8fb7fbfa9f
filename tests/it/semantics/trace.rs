//! Traces: sources that repeat a log, row by row.

use super::world::{World, source};

/// Two days at an always open gate; `rows` are those of the source.
fn two_days(class: &str, rows: &str) -> World {
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            r#"
            [class.fruit]
            load = "20 t"
            [class.tea]
            load = {{ uniform = ["5 t", "10 t"] }}
            [gate.bridge]
            hours = "always"
            {}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            source("lorry", "CLASS", &format!("trace = {rows}")).replace("\"CLASS\"", class)
        ),
    )
}

const MIX: &str = r#"{ fruit = "50 %", tea = "50 %" }"#;

/// To the second, in the order of time; of one instant, in that of the file.
#[test]
fn rows_come_at_their_instants_as_what_they_say() {
    let world = two_days(
        MIX,
        r#"[
            { at = 2025-03-04T00:00:00, class = "tea" },
            { at = 2025-03-03T07:12:40, class = "fruit" },
            { at = 2025-03-03T07:12:40, class = "tea" },
            { at = 2025-03-03T07:12:39.5, class = "tea" },
        ]"#,
    );
    for seed in 1..20 {
        let arrivals = world.arrivals(seed);
        let came: Vec<(String, &str)> = arrivals
            .iter()
            .map(|arrival| (arrival.local.to_string(), arrival.class.as_str()))
            .collect();
        assert_eq!(
            came,
            [
                ("2025-03-03T07:12:39.5".to_owned(), "tea"),
                ("2025-03-03T07:12:40".to_owned(), "fruit"),
                ("2025-03-03T07:12:40".to_owned(), "tea"),
                ("2025-03-04T00:00:00".to_owned(), "tea"),
            ]
        );
    }
}

/// Of forty rows without a class each is drawn anew in every replication; those that name one keep it.
#[test]
fn a_row_without_a_class_is_drawn_by_shares() {
    let rows: Vec<String> = (0..40)
        .map(|row| format!("{{ at = 2025-03-03T08:{row:02}:00 }}"))
        .collect();
    let world = two_days(MIX, &format!("[{}]", rows.join(", ")));
    let tea = |seed| {
        let arrivals = world.arrivals(seed);
        assert_eq!(arrivals.len(), 40);
        let tea = arrivals.iter().filter(|arrival| arrival.class == "tea");
        tea.count()
    };
    let counts: Vec<usize> = (1..=50).map(tea).collect();
    // 2,000 draws of one half each: four standard deviations are 89.
    let all: usize = counts.iter().sum();
    assert!((911..=1_089).contains(&all), "{all}");
    assert!(counts.iter().any(|&count| count != counts[0]));
}

/// The k-th row of a day is the vehicle that a rate would make k-th on that day, with all its draws; an added row renames nobody on another day.
#[test]
fn a_row_has_the_identity_of_its_number_on_its_day() {
    let poisson = World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{}\n[[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n",
            source("lorry", "fruit", "rate = \"30 / day\"")
        ),
    );
    let made = poisson.arrivals(7);
    let rows = |skip: usize| {
        let rows: Vec<String> = made
            .iter()
            .skip(skip)
            .map(|arrival| format!("{{ at = {}, class = \"fruit\" }}", arrival.local))
            .collect();
        format!("[{}]", rows.join(", "))
    };
    let repeated = two_days("\"fruit\"", &rows(0)).arrivals(7);
    assert!(made.len() > 30);
    let who = |arrivals: &[super::world::Arrival]| -> Vec<_> {
        arrivals
            .iter()
            .map(|arrival| (arrival.at, arrival.id))
            .collect()
    };
    assert_eq!(who(&made), who(&repeated));
    // Without the first row of Monday, Tuesday is as it was.
    let fewer = two_days("\"fruit\"", &rows(1)).arrivals(7);
    let tuesday = |arrivals: &[super::world::Arrival]| -> Vec<_> {
        let of_day = arrivals.iter().filter(|one| one.local.day() == 4);
        of_day.map(|one| (one.at, one.id)).collect()
    };
    assert_eq!(fewer.len() + 1, made.len());
    assert_eq!(tuesday(&made), tuesday(&fewer));
}

/// A load that a row names counts; others are drawn by the class.
#[test]
fn a_row_says_what_it_carries() {
    let world = two_days(
        MIX,
        r#"[
            { at = 2025-03-03T08:00:00, class = "fruit" },
            { at = 2025-03-03T09:00:00, class = "fruit", load = "12.5 t" },
            { at = 2025-03-04T09:00:00, class = "tea", load = "0.25 t" },
        ]"#,
    );
    let catalogue = bordergate::measures::Catalogue::new(&world.scenario, &world.plan);
    for seed in [1, 2] {
        let row = world.row(&catalogue, seed);
        // 20 t, 12.5 t and 0.25 t.
        assert!(row.columns.contains(&32_750), "{:?}", row.columns);
    }
}

/// What lies outside the period does not come, and is counted in a warning.
#[test]
fn rows_outside_the_period_are_counted() {
    let text = two_days_text();
    let read = bordergate::scenario::read_text("world.toml", &text, &[]);
    let said = read.problems.render(&read.sources, false);
    assert!(
        said.contains("2 of 3 rows do not come, of which this is the first"),
        "{said}"
    );
    assert!(read.scenario.is_some());
}

fn two_days_text() -> String {
    format!(
        "[scenario]\ntitle = \"a world\"\nfrom = 2025-03-03\nto = 2025-03-04\nclock = \"Asia/Ho_Chi_Minh\"\n[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{}[[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n",
        source(
            "lorry",
            "fruit",
            "trace = [{ at = 2025-03-02T23:59:59 }, { at = 2025-03-04T23:59:59 }, { at = 2025-03-05T00:00:00 }]"
        )
    )
}
