//! Agencies, and the step `inspect`, which stands for several steps of the model.
//!
//! A written step `inspect` becomes, for each agency in turn: a branch (does it inspect?), a service, a branch (does it take
//! a sample?), a service where a laboratory takes it, a delay that waits for the result, a branch (what does it decide?), and a treatment. What cannot happen is left out.
//! Their names are `STEP/AGENCY` and `STEP/AGENCY: PART`, which nobody can write, and their draws are keyed by them; so an
//! agency more or less changes no other's draws, and everything behind the model knows steps only.

use std::collections::BTreeSet;

use super::batch;
use super::context::Context;
use super::dist;
use super::process::title;
use super::route::{Way, times};
use crate::des::variate::Distribution;
use crate::scenario::model::{Activity, Agency, BranchOption, DelayFor, Inspection, Outcome, Step};
use crate::scenario::problem::{Problem, Problems, suggest};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Share;

/// An agency, resolved. What could not be read is `None` and was reported.
#[derive(Debug)]
pub(super) struct Resolved {
    pub model: Agency,
    /// Where it was written.
    place: Place,
    /// The station and the time of each class.
    serve: Option<(usize, Vec<Distribution>)>,
    /// The skill that an inspection needs.
    skill: Option<usize>,
    /// The probability of an inspection for each profile, in parts per 10^12.
    inspects: Vec<u64>,
    /// Share of the inspected from which a sample is taken, and the time to its result, for each class alike.
    sample: Option<(u64, Distribution)>,
    /// The station that takes the sample, and the time of each class.
    taking: Option<(usize, Vec<Distribution>)>,
    /// Whether anything but passing is written.
    decides: bool,
    treat: u64,
    sent_back: u64,
    treatment: Option<(usize, Vec<Distribution>)>,
}

/// The steps of one `inspect`, and which of them are whose.
pub(super) struct Steps {
    pub steps: Vec<Step>,
    pub inspections: Vec<Inspection>,
}

