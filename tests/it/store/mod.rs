//! The store of rows: what is written is read to the bit, whatever happens to the directory in between.

mod damage;
mod join;
mod killed;
mod refusal;
mod round_trip;

use std::path::{Path, PathBuf};

use bordergate::experiment::Reason;
use bordergate::experiment::store::{Identity, Opened, Store};
use bordergate::measures::Row;
use bordergate::stats::Histogram;

type Outcome = Result<Row, Reason>;

/// A directory of one test, gone afterwards.
struct Dir(PathBuf);

impl Dir {
    fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("store-{}-{test}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A path inside, which does not exist yet.
    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn identity() -> Identity {
    Identity {
        version: "0.1.0".to_owned(),
        scenario: "mong-cai".to_owned(),
        scenario_digest: "5e".repeat(32),
        layout_digest: "1a".repeat(32),
        generator: "splitmix64-keyed/1".to_owned(),
        seed: u64::MAX,
        inputs: "fixed".to_owned(),
    }
}

/// A store that nothing is wrong with.
fn open(dir: &Path) -> Store {
    let Opened { store, damages } = Store::open(dir, &identity()).unwrap();
    assert_eq!(damages, []);
    store
}

/// An outcome that differs from index to index; every seventh fails.
fn outcome(index: u64) -> Outcome {
    if index % 7 == 6 {
        return Err(Reason::VehicleLimit(1_000 + index));
    }
    let mut histogram = Histogram::new();
    (0..index % 5).for_each(|k| histogram.record(((index * 97 + k * k) * 1_300_000).cast_signed()));
    Ok(Row {
        replication: index,
        columns: vec![index.into(), -1, 0, i128::from(index) << 64],
        histograms: vec![histogram, Histogram::new()],
    })
}

fn fill(store: &mut Store, indices: impl IntoIterator<Item = u64>) {
    for index in indices {
        store.append(index, &outcome(index)).unwrap();
    }
}

/// That the store holds exactly these, each as it was written.
fn holds_exactly(store: &mut Store, indices: impl IntoIterator<Item = u64>) {
    let indices: Vec<u64> = indices.into_iter().collect();
    assert_eq!(store.indices().collect::<Vec<_>>(), indices);
    assert_eq!(
        (store.len(), store.is_empty()),
        (indices.len(), indices.is_empty())
    );
    for index in indices {
        assert!(store.holds(index));
        same(&store.read(index).unwrap(), &outcome(index));
    }
}

/// All there is to an outcome.
fn same(one: &Outcome, other: &Outcome) {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            assert_eq!(one.replication, other.replication);
            assert_eq!(one.columns, other.columns);
            assert_eq!(one.histograms.len(), other.histograms.len());
            for (one, other) in one.histograms.iter().zip(&other.histograms) {
                same_histogram(one, other);
            }
        }
        (Err(one), Err(other)) => assert_eq!(one, other),
        _ => panic!("a row and a failure"),
    }
}

fn same_histogram(one: &Histogram, other: &Histogram) {
    assert_eq!(one.range_us(), other.range_us());
    assert_eq!(one.count(), other.count());
    assert!(one.recorded_bins().eq(other.recorded_bins()));
    for p in [0.0, 0.01, 0.5, 0.95, 1.0] {
        let bits = |histogram: &Histogram| histogram.quantile_us(p).map(f64::to_bits);
        assert_eq!(bits(one), bits(other));
    }
}

/// The files of rows in a directory.
fn segments(dir: &Path) -> Vec<PathBuf> {
    files(dir, "rows")
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|it| it == extension))
        .collect();
    paths.sort();
    paths
}
