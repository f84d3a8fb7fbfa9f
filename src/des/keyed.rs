//! Random numbers keyed by purpose and entity, never drawn in the order of events.
//!
//! Each draw is a pure function of what it is *for*: seed, replication, source, day, the k-th entity of that day, and the
//! use it is put to. Two scenarios that differ in one point then share every other draw, which is what makes their
//! difference precise; and the order in which events are handled, or threads run, cannot matter.
//!
//! # Construction
//!
//! Everything is made of [`mix`], the finaliser of SplitMix64 (Steele, Lea & Flood 2014), which is variant 13 of
//! Stafford's 64-bit mixers, and of SplitMix64's increment γ:
//!
//! ```text
//! root(seed)      = mix(seed + γ)
//! key.child(part) = mix(key xor mix(part + γ))
//! key.named(name) = key.child(FNV-1a of the name's UTF-8 bytes)
//! key.entity(k)   = mix(key + k γ)
//! entity.child(p) = mix(entity xor mix(p + γ))
//! use             = mix(mix(FNV-1a of the name) + visit γ)
//! opening         = mix(entity + use), or mix(key + FNV-1a of "stream") for the stream of a key
//! draw i          = mix(opening + (i + 1) γ)
//! ```
//!
//! The opening is *hashed*. Opened at `key + k γ`, draw 1 of one entity would be draw 0 of the next (r = .98), and
//! generators of the PCG family opened by stream number are correlated as well (r = .04 to .06).
//!
//! All streams lie on one cycle of 2^64 numbers. Among n streams of m draws some two overlap with a probability of about
//! n² m / 2^64: below 10^-4 for ten million streams of ten draws.

use core::convert::Infallible;

use rand::TryRng;

/// Name and version of the construction; whatever changes a draw changes this.
pub const GENERATOR: &str = "splitmix64-keyed/1";

/// The increment of SplitMix64: the odd integer next to 2^64 over the golden ratio.
pub const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where the streams of keys open, apart from those of entities.
const KEY_STREAM: u64 = name_hash("stream");

/// The finaliser of SplitMix64: a bijection of 64 bits in which each input bit flips each output bit about half the time.
#[inline]
#[must_use]
pub const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a, 64 bits, of the UTF-8 bytes of a name: the same in every build and release, as the standard hasher is not.
#[must_use]
pub const fn name_hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    hash
}

/// A node in the tree of keys: a seed, a replication of it, a source in that, a day of that, and so on.
///
/// ```
/// use bordergate::des::keyed::{Key, Use};
///
/// const SERVICE: Use = Use::named("service");
/// let day = Key::root(1).child(0).named("export").child(18_993);
/// let lorry = day.entity(7);
/// assert_eq!(lorry.stream(SERVICE).next_u64(), lorry.stream(SERVICE).next_u64());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u64);

impl Key {
    /// The key of a whole experiment.
    #[inline]
    #[must_use]
    pub const fn root(seed: u64) -> Key {
        Key(mix(seed.wrapping_add(GAMMA)))
    }

    /// The key of a numbered part: a replication, a day. Parts of one key never share a key.
    #[inline]
    #[must_use]
    pub const fn child(self, part: u64) -> Key {
        Key(mix(self.0 ^ mix(part.wrapping_add(GAMMA))))
    }

    /// The key of a named part: a source, a station. It depends on the name only, not on the place in a file.
    #[must_use]
    pub const fn named(self, name: &str) -> Key {
        self.child(name_hash(name))
    }

    /// The identity of the k-th entity under this key. It does not depend on how many there are.
    #[inline]
    #[must_use]
    pub const fn entity(self, k: u64) -> EntityId {
        EntityId(mix(self.0.wrapping_add(k.wrapping_mul(GAMMA))))
    }

    /// The stream of the key itself, as for the arrivals of a day.
    #[inline]
    #[must_use]
    pub const fn stream(self) -> Stream {
        Stream {
            state: mix(self.0.wrapping_add(KEY_STREAM)),
        }
    }
}

/// What identifies an entity in every scenario that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EntityId(u64);

impl EntityId {
    /// The identity of a part of the entity that has a life of its own, such as a lorry's papers.
    #[inline]
    #[must_use]
    pub const fn child(self, part: u64) -> EntityId {
        EntityId(mix(self.0 ^ mix(part.wrapping_add(GAMMA))))
    }

    /// The entity's random numbers for one use.
    #[inline]
    #[must_use]
    pub const fn stream(self, purpose: Use) -> Stream {
        Stream {
            state: mix(self.0.wrapping_add(purpose.0)),
        }
    }
}

/// What random numbers are used for, and on which visit: hashed beforehand, so that opening a stream is one [`mix`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Use(u64);

impl Use {
    /// The use with this [`name_hash`], on visit `visit` of the entity: 0 is the first.
    #[inline]
    #[must_use]
    pub const fn new(name_hash: u64, visit: u64) -> Use {
        Use(mix(mix(name_hash).wrapping_add(visit.wrapping_mul(GAMMA))))
    }

    /// The use of this name, on the first visit.
    #[must_use]
    pub const fn named(name: &str) -> Use {
        Use::new(name_hash(name), 0)
    }
}

/// SplitMix64 from a hashed opening: the random numbers of one entity for one use.
///
/// How many numbers a sampler takes is its own business; no other stream notices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// The next 64 random bits.
    #[inline]
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mix(self.state)
    }

    /// The next number in (0, 1), both ends excluded, so that its logarithm and its reciprocal are finite.
    ///
    /// It is an odd multiple of 2^-53: the upper 53 bits with the lowest of them set. All 2^52 of these are exact in an
    /// `f64`, and they lie symmetrically about ½. (Adding ½ to 53 random bits instead would round up to 1.)
    #[inline]
    pub const fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        // By way of i64, whose conversion is a single instruction on the baseline x86-64 target.
        (self.next_u64() >> 11 | 1) as i64 as f64 * STEP
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_u64() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_u64())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        for chunk in dst.chunks_mut(8) {
            chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Integer thresholds in proportion to `weights`, for [`choose`]: option `i` ends at `floor(2^64 (w_0 + ... + w_i) / total)`.
///
/// From the last option with a weight on, the threshold is `u64::MAX`; so are all if no option has a weight. Where the
/// weights sum to 2^64 or more, the lowest bits of the sums are lost.
#[must_use]
pub fn thresholds(weights: &[u64]) -> Vec<u64> {
    let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    // 2^64 times a part has to fit 128 bits.
    let excess = 64_u32.saturating_sub(total.leading_zeros());
    let mut part: u128 = 0;
    let threshold = |&weight: &u64| {
        part += u128::from(weight);
        if part == total {
            u64::MAX
        } else {
            (((part >> excess) << 64) / (total >> excess)).min(u128::from(u64::MAX)) as u64
        }
    };
    weights.iter().map(threshold).collect()
}

/// The option that `draw` falls to, given non-decreasing `cumulative` thresholds of which the last is `u64::MAX`.
///
/// Option `i` takes the draws from the threshold before it up to its own, its own excluded. An option of no width is
/// never chosen; for this the highest draw of all counts as the one below it, a bias of 2^-64.
#[inline]
#[must_use]
pub fn choose(cumulative: &[u64], draw: u64) -> usize {
    let draw = draw.min(u64::MAX - 1);
    // Options are few: counting takes no branch that depends on the draw.
    cumulative
        .iter()
        .map(|&threshold| usize::from(draw >= threshold))
        .sum()
}
