//! On which day vehicles come: what they do on closed days, and bans.
//!
//! A vehicle belongs to the day on which its source makes it. Where not all of a day's vehicles do the same, those of each day
//! are made anew on every day on which some of them may come, by the same draws, and only those are taken who have chosen it.
//! So whoever comes on another day is who it would have been, and nobody else is renamed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::des::clock::{HOUR, Time};
use crate::des::keyed::{Use, name_hash, thresholds};
use crate::scenario::calendar::{day_number, instant};
use crate::scenario::model::{Answer, Reaction, Scenario};

use super::choice::{heeds, of_whole};
use super::types::{ArrivalPlan, NONE, Plan};

/// How the vehicles of a source choose their days.
#[derive(Clone, Debug)]
pub struct DaysChosen {
    /// What they do when their day is closed.
    pub answers: Vec<Answer>,
    /// Thresholds of the draw that chooses among them.
    pub thresholds: Vec<u64>,
    /// Whether each day was known on that day to be closed.
    pub closed: Vec<bool>,
    /// For each day the next that was then known to be open, or [`NONE`].
    pub next_open: Vec<u32>,
    /// For each day, those before it on which who comes before may come: a range of `early`.
    pub before: Vec<Range<u32>>,
    /// The days of all ranges of `before`.
    pub early: Vec<u32>,
    /// The bans that speak of some of its kinds, indices into [`Plan::bans`].
    pub bans: Vec<u32>,
}

/// Goods that are stopped inland.
#[derive(Clone, Debug)]
pub struct BanPlan {
    /// From now on arrivals heed it: it has begun, is known, and nobody is on the way any more.
    pub from: Time,
    /// It is over.
    pub until: Time,
    /// The kinds of which it speaks.
    pub speaks_of: Vec<bool>,
    /// Thresholds of the draw below whose first they heed it.
    pub complies: Vec<u64>,
    /// What those do who heed it.
    pub answers: Vec<Answer>,
    /// Thresholds of the draw that chooses among them.
    pub thresholds: Vec<u64>,
    /// The day after it, or [`NONE`] where that is not in the period.
    pub next: u32,
    /// The days before it on which who comes before may come.
    pub early: Vec<u32>,
    /// What its draws are for: whether they heed it, what they do, and on which day.
    pub purpose: Use,
}

/// A day that a source's vehicles may choose, and the share of them that does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chosen {
    /// The day to which they belong.
    pub origin: usize,
    /// The day on which they come.
    pub day: usize,
    /// The share.
    pub share: f64,
}

/// What the calendar of a source says about days, as it was known.
pub(super) trait Known {
    /// Whether it was known on `on` that `day` is closed to all its vehicles.
    fn closed(&self, on: usize, day: usize) -> bool;
}

/// Adds the bans of a scenario. Kinds must be there.
pub(super) fn bans(scenario: &Scenario, plan: &mut Plan) {
    let zone = &scenario.clocks.own;
    let days = plan.days.len() as i64 - 1;
    let position = |number: i64| usize::try_from(number - plan.first_day).ok();
    let bans = scenario.bans.iter().map(|ban| {
        let (first, last) = (day_number(ban.from), day_number(ban.to));
        let begins = ban.announced.map_or(ban.from, |day| day.max(ban.from));
        let earliest = (first - i64::from(ban.instead.surge))
            .max(ban.announced.map_or(i64::MIN, day_number))
            .max(plan.first_day);
        let early = (earliest..first.min(plan.first_day + days)).filter_map(position);
        let next = position(last + 1).filter(|&day| (day as i64) < days);
        let (answers, thresholds) = drawn(&ban.instead);
        BanPlan {
            from: instant(begins, 0, zone).saturating_add(ban.on_the_way),
            until: instant(ban.to, 24 * 60, zone),
            speaks_of: plan
                .kinds
                .iter()
                .map(|kind| heeds(scenario, &ban.who, kind))
                .collect(),
            complies: of_whole(ban.complies),
            answers,
            thresholds,
            next: next.map_or(NONE, |day| day as u32),
            early: early.map(|day| day as u32).collect(),
            purpose: Use::new(name_hash(&format!("ban/{}", ban.name)), 0),
        }
    });
    plan.bans = bans.collect();
}

