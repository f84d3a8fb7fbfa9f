//! Every parameter with its basis.

use bordergate::scenario::model::{BasisKind, Parameter};
use bordergate::scenario::problem::Severity;

use super::{gate, meaning, refuses, says};

fn parameter(parameters: &[Parameter], path: &str) -> Parameter {
    let found = parameters.iter().find(|parameter| parameter.path == path);
    found
        .unwrap_or_else(|| panic!("no {path} in {parameters:#?}"))
        .clone()
}

#[test]
fn parameters_have_paths_values_and_gates() {
    let scenario = meaning(gate("", &[]));
    let listed: Vec<(&str, &str, Option<usize>)> = scenario
        .parameters
        .iter()
        .map(|one| (one.path.as_str(), one.value.as_str(), one.gate))
        .collect();
    assert_eq!(
        listed,
        [
            ("class.fruit.load", "20 t", None),
            ("class.starch.load", "30 t", None),
            ("gate.bridge.hours", "07:00-19:00", Some(0)),
            (
                "route.out.documents.serve",
                "{ station = \"desk\", time = \"12 min\" }",
                Some(0)
            ),
            (
                "source.lorries.class",
                "{ fruit = \"50 %\", starch = \"50 %\" }",
                Some(0)
            ),
            ("source.lorries.rate", "120 / day", Some(0)),
            ("station.desk.servers", "[{ count = 3 }]", Some(0)),
        ]
    );
    assert!(
        scenario
            .parameters
            .iter()
            .all(|one| one.basis.kind == BasisKind::Documented)
    );
}

#[test]
fn a_range_means_the_values_of_its_kind() {
    let basis = "source.lorries.basis={ assumed = \"why\", range = [\"80 / day\", \"150 / day\"] }";
    let own = "source.lorries.basis-of.class={ derived = \"how\", range = [\"40 %\", \"60 %\"] }";
    let closed = "source.lorries.when-closed=stays-away";
    let factor = "source.lorries.day-factor={ cv = 0.3, shared = \"50 %\", basis = { fitted = \"so\", range = [\"0.2\", \"0.4\"] } }";
    let all = meaning(gate("", &[basis, own, closed, factor])).parameters;
    let range = |path: &str| parameter(&all, path).basis.range;
    let ends = |low: &str, high: &str| Some((low.to_owned(), high.to_owned()));
    assert_eq!(range("source.lorries.rate"), ends("80 / day", "150 / day"));
    assert_eq!(range("source.lorries.class"), ends("40 %", "60 %"));
    assert_eq!(range("source.lorries.when-closed"), None);
    assert_eq!(range("source.lorries.day-factor.cv"), ends("0.2", "0.4"));
    assert_eq!(range("source.lorries.day-factor.shared"), None);
    assert_eq!(
        parameter(&all, "source.lorries.class").basis.kind,
        BasisKind::Derived
    );
    assert_eq!(
        parameter(&all, "source.lorries.day-factor.cv").basis.kind,
        BasisKind::Fitted
    );
}

#[test]
fn a_range_has_two_ends_in_the_unit_of_its_value() {
    let refused = |range: &str, title: &str, label: &str, help: &str| {
        let set = format!("class.fruit.basis={{ assumed = \"why\", range = {range} }}");
        refuses(&gate("", &[&set]), range, title, label, help);
    };
    let help = "write the lowest and the highest, as in `[\"20 / day\", \"100 / day\"]`";
    refused(
        "[\"18 t\"]",
        "a range has two ends",
        "there is 1 member",
        help,
    );
    let help = "give both ends in the unit of the value";
    let title = "a range in another unit than its value";
    refused(
        "[\"18 min\", \"27 min\"]",
        title,
        "the value is a mass",
        help,
    );
    let title = "a range that runs backwards";
    refused(
        "[\"27 t\", \"18 t\"]",
        title,
        "the lower end comes first",
        "",
    );
}

#[test]
fn documented_names_a_reference() {
    let read = gate("", &["class.fruit.basis={ documented = \"papper\" }"]);
    let title = "there is no reference `papper`";
    let label = "`documented` names a reference";
    refuses(&read, "\"papper\"", title, label, "did you mean `paper`?");
    let read = gate("[reference.book]\ntitle = \"A book\"", &[]);
    says(
        &read,
        Severity::Note,
        "book",
        "reference `book` is never used",
        "no basis names it",
        "",
    );
    let set = "class.fruit.basis={ derived = \"of (book)\", range = [\"1 t\", \"2 t\"] }";
    meaning(gate("[reference.book]\ntitle = \"A book\"", &[set]));
}

#[test]
fn a_basis_of_a_key_needs_the_key() {
    let read = gate(
        "",
        &["source.lorries.basis-of.rat={ documented = \"paper\" }"],
    );
    let title = "a basis of `rat`, which is not given";
    let label = "`source.lorries` has no such key";
    refuses(&read, "rat", title, label, "did you mean `rate`?");
    // An overlay that takes a value away need not take its basis away.
    let read = gate(
        "",
        &["source.lorries.basis-of.convoy={ documented = \"paper\" }"],
    );
    let title = "a basis of `convoy`, which is not given";
    says(&read, Severity::Warning, "convoy", title, label, "");
}

#[test]
fn what_has_no_basis_or_no_range_is_counted_once() {
    let read = gate(
        "[class.tea]\nload = \"5 t\"\n[class.silk]\nload = \"2 t\"",
        &[],
    );
    let help = "say where they come from: `basis = { documented = \"...\" }`, or `derived`, `assumed`, `fitted`";
    let label = "`class.tea.load`, `class.silk.load`";
    says(
        &read,
        Severity::Warning,
        "load",
        "2 parameters have no basis",
        label,
        help,
    );
    let read = gate("", &["class.fruit.basis={ assumed = \"why\" }"]);
    let title = "1 assumed or derived basis has no range";
    let help = "say what is plausible: `range = [\"20 / day\", \"100 / day\"]`";
    says(
        &read,
        Severity::Note,
        "\"why\"",
        title,
        "`class.fruit.load`",
        help,
    );
}
