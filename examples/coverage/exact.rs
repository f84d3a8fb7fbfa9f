//! The exact answers, in minutes.
//!
//! The j-th of a line leaves after j services, each exponential (or of several phases), so its time is Erlang; those of all vehicles
//! together are a mixture of Erlang laws.

/// A line before one server.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Vehicles in line at the start.
    pub vehicles: u32,
    /// Mean service, minutes.
    pub mean: f64,
    /// Exponential phases of a service.
    pub phases: u32,
    /// Where the mean is not known: from, to; the stated mean is the mode of a triangular law.
    pub range: Option<(f64, f64)>,
}

/// Points at which a law over the range is read.
const POINTS: u32 = 400;

impl Line {
    /// A line of five before an exponential server.
    pub const fn exponential(mean: f64) -> Self {
        Self {
            vehicles: 5,
            mean,
            phases: 1,
            range: None,
        }
    }

    /// The means that a service may have, equally likely.
    fn means(&self) -> Vec<f64> {
        let Some((low, high)) = self.range else {
            return vec![self.mean];
        };
        let below = (self.mean - low) / (high - low);
        let point = |k: u32| {
            let u = (f64::from(k) + 0.5) / f64::from(POINTS);
            if u < below {
                low + (u * (high - low) * (self.mean - low)).sqrt()
            } else {
                high - ((1.0 - u) * (high - low) * (high - self.mean)).sqrt()
            }
        };
        (0..POINTS).map(point).collect()
    }

    /// The average over the means that it may have.
    fn over_means(&self, of: impl Fn(f64) -> f64) -> f64 {
        let means = self.means();
        means.iter().map(|&mean| of(mean)).sum::<f64>() / means.len() as f64
    }

    /// The chance that the j-th has left by `t`.
    fn left_by(&self, j: u32, t: f64) -> f64 {
        let rate = f64::from(self.phases);
        self.over_means(|mean| erlang(j * self.phases, t * rate / mean))
    }
}

/// The chance that the sum of `k` exponential variables of mean 1 is at most `x`.
fn erlang(k: u32, x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for m in 1..k {
        term *= x / f64::from(m);
        sum += term;
    }
    1.0 - (-x).exp() * sum
}

/// The waiting of all vehicles together, expected.
pub fn total(lines: &[Line]) -> f64 {
    let of = |line: &Line| {
        let k = f64::from(line.vehicles);
        k * (k + 1.0) / 2.0 * line.over_means(|mean| mean)
    };
    lines.iter().map(of).sum()
}

/// The variance of that waiting, given the inputs and averaged over them, and the variance that inputs add.
pub fn variance_of_total(lines: &[Line]) -> (f64, f64) {
    let (mut chance, mut inputs) = (0.0, 0.0);
    for line in lines {
        let k = f64::from(line.vehicles);
        let squares = k * (k + 1.0) * (2.0 * k + 1.0) / 6.0;
        let second = line.over_means(|mean| mean * mean);
        let first = line.over_means(|mean| mean);
        chance += squares * second / f64::from(line.phases);
        inputs += (k * (k + 1.0) / 2.0).powi(2) * (second - first * first);
    }
    (chance, inputs)
}

/// The mean time of a vehicle.
pub fn mean(lines: &[Line]) -> f64 {
    total(lines) / vehicles(lines)
}

/// The standard deviation of the times of all vehicles.
pub fn sd(lines: &[Line]) -> f64 {
    let mut second = 0.0;
    for line in lines {
        for j in (1..=line.vehicles).map(f64::from) {
            let square = j * j + j / f64::from(line.phases);
            second += square * line.over_means(|mean| mean * mean);
        }
    }
    (second / vehicles(lines) - mean(lines).powi(2)).sqrt()
}

/// The share of vehicles that have left by `t`.
pub fn share(lines: &[Line], t: f64) -> f64 {
    let of = |line: &Line| {
        let left = (1..=line.vehicles).map(|j| line.left_by(j, t));
        left.sum::<f64>()
    };
    lines.iter().map(of).sum::<f64>() / vehicles(lines)
}

/// The time by which this share of vehicles has left.
pub fn quantile(lines: &[Line], p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1e4);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if share(lines, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The chance that all have left by `t`.
pub fn all_left_by(lines: &[Line], t: f64) -> f64 {
    lines
        .iter()
        .map(|line| line.left_by(line.vehicles, t))
        .product()
}

/// What Wilson's interval of `n` replications covers where the chance is exactly `p`: a sum over binomial probabilities, which jumps
/// from one `p` and `n` to the next.
pub fn wilson(p: f64, n: u64) -> f64 {
    let z = 1.959_963_984_540_054;
    let count = n as f64;
    let mut probability = (1.0 - p).powf(count);
    let mut covered = 0.0;
    for hits in 0..=n {
        let share = hits as f64 / count;
        // The score test does not reject `p`.
        if (share - p).powi(2) <= z * z * p * (1.0 - p) / count {
            covered += probability;
        }
        let next = (n - hits) as f64 / (hits + 1) as f64;
        probability *= next * p / (1.0 - p);
    }
    covered
}

fn vehicles(lines: &[Line]) -> f64 {
    lines.iter().map(|line| f64::from(line.vehicles)).sum()
}
