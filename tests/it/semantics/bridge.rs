//! Bridges: headway, load limit, one direction at a time, restrictions.

use bordergate::measures::{Catalogue, Dims, Estimator};

use super::world::{World, comes};

/// Three minutes over the bridge to China, and home.
const OUT: &str = r#"
    [[route.out]]
    step = "over"
    bridge = { bridge = "pontoon", bound = "to-china", time = "3 min" }
    "#;

/// No time of these worlds.
const NOBODY: &str = r#"{ Sun = ["08:00"] }"#;

/// An always open gate with a bridge of these keys, lorries of 15 t and 10 t of cargo that go out, and such that come in.
fn pontoon(keys: &str, out: &str, inward: &str) -> World {
    pontoon_by(OUT, keys, out, inward, "2025-03-03")
}

/// The same by another route out, up to a day.
fn pontoon_by(route: &str, keys: &str, out: &str, inward: &str, to: &str) -> World {
    let lorries = comes("fruit", out);
    World::days(
        "2025-03-03",
        to,
        &format!(
            r#"
            [class.fruit]
            tare = "15 t"
            load = "10 t"
            [class.cassava]
            tare = "15 t"
            load = "40 t"
            [gate.bridge]
            hours = "always"
            {lorries}
            [source.cloth]
            gate = "bridge"
            direction = "import"
            vehicle = "chinese"
            class = "fruit"
            route = "in"
            timetable = {inward}
            [bridge.pontoon]
            {keys}
            {route}
            [[route.in]]
            step = "over"
            bridge = {{ bridge = "pontoon", bound = "to-vietnam", time = "3 min" }}
            "#
        ),
    )
}

#[test]
fn without_limits_all_drive_on_at_once_and_both_ways() {
    pontoon("", r#"["08:00", "08:01"]"#, r#"["08:00"]"#).runs_as(
        "
        08:00 cloth.1 drives onto pontoon
        08:00 fruit.1 drives onto pontoon
        08:01 fruit.2 drives onto pontoon
        08:03 cloth.1 is over pontoon
        08:03 cloth.1 leaves; travelling 3 min
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:04 fruit.2 is over pontoon
        08:04 fruit.2 leaves; travelling 3 min
        ",
    );
}

/// Headway is counted from driving on, in each direction by itself.
#[test]
fn headway_keeps_those_apart_who_go_the_same_way() {
    let world = pontoon(
        r#"headway = "2 min""#,
        r#"["08:00", "08:01", "08:01", "08:10"]"#,
        r#"["08:01"]"#,
    );
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 fruit.2 joins pontoon
        08:01 fruit.3 joins pontoon
        08:01 cloth.1 drives onto pontoon
        08:02 fruit.2 drives onto pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:04 cloth.1 is over pontoon
        08:04 cloth.1 leaves; travelling 3 min
        08:04 fruit.3 drives onto pontoon
        08:05 fruit.2 is over pontoon
        08:05 fruit.2 leaves; travelling 3 min, waiting-bridge 1 min
        08:07 fruit.3 is over pontoon
        08:07 fruit.3 leaves; travelling 3 min, waiting-bridge 3 min
        08:10 fruit.4 drives onto pontoon
        08:13 fruit.4 is over pontoon
        08:13 fruit.4 leaves; travelling 3 min
        ",
    );
}

/// Both directions share the places, and whoever joined first takes the one that becomes free.
#[test]
fn capacity_counts_both_directions() {
    let world = pontoon("capacity = 1", r#"["08:00", "08:02"]"#, r#"["08:01"]"#);
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 cloth.1 joins pontoon
        08:02 fruit.2 joins pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:03 cloth.1 drives onto pontoon
        08:06 cloth.1 is over pontoon
        08:06 cloth.1 leaves; travelling 3 min, waiting-bridge 2 min
        08:06 fruit.2 drives onto pontoon
        08:09 fruit.2 is over pontoon
        08:09 fruit.2 leaves; travelling 3 min, waiting-bridge 4 min
        ",
    );
}

