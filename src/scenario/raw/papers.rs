//! Papers beside wheels, and the longest stay.

use super::BasisKeys;
use crate::keys;
use crate::scenario::kinds::{Name, Named};
use crate::scenario::units::{Duration, Share};

keys! {
    /// Papers that are made while their vehicle goes on: a declaration, a permit, a fee. A step with `file` begins them, a step
    /// with `join` waits until they are ready.
    pub struct Papers("papers.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"customs declaration\"";
        /// The steps by which they are made: a route of `serve`, `delay` and `branch` that no vehicle takes.
        route: Name, required, example "\"declaration\"";
        /// How long they hold, counted from when they are ready; at least the lead time. Then they must be made again.
        valid_for: Duration, default "for ever", example "\"24 h\"";
        /// Which vehicles have them lodged before they arrive.
        ahead: AheadKeys, default "none", example "{ share = \"70 %\", lead = \"12 h\" }";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"ifeng-2026\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ ahead = { assumed = \"not published\" } }";
    }

    /// Papers lodged before the vehicle arrives.
    pub struct AheadKeys("papers.ID.ahead") {
        /// Share of vehicles.
        share: Share, default "100 %", example "\"70 %\"";
        /// How long before it arrives. What would have been lodged before the period is lodged when it begins.
        lead: Duration, required, example "\"12 h\"";
        /// Other shares for some classes.
        class: Named<Share>, default "none", example "{ fruit = \"90 %\" }";
    }

    /// The end of a stay that must not be too long.
    pub struct EndStayKeys("route.ID[].end-stay") {
        /// The stay, named by the step that began it.
        stay: Name, required, example "\"abroad\"";
        /// The longest that is allowed; a stay of exactly this length is in time.
        most: Duration, required, example "\"24 h\"";
        /// The step that follows for those who stayed longer, or `exit`.
        past: Name, default "the same step as for all others: they are only counted", example "\"penalty\"";
    }
}
