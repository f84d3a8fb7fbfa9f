//! What changes from the base to each alternative: how much, how sure that is, and what it comes to.

use maud::{Markup, html};

use crate::report::comparison::{Compared, Comparison, ComparisonRow, Shown, Word};

use super::Section;
use super::chart::table;
use super::locale::Locale;
use super::sheet::{Sheet, nothing};

/// What is compared.
pub(super) fn title(sheets: &[&Sheet]) -> String {
    let Some((base, alternatives)) = sheets.split_first() else {
        return String::new();
    };
    let mut names: Vec<String> = alternatives.iter().map(|sheet| sheet.title()).collect();
    let of_base = base.title();
    // What-ifs have the title of what they change.
    for (name, sheet) in names.iter_mut().zip(alternatives) {
        if *name == of_base {
            *name = sheet.name.unwrap_or_default().to_owned();
        }
    }
    let names = base.say.list(&names);
    let values = [
        ("base", (&of_base).into()),
        ("alternatives", (&names).into()),
    ];
    base.say.say("compare-title", &values)
}

/// What was run.
pub(super) fn about(sheets: &[&Sheet], comparison: &Comparison) -> String {
    let Some(base) = sheets.first() else {
        return String::new();
    };
    let key = match comparison.pairing {
        "paired" => "about-paired",
        _ => "about-independent",
    };
    let pairing = base.say.word(key);
    format!("{} · {pairing}", super::headline::about(base))
}

/// The sentence that answers: of the first quantity that counts, then how many verdicts of each kind.
pub(super) fn answer(say: &Locale, comparison: &Comparison, compared: &Compared) -> String {
    let mut counting = comparison.counting();
    let Some(first) = counting.next() else {
        return say.word("answer-no-quantity");
    };
    let shown = Figures::new(say, first);
    let change = say.with_unit(&shown.change, shown.key);
    let quantity = quantity(say, compared, first);
    let verdict = say.word(&format!("verdict-{}", first.verdict.word()));
    let values = [
        ("alternative", (&first.alternative).into()),
        ("base", (&first.base).into()),
        ("quantity", (&quantity).into()),
        ("verdict", (&verdict).into()),
        ("change", (&change).into()),
        ("interval", (&shown.interval).into()),
    ];
    let key = match (first.verdict, first.low) {
        (_, None) if first.n < 2 => "answer-lonely",
        (Word::CannotTellYet, _) | (_, None) => "answer-unsure",
        (Word::Same, _) => "answer-same",
        _ => "answer-change",
    };
    let mut text = say.say(key, &values);
    let told = comparison.verdicts().map(|(verdict, n)| {
        let word = say.word(&format!("verdict-{}", verdict.word()));
        let n = say.count(n as f64);
        say.say(
            "verdict-count",
            &[("n", (&n).into()), ("verdict", (&word).into())],
        )
    });
    let told = say.list(&told.collect::<Vec<_>>());
    text.push_str(&say.say("answer-verdicts", &[("told", (&told).into())]));
    text
}

/// A table for each alternative.
pub(super) fn section(
    say: &Locale,
    comparison: &Comparison,
    compared: &Compared,
) -> Option<Section> {
    if comparison.comparisons.is_empty() {
        return None;
    }
    let heads = [
        "quantity",
        "base",
        "alternative",
        "change",
        "interval-of-change",
        "relative",
        "verdict",
    ];
    let heads = heads.map(|key| say.word(key));
    let tables: Vec<Markup> = (compared.runs.iter().skip(1))
        .map(|(name, run)| {
            let rows = comparison
                .comparisons
                .iter()
                .filter(|row| row.alternative == *name);
            let rows: Vec<(Markup, Vec<Markup>)> = rows
                .map(|row| cells(say, comparison, compared, row))
                .collect();
            let base = compared.runs.first().map_or("", |(name, _)| name);
            let values = [("base", base.into()), ("alternative", name.into())];
            let caption = say.say("changes-caption", &values);
            html! {
                @if !run.set.is_empty() {
                    p { (say.word("changed")) " " @for set in run.set { code { (set) } " " } }
                }
                (table(&caption, &heads, &rows))
            }
        })
        .collect();
    let note = match &comparison.primary {
        Some(primary) => say.say("level-primary", &[("quantity", primary.into())]),
        None => {
            let n = say.count(comparison.comparisons.len() as f64);
            say.say("level-family", &[("n", (&n).into())])
        }
    };
    let effects = compared.effects.iter().map(|aim| match &aim.quantity {
        None => aim.text.clone(),
        Some(quantity) => format!("{} @ {}", aim.text, quantity.text),
    });
    let effects = say.list(&effects.collect::<Vec<_>>());
    let effects = if effects.is_empty() {
        say.word("effects-any")
    } else {
        say.say("effects", &[("effects", (&effects).into())])
    };
    Some(Section {
        id: "changes",
        title: say.word("changes-title"),
        body: html! {
            p { (say.sentences(&[note, effects, say.word("changes-note")])) }
            @for table in &tables { (table) }
        },
    })
}

