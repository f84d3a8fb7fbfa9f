//! What drivers choose: balking, published queues, diversions, bans, and what demand does on closed days.
//!
//! Each rule is lowered here by itself. Whether it speaks of anybody, and of whom another speaks too, is looked at in
//! [`heeded`](super::heeded), when it is known who comes.

use jiff::civil::Date;

use crate::scenario::calendar::day_number;
use crate::scenario::kinds::{Name, OneOrMany};
use crate::scenario::model::{
    Answer, Balking, Ban, Counts, Diversion, Published, Reaction, Sees, Who,
};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, AnswerWord, Answers, IfSeen, SeesWord};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::{Count, Duration, Share};

use super::context::Context;
use super::days::day_span;
use super::filter::FilterKeys;
use super::flow;

/// So many times may queues be counted in a period, so that what is remembered of them stays small.
const MOST_COUNTS: i64 = 200_000;

/// The balking rules that exist under the switches in force. The others are checked as well.
pub(super) fn balking(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Balking> {
    let mut lowered = Vec::new();
    for (name, keys) in root.balking.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let rule = balk(name.as_str(), &keys.value, cx, problems);
        lowered.extend(rule.filter(|_| exists));
    }
    lowered
}

/// The published queues.
pub(super) fn published(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Published> {
    let all = root.published.iter().flat_map(|named| &named.value.0);
    all.filter_map(|(name, keys)| publish(name.as_str(), &keys.value, cx, problems))
        .collect()
}

/// The diversions that exist under the switches in force. The others are checked as well.
pub(super) fn diversions(
    root: &raw::Root,
    published: &[Published],
    cx: &Context,
    problems: &mut Problems,
) -> Vec<Diversion> {
    let mut lowered = Vec::new();
    for (name, keys) in root.diversion.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let rule = divert(name.as_str(), &keys.value, root, published, cx, problems);
        lowered.extend(rule.filter(|_| exists));
    }
    lowered
}

/// The bans that exist under the switches in force. The others are checked as well.
pub(super) fn bans(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Ban> {
    let mut lowered = Vec::new();
    for (name, keys) in root.ban.iter().flat_map(|named| &named.value.0) {
        let exists = cx.exists(keys.value.when.as_ref(), problems);
        let ban = ban(name.as_str(), &keys.value, cx, problems);
        lowered.extend(ban.filter(|_| exists));
    }
    lowered
}

/// What vehicles do that cannot come on their day: `usual` where nothing is said.
pub(super) fn reaction(
    answers: Option<&Located<Answers>>,
    surge: Option<&Located<Duration>>,
    usual: Answer,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Reaction> {
    let answers = match answers.map(|given| (&given.value, given.place)) {
        None => vec![(usual, Share::WHOLE)],
        Some((Answers::One(word), _)) => vec![(answer(*word), Share::WHOLE)],
        Some((Answers::Shares(shares), place)) => {
            let mut words = AnswerWord::ALL.to_vec();
            words.sort_unstable_by_key(|word| word.word());
            let names: Vec<String> = words.iter().map(|word| word.word().to_owned()).collect();
            let mix = flow::mix(shares, place, problems, |name, place, problems| {
                cx.find("answer", &names, name, place, problems)
            })?;
            mix.into_iter()
                .filter_map(|(index, share)| Some((answer(*words.get(index)?), share)))
                .collect()
        }
    };
    let mut reaction = Reaction {
        answers,
        surge: Reaction::all(usual).surge,
    };
    if let Some(surge) = surge {
        if !reaction.has(Answer::ComesBefore) {
            let problem =
                Problem::warning(surge.place, "nobody comes before", "this has no effect");
            problems.push(problem.help("leave `surge` out, or give `comes-before` a share"));
        }
        let days = surge.value.0 / Duration::DAY.0;
        if days < 1 || surge.value.0 % Duration::DAY.0 != 0 {
            let problem = Problem::error(surge.place, "a surge lasts whole days", "this does not");
            problems.push(problem.help("write it as in `surge = \"7 d\"`"));
            return None;
        }
        reaction.surge = u32::try_from(days).unwrap_or(u32::MAX);
    }
    Some(reaction)
}

fn answer(word: AnswerWord) -> Answer {
    match word {
        AnswerWord::Waits => Answer::Waits,
        AnswerWord::StaysAway => Answer::StaysAway,
        AnswerWord::Postpones => Answer::Postpones,
        AnswerWord::ComesBefore => Answer::ComesBefore,
    }
}

/// The keys by which a rule says whom it speaks of.
struct WhoKeys<'a> {
    gates: Option<&'a Located<OneOrMany<Name>>>,
    goods: Option<&'a Located<OneOrMany<Name>>>,
    filter: FilterKeys<'a>,
}

impl WhoKeys<'_> {
    fn lower(self, cx: &Context, problems: &mut Problems) -> Option<Who> {
        let gates = match self.gates {
            Some(gates) => self::gates(gates, cx, problems),
            None => Some(Vec::new()),
        };
        let names = self.goods.iter().flat_map(|goods| &goods.value.0);
        let goods: Vec<Option<usize>> = names
            .map(|name| {
                let (word, place) = (name.value.as_str(), name.place);
                cx.find("goods group", &cx.goods, word, place, problems)
            })
            .collect();
        if let Some(empty) = self.goods.filter(|goods| goods.value.0.is_empty()) {
            let problem = Problem::error(
                empty.place,
                "no goods group is named",
                "this speaks of nobody",
            );
            problems.push(problem.help("name a group, or leave `goods` out to speak of all"));
        }
        let filter = self.filter.lower(cx, problems);
        Some(Who {
            gates: gates?,
            filter,
            goods: goods.into_iter().collect::<Option<_>>()?,
        })
    }
}

