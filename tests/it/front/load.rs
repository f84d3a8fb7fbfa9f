//! Files that cannot be had or trusted, and chains of bases.

use std::path::Path;
use std::time::{Duration, Instant};

use bordergate::scenario::load::{LARGEST_FILE, LONGEST_CHAIN, load};
use bordergate::scenario::node::{Node, Value};
use insta::assert_snapshot;

use super::{Folder, at, rendered, titles};

/// The messages about the file, which must leave an empty tree.
fn refused(folder: &Folder, path: &Path) -> String {
    let loaded = load(path, &[]);
    assert!(loaded.problems.has_errors());
    assert!(loaded.root.entries.is_empty());
    folder.hide(&rendered(&loaded))
}

#[test]
fn what_is_no_file_is_refused() {
    let folder = Folder::new("no-file");
    assert_snapshot!(refused(&folder, &folder.0.join("missing.toml")), @r"
    error: cannot read `missing.toml`
     |
     = note: there is no such file
    ");
    std::fs::create_dir(folder.0.join("gates")).expect("a directory");
    assert_snapshot!(refused(&folder, &folder.0.join("gates")), @r"
    error: cannot read `gates`
     |
     = note: it is a directory
    ");
}

#[test]
fn a_huge_file_is_refused_at_once() {
    let folder = Folder::new("huge");
    let path = folder.0.join("huge.toml");
    let file = std::fs::File::create(&path).expect("a file");
    file.set_len(10 << 30).expect("a sparse file of 10 GiB");
    let start = Instant::now();
    assert_snapshot!(refused(&folder, &path), @r"
    error: cannot read `huge.toml`
     |
     = note: it is larger than 16 MiB
    ");
    if Path::new("/dev/zero").exists() {
        assert!(refused(&folder, Path::new("/dev/zero")).contains("larger than 16 MiB"));
    }
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_largest_file_is_read() {
    let folder = Folder::new("largest");
    let mut text = "a = 1\n".to_owned();
    text.push_str(&"#".repeat(LARGEST_FILE as usize - text.len()));
    let loaded = load(&folder.write("largest.toml", &text), &[]);
    assert!(loaded.problems.is_empty());
    assert_eq!(at(&loaded.root, "a"), Some(&Value::Integer(1)));
    text.push('#');
    assert!(
        load(&folder.write("larger.toml", &text), &[])
            .problems
            .has_errors()
    );
}

#[test]
fn what_is_no_text_is_refused() {
    let folder = Folder::new("no-text");
    assert_snapshot!(refused(&folder, &folder.write("binary.toml", b"a = 1\nb = \0\xff")), @r"
    error: `binary.toml` is not a text file
     |
     = note: it has a zero byte on line 2
    ");
    assert_snapshot!(refused(&folder, &folder.write("wide.toml", b"\xff\xfea\0=\0")), @r"
    error: `wide.toml` is not a text file
     |
     = note: it is in UTF-16
     = help: save it as UTF-8
    ");
    assert_snapshot!(refused(&folder, &folder.write("old.toml", b"a = 1\nname = \"H\xe1i Y\xean\"\n")), @r#"
    error: not UTF-8
     --> old.toml:2:10
      |
    2 | name = "H�i Y�n"
      |          ^ the byte 0xe1 is not part of any character
      |
      = help: save the file as UTF-8
    "#);
}

#[test]
fn a_base_is_found_beside_the_file_and_overlaid() {
    let folder = Folder::new("base");
    folder.write(
        "lib/gate.toml",
        "[gate.a]\nhours = \"07:00-19:00\"\nname = \"A\"\n",
    );
    folder.write(
        "lib/week.toml",
        "base = \"gate.toml\"\n[gate.a]\nname = \"B\"\n",
    );
    let path = folder.write(
        "what-if.toml",
        "base = \"lib/week.toml\"\n[gate.a]\nhours = \"07:00-21:00\"\n",
    );
    let loaded = load(&path, &[]);
    assert!(loaded.problems.is_empty(), "{}", rendered(&loaded));
    assert_eq!(
        at(&loaded.root, "gate.a.hours"),
        Some(&Value::Text("07:00-21:00".into()))
    );
    assert_eq!(
        at(&loaded.root, "gate.a.name"),
        Some(&Value::Text("B".into()))
    );
    assert_eq!(at(&loaded.root, "base"), None);

    let gate = loaded
        .root
        .get("gate")
        .and_then(|node| node.as_table())
        .and_then(|gate| gate.get("a"));
    let table = gate.and_then(|node| node.as_table()).expect("the gate");
    let from = |key: &str| {
        loaded
            .sources
            .locate(table.entries[key].node.place)
            .map(|at| folder.hide(&format!("{}:{}", at.file, at.line)))
    };
    assert_eq!(from("hours").as_deref(), Some("what-if.toml:3"));
    assert_eq!(from("name").as_deref(), Some("lib/week.toml:3"));
}

#[test]
fn later_bases_overlay_earlier_ones() {
    let folder = Folder::new("bases");
    folder.write("one.toml", "a = 1\nb = 1\nc = 1\n");
    folder.write("two.toml", "b = 2\nc = 2\n");
    let loaded = load(
        &folder.write("three.toml", "base = [\"one.toml\", \"two.toml\"]\nc = 3\n"),
        &[],
    );
    let values = ["a", "b", "c"].map(|key| at(&loaded.root, key).cloned());
    assert_eq!(values, [1, 2, 3].map(|number| Some(Value::Integer(number))));
}

/// A part removes and places by what it is laid over, which it need not know to be read.
#[test]
fn parts_remove_what_they_are_laid_over() {
    let folder = Folder::new("parts");
    let week = folder.write(
        "week.toml",
        "[gate.a.notice.tet]\nfrom = 1\n[gate.a.notice.rest]\nfrom = 2\n\
         [[route.out]]\nstep = \"x\"\n[[route.out]]\nstep = \"z\"\n",
    );
    let part = folder.write(
        "part.toml",
        "gate.a.notice.tet.remove = true\n\
         [[route.out]]\nstep = \"y\"\nbefore = \"z\"\n[[route.out]]\nstep = \"x\"\nremove = true\n",
    );
    let both = folder.write("both.toml", "base = [\"week.toml\", \"part.toml\"]\n");
    for loaded in [
        load(&both, &[]),
        load(&week, &[format!("@{}", part.display())]),
    ] {
        assert!(loaded.problems.is_empty(), "{}", rendered(&loaded));
        let table = |node: &Node| node.as_table().unwrap().clone();
        let gate = table(loaded.root.get("gate").unwrap());
        let notices = table(table(gate.get("a").unwrap()).get("notice").unwrap());
        assert!(notices.get("tet").is_none() && notices.get("rest").is_some());
        let routes = table(loaded.root.get("route").unwrap());
        let Value::Array(steps) = &routes.get("out").unwrap().value else {
            panic!("steps are a list")
        };
        let names = steps
            .iter()
            .map(|step| table(step).get("step").unwrap().value.clone());
        let names: Vec<Value> = names.collect();
        assert_eq!(names, ["y", "z"].map(|name| Value::Text(name.to_owned())));
    }
    // Laid over something that has none of it, it says so.
    let other = folder.write("other.toml", "[gate.b]\nhours = 1\n");
    let loaded = load(&other, &[format!("@{}", part.display())]);
    assert!(rendered(&loaded).contains("nothing to remove"));
}

#[test]
fn a_missing_base_points_at_its_name_and_causes_no_further_complaint() {
    let folder = Folder::new("missing-base");
    let path = folder.write(
        "what-if.toml",
        "base = \"tet.toml\"\n[gate.a.notice.b]\nremove = true\n",
    );
    let loaded = load(&path, &[]);
    assert_snapshot!(folder.hide(&rendered(&loaded)), @r#"
    error: cannot read `tet.toml`
     --> what-if.toml:1:8
      |
    1 | base = "tet.toml"
      |        ^^^^^^^^^^ there is no such file
    "#);
    assert!(loaded.root.damaged);
}

#[test]
fn a_circle_of_bases_is_shown_as_a_chain() {
    let folder = Folder::new("circle");
    folder.write("b.toml", "base = \"./c.toml\"\n");
    folder.write("c.toml", "base = \"a.toml\"\n");
    let loaded = load(&folder.write("a.toml", "base = \"b.toml\"\nx = 1\n"), &[]);
    assert_snapshot!(folder.hide(&rendered(&loaded)), @r#"
    error: a scenario that is its own base
     --> ./c.toml:1:8
      |
    1 | base = "a.toml"
      |        ^^^^^^^^ a.toml -> b.toml -> ./c.toml -> a.toml
    "#);
    assert_eq!(at(&loaded.root, "x"), Some(&Value::Integer(1)));
}

#[test]
fn a_chain_of_bases_is_bounded_and_a_diamond_is_read_once() {
    let folder = Folder::new("chain");
    for link in 0..100 {
        folder.write(
            &format!("{link}.toml"),
            format!("base = [\"{0}.toml\", \"{0}.toml\"]\n", link + 1),
        );
    }
    let loaded = load(&folder.0.join("0.toml"), &[]);
    assert_eq!(
        titles(&loaded.problems),
        vec![format!("a chain of more than {LONGEST_CHAIN} bases"); 2]
    );
    assert_eq!(loaded.sources.sources().len(), LONGEST_CHAIN);
}

#[test]
fn a_base_that_names_no_file_is_refused() {
    let folder = Folder::new("odd-base");
    assert_snapshot!(folder.hide(&rendered(&load(&folder.write("a.toml", "base = [\"\", 4]\n"), &[]))), @r#"
    error: `base` names no file
     --> a.toml:1:9
      |
    1 | base = ["", 4]
      |         ^^ this is empty
      |
      = help: `base = "other.toml"`, or a list of files, relative to this one

    error: `base` names no file
     --> a.toml:1:13
      |
    1 | base = ["", 4]
      |             ^ this is a whole number
      |
      = help: `base = "other.toml"`, or a list of files, relative to this one
    "#);
}
