//! JUnit files, read back by a parser.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{CLOCK, Folder};

/// Name of an element and its attributes, unescaped.
fn element(start: &BytesStart) -> (String, Vec<(String, String)>) {
    let name = start.name().as_ref().to_owned();
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        let key = attribute.key.as_ref().to_owned();
        let value = attribute.value.to_string();
        (
            key,
            quick_xml::escape::unescape(&value).unwrap().into_owned(),
        )
    });
    (name, attributes.collect())
}

/// All elements in order; the parser refuses what is not well-formed.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => found.push(element(&start)),
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn get<'a>(attributes: &'a [(String, String)], key: &str) -> &'a str {
    let found = attributes.iter().find(|(name, _)| name == key);
    found.map_or("", |(_, value)| value)
}

#[test]
fn build_servers_see_every_check() {
    let folder = Folder::clock(
        "junit",
        "[threshold]\nat = { require = \"time-in-system <= 30 min\" }\nbelow = { title = \"\\\"a\\\" < <b> & 'c' \\u0001\", require = \"time-in-system < 30 min\" }\nchance = { require = \"P(vehicles-crossed >= 24) <= 50 %\" }\n",
    );
    folder.write("none.toml", CLOCK);
    let output = folder.bordergate(&[
        "test",
        "clock.toml",
        "none.toml",
        "--reps",
        "2",
        "--junit",
        "out.xml",
    ]);
    assert_eq!(output.status.code(), Some(3));
    let xml = folder.read("out.xml");
    let elements = elements(&xml);
    let names: Vec<&str> = elements.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "testsuites",
            "testsuite",
            "testcase",
            "system-out",
            "testcase",
            "failure",
            "testcase",
            "failure",
            "system-out",
            "testsuite",
            "testcase",
            "error",
        ]
    );
    let counts = |at: usize| ["tests", "failures", "errors"].map(|key| get(&elements[at].1, key));
    assert_eq!(counts(0), ["4", "2", "1"]);
    assert_eq!(counts(1), ["3", "2", "0"]);
    assert_eq!(counts(9), ["1", "0", "1"]);
    assert_eq!(get(&elements[1].1, "name"), "clock.toml");
    assert_eq!(get(&elements[4].1, "name"), "below");
    assert_eq!(get(&elements[4].1, "classname"), "clock.toml.threshold");
    let (failed, undecided, error) = (&elements[5].1, &elements[7].1, &elements[11].1);
    assert_eq!(get(failed, "type"), "failed");
    // What XML cannot hold becomes the sign for it.
    assert!(
        get(failed, "message")
            .starts_with("\"a\" < <b> & 'c' \u{fffd}: mean(time-in-system) < 30 min: ")
    );
    assert_eq!(get(undecided, "type"), "inconclusive");
    assert_eq!(get(error, "type"), "missing");
    assert!(get(error, "message").ends_with("bordergate test none.toml --reps 2 --update"));
    assert!(
        xml.contains("&quot;scenario-digest&quot;"),
        "the manifest is in it"
    );
    // Equal results are equal bytes.
    folder.bordergate(&[
        "test",
        "clock.toml",
        "none.toml",
        "--reps",
        "2",
        "--junit",
        "again.xml",
        "--jobs",
        "1",
    ]);
    assert_eq!(folder.read("again.xml"), xml);
    assert_eq!(
        folder.names(),
        ["again.xml", "clock.toml", "none.toml", "out.xml"]
    );
}
