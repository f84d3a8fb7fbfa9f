//! Tân Thanh, shut in January 2022: what the scenario says of drivers who give up, against the arithmetic from which it was made.

use bordergate::des::clock::DAY;
use bordergate::plan::cause::Cause;
use bordergate::sim::{Engine, Exit, Observer, Reason, Vehicle};
use bordergate::stats::mean;

use crate::worlds::{go, shipped};

/// Who gave up, by the day of the period.
#[derive(Default)]
struct Given {
    start: i64,
    by_day: [u32; 7],
    inside: u32,
}

impl Observer for Given {
    fn begin(&mut self, plan: &bordergate::plan::Plan) {
        *self = Self {
            start: plan.start,
            ..Self::default()
        };
    }
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        assert_eq!(
            exit,
            Exit::TurnedBack(Reason::PatienceClosed),
            "nobody else leaves a shut gate"
        );
        let waited = vehicle.causes[Cause::ClosedHoliday as usize];
        assert_eq!(waited, now - vehicle.arrived, "all waited for nothing else");
        self.by_day[((now - self.start) / DAY) as usize] += 1;
    }
    fn inside(&mut self, _now: i64, _vehicle: &Vehicle) {
        self.inside += 1;
    }
}

/// 39 of 201 in a day are what the patience was derived from; of four who come by day some give up the same day. The chance is the same
/// every day, so after seven days e^(-7/4.6) of the 201 are left.
#[test]
fn a_shut_gate_loses_the_same_share_every_day() {
    const REPLICATIONS: u64 = 400;
    let world = shipped("tan-thanh-shut-2022");
    let mut engine = Engine::new(&world.plan);
    let (mut first, mut left) = (Vec::new(), Vec::new());
    let mut given = Given::default();
    for replication in 0..REPLICATIONS {
        go(&mut engine, 1, replication, &mut given);
        assert_eq!(given.by_day.iter().sum::<u32>() + given.inside, 205);
        first.push(f64::from(given.by_day[0]));
        left.push(f64::from(given.inside));
    }
    let stays = |days: f64| libm::exp(-days / 4.6);
    // The four come at 9, 11, 14 and 16 o'clock.
    let hours = [9.0, 11.0, 14.0, 16.0];
    let of_four = |days: f64| -> f64 { hours.iter().map(|hour| stays(days - hour / 24.0)).sum() };
    let expected = 201.0 * (1.0 - stays(1.0)) + 4.0 - of_four(1.0);
    assert!((expected - 39.0).abs() < 1.0, "{expected}");
    for (what, seen, exact) in [
        ("first day", &first, expected),
        ("left", &left, 201.0 * stays(7.0) + of_four(7.0)),
    ] {
        let estimate = mean(seen);
        let (low, high) = (estimate.low.unwrap(), estimate.high.unwrap());
        let (value, half) = (estimate.value.unwrap(), (high - low) / 2.0);
        assert!(half < 0.05 * exact, "{what}: {half}");
        assert!(
            (value - exact).abs() < 2.0 * half,
            "{what}: {value} is not {exact}"
        );
    }
}
