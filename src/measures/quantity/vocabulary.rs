//! The measures of the language: their units, what stands for one that is named alone, and which way is better.

use crate::scenario::expression::Relation;

/// Which way a change of a quantity is *better*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Better {
    /// Less is better: waiting, stocks, turned back.
    Lower,
    /// More is better: crossings, shares below a limit, a later first day over a threshold.
    Higher,
    /// Neither: what comes, how long a service takes.
    Neither,
}

impl Better {
    /// Which way a statistic of a measure is better. How many were measured (`count`) says nothing, and neither does a
    /// measure that is not known.
    pub fn of(measure: &str, statistic: &str) -> Self {
        match Measure::named(measure) {
            Some(measure) if statistic != "count" => measure.better,
            _ => Better::Neither,
        }
    }

    /// The same for the share of durations that stand in this relation to a limit.
    pub fn of_share(measure: &str, relation: Relation) -> Self {
        match (Better::of(measure, "share"), relation.is_upper()) {
            (Better::Lower, true) | (Better::Higher, false) => Better::Higher,
            (Better::Higher, true) | (Better::Lower, false) => Better::Lower,
            (Better::Neither, _) => Better::Neither,
        }
    }
}

/// A measure of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name.
    pub name: &'static str,
    /// The unit of all its statistics but `count` (vehicles, or papers) and `share`.
    pub unit: &'static str,
    /// The statistic of the measure named alone: the first that is split by the dimensions given.
    pub usual: &'static [&'static str],
    /// Which way is better.
    pub better: Better,
    /// What a scenario must have for it to be reported.
    pub needs: &'static str,
}

impl Measure {
    /// All measures, in the order of the report.
    pub const ALL: &'static [Measure] = MEASURES;

    /// The measure of that name.
    pub fn named(name: &str) -> Option<&'static Measure> {
        MEASURES.iter().find(|measure| measure.name == name)
    }
}

const fn measure(
    name: &'static str,
    unit: &'static str,
    usual: &'static [&'static str],
    better: Better,
    needs: &'static str,
) -> Measure {
    Measure {
        name,
        unit,
        usual,
        better,
        needs,
    }
}

const TOTAL: &[&str] = &["total"];
const MEAN: &[&str] = &["mean"];
const MEDIAN: &[&str] = &["p50"];
const VEHICLES: &str = "a class that counts vehicles";
const PERSONS: &str = "a class that counts persons";
const BAN: &str = "a [ban]";
const DIVERSION: &str = "a [diversion]";
const STATION: &str = "a [station]";
const YARD: &str = "a [yard]";
const BRIDGE: &str = "a [bridge]";
const APPOINTMENT: &str = "an appointment notice";
const BATCH: &str = "a [station] with `batch`";
const POOL: &str = "a [pool]";
const RESIDENTS: &str = "a [residents] table";
const PAPERS: &str = "a [papers] table";
const OUTAGE: &str = "an [outage]";
const STAY: &str = "a step with `begin-stay`";
const AGENCY: &str = "an [agency]";
const COST: &str = "a [cost] table";
const VALUE: &str = "a class with `value`";
const SHELF_LIFE: &str = "a class with `shelf-life`";
const CHANNEL: &str = "a branch whose ways are channels";

