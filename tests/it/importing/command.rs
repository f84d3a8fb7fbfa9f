//! The command: what it prints, what it writes, how it ends.

use serde_json::Value;

use crate::cli::binary::{Output, bordergate};

use super::synthetic::Scratch;

fn example(name: &str) -> String {
    format!("{}/docs/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

const NAMES: [&str; 14] = [
    "--name",
    "kiểm tra hồ sơ=documents",
    "--name",
    "kiểm tra thực tế=goods",
    "--name",
    "Thanh long=fruit",
    "--name",
    "Mít=fruit",
    "--gate",
    "bridge",
    "--source",
    "lorries",
    "--route",
    "out",
];

fn import(file: &str, more: &[&str]) -> Output {
    bordergate(&[&["import", file], more].concat())
}

fn json(file: &str, more: &[&str]) -> Value {
    let output = import(file, &[more, &["--json"]].concat());
    assert_eq!(output.code, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

/// The shipped example says that it is synthetic, and the part of a scenario made of it needs nothing more.
#[test]
fn the_example_becomes_a_part_that_fits_over_a_scenario_without_a_word() {
    let text = std::fs::read_to_string(example("gate-log.csv")).unwrap();
    assert!(text.contains("SỐ LIỆU GIẢ LẬP - SYNTHETIC"));
    let scratch = Scratch::new("example");
    for kind in ["profile", "trace"] {
        let part = scratch.path(kind);
        let args = [&NAMES[..], &["--write", &part, "--as", kind]].concat();
        let output = import(&example("gate-log.csv"), &args);
        assert_eq!(output.code, 0, "{}", output.stderr);
        assert_eq!(output.stderr, format!("note: written to `{part}`\n"));
        let base = example("two-desks.toml");
        let checked = bordergate(&["check", &base, "--overlay", &part, "--deny", "warnings"]);
        assert_eq!(checked.code, 0, "{}", checked.stderr);
        assert!(
            checked.stderr.ends_with("no problems\n"),
            "{}",
            checked.stderr
        );
        let run = bordergate(&["run", &base, "--overlay", &part, "--reps", "2", "--plain"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn json_has_every_row_that_is_not_used_and_the_part_itself() {
    let found = json(&example("gate-log.csv"), &NAMES);
    assert_eq!(found["schema"], "bordergate.import/1");
    let rows = &found["rows"];
    let number = |value: &Value| value.as_u64().unwrap();
    assert_eq!(
        number(&rows["used"]) + number(&rows["not-used"]),
        number(&rows["all"])
    );
    assert_eq!(number(&rows["all"]), 975);
    assert_eq!(
        rows["bad"].as_array().unwrap().len() as u64,
        number(&rows["not-used"])
    );
    let by_reason = rows["by-reason"].as_array().unwrap();
    let sum: u64 = by_reason.iter().map(|reason| number(&reason["rows"])).sum();
    assert_eq!(sum, number(&rows["not-used"]));
    assert_eq!(rows["empty-lines"], 1);
    // Two goods have one name.
    let fruit = &found["classes"][0];
    assert_eq!(fruit["name"], "fruit");
    assert_eq!(fruit["values"], serde_json::json!(["Thanh long", "Mít"]));
    // By hour and by day the same vehicles; shares sum to exactly 100 %.
    let source = &found["sources"][0];
    for key in ["by-day", "by-hour"] {
        let sum: u64 = source[key].as_array().unwrap().iter().map(number).sum();
        assert_eq!(sum, number(&rows["used"]), "{key}");
    }
    let part = found["fragment"].as_str().unwrap();
    let mix = part
        .lines()
        .find(|line| line.starts_with("class = {"))
        .unwrap();
    let shares = mix.split('"').filter_map(|text| text.strip_suffix(" %"));
    let sum: u64 = shares
        .map(|share| {
            let (whole, rest) = share.split_once('.').unwrap_or((share, ""));
            format!("{whole}{rest:0<4}").parse::<u64>().unwrap()
        })
        .sum();
    assert_eq!(sum, 1_000_000);
    // The laws are those by which the example was made.
    let step = |name: &str| {
        let mut steps = found["steps"].as_array().unwrap().iter();
        steps.find(|step| step["step"] == name).unwrap()["fit"].clone()
    };
    assert_eq!(step("documents")["chosen"], "gamma");
    assert_eq!(step("goods")["chosen"], "lognormal");
}

#[test]
fn the_text_says_what_was_read_and_what_was_not() {
    let output = import(
        &example("gate-log.csv"),
        &[&NAMES[..], &["--show", "2"]].concat(),
    );
    for said in [
        "gate-log.csv: UTF-8 with a byte order mark, columns separated by `;`, heading on line 2\n",
        "dates: day before month, proven by numbers above 12\n",
        "not used: `STT`, `Ghi chú`\n",
        " of 975 rows of gate-log.csv, 3 January\u{2013}13 February 2025 are used; ",
        " more: `--show`, or all with `--json`\n",
        "waiting before it, which is no service: mean ",
        "rows have a start and no end: still there when the log ends, or not noted",
    ] {
        assert!(output.stdout.contains(said), "{said}\n{}", output.stdout);
    }
    // The same bytes again, and plain text without drawn columns.
    assert_eq!(
        output.stdout,
        import(
            &example("gate-log.csv"),
            &[&NAMES[..], &["--show", "2"]].concat()
        )
        .stdout
    );
    let scratch = Scratch::new("plain");
    let file = scratch.file("log.csv", b"plate;arrival\nA;2025-01-13 07:00\n");
    let plain = import(&file, &["--plain"]);
    assert!(
        plain.stdout.contains("arrival\tarrival\n"),
        "{}",
        plain.stdout
    );
}

/// More bad rows than are allowed: everything is said, nothing is written, exit 3.
#[test]
fn too_many_bad_rows_write_nothing() {
    let scratch = Scratch::new("too-many");
    let mut text = "plate;arrival\n".to_owned();
    for row in 0..20 {
        text += &match row {
            3 | 7 => format!("{row};soon\n"),
            _ => format!("{row};2025-01-{:02} 07:{row:02}\n", 1 + row),
        };
    }
    let file = scratch.file("log.csv", text.as_bytes());
    let part = scratch.file("part.toml", b"what was here before");
    let output = import(&file, &["--write", &part]);
    assert_eq!(output.code, 3);
    assert!(
        output.stdout.contains("18 of 20 rows of log.csv"),
        "{}",
        output.stdout
    );
    assert_eq!(
        output.stderr,
        "failed: 2 of 20 rows cannot be used (10.0 %), more than 5 %; nothing was written\n  help: mend the rows, or allow more with `--max-bad`\n"
    );
    assert_eq!(
        std::fs::read_to_string(&part).unwrap(),
        "what was here before"
    );
    let output = import(&file, &["--write", &part, "--max-bad", "10 %"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(
        std::fs::read_to_string(&part)
            .unwrap()
            .contains("[source.lorries]")
    );
    // Where it cannot be written, that is a failure and not bad input.
    let nowhere = scratch.path("no-such-directory/part.toml");
    let output = import(&file, &["--write", &nowhere, "--max-bad", "10 %"]);
    assert_eq!(output.code, 1);
    assert!(
        output.stderr.contains("there is no such directory"),
        "{}",
        output.stderr
    );
}

/// Two gates and two directions are four sources, each with its own counts.
#[test]
fn gates_and_directions_are_sources() {
    let scratch = Scratch::new("sources");
    let mut text = "Cửa khẩu;Chiều;Mặt hàng;Giờ đến\n".to_owned();
    for day in 1..=20 {
        text += &format!("Bắc Luân II;Xuất;Mít;2025-01-{day:02} 07:00\n");
        text += &format!("Bắc Luân II;Nhập;Máy móc;2025-01-{day:02} 08:00\n");
        text += &format!("Hải Yên;Xuất;\"Tôm \"\"hùm\"\" \\ sống\";2025-01-{day:02} 09:00\n");
    }
    text += "Hải Yên;Nhập;Máy móc;2025-01-05 09:00\n";
    let file = scratch.file("log.csv", text.as_bytes());
    let found = json(&file, &["--name", "Bắc Luân II=bac-luan-2"]);
    let sources: Vec<(String, u64)> = found["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|source| {
            (
                source["source"].as_str().unwrap().to_owned(),
                source["vehicles"].as_u64().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("bac-luan-2-exports", 20),
        ("bac-luan-2-imports", 20),
        ("hai-yen-exports", 20),
        ("hai-yen-imports", 1),
    ];
    assert_eq!(
        sources,
        expected.map(|(name, rows)| (name.to_owned(), rows))
    );
    let part = found["fragment"].as_str().unwrap();
    for said in [
        "[source.bac-luan-2-imports]\ngate = \"bac-luan-2\"\ndirection = \"import\"\n",
        "[class.tom-hum-song]\nname = \"Tôm \\\"hùm\\\" \\\\ sống\"\n",
        "rate = \"0.05 / day\"",
    ] {
        assert!(part.contains(said), "{said}\n{part}");
    }
}

/// What the log contradicts does not stay: weekdays and a factor of the scenario below, and with a trace all that shapes a rate.
#[test]
fn what_the_log_says_otherwise_replaces_what_was_below() {
    let scratch = Scratch::new("below");
    let mut text = "goods;arrival\n".to_owned();
    for day in 1..=28 {
        for hour in [8, 9] {
            text += &format!("fruit;2025-02-{day:02} {hour:02}:00\n");
        }
    }
    let file = scratch.file("log.csv", text.as_bytes());
    let below = std::fs::read_to_string(example("two-desks.toml"))
        .unwrap()
        .replace(
            "rate = \"30 / day\"",
            "rate = \"30 / day\", weekday = { \"Sat-Sun\" = 0.5 }, day-factor = { cv = 0.3, shared = \"20 %\" }, profile = { \"07-19\" = 1.0 }",
        );
    let base = scratch.file("base.toml", below.as_bytes());
    for kind in ["profile", "trace"] {
        let part = scratch.path(kind);
        let output = import(
            &file,
            &["--as", kind, "--source", "lorries", "--write", &part],
        );
        assert_eq!(output.code, 0, "{}", output.stderr);
        let planned = bordergate(&["plan", &base, "--overlay", &part, "--json"]);
        assert_eq!(planned.code, 0, "{}", planned.stderr);
        let plan: Value = serde_json::from_str(&planned.stdout).unwrap();
        let source = &plan["sources"][0];
        let days = source["days"].as_array().unwrap();
        assert!(days.iter().all(|day| day["vehicles"] == 2.0), "{days:?}");
        let cv = match kind {
            "profile" => serde_json::json!(0.0),
            _ => Value::Null,
        };
        assert_eq!(source["day-factor-cv"], cv);
        let run = bordergate(&["run", &base, "--overlay", &part, "--reps", "2", "--plain"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}
