//! A replication's row with its columns under their names, so that rows of different plans can be compared.

use std::collections::BTreeMap;

use bordergate::measures::{Dims, Estimator, Row};

use crate::worlds::World;

/// Name of a row of the report, and the integers behind it.
pub type Named = BTreeMap<String, Vec<i128>>;

/// The integers of one row under names that do not depend on the order of anything in the file.
pub fn named(world: &World, row: &Row, wanted: impl Fn(&Dims) -> bool) -> Named {
    let mut named = Named::new();
    for spec in world
        .catalogue
        .specs
        .iter()
        .filter(|spec| wanted(&spec.dims))
    {
        let values = match spec.estimator {
            Estimator::Mean { column, .. } | Estimator::Day { column } => vec![row.columns[column]],
            Estimator::Ratio { num, den, .. } => vec![row.columns[num], row.columns[den]],
            Estimator::Sd { column, .. } => row.columns[column..column + 3].to_vec(),
            Estimator::Quantile { histogram, p, .. } => {
                let histogram = &row.histograms[histogram];
                let quantile = histogram.quantile_us(p).map_or(-1, |us| (us * 1e3) as i128);
                vec![i128::from(histogram.count()), quantile]
            }
            Estimator::Share { histogram, .. } => {
                vec![i128::from(row.histograms[histogram].count())]
            }
        };
        let of =
            |names: &[String], index: Option<u32>| index.map(|index| names[index as usize].clone());
        let names = &world.plan.names;
        let dims = &spec.dims;
        let name = format!(
            "{} {} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            spec.measure,
            spec.statistic,
            spec.by,
            of(&names.gates, dims.gate),
            of(&names.classes, dims.class),
            of(&names.stations, dims.station),
            of(&names.yards, dims.yard),
            of(&names.bridges, dims.bridge),
            of(&names.pools, dims.pool),
            of(&names.residents, dims.residents),
            of(&names.channels, dims.channel),
            of(&names.agencies, dims.agency),
            Dims {
                gate: None,
                class: None,
                station: None,
                yard: None,
                bridge: None,
                pool: None,
                residents: None,
                channel: None,
                agency: None,
                ..*dims
            },
        );
        assert_eq!(
            named.insert(name.clone(), values),
            None,
            "two rows are called {name}"
        );
    }
    named
}

/// The whole row under its names.
pub fn all(world: &World, row: &Row) -> Named {
    named(world, row, |_| true)
}

/// The column of a row of the report that is a plain sum, or the numerator of one that is a ratio.
pub fn column(
    world: &World,
    row: &Row,
    measure: &str,
    statistic: &str,
    by: &str,
    dims: Dims,
) -> Option<i128> {
    let spec = world.catalogue.specs.iter().find(|spec| {
        spec.measure == measure && spec.statistic == statistic && spec.by == by && spec.dims == dims
    })?;
    match spec.estimator {
        Estimator::Mean { column, .. } | Estimator::Ratio { num: column, .. } => {
            Some(row.columns[column])
        }
        other => panic!("{measure} is {other:?}"),
    }
}
