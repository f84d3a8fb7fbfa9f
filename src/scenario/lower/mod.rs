//! From what was typed to what it means.
//!
//! Every problem is reported with its place, and lowering goes on as far as it can; a [`Scenario`] comes out only where
//! there was no error. The parts know each other only through the `Context`: the names of things in sorted order, the
//! period and its clocks, and the switches. A part that cannot be lowered may be left out of its vector, so indices mean
//! something only in a scenario without errors, and no other ever leaves this module.

mod backtest;
mod basis;
mod batch;
mod book;
mod books_ahead;
mod branch;
mod bridge;
mod calibration;
mod choice;
mod comers;
mod context;
mod cost;
mod days;
mod dedicated;
mod demand;
mod desks;
mod dist;
mod draw;
mod filter;
mod flow;
mod gates;
mod head;
mod heeded;
mod hours;
mod inspection;
mod observed;
mod openings;
mod order;
mod outage;
mod papers;
mod patience;
mod per_day;
mod pool;
mod process;
mod profiles;
mod provenance;
mod quotas;
mod reach;
mod regime;
mod regimes;
mod residents;
mod route;
mod stay;
mod terms;
mod threshold;
mod trace;
mod values;
mod written;
mod yard;

pub(super) use basis::same_quantity;
pub use calibration::{NoUnknown, unknown};
pub(super) use draw::Rule;
pub(super) use written::written;

use super::model::Scenario;
use super::node::Table;
use super::problem::Problems;
use super::raw;
use super::reader::Keys;
use super::source::SourceMap;
use context::Context;

/// Lowers a merged scenario; `id` is its name in reports, `sources` holds the texts in which the places of `table` lie.
pub fn lower(
    table: &Table,
    id: &str,
    sources: &SourceMap,
    problems: &mut Problems,
) -> Option<Scenario> {
    let root = raw::Root::from_table(table, problems);
    let head = head::head(&root, problems);
    let cx = Context::new(&root, &head, problems);
    let switches = head::switches(&root, problems);
    let references = head::references(&root);
    let classes = process::classes(&root, &cx, problems);
    let gates = gates::gates(&root, &cx, problems);
    let mut quotas = quotas::quotas(&root, &cx, problems);
    order::check_shared(&root, &gates, &quotas, problems);
    let mut backlogs = demand::backlogs(&root, &cx, problems);
    let mut flows = demand::sources(&root, &cx, problems);
    let balking = choice::balking(&root, &cx, problems);
    let published = choice::published(&root, &cx, problems);
    let diversions = choice::diversions(&root, &published, &cx, problems);
    let bans = choice::bans(&root, &cx, problems);
    let mut stations = process::stations(&root, &cx, problems);
    let yards = yard::yards(&root, &cx, problems);
    let bridges = bridge::bridges(&root, &cx, problems);
    let mut pools = pool::pools(&root, &cx, problems);
    let residents = residents::residents(&root, &cx, problems);
    let mut papers = papers::papers(&root, &cx, problems);
    let outages = outage::outages(&root, &stations, &pools, &cx, problems);
    let patience = patience::rules(&root, &cx, problems);
    let agencies = inspection::agencies(&root, &cx, problems);
    let brought = profiles::brought(&root, &cx);
    let mut ways = route::routes(&root, &brought, &cx, &agencies, problems);
    bridge::check_weights(&root, &brought, &cx, problems);
    papers::check(&root, &cx, &papers, &ways.routes, &brought, problems);
    desks::check(&root, &stations, &ways.routes, &cx, problems);
    dedicated::check_use(&root, &stations, &ways.routes, &brought, &cx, problems);
    stay::check(&root, &cx, &ways.routes, &brought, problems);
    let regimes = regime::read(&root, &cx, problems);
    let costs = cost::costs(&root, &cx, problems);
    let service_levels = cost::levels(&root);
    let mut facts = observed::facts(&root, &cx, sources, problems);
    backtest::check_uses(&root, &facts, problems);
    let thresholds = threshold::thresholds(&root, &cx, sources, problems);
    let parameters = provenance::parameters(table, &cx, sources, problems);
    let calibration = calibration::calibration(&root, table, &parameters, problems);
    if problems.has_errors() {
        return None;
    }
    // Without errors indices mean something, and what concerns several parts can be looked at.
    let comers = batch::Comers {
        cx: &cx,
        yards: &yards,
        routes: &ways.routes,
        flows: flows
            .iter()
            .map(|source| &source.flow)
            .chain(backlogs.iter().map(|backlog| &backlog.flow))
            .collect(),
    };
    batch::settle(&root, &mut stations, &comers, problems);
    pool::check_use(&root, &pools, &ways.routes, problems);
    let mut parts = regimes::Parts {
        stations: &mut stations,
        pools: &mut pools,
        quotas: &mut quotas,
        sources: &mut flows,
        backlogs: &mut backlogs,
        papers: &mut papers,
        routes: &mut ways,
    };
    regimes::apply(&regimes, &mut parts, &cx, problems);
    let comers = comers::comers(&flows, &backlogs, &classes);
    patience::check(&root, &patience, &comers, &cx, problems);
    let rules = heeded::Rules {
        sources: &flows,
        classes: &classes,
        routes: &ways.routes,
        balking: &balking,
        published: &published,
        diversions: &diversions,
        bans: &bans,
    };
    heeded::check(&root, &rules, &cx, problems);
    let movers = backtest::Movers {
        sources: &flows,
        backlogs: &backlogs,
        quotas: &quotas,
    };
    backtest::identities(&mut facts, &parameters, &movers, &cx);
    if problems.has_errors() {
        return None;
    }
    Some(Scenario {
        id: id.to_owned(),
        title: head.title,
        period: cx.period?,
        clocks: cx.clocks.clone()?,
        versions: head.versions,
        calendar: head.calendar,
        snapshots: head.snapshots,
        stock_thresholds: head.stock_thresholds,
        vehicle_limit: head.vehicle_limit,
        warm_up: head.warm_up,
        references,
        switches,
        classes,
        goods: cx.goods,
        records: cx.records,
        profiles: cx.profiles,
        gates,
        quotas,
        backlogs,
        sources: flows,
        balking,
        published,
        diversions,
        bans,
        stations,
        yards,
        bridges,
        pools,
        residents,
        papers,
        outages,
        patience,
        stays: cx.stays.clone(),
        routes: ways.routes,
        agencies: agencies.into_iter().map(|agency| agency.model).collect(),
        inspections: ways.inspections,
        channels: ways.channels,
        exchange: cost::exchange(&root),
        costs,
        service_levels,
        facts,
        calibration,
        thresholds,
        parameters,
    })
}
