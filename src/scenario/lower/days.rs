//! Days and what is counted by day: day references, spans of days, whole numbers a day, factors from day to day.

use jiff::civil::Date;

use crate::scenario::calendar::Period;
use crate::scenario::model::DayFactor;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{DayValue, RawDayFactor};
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::{Duration, Rate, Share};

use super::context::Context;

/// The civil day that is meant; `None` if it was reported or the period is not known.
pub(super) fn day(
    value: &Located<DayValue>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Date> {
    match value.value {
        DayValue::Day(day) => match day.resolve(cx.period?) {
            Ok(date) => Some(date),
            Err(error) => {
                let said = error.to_string();
                let (why, remedy) = said.rsplit_once("; ").unwrap_or((&said, "write a date"));
                problems
                    .push(Problem::error(value.place, "no such day", why).help(remedy.to_owned()));
                None
            }
        },
        DayValue::At(at) => {
            let problem = Problem::error(
                value.place,
                "expected a day",
                "this is a day and a time of day",
            );
            problems.push(problem.help(format!("write `{}`", at.date())));
            None
        }
    }
}

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DaySpan {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl DaySpan {
    /// Whether the day lies in it.
    pub(super) fn covers(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether the two have a day in common.
    pub(super) fn meets(self, other: DaySpan) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// The days from `from` to `to`. A span that ends before it begins is an error; one outside the period a warning.
pub(super) fn day_span(
    from: Option<&Located<DayValue>>,
    to: Option<&Located<DayValue>>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<DaySpan> {
    // Both are resolved, so that both are checked.
    let dates = (
        from.and_then(|from| day(from, cx, problems)),
        to.and_then(|to| day(to, cx, problems)),
    );
    let ((Some(first), Some(last)), Some(from), Some(to)) = (dates, from, to) else {
        return None;
    };
    let span = DaySpan {
        from: first,
        to: last,
    };
    if last < first {
        let problem = Problem::error(
            to.place,
            "the last day comes before the first",
            format!("this is {last}"),
        );
        problems.push(
            problem
                .extra(from.place, format!("this is {first}"))
                .help("`to` is the last day, inclusive"),
        );
        return None;
    }
    warn_outside(span, from.place, cx, problems);
    Some(span)
}

fn warn_outside(span: DaySpan, place: Place, cx: &Context, problems: &mut Problems) {
    let Some(Period { from, to }) = cx.period else {
        return;
    };
    if !span.meets(DaySpan { from, to }) {
        let DaySpan {
            from: first,
            to: last,
        } = span;
        problems.push(
            Problem::warning(
                place,
                "these days lie outside the period",
                format!("{first} to {last} has no effect"),
            )
            .help(format!("the scenario runs from {from} to {to}")),
        );
    }
}

/// Reports dated entries that hold on a common day, each pair once.
pub(super) fn report_overlaps(spans: &[(DaySpan, Place)], problems: &mut Problems) {
    let mut sorted = spans.to_vec();
    sorted.sort_by_key(|(span, place)| (span.from, *place));
    let mut reach: Option<(DaySpan, Place)> = None;
    for (span, place) in sorted {
        if let Some((before, other)) = reach.filter(|(before, _)| before.meets(span)) {
            let shared = before.from.max(span.from);
            let (first, second) = (place.max(other), place.min(other));
            problems.push(
                Problem::error(
                    first,
                    "two dated entries for the same day",
                    format!("both hold on {shared}"),
                )
                .extra(second, "the other is here")
                .help("end one before the other begins"),
            );
        }
        if reach.is_none_or(|(before, _)| before.to < span.to) {
            reach = Some((span, place));
        }
    }
}

/// `rate` times `span` as a fraction in lowest terms; `None` if it is too fine to be held.
pub(super) fn amount_in(rate: Rate, span: Duration) -> Option<(u128, u128)> {
    let per = u128::try_from(rate.per.0).ok()?;
    let over = u128::try_from(span.0)
        .ok()?
        .checked_mul(u128::from(rate.count.digits))?;
    let under = 10_u128.checked_pow(rate.count.scale)?.checked_mul(per)?;
    let common = gcd(over, under).max(1);
    Some((over / common, under / common))
}

/// `rate` times `span`, if that is a whole number.
pub(super) fn whole_in(rate: Rate, span: Duration) -> Option<u64> {
    let (over, under) = amount_in(rate, span)?;
    if under == 1 {
        u64::try_from(over).ok()
    } else {
        None
    }
}

/// `rate` times `span` as near as a float comes.
pub(super) fn expected_in(rate: Rate, span: Duration) -> f64 {
    amount_in(rate, span).map_or(0.0, |(over, under)| over as f64 / under as f64)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A whole number a day. Rates for shorter times are refused: they would read as if they held within the day.
pub(super) fn whole_a_day(
    rate: &Located<Rate>,
    what: &str,
    shorter: &str,
    problems: &mut Problems,
) -> Option<u64> {
    let a_day = amount_in(rate.value, Duration::DAY);
    if rate.value.per < Duration::DAY {
        let remedy = match whole_in(rate.value, Duration::DAY) {
            Some(a_day) => format!("for the whole day write `{a_day} / day`{shorter}"),
            None => format!("for the whole day write a number `/ day`{shorter}"),
        };
        problems.push(
            Problem::error(
                rate.place,
                format!("{what} are counted by day"),
                format!("this is per {}", Duration(rate.value.per.0)),
            )
            .help(remedy),
        );
        return None;
    }
    let whole = whole_in(rate.value, Duration::DAY);
    if whole.is_none() {
        let near = a_day.map_or(0, |(over, under)| over / under);
        problems.push(
            Problem::error(
                rate.place,
                format!("{what} are whole numbers"),
                format!("this is not a whole number a day: more than {near}"),
            )
            .help(format!("write `{near} / day` or `{} / day`", near + 1)),
        );
    }
    whole
}

/// The factor that makes one day differ from the next.
pub(super) fn day_factor(
    factor: Option<&Located<RawDayFactor>>,
    problems: &mut Problems,
) -> Option<DayFactor> {
    let keys = &factor?.value;
    let cv = keys.cv.as_ref()?;
    if !(0.0..=10.0).contains(&cv.value) {
        problems.push(
            Problem::error(
                cv.place,
                "number out of range",
                format!("the coefficient of variation is {}", cv.value),
            )
            .help("it must be from 0 to 10; 0.3 means that most days differ by less than 30 %"),
        );
        return None;
    }
    let shared = keys.shared.as_ref().map_or(0, |share| share.value.0);
    Some(DayFactor {
        cv: cv.value,
        shared: shared as f64 / Share::WHOLE as f64,
    })
}
