//! The outages in `plan`: what is out of order, how much of it, and when.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::scenario::model::{Outage, OutageTimes, Scenario};

use super::listing::listing;
use super::story;
use super::text::Style;

/// The outages as text; empty where there are none.
pub(super) fn text(scenario: &Scenario, style: Style) -> String {
    if scenario.outages.is_empty() {
        return String::new();
    }
    let zone = &scenario.clocks.own;
    let rows = scenario.outages.iter().map(|outage| {
        let when = match &outage.times {
            OutageTimes::Once { from, to } => format!("{} to {}", at(*from, zone), at(*to, zone)),
            OutageTimes::Random {
                every,
                lasts,
                from,
                to,
            } => format!(
                "by chance, {} after {} on average; {} to {}",
                story::duration((lasts.mean() / 1e6) as i64),
                story::duration((every.mean() / 1e6) as i64),
                at(*from, zone),
                at(*to, zone),
            ),
        };
        let takes = match outage.servers {
            None => "all".to_owned(),
            Some(servers) => servers.to_string(),
        };
        vec![
            outage.name.clone(),
            hit(scenario, outage).join(", "),
            takes,
            when,
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    listing(&["outage", "of what", "takes", "when"], &[], &rows, style)
}

/// The outages as data. `servers` is how many it takes of each station and pool, `null` is all; of outages by chance `from` and `to` bound
/// their beginnings, and times are means in seconds.
pub(super) fn json(scenario: &Scenario) -> Value {
    let zone = &scenario.clocks.own;
    let outages = scenario.outages.iter().map(|outage| {
        let (from, to, means) = match &outage.times {
            OutageTimes::Once { from, to } => (*from, *to, None),
            OutageTimes::Random {
                every,
                lasts,
                from,
                to,
            } => (*from, *to, Some((every.mean(), lasts.mean()))),
        };
        let seconds = |mean: f64| (mean / 1e6 * 1e3).round() / 1e3;
        json!({
            "outage": outage.name,
            "of": hit(scenario, outage),
            "servers": outage.servers,
            "from": at(from, zone),
            "to": at(to, zone),
            "every": means.map(|(every, _)| seconds(every)),
            "lasts": means.map(|(_, lasts)| seconds(lasts)),
        })
    });
    outages.collect()
}

/// The stations, pools, bridges and gates that it hits, by name.
fn hit<'a>(scenario: &'a Scenario, outage: &Outage) -> Vec<&'a str> {
    let stations = outage.stations.iter();
    let stations = stations.filter_map(|&at| Some(scenario.stations.get(at)?.name.as_str()));
    let pools = outage.pools.iter();
    let pools = pools.filter_map(|&at| Some(scenario.pools.get(at)?.name.as_str()));
    let bridges = outage.bridges.iter();
    let bridges = bridges.filter_map(|&at| Some(scenario.bridges.get(at)?.name.as_str()));
    let gates = outage.gates.iter();
    let gates = gates.filter_map(|&at| Some(scenario.gates.get(at)?.name.as_str()));
    stations.chain(pools).chain(bridges).chain(gates).collect()
}

/// An instant on the scenario's clock, to the minute.
fn at(instant: i64, zone: &TimeZone) -> String {
    Timestamp::from_microsecond(instant).map_or_else(
        |_| String::new(),
        |at| {
            at.to_zoned(zone.clone())
                .strftime("%Y-%m-%d %H:%M")
                .to_string()
        },
    )
}
