//! Pages, opened by Chromium from disk and looked over by axe and by hand's rules: `tests/consumers/page.mjs` says which.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::tool;

/// What one page may weigh: 500 KB.
const MOST_BYTES: u64 = 500_000;

/// What the browser says of a page in a language; none where there is no browser.
fn opened(page: &Path, lang: &str) -> Option<Value> {
    let tools = tool("browser", "installed.json")?;
    let output = Command::new(tools.join("node"))
        .arg(scripts().join("page.mjs"))
        .arg(page)
        .args(["--lang", lang])
        .env("CONSUMERS", &tools)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {said}", page.display());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers")
}

/// A folder of one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pages-{name}"));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn findings(said: &Value) -> Vec<String> {
    let findings = said["findings"].as_array().unwrap().iter();
    let word = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    findings
        .map(|finding| {
            let (check, state) = (word(finding, "check"), word(finding, "state"));
            format!("{check}, {state}: {}", word(finding, "what"))
        })
        .collect()
}

/// The page of small mistakes: each edit of the sound page, and what must be found of it.
const MISTAKES: [(&str, &str, &str); 18] = [
    // Told to few eyes.
    (
        "<p>The bridge",
        r#"<p style="color:#999;background:#fff">The bridge"#,
        "axe, wide: color-contrast",
    ),
    (
        "</style>",
        "@media (prefers-color-scheme: dark) { h1 { color: #444; background: #222 } }</style>",
        "axe, dark: color-contrast: Elements must meet minimum color contrast ratio thresholds; 4 times, first <h1",
    ),
    // In a table that scrolls axe does not decide.
    (
        "<td>27 January</td>",
        r#"<td style="color:#999;background:#fff">27 January</td>"#,
        "contrast, wide: rgb(153, 153, 153) on 255,255,255: 2.85, not 4.5",
    ),
    (
        r#"<canvas width="400" height="100" role="img" aria-label="Stock over time">"#,
        r#"<canvas width="400" height="100" role="img">"#,
        "axe, wide: role-img-alt",
    ),
    // Told to ears only in part.
    (
        "<figcaption>At most two lorries wait, on Monday morning.</figcaption>",
        "<figcaption>Stock</figcaption>",
        "figure, wide: ",
    ),
    (
        "<h2>How to make it again</h2>",
        "<h2>How to make it again</h2><figure><figcaption>A chart without its data</figcaption><canvas></canvas></figure>",
        "no table of its data",
    ),
    (
        "<main>",
        r#"<main><img alt="" src="https://bordergate.invalid/x.png">"#,
        "network, wide: https://bordergate.invalid/x.png",
    ),
    (
        "<main>",
        r#"<main><img alt="" src="beside.png">"#,
        "beside.png",
    ),
    (
        "const pen",
        "console.error('told'); const pen",
        "console, wide: told",
    ),
    // Nothing is drawn in the second canvas, and what should be drawn in the first fails.
    (
        "pen.fillRect(20, 20, 200, 60);",
        "if (canvas.role) missing();",
        "console, wide: ReferenceError",
    ),
    (
        "<h1>",
        r#"<h1 style="white-space:nowrap;width:40rem">"#,
        "overflow, narrow: ",
    ),
    (
        r#"<button type="button">"#,
        r#"<div onclick="1">Press</div><button type="button" style="outline:none">"#,
        r#"Tab does not reach <div onclick="1">"#,
    ),
    (
        "<summary>",
        r#"<summary onkeydown="return event.key!='Enter'">"#,
        "Enter does not open",
    ),
    (
        "Copy the command</button>",
        r#"Copy</button><button tabindex="3">First</button>"#,
        "out of order",
    ),
    (
        r#"<html lang="en">"#,
        r#"<html lang="vi">"#,
        r#"language, wide: says "vi", not "en""#,
    ),
    (
        "</style>",
        "@keyframes blink { to { opacity: .5 } } h2 { animation: blink 1s infinite }</style>",
        "motion, less motion: ",
    ),
    (
        "</style>",
        "@media print { section { display: none } }</style>",
        "paper, paper: is not on paper: Stock over time",
    ),
    (
        "</main>",
        "<table><caption>Late</caption><tbody id='late'></tbody></table></main><script>document.getElementById('late').innerHTML='<tr><td>1</td></tr>'</script>",
        "scriptless, without scripts: ",
    ),
];

