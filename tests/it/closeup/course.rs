//! The stock over time, and time by cause over time.

use std::path::Path;
use std::process::Command;

use bordergate::experiment::Fold;
use bordergate::measures::Row;
use bordergate::plan::cause::Cause;
use bordergate::report::closeup::Reading;
use serde_json::Value;

use super::{TWO_LORRIES, close_up, closer, seen};
use crate::worlds::World;

const HOUR: i64 = 3_600_000_000;

/// A reading that all periods share.
fn always(stock: f64) -> Reading {
    Reading {
        mean: stock,
        p5: stock,
        p25: stock,
        p50: stock,
        p75: stock,
        p95: stock,
    }
}

/// An instant is read before anything that happens at it: at 16:00 nobody has come, at 17:00 the first is still there, at 08:00 the second.
#[test]
fn two_lorries_stand_there_hour_by_hour() {
    let world = World::new(TWO_LORRIES);
    for reps in [1, 3] {
        let seen = close_up(&world.scenario, reps);
        let start = world.plan.start;
        let hours: Vec<i64> = (0..=48).map(|hour| start + hour * HOUR).collect();
        assert_eq!(seen.instants, hours);
        let [stock] = seen.stocks.as_slice() else {
            panic!("{:?}", seen.stocks);
        };
        assert_eq!((stock.gate, stock.import), (0, false));
        let expected = |hour: i64| match hour {
            17 => 2.0,
            18..=32 => 1.0,
            _ => 0.0,
        };
        let expected: Vec<Reading> = (0..=48).map(|hour| always(expected(hour))).collect();
        assert_eq!(stock.readings, expected);
    }
}

/// From 16:00 to 17:00 the first is served and the second waits half of it; to 18:00 the second is served, then it is night until 08:00.
#[test]
fn two_lorries_spend_their_hours_on_these_causes() {
    let world = World::new(TWO_LORRIES);
    let seen = close_up(&world.scenario, 2);
    let causes = [Cause::Processing, Cause::ClosedNight, Cause::WaitingServer];
    assert_eq!(seen.causes, causes);
    let start = world.plan.start;
    for (hour, (span, of_span)) in (0..).zip(seen.spans.iter().zip(&seen.of_span)) {
        assert_eq!(*span, (start + hour * HOUR, start + (hour + 1) * HOUR));
        let expected = match hour {
            16 => [1.0, 0.0, 0.5],
            17 => [1.0, 0.0, 0.0],
            18..=31 => [0.0, 1.0, 0.0],
            _ => [0.0; 3],
        };
        assert_eq!(*of_span, expected, "hour {hour}");
    }
    assert_eq!(seen.spans.len(), 48);
    let [class] = seen.of_class.as_slice() else {
        panic!("{:?}", seen.of_class);
    };
    assert_eq!((class.gate, class.import, class.class), (0, false, 0));
    assert_eq!(class.hours, [2.0, 14.0, 0.5]);
}

/// Of ten periods with 1 to 10 vehicles the smallest is the fifth percentile, and the third the twenty-fifth: half a period counts below each.
#[test]
fn percentiles_are_those_of_single_periods() {
    let world = World::new(TWO_LORRIES);
    let (plan, catalogue) = closer(&world.scenario);
    let at = catalogue.kept(catalogue.stocks_at(world.plan.start + 17 * HOUR)[0].1);
    let rows = |stocks: &[i128]| {
        let mut fold = Fold::new(&catalogue);
        for (replication, &stock) in (0..).zip(stocks) {
            let mut columns = vec![0; catalogue.columns];
            columns[at] = stock;
            let row = Row {
                replication,
                columns,
                histograms: vec![Default::default(); catalogue.histograms],
            };
            fold.push(replication, Ok(row));
        }
        let seen = seen(&world.scenario, &plan, &catalogue, &fold);
        seen.map(|seen| seen.stocks[0].readings[17])
    };
    assert_eq!(rows(&[]), None);
    assert_eq!(rows(&[7]), Some(always(7.0)));
    let ten = Reading {
        mean: 5.5,
        p5: 1.0,
        p25: 3.0,
        p50: 5.5,
        p75: 8.0,
        p95: 10.0,
    };
    assert_eq!(rows(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), Some(ten));
    let two = Reading {
        mean: 3.0,
        p5: 1.0,
        p25: 1.0,
        p50: 3.0,
        p75: 5.0,
        p95: 5.0,
    };
    assert_eq!(rows(&[5, 1]), Some(two));
}

