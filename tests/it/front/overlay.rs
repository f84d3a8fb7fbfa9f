//! What overlays do to tables, lists and steps.

use bordergate::scenario::load::{Loaded, load};
use bordergate::scenario::node::{Node, Table, Value};
use insta::assert_snapshot;

use super::{Folder, at, rendered};

const BASE: &str = r#"
[gate.a]
name = "A"
barred = ["fruit", "rice"]
basis = { assumed = "x", range = ["1 h", "2 h"] }

[gate.a.notice.tet]
state = "closed"

[class.fruit]
load = { triangular = ["1 t", "2 t", "3 t"] }

[source.farm]
class = { fruit = "60 %", rice = "40 %" }

[[route.export]]
step = "documents"
serve = { station = "desk", time = "12 min" }

[[route.export]]
step = "bridge"
serve = { station = "bridge", time = "2 min" }
"#;

/// `over` on top of [`BASE`], each in a file of its own.
fn overlaid(test: &str, over: &str) -> (Folder, Loaded) {
    let folder = Folder::new(&format!("overlay-{test}"));
    folder.write("base.toml", BASE);
    let path = folder.write("over.toml", format!("base = \"base.toml\"\n{over}"));
    let loaded = load(&path, &[]);
    (folder, loaded)
}

fn merged(test: &str, over: &str) -> Table {
    let (_folder, loaded) = overlaid(test, over);
    assert!(loaded.problems.is_empty(), "{}", rendered(&loaded));
    loaded.root.without_places()
}

fn complaint(test: &str, over: &str) -> String {
    let (folder, loaded) = overlaid(test, over);
    folder.hide(&rendered(&loaded))
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.to_owned()))
}

fn keys(root: &Table, path: &str) -> Vec<String> {
    match at(root, path) {
        Some(Value::Table(table)) => table.entries.keys().cloned().collect(),
        other => panic!("{path} is {other:?}"),
    }
}

fn steps(root: &Table) -> Vec<&str> {
    let Some(Value::Array(steps)) = at(root, "route.export") else {
        panic!("a route")
    };
    steps
        .iter()
        .filter_map(|step| step.as_table()?.get("step").and_then(Node::as_text))
        .collect()
}

#[test]
fn values_and_lists_replace_and_tables_merge() {
    let root = merged(
        "merge",
        "[gate.a]\nbarred = [\"rice\"]\nhours = \"07:00-19:00\"\n[gate.b]\nname = \"B\"\n",
    );
    assert_eq!(at(&root, "gate.a.name").cloned(), text("A"));
    assert_eq!(at(&root, "gate.a.hours").cloned(), text("07:00-19:00"));
    assert_eq!(at(&root, "gate.a.barred.0").cloned(), text("rice"));
    assert_eq!(at(&root, "gate.a.barred.1"), None);
    assert_eq!(at(&root, "gate.b.name").cloned(), text("B"));
    assert_eq!(
        at(&root, "gate.a.notice.tet.state").cloned(),
        text("closed")
    );
}

#[test]
fn a_choice_of_one_replaces_as_a_whole() {
    let root = merged(
        "whole",
        "[class.fruit]\nload = { lognormal = [\"2 t\", \"1 t\"] }\n[gate.a]\nbasis = { documented = \"003\" }\n\
         [source.farm]\nclass = { rice = \"100 %\" }\n[class.rice]\nname = \"rice\"\n",
    );
    assert_eq!(keys(&root, "class.fruit.load"), ["lognormal"]);
    assert_eq!(keys(&root, "gate.a.basis"), ["documented"]);
    assert_eq!(keys(&root, "source.farm.class"), ["rice"]);
    assert_eq!(
        keys(&root, "class"),
        ["fruit", "rice"],
        "classes themselves merge by name"
    );
}

