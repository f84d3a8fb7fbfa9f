//! Text to tree.

use bordergate::scenario::expression::{Call, Expression, Relation};
use bordergate::scenario::problem::Problems;
use bordergate::scenario::quoted;
use bordergate::scenario::source::{Place, SourceMap};
use proptest::prelude::*;

use super::said;

fn call(text: &str) -> Call {
    match Expression::parse(text) {
        Ok(Expression::Quantity(call)) => call,
        other => panic!("{text}: {other:?}"),
    }
}

fn dims(call: &Call) -> Vec<(&str, &str)> {
    let dims = call.dims.iter();
    dims.map(|(key, name)| (key.text.as_str(), name.text.as_str()))
        .collect()
}

#[test]
fn a_measure_stands_alone_or_with_its_dimensions() {
    let alone = call("  waiting-vehicle-hours ");
    assert_eq!(
        (&alone.statistic, alone.measure.text.as_str(), alone.at),
        (&None, "waiting-vehicle-hours", 2..23)
    );
    let split = call("drain-date( gate=hai-yen , direction = \"export\")");
    assert_eq!(split.statistic, None);
    assert_eq!(split.measure.text, "drain-date");
    assert_eq!(dims(&split), [("gate", "hai-yen"), ("direction", "export")]);
    assert_eq!(call("stock()").dims, []);
}

#[test]
fn a_statistic_is_of_a_measure() {
    let p95 = call("p95(time-in-system, gate = 'bac-luan-2', class = fruit)");
    assert_eq!(p95.statistic.as_ref().unwrap().text, "p95");
    assert_eq!(p95.measure.text, "time-in-system");
    assert_eq!(dims(&p95), [("gate", "bac-luan-2"), ("class", "fruit")]);
    let share = call("share(time-in-system<3 h,gate=bắc-luân)");
    let (relation, limit) = share.inside.as_ref().unwrap();
    assert_eq!((*relation, limit.text.as_str()), (Relation::Below, "3 h"));
    assert_eq!(dims(&share), [("gate", "bắc-luân")]);
}

#[test]
fn names_may_have_several_words() {
    let call = call("stock(gate = Bắc Luân II, day = mùng 6)");
    assert_eq!(dims(&call), [("gate", "Bắc Luân II"), ("day", "mùng 6")]);
}

#[test]
fn conditions_keep_their_limit_as_written() {
    for (text, relation, limit) in [
        ("tonnes-crossed >= 7,300 t", Relation::AtLeast, "7,300 t"),
        ("p95(wait)<6 h", Relation::Below, "6 h"),
        ("drain-date ≤ 2022-02-08", Relation::AtMost, "2022-02-08"),
        ("drain-date <= 'mùng 6' ", Relation::AtMost, "mùng 6"),
        ("share(wait < 3 h) > 95 %", Relation::Above, "95 %"),
    ] {
        let Ok(Expression::Condition(condition)) = Expression::parse(text) else {
            panic!("{text}");
        };
        assert_eq!(
            (condition.relation, condition.limit.text.as_str()),
            (relation, limit)
        );
        let at = condition.limit.at;
        assert_eq!(text[at].trim_matches('\''), limit);
    }
}

#[test]
fn a_chance_is_of_a_condition() {
    let text = "P(share(time-in-system < 1,000 h, gate = a) >= 0.95) >= 0.9";
    let Ok(Expression::Chance {
        of,
        relation,
        limit,
        at,
    }) = Expression::parse(text)
    else {
        panic!("a chance");
    };
    assert_eq!(of.limit.text, "0.95");
    assert_eq!(of.quantity.inside.unwrap().1.text, "1,000 h");
    assert_eq!((relation, limit.text.as_str()), (Relation::AtLeast, "0.9"));
    assert_eq!(at, 0..text.len());
}

#[test]
fn relations_hold_as_their_signs_say() {
    let holds = |relation: Relation| [1, 2, 3].map(|value| relation.holds(value, 2));
    assert_eq!(holds(Relation::Below), [true, false, false]);
    assert_eq!(holds(Relation::AtMost), [true, true, false]);
    assert_eq!(holds(Relation::Above), [false, false, true]);
    assert_eq!(holds(Relation::AtLeast), [false, true, true]);
    assert!(!Relation::AtMost.holds(f64::NAN, 1.0));
    assert_eq!(Relation::AtLeast.to_string(), ">=");
}

