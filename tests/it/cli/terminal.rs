//! Text on terminals of any width: no line is wider, no figure is lost or cut, and marks and wide characters are measured right.

use std::collections::HashMap;
use std::path::Path;

use bordergate::plan::{analyze, compile};
use bordergate::report::days::blocks;
use bordergate::report::grid::Grid;
use bordergate::report::plot::axis;
use bordergate::report::strip::{Strip, bars, drawn, legend, most};
use bordergate::report::text::{Style, text};
use bordergate::report::width::{Keep, fit, padded, width, wrap};
use bordergate::report::{plan, table};
use bordergate::scenario::read;
use jiff::civil::date;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::binary::{Output, in_columns};
use super::world::with_report;
use crate::worlds::{World, scenarios, shipped};

const WIDTHS: [usize; 3] = [80, 60, 40];

fn here(columns: Option<&str>, args: &[&str]) -> Output {
    in_columns(Path::new(env!("CARGO_MANIFEST_DIR")), columns, args)
}

fn style(columns: usize) -> Style {
    Style {
        columns: Some(columns),
        ..Style::default()
    }
}

/// The words of a text that have a figure in them, each as often as it occurs.
fn figures(text: &str) -> HashMap<&str, usize> {
    let mut found = HashMap::new();
    for word in text.split_whitespace() {
        let word = word.trim_end_matches([',', ';', ':']);
        // A title in Chinese is no figure, and its lines may end anywhere.
        let is_wide = word.chars().any(|c| c.width() == Some(2));
        if !is_wide && word.contains(|c: char| c.is_ascii_digit()) {
            *found.entry(word).or_insert(0) += 1;
        }
    }
    found
}

/// What is wrong with a text on a terminal of so many columns; `wide` is the same text without a limit.
fn faults(narrow: &str, wide: &str, columns: usize) -> Vec<String> {
    let mut faults = Vec::new();
    for line in narrow.lines() {
        // A single word, such as a path, stays whole.
        if line.width() > columns && line.trim().contains(' ') {
            faults.push(format!("{} columns: {line}", line.width()));
        }
    }
    let (narrow, wide) = (figures(narrow), figures(wide));
    for (word, times) in wide {
        if narrow.get(word).is_none_or(|found| *found < times) {
            faults.push(format!("{word} is lost or cut"));
        }
    }
    faults
}

#[track_caller]
fn fits(narrow: &str, wide: &str, columns: usize, what: &str) {
    let faults = faults(narrow, wide, columns);
    assert!(
        faults.is_empty(),
        "{what} in {columns}\n{faults:#?}\n{narrow}"
    );
}

#[test]
fn the_check_finds_what_is_wrong() {
    let wide = "Gates\n crossed  1,357 ± 65\n";
    assert_eq!(faults(wide, wide, 20), Vec::<String>::new());
    assert_eq!(faults(wide, wide, 19).len(), 1);
    assert_eq!(faults("crossed 1,\n357 ± 65\n", wide, 20).len(), 1);
    assert_eq!(faults("crossed 1,357\n", wide, 20).len(), 1);
    assert_eq!(faults("a-path-of-one-word", "", 5), Vec::<String>::new());
}

#[test]
fn a_run_fits_and_loses_no_figure() {
    for name in [
        "hello-gate",
        "mong-cai-tet-2022-executed",
        "mong-cai-2023-q1",
        "hai-yen-typhoon",
        "hoanh-mo-resident-trade",
        "lang-son-december-2021",
    ] {
        with_report(&shipped(name).scenario, 2, 2, |report, run| {
            let wide = text(report, run, Style::default());
            for columns in WIDTHS {
                let style = style(columns);
                let narrow = style.fitted(text(report, run, style));
                fits(&narrow, &wide, columns, name);
            }
        });
    }
}

