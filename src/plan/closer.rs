//! A closer look at the whole measured period: what a page or a time release study shows, and an ordinary run does not observe.
//!
//! It asks for the course of the period ([`Detail::Course`]) and reads the stock more often than the bulletins do. As with every question
//! nothing that happens is changed, and a plan at which nobody looks closer has no such instant and asks nothing.
//!
//! The stock is read every hour where hours can be told apart, in periods of up to a month and a half. Longer ones are read at noon and midnight, then
//! at midnights only: nobody looks at more, and it costs time and room.

use crate::des::clock::{Span, Time};

use super::census::Detail;
use super::types::Plan;

const HOUR: Span = 3_600_000_000;
const DAY: Span = 24 * HOUR;

/// How many hours lie between two readings of the stock in periods of at most so many days; longer ones are read at midnight.
const STEPS: [(i64, Span); 2] = [(45, 1), (120, 12)];

/// The most midnights that are read; in longer periods only every second, third or further one.
const MOST_MIDNIGHTS: usize = 250;

/// What is read of a plan at which somebody looks closer, beside its censuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloserPlan {
    /// When the stock is read, in order: from the start of what is measured to the end of the period.
    pub instants: Vec<Time>,
    /// The first of them that can be read: at the start of the period itself those in line have not yet come.
    pub first: Time,
}

impl CloserPlan {
    /// The instant at which the loop reads what is said of one of the [instants](Self::instants).
    pub fn read_at(&self, instant: Time) -> Time {
        instant.max(self.first)
    }
}

impl Plan {
    /// Looks closer at the measured period. Persons are left out, as they are in no total of vehicles. Before the catalogue of measures
    /// is made, and before the plan runs. A plan of which nothing is measured stays as it was.
    pub fn look_closer(&mut self) {
        let (from, to) = (self.measure_from, self.end);
        if from >= to {
            return;
        }
        let takes = self.kinds.iter().map(|kind| !kind.persons).collect();
        self.count_inside(from..to, None, Detail::Course, takes);
        let closer = CloserPlan {
            instants: self.instants(from, to),
            first: self.start + 1,
        };
        let read = closer.instants.iter().map(|&at| closer.read_at(at));
        self.ticks.extend(read.filter(|&at| at < to));
        self.ticks.sort_unstable();
        self.ticks.dedup();
        self.closer = Some(Box::new(closer));
    }

    fn instants(&self, from: Time, to: Time) -> Vec<Time> {
        let step = STEPS.iter().find(|(days, _)| to - from <= days * DAY);
        let mut instants: Vec<Time> = match step {
            Some((_, hours)) => {
                let hours = |day: &[Time]| {
                    let (day, next) = (day[0], day[1]);
                    let of_day = (0..).map(move |step| day + step * hours * HOUR);
                    of_day.take_while(move |&at| at < next)
                };
                self.days.windows(2).flat_map(hours).collect()
            }
            None => {
                let every = self.days.len().div_ceil(MOST_MIDNIGHTS).max(1);
                self.days.iter().copied().step_by(every).collect()
            }
        };
        instants.retain(|&at| at > from && at < to);
        instants.insert(0, from);
        instants.push(to);
        instants
    }
}
