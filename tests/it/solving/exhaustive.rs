//! The answers of `solve` are those of trying every value on the same draws: twenty generated models, some of which go up and down.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use bordergate::experiment::{
    Arm, Control, Ended, Fold, Range, Reason, Recorder, judge_within, replicate,
};
use bordergate::experiment::{Judgement, solve::Spending};
use bordergate::measures::quantity::{Expectation, Resolver};
use bordergate::measures::{Catalogue, Chosen};
use bordergate::scenario::expression::Expression;
use bordergate::scenario::lever::Lever;
use bordergate::scenario::read;
use serde_json::Value;

use super::said;
use crate::worlds::World;

const REPLICATIONS: u64 = 60;

/// A model and what is asked of it: a lever, and a condition of which the limit is left open.
struct Case {
    text: String,
    find: String,
    /// With `{}` for the limit.
    condition: &'static str,
    largest: bool,
}

const HEAD: &str = "[scenario]\ntitle = \"Generated\"\nfrom = 2025-03-03\nto = 2025-03-04\nclock = \"Asia/Ho_Chi_Minh\"\n\
    [class.fruit]\nload = \"20 t\"\n[gate.bridge]\nhours = \"07:00-19:00\"\n";

/// Lorries that come at this rate and go by this route.
fn source(route: &str, rate: usize) -> String {
    format!(
        "[source.{route}]\ngate = \"bridge\"\ndirection = \"export\"\nvehicle = \"vietnamese\"\nclass = \"fruit\"\nroute = \"{route}\"\nrate = \"{rate} / day\"\n"
    )
}

fn steps(route: &str, steps: &[&str]) -> String {
    let step =
        |(at, step): (usize, &&str)| format!("[[route.{route}]]\nstep = \"s{at}\"\n{step}\n");
    steps.iter().enumerate().map(step).collect()
}

const LINE: &str = "cross = { bound = \"to-china\" }";

/// One station with 1 to 16 servers.
fn servers(number: usize) -> Case {
    let (rate, minutes) = (100 + 37 * (number % 5), 12 + 5 * (number % 4));
    let serve =
        format!("serve = {{ station = \"desk\", time = {{ exponential = \"{minutes} min\" }} }}");
    let desk = "[station.desk]\ngate = \"bridge\"\nservers = [{ count = 1 }]\n";
    let conditions = [
        "mean(time-in-system) <= {} s",
        "p90(time-in-system) <= {} s",
        "max(stock) <= {}",
        "P(max(stock) <= 60) >= {}",
        "share(time-in-system < 6 h) >= {}",
    ];
    Case {
        text: [
            HEAD,
            &source("out", rate),
            desk,
            &steps("out", &[&serve, LINE]),
        ]
        .concat(),
        find: "station.desk.servers=[{ count = 1 }]..[{ count = 16 }]".to_owned(),
        condition: conditions[number % conditions.len()],
        largest: false,
    }
}

/// Days by appointment.
fn slots(number: usize) -> Case {
    let notice = "[gate.bridge.notice.booked]\nfrom = 2025-03-03\nto = 2025-03-04\nstate = \"appointment\"\nslots = \"20 / day\"\n";
    let rate = 40 + 15 * number;
    let conditions = ["vehicles-crossed >= {}", "end(stock) <= {}"];
    Case {
        text: [HEAD, notice, &source("out", rate), &steps("out", &[LINE])].concat(),
        find: "gate.bridge.notice.booked.slots=4..64:4".to_owned(),
        condition: conditions[number % 2],
        largest: false,
    }
}

/// The most that may come.
fn rates(number: usize) -> Case {
    let case = servers(3 * number + 1);
    Case {
        text: case.text.replace("count = 1 }", "count = 4 }"),
        find: "source.out.rate=20..320:20".to_owned(),
        condition: ["max(stock) <= {}", "mean(time-in-system) <= {} s"][number % 2],
        largest: true,
    }
}

/// Desks cost money, and so does waiting.
fn costs(number: usize) -> Case {
    let case = servers(number);
    let costs = "[cost.waiting]\ntime = \"waiting\"\namount = \"100,000 VND / h\"\nbearer = \"carrier\"\n\
        [cost.desks]\nstaff = \"desk\"\namount = \"700,000 VND / h\"\nbearer = \"state\"\n";
    Case {
        text: case.text + costs,
        condition: "cost <= {} VND",
        largest: number % 2 == 1,
        ..case
    }
}