/// fruit.2 comes while its direction has the bridge and nobody waits there; fruit.3 when it has given it up.
#[test]
fn alternating_the_other_side_waits_until_the_bridge_is_clear() {
    let world = pontoon(
        r#"traffic = "alternating""#,
        r#"["08:00", "08:01", "08:03"]"#,
        r#"["08:02"]"#,
    );
    world.runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:01 fruit.2 drives onto pontoon
        08:02 cloth.1 joins pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:03 fruit.3 joins pontoon
        08:04 fruit.2 is over pontoon
        08:04 fruit.2 leaves; travelling 3 min
        08:04 cloth.1 drives onto pontoon
        08:07 cloth.1 is over pontoon
        08:07 cloth.1 leaves; travelling 3 min, waiting-bridge 2 min
        08:07 fruit.3 drives onto pontoon
        08:10 fruit.3 is over pontoon
        08:10 fruit.3 leaves; travelling 3 min, waiting-bridge 4 min
        ",
    );
}

/// With a headway there is a line: without a turn it is driven empty, and cloth.1 waits for the last of it.
#[test]
fn without_a_turn_a_side_drives_on_until_its_line_is_empty() {
    let world = pontoon(
        "traffic = \"alternating\"\nheadway = \"2 min\"",
        r#"["08:00", "08:00", "08:00", "08:04"]"#,
        r#"["08:01"]"#,
    );
    world.runs_as(
        "
        08:00 fruit.2 joins pontoon
        08:00 fruit.3 joins pontoon
        08:00 fruit.1 drives onto pontoon
        08:01 cloth.1 joins pontoon
        08:02 fruit.2 drives onto pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:04 fruit.4 joins pontoon
        08:04 fruit.3 drives onto pontoon
        08:05 fruit.2 is over pontoon
        08:05 fruit.2 leaves; travelling 3 min, waiting-bridge 2 min
        08:06 fruit.4 drives onto pontoon
        08:07 fruit.3 is over pontoon
        08:07 fruit.3 leaves; travelling 3 min, waiting-bridge 4 min
        08:09 fruit.4 is over pontoon
        08:09 fruit.4 leaves; travelling 3 min, waiting-bridge 2 min
        08:09 cloth.1 drives onto pontoon
        08:12 cloth.1 is over pontoon
        08:12 cloth.1 leaves; travelling 3 min, waiting-bridge 8 min
        ",
    );
}

/// The turn of 3 minutes is counted from 08:01, when cloth.1 came: at 08:04, the very end, fruit.3 drives on no more.
#[test]
fn a_turn_ends_while_the_other_side_waits() {
    let world = pontoon(
        "traffic = \"alternating\"\nheadway = \"2 min\"\nturn = \"3 min\"",
        r#"["08:00", "08:00", "08:00"]"#,
        r#"["08:01"]"#,
    );
    world.runs_as(
        "
        08:00 fruit.2 joins pontoon
        08:00 fruit.3 joins pontoon
        08:00 fruit.1 drives onto pontoon
        08:01 cloth.1 joins pontoon
        08:02 fruit.2 drives onto pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:05 fruit.2 is over pontoon
        08:05 fruit.2 leaves; travelling 3 min, waiting-bridge 2 min
        08:05 cloth.1 drives onto pontoon
        08:08 cloth.1 is over pontoon
        08:08 cloth.1 leaves; travelling 3 min, waiting-bridge 4 min
        08:08 fruit.3 drives onto pontoon
        08:11 fruit.3 is over pontoon
        08:11 fruit.3 leaves; travelling 3 min, waiting-bridge 8 min
        ",
    );
}

