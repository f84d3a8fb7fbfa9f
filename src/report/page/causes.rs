//! What time is spent on: over time, and for each class.

use maud::{Markup, html};
use serde_json::json;

use crate::report::closeup::ClassTime;

use super::Section;
use super::chart::{self, Chart, key, row_at, scroll, seconds};
use super::sheet::{Sheet, peak};

/// Causes that have an area of their own; the others are drawn as one.
const MAIN: usize = 7;

const HOUR: i64 = 3_600_000_000;

/// Scenarios that are drawn.
const MOST_RUNS: usize = 3;

/// The causes of a scenario by the time spent on them, the most first, and that time.
struct Causes {
    /// Index into the close-up's causes, and vehicle-hours.
    order: Vec<(usize, f64)>,
    all: f64,
}

impl Causes {
    fn new(sheet: &Sheet) -> Self {
        let close = sheet.close;
        let hours = |cause: usize| {
            let spans = close.of_span.iter();
            spans.filter_map(|span| span.get(cause)).sum::<f64>()
        };
        let causes = (0..close.causes.len()).map(|cause| (cause, hours(cause)));
        let mut order: Vec<(usize, f64)> = causes.filter(|(_, hours)| *hours > 0.0).collect();
        order.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let all = order.iter().map(|(_, hours)| hours).sum();
        Self { order, all }
    }

    fn main(&self) -> &[(usize, f64)] {
        self.order.get(..MAIN).unwrap_or(&self.order)
    }

    fn has_others(&self) -> bool {
        self.order.len() > MAIN
    }
}

/// The word for a cause.
fn word(sheet: &Sheet, cause: usize) -> String {
    let cause = sheet.close.causes.get(cause);
    cause.map_or_else(String::new, |cause| {
        sheet.say.word(&format!("cause-{}", cause.word()))
    })
}

/// A chart for each scenario, and a table of the classes of the first.
pub(super) fn section(sheets: &[&Sheet]) -> Option<Section> {
    let (base, _) = sheets.split_first()?;
    let say = base.say;
    let all: Vec<Causes> = sheets.iter().map(|sheet| Causes::new(sheet)).collect();
    let most = sheets.iter().flat_map(|sheet| &sheet.close.of_span);
    let most = most
        .map(|span| span.iter().sum::<f64>())
        .fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let drawn = sheets.iter().zip(&all).enumerate().take(MOST_RUNS);
    let charts: Vec<Markup> = drawn
        .filter(|(_, (_, causes))| causes.all > 0.0)
        .map(|(at, (sheet, causes))| chart(sheet, causes, at, most).markup(say))
        .collect();
    let tables: Vec<Markup> = sheets.iter().map(|sheet| classes(sheet)).collect();
    Some(Section {
        id: "causes",
        title: say.word("causes-title"),
        body: html! {
            p {
                (say.word("causes-note"))
                @if sheets.len() > MOST_RUNS { " " (say.word("first-three")) }
            }
            @for chart in &charts { (chart) }
            @for table in &tables { (table) }
        },
    })
}

fn chart(sheet: &Sheet, causes: &Causes, at: usize, most: f64) -> Chart {
    let (say, close) = (sheet.say, sheet.close);
    let by_day = close.spans.iter().any(|(from, to)| to - from > HOUR);
    let name = |from| {
        if by_day {
            let date = sheet.civil(from).date();
            format!("{} {}", say.weekday(date), sheet.short_date(date))
        } else {
            sheet.instant(from)
        }
    };
    let mut rows: Vec<Markup> = Vec::new();
    for (&(from, _), hours) in close.spans.iter().zip(&close.of_span) {
        let of = |&(cause, _): &(usize, f64)| say.count(hours.get(cause).copied().unwrap_or(0.0));
        let cells: Vec<String> = causes.order.iter().map(of).collect();
        rows.push(row_at(&name(from), &cells));
    }
    let title = match sheet.name {
        Some(scenario) => say.say("causes-of", &[("name", scenario.into())]),
        None => say.word("causes-over-time"),
    };
    let end = close.spans.last().map(|(_, to)| seconds(*to));
    Chart {
        id: format!("causes-{}", at + 1),
        takeaway: takeaway(sheet, causes, by_day),
        spec: json!({
            "kind": "stack",
            "unit": say.word("vehicle-hours"),
            "times": chart::times(close.spans.iter().map(|(from, _)| *from)),
            "days": chart::days(sheet),
            "end": end,
            "most": most,
            "main": causes.main().len(),
        }),
        legend: legend(sheet, causes),
        table: html! {
            table {
                caption { (title) }
                thead { tr {
                    th scope="col" { (say.word(if by_day { "day" } else { "time" })) }
                    @for (cause, _) in &causes.order { th scope="col" { (word(sheet, *cause)) } }
                } }
                tbody { @for row in rows { (row) } }
            }
        },
        title,
    }
}

