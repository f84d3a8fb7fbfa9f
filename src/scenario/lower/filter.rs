//! Which vehicles something is about: the filter keys and the lists of class words.

use crate::scenario::calendar::{Bound, ClassWord, Direction, Filter, Nationality};
use crate::scenario::kinds::OneOrMany;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{BoundWord, DirectionWord, VehicleWord};
use crate::scenario::reader::Located;

use super::context::Context;

/// The filter keys of a table, as they were typed.
#[derive(Clone, Copy, Default)]
pub(super) struct FilterKeys<'a> {
    /// `direction`.
    pub direction: Option<Located<DirectionWord>>,
    /// `bound`.
    pub bound: Option<Located<BoundWord>>,
    /// `class`.
    pub class: Option<&'a Located<OneOrMany<String>>>,
    /// `vehicle`.
    pub vehicle: Option<Located<VehicleWord>>,
    /// `loaded`.
    pub loaded: Option<Located<bool>>,
    /// `homeward`.
    pub homeward: Option<Located<bool>>,
}

impl FilterKeys<'_> {
    /// The filter that they mean.
    pub(super) fn lower(self, cx: &Context, problems: &mut Problems) -> Filter {
        if let Some(class) = self.class.filter(|class| class.value.0.is_empty()) {
            problems.push(
                Problem::error(class.place, "no class is named", "this speaks of nobody")
                    .help("name a class, or leave `class` out to speak of all"),
            );
        }
        Filter {
            direction: self.direction.map(|word| direction(word.value)),
            bound: self.bound.map(|word| bound(word.value)),
            class: self.class.map(|words| class_words(words, cx, problems)),
            vehicle: self.vehicle.map(|word| nationality(word.value)),
            loaded: self.loaded.map(|given| given.value),
            homeward: self.homeward.map(|given| given.value),
        }
    }
}

/// A list of classes and of the words that cut across them. What is unknown is reported and left out.
pub(super) fn class_words(
    words: &Located<OneOrMany<String>>,
    cx: &Context,
    problems: &mut Problems,
) -> Vec<ClassWord> {
    let mut known: Vec<ClassWord> = Vec::new();
    for word in &words.value.0 {
        let across = ClassWord::across_classes(&word.value);
        let Some(meant) = across.or_else(|| {
            cx.class(&word.value, word.place, problems)
                .map(ClassWord::Class)
        }) else {
            continue;
        };
        if known.contains(&meant) {
            let title = format!("`{}` is named twice", word.value);
            problems.push(Problem::warning(word.place, title, "once is enough"));
        } else {
            known.push(meant);
        }
    }
    known
}

/// The direction that a word means.
pub(super) fn direction(word: DirectionWord) -> Direction {
    match word {
        DirectionWord::Export => Direction::Export,
        DirectionWord::Import => Direction::Import,
    }
}

/// The way of the wheels that a word means.
pub(super) fn bound(word: BoundWord) -> Bound {
    match word {
        BoundWord::ToChina => Bound::ToChina,
        BoundWord::ToVietnam => Bound::ToVietnam,
    }
}

/// The nationality that a word means.
pub(super) fn nationality(word: VehicleWord) -> Nationality {
    match word {
        VehicleWord::Vietnamese => Nationality::Vietnamese,
        VehicleWord::Chinese => Nationality::Chinese,
    }
}
