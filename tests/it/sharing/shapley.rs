//! The arithmetic of shares: a game by hand, the axioms on random games, the definition by orders, and columns that add up.

use bordergate::experiment::shapley::{Game, MOST_PLAYERS, rounded};
use proptest::collection::vec;
use proptest::prelude::*;

/// The sets of up to so many players, each with a worth in each of some replications.
fn worths(players: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Vec<i128>>> {
    let worth = -1_000_000_000_000_000_000_000_i128..1_000_000_000_000_000_000_000;
    (players, 1..4_usize)
        .prop_flat_map(move |(players, n)| vec(vec(worth.clone(), n), 1 << players))
}

fn game(worths: Vec<Vec<i128>>) -> Game {
    let players = worths.len().trailing_zeros() as usize;
    Game::new(players, worths).unwrap()
}

fn shares(game: &Game) -> Vec<Vec<i128>> {
    (0..game.players()).map(|at| game.share(at)).collect()
}

/// A set with two players in each other's place.
fn swapped(set: usize, a: usize, b: usize) -> usize {
    let (has_a, has_b) = (set >> a & 1, set >> b & 1);
    set & !(1 << a) & !(1 << b) | has_a << b | has_b << a
}

/// Gloves (Shapley 1953): one has a left glove, two have right ones, and a pair is worth 1. In four of the six orders the left one makes
/// the pair; each right one does where it comes between the left and the other.
#[test]
fn gloves_by_hand() {
    let pair = |set: usize| vec![i128::from(set & 1 == 1 && set & 6 != 0)];
    let game = game((0..8).map(pair).collect());
    assert_eq!(game.orders(), 6);
    assert_eq!(shares(&game), [[4], [1], [1]]);
    assert_eq!([0, 1, 2].map(|at| game.alone(at)), [[0], [0], [0]]);
    assert_eq!([0, 1, 2].map(|at| game.last(at)), [[1], [0], [0]]);
    assert_eq!(game.whole(), [1]);
}

#[test]
fn a_game_has_a_worth_of_each_set_in_each_replication() {
    let of = |lengths: &[usize]| lengths.iter().map(|&n| vec![0; n]).collect::<Vec<_>>();
    assert!(Game::new(1, of(&[2, 2])).is_some());
    assert!(Game::new(1, of(&[2, 1])).is_none());
    assert!(Game::new(1, of(&[2, 2, 2])).is_none());
    assert!(Game::new(0, Vec::new()).is_none());
    let too_many = MOST_PLAYERS + 1;
    assert!(Game::new(too_many, vec![vec![0]; 1 << too_many]).is_none());
    assert!(Game::new(0, vec![vec![i128::MAX]]).is_none());
    // Nobody shares nothing.
    let nobody = game(vec![vec![7]]);
    assert_eq!((nobody.orders(), nobody.whole()), (1, vec![0]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Efficiency: shares sum to what all bring about, in each replication, to the last unit.
    #[test]
    fn shares_sum_to_the_whole(worths in worths(0..=8)) {
        let game = game(worths);
        let shares = shares(&game);
        for (at, whole) in game.whole().into_iter().enumerate() {
            let sum: i128 = shares.iter().map(|share| share[at]).sum();
            prop_assert_eq!(sum, whole * game.orders());
        }
    }

    /// Symmetry: two that can stand in for each other everywhere have the same share.
    #[test]
    fn equals_have_equal_shares(worths in worths(2..=6), a in 0..2_usize, b in 0..2_usize) {
        let players = worths.len().trailing_zeros() as usize;
        let (a, b) = (a % players, players - 1 - b % (players - 1));
        let both = |set: usize| -> Vec<i128> {
            let other = &worths[swapped(set, a, b)];
            worths[set].iter().zip(other).map(|(x, y)| x + y).collect()
        };
        let game = game((0..worths.len()).map(both).collect());
        prop_assert_eq!(game.share(a), game.share(b));
    }

    /// Who changes nothing anywhere has nothing; and the others share as if he were not there.
    #[test]
    fn a_null_player_has_nothing(worths in worths(0..=6), at in 0..7_usize) {
        let players = worths.len().trailing_zeros() as usize;
        let null = at % (players + 1);
        let without = |set: usize| {
            let (below, above) = (set & ((1 << null) - 1), set >> (null + 1));
            worths[below | above << null].clone()
        };
        let with_null = game((0..2 * worths.len()).map(without).collect());
        prop_assert!(with_null.share(null).iter().all(|&share| share == 0));
        let alone = game(worths.clone());
        for player in 0..players {
            let there = player + usize::from(player >= null);
            let scaled: Vec<i128> = alone.share(player).iter()
                .map(|share| share * (players as i128 + 1)).collect();
            prop_assert_eq!(with_null.share(there), scaled);
        }
    }

    /// Additivity: the shares of a sum of games are the sums of their shares.
    #[test]
    fn games_add_up(both in (1..=5_usize).prop_flat_map(|players| {
        let one = vec(vec(-1_000_000_i128..1_000_000, 2), 1 << players);
        (one.clone(), one)
    })) {
        let (ours, theirs) = both;
        let sum = |a: &[i128], b: &[i128]| a.iter().zip(b).map(|(a, b)| a + b).collect::<Vec<_>>();
        let sums = ours.iter().zip(&theirs).map(|(a, b)| sum(a, b)).collect();
        let (all, ours, theirs) = (game(sums), game(ours), game(theirs));
        for at in 0..all.players() {
            prop_assert_eq!(all.share(at), sum(&ours.share(at), &theirs.share(at)));
        }
    }

    /// By sets, as it is computed, is by orders, as it is defined.
    #[test]
    fn shares_are_averages_over_all_orders(worths in worths(1..=5)) {
        let game = game(worths);
        let n = game.players();
        let mut sums = vec![vec![0_i128; game.replications()]; n];
        let mut count = 0;
        orders(&mut (0..n).collect::<Vec<_>>(), 0, &mut |order| {
            count += 1;
            let mut set = 0;
            for &player in order {
                let effect = game.effect(set, set | 1 << player);
                sums[player].iter_mut().zip(effect).for_each(|(sum, effect)| *sum += effect);
                set |= 1 << player;
            }
        });
        prop_assert_eq!(count, game.orders());
        prop_assert_eq!(sums, shares(&game));
    }

    /// A printed column adds up, no number in it is off by a unit, and nothing stays nothing.
    #[test]
    fn a_printed_column_adds_up(parts in vec(prop_oneof![Just(0), -5_000_i128..5_000], 0..10), unit in 1..700_i128) {
        let units = rounded(&parts, unit);
        prop_assert_eq!(units.len(), parts.len());
        let sum: i128 = parts.iter().sum();
        let all: i128 = units.iter().sum();
        prop_assert!(2 * (all * unit - sum).abs() <= unit, "{all} of {unit} is not {sum} rounded");
        for (&part, &units) in parts.iter().zip(&units) {
            prop_assert!((units * unit - part).abs() < unit);
            prop_assert!(part != 0 || units == 0);
        }
    }
}

/// All orders of what stands from `at` on.
fn orders(of: &mut [usize], at: usize, hear: &mut impl FnMut(&[usize])) {
    if at == of.len() {
        hear(of);
        return;
    }
    for next in at..of.len() {
        of.swap(at, next);
        orders(of, at + 1, hear);
        of.swap(at, next);
    }
}

#[test]
fn a_column_by_hand() {
    // 33.3 + 33.3 + 33.4 is 100, and rounded each for itself 99.
    assert_eq!(rounded(&[333, 333, 334], 10), [33, 33, 34]);
    // Half goes up, the larger rest first, then the first.
    assert_eq!(rounded(&[5, 5, 5], 10), [1, 1, 0]);
    assert_eq!(rounded(&[-3, 13], 10), [0, 1]);
    assert_eq!(rounded(&[-7, -7, 4], 10), [-1, -1, 1]);
}