/// The agencies by name.
pub(super) fn agencies(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Resolved> {
    let all: Vec<_> = root
        .agency
        .iter()
        .flat_map(|table| &table.value.0)
        .collect();
    let steps = root
        .route
        .iter()
        .flat_map(|table| table.value.0.values())
        .flat_map(|steps| &steps.value);
    let used: BTreeSet<&str> = steps
        .filter_map(|step| step.inspect.as_ref()?.value.agencies.as_ref())
        .flat_map(|agencies| &agencies.value.0)
        .map(|name| name.value.as_str())
        .collect();
    let mut resolved = Vec::new();
    for (name, agency) in all {
        if !used.contains(name.as_str()) {
            let problem = Problem::warning(
                agency.place,
                format!("agency `{name}` inspects nobody"),
                "no step of a route names it",
            );
            let help = format!("name it in a step: `inspect = {{ agencies = [\"{name}\"] }}`");
            problems.push(problem.help(help));
        }
        resolved.push(lower(name.as_str(), agency, cx, problems));
    }
    resolved
}

fn lower(
    name: &str,
    agency: &Located<raw::Agency>,
    cx: &Context,
    problems: &mut Problems,
) -> Resolved {
    let raw = &agency.value;
    let station = raw.station.as_ref();
    let station = station.and_then(|name| cx.station(name.value.as_str(), name.place, problems));
    let time = times(raw.time.as_ref(), raw.class.as_ref(), cx, problems);
    let sample = raw.sample.as_ref().and_then(|sample| {
        let result = sample.value.result.as_ref()?;
        let result = dist::duration(&result.value, result.place, problems)?;
        Some((sample.value.share.as_ref()?.value.0, result))
    });
    let taking = raw
        .sample
        .as_ref()
        .and_then(|sample| taking(name, sample, cx, problems));
    let treatment = raw.treatment.as_ref().and_then(|treatment| {
        let raw = &treatment.value;
        let station = raw.station.as_ref()?;
        let station = cx.station(station.value.as_str(), station.place, problems);
        let time = times(raw.time.as_ref(), raw.class.as_ref(), cx, problems);
        Some((station?, time?))
    });
    let (treat, sent_back) = outcome(name, raw, problems);
    Resolved {
        model: Agency {
            name: name.to_owned(),
            title: title(raw.name.as_ref(), name),
        },
        place: agency.place,
        skill: match (&raw.skill, station) {
            (Some(skill), Some(station)) => batch::skill(station, skill, cx, problems),
            _ => None,
        },
        serve: station.zip(time),
        inspects: inspects(name, raw, cx, problems),
        sample,
        taking,
        decides: raw.outcome.is_some(),
        treat,
        sent_back,
        treatment,
    }
}

/// Who takes samples, and how long that takes.
fn taking(
    agency: &str,
    sample: &Located<raw::SampleKeys>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<(usize, Vec<Distribution>)> {
    let keys = &sample.value;
    let station = keys.station.as_ref();
    let found = station.and_then(|name| cx.station(name.value.as_str(), name.place, problems));
    let time = keys.time.as_ref();
    let taken = time.and_then(|time| dist::duration(&time.value, time.place, problems));
    match (station, time) {
        (Some(station), None) => {
            let problem = Problem::error(
                station.place,
                format!("how long agency `{agency}` takes for a sample is not given"),
                "it takes a server of this station",
            );
            problems.push(problem.help("add `time`, as in `time = \"30 min\"`"));
        }
        (None, Some(time)) => {
            let problem = Problem::error(
                time.place,
                format!("nobody takes this time for samples of agency `{agency}`"),
                "no station is given",
            );
            problems.push(problem.help("add `station`, or add the time to that of the inspection"));
        }
        _ => {}
    }
    Some((found?, vec![taken?; cx.classes.len()]))
}

/// The row of the matrix: the probability for each profile.
fn inspects(name: &str, raw: &raw::Agency, cx: &Context, problems: &mut Problems) -> Vec<u64> {
    let mut by_profile = vec![0; cx.profiles.len()];
    let Some(row) = &raw.inspects else {
        return by_profile;
    };
    // First the classes, then the groups, which know better.
    for groups in [false, true] {
        for (key, share) in &row.value.0 {
            let key = key.as_str();
            let class = cx.classes.iter().position(|class| class == key);
            let goods = cx.goods.iter().position(|goods| goods == key);
            for (slot, profile) in by_profile.iter_mut().zip(&cx.profiles) {
                let named = if groups {
                    goods.is_some() && profile.goods == goods
                } else {
                    class == Some(profile.class)
                };
                if named {
                    *slot = share.value.0;
                }
            }
            if groups && class.is_none() && goods.is_none() {
                let mut known: Vec<&str> = cx.goods.iter().map(String::as_str).collect();
                known.extend(cx.classes.iter().map(String::as_str));
                let problem = Problem::error(
                    share.place,
                    format!("there is no goods group or class `{key}`"),
                    "a row names what it inspects",
                );
                let help = suggest(key, &known, "goods groups and classes are");
                problems.push(problem.maybe_help(help));
            }
        }
    }
    if row.value.0.values().all(|share| share.value.0 == 0) {
        let problem = Problem::warning(
            row.place,
            format!("agency `{name}` never inspects"),
            "every share is 0",
        );
        problems.push(problem.help("give a share above 0, or take the agency away"));
    }
    by_profile
}

/// The shares that are treated and returned.
fn outcome(name: &str, raw: &raw::Agency, problems: &mut Problems) -> (u64, u64) {
    let Some(outcome) = &raw.outcome else {
        return (0, 0);
    };
    let share = |share: &Option<Located<Share>>| share.as_ref().map_or(0, |share| share.value.0);
    let treat = share(&outcome.value.treat);
    let sent_back = share(&outcome.value.sent_back);
    let sum = treat.saturating_add(sent_back);
    if sum > Share::WHOLE {
        let problem = Problem::error(
            outcome.place,
            format!("the outcomes of agency `{name}` sum to {}", Share(sum)),
            "more than it inspects",
        );
        problems.push(problem.help("let them sum to 100 % or less: the rest passes"));
    }
    if treat > 0 && raw.treatment.is_none() {
        let place = outcome
            .value
            .treat
            .as_ref()
            .map_or(outcome.place, |treat| treat.place);
        let problem = Problem::error(
            place,
            format!("agency `{name}` treats, and no treatment is given"),
            "where and how long is not known",
        );
        let help = "add `treatment = { station = \"...\", time = \"...\" }` to the agency";
        problems.push(problem.help(help));
    }
    (treat, sent_back.min(Share::WHOLE.saturating_sub(treat)))
}

/// How many steps of the model a written step stands for.
pub(super) fn length(raw: &raw::Step, agencies: &[Resolved]) -> usize {
    let Some(inspect) = &raw.inspect else {
        return 1;
    };
    let named = inspect.value.agencies.iter().flat_map(|list| &list.value.0);
    let found: Vec<Option<&Resolved>> = named
        .map(|name| find(agencies, name.value.as_str()))
        .collect();
    let length = |agency: &Option<&Resolved>| agency.map_or(1, Resolved::length);
    let own: usize = found.iter().map(length).sum();
    if are_together(&inspect.value) {
        // The step at which the vehicle stands, and those at which an agency is done.
        own + 2
            + usize::from(
                found
                    .into_iter()
                    .flatten()
                    .any(|agency| agency.sent_back > 0),
            )
    } else {
        own
    }
}

/// The steps for which a written step `inspect` stands; the first has index `first`, and after the last comes `next`.
pub(super) fn steps(
    step: &str,
    inspect: &Located<raw::InspectKeys>,
    first: usize,
    next: Option<usize>,
    way: &Way<'_>,
    problems: &mut Problems,
) -> Option<Steps> {
    let keys = &inspect.value;
    let returned = keys.returned.as_ref().map(|to| way.target(to, problems));
    let listed = keys.agencies.as_ref()?;
    if listed.value.0.is_empty() {
        let problem = Problem::error(listed.place, "an inspection without agencies", "by nobody");
        problems.push(problem.help("name an agency, or take the step away"));
        return None;
    }
    let mut found = Vec::new();
    for (at, name) in listed.value.0.iter().enumerate() {
        let text = name.value.as_str();
        if listed.value.0[..at]
            .iter()
            .any(|other| other.value == name.value)
        {
            let problem = Problem::error(
                name.place,
                format!("agency `{text}` is named twice"),
                "it inspects once at a step",
            );
            problems.push(problem.help("name it once"));
            return None;
        }
        way.cx
            .find("agency", &way.cx.agencies, text, name.place, problems);
        let agency = find(way.agencies, text);
        if let (Some(agency), None) = (agency, &keys.returned)
            && agency.sent_back > 0
        {
            let problem = Problem::error(
                inspect.place,
                format!("agency `{text}` returns vehicles, and no step is given for them"),
                "where they go is not known",
            );
            let problem = problem.extra(agency.place, "the agency");
            problems.push(problem.help("add `returned`, the name of a step or `exit`"));
        }
        found.push(agency);
    }
    let found: Vec<&Resolved> = found.into_iter().collect::<Option<_>>()?;
    let returned = match returned {
        Some(target) => target?,
        None => None,
    };
    if are_together(keys) {
        together(step, &found, first, next, returned, way)
    } else {
        in_turn(step, &found, first, next, returned, way)
    }
}

fn are_together(keys: &raw::InspectKeys) -> bool {
    keys.order.as_ref().map(|order| order.value) == Some(raw::OrderWord::Together)
}

/// One after another: what comes after one is the next, and after the last whatever comes after the step.
fn in_turn(
    step: &str,
    agencies: &[&Resolved],
    first: usize,
    next: Option<usize>,
    returned: Option<usize>,
    way: &Way<'_>,
) -> Option<Steps> {
    let mut steps = Vec::new();
    let mut inspections = Vec::new();
    let mut at = first;
    for (index, agency) in agencies.iter().enumerate() {
        let after = if index + 1 == agencies.len() {
            next
        } else {
            Some(at + agency.length())
        };
        let (own, inspection) = agency.steps(step, way.route, at, after, returned, way.cx)?;
        at += own.len();
        steps.extend(own);
        inspections.push(inspection);
    }
    Some(Steps { steps, inspections })
}

/// All at once: the vehicle stands at the step itself, the agencies work by theirs, and each ends at one of two steps behind them.
fn together(
    step: &str,
    agencies: &[&Resolved],
    first: usize,
    next: Option<usize>,
    returned: Option<usize>,
    way: &Way<'_>,
) -> Option<Steps> {
    let end = first + 1 + agencies.iter().map(|agency| agency.length()).sum::<usize>();
    let some_return = agencies.iter().any(|agency| agency.sent_back > 0);
    let mut parts = Vec::new();
    let mut work = Vec::new();
    let mut inspections = Vec::new();
    for agency in agencies {
        let at = first + 1 + work.len();
        let (own, inspection) =
            agency.steps(step, way.route, at, Some(end), Some(end + 1), way.cx)?;
        parts.push(at);
        work.extend(own);
        inspections.push(inspection);
    }
    let meet = |name: &str, returned| Step {
        name: format!("{step}: {name}"),
        activity: Activity::Meet { returned },
        next: None,
    };
    let mut steps = vec![Step {
        name: step.to_owned(),
        activity: Activity::Together {
            parts,
            end: end + 1 + usize::from(some_return),
            // Where nobody is returned, all go on.
            returned: if some_return { returned } else { next },
        },
        next,
    }];
    steps.append(&mut work);
    steps.push(meet("done", false));
    if some_return {
        steps.push(meet("returned", true));
    }
    Some(Steps { steps, inspections })
}

fn find<'a>(agencies: &'a [Resolved], name: &str) -> Option<&'a Resolved> {
    agencies.iter().find(|agency| agency.model.name == name)
}

