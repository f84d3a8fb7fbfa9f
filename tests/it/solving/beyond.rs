//! Half of a lever's range further on.

use bordergate::scenario::lever::Lever;
use bordergate::scenario::read;

use crate::worlds::scenarios;

#[test]
fn a_range_goes_on_by_its_own_steps() {
    let base = read(&scenarios().join("hello-gate.toml"), &[]);
    let period = base.scenario.unwrap().period;
    let beyond = |text: &str| -> [Option<String>; 2] {
        let lever = Lever::parse(text, &base.root, &base.sources, period).unwrap();
        [false, true].map(|last| Some(lever.beyond(last)?.sets(0).join("; ")))
    };
    let some = |first: &str, last: &str| [Some(first.to_owned()), Some(last.to_owned())];
    for (lever, expected) in [
        (
            "source.lorries.rate=40..80:10",
            some(
                "source.lorries.rate=20 / day",
                "source.lorries.rate=100 / day",
            ),
        ),
        // Three steps: half of them are two.
        ("a.b=0.5..2:0.5", some("a.b=-0.5", "a.b=3")),
        (
            "a.b=2025-03-02..2025-03-04",
            some("a.b=2025-03-01", "a.b=2025-03-05"),
        ),
        // Both ends of the day move, and 25:00 is none.
        (
            "a.b=07:00-19:00..05:00-21:00:1 h",
            some("a.b=08:00-18:00", "a.b=04:00-22:00"),
        ),
        (
            "a.b=18:00..22:00",
            [Some("a.b=16:00".to_owned()), Some("a.b=24:00".to_owned())],
        ),
        ("a.b=18:00..23:00", [Some("a.b=15:00".to_owned()), None]),
        (
            "a.b=1..3; c.d=10..30:10",
            some("a.b=0; c.d=0", "a.b=4; c.d=40"),
        ),
        // What was named one by one goes on nowhere.
        ("a.b=1|2|3", [None, None]),
    ] {
        assert_eq!(beyond(lever), expected, "{lever}");
    }
    let lever = Lever::parse(
        "source.lorries.rate=40..80:10",
        &base.root,
        &base.sources,
        period,
    )
    .unwrap();
    assert_eq!(lever.beyond(true).unwrap().setting(0).unwrap().size, 100.0);
}
