//! Random numbers keyed by purpose and entity: golden values, and uniformity and independence where keys are neighbours.

use bordergate::des::keyed::{GAMMA, Key, Stream, Use, choose, mix, name_hash, thresholds};
use proptest::prelude::*;
use rand::{Rng, RngExt};

use super::tests_of_fit::{KS_CRITICAL, assert_even, correlation, kolmogorov_smirnov};

const N: u64 = 1_000_000;
const SERVICE: Use = Use::named("service");

/// Four standard errors of a correlation of independent draws.
const UNCORRELATED: f64 = 4.0 / 1_000.0;

fn day() -> Key {
    Key::root(42).child(3).named("export").child(18_993)
}

/// Draw number `draw` of the streams that `open` opens for 0, 1, 2, ...
fn sample(draw: usize, open: impl Fn(u64) -> Stream) -> Vec<f64> {
    let nth = |k| {
        let mut stream = open(k);
        for _ in 0..draw {
            stream.next_u64();
        }
        stream.unit()
    };
    (0..N).map(nth).collect()
}

fn assert_uniform(sample: &[f64], what: &str) {
    let mut cells = vec![0_u32; 1 << 12];
    for u in sample {
        cells[(u * (1 << 12) as f64) as usize] += 1;
    }
    assert_even(&cells, what);
    let ks = kolmogorov_smirnov(sample.to_vec());
    assert!(ks < KS_CRITICAL, "{what}: Kolmogorov-Smirnov is {ks}");
}

fn assert_independent(x: &[f64], y: &[f64], what: &str) {
    let r = correlation(x, y);
    assert!(r.abs() < UNCORRELATED, "{what}: r = {r}");
    let mut cells = vec![0_u32; 64 * 64];
    for (x, y) in x.iter().zip(y) {
        cells[(x * 64.0) as usize * 64 + (y * 64.0) as usize] += 1;
    }
    assert_even(&cells, what);
}

