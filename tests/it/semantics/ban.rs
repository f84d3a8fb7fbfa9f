//! Bans: goods that are stopped inland.

use bordergate::measures::{Catalogue, Estimator};

use super::world::{World, source};

/// Monday to Thursday at an always open gate; fruit comes at 01:00 and 09:00, tea at 10:00. Fruit is banned on Tuesday and Wednesday.
fn banned(rule: &str) -> World {
    on_days(rule, "2025-03-06")
}

fn on_days(rule: &str, to: &str) -> World {
    World::days(
        "2025-03-03",
        to,
        &format!(
            r#"
            [class.fruit]
            [class.tea]
            [gate.bridge]
            hours = "always"
            {}{}
            [ban.fresh]
            class = "fruit"
            from = 2025-03-04
            to = 2025-03-05
            {rule}
            [[route.out]]
            step = "line"
            cross = {{ bound = "to-china" }}
            "#,
            source("fruit", "fruit", "timetable = [\"01:00\", \"09:00\"]"),
            source("tea", "tea", "timetable = [\"10:00\"]"),
        ),
    )
}

/// The lines of the log that say who crosses, or does not come.
fn who_comes(world: &World) -> Vec<String> {
    let log = world.log();
    log.into_iter()
        .filter(|line| !line.contains("leaves"))
        .map(|line| line.replace(" crosses to-china", ""))
        .collect()
}

#[test]
fn they_stay_away() {
    banned("").runs_as(
        "
        01:00 fruit.1 crosses to-china
        01:00 fruit.1 leaves; at once
        09:00 fruit.2 crosses to-china
        09:00 fruit.2 leaves; at once
        10:00 tea.1 crosses to-china
        10:00 tea.1 leaves; at once
        Tue 4 Mar
        01:00 fruit.3 is kept inland
        09:00 fruit.4 is kept inland
        10:00 tea.2 crosses to-china
        10:00 tea.2 leaves; at once
        Wed 5 Mar
        01:00 fruit.5 is kept inland
        09:00 fruit.6 is kept inland
        10:00 tea.3 crosses to-china
        10:00 tea.3 leaves; at once
        Thu 6 Mar
        01:00 fruit.7 crosses to-china
        01:00 fruit.7 leaves; at once
        09:00 fruit.8 crosses to-china
        09:00 fruit.8 leaves; at once
        10:00 tea.4 crosses to-china
        10:00 tea.4 leaves; at once
        ",
    );
}

/// Or they come at the same hour of the first day after, beside those who belong to it.
#[test]
fn they_are_put_off() {
    banned("instead = \"postpones\"").runs_as(
        "
        01:00 fruit.1 crosses to-china
        01:00 fruit.1 leaves; at once
        09:00 fruit.2 crosses to-china
        09:00 fruit.2 leaves; at once
        10:00 tea.1 crosses to-china
        10:00 tea.1 leaves; at once
        Tue 4 Mar
        01:00 fruit.3 is put off
        09:00 fruit.4 is put off
        10:00 tea.2 crosses to-china
        10:00 tea.2 leaves; at once
        Wed 5 Mar
        01:00 fruit.5 is put off
        09:00 fruit.6 is put off
        10:00 tea.3 crosses to-china
        10:00 tea.3 leaves; at once
        Thu 6 Mar
        01:00 fruit.3 comes
        01:00 fruit.5 comes
        01:00 fruit.3 crosses to-china
        01:00 fruit.3 leaves; at once
        01:00 fruit.5 crosses to-china
        01:00 fruit.5 leaves; at once
        01:00 fruit.7 crosses to-china
        01:00 fruit.7 leaves; at once
        09:00 fruit.4 comes
        09:00 fruit.6 comes
        09:00 fruit.4 crosses to-china
        09:00 fruit.4 leaves; at once
        09:00 fruit.6 crosses to-china
        09:00 fruit.6 leaves; at once
        09:00 fruit.8 crosses to-china
        09:00 fruit.8 leaves; at once
        10:00 tea.4 crosses to-china
        10:00 tea.4 leaves; at once
        ",
    );
}

/// Who was on the way when it began comes: arrivals of its first eight hours. The end of the ban moves nobody.
#[test]
fn who_has_set_out_comes() {
    assert_eq!(
        who_comes(&banned("on-the-way = \"8 h\"")),
        [
            "01:00 fruit.1",
            "09:00 fruit.2",
            "10:00 tea.1",
            "Tue 4 Mar",
            "01:00 fruit.3",
            "09:00 fruit.4 is kept inland",
            "10:00 tea.2",
            "Wed 5 Mar",
            "01:00 fruit.5 is kept inland",
            "09:00 fruit.6 is kept inland",
            "10:00 tea.3",
            "Thu 6 Mar",
            "01:00 fruit.7",
            "09:00 fruit.8",
            "10:00 tea.4",
        ]
    );
}

/// Nobody heeds what is not yet published: announced on Wednesday, it leaves Tuesday alone.
#[test]
fn nobody_heeds_it_before_it_is_announced() {
    let kept = |rule: &str| {
        let all = who_comes(&banned(rule));
        all.iter().filter(|line| line.contains("inland")).count()
    };
    assert_eq!(kept("announced = 2025-03-03"), 4);
    assert_eq!(kept("announced = 2025-03-05"), 2);
    assert_eq!(kept("complies = \"0 %\""), 0);
}