#[test]
fn what_cannot_be_read_is_marked() {
    let relations = "expected `<`, `<=`, `>` or `>=`";
    let example = "as in `p95(time-in-system) <= 6 h`";
    let gate = "as in `gate = bac-luan-2`";
    for (text, at, title, label, help) in [
        (
            " ",
            " ",
            "an empty expression",
            "nothing stands here",
            example,
        ),
        (
            "<= 6 h",
            "<",
            "this cannot be read",
            "a measure or statistic is missing here",
            example,
        ),
        (
            "\"\" <= 6",
            "\"\"",
            "this cannot be read",
            "a measure or statistic is missing here",
            example,
        ),
        (
            "p95(wait",
            "(",
            "a bracket that is never closed",
            "opened here",
            "",
        ),
        (
            "p95(",
            "(",
            "a bracket that is never closed",
            "opened here",
            "",
        ),
        (
            "p95(wait, gate = north <= 6 h",
            "(",
            "a bracket that is never closed",
            "opened here",
            "",
        ),
        (
            "P(stock",
            "(",
            "a bracket that is never closed",
            "opened here",
            "",
        ),
        (
            "P(stock > 3",
            "(",
            "a bracket that is never closed",
            "opened here",
            "",
        ),
        (
            "stock)",
            ")",
            "a bracket that was never opened",
            "this closes no bracket",
            "",
        ),
        (
            "stock <= 4)",
            ")",
            "a bracket that was never opened",
            "this closes no bracket",
            "",
        ),
        (
            "stock(gate = 'a)",
            "'a)",
            "a quote that is never closed",
            "opened here",
            "",
        ),
        (
            "stock(gate)(class)",
            "(class)",
            "this cannot be read",
            relations,
            "",
        ),
        (
            "stock Hải Yên <= 3",
            "Hải Yên <= 3",
            "this cannot be read",
            relations,
            "",
        ),
        (
            "stock = 3",
            "=",
            "`=` is not how a quantity compares",
            relations,
            "",
        ),
        (
            "stock == 3",
            "==",
            "`==` is not a relation",
            "",
            "a limit is `<`, `<=`, `>` or `>=`",
        ),
        (
            "stock =< 3",
            "=<",
            "`=<` is not a relation",
            "",
            "write `<=`",
        ),
        (
            "P(stock => 3) > 0.5",
            "=>",
            "`=>` is not a relation",
            "",
            "write `>=`",
        ),
        (
            "stock <=",
            "",
            "a limit is missing",
            "compared with what?",
            "as in `<= 6 h`",
        ),
        (
            "P(stock <=) > 0.5",
            ")",
            "a limit is missing",
            "compared with what?",
            "as in `<= 6 h`",
        ),
        (
            "stock <= 3 <= 4",
            "<= 4",
            "two limits at once",
            "this is the second",
            "write two expressions, each with one limit",
        ),
        (
            "stock <= 3 (or so)",
            "(or so)",
            "this cannot be read",
            "nothing can follow the limit",
            "",
        ),
        (
            "stock <= '3' lorries",
            "lorries",
            "this cannot be read",
            "nothing can follow the limit",
            "",
        ),
        (
            "stock(, gate = a)",
            ",",
            "this cannot be read",
            "a name is missing here",
            gate,
        ),
        (
            "stock(gate = a,)",
            ")",
            "this cannot be read",
            "a name is missing here",
            gate,
        ),
        (
            "stock(gate = )",
            ")",
            "a dimension without a name",
            "which gate?",
            gate,
        ),
        (
            "stock(gate = a, hai-yen)",
            "hai-yen",
            "a name without its dimension",
            "which dimension is `hai-yen`?",
            gate,
        ),
        (
            "p95(wait desk)",
            "d",
            "this cannot be read",
            "expected `,` or `)`",
            "a name of several words stands in quotes",
        ),
        (
            "p95(mean(wait))",
            "mean",
            "a statistic inside a statistic",
            "a statistic is of a measure",
            "as in `p95(time-in-system)`",
        ),
        (
            "share(wait, class < 3 h)",
            "class < 3 h",
            "a limit that is not for a dimension",
            "only the measure of a share has a limit within",
            "as in `share(time-in-system < 3 h, gate = bac-luan-2)`",
        ),
        (
            "P(P(stock > 3) > 0.5) > 0.5",
            "P",
            "a chance of a chance",
            "`P` is of a condition",
            "as in `P(max(stock) <= 400) >= 0.9`",
        ),
        (
            "P(stock) > 0.5",
            "stock",
            "`P` is of a condition",
            "this is a quantity without a limit",
            "as in `P(max(stock) <= 400) >= 0.9`",
        ),
        (
            "P(stock > 3, gate = a) > 0.5",
            ",",
            "this cannot be read",
            "expected `)`",
            "dimensions stand in the brackets of the quantity",
        ),
        (
            "P(stock > 3)",
            "P(stock > 3)",
            "a chance without a limit",
            "how often?",
            "as in `P(...) >= 0.9`",
        ),
        (
            "P(stock > 3) often",
            "o",
            "this cannot be read",
            relations,
            "",
        ),
    ] {
        said(text, Expression::parse(text), at, title, label, help);
    }
}

