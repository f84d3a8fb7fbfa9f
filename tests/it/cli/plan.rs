//! `plan`: from its JSON alone one finds what the scenario says; its text says it to people.

use serde_json::Value;

use super::binary::{bordergate, shipped};

fn plan(file: &str, more: &[&str]) -> Value {
    let file = shipped(file);
    let mut args = vec!["plan", &file, "--json"];
    args.extend(more);
    let output = bordergate(&args);
    assert_eq!(output.code, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

fn agreed() -> Value {
    plan("mong-cai-tet-2022-agreed.toml", &[])
}

/// The entry of a list whose `key` is `name`.
fn named<'a>(list: &'a Value, key: &str, name: &str) -> &'a Value {
    let mut entries = list.as_array().unwrap().iter();
    entries
        .find(|entry| entry[key] == name)
        .unwrap_or_else(|| panic!("no {key} {name}"))
}

/// The day of a gate for loaded Vietnamese exports of a class.
fn day<'a>(plan: &'a Value, gate: &str, class: &str, day: &str) -> &'a Value {
    let blocks = named(&plan["gates"], "gate", gate)["calendar"]
        .as_array()
        .unwrap();
    let speaks_of = |block: &&Value| {
        block["vehicles"].as_array().unwrap().iter().any(|vehicle| {
            vehicle["class"] == class
                && vehicle["direction"] == "export"
                && vehicle["loaded"] == true
        })
    };
    named(&blocks.iter().find(speaks_of).unwrap()["days"], "day", day)
}

#[test]
fn hours_stand_there_on_both_clocks() {
    let plan = agreed();
    assert_eq!(plan["schema"], "bordergate.plan/1");
    assert_eq!(plan["scenario"]["clock"], "Asia/Ho_Chi_Minh");
    assert_eq!(plan["scenario"]["partner-clock"], "Asia/Shanghai");
    // Monday 24 January: both sides open from 07:00 to 19:00 in Hanoi, an hour later by the partner's clock.
    let monday = day(&plan, "bac-luan-2", "fruit", "2022-01-24");
    assert_eq!(
        (&monday["weekday"], &monday["state"]),
        (&"Mon".into(), &"normal".into())
    );
    assert_eq!(monday["hours"], "07:00-19:00");
    assert_eq!(monday["partner-hours"], "08:00-20:00");
    assert_eq!(
        named(&plan["gates"], "gate", "bac-luan-2")["partner-hours"]["Mon"],
        "08:00-20:00"
    );
    // Hải Yên lets exports pass until the cut-off at 15:00 only.
    let monday = day(&plan, "hai-yen", "fruit", "2022-01-24");
    assert_eq!(monday["hours"], "08:00-11:00, 12:00-15:00");
    assert_eq!(monday["partner-hours"], "09:00-12:00, 13:00-16:00");
}

#[test]
fn closed_days_appointment_days_barred_classes_and_slots_stand_there() {
    let plan = agreed();
    let state =
        |gate: &str, class: &str, date: &str| day(&plan, gate, class, date)["state"].clone();
    for date in ["2022-01-31", "2022-02-01", "2022-02-02"] {
        assert_eq!(state("bac-luan-2", "fruit", date), "closed", "{date}");
    }
    for date in 1..=6 {
        assert_eq!(
            state("hai-yen", "fruit", &format!("2022-02-0{date}")),
            "closed"
        );
    }
    for date in 3..=6 {
        let date = format!("2022-02-0{date}");
        let fruit = day(&plan, "bac-luan-2", "fruit", &date);
        assert_eq!(fruit["state"], "appointment");
        assert_eq!(fruit["slots"], 100);
        assert_eq!(fruit["notice"], "after-tet");
        assert_eq!(state("bac-luan-2", "dry-food", &date), "barred");
        assert_eq!(state("bac-luan-2", "cold-chain", &date), "barred");
    }
    assert_eq!(state("bac-luan-2", "fruit", "2022-01-23"), "rest day"); // a Sunday
    let notices = &named(&plan["gates"], "gate", "bac-luan-2")["notices"];
    let notice = named(notices, "notice", "after-tet");
    assert_eq!(
        notice["barred"],
        serde_json::json!(["dry-food", "cold-chain"])
    );
    assert_eq!(notice["book"]["slots"], 100);
    assert_eq!(
        day(&plan, "bac-luan-2", "fruit", "2022-01-31")["lunar"],
        "29 chạp"
    );
}

#[test]
fn quotas_stock_and_classes_stand_there() {
    let plan = agreed();
    let quota = named(&plan["quotas"], "quota", "bridges");
    assert_eq!(quota["gates"], serde_json::json!(["bac-luan-2", "hai-yen"]));
    let days = quota["days"].as_array().unwrap();
    assert_eq!(days.len(), 23);
    assert!(days.iter().all(|day| day["amount"] == 100.0));
    let stock: i64 = plan["starting-stock"]
        .as_array()
        .unwrap()
        .iter()
        .map(|backlog| backlog["vehicles"].as_i64().unwrap())
        .sum();
    assert_eq!(stock, 1_050);
    let seafood = named(&plan["classes"], "class", "live-seafood");
    // The mean of a triangle is the mean of its corners: (1.5 + 2.6 + 5.5) / 3.
    assert!((seafood["load-mean"].as_f64().unwrap() - 3.2).abs() < 1e-6);
    assert_eq!(
        named(&plan["classes"], "class", "passenger")["counts"],
        "persons"
    );
}

