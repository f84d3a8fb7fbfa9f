//! The dimensions of the language, and the names that each of them takes in a scenario.

use jiff::civil::{Date, Time};

use crate::measures::catalogue::Dims;
use crate::plan::Plan;
use crate::plan::cause::Cause;
use crate::scenario::calendar::{DayRef, clock, date_of, day_number};
use crate::scenario::expression::{Mistake, Word};
use crate::scenario::model::Scenario;
use crate::scenario::problem::{plural, suggest};
use crate::scenario::units::Decimal;
use crate::sim::Reason;

/// A dimension by which quantities are split, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dimension {
    Gate,
    Direction,
    Bound,
    Class,
    Vehicle,
    Station,
    Yard,
    Bridge,
    Pool,
    Residents,
    Papers,
    Channel,
    Agency,
    Day,
    Hour,
    Cause,
    Reason,
    Item,
    Bearer,
    Target,
    Threshold,
    Clock,
}

impl Dimension {
    pub const ALL: [Dimension; 22] = [
        Dimension::Gate,
        Dimension::Direction,
        Dimension::Bound,
        Dimension::Class,
        Dimension::Vehicle,
        Dimension::Station,
        Dimension::Yard,
        Dimension::Bridge,
        Dimension::Pool,
        Dimension::Residents,
        Dimension::Papers,
        Dimension::Channel,
        Dimension::Agency,
        Dimension::Day,
        Dimension::Hour,
        Dimension::Cause,
        Dimension::Reason,
        Dimension::Item,
        Dimension::Bearer,
        Dimension::Target,
        Dimension::Threshold,
        Dimension::Clock,
    ];

    /// Its name in expressions, which is that of the column in rows.
    pub const fn word(self) -> &'static str {
        match self {
            Dimension::Gate => "gate",
            Dimension::Direction => "direction",
            Dimension::Bound => "bound",
            Dimension::Class => "class",
            Dimension::Vehicle => "vehicle",
            Dimension::Station => "station",
            Dimension::Yard => "yard",
            Dimension::Bridge => "bridge",
            Dimension::Pool => "pool",
            Dimension::Residents => "residents",
            Dimension::Papers => "papers",
            Dimension::Channel => "channel",
            Dimension::Agency => "agency",
            Dimension::Day => "day",
            Dimension::Hour => "hour",
            Dimension::Cause => "cause",
            Dimension::Reason => "reason",
            Dimension::Item => "item",
            Dimension::Bearer => "bearer",
            Dimension::Target => "target",
            Dimension::Threshold => "threshold",
            Dimension::Clock => "clock",
        }
    }

    /// The dimension that a word names.
    pub fn named(word: &Word) -> Result<Self, Mistake> {
        let found = Self::ALL
            .into_iter()
            .find(|known| known.word() == word.text);
        found.ok_or_else(|| {
            let title = format!("there is no dimension `{}`", word.text);
            let mistake = Mistake::new(word.at.clone(), title, "nothing is split by this");
            let words = Self::ALL.map(Self::word);
            mistake.maybe_help(suggest(&word.text, &words, "the dimensions are"))
        })
    }
}

/// The scenario's names, as expressions spell them.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub scenario: &'a Scenario,
    pub plan: &'a Plan,
}

