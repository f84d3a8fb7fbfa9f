//! One basis: where a value comes from, and the range in which it is plausible.
//!
//! A basis may cover several keys of a table, of which its range can mean only those whose values are of its kind: the
//! range of a source is in vehicles a day and says nothing about its class mix. So values and ranges have a [`Kind`].

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::scenario::calendar::{DayRef, Days, Hours, day_number};
use crate::scenario::model::{Basis, BasisKind};
use crate::scenario::money::{Currency, Decline, Per, Price};
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::BasisKeys;
use crate::scenario::reader::{FromNode, Located};
use crate::scenario::source::Place;
use crate::scenario::units::{Decimal, Duration, Mass, Quantity, Rate, Share};

/// The reason of what somebody sets by hand.
pub(super) const BY_HAND: &str = "set on the command line";

/// A basis as it was stated, and where.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// Kind, text and, if it has two members, range.
    pub basis: Basis,
    /// Where its text is.
    pub place: Place,
    /// Whether a range was given, well formed or not.
    pub ranged: bool,
    /// Where its range is.
    pub range_place: Place,
    /// A remark, in which references may be named.
    pub note: String,
}

/// The words of a text, each of which may be the name of a reference: "40.76 t a vehicle (mong-cai-q1-2023)".
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let in_word = |c: char| c.is_alphanumeric() || c == '-';
    text.split(move |c| !in_word(c))
}

/// Reads a basis; one that cannot be read was reported when its table was read.
pub(super) fn stated(node: &Node, problems: &mut Problems) -> Option<Stated> {
    let mut said = Problems::new();
    let keys = BasisKeys::read(node, &mut said)?;
    let ways = [
        (BasisKind::Documented, &keys.documented),
        (BasisKind::Derived, &keys.derived),
        (BasisKind::Assumed, &keys.assumed),
        (BasisKind::Fitted, &keys.fitted),
    ];
    let (kind, text) = ways
        .into_iter()
        .find_map(|(kind, text)| Some((kind, text.as_ref()?)))?;
    let (range, range_place) = match &keys.range {
        None => (None, text.place),
        Some(range) => (ends(range, problems), range.place),
    };
    Some(Stated {
        basis: Basis {
            kind,
            text: text.value.clone(),
            range,
        },
        place: text.place,
        ranged: keys.range.is_some(),
        range_place,
        note: keys.note.map_or_else(String::new, |note| note.value),
    })
}

fn ends(range: &Located<Vec<String>>, problems: &mut Problems) -> Option<(String, String)> {
    if let [low, high] = range.value.as_slice() {
        return Some((low.clone(), high.clone()));
    }
    let label = match range.value.len() {
        1 => "there is 1 member".to_owned(),
        many => format!("there are {many} members"),
    };
    let problem = Problem::error(range.place, "a range has two ends", label);
    problems.push(
        problem.help("write the lowest and the highest, as in `[\"20 / day\", \"100 / day\"]`"),
    );
    None
}

/// What a value is a quantity of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Duration,
    Mass,
    Share,
    Rate,
    Number,
    Hours,
    Weekdays,
    Day,
    /// Money of a currency.
    Money(Currency),
    /// Money of a currency for a time.
    MoneyByTime(Currency),
    /// Money of a currency for a mass.
    MoneyByMass(Currency),
    /// A share that is lost in a time.
    Decline,
}

impl Kind {
    const ALL: [Kind; 18] = [
        Kind::Duration,
        Kind::Mass,
        Kind::Share,
        Kind::Rate,
        Kind::Number,
        Kind::Hours,
        Kind::Weekdays,
        Kind::Day,
        Kind::Money(Currency::Vnd),
        Kind::Money(Currency::Cny),
        Kind::Money(Currency::Usd),
        Kind::MoneyByTime(Currency::Vnd),
        Kind::MoneyByTime(Currency::Cny),
        Kind::MoneyByTime(Currency::Usd),
        Kind::MoneyByMass(Currency::Vnd),
        Kind::MoneyByMass(Currency::Cny),
        Kind::MoneyByMass(Currency::Usd),
        Kind::Decline,
    ];

    /// Whether values of this kind vary by degrees, so that an assumed one should have a range.
    pub fn varies(self) -> bool {
        !matches!(self, Kind::Weekdays | Kind::Day)
    }

