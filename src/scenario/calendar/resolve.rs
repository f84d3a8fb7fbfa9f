//! From notices to a timeline. The law that this code carries out is in the [module above](super).

use std::borrow::Cow;
use std::cmp::Reverse;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use super::civil::{DAY_MINUTES, Time, clock, instant};
use super::hours::{Hours, Weekly};
use super::notice::{Category, Clocks, GateCalendar, Notice, NoticeState, Period, any_matches};
use super::spans::Spans;
use super::timeline::{Segment, SegmentState, Timeline};

/// Two notices that both decide a day and say different things, with nothing to choose between
/// them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "notices `{first_name}` and `{second_name}` both decide {day} and differ; announce one later, \
     shorten one, give one a narrower filter, or put them in different versions"
)]
pub struct Ambiguity {
    /// The first day they both decide.
    pub day: Date,
    /// Index of the one that comes first in the calendar.
    pub first: usize,
    /// Index of the other.
    pub second: usize,
    /// Name of the first.
    pub first_name: String,
    /// Name of the second.
    pub second_name: String,
}

/// Which notices count: those of one version, as they were known on some day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct View {
    /// The version that holds, as an index in the declared order; notices without version always
    /// do.
    pub version: Option<usize>,
    /// Only notices announced by this day count; without it, all do.
    pub known_on: Option<Date>,
}

impl View {
    /// The calendar as it comes to pass when this version is chosen.
    pub fn of(version: Option<usize>) -> View {
        View {
            version,
            known_on: None,
        }
    }

    /// The calendar as it is known on a day on the way to the chosen version: in the last version,
    /// up to the chosen one, of which some notice is announced by then. Give it the notices of all
    /// gates that share the versions, for a version may cancel what was planned for a gate and say
    /// nothing else about it.
    pub fn known_on<'a, I>(notices: I, chosen: Option<usize>, day: Date) -> View
    where
        I: IntoIterator<Item = &'a Notice>,
    {
        let known = notices.into_iter().filter(|notice| is_known(notice, day));
        let version = known
            .filter_map(|notice| notice.version)
            .filter(|&v| Some(v) <= chosen)
            .max();
        View {
            version,
            known_on: Some(day),
        }
    }

    fn holds(&self, notice: &Notice) -> bool {
        (notice.version.is_none() || notice.version == self.version)
            && self.known_on.is_none_or(|day| is_known(notice, day))
    }
}

fn is_known(notice: &Notice, day: Date) -> bool {
    notice.announced.is_none_or(|announced| announced <= day)
}

/// The timeline of a category at a gate when this version of the calendar is carried out.
///
/// # Errors
/// The first day that two notices decide differently.
pub fn resolve(
    calendar: &GateCalendar,
    category: &Category,
    clocks: &Clocks,
    period: &Period,
    chosen_version: Option<usize>,
) -> Result<Timeline, Ambiguity> {
    resolve_view(calendar, category, clocks, period, View::of(chosen_version))
}

/// The timeline as it is expected on a day, judging by this gate's notices alone; see
/// [`View::known_on`] for versions that several gates share.
///
/// # Errors
/// The first day that two notices decide differently.
pub fn resolve_known(
    calendar: &GateCalendar,
    category: &Category,
    clocks: &Clocks,
    period: &Period,
    chosen_version: Option<usize>,
    known_on: Date,
) -> Result<Timeline, Ambiguity> {
    let view = View::known_on(&calendar.notices, chosen_version, known_on);
    resolve_view(calendar, category, clocks, period, view)
}

/// The timeline by the notices that count in a view.
///
/// # Errors
/// The first day that two notices decide differently.
pub fn resolve_view(
    calendar: &GateCalendar,
    category: &Category,
    clocks: &Clocks,
    period: &Period,
    view: View,
) -> Result<Timeline, Ambiguity> {
    let resolver = Resolver {
        calendar,
        category,
        clocks,
        view,
    };
    let mut timeline = Timeline::new(period.end(&clocks.own));
    for day in period.days() {
        resolver.paint(day, &mut timeline)?;
    }
    Ok(timeline)
}

/// The notice that decides a civil day for a category, if any does; closures for part of the day
/// never decide.
///
/// # Errors
/// If two notices decide it differently.
pub fn deciding_notice(
    calendar: &GateCalendar,
    category: &Category,
    day: Date,
    view: View,
) -> Result<Option<usize>, Ambiguity> {
    let mut best: Option<(usize, &Notice)> = None;
    let mut rival = None;
    for (index, notice) in in_force(calendar, category, day, view) {
        if notice.is_micro_closure() {
            continue;
        }
        match best {
            Some((_, held)) if rank(notice) < rank(held) => {}
            Some((_, held)) if rank(notice) == rank(held) => {
                if rival.is_none() && !same_effect(held, notice, category) {
                    rival = Some((index, notice));
                }
            }
            _ => (best, rival) = (Some((index, notice)), None),
        }
    }
    match (best, rival) {
        (Some((first, held)), Some((second, other))) => {
            let (first_name, second_name) = (held.name.clone(), other.name.clone());
            Err(Ambiguity {
                day,
                first,
                second,
                first_name,
                second_name,
            })
        }
        _ => Ok(best.map(|(index, _)| index)),
    }
}

