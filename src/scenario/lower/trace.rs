//! Sources that repeat a log, row by row.

use crate::scenario::model::{Arrivals, Flow, TraceRow};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, AnswerWord, Answers};
use crate::scenario::reader::Located;

use super::context::Context;

/// The rows that lie in the period; those that do not are counted in a warning.
pub(super) fn rows(
    given: &Located<Vec<raw::TraceRow>>,
    flow: Option<&Flow>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Arrivals> {
    if given.value.is_empty() {
        let problem = Problem::warning(given.place, "a trace without rows", "nobody comes");
        problems.push(problem);
    }
    let period = cx.period?;
    let mut lowered = Vec::new();
    let (mut whole, mut outside, mut first_outside) = (true, 0_usize, None);
    for row in &given.value {
        let class = match &row.class {
            None => Some(None),
            Some(name) => class(name, flow, cx, problems).map(Some),
        };
        let load = match &row.load {
            None => Some(None),
            Some(load) => {
                let kilograms = u32::try_from(load.value.0).ok().filter(|&kg| kg < MOST);
                if kilograms.is_none() {
                    problems.push(
                        Problem::error(load.place, "number out of range", "no vehicle carries it")
                            .help("the most is 1,000 t"),
                    );
                } else if flow.is_some_and(|flow| !flow.loaded) {
                    problems.push(
                        Problem::error(
                            load.place,
                            "an empty vehicle with a load",
                            "the vehicles of this source come with `loaded = false`",
                        )
                        .help("leave `load` out, or `loaded = false`"),
                    );
                    whole = false;
                }
                kilograms.map(Some)
            }
        };
        let (Some(at), Some(class), Some(load)) = (&row.at, class, load) else {
            whole = false;
            continue;
        };
        if at.value.date() < period.from || at.value.date() > period.to {
            outside += 1;
            first_outside.get_or_insert(at.place);
            continue;
        }
        lowered.push(TraceRow {
            at: at.value,
            class,
            load,
        });
    }
    if let Some(place) = first_outside {
        problems.push(
            Problem::warning(
                place,
                "rows of a trace outside the period",
                format!(
                    "{outside} of {} rows do not come, of which this is the first",
                    given.value.len()
                ),
            )
            .help("let `from` and `to` of the scenario cover the log"),
        );
    }
    // Stable: vehicles of one instant stay in the order of the file.
    lowered.sort_by_key(|row| row.at);
    whole.then_some(Arrivals::Trace(lowered))
}

/// No vehicle carries more, in kilograms.
const MOST: u32 = 1_000_000;

fn class(
    name: &Located<crate::scenario::kinds::Name>,
    flow: Option<&Flow>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<usize> {
    let class = cx.class(name.value.as_str(), name.place, problems)?;
    let flow = flow?;
    let comes = flow.classes.iter().any(|&(other, _)| other == class);
    if !comes {
        let problem = Problem::error(
            name.place,
            "a class that is none of the source's",
            format!("`class` of this source has no share of `{}`", name.value),
        );
        problems.push(problem.help("give it a share there: loads are foretold by these shares"));
    }
    comes.then_some(class)
}

/// When the vehicles of a log came is known, and how many together: whatever would move or multiply them is refused.
pub(super) fn refuse_choices(keys: &raw::Source, problems: &mut Problems) {
    let waits = |answers: &Answers| matches!(answers, Answers::One(AnswerWord::Waits));
    let when_closed = keys.when_closed.as_ref();
    let given = [
        ("convoy", keys.convoy.as_ref().map(|key| key.place)),
        (
            "when-closed",
            when_closed
                .filter(|key| !waits(&key.value))
                .map(|key| key.place),
        ),
        ("surge", keys.surge.as_ref().map(|key| key.place)),
        ("books", keys.books.as_ref().map(|key| key.place)),
    ];
    for (key, place) in given {
        if let Some(place) = place {
            problems.push(
                Problem::error(
                    place,
                    format!("`{key}` changes who comes when"),
                    "the vehicles of a `trace` come as its rows say",
                )
                .help(format!(
                    "leave `{key}` out, or give `rate` in place of `trace`"
                )),
            );
        }
    }
}
