//! All combinations of some levers.

use super::{Lever, MOST_POINTS};
use crate::scenario::expression::Mistake;

/// The points at which some levers are looked at: every combination of their values, the last lever the fastest.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    levers: Vec<Lever>,
}

impl Grid {
    /// The grid of these levers, of which there is at least one.
    ///
    /// # Errors
    /// Where it has more than [`MOST_POINTS`] points, or two levers set one path.
    pub fn new(levers: Vec<Lever>) -> Result<Self, Mistake> {
        let mut points = 1_usize;
        for (at, lever) in levers.iter().enumerate() {
            // Of the texts of all levers with ", " between.
            let lengths = levers.iter().map(|lever| lever.text.len() + 2);
            let whole = || 0..lengths.clone().sum::<usize>() - 2;
            points = points.saturating_mul(lever.len());
            if points > MOST_POINTS {
                let title = format!("a grid of more than {MOST_POINTS} points");
                let label = format!("with this there are {points}");
                let mistake = Mistake::new(whole(), title, label);
                return Err(mistake.help("take wider steps, or sweep one lever at a time"));
            }
            let before = levers.iter().take(at).flat_map(|lever| &lever.strands);
            let mut own = lever.strands.iter();
            let taken: Vec<&str> = before.map(|strand| strand.path.as_str()).collect();
            if let Some(twice) = own.find(|strand| taken.contains(&strand.path.as_str())) {
                let title = format!("`{}` is set twice", twice.path);
                let label = "another lever sets it already";
                return Err(Mistake::new(whole(), title, label));
            }
        }
        Ok(Self { levers })
    }

    /// The levers, the slowest first.
    pub fn levers(&self) -> &[Lever] {
        &self.levers
    }

    /// How many points it has.
    pub fn len(&self) -> usize {
        self.levers.iter().map(Lever::len).product()
    }

    /// Whether it has none, as where there are no levers to speak of.
    pub fn is_empty(&self) -> bool {
        self.levers.is_empty() || self.len() == 0
    }

    /// Which value each lever has at a point.
    pub fn place(&self, point: usize) -> Vec<usize> {
        let mut rest = point;
        let mut place: Vec<usize> = self
            .levers
            .iter()
            .rev()
            .map(|lever| {
                let at = rest % lever.len().max(1);
                rest /= lever.len().max(1);
                at
            })
            .collect();
        place.reverse();
        place
    }

    /// A point as `--set` takes it.
    pub fn sets(&self, point: usize) -> Vec<String> {
        let place = self.place(point);
        let levers = self.levers.iter().zip(place);
        levers.flat_map(|(lever, at)| lever.sets(at)).collect()
    }

    /// A point in words.
    pub fn label(&self, point: usize) -> String {
        let place = self.place(point);
        let levers = self.levers.iter().zip(place);
        let labels: Vec<String> = levers.map(|(lever, at)| lever.label(at)).collect();
        labels.join(", ")
    }
}