impl Resolved {
    /// Whether a station takes samples.
    fn takes(&self) -> bool {
        self.sample.is_some() && self.taking.is_some()
    }

    fn length(&self) -> usize {
        2 + 2 * usize::from(self.sample.is_some())
            + usize::from(self.takes())
            + usize::from(self.decides)
            + usize::from(self.treatment.is_some())
    }

    /// The steps of this agency from index `first` on; who is done with goes on at `next`, who is returned at `returned`.
    fn steps(
        &self,
        step: &str,
        route: usize,
        first: usize,
        next: Option<usize>,
        returned: Option<usize>,
        cx: &Context,
    ) -> Option<(Vec<Step>, Inspection)> {
        let stem = format!("{step}/{}", self.model.name);
        let (station, time) = self.serve.clone()?;
        let serve = first + 1;
        let sample = self.sample.as_ref().map(|_| serve + 1);
        let result = sample.map(|sample| sample + 1 + usize::from(self.takes()));
        let last = result.unwrap_or(serve);
        let outcome = self.decides.then_some(last + 1);
        let treatment = (self.treatment.as_ref()).map(|_| outcome.unwrap_or(last) + 1);
        let decided = outcome.or(next);
        let of = |part: &str| format!("{stem}: {part}");
        let plain = |name, activity, next| Step {
            name,
            activity,
            next,
        };
        let all = |options: Vec<BranchOption>| vec![options; cx.profiles.len()];
        let inspected = self.inspects.iter().map(|&share| {
            vec![
                option(share, Some(serve), 0),
                option(Share::WHOLE - share, next, 1),
            ]
        });
        let mut steps = vec![
            plain(
                stem.clone(),
                branch(inspected.collect(), &["inspected", "not inspected"]),
                None,
            ),
            plain(
                of("inspection"),
                Activity::Serve {
                    station,
                    time,
                    skill: self.skill,
                },
                sample.or(decided),
            ),
        ];
        if let Some((share, time)) = &self.sample {
            let options = vec![
                option(*share, sample.map(|sample| sample + 1), 0),
                option(Share::WHOLE - share, decided, 1),
            ];
            steps.push(plain(
                of("sample"),
                branch(all(options), &["sampled", "not sampled"]),
                None,
            ));
            if let Some((station, time)) = &self.taking {
                let activity = Activity::Serve {
                    station: *station,
                    time: time.clone(),
                    skill: None,
                };
                steps.push(plain(of("sampling"), activity, result));
            }
            let waits_for = DelayFor::Result;
            let time = vec![time.clone(); cx.classes.len()];
            steps.push(plain(
                of("result"),
                Activity::Delay { time, waits_for },
                decided,
            ));
        }
        if outcome.is_some() {
            let rest = Share::WHOLE
                .saturating_sub(self.treat)
                .saturating_sub(self.sent_back);
            let mut options = vec![option(rest, next, 0)];
            if treatment.is_some() {
                options.push(option(self.treat, treatment, 1));
            }
            // Where nobody is returned, no way leads to a step that need not be given.
            if self.sent_back > 0 {
                options.push(option(self.sent_back, returned, 2));
            }
            let labels = ["passed", "treated", "returned"];
            steps.push(plain(of("outcome"), branch(all(options), &labels), None));
        }
        if let Some((station, time)) = &self.treatment {
            let (station, time) = (*station, time.clone());
            steps.push(plain(
                of("treatment"),
                Activity::Serve {
                    station,
                    time,
                    skill: None,
                },
                next,
            ));
        }
        let inspection = Inspection {
            agency: cx
                .agencies
                .iter()
                .position(|name| *name == self.model.name)?,
            route,
            serve,
            sample,
            result,
            outcome: outcome.map(|step| Outcome {
                step,
                treat: treatment.map(|_| 1),
                sent_back: (self.sent_back > 0).then_some(2),
            }),
        };
        Some((steps, inspection))
    }
}

fn option(share: u64, to: Option<usize>, label: usize) -> BranchOption {
    BranchOption { share, to, label }
}

fn branch(options: Vec<Vec<BranchOption>>, labels: &[&str]) -> Activity {
    Activity::Branch {
        options,
        labels: labels.iter().map(|&label| label.to_owned()).collect(),
    }
}
