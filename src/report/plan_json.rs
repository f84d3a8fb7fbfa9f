//! `plan --json`: everything that a scenario means, as data. Schema `bordergate.plan/1`.
//!
//! From it alone one finds hours on both clocks, closed days, appointment days, barred classes, slots, quotas, starting
//! stock, classes, what is assumed and what is observed. Dates are ISO, hours as they are typed, loads are offered over
//! scheduled server time (`null` where nobody works), masses tonnes, and whatever is not given is `null`.

use serde_json::{Map, Value, json};

use crate::plan::{Analysis, Audit, Plan, StationLoad};
use crate::scenario::calendar::{ClassWord, Notice, Weekly, clock};
use crate::scenario::model::{
    Amount, Arrivals, BasisKind, Book, Flow, Gate, Reaction, Refused, Scenario, WalkIns,
};
use crate::scenario::units::Share;

use super::choices;
use super::days::{Block, Day};
use super::{plan_audit, plan_outages, plan_patience, words};

/// The whole document; `audits` where they were asked for.
pub fn document(
    scenario: &Scenario,
    plan: &Plan,
    analysis: &Analysis,
    blocks: &[Block],
    audits: Option<&[Audit]>,
) -> Value {
    json!({
        "schema": "bordergate.plan/1",
        "scenario": head(scenario),
        "vehicles-expected": rounded(analysis.vehicles),
        "vehicle-limit": scenario.vehicle_limit,
        "switches": switches(scenario),
        "classes": classes(scenario),
        "gates": gates(scenario, blocks),
        "quotas": quotas(scenario, analysis),
        "patience": plan_patience::json(scenario),
        "starting-stock": starting_stock(scenario),
        "sources": sources(scenario, analysis),
        "choices": choices::json(scenario),
        "stations": stations(scenario, analysis),
        "outages": plan_outages::json(scenario),
        "routes": routes(scenario, plan),
        "remarks": remarks(analysis),
        "provenance": provenance(scenario),
        "parameters": parameters(scenario),
        "references": references(scenario),
        "observed": observed(scenario),
        "audit": audits.map(|audits| plan_audit::json(scenario, audits)),
    })
}

/// A number of vehicles or a load without digits that mean nothing.
fn rounded(x: f64) -> Value {
    json!((x * 1e6).round() / 1e6)
}

fn zone_name(zone: &jiff::tz::TimeZone) -> Value {
    json!(zone.iana_name())
}

fn head(scenario: &Scenario) -> Value {
    let version = scenario
        .calendar
        .and_then(|index| scenario.versions.get(index));
    let snapshots = scenario.snapshots.iter();
    json!({
        "id": scenario.id,
        "title": scenario.title.en,
        "title-vi": scenario.title.vi,
        "title-zh": scenario.title.zh,
        "from": scenario.period.from.to_string(),
        "to": scenario.period.to.to_string(),
        "clock": zone_name(&scenario.clocks.own),
        "partner-clock": zone_name(&scenario.clocks.partner),
        "calendar": version,
        "versions": scenario.versions,
        "snapshots": snapshots.map(|at| at.strftime("%H:%M").to_string()).collect::<Vec<_>>(),
    })
}

fn switches(scenario: &Scenario) -> Value {
    let switches = scenario.switches.iter().map(|switch| {
        json!({
            "switch": switch.name,
            "title": switch.title,
            "value": switch.value,
            "options": switch.options,
        })
    });
    switches.collect()
}

fn classes(scenario: &Scenario) -> Value {
    let classes = scenario.classes.iter().map(|class| {
        json!({
            "class": class.name,
            "name": class.title,
            "counts": if class.persons { "persons" } else { "vehicles" },
            "load-mean": class.load.as_ref().map(|load| rounded(load.mean() / 1e3)),
            "goods": mix(&scenario.goods, &class.goods),
        })
    });
    classes.collect()
}

/// Names with their shares.
fn mix(names: &[String], shares: &[(usize, u64)]) -> Value {
    let named = shares
        .iter()
        .filter_map(|&(index, parts)| Some((names.get(index)?.clone(), json!(share(parts)))));
    Value::Object(named.collect())
}

