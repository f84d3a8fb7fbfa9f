//! Costs: what each item is paid for, in đồng; what goods are worth; service levels.
//!
//! An amount must fit what is paid for: time is paid by the time, what happens is paid each time or by mass. Whatever does not
//! fit is refused here, so that nothing is left out of a sum in silence.

use super::context::Context;
use super::filter::FilterKeys;
use super::observed::gates;
use super::process::title;
use crate::scenario::calendar::{ClassWord, Hours};
use crate::scenario::kinds::Name;
use crate::scenario::model::{
    Charge, CostItem, Crew, Each, ExchangeRate, ServiceLevel, Tariff, TimeOf, Worth,
};
use crate::scenario::money::{Currency, Money, Per, Price};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw;
use crate::scenario::reader::Located;
use crate::scenario::source::Place;
use crate::scenario::units::Decimal;

/// No scenario may have more items, so that rows by gate and item stay few.
const MOST_ITEMS: usize = 1_000;

/// The items that exist under the switches in force, by name. The others are checked as well.
pub(super) fn costs(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<CostItem> {
    check_rates(root, problems);
    let mut items = Vec::new();
    for (name, cost) in root.cost.iter().flat_map(|table| &table.value.0) {
        let exists = cx.exists(cost.value.when.as_ref(), problems);
        let item = Item {
            root,
            cx,
            name: name.as_str(),
            raw: &cost.value,
        };
        items.extend(item.lower(exists, problems).filter(|_| exists));
        if items.len() == MOST_ITEMS + 1 {
            let label = format!("there may be {MOST_ITEMS}");
            problems.push(Problem::error(cost.place, "too many items of costs", label));
        }
    }
    items
}

/// The rates that are given, for reports.
pub(super) fn exchange(root: &raw::Root) -> Vec<ExchangeRate> {
    let given = |currency: Currency| {
        Some(ExchangeRate {
            currency,
            text: rate_given(root, currency)?.value.to_string(),
        })
    };
    Currency::ALL.into_iter().filter_map(given).collect()
}

/// The service levels, by name.
pub(super) fn levels(root: &raw::Root) -> Vec<ServiceLevel> {
    let all = root.service_level.iter().flat_map(|table| &table.value.0);
    let lower = |(name, level): (&Name, &Located<raw::ServiceLevel>)| {
        Some(ServiceLevel {
            name: name.to_string(),
            title: title(level.value.name.as_ref(), name.as_str()),
            within: level.value.within?.value.0,
            to_crossing: match level.value.measure.map(|word| word.value) {
                None | Some(raw::LevelWord::TimeInSystem) => false,
                Some(raw::LevelWord::TimeToCrossing) => true,
            },
        })
    };
    all.filter_map(lower).collect()
}

/// What the goods of a class are worth; reports values that cannot be, and losses of nothing.
pub(super) fn worth(
    name: &str,
    class: &Located<raw::ClassKeys>,
    root: &raw::Root,
    problems: &mut Problems,
) -> Option<Worth> {
    let raw = &class.value;
    let Some(price) = &raw.value else {
        let lost = raw.spoilage.map(|loss| (loss.place, "spoilage"));
        let lost = lost.or(raw.salvage.map(|share| (share.place, "salvage")));
        if let Some((place, key)) = lost {
            let problem = Problem::error(
                place,
                format!("`{key}` of goods whose value is not given"),
                "this is a share of their value",
            );
            problems.push(problem.help("add `value`, as in `value = \"300 m VND\"`"));
        }
        return None;
    };
    if raw
        .counts
        .is_some_and(|counts| counts.value == raw::Counts::Persons)
    {
        let title = format!("class `{name}` counts persons and has a value");
        let problem = Problem::error(price.place, title, "goods have a value");
        problems.push(problem.help("drop `value`, or count vehicles"));
    }
    match price.value.per {
        Per::Time(_) => {
            let problem = Problem::error(
                price.place,
                "a value for a time",
                "goods have a value a vehicle, or a mass",
            );
            problems.push(problem.help("write `300 m VND` or `20 m VND / t`"));
        }
        Per::Mass(_) if raw.load.is_none() => {
            let title = format!("a value by mass, and class `{name}` has no load");
            let problem = Problem::error(price.place, title, "of what mass?");
            problems.push(problem.help("give the class a `load`, or a value a vehicle"));
        }
        Per::Mass(_) | Per::Once => {}
    }
    Some(Worth {
        value: tariff(price, root, problems)?,
        decline: raw
            .spoilage
            .map(|loss| (loss.value.share.0, loss.value.per.0)),
        salvage: raw.salvage.map_or(0, |share| share.value.0),
    })
}

/// What a price is in đồng.
fn tariff(price: &Located<Price>, root: &raw::Root, problems: &mut Problems) -> Option<Tariff> {
    let Price { money, per } = price.value;
    let rate = if money.currency == Currency::Vnd {
        ONE
    } else if let Some(rate) = rate_given(root, money.currency) {
        rate.value.number
    } else {
        let code = money.currency.code();
        let title = format!("what a unit of {code} costs is not said");
        let problem = Problem::error(price.place, title, "everything is counted in đồng");
        let key = code.to_ascii_lowercase();
        problems.push(problem.help(format!("add `{key}` under `[money]`, or write this in VND")));
        return None;
    };
    let dong = money.dong(rate);
    if dong.is_none() {
        let label = "the most is 1,000,000 bn VND";
        problems.push(Problem::error(price.place, "an amount out of range", label));
    }
    Some(Tariff { dong: dong?, per })
}

const ONE: Decimal = Decimal {
    digits: 1,
    scale: 0,
};

fn rate_given(root: &raw::Root, currency: Currency) -> Option<&Located<Money>> {
    let money = &root.money.as_ref()?.value;
    match currency {
        Currency::Vnd => None,
        Currency::Cny => money.cny.as_ref(),
        Currency::Usd => money.usd.as_ref(),
    }
}

fn check_rates(root: &raw::Root, problems: &mut Problems) {
    for rate in Currency::ALL
        .into_iter()
        .filter_map(|currency| rate_given(root, currency))
    {
        let label = if rate.value.currency != Currency::Vnd {
            "rates are given in VND"
        } else if rate.value.number.digits == 0 {
            "nothing costs nothing"
        } else {
            continue;
        };
        let problem = Problem::error(rate.place, "not a rate of exchange", label);
        problems.push(problem.help("as in `cny = \"3,400 VND\"`"));
    }
}

/// An item on its way.
#[derive(Clone, Copy)]
struct Item<'a> {
    root: &'a raw::Root,
    cx: &'a Context,
    name: &'a str,
    raw: &'a raw::Cost,
}