const MEASURES: &[Measure] = {
    use Better::{Higher, Lower, Neither};
    &[
        measure("vehicles-arrived", "vehicle", TOTAL, Neither, VEHICLES),
        measure("vehicles-crossed", "vehicle", TOTAL, Higher, VEHICLES),
        measure("empties-crossed", "vehicle", TOTAL, Neither, VEHICLES),
        measure("crossings", "crossing", TOTAL, Higher, VEHICLES),
        measure(
            "declarations-released",
            "declaration",
            TOTAL,
            Higher,
            VEHICLES,
        ),
        measure("vehicles-turned-back", "vehicle", TOTAL, Lower, VEHICLES),
        measure(
            "vehicles-transferred-out",
            "vehicle",
            TOTAL,
            Neither,
            VEHICLES,
        ),
        measure(
            "vehicles-transferred-in",
            "vehicle",
            TOTAL,
            Neither,
            VEHICLES,
        ),
        measure("vehicles-kept-inland", "vehicle", TOTAL, Neither, BAN),
        measure("vehicles-put-off", "vehicle", TOTAL, Neither, BAN),
        measure("vehicles-diverted", "vehicle", TOTAL, Neither, DIVERSION),
        measure("tonnes-crossed", "t", TOTAL, Higher, VEHICLES),
        measure(
            "vehicles-left-uncrossed",
            "vehicle",
            TOTAL,
            Neither,
            VEHICLES,
        ),
        measure("opening-stock", "vehicle", TOTAL, Neither, VEHICLES),
        measure("persons-arrived", "person", TOTAL, Neither, PERSONS),
        measure("persons-crossed", "person", TOTAL, Higher, PERSONS),
        measure("persons-time", "s", MEAN, Lower, PERSONS),
        measure("persons-time-by-cause", "person-h", TOTAL, Lower, PERSONS),
        measure("stock", "vehicle", &["end", "level"], Lower, VEHICLES),
        measure("waiting-vehicle-hours", "vehicle-h", TOTAL, Lower, VEHICLES),
        measure("drain-date", "date", MEDIAN, Lower, "a [backlog]"),
        measure(
            "first-day-over",
            "date",
            MEDIAN,
            Higher,
            "`stock-over` under [scenario]",
        ),
        measure(
            "under-date",
            "date",
            MEDIAN,
            Lower,
            "`stock-over` under [scenario]",
        ),
        measure("time-in-system", "s", MEAN, Lower, VEHICLES),
        measure("time-to-crossing", "s", MEAN, Lower, "a route that crosses"),
        measure(
            "time-since-start",
            "s",
            MEAN,
            Lower,
            "a [backlog] without `since`",
        ),
        measure("time-by-cause", "vehicle-h", TOTAL, Lower, VEHICLES),
        measure("time-by-cause-inside", "vehicle-h", TOTAL, Lower, VEHICLES),
        measure("wait", "s", MEAN, Lower, STATION),
        measure("service", "s", MEAN, Neither, STATION),
        measure("queue-length", "vehicle", MEAN, Lower, STATION),
        measure("utilization", "share", MEAN, Neither, STATION),
        measure("yard-occupancy", "vehicle", MEAN, Neither, YARD),
        measure("yard-line", "vehicle", MEAN, Lower, YARD),
        measure("bridge-line", "vehicle", MEAN, Lower, BRIDGE),
        measure("bridge-barred", "vehicle", MEAN, Lower, BRIDGE),
        measure("bridge-crossings", "vehicle", TOTAL, Higher, BRIDGE),
        measure("bookings", "booking", TOTAL, Neither, APPOINTMENT),
        measure("bookings-missed", "booking", TOTAL, Lower, APPOINTMENT),
        measure(
            "walk-ins",
            "vehicle",
            TOTAL,
            Neither,
            "a notice with `walk-ins = \"leftover\"`",
        ),
        measure(
            "vehicles-stayed-home",
            "vehicle",
            TOTAL,
            Lower,
            "a source with `if-none = \"stays-home\"`",
        ),
        measure(
            "slots-used",
            "share",
            MEAN,
            Higher,
            "an appointment notice with `slots`",
        ),
        measure("batches", "batch", TOTAL, Neither, BATCH),
        measure("batch-size", "vehicle", MEAN, Neither, BATCH),
        measure("drivers-busy", "driver", MEAN, Neither, POOL),
        measure("driver-line", "vehicle", MEAN, Lower, POOL),
        measure("trips", "trip", TOTAL, Neither, POOL),
        measure("trips-per-driver", "trip/day", MEAN, Neither, POOL),
        measure(
            "residents-used",
            "person",
            &["total", "share"],
            Neither,
            RESIDENTS,
        ),
        measure("consignments", "consignment", TOTAL, Higher, RESIDENTS),
        measure("consignment-size", "person", MEAN, Neither, RESIDENTS),
        measure("consignment-line", "vehicle", MEAN, Lower, RESIDENTS),
        measure("gather-time", "s", MEAN, Lower, RESIDENTS),
        measure("papers-time", "s", MEAN, Lower, PAPERS),
        measure("papers-renewed", "paper", TOTAL, Lower, PAPERS),
        measure("outages", "outage", TOTAL, Lower, OUTAGE),
        measure("outage-time", "h", TOTAL, Lower, OUTAGE),
        measure("availability", "share", MEAN, Higher, OUTAGE),
        measure("overstays", "vehicle", TOTAL, Lower, STAY),
        measure("inspections", "vehicle", TOTAL, Neither, AGENCY),
        measure("samples", "vehicle", TOTAL, Neither, AGENCY),
        measure("treated", "vehicle", TOTAL, Lower, AGENCY),
        measure("returned", "vehicle", TOTAL, Lower, AGENCY),
        measure("inspection-time", "s", MEAN, Lower, AGENCY),
        measure("vehicles-selected", "vehicle", TOTAL, Neither, CHANNEL),
        measure("time-to-release", "s", MEAN, Lower, CHANNEL),
        measure("cost", "VND", TOTAL, Lower, COST),
        measure("cost-per-vehicle", "VND", MEAN, Lower, COST),
        measure("cost-per-tonne", "VND/t", MEAN, Lower, COST),
        measure("value-lost", "VND", TOTAL, Lower, VALUE),
        measure("value-lost-inside", "VND", TOTAL, Lower, VALUE),
        measure("vehicles-spoiled", "vehicle", TOTAL, Lower, SHELF_LIFE),
        measure("tonnes-spoiled", "t", TOTAL, Lower, SHELF_LIFE),
        measure(
            "service-level",
            "share",
            &["share"],
            Higher,
            "a [service-level] table",
        ),
    ]
};

/// The quantile of that name: `p1` to `p99`, and `p99.9`.
pub(super) fn percentile(name: &str) -> Option<(&'static str, f64)> {
    let at = PERCENTILES.iter().position(|known| *known == name)?;
    let p = if at < 99 {
        (at + 1) as f64 / 100.0
    } else {
        0.999
    };
    Some((PERCENTILES[at], p))
}

/// All quantiles that can be asked for.
pub(super) const PERCENTILES: [&str; 100] = [
    "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", "p14", "p15",
    "p16", "p17", "p18", "p19", "p20", "p21", "p22", "p23", "p24", "p25", "p26", "p27", "p28",
    "p29", "p30", "p31", "p32", "p33", "p34", "p35", "p36", "p37", "p38", "p39", "p40", "p41",
    "p42", "p43", "p44", "p45", "p46", "p47", "p48", "p49", "p50", "p51", "p52", "p53", "p54",
    "p55", "p56", "p57", "p58", "p59", "p60", "p61", "p62", "p63", "p64", "p65", "p66", "p67",
    "p68", "p69", "p70", "p71", "p72", "p73", "p74", "p75", "p76", "p77", "p78", "p79", "p80",
    "p81", "p82", "p83", "p84", "p85", "p86", "p87", "p88", "p89", "p90", "p91", "p92", "p93",
    "p94", "p95", "p96", "p97", "p98", "p99", "p99.9",
];
