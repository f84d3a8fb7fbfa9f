//! How much each part of the replications moves an estimate, and what follows: variances, intervals, paired differences.
//!
//! An [`Influence`] is an estimate with one deviation a part, where a part is one replication, the replications of one draw
//! of the inputs, or a block of them. The deviations are those of the jackknife's pseudo-values, so that for a mean they are the
//! plain deviations from it. Two estimates from the *same* replications of two models have parts that belong together, and the
//! difference of their deviations is the deviation of their difference: what both models share cancels. That is the whole of
//! paired comparison, for means, ratios, quantiles and shares alike.

use super::interval::{difference, integer_mean};
use super::student::t_quantile;

/// An estimate and how much each part of the replications moves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Influence {
    value: f64,
    parts: Vec<Part>,
}

/// The difference of two estimates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// Degrees of freedom of the variance, at least 1.
    pub df: usize,
}

impl Difference {
    /// The interval that holds the expected difference with probability `1 - alpha`, by Student's t.
    #[must_use]
    pub fn interval(&self, alpha: f64) -> Option<(f64, f64)> {
        let half = t_quantile(1.0 - alpha / 2.0, self.df)? * self.variance.sqrt();
        half.is_finite()
            .then_some((self.value - half, self.value + half))
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Part {
    deviation: f64,
    /// Replications in this part.
    size: usize,
}

/// An estimate that leaves something out.
pub(super) struct Left {
    /// The estimate from the replications that stay.
    pub value: f64,
    /// How many replications are left out.
    pub out: usize,
}

impl Influence {
    /// The influence of each part on `full`, given the estimates that leave out each part in turn.
    ///
    /// Parts may differ in size (21 replications in 20 blocks): deviations and variance are those of Busing, Meijer and van der
    /// Leeden 1999, *Delete-m jackknife for unequal m*, which for equal parts is the usual `(g - 1)/g * sum of squared
    /// deviations`. The estimate stays `full`, not the bias-corrected one, which varies more.
    pub(super) fn left_out(full: f64, without: &[Left]) -> Self {
        let n: usize = without.iter().map(|left| left.out).sum();
        let kept = |left: &Left| 1.0 - left.out as f64 / n as f64;
        let bias: f64 = without
            .iter()
            .map(|left| kept(left) * (left.value - full))
            .sum();
        let parts = without
            .iter()
            .map(|left| {
                let others = n as f64 / left.out as f64 - 1.0;
                Part {
                    deviation: bias - others * (left.value - full),
                    size: left.out,
                }
            })
            .collect();
        Self { value: full, parts }
    }

    /// The mean of integers, times `scale`; `parts` says to which part each value belongs, equal numbers following each other.
    /// `None` for no values. Deviations are taken in integers, so that large values with small differences lose nothing.
    ///
    /// # Panics
    /// If `values` and `parts` differ in length.
    #[must_use]
    pub fn of_mean(values: &[i128], parts: &[u64], scale: f64) -> Option<Self> {
        assert_eq!(values.len(), parts.len(), "one part a value");
        let (centre, rest) = integer_mean(values)?;
        let remainder = rest as f64 / values.len() as f64;
        // Around the mean all sums are small, whatever the values are.
        let sums: Vec<(f64, usize)> = parts
            .chunk_by(|a, b| a == b)
            .scan(0, |from, part| {
                let to = *from + part.len();
                let sum = values[*from..to]
                    .iter()
                    .map(|&x| difference(x, centre) - remainder)
                    .sum::<f64>();
                *from = to;
                Some((sum, part.len()))
            })
            .collect();
        let n = values.len();
        let value = scale * (centre as f64 + remainder);
        if sums.len() == n {
            let part = |(sum, size): (f64, usize)| Part {
                deviation: scale * sum,
                size,
            };
            let parts = sums.into_iter().map(part).collect();
            return Self { value, parts }.finite();
        }
        let left: Vec<Left> = sums
            .iter()
            .map(|&(sum, out)| Left {
                // The whole sums to nothing around its mean.
                value: -scale * sum / (n - out) as f64,
                out,
            })
            .collect();
        let around = Self::left_out(0.0, &left);
        Self { value, ..around }.finite()
    }

    /// The estimate.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The same with other deviations: those of `self` times `factor`, around `value`. This is how a share below a quantile
    /// becomes the quantile.
    pub(super) fn mapped(self, value: f64, factor: f64) -> Option<Self> {
        let parts = self.parts.into_iter().map(|part| Part {
            deviation: part.deviation * factor,
            ..part
        });
        let parts = parts.collect();
        Self { value, parts }.finite()
    }

    /// The same estimate in another unit.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Option<Self> {
        let value = self.value * factor;
        self.mapped(value, factor)
    }

    /// The variance of the estimate; `None` for fewer than two parts.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let n: usize = self.parts.iter().map(|part| part.size).sum();
        let square = |part: &Part| {
            let others = n as f64 / part.size as f64 - 1.0;
            part.deviation * part.deviation / others
        };
        let squares: f64 = self.parts.iter().map(square).sum();
        let variance = squares / self.parts.len() as f64;
        (self.parts.len() >= 2 && variance.is_finite()).then_some(variance)
    }

    /// The interval that holds the expectation with probability `1 - alpha`, by Student's t with one degree of freedom less than
    /// there are parts. `None` for fewer than two parts.
    #[must_use]
    pub fn interval(&self, alpha: f64) -> Option<(f64, f64)> {
        let of_itself = Difference {
            value: self.value,
            variance: self.variance()?,
            df: self.parts.len() - 1,
        };
        of_itself.interval(alpha)
    }

    /// `self - base`, both from the same replications, so that what they share cancels. `None` where their parts do not belong
    /// together, or are fewer than two.
    #[must_use]
    pub fn paired(&self, base: &Self) -> Option<Difference> {
        let same = |(a, b): (&Part, &Part)| a.size == b.size;
        let pairs = || self.parts.iter().zip(&base.parts);
        if self.parts.len() != base.parts.len() || !pairs().all(same) {
            return None;
        }
        let parts = pairs().map(|(a, b)| Part {
            deviation: a.deviation - b.deviation,
            size: a.size,
        });
        let difference = Self {
            value: self.value - base.value,
            parts: parts.collect(),
        };
        Some(Difference {
            value: difference.value,
            variance: difference.variance()?,
            df: self.parts.len() - 1,
        })
    }

    /// `self - base`, from replications that have nothing to do with each other (Welch 1938; the degrees of freedom are
    /// Satterthwaite's, rounded down). `None` where either has fewer than two parts.
    #[must_use]
    pub fn apart(&self, base: &Self) -> Option<Difference> {
        let (a, b) = (self.variance()?, base.variance()?);
        let freedom = |v: f64, parts: usize| v * v / (parts - 1) as f64;
        let variance = a + b;
        let df =
            variance * variance / (freedom(a, self.parts.len()) + freedom(b, base.parts.len()));
        let most = self.parts.len() + base.parts.len() - 2;
        Some(Difference {
            value: self.value - base.value,
            variance,
            // No variance at all leaves nothing to be unsure of.
            df: if df.is_finite() {
                (df as usize).clamp(1, most)
            } else {
                most
            },
        })
    }

    fn finite(self) -> Option<Self> {
        let finite = self.value.is_finite() && self.parts.iter().all(|p| p.deviation.is_finite());
        finite.then_some(self)
    }
}
