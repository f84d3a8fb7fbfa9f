//! Goods groups and declarants' records: what decisions tell apart within a class.
//!
//! Reports go by class; branches and agencies by *profile*: the class, its goods group, the record of the declarant. The
//! list of profiles is complete and sorted, so tables by profile are dense. Where a scenario names neither groups nor
//! records, profiles are its classes, in their order.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::flow;
use super::papers;
use crate::scenario::kinds::{Name, Named};
use crate::scenario::model::Profile;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::units::Share;

type Shares = Option<Located<Named<Share>>>;

/// Names of goods groups and of records, each sorted, and all profiles.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub goods: Vec<String>,
    pub records: Vec<String>,
    pub profiles: Vec<Profile>,
}

/// The groups of a scenario, whose classes have these names. What is wrong with them is said where they are lowered.
pub(super) fn groups(root: &raw::Root, classes: &[String]) -> Groups {
    let by_class: Vec<Vec<&str>> = classes.iter().map(|class| goods_of(root, class)).collect();
    let goods: BTreeSet<&str> = by_class.iter().flatten().copied().collect();
    let records: BTreeSet<&str> = flows(root)
        .flat_map(|flow| flow.records.iter())
        .flat_map(|records| records.value.names())
        .collect();
    let mut profiles = Vec::new();
    for (class, groups) in by_class.iter().enumerate() {
        let own = groups
            .iter()
            .map(|name| goods.iter().position(|known| known == name));
        let none = groups.is_empty().then_some(None);
        for goods in own.chain(none) {
            let with = (0..records.len()).map(Some);
            profiles.extend([None].into_iter().chain(with).map(|record| Profile {
                class,
                goods,
                record,
            }));
        }
    }
    let names = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
    Groups {
        goods: names(goods),
        records: names(records),
        profiles,
    }
}

/// The profiles that sources and backlogs bring to each route; for routes of papers, those whose papers they make.
pub(super) fn brought<'a>(root: &'a raw::Root, cx: &Context) -> BTreeMap<&'a str, BTreeSet<usize>> {
    // What is wrong with these tables is said where they are lowered.
    let mut unsaid = Problems::new();
    let mut brought: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for flow in flows(root) {
        let (Some(route), Some(mix)) = (flow.route, flow.class) else {
            continue;
        };
        if !cx.exists(flow.when.as_ref(), &mut unsaid) {
            continue;
        }
        let classes = match &mix.value {
            raw::ClassMix::One(name) => vec![name.as_str()],
            raw::ClassMix::Shares(shares) => positive(shares),
        };
        let records = flow.records.as_ref().map(|shares| positive(&shares.value));
        let comes = |profile: &Profile| {
            let named = |names: &[String], index: Option<usize>| {
                index.and_then(|index| names.get(index)).cloned()
            };
            let class = cx.classes.get(profile.class).map_or("", String::as_str);
            let goods = named(&cx.goods, profile.goods);
            let record = named(&cx.records, profile.record);
            classes.contains(&class)
                && goods.is_none_or(|goods| share_of(root, class, &goods) > 0)
                && match (&records, record) {
                    (None, None) => true,
                    (Some(records), Some(record)) => records.contains(&record.as_str()),
                    _ => false,
                }
        };
        let known = brought.entry(route.value.as_str()).or_default();
        let all = cx.profiles.iter().enumerate();
        known.extend(
            all.filter(|(_, profile)| comes(profile))
                .map(|(index, _)| index),
        );
    }
    papers::bring(root, &mut brought);
    brought
}

/// The profiles for which a route is looked at: those that somebody brings; where nobody comes, as if everybody did.
pub(super) fn looked_at<'a>(
    brought: Option<&'a BTreeSet<usize>>,
    cx: &Context,
) -> Cow<'a, BTreeSet<usize>> {
    match brought.filter(|brought| !brought.is_empty()) {
        Some(brought) => Cow::Borrowed(brought),
        None => Cow::Owned((0..cx.profiles.len()).collect()),
    }
}

