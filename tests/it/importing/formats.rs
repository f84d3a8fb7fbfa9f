//! One log in all the ways in which it may have been exported: the rows are the same.

use bordergate::gatelog::headings::{Role, fold, identifier, role};
use bordergate::gatelog::numbers::Decimal;
use bordergate::gatelog::stamps::{DayOrder, Proof};
use bordergate::gatelog::text::{Encoding, Separator};
use bordergate::gatelog::{LoadUnit, Log, Options, Row, read};

use super::synthetic::{log, plain};

/// Three lorries; `;` and decimal commas.
const LOG: &str = "\
Biển số xe;Chiều;Mặt hàng;Trọng lượng (kg);Ngày giờ vào bãi;Bắt đầu kiểm tra;Kết thúc kiểm tra;Giờ thông quan;Luồng
20C-123.45;Xuất;Thanh long;20.150,5;03/01/2025 07:12;03/01/2025 07:20;03/01/2025 07:31;03/01/2025 08:02;xanh
14C-200.01;Nhập khẩu;Máy móc;12.000;13/01/2025 23:50;14/01/2025 00:05;14/01/2025 00:30;14/01/2025 01:00;đỏ
29H-000.99;Xuất;\"Mít; tươi\";950;03/01/2025 07:12;;;;vàng
";

fn rows(log: &Log) -> Vec<(String, Row)> {
    let rows = log.rows.iter().map(|row| {
        let class = row
            .class
            .map_or_else(String::new, |class| log.classes[class].clone());
        // The line may differ; what it says may not.
        (
            class,
            Row {
                line: 0,
                class: None,
                ..row.clone()
            },
        )
    });
    rows.collect()
}

#[test]
fn a_spreadsheet_of_this_country_is_read() {
    let log = log(LOG).unwrap();
    assert_eq!(log.encoding, Encoding::Utf8);
    assert_eq!(log.separator, Separator::Semicolon);
    assert_eq!(log.day_order, (DayOrder::DayFirst, Proof::Proven));
    assert_eq!(log.classes, ["Thanh long", "Máy móc", "Mít; tươi"]);
    assert!(log.bad.is_empty(), "{:?}", log.bad);
    assert_eq!(log.steps, ["kiem tra"]);
    let first = &log.rows[0];
    assert_eq!(first.line, 2);
    assert_eq!(first.local.to_string(), "2025-01-03T07:12:00");
    // 07:12 in Hanoi is 00:12 UTC; 3 January 2025 is day 20,091 since 1970.
    assert_eq!(first.arrival, (20_091 * 86_400 + 12 * 60) * 1_000_000);
    assert_eq!(first.load, Some(20_150.5));
    assert_eq!(first.import, Some(false));
    let minutes = |from: Option<i64>, to: Option<i64>| (to.unwrap() - from.unwrap()) / 60_000_000;
    let (start, end) = first.steps[0];
    assert_eq!(minutes(start, end), 11);
    assert_eq!(minutes(end, first.crossing), 31);
    // The second of that minute, in the order of the file; its empty fields are no times.
    assert_eq!(log.rows[1].steps, [(None, None)]);
    assert_eq!(log.rows[1].load, Some(950.0));
    assert_eq!(log.rows[2].import, Some(true));
    assert_eq!(log.rows[2].load, Some(12_000.0));
}

