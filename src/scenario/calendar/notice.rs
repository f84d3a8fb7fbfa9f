//! What a gate publishes, as plain data: notices, restrictions, and the vehicles they speak of.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::civil::{Time, date_of, day_number, instant};
use super::hours::{Days, Hours, Weekly};

/// Which way the goods go, seen from Vietnam. An empty vehicle has the direction of the goods it
/// serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Goods leave Vietnam.
    Export,
    /// Goods enter Vietnam.
    Import,
}

/// Which way the wheels go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// Out of Vietnam.
    ToChina,
    /// Into Vietnam.
    ToVietnam,
}

/// Where a vehicle is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nationality {
    /// Vietnamese.
    Vietnamese,
    /// Chinese.
    Chinese,
}

/// All that a calendar may tell vehicles apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Category {
    /// Way of the goods.
    pub direction: Direction,
    /// Way of the wheels.
    pub bound: Bound,
    /// Index of the goods class; for an empty vehicle, of the goods it serves.
    pub class: usize,
    /// Registration.
    pub vehicle: Nationality,
    /// Whether it carries goods.
    pub loaded: bool,
    /// Whether it stood at the gate when the scenario began.
    pub backlog: bool,
}

impl Category {
    /// Whether the vehicle is on its way home: Vietnamese into Vietnam, or Chinese into China.
    pub fn homeward(&self) -> bool {
        match self.vehicle {
            Nationality::Vietnamese => self.bound == Bound::ToVietnam,
            Nationality::Chinese => self.bound == Bound::ToChina,
        }
    }
}

/// A word of a class list: a class, or one of the words that cut across classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClassWord {
    /// The class of this index, loaded or empty.
    Class(usize),
    /// `empty`: vehicles without goods.
    Empty,
    /// `loaded`: vehicles with goods.
    Loaded,
    /// `backlog`: vehicles that stood at the gate when the scenario began.
    Backlog,
}

impl ClassWord {
    /// The word that cuts across classes, if this is one; any other word should name a class.
    pub fn across_classes(word: &str) -> Option<ClassWord> {
        match word {
            "empty" => Some(ClassWord::Empty),
            "loaded" => Some(ClassWord::Loaded),
            "backlog" => Some(ClassWord::Backlog),
            _ => None,
        }
    }

    /// Whether the word speaks of this category.
    pub fn matches(self, category: &Category) -> bool {
        match self {
            ClassWord::Class(class) => category.class == class,
            ClassWord::Empty => !category.loaded,
            ClassWord::Loaded => category.loaded,
            ClassWord::Backlog => category.backlog,
        }
    }
}

/// Whether one of the words speaks of this category.
pub(super) fn any_matches(words: &[ClassWord], category: &Category) -> bool {
    words.iter().any(|word| word.matches(category))
}

/// Which vehicles something is about. What is not given does not matter; what is given must all
/// hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Way of the goods.
    pub direction: Option<Direction>,
    /// Way of the wheels.
    pub bound: Option<Bound>,
    /// One of these words.
    pub class: Option<Vec<ClassWord>>,
    /// Registration.
    pub vehicle: Option<Nationality>,
    /// With goods or without.
    pub loaded: Option<bool>,
    /// On the way home or not.
    pub homeward: Option<bool>,
}

impl Filter {
    /// Whether it speaks of this category.
    pub fn matches(&self, category: &Category) -> bool {
        fn holds<T: PartialEq>(given: Option<T>, actual: T) -> bool {
            given.is_none_or(|given| given == actual)
        }
        holds(self.direction, category.direction)
            && holds(self.bound, category.bound)
            && holds(self.vehicle, category.vehicle)
            && holds(self.loaded, category.loaded)
            && holds(self.homeward, category.homeward())
            && self
                .class
                .as_ref()
                .is_none_or(|words| any_matches(words, category))
    }

    /// How many fields are given: the more, the more specific.
    pub fn given(&self) -> usize {
        let Filter {
            direction,
            bound,
            class,
            vehicle,
            loaded,
            homeward,
        } = self;
        let given = [
            direction.is_some(),
            bound.is_some(),
            class.is_some(),
            vehicle.is_some(),
            loaded.is_some(),
            homeward.is_some(),
        ];
        given.into_iter().filter(|&given| given).count()
    }
}

