//! The tables of a page: the numbers of the rows, and what a bulletin must be.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Folder, page_and_json, section, tables};

#[test]
fn a_bulletin_is_that_of_two_lorries() {
    let folder = Folder::new("bulletin");
    let (page, _) = page_and_json(&folder, &["run", &folder.path("two.toml"), "--reps", "2"]);
    let found = tables(section(&page, "bulletin"));
    // Both come on Monday and one crosses; the other crosses on Tuesday.
    assert_eq!(
        found,
        [vec![
            vec![
                "Day",
                "At the start of the day",
                "Arrived",
                "Crossed",
                "Turned back",
                "At the end of the day"
            ],
            vec!["Mon 3 Mar", "0", "2", "1", "0", "1"],
            vec!["Tue 4 Mar", "1", "0", "1", "0", "0"],
        ]]
    );
}

#[test]
fn hours_of_the_day_are_those_of_two_lorries() {
    let folder = Folder::new("heat");
    let (page, _) = page_and_json(&folder, &["run", &folder.path("two.toml"), "--reps", "2"]);
    let found = tables(section(&page, "hours"));
    let [table] = found.as_slice() else {
        panic!("{found:?}")
    };
    let heads: Vec<String> = (0..24).map(|hour| format!("{hour:02}:00")).collect();
    assert_eq!(table[0][1..], heads);
    // A reading is of just before its hour: at 17:00 both are there, at 08:00 the second still is.
    let monday = (0..24).map(|hour| match hour {
        0..=16 => "0",
        17 => "2",
        _ => "1",
    });
    let monday: Vec<&str> = monday.collect();
    let tuesday: Vec<&str> = (0..24)
        .map(|hour| if hour <= 8 { "1" } else { "0" })
        .collect();
    assert_eq!(table[1][0], "Mon 3 Mar");
    assert_eq!(table[1][1..], monday);
    assert_eq!(table[2][1..], tuesday);
}

#[test]
fn the_calendar_has_both_clocks_and_lunar_days() {
    let folder = Folder::new("calendar");
    let args = [
        "run",
        "scenarios/mong-cai-tet-2022-executed.toml",
        "--reps",
        "2",
    ];
    let (page, _) = page_and_json(&folder, &args);
    let found = tables(section(&page, "calendar"));
    let day = |name: &str| found[0].iter().find(|row| row[0] == name).unwrap();
    // Bắc Luân II and Hải Yên are closed on New Year's Day; on Monday after it both work, an hour later on the other side's clock.
    let new_year = day("Tue 1 Feb");
    assert_eq!(new_year[1], "mùng 1");
    assert!(
        new_year[3..].iter().all(|cell| cell == "closed"),
        "{new_year:?}"
    );
    let monday = day("Mon 7 Feb");
    assert_eq!(monday[1], "mùng 7");
    assert_eq!(monday[3], "normal 07:00–19:00 partner 08:00–20:00");
    assert_eq!(
        monday[5],
        "normal 08:00–11:00, 12:00–15:00 partner 09:00–12:00, 13:00–16:00"
    );
    assert!(day("Sat 5 Feb")[4].starts_with("by appointment, 100 places 07:00–19:00"));
}

/// The means that a bulletin is made of, by gate, day and measure, both directions together.
fn means(json: &Value) -> BTreeMap<(String, String, String), f64> {
    let mut means = BTreeMap::new();
    for row in json["measures"].as_array().unwrap() {
        if row["by"] == "gate-direction-day"
            && (row["statistic"] == "total" || row["measure"] == "stock")
        {
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            *means
                .entry((text("gate"), text("day"), text("measure")))
                .or_insert(0.0) += row["value"].as_f64().unwrap();
        }
    }
    means
}

