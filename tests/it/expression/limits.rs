//! Limits are in the unit of what they limit.

use super::{GATES, said};
use crate::worlds::World;

#[test]
fn limits_are_read_in_the_unit_of_their_quantity() {
    let world = World::new(GATES);
    for (text, limit, canonical) in [
        (
            "time-in-system <= 6 h",
            21_600.0,
            "mean(time-in-system) <= 6 h",
        ),
        (
            "wait(station = desk) < 90 min",
            5_400.0,
            "mean(wait, station = desk) < 1 h 30 min",
        ),
        ("stock < 1,200.5", 1_200.5, "end(stock) < 1200.5"),
        ("stock < 400 vehicles", 400.0, "end(stock) < 400"),
        ("stock < 1 vehicle", 1.0, "end(stock) < 1"),
        (
            "count(wait, station = desk) > 12",
            12.0,
            "count(wait, station = desk) > 12",
        ),
        ("crossings >= 50 crossings", 50.0, "crossings >= 50"),
        ("persons-crossed > 5 persons", 5.0, "persons-crossed > 5"),
        (
            "waiting-vehicle-hours <= 40,000",
            40_000.0,
            "waiting-vehicle-hours <= 40000 vehicle-h",
        ),
        (
            "waiting-vehicle-hours <= 10 vehicle hours",
            10.0,
            "waiting-vehicle-hours <= 10 vehicle-h",
        ),
        (
            "waiting-vehicle-hours <= 10 vehicle-h",
            10.0,
            "waiting-vehicle-hours <= 10 vehicle-h",
        ),
        (
            "tonnes-crossed >= 7,300 t",
            7_300.0,
            "tonnes-crossed >= 7300 t",
        ),
        ("tonnes-crossed >= 500 kg", 0.5, "tonnes-crossed >= 0.5 t"),
        (
            "utilization(station = desk) < 95 %",
            0.95,
            "utilization(station = desk, clock = open) < 95 %",
        ),
        (
            "utilization(station = desk) < 1.0",
            1.0,
            "utilization(station = desk, clock = open) < 100 %",
        ),
        (
            "share(wait < 3 h, station = desk) > 0.055",
            0.055,
            "share(wait < 3 h, station = desk) > 5.5 %",
        ),
        // The period begins on 3 March: index 0.
        (
            "drain-date <= 2025-03-05",
            2.0,
            "drain-date(gate = north, direction = export) <= 2025-03-05",
        ),
        (
            "drain-date <= mùng 5 tháng 2",
            1.0,
            "drain-date(gate = north, direction = export) <= 2025-03-04",
        ),
    ] {
        let condition = world
            .condition(text)
            .unwrap_or_else(|m| panic!("{text}: {m:?}"));
        assert_eq!(
            (condition.limit, condition.text.as_str()),
            (limit, canonical),
            "{text}"
        );
        assert_eq!(world.condition(canonical), Ok(condition), "{text}");
    }
}

#[test]
fn limits_in_another_unit_are_refused() {
    let world = World::new(GATES);
    let duration = "`time-in-system` is compared with a duration, as in `6 h` or `90 min`";
    let vehicles = "`stock` is compared with a number of vehicles, as in `400` or `400 vehicles`";
    let mass = "`tonnes-crossed` is compared with a mass, as in `7,300 t`";
    let hours = "`waiting-vehicle-hours` is compared with a number of vehicle-hours, as in `40,000 vehicle-h`";
    let days = "days are dates, as in `2022-02-08`, or days like `mùng 6` and `tet+5`";
    for (text, at, title, label, help) in [
        (
            "time-in-system <= 6",
            "6",
            "not a duration",
            "the unit is missing: s, min, h, d",
            duration,
        ),
        (
            "time-in-system <= 6 t",
            "6 t",
            "not a duration",
            "`t` is not one of the units s, min, h, d",
            duration,
        ),
        (
            "time-in-system <= 6 m",
            "6 m",
            "not a duration",
            "`m` could be minutes or metres or months",
            "for minutes write `min`",
        ),
        (
            "time-in-system <= 90 %",
            "90 %",
            "not a duration",
            "`%` is not one of the units s, min, h, d",
            duration,
        ),
        (
            "stock <= 6 h",
            "6 h",
            "not a number of vehicles",
            "`h` is no unit of it",
            vehicles,
        ),
        (
            "stock <= few",
            "few",
            "not a number of vehicles",
            "`few` is not a number",
            vehicles,
        ),
        (
            "stock <= -5",
            "-5",
            "not a number of vehicles",
            "a negative value makes no sense here",
            vehicles,
        ),
        (
            "stock <= 1,5",
            "1,5",
            "not a number of vehicles",
            "`1,5` has a comma where a point belongs",
            "write `1.5`",
        ),
        (
            "stock <= 5 vehicle-h",
            "5 vehicle-h",
            "not a number of vehicles",
            "`vehicle-h` is no unit of it",
            vehicles,
        ),
        (
            "waiting-vehicle-hours <= 5 h",
            "5 h",
            "not a number of vehicle-hours",
            "`h` is no unit of it",
            hours,
        ),
        (
            "tonnes-crossed >= 7,300",
            "7,300",
            "not a mass",
            "the unit is missing: kg, t",
            mass,
        ),
        (
            "tonnes-crossed >= 5 vehicles",
            "5 vehicles",
            "not a mass",
            "`vehicles` is not one of the units kg, t",
            mass,
        ),
        (
            "share(wait < 3 h, station = desk) > 95",
            "95",
            "not a share",
            "this could be a percentage or a part of one",
            "write `95 %`",
        ),
        (
            "share(wait < 3 h, station = desk) > 1",
            "1",
            "not a share",
            "this could be a percentage or a part of one",
            "write `1 %`, or `1.0` for the whole",
        ),
        (
            "utilization(station = desk) > 1.5",
            "1.5",
            "not a share",
            "this is more than the whole",
            "`utilization` is compared with a share, as in `95 %` or `0.95`",
        ),
        (
            "share(wait < 3 h, station = desk) > 3 h",
            "3 h",
            "not a share",
            "`3 h` is not a number",
            "`share(...)` is compared with a share, as in `95 %` or `0.95`",
        ),
        (
            "drain-date <= 8",
            "8",
            "not a day",
            "`8` is not a day",
            days,
        ),
        (
            "drain-date <= 2025-03-08",
            "2025-03-08",
            "this day is not within the period",
            "the period is 2025-03-03 to 2025-03-07, inclusive",
            "",
        ),
        (
            "drain-date <= 2025-03-02",
            "2025-03-02",
            "this day is not within the period",
            "the period is 2025-03-03 to 2025-03-07, inclusive",
            "",
        ),
    ] {
        said(text, world.condition(text), at, title, label, help);
    }
    let text = "P(stock > 5) >= 3 h";
    let help = "`P(...)` is compared with a share, as in `95 %` or `0.95`";
    said(
        text,
        world.expectation(text),
        "3 h",
        "not a share",
        "`3 h` is not a number",
        help,
    );
}
