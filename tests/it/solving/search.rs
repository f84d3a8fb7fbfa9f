//! The search alone, over draws that cost nothing: what it finds, what it asks for, and how often it is wrong.

use std::ops::ControlFlow;

use bordergate::des::keyed::Key;
use bordergate::des::ziggurat::Normal;
use bordergate::experiment::solve::{
    Answer, End, MOST_TRIED, Points, Shape, Solution, Spending, solve,
};
use bordergate::experiment::{Judgement, Verdict, verdict};
use bordergate::stats::Influence;

/// Points whose values are normal around a mean each, one part common to all points and one of their own. The condition is a mean of
/// at most 0.
struct Synthetic {
    means: Vec<f64>,
    own: f64,
    /// Whether what varies is exponential, not normal.
    skewed: bool,
    key: Key,
    /// Replications that were asked for, by point.
    asked: Vec<u64>,
    stop_after: usize,
}

const SCALE: f64 = 1e6;

impl Synthetic {
    fn new(means: Vec<f64>, own: f64, seed: u64) -> Self {
        Self {
            asked: vec![0; means.len()],
            means,
            own,
            skewed: false,
            key: Key::root(seed),
            stop_after: usize::MAX,
        }
    }

    fn influence(&self, point: usize, replications: u64) -> Option<Influence> {
        let draw = |of: u64, replication: u64| {
            let key = self.key.child(of).child(replication);
            let mut stream = key.stream();
            match self.skewed {
                true => -libm::log(1.0 - stream.unit()) - 1.0,
                false => Normal::new().draw(&mut stream),
            }
        };
        let values: Vec<i128> = (0..replications)
            .map(|replication| {
                let common = draw(u64::MAX, replication);
                let own = self.own * draw(point as u64, replication);
                ((self.means[point] + common + own) * SCALE) as i128
            })
            .collect();
        let parts: Vec<u64> = (0..replications).collect();
        Influence::of_mean(&values, &parts, 1.0 / SCALE)
    }
}

impl Points for Synthetic {
    fn judge(&mut self, point: usize, replications: u64, error: f64) -> ControlFlow<(), Judgement> {
        if self.asked.iter().filter(|&&asked| asked > 0).count() > self.stop_after {
            return ControlFlow::Break(());
        }
        self.asked[point] = self.asked[point].max(replications);
        let interval = self
            .influence(point, replications)
            .and_then(|influence| influence.interval(2.0 * error));
        ControlFlow::Continue(match interval {
            Some((_, high)) if high <= 0.0 => Judgement::Passed,
            Some((low, _)) if low > 0.0 => Judgement::Failed,
            _ => Judgement::Inconclusive,
        })
    }

    fn change(&mut self, from: usize, to: usize, error: f64) -> Option<Verdict> {
        let replications = self.asked[from].min(self.asked[to]);
        let base = self.influence(from, replications)?;
        let difference = self.influence(to, replications)?.paired(&base)?;
        Some(verdict(difference.interval(error), 0.0))
    }
}

fn spending(points: usize, replications: u64) -> Spending {
    Spending::new(points, replications, 1, 0.05, false)
}

fn searched(means: Vec<f64>, end: End, seed: u64) -> (Solution, Vec<u64>) {
    let spending = spending(means.len(), 100);
    let count = means.len();
    let mut points = Synthetic::new(means, 0.1, seed);
    (solve(&mut points, count, end, &spending), points.asked)
}

fn falling(points: usize, zero: f64) -> Vec<f64> {
    (0..points).map(|at| 2.0 * (zero - at as f64)).collect()
}

#[test]
fn few_points_are_all_tried_and_of_many_only_some() {
    for (points, zero, answer) in [(12, 6.5, 7), (101, 64.5, 65), (1_000, 640.5, 641)] {
        let (found, asked) = searched(falling(points, zero), End::Smallest, 1);
        assert_eq!(found.answer, Answer::Found(answer));
        let tried = asked.iter().filter(|&&asked| asked > 0).count();
        if points <= MOST_TRIED {
            assert_eq!((tried, found.shape), (points, Shape::NotAsked));
        } else {
            assert_eq!(found.shape, Shape::InOrder);
            assert!(tried <= spending(points, 100).path, "{tried} of {points}");
        }
        // Its neighbour was tried, and fails.
        let neighbour = found.tried[answer - 1].unwrap();
        assert_eq!(neighbour.judgement, Judgement::Failed);
    }
}