#[test]
fn mix_is_that_of_the_published_splitmix64() {
    // The first five outputs for the seed 1234567, as quoted with the public-domain reference implementation.
    let outputs: Vec<u64> = (1..=5)
        .map(|i: u64| mix(i.wrapping_mul(GAMMA).wrapping_add(1_234_567)))
        .collect();
    assert_eq!(
        outputs,
        [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
    );
    assert_eq!(mix(0), 0);
}

#[test]
fn names_are_hashed_by_fnv_1a() {
    // The vectors of the FNV reference.
    assert_eq!(name_hash(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(name_hash("a"), 0xaf63_dc4c_8601_ec8c);
    assert_eq!(name_hash("foobar"), 0x8594_4171_f739_67e8);
}

#[test]
fn the_construction_is_what_its_version_says() {
    // Computed by an independent program from the formulas in the module's documentation.
    let mut of_entity = day().entity(7).stream(Use::new(name_hash("service"), 2));
    let mut of_key = day().stream();
    assert_eq!(
        [of_entity.next_u64(), of_entity.next_u64()],
        [8_642_232_469_087_985_374, 11_284_077_526_923_603_773]
    );
    assert_eq!(
        [of_key.next_u64(), of_key.next_u64()],
        [5_325_974_835_302_001_266, 14_872_566_155_138_953_137]
    );
}

#[test]
fn unit_is_open_at_both_ends() {
    let mut lowest = f64::MAX;
    let mut highest = 0.0_f64;
    let mut stream = day().stream();
    for _ in 0..N {
        let u = stream.unit();
        lowest = lowest.min(u);
        highest = highest.max(u);
    }
    assert!(0.0 < lowest && lowest < 1e-5 && 1.0 - 1e-5 < highest && highest < 1.0);
    // The formula itself at both ends of its range, and that it is the one in use.
    let from_bits = |bits: u64| (bits >> 11 | 1) as f64 / (1_u64 << 53) as f64;
    assert!(from_bits(0) > 0.0 && from_bits(u64::MAX) < 1.0);
    let mut twin = day().stream();
    assert_eq!(day().stream().unit(), from_bits(twin.next_u64()));
}

#[test]
fn first_draws_of_consecutive_entities_are_uniform() {
    assert_uniform(
        &sample(0, |k| day().entity(k).stream(SERVICE)),
        "first draws",
    );
    assert_uniform(
        &sample(1, |k| day().entity(k).stream(SERVICE)),
        "second draws",
    );
}

#[test]
fn neighbouring_entities_are_independent() {
    let draws: Vec<Vec<f64>> = (0..4)
        .map(|i| sample(i, |k| day().entity(k).stream(SERVICE)))
        .collect();
    for (i, x) in draws.iter().enumerate() {
        for (j, y) in draws.iter().enumerate() {
            assert_independent(x, &y[1..], &format!("draw {i} of one, {j} of the next"));
            if i < j {
                assert_independent(x, y, &format!("draws {i} and {j} of one"));
            }
        }
    }
    for lag in 2..=16 {
        assert_independent(
            &draws[0],
            &draws[0][lag..],
            &format!("lag {lag} over entities"),
        );
    }
}

#[test]
fn a_stream_is_independent_of_its_own_past() {
    let mut stream = day().stream();
    let draws: Vec<f64> = (0..N).map(|_| stream.unit()).collect();
    assert_uniform(&draws, "one stream");
    for lag in 1..=16 {
        assert_independent(&draws, &draws[lag..], &format!("lag {lag} within a stream"));
    }
}

#[test]
fn neighbouring_keys_are_independent() {
    type Open = fn(u64, u64) -> Stream;
    let neighbours: [(&str, Open); 7] = [
        ("seeds", |i, k| {
            Key::root(i).child(3).entity(k).stream(SERVICE)
        }),
        ("replications", |i, k| {
            Key::root(42).child(i).entity(k).stream(SERVICE)
        }),
        ("days", |i, k| {
            Key::root(42)
                .child(3)
                .child(18_993 + i)
                .entity(k)
                .stream(SERVICE)
        }),
        ("uses", |i, k| {
            day()
                .entity(k)
                .stream(Use::named(["service", "arrival"][i as usize]))
        }),
        ("visits", |i, k| {
            day().entity(k).stream(Use::new(name_hash("service"), i))
        }),
        ("sources", |i, k| {
            Key::root(42)
                .named(["a", "b"][i as usize])
                .entity(k)
                .stream(SERVICE)
        }),
        ("a key and its entities", |i, k| {
            if i == 0 {
                day().child(k).stream()
            } else {
                day().entity(k).stream(SERVICE)
            }
        }),
    ];
    for (what, open) in neighbours {
        let (one, other) = (sample(0, |k| open(0, k)), sample(0, |k| open(1, k)));
        assert_uniform(&one, what);
        assert_independent(&one, &other, what);
        assert_independent(&one, &other[1..], what);
    }
}

#[test]
fn keys_that_run_over_their_own_index_are_uniform() {
    type Open = fn(u64) -> Stream;
    let indices: [(&str, Open); 5] = [
        ("seeds", |i| Key::root(i).stream()),
        ("replications", |i| Key::root(42).child(i).stream()),
        ("entity 0 by replication", |i| {
            Key::root(42)
                .child(i)
                .named("export")
                .entity(0)
                .stream(SERVICE)
        }),
        ("entity 0 by day", |i| {
            Key::root(42)
                .named("export")
                .child(i)
                .entity(0)
                .stream(SERVICE)
        }),
        ("visits", |i| {
            day().entity(7).stream(Use::new(name_hash("service"), i))
        }),
    ];
    for (what, open) in indices {
        let draws = sample(0, open);
        assert_uniform(&draws, what);
        for lag in 1..=4 {
            assert_independent(&draws, &draws[lag..], &format!("{what}, lag {lag}"));
        }
    }
}

#[test]
fn the_same_tests_reject_an_opening_that_is_not_hashed() {
    // Opened at key + k γ, draw 1 of one entity is draw 0 of the next.
    let draw =
        |k: u64, i: u64| (mix((k + i + 1).wrapping_mul(GAMMA)) >> 11) as f64 / (1_u64 << 53) as f64;
    let first: Vec<f64> = (0..N).map(|k| draw(k, 0)).collect();
    let second: Vec<f64> = (0..N).map(|k| draw(k, 1)).collect();
    assert!(correlation(&second, &first[1..]) > 0.9);
}

#[test]
fn rand_sees_the_same_numbers() {
    let (mut ours, mut theirs) = (day().stream(), day().stream());
    assert_eq!(Rng::next_u64(&mut theirs), ours.next_u64());
    assert_eq!(u64::from(theirs.next_u32()), ours.next_u64() >> 32);
    assert_eq!(theirs.random::<u64>(), ours.next_u64());
    let mut bytes = [0; 11];
    theirs.fill_bytes(&mut bytes);
    assert_eq!(bytes[..8], ours.next_u64().to_le_bytes());
    assert_eq!(bytes[8..], ours.next_u64().to_le_bytes()[..3]);
}

/// A lorry's papers draw like anybody else: for neither the lorry, nor its other papers, nor those of the next lorry.
#[test]
fn parts_of_entities_are_entities_of_their_own() {
    const USE: Use = Use::named("service");
    let mut seen = std::collections::HashSet::new();
    let (mut product, mut squares) = (0.0, 0.0);
    for k in 0..N {
        let whole = day().entity(k);
        let parts = [
            whole,
            whole.child(1),
            whole.child(2),
            whole.child(1).child(1),
        ];
        assert!(parts.iter().all(|&part| seen.insert(part)));
        let [own, part] = [whole, whole.child(1)].map(|id| id.stream(USE).unit() - 0.5);
        product += own * part;
        squares += own * own;
    }
    // The correlation of independent draws has a standard deviation of 1 / sqrt(n).
    let correlation: f64 = product / squares;
    assert!(correlation.abs() < 4.0 / (N as f64).sqrt(), "{correlation}");
}

#[test]
fn options_take_their_share() {
    let cumulative = thresholds(&[0, 736, 0, 233, 31, 0]);
    let mut stream = day().stream();
    let mut counts = [0.0; 6];
    for _ in 0..N {
        counts[choose(&cumulative, stream.next_u64())] += 1.0;
    }
    for (count, share) in counts.iter().zip([0.0, 0.736, 0.0, 0.233, 0.031, 0.0]) {
        let error = (N as f64 * share * (1.0 - share)).sqrt();
        assert!(
            (count - N as f64 * share).abs() <= 4.0 * error,
            "{count} of {share}"
        );
    }
    assert_eq!(thresholds(&[1, 1]), [1 << 63, u64::MAX]);
    assert_eq!(thresholds(&[1 << 63, 1 << 63]), [1 << 63, u64::MAX]);
    assert_eq!(choose(&thresholds(&[0, 0, 5]), 0), 2);
    assert_eq!(choose(&[], 9), 0);
}

proptest! {
    #[test]
    fn an_option_without_weight_is_never_chosen(
        weights in prop::collection::vec(prop_oneof![Just(0), 0_u64..5, any::<u64>()], 1..9),
        draw in prop_oneof![any::<u64>(), Just(0), Just(u64::MAX)],
    ) {
        prop_assume!(weights.iter().any(|&weight| weight > 0));
        let cumulative = thresholds(&weights);
        prop_assert_eq!(cumulative[weights.len() - 1], u64::MAX);
        prop_assert!(cumulative.is_sorted());
        let chosen = choose(&cumulative, draw);
        // Weights 2^64 times apart may differ by less than the resolution; none that is chosen is 0.
        prop_assert!(weights[chosen] > 0);
        prop_assert_eq!(chosen, cumulative.iter().position(|&threshold| draw < threshold || threshold == u64::MAX).unwrap());
    }
}
