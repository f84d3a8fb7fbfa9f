//! Papers beside wheels: begun, made at desks of their own, waited for; validity, one for all agencies or one each.

use std::collections::HashMap;

use bordergate::des::keyed::EntityId;
use bordergate::measures::{Catalogue, Dims, Estimator};
use bordergate::plan;
use bordergate::plan::cause::{CAUSES, Cause};
use bordergate::report::words;
use bordergate::sim::{Exit, Observer, Stop, Vehicle};

use super::world::{World, comes, source};

/// An always open gate, lorries at the times given, a desk for papers, and the route of the papers: 30 minutes at it.
pub fn office(timetable: &str, papers: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n{DESK}\n[papers.permit]\nroute = \"permit\"\n{papers}\n{rest}"
    ))
}

pub const DESK: &str = r#"
    [station.desk]
    servers = [{ count = 1 }]
    [[route.permit]]
    step = "checked"
    serve = { station = "desk", time = "30 min" }
    "#;

/// Filed on arrival, needed after a drive of so long.
pub fn drive(time: &str) -> String {
    format!(
        r#"
        [[route.out]]
        step = "lodge"
        file = "permit"
        [[route.out]]
        step = "drive"
        delay = {{ time = "{time}" }}
        [[route.out]]
        step = "papers"
        join = "permit"
        "#
    )
}

#[test]
fn papers_are_made_while_their_vehicle_goes_on() {
    office(r#"["08:00"]"#, "", &drive("40 min")).runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 begins drive
        08:00 fruit.1/permit starts at desk
        08:30 fruit.1/permit finishes at desk
        08:30 fruit.1 has permit after 30 min
        08:40 fruit.1 ends drive
        08:40 fruit.1 passes papers
        08:40 fruit.1 leaves; travelling 40 min
        ",
    );
}

/// Two lorries, one desk: the second one's papers stand in line, and it waits for them at the end of its drive.
#[test]
fn who_is_faster_than_his_papers_waits_for_them() {
    office(r#"["08:00", "08:10"]"#, "", &drive("10 min")).runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 begins drive
        08:00 fruit.1/permit starts at desk
        08:10 fruit.1 ends drive
        08:10 fruit.1 joins papers
        08:10 fruit.2 files permit
        08:10 fruit.2/permit joins desk
        08:10 fruit.2 begins drive
        08:20 fruit.2 ends drive
        08:20 fruit.2 joins papers
        08:30 fruit.1/permit finishes at desk
        08:30 fruit.1 has permit after 30 min
        08:30 fruit.1 passes papers
        08:30 fruit.1 leaves; travelling 10 min, waiting-papers 20 min
        08:30 fruit.2/permit starts at desk
        09:00 fruit.2/permit finishes at desk
        09:00 fruit.2 has permit after 50 min
        09:00 fruit.2 passes papers
        09:00 fruit.2 leaves; travelling 10 min, waiting-papers 40 min
        ",
    );
}

/// The second `file` finds the papers under way, the third finds them ready: neither begins them again.
#[test]
fn papers_that_are_there_are_not_begun_again() {
    let rest = drive("10 min").replace(
        "[[route.out]]\n        step = \"papers\"",
        "[[route.out]]\n        step = \"lodge-again\"\n        file = \"permit\"\n        [[route.out]]\n        step = \"drive-on\"\n        \
         delay = { time = \"50 min\" }\n        [[route.out]]\n        step = \"lodge-a-third-time\"\n        file = \"permit\"\n        \
         [[route.out]]\n        step = \"papers\"",
    );
    office(r#"["08:00"]"#, "", &rest).runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 begins drive
        08:00 fruit.1/permit starts at desk
        08:10 fruit.1 ends drive
        08:10 fruit.1 begins drive-on
        08:30 fruit.1/permit finishes at desk
        08:30 fruit.1 has permit after 30 min
        09:00 fruit.1 ends drive-on
        09:00 fruit.1 passes papers
        09:00 fruit.1 leaves; travelling 1 h
        ",
    );
}

