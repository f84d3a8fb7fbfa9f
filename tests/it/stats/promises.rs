//! A short version of the table in `docs/statistics.md`: the same studies, through the whole pipeline, with few replications.

#[path = "../../../examples/coverage/exact.rs"]
mod exact;
#[path = "../../../examples/coverage/models.rs"]
mod models;
#[path = "../../../examples/coverage/study.rs"]
mod study;
#[path = "../../../examples/coverage/table.rs"]
mod table;

use std::path::Path;

use study::{Found, Row, SHORT, run};

const STUDIES: u64 = 200;

/// What a method is known to cover with so few replications where that is less than it promises; the page says so too.
fn known(row: &Row) -> f64 {
    let few = row.what.contains("pooled standard deviation");
    if few { 0.88 } else { row.promised }
}

#[test]
fn intervals_keep_their_promises_on_models_with_known_answers() {
    let rows = run(SHORT, STUDIES, 2).unwrap();
    assert!(rows.len() > 40, "{} rows", rows.len());
    for row in &rows {
        assert_eq!(row.studies, STUDIES, "{}", row.what);
        let Some(share) = row.share() else { continue };
        let known = known(row);
        // Three standard errors, and one per cent for what is known only approximately.
        let error = 3.0 * (known * (1.0 - known) / STUDIES as f64).sqrt() + 0.01;
        let fine = match row.found {
            Found::Different(_) => share <= known + error,
            _ => (share - known).abs() <= error,
        };
        assert!(fine, "{}: {share}, not {known} within {error}", row.what);
    }
    // The variance splits as it should, on average, within a fifth.
    for row in &rows {
        if let Found::Value(sum) = row.found {
            let mean = sum / STUDIES as f64;
            assert!(
                (mean / row.promised - 1.0).abs() < 0.2,
                "{}: {mean}",
                row.what
            );
        }
    }
    page_has(&rows);
}

/// The page shows every row that the program finds.
fn page_has(rows: &[Row]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/statistics.md");
    let page = std::fs::read_to_string(path).unwrap();
    for line in table::table(rows).lines().skip(2) {
        let what = line.split('|').nth(1).unwrap();
        assert!(
            page.contains(&format!("|{what}|")),
            "docs/statistics.md has no row `{}`: cargo run --release --example coverage",
            what.trim()
        );
    }
}
