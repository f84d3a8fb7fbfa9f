//! The tables of results: the rows that `run`, `compare` and `sweep` print as JSON, with the columns of each.
//!
//! What is a list in JSON is one cell here, with `; ` between. What is a map has a column a key, named as pandas' `json_normalize`
//! names it. A value that may be a day has a second column for that, so that the first is one of numbers.

use crate::report::comparison::{Comparison, ComparisonRow};
use crate::report::facts::FactRow;
use crate::report::row::{Row, Value};
use crate::report::sweep::{Point, Sweep};
use crate::report::{Report, comparison, json, sweep};

use super::{About, Cell, Column, Kind, Listed, Sheet, Tabular};

/// What the tables are called.
pub const MEASURES: &str = "measures";
/// Published outcomes beside simulated ones.
pub const FACTS: &str = "facts";

impl Tabular for Report {
    fn about(&self) -> About {
        vec![
            ("bordergate.schema", self.schema.to_owned()),
            ("bordergate.manifest", json(&self.manifest)),
        ]
    }

    fn sheets(&self) -> Vec<Box<dyn Sheet + '_>> {
        vec![
            Box::new(Listed {
                called: MEASURES,
                columns: |_| measures(),
                rows: &self.measures,
            }),
            Box::new(Listed {
                called: FACTS,
                columns: |_| facts(),
                rows: &self.facts,
            }),
        ]
    }
}

impl Tabular for Comparison {
    fn about(&self) -> About {
        vec![
            ("bordergate.schema", comparison::SCHEMA.to_owned()),
            ("bordergate.manifests", json(&self.manifests)),
        ]
    }

    fn sheets(&self) -> Vec<Box<dyn Sheet + '_>> {
        vec![
            Box::new(Listed {
                called: "comparisons",
                columns: |_| comparisons(),
                rows: &self.comparisons,
            }),
            Box::new(Listed {
                called: MEASURES,
                columns: |_| measures(),
                rows: &self.measures,
            }),
        ]
    }
}

impl Tabular for Sweep {
    fn about(&self) -> About {
        vec![
            ("bordergate.schema", sweep::SCHEMA.to_owned()),
            ("bordergate.manifests", json(&self.manifests)),
        ]
    }

    fn sheets(&self) -> Vec<Box<dyn Sheet + '_>> {
        vec![Box::new(Listed {
            called: "points",
            columns: points,
            rows: &self.points,
        })]
    }
}

/// The columns of [`Row`].
pub fn measures() -> Vec<Column<Row>> {
    let mut columns = vec![
        Column::text("measure", |row: &Row| row.measure.into()),
        Column::text("statistic", |row: &Row| row.statistic.into()),
        Column::text("unit", |row: &Row| row.unit.into()),
        Column::text("by", |row: &Row| row.by.into()),
        Column::text("scenario", |row: &Row| row.scenario.as_str().into()),
        Column::text("gate", |row: &Row| row.gate.as_deref().into()),
        Column::text("direction", |row: &Row| row.direction.into()),
        Column::text("bound", |row: &Row| row.bound.into()),
        Column::text("class", |row: &Row| row.class.as_deref().into()),
        Column::text("vehicle", |row: &Row| row.vehicle.into()),
        Column::text("station", |row: &Row| row.station.as_deref().into()),
        Column::text("yard", |row: &Row| row.yard.as_deref().into()),
        Column::text("bridge", |row: &Row| row.bridge.as_deref().into()),
        Column::text("pool", |row: &Row| row.pool.as_deref().into()),
        Column::text("residents", |row: &Row| row.residents.as_deref().into()),
        Column::text("papers", |row: &Row| row.papers.as_deref().into()),
        Column::text("step", |row: &Row| row.step.as_deref().into()),
        Column::text("channel", |row: &Row| row.channel.as_deref().into()),
        Column::text("agency", |row: &Row| row.agency.as_deref().into()),
        Column::new("day", Kind::Day, |row: &Row| day(row.day.as_deref())),
        Column::text("hour", |row: &Row| row.hour.as_deref().into()),
        Column::text("period", |row: &Row| row.period.as_deref().into()),
        Column::text("cause", |row: &Row| row.cause.into()),
        Column::text("reason", |row: &Row| row.reason.into()),
        Column::text("item", |row: &Row| row.item.as_deref().into()),
        Column::text("bearer", |row: &Row| row.bearer.as_deref().into()),
        Column::text("target", |row: &Row| row.target.as_deref().into()),
        Column::count("threshold", |row: &Row| row.threshold.into()),
        Column::text("clock", |row: &Row| row.clock.into()),
    ];
    for (name, of) in VALUES {
        columns.push(Column::number(name, move |row| number_of(of(row))));
    }
    columns.push(Column::count("n", |row: &Row| row.n.into()));
    columns.push(Column::text("quantity", |row: &Row| {
        row.quantity.as_deref().into()
    }));
    for (name, of) in VALUES {
        let name = format!("{name}-{DAY}");
        columns.push(Column::new(name, Kind::Day, move |row| day_of(of(row))));
    }
    columns
}

/// What the column of a value that is a day is called after the value.
const DAY: &str = "date";

/// The values of a row, which are numbers or days.
type OfRow = fn(&Row) -> Option<Value>;
const VALUES: [(&str, OfRow); 5] = [
    ("value", |row| row.value),
    ("low", |row| row.low),
    ("high", |row| row.high),
    ("next-low", |row| row.next_low),
    ("next-high", |row| row.next_high),
];

