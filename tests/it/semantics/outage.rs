//! Outages: stations without servers for a time, at short notice.

use super::world::{World, comes, source};

/// A gate that is always open, lorries at the times given, a booth for 30 minutes each, and what else is said.
fn booth(timetable: &str, keys: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[station.booth]\n{keys}\n{rest}\n\
         [[route.out]]\nstep = \"desk\"\nserve = {{ station = \"booth\", time = \"30 min\" }}\n"
    ))
}

const ONE: &str = "servers = [{ count = 1 }]";
const NINE_TO_TEN: &str =
    "[outage.power]\nstations = \"booth\"\nfrom = 2025-03-03T09:00:00\nto = 2025-03-03T10:00:00\n";

/// By default what was begun is finished, and nothing is begun before ten.
#[test]
fn nothing_starts_while_a_station_is_out_of_order() {
    booth(r#"["08:45", "08:50"]"#, ONE, NINE_TO_TEN).runs_as(
        "
        08:45 fruit.1 starts at booth
        08:50 fruit.2 joins booth
        09:15 fruit.1 finishes at booth
        09:15 fruit.1 leaves; processing 30 min
        10:00 fruit.2 starts at booth
        10:30 fruit.2 finishes at booth
        10:30 fruit.2 leaves; processing 30 min, outage 1 h, waiting-server 10 min
        ",
    );
}

#[test]
fn a_service_under_way_is_paused_or_begun_again() {
    let keys = "servers = [{ count = 1 }]\nin-service = \"pause\"";
    booth(r#"["08:45"]"#, keys, NINE_TO_TEN).runs_as(
        "
        08:45 fruit.1 starts at booth
        09:00 fruit.1 is interrupted at booth
        10:00 fruit.1 starts at booth
        10:15 fruit.1 finishes at booth
        10:15 fruit.1 leaves; processing 30 min, outage 1 h
        ",
    );
    let keys = "servers = [{ count = 1 }]\nin-service = \"restart\"";
    booth(r#"["08:45"]"#, keys, NINE_TO_TEN).runs_as(
        "
        08:45 fruit.1 starts at booth
        09:00 fruit.1 is interrupted at booth
        10:00 fruit.1 starts at booth
        10:30 fruit.1 finishes at booth
        10:30 fruit.1 leaves; processing 45 min, outage 1 h
        ",
    );
}

/// Closed from 12:00 to 13:00 anyway, out of order from 11:30 to 14:00 by two outages that overlap. The closing for the night comes first
/// among causes; nobody clears the line at noon, because nobody can.
#[test]
fn an_outage_lies_over_the_hours_of_the_station() {
    let keys =
        "servers = [{ count = 1, hours = \"08:00-12:00, 13:00-17:00\" }]\nin-line = \"is-served\"";
    let outages = "[outage.a]\nstations = [\"booth\"]\nfrom = 2025-03-03T11:30:00\nto = 2025-03-03T13:30:00\n\
                   [outage.b]\nstations = [\"booth\"]\nfrom = 2025-03-03T13:15:00\nto = 2025-03-03T14:00:00\n";
    booth(r#"["11:40"]"#, keys, outages).runs_as(
        "
        11:40 fruit.1 joins booth
        14:00 fruit.1 starts at booth
        14:30 fruit.1 finishes at booth
        14:30 fruit.1 leaves; processing 30 min, closed-night 1 h, outage 1 h 20 min
        ",
    );
}

/// Under way since the day before, and longer than the period: nobody is served at all.
#[test]
fn an_outage_may_cover_the_period() {
    let outage = "[outage.flood]\nstations = \"booth\"\nfrom = 2025-03-01T00:00:00\nto = 2025-03-09T00:00:00\n";
    booth(r#"["08:00"]"#, ONE, outage).runs_as(
        "
        08:00 fruit.1 joins booth
        Tue 4 Mar
        00:00 fruit.1 is inside; outage 16 h
        ",
    );
}