/// All that the calendar of a gate can know of a category. Categories of which it knows the same have the same timelines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Regard {
    /// By notice: whether it speaks of the category, and what its hours are to it.
    notices: Vec<(bool, SegmentState)>,
    /// By restriction: whether the category may pass in spite of it.
    restrictions: Vec<bool>,
}

impl Regard {
    /// What a calendar knows of a category.
    pub fn of(calendar: &GateCalendar, category: &Category) -> Self {
        let notices = calendar.notices.iter().map(|notice| {
            let speaks = notice.filter.matches(category);
            (speaks, state_when_open(Some(notice), category))
        });
        let restrictions = calendar.restrictions.iter();
        Self {
            notices: notices.collect(),
            restrictions: restrictions
                .map(|restriction| restriction.only.matches(category))
                .collect(),
        }
    }
}

/// The notices that speak of this category on this day, in this view.
fn in_force<'a>(
    calendar: &'a GateCalendar,
    category: &'a Category,
    day: Date,
    view: View,
) -> impl Iterator<Item = (usize, &'a Notice)> {
    let notices = calendar.notices.iter().enumerate();
    notices.filter(move |(_, n)| n.covers(day) && view.holds(n) && n.filter.matches(category))
}

/// Announced later, then shorter, then more specific: the greatest rank decides.
fn rank(notice: &Notice) -> (Option<Date>, Reverse<i64>, usize) {
    (
        notice.announced,
        Reverse(notice.days()),
        notice.filter.given(),
    )
}

/// Whether two notices come to the same for a category.
fn same_effect(a: &Notice, b: &Notice, category: &Category) -> bool {
    let extends = |notice: &Notice| {
        let given = notice.hours.is_some() || notice.partner_hours.is_some();
        given && notice.state == NoticeState::Extended
    };
    a.hours == b.hours
        && a.partner_hours == b.partner_hours
        && extends(a) == extends(b)
        && state_when_open(Some(a), category) == state_when_open(Some(b), category)
}

/// What the hours of a day are to a category.
fn state_when_open(notice: Option<&Notice>, category: &Category) -> SegmentState {
    let Some(notice) = notice else {
        return SegmentState::Open;
    };
    let admitted = || {
        notice
            .admitted
            .as_ref()
            .is_none_or(|words| any_matches(words, category))
    };
    match notice.state {
        NoticeState::Closed => SegmentState::ClosedHoliday,
        _ if any_matches(&notice.barred, category) || !admitted() => SegmentState::ClassBarred,
        NoticeState::Appointment if !any_matches(&notice.exempt, category) => SegmentState::Booked,
        NoticeState::Appointment | NoticeState::Normal | NoticeState::Extended => {
            SegmentState::Open
        }
    }
}

struct Resolver<'a> {
    calendar: &'a GateCalendar,
    category: &'a Category,
    clocks: &'a Clocks,
    view: View,
}

/// A stretch of a civil day, or all of it: when it is a holiday and when the gate is within its
/// hours.
struct Windows {
    holiday: Spans,
    open: Spans,
}

impl<'a> Resolver<'a> {
    /// Appends the segments of one civil day.
    fn paint(&self, day: Date, timeline: &mut Timeline) -> Result<(), Ambiguity> {
        let decides = deciding_notice(self.calendar, self.category, day, self.view)?;
        let notice = decides.and_then(|index| self.calendar.notices.get(index));
        let Windows { holiday, open } = self.windows(day, notice);
        let closures = self.micro_closures(day);
        let wrong = self.wrong_direction(day);
        let when_open = state_when_open(notice, self.category);

        let (start, end) = (
            instant(day, 0, &self.clocks.own),
            instant(day, DAY_MINUTES, &self.clocks.own),
        );
        let sets = [&holiday, &open, &wrong]
            .into_iter()
            .chain(closures.iter().map(|(_, set)| set));
        let edges = sets
            .flat_map(|set| set.as_slice())
            .flat_map(|&(from, to)| [from, to]);
        let mut cuts: Vec<Time> = edges.filter(|&cut| start < cut && cut < end).collect();
        cuts.push(start);
        cuts.sort_unstable();
        cuts.dedup();
        // On a date that the clock skips altogether, nothing happens.
        for from in cuts.into_iter().filter(|_| start < end) {
            let closure = closures.iter().find(|(_, set)| set.contains(from));
            let state = if closure.is_some() || holiday.contains(from) {
                SegmentState::ClosedHoliday
            } else if !open.contains(from) {
                SegmentState::ClosedNight
            } else if wrong.contains(from) {
                SegmentState::WrongDirection
            } else {
                when_open
            };
            let notice = closure.map(|&(index, _)| index).or(decides);
            timeline.push(Segment {
                from,
                state,
                notice,
            });
        }
        Ok(())
    }

