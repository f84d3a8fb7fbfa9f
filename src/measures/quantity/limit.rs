//! Limits: what a quantity is compared with, in the quantity's own unit.

use crate::scenario::expression::{Mistake, Word};
use crate::scenario::money::{Currency, Per, Price};
use crate::scenario::units::{Decimal, Duration, Mass, Misread, Quantity as _, Share};

use super::names::Names;

/// A limit in the unit of what it limits, and its canonical spelling.
pub(super) struct Limit {
    pub value: f64,
    pub text: String,
}

/// Reads the limit of `what`, a quantity in this unit. A date is the index of its day in the period.
pub(super) fn limit(word: &Word, unit: &str, what: &str, names: Names) -> Result<Limit, Mistake> {
    let refuse = |noun: &str, misread: Misread, written: &str| {
        let help = misread
            .help
            .unwrap_or_else(|| format!("`{what}` is compared with {noun}, as in {written}"));
        Mistake::new(word.at.clone(), format!("not {noun}"), misread.why).help(help)
    };
    match unit {
        "s" => match Duration::parse(&word.text) {
            Ok(duration) => Ok(Limit {
                value: duration.0 as f64 / 1e6,
                text: duration.to_string(),
            }),
            Err(misread) => Err(refuse("a duration", misread, "`6 h` or `90 min`")),
        },
        "t" => match Mass::parse(&word.text) {
            Ok(mass) => Ok(Limit {
                // Times, as tonnes are made of the kilograms that were counted: the same kilograms are the same number.
                value: mass.0 as f64 * 1e-3,
                text: mass.to_string(),
            }),
            Err(misread) => Err(refuse("a mass", misread, "`7,300 t`")),
        },
        "share" => share(word, what),
        "VND" | "VND/t" => money(word, unit).map_err(|misread| {
            let written = if unit == "VND" {
                "`5 bn VND`"
            } else {
                "`40,000 VND / t`"
            };
            refuse("an amount of money", misread, written)
        }),
        "date" => {
            let (date, index) = names.day(word)?;
            Ok(Limit {
                value: f64::from(index),
                text: date.to_string(),
            })
        }
        _ => match number(&word.text, unit) {
            Ok(number) => Ok(Limit {
                value: value_of(number),
                text: match unit {
                    "vehicle-h" => format!("{number} vehicle-h"),
                    _ => number.to_string(),
                },
            }),
            Err(misread) if unit == "vehicle-h" => Err(refuse(
                "a number of vehicle-hours",
                misread,
                "`40,000 vehicle-h`",
            )),
            Err(misread) => Err(refuse(
                &format!("a number of {unit}s"),
                misread,
                &format!("`400` or `400 {unit}s`"),
            )),
        },
    }
}

/// Reads an amount in đồng, of a tonne where the unit says so: limits know no rates of exchange.
fn money(word: &Word, unit: &str) -> Result<Limit, Misread> {
    let Price { money, per } = Price::parse(&word.text)?;
    if money.currency != Currency::Vnd {
        return Err(Misread {
            why: "limits are compared in đồng".to_owned(),
            help: Some("write it in VND".to_owned()),
        });
    }
    let number = value_of(money.number);
    match (unit, per) {
        ("VND", Per::Once) => Ok(Limit {
            value: number,
            text: money.to_string(),
        }),
        ("VND/t", Per::Mass(mass)) => Ok(Limit {
            value: number * 1e3 / mass as f64,
            text: match mass {
                1 => format!("{money} / kg"),
                1_000 => format!("{money} / t"),
                other => format!("{money} / {}", Mass(other)),
            },
        }),
        _ => Err(Misread {
            why: "this is paid for something else".to_owned(),
            help: None,
        }),
    }
}

/// Reads a share: `95 %` or `0.95`.
pub(super) fn share(word: &Word, what: &str) -> Result<Limit, Mistake> {
    let read = if word.text.ends_with('%') {
        Share::parse(&word.text)
    } else {
        match Decimal::parse(&word.text) {
            Ok(number) if number.digits > 0 && !word.text.contains('.') => Err(Misread {
                why: "this could be a percentage or a part of one".to_owned(),
                help: Some(if number.digits == 1 {
                    "write `1 %`, or `1.0` for the whole".to_owned()
                } else {
                    format!("write `{number} %`")
                }),
            }),
            Ok(number) => Share::from_number(value_of(number)),
            Err(misread) => Err(misread),
        }
    };
    match read {
        Ok(share) => Ok(Limit {
            value: share.0 as f64 / Share::WHOLE as f64,
            text: share.to_string(),
        }),
        Err(misread) => {
            let help = format!("`{what}` is compared with a share, as in `95 %` or `0.95`");
            let mistake = Mistake::new(word.at.clone(), "not a share", misread.why);
            Err(mistake.help(misread.help.unwrap_or(help)))
        }
    }
}

/// A number whose unit may be left out, because the measure's name says it.
fn number(text: &str, unit: &str) -> Result<Decimal, Misread> {
    let end = text
        .find(|c: char| c.is_alphabetic() || c == '%')
        .unwrap_or(text.len());
    let (number, written) = (text[..end].trim_end(), &text[end..]);
    let words: Vec<&str> = written
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let fits = match words.as_slice() {
        [] => true,
        [one] => *one == unit || one.strip_suffix('s') == Some(unit),
        ["vehicle", hours] => unit == "vehicle-h" && ["h", "hour", "hours"].contains(hours),
        _ => false,
    };
    let number = if number.is_empty() { text } else { number };
    if let Some((before, after)) = number.split_once('.')
        && after.len() == 3
        && before != "0"
        && (1..=3).contains(&before.len())
    {
        // Where a point groups thousands, as in Vietnam, this is a thousand times as much.
        return Err(Misread {
            why: format!("`{number}` could be {before} or {before},{after}"),
            help: Some(format!(
                "write `{before},{after}`, or leave out the decimals"
            )),
        });
    }
    let number = Decimal::parse(number)?;
    if !fits {
        return Err(Misread {
            why: format!("`{written}` is no unit of it"),
            help: None,
        });
    }
    Ok(number)
}

/// The nearest float, as the standard library reads decimals.
fn value_of(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::INFINITY)
}