/// Ready at 08:30 and good for two hours: at 10:30 they hold no more, and are made again while the lorry waits.
#[test]
fn papers_that_have_run_out_are_made_again() {
    let world = office(r#"["08:00"]"#, "valid-for = \"2 h\"", &drive("2 h 30 min"));
    world.runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 begins drive
        08:00 fruit.1/permit starts at desk
        08:30 fruit.1/permit finishes at desk
        08:30 fruit.1 has permit after 30 min
        10:30 fruit.1 ends drive
        10:30 fruit.1 files permit again
        10:30 fruit.1 joins papers
        10:30 fruit.1/permit starts at desk
        11:00 fruit.1/permit finishes at desk
        11:00 fruit.1 has permit after 30 min
        11:00 fruit.1 passes papers
        11:00 fruit.1 leaves; travelling 2 h 30 min, waiting-papers 30 min
        ",
    );
    assert_eq!(column(&world, "papers-renewed", "total"), 1);
    // A minute earlier they still hold.
    let world = office(r#"["08:00"]"#, "valid-for = \"2 h\"", &drive("2 h 29 min"));
    assert_eq!(column(&world, "papers-renewed", "total"), 0);
    // Begun and ready twice, 30 minutes each.
    let world = office(r#"["08:00"]"#, "valid-for = \"2 h\"", &drive("3 h"));
    assert_eq!(column(&world, "papers-time", "count"), 2);
    assert_eq!(column(&world, "papers-time", "max"), 30 * 60_000_000);
}

/// A permit is good for 50 minutes, but while the lorry waits for the other papers it runs out.
#[test]
fn papers_run_out_while_others_are_made() {
    let rest = r#"
        [papers.survey]
        route = "survey"
        [[route.survey]]
        step = "measured"
        delay = { time = "90 min" }
        [[route.out]]
        step = "lodge"
        file = ["permit", "survey"]
        [[route.out]]
        step = "papers"
        join = ["survey", "permit"]
        "#;
    office(r#"["08:00"]"#, "valid-for = \"50 min\"", rest).runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 files survey
        08:00 fruit.1/survey begins measured
        08:00 fruit.1 joins papers
        08:00 fruit.1/permit starts at desk
        08:30 fruit.1/permit finishes at desk
        08:30 fruit.1 has permit after 30 min
        09:30 fruit.1/survey ends measured
        09:30 fruit.1 has survey after 1 h 30 min
        09:30 fruit.1 files permit again
        09:30 fruit.1 joins papers
        09:30 fruit.1/permit starts at desk
        10:00 fruit.1/permit finishes at desk
        10:00 fruit.1 has permit after 30 min
        10:00 fruit.1 passes papers
        10:00 fruit.1 leaves; waiting-papers 2 h
        ",
    );
}

/// One declaration for all: quarantine, then customs, one after the other. One each: both desks at once.
#[test]
fn one_declaration_for_all_agencies_or_one_each() {
    let desks = r#"
        [station.customs]
        servers = [{ count = 1 }]
        [station.quarantine]
        servers = [{ count = 1 }]
        "#;
    let lorry = comes("fruit", r#"["08:00"]"#);
    let world = |papers: &str| {
        World::monday(&format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorry}\n{desks}\n{papers}"
        ))
    };
    world(
        r#"
        [papers.declaration]
        route = "declaration"
        [[route.declaration]]
        step = "quarantine"
        serve = { station = "quarantine", time = "20 min" }
        [[route.declaration]]
        step = "customs"
        serve = { station = "customs", time = "15 min" }
        [[route.out]]
        step = "lodge"
        file = "declaration"
        [[route.out]]
        step = "papers"
        join = "declaration"
        "#,
    )
    .runs_as(
        "
        08:00 fruit.1 files declaration
        08:00 fruit.1 joins papers
        08:00 fruit.1/declaration starts at quarantine
        08:20 fruit.1/declaration finishes at quarantine
        08:20 fruit.1/declaration starts at customs
        08:35 fruit.1/declaration finishes at customs
        08:35 fruit.1 has declaration after 35 min
        08:35 fruit.1 passes papers
        08:35 fruit.1 leaves; waiting-papers 35 min
        ",
    );
    world(
        r#"
        [papers.certificate]
        route = "certificate"
        [papers.declaration]
        route = "declaration"
        [[route.certificate]]
        step = "quarantine"
        serve = { station = "quarantine", time = "20 min" }
        [[route.declaration]]
        step = "customs"
        serve = { station = "customs", time = "15 min" }
        [[route.out]]
        step = "lodge"
        file = ["certificate", "declaration"]
        [[route.out]]
        step = "papers"
        join = ["certificate", "declaration"]
        "#,
    )
    .runs_as(
        "
        08:00 fruit.1 files certificate
        08:00 fruit.1 files declaration
        08:00 fruit.1 joins papers
        08:00 fruit.1/certificate starts at quarantine
        08:00 fruit.1/declaration starts at customs
        08:15 fruit.1/declaration finishes at customs
        08:15 fruit.1 has declaration after 15 min
        08:20 fruit.1/certificate finishes at quarantine
        08:20 fruit.1 has certificate after 20 min
        08:20 fruit.1 passes papers
        08:20 fruit.1 leaves; waiting-papers 20 min
        ",
    );
}

/// Who leaves before his papers are ready leaves them at the desk: they are served, nobody hears of it, and the next wait behind them.
#[test]
fn papers_outlive_the_vehicle_that_leaves() {
    let rest = r#"
        [[route.out]]
        step = "lodge"
        file = "permit"
        [[route.out]]
        step = "channel"
        branch = [{ class = ["fruit"], to = "exit" }, { class = ["tea"], to = "papers" }]
        [[route.out]]
        step = "papers"
        join = "permit"
        "#;
    let tea = "[class.tea]\n".to_owned() + &source("tea", "tea", "timetable = [\"08:10\"]");
    office(r#"["08:00"]"#, "", &format!("{tea}{rest}")).runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 takes exit
        08:00 fruit.1 leaves; at once
        08:00 fruit.1/permit starts at desk
        08:10 tea.1 files permit
        08:10 tea.1/permit joins desk
        08:10 tea.1 takes papers
        08:10 tea.1 joins papers
        08:30 fruit.1/permit finishes at desk
        08:30 tea.1/permit starts at desk
        09:00 tea.1/permit finishes at desk
        09:00 tea.1 has permit after 50 min
        09:00 tea.1 passes papers
        09:00 tea.1 leaves; waiting-papers 50 min
        ",
    );
}

/// A lorry waits for papers with its place in the yard, and without the server that it came from.
#[test]
fn who_waits_for_papers_keeps_the_place_and_not_the_server() {
    let rest = r#"
        [yard.north]
        capacity = 1
        [station.booth]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "lodge"
        file = "permit"
        [[route.out]]
        step = "in"
        park = "north"
        [[route.out]]
        step = "ticket"
        serve = { station = "booth", time = "5 min" }
        [[route.out]]
        step = "papers"
        join = "permit"
        "#;
    office(r#"["08:00", "08:10"]"#, "", rest).runs_as(
        "
        08:00 fruit.1 files permit
        08:00 fruit.1 parks in north
        08:00 fruit.1/permit starts at desk
        08:00 fruit.1 starts at booth
        08:05 fruit.1 finishes at booth
        08:05 fruit.1 joins papers
        08:10 fruit.2 files permit
        08:10 fruit.2/permit joins desk
        08:10 fruit.2 joins north
        08:30 fruit.1/permit finishes at desk
        08:30 fruit.1 has permit after 30 min
        08:30 fruit.1 passes papers
        08:30 fruit.1 leaves north
        08:30 fruit.1 leaves; processing 5 min, waiting-papers 25 min
        08:30 fruit.2/permit starts at desk
        08:30 fruit.2 parks in north
        08:30 fruit.2 starts at booth
        08:35 fruit.2 finishes at booth
        08:35 fruit.2 joins papers
        09:00 fruit.2/permit finishes at desk
        09:00 fruit.2 has permit after 50 min
        09:00 fruit.2 passes papers
        09:00 fruit.2 leaves north
        09:00 fruit.2 leaves; processing 5 min, waiting-papers 25 min, yard-full 20 min
        ",
    );
}

/// Papers that are under way when the period ends are inside of nothing: only the vehicle is.
#[test]
fn papers_under_way_at_the_end_are_no_vehicles() {
    office(r#"["23:50"]"#, "", &drive("1 min")).runs_as(
        "
        23:50 fruit.1 files permit
        23:50 fruit.1 begins drive
        23:50 fruit.1/permit starts at desk
        23:51 fruit.1 ends drive
        23:51 fruit.1 joins papers
        Tue 4 Mar
        00:00 fruit.1 is inside; travelling 1 min, waiting-papers 9 min
        ",
    );
}

/// Papers that take no time change nothing: the same lorries at the same booth, with papers by a branch and without any.
#[test]
fn papers_of_no_time_change_nothing() {
    let world = |papers: &str, steps: &str| {
        let lorries = source("fruit", "fruit", "rate = \"150 / day\"");
        World::days(
            "2025-03-03",
            "2025-03-06",
            &format!(
                "[class.fruit]\n[gate.bridge]\nhours = \"06:00-20:00\"\n{lorries}\n[yard.north]\ncapacity = 6\n\
                 [station.booth]\nservers = [{{ count = 2 }}]\n{papers}\n\
                 [[route.out]]\nstep = \"booth\"\nserve = {{ station = \"booth\", time = {{ exponential = \"12 min\" }} }}\n{steps}\n\
                 [[route.out]]\nstep = \"in\"\npark = \"north\"\n\
                 [[route.out]]\nstep = \"checks\"\ndelay = {{ time = {{ exponential = \"40 min\" }} }}\n[[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n"
            ),
        )
    };
    let papers = "[papers.permit]\nroute = \"permit\"\nvalid-for = \"1 h\"\nahead = { share = \"40 %\", lead = \"1 h\" }\n\
                  [[route.permit]]\nstep = \"made\"\nbranch = [{ to = \"exit\" }]\n";
    let steps = "[[route.out]]\nstep = \"lodge\"\nfile = \"permit\"\n[[route.out]]\nstep = \"papers\"\njoin = \"permit\"\n";
    let (with, without) = (ends(&world(papers, steps)), ends(&world("", "")));
    assert!(without.len() > 500, "{} vehicles", without.len());
    let full = |end: &&End| end.causes[Cause::YardFull as usize] > 0;
    assert!(without.values().filter(full).count() > 100);
    assert!(
        with == without,
        "each vehicle leaves when it left, for the same causes"
    );
}

/// When a vehicle left, or the period ended, and what its time was spent on.
#[derive(PartialEq)]
struct End {
    at: i64,
    left: bool,
    causes: [i64; CAUSES],
}

/// What became of each vehicle of a world.
fn ends(world: &World) -> HashMap<EntityId, End> {
    struct Ends(HashMap<EntityId, End>);
    impl Ends {
        fn note(&mut self, at: i64, vehicle: &Vehicle, left: bool) {
            let causes = vehicle.causes;
            self.0.insert(vehicle.id, End { at, left, causes });
        }
    }
    impl Observer for Ends {
        fn leave(&mut self, now: i64, vehicle: &Vehicle, _exit: Exit) {
            self.note(now, vehicle, true);
        }
        fn inside(&mut self, now: i64, vehicle: &Vehicle) {
            self.note(now, vehicle, false);
        }
    }
    let mut ends = Ends(HashMap::new());
    assert_eq!(world.run(&mut ends), Stop::Completed);
    ends.0
}

/// Papers that take an exponential time of mean a, beside a drive of mean b: the lorry waits for them with probability a / (a + b),
/// then for another a on average, by the lack of memory. So the mean wait is a^2 / (a + b): 40 and 20 minutes give 26.67.
#[test]
fn the_wait_of_two_exponential_tracks_is_exact() {
    let world = World::days(
        "2025-03-03",
        "2025-03-12",
        &format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{}\n[papers.permit]\nroute = \"permit\"\n\
             [[route.permit]]\nstep = \"made\"\ndelay = {{ time = {{ exponential = \"40 min\" }} }}\n{}",
            source("fruit", "fruit", "interarrival = \"20 s\""),
            drive("20 min").replace("\"20 min\"", "{ exponential = \"20 min\" }"),
        ),
    );
    let ends = ends(&world);
    let waits: Vec<f64> = ends
        .values()
        .filter(|end| end.left)
        .map(|end| end.causes[Cause::WaitingPapers as usize] as f64 / 60e6)
        .collect();
    let n = waits.len() as f64;
    assert!(n > 40_000.0, "{n}");
    let mean = waits.iter().sum::<f64>() / n;
    // E[W^2] = 2/3 x 2 x 40^2, so the standard deviation is 37.7 minutes, and 4 errors of the mean are less than 3 % of it.
    let error = (2.0 / 3.0 * 2.0 * 1600.0 - mean * mean).sqrt() / n.sqrt();
    let exact = 1600.0 / 60.0;
    assert!((mean - exact).abs() < 4.0 * error, "{mean} for {exact}");
    assert!((mean - 1.05 * exact).abs() > 4.0 * error, "{mean}");
    let waited = waits.iter().filter(|&&wait| wait > 0.0).count() as f64 / n;
    assert!(
        (waited - 2.0 / 3.0).abs() < 4.0 * (2.0 / 9.0 / n).sqrt(),
        "{waited}"
    );
}

