//! Scenario texts at random: gates with calendars, bookings and quotas, demand, stations, yards and routes.
//!
//! A text is made from a tape of numbers. Each choice reads the next number, and zero is always the simplest choice, so
//! a shorter tape with smaller numbers is a simpler scenario: that is how a failing one shrinks.

use std::fmt::Write as _;

use super::bridges;
use super::outages;
use super::residents;

/// A tape of choices; zero for ever after its end.
pub struct Tape<'a> {
    choices: std::slice::Iter<'a, u16>,
}

impl<'a> Tape<'a> {
    pub fn new(choices: &'a [u16]) -> Self {
        Self {
            choices: choices.iter(),
        }
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::from(self.choices.next().copied().unwrap_or(0)) % n
    }

    /// One of several.
    pub fn pick<'b>(&mut self, of: &[&'b str]) -> &'b str {
        of[self.below(of.len())]
    }
}

/// A scenario as its top-level tables, in any order of which it means the same.
#[derive(Clone, Debug)]
pub struct Draft {
    pub tables: Vec<String>,
    pub gates: usize,
}

impl Draft {
    pub fn text(&self) -> String {
        self.tables.concat()
    }
}

pub const BASIS: &str = "basis = { assumed = \"a test\" }\n";
const CLASSES: [&str; 3] = ["a", "b", "c"];
const TIMES: [&str; 7] = [
    "\"5 min\"",
    "\"0 min\"",
    "{ exponential = \"7 min\" }",
    "{ uniform = [\"0 min\", \"10 min\"] }",
    "{ lognormal = { mean = \"12 min\", cv = 1.5 } }",
    "{ triangular = [\"10 min\", \"12 min\", \"15 min\"] }",
    "{ empirical = [\"0 min\", \"1 h\"] }",
];

/// What kinds of things a draft may hold.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Most gates.
    pub gates: usize,
    /// Whether gates may share quotas and send vehicles to each other.
    pub shared: bool,
}

/// A scenario from a tape.
pub fn draft(tape: &mut Tape, limits: Limits) -> Draft {
    let days = 3 + tape.below(6);
    let gates = 1 + tape.below(limits.gates);
    let mut tables = vec![
        format!(
            "[scenario]\ntitle = \"Generated\"\nfrom = 2025-03-03\nto = 2025-03-{:02}\nclock = \"Asia/Ho_Chi_Minh\"\n\
             partner-clock = \"Asia/Shanghai\"\nstock-over = [5, 20]\n",
            2 + days
        ),
        format!("[class.a]\nload = \"20 t\"\ntare = \"10 t\"\nshelf-life = \"1 d\"\n{BASIS}"),
        format!(
            "[class.b]\nload = {{ normal = {{ mean = \"10 t\", sd = \"3 t\" }} }}\ntare = \"10 t\"\n{BASIS}"
        ),
        "[class.c]\ncounts = \"persons\"\n".to_owned(),
    ];
    for gate in 0..gates {
        gate_tables(tape, &mut tables, gate, gates, days, limits.shared);
    }
    for index in 0..tape.below(3) {
        tables.push(quota(tape, index, gates, limits.shared));
    }
    let stations = 1 + tape.below(3);
    for index in 0..stations * gates {
        tables.push(station(tape, index, gates));
    }
    // One yard a gate, in which vehicles only pass some time: whoever has a place gives it back, and nothing locks up.
    for gate in 0..gates {
        let capacity = 1 + tape.below(8);
        tables.push(format!(
            "[yard.y{gate}]\ngate = \"g{gate}\"\ncapacity = {capacity}\n{BASIS}"
        ));
    }
    for gate in 0..gates {
        tables.push(bridges::table(tape, gate));
    }
    // One pool of drivers a gate, taken for a time and nothing else.
    for gate in 0..gates {
        let count = 1 + tape.below(4);
        let hours = tape.pick(&["\"always\"", "\"06:00-20:00\"", "\"gate\""]);
        tables.push(format!(
            "[pool.p{gate}]\ngate = \"g{gate}\"\ndrivers = [{{ count = {count}, hours = {hours} }}, {{ count = 1, hours = \"always\" }}]\n{BASIS}"
        ));
    }
    for gate in 0..gates {
        tables.push(residents::table(tape, gate));
    }
    for gate in 0..gates {
        papers(tape, &mut tables, gate);
    }
    // Each gate has routes, stations and flows of its own, so that gates meet only at quotas and transfers.
    for gate in 0..gates {
        let routes = 1 + tape.below(2);
        for route in 0..routes {
            tables.push(route_table(
                tape,
                &format!("r{gate}-{route}"),
                gate,
                gates,
                stations,
            ));
        }
        for index in 0..1 + tape.below(3) {
            tables.push(source(tape, gate, index, routes));
        }
        for index in 0..tape.below(3) {
            tables.push(backlog(tape, gate, index, routes));
        }
    }
    for gate in 0..gates {
        patience(tape, &mut tables, gate, gates, limits.shared);
    }
    for gate in 0..gates {
        let broken = outages::tables(tape, gate);
        tables.extend((!broken.is_empty()).then_some(broken));
    }
    Draft { tables, gates }
}

