//! The directory of rows on the command line: `--out`, `--join`, `--range`.

use std::path::{Path, PathBuf};

use crate::des::keyed::GENERATOR;
use crate::experiment::Range;
use crate::experiment::store::{Identity, Store, StoreError};
use crate::report::recorded::MOST_REPLICATIONS;
use crate::report::{Stopped, digest};

use super::common::{Outcome, note};
use super::simulate::Model;

/// Where rows are kept, and which are run.
#[derive(Debug, clap::Args)]
pub struct RowsArgs {
    /// Keep the row of each replication in this directory; the same command goes on where it was interrupted
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Take the rows of these directories too, as other machines have computed them; needs `--out`
    #[arg(long, value_name = "DIR", requires = "out", num_args = 1..)]
    pub join: Vec<PathBuf>,
    /// Run only the replications from A up to and without B, as in `50..100`
    #[arg(long, value_name = "A..B", conflicts_with = "reps", value_parser = range)]
    pub range: Option<Range>,
}

/// Opens the store of a model, if one is wanted, and joins others to it; damages are described on stderr.
///
/// # Errors
/// [`Outcome::Unusable`] where a directory belongs to another run or is none of ours, else [`Outcome::Failed`]; the reason is on
/// stderr.
pub fn open(args: &RowsArgs, model: &Model, seed: u64) -> Result<Option<Store>, Outcome> {
    let Some(dir) = &args.out else {
        return Ok(None);
    };
    let mut store = store(dir, model, seed)?;
    let mut damages = Vec::new();
    for other in &args.join {
        let joined = store.join(other).map_err(refused)?;
        note(&format!(
            "note: {} replications taken from `{}`, {} were here",
            joined.copied,
            other.display(),
            joined.held
        ));
        damages.extend(joined.damages);
    }
    for damage in damages {
        note(&format!("warning: {damage}"));
    }
    Ok(Some(store))
}

/// Opens the store of each model of a grid, in a directory of its own within `dir`, which is named by what the model means. So
/// another grid over the same scenario finds the points that both have.
///
/// # Errors
/// As [`open`] does.
pub fn open_each(dir: &Path, models: &[Model], seed: u64) -> Result<Vec<Store>, Outcome> {
    let folder = |model: &Model| {
        let digest = digest::scenario(&model.scenario);
        dir.join(
            digest
                .rsplit(':')
                .next()
                .unwrap_or(&digest)
                .get(..16)
                .unwrap_or(&digest),
        )
    };
    models
        .iter()
        .map(|model| store(&folder(model), model, seed))
        .collect()
}

fn store(dir: &Path, model: &Model, seed: u64) -> Result<Store, Outcome> {
    let identity = Identity {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: model.scenario.id.clone(),
        scenario_digest: digest::scenario(&model.scenario),
        layout_digest: digest::layout(&model.catalogue),
        generator: GENERATOR.to_owned(),
        seed,
        inputs: match &model.inputs {
            None => "stated".to_owned(),
            Some(inputs) => format!(
                "drawn, {} replications a draw: {}",
                inputs.per_draw(),
                digest::inputs(inputs)
            ),
        },
    };
    let opened = Store::open(dir, &identity).map_err(refused)?;
    for damage in opened.damages {
        note(&format!("warning: {damage}"));
    }
    Ok(opened.store)
}

/// Says, of work that ended early, that what was done is kept; `what` is kept.
pub fn say_kept(what: &str, dir: Option<&PathBuf>, stopped: Stopped) {
    if let (Some(dir), Stopped::Interrupted | Stopped::MaxTime) = (dir, stopped) {
        let dir = dir.display();
        note(&format!(
            "note: the {what} so far are in `{dir}`; the same command goes on from there"
        ));
    }
}

fn refused(error: StoreError) -> Outcome {
    note(&format!("error: {error}"));
    match error {
        StoreError::Other { .. } | StoreError::NotAStore { .. } => Outcome::Unusable,
        _ => Outcome::Failed,
    }
}

fn range(text: &str) -> Result<Range, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or("two numbers with `..` between them, as in `50..100`")?;
    let number = |text: &str| {
        let number = text.trim().parse::<u64>();
        number.map_err(|_| format!("`{}` is not a whole number", text.trim()))
    };
    let (from, to) = (number(from)?, number(to)?);
    if from >= to {
        return Err(format!(
            "from {from} up to and without {to} there is nothing"
        ));
    }
    if to > MOST_REPLICATIONS {
        return Err(format!(
            "replications are numbered from 0 up to {}",
            MOST_REPLICATIONS - 1
        ));
    }
    Ok(Range { from, to })
}