/// The shares of a class's goods groups.
pub(super) fn goods(
    given: Option<&Located<Named<Share>>>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<(usize, u64)> {
    let Some(given) = given else {
        return Vec::new();
    };
    for (name, share) in &given.value.0 {
        if cx.classes.iter().any(|class| class == name.as_str()) {
            let problem = Problem::error(
                share.place,
                format!("a goods group is called `{name}`, as a class is"),
                "an agency could not say which of the two it inspects",
            );
            problems.push(problem.help("give the group a name of its own"));
        }
    }
    let place = given.place;
    flow::mix(&given.value, place, problems, |name, place, problems| {
        cx.find("goods group", &cx.goods, name, place, problems)
    })
    .unwrap_or_default()
}

/// The shares of a flow's records.
pub(super) fn records(
    given: Option<&Located<Named<Share>>>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Vec<(usize, u64)>> {
    let Some(given) = given else {
        return Some(Vec::new());
    };
    let place = given.place;
    flow::mix(&given.value, place, problems, |name, place, problems| {
        cx.find("record", &cx.records, name, place, problems)
    })
}

/// Some of the profiles that are looked at, in words: a class once where all of its profiles are meant.
pub(super) fn called(some: &[usize], of: &BTreeSet<usize>, cx: &Context) -> Vec<String> {
    let class = |profile: usize| cx.profiles.get(profile).map(|profile| profile.class);
    let mut names: Vec<String> = Vec::new();
    for &profile in some {
        let own = class(profile);
        let whole = of
            .iter()
            .filter(|&&other| class(other) == own)
            .all(|other| some.contains(other));
        let name = match own.filter(|_| whole).and_then(|own| cx.classes.get(own)) {
            Some(class) => format!("`{class}`"),
            None => name(profile, cx),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A profile in words: "`durian` of class `fruit`, record `trusted`".
pub(super) fn name(profile: usize, cx: &Context) -> String {
    let Some(profile) = cx.profiles.get(profile) else {
        return String::new();
    };
    let named = |names: &[String], index: Option<usize>| names.get(index?).cloned();
    let class = named(&cx.classes, Some(profile.class)).unwrap_or_default();
    let goods = named(&cx.goods, profile.goods);
    let what = goods.map_or_else(
        || format!("class `{class}`"),
        |goods| format!("`{goods}` of class `{class}`"),
    );
    let record = match named(&cx.records, profile.record) {
        Some(record) => format!(", record `{record}`"),
        None if cx.records.is_empty() => String::new(),
        None => ", without a record".to_owned(),
    };
    what + &record
}

/// What sources and backlogs have in common.
struct RawFlow<'a> {
    when: &'a Option<Located<raw::When>>,
    route: Option<&'a Located<Name>>,
    class: Option<&'a Located<raw::ClassMix>>,
    records: &'a Shares,
}

fn flows(root: &raw::Root) -> impl Iterator<Item = RawFlow<'_>> {
    let sources = root.source.iter().flat_map(|table| table.value.0.values());
    let backlogs = root.backlog.iter().flat_map(|table| table.value.0.values());
    let sources = sources.map(|source| RawFlow {
        when: &source.value.when,
        route: source.value.route.as_ref(),
        class: source.value.class.as_ref(),
        records: &source.value.records,
    });
    sources.chain(backlogs.map(|backlog| RawFlow {
        when: &backlog.value.when,
        route: backlog.value.route.as_ref(),
        class: backlog.value.class.as_ref(),
        records: &backlog.value.records,
    }))
}

fn goods_shares<'a>(root: &'a raw::Root, class: &str) -> Option<&'a Named<Share>> {
    let class = root.class.as_ref()?.value.get(class)?;
    Some(&class.value.goods.as_ref()?.value)
}

fn goods_of<'a>(root: &'a raw::Root, class: &str) -> Vec<&'a str> {
    goods_shares(root, class).map_or_else(Vec::new, |shares| shares.names().collect())
}

fn share_of(root: &raw::Root, class: &str, goods: &str) -> u64 {
    let share = goods_shares(root, class).and_then(|shares| shares.get(goods));
    share.map_or(0, |share| share.value.0)
}

fn positive(shares: &Named<Share>) -> Vec<&str> {
    let positive = shares.0.iter().filter(|(_, share)| share.value.0 > 0);
    positive.map(|(name, _)| name.as_str()).collect()
}