#[test]
fn the_largest_is_the_mirror_image() {
    for (points, zero) in [(12, 6.5), (101, 64.5)] {
        let mut rising = falling(points, zero);
        rising.reverse();
        let (found, _) = searched(rising, End::Largest, 2);
        let last = points - 1;
        assert_eq!(found.answer, Answer::Found(last - (zero as usize + 1)));
    }
}

#[test]
fn where_the_most_wanted_value_does_nothing_else_is_asked() {
    let (found, asked) = searched(vec![-1.0; 200], End::Smallest, 3);
    assert_eq!(found.answer, Answer::Found(0));
    assert_eq!(asked.iter().filter(|&&asked| asked > 0).count(), 1);
    let (found, _) = searched(vec![-1.0; 200], End::Largest, 3);
    assert_eq!(found.answer, Answer::Found(199));
}

#[test]
fn nothing_holds() {
    for points in [5, 200] {
        let (found, _) = searched(falling(points, 1e4), End::Smallest, 4);
        assert_eq!(found.answer, Answer::None);
    }
}

/// Between the points of the range that are tried first nothing can be seen; what lies on them can.
#[test]
fn what_goes_down_and_up_is_tried_at_every_point() {
    // Holds from 40 to 60 alone.
    let means: Vec<f64> = (0..101)
        .map(|at: i32| f64::from((at - 50).abs()) - 10.5)
        .collect();
    let (found, asked) = searched(means.clone(), End::Smallest, 5);
    assert_eq!(found.answer, Answer::Found(40));
    assert!(matches!(found.shape, Shape::OutOfOrder { up, down } if up.1 > 50 && down.0 < 50));
    assert!(asked.iter().all(|&asked| asked > 0));
    let (found, _) = searched(means, End::Largest, 5);
    assert_eq!(found.answer, Answer::Found(60));
}

#[test]
fn what_cannot_be_told_is_as_small_as_it_gets() {
    // So many points near the limit that 100 replications do not tell.
    let means: Vec<f64> = (0..200).map(|at| (100.0 - f64::from(at)) / 40.0).collect();
    let (found, _) = searched(means, End::Smallest, 6);
    let Answer::Unsure {
        holds: Some(holds),
        fails: Some(fails),
    } = found.answer
    else {
        panic!("{found:?}");
    };
    assert!(fails < 100 && 100 <= holds, "{fails} {holds}");
    let known = |point: usize| found.tried[point].unwrap().judgement;
    assert_eq!(known(holds - 1), Judgement::Inconclusive);
    assert_eq!(known(fails + 1), Judgement::Inconclusive);
    assert_eq!(found.tried[holds - 1].unwrap().replications, 100);
}

#[test]
fn one_replication_tells_nothing_and_a_search_that_is_stopped_says_so() {
    let spending = Spending::new(30, 1, 1, 0.05, false);
    let mut points = Synthetic::new(falling(30, 10.5), 0.1, 7);
    let found = solve(&mut points, 30, End::Smallest, &spending);
    assert_eq!(
        found.answer,
        Answer::Unsure {
            holds: None,
            fails: None
        }
    );
    let spending = self::spending(30, 100);
    points.stop_after = 3;
    points.asked.fill(0);
    let found = solve(&mut points, 30, End::Smallest, &spending);
    assert_eq!(found.answer, Answer::BrokenOff);
    assert!(found.tried.iter().flatten().count() >= 1);
}

#[test]
fn the_error_is_spent_before_anything_is_seen() {
    for (points, replications) in [(2, 20), (12, 100), (13, 100), (500, 1_000), (40, 7)] {
        let spending = spending(points, replications);
        let looks = spending.checkpoints.len() as f64;
        let anywhere = looks * (points + 1) as f64 * spending.anywhere;
        let path = looks * spending.path as f64 * spending.on_path;
        assert!((anywhere + path - 0.05).abs() < 1e-12, "{spending:?}");
        assert_eq!(spending.checkpoints.last(), Some(&replications));
        assert!(spending.checkpoints.is_sorted_by(|a, b| a < b));
        assert!(spending.checkpoints.len() <= 5);
    }
    // Draws of the inputs are whole.
    let drawn = Spending::new(10, 100, 2, 0.05, false);
    assert!(drawn.checkpoints.iter().all(|n| n % 2 == 0));
}

/// How often something else is said than the truth, of so many searches; and in how many nothing is told.
fn wrong(means: &[f64], own: f64, end: End, searches: u64) -> (u64, u64) {
    wrong_of(means, (own, false), end, searches)
}