#[test]
fn what_is_assumed_and_what_is_observed_stand_there() {
    let plan = agreed();
    let parameters = plan["parameters"].as_array().unwrap();
    let slots = named(
        &plan["parameters"],
        "path",
        "gate.bac-luan-2.notice.after-tet.slots",
    );
    assert_eq!(slots["basis"], "assumed");
    assert_eq!(slots["range"], serde_json::json!(["20 / day", "150 / day"]));
    for kind in ["documented", "derived", "assumed", "fitted", "unstated"] {
        let counted = parameters
            .iter()
            .filter(|parameter| parameter["basis"] == kind)
            .count();
        assert_eq!(plan["provenance"][kind], counted, "{kind}");
    }
    let week = named(&plan["observed"], "fact", "tet-week-vehicles");
    assert_eq!(week["published"], "over 1,000");
    assert_eq!(week["gates"], serde_json::json!(["bac-luan-2", "hai-yen"]));
    assert_eq!(week["from"], "2022-02-03T00:00:00");
    assert_eq!(week["to"], "2022-02-10T00:00:00");
    assert_eq!(
        named(&plan["switches"], "switch", "exception")["value"],
        "barred"
    );
}

#[test]
fn a_load_is_offered_over_scheduled_work() {
    // 120 lorries a day, 37 / 3 minutes each, 3 servers from 07:00 to 19:00: 24.67 h of 36 h.
    let plan = plan("hello-gate.toml", &[]);
    let desk = named(&plan["stations"], "station", "desk");
    let expected = 120.0 * 37.0 / 3.0 / 60.0 / 36.0;
    assert!(
        (desk["load"].as_f64().unwrap() - expected).abs() < 1e-6,
        "{}",
        desk["load"]
    );
    assert!((plan["vehicles-expected"].as_f64().unwrap() - 600.0).abs() < 1e-9);
    assert_eq!(plan["remarks"], serde_json::json!([]));
}

#[test]
fn too_much_work_is_remarked_on_with_its_size() {
    let plan = plan(
        "hello-gate.toml",
        &["--set", "source.lorries.rate=\"240 / day\""],
    );
    let remark = named(&plan["remarks"], "about", "station.desk");
    assert_eq!(remark["severity"], "note");
    // 49.33 h of work a day for 36 h of servers: 1.37 times.
    assert!(
        remark["text"].as_str().unwrap().contains("1.4 times"),
        "{remark}"
    );
}

#[test]
fn the_text_merges_like_days_and_names_the_lunar_ones() {
    let output = bordergate(&["plan", &shipped("mong-cai-tet-2022-agreed.toml")]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let line = output
        .stdout
        .lines()
        .find(|line| line.contains("tet-closed"))
        .unwrap();
    assert!(line.contains("Mon 31 Jan - Wed 2 Feb"), "{line}");
    assert!(line.contains("29 chạp - mùng 2"), "{line}");
    assert!(output.stdout.contains("over 7,300 t"));
}

fn remarks(file: &str, more: &[&str]) -> Vec<String> {
    let plan = plan(file, more);
    let remarks = plan["remarks"].as_array().unwrap().iter();
    remarks.map(|remark| remark.to_string()).collect()
}

/// Who stays too long is not expected, but may come: a desk for them alone is not one that nobody visits.
#[test]
fn a_desk_for_those_who_stay_too_long_may_be_visited() {
    for (file, desk) in [
        ("huu-nghi-two-way-2025.toml", "officers"),
        ("mong-cai-month.toml", "border-guard"),
    ] {
        let remarks = remarks(file, &[]);
        assert_eq!(remarks.len(), 1, "{remarks:?}");
        assert!(remarks[0].contains(&format!("station.{desk}")));
        assert!(
            remarks[0].contains("only by those who stayed too long"),
            "{remarks:?}"
        );
    }
}

/// Agencies that work together return vehicles, whether or not they take a skill of their servers.
#[test]
fn who_is_returned_by_agencies_together_is_expected_at_the_next_step() {
    // Only plant quarantine returns anybody, and only of the fresh goods, which it inspects together with food safety.
    let only_fresh = [
        "--set",
        "agency.plant-quarantine.inspects.wooden-goods=0 %",
        "--set",
        "agency.food-safety.outcome.return=0 %",
        "--set",
        "agency.quality.outcome.return=0 %",
    ];
    let never = remarks("mong-cai-month.toml", &only_fresh);
    let returned = |remark: &&String| remark.contains("route.bac-luan-2-import.returned");
    assert!(!never.iter().any(|remark| returned(&remark)), "{never:?}");
}

#[test]
fn rules_of_patience_stand_there() {
    let plan = plan("tan-thanh-shut-2022.toml", &[]);
    let rule = named(&plan["patience"], "patience", "drivers");
    assert_eq!(rule["closed-mean-s"], 397_440.0);
    assert!(rule["outside-mean-s"].is_null() && rule["goes-to"].is_null());
    assert_eq!(rule["gates"], serde_json::json!([]));
    let output = bordergate(&["plan", &shipped("tan-thanh-shut-2022.toml")]);
    let line = output
        .stdout
        .lines()
        .find(|line| line.trim_start().starts_with("drivers "));
    let words: Vec<&str> = line
        .unwrap()
        .split("  ")
        .filter(|word| !word.is_empty())
        .collect();
    let words: Vec<&str> = words.into_iter().map(str::trim).collect();
    let expected = [
        "drivers",
        "all",
        "for ever",
        "for ever",
        "4 d 14 h 24 min",
        "turns back",
    ];
    assert_eq!(words, expected);
}
