//! `solve` through the front door: what it says, how it ends, and what it refuses.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use super::{HELLO, said};

const SERVERS: &str = "station.desk.servers=[{ count = 1 }]..[{ count = 8 }]";

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("solving-{name}.toml"));
    fs::write(&path, text).unwrap();
    path
}

fn solved(arguments: &[&str]) -> (i32, Value) {
    let (code, data, notes) = said(&[&["solve"], arguments, &["--json"]].concat());
    let solution = serde_json::from_str(&data).unwrap_or_else(|_| panic!("{notes}"));
    (code, solution)
}

#[test]
fn the_fewest_desks_and_the_command_that_shows_them() {
    let wanted = "mean(time-in-system) <= 4.2 h";
    let arguments = [
        HELLO,
        "--find",
        SERVERS,
        "--such-that",
        wanted,
        "--reps",
        "40",
    ];
    let (code, text, notes) = said(&[&["solve"], &arguments[..]].concat());
    assert_eq!((code, notes.as_str()), (0, ""));
    for part in [
        " find: the smallest of station.desk.servers=[{ count = 1 }]..[{ count = 8 }]\n",
        " such that: mean(time-in-system) <= 4 h 12 min, over all periods together\n",
        "up to 40 replications at 8 of 8 values · seed 1, paired vehicle by vehicle · right with 95 %\n",
        "The smallest value of station.desk.servers is [{ count = 4 }]: there mean(time-in-system) is ",
        "; at [{ count = 3 }] it is ",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let (code, solution) = solved(&arguments);
    assert_eq!(code, 0);
    assert_eq!(
        solution["answer"],
        json!({"station.desk.servers": "[{ count = 4 }]"})
    );
    assert_eq!(
        (&solution["about"], &solution["method"]),
        (&json!("expected-value"), &json!("every-point"))
    );
    // The command gives the estimate of the point again.
    let command = solution["command"].as_str().unwrap();
    assert!(text.contains(&format!("see it: {command}\n")), "{text}");
    let words = shell(command.strip_prefix("bordergate ").unwrap());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (code, data, _) = said(&[&words[..], &["--json"]].concat());
    assert_eq!(code, 0, "{command}");
    let run: Value = serde_json::from_str(&data).unwrap();
    let points = solution["points"].as_array().unwrap();
    let point = points.iter().find(|point| point["point"] == 3).unwrap();
    assert_eq!(run["measures"][0]["value"], point["value"]);
    assert_eq!(point["verdict"], "holds");
    let manifest = &solution["manifests"][3];
    assert_eq!(
        manifest["measures-digest"],
        run["manifest"]["measures-digest"]
    );
}

/// Words of a command, those in single quotes held together.
fn shell(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn single_periods_are_another_question_than_their_average() {
    let rates = "source.lorries.rate=80..160:20";
    let find = |condition: &str| {
        let (code, solution) = solved(&[
            HELLO,
            "--find",
            rates,
            "--such-that",
            condition,
            "--largest",
            "--reps",
            "100",
        ]);
        assert_eq!(code, 0, "{:#}", solution["says"]);
        let at = &solution["answer"]["source.lorries.rate"];
        (at.as_str().unwrap().to_owned(), solution)
    };
    let (on_average, solution) = find("max(stock) <= 73");
    assert_eq!(solution["about"], "expected-value");
    let (each, solution) = find("P(max(stock) <= 73) >= 0.85");
    assert_eq!(solution["about"], "single-periods");
    assert_eq!(
        (on_average.as_str(), each.as_str()),
        ("120 / day", "100 / day")
    );
    let (_, text, _) = said(&[
        "solve",
        HELLO,
        "--find",
        rates,
        "--such-that",
        "P(max(stock) <= 73) >= 0.85",
        "--largest",
        "--reps",
        "60",
    ]);
    for part in [
        " such that: max(stock) <= 73, in at least 85 of 100 such periods\n",
        "share of periods with max(stock) <= 73\n",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn nothing_depends_on_the_threads() {
    let arguments = |jobs: &'static str| {
        [
            "solve",
            HELLO,
            "--find",
            "source.lorries.rate=20..300:20",
            "--such-that",
            "max(stock) <= 100",
            "--largest",
            "--reps",
            "40",
            "--json",
            "--jobs",
            jobs,
        ]
    };
    let one = said(&arguments("1"));
    assert_eq!(one.0, 0);
    assert_eq!(one, said(&arguments("3")));
    let solution: Value = serde_json::from_str(&one.1).unwrap();
    assert_eq!(
        (&solution["method"], &solution["shape"]),
        (&json!("bisection"), &json!("one-way"))
    );
    // Its neighbour was tried as well, and all that was tried is there.
    let points = solution["points"].as_array().unwrap();
    let at = |point: &Value| point["size"].as_f64().unwrap();
    let holds = points
        .iter()
        .filter(|point| point["verdict"] == "holds")
        .map(at)
        .fold(0.0, f64::max);
    let fails = points
        .iter()
        .filter(|point| point["verdict"] == "fails")
        .map(at)
        .fold(f64::INFINITY, f64::min);
    assert_eq!(fails - holds, 20.0);
    assert_eq!(
        solution["answer"]["source.lorries.rate"],
        format!("{holds} / day")
    );
    assert!(points.len() < 12, "{}", points.len());
    assert!(points.is_sorted_by_key(at));
}

#[test]
fn what_was_not_found_says_what_would_be_enough() {
    let (code, solution) = solved(&[
        HELLO,
        "--find",
        "source.lorries.rate=200..300:20",
        "--such-that",
        "max(stock) <= 80",
        "--reps",
        "40",
    ]);
    assert_eq!((code, &solution["outcome"]), (6, &json!("not-found")));
    let relaxation = &solution["relaxation"];
    assert_eq!(relaxation["settings"]["source.lorries.rate"], "200 / day");
    let limit = relaxation["limit"].as_f64().unwrap();
    let points = solution["points"].as_array().unwrap();
    assert!((points[0]["high"].as_f64().unwrap() - limit).abs() < 1e-9);
    let misses = points[0]["value"].as_f64().unwrap() - 80.0;
    assert!((relaxation["misses"].as_f64().unwrap() - misses).abs() < 1e-9);
    let beyond = points.last().unwrap();
    assert_eq!(
        (&beyond["point"], &beyond["settings"]["source.lorries.rate"]),
        (&Value::Null, &json!("140 / day"))
    );
    assert_eq!(relaxation["beyond"], beyond["verdict"]);
    let says = solution["says"].as_array().unwrap();
    let says: Vec<&str> = says.iter().map(|says| says.as_str().unwrap()).collect();
    assert_eq!(
        says[0],
        "No value of source.lorries.rate from 200 / day to 300 / day was found at which it holds. That is not proven: it is what was simulated."
    );
    assert!(
        says[1].starts_with("Nearest is 200 / day: it misses by 9"),
        "{says:?}"
    );
    assert!(
        says[1].contains("; with <= 18")
            && says[1].ends_with(" instead of 80 it would hold there."),
        "{says:?}"
    );
    assert!(says[2].starts_with("Beyond the range"), "{says:?}");
    // With the limit that it names it does.
    let enough = format!("max(stock) <= {}", limit.ceil());
    let (code, _) = solved(&[
        HELLO,
        "--find",
        "source.lorries.rate=200..300:20",
        "--such-that",
        &enough,
        "--reps",
        "40",
    ]);
    assert_eq!(code, 0);
}

#[test]
fn what_cannot_be_told_is_said_to_lie_between() {
    let narrow = "source.lorries.rate=100 / day..130 / day:1";
    let arguments = |reps: &'static str| {
        [
            HELLO,
            "--find",
            narrow,
            "--such-that",
            "max(stock) <= 70",
            "--largest",
            "--reps",
            reps,
        ]
    };
    let (code, solution) = solved(&arguments("20"));
    assert_eq!((code, &solution["outcome"]), (4, &json!("inconclusive")));
    let says = solution["says"][0].as_str().unwrap();
    assert!(
        says.contains("it surely holds, at ")
            && says.contains("what lies between cannot be told with 20 replications"),
        "{says}"
    );
    let (code, solution) = solved(&arguments("1"));
    assert_eq!(code, 4);
    let says = solution["says"][0].as_str().unwrap();
    assert!(
        says.contains("There is no interval to judge by: more replications (--reps) are needed."),
        "{says}"
    );
}

/// Values that were named one by one lie in no order: the first that does.
#[test]
fn switches_and_lists_are_tried_in_the_order_of_the_list() {
    let find = "station.desk.servers=[{ count = 5 }]|[{ count = 2 }]|[{ count = 4 }]";
    let arguments = [
        HELLO,
        "--find",
        find,
        "--such-that",
        "mean(time-in-system) <= 4.2 h",
        "--reps",
        "20",
    ];
    let (code, solution) = solved(&arguments);
    assert_eq!(
        (code, &solution["answer"]["station.desk.servers"]),
        (0, &json!("[{ count = 5 }]"))
    );
    let (_, solution) = solved(&[&arguments[..], &["--largest"]].concat());
    assert_eq!(
        solution["answer"]["station.desk.servers"],
        "[{ count = 4 }]"
    );
    let says = solution["says"][0].as_str().unwrap();
    assert!(
        says.starts_with("The last value of station.desk.servers is "),
        "{says}"
    );
}

#[test]
fn inputs_can_be_drawn_and_nothing_is_proven_then() {
    let (code, solution) = solved(&[
        HELLO,
        "--find",
        SERVERS,
        "--such-that",
        "mean(time-in-system) <= 5 h",
        "--reps",
        "60",
        "--uncertainty",
        "inputs",
    ]);
    assert!([0, 4].contains(&code), "{:#}", solution["says"]);
    assert_eq!(solution["manifests"][0]["inputs"], "drawn");
    let command = solution["command"].as_str().unwrap_or_default();
    assert!(
        code == 4 || command.contains(" --uncertainty inputs "),
        "{command}"
    );
}

#[test]
fn every_mistake_of_the_flags_is_said_with_its_place() {
    let (code, data, notes) = said(&[
        "solve",
        HELLO,
        "--find",
        "station.desk.servers",
        "--such-that",
        "max(stock)",
    ]);
    assert_eq!((code, data.as_str()), (2, ""));
    for part in [
        " --> --find:1:1\n",
        "there is no `=`",
        " --> --such-that:1:1\n",
        "this is a quantity without a limit",
    ] {
        assert!(notes.contains(part), "{part} is not in\n{notes}");
    }
    let (code, _, notes) = said(&[
        "solve",
        HELLO,
        "--find",
        SERVERS,
        "--such-that",
        "max(stok) <= 4",
    ]);
    assert_eq!(code, 2);
    assert!(
        notes.contains(" --> --such-that:1:5\n") && notes.contains("did you mean `stock`?"),
        "{notes}"
    );
    for (confidence, why) in [
        (
            "40 %",
            "it is a probability from 50 % to 99.99 %, as in `95 %`",
        ),
        ("100 %", "it is a probability from 50 % to 99.99 %"),
        ("95", "--confidence"),
        ("much", "--confidence"),
    ] {
        let (code, _, notes) = said(&[
            "solve",
            HELLO,
            "--find",
            SERVERS,
            "--such-that",
            "max(stock) <= 4",
            "--confidence",
            confidence,
        ]);
        assert_eq!(code, 2, "{confidence}");
        assert!(notes.contains(why), "{notes}");
    }
    for confidence in ["0.9", "90 %"] {
        let (code, solution) = solved(&[
            HELLO,
            "--find",
            SERVERS,
            "--such-that",
            "mean(time-in-system) <= 4.2 h",
            "--reps",
            "40",
            "--confidence",
            confidence,
        ]);
        assert_eq!((code, &solution["confidence"]), (0, &json!(0.9)));
    }
}

/// What the condition names must be there at every value.
#[test]
fn a_value_at_which_the_condition_means_nothing() {
    let text = "[scenario]\ntitle = \"x\"\nfrom = 2025-03-03\nto = 2025-03-03\nclock = \"Asia/Ho_Chi_Minh\"\n[switch.book]\ntitle = \"x\"\noptions = [\"yes\", \"no\"]\nvalue = \"yes\"\n\
        [class.fruit]\nload = \"20 t\"\n[gate.bridge]\nhours = \"always\"\n[gate.bridge.notice.booked]\nwhen = { book = \"yes\" }\nfrom = 2025-03-03\nto = 2025-03-03\nstate = \"appointment\"\nslots = \"9 / day\"\n\
        [source.lorries]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"out\"\nrate = \"9 / day\"\n\
        [route]\nout = [{ step = \"line\", cross = { bound = \"to-china\" } }]\n";
    let path = file("meaning", text);
    let (code, data, notes) = said(&[
        "solve",
        path.to_str().unwrap(),
        "--find",
        "switch.book.value=yes|no",
        "--such-that",
        "bookings <= 4",
    ]);
    assert_eq!((code, data.as_str()), (2, ""));
    assert!(
        notes.contains("error: this means nothing at no, which is one of the values"),
        "{notes}"
    );
}

#[test]
fn a_model_that_locks_up_does_not_hold() {
    let way = |route: &str, first: &str, then: &str| {
        format!(
            "[source.{route}]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"{route}\"\ntimetable = [\"08:00\"]\n\
             [[route.{route}]]\nstep = \"in\"\npark = \"{first}\"\n[[route.{route}]]\nstep = \"papers\"\ndelay = {{ time = \"10 min\" }}\n\
             [[route.{route}]]\nstep = \"on\"\npark = \"{then}\"\n[[route.{route}]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n"
        )
    };
    let text = format!(
        "[scenario]\ntitle = \"x\"\nfrom = 2025-03-03\nto = 2025-03-03\nclock = \"Asia/Ho_Chi_Minh\"\n[class.fruit]\nload = \"20 t\"\n[gate.bridge]\nhours = \"always\"\n\
         [yard.a]\ncapacity = 2\n[yard.b]\ncapacity = 1\n{}{}",
        way("east", "a", "b"),
        way("west", "b", "a")
    );
    let path = file("locks", &text);
    let arguments = [
        path.to_str().unwrap(),
        "--find",
        "yard.a.capacity=1..3",
        "--such-that",
        "vehicles-crossed >= 2",
        "--reps",
        "20",
    ];
    let (code, solution) = solved(&arguments);
    assert_eq!(
        (code, &solution["answer"]["yard.a.capacity"]),
        (0, &json!("2"))
    );
    assert_eq!(solution["points"][0]["locked"], 20);
    let (_, text, notes) = said(&[&["solve"], &arguments[..]].concat());
    assert!(
        text.contains("Where replications lock up it does not hold: 1 (20 of 20).\n"),
        "{text}"
    );
    assert!(
        notes.contains("warning: 1: replication 0 failed: a deadlock: "),
        "{notes}"
    );
    let never = [
        path.to_str().unwrap(),
        "--find",
        "yard.a.capacity=1|1.0",
        "--such-that",
        "vehicles-crossed >= 2",
        "--reps",
        "3",
    ];
    let (code, _, notes) = said(&[&["solve"], &never[..]].concat());
    assert!([1, 2].contains(&code), "{notes}");
}

#[test]
fn a_search_that_is_interrupted_says_what_was_tried() {
    // The limit is the expected value with three desks and more, as near as a hundred thousand replications tell: it takes minutes to
    // find out on which side these are.
    for (signal, reps) in [("-INT", "1000000"), ("-TERM", "1000000")] {
        let arguments = [
            "solve",
            HELLO,
            "--find",
            SERVERS,
            "--such-that",
            "max(stock) <= 69.66",
            "--reps",
            reps,
            "--json",
        ];
        let mut child = Command::new(env!("CARGO_BIN_EXE_bordergate"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(1_500));
        let kill = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
        let mut text = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        let solution: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(solution["outcome"], "stopped");
        assert!(!solution["points"].as_array().unwrap().is_empty());
        assert_eq!(
            solution["says"][0],
            "Interrupted before it was known: above is what was tried."
        );
    }
    let (code, solution) = solved(&[
        HELLO,
        "--find",
        SERVERS,
        "--such-that",
        "max(stock) <= 69.66",
        "--reps",
        "1000000",
        "--max-time",
        "1 s",
    ]);
    assert_eq!((code, &solution["outcome"]), (4, &json!("stopped")));
    assert_eq!(
        solution["says"][0],
        "The time allowed was over before it was known: above is what was tried."
    );
}

#[test]
fn plain_is_one_record_a_line() {
    let (code, text, _) = said(&[
        "solve",
        HELLO,
        "--find",
        SERVERS,
        "--such-that",
        "mean(time-in-system) <= 4.2 h",
        "--reps",
        "20",
        "--plain",
    ]);
    assert_eq!(code, 0);
    let line = text
        .lines()
        .find(|line| line.starts_with("[{ count = 4 }]: "));
    assert!(
        line.unwrap().contains("; verdict holds; replications 20"),
        "{text}"
    );
}
