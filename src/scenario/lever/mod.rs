//! Levers: what may be changed over a range, and the values at which it is looked at.
//!
//! A lever is written `PATH=LO..HI:STEP`, or `PATH=A|B|C` where the values are named one by one; several that move together
//! stand behind each other with `;` between, and take their first values together, their second, and so on. Nothing here knows what a key means:
//! the ends are texts that differ in numbers, times of day or dates only (`pattern`), and every value is a text as `--set` takes it. So
//! whatever can be typed can be a lever, and each point of it can be repeated with `run --set`.
//!
//! Invariants: a lever has at least one value and at most [`MOST_POINTS`]; the strands of a lever have equally many; the values of a range
//! are in order, from its first end to the last step that does not pass the second.

mod grid;
mod pattern;

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::calendar::{DayRef, Period, day_number};
use super::expression::Mistake;
use super::lower::written;
use super::lunar::{self, Side};
use super::node::{Table, Value};
use super::source::SourceMap;
use super::uncertain::find;
pub use grid::Grid;
use pattern::{Pattern, Step};

/// No lever has more values, and no grid more points.
pub const MOST_POINTS: usize = 1_000;

/// Something that may be changed, and the values at which it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// As typed.
    pub text: String,
    /// What moves together; one, unless `;` was used.
    pub strands: Vec<Strand>,
}

/// A path and the values that it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Strand {
    /// The path, as `--set` takes it.
    pub path: String,
    /// Its values, in order.
    pub values: Vec<Setting>,
    /// Whether they are the steps of a range; else they were named one by one, and lie in no order.
    pub is_range: bool,
}

/// One value of a lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// As `--set` takes it.
    pub text: String,
    /// Its size: the number that varies, minutes since midnight, or the day's number since 1970; of a value that was named, its place in
    /// the list.
    pub size: f64,
    /// The lunar day, of a date within a month of the New Year.
    pub lunar: Option<String>,
}

impl Lever {
    /// Reads a lever of the scenario that was read from `root`, which stands in `sources`.
    ///
    /// # Errors
    /// Where it is none, with the bytes that are wrong.
    pub fn parse(
        text: &str,
        root: &Table,
        sources: &SourceMap,
        period: Period,
    ) -> Result<Self, Mistake> {
        let cx = Context {
            root,
            sources,
            period,
        };
        let mut strands: Vec<Strand> = Vec::new();
        for (at, part) in split(text, 0..text.len(), ";") {
            let strand = cx.strand(text, at.clone(), part)?;
            if let Some(first) = strands.first()
                && first.values.len() != strand.values.len()
            {
                let title = "what moves together has equally many values";
                let label = format!(
                    "this has {}, `{}` has {}",
                    strand.values.len(),
                    first.path,
                    first.values.len()
                );
                return Err(Mistake::new(at, title, label)
                    .help("give both ranges as many steps, or sweep them apart"));
            }
            if strands.iter().any(|other| other.path == strand.path) {
                return Err(Mistake::new(
                    at,
                    format!("`{}` is set twice", strand.path),
                    "one lever cannot give it two values",
                ));
            }
            strands.push(strand);
        }
        Ok(Self {
            text: text.trim().to_owned(),
            strands,
        })
    }

    /// How many values it has.
    pub fn len(&self) -> usize {
        self.strands.first().map_or(0, |strand| strand.values.len())
    }

    /// Whether it has none, which no lever has that was read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether its values are steps of a range, so that one lies between two others.
    pub fn is_range(&self) -> bool {
        self.strands.iter().all(|strand| strand.is_range)
    }

    /// The path of what moves; with several, of the first.
    pub fn path(&self) -> &str {
        self.strands.first().map_or("", |strand| &strand.path)
    }

    /// What its value number `at` sets, by path.
    pub fn settings(&self, at: usize) -> BTreeMap<String, String> {
        let strands = self.strands.iter();
        strands
            .filter_map(|strand| Some((strand.path.clone(), strand.values.get(at)?.text.clone())))
            .collect()
    }

    /// The same as `--set` takes it, one text a path, in the order in which they were written.
    pub fn sets(&self, at: usize) -> Vec<String> {
        let strands = self.strands.iter();
        strands
            .filter_map(|strand| {
                let setting = strand.values.get(at)?;
                Some(format!("{}={}", strand.path, setting.text))
            })
            .collect()
    }

    /// Its value number `at`; with several paths, of the first.
    pub fn setting(&self, at: usize) -> Option<&Setting> {
        self.strands.first()?.values.get(at)
    }

