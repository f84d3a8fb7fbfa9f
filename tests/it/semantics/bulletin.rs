//! The bulletin of each gate and day closes, whatever happens there.

use bordergate::measures::{Catalogue, Dims, Estimator};

use super::world::World;

/// Two gates with everything that moves a stock: a line at the start, sources, some who turn back, refused bookings that go
/// to the other gate, lorries that leave uncrossed, a quota, a night.
fn world() -> World {
    World::days(
        "2025-03-03",
        "2025-03-09",
        r#"
        [class.fruit]
        [class.tea]
        [gate.bridge]
        hours = "08:00-17:00"
        days = "Mon-Sat"
        [gate.bridge.notice.booked]
        from = 2025-03-05
        to = 2025-03-06
        state = "appointment"
        slots = "12 / day"
        no-show = "10 %"
        if-refused = { gate = "ferry" }
        [gate.ferry]
        hours = "06:00-20:00"
        [gate.ferry.notice.booked]
        from = 2025-03-07
        to = 2025-03-07
        state = "appointment"
        slots = "5 / day"
        if-refused = "turns-back"
        [quota.daily]
        gates = "bridge"
        vehicles = "25 / day"
        day-factor = { cv = 0.3 }
        [backlog.old]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = { fruit = "70 %", tea = "30 %" }
        route = "out"
        vehicles = 40
        [source.lorry]
        gate = "bridge"
        direction = "export"
        vehicle = "vietnamese"
        class = { fruit = "70 %", tea = "30 %" }
        route = "out"
        rate = "30 / day"
        [source.boat]
        gate = "ferry"
        direction = "export"
        vehicle = "vietnamese"
        class = { fruit = "50 %", tea = "50 %" }
        route = "out"
        rate = "10 / day"
        [station.desk]
        servers = [{ count = 1 }]
        [[route.out]]
        step = "papers"
        serve = { station = "desk", time = { exponential = "20 min" } }
        [[route.out]]
        step = "verdict"
        branch = [
            { share = "10 %", label = "not in order", to = "back" },
            { share = "5 %", label = "sold here", to = "exit" },
            { label = "in order", to = "line" },
        ]
        [[route.out]]
        step = "back"
        turn-back = true
        [[route.out]]
        step = "line"
        cross = { bound = "to-china" }
        "#,
    )
}

#[test]
fn the_bulletin_of_each_gate_and_day_closes() {
    let world = world();
    let catalogue = Catalogue::new(&world.scenario, &world.plan);
    let days = world.plan.days.len() as u32 - 1;
    let gates = world.plan.names.gates.len() as u32;
    let mut moved = [0; 7];
    for seed in 1..=20 {
        let row = world.row(&catalogue, seed);
        let column = |measure: &str, statistic: &str, dims: Dims| -> i128 {
            let specs: Vec<_> = catalogue
                .specs
                .iter()
                .filter(|spec| {
                    (spec.measure, spec.statistic, spec.dims) == (measure, statistic, dims)
                        && spec.by.starts_with("gate-direction")
                })
                .collect();
            let [spec] = specs[..] else {
                panic!("{} rows for {measure} {statistic} {dims:?}", specs.len());
            };
            let Estimator::Mean { column, .. } = spec.estimator else {
                panic!("{measure} is no mean");
            };
            row.columns[column]
        };
        for gate in 0..gates {
            let of_gate = Dims {
                gate: Some(gate),
                import: Some(false),
                ..Dims::default()
            };
            let mut stock = column("opening-stock", "total", of_gate);
            assert_eq!(
                stock,
                if world.plan.names.gates[gate as usize] == "bridge" {
                    40
                } else {
                    0
                }
            );
            for day in 0..days {
                let of_day = Dims {
                    day: Some(day),
                    ..of_gate
                };
                let flows = [
                    ("vehicles-arrived", 1),
                    ("vehicles-transferred-in", 1),
                    ("vehicles-crossed", -1),
                    ("vehicles-turned-back", -1),
                    ("vehicles-transferred-out", -1),
                    ("vehicles-left-uncrossed", -1),
                    ("empties-crossed", -1),
                ];
                for (total, (measure, sign)) in moved.iter_mut().zip(flows) {
                    let number = column(measure, "total", of_day);
                    stock += sign * number;
                    *total += number;
                }
                assert_eq!(
                    stock,
                    column("stock", "end", of_day),
                    "gate {gate}, day {day}, seed {seed}"
                );
            }
            assert_eq!(stock, column("stock", "end", of_gate));
        }
    }
    assert!(
        moved[..6].iter().all(|&number| number > 0),
        "nothing of a kind happened: {moved:?}"
    );
    assert_eq!(moved[1], moved[4], "who goes out there comes in here");
}
