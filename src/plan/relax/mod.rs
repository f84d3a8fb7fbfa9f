//! Relaxations: what might be lifted from a scenario, to see what delay it costs.
//!
//! A relaxation is an edit of what a scenario means, one limit lifted at one place, and nothing else. It is no proposal: an open gate may be
//! out of the question, and still be the right yardstick for what its hours cost. The list is closed, so that each can say in one
//! sentence what it lifts and at which causes it aims.
//!
//! Invariants: a relaxation renames nobody, so the same vehicles come with the same draws as far as the edit does not concern them, and
//! runs are paired; several are lifted in the order of the list, in whichever order they are named, so a set of them has one meaning; what is
//! offered by [`relaxations`] changes something.

mod edit;

use std::collections::BTreeSet;

use crate::scenario::model::{Activity, DelayFor, Scenario, Step};

use super::cause::Cause;

/// A limit that might be lifted. Indices are those of the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relaxation {
    /// A gate is open round the clock.
    OpenGate(usize),
    /// A gate bars no class and keeps no direction waiting.
    AllPass(usize),
    /// The appointment books of a gate have twice the slots.
    TwiceTheSlots(usize),
    /// A quota limits nothing.
    NoQuota(usize),
    /// Residents may trade for twice as much.
    TwiceTheAllowance(usize),
    /// A station of hours of its own is never without servers.
    AlwaysStaffed(usize),
    /// A station has one more server.
    OneMoreServer(usize),
    /// A station does not wait until a batch is large enough.
    SmallestBatch(usize),
    /// A pool has one more driver.
    OneMoreDriver(usize),
    /// A yard has twice the places.
    TwiceThePlaces(usize),
    /// A bridge has no limits.
    FreeBridge(usize),
    /// Nothing is out of order.
    NoOutages,
    /// Nobody waits for papers.
    NoWaitForPapers,
    /// Results are there at once.
    ResultsAtOnce,
}

/// All that can be lifted from a scenario, in the order of [`Relaxation`].
pub fn relaxations(scenario: &Scenario) -> Vec<Relaxation> {
    fn each<T>(things: &[T], relax: fn(usize) -> Relaxation) -> impl Iterator<Item = Relaxation> {
        (0..things.len()).map(relax)
    }
    let gates = &scenario.gates;
    let stations = &scenario.stations;
    let mut all: Vec<Relaxation> = each(gates, Relaxation::OpenGate)
        .chain(each(gates, Relaxation::AllPass))
        .chain(each(gates, Relaxation::TwiceTheSlots))
        .chain(each(&scenario.quotas, Relaxation::NoQuota))
        .chain(each(&scenario.residents, Relaxation::TwiceTheAllowance))
        .chain(each(stations, Relaxation::AlwaysStaffed))
        .chain(each(stations, Relaxation::OneMoreServer))
        .chain(each(stations, Relaxation::SmallestBatch))
        .chain(each(&scenario.pools, Relaxation::OneMoreDriver))
        .chain(each(&scenario.yards, Relaxation::TwiceThePlaces))
        .chain(each(&scenario.bridges, Relaxation::FreeBridge))
        .chain([
            Relaxation::NoOutages,
            Relaxation::NoWaitForPapers,
            Relaxation::ResultsAtOnce,
        ])
        .collect();
    all.retain(|relaxation| relaxation.has_something_to_lift(scenario));
    all
}

/// The scenario with several limits lifted.
pub fn lift(scenario: &Scenario, several: impl IntoIterator<Item = Relaxation>) -> Scenario {
    let several: BTreeSet<Relaxation> = several.into_iter().collect();
    let mut lifted = scenario.clone();
    for relaxation in several {
        relaxation.apply(&mut lifted);
    }
    lifted
}

impl Relaxation {
    /// Lifts the limit.
    pub fn apply(self, scenario: &mut Scenario) {
        edit::apply(self, scenario);
    }

