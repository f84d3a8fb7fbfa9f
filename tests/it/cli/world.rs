//! A small gate by hand: one bridge, one desk, fruit out, a published count beside it.

use std::ops::ControlFlow;

use bordergate::des::variate::Distribution;
use bordergate::experiment::{Arm, Control, Ended, Fold, Progress, Range, Recorder, replicate};
use bordergate::measures::Catalogue;
use bordergate::plan::{self, Plan};
use bordergate::report::{Report, Run, Stopped};
use bordergate::scenario::calendar::{
    Bound, Clocks, Direction, Filter, GateCalendar, Hours, Nationality, Period, Weekly,
};
use bordergate::scenario::model::{
    Activity, Answer, Arrivals, Basis, BasisKind, BranchOption, Class, DelayFor, Fact, FactMeasure,
    FactUse, Flow, Gate, InLine, InService, Order, Parameter, Profile, Reaction, Route, Scenario,
    ServerHours, Servers, Source, Station, Step, Titles,
};
use jiff::civil::date;
use jiff::tz::TimeZone;

/// Three days of one bridge with this many lorries a day; one desk, 10 minutes each.
pub fn bridge(per_day: f64) -> Scenario {
    let own = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let period = Period {
        from: date(2025, 3, 3),
        to: date(2025, 3, 5),
    };
    let (start, end) = (period.start(&own), period.end(&own));
    let step = |name: &str, activity, next| Step {
        name: name.to_owned(),
        activity,
        next,
    };
    let minutes = |value: f64| Distribution::Exponential { mean: value * 6e7 };
    Scenario {
        id: "bridge".to_owned(),
        title: Titles {
            en: "Cầu Bắc Luân 北仑河".to_owned(),
            ..Titles::default()
        },
        period,
        clocks: Clocks {
            own: own.clone(),
            partner: TimeZone::get("Asia/Shanghai").unwrap(),
        },
        versions: vec!["agreed".to_owned()],
        calendar: Some(0),
        yards: Vec::new(),
        bridges: Vec::new(),
        pools: Vec::new(),
        residents: Vec::new(),
        papers: Vec::new(),
        outages: Vec::new(),
        patience: Vec::new(),
        stays: Vec::new(),
        goods: Vec::new(),
        records: Vec::new(),
        profiles: Profile::of_classes(1),
        agencies: Vec::new(),
        inspections: Vec::new(),
        channels: Vec::new(),
        snapshots: vec![jiff::civil::time(8, 0, 0, 0)],
        stock_thresholds: vec![500],
        vehicle_limit: 1_000_000,
        warm_up: 0,
        references: Vec::new(),
        switches: Vec::new(),
        classes: vec![Class {
            name: "fruit".to_owned(),
            title: "fruit".to_owned(),
            tare: 0,
            shelf_life: None,
            worth: None,
            persons: false,
            load: Some(Distribution::Constant { value: 20_000.0 }),
            goods: Vec::new(),
        }],
        gates: vec![Gate {
            name: "bridge".to_owned(),
            title: "Bắc Luân II".to_owned(),
            calendar: GateCalendar {
                own: Weekly::daily(&Hours::parse("07:00-19:00").unwrap()),
                partner: None,
                notices: Vec::new(),
                restrictions: Vec::new(),
            },
            books: Vec::new(),
            order: None,
        }],
        quotas: Vec::new(),
        backlogs: Vec::new(),
        balking: Vec::new(),
        published: Vec::new(),
        diversions: Vec::new(),
        bans: Vec::new(),
        sources: vec![Source {
            name: "lorries".to_owned(),
            flow: Flow {
                gate: 0,
                direction: Direction::Export,
                vehicle: Nationality::Vietnamese,
                loaded: true,
                route: 0,
                classes: vec![(0, 1_000_000_000_000)],
                records: Vec::new(),
            },
            arrivals: Arrivals::Poisson {
                days: vec![per_day; 3],
                hours: [1.0; 24],
                day_factor: None,
            },
            convoy: None,
            books: None,
            when_closed: Reaction::all(Answer::Waits),
        }],
        stations: vec![Station {
            name: "desk".to_owned(),
            title: "desk".to_owned(),
            gate: Some(0),
            servers: vec![Servers {
                count: 1,
                hours: ServerHours::Always,
                skills: Vec::new(),
                regimes: Vec::new(),
                classes: Vec::new(),
                overflow: false,
            }],
            skills: Vec::new(),
            batch: None,
            order: Order::of_joining(1),
            preempts: false,
            in_service: InService::Finish,
            in_line: InLine::Wait,
        }],
        routes: vec![Route {
            name: "out".to_owned(),
            key: "out".to_owned(),
            steps: vec![
                step(
                    "papers",
                    Activity::Serve {
                        station: 0,
                        time: vec![minutes(10.0)],
                        skill: None,
                    },
                    Some(1),
                ),
                step(
                    "cross",
                    Activity::Cross {
                        bound: Bound::ToChina,
                        loaded: None,
                    },
                    None,
                ),
            ],
        }],
        thresholds: Vec::new(),
        exchange: Vec::new(),
        costs: Vec::new(),
        service_levels: Vec::new(),
        facts: vec![Fact {
            name: "three-days".to_owned(),
            title: "Lorries in three days".to_owned(),
            measure: FactMeasure::VehiclesCrossed,
            gates: vec![0],
            filter: Filter::default(),
            from: start,
            to: end,
            text: "about 100".to_owned(),
            low: 95.0,
            high: 105.0,
            references: Vec::new(),
            per_day: None,
            purpose: FactUse::Validation,
            outside_because: None,
            identity: Vec::new(),
        }],
        calibration: None,
        parameters: [
            ("quota.none", BasisKind::Documented),
            ("source.lorries.rate", BasisKind::Assumed),
        ]
        .map(|(path, kind)| Parameter {
            path: path.to_owned(),
            value: "40 / day".to_owned(),
            basis: Basis {
                kind,
                text: String::new(),
                range: None,
            },
            references: Vec::new(),
            holds: None,
            gate: Some(0),
        })
        .into(),
    }
}

