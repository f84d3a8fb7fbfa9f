//! The words of reports for what a scenario's enums say: the same in text, JSON and CSV.

use jiff::civil::Weekday;

use crate::plan::cause::Cause;
use crate::scenario::calendar::{
    Bound, Category, ClassWord, Direction, Filter, Nationality, NoticeState,
};
use crate::scenario::model::{BasisKind, FactMeasure, Scenario};
use crate::sim::Reason;

use super::number::{MoneyUnit, TimeUnit};

/// `export` or `import`.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Export => "export",
        Direction::Import => "import",
    }
}

/// `to-china` or `to-vietnam`.
pub fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::ToChina => "to-china",
        Bound::ToVietnam => "to-vietnam",
    }
}

/// `vietnamese` or `chinese`.
pub fn nationality(nationality: Nationality) -> &'static str {
    match nationality {
        Nationality::Vietnamese => "vietnamese",
        Nationality::Chinese => "chinese",
    }
}

/// The state of a notice.
pub fn notice_state(state: NoticeState) -> &'static str {
    match state {
        NoticeState::Closed => "closed",
        NoticeState::Appointment => "appointment",
        NoticeState::Normal => "normal",
        NoticeState::Extended => "extended",
    }
}

/// The kind of a basis.
pub fn basis(kind: BasisKind) -> &'static str {
    match kind {
        BasisKind::Documented => "documented",
        BasisKind::Derived => "derived",
        BasisKind::Assumed => "assumed",
        BasisKind::Fitted => "fitted",
        BasisKind::Unstated => "unstated",
    }
}

/// What is counted of what a fact counts: each loaded vehicle once, each pass of the line, or vehicles wherever they stand.
pub fn count_basis(measure: FactMeasure) -> Option<&'static str> {
    match measure {
        FactMeasure::VehiclesCrossed | FactMeasure::TonnesCrossed => Some("loaded-once"),
        FactMeasure::Crossings => Some("crossings"),
        FactMeasure::VehiclesArrived
        | FactMeasure::VehiclesTurnedBack
        | FactMeasure::Stock
        | FactMeasure::YardOccupancy(_) => Some("vehicles"),
        FactMeasure::Ratio(..) => None,
    }
}

/// What a fact counts, as a scenario writes it.
pub fn fact_measure(measure: FactMeasure) -> &'static str {
    match measure {
        FactMeasure::VehiclesCrossed => "vehicles-crossed",
        FactMeasure::Crossings => "crossings",
        FactMeasure::TonnesCrossed => "tonnes-crossed",
        FactMeasure::VehiclesArrived => "vehicles-arrived",
        FactMeasure::VehiclesTurnedBack => "vehicles-turned-back",
        FactMeasure::Stock => "stock",
        FactMeasure::YardOccupancy(_) => "yard-occupancy",
        FactMeasure::Ratio(..) => "ratio",
    }
}

/// Why a vehicle turns back or goes elsewhere, in words.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Route => "where its route says so",
        Reason::NoSlot => "it got no slot",
        Reason::QueueSeen => "it saw the queue",
        Reason::PatienceOutside => "it waited too long on the road",
        Reason::PatienceInYard => "it waited too long in the yard",
        Reason::PatienceClosed => "it waited too long before a closed gate",
    }
}

/// Why a vehicle spends time, in words.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Processing => "being served",
        Cause::Travelling => "travelling",
        Cause::BeforeStart => "before the period began",
        Cause::ClosedHoliday => "closed for the holiday or a rest day",
        Cause::ClosedNight => "closed for the night",
        Cause::WrongDirection => "only the other way at this hour",
        Cause::ClassBarred => "class barred",
        Cause::BeforeAppointment => "before the appointment",
        Cause::NoSlot => "no slot",
        Cause::QuotaUsedUp => "quota used up",
        Cause::Outage => "out of order",
        Cause::WaitingPartner => "waiting for a partner",
        Cause::WaitingDriver => "waiting for a driver",
        Cause::WaitingPapers => "waiting for papers",
        Cause::WaitingResult => "waiting for a result",
        Cause::WaitingServer => "all servers busy",
        Cause::WaitingBridge => "waiting for the bridge",
        Cause::YardFull => "yard full",
    }
}

/// The length of the unit in which numbers of about this size read best, in the unit of a row, and its name.
pub fn unit(unit: &'static str, size: f64) -> (f64, &'static str) {
    match unit {
        "s" => {
            let unit = TimeUnit::of(size);
            (unit.seconds, unit.word)
        }
        "share" => (0.01, "%"),
        "date" => (1.0, "days"),
        "VND" => MoneyUnit::of(size).named(false),
        "VND/t" => MoneyUnit::of(size).named(true),
        other => (1.0, other),
    }
}

/// A weekday in three letters.
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// A month in three letters.
pub fn month(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|month| MONTHS.get(month))
        .copied()
        .unwrap_or("")
}

/// What a list of barred, admitted or exempt vehicles names.
pub fn class_word(scenario: &Scenario, word: ClassWord) -> String {
    match word {
        ClassWord::Class(class) => scenario
            .classes
            .get(class)
            .map_or_else(String::new, |class| class.name.clone()),
        ClassWord::Empty => "empty".to_owned(),
        ClassWord::Loaded => "loaded".to_owned(),
        ClassWord::Backlog => "backlog".to_owned(),
    }
}

/// A filter as JSON: what it leaves open is `null`.
pub fn filter_json(scenario: &Scenario, filter: &Filter) -> serde_json::Value {
    let classes = filter.class.as_ref().map(|words| {
        let words = words.iter().map(|&word| class_word(scenario, word));
        words.collect::<Vec<String>>()
    });
    serde_json::json!({
        "direction": filter.direction.map(direction),
        "bound": filter.bound.map(bound),
        "class": classes,
        "vehicle": filter.vehicle.map(nationality),
        "loaded": filter.loaded,
        "homeward": filter.homeward,
    })
}

/// A category as JSON.
pub fn category_json(scenario: &Scenario, category: &Category) -> serde_json::Value {
    serde_json::json!({
        "direction": direction(category.direction),
        "bound": bound(category.bound),
        "class": class_word(scenario, ClassWord::Class(category.class)),
        "vehicle": nationality(category.vehicle),
        "loaded": category.loaded,
        "backlog": category.backlog,
    })
}

/// Several categories in words, naming only what tells them apart from others at the gate: "export to China: fruit, starch".
pub fn categories(scenario: &Scenario, categories: &[Category]) -> String {
    let mut ways: Vec<(String, Vec<String>)> = Vec::new();
    for category in categories {
        let way = format!(
            "{} {}, {}{}",
            direction(category.direction),
            bound(category.bound),
            nationality(category.vehicle),
            if category.loaded { "" } else { ", empty" },
        );
        let mut class = class_word(scenario, ClassWord::Class(category.class));
        if category.backlog {
            class += " (in line at the start)";
        }
        match ways.iter_mut().find(|(known, _)| *known == way) {
            Some((_, classes)) => {
                if !classes.contains(&class) {
                    classes.push(class);
                }
            }
            None => ways.push((way, vec![class])),
        }
    }
    for (_, classes) in &mut ways {
        // Where a class stands in line and also comes, the line at the start needs no word of its own.
        let plain = classes.clone();
        classes.retain(|class| {
            class
                .strip_suffix(" (in line at the start)")
                .is_none_or(|name| !plain.iter().any(|other| other == name))
        });
    }
    let ways: Vec<String> = ways
        .into_iter()
        .map(|(way, classes)| format!("{way}: {}", classes.join(", ")))
        .collect();
    ways.join("; ")
}
