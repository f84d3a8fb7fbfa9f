//! What each relaxation lifts, and what it leaves: small worlds before and after, in minutes of delay worked out by hand.

use bordergate::measures::{Catalogue, Estimator, Measures};
use bordergate::plan::cause::Cause;
use bordergate::plan::compile;
use bordergate::plan::relax::{Relaxation, lift as lift_all, relaxations};
use bordergate::scenario::model::Scenario;
use bordergate::sim::Engine;

use crate::worlds::{World, go};

/// Monday and Tuesday, 3 and 4 March 2025, of one class of lorries that come at these times of these days by the route `out`.
fn days(timetable: &str, rest: &str) -> Scenario {
    days_of("", timetable, rest)
}

/// The same with keys of the class.
fn days_of(class: &str, timetable: &str, rest: &str) -> Scenario {
    World::new(&format!(
        r#"
        [scenario]
        title = "a world"
        from = 2025-03-03
        to = 2025-03-04
        clock = "Asia/Ho_Chi_Minh"
        partner-clock = "Asia/Shanghai"
        [class.fruit]
        {class}
        [source.fruit]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        timetable = {timetable}
        {rest}
        "#
    ))
    .scenario
}

const ALWAYS: &str = "[gate.bridge]\nhours = \"always\"\n";

const CROSS: &str = r#"
    [[route.out]]
    step = "line"
    cross = { bound = "to-china" }
    "#;

/// Minutes by cause, of those who left and those inside, the causes that are delay and took any time.
fn delays(scenario: &Scenario) -> Vec<(&'static str, i128)> {
    let plan = compile(scenario).unwrap();
    let catalogue = Catalogue::new(scenario, &plan);
    let mut measures = Measures::new(&plan, &catalogue);
    go(&mut Engine::new(&plan), 1, 0, &mut measures);
    let row = measures.row(0);
    let of = |cause: Cause| -> i128 {
        let specs = catalogue.specs.iter().filter(|spec| {
            spec.by == "cause"
                && spec.dims.cause == Some(cause)
                && ["time-by-cause", "time-by-cause-inside"].contains(&spec.measure)
        });
        specs
            .map(|spec| match spec.estimator {
                Estimator::Mean { column, .. } => row.columns[column],
                _ => 0,
            })
            .sum()
    };
    let apart = [Cause::Processing, Cause::Travelling, Cause::BeforeStart];
    Cause::ALL
        .into_iter()
        .filter(|cause| !apart.contains(cause))
        .map(|cause| (cause.word(), of(cause)))
        .filter(|(_, time)| *time != 0)
        .map(|(word, time)| {
            assert_eq!(time % 60_000_000, 0, "{word}");
            (word, time / 60_000_000)
        })
        .collect()
}