#[test]
fn every_plan_fits_and_loses_no_figure() {
    let mut seen = 0;
    for entry in std::fs::read_dir(scenarios()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let World { scenario, .. } = World::of(read(&path, &[]));
        let compiled = compile(&scenario).unwrap();
        let analysis = analyze(&scenario, &compiled);
        let blocks = blocks(&scenario, &compiled).unwrap();
        let told = |style| plan::text(&scenario, &analysis, &blocks, style);
        let wide = told(Style::default());
        for columns in WIDTHS {
            let style = style(columns);
            fits(&style.fitted(told(style)), &wide, columns, &scenario.id);
        }
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn the_other_commands_fit_and_lose_no_figure() {
    const HELLO: &str = "scenarios/hello-gate.toml";
    const TET: &str = "scenarios/mong-cai-tet-2022-agreed.toml";
    for args in [
        &[
            "compare",
            HELLO,
            "--what-if",
            "station.desk.servers=[{ count = 4 }]",
            "--reps",
            "5",
        ][..],
        &[
            "compare",
            TET,
            "scenarios/mong-cai-tet-2022-executed.toml",
            "--reps",
            "2",
        ],
        &[
            "compare",
            TET,
            "scenarios/mong-cai-tet-2022-executed.toml",
            "--plan",
        ],
        &[
            "sweep",
            HELLO,
            "--vary",
            "source.lorries.rate=100..140:20",
            "--reps",
            "3",
        ],
        &[
            "sensitivity",
            HELLO,
            "--such-that",
            "mean(time-in-system) <= 4 h",
            "--reps",
            "3",
        ],
        &[
            "solve",
            HELLO,
            "--find",
            "source.lorries.rate=100..140:20",
            "--such-that",
            "max(stock) <= 80",
            "--reps",
            "5",
        ],
        &["explain", HELLO, "--reps", "3"],
        &["trace", HELLO],
        &["trace", HELLO, "--vehicle", "lorries.2025-03-05.3"],
        &["test", HELLO],
        &[
            "import",
            "docs/examples/gate-log.csv",
            "--source",
            "lorries",
            "--route",
            "out",
        ],
    ] {
        let wide = here(None, args);
        for columns in WIDTHS {
            let narrow = here(Some(&columns.to_string()), args);
            assert_eq!(narrow.code, wide.code, "{}", narrow.stderr);
            fits(&narrow.stdout, &wide.stdout, columns, &args.join(" "));
        }
    }
}

#[test]
fn data_are_for_no_terminal() {
    let run = |columns, form: &[&str]| {
        let args = [&["run", "scenarios/hello-gate.toml", "--reps", "3"], form].concat();
        let Output {
            code,
            stdout,
            stderr,
        } = here(columns, &args);
        assert_eq!(code, 0, "{stderr}");
        stdout
    };
    for form in [&["--json"][..], &["--plain"]] {
        assert_eq!(run(None, form), run(Some("40"), form));
    }
    let wide = run(None, &[]);
    assert_ne!(run(Some("40"), &[]), wide);
    // What is no number of columns says nothing; less than can be laid out is taken as 20.
    for columns in ["", "wide", "-3", "0"] {
        assert_eq!(run(Some(columns), &[]), wide, "{columns}");
    }
    assert_eq!(run(Some("3"), &[]), run(Some("20"), &[]));
}

#[test]
fn marks_take_no_column_and_chinese_takes_two() {
    // The same word, its marks in its letters or after them.
    assert_eq!(
        (width("Bắc Luân"), width("Ba\u{306}\u{301}c Lua\u{302}n")),
        (8, 8)
    );
    assert_eq!((width("春节"), width("\u{1b}[1m春节\u{1b}[0m")), (4, 4));
    assert_eq!(padded("春节", 6), "春节  ");
    assert_eq!(padded("Tê\u{301}t", 6), "Tê\u{301}t   ");
    // 36 columns, whatever the ends are.
    for ends in [("0", "12"), ("春节", "6"), ("mùng 1", "mu\u{300}ng 6")] {
        assert_eq!(axis(ends.0, ends.1).width(), 36, "{ends:?}");
    }
}

#[test]
fn lines_end_between_words_and_never_within_a_figure() {
    let wrapped = |text, columns, keep| wrap(text, columns, columns, keep);
    assert_eq!(
        wrapped("waits 3.5 h at the desk", 9, Keep::Units),
        ["waits", "3.5 h at", "the desk"]
    );
    assert_eq!(
        wrapped("about 7 ± 2 of them", 8, Keep::Units),
        ["about", "7 ± 2 of", "them"]
    );
    assert_eq!(
        wrapped("too low, 22 a day", 8, Keep::Figures),
        ["too", "low, 22 a", "day"]
    );
    // Chinese breaks between characters, but not before what closes, nor between a number and what counts it.
    assert_eq!(
        wrapped("芒街口岸：2022年春节", 7, Keep::Units),
        ["芒街口", "岸：", "2022年", "春节"]
    );
    // What is too wide by itself stays whole.
    assert_eq!(
        wrapped("see gate.bridge.hours now", 8, Keep::Units),
        ["see", "gate.bridge.hours", "now"]
    );
    assert_eq!(
        fit("  one two three\nfour\n", 9),
        "  one two\n    three\nfour\n"
    );
}

#[test]
fn a_table_gives_way_in_three_steps() {
    let grid = Grid {
        head: ["gate", "waiting hours", "verdict"]
            .map(str::to_owned)
            .to_vec(),
        figures: vec![false, true, true],
        rows: vec![vec![
            "Cầu Bắc Luân số hai".to_owned(),
            "1,357 ± 65\n1,197–1,516".to_owned(),
            "better".to_owned(),
        ]],
        widest: None,
        names: 1,
    };
    let wide = concat!(
        " gate                 waiting hours  verdict\n",
        " Cầu Bắc Luân số hai     1,357 ± 65   better\n",
        "                        1,197–1,516\n",
    );
    assert_eq!(grid.drawn(None), wide);
    assert_eq!(grid.drawn(Some(44)), wide);
    // The name may have 14 columns, of which it needs 12, the figures need 11 and 7; 5 are between and before them.
    let squeezed = concat!(
        " gate              waiting  verdict\n",
        "                     hours\n",
        " Cầu Bắc Luân   1,357 ± 65   better\n",
        " số hai        1,197–1,516\n",
    );
    assert_eq!(grid.drawn(Some(37)), squeezed);
    // The headings have 13 columns, the figures the 18 that are left: the two of a cell do not fit beside each other.
    let below = concat!(
        " Cầu Bắc Luân số hai\n",
        "   waiting hours  1,357 ± 65\n",
        "                  1,197–1,516\n",
        "   verdict        better\n",
    );
    assert_eq!(grid.drawn(Some(36)), below);
    // Beside headings of 8 columns, a half, there would be room for 3.
    let narrow = concat!(
        " Cầu Bắc Luân số\n",
        "   hai\n",
        "   waiting hours\n",
        "     1,357 ± 65\n",
        "     1,197–1,516\n",
        "   verdict\n",
        "     better\n",
    );
    assert_eq!(grid.drawn(Some(16)), narrow);
    assert_eq!(table::Table::default().drawn(Some(20)), "");
}

#[test]
fn strips_stand_below_their_dates() {
    let strip = |days: &str, label: &str| Strip {
        days: days.to_owned(),
        label: label.to_owned(),
    };
    // Sunday 26 January 2025; the lunar year begins on Wednesday 29.
    let first = date(2025, 1, 26);
    let strips = [strip("abcdefghij", "crossed"), strip("0123456789", "")];
    assert_eq!(
        drawn(&strips, first, None),
        "26 Jan 2 Feb\n   v mùng 1 Tết\nabcdefghij  crossed\n0123456789\n"
    );
    // The label has no room beside the days.
    assert_eq!(
        drawn(&strips, first, Some(18)),
        "26 Jan 2 Feb\n   v mùng 1 Tết\ncrossed\nabcdefghij\n0123456789\n"
    );
    // Nor have the days in one row: they go on after a week. The words stand before the mark where they would be beyond the edge.
    assert_eq!(
        drawn(&strips, first, Some(9)),
        "26 Jan\nmùng 1 Tết v\ncrossed\nabcdefg\n0123456\n2 Feb\ncrossed\nhij\n789\n"
    );
    assert_eq!(
        legend(["nxn-", "a"]),
        "n normal, a appointment, - rest day, x closed"
    );
}

#[test]
fn bars_of_nothing_of_one_day_and_of_what_is_no_number() {
    assert_eq!(bars(&[]), "");
    assert_eq!(bars(&[Some(0.0), Some(0.0)]), "··");
    assert_eq!(bars(&[Some(3.0)]), "█");
    assert_eq!(
        bars(&[Some(f64::NAN), Some(1.0), Some(2.0), Some(-1.0)]),
        "?▄█·"
    );
    assert_eq!(bars(&[Some(f64::INFINITY), Some(1.0), None]), "?█?");
    assert_eq!(
        (most(120.4), most(1.0), most(0.33), most(0.0)),
        ("120".into(), "1".into(), "0.3".into(), "0".into())
    );
}
