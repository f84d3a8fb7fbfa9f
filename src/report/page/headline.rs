//! What was run, the sentence that answers, and what one must know before reading on.

use crate::report::cells::number;
use crate::report::{InputMode, Stopped};

use super::sheet::{Sheet, peak};

/// What was run, in a line.
pub(super) fn about(sheet: &Sheet) -> String {
    let (say, scenario) = (sheet.say, sheet.run.scenario);
    let manifest = &sheet.report.manifest;
    let days = scenario.period.days().count() as f64;
    let mut parts = vec![say.say(
        "about-period",
        &[
            ("from", (&say.date(scenario.period.from)).into()),
            ("to", (&say.date(scenario.period.to)).into()),
            ("days", days.into()),
        ],
    )];
    let version = (scenario.calendar).and_then(|index| scenario.versions.get(index));
    if let Some(version) = version {
        parts.push(say.say("about-calendar", &[("version", version.into())]));
    }
    if scenario.warm_up > 0 {
        let from = sheet.moment(sheet.run.plan.measure_from);
        parts.push(say.say("about-warm-up", &[("from", (&from).into())]));
    }
    let replications = manifest.replications as f64;
    let shown = say.count(replications);
    let values = [("n", replications.into()), ("shown", (&shown).into())];
    parts.push(say.say("about-replications", &values));
    if manifest.inputs == InputMode::Drawn {
        parts.push(say.word("about-drawn"));
    }
    parts.join(" · ")
}

/// What one must know before reading on.
pub(super) fn warnings(sheet: &Sheet) -> Vec<String> {
    let (say, manifest) = (sheet.say, &sheet.report.manifest);
    let counted = |key: &str, n: u64, of: u64| {
        let (n, of) = (say.count(n as f64), say.count(of as f64));
        say.say(key, &[("n", (&n).into()), ("of", (&of).into())])
    };
    let mut warnings = Vec::new();
    if manifest.partial {
        let key = match manifest.stopped {
            Stopped::MaxTime => "partial-time",
            _ => "partial-interrupted",
        };
        warnings.push(counted(key, manifest.replications, sheet.run.asked));
    }
    if manifest.failed > 0 {
        warnings.push(counted(
            "failed-replications",
            manifest.failed,
            manifest.replications,
        ));
    }
    warnings
}

/// The sentence that answers: what becomes of those who come, when the line is longest, and how long it takes.
pub(super) fn answer(sheet: &Sheet) -> String {
    let say = sheet.say;
    let total = |measure, statistic| sheet.total(measure, statistic);
    let (Some(crossed), Some(stock)) = (total("vehicles-crossed", "total"), total("stock", "end"))
    else {
        let persons = sheet.rows("persons-crossed", "total", "total").next();
        let persons = persons.and_then(|row| number(row.value));
        return match persons {
            Some(persons) => {
                let shown = say.count(persons);
                say.say("answer-persons", &[("crossed", (&shown).into())])
            }
            None => say.word("answer-nothing"),
        };
    };
    let came = total("vehicles-arrived", "total").unwrap_or(0.0)
        + total("opening-stock", "total").unwrap_or(0.0);
    let back = total("vehicles-turned-back", "total").unwrap_or(0.0);
    let elsewhere = total("empties-crossed", "total").unwrap_or(0.0)
        + total("vehicles-left-uncrossed", "total").unwrap_or(0.0);
    let last = say.date(sheet.run.scenario.period.to);
    let (shown, back_shown) = (say.count(crossed), say.count(back));
    let (came, stock) = (say.count(came), say.count(stock));
    let mut sentences = vec![say.say(
        "answer-flow",
        &[
            ("came", (&came).into()),
            ("crossed", (&shown).into()),
            ("back", (&back_shown).into()),
            ("turned", back.round().into()),
            ("others", elsewhere.round().into()),
            ("elsewhere", (&say.count(elsewhere)).into()),
            ("stock", (&stock).into()),
            ("last", (&last).into()),
        ],
    )];
    if let Some((place, when, mean)) = longest(sheet).filter(|_| sheet.coarse().is_none()) {
        let shown = say.count(mean);
        let values = [
            ("place", (&place).into()),
            ("when", (&when).into()),
            ("n", mean.round().into()),
            ("mean", (&shown).into()),
        ];
        sentences.push(say.say("answer-line", &values));
    }
    let times = total("time-in-system", "mean").zip(total("time-in-system", "p95"));
    if let Some((mean, p95)) = times {
        let (mean, p95) = (say.duration(mean), say.duration(p95));
        let values = [("mean", (&mean).into()), ("p95", (&p95).into())];
        sentences.push(say.say("answer-time", &values));
    }
    say.sentences(&sentences)
}

/// Where and when the line is longest on average, and how long.
fn longest(sheet: &Sheet) -> Option<(String, String, f64)> {
    let peaks = sheet.close.stocks.iter().filter_map(|stock| {
        let readings = stock.readings.iter().map(|reading| reading.mean);
        let (at, mean) = peak(readings.enumerate())?;
        Some(((stock, at), mean))
    });
    let ((stock, at), mean) = peak(peaks)?;
    let when = sheet.moment(*sheet.close.instants.get(at)?);
    let place = sheet.way(sheet.gate(stock.gate), stock.import);
    (mean >= 0.5).then_some((place, when, mean))
}
