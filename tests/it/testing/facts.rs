//! Published facts: judged with what is not known drawn, expected or not, identities told apart, and scored as far as they are independent.

use serde_json::{Value, json};

use super::{CLOCK, Folder, message, statuses};

/// A fact about Monday.
fn monday(name: &str, more: &str) -> String {
    format!(
        "[observed.{name}]\nmeasure = \"vehicles-crossed\"\nfrom = 2025-03-03\nto = 2025-03-03\n{more}\n"
    )
}

/// The clockwork with lorries that come every hour, or every half an hour: nobody knows.
fn unsure(more: &str) -> String {
    let hourly = "interarrival = \"60 min\"";
    let range = format!(
        "{hourly}, basis = {{ assumed = \"nobody counted\", range = [\"30 min\", \"60 min\"] }}"
    );
    let text = CLOCK.replace(hourly, &range);
    assert_ne!(text, CLOCK);
    format!("{text}{more}")
}

/// As stated 23 lorries cross. Between 23 and 47 are plausible, so 30 is too.
#[test]
fn facts_are_judged_with_inputs_drawn_and_thresholds_with_those_stated() {
    let fact = monday("day", "value = 30");
    let threshold = "[threshold]\nleast = { require = \"vehicles-crossed >= 23\" }\nmost = { require = \"vehicles-crossed <= 23\" }\n";
    let folder = Folder::new("facts-drawn");
    folder.write("clock.toml", &unsure(&format!("{fact}{threshold}")));
    let (code, tests) = folder.test(&["clock.toml", "--reps", "100"]);
    assert_eq!(code, 0, "{tests:#}");
    assert_eq!(
        statuses(&tests),
        [
            ["threshold", "least", "passed"],
            ["threshold", "most", "passed"],
            ["fact", "day", "passed"]
        ]
    );
    let file = &tests["files"][0];
    assert_eq!(file["manifest"]["inputs"], "stated");
    assert_eq!(file["facts-manifest"]["inputs"], "drawn");
    let fact = &tests["checks"][2];
    let end = |key: &str| fact[key].as_f64().unwrap();
    assert!(23.0 <= end("low") && end("low") < 26.0, "{fact:#}");
    assert!(30.0 < end("high") && end("high") <= 47.0, "{fact:#}");
    assert_eq!(fact["fact"]["published"], "30");
    // Alone they need one run; where nothing can be drawn, that is the stated one.
    let (_, tests) = folder.test(&["clock.toml", "--reps", "100", "--only", "facts"]);
    assert_eq!(tests["files"][0]["manifest"], Value::Null);
    assert_eq!(tests["checks"][0], *fact);
    folder.write(
        "sure.toml",
        &format!("{CLOCK}{}", monday("day", "value = 30")),
    );
    let (code, tests) = folder.test(&["sure.toml", "--reps", "39"]);
    assert_eq!(code, 3);
    assert_eq!(tests["files"][0]["manifest"]["inputs"], "stated");
    assert_eq!(tests["files"][0]["facts-manifest"], Value::Null);
}

/// What is known not to fit passes as long as it does not fit.
#[test]
fn an_expected_outside_fails_only_when_its_verdict_changes() {
    let stated = "expect = \"outside\"\nbecause = \"half of the lorries are not in the file\"";
    let expected = |value: u32| monday("day", &format!("value = {value}\n{stated}"));
    let folder = Folder::clock("facts-expected", &expected(46));
    let test = || folder.test(&["clock.toml", "--reps", "39"]);
    let (code, tests) = test();
    assert_eq!((code, &statuses(&tests)[0][2]), (0, &"passed"));
    assert!(
        message(&tests).contains("outside, 23 too low, as stated"),
        "{tests:#}"
    );
    assert_eq!(
        tests["checks"][0]["detail"],
        json!(["because half of the lorries are not in the file"])
    );
    folder.write("clock.toml", &format!("{CLOCK}{}", expected(23)));
    let (code, tests) = test();
    assert_eq!((code, &statuses(&tests)[0][2]), (3, &"failed"));
    assert!(
        message(&tests).contains("inside, against what is stated"),
        "{tests:#}"
    );
    // Too few periods to be inside for sure are too few to be inside against what is stated.
    assert_eq!(folder.test(&["clock.toml", "--reps", "38"]).0, 4);
}

const PAPERS: &str =
    "[reference]\nleaflet = { title = \"A leaflet\" }\nbook = { title = \"A book\" }\n";

/// The clockwork whose lorries are counted in a leaflet, and a fact.
fn counted(fact: &str) -> Folder {
    let hourly = "interarrival = \"60 min\"";
    let basis = format!("{hourly}, basis = {{ documented = \"leaflet\" }}");
    let folder = Folder::new("facts-identity");
    folder.write(
        "clock.toml",
        &format!("{}{PAPERS}{fact}", CLOCK.replace(hourly, &basis)),
    );
    folder
}

