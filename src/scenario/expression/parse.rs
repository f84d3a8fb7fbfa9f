//! The reader of expressions: one pass over the text, a character ahead.

use std::ops::Range;

use super::{Call, Comparison, Expression, Mistake, Relation, Word};

/// The name of the chance of a condition.
const CHANCE: &str = "P";

/// Reads a whole text.
pub(super) fn expression(text: &str) -> Result<Expression, Mistake> {
    let mut reader = Reader { text, at: 0 };
    reader.blanks();
    let start = reader.at;
    if reader.rest().is_empty() {
        let mistake = Mistake::new(0..text.len(), "an empty expression", "nothing stands here");
        return Err(mistake.help("as in `p95(time-in-system) <= 6 h`"));
    }
    let head = reader.head()?;
    if head.text == CHANCE && reader.next() == Some('(') {
        return reader.chance(start);
    }
    let quantity = reader.call(head)?;
    if reader.next().is_none() {
        return Ok(Expression::Quantity(quantity));
    }
    Ok(Expression::Condition(reader.comparison(quantity, false)?))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The next character that is no blank.
    fn next(&mut self) -> Option<char> {
        self.blanks();
        self.rest().chars().next()
    }

    /// Goes past the next character if it is this one.
    fn take(&mut self, c: char) -> bool {
        let found = self.next() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// The bytes of the next character, or the end of the text.
    fn here(&mut self) -> Range<usize> {
        let length = self.next().map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    /// A word or a text in quotes; `None` where neither stands.
    fn word(&mut self) -> Result<Option<Word>, Mistake> {
        match self.next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote).map(Some),
            _ => {
                let start = self.at;
                let rest = self.rest();
                let end = rest
                    .find(|c: char| c.is_whitespace() || is_mark(c))
                    .unwrap_or(rest.len());
                self.at += end;
                Ok((end > 0).then(|| Word {
                    text: rest[..end].to_owned(),
                    at: start..start + end,
                }))
            }
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Word, Mistake> {
        let start = self.at;
        let inner = &self.text[start + 1..];
        let Some(length) = inner.find(quote) else {
            return Err(Mistake::new(
                start..self.text.len(),
                "a quote that is never closed",
                "opened here",
            ));
        };
        self.at = start + length + 2;
        Ok(Word {
            text: inner[..length].trim().to_owned(),
            at: start..self.at,
        })
    }

    /// The first word of a quantity.
    fn head(&mut self) -> Result<Word, Mistake> {
        match self.word()? {
            Some(word) if !word.text.is_empty() => Ok(word),
            Some(word) => Err(no_measure(word.at)),
            None => Err(no_measure(self.here())),
        }
    }

    /// What follows the first word of a quantity.
    fn call(&mut self, head: Word) -> Result<Call, Mistake> {
        let start = head.at.start;
        let mut call = Call {
            statistic: None,
            measure: head,
            inside: None,
            dims: Vec::new(),
            at: start..start,
        };
        let open = self.here();
        call.at.end = call.measure.at.end;
        if self.take('(') {
            self.arguments(&mut call, open)?;
            call.at.end = self.at;
        }
        Ok(call)
    }

    fn arguments(&mut self, call: &mut Call, open: Range<usize>) -> Result<(), Mistake> {
        if self.take(')') {
            return Ok(());
        }
        loop {
            self.argument(call, &open)?;
            if self.take(')') {
                return Ok(());
            }
            let at = self.here();
            if !self.take(',') {
                // Where a comparison follows, the bracket was forgotten, not a comma.
                return Err(if self.rest().is_empty() || self.relation()?.is_some() {
                    unclosed(open)
                } else {
                    let mistake = Mistake::new(at, "this cannot be read", "expected `,` or `)`");
                    mistake.help("a name of several words stands in quotes")
                });
            }
        }
    }

    /// The measure of a statistic, or a dimension and its name.
    fn argument(&mut self, call: &mut Call, open: &Range<usize>) -> Result<(), Mistake> {
        let word = match self.word()? {
            Some(word) => word,
            None if self.next().is_none() => return Err(unclosed(open.clone())),
            None => {
                let mistake =
                    Mistake::new(self.here(), "this cannot be read", "a name is missing here");
                return Err(mistake.help("as in `gate = bac-luan-2`"));
            }
        };
        let first = call.statistic.is_none() && call.dims.is_empty();
        if let Some(relation) = self.relation()? {
            let limit = self.limit(true)?;
            if !first {
                return Err(Mistake::new(
                    word.at.start..limit.at.end,
                    "a limit that is not for a dimension",
                    "only the measure of a share has a limit within",
                )
                .help("as in `share(time-in-system < 3 h, gate = bac-luan-2)`"));
            }
            call.inside = Some((relation, limit));
            call.statistic = Some(std::mem::replace(&mut call.measure, word));
            return Ok(());
        }
        match self.next() {
            Some('=') => {
                self.at += 1;
                let name = self.name(&word)?;
                call.dims.push((word, name));
                Ok(())
            }
            Some('(') => Err(Mistake::new(
                word.at,
                "a statistic inside a statistic",
                "a statistic is of a measure",
            )
            .help("as in `p95(time-in-system)`")),
            _ if first => {
                call.statistic = Some(std::mem::replace(&mut call.measure, word));
                Ok(())
            }
            _ => {
                let label = format!("which dimension is `{}`?", word.text);
                let mistake = Mistake::new(word.at, "a name without its dimension", label);
                Err(mistake.help("as in `gate = bac-luan-2`"))
            }
        }
    }

    /// The name given for a dimension: in quotes, or all up to the next comma or bracket.
    fn name(&mut self, dimension: &Word) -> Result<Word, Mistake> {
        let name = match self.next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.until(&[',', ')', '(', '=', '<', '>', '"', '\''], true),
        };
        if name.text.is_empty() {
            let label = format!("which {}?", dimension.text);
            let mistake = Mistake::new(name.at, "a dimension without a name", label);
            return Err(mistake.help("as in `gate = bac-luan-2`"));
        }
        Ok(name)
    }

    /// A quantity has been read: its relation and limit.
    fn comparison(&mut self, quantity: Call, inside: bool) -> Result<Comparison, Mistake> {
        let at = self.here();
        let Some(relation) = self.relation()? else {
            let length = self.rest().trim_end().len();
            return Err(match self.next() {
                Some(')') => Mistake::new(
                    at,
                    "a bracket that was never opened",
                    "this closes no bracket",
                ),
                Some('=') => Mistake::new(
                    at,
                    "`=` is not how a quantity compares",
                    "expected `<`, `<=`, `>` or `>=`",
                ),
                _ => Mistake::new(
                    at.start..at.start + length,
                    "this cannot be read",
                    "expected `<`, `<=`, `>` or `>=`",
                ),
            });
        };
        let limit = self.limit(inside)?;
        Ok(Comparison {
            at: quantity.at.start..limit.at.end,
            quantity,
            relation,
            limit,
        })
    }

    /// The sign of a comparison, if one stands here.
    fn relation(&mut self) -> Result<Option<Relation>, Mistake> {
        const SIGNS: [(&str, Relation); 6] = [
            ("<=", Relation::AtMost),
            (">=", Relation::AtLeast),
            ("≤", Relation::AtMost),
            ("≥", Relation::AtLeast),
            ("<", Relation::Below),
            (">", Relation::Above),
        ];
        const SLIPS: [(&str, &str); 6] = [
            ("=<", "write `<=`"),
            ("=>", "write `>=`"),
            ("==", "a limit is `<`, `<=`, `>` or `>=`"),
            ("!=", "a limit is `<`, `<=`, `>` or `>=`"),
            ("<>", "a limit is `<`, `<=`, `>` or `>=`"),
            ("≠", "a limit is `<`, `<=`, `>` or `>=`"),
        ];
        self.blanks();
        let rest = self.rest();
        if let Some((sign, help)) = SLIPS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            let at = self.at..self.at + sign.len();
            let mistake = Mistake::new(at, format!("`{sign}` is not a relation"), "");
            return Err(mistake.help(*help));
        }
        let found = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign));
        self.at += found.map_or(0, |(sign, _)| sign.len());
        Ok(found.map(|(_, relation)| *relation))
    }

    /// A limit: up to the end, or inside brackets up to what closes or continues them.
    fn limit(&mut self, inside: bool) -> Result<Word, Mistake> {
        let ends: &[char] = if inside { &[',', ')'] } else { &[] };
        let limit = match self.next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => self.until(ends, true),
        };
        if limit.text.is_empty() {
            let mistake = Mistake::new(limit.at, "a limit is missing", "compared with what?");
            return Err(mistake.help("as in `<= 6 h`"));
        }
        // A limit in quotes ends there; without them it ends where something stands that no limit has.
        let odd = |c: char| matches!(c, '(' | ')' | '<' | '>' | '=' | '≤' | '≥');
        // In the bytes as written: the text has lost its quotes and blanks.
        let left_over = match self.text[limit.at.clone()].find(odd) {
            Some(at) => Some(limit.at.start + at),
            None if !inside && self.next().is_some() => Some(self.at),
            None => None,
        };
        let Some(at) = left_over else {
            return Ok(limit);
        };
        let end = self.text.trim_end().len();
        let label = "nothing can follow the limit";
        Err(match self.text[at..].chars().next() {
            Some(')') => {
                let title = "a bracket that was never opened";
                Mistake::new(at..at + 1, title, "this closes no bracket")
            }
            Some('<' | '>' | '=' | '≤' | '≥') => {
                Mistake::new(at..end, "two limits at once", "this is the second")
                    .help("write two expressions, each with one limit")
            }
            _ => Mistake::new(at..end, "this cannot be read", label),
        })
    }

    /// All up to one of `ends`, without blanks around it. With `number`, a comma between two digits sets off thousands.
    fn until(&mut self, ends: &[char], number: bool) -> Word {
        self.blanks();
        let (start, rest) = (self.at, self.rest());
        let digit = |at: Option<usize>| {
            at.and_then(|at| rest.as_bytes().get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        let is_end = |&(at, c): &(usize, char)| {
            let thousands = number && c == ',' && digit(at.checked_sub(1)) && digit(Some(at + 1));
            ends.contains(&c) && !thousands
        };
        let length = rest
            .char_indices()
            .find(is_end)
            .map_or(rest.len(), |(at, _)| at);
        self.at += length;
        let text = rest[..length].trim_end();
        // Where nothing stands, the caret points at what stands there instead.
        let end = if text.is_empty() {
            start + rest.chars().next().map_or(0, char::len_utf8)
        } else {
            start + text.len()
        };
        Word {
            text: text.to_owned(),
            at: start..end,
        }
    }

    /// `P` has been read, and its bracket is next.
    fn chance(&mut self, start: usize) -> Result<Expression, Mistake> {
        let open = self.here();
        self.take('(');
        let head = self.head()?;
        if head.text == CHANCE && self.next() == Some('(') {
            let mistake = Mistake::new(head.at, "a chance of a chance", "`P` is of a condition");
            return Err(mistake.help("as in `P(max(stock) <= 400) >= 0.9`"));
        }
        let quantity = self.call(head)?;
        match self.next() {
            None => return Err(unclosed(open)),
            Some(')') => {
                let mistake = Mistake::new(
                    quantity.at,
                    "`P` is of a condition",
                    "this is a quantity without a limit",
                );
                return Err(mistake.help("as in `P(max(stock) <= 400) >= 0.9`"));
            }
            _ => {}
        }
        let of = self.comparison(quantity, true)?;
        if self.next() == Some(',') {
            let mistake = Mistake::new(self.here(), "this cannot be read", "expected `)`");
            return Err(mistake.help("dimensions stand in the brackets of the quantity"));
        }
        if !self.take(')') {
            return Err(if self.rest().is_empty() {
                unclosed(open)
            } else {
                Mistake::new(self.here(), "this cannot be read", "expected `)`")
            });
        }
        let whole = start..self.at;
        if self.next().is_none() {
            let mistake = Mistake::new(whole, "a chance without a limit", "how often?");
            return Err(mistake.help("as in `P(...) >= 0.9`"));
        }
        let at = self.here();
        let Some(relation) = self.relation()? else {
            let label = "expected `<`, `<=`, `>` or `>=`";
            return Err(Mistake::new(at, "this cannot be read", label));
        };
        let limit = self.limit(false)?;
        Ok(Expression::Chance {
            of,
            relation,
            at: start..limit.at.end,
            limit,
        })
    }
}

/// Characters that end a word.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '(' | ')' | ',' | '=' | '<' | '>' | '≤' | '≥' | '≠' | '!' | '"' | '\''
    )
}

fn no_measure(at: Range<usize>) -> Mistake {
    let mistake = Mistake::new(
        at,
        "this cannot be read",
        "a measure or statistic is missing here",
    );
    mistake.help("as in `p95(time-in-system) <= 6 h`")
}

fn unclosed(open: Range<usize>) -> Mistake {
    Mistake::new(open, "a bracket that is never closed", "opened here")
}