fn cells(
    say: &Locale,
    comparison: &Comparison,
    compared: &Compared,
    row: &ComparisonRow,
) -> (Markup, Vec<Markup>) {
    let shown = Figures::new(say, row);
    let is_primary = comparison.primary.as_ref() == Some(&row.quantity);
    let name = quantity(say, compared, row);
    let head = html! {
        (name)
        @if is_primary { " (" (say.word("primary")) ")" }
        br; small { code { (row.quantity) } ", " (shown.unit) }
    };
    let verdict = html! {
        b { (say.word(&format!("verdict-{}", row.verdict.word()))) }
        @if let (Word::CannotTellYet, Some(n)) = (row.verdict, row.replications_to_tell) {
            br; small { (say.say("to-tell", &[("n", (&say.count(n as f64)).into())])) }
        }
    };
    let text = |text: &str| html! { (text) };
    let cells = vec![
        shown.base.as_deref().map_or_else(nothing, text),
        shown.alternative.as_deref().map_or_else(nothing, text),
        html! {
            (shown.change)
            @if let Some(next) = &shown.next { br; small { (next) } }
        },
        text(&shown.interval),
        text(&shown.relative),
        html! { span.{"verdict verdict-" (row.verdict.word())} { (verdict) } },
    ];
    (head, cells)
}

/// The name of a quantity in words, where it is one of a whole; else its expression says it.
fn quantity(say: &Locale, compared: &Compared, row: &ComparisonRow) -> String {
    let quantities = compared.quantities.iter().flatten().flatten();
    let found = quantities
        .into_iter()
        .find(|quantity| quantity.text == row.quantity);
    let Some(found) = found.filter(|found| found.by == "total") else {
        return row.quantity.clone();
    };
    let key = format!("quantity-{}-{}", found.measure, found.statistic);
    say.known(&key).unwrap_or_else(|| row.quantity.clone())
}

/// The figures of a row.
struct Figures {
    /// The unit as texts of units know it, and by itself.
    key: &'static str,
    unit: String,
    base: Option<String>,
    alternative: Option<String>,
    change: String,
    /// Where the change of one such period lies.
    next: Option<String>,
    interval: String,
    relative: String,
}

impl Figures {
    fn new(say: &Locale, row: &ComparisonRow) -> Self {
        let Shown {
            scale,
            unit,
            places,
            first,
        } = row.shown();
        let plain = |x: f64| say.number(x / scale + first, places);
        let signed = |x: f64| say.signed(x / scale, places);
        let unit = if row.unit == "date" {
            "day-of-period"
        } else {
            unit
        };
        let dash = || "–".to_owned();
        Self {
            key: unit,
            unit: say.with_unit("", unit).trim().to_owned(),
            base: row.base_value.map(plain),
            alternative: row.alternative_value.map(plain),
            change: row.change.map_or_else(dash, signed),
            next: (row.next_low.zip(row.next_high))
                .map(|(low, high)| say.range(&signed(low), &signed(high))),
            interval: row.low.zip(row.high).map_or_else(dash, |(low, high)| {
                format!("[{}; {}]", signed(low), signed(high))
            }),
            relative: row.relative().map_or_else(String::new, |percent| {
                say.with_unit(&say.signed(percent, 1), "%")
            }),
        }
    }
}