fn gate_tables(
    tape: &mut Tape,
    tables: &mut Vec<String>,
    gate: usize,
    gates: usize,
    days: usize,
    shared: bool,
) {
    let hours = tape.pick(&[
        "\"always\"",
        "\"07:00-19:00\"",
        "\"08:00-11:00, 14:00-17:00\"",
        "\"10:00-24:00\"",
        "{ \"Mon-Fri\" = \"06:30-18:00\", \"Sat-Sun\" = \"08:00-12:00\" }",
    ]);
    let mut text = format!("[gate.g{gate}]\nhours = {hours}\n");
    if hours.starts_with('"') {
        text += tape.pick(&["", "days = \"Mon-Sat\"\n", "days = \"Tue-Sun\"\n"]);
    }
    let partner = tape.pick(&[
        "",
        "partner = { hours = \"08:00-20:00\" }\n",
        "partner = { hours = \"09:00-12:00, 14:00-18:00\", days = \"Mon-Fri\" }\n",
    ]);
    // Gates that share a quota have one order.
    let order = if shared && gates > 1 {
        ""
    } else {
        tape.pick(&[
            "",
            "",
            "priority = [\"a\"]\n",
            "order = \"earliest-spoilage\"\n",
            "cycle = [{ class = \"b\", turns = 2 }, { turns = 1 }]\n",
        ])
    };
    tables.push(text + partner + order + BASIS);
    for index in 0..tape.below(4) {
        let from = tape.below(days);
        let to = (from + tape.below(3)).min(days - 1);
        let state = tape.pick(&["closed", "appointment", "appointment", "normal", "extended"]);
        let announced = tape.pick(&["02-1", "03-0"]);
        let mut text = format!(
            "[gate.g{gate}.notice.n{index}]\nfrom = 2025-03-{:02}\nto = 2025-03-{:02}\nstate = \"{state}\"\n\
             announced = 2025-{announced}{}\n{BASIS}",
            3 + from,
            3 + to,
            3 + index
        );
        text += match state {
            "closed" => tape.pick(&["", "hours = \"09:00-11:30\"\n"]),
            "extended" => "hours = \"19:00-22:00\"\n",
            _ => tape.pick(&["", "hours = \"08:00-12:00, 13:00-16:00\"\n"]),
        };
        text += tape.pick(&[
            "",
            "",
            "direction = \"export\"\n",
            "class = [\"a\"]\n",
            "vehicle = \"chinese\"\n",
            "loaded = true\n",
        ]);
        if state != "closed" {
            text += tape.pick(&[
                "",
                "",
                "barred = [\"b\"]\n",
                "barred = [\"empty\"]\n",
                "admitted = [\"a\", \"c\"]\n",
            ]);
        }
        if state == "appointment" {
            text += tape.pick(&["", "exempt = [\"b\"]\n", "exempt = [\"backlog\"]\n"]);
            let slots = 1 + tape.below(20);
            text += &match tape.below(4) {
                0 => format!("slots = \"{slots} / day\"\n"),
                1 => format!("slots = \"{} / h\"\ninterval = \"1 h\"\n", 1 + slots % 4),
                2 => format!("slots = \"{slots} / day\"\npools = [{{ class = [\"a\"], slots = \"3 / day\" }}]\n"),
                _ => "slots = \"2 / h\"\ninterval = \"30 min\"\npools = [{ loaded = true, slots = \"2 / h\" }]\n".to_owned(),
            };
            text += tape.pick(&["", "register-by = \"12 h\"\n"]);
            text += tape.pick(&["", "lateness = { mean = \"-10 min\", sd = \"60 min\" }\n"]);
            text += tape.pick(&["", "no-show = \"20 %\"\n"]);
            let one_day = tape.pick(&["", "other-days = false\n"]);
            text += one_day;
            text += tape.pick(&["", "", "horizon = \"1 d\"\n", "horizon = \"2 d\"\n"]);
            text += tape.pick(&["", "early = \"30 min\"\n"]);
            if one_day.is_empty() {
                text += tape.pick(&["", "rebook = 0\n", "rebook = 1\n"]);
            }
            text += tape.pick(&[
                "",
                "grace = \"20 min\"\n",
                "walk-ins = \"leftover\"\ngrace = \"20 min\"\n",
                "walk-ins = \"leftover\"\n",
                "walk-ins = \"leftover\"\nrelease-after = \"15 min\"\n",
            ]);
            text += &match tape.below(4) {
                0 => String::new(),
                1 => "if-refused = \"turns-back\"\n".to_owned(),
                _ if shared && gates > 1 => {
                    format!(
                        "if-refused = {{ gate = \"g{}\" }}\n",
                        (gate + 1 + tape.below(gates - 1)) % gates
                    )
                }
                _ => String::new(),
            };
        }
        tables.push(text);
    }
    if tape.below(4) == 1 {
        let only = tape.pick(&["homeward = true", "vehicle = \"chinese\"", "loaded = false"]);
        tables.push(format!(
            "[gate.g{gate}.restriction.cut]\nhours = \"15:00-17:00\"\nonly = {{ {only} }}\n{BASIS}"
        ));
    }
}

