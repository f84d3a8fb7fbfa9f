//! Thresholds.

use super::When;
use crate::keys;

keys! {
    /// A threshold: what the results are required to be. It changes no number; `test` says whether it is met.
    pub struct Threshold("threshold.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ acceptance = \"shared\" }";
        /// What is wanted, in your words.
        title: String, default "the id", example "\"No lorry spends a night on the road\"";
        /// A condition of a quantity, or of how often one holds, as [expressions](expressions.md) say it.
        require: String, required, example "\"P(max(stock, gate = bac-luan-2) <= 400) >= 0.9\"";
        /// A remark; it changes nothing.
        note: String, optional, example "\"agreed with the gate's management board\"";
    }
}
