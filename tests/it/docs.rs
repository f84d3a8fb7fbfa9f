//! The pages of the project say what the program does.

mod console;
mod pictures;
mod readme;
mod reference;
mod scenarios;
mod validation;

pub use readme::words;
