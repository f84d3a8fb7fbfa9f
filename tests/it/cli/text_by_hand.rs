//! What `run`, `compare` and `plan` print of a world whose every number is found by hand.
//!
//! Monday 27 January to Sunday 2 February 2025; the bridge and its desk work from 08:00 to 12:00, not on Sunday and not from Tuesday to
//! Thursday, which are the days of the lunar new year. Papers take 30 minutes. Three lorries come:
//!
//! | comes | waits for the desk | crosses | time |
//! |---|---|---|---|
//! | Mon 07:30 | 0.5 h, closed night | Mon 08:30 | 1 h |
//! | Mon 09:00 | 0 | Mon 09:30 | 0.5 h |
//! | Tue 10:00 | 70 h: 62 h closed holiday until Fri 00:00, then 8 h closed night | Fri 08:30 | 70.5 h |
//!
//! So 72 vehicle-hours of three vehicles: 24 h on average, of which 1.5 h (2.1 %) processing, 62 h (86.1 %) closed holiday, 8.5 h (11.8 %)
//! closed night. The wait is 70.5 h of three: 23.5 h. The desk works 1.5 h of the 12 h in which it is open (Mon, Fri, Sat): 12.5 %. Where the bridge
//! reopens on Thursday already, the third lorry saves 24 h of 72. Nothing is drawn, so every interval is a point.

use std::fs;
use std::path::PathBuf;

use super::binary::{Output, in_columns};

const WORLD: &str = r#"
[scenario]
title    = "Seven days by hand"
title-vi = "Bảy ngày tính tay"
title-zh = "手算七天"
from  = 2025-01-27
to    = 2025-02-02
clock = "Asia/Ho_Chi_Minh"

[reference]
hand = { title = "Derived by hand" }

[gate.bridge]
name  = "Cầu Bắc Luân"
hours = "08:00-12:00"
days  = "Mon-Sat"
basis = { documented = "hand" }

[gate.bridge.notice.new-year]
from  = 2025-01-28
to    = 2025-01-30
state = "closed"
basis = { documented = "hand" }

[class.fruit]

[station.desk]
gate    = "bridge"
servers = [{ count = 1 }]
basis = { documented = "hand" }

[source.lorries]
gate      = "bridge"
direction = "export"
vehicle   = "vietnamese"
class     = "fruit"
route     = "out"
timetable = { Mon = ["07:30", "09:00"], Tue = ["10:00"] }
basis = { documented = "hand" }

[route]
out = [
  { step = "documents", serve = { station = "desk", time = "30 min" }, basis = { documented = "hand" } },
  { step = "cross", cross = { bound = "to-china" } },
]
"#;

/// What a command prints of the world in a terminal of so many columns.
fn printed(command: &str, columns: Option<&str>, more: &[&str]) -> String {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "text-by-hand-{command}-{}-{}",
        columns.unwrap_or("all"),
        more.len()
    ));
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join("bridge.toml"), WORLD).unwrap();
    let Output {
        code,
        stdout,
        stderr,
    } = in_columns(
        &directory,
        columns,
        &[&[command, "bridge.toml"], more].concat(),
    );
    assert_eq!(code, 0, "{stderr}");
    stdout
}

#[test]
fn a_run_in_80_columns() {
    let expected = "\
Seven days by hand
27 Jan–2 Feb 2025 (7 days) · 2 replications, seed 1

Gates
 Cầu Bắc Luân, export
   crossed                3 ± 0          3
   turned back            0 ± 0          0
   in stock at the end    0 ± 0          0
   waiting vehicle-hours  72 ± 0         72
   time in system, mean   24.0 ± 0.0 h   24.0 h
   p95                    70.5 h (70.5)  70.5 h
 mean ± half of its 95 % interval, then where one such period lies in 95 % of
   cases

Stations
 station  busy while open    wait, mean      wait, p95  longest line
 desk        12.5 ± 0.0 %  23.5 ± 0.0 h  70.0 h (70.0)         1 ± 0
                   12.5 %        23.5 h         70.0 h             1

Time by cause
 where the time goes  of those who left,  of those still inside   share
                           vehicle-hours
 processing                        2 ± 0                  0 ± 0   2.1 %
 closed holiday                   62 ± 0                  0 ± 0  86.1 %
 closed night                      8 ± 0                  0 ± 0  11.8 %

Day by day, 27 Jan–2 Feb 2025 (7 days) (means)
 27 Jan
   v mùng 1 Tết
 █···▄··  crossed in Cầu Bắc Luân, export, most 2
 ·███···  stock at midnight in Cầu Bắc Luân, export, most 1
 nxxxnn-  calendar of Cầu Bắc Luân, export
 n normal, - rest day, x closed

0 of 8 inputs behind these numbers are assumptions: bordergate plan bridge.toml
";
    assert_eq!(printed("run", Some("80"), &["--reps", "2"]), expected);
}