/// The same of draws that may be skewed.
fn wrong_of(means: &[f64], (own, skewed): (f64, bool), end: End, searches: u64) -> (u64, u64) {
    let truth = match end {
        End::Smallest => means.iter().position(|&mean| mean <= 0.0),
        End::Largest => means.iter().rposition(|&mean| mean <= 0.0),
    };
    // Whether the truth is not so much wanted as this point.
    let beyond = |point: usize| match end {
        End::Smallest => truth.is_none_or(|truth| point < truth),
        End::Largest => truth.is_none_or(|truth| point > truth),
    };
    let spending = spending(means.len(), 60);
    let (mut wrong, mut unsure) = (0, 0);
    for seed in 0..searches {
        let mut points = Synthetic::new(means.to_vec(), own, 1_000 + seed);
        points.skewed = skewed;
        let found = solve(&mut points, means.len(), end, &spending);
        wrong += u64::from(match found.answer {
            Answer::Found(point) => truth != Some(point),
            Answer::None => truth.is_some(),
            Answer::Unsure { holds, fails } => {
                unsure += 1;
                holds.is_some_and(beyond) || fails.is_some_and(|fails| !beyond(fails))
            }
            Answer::BrokenOff => true,
        });
    }
    (wrong, unsure)
}

/// The worst cases: means so near the limit that a look is wrong as often as it may be.
#[test]
fn the_answer_is_wrong_in_at_most_five_of_a_hundred_searches() {
    const SEARCHES: u64 = 600;
    // Three standard errors of a share of 5 %.
    let most = (0.05 + 3.0 * (0.05 * 0.95 / SEARCHES as f64).sqrt()) * SEARCHES as f64;
    let step = |points: usize, at: usize, far: f64| -> Vec<f64> {
        (0..points)
            .map(|point| if point < at { 0.001 } else { -far })
            .collect()
    };
    let cases = [
        // All but one just fail, each for itself.
        (step(12, 11, 3.0), 3.0, End::Smallest),
        // The same with a bisection, and with draws in common.
        (step(40, 29, 3.0), 3.0, End::Smallest),
        (step(40, 29, 3.0), 0.1, End::Smallest),
        // Nothing holds, by little.
        (vec![0.001; 40], 3.0, End::Largest),
        // A slope across the limit.
        (
            falling(60, 31.001).iter().map(|x| x / 8.0).collect(),
            1.0,
            End::Smallest,
        ),
    ];
    for (means, own, end) in cases {
        let (wrong, _) = wrong(&means, own, end, SEARCHES);
        assert!((wrong as f64) <= most, "{wrong} of {SEARCHES}: {means:?}");
    }
    // A promise that costs too much would be kept as well: where the limit is clear, the search tells.
    let clear: Vec<f64> = falling(60, 31.5);
    assert_eq!(wrong(&clear, 0.5, End::Smallest, 100), (0, 0));
}

/// The looks are as wrong as they may be: spent twice as freely on points that just fail, the error is missed.
#[test]
fn the_check_rejects_a_search_that_spends_nothing() {
    let means = vec![0.001; 12];
    let mut free = spending(12, 60);
    (free.anywhere, free.on_path) = (0.05, 0.05);
    let wrong = (0..200).filter(|&seed| {
        let mut points = Synthetic::new(means.clone(), 3.0, 1_000 + seed);
        let found = solve(&mut points, 12, End::Smallest, &free);
        matches!(
            found.answer,
            Answer::Found(_) | Answer::Unsure { holds: Some(_), .. }
        )
    });
    let wrong = wrong.count();
    assert!(wrong > 60, "{wrong} of 200");
}

/// Student's t promises more than it keeps where means of few replications are skewed, and small errors make that worse. Of twelve values with
/// exponential draws of their own, whose means all lie on the limit, one search in five is wrong, as `docs/solving.md` says; with draws in common,
/// or with a slope across the limit, the promise is kept.
#[test]
fn very_skewed_draws_on_the_limit_cost_more() {
    const SEARCHES: u64 = 400;
    let fail = vec![0.001; 12];
    let slope: Vec<f64> = falling(60, 31.001).iter().map(|x| x / 8.0).collect();
    for (means, own, most) in [
        (&fail, 3.0, 0.25),
        (&fail, 0.1, 0.083),
        (&slope, 3.0, 0.083),
        (&slope, 0.1, 0.083),
    ] {
        let (wrong, _) = wrong_of(means, (own, true), End::Smallest, SEARCHES);
        let share = wrong as f64 / SEARCHES as f64;
        assert!(share <= most, "{share} of {means:?}, {own}");
    }
}