fn quota(tape: &mut Tape, index: usize, gates: usize, shared: bool) -> String {
    let first = tape.below(gates);
    let gates = if shared && tape.below(2) == 1 {
        (0..gates)
            .map(|gate| format!("\"g{gate}\""))
            .collect::<Vec<_>>()
            .join(", ")
    } else {
        format!("\"g{first}\"")
    };
    let amount = tape.below(30);
    let vehicles = match tape.below(3) {
        0 | 1 => format!("\"{amount} / day\""),
        _ => format!("{{ uniform = [0, {}] }}", amount + 1),
    };
    let mut text = format!("[quota.q{index}]\ngates = [{gates}]\nvehicles = {vehicles}\n{BASIS}");
    text += tape.pick(&[
        "",
        "bound = \"to-china\"\n",
        "class = [\"a\"]\n",
        "vehicle = \"vietnamese\"\n",
    ]);
    text += tape.pick(&["", "counts = \"crossings\"\n"]);
    text += tape.pick(&[
        "",
        "resets = \"07:00\"\n",
        "resets = \"12:30\"\nclock = \"partner\"\n",
    ]);
    text += tape.pick(&["", "", "day-factor = { cv = 0.5, shared = \"50 %\" }\n"]);
    text
}

/// Station `s{index}` belongs to the gate of that number, counted round.
fn station(tape: &mut Tape, index: usize, gates: usize) -> String {
    let gate = index % gates;
    let mut groups = Vec::new();
    // Most serve each alone, some several together, some with skills, some have lanes for a class, some an order of their own.
    let sort = tape.below(9);
    for _ in 0..1 + tape.below(2) {
        let count = 1 + tape.below(3);
        let hours = tape.pick(&[
            "",
            ", hours = \"always\"",
            ", hours = \"07:00-12:00, 13:00-18:30\"",
            ", hours = \"20:00-23:00\", days = \"Mon-Fri\"",
        ]);
        let skills = match sort {
            5 => tape.pick(&[
                "",
                ", skills = [\"plant\"]",
                ", skills = [\"plant\", \"food\"]",
            ]),
            6 => tape.pick(&[
                ", class = \"a\", overflow = true",
                ", class = [\"b\", \"c\"], overflow = true",
                "",
            ]),
            _ => "",
        };
        groups.push(format!("{{ count = {count}{hours}{skills} }}"));
    }
    if sort == 6 {
        // A lane that nobody else is served at, beside one that serves all.
        groups.push(
            tape.pick(&[
                "{ count = 1 }",
                "{ count = 1 }, { count = 1, class = \"c\" }",
            ])
            .to_owned(),
        );
    }
    let mut text = format!(
        "[station.s{index}]\ngate = \"g{gate}\"\nservers = [{}]\n{BASIS}",
        groups.join(", ")
    );
    if sort == 4 {
        return text
            + tape.pick(&[
                "batch = { most = 3 }\n",
                "batch = { most = 3, joins = true }\n",
                "batch = { most = 4, least = 2, joins = true }\n",
                "batch = { most = 2, least = 2, same = \"class\" }\n",
            ]);
    }
    text += match sort {
        7 => tape.pick(&[
            "priority = [\"a\"]\npreempts = true\n",
            "priority = [\"b\", \"a\"]\npreempts = true\norder = \"earliest-spoilage\"\n",
        ]),
        8 => tape.pick(&[
            "cycle = [{ class = \"a\", turns = 1 }, { turns = 2 }]\n",
            "cycle = [{ turns = 1 }, { class = \"b\", turns = 3 }]\norder = \"earliest-spoilage\"\n",
        ]),
        _ => tape.pick(&["", "priority = [\"a\"]\n", "priority = [[\"b\", \"c\"], \"a\"]\n"]),
    };
    if sort == 5 || sort == 6 {
        return text + tape.pick(&["", "order = \"earliest-spoilage\"\n"]);
    }
    text + tape.pick(&[
        "",
        "in-service = \"pause\"\n",
        "in-service = \"restart\"\n",
        "in-line = \"is-served\"\n",
    ])
}

