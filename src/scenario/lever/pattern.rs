//! Texts that differ in a number: what lies between `20 / day` and `80 / day`, `07:00-17:00` and `06:00-18:00`, 3 and 8 February.
//!
//! A text is taken apart into dates, times of day, numbers and the rest. Two texts are alike where all but the figures is the same; then
//! the figures that differ are moved step by step from the one to the other, exactly, in whole numbers.

use jiff::civil::Date;

use crate::scenario::calendar::{date_of, day_number};
use crate::scenario::units::{Duration, Quantity as _};

/// A text and the figures in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// What is no figure.
    Words(String),
    /// A number in units of 10^-scale.
    Number { digits: i128, scale: u32 },
    /// A time of day in minutes; 24:00 is the end of the day.
    Clock(i128),
    /// A date as the day's number since 1970.
    Day(i128),
}

/// How far it is from one value to the next, above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// In units of 10^-scale.
    Number { digits: i128, scale: u32 },
    /// Minutes.
    Clock(i128),
    /// Days.
    Day(i128),
}

/// What is wrong with a range: in one line, and what is said beside it.
type Wrong = (String, String);

/// More digits behind the point than anybody types are no number here.
const MOST_DECIMALS: u32 = 9;

impl Pattern {
    /// Takes a text apart.
    pub fn new(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut words = String::new();
        let mut rest = text;
        let mut before = ' ';
        while let Some(first) = rest.chars().next() {
            // A figure within a name is part of the name.
            let figure = (!before.is_alphanumeric())
                .then(|| date(rest).or_else(|| clock(rest)).or_else(|| number(rest)))
                .flatten();
            match figure {
                Some((token, length)) => {
                    if !words.is_empty() {
                        tokens.push(Token::Words(std::mem::take(&mut words)));
                    }
                    before = '0';
                    rest = &rest[length..];
                    tokens.push(token);
                }
                None => {
                    words.push(first);
                    before = first;
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        if !words.is_empty() {
            tokens.push(Token::Words(words));
        }
        Self { tokens }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.tokens.iter().map(Token::text).collect()
    }

    /// Whether both are the same but for figures.
    pub fn is_like(&self, other: &Pattern) -> bool {
        let alike = |pair: (&Token, &Token)| match pair {
            (Token::Words(a), Token::Words(b)) => a.trim() == b.trim(),
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        };
        self.tokens.len() == other.tokens.len() && self.tokens.iter().zip(&other.tokens).all(alike)
    }

    /// A text that is a number and nothing else.
    pub fn bare(text: &str) -> Option<Self> {
        let pattern = Self::new(text);
        matches!(pattern.tokens.as_slice(), [Token::Number { .. }]).then_some(pattern)
    }

    /// A bare number with the words of the value that stands in the file, where that has one number in it: `20` for `100 / day` is `20 / day`, and `4` for
    /// `[{ hours = "07:00-19:00", count = 2 }]` is four servers at those hours.
    pub fn worded(self, now: Option<&Pattern>) -> Self {
        let is_number = |token: &&Token| matches!(token, Token::Number { .. });
        match (now, self.tokens.as_slice()) {
            (Some(now), [bare @ Token::Number { .. }])
                if now.tokens.iter().filter(is_number).count() == 1 =>
            {
                let tokens = now.tokens.iter();
                let tokens = tokens.map(|token| if is_number(&token) { bare } else { token });
                Self {
                    tokens: tokens.cloned().collect(),
                }
            }
            _ => self,
        }
    }

    /// Reads a step between texts like this one.
    pub fn step(&self, text: &str) -> Result<Step, String> {
        let moving = self
            .tokens
            .iter()
            .find(|token| !matches!(token, Token::Words(_)));
        let duration = |unit: Duration| -> Result<i128, String> {
            let read = Duration::parse(text).map_err(|misread| misread.why)?;
            if read.0 > 0 && read.0 % unit.0 == 0 {
                Ok(i128::from(read.0 / unit.0))
            } else {
                Err(format!("it is not a whole number of times {unit}"))
            }
        };
        match moving {
            None => Err("there is no number".to_owned()),
            Some(Token::Clock(_)) => duration(Duration(60_000_000)).map(Step::Clock),
            Some(Token::Day(_)) => match text.parse::<u32>() {
                Ok(days @ 1..) => Ok(Step::Day(i128::from(days))),
                _ => duration(Duration::DAY).map(Step::Day),
            },
            Some(_) => {
                let read = Pattern::new(text);
                let unit = |pattern: &Pattern| -> Option<String> {
                    match pattern.tokens.as_slice() {
                        [Token::Number { .. }] => Some(String::new()),
                        [Token::Number { .. }, Token::Words(unit)] => Some(unit.trim().to_owned()),
                        _ => None,
                    }
                };
                let typed = unit(&read).ok_or("it is not a number with its unit")?;
                if !typed.is_empty() && Some(&typed) != unit(self).as_ref() {
                    return Err("it is in another unit than the ends".to_owned());
                }
                match read.tokens.first() {
                    Some(&Token::Number { digits, scale }) if digits > 0 => {
                        Ok(Step::Number { digits, scale })
                    }
                    _ => Err("it is not more than 0".to_owned()),
                }
            }
        }
    }

    /// The step that goes without saying: one, of whole numbers; one day; one hour.
    pub fn natural_step(&self, to: &Pattern) -> Option<Step> {
        let whole = |token: &Token| !matches!(token, Token::Number { scale: 1.., .. });
        let is_whole = self.tokens.iter().chain(&to.tokens).all(whole);
        let moving = self
            .tokens
            .iter()
            .find(|token| !matches!(token, Token::Words(_)))?;
        match moving {
            Token::Day(_) => Some(Step::Day(1)),
            Token::Clock(_) => Some(Step::Clock(60)),
            Token::Number { .. } if is_whole => Some(Step::Number {
                digits: 1,
                scale: 0,
            }),
            _ => None,
        }
    }

    /// How many steps there are on the way to `to`.
    pub fn steps_to(&self, to: &Pattern, step: Step) -> Result<usize, Wrong> {
        let mut steps: Option<i128> = None;
        let mut moving = 0;
        for (from, to) in self.tokens.iter().zip(&to.tokens) {
            let (way, size) = match (from, to, step) {
                (Token::Clock(from), Token::Clock(to), Step::Clock(size)) => (to - from, size),
                (Token::Day(from), Token::Day(to), Step::Day(size)) => (to - from, size),
                (Token::Number { .. }, Token::Number { .. }, Step::Number { .. }) => {
                    let scale = scale(from).max(scale(to)).max(step_scale(step));
                    (
                        at_scale(to, scale) - at_scale(from, scale),
                        step_at(step, scale),
                    )
                }
                _ if from.text().trim() == to.text().trim() => continue,
                _ => {
                    return Err((
                        "the step is not of what differs".to_owned(),
                        format!(
                            "`{}` and `{}` differ in something else",
                            from.text(),
                            to.text()
                        ),
                    ));
                }
            };
            if way == 0 {
                continue;
            }
            moving += 1;
            let count = way.abs() / size;
            if steps.is_some_and(|other| other != count) {
                return Err((
                    "the figures of this range do not keep step".to_owned(),
                    "one has more steps to its end than the other".to_owned(),
                ));
            }
            steps = Some(count);
            if way < 0 && matches!(step, Step::Number { .. } | Step::Day(_)) {
                return Err((
                    "a range that goes down".to_owned(),
                    "write the smaller end first".to_owned(),
                ));
            }
        }
        match steps {
            None if moving == 0 => Err((
                "a range of one value".to_owned(),
                "both ends are the same".to_owned(),
            )),
            Some(0) => Err((
                "a step beyond the end".to_owned(),
                "the second end is nearer than one step".to_owned(),
            )),
            steps => Ok(usize::try_from(steps.unwrap_or(0)).unwrap_or(usize::MAX - 1)),
        }
    }

    /// The text after so many steps towards `to`, and the size of the first figure that moves.
    pub fn at(&self, to: &Pattern, step: Step, steps: usize) -> (String, f64) {
        let steps = steps as i128;
        let mut size = None;
        let mut text = String::new();
        for (from, to) in self.tokens.iter().zip(&to.tokens) {
            let moved = match (from, to, step) {
                (Token::Clock(from), Token::Clock(to), Step::Clock(by)) => {
                    Token::Clock(from + (to - from).signum() * by * steps)
                }
                (Token::Day(from), Token::Day(to), Step::Day(by)) => {
                    Token::Day(from + (to - from).signum() * by * steps)
                }
                (Token::Number { .. }, Token::Number { .. }, Step::Number { .. }) => {
                    let scale = scale(from).max(scale(to)).max(step_scale(step));
                    let (start, end) = (at_scale(from, scale), at_scale(to, scale));
                    Token::Number {
                        digits: start + (end - start).signum() * step_at(step, scale) * steps,
                        scale,
                    }
                }
                _ => from.clone(),
            };
            if from != to {
                size = size.or_else(|| moved.size());
            }
            text += &moved.text();
        }
        (text.trim().to_owned(), size.unwrap_or(0.0))
    }

    /// The text that lies `ahead` steps beyond `last`, where there are `steps` equal ones from this text to that; `None` where the figures cannot be
    /// taken apart so.
    pub fn beyond(&self, last: &Pattern, steps: usize, ahead: usize) -> Option<String> {
        if !self.is_like(last) || steps == 0 {
            return None;
        }
        let (steps, ahead) = (steps as i128, ahead as i128);
        let moved = |from: i128, to: i128| {
            let step = (to - from) / steps;
            ((to - from) % steps == 0).then_some(to + step * ahead)
        };
        let tokens = self.tokens.iter().zip(&last.tokens);
        let tokens: Option<Vec<Token>> = tokens
            .map(|(from, to)| match (from, to) {
                (Token::Clock(from), Token::Clock(to)) => moved(*from, *to)
                    .filter(|minutes| (0..=24 * 60).contains(minutes))
                    .map(Token::Clock),
                (Token::Day(from), Token::Day(to)) => moved(*from, *to).map(Token::Day),
                (Token::Number { .. }, Token::Number { .. }) => {
                    let scale = scale(from).max(scale(to));
                    let digits = moved(at_scale(from, scale), at_scale(to, scale))?;
                    Some(Token::Number { digits, scale })
                }
                _ => Some(to.clone()),
            })
            .collect();
        let text: String = tokens?.iter().map(Token::text).collect();
        Some(text.trim().to_owned())
    }
}

impl Token {
    fn text(&self) -> String {
        match self {
            Token::Words(words) => words.clone(),
            Token::Clock(minutes) => format!("{:02}:{:02}", minutes / 60, minutes % 60),
            Token::Day(day) => {
                let date: Option<Date> = i64::try_from(*day).ok().and_then(date_of);
                date.map_or_else(String::new, |date| date.to_string())
            }
            Token::Number { digits, scale } => {
                let sign = if *digits < 0 { "-" } else { "" };
                let one = 10_i128.pow(*scale);
                let (whole, part) = (digits.abs() / one, digits.abs() % one);
                let width = *scale as usize;
                let part = format!("{part:0width$}");
                match part.trim_end_matches('0') {
                    "" => format!("{sign}{whole}"),
                    part => format!("{sign}{whole}.{part}"),
                }
            }
        }
    }

    fn size(&self) -> Option<f64> {
        match self {
            Token::Words(_) => None,
            Token::Clock(minutes) => Some(*minutes as f64),
            Token::Day(day) => Some(*day as f64),
            Token::Number { digits, scale } => Some(*digits as f64 / 10_i128.pow(*scale) as f64),
        }
    }
}

fn scale(token: &Token) -> u32 {
    match token {
        Token::Number { scale, .. } => *scale,
        _ => 0,
    }
}

fn at_scale(token: &Token, to: u32) -> i128 {
    match token {
        Token::Number { digits, scale } => digits * 10_i128.pow(to - scale),
        _ => 0,
    }
}

fn step_scale(step: Step) -> u32 {
    match step {
        Step::Number { scale, .. } => scale,
        _ => 0,
    }
}

fn step_at(step: Step, to: u32) -> i128 {
    match step {
        Step::Number { digits, scale } => digits * 10_i128.pow(to - scale),
        Step::Clock(by) | Step::Day(by) => by,
    }
}

/// A date at the beginning of a text, and its length.
fn date(text: &str) -> Option<(Token, usize)> {
    const LENGTH: usize = "2022-02-03".len();
    let date: Date = text.get(..LENGTH)?.parse().ok()?;
    Some((Token::Day(i128::from(day_number(date))), LENGTH))
}

/// A time of day.
fn clock(text: &str) -> Option<(Token, usize)> {
    const LENGTH: usize = "07:00".len();
    let (hours, minutes) = text.get(..LENGTH)?.split_once(':')?;
    let two = |text: &str| -> Option<i128> {
        let is_two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_two.then(|| text.parse().ok())?
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    let whole = hours * 60 + minutes;
    (minutes < 60 && whole <= 24 * 60).then_some((Token::Clock(whole), LENGTH))
}

/// A number, perhaps with commas between thousands, with a sign only where the text begins with one.
fn number(text: &str) -> Option<(Token, usize)> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => (-1, body),
        None => (1, text),
    };
    let lead = text.len() - body.len();
    let bytes = body.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    let mut digits: i128 = 0;
    let mut scale = 0;
    let mut push = |at: usize| {
        digits = digits * 10 + i128::from(bytes[at] - b'0');
    };
    if !digit(0) {
        return None;
    }
    while at < 18 && digit(at) {
        push(at);
        at += 1;
    }
    while at < 18
        && bytes.get(at) == Some(&b',')
        && (1..=3).all(|next| digit(at + next))
        && !digit(at + 4)
    {
        (1..=3).for_each(|next| push(at + next));
        at += 4;
    }
    if bytes.get(at) == Some(&b'.') && digit(at + 1) {
        at += 1;
        while digit(at) && scale < MOST_DECIMALS {
            push(at);
            at += 1;
            scale += 1;
        }
    }
    // More digits than fit are words.
    (!digit(at)).then_some((
        Token::Number {
            digits: sign * digits,
            scale,
        },
        lead + at,
    ))
}
