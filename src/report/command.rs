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

    /// The same with a file, which is not taken for a flag.
    #[must_use]
    pub fn file(self, file: &str) -> Self {
        if file.starts_with('-') {
            self.word(&format!("./{file}"))
        } else {
            self.word(file)
        }
    }

    /// The same with the changes of a scenario, as a run keeps them. Files are laid over it before single values are set, unless they stand behind
    /// one.
    #[must_use]
    pub fn changes(self, set: &[String]) -> Self {
        let is_file = |change: &&String| change.starts_with('@');
        let before = set.iter().take_while(is_file).count();
        let (files, rest) = set.split_at(before);
        let files = files.iter().map(|file| ("--overlay", &file[1..]));
        let rest = rest.iter().map(|change| ("--set", change.as_str()));
        files
            .chain(rest)
            .fold(self, |command, (flag, value)| command.flag(flag, value))
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
