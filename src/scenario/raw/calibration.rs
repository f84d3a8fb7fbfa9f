//! What is to be calibrated.

use crate::keys;
use crate::scenario::units::Share;

keys! {
    /// What `calibrate` is to find out from the outcomes that are for calibration. It changes no number of a simulation.
    pub struct CalibrationKeys("calibration") {
        /// The parameters that are not known, by the paths that `--set` takes. Each needs a basis with a `range`: what is thought possible
        /// before any outcome is looked at.
        unknowns: Vec<String>, optional, example "[\"patience.fruit.closed\", \"quota.tan-thanh.vehicles\"]";
        /// How far the gate itself may be from the scenario even with the right values: the standard deviation of what is published around
        /// what is simulated, as a share of the published figure.
        discrepancy: Share, default "10 %", example "\"5 %\"";
        /// A remark; it changes nothing.
        note: String, optional, example "\"December is fitted, January is kept for the test\"";
    }
}