impl Names<'_> {
    /// What a row is split by in this dimension, in the only spelling that has no choice left.
    pub fn of_row(self, dimension: Dimension, dims: &Dims) -> Option<String> {
        let name = |names: &[String], index: Option<u32>| names.get(index? as usize).cloned();
        let word = |flag: Option<bool>, no: &str, yes: &str| {
            flag.map(|flag| (if flag { yes } else { no }).to_owned())
        };
        match dimension {
            Dimension::Gate => name(&self.plan.names.gates, dims.gate),
            Dimension::Direction => word(dims.import, "export", "import"),
            Dimension::Bound => word(dims.to_vietnam, "to-china", "to-vietnam"),
            Dimension::Class => name(&self.plan.names.classes, dims.class),
            Dimension::Vehicle => word(dims.chinese, "vietnamese", "chinese"),
            Dimension::Station => name(&self.plan.names.stations, dims.station),
            Dimension::Yard => name(&self.plan.names.yards, dims.yard),
            Dimension::Bridge => name(&self.plan.names.bridges, dims.bridge),
            Dimension::Pool => name(&self.plan.names.pools, dims.pool),
            Dimension::Residents => name(&self.plan.names.residents, dims.residents),
            Dimension::Papers => name(&self.plan.names.papers, dims.papers),
            Dimension::Channel => name(&self.plan.names.channels, dims.channel),
            Dimension::Agency => name(&self.plan.names.agencies, dims.agency),
            Dimension::Day => {
                date_of(self.plan.first_day + i64::from(dims.day?)).map(|date| date.to_string())
            }
            Dimension::Hour => Some(self.hour(dims.at?)),
            Dimension::Cause => dims.cause.map(|cause| cause.word().to_owned()),
            Dimension::Reason => dims.reason.map(|reason| reason.word().to_owned()),
            Dimension::Item => name(&self.plan.names.cost_items, dims.item),
            Dimension::Bearer => name(&self.plan.names.bearers, dims.bearer),
            Dimension::Target => name(&self.plan.names.service_levels, dims.target),
            Dimension::Threshold => dims.threshold.map(|threshold| threshold.to_string()),
            Dimension::Clock => dims.clock.map(str::to_owned),
        }
    }

    /// The time of day of an instant on the scenario's clock.
    fn hour(self, at: i64) -> String {
        clock(at, &self.scenario.clocks.own)
            .strftime("%H:%M")
            .to_string()
    }

    /// The name that was given for a dimension, spelt as [`Names::of_row`] does.
    pub fn given(self, dimension: Dimension, word: &Word) -> Result<String, Mistake> {
        let names = &self.plan.names;
        match dimension {
            Dimension::Gate => {
                let gates = self.scenario.gates.iter();
                let titles = gates.map(|gate| (gate.title.as_str(), gate.name.as_str()));
                known("gate", word, &names.gates, titles.collect())
            }
            Dimension::Class => {
                let classes = self.scenario.classes.iter();
                let titles = classes.map(|class| (class.title.as_str(), class.name.as_str()));
                known("class", word, &names.classes, titles.collect())
            }
            Dimension::Station => {
                let stations = self.scenario.stations.iter();
                let titles =
                    stations.map(|station| (station.title.as_str(), station.name.as_str()));
                known("station", word, &names.stations, titles.collect())
            }
            Dimension::Yard => {
                let yards = self.scenario.yards.iter();
                let titles = yards.map(|yard| (yard.title.as_str(), yard.name.as_str()));
                known("yard", word, &names.yards, titles.collect())
            }
            Dimension::Bridge => {
                let bridges = self.scenario.bridges.iter();
                let titles = bridges.map(|bridge| (bridge.title.as_str(), bridge.name.as_str()));
                known("bridge", word, &names.bridges, titles.collect())
            }
            Dimension::Pool => {
                let pools = self.scenario.pools.iter();
                let titles = pools.map(|pool| (pool.title.as_str(), pool.name.as_str()));
                known("pool", word, &names.pools, titles.collect())
            }
            Dimension::Residents => {
                let residents = self.scenario.residents.iter();
                let titles = residents.map(|known| (known.title.as_str(), known.name.as_str()));
                known("residents", word, &names.residents, titles.collect())
            }
            Dimension::Papers => {
                let papers = self.scenario.papers.iter();
                let titles = papers.map(|papers| (papers.title.as_str(), papers.name.as_str()));
                known("papers", word, &names.papers, titles.collect())
            }
            Dimension::Channel => known("channel", word, &names.channels, Vec::new()),
            Dimension::Agency => {
                let agencies = self.scenario.agencies.iter();
                let titles = agencies.map(|agency| (agency.title.as_str(), agency.name.as_str()));
                known("agency", word, &names.agencies, titles.collect())
            }
            Dimension::Direction => listed("direction", word, &["export", "import"]),
            Dimension::Bound => listed("bound", word, &["to-china", "to-vietnam"]),
            Dimension::Vehicle => listed("vehicle", word, &["vietnamese", "chinese"]),
            Dimension::Cause => listed("cause", word, &Cause::ALL.map(Cause::word)),
            Dimension::Reason => listed("reason", word, &Reason::ALL.map(Reason::word)),
            Dimension::Item => {
                let items = self.scenario.costs.iter();
                let titles = items.map(|item| (item.title.as_str(), item.name.as_str()));
                known("item", word, &names.cost_items, titles.collect())
            }
            Dimension::Target => {
                let levels = self.scenario.service_levels.iter();
                let titles = levels.map(|level| (level.title.as_str(), level.name.as_str()));
                known("target", word, &names.service_levels, titles.collect())
            }
            Dimension::Bearer => known("bearer", word, &names.bearers, Vec::new()),
            Dimension::Clock => listed("clock", word, &["wall", "open"]),
            Dimension::Day => self.day(word).map(|(date, _)| date.to_string()),
            Dimension::Hour => {
                let hours = self.scenario.snapshots.iter();
                let hours: Vec<String> = hours.map(|at| at.strftime("%H:%M").to_string()).collect();
                let hours: Vec<&str> = hours.iter().map(String::as_str).collect();
                let padded = format!("{:0>5}", word.text);
                let time: Option<Time> = padded.parse().ok();
                match time.map(|time| time.strftime("%H:%M").to_string()) {
                    Some(hour) => listed(
                        "hour",
                        &Word {
                            text: hour,
                            at: word.at.clone(),
                        },
                        &hours,
                    ),
                    None => listed("hour", word, &hours),
                }
            }
            Dimension::Threshold => {
                let thresholds = self.scenario.stock_thresholds.iter();
                let thresholds: Vec<String> = thresholds.map(u32::to_string).collect();
                let thresholds: Vec<&str> = thresholds.iter().map(String::as_str).collect();
                let number = Decimal::parse(&word.text).map(|number| number.to_string());
                let text = number.unwrap_or_else(|_| word.text.clone());
                listed(
                    "threshold",
                    &Word {
                        text,
                        at: word.at.clone(),
                    },
                    &thresholds,
                )
            }
        }
    }

    /// A day of the period, and its index: a date, or a day as the scenario's notices name theirs.
    pub fn day(self, word: &Word) -> Result<(Date, u32), Mistake> {
        let period = self.scenario.period;
        let at = || word.at.clone();
        let date = match word.text.parse::<Date>() {
            Ok(date) if !word.text.contains('T') => date,
            _ => {
                let day = DayRef::parse(&word.text).map_err(|error| {
                    let help =
                        "days are dates, as in `2022-02-08`, or days like `mùng 6` and `tet+5`";
                    Mistake::new(at(), "not a day", error.reason).help(help)
                })?;
                day.resolve(period).map_err(|error| {
                    Mistake::new(at(), "this day is not clear", error.to_string())
                })?
            }
        };
        let index = u32::try_from(day_number(date) - self.plan.first_day).ok();
        let index = index.filter(|_| date <= period.to);
        index.map(|index| (date, index)).ok_or_else(|| {
            let label = format!("the period is {} to {}, inclusive", period.from, period.to);
            Mistake::new(at(), "this day is not within the period", label)
        })
    }
}

