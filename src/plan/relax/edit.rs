//! What each relaxation changes in a scenario.

use jiff::civil::Weekday;

use crate::des::variate::Distribution;
use crate::scenario::calendar::{Days, GateCalendar, Hours, NoticeState, Weekly};
use crate::scenario::model::{
    Activity, Book, Bridge, DelayFor, Gate, Scenario, ServerHours, Servers, Station,
};

use super::Relaxation;

/// Lifts a limit. An index of nothing lifts nothing.
pub(super) fn apply(relaxation: Relaxation, scenario: &mut Scenario) {
    match relaxation {
        Relaxation::OpenGate(at) => at_index(&mut scenario.gates, at, open),
        Relaxation::AllPass(at) => at_index(&mut scenario.gates, at, let_all_pass),
        Relaxation::TwiceTheSlots(at) => at_index(&mut scenario.gates, at, |gate| {
            gate.books.iter_mut().flatten().for_each(double);
        }),
        // The name stays free: nothing else refers to a quota.
        Relaxation::NoQuota(at) => at_index(&mut scenario.quotas, at, |quota| quota.gates.clear()),
        Relaxation::TwiceTheAllowance(at) => at_index(&mut scenario.residents, at, |residents| {
            residents.allowance = residents.allowance.saturating_mul(2);
        }),
        Relaxation::OneMoreServer(at) => at_index(&mut scenario.stations, at, add_server),
        Relaxation::AlwaysStaffed(at) => at_index(&mut scenario.stations, at, |station| {
            if let Some((group, hours)) = unstaffed(&station.servers) {
                station.servers[group].hours = hours;
            }
        }),
        Relaxation::SmallestBatch(at) => at_index(&mut scenario.stations, at, |station| {
            let parties = station
                .batch
                .iter_mut()
                .flat_map(|batch| &mut batch.parties);
            parties.for_each(|party| party.least = party.least.min(1));
        }),
        Relaxation::OneMoreDriver(at) => at_index(&mut scenario.pools, at, |pool| {
            pool.drivers.extend(one_more(&pool.drivers, Vec::new()));
        }),
        Relaxation::TwiceThePlaces(at) => at_index(&mut scenario.yards, at, |yard| {
            yard.capacity = yard.capacity.saturating_mul(2);
        }),
        Relaxation::FreeBridge(at) => at_index(&mut scenario.bridges, at, free),
        Relaxation::NoOutages => scenario.outages.clear(),
        Relaxation::NoWaitForPapers => activities(scenario, |activity, classes| {
            if matches!(activity, Activity::Join { .. }) {
                *activity = Activity::Delay {
                    time: vec![AT_ONCE; classes],
                    waits_for: DelayFor::Travel,
                };
            }
        }),
        Relaxation::ResultsAtOnce => activities(scenario, |activity, _| {
            if let Activity::Delay {
                time,
                waits_for: DelayFor::Result,
            } = activity
            {
                time.fill(AT_ONCE);
            }
        }),
    }
}

/// A time of nothing.
const AT_ONCE: Distribution = Distribution::Constant { value: 0.0 };

fn at_index<T>(things: &mut [T], at: usize, edit: impl FnOnce(&mut T)) {
    if let Some(thing) = things.get_mut(at) {
        edit(thing);
    }
}

/// Edits each activity of all routes; with it comes the number of classes.
fn activities(scenario: &mut Scenario, edit: impl Fn(&mut Activity, usize)) {
    let classes = scenario.classes.len();
    let steps = scenario
        .routes
        .iter_mut()
        .flat_map(|route| &mut route.steps);
    steps.for_each(|step| edit(&mut step.activity, classes));
}

/// Whether a calendar ever closes a gate.
pub(super) fn is_ever_closed(calendar: &GateCalendar) -> bool {
    let always = Weekly::daily(&Hours::always());
    let closes = calendar.notices.iter().any(|notice| {
        notice.state == NoticeState::Closed
            || (notice.state != NoticeState::Extended
                && [&notice.hours, &notice.partner_hours]
                    .into_iter()
                    .flatten()
                    .any(|hours| *hours != Hours::always()))
    });
    closes
        || calendar.own != always
        || calendar
            .partner
            .as_ref()
            .is_some_and(|week| *week != always)
}

