//! From what was typed to what it means.
//!
//! Every problem is reported with its place, and lowering goes on as far as it can; a [`Scenario`] comes out only where
//! there was no error. The parts know each other only through the `Context`: the names of things in sorted order, the
//! period and its clocks, and the switches. A part that cannot be lowered may be left out of its vector, so indices mean
//! something only in a scenario without errors, and no other ever leaves this module.

mod basis;
mod batch;
mod book;
mod books_ahead;
mod branch;
mod bridge;
mod context;
mod cost;
mod days;
mod demand;
mod desks;
mod dist;
mod draw;
mod filter;
mod flow;
mod gates;
mod head;
mod hours;
mod inspection;
mod observed;
mod openings;
mod outage;
mod papers;
mod pool;
mod process;
mod profiles;
mod provenance;
mod quotas;
mod reach;
mod route;
mod stay;
mod terms;
mod threshold;
mod written;
mod yard;

pub(super) use basis::same_quantity;
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
    let quotas = quotas::quotas(&root, &cx, problems);
    let backlogs = demand::backlogs(&root, &cx, problems);
    let flows = demand::sources(&root, &cx, problems);
    let mut stations = process::stations(&root, &cx, problems);
    let yards = yard::yards(&root, &cx, problems);
    let bridges = bridge::bridges(&root, &cx, problems);
    let pools = pool::pools(&root, &cx, problems);
    let papers = papers::papers(&root, &cx, problems);
    let outages = outage::outages(&root, &cx, problems);
    let agencies = inspection::agencies(&root, &cx, problems);
    let brought = profiles::brought(&root, &cx);
    let ways = route::routes(&root, &brought, &cx, &agencies, problems);
    bridge::check_weights(&root, &brought, &cx, problems);
    papers::check(&root, &cx, &papers, &ways.routes, &brought, problems);
    desks::check(&root, &stations, &ways.routes, &cx, problems);
    stay::check(&root, &cx, &ways.routes, &brought, problems);
    let costs = cost::costs(&root, &cx, problems);
    let service_levels = cost::levels(&root);
    let facts = observed::facts(&root, &cx, sources, problems);
    let thresholds = threshold::thresholds(&root, &cx, sources, problems);
    let parameters = provenance::parameters(table, &cx, sources, problems);
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
        stations,
        yards,
        bridges,
        pools,
        papers,
        outages,
        stays: cx.stays.clone(),
        routes: ways.routes,
        agencies: agencies.into_iter().map(|agency| agency.model).collect(),
        inspections: ways.inspections,
        channels: ways.channels,
        exchange: cost::exchange(&root),
        costs,
        service_levels,
        facts,
        thresholds,
        parameters,
    })
}