#[test]
fn a_run_in_40_columns() {
    let text = printed("run", Some("40"), &["--reps", "2"]);
    let gates = "\
Gates
 Cầu Bắc Luân, export
   crossed               3 ± 0
                         3
   turned back           0 ± 0
                         0
   in stock at the end   0 ± 0
                         0
   waiting               72 ± 0
   vehicle-hours         72
   time in system, mean  24.0 ± 0.0 h
                         24.0 h
   p95                   70.5 h (70.5)
                         70.5 h
";
    assert!(text.contains(gates), "{text}");
    let days = "\
 27 Jan
   v mùng 1 Tết
 crossed in Cầu Bắc Luân, export, most 2
 █···▄··
 stock at midnight in Cầu Bắc Luân,
 export, most 1
 ·███···
 calendar of Cầu Bắc Luân, export
 nxxxnn-
 n normal, - rest day, x closed
";
    assert!(text.contains(days), "{text}");
}

#[test]
fn a_plain_run() {
    let expected = "\
Seven days by hand
27 Jan–2 Feb 2025 (7 days) · 2 replications, seed 1

Gates
Cầu Bắc Luân export: crossed 3 ± 0 (one such period 3); turned back 0 ± 0 (one such period 0); in stock at the end 0 ± 0 (one such period 0); waiting vehicle-hours 72 ± 0 (one such period 72); time in system, mean 24.0 ± 0.0 h (one such period 24.0 h); p95 70.5 h (70.5) (one such period 70.5 h)

Stations
desk: busy while open 12.5 ± 0.0 % (one such period 12.5 %); wait, mean 23.5 ± 0.0 h (one such period 23.5 h); wait, p95 70.0 h (70.0) (one such period 70.0 h); longest line 1 ± 0 (one such period 1)

Time by cause
processing: of those who left, vehicle-hours 2 ± 0; of those still inside 0 ± 0; share 2.1 %
closed holiday: of those who left, vehicle-hours 62 ± 0; of those still inside 0 ± 0; share 86.1 %
closed night: of those who left, vehicle-hours 8 ± 0; of those still inside 0 ± 0; share 11.8 %

Day by day, 27 Jan–2 Feb 2025 (7 days) (means)
Cầu Bắc Luân, export, crossed: 2025-01-27 2, 2025-01-28 0, 2025-01-29 0, 2025-01-30 0, 2025-01-31 1, 2025-02-01 0, 2025-02-02 0
Cầu Bắc Luân, export, stock at midnight: 2025-01-27 0, 2025-01-28 1, 2025-01-29 1, 2025-01-30 1, 2025-01-31 0, 2025-02-01 0, 2025-02-02 0
Cầu Bắc Luân, export, calendar: 2025-01-27 normal, 2025-01-28 to 2025-01-30 closed, 2025-01-31 to 2025-02-01 normal, 2025-02-02 rest day

0 of 8 inputs behind these numbers are assumptions: bordergate plan bridge.toml
";
    assert_eq!(printed("run", None, &["--reps", "2", "--plain"]), expected);
}

/// The bridge reopens on Thursday: 24 h less of 72 for all, of 70.5 for the last, and nothing else changes.
const SOONER: [&str; 4] = [
    "--what-if",
    "gate.bridge.notice.new-year.to=2025-01-29",
    "--reps",
    "2",
];

