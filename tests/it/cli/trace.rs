//! `trace`: stays tile a vehicle's time, causes add up, stories add up, and unknown vehicles are named as such.

use std::collections::BTreeMap;

use bordergate::measures::trace::Tracer;
use bordergate::measures::{Catalogue, Measures};
use bordergate::plan;
use bordergate::plan::cause::CAUSES;
use bordergate::scenario;
use bordergate::sim::{Engine, Stop};

use super::binary::{bordergate, shipped};

fn agreed() -> String {
    shipped("mong-cai-tet-2022-agreed.toml")
}

/// Seconds as typed, in microseconds.
fn micros(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = format!("{part}000000").chars().take(6).collect();
    whole.parse::<i64>().unwrap() * 1_000_000 + digits.parse::<i64>().unwrap()
}

fn instant(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_microsecond()
}

/// Seconds of a duration in words.
fn spoken(text: &str) -> i64 {
    let words: Vec<&str> = text.split(' ').collect();
    let unit = |word: &str| match word {
        "d" => 86_400,
        "h" => 3_600,
        "min" => 60,
        "s" => 1,
        other => panic!("{other} is no unit in {text:?}"),
    };
    words
        .chunks(2)
        .map(|pair| pair[0].parse::<i64>().unwrap() * unit(pair[1]))
        .sum()
}

/// Asserts that the stays of each vehicle of a scenario follow one another and that causes add up; how many events of each kind
/// there are.
fn tiles(scenario: &str) -> BTreeMap<String, usize> {
    let output = bordergate(&["trace", scenario, "--format", "csv", "--rep", "1"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (vehicle, event, start, end, seconds) = (
        at("vehicle"),
        at("event"),
        at("start"),
        at("end"),
        at("seconds"),
    );
    assert_eq!(header.len(), seconds + 1 + CAUSES);
    let mut reached: BTreeMap<String, (i64, bool)> = BTreeMap::new();
    let mut events: BTreeMap<String, usize> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let (from, to) = (instant(&row[start]), instant(&row[end]));
        assert!(row[start].ends_with("+07:00"), "{row:?}");
        assert_eq!(to - from, micros(&row[seconds]), "{row:?}");
        let causes: i64 = row.iter().skip(seconds + 1).map(micros).sum();
        assert_eq!(causes, to - from, "{row:?}");
        *events.entry(row[event].to_owned()).or_default() += 1;
        match reached.get_mut(&row[vehicle]) {
            None => {
                assert_eq!(&row[event], "arrive", "{row:?}");
                reached.insert(row[vehicle].to_owned(), (to, false));
            }
            Some((until, gone)) => {
                assert!(!*gone, "{row:?}");
                assert_eq!(*until, from, "{row:?}");
                *until = to;
                *gone = ["leave", "inside"].contains(&&row[event]);
            }
        }
    }
    assert!(reached.len() > 500 && reached.values().all(|(_, gone)| *gone));
    events
}

#[test]
fn stays_of_each_vehicle_tile_its_time_and_causes_add_up() {
    let events = tiles(&agreed());
    for event in [
        "wait", "service", "travel", "choose", "book", "pass", "cross", "release", "leave",
        "inside",
    ] {
        assert!(
            events.get(event).is_some_and(|&count| count > 0),
            "no {event} in {events:?}"
        );
    }
}

/// Papers have no stays of their own: what a vehicle does about them stands among its own.
#[test]
fn papers_and_overstays_are_told_among_the_stays_of_their_vehicle() {
    let events = tiles(&shipped("youyiguan-declaration-validity-2025.toml"));
    for event in [
        "file",
        "file-again",
        "lodged",
        "collect",
        "park",
        "leave-yard",
    ] {
        assert!(
            events.get(event).is_some_and(|&count| count > 100),
            "{event}: {events:?}"
        );
    }
    assert!(tiles(&shipped("huu-nghi-two-way-2025.toml"))["overstay"] > 0);
}

#[test]
fn a_story_tells_of_papers() {
    let scenario = shipped("youyiguan-declaration-validity-2025.toml");
    let story = story_adds_up(&scenario, "line.350");
    for words in [
        "lodge: files advance declaration",
        "waits for papers: advance declaration",
        "has its papers: ",
    ] {
        assert!(story.contains(words), "{words:?} in {story}");
    }
}

#[test]
fn a_story_adds_up() {
    let story = story_adds_up(&agreed(), "bac-luan-2.550");
    assert!(story.contains("Sat 22 Jan 2022 (20 chạp)"), "{story}");
}

/// The story of a vehicle, whose durations add up to what it says in all.
fn story_adds_up(scenario: &str, vehicle: &str) -> String {
    let output = bordergate(&["trace", scenario, "--vehicle", vehicle]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let (stays, total) = output.stdout.split_once("In all ").unwrap();
    let mut lines = total.lines();
    let all = spoken(lines.next().unwrap().trim_end_matches(':'));
    let by_cause: i64 = lines
        .map(|line| spoken(line.rsplit_once(": ").unwrap().1))
        .sum();
    assert_eq!(by_cause, all);
    let mut told = 0;
    for line in stays.lines().filter(|line| line.starts_with("  ")) {
        let line = line.split_once(" (").map_or(line, |(line, _)| line);
        if let Some((_, duration)) = line.rsplit_once(": ")
            && duration.starts_with(|c: char| c.is_ascii_digit())
        {
            told += spoken(duration);
        }
    }
    assert_eq!(told, all, "{}", output.stdout);
    assert!(all > 0, "{}", output.stdout);
    output.stdout
}

#[test]
fn without_a_vehicle_the_list_names_vehicles_that_exist() {
    let output = bordergate(&["trace", &agreed(), "--plain"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let name = output
        .stdout
        .lines()
        .nth(1)
        .unwrap()
        .rsplit('\t')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        bordergate(&["trace", &agreed(), "--vehicle", &name]).code,
        0,
        "{name}"
    );
}

#[test]
fn an_unknown_vehicle_is_told_what_exists() {
    let output = bordergate(&[
        "trace",
        &agreed(),
        "--vehicle",
        "hai-yen.501",
        "--format",
        "csv",
    ]);
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
    assert!(
        output.stderr.contains("hai-yen.1 to hai-yen.500 exist"),
        "{}",
        output.stderr
    );
    let output = bordergate(&[
        "trace",
        &agreed(),
        "--vehicle",
        "hai-yen-export.2022-01-24.1",
    ]);
    assert_eq!(output.code, 2);
    assert!(
        output
            .stderr
            .contains("did you mean a vehicle of `hai-yen-exports`?"),
        "{}",
        output.stderr
    );
    assert!(
        output
            .stderr
            .contains("hai-yen-exports.2022-01-22.1 to hai-yen-exports.2022-02-13."),
        "{}",
        output.stderr
    );
}

#[test]
fn tracing_changes_nothing() {
    let read = scenario::read(std::path::Path::new(&agreed()), &[]);
    let scenario = read.scenario.unwrap();
    let plan = plan::compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let go = std::sync::atomic::AtomicBool::new(true);
    let mut alone = Measures::new(&plan, &catalogue);
    assert_eq!(
        Engine::new(&plan).run(7, 3, &mut alone, &go),
        Stop::Completed
    );
    let mut both = (Measures::new(&plan, &catalogue), Tracer::new(|_, _| {}));
    assert_eq!(
        Engine::new(&plan).run(7, 3, &mut both, &go),
        Stop::Completed
    );
    assert_eq!(alone.row(3).columns, both.0.row(3).columns);
}
