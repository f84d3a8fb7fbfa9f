//! Inputs drawn from their ranges.

use bordergate::plan;
use bordergate::scenario::model::{Activity, Arrivals, Scenario};
use bordergate::scenario::uncertain::Uncertain;
use bordergate::scenario::{read_text, uncertain};

use super::{HELLO, json};

fn read(text: &str) -> (Scenario, Uncertain) {
    let mut read = read_text("world.toml", text, &[]);
    let scenario = read.scenario.take();
    let scenario =
        scenario.unwrap_or_else(|| panic!("{}", read.problems.render(&read.sources, false)));
    let uncertain = Uncertain::new(&read.root, &read.sources, &scenario);
    (scenario, uncertain)
}

const WORLD: &str = r#"
[scenario]
title = "Ranges"
from  = 2025-03-03
to    = 2025-03-07
clock = "Asia/Ho_Chi_Minh"
[gate.bridge]
hours = "07:00-19:00"
basis = { assumed = "so", range = ["08:00-17:00", "06:00-20:00"] }
[class.fruit]
load  = { triangular = ["10 t", "20 t", "30 t"] }
basis = { derived = "so", range = ["18 t", "30 t"] }
[class.fish]
[source.lorries]
gate      = "bridge"
direction = "export"
vehicle   = "vietnamese"
class     = { fruit = "60 %", fish = "40 %" }
route     = "out"
rate      = "100 / day"
basis     = { assumed = "so", range = ["80 / day", "160 / day"] }
basis-of  = { class = { assumed = "so", range = ["30 %", "90 %"] } }
[station.desk]
gate    = "bridge"
servers = [{ count = 4 }]
basis   = { assumed = "so", range = ["2", "8"] }
[route]
out = [
  { step = "papers", delay = { time = { lognormal = { mean = "2 h", cv = 1.0 } } }, basis = { documented = "x" } },
  { step = "documents", serve = { station = "desk", time = "12 min" }, basis = { assumed = "so", range = ["15 min", "20 min"] } },
  { step = "cross", cross = { bound = "to-china" } },
]
[reference.x]
title = "x"
"#;

fn drawn(uncertain: &Uncertain, path: &str, u: f64) -> Scenario {
    // All others stay where their stated value lies; only this one is at the quantile.
    let known: Vec<&uncertain::Input> = uncertain.inputs().iter().collect();
    assert!(
        known.iter().any(|input| input.path == path),
        "{path} is not drawn"
    );
    uncertain
        .at(|input| if input.path == path { u } else { 0.5 })
        .unwrap()
}

fn rate(scenario: &Scenario) -> f64 {
    let plan = plan::compile(scenario).unwrap();
    plan::analyze(scenario, &plan).vehicles / 5.0
}

#[test]
fn ends_of_the_ranges_are_reached_and_shapes_kept() {
    let (_, uncertain) = read(WORLD);
    let paths: Vec<&str> = uncertain
        .inputs()
        .iter()
        .map(|input| input.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "class.fruit.load",
            "gate.bridge.hours",
            "source.lorries.class",
            "source.lorries.rate",
            "station.desk.servers"
        ]
    );
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-3 * b, "{a} is not {b}");
    near(rate(&drawn(&uncertain, "source.lorries.rate", 0.0)), 80.0);
    near(rate(&drawn(&uncertain, "source.lorries.rate", 1.0)), 160.0);
    // A quarter lies below the most likely value, where the triangle of 80, 100, 160 has its peak.
    near(rate(&drawn(&uncertain, "source.lorries.rate", 0.25)), 100.0);

    let load = |u| {
        let scenario = drawn(&uncertain, "class.fruit.load", u);
        let fruit = scenario
            .classes
            .iter()
            .find(|class| class.name == "fruit")
            .unwrap();
        let load = fruit.load.as_ref().unwrap();
        (load.mean(), load.sd() / load.mean())
    };
    let shape = (1.0_f64 / 24.0).sqrt() * 20.0 / 20.0;
    for (u, mean) in [(0.0, 18_000.0), (1.0, 30_000.0)] {
        near(load(u).0, mean);
        near(load(u).1, shape);
    }

    let open = |u| {
        let scenario = drawn(&uncertain, "gate.bridge.hours", u);
        let monday = jiff::civil::Weekday::Monday;
        scenario.gates[0].calendar.own.hours(monday).to_string()
    };
    assert_eq!(open(0.0), "08:00-17:00");
    assert_eq!(open(1.0), "06:00-20:00");

    let desks = |u| {
        let scenario = drawn(&uncertain, "station.desk.servers", u);
        scenario.stations[0].servers[0].count
    };
    assert_eq!((desks(0.0), desks(1.0)), (2, 8));
}