/// A chart has about as many points whatever the period: hours to ten days, then every second, fourth and twelfth, then midnights.
#[test]
fn longer_periods_are_read_more_seldom() {
    for (to, hours, count) in [
        ("2025-03-12", 1, 240),
        ("2025-03-13", 1, 264),
        ("2025-04-16", 1, 1_080),
        ("2025-04-17", 12, 92),
        ("2025-06-30", 12, 240),
        ("2025-07-01", 24, 121),
        ("2026-03-02", 48, 183),
    ] {
        let text = TWO_LORRIES.replace("2025-03-04", to);
        let (plan, _) = closer(&World::new(&text).scenario);
        let instants = &plan.closer.as_ref().unwrap().instants;
        assert_eq!(instants.len(), count + 1, "{to}");
        assert_eq!(instants.first(), Some(&plan.start));
        assert_eq!(instants.last(), Some(&plan.end));
        assert_eq!(instants[1] - instants[0], hours * HOUR, "{to}");
        let census = plan.census.as_ref().unwrap();
        assert_eq!(census.by_hour, to <= "2025-03-12", "time by cause, {to}");
    }
}

/// After a warm-up only what is measured is shown, from the hour at which it begins.
#[test]
fn a_warm_up_is_not_shown() {
    let text = TWO_LORRIES.replace("clock = \"UTC\"", "clock = \"UTC\"\nwarm-up = \"17 h\"");
    let world = World::new(&text);
    let seen = close_up(&world.scenario, 2);
    assert_eq!(seen.instants[0], world.plan.start + 17 * HOUR);
    assert_eq!(seen.instants.len(), 32);
    assert_eq!(seen.stocks[0].readings[0], always(2.0));
    assert_eq!(seen.spans[0].0, world.plan.start + 17 * HOUR);
    assert_eq!(seen.causes, [Cause::Processing, Cause::ClosedNight]);
    assert_eq!(seen.of_class[0].hours, [1.0, 14.0]);
}

/// Those in line at the start are there from the first reading on.
#[test]
fn who_stands_in_line_at_the_start_is_there() {
    let line = "[backlog.line]\ngate = \"bridge\"\ndirection = \"export\"\nroute = \"out\"\nvehicle = \"vietnamese\"\nvehicles = 3\n\
                class = \"fruit\"\nbasis = { assumed = \"a test\" }\n";
    let world = World::new(&(TWO_LORRIES.to_owned() + line));
    let seen = close_up(&world.scenario, 2);
    assert_eq!(seen.instants[0], world.plan.start);
    assert_eq!(seen.stocks[0].readings[0], always(3.0));
}

/// Day by day a fortnight has what `explain` observes in it, cause by cause.
#[test]
fn a_fortnight_has_the_hours_that_an_explanation_has() {
    let text = TWO_LORRIES
        .replace("2025-03-04", "2025-03-16")
        .replace(
            "timetable = { Mon = [\"16:00\", \"16:30\"] }",
            "rate = \"9 / day\"",
        )
        .replace(
            "time = \"60 min\"",
            "time = { uniform = [\"20 min\", \"3 h\"] }",
        );
    let world = World::new(&text);
    let seen = close_up(&world.scenario, 4);
    assert_eq!(seen.spans.len(), 14);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("closeup-fortnight.toml");
    std::fs::write(&file, &text).unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .args(["explain", "--observed", "--json", "--reps", "4"])
        .arg(&file)
        .output()
        .unwrap();
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let rows: Vec<&Value> = told["observed"].as_array().unwrap().iter().collect();
    let sum = |rows: &mut dyn Iterator<Item = &&Value>| -> f64 {
        rows.map(|row| row["value"].as_f64().unwrap()).sum()
    };
    assert!(seen.causes.len() >= 3, "{:?}", seen.causes);
    for (at, cause) in seen.causes.iter().enumerate() {
        let of = |row: &&&Value, by: &str| {
            row["measure"] == "time-by-cause" && row["by"] == by && row["cause"] == cause.word()
        };
        let hours = seen.of_class[0].hours[at];
        let whole = sum(&mut rows.iter().filter(|row| of(row, "cause")));
        assert!((hours - whole).abs() < 1e-9, "{cause:?} {hours} {whole}");
        for (day, of_span) in seen.of_span.iter().enumerate() {
            let date = format!("2025-03-{:02}T", day + 3);
            let mut within = rows.iter().filter(|row| {
                of(row, "interval-cause") && row["from"].as_str().unwrap().starts_with(&date)
            });
            let day = sum(&mut within);
            assert!((of_span[at] - day).abs() < 1e-9, "{cause:?} {date}");
        }
    }
}
