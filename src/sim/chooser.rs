//! Sources whose vehicles do not all come on the day to which they belong: closed days, and bans.
//!
//! The vehicles of a day are made on every day on which some of them may come, by the same draws, and each is taken on the one that
//! it has chosen. The choice is a function of the vehicle and the plan alone, so it is the same on each of these days.

use crate::des::clock::Time;
use crate::des::keyed::{EntityId, Use, choose};
use crate::plan::{BanPlan, DaysChosen, NONE};
use crate::scenario::model::Answer;

use super::arrivals::{Party, kind_of};
use super::engine::Engine;
use super::observer::Observer;
use super::vehicle::Vehicle;

/// What those draw for who meet a closed day: what they do, and on which day.
const WHEN_CLOSED: Use = Use::named("when-closed");

/// What becomes of a vehicle that a ban has stopped.
enum Stopped {
    /// It comes on this day.
    Comes(usize),
    /// It comes when the ban is over, on this day if that is in the period.
    PutOff(u32),
    /// It never comes.
    Never,
}

impl Engine<'_> {
    /// The next vehicles of such a source would be here: those who have chosen another day are left out.
    #[inline(never)]
    pub(super) fn arrivals_of_choosers<O: Observer>(&mut self, source: u32, observer: &mut O) {
        let plan = self.plan;
        let source_plan = &plan.sources[source as usize];
        let Some(choice) = source_plan.choice.as_deref() else {
            return;
        };
        let share = self.next_share(source);
        let party = self.next_party(source, source_plan);
        let today = plan.day_of(party.at);
        let origin = (party.day - plan.first_day) as usize;
        // Those who come together choose together.
        let Some(day) = own_day(choice, origin, party.key.entity(party.first)) else {
            return;
        };
        let planned = if day == today {
            party.at
        } else {
            self.same_hour(source, day, party.at, share)
        };
        for row in party.first..party.first + party.size {
            self.bring_if_chosen(source, (party, row), (today, day, planned), observer);
            if self.stop.is_some() {
                return;
            }
        }
    }

    /// Brings a vehicle that would come on `day`, at the instant `planned`, unless it comes on another day than today.
    fn bring_if_chosen<O: Observer>(
        &mut self,
        source: u32,
        (party, row): (Party, u64),
        (today, day, planned): (usize, usize, Time),
        observer: &mut O,
    ) {
        let plan = self.plan;
        let id = party.key.entity(row);
        let kind = kind_of(&plan.sources[source as usize], id);
        let newcomer = self.newcomer(source, party, row, kind);
        let bans = plan.sources[source as usize].choice.iter();
        let ban = bans
            .flat_map(|choice| &choice.bans)
            .map(|&ban| &plan.bans[ban as usize])
            .find(|ban| ban.speaks_of[kind as usize] && ban.from <= planned && planned < ban.until);
        let stopped = ban.map_or(Stopped::Comes(day), |ban| stopped(ban, id, day));
        match stopped {
            Stopped::Comes(day) if day == today => self.bring(newcomer, observer),
            Stopped::Comes(_) => {}
            Stopped::PutOff(next) => {
                if day == today {
                    observer.put_off(self.now, &Vehicle::new(newcomer));
                }
                if next as usize == today {
                    self.bring(newcomer, observer);
                }
            }
            Stopped::Never if day == today => {
                observer.keep_inland(self.now, &Vehicle::new(newcomer))
            }
            Stopped::Never => {}
        }
    }
}

/// The day on which vehicles of a day of origin would come if there were no bans; `None` where they stay away.
fn own_day(choice: &DaysChosen, origin: usize, id: EntityId) -> Option<usize> {
    let early = choice.before[origin].clone();
    if early.is_empty() && !choice.closed[origin] {
        return Some(origin);
    }
    let mut stream = id.stream(WHEN_CLOSED);
    match choice.answers[choose(&choice.thresholds, stream.next_u64())] {
        Answer::ComesBefore if !early.is_empty() => {
            let days = &choice.early[early.start as usize..early.end as usize];
            Some(one_of(days, stream.next_u64()))
        }
        _ if !choice.closed[origin] => Some(origin),
        Answer::Waits | Answer::ComesBefore => Some(origin),
        Answer::StaysAway => None,
        Answer::Postpones => match choice.next_open[origin] {
            NONE => None,
            day => Some(day as usize),
        },
    }
}

/// What a ban makes of a vehicle that would come on a day.
fn stopped(ban: &BanPlan, id: EntityId, day: usize) -> Stopped {
    let mut stream = id.stream(ban.purpose);
    if choose(&ban.complies, stream.next_u64()) != 0 {
        return Stopped::Comes(day);
    }
    match ban.answers[choose(&ban.thresholds, stream.next_u64())] {
        Answer::StaysAway => Stopped::Never,
        Answer::Postpones => Stopped::PutOff(ban.next),
        Answer::ComesBefore if !ban.early.is_empty() => {
            Stopped::Comes(one_of(&ban.early, stream.next_u64()))
        }
        Answer::ComesBefore | Answer::Waits => Stopped::Comes(day),
    }
}

/// One of several days, all equally likely.
fn one_of(days: &[u32], draw: u64) -> usize {
    let at = (u128::from(draw) * days.len() as u128) >> 64;
    days[at as usize] as usize
}
