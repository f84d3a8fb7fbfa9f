//! The pages under `docs/` say what the program does.

mod reference;