/// What the desk of the papers is expected to do is said before a run: one visit for each lorry that lodges ahead or files.
#[test]
fn the_load_of_paper_desks_is_foreseen() {
    let ahead = "ahead = { share = \"50 %\", lead = \"1 h\" }";
    let only_some = drive("1 h").replace(
        "step = \"lodge\"",
        "step = \"who\"\n        branch = [{ share = \"20 %\", to = \"lodge\" }, { to = \"exit\" }]\n        [[route.out]]\n        step = \"lodge\"",
    );
    for (papers, rest, visits) in [
        ("", drive("1 h"), 3.0),
        (ahead, drive("1 h"), 3.0),
        ("", only_some.clone(), 0.6),
        (ahead, only_some, 3.0 * 0.6),
    ] {
        let world = office(r#"["08:00", "08:10", "09:00"]"#, papers, &rest);
        let analysis = plan::analyze(&world.scenario, &world.plan);
        let load = &analysis.stations[0];
        assert!((load.visits[0] - visits).abs() < 1e-9, "{:?}", load.visits);
        assert!((load.offered[0] - visits * 30.0 * 60e6).abs() < 1.0);
        assert!(analysis.remarks.is_empty(), "{:?}", analysis.remarks);
    }
}

/// One lorry's 30 minutes, in the words that a planner reads.
#[test]
fn the_cause_has_a_name() {
    assert_eq!(words::cause(Cause::WaitingPapers), "waiting for papers");
    let world = office(r#"["08:00"]"#, "", &drive("10 min"));
    assert_eq!(column(&world, "papers-time", "mean"), 30 * 60_000_000);
    assert!(world.plan.causes.contains(&Cause::WaitingPapers));
}

/// The first column of a statistic of the only papers.
fn column(world: &World, measure: &str, statistic: &str) -> i128 {
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let dims = Dims {
        papers: Some(0),
        ..Dims::default()
    };
    let spec = catalogue
        .specs
        .iter()
        .find(|spec| (spec.measure, spec.statistic, spec.dims) == (measure, statistic, dims));
    let column = match spec.expect("there is such a row").estimator {
        Estimator::Mean { column, .. } => column,
        Estimator::Ratio { num, .. } => num,
        _ => panic!("a number or a ratio"),
    };
    world.row(&catalogue, 1).columns[column]
}