#[test]
fn encodings_separators_and_line_ends_change_nothing() {
    let expected = rows(&log(LOG).unwrap());
    let tabs = LOG.replace(";", "\t").replace("Mít\t", "Mít;");
    let commas = "\"".to_owned()
        + &LOG
            .trim_end()
            .replace("\"Mít; tươi\"", "Mít; tươi")
            .replace("; tươi", "\u{1}")
            .replace(';', "\",\"")
            .replace('\u{1}', "; tươi")
            .replace('\n', "\"\n\"")
        + "\"\n";
    let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> {
        let units = text.encode_utf16().flat_map(bytes);
        mark.into_iter().chain(units).collect()
    };
    let crlf = LOG.replace('\n', "\r\n");
    let files: [(Vec<u8>, Encoding, Separator); 7] = [
        (
            [b"\xef\xbb\xbf", LOG.as_bytes()].concat(),
            Encoding::Utf8WithMark,
            Separator::Semicolon,
        ),
        (crlf.into_bytes(), Encoding::Utf8, Separator::Semicolon),
        (
            LOG.replace('\n', "\r").into_bytes(),
            Encoding::Utf8,
            Separator::Semicolon,
        ),
        (tabs.clone().into_bytes(), Encoding::Utf8, Separator::Tab),
        (commas.into_bytes(), Encoding::Utf8, Separator::Comma),
        (
            utf16([0xff, 0xfe], u16::to_le_bytes, &tabs),
            Encoding::Utf16Le,
            Separator::Tab,
        ),
        (
            utf16([0xfe, 0xff], u16::to_be_bytes, LOG),
            Encoding::Utf16Be,
            Separator::Semicolon,
        ),
    ];
    for (bytes, encoding, separator) in files {
        let log = read(&bytes, &plain()).unwrap();
        assert_eq!((log.encoding, log.separator), (encoding, separator));
        assert_eq!(rows(&log), expected, "{encoding:?} {separator:?}");
    }
    // What Excel writes above a table for itself.
    let declared = log(&format!("sep=;\r\n{LOG}")).unwrap();
    assert_eq!(rows(&declared), expected);
    assert_eq!(declared.rows[0].line, 3);
}

/// Lines are those that an editor shows, also after a field of two lines and under a title.
#[test]
fn titles_empty_lines_and_fields_of_two_lines_keep_the_lines_right() {
    for end in ["\n", "\r\n"] {
        let text = [
            "SỔ THEO DÕI;;",
            ";;",
            "Biển số xe;Giờ đến;Ghi chú",
            "A;03/01/2025 07:12;\"two",
            "lines\"",
            ";;",
            "B;03/01/2025 07:13;",
            "C;soon;",
        ]
        .join(end);
        let log = log(&text).unwrap();
        assert_eq!(log.heading_line, 3);
        let lines: Vec<u64> = log.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [4, 7]);
        assert_eq!(log.bad[0].line, 8);
        assert_eq!(log.empty, 2);
    }
}

#[test]
fn headings_are_known_in_three_languages_with_and_without_marks() {
    let cases: [(&str, Option<Role>); 38] = [
        ("Biển số xe", Some(Role::Vehicle)),
        ("BIEN SO XE", Some(Role::Vehicle)),
        (
            "Bie\u{302}\u{309}n so\u{302}\u{301} xe",
            Some(Role::Vehicle),
        ),
        ("Số xe", Some(Role::Vehicle)),
        ("Plate No.", Some(Role::Vehicle)),
        ("车牌号", Some(Role::Vehicle)),
        ("Giờ đến", Some(Role::Arrival)),
        ("Thời gian đến", Some(Role::Arrival)),
        ("Ngày giờ vào bãi", Some(Role::Arrival)),
        ("ngay gio vao bai", Some(Role::Arrival)),
        ("Arrival time", Some(Role::Arrival)),
        ("到达时间", Some(Role::Arrival)),
        ("Ngày", Some(Role::Date)),
        ("Ngày đến", Some(Role::Date)),
        ("日期", Some(Role::Date)),
        ("Giờ thông quan", Some(Role::Crossing)),
        ("Giờ qua cửa khẩu", Some(Role::Crossing)),
        ("Crossing time", Some(Role::Crossing)),
        ("通关时间", Some(Role::Crossing)),
        ("Cửa khẩu", Some(Role::Gate)),
        ("Border gate", Some(Role::Gate)),
        ("口岸", Some(Role::Gate)),
        ("Mặt hàng", Some(Role::Class)),
        ("Loại hàng", Some(Role::Class)),
        ("货物名称", Some(Role::Class)),
        ("Chiều", Some(Role::Direction)),
        ("Xuất/Nhập", Some(Role::Direction)),
        ("方向", Some(Role::Direction)),
        ("Trọng lượng (tấn)", Some(Role::Load)),
        ("重量(吨)", Some(Role::Load)),
        ("Luồng", Some(Role::Channel)),
        ("Số tờ khai", Some(Role::Declaration)),
        ("Bắt đầu kiểm tra", Some(Role::Start("kiem tra".to_owned()))),
        (
            "Thời gian kết thúc kiểm tra",
            Some(Role::End("kiem tra".to_owned())),
        ),
        (
            "Inspection start",
            Some(Role::Start("inspection".to_owned())),
        ),
        ("查验结束时间", Some(Role::End("查验".to_owned()))),
        ("Số lượng", None),
        ("Ghi chú", None),
    ];
    for (heading, expected) in cases {
        assert_eq!(role(heading), expected, "{heading}");
    }
    assert_eq!(fold("  Lối mở Km3+4 Hải Yên "), "loi mo km3 4 hai yen");
    assert_eq!(identifier("Đường sắt Đồng Đăng"), "duong-sat-dong-dang");
    assert_eq!(identifier("查验"), "");
}