#[test]
fn the_first_share_is_drawn_and_the_rest_make_up_the_whole() {
    let (_, uncertain) = read(WORLD);
    for (u, fruit) in [(0.0, 0.3), (1.0, 0.9)] {
        let scenario = drawn(&uncertain, "source.lorries.class", u);
        let shares: Vec<f64> = scenario.sources[0]
            .flow
            .classes
            .iter()
            .map(|(_, share)| *share as f64 / 1e12)
            .collect();
        let sum: f64 = shares.iter().sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert!(
            shares.iter().any(|share| (share - fruit).abs() < 1e-9),
            "{shares:?}"
        );
    }
}

/// The probabilities of an agency are no parts of one whole, even where they happen to sum to it: all are multiplied alike.
#[test]
fn probabilities_of_an_agency_are_drawn_together() {
    let agency = |inspects: &str, range: &str| {
        format!(
            "{WORLD}\n[agency.plant]\nstation = \"desk\"\ntime = \"5 min\"\ninspects = {inspects}\n\
             basis = {{ assumed = \"so\" }}\nbasis-of = {{ inspects = {{ assumed = \"so\", range = {range} }} }}\n"
        )
        .replace(
            "  { step = \"cross\"",
            "  { step = \"check\", inspect = { agencies = [\"plant\"] } },\n  { step = \"cross\"",
        )
    };
    let shares = |text: &str, u: f64| -> Vec<u64> {
        let (_, uncertain) = read(text);
        let scenario = drawn(&uncertain, "agency.plant.inspects", u);
        let mut steps = scenario.routes[0].steps.iter();
        let step = steps.find(|step| step.name == "check/plant").unwrap();
        let Activity::Branch { options, .. } = &step.activity else {
            panic!("an agency first decides whether it inspects");
        };
        // Parts per 10^12; the first way leads to the inspection. Profiles: fish, fruit.
        let inspected = options.iter().map(|options| options[0].share);
        inspected.map(|share| share / 10_000_000_000).collect()
    };
    let alone = agency("{ fruit = \"100 %\" }", "[\"10 %\", \"100 %\"]");
    assert_eq!(shares(&alone, 0.0), [0, 10]);
    let whole = agency(
        "{ fruit = \"90 %\", fish = \"10 %\" }",
        "[\"45 %\", \"90 %\"]",
    );
    assert_eq!(shares(&whole, 0.0), [5, 45]);
}

