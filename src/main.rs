//! The command line.

fn main() -> std::process::ExitCode {
    bordergate::cli::main().into()
}
