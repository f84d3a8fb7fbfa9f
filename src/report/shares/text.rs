//! The shares for people: tables whose columns add up.

use crate::experiment::shapley::rounded;
use crate::report::number::{count, digits, fixed};
use crate::report::table::{Cell, Table};
use crate::report::text::Style;

use super::{Amount, Beside, Column, Differences, Removable, Share};

/// Headings of what stands behind a share.
const BEHIND: [&str; 7] = [
    "interval",
    "of the delay",
    "alone",
    "last",
    "crossed",
    "turned back",
    "stock at the end",
];

impl Removable {
    /// The table, and what its words mean.
    pub fn text(&self, style: Style) -> String {
        let places = places(self.delay.value);
        let (mut printed, shares) = self.column.printed(places);
        let remainder = printed.pop().unwrap_or_default();
        let saved: i128 = printed.iter().sum();
        let mut table = Table {
            head: [&["relaxation", "vehicle-h"][..], &BEHIND].concat(),
            names: 1,
            rows: Vec::new(),
        };
        let each = self.relaxations.iter().zip(&printed).zip(&shares);
        for ((relaxed, &units), &share) in each {
            let name = Cell::text(&relaxed.which.title);
            table
                .rows
                .push(row(name, units, share, &relaxed.saves, places));
        }
        let of_all = |units: i128, share: i128, amount: &Amount| {
            [
                Cell::text(shown(units, places)),
                Cell::text(interval(amount, places)),
                Cell::text(percent(share)),
                Cell::text(""),
                Cell::text(""),
            ]
        };
        let left = shares.last().copied().unwrap_or_default();
        let together: i128 = shares.iter().rev().skip(1).sum();
        let lines = [
            (
                "all of them",
                of_all(saved, together, &self.removable),
                Some(&self.together),
            ),
            ("remainder", of_all(remainder, left, &self.remainder), None),
            (
                "delay",
                of_all(saved + remainder, together + left, &self.delay),
                None,
            ),
        ];
        for (name, cells, also) in lines {
            let mut row = vec![Cell::text(name)];
            row.extend(cells);
            row.extend(also.map_or_else(|| vec![Cell::text(""); 3], beside));
            table.rows.push(row);
        }
        let title = format!(
            "Removable: what relaxations would save of {} vehicle-hours of delay",
            shown(saved + remainder, places)
        );
        if self.relaxations.is_empty() {
            let none = "no relaxation that could be tried shares in it\n".to_owned();
            let notes = style.indented(&(none + &self.refused()));
            return format!("\n{}\n{notes}", style.bold(&title))
                + &self.without_share(style, places);
        }
        let mut notes = self.how();
        let mut told: Vec<&str> = Vec::new();
        for relaxed in &self.relaxations {
            let lifts = relaxed.which.lifts;
            if told.contains(&lifts) {
                continue;
            }
            told.push(lifts);
            let alike = self.relaxations.iter().map(|relaxed| &relaxed.which);
            let titles: Vec<&str> = alike
                .filter(|which| which.lifts == lifts)
                .map(|which| which.title.as_str())
                .collect();
            notes += &format!("{}: {lifts}\n", titles.join(", "));
        }
        notes += &self.refused();
        style.section(&title, &table, &notes) + &self.without_share(style, places)
    }

    /// Those that could not be tried.
    fn refused(&self) -> String {
        let each = self.impossible.iter().map(|impossible| {
            let title = &impossible.which.title;
            format!("cannot be tried: {title}, because {}\n", impossible.why)
        });
        each.collect()
    }

    /// Those beyond the most that can share.
    fn without_share(&self, style: Style, places: usize) -> String {
        let mut table = Table {
            head: [
                &["relaxation", "observed", "saves alone", "interval"],
                &BEHIND[4..],
            ]
            .concat(),
            names: 1,
            rows: Vec::new(),
        };
        for left_out in &self.left_out {
            let mut row = vec![
                Cell::text(&left_out.which.title),
                Cell::text(fixed(left_out.which.observed, places)),
                Cell::text(fixed(left_out.alone.value, places)),
                Cell::text(interval(&left_out.alone, places)),
            ];
            row.extend(beside(&left_out.beside));
            table.rows.push(row);
        }
        let title = "Left out, because more delay was observed of what others aim at";
        style.section(title, &table, "")
    }

    fn how(&self) -> String {
        let mut text = format!(
            "shares are Shapley values: what each saves, averaged over all orders of lifting them; {}\n",
            runs(self.combinations, self.replications, self.failed)
        );
        text += "remainder: what none of them removes; alone: lifted by itself; last: where all others are lifted; crossed, turned back, stock: change of vehicles with it alone\n";
        let Beside {
            crossed,
            turned_back,
            ..
        } = &self.together;
        if turned_back.value <= -0.5 {
            text += &format!(
                "with all of them {} fewer turn back and {} more cross: what these wait is in the remainder\n",
                count(-turned_back.value),
                count(crossed.value.max(0.0))
            );
        }
        text
    }
}

