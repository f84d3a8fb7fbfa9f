//! The smallest or largest value of a lever at which a condition holds: a search over points that are simulated as they are asked for.
//!
//! What holds at a point is judged by intervals over replications, so each look can be wrong, and a search looks often. The error that is
//! allowed in all is therefore spent before anything is seen ([`Spending`]): over all looks that the search can make, by Bonferroni's
//! inequality. At one point one looks at prefixes of its replications, at fixed numbers of them, and stops as soon as it is told.
//!
//! Few points are all tried. Of more, some that span the range are tried first, and their *order* is tested by paired differences: every point has the same
//! random numbers, so small reversals show. Where the quantity goes up and down along the lever (more slots can block a yard), every point is tried. Else
//! the answer is found by bisection, and lies beside a neighbour at which the condition fails.
//!
//! Half of the error is for the looks of the bisection. As long as none of them is wrong, the points at which it looks are determined by the truth alone, not by
//! chance, so it is enough to count these. It loses that as soon as one point cannot be told; what is asked from then on, and where every point is
//! tried, is judged with the other half, which is spread over all points of the range, wherever the search goes.
//!
//! This module knows neither models nor numbers: whoever asks ([`Points`]) runs, keeps what was run, and judges.

use std::ops::ControlFlow;

use super::compare::Verdict;
use super::judge::Judgement;

/// At most so many points are all tried.
pub const MOST_TRIED: usize = 12;

/// So many points that span the range are tried first, where there are more.
pub const SPANNING: usize = 7;

/// The first number of replications at which one looks, where there are as many.
const FIRST_LOOK: u64 = 20;

/// Most numbers of replications at which one looks.
const MOST_LOOKS: usize = 5;

/// The chance that points in order look as if they were not, for all pairs that are compared together.
const SHAPE_ERROR: f64 = 0.05;

/// What can be asked of the points of a lever, which are numbered in order of size. Breaking off ends the search.
pub trait Points {
    /// Runs as many replications of a point, those that it has already among them, and judges it: with a wrong answer with probability at most
    /// `error`.
    fn judge(&mut self, point: usize, replications: u64, error: f64) -> ControlFlow<(), Judgement>;

    /// How the quantity changes from one point to another, of which each has been run with as many replications, the same in both: with a
    /// false change with probability at most `error`. `None` where that cannot be said.
    fn change(&mut self, from: usize, to: usize, error: f64) -> Option<Verdict>;
}

/// Which value is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The smallest at which the condition holds.
    Smallest,
    /// The largest.
    Largest,
}

/// How the error of a search is spent: fixed before it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Spending {
    /// Numbers of replications at which one looks, increasing; the last is all there are.
    pub checkpoints: Vec<u64>,
    /// Whether every point is tried whatever they look like.
    pub every: bool,
    /// The points that are tried first, in order of size; all of them where every point is tried.
    pub first: Vec<usize>,
    /// At how many points the bisection looks at most, the first among them; 0 where every point is tried.
    pub path: usize,
    /// The error of one look of the bisection.
    pub on_path: f64,
    /// The error of one look at any point besides.
    pub anywhere: f64,
}

impl Spending {
    /// Spends `error` on a range of `points`, of which each may have so many replications, and on one point beyond it. `per_draw` replications share one draw
    /// of the inputs.
    pub fn new(points: usize, replications: u64, per_draw: u64, error: f64, every: bool) -> Self {
        let checkpoints = checkpoints(replications, per_draw);
        let looks = checkpoints.len().max(1) as f64;
        let all = looks * (points + 1) as f64;
        if every || points <= MOST_TRIED {
            return Self {
                checkpoints,
                every: true,
                first: (0..points).collect(),
                path: 0,
                on_path: error / all,
                anywhere: error / all,
            };
        }
        let last = points - 1;
        let first: Vec<usize> = (0..SPANNING)
            .map(|at| (at * last + (SPANNING - 1) / 2) / (SPANNING - 1))
            .collect();
        let gaps = first.windows(2).map(|pair| pair[1] - pair[0]);
        let widest = gaps.max().unwrap_or(1);
        // Each look halves the gap, until nothing is between its ends.
        let halvings = widest.next_power_of_two().ilog2() as usize;
        let path = first.len() + halvings;
        Self {
            checkpoints,
            every: false,
            first,
            path,
            on_path: error / 2.0 / (looks * path as f64),
            anywhere: error / 2.0 / all,
        }
    }

    /// The smallest error of any look, for which replications have to be enough.
    pub fn least(&self) -> f64 {
        self.on_path.min(self.anywhere)
    }
}

/// Numbers of replications at which one looks: few, each the same multiple of the one before, and whole draws.
fn checkpoints(replications: u64, per_draw: u64) -> Vec<u64> {
    let ratio = replications as f64 / FIRST_LOOK as f64;
    let steps = libm::log2(ratio.max(1.0)) as usize;
    let steps = steps.min(MOST_LOOKS - 1);
    let at = |step: usize| {
        let share = step as f64 / steps.max(1) as f64;
        let number = (FIRST_LOOK as f64 * libm::pow(ratio, share)) as u64;
        number.next_multiple_of(per_draw.max(1)).min(replications)
    };
    let mut checkpoints: Vec<u64> = (0..steps).map(at).collect();
    checkpoints.push(replications);
    checkpoints.dedup();
    checkpoints
}

