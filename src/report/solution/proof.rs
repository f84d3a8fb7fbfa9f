//! The sum that proves that something cannot be: who can cross on which days, at most.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::proof::Needed;
use crate::plan::{Plan, SpanMost, Who};
use crate::report::number::{count, digits, fixed};
use crate::report::table::{Cell, Table};
use crate::report::text::Style;
use crate::scenario::calendar::clock;

use super::{Found, Proven, Solved};

/// Why no value can be enough.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ProofRow {
    /// The value at which least is missing, by path.
    pub settings: BTreeMap<String, String>,
    /// What the condition needs.
    pub needs: Needs,
    /// How many vehicles that is.
    pub needed: f64,
    /// How many can cross at most.
    pub most: u64,
    /// The number of vehicles that there are at all, where that is what limits them.
    pub vehicles: Option<u64>,
    /// The summands.
    pub spans: Vec<SpanRow>,
}

/// What a condition needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// So many crossings.
    Crossings,
    /// As many crossings as so many tonnes take.
    CrossingsForTonnes,
    /// That all in line at the start cross.
    AllInLine,
    /// That of those in line at the start so many cross.
    SomeInLine,
}

/// A day on which at most so many cross.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct SpanRow {
    /// The gates at which it counts.
    pub gates: Vec<String>,
    /// The quota whose amount limits it.
    pub quota: Option<String>,
    /// First instant, on the scenario's clock.
    pub from: String,
    /// The instant at which it is over.
    pub to: String,
    /// Who may cross at some time of it: `nobody`, `booked` or `everybody`.
    pub passing: &'static str,
    /// The amount of the quota.
    pub amount: Option<u64>,
    /// Places for booked vehicles, those left from before among them.
    pub places: Option<u64>,
    /// How many cross at most.
    pub most: u64,
}

impl ProofRow {
    /// The proof of a solution that has one.
    pub(super) fn of(solved: &Solved) -> Option<Self> {
        let Found::Proven(proven) = &solved.found else {
            return None;
        };
        let proof = proven.proof;
        let most = proof.most.total;
        let needed = most as f64 + proof.needed.missing(most);
        let parts = proof.most.parts.iter();
        let spans = parts.flat_map(|part| {
            let gates = part.gates.iter();
            let gates: Vec<String> = gates.map(|&gate| gate_name(proven.plan, gate)).collect();
            let quotas = &proven.scenario.quotas;
            let quota = part.quota.and_then(|quota| quotas.get(quota as usize));
            let quota = quota.map(|quota| quota.name.clone());
            part.spans.iter().map(move |span| SpanRow {
                gates: gates.clone(),
                quota: quota.clone(),
                from: instant(proven, span.from),
                to: instant(proven, span.to),
                passing: passing(span),
                amount: span.amount,
                places: span.places,
                most: span.most,
            })
        });
        Some(Self {
            settings: proven.settings.clone(),
            needs: match proof.needed {
                Needed::Crossings { .. } => Needs::Crossings,
                Needed::Tonnes { .. } => Needs::CrossingsForTonnes,
                Needed::AllGone { .. } => Needs::AllInLine,
                Needed::Left { .. } => Needs::SomeInLine,
            },
            needed,
            most,
            vehicles: proof.most.vehicles,
            spans: spans.collect(),
        })
    }
}

/// What is needed and what there can be, in a sentence.
pub(super) fn sentence(proven: &Proven) -> String {
    let proof = proven.proof;
    let most = count(proof.most.total as f64);
    let (from, to) = (instant(proven, proof.span.0), instant(proven, proof.span.1));
    let span = if proof.span.0 <= proven.plan.start {
        format!("until {to}")
    } else {
        format!("between {from} and {to}")
    };
    let needed = match proof.needed {
        Needed::Crossings { limit } => format!("{} are wanted", number(limit)),
        Needed::Tonnes { limit, load } => format!(
            "{} t are wanted, and a vehicle carries at most {} t",
            number(limit),
            number(load / 1e3)
        ),
        Needed::AllGone { in_line } => {
            format!("{} stand in line at the start", count(in_line as f64))
        }
        Needed::Left { in_line, limit } => format!(
            "{} stand in line at the start, and at most {} may be left",
            count(in_line as f64),
            number(limit)
        ),
    };
    format!("{span} at most {most} vehicles can cross, and {needed}")
}

/// The summands as a table: days that are alike on one line.
pub(super) fn table(proven: &Proven, style: Style) -> String {
    let mut table = Table {
        head: vec![
            "from",
            "until",
            "gate",
            "who may cross",
            "limited by",
            "at most",
            "so far",
        ],
        names: 5,
        rows: Vec::new(),
    };
    let mut so_far = 0_u64;
    for part in &proven.proof.most.parts {
        let gates = part.gates.iter();
        let gates: Vec<String> = gates.map(|&gate| gate_name(proven.plan, gate)).collect();
        let quota = part
            .quota
            .and_then(|quota| proven.scenario.quotas.get(quota as usize));
        let alike = |a: &SpanMost, b: &SpanMost| {
            (a.passing, a.most, a.amount, a.to) == (b.passing, b.most, b.amount, b.from)
                && (a.places.is_some(), is_by_places(a)) == (b.places.is_some(), is_by_places(b))
        };
        for group in part.spans.chunk_by(alike) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else {
                continue;
            };
            let sum: u64 = group.iter().map(|span| span.most).sum();
            so_far = so_far.saturating_add(sum);
            let by = match (first.passing, quota) {
                (Who::Nobody, _) => "closed".to_owned(),
                (_, Some(quota)) if !is_by_places(first) => format!("quota {}", quota.name),
                _ => "slots".to_owned(),
            };
            let most = match group.len() {
                1 => count(sum as f64),
                n => format!("{n} x {} = {}", count(first.most as f64), count(sum as f64)),
            };
            table.rows.push(
                [
                    instant(proven, first.from),
                    instant(proven, last.to),
                    gates.join(", "),
                    passing(first).to_owned(),
                    by,
                    most,
                    count(so_far as f64),
                ]
                .map(Cell::text)
                .to_vec(),
            );
        }
    }
    let vehicles = proven
        .proof
        .most
        .vehicles
        .map_or_else(String::new, |vehicles| {
            format!(
                "there are {} of these vehicles at all\n",
                count(vehicles as f64)
            )
        });
    style.section("how many can cross at most", &table, &vehicles)
}

/// Whether places limit a span more than the quota does.
fn is_by_places(span: &SpanMost) -> bool {
    span.places
        .is_some_and(|places| span.amount.is_none_or(|amount| places <= amount))
}

fn gate_name(plan: &Plan, gate: u32) -> String {
    let name = plan.names.gates.get(gate as usize);
    name.cloned().unwrap_or_default()
}

fn passing(span: &SpanMost) -> &'static str {
    match span.passing {
        Who::Nobody => "nobody",
        Who::Booked => "booked",
        Who::Everybody => "everybody",
    }
}

/// An instant on the scenario's clock.
fn instant(proven: &Proven, at: i64) -> String {
    clock(at, &proven.scenario.clocks.own)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

fn number(value: f64) -> String {
    let places = if value.fract() == 0.0 {
        0
    } else {
        digits(value / 100.0).max(1)
    };
    fixed(value, places)
}
