//! The sensitivity for people: the tornado, and the sentence that says when the conclusion does not hold.

use crate::report::cells::period;
use crate::report::number::{count, digits, fixed, signed};
use crate::report::plot::{Scale, axis};
use crate::report::table::{Cell, Table};
use crate::report::text::Style;
use crate::report::words;

use super::{InputRow, PointRow, Sensitivity, Sought, TurnRow};

/// So many inputs are shown one by one.
const SHOWN: usize = 15;

/// The sensitivity as text.
pub fn text(sensitivity: &Sensitivity, sought: &Sought, style: Style) -> String {
    let page = Page {
        sensitivity,
        sought,
        style,
        number: Number::of(sensitivity),
    };
    [
        page.heading(),
        page.conclusion(),
        page.tornado(),
        page.unmoved(),
    ]
    .concat()
}

/// How numbers of what is followed are written.
struct Number {
    by: f64,
    word: &'static str,
    places: usize,
}

impl Number {
    fn of(sensitivity: &Sensitivity) -> Self {
        let greatest = sensitivity.stated.value.unwrap_or(0.0).abs();
        let (by, word) = words::unit(sensitivity.unit, greatest);
        let interval = sensitivity.stated.low.zip(sensitivity.stated.high);
        let half = interval.map(|(low, high)| (high - low) / 2.0);
        let half = half.filter(|&half| half > 0.0).unwrap_or(greatest / 10.0);
        Self {
            by,
            word: word.trim(),
            places: digits(half / by),
        }
    }

    fn show(&self, value: f64) -> String {
        fixed(value / self.by, self.places)
    }

    fn signed(&self, value: f64) -> String {
        signed(value / self.by, self.places)
    }
}

struct Page<'a> {
    sensitivity: &'a Sensitivity,
    sought: &'a Sought<'a>,
    style: Style,
    number: Number,
}

