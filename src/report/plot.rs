//! Estimates and their intervals on one scale, a line each: `├──●──┤`.

use super::width::width;

/// Columns that a line takes.
pub const WIDTH: usize = 36;

/// From where to where a line goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The left end.
    pub low: f64,
    /// The right end, above it.
    pub high: f64,
}

impl Scale {
    /// The scale that holds all of these. What is counted begins at nothing, unless that would squeeze what there is into less than half of
    /// the line; `None` where there is nothing, or all is the same.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values = values.into_iter().filter(|value| value.is_finite());
        let first = values.next()?;
        let (low, high) = values.fold((first, first), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let low = if 0.0 < low && low < high / 2.0 {
            0.0
        } else {
            low
        };
        (low < high).then_some(Self { low, high })
    }

    /// The scale from the least to the greatest of these, wherever nothing is.
    pub fn around(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values = values.into_iter().filter(|value| value.is_finite());
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        (low < high).then_some(Self { low, high })
    }

    fn column(self, value: f64) -> usize {
        let share = (value - self.low) / (self.high - self.low);
        (share.clamp(0.0, 1.0) * (WIDTH - 1) as f64 + 0.5) as usize
    }

    /// A value on its line, with its interval where it has one.
    pub fn line(self, value: f64, interval: Option<(f64, f64)>) -> String {
        let mut line = [' '; WIDTH];
        if let Some((low, high)) = interval {
            let (from, to) = (self.column(low), self.column(high));
            line[from..=to].fill('─');
            if from < to {
                (line[from], line[to]) = ('├', '┤');
            }
        }
        line[self.column(value)] = '●';
        line.iter().collect::<String>()
    }
}

/// The ends of the scale, each over its end of the line.
pub fn axis(low: &str, high: &str) -> String {
    let gap = WIDTH.saturating_sub(width(low) + width(high));
    format!("{low}{}{high}", " ".repeat(gap.max(1)))
}