    /// Holiday and hours of a civil day, as far as they matter within it.
    fn windows(&self, day: Date, notice: Option<&'a Notice>) -> Windows {
        let Clocks { own, partner } = self.clocks;
        let Some(notice) = notice else {
            let ours = side(&[day], own, |day| {
                Cow::Borrowed(self.calendar.own.hours(day))
            });
            let theirs = self.calendar.partner.as_ref().map(|week| {
                side(&self.partner_days(day), partner, |day| {
                    Cow::Borrowed(week.hours(day))
                })
            });
            return both(&ours, theirs);
        };
        if notice.state == NoticeState::Closed {
            return Windows {
                holiday: Hours::always().on(day, own),
                open: Spans::default(),
            };
        }
        let extended = notice.state == NoticeState::Extended;
        let hours = |week: Option<&'a Weekly>, given: Option<&'a Hours>, day: Weekday| {
            let ordinary = week.map(|week| week.working_hours(day));
            match (ordinary, given) {
                (Some(ordinary), Some(given)) if extended => Cow::Owned(ordinary.union(given)),
                (_, Some(given)) => Cow::Borrowed(given),
                (Some(ordinary), None) => Cow::Borrowed(ordinary),
                (None, None) => Cow::Owned(Hours::always()),
            }
        };
        let our_week = Some(&self.calendar.own);
        let ours = side(&[day], own, |day| {
            hours(our_week, notice.hours.as_ref(), day)
        });
        // Without a week of its own, the other side never shuts, and there is nothing to extend.
        let their_week = self.calendar.partner.as_ref();
        let their_hours = notice
            .partner_hours
            .as_ref()
            .filter(|_| !extended || their_week.is_some());
        let theirs = (their_week.is_some() || their_hours.is_some()).then(|| {
            side(&self.partner_days(day), partner, |day| {
                hours(their_week, their_hours, day)
            })
        });
        let Windows { holiday, open } = both(&ours, theirs);
        match &notice.hours {
            // Both sides agreed on the longer day, each on its own clock.
            Some(agreed) if extended && notice.partner_hours.is_none() => {
                let agreed = agreed.on(day, own);
                Windows {
                    holiday: holiday.subtract(&agreed),
                    open: open.union(&agreed),
                }
            }
            _ => Windows { holiday, open },
        }
    }

    /// Closures for part of the day, each with the index of its notice.
    fn micro_closures(&self, day: Date) -> Vec<(usize, Spans)> {
        let Clocks { own, partner } = self.clocks;
        let spans = |notice: &Notice| {
            let ours = notice.hours.iter().map(|hours| hours.on(day, own));
            let theirs = notice.partner_hours.iter().flat_map(|hours| {
                self.partner_days(day)
                    .into_iter()
                    .map(|day| hours.on(day, partner))
            });
            ours.chain(theirs)
                .fold(Spans::default(), |all, some| all.union(&some))
        };
        in_force(self.calendar, self.category, day, self.view)
            .filter(|(_, notice)| notice.is_micro_closure())
            .map(|(index, notice)| (index, spans(notice)))
            .collect()
    }

    /// When a restriction keeps this category from passing.
    fn wrong_direction(&self, day: Date) -> Spans {
        let restrictions = self.calendar.restrictions.iter();
        restrictions
            .filter(|restriction| {
                restriction.covers(day) && !restriction.only.matches(self.category)
            })
            .map(|restriction| restriction.hours.on(day, &self.clocks.own))
            .fold(Spans::default(), |all, some| all.union(&some))
    }

    /// The civil days of the partner's clock that a civil day of ours overlaps.
    fn partner_days(&self, day: Date) -> Vec<Date> {
        let Clocks { own, partner } = self.clocks;
        let first = clock(instant(day, 0, own), partner).date();
        let last = clock(instant(day, DAY_MINUTES, own) - 1, partner).date();
        Period {
            from: first,
            to: last,
        }
        .days()
        .collect()
    }
}

/// Rest days and hours of one side over some of its civil days.
fn side<'a>(days: &[Date], zone: &TimeZone, hours: impl Fn(Weekday) -> Cow<'a, Hours>) -> Windows {
    let (mut holiday, mut open) = (Spans::default(), Spans::default());
    for &day in days {
        let hours = hours(day.weekday());
        if hours.is_closed() {
            holiday = holiday.union(&Hours::always().on(day, zone));
        } else {
            open = open.union(&hours.on(day, zone));
        }
    }
    Windows { holiday, open }
}

/// A gate is open while both sides are, and rests while either does.
fn both(ours: &Windows, theirs: Option<Windows>) -> Windows {
    let (mut holiday, mut open) = (ours.holiday.clone(), ours.open.clone());
    if let Some(theirs) = theirs {
        holiday = holiday.union(&theirs.holiday);
        open = open.intersect(&theirs.open);
    }
    Windows { holiday, open }
}
