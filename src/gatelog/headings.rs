//! What the columns are, by their headings in Vietnamese, English or Chinese.
//!
//! A heading is compared without diacritics, case and punctuation, so `Biển số xe`, `BIEN SO XE` and the same text in decomposed
//! letters are one. What is not recognised is listed and left alone.

use super::Trouble;
use super::text::Record;
use crate::scenario::problem::suggest;

/// What a column says of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Number plate or another name of the vehicle.
    Vehicle,
    /// When it arrives: date and time, or a time beside a column of dates.
    Arrival,
    /// The date to which times alone belong.
    Date,
    /// When it crosses.
    Crossing,
    /// Class of its goods.
    Class,
    /// Export or import.
    Direction,
    /// The gate.
    Gate,
    /// Net cargo.
    Load,
    /// Channel of the inspection.
    Channel,
    /// Number of the declaration; not used.
    Declaration,
    /// When a step begins.
    Start(String),
    /// When a step ends.
    End(String),
}

impl Role {
    /// The word that names it on the command line.
    pub fn word(&self) -> String {
        match self {
            Self::Vehicle => "vehicle".to_owned(),
            Self::Arrival => "arrival".to_owned(),
            Self::Date => "date".to_owned(),
            Self::Crossing => "crossing".to_owned(),
            Self::Class => "class".to_owned(),
            Self::Direction => "direction".to_owned(),
            Self::Gate => "gate".to_owned(),
            Self::Load => "load".to_owned(),
            Self::Channel => "channel".to_owned(),
            Self::Declaration => "declaration".to_owned(),
            Self::Start(step) => format!("start.{step}"),
            Self::End(step) => format!("end.{step}"),
        }
    }

