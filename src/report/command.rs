//! Commands as a reader gives them to a shell: those that show something, or make it again.

/// A command, word by word.
pub struct Command {
    words: Vec<String>,
}

impl Command {
    /// `bordergate SUBCOMMAND`.
    pub fn new(subcommand: &str) -> Self {
        Self {
            words: vec!["bordergate".to_owned(), subcommand.to_owned()],
        }
    }

    /// The same with one more word.
    #[must_use]
    pub fn word(mut self, word: &str) -> Self {
        self.words.push(quoted(word));
        self
    }

    /// The same with a flag and its value.
    #[must_use]
    pub fn flag(self, flag: &str, value: &str) -> Self {
        self.word(flag).word(value)
    }

    /// The same with the changes of a scenario, as a run keeps them.
    #[must_use]
    pub fn changes(self, set: &[String]) -> Self {
        set.iter()
            .fold(self, |command, change| match change.strip_prefix('@') {
                Some(file) => command.flag("--overlay", file),
                None => command.flag("--set", change),
            })
    }

    /// The line.
    pub fn line(&self) -> String {
        self.words.join(" ")
    }
}

/// A word as a shell takes it: as it is where that is safe, else in quotes.
fn quoted(word: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || "-_./,:+@=".contains(c);
    if !word.is_empty() && word.chars().all(is_safe) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
