//! Outages: what is out of order for a time, whatever the hours say.
//!
//! They are no part of shifts and timelines, which say what was meant to be; the loop lays them over both, so that planned and
//! random ones, one or several at once, follow one law.

use crate::des::clock::Time;
use crate::des::keyed::name_hash;
use crate::scenario::model::{OutageTimes, Scenario};

use super::compile::add_sampler;
use super::types::{Plan, Shift};

/// Something that is out of order for a time.
#[derive(Clone, Debug)]
pub struct OutagePlan {
    /// Hash of "outage/NAME": its part in random keys.
    pub hash: u64,
    /// When.
    pub times: OutageTimesPlan,
    /// Servers of each station, and drivers of each pool, that it takes; `u32::MAX` is all.
    pub servers: u32,
    /// Stations, by index.
    pub stations: Vec<u32>,
    /// Pools, by index.
    pub pools: Vec<u32>,
    /// Bridges, by index.
    pub bridges: Vec<u32>,
    /// Gates, by index.
    pub gates: Vec<u32>,
    /// The lanes of its gates.
    pub lanes: Vec<u32>,
}

/// When something is out of order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutageTimesPlan {
    /// Once.
    Once {
        /// Beginning.
        from: Time,
        /// End, later.
        to: Time,
    },
    /// Again and again.
    Random {
        /// Sampler of the time from the end of one, or from `from`, to the beginning of the next.
        every: u32,
        /// Sampler of how long one lasts.
        lasts: u32,
        /// None begins before.
        from: Time,
        /// None begins then or later.
        to: Time,
        /// Expected share of that time that is out of order, for what is said before a run.
        share: f64,
    },
}

/// Adds the outages of a scenario, when lanes are known.
pub(super) fn outages(scenario: &Scenario, plan: &mut Plan) {
    let indices = |list: &[usize]| list.iter().map(|&index| index as u32).collect();
    for outage in &scenario.outages {
        let times = match &outage.times {
            &OutageTimes::Once { from, to } => OutageTimesPlan::Once { from, to },
            OutageTimes::Random {
                every,
                lasts,
                from,
                to,
            } => OutageTimesPlan::Random {
                share: lasts.mean() / (every.mean() + lasts.mean()),
                every: add_sampler(plan, every),
                lasts: add_sampler(plan, lasts),
                from: *from,
                to: *to,
            },
        };
        let gates: Vec<u32> = indices(&outage.gates);
        let lanes = (0..plan.lanes.len() as u32)
            .filter(|&lane| gates.contains(&plan.lanes[lane as usize].gate))
            .collect();
        plan.outages.push(OutagePlan {
            hash: name_hash(&format!("outage/{}", outage.name)),
            times,
            servers: outage.servers.unwrap_or(u32::MAX),
            stations: indices(&outage.stations),
            pools: indices(&outage.pools),
            bridges: indices(&outage.bridges),
            gates,
            lanes,
        });
    }
}

/// The expected server time of each day that outages leave of `shifts`, in microseconds of servers: for what is said before a run.
/// Outages that overlap are added, up to all; random ones count with their share of the time.
pub(super) fn left(plan: &Plan, station: usize, shifts: &[Shift]) -> Vec<f64> {
    let hit = plan.outages.iter();
    let hit: Vec<&OutagePlan> = hit
        .filter(|outage| outage.stations.contains(&(station as u32)))
        .collect();
    let mut time = vec![0.0; plan.days.len() - 1];
    let mut edges: Vec<Time> = shifts.iter().map(|shift| shift.at).collect();
    edges.extend(&plan.days);
    for outage in &hit {
        let (OutageTimesPlan::Once { from, to } | OutageTimesPlan::Random { from, to, .. }) =
            outage.times;
        edges.extend([from, to]);
    }
    edges.retain(|&at| (plan.start..=plan.end).contains(&at));
    edges.sort_unstable();
    edges.dedup();
    for span in edges.windows(2) {
        let (from, to) = (span[0], span[1]);
        let shift = shifts.partition_point(|shift| shift.at <= from);
        let servers = shift
            .checked_sub(1)
            .map_or(0, |shift| shifts[shift].servers);
        let mut up = f64::from(servers);
        for outage in &hit {
            let taken = f64::from(outage.servers.min(servers));
            match outage.times {
                OutageTimesPlan::Once {
                    from: begins,
                    to: ends,
                } if begins <= from && from < ends => {
                    up -= taken;
                }
                OutageTimesPlan::Random {
                    from: begins,
                    to: ends,
                    share,
                    ..
                } if begins <= from && from < ends => {
                    up -= taken * share;
                }
                _ => {}
            }
        }
        time[plan.day_of(from)] += (to - from) as f64 * up.max(0.0);
    }
    time
}
