//! The sweep for people: a table a quantity, with what each step buys, and its plot.

use crate::measures::quantity::Quantity;
use crate::report::cells::{day, number, period, range};
use crate::report::number::{digits, fixed, signed};
use crate::report::plot::{Scale, axis};
use crate::report::row::{Row, Value};
use crate::report::table::{Cell, Table};
use crate::report::text::Style;
use crate::report::words;
use crate::scenario::calendar::{date_of, day_number};

use super::{Point, Sweep, Swept};

/// Headings of the levers where there are several.
const NAMES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// The sweep as text.
pub fn text(sweep: &Sweep, swept: &Swept, style: Style) -> String {
    let page = Page {
        sweep,
        swept,
        style,
    };
    [page.heading(), page.tables(), page.footer()].concat()
}

struct Page<'a> {
    sweep: &'a Sweep,
    swept: &'a Swept<'a>,
    style: Style,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let Some(run) = self.swept.runs.first() else {
            return String::new();
        };
        let levers = self.swept.grid.levers();
        let mut text = format!("{}\n", run.scenario.title.en);
        for (at, lever) in levers.iter().enumerate() {
            let name = match levers.len() {
                1 => "vary".to_owned(),
                _ => self.lever(at).to_owned(),
            };
            text.push_str(&format!(" {name}: {}\n", lever.text));
        }
        let span = run.scenario.period;
        let n = run.fold.progress().done;
        let replications = match n {
            1 => "1 replication".to_owned(),
            n => format!("{n} replications"),
        };
        let drawn = match run.inputs {
            Some(inputs) => format!(
                " · {} uncertain inputs drawn, what is varied is not",
                inputs.uncertain().inputs().len()
            ),
            None => String::new(),
        };
        text.push_str(&format!(
            "{} · {replications} at each of {} points · seed {}, paired vehicle by vehicle{drawn}\n",
            period(span.from, span.to),
            self.swept.grid.len(),
            run.seed
        ));
        text + &self.shortcomings()
    }

    /// What is missing: replications that were not run, and those that failed, point by point.
    fn shortcomings(&self) -> String {
        let Some(first) = self.swept.runs.first() else {
            return String::new();
        };
        let mut text = first.unfinished();
        for (point, run) in self.swept.runs.iter().enumerate() {
            let failed = run.failed();
            if !failed.is_empty() {
                text.push_str(&format!("at {}: {failed}", self.swept.grid.label(point)));
            }
        }
        text
    }

    /// What a lever is called in tables.
    fn lever(&self, at: usize) -> &'static str {
        match self.swept.grid.levers().len() {
            1 => "value",
            _ => NAMES.get(at).copied().unwrap_or("value"),
        }
    }

    fn tables(&self) -> String {
        let texts = self.swept.quantities.iter().map(|each| {
            let mut known = each.iter().flatten();
            known
                .next()
                .map_or_else(String::new, |quantity| self.table(&quantity.text, each))
        });
        texts.collect()
    }

    fn table(&self, name: &str, each: &[Option<Quantity>]) -> String {
        let texts: Vec<&str> = each
            .iter()
            .flatten()
            .map(|quantity| quantity.text.as_str())
            .collect();
        let of = |point: usize| {
            let mut points = self.sweep.points.iter();
            points.find(|row| {
                let quantity = row.row.quantity.as_deref();
                row.point == point && quantity.is_some_and(|quantity| texts.contains(&quantity))
            })
        };
        let points: Vec<Option<&Point>> = (0..self.swept.grid.len()).map(of).collect();
        let shape = Shape::of(&points);
        let levers = self.swept.grid.levers();
        let mut head: Vec<&'static str> = (0..levers.len()).map(|at| self.lever(at)).collect();
        head.extend(["estimate", "one such period", "step"]);
        let plot = shape.scale.filter(|_| !self.style.plain);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        if let Some(scale) = plot {
            head.push("");
            let mut first = vec![Cell::text(""); levers.len() + 3];
            first.push(Cell::text(shape.axis(scale)));
            rows.push(first);
        }
        for (index, point) in points.iter().enumerate() {
            let place = self.swept.grid.place(index);
            let labels = levers
                .iter()
                .zip(&place)
                .map(|(lever, &at)| lever.label(at));
            let mut row: Vec<Cell> = labels.map(Cell::text).collect();
            match point {
                Some(point) => row.extend(shape.cells(point, self.style)),
                None => row.extend(["not reported", "", ""].map(Cell::text)),
            }
            if let Some(scale) = plot {
                let line = point.and_then(|point| shape.line(point, scale));
                row.push(Cell::text(line.unwrap_or_default()));
            }
            rows.push(row);
        }
        let table = Table {
            head,
            names: levers.len(),
            rows,
        };
        self.style.section(name, &table, "")
    }

    fn footer(&self) -> String {
        if self.style.plain {
            return String::new();
        }
        let levers = self.swept.grid.levers();
        let last = match levers {
            [_] => "the value above".to_owned(),
            _ => format!("the value of {} above", self.lever(levers.len() - 1)),
        };
        let run = self.swept.runs.first();
        let file = run.map_or("", |run| run.file);
        let example = self.swept.grid.sets(0).join("' --set '");
        format!(
            "\nestimate ± half of its 95 % interval · one such period lies there in 95 % of cases · step: the paired change from {last}, with its 95 % interval\na point of it: bordergate run {file} --set '{example}'\n"
        )
    }
}