/// A surge lasts whole days, and so does one that is drawn; of those who balk the share that goes elsewhere has a path of its own.
#[test]
fn days_are_drawn_whole_and_a_share_beside_a_gate_is_found() {
    let more = r#"
[gate.ferry]
hours = "07:00-19:00"
[source.boats]
gate = "ferry"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
rate = "0 / day"
[balking.full]
gates = "bridge"
from = 10
all = 10
instead = { gate = "ferry", share = "50 %" }
basis-of.instead = { assumed = "so", range = ["20 %", "80 %"] }
[ban.fruit]
class = "fruit"
from = 2025-03-06
to = 2025-03-07
instead = "comes-before"
surge = "3 d"
basis-of.surge = { assumed = "so", range = ["1 d", "5 d"] }
"#;
    let world = format!("{DAYS}{more}");
    let (_, uncertain) = read(&world);
    assert!(uncertain.fixed().is_empty(), "{:?}", uncertain.fixed());
    let paths: Vec<&str> = uncertain
        .inputs()
        .iter()
        .map(|input| input.path.as_str())
        .collect();
    assert_eq!(paths, ["balking.full.instead.share", "ban.fruit.surge"]);
    let at = |u: f64| {
        let drawn = uncertain.at(|_| u).unwrap();
        (
            drawn.balking[0].elsewhere.unwrap().1,
            drawn.bans[0].instead.surge,
        )
    };
    // Half of the triangle lies on either side of the stated value.
    assert_eq!(at(0.0), (200_000_000_000, 1));
    assert_eq!(at(0.5), (500_000_000_000, 3));
    assert_eq!(at(1.0), (800_000_000_000, 5));
}

const DAYS: &str = r#"
[scenario]
title = "Days"
from  = 2025-03-03
to    = 2025-03-07
clock = "Asia/Ho_Chi_Minh"
[gate.bridge]
hours = "07:00-19:00"
[class.fruit]
[source.lorries]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
rate = "10 / day"
[[route.out]]
step = "line"
cross = { bound = "to-china" }
"#;

#[test]
fn what_cannot_be_drawn_says_why_and_what_is_documented_is_left_alone() {
    let (stated, uncertain) = read(WORLD);
    let fixed: Vec<(&str, &str)> = uncertain
        .fixed()
        .iter()
        .map(|fixed| (fixed.path.as_str(), fixed.why.as_str()))
        .collect();
    assert_eq!(
        fixed,
        [(
            "route.out.documents.serve",
            "the stated value lies outside its range"
        )]
    );
    let far = uncertain.at(|_| 0.9).unwrap();
    let delay = |scenario: &Scenario| {
        let steps = &scenario.routes[0].steps;
        steps.iter().find_map(|step| match &step.activity {
            Activity::Delay { time, .. } => Some(format!("{time:?}")),
            _ => None,
        })
    };
    assert!(delay(&far).is_some());
    assert_eq!(delay(&far), delay(&stated));
    assert!(matches!(far.sources[0].arrivals, Arrivals::Poisson { .. }));
}

#[test]
fn the_variance_is_split_and_intervals_are_wider() {
    let stated = json(&["run", HELLO, "--reps", "60"]);
    let drawn = json(&["run", HELLO, "--reps", "60", "--uncertainty", "inputs"]);
    assert_eq!(drawn["manifest"]["inputs"], "drawn");
    assert_eq!(stated["uncertainty"], serde_json::Value::Null);
    let width = |report: &serde_json::Value| {
        let rows = report["measures"].as_array().unwrap();
        let row = rows
            .iter()
            .find(|row| row["measure"] == "vehicles-crossed" && row["by"] == "total");
        let row = row.unwrap();
        row["high"].as_f64().unwrap() - row["low"].as_f64().unwrap()
    };
    assert!(width(&drawn) > 2.0 * width(&stated));
    let uncertainty = &drawn["uncertainty"];
    assert_eq!(uncertainty["replications-per-draw"], 2);
    assert_eq!(uncertainty["drawn"].as_array().unwrap().len(), 5);
    let splits = uncertainty["variance"].as_array().unwrap();
    let crossed = splits
        .iter()
        .find(|split| split["measure"] == "vehicles-crossed");
    // The rate alone is known to a fifth; chance moves 600 lorries by about 25.
    assert!(
        crossed.unwrap()["share-of-inputs"].as_f64().unwrap() > 0.5,
        "{splits:#?}"
    );
    let again = json(&[
        "run",
        HELLO,
        "--reps",
        "60",
        "--uncertainty",
        "inputs",
        "--jobs",
        "1",
    ]);
    assert_eq!(again, drawn);
}

