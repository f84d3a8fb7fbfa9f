//! What a scenario means: names resolved to indices, units to integers, days to dates.
//!
//! This is the middle one of the three representations (typed text, meaning, plan). It is made only by
//! [`lower`](super::lower), which reports every problem of the text; whoever holds a [`Scenario`] may rely on what is
//! said here. Everything that has a name stands in a vector sorted by that name, so the order of tables in a file has no
//! meaning. Indices into those vectors are plain `usize`.

mod batch;
mod book;
mod bridge;
mod choice;
mod cost;
mod inspection;
mod order;
mod outage;
mod papers;
mod patience;
mod process;
mod residents;

use jiff::civil::{Date, DateTime, Time as TimeOfDay};

pub use batch::{Batch, DriverPool, Party};
pub use book::{Book, Books, IfNone, Lateness, Refused, WalkIns};
pub use bridge::{Bridge, BridgeRestriction, BridgeRules};
pub use choice::{Answer, Balking, Ban, Counts, Diversion, Published, Reaction, Sees, Who};
pub use cost::{Charge, CostItem, Crew, Each, ExchangeRate, ServiceLevel, Tariff, TimeOf, Worth};
pub use inspection::{Agency, Channels, Inspection, Outcome, Profile};
pub use order::Order;
pub use outage::{Outage, OutageTimes};
pub use papers::{Ahead, Papers};
pub use patience::{GivesUp, Patience};
pub use process::{
    Activity, BranchOption, DelayFor, InLine, InService, Reduction, Route, ServerHours, Servers,
    Station, Step, Yard,
};
pub use residents::Residents;

use super::band::Band;
use super::calendar::{Clocks, Direction, Filter, GateCalendar, Nationality, Period};
use super::source::Place;
use crate::des::variate::Distribution;

/// A whole scenario. Durations in distributions are microseconds, masses kilograms.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file's stem, as printed in the `scenario` column of rows.
    pub id: String,
    /// Title in English, and in Vietnamese and Chinese where given.
    pub title: Titles,
    /// First and last civil day, inclusive, on the scenario's clock.
    pub period: Period,
    /// The scenario's clock and the partner's.
    pub clocks: Clocks,
    /// Names of calendar versions in the order in which they became known.
    pub versions: Vec<String>,
    /// The version that is executed, as an index into `versions`.
    pub calendar: Option<usize>,
    /// Times of day at which stocks are read.
    pub snapshots: Vec<TimeOfDay>,
    /// Stocks of which is reported when they are first exceeded (`first-day-over`), and from when on fewer stand there (`under-date`).
    pub stock_thresholds: Vec<u32>,
    /// Most vehicles that one replication may create.
    pub vehicle_limit: u64,
    /// Warm-up for stationary studies: nothing before it is measured. Zero in terminating studies.
    pub warm_up: i64,
    /// Where facts come from.
    pub references: Vec<Reference>,
    /// Named choices that the sources leave open.
    pub switches: Vec<Switch>,
    /// Goods (or passenger) classes.
    pub classes: Vec<Class>,
    /// Names of the goods groups of all classes.
    pub goods: Vec<String>,
    /// Names of declarants' records.
    pub records: Vec<String>,
    /// What decisions look at: every class, with each of its goods groups, without a record and with each; sorted.
    pub profiles: Vec<Profile>,
    /// Gates with their calendars.
    pub gates: Vec<Gate>,
    /// What the partner side accepts a day.
    pub quotas: Vec<Quota>,
    /// Vehicles in line when the period begins.
    pub backlogs: Vec<Backlog>,
    /// Sources of vehicles.
    pub sources: Vec<Source>,
    /// Vehicles that see the queue as they arrive and do not join it.
    pub balking: Vec<Balking>,
    /// Queues as they are published.
    pub published: Vec<Published>,
    /// Drivers who read them and go to another gate.
    pub diversions: Vec<Diversion>,
    /// Goods that are stopped inland.
    pub bans: Vec<Ban>,
    /// Stations with their servers.
    pub stations: Vec<Station>,
    /// Yards with their places.
    pub yards: Vec<Yard>,
    /// Bridges.
    pub bridges: Vec<Bridge>,
    /// Pools of drivers.
    pub pools: Vec<DriverPool>,
    /// Residents who may trade.
    pub residents: Vec<Residents>,
    /// Papers made beside the wheels.
    pub papers: Vec<Papers>,
    /// What is out of order for a time.
    pub outages: Vec<Outage>,
    /// Rules by which drivers give up; two never speak of one vehicle.
    pub patience: Vec<Patience>,
    /// Names of the stays that steps begin and end.
    pub stays: Vec<String>,
    /// Routes through the steps of a gate.
    pub routes: Vec<Route>,
    /// Agencies that inspect.
    pub agencies: Vec<Agency>,
    /// Which steps of routes belong to which agency.
    pub inspections: Vec<Inspection>,
    /// The branches whose ways are channels.
    pub channels: Vec<Channels>,
    /// What other currencies cost.
    pub exchange: Vec<ExchangeRate>,
    /// Items of costs.
    pub costs: Vec<CostItem>,
    /// Shares of vehicles within a target.
    pub service_levels: Vec<ServiceLevel>,
    /// Published outcomes, compared with the results and never used as input.
    pub facts: Vec<Fact>,
    /// What is to be found out from them, where it is said.
    pub calibration: Option<Calibration>,
    /// What the results are required to be; they change none.
    pub thresholds: Vec<Threshold>,
    /// Every parameter with its basis.
    pub parameters: Vec<Parameter>,
}