#[test]
fn every_line_of_a_month_of_bulletins_closes() {
    let folder = Folder::new("month");
    let (page, json) = page_and_json(
        &folder,
        &["run", "scenarios/three-gates-month.toml", "--reps", "3"],
    );
    assert!(page.len() < 500_000, "{} bytes", page.len());
    let means = means(&json);
    let measures = BTreeMap::from([
        ("Arrived", ("vehicles-arrived", 1)),
        ("Came from another gate", ("vehicles-transferred-in", 1)),
        ("Crossed", ("vehicles-crossed", -1)),
        ("Crossed empty", ("empties-crossed", -1)),
        ("Turned back", ("vehicles-turned-back", -1)),
        ("Went to another gate", ("vehicles-transferred-out", -1)),
        ("Left otherwise", ("vehicles-left-uncrossed", -1)),
    ]);
    let found = tables(section(&page, "bulletin"));
    // Of passengers over Bắc Luân I there is no bulletin of vehicles.
    let gates = ["bac-luan-2", "hai-yen", "hoanh-mo"];
    assert_eq!(found.len(), gates.len());
    for (table, gate) in found.iter().zip(gates) {
        let mut before = None;
        assert_eq!(table.len(), 32, "a head and 31 days");
        let days: Vec<&String> = means
            .keys()
            .filter(|key| key.0 == gate && key.2 == "stock")
            .map(|key| &key.1)
            .collect();
        for (row, day) in table[1..].iter().zip(days) {
            let numbers: Vec<i64> = row[1..]
                .iter()
                .map(|cell| cell.replace(',', "").parse().unwrap())
                .collect();
            let (opening, closing) = (numbers[0], numbers[numbers.len() - 1]);
            assert!(
                before.is_none_or(|before| before == opening),
                "{gate} {day}"
            );
            let mut sum = opening;
            for (head, &number) in table[0][2..].iter().zip(&numbers[1..numbers.len() - 1]) {
                let (measure, sign) = measures[head.as_str()];
                sum += sign * number;
                let mean = means[&(gate.to_owned(), day.clone(), measure.to_owned())];
                assert!(
                    (number as f64 - mean).abs() < 1.5,
                    "{gate} {day} {head}: {number} for {mean}"
                );
            }
            assert_eq!(sum, closing, "{gate} {day}: {row:?}");
            let mean = means[&(gate.to_owned(), day.clone(), "stock".to_owned())];
            assert!(
                (closing as f64 - mean).abs() <= 0.5,
                "{gate} {day}: {closing} for {mean}"
            );
            before = Some(closing);
        }
    }
}

#[test]
fn a_comparison_has_the_verdicts_and_both_intervals_of_its_rows() {
    let folder = Folder::new("verdicts");
    let args = [
        "compare",
        "scenarios/mong-cai-tet-2022-agreed.toml",
        "scenarios/mong-cai-tet-2022-executed.toml",
        "--reps",
        "10",
    ];
    let (page, json) = page_and_json(&folder, &args);
    let found = tables(section(&page, "changes"));
    let rows = json["comparisons"].as_array().unwrap();
    assert_eq!(found[0].len(), rows.len() + 1);
    for (cells, row) in found[0][1..].iter().zip(rows) {
        let words = |word: &str| {
            if word == "same" {
                "the same".to_owned()
            } else {
                word.replace('-', " ")
            }
        };
        let verdict = words(row["verdict"].as_str().unwrap());
        assert!(cells[6].starts_with(&verdict), "{cells:?}");
        assert!(
            cells[0].contains(row["quantity"].as_str().unwrap()),
            "{cells:?}"
        );
        if row["unit"] == "vehicle" {
            // With as many digits as it is sure of.
            let shows = |cell: &str, key: &str| {
                let x = row[key].as_f64().unwrap().abs();
                (0..=3).any(|digits| cell.replace(',', "").contains(&format!("{x:.digits$}")))
            };
            assert!(shows(&cells[3], "change"), "{cells:?} {row}");
            assert!(shows(&cells[3], "next-low"), "{cells:?} {row}");
            assert!(shows(&cells[4], "low"), "{cells:?} {row}");
        }
        let next = row["next-low"].as_f64().zip(row["next-high"].as_f64());
        let (low, high) = next.unwrap();
        let (mean_low, mean_high) = (row["low"].as_f64().unwrap(), row["high"].as_f64().unwrap());
        assert!(
            low <= mean_low && mean_high <= high || row["level"].as_f64() > Some(0.95),
            "{row}"
        );
    }
}

