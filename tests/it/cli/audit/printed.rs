//! What is printed, what is not touched, and the shipped scenarios.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{
    EVERY, NINE_DAYS, SUNDAYS, WEEKENDS, WORLD, at, calendars, fact, parsed, run, whole, written,
};
use crate::cli::binary::{bordergate, shipped};

/// The average says nothing that the total has not said: results, their digests and the number of facts are the same without it.
#[test]
fn an_average_is_no_second_fact() {
    let with = fact("a", &at("bridge"), NINE_DAYS, "938", "134");
    let without = with.replace("per-day = \"134\"\n", "");
    let file = written("second-fact", "");
    let report = |more: &str| -> Value {
        fs::write(&file, format!("{WORLD}{more}")).unwrap();
        let output = bordergate(&["run", &file, "--reps", "3", "--json"]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        serde_json::from_str(&output.stdout).unwrap()
    };
    let (with, without) = (report(&with), report(&without));
    assert_eq!(with["facts"], without["facts"]);
    for digest in ["scenario-digest", "measures-digest"] {
        assert!(with["manifest"][digest].is_string());
        assert_eq!(
            with["manifest"][digest], without["manifest"][digest],
            "{digest}"
        );
    }
}

#[test]
fn without_an_average_there_is_nothing_to_audit() {
    let output = run("nothing", "", &[]);
    assert_eq!((output.code, output.stdout.as_str()), (7, ""));
    let said = "\nerror: there is nothing to audit: no `[observed.ID]` has an average a day (`per-day`) beside its total\n";
    assert!(output.stderr.ends_with(said), "{}", output.stderr);
}

#[test]
fn plain_is_one_record_a_line() {
    let output = run(
        "plain",
        &fact("a", &at("bridge"), NINE_DAYS, "938", "134"),
        &["--plain"],
    );
    assert_eq!(
        output.stdout,
        "Two gates: days on which gates were open, by totals and their averages a day\n\
         \n\
         a: a\n  \
           vehicles-crossed at bridge, 8 Jan 2023 to 16 Jan 2023, 9 days\n  \
           938 at 134 a day: 7.00 days, 6.97 to 7.03 as the figures are rounded; so 7 days\n\
         calendar\tnotices\topen days\tverdict\n\
         this scenario's\twith\t7\tfits\n\
         every day\teither\t9\tdoes not fit: 2 days too many\n\
         Sundays off\teither\t7\tfits\n\
         Saturdays and Sundays off\teither\t6\tdoes not fit: 1 day too few\n\
         Only one weekly calendar fits: Sundays off. This scenario's calendar fits; its days are those of Sundays off.\n\
         \n\
         1 average a day: 1 that this scenario's calendar fits\n"
    );
}

/// The plan itself names the average beside the total, and audits only where it is asked to.
#[test]
fn the_plan_shows_averages_and_audits_when_asked() {
    let text = bordergate(&["plan", &shipped("mong-cai-2025.toml")]);
    assert_eq!(text.code, 0);
    assert!(text.stdout.contains("about 15,000 (294 a day)"));
    assert!(!text.stdout.contains("not told apart"));
    let plan = bordergate(&["plan", &shipped("mong-cai-2025.toml"), "--json"]);
    let plan: Value = serde_json::from_str(&plan.stdout).unwrap();
    assert!(plan["audit"].is_null());
    let observed = plan["observed"].as_array().unwrap();
    let tonnes = observed
        .iter()
        .find(|fact| fact["fact"] == "bac-luan-2-tonnes")
        .unwrap();
    assert_eq!(tonnes["per-day"], "3,616 t");
}

/// What the shipped scenarios say, with the days that their own notices shut (New Year 2023 too).
#[test]
fn the_shipped_averages_fit_their_calendars() {
    let audits = |name: &str| {
        let output = bordergate(&["plan", &shipped(name), "--audit", "--json"]);
        assert_eq!(output.code, 0, "{name}");
        parsed(&output)
    };
    let quarter = audits("mong-cai-2023-q1.toml");
    let own = |rows: &[Value], fact: &str| {
        let row = rows.iter().find(|row| row["fact"] == fact).unwrap();
        (
            whole(row),
            calendars(row)[0].2,
            row["fits"].as_bool().unwrap(),
        )
    };
    for (fact, days) in [
        ("nine-days-bac-luan-2", 7),
        ("nine-days-hai-yen-out", 9),
        ("q1-bac-luan-2", 61),
        ("q1-bac-luan-2-tonnes", 61),
        ("q1-hai-yen-out", 71),
        ("q1-hai-yen-tonnes-out", 71),
    ] {
        assert_eq!(
            own(&quarter, fact),
            (Some((days, days)), days, true),
            "{fact}"
        );
    }
    // 80 a day was published of 5,479 vehicles: 68.5 days, which no calendar has.
    assert_eq!(own(&quarter, "q1-hai-yen-in"), (None, 71, false));
    assert_eq!(quarter.len(), 7);
    let year = audits("mong-cai-2025.toml");
    assert_eq!(
        own(&year, "bac-luan-2-vehicles"),
        (Some((49, 53)), 52, true)
    );
    // 9.0 to 11.1 days, and the ten of the span are all.
    let relay = audits("kim-thanh-relay-2020.toml");
    assert_eq!(own(&relay, "ten-days"), (Some((10, 10)), 10, true));
    // Over 184,000 t are less than 194,000: 50.9 to 53.7 days, too many for Sundays off.
    assert_eq!(own(&year, "bac-luan-2-tonnes"), (Some((51, 53)), 52, true));
}

/// The table of `docs/operating-days.md` is what the program says.
#[test]
fn the_table_of_the_page_is_right() {
    let row_of = |file: &str, fact: &str| {
        let output = bordergate(&["plan", &shipped(file), "--audit", "--json"]);
        let rows = parsed(&output);
        let row = rows.into_iter().find(|row| row["fact"] == fact).unwrap();
        let days = match whole(&row).unwrap() {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first} to {last}"),
        };
        let mut cells = vec![
            row["total"].as_str().unwrap().to_owned(),
            row["per-day"].as_str().unwrap().to_owned(),
            days,
        ];
        let tried = calendars(&row);
        for week in [EVERY, SUNDAYS, WEEKENDS] {
            let (_, _, days, excess) = tried[1..]
                .iter()
                .find(|(name, notices, ..)| *name == week && *notices != "without")
                .unwrap();
            cells.push(if *excess == Some(0) {
                format!("**{days}**")
            } else {
                days.to_string()
            });
        }
        format!("| {} |", cells.join(" | "))
    };
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating-days.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, table) = page.split_once("|---|").unwrap();
    let lines: Vec<&str> = table
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .collect();
    let (quarter, year) = ("mong-cai-2023-q1.toml", "mong-cai-2025.toml");
    let facts = [
        (quarter, "nine-days-bac-luan-2"),
        (quarter, "q1-bac-luan-2"),
        (quarter, "q1-bac-luan-2-tonnes"),
        (quarter, "nine-days-hai-yen-out"),
        (quarter, "q1-hai-yen-out"),
        (quarter, "q1-hai-yen-tonnes-out"),
        (year, "bac-luan-2-vehicles"),
        (year, "bac-luan-2-tonnes"),
    ];
    assert_eq!(lines.len(), facts.len());
    for (line, (file, fact)) in lines.into_iter().zip(facts) {
        let cells = row_of(file, fact);
        assert!(line.ends_with(&cells), "{line} is {cells}");
    }
}
