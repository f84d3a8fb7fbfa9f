//! Whether rules of choice speak of somebody, of whom no other speaks, and can do what they say.

use crate::scenario::model::{
    Activity, Arrivals, Balking, Ban, Class, Diversion, Published, Route, Sees, Source, Who,
};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::source::Place;

use super::comers::{Comer, comers};
use super::context::Context;

/// Who comes, and the rules that they may heed.
pub(super) struct Rules<'a> {
    pub sources: &'a [Source],
    pub classes: &'a [Class],
    pub routes: &'a [Route],
    pub balking: &'a [Balking],
    pub published: &'a [Published],
    pub diversions: &'a [Diversion],
    pub bans: &'a [Ban],
}

/// Reports rules that nobody heeds, two for the same vehicles, and rules that cannot do what they say.
pub(super) fn check(root: &raw::Root, rules: &Rules<'_>, cx: &Context, problems: &mut Problems) {
    let comers = comers(rules.sources, &[], rules.classes);
    let place = |name: &str, table: Option<Place>| (name.to_owned(), table.unwrap_or_default());
    let balking: Vec<Rule<'_>> = rules
        .balking
        .iter()
        .map(|rule| {
            let table = root
                .balking
                .as_ref()
                .and_then(|all| all.value.get(&rule.name));
            Rule::new(
                "balking rule",
                place(&rule.name, table.map(|keys| keys.place)),
                &rule.who,
                &comers,
            )
        })
        .collect();
    let diversions: Vec<Rule<'_>> = rules
        .diversions
        .iter()
        .map(|rule| {
            let table = root
                .diversion
                .as_ref()
                .and_then(|all| all.value.get(&rule.name));
            Rule::new(
                "diversion",
                place(&rule.name, table.map(|keys| keys.place)),
                &rule.who,
                &comers,
            )
        })
        .collect();
    let bans: Vec<Rule<'_>> = rules
        .bans
        .iter()
        .map(|rule| {
            let table = root.ban.as_ref().and_then(|all| all.value.get(&rule.name));
            Rule::new(
                "ban",
                place(&rule.name, table.map(|keys| keys.place)),
                &rule.who,
                &comers,
            )
        })
        .collect();
    for rule in balking.iter().chain(&diversions).chain(&bans) {
        rule.of_somebody(problems);
    }
    apart(&balking, cx, problems, |_, _| true);
    apart(&diversions, cx, problems, |_, _| true);
    apart(&bans, cx, problems, |a, b| {
        let (a, b) = (&rules.bans[a], &rules.bans[b]);
        a.from <= b.to && b.from <= a.to
    });
    for (rule, heeded) in rules.balking.iter().zip(&balking) {
        check_line(rule, heeded, rules, problems);
        let gates: Vec<usize> = rule.elsewhere.iter().map(|&(gate, _)| gate).collect();
        check_elsewhere(&gates, heeded, &comers, cx, problems);
    }
    for (rule, heeded) in rules.diversions.iter().zip(&diversions) {
        check_elsewhere(
            &rules.published[rule.published].gates,
            heeded,
            &comers,
            cx,
            problems,
        );
        check_books(rule, heeded, rules, problems);
    }
    for heeded in &bans {
        check_days(heeded, rules, problems);
    }
}

/// A rule and those who heed it.
struct Rule<'a> {
    what: &'static str,
    name: String,
    place: Place,
    heeded_by: Vec<&'a Comer<'a>>,
}

impl<'a> Rule<'a> {
    fn new(
        what: &'static str,
        (name, place): (String, Place),
        who: &Who,
        comers: &'a [Comer<'a>],
    ) -> Self {
        Self {
            what,
            name,
            place,
            heeded_by: comers.iter().filter(|comer| comer.is_of(who)).collect(),
        }
    }

    fn of_somebody(&self, problems: &mut Problems) {
        if self.heeded_by.is_empty() {
            let title = format!("{} `{}` speaks of nobody", self.what, self.name);
            let problem = Problem::error(self.place, title, "no source brings such vehicles");
            problems.push(
                problem.help(
                    "check its gates, direction, class, goods and nationality, or leave it out",
                ),
            );
        }
    }

    fn problem(&self, title: String, label: impl Into<String>) -> Problem {
        Problem::error(self.place, title, label)
    }
}

