//! Pages: what stands on them, in three languages; what a browser makes of them is in `consumers`.

mod languages;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// One desk that takes an hour, before a bridge that is open from 08:00 to 18:00; lorries at 16:00 and 16:30 on Monday.
///
/// The first is served from 16:00 to 17:00 and passes. The second waits for the desk from 16:30 to 17:00, is served until 18:00, when the bridge
/// has just closed, and passes at 08:00 on Tuesday.
const TWO_LORRIES: &str = r#"
[scenario]
title = "Two lorries"
from = 2025-03-03
to = 2025-03-04
clock = "Asia/Ho_Chi_Minh"
partner-clock = "Asia/Shanghai"
[class.fruit]
[gate.bridge]
hours = "08:00-18:00"
partner = { hours = "09:00-19:00" }
basis = { assumed = "a test" }
[station.desk]
servers = [{ count = 1, hours = "always" }]
basis = { assumed = "a test" }
[source.lorry]
gate = "bridge"
direction = "export"
vehicle = "vietnamese"
class = "fruit"
route = "out"
timetable = { Mon = ["16:00", "16:30"] }
basis = { assumed = "a test" }
[[route.out]]
step = "papers"
serve = { station = "desk", time = "60 min" }
basis = { assumed = "a test" }
[[route.out]]
step = "over"
cross = { bound = "to-china" }
"#;

/// A directory of its own, with the scenario of two lorries in it; it goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("bordergate-page-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("two.toml"), TWO_LORRIES).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn bordergate(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// The page that a command writes, and the JSON that it prints.
fn page_and_json(folder: &Folder, args: &[&str]) -> (String, Value) {
    let file = folder.path("page.html");
    let output = bordergate(&[args, &["--html", &file, "--json"]].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains(&format!("note: the page is in `{file}`")),
        "{said}"
    );
    let page = fs::read_to_string(&file).unwrap();
    (page, serde_json::from_slice(&output.stdout).unwrap())
}

/// The part of a page with that id.
fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let from = page
        .find(&format!("<section id=\"{id}\""))
        .unwrap_or_else(|| panic!("no {id}"));
    let rest = &page[from..];
    &rest[..rest.find("</section>").unwrap()]
}

/// The tables of a part, each with its rows of cells, heads included.
fn tables(part: &str) -> Vec<Vec<Vec<String>>> {
    part.split("<table").skip(1).map(rows).collect()
}

fn rows(table: &str) -> Vec<Vec<String>> {
    let table = &table[..table.find("</table>").unwrap()];
    table.split("<tr").skip(1).map(cells).collect()
}

fn cells(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = row;
    while let Some(from) = ["<th>", "<th ", "<td>", "<td "]
        .iter()
        .filter_map(|tag| rest.find(tag))
        .min()
    {
        let (tag, after) = rest[from..].split_once('>').unwrap();
        let to = after.find(&format!("</{}>", &tag[1..3])).unwrap();
        cells.push(text(&after[..to]));
        rest = &after[to..];
    }
    cells
}

/// Markup without its tags; a space where a line breaks.
fn text(markup: &str) -> String {
    let mut text = String::new();
    let mut is_tag = false;
    for letter in markup.replace("<br>", " ").chars() {
        match letter {
            '<' => is_tag = true,
            '>' => is_tag = false,
            letter if !is_tag => text.push(letter),
            _ => {}
        }
    }
    text.replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
}