/// The answers of a reaction, and the thresholds of the draw among them.
fn drawn(reaction: &Reaction) -> (Vec<Answer>, Vec<u64>) {
    let shares: Vec<u64> = reaction.answers.iter().map(|&(_, share)| share).collect();
    let answers = reaction.answers.iter().map(|&(answer, _)| answer);
    (answers.collect(), thresholds(&shares))
}

/// How the vehicles of a source choose their days, where they do not all do the same; `None` where they do.
pub(super) fn days_chosen(
    reaction: &Reaction,
    kinds: &[u32],
    known: &impl Known,
    plan: &Plan,
) -> Option<DaysChosen> {
    let speaks = |ban: &BanPlan| kinds.iter().any(|&kind| ban.speaks_of[kind as usize]);
    let bans: Vec<u32> = (0..plan.bans.len() as u32)
        .filter(|&ban| speaks(&plan.bans[ban as usize]))
        .collect();
    let alike = reaction
        .only()
        .is_some_and(|answer| answer != Answer::ComesBefore);
    if alike && bans.is_empty() {
        return None;
    }
    let days = plan.days.len() - 1;
    let heeds = reaction.only() != Some(Answer::Waits);
    let closed: Vec<bool> = (0..days)
        .map(|day| heeds && known.closed(day, day))
        .collect();
    let next_open = (0..days).map(|day| {
        let next = closed[day].then(|| (day + 1..days).find(|&later| !known.closed(day, later)));
        next.flatten().map_or(NONE, |next| next as u32)
    });
    let next_open = next_open.collect();
    let (mut before, mut early) = (Vec::new(), Vec::new());
    let sooner = if reaction.has(Answer::ComesBefore) {
        days_before(known, days, reaction.surge as usize)
    } else {
        vec![Vec::new(); days]
    };
    for days in sooner {
        let first = early.len() as u32;
        early.extend(days);
        before.push(first..early.len() as u32);
    }
    let (answers, thresholds) = drawn(reaction);
    Some(DaysChosen {
        answers,
        thresholds,
        closed,
        next_open,
        before,
        early,
        bans,
    })
}

/// For each day those before it on which it was known to be closed, that were open themselves, and that lie at most `surge` days
/// before the first day of the stretch of closed days to which it belongs.
fn days_before(known: &impl Known, days: usize, surge: usize) -> Vec<Vec<u32>> {
    let mut before = vec![Vec::new(); days];
    for on in 0..days {
        if known.closed(on, on) {
            continue;
        }
        let mut first = None;
        for (day, before) in before.iter_mut().enumerate().skip(on + 1) {
            if !known.closed(on, day) {
                first = None;
                if day - on > surge {
                    break;
                }
                continue;
            }
            let first = *first.get_or_insert(day);
            if first - on > surge {
                break;
            }
            before.push(on as u32);
        }
    }
    before
}

impl DaysChosen {
    /// The days on which the vehicles of each day may come, sorted.
    pub(super) fn possible(&self, plan: &Plan) -> Vec<BTreeSet<usize>> {
        let days = self.closed.len();
        (0..days)
            .map(|origin| {
                let mut possible = self.own_days(origin);
                for &day in &possible.clone() {
                    for ban in self.bans.iter().map(|&ban| &plan.bans[ban as usize]) {
                        let holds = ban.from < plan.days[day + 1] && plan.days[day] < ban.until;
                        if holds {
                            let others = ban.early.iter().chain(Some(&ban.next));
                            possible
                                .extend(others.map(|&day| day as usize).filter(|&day| day < days));
                        }
                    }
                }
                possible
            })
            .collect()
    }

    /// The days on which the vehicles of a day would come without bans.
    fn own_days(&self, origin: usize) -> BTreeSet<usize> {
        self.answers
            .iter()
            .flat_map(|&answer| self.by_answer(origin, answer))
            .map(|(day, _)| day)
            .collect()
    }

