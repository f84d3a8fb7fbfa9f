//! The pages of the project say what the program does.

mod readme;
mod reference;
