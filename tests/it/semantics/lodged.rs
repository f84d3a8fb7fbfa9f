//! Papers lodged before their vehicle arrives: share, class, lead time.

use super::papers::{DESK, drive, office};
use super::world::{World, source};

/// Lodged an hour ahead by everybody: they are ready before the lorry is there. Of the first, an hour ahead lies before the period.
#[test]
fn papers_are_lodged_before_the_vehicle_arrives() {
    let join = "[[route.out]]\nstep = \"papers\"\njoin = \"permit\"\n";
    let ahead = "ahead = { lead = \"1 h\" }";
    office(r#"["00:10", "08:00"]"#, ahead, join).runs_as(
        "
        00:00 fruit.1 files permit
        00:00 fruit.1/permit starts at desk
        00:10 fruit.1 comes
        00:10 fruit.1 joins papers
        00:30 fruit.1/permit finishes at desk
        00:30 fruit.1 has permit after 30 min
        00:30 fruit.1 passes papers
        00:30 fruit.1 leaves; waiting-papers 20 min
        07:00 fruit.2 files permit
        07:00 fruit.2/permit starts at desk
        07:30 fruit.2/permit finishes at desk
        07:30 fruit.2 has permit after 30 min
        08:00 fruit.2 comes
        08:00 fruit.2 passes papers
        08:00 fruit.2 leaves; at once
        ",
    );
}

/// Two papers with lead times of their own: the vehicle is announced in time for the longer one.
#[test]
fn each_of_several_papers_has_its_own_lead_time() {
    let rest = r#"
        [papers.survey]
        route = "survey"
        ahead = { lead = "3 h" }
        [[route.survey]]
        step = "measured"
        delay = { time = "90 min" }
        [[route.out]]
        step = "papers"
        join = ["survey", "permit"]
        "#;
    office(r#"["08:00"]"#, "ahead = { lead = \"1 h\" }", rest).runs_as(
        "
        05:00 fruit.1 files survey
        05:00 fruit.1/survey begins measured
        06:30 fruit.1/survey ends measured
        06:30 fruit.1 has survey after 1 h 30 min
        07:00 fruit.1 files permit
        07:00 fruit.1/permit starts at desk
        07:30 fruit.1/permit finishes at desk
        07:30 fruit.1 has permit after 30 min
        08:00 fruit.1 comes
        08:00 fruit.1 passes papers
        08:00 fruit.1 leaves; at once
        ",
    );
}

/// Fruit lodges ahead, tea does not: the class decides. Those in line at the start have lodged too, when the period begins.
#[test]
fn the_class_says_who_lodges_ahead() {
    let lorries = source("fruit", "fruit", "timetable = [\"08:00\"]")
        + &source("tea", "tea", "timetable = [\"09:00\"]");
    World::monday(&format!(
        "[class.fruit]\n[class.tea]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n{DESK}\n\
         [backlog.old]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"out\"\nvehicles = 1\n\
         [papers.permit]\nroute = \"permit\"\nahead = {{ share = \"0 %\", lead = \"1 h\", class = {{ fruit = \"100 %\" }} }}\n\
         {}",
        drive("10 min")
    ))
    .runs_as(
        "
        00:00 old.1 files permit
        00:00 old.1 begins drive
        00:00 old.1/permit starts at desk
        00:10 old.1 ends drive
        00:10 old.1 joins papers
        00:30 old.1/permit finishes at desk
        00:30 old.1 has permit after 30 min
        00:30 old.1 passes papers
        00:30 old.1 leaves; travelling 10 min, waiting-papers 20 min
        07:00 fruit.1 files permit
        07:00 fruit.1/permit starts at desk
        07:30 fruit.1/permit finishes at desk
        07:30 fruit.1 has permit after 30 min
        08:00 fruit.1 comes
        08:00 fruit.1 begins drive
        08:10 fruit.1 ends drive
        08:10 fruit.1 passes papers
        08:10 fruit.1 leaves; travelling 10 min
        09:00 tea.1 files permit
        09:00 tea.1 begins drive
        09:00 tea.1/permit starts at desk
        09:10 tea.1 ends drive
        09:10 tea.1 joins papers
        09:30 tea.1/permit finishes at desk
        09:30 tea.1 has permit after 30 min
        09:30 tea.1 passes papers
        09:30 tea.1 leaves; travelling 10 min, waiting-papers 20 min
        ",
    );
}

/// 10,000 lorries, of which three in ten lodge ahead: the others file on arrival and wait for half an hour.
#[test]
fn the_share_that_lodges_ahead_is_kept() {
    let world = World::days(
        "2025-03-03",
        "2025-03-12",
        &format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{}\n\
             [papers.permit]\nroute = \"permit\"\nahead = {{ share = \"30 %\", lead = \"1 h\" }}\n\
             [[route.permit]]\nstep = \"made\"\ndelay = {{ time = \"30 min\" }}\n\
             [[route.out]]\nstep = \"lodge\"\nfile = \"permit\"\n[[route.out]]\nstep = \"papers\"\njoin = \"permit\"\n",
            source("fruit", "fruit", "interarrival = \"86.4 s\""),
        ),
    );
    let log = world.log();
    let waited = log
        .iter()
        .filter(|line| line.ends_with("waiting-papers 30 min"));
    let not = log.iter().filter(|line| line.ends_with("leaves; at once"));
    let (waited, not) = (waited.count(), not.count());
    // Standard deviation of the number of those who lodged: sqrt(10,000 x .3 x .7) = 46.
    assert!(waited + not > 9_900, "{waited} and {not}");
    let share = not as f64 / (waited + not) as f64;
    assert!((share - 0.3).abs() < 4.0 * 0.0046, "{share}");
}

/// The share that lodges is by class, whatever goods groups the class has: all fruit lodges, and need not file; nuts would have to.
#[test]
fn goods_groups_do_not_shift_who_lodges() {
    let ahead = "ahead = { lead = \"1 h\", class = { nuts = \"0 %\" } }";
    World::monday(&format!(
        "[class.afruit.goods]\napples = \"50 %\"\npears = \"50 %\"\n[class.nuts]\n[gate.bridge]\nhours = \"always\"\n{}\n{DESK}\n\
         [papers.permit]\nroute = \"permit\"\n{ahead}\n[[route.out]]\nstep = \"papers\"\njoin = \"permit\"\n",
        source("afruit", "afruit", "timetable = [\"08:00\"]")
    ))
    .runs_as(
        "
        07:00 afruit.1 files permit
        07:00 afruit.1/permit starts at desk
        07:30 afruit.1/permit finishes at desk
        07:30 afruit.1 has permit after 30 min
        08:00 afruit.1 comes
        08:00 afruit.1 passes papers
        08:00 afruit.1 leaves; at once
        ",
    );
}
