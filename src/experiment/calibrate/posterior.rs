//! From agreement to weights, and from weights to what is known of each input.

use crate::des::keyed::Key;
use crate::stats::{Weighted, correlation, effective_size, kolmogorov, slopes, uniform_distance};

use super::figure::Figure;

/// As many effective draws as quantiles at 5 % need: their share is then known to about two points.
pub const ENOUGH: f64 = 100.0;

/// Second errors that are tried, in turn, in units of [`Figure::scale`].
pub const WIDENINGS: [f64; 8] = [0.0, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0];

/// Groups of draws that are left out in turn to see how sure a width is.
const GROUPS: usize = 20;

/// The ends of the interval of 90 %.
const LOW: f64 = 0.05;
const HIGH: f64 = 0.95;

/// A place within a range never reaches its ends, so that its logit is finite.
const EDGE: f64 = 1e-12;

/// Draws of the inputs and what was simulated with each.
#[derive(Clone, Debug, Default)]
pub struct Draws {
    /// For each input the place between the ends of its range, 0 to 1, in each draw.
    pub places: Vec<Vec<f64>>,
    /// For each published figure what was simulated in each draw; not a number where there was none.
    pub simulated: Vec<Vec<f64>>,
}

impl Draws {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.places
            .first()
            .or(self.simulated.first())
            .map_or(0, Vec::len)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// How much each draw counts, given published figures.
#[derive(Clone, Debug)]
pub struct Fit {
    /// One weight a draw, the greatest 1; all 0 where none agrees.
    pub weights: Vec<f64>,
    /// As many independent draws of the posterior would know a mean as well.
    pub effective: f64,
    /// Effective draws with the stated error alone.
    pub effective_stated: f64,
    /// The second error, in units of [`Figure::scale`]; 0 where none was needed.
    pub widening: f64,
    /// For each figure what each draw would have published with the stated error, and how far that is from what is asked of it; empty where
    /// there is no second error.
    moves: Vec<Move>,
}

#[derive(Clone, Debug)]
struct Move {
    stated: Vec<f64>,
    excess: Vec<f64>,
}

impl Fit {
    /// Weighs the draws; `spare` is left out, and `key` makes the random numbers of a second error.
    pub fn new(figures: &[Figure], draws: &Draws, spare: Option<usize>, key: Key) -> Self {
        let mut fit = Self {
            weights: Vec::new(),
            effective: 0.0,
            effective_stated: 0.0,
            widening: 0.0,
            moves: Vec::new(),
        };
        for widening in WIDENINGS {
            fit.widening = widening;
            fit.weights = weights(figures, draws, spare, widening);
            fit.effective = effective_size(&fit.weights);
            if widening == 0.0 {
                fit.effective_stated = fit.effective;
            }
            if fit.effective >= ENOUGH {
                break;
            }
        }
        if fit.widening > 0.0 {
            fit.moves = fit.moves(figures, draws, key);
        }
        fit
    }

    /// Whether enough draws agree to say anything.
    pub fn is_enough(&self) -> bool {
        self.effective >= ENOUGH
    }

    /// The places of one input, one a draw, as they belong to the weights: as drawn, or moved by the regression.
    pub fn places(&self, drawn: &[f64]) -> Vec<f64> {
        if self.moves.is_empty() {
            return drawn.to_vec();
        }
        let logits: Vec<f64> = drawn.iter().map(|&place| logit(place)).collect();
        let explaining: Vec<Vec<f64>> = self.moves.iter().map(|it| it.stated.clone()).collect();
        let slopes = slopes(&explaining, &logits, &self.weights);
        let moved = logits.iter().enumerate().map(|(draw, logit)| {
            let excess = self
                .moves
                .iter()
                .zip(&slopes)
                .map(|(it, slope)| slope * it.excess[draw]);
            logistic(logit - excess.sum::<f64>())
        });
        moved.collect()
    }

    fn moves(&self, figures: &[Figure], draws: &Draws, key: Key) -> Vec<Move> {
        let mut moves: Vec<Move> = figures
            .iter()
            .map(|_| Move {
                stated: vec![0.0; draws.len()],
                excess: vec![0.0; draws.len()],
            })
            .collect();
        for (draw, _) in self
            .weights
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight > 0.0)
        {
            let mut stream = key.child(draw as u64).stream();
            for ((figure, simulated), moved) in figures.iter().zip(&draws.simulated).zip(&mut moves)
            {
                let u = [stream.unit(), stream.unit()];
                let blurred = figure.blurred(simulated[draw], self.widening * figure.scale(), u);
                moved.stated[draw] = blurred.stated;
                moved.excess[draw] = blurred.stated - blurred.widened;
            }
        }
        moves
    }
}

