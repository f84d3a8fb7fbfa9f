//! The models on which the engine is measured beside its peers, `benches/peers/models`: what is measured there must be right.

use std::path::Path;

use bordergate::scenario::read;

use super::*;

/// Checks a model against its typed mean time in the system, in minutes.
fn time_in_system(file: &str, typed: f64) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("benches/peers/models/{file}.toml"));
    let read = read(&path, &[]);
    let problems = read.problems.render(&read.sources, false);
    assert!(read.problems.is_empty(), "{problems}");
    let world = World::of(read);
    let seen = see(&world, 8);
    let column = |index: usize| -> Vec<i128> {
        let all = seen.iter();
        all.map(|seen| seen.sojourns[&0][index]).collect()
    };
    check(
        &format!("time in the system of {file}"),
        &ratio(&column(1), &column(0), 1.0 / 60e6),
        seen.len().min(BLOCKS) - 1,
        Exact {
            value: typed,
            half_width: 0.02,
        },
    );
}

#[test]
fn peers_m_m_1() {
    time_in_system("m-m-1", formulas::m_m_c(0.75, 1.0, 1) + 1.0);
}

#[test]
fn peers_m_m_4() {
    time_in_system("m-m-4", formulas::m_m_c(3.2, 1.0, 4) + 1.0);
}

#[test]
fn peers_tandem() {
    let stations = [(1, 1.0), (2, 2.0), (4, 4.0), (3, 3.0), (1, 1.0)];
    let spent =
        stations.map(|(servers, service)| formulas::m_m_c(0.8, 1.0 / service, servers) + service);
    time_in_system("tandem", spent.iter().sum());
}
