//! The rows of what was observed.

use schemars::JsonSchema;
use serde::Serialize;

use crate::des::clock::Time;
use crate::measures::{Dims, Spot};
use crate::plan::Names;
use crate::plan::cause::Cause;

use super::Explained;
use super::side::{Figure, Side, Unit};

/// One number. Dimensions that are not in `by` are `null`.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct ObservedRow {
    /// What is measured: `delay`, `time-by-cause` (in the span), `vehicles` (inside at some time of the span), `standing` (vehicles, at the
    /// instant asked for), `before-yard` (vehicles before a full yard, and the share of the censuses at which there were any), or `behind-yard`
    /// (vehicles in a yard before which others waited, on average over those censuses).
    pub measure: &'static str,
    /// The dimensions that are given: `total`, `cause`, `gate-direction-class`, `gate-direction-class-cause`, `place-cause`, `interval`,
    /// `interval-cause`, `yard` or `yard-place-cause`.
    pub by: &'static str,
    /// Gate.
    pub gate: Option<String>,
    /// Direction of the goods: `export` or `import`.
    pub direction: Option<&'static str>,
    /// Class.
    pub class: Option<String>,
    /// What kind of place: `station`, `yard`, `bridge`, `pool`, `residents`, `gate`, `papers` or `way`.
    pub place_kind: Option<&'static str>,
    /// The place, where it has a name.
    pub place: Option<String>,
    /// The yard before which others wait.
    pub yard: Option<String>,
    /// First instant of the interval, on the scenario's clock.
    pub from: Option<String>,
    /// The instant at which it is over.
    pub to: Option<String>,
    /// Cause.
    pub cause: Option<&'static str>,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// The mean over replications.
    pub value: Option<f64>,
    /// Lower end of the 95 % confidence interval of the expected value.
    pub low: Option<f64>,
    /// Upper end of it.
    pub high: Option<f64>,
    /// Lower end of the 95 % interval of one future realisation.
    pub next_low: Option<f64>,
    /// Upper end of it.
    pub next_high: Option<f64>,
    /// The mean as a share of the delay of all; of `before-yard` the share of censuses, of `behind-yard` that of all in the yard then. `null`
    /// for what is no delay.
    pub share: Option<f64>,
    /// The mean of the scenario against which it is explained.
    pub base: Option<f64>,
    /// How much more it is than that.
    pub change: Option<f64>,
    /// Lower end of the 95 % interval of the change, paired.
    pub change_low: Option<f64>,
    /// Upper end of it.
    pub change_high: Option<f64>,
    /// Replications behind the row.
    pub n: usize,
    /// The dimensions as the plan has them.
    #[serde(skip)]
    pub key: Key,
}

/// The dimensions of a row as the plan has them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Key {
    /// Whether only the scenario against which it is explained has such a thing; what follows is then in its plan.
    pub in_base: bool,
    /// Gate, direction and class.
    pub group: Option<Dims>,
    /// Place.
    pub spot: Option<Spot>,
    /// Index of the yard.
    pub yard: Option<u32>,
    /// Interval.
    pub span: Option<(Time, Time)>,
    /// Cause.
    pub cause: Option<Cause>,
}

/// All rows, in the order in which they are printed.
pub(super) fn rows(explained: &Explained) -> Vec<ObservedRow> {
    let Some(side) = Side::new(&explained.run) else {
        return Vec::new();
    };
    let base = explained.base.as_ref().and_then(Side::new);
    let mut maker = Maker {
        side,
        base,
        all: 0.0,
        rows: Vec::new(),
    };
    maker.totals();
    maker.groups();
    maker.places();
    maker.intervals();
    maker.standing();
    maker.yards();
    maker.rows
}

struct Maker<'a> {
    side: Side<'a>,
    base: Option<Side<'a>>,
    /// The delay of all, in vehicle-hours.
    all: f64,
    rows: Vec<ObservedRow>,
}

