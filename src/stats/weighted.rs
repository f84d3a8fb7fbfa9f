//! Samples whose members count differently: what is left of a prior when some of its draws agree with what was published.

/// Terms of Kolmogorov's series; the next one is below the last bit of the first where it matters.
const TERMS: u32 = 100;

/// Numbers with weights, in ascending order.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// Value, and the share of the weight up to the middle of this value's own.
    points: Vec<(f64, f64)>,
}

impl Weighted {
    /// A sample of values and their weights; members without weight, and values that are not numbers, are left out. `None` where
    /// nothing is left.
    ///
    /// # Panics
    /// If values and weights differ in length.
    #[must_use]
    pub fn new(values: &[f64], weights: &[f64]) -> Option<Self> {
        assert_eq!(values.len(), weights.len(), "one weight a value");
        let members = values.iter().copied().zip(weights.iter().copied());
        let mut members: Vec<(f64, f64)> = members
            .filter(|(value, weight)| *weight > 0.0 && value.is_finite())
            .collect();
        members.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = members.iter().map(|(_, weight)| weight).sum();
        if !(total > 0.0 && total.is_finite()) {
            return None;
        }
        let mut before = 0.0;
        for (_, weight) in &mut members {
            let own = *weight / total;
            *weight = before + own / 2.0;
            before += own;
        }
        Some(Self { points: members })
    }

    /// The `p` quantile, straight between the middles of the weights of neighbours (Hazen 1914, for weights that differ): beyond the first
    /// and the last of these it is the least and the greatest value.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let after = self.points.partition_point(|(_, share)| *share < p);
        match (
            after.checked_sub(1).and_then(|at| self.points.get(at)),
            self.points.get(after),
        ) {
            (Some(&(a, from)), Some(&(b, to))) if to > from => {
                a + (b - a) * (p - from) / (to - from)
            }
            (_, Some(&(value, _))) | (Some(&(value, _)), None) => value,
            (None, None) => f64::NAN,
        }
    }

    /// The share of the weight below `value`, straight between neighbours: the inverse of [`quantile`](Self::quantile).
    #[must_use]
    pub fn share_below(&self, value: f64) -> f64 {
        let after = self.points.partition_point(|(own, _)| *own < value);
        match (
            after.checked_sub(1).and_then(|at| self.points.get(at)),
            self.points.get(after),
        ) {
            (Some(&(a, from)), Some(&(b, to))) if b > a => {
                from + (to - from) * (value - a) / (b - a)
            }
            (Some(&(_, share)), _) => share,
            (None, _) => 0.0,
        }
    }
}

/// As many independent members of equal weight as would know a mean as well: `(sum w)² / sum w²` (Kish 1965, *Survey Sampling*). 0 where
/// nothing has a weight.
#[must_use]
pub fn effective_size(weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    if squares > 0.0 {
        sum * sum / squares
    } else {
        0.0
    }
}

/// The greatest distance between the distribution function of a weighted sample of numbers from 0 to 1 and that of the uniform law.
/// 0 for no weight.
///
/// # Panics
/// If values and weights differ in length.
#[must_use]
pub fn uniform_distance(values: &[f64], weights: &[f64]) -> f64 {
    assert_eq!(values.len(), weights.len(), "one weight a value");
    let mut members: Vec<(f64, f64)> = values
        .iter()
        .copied()
        .zip(weights.iter().copied())
        .collect();
    members.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    let (mut before, mut greatest) = (0.0, 0.0_f64);
    for (value, weight) in members {
        greatest = greatest.max((value - before / total).abs());
        before += weight;
        greatest = greatest.max((value - before / total).abs());
    }
    greatest
}

/// The probability that the distance of [`uniform_distance`] is greater than `distance` where `n` independent numbers really are uniform.
///
/// Kolmogorov's limit law (1933, *Sulla determinazione empirica di una legge di distribuzione*) with the correction for few numbers of
/// Stephens 1970, *Use of the Kolmogorov-Smirnov, Cramér-von Mises and related statistics without extensive tables*. Of a weighted sample `n` is its
/// [`effective_size`]: its distribution function varies as that of so many numbers.
#[must_use]
pub fn kolmogorov(distance: f64, n: f64) -> f64 {
    if n <= 0.0 {
        return 1.0;
    }
    let root = n.sqrt();
    let size = (root + 0.12 + 0.11 / root) * distance;
    if size < 0.2 {
        // The series alternates without end; here it is 1 to twelve digits.
        return 1.0;
    }
    let term = |k: u32| {
        let k = f64::from(k);
        libm::exp(-2.0 * k * k * size * size)
    };
    let sum: f64 = (1..=TERMS)
        .map(|k| if k % 2 == 1 { term(k) } else { -term(k) })
        .sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

/// The correlation of two weighted samples of the same members; 0 where one does not vary.
///
/// # Panics
/// If the three differ in length.
#[must_use]
pub fn correlation(a: &[f64], b: &[f64], weights: &[f64]) -> f64 {
    assert!(
        a.len() == b.len() && a.len() == weights.len(),
        "one weight a pair"
    );
    let total: f64 = weights.iter().sum();
    let mean = |values: &[f64]| values.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() / total;
    let (centre_a, centre_b) = (mean(a), mean(b));
    let product = |x: &[f64], cx: f64, y: &[f64], cy: f64| -> f64 {
        x.iter()
            .zip(y)
            .zip(weights)
            .map(|((x, y), w)| w * (x - cx) * (y - cy))
            .sum()
    };
    let (aa, bb) = (
        product(a, centre_a, a, centre_a),
        product(b, centre_b, b, centre_b),
    );
    let size = (aa * bb).sqrt();
    if size > 0.0 {
        (product(a, centre_a, b, centre_b) / size).clamp(-1.0, 1.0)
    } else {
        0.0
    }
}