impl Page<'_> {
    fn heading(&self) -> String {
        let mut text = String::new();
        let runs = self.sought.runs;
        for (at, run) in runs.iter().enumerate() {
            let role = match (runs.len(), at) {
                (1, _) => "",
                (_, 0) => "Base ",
                _ => "Alt  ",
            };
            let changed = match run.set {
                [] => String::new(),
                set => format!("; changed: {}", set.join(", ")),
            };
            text += &format!("{role}{}{changed}\n", run.scenario.title.en);
        }
        let Some(run) = runs.first() else {
            return text;
        };
        let replications = match run.fold.progress().done {
            1 => "1 replication".to_owned(),
            n => format!("{n} replications"),
        };
        text += &format!(
            "{} · {replications} of each point · seed {}, paired vehicle by vehicle · {} inputs, one at a time from end to end of its range, the others as stated\n",
            period(run.scenario.period.from, run.scenario.period.to),
            run.seed,
            self.sensitivity.inputs.len()
        );
        text + &run.unfinished() + &run.failed()
    }

    /// The answer first: what it is as stated, and when it is not.
    fn conclusion(&self) -> String {
        let stated = self.sensitivity.stated.clone();
        let what = match self.sensitivity.followed {
            "change" => format!("change of {}", self.sensitivity.quantity),
            _ => self.sensitivity.quantity.clone(),
        };
        let mut text = format!("\n{what} as stated: {}\n", self.with_interval(&stated));
        let Some(conclusion) = &self.sensitivity.conclusion else {
            if self.sensitivity.followed == "change" {
                text += "nothing changes as stated, so there is no conclusion that could turn\n";
            }
            return text;
        };
        let says = match self.sensitivity.followed {
            "change" => format!("{conclusion} of it with the alternative:"),
            _ => format!("`{conclusion}`"),
        };
        let is = match (stated.holds, stated.judgement) {
            (None, _) => {
                return text
                    + &format!("{says}: nothing can be said, as stated there is no value\n");
            }
            (Some(true), Some("passed")) => "holds as stated",
            (Some(false), Some("failed")) => "does not hold as stated",
            (Some(true), _) => "holds as stated by the estimate, and the interval leaves it open",
            (Some(false), _) => {
                "does not hold as stated by the estimate, and the interval leaves it open"
            }
        };
        text += &format!("{says} {is}");
        let rows = self.sensitivity.inputs.iter();
        let turns: Vec<(&InputRow, &TurnRow)> = rows
            .flat_map(|row| row.turns.iter().map(move |turn| (row, turn)))
            .collect();
        if turns.is_empty() {
            text += "; no input alone turns it within its range (several together may: --uncertainty inputs draws all)\n";
            return text;
        }
        text += match stated.holds {
            Some(true) => ", unless\n",
            _ => "; it would hold if\n",
        };
        for (row, turn) in turns {
            text += &format!(
                "  {} {}; stated {}\n",
                row.input,
                turned(row, turn),
                row.stated
            );
        }
        text
    }

    fn with_interval(&self, point: &PointRow) -> String {
        let Some(value) = point.value else {
            return "no value".to_owned();
        };
        let ends = point
            .low
            .zip(point.high)
            .map(|(low, high)| format!(" [{}, {}]", self.number.show(low), self.number.show(high)));
        format!(
            "{}{} {}",
            self.number.show(value),
            ends.unwrap_or_default(),
            self.number.word
        )
        .trim_end()
        .to_owned()
    }

    fn tornado(&self) -> String {
        let rows = &self.sensitivity.inputs;
        let shown = &rows[..rows.len().min(SHOWN)];
        let values = shown
            .iter()
            .flat_map(|row| [row.low_end.value, row.high_end.value])
            .chain([self.sensitivity.stated.value])
            .flatten();
        // A tornado shows differences: its scale need not begin at nothing.
        let scale = Scale::around(values).filter(|_| !self.style.plain);
        let mut head = vec!["input", "low", "high", "at low", "at high", "swing"];
        let mut table = Vec::new();
        if let Some(scale) = scale {
            head.push("");
            let mut first = vec![Cell::text(""); 6];
            let (low, high) = (self.number.show(scale.low), self.number.show(scale.high));
            first.push(Cell::text(axis(&low, &high)));
            table.push(first);
        }
        for row in shown {
            let value = |point: &PointRow| match point.value {
                Some(value) => self.number.show(value),
                None => "-".to_owned(),
            };
            let at = |point: &PointRow| point.at.clone().unwrap_or_default();
            let swing = row
                .swing
                .map_or_else(String::new, |swing| self.number.signed(swing));
            let interval = row.swing_low.zip(row.swing_high).map(|(low, high)| {
                format!(
                    " [{}, {}]",
                    self.number.signed(low),
                    self.number.signed(high)
                )
            });
            let mut cells: Vec<Cell> = [
                row.input.clone(),
                at(&row.low_end),
                at(&row.high_end),
                value(&row.low_end),
                value(&row.high_end),
                swing + &interval.unwrap_or_default(),
            ]
            .map(Cell::text)
            .to_vec();
            if let Some(scale) = scale {
                let ends = row.low_end.value.zip(row.high_end.value);
                let line = ends
                    .zip(self.sensitivity.stated.value)
                    .map(|((a, b), stated)| {
                        scale.line(stated, Some((a.min(b).min(stated), a.max(b).max(stated))))
                    });
                cells.push(Cell::text(line.unwrap_or_default()));
            }
            table.push(cells);
        }
        let rest = rows.get(SHOWN..).unwrap_or_default();
        let most = rest.first().and_then(|row| row.swing).unwrap_or(0.0).abs();
        let rest = match rest.len() {
            0 => String::new(),
            n => format!(
                "{n} more inputs move it by {} or less from end to end\n",
                self.number.show(most)
            ),
        };
        let note = if self.style.plain {
            rest
        } else {
            format!(
                "{rest}swing: from the low end to the high, with its 95 % interval where one scenario is followed; ● as stated\n"
            )
        };
        let table = Table {
            head,
            names: 3,
            rows: table,
        };
        self.style
            .section("Each input from end to end of its range", &table, &note)
    }

    /// What is not seen here.
    fn unmoved(&self) -> String {
        let mut text = String::new();
        for unmoved in &self.sensitivity.unmoved {
            text += &format!("not moved: {}: {}\n", unmoved.input, unmoved.why);
        }
        if self.sensitivity.rangeless > 0 {
            text += &format!(
                "{} assumed or derived values have no range, so nobody knows what hangs on them\n",
                count(self.sensitivity.rangeless as f64)
            );
        }
        if text.is_empty() {
            text
        } else {
            format!("\n{text}")
        }
    }
}

/// Where a conclusion turns, as the end of "holds, unless X ...".
fn turned(row: &InputRow, turn: &TurnRow) -> String {
    let from = &turn.turned_from;
    let end = match turn.side {
        "below" => &row.low_end,
        _ => &row.high_end,
    };
    let end = end.at.as_deref().unwrap_or_default();
    // Hours have no size; and of whole numbers both sides of a turn may read the same.
    match (&turn.as_stated_to, turn.side) {
        (None, _) => format!("is {from}"),
        (Some(to), _) if to.contains(':') => {
            format!("is further towards {end} than {to} (at {from} it is turned)")
        }
        (Some(to), "below") if to == from => format!("is {from} or less"),
        (Some(to), _) if to == from => format!("is {from} or more"),
        (Some(to), "below") => format!("is below {to} (at {from} it is turned)"),
        (Some(to), _) => format!("exceeds {to} (at {from} it is turned)"),
    }
}