/// The same gate, where half of the lorries go back to the papers for ever.
pub fn circle() -> Scenario {
    let mut scenario = bridge(40.0);
    scenario.routes[0].steps[0].activity = Activity::Delay {
        time: vec![Distribution::Constant { value: 0.0 }],
        waits_for: DelayFor::Travel,
    };
    scenario.routes[0].steps[1].activity = Activity::Branch {
        options: vec![vec![BranchOption {
            share: 1_000_000_000_000,
            to: Some(0),
            label: 0,
        }]],
        labels: vec!["again".to_owned()],
    };
    scenario
}

/// Runs a range on some threads.
pub fn fold(plan: &Plan, catalogue: &Catalogue, to: u64, jobs: usize) -> (Fold, Ended) {
    watched(plan, catalogue, to, jobs, &Control::new(), |_| {})
}

/// The same under a control, with a look at each step.
pub fn watched(
    plan: &Plan,
    catalogue: &Catalogue,
    to: u64,
    jobs: usize,
    control: &Control,
    mut look: impl FnMut(Progress),
) -> (Fold, Ended) {
    let arm = Arm {
        plan,
        catalogue,
        inputs: None,
        seed: 1,
    };
    let mut folds = [Fold::new(catalogue)];
    let mut recorder = Recorder::new(&mut folds, |folds: &[Fold]| {
        look(folds[0].progress());
        ControlFlow::Continue(())
    });
    let range = Range { from: 0, to };
    let ended = replicate(&[arm], range, &[], jobs, control, &mut recorder);
    let ended = ended.unwrap();
    let [fold] = folds;
    (fold, ended)
}

/// Runs a scenario and gives its report to `look`.
pub fn with_report<T>(
    scenario: &Scenario,
    reps: u64,
    jobs: usize,
    look: impl FnOnce(&Report, &Run) -> T,
) -> T {
    let plan = plan::compile(scenario).unwrap();
    let catalogue = Catalogue::new(scenario, &plan);
    let (fold, _) = fold(&plan, &catalogue, reps, jobs);
    let run = Run {
        scenario,
        plan: &plan,
        catalogue: &catalogue,
        fold: &fold,
        seed: 1,
        from: 0,
        asked: reps,
        stopped: Stopped::Replications,
        file: "bridge.toml",
        set: &[],
        inputs: None,
        wanted: &[],
    };
    look(&Report::new(&run), &run)
}
