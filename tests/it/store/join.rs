//! Ranges that were computed apart.

use std::fs;

use bordergate::experiment::store::{Identity, Joined, Store, StoreError};

use super::{Dir, fill, holds_exactly, identity, open, outcome, segments};

const RANGES: [std::ops::Range<u64>; 3] = [0..10, 10..15, 15..40];

const ORDERS: [[usize; 3]; 6] = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
];

#[test]
fn ranges_join_in_any_order_of_arrival() {
    let dir = Dir::new("orders");
    for (k, range) in RANGES.into_iter().enumerate() {
        fill(&mut open(&dir.at(&k.to_string())), range);
    }
    for order in ORDERS {
        let whole = dir.at(&format!("{order:?}"));
        let mut store = open(&whole);
        for k in order {
            let joined = store.join(&dir.at(&k.to_string())).unwrap();
            let copied = RANGES[k].end - RANGES[k].start;
            assert_eq!(
                joined,
                Joined {
                    copied,
                    ..Joined::default()
                }
            );
        }
        holds_exactly(&mut store, 0..40);
        // A second time there is nothing to do; nor with itself.
        for (other, held) in [(dir.at("2"), 25), (whole.clone(), 40)] {
            let nothing = Joined {
                held,
                ..Joined::default()
            };
            assert_eq!(store.join(&other).unwrap(), nothing);
        }
        drop(store);
        holds_exactly(&mut open(&whole), 0..40);
        assert_eq!(segments(&whole).len(), 1);
    }
}

#[test]
fn directories_can_also_be_copied_into_one_another() {
    let dir = Dir::new("copied");
    let whole = dir.at("whole");
    open(&whole);
    // All begin with the same replication, and overlap.
    for (k, to) in [7, 3, 12].into_iter().enumerate() {
        let part = dir.at(&k.to_string());
        fill(&mut open(&part), 0..to);
        for entry in fs::read_dir(&part).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), whole.join(entry.file_name())).unwrap();
        }
    }
    holds_exactly(&mut open(&whole), 0..12);
    assert_eq!(segments(&whole).len(), 3);
}

#[test]
fn a_store_that_another_process_writes_can_be_joined_as_far_as_it_is() {
    let dir = Dir::new("live");
    let mut live = open(&dir.at("live"));
    fill(&mut live, 0..3);
    let mut store = open(&dir.at("whole"));
    assert_eq!(store.join(&dir.at("live")).unwrap().copied, 3);
    fill(&mut live, 3..5);
    let joined = store.join(&dir.at("live")).unwrap();
    assert_eq!((joined.copied, joined.held), (2, 3));
    holds_exactly(&mut store, 0..5);
}

#[test]
fn joining_changes_nothing_there_and_says_what_is_damaged() {
    let dir = Dir::new("damaged");
    fill(&mut open(&dir.at("a")), 0..4);
    fill(&mut open(&dir.at("a")), 4..8);
    let paths = segments(&dir.at("a"));
    let [cut, corrupt] = paths.as_slice() else {
        panic!("{paths:?}")
    };
    let bytes = fs::read(cut).unwrap();
    fs::write(cut, &bytes[..bytes.len() - 1]).unwrap();
    let mut bytes = fs::read(corrupt).unwrap();
    bytes[20] ^= 1;
    fs::write(corrupt, &bytes).unwrap();

    let mut store = open(&dir.at("whole"));
    let joined = store.join(&dir.at("a")).unwrap();
    assert_eq!((joined.copied, joined.damages.len()), (6, 2));
    holds_exactly(&mut store, [0, 1, 2, 5, 6, 7]);
    assert!(!joined.damages[1].to_string().contains("is now"));
    assert_eq!(segments(&dir.at("a")), paths);
    assert_eq!(fs::read(corrupt).unwrap(), bytes);
}

#[test]
fn strangers_are_not_joined() {
    let dir = Dir::new("strangers");
    let mut store = open(&dir.at("mine"));
    fill(&mut store, 0..3);
    let failed = |store: &mut Store, other: &str| store.join(&dir.at(other)).unwrap_err();

    assert!(matches!(
        failed(&mut store, "nowhere"),
        StoreError::Io { .. }
    ));
    fs::create_dir(dir.at("empty")).unwrap();
    assert!(matches!(
        failed(&mut store, "empty"),
        StoreError::NotAStore { .. }
    ));

    let other = Identity {
        seed: 2,
        ..identity()
    };
    Store::open(&dir.at("other"), &other).unwrap();
    let text = failed(&mut store, "other").to_string();
    assert!(
        text.contains("seed: there `2`, asked for `18446744073709551615`"),
        "{text}"
    );

    // One row differs, so none is taken.
    let mut wrong = open(&dir.at("wrong"));
    fill(&mut wrong, [1, 5, 6]);
    wrong.append(2, &outcome(3)).unwrap();
    let error = failed(&mut store, "wrong");
    assert!(
        matches!(
            &error,
            StoreError::Contradiction { index: 2, one, other: Some(other) }
                if one.starts_with(dir.at("mine")) && other.starts_with(dir.at("wrong"))
        ),
        "{error}"
    );
    holds_exactly(&mut store, 0..3);
}