/// Of one column with these fields, the arrivals.
fn arrivals(fields: &[&str], options: &Options) -> (Log, Vec<String>) {
    let text = format!(
        "xe;Giờ đến\n{}",
        fields
            .iter()
            .map(|field| format!("x;{field}\n"))
            .collect::<String>()
    );
    let log = read(text.as_bytes(), options).unwrap();
    let local = log.rows.iter().map(|row| row.local.to_string()).collect();
    (log, local)
}

#[test]
fn dates_and_times_are_read_as_people_write_them() {
    let same = [
        "13/01/2025 07:12",
        "13-1-2025 7:12",
        "13.01.2025 07:12:00",
        "2025-01-13T07:12",
        "2025/01/13 7h12",
        "07:12 13/01/2025",
        "13/01/2025 7:12 SA",
        "13/01/2025, 07:12 AM",
    ];
    let (log, local) = arrivals(&same, &plain());
    assert!(log.bad.is_empty(), "{:?}", log.bad);
    assert!(
        local.iter().all(|at| at == "2025-01-13T07:12:00"),
        "{local:?}"
    );
    let (_, local) = arrivals(
        &[
            "13/01/2025 7:12 CH",
            "13/01/2025 12:12 SA",
            "13/01/2025 07:12:40.5",
        ],
        &plain(),
    );
    assert_eq!(
        local,
        [
            "2025-01-13T00:12:00",
            "2025-01-13T07:12:40.5",
            "2025-01-13T19:12:00"
        ]
    );
}

#[test]
fn the_order_of_day_and_month_is_proven_declared_or_said_to_be_assumed() {
    let order = |fields: &[&str], options: &Options| {
        let (log, local) = arrivals(fields, options);
        (log.day_order, local[0].clone(), log.bad.len())
    };
    let (first, month) = (DayOrder::DayFirst, DayOrder::MonthFirst);
    let ambiguous = ["03/01/2025 07:00", "04/02/2025 07:00"];
    assert_eq!(
        order(&ambiguous, &plain()),
        (
            (first, Proof::Ambiguous),
            "2025-01-03T07:00:00".to_owned(),
            0
        )
    );
    let declared = Options {
        day_order: Some(month),
        ..plain()
    };
    assert_eq!(
        order(&ambiguous, &declared),
        (
            (month, Proof::Declared),
            "2025-03-01T07:00:00".to_owned(),
            0
        )
    );
    assert_eq!(
        order(&["03/01/2025 07:00", "03/28/2025 07:00"], &plain()),
        ((month, Proof::Proven), "2025-03-01T07:00:00".to_owned(), 0)
    );
    // What contradicts the others is a mistake of its row.
    let mixed = ["13/01/2025 07:00", "14/01/2025 07:00", "01/15/2025 07:00"];
    assert_eq!(
        order(&mixed, &plain()),
        ((first, Proof::Proven), "2025-01-13T07:00:00".to_owned(), 1)
    );
    assert_eq!(
        order(&["2025-01-03 07:00"], &plain()),
        (
            (first, Proof::NotNeeded),
            "2025-01-03T07:00:00".to_owned(),
            0
        )
    );
}

