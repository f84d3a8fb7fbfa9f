//! What published figures say about inputs that are not known.
//!
//! Nobody can write down how probable a published line of lorries is under a scenario; one can only simulate it. So this is
//! likelihood-free inference, *approximate Bayesian computation*: inputs are drawn from what is thought possible (the prior: what
//! `--uncertainty inputs` draws), each draw is simulated once, and draws count as much as their figures agree with the published ones.
//!
//! - **The kernel is the error of the model.** A published figure is the simulated one, plus a normal error with a standard deviation
//!   that is stated (the *discrepancy*), rounded in words to a band. A draw's weight is the probability of the band given what it simulated.
//!   Under this error the weighted draws are exact draws of the posterior, and no tolerance has to be excused (Wilkinson 2013,
//!   *Approximate Bayesian computation (ABC) gives exact results under the assumption of model error*, Stat. Appl. Genet. Mol. Biol. 12).
//! - **Widened only where it must be.** Where fewer than [`ENOUGH`] effective draws agree, each figure gets a second error, no larger than
//!   needed. What that adds is taken out again by local-linear regression (Beaumont, Zhang and Balding 2002, *Approximate Bayesian computation
//!   in population genetics*, Genetics 162): each draw gets the published figure with the stated error alone and that with both, which are drawn
//!   jointly given what it simulated, and the inputs are moved along the regression from the first to the second. With no
//!   second error the two are the same and nothing moves; to regress the simulated figures themselves would take the stated error out as
//!   well and promise too much.
//! - **The scale** of the regression is the logit of the place between the ends of an input's range, so no input leaves it (as the tangent
//!   of Hamilton et al. 2005, Genetics 170).
//! - **What says the same counts once.** Figures whose times overlap and that share a reference or a gate have errors in common. Each of *m* such
//!   gets the error of the square root of *m* times the size, so together they weigh as one.
//!
//! All of it is a pure function of the rows, the scenario and the seed: it is folded in the order of the draws, and its own random numbers are
//! keyed.

mod coverage;
mod evidence;
mod figure;
mod posterior;

pub use coverage::{BINS, Checked, Coverage, MOST_TRUTHS, UNIFORM_99, coverage};
pub use evidence::{DISCREPANCY, Evidence, LeftOut, Used};
pub use figure::Figure;
pub use posterior::{Draws, ENOUGH, Fit, Learnt, Marginal, Quantiles, WIDENINGS};