/// Both sides wait all along; each gets one over in turn, and a turn is counted from the first who drives on.
#[test]
fn however_short_the_turn_each_side_gets_one_over() {
    let world = pontoon(
        "traffic = \"alternating\"\nturn = \"1 s\"\nheadway = \"1 min\"",
        r#"["08:00", "08:00"]"#,
        r#"["08:00", "08:00"]"#,
    );
    world.runs_as(
        "
        08:00 fruit.1 joins pontoon
        08:00 cloth.2 joins pontoon
        08:00 fruit.2 joins pontoon
        08:00 cloth.1 drives onto pontoon
        08:03 cloth.1 is over pontoon
        08:03 cloth.1 leaves; travelling 3 min
        08:03 fruit.1 drives onto pontoon
        08:06 fruit.1 is over pontoon
        08:06 fruit.1 leaves; travelling 3 min, waiting-bridge 3 min
        08:06 cloth.2 drives onto pontoon
        08:09 cloth.2 is over pontoon
        08:09 cloth.2 leaves; travelling 3 min, waiting-bridge 6 min
        08:09 fruit.2 drives onto pontoon
        08:12 fruit.2 is over pontoon
        08:12 fruit.2 leaves; travelling 3 min, waiting-bridge 9 min
        ",
    );
}

/// With nobody on the other side it makes no difference that traffic alternates, or how long a turn is.
#[test]
fn one_direction_alone_does_not_notice_alternation() {
    let times = r#"["08:00", "08:00", "08:01", "08:04", "08:04", "08:20"]"#;
    let log = |keys: &str| pontoon(&format!("headway = \"90 s\"\n{keys}"), times, NOBODY).log();
    let two_way = log("");
    assert_eq!(log("traffic = \"alternating\""), two_way);
    assert_eq!(log("traffic = \"alternating\"\nturn = \"1 s\""), two_way);
    assert_eq!(two_way.len(), 6 * 3 + 4, "four of six wait: {two_way:?}");
}

