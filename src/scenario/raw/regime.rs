//! Regimes: what an epidemic, a skeleton shift or a slow restart does to everything there is.

use super::process::Step;
use super::values::DayValue;
use super::{BasisKeys, DirectionWord, VehicleWord, When};
use crate::keys;
use crate::scenario::calendar::Hours;
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::units::Share;

keys! {
    /// A regime laid over gates that are otherwise as they were: fewer servers, shorter shifts, a smaller acceptance, further steps. It names
    /// nothing of the scenario but gates and what it brings itself, so that one file can be laid over any base. Several regimes multiply.
    pub struct Regime("regime.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ epidemic = \"strict\" }";
        /// A remark; it changes nothing.
        note: String, optional, example "\"as at Móng Cái in January 2022\"";
        /// First day.
        from: DayValue, default "the first of the period", example "\"29 chạp\"";
        /// Last day, inclusive.
        to: DayValue, default "the last of the period", example "\"mùng 6\"";
        /// The gates with their stations, pools and quotas; one, or a list.
        gates: OneOrMany<Name>, default "all, and what belongs to no gate", example "[\"bac-luan-2\"]";
        /// Share of the servers of each group that work, rounded up.
        servers: Share, default "100 %", example "\"50 %\"";
        /// Share of the drivers of each group that work, rounded up.
        drivers: Share, default "100 %", example "\"60 %\"";
        /// Nobody works outside these hours, on the scenario's clock.
        hours: Hours, default "as without it", example "\"07:00-15:00\"";
        /// Share of the quotas that the partner side accepts.
        acceptance: Share, default "100 %", example "\"60 %\"";
        /// The same by days, in order; each holds until the next.
        ramp: Vec<RampKeys>, default "none", example "[{ from = \"mùng 4\", acceptance = \"30 %\" }, { from = \"mùng 7\", acceptance = \"60 %\" }]";
        /// Factor of all service times. Only for the whole period.
        times: f64, default "1", example "1.2";
        /// Steps before the first step of a route at which the gate holds vehicles, `enter` or `cross`: each `serve` or `delay`. Only for the
        /// whole period.
        before_enter: Vec<Step>, default "none", example "[{ step = \"disinfection\", serve = { station = \"disinfection\", time = \"15 min\" } }]";
        /// Steps before the first `cross` of a route.
        before_cross: Vec<Step>, default "none", example "[{ step = \"test\", delay = { time = \"30 min\", waits-for = \"result\" } }]";
        /// The steps are only for goods of this direction.
        direction: DirectionWord, optional, example "\"export\"";
        /// The steps are only for vehicles of this nationality.
        vehicle: VehicleWord, optional, example "\"vietnamese\"";
        /// The steps are only for these classes.
        class: OneOrMany<Name>, optional, example "[\"cold-chain\"]";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"not published\", range = [\"40 %\", \"80 %\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ servers = { assumed = \"half of the staff\" } }";
    }

    /// A share of acceptance from a day on.
    pub struct RampKeys("regime.ID.ramp[]") {
        /// First day.
        from: DayValue, required, example "\"mùng 4\"";
        /// Share of the quotas.
        acceptance: Share, required, example "\"30 %\"";
    }
}