/// The single window is down from nine to ten. The first lorry's declaration is made before, the second one's after; both go
/// through the booth as if nothing were, and only the second waits, at the join.
#[test]
fn an_outage_of_the_paper_side_stops_papers_only() {
    let papers = r#"
        [outage.single-window]
        stations = ["system"]
        from = 2025-03-03T09:00:00
        to = 2025-03-03T10:00:00
        [station.system]
        servers = [{ count = 1 }]
        [papers.declaration]
        route = "declaration"
        [[route.declaration]]
        step = "sent"
        serve = { station = "system", time = "5 min" }
        [[route.out]]
        step = "lodge"
        file = "declaration"
        [[route.out]]
        step = "ticket"
        serve = { station = "booth", time = "10 min" }
        [[route.out]]
        step = "papers"
        join = "declaration"
        then = "exit"
        "#;
    booth(r#"["08:40", "09:10"]"#, ONE, papers)
        .scenario
        .outages
        .iter()
        .for_each(|outage| {
            assert_eq!(outage.stations.len(), 1);
        });
    booth(r#"["08:40", "09:10"]"#, ONE, papers).runs_as(
        "
        08:40 fruit.1 files declaration
        08:40 fruit.1/declaration starts at system
        08:40 fruit.1 starts at booth
        08:45 fruit.1/declaration finishes at system
        08:45 fruit.1 has declaration after 5 min
        08:50 fruit.1 finishes at booth
        08:50 fruit.1 passes papers
        08:50 fruit.1 leaves; processing 10 min
        09:10 fruit.2 files declaration
        09:10 fruit.2/declaration joins system
        09:10 fruit.2 starts at booth
        09:20 fruit.2 finishes at booth
        09:20 fruit.2 joins papers
        10:00 fruit.2/declaration starts at system
        10:05 fruit.2/declaration finishes at system
        10:05 fruit.2 has declaration after 55 min
        10:05 fruit.2 passes papers
        10:05 fruit.2 leaves; processing 10 min, waiting-papers 45 min
        ",
    );
}

/// One of two booths is down from nine to ten: the service that began last stops, as when a shift ends.
#[test]
fn an_outage_may_take_some_of_the_servers() {
    let keys = "servers = [{ count = 2 }]\nin-service = \"pause\"";
    let outage = format!("{NINE_TO_TEN}servers = 1\n");
    booth(r#"["08:40", "08:50", "09:05"]"#, keys, &outage).runs_as(
        "
        08:40 fruit.1 starts at booth
        08:50 fruit.2 starts at booth
        09:00 fruit.2 is interrupted at booth
        09:05 fruit.3 joins booth
        09:10 fruit.1 finishes at booth
        09:10 fruit.1 leaves; processing 30 min
        09:10 fruit.2 starts at booth
        09:30 fruit.2 finishes at booth
        09:30 fruit.2 leaves; processing 30 min, waiting-server 10 min
        09:30 fruit.3 starts at booth
        10:00 fruit.3 finishes at booth
        10:00 fruit.3 leaves; processing 30 min, waiting-server 25 min
        ",
    );
}

/// Two outages of one booth each take both; then nobody works, and that is an outage.
#[test]
fn outages_add_up() {
    let keys = "servers = [{ count = 2 }]";
    let outages = "[outage.a]\nstations = \"booth\"\nservers = 1\nfrom = 2025-03-03T08:00:00\nto = 2025-03-03T10:00:00\n\
                   [outage.b]\nstations = \"booth\"\nservers = 1\nfrom = 2025-03-03T09:00:00\nto = 2025-03-03T11:00:00\n";
    booth(r#"["09:30"]"#, keys, outages).runs_as(
        "
        09:30 fruit.1 joins booth
        10:00 fruit.1 starts at booth
        10:30 fruit.1 finishes at booth
        10:30 fruit.1 leaves; processing 30 min, outage 30 min
        ",
    );
}

/// At ten the second booth is open again and the first one's shift ends: one works before and after, and goes on with its service.
#[test]
fn a_shift_and_an_outage_that_change_together_interrupt_nobody() {
    let keys = "servers = [{ count = 1, hours = \"08:00-18:00\" }, { count = 1, hours = \"08:00-10:00\" }]\n\
                in-service = \"restart\"";
    let outage = format!("{NINE_TO_TEN}servers = 1\n");
    let expected = "
        09:45 fruit.1 starts at booth
        10:15 fruit.1 finishes at booth
        10:15 fruit.1 leaves; processing 30 min
        ";
    booth(r#"["09:45"]"#, keys, &outage).runs_as(expected);
    // And the other way round: the second comes when the outage begins.
    let keys = "servers = [{ count = 1, hours = \"08:00-18:00\" }, { count = 1, hours = \"09:00-18:00\" }]\n\
                in-service = \"restart\"";
    let expected = "
        08:45 fruit.1 starts at booth
        09:15 fruit.1 finishes at booth
        09:15 fruit.1 leaves; processing 30 min
        ";
    booth(r#"["08:45"]"#, keys, &outage).runs_as(expected);
}

/// Closed at noon with two in line, who are to be served; the power fails at 12:10 and comes back at 12:40. Who is under way is finished,
/// the other waits for the next opening.
#[test]
fn whoever_is_out_of_order_clears_no_line() {
    let keys =
        "servers = [{ count = 1, hours = \"08:00-12:00, 13:00-17:00\" }]\nin-line = \"is-served\"";
    let outage =
        "[outage.a]\nstations = \"booth\"\nfrom = 2025-03-03T12:10:00\nto = 2025-03-03T12:40:00\n";
    booth(r#"["11:45", "11:50"]"#, keys, outage).runs_as(
        "
        11:45 fruit.1 starts at booth
        11:50 fruit.2 joins booth
        12:15 fruit.1 finishes at booth
        12:15 fruit.1 leaves; processing 30 min
        13:00 fruit.2 starts at booth
        13:30 fruit.2 finishes at booth
        13:30 fruit.2 leaves; processing 30 min, closed-night 50 min, waiting-server 20 min
        ",
    );
}

/// Nobody drives onto the displaced pontoon; who is on it drives off.
#[test]
fn a_bridge_out_of_order_is_cleared() {
    let lorries = comes("fruit", r#"["08:58", "09:30"]"#);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[bridge.pontoon]\n\
         [outage.current]\nbridges = \"pontoon\"\nfrom = 2025-03-03T09:00:00\nto = 2025-03-03T10:00:00\n\
         [[route.out]]\nstep = \"over\"\nbridge = {{ bridge = \"pontoon\", bound = \"to-china\", time = \"3 min\" }}\n"
    ))
    .runs_as(
        "
        08:58 fruit.1 drives onto pontoon
        09:01 fruit.1 is over pontoon
        09:01 fruit.1 leaves; travelling 3 min
        09:30 fruit.2 joins pontoon
        10:00 fruit.2 drives onto pontoon
        10:03 fruit.2 is over pontoon
        10:03 fruit.2 leaves; travelling 3 min, outage 30 min
        ",
    );
}

/// A gate open 07:00-19:00 whose barrier is shut from 18:00 to eight the next day. At night it is closed for the night; in the morning
/// the outage is the cause until the quota would be.
fn shut_gate(timetable: &str, rest: &str) -> World {
    let lorries = comes("fruit", timetable);
    World::days(
        "2025-03-03",
        "2025-03-04",
        &format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"07:00-19:00\"\n{lorries}\n\
             [outage.shut]\ngates = \"bridge\"\nfrom = 2025-03-03T18:00:00\nto = 2025-03-04T08:00:00\n{rest}\n\
             [[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n"
        ),
    )
}

#[test]
fn nobody_passes_a_gate_out_of_order() {
    shut_gate(r#"{ Mon = ["17:59", "18:30"] }"#, "").runs_as(
        "
        17:59 fruit.1 crosses to-china
        17:59 fruit.1 leaves; at once
        18:30 fruit.2 joins line
        Tue 4 Mar
        08:00 fruit.2 crosses to-china
        08:00 fruit.2 leaves; closed-night 12 h, outage 1 h 30 min
        ",
    );
}

/// The gate shares its quota of one with another, where a lorry crosses at half past seven: from then on the quota is why the lorry
/// waits, and after eight it still is.
#[test]
fn a_quota_used_up_comes_before_the_outage() {
    let rest = r#"
        [gate.other]
        hours = "always"
        [quota.partner]
        gates = ["bridge", "other"]
        vehicles = "1 / day"
        [source.cloth]
        gate = "other"
        direction = "export"
        vehicle = "vietnamese"
        class = "fruit"
        route = "out"
        timetable = { Tue = ["07:30"] }
        "#;
    shut_gate(r#"{ Mon = ["18:30"] }"#, rest).runs_as(
        "
        18:30 fruit.1 joins line
        Tue 4 Mar
        07:30 cloth.1 crosses to-china
        07:30 cloth.1 leaves; at once
        Wed 5 Mar
        00:00 fruit.1 is inside; closed-night 17 h, quota-used-up 11 h 30 min, outage 1 h
        ",
    );
}

/// Drivers do not set out; who is under way comes home.
#[test]
fn drivers_out_of_order_stay_where_they_are() {
    let lorries = comes("fruit", r#"["08:50", "09:10"]"#);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[pool.relay]\ndrivers = [{{ count = 2 }}]\n\
         [outage.quarantine]\npools = \"relay\"\nfrom = 2025-03-03T09:00:00\nto = 2025-03-03T10:00:00\n\
         [[route.out]]\nstep = \"take\"\nseize = \"relay\"\n\
         [[route.out]]\nstep = \"drive\"\ndelay = {{ time = \"20 min\" }}\n\
         [[route.out]]\nstep = \"give\"\nfree = {{ pool = \"relay\" }}\n"
    ))
    .runs_as(
        "
        08:50 fruit.1 takes relay
        08:50 fruit.1 begins drive
        09:10 fruit.1 ends drive
        09:10 fruit.1 frees relay
        09:10 fruit.1 leaves; travelling 20 min
        09:10 fruit.2 joins relay
        10:00 fruit.2 takes relay
        10:00 fruit.2 begins drive
        10:20 fruit.2 ends drive
        10:20 fruit.2 frees relay
        10:20 fruit.2 leaves; travelling 20 min, outage 50 min
        ",
    );
}