/// Causes of delay first, the others behind them.
fn causes() -> impl Iterator<Item = Cause> {
    let delays = Cause::ALL.into_iter().filter(|cause| cause.is_delay());
    let others = Cause::ALL.into_iter().filter(|cause| !cause.is_delay());
    delays.chain(others)
}

impl Maker<'_> {
    /// The figure of a column, which each side has where its own plan has it.
    fn figure(&self, unit: Unit, columns: impl Fn(&Side) -> Vec<Option<usize>>) -> Figure {
        let values = self.side.sum(columns(&self.side));
        let base = self.base.map(|base| base.sum(columns(&base)));
        Figure::new(&values, base.as_deref(), unit)
    }

    /// Adds a row. Its share is that of the delay of all, where it is delay.
    fn row(
        &mut self,
        measure: &'static str,
        by: &'static str,
        key: Key,
        unit: Unit,
        figure: Figure,
    ) {
        let delay = key.cause.is_none_or(Cause::is_delay) && unit == Unit::VehicleHours;
        let share = figure.value.value.filter(|_| delay && self.all > 0.0);
        let share = share.map(|value| value / self.all);
        let unit = unit.word(self.side.is_of_persons());
        self.put(measure, by, key, unit, figure, share);
    }

    fn put(
        &mut self,
        measure: &'static str,
        by: &'static str,
        key: Key,
        unit: &'static str,
        figure: Figure,
        share: Option<f64>,
    ) {
        let Figure {
            value,
            base,
            change,
        } = figure;
        let whose = self.base.filter(|_| key.in_base).unwrap_or(self.side);
        let names = &whose.run.plan.names;
        let name = |names: &[String], index: Option<u32>| names.get(index? as usize).cloned();
        let dims = key.group.unwrap_or_default();
        let zone = &self.side.run.scenario.clocks.own;
        let instant = |at: Time| super::instant(at, zone);
        let spot = key.spot.map(|spot| kind_and_name(names, spot));
        self.rows.push(ObservedRow {
            measure,
            by,
            gate: name(&names.gates, dims.gate),
            direction: dims
                .import
                .map(|import| if import { "import" } else { "export" }),
            class: name(&names.classes, dims.class),
            place_kind: spot.map(|(kind, _)| kind),
            place: spot.and_then(|(_, name)| name.cloned()),
            yard: name(&names.yards, key.yard),
            from: key.span.map(|(from, _)| instant(from)),
            to: key.span.map(|(_, to)| instant(to)),
            cause: key.cause.map(Cause::word),
            unit,
            value: value.value,
            low: value.low,
            high: value.high,
            next_low: value.next_low,
            next_high: value.next_high,
            share,
            base: base.and_then(|base| base.value),
            change: change.and_then(|change| change.value),
            change_low: change.and_then(|change| change.low),
            change_high: change.and_then(|change| change.high),
            n: value.n,
            key,
        });
    }

    fn totals(&mut self) {
        let hours = Unit::VehicleHours;
        let delay = self.figure(hours, |side| vec![Some(side.layout.delay_column())]);
        self.all = delay.value.value.unwrap_or(0.0);
        self.row("delay", "total", Key::default(), hours, delay);
        let vehicles = self.figure(Unit::Vehicles, |side| {
            vec![Some(side.layout.vehicles_column())]
        });
        self.row(
            "vehicles",
            "total",
            Key::default(),
            Unit::Vehicles,
            vehicles,
        );
        for cause in causes() {
            let figure = self.figure(hours, |side| vec![side.layout.total(cause)]);
            if !figure.is_nothing() {
                let key = Key {
                    cause: Some(cause),
                    ..Key::default()
                };
                self.row("time-by-cause", "cause", key, hours, figure);
            }
        }
    }

    fn groups(&mut self) {
        let hours = Unit::VehicleHours;
        let own = self.side;
        let ours = own.layout.groups().map(|(_, dims)| (own, dims));
        let mut groups: Vec<(Side, Dims)> = ours.collect();
        if let Some(base) = self.base {
            let theirs = base.layout.groups().map(|(_, dims)| (base, dims));
            groups.extend(theirs.filter(|(_, dims)| group_of(&own, &base, dims).is_none()));
        }
        for (whose, dims) in groups {
            let of = |side: &Side, causes: &[Cause]| -> Vec<Option<usize>> {
                let group = group_of(side, &whose, &dims);
                causes
                    .iter()
                    .map(|&cause| side.layout.of_group(group?, cause))
                    .collect()
            };
            let delays: Vec<Cause> = causes().filter(|cause| cause.is_delay()).collect();
            let delay = self.figure(hours, |side| of(side, &delays));
            let key = Key {
                in_base: !std::ptr::eq(whose.run, self.side.run),
                group: Some(dims),
                ..Key::default()
            };
            self.row("delay", "gate-direction-class", key, hours, delay);
            for cause in causes() {
                let figure = self.figure(hours, |side| of(side, &[cause]));
                if !figure.is_nothing() {
                    let key = Key {
                        cause: Some(cause),
                        ..key
                    };
                    self.row(
                        "time-by-cause",
                        "gate-direction-class-cause",
                        key,
                        hours,
                        figure,
                    );
                }
            }
        }
    }

    fn places(&mut self) {
        let own = self.side;
        let ours = own.layout.spots().iter().map(|&spot| (own, spot));
        let mut places: Vec<(Side, Spot)> = ours.collect();
        if let Some(base) = self.base {
            let theirs = base.layout.spots().iter().map(|&spot| (base, spot));
            places.extend(theirs.filter(|(_, spot)| spot_of(&own, &base, *spot).is_none()));
        }
        for (whose, spot) in places {
            for cause in causes() {
                let figure = self.figure(Unit::VehicleHours, |side| {
                    let at = spot_of(side, &whose, spot);
                    vec![at.and_then(|at| side.layout.in_line(at, cause))]
                });
                if !figure.is_nothing() {
                    let key = Key {
                        in_base: !std::ptr::eq(whose.run, self.side.run),
                        spot: Some(spot),
                        cause: Some(cause),
                        ..Key::default()
                    };
                    let measure = "time-by-cause";
                    self.row(measure, "place-cause", key, Unit::VehicleHours, figure);
                }
            }
        }
    }

    fn intervals(&mut self) {
        let own = self.side;
        let Some(census) = own.run.plan.census.as_deref() else {
            return;
        };
        let delays: Vec<Cause> = causes().filter(|cause| cause.is_delay()).collect();
        for (at, bounds) in census
            .bounds
            .windows(2)
            .enumerate()
            .take(own.layout.intervals())
        {
            let key = Key {
                span: Some((bounds[0], bounds[1])),
                ..Key::default()
            };
            let figure = self.figure(Unit::VehicleHours, |side| {
                let of = |&cause: &Cause| side.layout.of_interval(at, cause);
                delays.iter().map(of).collect()
            });
            self.row("delay", "interval", key, Unit::VehicleHours, figure);
            for cause in causes() {
                let figure = self.figure(Unit::VehicleHours, |side| {
                    vec![side.layout.of_interval(at, cause)]
                });
                if !figure.is_nothing() {
                    let key = Key {
                        cause: Some(cause),
                        ..key
                    };
                    let measure = "time-by-cause";
                    self.row(measure, "interval-cause", key, Unit::VehicleHours, figure);
                }
            }
        }
    }

    fn standing(&mut self) {
        let own = self.side;
        for spot in own.layout.spots() {
            for cause in causes() {
                let figure = self.figure(Unit::Vehicles, |side| {
                    let at = spot_of(side, &own, *spot);
                    vec![at.and_then(|at| side.layout.standing(at, cause))]
                });
                if !figure.is_nothing() {
                    let key = Key {
                        spot: Some(*spot),
                        cause: Some(cause),
                        ..Key::default()
                    };
                    self.row("standing", "place-cause", key, Unit::Vehicles, figure);
                }
            }
        }
    }

    /// What stands behind full yards: sums over the censuses at which somebody waited, over the number of these.
    fn yards(&mut self) {
        let own = self.side;
        let layout = own.layout;
        let censuses = layout.intervals();
        let n = own.run.fold.replications().len();
        let whole = |values: &[i128]| values.iter().sum::<i128>() as f64;
        for yard in 0..own.run.plan.yards.len() {
            let Some([full, waiting]) = layout.before_yard(yard) else {
                continue;
            };
            let full = whole(&own.column(Some(full)));
            if full == 0.0 {
                continue;
            }
            let key = Key {
                yard: Some(yard as u32),
                ..Key::default()
            };
            let mean = |values: &[i128]| Figure {
                value: crate::stats::Estimate {
                    value: Some(whole(values) / full),
                    n,
                    ..Default::default()
                },
                ..Figure::default()
            };
            let before = mean(&own.column(Some(waiting)));
            let share = full / (censuses * n).max(1) as f64;
            self.put("before-yard", "yard", key, "vehicle", before, Some(share));
            let mut found = Vec::new();
            for (at, &spot) in layout.spots().iter().enumerate() {
                for cause in causes() {
                    let values = own.column(layout.behind_yard(yard, at, cause));
                    if values.iter().any(|&value| value != 0) {
                        let key = Key {
                            spot: Some(spot),
                            cause: Some(cause),
                            ..key
                        };
                        found.push((key, mean(&values)));
                    }
                }
            }
            let value = |figure: &Figure| figure.value.value.unwrap_or(0.0);
            let all: f64 = found.iter().map(|(_, figure)| value(figure)).sum();
            for (key, figure) in found {
                let share = (all > 0.0).then(|| value(&figure) / all);
                self.put(
                    "behind-yard",
                    "yard-place-cause",
                    key,
                    "vehicle",
                    figure,
                    share,
                );
            }
        }
    }
}

