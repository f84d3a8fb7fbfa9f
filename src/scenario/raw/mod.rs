//! What may be typed: every table and key of the scenario language, declared once.
//!
//! This is the first of the three representations. It says what is written, not what it means: names are not resolved
//! here, and nothing refers to anything. The struct, its reading, the check for unknown keys and the reference page all
//! come out of these declarations; [`lower`](super::lower) turns them into a [`Scenario`](super::model::Scenario).

mod batch;
mod bridge;
mod calibration;
mod choice;
mod cost;
mod demand;
mod dist;
mod gate;
mod inspection;
mod observed;
mod order;
mod outage;
mod papers;
mod patience;
mod process;
mod regime;
mod residents;
mod threshold;
mod values;

pub use batch::{BatchKeys, DriverPool, DriversKeys, FreeKeys, SameWord};
pub use bridge::{Bridge, BridgeKeys, BridgeRestriction, TrafficWord};
pub use calibration::CalibrationKeys;
pub use choice::{
    AnswerWord, Answers, Balking, Ban, Diversion, IfSeen, IfSeenWord, Published, SeenGate, SeesWord,
};
pub use cost::{Cost, EachWord, LevelWord, MoneyKeys, OvertimeKeys, ServiceLevel, TimeWord};
pub use demand::{Backlog, DatedRate, IfNoneWord, RawBooks, RawDayFactor, Source, TraceRow};
pub use dist::{Dist, Spread};
pub use gate::{
    ClockWord, DatedQuota, Gate, LatenessKeys, NoticeKeys, OtherGate, Partner, Pool, Quota,
    QuotaCounts, RestrictionKeys, Selection, StateWord, WalkInsWord,
};
pub use inspection::{Agency, InspectKeys, OrderWord, OutcomeKeys, SampleKeys, TreatmentKeys};
pub use observed::{ExpectWord, FactUseWord, MeasureWord, Observed};
pub use order::{CycleKeys, ServiceOrderWord};
pub use outage::{Outage, SeasonKeys};
pub use papers::{AheadKeys, EndStayKeys, Papers};
pub use patience::{GivesUpTo, GivesUpWord, PatienceKeys};
pub use process::{
    BoundWord, BranchKeys, CrossKeys, DelayKeys, InLineWord, InServiceWord, ServeKeys, ServersKeys,
    Station, Step, WaitsForWord, Yard,
};
pub use regime::{RampKeys, Regime};
pub use residents::{GatherKeys, Residents};
pub use threshold::Threshold;
pub use values::{
    ClassMix, DayValue, IfRefused, IfRefusedWord, Profile, QuotaAmount, TimeText, Timetable,
    Weekdays, WeeklyHours,
};

use jiff::civil::Date;

use super::kinds::{Name, Named, OneOrMany};
use super::money::{Decline, Price};
use super::units::{Count, Duration, Mass, Share};
use crate::{keys, words};