/// Those who come before come on Monday, the only day before; announced on the first day of the ban, they have no such day and
/// come as planned.
#[test]
fn they_come_before() {
    assert_eq!(
        who_comes(&banned("instead = \"comes-before\"")),
        [
            "01:00 fruit.1",
            "01:00 fruit.2",
            "01:00 fruit.3",
            "09:00 fruit.4",
            "09:00 fruit.5",
            "09:00 fruit.6",
            "10:00 tea.1",
            "Tue 4 Mar",
            "10:00 tea.2",
            "Wed 5 Mar",
            "10:00 tea.3",
            "Thu 6 Mar",
            "01:00 fruit.7",
            "09:00 fruit.8",
            "10:00 tea.4",
        ]
    );
    let late = who_comes(&banned(
        "instead = \"comes-before\"\nannounced = 2025-03-04",
    ));
    assert_eq!(late.iter().filter(|line| line.contains("fruit")).count(), 8);
    assert!(!late.iter().any(|line| line.contains("inland")));
}

/// A ban that outlasts the period puts everybody off beyond it.
#[test]
fn after_the_period_nobody_comes() {
    let world = on_days("instead = \"postpones\"", "2025-03-05");
    let comes = who_comes(&world);
    assert_eq!(
        comes.iter().filter(|line| line.contains("put off")).count(),
        4
    );
    assert_eq!(
        comes.iter().filter(|line| line.contains("fruit")).count(),
        6
    );
}

/// With a rate, everybody is who it would have been: the ban takes vehicles out, and renames and moves nobody else.
#[test]
fn a_ban_renames_nobody() {
    let world = |ban: &str| {
        World::days(
            "2025-03-03",
            "2025-03-06",
            &format!(
                r#"
                [class.fruit]
                [class.tea]
                [gate.bridge]
                hours = "always"
                {}
                {ban}
                [[route.out]]
                step = "line"
                cross = {{ bound = "to-china" }}
                "#,
                source("lorry", "fruit", "rate = \"80 / day\"").replace(
                    "class = \"fruit\"",
                    "class = { fruit = \"60 %\", tea = \"40 %\" }"
                ),
            ),
        )
        .arrivals(5)
    };
    let free = world("");
    let rule = |rest: &str| {
        world(&format!(
            "[ban.fresh]\nclass = \"fruit\"\nfrom = 2025-03-04\nto = 2025-03-05\n{rest}"
        ))
    };
    let on = |at: &bordergate::des::clock::Time| *at;
    let banned = |arrival: &&super::world::Arrival| {
        let day = arrival.local.date().day();
        arrival.class == "fruit" && (4..=5).contains(&day)
    };
    let kept: Vec<_> = free
        .iter()
        .filter(|arrival| !banned(arrival))
        .cloned()
        .collect();
    assert_eq!(rule(""), kept);
    // Some heed it, and some of them come before: all who do not come as planned were banned, and all who come are known.
    let some =
        rule("complies = \"80 %\"\ninstead = { stays-away = \"50 %\", comes-before = \"50 %\" }");
    let as_planned = some.iter().filter(|arrival| free.contains(arrival)).count();
    let early: Vec<_> = some
        .iter()
        .filter(|arrival| !free.contains(arrival))
        .collect();
    let gone = free.len() - as_planned;
    assert!(early.iter().all(|arrival| arrival.local.date().day() == 3));
    for arrival in &early {
        let planned = free.iter().find(|other| other.id == arrival.id).unwrap();
        assert!(banned(&planned));
        assert_eq!(planned.local.time(), arrival.local.time());
        assert!(on(&planned.at) > on(&arrival.at));
    }
    let all = free.iter().filter(banned).count() as f64;
    let near = |count: usize, share: f64| {
        let (expected, sd) = (all * share, (all * share * (1.0 - share)).sqrt());
        assert!(
            (count as f64 - expected).abs() < 4.0 * sd,
            "{count} of {all} is not {share}"
        );
    };
    near(gone, 0.8);
    near(early.len(), 0.4);
}

/// They are counted on the days on which they would have come.
#[test]
fn they_are_counted() {
    let count = |rule: &str, measure: &str| {
        let world = banned(rule);
        let catalogue = Catalogue::new(&world.scenario, &world.plan);
        let row = world.row(&catalogue, 1);
        let specs = catalogue.specs.iter();
        let spec = specs
            .filter(|spec| spec.measure == measure)
            .find(|spec| spec.by == "total");
        match spec.map(|spec| spec.estimator) {
            Some(Estimator::Mean { column, .. }) => row.columns[column],
            other => panic!("{measure}: {other:?}"),
        }
    };
    assert_eq!(count("", "vehicles-kept-inland"), 4);
    assert_eq!(count("", "vehicles-put-off"), 0);
    assert_eq!(count("instead = \"postpones\"", "vehicles-put-off"), 4);
    assert_eq!(count("instead = \"postpones\"", "vehicles-arrived"), 12);
    assert_eq!(count("", "vehicles-arrived"), 8);
}
