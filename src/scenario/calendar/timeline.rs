//! What a calendar comes to for one category of vehicles: a state for every instant of the period.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::civil::{DAY_MINUTES, Time, instant};

/// Whether a vehicle may pass, or the one reason why not. The order of the closed states is the
/// order in which causes are named when several hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SegmentState {
    /// Every vehicle of the category may pass.
    Open,
    /// Only those with a booking may pass.
    Booked,
    /// Shut for a holiday, a rest day or an announced closure.
    ClosedHoliday,
    /// Outside the hours of a working day.
    ClosedNight,
    /// Open, but at this hour not for this way or nationality.
    WrongDirection,
    /// Open, but not for this class of goods.
    ClassBarred,
}

impl SegmentState {
    /// Whether anybody of the category may pass.
    pub fn is_open(self) -> bool {
        matches!(self, SegmentState::Open | SegmentState::Booked)
    }
}

/// A stretch of time in one state, from `from` until the next segment starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Segment {
    /// Its first instant, in microseconds since 1970 UTC.
    pub from: Time,
    /// The state throughout.
    pub state: SegmentState,
    /// Index of the notice that decides here, if one does.
    pub notice: Option<usize>,
}

/// The states of a whole period.
///
/// Invariants: segments are in order, the first starts with the period, no two neighbours are alike
/// in state and notice, and the last runs until `end`. An empty period has no segments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    segments: Vec<Segment>,
    end: Time,
}

impl Timeline {
    pub(super) fn new(end: Time) -> Timeline {
        Timeline {
            segments: Vec::new(),
            end,
        }
    }

    pub(super) fn push(&mut self, segment: Segment) {
        let last = self.segments.last().map(|last| (last.state, last.notice));
        if last != Some((segment.state, segment.notice)) {
            self.segments.push(segment);
        }
    }

    /// The segments, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The instant at which the period is over.
    pub fn end(&self) -> Time {
        self.end
    }

    /// Each segment with the instant at which it is over.
    pub fn spans(&self) -> impl Iterator<Item = (Segment, Time)> {
        let ends = self
            .segments
            .iter()
            .skip(1)
            .map(|next| next.from)
            .chain([self.end]);
        self.segments.iter().copied().zip(ends)
    }

    /// What of each segment lies in `[from, to)`.
    pub fn spans_within(
        &self,
        from: Time,
        to: Time,
    ) -> impl Iterator<Item = (Time, Time, SegmentState)> {
        let after = self
            .segments
            .partition_point(|segment| segment.from <= from);
        let first = after.saturating_sub(1);
        let inside = self.segments.iter().skip(first);
        let ends = self.segments.iter().skip(first + 1);
        let ends = ends.map(|next| next.from).chain([self.end]);
        inside
            .zip(ends)
            .take_while(move |(segment, _)| segment.from < to)
            .map(move |(segment, end)| (segment.from.max(from), end.min(to), segment.state))
            .filter(|(from, to, _)| from < to)
    }

    /// The instants at which the state changes, whatever notice is behind it; the first is the
    /// start.
    pub fn changes(&self) -> Vec<(Time, SegmentState)> {
        let mut changes: Vec<(Time, SegmentState)> = Vec::new();
        for segment in &self.segments {
            if changes
                .last()
                .is_none_or(|&(_, state)| state != segment.state)
            {
                changes.push((segment.from, segment.state));
            }
        }
        changes
    }

    /// The segment that holds at an instant; `None` outside the period.
    pub fn segment_at(&self, time: Time) -> Option<&Segment> {
        if time >= self.end {
            return None;
        }
        let after = self
            .segments
            .partition_point(|segment| segment.from <= time);
        self.segments.get(after.checked_sub(1)?)
    }

    /// The state at an instant; `None` outside the period.
    pub fn state_at(&self, time: Time) -> Option<SegmentState> {
        self.segment_at(time).map(|segment| segment.state)
    }

    /// Microseconds in `[from, to)` during which somebody may pass.
    pub fn open_time(&self, from: Time, to: Time) -> i64 {
        let open = self
            .spans_within(from, to)
            .filter(|(_, _, state)| state.is_open());
        open.map(|(from, to, _)| to - from).sum()
    }

    /// Whether nobody may pass on a civil day of this clock. A day outside the period counts as
    /// closed.
    pub fn closed_all_day(&self, day: Date, zone: &TimeZone) -> bool {
        self.open_time(instant(day, 0, zone), instant(day, DAY_MINUTES, zone)) == 0
    }
}
