//! Words that mean nothing here: the caret stands under the word, and the help says what was probably meant.

use super::{BARE, GATES, said};
use crate::worlds::World;

#[test]
fn words_that_mean_nothing_are_marked_and_the_right_one_is_suggested() {
    let world = World::new(GATES);
    let times = "its statistics are `count`, `mean`, `sd`, `p50`, `p90`, `p95` and `max`, every quantile from `p1` to `p99` and `p99.9`, and `share`";
    let quantiles = "quantiles are `p1` to `p99`, in whole steps, and `p99.9`";
    let split = "`p95(time-in-system)` is reported in total; by `gate`; by `gate` and `direction`; by `gate`, `direction` and `class`";
    for (text, at, title, label, help) in [
        (
            "time-in-sistem",
            "time-in-sistem",
            "there is no measure `time-in-sistem`",
            "no measure has this name",
            "did you mean `time-in-system`?",
        ),
        (
            "p95(Stock)",
            "Stock",
            "there is no measure `Stock`",
            "no measure has this name",
            "did you mean `stock`?",
        ),
        (
            "p95",
            "p95",
            "`p95` is a statistic, not a measure",
            "of what?",
            "as in `p95(time-in-system)`",
        ),
        (
            "stock(max)",
            "stock(max)",
            "`stock` is a measure, not a statistic",
            "these are the wrong way round",
            "write `max(stock)`",
        ),
        (
            "meen(time-in-system)",
            "meen",
            "`time-in-system` has no statistic `meen`",
            "not a statistic of `time-in-system`",
            "did you mean `mean`?",
        ),
        (
            "median(time-in-system)",
            "median",
            "`time-in-system` has no statistic `median`",
            "not a statistic of `time-in-system`",
            "did you mean `p50`?",
        ),
        (
            "sum(vehicles-crossed)",
            "sum",
            "`vehicles-crossed` has no statistic `sum`",
            "not a statistic of `vehicles-crossed`",
            "did you mean `total`?",
        ),
        (
            "worst(time-in-system)",
            "worst",
            "`time-in-system` has no statistic `worst`",
            "not a statistic of `time-in-system`",
            times,
        ),
        (
            "p100(time-in-system)",
            "p100",
            "`time-in-system` has no statistic `p100`",
            "not a statistic of `time-in-system`",
            quantiles,
        ),
        (
            "p95.5(time-in-system)",
            "p95.5",
            "`time-in-system` has no statistic `p95.5`",
            "not a statistic of `time-in-system`",
            quantiles,
        ),
        (
            "p95(stock)",
            "p95",
            "`stock` has no statistic `p95`",
            "not a statistic of `stock`",
            "its statistics are `end`, `max`, `mean` and `level`",
        ),
        (
            "mean(vehicles-crossed)",
            "mean",
            "`vehicles-crossed` has no statistic `mean`",
            "not a statistic of `vehicles-crossed`",
            "its only statistic is `total`",
        ),
        (
            "share(time-in-system)",
            "share",
            "a share without a limit",
            "the share of which durations?",
            "as in `share(time-in-system < 3 h)`",
        ),
        (
            "share(stock < 3)",
            "share",
            "`stock` has no share",
            "a share is of durations",
            "its statistics are `end`, `max`, `mean` and `level`",
        ),
        (
            "share(time-in-system < 3)",
            "3",
            "not a duration",
            "the unit is missing: s, min, h, d",
            "as in `share(time-in-system < 3 h)`",
        ),
        (
            "p95(time-in-system < 3 h)",
            "3 h",
            "`p95` has no limit within",
            "only `share` compares each vehicle with a limit",
            "write `share(time-in-system < 3 h)`, or put the limit behind the bracket",
        ),
        (
            "stock(gat = north)",
            "gat",
            "there is no dimension `gat`",
            "nothing is split by this",
            "did you mean `gate`?",
        ),
        (
            "stock(gate = nort)",
            "nort",
            "there is no gate `nort`",
            "no gate has this name",
            "did you mean `north`?",
        ),
        (
            "stock(gate = Hữu Nghị)",
            "Hữu Nghị",
            "there is no gate `Hữu Nghị`",
            "no gate has this name",
            "the gates are `hai-yen`, `north`",
        ),
        (
            "time-in-system(class = fruits)",
            "fruits",
            "there is no class `fruits`",
            "no class has this name",
            "did you mean `fruit`?",
        ),
        (
            "wait(station = desc)",
            "desc",
            "there is no station `desc`",
            "no station has this name",
            "did you mean `desk`?",
        ),
        (
            "stock(direction = exprot)",
            "exprot",
            "there is no direction `exprot`",
            "not a name that it can have",
            "did you mean `export`?",
        ),
        (
            "crossings(bound = north)",
            "north",
            "there is no bound `north`",
            "not a name that it can have",
            "`bound` is one of `to-china`, `to-vietnam`",
        ),
        (
            "crossings(vehicle = chinesse)",
            "chinesse",
            "there is no vehicle `chinesse`",
            "not a name that it can have",
            "did you mean `chinese`?",
        ),
        (
            "time-by-cause(cause = closed-nigth)",
            "closed-nigth",
            "there is no cause `closed-nigth`",
            "not a name that it can have",
            "did you mean `closed-night`?",
        ),
        (
            "utilization(clock = close)",
            "close",
            "there is no clock `close`",
            "not a name that it can have",
            "`clock` is one of `wall`, `open`",
        ),
        (
            "first-day-over(threshold = 200)",
            "200",
            "there is no threshold `200`",
            "not a name that it can have",
            "did you mean `100`?",
        ),
        (
            "stock(hour = 09:30)",
            "09:30",
            "there is no hour `09:30`",
            "not a name that it can have",
            "`hour` is one of `08:00`, `20:00`",
        ),
        (
            "stock(day = 2025-04-01)",
            "2025-04-01",
            "this day is not within the period",
            "the period is 2025-03-03 to 2025-03-07, inclusive",
            "",
        ),
        (
            "stock(day = someday)",
            "someday",
            "not a day",
            "`someday` is not a day",
            "days are dates, as in `2022-02-08`, or days like `mùng 6` and `tet+5`",
        ),
        (
            "stock(gate = north, gate = hai-yen)",
            "gate",
            "`gate` is given twice",
            "this is the second time",
            "",
        ),
        (
            "p95(time-in-system, day = 2025-03-04)",
            "day = 2025-03-04",
            "`p95(time-in-system)` is not reported by `day`",
            "no row is split by this",
            split,
        ),
        (
            "vehicles-crossed(class = fruit, day = 2025-03-04)",
            "vehicles-crossed(class = fruit, day = 2025-03-04)",
            "`total(vehicles-crossed)` is not reported by `class` and `day` together",
            "no row is split by all of these",
            "`total(vehicles-crossed)` is reported in total; by `gate`; by `gate` and `direction`; by `gate`, `direction` and `day`; by `gate`, `direction` and `class`; by `gate`, `direction` and `vehicle`",
        ),
        (
            "p95(time-in-system, gate = north, class = fruit)",
            "p95(time-in-system, gate = north, class = fruit)",
            "this is more than one quantity",
            "`direction` could be `export` or `import`",
            "say which, as in `direction = export`",
        ),
        (
            "wait",
            "wait",
            "this is more than one quantity",
            "`station` could be `booth` or `desk`",
            "say which, as in `station = booth`",
        ),
        (
            "time-by-cause(gate = north, direction = export)",
            "time-by-cause(gate = north, direction = export)",
            "this is more than one quantity",
            "`cause` could be `processing`, `travelling`, `before-start`, `closed-holiday`, `closed-night`, `wrong-direction`, `class-barred` or one of 11 others",
            "say which, as in `cause = processing`",
        ),
        (
            "stock(gate = hai-yen, direction = import)",
            "import",
            "there is no `stock` there",
            "not with this direction",
            "with the other names, `direction` is `export`",
        ),
        (
            "time-in-system(gate = hai-yen, direction = export, class = starch)",
            "starch",
            "there is no `time-in-system` there",
            "not with this class",
            "with the other names, `class` is `fruit`",
        ),
        (
            "drain-date(gate = hai-yen)",
            "hai-yen",
            "there is no `drain-date` there",
            "not with this gate",
            "with the other names, `gate` is `north`",
        ),
        (
            "wait(gate = north, station = booth)",
            "booth",
            "there is no `wait` there",
            "not with this station",
            "with the other names, `station` is `desk`",
        ),
        (
            "stock(gate = hai-yen) <= 3",
            "stock(gate = hai-yen) <= 3",
            "a quantity is wanted here",
            "this is a condition",
            "leave out the limit, as in `p95(time-in-system)`",
        ),
        (
            "P(stock <= 3) > 0.5",
            "P(stock <= 3) > 0.5",
            "a quantity is wanted here",
            "this is the chance of a condition",
            "leave out the limit, as in `p95(time-in-system)`",
        ),
    ] {
        said(text, world.quantity(text), at, title, label, help);
    }
}