/// What is known of a point that was tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried {
    /// The judgement.
    pub judgement: Judgement,
    /// With which error.
    pub error: f64,
    /// From how many replications.
    pub replications: u64,
}

/// Whether the quantity goes one way along the lever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing was asked about it: every point is tried anyway, or the most wanted value is the answer.
    NotAsked,
    /// Of the points that were tried first none is out of order.
    InOrder,
    /// It goes up between two of them and down between two others: every point was tried.
    OutOfOrder {
        /// Two points between which it rises.
        up: (usize, usize),
        /// Two points between which it falls.
        down: (usize, usize),
    },
    /// The condition holds at one point, and fails at the other, which should be on its good side: every point was tried.
    Contradicted {
        /// Where it holds.
        holds: usize,
        /// Where it fails.
        fails: usize,
    },
    /// Some points could not be compared, because replications of theirs failed: every point was tried.
    CannotBeCompared,
}

/// What came of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The condition holds at this point, and at none that is more wanted: these all fail, or, where the quantity goes one way, the next of them does.
    Found(usize),
    /// It fails at every point.
    None,
    /// It cannot be told with these replications.
    Unsure {
        /// The most wanted point at which it surely holds.
        holds: Option<usize>,
        /// The last point, counted from the most wanted one, up to which it surely fails.
        fails: Option<usize>,
    },
    /// The search was broken off.
    BrokenOff,
}

/// A search that has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// What came of it.
    pub answer: Answer,
    /// Whether the quantity goes one way.
    pub shape: Shape,
    /// By point, what is known of those that were tried.
    pub tried: Vec<Option<Tried>>,
}

/// Searches `points` points.
pub fn solve(points: &mut impl Points, count: usize, end: End, spending: &Spending) -> Solution {
    let mut search = Search {
        points,
        spending,
        end,
        shape: Shape::NotAsked,
        tried: vec![None; count],
    };
    let answer = match search.run() {
        ControlFlow::Continue(answer) => answer,
        ControlFlow::Break(()) => Answer::BrokenOff,
    };
    Solution {
        answer,
        shape: search.shape,
        tried: search.tried,
    }
}

/// Positions are counted from the most wanted point; points are numbered in order of size.
struct Search<'a, P> {
    points: &'a mut P,
    spending: &'a Spending,
    end: End,
    shape: Shape,
    tried: Vec<Option<Tried>>,
}

