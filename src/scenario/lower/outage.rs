//! Stations out of order for a time.

use super::context::Context;
use super::observed::local;
use crate::scenario::model::Outage;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;

/// The outages that exist under the switches in force, by name. The others are checked as well.
pub(super) fn outages(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Outage> {
    let mut lowered = Vec::new();
    for (name, outage) in root.outage.iter().flat_map(|table| &table.value.0) {
        let exists = cx.exists(outage.value.when.as_ref(), problems);
        let outage = lower(name.as_str(), &outage.value, cx, problems);
        lowered.extend(outage.filter(|_| exists));
    }
    lowered
}

fn lower(name: &str, raw: &raw::Outage, cx: &Context, problems: &mut Problems) -> Option<Outage> {
    let list = raw.stations.as_ref();
    if let Some(list) = list.filter(|list| list.value.0.is_empty()) {
        let problem = Problem::error(list.place, "an outage of nothing", "no station is named");
        problems.push(problem.help("name the stations that are out of order"));
    }
    let mut stations = Vec::new();
    for name in list.iter().flat_map(|list| &list.value.0) {
        let station = cx.station(name.value.as_str(), name.place, problems);
        stations.extend(station.filter(|station| !stations.contains(station)));
    }
    let (begins, ends) = (raw.from.as_ref()?, raw.to.as_ref()?);
    let (clocks, period) = (cx.clocks.as_ref()?, cx.period?);
    let (from, to) = (local(begins.value, clocks), local(ends.value, clocks));
    if to <= from {
        let problem = Problem::error(ends.place, "the outage ends before it begins", "its end");
        problems.push(problem.extra(begins.place, "its beginning"));
        return None;
    }
    if to <= period.start(&clocks.own) || from >= period.end(&clocks.own) {
        let problem = Problem::warning(
            begins.place,
            "an outage outside the period",
            format!("the period is {} to {}, inclusive", period.from, period.to),
        );
        problems.push(problem.help("it changes nothing: check the dates"));
    }
    Some(Outage {
        name: name.to_owned(),
        stations,
        from,
        to,
    })
}