    /// The value that lies half of its range beyond the last one, or before the first, as a lever of this value alone; `None` of values that were named one by
    /// one, and where there is no such value. Whether it means anything in a scenario is another matter.
    pub fn beyond(&self, last: bool) -> Option<Self> {
        let steps = self.len().checked_sub(1).filter(|&steps| steps > 0)?;
        let strand = |strand: &Strand| {
            let pattern = |at: usize| Some(Pattern::new(&strand.values.get(at)?.text));
            let (from, to) = if last { (0, steps) } else { (steps, 0) };
            let ahead = steps.div_ceil(2);
            let text = pattern(from)?.beyond(&pattern(to)?, steps, ahead)?;
            let (start, end) = (strand.values.get(from)?.size, strand.values.get(to)?.size);
            Some(Strand {
                values: vec![Setting {
                    lunar: lunar_day(&text),
                    text,
                    size: end + (end - start) / steps as f64 * ahead as f64,
                }],
                ..strand.clone()
            })
        };
        let strands = self.is_range().then(|| self.strands.iter().map(strand));
        Some(Self {
            text: self.text.clone(),
            strands: strands?.collect::<Option<_>>()?,
        })
    }

    /// Its value number `at` in words: as typed, a date with its lunar day.
    pub fn label(&self, at: usize) -> String {
        self.setting(at).map_or_else(String::new, Setting::label)
    }
}

impl Setting {
    /// In words: as typed, a date with its lunar day.
    pub fn label(&self) -> String {
        match &self.lunar {
            Some(lunar) => format!("{} ({lunar})", self.text),
            None => self.text.clone(),
        }
    }
}

/// Parts of `text[within]` between separators, trimmed, each with its bytes.
fn split<'t>(text: &'t str, within: Range<usize>, separator: &str) -> Vec<(Range<usize>, &'t str)> {
    let mut start = within.start;
    let whole = text.get(within).unwrap_or_default();
    whole
        .split(separator)
        .map(|part| {
            let lead = part.len() - part.trim_start().len();
            let at = start + lead..start + lead + part.trim().len();
            start += part.len() + separator.len();
            (at, part.trim())
        })
        .collect()
}

const EXAMPLE: &str = "as in `gate.hai-yen.notice.after-tet.slots=20..80:5`, `station.desk.servers=2|4`, or `gate.hai-yen.notice.tet-closed.to=mùng 2..mùng 6`";

/// What a lever is read against.
struct Context<'a> {
    root: &'a Table,
    sources: &'a SourceMap,
    period: Period,
}

