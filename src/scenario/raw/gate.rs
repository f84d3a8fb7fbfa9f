//! Gates and what is published about them: hours, notices, restrictions, quotas.

use jiff::civil::Date;

use super::order::{CycleKeys, ServiceOrderWord};
use super::values::{DayValue, IfRefused, QuotaAmount, TimeText, WeeklyHours};
use super::{BasisKeys, BoundWord, DirectionWord, RawDayFactor, VehicleWord, When};
use crate::scenario::calendar::{Days, Hours};
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::units::{Count, Duration, Rate, Share};
use crate::{keys, words};

keys! {
    /// A border gate, or an opening of the border that is no gate (lối mở).
    pub struct Gate("gate.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"Bắc Luân II\"";
        /// Hours on the scenario's clock, half-open; for all days, or by groups of weekdays.
        hours: WeeklyHours, required, example "\"07:00-11:30, 13:00-19:00\"";
        /// Working days, where `hours` is one text.
        days: Days, default "Mon-Sun", example "\"Mon-Sat\"";
        /// Hours and days of the partner side on its own clock; the gate is open when both are.
        partner: Partner, default "only our side's hours bind", example "{ hours = \"08:00-20:00\" }";
        /// Classes in the order in which they pass, where several may; those listed together are of one level; classes not named come last, together.
        priority: Vec<OneOrMany<String>>, default "in the order of joining", example "[\"live-seafood\", \"fruit\"]";
        /// The order within a level of priority, or within a group of a cycle.
        order: ServiceOrderWord, default "first-come", example "\"earliest-spoilage\"";
        /// Groups of classes that pass in turn: so many of the first, then so many of the second, and round again.
        cycle: Vec<CycleKeys>, default "no turns", example "[{ class = \"perishable\", turns = 1 }, { turns = 5 }]";
        /// Dated entries of the calendar, each with a name.
        notice: Named<NoticeKeys>, optional;
        /// Recurring hours in which only some may pass, each with a name.
        restriction: Named<RestrictionKeys>, optional;
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"003\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ days = { assumed = \"as in 2023\" } }";
    }

    /// Hours of the partner side.
    pub struct Partner("gate.ID.partner") {
        /// Hours on the partner's clock.
        hours: WeeklyHours, required, example "\"08:00-20:00\"";
        /// Working days, where `hours` is one text.
        days: Days, default "Mon-Sun", example "\"Mon-Fri\"";
    }

    /// A dated entry of a gate's calendar. It replaces the weekly days; its own hours or the gate's apply.
    pub struct NoticeKeys("gate.ID.notice.ID") {
        /// The entry exists only under these options of switches.
        when: When, optional, example "{ exception = \"barred\" }";
        /// First day: a date, or a day counted from Tết (`tet-1`, `29 chạp`, `mùng 6`) or the Chinese New Year (`cny+3`).
        from: DayValue, required, example "\"29 chạp\"";
        /// Last day, inclusive.
        to: DayValue, required, example "\"mùng 2\"";
        /// What the gate is on these days.
        state: StateWord, required, example "\"appointment\"";
        /// Hours on the scenario's clock. Of a closure: the part of the day that is shut. Of an extension: hours in addition.
        hours: Hours, default "the gate's", example "\"08:00-11:00, 14:00-17:00\"";
        /// Hours on the partner's clock.
        partner_hours: Hours, default "the partner's", example "\"09:00-12:00\"";
        /// Only for goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Only for wheels that go this way.
        bound: BoundWord, optional, example "\"to-china\"";
        /// Only for these classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Only for vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"chinese\"";
        /// Only for loaded vehicles, or only for empty ones.
        loaded: bool, optional, example "true";
        /// Only for vehicles on their way home, or only for others.
        homeward: bool, optional, example "true";
        /// Classes that may not pass although the gate is open; also the words `empty`, `loaded`, `backlog`.
        barred: OneOrMany<String>, default "none", example "[\"dry-food\", \"cold-chain\"]";
        /// Classes that alone may pass; also the words `empty`, `loaded`, `backlog`.
        admitted: OneOrMany<String>, default "all", example "[\"empty\"]";
        /// Classes that need no booking in an appointment notice.
        exempt: OneOrMany<String>, default "none", example "[\"dry-food\"]";
        /// The version of the calendar to which it belongs.
        version: String, default "it holds in every version", example "\"agreed\"";
        /// The day on which it was published; demand knows of it from this day.
        announced: Date, default "always known", example "2022-01-25";
        /// Places in the appointment book. Of a day list: a day. With `interval`: an interval gets its length's part of the
        /// rate, so `"12 / h"` gives an hour 12 places and `"48 / day"` gives it 2; it must be a whole number.
        slots: Rate, default "only `pools` limit", example "\"100 / day\"";
        /// Length of a booking interval.
        interval: Duration, default "a day list: one interval a day", example "\"1 h\"";
        /// Further limits for some vehicles; a booking takes a place in every pool that it matches.
        pools: Vec<Pool>, default "none", example "[{ direction = \"export\", slots = \"40 / day\" }]";
        /// How long before its beginning an interval can be booked at the earliest.
        horizon: Duration, default "as soon as the notice is known", example "\"7 d\"";
        /// How long before an interval begins registration closes.
        register_by: Duration, default "a day list closes when the day begins, an interval when it begins", example "\"12 h\"";
        /// The last day on which one can register, whichever the interval.
        register_until: DayValue, default "until each interval's registration closes", example "\"tet-3\"";
        /// Lateness of booked vehicles, normal.
        lateness: LatenessKeys, default "punctual", example "{ mean = \"0 min\", sd = \"30 min\" }";
        /// How long before the beginning of its interval a vehicle that is there may pass.
        early: Duration, default "0 min", example "\"30 min\"";
        /// How long after the end of its interval a vehicle may still become ready for it; later it has missed it.
        grace: Duration, default "0 min", example "\"30 min\"";
        /// Share of booked vehicles that do not appear.
        no_show: Share, default "0 %", example "\"5 %\"";
        /// Whether a request refused for the next interval tries the later ones of the notice.
        other_days: bool, default "true", example "false";
        /// Most slots that a vehicle may miss and still ask for another.
        rebook: Count, default "any number", example "1";
        /// What vehicles without a booking may do.
        walk_ins: WalkInsWord, default "refused", example "\"leftover\"";
        /// How long after the beginning of an interval a booked vehicle that is not ready has missed it, and its place is
        /// for walk-ins.
        release_after: Duration, default "its place is kept", example "\"15 min\"";
        /// What a vehicle does for which no interval is left.
        if_refused: IfRefused, default "comes-anyway", example "\"turns-back\"";
        /// A remark.
        note: String, optional, example "\"both readings are in use\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"003\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ slots = { assumed = \"no number was published\" } }";
    }

    /// A limit of a booking interval for some vehicles.
    pub struct Pool("gate.ID.notice.ID.pools[]") {
        /// Places, counted like the notice's `slots`.
        slots: Rate, required, example "\"40 / day\"";
        /// Only for goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Only for wheels that go this way.
        bound: BoundWord, optional, example "\"to-china\"";
        /// Only for these classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Only for vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"chinese\"";
        /// Only for loaded vehicles, or only for empty ones.
        loaded: bool, optional, example "true";
    }

    /// Normal lateness against the beginning of the slot.
    pub struct LatenessKeys("gate.ID.notice.ID.lateness") {
        /// Mean; text with a minus is early.
        mean: String, default "0 min", example "\"-10 min\"";
        /// Standard deviation.
        sd: Duration, required, example "\"30 min\"";
    }

    /// Another gate, to which refused vehicles go.
    pub struct OtherGate("gate.ID.notice.ID.if-refused") {
        /// The gate.
        gate: Name, required, example "\"hai-yen\"";
    }

    /// Recurring hours in which only some may pass.
    pub struct RestrictionKeys("gate.ID.restriction.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ hai-yen-cut-off = \"kept\" }";
        /// The hours, on the scenario's clock.
        hours: Hours, required, example "\"15:00-16:00\"";
        /// On these weekdays.
        days: Days, default "Mon-Sun", example "\"Mon-Fri\"";
        /// From this day.
        from: DayValue, default "the start", example "2020-06-11";
        /// To this day, inclusive.
        to: DayValue, default "the end", example "2022-01-30";
        /// Who alone may pass.
        only: Selection, required, example "{ homeward = true }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"haiquan-14859\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ days = { assumed = \"every day\" } }";
    }

    /// A selection of vehicles: what is not given does not matter.
    pub struct Selection("gate.ID.restriction.ID.only") {
        /// Goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Wheels that go this way.
        bound: BoundWord, optional, example "\"to-china\"";
        /// These classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"chinese\"";
        /// Loaded vehicles, or empty ones.
        loaded: bool, optional, example "false";
        /// Vehicles on their way home, or others.
        homeward: bool, optional, example "true";
    }

    /// Vehicles a day that the partner side accepts. When they are used up the others wait: cause *quota used up*.
    pub struct Quota("quota.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ acceptance = \"shared\" }";
        /// The gates that share it.
        gates: OneOrMany<Name>, required, example "[\"bac-luan-2\", \"hai-yen\"]";
        /// Only goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// Only wheels that go this way.
        bound: BoundWord, optional, example "\"to-china\"";
        /// Only these classes.
        class: OneOrMany<String>, optional, example "[\"fruit\"]";
        /// Only vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// What it counts.
        counts: QuotaCounts, default "loaded", example "\"crossings\"";
        /// How many a day, as a rate or as a distribution of counts that is drawn anew each day; zero is legal.
        vehicles: QuotaAmount, required, example "\"50 / day\"";
        /// Other amounts on some days.
        dated: Vec<DatedQuota>, default "none", example "[{ from = 2022-02-01, to = 2022-02-03, vehicles = \"20 / day\" }]";
        /// Time of day at which a new day's amount begins.
        resets: TimeText, default "00:00", example "\"07:00\"";
        /// Whose clock `resets` is on.
        clock: ClockWord, default "own", example "\"partner\"";
        /// Day-to-day factor.
        day_factor: RawDayFactor, default "none", example "{ cv = 0.25, shared = \"50 %\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ derived = \"about 100 exports a day\", range = [\"42 / day\", \"150 / day\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ resets = { assumed = \"at opening\" } }";
    }

    /// Another amount on some days.
    pub struct DatedQuota("quota.ID.dated[]") {
        /// First day.
        from: DayValue, required, example "2022-02-01";
        /// Last day, inclusive.
        to: DayValue, required, example "2022-02-03";
        /// How many a day.
        vehicles: Rate, required, example "\"20 / day\"";
        /// Where it comes from.
        basis: BasisKeys, optional, example "{ documented = \"003\" }";
    }
}

words! {
    /// What a notice makes of the gate.
    pub enum StateWord {
        /// Nobody passes; with `hours`, during these hours.
        Closed = "closed",
        /// Only booked vehicles pass.
        Appointment = "appointment",
        /// All pass in the usual hours.
        Normal = "normal",
        /// All pass, in the usual hours and in `hours` besides.
        Extended = "extended",
    }

    /// What vehicles without a booking may do on appointment days.
    pub enum WalkInsWord {
        /// They do not pass.
        Refused = "refused",
        /// They take the places of the interval that is on which nobody has booked.
        Leftover = "leftover",
    }

    /// What a quota counts.
    pub enum QuotaCounts {
        /// Crossings of loaded vehicles.
        Loaded = "loaded",
        /// Every crossing, empties included.
        Crossings = "crossings",
    }

    /// Whose clock.
    pub enum ClockWord {
        /// The scenario's.
        Own = "own",
        /// The partner's.
        Partner = "partner",
    }
}