    /// The word for the kind, as in rows: `open-gate`.
    pub const fn word(self) -> &'static str {
        match self {
            Relaxation::OpenGate(_) => "open-gate",
            Relaxation::AllPass(_) => "all-pass",
            Relaxation::TwiceTheSlots(_) => "twice-the-slots",
            Relaxation::NoQuota(_) => "no-quota",
            Relaxation::TwiceTheAllowance(_) => "twice-the-allowance",
            Relaxation::OneMoreServer(_) => "one-more-server",
            Relaxation::AlwaysStaffed(_) => "always-staffed",
            Relaxation::SmallestBatch(_) => "smallest-batch",
            Relaxation::OneMoreDriver(_) => "one-more-driver",
            Relaxation::TwiceThePlaces(_) => "twice-the-places",
            Relaxation::FreeBridge(_) => "free-bridge",
            Relaxation::NoOutages => "no-outages",
            Relaxation::NoWaitForPapers => "no-wait-for-papers",
            Relaxation::ResultsAtOnce => "results-at-once",
        }
    }

    /// The name of what it is about; `None` where it is about all.
    pub fn of(self, scenario: &Scenario) -> Option<&str> {
        let name = match self {
            Relaxation::OpenGate(at) | Relaxation::AllPass(at) | Relaxation::TwiceTheSlots(at) => {
                &scenario.gates.get(at)?.name
            }
            Relaxation::NoQuota(at) => &scenario.quotas.get(at)?.name,
            Relaxation::TwiceTheAllowance(at) => &scenario.residents.get(at)?.name,
            Relaxation::OneMoreServer(at)
            | Relaxation::AlwaysStaffed(at)
            | Relaxation::SmallestBatch(at) => &scenario.stations.get(at)?.name,
            Relaxation::OneMoreDriver(at) => &scenario.pools.get(at)?.name,
            Relaxation::TwiceThePlaces(at) => &scenario.yards.get(at)?.name,
            Relaxation::FreeBridge(at) => &scenario.bridges.get(at)?.name,
            Relaxation::NoOutages | Relaxation::NoWaitForPapers | Relaxation::ResultsAtOnce => {
                return None;
            }
        };
        Some(name)
    }

    /// In a few words, as in a table: `bridge open round the clock`.
    pub fn title(self, scenario: &Scenario) -> String {
        let of = self.of(scenario).unwrap_or_default();
        match self {
            Relaxation::OpenGate(_) => format!("{of} open round the clock"),
            Relaxation::AllPass(_) => format!("{of} bars nobody"),
            Relaxation::TwiceTheSlots(_) => format!("twice the slots at {of}"),
            Relaxation::NoQuota(_) => format!("no quota {of}"),
            Relaxation::TwiceTheAllowance(_) => format!("twice the allowance of {of}"),
            Relaxation::OneMoreServer(_) => format!("one more server at {of}"),
            Relaxation::AlwaysStaffed(_) => format!("{of} always staffed"),
            Relaxation::SmallestBatch(_) => format!("smallest batches at {of}"),
            Relaxation::OneMoreDriver(_) => format!("one more driver of {of}"),
            Relaxation::TwiceThePlaces(_) => format!("twice the places in {of}"),
            Relaxation::FreeBridge(_) => format!("no limits on {of}"),
            Relaxation::NoOutages => "nothing out of order".to_owned(),
            Relaxation::NoWaitForPapers => "no wait for papers".to_owned(),
            Relaxation::ResultsAtOnce => "results at once".to_owned(),
        }
    }

    /// What it lifts, in a sentence.
    pub const fn lifts(self) -> &'static str {
        match self {
            Relaxation::OpenGate(_) => {
                "no closed days and no closed hours of either side; who works the gate's hours works as long; bookings, quotas, barred classes and restrictions stay"
            }
            Relaxation::AllPass(_) => {
                "no class is barred, and no hour is kept for one direction, bound or nationality; closed stays closed"
            }
            Relaxation::TwiceTheSlots(_) => {
                "each appointment book has twice the slots in each interval, and twice those of its pools"
            }
            Relaxation::NoQuota(_) => "the partner side accepts any number",
            Relaxation::TwiceTheAllowance(_) => "each resident may trade for twice as much a day",
            Relaxation::OneMoreServer(_) => {
                "one more server whenever somebody works there, who can do what any of the others can"
            }
            Relaxation::AlwaysStaffed(_) => {
                "in the hours of its own in which nobody works there, its largest group of servers does"
            }
            Relaxation::SmallestBatch(_) => {
                "a batch begins with one vehicle, or one of each party; there is room for as many as before"
            }
            Relaxation::OneMoreDriver(_) => "one more driver whenever somebody of the pool works",
            Relaxation::TwiceThePlaces(_) => "twice as many vehicles can stand there",
            Relaxation::FreeBridge(_) => {
                "both directions at once, without headway or limits of number and weight; driving takes as long"
            }
            Relaxation::NoOutages => "no outage of anything",
            Relaxation::NoWaitForPapers => "vehicles go on while their papers are made",
            Relaxation::ResultsAtOnce => "a result takes no time",
        }
    }

    /// The causes at which it aims, in order of precedence. It may change any other, either way.
    pub fn causes(self, scenario: &Scenario) -> Vec<Cause> {
        let closed = [Cause::ClosedHoliday, Cause::ClosedNight];
        match self {
            Relaxation::OpenGate(_) => closed.to_vec(),
            Relaxation::AlwaysStaffed(at) => {
                let papers = makes_papers(scenario, at).then_some(Cause::WaitingPapers);
                closed.into_iter().chain(papers).collect()
            }
            Relaxation::AllPass(_) => vec![Cause::WrongDirection, Cause::ClassBarred],
            Relaxation::TwiceTheSlots(_) => vec![Cause::BeforeAppointment, Cause::NoSlot],
            Relaxation::NoQuota(_) | Relaxation::TwiceTheAllowance(_) => vec![Cause::QuotaUsedUp],
            Relaxation::OneMoreServer(at) => {
                let papers = makes_papers(scenario, at).then_some(Cause::WaitingPapers);
                papers.into_iter().chain([Cause::WaitingServer]).collect()
            }
            Relaxation::SmallestBatch(_) => vec![Cause::WaitingPartner],
            Relaxation::OneMoreDriver(_) => vec![Cause::WaitingDriver],
            Relaxation::TwiceThePlaces(_) => vec![Cause::YardFull],
            Relaxation::FreeBridge(_) => vec![Cause::ClassBarred, Cause::WaitingBridge],
            Relaxation::NoOutages => vec![Cause::Outage],
            Relaxation::NoWaitForPapers => vec![Cause::WaitingPapers],
            Relaxation::ResultsAtOnce => vec![Cause::WaitingResult],
        }
    }

    /// Whether the scenario has the limit that it lifts.
    fn has_something_to_lift(self, scenario: &Scenario) -> bool {
        let all_steps = || scenario.routes.iter().flat_map(|route| &route.steps);
        let served = |station: usize| serves(all_steps(), station);
        match self {
            Relaxation::OpenGate(at) => edit::is_ever_closed(&scenario.gates[at].calendar),
            Relaxation::AllPass(at) => {
                let calendar = &scenario.gates[at].calendar;
                let bars = calendar
                    .notices
                    .iter()
                    .any(|notice| !notice.barred.is_empty() || notice.admitted.is_some());
                bars || !calendar.restrictions.is_empty()
            }
            Relaxation::TwiceTheSlots(at) => scenario.gates[at].books.iter().any(Option::is_some),
            Relaxation::NoQuota(_) | Relaxation::TwiceTheAllowance(_) => true,
            Relaxation::OneMoreServer(at) => served(at),
            Relaxation::AlwaysStaffed(at) => {
                served(at) && edit::unstaffed(&scenario.stations[at].servers).is_some()
            }
            Relaxation::SmallestBatch(at) => {
                let batch = scenario.stations[at].batch.as_ref();
                batch.is_some_and(|batch| batch.parties.iter().any(|party| party.least > 1))
            }
            Relaxation::OneMoreDriver(at) => has_step(
                scenario,
                |activity| matches!(activity, Activity::Seize { pool } if *pool == at),
            ),
            Relaxation::TwiceThePlaces(at) => has_step(
                scenario,
                |activity| matches!(activity, Activity::Park { yard } if *yard == at),
            ),
            Relaxation::FreeBridge(at) => edit::is_limited(&scenario.bridges[at]),
            Relaxation::NoOutages => !scenario.outages.is_empty(),
            Relaxation::NoWaitForPapers => has_step(scenario, |activity| {
                matches!(activity, Activity::Join { .. })
            }),
            Relaxation::ResultsAtOnce => has_step(scenario, |activity| {
                matches!(
                    activity,
                    Activity::Delay {
                        waits_for: DelayFor::Result,
                        ..
                    }
                )
            }),
        }
    }
}