impl<P: Points> Search<'_, P> {
    fn run(&mut self) -> ControlFlow<(), Answer> {
        if self.spending.every {
            return self.every();
        }
        // Nothing can be more wanted than the end of the range. At first it gets no more replications than those that it is compared with.
        let first = self.spending.checkpoints.first().copied().unwrap_or(0);
        if self.look(0, first, self.spending.on_path)? == Judgement::Passed {
            return ControlFlow::Continue(Answer::Found(self.point(0)));
        }
        self.shape = self.shape_of_first()?;
        if self.shape == Shape::InOrder {
            let first = self.spending.first.iter();
            let mut positions: Vec<usize> = first.map(|&point| self.point(point)).collect();
            positions.sort_unstable();
            for position in positions {
                self.ask(position, self.spending.on_path)?;
            }
            self.contradiction();
        }
        if self.shape == Shape::InOrder {
            self.bisect()
        } else {
            self.every()
        }
    }

    /// Tries every point, the most wanted first.
    fn every(&mut self) -> ControlFlow<(), Answer> {
        for position in 0..self.tried.len() {
            self.ask(position, self.spending.anywhere)?;
        }
        let holds = self.first(Judgement::Passed);
        let before = holds.unwrap_or(self.tried.len());
        let told = (0..before)
            .find(|&position| self.known(position) != Some(Judgement::Failed))
            .unwrap_or(before);
        ControlFlow::Continue(match holds {
            Some(holds) if told == holds => Answer::Found(self.point(holds)),
            None if told == before => Answer::None,
            _ => Answer::Unsure {
                holds: holds.map(|position| self.point(position)),
                fails: told.checked_sub(1).map(|position| self.point(position)),
            },
        })
    }

    /// Halves what lies between the last point that fails and the first that holds.
    fn bisect(&mut self) -> ControlFlow<(), Answer> {
        loop {
            let holds = self.first(Judgement::Passed);
            let until = holds.unwrap_or(self.tried.len());
            let positions = |search: &Self, wanted: Judgement| -> Vec<usize> {
                (0..until)
                    .filter(|&position| search.known(position) == Some(wanted))
                    .collect()
            };
            let fails = positions(self, Judgement::Failed).last().copied();
            let after = fails.map_or(0, |fails| fails + 1);
            let unsure = positions(self, Judgement::Inconclusive);
            let unsure: Vec<usize> = unsure.into_iter().filter(|&at| at >= after).collect();
            let between = |low: usize, high: usize| (high - low > 1).then_some((low + high) / 2);
            let next = match (unsure.first(), unsure.last(), holds) {
                (None, _, None) => {
                    // All fail up to the end of the range; only which way the quantity goes may be unknown.
                    let any = self.first(Judgement::Inconclusive);
                    return ControlFlow::Continue(match any {
                        None => Answer::None,
                        Some(_) => Answer::Unsure {
                            holds: None,
                            fails: None,
                        },
                    });
                }
                (None, _, Some(holds)) => match fails.and_then(|fails| between(fails, holds)) {
                    Some(next) => next,
                    None => return ControlFlow::Continue(Answer::Found(self.point(holds))),
                },
                // From both sides, until what cannot be told is as small as it gets.
                (Some(&first), last, holds) => {
                    let above = holds.and_then(|holds| between(*last?, holds));
                    let below = fails.and_then(|fails| between(fails, first));
                    match above.or(below) {
                        Some(next) => next,
                        None => {
                            return ControlFlow::Continue(Answer::Unsure {
                                holds: holds.map(|position| self.point(position)),
                                fails: fails.map(|position| self.point(position)),
                            });
                        }
                    }
                }
            };
            // The way hangs on chance as soon as one point could not be told.
            let error = match self.first(Judgement::Inconclusive) {
                None => self.spending.on_path,
                Some(_) => self.spending.anywhere,
            };
            self.ask(next, error)?;
        }
    }

    /// Whether the points that are tried first are in order.
    fn shape_of_first(&mut self) -> ControlFlow<(), Shape> {
        let Some(&few) = self.spending.checkpoints.first() else {
            return ControlFlow::Continue(Shape::CannotBeCompared);
        };
        let first = self.spending.first.clone();
        for &point in &first {
            self.points.judge(point, few, self.spending.on_path)?;
        }
        let pairs = first.len() * first.len().saturating_sub(1) / 2;
        let error = SHAPE_ERROR / pairs.max(1) as f64;
        let (mut up, mut down) = (None, None);
        for (at, &from) in first.iter().enumerate() {
            for &to in &first[at + 1..] {
                match self.points.change(from, to, error) {
                    None => return ControlFlow::Continue(Shape::CannotBeCompared),
                    Some(Verdict::Up) => up = up.or(Some((from, to))),
                    Some(Verdict::Down) => down = down.or(Some((from, to))),
                    Some(Verdict::Same | Verdict::Unsure) => {}
                }
            }
        }
        ControlFlow::Continue(match up.zip(down) {
            Some((up, down)) => Shape::OutOfOrder { up, down },
            None => Shape::InOrder,
        })
    }

    /// A point that fails though one that is more wanted holds is out of order, whatever the quantity looks like.
    fn contradiction(&mut self) {
        let holds = self.first(Judgement::Passed);
        let fails = holds.and_then(|holds| {
            let later = holds + 1..self.tried.len();
            later
                .into_iter()
                .find(|&position| self.known(position) == Some(Judgement::Failed))
        });
        if let Some((holds, fails)) = holds.zip(fails) {
            self.shape = Shape::Contradicted {
                holds: self.point(holds),
                fails: self.point(fails),
            };
        }
    }

    /// Judges the point at a position, with more replications until it is told. What is known is not asked again.
    fn ask(&mut self, position: usize, error: f64) -> ControlFlow<(), Judgement> {
        let tried = self.tried[self.point(position)];
        let mut known = tried.map_or(Judgement::Inconclusive, |tried| tried.judgement);
        let seen = tried.map_or(0, |tried| tried.replications);
        for &replications in &self.spending.checkpoints {
            if known != Judgement::Inconclusive {
                break;
            }
            if replications > seen {
                known = self.look(position, replications, error)?;
            }
        }
        ControlFlow::Continue(known)
    }

    /// Judges the point at a position with so many replications.
    fn look(
        &mut self,
        position: usize,
        replications: u64,
        error: f64,
    ) -> ControlFlow<(), Judgement> {
        let point = self.point(position);
        let judgement = self.points.judge(point, replications, error)?;
        self.tried[point] = Some(Tried {
            judgement,
            error,
            replications,
        });
        ControlFlow::Continue(judgement)
    }

    fn known(&self, position: usize) -> Option<Judgement> {
        let tried = self.tried.get(self.point(position)).copied().flatten();
        tried.map(|tried| tried.judgement)
    }

    fn first(&self, wanted: Judgement) -> Option<usize> {
        (0..self.tried.len()).find(|&position| self.known(position) == Some(wanted))
    }

    /// The point at a position, which is also the position of a point.
    fn point(&self, position: usize) -> usize {
        match self.end {
            End::Smallest => position,
            End::Largest => self.tried.len() - 1 - position,
        }
    }
}