impl Differences {
    /// The table, and what its words mean.
    pub fn text(&self, style: Style) -> String {
        let largest = self.base.value.max(self.this.value);
        let places = places(largest);
        let (printed, _) = self.column.printed(places);
        let mut head = vec!["change", "vehicle-h"];
        head.extend(BEHIND.into_iter().filter(|head| *head != "of the delay"));
        let mut table = Table {
            head,
            names: 1,
            rows: Vec::new(),
        };
        let bare = |name: &str, units: i128, amount: &Amount| {
            let mut row = vec![
                Cell::text(name),
                Cell::text(shown(units, places)),
                Cell::text(interval(amount, places)),
            ];
            row.resize(8, Cell::text(""));
            row
        };
        let whole: i128 = printed.iter().sum();
        let (base, shares) = printed.split_first().unwrap_or((&0, &[]));
        table
            .rows
            .push(bare("delay of the base", *base, &self.base));
        for (change, &units) in self.changes.iter().zip(shares) {
            let name = Cell::text(&change.change);
            let mut cells = row(name, units, 0, &change.adds, places);
            cells.remove(3);
            if let Some(cell) = cells.get_mut(1) {
                *cell = Cell::text(signed(units, places));
            }
            table.rows.push(cells);
        }
        let mut last = bare("delay here", whole, &self.this);
        last.truncate(5);
        last.extend(beside(&self.together));
        table.rows.push(last);
        let title = format!(
            "Which changes make the difference of {} vehicle-hours",
            signed(whole - base, places)
        );
        if self.changes.is_empty() {
            let none = "both mean the same: nothing differs\n";
            return format!("\n{}\n{}", style.bold(&title), style.indented(none));
        }
        let mut notes = format!(
            "shares are Shapley values: what each adds, averaged over all orders of making them; {}\n",
            runs(self.combinations, self.replications, self.failed)
        );
        notes += "alone: the base with this change; last: where all others are made; crossed, turned back, stock: change of vehicles with it alone\n";
        for change in &self.changes {
            notes += &format!("{}: {}\n", change.change, change.told());
        }
        for joined in &self.joined {
            notes += &format!("only together: {} ({})\n", joined.change, joined.why);
        }
        style.section(&title, &table, &notes)
    }
}

/// At most so many values of a change are told.
const TOLD: usize = 3;

impl super::Change {
    /// Its values in words.
    fn told(&self) -> String {
        let of = |value: &Option<String>| match value.as_deref() {
            None => "nothing".to_owned(),
            Some("") => "there".to_owned(),
            Some(value) => value.to_owned(),
        };
        let mut told: Vec<String> = self
            .values
            .iter()
            .take(TOLD)
            .map(|value| format!("{} {} -> {}", value.path, of(&value.base), of(&value.this)))
            .collect();
        if let Some(more @ 1..) = self.values.len().checked_sub(TOLD) {
            told.push(format!("{more} more"));
        }
        told.join("; ")
    }
}

impl Column {
    /// Its parts in units of `10^-places` vehicle-hours, which add up to their rounded sum, and in tenths of a per cent of it.
    fn printed(&self, places: usize) -> (Vec<i128>, Vec<i128>) {
        let hour: i128 = 3_600_000_000;
        let unit = hour / 10_i128.pow(u32::try_from(places).unwrap_or(0).min(3));
        let units = rounded(&self.parts, unit * self.per);
        let sum: i128 = self.parts.iter().sum();
        let thousandfold: Vec<i128> = self.parts.iter().map(|part| part * 1000).collect();
        let shares = if sum > 0 {
            rounded(&thousandfold, sum)
        } else {
            vec![0; self.parts.len()]
        };
        (units, shares)
    }
}

/// Digits behind the point for vehicle-hours of this size.
fn places(hours: f64) -> usize {
    match hours.abs() {
        hours if hours >= 100.0 => 0,
        hours if hours >= 10.0 => 1,
        hours if hours >= 1.0 => 2,
        _ => 3,
    }
}

fn row(name: Cell, units: i128, share: i128, of: &Share, places: usize) -> Vec<Cell> {
    let mut row = vec![
        name,
        Cell::text(shown(units, places)),
        Cell::text(interval(&of.share, places)),
        Cell::text(percent(share)),
        Cell::text(fixed(of.alone.value, places)),
        Cell::text(fixed(of.last.value, places)),
    ];
    row.extend(beside(&of.beside));
    row
}

fn beside(beside: &Beside) -> Vec<Cell> {
    [beside.crossed, beside.turned_back, beside.stock]
        .into_iter()
        .map(|amount| {
            let places = if amount.value == 0.0 {
                0
            } else {
                digits(amount.value).min(2)
            };
            let text = fixed(amount.value, places);
            let sign = if amount.value > 0.0 && text.chars().any(|c| matches!(c, '1'..='9')) {
                "+"
            } else {
                ""
            };
            Cell::text(format!("{sign}{text}"))
        })
        .collect()
}

fn interval(amount: &Amount, places: usize) -> String {
    match amount.low.zip(amount.high) {
        Some((low, high)) => format!("[{}, {}]", fixed(low, places), fixed(high, places)),
        None => "-".to_owned(),
    }
}

/// A whole number of `10^-places`.
fn shown(units: i128, places: usize) -> String {
    fixed(units as f64 / libm::pow(10.0, places as f64), places)
}

fn signed(units: i128, places: usize) -> String {
    let sign = if units > 0 { "+" } else { "" };
    format!("{sign}{}", shown(units, places))
}

fn percent(tenths: i128) -> String {
    format!("{} %", shown(tenths, 1))
}

fn runs(combinations: usize, replications: usize, failed: usize) -> String {
    let of = match replications {
        1 => "1 replication".to_owned(),
        n => format!("the same {} replications", count(n as f64)),
    };
    let failed = match failed {
        0 => String::new(),
        n => format!("; {n} failed in some combination and count in none"),
    };
    format!("{combinations} combinations, {of} of each{failed}")
}
