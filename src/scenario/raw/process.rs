//! What is done with vehicles: stations, yards and routes.

use super::batch::{BatchKeys, FreeKeys};
use super::dist::Dist;
use super::inspection::InspectKeys;
use super::order::{CycleKeys, ServiceOrderWord};
use super::papers::EndStayKeys;
use super::residents::GatherKeys;
use super::{BasisKeys, BridgeKeys, When};
use crate::scenario::calendar::Days;
use crate::scenario::kinds::{Name, Named, OneOrMany};
use crate::scenario::units::{Count, Duration, Share};
use crate::{keys, words};

keys! {
    /// A station: a line and servers.
    pub struct Station("station.ID") {
        /// It exists only under these options of switches.
        when: When, optional, example "{ yard = \"private\" }";
        /// Name printed in reports.
        name: String, default "the id", example "\"customs desks\"";
        /// The gate to which it belongs.
        gate: Name, default "none", example "\"bac-luan-2\"";
        /// Groups of servers and when they work.
        servers: Vec<ServersKeys>, required, example "[{ count = 2, hours = \"07:00-19:00\" }, { count = 1, hours = \"07:00-11:00\" }]";
        /// Vehicles that are served together: so many of any kind, or so many of each side.
        batch: BatchKeys, default "each alone", example "{ vietnamese = 2, chinese = 2 }";
        /// Classes in order of priority; those listed together are of one level; classes not named come last, together.
        priority: Vec<OneOrMany<String>>, default "first come, first served", example "[[\"live-seafood\", \"lychee\"], \"fruit\"]";
        /// Whether who comes with a higher priority takes the server of a lower one, which goes on later with what is left.
        preempts: bool, default "false: a service under way is finished", example "true";
        /// The order within a level of priority, or within a group of a cycle.
        order: ServiceOrderWord, default "first-come", example "\"earliest-spoilage\"";
        /// Groups of classes in turn: so many of the first, then so many of the second, and round again.
        cycle: Vec<CycleKeys>, default "no turns", example "[{ class = \"perishable\", turns = 1 }, { turns = 5 }]";
        /// What becomes of a service under way when its server's hours end.
        in_service: InServiceWord, default "finish", example "\"pause\"";
        /// What vehicles in line do when the station closes.
        in_line: InLineWord, default "waits", example "\"is-served\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"not known\", range = [\"1\", \"4\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ servers = { assumed = \"not known\" } }";
    }

    /// Some servers.
    pub struct ServersKeys("station.ID.servers[]") {
        /// How many.
        count: u32, required, example "2";
        /// When they work: hours on the scenario's clock, `always`, or `gate`: whenever the gate is open to anybody.
        hours: String, default "gate, or always where the station has no gate", example "\"07:00-19:00\"";
        /// On these weekdays, where `hours` are hours.
        days: Days, default "Mon-Sun", example "\"Mon-Sat\"";
        /// What they can do that not everybody can.
        skills: Vec<Name>, default "nothing of the kind", example "[\"plant\", \"animal\"]";
        /// They are dedicated to these classes.
        class: OneOrMany<String>, default "they serve all", example "[\"lychee\"]";
        /// Whether they serve others when nobody of these classes is in line.
        overflow: bool, default "false", example "true";
    }

    /// A yard: places where vehicles stand. Who finds it full waits in its line, first come, first served.
    pub struct Yard("yard.ID") {
        /// Name printed in reports.
        name: String, default "the id", example "\"Bắc Luân II yard\"";
        /// The gate to which it belongs.
        gate: Name, default "none", example "\"bac-luan-2\"";
        /// How many vehicles can stand there.
        capacity: Count, required, example "120";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ assumed = \"not published\", range = [\"80\", \"200\"] }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ capacity = { assumed = \"not published\" } }";
    }

    /// One step of a route: exactly one activity.
    pub struct Step("route.ID[]") one of ["serve", "delay", "park", "leave-yard", "bridge", "seize", "free", "gather", "branch", "inspect", "enter", "cross", "release", "file", "join", "begin-stay", "end-stay", "turn-back"] {
        /// Its name, unique in the route.
        step: Name, required, example "\"documents\"";
        /// Wait in a station's line and be served.
        serve: ServeKeys, optional, example "{ station = \"customs-desk\", time = \"12 min\" }";
        /// Take a time that needs no server: driving, papers.
        delay: DelayKeys, optional, example "{ time = \"20 min\" }";
        /// Take a place in this yard, and keep it up to `leave-yard`, the next yard, a bridge, another gate or the end of the route. Whoever
        /// comes straight from a service keeps the server until there is a place.
        park: Name, optional, example "\"bac-luan-2\"";
        /// Give back the place in this yard.
        leave_yard: Name, optional, example "\"bac-luan-2\"";
        /// Wait for a bridge and drive over it.
        bridge: BridgeKeys, optional, example "{ bridge = \"pontoon\", bound = \"to-china\", time = \"3 min\" }";
        /// Wait for a driver of this pool, and keep him up to `free`, another gate or the end of the route. Some step has to free the drivers of a pool.
        seize: Name, optional, example "\"relay-drivers\"";
        /// Let the driver of a pool go.
        free: FreeKeys, optional, example "{ pool = \"relay-drivers\", after = \"25 min\" }";
        /// Gather as many residents as the consignment needs for their allowances, first come, first served; those of a day that do not
        /// suffice are kept, and the rest is gathered on the next.
        gather: GatherKeys, optional, example "{ residents = \"dongxing\", value = \"100,000 CNY\" }";
        /// Choose the next step by share, class, goods group or record.
        branch: Vec<BranchKeys>, optional, example "[{ share = \"90 %\", to = \"bridge\" }, { to = \"yard\" }]";
        /// Whether the ways of the branch are channels, as reports count them.
        channel: bool, default "whether all its labels are `green`, `yellow` or `red`", example "true";
        /// Specialised inspection by agencies.
        inspect: InspectKeys, optional, example "{ agencies = [\"plant-quarantine\", \"food-safety\"], returned = \"back\" }";
        /// Wait at the gate's barrier until calendar and bookings admit. Always `true`.
        enter: bool, optional, example "true";
        /// Pass the line: calendar, bookings and quotas must admit.
        cross: CrossKeys, optional, example "{ bound = \"to-china\" }";
        /// The goods are released to the declarant. Always `true`.
        release: bool, optional, example "true";
        /// Begin these papers, beside the wheels: takes no time. Papers under way, or ready and valid, are left as they are.
        file: OneOrMany<Name>, optional, example "[\"declaration\", \"quarantine\"]";
        /// Wait until all these papers are ready; those that are valid no more are made again at once.
        join: OneOrMany<Name>, optional, example "[\"declaration\", \"quarantine\"]";
        /// A stay of this name begins.
        begin_stay: Name, optional, example "\"abroad\"";
        /// A stay ends, and is judged.
        end_stay: EndStayKeys, optional, example "{ stay = \"abroad\", most = \"24 h\", past = \"penalty\" }";
        /// Leave without crossing. Always `true`.
        turn_back: bool, optional, example "true";
        /// The next step, or `exit`.
        then: Name, default "the step below; after the last, exit", example "\"released\"";
        /// Where the values come from.
        basis: BasisKeys, optional, example "{ documented = \"vnexpress-4419545\" }";
        /// Basis of single keys.
        basis_of: Named<BasisKeys>, optional, example "{ serve = { assumed = \"shape\" } }";
    }

    /// Service at a station.
    pub struct ServeKeys("route.ID[].serve") {
        /// The station.
        station: Name, required, example "\"customs-desk\"";
        /// Service time.
        time: Dist<Duration>, required, example "{ triangular = [\"10 min\", \"12 min\", \"15 min\"] }";
        /// Other times for some classes.
        class: Named<Dist<Duration>>, default "none", example "{ live-seafood = \"5 min\" }";
        /// Only servers with this skill can do it.
        skill: Name, default "any server can", example "\"plant\"";
    }

    /// A delay.
    pub struct DelayKeys("route.ID[].delay") {
        /// How long.
        time: Dist<Duration>, required, example "\"20 min\"";
        /// What passes meanwhile, and so the cause of the time.
        waits_for: WaitsForWord, default "travelling, or what needs no server", example "\"result\"";
        /// Other times for some classes.
        class: Named<Dist<Duration>>, default "none", example "{ live-seafood = \"5 min\" }";
    }

    /// One way out of a branch. For each class, goods group and record the shares of the ways that it may take sum to 100 %.
    pub struct BranchKeys("route.ID[].branch[]") {
        /// Share of vehicles.
        share: Share, default "what the others leave", example "\"73.6 %\"";
        /// Only these classes.
        class: OneOrMany<String>, default "all", example "[\"fruit\"]";
        /// Only these goods groups.
        goods: OneOrMany<Name>, default "all", example "[\"durian\"]";
        /// Only these records of declarants.
        record: OneOrMany<Name>, default "all", example "\"trusted\"";
        /// Name of this way, such as a channel.
        label: String, default "the step it leads to", example "\"green\"";
        /// The step to which it leads, or `exit`.
        to: Name, required, example "\"released\"";
    }

    /// A crossing.
    pub struct CrossKeys("route.ID[].cross") {
        /// Which way the wheels go.
        bound: BoundWord, required, example "\"to-china\"";
        /// Whether the vehicle is loaded.
        loaded: bool, default "as it came", example "false";
    }
}

words! {
    /// Which way the wheels go.
    pub enum BoundWord {
        /// From Vietnam to China.
        ToChina = "to-china",
        /// From China to Vietnam.
        ToVietnam = "to-vietnam",
    }

    /// What a delay waits for.
    pub enum WaitsForWord {
        /// A result, as of a laboratory.
        Result = "result",
    }

    /// A service under way at closing time.
    pub enum InServiceWord {
        /// Is finished.
        Finish = "finish",
        /// Stops, and goes on at the next opening.
        Pause = "pause",
        /// Is given up and starts again at the next opening.
        Restart = "restart",
    }

    /// Vehicles in line at closing time.
    pub enum InLineWord {
        /// Wait for the next opening.
        Waits = "waits",
        /// Are served before the servers leave.
        IsServed = "is-served",
    }
}
