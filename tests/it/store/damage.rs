//! Files that are not as they were written: sound rows are kept, damage is named once, nothing panics.

use std::path::{Path, PathBuf};

use bordergate::experiment::store::{Damage, DamageKind, Store, StoreError};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::{Dir, files, fill, holds_exactly, identity, open, outcome, segments};

/// A store with one file of the rows 0 to 2, and 6, which is a failure.
struct World {
    dir: Dir,
    bytes: Vec<u8>,
    /// Where each record ends, after a zero.
    ends: Vec<usize>,
}

const INDICES: [u64; 4] = [0, 1, 2, 6];

impl World {
    fn new(test: &str) -> Self {
        let dir = Dir::new(test);
        let mut store = open(&dir.0);
        let mut ends = vec![0];
        for index in INDICES {
            store.append(index, &outcome(index)).unwrap();
            ends.push(std::fs::read(&segments(&dir.0)[0]).unwrap().len());
        }
        drop(store);
        let bytes = std::fs::read(&segments(&dir.0)[0]).unwrap();
        Self { dir, bytes, ends }
    }

    fn path(&self) -> &Path {
        &self.dir.0
    }

    /// Makes these bytes the only file of rows.
    fn put(&self, bytes: &[u8]) -> PathBuf {
        for path in segments(self.path())
            .into_iter()
            .chain(files(self.path(), "damaged"))
        {
            std::fs::remove_file(path).unwrap();
        }
        let path = self.dir.at("rows-0-altered.rows");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn open(&self) -> (Store, Vec<Damage>) {
        let opened = Store::open(self.path(), &identity()).unwrap();
        (opened.store, opened.damages)
    }
}

#[test]
fn every_byte_may_be_wrong() {
    let world = World::new("flip");
    for at in 0..world.bytes.len() {
        let hit = world.ends.iter().filter(|&&end| end <= at).count() - 1;
        let sound = INDICES.into_iter().filter(|&index| index != INDICES[hit]);
        for mask in [0x01, 0x80, 0xff] {
            let mut bytes = world.bytes.clone();
            bytes[at] ^= mask;
            let path = world.put(&bytes);
            let (mut store, damages) = world.open();
            holds_exactly(&mut store, sound.clone());
            let [damage] = damages.as_slice() else {
                panic!("byte {at}: {damages:?}");
            };
            assert_eq!(damage.path, path);
            assert_eq!((damage.at, damage.sound), (world.ends[hit] as u64, 3));
            assert_eq!(damage.bytes, (world.ends[hit + 1] - world.ends[hit]) as u64);
            let text = damage.to_string();
            assert!(
                text.contains("rows-0-altered.rows") && text.contains(&damage.at.to_string()),
                "{text}"
            );
            // It is said once, and the lost row can be added again.
            drop(store);
            let mut store = open(world.path());
            holds_exactly(&mut store, sound.clone());
            fill(&mut store, [INDICES[hit]]);
            holds_exactly(&mut store, INDICES);
        }
    }
}

#[test]
fn a_file_may_end_anywhere() {
    let world = World::new("cut");
    for length in 0..=world.bytes.len() {
        let path = world.put(&world.bytes[..length]);
        let whole = world.ends.iter().filter(|&&end| end <= length).count() - 1;
        let (mut store, damages) = world.open();
        holds_exactly(&mut store, INDICES.into_iter().take(whole));
        let expected = (length != world.ends[whole]).then(|| Damage {
            path: path.clone(),
            at: world.ends[whole] as u64,
            bytes: (length - world.ends[whole]) as u64,
            sound: whole,
            kind: DamageKind::Cut,
        });
        assert_eq!(damages, Vec::from_iter(expected));
        // A file without a row is gone, another ends with its last row.
        let left = std::fs::read(&path).ok();
        let rows = &world.bytes[..world.ends[whole]];
        assert_eq!(left.as_deref(), (whole > 0).then_some(rows));
        assert_eq!(files(world.path(), "damaged"), Vec::<PathBuf>::new());
    }
}

#[test]
fn a_damaged_file_is_replaced_by_its_sound_rows_and_kept_aside() {
    let world = World::new("replace");
    let (first, second) = (world.ends[1], world.ends[3]);
    // Something strange before, between and after, as a power failure or a bad cable leaves it.
    let bytes = [
        b"\xffbg\xffbg\x01",
        &world.bytes[..first],
        &[0; 100],
        &world.bytes[first..second],
        b"\xffbg\x01 nearly a row, but for its length",
        &world.bytes[second..],
        &[0; 4096],
    ]
    .concat();
    let path = world.put(&bytes);
    let (mut store, damages) = world.open();
    holds_exactly(&mut store, INDICES);
    let kept = world.dir.at("rows-0-altered.rows.damaged");
    assert_eq!(
        damages,
        [Damage {
            path: path.clone(),
            at: 0,
            bytes: (bytes.len() - world.bytes.len()) as u64,
            sound: 4,
            kind: DamageKind::Corrupt {
                kept_as: Some(kept.clone())
            },
        }]
    );
    assert_eq!(std::fs::read(&kept).unwrap(), bytes);
    assert!(!path.exists());
    let fresh = segments(world.path());
    assert_eq!(fresh.len(), 1);
    assert_eq!(std::fs::read(&fresh[0]).unwrap(), world.bytes);
    assert_eq!(
        damages[0].to_string(),
        format!(
            "`{}` is damaged at byte 0 (bytes lost: {}, sound rows kept: 4); what is lost is computed again; the damaged file is now `{}`",
            path.display(),
            bytes.len() - world.bytes.len(),
            kept.display()
        )
    );
}

#[test]
fn what_a_kill_while_mending_leaves_is_tidied_up() {
    let world = World::new("tidy");
    let unfinished = world.dir.at("rows-000000-0123456789abcdef.rows.tmp");
    std::fs::write(&unfinished, &world.bytes[..50]).unwrap();
    // The sound rows are already in a new file, but the damaged one is not yet out of the way.
    let damaged = [b"?", world.bytes.as_slice()].concat();
    std::fs::write(world.dir.at("rows-0-damaged.rows"), damaged).unwrap();
    let (mut store, damages) = world.open();
    holds_exactly(&mut store, INDICES);
    assert_eq!(damages.len(), 1);
    assert!(!unfinished.exists());
    drop(store);
    holds_exactly(&mut open(world.path()), INDICES);
}

#[test]
fn two_rows_of_one_replication_must_be_equal() {
    let world = World::new("contradiction");
    let copy = world.dir.at("rows-1-copy.rows");
    std::fs::write(&copy, &world.bytes).unwrap();
    let mut store = open(world.path());
    holds_exactly(&mut store, INDICES);
    // Another row, just computed.
    let error = store.append(1, &outcome(2)).unwrap_err();
    assert!(
        matches!(
            &error,
            StoreError::Contradiction {
                index: 1,
                other: None,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.to_string().contains("the one just computed"));
    holds_exactly(&mut store, INDICES);
    drop(store);
    // Another row in another file.
    std::fs::write(&copy, record(1, b"\x01\x05")).unwrap();
    let error = Store::open(world.path(), &identity()).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("replication 1 ")
            && text.contains("rows-1-copy.rows")
            && text.contains("rows-000000-"),
        "{text}"
    );
}

#[test]
fn a_row_that_changes_under_our_hands_is_not_believed() {
    let world = World::new("changed");
    let mut store = open(world.path());
    let path = segments(world.path()).remove(0);
    let mut bytes = world.bytes.clone();
    bytes[world.ends[1] + 17] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = store.read(1).unwrap_err();
    assert!(
        matches!(&error, StoreError::Changed { index: 1, at, .. } if *at == world.ends[1] as u64),
        "{error}"
    );
    assert!(store.read(0).is_ok());
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(store.read(6), Err(StoreError::Changed { .. })));
}

/// A record with a right checksum, whatever it carries.
fn record(index: u64, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap();
    let mut bytes = b"\xffbg\x01".to_vec();
    bytes.extend(index.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(payload);
    bytes.extend(&Sha256::digest(&bytes)[..8]);
    bytes
}

/// Payloads that are nearly right: of a real one, some bytes are others.
fn payload() -> impl Strategy<Value = Vec<u8>> {
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4);
    let nearly = (0..20u64, changes).prop_map(|(index, changes)| {
        let dir = Dir::new(&format!("payload-{index}"));
        fill(&mut open(&dir.0), [index]);
        let bytes = std::fs::read(&segments(&dir.0)[0]).unwrap();
        let mut payload = bytes[16..bytes.len() - 8].to_vec();
        for (at, byte) in changes {
            let at = at.index(payload.len());
            payload[at] = byte;
        }
        payload
    });
    prop_oneof![nearly, proptest::collection::vec(any::<u8>(), 0..80)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_can_be_opened(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(b"\xffbg\x01".to_vec())], 0..300)) {
        let world = World::new("any-bytes");
        world.put(&[&world.bytes, bytes.as_slice()].concat());
        let (mut store, damages) = world.open();
        holds_exactly(&mut store, INDICES);
        prop_assert_eq!(damages.len(), usize::from(!bytes.is_empty()));
    }

