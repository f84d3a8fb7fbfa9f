//! How much of a spread is due to what is not known, and how much to chance.

/// The two parts of the variance of one realisation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Variance between draws of the inputs, that of the mean given the inputs. Never negative.
    pub inputs: f64,
    /// Variance within draws: what chance does with the same inputs.
    pub chance: f64,
}

impl Components {
    /// The share of the variance that is due to the inputs; `None` where nothing varies.
    #[must_use]
    pub fn share_of_inputs(&self) -> Option<f64> {
        let all = self.inputs + self.chance;
        (all > 0.0).then(|| self.inputs / all)
    }
}

/// Splits the variance of `values` into parts between and within draws; `draws` says to which draw each value belongs, equal
/// numbers following each other.
///
/// One-way analysis of variance with random effects (Searle, Casella and McCulloch, *Variance Components*, 1992, chapter 3):
/// with mean squares between and within, `chance = MSW` and `inputs = (MSB - MSW) / m0`, where `m0` is the mean number of values
/// a draw, less its variance over draws relative to it. What comes out negative is zero. `None` for fewer than two draws, or
/// where no draw has two values.
///
/// # Panics
/// If `values` and `draws` differ in length.
#[must_use]
pub fn components(values: &[f64], draws: &[u64]) -> Option<Components> {
    assert_eq!(values.len(), draws.len(), "one draw a value");
    let mut from = 0;
    let groups: Vec<&[f64]> = draws
        .chunk_by(|a, b| a == b)
        .map(|draw| {
            let group = &values[from..from + draw.len()];
            from += draw.len();
            group
        })
        .collect();
    let (n, k) = (values.len(), groups.len());
    if k < 2 || n == k {
        return None;
    }
    let mean = |group: &[f64]| {
        let first = group[0];
        first + group.iter().map(|x| x - first).sum::<f64>() / group.len() as f64
    };
    let grand = mean(values);
    let square = |x: f64| x * x;
    let (mut between, mut within, mut sizes) = (0.0, 0.0, 0.0);
    for group in &groups {
        let own = mean(group);
        between += group.len() as f64 * square(own - grand);
        within += group.iter().map(|x| square(x - own)).sum::<f64>();
        sizes += square(group.len() as f64);
    }
    let msb = between / (k - 1) as f64;
    let msw = within / (n - k) as f64;
    let m0 = (n as f64 - sizes / n as f64) / (k - 1) as f64;
    let inputs = ((msb - msw) / m0).max(0.0);
    (inputs.is_finite() && msw.is_finite()).then_some(Components {
        inputs,
        chance: msw,
    })
}
