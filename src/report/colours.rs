//! What the line is called in the morning: green, yellow, orange or red, always with the count.
//!
//! The National Single Window of Vietnam gives the line of each border province a colour by the vehicles in it: below 500 green, up to 1,000
//! yellow, up to 5,000 orange, above red. Here it is the line of all gates of the scenario together, which is that of a province where the
//! scenario has all its gates. A colour is given to each single period, and what is said is how many of these have it: the colour of an
//! average would hide that one morning in ten is red.

use schemars::JsonSchema;
use serde::Serialize;

use crate::measures::{Catalogue, Spec};
use crate::scenario::calendar::{clock, date_of};
use crate::scenario::lunar::{self, Side};
use crate::scenario::model::Scenario;
use crate::stats::prediction;

use super::Run;
use super::cells::range;
use super::number::count;
use super::table::{Cell, Table};
use super::text::Page;

/// The hour of the colours unless another is asked for.
pub const USUAL_HOUR: &str = "08:00";

/// The colours with the most vehicles that each allows, the last of which allows any number.
const COLOURS: [(&str, f64); 4] = [
    ("green", 499.0),
    ("yellow", 1_000.0),
    ("orange", 5_000.0),
    ("red", f64::INFINITY),
];

/// The line at an hour of each day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Colours {
    /// The hour, on the scenario's clock.
    pub hour: String,
    /// One entry a day.
    pub days: Vec<Morning>,
}

/// The line of all gates at that hour of a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Morning {
    /// The day.
    pub day: String,
    /// Its Vietnamese lunar day.
    pub lunar: Option<String>,
    /// Vehicles in line, on average.
    pub vehicles: f64,
    /// Lower end of the 95 % interval of one such morning.
    pub next_low: Option<f64>,
    /// Upper end of it.
    pub next_high: Option<f64>,
    /// The colour that most periods have.
    pub colour: &'static str,
    /// Share of the periods with each colour, of those that occur.
    pub shares: Vec<ColourShare>,
}

/// How many periods have a colour.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ColourShare {
    /// The colour.
    pub colour: &'static str,
    /// Share of the periods.
    pub share: f64,
}

impl Colours {
    /// The hours at which the line is counted.
    pub fn hours(scenario: &Scenario) -> Vec<String> {
        let hours = scenario.snapshots.iter();
        hours
            .map(|hour| hour.strftime("%H:%M").to_string())
            .collect()
    }

    /// Whether a catalogue says what stands there at those hours.
    pub fn is_counted(catalogue: &Catalogue) -> bool {
        catalogue.specs.iter().any(is_level)
    }

    /// The colours at one of those hours.
    pub(super) fn new(run: &Run, hour: &str) -> Self {
        let zone = &run.scenario.clocks.own;
        let of_hour = |spec: &&Spec| {
            let at = spec.dims.at;
            is_level(spec)
                && at.is_some_and(|at| clock(at, zone).strftime("%H:%M").to_string() == hour)
        };
        let specs: Vec<&Spec> = run.catalogue.specs.iter().filter(of_hour).collect();
        let mut days: Vec<u32> = specs.iter().filter_map(|spec| spec.dims.day).collect();
        days.sort_unstable();
        days.dedup();
        let morning = |day: u32| {
            let of_day = specs.iter().filter(|spec| spec.dims.day == Some(day));
            let mut lines: Vec<f64> = vec![0.0; run.fold.replications().len()];
            for spec in of_day {
                for (line, own) in lines.iter_mut().zip(run.fold.own(spec.estimator)) {
                    *line += own.unwrap_or(0.0);
                }
            }
            Morning::of(run, day, &lines)
        };
        Self {
            hour: hour.to_owned(),
            days: days.into_iter().filter_map(morning).collect(),
        }
    }
}

impl Morning {
    fn of(run: &Run, day: u32, lines: &[f64]) -> Option<Self> {
        let date = date_of(run.plan.first_day + i64::from(day))?;
        let n = lines.len() as f64;
        let shares: Vec<ColourShare> = COLOURS
            .iter()
            .filter_map(|(colour, _)| {
                let periods = lines.iter().filter(|line| colour_of(**line) == *colour);
                let share = periods.count() as f64 / n;
                (share > 0.0).then_some(ColourShare { colour, share })
            })
            .collect();
        // Of two that as many periods have, the darker.
        let most = shares.iter().max_by(|a, b| a.share.total_cmp(&b.share))?;
        // One period of each draw of the inputs: those of one draw are more alike than the next one will be.
        let mut last = None;
        let apart: Vec<f64> = lines
            .iter()
            .zip(run.fold.parts())
            .filter(|(_, part)| last.replace(*part) != Some(*part))
            .map(|(line, _)| *line)
            .collect();
        let next = prediction(&apart);
        Some(Self {
            day: date.to_string(),
            lunar: lunar::word(Side::Vietnam, date).ok(),
            vehicles: lines.iter().sum::<f64>() / n,
            next_low: next.map(|(low, _)| low.max(0.0)),
            next_high: next.map(|(_, high)| high),
            colour: most.colour,
            shares: shares.clone(),
        })
    }
}

fn is_level(spec: &Spec) -> bool {
    (spec.measure, spec.statistic, spec.by) == ("stock", "level", "gate-direction-day-hour")
}

fn colour_of(vehicles: f64) -> &'static str {
    let found = COLOURS.iter().find(|(_, most)| vehicles <= *most);
    found.map_or("red", |(colour, _)| colour)
}

impl Page<'_> {
    /// The colours, where they were asked for.
    pub(super) fn colours(&self) -> String {
        let Some(colours) = &self.report.colours else {
            return String::new();
        };
        let record = |morning: &Morning| {
            let next = morning.next_low.zip(morning.next_high);
            let next = next.map_or_else(String::new, |(low, high)| {
                range(&count(low), &count(high), self.style)
            });
            let shares: Vec<String> = morning
                .shares
                .iter()
                .map(|of| format!("{} {:.0} %", of.colour, 100.0 * of.share))
                .collect();
            let said = match shares.as_slice() {
                [_] => String::new(),
                several => several.join(", "),
            };
            vec![
                Cell::text(&morning.day),
                Cell::text(morning.lunar.clone().unwrap_or_default()),
                Cell::text(morning.colour),
                Cell::text(count(morning.vehicles)),
                Cell::text(next),
                Cell::text(said),
            ]
        };
        let table = Table {
            head: vec![
                "day",
                "lunar",
                "colour",
                "vehicles",
                "one such morning",
                "of single periods",
            ],
            names: 3,
            rows: colours.days.iter().map(record).collect(),
        };
        let title = format!("The line of all gates at {}", colours.hour);
        let note = "colours of the National Single Window: green below 500 vehicles, yellow to 1,000, orange to 5,000, red above\n";
        self.style.section(&title, &table, note)
    }
}