/// The group of a side that is called as this one of another, or the same, is.
fn group_of(side: &Side, whose: &Side, dims: &Dims) -> Option<usize> {
    let name = |side: &Side, dims: &Dims| {
        let names = &side.run.plan.names;
        let of = |names: &[String], at: Option<u32>| names.get(at? as usize).cloned();
        (
            of(&names.gates, dims.gate),
            dims.import,
            of(&names.classes, dims.class),
        )
    };
    let wanted = name(whose, dims);
    let mut groups = side.layout.groups();
    let found = groups.find(|(_, other)| name(side, other) == wanted);
    found.map(|(at, _)| at)
}

/// The place of a side, among its places, that is called as this one of another, or the same, is.
fn spot_of(side: &Side, whose: &Side, spot: Spot) -> Option<usize> {
    let wanted = kind_and_name(&whose.run.plan.names, spot);
    let mut spots = side.layout.spots().iter();
    spots.position(|&other| kind_and_name(&side.run.plan.names, other) == wanted)
}

/// What kind of place it is, and its name where it has one.
fn kind_and_name(names: &Names, spot: Spot) -> (&'static str, Option<&String>) {
    let (kind, names, at) = match spot {
        Spot::Station(at) => ("station", &names.stations, at),
        Spot::Yard(at) => ("yard", &names.yards, at),
        Spot::Bridge(at) => ("bridge", &names.bridges, at),
        Spot::Pool(at) => ("pool", &names.pools, at),
        Spot::Residents(at) => ("residents", &names.residents, at),
        Spot::Gate(at) => ("gate", &names.gates, at),
        Spot::Papers => return ("papers", None),
        Spot::Way => return ("way", None),
    };
    (kind, names.get(at as usize))
}