/// A ferry that takes two does not take them while it is broken: it was neither the partner nor the server.
#[test]
fn batches_wait_for_the_repair() {
    let keys = "servers = [{ count = 1 }]\nbatch = { most = 2, least = 2 }";
    booth(r#"["08:50", "09:20"]"#, keys, NINE_TO_TEN).runs_as(
        "
        08:50 fruit.1 joins booth
        09:20 fruit.2 joins booth
        10:00 fruit.1 starts at booth
        10:00 fruit.2 starts at booth
        10:30 fruit.1 finishes at booth
        10:30 fruit.2 finishes at booth
        10:30 fruit.1 leaves; processing 30 min, outage 1 h, waiting-partner 10 min
        10:30 fruit.2 leaves; processing 30 min, outage 40 min
        ",
    );
}

/// Whatever their skills, nobody works; those whose hours had not begun were not there anyway.
#[test]
fn skills_do_not_help_in_an_outage() {
    let lorries = comes("fruit", r#"["09:10"]"#);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n[station.booth]\n\
         servers = [{{ count = 1 }}, {{ count = 1, hours = \"09:30-18:00\", skills = [\"plant\"] }}]\n{NINE_TO_TEN}\
         [[route.out]]\nstep = \"desk\"\nserve = {{ station = \"booth\", time = \"30 min\", skill = \"plant\" }}\n"
    ))
    .runs_as(
        "
        09:10 fruit.1 joins booth
        10:00 fruit.1 starts at booth
        10:30 fruit.1 finishes at booth
        10:30 fruit.1 leaves; processing 30 min, closed-night 20 min, outage 30 min
        ",
    );
}

/// The first lorry's line is empty and cloth waits on the other side, so the bridge is its side's, though nobody drives on.
#[test]
fn turns_of_a_bridge_out_of_order_pass_as_if_it_were_not() {
    let lorries = comes("fruit", r#"["08:00", "08:07"]"#);
    World::monday(&format!(
        "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n{lorries}\n\
         [source.cloth]\ngate = \"bridge\"\ndirection = \"import\"\nvehicle = \"chinese\"\nclass = \"fruit\"\nroute = \"in\"\ntimetable = [\"08:06\"]\n\
         [bridge.pontoon]\ntraffic = \"alternating\"\n\
         [outage.current]\nbridges = \"pontoon\"\nfrom = 2025-03-03T08:05:00\nto = 2025-03-03T08:20:00\n\
         [[route.out]]\nstep = \"over\"\nbridge = {{ bridge = \"pontoon\", bound = \"to-china\", time = \"3 min\" }}\n\
         [[route.in]]\nstep = \"over\"\nbridge = {{ bridge = \"pontoon\", bound = \"to-vietnam\", time = \"3 min\" }}\n"
    ))
    .runs_as(
        "
        08:00 fruit.1 drives onto pontoon
        08:03 fruit.1 is over pontoon
        08:03 fruit.1 leaves; travelling 3 min
        08:06 cloth.1 joins pontoon
        08:07 fruit.2 joins pontoon
        08:20 cloth.1 drives onto pontoon
        08:23 cloth.1 is over pontoon
        08:23 cloth.1 leaves; travelling 3 min, outage 14 min
        08:23 fruit.2 drives onto pontoon
        08:26 fruit.2 is over pontoon
        08:26 fruit.2 leaves; travelling 3 min, outage 13 min, waiting-bridge 3 min
        ",
    );
}

/// Slots go by the calendar: on Monday one passes without, so whoever comes an hour before its Tuesday waits for the gate only.
#[test]
fn whoever_is_booked_and_early_passes_when_the_gate_is_in_order() {
    let early = source(
        "fruit",
        "fruit",
        "timetable = { Tue = [\"10:00\"] }\nbooks = { ahead = \"24 h\" }",
    );
    World::days(
        "2025-03-03",
        "2025-03-05",
        &format!(
            "[class.fruit]\n[gate.bridge]\nhours = \"always\"\n[gate.bridge.notice.booked]\nfrom = 2025-03-04\nto = 2025-03-04\n\
             state = \"appointment\"\nslots = \"10 / day\"\nlateness = {{ mean = \"-60 min\", sd = \"0 s\" }}\n{early}\n\
             [outage.shut]\ngates = \"bridge\"\nfrom = 2025-03-03T22:50:00\nto = 2025-03-03T23:10:00\n\
             [[route.out]]\nstep = \"line\"\ncross = {{ bound = \"to-china\" }}\n"
        ),
    )
    .runs_as(
        "
        10:00 fruit.1 books Tue 00:00
        23:00 fruit.1 comes
        23:00 fruit.1 joins line
        23:10 fruit.1 crosses to-china
        23:10 fruit.1 leaves; outage 10 min
        ",
    );
}