fn route_table(tape: &mut Tape, name: &str, gate: usize, gates: usize, stations: usize) -> String {
    let steps = 1 + tape.below(6);
    let mut text = String::new();
    let mut turned_back = false;
    for step in 0..steps {
        let _ = write!(text, "[[route.{name}]]\nstep = \"t{step}\"\n");
        let next = if step + 1 == steps {
            "exit".to_owned()
        } else {
            format!("t{}", step + 1)
        };
        match tape.below(14) {
            0..=2 => {
                let station = gate + gates * tape.below(stations);
                let time = tape.pick(&TIMES);
                let other = tape.pick(&["", ", class = { b = \"20 min\" }"]);
                let _ = write!(
                    text,
                    "serve = {{ station = \"s{station}\", time = {time}{other} }}\nthen = \"{next}\"\n{BASIS}"
                );
            }
            3 | 4 => {
                let bound = tape.pick(&["to-china", "to-vietnam"]);
                let loaded = tape.pick(&["", ", loaded = true", ", loaded = false"]);
                let _ = write!(
                    text,
                    "cross = {{ bound = \"{bound}\"{loaded} }}\nthen = \"{next}\"\n"
                );
            }
            5 => {
                let time = tape.pick(&TIMES);
                let _ = write!(
                    text,
                    "delay = {{ time = {time} }}\nthen = \"{next}\"\n{BASIS}"
                );
            }
            6 => {
                let _ = write!(text, "enter = true\nthen = \"{next}\"\n");
            }
            7 => {
                let to = match tape.below(steps + 2) {
                    target if target < steps && target != step => format!("t{target}"),
                    target if target == steps + 1 => {
                        turned_back = true;
                        "back".to_owned()
                    }
                    _ => "exit".to_owned(),
                };
                let options = match tape.below(2) {
                    0 => format!("{{ share = \"30 %\", to = \"{to}\" }}, {{ to = \"{next}\" }}"),
                    _ => format!(
                        "{{ class = [\"a\"], to = \"{next}\" }}, {{ class = [\"b\", \"c\"], share = \"30 %\", to = \"{to}\" }}, \
                         {{ class = [\"b\", \"c\"], to = \"{next}\" }}"
                    ),
                };
                let _ = write!(text, "branch = [{options}]\n{BASIS}");
            }
            9 => {
                let time = tape.pick(&["\"1 h\"", "{ exponential = \"30 min\" }", "\"0 min\""]);
                let after = tape.pick(&[
                    "",
                    ", after = \"20 min\"",
                    ", after = { exponential = \"1 h\" }",
                ]);
                let _ = write!(
                    text,
                    "seize = \"p{gate}\"\n[[route.{name}]]\nstep = \"t{step}-in\"\ndelay = {{ time = {time} }}\n{BASIS}\
                     [[route.{name}]]\nstep = \"t{step}-out\"\nfree = {{ pool = \"p{gate}\"{after} }}\nthen = \"{next}\"\n{BASIS}"
                );
            }
            8 => {
                let time = tape.pick(&["\"1 h\"", "{ exponential = \"30 min\" }", "\"0 min\""]);
                let _ = write!(
                    text,
                    "park = \"y{gate}\"\n[[route.{name}]]\nstep = \"t{step}-in\"\ndelay = {{ time = {time} }}\n{BASIS}\
                     [[route.{name}]]\nstep = \"t{step}-out\"\nleave-yard = \"y{gate}\"\nthen = \"{next}\"\n"
                );
            }
            10 => text += &bridges::step(tape, gate, &next),
            12 => text += &residents::step(tape, gate, &next),
            11 => {
                let time = tape.pick(&["\"10 min\"", "\"0 min\""]);
                let _ = write!(
                    text,
                    "file = \"p{gate}\"\n[[route.{name}]]\nstep = \"t{step}-way\"\ndelay = {{ time = {time} }}\n{BASIS}\
                     [[route.{name}]]\nstep = \"t{step}-join\"\njoin = \"p{gate}\"\nthen = \"{next}\"\n"
                );
            }
            _ => {
                let _ = write!(text, "release = true\nthen = \"{next}\"\n");
            }
        }
    }
    if turned_back {
        let _ = write!(
            text,
            "[[route.{name}]]\nstep = \"back\"\nturn-back = true\n"
        );
    }
    text
}

