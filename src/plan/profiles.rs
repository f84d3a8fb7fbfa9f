//! What a source or backlog brings: its kinds, with the share of each.
//!
//! One draw says what a vehicle is. The range of the draw is divided among the classes, that of a class among its goods groups
//! and that of a group among the records; so groups or records that are added move no vehicle to another class.

use crate::des::keyed::thresholds;
use crate::scenario::model::{Flow, Profile, Scenario};

/// One kind of vehicle that a flow brings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Class.
    pub class: usize,
    /// Profile.
    pub profile: u32,
    /// Share of the flow's vehicles, 0 to 1.
    pub share: f64,
    /// The draws from the threshold before up to this one.
    pub threshold: u64,
}

/// The kinds of a flow, by class, then goods group, then record.
pub(super) fn parts(scenario: &Scenario, flow: &Flow) -> Vec<Part> {
    let shares: Vec<u64> = flow.classes.iter().map(|&(_, share)| share).collect();
    let total: u64 = shares.iter().sum();
    let mut parts = Vec::new();
    let mut from = 0;
    for (&(class, share), to) in flow.classes.iter().zip(thresholds(&shares)) {
        let of_class = share as f64 / total.max(1) as f64;
        let goods = split(from, to, &scenario.classes[class].goods);
        let mut from_goods = from;
        for (goods, of_goods, to) in goods {
            let records = split(from_goods, to, &flow.records);
            for (record, of_record, threshold) in records {
                let profile = Profile {
                    class,
                    goods,
                    record,
                };
                let index = scenario.profiles.binary_search(&profile);
                debug_assert!(index.is_ok(), "the list of profiles is complete");
                parts.push(Part {
                    class,
                    profile: index.unwrap_or(0) as u32,
                    share: of_class * of_goods * of_record,
                    threshold,
                });
            }
            from_goods = to;
        }
        from = to;
    }
    parts
}

/// Divides a range of draws in proportion to shares: what each is, its share and where its part ends. Without shares the
/// range is one.
fn split(from: u64, to: u64, shares: &[(usize, u64)]) -> Vec<(Option<usize>, f64, u64)> {
    if shares.is_empty() {
        return vec![(None, 1.0, to)];
    }
    let total: u64 = shares.iter().map(|&(_, share)| share).sum();
    let mut sum = 0;
    let divide = |&(index, share): &(usize, u64)| {
        sum += share;
        let part = u128::from(to - from) * u128::from(sum) / u128::from(total.max(1));
        let end = from + u64::try_from(part).unwrap_or(to - from);
        (Some(index), share as f64 / total.max(1) as f64, end)
    };
    shares.iter().map(divide).collect()
}