    /// What it is called, with its article.
    fn noun(self) -> &'static str {
        match self {
            Kind::Duration => Duration::NOUN,
            Kind::Mass => Mass::NOUN,
            Kind::Share => Share::NOUN,
            Kind::Rate => Rate::NOUN,
            Kind::Number => "a number",
            Kind::Hours => "hours",
            Kind::Weekdays => "weekdays",
            Kind::Day => "a day",
            Kind::Money(Currency::Vnd) => "an amount in VND",
            Kind::Money(Currency::Cny) => "an amount in CNY",
            Kind::Money(Currency::Usd) => "an amount in USD",
            Kind::MoneyByTime(Currency::Vnd) => "an amount in VND for a time",
            Kind::MoneyByTime(Currency::Cny) => "an amount in CNY for a time",
            Kind::MoneyByTime(Currency::Usd) => "an amount in USD for a time",
            Kind::MoneyByMass(Currency::Vnd) => "an amount in VND for a mass",
            Kind::MoneyByMass(Currency::Cny) => "an amount in CNY for a mass",
            Kind::MoneyByMass(Currency::Usd) => "an amount in USD for a mass",
            Kind::Decline => "a loss in a time",
        }
    }

    /// Whether `text` is of this kind; with its size where it has one.
    pub fn size(self, text: &str) -> Option<Option<f64>> {
        let (text, sign) = match text.trim().strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (rest, -1.0),
            None => (text.trim(), 1.0),
        };
        let quantity = |size: f64| Some(Some(sign * size));
        let number = |number: Decimal| {
            // Only for comparing the ends of a range.
            number.digits as f64 / libm::pow(10.0, f64::from(number.scale))
        };
        match self {
            Kind::Duration => quantity(Duration::parse(text).ok()?.0 as f64),
            Kind::Mass => quantity(Mass::parse(text).ok()?.0 as f64),
            Kind::Share => quantity(Share::parse(text).ok()?.0 as f64),
            Kind::Rate => {
                let rate = Rate::parse(text).ok()?;
                quantity(number(rate.count) / rate.per.0 as f64)
            }
            Kind::Number => quantity(number(Decimal::parse(text).ok()?)),
            Kind::Hours => {
                // `closed` is a state of a gate as well.
                let digits = text.contains(|c: char| c.is_ascii_digit());
                (digits && Hours::parse(text).is_ok()).then_some(None)
            }
            Kind::Weekdays => Days::parse(text).ok().map(|_| None),
            Kind::Money(_) | Kind::MoneyByTime(_) | Kind::MoneyByMass(_) => {
                let price = Price::parse(text).ok()?;
                let (of, per) = match price.per {
                    Per::Once => (Kind::Money(price.money.currency), 1),
                    Per::Time(time) => (Kind::MoneyByTime(price.money.currency), time),
                    Per::Mass(mass) => (Kind::MoneyByMass(price.money.currency), mass),
                };
                let size = number(price.money.number) / per as f64;
                if of == self { quantity(size) } else { None }
            }
            Kind::Decline => {
                let loss = Decline::parse(text).ok()?;
                quantity(loss.share.0 as f64 / loss.per.0 as f64)
            }
            Kind::Day => match text.parse::<Date>() {
                Ok(date) => Some(Some(day_number(date) as f64)),
                Err(_) => DayRef::parse(text).ok().map(|_| None),
            },
        }
    }
}

/// Whether two texts are the same quantity.
pub(in crate::scenario) fn same_quantity(a: &str, b: &str) -> bool {
    Kind::ALL
        .into_iter()
        .find_map(|kind| Some((kind.size(a)??, kind.size(b)??)))
        .is_some_and(|(a, b)| a == b)
}

/// The kinds of the quantities in a value: one for a plain value, perhaps several for a distribution or a list.
pub(super) fn kinds(node: &Node) -> BTreeSet<Kind> {
    let mut found = BTreeSet::new();
    gather(node, &mut found);
    found
}

fn gather(node: &Node, found: &mut BTreeSet<Kind>) {
    match &node.value {
        Value::Integer(_) | Value::Float(_) => {
            found.insert(Kind::Number);
        }
        Value::Date(_) => {
            found.insert(Kind::Day);
        }
        Value::Text(text) => {
            // Most texts are names. Without a digit nothing but days is a quantity.
            let has_digits = text.contains(|c: char| c.is_ascii_digit());
            let may_be = |kind: &Kind| has_digits || !kind.varies();
            let mut kinds = Kind::ALL.into_iter().filter(may_be);
            found.extend(kinds.find(|kind| kind.size(text).is_some()));
        }
        Value::Array(members) => members.iter().for_each(|member| gather(member, found)),
        Value::Table(table) => {
            let values = table.entries.iter();
            let names = [
                "station",
                "step",
                "to",
                "label",
                "basis",
                "bridge",
                "residents",
                "too-heavy",
            ];
            values
                .filter(|(key, _)| !names.contains(&key.as_str()))
                .for_each(|(_, entry)| gather(&entry.node, found));
        }
        Value::Boolean(_) | Value::Time(_) | Value::DateTime(_) | Value::Broken => {}
    }
}

/// Whether the range of a basis can be one of values of these kinds. What has no kind is not judged.
pub(super) fn fits((low, high): &(String, String), kinds: &BTreeSet<Kind>) -> bool {
    kinds.is_empty() || common(low, high, kinds).is_some()
}

fn common(low: &str, high: &str, kinds: &BTreeSet<Kind>) -> Option<(Option<f64>, Option<f64>)> {
    let sizes = |kind: &Kind| Some((kind.size(low)?, kind.size(high)?));
    kinds.iter().find_map(sizes)
}

/// Reports a range that can be one of none of the values that its basis covers, or that runs backwards.
pub(super) fn check_range(stated: &Stated, covered: &[BTreeSet<Kind>], problems: &mut Problems) {
    let Some(range) = &stated.basis.range else {
        return;
    };
    let known: BTreeSet<Kind> = covered.iter().flatten().copied().collect();
    if covered.is_empty() || known.is_empty() {
        return;
    }
    let (low, high) = range;
    match common(low, high, &known) {
        Some((Some(from), Some(to))) if from > to => problems.push(Problem::error(
            stated.range_place,
            "a range that runs backwards",
            "the lower end comes first",
        )),
        Some(_) => {}
        None if covered.iter().any(BTreeSet::is_empty) => {}
        None => {
            let nouns: Vec<&str> = known.iter().map(|kind| kind.noun()).collect();
            let problem = Problem::error(
                stated.range_place,
                "a range in another unit than its value",
                format!("the value is {}", nouns.join(", or ")),
            );
            problems.push(problem.help("give both ends in the unit of the value"));
        }
    }
}
