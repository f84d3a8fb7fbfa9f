//! What the calendar alone rules out, with sums that were made by hand; and what it does not.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::said;

/// Three days at a bridge, with lorries in line at the start and steps of one crossing each.
fn bridge(rest: &str) -> String {
    format!(
        "[scenario]\ntitle = \"A bridge\"\nfrom = 2025-03-03\nto = 2025-03-05\nclock = \"Asia/Ho_Chi_Minh\"\n\
         [class.fruit]\nload = \"20 t\"\n[gate.bridge]\nhours = \"08:00-17:00\"\n\
         [route]\nout = [{{ step = \"line\", cross = {{ bound = \"to-china\" }} }}]\n{rest}"
    )
}

const IN_LINE: &str = "[backlog.line]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"out\"\nvehicles = 40\n";
const BOOKED: &str = "[gate.bridge.notice.booked]\nfrom = 2025-03-03\nto = 2025-03-05\nstate = \"appointment\"\nslots = \"5 / day\"\n";
const SLOTS: &str = "gate.bridge.notice.booked.slots=5..8";

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("solve-{name}.toml"));
    fs::write(&path, text).unwrap();
    path
}

/// Exit code and solution.
fn solved(name: &str, text: &str, find: &str, condition: &str) -> (i32, Value) {
    let path = file(name, text);
    let path = path.to_str().unwrap();
    let (code, data, notes) = said(&[
        "solve",
        path,
        "--find",
        find,
        "--such-that",
        condition,
        "--reps",
        "20",
        "--json",
    ]);
    let solution = serde_json::from_str(&data).unwrap_or_else(|_| panic!("{notes}"));
    (code, solution)
}

/// Of each span: who may cross, the amount of the quota, places, and the most that cross.
fn spans(solution: &Value) -> Vec<Value> {
    let spans = solution["proof"]["spans"].as_array().unwrap().iter();
    spans
        .map(|span| {
            json!([
                span["passing"],
                span["amount"],
                span["places"],
                span["most"]
            ])
        })
        .collect()
}

/// 3 days with 8 places each are 24, and 30 are wanted.
#[test]
fn slots_are_added_up() {
    let text = bridge(&[IN_LINE, BOOKED].concat());
    let (code, solution) = solved("slots", &text, SLOTS, "vehicles-crossed >= 30");
    assert_eq!((code, &solution["outcome"]), (6, &json!("proven")));
    assert_eq!(spans(&solution), vec![json!(["booked", null, 8, 8]); 3]);
    let proof = &solution["proof"];
    assert_eq!(
        (&proof["most"], &proof["needed"]),
        (&json!(24), &json!(30.0))
    );
    assert_eq!(
        proof["settings"]["gate.bridge.notice.booked.slots"],
        "8 / day"
    );
    assert_eq!(proof["spans"][0]["from"], "2025-03-03 00:00");
    assert_eq!(solution["points"], json!([]), "nothing was run");
    assert_eq!(solution["method"], "calendar");
    // One more can be: what is left undone is not proven.
    let (_, solution) = solved("slots", &text, SLOTS, "vehicles-crossed >= 24");
    assert_eq!(solution["outcome"], "found");
}

