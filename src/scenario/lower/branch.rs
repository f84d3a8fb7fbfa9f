//! Branches: for each profile the ways that it may take, with shares that are exact.

use super::context::Context;
use super::profiles;
use super::route::Way;
use crate::scenario::kinds::{Name, OneOrMany};
use crate::scenario::model::{Activity, BranchOption, Profile};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Share;

/// Shares whose sum is this near to 100 % were rounded when they were published: 0.1 %.
const ROUNDING: u64 = Share::WHOLE / 1000;

/// One way out as typed, resolved.
struct Exit {
    share: Option<u64>,
    to: Option<usize>,
    label: usize,
    /// `None`: every class; so for goods groups and records.
    classes: Option<Vec<usize>>,
    goods: Option<Vec<usize>>,
    records: Option<Vec<usize>>,
}

impl Exit {
    fn admits(&self, profile: &Profile) -> bool {
        let holds = |list: &Option<Vec<usize>>, own: Option<usize>| {
            list.as_ref()
                .is_none_or(|list| own.is_some_and(|own| list.contains(&own)))
        };
        holds(&self.classes, Some(profile.class))
            && holds(&self.goods, profile.goods)
            && holds(&self.records, profile.record)
    }
}

/// Lowers the options of a branch; `place` is that of the step's name.
pub(super) fn branch(
    options: &Located<Vec<raw::BranchKeys>>,
    place: Place,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Activity> {
    if options.value.is_empty() {
        problems.push(Problem::error(
            options.place,
            "a branch without options",
            "it leads nowhere",
        ));
        return None;
    }
    let mut labels: Vec<String> = Vec::new();
    let mut ways = Vec::new();
    let mut whole = true;
    for option in &options.value {
        let to = option.to.as_ref().and_then(|to| way.target(to, problems));
        let classes = option
            .class
            .as_ref()
            .map(|list| classes(list, way, problems));
        let cx = way.cx;
        let goods = option.goods.as_ref();
        let goods = goods.map(|list| listed("goods group", list, &cx.goods, cx, problems));
        let records = option.record.as_ref();
        let records = records.map(|list| listed("record", list, &cx.records, cx, problems));
        let label = match (&option.label, &option.to) {
            (Some(label), _) => label.value.as_str(),
            (None, Some(to)) => to.value.as_str(),
            (None, None) => "",
        };
        let label = labels
            .iter()
            .position(|known| known == label)
            .unwrap_or_else(|| {
                labels.push(label.to_owned());
                labels.len() - 1
            });
        whole &= to.is_some()
            && [&classes, &goods, &records]
                .into_iter()
                .all(|list| list.as_ref().is_none_or(Option::is_some));
        ways.push(Exit {
            share: option.share.as_ref().map(|share| share.value.0),
            to: to.flatten(),
            label,
            classes: classes.flatten(),
            goods: goods.flatten(),
            records: records.flatten(),
        });
    }
    if !whole {
        return None;
    }
    let fine = ways
        .iter()
        .any(|way| way.goods.is_some() || way.records.is_some());
    let shared = !fine && ways.iter().all(|way| way.classes.is_none());
    let profiles = way.cx.profiles.iter().enumerate();
    let by_profile: Vec<Option<Vec<BranchOption>>> = profiles
        .map(|(index, profile)| {
            let open: Vec<&Exit> = ways.iter().filter(|way| way.admits(profile)).collect();
            let whose = match way.cx.classes.get(profile.class) {
                _ if fine => format!(" of {}", profiles::name(index, way.cx)),
                Some(name) if !shared => format!(" of class `{name}`"),
                _ => String::new(),
            };
            // Of what nobody brings nothing is said that could be wrong of it alone.
            if open.is_empty() || (fine && !way.brought.contains(&index)) {
                if open.is_empty() && way.brought.contains(&index) {
                    let problem = Problem::error(
                        options.place,
                        format!("no option for vehicles{whose}"),
                        "they come here and have no way on",
                    );
                    problems.push(problem.help(if fine {
                        "add an option for it, or one without `class`, `goods` and `record`"
                    } else {
                        "add an option without `class`, or one for it"
                    }));
                }
                // Nobody of this profile comes here; the way is there so that every profile has one.
                return ways.first().map(|way| {
                    vec![BranchOption {
                        share: Share::WHOLE,
                        to: way.to,
                        label: way.label,
                    }]
                });
            }
            shares(&open, &whose, options.place, place, problems)
        })
        .collect();
    Some(Activity::Branch {
        options: by_profile.into_iter().collect::<Option<_>>()?,
        labels,
    })
}

fn classes(
    list: &Located<OneOrMany<String>>,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    let find = |name: &Located<String>| way.cx.class(&name.value, name.place, problems);
    let found: Vec<Option<usize>> = list.value.0.iter().map(find).collect();
    found.into_iter().collect()
}

/// Goods groups or records by name.
fn listed(
    kind: &str,
    list: &Located<OneOrMany<Name>>,
    names: &[String],
    cx: &Context,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    let find =
        |name: &Located<Name>| cx.find(kind, names, name.value.as_str(), name.place, problems);
    let found: Vec<Option<usize>> = list.value.0.iter().map(find).collect();
    found.into_iter().collect()
}

/// The options of one profile with shares that sum to the whole.
fn shares(
    open: &[&Exit],
    whose: &str,
    place: Place,
    step: Place,
    problems: &mut Problems,
) -> Option<Vec<BranchOption>> {
    let given: u64 = open
        .iter()
        .filter_map(|way| way.share)
        .fold(0, u64::saturating_add);
    let rest = open.iter().filter(|way| way.share.is_none()).count();
    let wrong = |title: String, label: String, help: &str| {
        Problem::error(place, title, label)
            .extra(step, "of this step")
            .help(help)
    };
    if rest > 1 {
        problems.push(wrong(
            format!("{rest} options share the remainder{whose}"),
            "only one option may be without `share`".to_owned(),
            "give all options but one a `share`",
        ));
        return None;
    }
    let near = given.abs_diff(Share::WHOLE) <= ROUNDING;
    if given != Share::WHOLE && ((rest == 0 && !near) || (rest == 1 && given > Share::WHOLE)) {
        problems.push(wrong(
            format!("the shares{whose} sum to {}", percent(given)),
            "expected 100 %".to_owned(),
            "let the shares sum to 100 %, or leave one out: that option takes the remainder",
        ));
        return None;
    }
    let mut options: Vec<BranchOption> = open
        .iter()
        .map(|way| BranchOption {
            share: way.share.unwrap_or(Share::WHOLE.saturating_sub(given)),
            to: way.to,
            label: way.label,
        })
        .collect();
    if rest == 0 && given != Share::WHOLE {
        let problem = Problem::note(
            place,
            format!("the shares{whose} sum to {}", percent(given)),
            "taken in proportion, so that they sum to 100 %",
        );
        problems.push(problem);
        normalise(&mut options, given);
    }
    Some(options)
}

/// Scales shares that sum to `given` so that they sum to the whole; what rounding leaves goes to the largest.
fn normalise(options: &mut [BranchOption], given: u64) {
    for option in options.iter_mut() {
        let scaled = u128::from(option.share) * u128::from(Share::WHOLE) / u128::from(given.max(1));
        option.share = u64::try_from(scaled).unwrap_or(Share::WHOLE);
    }
    let sum: u64 = options.iter().map(|option| option.share).sum();
    if let Some(largest) = options.iter_mut().max_by_key(|option| option.share) {
        largest.share += Share::WHOLE - sum;
    }
}

/// A sum of shares, which may be more than the whole.
fn percent(parts: u64) -> String {
    Share(parts).to_string()
}
