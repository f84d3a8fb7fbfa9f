//! The calendar as a planner reads it: day by day, on both clocks, with lunar days.

use jiff::civil::{Date, DateTime, Weekday};

use super::civil::{DAY_MINUTES, Time, clock, instant};
use super::notice::{Category, Clocks, GateCalendar, Period};
use super::resolve::{Ambiguity, View, deciding_notice, resolve_view};
use super::timeline::SegmentState;
use crate::scenario::lunar::{self, Side};

/// A civil day of the scenario's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRow {
    /// The day.
    pub date: Date,
    /// Its weekday.
    pub weekday: Weekday,
    /// Its lunar day in Vietnam, in words; `None` beyond the years that are computed.
    pub lunar_vietnam: Option<String>,
    /// Its lunar day in China, in the same words.
    pub lunar_china: Option<String>,
    /// Name of the notice that decides the day, if one does.
    pub notice: Option<String>,
    /// The states of the day, from midnight to midnight without gaps.
    pub spans: Vec<DaySpan>,
}

impl DayRow {
    /// The spans during which somebody may pass.
    pub fn open(&self) -> impl Iterator<Item = &DaySpan> {
        self.spans.iter().filter(|span| span.state.is_open())
    }

    /// Whether nobody may pass all day.
    pub fn closed_all_day(&self) -> bool {
        self.open().next().is_none()
    }
}

/// Part of a day in one state, on both clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySpan {
    /// The state.
    pub state: SegmentState,
    /// Name of the notice behind it, if there is one: the day's, or a closure for part of the day.
    pub notice: Option<String>,
    /// First instant.
    pub from: Time,
    /// The instant at which it is over.
    pub to: Time,
    /// What the scenario's clock shows at both ends; the end of a day shows as the next day's
    /// midnight.
    pub own: (DateTime, DateTime),
    /// What the partner's clock shows at both ends.
    pub partner: (DateTime, DateTime),
}

/// One row for each civil day of the period, for one category at one gate.
///
/// # Errors
/// The first day that two notices decide differently.
pub fn day_table(
    calendar: &GateCalendar,
    category: &Category,
    clocks: &Clocks,
    period: &Period,
    view: View,
) -> Result<Vec<DayRow>, Ambiguity> {
    let timeline = resolve_view(calendar, category, clocks, period, view)?;
    let name = |index: usize| {
        calendar
            .notices
            .get(index)
            .map(|notice| notice.name.clone())
    };
    let row = |date: Date| {
        let (start, end) = (
            instant(date, 0, &clocks.own),
            instant(date, DAY_MINUTES, &clocks.own),
        );
        let spans = timeline
            .spans()
            .filter(|&(segment, to)| segment.from < end && start < to);
        let spans = spans.map(|(segment, to)| {
            let (from, to) = (segment.from.max(start), to.min(end));
            DaySpan {
                state: segment.state,
                notice: segment.notice.and_then(name),
                from,
                to,
                own: (clock(from, &clocks.own), clock(to, &clocks.own)),
                partner: (clock(from, &clocks.partner), clock(to, &clocks.partner)),
            }
        });
        Ok(DayRow {
            date,
            weekday: date.weekday(),
            lunar_vietnam: lunar::word(Side::Vietnam, date).ok(),
            lunar_china: lunar::word(Side::China, date).ok(),
            notice: deciding_notice(calendar, category, date, view)?.and_then(name),
            spans: spans.collect(),
        })
    };
    period.days().map(row).collect()
}
