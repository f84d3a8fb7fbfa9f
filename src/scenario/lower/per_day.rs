//! The average a day that was published beside a total.
//!
//! It is no outcome of its own: total and average say the same thing twice, but for the number of days between them. So it is for what
//! crosses, which needs an open gate, and for spans of whole days.

use super::context::Context;
use super::observed::has_unit_of;
use super::written::text_of;
use crate::scenario::calendar::{Clocks, clock, instant};
use crate::scenario::model::PerDay;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{MeasureWord, Observed};
use crate::scenario::reader::Located;
use crate::scenario::source::SourceMap;

/// The average beside a total over `span`, where one is given.
pub(super) fn per_day(
    raw: &Observed,
    measure: &Located<MeasureWord>,
    span: Option<(i64, i64)>,
    cx: &Context,
    sources: &SourceMap,
    problems: &mut Problems,
) -> Option<PerDay> {
    let average = raw.per_day.as_ref()?;
    let crosses = matches!(
        measure.value,
        MeasureWord::VehiclesCrossed | MeasureWord::Crossings | MeasureWord::TonnesCrossed
    );
    if !crosses {
        let word = measure.value.word();
        let title = format!("`per-day` is not for `{word}`");
        let problem = Problem::error(average.place, title, "this has no meaning here");
        problems.push(problem.extra(measure.place, "what is counted").help(
            "an average tells on how many days something could cross: give it with `vehicles-crossed`, `crossings` or `tonnes-crossed`",
        ));
        return None;
    }
    let in_its_unit = has_unit_of(measure, average.value.0.unit, average.place, problems);
    let ((from, to), clocks) = (span?, cx.clocks.as_ref()?);
    if !(is_midnight(from, clocks) && is_midnight(to, clocks)) {
        let problem = Problem::error(
            average.place,
            "an average a day over part of a day",
            "the span is not of whole days",
        );
        let ends = [(&raw.from, from, "its beginning"), (&raw.to, to, "its end")];
        let ends = ends
            .into_iter()
            .filter(|&(_, at, _)| !is_midnight(at, clocks));
        let problem = ends
            .filter_map(|(given, _, label)| Some((given.as_ref()?.place, label)))
            .fold(problem, |problem, (place, label)| {
                problem.extra(place, label)
            });
        problems.push(problem.help("give `from` and `to` as days, or drop `per-day`"));
        return None;
    }
    in_its_unit.then_some(())?;
    Some(PerDay {
        text: text_of(average.place, sources),
        average: average.value.0,
        total: raw.value.as_ref()?.value,
    })
}

fn is_midnight(at: i64, clocks: &Clocks) -> bool {
    instant(clock(at, &clocks.own).date(), 0, &clocks.own) == at
}
