//! Queues with a limit: whoever finds it full turns back, which is balking with `from` equal to `all`.

use super::*;

/// The files that this module checks.
pub const FILES: [&str; 3] = ["m-m-1-5-rho-08", "m-m-1-5-rho-1", "m-m-2-10-rho-08"];

/// As many as the rarest of the checked shares takes.
const REPLICATIONS: u64 = 30;

/// Arrivals after the warm-up, those that turned back, and the time inside of the others.
struct Limited {
    from: i64,
    came: i128,
    turned_back: i128,
    joined: i128,
    inside: i128,
}

impl Observer for Limited {
    fn arrive(&mut self, now: i64, _vehicle: &Vehicle) {
        self.came += i128::from(now >= self.from);
    }
    fn leave(&mut self, now: i64, vehicle: &Vehicle, exit: Exit) {
        if vehicle.arrived < self.from {
            return;
        }
        match exit {
            Exit::TurnedBack(_) => self.turned_back += 1,
            Exit::Completed => {
                self.joined += 1;
                self.inside += i128::from(now - vehicle.arrived);
            }
        }
    }
}

/// Checks a file against its typed share turned back, mean number inside and mean time inside in minutes.
fn limit(file: &str, (arrivals, rate, servers, room): (f64, f64, u32, u32), typed: [f64; 3]) {
    for (formula, typed) in formulas::m_m_c_k(arrivals, rate, servers, room)
        .iter()
        .zip(typed)
    {
        assert!((formula - typed).abs() < 1e-9, "{formula} is not {typed}");
    }
    let world = shipped(&format!("theory/{file}"));
    let mut engine = Engine::new(&world.plan);
    let mut all = Vec::new();
    for replication in 0..REPLICATIONS {
        let limited = Limited {
            from: world.plan.measure_from,
            came: 0,
            turned_back: 0,
            joined: 0,
            inside: 0,
        };
        let mut both = (Seen::new(&world.plan), limited);
        go(&mut engine, SEED, replication, &mut both);
        all.push(both);
    }
    let column = |value: fn(&Limited) -> i128| -> Vec<i128> {
        all.iter().map(|(_, limited)| value(limited)).collect()
    };
    let freedom = all.len().min(BLOCKS) - 1;
    let [full, inside, time] = typed.map(|value| Exact {
        value,
        half_width: 0.02,
    });
    let share = ratio(
        &column(|seen| seen.turned_back),
        &column(|seen| seen.came),
        1.0,
    );
    check(
        &format!("share turned back in {file}"),
        &share,
        freedom,
        full,
    );
    let mean_time = ratio(
        &column(|seen| seen.inside),
        &column(|seen| seen.joined),
        1.0 / 60e6,
    );
    check(&format!("time inside in {file}"), &mean_time, freedom, time);
    let span = world.plan.measured() as f64;
    let numbers: Vec<f64> = all
        .iter()
        .map(|(seen, _)| seen.integral() as f64 / span)
        .collect();
    check(
        &format!("number inside in {file}"),
        &mean(&numbers),
        numbers.len() - 1,
        inside,
    );
}

#[test]
fn m_m_1_5() {
    limit(
        "m-m-1-5-rho-08",
        (0.8, 1.0, 1, 5),
        [0.0888194987, 1.8683320323, 2.5630652070],
    );
    limit("m-m-1-5-rho-1", (1.0, 1.0, 1, 5), [1.0 / 6.0, 2.5, 3.0]);
}

#[test]
fn m_m_2_10() {
    limit(
        "m-m-2-10-rho-08",
        (1.6, 1.0, 2, 10),
        [0.0263786012, 3.3306812832, 2.1380752360],
    );
}
