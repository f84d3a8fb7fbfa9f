//! Sets of half-open spans on a line: minutes of a day, or instants.
//!
//! Invariant: spans are sorted, none is empty, and none touches the next. Half-open ends make the
//! algebra exact: a set and its complement share no point, and nothing lies between 11:00 and
//! 11:00.

/// A set of points, kept as sorted, disjoint, non-empty spans `[from, to)` that do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spans(Vec<(i64, i64)>);

impl Spans {
    /// The points from `from` up to, but without, `to`; empty unless `from < to`.
    pub fn between(from: i64, to: i64) -> Spans {
        Spans::from_iter([(from, to)])
    }

    /// The spans, in order.
    pub fn as_slice(&self) -> &[(i64, i64)] {
        &self.0
    }

    /// Whether there is no point in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it holds this point.
    pub fn contains(&self, point: i64) -> bool {
        let after = self.0.partition_point(|&(from, _)| from <= point);
        after
            .checked_sub(1)
            .and_then(|i| self.0.get(i))
            .is_some_and(|&(_, to)| point < to)
    }

    /// Sum of the lengths.
    pub fn total(&self) -> i64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// Points of either.
    pub fn union(&self, other: &Spans) -> Spans {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// Points of both.
    pub fn intersect(&self, other: &Spans) -> Spans {
        let overlaps =
            |&(from, to): &(i64, i64)| other.0.iter().map(move |&(a, b)| (from.max(a), to.min(b)));
        self.0.iter().flat_map(overlaps).collect()
    }

    /// Points of this set that are not in the other.
    pub fn subtract(&self, other: &Spans) -> Spans {
        let (Some(&(start, _)), Some(&(_, end))) = (self.0.first(), self.0.last()) else {
            return Spans::default();
        };
        // Intersect with the gaps of the other, between this set's own ends.
        let opens = std::iter::once(start).chain(other.0.iter().map(|&(_, to)| to));
        let closes = other.0.iter().map(|&(from, _)| from).chain([end]);
        self.intersect(&opens.zip(closes).collect())
    }
}

impl FromIterator<(i64, i64)> for Spans {
    /// Collects spans in any order, overlapping or not; those that are empty or reversed count for
    /// nothing.
    fn from_iter<I: IntoIterator<Item = (i64, i64)>>(spans: I) -> Spans {
        let mut spans: Vec<(i64, i64)> = spans.into_iter().filter(|(from, to)| from < to).collect();
        spans.sort_unstable();
        spans.dedup_by(|next, last| {
            let touch = next.0 <= last.1;
            if touch {
                last.1 = last.1.max(next.1);
            }
            touch
        });
        Spans(spans)
    }
}
