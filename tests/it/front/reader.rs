//! Declared tables: what they read, what they refuse, and what they say about themselves.

use bordergate::scenario::kinds::{Name, Named, OneOrMany};
use bordergate::scenario::node::{Node, Value};
use bordergate::scenario::problem::Problems;
use bordergate::scenario::reader::{FromNode, Keys, Located, Need, Shape, mismatch};
use bordergate::scenario::units::{Count, Duration, Mass, Rate, Share};
use bordergate::{keys, words};
use insta::assert_snapshot;
use jiff::civil::{Date, Time, date, time};

use super::{loaded, titles};

words! {
    /// What a notice makes of a gate.
    pub enum State {
        /// Nothing passes.
        Closed = "closed",
        /// Only who has booked
        /// passes.
        Appointment = "appointment",
        /// As on any day.
        Normal = "normal",
    }
}

/// A duration, fixed or triangular: what a hand-written kind looks like.
#[derive(Debug, Clone, PartialEq)]
pub enum Spread {
    Fixed(Duration),
    Triangular(Vec<Duration>),
}

keys! {
    /// The three corners.
    struct Triangle("TIME") {
        /// Least, likeliest, most.
        triangular: Vec<Duration>, required;
    }
}

impl FromNode for Spread {
    const SHAPE: Shape = Shape::Either(&[Duration::SHAPE, Triangle::SHAPE]);

    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(_) => Duration::read(node, problems).map(Spread::Fixed),
            Value::Table(_) => Triangle::read(node, problems)?
                .triangular
                .map(|corners| Spread::Triangular(corners.value)),
            _ => mismatch(node, problems),
        }
    }
}

keys! {
    /// Everything.
    pub struct Root("") {
        /// The gates.
        gate: Named<Gate>, required, example "{ ... }";
        /// The ways through.
        route: Named<Vec<Step>>, optional;
    }

    /// A border gate
    /// or an opening beside one.
    pub struct Gate("gate.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"Bắc Luân II\"";
        /// When it opens.
        opens: Time, required, example "07:00";
        /// Changes to the days.
        notice: Named<Notice>, optional;
        /// How many lanes.
        lane_count: u32, default "1";
        /// Whether it runs at night.
        at_night as "night": bool, optional;
    }

    /// A notice.
    pub struct Notice("gate.ID.notice.NAME") {
        /// First day.
        from: Date, required;
        /// What it says.
        state: State, required, example "\"closed\"";
        /// How many may come.
        slots: Rate, optional;
        /// Who may not come.
        barred: OneOrMany<Name>, optional;
        /// Part of the day's demand that still comes.
        demand: Share, optional;
        /// The least load that is let through.
        least: Mass, optional;
        /// The most vehicles.
        most: Count, optional;
        /// Any number.
        weight: f64, optional;
    }

    /// One step of a route.
    pub struct Step("route.ID[]") one of ["serve", "travel"] {
        /// Its name.
        step: Name, required;
        /// Time at a station.
        serve: Spread, optional;
        /// Time on the way.
        travel: Spread, optional;
    }
}

fn read(text: &str) -> (Root, String) {
    let mut loaded = loaded(text, &[]);
    let root = Root::from_table(&loaded.root, &mut loaded.problems);
    let messages = super::rendered(&loaded);
    (root, messages)
}

fn complaint(text: &str) -> String {
    read(text).1
}

const GOOD: &str = r#"
[gate.bac-luan-2]
name = "Bắc Luân II"
opens = 07:00
lane-count = 2
night = false

[gate.bac-luan-2.notice.tet]
from = 2022-01-31
state = "appointment"
slots = "100 / day"
barred = "fruit"
demand = 0.183
least = "2.6 t"
most = 1_200
weight = 2

[gate.hai-yen]
opens = 08:00

[[route.export]]
step = "documents"
serve = "12 min"

[[route.export]]
step = "way"
travel = { triangular = ["1 min", "2 min", "4 min"] }
"#;

