//! Stand-in.
use crate::des::variate::Distribution;
use crate::scenario::problem::Problems;
use crate::scenario::raw::Dist;
use crate::scenario::source::Place;
use crate::scenario::units::{Duration, Mass};
pub(super) fn duration(_: &Dist<Duration>, _: Place, _: &mut Problems) -> Option<Distribution> {
    Some(Distribution::Constant { value: 1.0 })
}
pub(super) fn mass(_: &Dist<Mass>, _: Place, _: &mut Problems) -> Option<Distribution> {
    Some(Distribution::Constant { value: 1.0 })
}
