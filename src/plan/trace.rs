//! Sources that repeat a log: every row is one vehicle, at its instant.
//!
//! The k-th row of a civil day is the k-th vehicle that the source makes on that day: it has the key and the name that a
//! vehicle made by a rate would have there. So a row that is added to one day renames nobody on another, and a log that a run
//! has written is repeated with the draws of that run.

use jiff::tz::TimeZone;

use crate::des::clock::Time;
use crate::des::keyed::thresholds;
use crate::scenario::calendar::{Period, day_number, instant};
use crate::scenario::model;

use super::types::{ArrivalPlan, Kind, NONE, Plan};

/// The rows of a log.
#[derive(Clone, Debug)]
pub struct TracePlan {
    /// All rows in the order of their instants.
    pub rows: Vec<TraceRow>,
    /// Index of the first row of each day of the period; one more entry for the end of the last.
    pub first: Vec<u32>,
    /// What rows may be: whatever the source makes, then one entry a class that some row names.
    pub picks: Vec<Pick>,
}

/// A row of a log.
#[derive(Clone, Copy, Debug)]
pub struct TraceRow {
    /// When it arrives.
    pub at: Time,
    /// Its day, as an index into the days of the period.
    pub day: u32,
    /// What it may be, as an index into `picks`.
    pub pick: u32,
    /// Its net cargo in kilograms, or [`NONE`] where the class draws it.
    pub load: u32,
}

/// Kinds among which a vehicle is drawn.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Cumulative thresholds.
    pub mix: Vec<u64>,
    /// As many kinds.
    pub kinds: Vec<u32>,
}

impl Plan {
    /// What the log says of the net cargo of the vehicle of this origin, civil day and number, in kilograms; [`NONE`] where it says
    /// nothing, or where there is no log.
    #[inline]
    pub(super) fn logged_cargo(&self, (origin, day, number): (u32, i32, u32)) -> u32 {
        let Some(ArrivalPlan::Trace(trace)) = self
            .sources
            .get(origin as usize)
            .map(|source| &source.arrivals)
        else {
            return NONE;
        };
        usize::try_from(i64::from(day) - self.first_day)
            .ok()
            .and_then(|day| trace.first.get(day))
            .and_then(|first| trace.rows.get((first + number) as usize))
            .map_or(NONE, |row| row.load)
    }
}

/// Instants, days and loads; what the rows may be comes from [`picks`].
pub(super) fn rows(rows: &[model::TraceRow], period: &Period, clock: &TimeZone) -> TracePlan {
    let begin = day_number(period.from);
    let classes = named_classes(rows);
    let rows: Vec<TraceRow> = rows
        .iter()
        .map(|row| {
            let (date, time) = (row.at.date(), row.at.time());
            let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
            let within =
                i64::from(time.second()) * 1_000_000 + i64::from(time.subsec_nanosecond() / 1_000);
            let named = row
                .class
                .and_then(|class| classes.binary_search(&class).ok());
            TraceRow {
                at: instant(date, minute, clock) + within,
                day: (day_number(date) - begin) as u32,
                pick: named.map_or(0, |index| index as u32 + 1),
                load: row.load.unwrap_or(NONE),
            }
        })
        .collect();
    let days = period.days().count();
    let first = (0..=days)
        .map(|day| rows.partition_point(|row| (row.day as usize) < day) as u32)
        .collect();
    TracePlan {
        rows,
        first,
        picks: Vec::new(),
    }
}

/// What rows may be, where the source's kinds have these thresholds.
pub(super) fn picks(
    rows: &[model::TraceRow],
    mix: &[u64],
    own: &[u32],
    kinds: &[Kind],
) -> Vec<Pick> {
    let mut before = 0;
    let widths: Vec<u64> = mix
        .iter()
        .map(|&upper| upper - std::mem::replace(&mut before, upper))
        .collect();
    let all = Pick {
        mix: mix.to_vec(),
        kinds: own.to_vec(),
    };
    let of_class = |class: usize| {
        let (weights, kinds): (Vec<u64>, Vec<u32>) = widths
            .iter()
            .zip(own)
            .filter(|&(_, &kind)| kinds[kind as usize].class as usize == class)
            .map(|(&width, &kind)| (width, kind))
            .unzip();
        Pick {
            mix: thresholds(&weights),
            kinds,
        }
    };
    let named = named_classes(rows);
    std::iter::once(all)
        .chain(named.into_iter().map(of_class))
        .collect()
}

/// The classes that some row names, in rising order.
fn named_classes(rows: &[model::TraceRow]) -> Vec<usize> {
    let mut named: Vec<usize> = rows.iter().filter_map(|row| row.class).collect();
    named.sort_unstable();
    named.dedup();
    named
}
