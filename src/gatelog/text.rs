//! From the bytes of a table file to records with the lines they stand on.
//!
//! Spreadsheets write UTF-8 with or without a mark, or UTF-16 ("Unicode text"); they separate by what the country's decimal sign leaves
//! free. All of it is found from the file and said, never assumed.

use csv::ReaderBuilder;
use serde::Serialize;

use super::Trouble;

/// How the text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8 without a mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8WithMark,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl Encoding {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 with a byte order mark",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
        }
    }
}

/// What separates the fields of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
}

impl Separator {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    /// The character.
    pub fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Semicolon => "`;`",
            Self::Comma => "`,`",
            Self::Tab => "tab",
        }
    }
}

/// A record of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its fields, without blanks around them.
    pub fields: Vec<String>,
}

impl Record {
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.fields.iter().all(String::is_empty)
    }
}

/// The text of the bytes.
///
/// # Errors
/// Where they are no text, with the line.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Trouble> {
    let utf16 = |read: fn([u8; 2]) -> u16, encoding: Encoding| {
        let (units, rest) = bytes[2..].as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|&pair| read(pair)).collect();
        match String::from_utf16(&units) {
            Ok(text) if rest.is_empty() => Ok((text, encoding)),
            _ => Err(Trouble::new(
                "this is no text",
                "it begins like UTF-16 and has units that are no characters",
                "export the table as CSV in UTF-8",
            )),
        }
    };
    match bytes {
        [0xff, 0xfe, ..] => return utf16(u16::from_le_bytes, Encoding::Utf16Le),
        [0xfe, 0xff, ..] => return utf16(u16::from_be_bytes, Encoding::Utf16Be),
        _ => {}
    }
    let (bytes, encoding) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (rest, Encoding::Utf8WithMark),
        _ => (bytes, Encoding::Utf8),
    };
    let line = |at: usize| 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Trouble::new(
            "this is a workbook, not a table in text",
            "it begins like a file of Excel (.xlsx)",
            "save the sheet as CSV UTF-8",
        ));
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(Trouble::new(
            "this is no text",
            format!("there is a zero byte on line {}", line(at)),
            "export the table as CSV in UTF-8",
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), encoding)),
        Err(error) => {
            let at = error.valid_up_to();
            Err(Trouble::new(
                "this is not UTF-8",
                format!(
                    "the byte 0x{:02x} on line {} is part of no character",
                    bytes.get(at).copied().unwrap_or_default(),
                    line(at)
                ),
                "save the table as CSV UTF-8: in another encoding Vietnamese letters would be guessed",
            ))
        }
    }
}

/// What separates the fields: what the file declares, else that under which the heading says most. `says` counts what is known in a record
/// that may be the heading. Decimal commas and remarks below it do not count.
///
/// # Errors
/// Where two are equally likely, or none occurs.
pub fn separator(text: &str, says: impl Fn(&Record) -> usize) -> Result<Separator, Trouble> {
    let declared = |line: &str| {
        let sign = line.strip_prefix("sep=")?;
        Separator::ALL
            .into_iter()
            .find(|separator| sign.as_bytes() == [separator.byte()])
    };
    if let Some(separator) = text.lines().next().and_then(declared) {
        return Ok(separator);
    }
    let score = |separator: Separator| -> Result<(usize, usize), Trouble> {
        let (records, _) = records(text, separator)?;
        let upper = records.iter().take(HEADER_WITHIN);
        let scores = upper.map(|record| (says(record), record.fields.len()));
        Ok(scores.max().unwrap_or_default())
    };
    let mut scores = Vec::new();
    for separator in Separator::ALL {
        scores.push((score(separator)?, separator));
    }
    scores.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    match scores.as_slice() {
        [((_, fields), _), ..] if *fields < 2 => Err(Trouble::new(
            "there is one column only",
            "the first lines have no `;`, no `,` and no tab",
            "export the table as CSV",
        )),
        [(best, separator), (second, other), ..] if best == second => Err(Trouble::new(
            "it cannot be told what separates the columns",
            format!(
                "the heading says as much with {} as with {}",
                separator.name(),
                other.name()
            ),
            "say it: `--separator semicolon`, `comma` or `tab`",
        )),
        [(_, separator), ..] => Ok(*separator),
        [] => Ok(Separator::Comma),
    }
}

/// The heading must stand within so many records; what is above it is a title.
pub const HEADER_WITHIN: usize = 20;

/// All records that are not empty, and how many are.
///
/// # Errors
/// Where the text cannot be taken apart.
pub fn records(text: &str, separator: Separator) -> Result<(Vec<Record>, u64), Trouble> {
    // The reader counts lines by line feeds, and takes that of CR LF for the beginning of the next record.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.byte())
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut records, mut empty) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.map_err(|error| {
            Trouble::new(
                "this is no table",
                error.to_string(),
                "export the table as CSV in UTF-8",
            )
        })?;
        let record = Record {
            line: record.position().map_or(0, csv::Position::line),
            fields: record.iter().map(|field| blank(field).to_owned()).collect(),
        };
        let is_declaration = record.line == 1
            && record
                .fields
                .first()
                .is_some_and(|field| field.starts_with("sep="));
        if is_declaration {
            continue;
        }
        if record.is_empty() {
            empty += 1;
        } else {
            records.push(record);
        }
    }
    Ok((records, empty))
}

/// Without blanks of any width around it, and without the marks that spreadsheets leave.
fn blank(field: &str) -> &str {
    field.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}