/// Lifts what is offered under this word at one place, and says the delays before and after.
#[track_caller]
fn lift(
    scenario: &Scenario,
    word: &str,
    before: &[(&'static str, i128)],
    after: &[(&'static str, i128)],
) -> Scenario {
    let offered = relaxations(scenario);
    let words: Vec<&str> = offered.iter().map(|one| one.word()).collect();
    let Some(relaxation) = offered.iter().find(|one| one.word() == word) else {
        panic!("{word} is not in {words:?}");
    };
    assert_eq!(delays(scenario), before, "before");
    let mut lifted = scenario.clone();
    relaxation.apply(&mut lifted);
    assert_eq!(delays(&lifted), after, "after");
    // It is aimed at something that was there.
    let aims = |&(word, _): &(&str, i128)| {
        relaxation
            .causes(scenario)
            .iter()
            .any(|cause| cause.word() == word)
    };
    assert!(before.iter().any(aims), "{before:?}");
    lifted
}

/// Monday is closed by notice: from 12:00 on 12 h. Tuesday opens at 08:00: 8 h of night, and 1 h for the lorry of 07:00. The other side,
/// an hour ahead, closes at 18:00 of its clock, 17:00 of ours: the lorry of 17:30 waits till the end.
#[test]
fn an_open_gate_has_no_closed_days_and_hours_of_either_side() {
    let scenario = days(
        r#"{ Mon = ["12:00"], Tue = ["07:00", "17:30"] }"#,
        &format!(
            r#"
            [gate.bridge]
            hours = "08:00-19:00"
            partner = {{ hours = "08:00-18:00" }}
            [gate.bridge.notice.shut]
            from = 2025-03-03
            to = 2025-03-03
            state = "closed"
            [station.desk]
            gate = "bridge"
            servers = [{{ count = 1, hours = "gate" }}]
            [[route.out]]
            step = "desk"
            serve = {{ station = "desk", time = "10 min" }}
            {CROSS}
            "#
        ),
    );
    // At the desk, which works the gate's hours, it is the same, and the second waits for the first.
    let before = [
        ("closed-holiday", 720),
        ("closed-night", 480 + 60 + 390),
        ("waiting-server", 10),
    ];
    lift(&scenario, "open-gate", &before, &[]);
}

/// Bookings, quotas and bars stay where a gate is opened; hours of a notice go.
#[test]
fn an_open_gate_keeps_its_bars_and_appointments() {
    let scenario = days(
        r#"{ Mon = ["07:00"], Tue = ["09:00", "12:00"] }"#,
        &format!(
            r#"
            [gate.bridge]
            hours = "08:00-17:00"
            [gate.bridge.notice.no-fruit]
            from = 2025-03-04
            to = 2025-03-04
            state = "normal"
            hours = "09:00-11:00"
            barred = "fruit"
            {CROSS}
            "#
        ),
    );
    // Monday 07:00-08:00. Tuesday 9-11 barred, then night: 2 h and 13 h, and 12 h.
    let before = [("closed-night", 60 + 780 + 720), ("class-barred", 120)];
    // All day barred.
    lift(
        &scenario,
        "open-gate",
        &before,
        &[("class-barred", 900 + 720)],
    );
}

/// On Monday fruit is barred, and on Tuesday from 08:00 to 10:00 only the homeward pass.
#[test]
fn where_all_pass_nobody_is_barred_and_no_direction_waits() {
    let scenario = days(
        r#"{ Mon = ["22:00"], Tue = ["09:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [gate.bridge.notice.no-fruit]
            from = 2025-03-03
            to = 2025-03-03
            state = "normal"
            barred = "fruit"
            [gate.bridge.restriction.homewards]
            hours = "08:00-10:00"
            days = "Tue"
            only = {{ homeward = true }}
            {CROSS}
            "#
        ),
    );
    let before = [("wrong-direction", 60), ("class-barred", 120)];
    lift(&scenario, "all-pass", &before, &[]);
}

/// Registration for an interval closes an hour before it: at 08:00 the first place is that of 09:00, the second that of 10:00, where each has
/// one.
#[test]
fn twice_the_slots_are_twice_in_each_interval() {
    let scenario = days(
        r#"{ Mon = ["08:00", "08:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [gate.bridge.notice.booked]
            from = 2025-03-03
            to = 2025-03-03
            state = "appointment"
            slots = "1 / h"
            interval = "1 h"
            register-by = "1 h"
            {CROSS}
            "#
        ),
    );
    let before = [("before-appointment", 60 + 120)];
    lift(
        &scenario,
        "twice-the-slots",
        &before,
        &[("before-appointment", 120)],
    );
}

/// The second waits from 09:00 until a new day's quota begins.
#[test]
fn without_its_quota_the_partner_accepts_any_number() {
    let scenario = days(
        r#"{ Mon = ["08:00", "09:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [quota.daily]
            gates = "bridge"
            vehicles = "1 / day"
            resets = "00:00"
            {CROSS}
            "#
        ),
    );
    lift(&scenario, "no-quota", &[("quota-used-up", 900)], &[]);
}

/// Eight residents a consignment, and ten come at midnight: the second has two of them and waits for the ten of Tuesday. With twice the
/// allowance each needs four.
#[test]
fn residents_of_twice_the_allowance_carry_twice_as_much() {
    let scenario = days(
        r#"{ Mon = ["09:00", "10:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [residents.dongxing]
            allowance = "8,000 CNY"
            persons = "10 / day"
            hours = "always"
            [[route.out]]
            step = "pool"
            gather = {{ residents = "dongxing", value = "60,000 CNY" }}
            "#
        ),
    );
    lift(
        &scenario,
        "twice-the-allowance",
        &[("quota-used-up", 840)],
        &[],
    );
}

const DESK: &str = r#"
    [[route.out]]
    step = "desk"
    serve = { station = "desk", time = "30 min" }
    "#;