/// Reports two rules of a kind that speak of the same vehicles, where both can hold.
fn apart(
    rules: &[Rule<'_>],
    cx: &Context,
    problems: &mut Problems,
    both_hold: impl Fn(usize, usize) -> bool,
) {
    for (second, rule) in rules.iter().enumerate() {
        for (first, other) in rules.iter().enumerate().take(second) {
            let of_both = rule.heeded_by.iter().find(|comer| {
                other
                    .heeded_by
                    .iter()
                    .any(|known| std::ptr::eq(**comer, *known))
            });
            let Some(comer) = of_both.filter(|_| both_hold(first, second)) else {
                continue;
            };
            let class = name(&cx.classes, comer.category.class);
            let gate = name(&cx.gates, comer.flow.gate);
            let title = format!("two {}s for the same vehicles", rule.what);
            let problem = rule.problem(
                title,
                format!("`{}` speaks of `{class}` to `{gate}`", rule.name),
            );
            problems.push(
                problem
                    .extra(other.place, format!("and so does `{}`", other.name))
                    .help("a vehicle heeds one: make them speak of different vehicles"),
            );
        }
    }
}

fn name(names: &[String], index: usize) -> &str {
    names.get(index).map_or("", String::as_str)
}

/// Who looks at a line must come to one before anything is decided on its way.
fn check_line(rule: &Balking, heeded: &Rule<'_>, rules: &Rules<'_>, problems: &mut Problems) {
    if rule.sees != Sees::Line {
        return;
    }
    let without = heeded.heeded_by.iter().find_map(|comer| {
        let route = rules.routes.get(comer.flow.route)?;
        (!comes_to_a_line(route)).then_some(route)
    });
    if let Some(route) = without {
        let title = format!("balking rule `{}` has no line to look at", heeded.name);
        let name = &route.name;
        // Only what a regime brings has a colon in its name.
        let brought = route
            .steps
            .first()
            .and_then(|step| step.name.split_once(':'));
        let label = match brought {
            Some((regime, _)) => format!("route `{name}` begins with steps of regime `{regime}`"),
            None => format!(
                "route `{name}` does not begin with a line of a station, yard, bridge, pool or gate"
            ),
        };
        let help = "let them look at the stock of the gate: `sees = \"stock\"`";
        problems.push(heeded.problem(title, label).help(help));
    }
}

/// Whether a route comes to a line before it branches or takes time.
fn comes_to_a_line(route: &Route) -> bool {
    let mut at = Some(0);
    for _ in &route.steps {
        let Some(step) = at.and_then(|at| route.steps.get(at)) else {
            return false;
        };
        match step.activity {
            Activity::Serve { .. }
            | Activity::Park { .. }
            | Activity::Bridge { .. }
            | Activity::Seize { .. }
            | Activity::Gather { .. }
            | Activity::Enter
            | Activity::Cross { .. } => return true,
            Activity::Release
            | Activity::File { .. }
            | Activity::BeginStay { .. }
            | Activity::Free { .. }
            | Activity::LeaveYard { .. } => at = step.next,
            _ => return false,
        }
    }
    false
}

/// Who goes to another gate must be known there.
fn check_elsewhere(
    gates: &[usize],
    heeded: &Rule<'_>,
    comers: &[Comer<'_>],
    cx: &Context,
    problems: &mut Problems,
) {
    if gates.is_empty() {
        return;
    }
    let stranger = heeded.heeded_by.iter().find(|comer| {
        let known = |gate: usize| gate != comer.flow.gate && comer.is_known_at(gate, comers);
        !gates.iter().any(|&gate| known(gate))
    });
    if let Some(comer) = stranger {
        let class = name(&cx.classes, comer.category.class);
        let own = name(&cx.gates, comer.flow.gate);
        let title = format!(
            "{} `{}` has no other gate for some",
            heeded.what, heeded.name
        );
        let label = format!("`{class}` to `{own}` would be known at none");
        let help = "a vehicle becomes the like kind of a source at the other gate: add one there (its rate may be `0 / day`), or name in `gates` those who may go";
        problems.push(heeded.problem(title, label).help(help));
    }
}

/// Who has a slot drives to it: the choice of the gate comes first.
fn check_books(rule: &Diversion, heeded: &Rule<'_>, rules: &Rules<'_>, problems: &mut Problems) {
    let too_late = heeded.heeded_by.iter().find_map(|comer| {
        let source = rules.sources.get(comer.source?)?;
        let books = source.books.filter(|books| books.ahead > rule.ahead)?;
        Some((&source.name, books.ahead))
    });
    if let Some((source, _)) = too_late {
        let title = format!("diversion `{}` comes after the booking", heeded.name);
        let label = format!("source `{source}` asks for its slot earlier than that");
        let help = "give a longer `ahead` here, or a shorter one under the source's `books`";
        problems.push(heeded.problem(title, label).help(help));
    }
}

/// A ban moves days, so arrivals must have some.
fn check_days(heeded: &Rule<'_>, rules: &Rules<'_>, problems: &mut Problems) {
    let without = heeded.heeded_by.iter().find_map(|comer| {
        let source = rules.sources.get(comer.source?)?;
        match source.arrivals {
            Arrivals::Renewal(_) => Some((
                format!(
                    "the intervals of source `{}` run on from day to day",
                    source.name
                ),
                "give that source a `rate` or a `timetable` in place of `interarrival`",
            )),
            Arrivals::Trace(_) => Some((
                format!(
                    "the vehicles of source `{}` came when its `trace` says",
                    source.name
                ),
                "give that source a `rate` or a `timetable` in place of `trace`",
            )),
            Arrivals::Poisson { .. } | Arrivals::Timetable(_) => None,
        }
    });
    if let Some((label, help)) = without {
        let title = format!("ban `{}` needs arrivals by day", heeded.name);
        problems.push(heeded.problem(title, label).help(help));
    }
}