fn gates(scenario: &Scenario, blocks: &[Block]) -> Value {
    let gates = scenario.gates.iter().enumerate().map(|(index, gate)| {
        let here = blocks.iter().filter(|block| block.gate == index);
        let calendar: Vec<Value> = here.map(|block| self::block(scenario, block)).collect();
        let notices = gate.calendar.notices.iter().zip(&gate.books);
        let restrictions = gate.calendar.restrictions.iter().map(|restriction| {
            json!({
                "restriction": restriction.name,
                "hours": restriction.hours.to_string(),
                "from": restriction.from.map(|day| day.to_string()),
                "to": restriction.to.map(|day| day.to_string()),
                "only": words::filter_json(scenario, &restriction.only),
            })
        });
        json!({
            "gate": gate.name,
            "name": gate.title,
            "hours": week(&gate.calendar.own),
            "partner-hours": gate.calendar.partner.as_ref().map(week),
            "calendar": calendar,
            "notices": notices.map(|(notice, book)| self::notice(scenario, notice, book.as_ref())).collect::<Vec<_>>(),
            "restrictions": restrictions.collect::<Vec<_>>(),
        })
    });
    gates.collect()
}

/// Hours of each weekday, as typed; `closed` is a rest day.
fn week(week: &Weekly) -> Value {
    use jiff::civil::Weekday;
    let days = Weekday::Monday.cycle_forward().take(7);
    let hours = days.map(|day| {
        (
            words::weekday(day).to_owned(),
            json!(week.hours(day).to_string()),
        )
    });
    Value::Object(hours.collect::<Map<String, Value>>())
}

fn block(scenario: &Scenario, block: &Block) -> Value {
    let vehicles = block.vehicles.iter();
    json!({
        "vehicles": vehicles.map(|category| words::category_json(scenario, category)).collect::<Vec<_>>(),
        "days": block.days.iter().map(day).collect::<Vec<_>>(),
    })
}

fn day(day: &Day) -> Value {
    let open = |hours: &String| (!hours.is_empty()).then(|| hours.clone());
    json!({
        "day": day.row.date.to_string(),
        "weekday": words::weekday(day.row.weekday),
        "lunar": day.row.lunar_vietnam,
        "lunar-china": day.row.lunar_china,
        "state": day.state,
        "hours": open(&day.hours),
        "partner-hours": open(&day.partner_hours),
        "notice": day.row.notice,
        "slots": day.slots,
    })
}

fn notice(scenario: &Scenario, notice: &Notice, book: Option<&Book>) -> Value {
    let names = |words: &[ClassWord]| -> Vec<String> {
        words
            .iter()
            .map(|&word| words::class_word(scenario, word))
            .collect()
    };
    let version = notice
        .version
        .and_then(|index| scenario.versions.get(index));
    json!({
        "notice": notice.name,
        "from": notice.from.to_string(),
        "to": notice.to.to_string(),
        "state": words::notice_state(notice.state),
        "hours": notice.hours.as_ref().map(ToString::to_string),
        "partner-hours": notice.partner_hours.as_ref().map(ToString::to_string),
        "version": version,
        "holds": notice.version.is_none() || notice.version == scenario.calendar,
        "announced": notice.announced.map(|day| day.to_string()),
        "for": words::filter_json(scenario, &notice.filter),
        "barred": names(&notice.barred),
        "admitted": notice.admitted.as_deref().map(names),
        "exempt": names(&notice.exempt),
        "book": book.map(|book| self::book(scenario, book)),
    })
}

fn book(scenario: &Scenario, book: &Book) -> Value {
    let seconds = |span: i64| span as f64 / 1e6;
    let pools = book.pools.iter().map(
        |(filter, slots)| json!({ "for": words::filter_json(scenario, filter), "slots": slots }),
    );
    json!({
        "slots": book.slots,
        "interval": book.interval.map(seconds),
        "pools": pools.collect::<Vec<_>>(),
        "horizon": book.horizon.map(seconds),
        "register-by": book.register_by.map(seconds),
        "register-until": book.register_until.map(|day| day.to_string()),
        "lateness-mean": book.lateness.map(|lateness| lateness.mean / 1e6),
        "lateness-sd": book.lateness.map(|lateness| lateness.sd / 1e6),
        "early": seconds(book.early),
        "grace": seconds(book.grace),
        "no-show": share(book.no_show),
        "other-days": book.other_days,
        "rebook": book.rebook,
        "walk-ins": matches!(book.walk_ins, WalkIns::Leftover { .. }),
        "release-after": match book.walk_ins {
            WalkIns::Leftover { release_after } => release_after.map(seconds),
            WalkIns::Refused => None,
        },
        "if-refused": match book.refused {
            Refused::ComesAnyway => "comes-anyway".to_owned(),
            Refused::TurnsBack => "turns-back".to_owned(),
            Refused::Gate(gate) => scenario.gates.get(gate).map_or_else(String::new, |gate: &Gate| gate.name.clone()),
        },
    })
}