/// cassava weighs 55 t. It stands aside, is overtaken, and goes back to its place by order of joining, before fruit.2.
#[test]
fn the_too_heavy_stand_aside_until_a_restriction_ends() {
    let keys = r#"
        headway = "2 min"
        restriction.works = { from = 2025-03-03, to = 2025-03-03, heaviest = "30 t" }"#;
    let mut out = comes("cassava", r#"{ Mon = ["08:00"] }"#);
    out += OUT;
    let fruit = r#"{ Mon = ["08:01", "23:59", "23:59:30"] }"#;
    pontoon_by(&out, keys, fruit, NOBODY, "2025-03-04").runs_as(
        "
        08:00 cassava.1 joins pontoon
        08:00 cassava.1 stands aside, too heavy for pontoon
        08:01 fruit.1 drives onto pontoon
        08:04 fruit.1 is over pontoon
        08:04 fruit.1 leaves; travelling 3 min
        23:59 fruit.2 drives onto pontoon
        23:59:30 fruit.3 joins pontoon
        Tue 4 Mar
        00:00 cassava.1 may drive over pontoon
        00:01 cassava.1 drives onto pontoon
        00:02 fruit.2 is over pontoon
        00:02 fruit.2 leaves; travelling 3 min
        00:03 fruit.3 drives onto pontoon
        00:04 cassava.1 is over pontoon
        00:04 cassava.1 leaves; travelling 3 min, class-barred 16 h, waiting-bridge 1 min
        00:06 fruit.3 is over pontoon
        00:06 fruit.3 leaves; travelling 3 min, waiting-bridge 3 min 30 s
        ",
    );
}

/// Who is on the bridge drives off as he is; who waits is weighed again. A limit of just the weight bars nobody.
#[test]
fn a_restriction_begins() {
    let keys = r#"
        headway = "2 min"
        heaviest = "55 t"
        restriction.works = { from = 2025-03-04, to = 2025-03-04, heaviest = "54.9 t" }"#;
    let mut out = comes("cassava", r#"{ Mon = ["23:58:30", "23:59"] }"#);
    out += OUT;
    pontoon_by(&out, keys, NOBODY, NOBODY, "2025-03-04").runs_as(
        "
        23:58:30 cassava.1 drives onto pontoon
        23:59 cassava.2 joins pontoon
        Tue 4 Mar
        00:00 cassava.2 stands aside, too heavy for pontoon
        00:01:30 cassava.1 is over pontoon
        00:01:30 cassava.1 leaves; travelling 3 min
        Wed 5 Mar
        00:00 cassava.2 is inside; class-barred 1 d, waiting-bridge 1 min
        ",
    );
}

/// With `too-heavy` nobody stands aside: on coming, and when the limit begins, they go on to that step.
#[test]
fn the_too_heavy_go_to_another_step() {
    let keys = r#"
        headway = "5 min"
        restriction.works = { from = 2025-03-04, to = 2025-03-04, heaviest = "30 t" }"#;
    let mut out = comes(
        "cassava",
        r#"{ Mon = ["23:58", "23:59"], Tue = ["12:00"] }"#,
    );
    out += &OUT.replace(
        "\"3 min\" }",
        "\"3 min\", too-heavy = \"back\" }\nthen = \"exit\"",
    );
    out += "[[route.out]]\nstep = \"back\"\nturn-back = true\n";
    pontoon_by(&out, keys, NOBODY, NOBODY, "2025-03-04").runs_as(
        "
        23:58 cassava.1 drives onto pontoon
        23:59 cassava.2 joins pontoon
        Tue 4 Mar
        00:00 cassava.2 is too heavy for pontoon
        00:00 cassava.2 turns back; waiting-bridge 1 min
        00:01 cassava.1 is over pontoon
        00:01 cassava.1 leaves; travelling 3 min
        12:00 cassava.3 is too heavy for pontoon
        12:00 cassava.3 turns back; at once
        ",
    );
}

/// An empty lorry weighs its tare: it may go home over a bridge that bars it loaded.
#[test]
fn whoever_is_empty_weighs_his_tare() {
    let out = OUT.replace("time", "loaded = false, time");
    pontoon_by(
        &out,
        "heaviest = \"15 t\"",
        r#"["08:00"]"#,
        r#"["08:00"]"#,
        "2025-03-03",
    )
    .runs_as(
        "
        08:00 cloth.1 joins pontoon
        08:00 cloth.1 stands aside, too heavy for pontoon
        08:00 fruit.1 drives onto pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        Tue 4 Mar
        00:00 cloth.1 is inside; class-barred 16 h
        ",
    );
}

/// Both are on the bridge when traffic begins to alternate: cloth.2, first in line, gets it when fruit.1 is over.
#[test]
fn alternation_begins_while_both_directions_are_on_the_bridge() {
    let keys =
        r#"restriction.works = { from = 2025-03-04, to = 2025-03-04, traffic = "alternating" }"#;
    let cloth = r#"{ Mon = ["23:58:30"], Tue = ["00:00:30", "00:01"] }"#;
    pontoon_by(OUT, keys, r#"{ Mon = ["23:59"] }"#, cloth, "2025-03-04").runs_as(
        "
        23:58:30 cloth.1 drives onto pontoon
        23:59 fruit.1 drives onto pontoon
        Tue 4 Mar
        00:00:30 cloth.2 joins pontoon
        00:01 cloth.3 joins pontoon
        00:01:30 cloth.1 is over pontoon
        00:01:30 cloth.1 leaves; travelling 3 min
        00:02 fruit.1 is over pontoon
        00:02 fruit.1 leaves; travelling 3 min
        00:02 cloth.2 drives onto pontoon
        00:02 cloth.3 drives onto pontoon
        00:05 cloth.2 is over pontoon
        00:05 cloth.2 leaves; travelling 3 min, waiting-bridge 1 min 30 s
        00:05 cloth.3 is over pontoon
        00:05 cloth.3 leaves; travelling 3 min, waiting-bridge 1 min
        ",
    );
}

/// cassava needs 10 minutes: fruit.1, a minute behind, is over with it.
#[test]
fn nobody_overtakes() {
    let mut out = comes("cassava", r#"["08:00"]"#);
    out += &OUT.replace("\"3 min\"", "\"3 min\", class = { cassava = \"10 min\" }");
    pontoon_by(&out, "", r#"["08:01", "08:09"]"#, NOBODY, "2025-03-03").runs_as(
        "
        08:00 cassava.1 drives onto pontoon
        08:01 fruit.1 drives onto pontoon
        08:09 fruit.2 drives onto pontoon
        08:10 cassava.1 is over pontoon
        08:10 cassava.1 leaves; travelling 10 min
        08:10 fruit.1 is over pontoon
        08:10 fruit.1 leaves; travelling 9 min
        08:12 fruit.2 is over pontoon
        08:12 fruit.2 leaves; travelling 3 min
        ",
    );
}

/// Who waits for the bridge keeps its place in the yard and not the booth: fruit.3 is served meanwhile, fruit.4 stands on the road.
#[test]
fn whoever_waits_for_the_bridge_keeps_a_place_in_the_yard_and_no_server() {
    let out = format!(
        r#"
        [yard.apron]
        capacity = 2
        [station.booth]
        servers = [{{ count = 1 }}]
        [[route.out]]
        step = "in"
        park = "apron"
        [[route.out]]
        step = "ticket"
        serve = {{ station = "booth", time = "1 min" }}
        {OUT}
        "#
    );
    let times = r#"["08:00", "08:02", "08:03", "08:04"]"#;
    pontoon_by(&out, "headway = \"5 min\"", times, NOBODY, "2025-03-03").runs_as(
        "
        08:00 fruit.1 parks in apron
        08:00 fruit.1 starts at booth
        08:01 fruit.1 finishes at booth
        08:01 fruit.1 leaves apron
        08:01 fruit.1 drives onto pontoon
        08:02 fruit.2 parks in apron
        08:02 fruit.2 starts at booth
        08:03 fruit.2 finishes at booth
        08:03 fruit.2 joins pontoon
        08:03 fruit.3 parks in apron
        08:03 fruit.3 starts at booth
        08:04 fruit.1 is over pontoon
        08:04 fruit.1 leaves; processing 1 min, travelling 3 min
        08:04 fruit.3 finishes at booth
        08:04 fruit.3 joins pontoon
        08:04 fruit.4 joins apron
        08:06 fruit.2 leaves apron
        08:06 fruit.2 drives onto pontoon
        08:06 fruit.4 parks in apron
        08:06 fruit.4 starts at booth
        08:07 fruit.4 finishes at booth
        08:07 fruit.4 joins pontoon
        08:09 fruit.2 is over pontoon
        08:09 fruit.2 leaves; processing 1 min, travelling 3 min, waiting-bridge 3 min
        08:11 fruit.3 leaves apron
        08:11 fruit.3 drives onto pontoon
        08:14 fruit.3 is over pontoon
        08:14 fruit.3 leaves; processing 1 min, travelling 3 min, waiting-bridge 7 min
        08:16 fruit.4 leaves apron
        08:16 fruit.4 drives onto pontoon
        08:19 fruit.4 is over pontoon
        08:19 fruit.4 leaves; processing 1 min, travelling 3 min, waiting-bridge 9 min, yard-full 2 min
        ",
    );
}

/// One lorry waits 1 minute on its way to China; cassava stands aside for 16 hours.
#[test]
fn lines_and_those_aside_are_measured_apart() {
    let mut out = comes("cassava", r#"["08:00"]"#);
    out += OUT;
    let keys = "headway = \"2 min\"\nheaviest = \"30 t\"";
    let world = pontoon_by(
        &out,
        keys,
        r#"["08:00", "08:01", "08:10"]"#,
        r#"["08:00"]"#,
        "2025-03-03",
    );
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let row = world.row(&catalogue, 1);
    let column = |measure: &str, statistic: &str, to_vietnam: bool| {
        let wanted = Dims {
            bridge: Some(0),
            to_vietnam: Some(to_vietnam),
            ..Dims::default()
        };
        let found = catalogue
            .specs
            .iter()
            .find(|spec| (spec.measure, spec.statistic, spec.dims) == (measure, statistic, wanted));
        match found.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, .. }) => row.columns[column],
            other => panic!("{other:?}"),
        }
    };
    let minutes = |count: i128| count * 60_000_000;
    assert_eq!(column("bridge-line", "mean", false), minutes(1));
    assert_eq!(column("bridge-line", "max", false), 1);
    assert_eq!(column("bridge-barred", "mean", false), minutes(16 * 60));
    assert_eq!(column("bridge-barred", "max", false), 1);
    assert_eq!(column("bridge-crossings", "total", false), 3);
    assert_eq!(column("bridge-line", "mean", true), 0);
    assert_eq!(column("bridge-crossings", "total", true), 1);
}
