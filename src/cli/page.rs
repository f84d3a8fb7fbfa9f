//! Results as a page: `--html` beside what is printed.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::report::command::Command;
use crate::report::page::Lang;

use super::common::{Outcome, note};
use super::files;
use super::simulate::{BudgetArgs, Uncertainty};

/// Whether a page is written, and in which language.
#[derive(Clone, Debug, clap::Args)]
pub struct PageArgs {
    /// Also write the results as one page into this file: it opens in any browser, without a network
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Language of the page
    #[arg(long, value_name = "LANGUAGE", default_value = "en", requires = "html")]
    pub lang: Language,
}

/// A language of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    En,
    /// Vietnamese
    Vi,
    /// Chinese
    Zh,
}

impl PageArgs {
    /// Whether there shall be a page.
    pub fn is_wanted(&self) -> bool {
        self.html.is_some()
    }

    /// Writes the page, where one was asked for and something was simulated; stderr says where it is.
    #[must_use]
    pub fn write(&self, replications: u64, page: impl FnOnce(Lang) -> String) -> Outcome {
        let Some(path) = self.html.as_ref().filter(|_| replications > 0) else {
            return Outcome::Done;
        };
        let lang = match self.lang {
            Language::En => Lang::En,
            Language::Vi => Lang::Vi,
            Language::Zh => Lang::Zh,
        };
        match files::write(path, &page(lang)) {
            Ok(()) => {
                note(&format!("note: the page is in `{}`", path.display()));
                Outcome::Done
            }
            Err(why) => {
                note(&format!("error: {why}"));
                Outcome::Failed
            }
        }
    }
}

/// The same command with how much was run: `replications` of them, from index `from` on.
pub fn budgeted(command: Command, budget: &BudgetArgs, from: u64, replications: u64) -> Command {
    let command = match from {
        0 => command.flag("--reps", &replications.to_string()),
        from => command.flag("--range", &format!("{from}..{}", from + replications)),
    };
    let command = command.flag("--seed", &budget.seed.to_string());
    match budget.uncertainty {
        Some(Uncertainty::Inputs) => command.flag("--uncertainty", "inputs"),
        None => command,
    }
}