fn edited(page: &str, from: &str, to: &str) -> String {
    assert!(page.contains(from), "the page has no {from}");
    page.replacen(from, to, 1)
}

#[test]
fn the_checker_finds_each_mistake_and_none_in_a_sound_page() {
    let sound = fs::read_to_string(scripts().join("sound.html")).unwrap();
    let folder = folder("mistakes");
    let page = folder.join("page.html");
    fs::write(&page, &sound).unwrap();
    let Some(said) = opened(&page, "en") else {
        return;
    };
    assert_eq!(findings(&said), Vec::<String>::new());
    for (what, least) in [
        ("charts", 1),
        ("canvases", 1),
        ("usable", 4),
        ("cells", 4),
        ("sheets", 1),
    ] {
        assert!(said["seen"][what].as_u64() >= Some(least), "{what}: {said}");
    }

    let mut bad = sound.clone();
    for (from, to, _) in MISTAKES {
        bad = edited(&bad, from, to);
    }
    fs::write(&page, bad).unwrap();
    let found = findings(&opened(&page, "en").unwrap());
    for (_, _, expected) in MISTAKES {
        let is_found = found.iter().any(|finding| finding.contains(expected));
        assert!(is_found, "{expected} is not among {found:#?}");
    }

    // Whoever is caught gets nowhere else, and what is not marked is not seen: each alone.
    let caught = edited(
        &sound,
        "</script>",
        "document.querySelector('button').onkeydown = (event) => event.key === 'Tab' && event.preventDefault();</script>",
    );
    let unmarked = edited(
        &sound,
        ":focus-visible { outline: 3px solid; outline-offset: 2px; }",
        ":focus-visible { outline: none; }",
    );
    let blank = edited(&sound, "pen.fillRect(20, 20, 200, 60);", "");
    for (page_text, expected) in [
        (caught, "Tab does not get away from <button"),
        (unmarked, "nothing shows that it is in focus"),
        (blank, "nothing is drawn"),
    ] {
        fs::write(&page, page_text).unwrap();
        let found = findings(&opened(&page, "en").unwrap());
        let is_found = found.iter().any(|finding| finding.contains(expected));
        assert!(is_found, "{expected} is not among {found:#?}");
    }
}

/// Makes a page by a command and looks it over.
#[track_caller]
fn sound(name: &str, command: &[&str], lang: &str) {
    let page = folder(name).join("page.html");
    // What another run left must not stand for what this one did not write.
    let _ = fs::remove_file(&page);
    let output = Command::new(env!("CARGO_BIN_EXE_bordergate"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(command)
        .args(["--lang", lang, "--html"])
        .arg(&page)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let bytes = fs::metadata(&page).unwrap().len();
    assert!(bytes < MOST_BYTES, "{name}: {bytes} bytes");
    let Some(said) = opened(&page, lang) else {
        return;
    };
    let found = findings(&said);
    assert!(found.is_empty(), "{name}: {found:#?}");
    for what in ["charts", "canvases", "usable", "cells", "sheets"] {
        assert!(said["seen"][what].as_u64() > Some(0), "no {what}: {said}");
    }
}

const TET: &str = "scenarios/mong-cai-tet-2022-agreed.toml";

#[test]
fn the_hello_gate_in_english() {
    sound(
        "hello-en",
        &["run", "scenarios/hello-gate.toml", "--reps", "5"],
        "en",
    );
}

#[test]
fn the_hello_gate_in_chinese() {
    sound(
        "hello-zh",
        &["run", "scenarios/hello-gate.toml", "--reps", "5"],
        "zh",
    );
}

#[test]
fn tet_in_vietnamese() {
    sound("tet-vi", &["run", TET, "--reps", "5"], "vi");
}

#[test]
fn tet_in_english() {
    sound("tet-en", &["run", TET, "--reps", "5"], "en");
}

#[test]
fn a_month_of_three_gates_in_chinese() {
    sound(
        "month-zh",
        &["run", "scenarios/three-gates-month.toml", "--reps", "2"],
        "zh",
    );
}

#[test]
fn a_comparison_in_three_languages() {
    for lang in ["en", "vi", "zh"] {
        let executed = "scenarios/mong-cai-tet-2022-executed.toml";
        sound(
            &format!("compare-{lang}"),
            &["compare", TET, executed, "--reps", "3"],
            lang,
        );
    }
}