#[test]
fn only_what_has_a_limit_can_be_required() {
    let required = |text| Expression::parse(text).and_then(Expression::with_limit);
    assert!(required("stock <= 3").is_ok() && required("P(stock <= 3) > 0.5").is_ok());
    said(
        " end(stock) ",
        required(" end(stock) "),
        "end(stock)",
        "nothing is required here",
        "this is a quantity without a limit",
        "say how it compares, as in `p95(time-in-system) <= 6 h`",
    );
}

/// The caret of a mistake at `part` of the text that `literal` stands for.
#[track_caller]
fn caret(literal: &str, text: &str, part: &str) -> Option<String> {
    let start = text.find(part).unwrap();
    let at = quoted::within(literal, start..start + part.len())?;
    Some(literal[at].to_owned())
}

#[test]
fn carets_find_their_way_through_quotes_and_escapes() {
    let text = "stock(gate = \"Hải Yên\") <= 3";
    for (literal, part, found) in [
        (text, "Hải", "Hải"),
        (r#"'stock(gate = "Hải Yên") <= 3'"#, "Hải Yên", "Hải Yên"),
        (r#""stock(gate = \"Hải Yên\") <= 3""#, "3", "3"),
        (r#""stock(gate = \"Hải Yên\") <= 3""#, "\"Hải", "\\\"Hải"),
        (r#""stock(gate = \"H\u1EA3i Yên\") <= 3""#, "ải", r"\u1EA3i"),
        (
            r#""st\x6fck(gate = \"H\U00001EA3i Yên\") <= 3""#,
            "<=",
            "<=",
        ),
        (
            r#""st\x6fck(gate = \"H\U00001EA3i Yên\") <= 3""#,
            "ock",
            r"\x6fck",
        ),
    ] {
        assert_eq!(
            caret(literal, text, part).as_deref(),
            Some(found),
            "{literal}"
        );
    }
    assert_eq!(caret("'''\nstock'''", "stock", "stock"), None);
    assert_eq!(caret("\"\"\"stock\"\"\"", "stock", "stock"), None);
    assert_eq!(quoted::within("\"a\"", 3..9), None);
    assert_eq!(quoted::within("'a'", 3..9), None);
}

#[test]
fn a_mistake_becomes_a_problem_where_the_text_stands() {
    let mut sources = SourceMap::new();
    sources.add("a.toml", "require = 'stock =< 3'\n");
    let offset = sources.add("--measure", "p95(Hải Yên");
    let in_file = Expression::parse("stock =< 3").unwrap_err();
    let in_flag = Expression::parse("p95(Hải Yên").unwrap_err();
    let problem = in_file.problem_in(Place::new(10, 22), &sources);
    assert_eq!(sources.text(problem.place.unwrap()), "=<");
    let problem = in_flag.problem(offset);
    assert_eq!(sources.text(problem.place.unwrap()), "Y");
    let rendered = Problems::from(problem).render(&sources, false);
    assert!(rendered.contains(" --> --measure:1:9\n"), "{rendered}");
}

/// Pieces of the language, of which texts near it are made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "P",
            "(",
            ")",
            ",",
            "=",
            "<",
            "<=",
            ">=",
            "≥",
            "≠",
            "!",
            "\"",
            "'",
            " ",
            "p95",
            "share",
            "stock",
            "time-in-system",
            "gate",
            "Bắc Luân",
            "mùng 6",
            "3 h",
            "0.9",
            "1,000",
            "2022-02-08",
            "\\",
            "\n",
            "边",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The sign stands behind a quote, blanks and a letter of two bytes: the caret is on the sign.
#[test]
fn a_sign_within_a_quoted_limit_is_marked_where_it_stands() {
    for text in ["p95<\"¡<\"", "p95 < \"  ¡<1\""] {
        let mistake = Expression::parse(text).unwrap_err();
        assert_eq!(mistake.title, "two limits at once");
        assert!(text[mistake.at].starts_with('<'), "{text}");
    }
}

proptest! {
    /// Whatever is written, reading comes to an end, and every caret stands on whole characters.
    #[test]
    fn nothing_that_is_written_breaks_the_reader(text in pieces()) {
        match Expression::parse(&text) {
            Ok(expression) => prop_assert!(text.get(expression.at()).is_some()),
            Err(mistake) => prop_assert!(text.get(mistake.at.clone()).is_some(), "{mistake:?}"),
        }
        for start in 0..=text.len() {
            let _ = quoted::within(&text, start..text.len());
            let _ = quoted::within(&format!("\"{text}"), start..text.len());
        }
    }
}