/// One more works whenever one does, here in the second of two shifts, and at night as nobody.
#[test]
fn one_more_server_works_whenever_somebody_does() {
    let scenario = days(
        r#"{ Mon = ["09:00", "09:00", "13:00", "13:00"], Tue = ["23:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [station.desk]
            servers = [{{ count = 1, hours = "08:00-12:00" }}, {{ count = 1, hours = "12:00-17:00" }}]
            {DESK}
            "#
        ),
    );
    let before = [("closed-night", 60), ("waiting-server", 60)];
    lift(
        &scenario,
        "one-more-server",
        &before,
        &[("closed-night", 60)],
    );
}

/// Whoever is added can do what any of the others can, and serves every class.
#[test]
fn one_more_server_has_all_skills() {
    let scenario = days(
        r#"{ Mon = ["08:00", "08:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [station.desk]
            servers = [{{ count = 1, skills = ["papers"] }}, {{ count = 1, skills = ["scales"] }}]
            [[route.out]]
            step = "desk"
            serve = {{ station = "desk", time = "30 min", skill = "scales" }}
            "#
        ),
    );
    let lifted = lift(&scenario, "one-more-server", &[("waiting-server", 30)], &[]);
    assert_eq!(lifted.stations[0].servers.len(), 3);
}

/// From 16:00 on nobody is there, and on Tuesday nobody at all: the largest group works then as well. Four lorries at 23:00 on Tuesday
/// find its two.
#[test]
fn a_station_always_staffed_has_its_largest_group_when_there_was_nobody() {
    let scenario = days(
        r#"{ Mon = ["17:00"], Tue = ["23:00", "23:00", "23:00", "23:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [station.desk]
            servers = [{{ count = 1, hours = "08:00-12:00", days = "Mon" }}, {{ count = 2, hours = "12:00-16:00", days = "Mon" }}]
            {DESK}
            "#
        ),
    );
    // Monday 7 h of night, Tuesday a day of rest, of which the others see an hour each.
    let before = [("closed-holiday", 1440 + 4 * 60), ("closed-night", 420)];
    lift(
        &scenario,
        "always-staffed",
        &before,
        &[("waiting-server", 60)],
    );
}

/// Two are served together: the first waits for the second, and does not where a batch may be of one.
#[test]
fn smallest_batches_begin_at_once() {
    let scenario = days(
        r#"{ Mon = ["08:00", "08:30"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [station.desk]
            servers = [{{ count = 1 }}]
            batch = {{ least = 2, most = 2 }}
            [[route.out]]
            step = "desk"
            serve = {{ station = "desk", time = "10 min" }}
            "#
        ),
    );
    lift(&scenario, "smallest-batch", &[("waiting-partner", 30)], &[]);
}

/// A trip takes 20 minutes, and the way back 10.
#[test]
fn one_more_driver_takes_the_second_lorry() {
    let scenario = days(
        r#"{ Mon = ["08:00", "08:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [pool.relay]
            drivers = [{{ count = 1 }}]
            [[route.out]]
            step = "driver"
            seize = "relay"
            [[route.out]]
            step = "trip"
            delay = {{ time = "20 min" }}
            [[route.out]]
            step = "done"
            free = {{ pool = "relay", after = "10 min" }}
            "#
        ),
    );
    lift(&scenario, "one-more-driver", &[("waiting-driver", 30)], &[]);
}

/// One place: the second waits 10 minutes, the third 20. Two places: the third waits 10.
#[test]
fn a_larger_yard_has_twice_the_places() {
    let scenario = days(
        r#"{ Mon = ["08:00", "08:00", "08:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [yard.north]
            capacity = 1
            [[route.out]]
            step = "in"
            park = "north"
            [[route.out]]
            step = "papers"
            delay = {{ time = "10 min" }}
            [[route.out]]
            step = "out"
            leave-yard = "north"
            "#
        ),
    );
    lift(
        &scenario,
        "twice-the-places",
        &[("yard-full", 30)],
        &[("yard-full", 10)],
    );
}

/// Five minutes between two, and on Tuesday nobody above 20 t.
#[test]
fn a_free_bridge_has_no_limits() {
    let scenario = days_of(
        "tare = \"15 t\"\nload = \"10 t\"",
        r#"{ Mon = ["08:00", "08:00"], Tue = ["22:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [bridge.pontoon]
            headway = "5 min"
            [bridge.pontoon.restriction.weak]
            from = 2025-03-04
            to = 2025-03-04
            heaviest = "20 t"
            [[route.out]]
            step = "over"
            bridge = {{ bridge = "pontoon", bound = "to-china", time = "3 min" }}
            "#
        ),
    );
    let before = [("class-barred", 120), ("waiting-bridge", 5)];
    lift(&scenario, "free-bridge", &before, &[]);
}

