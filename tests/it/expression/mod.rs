//! The one language for what is asked of results: its syntax, what its words mean, and every mistake that can be made.

mod front;
mod limits;
mod mistakes;
mod page;
mod quantity;
mod syntax;

use bordergate::measures::quantity::{Condition, Expectation, Quantity, Resolver};
use bordergate::scenario::expression::{Expression, Mistake};

use crate::worlds::World;

/// Two gates, two classes both ways at the first, persons, a station at each gate, vehicles in line at one, and
/// a day by appointment at the other.
const GATES: &str = r#"
[scenario]
title      = "Two gates"
from       = 2025-03-03
to         = 2025-03-07
clock      = "Asia/Ho_Chi_Minh"
stock-over = [100, 1000]
[reference]
paper = { title = "A paper" }
[gate]
hai-yen = { name = "Hải Yên", hours = "07:00-19:00", notice = { last = { from = 2025-03-07, to = 2025-03-07, state = "appointment", slots = "20 / day", walk-ins = "leftover", basis = { documented = "paper" } } }, basis = { documented = "paper" } }
north   = { name = "Bắc Luân", hours = "07:00-19:00", basis = { documented = "paper" } }
[class]
fruit     = { load = "20 t", basis = { documented = "paper" } }
starch    = { load = "30 t", basis = { documented = "paper" } }
passenger = { counts = "persons" }
[station]
desk  = { gate = "north", servers = [{ count = 3 }], basis = { documented = "paper" } }
booth = { gate = "hai-yen", servers = [{ count = 3 }], batch = { most = 2 }, basis = { documented = "paper" } }
[outage]
night = { stations = "booth", from = 2025-03-03T01:00:00, to = 2025-03-03T01:30:00, basis = { documented = "paper" } }
[pool]
shunters = { name = "Tài xế", gate = "hai-yen", drivers = [{ count = 5 }], basis = { documented = "paper" } }
[yard]
apron = { name = "Sân bãi", gate = "north", capacity = 20, basis = { documented = "paper" } }
lot   = { gate = "hai-yen", capacity = 5, basis = { documented = "paper" } }
[bridge]
pontoon = { name = "Cầu phao", gate = "hai-yen", headway = "30 s", basis = { documented = "paper" } }
[papers]
permit = { name = "Giấy phép", route = "permit", basis = { documented = "paper" } }
[backlog]
line = { gate = "north", direction = "export", vehicle = "vietnamese", class = { fruit = "100 %" }, route = "out", vehicles = 10, basis = { documented = "paper" } }
[source]
out    = { gate = "north", direction = "export", vehicle = "vietnamese", class = { fruit = "50 %", starch = "50 %" }, route = "out", rate = "120 / day", basis = { documented = "paper" } }
back   = { gate = "north", direction = "import", vehicle = "chinese", class = { fruit = "100 %" }, route = "in", rate = "120 / day", basis = { documented = "paper" } }
other  = { gate = "hai-yen", direction = "export", vehicle = "vietnamese", class = { fruit = "100 %" }, route = "booth", rate = "20 / day", books = { ahead = "24 h", if-none = "stays-home" }, basis = { documented = "paper" } }
people = { gate = "north", direction = "export", vehicle = "vietnamese", class = { passenger = "100 %" }, route = "out", rate = "20 / day", basis = { documented = "paper" } }
[route]
permit = [{ step = "made", delay = { time = "5 min" }, basis = { documented = "paper" } }]
out   = [{ step = "lodge", file = "permit" }, { step = "needed", join = "permit" }, { step = "papers", serve = { station = "desk", time = "12 min" }, basis = { documented = "paper" } }, { step = "line", cross = { bound = "to-china" } }]
in    = [{ step = "line", cross = { bound = "to-vietnam" } }, { step = "enters", begin-stay = "here" }, { step = "judged", end-stay = { stay = "here", most = "24 h" }, basis = { documented = "paper" } }]
booth = [
  { step = "in", park = "lot" },
  { step = "channel", branch = [{ share = "20 %", label = "green", to = "released" }, { share = "70 %", label = "yellow", to = "papers" }, { label = "red", to = "check" }], basis = { documented = "paper" } },
  { step = "check", inspect = { agencies = "plant" } },
  { step = "papers", serve = { station = "booth", time = "12 min" }, basis = { documented = "paper" } },
  { step = "released", release = true },
  { step = "line", cross = { bound = "to-china" } },
]
[agency]
plant = { name = "Kiểm dịch", station = "booth", time = "12 min", inspects = { fruit = "50 %" }, sample = { share = "10 %", result = "2 h" }, basis = { documented = "paper" } }
"#;

/// A gate without vehicles in line, persons or stations.
const BARE: &str = r#"
[scenario]
title      = "A gate"
from       = 2025-03-03
to         = 2025-03-07
clock      = "Asia/Ho_Chi_Minh"
stock-over = []
[reference]
paper = { title = "A paper" }
[gate]
north = { hours = "07:00-19:00", basis = { documented = "paper" } }
[class]
fruit = { load = "20 t", basis = { documented = "paper" } }
[source]
out = { gate = "north", direction = "export", vehicle = "vietnamese", class = { fruit = "100 %" }, route = "out", rate = "120 / day", basis = { documented = "paper" } }
[route]
out = [{ step = "home", turn-back = true }]
"#;

impl World {
    fn asked<T>(
        &self,
        text: &str,
        resolve: impl Fn(&Resolver, &Expression) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        let resolver = Resolver::new(&self.scenario, &self.plan, &self.catalogue);
        resolve(&resolver, &Expression::parse(text)?)
    }

    fn quantity(&self, text: &str) -> Result<Quantity, Mistake> {
        self.asked(text, |resolver, expression| resolver.quantity(expression))
    }

    fn condition(&self, text: &str) -> Result<Condition, Mistake> {
        self.asked(text, |resolver, expression| resolver.condition(expression))
    }

    fn expectation(&self, text: &str) -> Result<Expectation, Mistake> {
        self.asked(text, |resolver, expression| {
            resolver.expectation(expression)
        })
    }
}

/// Asserts what is said of a text, and that the caret stands under `at`.
#[track_caller]
fn said<T: std::fmt::Debug>(
    text: &str,
    read: Result<T, Mistake>,
    at: &str,
    title: &str,
    label: &str,
    help: &str,
) {
    let mistake = read.expect_err(text);
    assert_eq!(
        (
            &text[mistake.at.clone()],
            mistake.title.as_str(),
            mistake.label.as_str(),
            mistake.help.as_deref().unwrap_or("")
        ),
        (at, title, label, help),
        "{text}"
    );
}
