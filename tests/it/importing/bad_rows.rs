//! Rows that are not used: each is listed with its line and a reason, and none is lost.

use bordergate::gatelog::bad::{Reason, by_reason};
use bordergate::gatelog::{Options, read};
use jiff::civil::date;
use proptest::prelude::*;

use super::synthetic::plain;

const HEADING: &str = "Biển số xe;Chiều;Cửa khẩu;Mặt hàng;Trọng lượng (kg);Giờ đến;Bắt đầu kiểm tra;Kết thúc kiểm tra;Giờ thông quan";
const GOOD: &str = "20C-1;Xuất;Bắc Luân II;Mít;20150,5;13/01/2025 07:00;13/01/2025 08:00;13/01/2025 08:10;13/01/2025 09:00";

fn options() -> Options {
    Options {
        days: (Some(date(2025, 1, 1)), Some(date(2025, 1, 31))),
        ..plain()
    }
}

/// A good row in which the field under a heading is another.
fn with(heading: &str, field: &str) -> String {
    let index = HEADING
        .split(';')
        .position(|other| other == heading)
        .unwrap();
    let mut fields: Vec<&str> = GOOD.split(';').collect();
    fields[index] = field;
    fields.join(";")
}

#[test]
fn every_reason_has_its_line_column_and_value() {
    let cases: [(String, &str, &str, Reason); 22] = [
        (
            "20C-2;Xuất".to_owned(),
            "",
            "2 fields, the heading has 9",
            Reason::FieldCount,
        ),
        (
            format!("{GOOD};surplus"),
            "",
            "10 fields, the heading has 9",
            Reason::FieldCount,
        ),
        (with("Giờ đến", ""), "Giờ đến", "", Reason::NoArrival),
        (
            with("Giờ đến", "soon"),
            "Giờ đến",
            "soon",
            Reason::UnreadableTime,
        ),
        (
            with("Giờ đến", "13/01/2025 25:00"),
            "Giờ đến",
            "13/01/2025 25:00",
            Reason::UnreadableTime,
        ),
        (
            with("Giờ đến", "13/01/2025 13:00 CH"),
            "Giờ đến",
            "13/01/2025 13:00 CH",
            Reason::UnreadableTime,
        ),
        (
            with("Giờ đến", "31/02/2025 07:00"),
            "Giờ đến",
            "31/02/2025 07:00",
            Reason::NoSuchDay,
        ),
        (
            with("Giờ đến", "13/01/25 07:00"),
            "Giờ đến",
            "13/01/25 07:00",
            Reason::ShortYear,
        ),
        (with("Giờ đến", "07:00"), "Giờ đến", "07:00", Reason::NoDate),
        (
            with("Giờ đến", "13/01/2025"),
            "Giờ đến",
            "13/01/2025",
            Reason::NoTimeOfDay,
        ),
        (
            with("Giờ đến", "01/02/2025 07:00"),
            "Giờ đến",
            "01/02/2025 07:00",
            Reason::OutsideDays,
        ),
        (
            with("Kết thúc kiểm tra", "13/01/2025 07:59"),
            "Kết thúc kiểm tra",
            "13/01/2025 07:59",
            Reason::EndBeforeStart,
        ),
        (
            with("Bắt đầu kiểm tra", "13/01/2025 06:59"),
            "Bắt đầu kiểm tra",
            "13/01/2025 06:59",
            Reason::BeforeArrival,
        ),
        (
            with("Giờ thông quan", "12/01/2025 09:00"),
            "Giờ thông quan",
            "12/01/2025 09:00",
            Reason::BeforeArrival,
        ),
        (
            GOOD.replace("20C-1", " 20c 1"),
            "Biển số xe",
            "20c 1",
            Reason::Duplicate,
        ),
        (with("Mặt hàng", " "), "Mặt hàng", "", Reason::NoClass),
        (
            with("Chiều", "quá cảnh"),
            "Chiều",
            "quá cảnh",
            Reason::UnknownDirection,
        ),
        (
            with("Chiều", "xuất nhập"),
            "Chiều",
            "xuất nhập",
            Reason::UnknownDirection,
        ),
        (with("Cửa khẩu", ""), "Cửa khẩu", "", Reason::NoGate),
        (
            with("Trọng lượng (kg)", "nhiều"),
            "Trọng lượng (kg)",
            "nhiều",
            Reason::UnreadableNumber,
        ),
        (
            with("Trọng lượng (kg)", "20.150.5"),
            "Trọng lượng (kg)",
            "20.150.5",
            Reason::UnreadableNumber,
        ),
        (
            with("Trọng lượng (kg)", "201505000"),
            "Trọng lượng (kg)",
            "201505000",
            Reason::ImpossibleLoad,
        ),
    ];
    let rows: Vec<&str> = cases.iter().map(|(row, ..)| row.as_str()).collect();
    let text = format!("{HEADING}\n{GOOD}\n{}\n", rows.join("\n"));
    let log = read(text.as_bytes(), &options()).unwrap();
    assert_eq!(log.rows.len(), 1);
    assert_eq!(log.bad.len(), cases.len());
    for ((index, (row, column, value, reason)), bad) in cases.iter().enumerate().zip(&log.bad) {
        assert_eq!(bad.line, index as u64 + 3, "{row}");
        assert_eq!(
            (bad.column.as_str(), bad.value.as_str()),
            (*column, *value),
            "{row}"
        );
        assert_eq!(bad.reason, *reason, "{row}");
    }
    // Every reason there is has been shown, and the counts by reason are those of the rows.
    let shown = by_reason(&log.bad);
    assert_eq!(shown.len(), Reason::ALL.len());
    assert_eq!(
        shown.iter().map(|(_, rows)| rows).sum::<u64>(),
        cases.len() as u64
    );
    assert_eq!(shown[0], (Reason::FieldCount, 2));
}

