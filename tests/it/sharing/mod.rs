//! What several changes have each in what they bring about together: the arithmetic, what can be lifted, what differs, and the command.

mod changes;
mod coalitions;
mod command;
mod lifted;
mod shapley;
mod tables;
