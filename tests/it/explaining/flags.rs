//! What is refused, and how it ends.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{TWO_LORRIES, file, json, rows, said};

#[test]
fn all_that_is_wrong_with_the_question_is_said_at_once() {
    let world = file("refused", TWO_LORRIES);
    let (code, data, notes) = said(
        &world,
        &[
            "--gate",
            "brigde",
            "--class",
            "steel",
            "--when",
            "2025-03-03..2025-03-09",
            "--at",
            "noon",
        ],
    );
    assert_eq!((code, data.as_str()), (2, ""));
    for part in [
        "error: there is no gate `brigde`",
        "did you mean `bridge`?",
        "error: there is no class `steel`",
        "one of: fruit",
        "error: this is outside the period, 2025-03-03 to 2025-03-04",
        "error: `noon` is not a day",
    ] {
        assert!(notes.contains(part), "{part} in\n{notes}");
    }
}

#[test]
fn what_nobody_can_answer_is_two() {
    let world = file("nobody", TWO_LORRIES);
    let base = world.to_str().unwrap();
    let other_clock = file(
        "other-clock",
        &TWO_LORRIES.replace("\"UTC\"", "\"Asia/Shanghai\""),
    );
    let other_days = file(
        "other-days",
        &TWO_LORRIES
            .replace("2025-03-03", "2025-03-10")
            .replace("2025-03-04", "2025-03-11"),
    );
    let other_gate = file(
        "other-gate",
        &TWO_LORRIES
            .replace("gate.bridge", "gate.ford")
            .replace("gate = \"bridge\"", "gate = \"ford\"")
            .replace("fruit", "steel"),
    );
    let one_day = file(
        "one-day",
        &TWO_LORRIES.replace("to = 2025-03-04", "to = 2025-03-03"),
    );
    for (arguments, why) in [
        (
            &["--direction", "import"][..],
            "error: explaining-nobody: no source and no backlog is of this gate, class and direction\n",
        ),
        (
            &["--vs", other_clock.to_str().unwrap()],
            "error: the clocks differ",
        ),
        (
            &["--vs", other_days.to_str().unwrap()],
            "error: explaining-other-days: the span is not within the period\n",
        ),
        (
            &["--gate", "bridge", "--vs", other_gate.to_str().unwrap()],
            "error: explaining-other-gate: there is no gate `bridge`\n",
        ),
        (
            &["--class", "fruit", "--vs", other_gate.to_str().unwrap()],
            "error: explaining-other-gate: there is no class `fruit`\n",
        ),
        (
            &[
                "--when",
                "2025-03-03",
                "--at",
                "2025-03-04 08:00",
                "--vs",
                one_day.to_str().unwrap(),
            ],
            "error: explaining-one-day: the instant is not within the period\n",
        ),
        (&["--vs", "no-such-file.toml"], "no-such-file.toml"),
        (&["--vs", base, "--set", "gate.bridge.hours=3"], "error: "),
        (&["--direction", "sideways"], "invalid value 'sideways'"),
        (&["--json", "--plain"], "cannot be used with"),
        (&["--reps", "0"], "invalid value '0'"),
    ] {
        let (code, data, notes) = said(&world, arguments);
        assert_eq!((code, data.as_str()), (2, ""), "{arguments:?}");
        assert!(notes.contains(why), "{arguments:?}:\n{notes}");
    }
}

/// Two persons come at 07:00 to the bridge, which opens at 08:00; they are asked for by their class, and never added to vehicles.
#[test]
fn persons_are_asked_for_by_their_class() {
    let persons = "[class.walker]\ncounts = \"persons\"\n\
                   [source.walkers]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"walker\"\n\
                   route = \"on-foot\"\ntimetable = { Mon = [\"07:00\", \"07:00\"] }\nbasis = { assumed = \"a test\" }\n\
                   [[route.on-foot]]\nstep = \"over\"\ncross = { bound = \"to-china\" }\n";
    let world = file("persons", &(TWO_LORRIES.to_owned() + persons));
    let (code, _, notes) = said(
        &world,
        &["--reps", "1", "--class", "walker", "--class", "fruit"],
    );
    assert_eq!(code, 2);
    assert!(
        notes.contains("error: explaining-persons: persons and vehicles are never added up\n"),
        "{notes}"
    );
    let walkers = json(&world, &["--reps", "2", "--class", "walker"]);
    let delay = rows(&walkers, "delay", "total")[0];
    assert_eq!(
        (&delay["value"], &delay["unit"]),
        (&2.0.into(), &"person-h".into())
    );
    assert_eq!(
        walkers["answer"],
        "Of 2 person-hours of delay 100 % had the cause \"closed for the night\"."
    );
    // All vehicles are what they are without the persons.
    let all = json(&world, &["--reps", "2"]);
    assert_eq!(rows(&all, "delay", "total")[0]["value"], 14.5);
}

/// Two lorries want each other's yards in every replication: there is nothing to explain.
#[test]
fn a_scenario_that_locks_up_is_one() {
    let yards = "[yard.a]\ncapacity = 1\nbasis = { assumed = \"a test\" }\n[yard.b]\ncapacity = 1\nbasis = { assumed = \"a test\" }\n";
    let route = |name: &str, first: &str, second: &str| {
        format!(
            "[source.{name}]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"{name}\"\n\
             timetable = [\"09:00\"]\nbasis = {{ assumed = \"a test\" }}\n\
             [[route.{name}]]\nstep = \"one\"\npark = \"{first}\"\n\
             [[route.{name}]]\nstep = \"papers\"\ndelay = {{ time = \"10 min\" }}\nbasis = {{ assumed = \"a test\" }}\n\
             [[route.{name}]]\nstep = \"two\"\npark = \"{second}\"\n\
             [[route.{name}]]\nstep = \"off\"\nleave-yard = \"{second}\"\n"
        )
    };
    let text = [
        TWO_LORRIES,
        yards,
        &route("there", "a", "b"),
        &route("back", "b", "a"),
    ]
    .concat();
    let (code, data, notes) = said(&file("locked", &text), &["--reps", "2"]);
    assert_eq!((code, data.as_str()), (1, ""), "{notes}");
    assert!(notes.contains("a deadlock:"), "{notes}");
    assert!(
        notes.contains("error: every replication failed, so there is nothing to report\n"),
        "{notes}"
    );
}

/// Whoever interrupts gets what is finished, from the first replication on.
#[test]
fn an_interrupted_explanation_is_130_and_says_that_it_is_partial() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "explain",
            "scenarios/hello-gate.toml",
            "--reps",
            "1000000",
            "--plain",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1_500));
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let mut text = String::new();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_to_string(&mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(text.contains("PARTIAL: interrupted after "), "{text}");
}

/// A span before which and after which everything happens has no delay, and says so.
#[test]
fn where_nobody_is_delayed_that_is_said() {
    let world = file("calm", TWO_LORRIES);
    let calm = json(
        &world,
        &["--reps", "2", "--when", "2025-03-04 12:00..18:00"],
    );
    assert_eq!(
        calm["answer"],
        "Nobody was delayed: all time was spent being served or travelling."
    );
    assert_eq!(rows(&calm, "vehicles", "total")[0]["value"], 0.0);
    assert!(calm["examples"].as_array().unwrap().is_empty());
}
