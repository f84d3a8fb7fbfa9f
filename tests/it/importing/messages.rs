//! What is said of a file that cannot be used, and of arguments that cannot be meant: exit code 2, all at once, nothing written.

use crate::cli::binary::bordergate;

use super::synthetic::Scratch;

/// A file, further arguments, and what stderr says.
type Case<'a> = (&'a [u8], &'a [&'a str], &'a str);

#[test]
fn files_that_cannot_be_used_say_why() {
    let cases: [Case<'_>; 13] = [
        (
            b"PK\x03\x04\x14\x00",
            &[],
            "this is a workbook, not a table in text\n  it begins like a file of Excel (.xlsx)\n  help: save the sheet as CSV UTF-8\n",
        ),
        (
            b"a;b\nc\x00;d\n",
            &[],
            "this is no text\n  there is a zero byte on line 2\n  help: export the table as CSV in UTF-8\n",
        ),
        (
            b"\xff\xfea",
            &[],
            "this is no text\n  it begins like UTF-16 and has units that are no characters\n  help: export the table as CSV in UTF-8\n",
        ),
        (
            b"Gi\xea;b\n",
            &[],
            "this is not UTF-8\n  the byte 0xea on line 1 is part of no character\n  help: save the table as CSV UTF-8: in another encoding Vietnamese letters would be guessed\n",
        ),
        (
            b"arrival\n2025-01-13 07:00\n",
            &[],
            "there is one column only\n  the first lines have no `;`, no `,` and no tab\n  help: export the table as CSV\n",
        ),
        (
            b"plate;arrival,goods\n",
            &[],
            "it cannot be told what separates the columns\n  the heading says as much with `;` as with `,`\n  help: say it: `--separator semicolon`, `comma` or `tab`\n",
        ),
        (
            b"plate;when\nA;2025-01-13 07:00\n",
            &[],
            "no column says when vehicles arrive\n  the columns are `plate`, `when`\n  help: name it: `--column arrival=\"...\"`\n",
        ),
        (
            b"plate;arrival;arrival time\n",
            &[],
            "two columns could be `arrival`\n  `arrival` and `arrival time`\n  help: name one: `--column arrival=\"arrival\"`\n",
        ),
        (
            b"plate;arrival\n",
            &["--column", "class=palte"],
            "there is no column `palte`\n  `--column class` names it\n  help: did you mean `plate`?\n",
        ),
        (
            b"arrival;weight (kg)\n2025-01-13 07:00;1.234\n",
            &[],
            "it cannot be told how numbers of `weight (kg)` are written\n  `1.234` on line 2 may be a thousand times as much, and no number of the column proves which\n  help: say it: `--decimal comma` or `--decimal point`\n",
        ),
        (
            b"arrival;weight\n2025-01-13 07:00;1.234,5\n2025-01-13 07:00;1,234.5\n",
            &[],
            "the numbers of `weight` contradict each other\n  `1.234,5` on line 2 has a decimal comma, `1,234.5` on line 3 a decimal point\n  help: say it: `--decimal comma` or `--decimal point`\nerror: log.csv: the unit of `weight` is not said\n  neither its heading nor `1.234,5` on line 2 names one\n  help: say it: `--load-unit kg` or `--load-unit t`\n",
        ),
        (
            b"plate;arrival\nA;soon\nB;\n",
            &[],
            "no row can be used\n  line 2, `arrival`: `soon`: a time that cannot be read\n  line 3, `arrival`: ``: no arrival\n  help: say which columns are meant (`--column`), or how dates are written (`--dates`)\n",
        ),
        (
            b"plate;arrival\n",
            &[],
            "no row can be used\n  help: there is nothing below the heading\n",
        ),
    ];
    let scratch = Scratch::new("messages");
    let written = scratch.path("part.toml");
    for (bytes, more, said) in cases {
        let file = scratch.file("log.csv", bytes);
        let mut args = vec!["import", &file, "--write", &written];
        args.extend(more);
        let output = bordergate(&args);
        let stderr = output.stderr.replace(&file, "log.csv");
        assert_eq!(output.code, 2, "{stderr}");
        assert_eq!(stderr, format!("error: log.csv: {said}"));
        assert_eq!(output.stdout, "");
        assert!(!std::path::Path::new(&written).exists());
    }
}

#[test]
fn arguments_that_cannot_be_meant_say_why() {
    let cases: [(&[&str], &str); 7] = [
        (
            &["--column", "arrivals=x"],
            "`arrivals` is none of vehicle, arrival, date,",
        ),
        (&["--column", "arrival"], "two texts with `=` between them"),
        (
            &["--name", "Mít=Mít"],
            "this is no name of a scenario; write `mit`",
        ),
        (
            &["--gate", "Bắc Luân"],
            "this is no name of a scenario; write `bac-luan`",
        ),
        (
            &["--clock", "Hanoi"],
            "the time zone database has no such clock",
        ),
        (&["--max-bad", "5"], "a share is written like `5 %`"),
        (&["--as", "rate"], "possible values: profile, trace"),
    ];
    for (args, said) in cases {
        let output = bordergate(&[&["import", "no-such-file.csv"], args].concat());
        assert_eq!(output.code, 2);
        assert!(output.stderr.contains(said), "{}", output.stderr);
    }
    let output = bordergate(&["import", "no-such-file.csv"]);
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (2, "error: there is no file `no-such-file.csv`\n")
    );
    let output = bordergate(&["import", "."]);
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (2, "error: cannot read `.`: it is no file\n")
    );
}