/// Acceptance by days takes the place of acceptance on all days and the other way round; what is planned, of what comes by chance; turns
/// also take away what goes with a priority.
#[test]
fn what_excludes_each_other_is_replaced() {
    let folder = Folder::new("overlay-sets");
    let base = folder.write(
        "base.toml",
        "[regime.slow]\nramp = [{ from = 2025-03-04, acceptance = \"30 %\" }]\n\
         [outage.scales]\nstations = \"desk\"\nfrom = 2025-03-04T08:00\nto = 2025-03-04T09:00\n\
         [outage.network]\nstations = \"desk\"\nevery = \"10 d\"\nlasts = \"1 h\"\nseason = { from = 2025-03-04 }\n\
         [station.desk]\npriority = [\"fruit\"]\npreempts = true\n\
         [balking.x]\ninstead = { gate = \"b\", share = \"50 %\" }\n",
    );
    let sets = [
        "regime.slow.acceptance=50 %",
        "outage.scales.every=3 d",
        "outage.scales.lasts=1 h",
        "outage.network.to=2025-03-06T09:00",
        "station.desk.cycle=[{ class = \"fruit\", serve = 2 }]",
        "balking.x.instead.share=20 %",
    ];
    let loaded = load(&base, &sets.map(str::to_owned));
    assert!(loaded.problems.is_empty(), "{}", rendered(&loaded));
    let root = loaded.root.without_places();
    assert_eq!(keys(&root, "regime.slow"), ["acceptance"]);
    assert_eq!(keys(&root, "outage.scales"), ["every", "lasts", "stations"]);
    assert_eq!(keys(&root, "outage.network"), ["stations", "to"]);
    assert_eq!(keys(&root, "station.desk"), ["cycle"]);
    assert_eq!(keys(&root, "balking.x.instead"), ["gate", "share"]);
    // The one set that is written keeps what is below it.
    let moved = load(&base, &["outage.scales.to=2025-03-04T10:00".to_owned()]);
    let root = moved.root.without_places();
    assert_eq!(keys(&root, "outage.scales"), ["from", "stations", "to"]);
}

/// Turns and priorities exclude each other, so an overlay that says the one takes the other away, at gates and stations.
#[test]
fn turns_replace_priorities() {
    let root = merged(
        "turns",
        "[station.desk]\ncycle = [{ turns = 1 }]\n[gate.a]\npriority = [\"fruit\"]\n",
    );
    assert_eq!(keys(&root, "station.desk"), ["cycle"]);
    assert_eq!(
        keys(&root, "gate.a"),
        ["barred", "basis", "name", "notice", "priority"]
    );
    let over = "[station.desk]\npriority = [\"fruit\"]\n";
    let folder = Folder::new("overlay-turns-below");
    folder.write("base.toml", "[station.desk]\ncycle = [{ turns = 1 }]\n");
    let path = folder.write("over.toml", format!("base = \"base.toml\"\n{over}"));
    let loaded = load(&path, &[]);
    assert!(loaded.problems.is_empty(), "{}", rendered(&loaded));
    assert_eq!(
        keys(&loaded.root.without_places(), "station.desk"),
        ["priority"]
    );
}

#[test]
fn steps_merge_by_name_and_keep_their_order() {
    let root = merged(
        "steps",
        "[[route.export]]\nstep = \"bridge\"\nserve.time = \"3 min\"\n[[route.export]]\nstep = \"documents\"\nserve.time = \"9 min\"\n",
    );
    assert_eq!(steps(&root), ["documents", "bridge"]);
    assert_eq!(
        at(&root, "route.export.0.serve.time").cloned(),
        text("9 min")
    );
    assert_eq!(
        at(&root, "route.export.1.serve.time").cloned(),
        text("3 min")
    );
    assert_eq!(
        at(&root, "route.export.1.serve.station").cloned(),
        text("bridge")
    );
}

#[test]
fn new_steps_go_to_the_end_or_where_they_say() {
    let root = merged(
        "place",
        "[[route.export]]\nstep = \"scan\"\nafter = \"documents\"\n[[route.export]]\nstep = \"queue\"\nbefore = \"documents\"\n\
         [[route.export]]\nstep = \"exit\"\n[[route.export]]\nstep = \"wash\"\nbefore = \"exit\"\n",
    );
    assert_eq!(
        steps(&root),
        ["queue", "documents", "scan", "bridge", "wash", "exit"]
    );
    assert_eq!(
        keys(&root, "route.export.0"),
        ["step"],
        "the words of overlays are consumed"
    );
}

#[test]
fn a_step_can_be_moved() {
    let root = merged(
        "move",
        "[[route.export]]\nstep = \"documents\"\nafter = \"bridge\"\n",
    );
    assert_eq!(steps(&root), ["bridge", "documents"]);
}

#[test]
fn removing_takes_tables_and_steps_away() {
    let root = merged(
        "remove",
        "gate.a.notice.tet.remove = true\n[[route.export]]\nstep = \"documents\"\nremove = true\n",
    );
    assert_eq!(keys(&root, "gate.a.notice"), [] as [&str; 0]);
    assert_eq!(steps(&root), ["bridge"]);
}

