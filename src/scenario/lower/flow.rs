//! What vehicles are and which way they go: the keys that backlogs and sources share.

use crate::scenario::calendar::{Bound, Direction};
use crate::scenario::kinds::{Name, Named};
use crate::scenario::model::Flow;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, ClassMix, DirectionWord, VehicleWord};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Share;

use super::context::Context;
use super::filter::{bound, direction, nationality};
use super::profiles;

/// The keys of a flow, as they were typed.
pub(super) struct FlowKeys<'a> {
    /// `gate`.
    pub gate: Option<&'a Located<Name>>,
    /// `direction`.
    pub direction: Option<Located<DirectionWord>>,
    /// `vehicle`.
    pub vehicle: Option<Located<VehicleWord>>,
    /// `loaded`.
    pub loaded: Option<Located<bool>>,
    /// `route`.
    pub route: Option<&'a Located<Name>>,
    /// `class`.
    pub class: Option<&'a Located<ClassMix>>,
    /// `records`.
    pub records: Option<&'a Located<Named<Share>>>,
}

impl FlowKeys<'_> {
    /// The flow that they mean.
    pub(super) fn lower(
        self,
        root: &raw::Root,
        cx: &Context,
        problems: &mut Problems,
    ) -> Option<Flow> {
        let mut find = |name: Option<&Located<Name>>, look: Lookup| {
            name.and_then(|name| look(cx, name.value.as_str(), name.place, problems))
        };
        let gate = find(self.gate, Context::gate);
        let route = find(self.route, Context::route);
        let classes = self.class.and_then(|mix| classes(mix, cx, problems));
        let records = profiles::records(self.records, cx, problems);
        let direction = direction(self.direction?.value);
        let loaded = self.loaded.is_none_or(|loaded| loaded.value);
        if loaded && let Some(name) = self.route {
            warn_wrong_way(root, name, direction, problems);
        }
        Some(Flow {
            gate: gate?,
            direction,
            vehicle: nationality(self.vehicle?.value),
            loaded,
            route: route?,
            classes: classes?,
            records: records?,
        })
    }
}

type Lookup = fn(&Context, &str, Place, &mut Problems) -> Option<usize>;

/// Shares of classes in parts per 10^12 that sum to the whole; classes without a share are left out.
fn classes(
    mix: &Located<ClassMix>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Vec<(usize, u64)>> {
    let shares = match &mix.value {
        ClassMix::One(name) => {
            let class = cx.class(name.as_str(), mix.place, problems)?;
            return Some(vec![(class, Share::WHOLE)]);
        }
        ClassMix::Shares(shares) => shares,
    };
    self::mix(shares, mix.place, problems, |name, place, problems| {
        cx.class(name, place, problems)
    })
}

/// The same for any named things, which `find` finds by name.
pub(super) fn mix(
    shares: &Named<Share>,
    place: Place,
    problems: &mut Problems,
    find: impl Fn(&str, Place, &mut Problems) -> Option<usize>,
) -> Option<Vec<(usize, u64)>> {
    let found: Vec<Option<(usize, u64)>> = shares
        .0
        .iter()
        .map(|(name, share)| Some((find(name.as_str(), share.place, problems)?, share.value.0)))
        .collect();
    let found: Option<Vec<(usize, u64)>> = found.into_iter().collect();
    let sum: u128 = shares
        .0
        .values()
        .map(|share| u128::from(share.value.0))
        .sum();
    check_sum(sum, place, problems)?;
    Some(normalised(found?, sum))
}

/// How far from 100 % a sum of rounded shares may be: 0.1 %.
const ROUNDING: u128 = Share::WHOLE as u128 / 1_000;

fn check_sum(sum: u128, place: Place, problems: &mut Problems) -> Option<()> {
    let whole = u128::from(Share::WHOLE);
    if sum == whole {
        return Some(());
    }
    let said = percent(sum);
    if sum.abs_diff(whole) <= ROUNDING {
        problems.push(Problem::note(
            place,
            format!("shares sum to {said}"),
            "taken for rounding: each is divided by the sum",
        ));
        return Some(());
    }
    let (amount, word) = if sum < whole {
        (whole - sum, "missing")
    } else {
        (sum - whole, "too much")
    };
    problems.push(
        Problem::error(
            place,
            "shares must sum to 100 %",
            format!("these sum to {said}"),
        )
        .help(format!("{} is {word}", percent(amount))),
    );
    None
}

/// Exact, without trailing zeros. A sum may exceed what a [`Share`] can be.
fn percent(parts: u128) -> String {
    let one = u128::from(Share::WHOLE / 100);
    let digits = format!("{:010}", parts % one);
    let fraction = digits.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction} %", parts / one)
}

/// Shares that sum to the whole: each is cut down to a whole part, and the largest takes what is left over.
fn normalised(shares: Vec<(usize, u64)>, sum: u128) -> Vec<(usize, u64)> {
    let whole = u128::from(Share::WHOLE);
    let mut shares: Vec<(usize, u64)> = shares
        .into_iter()
        .filter(|(_, share)| *share > 0)
        .map(|(class, share)| {
            let part = u128::from(share) * whole / sum.max(1);
            (class, u64::try_from(part).unwrap_or(Share::WHOLE))
        })
        .collect();
    let given: u64 = shares.iter().map(|(_, share)| share).sum();
    if let Some((_, largest)) = shares.iter_mut().max_by_key(|(_, share)| *share) {
        *largest += Share::WHOLE.saturating_sub(given);
    }
    shares
}

/// Warns of goods that go the other way: the route never crosses in their direction, but crosses loaded in the other.
fn warn_wrong_way(
    root: &raw::Root,
    route: &Located<Name>,
    direction: Direction,
    problems: &mut Problems,
) {
    let Some(steps) = root
        .route
        .as_ref()
        .and_then(|routes| routes.value.get(route.value.as_str()))
    else {
        return;
    };
    let (with, words) = match direction {
        Direction::Export => (Bound::ToChina, ("exports", "to-vietnam", "to-china")),
        Direction::Import => (Bound::ToVietnam, ("imports", "to-china", "to-vietnam")),
    };
    let crossings = || {
        let crossings = steps.value.iter().filter_map(|step| step.cross.as_ref());
        crossings.filter_map(|cross| Some((bound(cross.value.bound?.value), cross)))
    };
    if crossings().any(|(way, _)| way == with) {
        return;
    }
    let against =
        crossings().find(|(_, cross)| cross.value.loaded.is_none_or(|loaded| loaded.value));
    if let Some((_, cross)) = against {
        let (goods, against, with) = words;
        problems.push(
            Problem::warning(
                route.place,
                "the route goes the other way",
                format!("these are {goods}"),
            )
            .extra(
                cross.place,
                format!("this crosses loaded {against}, and nothing crosses {with}"),
            )
            .help("check `direction` here and `bound` there"),
        );
    }
}