impl Context<'_> {
    /// `PATH=LO..HI:STEP` or `PATH=A|B`, which is `text[at]`.
    fn strand(&self, text: &str, at: Range<usize>, part: &str) -> Result<Strand, Mistake> {
        let Some((path, values)) = part.split_once('=') else {
            let label = if part.is_empty() {
                "there is nothing"
            } else {
                "there is no `=`"
            };
            return Err(Mistake::new(at, "not a lever", label).help(EXAMPLE));
        };
        let within = at.start + path.len() + 1..at.end;
        let path = path.trim().to_owned();
        if path.is_empty() {
            return Err(
                Mistake::new(at, "not a lever", "there is no path before the `=`").help(EXAMPLE),
            );
        }
        let (whole, values) = split(text, within, "\n")
            .into_iter()
            .next()
            .unwrap_or((at.clone(), values.trim()));
        if values.is_empty() {
            return Err(
                Mistake::new(at, "not a lever", "no values stand behind the `=`").help(EXAMPLE),
            );
        }
        let (settings, is_range) = if values.contains('|') {
            (self.named(&path, text, whole)?, false)
        } else if values.contains("..") {
            (self.range(&path, text, whole)?, true)
        } else {
            let title = "one value is no lever";
            return Err(Mistake::new(whole, title, "there is no `..` and no `|`").help(EXAMPLE));
        };
        Ok(Strand {
            path,
            values: settings,
            is_range,
        })
    }

    /// `LO..HI` or `LO..HI:STEP`.
    fn range(&self, path: &str, text: &str, at: Range<usize>) -> Result<Vec<Setting>, Mistake> {
        let ends = split(text, at.clone(), "..");
        let [(low_at, low), (rest_at, rest)] = ends.as_slice() else {
            return Err(Mistake::new(
                at,
                "a range has two ends",
                "`..` stands here more than once",
            )
            .help(EXAMPLE));
        };
        for (at, end) in &ends {
            if end.is_empty() {
                let at = at.start.saturating_sub(2)..at.end.max(at.start + 1).min(text.len());
                return Err(
                    Mistake::new(at, "a range has two ends", "one is missing").help(EXAMPLE)
                );
            }
        }
        let now = self.now(path);
        let low = self.end(low_at.clone(), low)?;
        // A time of day has a colon of its own: what stands behind the last one is a step only if the rest is an end like the other.
        let stepped = rest.rsplit_once(':').and_then(|(high, step)| {
            let high_at = rest_at.start..rest_at.start + high.trim_end().len();
            let high = self.end(high_at, high.trim_end()).ok()?;
            let step_at = rest_at.end - step.trim_start().len()..rest_at.end;
            high.is_like(&low)
                .then_some((high, Some((step_at, step.trim()))))
        });
        let (high, step) = match stepped {
            Some(found) => found,
            None => (self.end(rest_at.clone(), rest)?, None),
        };
        let (low, high) = (low.worded(now.as_ref()), high.worded(now.as_ref()));
        if !high.is_like(&low) {
            let title = "the ends of a range differ in more than a number";
            let label = format!("`{}` and `{}`", low.text(), high.text());
            return Err(Mistake::new(at, title, label)
                .help("write both alike, in the same unit, as in `30 min..120 min:15 min`"));
        }
        let step = match step {
            Some((step_at, step)) => low.step(step).map_err(|why| {
                Mistake::new(step_at, format!("`{step}` is not a step of this"), why).help(
                    "a number in the unit of the ends; of dates `1 d`, of times of day `30 min`",
                )
            })?,
            None => low.natural_step(&high).ok_or_else(|| {
                Mistake::new(
                    rest_at.clone(),
                    "a range without a step",
                    "how far is it from one value to the next?",
                )
                .help("put it behind a colon, as in `20..80:5`")
            })?,
        };
        self.walk(&low, &high, step)
            .map_err(|why| Mistake::new(at.clone(), why.0, why.1).help("as in `20..80:5`"))
    }

    /// An end of a range; a day of the lunar calendar as its date.
    fn end(&self, at: Range<usize>, text: &str) -> Result<Pattern, Mistake> {
        match DayRef::parse(text) {
            Ok(day) => {
                let date = day.resolve(self.period).map_err(|error| {
                    Mistake::new(at, format!("`{text}` cannot be found"), error.to_string())
                })?;
                Ok(Pattern::new(&date.to_string()))
            }
            Err(_) => Ok(Pattern::new(text)),
        }
    }

    /// The value that stands at a path, as typed.
    fn now(&self, path: &str) -> Option<Pattern> {
        let node = find(self.root, path)?;
        Some(Pattern::new(&match &node.value {
            Value::Text(text) => text.clone(),
            Value::Array(_) | Value::Table(_) => written(node, self.sources),
            _ => return None,
        }))
    }

    /// `A|B|C`.
    fn named(&self, path: &str, text: &str, at: Range<usize>) -> Result<Vec<Setting>, Mistake> {
        let now = self.now(path);
        let mut settings: Vec<Setting> = Vec::new();
        for (at, value) in split(text, at, "|") {
            if value.is_empty() {
                let at = at.start.saturating_sub(1)..at.end.max(at.start);
                return Err(Mistake::new(
                    at,
                    "a value is missing",
                    "nothing beside the `|`",
                ));
            }
            let value = Pattern::bare(value).map_or_else(
                || value.to_owned(),
                |number| number.worded(now.as_ref()).text(),
            );
            if settings.iter().any(|setting| setting.text == value) {
                return Err(Mistake::new(
                    at,
                    format!("`{value}` is named twice"),
                    "once is enough",
                ));
            }
            if settings.len() == MOST_POINTS {
                return Err(Mistake::new(
                    at,
                    format!("more than {MOST_POINTS} values"),
                    "this is one too many",
                ));
            }
            settings.push(Setting {
                size: settings.len() as f64,
                lunar: lunar_day(&value),
                text: value,
            });
        }
        Ok(settings)
    }

    fn walk(
        &self,
        low: &Pattern,
        high: &Pattern,
        step: Step,
    ) -> Result<Vec<Setting>, (String, String)> {
        let count = low.steps_to(high, step)?;
        if count >= MOST_POINTS {
            let title = format!("more than {MOST_POINTS} values");
            return Err((title, format!("there are {} of them", count + 1)));
        }
        let at = |k: usize| {
            let (text, size) = low.at(high, step, k);
            Setting {
                lunar: lunar_day(&text),
                text,
                size,
            }
        };
        Ok((0..=count).map(at).collect())
    }
}

/// The lunar day of a date near the New Year; other days are named by their date only.
fn lunar_day(text: &str) -> Option<String> {
    let date: Date = text.parse().ok()?;
    let tet = lunar::new_year(Side::Vietnam, date.year()).ok()?;
    let days = day_number(date) - day_number(tet);
    let is_near = (-31..=31).contains(&days);
    is_near.then(|| lunar::word(Side::Vietnam, date).ok())?
}
