//! Residents of the border who may trade, and consignments pooled from their daily allowances.

use super::dist::Dist;
use super::values::QuotaAmount;
use super::{BasisKeys, RawDayFactor};
use crate::keys;
use crate::scenario::calendar::Days;
use crate::scenario::kinds::{Name, Named};
use crate::scenario::money::Money;

keys! {
    /// Residents who may trade, each up to an allowance a day. A consignment waits until it has gathered as many as it needs.
    pub struct Residents("residents.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"residents of Dongxing\"";
        /// The gate to which they belong.
        gate: Name, default "none", example "\"hoanh-mo\"";
        /// How many come a day, as a rate or as a distribution of counts that is drawn anew each day. Each trades once a day.
        persons: QuotaAmount, required, example "\"1,200 / day\"";
        /// What each of them may trade for, a day.
        allowance: Money, required, example "\"8,000 CNY\"";
        /// From when to when the day's persons are there: hours on the scenario's clock, `always`, or `gate`: whenever the gate is open to
        /// anybody.
        hours: String, default "gate, or always where they have no gate", example "\"08:00-16:00\"";
        /// On these weekdays, where `hours` are hours.
        days: Days, default "Mon-Sun", example "\"Mon-Fri\"";
        /// Day-to-day factor of `persons`.
        day_factor: RawDayFactor, default "none", example "{ cv = 0.25, shared = \"50 %\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"vietnam-vn-hoanh-mo\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ persons = { assumed = \"not published\", range = [\"500 / day\", \"3,000 / day\"] } }";
    }

    /// Gathering residents.
    pub struct GatherKeys("route.ID[].gather") {
        /// Which residents.
        residents: Name, required, example "\"dongxing\"";
        /// What the consignment is worth. It needs as many persons as have that allowance together, at least one.
        value: Dist<Money>, required, example "{ triangular = [\"60,000 CNY\", \"100,000 CNY\", \"200,000 CNY\"] }";
        /// Other values for some classes.
        class: Named<Dist<Money>>, default "none", example "{ seafood = \"150,000 CNY\" }";
    }
}