keys! {
    /// A scenario file. Tables may stand in any order.
    pub struct Root("") {
        /// What is simulated: title, days, clocks, calendar version.
        scenario: Head, required;
        /// Source documents, named by `basis`.
        reference: Named<Reference>, optional;
        /// Choices that the sources leave open; tables with `when` exist only under one of their options.
        switch: Named<SwitchKeys>, optional;
        /// Classes of goods, or of passengers.
        class: Named<ClassKeys>, required;
        /// Gates: hours, notices, restrictions.
        gate: Named<Gate>, required;
        /// Vehicles a day that the partner side accepts.
        quota: Named<Quota>, optional;
        /// Vehicles in line when the period begins.
        backlog: Named<Backlog>, optional;
        /// Sources of vehicles.
        source: Named<Source>, optional;
        /// Vehicles that see the queue as they arrive and do not join it.
        balking: Named<Balking>, optional;
        /// Queues as they are published.
        published: Named<Published>, optional;
        /// Drivers who read the published queues and go to another gate.
        diversion: Named<Diversion>, optional;
        /// Goods that are stopped inland.
        ban: Named<Ban>, optional;
        /// Stations: lines with servers.
        station: Named<Station>, optional;
        /// Yards: places where vehicles stand.
        yard: Named<Yard>, optional;
        /// Bridges and pontoons.
        bridge: Named<Bridge>, optional;
        /// Pools of drivers.
        pool: Named<DriverPool>, optional;
        /// Residents of the border who may trade.
        residents: Named<Residents>, optional;
        /// Papers made beside the wheels.
        papers: Named<Papers>, optional;
        /// What is out of order for a time.
        outage: Named<Outage>, optional;
        /// What lies over gates that are otherwise as they were.
        regime: Named<Regime>, optional;
        /// Drivers who give up.
        patience: Named<PatienceKeys>, optional;
        /// Agencies that inspect goods.
        agency: Named<Agency>, optional;
        /// Routes: the steps that a vehicle, or papers, go through, in order.
        route: Named<Vec<Step>>, required;
        /// What other currencies cost.
        money: MoneyKeys, optional;
        /// Items of costs.
        cost: Named<Cost>, optional;
        /// Shares of vehicles within a target.
        service_level: Named<ServiceLevel>, optional;
        /// Published outcomes. They are compared with the results and are never an input.
        observed: Named<Observed>, optional;
        /// What is to be found out from them.
        calibration: CalibrationKeys, optional;
        /// What the results are required to be. Thresholds change no number.
        threshold: Named<Threshold>, optional;
    }

    /// What is simulated.
    pub struct Head("scenario") {
        /// Title in English.
        title: String, required, example "\"Tết 2022 at Móng Cái\"";
        /// Title in Vietnamese.
        title_vi: String, optional, example "\"Tết 2022 ở Móng Cái\"";
        /// Title in Chinese.
        title_zh: String, optional, example "\"2022年春节芒街口岸\"";
        /// A remark; it changes nothing.
        note: String, optional, example "\"written for the talks of 2026\"";
        /// First civil day of the period, on `clock`.
        from: Date, required, example "2022-01-22";
        /// Last civil day of the period, inclusive.
        to: Date, required, example "2022-02-13";
        /// The scenario's clock, as a name of the time zone database. All dates and hours are on it unless said otherwise.
        clock: String, required, example "\"Asia/Ho_Chi_Minh\"";
        /// The partner side's clock.
        partner_clock: String, default "the scenario's clock", example "\"Asia/Shanghai\"";
        /// Versions of the calendar, in the order in which they became known. Notices name one, or none and hold in all.
        versions: Vec<String>, default "[]", example "[\"agreed\", \"executed\"]";
        /// The version that is carried out.
        calendar: String, default "none: only notices without a version hold", example "\"agreed\"";
        /// Times of day at which stocks are read.
        snapshots: Vec<TimeText>, default "[\"08:00\", \"20:00\"]", example "[\"08:00\", \"20:00\"]";
        /// Stocks, in vehicles at a gate, of which is reported when they are first exceeded (measure `first-day-over`), and from when on fewer stand there (`under-date`).
        stock_over: Vec<u32>, default "[500, 1000, 5000]", example "[400]";
        /// Most vehicles that one replication may create; more is refused.
        vehicle_limit: Count, default "100,000,000", example "1000000";
        /// For stationary studies: what happens in this long from the start is simulated and not measured.
        warm_up: Duration, default "0 s: a terminating study", example "\"30 d\"";
    }

    /// A source document.
    pub struct Reference("reference.ID") {
        /// Its title.
        title: String, required, example "\"Quảng Ninh Customs ID=4892, 29 June 2020\"";
        /// Publisher, number, date, or what it says.
        detail: String, optional, example "\"channels of 481 exports\"";
    }

    /// A choice between readings that the sources leave open.
    pub struct SwitchKeys("switch.ID") {
        /// The question.
        title: String, required, example "\"Does Hải Yên work at weekends?\"";
        /// The readings offered, at least two.
        options: Vec<Name>, required, example "[\"open\", \"rest\"]";
        /// The reading in force.
        value: Name, required, example "\"open\"";
        /// Where the choice comes from.
        basis: BasisKeys, optional, example "{ assumed = \"no later notice is known\" }";
    }

    /// A class of goods, or of passengers.
    pub struct ClassKeys("class.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"live seafood\"";
        /// What its units are; persons stay outside every vehicle total.
        counts: Counts, default "vehicles", example "\"persons\"";
        /// Net cargo of a loaded vehicle, in kilograms after conversion.
        load: Dist<Mass>, default "no counted cargo", example "{ triangular = [\"1.5 t\", \"2.6 t\", \"5.5 t\"] }";
        /// Weight of the empty vehicle: needed where a bridge has a load limit.
        tare: Mass, optional, example "\"15 t\"";
        /// How long its goods keep, counted from when the vehicle arrives: who spoils first may be served first, and spoilt goods lose value.
        shelf_life: Duration, default "they do not spoil", example "\"10 d\"";
        /// What the goods of a loaded vehicle are worth: a vehicle, or a mass.
        value: Price, default "their loss is not counted", example "\"300 m VND\"";
        /// What they lose of what they are still worth, counted from when the vehicle arrives.
        spoilage: Decline, default "nothing before the end of `shelf-life`", example "\"2 % / d\"";
        /// The share of the value that is left when they have spoilt or are sold at home.
        salvage: Share, default "nothing", example "\"25 %\"";
        /// Its goods groups by share of its vehicles: what branches and agencies tell apart, and reports do not.
        goods: Named<Share>, default "none", example "{ dragon-fruit = \"30 %\", durian = \"70 %\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ derived = \"5,050 vehicles of 3.21 t\", range = [\"2.7 t\", \"3.7 t\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ load = { assumed = \"shape\" } }";
    }

    /// Where a value comes from. Exactly one of the first four keys.
    pub struct BasisKeys("basis") one of ["documented", "derived", "assumed", "fitted"] {
        /// It stands in the reference of this key.
        documented: String, optional, example "\"003\"";
        /// Arithmetic on documented numbers, and which.
        derived: String, optional, example "\"6,942 vehicles in 61 days\"";
        /// An assumption, and why.
        assumed: String, optional, example "\"no rate was published\"";
        /// Estimated from counts, and which.
        fitted: String, optional, example "\"calibrated on January 2023\"";
        /// Lower and upper end of what is plausible; of a distribution its mean, of shares the first.
        range: Vec<String>, optional, example "[\"20 / day\", \"100 / day\"]";
        /// A remark.
        note: String, optional, example "\"the shape is assumed\"";
    }
}

words! {
    /// What the units of a class are.
    pub enum Counts {
        /// Vehicles.
        Vehicles = "vehicles",
        /// Persons, outside every vehicle total.
        Persons = "persons",
    }

    /// Direction of the goods.
    pub enum DirectionWord {
        /// Out of Vietnam.
        Export = "export",
        /// Into Vietnam.
        Import = "import",
    }

    /// Nationality of the vehicle.
    pub enum VehicleWord {
        /// Registered in Vietnam.
        Vietnamese = "vietnamese",
        /// Registered in China.
        Chinese = "chinese",
    }
}

/// The condition of a table: for each switch the options under which it exists.
pub type When = Named<OneOrMany<Name>>;
