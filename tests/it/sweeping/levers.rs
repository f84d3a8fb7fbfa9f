//! What a lever is: the values between two ends, and what is no lever.

use std::path::Path;

use bordergate::scenario;
use bordergate::scenario::expression::Mistake;
use bordergate::scenario::lever::{Grid, Lever};

const TET: &str = "scenarios/mong-cai-tet-2022-agreed.toml";

fn lever(text: &str) -> Result<Lever, Mistake> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TET);
    let read = scenario::read(&path, &[]);
    Lever::parse(
        text,
        &read.root,
        &read.sources,
        read.scenario.unwrap().period,
    )
}

/// The values of a lever of one path, as `--set` takes them.
fn values(text: &str) -> Vec<String> {
    let lever = lever(text).unwrap();
    let path = format!("{}=", lever.path());
    let value = |at: usize| {
        let [set] = lever.sets(at).try_into().unwrap();
        set.strip_prefix(&path).unwrap().to_owned()
    };
    (0..lever.len()).map(value).collect()
}

#[test]
fn numbers_go_from_end_to_end_in_exact_steps() {
    assert_eq!(values("x.y=1..4"), ["1", "2", "3", "4"]);
    assert_eq!(values("x.y=20..80:20"), ["20", "40", "60", "80"]);
    assert_eq!(
        values("x.y=0.1..0.4:0.1"),
        ["0.1", "0.2", "0.3", "0.4"],
        "no 0.30000000000000004"
    );
    assert_eq!(values("x.y = 5 .. 20 : 5"), ["5", "10", "15", "20"]);
    assert_eq!(values("x.y=-1..1"), ["-1", "0", "1"]);
    assert_eq!(
        values("x.y=900..1,100:100"),
        ["900", "1000", "1100"],
        "commas between thousands are read"
    );
    // The last step does not pass the end.
    assert_eq!(values("x.y=1..10:4"), ["1", "5", "9"]);
}

#[test]
fn units_stay_with_their_numbers() {
    assert_eq!(
        values("x.y=30 min..90 min:30 min"),
        ["30 min", "60 min", "90 min"]
    );
    assert_eq!(
        values("x.y=20 / day..40 / day:10"),
        ["20 / day", "30 / day", "40 / day"]
    );
    assert_eq!(values("x.y=2.5 %..7.5 %:2.5 %"), ["2.5 %", "5 %", "7.5 %"]);
    // A bare number takes the words of the value that stands in the file.
    assert_eq!(
        values("gate.bac-luan-2.notice.after-tet.slots=20..60:20"),
        ["20 / day", "40 / day", "60 / day"]
    );
    // Also where that is a list with one number in it.
    assert_eq!(
        values("station.bac-luan-2-lanes.servers=2..3"),
        ["[{ count = 2 }]", "[{ count = 3 }]"]
    );
    assert_eq!(
        values("station.bac-luan-2-lanes.servers=2|5"),
        ["[{ count = 2 }]", "[{ count = 5 }]"]
    );
    // Whole tables are texts with a number in them.
    assert_eq!(
        values("x.y=[{ count = 2 }]..[{ count = 4 }]"),
        ["[{ count = 2 }]", "[{ count = 3 }]", "[{ count = 4 }]"]
    );
}

#[test]
fn dates_lunar_days_and_hours_are_levers() {
    assert_eq!(
        values("x.y=2022-01-30..2022-02-02"),
        ["2022-01-30", "2022-01-31", "2022-02-01", "2022-02-02"]
    );
    assert_eq!(
        values("x.y=2022-01-03..2022-01-24:7"),
        ["2022-01-03", "2022-01-10", "2022-01-17", "2022-01-24"]
    );
    assert_eq!(
        values("x.y=2022-01-03..2022-01-08:2 d"),
        ["2022-01-03", "2022-01-05", "2022-01-07"]
    );
    // Tết 2022 was on 1 February.
    let lunar = lever("x.y=29 chạp..mùng 2").unwrap();
    let labels: Vec<String> = (0..lunar.len()).map(|at| lunar.label(at)).collect();
    assert_eq!(
        labels,
        [
            "2022-01-31 (29 chạp)",
            "2022-02-01 (mùng 1)",
            "2022-02-02 (mùng 2)"
        ]
    );
    assert_eq!(
        values("x.y=17:00..20:00"),
        ["17:00", "18:00", "19:00", "20:00"]
    );
    assert_eq!(
        values("x.y=07:00-17:00..07:00-18:00:30 min"),
        ["07:00-17:00", "07:00-17:30", "07:00-18:00"]
    );
    // Both ends move, each its own way.
    assert_eq!(
        values("x.y=07:00-17:00..06:00-18:00:30 min"),
        ["07:00-17:00", "06:30-17:30", "06:00-18:00"]
    );
}