/// The gates of a list, sorted, each once.
fn gates(
    list: &Located<OneOrMany<Name>>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    if list.value.0.is_empty() {
        let problem = Problem::error(list.place, "no gate is named", "this speaks of nobody");
        problems.push(problem.help("name a gate, as in `gates = [\"huu-nghi\"]`"));
    }
    let found: Vec<Option<usize>> = list
        .value
        .0
        .iter()
        .map(|name| cx.gate(name.value.as_str(), name.place, problems))
        .collect();
    let mut gates: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
    gates.sort_unstable();
    gates.dedup();
    Some(gates)
}

fn balk(name: &str, keys: &raw::Balking, cx: &Context, problems: &mut Problems) -> Option<Balking> {
    let who = WhoKeys {
        gates: keys.gates.as_ref(),
        goods: keys.goods.as_ref(),
        filter: FilterKeys {
            direction: keys.direction,
            class: keys.class.as_ref(),
            vehicle: keys.vehicle,
            ..FilterKeys::default()
        },
    };
    let who = who.lower(cx, problems);
    let elsewhere = match keys.instead.as_ref().map(|given| &given.value) {
        None | Some(IfSeen::Word(_)) => Some(None),
        Some(IfSeen::Other(other)) => other.gate.as_ref().and_then(|gate| {
            let share = other
                .share
                .as_ref()
                .map_or(Share::WHOLE, |share| share.value.0);
            let gate = cx.gate(gate.value.as_str(), gate.place, problems)?;
            Some(Some((gate, share)))
        }),
    };
    let (from, all) = (keys.from.as_ref()?, keys.all.as_ref()?);
    if from.value.0 > all.value.0 {
        let label = format!("nobody balks up to {}", from.value.0);
        let problem = Problem::error(
            all.place,
            "`all` is less than `from`",
            "everybody balks from here on",
        );
        problems.push(
            problem
                .extra(from.place, label)
                .help("give `all` as much as `from` or more; equal, they are a limit"),
        );
        return None;
    }
    Some(Balking {
        name: name.to_owned(),
        who: who?,
        sees: match keys.sees.map(|word| word.value) {
            None | Some(SeesWord::Stock) => Sees::Stock,
            Some(SeesWord::Line) => Sees::Line,
        },
        from: vehicles(from, problems)?,
        all: vehicles(all, problems)?,
        elsewhere: elsewhere?,
    })
}