/// The power fails from 09:00 to 10:00, while the first is served to its end. Without that the second waits for the server instead, from
/// 08:50 to 09:15: what a relaxation aims at may come back under another name.
#[test]
fn nothing_is_out_of_order() {
    let scenario = days(
        r#"{ Mon = ["08:45", "08:50"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [outage.power]
            stations = "desk"
            from = 2025-03-03T09:00:00
            to = 2025-03-03T10:00:00
            [station.desk]
            servers = [{{ count = 1 }}]
            {DESK}
            "#
        ),
    );
    let before = [("outage", 60), ("waiting-server", 10)];
    lift(&scenario, "no-outages", &before, &[("waiting-server", 25)]);
}

/// Papers of 30 minutes, needed after a drive of 10.
#[test]
fn without_waiting_for_papers_vehicles_go_on() {
    let scenario = days(
        r#"{ Mon = ["08:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [station.office]
            servers = [{{ count = 1 }}]
            [papers.permit]
            route = "permit"
            [[route.permit]]
            step = "checked"
            serve = {{ station = "office", time = "30 min" }}
            [[route.out]]
            step = "lodge"
            file = "permit"
            [[route.out]]
            step = "drive"
            delay = {{ time = "10 min" }}
            [[route.out]]
            step = "papers"
            join = "permit"
            "#
        ),
    );
    lift(
        &scenario,
        "no-wait-for-papers",
        &[("waiting-papers", 20)],
        &[],
    );
}

#[test]
fn a_result_at_once_takes_no_time() {
    let scenario = days(
        r#"{ Mon = ["08:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [[route.out]]
            step = "laboratory"
            delay = {{ time = "2 h", waits-for = "result" }}
            "#
        ),
    );
    lift(
        &scenario,
        "results-at-once",
        &[("waiting-result", 120)],
        &[],
    );
}

/// What is not there cannot be lifted, and what is offered is said in words.
#[test]
fn only_what_limits_is_offered() {
    let free = days(r#"{ Mon = ["08:00"] }"#, &format!("{ALWAYS}{CROSS}"));
    assert_eq!(relaxations(&free), []);
    let desk = days(
        r#"{ Mon = ["08:00"] }"#,
        &format!(
            "{ALWAYS}[station.desk]\nservers = [{{ count = 1 }}]\n[station.spare]\nservers = [{{ count = 1 }}]\n{DESK}"
        ),
    );
    // Nobody is ever served at the other.
    let offered = relaxations(&desk);
    assert_eq!(offered, [Relaxation::OneMoreServer(0)]);
    assert_eq!(offered[0].of(&desk), Some("desk"));
    assert_eq!(offered[0].title(&desk), "one more server at desk");
}

/// In whichever order they are named: one more server works whenever somebody does, also where they are always staffed.
#[test]
fn a_set_of_relaxations_has_one_meaning() {
    let scenario = days(
        r#"{ Mon = ["20:00", "20:00"] }"#,
        &format!(
            r#"
            {ALWAYS}
            [station.desk]
            servers = [{{ count = 1, hours = "08:00-17:00" }}]
            {DESK}
            "#
        ),
    );
    let all = relaxations(&scenario);
    assert_eq!(
        all,
        [Relaxation::AlwaysStaffed(0), Relaxation::OneMoreServer(0)]
    );
    assert_eq!(
        delays(&scenario),
        [("closed-night", 2 * 720), ("waiting-server", 30)]
    );
    let of = |some: &[Relaxation]| delays(&lift_all(&scenario, some.iter().copied()));
    assert_eq!(of(&all[..1]), [("waiting-server", 30)]);
    assert_eq!(of(&all[1..]), [("closed-night", 2 * 720)]);
    assert_eq!(of(&all), []);
    assert_eq!(of(&[all[1], all[0]]), []);
    for name in ["mong-cai-tet-2022-executed", "bac-luan-2-imports"] {
        let scenario = crate::worlds::shipped(name).scenario;
        let all = relaxations(&scenario);
        let forwards = lift_all(&scenario, all.iter().copied());
        let backwards = lift_all(&scenario, all.iter().rev().copied());
        assert!(
            format!("{forwards:?}") == format!("{backwards:?}"),
            "{name}"
        );
        compile(&forwards).unwrap();
    }
}
