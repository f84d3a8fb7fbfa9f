//! How fast it is. Two ways to ask, over the same [subjects]:
//!
//! - `cargo bench` measures times with criterion, for people; `cargo bench -- hold` only those of one group.
//! - `scripts/instructions` counts instructions under callgrind, for CI. It calls this program with `once NAME ...`, which does the work
//!   of some subjects once each, in [`measured`]; or with `bordergate ARGUMENTS`, and then it is the program itself. So one build serves both.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers: it prints, and where a subject cannot be made ready there is nothing to measure"
)]

mod subjects;

use std::env::args_os;
use std::ffi::OsString;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use criterion::{Criterion, Throughput};

use subjects::Subject;

fn main() -> ExitCode {
    let mut arguments = args_os().skip(1);
    match arguments.next().and_then(|word| word.into_string().ok()) {
        Some(word) if word == "once" => once(arguments),
        Some(word) if word == "bordergate" => {
            bordergate::cli::answer([OsString::from(word)].into_iter().chain(arguments)).into()
        }
        _ => time_all(),
    }
}

/// Does the work of the named subjects once each, and prints how much each was.
fn once(names: impl Iterator<Item = OsString>) -> ExitCode {
    let subjects = subjects::all();
    for name in names {
        let Some(subject) = subjects.iter().find(|subject| *subject.name() == *name) else {
            eprintln!("there is no subject {}", name.display());
            return ExitCode::FAILURE;
        };
        let mut work = (subject.prepare)();
        black_box(measured(&mut *work.once));
        println!("{} {} {}", subject.name(), work.amount, subject.unit);
    }
    ExitCode::SUCCESS
}

/// Callgrind knows this function by its name, and counts nothing but what happens in it.
#[inline(never)]
fn measured(work: &mut dyn FnMut() -> u64) -> u64 {
    let done = work();
    // So that the call is not the last thing here, and the counting ends where it began.
    black_box(done)
}

fn time_all() -> ExitCode {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    for Subject {
        group,
        case,
        prepare,
        ..
    } in subjects::all()
    {
        let mut work = prepare();
        let mut group = criterion.benchmark_group(group);
        group.throughput(Throughput::Elements(work.amount));
        group.bench_function(case, |bencher| bencher.iter(&mut work.once));
        group.finish();
    }
    criterion.final_summary();
    ExitCode::SUCCESS
}