/// Papers of a gate, made at a desk of their own, which may be out of order for a while.
fn papers(tape: &mut Tape, tables: &mut Vec<String>, gate: usize) {
    let valid = tape.pick(&["", "valid-for = \"2 h\"\n", "valid-for = \"1 d\"\n"]);
    let ahead = tape.pick(&[
        "",
        "ahead = { lead = \"90 min\" }\n",
        "ahead = { lead = \"2 h\", share = \"60 %\", class = { b = \"0 %\" } }\n",
    ]);
    tables.push(format!(
        "[papers.p{gate}]\nroute = \"w{gate}\"\n{valid}{ahead}{BASIS}"
    ));
    let hours = tape.pick(&["", ", hours = \"08:00-18:00\""]);
    let in_service = tape.pick(&["finish", "pause", "restart"]);
    tables.push(format!(
        "[station.w{gate}]\nservers = [{{ count = 2{hours} }}]\nin-service = \"{in_service}\"\n{BASIS}"
    ));
    let time = tape.pick(&TIMES);
    tables.push(format!(
        "[[route.w{gate}]]\nstep = \"made\"\nserve = {{ station = \"w{gate}\", time = {time} }}\n{BASIS}"
    ));
    if tape.below(3) == 0 {
        tables.push(format!(
            "[outage.w{gate}]\nstations = \"w{gate}\"\nfrom = 2025-03-04T07:30:00\nto = 2025-03-04T12:00:00\n{BASIS}"
        ));
    }
}

