//! `solve`: the search and the error it spends, the same answers as exhaustive search, proofs, and the command.

mod search;
