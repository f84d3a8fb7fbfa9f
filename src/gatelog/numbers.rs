//! Numbers as spreadsheets write them: `1.234,5` and `1,234.5`.
//!
//! Which sign is the decimal one is a property of the column. A number proves it where it has both signs, one sign twice, or other
//! than three digits after its only sign. `1.234` alone proves nothing: it may be a thousand times as much, so where a column has
//! such numbers and no proof the answer has to be declared.

use super::Trouble;
use super::bad::Reason;

/// The decimal sign of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    /// `1.234,5`
    Comma,
    /// `1,234.5`
    Point,
}

impl Decimal {
    fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Point => '.',
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }
}

/// What a number says about its sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    Either,
    Is(Decimal),
}

fn says(text: &str) -> Says {
    let count = |decimal: Decimal| text.matches(decimal.sign()).count();
    let of = |decimal: Decimal| {
        let after = text.rsplit(decimal.sign()).next().map_or(0, str::len);
        match (count(decimal), after) {
            // Three digits, and before them not `0`: a thousand or a decimal.
            (1, 3) if !text.starts_with(['0', decimal.sign()]) => Says::Either,
            (1, _) => Says::Is(decimal),
            _ => Says::Is(decimal.other()),
        }
    };
    match (count(Decimal::Comma), count(Decimal::Point)) {
        (0, 0) => Says::Nothing,
        (_, 0) => of(Decimal::Comma),
        (0, _) => of(Decimal::Point),
        _ if text.rfind(',') > text.rfind('.') => Says::Is(Decimal::Comma),
        _ => Says::Is(Decimal::Point),
    }
}

/// A number without unit and blanks.
pub fn bare(text: &str) -> String {
    let lower = text.to_lowercase();
    let number = lower.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ');
    number
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\''))
        .collect()
}

/// The decimal sign of a column of numbers (line and text), declared or proven.
///
/// # Errors
/// Where numbers contradict each other, or some could be either and none proves anything.
pub fn decimal(
    heading: &str,
    numbers: &[(u64, &str)],
    declared: Option<Decimal>,
) -> Result<Decimal, Trouble> {
    if let Some(declared) = declared {
        return Ok(declared);
    }
    let found: Vec<(u64, &str, Says)> = numbers
        .iter()
        .map(|&(line, text)| (line, text, says(&bare(text))))
        .collect();
    let first = |wanted: Says| found.iter().find(|(.., says)| *says == wanted);
    let remedy = "say it: `--decimal comma` or `--decimal point`";
    match (
        first(Says::Is(Decimal::Comma)),
        first(Says::Is(Decimal::Point)),
        first(Says::Either),
    ) {
        (Some((line, text, _)), Some((other_line, other, _)), _) => Err(Trouble::new(
            format!("the numbers of `{heading}` contradict each other"),
            format!(
                "`{text}` on line {line} has a decimal comma, `{other}` on line {other_line} a decimal point"
            ),
            remedy,
        )),
        (Some(_), None, _) => Ok(Decimal::Comma),
        (None, Some(_), _) => Ok(Decimal::Point),
        (None, None, Some((line, text, _))) => Err(Trouble::new(
            format!("it cannot be told how numbers of `{heading}` are written"),
            format!(
                "`{text}` on line {line} may be a thousand times as much, and no number of the column proves which"
            ),
            remedy,
        )),
        (None, None, None) => Ok(Decimal::Point),
    }
}

/// A number of a column with this decimal sign.
///
/// # Errors
/// Where it is none.
pub fn number(text: &str, decimal: Decimal) -> Result<f64, Reason> {
    let bare = bare(text);
    let contradicts = match says(&bare) {
        Says::Is(other) => other != decimal,
        Says::Nothing | Says::Either => false,
    };
    if contradicts {
        return Err(Reason::UnreadableNumber);
    }
    if !groups_are_whole(&bare, decimal) {
        return Err(Reason::UnreadableNumber);
    }
    let plain: String = bare
        .chars()
        .filter(|&c| c != decimal.other().sign())
        .map(|c| if c == decimal.sign() { '.' } else { c })
        .collect();
    let digits = plain.chars().all(|c| c.is_ascii_digit() || c == '.') && !plain.is_empty();
    match plain.parse::<f64>() {
        Ok(number) if digits && number.is_finite() => Ok(number),
        _ => Err(Reason::UnreadableNumber),
    }
}

/// Whether the signs that set off thousands do so.
fn groups_are_whole(bare: &str, decimal: Decimal) -> bool {
    let whole = bare.split(decimal.sign()).next().unwrap_or_default();
    let mut groups = whole.split(decimal.other().sign());
    let first = groups.next().map_or(0, str::len);
    let mut rest = groups.peekable();
    rest.peek().is_none() || (1..=3).contains(&first) && rest.all(|group| group.len() == 3)
}