#[test]
fn values_may_be_named_one_by_one() {
    assert_eq!(values("x.y=true|false"), ["true", "false"]);
    assert_eq!(
        values("x.y= normal | appointment |closed"),
        ["normal", "appointment", "closed"]
    );
    assert!(!lever("x.y=1|3").unwrap().is_range());
    assert!(lever("x.y=1..3").unwrap().is_range());
}

#[test]
fn several_paths_move_together() {
    let lever = lever("a.to=mùng 2..mùng 4; a.then.from=mùng 3..mùng 5").unwrap();
    assert_eq!(lever.len(), 3);
    assert_eq!(lever.sets(1), ["a.to=2022-02-03", "a.then.from=2022-02-04"]);
}

#[test]
fn a_grid_is_all_combinations_the_last_lever_fastest() {
    let grid = Grid::new(vec![lever("a=1..2").unwrap(), lever("b=x|y|z").unwrap()]).unwrap();
    let sets: Vec<String> = (0..grid.len()).map(|at| grid.sets(at).join(" ")).collect();
    assert_eq!(
        sets,
        [
            "a=1 b=x", "a=1 b=y", "a=1 b=z", "a=2 b=x", "a=2 b=y", "a=2 b=z"
        ]
    );
    assert_eq!(grid.label(4), "2, y");
    let twice = Grid::new(vec![lever("a=1..2").unwrap(), lever("a=3..4").unwrap()]);
    assert_eq!(twice.unwrap_err().title, "`a` is set twice");
    let huge = Grid::new(vec![lever("a=1..100").unwrap(), lever("b=1..100").unwrap()]);
    assert_eq!(huge.unwrap_err().label, "with this there are 10000");
}

#[test]
fn what_is_no_lever_is_said_with_its_place() {
    for (text, at, title, label) in [
        ("", 0..0, "not a lever", "there is nothing"),
        ("x.y", 0..3, "not a lever", "there is no `=`"),
        (
            "=1..2",
            0..5,
            "not a lever",
            "there is no path before the `=`",
        ),
        (
            "x.y=",
            0..4,
            "not a lever",
            "no values stand behind the `=`",
        ),
        (
            "x.y=5",
            4..5,
            "one value is no lever",
            "there is no `..` and no `|`",
        ),
        ("x.y=1..", 5..7, "a range has two ends", "one is missing"),
        (
            "x.y=1..2..3",
            4..11,
            "a range has two ends",
            "`..` stands here more than once",
        ),
        (
            "x.y=30 min..2 h",
            4..15,
            "the ends of a range differ in more than a number",
            "`30 min` and `2 h`",
        ),
        (
            "x.y=4..2",
            4..8,
            "a range that goes down",
            "write the smaller end first",
        ),
        (
            "x.y=2..2",
            4..8,
            "a range of one value",
            "both ends are the same",
        ),
        (
            "x.y=1..3:5",
            4..10,
            "a step beyond the end",
            "the second end is nearer than one step",
        ),
        (
            "x.y=1..3:0",
            9..10,
            "`0` is not a step of this",
            "it is not more than 0",
        ),
        (
            "x.y=1 min..3 min:1 h",
            17..20,
            "`1 h` is not a step of this",
            "it is in another unit than the ends",
        ),
        (
            "x.y=0.5..1.5",
            9..12,
            "a range without a step",
            "how far is it from one value to the next?",
        ),
        (
            "x.y=2022-02-01..2022-02-05:12 h",
            27..31,
            "`12 h` is not a step of this",
            "it is not a whole number of times 1 d",
        ),
        (
            "x.y=1..5000",
            4..11,
            "more than 1000 values",
            "there are 5000 of them",
        ),
        (
            "x.y=a||b",
            5..6,
            "a value is missing",
            "nothing beside the `|`",
        ),
        ("x.y=a|b|a", 8..9, "`a` is named twice", "once is enough"),
        (
            "x.y=1..3;x.z=1..4",
            9..17,
            "what moves together has equally many values",
            "this has 4, `x.y` has 3",
        ),
        (
            "x.y=1..3;x.y=1..3",
            9..17,
            "`x.y` is set twice",
            "one lever cannot give it two values",
        ),
        (
            "x.y=07:00-17:00..06:00-19:00:30 min",
            4..35,
            "the figures of this range do not keep step",
            "one has more steps to its end than the other",
        ),
    ] {
        let mistake = lever(text).unwrap_err();
        assert_eq!(
            (mistake.at, mistake.title.as_str(), mistake.label.as_str()),
            (at, title, label),
            "{text}"
        );
    }
    // No day of a lunar month that lies near no New Year of the period.
    let far = lever("x.y=15 tháng 8..17 tháng 8").unwrap_err();
    assert_eq!(far.title, "`15 tháng 8` cannot be found");
}