/// What most time is spent on, and when the most is spent.
fn takeaway(sheet: &Sheet, causes: &Causes, by_day: bool) -> String {
    let (say, close) = (sheet.say, sheet.close);
    let Some(&(cause, hours)) = causes.order.first() else {
        return String::new();
    };
    let (first, share) = (word(sheet, cause), say.percent(hours / causes.all, 0));
    let values = [("cause", (&first).into()), ("share", (&share).into())];
    let mut text = say.say("causes-most", &values);
    if let Some(&(cause, hours)) = causes.order.get(1) {
        let (second, share) = (word(sheet, cause), say.percent(hours / causes.all, 0));
        let values = [("cause", (&second).into()), ("share", (&share).into())];
        text.push_str(&say.say("causes-then", &values));
    }
    let sums = close.spans.iter().zip(&close.of_span);
    let sums = sums.map(|(span, hours)| (span.0, hours.iter().sum::<f64>()));
    if let Some((from, hours)) = peak(sums) {
        let when = if by_day {
            sheet.short_date(sheet.civil(from).date())
        } else {
            sheet.moment(from)
        };
        let hours = say.count(hours);
        let values = [("when", (&when).into()), ("hours", (&hours).into())];
        text.push_str(&say.say("causes-peak", &values));
    }
    text
}

fn legend(sheet: &Sheet, causes: &Causes) -> Markup {
    html! {
        @for (at, (cause, _)) in causes.main().iter().enumerate() {
            (key(&format!("area area-{at}"), &word(sheet, *cause)))
        }
        @if causes.has_others() {
            (key(&format!("area area-{MAIN}"), &sheet.say.word("causes-others")))
        }
    }
}

/// For each class a bar of its causes, and their shares in figures.
fn classes(sheet: &Sheet) -> Markup {
    let (say, close) = (sheet.say, sheet.close);
    let causes = Causes::new(sheet);
    let sum = |class: &ClassTime| class.hours.iter().sum::<f64>();
    let rows: Vec<&ClassTime> = close
        .of_class
        .iter()
        .filter(|class| sum(class) >= 0.5)
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    let caption = match sheet.name {
        Some(name) => say.say("classes-of", &[("name", name.into())]),
        None => say.word("classes-caption"),
    };
    let main: Vec<usize> = causes.main().iter().map(|(cause, _)| *cause).collect();
    let shares = |class: &ClassTime| -> Vec<f64> {
        let all = sum(class);
        let of = |&cause: &usize| class.hours.get(cause).copied().unwrap_or(0.0) / all;
        let mut shares: Vec<f64> = main.iter().map(of).collect();
        if causes.has_others() {
            shares.push((1.0 - shares.iter().sum::<f64>()).max(0.0));
        }
        shares
    };
    let drawn = html! {
        table.classes {
            caption { (caption) }
            thead { tr {
                th scope="col" { (say.word("class")) }
                th scope="col" { (say.word("vehicle-hours")) }
                @for &cause in &main { th scope="col" { (word(sheet, cause)) } }
                @if causes.has_others() { th scope="col" { (say.word("causes-others")) } }
            } }
            tbody {
                @for class in &rows {
                    tr {
                        th scope="row" {
                            (sheet.class(class.class)) br;
                            small { (sheet.way(sheet.gate(class.gate), class.import)) }
                            span.bar aria-hidden="true" {
                                @for (at, share) in shares(class).iter().enumerate() {
                                    span.{"area area-" (at)} style={"width:" (format!("{:.1}", 100.0 * share)) "%"} {}
                                }
                            }
                        }
                        td { (say.count(sum(class))) }
                        @for share in shares(class) {
                            td { @if share > 0.0 { (say.percent(share, 1)) } @else { "–" } }
                        }
                    }
                }
            }
        }
    };
    scroll(&caption, drawn)
}