/// How patient the drivers at a gate are, or some of them; last of all, so that what was generated before stays as it was.
fn patience(tape: &mut Tape, tables: &mut Vec<String>, gate: usize, gates: usize, shared: bool) {
    let spans = [
        "",
        "",
        "\"2 h\"",
        "{ exponential = \"8 h\" }",
        "{ empirical = [\"0 min\", \"1 h\", \"1 d\"] }",
    ];
    let mut given = String::new();
    for key in ["outside", "in-yard", "closed"] {
        let span = tape.pick(&spans);
        if !span.is_empty() {
            let _ = writeln!(given, "{key} = {span}");
        }
    }
    if given.is_empty() {
        return;
    }
    let whom = tape.pick(&[
        "",
        "class = [\"a\", \"c\"]\n",
        "direction = \"export\"\n",
        "loaded = true\n",
    ]);
    let then = match tape.below(6) {
        1 if shared && gates > 1 => format!("then = {{ gate = \"g{}\" }}\n", (gate + 1) % gates),
        _ => String::new(),
    };
    tables.push(format!(
        "[patience.p{gate}]\ngates = \"g{gate}\"\n{whom}{given}{then}{BASIS}"
    ));
}

/// The keys that sources and backlogs have in common.
fn flow(tape: &mut Tape, gate: usize, routes: usize) -> String {
    let route = tape.below(routes);
    let mut text = format!("gate = \"g{gate}\"\nroute = \"r{gate}-{route}\"\n{BASIS}");
    text += tape.pick(&["direction = \"export\"\n", "direction = \"import\"\n"]);
    text += tape.pick(&["vehicle = \"vietnamese\"\n", "vehicle = \"chinese\"\n"]);
    text += tape.pick(&["", "loaded = false\n"]);
    text += &match tape.below(4) {
        class @ 0..=2 => format!("class = \"{}\"\n", CLASSES[class]),
        _ => "class = { a = \"50 %\", b = \"40 %\", c = \"10 %\" }\n".to_owned(),
    };
    text
}

fn source(tape: &mut Tape, gate: usize, index: usize, routes: usize) -> String {
    let mut text = format!("[source.f{gate}-{index}]\n") + &flow(tape, gate, routes);
    text += &match tape.below(4) {
        0 | 1 => {
            let rate = 10 + tape.below(150);
            let profile = tape.pick(&["", "profile = { \"05-11\" = 2.0, \"11-21\" = 1.0 }\n"]);
            let weekday = tape.pick(&["", "weekday = { Sat = 0.5, Sun = 0 }\n"]);
            let factor = tape.pick(&["", "day-factor = { cv = 0.3, shared = \"50 %\" }\n"]);
            format!("rate = \"{rate} / day\"\n{profile}{weekday}{factor}")
        }
        2 => {
            let interval = tape.pick(&[
                "{ exponential = \"20 min\" }",
                "\"30 min\"",
                "{ erlang = { k = 2, mean = \"1 h\" } }",
            ]);
            format!("interarrival = {interval}\n")
        }
        _ => "timetable = [\"07:00\", \"07:10\", \"12:00\", \"19:00\"]\n".to_owned(),
    };
    text += tape.pick(&["", "", "convoy = { uniform = [1, 5] }\n"]);
    if !text.contains("interarrival") {
        text += tape.pick(&[
            "",
            "when-closed = \"stays-away\"\n",
            "when-closed = \"postpones\"\n",
        ]);
    }
    text + tape.pick(&[
        "",
        "",
        "books = { ahead = \"6 h\" }\n",
        "books = { ahead = \"20 h\", if-none = \"stays-home\" }\n",
        "books = { ahead = \"1 d\", if-none = \"later\" }\n",
    ])
}

fn backlog(tape: &mut Tape, gate: usize, index: usize, routes: usize) -> String {
    let vehicles = 1 + tape.below(40);
    let since = tape.pick(&["", "since = 2025-02-20\n"]);
    format!("[backlog.b{gate}-{index}]\nvehicles = {vehicles}\n{since}") + &flow(tape, gate, routes)
}
