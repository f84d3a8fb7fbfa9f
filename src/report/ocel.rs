//! The visit log as an object-centric event log: OCEL 2.0 in JSON, as process miners read it.
//!
//! Objects are what takes part and has a name: vehicles, their papers, and gates, stations, yards, bridges, pools of drivers and residents that
//! somebody met. An event is a stay of a vehicle at the instant when it ends, so the time from one event of a vehicle to the next
//! is what the latter took; `start` says when it began. A stretch of time is an event type a step (`service: documents`), because a
//! service as such is no activity; an instant is one type by itself (`cross`). Causes that took no time are left out of
//! an event.
//!
//! Events are written as they come, and what the log needs to say of objects and types afterwards, as JSON leaves free: the memory is that
//! of one small record a vehicle.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use jiff::Timestamp;
use serde::Serialize;

use crate::measures::trace::What;
use crate::plan::cause::Cause;
use crate::plan::{NONE, Plan};
use crate::sim::{Exit, Place, Reason};

use super::columns::Table;
use super::json;
use super::trace::{Entry, event};

/// From when on the attributes of objects hold: they never change.
const ALWAYS: &str = "1970-01-01T00:00:00Z";

/// The log, written as it happens.
pub struct Ocel<'a, W: Write> {
    plan: &'a Plan,
    out: W,
    events: u64,
    /// Attributes of each event type that occurred.
    event_types: BTreeMap<String, BTreeSet<(&'static str, &'static str)>>,
    vehicles: BTreeMap<(u32, i32, u64), Vehicle>,
    /// What else was met.
    things: BTreeSet<Thing>,
}

/// What is said of a vehicle at the end.
struct Vehicle {
    name: String,
    kind: u32,
    papers: Vec<u32>,
}

/// What a vehicle meets, by kind and index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Gate(u32),
    Station(u32),
    Yard(u32),
    Bridge(u32),
    Pool(u32),
    Residents(u32),
}

impl<'a, W: Write> Ocel<'a, W> {
    /// A log without events.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(plan: &'a Plan, mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"events\": [")?;
        Ok(Self {
            plan,
            out,
            events: 0,
            event_types: BTreeMap::new(),
            vehicles: BTreeMap::new(),
            things: BTreeSet::new(),
        })
    }

    /// Writes the elements of a list, one a line.
    fn list<T: Serialize>(
        &mut self,
        name: &str,
        elements: impl Iterator<Item = T>,
    ) -> io::Result<()> {
        write!(self.out, "],\n \"{name}\": [")?;
        for (at, element) in elements.enumerate() {
            let separator = if at == 0 { "" } else { "," };
            write!(self.out, "{separator}\n  {}", json(&element))?;
        }
        Ok(())
    }

    /// What is said of the things that were met.
    fn objects(&self) -> Vec<Object> {
        let related = |thing: &Thing| {
            let gate = thing
                .gate(self.plan)
                .filter(|gate| self.things.contains(gate));
            let at = |gate: Thing| Related::new(gate.id(self.plan), "at");
            gate.map(at).into_iter().collect()
        };
        let object = |thing: &Thing| Object {
            id: thing.id(self.plan),
            r#type: thing.kind(),
            attributes: Vec::new(),
            relationships: related(thing),
        };
        self.things.iter().map(object).collect()
    }
}