    /// The role of a word; `None` where there is no such word.
    pub fn parse(word: &str) -> Option<Self> {
        let plain = [
            Self::Vehicle,
            Self::Arrival,
            Self::Date,
            Self::Crossing,
            Self::Class,
            Self::Direction,
            Self::Gate,
            Self::Load,
            Self::Channel,
            Self::Declaration,
        ];
        if let Some(step) = word.strip_prefix("start.") {
            return (!step.is_empty()).then(|| Self::Start(step.to_owned()));
        }
        if let Some(step) = word.strip_prefix("end.") {
            return (!step.is_empty()).then(|| Self::End(step.to_owned()));
        }
        plain.into_iter().find(|role| role.word() == word)
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its heading as written.
    pub heading: String,
    /// What it is; `None` where that is not known.
    pub role: Option<Role>,
}

/// Lower-case letters without diacritics, words with one blank between them; Chinese characters stay.
pub fn fold(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'đ' => folded.push('d'),
            'à' | 'á' | 'â' | 'ã' | 'ă' => folded.push('a'),
            'è' | 'é' | 'ê' => folded.push('e'),
            'ì' | 'í' | 'ĩ' | 'ỉ' | 'ị' => folded.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ơ' => folded.push('o'),
            'ù' | 'ú' | 'ũ' | 'ư' => folded.push('u'),
            'ý' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => folded.push('y'),
            '\u{1ea0}'..='\u{1eb7}' => folded.push('a'),
            '\u{1eb8}'..='\u{1ec7}' => folded.push('e'),
            '\u{1ecc}'..='\u{1ee3}' => folded.push('o'),
            '\u{1ee4}'..='\u{1ef1}' => folded.push('u'),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.trim_end().to_owned()
}

/// A name as scenarios spell it: `Bắc Luân II` is `bac-luan-ii`. Empty where nothing of it can be spelt.
pub fn identifier(text: &str) -> String {
    let plain: String = fold(text)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// Whether some phrase stands in the folded text, as whole words where it is in Latin letters.
fn has(folded: &str, phrases: &[&str]) -> bool {
    let spaced = format!(" {folded} ");
    phrases.iter().any(|phrase| {
        if phrase.is_ascii() {
            spaced.contains(&format!(" {phrase} "))
        } else {
            folded.contains(phrase)
        }
    })
}

const STARTS: &[&str] = &["bat dau", "start", "started", "begin", "began", "开始"];
const ENDS: &[&str] = &[
    "ket thuc",
    "hoan thanh",
    "xong",
    "end",
    "ended",
    "finish",
    "finished",
    "结束",
    "完成",
];
/// What surrounds the name of a step in a heading.
const FILLERS: &[&str] = &[
    "thoi gian",
    "thoi diem",
    "ngay gio",
    "gio",
    "luc",
    "ngay",
    "time",
    "of",
    "at",
    "the",
    "时间",
];

/// What a heading most likely is. The order matters: `qua cửa khẩu` is a crossing, `cửa khẩu` a gate.
pub fn role(heading: &str) -> Option<Role> {
    let folded = fold(heading);
    for (words, of) in [
        (STARTS, Role::Start as fn(String) -> Role),
        (ENDS, Role::End as fn(String) -> Role),
    ] {
        if has(&folded, words) {
            let step = step_of(&folded, words);
            return (!step.is_empty()).then(|| of(step));
        }
    }
    let table: [(Role, &[&str]); 10] = [
        (
            Role::Crossing,
            &[
                "thong quan",
                "qua cua khau",
                "qua bien gioi",
                "gio qua",
                "crossing",
                "crossed",
                "crossing time",
                "过境",
                "通关时间",
                "出境时间",
            ],
        ),
        (
            Role::Load,
            &[
                "trong luong",
                "khoi luong",
                "tan",
                "kg",
                "tonnes",
                "tons",
                "weight",
                "load",
                "net weight",
                "重量",
                "吨",
            ],
        ),
        (
            Role::Vehicle,
            &[
                "bien so",
                "bien kiem soat",
                "bks",
                "so xe",
                "plate",
                "vehicle",
                "lorry",
                "truck",
                "车牌",
                "车号",
            ],
        ),
        (Role::Declaration, &["to khai", "declaration", "报关单"]),
        (
            Role::Arrival,
            &[
                "gio den",
                "thoi gian den",
                "thoi diem den",
                "gio vao",
                "vao bai",
                "den bai",
                "thoi gian vao",
                "arrival time",
                "time of arrival",
                "arrived",
                "arrival",
                "到达",
                "进场",
                "入场",
            ],
        ),
        (Role::Date, &["ngay", "date", "日期"]),
        (
            Role::Direction,
            &[
                "chieu",
                "huong",
                "xuat nhap",
                "loai hinh",
                "direction",
                "方向",
                "进出口",
            ],
        ),
        (Role::Gate, &["cua khau", "loi mo", "gate", "口岸"]),
        (
            Role::Class,
            &[
                "mat hang",
                "loai hang",
                "ten hang",
                "nhom hang",
                "hang hoa",
                "goods",
                "class",
                "commodity",
                "cargo",
                "货物",
                "品名",
                "货名",
            ],
        ),
        (Role::Channel, &["luong", "phan luong", "channel", "通道"]),
    ];
    // A date of arrival is a date, unless it says that the hour stands beside it.
    let date_only = folded.starts_with("ngay") && !has(&folded, &["gio"])
        || has(&folded, &["arrival date", "date of arrival"]);
    if date_only && !has(&folded, &["thong quan"]) {
        return Some(Role::Date);
    }
    if has(&folded, &["so luong", "ghi chu", "note", "stt"]) {
        return None;
    }
    table
        .into_iter()
        .find(|(_, phrases)| has(&folded, phrases))
        .map(|(role, _)| role)
}

/// The step of which a heading says when it starts or ends.
fn step_of(folded: &str, words: &[&str]) -> String {
    let mut rest = format!(" {folded} ");
    for word in words.iter().chain(FILLERS) {
        let found = if word.is_ascii() {
            format!(" {word} ")
        } else {
            (*word).to_owned()
        };
        while rest.contains(&found) {
            rest = rest.replacen(&found, " ", 1);
        }
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How much is known of a record if it is the heading.
pub fn known(record: &Record, declared: &[(Role, String)]) -> usize {
    let columns = as_heading(record, declared);
    let roles = columns.iter().filter(|column| column.role.is_some());
    roles.count()
}

/// The columns that a record names if it is the heading.
fn as_heading(record: &Record, declared: &[(Role, String)]) -> Vec<Column> {
    record
        .fields
        .iter()
        .map(|heading| {
            let folded = fold(heading);
            let said = declared.iter().find(|(_, text)| fold(text) == folded);
            let role = match said {
                Some((role, _)) => Some(role.clone()),
                // What somebody has declared is looked for nowhere else.
                None => {
                    role(heading).filter(|role| !declared.iter().any(|(other, _)| other == role))
                }
            };
            Column {
                heading: heading.clone(),
                role,
            }
        })
        .collect()
}

/// The heading among the first records: where it is, and what its columns are. `declared` are pairs of a role and a heading.
///
/// # Errors
/// Every one of: no arrival, a declared heading that is not there, two columns that could be the same.
pub fn columns(
    records: &[Record],
    declared: &[(Role, String)],
    within: usize,
) -> Result<(usize, Vec<Column>), Vec<Trouble>> {
    let read = |record: &Record| as_heading(record, declared);
    let known = |columns: &[Column]| {
        columns
            .iter()
            .filter(|column| column.role.is_some())
            .count()
    };
    let candidates: Vec<Vec<Column>> = records.iter().take(within).map(read).collect();
    let has_arrival = |columns: &Vec<Column>| {
        columns
            .iter()
            .any(|column| column.role == Some(Role::Arrival))
    };
    // The heading is the record above the rows that says most; a title above it says one thing at best.
    let found = candidates
        .iter()
        .position(|columns| has_arrival(columns) && known(columns) >= 2)
        .or_else(|| candidates.iter().position(has_arrival));
    let Some(at) = found else {
        let best = candidates.iter().max_by_key(|columns| known(columns));
        let headings: Vec<&str> = best
            .into_iter()
            .flatten()
            .map(|column| column.heading.as_str())
            .collect();
        let mut troubles = missing(declared, &headings);
        if troubles.is_empty() {
            let listed: Vec<String> = headings.iter().map(|name| format!("`{name}`")).collect();
            troubles.push(Trouble::new(
                "no column says when vehicles arrive",
                format!("the columns are {}", listed.join(", ")),
                "name it: `--column arrival=\"...\"`",
            ));
        }
        return Err(troubles);
    };
    let columns = candidates.into_iter().nth(at).unwrap_or_default();
    let headings: Vec<&str> = columns
        .iter()
        .map(|column| column.heading.as_str())
        .collect();
    let mut troubles = missing(declared, &headings);
    for (index, column) in columns.iter().enumerate() {
        let same = columns[..index]
            .iter()
            .find(|other| column.role.is_some() && other.role == column.role);
        if let (Some(other), Some(role)) = (same, &column.role) {
            troubles.push(Trouble::new(
                format!("two columns could be `{}`", role.word()),
                format!("`{}` and `{}`", other.heading, column.heading),
                format!("name one: `--column {}=\"{}\"`", role.word(), other.heading),
            ));
        }
    }
    if troubles.is_empty() {
        Ok((at, columns))
    } else {
        Err(troubles)
    }
}

/// Declared headings that are not there.
fn missing(declared: &[(Role, String)], headings: &[&str]) -> Vec<Trouble> {
    declared
        .iter()
        .filter(|(_, text)| !headings.iter().any(|heading| fold(heading) == fold(text)))
        .map(|(role, text)| {
            Trouble::new(
                format!("there is no column `{text}`"),
                format!("`--column {}` names it", role.word()),
                suggest(text, headings, "the columns are")
                    .unwrap_or_else(|| "look at the headings of the file".to_owned()),
            )
        })
        .collect()
}