/// Parts per 10^12 as a number from 0 to 1.
fn share(parts: u64) -> f64 {
    parts as f64 / 1e12
}

fn quotas(scenario: &Scenario, analysis: &Analysis) -> Value {
    let quotas = scenario
        .quotas
        .iter()
        .zip(&analysis.quotas)
        .map(|(quota, balance)| {
            let gates = quota
                .gates
                .iter()
                .filter_map(|&gate| scenario.gates.get(gate));
            let days = scenario.period.days().enumerate().map(|(index, day)| {
                let on = |days: &[f64]| days.get(index).copied().map(rounded);
                json!({
                    "day": day.to_string(),
                    "amount": on(&balance.amount),
                    "demand": on(&balance.demand),
                    "accepted": on(&balance.accepted),
                })
            });
            let clock = if quota.partner_clock {
                &scenario.clocks.partner
            } else {
                &scenario.clocks.own
            };
            json!({
                "quota": quota.name,
                "gates": gates.map(|gate| &gate.name).collect::<Vec<_>>(),
                "for": words::filter_json(scenario, &quota.filter),
                "drawn": matches!(quota.amount, Amount::Drawn(_)),
                "day-factor-cv": quota.day_factor.map(|factor| factor.cv),
                "resets": quota.resets.strftime("%H:%M").to_string(),
                "clock": zone_name(clock),
                "days": days.collect::<Vec<_>>(),
            })
        });
    quotas.collect()
}

fn flow(scenario: &Scenario, flow: &Flow) -> Map<String, Value> {
    let mix = flow.classes.iter().map(|&(class, parts)| {
        (
            words::class_word(scenario, ClassWord::Class(class)),
            json!(share(parts)),
        )
    });
    let gate = scenario.gates.get(flow.gate).map(|gate| &gate.name);
    let route = scenario.routes.get(flow.route).map(|route| &route.name);
    Map::from_iter([
        ("gate".to_owned(), json!(gate)),
        (
            "direction".to_owned(),
            json!(words::direction(flow.direction)),
        ),
        (
            "vehicle".to_owned(),
            json!(words::nationality(flow.vehicle)),
        ),
        ("loaded".to_owned(), json!(flow.loaded)),
        ("route".to_owned(), json!(route)),
        ("classes".to_owned(), Value::Object(mix.collect())),
        (
            "records".to_owned(),
            self::mix(&scenario.records, &flow.records),
        ),
    ])
}

fn starting_stock(scenario: &Scenario) -> Value {
    let backlogs = scenario.backlogs.iter().map(|backlog| {
        let mut row = flow(scenario, &backlog.flow);
        row.insert("backlog".to_owned(), json!(backlog.name));
        row.insert("vehicles".to_owned(), json!(backlog.vehicles));
        row.insert(
            "since".to_owned(),
            json!(backlog.since.map(|day| day.to_string())),
        );
        Value::Object(row)
    });
    backlogs.collect()
}

fn sources(scenario: &Scenario, analysis: &Analysis) -> Value {
    let sources = scenario
        .sources
        .iter()
        .zip(&analysis.arrivals)
        .map(|(source, expected)| {
            let mut row = flow(scenario, &source.flow);
            let (arrivals, day_factor) = match &source.arrivals {
                Arrivals::Poisson { day_factor, .. } => ("rate", *day_factor),
                Arrivals::Renewal(_) => ("interarrival", None),
                Arrivals::Timetable(_) => ("timetable", None),
                Arrivals::Trace(_) => ("trace", None),
            };
            let days = scenario.period.days().zip(expected).map(
                |(day, &vehicles)| json!({ "day": day.to_string(), "vehicles": rounded(vehicles) }),
            );
            row.insert("source".to_owned(), json!(source.name));
            row.insert("arrivals".to_owned(), json!(arrivals));
            row.insert(
                "day-factor-cv".to_owned(),
                json!(day_factor.map(|factor| factor.cv)),
            );
            row.insert(
                "convoy-mean".to_owned(),
                json!(source.convoy.as_ref().map(|size| rounded(size.mean()))),
            );
            row.insert("when-closed".to_owned(), reaction(&source.when_closed));
            row.insert("days".to_owned(), days.collect());
            Value::Object(row)
        });
    sources.collect()
}

fn stations(scenario: &Scenario, analysis: &Analysis) -> Value {
    let stations = scenario.stations.iter().zip(&analysis.stations).map(|(station, load)| {
        let days = scenario.period.days().enumerate().map(|(index, day)| self::load(load, index, &day.to_string()));
        json!({
            "station": station.name,
            "name": station.title,
            "gate": station.gate.and_then(|gate| scenario.gates.get(gate)).map(|gate| &gate.name),
            "servers": station.servers.iter().map(|group| group.count).sum::<u32>(),
            "load": load.mean().map(rounded),
            "days": days.collect::<Vec<_>>(),
        })
    });
    stations.collect()
}

