//! The binary: exit codes, bytes, signals and pipes.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

const HELLO: &str = "scenarios/hello-gate.toml";
const TET: &str = "scenarios/mong-cai-tet-2022-agreed.toml";

fn bordergate(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bordergate"));
    command
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR");
    command
}

fn run(args: &[&str]) -> Output {
    bordergate(args).output().unwrap()
}

fn code(args: &[&str]) -> Option<i32> {
    run(args).status.code()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn bad_usage_is_two_and_help_is_zero() {
    for args in [
        &["run", HELLO, "--no-such-flag"][..],
        &["run", HELLO, "--reps", "0"],
        &["run", HELLO, "--jobs", "0"],
        &["run", HELLO, "--max-time", "soon"],
        &["run", HELLO, "--json", "--plain"],
        &["run"],
        &["fly"],
        &[],
    ] {
        assert_eq!(code(args), Some(2), "{args:?}");
    }
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&["run", "--help"]), Some(0));
}

#[test]
fn an_invalid_scenario_is_two_with_its_problems_on_stderr_and_nothing_on_stdout() {
    let broken = file("broken.toml", "[scenario]\ntitel = \"x\"\n");
    for args in [
        ["run", broken.to_str().unwrap()],
        ["check", "no-such-file.toml"],
        ["run", "no-such-file.toml"],
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    let output = run(&["check", "--format", "json", HELLO, broken.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    let problems = json(&output);
    assert_eq!(problems["files"][0]["file"], HELLO);
    assert!(problems["errors"].as_u64().unwrap() > 0);
    assert_eq!(problems["files"][1]["problems"][0]["severity"], "error");
}

#[test]
fn what_is_shipped_checks_clean() {
    assert_eq!(code(&["check", "--deny", "warnings", HELLO]), Some(0));
    assert_eq!(code(&["check", HELLO, TET]), Some(0));
}

#[test]
fn more_vehicles_than_the_limit_are_refused_with_the_figure() {
    let output = run(&["run", HELLO, "--set", "scenario.vehicle-limit=100"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("about 600 vehicles"), "{said}");
}

#[test]
fn jobs_change_no_byte() {
    for (scenario, reps) in [(HELLO, "20"), (TET, "6")] {
        let one = run(&["run", scenario, "--reps", reps, "--jobs", "1", "--json"]);
        assert_eq!(
            one.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&one.stderr)
        );
        let two = run(&["run", scenario, "--reps", reps, "--jobs", "2", "--json"]);
        assert!(one.stdout == two.stdout, "{scenario}");
        let report = json(&one);
        assert_eq!(report["manifest"]["partial"], false);
        assert_eq!(
            report["manifest"]["replications"],
            reps.parse::<u64>().unwrap()
        );
        assert!(!report["measures"].as_array().unwrap().is_empty());
    }
}

#[test]
fn an_interrupted_run_is_130_and_equals_the_run_of_its_prefix() {
    for signal in ["-INT", "-TERM"] {
        let args = ["run", HELLO, "--reps", "1000000", "--jobs", "2", "--json"];
        let mut child = bordergate(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(700));
        let kill = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(kill.success());
        let mut text = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{signal}");
        let partial: Value = serde_json::from_str(&text).unwrap();
        let manifest = &partial["manifest"];
        assert_eq!(
            (&manifest["partial"], &manifest["stopped"]),
            (&true.into(), &"interrupted".into())
        );
        let reps = manifest["replications"].as_u64().unwrap();
        assert!(reps > 0 && reps < 1_000_000);
        let whole = json(&run(&["run", HELLO, "--reps", &reps.to_string(), "--json"]));
        assert_eq!(partial["measures"], whole["measures"]);
        assert_eq!(
            manifest["measures-digest"],
            whole["manifest"]["measures-digest"]
        );
    }
}

#[test]
fn max_time_ends_a_run_in_good_order() {
    let output = run(&[
        "run",
        HELLO,
        "--reps",
        "1000000",
        "--max-time",
        "1 s",
        "--json",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let manifest = &json(&output)["manifest"];
    assert_eq!(
        (&manifest["stopped"], &manifest["partial"]),
        (&"max-time".into(), &true.into())
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = bordergate(&["run", TET, "--reps", "2", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.contains("bordergate.measures/1"));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
fn a_run_whose_every_replication_fails_is_one() {
    let text = r#"
[scenario]
title = "Round and round"
from  = 2025-03-03
to    = 2025-03-07
clock = "Asia/Ho_Chi_Minh"
[gate]
bridge  = { hours = "always", basis = { assumed = "an example" } }
[class]
fruit   = { basis = { assumed = "an example" } }
[source]
lorries = { gate = "bridge", direction = "export", vehicle = "vietnamese", class = "fruit", route = "out", interarrival = "100 h", basis = { assumed = "an example" } }
[route]
out = [
  { step = "round", delay = { time = "0.05 s" }, basis = { assumed = "an example" } },
  { step = "again", branch = [{ share = "0.0000001 %", label = "out", to = "cross" }, { label = "round", to = "round" }], basis = { assumed = "an example" } },
  { step = "cross", cross = { bound = "to-china" } },
]
"#;
    let path = file("round.toml", text);
    let output = run(&["run", path.to_str().unwrap(), "--reps", "2"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("again and again") && said.contains("every replication failed"),
        "{said}"
    );
    assert!(output.stdout.is_empty());
}