/// What a notice declares the gate to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeState {
    /// Shut: all day, or during the notice's hours.
    Closed,
    /// Open to vehicles that have booked.
    Appointment,
    /// Open as usual.
    Normal,
    /// Open as usual and during the notice's hours besides.
    Extended,
}

/// A dated entry of a gate's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The planner's name for it.
    pub name: String,
    /// First civil day, on the scenario's clock.
    pub from: Date,
    /// Last civil day, included.
    pub to: Date,
    /// What the gate is on these days.
    pub state: NoticeState,
    /// Hours on the scenario's clock; what they mean depends on `state`.
    pub hours: Option<Hours>,
    /// Hours on the partner's clock.
    pub partner_hours: Option<Hours>,
    /// Which vehicles it is about.
    pub filter: Filter,
    /// Who may not pass although the gate is open.
    pub barred: Vec<ClassWord>,
    /// Who alone may pass, if given; `barred` is taken from it.
    pub admitted: Option<Vec<ClassWord>>,
    /// Who needs no booking during an appointment notice.
    pub exempt: Vec<ClassWord>,
    /// The version it belongs to, as an index in the declared order; without one it holds in every
    /// version.
    pub version: Option<usize>,
    /// The day it was made known; without one it was always known.
    pub announced: Option<Date>,
}

impl Notice {
    /// A notice for these days that speaks of every vehicle, in every version, and was always
    /// known.
    pub fn new(name: impl Into<String>, from: Date, to: Date, state: NoticeState) -> Notice {
        Notice {
            name: name.into(),
            from,
            to,
            state,
            hours: None,
            partner_hours: None,
            filter: Filter::default(),
            barred: Vec::new(),
            admitted: None,
            exempt: Vec::new(),
            version: None,
            announced: None,
        }
    }

    /// Whether it covers a civil day.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether it shuts the gate for part of a day only. Such a notice leaves the rest of the day
    /// to others.
    pub fn is_micro_closure(&self) -> bool {
        self.state == NoticeState::Closed && (self.hours.is_some() || self.partner_hours.is_some())
    }

    /// Days covered.
    pub(super) fn days(&self) -> i64 {
        day_number(self.to) - day_number(self.from) + 1
    }
}

/// A recurring window of the day in which only some moves may pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// The planner's name for it.
    pub name: String,
    /// When, on the scenario's clock.
    pub hours: Hours,
    /// On which weekdays.
    pub days: Days,
    /// First civil day, if it has one.
    pub from: Option<Date>,
    /// Last civil day, included, if it has one.
    pub to: Option<Date>,
    /// Who may pass meanwhile.
    pub only: Filter,
}

impl Restriction {
    /// Whether it is in force on a civil day.
    pub fn covers(&self, day: Date) -> bool {
        self.days.contains(day.weekday())
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// The calendar of one gate: a week on each side, and what was published about particular days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateCalendar {
    /// Hours on the scenario's clock.
    pub own: Weekly,
    /// Hours of the other side on its clock; without them only ours bind.
    pub partner: Option<Weekly>,
    /// Dated notices, in the order of the file.
    pub notices: Vec<Notice>,
    /// Recurring restrictions.
    pub restrictions: Vec<Restriction>,
}

/// The two clocks of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// The scenario's clock.
    pub own: TimeZone,
    /// The other side's.
    pub partner: TimeZone,
}

/// The civil days of a scenario, on its own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day, included. Before `from` the period is empty.
    pub to: Date,
}

impl Period {
    /// The instant at which the first day begins.
    pub fn start(&self, zone: &TimeZone) -> Time {
        instant(self.from, 0, zone)
    }

    /// The instant at which the last day is over.
    pub fn end(&self, zone: &TimeZone) -> Time {
        instant(self.to, super::civil::DAY_MINUTES, zone).max(self.start(zone))
    }

    /// The days, in order.
    pub fn days(&self) -> impl Iterator<Item = Date> + use<> {
        (day_number(self.from)..=day_number(self.to)).filter_map(date_of)
    }
}