/// The paths of the inputs that make the only fact an identity.
fn identity(fact: &str) -> Vec<String> {
    let (_, tests) = counted(fact).test(&["clock.toml", "--reps", "39", "--only", "facts"]);
    let fact = &tests["checks"][0]["fact"];
    serde_json::from_value(fact["identity"].clone()).unwrap()
}

/// The figure went into the input: that it comes out again tests nothing. Of another document, of what the input does not make, or where
/// it does not agree after all, it does.
#[test]
fn an_identity_is_found_by_its_document_its_time_and_what_it_counts() {
    let from = |reference: &str| format!("value = 23\nbasis = {{ documented = \"{reference}\" }}");
    assert_eq!(
        identity(&monday("day", &from("leaflet"))),
        ["source.lorries.interarrival"]
    );
    assert!(identity(&monday("day", &from("book"))).is_empty());
    let back = monday("day", &from("leaflet")).replace("vehicles-crossed", "vehicles-turned-back");
    assert!(identity(&back).is_empty());
    let imports = monday("day", &from("leaflet")) + "direction = \"import\"\n";
    assert!(identity(&imports).is_empty());
    let tonnes = monday("day", &from("leaflet").replace("23", "\"460 t\""));
    let tonnes = tonnes.replace("vehicles-crossed", "tonnes-crossed");
    assert_eq!(identity(&tonnes), ["source.lorries.interarrival"]);

    // A document that is named in passing is named.
    let derived = "value = 23\nbasis = { derived = \"22 of the morning and one (leaflet)\" }";
    assert_eq!(
        identity(&monday("day", derived)),
        ["source.lorries.interarrival"]
    );
    // What makes both parts makes the ratio.
    let ratio = format!(
        "{tonnes}[observed.a]\nratio = [\"day\", \"vehicles\"]\n{}",
        monday("vehicles", &from("leaflet"))
    );
    assert_eq!(identity(&ratio), ["source.lorries.interarrival"]);
    let ratio = ratio.replace(
        "23\nbasis = { documented = \"leaflet\"",
        "23\nbasis = { documented = \"book\"",
    );
    assert!(identity(&ratio).is_empty());

    let folder = counted(&monday("day", &from("leaflet")));
    let (code, tests) = folder.test(&["clock.toml", "--reps", "39"]);
    assert_eq!(code, 0);
    assert!(message(&tests).contains("23 to 23: identity"), "{tests:#}");
    assert_eq!(
        tests["checks"][0]["detail"],
        json!(["no test: the same source gave source.lorries.interarrival"])
    );
    assert_eq!(tests["score"]["identities"], 1);
    assert_eq!(tests["score"]["tests"], 0);
    let (code, _) =
        counted(&monday("day", &from("leaflet").replace("23", "24"))).test(&["clock.toml"]);
    assert_eq!(
        code, 3,
        "an identity that does not come out is a mistake somewhere"
    );
}

