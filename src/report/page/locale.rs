//! Words, numbers and dates in the language of a page.
//!
//! Texts are Fluent messages, one file a language, all three with the same keys. Numbers and dates go into them as finished texts, because
//! how many digits a number is sure of is no matter of language; where a sentence depends on a number, it gets the number as well.
//! Three languages differ in two separators and in the order of a date, so these are written out here, where a library of all
//! languages would bring its tables into the program.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use jiff::civil::{Date, Weekday};
use unic_langid::LanguageIdentifier;

use crate::report::number;
use crate::scenario::lunar::{self, Side};
use crate::scenario::model::Titles;

/// A language of pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Vietnamese.
    Vi,
    /// Chinese, in simplified characters.
    Zh,
}

impl Lang {
    /// The tag of the language, as HTML wants it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Vi => "vi",
            Lang::Zh => "zh-Hans",
        }
    }

    fn messages(self) -> &'static str {
        match self {
            Lang::En => include_str!("lang/en.ftl"),
            Lang::Vi => include_str!("lang/vi.ftl"),
            Lang::Zh => include_str!("lang/zh.ftl"),
        }
    }

    /// What stands between groups of three digits, and before the fraction.
    pub fn separators(self) -> (char, char) {
        match self {
            Lang::En | Lang::Zh => (',', '.'),
            Lang::Vi => ('.', ','),
        }
    }
}

/// A value in a sentence.
pub enum Arg<'a> {
    /// Finished text.
    Text(&'a str),
    /// A number on which the sentence depends: one vehicle, two vehicles.
    Count(f64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Arg::Text(text)
    }
}

impl From<f64> for Arg<'_> {
    fn from(count: f64) -> Self {
        Arg::Count(count)
    }
}

/// How one language puts things.
pub struct Locale {
    /// The language.
    pub lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Locale {
    /// The words of a language.
    pub fn new(lang: Lang) -> Self {
        // A tag that could not be read would be the root of all languages.
        let id: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![id]);
        // All three languages run from left to right, as do the names in the sentences.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(lang.messages().to_owned());
        // What of a file can be read is used; a message that is missing shows, and a test finds it.
        let resource = resource.unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
        Self { lang, bundle }
    }

    /// A message without values.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A message without values, where it exists.
    pub fn known(&self, key: &str) -> Option<String> {
        self.message(key, &[])
    }

    /// A message with values. One that does not exist is its key in double brackets.
    pub fn say(&self, key: &str, values: &[(&str, Arg)]) -> String {
        self.message(key, values)
            .unwrap_or_else(|| format!("⟦{key}⟧"))
    }