/// The name of a thing of the scenario: its name, or the title that only it has.
fn known(
    kind: &str,
    word: &Word,
    names: &[String],
    titles: Vec<(&str, &str)>,
) -> Result<String, Mistake> {
    if names.contains(&word.text) {
        return Ok(word.text.clone());
    }
    let mut titled = titles.iter().filter(|(title, _)| *title == word.text);
    if let (Some((_, name)), None) = (titled.next(), titled.next()) {
        return Ok((*name).to_owned());
    }
    let listed: Vec<&str> = names.iter().map(String::as_str).collect();
    let help = suggest(&word.text, &listed, &format!("the {} are", plural(kind)));
    Err(Mistake::new(
        word.at.clone(),
        format!("there is no {kind} `{}`", word.text),
        format!("no {kind} has this name"),
    )
    .maybe_help(help))
}

/// A word of a closed list.
fn listed(dimension: &str, word: &Word, words: &[&str]) -> Result<String, Mistake> {
    if words.contains(&word.text.as_str()) {
        return Ok(word.text.clone());
    }
    let help = suggest(&word.text, words, &format!("`{dimension}` is one of"));
    let title = format!("there is no {dimension} `{}`", word.text);
    Err(Mistake::new(word.at.clone(), title, "not a name that it can have").maybe_help(help))
}
