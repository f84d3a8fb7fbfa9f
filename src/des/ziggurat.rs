//! The standard exponential and the standard normal by the ziggurat method (Marsaglia & Tsang 2000), over `libm`.
//!
//! The area under a falling density is cut into 256 layers of equal area: boxes on top of each other, of which the lowest
//! also takes the tail. A layer is drawn, then a point in its box; nearly always it lies where the box is under
//! the density all the way up, and one random number, a comparison and a multiplication have done it.
//!
//! `rand_distr` has the same method, but takes its exponentials and logarithms from the platform as soon as any crate in the
//! build asks `num-traits` for `std`; these differ from target to target in the last bit. Here they come from `libm`, the
//! tables included, and the tail of the exponential needs none: beyond its edge it is an exponential again.

use std::sync::LazyLock;

use super::keyed::Stream;

/// Where the tail of the exponential begins, with 256 layers.
const EXPONENTIAL_EDGE: f64 = 7.697_117_470_131_05;
/// Where the tail of the normal begins, with 256 layers.
const NORMAL_EDGE: f64 = 3.654_152_885_361_009;

/// A sampler of the exponential distribution with mean 1.
#[derive(Clone, Copy, Debug)]
pub struct Exponential(&'static Layers);

impl Exponential {
    /// The sampler; the first one computes the tables.
    #[must_use]
    pub fn new() -> Self {
        // The common area is that of the lowest layer: its box up to the edge, and the tail.
        static LAYERS: LazyLock<Layers> = LazyLock::new(|| {
            let area = (EXPONENTIAL_EDGE + 1.0) * libm::exp(-EXPONENTIAL_EDGE);
            Layers::new(EXPONENTIAL_EDGE, area, exponential_density, |y| {
                -libm::log(y)
            })
        });
        Exponential(&LAYERS)
    }

    /// A draw; it is positive and finite.
    #[inline(always)]
    pub fn draw(self, stream: &mut Stream) -> f64 {
        let bits = stream.next_u64();
        let point = self.0.point(bits);
        if point.inside {
            point.x
        } else {
            self.beside(bits, stream)
        }
    }

    /// The draw that began with these bits, of which the point is not inside. They are less to hand over than the point.
    #[cold]
    fn beside(self, bits: u64, stream: &mut Stream) -> f64 {
        let mut point = self.0.point(bits);
        let mut passed = 0.0;
        loop {
            if point.layer == 0 {
                passed += EXPONENTIAL_EDGE;
            } else if self.0.under(&point, exponential_density, stream) {
                return passed + point.x;
            }
            point = self.0.point(stream.next_u64());
            if point.inside {
                return passed + point.x;
            }
        }
    }
}

impl Default for Exponential {
    fn default() -> Self {
        Exponential::new()
    }
}

/// A sampler of the normal distribution with mean 0 and standard deviation 1.
#[derive(Clone, Copy, Debug)]
pub struct Normal(&'static Layers);

impl Normal {
    /// The sampler; the first one computes the tables.
    #[must_use]
    pub fn new() -> Self {
        static LAYERS: LazyLock<Layers> = LazyLock::new(|| {
            let tail = (std::f64::consts::PI / 2.0).sqrt()
                * libm::erfc(NORMAL_EDGE / std::f64::consts::SQRT_2);
            let area = NORMAL_EDGE * normal_density(NORMAL_EDGE) + tail;
            Layers::new(NORMAL_EDGE, area, normal_density, |y| {
                (-2.0 * libm::log(y)).sqrt()
            })
        });
        Normal(&LAYERS)
    }

    /// A draw; it is finite.
    #[inline]
    pub fn draw(self, stream: &mut Stream) -> f64 {
        let bits = stream.next_u64();
        let point = self.0.point(bits);
        let x = if point.inside {
            point.x
        } else {
            self.beside(bits, stream)
        };
        f64::from_bits(x.to_bits() | point.sign)
    }

    #[cold]
    fn beside(self, bits: u64, stream: &mut Stream) -> f64 {
        let mut point = self.0.point(bits);
        loop {
            if point.layer == 0 {
                return normal_tail(stream);
            }
            if self.0.under(&point, normal_density, stream) {
                return point.x;
            }
            point = self.0.point(stream.next_u64());
            if point.inside {
                return point.x;
            }
        }
    }
}

impl Default for Normal {
    fn default() -> Self {
        Normal::new()
    }
}

/// A normal variable given that it lies beyond the edge (Marsaglia 1964): an exponential is close to it, and is corrected
/// by rejection.
fn normal_tail(stream: &mut Stream) -> f64 {
    loop {
        let x = -libm::log(stream.unit()) / NORMAL_EDGE;
        let y = -libm::log(stream.unit());
        if 2.0 * y > x * x {
            return NORMAL_EDGE + x;
        }
    }
}

/// exp(-x).
fn exponential_density(x: f64) -> f64 {
    libm::exp(-x)
}

/// exp(-x² / 2), the density of the normal but for a factor.
fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x)
}

/// The boxes. Layer 0 is the lowest; box `i` reaches from 0 to `x_i`, of which the part up to `x_(i+1)` lies under the
/// density. Box 0 is as wide as gives it the common area, tail included, and `x_1` is the edge.
#[derive(Debug)]
struct Layers {
    /// What [`point`](Self::point) reads, side by side.
    boxes: [Bounds; 256],
    /// The density at `x_i`; at `x_256 = 0` it is 1.
    heights: [f64; 257],
}

#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    /// `x_i / 2^53`.
    step: f64,
    /// `x_(i+1) / x_i` in steps of 2^-53: below it no further test is needed.
    inside: u64,
}

/// A point in a box of which the height is still to be drawn.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    layer: usize,
    inside: bool,
    /// The sign bit of an `f64`, drawn at random.
    sign: u64,
}

impl Layers {
    fn new(edge: f64, area: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Layers {
        const STEPS: f64 = (1_u64 << 53) as f64;
        let mut layers = Layers {
            boxes: [Bounds::default(); 256],
            heights: [1.0; 257],
        };
        let mut x = area / density(edge);
        for (i, bounds) in layers.boxes.iter_mut().enumerate() {
            // The box above has its bottom where this one has its top, and the common area.
            let next = match i {
                0 => edge,
                255 => 0.0,
                _ => inverse(area / x + density(x)),
            };
            *bounds = Bounds {
                step: x / STEPS,
                inside: (next / x * STEPS) as u64,
            };
            layers.heights[i] = density(x);
            x = next;
        }
        layers
    }

    /// A layer and a point in it: the lowest 8 bits choose the layer, one is the sign, the upper 53 the place.
    #[inline]
    fn point(&self, bits: u64) -> Point {
        let layer = (bits & 0xff) as usize;
        let Bounds { step, inside } = self.boxes[layer];
        // An odd number of steps, as in `Stream::unit`: never 0.
        let place = bits >> 11 | 1;
        Point {
            x: place as i64 as f64 * step,
            layer,
            inside: place < inside,
            sign: bits << 55 & 1 << 63,
        }
    }

    /// Whether a point of a layer above the lowest, at a height drawn now, lies under the density.
    fn under(&self, point: &Point, density: fn(f64) -> f64, stream: &mut Stream) -> bool {
        let (bottom, top) = (self.heights[point.layer], self.heights[point.layer + 1]);
        bottom + (top - bottom) * stream.unit() < density(point.x)
    }
}