/// A title in the languages given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Titles {
    /// English.
    pub en: String,
    /// Vietnamese.
    pub vi: Option<String>,
    /// Chinese.
    pub zh: Option<String>,
}

/// A source document.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Key by which a basis names it.
    pub name: String,
    /// Title of the document.
    pub title: String,
    /// Publisher, number or date, as far as known.
    pub detail: Option<String>,
}

/// A named choice between readings that the sources leave open.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// Its name.
    pub name: String,
    /// What is chosen between.
    pub title: String,
    /// The readings offered.
    pub options: Vec<String>,
    /// The reading in force.
    pub value: String,
}

/// A class of goods or of passengers.
#[derive(Clone, Debug)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// True where the units are persons: such a class stays outside every vehicle total.
    pub persons: bool,
    /// Net cargo of a loaded vehicle in kilograms; none where the class carries no counted cargo.
    pub load: Option<Distribution>,
    /// Weight of the empty vehicle in kilograms; 0 where it is not given, which no class may whose vehicles a load limit weighs.
    pub tare: i64,
    /// How long its goods keep in microseconds; `None` where they do not spoil.
    pub shelf_life: Option<i64>,
    /// What the goods of its vehicles are worth; `None` where that is not counted.
    pub worth: Option<Worth>,
    /// Shares of its goods groups in parts per 10^12, summing to 10^12; (group, share). Empty where it has none.
    pub goods: Vec<(usize, u64)>,
}

/// A gate.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Its name.
    pub name: String,
    /// The name printed.
    pub title: String,
    /// Hours of both sides, notices, restrictions.
    pub calendar: GateCalendar,
    /// The appointment book of each notice in `calendar.notices` (same index); `Some` for every notice in state *appointment*.
    pub books: Vec<Option<Book>>,
    /// In which order vehicles pass; `None` where only the order of joining decides.
    pub order: Option<Order>,
}

/// Vehicles a day that the partner side accepts.
#[derive(Clone, Debug)]
pub struct Quota {
    /// Its name.
    pub name: String,
    /// The gates that share it.
    pub gates: Vec<usize>,
    /// The crossings that it limits (empties excepted where it counts loaded vehicles).
    pub filter: Filter,
    /// Vehicles a day on each day of the period.
    pub amount: Amount,
    /// What regimes leave of it on each day of the period, 0 to 1; empty: all.
    pub shares: Vec<f64>,
    /// Time of day at which a new day's quota begins, on the clock of the side named.
    pub resets: TimeOfDay,
    /// True where `resets` is on the partner's clock.
    pub partner_clock: bool,
    /// Day-to-day factor.
    pub day_factor: Option<DayFactor>,
}

/// A daily amount.
#[derive(Clone, Debug)]
pub enum Amount {
    /// A number for each day of the period.
    Table(Vec<u64>),
    /// Drawn anew each day (rounded, never negative).
    Drawn(Distribution),
}

/// A factor that multiplies a day's rate or quota: gamma, mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayFactor {
    /// Coefficient of variation of the whole factor.
    pub cv: f64,
    /// Share of its variance (on the logarithmic scale, `ln(1 + cv^2)`) that all factors of the same kind have in common, 0 to 1.
    pub shared: f64,
}

/// Vehicles in line at the start.
#[derive(Clone, Debug)]
pub struct Backlog {
    /// Its name.
    pub name: String,
    /// What they are and where they go.
    pub flow: Flow,
    /// How many.
    pub vehicles: u32,
    /// Since when they have waited: the arrivals are spread evenly from this day to the start of the period.
    /// `None`: ages unknown, time counts since the start.
    pub since: Option<Date>,
}

/// What a source's or backlog's vehicles are and which way they go.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The gate.
    pub gate: usize,
    /// Direction of the goods.
    pub direction: Direction,
    /// Nationality of the vehicle.
    pub vehicle: Nationality,
    /// Whether it comes loaded.
    pub loaded: bool,
    /// Its route.
    pub route: usize,
    /// Shares of the classes in parts per 10^12, summing to 10^12; (class, share).
    pub classes: Vec<(usize, u64)>,
    /// Shares of declarants' records in parts per 10^12, summing to 10^12; (record, share). Empty where none are told apart.
    pub records: Vec<(usize, u64)>,
}

/// A source of vehicles.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// What its vehicles are.
    pub flow: Flow,
    /// When they come.
    pub arrivals: Arrivals,
    /// Vehicles that come together, at least 1; `None` is one at a time.
    pub convoy: Option<Distribution>,
    /// What happens on days on which the gate, as known that day, is closed to all of the source's classes.
    pub when_closed: Reaction,
    /// How its vehicles book before they come; `None` where they ask on joining the line.
    pub books: Option<Books>,
}