/// By what an item may be paid.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Time,
    TimesOrMass,
}

impl Item<'_> {
    fn lower(self, exists: bool, problems: &mut Problems) -> Option<CostItem> {
        let raw = self.raw;
        let by = if raw.each.is_some() || raw.service.is_some() {
            By::TimesOrMass
        } else {
            By::Time
        };
        let filter = FilterKeys {
            direction: raw.direction,
            class: raw.class.as_ref(),
            vehicle: raw.vehicle,
            loaded: raw.loaded,
            ..FilterKeys::default()
        }
        .lower(self.cx, problems);
        let gates = gates(raw.gates.as_ref(), self.cx, problems);
        let amount = raw
            .amount
            .as_ref()
            .and_then(|amount| self.amount(amount, by, problems));
        let mut by_class = Vec::new();
        for (class, price) in raw.by_class.iter().flat_map(|table| &table.value.0) {
            let found = self.cx.class(class.as_str(), price.place, problems);
            let tariff = self.amount(price, by, problems);
            if let (Some(class), Some(tariff)) = (found, tariff) {
                self.check_class(class, tariff, price.place, problems);
                by_class.push((class, tariff));
            }
        }
        for word in raw.class.iter().flat_map(|words| &words.value.0) {
            // An unknown class has been reported with the filter.
            let known = self.cx.classes.binary_search(&word.value);
            if let (Ok(class), Some(tariff)) = (known, amount) {
                self.check_class(class, tariff, word.place, problems);
            }
        }
        if let (Some(classes), Some(table)) = (&filter.class, &raw.by_class) {
            let named = |class: usize| {
                let across = |word: &ClassWord| !matches!(word, ClassWord::Class(_));
                classes.contains(&ClassWord::Class(class)) || classes.iter().any(across)
            };
            if by_class.iter().any(|(class, _)| !named(*class)) {
                let problem = Problem::error(
                    table.place,
                    "an amount for a class of which this item does not speak",
                    "it is not among those of `class`",
                );
                problems.push(problem.help("name it under `class` too, or leave it out"));
            }
        }
        self.check_keys(by, problems);
        let tariffs: Vec<Tariff> = by_class.iter().map(|&(_, tariff)| tariff).collect();
        let charge = self.charge(amount, &tariffs, exists, problems);
        Some(CostItem {
            name: self.name.to_owned(),
            title: title(raw.name.as_ref(), self.name),
            charge: charge?,
            amount: amount?,
            by_class,
            bearer: raw.bearer.as_ref()?.value.to_string(),
            filter,
            gates,
        })
    }

    fn charge(
        self,
        amount: Option<Tariff>,
        by_class: &[Tariff],
        exists: bool,
        problems: &mut Problems,
    ) -> Option<Charge> {
        let (raw, cx) = (self.raw, self.cx);
        let time = |of: TimeOf| Charge::Time {
            of,
            beyond: raw.beyond.map_or(0, |beyond| beyond.value.0),
            started: raw.started.is_some_and(|started| started.value),
        };
        if let Some(word) = raw.time {
            return Some(time(match word.value {
                raw::TimeWord::Waiting => TimeOf::Waiting,
                raw::TimeWord::Inside => TimeOf::Inside,
            }));
        }
        if let Some(yard) = &raw.yard {
            let yard = cx.yard(yard.value.as_str(), yard.place, problems)?;
            return Some(time(TimeOf::Yard(yard)));
        }
        if let Some(stay) = &raw.overstay {
            let stay = cx.stay(stay.value.as_str(), stay.place, problems)?;
            return Some(time(TimeOf::Overstay(stay)));
        }
        if let Some(word) = raw.each {
            return Some(Charge::Each(match word.value {
                raw::EachWord::Arrival => Each::Arrival,
                raw::EachWord::Crossing => Each::Crossing,
                raw::EachWord::Vehicle => Each::Vehicle,
                raw::EachWord::Release => Each::Release,
                raw::EachWord::TurnBack => Each::TurnBack,
            }));
        }
        // A switch may leave a station out together with what it costs.
        let station = |name: &Located<Name>, problems: &mut Problems| {
            exists.then(|| cx.station(name.value.as_str(), name.place, problems))?
        };
        if let Some(name) = &raw.service {
            self.check_papers(name, amount.iter().chain(by_class), problems);
            return station(name, problems).map(|station| Charge::Each(Each::Service(station)));
        }
        let crew = match (&raw.staff, &raw.drivers) {
            (Some(name), _) => Crew::Station(station(name, problems)?),
            (None, Some(pool)) => Crew::Pool(cx.pool(pool.value.as_str(), pool.place, problems)?),
            (None, None) => return None,
        };
        let Some(overtime) = raw.overtime.as_ref().map(|overtime| &overtime.value) else {
            return Some(Charge::Staff {
                crew,
                hours: None,
                overtime: amount?,
            });
        };
        let hours = match &overtime.outside {
            None => None,
            Some(text) => match Hours::parse(text.value.trim()) {
                Ok(hours) => Some(hours),
                Err(error) => {
                    let problem = Problem::error(text.place, "not hours", error.reason);
                    problems.push(problem.help(error.remedy));
                    return None;
                }
            },
        };
        let overtime = overtime.amount.as_ref();
        Some(Charge::Staff {
            crew,
            hours,
            overtime: overtime.and_then(|price| self.amount(price, By::Time, problems))?,
        })
    }

    /// An amount, which must be for what is paid.
    fn amount(self, price: &Located<Price>, by: By, problems: &mut Problems) -> Option<Tariff> {
        let written = price.value.money;
        let (title, label, help) = match (by, price.value.per) {
            (By::Time, Per::Time(_)) | (By::TimesOrMass, Per::Once | Per::Mass(_)) => {
                return tariff(price, self.root, problems);
            }
            (By::Time, _) => (
                "an amount without a time",
                "time is paid for by the time",
                format!("say for how long, as in `{written} / d`"),
            ),
            (By::TimesOrMass, Per::Time(_)) => (
                "an amount for a time",
                "what happens takes no time here",
                format!("write `{written}` for each time, or `{written} / t`"),
            ),
        };
        problems.push(Problem::error(price.place, title, label).help(help));
        None
    }

    /// Reports a class that cannot be paid for in this way.
    fn check_class(self, class: usize, tariff: Tariff, place: Place, problems: &mut Problems) {
        let classes = self.root.class.iter().flat_map(|table| &table.value.0);
        let Some((name, keys)) = classes.into_iter().nth(class) else {
            return;
        };
        let keys = &keys.value;
        if keys
            .counts
            .is_some_and(|counts| counts.value == raw::Counts::Persons)
        {
            let title = format!("class `{name}` counts persons");
            let problem = Problem::error(place, title, "costs are those of vehicles");
            problems.push(problem.help("leave the class out"));
        } else if matches!(tariff.per, Per::Mass(_)) && keys.load.is_none() {
            let title = format!("an amount by mass, and class `{name}` has no load");
            let problem = Problem::error(place, title, "it would cost nothing");
            problems.push(problem.help("give the class a `load`, or an amount a vehicle"));
        }
    }

    /// Reports an amount by mass at a station that works on papers: they weigh nothing.
    fn check_papers<'t>(
        self,
        station: &Located<Name>,
        mut amounts: impl Iterator<Item = &'t Tariff>,
        problems: &mut Problems,
    ) {
        let papers = self.root.papers.iter().flat_map(|table| &table.value.0);
        let routes = papers.filter_map(|(_, papers)| papers.value.route.as_ref());
        let made_here = |route: &Located<Name>| {
            let routes = self.root.route.as_ref();
            let steps = routes.and_then(|routes| routes.value.get(route.value.as_str()));
            let mut serves = steps.iter().flat_map(|steps| &steps.value);
            serves.any(|step| {
                let serve = step
                    .serve
                    .as_ref()
                    .and_then(|serve| serve.value.station.as_ref());
                serve.is_some_and(|served| served.value == station.value)
            })
        };
        let mass = amounts.any(|amount| matches!(amount.per, Per::Mass(_)));
        if mass && routes.into_iter().any(made_here) {
            let title = format!(
                "an amount by mass, and station `{}` works on papers",
                station.value
            );
            let problem = Problem::error(station.place, title, "papers weigh nothing");
            problems.push(problem.help("give an amount for each time"));
        }
    }

    /// Reports keys that mean nothing for what is paid.
    fn check_keys(self, by: By, problems: &mut Problems) {
        let raw = self.raw;
        let staff = raw.staff.is_some() || raw.drivers.is_some();
        let mut refuse = |place: Option<Place>, key: &str, why: &str| {
            if let Some(place) = place {
                let title = format!("`{key}` has no meaning here");
                let problem = Problem::error(place, title, why);
                problems.push(problem.help(format!("leave `{key}` out")));
            }
        };
        let (started, beyond) = (
            raw.started.map(|key| key.place),
            raw.beyond.map(|key| key.place),
        );
        if by == By::TimesOrMass || staff {
            let why = "it is about time that vehicles spend";
            refuse(started, "started", why);
            refuse(beyond, "beyond", why);
        }
        if !staff {
            let place = raw.overtime.as_ref().map(|key| key.place);
            refuse(place, "overtime", "it is about those who work");
            return;
        }
        let why = "those who work are paid, whomever they serve";
        refuse(raw.by_class.as_ref().map(|key| key.place), "by-class", why);
        refuse(raw.gates.as_ref().map(|key| key.place), "gates", why);
        refuse(raw.direction.map(|key| key.place), "direction", why);
        refuse(raw.class.as_ref().map(|key| key.place), "class", why);
        refuse(raw.vehicle.map(|key| key.place), "vehicle", why);
        refuse(raw.loaded.map(|key| key.place), "loaded", why);
    }
}
