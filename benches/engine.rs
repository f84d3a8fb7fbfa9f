//! Benchmarks of the loop with the standard observations on, for people: the gate in CI is `scripts/instructions`.
//!
//! `cargo bench` prints the time of one replication of each scenario.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use bordergate::measures::{Catalogue, Measures};
use bordergate::plan::compile;
use bordergate::scenario::read;
use bordergate::sim::Engine;
use criterion::{Criterion, criterion_group, criterion_main};

const SCENARIOS: [&str; 4] = [
    "theory/m-m-1-rho-08",
    "theory/m-m-3-rho-08",
    "theory/tandem-five-stations",
    "mong-cai-tet-2022-agreed",
];

fn replications(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replication");
    group.sample_size(10);
    for name in SCENARIOS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"));
        let Some(scenario) = read(&path, &[]).scenario else {
            continue;
        };
        let Ok(plan) = compile(&scenario) else {
            continue;
        };
        let catalogue = Catalogue::new(&scenario, &plan);
        let keep_going = AtomicBool::new(true);
        let mut engine = Engine::new(&plan);
        let mut measures = Measures::new(&plan, &catalogue);
        let mut replication = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                replication += 1;
                black_box(engine.run(1, replication, &mut measures, &keep_going))
            });
        });
        let mut bare = Engine::new(&plan);
        group.bench_function(format!("{name} unobserved"), |bencher| {
            bencher.iter(|| {
                replication += 1;
                black_box(bare.run(1, replication, &mut (), &keep_going))
            });
        });
    }
    group.finish();
}

fn load(criterion: &mut Criterion) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/mong-cai-tet-2022-agreed.toml");
    criterion.bench_function("read and compile mong-cai-tet-2022-agreed", |bencher| {
        bencher.iter(|| {
            read(&path, &[])
                .scenario
                .map(|scenario| compile(&scenario).is_ok())
        });
    });
}

criterion_group!(benches, replications, load);
criterion_main!(benches);
