use bordergate::measures::{Catalogue, Measures};
use bordergate::plan::compile;
use bordergate::scenario::read;
use bordergate::sim::Engine;
use std::path::Path;
use std::sync::atomic::AtomicBool;
fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().unwrap();
    let mode = args.next().unwrap();
    let reps: u64 = args.next().map_or(3, |n| n.parse().unwrap());
    let scenario = read(Path::new(&file), &[]).scenario.unwrap();
    let plan = compile(&scenario).unwrap();
    let catalogue = Catalogue::new(&scenario, &plan);
    let go = AtomicBool::new(true);
    let mut engine = Engine::new(&plan);
    let mut measures = Measures::new(&plan, &catalogue);
    let mut best = f64::MAX;
    for r in 0..reps {
        let t = std::time::Instant::now();
        let stop = if mode == "bare" {
            engine.run(1, r, &mut (), &go)
        } else {
            engine.run(1, r, &mut measures, &go)
        };
        let e = t.elapsed().as_secs_f64();
        best = best.min(e);
        std::hint::black_box(stop);
    }
    println!("{file} {mode}: best {:.3} ms", best * 1e3);
}