/// Two yards between which lorries go both ways: with too many inside they lock up.
fn yards(number: usize) -> Case {
    let notice = "[gate.bridge.notice.booked]\nfrom = 2025-03-03\nto = 2025-03-04\nstate = \"appointment\"\nslots = \"4 / h\"\ninterval = \"1 h\"\n";
    let yards = "[yard.a]\ncapacity = 6\n[yard.b]\ncapacity = 6\n";
    let way = |route: &str, first: &str, then: &str| {
        let (first, then) = (format!("park = \"{first}\""), format!("park = \"{then}\""));
        let papers = "delay = { time = { exponential = \"20 min\" } }";
        let check = "delay = { time = { exponential = \"10 min\" } }";
        source(route, 110) + &steps(route, &[LINE, &first, papers, &then, check])
    };
    Case {
        text: [
            HEAD,
            notice,
            yards,
            &way("east", "a", "b"),
            &way("west", "b", "a"),
        ]
        .concat(),
        find: "gate.bridge.notice.booked.slots=1 / h..15 / h".to_owned(),
        condition: "vehicles-crossed >= {}",
        largest: number % 2 == 1,
    }
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = (0..8).map(servers).collect();
    cases.extend((0..4).map(slots));
    cases.extend((0..4).map(rates));
    cases.extend((0..2).map(costs));
    cases.extend((0..2).map(yards));
    cases
}

/// A value of a lever: its world, which observes only what is asked.
struct Point {
    world: World,
    chosen: Chosen,
    observed: Catalogue,
}

impl Point {
    fn new(world: World, wanted: &Expression) -> Self {
        let resolver = Resolver::new(&world.scenario, &world.plan, &world.catalogue);
        let quantity = resolver
            .expectation(wanted)
            .unwrap()
            .condition()
            .quantity
            .clone();
        let chosen = Chosen::new(&[quantity], []);
        let observed = Catalogue::new(&world.scenario, &world.plan).choosing(&chosen);
        Self {
            world,
            chosen,
            observed,
        }
    }

    /// What is wanted, as it stands in what is observed.
    fn expectation(&self, wanted: &Expression) -> Expectation {
        let world = &self.world;
        let resolver = Resolver::new(&world.scenario, &world.plan, &world.catalogue);
        let mut expectation = resolver.expectation(wanted).unwrap();
        let (Expectation::Expected(condition) | Expectation::Chance { of: condition, .. }) =
            &mut expectation;
        let estimator = &mut condition.quantity.estimator;
        *estimator = self.chosen.estimator(*estimator);
        expectation
    }

    /// Runs what is missing of the first replications.
    fn run(&self, folds: &mut [Fold; 1], replications: u64) {
        let arms = [Arm {
            plan: &self.world.plan,
            catalogue: &self.observed,
            inputs: None,
            seed: 1,
        }];
        let range = Range {
            from: folds[0].progress().done,
            to: replications,
        };
        let mut recorder = Recorder::new(folds, |_: &[Fold]| ControlFlow::Continue(()));
        let ended = replicate(&arms, range, &[], 2, &Control::new(), &mut recorder).unwrap();
        assert_eq!(ended, Ended::Complete);
    }
}

/// Every value of a lever, each run for itself.
struct Tried {
    lever: Lever,
    points: Vec<Point>,
    folds: Vec<Fold>,
}

impl Tried {
    /// All replications of every value.
    fn new(case: &Case, path: &Path, wanted: &Expression) -> Self {
        let base = read(path, &[]);
        let scenario = base.scenario.expect("a scenario");
        let lever = Lever::parse(&case.find, &base.root, &base.sources, scenario.period).unwrap();
        let points: Vec<Point> = (0..lever.len())
            .map(|point| Point::new(World::of(read(path, &lever.sets(point))), wanted))
            .collect();
        let folds = points.iter().map(|point| {
            let mut folds = [Fold::new(&point.observed)];
            point.run(&mut folds, REPLICATIONS);
            let [fold] = folds;
            fold
        });
        let folds = folds.collect();
        Self {
            lever,
            points,
            folds,
        }
    }

    /// What the condition is about, at each value; `None` where a replication locks up.
    fn values(&self, wanted: &Expression) -> Vec<Option<f64>> {
        let points = self.points.iter().zip(&self.folds);
        points
            .map(|(point, fold)| {
                let held = judge_within(fold, &point.expectation(wanted), 0.1);
                held.value.filter(|_| fold.failures().is_empty())
            })
            .collect()
    }
}

/// A limit between two neighbouring values, with which something fails and something holds: those with the widest gap between them, or the next,
/// so that most answers can be told.
fn limit(values: &[Option<f64>], number: usize) -> f64 {
    let known: Vec<f64> = values.iter().copied().flatten().collect();
    let pairs = known.windows(2).skip(1);
    let gap = |pair: &&[f64]| (pair[1] - pair[0]).abs() / pair[0].abs().max(1e-9);
    let mut pairs: Vec<&[f64]> = pairs.collect();
    pairs.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
    let pair = pairs[(number % 5 / 4).min(pairs.len() - 1)];
    pair[0] + (pair[1] - pair[0]) * 0.5
}

/// The text of a condition with a limit.
fn with_limit(condition: &str, limit: f64) -> String {
    let digits = if condition.starts_with("P(") || condition.starts_with("share") {
        format!("{:.3}", limit.clamp(0.0, 1.0))
    } else {
        format!("{limit:.1}")
    };
    condition.replace("{}", &digits)
}

