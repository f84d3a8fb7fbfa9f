//! Residents and their allowances, and the steps at which consignments gather them.

use super::context::Context;
use super::days::{day_factor, whole_a_day};
use super::dist;
use super::process::{server_hours, title, works};
use crate::des::variate::Distribution;
use crate::scenario::model::{Activity, Amount, Residents, ServerHours, Servers};
use crate::scenario::money::{Currency, Money};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::raw::{self, Dist, QuotaAmount};
use crate::scenario::reader::Located;
use crate::scenario::units::Rate;

/// No more persons may come a day, so that sums of them stay far from overflow.
const MOST_PERSONS: u64 = 1_000_000_000;

/// The residents, by name.
pub(super) fn residents(root: &raw::Root, cx: &Context, problems: &mut Problems) -> Vec<Residents> {
    let all = root.residents.iter().flat_map(|table| &table.value.0);
    all.filter_map(|(name, residents)| lower(name.as_str(), residents, cx, problems))
        .collect()
}

/// The step at which a consignment gathers residents.
pub(super) fn gather(
    keys: &raw::GatherKeys,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Activity> {
    let residents = keys.residents.as_ref();
    let residents =
        residents.and_then(|name| cx.residents(name.value.as_str(), name.place, problems));
    let currency = residents.and_then(|index| cx.allowances.get(index).copied().flatten());
    let common = keys.value.as_ref()?;
    let common = value(common, currency, problems);
    let mut values = vec![common; cx.classes.len()];
    for (name, own) in keys.class.iter().flat_map(|own| &own.value.0) {
        let class = cx.class(name.as_str(), own.place, problems);
        let own = value(own, currency, problems);
        if let Some(slot) = class.and_then(|class| values.get_mut(class)) {
            *slot = own;
        }
    }
    Some(Activity::Gather {
        residents: residents?,
        value: values.into_iter().collect::<Option<_>>()?,
    })
}

/// The currency of each allowance, in the order of names; `None` where it could not be read.
pub(super) fn allowances(root: &raw::Root) -> Vec<Option<Currency>> {
    let all = root.residents.iter().flat_map(|table| &table.value.0);
    all.map(|(_, residents)| {
        let allowance = residents.value.allowance.as_ref();
        allowance.map(|allowance| allowance.value.currency)
    })
    .collect()
}

/// What consignments are worth, in hundredths of the currency of the allowance.
fn value(
    dist: &Located<Dist<Money>>,
    currency: Option<Currency>,
    problems: &mut Problems,
) -> Option<Distribution> {
    let other = |money: &&&Money| currency.is_some_and(|currency| money.currency != currency);
    let parts = dist.value.parts();
    if let (Some(money), Some(currency)) = (parts.iter().find(other), currency) {
        let problem = Problem::error(
            dist.place,
            "a consignment in another currency than the allowance",
            format!("this is {money}, the allowance is in {}", currency.code()),
        );
        problems.push(problem.help("state both in the same currency"));
        return None;
    }
    dist::money(&dist.value, dist.place, problems)
}

fn lower(
    name: &str,
    residents: &Located<raw::Residents>,
    cx: &Context,
    problems: &mut Problems,
) -> Option<Residents> {
    let raw = &residents.value;
    let gate = raw.gate.as_ref();
    let gate = gate.and_then(|gate| cx.gate(gate.value.as_str(), gate.place, problems));
    let work = (raw.hours.as_ref(), raw.days.as_ref());
    let hours = server_hours(work, "table of residents", raw.gate.is_some(), problems);
    let group = Servers {
        count: 1,
        hours: hours.clone().unwrap_or(ServerHours::Always),
        skills: Vec::new(),
        classes: Vec::new(),
        overflow: false,
        regimes: Vec::new(),
    };
    if let (Some(_), Some(given)) = (&hours, &raw.hours)
        && !works(&group, cx)
    {
        let problem = Problem::error(
            given.place,
            format!("residents `{name}` are never there"),
            "on no day of the period do these hours hold",
        );
        problems.push(problem.help("check `hours` and `days`"));
    }
    let persons = persons(name, raw, problems);
    let allowance = raw.allowance.as_ref()?;
    if allowance.value.hundredths() == 0 {
        let problem = Problem::error(
            allowance.place,
            format!("residents `{name}` may trade for nothing"),
            "no consignment could ever be gathered",
        );
        problems.push(problem.help("give what each may trade for a day, as in `\"8,000 CNY\"`"));
    }
    hours?;
    Some(Residents {
        name: name.to_owned(),
        title: title(raw.name.as_ref(), name),
        gate,
        persons: persons?,
        allowance: allowance.value.hundredths(),
        hours: group,
        day_factor: day_factor(raw.day_factor.as_ref(), problems),
    })
}

fn persons(name: &str, raw: &raw::Residents, problems: &mut Problems) -> Option<Amount> {
    let given = raw.persons.as_ref()?;
    match &given.value {
        QuotaAmount::Fixed(rate) => {
            let rate: Located<Rate> = Located {
                value: *rate,
                place: given.place,
            };
            let persons = whole_a_day(&rate, "persons", "", problems)?;
            if persons == 0 {
                let problem = Problem::error(
                    given.place,
                    format!("of residents `{name}` nobody ever comes"),
                    "whoever needs one would wait for ever",
                );
                problems.push(problem.help("give 1 a day or more"));
            }
            if persons > MOST_PERSONS {
                problems.push(Problem::error(
                    given.place,
                    format!("of residents `{name}` more than 1,000,000,000 come a day"),
                    format!("these are {persons}"),
                ));
            }
            Some(Amount::Table(vec![persons]))
        }
        QuotaAmount::Drawn(drawn) => dist::count(drawn, given.place, problems).map(Amount::Drawn),
    }
}
