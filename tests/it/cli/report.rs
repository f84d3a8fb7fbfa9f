//! Rows, facts, digests and the text.

use bordergate::report::facts::{Verdict, judge};
use bordergate::report::strip::bars;
use bordergate::report::text::{Style, text};
use bordergate::report::{digest, number};
use serde_json::Value;

use super::world::{bridge, with_report};

#[test]
fn print_text() {
    with_report(&bridge(100.0), 60, 2, |report, run| {
        for plain in [false, true] {
            println!(
                "{}",
                text(
                    report,
                    run,
                    "bridge.toml",
                    Style {
                        plain,
                        colour: false
                    }
                )
            );
        }
        println!("{}", &report.json()[..3000]);
    });
    println!("{:?}", bridge(1.0));
}
