//! Hours of a week, for gates and for whatever else works by the week.

use jiff::civil::Weekday;

use crate::scenario::calendar::{Days, Weekly};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::WeeklyHours;
use crate::scenario::reader::Located;

/// A week from `hours` and `days`; without `days` every day is a working day.
pub(super) fn weekly(
    hours: &Located<WeeklyHours>,
    days: Option<&Located<Days>>,
    problems: &mut Problems,
) -> Option<Weekly> {
    match &hours.value {
        WeeklyHours::Same(hours) => {
            let days = days.map_or(Days::ALL, |days| days.value);
            Some(Weekly::on(days, hours))
        }
        WeeklyHours::Grouped(groups) => {
            if let Some(days) = days {
                problems.push(
                    Problem::error(
                        days.place,
                        "working days are given twice",
                        "`hours` already says on which days",
                    )
                    .extra(hours.place, "hours by groups of weekdays")
                    .help("leave `days` out; a day that `hours` does not name is a rest day"),
                );
            }
            report_repeated_days(groups, problems)?;
            let parts = groups
                .iter()
                .map(|(days, hours)| (days.value, &hours.value));
            Weekly::from_parts(parts).ok()
        }
    }
}

/// Reports groups of weekdays that share a day; `None` if there are any.
pub(super) fn report_repeated_days<T>(
    groups: &[(Located<Days>, Located<T>)],
    problems: &mut Problems,
) -> Option<()> {
    let mut fine = Some(());
    for (index, (days, _)) in groups.iter().enumerate() {
        let before = groups.iter().take(index).find_map(|(other, _)| {
            let shared = Weekday::Monday
                .cycle_forward()
                .take(7)
                .find(|&day| days.value.contains(day) && other.value.contains(day))?;
            Some((other, shared))
        });
        if let Some((other, shared)) = before {
            problems.push(
                Problem::error(
                    days.place,
                    format!("{shared:?} is named twice"),
                    "this group has it",
                )
                .extra(other.place, "and this one too")
                .help("name each weekday in one group"),
            );
            fine = None;
        }
    }
    fine
}