#[test]
fn a_condition_is_neither_a_quantity_nor_a_chance() {
    let world = World::new(GATES);
    let title = "a condition is wanted here";
    let help = "as in `p95(time-in-system) <= 6 h`";
    let text = "end(stock)";
    said(
        text,
        world.condition(text),
        text,
        title,
        "this is a quantity without a limit",
        help,
    );
    let text = "P(stock <= 3) > 0.5";
    said(
        text,
        world.condition(text),
        text,
        title,
        "this is the chance of a condition",
        help,
    );
    let help = "say how it compares, as in `p95(time-in-system) <= 6 h`";
    let (title, label) = (
        "nothing is required here",
        "this is a quantity without a limit",
    );
    said(
        "end(stock)",
        world.expectation("end(stock)"),
        "end(stock)",
        title,
        label,
        help,
    );
}

#[test]
fn words_inside_a_chance_are_marked_where_they_stand() {
    let world = World::new(GATES);
    let text = "P(share(time-in-system < 3 h, gate = \"Hải Yen\") >= 95 %) >= 0.9";
    let (title, label) = ("there is no gate `Hải Yen`", "no gate has this name");
    let help = "did you mean `hai-yen`?";
    said(
        text,
        world.expectation(text),
        "\"Hải Yen\"",
        title,
        label,
        help,
    );
}

#[test]
fn a_measure_that_a_scenario_does_not_have_says_what_it_needs() {
    let world = World::new(BARE);
    for (measure, label) in [
        ("drain-date", "it needs a [backlog]"),
        ("time-since-start", "it needs a [backlog] without `since`"),
        ("persons-crossed", "it needs a class that counts persons"),
        ("wait", "it needs a [station]"),
        ("time-to-crossing", "it needs a route that crosses"),
        ("first-day-over", "it needs `stock-over` under [scenario]"),
    ] {
        let title = format!("this scenario has no `{measure}`");
        said(measure, world.quantity(measure), measure, &title, label, "");
    }
}

#[test]
fn long_words_are_cut() {
    let world = World::new(BARE);
    let text = "ắ".repeat(5_000);
    let mistake = world.quantity(&text).unwrap_err();
    assert_eq!(
        mistake.title,
        format!("there is no measure `{}...`", "ắ".repeat(40))
    );
}