/// A number of vehicles that can stand in line.
fn vehicles(count: &Located<Count>, problems: &mut Problems) -> Option<u32> {
    let fits = u32::try_from(count.value.0).ok();
    if fits.is_none() {
        problems.push(Problem::error(
            count.place,
            "number out of range",
            format!("no line has more than {} vehicles", u32::MAX),
        ));
    }
    fits
}

fn publish(
    name: &str,
    keys: &raw::Published,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Published> {
    let gates = keys
        .gates
        .as_ref()
        .and_then(|list| gates(list, cx, problems));
    let counts = match (&keys.at, &keys.every) {
        (Some(at), None) => {
            if at.value.is_empty() {
                let problem =
                    Problem::error(at.place, "nothing is ever counted", "no time is named");
                problems.push(problem.help("name times, as in `at = [\"08:00\", \"20:00\"]`"));
                return None;
            }
            let mut times: Vec<_> = at.value.iter().map(|time| time.0).collect();
            times.sort_unstable();
            times.dedup();
            Some(Counts::At(times))
        }
        (None, Some(every)) => {
            let days = cx.period.map_or(0, |period| period.days().count());
            let span = i64::try_from(days)
                .unwrap_or(i64::MAX)
                .saturating_mul(Duration::DAY.0);
            if every.value.0 <= 0 || span / every.value.0 > MOST_COUNTS {
                let problem = Problem::error(
                    every.place,
                    "counted too often",
                    format!("a period has room for {MOST_COUNTS} counts"),
                );
                problems.push(problem.help("write a longer time, as in `every = \"1 h\"`"));
                return None;
            }
            Some(Counts::Every(every.value.0))
        }
        // None or both were reported when the table was read.
        _ => None,
    };
    Some(Published {
        name: name.to_owned(),
        gates: gates?,
        counts: counts?,
        delay: keys.delay.map_or(0, |delay| delay.value.0),
    })
}

fn divert(
    name: &str,
    keys: &raw::Diversion,
    root: &raw::Root,
    published: &[Published],
    cx: &Context,
    problems: &mut Problems,
) -> Option<Diversion> {
    let who = WhoKeys {
        gates: keys.gates.as_ref(),
        goods: keys.goods.as_ref(),
        filter: FilterKeys {
            direction: keys.direction,
            class: keys.class.as_ref(),
            vehicle: keys.vehicle,
            ..FilterKeys::default()
        },
    };
    let who = who.lower(cx, problems);
    let ahead = keys.ahead.filter(|ahead| {
        if ahead.value.0 == 0 {
            let problem = Problem::error(
                ahead.place,
                "nobody reads on the way",
                "this is the instant at which they arrive",
            );
            problems.push(problem.help(
                "give a time, as in `ahead = \"6 h\"`; those who look when they arrive are `balking`",
            ));
        }
        ahead.value.0 > 0
    });
    let more_than = keys
        .more_than
        .as_ref()
        .and_then(|more| vehicles(more, problems));
    let names: Vec<String> = root
        .published
        .iter()
        .flat_map(|table| table.value.names())
        .map(str::to_owned)
        .collect();
    let given = keys.published.as_ref()?;
    let index = cx.find(
        "published queue",
        &names,
        given.value.as_str(),
        given.place,
        problems,
    )?;
    let read = published
        .iter()
        .position(|known| known.name == names[index])?;
    let mut who = who?;
    let known = &published[read].gates;
    if known.len() < 2 {
        let problem = Problem::error(
            given.place,
            "there is nothing to choose",
            "only one gate is published",
        );
        problems.push(problem.help("publish the queues of two gates or more"));
        return None;
    }
    if let Some(list) = &keys.gates {
        for name in &list.value.0 {
            let gate = cx.gates.iter().position(|gate| gate == name.value.as_str());
            if gate.is_some_and(|gate| !known.contains(&gate)) {
                let problem = Problem::error(
                    name.place,
                    format!("the queue of gate `{}` is not published", name.value),
                    "they could not compare it",
                );
                problems.push(
                    problem
                        .extra(given.place, "what they read")
                        .help("add the gate there, or leave it out here"),
                );
            }
        }
    } else {
        who.gates.clone_from(known);
    }
    Some(Diversion {
        name: name.to_owned(),
        who,
        published: read,
        ahead: ahead?.value.0,
        share: keys.share.map_or(Share::WHOLE, |share| share.value.0),
        more_than: more_than?,
        takes: keys.takes.map_or(0, |takes| takes.value.0),
    })
}

fn ban(name: &str, keys: &raw::Ban, cx: &Context, problems: &mut Problems) -> Option<Ban> {
    let who = WhoKeys {
        gates: keys.gates.as_ref(),
        goods: keys.goods.as_ref(),
        filter: FilterKeys {
            direction: keys.direction,
            class: keys.class.as_ref(),
            vehicle: keys.vehicle,
            ..FilterKeys::default()
        },
    };
    let who = who.lower(cx, problems);
    let span = day_span(keys.from.as_ref(), keys.to.as_ref(), cx, problems);
    let (instead, surge) = (keys.instead.as_ref(), keys.surge.as_ref());
    let instead = reaction(instead, surge, Answer::StaysAway, cx, problems);
    if let Some(reaction) = instead
        .as_ref()
        .filter(|instead| instead.has(Answer::Waits))
    {
        let place = keys
            .instead
            .as_ref()
            .map_or(Place::default(), |given| given.place);
        let help = if reaction.only().is_some() {
            "a ban that nobody heeds has no effect: leave it out, or give `complies = \"0 %\"`"
        } else {
            "their share is what is left by `complies`"
        };
        let problem = Problem::error(
            place,
            "who heeds a ban does not come all the same",
            "`waits` is no answer to it",
        );
        problems.push(problem.help(help));
        return None;
    }
    let span = span?;
    if let Some(announced) = keys.announced {
        let label = format!("this is {}", announced.value);
        if announced.value > span.to {
            let problem = Problem::error(announced.place, "nobody ever knows of this ban", label);
            problems.push(problem.help(format!(
                "it ends with {}: give that day or one before",
                span.to
            )));
            return None;
        }
        if announced.value > span.from {
            let problem = Problem::warning(
                announced.place,
                "a ban that begins before it is announced",
                label,
            );
            problems.push(problem.help(format!(
                "it begins on {}; until it is announced they come all the same",
                span.from
            )));
        }
    }
    if let Some(instead) = &instead {
        check_days(keys, (span.from, span.to), instead, cx, problems);
    }
    Some(Ban {
        name: name.to_owned(),
        who: who?,
        from: span.from,
        to: span.to,
        announced: keys.announced.map(|day| day.value),
        complies: keys.complies.map_or(Share::WHOLE, |share| share.value.0),
        on_the_way: keys.on_the_way.map_or(0, |span| span.value.0),
        instead: instead?,
    })
}

/// Warns of a ban that is over before anybody heeds it, and of one before which nobody can come.
fn check_days(
    keys: &raw::Ban,
    (from, to): (Date, Date),
    instead: &Reaction,
    cx: &Context,
    problems: &mut Problems,
) {
    let announced = keys.announced.map(|day| day.value);
    let heeded = day_number(announced.map_or(from, |day| day.max(from)));
    let length = (day_number(to) + 1 - heeded).saturating_mul(Duration::DAY.0);
    if let Some(way) = keys.on_the_way.filter(|way| way.value.0 >= length) {
        let label = format!("it lasts {} from when it is known", Duration(length));
        let problem = Problem::warning(way.place, "a ban that nobody heeds", label);
        problems.push(problem.help("all of its vehicles have set out before: give a shorter time"));
    }
    let Some(period) = cx.period.filter(|_| instead.has(Answer::ComesBefore)) else {
        return;
    };
    let surge = day_number(from) - i64::from(instead.surge);
    let earliest = surge.max(day_number(
        announced.map_or(period.from, |day| day.max(period.from)),
    ));
    if earliest >= day_number(from) {
        let place = keys
            .instead
            .as_ref()
            .map_or(Place::default(), |it| it.place);
        let title = "nobody can come before this ban";
        let label = "there is no day between its announcement and its beginning in the period";
        let problem = Problem::warning(place, title, label);
        problems.push(problem.help(
            "they come as if it were not there: give an earlier `announced`, begin the period sooner, or write another answer",
        ));
    }
}