#[test]
fn solve_finds_what_trying_every_value_on_the_same_draws_finds() {
    let folder = std::env::temp_dir().join(format!("bordergate-solve-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (mut told, mut shapes) = (0, BTreeSet::new());
    for (number, case) in cases().into_iter().enumerate() {
        let path = folder.join(format!("case-{number}.toml"));
        fs::write(&path, &case.text).unwrap();
        let open = Expression::parse(&with_limit(case.condition, 0.5)).unwrap();
        let tried = Tried::new(&case, &path, &open);
        let wanted = with_limit(case.condition, limit(&tried.values(&open), number));
        let mut arguments = vec!["solve", path.to_str().unwrap(), "--find", &case.find];
        arguments.extend(["--such-that", &wanted, "--reps", "60", "--json"]);
        if case.largest {
            arguments.push("--largest");
        }
        let (code, data, notes) = said(&arguments);
        let solution: Value = serde_json::from_str(&data).unwrap_or_else(|_| panic!("{notes}"));
        shapes.insert(solution["shape"].as_str().unwrap().to_owned());
        let context = format!("case {number}, {wanted}: {:#}", solution["says"]);
        // Points in the order in which they are wanted.
        let expression = Expression::parse(&wanted).unwrap();
        let met: Vec<bool> = {
            let values = tried.values(&expression).into_iter().zip(&tried.points);
            let mut met: Vec<bool> = values
                .map(|(value, point)| meets(&point.expectation(&expression), value))
                .collect();
            if case.largest {
                met.reverse();
            }
            met
        };
        let place = |settings: &Value| -> usize {
            let text = settings.as_object().unwrap().values().next().unwrap();
            let at = (0..tried.lever.len())
                .position(|at| tried.lever.setting(at).unwrap().text == text.as_str().unwrap());
            let at = at.unwrap();
            if case.largest {
                tried.lever.len() - 1 - at
            } else {
                at
            }
        };
        let first = met.iter().position(|&met| met);
        if code == 0 {
            told += 1;
            assert_eq!(Some(place(&solution["answer"])), first, "{context}");
            judged_alike(&case, &tried, &expression, &solution, &context);
        } else {
            // What cannot be told lies on both sides of what the estimates say.
            assert_eq!(code, 4, "{context}");
            let points = solution["points"].as_array().unwrap();
            let of = |verdict: &str| -> Vec<usize> {
                let points = points.iter().filter(|point| point["verdict"] == verdict);
                points.map(|point| place(&point["settings"])).collect()
            };
            let holds = of("holds").into_iter().min();
            assert!(holds.is_none_or(|holds| met[holds]), "{context}");
            assert!(
                of("fails").into_iter().all(|fails| !met[fails]),
                "{context}"
            );
        }
    }
    assert!(told >= 16, "only {told} of 20 were told");
    for shape in ["one-way", "up-and-down", "cannot-be-compared"] {
        assert!(shapes.contains(shape), "{shape} is not in {shapes:?}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn meets(expectation: &Expectation, value: Option<f64>) -> bool {
    let (relation, limit) = match expectation {
        Expectation::Expected(condition) => (condition.relation, condition.limit),
        Expectation::Chance {
            relation, limit, ..
        } => (*relation, *limit),
    };
    value.is_some_and(|value| relation.holds(value, limit))
}

/// The answer is also that of judging every value as the search judges: with its error, at its numbers of replications.
fn judged_alike(case: &Case, tried: &Tried, wanted: &Expression, solution: &Value, context: &str) {
    let count = tried.lever.len();
    let spending = Spending::new(count, REPLICATIONS, 1, 0.05, false);
    let error = match solution["method"].as_str().unwrap() {
        "every-point" => spending.anywhere,
        _ => spending.on_path,
    };
    let judge = |point: &Point| -> Judgement {
        let expectation = point.expectation(wanted);
        let mut folds = [Fold::new(&point.observed)];
        for &replications in &spending.checkpoints {
            point.run(&mut folds, replications);
            let failures = folds[0].failures().iter();
            let mut reasons = failures.map(|(_, reason)| reason);
            if reasons.any(|reason| matches!(reason, Reason::Deadlock { .. })) {
                return Judgement::Failed;
            }
            let held = judge_within(&folds[0], &expectation, error);
            if held.judgement != Judgement::Inconclusive {
                return held.judgement;
            }
        }
        Judgement::Inconclusive
    };
    let judged: Vec<Judgement> = tried.points.iter().map(judge).collect();
    let holds = |judgement: &Judgement| *judgement == Judgement::Passed;
    let (found, neighbour) = if case.largest {
        let found = judged.iter().rposition(holds).unwrap();
        (found, found + 1)
    } else {
        let found = judged.iter().position(holds).unwrap();
        (found, found.wrapping_sub(1))
    };
    let answer = solution["answer"].as_object().unwrap().values().next();
    assert_eq!(
        answer.unwrap().as_str(),
        Some(tried.lever.setting(found).unwrap().text.as_str()),
        "{context}"
    );
    if let Some(neighbour) = judged.get(neighbour) {
        assert_eq!(*neighbour, Judgement::Failed, "{context}");
    }
}
