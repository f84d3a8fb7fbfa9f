//! Statistics over replications: exact tallies in, estimates with two intervals out.
//!
//! Two halves that meet at integers. [`Tally`], [`Sample`], [`TimeWeighted`] and [`Histogram`] are fed inside
//! the event loop: they are exact, allocate nothing and know no unit but the microsecond. [`mean`],
//! [`ratio`], [`pooled_sd`], [`Pooled::quantile`] and [`median_date`] turn one value (or one tally)
//! a replication into an [`Estimate`].
//!
//! Beside them stand the pieces of which likelihood-free inference is made: weighted samples ([`Weighted`]), the normal law, and
//! weighted least squares ([`slopes`]).
//!
//! Three rules hold throughout.
//!
//! - The replication is the unit of independence. Observations inside one replication depend on
//!   each other, and an interval that treats them as independent covers about two times in three
//!   where it promises nineteen in twenty.
//! - Every fold runs in the order of the replication index, and sums are integers where the data
//!   are. The same rows therefore give the same bits, whichever thread or session produced them.
//! - No result is ever NaN or infinite. What cannot be estimated is `None`.
//!
//! The module knows nothing of what is simulated, reads no clock and does no I/O.

mod components;
mod date;
mod groups;
mod histogram;
mod influence;
mod interval;
mod jackknife;
mod normal;
mod pooled;
mod proportion;
mod regression;
mod sample;
mod student;
mod tally;
mod weighted;

pub use components::{Components, components};
pub use date::{MedianDate, median_date, median_date_within};
pub use groups::groups;
pub use histogram::Histogram;
pub use influence::{Difference, Influence};
pub use interval::{Estimate, ORDER_STATISTICS_FROM, mean, mean_of_integers, prediction};
pub use jackknife::{
    BLOCKS, influence_on_ratio, influence_on_sd, pooled_sd, pooled_variance, ratio,
};
pub use normal::{normal_between, normal_density, normal_quantile, normal_within};
pub use pooled::{Blocks, Pooled};
pub use proportion::{proportion, proportion_of_parts, proportion_within};
pub use regression::slopes;
pub use sample::Sample;
pub use student::{t_975, t_quantile};
pub use tally::{Integral, Tally, TimeWeighted};
pub use weighted::{Weighted, correlation, effective_size, kolmogorov, uniform_distance};