/// Times alone belong to the date beside them; what would lie before the arrival is after midnight.
#[test]
fn times_alone_belong_to_a_column_of_dates() {
    let log =
        log("Ngày,Giờ đến,Bắt đầu kiểm tra,Kết thúc kiểm tra\n13/01/2025,23:50,00:05,00:30\n")
            .unwrap();
    assert!(log.bad.is_empty(), "{:?}", log.bad);
    assert_eq!(log.rows[0].local.to_string(), "2025-01-13T23:50:00");
    let (start, end) = log.rows[0].steps[0];
    assert_eq!(start.unwrap() - log.rows[0].arrival, 15 * 60_000_000);
    assert_eq!(end.unwrap() - start.unwrap(), 25 * 60_000_000);
    // The end is of the start's day, which is the next one already.
    assert_eq!(log.past_midnight, 1);
}

/// Loads in kilograms of fields in a column with this heading.
fn loads(heading: &str, fields: &[&str], options: &Options) -> Result<Vec<Option<f64>>, String> {
    let rows: String = fields
        .iter()
        .map(|field| format!("2025-01-13 07:00;{field}\n"))
        .collect();
    let text = format!("Giờ đến;{heading}\n{rows}");
    match read(text.as_bytes(), options) {
        Ok(log) => Ok(log.rows.iter().map(|row| row.load).collect()),
        Err(troubles) => Err(troubles[0].label.clone()),
    }
}

#[test]
fn decimal_signs_are_proven_by_the_column_or_declared() {
    let kg = |fields: &[&str]| loads("Trọng lượng (kg)", fields, &plain());
    assert_eq!(
        kg(&["1.234,5", "20.150"]),
        Ok(vec![Some(1_234.5), Some(20_150.0)])
    );
    assert_eq!(
        kg(&["1,234.5", "20,150"]),
        Ok(vec![Some(1_234.5), Some(20_150.0)])
    );
    assert_eq!(
        kg(&["20150", "", "0"]),
        Ok(vec![Some(20_150.0), None, None])
    );
    assert_eq!(kg(&["20 150,5"]), Ok(vec![Some(20_150.5)]));
    assert_eq!(
        kg(&["20.150"]),
        Err("`20.150` on line 2 may be a thousand times as much, and no number of the column proves which".to_owned())
    );
    assert_eq!(
        kg(&["1.234,5", "1,234.5"]),
        Err(
            "`1.234,5` on line 2 has a decimal comma, `1,234.5` on line 3 a decimal point"
                .to_owned()
        )
    );
    let declared = Options {
        decimal: Some(Decimal::Comma),
        ..plain()
    };
    assert_eq!(
        loads("Trọng lượng (kg)", &["20.150"], &declared),
        Ok(vec![Some(20_150.0)])
    );
    assert_eq!(
        loads("Trọng lượng (tấn)", &["20,1"], &plain()),
        Ok(vec![Some(20_100.0)])
    );
    // A unit in the field goes before that of the heading.
    assert_eq!(
        loads("Trọng lượng (kg)", &["20 tấn", "950 kg", "21"], &plain()),
        Ok(vec![Some(20_000.0), Some(950.0), Some(21.0)])
    );
    assert_eq!(
        loads("Trọng lượng", &["20 t"], &plain()),
        Ok(vec![Some(20_000.0)])
    );
    assert_eq!(
        loads("Trọng lượng", &["20"], &plain()),
        Err("neither its heading nor `20` on line 2 names one".to_owned())
    );
    let declared = Options {
        load_unit: Some(LoadUnit::Tonne),
        ..plain()
    };
    assert_eq!(
        loads("Trọng lượng", &["20"], &declared),
        Ok(vec![Some(20_000.0)])
    );
}

#[test]
fn columns_may_be_declared() {
    let text = "Xe,Vào,Ra,Giờ đến\nA,03/01/2025 07:00,03/01/2025 08:00,whatever\n";
    let options = Options {
        columns: vec![
            (Role::Arrival, "vao".to_owned()),
            (Role::Crossing, "RA".to_owned()),
        ],
        ..plain()
    };
    let log = read(text.as_bytes(), &options).unwrap();
    assert_eq!(log.rows[0].local.to_string(), "2025-01-03T07:00:00");
    assert_eq!(
        log.rows[0].crossing.unwrap() - log.rows[0].arrival,
        3_600_000_000
    );
    // The column that would have been taken for it is not.
    assert_eq!(log.columns[3].role, None);
}
