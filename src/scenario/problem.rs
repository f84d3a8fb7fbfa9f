//! What is wrong with a scenario, said so that it can be put right.
//!
//! A [`Problem`] names the place, what was found and the remedy. [`Problems`] collects them: reading never stops at the
//! first. Rendering goes through annotate-snippets, which counts bytes and is therefore right on Vietnamese text; it is
//! given only the lines it needs, and only places that are cut to the text, because it panics on others.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::source::{Place, Source, SourceMap};

/// More than this many problems are counted rather than shown.
const MOST_SHOWN: usize = 100;

/// Lines longer than this many bytes are named but not drawn.
const LONGEST_LINE_DRAWN: usize = 2_000;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario means nothing until this is put right.
    Error,
    /// The scenario can run, but probably not as intended.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that opens a message: `error`, `warning` or `note`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    fn level(self) -> Level<'static> {
        match self {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The problem in one line, without a full stop.
    pub title: String,
    /// Where it is; none when it is about no text, as with a missing file.
    pub place: Option<Place>,
    /// What is said beside the caret; may be empty.
    pub label: String,
    /// Other places that matter, and why.
    pub extra: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// An error at `place`.
    pub fn error(place: Place, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Severity::Error, Some(place), title.into(), label.into())
    }

    /// A warning at `place`.
    pub fn warning(place: Place, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Some(place), title.into(), label.into())
    }

    /// A note at `place`.
    pub fn note(place: Place, title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Severity::Note, Some(place), title.into(), label.into())
    }

    /// An error that is about no text; `label` is printed as a note.
    pub fn unplaced(title: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Severity::Error, None, title.into(), label.into())
    }

    fn new(severity: Severity, place: Option<Place>, title: String, label: String) -> Self {
        Self {
            severity,
            title,
            place,
            label,
            extra: Vec::new(),
            help: None,
        }
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn extra(mut self, place: Place, why: impl Into<String>) -> Self {
        self.extra.push((place, why.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// The problems found so far.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Adds all problems of `other`.
    pub fn append(&mut self, other: Problems) {
        self.list.extend(other.list);
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// The errors among them.
    #[must_use]
    pub fn errors(mut self) -> Self {
        self.list
            .retain(|problem| problem.severity == Severity::Error);
        self
    }

    /// How many different problems have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.sorted()
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// The problems in the order of the text, each once; those without a place come first.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.list.iter().collect();
        sorted.sort_by(|a, b| {
            (a.place, a.severity, &a.title, &a.label)
                .cmp(&(b.place, b.severity, &b.title, &b.label))
        });
        sorted.dedup();
        sorted
    }

    /// The problems as text for a terminal, each followed by an empty line; `colour` adds ANSI codes.
    pub fn render(&self, sources: &SourceMap, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let sorted = self.sorted();
        let mut text = String::new();
        for problem in sorted.iter().take(MOST_SHOWN) {
            text.push_str(&renderer.render(&[group(problem, sources)]));
            text.push_str("\n\n");
        }
        match sorted.len().saturating_sub(MOST_SHOWN) {
            0 => {}
            1 => text.push_str("and 1 more problem\n\n"),
            more => text.push_str(&format!("and {more} more problems\n\n")),
        }
        text
    }

    /// The problems as a JSON array of objects with the keys `severity`, `title`, `file`, `line`, `column`, `label`,
    /// `help`, `also`; what is not known is `null`.
    pub fn as_json(&self, sources: &SourceMap) -> serde_json::Value {
        let located = |place: Option<Place>| place.and_then(|place| sources.locate(place));
        self.sorted()
            .into_iter()
            .map(|problem| {
                let at = located(problem.place);
                let also: Vec<_> = problem
                    .extra
                    .iter()
                    .filter_map(|(place, why)| {
                        let at = located(Some(*place))?;
                        Some(serde_json::json!({
                            "file": at.file, "line": at.line, "column": at.column, "label": why,
                        }))
                    })
                    .collect();
                serde_json::json!({
                    "severity": problem.severity.word(),
                    "title": problem.title,
                    "file": at.as_ref().map(|at| at.file),
                    "line": at.as_ref().map(|at| at.line),
                    "column": at.as_ref().map(|at| at.column),
                    "label": problem.label,
                    "help": problem.help,
                    "also": also,
                })
            })
            .collect()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self {
            list: vec![problem],
        }
    }
}

/// The candidate that `word` most likely stands for, if one is near enough to be worth saying.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let most = (word.len() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (
                distance(&word, &candidate.to_lowercase().chars().collect::<Vec<_>>()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= most && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}

/// `did you mean ...?` for the nearest candidate, else the list of candidates under `otherwise` while it is short.
pub fn suggest(word: &str, candidates: &[&str], otherwise: &str) -> Option<String> {
    if let Some(near) = nearest(word, candidates.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    if candidates.is_empty() || candidates.len() > 40 {
        return None;
    }
    let quoted: Vec<String> = candidates
        .iter()
        .map(|candidate| format!("`{candidate}`"))
        .collect();
    Some(format!("{otherwise} {}", quoted.join(", ")))
}

/// The plural of a noun of the language: classes, agencies, yards.
pub fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun == "papers" => noun.to_owned(),
        _ if noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// Edit distance where swapping two neighbours is one edit (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 8 || a.len() > 64 || b.len() > 64 {
        return usize::MAX;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, right) in b.iter().enumerate() {
            let replaced = last[j] + usize::from(left != right);
            row[j + 1] = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *right && b[j - 1] == *left {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// One problem as annotate-snippets wants it.
fn group<'a>(problem: &'a Problem, sources: &'a SourceMap) -> Group<'a> {
    let mut group = Group::with_title(
        problem
            .severity
            .level()
            .primary_title(problem.title.as_str()),
    );
    let mut marks: Vec<(Place, &str, AnnotationKind)> = Vec::new();
    match problem.place {
        Some(place) => marks.push((place, &problem.label, AnnotationKind::Primary)),
        None if problem.label.is_empty() => {}
        None => group = group.element(Level::NOTE.message(problem.label.as_str())),
    }
    marks.extend(
        problem
            .extra
            .iter()
            .map(|(place, why)| (*place, why.as_str(), AnnotationKind::Context)),
    );

    let mut rest = marks;
    while let Some(&(first, ..)) = rest.first() {
        let Some(source) = sources.source(first) else {
            rest.remove(0);
            continue;
        };
        let same = |place: Place| {
            sources
                .source(place)
                .is_some_and(|other| other.offset() == source.offset())
        };
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|(place, ..)| same(*place));
        group = excerpt(group, source, &here);
        rest = elsewhere;
    }
    match &problem.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The lines of `source` that hold `marks`, drawn; or only named where they are too long to draw.
fn excerpt<'a>(
    mut group: Group<'a>,
    source: &'a Source,
    marks: &[(Place, &'a str, AnnotationKind)],
) -> Group<'a> {
    let lines: Vec<usize> = marks
        .iter()
        .map(|(place, ..)| source.line_of(source.local(*place).start))
        .collect();
    let first = lines.iter().copied().min().unwrap_or(0);
    let last = lines.iter().copied().max().unwrap_or(0);
    let too_long = lines
        .iter()
        .any(|line| source.line_range(*line).len() > LONGEST_LINE_DRAWN);
    if too_long {
        for ((place, label, _), line) in marks.iter().zip(&lines) {
            let start = source.local(*place).start;
            let before = &source.text()[source.line_range(*line).start.min(start)..start];
            let origin = Origin::path(source.name())
                .line(line + 1)
                .char_column(before.chars().count() + 1);
            group = group.element(origin);
            if !label.is_empty() {
                group = group.element(Level::NOTE.message(*label));
            }
        }
        return group;
    }
    let window = source.line_range(first).start..source.line_range(last).end;
    let mut snippet = Snippet::source(&source.text()[window.clone()])
        .line_start(first + 1)
        .path(source.name());
    for ((place, label, kind), line) in marks.iter().zip(&lines) {
        // A value of many lines is marked on its first: what matters is where to look.
        let (place, end) = (source.local(*place), source.line_range(*line).end);
        let start = place.start.min(end) - window.start;
        let span = start..(place.end.min(end).max(place.start.min(end)) - window.start);
        let label = (!label.is_empty()).then_some(*label);
        snippet = snippet.annotation(kind.span(span).label(label));
    }
    group.element(snippet)
}