fn weights(figures: &[Figure], draws: &Draws, spare: Option<usize>, widening: f64) -> Vec<f64> {
    let mut logs = vec![0.0; draws.len()];
    for (figure, simulated) in figures.iter().zip(&draws.simulated) {
        let second = widening * figure.scale();
        for (log, &simulated) in logs.iter_mut().zip(simulated) {
            if *log > f64::NEG_INFINITY {
                // Of no agreement the logarithm is minus infinity.
                *log += libm::log(figure.agreement(simulated, second));
            }
        }
    }
    if let Some(log) = spare.and_then(|spare| logs.get_mut(spare)) {
        *log = f64::NEG_INFINITY;
    }
    let greatest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if greatest == f64::NEG_INFINITY {
        return vec![0.0; draws.len()];
    }
    logs.iter().map(|log| libm::exp(log - greatest)).collect()
}

fn logit(place: f64) -> f64 {
    let place = place.clamp(EDGE, 1.0 - EDGE);
    libm::log(place / (1.0 - place))
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Median and the ends of the interval of 90 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    /// 5 %.
    pub low: f64,
    /// 50 %.
    pub median: f64,
    /// 95 %.
    pub high: f64,
}

impl Quantiles {
    /// Those of a quantile function.
    pub fn of(quantile: impl Fn(f64) -> f64) -> Self {
        Self {
            low: quantile(LOW),
            median: quantile(0.5),
            high: quantile(HIGH),
        }
    }

    fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// What was learnt about an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learnt {
    /// The posterior differs from the prior, and its interval is at most half as wide.
    Identified,
    /// It differs, and its interval is narrower.
    Narrowed,
    /// It differs, and its interval is not narrower: it lies elsewhere.
    Shifted,
    /// It cannot be told from the prior.
    Nothing,
}

/// What is known of one input, before and after. Places lie between the ends of its range.
#[derive(Clone, Debug)]
pub struct Marginal {
    /// Of what was thought possible.
    pub prior: Quantiles,
    /// Given the figures.
    pub posterior: Quantiles,
    /// Width of the interval of 90 % relative to before.
    pub width: f64,
    /// Standard error of that by the draws (jackknife over groups of them).
    pub width_error: f64,
    /// The greatest distance between the distribution functions before and after.
    pub distance: f64,
    /// The probability of a greater distance where nothing was learnt.
    pub chance: f64,
    /// The places, one a draw, that belong to the weights.
    pub places: Vec<f64>,
}

impl Marginal {
    /// What a fit says of an input; `place` is the quantile function of its prior, `quantile` the distribution function. `None` where no
    /// draw agrees.
    pub fn new(
        fit: &Fit,
        drawn: &[f64],
        place: impl Fn(f64) -> f64,
        quantile: impl Fn(f64) -> f64,
    ) -> Option<Self> {
        let places = fit.places(drawn);
        let prior = Quantiles::of(place);
        let of = |weights: &[f64]| {
            Some(Weighted::new(&places, weights)?)
                .map(|sample| Quantiles::of(|p| sample.quantile(p)))
        };
        let posterior = of(&fit.weights)?;
        let left_out = |group: usize| {
            let mut weights = fit.weights.clone();
            weights
                .iter_mut()
                .skip(group)
                .step_by(GROUPS)
                .for_each(|weight| *weight = 0.0);
            of(&weights).map(|quantiles| quantiles.width() / prior.width())
        };
        let widths: Vec<f64> = (0..GROUPS).filter_map(left_out).collect();
        let mean = widths.iter().sum::<f64>() / widths.len().max(1) as f64;
        let squares: f64 = widths
            .iter()
            .map(|width| (width - mean) * (width - mean))
            .sum();
        let quantiles: Vec<f64> = places.iter().map(|&at| quantile(at)).collect();
        let distance = uniform_distance(&quantiles, &fit.weights);
        Some(Self {
            prior,
            posterior,
            width: posterior.width() / prior.width(),
            width_error: (squares * (GROUPS - 1) as f64 / GROUPS as f64).sqrt(),
            distance,
            chance: kolmogorov(distance, fit.effective),
            places,
        })
    }

    /// What it comes to, where `of` inputs are looked at and none of these words shall be said of one that nothing was learnt
    /// about in more than one calibration of twenty (Bonferroni).
    pub fn learnt(&self, of: usize) -> Learnt {
        let at_most = self.width + 2.0 * self.width_error;
        if self.chance >= 0.05 / of.max(1) as f64 {
            Learnt::Nothing
        } else if at_most <= 0.5 {
            Learnt::Identified
        } else if at_most < 1.0 {
            Learnt::Narrowed
        } else {
            Learnt::Shifted
        }
    }

    /// The correlation with another input in the posterior, on the scale of logits.
    pub fn correlation(&self, other: &Self, fit: &Fit) -> f64 {
        let logits =
            |marginal: &Self| -> Vec<f64> { marginal.places.iter().map(|&at| logit(at)).collect() };
        correlation(&logits(self), &logits(other), &fit.weights)
    }
}
