//! Erlang A: customers who give up in line.

use super::*;

/// The files that this module checks.
pub const FILES: [&str; 3] = ["erlang-a-1", "erlang-a-10", "erlang-a-100"];

/// Checks a file: arrivals a minute, servers of one service a minute, the rate of giving up; the typed probabilities of giving up
/// and of waiting, mean wait of all in minutes and mean number inside.
fn erlang_a(
    file: &str,
    (replications, half_width): (u64, f64),
    (arrivals, servers, impatience): (f64, u32, f64),
    typed: [f64; 4],
) {
    let formula = formulas::erlang_a(arrivals, servers, impatience);
    for (formula, typed) in formula.into_iter().zip(typed) {
        assert!((formula - typed).abs() < 1e-8, "{formula} is not {typed}");
    }
    let world = shipped(&format!("theory/{file}"));
    let seen = see(&world, replications);
    let freedom = seen.len().min(BLOCKS) - 1;
    let cell = (0, 0);
    let sums = |of: &dyn Fn([i128; 3], [i128; 2]) -> i128| -> Vec<i128> {
        let each = seen
            .iter()
            .map(|seen| of(seen.waits[&cell], seen.gave_up[&cell]));
        each.collect()
    };
    // Whoever gives up has waited.
    let all = sums(&|served, gave_up| served[0] + gave_up[0]);
    let gave_up = sums(&|_, gave_up| gave_up[0]);
    let waited = sums(&|served, gave_up| served[2] + gave_up[0]);
    let total = sums(&|served, gave_up| served[1] + gave_up[1]);
    let [p_give_up, p_wait, wait, inside] = typed.map(|value| Exact { value, half_width });
    for (what, part, scale, exact) in [
        ("P(give up)", gave_up, 1.0, p_give_up),
        ("P(wait)", waited, 1.0, p_wait),
        ("wait of all", total, 1.0 / 60e6, wait),
    ] {
        let estimate = ratio(&part, &all, scale);
        check(&format!("{what} in {file}"), &estimate, freedom, exact);
    }
    let span = world.plan.measured() as f64;
    let numbers: Vec<f64> = seen
        .iter()
        .map(|seen| seen.integral() as f64 / span)
        .collect();
    let what = format!("number inside in {file}");
    check(&what, &mean(&numbers), numbers.len() - 1, inside);
}

#[test]
fn one_server() {
    let typed = [0.367_879_441_2, 0.632_120_558_8, 0.367_879_441_2, 1.0];
    erlang_a("erlang-a-1", (16, 0.02), (1.0, 1, 1.0), typed);
}

#[test]
fn ten_servers() {
    let typed = [
        0.103_913_212_3,
        0.619_655_230_9,
        0.207_826_424_7,
        11.039_132_123_3,
    ];
    erlang_a("erlang-a-10", (16, 0.02), (10.0, 10, 0.5), typed);
}

#[test]
fn a_hundred_servers() {
    let typed = [0.039_860_996_8, 0.513_298_798_3, 0.039_860_996_8, 100.0];
    erlang_a("erlang-a-100", (17, 0.025), (100.0, 100, 1.0), typed);
}
