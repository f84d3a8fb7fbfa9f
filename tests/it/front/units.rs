//! Values with units: exact, and refused with a reason.

use std::ops::Bound::{Excluded, Included, Unbounded};

use bordergate::scenario::band::{Average, Band, BandUnit, Relation};
use bordergate::scenario::money::{Currency, Decline, Money, Per, Price};
use bordergate::scenario::units::{Count, Decimal, Duration, Mass, Quantity, Rate, Share};

fn micros(text: &str) -> i64 {
    Duration::parse(text)
        .unwrap_or_else(|why| panic!("{text}: {why:?}"))
        .0
}

/// Why `text` is no `T`, with the remedy if there is one.
fn why<T: Quantity + std::fmt::Debug>(text: &str) -> String {
    let misread = T::parse(text).expect_err(text);
    match misread.help {
        Some(help) => format!("{}; {help}", misread.why),
        None => misread.why,
    }
}

#[test]
fn durations() {
    assert_eq!(micros("12 min"), 720_000_000);
    assert_eq!(micros("12min"), 720_000_000);
    assert_eq!(micros("2 h"), 7_200_000_000);
    assert_eq!(micros("1.5 d"), 129_600_000_000);
    assert_eq!(micros("90 s"), 90_000_000);
    assert_eq!(micros("1 h 30 min"), 5_400_000_000);
    assert_eq!(micros("1h30min"), 5_400_000_000);
    assert_eq!(micros("36 h"), 129_600_000_000);
    assert_eq!(micros(" 2 days 3 hours "), 183_600_000_000);
    assert_eq!(micros("0.1 s"), 100_000, "no float came near");
    assert_eq!(micros("0.000001 s"), 1);
    assert_eq!(micros("0 min"), 0);
    assert_eq!(micros("1,200 s"), 1_200_000_000);
    assert_eq!(micros("1 200 s"), 1_200_000_000);
    assert_eq!(micros("36525 d"), Duration::LONGEST.0);
}

#[test]
fn what_is_no_duration() {
    assert_eq!(why::<Duration>("12"), "the unit is missing: s, min, h, d");
    assert_eq!(why::<Duration>(""), "there is nothing here");
    assert_eq!(
        why::<Duration>("soon"),
        "`soon` does not start with a number"
    );
    assert_eq!(
        why::<Duration>("12 m"),
        "`m` could be minutes or metres or months; for minutes write `min`"
    );
    assert_eq!(
        why::<Duration>("12 mins"),
        "`mins` is not one of the units s, min, h, d"
    );
    assert_eq!(
        why::<Duration>("-5 min"),
        "a negative value makes no sense here"
    );
    assert_eq!(
        why::<Duration>("\u{2212}5 min"),
        "a negative value makes no sense here"
    );
    assert_eq!(
        why::<Duration>("0.0000001 s"),
        "this is finer than a microsecond"
    );
    assert_eq!(why::<Duration>("36525.1 d"), "this is more than a century");
    assert_eq!(
        why::<Duration>("99999999999999999999999 d"),
        "`99999999999999999999999` has more digits than can be held"
    );
    assert_eq!(
        why::<Duration>("18446744073709551615 d"),
        "this is larger than can be held"
    );
    assert_eq!(
        why::<Duration>("30 min 1 h"),
        "`h` comes after a unit that is not longer"
    );
    assert_eq!(
        why::<Duration>("7,5 min"),
        "`7,5` has a comma where a point belongs; write `7.5`"
    );
    assert_eq!(why::<Duration>("1.2.3 h"), "`1.2.3` is not a number");
    assert_eq!(
        why::<Duration>("1,2000 s"),
        "`1,2000` has a comma where a point belongs; write `1.2000`"
    );
    assert_eq!(
        why::<Duration>("10,00,000 s"),
        "`10,00,000` is not a number"
    );
}

