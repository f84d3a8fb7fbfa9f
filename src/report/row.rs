//! The tidy row: one number with its intervals and everything that says what it is a number of.

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::measures::{Dims, Estimator, Spec};
use crate::plan::Plan;
use crate::scenario::calendar::{clock, date_of};
use crate::scenario::model::Scenario;
use crate::stats::Estimate;

use super::Run;

/// One row. Dimensions that are not in `by` are `None`, and `null` in JSON.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Row {
    /// What is measured.
    pub measure: &'static str,
    /// Which statistic of it.
    pub statistic: &'static str,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// Name of the grouping: the dimensions that are given.
    pub by: &'static str,
    /// The scenario's name.
    pub scenario: String,
    /// Gate.
    pub gate: Option<String>,
    /// Direction of the goods: `export` or `import`.
    pub direction: Option<&'static str>,
    /// Which way the wheels go: `to-china` or `to-vietnam`.
    pub bound: Option<&'static str>,
    /// Class.
    pub class: Option<String>,
    /// Nationality of the vehicle: `vietnamese` or `chinese`.
    pub vehicle: Option<&'static str>,
    /// Station.
    pub station: Option<String>,
    /// Yard.
    pub yard: Option<String>,
    /// Bridge.
    pub bridge: Option<String>,
    /// Pool of drivers.
    pub pool: Option<String>,
    /// Residents who may trade.
    pub residents: Option<String>,
    /// Papers.
    pub papers: Option<String>,
    /// Step; no measure is split by it yet.
    pub step: Option<String>,
    /// Channel: the label of a way of a branch, such as `green`.
    pub channel: Option<String>,
    /// Agency.
    pub agency: Option<String>,
    /// Civil day on the scenario's clock.
    pub day: Option<String>,
    /// Time of day of a reading, on the scenario's clock.
    pub hour: Option<String>,
    /// Named span of days; no measure is split by it yet.
    pub period: Option<String>,
    /// Cause.
    pub cause: Option<&'static str>,
    /// Why vehicles turned back or went to another gate.
    pub reason: Option<&'static str>,
    /// Item of costs.
    pub item: Option<String>,
    /// Who bears costs.
    pub bearer: Option<String>,
    /// Target of a service level.
    pub target: Option<String>,
    /// Threshold, vehicles.
    pub threshold: Option<u32>,
    /// Which clock a share of time refers to: `wall` or `open`.
    pub clock: Option<&'static str>,
    /// The estimate.
    pub value: Option<Value>,
    /// Lower end of the 95 % confidence interval of the expected value.
    pub low: Option<Value>,
    /// Upper end of it.
    pub high: Option<Value>,
    /// Lower end of the 95 % interval of one future realisation.
    pub next_low: Option<Value>,
    /// Upper end of it.
    pub next_high: Option<Value>,
    /// Replications behind the row.
    pub n: usize,
    /// The quantity as an expression. Only where quantities were chosen: a share then has its limit here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<String>,
}

/// A number or a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number in the row's unit.
    Number(f64),
    /// A civil day.
    Day(Date),
}

impl Value {
    /// The number, if it is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(number),
            Value::Day(_) => None,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Day(day) => serializer.collect_str(day),
        }
    }
}

impl JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number in the row's unit, or a civil day where the unit is `date`.",
            "anyOf": [
                {"type": "number"},
                {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            ],
        })
    }
}

/// All rows of a run but those of facts, which have a list of their own.
pub(super) fn rows(run: &Run, estimates: &[Estimate]) -> Vec<Row> {
    let chosen = run.catalogue.chosen();
    let quantity = |at: usize| chosen.and_then(|chosen| chosen.names().get(at).cloned());
    run.catalogue
        .specs
        .iter()
        .zip(estimates)
        .enumerate()
        .filter(|(_, (spec, _))| spec.dims.fact.is_none())
        .map(|(at, (spec, estimate))| Row {
            quantity: quantity(at),
            ..row(run.scenario, run.plan, spec, estimate)
        })
        .collect()
}

/// The row of one estimate.
pub(super) fn row(scenario: &Scenario, plan: &Plan, spec: &Spec, estimate: &Estimate) -> Row {
    let Dims {
        gate,
        import,
        to_vietnam,
        class,
        chinese,
        station,
        yard,
        bridge,
        pool,
        residents,
        papers,
        channel,
        agency,
        day,
        at,
        cause,
        reason,
        item,
        bearer,
        target,
        threshold,
        clock: which_clock,
        fact: _,
    } = spec.dims;
    let name = |names: &[String], index: Option<u32>| names.get(index? as usize).cloned();
    let word = |flag: Option<bool>, no, yes| flag.map(|flag| if flag { yes } else { no });
    let is_day = matches!(spec.estimator, Estimator::Day { .. });
    let value = |number: Option<f64>| {
        let number = number?;
        if is_day {
            day_of(plan, number as i64).map(Value::Day)
        } else {
            Some(Value::Number(number))
        }
    };
    let hour = |at: i64| {
        clock(at, &scenario.clocks.own)
            .strftime("%H:%M")
            .to_string()
    };
    Row {
        measure: spec.measure,
        statistic: spec.statistic,
        unit: spec.unit,
        by: spec.by,
        scenario: scenario.id.clone(),
        gate: name(&plan.names.gates, gate),
        direction: word(import, "export", "import"),
        bound: word(to_vietnam, "to-china", "to-vietnam"),
        class: name(&plan.names.classes, class),
        vehicle: word(chinese, "vietnamese", "chinese"),
        station: name(&plan.names.stations, station),
        yard: name(&plan.names.yards, yard),
        bridge: name(&plan.names.bridges, bridge),
        pool: name(&plan.names.pools, pool),
        residents: name(&plan.names.residents, residents),
        papers: name(&plan.names.papers, papers),
        step: None,
        channel: name(&plan.names.channels, channel),
        agency: name(&plan.names.agencies, agency),
        day: day.and_then(|day| Some(day_of(plan, day.into())?.to_string())),
        hour: at.map(hour),
        period: None,
        cause: cause.map(|cause| cause.word()),
        reason: reason.map(|reason| reason.word()),
        item: name(&plan.names.cost_items, item),
        bearer: name(&plan.names.bearers, bearer),
        target: name(&plan.names.service_levels, target),
        threshold,
        clock: which_clock,
        value: value(estimate.value),
        low: value(estimate.low),
        high: value(estimate.high),
        next_low: value(estimate.next_low),
        next_high: value(estimate.next_high),
        n: estimate.n,
        quantity: None,
    }
}

fn day_of(plan: &Plan, index: i64) -> Option<Date> {
    date_of(plan.first_day.checked_add(index)?)
}