    #[test]
    fn any_payload_can_be_read(payload in payload()) {
        let world = World::new("any-payload");
        world.put(&record(9, &payload));
        let (mut store, damages) = world.open();
        prop_assert_eq!(damages, []);
        // What is understood is written the same again.
        if let Ok(outcome) = store.read(9) {
            store.append(9, &outcome).unwrap();
        }
    }
}

#[test]
fn lengths_that_nobody_could_have_written_are_not_believed() {
    let world = World::new("lengths");
    let huge = [0xff; 8].as_slice();
    for (index, payload) in [
        [b"\x00", huge, b"\x7f"].concat(),             // columns
        [b"\x00\x00", huge, b"\x7f"].concat(),         // histograms
        [b"\x00\x00\x01", huge, b"\x7f"].concat(),     // bins
        [b"\x03", huge, b"\x7f"].concat(),             // text
        [b"\x00\x01", [0xff; 19].as_slice()].concat(), // an integer without end
        b"\x03\x02\xc3\x28".to_vec(),                  // no UTF-8
        b"\x01\x80\x00".to_vec(),                      // longer than need be
        b"\x01\x05\x00".to_vec(),                      // something behind
        b"\x04".to_vec(),                              // of a kind to come
        b"".to_vec(),
    ]
    .into_iter()
    .enumerate()
    {
        world.put(&record(index as u64, &payload));
        let (mut store, damages) = world.open();
        assert_eq!(damages, []);
        assert!(
            matches!(store.read(index as u64), Err(StoreError::Changed { .. })),
            "{payload:?}"
        );
    }
}