#[test]
fn masses() {
    assert_eq!(Mass::parse("2.6 t"), Ok(Mass(2_600)));
    assert_eq!(Mass::parse("800 kg"), Ok(Mass(800)));
    assert_eq!(Mass::parse("7,300 t"), Ok(Mass(7_300_000)));
    assert_eq!(why::<Mass>("2.6"), "the unit is missing: kg, t");
    assert_eq!(
        why::<Mass>("2.6 tons"),
        "`tons` is not one of the units kg, t"
    );
    assert_eq!(why::<Mass>("2.6 t 3 kg"), "`3 kg` is left over");
    assert_eq!(why::<Mass>("0.5 kg"), "this is finer than a kilogram");
    assert_eq!(
        why::<Mass>("1000000001 t"),
        "this is more than 1,000,000,000 t"
    );
}

#[test]
fn shares() {
    assert_eq!(Share::parse("18.3 %"), Ok(Share(183_000_000_000)));
    assert_eq!(Share::parse("18.3%"), Ok(Share(183_000_000_000)));
    assert_eq!(Share::parse("100 %"), Ok(Share(Share::WHOLE)));
    assert_eq!(Share::parse("0.0000000001 %"), Ok(Share(1)));
    assert_eq!(Share::from_number(0.183), Ok(Share(183_000_000_000)));
    assert_eq!(Share::from_number(1.0), Ok(Share(Share::WHOLE)));
    assert_eq!(why::<Share>("0.183"), "the unit is missing: %");
    assert_eq!(why::<Share>("100.1 %"), "this is more than the whole");
    assert_eq!(
        why::<Share>("0.00000000001 %"),
        "this is finer than a part in 10^12"
    );
    assert!(Share::from_number(1.1).is_err());
    assert!(Share::from_number(-0.1).is_err());
    assert!(Share::from_number(f64::NAN).is_err());
    assert!(Share::from_number(1e300).is_err());
    assert!(Share::from_number(1e-300).is_err());
}

#[test]
fn rates() {
    let rate = |digits, scale, per| {
        Ok(Rate {
            count: Decimal { digits, scale },
            per: Duration(per),
        })
    };
    assert_eq!(Rate::parse("80 / day"), rate(80, 0, 86_400_000_000));
    assert_eq!(Rate::parse("12/h"), rate(12, 0, 3_600_000_000));
    assert_eq!(Rate::parse("0.80 / min"), rate(8, 1, 60_000_000));
    assert_eq!(
        Rate::parse("1,200 per week"),
        rate(1_200, 0, 604_800_000_000)
    );
    assert_eq!(Rate::parse("5 / 30 min"), rate(5, 0, 1_800_000_000));
    assert_eq!(
        why::<Rate>("80"),
        "`80` does not say per how long; write `80 / day` or `/ h`"
    );
    assert_eq!(
        why::<Rate>("80 / fortnight"),
        "`fortnight` is not one of the units s, min, h, day"
    );
    assert_eq!(why::<Rate>("80 /"), "the unit is missing: s, min, h, day");
    assert_eq!(
        why::<Rate>("80 / 0 h"),
        "a rate needs some time to be counted in"
    );
    assert_eq!(
        why::<Rate>("-1 / h"),
        "a negative value makes no sense here"
    );
}

#[test]
fn counts() {
    assert_eq!(Count::parse("1,200"), Ok(Count(1_200)));
    assert_eq!(Count::parse("1 200"), Ok(Count(1_200)));
    assert_eq!(Count::parse("1\u{a0}200"), Ok(Count(1_200)));
    assert_eq!(Count::parse("1200"), Ok(Count(1_200)));
    assert_eq!(
        why::<Count>("1.200"),
        "`1.200` is not a whole number; thousands are set off by a comma: `1,200`"
    );
    assert_eq!(why::<Count>("12 lorries"), "`12 lorries` is not a number");
    assert_eq!(why::<Count>("1000000000000001"), "this is more than 10^15");
}

const ONE: i64 = 1_000_000;