fn load(load: &StationLoad, index: usize, day: &str) -> Value {
    let hours = |days: &[f64]| days.get(index).map(|&work| rounded(work / 3.6e9));
    json!({
        "day": day,
        "offered-hours": hours(&load.offered),
        "scheduled-hours": hours(&load.scheduled),
        "load": load.load(index).map(rounded),
    })
}

fn routes(scenario: &Scenario, plan: &Plan) -> Value {
    let routes = scenario.routes.iter().map(|route| {
        let steps = plan
            .names
            .ops
            .iter()
            .filter(|(name, _)| *name == route.name);
        json!({ "route": route.name, "steps": steps.map(|(_, step)| step).collect::<Vec<_>>() })
    });
    routes.collect()
}

fn remarks(analysis: &Analysis) -> Value {
    let remarks = analysis.remarks.iter().map(|remark| {
        json!({
            "severity": remark.severity.word(),
            "about": remark.about,
            "text": remark.text,
            "help": remark.help,
        })
    });
    remarks.collect()
}

/// Number of parameters by kind of basis.
fn provenance(scenario: &Scenario) -> Value {
    let counts = counts(scenario)
        .into_iter()
        .map(|(word, count)| (word.to_owned(), json!(count)));
    Value::Object(counts.collect())
}

/// Number of parameters by kind of basis, all kinds in their order.
pub fn counts(scenario: &Scenario) -> Vec<(&'static str, usize)> {
    let kinds = [
        BasisKind::Documented,
        BasisKind::Derived,
        BasisKind::Assumed,
        BasisKind::Fitted,
        BasisKind::Unstated,
    ];
    let count = |kind: BasisKind| {
        let all = scenario.parameters.iter();
        (
            words::basis(kind),
            all.filter(|parameter| parameter.basis.kind == kind).count(),
        )
    };
    kinds.into_iter().map(count).collect()
}

fn parameters(scenario: &Scenario) -> Value {
    let parameters = scenario.parameters.iter().map(|parameter| {
        let basis = &parameter.basis;
        let documented = basis.kind == BasisKind::Documented;
        json!({
            "path": parameter.path,
            "value": parameter.value,
            "basis": words::basis(basis.kind),
            "reference": documented.then_some(&basis.text),
            "reason": (!documented).then_some(&basis.text),
            "range": basis.range.as_ref().map(|(low, high)| [low, high]),
            "gate": parameter.gate.and_then(|gate| scenario.gates.get(gate)).map(|gate| &gate.name),
        })
    });
    parameters.collect()
}

fn references(scenario: &Scenario) -> Value {
    let references = scenario.references.iter().map(|reference| {
        json!({ "reference": reference.name, "title": reference.title, "detail": reference.detail })
    });
    references.collect()
}

fn observed(scenario: &Scenario) -> Value {
    let observed = scenario.facts.iter().map(|fact| {
        let gates = fact
            .gates
            .iter()
            .filter_map(|&gate| scenario.gates.get(gate));
        let at = |time: i64| {
            let shown = clock(time, &scenario.clocks.own);
            shown.strftime("%Y-%m-%dT%H:%M:%S").to_string()
        };
        json!({
            "fact": fact.name,
            "title": fact.title,
            "measure": words::fact_measure(fact.measure),
            "gates": gates.map(|gate| &gate.name).collect::<Vec<_>>(),
            "for": words::filter_json(scenario, &fact.filter),
            "from": at(fact.from),
            "to": at(fact.to),
            "published": fact.text,
            "per-day": fact.per_day.as_ref().map(|per_day| &per_day.text),
            "low": finite(fact.low),
            "high": finite(fact.high),
            "reference": fact.references.first(),
        })
    });
    observed.collect()
}

fn finite(x: f64) -> Value {
    if x.is_finite() { json!(x) } else { Value::Null }
}

/// What demand does on closed days: one word, or shares by word.
pub(super) fn reaction(reaction: &Reaction) -> Value {
    match reaction.only() {
        Some(answer) => json!(answer.word()),
        None => {
            let shares = reaction.answers.iter();
            let shares = shares.map(|&(answer, share)| {
                (
                    answer.word().to_owned(),
                    json!(share as f64 / Share::WHOLE as f64),
                )
            });
            Value::Object(shares.collect())
        }
    }
}