/// A factor of other days makes no count of these.
#[test]
fn what_holds_at_another_time_makes_no_identity() {
    let factor = |day: &str| {
        let dated = format!(
            "dated = [{{ from = {day}, to = {day}, rate = \"40 / day\", basis = {{ documented = \"leaflet\" }} }}]"
        );
        let text = CLOCK
            .replace("to    = 2025-03-03", "to    = 2025-03-04")
            .replace(
                "interarrival = \"60 min\"",
                &format!("rate = \"30 / day\", {dated}"),
            );
        let fact = monday(
            "day",
            "value = \"over 10\"\nbasis = { documented = \"leaflet\" }",
        );
        let folder = Folder::new("facts-times");
        folder.write("clock.toml", &format!("{text}{PAPERS}{fact}"));
        let (_, tests) = folder.test(&["clock.toml", "--reps", "39", "--only", "facts"]);
        tests["checks"][0]["fact"]["identity"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(factor("2025-03-03"), 1);
    assert_eq!(factor("2025-03-04"), 0);
}

/// Monday at the bridge and Tuesday at the bridge share the gate, whatever else; what stands in one leaflet is one sentence.
#[test]
fn facts_that_share_a_period_a_gate_or_a_sentence_count_as_one() {
    let text = CLOCK
        .replace("to    = 2025-03-03", "to    = 2025-03-07")
        .replace("bridge = {", "ferry = { hours = \"always\" }\nbridge = {");
    let fact = |name: &str, gate: &str, day: &str, value: u32, reference: &str| {
        format!(
            "[observed.{name}]\nmeasure = \"vehicles-crossed\"\ngates = \"{gate}\"\nfrom = 2025-03-{day}\nto = 2025-03-{day}\nvalue = {value}\nbasis = {{ documented = \"{reference}\" }}\n"
        )
    };
    let score = |facts: &[String]| {
        let folder = Folder::new("facts-score");
        folder.write("clock.toml", &format!("{text}{PAPERS}{}", facts.concat()));
        let (_, tests) = folder.test(&["clock.toml", "--reps", "39", "--only", "facts"]);
        let number = |key: &str| tests["score"][key].as_f64().unwrap();
        ["tests", "inside", "independent", "whole", "part", "held"].map(number)
    };
    // 24 cross the bridge on each day but the first; nobody takes the ferry.
    let bridge = fact("a", "bridge", "04", 24, "leaflet");
    let ferry = |day: &str, value: u32, reference: &str| fact("b", "ferry", day, value, reference);
    assert_eq!(
        score(&[bridge.clone(), ferry("05", 0, "book")]),
        [2.0, 2.0, 2.0, 2.0, 0.0, 2.0]
    );
    assert_eq!(
        score(&[bridge.clone(), ferry("05", 9, "book")]),
        [2.0, 1.0, 2.0, 1.0, 0.0, 1.0]
    );
    // The same day; the same document; the same gate.
    assert_eq!(
        score(&[bridge.clone(), ferry("04", 9, "book")]),
        [2.0, 1.0, 1.0, 0.0, 1.0, 0.5]
    );
    assert_eq!(
        score(&[bridge.clone(), ferry("05", 9, "leaflet")]),
        [2.0, 1.0, 1.0, 0.0, 1.0, 0.5]
    );
    let again = fact("b", "bridge", "05", 9, "book");
    assert_eq!(
        score(&[bridge.clone(), again]),
        [2.0, 1.0, 1.0, 0.0, 1.0, 0.5]
    );
    // A third one ties two together.
    let both = fact("c", "bridge", "06", 24, "book");
    assert_eq!(
        score(&[bridge, ferry("05", 9, "book"), both])[2..],
        [1.0, 0.0, 1.0, 2.0 / 3.0]
    );
}

/// An overlay names the facts of its base again: one document, one time, one test.
#[test]
fn the_same_fact_in_two_files_is_one() {
    let fact = monday("day", "value = 23\nbasis = { documented = \"book\" }");
    let folder = Folder::clock("facts-twice", &format!("{PAPERS}{fact}"));
    folder.write("again.toml", "base = \"clock.toml\"\n");
    let (code, tests) = folder.test(&["clock.toml", "again.toml", "--reps", "39"]);
    assert_eq!(code, 0);
    assert_eq!(tests["score"]["tests"], 2);
    assert_eq!(tests["score"]["independent"], 1);
    let output = folder.bordergate(&["test", "clock.toml", "again.toml", "--reps", "39"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    let line = "published facts that test: 2 of 2 inside; as 1 independent test: 1.0 hold";
    assert!(shown.contains(line), "{shown}");
}

#[test]
fn a_ratio_of_tonnes_has_no_unit() {
    let tonnes = |name: &str| {
        monday(name, "value = \"460 t\"").replace("vehicles-crossed", "tonnes-crossed")
    };
    let facts = format!(
        "{}{}[observed.half]\nratio = [\"a\", \"b\"]\n",
        tonnes("a"),
        tonnes("b")
    );
    let (code, tests) = Folder::clock("facts-ratio", &facts).test(&["clock.toml", "--reps", "39"]);
    assert_eq!(code, 0, "{tests:#}");
    let ratio = &tests["checks"][2];
    assert_eq!(
        (&ratio["value"], &ratio["unit"]),
        (&json!(1.0), &json!("ratio"))
    );
}

/// The page has a section a file, and a line a fact with its days, its figure and what became of it.
#[test]
fn the_page_shows_each_fact_with_its_verdict() {
    let stock = "[observed.line]\ntitle = \"In line | at noon\"\nmeasure = \"stock\"\nat = 2025-03-03T12:10:00\nvalue = 1\n";
    let hours =
        monday("morning", "value = 12").replace("to = 2025-03-03", "to = 2025-03-03T12:40:00");
    let day = monday(
        "day",
        "value = 46\nexpect = \"outside\"\nbecause = \"half of them are not in the file\"",
    );
    let folder = Folder::clock("facts-page", &format!("{stock}{hours}{day}"));
    let run = [
        "test",
        "clock.toml",
        "--reps",
        "39",
        "--validation",
        "page.md",
    ];
    assert_eq!(folder.bordergate(&run).status.code(), Some(0));
    let page = folder.read("page.md");
    for line in [
        "## clock",
        "| day | 2025-03-03 | 46 | 23 to 23 | outside, 23 too low, as stated: half of them are not in the file |",
        "| In line \\| at noon | 2025-03-03 12:10 | 1 | 1.0 to 1.0 | inside |",
        "| morning | 2025-03-03 00:00 to 2025-03-03 12:40 | 12 | 12 to 12 | inside |",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(page.contains("**2 of these 3 are inside.**"), "{page}");
    let nowhere = folder.bordergate(&["test", "clock.toml", "--validation", "no/such/folder.md"]);
    assert_eq!(nowhere.status.code(), Some(1));
}
