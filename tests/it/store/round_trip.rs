//! What is written is what is read.

use bordergate::experiment::{Locked, Reason};
use bordergate::measures::Row;
use bordergate::stats::Histogram;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{Dir, Outcome, fill, holds_exactly, open, same, same_histogram, segments};

const SECOND: i64 = 1_000_000;

/// Durations of every size, also those that no histogram tells apart.
fn duration() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(0),
        0..300 * SECOND,
        0..90 * 86_400 * SECOND,
        (1 << 29) * SECOND..(1 << 31) * SECOND,
        any::<i64>(),
    ]
}

fn histogram() -> impl Strategy<Value = Histogram> {
    vec(duration(), 0..40).prop_map(|durations| {
        let mut histogram = Histogram::new();
        durations.into_iter().for_each(|us| histogram.record(us));
        histogram
    })
}

fn column() -> impl Strategy<Value = i128> {
    prop_oneof![
        -130..130i128,
        any::<i64>().prop_map_into(),
        any::<i128>(),
        Just(i128::MIN),
        Just(i128::MAX)
    ]
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    let row = (vec(column(), 0..30), vec(histogram(), 0..6));
    prop_oneof![
        4 => row.prop_map(|(columns, histograms)| Ok(Row { replication: 0, columns, histograms })),
        1 => any::<u64>().prop_map(|limit| Err(Reason::VehicleLimit(limit))),
        1 => (".*", ".*").prop_map(|(route, step)| Err(Reason::EndlessRoute { route, step })),
        1 => (any::<u64>(), ".*").prop_map(|(draw, why)| Err(Reason::Inputs { draw, why })),
        1 => vec((".*", ".*", ".*"), 0..4).prop_map(|cycle| {
            let locked = |(vehicle, holds, waits_for)| Locked { vehicle, holds, waits_for };
            Err(Reason::Deadlock { cycle: cycle.into_iter().map(locked).collect() })
        }),
        1 => ".*".prop_map(|message| Err(Reason::Panicked(message))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_outcome_comes_back_at_once_and_after_reopening(
        outcomes in proptest::collection::btree_map(any::<u64>(), any_outcome(), 1..8)
    ) {
        let dir = Dir::new("any-outcome");
        let expected = |index: u64| match outcomes[&index].clone() {
            Ok(row) => Ok(Row { replication: index, ..row }),
            failed => failed,
        };
        let mut store = open(&dir.0);
        // Rows come in the order in which threads are done.
        for (&index, outcome) in outcomes.iter().rev() {
            store.append(index, outcome).unwrap();
            same(&store.read(index).unwrap(), &expected(index));
        }
        drop(store);
        let mut store = open(&dir.0);
        prop_assert!(store.indices().eq(outcomes.keys().copied()));
        for &index in outcomes.keys() {
            same(&store.read(index).unwrap(), &expected(index));
        }
    }

    #[test]
    fn a_histogram_is_its_bins_and_its_range(histogram in histogram()) {
        let again = Histogram::from_bins(histogram.recorded_bins(), histogram.range_us());
        same_histogram(&again.unwrap(), &histogram);
    }

    #[test]
    fn what_is_no_histogram_is_refused_without_a_panic(
        bins in vec((prop_oneof![0..600u64, any::<u64>()], any::<u32>()), 0..5),
        range in any::<Option<(i64, i64)>>(),
    ) {
        if let Some(made) = Histogram::from_bins(bins.iter().copied(), range) {
            prop_assert!(made.recorded_bins().eq(bins));
            prop_assert_eq!(made.range_us(), range);
        }
    }
}

#[test]
fn every_kind_of_nonsense_is_no_histogram() {
    let made = |bins: &[(u64, u32)], range| Histogram::from_bins(bins.iter().copied(), range);
    let seconds = |from: i64, to: i64| Some((from * SECOND, to * SECOND));
    assert!(made(&[(3, 1), (4, 2)], seconds(3, 4)).is_some());
    assert!(made(&[(3, 1), (4, 2)], Some((2_000_001, 3_000_001))).is_some());
    for (bins, range) in [
        (&[(3, 1), (4, 0)][..], seconds(3, 4)),    // an empty bin
        (&[(4, 1), (3, 1)], seconds(3, 4)),        // out of order
        (&[(3, 1), (3, 1)], seconds(3, 3)),        // twice
        (&[(3, 1)], None),                         // no range
        (&[], seconds(3, 3)),                      // nothing but a range
        (&[(3, 1), (4, 1)], seconds(2, 4)),        // begins before the first bin
        (&[(3, 1), (4, 1)], seconds(3, 5)),        // ends after the last
        (&[(3, 2)], Some((3_000_000, 2_900_000))), // backwards
        (&[(0, 1)], Some((-1, 0))),                // negative
        (&[(1000, 1)], seconds(1000, 1000)),       // inside a bin, not its last second
        (&[(u64::MAX, 1)], Some((0, i64::MAX))),   // beyond all bins
    ] {
        assert!(made(bins, range).is_none(), "{bins:?} {range:?}");
    }
}

#[test]
fn a_histogram_without_an_empty_bin_comes_back_and_one_with_full_bins_too() {
    let mut every = Histogram::new();
    (0..256).for_each(|second| every.record(second * SECOND));
    for octave in 1..23 {
        (128..256).for_each(|step: i64| every.record((step << octave) * SECOND));
    }
    assert_eq!(every.recorded_bins().count(), 256 + 22 * 128);
    let full = every.recorded_bins().map(|(second, _)| (second, u32::MAX));
    let full = Histogram::from_bins(full, every.range_us()).unwrap();
    let outcome = Ok(Row {
        replication: 3,
        columns: Vec::new(),
        histograms: vec![every, Histogram::new(), full],
    });
    let dir = Dir::new("every-bin");
    let mut store = open(&dir.0);
    store.append(3, &outcome).unwrap();
    same(&store.read(3).unwrap(), &outcome);
}

#[test]
fn a_run_goes_on_where_it_was_and_each_process_has_a_file_of_its_own() {
    let dir = Dir::new("resume");
    let path = dir.at("new/and/deep");
    holds_exactly(&mut open(&path), []);
    fill(&mut open(&path), [2, 0, 1]);
    let mut store = open(&path);
    holds_exactly(&mut store, 0..3);
    // What is held is not written again.
    fill(&mut store, 0..3);
    assert_eq!(segments(&path).len(), 1);
    fill(&mut store, 3..20);
    store.sync().unwrap();
    drop(store);
    let mut store = open(&path);
    holds_exactly(&mut store, 0..20);
    let names: Vec<_> = segments(&path)
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(names.len(), 2);
    assert!(
        names[0].starts_with("rows-000002-") && names[1].starts_with("rows-000003-"),
        "{names:?}"
    );
    assert!(!store.holds(20));
    assert!(
        store
            .read(20)
            .unwrap_err()
            .to_string()
            .contains("no row of replication 20")
    );
}