#[test]
fn another_activity_replaces_the_one_a_step_had() {
    let root = merged(
        "activity",
        "[[route.export]]\nstep = \"documents\"\nbranch = [{ to = \"bridge\" }]\n",
    );
    assert_eq!(keys(&root, "route.export.0"), ["branch", "step"]);
}

#[test]
fn removing_what_is_not_there_is_an_error() {
    assert_snapshot!(complaint("absent", "gate.a.notice.tets.remove = true\n[[route.export]]\nstep = \"document\"\nremove = true\n"), @r#"
    error: nothing to remove
     --> over.toml:2:15
      |
    2 | gate.a.notice.tets.remove = true
      |               ^^^^ there is no `tets` here to remove
      |
      = help: did you mean `tet`?

    error: there is no step `document`
     --> over.toml:4:8
      |
    4 | step = "document"
      |        ^^^^^^^^^^ not in this route
      |
      = help: did you mean `documents`?
    "#);
}

#[test]
fn misplaced_words_are_errors() {
    let over = "gate.a.remove = false\n[[route.export]]\nstep = \"x\"\nbefore = \"brige\"\n[[route.export]]\nstep = \"y\"\nbefore = 3\n\
                [[route.export]]\nstep = \"z\"\nbefore = \"x\"\nafter = \"y\"\n[gate.a.notice.tet]\nremove = true\nstate = \"normal\"\n";
    assert_snapshot!(complaint("words", over), @r#"
    error: `remove` takes only `true`
     --> over.toml:2:17
      |
    2 | gate.a.remove = false
      |                 ^^^^^ leave it out to keep the table

    error: there is no step `brige`
     --> over.toml:5:10
      |
    5 | before = "brige"
      |          ^^^^^^^ not in this route
      |
      = help: did you mean `bridge`?

    error: `before` takes the name of a step
     --> over.toml:8:10
      |
    8 | before = 3
      |          ^ this is a whole number

    error: a step cannot be placed twice
      --> over.toml:12:1
       |
    12 | after = "y"
       | ^^^^^ give either `before` or `after`

    warning: `state` is given to something that is removed
      --> over.toml:15:1
       |
    14 | remove = true
       | ------ removed here
    15 | state = "normal"
       | ^^^^^ this has no effect
    "#);
}

#[test]
fn two_steps_of_one_name_in_one_file_are_an_error() {
    assert_snapshot!(complaint("twice", "[[route.import]]\nstep = \"a\"\n[[route.import]]\nstep = \"a\"\n"), @r#"
    error: two steps named `a`
     --> over.toml:5:8
      |
    3 | step = "a"
      |        --- the first is here
    4 | [[route.import]]
    5 | step = "a"
      |        ^^^ a step needs a name of its own
    "#);
}

#[test]
fn a_route_has_a_bounded_number_of_steps() {
    let steps = |count: usize| {
        (0..count)
            .map(|step| format!("[[r]]\nstep = \"{step}\"\n"))
            .collect::<String>()
    };
    assert!(super::loaded(&steps(1_000), &[]).problems.is_empty());
    let problems = super::loaded(&steps(200_000), &[]).problems;
    assert_eq!(
        super::titles(&problems),
        ["more than 1000 steps in one route"]
    );
}

/// A what-if may turn any activity of a step into any other; the word that was there goes.
#[test]
fn any_activity_replaces_any_other() {
    let activities = [
        ("delay", "{ time = \"5 min\" }"),
        ("join", "\"permit\""),
        ("file", "\"permit\""),
        ("begin-stay", "\"abroad\""),
        ("end-stay", "{ stay = \"abroad\", most = \"24 h\" }"),
        ("park", "\"apron\""),
        ("seize", "\"relay\""),
        ("inspect", "{ agencies = [\"plant\"] }"),
    ];
    for (from, value) in activities {
        for (to, other) in activities.iter().filter(|(to, _)| *to != from) {
            let text = format!("[route]\nout = [{{ step = \"a\", {from} = {value} }}]\n");
            let read = bordergate::scenario::read_text(
                "world.toml",
                &text,
                &[format!("route.out.a={{ {to} = {other} }}")],
            );
            let problems = read.problems.render(&read.sources, false);
            assert!(
                !problems.contains("exclude each other"),
                "{from} to {to}: {problems}"
            );
        }
    }
}