impl<W: Write> Table<Entry<'_>> for Ocel<'_, W> {
    fn add(&mut self, entry: &Entry) -> io::Result<()> {
        let visitor = &entry.visitor;
        let vehicle = self
            .vehicles
            .entry((visitor.origin, visitor.day, visitor.number))
            .or_insert_with(|| Vehicle {
                name: entry.vehicle(),
                kind: visitor.kind,
                papers: Vec::new(),
            });
        vehicle.kind = visitor.kind;
        let told = told(entry);
        let mut relationships = vec![Related::new(vehicle.name.clone(), "vehicle")];
        let gate = Thing::Gate(entry.kind().gate);
        for (thing, qualifier) in [(gate, gate.kind())].into_iter().chain(told.met) {
            self.things.insert(thing);
            relationships.push(Related::new(thing.id(self.plan), qualifier));
        }
        for papers in told.papers {
            if !vehicle.papers.contains(&papers) {
                vehicle.papers.push(papers);
            }
            let id = papers_id(self.plan, &vehicle.name, papers);
            relationships.push(Related::new(id, PAPERS));
        }
        let types = self.event_types.entry(told.r#type.clone()).or_default();
        types.extend(
            told.attributes
                .iter()
                .map(|it| (it.name, it.value.r#type())),
        );
        self.events += 1;
        let event = Event {
            id: format!("e{}", self.events),
            r#type: told.r#type,
            time: iso(entry.stay.end),
            attributes: told.attributes,
            relationships,
        };
        let separator = if self.events == 1 { "" } else { "," };
        write!(self.out, "{separator}\n  {}", json(&event))
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let plan = self.plan;
        let vehicles = std::mem::take(&mut self.vehicles);
        let things = self.objects();
        let of_vehicles = vehicles.values().flat_map(|vehicle| vehicle.objects(plan));
        // Types that no object has would be noise.
        let mut kinds: BTreeSet<&str> = things.iter().map(|thing| thing.r#type).collect();
        kinds.extend((!vehicles.is_empty()).then_some(VEHICLE));
        let has_papers = |vehicle: &Vehicle| !vehicle.papers.is_empty();
        kinds.extend(vehicles.values().any(has_papers).then_some(PAPERS));
        self.list("objects", of_vehicles.chain(things))?;
        let event_types: Vec<Type> = std::mem::take(&mut self.event_types)
            .into_iter()
            .map(|(name, attributes)| Type::new(name, attributes))
            .collect();
        self.list("eventTypes", event_types.into_iter())?;
        let attributes = |kind: &str| -> &[&'static str] {
            match kind {
                VEHICLE => &VEHICLE_ATTRIBUTES,
                PAPERS => &[NAME],
                _ => &[],
            }
        };
        let object_types = kinds.into_iter().map(|kind| {
            let texts = attributes(kind).iter().map(|&name| (name, "string"));
            Type::new(kind.to_owned(), texts)
        });
        self.list("objectTypes", object_types)?;
        self.out.write_all(b"]}\n")?;
        self.out.flush()
    }
}

const VEHICLE: &str = "vehicle";
const PAPERS: &str = "papers";
const NAME: &str = "name";
const VEHICLE_ATTRIBUTES: [&str; 4] = ["source", "class", "direction", "nationality"];

impl Vehicle {
    /// The vehicle, and its papers.
    fn objects(&self, plan: &Plan) -> Vec<Object> {
        let kind = &plan.kinds[self.kind as usize];
        let words = [
            plan.names.origins[kind.origin as usize].as_str(),
            &plan.names.classes[kind.class as usize],
            if kind.import { "import" } else { "export" },
            if kind.chinese {
                "chinese"
            } else {
                "vietnamese"
            },
        ];
        let gate = Related::new(
            Thing::Gate(kind.gate).id(plan),
            Thing::Gate(kind.gate).kind(),
        );
        let papers = (self.papers.iter())
            .map(|&papers| Related::new(papers_id(plan, &self.name, papers), PAPERS));
        let mut objects = vec![Object {
            id: self.name.clone(),
            r#type: VEHICLE,
            attributes: VEHICLE_ATTRIBUTES
                .into_iter()
                .zip(words)
                .map(|(name, value)| Lasting::new(name, value))
                .collect(),
            relationships: [gate].into_iter().chain(papers).collect(),
        }];
        objects.extend(self.papers.iter().map(|&papers| Object {
            id: papers_id(plan, &self.name, papers),
            r#type: PAPERS,
            attributes: vec![Lasting::new(NAME, &plan.names.papers[papers as usize])],
            relationships: Vec::new(),
        }));
        objects
    }
}

impl Thing {
    /// Its object type, which is also what it is to an event.
    fn kind(self) -> &'static str {
        match self {
            Thing::Gate(_) => "gate",
            Thing::Station(_) => "station",
            Thing::Yard(_) => "yard",
            Thing::Bridge(_) => "bridge",
            Thing::Pool(_) => "pool",
            Thing::Residents(_) => "residents",
        }
    }

    /// Its identity: two things of different kinds may share a name, and no vehicle's name has a slash.
    fn id(self, plan: &Plan) -> String {
        let names = &plan.names;
        let name = match self {
            Thing::Gate(at) => &names.gates[at as usize],
            Thing::Station(at) => &names.stations[at as usize],
            Thing::Yard(at) => &names.yards[at as usize],
            Thing::Bridge(at) => &names.bridges[at as usize],
            Thing::Pool(at) => &names.pools[at as usize],
            Thing::Residents(at) => &names.residents[at as usize],
        };
        format!("{}/{name}", self.kind())
    }

    /// The gate to which it belongs.
    fn gate(self, plan: &Plan) -> Option<Thing> {
        let names = &plan.names;
        let (gates, at) = match self {
            Thing::Gate(_) => return None,
            Thing::Station(at) => (&names.station_gates, at),
            Thing::Yard(at) => (&names.yard_gates, at),
            Thing::Bridge(at) => (&names.bridge_gates, at),
            Thing::Pool(at) => (&names.pool_gates, at),
            Thing::Residents(at) => (&names.residents_gates, at),
        };
        let gate = gates.get(at as usize).copied()?;
        (gate != NONE).then_some(Thing::Gate(gate))
    }
}

fn papers_id(plan: &Plan, vehicle: &str, papers: u32) -> String {
    format!("{vehicle}/{}", plan.names.papers[papers as usize])
}

/// What an event tells.
struct Told {
    r#type: String,
    attributes: Vec<Attribute>,
    /// Things besides the vehicle's gate, and what they are to the event.
    met: Vec<(Thing, &'static str)>,
    papers: Vec<u32>,
}

fn told(entry: &Entry) -> Told {
    let (plan, stay) = (entry.plan, &entry.stay);
    let (route, step) = entry.step();
    // Whoever leaves is on no route any more.
    let mut attributes: Vec<Attribute> = [("route", route), ("step", step)]
        .into_iter()
        .filter(|(_, word)| !word.is_empty())
        .map(|(name, word)| Attribute::text(name, word))
        .collect();
    let mut met = Vec::new();
    let mut papers = Vec::new();
    let mut meet = |thing: Thing| met.push((thing, thing.kind()));
    // Stretches of time, whose type names the step; all others are instants.
    let stretch = match stay.what {
        What::Wait(place) => {
            match place {
                Place::Station(at) => meet(Thing::Station(at)),
                Place::Yard(at) => meet(Thing::Yard(at)),
                Place::Bridge(at) => meet(Thing::Bridge(at / 2)),
                Place::Pool(at) => meet(Thing::Pool(at)),
                Place::Residents(at) => meet(Thing::Residents(at)),
                Place::Papers(list) => papers.clone_from(&plan.paper_lists[list as usize]),
                Place::Lane(_) => {}
            }
            true
        }
        What::Service(at) => {
            meet(Thing::Station(at));
            true
        }
        What::Aside(at) | What::Drive(at) => {
            meet(Thing::Bridge(at / 2));
            true
        }
        What::BeforeStart | What::Travel | What::Result | What::Together => true,
        What::Park(at) | What::LeaveYard(at) => {
            meet(Thing::Yard(at));
            false
        }
        What::TooHeavy(at) => {
            meet(Thing::Bridge(at / 2));
            false
        }
        What::Seize(at) | What::Free(at) => {
            meet(Thing::Pool(at));
            false
        }
        What::Gather { residents, persons } => {
            meet(Thing::Residents(residents));
            attributes.push(Attribute::count("persons", persons));
            false
        }
        What::Choose(label) => {
            let label = &plan.names.labels[label as usize];
            attributes.push(Attribute::text("label", label));
            false
        }
        What::Book(at) | What::Miss(at) | What::WalkIn(at) => {
            let begin = plan.intervals[at as usize].start;
            attributes.push(Attribute::time("interval", begin));
            false
        }
        What::See(seen) => {
            attributes.push(Attribute::count("seen", seen.into()));
            false
        }
        What::Redirect { from, .. } => {
            met.push((Thing::Gate(plan.kinds[from as usize].gate), FROM));
            false
        }
        What::Transfer(from, reason) => {
            met.push((Thing::Gate(plan.kinds[from as usize].gate), FROM));
            attributes.push(Attribute::text("reason", reason.word()));
            false
        }
        What::Pass { crossing, .. } => {
            if let Some(crossing) = crossing {
                let bound = if crossing.to_vietnam {
                    "to-vietnam"
                } else {
                    "to-china"
                };
                attributes.push(Attribute::text("bound", bound));
            }
            false
        }
        What::File { papers: at, .. } | What::Lodged(at) => {
            papers.push(at);
            false
        }
        What::Collect(list) => {
            papers.clone_from(&plan.paper_lists[list as usize]);
            false
        }
        What::Overstay(stay) => {
            let name = &plan.names.stays[stay as usize];
            attributes.push(Attribute::text("stay", name));
            false
        }
        What::Leave(exit) => {
            let (how, reason) = match exit {
                Exit::Completed => ("completed", None),
                Exit::TurnedBack(Reason::Route) => ("turned-back", None),
                Exit::TurnedBack(reason) => ("turned-back", Some(reason.word())),
            };
            attributes.push(Attribute::text("exit", how));
            attributes.extend(reason.map(|reason| Attribute::text("reason", reason)));
            false
        }
        What::Arrive | What::Release | What::Inside => false,
    };
    let word = event(stay.what);
    if !stretch {
        return Told {
            r#type: word.to_owned(),
            attributes,
            met,
            papers,
        };
    }
    attributes.push(Attribute::time("start", stay.start));
    attributes.push(Attribute::seconds("seconds", stay.end - stay.start));
    let spent = Cause::ALL.into_iter().zip(stay.causes);
    attributes.extend(
        spent
            .filter(|&(_, span)| span != 0)
            .map(|(cause, span)| Attribute::seconds(cause.word(), span)),
    );
    Told {
        r#type: match stay.what {
            What::BeforeStart => word.to_owned(),
            _ => format!("{word}: {step}"),
        },
        attributes,
        met,
        papers,
    }
}

/// What the gate is that a vehicle left for another one.
const FROM: &str = "from";

#[derive(Serialize)]
struct Event {
    id: String,
    r#type: String,
    time: String,
    attributes: Vec<Attribute>,
    relationships: Vec<Related>,
}

#[derive(Serialize)]
struct Object {
    id: String,
    r#type: &'static str,
    attributes: Vec<Lasting>,
    relationships: Vec<Related>,
}

#[derive(Serialize)]
struct Related {
    #[serde(rename = "objectId")]
    id: String,
    qualifier: &'static str,
}

impl Related {
    fn new(id: String, qualifier: &'static str) -> Self {
        Self { id, qualifier }
    }
}

/// An attribute of an object.
#[derive(Serialize)]
struct Lasting {
    name: &'static str,
    time: &'static str,
    value: String,
}

impl Lasting {
    fn new(name: &'static str, value: &str) -> Self {
        Self {
            name,
            time: ALWAYS,
            value: value.to_owned(),
        }
    }
}

/// An attribute of an event.
#[derive(Serialize)]
struct Attribute {
    name: &'static str,
    value: Value,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Time(String),
    Count(u64),
    Number(f64),
}

impl Value {
    fn r#type(&self) -> &'static str {
        match self {
            Value::Text(_) => "string",
            Value::Time(_) => "time",
            Value::Count(_) => "integer",
            Value::Number(_) => "float",
        }
    }
}

impl Attribute {
    fn text(name: &'static str, text: &str) -> Self {
        Self {
            name,
            value: Value::Text(text.to_owned()),
        }
    }

    fn time(name: &'static str, time: i64) -> Self {
        Self {
            name,
            value: Value::Time(iso(time)),
        }
    }

    fn count(name: &'static str, count: u64) -> Self {
        Self {
            name,
            value: Value::Count(count),
        }
    }

    fn seconds(name: &'static str, span: i64) -> Self {
        Self {
            name,
            value: Value::Number(span as f64 / 1e6),
        }
    }
}

/// A type of events or objects.
#[derive(Serialize)]
struct Type {
    name: String,
    attributes: Vec<Declared>,
}

#[derive(Serialize)]
struct Declared {
    name: &'static str,
    r#type: &'static str,
}

impl Type {
    fn new(
        name: String,
        attributes: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        let declared = |(name, r#type)| Declared { name, r#type };
        Self {
            name,
            attributes: attributes.into_iter().map(declared).collect(),
        }
    }
}

/// An instant of UTC.
fn iso(time: i64) -> String {
    Timestamp::from_microsecond(time).map_or_else(|_| String::new(), |time| time.to_string())
}