/// Round the clock, every day, on both sides. Closures go, so that what they interrupted goes on; other notices lose their hours and keep
/// the rest.
fn open(gate: &mut Gate) {
    let calendar = &mut gate.calendar;
    calendar.own = Weekly::daily(&Hours::always());
    calendar.partner = None;
    let stays: Vec<bool> = calendar
        .notices
        .iter()
        .map(|notice| notice.state != NoticeState::Closed)
        .collect();
    let mut of_notice = stays.iter();
    calendar.notices.retain(|_| of_notice.next() == Some(&true));
    let mut of_book = stays.iter();
    gate.books.retain(|_| of_book.next() == Some(&true));
    for notice in &mut calendar.notices {
        notice.hours = None;
        notice.partner_hours = None;
    }
}

fn let_all_pass(gate: &mut Gate) {
    gate.calendar.restrictions.clear();
    for notice in &mut gate.calendar.notices {
        notice.barred.clear();
        notice.admitted = None;
    }
}

fn double(book: &mut Book) {
    book.slots = book.slots.map(|slots| slots.saturating_mul(2));
    for (_, slots) in &mut book.pools {
        *slots = slots.saturating_mul(2);
    }
}

fn add_server(station: &mut Station) {
    let skills = (0..station.skills.len()).collect();
    station.servers.extend(one_more(&station.servers, skills));
}

/// One more who works whenever one of these does: for those of the gate's hours and those of hours of their own each, where both are there
/// and nobody works round the clock.
fn one_more(groups: &[Servers], skills: Vec<usize>) -> Vec<Servers> {
    let like = |hours: ServerHours| Servers {
        count: 1,
        hours,
        skills: skills.clone(),
        classes: Vec::new(),
        overflow: false,
        regimes: groups
            .first()
            .map_or_else(Vec::new, |group| group.regimes.clone()),
    };
    let works = |wanted: fn(&ServerHours) -> bool| groups.iter().any(|group| wanted(&group.hours));
    if works(|hours| matches!(hours, ServerHours::Always)) {
        return vec![like(ServerHours::Always)];
    }
    let of_gate = works(|hours| matches!(hours, ServerHours::Gate)).then_some(ServerHours::Gate);
    let own = works(|hours| matches!(hours, ServerHours::Weekly(_)))
        .then(|| ServerHours::Weekly(week(|day| staffed(groups, day))));
    of_gate.into_iter().chain(own).map(like).collect()
}

/// The hours of a weekday in which somebody works, of those who have hours of their own.
fn staffed(groups: &[Servers], day: Weekday) -> Hours {
    groups
        .iter()
        .fold(Hours::closed(), |all, group| match &group.hours {
            ServerHours::Weekly(weekly) => all.union(weekly.hours(day)),
            ServerHours::Always | ServerHours::Gate => all,
        })
}

/// Which group works when nobody does, and its hours then; `None` where there are no hours in which nobody works, or they are the gate's.
pub(super) fn unstaffed(groups: &[Servers]) -> Option<(usize, ServerHours)> {
    let own = |group: &Servers| matches!(group.hours, ServerHours::Weekly(_));
    if !groups.iter().all(own) {
        return None;
    }
    let gaps = |day| Hours::always().subtract(&staffed(groups, day));
    let has_gap = |day| !gaps(day).is_closed();
    if !weekdays().any(has_gap) {
        return None;
    }
    // The first of the largest.
    let largest = groups.iter().map(|group| group.count).max()?;
    let at = groups.iter().position(|group| group.count == largest)?;
    match &groups.get(at)?.hours {
        ServerHours::Weekly(weekly) => {
            let hours = week(|day| weekly.hours(day).union(&gaps(day)));
            Some((at, ServerHours::Weekly(hours)))
        }
        ServerHours::Always | ServerHours::Gate => None,
    }
}

fn weekdays() -> impl Iterator<Item = Weekday> {
    Weekday::Monday.cycle_forward().take(7)
}

/// A week from the hours of each day.
fn week(hours: impl Fn(Weekday) -> Hours) -> Weekly {
    let days: Vec<(Days, Hours)> = weekdays()
        .map(|day| (Days::from_iter([day]), hours(day)))
        .collect();
    // No day is given twice.
    Weekly::from_parts(days.iter().map(|(days, hours)| (*days, hours))).unwrap_or_default()
}

/// Whether a bridge has limits.
pub(super) fn is_limited(bridge: &Bridge) -> bool {
    let mut freed = bridge.clone();
    free(&mut freed);
    freed != *bridge
}

fn free(bridge: &mut Bridge) {
    bridge.usual.alternating = false;
    bridge.usual.headway = 0;
    bridge.usual.heaviest = None;
    bridge.usual.turn = None;
    bridge.usual.capacity = None;
    bridge.alone.clear();
    bridge.restrictions.clear();
}