/// The JSON of what a command on a page gives a shell.
fn repeated(command: &str) -> Value {
    let command = command.replacen("bordergate", env!("CARGO_BIN_EXE_bordergate"), 1);
    let output = Command::new("sh")
        .args(["-c", &format!("{command} --json")])
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What stands in the element with that id.
fn element(page: &str, id: &str) -> String {
    let from = page.find(&format!("id=\"{id}\">")).unwrap();
    let rest = &page[from..];
    let rest = &rest[rest.find('>').unwrap() + 1..];
    text(&rest[..rest.find("</").unwrap()])
}

#[test]
fn a_sentence_answers_first() {
    let folder = Folder::new("answer");
    let (page, _) = page_and_json(&folder, &["run", &folder.path("two.toml"), "--reps", "2"]);
    // Read just before what happens at it, 17:00 still has the first lorry. They need 1 h and 15.5 h.
    assert_eq!(
        element(&page, "answer"),
        "Of 2 vehicles that arrive or are already in line at the start, 2 cross on average, none turns back, and 0 are still there when the period \
ends on 4 Mar 2025. The line is longest at bridge, export on 3 Mar 17:00: 2 vehicles on average. A vehicle spends 8.2 h there on average, from \
arriving to leaving, and one in twenty more than 15.5 h."
    );
    let answer = page.find("id=\"answer\"").unwrap();
    assert!(answer < page.find("<section").unwrap());
}

#[test]
fn a_page_asks_nobody_for_anything() {
    let folder = Folder::new("alone");
    let (page, _) = page_and_json(&folder, &["run", &folder.path("two.toml"), "--reps", "2"]);
    for attribute in ["src=\"", "href=\"", "url("] {
        for (at, _) in page.match_indices(attribute) {
            let target = &page[at + attribute.len()..];
            let is_inside = ["#", "data:", "${canvas"]
                .iter()
                .any(|known| target.starts_with(known));
            assert!(is_inside, "{}", &target[..60]);
        }
    }
    assert!(!page.contains("@import") && !page.contains("fetch("));
}

#[test]
fn the_command_on_a_page_makes_its_numbers_again() {
    let folder = Folder::new("again");
    let set = "source.lorry.timetable={ Mon = [\"15:00\", \"16:30\"] }";
    let file = folder.path("two.toml");
    let (page, json) = page_and_json(
        &folder,
        &["run", &file, "--reps", "3", "--seed", "7", "--set", set],
    );
    let command = element(&page, "command");
    assert!(command.starts_with("bordergate run "), "{command}");
    let again = repeated(&command);
    assert_eq!(again["manifest"], json["manifest"]);
    let digest = json["manifest"]["measures-digest"].as_str().unwrap();
    assert!(section(&page, "origin").contains(digest));
}

#[test]
fn the_command_of_a_comparison_makes_it_again() {
    let folder = Folder::new("again-compared");
    let file = folder.path("two.toml");
    let args = [
        "compare",
        &file,
        "--what-if",
        "gate.bridge.hours=08:00-20:00",
        "--what-if",
        "gate.bridge.partner.hours=09:00-21:00",
        "--reps",
        "3",
        "--min-effect",
        "5 %",
        "--primary",
        "waiting-vehicle-hours",
    ];
    let (page, json) = page_and_json(&folder, &args);
    let command = element(&page, "command");
    let again = repeated(&command);
    assert_eq!(again["comparisons"], json["comparisons"]);
}

#[test]
fn files_laid_over_a_scenario_are_in_the_command_in_their_order() {
    let folder = Folder::new("overlaid");
    let file = folder.path("two.toml");
    let over = folder.path("over.toml");
    fs::write(
        &over,
        "[station.desk]\nservers = [{ count = 3, hours = \"always\" }]\n",
    )
    .unwrap();
    let behind = format!("@{over}");
    let two = "station.desk.servers=[{ count = 2, hours = \"always\" }]";
    for flags in [
        ["--overlay", &over, "--set", two],
        ["--set", two, "--set", &behind],
    ] {
        let args = [&["run", &file, "--reps", "2"], flags.as_slice()].concat();
        let (page, json) = page_and_json(&folder, &args);
        let command = element(&page, "command");
        let again = repeated(&command);
        assert_eq!(again["manifest"], json["manifest"], "{command}");
    }
}

#[test]
fn one_period_says_nothing_of_chance() {
    let folder = Folder::new("lonely");
    let file = folder.path("two.toml");
    let (page, _) = page_and_json(&folder, &["run", &file, "--reps", "1"]);
    assert!(
        section(&page, "stock").contains("There are no intervals")
            || section(&page, "stock").contains("there are no intervals")
    );
    for word in ["±", "one period in twenty", "nine tenths"] {
        assert!(!page.contains(word), "{word}");
    }
    let args = [
        "compare",
        &file,
        "--what-if",
        "gate.bridge.hours=08:00-17:30",
        "--reps",
        "1",
    ];
    let (page, _) = page_and_json(&folder, &args);
    assert!(element(&page, "answer").contains("says nothing of chance"));
}

#[test]
fn the_first_sentence_closes_on_a_month_of_three_gates() {
    let folder = Folder::new("closes");
    let args = ["run", "scenarios/three-gates-month.toml", "--reps", "3"];
    let (page, _) = page_and_json(&folder, &args);
    let answer = element(&page, "answer");
    let sentence = answer.split(" when the period ends").next().unwrap();
    let numbers = sentence.split(' ').map(|word| word.replace(',', ""));
    let numbers: Vec<i64> = numbers.filter_map(|word| word.parse().ok()).collect();
    let [came, crossed, back, elsewhere, stock] = numbers[..] else {
        panic!("{answer}");
    };
    assert!(elsewhere > 500, "lorries that cross empty: {answer}");
    let gone = crossed + back + elsewhere + stock;
    assert!((came - gone).abs() <= 3, "{came} is not {gone}: {answer}");
}

#[test]
fn a_page_changes_nothing_else() {
    let folder = Folder::new("same");
    let file = folder.path("two.toml");
    let without = bordergate(&["run", &file, "--reps", "3", "--json"]);
    let (page, _) = (folder.path("page.html"), ());
    let with = bordergate(&[
        "run", &file, "--reps", "3", "--json", "--html", &page, "--jobs", "1",
    ]);
    assert_eq!(with.stdout, without.stdout);
    let first = fs::read(&page).unwrap();
    bordergate(&["run", &file, "--reps", "3", "--html", &page, "--jobs", "2"]);
    assert_eq!(
        fs::read(&page).unwrap(),
        first,
        "the same page for any number of threads"
    );
}

#[test]
fn what_cannot_be_written_is_said_before_anything_runs() {
    let folder = Folder::new("refused");
    let file = folder.path("two.toml");
    let nowhere = folder.path("nowhere/page.html");
    let here = folder.0.display().to_string();
    for (args, said) in [
        (vec!["--html", &nowhere], "create it first"),
        (vec!["--html", &here], "is no file"),
        (vec!["--lang", "vi"], "--html"),
        (
            vec!["--html", "x.html", "--lang", "fr"],
            "[possible values: en, vi, zh]",
        ),
        (
            vec!["--html", "x.html", "--measure", "stock"],
            "cannot be used with",
        ),
        (vec!["--html", &file], "the scenario is there"),
        (vec!["--csv", &file], "the scenario is there"),
        (
            vec!["--html", "x.html", "--csv", "x.html"],
            "another result goes there",
        ),
    ] {
        let output = bordergate(&[&["run", &file, "--reps", "1"], args.as_slice()].concat());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(stderr.contains(said), "{args:?}: {stderr}");
        assert!(output.stdout.is_empty());
    }
    assert!(!Path::new("x.html").exists());
}

#[test]
fn a_run_that_is_cut_short_says_so_on_its_page() {
    let folder = Folder::new("partial");
    let file = folder.path("page.html");
    let scenario = "scenarios/mong-cai-tet-2022-agreed.toml";
    let output = bordergate(&[
        "run",
        scenario,
        "--reps",
        "100000",
        "--max-time",
        "2 s",
        "--html",
        &file,
    ]);
    assert!(output.status.success());
    let page = fs::read_to_string(&file).unwrap();
    let warning = page.split("class=\"warning\"").nth(1).unwrap();
    assert!(
        warning.contains("the time allowed was over after"),
        "{}",
        &warning[..200]
    );
}