    fn message(&self, key: &str, values: &[(&str, Arg)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                Arg::Text(text) => FluentValue::from((*text).to_owned()),
                Arg::Count(count) => FluentValue::from(*count),
            };
            args.set((*name).to_owned(), value);
        }
        let mut errors = Vec::new();
        let text = (self.bundle).format_pattern(pattern, Some(&args), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    /// A number with so many digits behind the point.
    pub fn number(&self, x: f64, digits: usize) -> String {
        if x == f64::INFINITY {
            return self.word("infinite");
        }
        self.separated(&number::fixed(x, digits).replace('-', "−"))
    }

    /// A whole number.
    pub fn count(&self, x: f64) -> String {
        self.number(x, 0)
    }

    /// A change: with its sign unless it is printed as nothing.
    pub fn signed(&self, x: f64, digits: usize) -> String {
        self.separated(&number::signed(x, digits).replace('-', "−"))
    }

    /// A share in percent.
    pub fn percent(&self, share: f64, digits: usize) -> String {
        self.with_unit(&self.number(100.0 * share, digits), "%")
    }

    /// A duration of so many seconds, in the unit that fits it.
    pub fn duration(&self, seconds: f64) -> String {
        self.duration_in(seconds, number::TimeUnit::of(seconds))
    }

    /// A duration in a unit.
    pub fn duration_in(&self, seconds: f64, unit: number::TimeUnit) -> String {
        let number = self.number(seconds / unit.seconds, 1);
        self.with_unit(&number, unit.word)
    }

    /// A number with its unit, one of those of the rows or of [`TimeUnit`](number::TimeUnit).
    pub fn with_unit(&self, number: &str, unit: &str) -> String {
        let key = unit.to_ascii_lowercase().replace(['/', ' '], "-");
        let key = format!("unit-{}", key.replace('%', "percent"));
        let said = self.message(&key, &[("n", number.into())]);
        said.unwrap_or_else(|| format!("{number} {unit}"))
    }

    /// Things one after another.
    pub fn list(&self, things: &[impl AsRef<str>]) -> String {
        let things: Vec<&str> = things.iter().map(AsRef::as_ref).collect();
        things.join(&self.word("comma"))
    }

    /// Sentences one after another: in Chinese without a space between them.
    pub fn sentences(&self, sentences: &[String]) -> String {
        let space = if self.lang == Lang::Zh { "" } else { " " };
        let told = sentences.iter().filter(|sentence| !sentence.is_empty());
        told.map(String::as_str).collect::<Vec<_>>().join(space)
    }

    /// From one number, date or time to another.
    pub fn range(&self, low: &str, high: &str) -> String {
        if low == high {
            return low.to_owned();
        }
        // A dash before a minus cannot be read.
        let is_signed = [low, high].iter().any(|end| end.starts_with(['−', '+']));
        let key = if is_signed { "range-signed" } else { "range" };
        self.say(key, &[("low", low.into()), ("high", high.into())])
    }

    /// A date with its year.
    pub fn date(&self, date: Date) -> String {
        match self.lang {
            Lang::En => date.strftime("%-d %b %Y").to_string(),
            Lang::Vi => date.strftime("%d/%m/%Y").to_string(),
            Lang::Zh => date.strftime("%Y年%-m月%-d日").to_string(),
        }
    }

    /// A date without its year.
    pub fn short_date(&self, date: Date) -> String {
        match self.lang {
            Lang::En => date.strftime("%-d %b").to_string(),
            Lang::Vi => date.strftime("%d/%m").to_string(),
            Lang::Zh => date.strftime("%-m月%-d日").to_string(),
        }
    }

    /// The day of the week, short.
    pub fn weekday(&self, date: Date) -> String {
        self.word(match date.weekday() {
            Weekday::Monday => "weekday-monday",
            Weekday::Tuesday => "weekday-tuesday",
            Weekday::Wednesday => "weekday-wednesday",
            Weekday::Thursday => "weekday-thursday",
            Weekday::Friday => "weekday-friday",
            Weekday::Saturday => "weekday-saturday",
            Weekday::Sunday => "weekday-sunday",
        })
    }

    /// The lunar day of a date: Vietnam's, and China's beside it where the two differ. Empty outside the years that are converted.
    pub fn lunar(&self, date: Date) -> String {
        let (Some(here), Some(there)) = (
            self.lunar_on(Side::Vietnam, date),
            self.lunar_on(Side::China, date),
        ) else {
            return String::new();
        };
        if here == there {
            return here;
        }
        let values = [("vietnam", (&here).into()), ("china", (&there).into())];
        self.say("lunar-both", &values)
    }

    fn lunar_on(&self, side: Side, date: Date) -> Option<String> {
        let lunar = lunar::to_lunar(side, date).ok()?;
        Some(match self.lang {
            Lang::En | Lang::Vi => lunar::day_word(lunar.month, lunar.leap, lunar.day),
            Lang::Zh => chinese(lunar.month, lunar.leap, lunar.day),
        })
    }

    /// A title in this language, or in English where there is none.
    pub fn title<'t>(&self, titles: &'t Titles) -> &'t str {
        let own = match self.lang {
            Lang::En => None,
            Lang::Vi => titles.vi.as_deref(),
            Lang::Zh => titles.zh.as_deref(),
        };
        own.unwrap_or(&titles.en)
    }

    fn separated(&self, number: &str) -> String {
        let (group, decimal) = self.lang.separators();
        let mark = |letter| match letter {
            ',' => group,
            '.' => decimal,
            letter => letter,
        };
        number.chars().map(mark).collect()
    }
}

/// A lunar day as it is written in Chinese: 正月初一, 闰四月十五, 腊月廿九.
fn chinese(month: u8, leap: bool, day: u8) -> String {
    const DIGITS: [&str; 11] = [
        "", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
    ];
    let digit = |at: u8| DIGITS.get(usize::from(at)).copied().unwrap_or_default();
    let named = match month {
        1 => "正",
        11 => "冬",
        12 => "腊",
        month => digit(month),
    };
    let day = match day {
        ..=10 => format!("初{}", digit(day)),
        20 => "二十".to_owned(),
        30 => "三十".to_owned(),
        11..=19 => format!("十{}", digit(day - 10)),
        _ => format!("廿{}", digit(day - 20)),
    };
    let leap = if leap { "闰" } else { "" };
    format!("{leap}{named}月{day}")
}
