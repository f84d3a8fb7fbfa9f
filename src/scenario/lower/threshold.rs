//! Thresholds: the syntax of what they require. Which measures and names there are is known only with the catalogue.

use super::context::Context;
use crate::scenario::expression::Expression;
use crate::scenario::model::Threshold;
use crate::scenario::problem::Problems;
use crate::scenario::raw::Root;
use crate::scenario::source::SourceMap;

/// The thresholds that exist, by name.
pub(super) fn thresholds(
    root: &Root,
    cx: &Context,
    sources: &SourceMap,
    problems: &mut Problems,
) -> Vec<Threshold> {
    let mut thresholds = Vec::new();
    for (name, threshold) in root.threshold.iter().flat_map(|table| &table.value.0) {
        let raw = &threshold.value;
        let exists = cx.exists(raw.when.as_ref(), problems);
        let Some(require) = &raw.require else {
            continue;
        };
        let read = Expression::parse(&require.value).and_then(Expression::with_limit);
        if let Err(mistake) = read {
            problems.push(mistake.problem_in(require.place, sources));
        } else if exists {
            let title = raw.title.as_ref().map(|title| title.value.clone());
            thresholds.push(Threshold {
                name: name.to_string(),
                title: title.unwrap_or_else(|| name.to_string()),
                require: require.value.clone(),
                place: require.place,
            });
        }
    }
    thresholds
}
