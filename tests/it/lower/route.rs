//! Steps, branches and loops.

use bordergate::scenario::model::Activity;
use bordergate::scenario::problem::Severity;

use super::{gate, meaning, refuses, says};

/// The last step of the route as a branch.
fn branch(options: &str) -> String {
    format!("route.out.line.branch={options}")
}

fn titles(sets: &[&str]) -> Vec<String> {
    let read = gate("", sets);
    let all = read.problems.sorted().into_iter();
    all.map(|problem| problem.title.clone()).collect()
}

#[test]
fn names_of_steps_and_stations_are_resolved() {
    let read = gate("", &["route.out.line.then=exitt"]);
    let title = "there is no step `exitt`";
    refuses(
        &read,
        "exitt",
        title,
        "not in this route",
        "did you mean `exit`?",
    );
    let read = gate("", &["route.out.documents.serve.station=desc"]);
    let title = "there is no station `desc`";
    refuses(
        &read,
        "desc",
        title,
        "no station has this name",
        "did you mean `desk`?",
    );
    let scenario = meaning(gate("", &["route.out.line.then=exit"]));
    let steps = &scenario.routes[0].steps;
    assert_eq!((steps[0].next, steps[1].next), (Some(1), None));
    let read = gate("empty = []", &[]);
    let title = "route `empty` has no steps";
    refuses(&read, "[]", title, "a route has at least one", "");
}

#[test]
fn a_step_does_what_it_names() {
    let read = gate("", &["route.out.line.release=false"]);
    let title = "`release` takes only `true`";
    refuses(
        &read,
        "false",
        title,
        "a step does what it names",
        "take the step away instead",
    );
    let read = gate(
        "[[route.back]]\nstep = \"home\"\nturn-back = true\nthen = \"exit\"",
        &[],
    );
    refuses(
        &read,
        "\"exit\"",
        "a turn back with `then`",
        "nothing follows it",
        "drop `then`",
    );
    let read = gate("[[route.back]]\nstep = \"exit\"\nrelease = true", &[]);
    let title = "a step cannot be called `exit`";
    refuses(
        &read,
        "\"exit\"",
        title,
        "`exit` is the end of every route",
        "",
    );
    let read = gate("", &["route.out.line.enter=true"]);
    let title = "a barrier with no crossing behind it";
    let help = "put `enter` before the step that has `cross`";
    says(
        &read,
        Severity::Warning,
        "true",
        title,
        "no step below crosses the line",
        help,
    );
}

#[test]
fn a_class_may_have_its_own_time() {
    let scenario = meaning(gate("", &["route.out.documents.serve.class.starch=5 min"]));
    let Activity::Serve { time, .. } = &scenario.routes[0].steps[0].activity else {
        panic!("documents are served");
    };
    assert_ne!(format!("{:?}", time[0]), format!("{:?}", time[1]));
    let read = gate("", &["route.out.documents.serve.class.strach=5 min"]);
    let title = "there is no class `strach`";
    refuses(
        &read,
        "5 min",
        title,
        "no class has this name",
        "did you mean `starch`?",
    );
}

#[test]
fn shares_sum_to_the_whole_for_each_class() {
    let refused = |list: &str, title: &str, label: &str, help: &str| {
        let set = branch(list);
        refuses(
            &gate(
                "",
                &[&set, "route.out.line.basis={ documented = \"paper\" }"],
            ),
            list,
            title,
            label,
            help,
        );
    };
    let help = "let the shares sum to 100 %, or leave one out: that option takes the remainder";
    refused(
        "[{ share = \"50 %\", to = \"exit\" }, { share = \"40 %\", to = \"exit\" }]",
        "the shares sum to 90 %",
        "expected 100 %",
        help,
    );
    refused(
        "[{ share = \"70 %\", to = \"exit\" }, { share = \"40 %\", to = \"exit\" }, { to = \"exit\" }]",
        "the shares sum to 110 %",
        "expected 100 %",
        help,
    );
    refused(
        "[{ share = \"50 %\", class = \"fruit\", to = \"exit\" }, { class = \"starch\", to = \"exit\" }]",
        "the shares of class `fruit` sum to 50 %",
        "expected 100 %",
        help,
    );
    refused(
        "[{ to = \"exit\" }, { to = \"exit\" }]",
        "2 options share the remainder",
        "only one option may be without `share`",
        "give all options but one a `share`",
    );
    refused(
        "[{ class = \"fruit\", to = \"exit\" }]",
        "no option for vehicles of class `starch`",
        "they come here and have no way on",
        "add an option without `class`, or one for it",
    );
    refused("[]", "a branch without options", "it leads nowhere", "");
}

#[test]
fn published_shares_may_miss_the_whole_by_their_rounding() {
    let list = "[{ share = \"50 %\", label = \"green\", to = \"exit\" }, { share = \"49.95 %\", to = \"exit\" }]";
    let set = branch(list);
    let read = gate(
        "",
        &[&set, "route.out.line.basis={ documented = \"paper\" }"],
    );
    let title = "the shares sum to 99.95 %";
    let label = "taken in proportion, so that they sum to 100 %";
    says(&read, Severity::Note, list, title, label, "");
    let scenario = read.scenario.expect("a scenario");
    let Activity::Branch { options, labels } = &scenario.routes[0].steps[1].activity else {
        panic!("a branch");
    };
    assert_eq!(labels, &["green", "exit"]);
    for options in options {
        assert_eq!(
            options.iter().map(|option| option.share).sum::<u64>(),
            1_000_000_000_000
        );
        // 0.5 / 0.9995
        assert!(
            options[0].share.abs_diff(500_250_125_062) <= 1,
            "{options:?}"
        );
    }
}

#[test]
fn a_loop_without_an_exit_is_refused_and_named() {
    assert_eq!(
        titles(&["route.out.documents.then=documents"]),
        [
            "step `line` is never reached",
            "a loop without an exit: `documents` -> `documents`"
        ]
    );
    let read = gate("", &["route.out.line.then=documents"]);
    let title = "a loop without an exit: `documents` -> `line` -> `documents`";
    let label = "who comes here never leaves the gate";
    let help = "let a `then` or a branch of one of these steps lead out";
    refuses(&read, "\"documents\"", title, label, help);
}

#[test]
fn a_loop_may_hold_one_class_only_and_must_let_go_with_some_chance() {
    let basis = "route.out.line.basis={ documented = \"paper\" }";
    let one = branch(
        "[{ class = \"fruit\", to = \"documents\" }, { class = \"starch\", to = \"exit\" }]",
    );
    let title = "a loop without an exit for `fruit`: `documents` -> `line` -> `documents`";
    assert_eq!(titles(&[&one, basis]), [title]);
    // Without starch nobody else is there to be told apart, and without fruit nobody is caught.
    let only_starch = "source.lorries.class=starch";
    assert_eq!(titles(&[&one, basis, only_starch]), [""; 0]);
    let never = branch("[{ share = \"0 %\", to = \"exit\" }, { to = \"documents\" }]");
    let title = "a loop without an exit: `documents` -> `line` -> `documents`";
    assert_eq!(titles(&[&never, basis]), [title]);
    let some = branch("[{ share = \"1 %\", to = \"exit\" }, { to = \"documents\" }]");
    assert_eq!(titles(&[&some, basis]), [""; 0]);
}