#[test]
fn a_comparison_in_80_columns() {
    let expected = "\
Base bridge: Seven days by hand
Alt  what-if: Seven days by hand; changed:
  gate.bridge.notice.new-year.to=2025-01-29
27 Jan–2 Feb 2025 (7 days) · 2 replications of each · paired vehicle by vehicle,
  seed 1

 waiting-vehicle-hours, vehicle-h
   base                    72
   alternative             48
   change                  -24
   interval of the change  [-24, -24]
   relative                -33.3 %
   verdict                 better
 p95(time-in-system), h
   base                    70.5
   alternative             46.5
   change                  -24.0
   interval of the change  [-24.0, -24.0]
   relative                -34.0 %
   verdict                 better
 max(stock), vehicle
   base                    1
   alternative             1
   change                  0
   interval of the change  [0, 0]
   relative                0.0 %
   verdict                 same
 vehicles-crossed, vehicle
   base                    3
   alternative             3
   change                  0
   interval of the change  [0, 0]
   relative                0.0 %
   verdict                 same
 vehicles-turned-back, vehicle
   base                    0
   alternative             0
   change                  0
   interval of the change  [0, 0]
   verdict                 same
 end(stock), vehicle
   base                    0
   alternative             0
   change                  0
   interval of the change  [0, 0]
   verdict                 same
 intervals: 95 % for all 6 together; any change matters (--min-effect says less)

Day by day, 27 Jan–2 Feb 2025 (7 days) (means)
 27 Jan
   v mùng 1 Tết
 ·███···  bridge: stock at midnight in Cầu Bắc Luân, export, most 1
 ·██····  what-if
 nxxxnn-  bridge: calendar
 nxxnnn-  what-if: calendar
 n normal, - rest day, x closed

2 better, 4 same
";
    assert_eq!(printed("compare", Some("80"), &SOONER), expected);
}

#[test]
fn a_plain_comparison() {
    let more = [&SOONER[..], &["--plain"]].concat();
    let text = printed("compare", None, &more);
    let line = "waiting-vehicle-hours, vehicle-h: base 72; alternative 48; change -24; interval of the change [-24, -24]; relative -33.3 %; verdict better\n";
    assert!(text.contains(line), "{text}");
    assert!(!text.contains(['█', '▄']), "{text}");
}

#[test]
fn a_plan_in_80_columns() {
    let text = printed("plan", Some("80"), &[]);
    let calendar = "\
Seven days by hand
Bảy ngày tính tay
手算七天

 period    Mon 27 Jan to Sun 2 Feb 2025, 7 days
 clocks    Asia/Ho_Chi_Minh (own), Asia/Ho_Chi_Minh (partner)
 vehicles  about 3 expected a replication

Cầu Bắc Luân (bridge)
  export to-china, vietnamese: fruit
 27 Jan
   v mùng 1 Tết
 nxxxnn-
 n normal, - rest day, x closed
 days          lunar           state     own clock    partner's    notice
                                                      clock
 Mon 27 Jan    28 chạp         normal    08:00-12:00  08:00-12:00  -
 Tue 28 Jan -  29 chạp - mùng  closed    -            -            new-year
 Thu 30 Jan    2
 Fri 31 Jan -  mùng 3 - mùng   normal    08:00-12:00  08:00-12:00  -
 Sat 1 Feb     4
 Sun 2 Feb     mùng 5          rest day  -            -            -
";
    assert!(text.starts_with(calendar), "{text}");
    let wide = printed("plan", None, &[]);
    let days = "\
 nxxxnn-
 n normal, - rest day, x closed
 days                     lunar             state     own clock    partner's clock  notice
 Mon 27 Jan               28 chạp           normal    08:00-12:00  08:00-12:00      -
";
    assert!(wide.contains(days), "{wide}");
    let plain = printed("plan", None, &["--plain"]);
    let closed = "Tue 28 Jan - Thu 30 Jan\t29 chạp - mùng 2\tclosed\t-\t-\tnew-year\n";
    assert!(plain.contains(closed) && !plain.contains("nxxx"), "{plain}");
}