/// How the numbers of one quantity are written: in one unit, with the digits that the widest interval allows.
struct Shape {
    unit: &'static str,
    scale: Option<Scale>,
    /// What a number is divided by.
    by: f64,
    word: String,
    places: usize,
}

impl Shape {
    fn of(points: &[Option<&Point>]) -> Self {
        let rows = || points.iter().flatten().map(|point| &point.row);
        let unit = rows().next().map_or("", |row| row.unit);
        let size = |value: Option<Value>| value.map(sized);
        let ends = rows().flat_map(|row| [size(row.value), size(row.low), size(row.high)]);
        let scale = Scale::of(ends.flatten());
        let greatest = rows()
            .filter_map(|row| number(row.value))
            .fold(0.0, |most: f64, value| most.max(value.abs()));
        let (by, word) = words::unit(unit, greatest);
        let halves = rows().filter_map(half);
        let widest = halves.fold(0.0, f64::max);
        let widest = if widest > 0.0 {
            widest
        } else {
            greatest / 10.0
        };
        Self {
            unit,
            scale,
            by,
            word: word.trim().to_owned(),
            places: digits(widest / by),
        }
    }

    fn show(&self, value: f64) -> String {
        fixed(value / self.by, self.places)
    }

    fn axis(&self, scale: Scale) -> String {
        let end = |value: f64| match self.unit {
            "date" => date_of(value as i64)
                .map_or_else(String::new, |date| date.strftime("%-d %b").to_string()),
            _ => self.show(value),
        };
        axis(&end(scale.low), &end(scale.high))
    }

    fn line(&self, point: &Point, scale: Scale) -> Option<String> {
        let size = |value: Option<Value>| value.map(sized);
        let interval = size(point.row.low).zip(size(point.row.high));
        Some(scale.line(size(point.row.value)?, interval))
    }

    /// Estimate, one such period, and what the step to it changed.
    fn cells(&self, point: &Point, style: Style) -> [Cell; 3] {
        let row = &point.row;
        let (mean, next) = if self.unit == "date" {
            let cell = day(style, Some(row));
            (cell.mean, cell.next)
        } else {
            (self.estimate(row, style), self.next(row, style))
        };
        [mean, next, self.step(point)].map(Cell::text)
    }

    fn estimate(&self, row: &Row, style: Style) -> String {
        let Some(value) = number(row.value) else {
            return "-".to_owned();
        };
        let mean = match number(row.low).zip(number(row.high)) {
            Some((low, high)) if self.show(value - low) != self.show(high - value) => {
                let ends = range(&self.show(low), &self.show(high), style);
                format!("{} ({ends})", self.show(value))
            }
            Some((_, high)) => format!("{} ± {}", self.show(value), self.show(high - value)),
            None => self.show(value),
        };
        format!("{mean} {}", self.word).trim().to_owned()
    }

    fn next(&self, row: &Row, style: Style) -> String {
        let ends = number(row.next_low).zip(number(row.next_high));
        ends.map_or_else(String::new, |(low, high)| {
            range(&self.show(low), &self.show(high), style)
        })
    }

    fn step(&self, point: &Point) -> String {
        let Some(change) = point.change else {
            return String::new();
        };
        let (by, places) = match self.unit {
            "date" => (1.0, 1),
            _ => (self.by, self.places),
        };
        let signed = |value: f64| signed(value / by, places);
        let unit = if self.unit == "date" { " days" } else { "" };
        match point.change_low.zip(point.change_high) {
            Some((low, high)) => format!(
                "{}{unit} [{}, {}]",
                signed(change),
                signed(low),
                signed(high)
            ),
            None => format!("{}{unit}", signed(change)),
        }
    }
}

/// A number, or the number of a day.
fn sized(value: Value) -> f64 {
    match value {
        Value::Number(number) => number,
        Value::Day(day) => day_number(day) as f64,
    }
}

/// Half of the interval of an estimate.
fn half(row: &Row) -> Option<f64> {
    Some((number(row.high)? - number(row.low)?) / 2.0)
}
