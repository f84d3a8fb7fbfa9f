//! What the scenarios of choice must show, whatever their assumptions: a ban changes who comes and nothing else, and full yards take no
//! more than they hold.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bordergate::des::keyed::EntityId;
use bordergate::plan::Reason;
use bordergate::scenario::read;
use bordergate::sim::{Exit, Observer, Vehicle};

use crate::worlds::{World, scenarios, shipped};

const REPLICATIONS: u64 = 3;

/// Who came when, whom a ban kept inland, and the stocks of gates from a book of its own.
#[derive(Default)]
struct Watch {
    came: HashMap<EntityId, i64>,
    kept: BTreeSet<i64>,
    kept_inland: HashMap<EntityId, i64>,
    stock: BTreeMap<u32, i64>,
    most: BTreeMap<u32, i64>,
    /// How many turned back or went on, and the fewest that any of them saw.
    balked: u64,
    saw: Option<u32>,
    redirected: HashMap<EntityId, u32>,
    gates: Vec<u32>,
}

impl Watch {
    fn of(world: &World, replication: u64) -> Self {
        let mut watch = Self {
            gates: world.plan.kinds.iter().map(|kind| kind.gate).collect(),
            ..Self::default()
        };
        world.observe(7, replication, &mut watch);
        watch
    }

    fn stands(&mut self, kind: u32, by: i64) {
        let gate = self.gates[kind as usize];
        let stock = self.stock.entry(gate).or_default();
        *stock += by;
        let most = self.most.entry(gate).or_default();
        *most = (*stock).max(*most);
    }
}

impl Observer for Watch {
    fn arrive(&mut self, now: i64, vehicle: &Vehicle) {
        assert_eq!(
            self.came.insert(vehicle.id, now),
            None,
            "nobody comes twice"
        );
        if let Some(&gate) = self.redirected.get(&vehicle.id) {
            assert_ne!(self.gates[vehicle.kind as usize], gate, "it went elsewhere");
        }
        self.stands(vehicle.kind, 1);
    }
    fn pass(
        &mut self,
        _now: i64,
        vehicle: &Vehicle,
        _lane: u32,
        _crossing: Option<bordergate::plan::Crossing>,
        first: bool,
        _waited: i64,
    ) {
        self.stands(vehicle.kind, -i64::from(first));
    }
    fn leave(&mut self, _now: i64, vehicle: &Vehicle, exit: Exit) {
        self.stands(vehicle.kind, -i64::from(!vehicle.crossed));
        self.balked += u64::from(exit == Exit::TurnedBack(Reason::QueueSeen));
    }
    fn transfer(&mut self, _now: i64, vehicle: &Vehicle, from: u32, reason: Reason) {
        assert_eq!(reason, Reason::QueueSeen);
        self.balked += 1;
        self.stands(from, -1);
        self.stands(vehicle.kind, 1);
    }
    fn see(&mut self, _now: i64, vehicle: &Vehicle, seen: u32) {
        let gate = self.gates[vehicle.kind as usize];
        assert_eq!(i64::from(seen), self.stock[&gate] - 1, "it sees all others");
        self.saw = Some(self.saw.map_or(seen, |least| least.min(seen)));
    }
    fn redirect(&mut self, _now: i64, vehicle: &Vehicle, from: u32, read: [u32; 2]) {
        assert!(read[0] > read[1] + 300, "{read:?}");
        assert_eq!(
            self.redirected
                .insert(vehicle.id, self.gates[from as usize]),
            None
        );
    }
    fn keep_inland(&mut self, _now: i64, vehicle: &Vehicle) {
        self.kept.insert(vehicle.arrived);
        self.kept_inland.insert(vehicle.id, vehicle.arrived);
    }
}

/// With and without the ban the same vehicles are made. Who is not kept inland comes, most of them at the same instant; the others are
/// fruit of the ban's days that came at the same hour of one of the four days before it.
#[test]
fn a_ban_takes_out_whom_it_stops_and_nobody_else() {
    let banned = shipped("lang-son-fruit-ban-2022");
    let free = shipped("lang-son-fruit-ban-2022-none");
    let day = |at: i64| (at - banned.plan.start).div_euclid(86_400_000_000);
    for replication in 0..REPLICATIONS {
        let (with, without) = (
            Watch::of(&banned, replication),
            Watch::of(&free, replication),
        );
        assert_eq!(with.came.len() + with.kept_inland.len(), without.came.len());
        let mut early = 0;
        for (id, planned) in &without.came {
            if let Some(kept) = with.kept_inland.get(id) {
                assert_eq!(kept, planned);
                assert!((5..=19).contains(&day(*planned)));
                assert!(!with.came.contains_key(id));
                continue;
            }
            let came = with.came[id];
            if came != *planned {
                early += 1;
                assert!((1..=4).contains(&day(came)), "on day {}", day(came));
                assert!((5..=19).contains(&day(*planned)));
                assert_eq!((planned - came) % 86_400_000_000, 0);
            }
        }
        // 113 a day of which 65 % are fruit, on 14.5 days, of which 95 % heed it and 90 % of these stay away.
        assert!(
            (600..1_300).contains(&with.kept_inland.len()),
            "{}",
            with.kept_inland.len()
        );
        assert!((40..220).contains(&early), "{early}");
        // Who was on the way came: nobody is kept on the first half of the first day.
        let first = banned.plan.start + 5 * 86_400_000_000 + 43_200_000_000;
        assert!(with.kept.first().is_some_and(|&at| at >= first));
    }
}

/// The yards of Chi Ma never hold more than 700 in line, nobody turns away who sees fewer than 490, and most of those who come do. Whoever
/// read of more than 300 fewer elsewhere arrives there.
#[test]
fn full_yards_send_lorries_on() {
    let world = shipped("huu-nghi-chi-ma-diversion-2021");
    let chi_ma = world
        .plan
        .names
        .gates
        .iter()
        .position(|gate| gate == "chi-ma");
    for replication in 0..REPLICATIONS {
        let watch = Watch::of(&world, replication);
        let most = watch.most[&(chi_ma.unwrap() as u32)];
        // Whoever comes is counted before it turns away at the same instant.
        assert!((650..=701).contains(&most), "{most}");
        assert!(watch.saw.is_some_and(|seen| seen > 490));
        assert!(watch.balked > 2_000, "{}", watch.balked);
        assert!(watch.redirected.len() > 100);
    }
}

/// Drivers who read sooner, or more of them, are a change of the file, not of the program.
#[test]
fn a_share_of_readers_can_be_set() {
    let file = scenarios().join("huu-nghi-chi-ma-diversion-2021.toml");
    let nobody = World::of(read(&file, &["diversion.readers.share=\"0 %\"".to_owned()]));
    assert!(Watch::of(&nobody, 0).redirected.is_empty());
}
