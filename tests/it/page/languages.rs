//! Three languages: the same keys, numbers and dates as each writes them.

use std::collections::BTreeMap;
use std::fs;

use super::{Folder, bordergate, element, page_and_json, section, tables};

/// The messages of a language: key and pattern, with the variables that occur in it.
fn messages(lang: &str) -> BTreeMap<String, Vec<String>> {
    let file = format!(
        "{}/src/report/page/lang/{lang}.ftl",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = fs::read_to_string(file).unwrap();
    let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let named = line
            .split_once(" = ")
            .filter(|(key, _)| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
        if let Some((name, _)) = named {
            key = name.to_owned();
            assert!(
                messages.insert(key.clone(), Vec::new()).is_none(),
                "{lang}: {key} twice"
            );
        }
        for (at, _) in line.match_indices('$') {
            let name: String = line[at + 1..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            let known = messages.get_mut(&key).unwrap();
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }
    for known in messages.values_mut() {
        known.sort();
    }
    messages
}

#[test]
fn all_languages_say_the_same_things() {
    let english = messages("en");
    assert!(english.len() > 200);
    for lang in ["vi", "zh"] {
        let other = messages(lang);
        let keys = |of: &BTreeMap<String, Vec<String>>| of.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&other), keys(&english), "{lang}");
        for (key, variables) in &english {
            // A language without plurals needs the number as it is shown only; it must not speak of anything else.
            let unknown: Vec<&String> = other[key]
                .iter()
                .filter(|name| !variables.contains(name))
                .collect();
            assert!(unknown.is_empty(), "{lang} {key}: {unknown:?}");
        }
    }
}

#[test]
fn every_message_is_used_and_every_word_of_the_program_has_one() {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut sources = String::new();
    for entry in fs::read_dir(format!("{root}/src/report/page")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    let english = messages("en");
    // Keys that are put together: their beginning stands in the source, and all their ends are known.
    let composed = [
        ("stock", "mean p5 p25 p50 p75 p95"),
        ("shade", "closed appointment"),
        ("basis", "documented derived assumed fitted unstated"),
        ("verdict", "better worse more less same cannot-tell-yet"),
        ("colour", "green yellow orange red"),
        ("channel", "green yellow red"),
        ("direction", "export import"),
        (
            "release",
            "what until vehicles mean median deviation p95 by-all by-goods by-channel by-agency by-step",
        ),
        ("until", "release crossing step"),
        (
            "state",
            "closed rest-day appointment normal extended barred wrong-direction",
        ),
        (
            "unit",
            "s min h days percent t vehicle vehicle-h person vnd m-vnd bn-vnd vnd-t m-vnd-t bn-vnd-t day-of-period",
        ),
        (
            "quantity",
            "waiting-vehicle-hours-total time-in-system-mean time-in-system-p95 time-to-crossing-mean stock-max stock-end \
             vehicles-crossed-total vehicles-turned-back-total tonnes-crossed-total cost-total value-lost-total",
        ),
    ];
    let known = |key: &str| {
        composed.iter().any(|(stem, ends)| {
            let end = key.strip_prefix(&format!("{stem}-"));
            end.is_some_and(|end| ends.split_whitespace().any(|known| known == end))
        })
    };
    for key in english.keys() {
        let is_cause = key.starts_with("cause-");
        assert!(
            is_cause || known(key) || sources.contains(&format!("\"{key}\"")),
            "{key} is never said"
        );
    }
    for (stem, ends) in composed {
        for end in ends.split_whitespace() {
            assert!(
                english.contains_key(&format!("{stem}-{end}")),
                "{stem}-{end}"
            );
        }
    }
    let causes = bordergate::plan::cause::Cause::ALL.len();
    let told = english
        .keys()
        .filter(|key| key.starts_with("cause-"))
        .count();
    assert_eq!(told, causes);
    for cause in bordergate::plan::cause::Cause::ALL {
        assert!(
            english.contains_key(&format!("cause-{}", cause.word())),
            "{}",
            cause.word()
        );
    }
}

#[test]
fn nothing_is_left_unsaid_on_pages_with_everything() {
    let folder = Folder::new("unsaid");
    for lang in ["en", "vi", "zh"] {
        for args in [
            vec!["run", "scenarios/three-gates-month.toml", "--reps", "2"],
            vec![
                "run",
                "scenarios/bac-luan-2-imports.toml",
                "--reps",
                "2",
                "--uncertainty",
                "inputs",
            ],
            vec!["run", "scenarios/bac-luan-1-passengers.toml", "--reps", "2"],
            vec!["run", "scenarios/theory/d-m-1-rho-05.toml", "--reps", "2"],
            vec![
                "compare",
                "scenarios/mong-cai-tet-2022-agreed-costs.toml",
                "scenarios/mong-cai-tet-2022-executed-costs.toml",
                "--reps",
                "4",
                "--min-effect",
                "2 %",
            ],
        ] {
            let (page, _) = page_and_json(&folder, &[args.as_slice(), &["--lang", lang]].concat());
            let unsaid: Vec<&str> = page
                .split('⟦')
                .skip(1)
                .map(|rest| rest.split('⟧').next().unwrap())
                .collect();
            assert!(unsaid.is_empty(), "{lang} {args:?}: {unsaid:?}");
            let tag = if lang == "zh" { "zh-Hans" } else { lang };
            assert!(page.contains(&format!("<html lang=\"{tag}\"")));
        }
    }
}

#[test]
fn numbers_dates_and_lunar_days_are_those_of_the_language() {
    let folder = Folder::new("numbers");
    let scenario = "scenarios/mong-cai-tet-2022-executed.toml";
    let of = |lang: &str| page_and_json(&folder, &["run", scenario, "--reps", "4", "--lang", lang]);
    let (english, json) = of("en");
    let (vietnamese, _) = of("vi");
    let (chinese, _) = of("zh");
    let crossed = json["measures"].as_array().unwrap().iter();
    let mut crossed =
        crossed.filter(|row| row["measure"] == "vehicles-crossed" && row["by"] == "total");
    let crossed = crossed.next().unwrap()["value"].as_f64().unwrap().round() as i64;
    let (thousands, rest) = (crossed / 1000, crossed % 1000);
    assert!(element(&english, "answer").contains(&format!("{thousands},{rest:03} cross")));
    assert!(
        element(&vietnamese, "answer").contains(&format!("{thousands}.{rest:03} xe thông quan"))
    );
    assert!(element(&chinese, "answer").contains(&format!("{thousands},{rest:03} 辆通关")));
    assert!(english.contains("22 Jan 2022 to 13 Feb 2022 (23 days)"));
    assert!(vietnamese.contains("22/01/2022 đến 13/02/2022 (23 ngày)"));
    assert!(chinese.contains("2022年1月22日至2022年2月13日（23 天）"));
    assert!(english.contains("<h1>Tết 2022 at Móng Cái: the calendar as it was carried out</h1>"));
    assert!(vietnamese.contains("<h1>Tết Nhâm Dần 2022 ở Móng Cái: lịch thực tế</h1>"));
    assert!(chinese.contains("<h1>2022年春节芒街口岸：实际执行的安排</h1>"));
    // 31 January 2022 is the last day of the twelfth month of 29 days, 1 February New Year's Day, 22 January the 20th of the twelfth month.
    let lunar = |page: &str, at: usize| tables(section(page, "calendar"))[0][at][1].clone();
    assert_eq!(
        [1, 10, 11, 23].map(|at| lunar(&vietnamese, at)),
        ["20 chạp", "29 chạp", "mùng 1", "13 tháng giêng"]
    );
    assert_eq!(
        [1, 10, 11, 23].map(|at| lunar(&chinese, at)),
        ["腊月二十", "腊月廿九", "正月初一", "正月十三"]
    );
}

#[test]
fn where_the_lunar_calendars_differ_both_are_told() {
    // In 2030 Tết is on 2 February in Vietnam, and the Chinese New Year on 3 February.
    let folder = Folder::new("split");
    let scenario = "scenarios/mong-cai-tet-2030-split.toml";
    let of =
        |lang: &str| page_and_json(&folder, &["run", scenario, "--reps", "2", "--lang", lang]).0;
    let row = |page: &str, name: &str| {
        let found = tables(section(page, "calendar"));
        found[0].iter().find(|row| row[0].contains(name)).unwrap()[1].clone()
    };
    assert_eq!(row(&of("en"), "2 Feb"), "mùng 1 (in China 30 chạp)");
    assert_eq!(row(&of("zh"), "2月2日"), "正月初一（中国：腊月三十）");
}

#[test]
fn a_page_without_a_language_is_english() {
    let folder = Folder::new("default");
    let file = folder.path("page.html");
    let output = bordergate(&[
        "run",
        &folder.path("two.toml"),
        "--reps",
        "2",
        "--html",
        &file,
    ]);
    assert!(output.status.success());
    assert!(
        fs::read_to_string(file)
            .unwrap()
            .contains("<html lang=\"en\" data-group=\",\" data-decimal=\".\">")
    );
}
