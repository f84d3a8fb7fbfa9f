//! What results do when a lever moves: one row a point and quantity.
//!
//! All points have the same random numbers, so the change from one point to the next is a paired difference, vehicle by vehicle: a step
//! that buys nothing shows as nothing, where two independent estimates would differ by chance.

mod text;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::experiment::{Change, paired};
use crate::measures::quantity::Quantity;
use crate::scenario::lever::Grid;

use super::row::Row;
use super::{Manifest, Report, Run, json, list};

pub use text::text;

/// Name and version of the JSON.
pub const SCHEMA: &str = "bordergate.sweep/1";

/// The chance that the interval of a change misses.
const ALPHA: f64 = 0.05;

/// What a sweep is made from.
pub struct Swept<'a> {
    /// The points.
    pub grid: &'a Grid,
    /// The run at each of them.
    pub runs: &'a [Run<'a>],
    /// Quantities, each as it stands at each point.
    pub quantities: &'a [Vec<Option<Quantity>>],
}

/// A whole sweep.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Sweep {
    /// Name and version of this format.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What it takes to get the run of each point again.
    pub manifests: Vec<Manifest>,
    /// One row a point and quantity, quantity by quantity.
    pub points: Vec<Point>,
}

/// One quantity at one point.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
// `deny_unknown_fields` does not go with what is flattened.
#[schemars(extend("additionalProperties" = false))]
pub struct Point {
    /// Number of the point, from 0; the last lever moves fastest.
    pub point: usize,
    /// The values of the levers as `--set` takes them, by path.
    pub settings: BTreeMap<String, String>,
    /// The size of each lever's value, by the path of what moves: the number in it, the minute of the day, or the days since 1970.
    pub sizes: BTreeMap<String, f64>,
    /// The quantity, with its estimate and intervals, as `run` reports it.
    #[serde(flatten)]
    pub row: Row,
    /// How much more it is than at the point before, where only the last lever has moved; of dates in days.
    pub change: Option<f64>,
    /// Lower end of the 95 % interval of the expected change.
    pub change_low: Option<f64>,
    /// Upper end of it.
    pub change_high: Option<f64>,
}

impl Sweep {
    /// The sweep of these runs.
    pub fn new(swept: &Swept) -> Self {
        let reports: Vec<Report> = swept.runs.iter().map(Report::new).collect();
        let mut points = Vec::new();
        for each in swept.quantities {
            for (point, report) in reports.iter().enumerate() {
                let quantity = each.get(point).and_then(Option::as_ref);
                let row = quantity.and_then(|quantity| {
                    let named = |row: &&Row| row.quantity.as_ref() == Some(&quantity.text);
                    report.measures.iter().find(named)
                });
                points.extend(row.map(|row| swept.point(each, point, row.clone())));
            }
        }
        Self {
            schema: SCHEMA,
            manifests: reports.into_iter().map(|report| report.manifest).collect(),
            points,
        }
    }

    /// The sweep as JSON: one line a row.
    pub fn json(&self) -> String {
        let mut text = format!(
            "{{\"schema\": {},\n \"manifests\": {},\n",
            json(&self.schema),
            json(&self.manifests)
        );
        list(&mut text, "points", &self.points);
        text.push_str("}\n");
        text
    }
}

impl Swept<'_> {
    fn point(&self, each: &[Option<Quantity>], point: usize, row: Row) -> Point {
        let place = self.grid.place(point);
        let levers = || self.grid.levers().iter().zip(&place);
        let settings = levers().flat_map(|(lever, &at)| lever.settings(at));
        let sizes = levers()
            .filter_map(|(lever, &at)| Some((lever.path().to_owned(), lever.setting(at)?.size)));
        let change = self.change(each, point);
        Point {
            point,
            settings: settings.collect(),
            sizes: sizes.collect(),
            row,
            change: change.map(|change| change.change),
            change_low: change.and_then(|change| Some(change.interval?.0)),
            change_high: change.and_then(|change| Some(change.interval?.1)),
        }
    }

    /// The change from the point before, where only the last lever has moved.
    fn change(&self, each: &[Option<Quantity>], point: usize) -> Option<Change> {
        let before = point.checked_sub(1)?;
        if self.grid.place(point).last() == Some(&0) {
            return None;
        }
        let side = |point: usize| {
            let run = self.runs.get(point)?;
            let quantity = each.get(point)?.as_ref()?;
            Some((run, run.catalogue.chosen()?.estimator(quantity.estimator)))
        };
        let ((before, on_before), (run, on_run)) = (side(before)?, side(point)?);
        paired((before.fold, on_before), (run.fold, on_run), ALPHA)
    }
}
