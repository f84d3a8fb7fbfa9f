//! Numbers for people: grouped digits, as many of them as the number is sure of, durations in the unit that fits.

/// A number rounded to a whole one, digits grouped: `41,200`. Beyond 10^15 in powers of ten.
pub fn count(x: f64) -> String {
    fixed(x, 0)
}

/// A number with this many digits behind the point, digits before it grouped.
pub fn fixed(x: f64, digits: usize) -> String {
    if !x.is_finite() {
        return if x > 0.0 {
            "infinitely many".to_owned()
        } else {
            "-".to_owned()
        };
    }
    if x.abs() >= 1e15 {
        return format!("{x:.1e}");
    }
    let plain = format!("{:.digits$}", x.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if x < 0.0 && plain.chars().any(|c| c.is_ascii_digit() && c != '0') {
        "-"
    } else {
        ""
    };
    format!("{sign}{grouped}{rest}")
}

/// A change: the same, with a sign unless it is printed as nothing.
pub fn signed(x: f64, digits: usize) -> String {
    let text = fixed(x, digits);
    let positive = x > 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if positive { format!("+{text}") } else { text }
}

/// How many digits behind the point a group of numbers needs, so that the smallest difference that matters shows:
/// `scale` is the half-width of the interval, or the number itself where there is none.
pub fn digits(scale: f64) -> usize {
    match scale.abs() {
        s if !s.is_finite() || s >= 2.0 || s == 0.0 => 0,
        s if s >= 0.2 => 1,
        s if s >= 0.02 => 2,
        _ => 3,
    }
}

/// A power of ten in which đồng are printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoneyUnit {
    /// Its name: `bn VND`.
    pub word: &'static str,
    /// The same for a tonne.
    per_tonne: &'static str,
    /// How many đồng it is.
    pub dong: f64,
}

impl MoneyUnit {
    /// The unit in which so many đồng read best.
    pub fn of(dong: f64) -> MoneyUnit {
        let (word, per_tonne, dong) = match dong.abs() {
            d if d >= 1e9 => ("bn VND", "bn VND/t", 1e9),
            d if d >= 1e6 => ("m VND", "m VND/t", 1e6),
            _ => ("VND", "VND/t", 1.0),
        };
        MoneyUnit {
            word,
            per_tonne,
            dong,
        }
    }

    /// How many đồng it is and what it is called, where amounts are those of a tonne or not.
    pub fn named(self, per_tonne: bool) -> (f64, &'static str) {
        let word = if per_tonne { self.per_tonne } else { self.word };
        (self.dong, word)
    }
}

/// A unit in which durations are printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeUnit {
    /// Its abbreviation.
    pub word: &'static str,
    /// Its length in seconds.
    pub seconds: f64,
}

impl TimeUnit {
    /// The unit in which a duration of so many seconds reads best.
    pub fn of(seconds: f64) -> TimeUnit {
        let (word, length) = match seconds.abs() {
            s if s < 100.0 => ("s", 1.0),
            s if s < 5_400.0 => ("min", 60.0),
            s if s < 259_200.0 => ("h", 3_600.0),
            _ => ("days", 86_400.0),
        };
        TimeUnit {
            word,
            seconds: length,
        }
    }
}