    /// The days on which those come who answer so, and the share of each.
    fn by_answer(&self, origin: usize, answer: Answer) -> Vec<(usize, f64)> {
        let early = self.before[origin].clone();
        if answer == Answer::ComesBefore && !early.is_empty() {
            let share = 1.0 / f64::from(early.end - early.start);
            let early = &self.early[early.start as usize..early.end as usize];
            return early.iter().map(|&day| (day as usize, share)).collect();
        }
        match answer {
            _ if !self.closed[origin] => vec![(origin, 1.0)],
            Answer::Waits | Answer::ComesBefore => vec![(origin, 1.0)],
            Answer::StaysAway => Vec::new(),
            Answer::Postpones => match self.next_open[origin] {
                NONE => Vec::new(),
                day => vec![(day as usize, 1.0)],
            },
        }
    }

    /// The expected share of the vehicles of a kind that comes on each day, where the arrivals of a day have this profile.
    pub(super) fn shares(&self, plan: &Plan, kind: u32, arrivals: &ArrivalPlan) -> Vec<Chosen> {
        let mut shares = Vec::new();
        for origin in 0..self.closed.len() {
            for (answer, weight) in self.answers.iter().zip(widths(&self.thresholds)) {
                for (day, part) in self.by_answer(origin, *answer) {
                    self.after_bans(
                        plan,
                        kind,
                        arrivals,
                        (origin, day, weight * part),
                        &mut shares,
                    );
                }
            }
        }
        shares
    }

    /// What bans make of those who would come on a day.
    fn after_bans(
        &self,
        plan: &Plan,
        kind: u32,
        arrivals: &ArrivalPlan,
        (origin, day, share): (usize, usize, f64),
        shares: &mut Vec<Chosen>,
    ) {
        let mut left = share;
        let mut add = |day: usize, share: f64| shares.push(Chosen { origin, day, share });
        for ban in self.bans.iter().map(|&ban| &plan.bans[ban as usize]) {
            if !ban.speaks_of[kind as usize] {
                continue;
            }
            let heeds = widths(&ban.complies).next().unwrap_or(0.0)
                * between(plan, arrivals, day, (ban.from, ban.until))
                * share;
            left -= heeds;
            for (answer, weight) in ban.answers.iter().zip(widths(&ban.thresholds)) {
                match answer {
                    Answer::ComesBefore if !ban.early.is_empty() => {
                        let part = heeds * weight / ban.early.len() as f64;
                        ban.early.iter().for_each(|&day| add(day as usize, part));
                    }
                    Answer::Postpones if ban.next != NONE => add(ban.next as usize, heeds * weight),
                    Answer::Postpones | Answer::StaysAway => {}
                    Answer::ComesBefore | Answer::Waits => add(day, heeds * weight),
                }
            }
        }
        add(day, left);
    }
}

/// The width of each option of a draw, as a share of all.
fn widths(thresholds: &[u64]) -> impl Iterator<Item = f64> + '_ {
    let mut before = 0.0;
    thresholds.iter().map(move |&threshold| {
        let upper = if threshold == u64::MAX {
            1.0
        } else {
            threshold as f64 / 18_446_744_073_709_551_616.0
        };
        upper - std::mem::replace(&mut before, upper)
    })
}

/// The expected share of a day's arrivals that lies in a span.
fn between(plan: &Plan, arrivals: &ArrivalPlan, day: usize, (from, until): (Time, Time)) -> f64 {
    let (begin, end) = (plan.days[day], plan.days[day + 1]);
    let (from, until) = (from.clamp(begin, end), until.clamp(begin, end));
    match arrivals {
        ArrivalPlan::Poisson { profile, .. } => {
            let at = |time: Time| {
                let hours = (time - begin) as f64 / (end - begin).max(1) as f64 * 24.0;
                let hour = (hours as usize).min(23);
                profile[hour] + (profile[hour + 1] - profile[hour]) * (hours - hour as f64)
            };
            at(until) - at(from)
        }
        // Rows come at their hour: which of them is not asked, and an hour of the day counts like any other.
        ArrivalPlan::Renewal(_) | ArrivalPlan::Timetable(_) | ArrivalPlan::Trace(_) => {
            (until - from) as f64 / (end - begin).max(HOUR) as f64
        }
    }
}
