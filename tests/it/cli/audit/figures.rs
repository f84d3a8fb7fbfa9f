//! How many days two published figures allow, and what is concluded.

use super::{FORTNIGHT, NINE_DAYS, OWN, at, calendars, fact, row, rows, run, whole};

/// A plain average is rounded to its last digit: from half a unit below it, which is included, to half a unit above, which is not.
#[test]
fn averages_are_rounded_and_totals_are_not() {
    let of = |total: &str, average: &str| {
        let more = fact("a", &at("pontoon"), FORTNIGHT, total, average);
        whole(&row("rounded", &more, &[]).1)
    };
    assert_eq!(of("1,145", "115"), Some((10, 10))); // 1,145 / 10 = 114.5
    assert_eq!(of("1,145", "114"), None);
    assert_eq!(of("1,144", "114"), Some((10, 10)));
    assert_eq!(of("1,135", "114"), Some((10, 10)));
    assert_eq!(of("1,134", "114"), None);
    // With a digit behind the point half a unit is a twentieth.
    assert_eq!(of("1,145", "114.5"), Some((10, 10)));
    assert_eq!(of("1,144.5", "114.5"), Some((10, 10)));
    assert_eq!(of("1,144", "114.5"), None);
    // Small averages leave much open.
    assert_eq!(of("10", "1"), Some((7, 14))); // 10 / 1.5 = 6.67, 10 / 0.5 = 20 > 14
}

#[test]
fn words_and_signs_widen_either_figure() {
    let of = |total: &str, average: &str| {
        let more = fact("a", &at("pontoon"), FORTNIGHT, total, average);
        whole(&row("words", &more, &[]).1)
    };
    assert_eq!(of("1,000", "about 100"), Some((10, 10))); // 95-105: 9.5 to 10.5
    assert_eq!(of("1,200", "about 100"), Some((12, 12))); // 11.4 to 12.6
    assert_eq!(of("1,000", "over 100"), Some((10, 10))); // [100, 110): 9.1 to 10
    assert_eq!(of("1,000", "90-110"), Some((10, 11))); // 9.1 to 11.1
    assert_eq!(of("1,000", "> 100"), Some((1, 9)));
    assert_eq!(of("1,000", "< 100"), Some((11, 14)));
    assert_eq!(of("over 1,000", "100"), Some((10, 11))); // [1,000, 1,100) over [99.5, 100.5): 9.95 to 11.06
    assert_eq!(of("> 1,000", "100"), Some((10, 14)));
    assert_eq!(of("nearly 1,000", "nearly 100"), Some((10, 11))); // 950-1,050 over 95-105: 9.05 to 11.05
}

#[test]
fn tonnes_and_crossings_have_averages_too() {
    let tonnes = fact("a", &at("bridge"), NINE_DAYS, "15,090 t", "2,156 t")
        .replace("vehicles-crossed", "tonnes-crossed");
    let (code, row_of_tonnes) = row("tonnes", &tonnes, &[]);
    assert_eq!((code, whole(&row_of_tonnes)), (0, Some((7, 7)))); // 6.998 to 7.001
    assert_eq!(row_of_tonnes["per-day"], "2,156 t");
    let crossings =
        fact("a", &at("bridge"), NINE_DAYS, "938", "134").replace("vehicles-crossed", "crossings");
    assert_eq!(row("crossings", &crossings, &[]).0, 0);
}

#[test]
fn several_calendars_may_fit_and_are_not_told_apart() {
    let total = fact("a", &at("pontoon"), FORTNIGHT, "1,200", "90-120"); // 10 to 13.3 days
    let output = run("several", &total, &[]);
    assert_eq!(output.code, 3, "{}", output.stderr); // its own calendar has 14
    assert!(
        output.stdout.contains(
            "2 weekly calendars fit and are not told apart: Sundays off; Saturdays and Sundays off. \
             This scenario's calendar does not fit, it has 1 day too many; its days are those of every day."
        ),
        "{}",
        output.stdout
    );
    assert!(
        output
            .stdout
            .contains("1 average a day: 1 that it does not fit")
    );
}

#[test]
fn none_fits() {
    let output = run(
        "none",
        &fact("a", &at("pontoon"), FORTNIGHT, "400", "100"),
        &[],
    );
    assert_eq!(output.code, 3);
    assert!(
        output.stdout.contains("None of these weekly calendars fits. This scenario's calendar does not fit, it has 10 days too many"),
        "{}",
        output.stdout
    );
}

/// What no calendar can meet accuses the figures, so it is said, and fails nothing.
#[test]
fn figures_that_no_calendar_can_meet_say_nothing_of_it() {
    let facts = [
        fact("long", &at("pontoon"), FORTNIGHT, "2,000", "100"),
        fact("uneven", &at("pontoon"), FORTNIGHT, "1,145", "110"),
    ];
    let output = run("impossible", &facts.concat(), &[]);
    assert_eq!(output.code, 0, "{}", output.stdout);
    for said in [
        "so 20 days",
        "No calendar has 20 days in 14: total, average or span is of something else.",
        "no whole number of days",
        // 10.36 to 10.46 days.
        "No calendar fits: the total is on 10 days 114.50 a day and on 11 days 104.09 a day. The figures disagree",
        "2 averages a day: 2 that no calendar can fit",
    ] {
        assert!(output.stdout.contains(said), "{said}\n{}", output.stdout);
    }
    let (_, rows) = rows("impossible", &facts.concat(), &[]);
    assert_eq!(rows[0]["possible"], false);
    assert_eq!((whole(&rows[0]), whole(&rows[1])), (Some((20, 20)), None));
    assert_eq!(calendars(&rows[1])[0], (OWN, "with", 14, None));
}

/// What two averages leave is less than either.
#[test]
fn averages_over_the_same_days_are_put_together() {
    let facts = |second: &str| {
        // 10 to 13.3 days, and 11.6 to 12.9: both fit Sundays off, only the first the whole weekend.
        fact("a", &at("pontoon"), FORTNIGHT, "1,200", "90-120")
            + &fact("b", second, FORTNIGHT, "1,100", "85-95")
    };
    let same = run("together", &facts(&at("pontoon")), &[]);
    assert!(
        same.stdout
            .contains("\na and b, over the same days, together leave: Sundays off.\n"),
        "{}",
        same.stdout
    );
    let other = run("together", &facts(&at("bridge")), &[]);
    assert!(!other.stdout.contains("together"), "{}", other.stdout);
    // 14 days and 10 days.
    let contrary = fact("a", &at("pontoon"), FORTNIGHT, "1,400", "100")
        + &fact("b", &at("pontoon"), FORTNIGHT, "1,000", "100");
    let none = run("together", &contrary, &[]);
    assert!(
        none.stdout.contains("together leave: no weekly calendar."),
        "{}",
        none.stdout
    );
}