/// Whether papers are made at a station.
fn makes_papers(scenario: &Scenario, station: usize) -> bool {
    let routes = scenario.papers.iter();
    let steps = routes
        .filter_map(|papers| scenario.routes.get(papers.route))
        .flat_map(|route| &route.steps);
    serves(steps, station)
}

/// Whether what is done at a station is waited for elsewhere: papers are made there, or it is one of several that work on a vehicle
/// while it stands still. Nobody is then seen in its line.
pub fn works_apart(scenario: &Scenario, station: usize) -> bool {
    let together = scenario.routes.iter().any(|route| {
        route.steps.iter().enumerate().any(|(at, step)| {
            let Activity::Together { end, .. } = &step.activity else {
                return false;
            };
            let parts = route.steps.get(at + 1..*end).unwrap_or_default();
            serves(parts, station)
        })
    });
    together || makes_papers(scenario, station)
}

fn serves<'s>(steps: impl IntoIterator<Item = &'s Step>, station: usize) -> bool {
    steps
        .into_iter()
        .any(|step| matches!(step.activity, Activity::Serve { station: at, .. } if at == station))
}

/// Whether a step of some route does this.
fn has_step(scenario: &Scenario, does: impl Fn(&Activity) -> bool) -> bool {
    let mut steps = scenario.routes.iter().flat_map(|route| &route.steps);
    steps.any(|step| does(&step.activity))
}