/// A what-if that touches one input leaves the draws of all others: what is shared still cancels.
#[test]
fn compared_scenarios_share_the_draws_of_what_they_share() {
    let arguments = [
        "compare",
        HELLO,
        HELLO,
        "--what-if",
        "scenario.note=nothing",
        "--uncertainty",
        "inputs",
        "--reps",
        "10",
    ];
    let report = json(&arguments);
    for row in report["comparisons"].as_array().unwrap() {
        assert_eq!(row["verdict"], "same", "{row}");
    }
}

/// What is decided is not drawn: a what-if that says again what is stated changes nothing, and one on the command line is the
/// same as one in a file.
#[test]
fn what_differs_between_scenarios_is_not_drawn() {
    let change = |desks: &str| {
        let what_if = format!("station.desk.servers=[{{ count = {desks} }}]");
        let arguments = [
            "compare",
            HELLO,
            "--what-if",
            &what_if,
            "--uncertainty",
            "inputs",
            "--reps",
            "12",
        ];
        let report = json(&arguments);
        let rows = report["comparisons"].as_array().unwrap();
        super::of(rows, "waiting-vehicle-hours")["change"]
            .as_f64()
            .unwrap()
    };
    assert_eq!(change("3"), 0.0);
    let folder = std::env::temp_dir().join(format!("bordergate-decided-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("four.toml");
    let base = std::path::absolute(HELLO).unwrap();
    let text = format!(
        "base = {:?}\n[station.desk]\nservers = [{{ count = 4 }}]\n",
        base.to_str().unwrap()
    );
    std::fs::write(&file, text).unwrap();
    let report = json(&[
        "compare",
        HELLO,
        file.to_str().unwrap(),
        "--uncertainty",
        "inputs",
        "--reps",
        "12",
    ]);
    let rows = report["comparisons"].as_array().unwrap();
    let by_file = super::of(rows, "waiting-vehicle-hours")["change"]
        .as_f64()
        .unwrap();
    assert_eq!(by_file, change("4"));
    std::fs::remove_dir_all(folder).unwrap();
}

const COSTS: &str = r#"
[scenario]
title = "Ranges of money"
from  = 2025-03-03
to    = 2025-03-03
clock = "Asia/Ho_Chi_Minh"
[gate.bridge]
hours = "always"
basis = { documented = "x" }
[money]
cny   = "3,500 VND"
basis = { assumed = "so", range = ["3,400 VND", "3,600 VND"] }
[class.fruit]
load     = "20 t"
value    = "20 m VND / t"
spoilage = "2 % / d"
basis    = { documented = "x" }
basis-of = { value = { assumed = "so", range = ["10 m VND / t", "25 m VND / t"] }, spoilage = { assumed = "so", range = ["1 % / d", "4 % / d"] } }
[class.fish]
[source.lorries]
gate      = "bridge"
direction = "export"
vehicle   = "vietnamese"
class     = "fruit"
route     = "out"
rate      = "10 / day"
basis     = { documented = "x" }
[station.desk]
gate    = "bridge"
servers = [{ count = 4 }]
basis   = { documented = "x" }
[route]
out = [
  { step = "documents", serve = { station = "desk", time = "12 min" }, basis = { documented = "x" } },
  { step = "cross", cross = { bound = "to-china" } },
]
[cost.waiting]
time     = "waiting"
amount   = "10,000 VND / h"
by-class = { fish = "20,000 VND / h", fruit = "40,000 VND / h" }
started  = true
bearer   = "carrier"
basis    = { assumed = "so", range = ["5,000 VND / h", "30,000 VND / h"] }
basis-of = { by-class = { assumed = "so", range = ["10,000 VND / h", "30,000 VND / h"] } }
[cost.fee]
each   = "vehicle"
amount = "8 CNY"
bearer = "carrier"
basis  = { assumed = "so", range = ["8 CNY", "9.5 CNY"] }
[cost.desk]
staff    = "desk"
amount   = "60,000 VND / h"
overtime = { outside = "08:00-17:00", amount = "90,000 VND / h" }
bearer   = "state"
basis    = { documented = "x" }
[reference.x]
title = "x"
"#;

/// Money is drawn in its currency and for its time: whole hours stay whole hours.
#[test]
fn money_is_drawn_like_everything_else() {
    use bordergate::scenario::money::Per;
    let (stated, uncertain) = read(COSTS);
    let paths: Vec<&str> = uncertain
        .inputs()
        .iter()
        .map(|input| input.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "class.fruit.spoilage",
            "class.fruit.value",
            "cost.fee.amount",
            "cost.waiting.amount",
            "cost.waiting.by-class",
            "money.cny",
        ]
    );
    assert!(uncertain.fixed().is_empty(), "{:?}", uncertain.fixed());
    let item = |scenario: &Scenario, name: &str| {
        let mut items = scenario.costs.iter();
        items.find(|item| item.name == name).unwrap().clone()
    };
    let hour = Per::Time(3_600_000_000);
    for (u, amount) in [(0.0, 5_000), (1.0, 30_000)] {
        let waiting = item(&drawn(&uncertain, "cost.waiting.amount", u), "waiting").amount;
        assert_eq!((waiting.dong, waiting.per), (amount, hour));
    }
    // The range is that of the first, and the others follow: fruit costs twice as much as fish.
    let by_class = item(&drawn(&uncertain, "cost.waiting.by-class", 1.0), "waiting").by_class;
    let dong: Vec<i64> = by_class.iter().map(|(_, tariff)| tariff.dong).collect();
    assert_eq!(dong, [30_000, 60_000]);
    // All amounts in yuan follow the rate: 8 CNY are stated at 28,000 VND.
    assert_eq!(item(&stated, "fee").amount.dong, 28_000);
    let worth = |u: f64| {
        drawn(&uncertain, "class.fruit.value", u).classes[1]
            .worth
            .unwrap()
    };
    assert_eq!(
        (worth(0.0).value.dong, worth(1.0).value.dong),
        (10_000_000, 25_000_000)
    );
    let loss = drawn(&uncertain, "class.fruit.spoilage", 1.0).classes[1]
        .worth
        .unwrap();
    assert_eq!(loss.decline, Some((40_000_000_000, 86_400_000_000)));
}

/// A notice whose last day is not known: the draws that leave it out have no slots on that day, and none of them fails.
#[test]
fn a_day_by_appointment_may_be_left_out_by_some_draws() {
    let notice = r#"
[gate.bridge.notice.by-appointment]
from  = 2025-03-04
to    = 2025-03-06
state = "appointment"
slots = "90 / day"
basis = { documented = "x" }
basis-of.to = { assumed = "so", range = ["2025-03-05", "2025-03-06"] }
"#;
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("last-day.toml");
    std::fs::write(&path, format!("{WORLD}{notice}")).unwrap();
    let path = path.display().to_string();
    let report = json(&["run", &path, "--uncertainty", "inputs", "--reps", "80"]);
    assert_eq!(report["manifest"]["failed"], 0);
    let drawn = report["uncertainty"]["drawn"].to_string();
    assert!(
        drawn.contains("gate.bridge.notice.by-appointment.to"),
        "{drawn}"
    );
    let rows = report["measures"].as_array().unwrap();
    for day in ["2025-03-04", "2025-03-05", "2025-03-06"] {
        let mut rows = rows.iter();
        let row = rows.find(|row| row["measure"] == "slots-used" && row["day"] == day);
        let used = row.unwrap_or_else(|| panic!("no {day}"))["value"].as_f64();
        assert!(
            used.is_some_and(|used| 0.0 < used && used <= 1.0),
            "{day}: {used:?}"
        );
    }
}
