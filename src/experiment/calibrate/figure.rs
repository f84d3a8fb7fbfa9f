//! A published figure as evidence: a band, and the error of the model around it.

use crate::stats::{normal_between, normal_quantile, normal_within};

/// A figure that was published, with the error of what is simulated for it. All in the unit of what was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Lower end of what the words allow; may be infinite.
    pub low: f64,
    /// Upper end of it; may be infinite.
    pub high: f64,
    /// Standard deviation of the error of the model, at least 0.
    pub error: f64,
}

/// A figure of a simulation with errors added, as [`Figure::blurred`] draws them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Blurred {
    /// With the error of the model.
    pub stated: f64,
    /// With the second error as well; it lies in the band.
    pub widened: f64,
}

impl Figure {
    /// The figure itself: the middle of its band, or the end that it has.
    pub fn centre(&self) -> f64 {
        match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => f64::midpoint(self.low, self.high),
            (true, false) => self.low,
            (false, true) => self.high,
            (false, false) => 0.0,
        }
    }

    /// The size of a second error that is as large as what is not known of the figure anyway: the error, half of the band, or at least a
    /// hundredth of the figure and half a vehicle.
    pub fn scale(&self) -> f64 {
        let half = (self.high - self.low) / 2.0;
        let half = if half.is_finite() { half } else { 0.0 };
        self.error
            .max(half)
            .max(0.01 * self.centre().abs())
            .max(0.5)
    }

    /// How well a simulated value agrees, 0 to 1: the probability of the band given the value and both errors, relative to that of the value
    /// that agrees best. What is not a number agrees not at all.
    pub fn agreement(&self, simulated: f64, second: f64) -> f64 {
        let sd = self.both(second);
        if !simulated.is_finite() {
            return 0.0;
        }
        if sd <= 0.0 {
            return f64::from(u8::from((self.low..=self.high).contains(&simulated)));
        }
        let half = (self.high - self.low) / (2.0 * sd);
        if half < 1e-6 {
            // The density: the limit of a band of no width.
            let z = (simulated - self.centre()) / sd;
            return libm::exp(-z * z / 2.0);
        }
        let band = normal_between((self.low - simulated) / sd, (self.high - simulated) / sd);
        band / normal_between(-half, half)
    }

    /// A simulated value with both errors, given that the result lies in the band; `u` are two uniform numbers.
    ///
    /// The sum of both errors is a normal number cut to the band; given the sum, the first is normal around its share of it.
    pub fn blurred(&self, simulated: f64, second: f64, u: [f64; 2]) -> Blurred {
        let sd = self.both(second);
        if sd <= 0.0 {
            return Blurred {
                stated: simulated,
                widened: simulated,
            };
        }
        let z = normal_within(
            (self.low - simulated) / sd,
            (self.high - simulated) / sd,
            u[0],
        );
        let widened = simulated + sd * z;
        if second <= 0.0 {
            return Blurred {
                stated: widened,
                widened,
            };
        }
        let share = (self.error / sd) * (self.error / sd);
        let spread = self.error * second / sd;
        let stated = simulated + share * (widened - simulated) + spread * normal_quantile(u[1]);
        Blurred { stated, widened }
    }

    /// What would have been published if the gate were the simulation: the value with an error of the model, in a band of the same width that
    /// lies anyhow around it; of a true bound, on which side of it. `u` are two uniform numbers.
    #[must_use]
    pub fn published_for(&self, simulated: f64, u: [f64; 2]) -> Self {
        let value = simulated + self.error * normal_quantile(u[0]);
        let (low, high) = match (self.low.is_finite(), self.high.is_finite()) {
            (true, true) => {
                let width = self.high - self.low;
                (value - u[1] * width, value + (1.0 - u[1]) * width)
            }
            (true, false) if value < self.low => (f64::NEG_INFINITY, self.low),
            (false, true) if value > self.high => (self.high, f64::INFINITY),
            _ => (self.low, self.high),
        };
        Self { low, high, ..*self }
    }

    fn both(&self, second: f64) -> f64 {
        (self.error * self.error + second * second).sqrt()
    }
}