#[test]
fn the_sum_is_printed() {
    let path = file("text", &bridge(&[IN_LINE, BOOKED].concat()));
    let wanted = ["--such-that", "vehicles-crossed >= 30"];
    let arguments = ["solve", path.to_str().unwrap(), "--find", SLOTS];
    let (code, text, _) = said(&[&arguments[..], &wanted].concat());
    assert_eq!(code, 6);
    for part in [
        "how many can cross at most",
        "2025-03-03 00:00  2025-03-06 00:00  bridge  booked         slots       3 x 8 = 24      24",
        "No value of gate.bridge.notice.booked.slots from 5 / day to 8 / day can be enough, whatever is drawn: proven from the calendar.",
        "Even at 8 / day until 2025-03-06 00:00 at most 24 vehicles can cross, and 30 are wanted.",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

/// 12 a day on two of three days are 24 of 40 in line; the line is not gone, and 16 are left.
#[test]
fn a_quota_counts_on_open_days_only() {
    let shut =
        "[gate.bridge.notice.shut]\nfrom = 2025-03-04\nto = 2025-03-04\nstate = \"closed\"\n";
    let quota = "[quota.partner]\ngates = \"bridge\"\nvehicles = \"10 / day\"\n";
    let text = bridge(&[IN_LINE, shut, quota].concat());
    let find = "quota.partner.vehicles=10..12";
    for (condition, needs, needed) in [
        ("drain-date <= 2025-03-05", "all-in-line", 40.0),
        ("P(drain-date <= 2025-03-05) >= 0.01", "all-in-line", 40.0),
        ("end(stock) <= 15", "some-in-line", 25.0),
        ("vehicles-crossed > 24", "crossings", 24.0),
        // 20 t a lorry.
        ("tonnes-crossed >= 490 t", "crossings-for-tonnes", 24.5),
    ] {
        let (code, solution) = solved("quota", &text, find, condition);
        assert_eq!(
            (code, &solution["outcome"]),
            (6, &json!("proven")),
            "{condition}"
        );
        let expected = vec![
            json!(["everybody", 12, null, 12]),
            json!(["nobody", 12, null, 0]),
            json!(["everybody", 12, null, 12]),
        ];
        assert_eq!(spans(&solution), expected, "{condition}");
        let proof = &solution["proof"];
        assert_eq!(proof["spans"][0]["quota"], "partner");
        assert_eq!(
            (&proof["needs"], &proof["needed"]),
            (&json!(needs), &json!(needed)),
            "{condition}"
        );
        assert_eq!(proof["most"], 24);
    }
    for condition in [
        "end(stock) <= 16",
        "vehicles-crossed >= 24",
        "tonnes-crossed >= 480 t",
    ] {
        let (code, solution) = solved("quota", &text, find, condition);
        assert_eq!(
            (code, &solution["outcome"]),
            (0, &json!("found")),
            "{condition}"
        );
        assert_eq!(solution["answer"]["quota.partner.vehicles"], "12 / day");
    }
}

/// Places that nobody could use for want of quota are used later: 5 of 10, 5 of 5 + 10, and all 10 + 10 that are left on the third day.
#[test]
fn places_are_carried_over() {
    let booked = BOOKED.replace("5 / day", "10 / day");
    let quota = "[quota.partner]\ngates = \"bridge\"\nvehicles = \"5 / day\"\ndated = [{ from = 2025-03-05, to = 2025-03-05, vehicles = \"50 / day\" }]\n";
    let text = bridge(&[IN_LINE, &booked, quota].concat());
    let find = "gate.bridge.notice.booked.slots=8..10";
    let (code, solution) = solved("carried", &text, find, "vehicles-crossed >= 31");
    assert_eq!(code, 6);
    let expected = [
        json!(["booked", 5, 10, 5]),
        json!(["booked", 5, 15, 5]),
        json!(["booked", 50, 20, 20]),
    ];
    assert_eq!(spans(&solution), expected);
    let (_, solution) = solved(
        "carried",
        &text,
        find,
        "vehicles-crossed(day = 2025-03-03) >= 6",
    );
    // With 8 places as with 10 the quota is what limits.
    assert_eq!(spans(&solution), [json!(["booked", 5, 8, 5])]);
    let (_, solution) = solved(
        "carried",
        &text,
        find,
        "vehicles-crossed(day = 2025-03-05) >= 31",
    );
    assert_eq!(solution["proof"]["most"], 30, "{solution:#}");
}

/// A day to reopen: whenever it is, 30 a day on at most two days are not enough for 80 in line; of dates the lunar day is said.
#[test]
fn no_day_of_reopening_is_early_enough() {
    let shut =
        "[gate.bridge.notice.shut]\nfrom = 2025-02-01\nto = 2025-02-03\nstate = \"closed\"\n";
    let quota = "[quota.partner]\ngates = \"bridge\"\nvehicles = \"30 / day\"\n";
    let text = bridge(&[IN_LINE.replace("40", "80").as_str(), shut, quota].concat()).replace(
        "from = 2025-03-03\nto = 2025-03-05",
        "from = 2025-02-01\nto = 2025-02-04",
    );
    let find = "gate.bridge.notice.shut.to=mùng 4..mùng 6";
    let (code, solution) = solved("reopen", &text, find, "drain-date <= 2025-02-03");
    assert_eq!((code, &solution["outcome"]), (6, &json!("proven")));
    // Mùng 4 is 1 February 2025: it is open on the 2nd and the 3rd.
    assert_eq!(
        solution["proof"]["settings"]["gate.bridge.notice.shut.to"],
        "2025-02-01"
    );
    assert_eq!(solution["proof"]["most"], 60);
    let says = solution["says"][1].as_str().unwrap();
    assert!(says.starts_with("Even at 2025-02-01 (mùng 4) until 2025-02-04 00:00 at most 60 vehicles can cross, and 80 stand in line"), "{says}");
}

/// Lanes of two gates with one quota between them share it; two quotas are added.
#[test]
fn gates_that_share_a_quota_are_bounded_together() {
    let more = "[gate.other]\nhours = \"08:00-17:00\"\n[backlog.other]\ngate = \"other\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"out\"\nvehicles = 40\n";
    let shared = "[quota.partner]\ngates = [\"bridge\", \"other\"]\nvehicles = \"10 / day\"\n";
    let apart = "[quota.partner]\ngates = \"bridge\"\nvehicles = \"10 / day\"\n[quota.second]\ngates = \"other\"\nvehicles = \"7 / day\"\n";
    let find = "quota.partner.vehicles=9..10";
    for (quotas, most) in [(shared, 30), (apart, 51)] {
        let text = bridge(&[IN_LINE, more, quotas].concat());
        let (code, solution) = solved("shared", &text, find, "vehicles-crossed >= 70");
        assert_eq!((code, &solution["proof"]["most"]), (6, &json!(most)));
    }
}

/// There are only 40 lorries: nothing else is needed.
#[test]
fn there_are_no_more_than_there_are() {
    let (code, solution) = solved(
        "few",
        &bridge(
            &[
                IN_LINE,
                "[quota.partner]\ngates = \"bridge\"\nvehicles = \"50 / day\"\n",
            ]
            .concat(),
        ),
        "quota.partner.vehicles=50..60",
        "vehicles-crossed >= 41",
    );
    assert_eq!((code, &solution["proof"]["vehicles"]), (6, &json!(40)));
}

/// Nothing is proven where amounts are drawn or where some may give up: that is simulated, and not found. A chance of nothing is no proof against
/// a condition that it meets.
#[test]
fn what_is_only_simulated_is_not_called_proven() {
    let find = "quota.partner.vehicles=10..12";
    let drawn = "[quota.partner]\ngates = \"bridge\"\nvehicles = \"10 / day\"\nday-factor = { cv = 0.05, shared = \"0 %\" }\n";
    let fixed = "[quota.partner]\ngates = \"bridge\"\nvehicles = \"10 / day\"\n";
    let patient = "[patience.all]\noutside = \"30 d\"\nthen = \"turn-back\"\n";
    for rest in [drawn.to_owned(), [fixed, patient].concat()] {
        let text = bridge(&[IN_LINE, &rest].concat());
        let (code, solution) = solved("simulated", &text, find, "drain-date <= 2025-03-05");
        assert_eq!(
            (code, &solution["outcome"]),
            (6, &json!("not-found")),
            "{rest}"
        );
        assert_eq!(solution["proof"], Value::Null);
        assert_eq!(
            solution["points"].as_array().unwrap().len(),
            4,
            "one lies beyond the range"
        );
        let says = solution["says"][0].as_str().unwrap();
        assert!(
            says.ends_with("That is not proven: it is what was simulated."),
            "{says}"
        );
    }
    let text = bridge(&[IN_LINE, fixed].concat());
    let (code, solution) = solved("chance", &text, find, "P(vehicles-crossed >= 41) <= 0.5");
    assert_eq!((code, &solution["outcome"]), (0, &json!("found")));
}