/// When the vehicles (or convoys) of a source come.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// Poisson, generated per civil day.
    Poisson {
        /// Expected arrivals on each day of the period, weekday and dated factors included.
        days: Vec<f64>,
        /// Weight of each civil hour; all equal where no profile is given.
        hours: [f64; 24],
        /// Day-to-day factor.
        day_factor: Option<DayFactor>,
    },
    /// Independent intervals, counted from the start of the period.
    Renewal(Distribution),
    /// Fixed times on each day of the period (index), sorted.
    Timetable(Vec<Vec<TimeOfDay>>),
    /// The rows of a log that lie in the period, in the order of time; rows of one instant in the order of the file.
    Trace(Vec<TraceRow>),
}

/// One vehicle of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TraceRow {
    /// When it arrives, on the scenario's clock.
    pub at: DateTime,
    /// Its class; `None`: drawn by the shares of its source.
    pub class: Option<usize>,
    /// Its net cargo in kilograms; `None`: drawn by its class.
    pub load: Option<u32>,
}

/// A published outcome.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// What was said, in the project's words.
    pub title: String,
    /// What was counted.
    pub measure: FactMeasure,
    /// The gates over which it was counted; empty: all.
    pub gates: Vec<usize>,
    /// The vehicles counted.
    pub filter: Filter,
    /// Beginning of the span, microseconds since 1970 UTC; for a stock or a yard, the instant.
    pub from: i64,
    /// End of the span (exclusive).
    pub to: i64,
    /// What was published, as typed ("over 1,000").
    pub text: String,
    /// The band of true values that the text allows, in the measure's unit.
    pub low: f64,
    /// Upper end of the band.
    pub high: f64,
    /// Names of the references that say so, the one that documents it first.
    pub references: Vec<String>,
    /// The average a day that was published beside it, which is no fact of its own.
    pub per_day: Option<PerDay>,
    /// What it is used for.
    pub purpose: FactUse,
    /// Why it is expected not to agree with the simulation, where it is.
    pub outside_because: Option<String>,
    /// Paths of the parameters that were taken from the same reference for the same time and make what is counted: where there is one,
    /// agreement is an identity and no test.
    pub identity: Vec<String>,
}

/// A total of what crossed over whole civil days, and its average over those on which something could. Both are in millionths of
/// the measure's unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerDay {
    /// The average, as typed.
    pub text: String,
    /// The averages that the words allow.
    pub average: Band,
    /// The totals that the words of the fact allow.
    pub total: Band,
}

/// Whether two spans share an instant. A stock's span is the instant at which it was counted.
pub fn overlap((from, to): (i64, i64), (other_from, other_to): (i64, i64)) -> bool {
    from < other_to.max(other_from + 1) && other_from < to.max(from + 1)
}

/// What a published outcome is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactUse {
    /// Unknowns may be estimated from it.
    Calibration,
    /// It tests the scenario.
    Validation,
}

/// What is to be found out from the facts that are for calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Paths of the parameters that are not known, each with a range, in the order given.
    pub unknowns: Vec<String>,
    /// Standard deviation of a published figure around the simulated one, as a share of the published figure.
    pub discrepancy: Option<f64>,
}

/// What a fact counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactMeasure {
    /// Vehicles that crossed loaded, each once.
    VehiclesCrossed,
    /// Passes of the line, loaded or empty.
    Crossings,
    /// Net tonnes that crossed.
    TonnesCrossed,
    /// Vehicles that arrived.
    VehiclesArrived,
    /// Vehicles that turned back.
    VehiclesTurnedBack,
    /// Vehicles in line at an instant.
    Stock,
    /// Vehicles that stand in a yard (its index) at an instant.
    YardOccupancy(usize),
    /// One fact divided by another (indices into `facts`).
    Ratio(usize, usize),
}

/// What the results are required to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Its name.
    pub name: String,
    /// What is wanted, in the planner's words.
    pub title: String,
    /// A condition or a chance, as typed. Its syntax is right; its names are resolved against a catalogue.
    pub require: String,
    /// Where `require` was written, quotes included.
    pub place: Place,
}

/// One parameter and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Dotted path, as `--set` takes it.
    pub path: String,
    /// The value as typed.
    pub value: String,
    /// Where it comes from.
    pub basis: Basis,
    /// The references that its basis names, in words or as the one that documents it.
    pub references: Vec<String>,
    /// When it holds, microseconds since 1970 UTC, end exclusive; all the time where it is not said. Of what makes no count nobody asks.
    pub holds: Option<(i64, i64)>,
    /// The gate it belongs to, where it belongs to one.
    pub gate: Option<usize>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// Kind.
    pub kind: BasisKind,
    /// Reference (documented) or reason.
    pub text: String,
    /// Plausible range, as typed.
    pub range: Option<(String, String)>,
}

/// Kinds of basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BasisKind {
    /// Stands in the named reference.
    Documented,
    /// Arithmetic on documented numbers.
    Derived,
    /// An assumption.
    Assumed,
    /// Estimated from counts.
    Fitted,
    /// Nothing is said.
    Unstated,
}