#[test]
fn a_well_formed_scenario_is_read_with_its_places() {
    let (root, messages) = read(GOOD);
    assert_eq!(messages, "");
    let gates = root.gate.expect("gates").value;
    assert_eq!(gates.names().collect::<Vec<_>>(), ["bac-luan-2", "hai-yen"]);
    let gate = &gates.get("bac-luan-2").expect("a gate").value;
    assert_eq!(gate.opens.map(|at| at.value), Some(time(7, 0, 0, 0)));
    assert_eq!(gate.lane_count.map(|at| at.value), Some(2));
    assert_eq!(gate.at_night.map(|at| at.value), Some(false));
    assert_eq!(gates.get("hai-yen").expect("a gate").value.name, None);
    assert_eq!(
        gate.name
            .as_ref()
            .map(|at| &GOOD[at.place.start..at.place.end]),
        Some("\"Bắc Luân II\"")
    );

    let notices = &gate.notice.as_ref().expect("notices").value;
    let Located {
        value: notice,
        place,
    } = notices.get("tet").expect("a notice");
    assert_eq!(
        &GOOD[place.start..place.end],
        "[gate.bac-luan-2.notice.tet]"
    );
    assert_eq!(notice.from.map(|at| at.value), Some(date(2022, 1, 31)));
    assert_eq!(notice.state.map(|at| at.value), Some(State::Appointment));
    assert_eq!(
        notice.demand.map(|at| at.value),
        Some(Share(183_000_000_000))
    );
    assert_eq!(notice.least.map(|at| at.value), Some(Mass(2_600)));
    assert_eq!(notice.most.map(|at| at.value), Some(Count(1_200)));
    assert_eq!(notice.weight.map(|at| at.value), Some(2.0));
    let barred = &notice.barred.as_ref().expect("barred").value.0;
    assert_eq!(
        barred
            .iter()
            .map(|at| at.value.as_str())
            .collect::<Vec<_>>(),
        ["fruit"]
    );

    let route = &root.route.expect("routes").value;
    let steps = &route.get("export").expect("a route").value;
    let minutes = |minutes: i64| Duration(minutes * 60_000_000);
    assert_eq!(
        steps[0].serve.as_ref().map(|at| at.value.clone()),
        Some(Spread::Fixed(minutes(12)))
    );
    let corners = Spread::Triangular(vec![minutes(1), minutes(2), minutes(4)]);
    assert_eq!(
        steps[1].travel.as_ref().map(|at| at.value.clone()),
        Some(corners)
    );
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let text = "[gate.a]\nopen = 07:00\nlane-count = -1\nnight = \"no\"\n[gate.a.notice.tet]\nfrom = \"2022-01-31\"\nstate = \"close\"\n\
                slots = \"100\"\nbarred = [\"Hoa quả\", 3]\ndemand = 18\nmost = 1.5\nweight = inf\n";
    assert_snapshot!(complaint(text), @r#"
    error: missing key `opens`
     --> gate.toml:1:1
      |
    1 | [gate.a]
      | ^^^^^^^^ this needs `opens`
      |
      = help: opens: a time of day, as in `opens = 07:00`

    error: unknown key `open`
     --> gate.toml:2:1
      |
    2 | open = 07:00
      | ^^^^ not a key of `gate.ID`
      |
      = help: did you mean `opens`?

    error: number out of range
     --> gate.toml:3:14
      |
    3 | lane-count = -1
      |              ^^ this is negative

    error: expected `true` or `false`
     --> gate.toml:4:9
      |
    4 | night = "no"
      |         ^^^^ this is text

    error: expected a date
     --> gate.toml:6:8
      |
    6 | from = "2022-01-31"
      |        ^^^^^^^^^^^^ this is text
      |
      = help: a date is written like `2022-01-31`, without quotes

    error: `close` is not a word known here
     --> gate.toml:7:9
      |
    7 | state = "close"
      |         ^^^^^^^ expected `"closed"`, `"appointment"` or `"normal"`
      |
      = help: did you mean `closed`?

    error: not a rate
     --> gate.toml:8:9
      |
    8 | slots = "100"
      |         ^^^^^ `100` does not say per how long
      |
      = help: write `100 / day` or `/ h`

    error: not a name
     --> gate.toml:9:11
      |
    9 | barred = ["Hoa quả", 3]
      |           ^^^^^^^^^ `Hoa quả` is more than small letters, digits and hyphens
      |
      = help: write `hoa-qua`; a name for people goes into a key of its own

    error: expected a name
     --> gate.toml:9:22
      |
    9 | barred = ["Hoa quả", 3]
      |                      ^ this is a whole number
      |
      = help: a name is written like `bac-luan-2`

    error: not a share
      --> gate.toml:10:10
       |
    10 | demand = 18
       |          ^^ this could be a percentage or a part of one
       |
       = help: write `"18 %"` or `18.0`

    error: expected a count
      --> gate.toml:11:8
       |
    11 | most = 1.5
       |        ^^^ this is a number
       |
       = help: a count is written like `1200` or `"1,200"`

    error: expected a number
      --> gate.toml:12:10
       |
    12 | weight = inf
       |          ^^^ this is not a finite number
    "#);
}

#[test]
fn names_are_checked_where_they_are_given() {
    assert_snapshot!(complaint("[gate.\"Bắc Luân II\"]\nopens = 07:00\n"), @r#"
    error: not a name
     --> gate.toml:1:7
      |
    1 | [gate."Bắc Luân II"]
      |       ^^^^^^^^^^^^^ `Bắc Luân II` is more than small letters, digits and hyphens
      |
      = help: write `bac-luan-ii`; a name for people goes into a key of its own
    "#);
    for good in ["a", "003", "bac-luan-2", "2-a"] {
        assert!(Name::new(good).is_ok(), "{good}");
    }
    for (bad, near) in [
        ("", None),
        ("-", None),
        ("A", Some("a")),
        ("a--b", Some("a-b")),
        ("a_b", Some("a-b")),
        ("Đồng Đăng", Some("dong-dang")),
        ("口岸", None),
    ] {
        assert_eq!(Name::new(bad), Err(near.map(str::to_owned)), "{bad}");
    }
}

#[test]
fn exactly_one_activity_is_given() {
    let text = "gate = {}\n[[route.export]]\nstep = \"a\"\n[[route.export]]\nstep = \"b\"\nserve = \"1 min\"\ntravel = \"2 min\"\n";
    assert_snapshot!(complaint(text), @r#"
    error: nothing is chosen
     --> gate.toml:2:1
      |
    2 | [[route.export]]
      | ^^^^^^^^^^^^^^^^ give one of `serve`, `travel`

    error: `serve` and `travel` exclude each other
     --> gate.toml:7:1
      |
    6 | serve = "1 min"
      | ----- the other is here
    7 | travel = "2 min"
      | ^^^^^^ give only one of `serve`, `travel`
    "#);
}

#[test]
fn a_table_of_the_wrong_kind_is_one_problem() {
    assert_snapshot!(complaint("gate = 3\nroute = { export = { step = \"a\" } }\ngates = 4\n"), @r#"
    error: expected a table
     --> gate.toml:1:8
      |
    1 | gate = 3
      |        ^ this is a whole number

    error: expected a list
     --> gate.toml:2:20
      |
    2 | route = { export = { step = "a" } }
      |                    ^^^^^^^^^^^^^^ this is a table

    error: unknown key `gates`
     --> gate.toml:3:1
      |
    3 | gates = 4
      | ^^^^^ not a table of the language
      |
      = help: did you mean `gate`?
    "#);
}

#[test]
fn what_was_reported_as_unreadable_is_not_reported_again() {
    let mut loaded = loaded(
        "[gate.a]\nopens 07:00\n[gate.b]\nopens = 7 o'clock\nlane-count = x\n",
        &[],
    );
    let before = titles(&loaded.problems);
    Root::from_table(&loaded.root, &mut loaded.problems);
    assert_eq!(titles(&loaded.problems), before);
    assert_eq!(before.len(), 3);
}

#[test]
fn a_declaration_documents_itself() {
    let doc = Gate::DOC;
    assert_eq!(doc.path, "gate.ID");
    assert_eq!(doc.about(), "A border gate or an opening beside one.");
    let keys: Vec<_> = doc
        .keys
        .iter()
        .map(|key| (key.key, key.kind(), key.need))
        .collect();
    assert_eq!(
        keys[0],
        ("name", "text".to_owned(), Need::Default("the id"))
    );
    assert_eq!(
        keys[1],
        ("opens", "a time of day".to_owned(), Need::Required)
    );
    assert_eq!(
        keys[3].0, "lane-count",
        "a field's underscores are hyphens in its key"
    );
    assert_eq!(keys[4].0, "night", "unless it is given another key");
    let name = doc.key("name").expect("a key");
    assert_eq!(
        (name.about().as_str(), name.example),
        ("Name printed in reports.", Some("\"Bắc Luân II\""))
    );

    let notice = doc
        .key("notice")
        .and_then(|key| key.shape.table())
        .expect("a nested table");
    assert_eq!(notice.path, "gate.ID.notice.NAME");
    let kind = |key: &str| notice.key(key).map(|doc| doc.kind()).unwrap_or_default();
    assert_eq!(
        kind("state"),
        "`\"closed\"`, `\"appointment\"` or `\"normal\"`"
    );
    assert_eq!(kind("barred"), "a name, or a list of such");
    assert_eq!(kind("slots"), "a rate");
    assert_eq!(Step::DOC.one_of, [["serve", "travel"]]);
    assert_eq!(
        Step::DOC.key("serve").map(|key| key.kind()).as_deref(),
        Some("a duration; or a table")
    );
    assert_eq!(State::WORDS[1].about(), "Only who has booked passes.");
    assert_eq!(
        State::ALL
            .iter()
            .map(|state| state.word())
            .collect::<Vec<_>>(),
        ["closed", "appointment", "normal"]
    );
}
