//! A log as JSON: every row that is not used, and every number of the fits.

use serde_json::{Value, json};

use super::Import;
use super::fragment::fragment;
use super::units::{Unit, law};
use crate::gatelog::bad::by_reason;
use crate::gatelog::findings::{Source, Step};
use crate::gatelog::fit::Fit;

/// Name and version of the JSON.
const SCHEMA: &str = "bordergate.import/1";

/// The document. Times are seconds, masses kilograms.
pub fn document(import: &Import<'_>) -> Value {
    let (log, findings) = (import.log, import.findings);
    let columns: Vec<Value> = log
        .columns
        .iter()
        .map(|column| {
            json!({
                "heading": column.heading,
                "taken-for": column.role.as_ref().map(|role| role.word()),
            })
        })
        .collect();
    let reasons: Vec<Value> = by_reason(&log.bad)
        .into_iter()
        .map(|(reason, rows)| json!({ "reason": reason, "rows": rows }))
        .collect();
    let loads: Vec<Value> = findings
        .loads
        .iter()
        .map(|load| {
            let class = load.class.and_then(|class| findings.classes.get(class));
            json!({
                "class": class.map(|class| &class.id),
                "fit": fit(&load.fit, Unit::Mass, 1.0),
            })
        })
        .collect();
    let named = |named: &crate::gatelog::findings::Named| json!({ "name": named.id, "values": named.values, "rows": named.rows });
    json!({
        "schema": SCHEMA,
        "file": {
            "name": import.file,
            "sha-256": import.digest,
            "encoding": log.encoding,
            "separator": log.separator,
            "heading-line": log.heading_line,
            "columns": columns,
            "half-steps": log.half_steps,
            "day-order": log.day_order.0,
            "day-order-known-by": log.day_order.1,
        },
        "rows": {
            "all": log.total(),
            "used": log.rows.len(),
            "not-used": log.bad.len(),
            "empty-lines": log.empty,
            "past-midnight": log.past_midnight,
            "by-reason": reasons,
            "bad": log.bad,
        },
        "from": findings.days.0.to_string(),
        "to": findings.days.1.to_string(),
        "sources": findings.sources.iter().map(|one| source(import, one)).collect::<Vec<_>>(),
        "classes": findings.classes.iter().map(named).collect::<Vec<_>>(),
        "channels": findings.channels.iter().map(named).collect::<Vec<_>>(),
        "loads": loads,
        "steps": findings.steps.iter().map(step).collect::<Vec<_>>(),
        "not-crossed": findings.not_crossed,
        "fragment": fragment(import),
    })
}

fn source(import: &Import<'_>, source: &Source) -> Value {
    let arrivals = &source.arrivals;
    let mix: Vec<Value> = source
        .mix
        .iter()
        .map(|&(class, vehicles)| {
            let class = import.findings.classes.get(class);
            json!({ "class": class.map(|class| &class.id), "vehicles": vehicles })
        })
        .collect();
    json!({
        "source": source.id,
        "gate": source.gate.as_ref().map(|gate| &gate.id),
        "direction": source.import.map(|import| if import { "import" } else { "export" }),
        "vehicles": arrivals.vehicles(),
        "by-day": arrivals.counts,
        "by-hour": arrivals.hours,
        "days-without": arrivals.without.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "rate": arrivals.rate.0,
        "rate-low": arrivals.rate.1.map(|(low, _)| low),
        "rate-high": arrivals.rate.1.map(|(_, high)| high),
        "weekday-factors": arrivals.weekdays,
        "weekdays-p": arrivals.weekdays_p,
        "weekdays-differ": arrivals.weekdays_differ(),
        "hours-of-weekend-p": arrivals.hours_p,
        "dispersion": arrivals.dispersion,
        "dispersion-p": arrivals.dispersion_p,
        "day-factor-cv": arrivals.factor.map(|(cv, _)| cv),
        "day-factor-low": arrivals.factor.map(|(_, (low, _))| low),
        "day-factor-high": arrivals.factor.map(|(_, (_, high))| high),
        "classes": mix,
    })
}

fn step(step: &Step) -> Value {
    let waiting = step.waiting.map(|waiting| waiting.map(|value| value / 1e6));
    json!({
        "step": step.id,
        "in-the-log": step.name,
        "fit": step.fit.as_ref().map(|found| fit(found, Unit::Time, 1e6)),
        "no-end": step.unfinished,
        "no-start": step.no_start,
        "waiting-mean": waiting.map(|[mean, ..]| mean),
        "waiting-p50": waiting.map(|[_, median, _]| median),
        "waiting-p95": waiting.map(|[.., high]| high),
    })
}

/// Values in the unit of the document, of which the fit's own are so many.
fn fit(fit: &Fit, unit: Unit, size: f64) -> Value {
    let candidates: Vec<Value> = fit
        .candidates
        .iter()
        .map(|candidate| {
            let parameters: Vec<Value> = candidate
                .law
                .parameters()
                .into_iter()
                .zip(&candidate.intervals)
                .map(|((name, value, has_unit), &(low, high))| {
                    let size = if has_unit { size } else { 1.0 };
                    json!({ "parameter": name, "value": value / size, "low": low / size, "high": high / size })
                })
                .collect();
            json!({
                "law": candidate.family,
                "parameters": parameters,
                "aic": candidate.aic,
                "anderson-darling": candidate.statistic,
                "p": candidate.p,
            })
        })
        .collect();
    json!({
        "n": fit.n,
        "zeros": fit.zeros,
        "resolution": fit.resolution / size,
        "mean": fit.mean.0 / size,
        "mean-low": fit.mean.1.map(|(low, _)| low / size),
        "mean-high": fit.mean.1.map(|(_, high)| high / size),
        "sd": fit.sd / size,
        "p5": fit.quantiles[0] / size,
        "p50": fit.quantiles[1] / size,
        "p95": fit.quantiles[2] / size,
        "tested": fit.tested,
        "verdict": fit.verdict,
        "chosen": fit.chosen().map(|candidate| candidate.family),
        "candidates": candidates,
        "written": law(&fit.law, unit),
    })
}
