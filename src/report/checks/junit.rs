//! Checks as JUnit XML, which build servers show: a suite for each file, a case for each check.
//!
//! There is no standard; this keeps to what Jenkins, GitLab and GitHub's reporters read in common. What is not decided is a `failure`
//! of the type `inconclusive`, because a check that did not pass must not look as if it had; what could not be checked at all is an
//! `error`. Neither times nor names of machines are in it, so equal results are equal bytes. The manifest is the suite's `system-out`.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::report::json;

use super::{Check, Status, Tested, Tests};

/// The checks as JUnit XML.
///
/// # Errors
/// None that writing to memory could have.
pub fn xml(tests: &Tests) -> io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let counts = Counts::of(&tests.checks);
    let suites = writer.create_element("testsuites");
    let suites = suites.with_attribute(("name", "bordergate test"));
    suites
        .with_attributes(counts.attributes())
        .write_inner_content(|writer| {
            for (file, checks) in tests.by_file() {
                suite(writer, file, checks)?;
            }
            Ok::<(), io::Error>(())
        })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn suite(writer: &mut Writer<Vec<u8>>, file: &Tested, checks: &[Check]) -> io::Result<()> {
    let counts = Counts::of(checks);
    let suite = writer.create_element("testsuite");
    let suite = suite.with_attribute(("name", clean(&file.file).as_str()));
    suite
        .with_attributes(counts.attributes())
        .write_inner_content(|writer| {
            for check in checks {
                case(writer, check)?;
            }
            for manifest in [&file.manifest, &file.facts_manifest].into_iter().flatten() {
                let manifest = clean(&json(manifest));
                let out = writer.create_element("system-out");
                out.write_text_content(BytesText::new(&manifest))?;
            }
            Ok::<(), io::Error>(())
        })?;
    Ok(())
}

fn case(writer: &mut Writer<Vec<u8>>, check: &Check) -> io::Result<()> {
    let name = clean(&check.name);
    let class = clean(&format!("{}.{}", check.file, check.kind.word()));
    let case = writer
        .create_element("testcase")
        .with_attribute(("classname", class.as_str()))
        .with_attribute(("name", name.as_str()));
    let Some(element) = element(check.status) else {
        let message = clean(&check.message);
        case.write_inner_content(|writer| {
            let out = writer.create_element("system-out");
            out.write_text_content(BytesText::new(&message))?;
            Ok::<(), io::Error>(())
        })?;
        return Ok(());
    };
    let message = clean(&check.message);
    let detail = std::iter::once(&check.message).chain(&check.detail);
    let detail: Vec<&str> = detail.map(String::as_str).collect();
    let detail = clean(&detail.join("\n"));
    case.write_inner_content(|writer| {
        let element = writer
            .create_element(element)
            .with_attribute(("type", check.status.word()))
            .with_attribute(("message", message.as_str()));
        element.write_text_content(BytesText::new(&detail))?;
        Ok::<(), io::Error>(())
    })?;
    Ok(())
}

/// The element that says what went wrong.
fn element(status: Status) -> Option<&'static str> {
    match status {
        Status::Passed => None,
        Status::Failed | Status::Inconclusive | Status::NotReproduced => Some("failure"),
        Status::Missing | Status::Error | Status::Unusable => Some("error"),
    }
}

struct Counts {
    tests: String,
    failures: String,
    errors: String,
}

impl Counts {
    fn of(checks: &[Check]) -> Self {
        let with = |wanted: &str| {
            let elements = checks.iter().filter_map(|check| element(check.status));
            elements
                .filter(|&found| found == wanted)
                .count()
                .to_string()
        };
        Self {
            tests: checks.len().to_string(),
            failures: with("failure"),
            errors: with("error"),
        }
    }

    fn attributes(&self) -> [(&'static str, &str); 3] {
        [
            ("tests", &self.tests),
            ("failures", &self.failures),
            ("errors", &self.errors),
        ]
    }
}

/// The text without the characters that XML 1.0 does not allow (section 2.2).
fn clean(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let clean = |c: char| if allowed(c) { c } else { '\u{fffd}' };
    text.chars().map(clean).collect()
}