/// A field that may be anything, and often nearly right.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[0-9]{1,2}/[0-9]{1,2}/20[0-9]{2} [0-9]{1,2}:[0-9]{2}",
        "20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?",
        "[0-9]{1,2}[h:][0-9]{0,2}( SA| CH)?",
        "[0-9]{1,3}([.,][0-9]{1,3}){0,3}( kg| t| tấn)?",
        "(Xuất|Nhập|Mít|Thanh long)",
        "\\PC{0,8}".prop_map(|text| text.replace(['"', ';', '\n', '\r'], "")),
    ]
}

proptest! {
    /// Whatever stands in a file: it is no table, or every record below its heading is used or listed, once.
    #[test]
    fn rows_used_and_rows_not_used_are_all_rows(
        rows in prop::collection::vec(prop::collection::vec(field(), 7..=10), 0..30),
    ) {
        let lines: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
        let text = format!("{HEADING}\n{}\n", lines.join("\n"));
        let declared = Options { decimal: Some(bordergate::gatelog::numbers::Decimal::Comma), ..options() };
        let log = read(text.as_bytes(), &declared).unwrap();
        let empty = rows.iter().filter(|row| row.iter().all(|field| field.trim().is_empty())).count();
        let blank = |row: &&Vec<String>| row.iter().all(|field| field.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}').is_empty());
        let blank = rows.iter().filter(blank).count();
        prop_assert!(blank >= empty);
        prop_assert_eq!(log.rows.len() + log.bad.len() + blank, rows.len());
        prop_assert_eq!(log.total(), log.rows.len() + log.bad.len());
        let mut seen: Vec<u64> = log.rows.iter().map(|row| row.line).chain(log.bad.iter().map(|row| row.line)).collect();
        seen.sort_unstable();
        let all = seen.len();
        seen.dedup();
        prop_assert_eq!(seen.len(), all);
        for row in &log.rows {
            for (start, end) in &row.steps {
                prop_assert!(start.is_none_or(|start| start >= row.arrival));
                prop_assert!(end.is_none_or(|end| end >= start.unwrap_or(row.arrival)));
            }
        }
    }

    /// No bytes make it panic.
    #[test]
    fn any_bytes_are_a_log_or_a_trouble(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, &plain());
        let heading = [HEADING.as_bytes(), b"\n", &bytes].concat();
        let _ = read(&heading, &plain());
    }
}