fn number_of(value: Option<Value>) -> Cell<'static> {
    value.and_then(Value::number).into()
}

fn day_of(value: Option<Value>) -> Cell<'static> {
    match value {
        Some(Value::Day(day)) => Cell::Day(day),
        _ => Cell::Nothing,
    }
}

/// The columns of [`FactRow`].
pub fn facts() -> Vec<Column<FactRow>> {
    vec![
        Column::text("fact", |row: &FactRow| row.fact.as_str().into()),
        Column::text("title", |row: &FactRow| row.title.as_str().into()),
        Column::text("measure", |row: &FactRow| row.measure.into()),
        Column::text("unit", |row: &FactRow| row.unit.into()),
        Column::text("published", |row: &FactRow| row.published.as_str().into()),
        Column::number("band-low", |row: &FactRow| row.band_low.into()),
        Column::number("band-high", |row: &FactRow| row.band_high.into()),
        Column::text("count-basis", |row: &FactRow| row.count_basis.into()),
        Column::text("gates", |row: &FactRow| list(&row.gates)),
        Column::text("from", |row: &FactRow| row.from.as_str().into()),
        Column::text("to", |row: &FactRow| row.to.as_str().into()),
        Column::text("use", |row: &FactRow| row.r#use.into()),
        Column::text("reference", |row: &FactRow| row.reference.as_deref().into()),
        Column::text("source", |row: &FactRow| row.source.as_deref().into()),
        Column::number("value", |row: &FactRow| row.value.into()),
        Column::number("next-low", |row: &FactRow| row.next_low.into()),
        Column::number("next-high", |row: &FactRow| row.next_high.into()),
        Column::text("verdict", |row: &FactRow| row.verdict.word().into()),
        Column::number("distance", |row: &FactRow| row.distance.into()),
        Column::text("identity", |row: &FactRow| list(&row.identity)),
        Column::text("outside-because", |row: &FactRow| {
            row.outside_because.as_deref().into()
        }),
        Column::text("assumptions", |row: &FactRow| list(&row.assumptions)),
        Column::count("n", |row: &FactRow| row.n.into()),
    ]
}

/// The columns of [`ComparisonRow`].
pub fn comparisons() -> Vec<Column<ComparisonRow>> {
    vec![
        Column::text("quantity", |row: &ComparisonRow| {
            row.quantity.as_str().into()
        }),
        Column::text("unit", |row: &ComparisonRow| row.unit.into()),
        Column::text("base", |row: &ComparisonRow| row.base.as_str().into()),
        Column::text("alternative", |row: &ComparisonRow| {
            row.alternative.as_str().into()
        }),
        Column::number("base-value", |row: &ComparisonRow| row.base_value.into()),
        Column::number("alternative-value", |row: &ComparisonRow| {
            row.alternative_value.into()
        }),
        Column::number("change", |row: &ComparisonRow| row.change.into()),
        Column::number("low", |row: &ComparisonRow| row.low.into()),
        Column::number("high", |row: &ComparisonRow| row.high.into()),
        Column::number("next-low", |row: &ComparisonRow| row.next_low.into()),
        Column::number("next-high", |row: &ComparisonRow| row.next_high.into()),
        Column::number("level", |row: &ComparisonRow| row.level.into()),
        Column::number("min-effect", |row: &ComparisonRow| row.min_effect.into()),
        Column::text("verdict", |row: &ComparisonRow| row.verdict.word().into()),
        Column::number("gain", |row: &ComparisonRow| row.gain.into()),
        Column::count("replications-to-tell", |row: &ComparisonRow| {
            row.replications_to_tell.into()
        }),
        Column::new("counts", Kind::Flag, |row: &ComparisonRow| {
            Cell::Flag(row.counts)
        }),
        Column::count("n", |row: &ComparisonRow| row.n.into()),
    ]
}

/// The columns of [`Point`]: those of the levers are the ones that these points have.
pub fn points(rows: &[Point]) -> Vec<Column<Point>> {
    let mut columns = vec![Column::count("point", |row: &Point| row.point.into())];
    let keys = |of: fn(&Point) -> Vec<&String>| -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for key in rows.iter().flat_map(of) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    };
    for path in keys(|row| row.settings.keys().collect()) {
        columns.push(Column::text(
            format!("settings.{path}"),
            move |row: &Point| row.settings.get(&path).map(String::as_str).into(),
        ));
    }
    for path in keys(|row| row.sizes.keys().collect()) {
        columns.push(Column::number(
            format!("sizes.{path}"),
            move |row: &Point| row.sizes.get(&path).copied().into(),
        ));
    }
    let of_row = measures()
        .into_iter()
        .map(|column| column.within(|point: &Point| &point.row));
    columns.extend(of_row);
    columns.extend([
        Column::number("change", |row: &Point| row.change.into()),
        Column::number("change-low", |row: &Point| row.change_low.into()),
        Column::number("change-high", |row: &Point| row.change_high.into()),
    ]);
    columns
}

fn day(text: Option<&str>) -> Cell<'static> {
    let day = text.and_then(|text| text.parse().ok());
    day.map_or(Cell::Nothing, Cell::Day)
}

fn list(words: &[String]) -> Cell<'static> {
    words.join("; ").into()
}