#[test]
fn where_one_such_change_lies_is_worked_out_by_hand() {
    let folder = Folder::new("next-change");
    let file = folder.path("two.toml");
    // The bridge shuts two hours later for both sides: the second lorry passes at 18:00 and not at 08:00, 14 hours sooner in every pair.
    let args = [
        "compare",
        &file,
        "--what-if",
        "gate.bridge.hours=08:00-20:00",
        "--what-if",
        "gate.bridge.partner.hours=09:00-21:00",
        "--reps",
        "4",
        "--primary",
        "waiting-vehicle-hours",
    ];
    let (page, json) = page_and_json(&folder, &args);
    let row = &json["comparisons"][0];
    for key in ["change", "next-low", "next-high"] {
        assert_eq!(row[key].as_f64(), Some(-14.0), "{key}");
    }
    let found = tables(section(&page, "changes"));
    assert_eq!(found[0][1][3], "−14 −14");
    let independent =
        super::bordergate(&[args.as_slice(), &["--alt-seed", "9", "--json"]].concat());
    let independent: Value = serde_json::from_slice(&independent.stdout).unwrap();
    assert!(independent["comparisons"][0]["next-low"].is_null());
}

#[test]
fn a_bulletin_begins_with_what_is_measured() {
    let folder = Folder::new("warm");
    // Measured from 17:00 on Monday: then both are there, and the first is about to cross.
    let args = [
        "run",
        &folder.path("two.toml"),
        "--reps",
        "2",
        "--set",
        "scenario.warm-up=17 h",
    ];
    let (page, _) = page_and_json(&folder, &args);
    let found = tables(section(&page, "bulletin"));
    assert_eq!(found[0][1], ["Mon 3 Mar", "2", "0", "1", "0", "1"]);
    assert_eq!(found[0][2], ["Tue 4 Mar", "1", "0", "1", "0", "0"]);
    assert!(page.contains("measured from 3 Mar 17:00"));
}

#[test]
fn a_comparison_knows_gates_by_name_and_readings_by_instant() {
    let folder = Folder::new("names");
    let two = folder.path("two.toml");
    let text = std::fs::read_to_string(&two).unwrap();
    // Before the bridge in the alphabet stands a gate to which nobody comes, and measuring begins a day later.
    let other = text.replace(
        "[gate.bridge]",
        "[gate.alpha]\nhours = \"always\"\nbasis = { assumed = \"a test\" }\n[gate.bridge]",
    );
    let other = other.replace("partner-clock", "warm-up = \"24 h\"\npartner-clock");
    let alt = folder.path("alt.toml");
    std::fs::write(&alt, other).unwrap();
    let (page, _) = page_and_json(&folder, &["compare", &two, &alt, "--reps", "2"]);
    let stock = section(&page, "stock");
    assert_eq!(stock.matches("<figure").count(), 1, "one gate has vehicles");
    assert!(stock.contains("Vehicles in line: bridge, export"));
    let found = tables(stock);
    let row = |name: &str| found[0].iter().find(|row| row[0] == name).unwrap()[1..].to_vec();
    // The base has two lorries at 17:00 on Monday; the alternative is not yet measured. On Tuesday at 01:00 both have the second.
    assert_eq!(row("3 Mar 17:00"), ["2", "2", "2", "", "", ""]);
    assert_eq!(row("4 Mar 01:00"), ["1"; 6]);
}

#[test]
fn persons_are_counted_by_direction_and_timed_by_gate() {
    let folder = Folder::new("persons");
    let args = ["run", "scenarios/bac-luan-1-passengers.toml", "--reps", "3"];
    let (page, json) = page_and_json(&folder, &args);
    let found = tables(section(&page, "gates"));
    let persons = found.last().unwrap();
    assert_eq!(
        persons[0],
        ["Gate", "export", "import", "Time in the system, mean"]
    );
    let crossed = |direction: &str| {
        let rows = json["measures"].as_array().unwrap().iter();
        let mut rows = rows.filter(|row| {
            row["measure"] == "persons-crossed"
                && row["by"] == "gate-direction"
                && row["direction"] == direction
        });
        let value = rows.next().unwrap()["value"].as_f64().unwrap();
        format!("{}", value.round() as i64)
    };
    for (at, direction) in [(1, "export"), (2, "import")] {
        let shown = persons[1][at].replace(',', "");
        assert!(shown.starts_with(&crossed(direction)), "{shown}");
    }
}