#[test]
fn published_figures_by_the_backtest_rules() {
    let ends = |text: &str| {
        let band = Band::parse(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
        (band.relation, band.low, band.high)
    };
    assert_eq!(
        ends("74"),
        (Relation::Exactly, Included(74 * ONE), Included(74 * ONE))
    );
    // "hơn 7.300" is 7,300 to 7,400, "hơn 1.000" is 1,000 to 1,100.
    assert_eq!(
        ends("over 7,300"),
        (Relation::Over, Included(7_300 * ONE), Excluded(7_400 * ONE))
    );
    assert_eq!(
        ends("over 1,000"),
        (Relation::Over, Included(1_000 * ONE), Excluded(1_100 * ONE))
    );
    assert_eq!(
        ends("more than 74"),
        (Relation::Over, Included(74 * ONE), Excluded(75 * ONE))
    );
    assert_eq!(
        ends("over 7.3 t"),
        (Relation::Over, Included(7_300_000), Excluded(7_400_000))
    );
    assert_eq!(
        ends("about 570"),
        (
            Relation::About,
            Included(541_500_000),
            Included(598_500_000)
        )
    );
    assert_eq!(
        ends("nearly 500"),
        (Relation::Nearly, Included(475 * ONE), Included(525 * ONE))
    );
    assert_eq!(
        ends("> 74"),
        (Relation::MoreThan, Excluded(74 * ONE), Unbounded)
    );
    assert_eq!(
        ends("< 10"),
        (Relation::LessThan, Included(0), Excluded(10 * ONE))
    );
    assert_eq!(
        ends("1,000-1,100"),
        (
            Relation::Between,
            Included(1_000 * ONE),
            Included(1_100 * ONE)
        )
    );
    assert_eq!(
        ends("1,000 \u{2013} 1,100 t"),
        (
            Relation::Between,
            Included(1_000 * ONE),
            Included(1_100 * ONE)
        )
    );
}

#[test]
fn a_figure_knows_what_agrees_with_it() {
    let band = Band::parse("over 1,000").expect("a figure");
    assert!(band.contains(1_000 * ONE) && band.contains(1_099 * ONE));
    assert!(!band.contains(999 * ONE) && !band.contains(1_100 * ONE));
    assert_eq!(band.unit, BandUnit::Number);
    assert_eq!(
        Band::parse("about 7.3 t").map(|band| (band.value, band.unit)),
        Ok((7_300_000, BandUnit::Tonnes))
    );
    assert_eq!(
        Band::parse("1,000-1,101").map(|band| band.value),
        Ok(1_050_500_000)
    );
}

#[test]
fn what_is_no_published_figure() {
    assert_eq!(why::<Average>("0"), "an average of 0 says nothing of days");
    assert_eq!(why::<Average>("some"), "`some` is not a number");
    assert_eq!(why::<Band>("some"), "`some` is not a number");
    assert_eq!(why::<Band>("over"), "`` is not a number");
    assert_eq!(why::<Band>("-5"), "a negative value makes no sense here");
    assert_eq!(why::<Band>("1,100-1,000"), "the range runs backwards");
    assert_eq!(
        why::<Band>("over 5-6"),
        "a range cannot be `over`, `about` or a bound as well"
    );
    assert_eq!(
        why::<Band>("over 18446744073709551615"),
        "this is larger than can be held"
    );
    assert_eq!(why::<Band>("7.1234567"), "this is finer than a millionth");
}

fn money(text: &str) -> (String, Currency) {
    let money = Money::parse(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    (money.number.to_string(), money.currency)
}

#[test]
fn amounts_of_money() {
    let vnd = |number: &str| (number.to_owned(), Currency::Vnd);
    assert_eq!(money("400,000 VND"), vnd("400000"));
    assert_eq!(money("400 000 VND"), vnd("400000"));
    assert_eq!(money("1.5 m VND"), vnd("1500000"));
    assert_eq!(money("1.5m VND"), vnd("1500000"));
    assert_eq!(money("1.2345678 m VND"), vnd("1234567.8"));
    assert_eq!(money("2 bn VND"), vnd("2000000000"));
    assert_eq!(money("1.525 m VND"), vnd("1525000"), "no thousands here");
    assert_eq!(money("0.25 CNY"), ("0.25".to_owned(), Currency::Cny));
    assert_eq!(money("25 USD"), ("25".to_owned(), Currency::Usd));
    assert_eq!(
        Money::parse("1,234,567.5 VND").unwrap().to_string(),
        "1,234,567.5 VND"
    );
}

#[test]
fn what_is_no_money() {
    assert_eq!(
        why::<Money>("400.000 VND"),
        "`400.000` could be 400 or 400,000; write `400,000`, or leave out the last decimal"
    );
    assert_eq!(
        why::<Money>("400"),
        "the currency is missing: VND, CNY, USD"
    );
    assert_eq!(
        why::<Money>("400 dong"),
        "`dong` is not one of the currencies VND, CNY, USD"
    );
    assert_eq!(
        why::<Money>("-400 VND"),
        "a negative value makes no sense here"
    );
    assert_eq!(why::<Money>("VND"), "`` is not a number");
    assert_eq!(
        why::<Money>("99999999999 bn VND"),
        "this is larger than can be held"
    );
    assert_eq!(why::<Money>("0.125 CNY"), "this is finer than a hundredth");
    assert_eq!(why::<Money>("1,000,001 bn VND"), "this is more than 10^15");
    assert_eq!(
        why::<Money>("1 tr VND"),
        "`tr` is neither `k`, `m` nor `bn`"
    );
}

/// Half a đồng is rounded up, less is not; beyond 10^15 there is no amount.
#[test]
fn money_becomes_whole_dong() {
    let rate = Decimal::parse("3,400.5").unwrap();
    let dong = |text: &str| Money::parse(text).unwrap().dong(rate);
    assert_eq!(dong("800 CNY"), Some(2_720_400));
    assert_eq!(dong("1 CNY"), Some(3_401));
    assert_eq!(dong("0.01 CNY"), Some(34));
    assert_eq!(dong("0 CNY"), Some(0));
    let one = Decimal::parse("1").unwrap();
    let vnd = |text: &str| Money::parse(text).unwrap().dong(one);
    assert_eq!(vnd("1,000,000 bn VND"), Some(1_000_000_000_000_000));
    assert_eq!(dong("1,000,000 bn CNY"), None);
    assert_eq!(vnd("0.5 VND"), Some(1));
    assert_eq!(vnd("0.49 VND"), Some(0));
}

#[test]
fn prices() {
    let per = |text: &str| {
        Price::parse(text)
            .unwrap_or_else(|why| panic!("{text}: {why:?}"))
            .per
    };
    assert_eq!(per("1.5 m VND"), Per::Once);
    assert_eq!(per("100,000 VND / d"), Per::Time(86_400_000_000));
    assert_eq!(per("100,000 VND/12 h"), Per::Time(43_200_000_000));
    assert_eq!(per("60,000 VND per hour"), Per::Time(3_600_000_000));
    assert_eq!(per("25,000 VND / t"), Per::Mass(1_000));
    assert_eq!(per("20,000 VND / kg"), Per::Mass(1));
    assert_eq!(
        why::<Price>("5 VND / m"),
        "`m` is neither a time (h, d) nor a mass (kg, t)"
    );
    assert_eq!(
        why::<Price>("5 VND / 0 d"),
        "a price needs some time or mass to be paid for"
    );
    let loss = Decline::parse("2 % / d").unwrap();
    assert_eq!((loss.share.0, loss.per), (20_000_000_000, Duration::DAY));
    assert_eq!(
        why::<Decline>("2 %"),
        "`2 %` does not say in how long; write `2 % / d`"
    );
    assert_eq!(
        why::<Decline>("2 % / 0 h"),
        "this needs some time to be lost in"
    );
}

/// A plain average was rounded to its last digit; in words it is the band of a count.
#[test]
fn averages_are_rounded_to_their_last_digit() {
    let ends = |text: &str| {
        let Average(band) = Average::parse(text).unwrap_or_else(|why| panic!("{text}: {why:?}"));
        (band.low, band.high)
    };
    let rounded = |low, high| (Included(low), Excluded(high));
    assert_eq!(ends("114"), rounded(113_500_000, 114_500_000));
    assert_eq!(ends("1,907 t"), rounded(1_906_500_000, 1_907_500_000));
    assert_eq!(ends("7.3 t"), rounded(7_250_000, 7_350_000));
    assert_eq!(ends("7.30"), rounded(7_295_000, 7_305_000));
    assert_eq!(ends("0.000001"), rounded(0, 2)); // outwards
    for text in ["about 80", "over 114", "> 74", "60-70"] {
        let band = Band::parse(text).expect("a figure");
        assert_eq!(ends(text), (band.low, band.high), "{text}");
    }
}
