//! What the shipped scenarios must show, whatever their assumptions: through the program, on the files.

use std::collections::BTreeMap;
use std::process::{Command, Output};

use serde_json::Value;

const AGREED: &str = "scenarios/mong-cai-tet-2022-agreed.toml";
const EXECUTED: &str = "scenarios/mong-cai-tet-2022-executed.toml";
const REGISTERED: &str = "scenarios/huu-nghi-tet-2026-registered.toml";

fn bordergate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments)
        .output()
        .unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = bordergate(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// One row of the visit log, by column.
type Stay = BTreeMap<String, String>;

fn log(scenario: &str, replication: &str, more: &[&str]) -> Vec<Stay> {
    let mut arguments = vec!["trace", scenario, "--format", "csv", "--rep", replication];
    arguments.extend(more);
    let output = bordergate(&arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn crossings(stays: &[Stay]) -> impl Iterator<Item = &Stay> {
    stays.iter().filter(|stay| stay["event"] == "cross")
}

/// The mean of a `total` row of one measure for a gate, direction and day.
fn on(report: &Value, measure: &str, gate: &str, direction: &str, day: &str) -> f64 {
    let rows = report["measures"].as_array().unwrap();
    let row = rows.iter().find(|row| {
        row["measure"] == measure
            && row["statistic"] == "total"
            && row["by"] == "gate-direction-day"
            && row["gate"] == gate
            && row["direction"] == direction
            && row["day"] == day
    });
    row.unwrap_or_else(|| panic!("no {measure} of {gate} {direction} on {day}"))["value"]
        .as_f64()
        .unwrap()
}

#[test]
fn the_agreed_closures_let_nobody_pass() {
    let report = json(&["run", AGREED, "--reps", "20", "--json"]);
    for direction in ["export", "import"] {
        for day in ["2022-01-31", "2022-02-01", "2022-02-02"] {
            assert_eq!(
                on(&report, "crossings", "bac-luan-2", direction, day),
                0.0,
                "{day}"
            );
        }
        for day in [
            "2022-01-31",
            "2022-02-01",
            "2022-02-02",
            "2022-02-03",
            "2022-02-04",
            "2022-02-05",
            "2022-02-06",
        ] {
            assert_eq!(
                on(&report, "crossings", "hai-yen", direction, day),
                0.0,
                "{day}"
            );
        }
    }
    // The zeros above are not for want of vehicles: around them the gates work.
    assert!(on(&report, "crossings", "bac-luan-2", "export", "2022-01-29") > 0.0);
    assert!(on(&report, "crossings", "bac-luan-2", "export", "2022-02-03") > 0.0);
    assert!(on(&report, "crossings", "hai-yen", "import", "2022-02-07") > 0.0);
}

#[test]
fn by_appointment_only_booked_vehicles_of_admitted_classes_pass() {
    let mut passed = 0;
    for replication in ["0", "1", "2"] {
        let stays = log(AGREED, replication, &[]);
        let booked: Vec<&str> = stays
            .iter()
            .filter(|stay| stay["event"] == "book")
            .map(|stay| stay["vehicle"].as_str())
            .collect();
        for stay in crossings(&stays).filter(|stay| stay["gate"] == "bac-luan-2") {
            let day = &stay["start"][..10];
            if ("2022-02-03"..="2022-02-06").contains(&day) {
                passed += 1;
                assert!(
                    booked.contains(&stay["vehicle"].as_str()),
                    "{} passed without a booking",
                    stay["vehicle"]
                );
                assert!(
                    !["dry-food", "cold-chain"].contains(&stay["class"].as_str()),
                    "{} is barred",
                    stay["vehicle"]
                );
            }
        }
    }
    assert!(passed > 300, "{passed} crossings by appointment");
}

#[test]
fn exempt_goods_pass_without_a_booking_when_the_switch_says_so() {
    let stays = log(AGREED, "0", &["--set", "switch.exception.value=exempt"]);
    let exempt = crossings(&stays).filter(|stay| {
        stay["gate"] == "bac-luan-2"
            && ("2022-02-03".."2022-02-07").contains(&&stay["start"][..10])
            && ["dry-food", "cold-chain"].contains(&stay["class"].as_str())
    });
    assert!(exempt.count() > 0);
}

#[test]
fn the_executed_calendar_trades_to_the_end_of_january_and_comes_back_early() {
    let report = json(&["run", EXECUTED, "--reps", "20", "--json"]);
    assert!(on(&report, "crossings", "bac-luan-2", "export", "2022-01-31") > 0.0);
    assert!(on(&report, "crossings", "hai-yen", "export", "2022-02-03") > 0.0);
    for day in ["2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04"] {
        assert_eq!(
            on(&report, "crossings", "bac-luan-2", "export", day),
            0.0,
            "{day}"
        );
    }
    assert!(on(&report, "crossings", "bac-luan-2", "export", "2022-02-05") > 0.0);
}

#[test]
fn causes_sum_exactly_and_bulletins_close() {
    for scenario in [AGREED, EXECUTED] {
        let report = json(&["run", scenario, "--reps", "1", "--json"]);
        let stays = log(scenario, "0", &[]);
        let causes: Vec<&String> = stays[0]
            .keys()
            .filter(|column| {
                column.contains('-')
                    || ["processing", "travelling", "outage"].contains(&column.as_str())
            })
            .collect();
        assert_eq!(causes.len(), bordergate::plan::cause::CAUSES, "{causes:?}");
        for stay in &stays {
            let micros = |text: &String| (text.parse::<f64>().unwrap() * 1e6).round() as i64;
            let sum: i64 = causes.iter().map(|cause| micros(&stay[*cause])).sum();
            assert_eq!(sum, micros(&stay["seconds"]), "{stay:?}");
        }
        closes(&report);
    }
}

/// Opening stock + arrivals + transferred in - crossed - turned back - transferred out - left uncrossed = closing stock.
fn closes(report: &Value) {
    let rows = report["measures"].as_array().unwrap();
    let stock = |gate: &str, direction: &str, day: &str| {
        let row = rows.iter().find(|row| {
            row["measure"] == "stock"
                && row["statistic"] == "end"
                && row["by"] == "gate-direction-day"
                && row["gate"] == gate
                && row["direction"] == direction
                && row["day"] == day
        });
        row.unwrap()["value"].as_f64().unwrap()
    };
    let mut days = 0;
    for gate in ["bac-luan-2", "hai-yen"] {
        for direction in ["export", "import"] {
            let opening = rows.iter().find(|row| {
                row["measure"] == "opening-stock"
                    && row["by"] == "gate-direction"
                    && row["gate"] == gate
                    && row["direction"] == direction
            });
            let mut level = opening.unwrap()["value"].as_f64().unwrap();
            for offset in 0..23 {
                let day = jiff::civil::date(2022, 1, 22)
                    .checked_add(jiff::Span::new().days(offset))
                    .unwrap()
                    .to_string();
                let flow = |measure| on(report, measure, gate, direction, &day);
                level += flow("vehicles-arrived") + flow("vehicles-transferred-in")
                    - flow("vehicles-crossed")
                    - flow("vehicles-turned-back")
                    - flow("vehicles-transferred-out")
                    - flow("empties-crossed")
                    - flow("vehicles-left-uncrossed");
                assert_eq!(
                    level,
                    stock(gate, direction, &day),
                    "{gate} {direction} {day}"
                );
                days += 1;
            }
        }
    }
    assert_eq!(days, 92);
}

#[test]
fn another_gate_changes_nothing_where_each_gate_has_its_own_quota() {
    let base = [
        "run",
        AGREED,
        "--reps",
        "5",
        "--json",
        "--set",
        "switch.acceptance.value=per-gate",
    ];
    let busier = [
        &base[..],
        &[
            "--set",
            "source.hai-yen-exports.rate=90 / day",
            "--set",
            "station.hai-yen-export-desk.servers=[{ count = 1 }]",
        ],
    ]
    .concat();
    let rows = |report: Value| -> Vec<Value> {
        let rows = report["measures"].as_array().unwrap();
        rows.iter()
            .filter(|row| row["gate"] == "bac-luan-2")
            .cloned()
            .collect()
    };
    let (before, after) = (rows(json(&base)), rows(json(&busier)));
    assert!(before.len() > 500);
    assert_eq!(before, after);
}

#[test]
fn an_unused_station_changes_nothing() {
    let base = ["run", AGREED, "--reps", "5", "--json"];
    let more = [
        &base[..],
        &[
            "--set",
            "station.spare={ gate = \"hai-yen\", servers = [{ count = 2 }] }",
        ],
    ]
    .concat();
    let rows = |report: Value| -> Vec<Value> {
        let rows = report["measures"].as_array().unwrap();
        rows.iter()
            .filter(|row| row["station"] != "spare")
            .cloned()
            .collect()
    };
    assert_eq!(rows(json(&base)), rows(json(&more)));
}

#[test]
fn every_shipped_scenario_runs() {
    let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    assert!(files.len() >= 4);
    for file in files {
        let path = file.to_str().unwrap();
        let check = bordergate(&["check", path, "--deny", "warnings"]);
        assert!(
            check.status.success(),
            "{}",
            String::from_utf8_lossy(&check.stderr)
        );
        let run = bordergate(&["run", path, "--reps", "2", "--plain"]);
        assert!(
            run.status.success() && !run.stdout.is_empty(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
    }
}

/// In the week after Tết 2026 nobody crosses at Hữu Nghị without a place of the book: booked before Tết and before coming, or
/// left by others where the switch says so. In five days of thirteen hours there are 780 places.
#[test]
fn after_tet_2026_only_places_of_the_book_are_used() {
    let leftover = ["--set", "switch.walk-ins.value=leftover"];
    for (more, given_away) in [(&[][..], false), (&leftover[..], true)] {
        let stays = log(REGISTERED, "0", more);
        let of = |event: &str| -> BTreeMap<&str, &Stay> {
            let of = stays.iter().filter(|stay| stay["event"] == event);
            of.map(|stay| (stay["vehicle"].as_str(), stay)).collect()
        };
        let (booked, walked_in, arrived) = (of("book"), of("walk-in"), of("arrive"));
        assert_eq!(!walked_in.is_empty(), given_away);
        // Of those who miss a slot the log knows who comes all the same: those who are late for a place given away.
        assert!(!given_away || !of("miss").is_empty());
        let (mut crossed, mut from_afar) = (0, 0);
        for stay in crossings(&stays) {
            let day = &stay["start"][..10];
            assert!(
                !("2026-02-15".."2026-02-19").contains(&day),
                "shut on {day}"
            );
            if !("2026-02-19"..="2026-02-23").contains(&day) {
                continue;
            }
            crossed += 1;
            let vehicle = stay["vehicle"].as_str();
            if walked_in.contains_key(vehicle) {
                continue;
            }
            let (booked, arrived) = (&booked[vehicle]["start"], &arrived[vehicle]["start"]);
            assert!(booked.as_str() < "2026-02-15", "registered on {booked}");
            from_afar += usize::from(booked < arrived);
        }
        assert!(from_afar > 500, "{from_afar} booked before they came");
        assert!((600..=780).contains(&crossed), "{crossed} crossings");
    }
}

const DAY: &str = "scenarios/youyiguan-declaration-validity-2025.toml";
const THREE_DAYS: &str = "scenarios/youyiguan-declaration-validity-2025-72h.toml";

/// The mean of a row that is given by its measure, statistic and the name of what it is split by.
fn mean_of(report: &Value, measure: &str, statistic: &str, by: (&str, &str)) -> f64 {
    let rows = report["measures"].as_array().unwrap();
    let row = rows.iter().find(|row| {
        row["measure"] == measure
            && row["statistic"] == statistic
            && row["by"] == by.0
            && row[by.0] == by.1
    });
    row.unwrap_or_else(|| panic!("no {measure} by {by:?}"))["value"]
        .as_f64()
        .unwrap()
}

/// Lorries wait for a day and more: declarations of 24 hours run out in the line, those of 72 hours hardly ever do.
#[test]
fn declarations_that_hold_longer_are_made_again_less() {
    let run = |scenario| json(&["run", scenario, "--reps", "4", "--json"]);
    let (day, three_days) = (run(DAY), run(THREE_DAYS));
    let renewed = |report| mean_of(report, "papers-renewed", "total", ("papers", "declaration"));
    let waited = |report| {
        mean_of(
            report,
            "time-by-cause",
            "total",
            ("cause", "waiting-papers"),
        )
    };
    assert!(renewed(&day) > 1_000.0, "{}", renewed(&day));
    assert!(renewed(&three_days) < renewed(&day) / 10.0);
    assert!(waited(&three_days) < waited(&day) / 2.0);
    assert_eq!(
        mean_of(&day, "papers-renewed", "total", ("papers", "fee")),
        0.0
    );
}

/// A morning without the single window: the lanes work on, and more lorries wait for their papers behind them. No vehicle
/// stands in a line that is out of order.
#[test]
fn an_outage_of_the_single_window_stops_papers_and_no_lane() {
    let run = |switch: &str| {
        let value = format!("switch.single-window.value=\"{switch}\"");
        json(&["run", DAY, "--reps", "4", "--json", "--set", &value])
    };
    let (up, down) = (run("up"), run("down"));
    let of = |report, cause| mean_of(report, "time-by-cause", "total", ("cause", cause));
    assert!(of(&down, "waiting-papers") > of(&up, "waiting-papers"));
    assert_eq!(of(&down, "outage"), 0.0);
    let served = |report| mean_of(report, "wait", "count", ("station", "exit-lanes"));
    let change = served(&down) / served(&up) - 1.0;
    assert!(change.abs() < 0.01, "{change}");
    let wait = |report| mean_of(report, "wait", "mean", ("station", "e-declaration"));
    assert!(wait(&down) > wait(&up) + 60.0);
}

/// With fewer bays in Pingxiang lorries stand in line there, and more of them stay too long.
#[test]
fn who_is_unloaded_slowly_stays_too_long() {
    let scenario = "scenarios/huu-nghi-two-way-2025.toml";
    let run = |set: &str| {
        let arguments = ["run", scenario, "--reps", "4", "--json", "--set", set];
        json(&arguments)
    };
    let overstays = |report: &Value| {
        let rows = report["measures"].as_array().unwrap();
        let total = |row: &&Value| row["measure"] == "overstays" && row["by"] == "total";
        rows.iter().find(total).unwrap()["value"].as_f64().unwrap()
    };
    let bays = |count: u32| {
        format!("station.bays.servers=[{{ count = {count}, hours = \"08:00-20:00\" }}]")
    };
    let (many, few) = (overstays(&run(&bays(30))), overstays(&run(&bays(20))));
    assert!(
        few > 0.0 && few > many,
        "{few} with 20 bays, {many} with 30"
    );
}

const IMPORTS: &str = "scenarios/bac-luan-2-imports.toml";

/// The mean of a row that is split by one dimension only.
fn by(report: &Value, measure: &str, statistic: &str, dimension: &str, name: &str) -> f64 {
    let rows = report["measures"].as_array().unwrap();
    let row = rows.iter().find(|row| {
        row["measure"] == measure
            && row["statistic"] == statistic
            && row["by"] == dimension
            && row[dimension] == name
    });
    let row = row.unwrap_or_else(|| panic!("no {statistic} {measure} of {name}"));
    row["value"].as_f64().unwrap()
}

/// The channels are those that were published for imports; trusted and ordinary declarants together.
#[test]
fn imports_take_the_published_channels() {
    let report = json(&["run", IMPORTS, "--reps", "40", "--json"]);
    // About 29,000 lorries: four standard deviations are less than 1 %.
    for (channel, share) in [("green", 0.1221), ("yellow", 0.832), ("red", 0.046)] {
        let found = by(&report, "vehicles-selected", "share", "channel", channel);
        assert!((found - share).abs() < 0.01, "{channel}: {found}");
    }
    assert!(
        by(&report, "time-to-release", "mean", "channel", "green")
            < by(&report, "time-to-release", "mean", "channel", "yellow")
    );
    let waits = report["measures"].as_array().unwrap().iter().find(|row| {
        row["measure"] == "time-by-cause"
            && row["by"] == "cause"
            && row["cause"] == "waiting-result"
    });
    assert!(waits.unwrap()["value"].as_f64().unwrap() > 0.0);
}

/// Goods that are taken out are not inspected; what is decided of the others stays what it was.
#[test]
fn ten_groups_out_of_inspection() {
    let out = "scenarios/bac-luan-2-imports-ten-groups-out.toml";
    let decided = |file: &str| -> Vec<(String, String, String)> {
        let stays = log(file, "0", &[]);
        let decided = stays.iter().filter(|stay| {
            stay["event"] == "choose"
                && stay["step"].starts_with("specialised-inspection/")
                && stay["place"] != "not inspected"
        });
        decided
            .map(|stay| {
                (
                    stay["vehicle"].clone(),
                    stay["step"].clone(),
                    stay["place"].clone(),
                )
            })
            .collect()
    };
    let (before, after) = (decided(IMPORTS), decided(out));
    assert!(after.len() > 50 && after.len() < before.len());
    // Who returned from an earlier agency is seen by the next one now; that is rare.
    let others = after.iter().filter(|decision| !before.contains(decision));
    assert!(others.count() <= 4);
    let before = json(&["run", IMPORTS, "--reps", "10", "--json"]);
    let after = json(&["run", out, "--reps", "10", "--json"]);
    for agency in ["plant-quarantine", "food-safety", "quality"] {
        let inspections = |report: &Value| by(report, "inspections", "total", "agency", agency);
        assert!(inspections(&after) < inspections(&before), "{agency}");
        // Nearly all are decided before the end.
        let decided = by(&before, "inspection-time", "count", "agency", agency);
        let share = decided / inspections(&before);
        assert!((0.9..=1.0).contains(&share), "{agency}: {share}");
    }
    // One key on the command line does the same to one group.
    let set = [
        "run",
        IMPORTS,
        "--reps",
        "10",
        "--json",
        "--set",
        "agency.quality.inspects.steel=0 %",
    ];
    let without_steel = json(&set);
    assert!(
        by(&without_steel, "inspections", "total", "agency", "quality")
            < by(&before, "inspections", "total", "agency", "quality")
    );
    let untouched = |report: &Value| by(report, "inspections", "total", "agency", "food-safety");
    assert!((untouched(&without_steel) - untouched(&before)).abs() < 1.0);
}

#[test]
fn three_lines_merged_into_one() {
    let merged = "scenarios/bac-luan-2-imports-three-lines-merged.toml";
    let mean = |file: &str| {
        let report = json(&["run", file, "--reps", "10", "--json"]);
        let rows = report["measures"].as_array().unwrap();
        let row = rows.iter().find(|row| {
            row["measure"] == "time-in-system" && row["statistic"] == "mean" && row["by"] == "total"
        });
        row.unwrap()["value"].as_f64().unwrap()
    };
    assert!(mean(merged) < mean(IMPORTS));
    let stays = log(merged, "0", &[]);
    let places: std::collections::BTreeSet<&str> = stays
        .iter()
        .filter(|stay| stay["event"] == "service")
        .map(|stay| stay["place"].as_str())
        .collect();
    assert!(places.contains("customs-counter"));
    assert!(!places.contains("transport-counter") && !places.contains("border-guard-counter"));
}

/// Costs of the agreed and the executed days at Móng Cái: items sum to bearers, bearers and gates to the total, and all amounts are whole
/// đồng. What is paid changes nothing that happens.
#[test]
fn costs_add_up_and_change_nothing() {
    for scenario in [AGREED, EXECUTED] {
        let with_costs = scenario.replace(".toml", "-costs.toml");
        let of = |file: &str| json(&["run", file, "--reps", "1", "--json"])["measures"].clone();
        let (plain, costs) = (of(scenario), of(&with_costs));
        let sum = |measure: &str, by: &str| -> f64 {
            let rows = costs.as_array().unwrap().iter();
            let rows = rows.filter(|row| row["measure"] == measure && row["by"] == by);
            let values: Vec<f64> = rows.map(|row| row["value"].as_f64().unwrap()).collect();
            assert!(!values.is_empty(), "{measure} by {by}");
            assert!(values.iter().all(|value| value.fract() == 0.0));
            values.iter().sum()
        };
        let total = sum("cost", "total");
        assert!(total > 1e9, "{total}");
        for by in ["item", "bearer", "gate", "gate-item", "gate-bearer"] {
            assert_eq!(sum("cost", by), total, "{by}");
        }
        assert!(
            sum("cost", "gate-direction-class") < total,
            "staff is of no class"
        );
        for by in ["gate", "gate-direction-class"] {
            assert_eq!(sum("value-lost", by), sum("value-lost", "total"), "{by}");
        }
        assert!(sum("value-lost-inside", "total") <= sum("value-lost", "total"));
        // Every row of the scenario without costs stands in that with costs, but for its name.
        let bare = |row: &Value| {
            let mut row = row.clone();
            row["scenario"] = Value::Null;
            row
        };
        let known: Vec<Value> = costs.as_array().unwrap().iter().map(bare).collect();
        let mut known = known.iter();
        for row in plain.as_array().unwrap() {
            assert!(known.any(|other| *other == bare(row)), "{row}");
        }
    }
}
